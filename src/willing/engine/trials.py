"""The plan asked "and what if this were so": whether it then brings a pledge in, or reaches a goal (§3.7).

All that may be asked is read off one network, at a walk a trial. What that does not decide goes to the engine.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from willing.engine.budget import Budget
from willing.engine.graph import reachable
from willing.engine.kernel import Wiring, greatest, least, wire
from willing.engine.network import Network, compile_with, needs_of
from willing.engine.resolve import Resolution, resolve
from willing.engine.worlds import Case, bounded, by_cases
from willing.model.condition import (
    ALWAYS,
    And,
    Atom,
    Condition,
    CountOf,
    Name,
    Not,
    Or,
    atoms,
    is_consent,
    needed,
    rebuilt,
)
from willing.model.decided import decide
from willing.model.picture import Picture
from willing.model.plan import Pledge

#: Sets of leaves tried by asking the whole plan anew, for one brief: so many, fewer the more pledges there are.
MOST_TRIALS = 200
LARGEST_TRIAL = 20_000
LARGEST_SOLVED = 1_000


@dataclass(frozen=True, slots=True)
class Leaf:
    """An atom of a condition, or its negation, or (``atom`` None) the pledge's own decision."""

    atom: Atom | None
    negated: bool = False


def leaves_of(condition: Condition, *, negated: bool = False) -> Iterator[Leaf]:
    """The leaves of a condition, in its order."""
    match condition:
        case Not(of=inner):
            yield from leaves_of(inner, negated=not negated)
        case And(of=parts) | Or(of=parts) | CountOf(of=parts):
            for part in parts:
                yield from leaves_of(part, negated=negated)
        case _:
            yield Leaf(condition, negated)


@dataclass(frozen=True, slots=True)
class Granted:
    """Leaves that are so, what is then decided, and the pledges that are in whatever they say."""

    leaves: frozenset[Leaf]
    decided: Mapping[str, bool]
    sure: frozenset[str]

    def of(self, condition: Condition) -> Condition:
        """The condition with its leaves met."""

        def met(atom: Atom, negated: bool) -> Condition:
            return (Not(ALWAYS) if negated else ALWAYS) if Leaf(atom, negated) in self.leaves else atom

        return rebuilt(condition, met)


