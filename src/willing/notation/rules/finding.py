"""What a rule found about a plan, and what the rules share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from willing.model.plan import Plan, Pledge
from willing.notation.keys import TABLES
from willing.notation.written import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One sentence about an entry, at the key ``path`` in it, at a ``word`` there.

    ``number`` counts, from 0, the entries of a table that have no id.
    """

    table: str
    message: str
    id: str = ""
    path: Path = ()
    word: str = ""
    number: int | None = None
    at_key: bool = False

    @property
    def subject(self) -> str:
        """What it is about, as problems say it."""
        noun = TABLES[self.table].noun
        if self.id:
            return f"{noun} '{self.id}'"
        return f"{noun} {self.number + 1}" if self.number is not None else ""


Rule = Callable[[Plan], Iterator[Finding]]


def pledges_and_asks(plan: Plan) -> Iterator[tuple[str, Pledge]]:
    for pledge in plan.pledges.values():
        yield "pledges", pledge
    for pledge in plan.asks.values():
        yield "asks", pledge
