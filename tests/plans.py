"""Random small plans: few enough worlds and pledges for the oracle, and every corner of the language in them.

They are lawful: what is decided in them contradicts nothing, so that each is read without errors. Whether each of
their worlds has an outcome is chance.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from random import Random
from typing import Any, Literal, TypeVar

from hypothesis import strategies as st

from willing.answers.problems import message_text
from willing.model import condition as c
from willing.model.evidence import PartialDate, Source, Statement
from willing.model.plan import (
    Alternatives,
    Assumption,
    Chance,
    Choice,
    Consent,
    Follows,
    Group,
    Partner,
    Plan,
    Pledge,
    Pool,
    Requirement,
    Scenario,
    Stage,
    Unit,
)
from willing.model.problem import Problem

#: Where a pledge's condition may say ``not``: nowhere, before assumptions only, anywhere.
Nots = Literal["monotone", "mixed", "free"]

TODAY = date(2025, 4, 10)
_DAYS = (date(2025, 3, 1), date(2025, 3, 20), date(2025, 4, 9), TODAY, date(2025, 4, 20))
_PARTNERS = ("DE", "FR", "Nordland", "PL", "åland")
_CAPABILITIES = ("troops", "fighters", "air defence")
_PLACES = ("north", "far south")
_DOMAINS = ("land", "air")

T = TypeVar("T")


def random_plan(
    rng: Random,
    *,
    nots: Nots = "free",
    goal_nots: bool = True,
    coverage: bool = False,
    pledges: tuple[int, int] = (2, 6),
    partners: tuple[int, int] = (2, 4),
    unknowns: tuple[int, int] = (0, 3),
    bits: int = 10,
    ahead: bool = False,
    either: bool = False,
    follows: bool = False,
) -> Plan:
    """A plan that the reader accepts. Pairs are the fewest and the most of something.

    ``bits``: pledges, unknowns, own decisions and sizes left open together, at most: the oracle takes time in two to
    the power of it. ``coverage``: with ``whole``, ``ready``, ``stays``, windows, enablers, and goals with ``filled`` or
    ``usable``, of which the oracle knows nothing. ``ahead``: with consents, weights and what is left aside;
    ``either``: with alternatives; ``follows``: with amounts that follow others.
    """
    return _Maker(rng, nots, goal_nots, coverage, ahead, either, follows).plan(pledges, partners, unknowns, bits)


def random_text(rng: Random, **size: object) -> str:
    """The same as TOML text."""
    from willing.notation.write import write_plan

    return write_plan(random_plan(rng, **size))  # type: ignore[arg-type]


def random_what_if(rng: Random, plan: Plan) -> dict[str, bool]:
    """Some assumptions and decisions, set as a what-if or a scenario may set them: nothing contradicts itself."""
    truth = rng.choice(list(_lawful(plan.assumptions, plan.choices)))
    decisions = {p.id: rng.random() < 0.5 for p in plan.pledges.values() if p.own_decision}
    return {id_: value for id_, value in (truth | decisions).items() if rng.random() < 0.4}


def plans(**size: Any) -> st.SearchStrategy[Plan]:
    """Them as a hypothesis strategy; takes what :func:`random_plan` takes.

    A plan is made from one seed, of which hypothesis sees nothing; but it finds fewer pledges that fail as well.
    """
    seeds = st.integers(0, 2**32 - 1)
    fewest, most = size.pop("pledges", (2, 6))
    return st.builds(
        lambda seed, most: random_plan(Random(seed), pledges=(fewest, most), **size), seeds, st.integers(fewest, most)
    )


def dressed_plans(**size: Any) -> st.SearchStrategy[Plan]:
    """Plans with everything in them that a plan file can say; takes what :func:`random_plan` takes."""
    return st.builds(lambda seed, plan: dressed(Random(seed), plan), st.integers(0, 2**32 - 1), plans(**size))


def _lawful(assumptions: Mapping[str, Assumption], choices: Mapping[str, Choice]) -> Iterator[dict[str, bool]]:
    """What implications and choices allow."""
    for bits in product((False, True), repeat=len(assumptions)):
        world = dict(zip(assumptions, bits, strict=True))
        implied = all(world[b] for a in assumptions.values() if world[a.id] for b in a.implies)
        if implied and all(sum(world[o] for o in choice.options) <= 1 for choice in choices.values()):
            yield world


class _Maker:
    """One plan in the making; conditions are made last, of the names that are there by then."""

    def __init__(
        self, rng: Random, nots: Nots, goal_nots: bool, coverage: bool, ahead: bool, either: bool, follows: bool
    ) -> None:
        self.rng = rng
        self.nots = nots
        self.goal_nots = goal_nots
        self.coverage = coverage
        self.ahead = ahead
        self.either = either
        self.follows = follows
        self.assumptions: dict[str, Assumption] = {}
        self.choices: dict[str, Choice] = {}
        self.groups: dict[str, Group] = {}
        self.requirements: dict[str, Requirement] = {}
        self.partners: list[str] = []
        self.pledges: list[str] = []
        self.dated = self.chance(0.4)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def some(self, among: Sequence[T], fewest: int = 0, most: int | None = None) -> tuple[T, ...]:
        """Some of them, in their order."""
        most = len(among) if most is None else min(most, len(among))
        chosen = set(self.rng.sample(range(len(among)), self.rng.randint(min(fewest, most), most)))
        return tuple(x for i, x in enumerate(among) if i in chosen)

    # -- the whole ----------------------------------------------------------------------------------------------

    def plan(self, pledges: tuple[int, int], partners: tuple[int, int], unknowns: tuple[int, int], bits: int) -> Plan:
        rng = self.rng
        self.partners = list(self.some(_PARTNERS, *partners))
        self.pledges = [f"p{i}" for i in range(rng.randint(*pledges))]
        premise = self.decide(rng.randint(*unknowns))
        left = max(0, bits - len(self.pledges) - sum(not a.holds for a in self.assumptions.values()))
        if self.chance(0.5):
            self.groups = {"g": Group(id="g", of=self.some(self.partners, 1))}
        units = {"wing": Unit(id="wing", equals=Decimal("2.5"), of="fighters")} if self.chance(0.3) else {}
        capabilities = (*_CAPABILITIES[: rng.randint(1, 3)], *units)
        pools = {}
        if self.chance(0.4):
            pools = {"stock": Pool(id="stock", size=rng.randint(0, 8))}
        self.require()
        pooled = rng.choice(capabilities)
        given: dict[str, Pledge] = {}
        for id_ in self.pledges:
            pledge = self.pledge(id_, capabilities)
            if pools and pledge.provides is not None and self.chance(0.5):
                pledge = replace(pledge, provides=pooled, pool="stock", whole=False)
            given[id_] = pledge
        for id_, pledge in given.items():
            if left == 0 and pledge.unsized:
                pledge = replace(pledge, amount=rng.randint(0, 6), up_to=None)
            left -= pledge.unsized
            own_decision = left > 0 and self.chance(0.15)
            left -= own_decision
            if self.ahead:
                pledge = self.consents(pledge, left)
                left -= sum(consent.granted is None and consent.denied is None for consent in pledge.subject_to)
            if self.follows and not pledge.own_decision and pledge.pool is None and self.chance(0.4):
                pledge = self.following(pledge, capabilities)
            condition = self.condition(2, pledge.partner, self.nots)
            given[id_] = replace(pledge, condition=condition, own_decision=own_decision)
        if self.chance(0.4):
            self.pair(given)
        goal: c.Condition | None = c.Share("offered", "all", "") if self.requirements else None
        if self.chance(0.8):
            goal = self.condition(rng.choice((0, 1, 2)), None, "free" if self.goal_nots else "monotone")
        plan = Plan(
            name="A plan",
            as_of=TODAY if self.dated else None,
            goal=goal,
            premise=premise,
            counts=rng.choice([Stage.offered] * 4 + [Stage.signalled]),
            aside=self.some(self.pledges, 1, 2) if self.ahead and self.chance(0.15) else (),
            assumptions=self.assumptions,
            choices=self.choices,
            groups=self.groups,
            pools=pools,
            units=units,
            requirements=self.requirements,
            pledges=self.replacing(given),
            alternatives=self.alternatives(given) if self.either and self.chance(0.7) else {},
        )
        plan = self.with_scenario(plan) if self.chance(0.25) else plan
        return replace(plan, partners=self.named_partners(plan))

    def decide(self, unknown: int) -> tuple[str, ...]:
        """Assumptions, what they imply and exclude, and what is decided of them; returns the premise."""
        rng = self.rng
        ids = "xyzuv"[: unknown + rng.randint(0, 5 - max(3, unknown))]
        implies = {i: tuple(j for j in ids if j != i and self.chance(0.15)) for i in ids}
        self.assumptions = {i: Assumption(id=i, implies=implies[i]) for i in ids}
        if len(ids) > 1 and self.chance(0.35):
            self.choices = {"seat": Choice(id="seat", options=self.some(ids, 2, 3))}
        truth = rng.choice(list(_lawful(self.assumptions, self.choices)))
        for i in rng.sample(ids, len(ids) - unknown):
            steps: tuple[tuple[date | None, bool], ...] = ((None, truth[i]),)
            if self.dated and self.chance(0.5):
                steps = ((_DAYS[0], not truth[i]), (_DAYS[2], truth[i]), (_DAYS[4], not truth[i]))
            self.assumptions[i] = replace(self.assumptions[i], holds=steps)
        given = rng.choice(list(_lawful(self.assumptions, self.choices)))
        return tuple(i for i in ids if given[i] and self.chance(0.15))

    def require(self) -> None:
        rng = self.rng
        for i in range(rng.choice((0, 0, 1, 2, 3))):
            id_ = f"r{i}"
            of = rng.choice((("troops",), ("fighters",), ("air defence", "fighters"), ("troops",), ()))
            more: dict[str, Any] = {}
            if self.coverage:
                more["enablers"] = self.some(list(self.requirements), 0, 1)
                if self.chance(0.3):
                    more["from_day"] = rng.choice((0, 30))
                    more["until_day"] = rng.choice((60, 90))
            self.requirements[id_] = Requirement(
                id=id_,
                domain=rng.choice((None, *_DOMAINS)),
                priority=rng.choice((1, 1, 2)),
                needs=None if i and self.chance(0.15) else rng.randint(1, 6),
                of=of,
                in_place=rng.choice((None, *_PLACES)),
                **more,
            )

    def pledge(self, id_: str, capabilities: Sequence[str]) -> Pledge:
        """All of it but its condition and what it replaces."""
        rng = self.rng
        stage = rng.choice([Stage.offered] * 8 + [Stage.mentioned, Stage.signalled, Stage.assigned, Stage.deployed])
        pledge = Pledge(id=id_, partner=rng.choice(self.partners), stage=stage)
        if self.chance(0.8):
            amount = None if self.chance(0.15) else rng.randint(0, 6)
            up_to = None if self.chance(0.6) else (amount or 0) + rng.randint(0, 4)
            pledge = replace(pledge, provides=rng.choice(capabilities), amount=amount, up_to=up_to)
        if self.requirements and self.chance(0.2):
            serves = [*self.requirements, *{r.domain: 1 for r in self.requirements.values() if r.domain}]
            pledge = replace(pledge, only=self.some(serves, 1, 2))
        if self.chance(0.2):
            pledge = replace(pledge, not_in=self.some(_PLACES, 1))
        if self.coverage and self.chance(0.4):
            stays = rng.choice((None, 30, 60))
            pledge = replace(pledge, whole=self.chance(0.5), ready=rng.choice((0, 0, 30)), stays=stays)
        if self.dated:
            said = rng.choice((None, *_DAYS[:4], *_DAYS))
            until = rng.choice((None, None, None, None, TODAY, _DAYS[4]))
            ended = None if said is None or self.chance(0.9) else max(said, TODAY)
            pledge = replace(pledge, said=said, until=until, ended=ended)
        return pledge

    def following(self, pledge: Pledge, capabilities: Sequence[str]) -> Pledge:
        """The pledge with an amount that follows others."""
        rng = self.rng
        provides = rng.choice([c for c in capabilities if c != "wing"])
        share = Decimal(rng.choice(("0.3", "0.5", "0.333", "0.9")))
        others = self.chance(0.5)
        whose = rng.choice((*self.partners, *self.groups)) if self.chance(0.3) else None
        if others and self.chance(0.5):
            share = Decimal(rng.choice(("1", "1.5")))
        follows = Follows(share=share, capability=rng.choice((provides, rng.choice(capabilities))), others=others,
                          whose=whose, up_to=rng.randint(1, 8))  # fmt: skip
        return replace(pledge, provides=provides, amount=None, up_to=None, follows=follows, whole=False)

    def consents(self, pledge: Pledge, left: int) -> Pledge:
        """The pledge, perhaps subject to some bodies; at most ``left`` of their consents are open."""
        rng = self.rng
        consents = []
        for body in ("Parliament", "the government") if self.chance(0.2) else ():
            day = rng.choice((None, None, None, *_DAYS)) if left > 0 else _DAYS[0]
            left -= day is None or (self.dated and day == _DAYS[4])
            granted = self.chance(0.6)
            consents.append(Consent(body=body, granted=day if granted else None, denied=None if granted else day))
        return replace(pledge, subject_to=tuple(consents[: rng.randint(1, 2)]))

    def alternatives(self, pledges: Mapping[str, Pledge]) -> dict[str, Alternatives]:
        """Some pledges of one partner, of which it gives one."""
        by_partner = [[p.id for p in pledges.values() if p.partner == id_] for id_ in self.partners]
        several = [its for its in by_partner if len(its) > 1]
        return {"either": Alternatives(id="either", of=self.some(self.rng.choice(several), 2, 3))} if several else {}

    def pair(self, pledges: dict[str, Pledge]) -> None:
        """Two of them wait for each other or, if they may, stand in each other's way."""
        one, other = self.rng.sample(list(pledges), 2)
        rivals = self.nots == "free" and self.chance(0.7)
        for id_, its in ((one, other), (other, one)):
            met: c.Condition = c.Not(c.Name(its)) if rivals else c.Name(its)
            if self.chance(0.4):
                met = self.rng.choice((c.And, c.Or))((met, pledges[id_].condition))
            pledges[id_] = replace(pledges[id_], condition=met, stage=Stage.offered)

    def replacing(self, pledges: dict[str, Pledge]) -> dict[str, Pledge]:
        """Some of them replace earlier ones."""
        ids = list(pledges)
        replaced = {j: self.some(ids[:i], 1, 2) for i, j in enumerate(ids) if i and self.chance(0.12)}
        return {j: replace(p, replaces=replaced.get(j, ())) for j, p in pledges.items()}

    def named_partners(self, plan: Plan) -> dict[str, Partner]:
        """The declared ones, and those that the plan names."""
        read_otherwise = [change["condition"] for s in plan.scenarios.values() for change in s.pledges.values()]
        conditions = [*(p.condition for p in plan.pledges.values()), *read_otherwise, plan.goal or c.ALWAYS]
        atoms = [atom for cond in conditions for atom, _ in c.atoms(cond)]
        names = [atom.id for atom in atoms if isinstance(atom, c.Name)]
        names += [atom.whose for atom in atoms if isinstance(atom, c.Total) and atom.whose is not None]
        named = {*names, *(p.partner for p in plan.pledges.values()), *(i for g in self.groups.values() for i in g.of)}
        states = {i for i in self.partners if len(i) == 2}
        weighed = self.groups["g"].of if self.groups and self.ahead else ()
        declared = {
            i: Partner(id=i, name=i.title(), weight=self.weight() if self.ahead else {})
            for i in self.partners
            if i not in states or i in weighed or self.chance(0.3)
        }
        return declared | {i: Partner(id=i, declared=False) for i in self.partners if i in named and i not in declared}

    def with_scenario(self, plan: Plan) -> Plan:
        """The plan with one scenario, in which some pledge or requirement may read otherwise."""
        changes: dict[str, dict[str, Any]] = {}
        for pledge in self.some(list(plan.pledges.values()), 0, 2):
            condition = self.condition(1, pledge.partner, self.nots)
            changes[pledge.id] = {"condition": condition, "own_decision": pledge.own_decision}
        needs = {i: {"needs": self.rng.randint(1, 9)} for i in self.some(list(plan.requirements), 0, 1)}
        assume = random_what_if(self.rng, plan)
        return replace(plan, scenarios={"s": Scenario(id="s", assume=assume, pledges=changes, requirements=needs)})

    def weight(self) -> dict[str, Decimal]:
        return {word: Decimal(self.rng.choice(("1", "2", "2.5", "0.1", "3"))) for word in ("people", "the money")}

    # -- conditions ---------------------------------------------------------------------------------------------

    def condition(self, depth: int, own: str | None, nots: Nots) -> c.Condition:
        """One that may stand in a pledge of the partner ``own``, or in a goal."""
        shape = self.rng.random()
        if nots == "mixed" and self.assumptions and shape < 0.12:
            return c.Not(self.assumption())
        if nots == "free" and shape < 0.22:
            return c.Not(self.condition(max(0, depth - 1), own, nots))
        if depth == 0 or shape < 0.5:
            return self.atom(own)
        parts = tuple(self.condition(depth - 1, own, nots) for _ in range(self.rng.choice((2, 2, 3))))
        if shape < 0.7:
            return c.And(parts)
        return c.Or(parts) if shape < 0.9 else c.CountOf(self.rng.choice((0, 1, 1, 2, 3, None)), parts)

    def assumption(self) -> c.Condition:
        return c.Name(self.rng.choice(list(self.assumptions)))

    def atom(self, own: str | None) -> c.Condition:
        rng = self.rng
        others = own is not None and self.chance(0.5)
        capability = rng.choice(_CAPABILITIES) if self.chance(0.25) else None
        kind = rng.choice(
            "word pledge pledge pledge assumption assumption partner group count count total weight share".split()
        )
        if kind == "pledge":
            return c.Name(rng.choice(self.pledges))
        if kind == "partner":
            return c.Name(rng.choice(self.partners), capability)
        if kind == "assumption" and self.assumptions:
            return self.assumption()
        if kind == "group" and self.groups:
            return c.CountGroup(rng.choice((1, 2, None)), "g", others, capability)
        if kind == "count":
            return c.CountPartners(rng.choice((0, 1, 1, 1, 2, 3)), others, capability)
        if kind == "total":
            at_least = Decimal(rng.choice(("0", "1", "2", "3", "4", "5.5", "9")))
            whose = rng.choice((*self.partners, *self.groups)) if self.chance(0.3) else None
            return c.Total(rng.choice((*_CAPABILITIES, "wing")), at_least, others, whose)
        if kind == "weight" and self.groups and self.ahead:
            share = Decimal(rng.choice(("0", "0.1", "0.5", "0.505", "1", "1.2")))
            return c.Weight(rng.choice(("people", "the money")), "g", share)
        if kind == "share" and self.requirements:
            return self.share(own)
        return c.Never() if self.chance(0.1) else c.Always()

    def share(self, own: str | None) -> c.Condition:
        rng = self.rng
        sized = [r for r in self.requirements.values() if r.needs is not None]
        requirement = rng.choice(sized)
        measures: list[Literal["offered", "filled", "usable"]] = ["offered"]
        if self.coverage and own is None:
            measures = ["offered", "filled", "usable", "usable"]
        at_least = Decimal(rng.choice(("1", "1", "0.5", "0.335", "0", "1.2")))
        measure = rng.choice(measures)
        match rng.choice(("requirement", "requirement", "domain", "priority", "all")):
            case "domain" if requirement.domain is not None:
                return c.Share(measure, "domain", requirement.domain, at_least)
            case "priority":
                return c.Share(measure, "priority", str(requirement.priority), at_least)
            case "all":
                return c.Share(measure, "all", "", at_least)
            case _:
                return c.Share(measure, "requirement", requirement.id, at_least)


