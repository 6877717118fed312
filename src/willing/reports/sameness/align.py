"""Two editions of a report side by side: which sentences are the same, and what differs, the most telling first.

Sentences are aligned by Needleman-Wunsch over the share of words they have in common in the same order (longest common
subsequence); a second pass finds those that moved. Inside a pair, word by word, with inflection folded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from willing.reports.report import Report, Sentence
from willing.reports.text.wordlists import is_certainty, is_name, is_negation, is_number_word, is_small, is_term
from willing.reports.text.words import Word, words_of

#: Two sentences that share less than this of their words are not the same one.
THRESHOLD = 0.5

#: What differs, the most telling kind first.
Kind = Literal["number", "name", "negation", "certainty", "term", "clause", "style"]
KINDS: tuple[Kind, ...] = ("number", "name", "negation", "certainty", "term", "clause", "style")

#: Words dropped or added in a row that are a clause, not an ornament.
_CLAUSE = 3

#: More pairs of sentences than this are not compared: two books, not two reports.
MOST_COMPARED = 4_000_000


class TooLongError(Exception):
    """Two texts with too many sentences to be compared pair by pair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two sentences that are the same one, by their indices; ``likeness`` is the share of words in common (0 to 1)."""

    a: int
    b: int
    likeness: float
    moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WordChange:
    """Words of one side that stand for words of the other, as spans of the sentences' text; empty on one side: dropped
    or added."""

    kind: Kind
    a: tuple[int, int]
    b: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What differs in one pair, or a sentence that only one side has (``a`` or ``b`` is None), by kind."""

    kind: Kind
    a: int | None
    b: int | None
    changes: tuple[WordChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Two reports, the pairs in the order of the first, what each has alone, and the differences, ranked."""

    a: Report
    b: Report
    pairs: tuple[Pair, ...]
    alone_a: tuple[int, ...]
    alone_b: tuple[int, ...]
    changes: tuple[tuple[WordChange, ...], ...]  # of each pair
    differences: tuple[Difference, ...]


def align(a: Report, b: Report) -> Alignment:
    """The two reports side by side. Raises :class:`TooLongError` beyond :data:`MOST_COMPARED` pairs of sentences."""
    if len(a.sentences) * len(b.sentences) > MOST_COMPARED:
        raise TooLongError
    words_a = [words_of(sentence.said, a.language) for sentence in a.sentences]
    words_b = [words_of(sentence.said, b.language) for sentence in b.sentences]
    pairs = _pairs(a.sentences, b.sentences, words_a, words_b)
    paired_a, paired_b = {pair.a for pair in pairs}, {pair.b for pair in pairs}
    alone_a = tuple(i for i in range(len(words_a)) if i not in paired_a)
    alone_b = tuple(j for j in range(len(words_b)) if j not in paired_b)
    changes = tuple(_changes(words_a[pair.a], words_b[pair.b], a.language, b.language) for pair in pairs)
    differences = [
        Difference(kind=kind, a=pair.a, b=pair.b, changes=tuple(its))
        for pair, made in zip(pairs, changes, strict=True)
        for kind in KINDS
        if (its := [change for change in made if change.kind == kind])
    ]
    numbers_a = {word.fold for words in words_a for word in words if word.number}
    numbers_b = {word.fold for words in words_b for word in words if word.number}
    differences += [
        Difference(kind="number" if _only_here(words_a[i], numbers_b) else "clause", a=i, b=None)
        for i in alone_a
        if not a.sentences[i].heading
    ]
    differences += [
        Difference(kind="number" if _only_here(words_b[j], numbers_a) else "clause", a=None, b=j)
        for j in alone_b
        if not b.sentences[j].heading
    ]
    differences += [Difference(kind="style", a=i, b=None) for i in alone_a if a.sentences[i].heading]
    differences += [Difference(kind="style", a=None, b=j) for j in alone_b if b.sentences[j].heading]
    differences.sort(  # stable: else as they stand
        key=lambda each: (
            KINDS.index(each.kind),
            each.a is None or each.b is None,
            not any(_names_term(change, each, words_a, words_b, a.language, b.language) for change in each.changes),
        )
    )
    return Alignment(
        a=a, b=b, pairs=pairs, alone_a=alone_a, alone_b=alone_b, changes=changes, differences=tuple(differences)
    )


def _names_term(
    change: WordChange,
    difference: Difference,
    words_a: Sequence[tuple[Word, ...]],
    words_b: Sequence[tuple[Word, ...]],
    language_a: str | None,
    language_b: str | None,
) -> bool:
    """Whether what was dropped or added holds a word that a plan may hang on."""
    assert difference.a is not None
    assert difference.b is not None
    sides = ((words_a[difference.a], change.a, language_a), (words_b[difference.b], change.b, language_b))
    return any(
        is_term(word, language)
        for words, (start, end), language in sides
        for word in words
        if start <= word.start and word.end <= end
    )


def _only_here(words: Sequence[Word], elsewhere: set[str]) -> bool:
    return any(word.number and word.fold not in elsewhere for word in words)


# -- which sentences are the same -------------------------------------------------------------------------------------


def _pairs(
    a: Sequence[Sentence],
    b: Sequence[Sentence],
    words_a: Sequence[tuple[Word, ...]],
    words_b: Sequence[tuple[Word, ...]],
) -> tuple[Pair, ...]:
    from rapidfuzz.distance import Indel

    numbers: dict[str, int] = {}
    said_a = [[numbers.setdefault(word.text.casefold(), len(numbers)) for word in words] for words in words_a]
    said_b = [[numbers.setdefault(word.text.casefold(), len(numbers)) for word in words] for words in words_b]
    like: dict[tuple[int, int], float] = {}
    for i, one in enumerate(said_a):
        for j, other in enumerate(said_b):
            # two that differ so much in length cannot share enough
            if not one or not other or a[i].heading != b[j].heading:
                continue
            if 2 * min(len(one), len(other)) < THRESHOLD * (len(one) + len(other)):
                continue
            likeness = Indel.normalized_similarity(one, other, score_cutoff=THRESHOLD)
            if likeness >= THRESHOLD:
                like[i, j] = likeness
    pairs = [Pair(a=i, b=j, likeness=like[i, j]) for i, j in _best_path(like, len(a), len(b))]
    free_a = set(range(len(a))) - {pair.a for pair in pairs}
    free_b = set(range(len(b))) - {pair.b for pair in pairs}
    for (i, j), likeness in sorted(like.items(), key=lambda item: (-item[1], item[0])):
        if i in free_a and j in free_b:
            free_a.discard(i)
            free_b.discard(j)
            pairs.append(Pair(a=i, b=j, likeness=likeness, moved=True))
    return tuple(sorted(pairs, key=lambda pair: pair.a))


def _best_path(like: dict[tuple[int, int], float], rows: int, columns: int) -> list[tuple[int, int]]:
    """The pairs in the order of both that are the most alike in sum (Needleman-Wunsch; a gap costs nothing)."""
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(1, rows + 1):
        row, above = best[i], best[i - 1]
        for j in range(1, columns + 1):
            both = above[j - 1] + like[i - 1, j - 1] if (i - 1, j - 1) in like else -1.0
            row[j] = max(both, above[j], row[j - 1])
    path = []
    i, j = rows, columns
    while i and j:
        if (i - 1, j - 1) in like and best[i][j] == best[i - 1][j - 1] + like[i - 1, j - 1]:
            path.append((i - 1, j - 1))
            i, j = i - 1, j - 1
        elif best[i][j] == best[i - 1][j]:
            i -= 1
        else:
            j -= 1
    return path[::-1]


# -- what differs in a pair -------------------------------------------------------------------------------------------


def _changes(
    a: tuple[Word, ...], b: tuple[Word, ...], language_a: str | None, language_b: str | None
) -> tuple[WordChange, ...]:
    """The words that differ, run by run. A word cut short is the word that begins so."""
    from rapidfuzz.distance import LCSseq

    folds_a = [word.fold for word in a]
    folds_b = [word.fold for word in b]
    for mine, its, other in ((folds_a, a, b), (folds_b, b, a)):
        for i, word in enumerate(its):
            if word.cut:
                whole = [each for each in other if each.text.casefold().startswith(word.fold) and not each.cut]
                if whole:
                    near = min(whole, key=lambda each: abs(other.index(each) / len(other) - i / len(its)))
                    mine[i] = near.fold
    if folds_a == folds_b:
        return ()
    matched = LCSseq.opcodes(folds_a, folds_b)
    runs: list[tuple[int, int, int, int]] = []
    for code in matched:
        if code.tag == "equal":
            continue
        run = (code.src_start, code.src_end, code.dest_start, code.dest_end)
        last = runs[-1] if runs else None
        if last is not None and last[1] == run[0] and last[3] == run[2]:
            runs[-1] = (last[0], run[1], last[2], run[3])
        else:
            runs.append(run)
    dropped = {folds_a[i] for first, end, _, _ in runs for i in range(first, end)}
    added = {folds_b[j] for _, _, first, end in runs for j in range(first, end)}
    shifted = dropped & added
    changes = []
    for first_a, end_a, first_b, end_b in runs:
        kind = _kind(a[first_a:end_a], b[first_b:end_b], shifted, language_a, language_b)
        changes.append(WordChange(kind=kind, a=_span(a, first_a, end_a), b=_span(b, first_b, end_b)))
    return tuple(changes)


def _span(words: tuple[Word, ...], first: int, end: int) -> tuple[int, int]:
    """Where words stand in their sentence; of none, the place where they would."""
    if first < end:
        return words[first].start, words[end - 1].end
    at = words[first].start if first < len(words) else words[-1].end if words else 0
    return at, at


def _kind(
    a: Sequence[Word], b: Sequence[Word], shifted: set[str], language_a: str | None, language_b: str | None
) -> Kind:
    """The most telling kind of what differs between two runs of words."""
    folds_a, folds_b = {word.fold for word in a}, {word.fold for word in b}
    told = [(word, language_a) for word in a if word.fold not in folds_b]
    told += [(word, language_b) for word in b if word.fold not in folds_a]
    # a word that only stands elsewhere in the sentence tells nothing
    told = [(word, language) for word, language in told if word.fold not in shifted]
    if any(word.number or is_number_word(word, language) for word, language in told):
        return "number"
    if any(is_name(word, language) for word, language in told):
        return "name"
    if any(is_negation(word, language) for word, language in told):
        return "negation"
    if any(is_certainty(word, language) for word, language in told):
        return "certainty"
    if bool(a) != bool(b) and len(told) >= _CLAUSE and not all(is_small(word, language) for word, language in told):
        return "clause"
    if any(is_term(word, language) for word, language in told):
        return "term"
    return "style"
