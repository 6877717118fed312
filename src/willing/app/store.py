"""Where a plan that is served is kept: read, watched for changes, and written whole. A file is one such place."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from willing.app.errors import PlanError
from willing.app.files import create, replace, text_like
from willing.app.open import check_plan, read_file
from willing.model.place import Place
from willing.model.problem import Message, Problem, reason_of
from willing.notation.read import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What a store holds now; ``text``: the plan as TOML, None where it is none; ``data``: what that was read from."""

    reading: Reading
    text: str | None
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """Where a plan was written; ``kept``: where that is which somebody else wrote in the same instant."""

    where: str
    kept: str | None = None


class PlanStore(Protocol):
    """A place that keeps one plan."""

    @property
    def name(self) -> str:
        """What messages call it."""

    def is_changed(self) -> bool:
        """Whether it holds anything else than when it was last read."""

    def read(self) -> Stored:
        """What it holds. Raises :class:`PlanError` where it cannot be read; a plan with mistakes can."""

    def check(self, text: str) -> Reading:
        """What the plan would be with this text in its place; once it is there, it is not read again."""

    def table(self, name: str) -> bytes:
        """A table that the plan names. Raises OSError."""

    def write(self, text: str, was: bytes) -> "Saved":
        """Put another text in the place of the plan, whole or not at all; where it is now.

        ``was``: the data it was made from. Raises ChangedError (of ``app/files.py``) where it holds anything else now,
        and OSError.
        """

    def write_beside(self, name: str, text: str) -> str:
        """Keep a plan of its own under another name; where it is. Raises FileExistsError for a name that is taken."""


#: What tells a file from what it was: when it changed, its size, which file it is; None where there is none.
_Mark = tuple[int, int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """What some data came to, with the tables as they were then."""

    data: bytes
    tables: Mapping[str, _Mark]
    reading: Reading


class FilePlan:
    """A plan file with its tables, a workbook, or a folder of CSV tables."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._marks: Mapping[str, _Mark] = {}
        self._checked: _Checked | None = None

    @property
    def name(self) -> str:
        """Its path."""
        return self.file

    def is_changed(self) -> bool:
        """Whether the file, or a table of its, is another than when it was last read."""
        return _marks(self._marks) != self._marks

    def read(self) -> Stored:
        """The plan as it stands there."""
        watched = {*self._marks, self.file}
        self._marks = _marks(watched)  # before it is read: what changes meanwhile is seen as changed
        try:
            data = b"" if os.path.isdir(self.file) else read_file(self.file)
            known = self._checked
            is_known = known is not None and (known.data, known.tables) == (data, _marks(known.tables))
            reading = known.reading if known is not None and is_known else check_plan(self.file, data)
            text = None if os.path.isdir(self.file) else _toml(data)
        except OSError as error:
            message = Message("file-unreadable", reason=reason_of(error))
            raise PlanError((Problem(place=Place(file=self.file, line=0), message=message),)) from None
        if reading.plan is not None:  # with mistakes, it names perhaps not all that it did before
            watched = {self.file, *(self._beside(name) for name in reading.plan.tables)}
        if os.path.isdir(self.file):
            watched |= {os.path.join(self.file, name) for name in os.listdir(self.file)}
        self._marks = {**_marks(watched), **{path: mark for path, mark in self._marks.items() if path in watched}}
        return Stored(reading=reading, text=text, data=data)

    def check(self, text: str) -> Reading:
        """The plan, were this what the file holds."""
        data = text.encode()
        before = _marks(self._marks)  # of tables that are there: one that changes meanwhile is read again
        reading = check_plan(self.file, data)
        tables = () if reading.plan is None else map(self._beside, reading.plan.tables)
        marks = {path: before.get(path) for path in tables}
        self._checked = _Checked(data=data, tables=marks, reading=reading) if None not in marks.values() else None
        return reading

    def table(self, name: str) -> bytes:
        """A CSV file beside the plan."""
        return read_file(self._beside(name))

    def write(self, text: str, was: bytes) -> Saved:
        """Write over the file."""
        return Saved(where=self.file, kept=replace(self.file, text_like(text, was), was=was))

    def write_beside(self, name: str, text: str) -> str:
        """A new file in the same folder."""
        path = self._beside(name)
        create(path, text.encode())
        return path

    def _beside(self, name: str) -> str:
        return os.path.join(os.path.dirname(self.file), name)


def _marks(paths: Iterable[str]) -> Mapping[str, _Mark]:
    marks: dict[str, _Mark] = {}
    for path in paths:
        try:
            status = os.stat(path)
            marks[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
        except OSError:
            marks[path] = None
    return marks


def _toml(data: bytes) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text.replace("\r\n", "\n")
