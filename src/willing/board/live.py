"""The plan that is served: its last good state, what is wrong with its file now, and the answers about it."""

import os
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import msgspec

from willing.answers.answer import to_builtins
from willing.app.open import check_plan, study_of
from willing.app.query import ImpossibleError, Query
from willing.app.study import Study
from willing.board.address import AddressError
from willing.board.pieces import pieces_of
from willing.board.script import script_of
from willing.model.place import Place
from willing.model.problem import PlanError, Problem
from willing.notation.read import Reading, read_plan
from willing.notation.toml.trial import Trial, TrialError, trial_from, with_scenario, with_trial
from willing.present.page.page import Live as LivePage
from willing.present.page.page import Page
from willing.questions.memo import Shared
from willing.questions.switchboard import told_of

#: So many answers, and pages, are kept for the same question again.
MOST_ANSWERS = 4_000
MOST_PAGES = 12

_K = TypeVar("_K", bound=Hashable)
_T = TypeVar("_T")

#: What tells a file from what it was: when it changed, its size, which file it is; None where there is none.
_Mark = tuple[int, int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is served: ``version`` counts the changes; ``text`` is the plan file (None: it is no TOML).

    ``problems``: what is wrong with the file as it is now; then the rest is that of the last time it was right.
    ``file_text``: what the file held when it was last read.
    """

    version: int
    reading: Reading
    text: str | None
    file_text: str | None
    problems: tuple[Problem, ...] = ()


class Open:
    """One base of one version: its study and its page, and what its worlds have in common."""

    def __init__(self, study: Study, language: str, script: str) -> None:
        self.study = study
        # a decision of a pledge's own can be switched too, but there may be thousands: by address, not on the page
        self.page = Page(study, language, live=LivePage(switches=tuple(study.plan.assumptions), script=script))
        self.html = self.page.html()
        self.pieces = pieces_of(self.html)
        self.shared = Shared(study.picture)

    def answer(self, switched: Mapping[str, bool | None]) -> dict[str, Any]:
        """The answer in one world: parts of the page, the brief (§10), and why it cannot be so if it cannot.

        Raises :class:`PlanError` for what nobody can switch.
        """
        try:
            there = self.study.switched(switched)
            told = told_of(there.picture, there.resolution, self.shared)
        except ImpossibleError as error:
            return {
                "impossible": error.problems[0].message,
                "parts": self.page.answer(None, self.study.picture.decided, switched),
                "brief": None,
            }
        return {
            "impossible": None,
            "parts": self.page.answer(told, there.picture.decided, switched),
            "brief": to_builtins(told.brief),
        }


class LivePlan:
    """A plan file that is served. ``standing``: what the server was started with.

    Raises :class:`PlanError` where that cannot be answered at first; later mistakes are told beside the last answer.
    """

    def __init__(self, file: str, standing: Query) -> None:
        self.file = file
        self.standing = standing
        self._opened: OrderedDict[tuple[int, Query, str], Open] = OrderedDict()
        self._answers: OrderedDict[Hashable, bytes] = OrderedDict()
        self._marks: Mapping[str, _Mark] = {}
        reading, text = self._read()
        if reading.plan is None:
            raise PlanError(reading.errors, omitted=reading.omitted)
        self.state = State(version=1, reading=reading, text=text, file_text=text)
        self.opened(standing, "en")  # what the server was started with has to be answered

    # -- the file -------------------------------------------------------------------------------------------------

    def is_changed(self) -> bool:
        """Whether the file, or a table of its, is another than when it was last read."""
        return self._marked(self._marks) != self._marks

    def look(self) -> bool:
        """Read the file again if it changed; whether there is anything new to tell."""
        if not self.is_changed():
            return False
        before = self.state
        try:
            reading, text = self._read()
            problems, file_text = reading.errors, text
        except PlanError as error:
            reading, text, problems, file_text = before.reading, before.text, error.problems, None
        after = State(version=before.version + 1, reading=reading, text=text, file_text=file_text)
        if not problems:
            try:  # those who follow it are told at once
                self._open(after, self.standing, next(reversed(self._opened))[2])
            except PlanError as error:
                problems = error.problems
        if problems:
            after = replace(before, version=before.version + 1, problems=problems, file_text=file_text)
        if replace(after, version=before.version) == before:
            return False
        self.state = after
        self._answers.clear()
        return True

    def _read(self) -> tuple[Reading, str | None]:
        self._marks = self._marked([self.file])
        try:
            reading = check_plan(self.file)
            text = None
            if not os.path.isdir(self.file):
                with open(self.file, "rb") as file:
                    data = file.read()
                text = _toml(data)
        except OSError as error:
            told = f"cannot be read: {error.strerror or error}"
            raise PlanError((Problem(place=Place(file=self.file, line=0), message=told),)) from None
        plan = reading.plan
        folder = os.path.dirname(self.file)
        tables = plan.tables if plan is not None else [path for path in self._marks if path != self.file]
        beside = [os.path.join(folder, name) for name in tables]
        if os.path.isdir(self.file):
            beside += [os.path.join(self.file, name) for name in sorted(os.listdir(self.file))]
        self._marks = {**self._marked(beside), **self._marks}
        return reading, text

    @staticmethod
    def _marked(paths: Any) -> dict[str, _Mark]:
        found: dict[str, _Mark] = {}
        for path in paths:
            try:
                told = os.stat(path)
                found[path] = (told.st_mtime_ns, told.st_size, told.st_ino)
            except OSError:
                found[path] = None
        return found

    # -- answers --------------------------------------------------------------------------------------------------

    def opened(self, page: Query, language: str) -> Open:
        """The page of a base. Raises :class:`PlanError`, and :class:`AddressError` for a trial that cannot be made."""
        return self._open(self.state, page, language)

    def _open(self, state: State, page: Query, language: str) -> Open:
        def made() -> Open:
            return Open(self._study(state, page), language, script_of(language, state.version))

        return _kept(self._opened, (state.version, page, language), MOST_PAGES, made)

    def _study(self, state: State, page: Query) -> Study:
        reading, trial = state.reading, _trial(page)
        if trial:
            assert reading.plan is not None
            try:
                text = with_trial(_text(state), trial, list(reading.plan.pledges))
            except TrialError as error:
                raise AddressError(str(error)) from None
            reading = self._read_tried(text)
        return study_of(reading, page, file=self.file)

    def answer(self, query: Query, language: str) -> bytes:
        """The answer in a world, as JSON. Raises :class:`PlanError` and :class:`AddressError`."""
        state = self.state

        def made() -> bytes:
            told = {"version": state.version, **self.opened(query.page, language).answer(dict(query.switched))}
            return msgspec.json.encode(told)

        return _kept(self._answers, (state.version, query, language), MOST_ANSWERS, made)

    def _table(self, name: str) -> bytes:
        with open(os.path.join(os.path.dirname(self.file), name), "rb") as file:
            return file.read()

    # -- what is saved --------------------------------------------------------------------------------------------

    def as_scenario(self, query: Query, name: str) -> str:
        """The text of the plan with this world as one scenario more.

        Raises :class:`AddressError` where it cannot be one, or the file is not what is served.
        """
        state = self.state
        if state.problems or state.file_text != state.text:
            raise AddressError("the plan file has mistakes now: mend it first, then save this")
        settled = query.settled
        unknown = [id_ for id_, value in settled.items() if value is None]
        if unknown:
            raise AddressError(f"no scenario can say that nothing is known of '{unknown[0]}': switch it to yes or no")
        assume = {id_: value for id_, value in settled.items() if value is not None}
        try:
            text = with_scenario(_text(self.state), name, _trial(query), assume)
        except TrialError as error:
            raise AddressError(str(error)) from None
        self._read_tried(text)  # what is saved has no mistakes
        return text

    def as_file(self, query: Query) -> str:
        """The text of a plan of its own with what is tried in this world; what is switched is its scenario "tried".

        Raises :class:`AddressError` where it cannot be one.
        """
        reading, trial = self.state.reading, _trial(query)
        assert reading.plan is not None
        assume = {id_: value for id_, value in query.settled.items() if value is not None}
        try:
            text = with_trial(_text(self.state), trial, list(reading.plan.pledges))
            if assume:
                text = with_scenario(text, "tried", Trial(), assume)
        except TrialError as error:
            raise AddressError(str(error)) from None
        self._read_tried(text)  # what is saved has no mistakes
        return text

    def _read_tried(self, text: str) -> Reading:
        """What a text that is in no file says. Raises :class:`PlanError` with its mistakes."""
        reading = read_plan(text.encode(), file="", load=self._table)
        if reading.plan is None:
            raise PlanError(tuple(_of_the_trial(problem) for problem in reading.errors), omitted=reading.omitted)
        return reading


def _text(state: State) -> str:
    if state.text is None:
        raise AddressError("changes are tried on a plan in TOML: make one with willing import")
    return state.text


def _trial(query: Query) -> Trial:
    return trial_from(msgspec.json.decode(query.tried)) if query.tried else Trial()


def _toml(data: bytes) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text.replace("\r\n", "\n")


def _of_the_trial(problem: Problem) -> Problem:
    """A mistake in what is tried: there is no file whose lines it could name."""
    return replace(problem, place=Place(file="", line=0), excerpt="")


def _kept(kept: "OrderedDict[_K, _T]", key: _K, most: int, make: Callable[[], _T]) -> _T:
    """What is kept under a key, made if it is not; what was not asked for longest is forgotten."""
    if key not in kept:
        kept[key] = make()
        while len(kept) > most:
            kept.popitem(last=False)
    kept.move_to_end(key)
    return kept[key]
