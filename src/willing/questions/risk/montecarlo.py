"""Chances from worlds drawn, where exact ones are out of reach (§6.2): with an interval, and never past it.

Who is in in the least and in the greatest outcome of each world is worked out for many worlds at once
(:mod:`willing.engine.rows`). Worlds that this does not settle (a ``not`` before a pledge can leave several
outcomes) are counted as open: the chance then lies between their being lost and their being won.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

from willing.engine.budget import Budget, OutOfBounds
from willing.engine.chance import Z, wilson
from willing.engine.diagrams.symbolic import Shape
from willing.engine.rows import WORLDS, Blocks, Circuit, CircuitBuilder, Wire, can_be_fast, circuit_of
from willing.model.condition import Share, allocated, atoms
from willing.questions.risk.each import figures as figures_of
from willing.questions.risk.each import met_in_all
from willing.questions.risk.events import AtLeast, Draw, EventModel, Formula, No
from willing.questions.risk.goals import GoalFunctions, GoalModel

if TYPE_CHECKING:
    from willing.questions.risk.effort import Effort

#: Draws without a chance that are taken both ways where they may do good or harm; beyond it nothing is told of them.
MOST_BOTH_WAYS = 4

#: Ways in which pledges may be in that are allocated one by one, of a block; blocks whose fill is averaged.
MOST_ALLOCATED = 5_000
MOST_AVERAGED = 4


@dataclass(slots=True)
class Counts:
    """How often it was so, how often open, in one setting of what nobody knows. Those of several blocks add up."""

    samples: int = 0
    hits: dict[str, float] = field(default_factory=dict)
    open: dict[str, float] = field(default_factory=dict)
    units: dict[str, float] = field(default_factory=dict)
    averaged: int = 0
    events: dict[int, tuple[int, int]] = field(default_factory=dict)

    def add(self, name: str, hits: int, open_: int = 0) -> None:
        self.hits[name] = self.hits.get(name, 0) + hits
        self.open[name] = self.open.get(name, 0) + open_

    def take(self, other: "Counts") -> None:
        """Add what another block counted."""
        self.samples += other.samples
        self.averaged += other.averaged
        for mine, its in ((self.hits, other.hits), (self.open, other.open), (self.units, other.units)):
            for name, count in its.items():
                mine[name] = mine.get(name, 0) + count
        for number, (hits, both) in other.events.items():
            before = self.events.get(number, (0, 0))
            self.events[number] = before[0] + hits, before[1] + both


#: What is counted in a block, by setting; whoever counts blocks elsewhere, in any order, gives them by their numbers.
Counted = Callable[[int], Sequence[Counts]]


def drawn(
    goals: GoalModel,
    odds: EventModel,
    effort: "Effort",
    tell: Callable[[str, float], None],
    counted: Counted | None = None,
) -> Iterator[Mapping[str, Any]]:
    """Fields of :class:`willing.questions.risk.ask.Risk`, better and better; raises :class:`OutOfBounds` where there
    are no samples to be drawn. ``counted``: who counts blocks; left out, they are counted here."""
    if effort.samples <= 0:
        raise OutOfBounds
    sampler = Sampler(goals, odds, Shape(goals.network), effort)
    block = counted or (lambda number: sampler.block(effort.seed, number))
    done = False
    while not done:
        done = sampler.take(block(sampler.blocks))
        tell("sampling", min(1.0, max(sampler.samples / effort.samples, effort.within / max(sampler.width, 1e-9))))
        yield sampler.told(done)


class Sampler:
    def __init__(self, goals: GoalModel, odds: EventModel, shape: Shape, effort: "Effort") -> None:
        self.goals = goals
        self.odds = odds
        self.shape = shape
        self.effort = effort
        self.blocks = 0
        self.width = 1.0
        goal = goals.picture.goal
        assert goal is not None
        self.plain_goal = all(
            goals.sums(atom) for atom, _ in atoms(goal) if isinstance(atom, Share) and allocated(atom)
        )
        self.plain = [r for r in goals.requirements if goals.plain(r)]
        self.others = {r.id for r in goals.requirements if not goals.plain(r)}
        self.allocations: dict[bytes, Mapping[str, Any]] = {}
        helped, mixed = self._directions()
        self.tight = len(mixed) <= MOST_BOTH_WAYS
        both_ways = sorted(mixed) if self.tight else []
        settings = [dict(zip(both_ways, way, strict=True)) for way in product((0, 1), repeat=len(both_ways))]
        ends = (0, 1) if helped else (0,)
        self.settings = [{**dict.fromkeys(odds.unknown, end), **setting} for end in ends for setting in settings]
        if not self.tight:
            self.settings = [dict.fromkeys(odds.unknown, 0), dict.fromkeys(odds.unknown, 1)]
        self.counts = [Counts() for _ in self.settings]
        self.settled: list[tuple[Circuit, Blocks]] = []
        for setting in self.settings:
            chances = [Fraction(setting[n]) if c is None else c for n, c in enumerate(odds.chances)]
            made = circuit_of(shape, len(chances), self._given, self._said, Budget.of("chances"))
            enough = min(effort.samples, int((Z / max(effort.within, 1e-9)) ** 2))
            fast = can_be_fast(enough * len(self.settings))
            self.settled.append((made, Blocks(made, chances, fast=fast)))

    # -- circuits ---------------------------------------------------------------------------------------------------

    def _row(self, circuit: CircuitBuilder, formula: Formula) -> Wire:
        match formula:
            case bool():
                return circuit.given(formula)
            case Draw(number=number):
                return circuit.wire(2 + number)
            case No(of=inner):
                return ~self._row(circuit, inner)
            case AtLeast(need=need, of=parts):
                return circuit.at_least([(self._row(circuit, part), 1) for part in parts], need)

    def _given(self, circuit: CircuitBuilder) -> tuple[Mapping[int, Wire], Mapping[int, Wire]]:
        odds, network = self.odds, self.goals.network
        variables = {v.node: self._row(circuit, odds.of(v)) for v in network.variables}
        alive = {network.pledges[id_]: self._row(circuit, formula) for id_, formula in odds.reliable.items()}
        self.impossible = [(self._row(circuit, formula).row, told) for formula, told in odds.impossible]
        return variables, alive

    def _said(self, circuit: CircuitBuilder, of: Callable[[int], Wire]) -> Sequence[int]:
        goals = self.goals
        gives = {id_: circuit.wire(2 + f.number) for id_, f in self.odds.gives.items() if isinstance(f, Draw)}
        scene = GoalFunctions(goals, circuit, of, gives)
        self.rows: dict[str, int] = {}
        goal = goals.picture.goal
        if self.plain_goal and goal is not None:
            self.rows["goal"] = goals.holds(scene, goal).row
        for requirement in self.plain:
            self.rows[requirement.id] = scene.full(requirement).row
        return [*self.rows.values(), *(row for row, _ in self.impossible)]

    def _directions(self) -> tuple[bool, set[int]]:
        """Whether anything is unknown, and which unknown draws may do good or harm."""
        network, odds = self.goals.network, self.odds
        unknown = set(odds.unknown)
        mixed: set[int] = set()
        grows = self.goals.goal_grows and not self.others and not self.shape.under_not
        for variable in network.variables:
            formula = odds.of(variable)
            against = variable.node in network.opposites or not grows
            mixed |= {number for number, negated in _numbers(formula, against) if negated}
        if not grows:
            mixed |= {number for f in odds.gives.values() for number, _ in _numbers(f, True)}
        return bool(unknown), mixed & unknown

    # -- counting ---------------------------------------------------------------------------------------------------

    def block(self, seed: int, block: int) -> list[Counts]:
        """What is counted in one block, by setting: of the seed and the number of the block alone. Whoever counts
        blocks elsewhere, in any order, adds them up (:meth:`Counts.take`) to the same."""
        found = []
        for setting, (made, blocks) in zip(self.settings, self.settled, strict=True):
            counts = Counts()
            self._count(counts, setting, made, blocks.worlds(seed, block), averaged=block < MOST_AVERAGED)
            found.append(counts)
        return found

    def take(self, found: Sequence[Counts]) -> bool:
        """Add the next block; whether that was enough."""
        for counts, its in zip(self.counts, found, strict=True):
            counts.take(its)
        self.blocks += 1
        names = ["stands", "together"]
        spans = [wilson(c.hits[name], c.samples) for c in self.counts for name in names if c.samples]
        self.width = max(high - low for low, high in spans)
        return self.width <= self.effort.within or self.samples >= self.effort.samples or self.stuck

    @property
    def samples(self) -> int:
        """Worlds drawn."""
        return self.blocks * WORLDS

    @property
    def stuck(self) -> bool:
        """Whether allocations ran out, so that more worlds would tell nothing."""
        return not self.plain_goal and any(c.samples < self.samples for c in self.counts)

    def _count(self, counts: Counts, setting: Mapping[int, int], made: Circuit, block: Any, *, averaged: bool) -> None:
        import numpy as np

        from willing.questions.risk.events import LikelihoodError

        for row, told in self.impossible:
            if block.least[row].any():
                raise LikelihoodError(told)
        least, greatest, open_ = block.least, block.greatest, block.open
        grows = self.goals.goal_grows
        if self.plain_goal:
            row = self.rows["goal"]
            low, high = least[row], greatest[row]
            counts.add("together", _ones(high & ~open_), _ones(open_))
            if grows:
                counts.add("stands", _ones(low & ~open_), _ones(open_))
            else:
                differ = np.zeros_like(open_)
                for pledge in made.pledges.values():
                    differ |= least[pledge] ^ greatest[pledge]
                unsure = open_ | (differ & low & high)
                counts.add("stands", _ones(low & high & ~unsure), _ones(unsure))
            counts.add("none", 0, _ones(open_))
            self._events(counts, least, high & ~open_)
            counts.samples += WORLDS
        for requirement in self.plain:
            row = self.rows[requirement.id]
            counts.add(f"stands {requirement.id}", _ones(least[row] & ~open_), _ones(open_))
            counts.add(f"together {requirement.id}", _ones(greatest[row] & ~open_), _ones(open_))
        if averaged and not (self.others or not self.plain_goal):
            node = self.goals.network.pledges
            bits = {id_: _bits(greatest[made.pledges[node[id_]]]) for id_ in self.goals.board.pledges}
            for requirement in self.plain:
                units = self._units(requirement, bits, setting)
                counts.units[requirement.id] = counts.units.get(requirement.id, 0.0) + float(units.sum())
            counts.averaged += WORLDS
        if self.others or not self.plain_goal:
            self._allocate(counts, made, block)

    def _events(self, counts: Counts, least: Any, met: Any) -> None:
        for number, chance in enumerate(self.odds.chances):
            if chance is not None:
                its = least[2 + number]
                hits, both = counts.events.get(number, (0, 0))
                counts.events[number] = hits + _ones(its), both + _ones(its & met)

    def _units(self, requirement: Any, bits: Mapping[str, Any], setting: Mapping[int, int]) -> Any:
        """Units filled, world by world, of a requirement that is a plain sum."""
        import numpy as np

        goals = self.goals
        worst = requirement.until_day is not None
        result = None
        needs = requirement.needs or 0
        for day in goals.days(requirement):
            before = goals.taken_before(requirement, day)
            total = np.zeros(WORLDS, np.int64)
            for pool, members in goals.supply(requirement, day).items():
                part = np.zeros(WORLDS, np.int64)
                for pledge, weight in members:
                    its = bits[pledge.id]
                    if pledge.unsized:
                        formula = self.odds.gives[pledge.id]
                        assert isinstance(formula, Draw)
                        its = its * setting[formula.number]
                    part += its.astype(np.int64) * min(before + needs if weight is None else weight, before + needs)
                size = goals.size_of(pool, requirement)
                total += part if size is None else np.minimum(part, size)
            units = np.clip(total - before, 0, needs)
            result = units if result is None else (np.minimum if worst else np.maximum)(result, units)
        return result

    def _allocate(self, counts: Counts, made: Circuit, block: Any) -> None:
        """World by world, each way in which pledges can be in once; up to a bound."""
        import numpy as np

        goals = self.goals
        network = goals.network
        ids = list(network.pledges)
        rows = [made.pledges[network.pledges[id_]] for id_ in ids]
        inside = np.stack([_bits(block.greatest[row]) for row in rows] or [np.zeros(WORLDS, np.uint8)], axis=1)
        lower = np.stack([_bits(block.least[row]) for row in rows] or [np.zeros(WORLDS, np.uint8)], axis=1)
        unsure = _bits(block.open).astype(bool)
        drawn_bits = np.stack([_bits(block.least[2 + n]) for n in range(len(self.odds.chances))] or [unsure], axis=1)
        packed = np.packbits(np.concatenate([inside, lower, drawn_bits], axis=1), axis=1)
        ways: set[bytes] = set()
        for world in range(WORLDS):
            key = packed[world].tobytes()
            if key not in ways and len(ways) == MOST_ALLOCATED:
                return
            ways.add(key)
            if key not in self.allocations:
                truth = {n: bool(bit) for n, bit in enumerate(drawn_bits[world])}
                figures = {}
                for name, bits in (("least", lower[world]), ("greatest", inside[world])):
                    its = {id_ for id_, bit in zip(ids, bits, strict=True) if bit}
                    figures[name] = figures_of(goals, self.odds, its, truth)
                same = bool((lower[world] == inside[world]).all())
                self.allocations[key] = {**figures, "same": same, "open": bool(unsure[world])}
            self._take(counts, self.allocations[key])

    def _take(self, counts: Counts, known: Mapping[str, Any]) -> None:
        open_ = known["open"]
        low, high = known["least"], known["greatest"]
        if not self.plain_goal:
            counts.samples += 1
            together = None if open_ else high.met
            counts.add("together", int(together is True), int(together is None))
            both = met_in_all(low.met, high.met, grows=False)
            unsure = open_ or both is None or (both and not (known["same"] or self.goals.goal_grows))
            counts.add("stands", int(both is True and not unsure), int(unsure))
            counts.add("none", 0, int(open_))
        counts.averaged += 1
        for requirement in self.goals.requirements:
            id_ = requirement.id
            counts.units[id_] = counts.units.get(id_, 0.0) + high.least[id_]
            counts.add(f"filled {id_}", 0, int(high.least[id_] != high.most[id_]))
            if id_ in self.others:
                together = None if open_ else high.full(requirement)
                counts.add(f"together {id_}", int(together is True), int(together is None))
                both = met_in_all(low.full(requirement), high.full(requirement), grows=False)
                unsure = open_ or both is None or (both and not known["same"])
                counts.add(f"stands {id_}", int(both is True and not unsure), int(unsure))

    # -- telling ----------------------------------------------------------------------------------------------------

    def told(self, done: bool) -> Mapping[str, Any]:
        from willing.answers.risk import RequirementRisk, Sampled, Span

        def span(name: str, samples: Callable[[Counts], int]) -> Any:
            ends = []
            for counts in self.counts:
                of = max(1, samples(counts))
                ends += [counts.hits.get(name, 0) / of, (counts.hits.get(name, 0) + counts.open.get(name, 0)) / of]
            open_ = any(counts.open.get(name) for counts in self.counts)
            if not self.tight:
                return Span(low=0.0, high=1.0, tight=False)
            return Span(low=min(ends), high=max(ends), tight=not open_)

        def expected(id_: str, needs: int) -> Any:
            values = [c.units.get(id_, 0.0) / max(1, c.averaged) for c in self.counts]
            open_ = any(c.open.get("none") for c in self.counts)
            if not self.tight:
                return Span(low=0.0, high=float(needs), tight=False)
            if any(c.open.get(f"filled {id_}") for c in self.counts):  # not proven of some world
                return Span(low=0.0 if open_ else min(values), high=float(needs), tight=False)
            return Span(low=0.0 if open_ else min(values), high=max(values), tight=not open_)

        requirements = []
        for r in self.goals.requirements:
            of = (lambda c: c.averaged) if r.id in self.others else (lambda c: self.samples)
            requirements.append(
                RequirementRisk(
                    requirement=r,
                    stands=span(f"stands {r.id}", of),
                    together=span(f"together {r.id}", of),
                    expected=expected(r.id, r.needs or 0),
                )
            )
        samples = min(c.samples for c in self.counts)
        return {
            "stands": span("stands", lambda c: c.samples),
            "together": span("together", lambda c: c.samples),
            "no_outcome": span("none", lambda c: c.samples),
            "requirements": tuple(requirements),
            "sampled": Sampled(
                seed=self.effort.seed,
                samples=samples,
                half_width=self.width / 2,
                reached=self.width <= self.effort.within,
                intervals={name: self._interval(name) for name in ("stands", "together")},
            ),
            "weights": self._weights() if done else None,
        }

    def _interval(self, name: str) -> tuple[float, float]:
        if not self.tight:
            return 0.0, 1.0
        lows = [wilson(c.hits.get(name, 0), c.samples)[0] for c in self.counts]
        highs = [wilson(c.hits.get(name, 0) + c.open.get(name, 0), c.samples)[1] for c in self.counts]
        return min(lows), max(highs)

    def _weights(self) -> Any:
        """What each event changes, from how often the goal was met with it and without it."""
        from willing.answers.risk import Span, Weight

        found = []
        for event in self.odds.events:
            numbers = list(event.false)
            if event.unknown or len(numbers) != 1 or not self.tight:
                continue
            sides: list[tuple[float, float]] = []
            for counts in self.counts:
                hits, both = counts.events.get(numbers[0], (0, 0))
                if 0 < hits < counts.samples:
                    met = counts.hits["together"]
                    sides.append((both / hits, (met - both) / (counts.samples - hits)))
            if len(sides) == len(self.counts):
                true, false = zip(*sides, strict=True)
                change = [a - b for a, b in sides]
                found.append(
                    Weight(
                        event=event.named,
                        true=Span(low=min(true), high=max(true), tight=False),
                        false=Span(low=min(false), high=max(false), tight=False),
                        importance=Span(low=min(change), high=max(change), tight=False),
                    )
                )
        return tuple(found)


def _numbers(formula: Formula, negated: bool) -> Iterator[tuple[int, bool]]:
    """The draws in a formula, and whether each may stand under a ``not``."""
    match formula:
        case Draw(number=number):
            yield number, negated
        case No(of=inner):
            for number, _ in _numbers(inner, True):
                yield number, True
        case AtLeast(of=parts):
            for part in parts:
                yield from _numbers(part, negated)


def _ones(row: Any) -> int:
    import numpy as np

    return int(np.bitwise_count(row).sum()) if hasattr(np, "bitwise_count") else int(_bits(row).sum())


def _bits(row: Any) -> Any:
    """One byte for each world."""
    import numpy as np

    return np.unpackbits(row.view(np.uint8))
