"""Who says a sentence, told apart from what is said: the speaker is not the one who acts."""

import re
from collections.abc import Iterator

from willing.reports.suggest.actors import ORGANISATIONS, Mention
from willing.reports.suggest.lexicon import Lexicon
from willing.reports.text.spans import back, blank, clip, until

#: What stands beside a name, between commas: Poland, which borders Ukraine, …
_BESIDE = re.compile(
    r"\s*,\s*(?:which|who|whose|der|die|das|deren|dessen|qui|dont|où|the|a|an|le|la|l['’])\s?[^,]+,",
    re.IGNORECASE,
)


class Speech:
    """Who says a sentence, and what is left of it without that: ``content``, of the same length."""

    def __init__(self, said: str, words: Lexicon, found: list[Mention]) -> None:
        self.content = said
        self.speaker: str | None = None
        self.states: tuple[str, ...] = ()
        self.opposition = False
        self.spans: list[tuple[int, int]] = []
        self.words = words
        self.found = found
        for start, end, cut in self._spans(said):
            self.spans.append((start, end))
            self.content = blank(self.content, start, end)
            if self.speaker is None:
                self._name(said[start:end], start, end, cut)

    def has(self, at: int) -> bool:
        """Whether a place is where somebody is named as speaking."""
        return any(start <= at < end for start, end in self.spans)

    def _spans(self, said: str) -> Iterator[tuple[int, int, int]]:
        words = self.words
        for after in words.after.finditer(said):
            if after.group().lower() in ("pour", "wie"):
                continue
            end = until(said, after.end(), ",;")
            behind = [m for m in self.found if after.end() <= m.start < min(end, after.end() + 60)]
            if words.language == "de" and behind:
                end = behind[-1].end if len(behind) == 1 else behind[0].end
                for m in behind[1:]:
                    if len(said[end : m.start].split()) <= 1 and m.how != "many":
                        end = m.end
            if behind or after.start() == 0 or said[: after.start()].rstrip().endswith(","):
                yield after.start(), end, after.end()
                return
        for verb in words.said.finditer(said):
            start = back(said, verb.start(), ',;:”“"»–')
            first = next((mention for mention in self.found if not mention.place), None)
            if first is not None and first.start < 12 and start:
                beside = _BESIDE.match(said, first.end)
                if enumerated(said[first.end : start], words, self.found) or (
                    beside and not named_in(self.found, start, verb.start())
                ):
                    start = 0  # Greece, Hungary and Slovakia have said; Poland, which borders Ukraine, has said
            end = until(said, verb.end(), ",;:")
            named = [m for m in self.found if start <= m.start < end and m.start < verb.start() + 90]
            spoken = named or words.office.search(said[start:end]) or words.same.search(said[start : verb.start()])
            that = next(
                (m for m in words.that.finditer(said, verb.end(), min(len(said), verb.end() + 60))),
                None,
            )
            reaches = said[verb.end() : that.start()] if that else ""
            if start > 12 and not (that and "," not in reaches and that.start() < end):
                rest = said[verb.end() : end]
                if spoken and not any(p.search(rest) for p in (words.gives, words.ready, words.refuses)):
                    yield start, min(end + 1, len(said)), verb.end()
                    return
                if spoken is None and re.match(r"\s*(?:hieß|heißt)", said[start:]):
                    yield start, end, verb.end()
                    return
            if not spoken and words.own.search(said[: verb.start()]) is None:
                continue
            both = words.offers.fullmatch(verb.group()) is not None
            if that is not None and not re.search(r"[,;:]", reaches[:-2].strip(" ,")) and len(reaches.split()) <= 7:
                if words.ready.search(reaches) or words.gives.search(reaches):
                    continue
                yield 0 if start < 12 else start, that.end(), verb.end()
                return
            if both:
                nxt = said[verb.end() : verb.end() + 25]
                pronoun = re.match(
                    r"\s+(?:it|he|she|they|we|his|her|their|on \w+ (?:it|he|she))\b",
                    nxt,
                    re.IGNORECASE,
                )
                if pronoun is None and words.language == "en":
                    continue
            if words.language == "en" and start < 40:
                rest = said[verb.end() :]
                follows = re.match(
                    r"(?:\s+(?:on|in|at|late|early|last|to|this|reporters|parliament|yesterday|today)(?:\s+\w+){0,3}?)?\s+"
                    r"(?:it|he|she|they|we|his|her|their|there|the|a|an|any|no|some|most|up|about|more|at least"
                    r"|\d|[A-Z])",
                    rest,
                )
                if follows and _beside_verb(said, verb, words):
                    yield start, verb.end(), verb.end()
                    return
            if words.language == "de" and end < len(said) and said[end] in ",:" and start < 12:
                reaches = said[verb.end() : end]
                if reaches.rstrip().endswith((" zu", " ab")) or words.ready.search(said[start : verb.start()]):
                    continue
                if (
                    not re.search(r"(?<!\w)sich(?!\w)", reaches)
                    and not words.ready.search(reaches)
                    and not words.refuses.search(reaches)
                ):
                    yield start, end + 1, verb.end()
                    return
            if words.language == "fr" and end < len(said) and said[end] == ":":
                yield start, end + 1, verb.end()
                return

    def _name(self, text: str, start: int, end: int, cut: int) -> None:
        words = self.words
        named = [m for m in self.found if start <= m.start < end]
        states = [s for m in named if not m.place or m.how == "adjective" for s in m.states] or [
            s for m in named for s in m.states
        ]
        acting = [s for s in states if s not in ORGANISATIONS]
        together = [m for m in named if m.how in ("name", "capital", "group", "people")]
        many = enumerated(text, words, named) if len(together) > 1 else False
        self.states = tuple(dict.fromkeys(acting if many else acting[:1]))
        bare = words.said.sub("|", text)
        bare = words.after.sub("|", bare)
        pieces = [piece.strip(' ,;:.„“”"«»–—-') for piece in re.split(r"[|,]", bare)]
        noisy = re.compile(
            r"(?:\s+|^)(?:on|am|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|that|dass|que|qu['’]|in|im|at|late|told"
            r"|hinzu|mahnend|fügte)(?:\s+\w+){0,3}\s*$",
            re.IGNORECASE,
        )
        best = [noisy.sub("", piece).strip() for piece in pieces]
        best = [piece for piece in best if piece and piece.lower() not in words.stop]
        chosen = next(
            (p for p in best if words.office.search(p) or any(m.words in p for m in named)),
            None,
        )
        chosen = chosen or next(iter(best), None)
        chosen = re.sub(r"\s+(?:has|have|had|hat|haben|hatte|a|ont|avait)$", "", chosen) if chosen else None
        if chosen:
            chosen = re.sub(
                r"^(?:aus|Aus|von|of|de|du|des|d['’]|le|der|the)\s+(?=[^\W\d_a-z])",
                "",
                chosen,
            )
            chosen = re.sub(r"\s+(?:has|have|had)\s+\w+ly$", "", chosen)
        self.speaker = clip(chosen, 90) if chosen else None
        self.opposition = words.opposition.search(text) is not None


def named_in(found: list[Mention], start: int, end: int) -> bool:
    """Whether somebody is named in a stretch."""
    return any(start <= mention.start < end for mention in found)


def enumerated(text: str, words: Lexicon, found: list[Mention]) -> bool:
    """Whether a stretch is a list of those who speak: names, commas, an "and", and no more than a verb."""
    rest = words.and_.sub(" ", words.said.sub(" ", text))
    for mention in found:
        rest = rest.replace(mention.words, " ")
    rest = re.sub(
        r"(?<!\w)(?:have|has|had|haben|hat|ont|a|the|die|la|le|les|l|that|dass|que)(?!\w)",
        " ",
        rest,
    )
    return not re.sub(r"[\s,'’]", "", rest)


def _beside_verb(said: str, verb: re.Match[str], words: Lexicon) -> bool:
    """Whether what stands before a verb of speech is somebody who can speak, up to a comma."""
    return len(said[: verb.start()].split()) <= 14
