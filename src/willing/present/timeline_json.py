"""The timeline as plain values for JSON (§10). The keys are stable; ids, not names."""

from typing import Any

from willing.answers.standing import Standing
from willing.questions.steps import Step
from willing.questions.timeline import Cause, Timeline


def timeline_json(timeline: Timeline) -> dict[str, Any]:
    """The timeline of §10; a day without outcome (§3.5) has ``impossible``."""
    return {
        "days": [
            {
                "day": day.day.isoformat(),
                "changes": [
                    {"id": c.id, "from": _word(c.before), "to": _word(c.after), "why": _cause(c.why)}
                    for c in day.changes
                ],
                "goal": _word(day.goal),
                **({"impossible": True} if day.impossible else {}),
            }
            for day in timeline.days
        ],
        "reached_on": None if timeline.reached_on is None else timeline.reached_on.isoformat(),
        "reached_from_start": timeline.reached_from_start,
        "tipped_by": list(timeline.tipped_by),
    }


def _word(standing: Standing | None) -> str | None:
    return None if standing is None else standing.status


def _cause(cause: Cause) -> dict[str, Any]:
    reason = cause.steps[0].kind if cause.reason == "own" and cause.steps else cause.reason
    return {"reason": reason, "steps": [step_json(step) for step in cause.steps]}


def step_json(step: Step) -> dict[str, Any]:
    """One step: what was done, by whom, on whose word."""
    told: dict[str, Any] = {"kind": step.kind, "id": step.id, "partners": list(step.partners)}
    if step.kind == "assumption":
        told |= {"from": step.before, "to": step.value}
    elif step.kind == "pledged":
        told["replaces"] = list(step.others)
    elif step.kind == "replaced":
        told["replaced_by"] = list(step.others)
    voice = step.voice
    source = voice.source
    return told | {
        "by": voice.by,
        "on": None if voice.on is None else voice.on.isoformat(),
        "source": None if source is None else source.id,
        "url": None if source is None else source.url,
    }
