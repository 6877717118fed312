"""The sources of a plan, as text: who speaks for what, and what there is to doubt about it."""

from typing import Unpack

from willing.answers.sources import Alike, Sources, SourceVoice, Subject
from willing.present.terminal.origins import shortened
from willing.present.terminal.reports import unread_reason
from willing.present.terminal.sheet import Look, Sheet
from willing.present.words import Words

#: So many names stand in one sentence, and so many lines in one list.
MOST_NAMES, MOST_LINES = 6, 40
#: Sources named of one origin, and origins of one pledge.
_MOST_SOURCES, _MOST_VOICES = 3, 8


def sources_text(sources: Sources, **look: Unpack[Look]) -> str:
    """Per pledge and assumption, the independent origins for it and against it; then what should be looked at."""
    sheet = Sheet(**look)
    return _Page(sources, sheet).text()


class _Page:
    def __init__(self, sources: Sources, sheet: Sheet) -> None:
        self.sources = sources
        self.sheet = sheet
        self.words = Words(sources.picture, sheet.language)
        self.say = self.words.say

    def text(self) -> str:
        sources, say, sheet = self.sources, self.say, self.sheet
        plan = sources.picture.plan
        title = say("sources.title", name=plan.name)
        day = say("sources.as.of", day=say.day(sources.picture.day)) if sources.picture.day else ""
        sheet.ends(title, " · ".join(each for each in (day, plan.marking) if each), ink="strong")
        self.sums()
        for kind in ("pledge", "assumption", "requirement", "partner"):
            self.subjects(kind)
        self.orphans()
        self.unread()
        self.alike()
        self.checked()
        return sheet.text()

    def sums(self) -> None:
        sources, say, sheet = self.sources, self.say, self.sheet
        sheet.gap()
        spoken = sum(bool(s.supporting or s.contradicting) for s in sources.subjects)
        sheet.paragraph(
            say(
                "sources.sum",
                subjects=say.many("sources.subjects", spoken),
                origins=say.number(sources.origins),
            ),
            indent=2,
        )
        for key, ids in (("sources.single", sources.single), ("sources.none", sources.unsourced)):
            if ids:
                names = say.listed(say.shortened([self.words.pledge(id_) for id_ in ids], MOST_NAMES))
                sheet.paragraph(say.many(key, len(ids), names=names), indent=2, hang=4)

    def subjects(self, kind: str) -> None:
        told = [s for s in self.sources.subjects if s.kind == kind]
        if not told:
            return
        say, sheet = self.say, self.sheet
        names = [self.name(subject.id) for subject in told]
        column = min(max(map(len, names)) + 6, max(18, sheet.width // 3))
        sheet.gap()
        heads = f"{say('sources.for')} · {say('sources.against')}"
        sheet.ends("  " + say(f"sources.{kind}s"), heads, ink="strong")
        for subject, name in zip(told, names, strict=True):
            counts = f"{len(subject.supporting)} · {len(subject.contradicting)}"
            self.subject(subject, name, column, counts)

    def subject(self, subject: Subject, name: str, column: int, counts: str) -> None:
        say = self.say
        voices = [self.voice(voice) for voice in subject.supporting]
        text = "; ".join(say.shortened(voices, _MOST_VOICES)) or say("sources.nobody")
        if subject.contradicting:
            against = say.shortened([self.voice(voice) for voice in subject.contradicting], _MOST_VOICES)
            text += f"; {say('sources.against.by', names='; '.join(against))}"
        lines = self._wrapped(text, self.sheet.width - column - len(counts) - 2)
        clean = self.sheet.clean(name)
        ink = "open" if subject.kind == "pledge" and len(subject.supporting) < 2 else "plain"
        if len(clean) + 5 > column:
            self.sheet.paragraph(f"    {clean}", whole=True, indent=4, hang=6)
            clean = ""
        for i, line in enumerate(lines):
            head = f"{'    ' + clean if i == 0 else '':<{column}}{line}"
            tail = counts.rjust(self.sheet.width - len(head)) if i == len(lines) - 1 else ""
            self.sheet.paragraph(head + tail, whole=True, ink="open" if ink == "open" else "plain")

    def voice(self, voice: SourceVoice) -> str:
        """One origin, and what else carries it."""
        others = [id_ for id_ in voice.sources if id_ != voice.origin]
        if not others:
            return voice.origin
        key = "sources.voice" if voice.origin in voice.sources else "sources.carried"
        return self.say(key, origin=voice.origin, sources=", ".join(self.say.shortened(others, _MOST_SOURCES)))

    def name(self, id_: str) -> str:
        plan = self.words.picture.plan
        if id_ in plan.pledges:
            return self.words.pledge(id_)
        if id_ in plan.assumptions:
            return self.words.assumption(id_)
        return self.words.partner(id_) if id_ in plan.partners else plan.requirements[id_].name or id_

    # -- what to look at ------------------------------------------------------------------------------------------

    def orphans(self) -> None:
        if not self.sources.orphans:
            return
        self.heading("sources.orphans")
        for orphan in self.sources.orphans[:MOST_LINES]:
            self.item(
                self.say(
                    "sources.orphan.gone" if orphan.lost == "gone" else "sources.orphan.left",
                    about=self.name(orphan.about),
                    says=shortened(orphan.says or ""),
                    file=orphan.file,
                    source=orphan.source,
                    why=self.say(f"report.why.{orphan.left_out}") if orphan.left_out else "",
                )
            )
        self.rest(len(self.sources.orphans))

    def unread(self) -> None:
        if not self.sources.unread:
            return
        self.heading("sources.unread")
        for each in self.sources.unread[:MOST_LINES]:
            why = unread_reason(self.say, each.why, each.what)
            self.item(self.say("sources.unread.file", file=each.file, source=each.source, why=why))
        self.rest(len(self.sources.unread))

    def alike(self) -> None:
        sources, say = self.sources, self.say
        if sources.alike or sources.carries:
            self.heading("origins.possible")
        for pair in sources.alike[:MOST_LINES]:
            self.item(" ".join(self.suspicion(pair)))
        self.rest(len(sources.alike))
        for id_, others in list(sources.carries.items())[:MOST_LINES]:
            names = say.listed(say.shortened(list(others), MOST_NAMES))
            self.item(say("sources.carries", source=id_, others=names))
        self.rest(len(sources.carries))

    def suspicion(self, pair: Alike) -> list[str]:
        say = self.say
        about = say.listed(say.shortened([self.name(id_) for id_ in pair.about], MOST_NAMES))
        told = []
        if pair.passage is not None:
            told.append(say("sources.alike.passage", a=pair.a, b=pair.b, about=about, says=shortened(pair.passage)))
        else:
            told.append(say(f"sources.alike.{pair.answer}", a=pair.a, b=pair.b))
            for passage in pair.passages[:1]:
                key = "origins.quotation" if passage.quoted else "origins.background"
                shared = say(key, count=say.number(passage.words), text=shortened(passage.text))
                told.append(f"{shared[:1].upper()}{shared[1:]}.")
        if pair.elsewhere:
            names = say.listed(say.shortened([self.name(id_) for id_ in pair.elsewhere], MOST_NAMES))
            told.append(say("sources.alike.elsewhere", about=names))
        told.append(say("sources.alike.advice", a=pair.a, b=pair.b))
        fewer = [id_ for id_ in pair.about if id_ not in pair.elsewhere]
        if fewer:
            names = say.listed(say.shortened([self.name(id_) for id_ in fewer], MOST_NAMES))
            told.append(say("sources.alike.effect", about=names))
        return told

    def checked(self) -> None:
        sources, say, sheet, passages = self.sources, self.say, self.sheet, self.sources.passages
        sheet.gap()
        if passages.sought:
            text = say("sources.checked", found=say.number(passages.found), sought=say.number(passages.sought))
        else:
            text = say("sources.checked.none")
        if passages.without_file and passages.sought:
            text += " " + say.many("sources.no.file", passages.without_file)
        sheet.paragraph(text, indent=2)
        if not sources.complete:
            sheet.paragraph(say("sources.incomplete"), indent=2)

    # -- lines ----------------------------------------------------------------------------------------------------

    def heading(self, key: str) -> None:
        self.sheet.gap()
        self.sheet.paragraph(self.say(key), indent=2, ink="strong")

    def item(self, text: str) -> None:
        self.sheet.paragraph(f"· {text}", indent=4, hang=6)

    def rest(self, count: int) -> None:
        if count > MOST_LINES:
            self.sheet.paragraph(self.say.more(count - MOST_LINES), indent=4)

    def _wrapped(self, text: str, room: int) -> list[str]:
        """Text in lines of so many columns, broken at blanks where that can be."""
        from textwrap import wrap

        return wrap(self.sheet.clean(text), max(16, room), break_on_hyphens=False) or [""]
