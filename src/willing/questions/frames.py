"""A plan and its answers as data frames, for pandas, polars or pyarrow (the extra ``frames``).

Columns are plain: texts, whole numbers, numbers, flags and days. What is left out is missing, never zero; lists are one
text with ``; `` between their entries; conditions are as a plan writes them.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib.util import find_spec
from typing import Any, Literal

from willing.answers.brief import Brief
from willing.model.condition_text import condition_text
from willing.model.evidence import PartialDate
from willing.model.plan import Chance, Plan

#: What frames can be made of, in the order in which one is looked for.
BACKENDS = ("polars", "pandas", "pyarrow")

Kind = Literal["text", "whole", "number", "flag", "day"]

#: Columns by name, with the kind of their values; None where a value is missing.
Columns = Mapping[str, tuple[Kind, Sequence[Any]]]


def frame(columns: Columns, backend: str | None = None) -> Any:
    """A data frame of ``backend``; None: of the library that is imported already, or else installed.

    Raises ImportError that says what to install, and ValueError for a backend that is none.
    """
    name = _backend(backend)
    if find_spec("narwhals") is None:
        raise ImportError("data frames need narwhals: pip install 'willing[frames]'", name="narwhals")
    if name == "pandas":
        return _pandas(columns)
    import narwhals

    kinds = {
        "text": narwhals.String(),
        "whole": narwhals.Int64(),
        "number": narwhals.Float64(),
        "flag": narwhals.Boolean(),
        "day": narwhals.Date(),
    }
    data = {name_: list(values) for name_, (_, values) in columns.items()}
    schema = narwhals.Schema({name_: kinds[kind] for name_, (kind, _) in columns.items()})
    wanted: Any = name
    return narwhals.from_dict(data, schema, backend=wanted).to_native()


def _backend(wanted: str | None) -> str:
    if wanted is not None and wanted not in BACKENDS:
        raise ValueError(f"no kind of data frame: {wanted!r}; there are: {', '.join(BACKENDS)}")
    if wanted is not None:
        if find_spec(wanted) is None:
            raise ImportError(f"{wanted} is not installed: pip install {wanted} 'willing[frames]'")
        return wanted
    for name in (*(name for name in BACKENDS if name in sys.modules), *BACKENDS):
        if find_spec(name) is not None:
            return name
    raise ImportError("data frames need a library for them: pip install 'willing[frames]' polars (or pandas)")


def _pandas(columns: Columns) -> Any:
    """Columns that can be missing without losing digits, which pandas' usual whole numbers cannot."""
    import pandas

    kinds = {"text": "string", "whole": "Int64", "number": "Float64", "flag": "boolean", "day": "datetime64[s]"}
    series = {name: pandas.Series(list(values), dtype=kinds[kind]) for name, (kind, values) in columns.items()}
    return pandas.DataFrame(series)


# -- the columns ------------------------------------------------------------------------------------------------------


def pledges(brief: Brief) -> Columns:
    """Every pledge of the plan, and how it stands; no status where it does not count or is not in the picture."""
    its = list(brief.picture.plan.pledges.values())
    lines = [brief.pledges.get(pledge.id) for pledge in its]
    standings = [line.standing if line is not None else None for line in lines]
    return {
        "id": ("text", [p.id for p in its]),
        "partner": ("text", [p.partner for p in its]),
        "provides": ("text", [p.provides for p in its]),
        "amount": ("whole", [p.amount for p in its]),
        "up_to": ("whole", [p.up_to for p in its]),
        "condition": ("text", [condition_text(p.condition) for p in its]),
        "own_decision": ("flag", [p.own_decision for p in its]),
        "stage": ("text", [p.stage.name for p in its]),
        "whole": ("flag", [p.whole for p in its]),
        "pool": ("text", [p.pool for p in its]),
        "ready": ("whole", [p.ready for p in its]),
        "stays": ("whole", [p.stays for p in its]),
        "likelihood": ("number", [_chance(p.likelihood) for p in its]),
        "reliability": ("number", [_number(p.reliability) for p in its]),
        "said": ("day", [p.said for p in its]),
        "by": ("text", [p.by for p in its]),
        "until": ("day", [p.until for p in its]),
        "ended": ("day", [p.ended for p in its]),
        "replaces": ("text", [_listed(p.replaces) for p in its]),
        "sources": ("text", [_listed(p.sources) for p in its]),
        "note": ("text", [p.note for p in its]),
        "in_picture": ("flag", [line is not None for line in lines]),
        "status": ("text", [s.status if s is not None else None for s in standings]),
        "best": ("text", [s.best if s is not None else None for s in standings]),
    }


