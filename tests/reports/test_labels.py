"""The labels of real reports, and the tool that scores suggestions by them."""

import json
import re
import sys
from pathlib import Path

import pytest

from willing.languages.states import STATE_CODES
from willing.reports.formats import read_report

ROOT = Path(__file__).parent.parent.parent
sys.path.append(str(ROOT / "tools"))

import score_reports  # noqa: E402

BODIES = {"EU", "NATO", "UN", "XK"}  # Kosovo: a code that ISO leaves to its users

# By one who knows what is said: of three stances one is told otherwise, and a word is put in nobody's mouth.
REPORT = """Norway said it would send 300 soldiers to Norland. Italy ruled out sending troops to Norland.

Denmark has not decided. The talks went on until the evening.
"""


def test_labels_hold_hashes_and_no_text() -> None:
    stances = 0
    parts = ("all", "blind", "blind2", "varied", "varied-third")
    for label in (label for part in parts for label in score_reports.labels(part)):
        assert re.match("https?://", label["address"])
        told = [each["sentence"] for each in label["stances"]] + label["none"] + [*label.get("dateline", {}).values()]
        assert all(re.fullmatch("[0-9a-f]{16}", each) for each in told), label["name"]
        for each in label["stances"]:
            assert each["stance"] in score_reports.STANCES
            assert set(each["states"]) <= STATE_CODES | BODIES, label["name"]
            stances += 0 if each.get("optional") else len(each["states"])
    assert stances >= 500


def test_a_third_is_frozen() -> None:
    parts = {part: {each["name"] for each in score_reports.labels(part)} for part in ("develop", "frozen", "all")}
    assert parts["develop"] | parts["frozen"] == parts["all"]
    assert not parts["develop"] & parts["frozen"]
    assert not parts["all"] & {each["name"] for each in score_reports.labels("blind")}
    assert 0.25 < len(parts["frozen"]) / len(parts["all"]) < 0.42
    varied, third = ({each["name"] for each in score_reports.labels(part)} for part in ("varied", "varied-third"))
    assert varied
    assert third
    assert not varied & third


def test_a_sentence_is_known_whatever_its_signs() -> None:
    assert score_reports.digest("„Wir sind bereit“ – er.") == score_reports.digest('"Wir  sind bereit" - er')
    assert score_reports.digest("300 soldiers") != score_reports.digest("200 soldiers")


def test_stances_are_scored_by_sentence_state_and_stance() -> None:
    report = read_report(REPORT.encode(), "norland.txt")[0]
    digests = [score_reports.digest(each.said) for each in report.sentences]
    label = {
        "name": "norland",
        "stances": [
            {"sentence": digests[0], "states": ["NO"], "stance": "firm", "capability": "troops", "amount": 300},
            {"sentence": digests[1], "states": ["IT"], "stance": "firm"},
            {"sentence": digests[2], "states": ["DK"], "stance": "undecided", "optional": True},
            {"sentence": score_reports.digest("France would join."), "states": ["FR"], "stance": "firm"},
        ],
        "none": [digests[3]],
    }
    assert sorted((what, stance) for what, stance, _ in score_reports.scored(label, report)) == [
        ("amount right", "firm"),
        ("capability right", "firm"),
        ("missed", "firm"),
        ("missed", "firm"),
        ("right", "firm"),
        ("wrong", "refuses"),
    ]


@pytest.mark.parametrize("part", ["develop", "frozen", "varied", "varied-third"])
def test_what_cannot_be_had_is_skipped(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["score_reports", str(tmp_path), "--part", part])
    assert score_reports.main() == 1
    assert re.match(r"0 reports read, \d+ skipped", capsys.readouterr().out)


def test_a_label_is_one_line_of_json() -> None:
    for path in score_reports.LABELS.rglob("*.jsonl"):
        assert all(json.loads(line)["language"] == path.stem for line in path.read_text("utf-8").splitlines())
