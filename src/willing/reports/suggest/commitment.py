"""The open frame of a commitment: who, a word that binds, bars or doubts, and whatever it is about.

The rules of :mod:`willing.reports.suggest.suggest` want to know what is given before they believe that somebody
gives it. Where they find nothing they know, the frame asks less of the thing and more of the word: "is ready to",
"ruled out" and "has not decided" say how somebody stands on anything, be it a treaty, a loan or a radar. A mere "will"
says it only beside a deed such as ratifying or buying, or with a condition. Visits, talks and accusations are what
nobody pledges.
"""

import re

from willing.reports.suggest.lexicon import Lexicon
from willing.reports.suggest.lexicon.mixed import AT_LARGE, LEANS, NOT_BEFORE, STRONG_IF, WHETHER
from willing.reports.suggest.suggestion import Stance
from willing.reports.text.spans import blank, ends, within

#: How far a no may stand from the word it denies, and still deny it.
_NEAR = 90
#: A French verb that is in the future or the conditional by itself.
_FUTURE = re.compile(r"(?:ra|ront|rons|rai|rait|raient)(?: .*)?$", re.IGNORECASE)
#: A German infinitive that ends a clause: … zu finanzieren, … bereitzustellen.
TO_DO = re.compile(r"(?:(?<!\w)zu \w+|\w+zu\w+en)$", re.IGNORECASE)
_IN_ORDER_TO = re.compile(r"(?<!\w)(?:um|ohne|statt|anstatt)(?!\w)", re.IGNORECASE)

#: What stands beside a name: , which borders …,
BESIDE = re.compile(r"\s*,\s*(?:which|who|whose|der|die|das|deren|dessen|qui|dont|où)\s[^,]+,", re.IGNORECASE)

Told = tuple[Stance, list[tuple[int, int]]]


def commitment(
    main: str, whole: str, words: Lexicon, *, acts_from: int, hanging: bool, opener: str, only: bool
) -> Told | None:
    """How whoever acts in a clause stands on something, and where it says so; None if it does not say.

    ``main`` is the clause without its conditions, ``whole`` with them; whoever acts ends at ``acts_from``; it has a
    condition if ``hanging``, led by ``opener``, and ``only`` under it.
    """
    if words.past.search(whole) or not re.search(r"[^\W\d_]{2}", main[acts_from:]):
        return None
    if beside := BESIDE.match(main, acts_from):  # Sweden, which joined last year, …
        main = blank(main, beside.start(), beside.end())
    at = 0 if words.language == "de" else acts_from
    if asked := WHETHER.search(main, at):
        if words.events.search(main, at):
            return None
        return "undecided", _cue(asked)
    hangs, stake = words.hangs.search(main, at), words.stakes.search(main) or words.part.search(main)
    if hangs is not None and stake is not None:
        return "conditional", _cue(stake, hangs)
    idle = words.idle.search(main, at)
    doubt, bar = words.doubts.search(main), words.bars.search(main, at)
    bind, will = words.binds.search(main, at), words.will.search(main, at)
    may, deed = words.may.search(main, at), words.deeds.search(main, at)
    must = words.must.search(main, at)
    cues = [m.start() for m in (doubt, bar, bind) if m is not None]
    if AT_LARGE.search(whole) or (must and must.start() < min(cues, default=len(main))):
        return None
    nos = [n for n in words.no.finditer(main) if not within(n, words.no_no.finditer(main))]
    before = hanging and NOT_BEFORE.match(opener) is not None
    if doubt is not None and not (bind and bind.end() < doubt.start() and words.language != "de"):
        denied = [n for n in nos if 0 <= doubt.start() - n.end() <= 3 and not _says_no(doubt, words)]
        if denied:
            return "refuses", _cue(doubt, denied[0])
        return ("conditional" if hanging and LEANS.match(doubt.group()) else "undecided"), _cue(doubt)
    if idle:
        return None
    if bar is not None:
        second = words.bars.search(main, bar.end())
        denied = [n for n in nos if _denies(n, bar, words)]
        if denied or (second and words.language != "de"):
            return ("conditional" if hanging and only else "undecided"), _cue(bar, *denied[:1])
        return ("conditional" if before else "refuses"), _cue(bar)
    sure_will = words.language == "fr" and deed is not None and _FUTURE.search(deed.group()) is not None
    if words.language == "de" and deed is not None:  # kündigte an, … zu finanzieren; but not: um … zu finanzieren
        sure_will = TO_DO.search(main[: deed.end()]) is not None and _IN_ORDER_TO.search(main) is None
    if words.events.search(main, at):
        will, sure_will = None, False
    lead = bind or (will if deed else None) or (deed if sure_will else None)
    if lead is None and will is not None and hanging and STRONG_IF.match(opener.strip()):
        lead = will
    if lead is None and words.language == "de" and hanging:
        lead = deed  # dass sie nur mit … mitmachen
    if lead is None and may is not None and deed is not None:
        denied = _touching(main, may, nos)
        if denied:
            return ("conditional" if before else "refuses"), _cue(may, denied[0])
        return ("conditional" if hanging else "undecided"), _cue(may, deed)
    if hangs is not None and hanging:
        return "conditional", _cue(hangs)
    if lead is None:
        return None
    denied = _touching(main, lead, nos)
    if denied:
        late = any(m.group().lower() in ("yet", "noch", "encore") for m in words.yet.finditer(main))
        if late and "weder" not in main.lower():
            return "undecided", _cue(lead, denied[0])
        return ("conditional" if before or (hanging and only) else "refuses"), _cue(lead, denied[0])
    if hanging:
        return "conditional", _cue(lead, deed)
    if may is not None and will is None and may.start() < lead.start():
        return "undecided", _cue(may, lead)
    return "firm", _cue(lead, deed)


def _says_no(match: re.Match[str], words: Lexicon) -> bool:
    """Whether a no is part of the words themselves: not decided, keine Entscheidung."""
    return words.no.search(match.group()) is not None


def _denies(no: re.Match[str], bar: re.Match[str], words: Lexicon) -> bool:
    """Whether a no denies a refusal: does not rule out, schließt … nicht aus."""
    if bar.start() <= no.start() < bar.end():
        return words.language == "de" and bar.group().lower().startswith(("schlie", "schloss", "lehn"))
    if words.language == "fr":
        return 0 <= no.start() - bar.end() <= 6 or 0 <= bar.start() - no.end() <= 12
    return 0 <= bar.start() - no.end() <= 12


def _touching(main: str, cue: re.Match[str], nos: list[re.Match[str]]) -> list[re.Match[str]]:
    """The noes that belong to a word: no clause of its own stands between them."""
    found = []
    for no in nos:
        left, right = sorted((no.span(), cue.span()))
        between = main[left[1] : right[0]]
        if len(between) <= _NEAR and between.count(",") <= 1:
            found.append(no)
    return found


def _cue(*matches: re.Match[str] | None) -> list[tuple[int, int]]:
    places = {place for match in matches if match is not None for place in ends(match)}
    return sorted(p for p in places if not any(p != o and o[0] <= p[0] and p[1] <= o[1] for o in places))
