"""Blocks of worlds, drawn and counted by workers (§6.2): the same answer as here, whoever counted which."""

import os
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from willing.app.executors import Files
from willing.app.open import open_query
from willing.model.condition import Condition

if TYPE_CHECKING:
    from willing.app.query import Query
    from willing.app.study import Study
    from willing.questions.risk.effort import Effort
    from willing.questions.risk.montecarlo import Counts, Sampler

#: Blocks in the hands of workers at a time: enough for all of them, and few to be thrown away at the end.
AHEAD = 2 * (os.cpu_count() or 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What worlds are drawn for: a plan by its path, what is asked of it, and how far to go."""

    files: Files
    query: "Query"
    goal: Condition
    effort: "Effort"

    @property
    def plan(self) -> str:
        """Where the plan is."""
        return self.files.paths[0]


def counts_of(question: Question, block: int) -> "Sequence[Counts]":
    """What is counted in one block. Raises :class:`~willing.app.executors.OtherVersionError`."""
    return _sampler(question).block(question.effort.seed, block)


@lru_cache(maxsize=1)
def _sampler(question: Question) -> "Sampler":
    from willing.questions.risk.ask import sampler_of

    question.files.check()
    study = open_query(question.plan, question.query)
    return sampler_of(study.picture, question.goal, study.what_if, question.effort)


class Counting:
    """Gives the blocks of a question by their numbers, one after the other, some of them counted ahead."""

    def __init__(self, study: "Study", goal: Condition, effort: "Effort", executor: Executor) -> None:
        files = Files.of(study.file, *study.tables)
        self._question = Question(files=files, query=study.query, goal=goal, effort=effort)
        self._executor = executor
        self._ahead: dict[int, Future[Sequence[Counts]]] = {}

    def __call__(self, block: int) -> "Sequence[Counts]":
        for number in range(block, block + AHEAD):
            if number not in self._ahead:
                self._ahead[number] = self._executor.submit(counts_of, self._question, number)
        return self._ahead.pop(block).result()
