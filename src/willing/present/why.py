"""Why, in sentences that someone who has never seen the program understands."""

from willing.analyses.why import PledgeWhy, Why, Word
from willing.engine.reasons import Reason
from willing.engine.standing import Standing
from willing.model.condition import Always, Name, Never
from willing.present.paper import Paper
from willing.present.words import Words, day, listed, number, percent, sentence, shortened

#: Names shown of a long list, and passages shown of many.
MOST_NAMES = 8
MOST_PASSAGES = 12

_SIGNS = {True: "●", None: "◌", False: "✕"}


def why_text(why: Why, *, width: int = 80, ascii: bool = False, colour: bool = False) -> str:  # noqa: A002
    """The explanation of one subject."""
    return _Page(why, Paper(width=width, ascii=ascii, colour=colour)).text()


class _Page:
    def __init__(self, why: Why, paper: Paper) -> None:
        self.why = why
        self.paper = paper
        self.words = Words(why.picture)

    def text(self) -> str:
        why, paper = self.why, self.paper
        match why.kind:
            case "assumption":
                self.assumption()
            case "goal":
                self.goal()
            case "pledge":
                self.pledge(why.pledges[0], self.words.pledge(why.subject))
            case "partner":
                self.partner()
        if why.kind != "goal":
            self.needed_by()
        self.passages()
        return paper.text()

    # -- subjects -------------------------------------------------------------------------------------------------

    def assumption(self) -> None:
        why = self.why
        assumption = why.picture.plan.assumptions[why.subject]
        value = {True: "is taken as true", False: "is taken as not true", None: "is not known"}[why.value]
        self.paper.paragraph(sentence(f"{self.words.assumption(why.subject)}: this {value}"), ink="strong")
        if why.subject in why.picture.plan.premise and why.value:
            self.paper.paragraph("It is a premise of the whole plan.", indent=2)
        if assumption.decided_by:
            self.paper.paragraph(sentence(f"it is up to {listed(list(assumption.decided_by))}"), indent=2)
        if assumption.implies:
            others = listed([self.words.assumption(id_) for id_ in assumption.implies])
            self.paper.paragraph(sentence(f"it can be true only together with: {others}"), indent=2)

    def goal(self) -> None:
        why = self.why
        assert why.condition is not None
        self.paper.paragraph(sentence(f"the goal: {self.words.condition(why.condition)}"), ink="strong")
        assert why.standing is not None
        told = {
            "stands": "it is reached, whoever waits for whom",
            "together": "it is reached if all who wait for each other move at once",
            "rival": "it is reached in some of the ways this can go, and not in others",
            "open": "it is not certain that it is reached",
            "blocked": "it is not reached as things stand",
            "undecided": "it could not be decided in the time given",
        }[why.standing.status]
        self.paper.paragraph(sentence(told), indent=2)
        if not why.requirements:
            self.reasons(why.standing, why.because, why.missing, "the goal")
        for line in why.requirements:
            needs, there = line.requirement.needs or 0, (line.stands or 0) + (line.together or 0)
            usable = "" if line.usable is None or line.usable[1] == 1 else f", usable to {percent(line.usable[1])}"
            text = f"{line.requirement.name or line.requirement.id}: {number(there)} of {number(needs)}{usable}"
            self.paper.paragraph(f"{_SIGNS[there >= needs and not usable]} {text}", indent=4, hang=6)

    def partner(self) -> None:
        why = self.why
        name = self.words.partner(why.subject)
        if not why.pledges:
            self.paper.paragraph(sentence(f"{name} has no pledge on record"), ink="strong")
            return
        if len(why.pledges) == 1:
            self.pledge(why.pledges[0], name)
            return
        if why.standing is not None:
            self.paper.paragraph(
                sentence(f"{name}, by one pledge or another, {self.status(why.standing)}"), ink="strong"
            )
        for told in why.pledges:
            self.paper.gap()
            self.pledge(told, self.words.pledge(told.pledge.id))

    def pledge(self, told: PledgeWhy, name: str) -> None:
        pledge, paper = told.pledge, self.paper
        refuses = isinstance(pledge.condition, Never)
        if not told.in_picture:
            gone = "is not on the table on this day"
            if told.replaced_by:
                gone = f"was replaced by {listed([self.words.pledge(id_) for id_ in told.replaced_by])}"
            paper.paragraph(sentence(f"{name} {gone}"), ink="strong")
            return
        if told.standing is None:
            stage, counts = pledge.stage.name, self.why.picture.plan.counts.name
            paper.paragraph(sentence(f"{name}: this pledge is only {stage}; what counts is {counts}"), ink="strong")
        else:
            paper.paragraph(sentence(f"{name} {'refuses' if refuses else self.status(told.standing)}"), ink="strong")
        paper.paragraph(sentence(self.said(told)), indent=2)
        if refuses or told.standing is None:
            return
        if isinstance(pledge.condition, Always) and not pledge.own_decision:
            paper.paragraph("It sets no condition.", indent=2)
        else:
            asks = "it will not come without this" if pledge.own_decision else "its condition"
            condition = self.words.condition(pledge.condition)
            if pledge.own_decision:
                condition += "; whether it then comes is its own decision"
            paper.paragraph(sentence(f"{asks}: {condition}"), indent=2)
        if not isinstance(pledge.condition, Always) or pledge.own_decision:
            self.reasons(told.standing, told.because, told.missing, "it")
        if told.group is not None:
            others = [self.words.pledge(id_) for id_ in told.group.pledges if id_ != pledge.id]
            if others:
                whom = listed(shortened(others, MOST_NAMES))
                paper.paragraph(sentence(f"it waits with {whom}: all of them move, or none"), indent=2)
            else:
                paper.paragraph("It counts itself among those it waits for: it comes if it comes.", indent=2)
            if others and told.group.starters:
                ways = [listed([self.words.partner(id_) for id_ in s]) for s in told.group.starters]
                paper.paragraph(
                    sentence(f"if {listed(shortened(ways, 4), 'or')} dropped its condition, all of them would be firm"),
                    indent=2,
                )
        if told.standing.status == "rival":
            self.rivals(pledge.id)

    def said(self, told: PledgeWhy) -> str:
        """What it gives, and whose word that is; in a scenario that reads it otherwise, nobody's."""
        pledge = told.pledge
        text = f"it {'speaks of' if pledge.unsized else 'gives'} {self.words.offer(pledge)}"
        if isinstance(pledge.condition, Never):
            text = "it gives nothing" if pledge.provides is None else f"it gives no {pledge.provides}"
        scenarios = self.why.picture.plan.scenarios
        read_so = [name for name in self.why.picture.scenarios if pledge.id in scenarios[name].pledges]
        if read_so:
            return f"{text}; so it is read in scenario {listed(read_so)}"
        when = f" on {day(pledge.said)}" if pledge.said else ""
        whose = "" if not pledge.by else f" by its {pledge.by}" if pledge.by[0].islower() else f" by {pledge.by}"
        return f"{text}; said{when}{whose}" if when or whose else text

    def status(self, standing: Standing) -> str:
        even = {
            "stands": "; at best it is firm",
            "together": "; at best it is in only if all move at once",
            "rival": "; at best it is one way among several",
        }.get(standing.best or "", "")
        return {
            "stands": "is in: firm, whatever the others do",
            "together": "is in only if all who wait for each other move at once",
            "rival": "is in one way this can go and not in another: either-or",
            "open": f"is not certain{even}",
            "blocked": "is not in as things stand",
            "undecided": "could not be decided in the time given",
        }[standing.status]

    # -- reasons --------------------------------------------------------------------------------------------------

    def reasons(
        self, standing: Standing, because: Reason | None, missing: tuple[Reason, ...] | None, whom: str
    ) -> None:
        paper = self.paper
        if standing.firm:
            if because is not None:
                paper.paragraph("That is met, because:", indent=2)
                plain = because.kind == "condition" and because.case is None and because.by and not because.by[0].case
                for below in because.by if plain else (because,):
                    self.tree(below, 4)
            return
        if missing is None:
            paper.paragraph(sentence(f"nothing in the plan would bring {whom} about"), indent=2)
            return
        if because is not None and because.by:
            lead = {"open": "it hangs on", "rival": "it would be certain with"}.get(standing.status, "it lacks")
            paper.paragraph(f"{lead[:1].upper()}{lead[1:]}:", indent=2)
            for below in because.by:
                self.tree(below, 4)

    def tree(self, reason: Reason, indent: int) -> None:
        if reason.case is not None:
            id_, value = reason.case
            self.paper.paragraph(
                f"if {self.words.assumption(id_)} {'is' if value else 'is not'} the case:", indent=indent
            )
            indent += 2
        self.paper.paragraph(f"{_SIGNS[reason.met]} {self.told(reason)}", indent=indent, hang=indent + 2)
        for below in reason.by:
            self.tree(below, indent + 2)

    def told(self, reason: Reason) -> str:
        text = self.words.reason(reason)
        if reason.kind == "assumption" and isinstance(reason.condition, Name):
            value = self.why.picture.decided.get(reason.condition.id)
            return f"{text}: {'yes' if value else 'not known' if value is None else 'no'}"
        if reason.standing is not None and isinstance(reason.condition, Name):
            if reason.by and reason.met is not True:
                return f"{text}, who in turn {'hangs on' if reason.met is None else 'lacks'}:"
            if self.refuses(reason.condition):
                return f"{text}: refuses"
            words = {"stands": "firm", "together": "in if all move at once", "rival": "either-or",
                     "open": "not certain", "blocked": "not in as things stand"}  # fmt: skip
            return f"{text}: {words.get(reason.standing.status, 'not decided')}"
        if reason.kind == "partner" and reason.standing is None:
            return f"{text}: no pledge on record"
        if reason.condition is None:
            return "its own decision" + (", which is no" if reason.met is False else ", not known")
        if reason.met is True and not reason.by and reason.kind == "condition":
            return f"{text}: so in every outcome, checked one by one"
        return text

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
            names = listed(shortened([self.words.pledge(i) for i in instead if i in plan.counted], MOST_NAMES))
            self.paper.paragraph(
                sentence(f"where it is not in, {names} {'is' if len(instead) == 1 else 'are'}"), indent=2
            )

    # -- who waits for it, who says so ----------------------------------------------------------------------------

    def needed_by(self) -> None:
        names = [self.words.pledge(p.id) for p in self.why.needed_by]
        if names:
            whom = listed(shortened(names, MOST_NAMES))
            it = self.words.partner(self.why.subject) if len(self.why.pledges) > 1 else "it"
            verb = f"names {it} in its condition" if len(names) == 1 else f"name {it} in their conditions"
            self.paper.paragraph(sentence(f"{whom} {verb}"), indent=2)
        elif self.why.kind in ("pledge", "partner") and self.why.pledges:
            self.paper.paragraph("Nobody names it in a condition.", indent=2)

    def passages(self) -> None:
        words = self.why.words
        if not words:
            if self.why.kind in ("pledge", "partner") and self.why.pledges:
                self.paper.gap()
                self.paper.paragraph("No source is given for this.")
            return
        self.paper.gap()
        self.paper.paragraph("Who says so", ink="strong")
        for word in words[:MOST_PASSAGES]:
            self.paper.paragraph(self.passage(word), indent=2, hang=4)
        if len(words) > MOST_PASSAGES:
            self.paper.paragraph(f"… and {len(words) - MOST_PASSAGES} more", indent=2)

    def passage(self, word: Word) -> str:
        source, statement = word.source, word.statement
        where = listed([part for part in (source.outlet, source.title) if part], "·").replace(" · ", ", ") or source.id
        when = statement.on if statement is not None and statement.on else source.published
        about = self.words.assumption(word.about) if word.about in self.why.picture.plan.assumptions else ""
        if not about and len(self.why.pledges) > 1:
            about = self.words.pledge(word.about)
        lead = "· " + (f"{about}: " if about else "")
        if statement is None:
            return f"{lead}{where}{f', {day(when)}' if when else ''}"
        who = statement.who or ("" if statement.named else "an unnamed official")
        says = f"{statement.says} " if statement.says else ""
        detail = [
            who,
            where,
            day(when) if when else "",
            f"{statement.confidence} confidence" if statement.confidence else "",
        ]
        against = "AGAINST: " if statement.against else ""
        return f"{lead}{against}{says}({', '.join(part for part in detail if part)})"
