"""How likely, how fragile (§6): the chance that the goal stands, what would break it, what would bring it about.

Everything uncertain is a draw (:mod:`willing.questions.risk.events`); who is in, and whether the goal is met, are
functions of the draws, kept as decision diagrams, and chances are sums over those. Where the diagrams become too large,
worlds are drawn instead (:mod:`willing.questions.risk.montecarlo`), and the answer says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from willing.answers.risk import Chances, Risk, Sampled, Sets
from willing.engine.budget import Budget, OutOfBounds, TooLarge
from willing.engine.diagrams.symbolic import Shape
from willing.model.condition import Condition
from willing.model.picture import Picture
from willing.questions.risk.effort import Effort
from willing.questions.risk.events import EventModel, events_of
from willing.questions.risk.exact import exact_risk
from willing.questions.risk.fragile import Fragility
from willing.questions.risk.goals import GoalModel

if TYPE_CHECKING:
    from willing.questions.risk.montecarlo import Counted, Sampler


def risk(
    picture: Picture,
    goal: Condition,
    what_if: Mapping[str, bool | None],
    effort: Effort,
    tell: Callable[[str, float], None] = lambda what, share: None,
    counted: "Counted | None" = None,
) -> Risk:
    """The answers of §6, as far as they are worked out when the user stops it.

    ``tell``: is told what is being worked out, and how far it is. ``counted``: who counts blocks of worlds, where some
    have to be drawn. Raises
    :class:`willing.questions.risk.events.LikelihoodError` where the likelihoods make no sense, :class:`OutOfBounds`
    where neither diagrams nor samples are allowed, and :class:`TooLarge` for a plan beyond either.
    """
    odds = events_of(picture, what_if)
    goals = GoalModel(replace(picture, goal=goal), frozenset(odds.reliable))
    found: dict[str, Any] = {}
    follow = {id_ for id_, p in picture.counted.items() if p.follows is not None}
    try:
        if follow:
            from willing.questions.risk.each import EachWorld  # rarely needed

            tell("sampling", 0.0)
            return _answer(picture, goal, odds, EachWorld(goals, odds, effort).told())
        try:
            shape = Shape(goals.network)
        except OutOfBounds:
            raise TooLarge from None
        exact = exact_risk(goals, shape, odds, effort.nodes, Budget.of("chances"), tell)
        if exact is not None:
            found |= exact.chances()
        elif not odds.chances and not goals.network.loose:
            from willing.questions.risk.each import EachWorld

            found |= EachWorld(goals, odds, effort).told()  # the one world there is
        else:
            from willing.questions.risk.montecarlo import drawn  # loads numpy

            # walks of many worlds at once have no place for who is the one: where it fails, that is left open
            for part in drawn(GoalModel(replace(picture, goal=goal)), odds, effort, tell, counted):
                found |= part
        if effort.only_chances:
            return _answer(picture, goal, odds, found)
        if effort.nodes > 0:
            tell("breakers", 0.0)
            budget = Budget.of("fragile")
            fragile = Fragility(goals, shape, odds, what_if, effort)
            breakers, reachable = fragile.breakers(budget.part(2))
            found |= {"breakers": breakers, "reachable": reachable}
            tell("routes", 0.5)
            found["routes"] = fragile.routes(budget)
        else:
            found |= {"breakers": Sets(count=None), "routes": Sets(count=None)}
        if exact is not None:
            tell("importance", 0.7)
            found["weights"] = exact.weights()
    except KeyboardInterrupt:
        found["stopped"] = True
    return _answer(picture, goal, odds, found)


def sampler_of(picture: Picture, goal: Condition, what_if: Mapping[str, bool | None], effort: Effort) -> "Sampler":
    """What counts blocks of worlds of a question, wherever it is."""
    from willing.questions.risk.montecarlo import Sampler

    goals = GoalModel(replace(picture, goal=goal))
    return Sampler(goals, events_of(picture, what_if), Shape(goals.network), effort)


def _answer(picture: Picture, goal: Condition, odds: EventModel, found: Mapping[str, Any]) -> Risk:
    """The answer, of what was worked out of it."""
    chances = Chances(stands=found.get("stands"), together=found.get("together"))
    sampled: Sampled | None = found.get("sampled")
    return Risk(
        picture=picture,
        goal=goal,
        events=tuple(event.named for event in odds.events),
        chances=chances,
        method="exact" if sampled is None else "sampled",
        interval=None if sampled is None else 0.95,
        samples=None if sampled is None else sampled.samples,
        seed=None if sampled is None else sampled.seed,
        intervals=None if sampled is None else sampled.intervals,
        bounds=any(span is not None and not span.tight for span in (chances.stands, chances.together)),
        **{key: value for key, value in found.items() if key not in Chances.__struct_fields__},
    )
