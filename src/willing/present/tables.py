"""A plan as a workbook, or as CSV tables: its sheets, and beside them what was worked out, marked as such.

What is in the sheets, and how it is read back, is :mod:`willing.notation.sheets.own`; here is how it looks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from willing.answers.brief import Brief, PledgeLine
from willing.answers.coverage import RequirementLine
from willing.answers.problems import message_text
from willing.app.errors import PlanError
from willing.languages.messages import Catalogue
from willing.model.place import Place
from willing.model.plan import Plan
from willing.model.problem import Message, Problem
from willing.notation.keys import TABLES, Key, Table
from willing.notation.sheets.beside import csv_cell
from willing.notation.sheets.cells import DIGITS, FIRST_DAY, Cell
from willing.notation.sheets.csv_table import csv_row
from willing.notation.sheets.heads import COMPUTED, SCENARIO_HEAD, head_of, key_of
from willing.notation.sheets.own import ADDED, SHEETS, sheets_of
from willing.present.statuses import STATUSES
from willing.present.terminal.brief import brief_text
from willing.questions.names import partner_names

if TYPE_CHECKING:
    from willing.app.study import Study

#: The most characters of one cell, and what no cell can hold.
LONGEST = 32_767
_IMPOSSIBLE = ("\ufffe", "\uffff")
_LONGEST_SHOWN = 2_000

#: The brief on its sheet has lines of so many characters at most.
_ANSWER_WIDTH = 110

#: Rows below the table that offer their lists too, for what people add.
_SPARE = 500

_WIDTHS = {
    "text": 34,
    "condition": 40,
    "texts": 24,
    "day": 12,
    "day or month": 12,
    "integer": 11,
    "number": 11,
    "flag": 9,
}

#: Sign, background and letters of a pledge that is not in the picture of the day; it is named too.
_GONE = ("·", ("#FFFFFF", "#777777"))


@dataclass(frozen=True, slots=True)
class _State:
    """A cell that tells a status, coloured by it."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet as it is written. ``keys``: of its columns, where they are keys; ``inputs``: people may change it."""

    title: str
    rows: Sequence[Sequence[Cell | _State]]
    keys: Sequence[Key | None] = ()
    head: int = 0
    inputs: bool = True
    widths: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Tables:
    """A study as tables: the bytes of each file by its name; ``why_not``: why nothing was worked out, else empty."""

    files: Mapping[str, bytes]
    why_not: str


def tables_of(study: "Study", *, as_csv: bool, lang: str = "en") -> Tables:
    """A study as CSV tables, or as one workbook. Raises :class:`PlanError` for texts that no cell can hold."""
    brief, why_not = None, ""
    try:
        brief = study.brief(reasons=False)
        answer = "" if as_csv else brief_text(study.brief(), width=_ANSWER_WIDTH, lang=lang)
    except PlanError as error:
        answer = why_not = message_text(error.problems[0].message, lang)
    if as_csv:
        return Tables(csv_tables(study.plan, brief, lang=lang, why_not=why_not), why_not)
    return Tables({"plan.xlsx": workbook(study.plan, brief, lang=lang, why_not=why_not, answer=answer)}, why_not)


def workbook(plan: Plan, brief: Brief | None, *, lang: str = "en", why_not: str = "", answer: str = "") -> bytes:
    """The bytes of an xlsx workbook; the same plan gives the same bytes.

    ``brief``: what was worked out of the plan; None: nothing could be, and ``why_not`` says why. ``answer``: the brief
    as text, its first sheet (§T20). Raises :class:`PlanError` for texts that no cell can hold.
    """
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": plan.name[:255], "created": datetime(2000, 1, 1), "comments": "written by Willing"})
    looks = _Looks(book)
    lines: list[list[Cell | _State]] = [[line] for line in answer.splitlines()]
    sheets = [
        *([_Sheet(ADDED[4], lines, inputs=False, widths=(_ANSWER_WIDTH,))] if answer else []),
        _read_me(plan, Catalogue(lang)),
        *_inputs(plan, brief, Catalogue(lang)),
        *_computed(plan, brief, lang, why_not),
        _lists(plan, lang),
    ]
    ranges = _ranges(sheets[-1])
    for sheet in sheets:
        _write(book, looks, sheet, ranges)
    book.get_worksheet_by_name(ADDED[4] if answer else "Plan").activate()
    book.close()
    return out.getvalue()


