"""What many briefs of one plan have in common, where nothing but what is decided differs: each is worked out once."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import chain, combinations
from operator import itemgetter
from typing import Any, TypeVar

from willing.answers.coverage import RequirementLine
from willing.answers.reason import Reason
from willing.engine.budget import OutOfBounds
from willing.engine.explain import Certain, missing
from willing.engine.graph import components
from willing.engine.network import eligible, requirements_of
from willing.engine.reach import Reach, reach_of
from willing.engine.resolve import Resolution
from willing.engine.trials import Compiled, Trials
from willing.engine.variants import GREATEST_BEST, GREATEST_WORST, LEAST_WORST, Ends, Variants
from willing.model.condition import (
    Atom,
    Condition,
    CountGroup,
    CountPartners,
    Name,
    Share,
    atoms,
    is_consent,
    needs_allocation,
)
from willing.model.decided import decide
from willing.model.picture import Picture
from willing.model.plan import Pledge
from willing.questions.coverage import Coverage
from willing.questions.waits import pledges_meant
from willing.questions.why import because_of

_T = TypeVar("_T")

#: Of a condition that names more than this, it is not asked what would be if some of it were so.
MOST_NAMES = 5

#: With more pledges it costs more to walk what would be met if one of them were in than to tell anew what each lacks.
MOST_WALKED = 500
#: Of so many settings it is kept how everything stands in them.
MOST_KEPT = 10_000

#: What is decided: assumptions, own decisions and consents that have a value.
Decided = Mapping[str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Speaks:
    """What a condition speaks of.

    ``names``: what a world decides. ``pledges``: whether it names one. ``atoms``: of each atom that is no such name,
    from the codes of the pledges, on what it hangs what is said of it; ``met``: from an outcome, on what it hangs
    whether it is met.
    """

    names: tuple[str, ...]
    pledges: bool
    atoms: tuple[Callable[[bytes], Hashable], ...]
    met: tuple[Callable[[bytes], Hashable], ...]


class Shared:
    """What is kept between briefs of one picture in many worlds.

    What is said of a pledge is kept by how everything stands that its condition speaks of, and would if it were in;
    where walks do not say so, by what is decided of all that it reaches.
    """

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.coverage: Coverage | None = None
        self._kept: dict[tuple[Hashable, ...], Any] = {}
        self._alike: dict[Hashable, Any] = {}
        self._orders: dict[frozenset[str], tuple[str, ...]] = {}
        # by the identity of what is decided, which is kept with it
        self._ends: dict[int, tuple[Decided, Ends | None, Ends | None]] = {}

    @cached_property
    def _goal(self) -> Condition | None:
        """The goal, where it needs no allocation."""
        goal = self.picture.goal
        return None if goal is None or needs_allocation(goal) else goal

    @cached_property
    def reach(self) -> Reach:
        """What the counted pledges and the goal depend on."""
        return reach_of(self.picture, self._goal)

    @cached_property
    def every_stage(self) -> Picture:
        """The picture if every stage counted."""
        aside = self.picture.plan.aside
        counted = {id_: p for id_, p in self.picture.pledges.items() if id_ not in aside}
        return self.picture if len(counted) == len(self.picture.counted) else replace(self.picture, counted=counted)

    @cached_property
    def if_counted(self) -> Reach:
        """What the pledges depend on if every stage counted."""
        return self.reach if self.every_stage is self.picture else reach_of(self.every_stage, None)

    @cached_property
    def sized(self) -> frozenset[str]:
        """What the pledges depend on that would give an amount to some requirement if every stage counted."""
        counted = self.every_stage.counted
        return self.if_counted.of(id_ for id_ in self.serving if id_ in counted and counted[id_].amount is not None)

    def for_pledge(self, id_: str) -> frozenset[str]:
        """What that depends on which is said of a counted pledge: what no setting can change is named in it too."""

        def made() -> frozenset[str]:
            pledge = self.picture.counted[id_]
            meant = (id_, *self.meant(pledge.needs, pledge.partner))
            return self.reach.of(meant).union(self._names(pledge.needs))

        return self.once("for", id_, made)

    @cached_property
    def for_coverage(self) -> frozenset[str]:
        """What that depends on which requirements have, in amounts and in partners without a number."""
        return self.sized | self.reach.of(id_ for id_ in self.serving if id_ in self.picture.counted)

    @cached_property
    def for_goal(self) -> frozenset[str]:
        """What the standing of the goal depends on."""
        goal = self.picture.goal
        if goal is None:
            return frozenset()
        if self._goal is not None:
            return self.reach.goal.union(self._names(goal), self.reach.of(self.meant(goal, None)))
        if self.reach.loose or not all(isinstance(atom, Share) for atom, _ in atoms(goal)):
            return frozenset(self.picture.plan.assumptions).union(self.picture.counted)
        return self.for_coverage

    @cached_property
    def serving(self) -> Mapping[str, tuple[str, ...]]:
        """The pledges that serve some requirement, counted or not, with the ids of these requirements."""
        picture = self.picture
        requirements = picture.plan.requirements.values()
        pledges = picture.pledges.items()
        served = {id_: tuple(r.id for r in requirements if eligible(picture, p, r)) for id_, p in pledges}
        return {id_: its for id_, its in served.items() if its}

    # -- how it stands where so much is decided ---------------------------------------------------------------------

    @cached_property
    def variants(self) -> Variants | None:
        """The picture compiled once for all worlds; None where four walks do not decide them."""
        return _variants(self.picture, self._goal)

    @cached_property
    def _variants_counted(self) -> Variants | None:
        return self.variants if self.every_stage is self.picture else _variants(self.every_stage, None)

    def ends(self, decided: Decided) -> Ends | None:
        """How everything stands, where walks say so."""
        return self._both(decided)[0]

    def _both(self, decided: Decided) -> tuple[Ends | None, Ends | None]:
        """How everything stands, and how it would if every stage counted."""
        known = self._ends.get(id(decided))
        if known is None or known[0] is not decided:
            if len(self._ends) > MOST_KEPT:
                self._ends.clear()
            now, every = (None if its is None else its.ends(decided) for its in (self.variants, self._variants_counted))
            known = self._ends[id(decided)] = decided, now, every
        return known[1], known[2]

    def resolution(self, decided: Decided) -> Resolution | None:
        """Every status, where walks say so."""
        ends = self.ends(decided)
        return None if ends is None or self.variants is None else self.variants.resolution(ends)

    def code(self, pledge: str, ends: Ends) -> int:
        """In which of the four outcomes a counted pledge is."""
        assert self.variants is not None
        return ends.codes[self.variants.network.pledges[pledge]]

    def line(self, picture: Picture, resolution: Resolution, id_: str) -> RequirementLine | None:
        """What a requirement has; what is equal is one value."""

        def answer() -> RequirementLine | None:
            self.coverage = coverage = Coverage(picture, resolution, beside=self.coverage)
            if_counted = self.once("if counted", self.on(self.sized, picture.decided), coverage.if_counted)
            return self.one(coverage.line(picture.plan.requirements[id_], if_counted))

        return self.once(f"line {id_}", self.coverage_of(frozenset([id_]), picture.decided), answer)

    def one(self, value: _T) -> _T:
        """The first value that was equal to this one."""
        found: _T = self._alike.setdefault(value, value)
        return found

    def once(self, what: str, key: Hashable, answer: Callable[[], _T]) -> _T:
        """The answer, worked out once for each key."""
        place = (what, key)
        if place not in self._kept:
            self._kept[place] = answer()
        found: _T = self._kept[place]
        return found

    def trials(self, picture: Picture, resolution: Resolution) -> Trials:
        """What may be asked to tell what pledges lack in a world."""
        trials = Trials.for_all(picture, resolution)
        trials.compiled = self._compiled
        return trials

    @cached_property
    def _compiled(self) -> Compiled:
        return Compiled.of(self.picture, self.picture.counted.values())

    def lacks(self, certain: Certain, pledge: Pledge, trials: Trials) -> tuple[Reason, ...] | None:
        """What a counted pledge lacks (§3.7); what is equal is one value."""

        def answer() -> tuple[Reason, ...] | None:
            return self.one(missing(certain, pledge.needs, pledge, trials))

        return self.once(f"lacks {pledge.id}", self.pledge(pledge.id, certain.picture.decided), answer)

    def because(self, picture: Picture, resolution: Resolution, pledge: Pledge) -> Reason | None:
        """Why a counted pledge is in (§3.7); what is equal is one value."""

        def answer() -> Reason | None:
            return self.one(because_of(picture, resolution, pledge))

        return self.once(f"because {pledge.id}", self.pledge(pledge.id, picture.decided), answer)

    # -- on what it hangs what is said ------------------------------------------------------------------------------

    def on(self, ids: Iterable[str], decided: Decided) -> tuple[bool | None, ...]:
        """What is decided of these, in an order that is always the same, whatever the order of a set is."""
        several = ids if isinstance(ids, frozenset) else frozenset(ids)
        if several not in self._orders:
            self._orders[several] = tuple(sorted(several))
        return self.reach.decided(self._orders[several], decided)

    def pledge(self, id_: str, decided: Decided) -> Hashable:
        """On what it hangs what is said of a counted pledge."""
        ends, reached = self.ends(decided), self.for_pledge(id_)
        if ends is None:
            return self.on(reached, decided)
        pledge = self.picture.counted[id_]
        speaks = self.once("speaks", id_, lambda: self._speaks(pledge.needs, pledge.partner, pledge))
        told = (self.code(id_, ends), *self._told(speaks, ends, decided))
        firm = self.code(id_, ends) & GREATEST_WORST
        return told if firm else (*told, self._if_so(speaks, pledge, reached, ends, decided))

    def goal(self, decided: Decided) -> Hashable:
        """On what it hangs what is said of the goal."""
        goal, ends = self.picture.goal, self.ends(decided)
        if goal is None or ends is None:
            return self.on(self.for_goal, decided)
        shares = [atom for atom, _ in atoms(goal) if isinstance(atom, Share)]
        asked = frozenset(r.id for share in shares for r in requirements_of(self.picture, share))
        speaks = self.once("speaks", "", lambda: self._speaks(goal, None))
        told = self._told(speaks, ends, decided)
        if self._goal is None:
            return (*told, self.coverage_of(asked, decided))
        return (*told, self._if_so(speaks, None, self.for_goal, ends, decided))

    def coverage_of(self, requirements: frozenset[str], decided: Decided) -> Hashable:
        """On what it hangs what requirements have, and those that share anything with them."""
        ends, every = self._both(decided)
        if ends is None or every is None or not self._growing:
            return self.on(self.for_coverage, decided)
        now, then = self._shared_by(requirements)
        return now(ends.codes), then(every.codes)

    def atom(self, atom: Condition, owner: str, decided: Decided) -> Hashable:
        """On what it hangs whether an atom of somebody's condition is so."""
        ends = self.ends(decided)
        if ends is None:
            return self.on(self.reach.everything, decided)
        speaks = self.once("speaks", (atom, owner), lambda: self._speaks(atom, owner))
        return self._told(speaks, ends, decided)

    def meant(self, atom: Condition, owner: str | None) -> tuple[str, ...]:
        """The counted pledges that a condition speaks of."""
        table = self.picture.counted.values()
        its = (id_ for each, _ in atoms(atom) for id_ in pledges_meant(self.picture, each, owner or "", table))
        return tuple(dict.fromkeys(its))

    def _told(self, speaks: _Speaks, ends: Ends, decided: Decided) -> tuple[Hashable, ...]:
        """How everything stands that a condition speaks of."""
        seen = self.once("seen", (id(speaks), ends.codes), partial(_in_row, speaks.atoms, ends.codes))
        return seen, tuple(map(decided.get, speaks.names))

    def _if_so(
        self, speaks: _Speaks, pledge: Pledge | None, reached: frozenset[str], ends: Ends, decided: Decided
    ) -> Hashable:
        """On what it hangs what would bring a pledge in, or reach the goal: how much of its condition would be met if
        it were in, and some of what it names were so.

        It is brought in by that exactly if the rest of its condition is met then: nobody needs it to be out.
        """
        if reached.issubset(speaks.names):
            return None
        if len(speaks.names) > MOST_NAMES or speaks.pledges or len(self.picture.counted) > MOST_WALKED:
            return self._certain(reached, decided)
        own = pledge.id if pledge is not None and pledge.own_decision else None
        named = [id_ for id_ in speaks.names if id_ != own]
        known = tuple(map(decided.get, named)) if not self.reach.tied.keys().isdisjoint(named) else None
        key = id(speaks), ends.case.worst, known
        return self.once("if so", key, lambda: tuple(self._met(speaks, pledge, named, decided)))

    def _met(
        self, speaks: _Speaks, pledge: Pledge | None, named: Sequence[str], decided: Decided
    ) -> Iterator[Hashable]:
        variants = self.variants
        assert variants is not None
        inside = () if pledge is None else (variants.network.pledges[pledge.id],)
        open_ = [id_ for id_ in named if not decided.get(id_)]
        for so in chain.from_iterable(combinations(open_, size) for size in range(len(open_) + 1)):
            then, contradictions = decide(self.picture.plan, [dict.fromkeys(so, True), decided])
            yield None if contradictions else _in_row(speaks.met, variants.worst(then, inside))

    def _speaks(self, condition: Condition, owner: str | None, pledge: Pledge | None = None) -> _Speaks:
        plan = self.picture.plan
        each = dict.fromkeys(atom for atom, _ in atoms(condition))
        named = [atom.id for atom in each if isinstance(atom, Name)]
        names = self._names(condition)
        seen = [self._seen(atom, owner) for atom in each if not (isinstance(atom, Name) and atom.id in names)]
        names += [pledge.id] if pledge and pledge.own_decision else []
        return _Speaks(
            names=tuple(names),
            pledges=any(id_ in plan.pledges for id_ in named),
            atoms=tuple(see for see, _ in seen),
            met=tuple(met for _, met in seen),
        )

    def _names(self, condition: Condition) -> list[str]:
        """The assumptions and consents that a condition names."""
        named = dict.fromkeys(atom.id for atom, _ in atoms(condition) if isinstance(atom, Name))
        return [id_ for id_ in named if id_ in self.picture.plan.assumptions or is_consent(id_)]

    def _seen(self, atom: Atom, owner: str | None) -> tuple[Callable[[bytes], Hashable], Callable[[bytes], Hashable]]:
        """What codes tell of an atom, and what one outcome does."""
        assert self.variants is not None
        node, its = self.variants.network.pledges, self.meant(atom, owner)
        if not isinstance(atom, CountGroup | CountPartners):
            codes = self._codes(self.variants, its)
            return codes, codes
        of: dict[str, list[int]] = {}
        for id_ in its:
            of.setdefault(self.picture.counted[id_].partner, []).append(node[id_])
        members = list(of.values())
        need = atom.count
        if isinstance(atom, CountGroup) and need is None:
            group = self.picture.plan.groups[atom.group].of
            need = len(group) - (atom.others and owner in group)
        least = need or 0

        def count(codes: bytes, bit: int) -> int:
            return sum(any(codes[node] & bit for node in nodes) for nodes in members)

        def seen(codes: bytes) -> Hashable:
            return count(codes, LEAST_WORST), count(codes, GREATEST_WORST), count(codes, GREATEST_BEST) >= least

        return seen, lambda inside: count(inside, 1) >= least

    @staticmethod
    def _codes(variants: Variants | None, pledges: Iterable[str]) -> Callable[[bytes], Any]:
        """The codes of these pledges among all."""
        assert variants is not None
        nodes = sorted(variants.network.pledges[id_] for id_ in pledges if id_ in variants.network.pledges)
        return itemgetter(*nodes) if nodes else lambda codes: None

    def _certain(self, ids: frozenset[str], decided: Decided) -> Hashable:
        """What of these is true for certain, in the worst world; of what is tied to others, what is decided."""
        tied = self.reach.tied
        free, bound = self.once(
            "tied", ids, lambda: (sorted(ids.difference(tied)), tuple(sorted(ids.intersection(tied))))
        )
        return tuple(decided.get(id_) is True for id_ in free), self.reach.decided(bound, decided)

    @cached_property
    def _growing(self) -> bool:
        """Whether more pledges never fill any requirement less."""
        return Coverage(self.every_stage, Resolution(pledges={}, partners={})).growing

    @cached_property
    def _parts(self) -> Mapping[str, int]:
        """By requirement the number of its part: those of one part share pledges, pools, or enable each other."""
        plan = self.picture.plan
        place = {id_: number for number, id_ in enumerate(plan.requirements)}
        beside: list[set[int]] = [{place[enabler] for enabler in r.enablers} for r in plan.requirements.values()]
        together: list[Sequence[str]] = list(self.serving.values())
        pools: dict[str, list[str]] = {}
        for id_, its in self.serving.items():
            pool = self.picture.pledges[id_].pool
            if pool is not None:
                pools.setdefault(pool, []).extend(its)
        for shared in (*together, *pools.values()):
            beside[place[shared[0]]].update(map(place.__getitem__, shared))
        for number, others in enumerate(list(map(list, beside))):
            for other in others:
                beside[other].add(number)
        part, _ = components([sorted(its) for its in beside])
        return {id_: part[number] for id_, number in place.items()}

    def _shared_by(self, requirements: frozenset[str]) -> tuple[Callable[[bytes], Any], Callable[[bytes], Any]]:
        """The codes of the pledges that bear on what requirements have, as things are and if every stage counted."""

        def made() -> tuple[Callable[[bytes], Any], Callable[[bytes], Any]]:
            parts = {self._parts[id_] for id_ in requirements}
            its = [id_ for id_, serves in self.serving.items() if self._parts[serves[0]] in parts]
            return self._codes(self.variants, its), self._codes(self._variants_counted, its)

        return self.once("bears", requirements, made)


def _variants(picture: Picture, goal: Condition | None) -> Variants | None:
    try:
        return Variants(picture, goal)
    except OutOfBounds:
        return None


def _in_row(all_: Iterable[Callable[[bytes], Hashable]], codes: bytes) -> tuple[Hashable, ...]:
    return tuple(each(codes) for each in all_)
