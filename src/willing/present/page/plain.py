"""The frame of a page that needs nothing else, no script and no network: one column, light and dark, to be printed."""

from collections.abc import Iterable
from html import escape

from willing.present.escape import shown

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
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; padding-bottom: .4rem; }
th, td { border: 1px solid var(--line); padding: .4rem .6rem; text-align: center; font-variant-numeric: tabular-nums; }
th { font-weight: 500; color: var(--soft); text-align: left; }
.track { height: 1rem; border: 1px solid var(--line); border-radius: 3px; overflow: hidden; }
.track span { display: block; height: 100%; background: var(--bar); }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .7rem; font-size: .9rem; }
@media print { .track span, td { print-color-adjust: exact; } li, tr { break-inside: avoid; } }
"""


def clean(text: str) -> str:
    """A text as it may stand in a page."""
    return escape(shown(text))


def track(share: float) -> str:
    """A bar of a share, from 0 to 1; what it says is said beside it."""
    return f'<span class="track" aria-hidden="true"><span style="width: {100 * share:.1f}%"></span></span>'


def plain_page(title: str, language: str, *, style: str, head: Iterable[str], body: Iterable[str], foot: str) -> str:
    """A page with this title; ``head`` stands above the main part, ``foot``, a text, below it."""
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{language}">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{clean(title)}</title>",
            f"<style>{_STYLE}{style}</style>",
            "</head>",
            "<body>",
            "<header>",
            *head,
            "</header>",
            "<main>",
            *body,
            "</main>",
            f'<footer><p class="soft">{clean(foot)}</p></footer>',
            "</body>",
            "</html>",
            "",
        ]
    )