def csv_tables(plan: Plan, brief: Brief | None, *, lang: str = "en", why_not: str = "") -> Mapping[str, bytes]:
    """The same sheets as CSV tables, by the name of the file: UTF-8, a comma between cells."""
    files = {}
    say = Catalogue(lang)
    for sheet in (_read_me(plan, say), *_inputs(plan, brief, say), *_computed(plan, brief, lang, why_not)):
        files[f"{sheet.title}.csv"] = "".join(csv_row(map(_csv_cell, row)) for row in sheet.rows).encode()
    return files


def _csv_cell(cell: "Cell | _State") -> str:
    return csv_cell(cell.text if isinstance(cell, _State) else cell)


# -- what is on the sheets --------------------------------------------------------------------------------------------


def _inputs(plan: Plan, brief: Brief | None, say: Catalogue) -> Iterator[_Sheet]:
    for title, rows in sheets_of(plan):
        table = TABLES[SHEETS[title]]
        if table.shape == "one":
            yield _Sheet(title, rows, widths=(14, 60, 70))
        elif table.name == "scenarios":
            yield _Sheet(title, rows, widths=(24, 14, 24, 14, 50))
        else:
            keys = [key_of(table, name) for name in head_of(table)]
            if table.name == "pledges" and brief is not None:
                states: list[_State | str] = [f"{say('who.state')} {COMPUTED}"]
                states += [_state(_pledge_kind(brief.pledges.get(id_)), say) for id_ in plan.pledges]
                told = [[*row, state] for row, state in zip(rows, states, strict=True)]
                yield _Sheet(title, told, (*keys, None))
            else:
                yield _Sheet(title, rows, keys)


def _pledge_kind(line: PledgeLine | None) -> str:
    return "gone" if line is None else line.state


def _state(kind: str, say: Catalogue) -> _State:
    """A status with its sign and its words."""
    return _State(kind, f"{_GONE[0] if kind == 'gone' else STATUSES[kind].sign} {say.status(f'state.{kind}')}")


def _read_me(plan: Plan, say: Catalogue) -> _Sheet:
    rows: list[list[Cell | _State]] = [
        [say("readme.title", plan=plan.name)],
        [say("readme.what")],
        [say("readme.inputs")],
        [say("readme.computed")],
        [],
        [say(f"readme.{each}") for each in ("sheet", "column", "says", "how", "needed")],
    ]
    head = len(rows) - 1
    for title, name in SHEETS.items():
        table = TABLES[name]
        if name == "scenarios":
            rows += [[title, each, say(f"scenario.{each}"), say("how.value") if each == "value" else ""]
                     for each in SCENARIO_HEAD]  # fmt: skip
            continue
        for column in head_of(table) if table.shape != "one" else [key for key in table.keys if key != "tables"]:
            key = key_of(table, column)
            doc = key.doc if column in table.keys else ""
            needed = say("yes") if key.required or (column == "id" and table.shape == "named") else ""
            rows.append([title, column, doc, _how(key, say), needed])
    return _Sheet(ADDED[0], rows, head=head, inputs=False, widths=(16, 16, 74, 60, 10))


def _how(key: Key, say: Catalogue) -> str:
    match key.kind:
        case "one of":
            return say("how.choice", words=", ".join(key.words))
        case "flag":
            return say("how.flag", default=say("yes") if key.default else say("no"))
        case "word or words":
            return say("how.words")
    return say(f"how.{key.kind.replace(' ', '-')}")


