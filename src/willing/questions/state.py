"""Who supports (§4.6), and what a reader is told of a partner: its status, or that it refuses, or is too early."""

from collections.abc import Iterable, Mapping

from willing.answers.standing import Standing, State
from willing.answers.timeline import Moment
from willing.engine.network import eligible
from willing.model.condition import Never
from willing.model.picture import Picture
from willing.model.plan import Pledge


def beside_the_need(picture: Picture, pledge: Pledge) -> bool:
    """Whether no requirement of the plan asks for what the pledge gives; in a plan without any, nothing is beside."""
    requirements = picture.plan.requirements.values()
    return bool(requirements) and not any(eligible(picture, pledge, r) for r in requirements)


def supports(standing: Standing | None, needed: Iterable[Standing], beside: Iterable[Standing]) -> bool:
    """Whether a partner of this standing is in with what is beside the need (§4.6), and not with what is ``needed``."""
    if standing is None or not standing.firm or any(its.firm for its in needed):
        return False
    return any(its.firm for its in beside)


def state_of(moment: Moment, partner: str) -> State:
    """``uncounted``: pledges below the stage that counts only (§1.4); ``support``: in, with nothing needed (§4.6)."""
    picture, standing = moment.picture, moment.partners.get(partner)
    its = [p for p in picture.pledges.values() if p.partner == partner]
    if standing is None:
        return "uncounted" if its else "none"
    counted = [p for p in its if p.id in moment.pledges]  # a day without outcome is as the one before
    if standing.status == "blocked" and all(isinstance(p.condition, Never) for p in counted):
        return "refuses"
    sides: Mapping[bool, list[Standing]] = {True: [], False: []}
    if standing.firm:
        for pledge in counted:
            sides[beside_the_need(picture, pledge)].append(moment.pledges[pledge.id])
    return "support" if supports(standing, sides[False], sides[True]) else standing.status
