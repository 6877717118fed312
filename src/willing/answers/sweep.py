"""What decides an outcome over many variants of one question."""

from typing import Literal

from willing.answers.answer import Answer

#: What is looked at: whether the goal is reached; whether it could be; how many partners are in; or how many units of
#: a requirement are filled, which is then named.
Outcome = Literal["goal", "possible", "partners", "filled"]


class ValueMean(Answer, frozen=True, kw_only=True):
    """One value of what differs: in how many possible variants, and the mean outcome there (null where in none)."""

    value: str
    variants: int
    mean: float | None


class Weight(Answer, frozen=True, kw_only=True):
    """How much one thing alone decides: the correlation ratio, the share of the variance of the outcome that lies
    between its values, from 0 (nothing) to 1 (everything). On a whole grid it is the first-order index of Sobol
    (1993)."""

    name: str
    share: float
    values: tuple[ValueMean, ...]


class Pair(Answer, frozen=True, kw_only=True):
    """How much two things decide together, ``beyond``: more than each alone. ``means``: by the values of ``a``, then of
    ``b``; null where no variant is possible."""

    a: str
    b: str
    share: float
    beyond: float
    means: tuple[tuple[float | None, ...], ...]


class Node(Answer, frozen=True, kw_only=True):
    """A part of the variants: those ``under`` another node (by its place; null: all) with this ``value`` of what that
    node is divided ``by``. What is not divided itself has no ``by``."""

    under: int | None
    value: str | None
    by: str | None
    variants: int
    mean: float


class Swept(Answer, frozen=True, kw_only=True):
    """What decides the outcome ``of`` many variants.

    ``variants``: how many there are, ``possible``: of these, that have an outcome at all; ``sampled``: they were
    drawn, so that all figures are estimates. ``mean``: of the outcome, a share or a number; null where nothing is
    possible. ``varies``: whether it differs between variants. ``alone``, ``pairs``: what decides most first; pairs of
    what decides most alone. ``tree``: divides the variants again and again by what decides most there; a node before
    those under it.
    """

    plan: str
    table: str
    variants: int
    possible: int
    sampled: bool
    of: Outcome
    requirement: str | None
    mean: float | None
    varies: bool
    alone: tuple[Weight, ...]
    pairs: tuple[Pair, ...]
    tree: tuple[Node, ...]
