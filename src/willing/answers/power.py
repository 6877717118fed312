"""How much each partner counts for the goal (§7.2)."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal, NamedTuple

from willing.answers.answer import UNUSUAL, Answer, As, Beside
from willing.model.condition import Condition
from willing.model.picture import Picture

Method = Literal["weights", "coalitions", "sampled"]


class Fractions(NamedTuple):
    """The indices as they are, such as ``1/3``."""

    shapley: Mapping[str, str]
    banzhaf: Mapping[str, str]


def _way(method: Method) -> Literal["exact", "sampled"]:
    return "sampled" if method == "sampled" else "exact"


class Power(Answer, frozen=True, kw_only=True):
    """The answer of §7.2, of every partner with a counted pledge, in the order of the plan.

    Exact: ``fractions`` and whole numbers. Sampled: ``shapley`` and ``banzhaf`` are estimates, off by no more than
    ``error`` in 95 of 100 cases (each by itself), ``swings`` is None, and ``samples`` and ``seed`` say how many orders
    of coming were drawn, and how. ``vetoes``: those without whom all others do not reach it. ``undecided``: coalitions
    that could not be decided in time, and are taken as losing.

    ``method``: which way was taken. ``wins``: whether all of them together reach the goal; ``nobody_wins``: whether it
    takes nobody's pledge.
    """

    goal: Condition
    shapley: Mapping[str, Fraction]
    banzhaf: Mapping[str, Fraction]
    swings: Mapping[str, int] | None
    vetoes: tuple[str, ...] = ()
    method: Annotated[Method, As(_way)]
    samples: int | None = None
    seed: int | None = None
    error: float | None = None
    undecided: int = 0
    fractions: Annotated[Fractions | None, UNUSUAL] = None
    picture: Beside[Picture]
    wins: Beside[bool]
    nobody_wins: Beside[bool]
