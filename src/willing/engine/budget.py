"""What an answer may take, in counted steps: the same on every machine, and so is the answer (§3.4).

A step is about what a microsecond did where this was written. The clock has no say in what is answered: it is a brake
for the worst case, and turns what is not decided by then into `undecided`, never into another answer.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Question = Literal[
    "statuses",
    "reasons",
    "groups",
    "trial",
    "ways",
    "allocation",
    "asks",
    "asked",
    "single",
    "lever",
    "chances",
    "fragile",
    "coalitions",
    "coalition",
    "orders",
    "timeline",
    "page",
    "command",
]

#: Steps that a question may take. Docs/semantics.md#bounds is made of these.
STEPS: Mapping[Question, int] = MappingProxyType(
    {
        "statuses": 20_000_000,
        "reasons": 3_000_000,
        "groups": 3_000_000,
        "trial": 1_000_000,
        "ways": 3_000_000,
        "allocation": 3_000_000,
        "asks": 10_000_000,
        "asked": 2_000_000,
        "single": 5_000_000,
        "lever": 1_000_000,
        "chances": 6_000_000,
        "fragile": 4_000_000,
        "coalitions": 30_000_000,
        "coalition": 2_000_000,
        "orders": 4_000_000,
        "timeline": 60_000_000,
        "page": 60_000_000,
        "command": 20_000_000,
    }
)

#: Seconds of the clock after which whatever is still open is given up, whatever its steps.
BRAKE = 300.0


class OutOfBounds(Exception):  # noqa: N818 - an answer, not an error
    """The steps, or one of the bounds, are used up before the question is decided (§3.4)."""


class TooLarge(OutOfBounds):
    """The plan has more gates than are spelled out for a question of this kind."""


@dataclass(slots=True)
class Budget:
    """So many steps, and how many of them are spent; what a part spends, the whole has spent."""

    steps: int
    whole: "Budget | None" = None
    spent: int = 0
    brake: float = 0.0

    def __post_init__(self) -> None:
        self.brake = self.brake or (time.monotonic() + BRAKE if self.whole is None else self.whole.brake)

    @classmethod
    def of(cls, question: Question, whole: "Budget | None" = None) -> "Budget":
        """What a question may take, out of what is left of a whole; left out, half of what is left of its command."""
        command = _COMMAND.get()
        if whole is None and command is not None:
            return cls(min(STEPS[question], command.left // 2), command)
        return cls(STEPS[question] if whole is None else min(STEPS[question], whole.left), whole)

    @property
    def left(self) -> int:
        """Steps that are left, 0 or more."""
        return max(0, self.steps - self.spent)

    @property
    def seconds(self) -> float:
        """Seconds before the brake, above 0."""
        return max(1e-3, self.brake - time.monotonic())

    def spend(self, steps: int = 0) -> None:
        """Count steps. Raises :class:`OutOfBounds` where there were none left, or it is time to brake."""
        if self.spent >= self.steps or time.monotonic() > self.brake:
            raise OutOfBounds
        self.count(steps)

    def count(self, steps: int) -> None:
        """Count steps, whether or not there were any left."""
        its: Budget | None = self
        while its is not None:
            its.spent += steps
            its = its.whole

    def part(self, of: int) -> "Budget":
        """One of so many equal parts of what is left, but enough for a first look."""
        return Budget(max(self.left // of, min(100_000, self.left)), self)


_COMMAND: ContextVar[Budget | None] = ContextVar("command", default=None)


@contextmanager
def one_command() -> Iterator[None]:
    """All questions inside take from one budget, in the order in which they are asked."""
    with taken_from(Budget(STEPS["command"])):
        yield


@contextmanager
def taken_from(budget: Budget) -> Iterator[None]:
    """All questions inside take from this budget, where they are given none."""
    token = _COMMAND.set(budget)
    try:
        yield
    finally:
        _COMMAND.reset(token)
