"""The workbook of docs/why-not-a-spreadsheet.md: built, recalculated by LibreOffice, and read beside Willing's answers.

    python docs/spreadsheet/build.py [FOLDER]        (or: make spreadsheet)

Writes the workbook to FOLDER (default build/spreadsheet), has LibreOffice recalculate it three times, and prints what
the cells then show. LibreOffice is looked for as `soffice`; the workbook is written without it.

The three times are what anybody can do by hand: open the workbook; type TRUE into the start cells; empty them again. In
between the workbook is saved: a circular formula goes on from the value that its cell last had.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from willing import PlanError, open_plan

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "examples"
FOLDER = ROOT / "build" / "spreadsheet"

# -- the workbook -----------------------------------------------------------------------------------------------------

#: What somebody enters: a text beginning with "=" is a formula, START the start cell, None nothing.
Entry = str | int | bool | None
START = "<start>"
#: What a cell shows, by sheet and address.
Shown = Mapping[tuple[str, str], str]
#: What the start cells hold in each of the three recalculations.
PASSES: Mapping[str, bool | None] = {"opened": None, "start TRUE": True, "start emptied": None}


@dataclass(frozen=True)
class Sheet:
    name: str
    rows: Sequence[Sequence[Entry]]


def circular(name: str, conditions: Mapping[str, str], *more: Sequence[Entry]) -> Sheet:
    """One cell a pledge, B2 and below, from its condition over the others (``{A}``), with a start cell in B1."""
    at = {label: f"B{row}" for row, label in enumerate(conditions, 2)}
    rows = [(label, f"=IF(ISBLANK($B$1);{text.format_map(at)};$B$1)") for label, text in conditions.items()]
    return Sheet(name, [("start", START), *rows, *more])


BONN = {
    "Germany": "AND({US, oil};{Britain})",
    "US, oil": "{Germany}",
    "Japan": "{US, oil}",
    "Britain": "AND({Germany};{Japan})",
    "US, inflation": "TRUE()",
}
WAITING = list(BONN)[:4]
RIVALS = {"Aldmere": "NOT({Berrow})", "Berrow": "NOT({Aldmere})", "Corin": "OR({Aldmere};{Berrow})"}
ONE_ANSWER = {"A": "NOT({C})", "B": "NOT({A})", "C": "AND(NOT({A});NOT({B}))"}
ANOTHER = {"A": "{C}", "B": "AND(NOT({A});NOT({C}))", "C": "AND(NOT({A});NOT({B}))"}
NO_ANSWER = {"A": "AND({B};{C})", "B": "AND({C})", "C": "AND(NOT({A});NOT({B}))"}
PLAIN_NO_ANSWER = {"A": "NOT({B})", "B": "{A}"}
ROUNDS = 6


def reordered(conditions: Mapping[str, str], *labels: str) -> dict[str, str]:
    return {label: conditions[label] for label in labels}


def frigates(conditions: Mapping[str, str]) -> list[Sequence[Entry]]:
    """Aldmere's and Berrow's five frigates each: the plain sum, and that of the pledges whose cells are TRUE."""
    sent: list[Sequence[Entry]] = [(f"frigates of {label}", 0 if label == "Corin" else 5) for label in conditions]
    return [*sent, ("frigates pledged", "=SUM(B5:B7)"), ("frigates of those in", "=SUMIF(B2:B4;TRUE();B5:B7)")]


def by_rounds(name: str, conditions: Mapping[str, str], firsts: Sequence[str]) -> Sheet:
    """No circle: each column is worked out from the one before it. A block for each way to start."""
    last, before = (chr(ord("B") + ROUNDS - i) for i in (0, 1))
    starts = ["nobody", "everybody", *firsts]
    size = len(conditions)
    tops = {start: 2 + k * size for k, start in enumerate(starts)}
    rows: list[Sequence[Entry]] = [("round", *range(ROUNDS + 1))]
    for start in starts:
        for label, text in conditions.items():
            cells: list[Entry] = [start in ("everybody", label)]
            for column in (chr(ord("B") + k) for k in range(ROUNDS)):
                at = {other: f"{column}{tops[start] + i}" for i, other in enumerate(conditions)}
                cells.append("=TRUE()" if start == label else "=AND(" + text.format_map(at) + ")")
            rows.append((f"{start} first: {label}" if start in firsts else f"{start} at first: {label}", *cells))
    for i, label in enumerate(conditions):
        low, high = tops["nobody"] + i, tops["everybody"] + i
        moving = f"OR({last}{low}<>{before}{low};{last}{high}<>{before}{high})"
        settled = f'IF({last}{low};"in anyway";IF({last}{high};"only together";"out"))'
        rows.append((f"verdict: {label}", f'=IF({moving};"not settled";{settled})'))
    for start in firsts:
        block = f"{last}{tops[start]}:{last}{tops[start] + size - 1}"
        rows.append((f"starts it: {start}", f'=IF(AND({block});"yes";"no")'))
    return Sheet(name, rows)


def interceptors() -> Sheet:
    """Five if others give thirty, in four cases (columns B to E): they give 25, 29, 30, or do not tell."""
    columns = "BCDE"
    return Sheet(
        "Interceptors",
        [
            ("start", START),
            ("Germany", 5, 5, 5, 5),
            ("the partners", 25, 29, 30, None),
            ("American approval", True, True, True, True),
            ("beside the five", *(f'=AND({c}4;SUMIF($A2:$A3;"<>Germany";{c}2:{c}3)>=30)' for c in columns)),
            ("five included", *(f"=IF(ISBLANK($B$1);AND({c}4;IF({c}6;{c}2;0)+{c}3>=30);$B$1)" for c in columns)),
            ("all pledged", *(f"=AND({c}4;SUM({c}2:{c}3)>=30)" for c in columns)),
        ],
    )


def unknown() -> Sheet:
    """A mandate of which nothing is known: left empty, "?", #N/A; then both ways, side by side, and a verdict."""
    columns = "BCDEF"
    verdict = 'IF(AND(E{0}:F{0});"in either way";IF(OR(E{0}:F{0});"open";"out"))'
    formulas = {
        "A: mandate": "={0}2=TRUE()",
        "B: not mandate": "=NOT({0}2)",
        "C: A or B": "=OR({0}3;{0}4)",
        "D: mandate and E": "=AND({0}2;{0}7)",
        "E": "=TRUE()",
        "ships, 5 each of A and B": "=5*{0}3+5*{0}4",
    }
    rows: list[Sequence[Entry]] = [
        ("", "left empty", "a ?", "#N/A", "TRUE", "FALSE", "verdict"),
        ("mandate", None, "?", "=NA()", True, False),
    ]
    for row, (label, formula) in enumerate(formulas.items(), 3):
        last = "=MIN(E8:F8)" if row == 8 else "=" + verdict.format(row)
        rows.append((label, *(formula.format(c) for c in columns), last))
    return Sheet("Unknown", rows)


