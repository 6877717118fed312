"""The answers to many variants of one question, each as its brief gives it, most of them read off others.

Variants that differ in assumptions alone share a picture. Who is in is worked out for many of them at once
(:mod:`willing.engine.settings`); what it adds up to, and how the goal stands, hangs on how the pledges that serve it
stand, so it is worked out once for all variants in which these stand alike. Where a variant takes more than that, one
brief answers all variants that come to the same decisions.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from willing.answers.brief import Brief
from willing.answers.coverage import RequirementLine
from willing.answers.standing import Standing, Status
from willing.engine.budget import OutOfBounds, one_command
from willing.engine.network import Variable
from willing.engine.picture import in_worlds
from willing.engine.reach import tied
from willing.engine.resolve import Resolution
from willing.engine.settings import WORDS_OF_STATUS, Settings
from willing.engine.variants import Variants
from willing.model.condition import Condition, Share, atoms, needs_allocation
from willing.model.picture import Picture
from willing.model.plan import Requirement
from willing.model.sweep import MOST_IN_BLOCK, Dimension, Sweep
from willing.questions.coverage import Coverage

#: Statuses by their number in a table: the first is of what has none.
STATUSES: tuple[Status | None, ...] = (None, *WORDS_OF_STATUS, "rival", "undecided")

#: What a table says of a requirement with a need, in units (§4.5).
FIGURES = ("stands", "together", "possible", "missing")

WhatIf = Mapping[str, bool | None]
Array = NDArray[Any]


def places_of(sweep: Sweep, block: int) -> Array:
    """Which value each dimension has, by its place, in the variants of a block: an array of (dimensions, variants).

    A grid counts its last dimension fastest. A sample is drawn by (seed, number) in parts of :data:`MOST_IN_BLOCK`,
    whatever the size of a block.
    """
    first = block * sweep.block
    count = min(sweep.block, sweep.count - first)
    sizes = [len(dimension.values) for dimension in sweep.dimensions]
    if sweep.sample is not None:
        part, at = divmod(first, MOST_IN_BLOCK)
        draw = np.random.Generator(np.random.PCG64(np.random.SeedSequence([sweep.seed, part])))
        drawn = [draw.integers(0, size, MOST_IN_BLOCK)[at : at + count] for size in sizes]
        return np.array(drawn, np.int32).reshape(-1, count)
    number: Array = np.arange(first, first + count, dtype=np.int32 if sweep.count < 2**31 else np.int64)
    places = np.empty((len(sizes), count), np.int32)
    for dimension in reversed(range(len(sizes))):
        further = number // sizes[dimension]
        places[dimension] = number - further * sizes[dimension]
        number = further
    return places


class Scene:
    """One picture, and what comes of it in any setting of some assumptions, own decisions and consents.

    ``picture``: nothing of it is set by a what-if. ``brief``: the brief of a setting, without reasons; None where no
    world allows it, or no outcome is left. ``together``: variants that are asked for at once, at most.
    """

    def __init__(
        self,
        picture: Picture,
        dimensions: Sequence[Dimension],
        brief: Callable[[WhatIf], Brief | None],
        *,
        together: int,
    ) -> None:
        self.picture = picture
        self.dimensions = dimensions
        self.brief = brief
        self.together = together
        self._decided: dict[tuple[int, ...], dict[int, tuple[tuple[int, ...], bool]]] = {}
        self._told: dict[bytes, tuple[int, ...] | None] = {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The columns that say what a variant comes to."""
        plan = self.picture.plan
        figures = [f"requirements.{r.id}.{what}" for r in self._needed for what in FIGURES]
        pledges = [f"pledges.{id_}" for id_ in self.picture.counted]
        return ("goal", "goal.best", *figures, *(f"partners.{id_}" for id_ in plan.partners), *pledges)

    def columns(self, places: Array) -> dict[str, Array]:
        """What variants come to, by column; ``places``: as :func:`places_of`, of the dimensions here.

        ``possible``: whether there is an outcome at all; where there is none, the others say nothing. Statuses are
        numbers of :data:`STATUSES`, figures are units, -1 where there are none.
        """
        decided, possible = self._settled(places)
        settings = self._settings if self._known(decided) else None
        told: Iterable[Array]
        if settings is None:
            told = self._by_decisions(decided, possible, places)
        else:
            told = self._by_standings(settings, decided, possible, places)
        columns = dict(zip(self.names, told, strict=True))
        return {"possible": possible & (columns["goal"] >= 0), **columns}

    # -- what is decided ----------------------------------------------------------------------------------------------

    @cached_property
    def _groups(self) -> list[tuple[tuple[int, ...], tuple[str, ...]]]:
        """Dimensions that implications and choices tie together, by place, and all ids that these decide."""
        beside = tied(self.picture.plan)
        groups: dict[tuple[str, ...], list[int]] = {}
        for place, dimension in enumerate(self.dimensions):
            groups.setdefault(beside.get(dimension.id, (dimension.id,)), []).append(place)
        return [(tuple(its), ids) for ids, its in groups.items()]

    @cached_property
    def _free(self) -> tuple[str, ...]:
        """All that a setting decides."""
        return tuple(id_ for _, ids in self._groups for id_ in ids)

    def _settled(self, places: Array) -> tuple[dict[str, Array], Array]:
        """Of each free id, by variant: 1, 0, or -1 for not known; and the variants that contradict nothing."""
        decided: dict[str, Array] = {}
        possible = np.ones(places.shape[1], bool)
        for its, ids in self._groups:
            sizes = tuple(len(self.dimensions[place].values) for place in its)
            codes, variant = _distinct(np.ravel_multi_index(tuple(places[list(its)]), sizes), prod(sizes))
            known = self._decided.setdefault(its, {})
            new = [int(code) for code in codes if int(code) not in known]
            what_ifs = [self._what_if(its, np.unravel_index(code, sizes)) for code in new]
            for code, (there, contradictions) in zip(new, in_worlds(self.picture, what_ifs), strict=True):
                values = tuple(-1 if there.get(id_) is None else int(there[id_]) for id_ in ids)
                known[code] = values, all(each.id in self._free and each.id not in ids for each in contradictions)
            told = [known[int(code)] for code in codes]
            table = np.array([values for values, _ in told], np.int8).reshape(len(told), len(ids))[variant]
            decided |= {id_: table[:, number] for number, id_ in enumerate(ids)}
            possible &= np.array([allowed for _, allowed in told])[variant]
        return decided, possible

    def _what_if(self, dimensions: Sequence[int], places: Sequence[Any]) -> WhatIf:
        several = (self.dimensions[number] for number in dimensions)
        return {its.id: its.values[int(place)] for its, place in zip(several, places, strict=True)}

    # -- where a brief answers all that come to the same decisions ---------------------------------------------------

    def _by_decisions(self, decided: Mapping[str, Array], possible: Array, places: Array) -> Array:
        key = np.array([decided[id_] for id_ in self._free], np.int8).reshape(len(self._free), places.shape[1])
        return self._once(b"decided", key, possible, places, self._answer, len(self.names))

    def _once(
        self,
        kind: bytes,
        key: Array,
        possible: Array,
        places: Array,
        answer: Callable[[WhatIf], tuple[int, ...] | None],
        width: int,
    ) -> Array:
        """What is said of each variant, once for all variants of the same ``key``: (figures, variants).

        -1 throughout where there is no outcome.
        """
        packed = np.ascontiguousarray(np.vstack([key, np.zeros(key.shape[1], key.dtype)]).T)  # of no keys, one
        rows = packed.view(np.dtype((np.void, packed.itemsize * packed.shape[1]))).ravel()
        _, first, variant = np.unique(rows, return_index=True, return_inverse=True)
        table = np.full((len(first), width), -1, np.int64)
        allowed = np.zeros(len(first), np.int64)
        np.maximum.at(allowed, variant, np.where(possible, np.arange(1, len(possible) + 1), 0))
        for number, one in enumerate(allowed):
            if one:
                name = kind + rows[first[number]].tobytes()
                if name not in self._told:
                    self._told[name] = answer(self._what_if(range(len(self.dimensions)), tuple(places[:, one - 1])))
                found = self._told[name]
                if found is not None:
                    table[number] = found
        return np.where(possible, table[variant].T, -1)

    def _answer(self, what_if: WhatIf) -> tuple[int, ...] | None:
        """What a brief says, as in :attr:`names`; None where there is no outcome."""
        brief = self.brief(what_if)
        if brief is None:
            return None
        partners = (_number(line.standing) for line in brief.partners.values())
        pledges = (_number(brief.pledges[id_].standing) for id_ in self.picture.counted)
        goal = brief.goal.standing if brief.goal else None
        return (*self._adds_up(goal, brief.requirements), *partners, *pledges)

    def _adds_up(self, goal: Standing | None, covered: Iterable[RequirementLine]) -> tuple[int, ...]:
        lines = {line.requirement.id: line for line in covered}
        figures = []
        for requirement in self._needed:
            line = lines.get(requirement.id)
            figures += [-1 if line is None or getattr(line, what) is None else getattr(line, what) for what in FIGURES]
        best = 0 if goal is None or goal.best is None else STATUSES.index(goal.best)
        return (_number(goal), best, *figures)

    @cached_property
    def _needed(self) -> list[Requirement]:
        return [r for r in self.picture.plan.requirements.values() if r.needs is not None]

    # -- where four outcomes decide who is in --------------------------------------------------------------------------

    @cached_property
    def _settings(self) -> Settings | None:
        """Many settings at once, where that is possible."""
        picture, goal = self.picture, self.picture.goal
        if picture.plan.lasts or prod(len(its.values) for its in self.dimensions) < 2:
            return None
        if goal is not None and self._plain_goal is None and not _shares_alone(goal):
            return None
        try:
            with one_command():
                settings = Settings(picture, frozenset(self._free), self._plain_goal, together=self.together)
        except OutOfBounds:
            return None
        if picture.plan.requirements and not self._beside.growing:
            return None
        return settings

    @cached_property
    def _plain_goal(self) -> Condition | None:
        """The goal, where it needs no allocation."""
        goal = self.picture.goal
        return None if goal is None or needs_allocation(goal) else goal

    @cached_property
    def _beside(self) -> Coverage:
        """What nobody being in adds up to: which pledges serve what, and allocations, are the same in every setting."""
        return Coverage(self.picture, Resolution(pledges={}, partners={}))

    @cached_property
    def _variants(self) -> Variants:
        """One setting after the other, where many at once are possible."""
        return Variants(self.picture, self._plain_goal)

    def _known(self, decided: Mapping[str, Array]) -> bool:
        """Whether all that stands under a ``not`` is known in every setting."""
        settings = self._settings
        return settings is not None and all(id_ in decided and (decided[id_] >= 0).all() for id_ in settings.opposed)

    def _by_standings(
        self, settings: Settings, decided: Mapping[str, Array], possible: Array, places: Array
    ) -> Sequence[Array]:
        count = places.shape[1]
        unknown = np.full(count, -1, np.int8)

        def values(variable: Variable) -> Array:
            return unknown if variable.kind == "size" else decided.get(variable.id, unknown)

        status, best = settings.standings(values, count)
        of = {subject: number for number, subject in enumerate(settings.subjects)}
        serving = [of["pledge", id_] for id_ in self._serving]
        key = 4 * status[serving] + best[serving]
        width = 2 + len(FIGURES) * len(self._needed)
        if self._needed or ("goal", "") not in of:
            figures = self._once(b"standings", key, possible, places, self._covered, width)
        else:
            figures = np.zeros((width, count), np.int64)
        if ("goal", "") in of:  # which needs no allocation
            goal = of["goal", ""]
            figures[0], figures[1] = status[goal] + 1, np.where(best[goal] > 0, best[goal] + 1, 0)
        nothing = np.zeros(count, np.uint8)
        partners = [
            status[of["partner", id_]] + 1 if ("partner", id_) in of else nothing for id_ in self.picture.plan.partners
        ]
        return [*figures, *partners, *(status[of["pledge", id_]] + 1 for id_ in self.picture.counted)]

    def _covered(self, what_if: WhatIf) -> tuple[int, ...]:
        """What it adds up to in a setting, and how a goal stands that asks for it: a brief says the same of them."""
        goal = self.picture.goal
        decided, _ = next(in_worlds(self.picture, [what_if]))
        there = replace(self.picture, decided=decided)
        with one_command():
            ends = self._variants.ends(decided)
            assert ends is not None  # what stands under a not is known
            coverage = Coverage(there, self._variants.resolution(ends), beside=self._beside)
            standing = coverage.goal(goal) if goal is not None and self._plain_goal is None else None
            return self._adds_up(standing, coverage.lines({}))

    @cached_property
    def _serving(self) -> list[str]:
        """The pledges on which it hangs what it adds up to."""
        return [id_ for id_, p in self.picture.counted.items() if id_ in self._beside.board.pledges or p.unsized]


def _shares_alone(goal: Condition) -> bool:
    """Whether a goal asks for nothing but parts of requirements, and never for less of them."""
    return all(isinstance(atom, Share) and not under_not for atom, under_not in atoms(goal))


def _distinct(codes: Array, below: int) -> tuple[Array, Array]:
    """The codes that there are, and of each its place among them, as :func:`numpy.unique` has them; of few codes
    without sorting."""
    if below > len(codes):
        return np.unique(codes, return_inverse=True)
    there = np.zeros(below, bool)
    there[codes] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[codes]


def _number(standing: Standing | None) -> int:
    return 0 if standing is None else STATUSES.index(standing.status)
