"""A suggestion of a draft with its report beside it, the passage marked in it (``willing review --page``)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from willing.app.reviewing import other_readings
from willing.languages.messages import Catalogue
from willing.model.plan import Plan
from willing.notation.toml.marks import Marked
from willing.present.terminal.review import SHOWN, heading_text, heard_text, value_text
from willing.questions.names import partner_names
from willing.reports.quoted import FoundQuote

_ANSWERS = {"a": "accept", "m": "mentioned", "e": "edit", "d": "drop", "n": "next", "u": "undo"}


def review_html(name: str, path: str, inside: str, say: Catalogue) -> str:
    """The whole page; ``inside``: what is decided now."""
    title = escape(say("review.page.title", name=name))
    here = files("willing.present.page")
    style = here.joinpath("review.css").read_text("utf-8")
    away = json.dumps(say("review.page.away"), ensure_ascii=False).replace("<", "\\u003c")
    script = f"const AWAY = {away};\n{here.joinpath('review.js').read_text('utf-8')}"
    return (
        f'<!doctype html>\n<html lang="{say.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{style}</style>\n</head>\n<body>\n"
        f"<header><p><strong>{title}</strong></p><p>{escape(say('review.page.local', path=path))}</p>"
        f'<p id="said" role="status"></p></header>\n<main>{inside}</main>\n'
        f'<script type="module">{script}</script>\n</body>\n</html>\n'
    )


def entry_html(
    entry: Marked, at: tuple[int, int], found: Sequence[FoundQuote | None], plan: Plan, say: Catalogue
) -> str:
    """One suggestion: what it is and what may be decided, and each report that speaks of it.

    ``at``: its place, and of how many; ``found``: where the report of each statement says it.
    """
    heading = heading_text(entry, at, partner_names(plan, say.language), say)
    rows = "".join(
        f"<dt>{key}</dt><dd>{escape(value_text(entry.entry[key]))}</dd>" for key in SHOWN if key in entry.entry
    )
    read = "".join(f"<p>{escape(say('review.read', how=note))}</p>" for note in entry.notes)
    return (
        f'<section data-table="{escape(entry.table)}" data-id="{escape(entry.id)}">'
        f'<h1 tabindex="-1">{escape(heading)}</h1><dl>{rows}</dl>{read}{_answers_html(entry, say)}</section>'
        f'<div class="reports">{"".join(_reports(entry, found, plan, say))}</div>'
    )


def _answers_html(entry: Marked, say: Catalogue) -> str:
    """What may be decided: the words of the terminal, each a button, its letter the key that presses it."""
    plain = entry.table != "pledges" or "stage" not in entry.entry
    told = [part.partition(" ") for part in say("review.ask.plain" if plain else "review.ask").split(" · ")]
    told = [part for part in told if part[0] in _ANSWERS]
    readings = [(each, say(f"review.ask.{each}").partition(" ")) for each in other_readings(entry)]
    buttons = [(_ANSWERS[key], key, words) for key, _, words in told]
    buttons[1:1] = [(each, key, words) for each, (key, _, words) in readings]
    buttons = [(answer, key, words[:1].upper() + words[1:]) for answer, key, words in buttons]
    listed = "".join(
        f'<button type="button" data-answer="{answer}" data-key="{key}"><kbd>{key}</kbd> {escape(words)}</button>'
        for answer, key, words in buttons
    )
    return (
        f'<div class="answers" role="group" aria-label="{escape(say("review.page.decide"))}">{listed}</div>'
        f'<form hidden><label for="keys">{escape(say("review.page.keys"))}</label>'
        f'<textarea id="keys" rows="3" spellcheck="false"></textarea>'
        f"<button>{escape(say('review.page.change'))}</button></form>"
    )


def _reports(entry: Marked, found: Sequence[FoundQuote | None], plan: Plan, say: Catalogue) -> Iterator[str]:
    """The report of each statement, with what it says marked."""
    for number, (statement, quote) in enumerate(zip(entry.statements, found, strict=True)):
        source = plan.sources.get(str(statement.get("source")))
        title = (source.title if source else None) or str(statement.get("source"))
        key = number + 1
        drop = (
            f'<button type="button" data-answer="statement" data-which="{number}" data-key="{key}">'
            f"<kbd>{key}</kbd> {escape(say('review.page.statement'))}</button>"
        )
        text = _text(statement, quote, say)
        yield (
            f'<article><h2>{escape(title)}</h2><p class="faint">{escape(heard_text(statement, say))}</p>{drop}'
            f'<div class="text" tabindex="0" role="region" aria-label="{escape(title)}, {key}">{text}</div></article>'
        )


def _text(statement: Mapping[str, Any], quote: FoundQuote | None, say: Catalogue) -> str:
    """A report sentence by sentence, those of the passage marked; without the report, the passage alone."""
    if quote is None:
        says = escape(str(statement.get("says", "")))
        return f'<p class="faint">{escape(say("review.page.no-report"))}</p><p><mark>{says}</mark></p>'
    parts = []
    for sentence in quote.report.sentences:
        said = escape(sentence.said)
        if quote.span.start <= sentence.place.start and sentence.place.end <= quote.span.end:
            said = f"<mark>{said}</mark>"
        parts.append(f"<p><strong>{said}</strong></p>" if sentence.heading else f"<p>{said}</p>")
    return "".join(parts)