def workbook() -> list[Sheet]:
    rivals_other = reordered(RIVALS, "Berrow", "Aldmere", "Corin")
    return [
        circular("Bonn", BONN, ("how many move", "=COUNTIF(B2:B6;TRUE())")),
        by_rounds("Bonn by rounds", BONN, WAITING),
        circular("Rivals", RIVALS, *frigates(RIVALS)),
        circular("Rivals, other order", rivals_other, *frigates(rivals_other)),
        by_rounds("Rivals by rounds", RIVALS, []),
        circular("One answer", ONE_ANSWER),
        circular("One answer, other order", reordered(ONE_ANSWER, "B", "A", "C")),
        circular("One answer, other words", {**ONE_ANSWER, "C": "NOT(OR({A};{B}))"}),
        circular("Another", ANOTHER),
        circular("Another, other order", reordered(ANOTHER, "B", "A", "C")),
        circular("No answer", NO_ANSWER),
        circular("No answer, other order", reordered(NO_ANSWER, "B", "A", "C")),
        circular("Plain no answer", PLAIN_NO_ANSWER),
        interceptors(),
        unknown(),
    ]


# -- written as a flat OpenDocument file ------------------------------------------------------------------------------

SPACES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for name in ("office", "table", "text", "style", "datastyle")
}
#: A truth value that is typed in is shown as TRUE or FALSE, and so is what formulas take from it.
STYLES = (
    '<office:automatic-styles><number:boolean-style style:name="N1"><number:boolean/></number:boolean-style>'
    '<style:style style:name="truth" style:family="table-cell" style:data-style-name="N1"/></office:automatic-styles>\n'
)
ADDRESS = re.compile(r'("[^"]*")|(\$?[A-Z]\$?[0-9]+)(?::(\$?[A-Z]\$?[0-9]+))?')


