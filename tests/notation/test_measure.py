"""Hostile workbooks: whatever they say of themselves is measured before anything is opened."""

import zipfile
from io import BytesIO

import pytest

from willing.notation.sheets.book import BookError, open_book
from willing.notation.sheets.measure import MOST_UNPACKED, measured

_RELATIONS = '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>'
_BOOK = (
    '<workbook xmlns:r="r"><sheets><sheet name="pledges" sheetId="1" r:id="r1"/></sheets>'
    '<calcPr fullCalcOnLoad="{calculates}"/></workbook>'
)


def xlsx(sheet: str, *, calculates: int = 0, **parts: str) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("xl/_rels/workbook.xml.rels", _RELATIONS)
        zipped.writestr("xl/workbook.xml", _BOOK.format(calculates=calculates))
        zipped.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, text in parts.items():
            zipped.writestr(f"xl/{name}.xml", text)
    return held.getvalue()


def ods(rows: str) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("content.xml", f'<d xmlns:t="t" xmlns:o="o"><t:table t:name="pledges">{rows}</t:table></d>')
    return held.getvalue()


def rows(cells: str) -> str:
    return f"<worksheet><sheetData><row r='1'>{cells}</row></sheetData></worksheet>"


_FAR = '<c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c>'

HOSTILE = {
    "far": (xlsx(rows(_FAR)), "sheet-too-far"),
    "far, in single quotes": (xlsx(rows(_FAR.replace('"', "'"))), "sheet-too-far"),
    "far, in small letters": (xlsx(rows(_FAR.replace("XFD", "xfd"))), "sheet-too-far"),
    "far, with a prefix": (
        xlsx(rows(_FAR).replace("<c", "<x:c").replace("</c", "</x:c").replace("<worksheet", "<worksheet xmlns:x='x'")),
        "sheet-too-far",
    ),
    "far, with blanks": (xlsx(rows(_FAR.replace('r="', 'r\n=\t"').replace("<v>", "<v >"))), "sheet-too-far"),
    "far, other attributes first": (xlsx(rows(_FAR.replace("<c ", '<c s="1" x=">" '))), "sheet-too-far"),
    "far, as an inline text": (
        xlsx(rows(_FAR.replace("<v>1</v>", "<is><t>a</t></is>").replace("<c ", '<c t="inlineStr" '))),
        "sheet-too-far",
    ),
    "far, as a formula": (xlsx(rows(_FAR.replace("<v>1</v>", "<f>1</f>"))), "sheet-too-far"),
    "far, by its rows": (
        xlsx("<worksheet><sheetData><row r='1048576'><c><v>1</v></c></row><row r='1'>" + "<c/>" * 20 + "<c><v>1</v>"
             "</c></row></sheetData></worksheet>"),
        "sheet-too-far",
    ),
    "no cell": (xlsx(rows('<c r="A1A1"><v>1</v></c>')), "book-damaged"),
    "no row": (xlsx(rows('<c r="AAAA99999999999"><v>1</v></c>')), "book-damaged"),
    "unclosed": (xlsx(rows('<c r="A1">' * 10_000)), "book-damaged"),
    "entities": (xlsx(f'<!DOCTYPE w [<!ENTITY a "{"a" * 999}">]>{rows("<c><v>&a;</v></c>")}'), "book-damaged"),
    "entities elsewhere": (xlsx(rows(""), sharedStrings='<!DOCTYPE w [<!ENTITY a "a">]><sst/>'), "book-damaged"),
    "unpacks to too much": (xlsx(rows(""), sharedStrings=" " * (MOST_UNPACKED + 1)), "book-too-large"),
    "repeated rows": (
        ods("<t:table-row t:number-rows-repeated='9999999999999'><t:table-cell o:value-type='string'/></t:table-row>"),
        "sheet-too-far",
    ),
    "repeated cells": (
        ods('<t:table-row><t:table-cell t:number-columns-repeated="2000000" o:value-type="float"/></t:table-row>'),
        "sheet-too-far",
    ),
    "far by blanks that are repeated": (
        ods(
            '<t:table-row t:number-rows-repeated="1000000"/><t:table-row><t:table-cell t:number-columns-repeated='
            '"1000"/><t:table-cell o:value-type="string"/></t:table-row>'
        ),
        "sheet-too-far",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_workbook_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(BookError) as caught:
        open_book(data, "book.xlsx")
    assert caught.value.problem.code == code


def test_one_that_says_less_of_its_size_than_it_unpacks_to_is_refused() -> None:
    data = xlsx(rows(""), sharedStrings=" " * (MOST_UNPACKED + 1))
    large = (MOST_UNPACKED + 1).to_bytes(4, "little")
    with pytest.raises(BookError):
        open_book(data.replace(large, (10).to_bytes(4, "little")), "book.xlsx")


def test_what_people_write_is_measured_as_it_is() -> None:
    cells = '<c r="B1"/><c r="A1" t="s"><v>0</v></c><c r="XFD1"/>'
    ((name, measure),) = measured(xlsx(rows(cells)))
    assert (name, measure.rows, measure.columns) == ("pledges", 1, 1)


@pytest.mark.parametrize(
    ("cell", "calculates", "code"),
    [
        ('<c r="B2"><f>A1</f></c>', 0, "formula-not-worked-out"),
        ('<c r="B2"><f>A1</f><v></v></c>', 0, "formula-not-worked-out"),
        ('<c r="B2"><f>A1</f><v>0</v></c>', 1, "formula-not-worked-out"),
        ('<c r="B2"><f>A1</f><v>0</v></c>', 0, None),
        ('<c r="B2"><f>A1</f><v>5</v></c>', 1, None),
        ('<c r="B2" t="str"><f>A1</f><v></v></c>', 0, None),
        ('<c r="B2" t="e"><v>#REF!</v></c>', 0, "formula-fails"),
        ("<c r='B2' t='e'><f>A1</f><v>#REF!</v></c>", 0, "formula-fails"),
    ],
)
def test_formulas_that_are_of_no_use(cell: str, calculates: int, code: str | None) -> None:
    after = '<c r="C2"><v>0</v></c>'
    ((_, measure),) = measured(xlsx(rows(cell + after), calculates=calculates))
    assert {place: fault.code for place, fault in measure.faults.items()} == ({(1, 1): code} if code else {})


def test_rows_of_an_ods_that_are_hidden_or_struck_through() -> None:
    cell = '<t:table-cell o:value-type="string"{}/>'
    lines = (
        f"<t:table-row>{cell.format('')}</t:table-row>",
        f"<t:table-row t:visibility='filter' t:number-rows-repeated='2'>{cell.format('')}</t:table-row>",
        f"<t:table-row>{cell.format('')}{cell.format(' t:style-name=' + repr('gone'))}</t:table-row>",
    )
    struck = "<s:style s:name='gone'><s:text-properties s:text-line-through-style='solid'/></s:style>"
    as_is = "<s:style s:name='kept'><s:text-properties s:text-line-through-style='none'/></s:style>"
    table = f"<t:table t:name='pledges'>{''.join(lines)}</t:table>"
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as zipped:
        zipped.writestr("content.xml", f"<d xmlns:t='t' xmlns:o='o' xmlns:s='s'>{struck}{as_is}{table}</d>")
    ((_, measure),) = measured(held.getvalue())
    assert (measure.hidden, measure.struck) == ({1, 2}, {(3, 1)})