def _computed(plan: Plan, brief: Brief | None, lang: str, why_not: str) -> Iterator[_Sheet]:
    """The sheets that were worked out."""
    say = Catalogue(lang)
    if brief is None:
        note: list[list[Cell | _State]] = [[say("computed.none", why=why_not)]]
        yield from (_Sheet(title, note, inputs=False, widths=(80,)) for title in ADDED[1:3])
        return
    names = partner_names(plan, lang)
    day = "" if brief.as_of is None else say("computed.day", day=say.day(brief.as_of))
    scenarios = say("computed.scenarios", names=", ".join(brief.scenarios)) if brief.scenarios else ""
    top: list[list[Cell | _State]] = [[say("computed.note", day=day, scenarios=scenarios)]]
    if brief.marking:
        top.append([brief.marking])
    columns = ("requirement", "needed", "stands", "together", "possible", "missing", "short", "usable",
               "usable.together", "day", "unsized", "state")  # fmt: skip
    cover: list[list[Cell | _State]] = [*top, ["id", *(say.status(f"cover.{column}") for column in columns)]]
    cover += [_cover_row(line, names, say) for line in brief.requirements]
    widths = (18, 34, 12, 12, 14, *(12,) * 6, 30, 34)
    yield _Sheet(ADDED[1], cover, head=len(top), inputs=False, widths=widths)
    who: list[list[Cell | _State]] = [
        *top,
        [say(f"who.{column}") for column in ("partner", "name", "state", "pledges")],
    ]
    for line in brief.partners.values():
        pledges = "; ".join(pledge.pledge.id for pledge in line.pledges)
        who.append([line.id, names[line.id], _state(line.state, say), pledges])
    yield _Sheet(ADDED[2], who, head=len(top), inputs=False, widths=(14, 30, 30, 50))


def _cover_row(line: RequirementLine, names: Mapping[str, str], say: Catalogue) -> list[Cell | _State]:
    requirement = line.requirement
    usable: list[Cell] = [None, None]
    if line.usable is not None:
        usable = [float(share) for share in line.usable]
    if requirement.needs is None or line.stands is None or line.together is None:
        state = _State("none", f"{STATUSES['undecided'].sign} {say('cover.unknown')}")
    elif line.stands >= requirement.needs:
        state = _State("stands", f"{STATUSES['stands'].sign} {say('filled')}")
    elif line.stands + line.together >= requirement.needs:
        state = _State("together", f"{STATUSES['together'].sign} {say('cover.full.together')}")
    else:
        lacking = say("cover.lacking", number=say.number(line.missing))
        state = _State("refuses", f"{STATUSES['blocked'].sign} {lacking}")
    unsized = "; ".join(names[id_] for id_ in line.unsized)
    figures = [requirement.needs, line.stands, line.together, line.possible, line.missing, line.short]
    return [requirement.id, requirement.name or requirement.id, *figures, *usable, line.day, unsized or None, state]


def _lists(plan: Plan, lang: str) -> _Sheet:
    """What cells offer to choose from; partners with their names."""
    names = partner_names(plan, lang)
    pledges = [*plan.pledges.values(), *plan.asks.values()]
    capabilities = [p.provides for p in pledges] + [c for r in plan.requirements.values() for c in r.of]
    places = [r.in_place for r in plan.requirements.values()] + [each for p in pledges for each in p.not_in]
    columns: dict[str, list[Cell]] = {
        "partners": list(plan.partners),
        "partner names": [names[id_] for id_ in plan.partners],
        "capabilities": [*dict.fromkeys(each for each in (*capabilities, *plan.units) if each is not None)],
        "requirements": list(plan.requirements),
        "domains": [*dict.fromkeys(r.domain for r in plan.requirements.values() if r.domain is not None)],
        "places": [*dict.fromkeys(place for place in places if place is not None)],
        "assumptions": list(plan.assumptions),
        "pledges": list(plan.pledges),
        "sources": list(plan.sources),
        "pools": list(plan.pools),
        "scenarios": list(plan.scenarios),
    }
    columns["about"] = [
        *(name for kind in ("pledges", "assumptions", "requirements", "partners") for name in columns[kind])
    ]
    longest = max(map(len, columns.values()))
    rows: list[list[Cell | _State]] = [list(columns)]
    rows += [[its[row] if row < len(its) else None for its in columns.values()] for row in range(longest)]
    return _Sheet(ADDED[3], rows, inputs=False, widths=(22,) * len(columns))


def _ranges(lists: _Sheet) -> Mapping[str, str]:
    """Where each list stands, as a formula names it."""
    from xlsxwriter.utility import xl_col_to_name

    ranges = {}
    for column, name in enumerate(lists.rows[0]):
        last = max((number for number, row in enumerate(lists.rows) if row[column] is not None), default=0)
        if last:
            letter = xl_col_to_name(column, col_abs=True)
            ranges[str(name)] = f"={lists.title}!{letter}$2:{letter}${last + 1}"
    return ranges


