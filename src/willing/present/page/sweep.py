"""What decides an outcome over many variants, as one HTML file that needs nothing else: bars, heat maps, a tree."""

from collections.abc import Iterator
from html import escape

from willing.answers.sweep import Node, Pair, Swept, Weight
from willing.model.picture import Picture
from willing.model.sweep import Sweep
from willing.present.escape import shown
from willing.present.terminal.sweep import SweepWords

# Shades are of one hue and leave the text a contrast of 4.5 to 1; every cell says its number as well.
_STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #16202b; --soft: #4d5966; --line: #d5dae0; --bar: #1f5fa8;
  --shade: 31 95 168; --most: .7; }
@media (prefers-color-scheme: dark) { :root { --paper: #14181d; --ink: #e6e9ee; --soft: #a3adb8; --line: #3a424b;
  --bar: #6aa9f0; --shade: 106 169 240; --most: .55; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem 1.25rem 3rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
.plan, .soft { color: var(--soft); } .finding { font-size: 1.15rem; font-weight: 600; }
.weights { list-style: none; padding: 0; margin: 0; }
.weights li { display: grid; grid-template-columns: minmax(12rem, 24rem) 1fr 3.5rem; gap: .2rem 1rem;
  padding: .5rem 0; border-top: 1px solid var(--line); align-items: center; }
.weights .values { grid-column: 2 / -1; color: var(--soft); font-size: .93rem; }
.track { height: 1rem; border: 1px solid var(--line); border-radius: 3px; overflow: hidden; }
.track span { display: block; height: 100%; background: var(--bar); }
.share { text-align: right; font-variant-numeric: tabular-nums; }
.maps { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1.5rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; padding-bottom: .4rem; }
th, td { border: 1px solid var(--line); padding: .4rem .6rem; text-align: center; font-variant-numeric: tabular-nums; }
th { font-weight: 500; color: var(--soft); text-align: left; }
td.shade { background: rgb(var(--shade) / calc(var(--part) * var(--most))); }
.tree, .tree ul { list-style: none; margin: 0; padding-left: 1.4rem; } .tree { padding-left: 0; }
.tree ul { border-left: 2px solid var(--line); }
.tree li { padding: .15rem 0; } .tree .line { display: flex; gap: .7rem; align-items: center; flex-wrap: wrap; }
.tree .track { width: 7rem; flex: none; height: .7rem; }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .7rem; font-size: .9rem; }
@media (max-width: 40rem) { .weights li { grid-template-columns: 1fr 3.5rem; } .weights .track { grid-column: 1 / -1; }
  .weights .values { grid-column: 1 / -1; } .weights .share { grid-row: 1; grid-column: 2; } }
@media print { .track span, td { print-color-adjust: exact; } li, tr { break-inside: avoid; } }
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
        title = self.clean(f"{say('sweep.title')} – {plan.name}")
        marking = f" · {self.clean(plan.marking)}" if plan.marking else ""
        return "\n".join(
            [
                "<!doctype html>",
                f'<html lang="{say.language}">',
                "<head>",
                '<meta charset="utf-8">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                f"<title>{title}</title>",
                f"<style>{_STYLE}</style>",
                "</head>",
                "<body>",
                "<header>",
                f'<p class="plan">{self.clean(plan.name)}{marking}</p>',
                f"<h1>{self.clean(say('sweep.title'))}</h1>",
                *self.findings(),
                "</header>",
                "<main>",
                *self.alone(),
                *self.pairs(),
                *self.tree(),
                "</main>",
                f'<footer><p class="soft">{self.clean(say("sweep.how"))}</p></footer>',
                "</body>",
                "</html>",
                "",
            ]
        )

    def findings(self) -> list[str]:
        first, *others = self.words.findings()
        told = [f'<p class="finding">{self.clean(each)}</p>' for each in others]
        return [f'<p class="soft">{self.clean(first)}</p>', *told]

    def alone(self) -> Iterator[str]:
        strong, none = self.words.weights()
        if strong:
            yield f"<section><h2>{self.clean(self.say('sweep.alone'))}</h2>"
            yield '<ul class="weights">'
            yield from map(self.weight, strong)
            yield "</ul></section>"
        if none:
            names = self.say.listed([self.words.name(each) for each in none])
            yield f'<p class="soft">{self.clean(self.say.many("sweep.nothing", len(none), names=names))}</p>'

    def weight(self, weight: Weight) -> str:
        values = " · ".join(self.words.values(weight.name))
        return (
            f"<li><span>{self.clean(self.words.name(weight.name))}</span>{_track(weight.share)}"
            f'<span class="share">{self.clean(self.words.share(weight.share))}</span>'
            f'<span class="values">{self.clean(values)}</span></li>'
        )

    def pairs(self) -> Iterator[str]:
        pairs = self.words.pairs()
        if pairs:
            yield f'<section><h2>{self.clean(self.say("sweep.pairs"))}</h2><div class="maps">'
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
        share = self.clean("+" + words.share(pair.beyond))
        return (
            f'<div class="scroll"><table><caption>{self.clean(caption)} <b>{share}</b></caption>'
            f"<thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        )

    def cell(self, mean: float | None) -> str:
        if mean is None:
            return "<td>–</td>"
        part = (mean - self.low) / (self.high - self.low) if self.high > self.low else 0.0
        return f'<td class="shade" style="--part: {part:.2f}">{self.clean(self.words.figure(mean))}</td>'

    def tree(self) -> Iterator[str]:
        if len(self.swept.tree) < 2:
            return
        yield f'<section><h2>{self.clean(self.say("sweep.tree"))}</h2><ul class="tree">'
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
        return f"{_track(part)}<span>{self.clean(self.words.branch(node))}</span>"

    def value(self, name: str, said: str) -> str:
        return self.clean(self.words.value(name, said))

    def clean(self, text: str) -> str:
        return escape(shown(text))


def _track(share: float) -> str:
    return f'<span class="track" aria-hidden="true"><span style="width: {100 * share:.1f}%"></span></span>'
