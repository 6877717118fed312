"""What is given in a clause: capabilities with their amounts."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from willing.reports.suggest.conditions import Clause
from willing.reports.suggest.lexicon import Lexicon
from willing.reports.suggest.lexicon.mixed import TRAINS
from willing.reports.suggest.quantities import Quantity, capabilities, quantities
from willing.reports.suggest.suggestion import Stance

#: Parts that are promised of anything, not of a force.
_PROMISE = re.compile(r"offers?|offre|promesse|angebote?s?", re.IGNORECASE)

#: A capability with the amount that is sure, and the most that is spoken of.
Gift = tuple[str | None, int | None, int | None]


def given(clause: Clause, stance: Stance, words: Lexicon, *, part_is_troops: bool) -> Iterator[Gift]:
    """What would be given: each capability with its amount; once with None where the clause names none."""
    counted = [q for q in quantities(clause.main, words) if not q.instead]
    if stance != "refuses" and _only_trains(clause.main, words):
        counted = [q for q in counted if q.capability != "troops"]  # those who are trained are theirs
        if not counted:
            yield "instructors", None, None
            return
    if counted and stance != "refuses":
        yield from amounts(counted)
        return
    things = [name for _, _, name in capabilities(clause.main, words) if name != "money"]
    if "troops" in things and stance == "refuses":
        yield "troops", None, None
    elif things and stance != "refuses" and (several := _listed(clause.main, words)):
        yield from ((name, None, None) for name in several)
    elif things:
        troops = things[0] in ("intelligence", "logistics") and "troops" in things
        yield "troops" if troops else things[0], None, None
    elif part_is_troops and (words.force.search(clause.text) or _takes_part(clause, words)):
        yield "troops", None, None
    else:
        yield None, None, None


def _only_trains(main: str, words: Lexicon) -> bool:
    """Whether all that is done is to train: the soldiers of others."""
    if not TRAINS.search(main):
        return False
    deeds = [m.group() for class_ in (words.gives, words.giving, words.deeds) for m in class_.finditer(main)]
    return bool(deeds) and all(TRAINS.match(deed) for deed in deeds)


def amounts(counted: Iterable[Quantity]) -> list[Gift]:
    """Of each capability the first amount that is told."""
    first: dict[str, Gift] = {}
    for q in counted:
        if first.get(q.capability, (None, None, None))[1:] == (None, None):
            first[q.capability] = (q.capability, q.amount, q.up_to)
    return list(first.values())


def _takes_part(clause: Clause, words: Lexicon) -> bool:
    return any(not _PROMISE.fullmatch(m.group()) for m in words.part.finditer(clause.main))


def _listed(main: str, words: Lexicon) -> list[str]:
    """Capabilities that are given together: minehunters and support ships."""
    found: dict[str, None] = {}
    for (_, end, name), (start, _, other) in pairwise(capabilities(main, words)):
        between = main[end:start]
        if name == other or "money" in (name, other) or "," in between:
            continue
        rest = words.and_.sub("&", between)
        if "&" in rest and len(re.findall(r"\w+", rest)) <= 2:
            found |= {name: None, other: None}
    return list(found)
