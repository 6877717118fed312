"""Tables of treaties: who ratified or acceded when, beside who only signed (§T6, §T11, §T13)."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from willing import open_plan
from willing.cli import main
from willing.notation.sheets.columns import is_signature, meant

LISTED = """\
Participant\tSignature, Succession to signature(d)\tRatification, Acceptance (A), Approval (AA), Accession (a)
Norway 1\t12 Mar 2030\t4 Jun 2031
France\t12 Mar 2030\t7 Jul 2031 AA
Kenya\t\t1 Aug 2031 a
Türkiye 2, 3\t13 Mar 2030\t
1 With a declaration.
"""
BESIDE = "Land;Unterzeichnung;Ratifikation\nNorwegen;12.03.2030;04.06.2031\nKenia;;01.08.2031\nTürkei;13.03.2030;\n"
LATER = "État,Ratification,Signature\nNorvège,24/06/2031,12/03/2030\nKenya,01/08/2031,\nTurquie,,13/03/2030\n"


@pytest.mark.parametrize(
    ("text", "suffix", "bound"),
    [
        (LISTED, "tsv", {"NO": date(2031, 6, 4), "FR": date(2031, 7, 7), "KE": date(2031, 8, 1)}),
        (BESIDE, "csv", {"NO": date(2031, 6, 4), "KE": date(2031, 8, 1)}),
        (LATER, "csv", {"NO": date(2031, 6, 24), "KE": date(2031, 8, 1)}),
    ],
)
def test_who_signed_is_bound_by_a_ratification_alone(
    tmp_path: Path, text: str, suffix: str, bound: dict[str, date]
) -> None:
    table = tmp_path / f"treaty.{suffix}"
    table.write_text(text, "utf-8")
    told = CliRunner().invoke(main, ["import", str(table), "-o", str(tmp_path / "plan.toml"), "--yes", "--lang", "en"])
    assert told.exit_code == 0, told.output
    pledges = open_plan(tmp_path / "plan.toml").plan.pledges.values()
    assert {pledge.partner: pledge.said for pledge in pledges} == bound
    assert "it has not said so" in told.output  # Türkiye
    assert "ignature" in told.output or "Unterzeichnung" in told.output  # is not read, and that is told


def test_a_day_of_signature_is_read_where_there_is_no_other(tmp_path: Path) -> None:
    table = tmp_path / "treaty.csv"
    table.write_text("Country,Date of signature\nNorway,2030-01-04\nKenya,2030-02-04\n", "utf-8")
    told = CliRunner().invoke(main, ["import", str(table), "-o", str(tmp_path / "plan.toml"), "--yes"])
    assert told.exit_code == 0, told.output
    pledges = open_plan(tmp_path / "plan.toml").plan.pledges.values()
    assert [pledge.said for pledge in pledges] == [date(2030, 1, 4), date(2030, 2, 4)]


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("Ratification, Acceptance (A), Approval (AA), Accession (a)", "said"),
        ("Ratification, adhésion (a), succession (d)", "said"),
        ("Country, Amount, Date", ""),
    ],
)
def test_a_head_that_lists_words_means_what_most_of_them_mean(head: str, key: str) -> None:
    assert meant(head, "pledges") == key


def test_what_a_signature_is_called() -> None:
    assert is_signature("Signature, Succession to signature(d)")
    assert not is_signature("Signature, Ratification")
    assert not is_signature("")
