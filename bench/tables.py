"""Workbooks of 5,000 pledges: `willing export` and `willing import` as whole processes, and others doing a part of it.

    python bench/tables.py [PLEDGES] [RUNS]
    python bench/tables.py trackers [ROWS] [RUNS]

The plan is random, with a seed. The peers write the same sheets with the same cells, and read the same file: openpyxl,
with and without looks, and pandas on top of it. They do less: no lists or statuses when writing, and when reading they
do not look for formulas that failed.
"""

import csv
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from measuring import machine, process, ratios, spread, table, timed
from willing import open_plan
from willing.model.condition import CountPartners, Name
from willing.model.plan import Assumption, Partner, Plan, Pledge, Requirement
from willing.notation.sheets.book import open_book
from willing.notation.sheets.cells import Cell
from willing.notation.sheets.own import sheets_of
from willing.notation.write import write_plan
from willing.present.tables import workbook

SEED = 6
PROGRAM = [sys.executable, "-c", "from willing.cli import main; main()"]
CAPABILITIES = ("troops", "fighters", "frigates", "tankers")


def random_plan(pledges: int) -> Plan:
    """As many pledges of 60 partners, half of them with a condition, each with a few words."""
    rng = random.Random(SEED)
    conditions = [Name("mandate"), CountPartners(3, others=True)]
    partners = {f"partner-{i}": Partner(id=f"partner-{i}", name=f"Partner {i}") for i in range(60)}
    given = {}
    for i in range(pledges):
        amount = rng.randrange(1, 50)
        more = {"condition": rng.choice(conditions)} if rng.random() < 0.5 else {}
        given[f"pledge-{i}"] = Pledge(
            id=f"pledge-{i}",
            partner=rng.choice(list(partners)),
            provides=rng.choice(CAPABILITIES),
            amount=amount,
            up_to=amount + rng.randrange(20),
            said=date(2025, 3, rng.randrange(1, 29)),
            by=f"Minister {i}",
            note=f"as told to reporter {i}",
            reliability=Decimal("0.9"),
            **more,  # type: ignore[arg-type]
        )
    return Plan(
        name="Many",
        as_of=date(2025, 4, 10),
        assumptions={"mandate": Assumption(id="mandate")},
        partners=partners,
        requirements={c: Requirement(id=c, needs=20_000, of=(c,)) for c in CAPABILITIES},
        pledges=given,
    )


def openpyxl_writes(sheets: Sequence[tuple[str, list[list[Cell]]]], path: Path) -> None:
    """The same sheets and cells, without looks, lists and statuses."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for title, rows in sheets:
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    book.save(path)


def openpyxl_writes_with_looks(sheets: Sequence[tuple[str, list[list[Cell]]]], path: Path) -> None:
    """The same, with heads in bold that stay in sight, days as days and texts wrapped."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    top, bold = Alignment(vertical="top", wrap_text=True), Font(bold=True)
    book = openpyxl.Workbook(write_only=True)
    for title, rows in sheets:
        page = book.create_sheet(title)
        page.freeze_panes = "B2"
        for number, row in enumerate(rows):
            cells = []
            for value in row:
                cell = WriteOnlyCell(page, value=value)
                cell.alignment = top
                if number == 0:
                    cell.font = bold
                elif isinstance(value, date):
                    cell.number_format = "yyyy-mm-dd"
                cells.append(cell)
            page.append(cells)
    book.save(path)


