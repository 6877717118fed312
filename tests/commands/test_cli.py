"""The commands as they are typed: what they answer, where, with which status; and that nothing makes them fall over."""

import json
import os
import pty
import resource
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from willing.answers.answer import to_builtins
from willing.answers.json_text import json_chunks
from willing.cli import main
from willing.model.place import Place
from willing.model.problem import Message, Problem
from willing.notation.starter import starter_plan
from willing.present.escape import columns, shown
from willing.present.terminal.problems import problem_found, problem_text, problems_text

ROOT = Path(__file__).parents[2]
BONN = str(ROOT / "examples" / "bonn-1978" / "plan.toml")

WILLING = [sys.executable, "-c", "import sys; sys.argv[0] = 'willing'; from willing.cli import main; main()"]


def run(*arguments: str, stdin: bytes | None = None, env: Mapping[str, str | None] | None = None) -> Result:
    """A command in this process."""
    return CliRunner().invoke(main, arguments, input=stdin, env=env, prog_name="willing")


def process(
    *arguments: str, cwd: Path | None = None, env: Mapping[str, str] | None = None, stdin: bytes = b"", **options: Any
) -> subprocess.CompletedProcess[bytes]:
    """A command in a process of its own, in a plain terminal 80 columns wide, with an end to time and memory."""
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "WILLING_TRACEBACK")}
    environment |= {"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8", **(env or {})}
    if "stdout" not in options:
        options |= {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.run(
        [*WILLING, *arguments], cwd=cwd, env=environment, input=stdin, check=False, timeout=60, **options
    )


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


PLAN = """\
[plan]
name = "A test"
goal = "total(troops) >= 10"

[assumptions.us-guarantee]
[assumptions.mandate]

[scenarios.us-in]
assume = {us-guarantee = true}

[[pledges]]
id = "de-troops"
partner = "DE"
provides = "troops"
amount = 10
if = "us-guarantee"

[[pledges]]
id = "fr-troops"
partner = "FR"
provides = "troops"
amount = 5
only_if = "mandate"
"""


@pytest.fixture
def plan(here: Path) -> str:
    (here / "plan.toml").write_text(PLAN, "utf-8")
    return "plan.toml"


# -- problems as text -------------------------------------------------------------------------------------------------


def problem(excerpt: str, column: int, length: int = 1, *, name: str = "here", line: int = 7) -> Problem:
    place = Place(file="plan.toml", line=line, column=column, length=length)
    return Problem(place=place, message=Message("unknown-key", name=name), excerpt=excerpt)


def marked(text: str) -> str:
    """What stands above the marks in the text of one problem."""
    _, line, marks = text.rstrip("\n").split("\n")
    start, width = len(marks) - len(marks.lstrip()), marks.count("^")
    found, at = "", 0
    for each in line:
        if start <= at < start + width:
            found += each
        at += columns(each)
    return found


def test_without_arguments_beside_a_plan_its_brief_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run().stderr.startswith("Usage:")
    assert run("new", ".").exit_code == 0
    assert run().stdout == run("brief", "plan.toml").stdout != ""


def test_a_problem_is_its_place_its_sentence_and_its_line() -> None:
    one = Problem(
        place=Place(file="plan.toml", line=14, column=21, length=11),
        subjects=(Message("subject.id", noun=Message("noun.pledge"), id="de-troops"),),
        message=Message("unknown-name", name="us-garantee", meant="us-guarantee"),
        excerpt='if = "ceasefire and us-garantee"',
    )
    assert problem_text(one) == (
        "plan.toml:14: pledge 'de-troops': unknown name 'us-garantee'; did you mean 'us-guarantee'?\n"
        '    if = "ceasefire and us-garantee"\n'
        "                        ^^^^^^^^^^^\n"
    )
    assert to_builtins(problem_found(one)) == {
        "file": "plan.toml",
        "line": 14,
        "column": 21,
        "code": "unknown-name",
        "message": "pledge 'de-troops': unknown name 'us-garantee'; did you mean 'us-guarantee'?",
    }
    assert problem_text(one, kind="warning").startswith("plan.toml:14: warning: pledge 'de-troops': ")


def test_a_problem_of_the_file_as_a_whole_has_no_line() -> None:
    one = problem("", 1, line=0)
    assert problem_text(one) == "plan.toml: unknown key 'here'\n"
    assert to_builtins(problem_found(one)) == {
        "file": "plan.toml",
        "line": None,
        "column": None,
        "code": "unknown-key",
        "message": "unknown key 'here'",
    }


@pytest.mark.parametrize(
    ("excerpt", "word"),
    [
        ("a = nonsense", "nonsense"),
        ("\t\ta\t= nonsense # more", "nonsense"),
        ('name = "中文", if = "名前 and nonsense"', "nonsense"),
        ('name = "中文", if = "名前 and x"', "名前"),
        ("e\u0301te\u0301 = nonsense", "nonsense"),
        ("bell \x07 and \x1b[31m = nonsense", "nonsense"),
        ("turned \u202e around \u2066 = nonsense", "nonsense"),
    ],
)
def test_marks_stand_beneath_the_place(excerpt: str, word: str) -> None:
    assert marked(problem_text(problem(excerpt, excerpt.index(word) + 1, len(word)))) == word


def test_a_place_behind_the_end_of_a_line_is_marked_there() -> None:
    assert problem_text(problem("a = ", 5)).splitlines()[1:] == ["    a =", "        ^"]
    assert problem_text(problem("a = ", 500)).splitlines()[2] == "        ^"


@pytest.mark.parametrize("ascii_", [False, True])
@pytest.mark.parametrize("filler", ["x", "中", "\t", "\x1b", "\u0301"])
@pytest.mark.parametrize(
    ("before", "behind"), [(0, 500), (50, 500), (500, 500), (500, 50), (500, 0), (300_000, 300_000)]
)
def test_long_lines_are_clipped_around_the_place(before: int, behind: int, filler: str, ascii_: bool) -> None:
    text = problem_text(problem(filler * before + " nonsense " + filler * behind, before + 2, 8), ascii=ascii_)
    assert marked(text) == "nonsense"
    _, line, _ = text.rstrip("\n").split("\n")
    assert columns(line) <= 104
    dots = "..." if ascii_ else "…"
    assert line[4:].startswith(dots) or before <= 50
    assert line.endswith(dots) or behind <= 50


def test_a_long_stretch_is_marked_as_far_as_it_is_shown() -> None:
    _, line, marks = problem_text(problem("x" * 50 + "y" * 5_000, 51, 5_000)).splitlines()
    assert len(marks) == len(line) - 1
    assert marks.count("^") == line.count("y") > 80


def test_no_more_than_a_thousand_and_their_number() -> None:
    text = problems_text([problem("", 1)] * 1_000, omitted=1)
    assert text.count("plan.toml:7: unknown key 'here'\n") == 1_000
    assert text.endswith("\nand 1 more error\n")
    assert problems_text([problem("", 1)] * 3_000, kind="warning").endswith("\nand 2,000 more warnings\n")


def test_a_sentence_is_no_longer_than_anybody_reads() -> None:
    assert len(problem_text(problem("", 1, name="x" * 100_000))) < 700


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Türkiye, 中文, « oui »", "Türkiye, 中文, « oui »"),
        ("\x1b]0;gone\x07", "\\x1b]0;gone\\x07"),
        ("\x9b31m", "\\x9b31m"),
        ("a\tb\r\n", "a\\tb\\r\\n"),
        ("\u202egnorw\u202c\u2066\u2069\u200b\ufeff", "\\u202egnorw\\u202c\\u2066\\u2069\\u200b\\ufeff"),
        ("\u2028\U000e0041", "\\u2028\\U000e0041"),
        (os.fsdecode(b"\xff.toml"), "\\xff.toml"),
        ("\u00a0\u202f\u3000", "\u00a0\u202f\u3000"),
    ],
)
def test_what_is_no_visible_character_is_escaped(text: str, said: str) -> None:
    assert shown(text) == said
    assert shown(text, ascii=True).isascii()


