"""Two editions of a report side by side, as text for a terminal."""

from collections.abc import Sequence
from typing import Unpack

from willing.languages.messages import Catalogue
from willing.present.escape import shown
from willing.present.terminal.reports import credits_line, size_line
from willing.present.terminal.sheet import Look, Sheet
from willing.reports.report import Report
from willing.reports.sameness.align import Alignment, WordChange


def diff_text(alignment: Alignment, **look: Unpack[Look]) -> str:
    """Which report is which, what they share, and the differences, the most telling first."""
    sheet = Sheet(**look)
    say = sheet.say
    for side, report in (("A", alignment.a), ("B", alignment.b)):
        sheet.paragraph(f"{side}  {report.file}", hang=3, ink="strong")
        sheet.paragraph(report.title or say("report.title.none"), indent=3)
        sheet.paragraph(f"{credits_line(report, say)} · {size_line(report, say)}", indent=3)
    sheet.gap()
    sheet.paragraph(summary(alignment, say))
    if not alignment.pairs:
        sheet.paragraph(say("diff.apart"))
    sheet.gap()
    if not alignment.differences:
        sheet.paragraph(say("diff.none"))
        return sheet.text()
    sheet.paragraph(say("diff.heading"), ink="strong")
    before = ""
    for difference in alignment.differences:
        if difference.kind != before:
            before = difference.kind
            sheet.gap()
            sheet.paragraph(say(f"diff.kind.{before}").upper(), indent=2, ink="strong")
        if difference.a is None or difference.b is None:
            side = "A" if difference.b is None else "B"
            report, index = _of(alignment, side, difference.a, difference.b)
            sheet.paragraph(say("diff.only", side=side, what=_numbered(report, index)), indent=2, hang=6)
            continue
        a, b = alignment.a.sentences[difference.a].said, alignment.b.sentences[difference.b].said
        sheet.paragraph(changes_line(difference.changes, a, b, say), indent=2, hang=6, ink="open")
        if difference.kind != "style":
            sheet.paragraph(f"A {_numbered(alignment.a, difference.a)}", indent=6, hang=8, ink="faint")
            sheet.paragraph(f"B {_numbered(alignment.b, difference.b)}", indent=6, hang=8, ink="faint")
    return sheet.text()


def summary(alignment: Alignment, say: Catalogue) -> str:
    """How many sentences are in both, how many of them alike and moved, and how many only one has."""
    pairs = alignment.pairs
    same = sum(not changes for changes in alignment.changes)
    moved = sum(pair.moved for pair in pairs)
    told = [say.many("diff.both", len(pairs)), say.many("diff.same", same)]
    if moved:
        told.append(say.many("diff.moved", moved))
    first = ", ".join(told)
    alone = [
        say.many("diff.alone", len(its), side=side)
        for side, its in (("A", alignment.alone_a), ("B", alignment.alone_b))
        if its
    ]
    return f"{first}{say('semicolon') + ', '.join(alone) if alone else ''}."


def changes_line(changes: Sequence[WordChange], a: str, b: str, say: Catalogue) -> str:
    """What stands for what, such as "a ceasefire → peace"; several changes of one pair in a line."""
    told = []
    old_words = {a[slice(*change.a)].casefold() for change in changes}
    new_words = {b[slice(*change.b)].casefold() for change in changes}
    shifted = (old_words & new_words) - {""}
    for change in changes:
        old, new = a[slice(*change.a)], b[slice(*change.b)]
        if (old and not new and old.casefold() in shifted) or (new and not old and new.casefold() in shifted):
            if old:
                told.append(say("diff.shifted", what=old))
        elif old and new:
            told.append(say("diff.change", a=old, b=new))
        else:
            told.append(say("diff.only", side="A" if old else "B", what=old or new))
    return " · ".join(told)


def _of(alignment: Alignment, side: str, a: int | None, b: int | None) -> tuple[Report, int]:
    index = a if side == "A" else b
    assert index is not None
    return (alignment.a if side == "A" else alignment.b), index


def _numbered(report: Report, index: int) -> str:
    return f"{index + 1}. {report.sentences[index].said}"


def too_long_text(a: str, b: str, lang: str = "en") -> str:
    """Said where two texts have too many sentences to be compared."""
    return shown(f"{a}, {b}: {Catalogue(lang)('diff.too.long')}")


def several_text(file: str, count: int, lang: str = "en") -> str:
    """Said where a file holds several reports, and one is compared."""
    say = Catalogue(lang)
    return shown(f"{file}: {say('diff.feed', count=say.number(count))}")


def written_text(file: str, lang: str = "en") -> str:
    """Said of a file that was written."""
    return shown(Catalogue(lang)("diff.written", file=file))