def formula(text: str) -> str:
    """``=AND(B3;B5)``, as it is typed, the way OpenFormula writes it: ``of:=AND([.B3];[.B5])``."""

    def address(match: re.Match[str]) -> str:
        quoted, one, other = match.groups()
        return quoted or (f"[.{one}:.{other}]" if other else f"[.{one}]")

    return "of:" + ADDRESS.sub(address, text)


def value(entry: str | int | bool) -> str:
    if isinstance(entry, bool):
        return f' office:value-type="boolean" office:boolean-value="{str(entry).lower()}"/>'
    if isinstance(entry, int):
        return f' office:value-type="float" office:value="{entry}"/>'
    return f' office:value-type="string"><text:p>{escape(entry)}</text:p></table:table-cell>'


def cell(entry: Entry, start: bool | None, stored: str | None) -> str:
    if entry == START:
        entry = start
    if entry is None:
        return "<table:table-cell/>"
    if isinstance(entry, str) and entry.startswith("="):
        known = {"TRUE": value(True), "FALSE": value(False)}.get(stored or "", "/>")
        return f"<table:table-cell table:formula={quoteattr(formula(entry))}{known}"
    return "<table:table-cell" + (' table:style-name="truth"' if isinstance(entry, bool) else "") + value(entry)


def addresses(sheet: Sheet) -> Iterator[tuple[str, Entry]]:
    for row, entries in enumerate(sheet.rows, 1):
        yield from ((f"{chr(ord('A') + column)}{row}", entry) for column, entry in enumerate(entries))


def flat_file(sheets: Sequence[Sheet], *, start: bool | None = None, stored: Shown | None = None) -> str:
    """The workbook with circular references allowed, 100 steps; ``stored``: what the cells showed when it was saved."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<office:document office:version="1.3"']
    parts += [f' xmlns:{"number" if name == "datastyle" else name}="{space}"' for name, space in SPACES.items()]
    parts.append(' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"')
    parts.append(' office:mimetype="application/vnd.oasis.opendocument.spreadsheet">\n')
    parts.append(STYLES + "<office:body><office:spreadsheet>\n")
    parts.append('<table:calculation-settings><table:iteration table:status="enable" table:steps="100"')
    parts.append(' table:maximum-difference="0.001"/></table:calculation-settings>\n')
    for sheet in sheets:
        parts.append(f"<table:table table:name={quoteattr(sheet.name)}>\n")
        for row, entries in enumerate(sheet.rows, 1):
            at = [(sheet.name, f"{chr(ord('A') + column)}{row}") for column in range(len(entries))]
            cells = [cell(e, start, (stored or {}).get(a)) for a, e in zip(at, entries, strict=True)]
            parts.append(f"<table:table-row>{''.join(cells)}</table:table-row>\n")
        parts.append("</table:table>\n")
    return "".join(parts) + "</office:spreadsheet></office:body></office:document>\n"


# -- recalculated by LibreOffice --------------------------------------------------------------------------------------

#: LibreOffice's settings: recalculate every file when it is opened, speak English.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value>
</prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>en-US</value>
</prop></item>
</oor:items>
"""


