"""What is asked of a plan: on which day, in which scenarios, with which what-ifs; and what is wrong with asking so."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from willing.answers.problems import MessageError
from willing.app.errors import PlanError
from willing.engine.picture import picture_of, pledges_of
from willing.model.decided import Contradiction
from willing.model.picture import Picture
from willing.model.place import Place
from willing.model.plan import Plan
from willing.model.problem import Listed, Message, Problem
from willing.notation.nearest import nearest, nearest_or_all

#: Said where a question needs a goal and the plan has none (§9).
NO_GOAL = Message("no-goal")


class ImpossibleError(PlanError):
    """What is asked for cannot be so: it contradicts itself or the plan, or no outcome is left (§3.5)."""


class QueryError(MessageError):
    """A question that contradicts itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked of a plan, whatever asks: options of a command, an address of the board, a program.

    ``scenarios`` stack in order; over them ``what_if`` sets assumptions, and own decisions of pledges (None: nothing is
    known of it); over those ``switched`` does, on a page that stays that of the rest (:attr:`page`). ``without`` and
    ``firm``: partners or pledges that are out, or come whatever their conditions say (§7.4). ``as_of``: the picture of
    that day; ``known_by``: without what rests only on later sources (§8.1). ``tried``: changes of the plan
    itself, a :class:`~willing.notation.toml.trial.Trial` as JSON, empty for none. ``language``: of the names in what
    is told, where the plan has some; empty for the plan's own.
    """

    scenarios: tuple[str, ...] = ()
    what_if: tuple[tuple[str, bool | None], ...] = ()
    switched: tuple[tuple[str, bool | None], ...] = ()
    without: tuple[str, ...] = ()
    firm: tuple[str, ...] = ()
    as_of: date | None = None
    known_by: date | None = None
    tried: str = ""
    language: str = ""

    @property
    def page(self) -> "Query":
        """The same with nothing switched."""
        return replace(self, switched=()) if self.switched else self

    @property
    def settled(self) -> dict[str, bool | None]:
        """All that is set; what is switched wins."""
        return {**dict(self.what_if), **dict(self.switched)}


def what_ifs(
    yes: Iterable[str] = (), no: Iterable[str] = (), unknown: Iterable[str] = ()
) -> tuple[tuple[str, bool | None], ...]:
    """What is set, by what is asked to be true, false, and unknown.

    Raises :class:`QueryError` where one thing is asked for two ways: the one place where that is decided.
    """
    settings: dict[str, bool | None] = {}
    for ids, value in ((yes, True), (no, False), (unknown, None)):
        for id_ in ids:
            if settings.setdefault(id_, value) is not value:
                raise QueryError("set-and-unknown" if value is None else "if-and-if-not", id=id_)
    return tuple(settings.items())


def _about_somebody(plan: Plan, query: Query) -> tuple[Query, list[Message]]:
    """The query with ids for names, and what is wrong with what it says of partners and pledges (§7.4)."""
    if not (query.without or query.firm):
        return query, []
    from willing.questions.names import partners_called

    called = {name.casefold(): id_ for name, id_ in partners_called(plan).items()}
    known = (*plan.partners, *plan.pledges)

    def ids(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name if name in known else called.get(name.casefold(), name) for name in names))

    query = replace(query, without=ids(query.without), firm=ids(query.firm))
    messages = [
        Message("what-if-of-nobody", name=name, meant=nearest(name, [*known, *called.values()]))
        for name in (*query.without, *query.firm)
        if name not in known
    ]
    if not messages:
        out = {id_ for name in query.without for id_ in pledges_of(plan, name)}
        messages = [
            Message("without-and-firm", name=name)
            for name in query.firm
            if name in query.without or ((its := pledges_of(plan, name)) and out.issuperset(its))
        ]
    return query, messages


def picture_asked(plan: Plan, query: Query, *, file: str) -> Picture:
    """The picture that is asked for; ``file``: what errors name.

    Raises :class:`PlanError` for scenarios and things to be set that the plan has not, and :class:`ImpossibleError`
    where no world allows it.
    """
    place = Place(file=file, line=0)
    messages = [_unknown_scenario(plan, s) for s in query.scenarios if s not in plan.scenarios]
    messages += [_unknown_what_if(plan, id_) for id_ in query.settled if not _can_be_set(plan, id_)]
    query, wrong = _about_somebody(plan, query)
    messages += wrong
    if messages:
        raise PlanError(tuple(Problem(place=place, message=message) for message in messages))
    picture, contradictions = picture_of(
        plan,
        scenarios=query.scenarios,
        day=query.as_of,
        known_by=query.known_by,
        what_if=query.settled,
        without=query.without,
        firm=query.firm,
    )
    if contradictions:
        messages = [_contradiction(each, query.scenarios) for each in contradictions]
        raise ImpossibleError(tuple(Problem(place=place, message=message) for message in messages))
    return picture


def _can_be_set(plan: Plan, id_: str) -> bool:
    return id_ in plan.assumptions or id_ in _of_pledges(plan)


def _of_pledges(plan: Plan) -> list[str]:
    """What a what-if may set of pledges: own decisions, by the id of the pledge, and consents (§9)."""
    pledges = plan.pledges.values()
    return [p.id for p in pledges if p.own_decision] + [id_ for p in pledges for id_ in p.consents]


def _unknown_scenario(plan: Plan, scenario: str) -> Message:
    if not plan.scenarios:
        return Message("no-scenarios", scenario=scenario)
    return Message("unknown-scenario", scenario=scenario, **nearest_or_all(scenario, list(plan.scenarios)))


def _unknown_what_if(plan: Plan, id_: str) -> Message:
    if id_ in plan.pledges:
        return Message("pledge-without-decision", pledge=id_)
    if id_ in plan.partners:
        own = tuple(p.id for p in plan.pledges.values() if p.partner == id_ and p.own_decision)
        hint = Message("hint.pledge-decides", pledges=own) if own else Message("hint.no-pledge-decides")
        return Message("partner-without-decision", partner=id_, hint=hint)
    return Message("what-if-of-nothing", id=id_, meant=nearest(id_, [*plan.assumptions, *_of_pledges(plan)]))


def _contradiction(contradiction: Contradiction, scenarios: tuple[str, ...]) -> Message:
    whose = [
        Message("world.asked"),
        *(Message("world.scenario", scenario=scenario) for scenario in reversed(scenarios)),
        Message("world.premise"),
        Message("world.holds"),
    ]
    return Message(
        "impossible-world",
        whose=whose[contradiction.layer],
        id=contradiction.id,
        value=str(contradiction.value).lower(),
        against=Listed(contradiction.against),
    )
