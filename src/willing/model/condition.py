"""A condition as one frozen tree (§2). Checking, printing, compiling and explaining are readings of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

#: The words of §2. None of them is an id (``weight`` may be one: it is a word only before a bracket).
KEYWORDS = frozenset(
    "or and not always never with at least of others all partners total offered filled usable domain priority".split()
)


@dataclass(frozen=True, slots=True)
class Always:
    """``always``."""


@dataclass(frozen=True, slots=True)
class Never:
    """``never``: as the whole condition of a pledge, a refusal."""


@dataclass(frozen=True, slots=True)
class Name:
    """An assumption is true, a pledge is in, or some pledge of a partner is (``with`` a capability)."""

    id: str
    capability: str | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """``not`` of one condition."""

    of: "Condition"


@dataclass(frozen=True, slots=True)
class And:
    """Two conditions or more, all of them."""

    of: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Two conditions or more, any of them."""

    of: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class CountOf:
    """``at least COUNT of (…)``; a ``count`` of None is ``all of (…)``."""

    count: int | None
    of: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class CountGroup:
    """``at least COUNT [others] of GROUP [with CAPABILITY]``; a ``count`` of None is ``all [others] of``."""

    count: int | None
    group: str
    others: bool = False
    capability: str | None = None


@dataclass(frozen=True, slots=True)
class CountPartners:
    """``at least COUNT partners`` or ``others`` ``[with CAPABILITY]``: distinct partners with a pledge that is in."""

    count: int
    others: bool = False
    capability: str | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """``total(CAPABILITY) [of WHOSE] >= AT_LEAST``, or ``others(…)`` without the pledge's own partner.

    ``whose``: a group or partner, whose pledges alone count.
    """

    capability: str
    at_least: Decimal
    others: bool = False
    whose: str | None = None


@dataclass(frozen=True, slots=True)
class Weight:
    """``weight(WORD) of GROUP >= AT_LEAST``: members with some pledge in, of all members; 1 is 100%."""

    word: str
    group: str
    at_least: Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """``offered``, ``filled`` or ``usable`` of some requirements, each at ``at_least`` (1 is 100%) of its need.

    ``scope`` and ``which``: ("requirement", id), ("domain", word), ("priority", digits) or ("all", "").
    """

    measure: Literal["offered", "filled", "usable"]
    scope: Literal["requirement", "domain", "priority", "all"]
    which: str
    at_least: Decimal = Decimal(1)


Condition = Always | Never | Name | Not | And | Or | CountOf | CountGroup | CountPartners | Total | Weight | Share

#: Conditions without a condition inside: what an explanation ends in.
Atom = Always | Never | Name | CountGroup | CountPartners | Total | Weight | Share


def atoms(condition: Condition, *, negated: bool = False) -> Iterator[tuple[Atom, bool]]:
    """Every atom in the order it is written, and whether it stands under a ``not`` at all (§3.6)."""
    stack = [(condition, negated)]
    while stack:
        node, under_not = stack.pop()
        match node:
            case Not(of=inner):
                stack.append((inner, True))
            case And(of=parts) | Or(of=parts) | CountOf(of=parts):
                stack.extend((part, under_not) for part in reversed(parts))
            case _:
                yield node, under_not


def children(condition: Condition) -> tuple[Condition, ...]:
    """The conditions that stand directly in this one; none in an atom."""
    match condition:
        case Not(of=inner):
            return (inner,)
        case And(of=parts) | Or(of=parts) | CountOf(of=parts):
            return parts
        case _:
            return ()


def conjuncts(condition: Condition) -> tuple[Condition, ...]:
    """What ``and`` joins at the top, brackets and nested ``and`` opened, each once; none where it joins nothing."""
    if not isinstance(condition, And):
        return ()
    found: dict[Condition, None] = {}
    for part in condition.of:
        found |= dict.fromkeys(conjuncts(part) or (part,))
    return tuple(found)


def needed(condition: And | Or | CountOf) -> int:
    """How many of its parts a condition needs."""
    if isinstance(condition, Or):
        return 1
    if isinstance(condition, CountOf) and condition.count is not None:
        return condition.count
    return len(condition.of)


def rebuilt(condition: Condition, change: Callable[[Atom, bool], Condition], *, negated: bool = False) -> Condition:
    """The condition with every atom as ``change`` has it, who is told whether an odd number of ``not`` is before it."""
    match condition:
        case Not(of=inner):
            return Not(rebuilt(inner, change, negated=not negated))
        case And(of=parts) | Or(of=parts) | CountOf(of=parts):
            return replace(condition, of=tuple(rebuilt(part, change, negated=negated) for part in parts))
        case _:
            return change(condition, negated)


def is_consent(name: str) -> bool:
    """Whether a name is that of a consent, ``pledge.body``: no id has a dot."""
    return "." in name


#: The condition of a pledge that names none.
ALWAYS = Always()


def allocated(atom: Condition) -> bool:
    """Whether an atom is ``filled`` or ``usable``, which take an allocation (§4)."""
    return isinstance(atom, Share) and atom.measure != "offered"


def needs_allocation(goal: Condition) -> bool:
    """Whether a goal speaks of ``filled`` or ``usable``."""
    return any(allocated(atom) for atom, _ in atoms(goal))
