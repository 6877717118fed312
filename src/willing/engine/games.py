"""How often a player is decisive in a simple game: exact counts, by the size of the coalition joined (§7.2).

A count is a list: in place k, how many coalitions of k others lose and win once the player joins. From it come swings
(their sum) and the Shapley-Shubik index (each weighted by the orders in which just these come first).

Three ways to the same counts. *Sums*: one quota; generating functions (Brams and Affuso 1976; Bilbao and others 2000)
as whole numbers of many thousand digits, one block of digits a coefficient, so that a product is a shift and a sum.
*States*: several sums at once, player after player, forwards and backwards. *Table*: any game of few players.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial, gcd
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Digits (bits) that sums may take, and states that are kept: beyond, another way is taken.
MOST_BITS = 2**28
MOST_STATES = 400_000

Counts = list[list[int]]


@dataclass(frozen=True, slots=True)
class Quota:
    """True of a coalition whose weights reach the quota."""

    weights: tuple[int, ...]
    quota: int


@dataclass(frozen=True, slots=True)
class AtLeast:
    """True of a coalition of which so many of these are."""

    need: int
    of: tuple["Rule", ...]


Rule = Quota | AtLeast


def shapley(counts: Counts) -> list[Fraction]:
    """The share of all orders in which each player is the one who makes the difference."""
    n = len(counts)
    first = [factorial(k) * factorial(n - 1 - k) for k in range(n)]
    return [Fraction(sum(c * w for c, w in zip(its, first, strict=True)), factorial(n)) for its in counts]


def banzhaf(swings: Sequence[int]) -> list[Fraction]:
    """Each player's part of all swings; 0 for all where there are none."""
    whole = sum(swings)
    return [Fraction(its, whole) if whole else Fraction(0) for its in swings]


# -- sums -------------------------------------------------------------------------------------------------------------


