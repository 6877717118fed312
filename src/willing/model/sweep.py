"""What differs between many variants of one question: a grid, or a sample of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import prod
from typing import Any, Literal

Kind = Literal["days", "scenarios", "partners", "pledges", "requirements", "assumptions"]

#: The kinds of dimensions, the one that changes slowest first: what is not an assumption makes another picture.
KINDS: tuple[Kind, ...] = ("days", "scenarios", "partners", "pledges", "requirements", "assumptions")

#: Variants of a block at most and at least, powers of two: what is worked out, kept and handed to others as a whole.
MOST_IN_BLOCK, LEAST_IN_BLOCK = 2**16, 2**6
#: So many blocks there are where there is that much to do: enough for many workers.
BLOCKS = 16

#: What a partner or pledge may be: as the plan says, out, or in whatever its conditions say (§7.4).
PRESENCES = ("in", "out", "firm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One thing that differs, and its values.

    ``id``: of an assumption, own decision or consent, a partner, pledge or requirement; empty for days and scenarios.
    ``key``: which key of a pledge or requirement, as a plan writes it. ``values``: days; names of scenarios that stack;
    words of :data:`PRESENCES`; fields of a pledge or requirement, already read; True, False, and None for not known.
    ``said``: each value as the sweep writes it.
    """

    kind: Kind
    id: str = ""
    key: str = ""
    values: tuple[Any, ...]
    said: tuple[str, ...]

    @property
    def name(self) -> str:
        """How it is called in tables, such as ``assumptions.ceasefire`` and ``pledges.norland.amount``."""
        return ".".join(part for part in (self.kind, self.id, self.key) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """All variants: every combination of the values, or ``sample`` combinations drawn by ``seed``, each by itself."""

    dimensions: tuple[Dimension, ...]
    sample: int | None = None
    seed: int = 1

    @property
    def combinations(self) -> int:
        """How many combinations of values there are."""
        return prod(len(dimension.values) for dimension in self.dimensions)

    @property
    def count(self) -> int:
        """How many variants there are."""
        return self.combinations if self.sample is None else self.sample

    @property
    def block(self) -> int:
        """How many variants a block has, a power of two."""
        many = max(1, self.count // BLOCKS)
        return min(max(1 << (many.bit_length() - 1), LEAST_IN_BLOCK), MOST_IN_BLOCK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one variant changes but for assumptions: the day, scenarios that stack, partners and pledges that are out or
    firm, and fields of pledges and requirements by id."""

    day: date | None
    scenarios: tuple[str, ...]
    without: tuple[str, ...]
    firm: tuple[str, ...]
    pledges: Mapping[str, Mapping[str, Any]]
    requirements: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, dimensions: tuple[Dimension, ...], places: tuple[int, ...]) -> "Change":
        """What these values, by their places, change."""
        day: date | None = None
        scenarios: tuple[str, ...] = ()
        presence: dict[str, list[str]] = {word: [] for word in PRESENCES}
        fields: dict[str, dict[str, dict[str, Any]]] = {"pledges": {}, "requirements": {}}
        for dimension, place in zip(dimensions, places, strict=True):
            value = dimension.values[place]
            match dimension.kind:
                case "days":
                    day = value
                case "scenarios":
                    scenarios = value
                case "partners":
                    presence[value].append(dimension.id)
                case "pledges" | "requirements":
                    fields[dimension.kind].setdefault(dimension.id, {}).update(value)
        return cls(day=day, scenarios=scenarios, without=tuple(presence["out"]), firm=tuple(presence["firm"]), **fields)
