"""Who counts, as a table with small bars."""

from fractions import Fraction
from typing import Unpack

from willing.answers.power import Power
from willing.languages.messages import sentence
from willing.present.escape import columns
from willing.present.terminal.heading import heading
from willing.present.terminal.sheet import Look, Sheet
from willing.present.words import Words

#: Names in a sentence, and the longest name in the table.
MOST_NAMES = 12
_LONGEST = 28


def power_text(power: Power, **look: Unpack[Look]) -> str:
    """How much each partner counts, the most first."""
    return _Page(power, Sheet(**look)).text()


class _Page:
    def __init__(self, power: Power, paper: Sheet) -> None:
        self.power = power
        self.paper = paper
        self.words = Words(power.picture, paper.language)
        self.say = self.words.say

    def text(self) -> str:
        heading(self.paper, self.words)
        self.answer()
        if any(self.power.shapley.values()):
            self.paper.gap()
            self.table()
        if self.power.shapley:
            self.paper.gap()
            self.method()
        return self.paper.text()

    def tell(self, key: str, /, **parts: object) -> None:
        """One sentence of the answer."""
        self.paper.paragraph(sentence(self.say(key, **parts)), indent=2, ink="strong")

    def names(self, ids: list[str]) -> str:
        return self.say.listed(self.say.shortened([self.words.partner(id_) for id_ in ids], MOST_NAMES))

    def answer(self) -> None:
        power = self.power
        self.tell("power.goal", goal=self.words.condition(power.goal))
        if not power.shapley:
            self.tell("power.nobody")
            return
        if power.nobody_wins:
            self.tell("power.always")
        elif not any(power.shapley.values()):
            self.tell("power.never.seen" if power.undecided or power.method == "sampled" else "power.never")
        elif not power.wins:
            self.tell("power.not.all")
        if power.vetoes:
            self.tell("power.vetoes", names=self.names(list(power.vetoes)))
        idle = [id_ for id_, share in power.shapley.items() if not share and not power.banzhaf[id_]]
        if idle and any(power.shapley.values()) and power.method != "sampled":
            self.tell("power.idle", names=self.say.listed([self.words.partner(id_) for id_ in idle]))
        if self.hopes():
            self.tell("power.best")
        counted = power.picture.counted.values()
        told = {id_ for id_ in power.shapley if power.shapley[id_] or power.banzhaf[id_]}
        unsized = list(dict.fromkeys(p.partner for p in counted if p.unsized and p.partner in told))
        if unsized:
            self.tell("power.unsized", names=self.names(unsized))

    def hopes(self) -> bool:
        """Whether anything in the worlds is open, so that the best of them is meant."""
        picture = self.power.picture
        pledges = picture.counted.values()
        undecided = any(p.own_decision and p.id not in picture.decided for p in pledges)
        return undecided or bool(picture.unknown) or any(p.unsized for p in pledges)

    def table(self) -> None:
        power, say, paper = self.power, self.say, self.paper
        order = list(power.shapley)
        told = [id_ for id_ in order if power.method == "sampled" or power.shapley[id_] or power.banzhaf[id_]]
        ids = sorted(told, key=lambda id_: (-power.shapley[id_], -power.banzhaf[id_], order.index(id_)))
        names = {id_: _cut(paper.clean(self.words.partner(id_)), _LONGEST) for id_ in ids}
        label = max(columns(name) for name in names.values())
        swings = {id_: say.number(its) for id_, its in (power.swings or {}).items()}
        most = max([*map(len, swings.values()), columns(say("power.swings"))]) if swings else 0
        bar = max(4, min(24, (paper.width - label - most - 26) // 2))
        top = max([*power.shapley.values(), *power.banzhaf.values()])
        heads = [say("power.shapley"), say("power.banzhaf")]
        line = " " * (label + 4) + "  ".join(_fit(head, bar + 8) for head in heads)
        paper.paragraph(line + (f"{say('power.swings'):>{most + 2}}" if swings else ""), ink="faint", whole=True)
        for id_ in ids:
            cells = [
                f"{self.share(share):>6}  {_fit('█' * int(bar * share / top), bar)}"
                for share in (power.shapley[id_], power.banzhaf[id_])
            ]
            line = f"  {_fit(names[id_], label)}  " + "  ".join(cells)
            paper.paragraph(line + (f"{swings[id_]:>{most + 2}}" if swings else ""), whole=True)

    def share(self, share: Fraction) -> str:
        """In percent, with one digit behind the point."""
        tenths = round(share * 1000)
        return self.say("percent", number=self.say.number(tenths / 10))

    def method(self) -> None:
        power, say = self.power, self.say
        if power.method == "sampled":
            text = say(
                "power.sampled",
                samples=say.number(power.samples),
                seed=say.number(power.seed),
                error=self.share(Fraction(power.error or 0)),
            )
        else:
            text = say(f"power.{power.method}", count=say.number(len(power.shapley)))
        text = sentence(text)
        if any(power.shapley.values()):
            text += " " + sentence(say("power.means"))
        self.paper.paragraph(text, indent=2, ink="faint")
        if power.undecided:
            self.paper.paragraph(sentence(say.many("power.undecided", power.undecided)), indent=2, ink="faint")


def _fit(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _cut(text: str, width: int) -> str:
    return text if columns(text) <= width else text[: width - 1] + "…"
