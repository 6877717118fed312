"""The scanner of TOML text: its tree says what tomllib says, and where; changes made on it touch what they change."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from willing.notation.toml import scan as scanner
from willing.notation.toml.edit import Edit, EditError
from willing.notation.toml.layout import LayoutError, canonical_layout
from willing.notation.toml.scan import Array, Inline, Row, ScanError, Value, scan
from willing.notation.toml.tables import read_tables
from willing.notation.written import Path

# -- documents: all of TOML 1.0 ---------------------------------------------------------------------------------------

BARE = ["a", "b", "key", "1979-05-27", "7", "-", "_x"]
QUOTED = ['"a"', "'b'", '"x.y"', "'#'", '"="', '"[k]"', '""', "''", '"\\u00e9"', '"tab\\t"', '"ü"', "' '", '"\\""']
STRINGS = [
    '"plain"', "'literal'", '""', "''", '"# no comment"', "'[[no header]]'", '"\\\\ \\" \\n \\U0001F600"', "'C:\\new'",
    '"""two\nlines"""', "'''two\nlines'''", '"""\nfirst is cut"""', '"""\\\n   joined"""', '""""quoted""""',
    "''''quoted''''", '"""a = 1\n[[b]]\n# none"""', '"""""" ', "''''''", '"""""two"""""', '"""\\""""',
    "'''\n# x\n'''", '"é𝔘"',
]  # fmt: skip
NUMBERS = [
    "0", "-17", "+99", "1_000", "0xDEAD_beef", "0o755", "0b1101", "3.14", "-0.01", "5e+22", "6.626e-34", "inf", "-nan",
]  # fmt: skip
WORDS = [
    "true", "false", "1979-05-27", "1979-05-27T07:32:00Z", "1979-05-27 07:32:00.999999-07:00", "1979-05-27t07:32:00",
    "07:32:00",
]  # fmt: skip
COMMENTS = ["# a comment", "#", "#no blank", '# "quoted', "# = [x] {", "# it's ''' here", "#\tü, and more ,"]

blanks = st.sampled_from(["", " ", "  ", "\t"])
comments = st.sampled_from(COMMENTS)
lines = st.lists(st.builds(lambda left, text: f"{left}{text}\n", blanks, st.one_of(st.just(""), comments)), max_size=2)
parts = st.sampled_from(BARE + QUOTED)
scalars = st.sampled_from(STRINGS + NUMBERS + WORDS)


@st.composite
def keys(draw: st.DrawFn) -> str:
    each = draw(st.lists(parts, min_size=1, max_size=3))
    return draw(st.sampled_from([".", " . ", ". ", "\t."])).join(each)