def openpyxl_reads(path: Path) -> int:
    """Every cell of the workbook, as values."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return sum(cell is not None for page in book for row in page.iter_rows(values_only=True) for cell in row)


def pandas_writes(sheets: Sequence[tuple[str, list[list[Cell]]]], path: Path) -> None:
    """The same sheets, through frames."""
    import pandas

    with pandas.ExcelWriter(path, engine="openpyxl") as writer:
        for title, (head, *rows) in sheets:
            pandas.DataFrame(rows, columns=head, dtype=object).to_excel(writer, sheet_name=title, index=False)


def pandas_reads(path: Path) -> int:
    """Every sheet of the workbook, as a frame."""
    import pandas

    return sum(
        len(frame) for frame in pandas.read_excel(path, sheet_name=None, engine="openpyxl", dtype=object).values()
    )


def seconds(what: Callable[[], object], runs: int) -> Iterator[float]:
    """How long each run took."""
    for _ in range(runs):
        yield timed(what)[0]


def main(pledges: int = 5_000, runs: int = 5) -> None:
    """Print the tables."""
    print("\n".join(machine()))
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "plan.toml").write_text(write_plan(random_plan(pledges)), "utf-8")
        book, again, theirs = here / "book.xlsx", here / "again.toml", here / "theirs.xlsx"
        rows = []
        for name, command in (
            ("willing export", ["export", str(here / "plan.toml"), str(book), "--force"]),
            ("willing import", ["import", str(book), "-o", str(again), "--force"]),
        ):
            told = [process([*PROGRAM, *command]) for _ in range(runs)]
            rows.append([name, spread([s for s, _ in told], " s"), f"{max(memory for _, memory in told):.2f} GB"])
        table(
            f"Whole processes, {pledges:,} pledges (least / median / most of {runs})",
            ["command", "time", "memory"],
            rows,
        )
        plan = open_plan(again).plan
        assert plan == open_plan(here / "plan.toml").plan
        sheets = list(sheets_of(plan))
        plain: list[tuple[str, list[list[Cell]]]] = [
            (title, [[float(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in rows_])
            for title, rows_ in sheets
        ]
        data = book.read_bytes()
        ours = {
            "write": list(seconds(lambda: workbook(plan, None), runs)),
            "read": list(seconds(lambda: open_book(data, "book.xlsx"), runs)),
        }
        peers: dict[str, tuple[str, Callable[[], object]]] = {
            "openpyxl, write-only": ("write", lambda: openpyxl_writes(plain, theirs)),
            "openpyxl, with looks": ("write", lambda: openpyxl_writes_with_looks(plain, theirs)),
            "pandas on openpyxl, write": ("write", lambda: pandas_writes(plain, theirs)),
            "openpyxl, read-only": ("read", lambda: openpyxl_reads(book)),
            "pandas on openpyxl, read": ("read", lambda: pandas_reads(book)),
        }
        rows = [[f"ours, {what}", spread(times, " s"), ""] for what, times in ours.items()]
        for name, (what, run) in peers.items():
            times = list(seconds(run, runs))
            rows.append([name, spread(times, " s"), spread(ratios(times, ours[what]))])
        table("Sheets to bytes, bytes to cells, in one process", ["who", "time", "times ours"], rows)


def write_tracker(path: Path, rows: int) -> None:
    """A table as trackers of aid have them, as CSV or as a workbook: eight columns, with a seed."""
    rng = random.Random(SEED)
    heads = ["Ref", "Country", "Item", "Quantity", "Date announced", "Status", "Source", "Remarks"]
    countries = ["Germany", "France", "United Kingdom", "Poland", "Italy", "Norway", "Kenya", "Japan", "Ghana", "Chile"]
    told = ["", "", "as told to the press", "see annex"]
    table_: list[list[Cell]] = [[*heads]]
    for number in range(rows):
        day = date.fromordinal(738_156 + rng.randrange(1_200)).strftime("%d %b %Y")
        status = rng.choice(("Pledged", "Committed"))
        source = f"https://example.org/news/{rng.randrange(rows // 10 + 1)}"
        amount, remark = f"{rng.randrange(1, 20_000):,}", rng.choice((*told, f"batch {number}"))
        first: list[Cell] = [f"R-{number + 1:07d}", rng.choice(countries), rng.choice(CAPABILITIES), amount]
        table_.append([*first, day, status, source, remark])
    if path.suffix == ".csv":
        with open(path, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(table_)
    else:
        openpyxl_writes([("Pledges", table_)], path)


def trackers(rows: int = 60_000, runs: int = 3) -> None:
    """Print how long somebody's table takes to be a plan, beside pandas, which reads its cells and no more."""
    print("\n".join(machine()))
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for name, reads in (("tracker.csv", "read_csv"), ("tracker.xlsx", "read_excel")):
            path = Path(folder) / name
            write_tracker(path, rows)
            command = ["import", str(path), "-o", str(Path(folder) / "plan.toml"), "--yes", "--force"]
            ours = [process([*PROGRAM, *command]) for _ in range(runs)]
            peer = f"import pandas; pandas.{reads}({str(path)!r}, dtype=object)"
            theirs = [process([sys.executable, "-c", peer]) for _ in range(runs)]
            times, memory = [s for s, _ in theirs], max(m for _, m in ours)
            lines.append(
                [
                    name,
                    spread([s for s, _ in ours], " s"),
                    f"{memory:.2f} GB",
                    spread(times, " s"),
                    spread(ratios(times, [s for s, _ in ours])),
                ]
            )
    heads = ["table", "willing import", "memory", "pandas reads it", "times ours"]
    table(f"A table of {rows:,} rows, whole processes, {runs} runs each (least / median / most)", heads, lines)


if __name__ == "__main__":
    if sys.argv[1:2] == ["trackers"]:
        trackers(*map(int, sys.argv[2:4]))
    else:
        main(*map(int, sys.argv[1:3]))
