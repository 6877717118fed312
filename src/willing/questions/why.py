"""Why something is in or not (§3.7): one subject, an explanation that suffices alone, and who says so."""

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from willing.answers.coverage import GoalPart, RequirementLine
from willing.answers.reason import Reason
from willing.answers.standing import Standing
from willing.answers.waiting import WaitingGroup
from willing.answers.why import PledgeWhy, Why, Word
from willing.engine.explain import Certain, explained, known, missing
from willing.engine.network import eligible
from willing.engine.resolve import Resolution
from willing.engine.trials import Trials
from willing.engine.waiting import waiting_groups
from willing.model.condition import Condition, Name, Never, Not, Or, atoms, needs_allocation
from willing.model.evidence import Source, Statement
from willing.model.picture import Picture
from willing.model.plan import Plan, Pledge
from willing.questions.coverage import Coverage
from willing.questions.evidence import first_said, withdrawn
from willing.questions.goals import goal_parts
from willing.questions.waits import pledges_meant

#: How far an explanation follows who waits for whom.
DEEPEST = 4
#: Pledges told one by one behind a sum or a count.
MOST_BEHIND = 12


def why(picture: Picture, resolution: Resolution, subject: str) -> Why:
    """Explain a pledge, a partner, an assumption, ``goal`` or a requirement; KeyError where ``subject`` is none."""
    plan = picture.plan
    groups = waiting_groups(picture, resolution)
    certain = Certain(picture=picture, resolution=resolution)
    pledges: tuple[PledgeWhy, ...] = ()
    standing: Standing | None = None
    because: Reason | None = None
    lacks: tuple[Reason, ...] | None = ()
    parts: Mapping[Condition, tuple[GoalPart, ...]] = {}
    line: RequirementLine | None = None
    could: tuple[PledgeWhy, ...] = ()
    elsewhere: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()
    condition: Condition | None = None
    kind: Literal["pledge", "partner", "goal", "assumption", "requirement"]
    about = [subject]
    if subject in plan.pledges:
        kind = "pledge"
        told = _pledge(certain, groups, plan.pledges[subject])
        pledges, standing, because, lacks = (told,), told.standing, told.because, told.missing
        condition = told.pledge.needs
    elif subject in plan.partners:
        kind = "partner"
        its = [p for p in picture.pledges.values() if p.partner == subject]
        pledges = tuple(_pledge(certain, groups, p) for p in its)
        standing = resolution.partners.get(subject)
        about = [p.id for p in its]
        if standing is not None and standing.firm:
            either = [id_ for members in picture.alternatives for id_ in members]
            names = tuple(p.needs if p.id in either else Name(p.id) for p in its if p.id in picture.counted)
            inside = next((p for p in pledges if p.standing is not None and p.standing.firm), None)
            because = inside.because if inside else explained(_level(certain, standing), Or(names), None)
        else:
            outside = [p for p in pledges if p.standing is not None and p.missing is not None]
            nearest = min(outside, key=lambda p: len(p.missing or ()), default=None)
            lacks, because = (nearest.missing, nearest.because) if nearest else (None, None)
    elif subject in plan.assumptions:
        kind = "assumption"
    elif subject == "goal" and picture.goal is not None:
        kind = "goal"
        condition, standing = picture.goal, resolution.goal
        if needs_allocation(condition):
            coverage = Coverage(picture, resolution)
            standing = coverage.goal(condition)
            parts = goal_parts(certain, condition, coverage.lines())
            unmet = [part.line.requirement for its in parts.values() for part in its if part.line and not part.met]
            could = tuple(
                _pledge(certain, groups, p)
                for p in picture.counted.values()
                if not resolution.pledges[p.id].firm
                and not isinstance(p.condition, Never)
                and any(eligible(picture, p, wanted) for wanted in unmet)
            )
        elif standing is not None and standing.firm:
            because = explained(_level(certain, standing), condition, None)
        elif standing is not None:
            lacks = missing(certain, condition, None, Trials.for_one(picture, resolution, condition))
            because = _lacking(certain, condition, lacks)
    elif subject in plan.requirements:
        kind = "requirement"
        wanted = plan.requirements[subject]
        line = next((x for x in Coverage(picture, resolution).lines() if x.requirement.id == subject), None)
        its = [p for p in picture.counted.values() if eligible(picture, p, wanted)]
        could = tuple(_pledge(certain, groups, p) for p in its if not resolution.pledges[p.id].firm)
        if line is not None and line.missing:
            here = {given.pledge for given in line.gives}
            firm = [p.id for p in its if resolution.pledges[p.id].firm and not p.unsized and p.id not in here]
            nothing = tuple(id_ for id_ in firm if resolution.amounts.get(id_, (1, 1))[0] == 0)
            elsewhere = tuple(id_ for id_ in firm if id_ not in nothing)
    else:
        raise KeyError(subject)
    about = [*dict.fromkeys(each for id_ in about for each in (plan.promise(id_) if id_ in plan.pledges else (id_,)))]
    gone = tuple(
        each for each in withdrawn(picture) if (each.partner if kind == "partner" else each.pledge.id) == subject
    )
    about += [each.pledge.id for each in gone if each.pledge.id not in about]
    before = _replaced(plan, about)
    named = [subject, *about, *before]
    named += [leaf for reason in (because, *(lacks or ())) if reason for leaf in _assumptions_in(reason)]
    return Why(
        subject=subject,
        kind=kind,
        standing=standing,
        value=picture.decided.get(subject) if kind == "assumption" else None,
        because=because,
        missing=lacks,
        condition=condition,
        parts=parts,
        line=line,
        could=could,
        elsewhere=elsewhere,
        nothing=nothing,
        pledges=pledges,
        before=before,
        withdrawn=gone,
        words=words_about(picture, dict.fromkeys(named)),
        needed_by=_needed_by(picture, {subject, *about}),
        listing=resolution.listing if standing is not None and standing.status == "rival" else None,
        picture=picture,
    )


