"""Layers and goals over worlds and outcomes (§4.5, §5), held against the definitions one by one."""

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from math import floor, inf
from pathlib import Path

import pytest

import oracle
import oracle_coverage
from plans import Nots, random_plan, random_what_if, said
from willing import open_plan
from willing.answers.coverage import RequirementLine
from willing.app.open import check_plan
from willing.engine.allocate.board import Effort
from willing.engine.picture import picture_of
from willing.engine.resolve import resolve
from willing.model.condition import ALWAYS, And, Condition, CountOf, Name, Never, Not, Or, Share
from willing.model.picture import Picture
from willing.model.plan import Plan
from willing.questions import coverage as module
from willing.questions.coverage import Coverage

KINDS: list[Nots] = ["monotone", "mixed", "free"]
#: For each of the three kinds: more than the 5,000 random plans that are asked for, in all.
PLANS = 1_700


def cases(nots: Nots, seeds: range) -> Iterator[tuple[Plan, Picture, oracle.Answer]]:
    for seed in seeds:
        rng = random.Random(f"coverage {nots} {seed}")
        more = {"either": True} if rng.random() < 0.3 else {"follows": nots != "free" and rng.random() < 0.3}
        plan = random_plan(rng, nots=nots, coverage=True, bits=7, **more)
        if plan.requirements and rng.random() < 0.7:
            plan = replace(plan, goal=a_goal(rng, plan, nots))
        what_if = random_what_if(rng, plan)
        picture, contradictions = picture_of(plan, what_if=what_if)
        if contradictions:
            continue
        answer = oracle.resolve(replace(plan, goal=ALWAYS), plan.as_of, [what_if, dict.fromkeys(plan.premise, True)])
        if isinstance(answer, oracle.Answer):
            yield plan, picture, answer


def a_goal(rng: random.Random, plan: Plan, nots: Nots) -> Condition:
    """A goal that asks what is filled or usable, and perhaps for something else."""
    known = [r for r in plan.requirements.values() if r.needs is not None]
    shares: list[Condition] = [
        Share(rng.choice(["filled", "usable"]), "requirement", r.id, rng.choice([Decimal(1), Decimal("0.3")]))
        for r in known
    ]
    shares.append(Share(rng.choice(["filled", "usable"]), "all", "", rng.choice([Decimal(1), Decimal("0.5")])))
    one, other = rng.choice(shares), rng.choice(shares)
    rest: list[Condition] = [Name(id_) for id_ in (*plan.assumptions, *plan.pledges)]
    if nots != "monotone":
        rest.append(Not(other))
    return rng.choice([one, one, Or((one, rng.choice(rest))), And((one, rng.choice([*rest, other])))])