@st.composite
def arrays(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    gap = st.builds("".join, st.lists(st.one_of(blanks, st.just("\n"), comments.map("{}\n".format)), max_size=2))
    entries = draw(st.lists(inner, max_size=3))
    text = ",".join(draw(gap) + entry + draw(gap) for entry in entries)
    return f"[{text}{',' if entries and draw(st.booleans()) else ''}{draw(gap)}]"


@st.composite
def inlines(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    pairs = draw(st.lists(st.tuples(keys(), inner), max_size=3))
    text = ", ".join(f"{key}{draw(blanks)}={draw(blanks)}{value}" for key, value in pairs)
    return f"{{{draw(blanks)}{text}{draw(blanks)}}}"


values = st.recursive(scalars, lambda inner: st.one_of(arrays(inner), inlines(inner)), max_leaves=6)


@st.composite
def rows(draw: st.DrawFn) -> str:
    behind = draw(st.one_of(blanks, comments))
    return f"{draw(blanks)}{draw(keys())}{draw(blanks)}={draw(blanks)}{draw(values)}{draw(blanks)}{behind}\n"


@st.composite
def headers(draw: st.DrawFn) -> str:
    left, right = draw(st.sampled_from([("[", "]"), ("[[", "]]")]))
    return f"{draw(blanks)}{left}{draw(blanks)}{draw(keys())}{draw(blanks)}{right}{draw(st.one_of(blanks, comments))}\n"


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A text that tomllib takes: pieces it would not take are left out."""
    text = ""
    for piece in draw(st.lists(st.one_of(rows(), rows(), headers()), max_size=8)):
        longer = text + "".join(draw(lines)) + piece
        try:
            tomllib.loads(longer)
        except tomllib.TOMLDecodeError:
            continue
        text = longer
    text += "".join(draw(lines))
    return text.rstrip("\n") if draw(st.booleans()) else text


@st.composite
def as_saved(draw: st.DrawFn) -> str:
    """With the line ends, and the mark, that editors on some systems write."""
    text = draw(documents())
    text = text.replace("\n", "\r\n") if draw(st.booleans()) else text
    return "\ufeff" + text if draw(st.booleans()) else text


def meaning(text: str) -> str:
    """What a text says, so that not-a-number equals itself."""
    return repr(tomllib.loads(text.removeprefix("\ufeff")))


def paths(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value in ``value``, with the path that leads to it."""
    yield path, value
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, each in inside:
        yield from paths(each, (*path, step))


def leaves(value: Any) -> dict[Path, str]:
    """What is no table and no array, or empty: what a value says, whatever the order of its keys."""
    return {path: repr(each) for path, each in paths(value) if not isinstance(each, dict | list) or not each}


# -- the tree ---------------------------------------------------------------------------------------------------------


@given(text=as_saved())
def test_the_tree_says_what_tomllib_says(text: str) -> None:
    document = scan(text)
    data = tomllib.loads(text.removeprefix("\ufeff"))
    for path, value in paths(data):
        node, there = document.find(path)
        assert there, path
        if path and isinstance(path[-1], str):
            assert tomllib.loads(f"{text[node.start : node.end]} = 0") == {path[-1]: 0}
        if node.value is not None:
            written = text[node.value.start : node.value.end]
            assert repr(tomllib.loads(f"x = {written}")["x"]) == repr(value)
        else:
            assert isinstance(value, dict | list)
        assert not document.find((*path, "nowhere"))[1]
        assert not document.find((*path, 99))[1]


def rows_in(value: Value) -> Iterator[Row]:
    for entry in value.entries if isinstance(value, Array) else ():
        yield from rows_in(entry)
    for row in value.rows if isinstance(value, Inline) else ():
        yield row
        yield from rows_in(row.value)


@given(text=as_saved())
def test_between_the_nodes_is_nothing_but_blanks_and_comments(text: str) -> None:
    document = scan(text)
    stretches = []
    for table in document.tables:
        stretches.append((table.start, table.end))
        stretches += [
            stretch for row in table.rows for stretch in ((row.start, row.key[-1].end), (row.value.start, row.end))
        ]
    rest, at = "", 0
    for start, end in stretches:
        assert start >= at
        rest += text[at:start]
        at = end
    rest += text[at:]
    for line in rest.removeprefix("\ufeff").split("\n"):
        assert line.partition("#")[0].strip() in ("", "=")


@given(text=documents())
def test_a_place_points_at_the_text(text: str) -> None:
    tables = read_tables(text.encode(), "plan.toml")
    text_lines = text.split("\n")
    for path, value in paths(tables.root):
        for place in (tables.key(path), tables.value(path)) if path else ():
            shown = text_lines[place.line - 1][place.column - 1 :][: place.length]
            assert len(shown) == place.length or not shown
            assert not shown[:1].isspace()
        if isinstance(value, str) and value.isalnum():
            place = tables.inside(path, 0, len(value))
            assert text_lines[place.line - 1][place.column - 1 :].startswith(value) or "\\" in text


@given(text=st.text(alphabet="ab.=\"'#[]{},\\ \n\t1-\r", max_size=60))
def test_whatever_stops_the_scanner_stops_tomllib(text: str) -> None:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        scan(text)
        return
    assert all(scan(text).find(path)[1] for path, _ in paths(data))


# -- layout -----------------------------------------------------------------------------------------------------------


@given(text=as_saved())
def test_laid_out_once_is_enough_and_means_the_same(text: str) -> None:
    once = canonical_layout(text)
    assert canonical_layout(once) == once
    assert meaning(once) == meaning(text.replace("\r\n", "\n"))
    assert sorted(scan(once).comments()) == sorted(scan(text).comments())


# -- changes ----------------------------------------------------------------------------------------------------------


def holders(data: Any, text: str) -> list[Path]:
    """The paths of tables that are written as one."""
    document = scan(text)
    found = []
    for path, value in paths(data):
        node, _ = document.find(path)
        if isinstance(value, dict) and (node.bodies or isinstance(node.value, Inline)):
            found.append(path)
    return found


def keys_in(data: Any, path: Path) -> list[Path]:
    """The paths of the keys of one table."""
    return [(*path, key) for key in at(data, path)]


def at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


@given(text=as_saved(), data=st.data())
def test_a_change_changes_one_value_and_one_line(text: str, data: st.DataObject) -> None:
    said = tomllib.loads(text.removeprefix("\ufeff"))
    document = scan(text)
    found = [(path, document.find(path)[0]) for holder in holders(said, text) for path in keys_in(said, holder)]
    rows = [(path, node) for path, node in found if node.row is not None]
    assume(rows)
    path, node = data.draw(st.sampled_from(rows))
    edit = Edit(text)
    edit.change(path[:-1], {str(path[-1]): '"put here"'})
    after = edit.text()
    at(said, path[:-1])[path[-1]] = "put here"
    assert meaning(after) == repr(said)
    assert node.value is not None
    assert after == text[: node.value.start] + '"put here"' + text[node.value.end :]


@given(text=as_saved(), data=st.data())
def test_keys_come_and_go_with_their_lines(text: str, data: st.DataObject) -> None:
    said = tomllib.loads(text.removeprefix("\ufeff"))
    path = data.draw(st.sampled_from(holders(said, text)))
    edit = Edit(text)
    edit.change(path, {"new-one": "1", "ö": "[2]"})
    after = edit.text()
    assert after.startswith("\ufeff") == text.startswith("\ufeff")
    assert after.count("\n") - after.count("\r\n") in (0, after.count("\n"))
    there = tomllib.loads(after.removeprefix("\ufeff"))
    at(said, path).update({"new-one": 1, "ö": [2]})
    assert leaves(there) == leaves(said)
    assert sorted(scan(after).comments()) == sorted(scan(text).comments())
    back = Edit(after)
    back.change(path, {"new-one": None, "ö": None})
    assert back.text().rstrip("\r\n") == text.rstrip("\r\n") or isinstance(scan(text).find(path)[0].value, Inline)


@given(text=as_saved(), name=st.sampled_from(["entries", "ö"]))
def test_a_table_comes_at_the_end(text: str, name: str) -> None:
    said = tomllib.loads(text.removeprefix("\ufeff"))
    edit = Edit(text)
    edit.append((name,), [("id", '"x"'), ("amount", "5")])
    after = edit.text()
    assert after.startswith(text)
    assert meaning(after) == repr({**said, name: [{"id": "x", "amount": 5}]})
    again = Edit(after)
    again.append((name,), [("id", '"y"')])
    assert meaning(again.text()) == repr({**said, name: [{"id": "x", "amount": 5}, {"id": "y"}]})


@given(entries=arrays(st.sampled_from(["{id = 'a'}", "{}", "{id = 'b', c = [1,\n2]}"])))
def test_an_entry_comes_into_an_array(entries: str) -> None:
    text = f"before = 1\nlist = {entries} # behind\nafter = 2\n"
    said = tomllib.loads(text)
    edit = Edit(text)
    edit.append(("list",), [("id", '"x"')])
    after = edit.text()
    assert meaning(after) == repr({**said, "list": [*said["list"], {"id": "x"}]})
    assert sorted(scan(after).comments()) == sorted(scan(text).comments())


def test_a_value_of_several_lines_and_its_quotes() -> None:
    text = '[t]\n# above\na   = """one\ntwo""" # behind\nb   = \'c\'\n\n[[l]] # x\r\n'
    edit = Edit(text)
    edit.change(("t",), {"a": "1"})
    assert edit.text() == text.replace('"""one\ntwo"""', "1")
    edit = Edit(text)
    edit.change(("t",), {"a": None})
    edit.change(("l", 0), {"k": "2"})
    assert edit.text() == "[t]\r\n".replace("\r", "") + "# above\nb   = 'c'\n\n[[l]] # x\r\nk = 2\r\n"


@pytest.mark.parametrize(
    ("text", "path", "values", "why"),
    [
        ("a.b = 1\n", ("a",), {"c": "1"}, "change it in the file"),
        ("a.b = 1\n", (), {"a": "1"}, "written as a table"),
        ("[a.b]\n", ("x",), {"c": "1"}, "change it in the file"),
        ("[a]\n", ("a",), {"c": "1\nd = 2"}, "not one value"),
        ("[a]\n", ("a",), {"c": "yes"}, "not TOML"),
        ("[a\n", ("a",), {"c": "1"}, "not TOML"),
    ],
)
def test_what_cannot_be_changed_is_said(text: str, path: Path, values: dict[str, str | None], why: str) -> None:
    with pytest.raises(EditError, match=why):
        Edit(text).change(path, values)


# -- time -------------------------------------------------------------------------------------------------------------

LONG = {
    "rows": "k = 1\n",
    "headers": "[[a]]\n",
    "dotted headers": "[[a]]\n[a.b.c]\n",
    "comments": "# x\n",
    "blanks": " ",
    "open strings": "'",
    "open quotes": '"""\n',
    "backslashes": 'a="\\\n',
    "commas": "a=[,",
    "entries": "a=[1,\n",
    "arrays": "[1, 2],",
    "tables": "{a = 1, b = {}},",
    "blank words": "a = b c d ",
    "dots": "a . ",
    "equal signs": "= ",
}


@pytest.mark.parametrize("piece", LONG.values(), ids=LONG)
@pytest.mark.parametrize("before", ["", "a = [", 'a = "', "a = {"])
def test_twice_the_text_is_twice_the_work(piece: str, before: str, monkeypatch: pytest.MonkeyPatch) -> None:
    work = 0

    class Pattern:
        """A pattern that counts the characters it went over: those of its match, and one where there is none."""

        def __init__(self, pattern: Any) -> None:
            self.pattern = pattern

        def match(self, *given: Any) -> Any:
            nonlocal work
            match = self.pattern.match(*given)
            work += 1 + (len(match.group()) if match else 0)
            return match

        def finditer(self, *given: Any) -> Any:
            nonlocal work
            for match in self.pattern.finditer(*given):
                work += 1 + len(match.group())
                yield match

    for name, value in vars(scanner).copy().items():
        if hasattr(value, "finditer"):
            monkeypatch.setattr(scanner, name, Pattern(value))
    counts = []
    for times in (500, 1_000, 2_000):
        work = 0
        try:
            document = scan(before + piece * times)
        except ScanError:
            pass
        else:
            document.find(("a", 0, "b"))
        counts.append(work)
    assert counts[2] - counts[1] <= 2 * (counts[1] - counts[0]) + 100
    assert counts[2] <= 5 * len(before + piece * 2_000) + 100


def test_a_layout_that_would_lose_a_comment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner.Document, "comments", lambda self: iter([self.text]))
    with pytest.raises(LayoutError, match="without changing"):
        canonical_layout("a=1")