def because_of(picture: Picture, resolution: Resolution, pledge: Pledge) -> Reason | None:
    """Why a counted pledge is in; None where it is not in for certain."""
    standing = resolution.pledges[pledge.id]
    if not standing.firm:
        return None
    certain = Certain(picture=picture, resolution=resolution)
    return explained(_level(certain, standing), pledge.needs, pledge.partner)


def _level(certain: Certain, standing: Standing) -> Certain:
    """What may be taken for granted in explaining this status: what stands needs nothing that is only together."""
    if standing.status != "stands":
        return certain
    return Certain(picture=certain.picture, resolution=certain.resolution, firm=frozenset({"stands"}))


def _pledge(certain: Certain, groups: tuple[WaitingGroup, ...], pledge: Pledge) -> PledgeWhy:
    picture = certain.picture
    standing = certain.resolution.pledges.get(pledge.id)
    because = None
    lacks: tuple[Reason, ...] | None = ()
    if standing is not None and standing.firm:
        because = explained(_level(certain, standing), pledge.needs, pledge.partner)
    elif standing is not None:
        lacks = missing(certain, pledge.needs, pledge, Trials.for_one(picture, certain.resolution))
        because = _lacking(certain, pledge.needs, lacks, (pledge.id,))
    return PledgeWhy(
        pledge=pledge,
        standing=standing,
        in_picture=pledge.id in picture.pledges,
        because=because,
        missing=lacks,
        group=next((group for group in groups if pledge.id in group.pledges), None),
        replaced_by=picture.means.get(pledge.id, ()),
        first_said=first_said(picture, pledge.id),
        gives=certain.resolution.amounts.get(pledge.id),
    )


def _lacking(
    certain: Certain, condition: Condition, lacks: tuple[Reason, ...] | None, above: tuple[str, ...] = ()
) -> Reason:
    """A condition that is not met for certain, with what it lacks below it, and below those what they lack."""
    below = tuple(_deeper(certain, reason, above) for reason in lacks or ())
    met = certain.truth(condition, certain.picture.plan.pledges[above[-1]].partner if above else None)
    return Reason(kind="condition", condition=condition, met=met, by=below)


