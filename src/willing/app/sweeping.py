"""Many variants of one question, worked out block by block, here or elsewhere, and kept as a table (Parquet).

A block is a pure function of two paths and its number, so it may be worked out anywhere that has these files, in any
order and by any number of workers: the table is the same, byte for byte. Blocks that are done are kept beside the table
until it is whole; the same sweep begun again goes on from there.
"""

import os
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any

import msgspec

from willing.answers.brief import Brief
from willing.answers.sweep import Outcome, Swept
from willing.app.blocks import BlockTable, block_bytes
from willing.app.errors import PlanError
from willing.app.executors import Files
from willing.app.open import check_plan, read_file
from willing.app.query import ImpossibleError, Query, picture_asked
from willing.app.study import Study
from willing.engine.budget import one_command
from willing.engine.picture import picture_of
from willing.model.place import Place
from willing.model.plan import Plan, Scenario
from willing.model.problem import Message, Problem
from willing.model.sweep import Change, Sweep
from willing.notation.nearest import nearest
from willing.notation.sweep import read_sweep
from willing.questions.decides import Blocks, decides
from willing.questions.sweep import FIGURES, STATUSES, Scene, WhatIf, places_of

if TYPE_CHECKING:
    import pyarrow as pa

    from willing.model.picture import Picture
    from willing.questions.decides import Array
    from willing.questions.timeline import Progress

#: The scenario that a variant is read in, where it changes pledges or requirements.
VARIANT = "variant"

#: What a sweep is looked at for; what matters most first.
OUTCOMES: tuple[Outcome, ...] = ("goal", "possible", "partners")

#: The statuses of who is in for certain, as numbers.
_FIRM = tuple(STATUSES.index(status) for status in ("stands", "together"))