@dataclass(kw_only=True)
class Trials:
    """How often an explanation may still ask, and what is asked: the pledges that are not in for certain, or a goal.

    ``left``: so many times more. ``goal`` must not need an allocation. ``compiled``: all that may be asked of the
    pledges, where it was compiled before.
    """

    picture: Picture
    resolution: Resolution
    left: int
    goal: Condition | None = None
    compiled: "Compiled | None" = None
    budget: Budget = field(default_factory=lambda: Budget.of("reasons"))

    @classmethod
    def for_one(cls, picture: Picture, resolution: Resolution, goal: Condition | None = None) -> "Trials":
        """For explaining one subject well."""
        trials = cls.for_all(picture, resolution)
        trials.left *= 10 if resolution.walks else 2
        trials.goal = goal
        return trials

    @classmethod
    def for_all(cls, picture: Picture, resolution: Resolution) -> "Trials":
        """For a line about everyone."""
        work = LARGEST_TRIAL if resolution.walks else LARGEST_SOLVED
        left = min(MOST_TRIALS, work // (1 + len(picture.counted)))
        return cls(picture=picture, resolution=resolution, left=left)

    @property
    def over(self) -> bool:
        """Whether it may not ask any more."""
        return self.left <= 0 or not self.budget.left

    def helps(self, pledge: Pledge | None) -> bool:
        """Whether more that is so can only help the pledge (None: the goal)."""
        return self._helped is None or (pledge is not None and pledge.id in self._helped)

    def bring_about(self, pledge: Pledge | None, chosen: tuple[Leaf, ...]) -> bool:
        """Whether the plan brings the pledge in (None: reaches the goal) once these leaves of its condition are so."""
        self.left -= 1
        granted = self.granted(pledge, chosen)
        if granted is None:
            return False
        found = self.walked(pledge, granted)
        return self.resolved(pledge, granted) if found is None else found

    def granted(self, pledge: Pledge | None, chosen: tuple[Leaf, ...]) -> "Granted | None":
        """What is taken for granted with these leaves; None where it contradicts itself."""
        picture, plan = self.picture, self.picture.plan
        wanted: dict[str, bool] = {}
        sure: list[str] = []
        for leaf in chosen:
            if isinstance(leaf.atom, Name) and (leaf.atom.id in plan.assumptions or is_consent(leaf.atom.id)):
                wanted[leaf.atom.id] = not leaf.negated
            elif isinstance(leaf.atom, Name) and leaf.atom.id in plan.pledges and not leaf.negated:
                sure.extend(picture.meaning(leaf.atom.id)[:1])
        decided, contradictions = decide(plan, [wanted, picture.decided])
        if pledge is not None and pledge.own_decision:
            decided[pledge.id] = True
        return None if contradictions else Granted(frozenset(chosen), decided, frozenset(sure))

    def walked(self, pledge: Pledge | None, granted: "Granted") -> bool | None:
        """By one walk a case; None where something else under a ``not`` may come of it.

        What is in once the leaves are granted is in where the pledge is in anyway, and the rest of its condition is met
        in the greatest outcome then.
        """
        asked = self._asked
        subject, condition = (None, self.goal or ALWAYS) if pledge is None else (pledge.id, pledge.needs)
        inside = [asked.network.pledges[id_] for id_ in (*granted.sure, *([] if subject is None else [subject]))]
        outcomes = asked.greatest(granted.decided, inside)
        if outcomes is None:
            return None
        leaves = {leaf: asked.leaves[subject, leaf] for leaf in leaves_of(condition) if leaf not in granted.leaves}
        if not asked.open.isdisjoint(leaves.values()):
            return None
        return subject in granted.sure or all(
            _met(condition, {*granted.leaves, *(leaf for leaf, node in leaves.items() if in_[node])})
            for in_ in outcomes
        )

    def resolved(self, pledge: Pledge | None, granted: "Granted") -> bool:
        """By the engine, of the plan with the condition granted."""
        unknown = tuple(id_ for id_ in self.picture.unknown if id_ not in granted.decided)
        then = replace(self.picture, decided=granted.decided, unknown=unknown)
        budget = Budget.of("trial", self.budget)
        if pledge is None:
            goal = granted.of(self.goal or ALWAYS)
            standing = resolve(then, goal=goal, unconditional=granted.sure, budget=budget, listed=False).goal
        else:
            plan = then.plan
            if plan.alternatives:
                either = {id_: its for id_, its in plan.alternatives.items() if pledge.id not in its.of}
                plan = replace(plan, alternatives=either)
            sure = replace(pledge, condition=granted.of(pledge.needs), subject_to=())
            then = replace(then, plan=plan, counted={**then.counted, pledge.id: sure})
            resolution = resolve(then, unconditional=granted.sure, budget=budget, listed=False)
            standing = resolution.pledges.get(pledge.id)
        return standing is not None and standing.firm

    @cached_property
    def _asked(self) -> "_Asked":
        compiled = self.compiled
        if compiled is None:
            firm = {id_ for id_, standing in self.resolution.pledges.items() if standing.firm}
            compiled = Compiled.of(
                self.picture, (p for p in self.picture.counted.values() if p.id not in firm), self.goal
            )
        return _Asked(picture=self.picture, network=compiled.network, wiring=compiled.wiring, leaves=compiled.leaves)

    @cached_property
    def _helped(self) -> frozenset[str] | None:
        """The pledges that nothing more that is so can keep out (no ``not``, nothing that excludes); None: all.

        A ``not`` keeps nobody out who is in whatever is under it, nor who depends only on such.
        """
        picture = self.picture
        if picture.plan.choices:
            return frozenset()
        network = self._asked.network
        if not network.opposites:
            return None
        under_not = {atom for pledge in picture.counted.values() for atom, negated in atoms(pledge.needs) if negated}
        against = {atom.id for atom in under_not if isinstance(atom, Name)}
        true = [v.node for v in network.variables if picture.decided.get(v.id) and v.id not in against]
        anyway = least(self._asked.wiring, true).in_
        parents: dict[int, list[int]] = {}
        for node, kids in needs_of(network).items():
            if node >= network.size or not anyway[node]:
                for kid in kids:
                    parents.setdefault(kid, []).append(node)
        touched = set(reachable(network.opposites.values(), lambda node: parents.get(node, ())))
        return frozenset(id_ for id_, node in network.pledges.items() if node not in touched)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A picture in which nothing is decided yet, and the node of each leaf by the pledge it is of (None: the goal)."""

    network: Network
    wiring: Wiring
    leaves: Mapping[tuple[str | None, Leaf], int]

    @classmethod
    def of(cls, picture: Picture, pledges: Iterable[Pledge], goal: Condition | None = None) -> "Compiled":
        """With the leaves of these pledges, or of a goal (which must not need an allocation)."""
        asked: Mapping[str | None, Condition] = {p.id: p.needs for p in pledges} if goal is None else {None: goal}
        leaves = [(subject, leaf) for subject, its in asked.items() for leaf in dict.fromkeys(leaves_of(its))]
        owners = [None if subject is None else picture.counted[subject].partner for subject, _ in leaves]
        conditions = [as_condition(leaf) for _, leaf in leaves]
        network, nodes = compile_with(replace(picture, decided={}), zip(conditions, owners, strict=True))
        return cls(network=network, wiring=wire(network), leaves=dict(zip(leaves, nodes, strict=True)))


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What is asked of one picture of the network of all trials."""

    picture: Picture
    network: Network
    wiring: Wiring
    leaves: Mapping[tuple[str | None, Leaf], int]

    def greatest(self, decided: Mapping[str, bool], inside: Sequence[int]) -> list[bytes] | None:
        """The greatest outcome of the worst world of each case, with these nodes in; None: of other cases than now."""
        opposites = self.network.opposites
        before = self._values(self.picture.decided)
        changed = {n: value for n, value in self._values(decided).items() if before.get(n) is not value}
        less = any(before[n] or n in opposites for n in changed if n in before)
        if less or self._worst is None or not self._keep_out.isdisjoint([*changed, *inside]):
            return None
        true = [n if value else opposites[n] for n, value in changed.items() if value or n in opposites]
        gone = {*changed, *(opposites[n] for n in changed if n in opposites)}
        worst = ([*(leaf for leaf in leaves if leaf not in gone), *true] for leaves in self._worst)
        return [greatest(self.wiring, leaves, inside).in_ for leaves in worst]

    def _values(self, decided: Mapping[str, bool]) -> dict[int, bool]:
        return {v.node: decided[v.id] for v in self.network.variables if v.kind != "size" and v.id in decided}

    @cached_property
    def _cases(self) -> tuple[Case, ...]:
        """The cases of the plan as it is; none where they do not decide it."""
        values = self._values(self.picture.decided)
        bounds = bounded(self.network, self.wiring, values)
        cases = None if self.picture.plan.choices else by_cases(self.picture, self.network, self.wiring, bounds, values)
        return () if cases is None else cases.cases

    @cached_property
    def _keep_out(self) -> frozenset[int]:
        """What would, if more of it were in, bear on something under a ``not``, but no variable, that is not in yet."""
        kids, size = needs_of(self.network), self.network.size
        ins = [case.least_worst.in_ for case in self._cases]

        def may_come(nodes: Iterable[int]) -> Iterator[int]:
            return (node for node in nodes if node >= size or not all(in_[node] for in_ in ins))

        return frozenset(reachable(may_come(self.network.loose), lambda node: may_come(kids.get(node, ()))))

    @cached_property
    def open(self) -> frozenset[int]:
        """The opposites of what is open in some case."""
        opposites = self.network.loose.items()
        return frozenset(its for case in self._cases for node, its in opposites if case.is_open(node))

    @cached_property
    def _worst(self) -> list[tuple[int, ...]] | None:
        """What is true in the worst world of each case, if that is so whatever comes in that is not under a ``not``."""
        loose, fixed = self.network.loose, self._values(self.picture.decided)
        either = {n: its for n, its in self.network.opposites.items() if n not in loose and n not in fixed}
        sure = all(n in case.worst or its in case.worst for case in self._cases for n, its in either.items())
        if not self._cases or not sure or not self.open.isdisjoint(self.network.kids):
            return None
        return [case.worst for case in self._cases]


def as_condition(leaf: Leaf) -> Condition:
    """The leaf as a condition."""
    assert leaf.atom is not None
    return Not(leaf.atom) if leaf.negated else leaf.atom


def _met(condition: Condition, true: Container[Leaf], *, negated: bool = False) -> bool:
    """Whether a condition is met where these of its leaves are; ``negated``: it stands under a ``not``."""
    match condition:
        case Not(of=inner):
            return not _met(inner, true, negated=not negated)
        case And(of=parts) | Or(of=parts) | CountOf(of=parts):
            return sum(_met(part, true, negated=negated) for part in parts) >= needed(condition)
        case _:
            return (Leaf(condition, negated) in true) is not negated
