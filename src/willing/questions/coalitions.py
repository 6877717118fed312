"""Which coalitions of partners win: those by whose pledges alone the goal is met, in every maximal outcome of at least
one world (§7.2).

Where whoever comes comes without asking for others, that is a game of weights and quotas. Else many coalitions are
looked at at once: a node of the network is a row of bits, one a coalition, and the greatest outcome of them all is
found together (§3.4). What that leaves open, coalition by coalition, the engine answers.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import replace
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from willing.answers.standing import BLOCKED, UNDECIDED, Standing
from willing.engine.allocate.board import board_of
from willing.engine.allocate.days import changing
from willing.engine.budget import Budget, OutOfBounds
from willing.engine.games import AtLeast, Counts, Quota, Rule
from willing.engine.graph import reachable
from willing.engine.kernel import greatest
from willing.engine.network import FALSE, TRUE, Tally, needs_of
from willing.engine.relaxation import Relaxation, relax_partners
from willing.engine.resolve import resolve
from willing.model.condition import Condition
from willing.model.decided import decide
from willing.model.picture import Picture
from willing.questions.brings import DAY, SOLVED
from willing.questions.coverage import Coverage
from willing.questions.goals import as_offered

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from willing.engine.rows import CircuitBuilder, Settling, Wire, Worlds

    Bits = NDArray[np.uint64]
    Flags = NDArray[np.uint8]

#: Partners of whom every coalition is looked at where the engine has to answer one by one.
MOST_ONE_BY_ONE = 14

#: Worlds gone through where some of them have no outcome; "all that is asked for", in units.
MOST_WORLDS = 256
_PLENTY = 10**12

#: Coalitions in a block: two to the power of this.
_BLOCK = 16

#: Coalitions that are looked at together where they are told one by one which they are.
WIDE = 64 * 64

#: Steps of asking the engine about one coalition, for each pledge of it; gates of 64 coalitions a step.
_COALITION, _GATES = 20, 50

#: Nodes that walks pass to see what each player brings alone, where players hang on each other.
MOST_ALONE = 400_000

#: Told how much is done, of how much.
Progress = Callable[[int, int], None]

#: A word of coalitions that all are.
ALL = 2**64 - 1


class Game:
    """Which coalitions win: a number whose bit i says whether partner i is in. ``partners``: who takes part in it;
    ``offered``: the goal without an allocation, where it can be said so; ``undecided``: the coalitions of which that is
    not known, and which count as losing."""

    def __init__(self, picture: Picture, goal: Condition) -> None:
        pledging = {pledge.partner for pledge in picture.counted.values()}
        self.picture = picture
        self.partners = partners = tuple(id_ for id_ in picture.plan.partners if id_ in pledging)
        self.everybody = (1 << len(partners)) - 1
        self.goal = goal
        follow = any(p.follows is not None for p in picture.counted.values())  # then each coalition is looked at
        self.offered = None if follow else as_offered(goal, picture)
        self.relaxation = None if self.offered is None else relax_partners(picture, self.offered, partners)
        self.known: dict[int, bool] = {}
        self.undecided: set[int] = set()
        self.budget = Budget.of("coalitions")
        self.together = True  # coalitions are looked at many at once, where that is possible
        self.taken = 0  # steps that the coalitions asked about one by one have taken

    @cached_property
    def rows(self) -> "Rows | None":
        """Many coalitions at once; None where the network is too large for that."""
        if self.relaxation is not None and self.relaxation.best is not None:
            with suppress(OutOfBounds):
                return Rows(self.relaxation, self.relaxation.best)
        return None

    @cached_property
    def growing(self) -> bool:
        """Whether whoever comes never makes a coalition lose."""
        relaxation = self.relaxation
        return (
            relaxation is not None
            and relaxation.best is not None
            and not relaxation.network.loose
            and relaxation.network.opposites.keys().isdisjoint(relaxation.lever.values())
        )

    @cached_property
    def asking(self) -> int:
        """Steps of asking the engine about one coalition, for each pledge of it."""
        if self.relaxation is not None:
            return _COALITION
        days = changing(board_of(self.picture), self.picture.counted) if self.picture.plan.requirements else ()
        return SOLVED + DAY * len(days)

    def afresh(self, steps: int, *, together: bool) -> "Game":
        """The same game, of which no answer is known yet, and so many steps for them."""
        its = copy(self)
        its.known, its.undecided, its.budget, its.taken, its.together = {}, set(), Budget(steps), 0, together
        its.rows = self.rows  # made once for both
        return its

    # -- one coalition --------------------------------------------------------------------------------------------

    def wins(self, coalition: int) -> bool:
        """Whether a coalition wins, by a walk or two, or as the engine says."""
        if coalition not in self.known and not self.budget.left:
            self.undecided.add(coalition)
            self.known[coalition] = False
        if coalition not in self.known:
            before = self.budget.spent
            found = None
            with suppress(OutOfBounds):
                found = self._walked(coalition)
            if found is None:
                self.budget.count(2 * (self.budget.spent - before))  # it walks as much, and more
                best = self._asked(coalition).best
                found = best in ("stands", "together")
                if best == "undecided":
                    self.undecided.add(coalition)
            self.taken += self.budget.spent - before
            self.known[coalition] = found
        return self.known[coalition]

    def _walked(self, coalition: int) -> bool | None:
        """Whether it wins, by the ends of its outcomes in the best world of each case; None where these differ."""
        relaxation = self.relaxation
        if relaxation is None or relaxation.best is None:
            return None
        goal = relaxation.network.goal or FALSE
        ends = relaxation.at_best((i for i in range(len(self.partners)) if coalition >> i & 1), self.budget)
        if any(exact and outcome.in_[goal] for outcome, exact in ends):
            return True
        return None if any(outcome.in_[goal] for outcome, _ in ends) else False

    def _asked(self, coalition: int) -> Standing:
        """The standing of the goal in the best world, as the engine says."""
        inside = {partner for i, partner in enumerate(self.partners) if coalition >> i & 1}
        alone = {id_: p for id_, p in self.picture.counted.items() if p.partner in inside}
        picture = replace(self.picture, counted=alone)
        standing = self._standing(picture)
        if standing is None:  # some world has no outcome: world by world
            standing = BLOCKED
            for found in map(self._standing, _worlds_of(picture)):
                if found is not None and (found.firm or found.best == "undecided"):
                    standing = found
                if standing.firm:
                    break
        return standing

    def _standing(self, picture: Picture) -> Standing | None:
        """The standing of the goal; None where some world has no outcome."""
        if not self.budget.left:
            return UNDECIDED
        self.budget.count(self.asking * len(picture.counted))
        resolution = resolve(picture, goal=self.offered, budget=Budget.of("coalition", self.budget), listed=False)
        if resolution.contradiction is not None:
            return None
        if self.offered is None:
            return Coverage(picture, resolution).goal(self.goal)
        return resolution.goal

    def vetoes(self) -> list[int]:
        """The players without whom all others lose, as far as half of the steps tell."""
        everyone = range(len(self.partners))
        kept = self.budget.left // 2
        if self.growing:
            return self._vetoes_among(everyone, kept)
        return [i for i in everyone if not self._wins_without([i], kept)]

    def _vetoes_among(self, players: Sequence[int], kept: int) -> list[int]:
        """Where who comes never makes a coalition lose: none of those without whom together the others win."""
        if self._wins_without(players, kept):
            return []
        if len(players) == 1:
            return [*players]
        half = len(players) // 2
        return self._vetoes_among(players[:half], kept) + self._vetoes_among(players[half:], kept)

    def _wins_without(self, players: Iterable[int], kept: int) -> bool:
        """Whether all others win; taken to be so where no more steps are left than are kept."""
        others = self.everybody & ~sum(1 << i for i in players)
        if self.budget.left > kept:
            return self.wins(others)
        self.undecided.add(others)
        return True

    # -- some coalitions ------------------------------------------------------------------------------------------

    def win(self, inside: "Flags") -> "Flags":
        """1 for each of some coalitions that wins: a column each, with 1 for each player that is in it."""
        import numpy as np

        won = np.zeros(inside.shape[1], np.uint8)
        for start in range(0, inside.shape[1], WIDE):
            part = inside[:, start : start + WIDE]
            its, open_ = won[start : start + WIDE], np.ones(part.shape[1], np.uint8)
            if self.together and self.rows is not None and self.budget.left:
                with suppress(OutOfBounds):
                    its[:], open_ = self.look(part)
            for place in np.flatnonzero(open_):
                its[place] = self.wins(number_of(part[:, place]))
        return won

    def look(self, inside: "Flags") -> "tuple[Flags, Flags]":
        """The same of all that are no more than :data:`WIDE`, and 1 for each of which it is open. Raises
        :class:`OutOfBounds`."""
        assert self.rows is not None
        won, open_ = self.rows.wins(packed(inside), self.budget)
        many = inside.shape[1]
        return unpacked(won)[:many], unpacked(open_)[:many]

    # -- as weights and quotas ------------------------------------------------------------------------------------

    def rule(self) -> Rule | None:
        """The game as weights and quotas; None where some pledge asks for others, or amounts do not just add up."""
        relaxation = self.relaxation
        if relaxation is None or relaxation.best is None or relaxation.network.loose or relaxation.network.goal is None:
            return None
        found = [_Reading(relaxation, case, self.partners).rule(relaxation.network.goal) for case in relaxation.best]
        n = len(self.partners)
        rules = [_as_rule(each, n) for each in found]
        if len(rules) == 1:
            return rules[0]
        whole = [rule for rule in rules if rule is not None]
        return AtLeast(1, tuple(whole)) if len(whole) == len(rules) else None

    # -- all coalitions -------------------------------------------------------------------------------------------

    def table(self, progress: Progress | None) -> "NDArray[np.uint8] | None":
        """1 for each coalition that wins, of player i those with bit i; None where there are not the steps."""
        import numpy as np

        n = len(self.partners)
        if self.rows is None:
            return self._one_by_one(n, progress)
        low = min(n, _BLOCK)
        words = max(1, 2**low // 64)
        patterns = [_pattern(i, words) for i in range(low)]
        table = np.empty(2**n, np.uint8)
        nothing, everything = np.zeros(words, np.uint64), np.full(words, ALL, np.uint64)
        blocks = 2 ** (n - low)
        for block in range(blocks):
            levers = patterns + [everything if block >> i & 1 else nothing for i in range(n - low)]
            won, open_ = self.rows.wins(levers)
            with suppress(OutOfBounds):
                self.budget.spend(words * self.rows.gates // _GATES)
            part = unpacked(won)[: 2**low]
            for place in np.flatnonzero(unpacked(open_)[: 2**low]):
                number = (block << low) + int(place)
                part[place] = self.wins(number)
                if not self.budget.left:
                    return None
            table[block << low : (block << low) + 2**low] = part
            if progress is not None:
                progress(block + 1, blocks)
            if not self.budget.left:
                return None
        return table

    def by_diagrams(self) -> Counts | None:
        """The counts of all coalitions at once; None where diagrams do not fit."""
        self.budget = Budget.of("coalitions")
        if self.relaxation is None or self.relaxation.best is None:
            return None
        from willing.engine.diagrams.coalitions import by_diagrams

        return by_diagrams(self.relaxation, len(self.partners), self.budget)

    def _one_by_one(self, n: int, progress: Progress | None) -> "NDArray[np.uint8] | None":
        import numpy as np

        if n > MOST_ONE_BY_ONE:
            return None
        table = np.empty(2**n, np.uint8)
        for number in range(2**n):
            table[number] = self.wins(number)
            if progress is not None:
                progress(number + 1, 2**n)
            if not self.budget.left:
                return None
        return table


def _worlds_of(picture: Picture) -> Iterator[Picture]:
    """Every world, each as a picture in which all is decided; none where there are too many to go through."""
    pledges = picture.counted.values()
    decisions = [p.id for p in pledges if p.own_decision and p.id not in picture.decided]
    decisions += [id_ for p in pledges for id_ in p.consents if id_ not in picture.decided]
    sizes = [p for p in pledges if p.unsized]
    assumptions = tuple(id_ for id_ in picture.plan.assumptions if id_ not in picture.decided)
    if 2 ** (len(decisions) + len(sizes) + len(assumptions)) > MOST_WORLDS:
        return
    for values in _allowed(picture, assumptions):
        for yes in product((False, True), repeat=len(decisions)):
            for gives in product((False, True), repeat=len(sizes)):
                counted = dict(picture.counted)
                for pledge, all_ in zip(sizes, gives, strict=True):
                    most = _PLENTY if pledge.up_to is None else pledge.up_to
                    counted[pledge.id] = replace(pledge, amount=most if all_ else 0, up_to=None)
                yield replace(
                    picture,
                    counted=counted,
                    unknown=(),
                    decided={**picture.decided, **values, **dict(zip(decisions, yes, strict=True))},
                )


def _allowed(picture: Picture, assumptions: Sequence[str]) -> Iterator[dict[str, bool]]:
    """What implications and choices allow the open assumptions to be."""
    known = {id_: value for id_, value in picture.decided.items() if id_ in picture.plan.assumptions}
    for bits in product((False, True), repeat=len(assumptions)):
        values = dict(zip(assumptions, bits, strict=True))
        if not decide(picture.plan, [{**known, **values}])[1]:
            yield values


# -- as weights and quotas --------------------------------------------------------------------------------------------


class _NotAdditive(Exception):  # noqa: N818 - an answer, not an error
    """Amounts do not just add up."""


class _Reading:
    """A network read as weights and quotas of its levers, in the best world of one case."""

    def __init__(self, relaxation: Relaxation, case: Sequence[int], partners: Sequence[str]) -> None:
        network, wiring = relaxation.network, relaxation.wiring
        self.network = network
        self.partners = partners
        base = list(case)
        levers = [relaxation.lever.get(i) for i in range(len(partners))]
        opposites = network.opposites
        self.true = {TRUE, *base}
        self.lever = {node: i for i, node in enumerate(levers) if node is not None}

        def outcome(on: Collection[int]) -> bytes:
            leaves = list(base)
            for i, node in enumerate(levers):
                if node is not None and i in on:
                    leaves.append(node)
                elif node in opposites:
                    leaves.append(opposites[node])
            return greatest(wiring, leaves).in_

        self.all = outcome(range(len(partners)))
        self.number = {partner: i for i, partner in enumerate(partners)}
        counted = relaxation.picture.counted
        self.owner = {node: self.number[counted[id_].partner] for id_, node in network.pledges.items()}
        n = len(partners)
        self.alone: list[bytes] | None = None
        if self._apart():
            self.alone = [self.all] * n
        elif n * network.size <= MOST_ALONE:
            self.alone = [outcome([i]) for i in range(n)]
        self.gates = {head: (need, kids) for head, need, kids in network.gates()}
        self.tallies = {node: (t, need, own) for t in network.tallies for node, need, own in t.gates}

    def _apart(self) -> bool:
        """Whether no pledge hangs on those of another player."""
        needs = needs_of(self.network)
        return all(
            self.owner.get(other, i) == i
            for node, i in self.owner.items()
            for other in reachable([node], lambda node: needs.get(node, ()))
        )

    def rule(self, node: int) -> "Rule | bool | None":
        """What a node asks of a coalition; None where it does not just add up, or there is too much to look at."""
        if self.alone is None or any(self.all[p] and not self.alone[i][p] for p, i in self.owner.items()):
            return None
        try:
            return self._rule(node)
        except _NotAdditive:
            return None

    def _rule(self, node: int) -> "Rule | bool":
        n = len(self.partners)
        if node <= TRUE or node in self.true:
            return node in self.true
        if node in self.lever:
            return _unit(n, self.lever[node])
        if node in self.owner:
            return _unit(n, self.owner[node]) if self.all[node] else False
        if node in self.tallies:
            return self._tally(*self.tallies[node])
        if node not in self.gates:
            return False  # a variable that is false in this world
        need, kids = self.gates[node]
        found = [self._rule(kid) for kid in kids]
        need -= sum(each is True for each in found)
        parts = [each for each in found if not isinstance(each, bool)]
        if need <= 0 or need > len(parts):
            return need <= 0
        players = [_only(part) for part in parts]
        if None not in players:
            weights = [0] * n
            for player in players:
                weights[player or 0] += 1
            return Quota(tuple(weights), need)
        return parts[0] if len(parts) == 1 else AtLeast(need, tuple(parts))

    def _tally(self, tally: Tally, need: int, own: str | None) -> Rule:
        weights = [0] * len(self.partners)
        pooled: dict[str, dict[int, int]] = {}
        for edge in tally.edges:
            i = self.number.get(edge.owner)
            if i is None or edge.owner == own or self.alone is None or not self.alone[i][edge.node]:
                continue
            units = need if edge.weight is None else edge.weight
            if edge.pool is None:
                weights[i] += units
            else:
                its = pooled.setdefault(edge.pool, {})
                its[i] = its.get(i, 0) + units
        for pool, given in pooled.items():
            if len(given) > 1 and sum(given.values()) > tally.pools[pool]:
                raise _NotAdditive
            for i, units in given.items():
                weights[i] += min(units, tally.pools[pool])
        return Quota(tuple(min(weight, need) for weight in weights), need)


def _unit(n: int, player: int) -> Quota:
    return Quota(tuple(int(i == player) for i in range(n)), 1)


def _only(rule: Rule) -> int | None:
    """The one player that a rule asks for."""
    if isinstance(rule, Quota) and rule.quota > 0:
        alone = [i for i, weight in enumerate(rule.weights) if weight]
        if len(alone) == 1 and rule.weights[alone[0]] >= rule.quota:
            return alone[0]
    return None


def _as_rule(found: "Rule | bool | None", n: int) -> Rule | None:
    if isinstance(found, bool):
        return Quota((0,) * n, 0 if found else 1)
    return found


# -- many coalitions at once ------------------------------------------------------------------------------------------

_WORD = (0xAAAAAAAAAAAAAAAA, 0xCCCCCCCCCCCCCCCC, 0xF0F0F0F0F0F0F0F0,
         0xFF00FF00FF00FF00, 0xFFFF0000FFFF0000, 0xFFFFFFFF00000000)  # fmt: skip


def _pattern(i: int, words: int) -> "Bits":
    """Bit i of the numbers of coalitions, one after the other."""
    import numpy as np

    if i < 6:
        return np.full(words, _WORD[i], np.uint64)
    on = (np.arange(words) >> (i - 6)) & 1
    return np.where(on == 1, np.uint64(ALL), np.uint64(0))


def unpacked(bits: "Bits") -> "Flags":
    """A flag for each bit."""
    import numpy as np

    return np.unpackbits(bits.view(np.uint8), bitorder="little")


def number_of(inside: "Flags") -> int:
    """The number of a coalition, given 1 for each player that is in it."""
    import numpy as np

    return int.from_bytes(np.packbits(inside, bitorder="little").tobytes(), "little")


def packed(flags: "Flags") -> "list[Bits]":
    """A row of words for each row of flags."""
    import numpy as np

    padded = np.zeros((len(flags), -(-flags.shape[1] // 64) * 64), np.uint8)
    padded[:, : flags.shape[1]] = flags
    return list(np.packbits(padded, axis=1, bitorder="little").view(np.uint64))


class Rows:
    """Which coalitions win, as a row of bits, one a coalition: worlds (:mod:`willing.engine.rows`) whose draws are
    who is in the coalition, and what is settled by the case."""

    def __init__(self, relaxation: Relaxation, cases: Sequence[Sequence[int]]) -> None:
        """Raises :class:`OutOfBounds` where the network is too large to spell out."""
        from willing.engine.diagrams.symbolic import Shape
        from willing.engine.rows import circuit_of

        network = relaxation.network
        self.loose = bool(network.loose)
        self.draws = [v.node for v in network.variables]
        self.player = {node: player for player, node in relaxation.lever.items()}
        self.cases = [frozenset(case) for case in cases]
        self.goal = FALSE

        def given(circuit: "CircuitBuilder") -> "tuple[dict[int, Wire], dict[int, Wire]]":
            return {node: circuit.wire(2 + number) for number, node in enumerate(self.draws)}, {}

        def asked(_: "CircuitBuilder", of: "Callable[[int], Wire]") -> list[int]:
            self.goal = of(network.goal or FALSE).row
            return [self.goal]

        self.circuit = circuit_of(Shape(network), len(self.draws), given, asked, Budget.of("coalitions"))
        self.gates = len(self.cases) * len(self.circuit.gates.kind)
        self.settling: Settling | None = None

    def wins(self, joined: Sequence["Bits"], budget: Budget | None = None) -> "tuple[Bits, Bits]":
        """Which coalitions win, and of which that is open; ``joined``: for each player the coalitions it is in.

        ``budget``: what it takes is counted there. Raises :class:`OutOfBounds` where that is more than is left.
        """
        import numpy as np

        from willing.engine.rows import Settling

        words = len(joined[0])
        if self.settling is None or self.settling.draws.shape[1] != words:
            self.settling = Settling(self.circuit, words, fast=False)
        won, open_ = np.zeros(words, np.uint64), np.zeros(words, np.uint64)
        for case in self.cases:
            for number, node in enumerate(self.draws):
                row = joined[self.player[node]] if node in self.player else ALL if node in case else 0
                self.settling.draws[number] = row
            outcomes = self._worlds(self.settling, budget)
            won |= outcomes.greatest[self.goal] & ~outcomes.open
            open_ |= outcomes.open
        return won, open_ & ~won

    @staticmethod
    def _worlds(settling: "Settling", budget: Budget | None) -> "Worlds":
        if budget is None:
            return settling.worlds(least=False)
        before, words = settling.taken, settling.draws.shape[1]
        try:
            return settling.worlds(least=False, most=budget.left * _GATES // words)
        finally:
            budget.count((settling.taken - before) * words // _GATES)