@dataclass(frozen=True)
class Calc:
    """LibreOffice without a window, with settings of its own in ``profile``."""

    program: str
    profile: Path

    def recalculated(self, source: Path, folder: Path) -> dict[tuple[str, str], str]:
        user = self.profile / "user"
        if not user.exists():
            user.mkdir(parents=True)
            (user / "registrymodifications.xcu").write_text(SETTINGS, "utf-8")
        target = folder / source.name
        target.unlink(missing_ok=True)
        options = [f"-env:UserInstallation={self.profile.as_uri()}", "--headless", "--norestore"]
        convert = ["--convert-to", "fods", "--outdir", str(folder), str(source)]
        done = subprocess.run([self.program, *options, *convert], capture_output=True, check=False, timeout=300)
        if not target.exists():
            raise OSError(f"LibreOffice wrote no {target}: {done.stderr.decode(errors='replace')}")
        return shown_cells(target)

    def version(self) -> str:
        told = subprocess.run(
            [self.program, "--version"], capture_output=True, text=True, check=False, timeout=60
        ).stdout
        found = re.search(r"LibreOffice \d[\d.]*", told)
        return found.group() if found else "LibreOffice"


def shown_cells(path: Path) -> dict[tuple[str, str], str]:
    """What every cell of a flat file shows, by sheet and address."""
    shown: dict[tuple[str, str], str] = {}

    def repeated(element: ElementTree.Element, what: str) -> int:
        return int(element.get(f"{{{SPACES['table']}}}number-{what}-repeated", "1"))

    for table in ElementTree.parse(path).iterfind(".//table:table", SPACES):
        name = table.get(f"{{{SPACES['table']}}}name", "")
        row = 1
        for line in table.iterfind("table:table-row", SPACES):
            column = 0
            for element in line.iterfind("table:table-cell", SPACES):
                text = "\n".join("".join(p.itertext()) for p in element.iterfind("text:p", SPACES))
                if text:
                    for k in range(column, column + repeated(element, "columns")):
                        shown[name, f"{chr(ord('A') + k)}{row}"] = text
                column += repeated(element, "columns")
            row += repeated(line, "rows")
    return shown


def three_times(calc: Calc, folder: Path) -> dict[str, Shown]:
    """What the cells show when the workbook is opened, with TRUE in the start cells, and with those emptied again."""
    sheets = workbook()
    passes: dict[str, Shown] = {}
    stored: Shown | None = None
    for number, (name, start) in enumerate(PASSES.items(), 1):
        source = folder / f"{number}-{name.replace(' ', '-').lower()}.fods"
        source.write_text(flat_file(sheets, start=start, stored=stored), "utf-8")
        recalculated = folder / "recalculated"
        recalculated.mkdir(exist_ok=True)
        passes[name] = stored = calc.recalculated(source, recalculated)
    return passes


# -- Willing's answers ------------------------------------------------------------------------------------------------

WORDS = {
    "stands": "firm",
    "together": "only if all move at once",
    "rival": "either-or",
    "open": "hangs on the unknown",
    "blocked": "not as things stand",
}
PLANS = {
    "one-answer": {"A": "not C", "B": "not A", "C": "not A and not B"},
    "another": {"A": "C", "B": "not A and not C", "C": "not A and not B"},
    "no-answer": {"A": "B and C", "B": "C", "C": "not A and not B"},
    "plain-no-answer": {"A": "not B", "B": "A"},
    "unknown": {"A": "mandate", "B": "not mandate", "C": "A or B", "D": "mandate and E", "E": "always"},
}


def plan_text(name: str) -> str:
    """One of the small plans. In ``unknown``, A and B give five ships each, and ten are wanted."""
    ships = name == "unknown"
    text = f'[plan]\nname = "{name}"\n' + ('goal = "total(ships) >= 10"\n[assumptions.mandate]\n' if ships else "")
    for partner, condition in PLANS[name].items():
        gives = 'provides = "ships"\namount = 5\n' if ships and partner in "AB" else ""
        text += f'[partners.{partner}]\n[[pledges]]\npartner = "{partner}"\nif = "{condition}"\n{gives}'
    return text


