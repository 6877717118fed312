"""Suggestions of a draft decided one by one: every decision is in the plan file at once, and can be undone."""

import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

from willing.answers.problems import message_text, problem_sentence
from willing.app.errors import PlanError
from willing.app.files import ChangedError, text_like
from willing.app.report_files import read_files
from willing.app.store import FilePlan
from willing.model.place import Place
from willing.model.plan import Plan
from willing.model.problem import Message, Problem
from willing.notation.read import read_plan
from willing.notation.toml.edit import EditError
from willing.notation.toml.literals import toml_string
from willing.notation.toml.marks import Marked, accepted, as_toml, changed, dropped, marked, without_statement
from willing.questions.draft import GROUP
from willing.reports.quoted import FoundQuote, find_said
from willing.reports.report import Report

#: In what order suggestions are walked through: as in the file, or those of a partner or a report together.
By = Literal["file", "partner", "report"]

#: Other ways to read a pledge: they give it, they do so if (and not: not without), it is open, they do not.
Reading = Literal["yes", "if", "open", "refuses"]


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
        self._reports: dict[str, tuple[Report, ...]] = {}  # by source
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

    def suggestions(self, by: By = "file") -> tuple[Marked, ...]:
        """What still waits for a decision."""
        groups = {"file": (), "partner": ("", *self.plan.partners), "report": (*self.plan.sources, "")}[by]
        order = {group: n for n, group in enumerate(groups)}
        return tuple(sorted(marked(self.text), key=lambda entry: order.get(group_of(entry, by), len(order))))

    def found(self, statement: Mapping[str, Any]) -> FoundQuote | None:
        """Where its report says what a statement says; None where there is no report, or it does not say so."""
        source = str(statement.get("source"))
        if source not in self._reports:
            told = self.plan.sources.get(source)
            path = os.path.join(os.path.dirname(self.path), told.file) if told and told.file else ""
            self._reports[source] = read_files([path]).reports if path else ()
        found = find_said(str(statement.get("says", "")), self._reports[source])
        return None if found is None or found.left_out else found

    def neighbours(self, statement: Mapping[str, Any]) -> tuple[str, str]:
        """What its report says right before and behind what a statement says; empty where there is nothing."""
        found = self.found(statement)
        if found is None:
            return "", ""
        running = [each for each in found.report.sentences if not each.heading]
        before = [each for each in running if each.place.end <= found.span.start]
        behind = [each for each in running if each.place.start >= found.span.end]
        return before[-1].said if before else "", behind[0].said if behind else ""

    def decide(
        self, entry: Marked, answer: str, *, which: int = 0, changes: Mapping[str, str] = MappingProxyType({})
    ) -> str:
        """Do what was answered: ``drop``; ``statement``, ``which`` of them is dropped; ``edit``, with ``changes``; a
        :data:`Reading`; ``mentioned``, or ``accept``. The word for what was done (``review.…`` of the messages)."""
        match answer:
            case "drop":
                self.drop(entry)
                return "dropped"
            case "statement":
                self.drop_statement(entry, which)
                return "statement-dropped"
            case "edit":
                self.edit(entry, changes)
                return "edited"
            case "yes" | "if" | "open" | "refuses":
                counts = self.read_as(entry, answer)
            case _:
                counts = self.accept(entry, as_mentioned=answer == "mentioned")
        return "accepted" if counts else "accepted.plain"

    def accept(self, entry: Marked, *, as_mentioned: bool = False) -> bool:
        """Take a suggestion into the plan; whether a pledge that was only mentioned counts from now on.

        A yes, a no or an if does; one whose stance is open stays mentioned, and so does one taken ``as_mentioned``, or
        one of a group that nobody names.
        """
        counts = _may_count(entry) and entry.entry.get("only_if") != "always" and not as_mentioned
        self._decide(accepted(self.text, entry, {"stage": None} if counts else None))
        return counts

    def read_as(self, entry: Marked, reading: Reading) -> bool:
        """Take a pledge into the plan read otherwise; whether it counts from now on."""
        condition = str(entry.entry.get("only_if") or entry.entry.get("if") or "always")
        keys: dict[Reading, tuple[str | None, str | None]] = {
            "yes": (None, None),
            "if": (condition, None),
            "open": (None, "always"),
            "refuses": ("never", None),
        }
        told = zip(("if", "only_if"), keys[reading], strict=True)
        values = {key: None if value is None else toml_string(value) for key, value in told}
        counts = _may_count(entry) and reading != "open"
        self._decide(accepted(self.text, entry, {**values, **({"stage": None} if counts else {})}))
        return counts

    def drop_statement(self, entry: Marked, which: int) -> None:
        """Take one of the statements about a suggestion out of the plan, by its place among them."""
        self._decide(without_statement(self.text, entry, which))

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
        reading = read_plan(text.encode(), file=self.path, load=self._store.table)
        if reading.plan is None:
            raise ReviewError("refused", reading.errors[0])
        try:
            self.kept = self._store.write(text, self._data).kept
        except ChangedError:
            self._before.clear()
            self._load()
            raise ReviewError("changed-beside") from None
        self._data, self.text = text_like(text, self._data), text


def _may_count(entry: Marked) -> bool:
    """Whether a pledge that is only mentioned may count: not that of a group that nobody names."""
    return entry.entry.get("stage") == "mentioned" and not str(entry.entry.get("partner", "")).startswith(GROUP)


def group_of(entry: Marked, by: By) -> str:
    """The partner that a suggestion is about, or the source that speaks of it first; empty where there is none."""
    if by == "report":
        return str(entry.statements[0].get("source")) if entry.statements else ""
    return str(entry.entry.get("partner", "")) if by == "partner" else ""


def other_readings(entry: Marked) -> tuple[Reading, ...]:
    """How else a pledge may be read than it stands there."""
    if entry.table != "pledges":
        return ()
    yes_if, only_if = entry.entry.get("if"), entry.entry.get("only_if")
    others: dict[Reading, bool] = {
        "yes": yes_if is not None or only_if is not None,
        "if": only_if not in (None, "always"),
        "open": only_if != "always",
        "refuses": yes_if != "never",
    }
    return tuple(reading for reading, other in others.items() if other)
