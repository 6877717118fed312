"""What a reader is told of a partner: its status, or that it refuses, supports, or is too early to count."""

from willing.answers.standing import Standing, State
from willing.engine.network import eligible
from willing.model.condition import Never
from willing.model.picture import Picture


def state_of(picture: Picture, standing: Standing | None, partner: str) -> State:
    """``uncounted``: pledges below the stage that counts only (§1.4); ``support``: in, with nothing needed (§4.6)."""
    its = [p for p in picture.pledges.values() if p.partner == partner]
    if standing is None:
        return "uncounted" if its else "none"
    counted = [p for p in its if p.id in picture.counted]
    if standing.status == "blocked" and all(isinstance(p.condition, Never) for p in counted):
        return "refuses"
    requirements = picture.plan.requirements.values()
    if standing.firm and requirements and not any(eligible(picture, p, r) for p in counted for r in requirements):
        return "support"
    return standing.status
