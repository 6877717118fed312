"""A sample of orders in which partners come, where not all coalitions can be looked at (§7.2), in blocks that anybody
may draw.

Shapley-Shubik is the share of all orders in which a player makes the difference, so of those drawn (Castro, Gómez and
Tejada 2009). Those who came before it are as good as any other coalition of their size: counted as often as there are
coalitions of that size, they give Banzhaf, also where hardly any coalition comes near the goal. Where who comes never
makes a coalition lose, an order has one player who makes it win, which is found by halves.

A block is a pure function of a game, a sample and its number: it draws by (seed, block), and has steps of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from willing.engine.budget import OutOfBounds
from willing.engine.chance import Z, wilson
from willing.questions.coalitions import WIDE, Game, number_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Order = NDArray[np.int32]

#: Orders drawn where nothing says how many.
SAMPLES = 100_000

#: Orders of a block.
_BLOCK = WIDE

#: Looks at many coalitions together, for which there have to be the steps if it is done so.
_FEW = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How much is drawn: ``draws``: orders; ``steps``: that a block may take; ``together``: coalitions are looked at
    many at once."""

    players: int
    draws: int
    seed: int
    steps: int
    together: bool

    @classmethod
    def of(cls, game: Game, seed: int, samples: int) -> "Sample":
        """As many as are asked for, or as the steps that are left allow; one at least."""
        coalitions = len(game.partners).bit_length() if game.growing else len(game.partners)
        left = game.budget.left
        looks = _taken_together(game, seed, left // min(coalitions, _FEW)) if game.rows is not None else None
        if looks is not None:
            draws = WIDE * left // (coalitions * looks) if looks else samples
        else:
            draws = left // (coalitions * (game.taken // max(1, len(game.known)) + 1))
        draws = max(1, min(samples, draws))
        steps = left // -(-draws // _BLOCK)
        return cls(players=len(game.partners), draws=draws, seed=seed, steps=steps, together=looks is not None)

    @property
    def blocks(self) -> int:
        """In how many blocks."""
        return -(-self.draws // _BLOCK)


def _taken_together(game: Game, seed: int, most: int) -> int | None:
    """Steps of looking at :data:`WIDE` coalitions of all sizes together, and of asking about those that this leaves
    open, as it takes to ask about a few; None where looking alone takes more than these."""
    n = len(game.partners)
    place = np.random.default_rng(seed).permuted(np.tile(np.arange(n, dtype=np.int32), (WIDE, 1)), axis=1).T
    inside = (place < np.arange(WIDE) % (n + 1)).astype(np.uint8)
    trial = game.afresh(most, together=True)
    try:
        open_ = np.flatnonzero(trial.look(inside)[1])
    except OutOfBounds:
        return None
    looked = trial.budget.spent
    some = open_[:: -(-len(open_) // _FEW)] if len(open_) else open_
    for place_ in some:
        trial.wins(number_of(inside[:, place_]))
    return looked + trial.taken * len(open_) // max(1, len(some))


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Whenever somebody made the difference: in which of so many ``draws``, who (``player``), after how many others
    (``after``). ``undecided``: coalitions of which it is not known whether they win; ``falls``: whether somebody makes
    one lose by coming."""

    draws: int
    draw: "Numbers"
    player: "Numbers"
    after: "Numbers"
    undecided: frozenset[int]
    falls: bool


def block_of(game: Game, sample: Sample, number: int) -> Block:
    """One block of a sample."""
    draws = min(_BLOCK, sample.draws - number * _BLOCK)
    rng = np.random.default_rng(np.random.SeedSequence([sample.seed, number]))
    players = np.arange(sample.players, dtype=np.int32)
    comes = rng.permuted(np.tile(players, (draws, 1)), axis=1)  # of each draw, who comes after how many others
    alone = game.afresh(sample.steps, together=sample.together)
    draw, after, falls = (_by_halves if game.growing else _one_by_one)(alone, comes)
    return Block(
        draws=draws,
        draw=draw,
        player=comes[draw, after],
        after=after,
        undecided=frozenset(alone.undecided),
        falls=falls,
    )


def _by_halves(game: Game, comes: "Order") -> "tuple[Numbers, Numbers, bool]":
    """Who makes the difference: in which draw, and after how many others; whether somebody makes a coalition lose."""
    draws, n = comes.shape
    none = np.empty(0, np.int64)
    if game.wins(0) or not game.wins(game.everybody):
        return none, none, False
    place = comes.argsort(axis=1).astype(np.int32).T  # after how many others a player comes
    low, high = np.zeros(draws, np.int64), np.full(draws, n)  # so many lose, so many win
    while (high - low > 1).any():
        middle = (low + high) // 2
        won = game.win((place < middle).astype(np.uint8)) > 0
        low, high = np.where(won, low, middle), np.where(won, middle, high)
    return np.arange(draws), low, False


def _one_by_one(game: Game, comes: "Order") -> "tuple[Numbers, Numbers, bool]":
    """The same where somebody who comes may make a coalition lose."""
    draws, n = comes.shape
    won = np.zeros((draws, n + 1), np.uint8)
    won[:, 0], won[:, n] = game.wins(0), game.wins(game.everybody)
    place = comes.argsort(axis=1)
    several = max(1, WIDE // max(1, n - 1))
    for start in range(0, draws, several):
        its = place[start : start + several]
        inside = its[:, None, :] < np.arange(1, n)[None, :, None]  # draw, size, player
        flat = inside.reshape(-1, n).T.astype(np.uint8)
        won[start : start + several, 1:n] = game.win(flat).reshape(len(its), n - 1)
    draw, after = np.nonzero(won[:, 1:] > won[:, :-1])
    return draw, after, bool((won[:, 1:] < won[:, :-1]).any())


class Drawn:
    """Estimates from all blocks of a sample, in their order. ``shapley``, ``banzhaf``: a share a player; ``error``: how
    far any of them may be off (95%).

    ``adds_up``: whether somebody makes the difference in each order of coming, at least once.
    """

    def __init__(self, sample: Sample, blocks: Iterable[Block], *, adds_up: bool) -> None:
        found = list(blocks)
        n = sample.players
        before = np.cumsum([0, *(each.draws for each in found)])
        self.draw = np.concatenate([each.draw + start for each, start in zip(found, before[:-1], strict=True)])
        self.player = np.concatenate([each.player for each in found])
        self.after = np.concatenate([each.after for each in found])
        self.sample = sample
        self.undecided = frozenset().union(*(each.undecided for each in found))
        grows = adds_up and not any(each.falls for each in found)
        self.shapley, first = self._shares([1] * n, None if grows else sample.draws)
        self.banzhaf, second = self._shares([comb(n - 1, k) for k in range(n)], None)
        self.error = min(1.0, max(first, second))

    def _shares(self, counts_for: list[int], whole: int | None) -> tuple[list[Fraction], float]:
        """Each player's share of a whole (None: of all of them together), and how far it may be off; ``counts_for``:
        how much it counts to make the difference, by how many came before."""
        n, draws = self.sample.players, self.sample.draws
        times = np.zeros((n, n), np.int64)
        np.add.at(times, (self.player, self.after), 1)
        sums = [sum(counts_for[k] * int(row[k]) for k in np.flatnonzero(row)) for row in times]
        together = whole is None
        total = sum(sums) if whole is None else whole
        if not total:
            return [Fraction(0)] * n, 1.0
        shares = [Fraction(its, total) for its in sums]
        seen = set(self.after.tolist())
        most = max((counts_for[k] for k in seen), default=1)
        told = np.array([float(Fraction(its, most)) if k in seen else 0.0 for k, its in enumerate(counts_for)])[
            self.after
        ]
        each = np.bincount(self.draw, told, draws)  # of a draw, what counts of it
        part = np.array(list(map(float, shares)))
        spread = np.zeros(n) + np.bincount(self.player, told**2, n)
        if together:
            spread = spread - 2 * part * np.bincount(self.player, told * each[self.draw], n)
            spread = spread + part**2 * (each**2).sum()
        off = Z * np.sqrt(np.maximum(spread, 0)) / float(Fraction(total, most))
        if not together:
            return shares, max(*off.tolist(), *(_reach(float(its) * draws, draws) for its in shares))
        enough = float(each.sum()) ** 2 / float((each**2).sum())  # draws of equal weight that would tell as much
        return shares, max(*off.tolist(), *(_reach(float(its) * enough, enough) for its in shares))


def _reach(hits: float, samples: float) -> float:
    """How far the 95% interval of a share reaches from its estimate, at most."""
    low, high = wilson(hits, samples)
    return max(high - hits / samples, hits / samples - low) if samples else 1.0
