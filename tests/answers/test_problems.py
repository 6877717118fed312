"""Every mistake has a code, and is said in every language that says problems, with nothing missing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import willing
from willing.answers.problems import message_text, problem_sentence
from willing.languages import LANGUAGES
from willing.languages.messages import Catalogue
from willing.languages.po import messages_of
from willing.model.problem import Message
from willing.notation.read import read_plan
from willing.present.terminal.problems import problem_text

SRC = Path(willing.__file__).parent
PREFIX = "problem."
TEXTS = {key.removeprefix(PREFIX): text for key, text in messages_of("en").by_key.items() if key.startswith(PREFIX)}
CODES = sorted(code for code in TEXTS if "." not in code)
FIELD = re.compile(r"(?<!\{)\{([a-z_]+)\}")

#: Calls that make a message of a code; where the code stands among their arguments.
MAKERS = {"Message": 0, "_refused": 1, "error": 0}


def calls() -> Iterator[tuple[str, set[str] | None]]:
    """Every code that stands in the source with the parts it is given (None: some are passed on)."""
    for path in SRC.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            at = MAKERS.get(name, 0 if name.endswith("Error") or name in ("Refused", "NoChromium") else -1)
            code = node.args[at] if 0 <= at < len(node.args) else None
            codes = [code.body, code.orelse] if isinstance(code, ast.IfExp) else [code]
            given = {each.arg for each in node.keywords}
            for each in codes:
                if isinstance(each, ast.Constant) and each.value in TEXTS:
                    yield each.value, None if None in given else {part for part in given if part is not None}


def in_order(call: tuple[str, set[str] | None]) -> tuple[str, list[str]]:
    """The same order in every process, whatever its seed of hashes."""
    return call[0], sorted(call[1] or ())


@pytest.mark.parametrize(
    ("code", "parts"), sorted(calls(), key=in_order), ids=lambda each: each if isinstance(each, str) else ""
)
def test_what_is_said_has_all_its_parts(code: str, parts: set[str] | None) -> None:
    text = TEXTS[code]
    fields = set(FIELD.findall(text.english)) | ({"count"} if text.plural else set())
    if parts is not None:
        of_cell = {"key"} if code.startswith("cell-") else set()  # cells do not know under which key they stand
        assert fields - of_cell <= parts
        assert parts <= fields | {"hint", "meant", "about"}


def strings() -> Iterator[re.Pattern[str]]:
    for path in SRC.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.compile(re.escape(node.value.removeprefix(PREFIX)))
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant) and len(node.values) > 1:
                parts = (re.escape(str(v.value)) if isinstance(v, ast.Constant) else ".+" for v in node.values)
                if re.fullmatch(r"[a-z.\\-]{2,}(\.\+).*", pattern := "".join(parts)):
                    yield re.compile(pattern)


def test_every_text_is_said() -> None:
    patterns = list(strings())
    assert [code for code in TEXTS if not any(pattern.fullmatch(code) for pattern in patterns)] == []


@pytest.mark.parametrize("code", CODES)
def test_codes_are_words_with_dashes(code: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)


def test_what_a_language_does_not_say_is_said_in_english() -> None:
    message = Message("unknown-key", name="ammount", meant="amount")
    assert message_text(message, "xx") == message_text(message) == "unknown key 'ammount'; did you mean 'amount'?"
    assert message_text(message, "de") == "unbekannter Schlüssel 'ammount'; ist 'amount' gemeint?"
    assert message_text(message, "fr") == "clé inconnue 'ammount'\u202f; vouliez-vous dire 'amount'\u202f?"


# -- whatever is read -------------------------------------------------------------------------------------------------

VALUES = st.sampled_from(
    [
        "true",
        "5",
        "-1",
        "1.5",
        '"x"',
        '"a b"',
        '"always"',
        '"x and"',
        "[]",
        '["x", "x"]',
        "2025-01-01",
        "{}",
        "0",
        "120",
        '"at least 2 of (x, y)"',
        '"not (x"',
        '"total(men) >= 5"',
        '"filled(r) >= 50"',
        '["DE", "ZZ"]',
        '"DE"',
        '"it\'s"',
        "{x = 1}",
        "[{is = 2}]",
        "{2025-01-01 = true}",
        "1_000_000_000_000_000_000",
        '"r"',
        '"offerd"',
        '"2025-04"',
    ]
)
KEYS = st.sampled_from(
    [
        "name",
        "goal",
        "premise",
        "counts",
        "as_of",
        "partner",
        "provides",
        "amount",
        "up_to",
        "if",
        "only_if",
        "id",
        "of",
        "holds",
        "likelihood",
        "implies",
        "options",
        "needs",
        "enablers",
        "domain",
        "until_day",
        "size",
        "origin",
        "about",
        "source",
        "assume",
        "pledges",
        "equals",
        "pool",
        "whole",
        "said",
        "ended",
        "replaces",
        "delivered",
        "colour",
    ]
)
HEADS = st.sampled_from(
    [
        "[plan]",
        "[[pledges]]",
        "[assumptions.x]",
        "[choices.c]",
        "[groups.g]",
        "[[requirements]]",
        "[pools.p]",
        "[units.u]",
        "[scenarios.s]",
        "[[statements]]",
        "[sources.q]",
        "[[asks]]",
        "[partners.DE]",
        "[pledges]",
        "[[groups]]",
        "[odd]",
    ]
)
PLANS = st.lists(
    st.tuples(HEADS, st.dictionaries(KEYS, VALUES, max_size=5)), min_size=1, max_size=8, unique_by=lambda each: each[0]
)


@settings(max_examples=300, deadline=None)
@given(PLANS)
def test_no_problem_lacks_a_part_in_any_language(plan: list[tuple[str, dict[str, str]]]) -> None:
    lines = [line for head, keys in plan for line in (head, *(f"{key} = {value}" for key, value in keys.items()))]
    reading = read_plan("\n".join(lines).encode(), file="plan.toml", load=lambda name: b"partner\nDE\n")
    for problem in (*reading.errors, *reading.warnings):
        assert problem.code in TEXTS
        for language in LANGUAGES:
            said = problem_sentence(problem, language)
            assert said
            assert "None" not in said


@pytest.mark.parametrize("language", ["de", "fr"])
def test_every_text_is_translated(language: str) -> None:
    say = Catalogue(language)
    assert say.partial == ""


# -- docs/problems.md -------------------------------------------------------------------------------------------------

DOC = (SRC.parents[1] / "docs" / "problems.md").read_text("utf-8")
ENTRIES = dict(re.findall(r"^### `([a-z0-9-]+)`\n(.*?)(?=^##|\Z)", DOC, re.MULTILINE | re.DOTALL))


def test_every_code_is_documented_with_what_it_says() -> None:
    assert sorted(ENTRIES) == CODES
    for code, entry in ENTRIES.items():
        english = TEXTS[code].plural or TEXTS[code].english
        assert entry.startswith("\n    " + english.replace("{{", "{").replace("}}", "}") + "\n"), code


@pytest.mark.parametrize("code", [code for code, entry in ENTRIES.items() if "```plan" in entry])
def test_documented_examples_are_those_mistakes(code: str) -> None:
    plan, printed = re.findall(r"^```(?:plan|printed)\n(.*?)\n```$", ENTRIES[code], re.MULTILINE | re.DOTALL)
    reading = read_plan(f"{plan}\n".encode(), file="plan.toml", load=lambda name: b"")
    told = [problem_text(p).split("\n")[0] for p in reading.errors if p.code == code]
    told += [problem_text(p, kind="warning").split("\n")[0] for p in reading.warnings if p.code == code]
    assert printed in told
