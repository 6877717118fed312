"""Why, in sentences that someone who has never seen the program understands."""

from typing import Unpack

import msgspec

from willing.answers.brief import Withdrawn
from willing.answers.coverage import GoalPart
from willing.answers.reason import Reason
from willing.answers.standing import Standing, State
from willing.answers.why import PledgeWhy, Why, Word
from willing.languages.messages import first_of, sentence
from willing.model.condition import Always, Name, Never, Share, atoms
from willing.present.statuses import STATUSES, Ink
from willing.present.terminal.lever import lever_line
from willing.present.terminal.sheet import Look, Sheet
from willing.present.voices import passage_voice
from willing.present.words import Words

#: Names shown of a long list, and passages shown of many.
MOST_NAMES = 8
MOST_PASSAGES = 12

#: What is met, not certain or not met has the sign of a status.
_LIKE: dict[bool | None, State] = {True: "stands", None: "open", False: "blocked"}
_SIGNS = {value: STATUSES[status].sign for value, status in _LIKE.items()}


def why_text(why: Why, **look: Unpack[Look]) -> str:
    """The explanation of one subject; ``lang``: one of :data:`willing.languages.LANGUAGES`."""
    return _Page(why, Sheet(**look)).text()


class _Page:
    def __init__(self, why: Why, paper: Sheet) -> None:
        self.why = why
        self.paper = paper
        self.words = Words(why.picture, paper.language)
        self.say = self.words.say
        self.explained: set[tuple[str, tuple[Reason, ...]]] = set()  # who hangs on what is told once

    def text(self) -> str:
        why, paper = self.why, self.paper
        if asked := self.words.what_if():
            paper.paragraph(" · ".join(asked), ink="faint")
            paper.gap()
        match why.kind:
            case "assumption":
                self.assumption()
            case "goal":
                self.goal()
            case "requirement":
                self.requirement()
            case "pledge":
                self.pledge(why.pledges[0], self.words.pledge(why.subject))
            case "partner":
                self.partner()
        if why.kind not in ("goal", "requirement"):
            self.needed_by()
        self.passages()
        return paper.text()

    def tell(self, key: str, /, *, indent: int = 2, ink: Ink = "plain", **parts: object) -> None:
        """One sentence, as a paragraph of its own."""
        self.paper.paragraph(sentence(self.say(key, **parts)), indent=indent, ink=ink)

    def tell_many(self, key: str, count: int, /, **parts: object) -> None:
        """One sentence that depends on a number."""
        self.paper.paragraph(sentence(self.say.many(key, count, **parts)), indent=2)

    def names(self, pledges: list[str], most: int = MOST_NAMES, join: str = "and") -> str:
        return self.say.listed(self.say.shortened(pledges, most), join)

    # -- subjects -------------------------------------------------------------------------------------------------

    def assumption(self) -> None:
        why, say, words = self.why, self.say, self.words
        assumption = why.picture.plan.assumptions[why.subject]
        value = {True: "true", False: "false", None: "unknown"}[why.value]
        self.tell(f"assumption.{value}", indent=0, ink="strong", name=words.assumption(why.subject))
        if why.subject in why.picture.plan.premise and why.value:
            self.tell("assumption.premise")
        if assumption.decided_by:
            self.tell("assumption.decided.by", names=say.listed(assumption.decided_by))
        if assumption.implies:
            self.tell("assumption.implies", names=say.listed([words.assumption(id_) for id_ in assumption.implies]))

    def goal(self) -> None:
        why = self.why
        assert why.condition is not None
        self.tell("why.goal", indent=0, ink="strong", goal=self.words.condition(why.condition))
        assert why.standing is not None
        self.tell(f"why.goal.{why.standing.status}")
        if not why.parts:
            self.reasons(why.standing, why.because, why.missing, "missing.never.goal")
        for atom, its in why.parts.items():
            if why.standing.firm and not all(
                part.met for part in its
            ):  # one or another is met: none of them is to blame
                alone = self.say("why.part.alone", part=self.words.condition(atom))
                self.paper.paragraph(f"{STATUSES['rival'].sign} {alone}", indent=4, hang=6)
                continue
            for part in its:
                self.paper.paragraph(f"{_SIGNS[part.met]} {self.part(part)}", indent=4, hang=6)
        if why.could and not why.standing.firm:
            self.could()
        if why.lever is not None:
            self.paper.paragraph(sentence(lever_line(self.words, why.lever, why.standing)), indent=2)

    def part(self, part: GoalPart) -> str:
        """What the goal asks for, and how much of it is there."""
        say, line = self.say, part.line
        if line is None:
            return "" if part.reason is None else self.told(part.reason)
        if not part.met:
            return self.words.part(part)
        needs = line.requirement.needs or 0
        key = "why.part.of" if part.asked < needs else "why.requirement"
        name, there = self.words.requirement(line.requirement), say.number(line.there)
        return say(key, name=name, there=there, asked=say.number(part.asked), needs=say.number(needs))

    def requirement(self) -> None:
        """Who fills it, who still could and what they hang on, and what bounds it."""
        why, say, line = self.why, self.say, self.why.line
        requirement = why.picture.plan.requirements[why.subject]
        name = self.words.requirement(requirement)
        if line is None or line.stands is None:
            self.tell("why.need.unknown", indent=0, ink="strong", name=name)
        else:
            there, needs = say.number(line.there), say.number(requirement.needs)
            self.tell("why.need", indent=0, ink="strong", name=name, there=there, needs=needs)
            if line.missing:
                told = say.many(
                    "missing.day" if line.day else "missing", line.missing, day=self.words.mission_day(line.day)
                )
                told = told if line.unsized else self.words.at_best(told, line.missing, line.short or 0)
                self.paper.paragraph(sentence(told), indent=2)
            bound = line.ceiling or line.held_back
            if bound is not None:
                key = "goal.ceiling" if line.ceiling else "usable.part"
                enabler = self.words.bound(bound)
                self.tell(key, share=say.percent(bound.share), enabler=enabler, name=enabler)
            if line.gives:
                names = [f"{self.words.pledge(given.pledge)} {say.number(given.amount)}" for given in line.gives]
                self.tell("why.gives", names=self.names(names))
        if why.elsewhere:
            listed = say.listed([self.words.pledge(id_) for id_ in why.elsewhere])
            self.paper.paragraph(sentence(say.many("why.elsewhere", len(why.elsewhere), names=listed)), indent=2)
        for id_ in why.nothing:
            pledge = why.picture.pledges[id_]
            self.tell("why.nothing", name=self.words.pledge(id_), offer=self.words.offer(pledge))
        if why.could:
            self.could()
        elif not (why.elsewhere or why.nothing):
            self.tell("why.still.none")

    def could(self) -> None:
        """Whose pledges could serve and are not in, and what they hang on."""
        say, could_be = self.say, self.why.could
        shown = first_of(could_be, MOST_PASSAGES)
        self.paper.paragraph(sentence(say("why.still")).removesuffix("."), indent=2)
        for could in shown:
            pledge, status = could.pledge, could.standing.status if could.standing else "blocked"
            text = say("why.could", name=self.words.pledge(pledge.id), offer=self.words.offer(pledge))
            refuses = isinstance(pledge.condition, Never)
            lacking = say("kind.refuses") if refuses else self.words.lacks(could.missing)
            lacks = say("semicolon") + lacking if refuses or could.missing != () else ""
            sign = STATUSES["refuses" if refuses else status].sign
            self.paper.paragraph(f"{sign} {text}{lacks}", indent=4, hang=6)
        if len(shown) < len(could_be):
            self.paper.paragraph(say.more(len(could_be) - len(shown)), indent=6)

    def partner(self) -> None:
        why = self.why
        name = self.words.partner(why.subject)
        for gone in why.withdrawn:
            self.withdrawn(gone)
        if not why.pledges:
            if not why.withdrawn:
                self.tell("status.none", indent=0, ink="strong", name=name)
            return
        if why.withdrawn:
            self.paper.gap()
        if len(why.pledges) == 1:
            self.pledge(why.pledges[0], name)
            return
        if why.standing is not None:
            self.status(why.standing, self.say("somehow.why", name=name))
        for told in why.pledges:
            self.paper.gap()
            self.pledge(told, self.words.pledge(told.pledge.id))

    def withdrawn(self, gone: Withdrawn) -> None:
        """A pledge that is on the table no more, with its day."""
        offer, day = self.words.offer(gone.pledge), self.say.day(gone.day)
        name = self.words.partner(gone.partner)
        self.tell(f"status.{gone.how}", indent=0, ink="strong", name=name, offer=offer, day=day)

    def pledge(self, told: PledgeWhy, name: str) -> None:
        pledge, say = told.pledge, self.say
        refuses = isinstance(pledge.condition, Never)
        for gone in self.why.withdrawn if self.why.kind == "pledge" else ():
            self.withdrawn(gone)
            return
        if not told.in_picture:
            names = say.listed([self.words.pledge(id_) for id_ in told.replaced_by])
            self.tell("status.replaced" if names else "status.gone", indent=0, ink="strong", name=name, names=names)
            return
        if told.standing is None and pledge.id in self.why.picture.plan.aside:
            self.tell("status.aside", indent=0, ink="strong", name=name)
        elif told.standing is None:
            stage, counts = (say(f"stage.{s.name}") for s in (pledge.stage, self.why.picture.plan.counts))
            self.tell("status.uncounted", indent=0, ink="strong", name=name, stage=stage, counts=counts)
        elif refuses:
            self.tell("status.refuses", indent=0, ink="strong", name=name)
        else:
            self.status(told.standing, name)
        self.paper.paragraph(sentence(self.said(told)), indent=2)
        if refuses or told.standing is None:
            return
        if isinstance(pledge.needs, Always) and not pledge.own_decision:
            self.tell("condition.none")
        else:
            key = "condition.own" if pledge.own_decision else "condition"
            self.tell(key, condition=self.words.condition(pledge.needs))
            self.reasons(told.standing, told.because, told.missing, "missing.never")
            if sum(isinstance(atom, Share) for atom, _ in atoms(pledge.needs)) > 1:
                self.tell("why.offered")
        instead = self.why.picture.instead_of(pledge.id)
        if instead:
            names = self.names([self.words.pledge(id_) for id_ in instead], join="or")
            self.tell("instead.of", names=names, id=self.why.picture.alternatives_with(pledge.id) or "")
        if told.group is not None:
            others = [self.words.pledge(id_) for id_ in told.group.pledges if id_ != pledge.id]
            if others:
                self.tell("group.with", whom=self.names(others))
            else:
                self.tell("group.self")
            if others and told.group.starters:
                ways = [say.listed([self.words.partner(id_) for id_ in s]) for s in told.group.starters]
                self.tell("group.start", whom=self.names(ways, 4, "or"))
        if told.standing.status == "rival":
            self.rivals(pledge.id)

    def said(self, told: PledgeWhy) -> str:
        """What it gives, and whose word that is; in a scenario that reads it otherwise, nobody's."""
        pledge, say = told.pledge, self.say
        if isinstance(pledge.condition, Never):
            text = self.words.refusal(pledge)
        else:
            text = say("gives.unsized" if pledge.unsized else "gives", offer=self.words.offer(pledge))
            if told.gives is not None:
                least, most = told.gives
                key = "gives.follows" if least < most else "gives.follows.sure"
                text = say(key, text=text, least=say.number(least), most=say.number(most))
        scenarios = self.why.picture.plan.scenarios
        read_so = [name for name in self.why.picture.scenarios if pledge.id in scenarios[name].pledges]
        if read_so:
            return say("read.so", text=text, names=say.listed(read_so))
        if not pledge.said and not pledge.by:
            return text
        key = "said" + ".on" * bool(pledge.said) + ".by" * bool(pledge.by)
        key += ".its" if pledge.by and pledge.by[0].islower() else ""
        text = say(key, text=text, day=say.day(pledge.said) if pledge.said else "", by=pledge.by)
        if told.first_said is None or told.first_said == pledge.said:
            return text
        return say("said.first", text=text, day=say.day(told.first_said))

    def status(self, standing: Standing, name: str) -> None:
        key = f"status.{standing.status}"
        if standing.status == "open" and standing.best in ("stands", "together", "rival"):
            key += f".{standing.best}"
        self.tell(key, indent=0, ink="strong", name=name)

    # -- reasons --------------------------------------------------------------------------------------------------

    def reasons(
        self, standing: Standing, because: Reason | None, missing: tuple[Reason, ...] | None, never: str
    ) -> None:
        """Why it is in, or what it lacks; ``never``: the sentence where nothing would bring it about."""
        if standing.firm:
            if because is not None:
                self.paper.paragraph(self.say("because"), indent=2)
                plain = because.kind == "condition" and because.case is None and because.by and not because.by[0].case
                for below in because.by if plain else (because,):
                    self.tree(below, 4)
            return
        if missing is None:
            self.tell(never)
            return
        if because is not None and because.by:
            lead = standing.status if standing.status in ("open", "rival") else "blocked"
            self.paper.paragraph(self.say(f"lead.{lead}"), indent=2)
            for below in because.by:
                self.tree(below, 4)

    def tree(self, reason: Reason, indent: int) -> None:
        if reason.case is not None:
            id_, value = reason.case
            name = self.words.assumption(id_)
            self.paper.paragraph(self.say("case.true" if value else "case.false", name=name), indent=indent)
            indent += 2
        told = self.told(reason)
        above = (told, reason.by) in self.explained
        if above:
            told = self.say("told.above", told=self.told(msgspec.structs.replace(reason, by=())))
        elif reason.by and reason.standing is not None:
            self.explained.add((told, reason.by))
        self.paper.paragraph(f"{_SIGNS[reason.met]} {told}", indent=indent, hang=indent + 2)
        for below in () if above else reason.by:
            self.tree(below, indent + 2)

    def told(self, reason: Reason) -> str:
        """What a reason says of itself; what it rests on is told below it."""
        say = self.say
        if reason.condition is None:
            return say("own.no" if reason.met is False else "own.unknown")
        text = self.words.reason(reason)
        if reason.kind in ("assumption", "consent") and isinstance(reason.condition, Name):
            return self.words.value(reason.condition.id)
        how = ""
        if reason.kind == "pledge" and isinstance(reason.condition, Name):
            pledge = self.words.picture.plan.pledges[reason.condition.id]
            if pledge.amount is not None and pledge.condition != Never():
                text = say("label", name=self.words.partner(pledge.partner), what=self.words.offer(pledge))
        if reason.standing is not None and isinstance(reason.condition, Name):
            if reason.by and reason.met is not True:
                return say("told.open" if reason.met is None else "told.blocked", what=text)
            how = "refuses" if self.refuses(reason.condition) else reason.standing.status
        elif reason.kind == "partner" and reason.standing is None:
            how = "none"
        elif reason.met is True and not reason.by and reason.kind == "condition":
            how = "checked"
        return say("told", what=text, how=say.status(f"how.{how}")) if how else text

    def refuses(self, name: Name) -> bool:
        """Whether all that the name stands for is a plain no."""
        picture = self.why.picture
        ids = picture.meaning(name.id) or [p.id for p in picture.counted.values() if p.partner == name.id]
        return bool(ids) and all(isinstance(picture.counted[id_].condition, Never) for id_ in ids)

    def rivals(self, id_: str) -> None:
        listing = self.why.listing
        if listing is None or not listing.complete:
            return
        plan = self.why.picture
        without = [ids for ids in listing.sets if id_ not in ids]
        with_ = [set(ids) for ids in listing.sets if id_ in ids]
        if not without or not with_:
            return
        instead = [i for i in without[0] if not any(i in ids for ids in with_)]
        if instead:
            names = [self.words.pledge(i) for i in instead if i in plan.counted]
            self.tell_many("instead", len(instead), names=self.names(names))

    # -- who waits for it, who says so ----------------------------------------------------------------------------

    def needed_by(self) -> None:
        names = [self.words.pledge(p.id) for p in self.why.needed_by]
        if names:
            # of several pledges, the last one told is not the one that is named
            key = "needed.by.name" if len(self.why.pledges) > 1 else "needed.by"
            whom, name = self.names(names), self.words.partner(self.why.subject)
            self.tell_many(key, len(names), whom=whom, name=name)
        elif self.why.kind in ("pledge", "partner") and self.why.pledges:
            self.tell("needed.by.none")

    def passages(self) -> None:
        words = self.why.words
        if not words:
            if self.why.kind in ("pledge", "partner") and self.why.pledges:
                self.paper.gap()
                self.tell("no.source", indent=0)
            return
        self.paper.gap()
        self.paper.paragraph(self.say("who.says"), ink="strong")
        for word in words[:MOST_PASSAGES]:
            self.paper.paragraph(f"· {self.passage(word)}", indent=2, hang=4)
        if len(words) > MOST_PASSAGES:
            self.paper.paragraph(self.say.many("passages.more", len(words) - MOST_PASSAGES), indent=2)

    def passage(self, word: Word) -> str:
        statement, say = word.statement, self.say
        text = passage_voice(self.words, word)
        if statement is not None:
            says = say("quoted", text=statement.says) if statement.says and statement.verbatim else statement.says
            text = f"{says} ({text})" if says else f"({text})"
            text = say("against", text=text) if statement.against else text
        if word.about in self.why.before:
            return say("passage.before", text=text)
        about = self.words.assumption(word.about) if word.about in self.why.picture.plan.assumptions else ""
        if not about and len(self.why.pledges) > 1:
            about = self.words.pledge(word.about)
        return say("passage.about", about=about, text=text) if about else text
