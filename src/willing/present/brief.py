"""The brief as terminal text: the answer first, then who, and a reason beside every no."""

from collections.abc import Iterable

from willing.analyses.brief import Brief, GoalLine, PartnerLine, PledgeLine, ScenarioLine
from willing.analyses.coverage import RequirementLine
from willing.engine.network import requirements_of
from willing.engine.reasons import Reason
from willing.engine.waiting import WaitingGroup
from willing.model.condition import Share, atoms
from willing.present.notes import note_text
from willing.present.paper import Ink, Paper
from willing.present.shown import columns
from willing.present.words import GOALS, HEADINGS, Words, day, listed, number, percent, sentence, shortened, spelled

#: Names shown of a list in a sentence, and of a row; alternatives told apart under "either-or"; assumptions at the top.
MOST_NAMES = 12
MOST_ENTRIES = 60
MOST_NARROW_BAR = 8
MOST_ALTERNATIVES = 4
MOST_ASSUMPTIONS = 8

_COLUMN = 27
_INKS: dict[str, Ink] = {
    "stands": "firm", "together": "together", "rival": "rival", "open": "open", "undecided": "open",
    "blocked": "blocked", "refuses": "blocked", "support": "firm", "uncounted": "faint", "none": "faint",
}  # fmt: skip


def brief_text(
    brief: Brief,
    *,
    width: int = 80,
    ascii: bool = False,  # noqa: A002
    colour: bool = False,
    file: str = "plan.toml",
) -> str:
    """The brief of a plan; ``file`` is named in the commands it ends with."""
    return _Page(brief, Paper(width=width, ascii=ascii, colour=colour)).text(file)


