"""What the words of briefs were worth, as one HTML file that needs nothing else."""

from collections.abc import Iterator, Sequence

from willing.answers.backtest import Backtest, Rate
from willing.languages.messages import Catalogue
from willing.present.page.plain import clean, plain_page
from willing.present.terminal.backtest import HEADS, findings, placed, record, row

_STYLE = """
th[scope=col] { vertical-align: bottom; }
.span { position: relative; width: 100%; min-width: 9rem; height: 1.1rem; display: block;
  border-left: 1px solid var(--line); border-right: 1px solid var(--line); }
.span i { position: absolute; top: .45rem; height: .2rem; background: var(--bar); opacity: .55; }
.span b { position: absolute; top: .15rem; width: .8rem; height: .8rem; margin-left: -.4rem; border-radius: 50%;
  background: var(--bar); }
ul.placed { columns: 22rem; padding-left: 1.2rem; }
"""


def backtest_html(answer: Backtest, *, lang: str = "en") -> str:
    """The page: the finding, the rates of all coalitions together with their intervals, then of each."""
    say = Catalogue(lang)
    told = [f'<p class="finding">{clean(line)}</p>' for line in findings(answer, say)]
    return plain_page(
        say("backtest.title"),
        say.language,
        style=_STYLE,
        head=[f"<h1>{clean(say('backtest.title'))}</h1>", *told],
        body=_body(answer, say),
        foot=say("backtest.how"),
    )


def _body(answer: Backtest, say: Catalogue) -> Iterator[str]:
    if len(answer.coalitions) > 1:
        yield from _table(say.many("backtest.over", len(answer.coalitions)), answer.rates, say)
    for each in answer.coalitions:
        yield from _table(record(each, say), each.rates, say)
    if answer.in_place:
        yield f"<section><h2>{clean(say('backtest.placed'))}</h2>"
        yield '<ul class="placed">'
        yield from (f"<li>{clean(line)}</li>" for line in placed(answer.in_place, say))
        yield "</ul></section>"


def _table(name: str, rates: Sequence[Rate], say: Catalogue) -> Iterator[str]:
    heads = "".join(f'<th scope="col">{clean(say(f"backtest.head.{head}"))}</th>' for head in HEADS)
    yield f"<section><h2>{clean(name)}</h2>"
    yield f'<div class="scroll"><table><thead><tr>{heads}<td></td></tr></thead><tbody>'
    for rate in rates:
        word, *cells = row(rate, say)
        told = "".join(f"<td>{clean(cell)}</td>" for cell in cells)
        yield f'<tr><th scope="row">{clean(word)}</th>{told}<td>{_interval(rate)}</td></tr>'
    yield "</tbody></table></div></section>"


def _interval(rate: Rate) -> str:
    """The share as a point, its interval as a line, from none to all."""
    low, high, share = (100 * (bound or 0.0) for bound in (rate.low, rate.high, rate.share))
    line = f'<i style="left: {low:.1f}%; width: {high - low:.1f}%"></i>'
    return f'<span class="span" aria-hidden="true">{line}<b style="left: {share:.1f}%"></b></span>'
