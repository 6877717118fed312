"""What decides an outcome over many variants, as terminal text."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Unpack

from willing.answers.sweep import Node, Pair, Swept, Weight
from willing.languages.messages import Catalogue
from willing.model.picture import Picture
from willing.model.plan import Plan
from willing.model.sweep import Dimension, Sweep
from willing.present.terminal.sheet import Look, Sheet
from willing.present.words import Words

#: Pairs told; of what decides less together than this, beyond each alone, nothing is told.
MOST_PAIRS = 5
LEAST_TOLD = 0.005


def sweep_text(swept: Swept, sweep: Sweep, picture: Picture, *, command: str = "", **look: Unpack[Look]) -> str:
    """What the variants come to, and what decides it. ``command``: what shows any one of them."""
    paper = Sheet(**look)
    words = SweepWords(picture, sweep, swept, paper.language)
    say = words.say
    paper.paragraph(picture.plan.name, ink="strong")
    paper.gap()
    for line in words.findings():
        paper.paragraph(line, indent=2)
    strong, none = words.weights()
    if strong:
        paper.gap()
        paper.paragraph(say("sweep.alone"), ink="strong")
        for weight in strong:
            values = " · ".join(words.values(weight.name))
            paper.paragraph(f"{words.share(weight.share):>7}  {words.name(weight.name)}", hang=9, whole=True)
            paper.paragraph(values, indent=9, ink="faint")
    if none:
        paper.paragraph(say.many("sweep.nothing", len(none), names=say.listed(list(map(words.name, none)))), indent=2)
    pairs = words.pairs()
    if pairs:
        paper.gap()
        paper.paragraph(say("sweep.pairs"), ink="strong")
        for pair in pairs:
            told = f"{words.name(pair.a)} × {words.name(pair.b)}"
            paper.paragraph(f"{'+' + words.share(pair.beyond):>7}  {told}", hang=9, whole=True)
    if len(swept.tree) > 1:
        paper.gap()
        paper.paragraph(say("sweep.tree"), ink="strong")
        for depth, node in words.branches():
            paper.paragraph(words.branch(node), indent=2 + 3 * depth, hang=4 + 3 * depth)
    if command:
        paper.gap()
        paper.paragraph(say("sweep.wrote", file=swept.table), indent=2, hang=4, ink="faint")
        paper.paragraph(say("sweep.row", command=command), indent=2, hang=4, ink="faint")
    return paper.text()


class SweepWords:
    """How what differs, its values and the outcome are said, on a terminal and on a page."""

    def __init__(self, picture: Picture, sweep: Sweep, swept: Swept, language: str) -> None:
        self.words = Words(picture, language)
        self.say: Catalogue = self.words.say
        self.plan: Plan = picture.plan
        self.picture = picture
        self.sweep = sweep
        self.swept = swept
        self.dimensions = {dimension.name: dimension for dimension in sweep.dimensions}
        self._weights = {weight.name: weight for weight in swept.alone}

    def findings(self) -> list[str]:
        """How many variants there are, what they come to, and what decides that most."""
        say, swept = self.say, self.swept
        things = say.many("sweep.things", len(self.sweep.dimensions))
        key = "sweep.drawn" if swept.sampled else "sweep.every"
        told = [say.many(key, swept.variants, things=things, all=say.number(self.sweep.combinations))]
        if swept.possible < swept.variants:
            told.append(say.many("sweep.impossible", swept.variants - swept.possible))
        if swept.mean is None:
            return [*told, say("sweep.none")]
        told.append(self.outcome(swept.mean))
        if not swept.varies:
            return [*told, say("sweep.same")]
        first = swept.alone[0]
        if first.share >= LEAST_TOLD:
            told.append(say("sweep.first", name=self.name(first.name), share=self.share(first.share)))
        return told

    def outcome(self, mean: float) -> str:
        """The sentence that says what the variants come to."""
        say, swept, goal = self.say, self.swept, self.picture.goal
        if swept.of == "partners":
            return say("sweep.of.partners", mean=self.figure(mean))
        if swept.of == "filled":
            need = self.plan.requirements[swept.requirement or ""]
            needs = say.number(need.needs)
            return say("sweep.of.filled", mean=self.figure(mean), needs=needs, requirement=self.words.requirement(need))
        told = self.words.condition(goal) if goal is not None else ""
        return say(f"sweep.of.{swept.of}", goal=told, share=self.share(mean))

    def weights(self) -> tuple[list[Weight], list[str]]:
        """What decides something by itself, and the names of what does not."""
        strong = [weight for weight in self.swept.alone if weight.share >= LEAST_TOLD]
        return strong, [weight.name for weight in self.swept.alone if weight.share < LEAST_TOLD]

    def pairs(self) -> Sequence[Pair]:
        """The pairs that decide most beyond each alone."""
        return [pair for pair in self.swept.pairs if pair.beyond >= LEAST_TOLD][:MOST_PAIRS]

    def values(self, name: str) -> Iterator[str]:
        """What each value of something comes to."""
        for value in self._weights[name].values:
            if value.mean is not None:
                yield self.say("value", name=self.value(name, value.value), value=self.figure(value.mean))

    def branches(self) -> Iterator[tuple[int, Node]]:
        """The tree from the top, each branch under what it belongs to, with its depth."""
        under: dict[int | None, list[int]] = {}
        for place, node in enumerate(self.swept.tree):
            under.setdefault(node.under, []).append(place)
        stack = [(0, 0)]
        while stack:
            depth, place = stack.pop()
            yield depth, self.swept.tree[place]
            stack += [(depth + 1, its) for its in reversed(under.get(place, []))]

    def branch(self, node: Node) -> str:
        """A branch in a line: which, how many, what they come to."""
        say = self.say
        if node.under is None:
            name = say("sweep.all")
        else:
            by = self.swept.tree[node.under].by or ""
            name = say("value", name=self.name(by), value=self.value(by, node.value or ""))
        return f"{name} – {self.figure(node.mean)} ({say.number(node.variants)})"

    def name(self, name: str) -> str:
        """What differs, as the plan calls it."""
        its = self.dimensions[name]
        match its.kind:
            case "days" | "scenarios":
                return self.say(f"sweep.what.{its.kind}")
            case "assumptions":
                return self.words.switch(its.id)
            case "partners":
                who = self.words.partner(its.id) if its.id in self.plan.partners else self.words.pledge(its.id)
                return self.say("sweep.what.presence", name=who)
            case "pledges":
                return self.say("sweep.what.key", name=self.words.pledge(its.id), key=its.key)
        return self.say("sweep.what.key", name=self.words.requirement(self.plan.requirements[its.id]), key=its.key)

    def value(self, name: str, said: str) -> str:
        """A value as people say it."""
        its: Dimension = self.dimensions[name]
        value = its.values[its.said.index(said)]
        match its.kind:
            case "assumptions":
                return self.words.known(value)
            case "days":
                return self.say.day(value)
            case "partners":
                return self.say(f"sweep.value.{said}")
            case "scenarios":
                return said or self.say("sweep.value.none")
        return said

    def figure(self, mean: float) -> str:
        """A mean outcome: a share, or a number."""
        if self.swept.of in ("goal", "possible"):
            return self.share(mean)
        return self.say.number(round(mean, 1))

    def share(self, share: float) -> str:
        """A share in percent."""
        return self.say.percent(Fraction(share).limit_denominator(10**6))
