"""Suggestions of a draft decided one by one: every decision is in the plan file at once, and can be undone."""

from collections.abc import Mapping
from typing import Literal

from willing.answers.problems import message_text, problem_sentence
from willing.app.errors import PlanError
from willing.app.files import ChangedError, text_like
from willing.app.store import FilePlan
from willing.model.place import Place
from willing.model.plan import Plan
from willing.model.problem import Message, Problem
from willing.notation.read import Reading, read_plan
from willing.notation.toml.edit import EditError
from willing.notation.toml.marks import Marked, accepted, as_toml, changed, dropped, marked


class ReviewError(Exception):
    """A decision that was not made: ``why``, and what would be wrong with the plan otherwise."""

    def __init__(
        self, why: Literal["refused", "changed-beside", "nothing-to-undo"], problem: Problem | Message | None = None
    ) -> None:
        super().__init__(why)
        self.why = why
        self.problem = problem

    def sentence(self, language: str = "en") -> str:
        """What would be wrong with the plan; empty where that is not the reason."""
        if self.problem is None:
            return ""
        if isinstance(self.problem, Problem):
            return problem_sentence(self.problem, language)
        return message_text(self.problem, language)


class Review:
    """A plan file with suggestions. Raises :class:`PlanError` where it has mistakes, and OSError.

    Every decision raises :class:`ReviewError` where it was not made; the file is then as it was.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._store = FilePlan(path)
        self._before: list[str] = []  # what the file was before each decision
        self.kept: str | None = None  # where that is which somebody else wrote in the instant of the last decision
        self._load()

    def _load(self) -> None:
        stored = self._store.read()
        if stored.reading.plan is None:
            raise PlanError(stored.reading.errors, omitted=stored.reading.omitted)
        if stored.text is None:
            raise PlanError((Problem(place=Place(file=self.path, line=0), message=Message("layout-of-book")),))
        self.plan: Plan = stored.reading.plan
        self.text = stored.text
        self._data = stored.data

    def suggestions(self) -> tuple[Marked, ...]:
        """What still waits for a decision."""
        return tuple(marked(self.text))

    def accept(self, entry: Marked, *, as_mentioned: bool = False) -> bool:
        """Take a suggestion into the plan; whether a pledge that was only mentioned counts from now on.

        A yes, a no or an if does; one whose stance is open stays mentioned, and so does one taken ``as_mentioned``.
        """
        mentioned = entry.entry.get("stage") == "mentioned" and entry.entry.get("only_if") != "always"
        counts = mentioned and not as_mentioned
        self._decide(accepted(self.text, entry, {"stage": None} if counts else None))
        return counts

    def drop(self, entry: Marked) -> None:
        """Take a suggestion out of the plan."""
        self._decide(dropped(self.text, entry))

    def edit(self, entry: Marked, changes: Mapping[str, str]) -> None:
        """Change keys of a suggestion, as a plan or a person writes them; an empty text leaves a key out."""
        values: dict[str, str | None] = {}
        for key, value in changes.items():
            values[key] = as_toml(value) if value else None
            if key in ("if", "only_if") and value:
                values[{"if": "only_if", "only_if": "if"}[key]] = None
        try:
            text = changed(self.text, entry, values)
        except EditError as error:
            raise ReviewError("refused", error.message) from None
        self._decide(text)

    def undo(self) -> None:
        """Take back the last decision."""
        if not self._before:
            raise ReviewError("nothing-to-undo")
        self._put(self._before[-1])
        self._before.pop()

    def _decide(self, text: str) -> None:
        before = self.text
        self._put(text)
        self._before.append(before)

    def _put(self, text: str) -> None:
        """Write a changed plan, if it is one and nobody else has changed it."""
        reading: Reading = read_plan(text.encode(), file=self.path, load=self._store.table)
        if reading.plan is None:
            raise ReviewError("refused", reading.errors[0])
        try:
            self.kept = self._store.write(text, self._data).kept
        except ChangedError:
            self._before.clear()
            self._load()
            raise ReviewError("changed-beside") from None
        self._data, self.text = text_like(text, self._data), text
