"""Who counts (§7.2): published tables to the last digit, and every coalition of random small plans."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import factorial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from test_asks import a_far_goal
from test_coverage import a_goal

import oracle
import oracle_asks
from plans import Nots, random_plan
from willing import open_plan
from willing.cli import main
from willing.engine.budget import Budget, one_command
from willing.engine.games import AtLeast, Quota, Rule, by_states, by_sums, by_table, shapley, table_of
from willing.engine.picture import picture_of
from willing.languages import LANGUAGES
from willing.model.condition import ALWAYS
from willing.model.picture import Picture
from willing.model.plan import Plan
from willing.present.terminal.power import power_text
from willing.questions import drawn
from willing.questions import power as module
from willing.questions.coalitions import Game
from willing.questions.power import power

Golden = Callable[[str, str], None]
KINDS: list[Nots] = ["monotone", "mixed", "free"]
PLANS = 700
EXAMPLES = Path(__file__).parents[2] / "examples"


# -- every coalition --------------------------------------------------------------------------------------------------


def defined(plan: Plan) -> tuple[dict[str, Fraction], dict[str, Fraction], dict[str, int]]:
    """Shapley-Shubik, Banzhaf and swings, by every coalition, every world and every outcome."""
    counted = oracle.counted_on(plan, plan.as_of)
    partners = [id_ for id_ in plan.partners if any(p.partner == id_ for p in counted)]
    worth = {}
    for size in range(len(partners) + 1):
        for coalition in combinations(partners, size):
            alone = [p for p in counted if p.partner in coalition]
            worth[frozenset(coalition)] = any(
                found and all(oracle_asks.holds(plan, world, alone, o) for o in oracle.maximal(found))
                for world in oracle.worlds_of(plan, plan.as_of, [dict.fromkeys(plan.premise, True)], alone)
                for found in [oracle.outcomes_of(plan, plan.as_of, world, alone)]
            )
    n = len(partners)
    shares, swings = dict.fromkeys(partners, Fraction(0)), dict.fromkeys(partners, 0)
    for coalition in worth:
        for who in partners:
            if who not in coalition and worth[coalition | {who}] and not worth[coalition]:
                swings[who] += 1
                orders = factorial(len(coalition)) * factorial(n - len(coalition) - 1)
                shares[who] += Fraction(orders, factorial(n))
    whole = sum(swings.values())
    return shares, {who: Fraction(its, whole) if whole else Fraction(0) for who, its in swings.items()}, swings


def cases(nots: Nots, seeds: range) -> Iterator[tuple[Plan, Picture]]:
    for seed in seeds:
        rng = random.Random(f"power {nots} {seed}")
        coverage = rng.random() < 0.3
        either, ahead = rng.random() < 0.2, rng.random() < 0.4
        plan = random_plan(
            rng, nots=nots, coverage=coverage, pledges=(2, 5), partners=(2, 4), bits=6, either=either, ahead=ahead
        )
        if coverage and plan.requirements and rng.random() < 0.7:
            plan = replace(plan, goal=a_goal(rng, plan, nots))
        elif rng.random() < 0.6:
            plan = replace(plan, goal=a_far_goal(rng, plan))
        if rng.random() < 0.3:  # whoever comes comes without asking for others
            pledges = {id_: replace(p, condition=ALWAYS) for id_, p in plan.pledges.items()}
            plan = replace(plan, pledges=pledges)
        picture, contradictions = picture_of(plan)
        if not contradictions and picture.goal is not None:
            yield replace(plan, goal=picture.goal), picture


@pytest.mark.parametrize("nots", KINDS)
def test_power_is_as_defined(nots: Nots) -> None:
    for plan, picture in cases(nots, range(PLANS)):
        assert picture.goal is not None
        found = power(picture, picture.goal)
        expected = defined(plan)
        assert found.method != "sampled"
        assert (found.shapley, found.banzhaf, found.swings) == expected


@pytest.mark.parametrize("nots", KINDS)
def test_diagrams_of_all_coalitions_say_what_looking_at_each_says(nots: Nots) -> None:
    for _, picture in cases(nots, range(1_000, 1_150)):
        assert picture.goal is not None
        partners = [id_ for id_ in picture.plan.partners if any(p.partner == id_ for p in picture.counted.values())]
        if not partners:
            continue
        game = Game(picture, picture.goal)
        counts, table = game.by_diagrams(), game.table(None)
        assert table is not None
        assert counts is None or counts == by_table(table, len(partners))


def test_a_share_that_no_draw_has_seen_is_not_told_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty of whom 36 are needed: of all coalitions hardly any comes near."""
    waits = "".join(f'{{partner = "P{i}", if = "at least {i % 3} others"}},' for i in range(40))
    partners = ", ".join(f"P{i} = {{}}" for i in range(40))
    text = f'plan = {{name = "x", goal = "at least 36 partners"}}\npartners = {{{partners}}}\npledges = [{waits}]'
    for exact in (True, False):
        if not exact:
            monkeypatch.setattr(Game, "by_diagrams", lambda _: None)
        answer = asked(tmp_path, text, "--samples", "20000")
        assert answer["method"] == ("exact" if exact else "sampled")
        for index in ("shapley", "banzhaf"):
            assert sum(answer[index].values()) == pytest.approx(1)
            off = [abs(share - 1 / 40) for share in answer[index].values()]
            if exact:
                assert max(off) <= 0.001
            else:  # each by itself is farther off than is said in one case of twenty
                assert sum(its > answer["error"] for its in off) <= 6
                assert max(off) <= 2 * answer["error"] < 0.02


