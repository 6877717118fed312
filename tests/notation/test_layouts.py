"""One truth in many layouts (§T2): a table gives the pledges that it was made from, or an error, and never others."""

import json
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from willing.cli import main

#: What partners give: by partner and capability.
Truth = Mapping[tuple[str, str], int]
Rows = list[list[object]]

PARTNERS = {"France": "FR", "Côte d'Ivoire": "CI", "Türkiye": "TR", "Norland": "Norland", "Estmark": "Estmark"}
THINGS = ("ships", "tanks", "field hospitals")
HEADS = {
    "en": ("Country", "Capability", "Number", "Total", "Grand total"),
    "de": ("Land", "Fähigkeit", "Anzahl", "Gesamt", "Summe"),
    "fr": ("Pays", "Capacité", "Quantité", "Total", "Ensemble"),
}
#: How a language writes 1234.
WRITTEN = {"en": ("{:,}", ","), "de": ("{:,}", "."), "fr": ("{:,}", "\xa0")}

TRUTHS = st.dictionaries(
    st.tuples(st.sampled_from(sorted(PARTNERS)), st.sampled_from(THINGS)),
    st.integers(1, 3_000_000),
    min_size=3,
    max_size=9,
).filter(lambda truth: len({p for p, _ in truth}) > 1 and len({thing for _, thing in truth}) > 1)


def long(truth: Truth, language: str, totals: bool) -> Rows:
    """An entry a row."""
    partner, thing, number, _, total = HEADS[language]
    rows: Rows = [[partner, thing, number], *([p, t, n] for (p, t), n in truth.items())]
    return [*rows, [total, None, sum(truth.values())]] if totals else rows


def once(truth: Truth, language: str, totals: bool) -> Rows:
    """An entry a row, each partner's name once, with a sum below its entries."""
    partner, thing, number, total, _ = HEADS[language]
    rows: Rows = [[partner, thing, number]]
    for name in dict.fromkeys(p for p, _ in truth):
        its = [(t, n) for (p, t), n in truth.items() if p == name]
        rows += [[name if not place else None, t, n] for place, (t, n) in enumerate(its)]
        rows += [[f"{total} {name}", None, sum(n for _, n in its)]] if totals else []
    return rows


def wide(truth: Truth, language: str, totals: bool) -> Rows:
    """A column a capability."""
    partner, _, _, total, grand = HEADS[language]
    things = [t for t in THINGS if any(each == t for _, each in truth)]
    names = dict.fromkeys(p for p, _ in truth)
    rows: Rows = [[partner, *things], *([p, *(truth.get((p, t)) for t in things)] for p in names)]
    if totals:
        rows.append([grand, *(sum(n for (_, each), n in truth.items() if each == t) for t in things)])
        rows = [
            [*row, total if not place else sum(n for n in row[1:] if isinstance(n, int))]
            for place, row in enumerate(rows)
        ]
    return rows


def turned(truth: Truth, language: str, totals: bool) -> Rows:
    """A column a partner."""
    _, thing, _, total, _ = HEADS[language]
    names = list(dict.fromkeys(p for p, _ in truth))
    things = dict.fromkeys(t for _, t in truth)
    rows: Rows = [[thing, *names], *([t, *(truth.get((p, t)) for p in names)] for t in things)]
    return [*rows, [total, *(sum(n for (p, _), n in truth.items() if p == name) for name in names)]] if totals else rows


LAYOUTS: dict[str, Callable[[Truth, str, bool], Rows]] = {"long": long, "once": once, "wide": wide, "turned": turned}


def as_csv(rows: Rows, language: str, sign: str, encoding: str, grouped: bool) -> bytes:
    """Rows as CSV, figures as a language writes them."""
    shape, mark = WRITTEN[language]

    def shown(cell: object) -> str:
        text = "" if cell is None else str(cell)
        if isinstance(cell, int) and grouped:
            text = shape.format(cell).replace(",", mark)
        return f'"{text}"' if sign in text or '"' in text else text

    return "\r\n".join(sign.join(map(shown, row)) for row in rows).encode(encoding, "replace")


def held(path: Path, folder: Path) -> tuple[int, Truth]:
    """The status of an import, and what it gives."""
    target = folder / "plan.toml"
    done = CliRunner().invoke(main, ["import", str(path), "-o", str(target), "--yes", "--force"])
    if done.exit_code:
        return done.exit_code, {}
    pledges = tomllib.loads(target.read_text("utf-8")).get("pledges", [])
    assert len({(p["partner"], p.get("provides", "").casefold()) for p in pledges}) == len(pledges)
    return 0, {(p["partner"], p.get("provides", "").casefold()): p.get("amount") for p in pledges}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    truth=TRUTHS,
    layout=st.sampled_from(sorted(LAYOUTS)),
    language=st.sampled_from(sorted(HEADS)),
    totals=st.booleans(),
    above=st.sampled_from([[], [["Offers as of 2 May 2031"], []]]),
    below=st.sampled_from([[], [[], ["* provisional"], ["Source: staff"]]]),
    file=st.sampled_from(["csv", "xlsx", "json"]),
    sign=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    grouped=st.booleans(),
)
def test_a_table_gives_what_it_was_made_from(
    tmp_path_factory: pytest.TempPathFactory,
    truth: Truth,
    layout: str,
    language: str,
    totals: bool,
    above: Rows,
    below: Rows,
    file: str,
    sign: str,
    encoding: str,
    grouped: bool,
) -> None:
    folder = tmp_path_factory.mktemp("layouts")
    rows = LAYOUTS[layout](truth, language, totals)
    path = folder / f"offers.{file}"
    if file == "xlsx":
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("Offers")
            for number, row in enumerate([*above, *rows, *below]):
                sheet.write_row(number, 0, [cell if cell is not None else "" for cell in row])
    elif file == "json":
        heads, *entries = rows
        path.write_text(json.dumps([dict(zip(map(str, heads), row, strict=True)) for row in entries]), "utf-8")
    else:
        path.write_bytes(as_csv([*above, *rows, *below], language, sign, encoding, grouped))
    status, found = held(path, folder)
    wanted = {(PARTNERS[p], t): n for (p, t), n in truth.items()}
    assert (status, found) == (2, {}) or (status, found) == (0, wanted)
    names = dict.fromkeys(p for p, _ in truth)
    states = sum(PARTNERS[p] != p for p in names)
    if layout != "turned" or (states > 1 and 2 * states >= len(names)):
        assert status == 0
