"""One kernel, two speeds: plain loops over sequences of int, as they stand on lists or compiled on arrays.

A *pass* is a function that gets all it works on as sequences of the right length, and changes them in place. Small
work runs it as it stands; large work has it compiled by numba, where that is installed, with the same results.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

#: A list of int, or an array of them for compiled passes.
Ints = Any


class Lists:
    """Passes as they stand, on lists."""

    def run(self, pass_: Callable[..., Any]) -> Callable[..., Any]:
        """The pass, to be called with sequences from here."""
        return pass_

    def places(self, numbers: Ints) -> Ints:
        """Numbers of nodes and of places in other sequences; the sequence itself if it is of the right type."""
        return numbers if isinstance(numbers, list) else list(numbers)

    amounts = places

    def filled(self, value: int, length: int) -> Ints:
        """So many amounts."""
        return [value] * length

    def zeros(self, length: int) -> Ints:
        """So many places."""
        return [0] * length

    def flags(self, length: int) -> Ints:
        """So many flags, all 0."""
        return bytearray(length)

    def plain(self, numbers: Ints) -> list[int]:
        """As a list."""
        return numbers  # type: ignore[no-any-return]

    def not_positive(self, numbers: Ints) -> Ints:
        """The places of all that is 0 or less."""
        return [place for place, its in enumerate(numbers) if its <= 0]


class Arrays(Lists):
    """Passes compiled, on arrays: places have 32 bits, amounts 64.

    ``narrow``: amounts have 16 bits, with which a walk takes half the time.
    """

    def __init__(self, *, narrow: bool = False) -> None:
        import numpy as np

        self.np = np
        self.amount: Any = np.int16 if narrow else np.int64

    def run(self, pass_: Callable[..., Any]) -> Callable[..., Any]:
        return _compiled(pass_)

    def places(self, numbers: Ints) -> Ints:
        return self.np.asarray(numbers, self.np.int32)

    def amounts(self, numbers: Ints) -> Ints:
        return self.np.asarray(numbers, self.amount)

    def filled(self, value: int, length: int) -> Ints:
        return self.np.full(length, value, self.amount)

    def zeros(self, length: int) -> Ints:
        return self.np.zeros(length, self.np.int32)

    def flags(self, length: int) -> Ints:
        return self.np.zeros(length, self.np.uint8)

    def plain(self, numbers: Ints) -> list[int]:
        return numbers.tolist()  # type: ignore[no-any-return]

    def not_positive(self, numbers: Ints) -> Ints:
        return self.np.flatnonzero(numbers <= 0).astype(self.np.int32)


@cache
def can_compile() -> bool:
    """Whether numba is there; finding out loads it."""
    try:
        import numba  # noqa: F401
    except ImportError:
        return False
    return True


@cache
def _compiled(pass_: Callable[..., Any]) -> Callable[..., Any]:
    """The pass, compiled when it is first run; what comes of it is kept beside the package or in the user's home."""
    import numba

    try:
        return numba.njit(cache=True)(pass_)
    except RuntimeError:  # neither can be written
        return numba.njit(pass_)  # type: ignore[no-any-return]
