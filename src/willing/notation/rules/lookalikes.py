"""Names that look alike and are others: a Cyrillic or Greek letter where a reader sees a Latin one."""

import unicodedata
from collections.abc import Iterator

from willing.model.plan import Plan
from willing.model.problem import Message
from willing.notation.rules.finding import Finding
from willing.notation.values import character_name
from willing.notation.written import Path

#: Letters of other alphabets that look like a Latin one, and that one (Unicode Technical Standard 39, confusables).
_LATIN = str.maketrans(
    "асԁеһіјӏорԛѕԝхуАВСЕНІЈКМОРЅТХУΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυιϲϳ",
    "acdehijlopqswxyABCEHIJKMOPSTXYABEZHIKMNOPTYXavopuicj",
)


def look_alikes(plan: Plan) -> Iterator[Finding]:
    """A name that looks like another of its kind, or mixes alphabets within a word; each is told once."""
    seen: dict[tuple[str, str], str] = {}
    for kind, name, table, id_, path in _names(plan):
        looks = _looks(name)
        other = seen.setdefault((kind, looks), name)
        if other == name == looks:
            continue
        if other != name:
            of_one = next((a for a, b in zip(name, other, strict=False) if a != b), name[-1])
            message = Message("looks-like-another", name=name, other=other, character=character_name(of_one))
        elif any(_mixes(word) for word in name.split()):
            strange = next(a for a, b in zip(name, looks, strict=False) if a != b)
            message = Message("alphabets-mixed", name=name, character=character_name(strange))
        else:
            continue
        at_key = table in ("partners", "assumptions")
        yield Finding(table=table, id=id_, path=path, at_key=at_key, message=message)


def _names(plan: Plan) -> Iterator[tuple[str, str, str, str, Path]]:
    """Every name by which something is meant, once: its kind, itself, and where it stands (table, id, keys)."""
    told: set[tuple[str, str]] = set()
    for table, ids in (
        ("partners", plan.partners),
        ("assumptions", plan.assumptions),
        ("requirements", plan.requirements),
        ("pledges", plan.pledges),
    ):
        for id_ in ids:
            yield table, id_, table, id_, ()
    for pledge in plan.pledges.values():
        for key, kind, word in (("partner", "partners", pledge.partner), ("provides", "", pledge.provides)):
            if word and (kind, word) not in told and not (kind and word in plan.partners):
                told.add((kind, word))
                yield kind, word, "pledges", pledge.id, (key,)


def _looks(name: str) -> str:
    return name if name.isascii() else unicodedata.normalize("NFKC", name).translate(_LATIN)


def _mixes(word: str) -> bool:
    """Whether letters of another alphabet look like Latin ones among Latin ones."""
    latin = any(letter.isascii() and letter.isalpha() for letter in word)
    return latin and any(ord(letter) in _LATIN for letter in word)
