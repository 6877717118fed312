"""Which answer an address asks for: what the options of the commands say (§9), and what is tried."""

import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from willing.notation.toml.trial import Trial, TrialError, trial_from

_SWITCHED = {"if": True, "if-not": False, "if-unknown": None}

#: What is tried takes no more of an address than this.
MOST_TRIED = 20_000


class AddressError(Exception):
    """An address that asks for nothing that can be answered, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What a page is rendered of. ``tried``: a trial as its address has it, empty for none."""

    scenarios: tuple[str, ...] = ()
    what_if: tuple[tuple[str, bool | None], ...] = ()
    as_of: date | None = None
    known_by: date | None = None
    tried: str = ""

    @property
    def trial(self) -> Trial:
        """What is tried. Raises :class:`AddressError` where it cannot be read."""
        if not self.tried:
            return Trial()
        try:
            return trial_from(json.loads(urlsafe_b64decode(self.tried + "=" * (-len(self.tried) % 4))))
        except (ValueError, TrialError) as error:
            said = str(error) if isinstance(error, TrialError) else "'try' cannot be read"
            raise AddressError(said) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A world of a base: ``switched`` are the assumptions (and own decisions) set otherwise than there."""

    base: Base
    switched: tuple[tuple[str, bool | None], ...] = ()


def world_of(asked: Iterable[tuple[str, str]], standing: Base) -> World:
    """The world that the pairs of a query ask for, over what the server was started with (``standing``).

    Raises :class:`AddressError`.
    """
    base = standing
    switched: dict[str, bool | None] = {}
    for key, value in asked:
        match key:
            case "scenario":
                base = replace(base, scenarios=(*base.scenarios, value))
            case "as-of":
                base = replace(base, as_of=_day(key, value))
            case "known-by":
                base = replace(base, known_by=_day(key, value))
            case "try":
                if len(value) > MOST_TRIED:
                    raise AddressError("so much cannot be tried at once: save some of it first")
                base = replace(base, tried=value)
            case "if" | "if-not" | "if-unknown":
                if value in switched and switched[value] is not _SWITCHED[key]:
                    raise AddressError(f"'{value}' is switched two ways")
                switched[value] = _SWITCHED[key]
            case "lang":
                pass  # of the page, not of the world
            case _:
                known = "if, if-not, if-unknown, scenario, as-of, known-by, try, lang"
                raise AddressError(f"'{key}' asks for nothing here; what does: {known}")
    return World(base=base, switched=tuple(sorted(switched.items())))


def _day(key: str, value: str) -> date:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise AddressError(f"'{key}={value}': no day such as 2025-04-10")
