"""A page made again from the plan inside it: whether all that it says follows (`willing verify`)."""

import re
from collections.abc import Mapping, Sequence
from errno import ENOENT
from html import unescape
from os import strerror
from typing import Any

import msgspec

from willing.answers.problems import MessageError
from willing.answers.verify import Difference, Verification
from willing.app.open import study_of
from willing.languages import LANGUAGES
from willing.notation.read import read_plan
from willing.present.page.answer import VALUE_WORDS, Part
from willing.present.page.inside import inside_page
from willing.present.page.pack import by_setting
from willing.present.page.page import Page
from willing.questions.switchboard import VALUES

#: So many characters before and behind a difference are told.
_AROUND = 40

_TABLE = re.compile(r'(<script type="application/json" id="answers">)([^<]*)(</script>)')

#: Where the preview of a page lies: its own affair, it says nothing.
_IMAGE = re.compile(r'<meta property="og:image" content="([^"]*)">')


class NotAReportError(MessageError):
    """A file that no plan is inside of."""


def verified(html: str, *, file: str) -> Verification:
    """Make a page again from the plan inside it, and compare.

    ``file``: where the page is; the files that sources name are looked for beside it. Raises :class:`NotAReportError`
    where no plan is inside, and :class:`~willing.app.errors.PlanError` where it has mistakes.
    """
    inside = inside_page(html)
    language = re.search(r'<html lang="([\w-]+)">', html)
    if inside is None or language is None or language[1] not in LANGUAGES:
        raise NotAReportError("no-plan-inside")
    reading = read_plan(inside.plan.encode("utf-8", "surrogatepass"), file=file, load=_not_inside)
    study = study_of(reading, inside.asked, file=file)
    image = _IMAGE.search(html)
    again = Page(study, language[1]).html(image=unescape(image[1]) if image else "")
    answers, wrong, first = _answers(html, again)
    if first is None and html != again:
        first = _words(_TABLE.sub(r"\1\3", html), _TABLE.sub(r"\1\3", again))
    sources = study.sources()
    return Verification(
        plan=study.plan.name,
        made_by=inside.made_by,
        digest=inside.digest,
        answers=answers,
        wrong=wrong,
        follows=html == again,
        first=first,
        sought=sources.passages.sought,
        found=sources.passages.found,
        no_file=sources.passages.without_file + len(sources.unread),
    )


def _not_inside(name: str) -> bytes:
    """The tables of a plan are folded into the text that is inside a page."""
    raise FileNotFoundError(ENOENT, strerror(ENOENT), name)


def _answers(html: str, again: str) -> tuple[int, int, Difference | None]:
    """How many settings a page answers, how many otherwise than the page made again, and the first of these."""
    theirs, ours = _TABLE.search(html), _TABLE.search(again)
    if ours is None:
        return 1, 0, None
    made = msgspec.json.decode(ours[2])
    settings = len(VALUES) ** len(made["switches"])
    if theirs is not None and theirs[2] == ours[2]:
        return settings, 0, None
    try:
        given = by_setting(msgspec.json.decode((theirs[2] if theirs else "").encode("utf-8", "surrogatepass")))
        pairs = list(zip(given, by_setting(made), strict=True))
        wrong = [n for n in range(settings) if any(page[n] != plan[n] for page, plan in pairs)]
    except (msgspec.MsgspecError, UnicodeError, LookupError, TypeError, ValueError):
        return settings, settings, Difference(setting=None, page="", plan="")
    if not wrong:
        return settings, 0, None
    at = wrong[0]
    page, plan = next((page[at], plan[at]) for page, plan in pairs if page[at] != plan[at])
    told, gives = _first_cell(page, plan)
    return settings, len(wrong), Difference(setting=_setting(made["switches"], at), page=told, plan=gives)


def _setting(switches: Sequence[str], number: int) -> dict[str, str]:
    values = {}
    for id_ in reversed(switches):
        number, value = divmod(number, len(VALUES))
        values[id_] = VALUE_WORDS[VALUES[value]]
    return dict(reversed(values.items()))


def _first_cell(page: Part, plan: Part) -> tuple[str, str]:
    """What the first element says in which two states of a part differ."""
    for name in dict.fromkeys((*plan, *page)):
        theirs, ours = _said(page.get(name)), _said(plan.get(name))
        if theirs != ours:
            difference = _words(theirs, ours)
            return difference.page, difference.plan
    return "", ""


def _said(cell: Mapping[str, Any] | None) -> str:
    return " ".join(str(value) for value in (cell or {}).values() if value)


def _words(page: str, plan: str) -> Difference:
    """Where two texts part, with a little of what stands around it."""
    start = next((i for i, (a, b) in enumerate(zip(page, plan, strict=False)) if a != b), min(len(page), len(plan)))
    parts = []
    for text, other in ((page, plan), (plan, page)):
        left = 0
        shorter = min(len(text), len(other)) - start
        while left < shorter and text[-1 - left] == other[-1 - left]:
            left += 1
        end = min(max(len(text) - left, start) + _AROUND, start + 3 * _AROUND)
        around = re.sub(r"^[^<>]*>|<[^>]*>|<[^<>]*$", " ", text[max(0, start - _AROUND) : end])
        parts.append(" ".join(around.split()))
    return Difference(setting=None, page=parts[0], plan=parts[1])
