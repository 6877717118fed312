"""Whatever the bytes: problems as values, no traceback, in bounded time and memory (§1.1, §9)."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from growth import PART, grows_in_proportion
from plans import said
from willing.cli import main
from willing.languages.po import messages_of
from willing.notation.read import Reading, read_plan

DATA = Path(__file__).parents[1] / "data"
FULL = (DATA / "full.toml").read_bytes()
ROWS = (DATA / "full.csv").read_bytes()
TEN_MB = 10_000_000


def read(data: bytes, rows: bytes = b"") -> Reading:
    return read_plan(data, file="plan.toml", load=lambda name: rows)


def bad(part: int = 1):
    """One error each: the bytes (or a part of them), what its message begins with, line and column."""
    return {
        "ten megabytes of brackets": (b"[" * (TEN_MB // part), "not TOML: ", 1, 3),
        "ten megabytes of an array": (b"a=" + b"[" * (TEN_MB // part), "nested more than 100 deep", 1, 103),
        "ten megabytes of braces": (b"a=" + b"{a=" * (TEN_MB // 3 // part), "nested more than 100 deep", 1, 303),
        "deep arrays that close": (b"a=" + b"[" * 101 + b"]" * 101, "nested more than 100 deep", 1, 103),
        "arrays and tables in turn": (b"a=" + b"[{a=" * (5_000 // part), "nested more than 100 deep", 1, 203),
        "200,000 dotted parts": (b"a" + b".a" * (200_000 // part) + b"=1", "a key of more than 50 parts", 1, 1),
        "dotted parts with blanks": (b"a" + b" . a" * (200_000 // part) + b"=1", "a key of more than 50 parts", 1, 201),
        "dotted parts in quotes": (b"'a'" + b".'a'" * (200_000 // part) + b"=1", "a key of more than 50 parts", 1, 201),
        "a header of dotted parts": (b"[a" + b".a" * (200_000 // part) + b"]", "a key of more than 50 parts", 1, 2),
        "a number of 6,000 digits": (b"a=" + b"9" * (6_000 // part), "a number has at most 18 digits", 1, 3),
        "a hexadecimal one": (b"a=0x" + b"f" * (6_000 // part), "a number has at most 18 digits", 1, 3),
        "a fraction": (b"a=0." + b"1" * (6_000 // part), "a number has at most 18 digits", 1, 3),
        "NUL": (b"[plan]\nname = \"\0\"", "a NUL character stands here", 2, 9),
        "not UTF-8": (b"[plan]\nname = \"\xe4\"", "not UTF-8: the byte 0xe4", 2, 9),
        "not UTF-8 behind a letter of two bytes": ("x='ü".encode() + b"\xff'", "not UTF-8: the byte 0xff", 1, 5),
        "UTF-16": ("[plan]".encode("utf-16"), "not UTF-8: the byte 0xff", 1, 1),
        "not TOML": (b"[plan]\nname = Foo\n", "not TOML: a value is expected", 2, 8),
        "a string that has no end": (b"[plan]\nname = \"x", "not TOML: unterminated string, and the file ends", 2, 10),
        "a key twice": (b"[plan]\nname = 'x'\nname = 'y'", "not TOML: this key stands here a second time", 3, 11),
        "single brackets twice": (b"[pledges]\n[pledges]", "not TOML: the table [pledges] stands here a second", 2, 9),
        "an impossible day": (b"a = 2025-02-30", "not TOML: invalid date or datetime", 1, 5),
        "a lone carriage return": (b"a = 1\rb = 2", "not TOML: ", 1, 6),
    }  # fmt: skip


BAD = bad()


@pytest.mark.parametrize(("data", "message", "line", "column"), BAD.values(), ids=BAD)
def test_one_error(data, message, line, column):
    reading = read(data)
    (problem,) = reading.errors
    assert said(problem).startswith(message)
    assert (problem.place.line, problem.place.column) == (line, column)
    assert reading.plan is None


@pytest.mark.parametrize("name", BAD)
def test_an_error_is_found_in_time_in_proportion(name):
    grows_in_proportion(read, bad(PART)[name][0], BAD[name][0])


def long_texts(part: int = 1):
    """Long, and as good as any TOML, or nearly: no time that grows faster than the text."""
    return {
        "a string": b'[plan]\nname = "' + b"x" * (2_000_000 // part) + b'"',
        "a string of escapes": b'[plan]\nname = "' + b"\\n" * (500_000 // part) + b'"',
        "quotes": b'"' * (2_000_000 // part),
        "apostrophes": b"'" * (2_000_000 // part),
        "multi-line quotes": b'[plan]\nname = """' + b'"x' * (500_000 // part),
        "backslashes": b'[plan]\nname = "' + b"\\" * (2_000_000 // part),
        "line ends": b"\n" * (2_000_000 // part),
        "unknown keys": b"[plan]\nname='x'\n" + b"\n".join(b"k%d=1" % i for i in range(30_000 // part)),
        "unknown names": b"[plan]\nname='x'\npremise=[" + b",".join(b"'k%d'" % i for i in range(50_000 // part)) + b"]",
        "unknown names in conditions": b"[plan]\nname='x'\n"
        + b"".join(b"[[pledges]]\npartner='DE'\nid='k%d'\nif='j%d'\n" % (i, i) for i in range(10_000 // part)),
        "a long condition": b"[plan]\nname='x'\n[[pledges]]\nid='p'\npartner='DE'\nif='"
        + b"p and " * (100_000 // part)
        + b"p'",
        "a deep condition": b"[plan]\nname='x'\n[[pledges]]\nid='p'\npartner='DE'\nif='"
        + b"(" * (100_000 // part)
        + b"'",
        "a refusal with a long tail": b"[plan]\nname='x'\n[[pledges]]\nid='p0'\npartner='DE'\nif='never'\n"
        + b"".join(b"[[pledges]]\npartner='DE'\nid='p%d'\nif='p%d'\n" % (i, i - 1) for i in range(1, 5_000 // part)),
        "a long circle": b"[plan]\nname='x'\n"
        + b"".join(
            b"[[pledges]]\npartner='DE'\nid='p%d'\nreplaces=['p%d']\n" % (i, (i + 1) % (5_000 // part))
            for i in range(5_000 // part)
        ),
    }


LONG = long_texts()


@pytest.mark.parametrize("name", LONG)
def test_long_texts_take_time_in_proportion(name):
    reading = grows_in_proportion(read, long_texts(PART)[name], LONG[name])
    assert (reading.plan is None) == bool(reading.errors)
    assert len(reading.errors) <= 1_000
    assert all(len(said(problem)) < 1_000 for problem in reading.errors)


def long_rows(part: int = 1):
    """The rows of a long table."""
    return {
        "cells": b"partner,id\n" + b",".join([b"DE"] * (300_000 // part)),
        "columns": b",".join([b"DE"] * (300_000 // part)),
        "a cell": b"partner,id\n" + b"x" * (1_000_000 // part),
        "quotes": b'partner,id\n"' + b'"' * (1_000_000 // part),
        "the same id": b"partner,id\n" + b"DE,a\n" * (50_000 // part),
        "unknown names": b"partner,id,if\n" + b"".join(b"DE,k%d,j%d\n" % (i, i) for i in range(30_000 // part)),
        "line ends": b"partner,id\n" + b"\n" * (1_000_000 // part) + b"DE",
        "old line ends": b"partner,id\r" + b"DE,\r" * (100_000 // part) + b"DE,\n",
        "NULs": b"\0" * (1_000_000 // part),
        "not UTF-8": b"partner,id\n" + b"\xff\n" * (100_000 // part),
        "nothing": b"",
    }


LONG_ROWS = long_rows()


@pytest.mark.parametrize("name", LONG_ROWS)
def test_long_tables_take_time_in_proportion(name):
    def read_rows(rows):
        return read(b"[plan]\nname='x'\ntables=['t.csv']", rows)

    reading = grows_in_proportion(read_rows, long_rows(PART)[name], LONG_ROWS[name])
    assert reading.errors
    assert all(len(said(problem)) < 1_000 for problem in reading.errors)


def test_numbers_beyond_reason_are_told_where_they_stand():
    reading = read(
        b"[plan]\nname='x'\n[[pledges]]\npartner='DE'\neffort=1e400\n[[asks]]\npartner='DE'\neffort=1e-999999999\n"
    )
    assert [(p.place.line, said(p)) for p in reading.errors] == [
        (5, "'effort' must be a number of at most 18 digits"),
        (8, "'effort' must be a number of at most 18 digits"),
    ]


def test_a_byte_order_mark_is_no_mistake():
    reading = read(b"\xef\xbb\xbf[plan]\r\nname='x'\r\nfoo=1\r\n")
    (problem,) = reading.errors
    assert (problem.place.line, problem.place.column, problem.excerpt) == (3, 1, "foo=1")


def test_what_was_typed_comes_back_as_it_stands():
    """Control characters are shown escaped where problems are shown, not here."""
    (problem,) = read(b'[plan]\nname="x"\n"\\u001b[31m"=1').errors
    assert said(problem) == "unknown key '\x1b[31m'"


def _holds_together(reading: Reading) -> None:
    assert (reading.plan is None) == bool(reading.errors)
    for problem in reading.errors + reading.warnings:
        assert said(problem)
        assert "\n" not in problem.excerpt
        assert problem.place.line >= 1
        assert 1 <= problem.place.column <= len(problem.excerpt) + 1
        assert problem.place.length >= 1


_FUZZ = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


@_FUZZ
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_no_bytes_raise(data, rows):
    _holds_together(read(data, rows))
    _holds_together(read(b"[plan]\nname='x'\ntables=['t.csv']\n", rows))


_PIECES = st.sampled_from(
    [b"", b"\n", b" or ", *b'\' " [ ] { } = . , # 1 never """ true 2025-01-01 \\ DE \0 ( not'.split(b" ")]
)


@_FUZZ
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(FULL)),
            st.integers(0, 12),
            st.one_of(_PIECES, st.binary(max_size=3)),
        ),
        max_size=4,
    ),
    st.lists(st.tuples(st.integers(0, len(ROWS)), st.integers(0, 6), st.binary(max_size=3)), max_size=3),
)
def test_no_mangled_plan_raises(cuts, row_cuts):
    _holds_together(read(_mangled(FULL, cuts), _mangled(ROWS, row_cuts)))


def _mangled(data: bytes, cuts: list[tuple[int, int, bytes]]) -> bytes:
    for start, length, instead in cuts:
        data = data[:start] + instead + data[start + length :]
    return data


_VALUES = st.sampled_from(
    "1 -1 0.5 1e999 nan true 2025-01-01 2025-01-01T00:00:00Z 10:00:00 [] {} [1] ['a'] ['a','a'] [[]] [{}] 'a' 'DE' "
    "'' "
    "'never' '2025-01' {a=1} {a={a=1}} {2025-01-01=true} {2025-01-01=1} [{if='a',is=1},{is=0}] 0x10 'offered'".split(
        " "
    )
)
_WORDS = st.sampled_from(
    "plan assumptions choices partners groups pools requirements pledges statements sources units scenarios asks a DE "
    "id name partner if only_if amount up_to of place holds likelihood assume options origin equals tables goal".split()
)


@_FUZZ
@given(st.lists(st.tuples(st.sampled_from(["[{}]", "[[{}]]", "[{}.{}]"]), _WORDS, _WORDS,
                          st.dictionaries(_WORDS, _VALUES, max_size=5)), max_size=5))  # fmt: skip
def test_no_wrong_value_raises(tables):
    text = "[plan]\nname='x'\n" + "".join(
        header.format(first, second) + "\n" + "".join(f"{key}={value}\n" for key, value in keys.items())
        for header, first, second, keys in tables
    )
    _holds_together(read(text.encode()))


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["bief"], "command-unknown", "es gibt keinen Befehl 'bief'; ist 'brief' gemeint?"),
        (["brief"], "parameter-missing", "PLAN fehlt"),
        (["offer", "x"], "parameter-missing", "--as fehlt"),
        (["brief", "x", "y"], "arguments-too-many", "das ist zu viel: y"),
        (
            ["brief", "x", "--scenaro", "y"],
            "option-unknown",
            "eine Option --scenaro gibt es hier nicht; ist '--scenario' gemeint?",
        ),
        (["brief", "x", "--scenario"], "option-without-value", "hinter --scenario steht ein Wert"),
        (["brief", "x", "--json=3"], "option-with-value", "hinter --json steht kein Wert"),
        (["brief", "x", "--width", "wide"], "wrong-type", "'--width' muss eine ganze Zahl sein, nicht \"wide\""),
        (["brief", "x", "--width", "3"], "number-not-between", "'--width' muss zwischen 40 und 1000 liegen, nicht 3"),
        (["risk", "x", "--within", "nan"], "wrong-type", "'--within' muss eine Zahl sein, nicht \"nan\""),
        (["record", "x", "--prior", "1", "NaN"], "wrong-type", "'--prior' muss eine Zahl sein, nicht \"NaN\""),
        (["asks", "x", "--most", "0"], "number-too-small", "'--most' muss mindestens 1 sein, nicht 0"),
        (["record", "x", "--prior", "1", "0"], "number-not-above", "'--prior' muss größer als 0 sein, nicht 0"),
        (
            ["report", "x", "--svg", "plan"],
            "not-one-of",
            "'--svg' muss eines von map, coverage, graph, timeline sein, nicht 'plan'",
        ),
        (["schema", "--answers", "x"], "answers-of-plan", "--answers gilt für keinen Plan: PLAN weglassen"),
        (["compare", "x", "y", "--to", "z"], "other-and-to", "OTHER oder --to angeben, nicht beides"),
    ],
)
def test_a_command_line_that_is_not_understood_is_told_in_its_language(
    arguments: list[str], code: str, sentence: str
) -> None:
    command, *rest = arguments
    done = CliRunner().invoke(main, [command, "--lang", "de", *rest])
    first, *_ = done.stderr.splitlines()
    assert done.exit_code == 2
    assert first.partition(": ")[2] == sentence
    assert f"problem.{code}" in messages_of("en").by_key