# -- how they look ----------------------------------------------------------------------------------------------------


class _Looks:
    """The formats of one workbook."""

    def __init__(self, book: Any) -> None:
        cell = {"valign": "top", "text_wrap": True, "font_size": 10}
        self.text = book.add_format({**cell, "num_format": "@"})
        self.plain = book.add_format(cell)
        self.number = book.add_format({**cell, "num_format": "#,##0"})
        self.decimal = book.add_format(cell)
        self.share = book.add_format({**cell, "num_format": "0%"})
        self.day = book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "left"})
        self.head = book.add_format({**cell, "bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3A5F", "border": 1})
        self.needed = book.add_format({**cell, "bold": True, "underline": 1, "font_color": "#FFFFFF",
                                       "bg_color": "#1F3A5F", "border": 1})  # fmt: skip
        self.computed = book.add_format({**cell, "bold": True, "bg_color": "#D9D9D9", "italic": True, "border": 1})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.note = book.add_format({"italic": True, "font_size": 10})
        cells = {kind: look.cell for kind, look in STATUSES.items()} | {"gone": _GONE[1]}
        self.states = {
            kind: book.add_format({**cell, "bg_color": back, "font_color": front})
            for kind, (back, front) in cells.items()
        }


def _write(book: Any, looks: _Looks, sheet: _Sheet, ranges: Mapping[str, str]) -> None:
    page = book.add_worksheet(sheet.title)
    page.set_tab_color("#1F5FA8" if sheet.inputs else "#9A9A9A")
    page.freeze_panes(sheet.head + 1, 1 if sheet.keys else 0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    if len(sheet.rows) > sheet.head:
        page.repeat_rows(sheet.head)
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width, None, {"hidden": _is_empty(sheet, column)})
    for column, key in enumerate(sheet.keys):
        hidden = _is_empty(sheet, column) and not (key is not None and key.required)
        page.set_column(column, column, *_column_look(key, sheet, column, looks), {"hidden": hidden})
    for number, row in enumerate(sheet.rows):
        if (number == sheet.head and sheet.rows[0] is not row) or number == 0 == sheet.head:
            _write_head(page, looks, sheet, number)
            continue
        for column, cell in enumerate(row):
            if cell is not None:
                wanted = looks.title if number == 0 and sheet.head else looks.note if number < sheet.head else None
                _write_cell(page, looks, sheet, number, column, cell, wanted)
    if sheet.keys and len(sheet.rows) > 1:
        page.autofilter(0, 0, len(sheet.rows) - 1, len(sheet.keys) - 1)
    if sheet.inputs:
        _offer(page, sheet, ranges)


def _is_empty(sheet: _Sheet, column: int) -> bool:
    """Whether nothing stands in a column of a sheet that has rows (§T20)."""
    rows = sheet.rows[sheet.head + 1 :]
    return bool(rows) and all(column >= len(row) or row[column] is None for row in rows)


def _column_look(key: Key | None, sheet: _Sheet, column: int, looks: _Looks) -> tuple[int, Any]:
    """How wide a column is, and how what people add there is taken."""
    if key is None:
        return 30, None
    shown = [str(row[column]) for row in sheet.rows[1:200] if column < len(row) and row[column] is not None]
    longest = max(map(len, [*shown, str(sheet.rows[0][column]) + "  "]), default=10)
    width = min(max(longest + 2, 8), _WIDTHS.get(key.kind, 26))
    as_text = key.kind in ("text", "texts", "condition", "word", "words", "id", "name", "names", "word or words")
    dated = key.kind in ("day", "day or month")
    return width, looks.text if as_text else looks.day if dated else None


def _write_head(page: Any, looks: _Looks, sheet: _Sheet, number: int) -> None:
    for column, cell in enumerate(sheet.rows[number]):
        key = sheet.keys[column] if column < len(sheet.keys) else None
        look = looks.needed if key is not None and key.required else looks.head
        if not sheet.inputs or str(cell).endswith(COMPUTED):
            look = looks.computed
        page.write_string(number, column, str(cell), look)