class _Page:
    def __init__(self, brief: Brief, paper: Paper) -> None:
        self.brief = brief
        self.paper = paper
        self.words = Words(brief.picture)
        self.column = min(_COLUMN, paper.width // 3)

    def text(self, file: str) -> str:
        self.head()
        self.answer()
        self.who()
        self.adds_up()
        self.foot(file)
        return self.paper.text()

    # -- the head and the answer ----------------------------------------------------------------------------------

    def head(self) -> None:
        brief, words = self.brief, self.words
        right = [f"as of {day(brief.as_of)}"] if brief.as_of else []
        right += [brief.marking] if brief.marking else []
        self.paper.ends(brief.plan, " · ".join(right), ink="strong")
        given = [id_ for id_ in brief.premise if brief.assumptions[id_]]
        parts = [f"all this given: {listed([words.assumption(id_) for id_ in given])}"] if given else []
        others = [words.value(id_, value) for id_, value in brief.assumptions.items() if id_ not in given]
        parts += shortened(others, MOST_ASSUMPTIONS)
        if brief.scenarios:
            parts.insert(0, f"in scenario {listed(list(brief.scenarios))}")
        if parts:
            self.paper.paragraph(" · ".join(parts), ink="faint")

    def answer(self) -> None:
        if self.brief.goal is not None:
            self.paper.gap()
            for line in self.goal(self.brief.goal):
                self.paper.paragraph(sentence(line), indent=2, ink="strong")
        self.paper.gap()

    def goal(self, goal: GoalLine) -> Iterable[str]:
        text, lacks = self.words.goal(goal.condition, goal.lacks)
        if goal.allocated:
            lacks = self.short(goal)
        match goal.standing.status:
            case "stands":
                yield f"reached: {text}"
            case "together":
                yield f"reached only if all move at once: {text}"
            case "rival":
                yield f"reached one way and not another: {text}"
                if lacks:
                    yield lacks if goal.allocated else f"it would be certain with {lacks}"
            case "open":
                yield f"not certain: {text}"
                if lacks:
                    yield lacks if goal.allocated else f"it hangs on {lacks}"
            case "blocked":
                yield f"not reached: {text}"
                if goal.lacks is None:
                    yield "nothing in the plan would reach it"
                elif lacks:
                    yield lacks if goal.allocated else f"it lacks {lacks}"
            case _:
                yield f"not decided in the time given: {text}"

    # -- who ------------------------------------------------------------------------------------------------------

    def who(self) -> None:
        rows: dict[str, list[tuple[str, PledgeLine | None]]] = {kind: [] for kind in HEADINGS}
        members: dict[str, set[str]] = {kind: set() for kind in HEADINGS}
        for partner in self.brief.partners.values():
            for kind, name, line in self.entries(partner):
                rows[kind].append((name, line))
                members[kind].add(partner.id)
        for kind, entries in rows.items():
            if entries:
                self.row(kind, entries, len(members[kind]))

    def entries(self, partner: PartnerLine) -> Iterable[tuple[str, str, PledgeLine | None]]:
        """Under which headings a partner stands: once, or pledge by pledge where they differ."""
        name = self.words.partner(partner.id)
        if not partner.pledges:
            yield "none", name, None
            return
        kinds = {line.pledge.id: self.kind(line) for line in partner.pledges}
        if partner.support and set(kinds.values()) <= {"stands", "together"}:
            yield "support", self.starred(name, partner.pledges), partner.pledges[0]
        elif len(set(kinds.values())) == 1:
            kind = next(iter(kinds.values()))
            if partner.standing is not None and partner.standing.firm and kind not in ("stands", "together"):
                kind, name = partner.standing.status, f"{name} (one way or another)"
            yield kind, self.starred(name, partner.pledges), partner.pledges[0]
        else:
            for line in partner.pledges:
                label = self.words.label(line.pledge) or line.pledge.id
                yield kinds[line.pledge.id], self.starred(f"{name} ({label})", [line]), line

    def kind(self, line: PledgeLine) -> str:
        if line.standing is None:
            return "uncounted"
        return "refuses" if line.refusal else line.standing.status

    def starred(self, name: str, lines: Iterable[PledgeLine]) -> str:
        return name + "*" * any(line.voices.contradicting for line in lines)

    def row(self, kind: str, entries: list[tuple[str, PledgeLine | None]], count: int) -> None:
        heading, sign = HEADINGS[kind]
        ink = _INKS[kind]
        names = [name for name, _ in entries]
        lines: list[list[str]]
        if kind in ("open", "blocked"):
            lines = [[f"{sign} {line}"] for line in self.with_reasons(kind, entries)]
        elif kind == "rival":
            lines = [[f"{sign} {line}"] for line in self.alternatives(names)]
        elif kind == "none":
            lines = [[f"{sign} {listed(shortened(names, MOST_NAMES))}"]]
        elif kind == "uncounted":
            lines = [[f"{sign} {name} ({line.pledge.stage.name})" for name, line in entries if line is not None]]
        else:
            lines = [[f"{sign} {name}" for name in shortened(names, MOST_ENTRIES)]]
        for i, items in enumerate(lines):
            self.paper.row(
                heading if i == 0 else "", items, column=self.column, count=count if i == 0 else None, ink=ink
            )
        if kind == "together":
            for group in self.brief.waiting:
                told = self.waiting(group, alone=len(self.brief.waiting) == 1)
                self.paper.paragraph(told, indent=self.column, ink="faint")

    def with_reasons(self, kind: str, entries: list[tuple[str, PledgeLine | None]]) -> Iterable[str]:
        """Names that lack the same, together; what they lack beside them."""
        groups: dict[str, list[str]] = {}
        for name, line in entries:
            assert line is not None
            groups.setdefault(self.phrase(kind, self.brief.lacks.get(line.pledge.id, ())), []).append(name)
        for phrase, names in groups.items():
            whom = listed(shortened(names, MOST_NAMES))
            if not phrase:
                yield whom
            else:
                yield f"{phrase}: {whom}" if kind == "blocked" else f"{whom}: {phrase}"

    def phrase(self, kind: str, lacks: tuple[Reason, ...] | None) -> str:
        if lacks is None:
            return "a condition that nothing in the plan can meet"
        text = self.words.lacks(lacks)
        return f"lacks {text}" if text and kind == "blocked" else text

    def alternatives(self, names: list[str]) -> Iterable[str]:
        listing = self.brief.listing
        rival = {id_ for id_, line in self.brief.pledges.items() if line.standing and line.standing.status == "rival"}
        if listing is not None and listing.complete:
            ways = list(dict.fromkeys(tuple(id_ for id_ in ids if id_ in rival) for ids in listing.sets))
            if 1 < len(ways) <= MOST_ALTERNATIVES:
                yield " or ".join(listed([self.words.pledge(id_) for id_ in way]) or "none of them" for way in ways)
                return
        yield listed(shortened(names, MOST_NAMES))

    def waiting(self, group: WaitingGroup, *, alone: bool) -> str:
        """Who waits for whom, and whose step would start it."""
        whom = listed(shortened([self.words.pledge(id_) for id_ in group.pledges], MOST_NAMES))
        if len(group.pledges) == 1:
            text = f"{whom} counts itself among those it waits for"
        else:
            members = len(group.partners)
            text = f"{'they' if alone else whom} wait for each other"
            if group.starters:
                text += f"; {self.start(group.starters, members)}"
            elif group.starters == ():
                text += f"; no {spelled(min(3, members))} of them could start it alone"
        if group.unlocks:
            text += (
                f"; then firm as well: {listed(shortened([self.words.pledge(i) for i in group.unlocks], MOST_NAMES))}"
            )
        return text

    def start(self, starters: tuple[tuple[str, ...], ...], members: int) -> str:
        ways = [listed([self.words.partner(id_) for id_ in start]) for start in starters]
        if len(starters[0]) > 1:
            return f"it would start with {listed(shortened(ways, 3), 'or')} together"
        if len(ways) == 1:
            return f"{ways[0]}{'’' if ways[0].endswith('s') else '’s'} step would start it"
        if len(ways) == members:
            return "a step of any one of them would start it"
        return f"a step of {listed(shortened(ways, 6), 'or')} would start it"

    # -- what it adds up to ---------------------------------------------------------------------------------------

    def short(self, goal: GoalLine) -> str:
        """What the requirements that a goal speaks of are short of, and what keeps them from being usable."""
        wanted = {
            r.id
            for atom, _ in atoms(goal.condition)
            if isinstance(atom, Share) and atom.measure != "offered"
            for r in requirements_of(self.brief.picture, atom)
        }
        told = []
        for line in self.by_priority():
            needs = line.requirement.needs
            if line.requirement.id in wanted and needs is not None and line.stands is not None:
                there = line.stands + (line.together or 0)
                if there < needs:
                    day_ = f" on day {line.day}" if line.day else ""
                    told.append(f"{self.called(line)} is short of {number(needs - there)} of {number(needs)}{day_}")
                elif line.usable is not None and line.usable[1] < 1:
                    told.append(f"{self.called(line)} is complete but usable only to {percent(line.usable[1])}")
        return listed(shortened(told, 4))

    def adds_up(self) -> None:
        """The requirements by priority, each with its layers as a bar and in numbers."""
        lines = self.by_priority()
        if not lines:
            return
        paper = self.paper
        paper.gap()
        name = min(max(columns(self.called(line)) for line in lines), max(12, paper.width // 4))
        needed = max([6, *(len(number(line.requirement.needs)) for line in lines)])
        numbers = max(columns(self.layers(line)) for line in lines)
        bar = min(40, paper.width - 4 - name - 2 - needed - 2 - 2 - numbers)
        head = f"{'':{4 + name}}  {'needed':>{needed}}"
        if bar >= MOST_NARROW_BAR:
            legend = "  firm █  if all move ▓  at best ▒  short ·"
            head += legend if len(head) + len(legend) <= paper.width else ""
        paper.paragraph(head, ink="faint", whole=True)
        for line in lines:
            needs = number(line.requirement.needs) or "?"
            left = f"{line.requirement.priority:>3} {padded(shorter(self.called(line), name), name)}  {needs:>{needed}}"
            drawn = f"  {self.bar(line, bar)}" if bar >= MOST_NARROW_BAR else ""
            paper.paragraph(f"{left}{drawn}  {self.layers(line)}", whole=True)
            for remark in self.remarks(line):
                paper.paragraph(remark, indent=6, ink="faint")

    def by_priority(self) -> list[RequirementLine]:
        return sorted(self.brief.requirements, key=lambda line: line.requirement.priority)

    def called(self, line: RequirementLine) -> str:
        return line.requirement.name or line.requirement.id

    def bar(self, line: RequirementLine, width: int) -> str:
        """The layers of a requirement as a bar of so many columns; what there is of a layer is seen."""
        needs = line.requirement.needs
        if not needs:
            return "?" + " " * (width - 1)
        signs, drawn = "█▓▒", ""
        upto = 0
        for sign, part in zip(signs, (line.stands, line.together, line.possible), strict=True):
            upto += part or 0
            end = upto * width // needs
            drawn += sign * max(end - len(drawn), 1 if part and len(drawn) < width else 0)
        return drawn[:width] + "·" * (width - len(drawn))

    def layers(self, line: RequirementLine) -> str:
        if line.stands is None:
            return "how much is not known"
        told = number(line.stands)
        told += f" +{number(line.together)}" if line.together else ""
        told += f" +{number(line.possible)}" if line.possible else ""
        if line.short:
            told += f"  short {number(line.short)}" + (f" (day {line.day})" if line.day else "")
        elif line.together or line.possible:
            told += "  filled if all move" if not line.possible else "  filled at best"
        else:
            told += "  filled"
        return told if line.exact else f"{told} (bounds)"

    def remarks(self, line: RequirementLine) -> Iterable[str]:
        if line.usable is not None and line.requirement.needs and line.stands is not None:
            there = line.stands + (line.together or 0)
            if there and line.usable[1] * line.requirement.needs < there:
                lines = {other.requirement.id: other for other in self.brief.requirements}
                weak = [lines[id_] for id_ in line.requirement.enablers if id_ in lines]
                names = listed([self.enabler(other) for other in weak])
                share = "none of it is" if line.usable[1] == 0 else f"no more than {percent(line.usable[1])} of it is"
                yield f"needs {names}: {share} usable"
        if line.unsized:
            count = len(line.unsized)
            partners = listed(shortened([self.words.partner(id_) for id_ in line.unsized], 4))
            yield f"and {count} partner{'s' * (count != 1)} without a number: {partners}"
        now = (line.stands or 0) + (line.together or 0)
        more = [
            (line.up_to, "if every pledge gave all that is spoken of"),
            (line.if_counted, "if every pledge counted"),
        ]
        for value, what in more:
            if value is not None and value > now:
                yield f"{number(value)} {what}"

    def enabler(self, line: RequirementLine) -> str:
        if line.stands is None:
            return self.called(line)
        return f"{self.called(line)} ({number(line.stands + (line.together or 0))} of {number(line.requirement.needs)})"

    def scenario(self, line: ScenarioLine) -> str:
        """What another scenario would change, in one line."""
        told = []
        if line.impossible:
            told.append("contradicts the rest: no outcome is left")
        if line.firm:
            told.append(f"in as well: {self.named(line.firm)}")
        if line.lost:
            told.append(f"no longer in: {self.named(line.lost)}")
        if line.possible:
            told.append(f"no longer out of the question: {self.named(line.possible)}")
        here = self.brief.goal
        if line.goal is not None and here is not None and line.goal.status != here.standing.status:
            told.append(f"the goal is then {GOALS[line.goal.status]}")
        for requirement, there, before in line.short[:3]:
            name = requirement.name or requirement.id
            told.append(
                f"{name} short of {number(there)}, not {number(before)}" if there else f"{name} no longer short"
            )
        return f"in scenario {line.scenario}: {'; '.join(told) or 'nobody moves'}"

    def named(self, partners: tuple[str, ...]) -> str:
        return listed(shortened([self.words.partner(id_) for id_ in partners], MOST_NAMES))

    # -- the foot -------------------------------------------------------------------------------------------------

    def foot(self, file: str) -> None:
        brief, paper = self.brief, self.paper
        paper.gap()
        if brief.statements:
            once = sum(len(line.voices.supporting) == 1 for line in brief.pledges.values())
            told = f"{brief.statements} statement{'s' * (brief.statements != 1)} from {brief.origins} independent "
            told += f"origin{'s' * (brief.origins != 1)}"
            if once:
                told += f"; {once} pledge{'s rest' if once != 1 else ' rests'} on a single one"
            paper.paragraph(told + ".", indent=2, ink="faint")
        if any(line.voices.contradicting for line in brief.pledges.values()):
            paper.paragraph("* contested: a source speaks against it.", indent=2, ink="faint")
        for note in brief.notes:
            paper.paragraph(note_text(note), indent=2)
        for line in brief.other_scenarios:
            paper.paragraph(self.scenario(line), indent=2, hang=4, ink="faint")
        subject = next((p.id for p in brief.partners.values() if p.standing and not p.standing.firm), None)
        subject = subject or next(iter(brief.partners), None)
        if subject is not None:
            paper.gap()
            paper.paragraph(f"more: willing why {file} {subject}", indent=2, ink="faint")


def padded(text: str, width: int) -> str:
    """``text`` with blanks up to so many columns."""
    return text + " " * (width - columns(text))


def shorter(text: str, width: int) -> str:
    """``text``, cut with an ellipsis where it takes more columns."""
    if columns(text) <= width:
        return text
    while text and columns(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + "…"
