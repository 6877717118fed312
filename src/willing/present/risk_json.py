"""How sure, how fragile, as plain values for JSON (§10). The keys are stable; ids, not names."""

from typing import Any

from willing.questions.risk.answer import Risk, Sets, Span


def risk_json(risk: Risk) -> dict[str, Any]:
    """The answer of §10; beside it ``seed`` and ``intervals`` where worlds were drawn, ``no_outcome`` where some have
    none, ``bounds`` where a range may be narrower, ``stopped`` where it was not finished."""
    sampled = risk.sampled
    told: dict[str, Any] = {
        "goal": {"stands": _span(risk.stands), "together": _span(risk.together)},
        "requirements": {
            line.requirement.id: {
                "stands": _span(line.stands),
                "together": _span(line.together),
                "expected_filled": _span(line.expected),
            }
            for line in risk.requirements or ()
        },
        "method": "exact" if sampled is None else "sampled",
        "interval": None if sampled is None else 0.95,
        "samples": None if sampled is None else sampled.samples,
        "breakers": _sets(risk.breakers),
        "routes": _sets(risk.routes),
        "importance": {weight.event.key: _span(weight.importance) for weight in risk.weights or ()},
    }
    if sampled is not None:
        told["seed"] = sampled.seed
        told["intervals"] = {name: list(ends) for name, ends in sampled.intervals.items()}
    if risk.no_outcome is not None and risk.no_outcome.high > 0:
        told["no_outcome"] = _span(risk.no_outcome)
    if any(span is not None and not span.tight for span in (risk.stands, risk.together)):
        told["bounds"] = True
    if risk.stopped:
        told["stopped"] = True
    return told


def _span(span: Span | None) -> float | list[float] | None:
    if span is None:
        return None
    return span.low if span.one else [span.low, span.high]


def _sets(sets: Sets | None) -> dict[str, Any] | None:
    return None if sets is None else {"count": sets.count, "sets": [list(ids) for ids in sets.sets]}