def by_sums(rule: Quota, progress: Callable[[int, int], None] | None = None) -> Counts | None:
    """The counts of a game with one quota; None where the numbers would get too long."""
    n, weights, quota = len(rule.weights), rule.weights, rule.quota
    common = gcd(*weights) or 1
    weights, quota = tuple(w // common for w in weights), -(-quota // common)
    total = sum(weights)
    if quota <= 0 or quota > total:
        return [[0] * n for _ in weights]
    dual = total - quota + 1 < quota  # who blocks is decisive as often as who makes win, for the others left over
    if dual:
        quota = total - quota + 1
    digit = n + 1  # bits: no coefficient reaches 2^n
    row = digit * (n + 1)
    length = quota * row
    if length > MOST_BITS:
        return None
    kept = (1 << length) - 1
    product = 1
    for weight in weights:
        if weight < quota:
            product += (product << (weight * row + digit)) & kept
            product &= kept
    found: dict[int, list[int]] = {}
    distinct = sorted(set(weights))
    for done, weight in enumerate(distinct):
        if progress is not None:
            progress(done, len(distinct))
        found[weight] = _decisive(product, weight, quota, n, digit, row, kept)
    return [found[weight][::-1] if dual else list(found[weight]) for weight in weights]


def _decisive(product: int, weight: int, quota: int, n: int, digit: int, row: int, kept: int) -> list[int]:
    """By size, the coalitions of others that are short of the quota by no more than this weight."""
    if weight == 0:
        return [0] * n
    others = product
    if weight < quota:
        # Divide by 1 + z: times (1 - z)(1 + z^2)(1 + z^4)…, as far as the digits go.
        shift = weight * row + digit
        others = (others - (others << shift)) & kept
        times = 2
        while times * weight < quota:
            others += (others << (times * shift)) & kept
            others &= kept
            times *= 2
    rows = min(weight, quota)
    near = others >> ((quota - rows) * row)
    while rows > 1:  # add up the rows, halves at a time
        half = (rows + 1) // 2
        near = (near & ((1 << (half * row)) - 1)) + (near >> (half * row))
        rows = half
    ones = (1 << digit) - 1
    return [near >> (k * digit) & ones for k in range(n)]


# -- states -----------------------------------------------------------------------------------------------------------


#: What each quota still lacks: 0 where it is reached, -1 where it cannot be any more. A bool: won or lost for good.
_State = tuple[int, ...]
_Tree = int | tuple[int, list["_Tree"]]
#: By state before a player, the states after it: where it joins, and where it does not.
_Layer = dict[_State, tuple[_State | bool, _State | bool]]


def by_states(rule: Rule, n: int) -> Counts | None:
    """The counts of a game of several quotas; None where there are too many states."""
    game = _QuotaGame(rule, n)
    first = game.settled(0, tuple(max(0, q.quota) for q in game.quotas))
    if isinstance(first, bool):
        return [[0] * n for _ in range(n)]
    layers = _layers(game, first)
    return None if layers is None else _decisive_by_layers(game.order, first, layers)


class _QuotaGame:
    """A rule as quotas and what is asked of them; players in an order in which much is settled early."""

    def __init__(self, rule: Rule, n: int) -> None:
        self.quotas: list[Quota] = []
        self.tree = self._numbered(rule)
        quotas = self.quotas
        heavy = [max((Fraction(q.weights[i], max(q.quota, 1)) for q in quotas), default=Fraction(0)) for i in range(n)]
        self.order = sorted(range(n), key=lambda i: -heavy[i])
        self.rest = [[0] * len(quotas)]
        for i in reversed(self.order):
            self.rest.append([r + q.weights[i] for r, q in zip(self.rest[-1], quotas, strict=True)])
        self.rest.reverse()

    def _numbered(self, part: Rule) -> _Tree:
        if isinstance(part, Quota):
            self.quotas.append(part)
            return len(self.quotas) - 1
        return part.need, [self._numbered(inner) for inner in part.of]

    def settled(self, layer: int, lacks: _State) -> _State | bool:
        """The state in which only what can still be reached is open; whether the coalition wins, once that is sure."""
        state = tuple(
            0 if lack == 0 else -1 if lack < 0 or lack > most else lack
            for lack, most in zip(lacks, self.rest[layer], strict=True)
        )
        value = _truth(self.tree, [True if lack == 0 else False if lack < 0 else None for lack in state])
        return state if value is None else value

    def joined(self, state: _State, i: int) -> _State:
        """What is lacking once a player has joined."""
        pairs = zip(state, self.quotas, strict=True)
        return tuple(max(0, lack - q.weights[i]) if lack > 0 else lack for lack, q in pairs)


def _truth(part: _Tree, reached: Sequence[bool | None]) -> bool | None:
    if isinstance(part, int):
        return reached[part]
    need, inner = part
    values = [_truth(each, reached) for each in inner]
    if sum(value is True for value in values) >= need:
        return True
    return False if sum(value is not False for value in values) < need else None


def _layers(game: _QuotaGame, first: _State) -> list[_Layer] | None:
    """The states that can come, player after player; None where there are too many."""
    layers: list[_Layer] = []
    reached = {first: None}
    states = 0
    for layer, i in enumerate(game.order):
        steps = {s: (game.settled(layer + 1, game.joined(s, i)), game.settled(layer + 1, s)) for s in reached}
        layers.append(steps)
        states += len(steps)
        if states > MOST_STATES:
            return None
        reached = dict.fromkeys(t for step in steps.values() for t in step if not isinstance(t, bool))
    return layers


def _winning_after(layers: Sequence[_Layer], digit: int) -> list[dict[_State | bool, int]]:
    """By players gone through and state, in how many ways the others make it win, a digit a size."""
    all_of = 1
    behind: list[dict[_State | bool, int]] = [{True: 1, False: 0}]
    for steps in reversed(layers):
        all_of += all_of << digit
        later = behind[-1]
        wins: dict[_State | bool, int] = {True: all_of, False: 0}
        for state, (with_, without) in steps.items():
            wins[state] = (later[with_] << digit) + later[without]
        behind.append(wins)
    behind.reverse()
    return behind


def _decisive_by_layers(order: Sequence[int], first: _State, layers: Sequence[_Layer]) -> Counts:
    """Ways to come to a state, times ways in which it is the player that makes the difference from there."""
    n = len(order)
    digit = n + 1
    ones = (1 << digit) - 1
    behind = _winning_after(layers, digit)
    counts: Counts = [[0] * n for _ in range(n)]
    ahead = {first: 1}
    for layer, i in enumerate(order):
        later = behind[layer + 1]
        decisive = 0
        then: dict[_State, int] = {}
        for state, ways in ahead.items():
            with_, without = layers[layer][state]
            decisive += ways * (later[with_] - later[without])
            if not isinstance(with_, bool):
                then[with_] = then.get(with_, 0) + (ways << digit)
            if not isinstance(without, bool):
                then[without] = then.get(without, 0) + ways
        counts[i] = [decisive >> (k * digit) & ones for k in range(n)]
        ahead = then
    return counts


# -- tables -----------------------------------------------------------------------------------------------------------


def table_of(rule: Rule, n: int) -> "NDArray[np.uint8]":
    """1 for each coalition that wins; of player i the coalitions with bit i."""
    import numpy as np

    low = min(n, 18)
    table = np.empty(2**n, np.uint8)
    part: dict[int, NDArray[np.int64]] = {}

    def sums(weights: Sequence[int]) -> "NDArray[np.int64]":
        found = np.zeros(1, np.int64)
        for weight in weights:
            found = np.concatenate([found, found + weight])
        return found

    def value(rule: Rule, block: int) -> "NDArray[np.bool_]":
        if isinstance(rule, AtLeast):
            reached = np.zeros(2**low, np.int16)
            for inner in rule.of:
                reached += value(inner, block)
            return reached >= rule.need
        if id(rule) not in part:
            part[id(rule)] = sums(rule.weights[:low])
        base = sum(rule.weights[i] for i in range(low, n) if block >> (i - low) & 1)
        return part[id(rule)] >= rule.quota - base

    for block in range(2 ** (n - low)):
        table[block << low : (block + 1) << low] = value(rule, block)
    return table


def by_table(table: "NDArray[np.uint8]", n: int) -> Counts:
    """The counts of any game: joinings that make a coalition win that did not."""
    import numpy as np

    sizes = np.zeros(1, np.uint8)
    for _ in range(n):
        sizes = np.concatenate([sizes, sizes + np.uint8(1)])
    counts = []
    for i in range(n):
        shape = (-1, 2, 2**i)
        pairs = table.reshape(shape)
        decisive = pairs[:, 1, :] > pairs[:, 0, :]
        found = np.bincount(sizes.reshape(shape)[:, 0, :][decisive], minlength=n)
        counts.append([int(c) for c in found[:n]])
    return counts