# -- check ------------------------------------------------------------------------------------------------------------

TEN_MISTAKES = """\
[plan]
name = "Ten mistakes"
as_of = "2031-05-09"
premise = ["ceasfire"]

[assumptions.ceasefire]
holds = "true"

[assumptions.at]

[groups.members]
of = ["FR", "ZZ"]

[[pledges]]
id = "de-troops"
partner = "DE"
provides = "troops"
amount = -5
if = "ceasefire and at least two of members"

[[pledges]]
id = "fr-troops"
partner = "FR"
amout = 5
likelihood = 50
said = 2031-05-01
ended = 2031-04-01

[[pledges]]
id = "gb-troops"
partner = "UK"
if = "de-troop"
"""


def test_ten_mistakes_give_ten_messages(here: Path, golden: Callable[[str, str], None]) -> None:
    (here / "plan.toml").write_text(TEN_MISTAKES, "utf-8")
    done = run("check", "plan.toml")
    assert (done.exit_code, done.stdout) == (2, "")
    golden("ten-mistakes.txt", done.stderr)
    answer = run("check", "plan.toml", "--json")
    assert (answer.exit_code, answer.stderr) == (2, "")
    errors = json.loads(answer.stdout)["errors"]
    assert [f"{e['file']}:{e['line']}: {e['message']}" for e in errors] == [
        line for line in done.stderr.splitlines() if line.startswith("plan.toml:")
    ]
    assert len(errors) >= 10
    assert [e["code"] for e in errors][:4] == ["wrong-type", "unknown-assumption", "wrong-type", "id-reserved"]


