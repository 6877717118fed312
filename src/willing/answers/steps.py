"""What was done between two pictures of a plan (§8.1), and on whose word it is told."""

from datetime import date
from typing import Annotated, Literal, NamedTuple

from willing.answers.answer import UNUSUAL, Answer, Keys
from willing.model.evidence import Source


class Voice(Answer, frozen=True, kw_only=True):
    """On whose word something is told: who said it, on which day, in which report; None what is not known.

    ``own``: it is the partner's own word, and ``by`` its office-holder.
    """

    by: str | None = None
    own: bool = False
    on: date | None = None
    source: Source | None = None
    says: str | None = None

    @property
    def url(self) -> str | None:
        """Where the report is to be read."""
        return None if self.source is None else self.source.url


class Turn(NamedTuple):
    """The values of an assumption before and after; None: not known."""

    from_: bool | None
    to: bool | None


class Step(Answer, frozen=True, kw_only=True):
    """One thing that is otherwise in the later picture, and who took the step: nobody, where an assumption changed.

    ``pledged``: the pledge ``id`` is on the table; ``replaces``: those that it took the place of.
    ``replaced``: it is gone, and ``replaced_by`` is there. ``ended``, ``lapsed``: it is gone. ``read``: it is read
    otherwise (in another scenario or file). ``gone``: only one of two files has it. ``assumption``: ``id``, an
    assumption or a consent (``pledge.body``), ``turned``.
    """

    kind: Literal["pledged", "replaced", "ended", "lapsed", "read", "gone", "assumption"]
    id: str
    partners: tuple[str, ...] = ()
    turned: Annotated[Turn | None, Keys("from_", "to"), UNUSUAL] = None
    replaces: Annotated[tuple[str, ...] | None, UNUSUAL] = None
    replaced_by: Annotated[tuple[str, ...] | None, UNUSUAL] = None
    voice: Annotated[Voice, Keys("by", "on", "source", "url")] = Voice()
