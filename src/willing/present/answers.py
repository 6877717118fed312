"""Answers as plain values for JSON (§10). The keys are stable; ids, not names."""

from collections.abc import Mapping
from typing import Any

from willing.answers.reason import Reason
from willing.answers.standing import Standing
from willing.model.condition_text import condition_text
from willing.present.words import Words
from willing.questions.brief import Brief, PledgeLine
from willing.questions.coverage import RequirementLine
from willing.questions.notes import note_text
from willing.questions.why import Why


def brief_json(brief: Brief) -> dict[str, Any]:
    """The brief of §10."""
    goal = brief.goal
    return {
        "plan": brief.plan,
        "as_of": None if brief.as_of is None else brief.as_of.isoformat(),
        "marking": brief.marking,
        "scenario": list(brief.scenarios),
        "premise": list(brief.premise),
        "assumptions": dict(brief.assumptions),
        "pledges": {id_: _pledge(line) for id_, line in brief.pledges.items()},
        "partners": _partners(brief),
        "requirements": [_requirement(line) for line in brief.requirements],
        "goal": None if goal is None else {"text": condition_text(goal.condition), **_standing(goal.standing)},
        "waiting": [
            {
                "partners": list(group.partners),
                "starters": None if group.starters is None else [list(start) for start in group.starters],
                "unlocks": None if group.unlocks is None else list(group.unlocks),
            }
            for group in brief.waiting
        ],
        "outcomes": None
        if brief.listing is None
        else {"sets": [list(ids) for ids in brief.listing.sets], "complete": brief.listing.complete},
        "warnings": [note_text(note) for note in brief.notes],
    }


def _pledge(line: PledgeLine) -> dict[str, Any]:
    pledge = line.pledge
    return {
        "partner": pledge.partner,
        "provides": pledge.provides,
        "amount": pledge.amount,
        "up_to": pledge.up_to,
        **_standing(line.standing),
        "counted": line.standing is not None,
        "origins": len(line.voices.supporting),
        "contested": bool(line.voices.contradicting),
    }


def _requirement(line: RequirementLine) -> dict[str, Any]:
    requirement = line.requirement
    told: dict[str, Any] = {
        "id": requirement.id,
        "priority": requirement.priority,
        "needs": requirement.needs,
        "day": line.day,
        "stands": line.stands,
        "together": line.together,
        "possible": line.possible,
        "short": line.short,
        "up_to": line.up_to,
        "if_counted": line.if_counted,
        "usable": None if line.usable is None else {"stands": float(line.usable[0]), "together": float(line.usable[1])},
        "from": [{"pledge": id_, "amount": amount} for id_, amount in line.gives],
        "unsized": list(line.unsized),
    }
    if not line.exact:
        told["exact"] = False
    return told


def _partners(brief: Brief) -> dict[str, Any]:
    names = Words(brief.picture).partners
    return {
        id_: {"name": names[id_], **_standing(line.standing), "support": line.support}
        for id_, line in brief.partners.items()
    }


def _standing(standing: Standing | None) -> Mapping[str, str | None]:
    return {
        "status": None if standing is None else standing.status,
        "best": None if standing is None else standing.best,
    }


def why_json(why: Why) -> dict[str, Any]:
    """The explanation of §10. A node of ``because``: its text, whether it is met, the status of who is named, what it
    has and needs where it counts, the case it holds in, and what it rests on."""
    return {
        "subject": why.subject,
        "status": None if why.standing is None else why.standing.status,
        "because": None if why.because is None else _reason(why.because),
        "missing": [_text(reason) for reason in why.missing or ()],
        "statements": [
            {
                "about": word.about,
                "source": word.source.id,
                "origin": None if word.statement is None else word.statement.origin,
                "says": None if word.statement is None else word.statement.says,
                "on": None if word.statement is None or word.statement.on is None else str(word.statement.on),
                "who": None if word.statement is None else word.statement.who,
                "confidence": None if word.statement is None else word.statement.confidence,
                "against": word.statement is not None and word.statement.against,
                "url": word.source.url,
            }
            for word in why.words
        ],
    }


def _text(reason: Reason) -> str:
    return "own decision" if reason.condition is None else condition_text(reason.condition)


def _reason(reason: Reason) -> dict[str, Any]:
    node: dict[str, Any] = {"text": _text(reason), "kind": reason.kind, "met": reason.met}
    if reason.standing is not None:
        node["status"] = reason.standing.status
    if reason.have is not None:
        node["have"], node["need"] = _plain(reason.have), _plain(reason.need)
    if reason.case is not None:
        node["case"] = {reason.case[0]: reason.case[1]}
    if reason.by:
        node["by"] = [_reason(below) for below in reason.by]
    return node


def _plain(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value
