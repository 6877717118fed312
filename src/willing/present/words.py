"""How things of one picture are called, and what its conditions and reasons say: names instead of ids.

The sentences themselves are in ``languages/data/``, one file a language.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType

from willing.answers.asks import Change
from willing.answers.coverage import Bound, GoalPart
from willing.answers.reason import Reason
from willing.languages.messages import Catalogue
from willing.model.condition import (
    Always,
    And,
    Condition,
    CountGroup,
    CountOf,
    CountPartners,
    Name,
    Never,
    Not,
    Or,
    Share,
    Total,
    Weight,
    is_consent,
    needed,
)
from willing.model.picture import Picture
from willing.model.plan import Follows, Pledge, Requirement
from willing.present.escape import UNBROKEN
from willing.questions.names import partner_names

#: Parts of a goal, and partners without a number, that a sentence names.
MOST_PARTS = 4


class Words:
    """How things of one picture are called, and what is said of them, in one language."""

    def __init__(self, picture: Picture, language: str = "en") -> None:
        self.picture = picture
        self.say = Catalogue(language)
        self.partners = partner_names(picture.plan, language)
        of_partner: dict[str, list[Pledge]] = {}
        for pledge in picture.plan.pledges.values():
            of_partner.setdefault(pledge.partner, []).append(pledge)
        self.of_partner = of_partner
        self._labels: dict[str, str] = {}
        self._in_picture: dict[str, list[Pledge]] = {}  # by partner
        self._alike: dict[
            tuple[str, str, str | None], Counter[str]
        ] = {}  # how often a label tells a pledge of a partner

    def beside(self, picture: Picture) -> "Words":
        """The same words for a picture of the same plan in which something else is decided."""
        words = copy(self)
        words.picture = picture
        return words

    # -- names ----------------------------------------------------------------------------------------------------

    def partner(self, id_: str) -> str:
        """The name of a partner."""
        return self.partners.get(id_, id_)

    def group(self, id_: str) -> str:
        """The name of a group, or of a partner."""
        group = self.picture.plan.groups.get(id_)
        return self.partner(id_) if group is None else group.name or id_

    def assumption(self, id_: str) -> str:
        """What an assumption says: its name, else its id with blanks for dashes."""
        return self.picture.plan.assumptions[id_].name or id_.replace("-", " ").replace("_", " ")

    @property
    def taken(self) -> list[str]:
        """The assumptions that the whole plan takes as given, but for those of which something is asked."""
        asked = self.picture.what_if
        return [id_ for id_ in self.picture.plan.premise if self.picture.decided.get(id_) and asked.get(id_) is None]

    def premise(self, id_: str) -> str:
        """An assumption that the whole plan takes as given; with what it is in fact, where that is not so (§8.1)."""
        assumption, day = self.picture.plan.assumptions[id_], self.picture.day
        if assumption.holds_on(day) is not False:
            return self.assumption(id_)
        since = [step for step, _ in assumption.holds if step is not None and (day is None or step <= day)]
        told = self.say.day(since[-1]) if since else ""
        key = "in.fact.since" if told else "in.fact"
        return self.say(key, name=self.assumption(id_), value=self.known(False), day=told)

    def value(self, id_: str) -> str:
        """An assumption with its value: given, where the plan takes it so."""
        given = id_ in self.picture.plan.premise and self.picture.decided.get(id_) is True
        if given:
            return self.say("value", name=self.premise(id_), value=self.say("given.one"))
        return self.say("value", name=self.named(id_), value=self.known(self.picture.decided.get(id_)))

    def requirement(self, requirement: Requirement) -> str:
        """What a requirement is called."""
        return requirement.name or requirement.id

    def unit(self, requirement: Requirement) -> str:
        """What stands behind a figure of a requirement: a blank and the unit; empty where its name says it."""
        unit = self.capability(requirement.of[0]) if requirement.of else ""
        return f"{UNBROKEN}{unit}" if unit and unit.casefold() != self.requirement(requirement).casefold() else ""

    def capability(self, id_: str | None) -> str:
        """The unit of a capability, as it stands behind a figure: its own, else its name, else its id."""
        if id_ is None:
            return ""
        told = self.picture.plan.capabilities.get(id_)
        named = None if told is None else told.unit or told.name
        return named or id_.replace("-", " ").replace("_", " ")

    def consent(self, *ids: str) -> str:
        """The consents ``pledge.body``, as one phrase: whose they are."""
        return self.say("consent", body=self.say.listed([id_.partition(".")[2] for id_ in ids]))

    def switch(self, id_: str) -> str:
        """What is switched: an assumption, the own decision of a pledge, or a consent and the pledge it is for."""
        if id_ in self.picture.plan.assumptions:
            return self.assumption(id_)
        if is_consent(id_):
            return self.say("consent.for", what=self.consent(id_), name=self.pledge(id_.partition(".")[0]))
        return self.say("board.decides", name=self.pledge(id_))

    def pledge(self, id_: str) -> str:
        """A pledge by its partner, and by what it is where the partner has several."""
        pledge = self.picture.plan.pledges[id_]
        label = self.label(pledge)
        name = self.partner(pledge.partner)
        return self.say("label", name=name, what=label) if label else name

    def about_somebody(self) -> list[str]:
        """What was asked for about partners and pledges: who is out, who is firm (§7.4)."""
        picture, plan, say = self.picture, self.picture.plan, self.say
        return [
            say(key, names=say.listed([self.partner(n) if n in plan.partners else self.pledge(n) for n in its]))
            for key, its in (("what-if.without", picture.without), ("what-if.firm", picture.firm))
            if its
        ]

    def what_if(self) -> list[str]:
        """What was asked for over the plan and its scenarios: about somebody, and what is to be so or not (§9)."""
        switched = ((id_, value) for id_, value in self.picture.what_if.items() if value is not None)
        return self.about_somebody() + [
            self.say("value", name=self.switch(id_), value=self.known(value)) for id_, value in switched
        ]

    def label(self, pledge: Pledge) -> str:
        """What tells a pledge from the others of its partner; empty if it is alone.

        What it provides; where several do, with how much, with the day it was said, or with its stage; its id only
        where all that is the same.
        """
        if pledge.id not in self._labels:
            self._labels[pledge.id] = self._label(pledge)
        return self._labels[pledge.id]

    def _label(self, pledge: Pledge) -> str:
        table, its = self.picture.pledges, self.of_partner.get(pledge.partner, ())
        aside = pledge.id not in table and any(other is pledge for other in its)  # it is told from those in the picture
        if pledge.partner not in self._in_picture:
            self._in_picture[pledge.partner] = [other for other in its if other.id in table]
        its = self._in_picture[pledge.partner]
        if len(its) + aside < 2:
            return ""
        for how in (self.given, self.offer, self.dated, self.staged):
            key = how.__name__, pledge.partner, pledge.provides
            if key not in self._alike:  # a partner may have thousands: they are counted once
                self._alike[key] = Counter(how(other) for other in its if other.provides == pledge.provides)
            label = how(pledge)
            if self._alike[key][label] + aside == 1:
                return label
        return pledge.id

    def given(self, pledge: Pledge) -> str:
        """What a pledge provides, without how much."""
        return self.gives(pledge.provides) if pledge.provides else self.offer(pledge)

    def dated(self, pledge: Pledge) -> str:
        """What a pledge provides, and since when it is said."""
        given = self.given(pledge)
        return self.say("label.more", what=given, more=self.say.day(pledge.said)) if pledge.said else given

    def staged(self, pledge: Pledge) -> str:
        """What a pledge provides, and how far it has come."""
        return self.say("label.more", what=self.given(pledge), more=self.say(f"stage.{pledge.stage.name}"))

    def gives(self, capability: str) -> str:
        """What a capability is called."""
        told = self.picture.plan.capabilities.get(capability)
        return capability if told is None or told.name is None else told.name

    def mission_day(self, day: int | None) -> str:
        """The number of a day of the mission, with its date where the plan says when that starts (§1)."""
        starts, number = self.picture.plan.starts, self.say.number(day)
        if day is None or starts is None or day > (date.max - starts).days:
            return number
        return f"{number}, {self.say.day(starts + timedelta(day))}"

    def offer(self, pledge: Pledge) -> str:
        """What a pledge gives, in words."""
        if pledge.provides is None:
            return self.say("offer.political")
        if pledge.follows is not None:
            return self.following(pledge.follows)
        # a capability is a word of the planner's, in the plural as a rule
        key = "offer.unsized" if pledge.amount is None else "offer.one" if pledge.amount == 1 else "offer"
        number = self.say.number
        return self.say(
            key if pledge.up_to is None else f"{key}.most",
            what=self.capability(pledge.provides),
            amount=number(pledge.amount),
            most=number(pledge.up_to),
        )

    def refusal(self, pledge: Pledge) -> str:
        """What a pledge refuses."""
        return self.say("gives.no" if pledge.provides else "gives.nothing", what=self.capability(pledge.provides))

    def following(self, follows: Follows) -> str:
        """An amount that is a share of a sum (§3.8)."""
        say, share, what = self.say, self.say.percent(follows.share), self.capability(follows.capability)
        key = "offer.share.others" if follows.others else "offer.share"
        if follows.whose is None:
            offer = say(key, share=share, what=what)
        else:
            offer = say(f"{key}.of", share=share, what=what, whom=self.group(follows.whose))
        return offer if follows.up_to is None else say("offer.capped", offer=offer, most=say.number(follows.up_to))

    # -- conditions -----------------------------------------------------------------------------------------------

    def condition(self, condition: Condition, *, inside: bool = False) -> str:
        """A condition in words; ``inside`` a larger one, with brackets where it has parts of its own."""
        say = self.say
        match condition:
            case Always():
                return say("always")
            case Never():
                return say("never")
            case Name(id=id_, capability=capability):
                return self.having(self.named(id_), capability)
            case Not(of=inner):
                key = "not.name" if isinstance(inner, Name) else "not"
                return say(key, what=self.condition(inner, inside=True))
            case And(of=parts) | Or(of=parts):
                join = "and" if isinstance(condition, And) else "or"
                text = say.listed([self.condition(part, inside=True) for part in parts], join)
                return f"({text})" if inside else text
            case CountOf(count=count, of=parts):
                what = say.listed([self.condition(part, inside=True) for part in parts])
                text = say("of.all", what=what) if count is None else say("of", count=say.number(count), what=what)
                return f"({text})" if inside else text
            case CountGroup(count=count, group=group, others=others, capability=capability):
                key = "group.all" if count is None else "group"
                whom = say(f"{key}.others" if others else key, count=say.number(count), group=self.group(group))
                return self.having(whom, capability)
            case CountPartners(count=count, others=others, capability=capability):
                return self.having(say.many("others" if others else "partners", count), capability)
            case Total(capability=capability, at_least=at_least, others=others, whose=whose):
                key = "total.others" if others else "total"
                amount, what = say.number(at_least), self.capability(capability)
                if whose is None:
                    return say(key, amount=amount, what=what)
                return say(f"{key}.of", amount=amount, what=what, whom=self.group(whose))
            case Weight(word=word, group=group, at_least=at_least):
                return say("weight", what=word, group=self.group(group), share=say.percent(at_least))
            case Share(measure=measure, at_least=at_least):
                what = self.requirements(condition)
                if at_least == 1:
                    return say(f"share.{measure}", what=what)
                return say(f"share.{measure}.part", what=what, share=say.percent(at_least))

    def named(self, id_: str) -> str:
        """What a condition names: an assumption, a consent, a pledge or a partner."""
        if id_ in self.picture.plan.assumptions:
            return self.assumption(id_)
        if is_consent(id_):
            return self.consent(id_)
        return self.pledge(id_) if id_ in self.picture.plan.pledges else self.partner(id_)

    def having(self, who: str, capability: str | None) -> str:
        """Somebody, with a capability where one is asked for."""
        return self.say("with", who=who, what=self.gives(capability)) if capability else who

    def requirements(self, share: Share) -> str:
        """The requirements a share speaks of."""
        match share.scope:
            case "requirement":
                return self.requirement(self.picture.plan.requirements[share.which])
            case "domain" | "priority":
                return self.say(f"share.{share.scope}", which=share.which)
            case _:
                return self.say("share.all")

    def reason(self, reason: Reason, *, several: bool = False) -> str:
        """A leaf of an explanation: what it asks for and, of counts and amounts, how much of it is certain.

        ``several``: it is the reason of more than one.
        """
        if reason.condition is None:
            return self.say("own.several" if several else "own")
        text = self.condition(reason.condition)
        if reason.have is None or isinstance(reason.condition, Not):
            return text
        have = reason.have
        told = self.say.percent(have) if isinstance(have, Fraction) else self.say.number(have)
        return self.say("have.met" if reason.met else "have", what=text, have=told)

    def unmet(
        self,
        condition: Condition,
        parts: Mapping[Condition, tuple[GoalPart, ...]],
        told: Mapping[str, int] = MappingProxyType({}),
    ) -> str:
        """The parts that are not met of a goal that asks for an allocation; empty where that is none of them.

        ``told``: requirements of which it is told, by what else the goal asks, that so many units are not all there.
        """
        match condition:
            case And(of=of) | Or(of=of) | CountOf(of=of):
                if isinstance(condition, And):
                    filled = (each for part in of for each in parts.get(part, ()) if not each.usable and each.missing)
                    told = {**told, **{each.line.requirement.id: each.asked for each in filled if each.line}}
                clauses = [text for part in of if (text := self.unmet(part, parts, told))]
                if len(of) - len(clauses) >= needed(condition):
                    return ""
                if len(clauses) > 1:
                    clauses = [self._aside(text) for text in clauses]
                if isinstance(condition, Or):
                    return self.say("list.or").join(clauses)
                # what is missing of an amount, and a condition beside it, are not two things that are missing
                kinds = {any(each.line for each in parts.get(part, ())) for part in of}
                return self.say("semicolon").join(clauses) if len(kinds) > 1 else self.say.clauses(clauses)
            case Not(of=inner):
                return "" if self.unmet(inner, parts) else self.condition(condition)
        unmet = [text for part in parts.get(condition, ()) if not part.met and (text := self.part(part, told))]
        shown = self.say.shortened(unmet, MOST_PARTS)
        return self.say.clauses([self._aside(text) for text in shown] if len(shown) > 1 else shown)

    def _aside(self, text: str) -> str:
        """A clause beside others: what it says behind a semicolon, in brackets."""
        first, _, more = text.partition(self.say("semicolon"))
        return self.say("label", name=first, what=more) if more else first

    def part(self, part: GoalPart, told: Mapping[str, int] = MappingProxyType({})) -> str:
        """What one part of a goal that is not met lacks, of what it asks for; ``told``: as for :meth:`unmet`."""
        say, line = self.say, part.line
        if line is None:
            return "" if part.reason is None else self.reason(part.reason)
        name = self.requirement(line.requirement)
        priorities = sorted(r.priority for r in self.picture.plan.requirements.values())
        if line.requirement.priority == priorities[0] < priorities[-1] and priorities[0] != priorities[1]:
            name = say("first.in.priority", name=name)
        said = part.usable and part.asked <= told.get(line.requirement.id, 0)
        of_part = ".part" if part.asked < (line.requirement.needs or 0) else ""
        clauses = []
        if part.missing and not said:
            key = f"goal.missing{of_part}.day" if line.day else f"goal.missing{of_part}"
            unit = self.unit(line.requirement)
            text = say.many(
                key, part.missing, name=name, of=say.number(part.asked), unit=unit, day=self.mission_day(line.day)
            )
            if not line.unsized and not (line.ceiling and part.usable):
                text = self.at_best(text, part.missing, part.missing_at_best)
            clauses.append(text)
        clauses += self._bounds(part, name, said=said, told=bool(clauses)) if part.usable else []
        if part.missing and line.unsized and not said:
            names = say.listed(say.shortened([self.partner(id_) for id_ in line.unsized], MOST_PARTS))
            clauses.append(say("goal.unsized", names=names))
        return say("semicolon").join(clauses)

    def _bounds(self, part: GoalPart, name: str, *, said: bool, told: bool) -> list[str]:
        """Which enabler bounds what is usable of a requirement today, and at best; ``told``: what is missing of it is,
        in this clause; ``said``: it is elsewhere."""
        assert part.line is not None
        held, ceiling = part.line.held_back, part.line.ceiling
        bounds = []
        if told:
            bounds = [("goal.usable.now", held)] if held != ceiling else []
        elif first := held or ceiling:
            asked_less = part.asked < (part.line.requirement.needs or 0)
            key = "goal.usable.held" if said else "goal.usable.part" if asked_less else "goal.usable"
            bounds = [(f"{key}.at.best" if first == ceiling else key, first)]
        bounds += [("goal.ceiling", ceiling)] if told or ceiling != (held or ceiling) else []
        return [
            self.say(key, name=name, share=self.say.percent(bound.share), enabler=self.bound(bound))
            for key, bound in bounds
            if bound is not None
        ]

    def at_best(self, told: str, missing: int, at_best: int) -> str:
        """What is missing, and how much of it even at best."""
        if at_best == missing:
            return self.say("at.best.all", told=told)
        if at_best == 0:
            return self.say("at.best.none", told=told)
        return self.say("at.best.part", told=told, count=self.say.number(at_best))

    def bound(self, bound: Bound) -> str:
        """An enabler, and how much of it is there."""
        of = bound.enabler
        if of.needs is None:
            return self.say("bound.nothing", name=self.requirement(of))
        there, needs = self.say.number(bound.there), self.say.number(of.needs)
        return self.say("bound", name=self.requirement(of), there=there, needs=needs)

    def goal(self, goal: Condition, lacks: Iterable[Reason] | None) -> tuple[str, str]:
        """The goal in words, and what it lacks; that is empty where it would only say the goal again."""
        reasons = list(lacks or ())
        if [reason.condition for reason in reasons] == list(goal.of if isinstance(goal, And) else (goal,)):
            return self.lacks(reasons), ""
        return self.condition(goal), self.lacks(lacks)

    def lacks(
        self, reasons: Iterable[Reason] | None, *, several: bool = False, most: int | None = None, bodies: bool = False
    ) -> str:
        """What someone who is not in lacks, as one phrase; ``several``: of more than one; ``most``: told of it.

        ``bodies``: of a consent, who gives it, as behind "hangs on".
        """
        if reasons is None:
            return self.say("no.way")
        reasons = list(reasons)
        consents = [
            reason.condition.id
            for reason in reasons
            if isinstance(reason.condition, Name) and is_consent(reason.condition.id)
        ]
        given = consents[0].partition(".")[2] if bodies and len(consents) == 1 else self.consent(*consents)
        told = dict.fromkeys(
            given
            if isinstance(reason.condition, Name) and reason.condition.id in consents
            else self.reason(reason, several=several)
            for reason in reasons
        )
        return self.say.listed(self.say.shortened(list(told), most or len(told)))

    def change(self, change: Change) -> str:
        """A change that could be asked for (§7.1), as the thing that would be so."""
        say, plan = self.say, self.picture.plan
        if change.kind == "assumption":
            return self.assumption(change.id)
        if change.kind == "consent":
            return say("consent.for", what=self.consent(change.id), name=self.pledge(change.pledge))
        if change.kind == "pledge":
            ask = plan.asks[change.id]
            return say("lever.pledge", name=self.partner(ask.partner), offer=self.offer(ask))
        pledge = plan.pledges[change.pledge]
        if change.kind == "size":
            offer = self.offer(replace(pledge, amount=pledge.up_to, up_to=None))
            return say("lever.pledge", name=self.partner(pledge.partner), offer=offer)
        condition = self.condition(change.part or pledge.condition)
        return say(f"lever.{change.kind}", name=self.pledge(pledge.id), condition=condition)

    def known(self, value: bool | None) -> str:
        """The value of an assumption."""
        return self.say("yes" if value else "unknown" if value is None else "no")
