"""The bound on time that every answer keeps (§3.4)."""

import time
from dataclasses import dataclass


class OutOfBounds(Exception):  # noqa: N818 - an answer, not an error
    """Time, or one of the bounds, is used up before the question is decided (§3.4)."""


class TooLarge(OutOfBounds):
    """The plan has more gates than are spelled out for a question of this kind."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When to stop, in the seconds of ``time.monotonic``; ``seconds`` is what it was given."""

    end: float
    seconds: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """So many seconds from now."""
        return cls(time.monotonic() + seconds, seconds)

    def spent(self) -> float:
        """Seconds since it started."""
        return self.seconds - (self.end - time.monotonic())

    def part(self, of: int) -> "Deadline":
        """That of one of so many equal parts of what is left, never less than a tenth of a second."""
        now = time.monotonic()
        seconds = max(0.1, (self.end - now) / of)
        return Deadline(min(now + seconds, self.end), seconds)

    def left(self) -> float:
        """Seconds left; raises :class:`OutOfBounds` when there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise OutOfBounds
        return left
