"""Pledged and in place, as a table on a terminal and as plain values for JSON (§8.4)."""

from collections.abc import Sequence
from typing import Unpack

from willing.answers.deliveries import Deliveries, PledgeDelivery, Sum
from willing.languages.messages import sentence
from willing.model.plan import Pledge
from willing.present.escape import columns
from willing.present.terminal.heading import title
from willing.present.terminal.sheet import Look, Sheet
from willing.present.words import Words

_BAR, _LEAST_BAR = 24, 8
_LABEL = 34
_LEGEND = 56
#: So many others are named that exclude a pledge.
_MOST_OTHERS = 4


def deliveries_text(deliveries: Deliveries, **look: Unpack[Look]) -> str:
    """The deliveries; ``lang``: one of :data:`willing.languages.LANGUAGES`."""
    return _Page(deliveries, Sheet(**look)).text()


class _Page:
    def __init__(self, deliveries: Deliveries, paper: Sheet) -> None:
        self.deliveries = deliveries
        self.paper = paper
        self.words = Words(deliveries.picture, paper.language)
        self.say = self.words.say
        labels = [self.label(line) for line in deliveries.pledges]
        labels += [s.capability for s in deliveries.totals]
        self.column = min(_LABEL, max([columns(paper.clean(label)) for label in labels], default=0)) + 2
        numbers = [n for line in deliveries.pledges for n in (line.pledged, line.in_place)]
        numbers += [n for s in deliveries.totals for n in (s.pledged, s.in_place)]
        heads = [self.say("time.pledged"), self.say("time.in.place")]
        self.digits = max(len(text) for text in [*heads, *(self.say.number(n) for n in numbers)])

    def text(self) -> str:
        deliveries, paper, say = self.deliveries, self.paper, self.say
        title(paper, self.words)
        if asked := self.words.what_if():
            paper.paragraph(" · ".join(asked), ink="faint")
        paper.gap()
        if not deliveries.pledges:
            paper.paragraph(say("time.none"), indent=2)
            return paper.text()
        heads = [say(key).rjust(self.digits) for key in ("time.pledged", "time.in.place")]
        legend = f"  {say('time.in.place')} █  {say('time.pledged')} ▒" if paper.width >= _LEGEND + self.column else ""
        paper.paragraph(" " * (self.column + 2) + "  ".join(heads) + legend, ink="faint", whole=True)
        for line in deliveries.pledges:
            self.pledge(line)
        if not all(line.recorded for line in deliveries.pledges):
            paper.paragraph(say("time.unrecorded"), indent=2, ink="faint")
        self.section("time.total", [("", s) for s in deliveries.totals])
        self.requirements()
        self.plain()
        return paper.text()

    def label(self, line: PledgeDelivery) -> str:
        pledge, words = line.pledge, self.words
        what = words.label(pledge) or words.capability(pledge.provides)
        return words.say("label", name=words.partner(pledge.partner), what=what)

    def pledge(self, line: PledgeDelivery) -> None:
        say, notes = self.say, []
        if line.since is not None:
            notes.append(say("time.since", day=say.day(line.since)))
        if line.pledged is not None and (line.in_place or 0) > line.pledged:
            notes.append(say("time.more"))
        if line.received is not None:
            notes.append(self.received(line.received, line.in_place))
        if line.in_unit is not None and line.pledged is not None:
            told = line.in_unit[1:] if line.recorded else line.in_unit[1:2]
            converted = [say("time.in.unit", amount=say.number(n), what=self.words.capability(line.unit)) for n in told]
            notes.append(" / ".join(dict.fromkeys(converted)))
        if line.pledge.pool is not None:
            notes.append(say("time.pool", name=line.pledge.pool))
        if line.instead:
            others = [self.other(line, self.deliveries.picture.counted[id_]) for id_ in line.instead]
            notes.append(say("time.or", what=say.listed(say.shortened(others, _MOST_OTHERS), "or")))
        if not line.counted:
            aside = line.pledge.id in self.deliveries.picture.plan.aside
            notes.append(say("stage.aside" if aside else "time.uncounted"))
        self.row(self.label(line), line.pledged, line.in_place, notes, recorded=line.recorded)

    def other(self, line: PledgeDelivery, other: Pledge) -> str:
        """What comes only in the place of a pledge; of another partner with its name."""
        offer = self.words.offer(other)
        if other.partner == line.pledge.partner:
            return offer
        return self.say("label", name=self.words.partner(other.partner), what=offer)

    def received(self, received: int, there: int | None) -> str:
        """What the receiver says, and by how much that differs."""
        say = self.say
        differs = None if there is None else received - there
        if not differs:
            return say("time.received.same" if differs == 0 else "time.received", amount=say.number(received))
        key = "time.received.more" if differs > 0 else "time.received.fewer"
        return say(key, amount=say.number(received), differs=say.number(abs(differs)))

    def row(
        self,
        label: str,
        pledged: int | None,
        there: int | None,
        notes: Sequence[str],
        needs: int | None = None,
        *,
        recorded: bool = True,
    ) -> None:
        say, paper = self.say, self.paper
        label = paper.clean(label)
        room = self.column
        while columns(label) > room - 2:
            label = label[:-2] + "…"
        told = ["?" if n is None else say.number(n) for n in (pledged, there)]
        numbers = "  ".join(text.rjust(self.digits) for text in (told[0], told[1] if recorded else "–"))
        text = "  " + label + " " * (room - columns(label)) + numbers
        whole = needs if needs is not None else pledged
        cells = min(_BAR, paper.width - columns(text) - 8)
        if whole and recorded and there is not None and cells >= _LEAST_BAR:
            full = min(cells, cells * there // whole)
            half = max(full, min(cells, cells * (pledged or 0) // whole))
            share = say("percent", number=say.number(100 * there // whole))
            text += f"  {'█' * full}{'▒' * (half - full)}{'·' * (cells - half)} {share}"
        paper.paragraph(text, whole=True)
        if notes:
            paper.paragraph(" · ".join(notes), indent=6, ink="faint")

    def section(self, key: str, rows: Sequence[tuple[str, Sum]]) -> None:
        if not rows:
            return
        say = self.say
        self.paper.gap()
        self.paper.paragraph(say(key), ink="strong")
        for name, total in rows:
            notes = self.notes(total)
            self.row(
                name or self.words.capability(total.capability),
                total.pledged,
                total.in_place,
                notes,
                recorded=total.recorded,
            )

    def notes(self, total: Sum) -> list[str]:
        """What a sum does not say by itself."""
        notes = [self.say.many("time.unsized", total.unsized)] if total.unsized else []
        return notes + ([self.say("time.or.sum", amount=self.say.number(total.instead))] if total.instead else [])

    def requirements(self) -> None:
        lines, say = self.deliveries.requirements, self.say
        if not lines:
            return
        self.paper.gap()
        self.paper.paragraph(say("time.by.requirement"), ink="strong")
        for line in lines:
            needs = line.requirement.needs
            notes = [say("time.needed", needs=say.number(needs)) if needs is not None else say("time.needed.unknown")]
            notes += self.notes(line.sum)
            name = self.words.requirement(line.requirement)
            self.row(name, line.sum.pledged, line.sum.in_place, notes, needs, recorded=line.sum.recorded)

    def plain(self) -> None:
        """What is told twice, and counts once."""
        say = self.say
        for total in self.deliveries.totals:
            if total.announced > total.pledged:
                self.paper.gap()
                self.paper.paragraph(
                    sentence(
                        say(
                            "time.plain",
                            what=self.words.capability(total.capability),
                            plain=say.number(total.announced),
                            twice=say.number(total.announced - total.pledged),
                        )
                    ),
                    indent=2,
                )
