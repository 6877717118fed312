"""Which question an address asks: what the options of the commands say (§9), and what is tried."""

import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from willing.app.query import Query, QueryError, what_ifs
from willing.notation.toml.trial import TrialError, trial_from
from willing.web.answers import AddressError

#: What is tried takes no more of an address than this.
MOST_TRIED = 20_000

_KNOWN = ("if", "if-not", "if-unknown", "without", "firm", "scenario", "as-of", "known-by", "try", "lang")


def query_of(pairs: Iterable[tuple[str, str]], standing: Query) -> Query:
    """The question that the pairs of an address ask, over what the server was started with (``standing``).

    Raises :class:`AddressError`.
    """
    query = standing
    switched: dict[str, list[str]] = {"if": [], "if-not": [], "if-unknown": []}
    for key, value in pairs:
        match key:
            case "scenario":
                query = replace(query, scenarios=(*query.scenarios, value))
            case "without":
                query = replace(query, without=(*query.without, value))
            case "firm":
                query = replace(query, firm=(*query.firm, value))
            case "as-of":
                query = replace(query, as_of=_day(key, value))
            case "known-by":
                query = replace(query, known_by=_day(key, value))
            case "try":
                query = replace(query, tried=_tried(value))
            case "if" | "if-not" | "if-unknown":
                switched[key].append(value)
            case "lang":
                pass  # of the page, not of the question
            case _:
                raise AddressError("asked-of-nothing", key=key, known=_KNOWN)
    try:
        settings = what_ifs(switched["if"], switched["if-not"], switched["if-unknown"])
    except QueryError as error:
        raise AddressError(error.message) from None
    return replace(query, switched=tuple(sorted(settings)))


def _tried(value: str) -> str:
    """A trial as JSON, from an address. Raises :class:`AddressError` where it is none."""
    if len(value) > MOST_TRIED:
        raise AddressError("tried-too-much")
    if not value:
        return ""
    try:
        text = urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode()
        trial_from(json.loads(text))
    except TrialError as error:
        raise AddressError(error.message) from None
    except (ValueError, RecursionError):
        raise AddressError("try-unreadable") from None
    return text


def _day(key: str, value: str) -> date:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise AddressError("address-no-day", given=f"{key}={value}")
