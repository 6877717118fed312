"""What a page carries beside what it shows: the plan it is made from and what was asked of it, so that anybody can make
it again (`willing verify`) and go on with the data."""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec

from willing.answers.answer import to_builtins
from willing.answers.json_text import json_chunks
from willing.app.query import Query
from willing.model.version import __version__
from willing.notation.write import write_plan

if TYPE_CHECKING:
    from willing.app.study import Study


_STEERING = re.compile("[<\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """``made_by``: the version of Willing; ``asked``: what was asked of the plan; ``plan``: its text, tables folded in;
    ``brief``: the answer without what-ifs (§10)."""

    made_by: str
    asked: Query
    plan: str
    brief: dict[str, Any]

    @property
    def digest(self) -> str:
        """The SHA-256 of the plan's text, in hexadecimal digits."""
        return sha256(self.plan.encode()).hexdigest()


def inside_of(study: "Study") -> Inside:
    """What the page of a study carries. Raises :class:`PlanError` where a world has no outcome."""
    brief = to_builtins(study.brief())
    return Inside(made_by=__version__, asked=study.query, plan=write_plan(study.plan), brief=brief)


def inside_text(inside: Inside) -> str:
    """It as JSON that may stand within a script element."""
    return in_script("".join(json_chunks(msgspec.to_builtins(inside), ascii=False)))


def inside_page(html: str) -> Inside | None:
    """What a page carries; None: nothing that Willing put there."""
    element = re.search(r'<script type="application/json" id="inside">([^<]*)</script>', html)
    if element is None:
        return None
    try:
        return msgspec.json.decode(element[1].encode("utf-8", "surrogatepass"), type=Inside)
    except (msgspec.MsgspecError, UnicodeError):
        return None


def in_script(json: str) -> str:
    """JSON as it may stand within a script element: nothing ends it, and nothing turns the direction of writing."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", json).strip()
