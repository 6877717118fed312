"""A planner's own sheets to tables, once it is settled which column is which key. Names become ids; that is told."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from typing import Any

from willing.languages.answers import words_for_nothing
from willing.languages.names import state_called
from willing.languages.states import STATE_CODES
from willing.model.condition import KEYWORDS
from willing.model.condition_text import is_id
from willing.model.plan import Plan
from willing.model.problem import Listed, Message
from willing.notation.keys import TABLES
from willing.notation.nearest import nearest
from willing.notation.sheets.columns import LEFT_OUT, Guess
from willing.notation.sheets.likeness import plain, slug
from willing.notation.sheets.said import is_said_condition, names_in, said_conditions
from willing.notation.sheets.sheet import Book, Sheet
from willing.notation.sheets.tables import Cells, Layout
from willing.notation.sheets.tidy.orderly import Orderly, orderly
from willing.notation.sheets.tidy.table import MOST_EXAMPLES
from willing.notation.sheets.titles import titles_above
from willing.notation.sheets.wishes import NO_WISHES, Wishes

# Names of partners are compared so often at most: with some hundred of them each is with each.
_MOST_COMPARISONS = 200_000


def read_foreign(
    book: Book,
    guesses: Sequence[Guess],
    wishes: Wishes = NO_WISHES,
    without: Mapping[str, Set[int]] | None = None,
    plan: Plan | None = None,
    step: Callable[[], None] = lambda: None,
) -> Cells:
    """What the sheets say once it is settled which column is which key. Names become ids, and that is told.

    ``without``: rows that are left out, by sheet. ``plan``: one whose partners and assumptions are known already.
    ``step``: called as :func:`orderly` does.
    """
    made = {}
    notes: list[tuple[Sheet, Message, int, int | None]] = []
    faults: list[tuple[Sheet, Message, int, int | None]] = []
    for its in guesses:
        if its.table in ("pledges", "requirements"):
            tell = [lambda *what, to=to, sheet=its.sheet: to.append((sheet, *what)) for to in (notes, faults)]
            left = (without or {}).get(its.sheet.name, frozenset())
            made[id(its)] = orderly(its, tell[0], tell[1], wishes=wishes, without=left, step=step)
    cells = Cells(replace(book, sheets=(*book.sheets, *(each.sheet for each in made.values()))))
    if plan is not None:
        cells.root["partners"] = {id_: {"name": its.name or id_} for id_, its in plan.partners.items() if its.declared}
        cells.root["assumptions"] = {id_: {"name": its.name or id_} for id_, its in plan.assumptions.items()}
    for sheet, message, row, at in notes:
        cells.note(sheet, message, row, at or 0)
    for sheet, message, row, at in faults:
        cells.tell(sheet, row, at, message)
    read = {id(its.sheet) for its in guesses}
    for sheet in book.sheets:
        if id(sheet) not in read and any(cell is not None for row in sheet.rows for cell in row):
            cells.note(sheet, Message("sheet-hidden-not-read" if sheet.hidden else "sheet-left-out"))
    for its in guesses:
        _read_sheet(cells, its, wishes, made.get(id(its)))
    _Ids(cells).everywhere([name for each in made.values() for name in each.partners])
    said_conditions(cells)
    _entitle(cells, guesses)
    return cells


def _entitle(cells: Cells, guesses: Sequence[Guess]) -> None:
    """Name, day and marking of the plan, as the first table has them above it; a day only if nothing was said later."""
    plan = cells.root.setdefault("plan", {})
    said = [day for each in cells.root.get("pledges", []) if isinstance(day := each.get("said"), date)]
    for its in guesses[:1]:
        for key, value, row in titles_above(its):
            if key not in plan and not (isinstance(value, date) and any(day > value for day in said)):
                plan[key] = value
                cells.note(its.sheet, Message("title-read", key=key, value=value), row)


def _read_sheet(cells: Cells, its: Guess, wishes: Wishes, made: Orderly | None) -> None:
    """One sheet; ``made``: as it was made orderly."""
    table = TABLES[its.table]
    for message, number in its.notes:
        cells.note(its.sheet, message, its.head, number)
    summed = {head for parts, _ in (*its.sums, *wishes.sums) for head in parts}
    for column in its.columns:
        if not column.key and column.head not in summed and not (made and column.number in made.used):
            hint = Message("hint.map", column=column.head, key=column.proposed) if column.proposed else None
            message = Message("column-not-read", column=column.head, hint=hint)
            cells.note(its.sheet, message, its.head, column.number)
    keys = {column.number: column.key for column in its.columns if column.key not in ("", LEFT_OUT)}
    said = {*keys.values(), *(made.columns.values() if made else ()), *(key for key, _ in wishes.sets)}
    for key in table.keys.values():
        if key.required and key.kind != "id" and key.name not in said:
            cells.tell(its.sheet, its.head, 0, Message("no-column-for-key", key=key.name))
    layout = Layout(sheet=its.sheet, table=its.table, first=its.head + 1, columns=keys)
    if made is not None:
        layout = Layout(sheet=made.sheet, table=its.table, first=0, columns=made.columns)
    cells.read(layout, exact=False, nothing=words_for_nothing(), id_of=_Ids(cells).of)
    if made is not None and made.sources:
        cells.root.setdefault("sources", {}).update(made.sources)


def unnamed_partners(cells: Cells) -> bool:
    """Whether a pledge names a partner that is neither declared nor the code of a state."""
    partners = cells.root.get("partners", {})
    return any(
        isinstance(name := pledge.get("partner"), str) and name not in partners and name not in STATE_CODES
        for pledge in cells.root.get("pledges", [])
    )


def name_partners(cells: Cells) -> None:
    """Give partners that pledges call by their name an id, and tell so."""
    _Ids(cells).partners()


class _Ids:
    """Names to ids, in what was read."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells

    def of(self, raw: Mapping[str, Any]) -> str | None:
        """The id of an entry that has none, from its name."""
        name = raw.get("name") or raw.get("title")
        return (state_called(name) or slug(name)) if isinstance(name, str) else None

    def everywhere(self, silent: Iterable[str]) -> None:
        """Give requirements ids, and partners theirs wherever they are named; ``silent``: who pledges nothing."""
        root = self.cells.root
        renamed = self._requirements(root.get("requirements", []))
        self.partners()
        self._declare(silent)
        self._alike()
        for pledge in root.get("pledges", []):
            id_ = pledge.get("id")
            if isinstance(id_, str) and not _good(id_):
                pledge["id"] = slug(id_) or id_
            if isinstance(pledge.get("only"), list):
                pledge["only"] = [renamed.get(each.casefold(), each) for each in pledge["only"]]
        self._caveats_in_words()
        self._capabilities()

    def _capabilities(self) -> None:
        """One spelling for each capability, that of the requirements first (§T16)."""
        spelled: dict[str, str] = {}
        for need in self.cells.root.get("requirements", []):
            if isinstance(need.get("of"), list):
                need["of"] = [spelled.setdefault(plain(each), each) for each in need["of"]]
        for pledge in self.cells.root.get("pledges", []):
            if isinstance(pledge.get("provides"), str):
                pledge["provides"] = spelled.setdefault(plain(pledge["provides"]), pledge["provides"])

    def _caveats_in_words(self) -> None:
        """Caveats that name no requirement and no domain, as notes, or conditions where they are some; that is told."""
        root = self.cells.root
        known = {each.get(key) for each in root.get("requirements", []) for key in ("id", "domain")}
        said: dict[int, str] = {
            index: ", ".join(pledge["only"])
            for index, pledge in enumerate(root.get("pledges", []))
            if isinstance(pledge.get("only"), list) and not known.issuperset(pledge["only"])
        }
        names = names_in(root) if said else {}
        conditions = {text for text in {*said.values()} if is_said_condition(text, names)}
        for index in [index for index, text in said.items() if text in conditions]:
            pledge = root["pledges"][index]
            if "if" not in pledge:
                pledge["if"] = said.pop(index)
                del pledge["only"]
        for index, text in said.items():
            pledge = root["pledges"][index]
            pledge["note"] = "; ".join(part for part in (pledge.get("note", ""), text) if part)
            del pledge["only"]
        if said:
            examples = Listed(tuple(dict.fromkeys(said.values()))[:MOST_EXAMPLES], quoted=False)
            place = self.cells.value(("pledges", min(said), "only"))
            message = Message("caveats-aside", count=len(said), examples=examples)
            self.cells.notes.append(self.cells.problem(message, place))

    def partners(self) -> None:
        """Give partners that pledges call by their name an id."""
        partners = self.cells.root.setdefault("partners", {})
        called = {its["name"].casefold(): id_ for id_, its in partners.items() if isinstance(its.get("name"), str)}
        for index, pledge in enumerate(self.cells.root.get("pledges", [])):
            name = pledge.get("partner")
            if isinstance(name, str) and name not in partners and name not in STATE_CODES:
                pledge["partner"] = self._partner(name, partners, called, ("pledges", index, "partner"))

    def _alike(self) -> None:
        """Partners whose names are alike are declared, each as it is: different names are different partners (§T16)."""
        partners = self.cells.root["partners"]
        names = dict.fromkeys(str(each["partner"]) for each in self.cells.root.get("pledges", []) if "partner" in each)
        room = _MOST_COMPARISONS
        told = set()
        for name in names:
            if name in partners or name in STATE_CODES or not is_id(name) or room < 0:
                continue
            room -= len(partners) + len(names)
            if other := nearest(name, (*partners, *(other for other in names if other != name))):
                partners[name] = {"name": name}
                if (other, name) in told:
                    continue
                told.add((name, other))
                index = next(n for n, each in enumerate(self.cells.root["pledges"]) if each.get("partner") == name)
                place = self.cells.value(("pledges", index, "partner"))
                self.cells.notes.append(self.cells.problem(Message("partners-alike", one=name, other=other), place))

    def _declare(self, names: Iterable[str]) -> None:
        """Declare partners that are named and pledge nothing, so that they are told as such."""
        partners = self.cells.root.setdefault("partners", {})
        called = {its["name"].casefold(): id_ for id_, its in partners.items() if isinstance(its.get("name"), str)}
        for name in names:
            code = name if name in STATE_CODES else state_called(name)
            id_ = code or called.get(name.casefold()) or (name if _good(name) else slug(name))
            if id_:
                partners.setdefault(id_, {} if code else {"name": name})

    def _partner(self, name: str, partners: dict[str, Any], called: dict[str, str], path: tuple[Any, ...]) -> str:
        known = called.get(name.casefold())
        if known is not None:
            return known
        code = state_called(name)
        id_ = code or (name if _good(name) else slug(name))
        if not id_:
            return name
        base, twin = id_, 1
        while code is None and (id_ in partners or id_ in STATE_CODES):
            twin += 1
            id_ = f"{base}-{twin}"
        called[name.casefold()] = id_
        if code is None and id_ == name:
            return name
        if code is None:
            partners.setdefault(id_, {"name": name})
        place = self.cells.key(path)
        message = Message("taken-for-state" if code else "partner-declared", name=name, id=id_)
        self.cells.notes.append(self.cells.problem(message, place))
        return id_

    def _requirements(self, requirements: list[dict[str, Any]]) -> dict[str, str]:
        """Ids for requirements that have none, or one that cannot be; by what they were called."""
        renamed: dict[str, str] = {}
        taken = {each["id"] for each in requirements if isinstance(each.get("id"), str) and _good(each["id"])}
        for index, each in enumerate(requirements):
            before = each.get("id")
            of = each.get("of")
            texts = [before, each.get("name"), of[0] if isinstance(of, list) and of else None]
            if not (isinstance(before, str) and _good(before)):
                called = next((slug(text) for text in texts if isinstance(text, str) and slug(text)), "requirement")
                id_, number = called, 1
                while id_ in taken:
                    number += 1
                    id_ = f"{called}-{number}"
                taken.add(id_)
                each["id"] = id_
                if before is not None:
                    place = self.cells.key(("requirements", index, "id"))
                    self.cells.notes.append(self.cells.problem(Message("id-made", given=str(before), id=id_), place))
            for text in texts[:2]:
                if isinstance(text, str):
                    renamed.setdefault(text.casefold(), each["id"])
        for each in requirements:
            if isinstance(each.get("enablers"), list):
                each["enablers"] = [renamed.get(its.casefold(), its) for its in each["enablers"]]
        return renamed


def _good(id_: str) -> bool:
    return is_id(id_) and id_ not in KEYWORDS
