"""The timeline as a picture: a row a partner, a stretch for each status; below it what was there of what is needed."""

from dataclasses import dataclass
from datetime import date

from willing.answers.standing import State
from willing.answers.timeline import Moment, Timeline
from willing.present.charts.drawing import EM, box, drawing, fitted, line, text
from willing.present.statuses import STATUSES
from willing.present.terminal.timeline import goal_sentence
from willing.present.words import Words
from willing.questions.state import state_of

_ROW = 22
_BAR = 14
_PANEL = 70


def timeline_svg(timeline: Timeline, words: Words, width: int = 760) -> str:
    """An SVG of a timeline; requirements are in it if it was made with ``coverage``.

    ``words``: of the picture of the timeline, with the subject "time". ``width`` in pixels, from 320.
    """
    return _Chart(timeline, words, max(320, width)).svg()


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A state from one day to the next."""

    state: State
    first: date
    last: date


def _sign_role(state: State) -> str:
    """The class of a sign: light on what is filled, dark with a light rim on what is not."""
    return "inside" if state in ("stands", "support") else "halo"


class _Chart:
    def __init__(self, timeline: Timeline, words: Words, width: int) -> None:
        self.timeline = timeline
        self.words = words
        self.say = words.say
        self.width = width
        self.left = min(190, width * 0.34)
        self.parts: list[str] = []
        named = [moment.picture.day for moment in timeline.moments[1:]]
        self.days = [day for day in named if day is not None]
        self.first = self.days[0] if self.days else timeline.picture.day or date(2000, 1, 1)
        last = timeline.picture.day or self.first
        span = max(1, (last - self.first).days)
        self.last = date.fromordinal(min(date.max.toordinal(), last.toordinal() + max(1, span // 25)))

    def x(self, day: date) -> float:
        """Where a day is."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return self.left + share * (self.width - self.left - 10)

    def svg(self) -> str:
        timeline, say = self.timeline, self.say
        plan = timeline.picture.plan
        rows = [(say("time.svg.goal"), self.goal_stretches())] if timeline.picture.goal is not None else []
        for id_ in plan.partners:
            stretches = self.stretches(id_)
            if any(stretch.state != "none" for stretch in stretches):
                rows.append((self.words.partner(id_), stretches))
        top = 44
        self.axis(top, top + _ROW * len(rows))
        for i, (name, stretches) in enumerate(rows):
            self.row(top + i * _ROW, name, stretches, strong=i == 0 and timeline.picture.goal is not None)
        bottom: float = top + _ROW * len(rows) + 8
        if timeline.reached_on is not None:
            x = self.x(timeline.reached_on)
            self.parts.append(line(x, top - 6, x, bottom - 8, "mark"))
        bottom = self.requirements(bottom)
        bottom = self.legend(bottom, {stretch.state for _, stretches in rows for stretch in stretches})
        day = self.say.day
        return drawing(
            self.width,
            int(bottom),
            say("time.svg.title", plan=plan.name),
            say(
                "time.svg.desc",
                first=day(self.first),
                last=day(timeline.picture.day or self.first),
                goal=goal_sentence(timeline, self.words),
            ).strip(),
            self.parts,
        )

    # -- rows -----------------------------------------------------------------------------------------------------

    def ends(self) -> list[tuple[Moment, date, date]]:
        """Every moment in the picture, with the days it lasts."""
        moments = self.timeline.moments[1:] or (self.timeline.start,)
        firsts = self.days or [self.first]
        lasts = [*firsts[1:], self.last]
        return list(zip(moments, firsts, lasts, strict=True))

    def stretches(self, partner: str) -> list[_Stretch]:
        found: list[_Stretch] = []
        for moment, first, last in self.ends():
            state = state_of(moment, partner)
            self.add(found, state, first, last)
        return found

    def goal_stretches(self) -> list[_Stretch]:
        found: list[_Stretch] = []
        for moment, first, last in self.ends():
            self.add(found, "none" if moment.goal is None else moment.goal.status, first, last)
        return found

    @staticmethod
    def add(found: list[_Stretch], state: State, first: date, last: date) -> None:
        if found and found[-1].state == state:
            found[-1] = _Stretch(state, found[-1].first, last)
        else:
            found.append(_Stretch(state, first, last))

    def row(self, y: float, name: str, stretches: list[_Stretch], *, strong: bool) -> None:
        role = "strong" if strong else ""
        self.parts.append(text(4, y + 13, fitted(name, self.left - 12, strong=strong), role=role))
        for stretch in stretches:
            if stretch.state == "none":
                continue
            x, end = self.x(stretch.first), self.x(stretch.last)
            how = self.say.status(f"time.{'goal' if strong else 'state'}.{stretch.state}")
            told = self.say("time.line", name=name, now=f"{how}, {self.say.day(stretch.first)}")
            self.parts.append(box(x, y + 2, max(1.5, end - x - 1), _BAR, stretch.state, told))
            if end - x > 16:
                self.parts.append(text(x + 3, y + 13.5, STATUSES[stretch.state].sign, role=_sign_role(stretch.state)))

    # -- the axis -------------------------------------------------------------------------------------------------

    def axis(self, top: float, bottom: float) -> None:
        """Months, quarters or years, as many as there is room for."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        room = max(2, int((self.width - self.left) / (9 * EM)))
        step = next((s for s in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200) if months / s <= room), 12_000)
        marks = []
        at = self.first.year * 12 + self.first.month - 1
        for month in range(at, at + months + 1):
            day = date(month // 12, month % 12 + 1, 1) if month // 12 <= date.max.year else None
            if day is not None and month % step == 0 and self.first <= day <= self.last:
                marks.append(day)
        for day in marks:
            self.parts.append(line(self.x(day), top - 8, self.x(day), bottom, "rule"))
            name = self.say("day.months").split()[day.month - 1][:3]
            dated = day.month <= step or day is marks[0]
            label = str(day.year) if step >= 12 else f"{name} {day.year}" if dated else name
            if self.x(day) + len(label) * (EM + 1) + 6 < self.width:
                self.parts.append(text(self.x(day) + 2, top - 12, label, role="faint"))
        if not marks:
            self.parts.append(text(self.left, top - 12, self.say.day(self.first), role="faint"))

    # -- what is needed -------------------------------------------------------------------------------------------

    def requirements(self, top: float) -> float:
        """A step line for each requirement with a need: there if all move, of what is needed."""
        lines = self.timeline.moments[-1].requirements
        for known in (each for each in lines if each.requirement.needs):
            needs, id_ = known.requirement.needs or 1, known.requirement.id
            name = known.requirement.name or id_
            said = self.say("time.svg.covered", name=name, needs=self.say.number(needs))
            self.parts.append(text(4, top + 14, fitted(said, self.width - 12, strong=True), role="strong"))
            base, height = top + _PANEL - 4, _PANEL - 26
            self.parts.append(line(self.left, base - height, self.width - 10, base - height, "mark"))
            self.parts.append(line(self.left, base, self.width - 10, base, "rule"))
            self.parts.append(text(4, base - height + 12, self.say.number(needs), role="faint"))
            last = 0
            for (firm, there), first, until in self.levels(id_):
                x, end = self.x(first), self.x(until)
                tall, firm_tall = (round(min(1.0, n / needs) * height, 1) for n in (there, firm))
                told = f"{self.say.day(first)}: {self.say.number(there)}"
                if firm_tall:
                    self.parts.append(box(x, base - firm_tall, end - x, firm_tall, "stands", told))
                if tall > firm_tall:
                    self.parts.append(box(x, base - tall, end - x, round(tall - firm_tall, 1), "together", told))
                last = there
            self.parts.append(text(4, base, self.say.number(last), role="strong"))
            top += _PANEL + 8
        return top

    def levels(self, id_: str) -> list[tuple[tuple[int, int], date, date]]:
        """What was firm of a requirement, and there if all moved, from which day to which."""
        found: list[tuple[tuple[int, int], date, date]] = []
        for moment, first, until in self.ends():
            figure = next((each for each in moment.requirements if each.requirement.id == id_), None)
            if figure is None:
                continue
            firm = figure.stands or 0
            level = firm, firm + (figure.together or 0)
            if found and found[-1][0] == level and found[-1][2] == first:
                found[-1] = (level, found[-1][1], until)
            else:
                found.append((level, first, until))
        return found

    def legend(self, top: float, states: set[State]) -> float:
        """What the patterns and signs mean: those that are in the picture."""
        x, y = 4.0, top + 6
        for state in STATUSES:
            if state not in states or state == "none":
                continue
            label = self.say.status(f"time.state.{state}")
            wide = 34 + len(label) * EM + 12
            if x + wide > self.width and x > 4:
                x, y = 4.0, y + 20
            self.parts.append(box(x, y, 26, _BAR, state))
            self.parts.append(text(x + 7, y + 11.5, STATUSES[state].sign, role=_sign_role(state)))
            self.parts.append(text(x + 32, y + 12, label, role="faint"))
            x += wide
        return y + 24
