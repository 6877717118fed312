"""Why something is so, or is not: a tree of reasons (§3.7)."""

from dataclasses import dataclass
from typing import Literal

from willing.answers.standing import Standing
from willing.model.condition import Condition

Kind = Literal["condition", "assumption", "decision", "pledge", "partner", "count", "amount", "constant"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One node of an explanation.

    ``condition`` None: the pledge's own decision. ``met``: True, False, or None where it is not certain.
    ``standing``: of the pledge or partner named. ``have`` and ``need``: what a count or an amount has for certain, and
    needs. ``by``: what it rests on; ``case``: with this assumption set so, the reasons of ``by`` hold.
    """

    kind: Kind
    condition: Condition | None
    met: bool | None
    standing: Standing | None = None
    have: float | None = None
    need: float | None = None
    by: tuple["Reason", ...] = ()
    case: tuple[str, bool] | None = None