def _deeper(certain: Certain, reason: Reason, above: tuple[str, ...]) -> Reason:
    atom = reason.condition
    if reason.kind in ("amount", "count") and atom is not None and not isinstance(atom, Not) and len(above) <= DEEPEST:
        return msgspec.structs.replace(reason, by=_behind(certain, atom, above))
    if reason.kind not in ("pledge", "partner") or not isinstance(atom, Name) or len(above) > DEEPEST:
        return reason
    counted = certain.picture.counted
    if reason.kind == "pledge":
        named = [counted[id_] for id_ in certain.picture.meaning(atom.id)]
    else:
        named = certain.pledges_of(atom.id, atom.capability)
    trials = Trials.for_all(certain.picture, certain.resolution)
    options = [(p.id, missing(certain, p.needs, p, trials)) for p in named if p.id not in above]
    known = [(id_, lacks) for id_, lacks in options if lacks]
    if not known:
        return reason
    id_, lacks = min(known, key=lambda option: len(option[1]))
    return msgspec.structs.replace(reason, by=tuple(_deeper(certain, below, (*above, id_)) for below in lacks))


def _behind(certain: Certain, condition: Condition, above: tuple[str, ...]) -> tuple[Reason, ...]:
    """The pledges behind a sum or a count, where they are few, each with what it lacks."""
    picture = certain.picture
    owner = picture.plan.pledges[above[-1]].partner if above else ""
    atom = next(atom for atom, _ in atoms(condition))
    meant = [id_ for id_ in pledges_meant(picture, atom, owner, picture.counted.values()) if id_ not in above]
    if len(meant) > MOST_BEHIND:
        return ()
    return tuple(_deeper(certain, known(certain, Name(id_), None), above) for id_ in meant)


def _assumptions_in(reason: Reason) -> list[str]:
    found = []
    if reason.kind == "assumption" and reason.condition is not None:
        found = [atom.id for atom, _ in atoms(reason.condition) if isinstance(atom, Name)]
    return found + [id_ for below in reason.by for id_ in _assumptions_in(below)]


def words_about(picture: Picture, about: dict[str, None]) -> tuple[Word, ...]:
    """The statements about these ids, one id after the other, then the sources that say no more.

    What is published too late is left out.
    """
    return Passages(picture).about(about)


class Passages:
    """What is said in a plan by what it is about, where it is asked for again and again."""

    def __init__(self, picture: Picture) -> None:
        self._plan = plan = picture.plan
        self._known = {
            id_: source
            for id_, source in plan.sources.items()
            if picture.known_by is None or source.published is None or source.published.first <= picture.known_by
        }
        self._said: dict[str, list[Word]] = {}
        for s in plan.statements:
            if s.source in self._known:
                self._said.setdefault(s.about, []).append(_word(s.about, self._known[s.source], s))

    def about(self, ids: Iterable[str]) -> tuple[Word, ...]:
        """As :func:`words_about` has it."""
        its_ids = dict.fromkeys(ids)
        words = [word for id_ in its_ids for word in self._said.get(id_, ())]
        told = {(word.about, word.source.id) for word in words}
        for id_ in its_ids:
            its = self._plan.pledges[id_].sources if id_ in self._plan.pledges else ()
            words += [_word(id_, self._known[s], None) for s in its if s in self._known and (id_, s) not in told]
        return tuple(words)


def _word(about: str, source: Source, statement: Statement | None) -> Word:
    against = statement is not None and statement.against
    return Word(about=about, source=source, statement=statement, against=against, url=source.url)


def _replaced(plan: Plan, pledges: list[str]) -> tuple[str, ...]:
    """What these pledges replaced, and what those had replaced before: the evidence of what was said then (§8.1)."""
    found: dict[str, None] = {}
    waiting = [id_ for id_ in pledges if id_ in plan.pledges]
    while waiting:  # replacing has no cycles (§1.1)
        for id_ in plan.pledges[waiting.pop(0)].ends:
            if id_ not in found and id_ not in pledges:
                found[id_] = None
                waiting.append(id_)
    return tuple(found)


def _needed_by(picture: Picture, ids: set[str]) -> tuple[Pledge, ...]:
    its = [picture.counted[id_] for id_ in ids if id_ in picture.counted]
    return tuple(
        p
        for p in picture.counted.values()
        if p.id not in ids
        and any(
            (isinstance(a, Name) and a.id in ids) or (not under_not and pledges_meant(picture, a, p.partner, its))
            for a, under_not in atoms(p.condition)
        )
    )
