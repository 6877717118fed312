"""What the archive of reports answers, as text."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from willing.languages.messages import Catalogue
from willing.present.escape import shown
from willing.present.terminal.sheet import Look, Sheet

if TYPE_CHECKING:
    from willing.answers.reports import Hits, Kept

#: Sentences shown of one report in which words were found.
_SENTENCES = 3


def added_line(file: str, new: bool, reports: int, lang: str = "en") -> str:
    """What became of one file."""
    say = Catalogue(lang)
    return shown(f"{file}: {say.many('archive.added', reports) if new else say('archive.known')}") + "\n"


def list_text(kept: Sequence["Kept"], archive: str, **look: Unpack[Look]) -> str:
    """All reports, one below the other."""
    sheet = Sheet(**look)
    say = sheet.say
    for each in kept:
        sheet.paragraph(head_of(say, each), hang=12)
    if not kept:
        sheet.paragraph(say("archive.empty"))
        return sheet.text()
    sheet.gap()
    sheet.paragraph(say.many("archive.total", len(kept), archive=archive))
    return sheet.text()


def found_text(words: Sequence[str], found: "Hits", **look: Unpack[Look]) -> str:
    """The reports in which words were found, and the sentences."""
    sheet = Sheet(**look)
    say = sheet.say
    if not found.hits:
        sheet.paragraph(say("archive.nothing", words=" ".join(words)))
        return sheet.text()
    for hit in found.hits:
        sheet.paragraph(head_of(say, hit.kept), hang=12)
        for sentence in hit.found[:_SENTENCES]:
            place = say("place", start=sentence.start, end=sentence.end)
            sheet.paragraph(f"{place}  {sentence.said}", indent=4, hang=6)
        if len(hit.found) > _SENTENCES:
            sheet.paragraph(say.more(len(hit.found) - _SENTENCES), indent=4, ink="faint")
    sheet.gap()
    told = say.many("reports", found.count)
    more = "" if found.count == len(found.hits) else f", {say('archive.shown', most=say.number(len(found.hits)))}"
    sheet.paragraph(f"{told}{more}.")
    return sheet.text()


def head_of(say: Catalogue, kept: "Kept") -> str:
    """A report in one line: its id, title, outlet, agency, day and file."""
    day = say.day(kept.published) if kept.published else say("archive.day.none")
    told = [kept.title or say("report.title.none"), *filter(None, (kept.outlet, kept.agency)), day, kept.name]
    return f"{kept.id}  {' · '.join(told)}"
