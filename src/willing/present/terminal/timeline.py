"""The timeline on a terminal: day by day, who moved, why and on whose word (§8.2)."""

from typing import Unpack

from willing.answers.standing import State
from willing.answers.steps import Step
from willing.answers.timeline import Cause, Day, Moment, Timeline
from willing.languages.messages import sentence
from willing.present.statuses import STATUSES
from willing.present.terminal.sheet import Look, Sheet
from willing.present.voices import assumptions_told, offers_text, premise_text, voice_text
from willing.present.words import Words
from willing.questions.state import state_of

#: Names shown of a long list of causes.
MOST_NAMES = 6


def timeline_text(timeline: Timeline, **look: Unpack[Look]) -> str:
    """The timeline; ``lang``: one of :data:`willing.languages.LANGUAGES`."""
    return _Page(timeline, Sheet(**look)).text()


def goal_sentence(timeline: Timeline, words: Words) -> str:
    """When the goal was first reached and by whose steps, and whether it still is; empty where there is none."""
    say, goal = words.say, timeline.picture.goal
    if goal is None:
        return ""
    asked = words.condition(goal)
    if timeline.reached_on is None:
        return sentence(say("time.reached.start" if timeline.reached_from_start else "time.reached.never", goal=asked))
    if timeline.tipped == "assumptions":
        names = [words.switch(id_) for id_ in timeline.tipped_by]
    else:
        names = [words.partner(id_) for id_ in timeline.tipped_by]
    key = f"time.reached.{timeline.tipped}" + ".together" * (timeline.tipped == "each" and len(names) > 1)
    return sentence(say(key, day=say.day(timeline.reached_on), names=say.listed(names), goal=asked))


