"""Reports by origin, as text: which are one, with the evidence, and which only look like it."""

import os
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Unpack

from willing.answers.origins import OriginsTable
from willing.languages.messages import Catalogue
from willing.present.terminal.sheet import Look, Sheet
from willing.reports.report import Report, Span
from willing.reports.sameness.same_origin import LEAST_ALIKE, MOST_DAYS, Link, SameOrigin, SharedPassage

#: So many groups, pairs and reports of a kind are named, and so many words of a passage quoted.
MOST_GROUPS, MOST_PAIRS, MOST_NAMES, MOST_WORDS = 40, 40, 20, 12
#: Of a group so many reports are named, and of a pair so many changes.
MOST_MEMBERS, MOST_CHANGES = 12, 3


def origins_text(reports: Sequence[Report], found: SameOrigin, **look: Unpack[Look]) -> str:
    """What the reports have to do with each other."""
    sheet = Sheet(**look)
    return _Page(reports, found, sheet, sheet.say).text()


def table_text(answer: OriginsTable, **look: Unpack[Look]) -> str:
    """What came of comparing reports in stages."""
    sheet = Sheet(**look)
    say = sheet.say
    reports, origins = say.many("reports", answer.reports), say.many("origins.origins", answer.origins)
    sheet.paragraph(say("origins.table", reports=reports, origins=origins, table=answer.table), ink="strong")
    if answer.largest:
        sheet.gap()
        sheet.paragraph(say("origins.table.largest"), indent=2, ink="strong")
        for group in answer.largest:
            others = say.many("origins.table.others", group.reports - 1)
            sheet.paragraph(say("origins.table.group", file=group.file, others=others), indent=4, hang=6)
    sheet.gap()
    if answer.carriers:
        sheet.paragraph(say.many("origins.table.carriers", answer.carriers))
    if answer.unread:
        sheet.paragraph(say.many("origins.table.unread", answer.unread), ink="open")
    sheet.paragraph(say("origins.table.not"), ink="faint")
    return sheet.text()


