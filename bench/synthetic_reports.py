"""Reports made of made-up words, some of them copies, cuts and rewrites of others: as many as are asked for, seeded."""

import random
import string
from collections.abc import Callable, Iterable
from dataclasses import dataclass

#: Words of a report, and how often it is one's own and has no likes.
WORDS, ALONE = 300, 0.6
_AT_ONCE = 100_000

_SYLLABLES = [c + v + e for c in "bdfghklmnprstvz" for v in "aeiou" for e in ("", "n", "r", "s", "l")]


@dataclass(frozen=True, slots=True)
class Reports:
    """Texts, and of each the number of the text it was made from (its own, if it was not)."""

    texts: list[str]
    origins: list[int]


def reports(count: int, seed: int = 1) -> Reports:
    """So many reports.

    Four in ten are of a group of two to six of one origin: word for word, cut to between half and nine tenths, or with
    every twelfth to fourth word replaced. One in three has a quotation of thirty words that some 50 unrelated ones have
    too, and one in five a background sentence of twenty-five words that hundreds have. Beyond the first 100,000, every
    further 100,000 are those with their letters exchanged, which makes other words of them and is quickly done.
    """
    if count > _AT_ONCE:
        first = reports(_AT_ONCE, seed)
        texts, origins = list(first.texts), list(first.origins)
        while len(texts) < count:
            turn = len(texts) // _AT_ONCE
            other = turned(turn)
            origins += [origin + len(texts) for origin in first.origins]
            texts += [text.translate(other) for text in first.texts]
        return Reports(texts=texts[:count], origins=origins[:count])
    rng = random.Random(seed)
    vocabulary = ["".join(rng.choices(_SYLLABLES, k=rng.choice((1, 2, 2, 3)))) for _ in range(50_000)]
    common = vocabulary[:300]
    apart = 4 * ALONE / (1 + 3 * ALONE)  # of every text with likes there are four, on average

    def words(number: int) -> list[str]:
        mixed = zip(rng.choices(common, k=number), rng.choices(vocabulary, k=number), strict=True)
        return [often if rng.random() < 0.45 else rare for often, rare in mixed]

    quotations = [f'"{" ".join(words(30))}."' for _ in range(max(1, count // 150))]
    background = [" ".join(words(25)) + "." for _ in range(max(1, count // 2_000))]
    texts: list[str] = []
    origins: list[int] = []
    while len(texts) < count:
        own = words(rng.randint(WORDS // 2, WORDS * 3 // 2))
        likes = 0 if rng.random() < apart else rng.randint(1, 5)
        first = len(texts)
        for copy in range(likes + 1):
            body = own if copy == 0 else _changed(own, words, rng)
            parts = [body]
            if rng.random() < 1 / 3:
                parts.insert(rng.randint(0, 1), [rng.choice(quotations)])
            if rng.random() < 1 / 5:
                parts.append([rng.choice(background)])
            texts.append(" ".join(word for part in parts for word in part))
            origins.append(first)
    return Reports(texts=texts[:count], origins=origins[:count])


def turned(turn: int) -> dict[int, int]:
    """Every letter by the one so many places behind it, for ``str.translate``."""
    letters = string.ascii_lowercase
    return str.maketrans(letters, letters[turn:] + letters[:turn])


def _changed(own: list[str], words: Callable[[int], list[str]], rng: random.Random) -> list[str]:
    how = rng.random()
    if how < 1 / 3:
        return list(own)
    if how < 2 / 3:
        return own[: int(len(own) * rng.uniform(0.5, 0.9))]
    every = rng.randint(4, 12)
    fresh = words(len(own))
    return [fresh[i] if rng.random() < 1 / every else word for i, word in enumerate(own)]


def recall(groups: list[list[int]], origins: list[int]) -> tuple[float, float]:
    """Of all pairs of one origin the part that is in one group, and of all pairs in a group the part of one origin."""
    group_of = {text: number for number, group in enumerate(groups) for text in group}
    of_origin: dict[int, list[int]] = {}
    for text, origin in enumerate(origins):
        of_origin.setdefault(origin, []).append(text)

    def pairs(sets: Iterable[list[int]], label: Callable[[int], object]) -> tuple[int, int]:
        alike = every = 0
        for members in sets:
            by: dict[object, int] = {}
            for text in members:
                key = label(text)
                by[key] = by.get(key, 0) + 1
            every += len(members) * (len(members) - 1) // 2
            alike += sum(n * (n - 1) // 2 for n in by.values())
        return alike, every

    found, told = pairs(of_origin.values(), lambda text: group_of.get(text, ("alone", text)))
    right, grouped = pairs(groups, lambda text: origins[text])
    return found / max(1, told), right / max(1, grouped)
