"""Odd inputs of every kind, made of those that people do write: plans, tables, workbooks, reports, requests.

Each is made from a number alone, so that it can be made again. ``KINDS`` has a function for each: chance to a
:class:`Case`, or to the bytes of a request.
"""

import io
import json
import re
import tomllib
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from plans import random_text
from willing.notation.keys import TABLES, Key

DATA = Path(__file__).parent / "data"
FULL = (DATA / "full.toml").read_text("utf-8")
REPORTS = {path.suffix: path.read_text("utf-8") for path in sorted((DATA / "reports").iterdir())}
SHEETS = ((DATA / "full.csv").read_text("utf-8"), "Country;Troops\nNorland;1.200\nEstmark;up to 300\nTotal;1.500\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Files in a folder, and a command there."""

    files: Mapping[str, bytes]
    command: tuple[str, ...]


#: What is put where a token was.
ODD = (
    "", "\0", "\u202e", "'", '"', "=", "[[", "]", "-1", "1e999", "9" * 40, "not (", "any(", "2031-02-30", "%", "\ud7ff",
    "\r", "\ufeff", "\u0430", "=1+1", "nan", "inf", "None", "{", "<![CDATA[", "&#0;", "\x85", "\u2028", "𝟙", "İ", "ß",
)  # fmt: skip
_TOKEN = re.compile(r"\w+|\s+|.", re.DOTALL)


def mutated(text: str, others: tuple[str, ...], chance: Random) -> str:
    """A text with some of its tokens dropped, doubled, exchanged, or taken from elsewhere."""
    tokens = _TOKEN.findall(text)
    for _ in range(chance.choice((1, 2, 4, 12))):
        if not tokens:
            return ""
        at, to = (chance.randrange(len(tokens)) for _ in range(2))
        match chance.randrange(6):
            case 0:
                del tokens[min(at, to) : min(at, to) + chance.choice((1, 5, 40))]
            case 1:
                tokens[at] = tokens[at][:400] * chance.choice((2, 50, 20_000))
            case 2:
                tokens[at], tokens[to] = tokens[to], tokens[at]
            case 3:
                tokens[at] = chance.choice(_TOKEN.findall(chance.choice(others)))
            case 4:
                tokens[at] = chance.choice(ODD)
            case _:
                first = min(at, to)
                tokens[to:to] = tokens[first : first + chance.choice((3, 30))]
    return "".join(tokens)


def damaged(data: bytes, chance: Random) -> bytes:
    """Bytes with some of them turned, left out or doubled."""
    held = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        at = chance.randrange(len(held) or 1)
        match chance.randrange(4):
            case 0:
                held[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del held[at : at + chance.choice((1, 50))]
            case 2:
                held[at:at] = held[at : at + chance.choice((1, 50))]
            case _:
                del held[at + chance.choice((0, 1_000)) :]
    return bytes(held)


# -- plans ------------------------------------------------------------------------------------------------------------


def _toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case date():
            return value.isoformat()
        case list():
            return f"[{', '.join(map(_toml, value))}]"
        case dict():
            return "{" + ", ".join(f"{_toml(str(key))} = {_toml(each)}" for key, each in value.items()) + "}"
    return str(value)


def toml_text(tables: Mapping[str, Any]) -> str:
    """Tables as TOML."""
    lines = []
    for name, table in tables.items():
        head = _toml(name)
        if isinstance(table, list) and table and all(isinstance(each, dict) for each in table):
            entries = [(f"[[{head}]]", each) for each in table]
        elif isinstance(table, dict) and table and all(isinstance(each, dict) for each in table.values()):
            entries = [(f"[{head}.{_toml(id_)}]", each) for id_, each in table.items()]
        elif isinstance(table, dict):
            entries = [(f"[{head}]", table)]
        else:
            lines.insert(0, f"{head} = {_toml(table)}")
            continue
        for opens, entry in entries:
            lines += [opens, *(f"{_toml(key)} = {_toml(each)}" for key, each in entry.items())]
    return "\n".join(lines) + "\n"


def _ids(tables: Mapping[str, Any]) -> list[str]:
    named = [id_ for table in tables.values() if isinstance(table, dict) for id_ in table]
    listed = [
        str(each[key])
        for table in tables.values()
        if isinstance(table, list)
        for each in table
        if isinstance(each, dict)
        for key in ("id", "partner", "provides")
        if key in each
    ]
    return sorted({*named, *listed, "nobody"})


def condition(chance: Random, ids: list[str], deep: int = 0) -> str:
    """A condition over these names, as the language has them (§2)."""

    def name() -> str:
        return chance.choice(ids)

    def some(many: int) -> str:
        return ", ".join(condition(chance, ids, deep + 1) for _ in range(many))

    match chance.randrange(6 if deep > 3 else 12):
        case 0 | 1 | 2:
            return name()
        case 3:
            return chance.choice(
                (f"total({name()}) >= 3", f"others({name()}) of {name()} >= 10_000", f"at least 2 of {name()}")
            )
        case 4:
            return chance.choice(
                (f"at least {chance.choice((0, 1, 2, 9))} partners", "at least 1 others", f"all others of {name()}")
            )
        case 5:
            share = chance.choice((1, 50, 100, 101))
            return f"{chance.choice(('offered', 'filled', 'usable', 'weight'))}({name()}) >= {share}%"
        case 6:
            return f"not {condition(chance, ids, deep + 1)}"
        case 7:
            return f"at least 2 of ({some(3)})"
        case 8:
            return f"all of ({some(2)})"
        case 9:
            return f"{name()} with {name()}"
        case 10:
            return f"({condition(chance, ids, deep + 1)}) or {condition(chance, ids, deep + 1)}"
        case _:
            return f"{condition(chance, ids, deep + 1)} and ({condition(chance, ids, deep + 1)})"


def _day(chance: Random) -> date:
    return date(2025, 4, 10) + timedelta(chance.choice((-700, -40, -1, 0, 1, 30, 2_000)))


def _amount(chance: Random) -> Any:
    return chance.choice((0, 1, 2, 30, 20_000, 10**17, 10**18, -1, 2**63 - 1, 0.5, True, float("inf")))


def _value(key: Key, chance: Random, ids: list[str]) -> Any:
    """A value as this key may have it, or almost."""
    names = [chance.choice(ids) for _ in range(chance.choice((0, 1, 2, 2, 5)))]
    match key.kind:
        case "condition":
            return condition(chance, ids)
        case "word" | "id" | "name":
            return chance.choice((*ids, *ids, "heavy lift", chance.choice(ODD)))
        case "names" | "words" | "texts" | "word or words":
            return chance.choice((names, names, names * 2, "", [1]))
        case "one of":
            return chance.choice((*key.words, "x"))
        case "flag":
            return chance.choice((True, False, True, False, 0, "yes"))
        case "day" | "day or month":
            return chance.choice((_day(chance), _day(chance), "2025-04", "2025-13", ""))
        case "number" | "integer":
            return _amount(chance)
        case "amount":
            return chance.choice((_amount(chance), {"share": 0.5, "of": f"others({chance.choice(ids)})", "up_to": 9}))
        case "holds" | "by day":
            return chance.choice((True, False, {_day(chance).isoformat(): chance.choice((True, 5)) for _ in names}))
        case "likelihood":
            lines = [{"if": condition(chance, ids), "is": 0.25} for _ in names]
            return chance.choice((0, 0.5, 1, 1.5, [*lines, {"is": 0.75}]))
        case "consents" | "caveats":
            return chance.choice((names, {name: {} for name in names}, {name: {"lifted_by": "x"} for name in names}))
        case "weights" | "assume":
            return {name: chance.choice((True, False, 3)) for name in names}
        case "changes":
            return {name: {"amount": 3, "if": condition(chance, ids)} for name in names}
    return chance.choice(("words", "more words", {"en": "x", "fr": ""}, chance.choice(ODD)))


def plan_text(chance: Random) -> str:
    """A lawful plan, or one with every key, in which some values are others, and entries come, go or stand twice."""
    text = FULL
    if chance.randrange(4):
        size = chance.choice((6, 6, 12, 40))
        text = random_text(
            chance,
            nots=chance.choice(("monotone", "mixed", "free")),
            pledges=(2, size),
            coverage=bool(chance.randrange(2)),
            ahead=bool(chance.randrange(2)),
            either=bool(chance.randrange(2)),
            follows=not chance.randrange(4),
            bits=2 * size,
        )
    tables: dict[str, Any] = tomllib.loads(text)
    for _ in range(chance.choice((0, 1, 1, 2, 5, 20))):
        ids = _ids(tables)
        name = chance.choice([*TABLES])
        table = TABLES[name]
        key = table.keys[chance.choice([*table.keys])]
        if table.shape == "one":
            entry = tables.setdefault(name, {})
        elif table.shape == "named":
            entries = tables.setdefault(name, {})
            id_ = chance.choice((*entries, chance.choice(ids), f"new-{chance.randrange(9)}"))
            if not chance.randrange(8):
                entries.pop(id_, None)
                continue
            entry = entries.setdefault(id_, {})
        else:
            listed = tables.setdefault(name, [])
            if not listed or not chance.randrange(6):
                listed.append(dict(chance.choice(listed)) if listed else {})
            if not chance.randrange(8):
                listed.pop(chance.randrange(len(listed)))
                continue
            entry = chance.choice(listed)
        if chance.randrange(8):
            entry[key.name] = _value(key, chance, ids)
        else:
            entry.pop(key.name, None)
    return toml_text(tables)


_OF_PLANS = (
    ("check",), ("check", "--json"), ("brief",), ("brief", "--json"), ("brief", "--as-of", "2025-03-20"),
    ("brief", "--without", "DE"), ("brief", "--firm", "FR"), ("timeline",), ("timeline", "--json"), ("asks",),
    ("asks", "--json"), ("fmt", "--stdout"), ("why", "goal"), ("why", "DE"), ("risk", "--seed", "1"), ("power",),
    ("offer", "DE"), ("deliveries",), ("sources",), ("export", "made"), ("schema",), ("compare", "--to", "2025-03-20"),
    ("report", "-o", "made.html"), ("report", "--svg", "goal", "-o", "-"), ("brief", "--lang", "de"), ("review",),
    ("brief", "--lang", "fr"), ("fmt",),
)  # fmt: skip


def _asked(chance: Random, file: str, data: bytes) -> Case:
    command, *more = chance.choice(_OF_PLANS)
    return Case(files={file: data}, command=(command, file, *more))


def plans(chance: Random) -> Case:
    """A plan whose structure is odd."""
    return _asked(chance, "plan.toml", plan_text(chance).encode("utf-8", "replace"))


def plan_texts(chance: Random) -> Case:
    """A plan whose text is odd."""
    text = mutated(FULL, (*SHEETS, *REPORTS.values(), FULL), chance)
    return _asked(chance, "plan.toml", text.encode("utf-8", "replace"))


# -- tables and workbooks ---------------------------------------------------------------------------------------------

_HEADS = (
    "Country", "Partner", "Pays", "Land", "Troops", "Number", "Anzahl", "Up to", "Condition", "if", "Remarks", "Status",
    "Capability", "Date", "Source", "provides", "amount", "stage", "2025", "2026", "Total", "", "Male", "Female",
    "said",
    "not_in", "subject_to", "By 1 May", "€ million", "Jan-25", "Infantry battalion", "Ships", "id", "weight",
)  # fmt: skip
_CELLS = (
    "Norland", "Estmark", "DE", "Poland", "Frankreich", "France and Germany", "1,200", "1.200", "1 200", "12.5", "-3",
    "(3)",
    "up to 300", "300-500", "c. 40", "tbc", "n/a", "-", "", "", "yes", "no", "if mandate", "declined",
    "subject to vote",
    "31.12.2025", "12/31/2025", "45000", "2025-02-30", "Q3 2025", "€5bn", "5 Mio.", "=SUM(A1:A3)", "#REF!", "Total",
    "1e3",
    "ships; 3 planes", "2 x battalion", "\u202eNorland", "a\nb", "N0rland", "Nоrland", "x" * 300, "9" * 30,
)  # fmt: skip


def sheet(chance: Random) -> list[list[str]]:
    """Rows such as planners have, odd ones among them."""
    heads = [chance.choice(_HEADS) for _ in range(chance.randrange(1, 9))]
    rows = [[chance.choice(_CELLS) for _ in heads] for _ in range(chance.choice((0, 1, 5, 20)))]
    above = [[chance.choice(("Pledges", "", "As of 1 May 2025", *_CELLS))] for _ in range(chance.choice((0, 0, 1, 3)))]
    for row in rows:
        match chance.randrange(12):
            case 0:
                row[chance.randrange(len(row)) :] = []
            case 1:
                row += [chance.choice(_CELLS)] * 3
            case 2:
                row[:] = heads
    return [*above, heads, *rows]


def _import(chance: Random, file: str, data: bytes) -> Case:
    if not chance.randrange(3):
        return _asked(chance, file, data)
    ways = (
        ("--yes",), ("--yes", "--json"), ("--yes", "--whole"), ("--wide", "all", "--yes"),
        ("--set", "provides=troops", "--yes"),
        ("--where", "Status!=declined", "--yes"), ("--sum", "Male+Female=amount", "--yes"),
        ("--value", "tbc=-", "--yes"),
        ("--map", "Country=partner", "--map", "Troops=amount"), ("--decimal", ",", "--yes"), (),
    )  # fmt: skip
    return Case(files={file: data}, command=("import", file, "-o", "made.toml", *chance.choice(ways)))


def tables(chance: Random) -> Case:
    """A table in a text, of some encoding."""
    if chance.randrange(4):
        mark = chance.choice((",", ";", "\t", "|"))
        rows = [[f'"{cell}"' if chance.randrange(3) else cell for cell in row] for row in sheet(chance)]
        text = chance.choice(("\n", "\r\n", "\r")).join(mark.join(row) for row in rows)
    else:
        text = mutated(chance.choice(SHEETS), SHEETS, chance)
    encoding = chance.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"))
    data = text.encode(encoding, "replace")
    return _import(chance, chance.choice(("book.csv", "book.csv", "book.tsv")), data)


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return held.getvalue()


def _xlsx(rows: list[list[str]], chance: Random) -> bytes:
    import xlsxwriter

    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        page = book.add_worksheet(chance.choice(("pledges", "Tabelle1", "Needs")))
        struck = book.add_format({"font_strikeout": True})
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                page.write(at, column, cell, struck if not chance.randrange(20) else None)
            if not chance.randrange(12):
                page.set_row(at, None, None, {"hidden": True})
        if len(rows) > 3 and not chance.randrange(3):
            page.merge_range(1, 0, 2, 0, "Norland")
    return held.getvalue()


def _ods(rows: list[list[str]], chance: Random) -> bytes:
    from xml.sax.saxutils import escape

    def cell(text: str) -> str:
        times = f' table:number-columns-repeated="{chance.choice((2, 3, 900))}"' if not chance.randrange(15) else ""
        if text.isdigit() and len(text) < 10:
            return f'<table:table-cell office:value-type="float" office:value="{text}"{times}/>'
        clean = escape("".join(c for c in text if c.isprintable()))
        return f'<table:table-cell office:value-type="string"{times}><text:p>{clean}</text:p></table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    spaces = " ".join(
        f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="pledges">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return _zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def workbooks(chance: Random) -> Case:
    """A workbook, as it is, or with one of its parts odd, or its bytes damaged."""
    suffix, write = chance.choice((("xlsx", _xlsx), ("ods", _ods)))
    data = write(sheet(chance), chance)
    match chance.randrange(5):
        case 0:
            data = damaged(data, chance)
        case 1 | 2 | 3:
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                parts = {name: book.read(name) for name in book.namelist()}
            name = chance.choice([*parts])
            texts = tuple(each.decode("utf-8", "replace") for each in parts.values())
            parts[name] = mutated(parts[name].decode("utf-8", "replace"), texts, chance).encode("utf-8", "replace")
            if not chance.randrange(10):
                parts[f"{name}.xml"] = parts.pop(name)
            data = _zipped(parts)
    return _import(chance, f"book.{chance.choice((suffix, suffix, suffix, 'xls'))}", data)


# -- reports ----------------------------------------------------------------------------------------------------------

_REPEATED = (
    "Dr. ", "U.S. ", "1. ", "<!DOCTYPE ", "<p>", "<div>", "[", "](", "> ", "* ", "“", "if ", "not ", "troops, ",
    "Norland and ",
    "&amp;", "http://", "a@b.", "\n\n", "- ", "# ", "...", "1,000 ", "<!--", "<item>", "<![CDATA[", "`", "||",
    "Jan. ", "(",
)  # fmt: skip


def pdf(text: str) -> bytes:
    """A page of text as a PDF."""
    import zlib

    shown = text.encode("cp1252", "replace").translate(None, b"()\\").split(b"\n")
    content = b"BT /F1 11 Tf 14 TL 50 780 Td " + b" ".join(b"(" + line + b") Tj T*" for line in shown) + b" ET"
    packed = zlib.compress(content)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    held, places = bytearray(b"%PDF-1.4\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(held))
        held += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(held)
    held += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    held += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(held + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))


def reports(chance: Random) -> Case:
    """A report of some format whose text, or bytes, are odd, or in which a token stands thousands of times."""
    suffix = chance.choice((*REPORTS, ".pdf"))
    text = REPORTS.get(suffix, REPORTS[".txt"])
    match chance.randrange(4):
        case 0:
            again = "".join(chance.choice(_REPEATED) for _ in range(chance.choice((1, 1, 2)))) * chance.choice(
                (99, 9_999)
            )
            at = chance.randrange(len(text))
            text = text[:at] + again + text[at:]
        case 1 | 2:
            text = mutated(text, (FULL, *REPORTS.values()), chance)
    data = pdf(text) if suffix == ".pdf" else text.encode("utf-8", "replace")
    if not chance.randrange(4):
        data = damaged(data, chance)
    files = {f"report{suffix}": data, "other.txt": REPORTS[".txt"].encode()}
    file = f"report{suffix}"
    return Case(
        files=files,
        command=chance.choice(
            (
                ("read", file), ("read", "--json", file), ("read", "--sentences", file), ("draft", file),
                ("draft", "--json", file),
                ("origins", file, "other.txt"), ("diff", file, "other.txt"),
                ("diff", file, "other.txt", "--html", "-o", "made.html"),
                ("archive", "add", file, "--archive", "kept.sqlite"), ("draft", file, "-o", "made.toml"),
            )
        ),
    )  # fmt: skip


# -- requests ---------------------------------------------------------------------------------------------------------

_PATHS = ("/", "/world", "/extras", "/plan", "/condition", "/save", "/follow", "/x", "//", "/%00", "/../", "/world/")
_PAIRS = (
    "if", "if-not", "if-unknown", "scenario", "without", "firm", "as-of", "known-by", "try", "lang", "text", "own",
    "parts",
    "version", "view", "%00", "",
)  # fmt: skip
_HEADERS = (
    "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: navigate", "Origin: null",
    "Origin: http://x",
    "Origin: http://HOST", "Content-Type: application/json", "Content-Type: text/plain", "Content-Length: 5",
    "Content-Length: -1", "Content-Length: 99999999999999999999", "Transfer-Encoding: chunked", "Expect: 100-continue",
    "Connection: Upgrade\r\nUpgrade: websocket",
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    "Host: x", "Host:", "Accept-Language: de;q=x, fr", "Cookie: a=b; room=x", "Acting: host/chair",
    "Idempotency-Key: k",
    "X: " + "y" * 70_000, ": x", "X\0: y", "Accept-Encoding: gzip", "Range: bytes=0-1",
)  # fmt: skip


def _trial(chance: Random, ids: list[str]) -> str:
    key = TABLES["pledges"].keys[chance.choice([*TABLES["pledges"].keys])]
    trial: Any = {
        chance.choice(("pledges", "new", "x")): chance.choice(
            (
                {chance.choice(ids): {key.name: _value(key, chance, ids)}},
                [{key.name: _value(key, chance, ids)}],
                None,
                1,
            )
        )
    }
    text = json.dumps(trial, default=str)
    return urlsafe_b64encode(
        (text if chance.randrange(4) else mutated(text, (text,), chance)).encode("utf-8", "replace")
    ).decode()


def _query(chance: Random, ids: list[str]) -> str:
    from urllib.parse import quote

    def said(key: str) -> str:
        if key == "try":
            return _trial(chance, ids)
        if key == "text":
            return condition(chance, ids)
        return str(chance.choice((*ids, _day(chance).isoformat(), "1", "de", *ODD)))

    keys = [chance.choice(_PAIRS) for _ in range(chance.choice((0, 1, 2, 5)))]
    return "&".join(f"{key}={quote(said(key).encode('utf-8', 'replace'))}" for key in keys)


def request(chance: Random, paths: tuple[str, ...], ids: list[str]) -> bytes:
    """The bytes of a request, HOST where the server's own name stands: mostly one that is understood."""
    method = chance.choice(
        ("GET", "GET", "GET", "POST", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "TRACE", "get", "")
    )
    body: Any = {
        "as": chance.choice(("plan", "scenario", "file", "undo", "x", 1)),
        "name": chance.choice(("a", "a.toml", "../a.toml", "con.toml", "é", "", 5, "x" * 300)),
        "query": _query(chance, ids),
    }
    sent = json.dumps(body).encode()
    match chance.randrange(8):
        case 0:
            sent = damaged(sent, chance)
        case 1:
            sent = chance.choice(
                (b"", b"[]", b"null", b"[" * 50_000, b"\xff", b'{"a":1,"a":2}', b"1e999", b'"\\ud800"')
            )
    head = [f"{method} {chance.choice(paths)}?{_query(chance, ids)} HTTP/1.1", "Host: HOST", "Connection: close"]
    if method in ("POST", "PUT"):
        head += ["Origin: http://HOST", "Content-Type: application/json", f"Content-Length: {len(sent)}"]
    if not chance.randrange(3):
        head += [chance.choice(_HEADERS) for _ in range(chance.choice((1, 3)))]
    data = "\r\n".join(head).encode("utf-8", "replace") + b"\r\n\r\n" + (sent if method in ("POST", "PUT") else b"")
    return data if chance.randrange(6) else damaged(data, chance)


_IDS = ["mandate", "vote", "n-ships", "g-ships", "norland", "gudrun", "ships", "goal", "nobody"]
_ROOM = tuple(
    f"/rooms/norland/{each}"
    for each in (
        "plan", "answer", "why", "page", "records", "records/pledge/de-troops", "journal", "history", "members", "x",
    )
)  # fmt: skip


def requests(chance: Random) -> bytes:
    """What is asked of a live board."""
    return request(chance, _PATHS, _IDS)


def room_requests(chance: Random) -> bytes:
    """What is asked of a server of rooms, by somebody who did not sign in, or by a chair (COOKIE)."""
    data = request(
        chance, ("/", "/rooms", "/sign-in", "/join", "/me", "/sessions/end", *_ROOM), ["DE", "de-troops", "x"]
    )
    return data.replace(b"Connection: close", b"Connection: close\r\nCookie: COOKIE") if chance.randrange(3) else data


#: How cases are made, by what they are called.
KINDS: Mapping[str, Callable[[Random], Case | bytes]] = {
    "plans": plans,
    "plan texts": plan_texts,
    "tables": tables,
    "workbooks": workbooks,
    "reports": reports,
    "requests": requests,
    "room requests": room_requests,
}


def case(kind: str, seed: int, number: int) -> Case | bytes:
    """One case, the same each time."""
    return KINDS[kind](Random(f"{kind} {seed} {number}"))
