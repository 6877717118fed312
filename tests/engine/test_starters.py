"""Waiting groups (§3.6): all smallest starters, against trying every set anew; and that groups need not be small."""

import random
from itertools import combinations

import pytest

from plans import Nots, random_plan
from willing.engine import kernel as fixpoint
from willing.engine.kernel import can_compile
from willing.engine.picture import picture_of
from willing.engine.resolve import Resolution, resolve
from willing.engine.waiting import waiting_groups
from willing.model.condition import CountPartners, Name
from willing.model.picture import Picture
from willing.model.plan import Partner, Plan, Pledge


def defined(picture: Picture, group: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of up to three partners whose pledges in the group, unconditional, make all of it stand."""
    partners = list(dict.fromkeys(picture.counted[id_].partner for id_ in group))
    for size in (1, 2, 3):
        found = []
        for some in combinations(partners, size):
            forced = frozenset(id_ for id_ in group if picture.counted[id_].partner in some)
            then = resolve(picture, unconditional=forced)
            if all(then.pledges[id_].status == "stands" for id_ in group):
                found.append(some)
        if found:
            return tuple(found)
    return ()


def waiting(seed: int, nots: Nots) -> tuple[Picture, Resolution]:
    plan = random_plan(random.Random(f"starters {nots} {seed}"), nots=nots, pledges=(3, 8), partners=(2, 5))
    picture, _ = picture_of(plan)
    return picture, resolve(picture)


@pytest.mark.parametrize("nots", ["monotone", "mixed"])
def test_starters_are_all_smallest_sets(nots: Nots) -> None:
    groups = 0
    for seed in range(1_500):
        picture, resolution = waiting(seed, nots)
        if resolution.contradiction is None:
            for group in waiting_groups(picture, resolution):
                assert group.starters == defined(picture, group.pledges)
                groups += 1
    assert groups > 100


@pytest.mark.skipif(not can_compile(), reason="numba is not installed")
def test_compiled_walks_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def found() -> list[object]:
        pictures = [waiting(seed, "mixed") for seed in range(150)]
        return [waiting_groups(*both) for both in pictures if both[1].contradiction is None]

    plain = found()
    monkeypatch.setattr(fixpoint, "LARGE", 0)
    assert found() == plain


def test_a_large_group_is_told_in_full() -> None:
    """Sixty wait for three others each, whoever they are: it takes three, any three."""
    partners = {f"P{i}": Partner(id=f"P{i}") for i in range(40)}
    pledges = {p: Pledge(id=p.lower(), partner=p, condition=CountPartners(3, others=True)) for p in partners}
    plan = Plan(name="Many", partners=partners, pledges={p.id: p for p in pledges.values()})
    picture, _ = picture_of(plan)
    (group,) = waiting_groups(picture, resolve(picture))
    assert group.starters is not None
    assert len(group.starters) == 40 * 39 * 38 // 6


@pytest.mark.parametrize(("n", "told"), [(600, 600), (9_000, None)])
def test_what_would_take_too_long_is_not_told(n: int, told: int | None) -> None:
    """In a ring everybody is a starter, and each takes a walk all around."""
    partners = {f"P{i}": Partner(id=f"P{i}") for i in range(n)}
    pledges = {f"p{i}": Pledge(id=f"p{i}", partner=f"P{i}", condition=Name(f"p{(i - 1) % n}")) for i in range(n)}
    picture, _ = picture_of(Plan(name="A ring", partners=partners, pledges=pledges))
    (group,) = waiting_groups(picture, resolve(picture))
    assert (None if group.starters is None else len(group.starters)) == told
