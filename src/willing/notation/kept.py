"""Records that were read before: where one plan after another has most of its records in common with those before (the
bases of a room, §R6), each is read once."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Generic, TypeVar

from willing.notation.keys import Table
from willing.notation.values import Known

#: After so many plans what none of them had is forgotten.
GENERATION = 64

_WORD = re.compile(r"[^\W\d_][\w-]*")

# Kinds of keys whose strings name nothing.
_PROSE = ("text", "texts", "called", "one of", "flag", "day", "day or month", "by day", "holds", "weights")

_T = TypeVar("_T")


def words_in(table: Table, raw: Mapping[str, Any]) -> Iterator[str]:
    """Every word of an entry that could be the name of something, and some more."""
    keys = table.keys
    waiting = [value for name, value in raw.items() if (key := keys.get(name)) and key.kind not in _PROSE]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str):
            yield value
            yield from _WORD.findall(value)


class _Used(Generic[_T]):
    """What was made of an object that nobody changes, by a name; what was not used for a generation is forgotten."""

    def __init__(self) -> None:
        self._now: dict[tuple[object, int], tuple[object, _T]] = {}
        self._before: dict[tuple[object, int], tuple[object, _T]] = {}

    def get(self, name: object, of: object) -> _T | None:
        key = (name, id(of))
        found = self._now.get(key)
        if found is None and key in self._before:
            found = self._now[key] = self._before[key]
        return None if found is None else found[1]

    def put(self, name: object, of: object, made: _T) -> _T:
        self._now[name, id(of)] = (of, made)  # kept with it, so that its number is no other's
        return made

    def age(self) -> None:
        self._before, self._now = self._now, {}


@dataclass(frozen=True, slots=True)
class _Read:
    """A record as it was read: where these names were ``known``, of which it has only ``words``. ``found``: the names
    that its conditions mention."""

    record: Any
    words: frozenset[str]
    known: Known
    found: Known


class Kept:
    """What entries were read as. An entry is known again by its id and by being the same object; what it was read as
    holds as long as all the names in it mean what they meant."""

    def __init__(self) -> None:
        self._records: _Used[_Read] = _Used()
        self._made: _Used[Any] = _Used()
        self._knowns: list[Known] = []
        self._differing: dict[int, frozenset[str]] = {}
        self._reads = 0

    def made(self, name: object, of: object, make: Callable[[], _T]) -> _T:
        """What is made of an object that nobody changes: the same each time."""
        found: _T | None = self._made.get(name, of)
        return self._made.put(name, of, make()) if found is None else found

    def begin(self, known: Known) -> None:
        """Another plan is read, in which this is known."""
        self._reads += 1
        if self._reads % GENERATION == 0:
            self._records.age()
            self._made.age()
            self._knowns.clear()
        spaces = known.spaces()
        same = next((each for each in self._knowns if each.spaces() == spaces), None)
        if same is None:
            self._knowns.append(known)
        self._known = same or known
        self._differing = {id(self._known): frozenset()}

    def found(self, table: Table, id_: str | None, raw: Mapping[str, Any], known: Known) -> Any:  # noqa: ANN401
        """The record that an entry was read as, if it would be so now; None: it is to be read."""
        its = self._records.get((table.name, id_), raw)
        if its is None:
            return None
        differing = self._differing.get(id(its.known))
        if differing is None:
            differing = self._differing[id(its.known)] = differing_names(its.known, self._known)
        if not differing.isdisjoint(its.words):
            return None
        known.names.update(its.found.names)
        known.partners_with.update(its.found.partners_with)
        return its.record

    def keep(self, table: Table, id_: str | None, raw: Mapping[str, Any], record: object, found: Known) -> None:
        """Keep a record that was read, without a mistake, by a ``found`` of its own (:meth:`Known.apart`)."""
        read = _Read(record, frozenset(words_in(table, raw)), self._known, found)
        self._records.put((table.name, id_), raw, read)


def differing_names(one: Known, other: Known) -> frozenset[str]:
    """The names that mean something else in the one than in the other, and the words in them."""
    found: set[str] = set()
    for its, others in zip(one.spaces(), other.spaces(), strict=True):
        if its != others:
            found.update(str(name) for name, _ in dict.items(its) ^ dict.items(others))
    if one.priorities != other.priorities:
        found.add("priority")
    return frozenset(chain(found, *map(_WORD.findall, found)))