@pytest.mark.parametrize("lang", ["de", "fr"])
def test_mistakes_are_said_in_the_language_asked_for(lang: str, here: Path, golden: Callable[[str, str], None]) -> None:
    (here / "plan.toml").write_text(TEN_MISTAKES, "utf-8")
    done = run("check", "plan.toml", "--lang", lang)
    assert (done.exit_code, done.stdout) == (2, "")
    golden(f"ten-mistakes-{lang}.txt", done.stderr)
    by_environment = run("check", "plan.toml", env={"LC_ALL": f"{lang}_XX.UTF-8"})
    assert by_environment.stderr == done.stderr
    answer = json.loads(run("check", "plan.toml", "--lang", lang, "--json").stdout)
    in_english = json.loads(run("check", "plan.toml", "--json").stdout)
    assert [e["code"] for e in answer["errors"]] == [e["code"] for e in in_english["errors"]]
    assert all(a["message"] != b["message"] for a, b in zip(answer["errors"], in_english["errors"], strict=True))
    assert all(e["message"] in done.stderr for e in answer["errors"])


def test_warnings_can_be_ignored_and_errors_cannot(here: Path) -> None:
    (here / "plan.toml").write_text("[plan]\nname = 'x'\n[assumptions.a]\n[[pledges]]\npartner = 'DE'\n", "utf-8")
    codes = [w["code"] for w in json.loads(run("check", "plan.toml", "--json").stdout)["warnings"]]
    assert codes == ["assumption-unused", "pledge-without-source"]
    done = run("check", "plan.toml", "--strict", "--ignore", codes[0], "--ignore", codes[1])
    assert (done.exit_code, done.stdout, done.stderr) == (0, "plan.toml: no errors, no warnings\n", "")
    assert "1 Warnung\n" in run("check", "plan.toml", "--lang", "de", "--ignore", codes[0]).stdout
    for code in ("no-such-code", "hint.meant"):
        done = run("check", "plan.toml", "--ignore", code)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.startswith(f"willing check: '{code}' is no code of a problem")
    (here / "plan.toml").write_text("[plan]\nnme = 'x'\n", "utf-8")
    done = run("check", "plan.toml", "--ignore", "unknown-key", "--lang", "fr")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "'unknown-key' est une erreur" in done.stderr


def test_misuse_is_said_in_the_language_asked_for(here: Path) -> None:
    (here / "plan.toml").write_text(starter_plan(), "utf-8")
    done = run("brief", "plan.toml", "--lang", "de", "--if", "mandate", "--if-not", "mandate")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("willing brief: 'mandate' ist auf zwei Arten gesetzt")
    assert "kein Tag wie 2025-04-10" in run("brief", "plan.toml", "--as-of", "never", "--lang", "de").stderr
    assert "Datei oder Ordner nicht gefunden" in run("brief", "gone.toml", env={"LANG": "de_AT"}).stderr


def test_a_table_with_mistakes(here: Path, golden: Callable[[str, str], None]) -> None:
    (here / "plan.toml").write_text('[plan]\nname = "Tables"\ntables = ["pledges.csv", "gone.csv"]\n', "utf-8")
    rows = 'partner,provides,amount,if\nDE,troops,2000,FR\nFR,troops,x,"DE and nobody"\nGB,"tro"ops,3,\nPL,troops\n'
    (here / "pledges.csv").write_text(rows, "utf-8")
    done = run("check", "plan.toml")
    assert (done.exit_code, done.stdout) == (2, "")
    golden("table-with-mistakes.txt", done.stderr)


def test_hostile_names_stay_on_the_page(here: Path, golden: Callable[[str, str], None]) -> None:
    text = '[plan]\nname = "Names"\n\n[assumptions."a\\u001b[31mb"]\n\n[partners."\\u202eEG"]\n'
    text += '\n[[pledges]]\npartner = "D\u202eE"\nif = "\x7f\\u009b31m or \u0645\u0635\u0631 or \u2066x"\n'
    (here / "plan.toml").write_text(text.replace("\x7f", ""), "utf-8")
    done = run("check", "plan.toml")
    assert (done.exit_code, done.stdout) == (2, "")
    assert all(each.isprintable() for each in done.stderr.replace("\n", ""))
    golden("hostile-names.txt", done.stderr)
    answer = run("check", "plan.toml", "--json").stdout
    assert all(each.isprintable() for each in answer.replace("\n", ""))
    assert "\u202e" in json.dumps(json.loads(answer), ensure_ascii=False)


