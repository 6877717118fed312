"""Conditions that stand in cells in words (§T12): of whom they speak, which consents they name, and what else is open.

``with Norland and DNK`` is a condition on both; ``Bundestag mandate required`` a consent; ``US backstop`` an assumption
of these words. What is a condition of a plan already stays one.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal

from willing.languages.data import every
from willing.languages.names import state_called
from willing.languages.states import STATE_CODES
from willing.model.problem import Listed, Message
from willing.notation.grammar import ConditionError, Kind, Scope, parse_condition
from willing.notation.keys import TABLES
from willing.notation.sheets.likeness import begins_with_condition, plain, plain_words, slug, without_lead
from willing.notation.sheets.tables import Cells
from willing.notation.values import Ids

# So many names of one condition are looked at.
_MOST_NAMES = 100

# What only conditions of §2 have.
_MEANT = re.compile(
    r"\b(?:total|others|offered|weight)\s*\(|>=|\bat least [0-9_]+ (?:of \(|others of|partners)|\bwith '"
)


def said_conditions(cells: Cells) -> None:
    """Turn the conditions of pledges that are said in words into conditions, consents and assumptions; tell so."""
    root = cells.root
    if not any("if" in pledge or "only_if" in pledge for pledge in root.get("pledges", ())):
        return
    names = names_in(root)
    scope = Scope(kinds=_kinds(names))
    said = _Said(names, root)
    made: dict[str, tuple[str, list[str]]] = {}
    conditions: dict[str, bool] = {}
    for index, pledge in enumerate(root["pledges"]):
        for key in ("if", "only_if"):
            text = pledge.get(key)
            if not isinstance(text, str) or conditions.get(text):
                continue
            if text not in made and conditions.setdefault(text, _is_condition(text, scope)):
                continue
            if text not in made:
                made[text] = said.of(text)
                condition, consents = made[text]
                told = [part for part in (condition, *(f"subject_to {body}" for body in consents)) if part]
                message = Message("condition-in-words", given=text, told=Listed(tuple(told), quoted=False))
                cells.notes.append(cells.problem(message, cells.value(("pledges", index, key))))
            condition, consents = made[text]
            if condition:
                pledge[key] = condition
            else:
                del pledge[key]
            if consents:
                pledge["subject_to"] = [*pledge.get("subject_to", []), *consents]


def named_conditions(cells: Cells) -> None:
    """Names in the conditions of an export that somebody changed as ids, ``Kenya`` as ``KE``; tell so (§T20)."""
    names: dict[str, str] | None = None
    kinds: dict[str, Kind] = {}
    read: dict[tuple[str, str], str] = {}
    for table in ("plan", "pledges", "asks"):
        entries = cells.root.get(table, {})
        listed = isinstance(entries, list)
        keys = [key for key in TABLES[table].keys.values() if key.kind == "condition"]
        for id_, raw in enumerate(entries) if listed else [("", entries)] if table == "plan" else entries.items():
            for key in keys:
                text = raw.get(key.name)
                if not isinstance(text, str):
                    continue
                if names is None:
                    names = names_in(cells.root)
                    kinds = _kinds(names)
                if (text, key.role) not in read:
                    read[text, key.role] = _with_ids(text, key.role, names, kinds)
                if (meant := read[text, key.role]) == text:
                    continue
                raw[key.name] = meant
                path = (table, key.name) if table == "plan" else (table, id_, key.name)
                message = Message("condition-in-words", given=text, told=Listed((meant,), quoted=False))
                cells.notes.append(cells.problem(message, cells.value(path)))


def _kinds(names: Mapping[str, str]) -> Ids[Kind]:
    """All that may be named, as a condition is to know it: what nothing is called gets no suggestion."""
    kinds: Ids[Kind] = Ids(dict.fromkeys(names.values(), "partner"))
    kinds.silent = True
    return kinds


def _with_ids(
    text: str, role: Literal["pledge", "goal", "likelihood"], names: Mapping[str, str], kinds: dict[str, Kind]
) -> str:
    """A condition with ids for the names of partners and states that are none of its own words.

    ``kinds``: what may be named; a name in the condition that is none is one for the rest of it only.
    """
    before = len(kinds)
    for _ in range(_MOST_NAMES):
        try:
            parse_condition(text, Scope(kinds=kinds, role=role))
        except ConditionError as error:
            if error.message.code != "unknown-name":
                break
            start, word = error.offset, text[error.offset : error.offset + error.length]
            words = re.match(r"[\w'’.-]+(?: [\w'’.-]+){0,4}", text[start:])
            several = words[0].split(" ") if words else []
            tries = (" ".join(several[:count]) for count in range(len(several), 0, -1))
            name = next((each for each in tries if plain(each) in names or state_called(each)), None)
            id_ = word if name is None else names.get(plain(name)) or state_called(name) or word
            kinds[id_] = "partner"
            text = text[:start] + id_ + text[start + len(name or word) :]
        else:
            break
    while len(kinds) > before:
        kinds.popitem()
    return text


def _is_condition(text: str, scope: Scope) -> bool:
    """Whether a text is a condition of §2 as it stands, or is meant as one, so that what is wrong with it is told."""
    if _MEANT.search(text):
        return True
    try:
        parse_condition(text, scope)
    except ConditionError:
        return False
    return True


def is_said_condition(text: str, names: Mapping[str, str]) -> bool:
    """Whether words are a condition in each of their parts: they name partners, a consent, or begin as one does.

    ``names``: as :func:`names_in` has them.
    """
    parts = [part for part in re.split(r"[;,]\s+", text.strip()) if part.strip()]
    return begins_with_condition(text) or all(
        _names_consent(part) or _partners(part, names) is not None for part in parts
    )


def names_in(root: Mapping[str, Any]) -> dict[str, str]:
    """What may be named, plain, and its id: partners, assumptions, pledges."""
    names = {}
    for table in ("partners", "assumptions"):
        for id_, its in root.get(table, {}).items():
            names[plain(id_)] = id_
            if isinstance(its.get("name"), str):
                names[plain(its["name"])] = id_
    for pledge in root.get("pledges", []):
        for key in ("partner", "id"):
            if isinstance(pledge.get(key), str):
                names[plain(pledge[key])] = pledge[key]
    return names


class _Said:
    """Conditions in words, and the assumptions that they need. ``names``: what may be named, and its id."""

    def __init__(self, names: Mapping[str, str], root: dict[str, Any]) -> None:
        self.names = names
        self.root = root
        self.assumed: dict[str, str] = {}  # assumptions by their plain names
        for id_, its in root.get("assumptions", {}).items():
            self.assumed.setdefault(plain(str(its.get("name", id_))), str(id_))
        self.taken = {*root.get("partners", {}), *(p.get("id") for p in root.get("pledges", []))}
        self.twins: dict[str, int] = {}  # by id that several would have, the number of the last one

    def of(self, text: str) -> tuple[str, list[str]]:
        """The condition that words are, and the consents they name; each part between commas by itself."""
        conditions, consents = [], []
        for part in re.split(r"[;,]\s+", text.strip()):
            if _names_consent(part):
                consents.append(" ".join(without_lead(part).split()))
            elif (partners := _partners(part, self.names)) is not None:
                conditions.append(partners)
            elif part.strip():
                conditions.append(self._assumption(part))
        joined = [f"({each})" if " or " in each and len(conditions) > 1 else each for each in conditions]
        return " and ".join(dict.fromkeys(joined)), consents

    def _assumption(self, part: str) -> str:
        """The id of the assumption of these words, declared if it is not there."""
        name = " ".join(part.split())
        known = self.names.get(plain(name)) or self.assumed.get(plain(name))
        if known is not None:
            return known
        assumptions = self.root.setdefault("assumptions", {})
        base = slug(name) or "condition"
        twin = self.twins.get(base, 1)
        id_ = base if twin == 1 else f"{base}-{twin}"
        while id_ in assumptions or id_ in self.taken:
            twin += 1
            id_ = f"{base}-{twin}"
        self.twins[base] = twin
        assumptions[id_] = {"name": name}
        self.assumed[plain(name)] = id_
        return id_


def _names_consent(part: str) -> bool:
    return _bodies().search(plain(part)) is not None


@cache
def _bodies() -> re.Pattern[str]:
    """A parliament, as the lexicons of reports know them (§T12), or a decision of a government."""
    parliaments = [line for topics in every("lexicon", "topics") for line in topics["parliament"].split("\n") if line]
    words = "|".join([*parliaments, *map(re.escape, sorted(plain_words("consent")))])
    return re.compile(rf"(?<!\w)(?:{words})")


def _partners(part: str, names: Mapping[str, str]) -> str | None:
    """The condition on the partners that a part names, where it says nothing but that they take part; else None."""
    found: list[str] = []
    joins: list[str] = []
    words = _no_matter().sub("", part).split()
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + 5), at, -1):
            name = " ".join(words[at:end]).strip(".()")
            id_ = names.get(plain(name)) or (name if name in STATE_CODES else state_called(name))
            if id_ is not None and plain(name) not in _joining():
                found.append(id_)
                at = end
                break
        else:
            word = plain(words[at])
            if word in plain_words("both") or word in plain_words("either"):
                joins.append("or" if word in plain_words("either") else "and")
            elif word not in plain_words("takes_part"):
                return None
            at += 1
    if not found or len(set(joins)) > 1:
        return None
    return f" {joins[0] if joins else 'and'} ".join(dict.fromkeys(found))


@cache
def _no_matter() -> re.Pattern[str]:
    words = sorted((*_every("not_without"), *_every("either_of")), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


@cache
def _joining() -> frozenset[str]:
    return frozenset(plain(word) for key in ("takes_part", "both", "either") for word in _every(key))


def _every(key: str) -> Iterator[str]:
    for words in every("words", key):
        yield from words
