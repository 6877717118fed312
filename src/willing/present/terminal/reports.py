"""Reports as text: what was read, what is proposed as left out, and what could not be read."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from willing.languages.messages import Catalogue
from willing.present.escape import columns, shown
from willing.present.terminal.sheet import Look, Sheet
from willing.reports.formats import MOST_BYTES, MOST_BYTES_OF_TEXT
from willing.reports.report import Omission, Report

if TYPE_CHECKING:
    from willing.answers.reports import FileNote, UnreadFile

_MB = 1_000_000

#: Why something is left out, what readers ask about first before what nobody misses.
_WHYS = ("comments", "related", "caption", "byline", "tags", "links", "boilerplate", "markup")

#: How many pieces of each kind are quoted.
_QUOTED = 3


def reports_text(reports: Sequence[Report], *, sentences: bool = False, **look: Unpack[Look]) -> str:
    """What was read: a few lines a report; ``sentences``: each with its place in the file, and all that is left out."""
    sheet = Sheet(**look)
    say = sheet.say
    for report in reports:
        sheet.gap()
        parts = sum(other.file == report.file for other in reports)
        _one(sheet, say, report, several=parts > 1 or report.part > 0, sentences=sentences)
    if len(reports) > 1:
        sheet.gap()
        sheet.paragraph(say.many("report.total", len(reports)))
    return sheet.text()


def _one(sheet: Sheet, say: Catalogue, report: Report, *, several: bool, sentences: bool) -> None:
    item = [say("report.item", number=say.number(report.part + 1))] if several else []
    language = say(f"report.language.{report.language or 'none'}")
    sheet.paragraph(" · ".join([report.file, *item, say(f"report.format.{report.format}"), language]), ink="strong")
    sheet.paragraph(report.title or say("report.title.none"), indent=2)
    sheet.paragraph(credits_line(report, say), indent=2)
    sheet.paragraph(size_line(report, say), indent=2)
    for doubt in report.doubts:
        sheet.paragraph(say(f"report.doubt.{doubt}", encoding=report.encoding), indent=2, ink="open")
    if sentences:
        sheet.gap()
        spans = [sentence.place for sentence in report.sentences] + [omission.span for omission in report.left_out]
        room = max(len(say("place", start=span.start, end=span.end)) for span in spans)
        for i, sentence in enumerate(report.sentences):
            place = say("place", start=sentence.place.start, end=sentence.place.end)
            head = f"{i + 1:>5}  {place:<{room}}  "
            ink = "strong" if sentence.heading else "plain"
            _hanging(sheet, head, sentence.said, ink == "strong")
    told = [omission for omission in report.left_out if omission.why != "markup" or not sentences]
    if told:
        if sentences:
            sheet.gap()
        sheet.paragraph(say("report.left.out"), indent=2)
        if sentences:
            for omission in told:
                place = say("place", start=omission.span.start, end=omission.span.end)
                _hanging(
                    sheet,
                    f"{'':5}  {place:<{room}}  ",
                    f"{say('report.why.' + omission.why)}: {_quote(report, omission, 400)}",
                )
        else:
            _left_out(sheet, say, report)


def _hanging(sheet: Sheet, head: str, text: str, strong: bool = False) -> None:
    """A line whose text hangs behind its head, as a table has it."""
    from willing.present.terminal.layout import Paper

    inner = Paper(width=max(20, sheet.width - len(head)), ascii=sheet.ascii, colour=sheet.colour)
    inner.paragraph(sheet.clean(text), ink="strong" if strong else "plain")
    for i, line in enumerate(inner.lines):
        sheet.lines.append((sheet.clean(head) if i == 0 else " " * len(head)) + line)


def _left_out(sheet: Sheet, say: Catalogue, report: Report) -> None:
    """Why by why: how many pieces, and what the first of them say."""
    by_why: dict[str, list[Omission]] = {}
    for omission in report.left_out:
        by_why.setdefault(omission.why, []).append(omission)
    label = max(columns(say(f"report.why.{why}")) for why in by_why)
    for why in _WHYS:
        its = by_why.get(why)
        if not its:
            continue
        name = say(f"report.why.{why}")
        head = f"    {name}{' ' * (label - columns(name))} {len(its):>4} "
        room = sheet.width - columns(head) - 1
        quotes: list[str] = []
        for omission in its if why != "markup" else []:
            quote = _quote(report, omission, 48)
            if len(quotes) == _QUOTED or sum(map(columns, quotes)) + 3 * len(quotes) + columns(quote) > room:
                break
            quotes.append(quote)
        if not quotes and why != "markup":
            quotes = [_quote(report, its[0], max(16, room))]
        sheet.lines.append((sheet.clean(head + " · ".join(quotes)) if quotes else sheet.clean(head)).rstrip())


def _quote(report: Report, omission: Omission, most: int) -> str:
    text = " ".join(report.text[omission.span.start : omission.span.end].split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def credits_line(report: Report, say: Catalogue) -> str:
    """Outlet, author, agency and day of a report, and which of them it does not tell."""
    told = [
        report.outlet,
        say("report.by", who=report.author) if report.author else None,
        say("report.agency", who=report.agency) if report.agency else None,
        say.day(report.published) if report.published else None,
    ]
    missing = [
        say(f"report.field.{name}")
        for name, value in (("outlet", report.outlet), ("author", report.author), ("day", report.published))
        if not value
    ]
    lacks = [say("report.missing", what=", ".join(missing))] if missing else []
    return " · ".join([each for each in told if each] + lacks)


def size_line(report: Report, say: Catalogue) -> str:
    """How many sentences and headings a report has."""
    headings = sum(sentence.heading for sentence in report.sentences)
    told = [say.many("report.sentences", len(report.sentences) - headings)]
    if headings:
        told.append(say.many("report.headings", headings))
    return ", ".join(told)


def unread_text(unread: Sequence["UnreadFile"], notes: Sequence["FileNote"], lang: str = "en") -> str:
    """One line a file that was not read, and a line for each two that one may take for one another."""
    say = Catalogue(lang)
    lines = [shown(f"{each.file}: {unread_reason(say, each.why, each.what)}") for each in unread]
    lines += [shown(f"{each.file}: {say(f'note.{each.kind}', other=each.other)}") for each in notes]
    return "".join(f"{line}\n" for line in lines)


def unread_reason(say: Catalogue, why: str, what: str) -> str:
    """Why a file was not read, as the rest of a sentence that begins with its name."""
    if why == "binary" and what:
        return say("unread.binary.kind", what=what)
    if why == "large":
        most = MOST_BYTES if int(what) > MOST_BYTES else MOST_BYTES_OF_TEXT
        return say("unread.large", what=say.number(-(-int(what) // _MB)), most=say.number(most // _MB))
    return say(f"unread.{why}", what=say.number(int(what)) if what.isdecimal() else what)
