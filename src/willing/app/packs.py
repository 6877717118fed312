"""Packs of facts, by the name of one that comes with Willing or by a file of one's own.

from willing.app.packs import named_packs

pack = named_packs(["ukraine", "our-own.toml"])
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

from willing.app.errors import PlanError
from willing.app.report_files import file_bytes
from willing.languages import LANGUAGES as SAID
from willing.languages.states import STATE_CODES
from willing.model.place import Place
from willing.model.problem import Message, Problem
from willing.notation.toml.tables import SourceError, Tables, read_tables
from willing.reports.suggest.actors import ORGANISATIONS
from willing.reports.suggest.lexicon import LANGUAGES, lexicon, words_pattern
from willing.reports.suggest.pack import OfficeHolder, Pack, Topic, joined

#: How a pack that is a file of one's own ends.
ENDING = ".toml"
#: A pack larger than this is refused.
MOST_BYTES = 2**20

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def shipped() -> tuple[str, ...]:
    """The names of the packs that come with Willing."""
    folder = files("willing").joinpath("packs")
    return tuple(sorted(each.name.removesuffix(ENDING) for each in folder.iterdir() if each.name.endswith(ENDING)))


def named_packs(names: Iterable[str], *, folder: str = "") -> Pack:
    """The facts of some packs together; files are looked for from ``folder``.

    Raises :class:`PlanError` with everything that is wrong with them.
    """
    packs: list[Pack] = []
    problems: list[Problem] = []
    for name in dict.fromkeys(names):
        try:
            packs.append(_pack(name, folder))
        except PlanError as error:
            problems += error.problems
    if problems:
        raise PlanError(tuple(problems))
    return joined(packs)


def _pack(name: str, folder: str) -> Pack:
    if not name.endswith(ENDING):
        if name in shipped():
            return _shipped(name)
        message = Message("pack-unknown", name=name, packs=shipped())
        raise PlanError((Problem(place=Place(file=name, line=0), message=message),))
    path = os.path.join(folder, name)
    data = file_bytes(path)
    if isinstance(data, bytes) and len(data) <= MOST_BYTES:
        return read_pack(data, path)
    if isinstance(data, bytes) or data.why == "large":
        message = Message("pack-too-large", name=name, count=MOST_BYTES)
    else:
        reason = Message("os.no-file" if data.why == "not-a-file" else f"os.{data.why}")
        message = Message("pack-unreadable", name=name, reason=data.what or reason)
    raise PlanError((Problem(place=Place(file=path, line=0), message=message),))


@lru_cache
def _shipped(name: str) -> Pack:
    return read_pack(files("willing").joinpath("packs", name + ENDING).read_bytes(), name + ENDING)


def read_pack(data: bytes, file: str) -> Pack:
    """The facts of one pack. Raises :class:`PlanError` with everything that is wrong with it, each with its place."""
    try:
        tables = read_tables(data, file)
    except SourceError as error:
        raise PlanError((error.problem,)) from None
    reader = _PackReader(tables)
    pack = reader.pack(os.path.basename(file).removesuffix(ENDING))
    if reader.problems:
        raise PlanError(tuple(sorted(reader.problems, key=lambda each: (each.place.line, each.place.column))))
    return pack


Path = tuple[str | int, ...]


class _PackReader:
    """Reads the tables of a pack; what is wrong is gathered in ``problems``."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.problems: list[Problem] = []

    def pack(self, name: str) -> Pack:
        root = self.tables.root
        self.keys((), root, ("title", "theatre", "topics", "office_holders"))
        self.text((), root, "title")
        theatre = self.table(("theatre",), root.get("theatre", {}))
        self.keys(("theatre",), theatre, ("protected", "adversaries"))
        nobody = [s for key in ("protected", "adversaries") for s in self.states(("theatre",), theatre, key)]
        topics, guarantor = {}, None
        for id_, raw in self.table(("topics",), root.get("topics", {})).items():
            path: Path = ("topics", id_)
            entry = self.table(path, raw)
            self.keys(path, entry, ("guarantor", "decided_by", "name", "words"))
            topics[id_] = self.topic(path, id_, entry)
            if "guarantor" in entry:
                if guarantor is not None:
                    self.tell((*path, "guarantor"), Message("pack-of-two-guarantors"))
                guarantor = (self.state((*path, "guarantor"), entry["guarantor"]), id_)
        return Pack(
            names=(name,),
            nobody=dict.fromkeys(nobody, name),
            guarantor=guarantor[0] if guarantor else None,
            guarantee=guarantor[1] if guarantor else None,
            topics=topics,
            office_holders=tuple(self.office_holders(name, root.get("office_holders", []))),
        )

    def topic(self, path: Path, id_: str, entry: Mapping[str, Any]) -> Topic:
        if not _ID.fullmatch(id_):
            self.tell(path, Message("pack-topic-id"))
        names, words = self.by_language(path, entry, "name", SAID), self.patterns(path, entry, "words")
        if id_ not in lexicon("en").topics:
            if "en" not in names:
                self.tell(path, Message("pack-topic-without-name"))
            if not words and "guarantor" not in entry:
                self.tell(path, Message("pack-topic-without-words"))
        return Topic(names=names, words=words, decided_by=tuple(self.states(path, entry, "decided_by")))

    def office_holders(self, pack: str, raw: object) -> Iterator[OfficeHolder]:
        if not isinstance(raw, list):
            self.tell(("office_holders",), Message("pack-office-holders"))
            return
        for number, each in enumerate(raw):
            path: Path = ("office_holders", number)
            entry = self.table(path, each)
            self.keys(path, entry, ("state", "names", "after", "office", "from", "until", "source"))
            state = self.state((*path, "state"), entry.get("state"))
            office, _source = (self.text(path, entry, key, needed=True) for key in ("office", "source"))
            first, last = self.day(path, entry, "from", needed=True), self.day(path, entry, "until")
            after = self.patterns(path, entry, "after")
            if first and last and last < first:
                self.tell((*path, "until"), Message("pack-until-before-from", until=last, first=first))
            names = self.texts(path, entry, "names")
            if not names:
                self.tell(path, Message("pack-office-holder-without-names"))
            for name in names:
                yield OfficeHolder(
                    surname=name, state=state, office=office, first=first or date.min, last=last, after=after, pack=pack
                )

    # -- values -------------------------------------------------------------------------------------------------------

    def tell(self, path: Path, message: Message) -> None:
        self.problems.append(self.tables.problem(message, self.tables.value(path), self.subjects(path)))

    def subjects(self, path: Path) -> tuple[Message, ...]:
        """What a place is in, as the user knows it."""
        if len(path) < 2:
            return ()
        table, which = str(path[0]), path[1]
        if isinstance(which, int):
            return (Message("subject.number", noun=table, number=which + 1),)
        return (Message("subject.id", noun=table, id=which),)

    def keys(self, path: Path, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in table:
            if key not in known:
                self.tell((*path, key), Message("pack-key-unknown", key=key, keys=known))

    def table(self, path: Path, raw: object) -> Mapping[str, Any]:
        if isinstance(raw, dict):
            return raw
        self.tell(path, Message("not-a-table", table=str(path[-1])))
        return {}

    def text(self, path: Path, table: Mapping[str, Any], key: str, *, needed: bool = False) -> str:
        value = table.get(key)
        if value is None and not needed:
            return ""
        if isinstance(value, str) and value.strip():
            return value
        self.tell((*path, key) if key in table else path, Message("pack-text-missing", key=key))
        return ""

    def texts(self, path: Path, table: Mapping[str, Any], key: str) -> list[str]:
        value = table.get(key, [])
        if isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value):
            return value
        self.tell((*path, key), Message("pack-no-list-of-texts", key=key))
        return []

    def by_language(self, path: Path, table: Mapping[str, Any], key: str, languages: tuple[str, ...]) -> dict[str, str]:
        value = self.table((*path, key), table.get(key, {}))
        self.keys((*path, key), value, languages)
        return {language: self.text((*path, key), value, language) for language in value if language in languages}

    def patterns(self, path: Path, table: Mapping[str, Any], key: str) -> dict[str, str]:
        """Regular expressions by language: alternatives as in a lexicon."""
        found = self.by_language(path, table, key, LANGUAGES)
        for language, alternatives in found.items():
            try:
                words_pattern(alternatives)
            except (re.error, OverflowError, RecursionError) as error:
                self.tell((*path, key, language), Message("pack-no-pattern", what=str(error)))
        return found

    def day(self, path: Path, table: Mapping[str, Any], key: str, *, needed: bool = False) -> date | None:
        value = table.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if value is not None or needed:
            self.tell((*path, key) if key in table else path, Message("pack-day-missing", key=key))
        return None

    def states(self, path: Path, table: Mapping[str, Any], key: str) -> Iterator[str]:
        for number, code in enumerate(self.texts(path, table, key)):
            yield self.state((*path, key, number), code)

    def state(self, path: Path, code: object) -> str:
        if isinstance(code, str) and (code in STATE_CODES or code in ORGANISATIONS):
            return code
        self.tell(path, Message("pack-no-state", code=repr(code)))
        return ""


def packs_of_plan(names: Iterable[str], data: bytes, file: str) -> tuple[Problem, ...]:
    """What is wrong with the packs that a plan names: one that is not there is told where the plan names it.

    ``data`` and ``file``: the plan file.
    """
    problems: list[Problem] = []
    for number, name in enumerate(names):
        try:
            if name not in shipped():
                beside(name)
                named_packs([name], folder=os.path.dirname(file))
        except PlanError as error:
            first = error.problems[0]
            if first.place.line:
                problems += error.problems
            else:
                tables = read_tables(data, file)
                problems.append(
                    tables.problem(first.message, tables.value(("plan", "packs", number)), (Message("noun.plan"),))
                )
    return tuple(problems)


def beside(name: str) -> None:
    """Raises :class:`PlanError` for a pack that lies neither beside the plan nor below it."""
    if name.endswith(ENDING) and (os.path.isabs(name) or ".." in re.split(r"[/\\\\]", name)):
        message = Message("pack-elsewhere", name=name)
        raise PlanError((Problem(place=Place(file=name, line=0), message=message),))
