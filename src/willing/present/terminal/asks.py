"""What to ask for, as terminal text: the sets that reach the goal, then what each ask would change by itself."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Unpack

import msgspec

from willing.answers.asks import Asks, Brings, Change, Single
from willing.answers.reason import Reason
from willing.languages.messages import first_of, sentence
from willing.model.condition import Always, conjuncts
from willing.model.plan import Requirement
from willing.present.escape import columns
from willing.present.terminal.heading import heading
from willing.present.terminal.sheet import Look, Sheet
from willing.present.words import Words

#: Sets, single asks and names that are shown where nothing says how many.
MOST_SETS = 8
MOST_SINGLE = 24
MOST_NAMES = 12

_BAR = 16


def asks_text(asks: Asks, *, file: str = "plan.toml", most: int | None = None, **look: Unpack[Look]) -> str:
    """What to ask for. ``file`` is named in the commands it ends with; ``most``: sets that are shown."""
    paper = Sheet(**look)
    return AsksPage(asks, paper, most or MOST_SETS).text(file)


class AsksPage:
    """The parts of the answer, each by itself."""

    def __init__(self, asks: Asks, paper: Sheet, most: int) -> None:
        self.asks = asks
        self.paper = paper
        self.most = most
        self.words = Words(asks.picture, paper.language)
        self.say = self.words.say
        self.efforts = any(change.effort != 1 for change in asks.changes)

    def text(self, file: str) -> str:
        heading(self.paper, self.words)
        self.answer()
        self.sets()
        self.single()
        self.foot(file)
        return self.paper.text()

    def tell(self, key: str, /, **parts: object) -> None:
        """One sentence of the answer."""
        self.paper.paragraph(sentence(self.say(key, **parts)), indent=2, ink="strong")

    # -- the answer -----------------------------------------------------------------------------------------------

    def answer(self) -> None:
        asks, say = self.asks, self.say
        self.tell(f"goal.{asks.standing.status}", goal=self.words.condition(asks.goal))
        number = say.number(len(asks.sets))
        if asks.reached:
            self.tell("asks.reached")
        elif not asks.changes:
            self.tell("asks.numbers" if asks.single else "asks.none")
        elif not asks.sets and asks.complete:
            self.unreachable()
        elif not asks.sets:
            self.tell("asks.open.stopped" if asks.stopped else "asks.open")
        elif len(asks.sets) > 1:
            self.tell("asks.sets" if asks.complete else "asks.sets.more", count=number)
        elif len(asks.sets[0].changes) == 1:
            self.tell("asks.one")
        else:
            self.tell("asks.one.set", count=say.number(len(asks.sets[0].changes)))
        if not asks.complete:
            if asks.sets:
                self.tell("asks.stopped" if asks.stopped else "asks.time")
            if asks.bound:
                self.tell("asks.bound", bound=say.number(asks.bound))

    def unreachable(self) -> None:
        asks, say = self.asks, self.say
        count = say.number(len(asks.changes))
        if asks.all_bring is None:
            self.tell("asks.unreachable.apart", count=count)
            return
        self.tell("asks.unreachable", count=count)
        if asks.all_lacks:
            self.tell("asks.unreachable.lacks", lacks=self.words.lacks(asks.all_lacks))
        short = [
            say(
                "asks.short",
                name=self.words.requirement(r),
                count=say.number(r.needs - there),
                needs=say.number(r.needs),
            )
            for r, there in asks.all_there
            if r.needs is not None and there < r.needs
        ]
        if short:
            self.tell("asks.unreachable.short", what=say.clauses(short))
        if asks.all_unsized:
            self.tell("asks.unsized", names=self.names(list(asks.all_unsized)))

    def sets(self) -> None:
        """What all sets have in common, then the ways they differ, a line each; what the first of them brings."""
        every = self.asks.sets
        if not every:
            return
        say, paper = self.say, self.paper
        common = [change for change in every[0].changes if all(change in its.changes for its in every)]
        if common:
            paper.gap()
            paper.paragraph(say("asks.in.every") if len(every) > 1 else say("asks.all.of"), indent=2)
            for line in self.by_addressee(common):
                paper.paragraph(line, indent=5, hang=7)
        if len(every) > 1:
            paper.gap()
            if common:
                paper.paragraph(say("asks.then.one"), indent=2)
            for number, its in enumerate(every[: self.most], 1):
                key = "asks.head.effort" if self.efforts else "asks.head"
                head = say(key, number=say.number(number), effort=say.number(its.effort))
                rest = self.by_addressee([change for change in its.changes if change not in common])
                paper.paragraph(f"{head}  {' · '.join(rest)}", indent=2, hang=5)
            if len(every) > self.most:
                paper.paragraph(say.many("asks.more", len(every) - self.most), indent=2)
        if every[0].brings is not None:
            paper.gap()
            if len(every) > 1:
                paper.paragraph(say("asks.first.brings"), indent=2)
            self.lines(self.brings(every[0].brings, goal=False), indent=5)

    def by_addressee(self, changes: Sequence[Change]) -> list[str]:
        """Who is asked for what, one line each."""
        join = self.say("semicolon").join
        return [self.asked(to, join(self.changes(its))) for to, its in addressed(changes)]

    def lines(self, lines: Iterable[str], *, indent: int) -> None:
        for line in lines:
            text = " " * indent + line
            if columns(self.paper.clean(text)) <= self.paper.width:
                self.paper.paragraph(text, whole=True)
            else:
                self.paper.paragraph(line.split("  ")[0], indent=indent, hang=indent + 2)  # without its bar

    def asked(self, to: Sequence[str], what: str) -> str:
        if not to:
            return self.say("asks.to.nobody", what=what)
        return self.say("asks.to", whom=self.whom(to), what=what)

    def whom(self, to: Iterable[str]) -> str:
        return self.say.listed([self.words.partner(who) for who in to])

    def changes(self, changes: Sequence[Change]) -> Iterator[str]:
        """Changes of one addressee, as what is asked for; all parts of a condition are the condition."""
        parts: dict[str, list[Change]] = {}
        for change in changes:
            if change.kind == "part":
                parts.setdefault(change.id, []).append(change)
        whole = {
            id_
            for id_, its in parts.items()
            if len(its) == len(conjuncts(self.asks.picture.plan.pledges[id_].condition))
        }
        for change in changes:
            if change.kind != "part" or change.id not in whole:
                yield self.change(change)
            elif change is parts[change.id][0]:
                yield self.change(msgspec.structs.replace(change, kind="condition", part=None))

    def change(self, change: Change) -> str:
        """One change, as what is asked for."""
        say, words = self.say, self.words
        plan = self.asks.picture.plan
        if change.kind == "assumption":
            return say("asks.assumption", name=words.assumption(change.id))
        if change.kind == "pledge":
            ask = plan.asks[change.id]
            if isinstance(ask.condition, Always):
                return say("asks.pledge", offer=words.offer(ask))
            return say("asks.pledge.if", offer=words.offer(ask), condition=words.condition(ask.condition))
        pledge = plan.pledges[change.pledge]
        label = words.label(pledge)
        if change.kind == "consent":
            return say("asks.consent", pledge=words.pledge(pledge.id))
        if change.kind == "size" and pledge.up_to is None:
            return say("asks.number", what=words.capability(pledge.provides or ""))
        if change.kind == "size":
            return say("asks.size", offer=words.offer(replace(pledge, amount=pledge.up_to, up_to=None)))
        if change.kind == "caveat":
            key = "asks.caveat" if change.caveat in pledge.not_in_lifted else "asks.caveat.only"
            where = [plan.requirements[w].name or w if w in plan.requirements else w for w in pledge.only]
            return say(key, pledge=words.pledge(pledge.id), place=change.caveat, where=say.listed(where))
        key = f"asks.{change.kind}.label" if label else f"asks.{change.kind}"
        return say(
            key,
            label=label,
            condition=words.condition(change.part or pledge.condition),
            stage=say(f"stage.{pledge.stage.name}"),
            counts=say(f"stage.{plan.counts.name}"),
        )

    # -- what it brings -------------------------------------------------------------------------------------------

    def brings(self, brings: Brings, *, goal: bool = True) -> Iterator[str]:
        """What changes bring, one line each; ``goal``: with what they do to it."""
        say = self.say
        if goal and brings.goal is not None and brings.goal.status != self.asks.standing.status:
            yield say(f"then.{brings.goal.status}")
        for kind, partners in (("firm", brings.firm), ("together", brings.together), ("lost", brings.lost)):
            if partners:
                yield say(f"asks.then.{kind}", names=self.names(partners))
        hanging: dict[tuple[Reason, ...] | None, list[str]] = {}
        for id_, lacks in brings.possible:
            hanging.setdefault(lacks or None, []).append(id_)
        for reasons, its in hanging.items():
            if reasons is None:
                yield say("asks.then.possible", names=self.names(its))
            else:
                text = self.words.lacks(reasons, several=len(its) > 1)
                yield say("asks.then.hang", lacks=text, names=self.names(its))
        for requirement, now, then in brings.covers:
            yield self.covers(requirement, now, then)
        if brings.nothing:
            yield say("asks.then.nothing")

    def names(self, partners: Sequence[str]) -> str:
        return self.say.listed(self.say.shortened([self.words.partner(id_) for id_ in partners], MOST_NAMES))

    def covers(self, requirement: Requirement, now: int, then: int) -> str:
        say, needs = self.say, requirement.needs or 1
        text = say(
            "asks.then.covers",
            name=self.words.requirement(requirement),
            now=say.number(now),
            then=say.number(then),
            needs=say.number(needs),
            share=say.percent(Fraction(then, needs)),
        )
        had, has = (_BAR * min(units, needs) // needs for units in (min(now, then), then))
        return f"{text}  {'█' * had}{'▓' * (has - had)}{'·' * (_BAR - has)}"

    # -- one by one -----------------------------------------------------------------------------------------------

    def single(self) -> None:
        asks, say = self.asks, self.say
        if not asks.changes and not asks.single:
            return
        self.paper.gap()
        if not asks.single:
            if asks.single_complete:
                self.paper.paragraph(sentence(say("asks.single.none")), indent=2)
            return
        self.paper.paragraph(say("asks.single"), ink="strong")
        shown = first_of(asks.single, MOST_SINGLE)
        for to, singles in _singles_by_addressee(shown):
            self.paper.paragraph(self.whom(to) if to else say("asks.somebody"), indent=2, ink="strong")
            for single in singles:
                lines = list(self.brings(single.brings))
                if single.brings.nothing and single.change.kind == "size":
                    lines = [say("asks.number.open")]
                self.paper.paragraph(self.change(single.change), indent=4, hang=6)
                self.lines(lines, indent=8)
        if len(shown) < len(asks.single):
            self.paper.paragraph(say.many("asks.single.more", len(asks.single) - len(shown)), indent=2)
        left = len(asks.changes) - sum(single.change in asks.changes for single in asks.single)
        if not asks.single_complete:
            self.paper.paragraph(sentence(say("asks.single.some")), indent=2)
        elif left:
            self.paper.paragraph(say.many("asks.single.nothing", left), indent=2)

    def foot(self, file: str) -> None:
        gained = [r for s in self.asks.single for r, now, then in s.brings.covers if then > now]
        if not gained or self.asks.reached or self.asks.sets:
            return
        goal = f"filled({min(gained, key=lambda r: r.priority).id}) >= 50%"
        self.paper.gap()
        self.paper.paragraph(self.say("more.command", command=f'willing asks {file} --for "{goal}"'), indent=2, hang=8)


def addressed(changes: Sequence[Change]) -> list[tuple[tuple[str, ...], list[Change]]]:
    found: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        found.setdefault(change.to, []).append(change)
    return list(found.items())


def _singles_by_addressee(singles: Sequence[Single]) -> list[tuple[tuple[str, ...], list[Single]]]:
    found: dict[tuple[str, ...], list[Single]] = {}
    for single in singles:
        found.setdefault(single.change.to, []).append(single)
    return list(found.items())
