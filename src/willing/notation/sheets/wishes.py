"""What somebody wants of a table beside which column is which key (§T8): constants, filters, sums, words for words."""

import csv
import re
import tomllib
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from willing.answers.problems import MessageError
from willing.model.problem import Listed
from willing.notation.keys import TABLES
from willing.notation.nearest import nearest_or_all
from willing.notation.sheets.cells import Cell
from willing.notation.sheets.likeness import order, plain, text_in
from willing.notation.toml.literals import toml_string
from willing.notation.toml.tables import not_toml


class WishError(MessageError):
    """A wish that is not understood; ``message`` says why."""


#: The sum of rows that say the same but for their amounts, among the sums of columns.
ROWS_ADDED: tuple[tuple[str, ...], str] = ((), "amount")


@dataclass(frozen=True, slots=True)
class Where:
    """Only rows whose cell below ``column`` is so: ``sign`` is ``=``, ``!=``, ``<``, ``>`` or ``latest``; of ``=`` and
    ``!=`` a value may be one of several, with bars between them."""

    column: str
    sign: str
    value: str = ""

    @property
    def text(self) -> str:
        """As :func:`wishes_of` reads it."""
        return f"{self.column}=latest" if self.sign == "latest" else f"{self.column}{self.sign}{self.value}"

    def fits(self, cell: Cell, latest: object = None) -> bool:
        """Whether a cell is so; ``latest``: the greatest of its column."""
        text = text_in(cell)
        if self.sign == "latest":
            return order(cell) == latest
        if self.sign in ("=", "!="):
            return (plain(text) in _either(self.value)) is (self.sign == "=")
        here, there = order(cell), order(float(self.value) if re.fullmatch("[0-9.]+", self.value) else self.value)
        if here is None or there is None or here[0] != there[0]:
            return False
        return here < there if self.sign == "<" else here > there


@lru_cache(64)
def _either(value: str) -> Set[str]:
    return {plain(value), *map(plain, value.split("|"))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """``sets``: key and value of every entry; ``where``: which rows; ``sums``: columns, and the key their sum is, or
    that of rows (:data:`ROWS_ADDED`); ``values``: words of cells and what they are read as; ``wide``: columns that are
    a capability each, ``all`` for every one that can be; ``decimal``: the mark before decimals; ``days``: ``dmy`` where
    the day comes first in figures, ``mdy`` where the month does; ``whole``: a row that
    cannot be read refuses the whole (§T4); ``on``: the day of the table."""

    sets: tuple[tuple[str, str], ...] = ()
    where: tuple[Where, ...] = ()
    sums: tuple[tuple[tuple[str, ...], str], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    wide: tuple[str, ...] = ()
    decimal: str = ""
    days: str = ""
    whole: bool = False
    on: date | None = None

    def options(self) -> list[tuple[str, str]]:
        """The options of a command line that say the same, but for ``wide``, which columns keep."""
        said = [("set", f"{key}={value}") for key, value in self.sets]
        said += [("where", each.text) for each in self.where]
        said += [("sum", f"{'+'.join(parts)}={key}" if parts else key) for parts, key in self.sums]
        said += [("value", f"{theirs}={ours}") for theirs, ours in self.values]
        said += [("decimal", self.decimal)] if self.decimal else []
        return said + ([("days", self.days)] if self.days else [])


NO_WISHES = Wishes()


def wishes_of(
    sets: tuple[str, ...] = (),
    where: tuple[str, ...] = (),
    sums: tuple[str, ...] = (),
    values: tuple[str, ...] = (),
    wide: str = "",
) -> Wishes:
    """What options say: ``provides=troops``, ``Mission=UNMISS``, ``Male+Female=amount``, ``Committed=assigned``.

    Raises :class:`WishError`.
    """
    filters = []
    for text in where:
        match = re.fullmatch(r"\s*(.+?)\s*(!=|=|<|>)\s*(.*?)\s*", text)
        if match is None:
            raise WishError("where-malformed", given=text)
        latest = (match[2], match[3]) == ("=", "latest")
        filters.append(Where(match[1], "latest" if latest else match[2], "" if latest else match[3]))
    added = []
    for text in sums:
        if text.strip() == ROWS_ADDED[1]:
            added.append(ROWS_ADDED)
            continue
        columns, key = _pair(text, "sum-malformed")
        added.append((tuple(part.strip() for part in columns.split("+")), _key(key)))
    return Wishes(
        sets=tuple((_key(key), value) for key, value in (_pair(text, "set-malformed") for text in sets)),
        where=tuple(filters),
        sums=tuple(added),
        values=tuple(_pair(text, "value-malformed") for text in values),
        wide=tuple(part.strip() for part in next(csv.reader([wide], skipinitialspace=True), ()) if part.strip()),
    )


def _pair(text: str, code: str) -> tuple[str, str]:
    theirs, equals, ours = text.rpartition("=")
    if not equals or not theirs.strip() or not ours.strip():
        raise WishError(code, given=text)
    return theirs.strip(), ours.strip()


def _key(name: str) -> str:
    known = [key for table in ("pledges", "requirements") for key in TABLES[table].keys]
    if name not in known:
        raise WishError("map-to-no-key", key=name, **nearest_or_all(name, known))
    return name


# -- kept in a file ---------------------------------------------------------------------------------------------------

#: The options that a file keeps for the next release (§T9), each a list of what it says; the last three are one text.
KEPT = ("sheet", "map", "set", "where", "sum", "value", "wide", "decimal", "days")


#: How such a file begins.
MAPPING = "# How this table is read: willing import NEXT --like THIS --onto PLAN --on DAY"


def mapping_text(options: Iterable[tuple[str, str]]) -> str:
    """Options as a file that ``--like`` reads."""
    said: dict[str, list[str]] = {}
    for name, value in options:
        said.setdefault(name, []).append(toml_string(value))
    lines = [
        f"{name} = [\n{''.join(f'    {value},{chr(10)}' for value in said[name])}]"
        if name in KEPT[:-3]
        else f"{name} = {said[name][0]}"
        for name in KEPT
        if name in said
    ]
    return "\n".join([MAPPING, *lines, ""])


def mapping_of(text: str) -> dict[str, tuple[str, ...]]:
    """The options in such a file, by their names. Raises :class:`WishError` for what is none."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WishError("like-no-toml", reason=not_toml(str(error))) from None
    options = {}
    for name, value in said.items():
        values = [value] if isinstance(value, str) else value
        if name not in KEPT or not isinstance(values, list) or not all(isinstance(each, str) for each in values):
            raise WishError("like-unknown", key=name, keys=Listed(KEPT, quoted=False))
        options[name] = tuple(values)
    return options
