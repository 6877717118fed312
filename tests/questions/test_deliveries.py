"""What excludes each other is not added up: the most that may be in together counts."""

import random
from itertools import combinations
from pathlib import Path

import pytest

from willing import open_plan
from willing.questions.deliveries import most_together


@pytest.mark.parametrize("seed", range(60))
def test_the_most_that_may_be_in_together_is_that_of_all_sets(seed: int) -> None:
    rng = random.Random(seed)
    ids = [f"p{i}" for i in range(rng.randint(0, 9))]
    amounts = {id_: rng.randint(0, 9) for id_ in ids}
    pairs = {pair for pair in combinations(ids, 2) if rng.random() < rng.choice((0.2, 0.5, 0.9))}
    apart = {id_: frozenset(other for pair in pairs if id_ in pair for other in pair) - {id_} for id_ in ids}
    sets = (its for size in range(len(ids) + 1) for its in combinations(ids, size))
    best = max(sum(amounts[id_] for id_ in its) for its in sets if not pairs.intersection(combinations(its, 2)))
    assert most_together(amounts, apart) == best


def test_of_very_many_it_is_never_less() -> None:
    ids = [f"p{i}" for i in range(3_000)]
    ring = {id_: frozenset((ids[i - 1], ids[(i + 1) % len(ids)])) for i, id_ in enumerate(ids)}
    assert 1_500 <= most_together(dict.fromkeys(ids, 1), ring) <= 3_000
    everybody = frozenset(ids)
    assert most_together(dict.fromkeys(ids, 2), {id_: everybody - {id_} for id_ in ids}) == 2


HEAD = """\
[plan]
name = "Strait Watch"

[partners.norland]
name = "Norland"

[partners.lorne]
name = "Lorne"

[assumptions.mandate]
"""


@pytest.mark.parametrize(
    ("conditions", "ships"),
    [
        (("always", "always", "always"), 14),
        (("not b", "not a", "always"), 10),  # one or the other, whichever is more
        (("always", "not a", "always"), 10),  # one of them says so: they are never in together
        (("mandate and not b", "not (a or c)", "always"), 8),  # a and c may be
        (("always", "always", "not norland"), 10),  # all of a partner
        (("mandate or not b", "always", "always"), 14),  # it may be in beside the other
        (("not (b and c)", "always", "always"), 14),
        (("at least 2 of (mandate, not b)", "always", "always"), 14),
    ],
)
def test_one_thing_or_the_other_is_not_added_up(tmp_path: Path, conditions: tuple[str, ...], ships: int) -> None:
    whose = (("a", "norland", 4), ("b", "norland", 6), ("c", "lorne", 4))
    rows = "".join(
        f'\n[[pledges]]\nid = "{id_}"\npartner = "{partner}"\nprovides = "ships"\n'
        f'amount = {amount}\nif = "{condition}"\n'
        for (id_, partner, amount), condition in zip(whose, conditions, strict=True)
    )
    plan = tmp_path / "plan.toml"
    plan.write_text(HEAD + rows, "utf-8")
    assert [total.pledged for total in open_plan(plan).deliveries().totals] == [ships]


def test_who_refuses_is_nothing_in_whose_place_others_are(tmp_path: Path) -> None:
    """§8.4: ``not`` of a pledge that is never in leaves no choice."""
    plan = tmp_path / "plan.toml"
    rows = '\n[[pledges]]\nid = "{}"\npartner = "{}"\nprovides = "ships"\namount = 4\nif = "{}"\n'
    plan.write_text(HEAD + rows.format("a", "norland", "not lorne") + rows.format("b", "lorne", "never"), "utf-8")
    answer = open_plan(plan).deliveries()
    assert [line.instead for line in answer.pledges] == [()]
    assert [(total.pledged, total.instead) for total in answer.totals] == [(4, 0)]
