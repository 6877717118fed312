"""Who waits for what (§3.6, §10): what a picture of it shows."""

from collections.abc import Mapping
from typing import Literal

from willing.answers.answer import Answer
from willing.model.condition import Atom

How = Literal["if", "only", "or", "unless"]


class Wait(Answer, frozen=True, kw_only=True):
    """One atom of a condition: ``how`` it is meant, and what it is about."""

    atom: Atom
    how: How


class Box(Answer, frozen=True, kw_only=True):
    """``pledges``: of partners that wait for the same, or (``circle``) for each other; else what is waited for: an
    ``assumption``, a count over many or somebody who pledged nothing (``atom``).

    ``inner``: of a circle, what each pledge asks of the others in it.
    """

    pledges: tuple[str, ...] = ()
    circle: bool = False
    assumption: str | None = None
    atom: Atom | None = None
    inner: Mapping[str, tuple[Wait, ...]] = {}


class Arrow(Answer, frozen=True, kw_only=True):
    """From who waits to what they wait for, by their places; ``owner``: whose condition it is part of."""

    start: int
    end: int
    wait: Wait
    owner: str


class Waits(Answer, frozen=True, kw_only=True):
    """Who waits for what, whatever is decided. ``given``: assumptions that nobody need be shown to wait for;
    ``left_out``: how many boxes there are beyond those."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    given: frozenset[str]
    left_out: int
