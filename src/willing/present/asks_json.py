"""What to ask for as plain values for JSON (§10)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from willing.engine.interventions import Change
from willing.model.condition_text import condition_text
from willing.questions.asks import Asks, Brings


def asks_json(asks: Asks) -> dict[str, Any]:
    """The asks of §10.

    Beside its keys: the goal asked for, the effort below which there is no other set where not all are told, and what
    the first sets bring. ``complete`` is about the sets; ``single_complete`` about the single asks.
    """
    answer: dict[str, Any] = {
        "goal": {
            "text": condition_text(asks.goal),
            "status": asks.standing.status,
            "best": asks.standing.best,
        },
        "reached": asks.reached,
        "sets": [
            {
                "effort": _number(its.effort),
                "changes": [_change(change) for change in its.changes],
                **({} if its.brings is None else {"brings": _brings(its.brings)}),
            }
            for its in asks.sets
        ],
        "complete": asks.complete,
        "single": [{"change": _change(each.change), "brings": _brings(each.brings)} for each in asks.single],
        "single_complete": asks.single_complete,
    }
    if asks.bound is not None:
        answer["bound"] = _number(asks.bound)
    return answer


def _change(change: Change) -> Mapping[str, Any]:
    return {"kind": change.kind, "id": change.id, "to": list(change.to)}


def _brings(brings: Brings) -> Mapping[str, Any]:
    return {
        "goal": brings.goal.status,
        "firm": list(brings.firm),
        "together": list(brings.together),
        "lost": list(brings.lost),
        "possible": [id_ for id_, _ in brings.possible],
        "requirements": {r.id: [now, then] for r, now, then in brings.covers},
    }


def _number(value: Decimal) -> float | int:
    return int(value) if value == value.to_integral_value() else float(value)
