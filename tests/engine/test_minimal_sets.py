"""Sets of a family, the cheapest first: the same whatever the order of the variables of its diagram."""

import random
from contextlib import suppress
from itertools import chain, combinations, islice

import pytest

from willing.engine.budget import Budget, OutOfBounds
from willing.engine.diagrams.bdd import Diagrams, nodes_of
from willing.engine.diagrams.zdd import minimal_sets


@pytest.mark.parametrize("seed", range(30))
def test_the_order_of_variables_changes_nothing(seed: int) -> None:
    rng = random.Random(seed)
    count = rng.randint(2, 8)
    wanted = [frozenset(rng.sample(range(count), rng.randint(1, count))) for _ in range(rng.randint(1, 12))]
    costs = [rng.choice((1.0, 1.0, 0.5, 2.0)) for _ in range(count)]
    every = map(frozenset, chain.from_iterable(combinations(range(count), size) for size in range(count + 1)))
    enough = [each for each in every if any(one <= each for one in wanted)]
    minimal = [each for each in enough if not any(other < each for other in enough)]
    expected = sorted(minimal, key=lambda each: (sum(costs[i] for i in each), len(each), sorted(each)))
    for _ in range(3):
        level = rng.sample(range(count), count)  # where each stands in the diagram
        place = dict(zip(level, range(count), strict=True))
        diagrams = Diagrams(count, Budget.of("coalitions"))
        met = diagrams.false
        for one in wanted:
            all_ = diagrams.true
            for i in one:
                all_ = all_ & diagrams.var(level[i])
            met = met | all_
        family = minimal_sets(nodes_of([met]), 0, diagrams.budget)
        sets = family.least_first(lambda number, place=place: costs[place[number]], place.__getitem__)
        found = [frozenset(place[number] for number in numbers) for _, numbers in islice(sets, 6)]
        assert found == expected[:6]


def test_what_a_diagram_takes_hangs_on_no_clock() -> None:
    """The library looks for garbage when it sees fit; the steps counted are the same each time."""

    def left(seed: int) -> int:
        rng = random.Random(seed)
        diagrams = Diagrams(30, Budget.of("coalitions"), nodes=2_000)

        def many() -> None:
            for _ in range(300):
                kids = [(diagrams.var(number), rng.randint(1, 9)) for number in rng.sample(range(30), 12)]
                diagrams.at_least(kids, 30)

        with suppress(OutOfBounds):
            diagrams.guarded(many)
        return diagrams.budget.left

    for seed in range(5):
        assert len({left(seed) for _ in range(6)}) == 1
