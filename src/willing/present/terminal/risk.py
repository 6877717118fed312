"""How sure, how fragile (§6), as terminal text: the chance first, then what it hangs on, breaks on, is reached by."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Unpack

from willing.answers.risk import Risk, Sets, Span, Uncertain, Weight
from willing.languages.messages import sentence
from willing.present.escape import columns
from willing.present.terminal.heading import heading
from willing.present.terminal.sheet import Look, Sheet
from willing.present.words import Words

_BAR = 24
_LABEL = 34
#: Events told of what the goal hangs on, and names in a list.
MOST_EVENTS = 10
MOST_NAMES = 8


def risk_text(risk: Risk, *, file: str = "plan.toml", **look: Unpack[Look]) -> str:
    """The answer; ``file`` is named in the command it ends with, ``lang``: as in a brief."""
    return RiskPage(risk, Sheet(**look)).text(file)


class RiskPage:
    """The parts of the answer, each by itself."""

    def __init__(self, risk: Risk, paper: Sheet) -> None:
        self.risk = risk
        self.paper = paper
        self.words = Words(risk.picture, paper.language)
        self.say = self.words.say

    def text(self, file: str) -> str:
        heading(self.paper, self.words)
        self.answer()
        self.table()
        self.weights()
        self.breakers()
        self.routes()
        self.foot(file)
        return self.paper.text()

    # -- the answer -------------------------------------------------------------------------------------------------

    def answer(self) -> None:
        risk, say = self.risk, self.say
        goal = self.words.condition(risk.goal)
        together, stands = risk.together, risk.stands
        if together is None or stands is None:
            self.line(say("risk.stopped.early", goal=goal))
            return
        drawn = risk.sampled is not None and risk.events  # then 0 and 1 are only what was seen
        if together.high == 0 and not drawn:
            self.line(say("risk.never", goal=goal))
        elif stands.low == 1 and not drawn:
            self.line(say("risk.always", goal=goal))
        elif together.one and together == stands:
            self.line(say("risk.chance", goal=goal, chance=self.chance(together)))
        elif (together.low, together.high) == (0, 1):
            self.line(say("risk.anything", goal=goal))
        else:
            self.line(say("risk.together", goal=goal, chance=self.chance(together)))
            if stands.high == 0:
                self.line(say("risk.stands.never"))
            elif stands != together:
                self.line(say("risk.stands", chance=self.chance(stands)))
        self.unknown()
        self.unsized()
        if not risk.events:
            self.line(say("risk.certain"), ink="faint")
        if risk.no_outcome is not None and risk.no_outcome.high > 0:
            if risk.sampled is None:
                self.line(say("risk.no.outcome", chance=self.chance(risk.no_outcome)))
            else:
                self.line(say("risk.open", chance=self.percent(risk.no_outcome.high)))

    def unknown(self) -> None:
        """What nobody has put a chance on, as far as it bears on the goal."""
        risk, say = self.risk, self.say
        if not risk.events:
            return
        plan = risk.picture.plan
        likely = any(a.likelihood for a in plan.assumptions.values()) or any(
            p.likelihood or p.reliability is not None or any(c.likelihood for c in p.subject_to)
            for p in plan.pledges.values()
        )
        if not likely:
            self.line(say("risk.no.likelihood"))
        names = [self.called(event) for event in risk.unknown]
        if names and (risk.together is None or not risk.together.one):
            told = say.listed(say.shortened(names, MOST_NAMES))
            self.line(say("risk.unknown", names=told), ink="faint")

    def unsized(self) -> None:
        """Partners without a number, as far as what they give bears on the goal."""
        weights = self.risk.weights
        events = self.risk.events if weights is None else [w.event for w in weights if self.size(w) > 0]
        pledges = self.risk.picture.counted
        names = [self.words.partner(pledges[event.id].partner) for event in events if event.kind == "size"]
        if names:
            told = self.say.listed(self.say.shortened(list(dict.fromkeys(names)), MOST_NAMES))
            self.line(self.say("risk.unsized", names=told), ink="faint")

    def line(self, text: str, *, ink: str = "strong") -> None:
        self.paper.paragraph(sentence(text), indent=2, ink=ink)  # type: ignore[arg-type]

    def table(self) -> None:
        """The goal and the requirements, each with its chances as a bar."""
        risk, paper, say = self.risk, self.paper, self.say
        rows: list[tuple[str, Span, Span, str]] = []
        if risk.stands is not None and risk.together is not None:
            rows.append((say("risk.goal"), risk.stands, risk.together, ""))
        for line in risk.requirements or ():
            needs = line.requirement.needs or 0
            name = self.words.requirement(line.requirement)
            rows.append((name, line.stands, line.together, self.expected(line.expected, needs)))
        if not rows:
            return
        paper.gap()
        label = min(max(columns(paper.clean(row[0])) for row in rows), max(12, paper.width // 4), _LABEL)
        heads = [say("layer.stands"), say("risk.head.together")]
        firm = max(columns(heads[0]), *(columns(self.chance(row[1])) for row in rows))
        all_ = max(columns(heads[1]), *(columns(self.chance(row[2])) for row in rows))
        rest = max(columns(row[3]) for row in rows)
        bar = min(_BAR, paper.width - 2 - label - 2 - 2 - firm - 2 - all_ - (2 + rest if rest else 0))
        space = " " * (bar + 2) if bar >= 8 else ""
        head = f"{'':{2 + label}}  {space}{heads[0]:>{firm}}  {heads[1]:>{all_}}"
        paper.paragraph(head, ink="faint", whole=True)
        for name, stands, together, more in rows:
            name = paper.clean(name)
            if columns(name) > label:
                name = name[: label - 1].rstrip() + paper.clean("…")
            drawn = f"{self.bar(stands, together, bar)}  " if bar >= 8 else ""
            cells = f"{self.chance(stands):>{firm}}  {self.chance(together):>{all_}}"
            paper.paragraph(
                f"  {name}{' ' * (label - columns(name))}  {drawn}{cells}{'  ' + more if more else ''}", whole=True
            )
        paper.paragraph(say("risk.legend"), indent=2, ink="faint")

    def bar(self, stands: Span, together: Span, width: int) -> str:
        """Chances as columns: firm, if all move at once, and what is not known."""
        firm, all_, most = (round(value * width) for value in (stands.low, together.low, together.high))
        if together.high > 0 and most == 0:
            most = 1
        if together.high < 1 and most == width:
            most = width - 1
        firm, all_ = min(firm, most), min(max(firm, all_), most)
        return "█" * firm + "▓" * (all_ - firm) + "▒" * (most - all_) + "·" * (width - most)

    def expected(self, span: Span, needs: int) -> str:
        say = self.say
        low, high = (say.number(self.rounded(value)) for value in (span.low, span.high))
        return say("risk.expected", units=low if low == high else f"{low}–{high}", needs=say.number(needs))

    @staticmethod
    def rounded(value: float) -> Decimal:
        return Decimal(round(value)) if value >= 100 else Decimal(f"{value:.1f}")

    # -- chances ----------------------------------------------------------------------------------------------------

    def chance(self, span: Span) -> str:
        """A chance in percent, or the range it lies in."""
        if span.one:
            return self.percent(span.low)
        low, high = (self.say.number(self.digits(value)) for value in (span.low, span.high))
        if low == high:
            return self.percent(span.low)
        return self.say("percent", number=f"{low}–{high}")

    def percent(self, value: float) -> str:
        if 0 < value < 0.0005:
            return self.say("risk.under", chance=self.say.percent(Decimal("0.001")))
        if 0.9995 <= value < 1:
            return self.say("risk.over", chance=self.say.percent(Decimal("0.999")))
        return self.say("percent", number=self.say.number(self.digits(value)))

    @staticmethod
    def digits(value: float) -> Decimal:
        """Percent, in whole ones in the middle and to a tenth at either end."""
        return Decimal(f"{value * 100:.0f}" if 0.1 <= value <= 0.9 else f"{value * 100:.1f}")

    # -- what it hangs on -------------------------------------------------------------------------------------------

    def weights(self) -> None:
        risk, paper, say = self.risk, self.paper, self.say
        noise = 0.0005 if risk.sampled is None else 4 * risk.sampled.half_width
        told = [w for w in risk.weights or () if self.size(w) >= noise]
        if not told or risk.together is None:
            return
        told.sort(key=lambda weight: -self.size(weight))
        paper.gap()
        paper.paragraph(say("risk.hangs"), ink="strong")
        shown = told[:MOST_EVENTS]
        names = [paper.clean(self.called(weight.event)) for weight in shown]
        sides = [self.sides(weight) for weight in shown]
        rest = max(columns(paper.clean(text)) for text in sides)
        label = min(max(columns(name) for name in names), max(16, paper.width - 4 - rest))
        bar = min(16, paper.width - 6 - label - rest)
        for weight, name, text in zip(shown, names, sides, strict=True):
            if columns(name) > label:
                name = name[: label - 1].rstrip() + paper.clean("…")
            full = round(self.size(weight) * bar)
            drawn = f"{'█' * full}{'·' * (bar - full)}  " if bar >= 6 else ""
            paper.paragraph(f"  {name}{' ' * (label - columns(name))}  {drawn}{text}", whole=True, hang=4)
        if len(told) > MOST_EVENTS:
            paper.paragraph(say.more(len(told) - MOST_EVENTS), indent=2, ink="faint")

    def sides(self, weight: Weight) -> str:
        """The chance if it turns out so, and if not."""
        key = "risk.sides.size" if weight.event.kind == "size" else "risk.sides"
        return self.say(key, true=self.chance(weight.true), false=self.chance(weight.false))

    @staticmethod
    def size(weight: Weight) -> float:
        return max(abs(weight.importance.low), abs(weight.importance.high))

    def called(self, event: Uncertain) -> str:
        """What an event is, in words."""
        match event.kind:
            case "assumption":
                return self.words.assumption(event.id)
            case "decision":
                return self.say("risk.decides", name=self.words.pledge(event.id))
            case "consent":
                pledge, _, body = event.id.partition(".")
                return self.say("risk.consents", name=self.words.pledge(pledge), body=self.words.partner(body))
            case "reliability":
                return self.say("risk.delivers", name=self.words.pledge(event.id))
            case "size":
                return self.say("risk.gives", name=self.words.pledge(event.id))

    # -- breakers and routes ----------------------------------------------------------------------------------------

    def breakers(self) -> None:
        risk, say = self.risk, self.say
        if risk.reachable is False:
            self.section(say("risk.breakers"), [say("risk.breakers.none.reached")])
        elif risk.breakers is not None:
            self.sets("breakers", risk.breakers, self.loss)

    def routes(self) -> None:
        routes = self.risk.routes
        if routes is not None:
            self.sets("routes", routes, self.words.assumption)
            if routes.count and (given := self.open_consents()):
                names = self.say.listed(self.say.shortened(given, MOST_NAMES))
                self.paper.paragraph(self.say("risk.routes.consents", names=names), indent=2, hang=4)

    def open_consents(self) -> list[str]:
        """Those that nobody has given or refused: routes take them as given (§6.4)."""
        picture = self.risk.picture
        ids = [id_ for pledge in picture.counted.values() for id_ in pledge.consents if id_ not in picture.decided]
        return [self.words.switch(id_) for id_ in ids]

    def loss(self, id_: str) -> str:
        if id_ in self.risk.picture.plan.assumptions:
            return self.say("risk.no.longer", name=self.words.assumption(id_))
        return self.say("risk.without", name=self.words.partner(id_))

    def sets(self, what: str, sets: Sets, called: Callable[[str], str]) -> None:
        say = self.say
        if sets.count is None:
            self.section(say(f"risk.{what}"), [say("risk.sets.follow" if sets.left_out else "risk.sets.unfinished")])
            return
        lines: list[str] = []
        if sets.count == 0:
            lines.append(say(f"risk.{what}.none"))
        elif sets.sets == ((),) or (sets.count == 1 and sets.sets and not sets.sets[0]):
            lines.append(say("risk.routes.given"))
        else:
            alone = [called(ids[0]) for ids in sets.sets if len(ids) == 1]
            if alone:
                lines.append(say("risk.alone", names=say.listed(alone, "or")))
            lines += [
                say("risk.with", names=say.listed([called(id_) for id_ in ids])) for ids in sets.sets if len(ids) > 1
            ]
            if len(sets.sets) < sets.count:
                lines.append(say("risk.sets.more", count=say.number(sets.count - len(sets.sets))))
            if sets.likeliest is not None and sets.count > 1:
                ids, chance = sets.likeliest
                if ids and chance > 0:
                    names = say.listed([called(id_) for id_ in ids])
                    lines.append(say("risk.likeliest", names=names, chance=self.percent(chance)))
        self.section(say(f"risk.{what}"), lines)

    def section(self, heading: str, lines: Iterable[str]) -> None:
        self.paper.gap()
        self.paper.paragraph(heading, ink="strong")
        for line in lines:
            self.paper.paragraph(line, indent=2, hang=4)

    # -- the foot ---------------------------------------------------------------------------------------------------

    def foot(self, file: str) -> None:
        risk, paper, say = self.risk, self.paper, self.say
        paper.gap()
        if risk.stopped:
            paper.paragraph(sentence(say("risk.stopped")), indent=2, ink="faint")
        if risk.sampled is not None:
            sampled = risk.sampled
            low, high = sampled.intervals["together"]
            told = say(
                "risk.sampled",
                count=say.number(sampled.samples),
                seed=str(sampled.seed),
                low=say.percent(self.tenths(low)),
                high=say.percent(self.tenths(high)),
            )
            paper.paragraph(sentence(told), indent=2, ink="faint")
            if not sampled.reached:
                paper.paragraph(sentence(say("risk.not.narrow")), indent=2, ink="faint")
        elif risk.together is not None and any(not event.unknown for event in risk.events):
            paper.paragraph(sentence(say("risk.exact")), indent=2, ink="faint")
        if sum(not event.unknown for event in risk.events) > 1:
            paper.paragraph(sentence(say("risk.independent")), indent=2, ink="faint")
        spans: Sequence[Span | None] = (risk.stands, risk.together)
        if any(span is not None and not span.tight for span in spans):
            paper.paragraph(sentence(say("risk.bounds")), indent=2, ink="faint")
        paper.gap()
        paper.paragraph(say("more.command", command=f"willing why {file} goal"), indent=2, ink="faint")

    @staticmethod
    def tenths(value: float) -> Decimal:
        return Decimal(f"{value:.4f}").normalize()
