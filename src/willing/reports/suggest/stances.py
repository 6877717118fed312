"""How whoever acts in a clause stands: firm, under a condition, undecided, or refusing; and the words that say so."""

import re

from willing.reports.suggest.actors import Names, mentions
from willing.reports.suggest.conditions import Clause
from willing.reports.suggest.lexicon import Lexicon
from willing.reports.suggest.lexicon.mixed import BUT_NO, LEANS, NEEDS_OBJECT, NOT_BEFORE
from willing.reports.suggest.quantities import capabilities, quantities
from willing.reports.suggest.suggestion import Hang, Stance, Sure
from willing.reports.text.spans import clip, ends, within


class Stances:
    """Reads the stances of one report's clauses.

    ``about_pledges``: the report as a whole tells who gives what, so that a sentence need not say so again;
    ``dense``: it tells of little else, so that what is given may be anything. ``names``: who is spoken of in it.
    """

    def __init__(
        self,
        words: Lexicon,
        *,
        about_pledges: bool,
        dense: bool,
        names: Names,
    ) -> None:
        self.words = words
        self.about_pledges = about_pledges
        self.dense = dense
        self.names = names

    def stance(self, clause: Clause, context: bool, named: bool) -> tuple[Stance | None, list[tuple[int, int]], Sure]:
        """How whoever acts in a clause stands, the places of the words that say so, and how sure that is."""
        words, main = self.words, clause.main
        whole = clause.text
        gives, giving = verb(words.gives, main, words), verb(words.giving, main, words)
        part = words.part.search(main)
        things: list[object] = [*capabilities(main, words), *quantities(main, words)]
        force = words.force.search(whole) is not None
        joins = words.joins.search(main) is not None
        if not (things or words.force.search(main)):
            if words.events.search(main):
                return None, [], "low"
            if not (joins or part or self.dense):
                gives = giving = None
        if giving and NEEDS_OBJECT.fullmatch(giving.group()) and not things and not self.dense:
            giving = None
        ready, will, may = (
            words.ready.search(main),
            words.will.search(main),
            words.may.search(main),
        )
        offers, certain = words.offers.search(main), words.certain.search(main)
        deed = gives or giving or part
        if deed is None and self.dense and named:  # whatever it is that they will do
            deed = will or ready or offers or may
            gives = deed if deed is may else None
        plain = self.about_pledges and named and not (deed and (things or force))
        if plain and (out := words.out.search(main)) and not words.idle.search(main):
            if clause.hangs and NOT_BEFORE.match(clause.opener):
                return "conditional", list(ends(out)), "medium"
            return "refuses", list(ends(out)), "medium"
        if plain and (wavers := words.wavers.search(main)):
            return "undecided", list(ends(wavers)), "medium"
        if plain and (comes := words.comes.search(main)) and not (words.must.search(main) or words.hangs.search(main)):
            if clause.hangs:
                return "conditional", list(ends(comes)), "medium"
            if words.no.search(main) is None:
                return (
                    ("undecided" if words.may.search(main) else "firm"),
                    list(ends(comes)),
                    "medium",
                )
        bare = BUT_NO.match(main.strip())
        if bare and things and not (gives or giving):
            return (
                "refuses",
                [
                    (
                        len(main) - len(main.lstrip()),
                        len(main) - len(main.lstrip()) + bare.end(),
                    )
                ],
                "medium",
            )
        demands = words.hangs.search(main) is not None and named and self.about_pledges
        if not (deed or things or force or demands):
            return None, [], "low"
        if not (context or things or force or part):
            return None, [], "low"
        hangs, refuses = words.hangs.search(main), list(words.refuses.finditer(main))
        undecided = words.undecided.search(main)
        refuses = [m for m in refuses if not (undecided and undecided.start() <= m.start() < undecided.end())]
        seems, must = words.seems.search(main), words.must.search(main)
        nos = [n for n in words.no.finditer(main) if not within(n, words.no_no.finditer(main))]
        no = nos[0] if nos else None
        yet = no is not None and any(
            abs(m.start() - no.end()) <= 10 or abs(no.start() - m.end()) <= 2
            for m in words.yet.finditer(main)
            if m.group().lower() in ("yet", "noch", "encore")
        )
        sure: Sure = "high" if certain or (offers and not may) else "medium"
        if seems:
            sure = lower(sure)

        def cue(*matches: re.Match[str] | None) -> list[tuple[int, int]]:
            places = {place for m in matches if m is not None for place in ends(m)}
            inside = {p for p in places for o in places if p != o and o[0] <= p[0] and p[1] <= o[1]}
            return sorted(places - inside)

        firsts = [m.start() for m in (ready, offers) if m is not None]
        if must and not (refuses or undecided or hangs) and must.start() < min(firsts, default=len(main)):
            return None, [], sure
        if hangs and clause.hangs and deed is not None:
            return "conditional", cue(hangs, part or gives), sure
        if hangs and clause.hangs and (force or things or (named and self.about_pledges)):
            return "conditional", cue(hangs), sure
        if hangs and named and self.about_pledges and (deed is not None or demands):
            clause.hangs = [Hang(topic="other", words=clip(main.strip(" ,.;"), 90))]
            return "conditional", cue(hangs), sure
        if refuses and (deed or things or force):
            x = refuses[0]
            denied = len(refuses) > 1 and x.start() != refuses[1].start()
            around = [n for n in nos if x.start() - 30 <= n.start() < x.end() + 12 and not no_of_refusal(x, n)]
            if words.language == "de" and x.group().lower().startswith(("schließ", "schloss")):
                around = [n for n in nos if x.start() <= n.start() <= x.end()]
            if denied or around:
                if clause.hangs and clause.only:
                    return "conditional", cue(x, *around[:1]), sure
                return "undecided", cue(x, *around[:1]), sure
            if clause.hangs and NOT_BEFORE.match(clause.opener):
                return "conditional", cue(x), sure
            return "refuses", cue(x), "high" if not seems else "medium"
        if undecided and not (certain and certain.start() < undecided.start()):
            if not (deed or things):
                return None, [], sure
            if clause.hangs and LEANS.match(undecided.group()):
                return "conditional", cue(undecided, gives), sure
            return "undecided", cue(undecided), sure
        present = giving if giving and not words.past.search(whole) else None
        positive = ready or will or offers or present or (certain if part or deed else None)
        if (
            positive is will is not None
            and gives is not None
            and gives.group().lower().endswith("ing")
            and gives.end() < will.start()
            and not any(m.start() > will.end() for m in words.gives.finditer(main))
        ):
            return None, [], "low"  # sending soldiers would overstretch the army
        if seems and gives and not positive:
            positive, sure = seems, "low"
        if positive and not deed and not (things and (offers or ready)) and not (ready and force):
            positive = None
        if positive is None and clause.goes_on and gives and things and no is None and may is None:
            positive = gives
        if positive is None and may is not None and gives is not None:
            if no is not None:
                if clause.hangs and NOT_BEFORE.match(clause.opener):
                    return "conditional", cue(no, may), sure
                return "refuses", cue(no, may), sure
            return (
                ("conditional" if clause.hangs else "undecided"),
                cue(may, gives),
                sure,
            )
        if positive is not None:
            if no is not None and self.touches(main, no, positive, nos):
                if yet:
                    return "undecided", cue(no, positive), sure
                if clause.hangs and (NOT_BEFORE.match(clause.opener) or clause.only):
                    clause.only = True
                    return "conditional", cue(no, positive), sure
                return "refuses", cue(no, positive), "high" if sure != "low" else sure
            if clause.hangs:
                return "conditional", cue(positive, gives), sure
            if may is not None and not (will or offers or certain):
                return "undecided", cue(may, positive), sure
            return "firm", cue(seems, positive, gives or part), sure
        if no is not None and (giving or (gives and things)):
            return "refuses", cue(no, giving or gives), sure
        if clause.hangs and part:
            return "conditional", cue(part), sure
        if part and force and named and not giving and self.owns(part, clause):
            return "open", cue(part), "low"
        return None, [], sure

    def owns(self, part: re.Match[str], clause: Clause) -> bool:
        """Whether a part is somebody's: the participation of France, a German contribution."""
        near = clause.main[max(0, part.start() - 30) : part.end() + 30]
        return any(m.owner or m.how == "adjective" for m in mentions(near, self.names))

    def touches(
        self,
        main: str,
        no: re.Match[str],
        positive: re.Match[str],
        nos: list[re.Match[str]],
    ) -> bool:
        """Whether a no belongs to what is willed: no clause of its own stands between them."""
        for each in nos:
            left, right = sorted((each.span(), positive.span()))
            between = main[left[1] : right[0]]
            if len(between) <= 90 and between.count(",") <= (2 if self.words.language == "de" else 1):
                return True
        return False

    def promises(self, clause: Clause, hanging: re.Match[str] | None) -> bool:
        words, main = self.words, clause.main
        if hanging is not None or words.undecided.search(main):
            return False
        if words.may.search(main) and not words.will.search(main):
            return False
        return any(
            p.search(main)
            for p in (
                words.will,
                words.ready,
                words.offers,
                words.giving,
                words.certain,
            )
        )


def no_of_refusal(refusal: re.Match[str], no: re.Match[str]) -> bool:
    """Whether a no is part of the refusal's own words: kommt nicht in Frage, no to …"""
    inside = refusal.start() <= no.start() < refusal.end()
    text = refusal.group().lower()
    return inside and (
        "frage" in text or text.startswith(("nein", "no", "non", "pas")) or text.endswith((" no", " pas"))
    )


def verb(class_: re.Pattern[str], text: str, words: Lexicon) -> re.Match[str] | None:
    """The first verb of a class; a German word that is capitalised within a sentence is a noun: keine Zahlen."""
    for match in class_.finditer(text):
        if words.language != "de" or match.group()[0].islower() or not text[: match.start()].strip():
            return match
    return None


def lower(sure: Sure) -> Sure:
    return "medium" if sure == "high" else "low"
