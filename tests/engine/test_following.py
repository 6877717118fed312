"""Amounts that follow others (§3.8): equations that hold, and both of their ends."""

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from willing.engine.following import Follower, Sum, amounts

SEEDS = 400


def asked_for(follower: Follower, in_: bytes, given: dict[int, Fraction]) -> Fraction:
    """What its equation says, pool by pool and pledge by pledge."""
    pools: dict[str | None, int] = {}
    for node, units, pool, owner in follower.sum.fixed:
        if in_[node] and owner != follower.without:
            pools[pool] = pools.get(pool, 0) + units
    fixed = sum(units if pool is None else min(units, follower.sum.pools[pool]) for pool, units in pools.items())
    beside = sum(
        (given[node] for node, owner in follower.sum.following if node in given and owner != follower.without),
        Fraction(0),
    )
    share = follower.share * (fixed + beside)
    return share if follower.up_to is None else min(share, Fraction(follower.up_to))


def some_followers(rng: random.Random) -> tuple[list[Follower], bytes]:
    """Followers of two sums that have pledges in common, with rings, pools and several pledges of one partner."""
    many = rng.randint(1, 7)
    owner = {node: f"P{rng.randint(0, 4)}" for node in range(2 * many)}
    sums = []
    for _ in range(2):
        followed = [node for node in range(many) if rng.random() < 0.8]
        fixed = [
            (node, rng.randint(0, 40), rng.choice((None, None, "a", "b")), owner[node])
            for node in range(many, 2 * many)
        ]
        pools = {"a": rng.randint(0, 50), "b": rng.randint(0, 50)}
        sums.append(
            Sum(fixed=tuple(fixed), pools=pools, following=tuple((node, owner[node]) for node in followed)),
        )
    followers = [
        Follower(
            node=node,
            share=Fraction(rng.randint(1, 12), 10),
            up_to=rng.randint(0, 60),
            sum=rng.choice(sums),
            without=owner[node] if rng.random() < 0.6 else None,
        )
        for node in range(many)
    ]
    return followers, bytes(rng.random() < 0.8 for _ in range(2 * many))


@pytest.mark.parametrize("least", [True, False])
def test_both_ends_are_what_is_come_to_step_by_step(least: bool) -> None:
    """From nothing up, and from every bound down, each step is nearer, and none goes beyond."""
    come_to = 0
    for seed in range(SEEDS):
        followers, in_ = some_followers(random.Random(seed))
        found = amounts(followers, in_, least=least)
        inside = {f.node: f for f in followers if in_[f.node]}
        assert found.keys() == inside.keys()
        assert all(asked_for(f, in_, found) == found[node] for node, f in inside.items())
        near = dict.fromkeys(inside, Fraction(0)) if least else {n: Fraction(f.up_to or 0) for n, f in inside.items()}
        for _ in range(60):
            before = near
            near = {node: rounded(asked_for(f, in_, near), down=least) for node, f in inside.items()}
            assert all(near[n] <= its if least else near[n] >= its for n, its in found.items())
        if near == before:
            come_to += 1
            assert all(abs(near[n] - its) < Fraction(1, 100) for n, its in found.items())
    assert come_to > SEEDS // 2


def rounded(number: Fraction, *, down: bool) -> Fraction:
    """To six digits, so that numbers stay short; towards where the steps come from."""
    scaled = number * 10**6
    whole = scaled.numerator // scaled.denominator if down else -(-scaled.numerator // scaled.denominator)
    return Fraction(whole, 10**6)


def test_a_ring_without_anything_fixed_gives_nothing_or_all() -> None:
    ring = Sum(fixed=(), pools={}, following=((0, "A"), (1, "B")))
    both = [Follower(node=n, share=Fraction(1), up_to=7, sum=ring, without="AB"[n]) for n in range(2)]
    assert amounts(both, b"\1\1", least=True) == {0: 0, 1: 0}
    assert amounts(both, b"\1\1", least=False) == {0: 7, 1: 7}
    assert amounts(both, b"\1\0", least=False) == {0: 0}


def test_hundreds_that_follow_one_sum_are_few_equations() -> None:
    many = 300
    sum_ = Sum(fixed=((many, 1_000, None, "F"),), pools={}, following=tuple((n, f"P{n}") for n in range(many)))
    followers = [
        Follower(node=n, share=Fraction(1 + n % 3, 1_000), up_to=10_000 + n, sum=sum_, without=f"P{n}")
        for n in range(many)
    ]
    found = amounts(followers, bytes([1]) * (many + 1), least=True)
    total = sum(found.values()) + 1_000
    assert all(found[f.node] == f.share * (total - found[f.node]) for f in followers)


def test_a_share_is_no_more_than_its_most_though_it_is_hardly_more() -> None:
    followed = Sum(fixed=((1, 8, None, "B"), (2, 5, None, "A")), pools={}, following=())
    asks = Follower(node=0, share=Fraction(2, 5), up_to=3, sum=followed, without="A")
    for least in (True, False):
        assert amounts([asks], b"\1\1\1", least=least) == {0: 3}


def test_who_has_nothing_fixed_beside_the_own_follows_those_who_follow() -> None:
    """x = (8 + y) / 2 and y = x / 2: the 8 are those of the partner of y."""
    followed = Sum(fixed=((2, 8, None, "A"),), pools={}, following=((0, "B"), (1, "A")))
    first = Follower(node=0, share=Fraction(1, 2), up_to=None, sum=followed, without="B")
    asks = [first, replace(first, node=1, without="A")]
    for least in (True, False):
        assert amounts(asks, b"\1\1\1", least=least) == {0: Fraction(16, 3), 1: Fraction(8, 3)}