#: Pictures kept by a process between blocks.
MOST_SCENES = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Which sweep of which plan, by their paths."""

    plan: str
    sweep: str
    files: Files

    @classmethod
    def of(cls, sweeping: "Sweeping") -> "Task":
        """A task on the files of a sweep as they are now. Raises OSError."""
        tables = (os.path.join(os.path.dirname(sweeping.file), name) for name in sweeping.plan.tables)
        files = Files.of(sweeping.file, sweeping.sweep_file, *tables)
        return cls(plan=files.paths[0], sweep=files.paths[1], files=files)


class Sweeping:
    """A sweep of a plan, opened."""

    def __init__(self, plan: str, sweep: str, *, language: str = "") -> None:
        """``language``: of the names in what is told. Raises :class:`PlanError` with everything that is wrong with
        either, and OSError."""
        self.language = language
        reading = check_plan(plan)
        if reading.plan is None:
            raise PlanError(reading.errors, omitted=reading.omitted)
        found = read_sweep(read_file(sweep), reading.plan, file=sweep)
        if not isinstance(found, Sweep):
            raise PlanError(found)
        self.file = plan
        self.sweep_file = sweep
        self.plan: Plan = reading.plan
        self.sweep = found
        dimensions = found.dimensions
        self._changing = tuple(its for its in dimensions if its.kind != "assumptions")
        self._assumed = dimensions[len(self._changing) :]
        self._scenes: OrderedDict[tuple[int, ...], Scene | None] = OrderedDict()

    @property
    def picture(self) -> "Picture":
        """The plan as it says itself, nothing changed."""
        return Study(self.plan, Query(language=self.language), file=self.file).picture

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return -(-self.sweep.count // self.sweep.block)

    def study(self, variant: int) -> Study:
        """The study of one variant, by its number. Raises :class:`PlanError` where it cannot be."""
        if not 0 <= variant < self.sweep.count:
            raise _problem(self.file, Message("sweep-no-row", row=variant, last=self.sweep.count - 1))
        places = places_of(self.sweep, variant // self.sweep.block)[:, variant % self.sweep.block]
        split = len(self._changing)
        what_if = {its.id: its.values[place] for its, place in zip(self._assumed, places[split:], strict=True)}
        return self._study(self._change(tuple(places[:split])), what_if)

    def _change(self, places: tuple[int, ...]) -> Change:
        return Change.of(self._changing, tuple(map(int, places)))

    def _asked(self, change: Change, what_if: WhatIf) -> tuple[Plan, Query]:
        plan, scenarios = self.plan, change.scenarios
        if change.pledges or change.requirements:
            own = Scenario(id=VARIANT, pledges=change.pledges, requirements=change.requirements)
            plan = replace(plan, scenarios={**plan.scenarios, VARIANT: own})
            scenarios = (*scenarios, VARIANT)
        query = Query(
            scenarios=scenarios,
            what_if=tuple(what_if.items()),
            without=change.without,
            firm=change.firm,
            as_of=change.day,
            language=self.language,
        )
        return plan, query

    def _study(self, change: Change, what_if: WhatIf) -> Study:
        plan, query = self._asked(change, what_if)
        return Study(plan, query, file=self.file)

    def _scene(self, places: tuple[int, ...]) -> Scene | None:
        """The picture that all but assumptions make; None where that cannot be asked for (§7.4)."""
        if places not in self._scenes:
            change = self._change(places)

            def brief(what_if: WhatIf) -> Brief | None:
                try:
                    with one_command():  # each as if it were asked by itself, whoever works it out
                        return self._study(change, what_if).brief(reasons=False)
                except ImpossibleError:
                    return None

            plan, asked = self._asked(change, {})
            try:
                picture = picture_asked(plan, asked, file=self.file)
            except ImpossibleError:  # but with some what-if it may be possible
                picture, _ = picture_of(
                    plan, day=asked.as_of, scenarios=asked.scenarios, without=asked.without, firm=asked.firm
                )
            except PlanError:
                self._scenes[places] = None
                return None
            self._scenes[places] = Scene(picture, self._assumed, brief, together=self.sweep.block)
            while len(self._scenes) > MOST_SCENES:
                self._scenes.popitem(last=False)
        return self._scenes[places]

    def table(self, block: int) -> "pa.Table":
        """The variants of a block, one a row: what differs, and what they come to."""
        import numpy as np
        import pyarrow as pa

        places = places_of(self.sweep, block)
        count, split = places.shape[1], len(self._changing)
        told: dict[str, Array] = {
            name: np.full(count, -1, np.int64 if figure else np.int8) for name, figure in self.names.items()
        }
        possible = np.zeros(count, bool)
        scenes, scene_of = np.unique(places[:split], axis=1, return_inverse=True)
        for number in range(scenes.shape[1]):
            rows = np.flatnonzero(scene_of.ravel() == number)
            scene = self._scene(tuple(map(int, scenes[:, number])))
            if scene is None:
                continue
            for name, values in scene.columns(places[split:][:, rows]).items():
                if name == "possible":
                    possible[rows] = values
                else:
                    told[name][rows] = values
        columns: dict[str, Any] = {"variant": pa.array(np.arange(count) + block * self.sweep.block)}
        for dimension, its in zip(self.sweep.dimensions, places, strict=True):
            said = pa.array(dimension.said, pa.string())
            columns[dimension.name] = pa.DictionaryArray.from_arrays(pa.array(its, pa.int32()), said)
        columns["possible"] = pa.array(possible)
        partners = np.zeros(count, np.int64)
        for id_ in self.plan.partners:
            partners += np.isin(told[f"partners.{id_}"], _FIRM)
        columns["firm"] = pa.array(partners, mask=~possible)
        words = pa.array([word for word in STATUSES if word], pa.string())
        for name, values in told.items():
            if self.names[name]:
                columns[name] = pa.array(values, mask=~possible | (values < 0))
            else:
                index = pa.array(np.maximum(values - 1, 0), mask=~possible | (values <= 0))
                columns[name] = pa.DictionaryArray.from_arrays(index, words)
        return pa.table(columns)

    @cached_property
    def names(self) -> dict[str, bool]:
        """The columns that say what a variant comes to, and whether that is a figure: those of every pledge that may
        count in any picture."""
        plan = self.plan
        figures = [f"requirements.{r.id}.{what}" for r in plan.requirements.values() for what in FIGURES]
        others = [*(f"partners.{id_}" for id_ in plan.partners), *(f"pledges.{id_}" for id_ in plan.pledges)]
        return {"goal": False, "goal.best": False, **dict.fromkeys(figures, True), **dict.fromkeys(others, False)}


def work_out(task: Task, block: int) -> bytes:
    """The table of one block: what a worker does, wherever it is.

    Raises :class:`~willing.app.executors.OtherVersionError` where it has another Willing, or other files.
    """
    return block_bytes(_opened(task).table(block), "lz4")


@lru_cache(maxsize=1)
def _opened(task: Task) -> Sweeping:
    """The sweep of a task, kept between its blocks."""
    task.files.check()
    return Sweeping(task.plan, task.sweep)


def sweep_to(
    path: str, sweeping: Sweeping, *, executor: Executor | None = None, progress: "Progress | None" = None
) -> None:
    """Work out a sweep and write its table; blocks done before, of the same sweep, are not worked out again.

    ``executor``: left out, one block after the other here. Raises :class:`PlanError`, OSError, and what a worker does;
    what is done by then stays.
    """
    task = Task.of(sweeping)
    about = msgspec.json.encode({"held": task.files.held, "version": task.files.version})
    kept = BlockTable(path, about, sweeping.blocks)
    done = kept.fill(partial(work_out, task), range(sweeping.blocks), executor, progress or (lambda done, of: None))
    kept.join(map(kept.table, done))


def swept(table: str, sweeping: Sweeping, of: str = "", *, progress: "Progress | None" = None) -> Swept:
    """What decides the outcome over the variants of a table that :func:`sweep_to` wrote.

    ``of``: ``goal``, ``possible``, ``partners``, or a requirement that has a need; left out, the first of the three
    that differs between variants. Raises :class:`PlanError` for anything else, and for a file that is no such table.
    """
    import pyarrow as pa

    def blocks(outcome: str) -> Blocks:
        return lambda: _outcomes(table, sweeping, outcome, progress)

    needed = [r.id for r in sweeping.plan.requirements.values() if r.needs is not None]
    if of and of not in (*OUTCOMES, *needed):
        raise _problem(table, Message("sweep-of-what", given=of, meant=nearest(of, [*OUTCOMES, *needed])))
    try:
        outcome = of or OUTCOMES[0]
        found = decides(sweeping.sweep.dimensions, blocks(outcome))
        for other in () if of or found.varies else OUTCOMES[1:]:
            its = decides(sweeping.sweep.dimensions, blocks(other))
            if its.varies:
                outcome, found = other, its
                break
    except (pa.ArrowInvalid, KeyError):
        raise _problem(table, Message("sweep-no-table", table=table)) from None
    return Swept(
        plan=sweeping.plan.name,
        table=table,
        variants=sweeping.sweep.count,
        sampled=sweeping.sweep.sample is not None,
        of=outcome if outcome in OUTCOMES else "filled",
        requirement=None if outcome in OUTCOMES else outcome,
        **{name: getattr(found, name) for name in ("possible", "mean", "varies", "alone", "pairs", "tree")},
    )


def _outcomes(
    table: str, sweeping: Sweeping, outcome: str, progress: "Progress | None"
) -> Iterator[tuple["Array", "Array"]]:
    """Of each block: the places of the values of its variants, and their outcomes, NaN where none is possible."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    column = {"goal": ["goal"], "possible": ["goal"], "partners": ["firm"]}
    names = column.get(outcome, [f"requirements.{outcome}.{what}" for what in ("stands", "together")])
    words = {"goal": pa.array(["stands", "together"]), "possible": pa.array(["blocked"])}.get(outcome)
    file = pq.ParquetFile(table)
    if file.metadata.num_rows != sweeping.sweep.count:
        raise KeyError(table)
    for block in range(file.metadata.num_row_groups):
        rows = file.read_row_group(block, columns=["possible", *names])
        if words is not None:
            goal = rows["goal"].combine_chunks()
            so = pa.compute.is_in(goal.dictionary, value_set=words).to_numpy(zero_copy_only=False)
            told = so[goal.indices.fill_null(0).to_numpy()].astype(float)
            told[goal.is_null().to_numpy(zero_copy_only=False)] = 0.0
            told = 1.0 - told if outcome == "possible" else told
        else:
            told = sum(rows[name].to_numpy().astype(float) for name in names)
        yield places_of(sweeping.sweep, block), np.where(rows["possible"].to_numpy(), told, np.nan)
        if progress is not None:
            progress(block + 1, file.metadata.num_row_groups)


def _problem(file: str, message: Message) -> PlanError:
    return PlanError((Problem(place=Place(file=file, line=0), message=message),))
