"""Blocks of worlds (§6.2) and of coalitions (§7.2), drawn by workers: the same answer as here, whoever drew which."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from willing.app.executors import Files
from willing.app.open import open_query
from willing.model.condition import Condition

if TYPE_CHECKING:
    from willing.app.query import Query
    from willing.app.study import Study
    from willing.questions.coalitions import Game
    from willing.questions.drawn import Block, Sample
    from willing.questions.risk.effort import Effort
    from willing.questions.risk.montecarlo import Counts, Sampler

_T = TypeVar("_T")
_E = TypeVar("_E")

#: Blocks in the hands of workers at a time: enough for all of them, and few to be thrown away at the end.
AHEAD = 2 * (os.cpu_count() or 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Generic[_E]):
    """What is drawn for: a plan by its path, what is asked of it, and how far to go: an Effort, or a Sample."""

    files: Files
    query: "Query"
    goal: Condition
    effort: _E

    def opened(self) -> "Study":
        """The plan. Raises :class:`~willing.app.executors.OtherVersionError`."""
        self.files.check()
        return open_query(self.files.paths[0], self.query)


def counts_of(question: "Question[Effort]", block: int) -> "Sequence[Counts]":
    """What is counted in one block of worlds. Raises :class:`~willing.app.executors.OtherVersionError`."""
    return _sampler(question).block(question.effort.seed, block)


def coalitions_of(question: "Question[Sample]", block: int) -> "Block":
    """One block of coalitions. Raises :class:`~willing.app.executors.OtherVersionError`."""
    from willing.questions.drawn import block_of

    return block_of(_game(question), question.effort, block)


@lru_cache(maxsize=1)
def _sampler(question: "Question[Effort]") -> "Sampler":
    from willing.questions.risk.ask import sampler_of

    study = question.opened()
    return sampler_of(study.picture, question.goal, study.what_if, question.effort)


@lru_cache(maxsize=1)
def _game(question: "Question[Sample]") -> "Game":
    from willing.questions.coalitions import Game

    return Game(question.opened().picture, question.goal)


class Counting(Generic[_E, _T]):
    """Gives the blocks of a question by their numbers, one after the other, some of them worked out ahead."""

    def __init__(
        self,
        study: "Study",
        goal: Condition,
        effort: _E,
        *,
        work: Callable[[Question[_E], int], _T],
        executor: Executor,
    ) -> None:
        files = Files.of(study.file, *study.tables)
        self._question = Question(files=files, query=study.query, goal=goal, effort=effort)
        self._work = work
        self._executor = executor
        self._ahead: dict[int, Future[_T]] = {}

    def __call__(self, block: int) -> _T:
        for number in range(block, block + AHEAD):
            if number not in self._ahead:
                self._ahead[number] = self._executor.submit(self._work, self._question, number)
        return self._ahead.pop(block).result()
