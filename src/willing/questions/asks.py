"""What to ask for (§7.1): the smallest sets of changes after which the goal is met whatever turns out.

Candidates come from a solver that knows the plan from its bright side: a set of changes, and a set of pledges that
hold each other up in the worst world, and reach the goal (the greatest outcome needs no more than that: any set of
pledges all of whose conditions are met within it is part of it). Cheapest first; so whatever is found is minimal, as
all that is part of it was looked at before. Each candidate is judged on the plan itself. One that fails takes with it
all sets between two others that fail for the same reason.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from functools import partial
from math import gcd, lcm

from willing.answers.asks import Aim, Asks, AskSet, Brings, Change, Single
from willing.answers.standing import BLOCKED
from willing.engine.allocate.board import board_of
from willing.engine.allocate.days import changing
from willing.engine.budget import Budget, OutOfBounds, taken_from
from willing.engine.gates import flat_gates
from willing.engine.interventions import addressed, changed, possible_changes
from willing.engine.network import FALSE, TRUE, eligible, requirements_of
from willing.engine.relaxation import Relaxation, entangled, relax, relax_further
from willing.engine.resolve import Resolution
from willing.engine.solvers.cheapest import Search, Thresholds
from willing.engine.solvers.clingo import Program
from willing.model.condition import Condition, Never, Share, Total, atoms, needs_allocation
from willing.model.picture import Picture
from willing.model.plan import Requirement
from willing.questions.brings import DAY, RELAXED, RESOLVED, Gain, Judge, Now, standing_of
from willing.questions.goals import offered_at_least

#: Sets that are looked for where nothing says how many.
MOST_SETS = 1_000

#: Sets as good as each other are looked for together, so many at most and with so many steps: which of them comes first
#: is decided by their order in the file, however many are asked for.
MOST_TIES = 100
TIED = 300_000

#: The part of the steps that is left for some set where the cheapest could not be proven.
LAST = 10

#: The part of the steps in which few changes are found to be enough, if they are.
SOON = 40

#: Steps of telling what one ask brings, for each pledge, where walks decide who is in.
_BROUGHT = 50

#: What those lack that may then be in is told of single asks as long as pledges times asks are no more than this.
MOST_EXPLAINED = 5_000


class Searcher:
    """Looks for the sets, cheapest first."""

    def __init__(
        self,
        picture: Picture,
        what_if: Mapping[str, bool | None],
        goal: Condition,
        changes: Sequence[Change],
        budget: Budget,
    ) -> None:
        self.picture = picture
        self.what_if = what_if
        self.goal = goal
        self.changes = changes
        self.budget = budget
        self.allocated = needs_allocation(goal)
        self.bright = offered_at_least(goal, picture) if self.allocated else goal
        self.settled = entangled(picture, changes)
        self.judges: dict[frozenset[int], Judge | None] = {}
        self.program = Program(budget, "--opt-strategy=usc")
        self.thresholds = Thresholds()  # the same, for where many changes are needed
        self.search: Search | None = None  # once it takes many
        self.steps = Budget(budget.left - budget.left // LAST, budget)
        self.ties: list[frozenset[int]] = []  # found and not yet told, as good as each other
        self.ahead: frozenset[int] | None = None  # the first of those after them
        self.finished = False  # there are no others
        self.certain = True  # of each set it was decided whether it reaches the goal
        self.bound = Decimal(0)  # what is still to come takes no less effort
        self.atoms = [self.program.free_atom() for _ in changes]
        self.costs, self.unit = _whole([change.effort for change in changes])
        self._know_the_plan()
        if self.costs is not None:
            self.program.minimize(zip(self.atoms, self.costs, strict=True), priority=1)
        self.program.minimize([(atom, 1) for atom in self.atoms], priority=0)

    # -- what the solver knows ------------------------------------------------------------------------------------

    def _know_the_plan(self) -> None:
        number = {change.id: n for n, change in enumerate(self.changes) if change.kind == "assumption"}
        assumptions = self.picture.plan.assumptions
        for id_, n in number.items():
            for other in assumptions[id_].implies:
                if other in number:
                    self._forbid([self.atoms[n], -self.atoms[number[other]]])
                elif not self.picture.decided.get(other, False):
                    self._forbid([self.atoms[n]])
        for choice in self.picture.plan.choices.values():
            options = [self.atoms[number[option]] for option in choice.options if option in number]
            for i, one in enumerate(options):
                for other_option in options[:i]:
                    self._forbid([one, other_option])
        free: frozenset[str] = frozenset()
        if self.settled:
            relaxed = relax_further(self.picture, self.changes, self.bright, self.settled)
            if relaxed is None:
                return
            told, free = relaxed
        else:
            judge = self.judge(frozenset())
            assert judge is not None
            told = judge.relaxation
        with suppress(OutOfBounds):  # too large to be told: it has to learn from what fails
            self._add_network(told, free, number)

    def _add_network(self, told: Relaxation, free: frozenset[str], number: Mapping[str, int]) -> None:
        """Pledges that hold each other up and reach the goal, in the worst world of every case."""
        network, program = told.network, self.program
        if network.goal is None or network.goal == TRUE:
            return
        gates, size = flat_gates(network)
        truth = program.free_atom()
        self._forbid([-truth])
        leaves: dict[int, int] = {TRUE: truth, FALSE: -truth}
        leaves |= {node: self.atoms[n] for n, node in told.lever.items()}
        some_world = bool(free) or told.cases is None  # else every case, each with its worst
        settled: list[int] = []
        for variable in network.variables:
            node = variable.node
            if node in leaves:
                continue
            if variable.kind == "assumption" and variable.id in free:
                leaves[node] = self._reached(variable.id, number, node in told.unsettled)
            elif some_world and node in told.unsettled:
                leaves[node] = program.free_atom()
            else:
                settled.append(node)
        for case in [()] if some_world or told.cases is None else told.cases:
            literals = dict(leaves)
            for node, opposite in network.opposites.items():
                if node in leaves:
                    literals[opposite] = -leaves[node]
            true = set(case)
            for node in settled:
                literals[node] = truth if node in true else -truth
                if node in network.opposites:
                    literals[network.opposites[node]] = truth if network.opposites[node] in true else -truth
            for node in range(size):
                if node not in literals:
                    literals[node] = program.free_atom()
            for gate in gates:
                met = program.atom()
                kids = [(literals[kid], weight) for kid, weight in gate.kids]
                program.threshold(met, gate.need, kids)
                program.forbid([literals[gate.head], -met])
                self.thresholds.gates.append((literals[gate.head], gate.need, kids))
            self._forbid([-literals[network.goal]])

    def _reached(self, id_: str, number: Mapping[str, int], mixed: bool) -> int:
        """The literal of an assumption that changes of others may reach."""
        if id_ in number and not mixed and not self._said_true(id_):
            return self.atoms[number[id_]]
        atom = self.program.free_atom()
        for choice in self.picture.plan.choices.values():
            if id_ in choice.options:
                for option in choice.options:
                    if option != id_ and option in number:
                        self._forbid([atom, self.atoms[number[option]]])
        return atom

    def _said_true(self, id_: str) -> bool:
        """Whether it would be true by itself where nothing spoke against it."""
        plan = self.picture.plan
        return (
            plan.assumptions[id_].holds_on(self.picture.day) is True
            or id_ in plan.premise
            or any(plan.scenarios[s].assume.get(id_, False) for s in self.picture.scenarios)
        )

    # -- what is true ---------------------------------------------------------------------------------------------

    def judge(self, asked: Iterable[int]) -> "Judge | None":
        """Who judges sets with these of the settled changes; None: they are not allowed together."""
        on = self.settled.intersection(asked)
        if on not in self.judges:
            self.steps.count(RELAXED * len(self.picture.pledges))
            made = relax(self.picture, self.what_if, self.changes, self.bright, self.settled, on)
            self.judges[on] = None if made is None else Judge(made, self.goal, allocated=self.allocated)
        return self.judges[on]

    def met(self, asked: frozenset[int]) -> bool | None:
        """Whether the goal is met after these changes; None: undecided."""
        judge = self.judge(asked)
        if judge is None:
            return False
        self.steps.count(judge.relaxation.steps)
        found = judge.met(asked)
        if found is None:
            self.steps.count(RESOLVED * len(self.picture.pledges))
            after = changed(self.picture, self.what_if, [self.changes[n] for n in sorted(asked)])
            standing = BLOCKED if after is None else standing_of(after, self.goal, whole=self.steps)
            found = None if standing.status == "undecided" else standing.firm
        return found

    def widened(self, asked: frozenset[int]) -> tuple[frozenset[int], frozenset[int]]:
        """Two sets, this one between them, such that the goal is met by no set between them."""
        all_ = frozenset(range(len(self.changes)))
        free = all_ - self.settled
        judge = self.judge(asked)
        if judge is None:  # these cannot be together
            kept = asked & self.settled
            for n in sorted(kept):
                if self.judge(kept - {n}) is None:
                    kept -= {n}
            return kept, all_
        low, high = asked, asked

        def never(low: frozenset[int], high: frozenset[int]) -> bool:
            self.steps.count(judge.relaxation.steps)
            return judge.never(low, high)

        if not never(low, high):
            return asked, asked
        if never(low - free, high):
            low -= free
        rest = sorted(free - high)
        stack = [rest]
        while stack and self.steps.left:  # all that can be added without the goal being met, halves at a time
            part = stack.pop()
            if not part:
                continue
            if never(low, high | set(part)):
                high |= set(part)
            elif len(part) > 1:
                stack += [part[len(part) // 2 :], part[: len(part) // 2]]
        for n in sorted(low & free):
            if self.steps.left and never(low - {n}, high):
                low -= {n}
        return low, high

    # -- one after the other --------------------------------------------------------------------------------------

    def look(self) -> None:
        """Find the next sets that are as good as each other: at most MOST_TIES, and what TIED steps find of them.

        Raises :class:`OutOfBounds` where there is none within the steps.
        """
        steps = self.steps
        while len(self.ties) < MOST_TIES:
            try:
                asked = self._next(steps) if self.ahead is None else self.ahead
            except OutOfBounds:
                if not self.ties:
                    self.bound = max(self.bound, self._proven())
                    raise
                return
            self.ahead = None
            if asked is None:
                self.finished = True
                return
            if self.ties and self._rank(asked) != self._rank(self.ties[0]):
                self.ahead, self.bound = asked, self._effort(asked)
                return
            self.bound = self._effort(asked)
            met = self.met(asked)
            if met:
                self.ties.append(asked)
                self.forbid_above(asked)
                if len(self.ties) == 1:
                    steps = Budget(min(TIED, steps.left), steps)
            else:
                self.certain = self.certain and met is not None
                self.forbid_between(*(self.widened(asked) if met is False else (asked, asked)))

    def told(self) -> list[tuple[int, ...]]:
        """What was found since this was last asked, in order (§7.1)."""
        ties, self.ties = self.ties, []
        return sorted((tuple(sorted(tie)) for tie in ties), key=lambda its: (self._effort(its), len(its), its))

    def best_guess(self) -> list[tuple[int, ...]]:
        """A set of which nothing can be left out, found before all cheaper ones were looked at; or none."""
        if self.search is None:
            return []
        self.search.budget = self.budget
        with suppress(OutOfBounds):
            true = self.search.any()
            thin = None if true is None else self.thinned(self._asked(true))
            return [] if thin is None else [tuple(sorted(thin))]
        return []

    def _next(self, budget: Budget) -> frozenset[int] | None:
        """The cheapest set that nothing speaks against so far; None: there is none. Raises :class:`OutOfBounds`."""
        if self.search is None:
            self.program.budget = budget.part(SOON)
            with suppress(OutOfBounds):
                found = self.program.best(self.atoms)
                if found is None or found[1]:
                    return None if found is None else self._asked(found[0])
            costs = self.costs or [1] * len(self.atoms)  # it takes many: the other way from now on
            priced = dict(zip(self.atoms, costs, strict=True))
            self.search = Search(self.thresholds, priced, budget, self.program.tick)
        self.search.budget = budget
        true = self.search.next()
        return None if true is None else self._asked(true)

    def _rank(self, asked: frozenset[int]) -> tuple[Decimal, int]:
        """By what sets come one after the other: effort, and number as long as few changes are enough."""
        return self._effort(asked), len(asked) if self.search is None else 0

    def _effort(self, asked: Iterable[int]) -> Decimal:
        return sum((self.changes[n].effort for n in asked), Decimal(0))

    def _proven(self) -> Decimal:
        """The effort below which there is no other set, as far as the last look has it."""
        return Decimal(self.search.bound if self.search is not None and self.costs is not None else 0) * self.unit

    def _asked(self, true: frozenset[int]) -> frozenset[int]:
        return frozenset(n for n, atom in enumerate(self.atoms) if atom in true)

    def _forbid(self, body: list[int]) -> None:
        """Not all of these literals."""
        self.program.forbid(body)
        if self.search is not None:
            self.search.forbid(body)
        else:
            self.thresholds.forbidden.append(body)

    def thinned(self, asked: frozenset[int]) -> frozenset[int] | None:
        """A set in this one that meets the goal, and of which nothing can be left out; None where that is not certain.

        For sets that were found before all cheaper ones were looked at.
        """
        judge = self.judge(asked)
        growing = (
            not self.settled
            and judge is not None
            and judge.certain
            and not judge.relaxation.network.loose
            and not any(node in judge.relaxation.network.opposites for node in judge.relaxation.lever.values())
        )
        if not growing or not self.met(asked):
            return None
        for n in sorted(asked, key=lambda n: -self.changes[n].effort):
            if self.met(asked - {n}):
                asked -= {n}
        return asked

    def forbid_above(self, found: frozenset[int]) -> None:
        """No set with all of this one in it."""
        self._forbid([self.atoms[n] for n in sorted(found)])

    def forbid_between(self, low: frozenset[int], high: frozenset[int]) -> None:
        """No set between these two: with all of one, and with nothing beyond the other."""
        outside = [-self.atoms[n] for n in range(len(self.atoms)) if n not in high]
        self._forbid([*(self.atoms[n] for n in sorted(low)), *outside])


# -- the goal ---------------------------------------------------------------------------------------------------------


def _whole(efforts: Sequence[Decimal]) -> tuple[list[int] | None, Decimal]:
    """Efforts as small whole numbers in the same proportions, and what one is; None where there are no such numbers."""
    parts = [Fraction(effort) for effort in efforts]
    scale = lcm(*(part.denominator for part in parts))
    whole = [int(part * scale) for part in parts]
    common = gcd(*whole) or 1
    whole = [each // common for each in whole]
    unit = Decimal(common) / Decimal(scale)
    return (whole, unit) if sum(whole) < 2**31 else (None, Decimal(0))


# -- the answer -------------------------------------------------------------------------------------------------------


def asks(
    picture: Picture,
    resolution: Resolution,
    goal: Condition,
    *,
    what_if: Mapping[str, bool | None],
    most: int | None = None,
    told: int = 0,
    single: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Asks:
    """What to ask for so that ``goal`` is met.

    ``most``: sets looked for; ``told``: of so many it is told what they bring; ``single``: with what each change brings
    by itself. ``resolution``: of the picture as it is.
    """
    standing = standing_of(picture, goal, resolution)
    changes = tuple(addressed(picture.plan, change) for change in possible_changes(picture, what_if))
    now = Now(picture, resolution, goal, what_if)
    sets: list[tuple[int, ...]] = []
    complete, stopped, bound = True, False, None
    if not standing.firm and changes:
        sets, complete, stopped, bound = found_sets(picture, what_if, goal, changes, most or MOST_SETS, progress)
    ranked, single_complete = _single(now, changes, single=single and not stopped)
    now.budget = None
    if not standing.firm:
        ranked += tuple(Single(change=each, brings=Brings(goal=standing)) for each in _numberless(picture, goal))
    everything = None
    if not standing.firm and not sets and complete and changes:
        everything = _brings(now, changes)
    there = now.there(everything)
    return Asks(
        picture=picture,
        aim=Aim(condition=goal, standing=standing),
        reached=standing.firm,
        changes=changes,
        sets=tuple(
            AskSet(
                changes=its,
                effort=sum((change.effort for change in its), Decimal(0)),
                brings=_brings(now, its) if i < told else None,
            )
            for i, its in enumerate(tuple(changes[n] for n in numbers) for numbers in sets)
        ),
        complete=complete,
        bound=bound,
        stopped=stopped,
        single=ranked,
        single_complete=single_complete,
        all_bring=everything,
        all_there=there,
        all_unsized=_unsized(picture, [r for r, units in there if r.needs is not None and units < r.needs]),
        all_lacks=() if everything is None else now.lacks(changes),
    )


def _brings(now: Now, changes: Sequence[Change]) -> Brings | None:
    after = now.after(changes, lacks=True)
    return None if after is None else after[0]


def _numberless(picture: Picture, goal: Condition) -> list[Change]:
    """Numbers to ask for where nobody has spoken of any: of pledges that may serve what the goal asks for. What they
    would bring nobody can tell."""
    shares = [atom for atom, _ in atoms(goal) if isinstance(atom, Share)]
    wanted = [r for share in shares for r in requirements_of(picture, share)]
    totals = [atom.capability for atom, _ in atoms(goal) if isinstance(atom, Total)]
    return [
        Change(kind="size", id=p.id, to=(p.partner,), effort=p.effort)
        for p in picture.pledges.values()
        if p.unsized
        and p.up_to is None
        and not isinstance(p.condition, Never)
        and p.id not in picture.plan.aside
        and (any(eligible(picture, p, r) for r in wanted) or any(picture.plan.provides(p, c) for c in totals))
    ]


def _unsized(picture: Picture, short: Sequence[Requirement]) -> tuple[str, ...]:
    """Partners with something without a number, pledged or to be asked for, that may serve any of these."""
    offered = {**picture.pledges, **picture.plan.asks}.values()
    unsized = (p for p in offered if p.unsized and not isinstance(p.condition, Never))
    return tuple(dict.fromkeys(p.partner for p in unsized if any(eligible(picture, p, r) for r in short)))


def found_sets(
    picture: Picture,
    what_if: Mapping[str, bool | None],
    goal: Condition,
    changes: Sequence[Change],
    most: int,
    progress: Callable[[int, int], None] | None,
) -> tuple[list[tuple[int, ...]], bool, bool, Decimal | None]:
    """Sets by number of the change; whether these are all; whether somebody stopped it; and the bound."""
    found: list[tuple[int, ...]] = []
    complete, stopped, bound = False, False, Decimal(0)
    searcher: Searcher | None = None
    try:
        searcher = Searcher(picture, what_if, goal, changes, Budget.of("asks"))
        if progress is not None:
            searcher.program.tick = partial(_told, searcher.budget, progress)
        while len(found) < most and not searcher.finished:
            searcher.look()
            found += searcher.told()
        complete = searcher.finished and searcher.certain
    except OutOfBounds:
        if searcher is not None and not found:
            found = searcher.best_guess()
    except KeyboardInterrupt:
        stopped = True
        found += searcher.told() if searcher is not None else []
    if searcher is not None:
        bound = searcher.bound
    if len(found) > most:
        complete, bound = False, sum((changes[n].effort for n in found[most]), Decimal(0))
    in_order = searcher is None or searcher.costs is not None
    return found[:most], complete, stopped, bound if in_order and not complete else None


def _told(budget: Budget, progress: Callable[[int, int], None]) -> None:
    """How many of the steps are spent."""
    progress(min(budget.spent, budget.steps), budget.steps)


def _single(now: Now, changes: Sequence[Change], *, single: bool) -> tuple[tuple[Single, ...], bool]:
    """What each change brings by itself, the most first; and whether that is told of all."""
    budget = now.budget = Budget.of("single")
    one = _BROUGHT if now.resolution.walks is not None else RESOLVED
    if now.picture.plan.requirements:
        one += DAY * len(changing(board_of(now.picture), now.picture.counted))
    one *= len(now.picture.pledges)
    if not single:
        return (), False
    found: list[tuple[Gain, Single]] = []
    try:
        for change in changes:
            budget.spend(one)
            with taken_from(budget):
                after = now.after((change,), lacks=len(changes) * len(now.picture.pledges) <= MOST_EXPLAINED)
            if after is not None and not (after[0].nothing and after[0].goal == now.standing):
                found.append((after[1], Single(change=change, brings=after[0])))
    except (OutOfBounds, KeyboardInterrupt):
        return _most_first(found), False
    return _most_first(found), True


def _most_first(found: Sequence[tuple[Gain, Single]]) -> tuple[Single, ...]:
    """In the order of the lever (§7.3); ties by effort, then file order."""
    by_effort = sorted(found, key=lambda one: one[1].change.effort)
    return tuple(single for _, single in sorted(by_effort, key=lambda one: one[0], reverse=True))
