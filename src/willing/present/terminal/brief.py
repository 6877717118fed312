"""The brief as terminal text: the answer first, then who, and a reason beside every no."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Unpack

from willing.answers.brief import Brief, GoalLine, PartnerLine, PledgeLine, ScenarioLine, Withdrawn
from willing.answers.reason import Reason
from willing.answers.waiting import WaitingGroup
from willing.languages.messages import Catalogue, first_of, sentence
from willing.model.condition import And
from willing.model.evidence import Source
from willing.model.plan import Pledge
from willing.present.escape import UNBROKEN, columns
from willing.present.statuses import STATUSES
from willing.present.terminal.heading import title
from willing.present.terminal.lever import lever_line
from willing.present.terminal.sheet import Look, Sheet
from willing.present.voices import source_name, speaker_text
from willing.present.words import MOST_PARTS, Words
from willing.questions.evidence import contradictions
from willing.questions.notes import note_text

if TYPE_CHECKING:
    from willing.answers.coverage import RequirementLine

#: Names shown of a list in a sentence, and of a row; alternatives told apart under "either-or"; unknown
#: assumptions at the top; scenarios told.
MOST_NAMES = 12
MOST_ENTRIES = 60
MOST_GROUPS = 12
MOST_NARROW_BAR = 8
MOST_ALTERNATIVES = 4
MOST_UNKNOWN = 3
MOST_SCENARIOS = 3
MOST_OFFERED = 20
MOST_SUPPLIERS = 2
#: Stale pledges told by name, the oldest first: `check` has them all.
MOST_STALE = 3
#: Statements that speak against something: so many, as long as all of them take no more signs; and names in each.
MOST_AGAINST = 3
LONGEST_AGAINST = 170
MOST_STARRED = 2
#: Groups of a row told with what they lack (the others by name alone: `why` tells), and what is told of it.
MOST_REASONED = 6
MOST_LACKS = 2

#: Where what stands under a heading begins.
COLUMN = 21


def brief_text(
    brief: Brief, *, file: str = "plan.toml", cite: bool = False, scenarios: bool = False, **look: Unpack[Look]
) -> str:
    """The brief of a plan.

    ``file`` is named in the commands it ends with. ``lang``: one of :data:`willing.languages.LANGUAGES`.
    ``cite``: behind every name, the numbers of the sources listed at the foot. ``scenarios``: what each of the other
    scenarios would change, not only those that change most.
    """
    paper = Sheet(**look)
    page = BriefPage(brief, paper, _Sources(brief) if cite else None)
    page.all_scenarios = scenarios
    return page.text(file)


@dataclass(frozen=True, slots=True)
class _Entry:
    """Somebody under a heading: the name, the first pledge meant, and what is looked up for the sources.

    ``partner``, ``what``: whose pledges they are and which, where only some are meant.
    """

    name: str
    line: PledgeLine | None
    about: tuple[str, ...] = ()
    partner: str = ""
    what: tuple[str, ...] = ()


class _Sources:
    """Which sources speak for or against what, and their numbers, in the order in which they are first mentioned."""

    def __init__(self, brief: Brief) -> None:
        picture = brief.picture
        plan, known_by = picture.plan, picture.known_by
        self.known = {
            id_: source
            for id_, source in plan.sources.items()
            if known_by is None or source.published is None or source.published.first <= known_by
        }
        self.of: dict[str, dict[str, None]] = {}
        self.against: dict[str, dict[str, None]] = {}
        told = [(self.against if s.against else self.of, s.about, s.source) for s in plan.statements]
        told += [(self.of, pledge.id, source) for pledge in plan.pledges.values() for source in pledge.sources]
        for side, about, source in told:
            if source in self.known:
                side.setdefault(about, {})[source] = None
        self.promises = {id_: plan.promise(id_) for id_ in brief.pledges}
        self.numbers: dict[str, int] = {}
        self.unsourced = False

    def mark(self, about: Sequence[str], say: Catalogue) -> str:
        """The numbers of all that speaks for these, and against: ``[1,4–6; against 7]``; ``[–]`` where nothing does."""
        for_, against = self.numbered(self.of, about), self.numbered(self.against, about)
        if not for_ and not against:
            self.unsourced = True
            return "[–]"
        told = [for_] if for_ else []
        told += [say("cite.against", numbers=against).replace(" ", UNBROKEN)] if against else []
        return f"[{say('semicolon').join(told)}]"

    def speaks_of(self, id_: str) -> bool:
        """Whether any source does."""
        return id_ in self.of or id_ in self.against

    def numbered(self, side: Mapping[str, Iterable[str]], about: Sequence[str]) -> str:
        """The numbers of the sources of one side, such as ``1,4–6``."""
        ids = (each for id_ in about for each in self.promises.get(id_, (id_,)))
        found = dict.fromkeys(source for id_ in ids for source in side.get(id_, ()))
        numbers = sorted(self.numbers.setdefault(source, len(self.numbers) + 1) for source in found)
        runs: list[list[int]] = []
        for number in numbers:
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return ",".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ",".join(map(str, run)) for run in runs)


class BriefPage:
    """The parts of a brief, each by itself; ``words``: those of a page with the same names."""

    all_scenarios = False

    def __init__(self, brief: Brief, paper: Sheet, sources: _Sources | None = None, words: Words | None = None) -> None:
        self.brief = brief
        self.paper = paper
        self.sources = sources
        self.words = words.beside(brief.picture) if words else Words(brief.picture, paper.language)
        self.say = self.words.say
        self.column = min(COLUMN, paper.width // 3)
        self.headlined: set[str] = set()  # requirements of which the headline names who is without a number

    def text(self, file: str) -> str:
        self.head()
        self.answer()
        self.who()
        self.adds_up()
        self.foot(file)
        return self.paper.text()

    def cited(self, name: str, about: Sequence[str]) -> str:
        """A name with the numbers of its sources, if they are wanted; the two are not torn apart."""
        return f"{name}{UNBROKEN}{self.sources.mark(about, self.say)}" if self.sources and about else name

    def cited_assumption(self, id_: str) -> str:
        """An assumption, with the numbers of its sources if it has any."""
        about = (id_,) if self.sources and self.sources.speaks_of(id_) else ()
        given = id_ in self.brief.premise and self.brief.assumptions[id_]
        return self.cited(self.words.premise(id_) if given else self.words.assumption(id_), about)

    # -- the head and the answer ----------------------------------------------------------------------------------

    def head(self) -> None:
        brief, say = self.brief, self.say
        title(self.paper, self.words)
        given = self.words.taken
        parts = [say("scenarios", names=say.listed(brief.scenarios))] if brief.scenarios else []
        parts += [say("given", names=say.listed([self.cited_assumption(id_) for id_ in given]))] if given else []
        parts += self.words.what_if()
        asked = {id_ for id_, value in brief.picture.what_if.items() if value is not None}
        others = [id_ for id_ in brief.assumptions if id_ not in given and id_ not in asked]
        unknown = [id_ for id_ in others if brief.assumptions[id_] is None]
        shown = [id_ for id_ in others if id_ not in unknown[MOST_UNKNOWN:]]
        told = [
            say("value", name=self.cited_assumption(id_), value=self.words.known(brief.assumptions[id_]))
            for id_ in shown
        ]
        while told and columns(" · ".join([*parts, *told, say.more(99)])) > self.paper.width:
            told.pop()  # givens are one line
        parts += told + ([say.more(len(others) - len(told))] if len(told) < len(others) else [])
        if parts:
            self.paper.paragraph(" · ".join(parts), ink="faint")

    def answer(self) -> None:
        if self.brief.goal is not None:
            self.paper.gap()
            for line in self.goal(self.brief.goal):
                self.paper.paragraph(sentence(line), indent=2, ink="strong")
            self.headlined = self.without_number(self.brief.goal)
        told = "" if self.brief.goal is not None and self.brief.goal.standing.firm else self.lever()
        if told and (self.brief.goal is not None or self.brief.lever is not None):
            self.paper.paragraph(sentence(told), indent=2)
        self.paper.gap()

    def lever(self) -> str:
        """What single change would change most (§7.3); empty where nobody looked."""
        lever, goal = self.brief.lever, self.brief.goal
        if lever is None:
            return self.say("lever.none") if self.brief.lever_sought else ""
        return lever_line(self.words, lever, None if goal is None else goal.standing)

    def goal(self, goal: GoalLine) -> Iterable[str]:
        text, lacks = self.words.goal(goal.condition, goal.lacks)
        status = goal.standing.status
        unmet = "" if goal.standing.firm else self.words.unmet(goal.condition, goal.parts)
        yield self.say(f"goal.{status}", goal=unmet or text)
        if goal.lasting:
            since = goal.since and self.say.day(goal.since)
            yield self.say("goal.lasting.since", day=since) if since else self.say("goal.lasting")
        if status == "blocked" and goal.lacks is None:
            yield self.say("goal.blocked.never")
        elif lacks and status in ("rival", "open", "blocked"):
            yield self.say(f"goal.{status}.lacks", lacks=lacks)

    @staticmethod
    def without_number(goal: GoalLine) -> set[str]:
        """The requirements of which the headline names the partners without a number; the table does not again."""
        if goal.standing.firm:
            return set()
        asked = goal.condition.of if isinstance(goal.condition, And) else (goal.condition,)
        unmet = ([part for part in goal.parts.get(each, ()) if not part.met] for each in asked)
        told = (part for parts in unmet for part in first_of(parts, MOST_PARTS))
        return {part.line.requirement.id for part in told if part.line is not None and part.missing}

    # -- who ------------------------------------------------------------------------------------------------------

    def who(self) -> None:
        rows: dict[str, list[_Entry]] = {kind: [] for kind in STATUSES}
        members: dict[str, set[str]] = {kind: set() for kind in STATUSES}
        for partner in self.brief.partners.values():
            for kind, entry in self.entries(partner):
                rows[kind].append(entry)
                members[kind].add(partner.id)
        for kind, entries in rows.items():
            if entries:
                self.row(kind, entries, len(members[kind]))
        for how in ("ended", "lapsed"):
            self.withdrawn(how, [each for each in self.brief.withdrawn if each.how == how])

    def withdrawn(self, how: str, gone: Sequence[Withdrawn]) -> None:
        """Pledges that are on the table no more, with their days."""
        say, look = self.say, STATUSES["none"]
        told = [
            say("label", name=self.cited(self.words.pledge(each.pledge.id), (each.pledge.id,)), what=say.day(each.day))
            for each in first_of(gone, MOST_NAMES)
        ]
        told += [say.more(len(gone) - len(told))] if len(told) < len(gone) else []
        if told:
            heading, count = say(f"heading.{how}"), len({each.partner for each in gone})
            items = [f"{look.sign} {say.listed(told)}"]
            self.paper.row(heading, items, column=self.column, count=count, ink=look.ink)

    def entries(self, partner: PartnerLine) -> Iterable[tuple[str, _Entry]]:
        """Under which headings a partner stands: once, or pledge by pledge where they differ."""
        name = self.words.partner(partner.id)
        if not partner.pledges:
            if all(each.partner != partner.id for each in self.brief.withdrawn):
                yield "none", _Entry(name, None)
            return
        kinds = {line.pledge.id: line.state for line in partner.pledges}
        if partner.support:
            supporting = tuple(line for line in partner.pledges if line.support)
            gives = list(dict.fromkeys(self.words.gives(p) for line in supporting if (p := line.pledge.provides)))
            called = self.say("label", name=name, what=self.say.listed(gives)) if gives else name
            yield "support", self.entry(called, supporting)
            yield from self.one_by_one(name, (line for line in partner.pledges if not line.support))
        elif all(
            line.standing is not None and line.standing.status == "stands" and line.state != "nothing"
            for line in partner.pledges
        ):
            yield "stands", self.entry(name, partner.pledges)
        elif len(set(kinds.values())) == 1:
            kind = next(iter(kinds.values()))
            if kind == "nothing":
                name = self.following(name, partner.pledges)
            if partner.standing is not None and partner.standing.firm and kind not in ("stands", "together", "nothing"):
                kind, name = partner.standing.status, self.say("somehow", name=name)
            yield kind, self.entry(name, partner.pledges)
        else:
            yield from self.one_by_one(name, partner.pledges)

    def one_by_one(self, name: str, lines: Iterable[PledgeLine]) -> Iterable[tuple[str, _Entry]]:
        """Pledges of a partner, each under its own heading; those under one that need no reason, together."""
        groups: dict[tuple[str, str], list[PledgeLine]] = {}
        for line in lines:
            alone = "" if line.state in ("stands", "together", "support", "refuses") else line.pledge.id
            groups.setdefault((line.state, alone), []).append(line)
        for (state, _), its in groups.items():
            labels = tuple(self.words.label(line.pledge) for line in its)
            told = self.say("label", name=name, what=self.say.listed(labels))
            if state == "nothing":
                yield state, self.entry(self.following(told, its), tuple(its))
            else:
                yield state, replace(self.entry(told, tuple(its)), partner=name, what=labels)

    def following(self, name: str, lines: Iterable[PledgeLine]) -> str:
        """Somebody who gives nothing yet, with whom it waits for."""
        whom = dict.fromkeys(self.words.partner(id_) for line in lines for id_ in line.waits_for)
        return self.say("follows.whom", name=name, whom=self.say.listed(list(whom))) if whom else name

    def entry(self, name: str, lines: tuple[PledgeLine, ...]) -> _Entry:
        """A name with a star where a source speaks against it."""
        contested = any(line.contested for line in lines)
        return _Entry(name + "*" * contested, lines[0], tuple(line.pledge.id for line in lines))

    def names(self, entries: Sequence[_Entry], most: int) -> list[str]:
        """The names of entries with their sources, and how many more there are; a partner is named once."""
        whose: dict[str, list[_Entry]] = {}
        for entry in entries:
            whose.setdefault(entry.partner or entry.name, []).append(entry)
        entries = [self.as_one(its) for its in whose.values()]
        shown = first_of(entries, most)
        names = [self.cited(entry.name, entry.about) for entry in shown]
        return names + ([self.say.more(len(entries) - len(shown))] if len(shown) < len(entries) else [])

    def as_one(self, entries: Sequence[_Entry]) -> _Entry:
        """Several entries of a partner as one."""
        if len(entries) == 1:
            return entries[0]
        name, what = entries[0].partner or entries[0].name, [label for entry in entries for label in entry.what]
        name = self.say("label", name=name, what=self.say.listed(what)) if what else name
        star = "*" * any(entry.name.endswith("*") for entry in entries)
        return replace(entries[0], name=name + star, about=tuple(id_ for entry in entries for id_ in entry.about))

    def row(self, kind: str, entries: list[_Entry], count: int) -> None:
        sign, ink, say = STATUSES[kind].sign, STATUSES[kind].ink, self.say
        aside = [entry for entry in entries if entry.about and set(entry.about) <= set(self.brief.picture.plan.aside)]
        if kind == "uncounted" and aside:
            entries = [entry for entry in entries if entry not in aside]
            if entries:
                self.row(kind, entries, len(entries))
            told = f"{sign} {say.listed(self.names(aside, MOST_ENTRIES))}"
            self.paper.row(say("heading.aside"), [told], column=self.column, count=len(aside), ink=ink, flow=True)
            return
        lines: list[list[str]]
        if kind in ("open", "blocked"):
            lines = [[f"{sign} {line}" for line in self.with_reasons(kind, entries)]]
        elif kind == "rival":
            lines = [[f"{sign} {line}"] for line in self.alternatives(entries)]
        elif kind in ("none", "refuses", "support"):
            most = MOST_NAMES if kind == "none" else MOST_ENTRIES
            lines = [[f"{sign} {say.listed(self.names(entries, most))}"]]
        elif kind == "uncounted":
            stages: dict[str, list[_Entry]] = {}
            for entry in entries:
                if entry.line is not None:
                    stages.setdefault(self.stage(entry.line), []).append(entry)
            named = {stage: say.listed(self.names(its, MOST_ENTRIES)) for stage, its in stages.items()}
            lines = [[f"{sign} {say('label', name=names, what=stage)}" for stage, names in named.items()]]
        else:
            lines = [[f"{sign} {name}" for name in self.names(entries, MOST_ENTRIES)]]
        for i, items in enumerate(lines):
            heading = say(f"heading.{kind}") if i == 0 else ""
            shown = count if i == 0 else None
            flow = kind in ("open", "blocked", "support", "uncounted", "refuses", "none")
            self.paper.row(heading, items, column=self.column, count=shown, ink=ink, flow=flow)
        if kind == "together":
            groups = self.brief.waiting
            listed = {id_ for entry in entries for id_ in entry.about}
            for group in groups[:MOST_GROUPS]:
                told = self.waiting(group, alone=len(groups) == 1 and listed == {*group.pledges})
                self.paper.paragraph(told, indent=self.column, ink="faint")
            if len(groups) > MOST_GROUPS:
                told = self.say("waits.more", count=self.say.number(len(groups) - MOST_GROUPS))
                self.paper.paragraph(told, indent=self.column, ink="faint")

    def stage(self, line: PledgeLine) -> str:
        return self.say(f"stage.{line.pledge.stage.name}")

    def with_reasons(self, kind: str, entries: list[_Entry]) -> Iterable[str]:
        """Names that lack the same, together; what they lack beside them."""
        groups: dict[str | None, tuple[tuple[Reason, ...], list[_Entry]]] = {}
        for entry in entries:
            assert entry.line is not None
            lacks = self.brief.lacks.get(entry.line.pledge.id, ())
            key = None if lacks is None else self.words.lacks(lacks)
            groups.setdefault(key, (lacks or (), []))[1].append(entry)
        reasoned = first_of(list(groups), MOST_REASONED)
        for key in reasoned:
            lacks, members = groups[key]
            whom = self.say.listed(self.names(members, MOST_NAMES))
            if key is None:
                yield self.say(f"row.{kind}.never", names=whom)
            elif not key:
                yield whom
            else:
                told = self.words.lacks(lacks, several=len(members) > 1, most=MOST_LACKS, bodies=kind == "open")
                yield self.say(f"row.{kind}", names=whom, lacks=told)
        others = [
            replace(entry, name=entry.partner + "*" * entry.name.endswith("*") if entry.partner else entry.name)
            for key, (_, members) in groups.items()
            if key not in reasoned
            for entry in members
        ]
        if others:
            yield self.say.listed(self.names([replace(entry, what=()) for entry in others], MOST_ENTRIES))

    def alternatives(self, entries: list[_Entry]) -> Iterable[str]:
        listing, say = self.brief.listing, self.say
        rival = {id_ for id_, line in self.brief.pledges.items() if line.standing and line.standing.status == "rival"}
        rival |= {other for id_ in rival for other in self.brief.picture.instead_of(id_)}
        if listing is not None and listing.complete:
            ways = list(dict.fromkeys(tuple(id_ for id_ in ids if id_ in rival) for ids in listing.sets))
            if 1 < len(ways) <= MOST_ALTERNATIVES:
                told = [say.listed([self.cited(self.words.pledge(id_), (id_,)) for id_ in way]) for way in ways]
                yield say("list.or").join(way or say("none.of.them") for way in told)
                return
        yield say.listed(self.names(entries, MOST_NAMES))

    def waiting(self, group: WaitingGroup, *, alone: bool) -> str:
        """Who waits for whom, and whose step would start it."""
        say = self.say
        whom = self.pledges(group.pledges)
        if len(group.pledges) == 1:
            told = [say("waits.self", whom=whom)]
        else:
            members = len(group.partners)
            told = [say("waits.they") if alone else say("waits", whom=whom)]
            if group.starters:
                told.append(self.start(group.starters, members))
            elif group.starters == ():
                told.append(say("start.never", number=say.spelled(min(3, members))))
        if group.unlocks:
            told.append(say("unlocks", whom=self.pledges(group.unlocks)))
        return say("semicolon").join(told)

    def pledges(self, ids: Iterable[str]) -> str:
        return self.say.listed(self.say.shortened([self.words.pledge(id_) for id_ in ids], MOST_NAMES))

    def start(self, starters: tuple[tuple[str, ...], ...], members: int) -> str:
        say = self.say
        ways = [say.listed([self.words.partner(id_) for id_ in start]) for start in starters]
        if len(starters[0]) > 1:
            return say("start.together", whom=say.listed(say.shortened(ways, 3), "or"))
        if len(ways) == 1:
            return say("start.one.s" if ways[0].endswith("s") else "start.one", whom=ways[0])
        if len(ways) == members:
            return say("start.any")
        return say("start.some", whom=say.listed(say.shortened(ways, 6), "or"))

    # -- what it adds up to ---------------------------------------------------------------------------------------

    def adds_up(self) -> None:
        """The requirements by priority, each with its layers as a bar and in numbers."""
        paper, say = self.paper, self.say
        lines = [line for line in self.by_priority() if line.requirement.needs is not None]
        if lines:
            self.table(lines)
        if self.brief.offered:
            self.on_offer()
        unknown = [self.unknown(line) for line in self.by_priority() if line.requirement.needs is None]
        if unknown:
            paper.paragraph(sentence(say("needs.unknown", names=say.listed(unknown))), indent=2)

    def on_offer(self) -> None:
        """What there is of each capability, where nothing is asked for (§T19)."""
        say, told = self.say, self.brief.offered[:MOST_OFFERED]
        heads = ("capability", "firm", "moves", "best", "from")
        rows = [[say(f"offered.{head}") for head in heads]]
        for each in told:
            moves = each.stands + each.together
            figures = map(say.number, (each.stands, moves, moves + each.possible, len(each.partners)))
            rows.append([self.paper.clean(self.words.capability(each.provides)), *figures])
        widest = max(12, self.paper.width // 3)
        rows = [[self.shorter(row[0], widest), *row[1:]] for row in rows]
        widths = [max(columns(row[place]) for row in rows) for place in range(len(rows[0]))]
        for number, row in enumerate(rows):
            cells = [padded(row[0], widths[0]), *(f"{c:>{w}}" for c, w in zip(row[1:], widths[1:], strict=True))]
            self.paper.paragraph("  " + "  ".join(cells), ink="plain" if number else "faint", whole=True)
        if len(self.brief.offered) > len(told):
            self.paper.paragraph(say.many("offered.more", len(self.brief.offered) - len(told)), indent=2, ink="faint")

    def unknown(self, line: "RequirementLine") -> str:
        """A requirement of which the need is not known, and who has spoken of it."""
        names = self.say.listed(self.say.shortened([self.words.partner(id_) for id_ in line.unsized], MOST_SUPPLIERS))
        return self.say("label", name=self.called(line), what=names) if names else self.called(line)

    def table(self, lines: "list[RequirementLine]") -> None:
        """The requirements of which the need is known."""
        paper, say = self.paper, self.say
        name = min(max(columns(self.called(line)) for line in lines), max(12, paper.width // 4))
        needed = max(len(say("needed")), *(len(say.number(line.requirement.needs)) for line in lines))
        room = paper.width - 4 - name - 2 - needed - 2 - 2
        below = room - max(columns(self.layers(line)) for line in lines) < MOST_NARROW_BAR
        behind = self.figures if below else self.layers
        bar = min(40, room - max(columns(behind(line)) for line in lines))
        head = f"{'':{4 + name}}  {say('needed'):>{needed}}"
        if bar >= MOST_NARROW_BAR:
            legend = say("legend")
            if len(head) + 2 + len(legend) <= paper.width:
                head += f"  {legend}"
            elif 2 + len(legend) <= paper.width:
                paper.paragraph(legend, indent=2, ink="faint")
        paper.paragraph(head, ink="faint", whole=True)
        for line in lines:
            needs = say.number(line.requirement.needs)
            called = padded(self.shorter(self.called(line), name), name)
            left = f"{line.requirement.priority:>3} {called}  {needs:>{needed}}"
            drawn = f"  {self.bar(line, bar)}" if bar >= MOST_NARROW_BAR else ""
            paper.paragraph(f"{left}{drawn}  {behind(line)}", whole=True)
            if below and line.stands is not None:
                paper.paragraph(self.lacking(line), indent=6)
            for remark in self.remarks(line):
                paper.paragraph(remark, indent=6, ink="faint")

    def by_priority(self) -> "list[RequirementLine]":
        return sorted(self.brief.requirements, key=lambda line: line.requirement.priority)

    def called(self, line: "RequirementLine") -> str:
        """The name of a requirement as it will be seen, for its width counts."""
        return self.paper.clean(self.words.requirement(line.requirement))

    def shorter(self, text: str, width: int) -> str:
        """``text``, cut with an ellipsis where it takes more columns."""
        if columns(text) <= width:
            return text
        dots = self.paper.clean("…")
        while text and columns(text) > width - len(dots):
            text = text[:-1]
        return text.rstrip() + dots

    def bar(self, line: "RequirementLine", width: int) -> str:
        """The layers of a requirement as a bar of so many columns; what there is of a layer is seen."""
        needs = line.requirement.needs or 1
        signs, drawn = "█▓▒", ""
        upto = 0
        for sign, part in zip(signs, (line.stands, line.together, line.possible), strict=True):
            upto += part or 0
            end = upto * width // needs
            drawn += sign * max(end - len(drawn), 1 if part and len(drawn) < width else 0)
        return drawn[:width] + "·" * (width - len(drawn))

    def layers(self, line: "RequirementLine") -> str:
        """What there is of a requirement, layer by layer, and what is missing."""
        return self.figures(line) if line.stands is None else f"{self.figures(line)}  {self.lacking(line)}"

    def figures(self, line: "RequirementLine") -> str:
        """What there is of a requirement, layer by layer."""
        say = self.say
        if line.stands is None:
            return say("amount.unknown")
        told = say.number(line.stands)
        told += f" +{say.number(line.together)}" if line.together else ""
        told += f" +{say.number(line.possible)}" if line.possible else ""
        return told if line.exact else say("bounds", layers=told)

    def lacking(self, line: "RequirementLine") -> str:
        """What is missing of a requirement."""
        say = self.say
        if not line.missing:
            return say("filled.together" if line.together else "filled")
        told = say.many("missing.day" if line.day else "missing", line.missing, day=self.words.mission_day(line.day))
        return self.words.at_best(told, line.missing, line.short or 0) if line.possible else told

    def remarks(self, line: "RequirementLine") -> Iterable[str]:
        say = self.say
        back, ceiling = line.held_back, line.ceiling
        if back is not None and back != ceiling:
            key = "usable.part" if back.share else "usable.none"
            yield say(key, name=self.words.bound(back), share=say.percent(back.share))
        if ceiling is not None:
            yield say("goal.ceiling", share=say.percent(ceiling.share), enabler=self.words.bound(ceiling))
        if line.unsized and line.requirement.id not in self.headlined:
            partners = say.listed(say.shortened([self.words.partner(id_) for id_ in line.unsized], 4))
            yield say.many("unsized", len(line.unsized), names=partners)
        now = (line.stands or 0) + (line.together or 0)
        for value, key in [(line.up_to, "up.to"), (line.if_counted, "if.counted")]:
            if value is not None and value > now:
                yield say(key, amount=say.number(value))

    def scenario(self, line: ScenarioLine) -> str:
        """What another scenario would change, in one line."""
        say = self.say
        told = [say("scenario.impossible")] if line.impossible else []
        told += [say(f"scenario.{how}", names=self.named(whom)) for how, whom in self.moved(line).items() if whom]
        here = self.brief.goal
        if line.goal is not None and here is not None and line.goal.status != here.standing.status:
            told.append(say(f"then.{line.goal.status}"))
        for requirement, there, before in line.missing[:3]:
            name = self.words.requirement(requirement)
            if there:
                told.append(say.many("scenario.short", there, name=name, before=say.number(before)))
            else:
                told.append(say("scenario.filled", name=name))
        nothing = "uncompared" if not line.compared else "nothing" if line.same else "little"
        changes = say("semicolon").join(told) or say(f"scenario.{nothing}")
        return say("scenario", name=line.scenario, changes=changes)

    def changes(self, line: ScenarioLine) -> tuple[bool, int, int]:
        """How much a scenario changes: the goal first, then who moves, then what is missing."""
        here = self.brief.goal
        goal = line.impossible or (here is not None and line.goal is not None and line.goal != here.standing)
        return goal, sum(map(len, self.moved(line).values())), len(line.missing)

    @staticmethod
    def moved(line: ScenarioLine) -> Mapping[str, tuple[str, ...]]:
        """The partners who stand otherwise in a scenario, by how, as it is told."""
        hows = ("firm", "together", "lost", "possible", "counted", "gone")
        return {how: getattr(line, how) for how in hows}

    def named(self, partners: tuple[str, ...]) -> str:
        return self.say.listed(self.say.shortened([self.words.partner(id_) for id_ in partners], MOST_NAMES))

    # -- the foot -------------------------------------------------------------------------------------------------

    def foot(self, file: str) -> None:
        brief, paper, say = self.brief, self.paper, self.say
        paper.gap()
        rests: list[str] = []
        if brief.statements:
            once = sum(len(line.voices.supporting) == 1 for line in brief.pledges.values())
            told = [say.many("origins", brief.origins, statements=say.many("statements", brief.statements))]
            told += [say.many("single", once)] if once else []
            rests.append(sentence(say("semicolon").join(told)))
        rests += [sentence(doubt) for doubt in self.doubts(whom=True)]
        if rests:
            paper.paragraph(" ".join(rests), indent=2, ink="faint")
        for note in brief.notes:
            paper.paragraph(note_text(note.kind, note.subject, say), indent=2)
        lines = brief.other_scenarios
        most = lines if self.all_scenarios else sorted(lines, key=self.changes, reverse=True)[:MOST_SCENARIOS]
        for line in most:
            paper.paragraph(self.scenario(line), indent=2, hang=4, ink="faint")
        if len(most) < len(lines):
            paper.paragraph(say.many("scenarios.more", len(lines) - len(most), file=file), indent=2, ink="faint")
        if self.sources:
            self.listed_sources(self.sources)
        subject = next((p.id for p in brief.partners.values() if p.standing and not p.standing.firm), None)
        subject = subject or next(iter(brief.partners), None)
        if subject is not None:
            commands = ["why", *(["asks"] if brief.goal is not None and not brief.goal.standing.firm else []), "report"]
            first, *rest = [f"willing {command} {file}" + f" {subject}" * (command == "why") for command in commands]
            text = say("more.command", command=" · ".join([first, *rest]))
            if columns(paper.clean(text)) + 2 > paper.width:  # a command stays in one piece
                others = ", ".join(f"willing {command}" for command in commands[1:])
                text = say("more.command", command=say("so.too", command=first, others=others))
            paper.paragraph(text, indent=2, ink="faint")

    def doubts(self, *, whom: bool = False) -> Iterable[str]:
        """What the evidence leaves in doubt (§8.5); ``whom``: also what speaks against what."""
        brief, say = self.brief, self.say
        disputed = dict.fromkeys(id_ for line in brief.pledges.values() for id_ in line.disputed)
        spoken = any(line.voices.contradicting for line in brief.pledges.values())
        if spoken or disputed:
            key = "contested.both" if spoken and disputed else "contested" if spoken else "contested.through"
            told = say(key, names=say.listed([self.words.assumption(id_) for id_ in disputed]))
            if whom:
                told = say("contested.by", told=self.contradicted())
            yield told.replace("* ", f"*{UNBROKEN}")
        if brief.stale and brief.as_of:
            ages = {id_: (brief.as_of - day).days for id_, day in brief.stale.items()}
            oldest = sorted(ages, key=lambda id_: -ages[id_])
            first = first_of(oldest, MOST_STALE)
            more = [say.more(len(oldest) - len(first))] if len(first) < len(oldest) else []
            names = say.listed([*map(self.words.pledge, first), *more])
            most, least = ages[oldest[0]], ages[oldest[-1]]
            told = say.many("stale.one", most, name=names)
            if least < most:
                told = say("stale.range", names=names, least=say.number(least), most=say.number(most))
            yield say("stale", told=told)
        if brief.later:
            yield say.many("later", len(brief.later))

    def contradicted(self) -> str:
        """Which statements speak against what, the weightiest first, and how many more there are."""
        say, words, brief = self.say, self.words, self.brief
        its = contradictions(brief)
        told: list[str] = []
        for each in its[:MOST_AGAINST]:
            statement = each.statement
            pledges = [brief.pledges[id_].pledge for id_ in each.pledges]
            names = dict.fromkeys(words.partner(p.partner) if each.through else self.starred(p) for p in pledges)
            whom = say.listed(say.shortened(list(names), MOST_STARRED))
            if each.through is not None:
                whom = say("contested.for", name=words.assumption(each.through), names=whom)
            source = brief.picture.plan.sources[statement.source]
            when = statement.on or source.published
            who = speaker_text(statement, say)
            voice = ", ".join(filter(None, (who or source.outlet or source.title, say.day(when) if when else "")))
            says = (statement.says or "").rstrip(".")
            if says and statement.verbatim:
                says = say("quoted", text=says)
            one = say("contested.says" if says else "contested.voice", whom=whom, says=says, voice=voice)
            if told and sum(map(len, told)) + len(one) > LONGEST_AGAINST:
                break
            told.append(one)
        if len(its) > len(told):
            told.append(say("contested.more", count=say.number(len(its) - len(told))))
        return say("semicolon").join(told)

    def starred(self, pledge: Pledge) -> str:
        """A pledge by its partner's name, where that has one in the brief."""
        lines = self.brief.partners[pledge.partner].pledges
        return self.words.partner(pledge.partner) if len(lines) == 1 else self.words.pledge(pledge.id)

    def listed_sources(self, sources: _Sources) -> None:
        """Every source that a number stands for."""
        if not sources.numbers and not sources.unsourced:
            return
        paper = self.paper
        paper.gap()
        paper.paragraph(self.say("sources"), indent=2, ink="strong")
        marks = {f"[{number}]": self.source(sources.known[id_]) for id_, number in sources.numbers.items()}
        if sources.unsourced:
            marks["[–]"] = self.say("unsourced")
        room = max(map(len, marks))
        for mark, told in marks.items():
            # blanks that are not broken at: the mark stays on the line of what it marks
            paper.paragraph(f"{mark}{UNBROKEN * (room - len(mark) + 1)}{told}", indent=2, hang=3 + room)

    def source(self, source: Source) -> str:
        """Outlet, title, day and address of a source."""
        day = self.say.day(source.published) if source.published else ""
        return ", ".join(filter(None, (source_name(source), day, source.url or source.file)))


def padded(text: str, width: int) -> str:
    """``text`` with blanks up to so many columns."""
    return text + " " * (width - columns(text))