# -- everything else a plan file can say ------------------------------------------------------------------------------

_TEXTS = (
    "plain",
    "",
    "two\nlines\r\nand a\ttab",
    'quotes " and \\ and \'\'\' and """',
    "control \x00 \x1b \x7f \u0085 \u2028",
    "Zoë, Дмитро, 台北, 🕊",
    "# no comment = [at all]",
    " blanks ",
)


def dressed(rng: Random, plan: Plan) -> Plan:
    """The plan with names, notes, likelihoods, sources, statements, deliveries, asks and the like."""

    def chance(share: float = 0.5) -> bool:
        return rng.random() < share

    def text() -> str | None:
        return rng.choice(_TEXTS) if chance() else None

    def number() -> Decimal:
        return Decimal(rng.choice(("0", "1", "3", "2.50", "0.1", "12345678.0000000001")))

    def share() -> Decimal:
        return Decimal(rng.choice(("0", "1", "0.5", "0.333333333333333333", "1e-7")))

    def moment() -> PartialDate | None:
        if not chance():
            return None
        return PartialDate(first=rng.choice(_DAYS)) if chance() else PartialDate(first=_DAYS[0], month_only=True)

    origins: list[str] = []
    sources = {}
    for id_ in ("press-1", "presse-ü", "S3")[: rng.randint(0, 3)]:
        sources[id_] = Source(
            id=id_,
            title=text(),
            outlet=text(),
            author=text(),
            published=moment(),
            url="https://example.org/?a=1&b=2#c" if chance() else None,
            file=text(),
            origin=rng.choice(origins) if origins and chance() else None,
        )
        origins.append(id_)

    def likelihood(assumption: Assumption, earlier: list[str]) -> tuple[Chance, ...]:
        if chance(0.4):
            return ()
        cases = [Chance(chance=share(), condition=c.Name(rng.choice(earlier)))] if earlier and chance() else []
        return (*cases, Chance(chance=share()))

    assumptions: dict[str, Assumption] = {}
    options = {o for choice in plan.choices.values() for o in choice.options}
    for id_, a in plan.assumptions.items():
        assumptions[id_] = replace(
            a,
            name=text(),
            decided_by=("US", "the UN Security Council")[: rng.randint(0, 2)],
            askable=chance(0.8),
            effort=number(),
            likelihood=() if id_ in options else likelihood(a, list(assumptions)),
            judged_by=text(),
        )

    def dress(p: Pledge) -> Pledge:
        deliveries = p.provides is not None and plan.as_of is not None and chance(0.2)
        return replace(
            p,
            likelihood=(Chance(chance=share()),) if p.own_decision and chance() else (),
            reliability=share() if chance(0.3) else None,
            effort=number(),
            by=text(),
            delivered=((_DAYS[0], 0), (_DAYS[1], 3)) if deliveries else (),
            sources=tuple(id_ for id_ in sources if chance(0.3)),
            note=text(),
        )

    pledges = {id_: dress(p) for id_, p in plan.pledges.items()}
    about = [*pledges, *assumptions]
    statements = [
        Statement(
            about=rng.choice(about),
            source=rng.choice(list(sources)),
            origin=text(),
            says=text(),
            on=moment(),
            who=text(),
            named=chance(0.7),
            confidence=rng.choice((None, "high", "medium", "low")),
            against=chance(0.2),
        )
        for _ in range(rng.randint(0, 3) if sources else 0)
    ]
    asks = {}
    if chance(0.3):
        partner = rng.choice([p.partner for p in pledges.values()])
        asks["more"] = Pledge(id="more", partner=partner, provides="troops", amount=rng.randint(0, 9), effort=number())
    days = [m.first for s in sources.values() if (m := s.published)] + [m.first for s in statements if (m := s.on)]
    return replace(
        plan,
        name=rng.choice(_TEXTS[2:]),
        as_of=plan.as_of or (TODAY if days else None),
        marking=text(),
        switches=tuple(id_ for id_ in assumptions if chance(0.3)),
        assumptions=assumptions,
        pledges=pledges,
        requirements={id_: replace(r, name=text()) for id_, r in plan.requirements.items()},
        sources=sources,
        statements=tuple(statements),
        asks=asks,
    )


def said(problem: Problem) -> str:
    """What a problem says in English, without the entry that it is about."""
    return ": ".join(map(message_text, (*problem.subjects[1:], problem.message)))