@dataclass(frozen=True)
class Answers:
    """What Willing answers to the examples, and to the small plans (written to ``folder``)."""

    folder: Path
    asked: dict[tuple[str, tuple[str, ...]], dict[str, str]] = field(default_factory=dict)

    def of(self, plan: str, *scenarios: str) -> dict[str, str]:
        """By pledge, partner and ``goal``; ``starters``; or, where there is no answer, the error for every name."""
        if (plan, scenarios) not in self.asked:
            path = EXAMPLES / plan / "plan.toml"
            if plan in PLANS:
                path = self.folder / f"{plan}.toml"
                path.write_text(plan_text(plan), "utf-8")
            self.asked[plan, scenarios] = self._answer(path, scenarios)
        return self.asked[plan, scenarios]

    def _answer(self, path: Path, scenarios: tuple[str, ...]) -> dict[str, str]:
        try:
            brief = open_plan(path, scenarios=scenarios).brief()
        except PlanError as error:
            ids = re.findall(r"'([A-Z])-1'", str(error))
            names = f"{', '.join(ids[:-1])} and {ids[-1]}"
            return dict.fromkeys("ABC", f"error: {names} contradict each other")
        answers = {id_: WORDS[line.standing.status] for id_, line in brief.partners.items() if line.standing}
        answers |= {id_: WORDS[line.standing.status] for id_, line in brief.pledges.items() if line.standing}
        if brief.goal:
            answers["goal"] = WORDS[brief.goal.standing.status]
        starters = [" with ".join(set_) for group in brief.waiting for set_ in group.starters or ()]
        return {**answers, "starters": ", ".join(starters)}