class _Page:
    def __init__(self, reports: Sequence[Report], found: SameOrigin, sheet: Sheet, say: Catalogue) -> None:
        self.reports = reports
        self.found = found
        self.sheet = sheet
        self.say = say
        several = {report.file for report in reports if report.part > 0}
        self.several = frozenset(several)
        folders = {os.path.dirname(report.file) for report in reports}
        # Reports of one folder are told by their names in it.
        self.folder = folders.pop() if len(folders) == 1 and len(reports) > 1 else ""

    def text(self) -> str:
        found, say, sheet = self.found, self.say, self.sheet
        grouped = sum(map(len, found.groups))
        origins = len(self.reports) - grouped + len(found.groups)
        sheet.paragraph(
            say(
                "origins.count.in" if self.folder else "origins.count",
                folder=self.folder,
                reports=say.many("reports", len(self.reports)),
                origins=say.many("origins.origins", origins),
            ),
            ink="strong",
        )
        self.groups()
        self.pairs("possible")
        self.carried()
        self.pairs("passages")
        self.alone()
        if not found.complete:
            sheet.gap()
            sheet.paragraph(say("origins.incomplete"), ink="open")
        return sheet.text()

    def heading(self, key: str) -> None:
        self.sheet.gap()
        self.sheet.paragraph(self.say(key), indent=2, ink="strong")

    def groups(self) -> None:
        found, sheet, say = self.found, self.sheet, self.say
        if not found.groups:
            return
        self.heading("origins.same")
        first = found.first
        links: dict[int, list[Link]] = {}
        for link in found.links:
            if link.answer == "same":
                links.setdefault(first[link.a], []).append(link)
        for k, group in enumerate(found.groups[:MOST_GROUPS]):
            if k:
                sheet.gap()
            told = {group[0]}
            self.line(group[0])
            # Each member is told with the one before it that it shares most with.
            waiting = links.get(group[0], [])
            while waiting and len(told) < MOST_MEMBERS:
                link = next((each for each in waiting if each.a in told or each.b in told), waiting[0])
                waiting = [each for each in waiting if each is not link]
                mine, other = (link.b, link.a) if link.a in told else (link.a, link.b)
                if mine in told:
                    continue
                told.add(mine)
                self.line(mine)
                self.evidence(link, mine, other)
            if len(group) > len(told):
                sheet.paragraph(say.more(len(group) - len(told)), indent=4)
        if len(found.groups) > MOST_GROUPS:
            sheet.paragraph(say.more(len(found.groups) - MOST_GROUPS), indent=4)

    def evidence(self, link: Link, mine: int, other: int) -> None:
        """What two reports of one text share, and where one is an update of the other."""
        say = self.say
        theirs = self.name(other)
        if link.share == 1 and link.of_longer == 1 and not link.changes:
            self.tell(say("origins.all", other=theirs))
        elif link.share is not None:
            share = say.percent(Fraction(link.share))
            self.tell(say("origins.share", share=share, other=theirs))
            for passage in link.passages[:1]:
                a, b = (passage.b, passage.a) if mine == link.b else (passage.a, passage.b)
                self.tell(
                    say(
                        "origins.longest",
                        count=say.number(passage.words),
                        text=shortened(passage.text),
                        a=self.place(a),
                        b=self.place(b),
                    )
                )
        for change in link.changes[:MOST_CHANGES]:
            here, there = (change.b, change.a) if mine == link.b else (change.a, change.b)
            self.tell(say("origins.changed", mine=here, theirs=there, other=theirs))

    def pairs(self, answer: str) -> None:
        links = [link for link in self.found.links if link.answer == answer]
        if not links:
            return
        say, sheet = self.say, self.sheet
        self.heading(f"origins.{answer}")
        for link in links[:MOST_PAIRS]:
            pair = say("origins.pair", a=self.name(link.a), b=self.name(link.b))
            sheet.paragraph(pair, indent=4, hang=6)
            if link.answer == "possible":
                credited = {"agency": link.agency, "days": MOST_DAYS}
                if link.facts:
                    shown = ", ".join(fact.lstrip("#»")[:40] for fact in link.facts[:5])
                    self.tell(say("origins.facts", count=len(link.facts), facts=shown, **credited))
                else:
                    alike = say.number(Decimal(f"{link.alike:.2f}"))
                    self.tell(
                        say("origins.alike", alike=alike, least=say.number(Decimal(str(LEAST_ALIKE))), **credited)
                    )
            for passage in link.passages[:1]:
                self.tell(self.shared(passage))
        if len(links) > MOST_PAIRS:
            sheet.paragraph(say.more(len(links) - MOST_PAIRS), indent=4)

    def shared(self, passage: SharedPassage) -> str:
        key = "origins.quotation" if passage.quoted else "origins.background"
        return self.say(key, count=self.say.number(passage.words), text=shortened(passage.text))

    def carried(self) -> None:
        carries = self.found.carries
        if carries:
            self.heading("origins.carries")
            for i, others in list(carries.items())[:MOST_PAIRS]:
                names = self.say.listed(self.say.shortened([self.name(j) for j in others], 6))
                self.sheet.paragraph(self.say("origins.carries.of", file=self.name(i), others=names), indent=4, hang=6)
            if len(carries) > MOST_PAIRS:
                self.sheet.paragraph(self.say.more(len(carries) - MOST_PAIRS), indent=4)

    def alone(self) -> None:
        grouped = {i for group in self.found.groups for i in group}
        alone = [i for i in range(len(self.reports)) if i not in grouped]
        if alone:
            self.heading("origins.own")
            for i in alone[: MOST_NAMES if len(alone) > MOST_NAMES else None]:
                self.line(i)
            if len(alone) > MOST_NAMES:
                self.sheet.paragraph(self.say.more(len(alone) - MOST_NAMES), indent=4)

    # -- names and places -----------------------------------------------------------------------------------------

    def name(self, i: int) -> str:
        report = self.reports[i]
        file = os.path.basename(report.file) if self.folder else report.file
        if report.file in self.several:
            return self.say("origins.item", file=file, number=self.say.number(report.part + 1))
        return file

    def line(self, i: int) -> None:
        report = self.reports[i]
        day = self.say.day(report.published) if report.published else ""
        detail = [each for each in (report.outlet, report.title and shortened(report.title), day) if each]
        self.sheet.paragraph(" · ".join([self.name(i), *detail]), indent=4, hang=6)

    def place(self, span: Span) -> str:
        return self.say("place", start=span.start, end=span.end)

    def tell(self, text: str) -> None:
        self.sheet.paragraph(text, indent=8, hang=8)


def shortened(text: str) -> str:
    """The first words of a passage."""
    words = text.split()
    return " ".join(words if len(words) <= MOST_WORDS else [*words[:MOST_WORDS], "…"])