class Definition:
    """Every outcome of every world, and what each adds up to."""

    def __init__(self, plan: Plan, picture: Picture) -> None:
        self.plan = plan
        self.picture = picture
        self.counted = list(picture.counted.values())
        self.worlds = list(oracle.worlds_of(plan, plan.as_of, [picture.decided], self.counted))
        self.outcomes = [oracle.outcomes_of(plan, plan.as_of, world, self.counted) for world in self.worlds]
        self.known: dict[tuple[tuple[str, int], ...], dict[str, tuple[int, int, int, Fraction]]] = {}

    def figures(self, gives: dict[str, int]) -> dict[str, tuple[int, int, int, Fraction]]:
        key = tuple(sorted(gives.items()))
        if key not in self.known:
            self.known[key] = oracle_coverage.figures(self.plan, gives)
        return self.known[key]

    def sized(self, outcome: oracle.Outcome, *, up_to: bool = False) -> dict[str, tuple[int, int, int, Fraction]]:
        gives = {}
        for p in self.counted:
            amount = p.up_to if up_to and p.up_to is not None else p.amount
            if p.id in outcome and amount is not None:
                gives[p.id] = amount
        gives |= {id_: floor(amount) for id_, amount in outcome.amounts.items()}
        return self.figures({**gives, **{p.id: 0 for p in self.counted if p.id in outcome and p.id not in gives}})

    def check(self, line: RequirementLine) -> None:
        id_ = line.requirement.id
        every = [self.sized(o)[id_] for found in self.outcomes for o in found]
        tops = [o for found in self.outcomes for o in oracle.maximal(found)]
        maximal = [self.sized(o)[id_] for o in tops]
        stands, together = min(f[1] for f in every), min(f[1] for f in maximal)
        most = max(f[1] for f in every)
        if not line.exact:  # nothing but walks knows amounts that follow others
            assert any(p.follows for p in self.counted)
            assert (line.stands or 0) <= stands
            assert (line.stands or 0) + (line.together or 0) <= together
            assert (line.stands or 0) + (line.together or 0) + (line.possible or 0) >= most
            return
        assert (line.stands, line.together, line.possible) == (stands, together - stands, most - together)
        assert line.requirement.needs is not None
        assert line.short == line.requirement.needs - most
        assert line.usable == (min(f[3] for f in every), min(f[3] for f in maximal))
        assert line.day in {f[0] for f in maximal if f[1] == together}
        assert sum(amount for _, amount in line.gives) == together
        assert line.up_to == min(self.sized(o, up_to=True)[id_][1] for o in tops)

    def goal(self, goal: Condition) -> oracle.Status:
        words = []
        for world, found in zip(self.worlds, self.outcomes, strict=True):
            met = {o: self.met(goal, world, o) for o in found}
            words.append(oracle.word({o for o in found if met[o]}, found))
        return oracle.status(words)

    def met(self, goal: Condition, world: oracle.World, outcome: oracle.Outcome) -> bool:
        plenty = 1 + sum(r.needs or 0 for r in self.plan.requirements.values())
        gives = {}
        for p in self.counted:
            if p.id in outcome and p.provides is not None and not p.follows:
                amount = p.amount if p.amount is not None else world.gives[p.id]
                gives[p.id] = plenty * 1_000 if amount == inf else int(amount)
        gives |= {id_: floor(amount) for id_, amount in outcome.amounts.items()}
        plain = self.decided(goal, self.figures(gives))
        return oracle.holds(plain, self.plan, self.plan.as_of, world, outcome, None)

    def decided(self, goal: Condition, figures: dict[str, tuple[int, int, int, Fraction]]) -> Condition:
        match goal:
            case Share(measure="filled" | "usable"):
                met = all(
                    (Fraction(figures[r.id][1], r.needs or 1) if goal.measure == "filled" else figures[r.id][3])
                    >= goal.at_least
                    for r in self.plan.requirements.values()
                    if r.needs is not None and wanted(goal, r.id, r.domain, r.priority)
                )
                return ALWAYS if met else Never()
            case Not(of=inner):
                return Not(self.decided(inner, figures))
            case And(of=parts) | Or(of=parts) | CountOf(of=parts):
                return replace(goal, of=tuple(self.decided(part, figures) for part in parts))
        return goal


def wanted(share: Share, id_: str, domain: str | None, priority: int) -> bool:
    told = {"requirement": id_, "domain": domain, "priority": str(priority), "all": ""}
    return told[share.scope] == share.which


