"""What the evidence says about a picture (§8.1, §8.5): what was withdrawn, what is stale, known later, or contested."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from willing.answers.brief import Withdrawn
from willing.answers.voices import Voices
from willing.model.condition import Name, Never, atoms
from willing.model.picture import Picture
from willing.model.plan import Pledge
from willing.model.table import over_on, requirements_unheard_of, unheard_of
from willing.questions.steps import voice


def later_of(picture: Picture) -> tuple[str, ...]:
    """The pledges on the table, and the requirements, that rest only on reports published after the day (§8.5)."""
    plan, day = picture.plan, picture.day
    pledges = unheard_of(plan, day)
    requirements = requirements_unheard_of(plan, day) - requirements_unheard_of(plan, picture.known_by)
    return (
        *(id_ for id_ in picture.pledges if id_ in pledges),
        *(id_ for id_ in plan.requirements if id_ in requirements),
    )


def withdrawn(picture: Picture, partner: str | None = None) -> tuple[Withdrawn, ...]:
    """The pledges, of a partner where one is named, that were withdrawn or have lapsed by the day of the picture."""
    unheard = unheard_of(picture.plan, picture.known_by)
    found = []
    for pledge in picture.plan.pledges.values():
        day = over_on(pledge, picture.day)
        if day is None or pledge.id in unheard or (partner is not None and pledge.partner != partner):
            continue
        if pledge.id not in picture.means and not isinstance(pledge.condition, Never):
            how: Literal["ended", "lapsed"] = "ended" if pledge.ended == day else "lapsed"
            found.append(
                Withdrawn(
                    partner=pledge.partner, pledge=pledge, day=day, how=how, voice=voice(picture, pledge.id, on=day)
                )
            )
    return tuple(found)


def heard_scenarios(picture: Picture) -> tuple[str, ...]:
    """The scenarios that do not read otherwise what nobody had heard of yet."""
    plan = picture.plan
    pledges, needs = unheard_of(plan, picture.known_by), requirements_unheard_of(plan, picture.known_by)
    return tuple(
        id_
        for id_, scenario in plan.scenarios.items()
        if pledges.isdisjoint(scenario.pledges) and needs.isdisjoint(scenario.requirements)
    )


def contested_assumptions(picture: Picture, heard: Mapping[str, Voices]) -> frozenset[str]:
    """Those of which some source says that they are not as the plan says they are; of unknown ones, where sources
    disagree. What a premise, a scenario or a what-if takes as given is not what it says is so."""
    plan, found = picture.plan, []
    given = {*plan.premise, *picture.what_if, *(id_ for s in picture.scenarios for id_ in plan.scenarios[s].assume)}
    for id_ in plan.assumptions:
        if id_ in given:
            continue
        its, value = heard.get(id_, Voices()), picture.decided.get(id_)
        against = bool(its.contradicting) if value is not False else bool(its.supporting)
        if against and (value is not None or its.supporting):
            found.append(id_)
    return frozenset(found)


def disputed(pledge: Pledge, contested: frozenset[str]) -> tuple[str, ...]:
    """The contested assumptions that a pledge rests on."""
    if not contested:
        return ()
    names = (atom.id for atom, _ in atoms(pledge.condition) if isinstance(atom, Name))
    return tuple(dict.fromkeys(name for name in names if name in contested))


def first_said(picture: Picture, pledge: str) -> date | None:
    """The day a promise was first said, however often it was refined since."""
    days = (picture.plan.pledges[id_].said for id_ in picture.plan.promise(pledge))
    return min((day for day in days if day is not None), default=None)
