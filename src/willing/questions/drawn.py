"""A sample of coalitions, where not all can be looked at (§7.2): as many of every size, in blocks anybody may draw.

The chance that a player is decisive for others of one size is its share of the draws of that size. Shapley-Shubik is
the mean of these over all sizes, Banzhaf their sum, each size counted as often as there are coalitions of it: most have
half of the players, but those that decide may not.

A block is a pure function of a game, a sample and its number: it draws by (seed, block), and has steps of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from willing.engine.chance import Z, wilson
from willing.questions.coalitions import ALL, Game, unpacked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from willing.questions.coalitions import Bits

    Flags = NDArray[np.uint8]

#: Coalitions drawn where nothing says how many; answers of the engine where it is asked coalition by coalition.
SAMPLES = 100_000
MOST_ONE_BY_ONE = 10_000

#: Coalitions of a block, in words of 64.
_WORDS = 64
_BLOCK = 64 * _WORDS

#: Steps a gate of drawn coalitions where something is open under a ``not``: they are gone through again and again.
_LOOSE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How much is drawn: ``each``: coalitions of every size; ``steps``: that a block may take."""

    players: int
    each: int
    seed: int
    steps: int

    @classmethod
    def of(cls, game: Game, seed: int, samples: int) -> "Sample":
        """As many as are asked for, or as the steps that are left allow."""
        n = len(game.partners)
        if game.rows is None or game.rows.loose:
            one = game.taken // max(1, len(game.known)) + 1  # as those cost that have been answered
            samples = min(samples, MOST_ONE_BY_ONE // (2 * n), game.budget.left // (2 * n * one))
        each = max(1, samples // (n + 1))
        blocks = -(-each * (n + 1) // _BLOCK)
        return cls(players=n, each=each, seed=seed, steps=game.budget.left // blocks)

    @property
    def draws(self) -> int:
        """How many coalitions are drawn."""
        return self.each * (self.players + 1)

    @property
    def blocks(self) -> int:
        """In how many blocks."""
        return -(-self.draws // _BLOCK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What was drawn, an array of (players, draws): 1 for who is in the coalition (``drawn``), and for whom it wins
    with and not without (``decisive``). ``undecided``: coalitions of which that is not known; ``falls``: whether
    somebody makes one lose by coming."""

    drawn: "Flags"
    decisive: "Flags"
    undecided: frozenset[frozenset[str]]
    falls: bool


def block_of(game: Game, sample: Sample, number: int) -> Block:
    """One block of a sample."""
    n = sample.players
    draws = np.arange(number * _BLOCK, min((number + 1) * _BLOCK, sample.draws))
    rng = np.random.default_rng(np.random.SeedSequence([sample.seed, number]))
    order = rng.random((n, len(draws))).argsort(axis=0).argsort(axis=0)
    drawn = (order < draws % (n + 1)).astype(np.uint8)
    alone = game.afresh(sample.steps)
    padded = np.zeros((n, _BLOCK), np.uint8)
    padded[:, : len(draws)] = drawn
    joined = [np.packbits(row, bitorder="little").view(np.uint64) for row in padded]
    answers = [_with_and_without(alone, drawn, joined, player) for player in range(n)]
    return Block(
        drawn=drawn,
        decisive=np.array([with_ > without for with_, without in answers], np.uint8),
        undecided=frozenset(alone.undecided),
        falls=any(bool((without > with_).any()) for with_, without in answers),
    )


def _with_and_without(game: Game, drawn: "Flags", joined: "Sequence[Bits]", player: int) -> "tuple[Flags, Flags]":
    """Of each coalition drawn, whether it wins with a player, and without; ``joined``: the same as bits."""
    draws = drawn.shape[1]
    told = []
    for joins in (True, False):
        part, open_ = np.zeros(draws, np.uint8), np.ones(draws, np.uint8)
        if game.rows is not None:
            if game.rows.loose:
                game.budget.count(_LOOSE * game.rows.gates)
            if game.budget.left:
                its = np.full(_WORDS, ALL if joins else 0, np.uint64)
                won = game.rows.wins([*joined[:player], its, *joined[player + 1 :]])
                part, open_ = (unpacked(bits)[:draws] for bits in won)
        for place in np.flatnonzero(open_):
            inside = {partner for i, partner in enumerate(game.partners) if (drawn[i, place] if i != player else joins)}
            part[place] = game.wins(frozenset(inside))
        told.append(part)
    return told[0], told[1]


class Drawn:
    """Estimates from all blocks of a sample, in their order. ``shapley``, ``banzhaf``: a share a player; ``error``: how
    far any of them may be off (95%).

    ``adds_up``: whether somebody makes the difference in each order of coming, at least once.
    """

    def __init__(self, sample: Sample, blocks: Iterable[Block], *, adds_up: bool) -> None:
        n = sample.players
        found = list(blocks)
        drawn, decisive = (np.hstack([getattr(each, name) for each in found]) for name in ("drawn", "decisive"))
        self.undecided = frozenset().union(*(each.undecided for each in found))
        others = np.arange(sample.draws) % (n + 1) - drawn  # of each player in each draw, how many others there are
        draws = [np.bincount(its, minlength=n + 1) for its in others]
        alike = [Fraction(1, n)] * n
        by_number = [Fraction(comb(n - 1, k), 2 ** (n - 1)) for k in range(n)]
        grows = adds_up and not any(each.falls for each in found)
        self.shapley, first = _shares(decisive, others, draws, alike, whole=grows)
        self.banzhaf, second = _shares(decisive, others, draws, by_number, whole=True)
        self.error = min(1.0, max(first, second))


def _shares(
    decisive: "Flags",
    others: "NDArray[np.int64]",
    draws: "Sequence[NDArray[np.int64]]",
    counts_for: Sequence[Fraction],
    *,
    whole: bool,
) -> tuple[list[Fraction], float]:
    """Each player's sum over all sizes of what they count for, and how far it may be off.

    ``whole``: told as a part of all of them together.
    """
    n = len(draws)
    weight = [[counts_for[k] / int(its[k]) if its[k] else Fraction(0) for k in range(n)] for its in draws]
    sums = [
        sum(
            (
                w * int(hits)
                for w, hits in zip(weight[i], np.bincount(others[i][decisive[i] > 0], minlength=n), strict=False)
            ),
            Fraction(0),
        )
        for i in range(n)
    ]
    told = np.array([np.array([*map(float, weight[i]), 0.0])[others[i]] * decisive[i] for i in range(n)])
    total = sum(sums, Fraction(0)) if whole else Fraction(1)
    if not total:
        return sums, 1.0
    shares = [its / total for its in sums]
    each = told.sum(axis=0)
    left = told - np.outer(list(map(float, shares)), each) if whole else told
    spread = Z * np.sqrt((left**2).sum(axis=1)) / float(total)
    seen = float((each**2).sum())
    enough = float(each.sum()) ** 2 / seen if seen else 0.0  # draws of equal weight that would tell as much
    return shares, max(*spread.tolist(), *(_reach(float(its) * enough, enough) for its in shares))


def _reach(hits: float, samples: float) -> float:
    """How far the 95% interval of a share reaches from its estimate, at most."""
    low, high = wilson(hits, samples)
    return max(high - hits / samples, hits / samples - low) if samples else 1.0
