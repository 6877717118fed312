"""What came of asking feeds, as text."""

from typing import TYPE_CHECKING, Unpack

from willing.languages.messages import Catalogue
from willing.present.escape import shown
from willing.present.terminal.archive import head_of
from willing.present.terminal.reports import unread_reason
from willing.present.terminal.sheet import Look, Sheet

if TYPE_CHECKING:
    from willing.answers.follow import Followed


def followed_text(followed: "Followed", **look: Unpack[Look]) -> str:
    """What is new, report by report, and how much of it."""
    sheet = Sheet(**look)
    say = sheet.say
    for report in followed.reports:
        sheet.paragraph(head_of(say, report.kept), hang=12)
        if report.copy_of:
            sheet.paragraph(say("follow.copy", id=report.copy_of), indent=4, hang=6)
        elif report.possibly:
            sheet.paragraph(say("follow.possibly", id=report.possibly), indent=4, hang=6)
        for touched in report.touches:
            stance = say(f"draft.stance.{touched.stance}")
            told = say("follow.touches", pledge=touched.pledge, stance=stance, said=touched.said)
            sheet.paragraph(told, indent=4, hang=6)
    if followed.reports:
        sheet.gap()
    copies = sum(report.copy_of is not None for report in followed.reports)
    parts = [say.many("follow.new", len(followed.reports))]
    parts += [say.many("follow.copies", copies)] if copies else []
    early = sum(each.state == "early" for each in followed.feeds)
    parts += [say.many("follow.early", early)] if early else []
    sheet.paragraph(f"{', '.join(parts)}.")
    return sheet.text()


def failures_text(followed: "Followed", lang: str = "en") -> str:
    """One line a feed that could not be read."""
    say = Catalogue(lang)
    unread = [each for each in followed.feeds if each.why]
    return "".join(
        shown(f"{each.feed} ({each.source}): {unread_reason(say, each.why or '', each.what or '')}") + "\n"
        for each in unread
    )