# -- published tables -------------------------------------------------------------------------------------------------

EEC_1958 = Quota((4, 4, 4, 2, 2, 1), 12)
NICE = Quota((29,) * 4 + (27,) * 2 + (14, 13) + (12,) * 5 + (10,) * 3 + (7,) * 5 + (4,) * 5 + (3,), 255)
COUNCIL = AtLeast(2, (Quota((1,) * 15, 9), Quota((1,) * 5 + (0,) * 10, 5)))
#: From California, Texas, Florida and New York down to the states with three electors, from 2012 to 2020.
ELECTORS = Quota(
    (55, 38, 29, 29, 20, 20, 18, 16, 16, 15, 14, 13, 12, *(11,) * 4, *(10,) * 4, *(9,) * 3, 8, 8, *(7,) * 3,
     *(6,) * 6, *(5,) * 3, *(4,) * 5, *(3,) * 8),
    270,
)  # fmt: skip


def swings_of(rule: Rule) -> list[int]:
    counts = by_sums(rule) if isinstance(rule, Quota) else by_states(rule, 15)
    assert counts is not None
    return [sum(its) for its in counts]


def test_six_founders() -> None:
    """The Council of the European Economic Community of 1958, as in every textbook."""
    counts = by_sums(EEC_1958)
    assert counts is not None
    assert [sum(its) for its in counts] == [10, 10, 10, 6, 6, 0]
    assert shapley(counts) == [Fraction(n, 60) for n in (14, 14, 14, 9, 9, 0)]


def test_security_council() -> None:
    counts = by_states(COUNCIL, 15)
    assert counts is not None
    assert swings_of(COUNCIL) == [848] * 5 + [84] * 10
    assert sum(swings_of(COUNCIL)) == 5_080
    assert shapley(counts) == [Fraction(421, 2145)] * 5 + [Fraction(4, 2145)] * 10


def test_council_of_27_by_the_treaty_of_nice() -> None:
    swings = swings_of(NICE)
    assert (sum(NICE.weights), len(swings)) == (345, 27)
    assert (sum(swings), swings[0], swings[-1]) == (28_186_428, 2_193_664, 265_568)


def test_electoral_college_of_the_2010s() -> None:
    swings = swings_of(ELECTORS)
    assert (sum(ELECTORS.weights), len(swings)) == (538, 51)
    assert (swings[0], sum(swings)) == (530_464_653_682_739, 4_669_244_962_411_183)


def test_ways_of_counting_agree() -> None:
    rng = random.Random(7)

    def rule(n: int, depth: int) -> Rule:
        if depth == 0 or rng.random() < 0.4:
            return Quota(tuple(rng.randint(0, 5) for _ in range(n)), rng.randint(0, 12))
        parts = tuple(rule(n, depth - 1) for _ in range(rng.randint(1, 3)))
        return AtLeast(rng.randint(0, len(parts) + 1), parts)

    for _ in range(300):
        n = rng.randint(1, 9)
        game = rule(n, 2)
        expected = by_table(table_of(game, n), n)
        assert by_states(game, n) == expected
        if isinstance(game, Quota):
            assert by_sums(game) == expected


