"""What a rule found about a plan, and what the rules share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from willing.model.plan import Plan, Pledge
from willing.model.problem import Message
from willing.notation.keys import TABLES
from willing.notation.problems import subject_of
from willing.notation.written import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One message about an entry, at the key ``path`` in it, at a ``word`` there.

    ``number`` counts, from 0, the entries of a table that have no id. ``inner``: what it is about within the entry.
    """

    table: str
    message: Message
    id: str = ""
    path: Path = ()
    word: str = ""
    number: int | None = None
    at_key: bool = False
    inner: tuple[Message, ...] = ()

    @property
    def subjects(self) -> tuple[Message, ...]:
        """What it is about, as problems say it."""
        if not self.id and self.number is None:
            return self.inner
        return subject_of(TABLES[self.table], self.id or None, self.number or 0), *self.inner


Rule = Callable[[Plan], Iterator[Finding]]


def pledges_and_asks(plan: Plan) -> Iterator[tuple[str, Pledge]]:
    for pledge in plan.pledges.values():
        yield "pledges", pledge
    for pledge in plan.asks.values():
        yield "asks", pledge