def partners(brief: Brief, names: Mapping[str, str]) -> Columns:
    """Every partner, and how it stands. ``names``: what partners are called."""
    its = list(brief.partners.values())
    return {
        "id": ("text", [line.id for line in its]),
        "name": ("text", [names[line.id] for line in its]),
        "declared": ("flag", [brief.picture.plan.partners[line.id].declared for line in its]),
        "status": ("text", [line.standing.status if line.standing else None for line in its]),
        "best": ("text", [line.standing.best if line.standing else None for line in its]),
        "support": ("flag", [line.support for line in its]),
        "pledges": ("whole", [len(line.pledges) for line in its]),
    }


def requirements(plan: Plan) -> Columns:
    """The statement of requirements."""
    its = list(plan.requirements.values())
    return {
        "id": ("text", [r.id for r in its]),
        "name": ("text", [r.name for r in its]),
        "domain": ("text", [r.domain for r in its]),
        "priority": ("whole", [r.priority for r in its]),
        "needs": ("whole", [r.needs for r in its]),
        "of": ("text", [_listed(r.of) for r in its]),
        "place": ("text", [r.in_place for r in its]),
        "enablers": ("text", [_listed(r.enablers) for r in its]),
        "from_day": ("whole", [r.from_day for r in its]),
        "until_day": ("whole", [r.until_day for r in its]),
    }


def coverage(brief: Brief) -> Columns:
    """What the requirements have and lack (§4.5)."""
    its = list(brief.requirements)
    return {
        "id": ("text", [line.requirement.id for line in its]),
        "needs": ("whole", [line.requirement.needs for line in its]),
        "stands": ("whole", [line.stands for line in its]),
        "together": ("whole", [line.together for line in its]),
        "possible": ("whole", [line.possible for line in its]),
        "short": ("whole", [line.short for line in its]),
        "missing": ("whole", [line.missing for line in its]),
        "up_to": ("whole", [line.up_to for line in its]),
        "if_counted": ("whole", [line.if_counted for line in its]),
        "usable_stands": ("number", [_number(line.usable.stands) if line.usable else None for line in its]),
        "usable_together": ("number", [_number(line.usable.together) if line.usable else None for line in its]),
        "day": ("whole", [line.day for line in its]),
        "unsized": ("text", [_listed(line.unsized) for line in its]),
        "exact": ("flag", [line.exact for line in its]),
    }


def assumptions(brief: Brief) -> Columns:
    """Every assumption and its value in the picture; missing where it is not known."""
    its = list(brief.picture.plan.assumptions.values())
    return {
        "id": ("text", [a.id for a in its]),
        "name": ("text", [a.name for a in its]),
        "value": ("flag", [brief.assumptions[a.id] for a in its]),
        "decided_by": ("text", [_listed(a.decided_by) for a in its]),
        "askable": ("flag", [a.askable for a in its]),
        "effort": ("number", [_number(a.effort) for a in its]),
        "likelihood": ("number", [_chance(a.likelihood) for a in its]),
        "judged_by": ("text", [a.judged_by for a in its]),
    }


def statements(plan: Plan) -> Columns:
    """What was said, by whom, and which source says so; ``month_only``: the day is that of a month's beginning."""
    its = plan.statements
    return {
        "about": ("text", [s.about for s in its]),
        "source": ("text", [s.source for s in its]),
        "origin": ("text", [s.origin for s in its]),
        "says": ("text", [s.says for s in its]),
        "on": ("day", [_first(s.on) for s in its]),
        "month_only": ("flag", [s.on.month_only if s.on else None for s in its]),
        "who": ("text", [s.who for s in its]),
        "named": ("flag", [s.named for s in its]),
        "confidence": ("text", [s.confidence for s in its]),
        "against": ("flag", [s.against for s in its]),
    }


def sources(plan: Plan) -> Columns:
    """The reports."""
    its = list(plan.sources.values())
    return {
        "id": ("text", [s.id for s in its]),
        "title": ("text", [s.title for s in its]),
        "outlet": ("text", [s.outlet for s in its]),
        "author": ("text", [s.author for s in its]),
        "published": ("day", [_first(s.published) for s in its]),
        "month_only": ("flag", [s.published.month_only if s.published else None for s in its]),
        "url": ("text", [s.url for s in its]),
        "file": ("text", [s.file for s in its]),
        "origin": ("text", [s.origin for s in its]),
    }


def _chance(likelihood: Sequence[Chance]) -> float | None:
    """The one there is; None where there is none, or one for each case."""
    return _number(likelihood[0].chance) if len(likelihood) == 1 else None


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _listed(values: Iterable[str]) -> str | None:
    return "; ".join(values) or None


def _first(moment: PartialDate | None) -> date | None:
    return None if moment is None else moment.first
