"""The plan that is served: its last good state, what is wrong with its file now, and the answers about it.

Everything here may be asked from several threads at once.
"""

import threading
from dataclasses import dataclass, replace

import msgspec

from willing.app.errors import PlanError
from willing.app.files import ChangedError
from willing.app.jobs import Kept
from willing.app.open import study_of
from willing.app.query import Query
from willing.app.store import PlanStore, Saved
from willing.app.study import Study
from willing.board.script import script_of
from willing.model.place import Place
from willing.model.problem import Problem
from willing.notation.read import Reading
from willing.notation.toml.trial import Trial, TrialError, trial_from, with_scenario, with_trial
from willing.web.answers import AddressError
from willing.web.opened import Open

#: So many answers, and pages, are kept for the same question again.
MOST_ANSWERS = 4_000
MOST_PAGES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is served: ``version`` counts the changes; ``text`` is the plan file (None: it is no TOML).

    ``problems``: what is wrong with the file as it is now; then ``reading`` and ``text`` are those of the last time it
    was right. ``file_text``: what the file held when it was last read, ``data`` in bytes.
    """

    version: int
    reading: Reading
    text: str | None
    file_text: str | None
    problems: tuple[Problem, ...] = ()
    data: bytes = b""


class LivePlan:
    """A plan that is served from where it is kept. ``standing``: what the server was started with.

    Raises :class:`PlanError` where that cannot be answered at first; later mistakes are told beside the last answer.
    """

    def __init__(self, store: PlanStore, standing: Query) -> None:
        self.store = store
        self.standing = standing
        # what the server was started with is kept for itself, however many other pages are asked for
        self._own: Kept[tuple[int, Query, str], Open] = Kept(MOST_PAGES)
        self._others: Kept[tuple[int, Query, str], Open] = Kept(MOST_PAGES)
        self._answers: Kept[tuple[int, Query, str, bool], bytes] = Kept(MOST_ANSWERS)
        self._looking = threading.Lock()
        self._before: tuple[str, State] | None = None  # the text before what was last saved, and what stood there then
        stored = store.read()
        if stored.reading.plan is None:
            raise PlanError(stored.reading.errors, omitted=stored.reading.omitted)
        self.state = State(version=1, reading=stored.reading, text=stored.text, file_text=stored.text, data=stored.data)
        self.opened(standing, "en")  # what the server was started with has to be answered

    def look(self) -> bool:
        """Read the plan again if it changed; whether there is anything new to tell."""
        with self._looking:
            return self.store.is_changed() and self._look()

    def _look(self) -> bool:
        before = self.state
        version = before.version + 1
        try:
            stored = self.store.read()
        except PlanError as error:
            after = replace(before, version=version, problems=error.problems, file_text=None)
        else:
            after = State(
                version=version, reading=stored.reading, text=stored.text, file_text=stored.text, data=stored.data
            )
            problems = stored.reading.errors
            if not problems:
                newest = self._own.newest()
                try:  # those who follow it are told at once
                    self.opened(self.standing, newest[2] if newest else "en", after)
                except PlanError as error:
                    problems = error.problems
            if problems:
                after = replace(before, version=version, problems=problems, file_text=stored.text, data=stored.data)
        if replace(after, version=before.version) == before:
            return False
        self.state = after
        self._answers.clear()
        return True

    # -- answers --------------------------------------------------------------------------------------------------

    def opened(self, page: Query, language: str, state: State | None = None) -> Open:
        """A page of a state, default: of now.

        Raises :class:`PlanError`, and :class:`AddressError` for a trial that cannot be made.
        """
        at = state or self.state
        return self._pages(page).get(
            (at.version, page, language),
            lambda: Open(self._study(at, replace(page, language=language)), language, script_of(language, at.version)),
        )

    def opened_already(self, page: Query, language: str) -> Open | None:
        """The page, if it is there."""
        return self._pages(page).ready((self.state.version, page, language))

    def is_own(self, page: Query) -> bool:
        """Whether it is the page that the server was started with."""
        return page == self.standing.page

    def _pages(self, page: Query) -> Kept[tuple[int, Query, str], Open]:
        return self._own if self.is_own(page) else self._others

    def _study(self, state: State, page: Query) -> Study:
        reading, trial = state.reading, _trial(page)
        if trial:
            reading = self._read_tried(_tried(state, trial))
        return study_of(reading, page, file=self.store.name)

    def answer(self, query: Query, language: str, briefly: bool = False) -> bytes:
        """The answer to a query, as JSON, ``briefly`` without the brief.

        Raises :class:`PlanError` and :class:`AddressError`.
        """
        state = self.state

        def made() -> bytes:
            answer = self.opened(query.page, language, state).answer(dict(query.switched), briefly=briefly)
            return msgspec.json.encode({"version": state.version, **answer})

        return self._answers.get((state.version, query, language, briefly), made)

    def answered_already(self, query: Query, language: str, briefly: bool = False) -> bytes | None:
        """The answer, if it is there."""
        return self._answers.ready((self.state.version, query, language, briefly))

    # -- what is saved --------------------------------------------------------------------------------------------

    def save_scenario(self, query: Query, name: str) -> Saved:
        """Write what is asked for into the plan as one scenario more; where it is now.

        Raises :class:`AddressError` where it cannot be one, or the file is not what is served, ChangedError where
        somebody else changed it meanwhile, and OSError.
        """
        self.look()
        state = self.state
        return self.store.write(self.as_scenario(query, name, state), state.data)

    def save_plan(self, query: Query) -> Saved:
        """Write what is tried into the plan; where it is now. Raises as above."""
        self.look()
        before = self.state
        return self._put(self.as_plan(query, before), before)

    def save_text(self, text: str, was: str) -> Saved:
        """Write a text, made from what the file held (``was``), in its place; where it is now.

        Raises :class:`AddressError` where there is nothing to save, or a text cannot take its place,
        :class:`PlanError` with the mistakes of the text, ChangedError where the file holds anything else, and OSError.
        """
        self.look()
        before = self.state
        there = self.file_text()
        if there != was:
            raise ChangedError(self.store.name, was.encode(), there.encode())
        if text == was:
            raise AddressError("nothing-to-save")
        reading = self.checked(text)
        if reading.plan is None:
            raise PlanError(reading.errors, omitted=reading.omitted)
        return self._put(text, before)

    def _put(self, text: str, before: State) -> Saved:
        """Write a text in the place of what a state says that the file holds. Raises ChangedError and OSError."""
        saved = self.store.write(text, before.data)
        self.look()
        # taken back can only be what still stands there, and to what had no mistakes
        back = before.text if not before.problems else None
        self._before = (back, self.state) if back is not None and self.state.text == text else None
        return saved

    def file_text(self) -> str:
        """What the plan file holds now, mistakes and all. Raises :class:`AddressError` where that is no text."""
        text = self.state.file_text
        if text is None:
            raise AddressError("tried-on-book")
        return text

    def checked(self, text: str) -> Reading:
        """What the plan would be if its file held this text."""
        return self.store.check(text)

    def undo(self) -> Saved:
        """Put the plan back as it was before it was last saved here; where it is now.

        Raises :class:`AddressError` where nothing was, or the file has changed since, and as above.
        """
        self.look()
        if self._before is None or self._before[1].data != self.state.data:
            raise AddressError("nothing-to-undo")
        (text, after), self._before = self._before, None
        return self.store.write(text, after.data)

    def as_plan(self, query: Query, state: State) -> str:
        """The text of the plan in a state with what is tried in it.

        Raises :class:`AddressError` where nothing is, or the file is not what is served.
        """
        _as_served(state)
        trial = _trial(query)
        if not trial:
            raise AddressError("nothing-to-save")
        text = _tried(state, trial)
        self._read_tried(text)  # what is saved has no mistakes
        return text

    def save_file(self, query: Query, name: str) -> str:
        """Write what is asked for as a plan of its own beside this one; where it is. Raises as above."""
        text = self.as_file(query)
        try:
            return self.store.write_beside(name, text)
        except FileExistsError:
            raise AddressError("file-name-taken", name=name) from None

    def as_scenario(self, query: Query, name: str, state: State) -> str:
        """The text of the plan in a state with this world as one scenario more.

        Raises :class:`AddressError` where it cannot be one, or the file is not what is served.
        """
        _as_served(state)
        _of_nobody(query)
        settled = query.settled
        unknown = [id_ for id_, value in settled.items() if value is None]
        if unknown:
            raise AddressError("scenario-of-unknowns", id=unknown[0])
        assume = {id_: value for id_, value in settled.items() if value is not None}
        try:
            text = with_scenario(_text(state), name, _trial(query), assume)
        except TrialError as error:
            raise AddressError(error.message) from None
        self._read_tried(text)  # what is saved has no mistakes
        return text

    def as_file(self, query: Query) -> str:
        """The text of a plan of its own with what is tried in this world; what is switched is its scenario "tried".

        Raises :class:`AddressError` where it cannot be one.
        """
        _of_nobody(query)
        text = _tried(self.state, _trial(query))
        assume = {id_: value for id_, value in query.settled.items() if value is not None}
        if assume:
            try:
                text = with_scenario(text, "tried", Trial(), assume)
            except TrialError as error:
                raise AddressError(error.message) from None
        self._read_tried(text)  # what is saved has no mistakes
        return text

    def _read_tried(self, text: str) -> Reading:
        """What a text that is in no file says. Raises :class:`PlanError` with its mistakes."""
        reading = self.checked(text)
        if reading.plan is None:
            raise PlanError(tuple(_of_the_trial(problem) for problem in reading.errors), omitted=reading.omitted)
        return reading


def _text(state: State) -> str:
    if state.text is None:
        raise AddressError("tried-on-book")
    return state.text


def _tried(state: State, trial: Trial) -> str:
    """The text of the plan in a state with a trial in it. Raises :class:`AddressError` where it cannot be made."""
    assert state.reading.plan is not None
    try:
        return with_trial(_text(state), trial, list(state.reading.plan.pledges))
    except TrialError as error:
        raise AddressError(error.message) from None


def _as_served(state: State) -> None:
    """Raises :class:`AddressError` where the file is not what is served."""
    if state.problems or state.file_text != state.text:
        raise AddressError("file-has-mistakes")


def _of_nobody(query: Query) -> None:
    """Raises :class:`AddressError` for a world in which somebody is out or firm: no plan file says so in one place."""
    for name in (*query.without, *query.firm):
        raise AddressError("saved-about-somebody", name=name)


def _trial(query: Query) -> Trial:
    return trial_from(msgspec.json.decode(query.tried)) if query.tried else Trial()


def _of_the_trial(problem: Problem) -> Problem:
    """A mistake in what is tried: there is no file whose lines it could name."""
    return replace(problem, place=Place(file="", line=0), excerpt="")
