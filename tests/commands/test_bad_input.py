"""Whatever the bytes: problems as values, no traceback, in bounded time and memory (§1.1, §9)."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from willing.notation.read import Reading, read_plan

DATA = Path(__file__).parents[1] / "data"
FULL = (DATA / "full.toml").read_bytes()
ROWS = (DATA / "full.csv").read_bytes()
TEN_MB = 10_000_000


def read(data: bytes, rows: bytes = b"") -> Reading:
    return read_plan(data, file="plan.toml", load=lambda name: rows)


#: One error each: the bytes, what its message begins with, line and column.
BAD = {
    "ten megabytes of brackets": (b"[" * TEN_MB, "not TOML: ", 1, 3),
    "ten megabytes of an array": (b"a=" + b"[" * TEN_MB, "nested more than 100 deep", 1, 103),
    "ten megabytes of braces": (b"a=" + b"{a=" * (TEN_MB // 3), "nested more than 100 deep", 1, 303),
    "deep arrays that close": (b"a=" + b"[" * 101 + b"]" * 101, "nested more than 100 deep", 1, 103),
    "arrays and tables in turn": (b"a=" + b"[{a=" * 5_000, "nested more than 100 deep", 1, 203),
    "200,000 dotted parts": (b"a" + b".a" * 200_000 + b"=1", "a key of more than 50 parts", 1, 1),
    "dotted parts with blanks": (b"a" + b" . a" * 200_000 + b"=1", "a key of more than 50 parts", 1, 201),
    "dotted parts in quotes": (b"'a'" + b".'a'" * 200_000 + b"=1", "a key of more than 50 parts", 1, 201),
    "a header of dotted parts": (b"[a" + b".a" * 200_000 + b"]", "a key of more than 50 parts", 1, 2),
    "a number of 6,000 digits": (b"a=" + b"9" * 6_000, "a number has at most 18 digits", 1, 3),
    "a hexadecimal one": (b"a=0x" + b"f" * 6_000, "a number has at most 18 digits", 1, 3),
    "a fraction": (b"a=0." + b"1" * 6_000, "a number has at most 18 digits", 1, 3),
    "NUL": (b"[plan]\nname = \"\0\"", "a NUL character stands here", 2, 9),
    "not UTF-8": (b"[plan]\nname = \"\xe4\"", "not UTF-8: the byte 0xe4", 2, 9),
    "not UTF-8 behind a letter of two bytes": ("x='ü".encode() + b"\xff'", "not UTF-8: the byte 0xff", 1, 5),
    "UTF-16": ("[plan]".encode("utf-16"), "not UTF-8: the byte 0xff", 1, 1),
    "not TOML": (b"[plan]\nname = Foo\n", "not TOML: a value is expected", 2, 8),
    "a string that does not end": (b"[plan]\nname = \"x", "not TOML: unterminated string, and the file ends", 2, 10),
    "a key twice": (b"[plan]\nname = 'x'\nname = 'y'", "not TOML: this key stands here a second time", 3, 11),
    "single brackets twice": (b"[pledges]\n[pledges]", "not TOML: the table [pledges] stands here a second time", 2, 9),
    "an impossible day": (b"a = 2025-02-30", "not TOML: invalid date or datetime", 1, 5),
    "a lone carriage return": (b"a = 1\rb = 2", "not TOML: ", 1, 6),
}  # fmt: skip


@pytest.mark.parametrize(("data", "message", "line", "column"), BAD.values(), ids=BAD)
def test_one_error_and_soon(data, message, line, column):
    start = time.perf_counter()
    reading = read(data)
    assert time.perf_counter() - start < 10
    (problem,) = reading.errors
    assert problem.message.startswith(message)
    assert (problem.place.line, problem.place.column) == (line, column)
    assert reading.plan is None


#: Long, and as good as any TOML, or nearly: no time that grows faster than the text.
LONG = {
    "a string": b'[plan]\nname = "' + b"x" * 2_000_000 + b'"',
    "a string of escapes": b'[plan]\nname = "' + b"\\n" * 500_000 + b'"',
    "quotes": b'"' * 2_000_000,
    "apostrophes": b"'" * 2_000_000,
    "multi-line quotes": b'[plan]\nname = """' + b'"x' * 500_000,
    "backslashes": b'[plan]\nname = "' + b"\\" * 2_000_000,
    "line ends": b"\n" * 2_000_000,
    "unknown keys": b"[plan]\nname='x'\n" + b"\n".join(b"k%d=1" % i for i in range(30_000)),
    "unknown names": b"[plan]\nname='x'\npremise=[" + b",".join(b"'k%d'" % i for i in range(50_000)) + b"]",
    "unknown names in conditions": b"[plan]\nname='x'\n"
    + b"".join(b"[[pledges]]\npartner='DE'\nid='k%d'\nif='j%d'\n" % (i, i) for i in range(10_000)),
    "a long condition": b"[plan]\nname='x'\n[[pledges]]\nid='p'\npartner='DE'\nif='" + b"p and " * 100_000 + b"p'",
    "a deep condition": b"[plan]\nname='x'\n[[pledges]]\nid='p'\npartner='DE'\nif='" + b"(" * 100_000 + b"'",
    "a refusal with a long tail": b"[plan]\nname='x'\n[[pledges]]\nid='p0'\npartner='DE'\nif='never'\n"
    + b"".join(b"[[pledges]]\npartner='DE'\nid='p%d'\nif='p%d'\n" % (i, i - 1) for i in range(1, 5_000)),
    "a long circle": b"[plan]\nname='x'\n"
    + b"".join(b"[[pledges]]\npartner='DE'\nid='p%d'\nreplaces=['p%d']\n" % (i, (i + 1) % 5_000) for i in range(5_000)),
}


