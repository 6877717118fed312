"""Suggestions on their way to being accepted: what a terminal shows of each."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from willing.app.reviewing import ReviewError
from willing.languages.messages import Catalogue
from willing.notation.toml.marks import Marked
from willing.present.terminal.sheet import Look, Sheet

#: The keys of an entry that are shown, in their order; the rest is what statements say.
SHOWN = (
    "partner", "name", "provides", "amount", "up_to", "if", "only_if", "stage", "holds", "decided_by", "domain",
    "priority", "needs", "of", "said", "by", "note",
)  # fmt: skip


def told(say: Catalogue, key: str, /, **parts: object) -> str:
    """What is told in the course of a review."""
    return say(f"review.{key}", **parts)


def decided_text(say: Catalogue, word: str) -> str:
    """What was done, by the word of :meth:`willing.app.reviewing.Review.decide`."""
    return told(say, word, stage=say("stage.offered"))


def refused_text(say: Catalogue, error: ReviewError) -> str:
    """Why a decision was not made."""
    return told(say, error.why, message=error.sentence(say.language))


def heading_text(entry: Marked, at: tuple[int, int], names: Mapping[str, str], say: Catalogue) -> str:
    """Which suggestion it is, and of whom; ``at``: its place, and of how many."""
    kind = say(f"review.kind.{entry.table}") if f"review.kind.{entry.table}" in say else entry.table
    partner = entry.entry.get("partner")
    name = names.get(str(partner), str(partner)) if partner else str(entry.entry.get("name") or entry.id)
    return say("review.item", at=at[0], count=at[1], name=f"{kind}: {name}")


def left_text(say: Catalogue, left: int, path: str) -> str:
    """How many suggestions still wait."""
    return say.many("review.left", left, path=path) if left else told(say, "done", path=path)


def group_text(name: str, **look: Unpack[Look]) -> str:
    """Whose suggestions come next: a partner, or a report; those of neither without a name."""
    sheet = Sheet(**look)
    sheet.paragraph(name or sheet.say("review.others"), ink="strong")
    return sheet.text()


def entry_text(
    entry: Marked,
    at: tuple[int, int],
    names: Mapping[str, str],
    around: Sequence[tuple[str, str]] = (),
    **look: Unpack[Look],
) -> str:
    """One suggestion: what it is, how it was read, and its passages with the words it rests on marked.

    ``at``: its place, and of how many; ``around``: what stands before and behind each passage in its report.
    """
    sheet = Sheet(**look)
    say = sheet.say
    sheet.ends(heading_text(entry, at, names, say), entry.id, ink="strong")
    for note in entry.notes:
        sheet.paragraph(say("review.read", how=note), indent=2, hang=4)
    for number, statement in enumerate(entry.statements):
        before, behind = around[number] if around else ("", "")
        sheet.paragraph(heard_text(statement, say, number + 1 if len(entry.statements) > 1 else 0), indent=2, hang=4)
        if before:
            sheet.paragraph(f"… {before}", indent=4, ink="faint")
        if isinstance(says := statement.get("says"), str):
            sheet.paragraph(highlighted(says, cues(entry.notes)), indent=4)
        if behind:
            sheet.paragraph(f"… {behind}", indent=4, ink="faint")
    rows = [(key, entry.entry[key]) for key in SHOWN if key in entry.entry]
    wide = max((len(key) for key, _ in rows), default=0)
    for key, value in rows:
        sheet.paragraph(f"    {key:<{wide}} = {value_text(value)}", indent=4, hang=6, ink="faint", whole=True)
    return sheet.text()


def heard_text(statement: Mapping[str, Any], say: Catalogue, number: int = 0) -> str:
    """Who says what follows, and where; numbered where there are several."""
    source, who = str(statement.get("source")), statement.get("who")
    if statement.get("against"):
        told = say("review.passage.against", source=source)
    else:
        told = say("review.passage.who", who=who, source=source) if who else say("review.passage", source=source)
    return f"{number} · {told}" if number else told


def cues(notes: tuple[str, ...]) -> list[str]:
    """The words that notes say a reading rests on: what stands in their quotation marks, at its gaps apart."""
    found = [match[1] for note in notes if (match := re.search(r'"(.+)"', note))]
    return [part.strip() for cue in found for part in cue.split(" … ") if part.strip(" …")]


def highlighted(text: str, parts: list[str]) -> str:
    """A passage with some of its words between ›…‹, each once, where they stand."""
    spans = []
    for part in parts:
        at = text.find(part)
        if at >= 0 and len(part) < 0.8 * len(text):
            spans.append((at, at + len(part)))
    last = 0
    pieces = []
    for start, end in sorted(set(spans)):
        if start >= last:
            pieces += [text[last:start], "›", text[start:end], "‹"]
            last = end
    return "".join([*pieces, text[last:]])


def value_text(value: Any) -> str:
    """The value of a key."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)