# -- plans ------------------------------------------------------------------------------------------------------------


def asked(tmp_path: Path, text: str, *arguments: str) -> Any:
    (tmp_path / "plan.toml").write_text(text, "utf-8")
    done = CliRunner().invoke(main, ["power", str(tmp_path / "plan.toml"), "--json", *arguments])
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def opened(tmp_path: Path, text: str) -> Picture:
    (tmp_path / "plan.toml").write_text(text, "utf-8")
    return open_plan(tmp_path / "plan.toml").picture


def votes(weights: dict[str, int], goal: str) -> str:
    partners = ", ".join(f"{name} = {{}}" for name in weights)
    pledges = ", ".join(f'{{partner = "{n}", provides = "votes", amount = {w}}}' for n, w in weights.items())
    return f'plan = {{name = "Votes", goal = "{goal}"}}\npartners = {{{partners}}}\npledges = [{pledges}]\n'


def test_votes_of_a_plan(tmp_path: Path) -> None:
    answer = asked(tmp_path, votes({"A": 4, "B": 4, "C": 4, "D": 2, "E": 2, "F": 1}, "total(votes) >= 12"))
    assert list(answer["swings"].values()) == [10, 10, 10, 6, 6, 0]
    assert list(answer["fractions"]["shapley"].values()) == ["7/30", "7/30", "7/30", "3/20", "3/20", "0"]
    assert list(answer["fractions"]["banzhaf"].values()) == ["5/21", "5/21", "5/21", "1/7", "1/7", "0"]
    assert (answer["method"], answer["samples"]) == ("exact", None)


def test_no_swing_is_nothing_for_everybody(tmp_path: Path) -> None:
    for goal in ("total(votes) >= 99", "always"):
        answer = asked(tmp_path, votes({"A": 4, "B": 1}, goal))
        assert answer["shapley"] == answer["banzhaf"] == answer["swings"] == {"A": 0, "B": 0}


def test_who_waits_for_others_counts_with_them(tmp_path: Path) -> None:
    text = """
    plan = {name = "Waiting", goal = "total(troops) >= 5"}
    partners = {A = {}, B = {}, C = {}}
    pledges = [
        {partner = "A", provides = "troops", amount = 5, if = "B"},
        {partner = "B", if = "A"},
        {partner = "C", provides = "troops", amount = 4},
    ]
    """
    answer = asked(tmp_path, text)
    assert answer["swings"] == {"A": 2, "B": 2, "C": 0}
    assert answer["vetoes"] == ["A", "B"]


