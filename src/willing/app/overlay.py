"""A plan with what was drafted beside it (§R14.3): a plan file, and another whose entries come in the place of those of
the same id, or behind them."""

from typing import Any

from willing.app.errors import PlanError
from willing.model.place import Place
from willing.model.problem import Message, Problem
from willing.notation.read import Reading, read_records
from willing.notation.toml.tables import SourceError, Tables, read_tables
from willing.notation.write import write_plan
from willing.notation.written import Path, leads_somewhere


class Overlaid:
    """Two files as one (:class:`~willing.notation.written.Written`)."""

    in_cells = False

    def __init__(self, under: Tables, over: Tables) -> None:
        self._files = (under, over)
        self._from: dict[Path, tuple[Tables, Path]] = {}
        self.root: dict[str, Any] = {}
        for tables in self._files:
            for name, raw in tables.root.items():
                self._lay(tables, name, raw)

    def _lay(self, tables: Tables, name: str, raw: object) -> None:
        there = self.root.get(name)
        if isinstance(raw, dict) and isinstance(there, dict):
            self.root[name] = {**there, **raw}
            self._from |= {(name, key): (tables, (name, key)) for key in raw}
        elif isinstance(raw, list) and isinstance(there, list):
            self.root[name] = laid = list(there)
            places = {its["id"]: n for n, its in enumerate(there) if isinstance(its, dict) and "id" in its}
            for number, entry in enumerate(raw):
                at = places.get(entry.get("id"), len(laid)) if isinstance(entry, dict) else len(laid)
                laid[at : at + 1] = [entry]
                self._from[name, at] = (tables, (name, number))
        else:
            self.root[name] = raw
            self._from[name,] = (tables, (name,))

    @property
    def file(self) -> str:
        """The plan's."""
        return self._files[0].file

    def _at(self, path: Path) -> tuple[Tables, Path]:
        for length in (2, 1):
            found = self._from.get(path[:length])
            if found is not None and len(path) >= length:
                return found[0], (*found[1], *path[length:])
        return self._files[0], path

    def key(self, path: Path) -> Place:
        """In its file."""
        tables, own = self._at(path)
        return tables.key(own)

    def value(self, path: Path) -> Place:
        """In its file."""
        tables, own = self._at(path)
        return tables.value(own)

    def inside(self, path: Path, offset: int, length: int) -> Place:
        """In its file."""
        tables, own = self._at(path)
        return tables.inside(own, offset, length)

    def order(self, place: Place) -> tuple[int, int, int]:
        """The plan first."""
        return int(place.file != self.file), place.line, place.column

    def problem(self, message: Message, place: Place, subjects: tuple[Message, ...] = ()) -> Problem:
        """With the line it stands on."""
        return self._files[int(place.file != self.file)].problem(message, place, subjects)

    def __contains__(self, path: Path) -> bool:
        return leads_somewhere(self.root, path)


def read_overlaid(plan: bytes, file: str, drafts: bytes, drafts_file: str) -> Reading:
    """A plan with what was drafted beside it. What is wrong stands at its place in either file."""
    try:
        return read_records(Overlaid(read_tables(plan, file), read_tables(drafts, drafts_file)))
    except SourceError as error:
        return Reading(plan=None, errors=(error.problem,))


def overlaid(plan: bytes, file: str, drafts: bytes, drafts_file: str) -> str:
    """The same as one plan file. Raises :class:`PlanError`."""
    reading = read_overlaid(plan, file, drafts, drafts_file)
    if reading.plan is None:
        raise PlanError(reading.errors, omitted=reading.omitted)
    return write_plan(reading.plan)
