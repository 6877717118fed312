"""Why something is so, or is not: a tree of reasons (§3.7)."""

from collections.abc import Mapping
from fractions import Fraction
from math import inf
from typing import Annotated, Literal

from msgspec import field

from willing.answers.answer import UNUSUAL, Answer, As
from willing.answers.standing import Standing, word
from willing.model.condition import Condition
from willing.model.condition_text import condition_text

Kind = Literal[
    "condition", "assumption", "decision", "consent", "pledge", "partner", "count", "amount", "constant"
]  # fmt: skip


def _asked(condition: Condition | None) -> str:
    return "own decision" if condition is None else condition_text(condition)


def _number(value: float | Fraction) -> int | float | None:
    """A whole number as one; None where there is no bound."""
    if value in (inf, -inf):
        return None
    return int(value) if value == int(value) else float(value)


def _case(case: tuple[str, bool]) -> Mapping[str, bool]:
    return dict((case,))


class Reason(Answer, frozen=True, kw_only=True):
    """One node of an explanation.

    ``condition`` None: the pledge's own decision; of a consent it is its name, ``pledge.body``. ``met``: True, False,
    or None where it is not certain. ``standing``: of the pledge or partner named. ``have`` and ``need``: what a count
    or an amount has for certain, and needs; of weights the share, 1 is 100%. ``by``: what it rests on; ``case``: with
    this assumption set so, the reasons of ``by`` hold.
    """

    condition: Annotated[Condition | None, As(_asked)] = field(name="text")
    kind: Kind
    met: bool | None
    standing: Annotated[Standing | None, As(word), UNUSUAL] = field(name="status", default=None)
    have: Annotated[float | Fraction | None, As(_number), UNUSUAL] = None
    need: Annotated[float | None, As(_number), UNUSUAL] = None
    case: Annotated[tuple[str, bool] | None, As(_case), UNUSUAL] = None
    by: Annotated[tuple["Reason", ...], UNUSUAL] = ()


def texts(reasons: tuple[Reason, ...] | None) -> list[str]:
    """What reasons ask for, each as a plan writes it."""
    return [_asked(reason.condition) for reason in reasons or ()]
