"""What is wrong, or doubtful, in a plan, as a value (a user's mistake never raises inside)."""

from dataclasses import dataclass

from willing.model.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One sentence about one place.

    ``subject`` names the thing it is about as the user wrote it (``pledge 'de-troops'``) or is empty.
    ``excerpt`` is the line it stands on, as it stands there; empty where there is no line to show.
    """

    place: Place
    message: str
    subject: str = ""
    excerpt: str = ""


class PlanError(Exception):
    """Raised by floor 4 and above when a plan cannot be answered; carries every problem found.

    ``problems`` is never empty; ``omitted`` counts those beyond the 1,000 that are kept (§9).
    """

    def __init__(self, problems: tuple[Problem, ...], *, omitted: int = 0) -> None:
        super().__init__(problems[0].message)
        self.problems = problems
        self.omitted = omitted