@pytest.mark.parametrize("data", LONG.values(), ids=LONG)
def test_long_texts_take_time_in_proportion(data):
    start = time.perf_counter()
    reading = read(data)
    assert time.perf_counter() - start < 5
    assert (reading.plan is None) == bool(reading.errors)
    assert len(reading.errors) <= 1_000
    assert all(len(problem.message) < 1_000 for problem in reading.errors)


LONG_ROWS = {
    "cells": b"partner,id\n" + b",".join([b"DE"] * 300_000),
    "columns": b",".join([b"DE"] * 300_000),
    "a cell": b"partner,id\n" + b"x" * 1_000_000,
    "quotes": b'partner,id\n"' + b'"' * 1_000_000,
    "the same id": b"partner,id\n" + b"DE,a\n" * 50_000,
    "unknown names": b"partner,id,if\n" + b"".join(b"DE,k%d,j%d\n" % (i, i) for i in range(30_000)),
    "line ends": b"partner,id\n" + b"\n" * 1_000_000 + b"DE",
    "old line ends": b"partner,id\r" + b"DE,\r" * 100_000,
    "NULs": b"\0" * 1_000_000,
    "not UTF-8": b"partner,id\n" + b"\xff\n" * 100_000,
    "nothing": b"",
}


@pytest.mark.parametrize("rows", LONG_ROWS.values(), ids=LONG_ROWS)
def test_long_tables_take_time_in_proportion(rows):
    start = time.perf_counter()
    reading = read(b"[plan]\nname='x'\ntables=['t.csv']", rows)
    assert time.perf_counter() - start < 5
    assert reading.errors
    assert all(len(problem.message) < 1_000 for problem in reading.errors)


def test_numbers_beyond_reason_are_told_where_they_stand():
    reading = read(
        b"[plan]\nname='x'\n[[pledges]]\npartner='DE'\neffort=1e400\n[[asks]]\npartner='DE'\neffort=1e-999999999\n"
    )
    assert [(p.place.line, p.message) for p in reading.errors] == [
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
    assert problem.message == "unknown key '\x1b[31m'"


def _holds_together(reading: Reading) -> None:
    assert (reading.plan is None) == bool(reading.errors)
    for problem in reading.errors + reading.warnings:
        assert problem.message
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
