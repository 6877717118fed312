"""The backtest of several plans: each read as of every day of its record, and held against its end."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from typing import TYPE_CHECKING

from willing.answers.backtest import Backtest, Coalition, InPlace, WordTold
from willing.app.jobs import Jobs
from willing.app.open import open_query
from willing.app.query import Query
from willing.app.study import Study
from willing.engine.budget import one_command
from willing.questions.backtest import coalition, in_place, last_day, rates

if TYPE_CHECKING:
    from willing.questions.timeline import Progress

Record = tuple[Coalition | None, tuple[WordTold, ...], tuple[InPlace, ...]]


def record(file: str) -> Record:
    """One plan's part of a backtest. Raises :class:`PlanError` and OSError."""
    study = open_query(file, Query())
    last = last_day(study.plan)
    if last is None:
        return None, (), ()
    end = Study(study.plan, replace(study.query, as_of=last), file=file)
    with one_command():  # each as if it were asked by itself
        found = coalition(end.timeline(), study.plan.name, file, last)
    if found is None:
        return None, (), ()
    return *found, tuple(in_place(end.deliveries()))


def backtest(files: Sequence[str], *, executor: Executor | None = None, progress: "Progress | None" = None) -> Backtest:
    """What the words of briefs were worth in these plans.

    Raises :class:`PlanError` with everything that is wrong with one of them, and OSError.
    """
    tell = progress or (lambda done, of: None)
    if executor is None:
        records = []
        for done, file in enumerate(files):
            tell(done, len(files))
            records.append(record(file))
    else:
        records = Jobs(executor).start(record, files).results(tell)
    words = [word for _, its, _ in records for word in its]
    return Backtest(
        coalitions=tuple(each for each, _, _ in records if each is not None),
        rates=rates(words),
        words=tuple(words),
        in_place=tuple(each for _, _, its in records for each in its),
        unrecorded=tuple(file for file, (each, _, _) in zip(files, records, strict=True) if each is None),
    )