def test_a_good_plan_is_told_in_one_line(here: Path) -> None:
    (here / "plan.toml").write_text(starter_plan(), "utf-8")
    done = run("check", "plan.toml", "--strict")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "plan.toml: no errors, no warnings\n", "")
    assert json.loads(run("check", "plan.toml", "--json").stdout) == {"errors": [], "warnings": []}


def test_warnings_are_told_and_strictness_counts_them(plan: str, golden: Callable[[str, str], None]) -> None:
    done = run("check", plan)
    assert (done.exit_code, done.stdout) == (0, "plan.toml: no errors, 1 warning\n")
    golden("warnings.txt", done.stderr)
    assert run("check", plan, "--strict").exit_code == 1
    answer = run("check", plan, "--strict", "--json")
    assert (answer.exit_code, answer.stderr) == (1, "")
    assert len(json.loads(answer.stdout)["warnings"]) == 1


# -- bad input --------------------------------------------------------------------------------------------------------

HEAD = b'[plan]\nname = "x"\n'
PLEDGE = HEAD + b'[[pledges]]\npartner = "DE"\n'

BAD: dict[str, bytes] = {
    "empty": b"",
    "not UTF-8": HEAD + b'note = "\xff\xfe"\n',
    "UTF-16": '[plan]\nname = "x"\n'.encode("utf-16"),
    "a NUL": HEAD + b'a = "\0"\n',
    "noise": bytes(range(256)) * 400,
    "10 MB of brackets": b"[" * 10_000_000,
    "10 MB of brackets in a value": b"a = " + b"[" * 10_000_000,
    "10 MB of braces": b"a = " + b"{a=" * 3_000_000,
    "200,000 dotted parts": b"a" + b".a" * 200_000 + b" = 1\n",
    "a header of 200,000 parts": b"[a" + b".a" * 200_000 + b"]\n",
    "a condition 10,000 deep": PLEDGE + b'if = "' + b"(" * 10_000 + b"DE" + b")" * 10_000 + b'"\n',
    "10,000 times not": PLEDGE + b'if = "' + b"not " * 10_000 + b'DE"\n',
    "a number of 6,000 digits": PLEDGE + b"amount = " + b"9" * 6_000 + b"\n",
    "6,000 digits in a condition": PLEDGE + b'if = "total(x) >= ' + b"9" * 6_000 + b'"\n',
    "1e400": PLEDGE + b"likelihood = 1e400\n",
    "an endless exponent": PLEDGE + b"likelihood = 1e" + b"9" * 30 + b"\n",
    "not a number": PLEDGE + b"effort = nan\n",
    "a day in quotes": PLEDGE + b'said = "2031-05-09"\n',
    "a day with a time": PLEDGE + b"said = 2031-05-09T10:00:00\n",
    "names with escapes": HEAD + b'[partners."\\u001b]0;gone\\u0007"]\n[assumptions."\\u009b31m"]\n',
    "an unknown key": HEAD + b'nme = "x"\n',
    "a million unknown names": PLEDGE + b'if = "' + b" and ".join(b"n%d" % i for i in range(100_000)) + b'"\n',
    "5,000 mistakes": HEAD + b'[[pledges]]\npartner = "Nobody"\namount = -1\n' * 5_000,
    "one line of 5,000 mistakes": HEAD + b"pledges = [" + b'{partner = "Nobody"}, ' * 5_000 + b"]\n",
}

BAD_ROWS: dict[str, bytes] = {
    "no column": b"provides,amount\ntroops,5\n",
    "a stray quote": b'partner,provides\nDE,"troops\nFR,troops\n',
    "a quote inside": b'partner,provides\nDE,"tro"ops\n',
    "empty": b"",
    "not UTF-8": b"partner\nDE\xff\n",
    "a NUL": b"partner\nD\0E\n",
    "commas": b"," * 3_000_000,
    "quotes": b'partner\n"' + b'"' * 3_000_000,
    "escapes": b"partner\n\x1b[31m\n",
    "a long name": b"partner\n" + b"x" * 120_000 + b"\n" + b"y" * 5_000_000 + b"\n",
    "100,000 mistakes": b"partner,amount\n" + b"Nobody,-1\n" * 100_000,
}


