"""Did you mean: the known word nearest to one that is not known."""

import os
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from willing.model.problem import Message, Part

# Comparing is quadratic in the words' lengths: a suggestion is looked for among this many known words at most,
# and not at all for a word that nobody can have meant.
_MOST_CANDIDATES = 2_000
_LONGEST_WORD = 60


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like ``word`` (case apart), the first of equals; None where none is near."""
    from difflib import get_close_matches

    if not word or len(word) > _LONGEST_WORD:
        return None
    candidates: dict[str, str] = {}
    for candidate in known:
        if abs(len(candidate) - len(word)) <= 1 + len(word) // 3:
            candidates.setdefault(candidate.casefold(), candidate)
            if len(candidates) == _MOST_CANDIDATES:
                break
    found = get_close_matches(word.casefold(), candidates, n=1, cutoff=0.7)
    return candidates[found[0]] if found else None


def nearest_key(word: str, keys: Iterable[str]) -> str | None:
    """The key that is meant by ``word``: what else it is called (synonyms.toml), or the nearest."""
    keys = tuple(keys)
    meant = next((key for key in _synonyms().get(word.casefold(), ()) if key in keys), None)
    return meant or nearest(word, keys)


@cache
def _synonyms() -> Mapping[str, Sequence[str]]:
    with open(os.path.join(os.path.dirname(__file__), "synonyms.toml"), "rb") as file:
        return tomllib.load(file)


def nearest_or_all(word: str, known: Sequence[str]) -> dict[str, Part]:
    """The parts of a message that say what may be meant by ``word``: the nearest, or else all there are."""
    meant = nearest(word, known)
    return {"meant": meant} if meant else {"hint": Message("hint.there-are", names=tuple(dict.fromkeys(known)))}
