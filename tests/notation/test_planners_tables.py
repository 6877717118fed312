"""The tables people have (§T1-§T17): what is in them comes through, what is not is told, and nothing is guessed."""

import io
import json
import random
import shlex
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from willing.app.exchange import import_tables
from willing.cli import main
from willing.languages.amounts import MarksError, days_of, decimal_mark, quantity, scale_in, without_marks
from willing.notation.sheets.likeness import is_total
from willing.notation.sheets.measure import raised_texts
from willing.notation.sheets.sheet import Book
from willing.notation.sheets.tables import Cells
from willing.notation.sheets.wishes import wishes_of

CASES = Path(__file__).parents[3] / "shared" / "cases"


def imported(path: Path, *options: str) -> tuple[int, dict[str, Any], str]:
    """The status, the plan, and what is told."""
    target = path.parent / "out.toml"
    target.unlink(missing_ok=True)
    done = CliRunner().invoke(main, ["import", str(path), "-o", str(target), *options])
    plan = tomllib.loads(target.read_text("utf-8")) if target.exists() else {}
    return done.exit_code, plan, done.stderr


def pledges(plan: dict[str, Any], *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(pledge.get(key) for key in keys) for pledge in plan.get("pledges", [])]


@pytest.fixture
def table(tmp_path: Path) -> Any:
    def write(text: str | bytes, name: str = "offers.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.mark.skipif(not CASES.exists(), reason="the collected cases are not beside the project")
def test_the_collected_cases(tmp_path: Path) -> None:
    script = tmp_path / "willing"
    script.write_text(f'#!/bin/sh\nexec {sys.executable} -m willing "$@"\n')
    script.chmod(0o755)
    elsewhere = {"READ", "POWER"}  # reports and power, which other tests have
    cases = json.loads((CASES / "tables" / "cases.json").read_text("utf-8"))
    here = tmp_path / "tables"
    here.mkdir()
    for case in cases:
        (here / case["file"]).write_bytes((CASES / "tables" / case["file"]).read_bytes())
    kept = [case for case in cases if case["args"][:1] not in [[each] for each in elsewhere]]
    (here / "cases.json").write_text(json.dumps(kept), "utf-8")
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    command = [sys.executable, str(CASES / "check_tables.py"), str(here)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAIL")]
    assert not failed, "\n".join(failed)


# -- rows --------------------------------------------------------------------------------------------------------------


def test_rows_that_are_no_entries_are_left_out_and_told(table: Any) -> None:
    text = (
        "Partner;Beitrag;Anzahl\n#land;#what;#n\nLand;;\nNorland;Panzer;2\nPartner;Beitrag;Anzahl\nSee;;\n"
        "Estmark;Schiffe;3\nZwischensumme Estmark;;3\nInsgesamt;;5\n\nQuelle: Stab\n"
    )
    status, plan, told = imported(table(text), "--yes")
    assert (status, pledges(plan, "partner", "provides", "amount")) == (
        0, [("Norland", "Panzer", 2), ("Estmark", "Schiffe", 3)]
    )  # fmt: skip
    assert "2 rows are sums of others" in told
    assert "headings, tags or notes" in told


@pytest.mark.parametrize("name", ["Total", "GRAND TOTAL", "Norland Total", "Summe", "Sous-total", "Ensemble", "Total:"])
def test_names_of_sums(name: str) -> None:
    assert is_total(name)


@pytest.mark.parametrize("name", ["Norland", "Totalia", "Allied Command", "Somme-Leuze Brigade", "Sumland"])
def test_names_that_only_look_so(name: str) -> None:
    assert not is_total(name)


def test_a_row_that_cannot_be_read_is_left_out_and_the_rest_imported(table: Any) -> None:
    path = table("Country,Capability,Amount,Reliability\nNorland,ships,2,0.5\nEstmark,ships,3,7\nLorne,ships,1,\n")
    status, plan, told = imported(path, "--yes", "--map", "Reliability=reliability")
    assert (status, [p[0] for p in pledges(plan, "partner")]) == (0, ["Norland", "Lorne"])
    assert "this row is left out" in told
    assert "offers.csv:3" in told
    assert imported(path, "--yes", "--map", "Reliability=reliability", "--whole")[0] == 2


def test_who_has_not_said_so_is_not_in(table: Any) -> None:
    text = "Party,Capability,Share,Ratified\nNorland,share,20,2 May 2031\nEstmark,share,30,\nLorne,share,5,13/06/2031\n"
    status, plan, told = imported(table(text), "--yes", "--map", "Share=amount")
    assert (status, pledges(plan, "partner", "said")) == (
        0, [("Norland", plan["pledges"][0]["said"]), ("Lorne", plan["pledges"][1]["said"])]
    )  # fmt: skip
    assert [str(p["said"]) for p in plan["pledges"]] == ["2031-05-02", "2031-06-13"]
    assert "undated" in told
    assert "Estmark" in plan["partners"]


# -- figures -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "least", "most", "rough"),
    [
        ("1,200", 1200, None, False), ("up to 500", None, 500, False), ("bis zu 40", None, 40, False),
        ("200-300", 200, 300, False), ("200 to 300", 200, 300, False), ("500+", 500, None, False),
        ("≥ 12", 12, None, False), ("mindestens 7", 7, None, False), ("c. 120", 120, None, True),
        ("environ 30", 30, None, True), ("300 (est.)", 300, None, True), ("150*", 150, None, True),
        ("1.2E+03", 1200, None, False), ("1200.0", 1200, None, False), ("€2.5bn", 2_500_000_000, None, False),
        ("12 000", 12000, None, False), ("5k", 5000, None, False), ("40 pax", 40, None, False),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(text: str, least: int | None, most: int | None, rough: bool) -> None:
    read = quantity(text)
    assert read is not None
    assert (read.least, read.most, read.rough) == (least, most, rough)


@pytest.mark.parametrize("text", ["tbd", "several", "a battalion", "–", "", "1.2.3.4,5", "12 and 13 or 14", "x5"])
def test_what_is_no_amount_gives_none(text: str) -> None:
    assert quantity(text) is None


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1,250"], "."), (["1.250"], ","), (["1.250,5", "3"], ","), (["1,250.5"], "."), (["0.075", "1.250"], "."),
        (["1,5", "1.250"], ","), (["1.250.000"], ","), (["12"], "."), (["1234.567"], "."),
    ],
)  # fmt: skip
def test_the_column_proves_the_mark(texts: list[str], mark: str) -> None:
    assert decimal_mark(texts) == mark


@pytest.mark.parametrize("texts", [["1,250", "1.250"], ["1,250.5", "1.250,5"], ["1.250.000", "1.5"]])
def test_marks_that_contradict(texts: list[str]) -> None:
    with pytest.raises(MarksError):
        decimal_mark(texts)


def test_scales_spans_and_marks() -> None:
    assert scale_in("EUR million") == (10**6, "EUR")
    assert scale_in("in thousands") == (1000, None)
    assert scale_in("Amount (m)") == (1, None)
    assert (days_of("180 days"), days_of("D+30"), days_of("6 Wochen"), days_of("soon")) == (180, 30, 42, None)
    assert [without_marks(text) for text in ("Norland*", "150 (1)", "Lorne²", "EU27", "*")] == [
        "Norland", "150", "Lorne", "EU27", "*"
    ]  # fmt: skip


def test_a_fraction_of_a_unit_is_refused_and_a_scale_taken(table: Any) -> None:
    status, _, told = imported(table("Donor,Item,Amount\nNorland,money,0.5\n"), "--yes")
    assert status == 2
    assert "fraction of a unit" in told
    status, plan, told = imported(table('Donor,EUR million\nNorland,0.5\nEstmark,"1,250"\n'), "--yes")
    assert (status, pledges(plan, "provides", "amount")) == (0, [("EUR", 500_000), ("EUR", 1_250_000_000)])


# -- columns, names, words ---------------------------------------------------------------------------------------------


def test_a_wide_table_is_a_capability_a_column(table: Any) -> None:
    text = "Country,Tanks,Howitzers (155 mm),2030\nNorland,14,,5\nEstmark,3,12,6\nTotal,17,12,11\n"
    status, plan, told = imported(table(text), "--yes")
    assert (status, pledges(plan, "partner", "provides", "amount")) == (
        0, [("Norland", "tanks", 14), ("Estmark", "tanks", 3), ("Estmark", "howitzers", 12)]
    )  # fmt: skip
    assert "'2030' is not read" in told
    assert pledges(imported(table(text), "--yes", "--wide", "Tanks")[1], "provides") == [("tanks",), ("tanks",)]


def test_partners_are_found_by_what_they_are(table: Any) -> None:
    status, plan, _ = imported(
        table("Who,Kit,How many\nFrance,ships,2\nItaly,ships,1\n"), "--yes", "--set", "provides=ships"
    )
    assert (status, pledges(plan, "partner")) == (0, [("FR",), ("IT",)])


def test_codes_are_states_where_all_of_them_are(table: Any) -> None:
    status, plan, told = imported(table("ISO3,Capability,Amount\nDEU,ships,2\nFRA,ships,1\n"), "--yes")
    assert (status, pledges(plan, "partner")) == (0, [("DE",), ("FR",)])
    status, _, told = imported(table("State,Capability,Votes\nCA,votes,54\nTX,votes,40\n"), "--map", "State=partner",
                               "--map", "Votes=amount", "--map", "Capability=provides")  # fmt: skip
    assert status == 2
    assert "--value" in told
    status, plan, _ = imported(table("State,Capability,Votes\nCA,votes,54\nTX,votes,40\n"), "--yes", "--value",
                               "CA=California", "--value", "TX=Texas", "--map", "Votes=amount")  # fmt: skip
    assert (status, pledges(plan, "partner")) == (0, [("California",), ("Texas",)])


def test_nobody_who_declined_is_in(table: Any) -> None:
    rows = ("Norland,troops,5,Confirmed", "Estmark,troops,3,Declined", "Lorne,troops,1,Withdrawn")
    text = "\n".join(("Nation,Capability,Number,Status", *rows))
    status, plan, told = imported(table(text), "--yes")
    assert (status, pledges(plan, "stage", "if")) == (0, [("assigned", None), (None, "never"), (None, "never")])
    assert "2 refuse: Estmark and Lorne" in told
    status, _, told = imported(table(text.replace("Declined", "Amber")), "--yes")
    assert status == 2
    assert "Estmark" in told
    assert "--value 'Amber=offered'" in told
    assert (
        imported(table(text.replace("Declined", "Amber")), "--yes", "--value", "Amber=declined")[1]["pledges"][1]["if"]
        == "never"
    )


@pytest.mark.parametrize("no", ["Declined", "N", "Nein", "non"])
def test_who_says_no_in_a_column_that_is_not_read_is_not_in(table: Any, no: str) -> None:
    text = f"Nation,Capability,Number,Sends\nNorland,troops,5,Yes\nEstmark,troops,3,{no}\n"
    status, _, told = imported(table(text), "--yes")
    assert status == 2
    assert f"Estmark says '{no}'" in told
    status, plan, _ = imported(table(text), "--yes", "--map", "Sends=stage")
    assert (status, pledges(plan, "stage", "if")) == (0, [(None, None), (None, "never")])
    assert len(imported(table(text), "--yes", "--map", "Sends=-")[1]["pledges"]) == 2


def test_days_that_some_have_are_not_dropped_unasked(table: Any) -> None:
    text = "Party,Capability,{},{}\nNorland,vote,1 May 2031,3 Jun 2032\nEstmark,vote,1 May 2031,\n"
    text += "Lorne,vote,2 May 2031,4 Jul 2032 a\n"
    status, _, told = imported(table(text.format("Announced", "Paid on")), "--yes")
    assert status == 2
    assert "'Paid on' holds days" in told
    assert "Estmark has none" in told
    # who signed is bound by a ratification alone
    for asked in ((), ("--map", "Signature=-", "--map", "Ratification=said")):
        status, plan, told = imported(table(text.format("Signature", "Ratification")), "--yes", *asked)
        assert [(p["partner"], str(p["said"])) for p in plan["pledges"]] == [
            ("Norland", "2032-06-03"), ("Lorne", "2032-07-04")
        ]  # fmt: skip
        assert "left out: Estmark" in told


def test_a_condition_that_is_to_be_said_is_not_none(table: Any) -> None:
    text = "Country,Capability,Amount,Condition\nNorland,tanks,14,tbd\nEstmark,tanks,3,n/a\nLorne,tanks,1,–\n"
    status, plan, _ = imported(table(text), "--yes")
    assert (status, pledges(plan, "if")) == (0, [("condition-tbd",), (None,), (None,)])


def test_conditions_in_words(table: Any) -> None:
    text = (
        "Nation,Capability,Number,Condition\nFrance,troops,5,None\nGermany,troops,3,Bundestag mandate required\n"
        'Estonia,troops,1,"with UK and DNK"\nCanada,troops,2,"US backstop, parliament"\n'
        "Norland,troops,1,at least 2 others\n"
    )
    status, plan, _ = imported(table(text), "--yes")
    assert status == 0
    assert pledges(plan, "if", "subject_to") == [
        (None, None), (None, ["Bundestag mandate required"]), ("GB and DK", None), ("us-backstop", ["parliament"]),
        ("at least 2 others", None),
    ]  # fmt: skip
    assert plan["assumptions"] == {"us-backstop": {"name": "US backstop"}}


def test_wishes(table: Any) -> None:
    rows = ("Norland,UNMISS,3,2,2031-05", "Norland,UNMISS,9,9,2031-04", "Estmark,MINUSCA,1,1,2031-05")
    text = "\n".join(("Country,Mission,Male,Female,Month", *rows))
    status, plan, _ = imported(table(text), "--yes", "--where", "Mission=UNMISS", "--where", "Month=latest", "--sum",
                               "Male+Female=amount", "--set", "provides=troops", "--map", "Male=-", "--map", "Female=-",
                               "--map", "Country=partner")  # fmt: skip
    assert (status, pledges(plan, "partner", "provides", "amount")) == (0, [("Norland", "troops", 5)])
    for option, wrong in (("--set", "x"), ("--where", "x"), ("--sum", "a+b"), ("--value", "="), ("--set", "amont=1")):
        assert imported(table(text), "--yes", option, wrong)[0] == 2


def test_the_command_told_repeats_what_was_wished(table: Any) -> None:
    path = table("Country,Mission,Male,Female\nNorland,A 1,3,2\nEstmark,B,1,1\n")
    options = [
        "--where",
        "Mission=A 1",
        "--sum",
        "Male+Female=amount",
        "--set",
        "provides=troops",
        "--value",
        "x=declined",
    ]
    made = import_tables(
        path,
        take_proposals=True,
        wishes=wishes_of(("provides=troops",), ("Mission=A 1",), ("Male+Female=amount",), ("x=declined",)),
    )
    assert made.command is not None
    told = shlex.split(made.command)[2:]
    assert set(options) <= set(told)
    again = imported(path, *[word for word in told if word not in ("-o", "plan.toml", str(path))])
    assert pledges(again[1], "partner", "amount") == pledges(imported(path, "--yes", *options)[1], "partner", "amount")


def test_many_names_and_conditions_of_their_own_are_no_more_work_each() -> None:
    """A new name, or new words, are not compared with all that came before (§T18)."""
    from willing.notation.sheets.said import said_conditions

    looked_at = 0

    class Counted(dict[str, Any]):
        def items(self) -> Any:
            nonlocal looked_at
            looked_at += len(self)
            return super().items()

    pledges = [{"partner": "norland", "if": f"board {number} agrees"} for number in range(50)]
    cells = Cells(Book(file="table.csv", sheets=()))
    cells.root |= {"pledges": pledges, "assumptions": Counted()}
    said_conditions(cells)
    assert len(cells.root["assumptions"]) == 50
    assert looked_at < 50


def test_sheets_of_one_form_are_never_added_up(tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    folder.mkdir()
    for year, amount in (("2030", 3), ("2031", 5), ("2029", 2)):
        (folder / f"Release {year}.csv").write_text(f"Country,Item,Quantity\nNorland,ships,{amount}\n", "utf-8")
    (folder / "Army.csv").write_text("Country,Item,Quantity\nNorland,tanks,7\n", "utf-8")
    status, plan, told = imported(folder, "--yes")
    assert (status, sorted(pledges(plan, "provides", "amount"))) == (0, [("ships", 5), ("tanks", 7)])
    assert "Release 2030" in told


def test_every_encoding_and_delimiter(table: Any) -> None:
    rows = [("Land", "Beitrag", "Anzahl"), ("Östland", "Fregatten", "2"), ("Lorne", "Boote, kleine", "3")]
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        for sign in ",;\t|":
            text = "\n".join(sign.join(f'"{c}"' if "," in c else c for c in row) for row in rows)
            status, plan, told = imported(table(text.encode(encoding), "t.tsv"), "--yes")
            assert (status, pledges(plan, "provides", "amount")) == (0, [("Fregatten", 2), ("Boote, kleine", 3)])
            assert ("read as" in told) is (encoding in ("utf-16", "cp1252"))
    records = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert pledges(imported(table(json.dumps(records), "t.json"), "--yes")[1], "amount") == [(2,), (3,)]
    assert imported(table('{"a": 1}', "t.json"), "--yes")[0] == 2


# -- whatever the layout -----------------------------------------------------------------------------------------------

HEADS = {
    "partner": ["Country", "Nation", "Donor", "Land", "Pays"],
    "provides": ["Capability", "Item", "Fähigkeit", "Capacité"],
    "amount": ["Amount", "Qty", "Anzahl", "Quantité"],
    "said": ["Date", "Datum", "Announced on"],
}
NAMES = ["Norland", "Estmark", "Lorne", "Gudrun", "Öst-Veld", "Sund (the)"]
WAYS = [
    lambda n: str(n),
    lambda n: f"{n:,}",
    lambda n: f"{n:,}".replace(",", " "),
    lambda n: f"{n}.0",
    lambda n: f"{n}*",
]


@settings(max_examples=120)
@given(st.integers(0, 10**6))
def test_a_table_in_any_layout_gives_its_plan_or_an_error(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    rng = random.Random(seed)
    entries = [
        (
            rng.choice(NAMES),
            rng.choice(["ships", "tanks"]),
            rng.randint(1, 5000),
            f"2031-{rng.randint(1, 12):02}-0{rng.randint(1, 9)}",
        )
        for _ in range(rng.randint(1, 6))
    ]
    way = rng.choice(WAYS)
    day = rng.choice([lambda d: d, lambda d: f"{d}T00:00:00Z", lambda d: f"{d[8:]}.{d[5:7]}.{d[:4]}"])
    rows = [[rng.choice(HEADS[key]) for key in ("partner", "provides", "amount", "said")]]
    rows += [[name, what, way(n), day(d)] for name, what, n, d in entries]
    if rng.random() < 0.5:
        rows.append(["Total", "", way(sum(n for *_, n, _ in entries)), ""])
    if rng.random() < 0.5:
        rows.append(["* provisional figures", "", "", ""])
    if rng.random() < 0.3:
        rows.insert(0, ["Contributions, as announced", "", "", ""])
    sign = rng.choice([",", ";", "\t"])
    text = "\n".join(sign.join(f'"{c}"' if sign in c or "," in c else c for c in row) for row in rows)
    path = tmp_path_factory.mktemp("t") / "t.csv"
    path.write_bytes(text.encode(rng.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"])))
    made = import_tables(path, take_proposals=True, wishes=wishes_of())
    names = {p.id: p.name or p.id for p in made.plan.partners.values()}
    got = [(names[p.partner], p.provides, p.amount, str(p.said)) for p in made.plan.pledges.values()]
    assert got == entries


RAISED = (("30", 1), ("7", 2), ("Norland", "a"))


def test_raised_figures_are_footnote_marks() -> None:
    raised = '<r><rPr><vertAlign val="superscript"/></rPr><t>{}</t></r>'
    texts = [f"<si><r><t>{text}</t></r>{raised.format(mark)}</si>" for text, mark in RAISED]
    texts += ["<si><t>72</t></si>", "<si><t>Lorne</t></si>"]
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as book:
        book.writestr("xl/sharedStrings.xml", f"<sst>{''.join(texts)}</sst>")
    found = raised_texts(data.getvalue())
    assert found == {"301": "30¹", "72": "72 / 7²", "Norlanda": "Norland[a]"}
    assert [quantity(text) is None for text in found.values()] == [False, True, True]
    assert raised_texts(b"none") == {}
