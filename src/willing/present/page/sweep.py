"""What decides an outcome over many variants, as one HTML file that needs nothing else: bars, heat maps, a tree."""

from collections.abc import Iterator

from willing.answers.sweep import Node, Pair, Swept, Weight
from willing.model.picture import Picture
from willing.model.sweep import Sweep
from willing.present.page.plain import clean, plain_page, track
from willing.present.terminal.sweep import SweepWords

# Shades are of one hue and leave the text a contrast of 4.5 to 1; every cell says its number as well.
_STYLE = """.weights { list-style: none; padding: 0; margin: 0; }
.weights li { display: grid; grid-template-columns: minmax(12rem, 24rem) 1fr 3.5rem; gap: .2rem 1rem;
  padding: .5rem 0; border-top: 1px solid var(--line); align-items: center; }
.weights .values { grid-column: 2 / -1; color: var(--soft); font-size: .93rem; }
.share { text-align: right; font-variant-numeric: tabular-nums; }
.maps { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1.5rem; }
td.shade { background: rgb(var(--shade) / calc(var(--part) * var(--most))); }
.tree, .tree ul { list-style: none; margin: 0; padding-left: 1.4rem; } .tree { padding-left: 0; }
.tree ul { border-left: 2px solid var(--line); }
.tree li { padding: .15rem 0; } .tree .line { display: flex; gap: .7rem; align-items: center; flex-wrap: wrap; }
.tree .track { width: 7rem; flex: none; height: .7rem; }
@media (max-width: 40rem) { .weights li { grid-template-columns: 1fr 3.5rem; } .weights .track { grid-column: 1 / -1; }
  .weights .values { grid-column: 1 / -1; } .weights .share { grid-row: 1; grid-column: 2; } }
"""


def sweep_html(swept: Swept, sweep: Sweep, picture: Picture, *, lang: str = "en") -> str:
    """The page: the finding, what decides by itself, pairs as heat maps, and the tree."""
    return _Page(swept, SweepWords(picture, sweep, swept, lang)).text()


class _Page:
    def __init__(self, swept: Swept, words: SweepWords) -> None:
        self.swept = swept
        self.words = words
        self.say = words.say
        means = [value.mean for weight in swept.alone for value in weight.values if value.mean is not None]
        means += [mean for pair in swept.pairs for row in pair.means for mean in row if mean is not None]
        share = swept.of in ("goal", "possible")
        self.low = 0.0 if share else min(means, default=0.0)
        self.high = 1.0 if share else max(means, default=1.0)

    def text(self) -> str:
        say, plan = self.say, self.words.plan
        marking = f" · {clean(plan.marking)}" if plan.marking else ""
        head = [f'<p class="plan">{clean(plan.name)}{marking}</p>', f"<h1>{clean(say('sweep.title'))}</h1>"]
        return plain_page(
            f"{say('sweep.title')} – {plan.name}",
            say.language,
            style=_STYLE,
            head=[*head, *self.findings()],
            body=[*self.alone(), *self.pairs(), *self.tree()],
            foot=say("sweep.how"),
        )

    def findings(self) -> list[str]:
        first, *others = self.words.findings()
        told = [f'<p class="finding">{clean(each)}</p>' for each in others]
        return [f'<p class="soft">{clean(first)}</p>', *told]

    def alone(self) -> Iterator[str]:
        strong, none = self.words.weights()
        if strong:
            yield f"<section><h2>{clean(self.say('sweep.alone'))}</h2>"
            yield '<ul class="weights">'
            yield from map(self.weight, strong)
            yield "</ul></section>"
        if none:
            names = self.say.listed([self.words.name(each) for each in none])
            yield f'<p class="soft">{clean(self.say.many("sweep.nothing", len(none), names=names))}</p>'

    def weight(self, weight: Weight) -> str:
        values = " · ".join(self.words.values(weight.name))
        return (
            f"<li><span>{clean(self.words.name(weight.name))}</span>{track(weight.share)}"
            f'<span class="share">{clean(self.words.share(weight.share))}</span>'
            f'<span class="values">{clean(values)}</span></li>'
        )

    def pairs(self) -> Iterator[str]:
        pairs = self.words.pairs()
        if pairs:
            yield f'<section><h2>{clean(self.say("sweep.pairs"))}</h2><div class="maps">'
            yield from map(self.pair, pairs)
            yield "</div></section>"

    def pair(self, pair: Pair) -> str:
        words = self.words
        caption = self.say("sweep.caption.heat", a=words.name(pair.a), b=words.name(pair.b))
        heads = "".join(f'<th scope="col">{self.value(pair.b, said)}</th>' for said in words.dimensions[pair.b].said)
        rows = "".join(
            f'<tr><th scope="row">{self.value(pair.a, said)}</th>{"".join(map(self.cell, means))}</tr>'
            for said, means in zip(words.dimensions[pair.a].said, pair.means, strict=True)
        )
        share = clean("+" + words.share(pair.beyond))
        return (
            f'<div class="scroll"><table><caption>{clean(caption)} <b>{share}</b></caption>'
            f"<thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        )

    def cell(self, mean: float | None) -> str:
        if mean is None:
            return "<td>–</td>"
        part = (mean - self.low) / (self.high - self.low) if self.high > self.low else 0.0
        return f'<td class="shade" style="--part: {part:.2f}">{clean(self.words.figure(mean))}</td>'

    def tree(self) -> Iterator[str]:
        if len(self.swept.tree) < 2:
            return
        yield f'<section><h2>{clean(self.say("sweep.tree"))}</h2><ul class="tree">'
        last = -1
        for depth, node in self.words.branches():
            if depth > last:
                yield "<ul>" if last >= 0 else ""
            else:
                yield "</li>" + "</ul></li>" * (last - depth)
            yield f'<li><div class="line">{self.node(node)}</div>'
            last = depth
        yield "</li>" + "</ul></li>" * last + "</ul></section>"

    def node(self, node: Node) -> str:
        part = (node.mean - self.low) / (self.high - self.low) if self.high > self.low else 0.0
        return f"{track(part)}<span>{clean(self.words.branch(node))}</span>"

    def value(self, name: str, said: str) -> str:
        return clean(self.words.value(name, said))