def _write_cell(
    page: Any, looks: _Looks, sheet: _Sheet, row: int, column: int, cell: "Cell | _State", look: Any = None
) -> None:
    if isinstance(cell, str):
        if sheet.inputs:
            _refuse(cell, sheet, row, column)
        else:
            cell = cell[:_LONGEST_SHOWN].translate(dict.fromkeys(map(ord, _IMPOSSIBLE), "?"))
        page.write_string(row, column, cell, look or looks.text)
    elif isinstance(cell, _State):
        page.write_string(row, column, cell.text, looks.states[cell.kind])
    elif isinstance(cell, bool):
        page.write_boolean(row, column, cell, looks.plain)
    elif isinstance(cell, int):
        if abs(cell) < 10**DIGITS:
            page.write_number(row, column, cell, looks.number)
        else:
            page.write_string(row, column, str(cell), looks.text)
    elif isinstance(cell, float):
        page.write_number(row, column, cell, looks.share)
    elif isinstance(cell, Decimal):
        # xlsxwriter writes sixteen digits; where that is not the very number, its text is
        if len(cell.as_tuple().digits) <= DIGITS and Decimal(repr(float(f"{float(cell):.16G}"))) == cell:
            page.write_number(row, column, float(cell), looks.decimal)
        else:
            page.write_string(row, column, f"{cell:f}", looks.text)
    elif isinstance(cell, date):
        if cell >= FIRST_DAY:
            page.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), looks.day)
        else:
            page.write_string(row, column, cell.isoformat(), looks.text)


def _refuse(text: str, sheet: _Sheet, row: int, column: int) -> None:
    """Raise :class:`PlanError` for a text that no cell can hold."""
    if len(text) > LONGEST:
        what = Message("cell-too-long", count=len(text), most=LONGEST)
    elif text.isprintable() or not any(sign in text for sign in _IMPOSSIBLE):
        return
    else:
        what = Message("cell-cannot-hold")
    where = Message("subject.cell", sheet=sheet.title, row=row + 1, column=column + 1)
    message = what.hinting("hint.export")
    raise PlanError((Problem(place=Place(file="", line=0), message=message, subjects=(where,)),))


def _offer(page: Any, sheet: _Sheet, ranges: Mapping[str, str]) -> None:
    """Lists to choose from, and a word on each column, for what is there and the rows below."""
    if sheet.title == "Plan":
        for number, row in enumerate(sheet.rows):
            key = TABLES["plan"].keys.get(str(row[0]))
            if key is not None and key.kind == "one of":
                page.data_validation(number, 1, number, 1, {"validate": "list", "source": list(key.words)})
        return
    if sheet.title == "Scenarios":
        words = ["assume", "pledges", "requirements"]
        page.data_validation(1, 1, len(sheet.rows) + _SPARE, 1, {"validate": "list", "source": words})
        return
    table = TABLES[SHEETS[sheet.title]]
    for column, key in enumerate(sheet.keys):
        if key is not None:
            rule = _rule(table, key, ranges)
            if key.doc and key.name in table.keys:
                rule |= {"input_title": key.name[:32], "input_message": key.doc[:255]}
            page.data_validation(1, column, len(sheet.rows) + _SPARE, column, rule)


def _rule(table: Table, key: Key, ranges: Mapping[str, str]) -> dict[str, Any]:
    """What a column offers and turns down. What may be new only warns."""
    listed = {
        "provides": "capabilities",
        "of": "capabilities" if table.name == "units" else "",
        "domain": "domains",
        "place": "places",
        "about": "about",
    }.get(key.name, key.names[0] if key.kind == "name" else "")
    match key.kind:
        case "one of":
            return {"validate": "list", "source": list(key.words)}
        case "flag":
            return {"validate": "list", "source": ["TRUE", "FALSE"], "error_type": "warning"}
        case "integer":
            least = key.least or 0
            return {"validate": "integer", "criteria": ">=", "value": least, "error_type": "warning"}
        case "day":
            return {"validate": "date", "criteria": ">=", "value": FIRST_DAY, "error_type": "warning"}
    if listed in ranges:
        return {"validate": "list", "source": ranges[listed], "error_type": "information"}
    return {"validate": "any"}