class _Page:
    def __init__(self, timeline: Timeline, paper: Sheet) -> None:
        self.timeline = timeline
        self.paper = paper
        self.words = Words(timeline.picture, paper.language)
        self.say = self.words.say

    def text(self) -> str:
        timeline, paper, say = self.timeline, self.paper, self.say
        picture = timeline.picture
        days = timeline.days
        first = days[0].day if days else None
        span = "" if picture.day is None else say.day(picture.day)
        if first is not None and picture.day is not None and first < picture.day:
            span = say("time.span", first=say.day(first), last=span)
        marking = [picture.plan.marking] if picture.plan.marking else []
        paper.ends(picture.plan.name, " · ".join([span, *marking] if span else marking), ink="strong")
        given = [premise_text(self.words)]
        given += [say("scenarios", names=say.listed(picture.scenarios))] if picture.scenarios else []
        given += self.words.what_if()
        if any(given):
            paper.paragraph(" · ".join(filter(None, given)), ink="faint")
        told = goal_sentence(timeline, self.words)
        if told:
            paper.gap()
            paper.paragraph(told, indent=2)
            last = timeline.moments[-1].goal
            if last is not None and not last.firm and (timeline.reached_on or timeline.reached_from_start):
                state = say(f"time.goal.{last.status}")
                last_day = "" if picture.day is None else say.day(picture.day)
                paper.paragraph(sentence(say("time.reached.now", day=last_day, state=state)), indent=2)
            if timeline.fell_away:
                names = say.listed(say.shortened([*map(self.words.partner, timeline.fell_away)], MOST_NAMES))
                paper.paragraph(sentence(say("time.fell-away", names=names)), indent=2)
        self.start()
        listed = {day.day: day for day in days}
        before = timeline.start
        for now in timeline.moments[1:]:
            day = None if now.picture.day is None else listed.get(now.picture.day)
            if day is not None:
                self.day(day, before, now)
            if day is None or not day.impossible:
                before = now
        if not days:
            paper.gap()
            key = "time.quiet" if picture.day is not None else "time.days.none"
            paper.paragraph(sentence(say(key)), indent=2)
        return paper.text()

    def start(self) -> None:
        """Whoever stood somewhere before the first day."""
        start = self.timeline.start
        if not start.partners:
            return
        self.paper.gap()
        self.paper.paragraph(self.say("time.start"), ink="strong")
        for id_ in start.partners:
            state = state_of(start, id_)
            line = self.say("time.line", name=self.words.partner(id_), now=self.say.status(f"time.state.{state}"))
            self.paper.paragraph(f"{STATUSES[state].sign} {line}", indent=2, hang=4, ink=STATUSES[state].ink)

    def day(self, day: Day, before: Moment, now: Moment) -> None:
        say, paper = self.say, self.paper
        paper.gap()
        paper.paragraph(say.day(day.day), ink="strong")
        if day.impossible:
            paper.paragraph(say("time.impossible"), indent=2)
            return
        told = set()
        for change in day.changes:
            if change.kind == "partner":
                told.add(change.id)
                self.partner(change.id, change.why, before, now)
        for id_ in now.picture.plan.partners:
            its = tuple(step for step in day.steps if id_ in step.partners)
            if its and id_ not in told:
                self.restated(id_, its, before, now)
        if day.goal is not None and (before.goal is None or before.goal.status != day.goal.status):
            goal = say(f"time.goal.{day.goal.status}")
            was = "" if before.goal is None else say(f"time.goal.{before.goal.status}")
            key = "time.line.goal.was" if was else "time.line.goal"
            paper.paragraph(
                f"{STATUSES[day.goal.status].sign} {say(key, now=goal, was=was)}", indent=2, hang=4, ink="strong"
            )

    def partner(self, id_: str, why: Cause, before: Moment, now: Moment) -> None:
        say = self.say
        was = state_of(before, id_)
        is_ = state_of(now, id_)
        key = "time.line" if was in ("none", is_) else "time.line.was"
        name = self.words.partner(id_)
        after = "gone" if is_ == "none" else is_
        line = say(key, name=name, now=say.status(f"time.state.{after}"), was=say.status(f"time.state.{was}"))
        self.tell(is_, line, self.because(why, now))

    def restated(self, id_: str, steps: tuple[Step, ...], before: Moment, now: Moment) -> None:
        """A step that moved nobody's status: another number, another condition."""
        was = state_of(before, id_)
        is_ = state_of(now, id_)
        key = "time.restated" if was == is_ else "time.line" if was == "none" else "time.line.was"
        name, say = self.words.partner(id_), self.say
        line = say(key, name=name, now=say.status(f"time.state.{is_}"), was=say.status(f"time.state.{was}"))
        self.tell(is_, line, self.own(steps, now))

    def tell(self, state: State, line: str, why: str) -> None:
        text = self.say("time.line.why", line=line, why=why) if why else line
        self.paper.paragraph(f"{STATUSES[state].sign} {text}", indent=2, hang=4)

    def because(self, why: Cause, now: Moment) -> str:
        if why.own:
            return self.own(why.steps, now)
        partners = dict.fromkeys(partner for step in why.steps for partner in step.partners)
        names = [self.words.partner(id_) for id_ in partners]
        names += assumptions_told(self.words, why.steps)
        return self.say("time.because", names=self.say.listed(self.say.shortened(names, MOST_NAMES)))

    def own(self, steps: tuple[Step, ...], now: Moment) -> str:
        """What a partner did, and on whose word: its new pledges, else how the old ones ended."""
        say, pledges = self.say, now.picture.pledges
        new = [step for step in steps if step.id in pledges]
        new = [step for step in new if step.id in now.picture.counted] or new
        told = [offers_text(self.words, [pledges[step.id] for step in new])] if new else [self.ended(s) for s in steps]
        voices = [voice_text(self.words, s.voice, dated=s.voice.on != now.picture.day) for s in new or steps]
        return say("semicolon").join(dict.fromkeys(filter(None, [*told, *voices])))

    def ended(self, step: Step) -> str:
        if step.kind == "replaced":
            names = [self.words.pledge(id_) for id_ in step.replaced_by or ()]
            return self.say("time.replaced", names=self.say.listed(names)) if names else ""
        offer = offers_text(self.words, [self.words.picture.plan.pledges[step.id]])
        return self.say("time.lapsed" if step.kind == "lapsed" else "time.ended", offer=offer) if offer else ""
