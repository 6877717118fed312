"""How likely, how fragile (§6): the chance that the goal stands, what would break it, what would bring it about.

Everything uncertain is a draw (:mod:`willing.questions.risk.events`); who is in, and whether the goal is met, are
functions of the draws, kept as decision diagrams, and chances are sums over those. Where the diagrams become too large,
worlds are drawn instead (:mod:`willing.questions.risk.montecarlo`), and the answer says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from willing.engine.budget import Clock, OutOfBounds, TooLarge
from willing.engine.diagrams.symbolic import Shape
from willing.model.condition import Condition
from willing.model.picture import Picture
from willing.questions.risk.answer import Effort, Risk, Sets
from willing.questions.risk.events import odds_of
from willing.questions.risk.exact import _exact
from willing.questions.risk.fragile import _Fragile
from willing.questions.risk.goals import Filling

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
    odds = odds_of(picture, what_if)
    filling = Filling(replace(picture, goal=goal))
    found = Risk(picture=picture, goal=goal, odds=odds)
    try:
        try:
            shape = Shape(filling.network)
        except OutOfBounds:
            raise TooLarge from None
        clock = Clock.starting_now(effort.seconds * FOR_CHANCES)
        exact = _exact(filling, shape, odds, effort.nodes, clock, tell)
        left = effort.seconds - clock.spent()
        if exact is not None:
            found = replace(found, **exact.chances())
        else:
            from willing.questions.risk.montecarlo import drawn  # loads numpy

            for part in drawn(filling, odds, effort, tell):
                found = replace(found, **part)
        if effort.only_chances:
            return found
        if effort.nodes > 0:
            tell("breakers", 0.0)
            clock = Clock.starting_now(left)
            fragile = _Fragile(filling, shape, odds, what_if, effort)
            breakers, reachable = fragile.breakers(clock.part(2))
            found = replace(found, breakers=breakers, reachable=reachable)
            tell("routes", 0.5)
            found = replace(found, routes=fragile.routes(clock))
        else:
            found = replace(found, breakers=Sets(count=None), routes=Sets(count=None))
        if exact is not None:
            tell("importance", 0.7)
            found = replace(found, weights=exact.weights())
    except KeyboardInterrupt:
        found = replace(found, stopped=True)
    return found