def fails_well(done: subprocess.CompletedProcess[bytes]) -> str:
    """A bad plan is told of in sentences on standard error, and nothing else happens."""
    said = done.stderr.decode()
    assert done.returncode == 2, said[-2_000:]
    assert done.stdout == b""
    assert said
    assert "Traceback" not in said
    assert len(said) < 1_000_000
    assert all(each.isprintable() for each in said.replace("\n", ""))
    assert max(map(columns, said.splitlines())) < 700
    return said


def within_bounds() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))


def work_of(run: Callable[[], object]) -> float:
    """What processes that are started take of the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


@pytest.mark.parametrize("command", ["check", "brief"])
@pytest.mark.parametrize("name", BAD)
def test_bad_plans(name: str, command: str, tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_bytes(b"[plan]\nname = 1")
    usual = work_of(lambda: process(command, "plan.toml", cwd=tmp_path, preexec_fn=within_bounds))
    (tmp_path / "plan.toml").write_bytes(BAD[name])
    took = work_of(lambda: fails_well(process(command, "plan.toml", cwd=tmp_path, preexec_fn=within_bounds)))
    assert took < 100 * usual  # of which most is starting


@pytest.mark.parametrize("name", BAD_ROWS)
def test_bad_tables(name: str, tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_bytes(HEAD + b'tables = ["rows.csv"]\n')
    (tmp_path / "rows.csv").write_bytes(BAD_ROWS[name])
    said = fails_well(process("check", "plan.toml", cwd=tmp_path, preexec_fn=within_bounds))
    assert said.startswith("rows.csv:")


@pytest.mark.parametrize("command", [["check"], ["brief"], ["why", "DE"], ["fmt"]])
def test_what_cannot_be_read(command: list[str], here: Path) -> None:
    (here / "folder").mkdir()
    name, *more = command
    for path, reason in (("gone.toml", "No such file or directory"), ("./folder", "Is a directory")):
        done = run(name, path, *more)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr == f"{path}: cannot be read: {reason}\n"
    answer = json.loads(run("check", "gone.toml", "--json").stdout)
    assert answer["errors"] == [
        {
            "file": "gone.toml",
            "line": None,
            "column": None,
            "code": "file-unreadable",
            "message": "cannot be read: No such file or directory",
        }
    ]


def test_a_plan_is_named_as_it_was_typed(here: Path) -> None:
    (here / "a").mkdir()
    (here / "a" / "plan.toml").write_bytes(b"[plan]\nnme = 1\n")
    for path in ("a/plan.toml", "./a/plan.toml", "a//plan.toml", str(here / "a" / "plan.toml")):
        assert run("check", path).stderr.startswith(f"{path}:")
        assert run("brief", path).stderr.startswith(f"{path}:")


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff\x1b[31m.toml")
    (tmp_path / name).write_bytes(HEAD + b"x = 1\n")
    assert fails_well(process("check", name, cwd=tmp_path)).startswith("\\xff\\x1b[31m.toml:3: ")
    answer = process("check", name, "--json", cwd=tmp_path)
    assert json.loads(answer.stdout)["errors"][0]["file"] == name


# -- brief and why ----------------------------------------------------------------------------------------------------


def test_options_pick_the_world(plan: str) -> None:
    def status(*options: str) -> Any:
        done = run("brief", plan, "--json", *options)
        assert done.exit_code == 0, done.stderr
        pledges = json.loads(done.stdout)["pledges"]
        return [pledges[id_]["status"] for id_ in ("de-troops", "fr-troops")]

    assert status() == ["open", "open"]
    assert status("--scenario", "us-in") == ["stands", "open"]
    assert status("--scenario", "us-in", "--if-not", "us-guarantee") == ["blocked", "open"]
    assert status("--if", "fr-troops", "--if", "mandate") == ["open", "stands"]


def test_text_and_json_of_one_answer(plan: str) -> None:
    for command in (["brief", plan], ["why", plan, "DE"], ["why", plan, "goal"]):
        text, answer = run(*command), run(*command, "--json")
        assert (text.exit_code, text.stderr, answer.exit_code, answer.stderr) == (0, "", 0, "")
        assert text.stdout.endswith("\n")
        assert "\x1b" not in text.stdout
        json.loads(answer.stdout)


def test_a_goal_can_be_required(plan: str) -> None:
    done = run("brief", plan, "--require-goal")
    assert done.exit_code == 1
    assert done.stdout == run("brief", plan).stdout
    assert run("brief", plan, "--require-goal", "--scenario", "us-in").exit_code == 0


def test_a_required_goal_has_to_be_there(here: Path) -> None:
    (here / "plan.toml").write_text(PLAN.replace('goal = "total(troops) >= 10"\n', ""), "utf-8")
    done = run("brief", "plan.toml", "--require-goal")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("plan.toml: the plan has no goal: give it one")
    assert run("brief", "plan.toml").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--scenario", "us-im"], "did you mean 'us-in'?"),
        (["--if", "us-garantee"], "did you mean 'us-guarantee'?"),
        (["--if-not", "de-troops"], "only_if"),
        (["--if", "FR"], "'FR'"),
        (["--if", "mandate", "--if-not", "mandate"], "cannot be both"),
        (["--as-of", "2031-02-30"], "'2031-02-30' is no day such as 2025-04-10"),
        (["--known-by", "20310203"], "'20310203' is no day such as 2025-04-10"),
        (["--as-of", "\x1b[31m"], "'\\x1b[31m' is no day"),
        (["--scenario", "\x1b[31m"], "'\\x1b[31m'"),
        (["--width", "3"], "--width"),
        (["--color", "sometimes"], "--color"),
        (["--wide"], "--wide"),
    ],
)
def test_a_question_that_cannot_be_asked(plan: str, arguments: list[str], part: str) -> None:
    for command in (["brief", plan], ["why", plan, "DE"]):
        done = run(*command, *arguments)
        assert (done.exit_code, done.stdout) == (2, "")
        assert part in done.stderr
        assert len(done.stderr.splitlines()) <= 2
        assert "\x1b" not in done.stderr


def test_an_unknown_subject(plan: str) -> None:
    done = run("why", plan, "de-troop")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "did you mean 'de-troops'?" in done.stderr


def test_a_plan_without_outcome(here: Path) -> None:
    text = HEAD + b'[[pledges]]\npartner = "DE"\nif = "not FR"\n[[pledges]]\npartner = "FR"\nif = "DE"\n'
    (here / "plan.toml").write_bytes(text)
    for command in (["brief", "plan.toml"], ["why", "plan.toml", "DE"]):
        done = run(*command)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "DE-1" in done.stderr
        assert "FR-1" in done.stderr


def test_colour_is_for_terminals(plan: str, tmp_path: Path) -> None:
    assert "\x1b[" in run("brief", plan, "--color", "always").stdout
    assert "\x1b" not in run("brief", plan).stdout
    for more, coloured in (({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)):
        assert ("\x1b[" in on_terminal("brief", plan, cwd=tmp_path, env={"TERM": "xterm", **more})) == coloured
    assert "\x1b[" not in on_terminal("brief", plan, "--colour", "never", cwd=tmp_path)


def on_terminal(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """What a command writes to a terminal."""
    ours, theirs = pty.openpty()
    process(*arguments, cwd=cwd, env={"TERM": "xterm", **(env or {})}, stdout=theirs, stderr=theirs)
    os.close(theirs)
    said = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # all is read, and nobody writes any more
            break
        if not part:
            break
        said += part
    os.close(ours)
    return said.decode()


def test_width_comes_from_the_option_the_environment_or_is_80(plan: str) -> None:
    for width in (40, 80, 120):
        text = run("brief", plan, "--width", str(width)).stdout
        assert max(map(columns, text.splitlines())) <= width
        same = process("brief", plan, env={"COLUMNS": str(width)}).stdout.decode()
        assert same == text
    assert process("brief", plan).stdout.decode() == run("brief", plan, "--width", "80").stdout


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_without_the_signs_gets_ascii(encoding: str, tmp_path: Path) -> None:
    name = "Türkiye \u202e 中文"
    (tmp_path / "plan.toml").write_text(PLAN + f'[partners.DE]\nname = "{name}"\n', "utf-8")
    for command in (["brief", "plan.toml"], ["why", "plan.toml", "DE"]):
        done = process(*command, cwd=tmp_path, env={"PYTHONIOENCODING": encoding})
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode(encoding)
        answer = process(*command, "--json", cwd=tmp_path, env={"PYTHONIOENCODING": encoding})
        assert answer.stdout.isascii()
        json.loads(answer.stdout)
    asked = process("brief", "plan.toml", "--ascii", cwd=tmp_path).stdout.decode()
    assert not any(sign in asked for sign in "●◐◑◌✕○–…·█▓▒")


def test_names_with_escapes_do_not_reach_the_terminal(here: Path) -> None:
    name = "\\u001b]0;gone\\u0007 \\u202e \\u009b31m"
    (here / "plan.toml").write_text(PLAN.replace("A test", name) + f'[partners.DE]\nname = "{name}"\n', "utf-8")
    for command in (["brief", "plan.toml"], ["why", "plan.toml", "DE"], ["brief", "plan.toml", "--json"]):
        done = run(*command)
        assert done.exit_code == 0, done.stderr
        assert not set("\x1b\x07\u202e\x9b") & set(done.stdout)
    assert json.loads(done.stdout)["partners"]["DE"]["name"] == json.loads(f'"{name}"')


# -- new, fmt, schema -------------------------------------------------------------------------------------------------


def test_new_writes_a_plan_and_says_what_is_next(here: Path) -> None:
    done = run("new", "a b/c")
    assert (done.exit_code, done.stderr) == (0, "")
    assert (here / "a b" / "c" / "plan.toml").read_text("utf-8") == starter_plan()
    for line in done.stdout.splitlines()[1:]:
        import shlex

        name, *arguments = shlex.split(line)
        assert name == "willing"
        answered = run(*arguments)
        assert answered.exit_code == 0, answered.stderr
        assert answered.stdout


def test_new_leaves_what_is_there(here: Path) -> None:
    (here / "plan.toml").write_text("mine", "utf-8")
    done = run("new", ".")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "./plan.toml: is there already, and was left as it is\n"
    assert (here / "plan.toml").read_text("utf-8") == "mine"
    (here / "link").mkdir()
    (here / "link" / "plan.toml").symlink_to("nowhere")
    assert run("new", "link").exit_code == 2
    assert run("new", "plan.toml/sub").exit_code == 2
    assert run("new", "plan.toml").exit_code == 2


def test_fmt_lays_out_in_place(here: Path) -> None:
    file = here / "plan.toml"
    file.write_text('[plan]\ngoal="always"   # c\nname="x"\n', "utf-8")
    file.chmod(0o640)
    assert run("fmt", "plan.toml", "--check").exit_code == 1
    assert file.read_text("utf-8").startswith('[plan]\ngoal="always"')
    done = run("fmt", "plan.toml")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "plan.toml: laid out anew\n", "")
    assert file.read_text("utf-8") == '[plan]\nname = "x"\ngoal = "always"  # c\n'
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert run("fmt", "plan.toml").stdout == "plan.toml: nothing to change\n"
    assert run("fmt", "plan.toml", "--check").exit_code == 0
    assert [path.name for path in here.iterdir()] == ["plan.toml"]


def test_fmt_follows_a_link(here: Path) -> None:
    (here / "real.toml").write_text('plan={name="x"}', "utf-8")
    (here / "plan.toml").symlink_to("real.toml")
    assert run("fmt", "plan.toml").exit_code == 0
    assert (here / "plan.toml").is_symlink()
    assert (here / "real.toml").read_text("utf-8") == 'plan = {name = "x"}\n'


def test_fmt_can_only_print(here: Path) -> None:
    (here / "plan.toml").write_text('plan={name="x"}', "utf-8")
    for done in (run("fmt", "plan.toml", "--stdout"), run("fmt", "-", stdin=b'plan={name="x"}')):
        assert (done.exit_code, done.stdout, done.stderr) == (0, 'plan = {name = "x"}\n', "")
    assert (here / "plan.toml").read_text("utf-8") == 'plan={name="x"}'


def test_fmt_leaves_what_is_no_toml(here: Path, golden: Callable[[str, str], None]) -> None:
    (here / "plan.toml").write_text("[plan]\nname = x\n", "utf-8")
    done = run("fmt", "plan.toml")
    assert (done.exit_code, done.stdout) == (2, "")
    golden("no-toml.txt", done.stderr)
    assert (here / "plan.toml").read_text("utf-8") == "[plan]\nname = x\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is write-protected for root")
def test_fmt_leaves_what_is_protected(here: Path) -> None:
    (here / "plan.toml").write_text('plan={name="x"}', "utf-8")
    (here / "plan.toml").chmod(0o444)
    done = run("fmt", "plan.toml")
    assert (done.exit_code, done.stderr) == (2, "plan.toml: cannot be written: Permission denied\n")


def test_fmt_leaves_the_file_when_it_cannot_be_replaced(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device", "somewhere")

    (here / "plan.toml").write_text('plan={name="x"}', "utf-8")
    monkeypatch.setattr(os, "fsync", refuse)
    done = run("fmt", "plan.toml")
    assert (done.exit_code, done.stderr) == (2, "plan.toml: cannot be written: No space left on device\n")
    assert [path.name for path in here.iterdir()] == ["plan.toml"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize("option", ["--version", "--help"])
def test_what_cannot_be_said_without_a_command_has_status_two(option: str) -> None:
    command = [sys.executable, "-m", "willing", option]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (2, "the answer: cannot be written: No space left on device\n")


@pytest.mark.parametrize("command", [["fmt", "pipe"], ["check", "plan.toml"]])
def test_what_never_ends_is_not_waited_for(here: Path, command: list[str]) -> None:
    os.mkfifo(here / "pledges.csv")
    (here / "pipe").symlink_to("/dev/zero")
    (here / "plan.toml").write_text("[plan]\nname = 'x'\ntables = ['pledges.csv']\n", "utf-8")
    done = run(*command)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "not a file" in done.stderr


def test_fmt_keeps_the_ends_of_lines(here: Path) -> None:
    (here / "plan.toml").write_bytes(b"\xef\xbb\xbf[plan]\r\nname='x'\r\n")
    assert run("fmt", "plan.toml").exit_code == 0
    text = (here / "plan.toml").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf[plan]\r\nname = ")
    assert text.count(b"\r\n") == text.count(b"\n") == 2


def test_schema_is_the_schema() -> None:
    from willing.notation.schema import json_schema

    assert json.loads(run("schema").stdout) == json_schema()


# -- endings ----------------------------------------------------------------------------------------------------------


def test_a_reader_that_goes_away(tmp_path: Path) -> None:
    rows = "partner,provides,amount\n" + "".join(f"DE,troops,{i}\n" for i in range(3_000))
    (tmp_path / "rows.csv").write_text(rows, "utf-8")
    (tmp_path / "plan.toml").write_text('[plan]\nname = "x"\ntables = ["rows.csv"]\n', "utf-8")
    for arguments in (["brief", "plan.toml", "--json"], ["schema"]):
        read, write = os.pipe()
        os.close(read)
        done = process(*arguments, cwd=tmp_path, stdout=write, stderr=subprocess.PIPE)
        os.close(write)
        assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full device here")
def test_an_answer_that_cannot_be_written() -> None:
    with open("/dev/full", "wb") as full:
        done = process("brief", BONN, stdout=full, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (2, b"the answer: cannot be written: No space left on device\n")


def test_nobody_listens(tmp_path: Path) -> None:
    for streams in (">&-", "2>&-", ">&- 2>&-"):
        line = f'"$@" {streams}'
        done = subprocess.run(
            ["sh", "-c", line, "sh", *WILLING, "check", BONN],
            check=False,
            env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        )
        assert done.returncode == 0


def test_an_interruption_is_one_line(tmp_path: Path) -> None:
    fifo = tmp_path / "plan.toml"
    os.mkfifo(fifo)
    with subprocess.Popen(
        [*WILLING, "brief", "plan.toml"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # what a shell started in the background is deaf to it
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as running:
        writer = os.open(fifo, os.O_WRONLY)  # opens when the command has opened it to read
        time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        try:
            said = running.communicate(timeout=30)
        finally:
            running.kill()
            os.close(writer)
    assert (running.returncode, said) == (130, (b"", b"Stopped.\n"))


def test_a_mistake_of_ours_has_no_traceback(plan: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("\x1b[31m")

    monkeypatch.setattr("willing.app.open.open_query", broken)
    done = run("brief", plan)
    assert (done.exit_code, done.stdout) == (70, "")
    assert "ZeroDivisionError: \\x1b[31m" in done.stderr
    assert "Traceback" not in done.stderr
    monkeypatch.setenv("WILLING_TRACEBACK", "1")
    assert "Traceback" in run("brief", plan).stderr


def test_version_and_help() -> None:
    assert run("--version").stdout.startswith("willing ")
    context = click.Context(main)
    for name in main.list_commands(context):
        done = run(name, "--help")
        assert done.exit_code == 0
        command = main.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert "..." not in command.get_short_help_str(62)
        assert all(o.help for o in command.params if isinstance(o, click.Option))


# -- JSON -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ascii_", [False, True])
def test_json_in_pieces_is_json(ascii_: bool) -> None:
    value = {
        "few": [1, None, True, 0.5, "x"],
        "many": {f"p{i}": {"a": i, "b": ["é\x1b\u202e"] * (i % 3)} for i in range(500)},
        "none": {},
        "nested": {"a": [{"b": [{"c": ["x" * 100, "y" * 150]}]}]},
    }
    text = "".join(json_chunks(value, ascii=ascii_))
    assert json.loads(text) == value
    assert text.endswith("}\n")
    assert max(map(len, text.splitlines())) < 220
    assert '    "p1": {"a": 1, "b": [' in text
    assert not set("\x1b\u202e") & set(text)
    assert text.isascii() == ascii_
