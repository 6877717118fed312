"""Facts that reports on one matter take for granted: who is nobody there, who decides, who held which office when.

No state and no office-holder is special to the rules of suggestions but by a pack that somebody names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHolder:
    """Somebody who speaks for ``state`` from ``first`` to ``last`` (None: no end is known), by surname.

    ``after``: by language, words one of which has to stand before a surname that is a word as well.
    """

    surname: str
    state: str
    office: str
    first: date
    last: date | None = None
    after: Mapping[str, str] = field(default_factory=dict)
    pack: str

    def held(self, day: date) -> bool:
        """Whether the office was held on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Something pledges may hang on: what it is called in each language, who decides, and words beside the lexicon's.

    ``words`` are alternatives as in a lexicon, by language. ``names`` is empty where the lexicons know the topic.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    decided_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # told apart by identity: read once, and passed on
class Pack:
    """The facts of one pack, or of several together.

    ``nobody``: the states of the theatre, which pledge nothing, each with the pack that says so. ``guarantor``: the
    state whose guarantee others wait for; what it says of that is no pledge but decides the topic ``guarantee``.
    """

    names: tuple[str, ...] = ()
    nobody: Mapping[str, str] = field(default_factory=dict)
    guarantor: str | None = None
    guarantee: str | None = None
    topics: Mapping[str, Topic] = field(default_factory=dict)
    office_holders: tuple[OfficeHolder, ...] = ()

    def speaking_for(self, day: date | None) -> Mapping[str, OfficeHolder]:
        """Who is meant by a surname in a report of a day; a surname of two states at a time is nobody's.

        A report without a day may be of any: there, a surname has to be of one state throughout.
        """
        return _speaking_for(self, day)


#: No facts at all: every state is like every other.
NO_PACK = Pack()


@lru_cache(maxsize=256)
def _speaking_for(pack: Pack, day: date | None) -> Mapping[str, OfficeHolder]:
    found: dict[str, OfficeHolder] = {}
    of_several: set[str] = set()
    for holder in pack.office_holders:
        if day is not None and not holder.held(day):
            continue
        first = found.setdefault(holder.surname, holder)
        if first.state != holder.state:
            of_several.add(holder.surname)
    return {surname: holder for surname, holder in found.items() if surname not in of_several}


def joined(packs: Iterable[Pack]) -> Pack:
    """Several packs as one; where two speak of a topic or of a guarantor, the first does."""
    parts = tuple(packs)
    if len(parts) == 1:
        return parts[0]
    guarantors = [part for part in parts if part.guarantor is not None]
    return Pack(
        names=tuple(dict.fromkeys(name for part in parts for name in part.names)),
        nobody={state: name for part in reversed(parts) for state, name in part.nobody.items()},
        guarantor=guarantors[0].guarantor if guarantors else None,
        guarantee=guarantors[0].guarantee if guarantors else None,
        topics={id_: topic for part in reversed(parts) for id_, topic in part.topics.items()},
        office_holders=tuple(holder for part in parts for holder in part.office_holders),
    )