def test_a_sample_is_near_and_says_how_near(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = votes({f"P{i}": i % 7 + 1 for i in range(12)}, "total(votes) >= 25 and at least 5 partners")
    exact = asked(tmp_path, text)
    for name in ("MOST_PARTNERS", "MOST_IN_TABLE"):
        monkeypatch.setattr(module, name, 0)
    monkeypatch.setattr(module, "by_states", lambda *_: None)
    by_diagrams = asked(tmp_path, text)
    assert (by_diagrams["method"], by_diagrams["swings"]) == ("exact", exact["swings"])
    monkeypatch.setattr(Game, "by_diagrams", lambda _: None)
    first, again = (asked(tmp_path, text, "--samples", "20000", "--seed", "3") for _ in range(2))
    assert first == again
    assert (first["method"], first["samples"], first["seed"], first["swings"]) == (
        "sampled",
        20_000,
        3,
        None,
    )
    for index in ("shapley", "banzhaf"):
        for partner, share in exact[index].items():
            assert abs(first[index][partner] - share) < 2 * first["error"] < 0.05


@pytest.mark.parametrize("way", ["together", "one by one", "steps end"])
def test_a_sample_where_somebody_makes_others_lose_is_near(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever comes may keep others away; once by rows, once by walks, once where rows take too long."""
    waits = ["not P3", "P0 or not P5", "at least 2 others", "always", "not (P1 and P6)", "P2", "not P0", "always"]
    pledges = "".join(f'{{partner = "P{i}", if = "{needs}"}},' for i, needs in enumerate(waits))
    partners = ", ".join(f"P{i} = {{}}" for i in range(8))
    text = f'plan = {{name = "x", goal = "at least 4 partners"}}\npartners = {{{partners}}}\npledges = [{pledges}]'
    picture = opened(tmp_path, text)
    assert picture.goal is not None
    exact = power(picture, picture.goal)
    assert exact.method == "coalitions"
    monkeypatch.setattr(module, "MOST_PARTNERS", 0)
    monkeypatch.setattr(Game, "by_diagrams", lambda _: None)
    if way == "one by one":
        monkeypatch.setattr(Game, "rows", None)
    if way == "steps end":
        monkeypatch.setattr(drawn, "_taken_together", lambda *_: None)
    sampled = power(picture, picture.goal, samples=4_000)
    assert sampled.samples is not None
    assert sampled.samples == 4_000 or way != "together"
    assert sampled.error is not None
    assert sampled.error < 0.1
    for told, is_ in ((sampled.shapley, exact.shapley), (sampled.banzhaf, exact.banzhaf)):
        assert all(abs(told[id_] - share) < 1.5 * sampled.error for id_, share in is_.items())


@pytest.mark.parametrize("needs", ["at least {} others", "others(x) >= {} and not P{}"])
def test_power_of_many_partners_takes_no_more_than_its_steps(needs: str, tmp_path: Path) -> None:
    many = 600
    partners = ", ".join(f"P{i} = {{}}" for i in range(many))
    pledges = "".join(
        f'{{partner = "P{i}", provides = "x", amount = {10 + i % 50}, if = "{needs.format(i % 300, -~i % many)}"}},'
        for i in range(many)
    )
    goal = f"at least {many // 2} partners"
    text = f'plan = {{name = "x", goal = "{goal}"}}\npartners = {{{partners}}}\npledges = [{pledges}]'
    picture = opened(tmp_path, text)
    assert picture.goal is not None
    with one_command():
        whole = Budget.of("coalitions").whole
        told = power(picture, picture.goal)
    assert whole is not None
    assert whole.spent < 1.1 * whole.steps
    assert (told.method, len(told.shapley)) == ("sampled", many)
    assert told.error is not None
    assert told.undecided or told.error < 0.2


def test_who_only_counts_when_nearly_all_have_come_is_weighed() -> None:
    """There are 10^300 times as many coalitions of half of the players as of all but one."""
    n = 1_200
    sample = drawn.Sample(players=n, draws=3, seed=0, steps=0, together=False)
    block = drawn.Block(
        draws=3,
        draw=np.arange(3),
        player=np.array([5, 5, 7]),
        after=np.array([n - 1, n - 1, n - 2]),
        undecided=frozenset(),
        falls=False,
    )
    told = drawn.Drawn(sample, [block], adds_up=True)
    assert told.shapley[5] == Fraction(2, 3)
    assert told.banzhaf[7] == Fraction(n - 1, n + 1)
    assert 0.5 < told.error <= 1


def test_what_cannot_be_answered_is_said(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    for text, arguments, says, status in (
        ('plan = {name = "x"}', [], "the plan has no goal", 2),
        ('plan = {name = "x", goal = "DE"}', [], "nobody to weigh", 0),
        ('plan = {name = "x", goal = "DE"}', ["--samples", "0"], "--samples", 2),
        (votes({"A": 1}, "total(votes) >= 2"), [], "nobody counts", 0),
        (votes({"A": 1}, "always"), [], "without anybody", 0),
    ):
        plan.write_text(text, "utf-8")
        done = CliRunner().invoke(main, ["power", str(plan), "--width", "200", *arguments])
        assert says in done.output
        assert done.exit_code == status


@pytest.mark.parametrize("lang", LANGUAGES)
def test_power_in_words(lang: str, golden: Golden) -> None:
    text = "".join(
        power_text(open_plan(EXAMPLES / name / "plan.toml").power(), width=90, lang=lang)
        for name in ("security-council", "ukraine-2025-04", "bonn-1978")
    )
    golden(f"power-{lang}.txt", text)
