"""A sweep file: which things of a plan differ between variants, and in which ways.

sample = 100_000                  # left out: every combination
seed = 1
days = [2025-03-10, 2025-04-10]
scenarios = ["", "six-ready", ["six-ready", "backstop"]]

[assumptions]                     # own decisions and consents too
backstop = [true, false, "unknown"]
[partners]                        # pledges too
NO = ["in", "out", "firm"]
[pledges.norland]
amount = [500, 1000]
if = ["always", "backstop"]
[requirements.air]
needs = [36, 48]
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from willing.model.plan import Plan
from willing.model.problem import Message, Problem
from willing.model.sweep import KINDS, PRESENCES, Dimension, Kind, Sweep
from willing.notation.keys import TABLES
from willing.notation.nearest import nearest, nearest_or_all
from willing.notation.problems import clipped
from willing.notation.toml.tables import SourceError, Tables, read_tables
from willing.notation.values import Known, Mistake, read_fields
from willing.notation.written import Path

#: Variants that are worked out at most; of more combinations a sample is drawn.
MOST_VARIANTS = 100_000_000


def read_sweep(data: bytes, plan: Plan, *, file: str) -> Sweep | tuple[Problem, ...]:
    """The sweep that a file describes, or everything that is wrong with it; ``plan``: what it is about."""
    try:
        tables = read_tables(data, file)
    except SourceError as error:
        return (error.problem,)
    reader = _Reader(tables, plan)
    sweep = reader.sweep()
    if not reader.problems:
        return sweep
    return tuple(sorted(reader.problems, key=lambda each: (each.place.line, each.place.column)))


class _Reader:
    """Reads the tables of a sweep; what is wrong is gathered in ``problems``."""

    def __init__(self, tables: Tables, plan: Plan) -> None:
        self.tables = tables
        self.plan = plan
        self.known = Known.of_plan(plan)
        self.problems: list[Problem] = []

    def sweep(self) -> Sweep:
        root = self.tables.root
        keys = (*KINDS, "sample", "seed")
        for key in root:
            if key not in keys:
                self.tell((key,), Message("unknown-key", name=clipped(key), meant=nearest(key, keys)), at_key=True)
        dimensions = tuple(each for kind in KINDS if kind in root for each in self.dimensions(kind, root[kind]))
        sweep = Sweep(
            dimensions=dimensions,
            sample=self.number("sample", least=1, default=None),
            seed=self.number("seed", least=0, default=1) or 0,
        )
        if not dimensions and not self.problems:
            self.tell((), Message("sweep-of-nothing", kinds=KINDS))
        if sweep.count > MOST_VARIANTS:
            message = Message("sweep-too-large", count=sweep.count, most=MOST_VARIANTS)
            self.tell(("sample",) if sweep.sample else (), message)
        return sweep

    def number(self, key: str, *, least: int, default: int | None) -> int | None:
        value = self.tables.root.get(key, default)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and least <= value < 2**63):
            return value
        self.tell((key,), Message("sweep-no-number", key=key, least=least))
        return default

    def dimensions(self, kind: Kind, raw: object) -> Iterator[Dimension]:
        if kind in ("days", "scenarios"):
            yield from self.dimension(kind, (kind,), raw, self.day if kind == "days" else self.scenarios)
            return
        for id_, value in self.table((kind,), raw).items():
            path: Path = (kind, id_)
            if kind == "assumptions":
                if self.is_one(path, id_, [*self.plan.assumptions, *self.known.decisions, *self.known.consents]):
                    yield from self.dimension(kind, path, value, self.truth, id_)
            elif kind == "partners":
                if self.is_one(path, id_, [*self.plan.partners, *self.plan.pledges]):
                    yield from self.dimension(kind, path, value, self.presence, id_)
            elif self.is_one(path, id_, [*(self.plan.pledges if kind == "pledges" else self.plan.requirements)]):
                for key, values in self.table(path, value).items():
                    yield from self.dimension(kind, (*path, key), values, self.fields, id_, key)

    def dimension(
        self, kind: Kind, path: Path, raw: object, read: Callable[[Path, object], Any], id_: str = "", key: str = ""
    ) -> Iterator[Dimension]:
        """One dimension, if its values can be read: a list of at least one, none twice."""
        if not isinstance(raw, list) or not raw:
            self.tell(path, Message("sweep-no-list"))
            return
        before = len(self.problems)
        values = [read((*path, place), each) for place, each in enumerate(raw)]
        if len(self.problems) > before:
            return
        for place, value in enumerate(values):
            if value in values[:place]:
                self.tell((*path, place), Message("sweep-value-twice", value=_said(raw[place])))
                return
        yield Dimension(kind=kind, id=id_, key=key, values=tuple(values), said=tuple(map(_said, raw)))

    # -- values -------------------------------------------------------------------------------------------------------

    def day(self, path: Path, raw: object) -> date | None:
        if isinstance(raw, date) and not isinstance(raw, datetime):
            return raw
        self.tell(path, Message("sweep-no-day"))
        return None

    def scenarios(self, path: Path, raw: object) -> tuple[str, ...]:
        names = [] if raw == "" else raw if isinstance(raw, list) else [raw]
        for name in names:
            if name not in self.plan.scenarios:
                known = nearest_or_all(str(name), list(self.plan.scenarios))
                self.tell(path, Message("unknown-scenario", scenario=clipped(str(name)), **known))
        return tuple(map(str, names))

    def truth(self, path: Path, raw: object) -> bool | None:
        if isinstance(raw, bool):
            return raw
        if raw != "unknown":
            self.tell(path, Message("sweep-no-truth"))
        return None

    def presence(self, path: Path, raw: object) -> object:
        if raw not in PRESENCES:
            self.tell(path, Message("sweep-no-presence", words=PRESENCES))
        return raw

    def fields(self, path: Path, raw: object) -> Mapping[str, Any]:
        """The fields of a pledge or requirement that one value of one key sets."""
        kind, key = str(path[0]), str(path[2])
        keys = {name: its for name, its in TABLES[kind].keys.items() if name != "id"}
        mistakes: list[Mistake] = []
        fields = read_fields(keys, {key: raw}, self.known, mistakes, required=())
        for mistake in mistakes:
            within = mistake.within[1:]
            if mistake.at_key and not within:
                self.tell(path[:3], mistake.message, at_key=True)
            else:
                self.tell((*path, *within), mistake.message, at_key=mistake.at_key, span=mistake.span)
        return fields

    # -- telling ------------------------------------------------------------------------------------------------------

    def table(self, path: Path, raw: object) -> Mapping[str, Any]:
        if isinstance(raw, dict):
            return raw
        self.tell(path, Message("not-a-table", table=str(path[-1])))
        return {}

    def is_one(self, path: Path, id_: str, known: list[str]) -> bool:
        if id_ in known:
            return True
        self.tell(path, Message("sweep-unknown", id=clipped(id_), meant=nearest(id_, known)), at_key=True)
        return False

    def tell(self, path: Path, message: Message, *, at_key: bool = False, span: tuple[int, int] | None = None) -> None:
        if span is not None:
            place = self.tables.inside(path, *span)
        else:
            place = self.tables.key(path) if at_key else self.tables.value(path)
        self.problems.append(self.tables.problem(message, place))


def _said(raw: object) -> str:
    if isinstance(raw, list):
        return " + ".join(map(str, raw))
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    return str(raw)
