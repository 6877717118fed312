"""How likely, how fragile (§6): the chance that the goal stands, what would break it, what would bring it about.

Everything uncertain is a draw (:mod:`willing.questions.risk.events`); who is in, and whether the goal is met, are
functions of the draws, kept as decision diagrams, and chances are sums over those. Where the diagrams become too large,
worlds are drawn instead (:mod:`willing.questions.risk.montecarlo`), and the answer says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from willing.engine.budget import Deadline, OutOfBounds, TooLarge
from willing.engine.diagrams.symbolic import Shape
from willing.model.condition import Condition
from willing.model.picture import Picture
from willing.questions.risk.answer import Effort, Risk, Sets
from willing.questions.risk.events import events_of
from willing.questions.risk.exact import exact_risk
from willing.questions.risk.fragile import Fragility
from willing.questions.risk.goals import GoalModel

#: The share of the seconds for diagrams that exact chances may take.
FOR_CHANCES = 0.6


def risk(
    picture: Picture,
    goal: Condition,
    what_if: Mapping[str, bool | None],
    effort: Effort,
    tell: Callable[[str, float], None] = lambda what, share: None,
) -> Risk:
    """The answers of §6, as far as they are worked out when the user stops it.

    ``tell``: is told what is being worked out, and how far it is. Raises
    :class:`willing.questions.risk.events.Circular` and :class:`willing.questions.risk.events.TooLikely` where the
    likelihoods make no sense, :class:`OutOfBounds` where neither diagrams nor samples are allowed, and
    :class:`TooLarge` for a plan beyond either.
    """
    odds = events_of(picture, what_if)
    goals = GoalModel(replace(picture, goal=goal))
    found = Risk(picture=picture, goal=goal, odds=odds)
    try:
        try:
            shape = Shape(goals.network)
        except OutOfBounds:
            raise TooLarge from None
        deadline = Deadline.after(effort.seconds * FOR_CHANCES)
        exact = exact_risk(goals, shape, odds, effort.nodes, deadline, tell)
        left = effort.seconds - deadline.spent()
        if exact is not None:
            found = replace(found, **exact.chances())
        else:
            from willing.questions.risk.montecarlo import drawn  # loads numpy

            for part in drawn(goals, odds, effort, tell):
                found = replace(found, **part)
        if effort.only_chances:
            return found
        if effort.nodes > 0:
            tell("breakers", 0.0)
            deadline = Deadline.after(left)
            fragile = Fragility(goals, shape, odds, what_if, effort)
            breakers, reachable = fragile.breakers(deadline.part(2))
            found = replace(found, breakers=breakers, reachable=reachable)
            tell("routes", 0.5)
            found = replace(found, routes=fragile.routes(deadline))
        else:
            found = replace(found, breakers=Sets(count=None), routes=Sets(count=None))
        if exact is not None:
            tell("importance", 0.7)
            found = replace(found, weights=exact.weights())
    except KeyboardInterrupt:
        found = replace(found, stopped=True)
    return found