# -- side by side -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Table:
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def __str__(self) -> str:
        lines = [self.head, *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.head))]
        text = ["  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines]
        return "\n".join([f"## {self.title}", *text]) + "\n"


@dataclass(frozen=True)
class Report:
    passes: Mapping[str, Shown]
    answers: Answers

    def at(self, sheet: str, address: str, when: str = "opened") -> str:
        return self.passes[when].get((sheet, address), "")

    def three(self, sheet: str, address: str) -> list[str]:
        return [self.at(sheet, address, when) for when in PASSES]

    def circle(self, sheet: str, willing: Mapping[str, str]) -> Table:
        """A sheet with a start cell: its cells in the three recalculations, and Willing's answer for each label."""
        rows = []
        for address, entry in addresses(next(s for s in workbook() if s.name == sheet)):
            label = self.at(sheet, f"A{address[1:]}")
            if address[0] == "B" and isinstance(entry, str) and entry.startswith("="):
                inner = re.sub(r"^=IF\(ISBLANK\(\$B\$1\);(.*);\$B\$1\)$", r"=\1", entry)
                rows.append([f"{address} {label}", inner, *self.three(sheet, address), willing.get(label, "")])
        return Table(f"Sheet '{sheet}'", ["cell", "formula", *PASSES, "Willing"], rows)

    def rounds(self, sheet: str, willing: Mapping[str, str]) -> Table:
        """The first cells of a sheet by rounds, its verdicts, and Willing's answers."""
        rows = []
        for row in range(2, len(next(s for s in workbook() if s.name == sheet).rows) + 1):
            label = self.at(sheet, f"A{row}")
            if label.startswith(("nobody", "everybody")):
                shown = [self.at(sheet, f"{chr(ord('B') + k)}{row}")[:1] for k in range(ROUNDS + 1)]
                rows.append([label, " ".join(shown), ""])
            elif label.startswith(("verdict", "starts")):
                told = willing.get(label.removeprefix("verdict: "), "")
                rows.append([f"B{row} {label}", self.at(sheet, f"B{row}"), told])
        return Table(f"Sheet '{sheet}' (T TRUE, F FALSE)", ["cell or row", "shows", "Willing"], rows)

    def tables(self) -> list[Table]:
        bonn = self.answers.of("bonn-1978")
        ids = dict(zip(BONN, ("de-stimulus", "us-oil", "jp-growth", "gb-tariffs", "us-inflation"), strict=True))
        by_label = {label: bonn[id_] for label, id_ in ids.items()}
        partners = dict(zip(WAITING, ("DE", "US", "JP", "GB"), strict=True))
        starts = {f"starts it: {k}": "yes" if v in bonn["starters"].split(", ") else "no" for k, v in partners.items()}
        rivals = self.answers.of("rivals")
        by_rival = {name: rivals[name.lower()] for name in RIVALS}
        forces = {"frigates pledged": f"ten: {rivals['goal']}", "frigates of those in": f"ten: {rivals['goal']}"}
        tables = [
            self.circle("Bonn", {**by_label, "how many move": f"starter: {bonn['starters']}"}),
            self.rounds("Bonn by rounds", {**by_label, **starts}),
            self.circle("Rivals", {**by_rival, **forces}),
            self.circle("Rivals, other order", {**by_rival, **forces}),
            self.rounds("Rivals by rounds", by_rival),
        ]
        small = {
            "One answer": ["", ", other order", ", other words"],
            "Another": ["", ", other order"],
            "No answer": ["", ", other order"],
            "Plain no answer": [""],
        }
        for sheet, variants in small.items():
            answers = self.answers.of(sheet.lower().replace(" ", "-"))
            tables += [self.circle(sheet + variant, answers) for variant in variants]
        return [*tables, self.interceptors(), self.unknown()]

    def interceptors(self) -> Table:
        name = "Interceptors"
        scenarios: list[tuple[str, ...]] = [("twenty-five",), ("twenty-nine",), ("thirty",), ()]

        def sheet(label: str, row: int, when: str = "opened") -> list[str]:
            return [f"row {row} {label}", *(self.at(name, f"{c}{row}", when) for c in "BCDE")]

        def willing(text: str, *more: str) -> list[str]:
            return [
                f"Willing, {text}",
                *(self.answers.of("interceptors-2026", *s, *more)["de-pac3"] for s in scenarios),
            ]

        head = ["Germany's five come", "others 25", "others 29", "others 30", "no number (empty)"]
        return Table(
            f"Sheet '{name}'",
            head,
            [
                sheet("beside the five, opened", 5),
                willing("others(PAC-3) >= 30"),
                sheet("five included, opened", 6),
                sheet("five included, start emptied", 6, "start emptied"),
                sheet("all pledged, opened", 7),
                willing("total(PAC-3) >= 30", "five-included"),
            ],
        )

    def unknown(self) -> Table:
        name = "Unknown"
        answers = self.answers.of("unknown")
        head = ["row", *(self.at(name, f"{c}1") for c in "BCDEFG"), "Willing"]
        rows = []
        for row in range(2, 9):
            label = self.at(name, f"A{row}")
            told = f"ten: {answers['goal']}" if row == 8 else answers.get(label.split(":")[0], "")
            rows.append([f"{row} {label}", *(self.at(name, f"{c}{row}") for c in "BCDEFG"), told])
        return Table(f"Sheet '{name}'", head, rows)


def calc_here(profile: Path) -> Calc | None:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    return Calc(program, profile) if program else None


def main(arguments: Sequence[str]) -> Literal[0, 1]:
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "willing.fods").write_text(flat_file(workbook()), "utf-8")
    with tempfile.TemporaryDirectory() as profile:
        calc = calc_here(Path(profile))
        if calc is None:
            print(f"The workbook is {folder / 'willing.fods'}. To recalculate it, install LibreOffice (soffice).")
            return 1
        report = Report(three_times(calc, folder), Answers(folder))
        print(f"Recalculated by {calc.version()}\n")
        print("\n".join(str(table) for table in report.tables()), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