@pytest.mark.parametrize("part", range(10))
@pytest.mark.parametrize("nots", KINDS)
def test_layers_and_goals_are_as_defined(nots: Nots, part: int) -> None:
    for plan, picture, _ in cases(nots, range(part * PLANS // 10, (part + 1) * PLANS // 10)):
        definition = Definition(plan, picture)
        coverage = Coverage(picture, resolve(picture))
        for line in coverage.lines():
            if line.requirement.needs is not None:
                definition.check(line)
        if picture.goal is not None:
            expected = definition.goal(picture.goal)
            found = coverage.goal(picture.goal)
            if found.status == "undecided" and any(p.follows for p in picture.counted.values()):
                continue  # nothing but walks knows amounts that follow others
            assert (found.status, found.best) == (expected.word, expected.best)


@pytest.mark.parametrize("nots", KINDS)
def test_bounds_are_bounds(nots: Nots, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAYS", 0)
    for plan, picture, _ in cases(nots, range(5_000, 5_150)):
        definition = Definition(plan, picture)
        coverage = Coverage(picture, resolve(picture))
        for line in coverage.lines():
            if line.requirement.needs is None or line.exact:
                continue
            every = [definition.sized(o)[line.requirement.id][1] for found in definition.outcomes for o in found]
            assert line.stands is not None
            assert line.stands <= min(every)
            assert line.requirement.needs - (line.short or 0) >= max(every)


# -- what is asked of coverage at its edges ---------------------------------------------------------------------------

EDGES = """
plan = {name = "edges", goal = "filled(all)"}
partners = {a = {}, b = {}}
pools = {nil = {size = 0}}
requirements = [
    {id = "nowhere", needs = 10, of = "ships", place = "atlantis"},
    {id = "vast", needs = 999_999_999_999_999_999, of = "euros"},
    {id = "far", needs = 5, of = "boats", from_day = 0, until_day = 1_000_000_000},
    {id = "one-day", needs = 5, of = "boats", from_day = 999_999_999, until_day = 1_000_000_000},
    {id = "unknown", of = "cakes"},
    {id = "small", needs = 3, of = "tanks"},
]
pledges = [
    {partner = "a", provides = "ships", amount = 5, not_in = ["atlantis"]},
    {partner = "a", provides = "euros", amount = 999_999_999_999_999_998},
    {partner = "b", provides = "boats", amount = 5, ready = 999_999_999, stays = 1},
    {partner = "b", provides = "boats", amount = 3, pool = "nil"},
    {partner = "b", provides = "tanks", amount = 500, whole = true},
    {partner = "b", provides = "cakes", amount = 7},
]
"""


def test_edges(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(EDGES, "utf-8")
    brief = open_plan(tmp_path / "plan.toml").brief()
    told = {line.requirement.id: (line.stands, line.short, line.day) for line in brief.requirements}
    assert told == {
        "nowhere": (0, 10, 0),
        "vast": (10**18 - 2, 1, 0),
        "far": (0, 5, 0),
        "one-day": (0, 5, 999_999_999),  # on that day "far" comes first
        "unknown": (None, None, None),
        "small": (3, 0, 0),  # all 500 of them: what is left over is lost
    }
    assert brief.goal is not None
    assert brief.goal.standing.status == "blocked"


@pytest.mark.parametrize("scope", ["all", "domain air", "priority 1"])
def test_a_share_of_no_known_need_is_told(tmp_path: Path, scope: str) -> None:
    (tmp_path / "plan.toml").write_text(
        f'plan = {{name = "p", goal = "filled({scope})"}}\nrequirements = [{{id = "r", domain = "air", of = "x"}}]\n',
        "utf-8",
    )
    assert [note.kind for note in open_plan(tmp_path / "plan.toml").brief().notes] == ["needless"]
    warnings = [said(problem) for problem in check_plan(tmp_path / "plan.toml").warnings]
    assert any("says its 'needs'" in message for message in warnings)


OFFERS = """
[plan]
name = "offers"
[assumptions.calm]
[units.GBP]
equals = 2
of = "EUR"
[[pledges]]
partner = "FR"
provides = "EUR"
amount = 10
[[pledges]]
partner = "GB"
provides = "GBP"
amount = 3
if = "FR and NO"
[[pledges]]
partner = "NO"
provides = "EUR"
amount = 5
if = "GB"
[[pledges]]
partner = "DE"
provides = "EUR"
amount = 7
if = "calm"
[[pledges]]
partner = "SE"
provides = "ships"
amount = 2
if = "never"
[[pledges]]
partner = "DK"
provides = "boats"
amount = 99
"""


def test_what_is_offered_where_nothing_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(OFFERS, "utf-8")
    brief = open_plan(path).brief()
    told = [(o.provides, o.stands, o.together, o.possible, o.partners) for o in brief.offered]
    assert told == [
        ("boats", 99, 0, 0, ("DK",)),
        ("EUR", 10, 11, 7, ("FR", "GB", "NO", "DE")),
        ("ships", 0, 0, 0, ()),
    ]
    path.write_text(OFFERS + '[[requirements]]\nid = "sea"\nof = "ships"\nneeds = 1\n', "utf-8")
    assert open_plan(path).brief().offered == ()


def test_an_amount_of_nothing_is_doubtful(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text('[plan]\nname = "x"\n[[pledges]]\npartner = "FR"\namount = 3\n', "utf-8")
    assert "amounts-without-capability" in {warning.code for warning in check_plan(path).warnings}


def test_an_amount_that_follows_others_may_be_of_nothing_too(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    boats = '[plan]\nname = "x"\n[[pledges]]\npartner = "FR"\nprovides = "boats"\namount = 2\n'
    path.write_text(boats + '[[pledges]]\npartner = "DE"\namount = {share = 0.5, of = "total(boats)"}\n')
    assert [w.place.line for w in check_plan(path).warnings if w.code == "amounts-without-capability"] == [9]


def test_a_goal_is_undecided_where_the_best_allocation_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    text = """
        [plan]
        name = "Four come whole"
        goal = "{measure}(all)"
        [partners.A]
        [[requirements]]
        id = "first"
        needs = 10
        of = "ships"
        [[requirements]]
        id = "second"
        needs = 10
        of = "ships"
        enablers = ["first"]
    """
    pledges = "".join(
        f'[[pledges]]\npartner = "A"\nprovides = "ships"\nwhole = true\namount = {amount}\n' for amount in (7, 6, 4, 3)
    )

    def goal(measure: str) -> str:
        plan = check_plan("plan.toml", (text.format(measure=measure) + pledges).encode()).plan
        assert plan is not None
        assert plan.goal is not None
        picture, _ = picture_of(plan)
        return Coverage(picture, resolve(picture)).goal(plan.goal).status

    assert [goal(measure) for measure in ("filled", "usable")] == ["stands", "stands"]
    over_days = module.coverage_over_days
    unsearched = partial(over_days, effort=Effort(steps=0, nodes=0))
    monkeypatch.setattr(module, "coverage_over_days", unsearched)
    assert [goal(measure) for measure in ("filled", "usable")] == ["undecided", "undecided"]
