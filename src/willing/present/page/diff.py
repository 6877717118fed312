"""Two editions of a report side by side, as one HTML file that needs nothing else."""

from html import escape

from willing.languages.messages import Catalogue
from willing.present.terminal.diff import summary
from willing.present.terminal.reports import credits_line, size_line
from willing.reports.report import Report
from willing.reports.sameness.align import Alignment, Pair, WordChange

_STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1b1f; --faint: #5a5a66; --line: #c9c9d2; --only: #f3f3f7;
  --high: #ffe3d6; --high-line: #a33a00; --mid: #fff1b8; --mid-line: #7a5b00; --low: #e3ecff; --low-line: #2f5fb3; }
@media (prefers-color-scheme: dark) { :root { --paper: #16161a; --ink: #ececf1; --faint: #a9a9b8; --line: #44444f;
  --only: #202027; --high: #4a2110; --high-line: #ff9d6b; --mid: #3d3209; --mid-line: #e6c34d; --low: #1b2a47;
  --low-line: #8db4ff; } }
body { margin: 0 auto; max-width: 80rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
a { color: var(--low-line); } .faint { color: var(--faint); }
.skip { position: absolute; left: -99rem; } .skip:focus { position: static; }
ol.found { padding-left: 1.5rem; } ol.found li { margin: .3rem 0; }
.kind { font-weight: 600; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
caption { text-align: left; padding: .5rem 0; }
th, td { border-top: 1px solid var(--line); padding: .4rem .6rem; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
th.n { width: 2.5rem; font-weight: 400; color: var(--faint); }
td.none { background: var(--only); color: var(--faint); font-style: italic; }
.head { font-weight: 600; }
mark { color: inherit; padding: 0 .1em; border-bottom: 2px solid; }
mark.number, mark.name, mark.negation, mark.certainty { background: var(--high); border-color: var(--high-line); }
mark.term, mark.clause { background: var(--mid); border-color: var(--mid-line); border-bottom-style: double; }
mark.style { background: var(--low); border-color: var(--low-line); border-bottom-style: dotted; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 45rem) { thead { display: none; } tr { display: block; border-top: 2px solid var(--line); }
  th, td { display: block; border: 0; } th.n { width: auto; } }
@media print { .skip { display: none; } tr { break-inside: avoid; } }
"""


def diff_html(alignment: Alignment, *, lang: str = "en") -> str:
    """The page: which is which, the differences ranked with links to their rows, and both texts row by row."""
    return _Page(alignment, Catalogue(lang)).text()


class _Page:
    def __init__(self, alignment: Alignment, say: Catalogue) -> None:
        self.it = alignment
        self.say = say
        self.rows = _rows(alignment)
        self.row_of = {
            (pair.a if pair is not None else a, pair.b if pair is not None else b): n
            for n, (pair, a, b) in enumerate(self.rows, start=1)
        }

    def text(self) -> str:
        it, say = self.it, self.say
        title = escape(say("diff.title", a=_name(it.a), b=_name(it.b)))
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
                f'<a class="skip" href="#both">{escape(say("diff.skip"))}</a>',
                "<header>",
                f"<h1>{title}</h1>",
                *(self.side(side, report) for side, report in (("A", it.a), ("B", it.b))),
                f"<p>{escape(summary(it, say))}</p>",
                *([] if it.pairs else [f"<p>{escape(say('diff.apart'))}</p>"]),
                "</header>",
                "<main>",
                *self.found(),
                *self.table(),
                "</main>",
                "</body>",
                "</html>",
                "",
            ]
        )

    def side(self, side: str, report: Report) -> str:
        say = self.say
        told = f"{credits_line(report, say)} · {size_line(report, say)}"
        name = escape(say("diff.column", side=side, name=report.title or say("report.title.none")))
        return f'<p><strong>{name}</strong><br><span class="faint">{escape(report.file)} · {escape(told)}</span></p>'

    def found(self) -> list[str]:
        say, it = self.say, self.it
        if not it.differences:
            return [f"<p>{escape(say('diff.none'))}</p>"]
        lines = [f"<h2>{escape(say('diff.heading'))}</h2>", '<ol class="found">']
        for each in it.differences:
            row = self.row_of[each.a, each.b]
            if each.a is not None and each.b is not None:
                a, b = it.a.sentences[each.a].said, it.b.sentences[each.b].said
                what = " · ".join(self.change(change, a, b) for change in each.changes)
            elif each.a is not None:
                what = escape(say("diff.only", side="A", what=it.a.sentences[each.a].said))
            else:
                assert each.b is not None
                what = escape(say("diff.only", side="B", what=it.b.sentences[each.b].said))
            kind = escape(say(f"diff.kind.{each.kind}"))
            link = escape(f"{say('diff.row')} {row}")
            lines.append(f'<li><span class="kind">{kind}:</span> {what} <a href="#r{row}">{link}</a></li>')
        return [*lines, "</ol>"]

    def change(self, change: WordChange, a: str, b: str) -> str:
        old, new = a[slice(*change.a)], b[slice(*change.b)]
        if old and new:
            return self.say("diff.change", a=f"<q>{escape(old)}</q>", b=f"<q>{escape(new)}</q>")
        return self.say("diff.only", side="A" if old else "B", what=f"<q>{escape(old or new)}</q>")

    def table(self) -> list[str]:
        say, it = self.say, self.it
        lines = [
            f'<h2 id="both">{escape(say("diff.caption"))}</h2>',
            "<table>",
            f'<thead><tr><th class="n" scope="col">{escape(say("diff.row"))}</th>',
            *(
                f'<th scope="col">{side} <span class="faint">{escape(_name(r))}</span></th>'
                for side, r in (("A", it.a), ("B", it.b))
            ),
            "</tr></thead>",
            "<tbody>",
        ]
        changes = {(pair.a, pair.b): made for pair, made in zip(it.pairs, it.changes, strict=True)}
        for n, (pair, a, b) in enumerate(self.rows, start=1):
            made = changes[pair.a, pair.b] if pair is not None else ()
            moved = f' <span class="faint">({escape(say("diff.elsewhere"))})</span>' if pair and pair.moved else ""
            lines.append(
                f'<tr id="r{n}"><th class="n" scope="row">{n}</th>'
                f"{self.cell(it.a, a, [(c.a, c.kind) for c in made], moved)}"
                f"{self.cell(it.b, b, [(c.b, c.kind) for c in made], moved)}</tr>"
            )
        return [*lines, "</tbody>", "</table>"]

    def cell(self, report: Report, index: int | None, marks: list[tuple[tuple[int, int], str]], moved: str) -> str:
        if index is None:
            return f'<td class="none">{escape(self.say("diff.nothing"))}</td>'
        sentence = report.sentences[index]
        told = []
        at = 0
        for (start, end), kind in marks:
            if start < end:
                told.append(escape(sentence.said[at:start]))
                what = escape(self.say("diff.words", kind=self.say(f"diff.kind.{kind}")))
                told.append(f'<mark class="{kind}" title="{what}">{escape(sentence.said[start:end])}</mark>')
                at = end
        told.append(escape(sentence.said[at:]))
        language = f' lang="{report.language}"' if report.language and report.language != self.say.language else ""
        head = ' class="head"' if sentence.heading else ""
        return f"<td{head}{language}>{''.join(told)}{moved}</td>"


def _name(report: Report) -> str:
    return report.file.replace("\\", "/").rsplit("/", 1)[-1]


def _rows(alignment: Alignment) -> list[tuple[Pair | None, int | None, int | None]]:
    """Both texts in one order: that of the first, and what only the second has where it stands there."""
    by_a = {pair.a: pair for pair in alignment.pairs}
    only_b = set(alignment.alone_b)
    rows: list[tuple[Pair | None, int | None, int | None]] = []
    next_b = 0

    def until(end: int) -> None:
        nonlocal next_b
        while next_b < end:
            if next_b in only_b:
                rows.append((None, None, next_b))
            next_b += 1

    for a in range(len(alignment.a.sentences)):
        pair = by_a.get(a)
        if pair is None:
            rows.append((None, a, None))
            continue
        if not pair.moved:
            until(pair.b)
        rows.append((pair, pair.a, pair.b))
    until(len(alignment.b.sentences))
    return rows
