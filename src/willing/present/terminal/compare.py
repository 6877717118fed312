"""Two days, scenarios or plans beside each other, in a few paragraphs as a newspaper would have them (§8.3)."""

from collections.abc import Sequence
from datetime import date
from typing import Unpack

from willing.answers.brief import Brief
from willing.answers.compare import Comparison, Move, Shift
from willing.answers.coverage import RequirementLine
from willing.answers.standing import State
from willing.answers.steps import Voice
from willing.languages.messages import sentence
from willing.model.plan import Pledge
from willing.present.terminal.sheet import Look, Sheet
from willing.present.voices import assumptions_told, offers_text, premise_text, voice_text
from willing.present.words import Words

# The order in which those that moved one way are told.
_ORDER: tuple[State, ...] = (
    "stands", "together", "support", "nothing", "rival", "open", "blocked", "undecided", "uncounted", "refuses",
    "none",
)  # fmt: skip


def compare_text(comparison: Comparison, **look: Unpack[Look]) -> str:
    """The comparison; ``lang``: one of :data:`willing.languages.LANGUAGES`."""
    return ComparePage(comparison, Sheet(**look)).text()


class ComparePage:
    """The parts of a comparison, each by itself."""

    def __init__(self, comparison: Comparison, paper: Sheet) -> None:
        self.comparison = comparison
        self.paper = paper
        self.words = Words(comparison.second.picture, paper.language)
        self.before = Words(comparison.first.picture, paper.language)
        self.say = self.words.say
        day = comparison.second.as_of
        self.partners = len({*comparison.first.partners, *comparison.second.partners})
        self.days = comparison.how == "days"
        self.year = None if day is None else day.year

    def text(self) -> str:
        comparison, paper = self.comparison, self.paper
        self.head()
        self.paragraph([*self.lead(), *self.around()])
        for way in ("nearer", "further", "level"):
            self.paragraph(self.movers(way, [move for move in comparison.moved if move.way == way]))
        self.paragraph(self.restated())
        self.paragraph(self.needs())
        return paper.text()

    def paragraph(self, sentences: Sequence[str]) -> None:
        if sentences:
            self.paper.gap()
            self.paper.paragraph(" ".join(sentence(each) for each in sentences), indent=2)

    def head(self) -> None:
        first, second, say = self.comparison.first, self.comparison.second, self.say
        if self.comparison.how == "days" and first.as_of and second.as_of:
            sides = say("time.span", first=say.day(first.as_of), last=say.day(second.as_of))
        elif self.comparison.how == "files" and first.plan != second.plan:
            sides = say("time.compare.sides", first=first.plan, last=second.plan)
        else:
            sides = say("time.compare.sides", first=self.side(first), last=self.side(second))
        named = second.plan if second.plan == first.plan else ""
        if named:
            self.paper.ends(named, " · ".join([sides, *([second.marking] if second.marking else [])]), ink="strong")
        else:
            self.paper.paragraph(sides, ink="strong")
        other = self.before.what_if()
        given = [premise_text(self.words), *(asked for asked in self.words.what_if() if asked in other)]
        if any(given):
            self.paper.paragraph(" · ".join(filter(None, given)), ink="faint")

    def name(self, partner: str) -> str:
        """The name of a partner in the second plan, or in the first where only that has it."""
        return self.words.partners.get(partner) or self.before.partner(partner)

    def side(self, brief: Brief) -> str:
        """What is special about one of two briefs of one plan: its scenarios, and its day."""
        say = self.say
        parts = [say("time.side.scenario", names=say.listed(brief.scenarios))] if brief.scenarios else []
        if self.comparison.first.as_of != self.comparison.second.as_of and brief.as_of is not None:
            parts.append(say("as.of", day=say.day(brief.as_of)))
        return ", ".join(parts) or say("time.compare.plain")

    def lead(self, *, headed: bool = False) -> list[str]:
        """How the goal stands, and how many moved; ``headed``: a headline says what the goal is."""
        comparison, say = self.comparison, self.say
        first, second = comparison.first.goal, comparison.second.goal
        told = []
        if second is not None and first is not None:
            after, before = (say(f"time.goal.{goal.standing.status}") for goal in (second, first))
            goal = self.words.condition(second.condition)
            same = first.condition == second.condition
            key = "same" if same and after == before else "moved" if same else "changed"
            way = f"time.lead.{'headed' if headed else 'goal'}.{key}"
            told.append(say(way, after=after, before=before, goal=goal))
        moved = len({move.partner for move in comparison.moved})
        if not (moved or comparison.restated or comparison.requirements or comparison.assumptions):
            told.append(say("time.compare.same"))
        elif not moved:
            told.append(say("time.lead.nobody"))
        else:
            told.append(say.many("time.lead.moved", moved, number=say.number(moved), all=say.number(self.partners)))
        return told

    def around(self) -> list[str]:
        """Assumptions that are otherwise."""
        steps = self.comparison.assumptions
        if not steps:
            return []
        names = assumptions_told(self.words, steps)
        return [self.say("time.assumption", names=self.say.listed(names))]

    # -- who moved ------------------------------------------------------------------------------------------------

    def movers(self, way: str, moves: list[Move]) -> list[str]:
        """Those that moved one way: each with its own word, then those that said nothing new."""
        if not moves:
            return []
        say = self.say
        partners = len({move.partner for move in moves})
        told = [say.many(f"time.{way}", partners, number=self.spelled(partners))]
        groups = self.groups(moves)
        for (quiet, text), group in groups.items():
            if not quiet:
                told.append(self.with_voice(text, [move for its in group for move in its]))
        still = [text for quiet, text in groups if quiet]
        if still:
            count = sum(len(group) for (quiet, _), group in groups.items() if quiet)
            told.append(say.many("time.move.quiet", count, moves=say("semicolon").join(still)))
        keeping = {move.partner: move.keeps for move in moves if move.keeps}
        told += [
            say("time.keeps", name=self.name(id_), what=say.listed([*map(self.words.gives, keeps)]))
            for id_, keeps in keeping.items()
        ]
        return told

    def groups(self, moves: list[Move]) -> dict[tuple[bool, str], list[list[Move]]]:
        """Moves that can be told in one breath, by whether they said nothing new, and by what is told; those of one
        partner as one."""
        own: dict[tuple[object, ...], list[Move]] = {}
        for move in sorted(moves, key=lambda move: _ORDER.index(move.is_)):
            told = (move.partner, not move.steps, move.was, move.is_, self.lacks(move), self.gone(move))
            own.setdefault(told, []).append(move)
        alike: dict[tuple[object, ...], list[list[Move]]] = {}
        for (_, *key), its in own.items():
            alike.setdefault((*key, self.offer(its)), []).append(its)
        return {(not group[0][0].steps, self.moved(group)): group for group in alike.values()}

    def spelled(self, count: int) -> str:
        text = self.say.spelled(count)
        return text[:1].upper() + text[1:] if self.say.language == "en" else self.say.number(count)

    def moved(self, group: list[list[Move]]) -> str:
        """Who was what, is what now, and offers what."""
        move, say = group[0][0], self.say
        lacks, offer = self.lacks(move, several=len(group) > 1), self.offer(group[0])
        how, day = self.gone(move) or (move.is_, None)
        now = f"time.now.{how}.lacks" if lacks else f"time.now.{how}"
        text = say(
            "time.move",
            name=say.listed([self.mover(its) for its in group]),
            was=say(f"time.was.{move.was}", before=say(f"time.before.{'days' if self.days else 'sides'}")),
            now=say.many(now, len(group), lacks=lacks, day=say.day(day) if day else ""),
        )
        return say("time.move.offer", move=text, offer=offer) if offer else text

    def mover(self, moves: list[Move]) -> str:
        """Who moved; with what, where that is not told by what it offers."""
        first = moves[0]
        name = self.name(first.partner)
        gives = [self.words.gives(move.provides) for move in moves if move.provides]
        told = (first.steps and first.was != "none" and first.is_ != "none") or not gives
        return name if told else self.say("label", name=name, what=self.say.listed(gives))

    def lacks(self, move: Move, *, several: bool = False) -> str:
        """What it lacks, where it is not certainly in; ``several``: what more than one lack."""
        if move.is_ not in ("open", "blocked"):
            return ""
        found = [
            reasons
            for line in self.comparison.second.partners[move.partner].pledges
            if move.provides in (None, line.pledge.provides or "")
            and (reasons := self.comparison.second.lacks.get(line.pledge.id))
        ]
        return self.words.lacks(min(found, key=len), several=several) if found else ""

    def gone(self, move: Move) -> tuple[str, date] | None:
        """How and when its last pledge ended, where it has none on the table any more (§8.1)."""
        ended = [
            (gone.day, gone.how)
            for gone in self.comparison.second.withdrawn
            if gone.partner == move.partner and move.provides in (None, gone.pledge.provides or "")
        ]
        if move.is_ != "none" or not ended:
            return None
        day, how = max(ended)
        return how, day

    def offer(self, moves: list[Move]) -> str:
        """What is new on the table; without its condition where that is what it lacks."""
        if not moves[0].steps or moves[0].is_ == "refuses":
            return ""
        new = {pledge.id: pledge for move in moves for pledge in self.told(move)}
        return offers_text(self.words, list(new.values()), plain=bool(self.lacks(moves[0])))

    def told(self, move: Move) -> Sequence[Pledge]:
        """The new pledges that are told of: those that count, where any does."""
        counted = self.comparison.second.picture.counted
        return [p for p in move.pledges.to if p.id in counted] or move.pledges.to

    def with_voice(self, text: str, moves: Sequence[Move]) -> str:
        """On whose word: that of the new pledges, else of whatever step was taken."""
        voices: dict[tuple[object, date | None], Voice] = {}
        for move in moves:
            new = {p.id for p in self.told(move)}
            for voice in [step.voice for step in move.steps if step.id in new] or [s.voice for s in move.steps]:
                voices.setdefault((voice.by or voice.source, voice.on), voice)  # one in two reports is told once
        told = dict.fromkeys(voice_text(self.words, voice, year=self.year) for voice in voices.values())
        told.pop("", None)
        if not told:
            return text
        return self.say("time.move.voice", move=text, voice=self.say("semicolon").join(told))

    def restated(self) -> list[str]:
        """Those of the same status that say something else."""
        told = []
        for move in self.comparison.restated:
            new, old = offers_text(self.words, move.pledges.to), offers_text(self.before, move.pledges.from_)
            if new == old:
                continue
            read = any(step.kind == "read" for step in move.steps)
            key = "read" if read and new else "offer" if new and old else "new" if new else "gone"
            name, now = self.name(move.partner), self.say.status(f"time.state.{move.is_}")
            text = self.say(f"time.restated.{key}", name=name, now=now, offer=new, old=old)
            told.append(self.with_voice(text, [move]))
        return [self.say("time.restated.lead"), *told] if told else []

    # -- what is needed -------------------------------------------------------------------------------------------

    def needs(self) -> list[str]:
        comparison, say = self.comparison, self.say
        told = [self.shift(shift) for shift in comparison.requirements]
        for key, lines in (("added", comparison.added), ("dropped", comparison.dropped)):
            if lines:
                names = [self.words.requirement(line.requirement) for line in lines]
                told.append(say(f"time.needs.{key}", names=say.listed(names)))
        return [each for each in told if each]

    def shift(self, shift: Shift) -> str:
        say, line, was = self.say, shift.after, shift.before
        name = self.words.requirement(line.requirement)
        parts = []
        if line.requirement.needs is not None:
            after, before = _there(line), _there(was)
            new_need = was.requirement.needs != line.requirement.needs
            key = "new" if new_need else "gained" if after > before else "lost" if after < before else "level"
            parts.append(
                say(
                    f"time.needs.{key}",
                    name=name,
                    after=say.number(after),
                    before=say.number(before),
                    needs=say.number(line.requirement.needs),
                    old=say.number(was.requirement.needs),
                )
            )
            best, was_best = after + (line.possible or 0), before + (was.possible or 0)
            missing = line.missing or 0
            parts.append(say.many("missing", missing) if missing else say("filled"))
            if best != was_best and best != after:
                parts.append(say("time.needs.best", after=say.number(best), before=say.number(was_best)))
        if len(line.unsized) != len(was.unsized):
            told = say("time.needs.unsized", after=say.number(len(line.unsized)), before=say.number(len(was.unsized)))
            parts.append(told if parts else say("value", name=name, value=told))
        return say("semicolon").join(parts)


def _there(line: RequirementLine) -> int:
    return (line.stands or 0) + (line.together or 0)
