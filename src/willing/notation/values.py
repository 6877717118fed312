"""What a key says, to a value of the model: one function for each kind of value (§1, :mod:`willing.notation.keys`).

Nothing here knows files: a mistake tells where it lies *within* the value, and the caller knows where that stands.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from willing.languages.states import STATE_CODES
from willing.model.condition import KEYWORDS, Condition, Name, Total, atoms
from willing.model.evidence import PartialDate
from willing.model.plan import Chance, Consent, Follows, Plan, Stage
from willing.model.problem import Message
from willing.notation.grammar import MOST_DIGITS, ConditionError, Scope, parse_condition
from willing.notation.grammar import Kind as NameKind
from willing.notation.keys import CONSENT, FOLLOWS, LIKELIHOOD, LIMITATION, TABLES, Key, Kind, Named
from willing.notation.nearest import nearest, nearest_key
from willing.notation.problems import clipped
from willing.notation.written import Path

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_SUM = re.compile(r"\s*(?:total|others)\s*\(")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]+)*")

# Texts that would be what is wanted without their quotes.
_BARE = {
    **dict.fromkeys(("integer", "amount"), re.compile(r"[+-]?[0-9]+")),
    "number": re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?"),
    "flag": re.compile(r"true|false"),
    "holds": re.compile(r"true|false"),
    "day": _DAY,
}

#: The code of what is said of a key that is required, in a file of keys and in a table of cells.
MISSING_KEY = "key-missing"
EMPTY_CELL = "cell-empty"

# Looking for what was meant costs some microseconds for every word compared: so many comparisons, and then no more.
_MOST_COMPARISONS = 200_000
_MOST_AT_ONCE = 2_000


if TYPE_CHECKING:
    from _collections_abc import dict_items

_T = TypeVar("_T")
_Step = TypeVar("_Step", str, int)


class Ids(dict[str, _T]):
    """A dict of ids that, once ``silent``, offers none of them: a million unknown names get no suggestion each."""

    silent = False

    def __iter__(self) -> Iterator[str]:
        return iter(()) if self.silent else super().__iter__()

    def items(self) -> "dict_items[str, _T]":
        nothing: dict[str, _T] = {}
        return nothing.items() if self.silent else super().items()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One message about a value, or about a part of it.

    ``within`` leads from the value to the part; ``at_key``: it is about the key there, not its value; ``span``: about
    these characters (offset, length) of the text there.
    """

    message: Message
    within: Path = ()
    at_key: bool = False
    span: tuple[int, int] | None = None


@dataclass(slots=True, kw_only=True)
class Known:
    """Everything that can be named, once all ids are collected; and the conditions read so far.

    ``kinds`` is the namespace that assumptions, partners, pledges, groups and choices share (§1).
    """

    kinds: Ids[NameKind] = field(default_factory=Ids)
    asks: dict[str, None] = field(default_factory=dict)
    decisions: dict[str, None] = field(default_factory=dict)
    consents: dict[str, None] = field(default_factory=dict)
    pools: dict[str, None] = field(default_factory=dict)
    sources: dict[str, None] = field(default_factory=dict)
    requirements: Ids[bool] = field(default_factory=Ids)
    domains: Ids[None] = field(default_factory=Ids)
    priorities: dict[int, None] = field(default_factory=dict)
    names: dict[str, Name] = field(default_factory=dict)
    partners_with: dict[str, None] = field(default_factory=dict)
    scopes: dict[str, Scope] = field(default_factory=dict)
    comparisons: int = _MOST_COMPARISONS

    @classmethod
    def of_plan(cls, plan: Plan) -> "Known":
        """What a plan that was read lets other texts speak of: a goal that is asked about, a sweep."""
        requirements = plan.requirements.values()
        known = cls(
            decisions={p.id: None for p in plan.pledges.values() if p.own_decision},
            consents={id_: None for p in plan.pledges.values() for id_ in p.consents},
            pools=dict.fromkeys(plan.pools),
            sources=dict.fromkeys(plan.sources),
            priorities={r.priority: None for r in requirements},
        )
        for kind, ids in (
            ("partner", plan.partners),
            ("assumption", plan.assumptions),
            ("group", plan.groups),
            ("pledge", plan.pledges),
        ):
            known.kinds.update(dict.fromkeys(ids, kind))  # type: ignore[arg-type]
        known.requirements.update({r.id: r.needs is not None for r in requirements})
        known.domains.update({r.domain: None for r in requirements if r.domain is not None})
        return known

    def spaces(self) -> tuple[dict[Any, object], ...]:
        """All names there are, by what they name."""
        named = (self.kinds, self.requirements, self.domains)  # which may be silent, and are compared all the same
        return (*named, self.asks, self.decisions, self.consents, self.pools, self.sources, self.priorities)  # type: ignore[return-value]

    def apart(self) -> "Known":
        """The same, for one record: the names that are read in its conditions are its own."""
        return replace(self, names={}, partners_with={}, scopes={})

    def scope(self, key: Key) -> Scope:
        """What a condition under this key may speak of."""
        if key.role not in self.scopes:
            self.scopes[key.role] = Scope(
                kinds=self.kinds,
                role=key.role,
                requirements=self.requirements,
                domains=self.domains,
                priorities=self.priorities,
                names=self.names,
            )
        return self.scopes[key.role]

    def asked_for(self, pledge: str, raw: Mapping[str, Any]) -> None:
        """Note what of a pledge what-ifs can decide: its own decision, and the consents it needs."""
        if "only_if" in raw:
            self.decisions[pledge] = None
        bodies = raw.get("subject_to")
        if isinstance(bodies, dict | list):
            self.consents.update((f"{pledge}.{body}", None) for body in bodies)

    def has(self, what: Named, name: str) -> bool:
        """Whether ``name`` is one of these."""
        match what:
            case "assumptions":
                return self.kinds.get(name) == "assumption"
            case "pledges":
                return self.kinds.get(name) == "pledge"
            case "partners":
                return self.kinds.get(name, "partner" if name in STATE_CODES else None) == "partner"
        return name in self.of(what)

    def mention(self, name: str | None) -> None:
        """A partner, if it is one, that the plan names and may not declare."""
        if name is not None and self.has("partners", name):
            self.partners_with[name] = None

    def meant(self, word: str, candidates: Iterable[str], how_many: int = _MOST_AT_ONCE) -> str | None:
        """The nearest candidate, as long as comparisons are left."""
        return nearest(word, candidates) if self.spend(how_many) else None

    def meant_key(self, word: str, keys: Mapping[str, Key]) -> str | None:
        """The key that is meant, as long as comparisons are left."""
        return nearest_key(word, keys) if self.spend(len(keys)) else None

    def spend(self, how_many: int) -> bool:
        """Use up some comparisons; False where there are none left. Then conditions get no suggestions either."""
        if self.comparisons <= 0:
            return False
        self.comparisons -= min(how_many, _MOST_AT_ONCE)
        self.kinds.silent = self.requirements.silent = self.domains.silent = self.comparisons <= 0
        return True

    def of(self, what: Named) -> Iterable[str]:
        """All of these, to suggest one."""
        match what:
            case "assumptions" | "pledges" | "partners":
                return (name for name, kind in self.kinds.items() if kind == what[:-1])
            case "pools":
                return self.pools
            case "requirements":
                return self.requirements
            case "domains":
                return self.domains
            case "sources":
                return self.sources
            case "decisions":
                return self.decisions
            case "consents":
                return self.consents


def read_fields(
    keys: Mapping[str, Key],
    raw: Mapping[str, Any],
    known: Known,
    mistakes: list[Mistake],
    *,
    required: Sequence[str] | None = None,
    missing: str = MISSING_KEY,
) -> dict[str, Any]:
    """The fields of a record, from a table of raw values; what is wrong is left out, and told in ``mistakes``.

    ``required``: the keys that have to be there (default: those of which ``keys`` say so); ``missing``: the code by
    which it is said that one is not.
    """
    fields: dict[str, Any] = {}
    decides = "only_if" in keys
    for name, value in raw.items():
        key = keys.get(name)
        if key is None:
            message = Message("unknown-key", name=clipped(name), meant=known.meant_key(name, keys))
            mistakes.append(Mistake(message=message, within=(name,), at_key=True))
            continue
        before = len(mistakes)
        read = _READERS[key.kind](key, value, known, mistakes)
        if len(mistakes) > before:
            mistakes[before:] = [inside(mistake, name) for mistake in mistakes[before:]]
        if read is not None:
            if key.beside and isinstance(read, tuple):
                fields[key.field], fields[key.beside] = read
            else:
                fields[key.field] = read
            if decides and key.kind == "condition":
                fields["own_decision"] = name == "only_if"
    if "if" in raw and "only_if" in raw:
        mistakes.append(Mistake(message=Message("if-and-only-if"), within=("only_if",), at_key=True))
    wanted = [name for name, key in keys.items() if key.required] if required is None else required
    left_out = [name for name in wanted if name not in raw]
    mistakes += (Mistake(message=Message(missing, name=name), within=(name,), at_key=True) for name in left_out)
    return fields


def fields_of(key: Key, value: object) -> dict[str, object]:
    """The fields that a value which was read under a key goes into."""
    if key.beside and isinstance(value, tuple):
        return dict(zip((key.field, key.beside), value, strict=True))
    return {key.field: value}


def read_value(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> object:
    """The value of a key as the model holds it; None where there is a mistake."""
    return _READERS[key.kind](key, raw, known, mistakes)


def inside(mistake: Mistake, step: str | int) -> Mistake:
    """The mistake as seen from one table, or list, further out."""
    return Mistake(message=mistake.message, within=(step, *mistake.within), at_key=mistake.at_key, span=mistake.span)


def _parts(steps: Iterable[tuple[_Step, _T]], mistakes: list[Mistake]) -> Iterator[tuple[_Step, _T, list[Mistake]]]:
    """The parts of a value with the step to each, and a list for what is wrong there: it is told as of the value."""
    for step, part in steps:
        here: list[Mistake] = []
        yield step, part, here
        mistakes += (inside(mistake, step) for mistake in here)


def named_wrong(name: str, what: tuple[Named, ...], known: Known) -> Message:
    """Why ``name``, which is none of ``what``, cannot stand here."""
    wanted = "-or-".join(kind.removesuffix("s") for kind in what if kind not in ("decisions", "consents"))
    wanted = "topic" if wanted.count("-or-") > 1 else wanted
    shown = clipped(name)
    kind = known.kinds.get(name, "partner" if name in STATE_CODES else None)
    if kind == "pledge" and "decisions" in what:
        return Message("no-decision", name=shown)
    if kind is None and name in known.asks:
        return Message("wrong-kind", name=shown, kind=Message("a.ask"), wanted=Message(f"a.{wanted}"))
    if kind is not None and f"{kind}s" not in what and not any(known.has(each, name) for each in what):
        return Message("wrong-kind", name=shown, kind=Message(f"a.{kind}"), wanted=Message(f"a.{wanted}"))
    if "partners" in what:
        meant = state_meant(name) if known.comparisons > 0 else None
        meant = meant or known.meant(name, known.of("partners"), len(known.kinds))
        return Message(f"unknown-{wanted}", name=shown, meant=meant, hint=None if meant else Message("hint.partners"))
    candidates = (candidate for each in what for candidate in known.of(each))
    return Message(f"unknown-{wanted}", name=shown, meant=known.meant(name, candidates, len(known.kinds)))


def state_meant(name: str) -> str | None:
    """The ISO code that is meant by another code, by one in lower case, or by a name of the state."""
    if name in STATE_CODES:
        return None
    upper = name.upper()
    if upper in STATE_CODES:
        return upper
    from willing.languages.names import codes_beside, state_called

    return codes_beside().get(upper) or state_called(name)


# What a value should be where it is not simply what its kind is called.
_WANTED = {
    **dict.fromkeys(("word", "id", "name", "one of", "condition"), "text"),
    **dict.fromkeys(("texts", "words", "names", "caveats"), "list"),
    "amount": "integer",
    "called": "text",
    "word or words": "text-or-list",
}


# -- one function a kind: (key, raw value, what is known, mistakes) -> value, or None -----------------------------


def _mistyped(key: Key, raw: object, mistakes: list[Mistake], wanted: str = "") -> None:
    given, hint = _given(key, raw)
    should = Message(f"wanted.{wanted or _WANTED.get(key.kind, key.kind.replace(' ', '-'))}")
    message = Message("wrong-type", key=key.name, wanted=should, given=given, hint=Message(hint) if hint else None)
    mistakes.append(Mistake(message=message))


def _given(key: Key, raw: object) -> tuple[str | Message, str]:
    match raw:
        case str():
            unquoted = key.kind in _BARE and _BARE[key.kind].fullmatch(raw.strip().lower()) is not None
            unquoted &= key.kind != "day" or _date(raw.strip()) is not None
            return f'"{clipped(raw)}"', "hint.quotes" if unquoted else ""
        case bool():
            return ("true" if raw else "false"), ""
        case int() | Decimal():
            return clipped(str(raw)), ""
        case datetime():
            return clipped(str(raw)), "hint.time"
        case date() | time():
            return str(raw), ""
        case list():
            return Message("given.list"), ""
        case _:
            return Message("given.table"), ""


def _text(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> str | None:
    if isinstance(raw, str):
        return raw
    _mistyped(key, raw, mistakes)
    return None


def _word(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> str | None:
    if not isinstance(raw, str):
        _mistyped(key, raw, mistakes)
    elif (message := wrong_word(key.name, raw)) is not None:
        mistakes.append(Mistake(message=message))
    else:
        return raw
    return None


def _name(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> str | None:
    if not isinstance(raw, str):
        _mistyped(key, raw, mistakes)
    else:
        for what in key.names:
            if known.has(what, raw):
                return raw
        mistakes.append(Mistake(message=named_wrong(raw, key.names, known)))
    return None


def _list(one: Callable[[Key, Any, Known, list[Mistake]], str | None], *, once: bool) -> Callable[..., Any]:
    def read(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> tuple[str, ...] | None:
        if not isinstance(raw, list):
            _mistyped(key, raw, mistakes)
            return None
        found: dict[str, None] = {}
        values = []
        fewest, most = key.entries
        if len(raw) < fewest:
            mistakes.append(Mistake(message=Message("list-too-short", key=key.name, least=fewest)))
        if most is not None and len(raw) > most:
            mistakes.append(Mistake(message=Message("list-too-long", key=key.name, number=len(raw), most=most)))
        for _, each, here in _parts(enumerate(raw), mistakes):
            value = one(key, each, known, here) if isinstance(each, str) else None
            if not isinstance(each, str):
                _mistyped(key, each, here, wanted="list-of-texts")
            elif once and value in found:
                here.append(Mistake(message=Message("listed-twice", name=clipped(each), key=key.name)))
            elif value is not None:
                found[value] = None
                values.append(value)
        return tuple(values)

    return read


def _word_or_words(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> tuple[str, ...] | None:
    if isinstance(raw, list):
        words: tuple[str, ...] | None = _words(key, raw, known, mistakes)
        return words
    word = _word(key, raw, known, mistakes)
    return None if word is None else (word,)


_STAGES = {stage.name: stage for stage in Stage}


def _one_of(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> object:
    if not isinstance(raw, str):
        _mistyped(key, raw, mistakes)
    elif raw not in key.words:
        meant = known.meant(raw, key.words, len(key.words))
        message = Message("not-one-of", key=key.name, words=key.words, given=clipped(raw), meant=meant)
        mistakes.append(Mistake(message=message))
    else:
        return _STAGES.get(raw, raw)
    return None


def _flag(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> bool | None:
    if isinstance(raw, bool):
        return raw
    _mistyped(key, raw, mistakes)
    return None


def _integer(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> int | None:
    if not isinstance(raw, int) or isinstance(raw, bool):
        _mistyped(key, raw, mistakes)
    elif abs(raw) >= 10**MOST_DIGITS:
        mistakes.append(Mistake(message=Message("too-many-digits", key=key.name, most=MOST_DIGITS)))
    elif key.least is not None and raw < key.least:
        mistakes.append(Mistake(message=_out_of_bounds(key, raw)))
    else:
        return raw
    return None


def _number(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> Decimal | None:
    if not isinstance(raw, int | Decimal) or isinstance(raw, bool):
        _mistyped(key, raw, mistakes)
        return None
    value = Decimal(raw)
    if (
        not value.is_finite()
        or len(value.as_tuple().digits) > MOST_DIGITS
        or not -MOST_DIGITS <= value.adjusted() < MOST_DIGITS
    ):
        mistakes.append(Mistake(message=Message("number-too-long", key=key.name, most=MOST_DIGITS)))
    elif (
        (key.least is not None and value < key.least)
        or (key.most is not None and value > key.most)
        or (key.above is not None and value <= key.above)
    ):
        mistakes.append(Mistake(message=_out_of_bounds(key, value)))
    else:
        return value
    return None


def _out_of_bounds(key: Key, value: int | Decimal) -> Message:
    if key.most is not None:
        percent = key.most == 1 and 1 < value <= 100
        hint = Message("hint.percent", percent=value, share=Decimal(value) / 100) if percent else None
        return Message("number-not-between", key=key.name, least=key.least, most=key.most, given=value, hint=hint)
    if key.above is not None:
        return Message("number-not-above", key=key.name, above=key.above, given=value)
    return Message("number-too-small", key=key.name, least=key.least, given=value)


def _day(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> date | None:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    _mistyped(key, raw, mistakes)
    return None


def _day_or_month(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> PartialDate | None:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return PartialDate(first=raw)
    if isinstance(raw, str) and _MONTH.fullmatch(raw):
        first = _date(raw + "-01")
        if first is not None:
            return PartialDate(first=first, month_only=True)
    _mistyped(key, raw, mistakes)
    return None


def _condition(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> Condition | None:
    if not isinstance(raw, str):
        _mistyped(key, raw, mistakes)
        return None
    try:
        condition = parse_condition(raw, known.scope(key))
    except ConditionError as error:
        known.spend(len(known.kinds))
        mistakes.append(Mistake(message=_condition_message(error, raw, known), span=(error.offset, error.length)))
        return None
    if "with" in raw or ">=" in raw:  # partners named so are not in known.names, which stand alone
        for atom, _ in atoms(condition):
            if isinstance(atom, Name) and atom.capability is not None:
                known.partners_with[atom.id] = None
            elif isinstance(atom, Total):
                known.mention(atom.whose)
    return condition


def _condition_message(error: ConditionError, text: str, known: Known) -> Message:
    name = text[error.offset : error.offset + error.length]
    if error.message.code == "unknown-name":
        if name in known.asks:
            return Message("ask-in-condition", name=name)
        meant = state_meant(name) if known.comparisons > 0 else None
        if meant and known.kinds.get(meant, "partner") == "partner":
            return Message("unknown-name", name=name, meant=meant)
    return error.message


def _by_day(raw: dict[str, Any], mistakes: list[Mistake], kind: Kind, known: Known) -> list[tuple[date, Any]]:
    steps = []
    for written, each, here in _parts(raw.items(), mistakes):
        day = _date(written)
        if day is None:
            here.append(Mistake(message=Message("not-a-day", given=clipped(written)), at_key=True))
        value = read_value(_part(written, kind), each, known, here)
        if day is not None and value is not None:
            steps.append((day, value))
    return sorted(steps)


def _holds(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> tuple[tuple[date | None, bool], ...] | None:
    if isinstance(raw, bool):
        return ((None, raw),)
    if isinstance(raw, dict):
        return tuple(_by_day(raw, mistakes, "flag", known))
    _mistyped(key, raw, mistakes)
    return None


def _amounts_by_day(
    key: Key, raw: object, known: Known, mistakes: list[Mistake]
) -> tuple[tuple[date, int], ...] | None:
    if isinstance(raw, dict):
        return tuple(_by_day(raw, mistakes, "integer", known))
    _mistyped(key, raw, mistakes)
    return None


def _likelihood(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> tuple[Chance, ...] | None:
    if not isinstance(raw, list):
        if isinstance(raw, int | Decimal) and not isinstance(raw, bool):
            chance = _number(key, raw, known, mistakes)
            return None if chance is None else (Chance(chance=chance),)
        _mistyped(key, raw, mistakes)
        return None
    if not raw:
        mistakes.append(Mistake(message=Message("likelihood-empty", key=key.name)))
    chances = []
    for index, line, here in _parts(enumerate(raw), mistakes):
        if not isinstance(line, dict):
            _mistyped(key, line, here, wanted="cases")
        else:
            fields = read_fields(LIKELIHOOD, line, known, here)
            last = index == len(raw) - 1
            if last and "if" in line:
                here.append(Mistake(message=Message("likelihood-without-rest"), within=("if",), at_key=True))
            elif not last and "if" not in line:
                here.append(Mistake(message=Message("likelihood-beyond-rest")))
            if "chance" in fields:
                chances.append(Chance(**fields))
    return tuple(chances)


def _assume(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> dict[str, bool] | None:
    if not isinstance(raw, dict):
        _mistyped(key, raw, mistakes)
        return None
    assumed = {}
    for name, value, here in _parts(raw.items(), mistakes):
        if not any(known.has(what, name) for what in key.names):
            here.append(Mistake(message=named_wrong(name, key.names, known), at_key=True))
        elif (flag := _flag(_part(name, "flag"), value, known, here)) is not None:
            assumed[name] = flag
    return assumed


def _changes(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> dict[str, dict[str, Any]] | None:
    if not isinstance(raw, dict):
        _mistyped(key, raw, mistakes)
        return None
    keys = {name: each for name, each in TABLES[key.names[0]].keys.items() if name != "id"}
    changes = {}
    for name, fields, here in _parts(raw.items(), mistakes):
        if not any(known.has(what, name) for what in key.names):
            here.append(Mistake(message=named_wrong(name, key.names, known), at_key=True))
        elif not isinstance(fields, dict):
            _mistyped(key, fields, here)
        else:
            changes[name] = read_fields(keys, fields, known, here, required=())
    return changes


def _called(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> tuple[str, dict[str, str]] | None:
    """A name, and by language; by itself it is the English one, or the first there is."""
    if isinstance(raw, str):
        return raw, {}
    if not isinstance(raw, dict) or not raw:
        _mistyped(key, raw, mistakes, wanted="by-language" if isinstance(raw, dict) else "")
        return None
    names = {}
    for language, each, here in _parts(raw.items(), mistakes):
        if not _LANGUAGE.fullmatch(language):
            here.append(Mistake(message=Message("not-a-language", given=clipped(language)), at_key=True))
        elif (name := _text(_part(language, "text"), each, known, here)) is not None:
            names[language] = name
    return (names.get("en", next(iter(names.values()))), names) if names else None


def _amount(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> tuple[int | None, Follows | None] | None:
    if not isinstance(raw, dict):
        amount = _integer(key, raw, known, mistakes)
        return None if amount is None else (amount, None)
    fields = read_fields(FOLLOWS, raw, known, mistakes)
    if not {"share", "of"} <= fields.keys():
        return None
    if not _SUM.match(fields["of"]):
        mistakes.append(Mistake(message=Message("not-a-sum"), within=("of",)))
        return None
    try:
        total = parse_condition(f"{fields['of']} >= 0", known.scope(key))
    except ConditionError as error:
        at = min(error.offset, len(fields["of"]) - 1)
        mistakes.append(Mistake(message=error.message, within=("of",), span=(max(at, 0), error.length)))
        return None
    if not isinstance(total, Total):
        mistakes.append(Mistake(message=Message("not-a-sum"), within=("of",)))
        return None
    known.mention(total.whose)
    return None, Follows(
        share=fields["share"],
        capability=total.capability,
        others=total.others,
        whose=total.whose,
        up_to=fields.get("up_to"),
    )


def _consents(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> tuple[Consent, ...] | None:
    if isinstance(raw, list):
        bodies = _bodies(key, raw, known, mistakes)
        return None if bodies is None else tuple(Consent(body=body) for body in bodies)
    if not isinstance(raw, dict):
        _mistyped(key, raw, mistakes)
        return None
    consents = []
    for body, its, here in _parts(raw.items(), mistakes):
        named = _body(_part(body, "text"), body, known, here)
        here[:] = [Mistake(message=mistake.message, at_key=True) for mistake in here]
        if not isinstance(its, dict):
            _mistyped(_part(body, "consents"), its, here, wanted="consent")
        else:
            fields = read_fields(CONSENT, its, known, here)
            if "granted" in its and "denied" in its:
                here.append(Mistake(message=Message("granted-and-denied"), within=("denied",), at_key=True))
            if named is not None:
                consents.append(Consent(body=named, **fields))
    return tuple(consents)


def _caveats(
    key: Key, raw: object, known: Known, mistakes: list[Mistake]
) -> tuple[tuple[str, ...], dict[str, str]] | None:
    """Places, or what alone may be served; and of limitations, who may lift them."""
    if not isinstance(raw, dict):
        read = (_names if key.names else _words)(key, raw, known, mistakes)
        return None if read is None else (read, {})
    words = []
    lifted = {}
    for word, its, here in _parts(raw.items(), mistakes):
        named = (_name if key.names else _word)(key, word, known, here)
        here[:] = [Mistake(message=mistake.message, at_key=True) for mistake in here]
        if not isinstance(its, dict):
            _mistyped(_part(word, "caveats"), its, here, wanted="limitation")
        elif "lifted_by" in (fields := read_fields(LIMITATION, its, known, here)):
            within: list[Mistake] = []
            if (body := _body(LIMITATION["lifted_by"], fields["lifted_by"], known, within)) is not None:
                lifted[word] = body
            here += (inside(mistake, "lifted_by") for mistake in within)
        if named is not None:
            words.append(named)
    return tuple(words), lifted


def _body(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> str | None:
    """Who consents: free words, but some, and on one line, for what-ifs name them."""
    if not isinstance(raw, str):
        _mistyped(key, raw, mistakes)
    elif not raw or raw != raw.strip() or not raw.isprintable():
        mistakes.append(Mistake(message=Message("word-with-blanks", key=key.name)))
    else:
        return raw
    return None


def _weights(key: Key, raw: object, known: Known, mistakes: list[Mistake]) -> dict[str, Decimal] | None:
    if not isinstance(raw, dict):
        _mistyped(key, raw, mistakes)
        return None
    weights = {}
    for word, each, here in _parts(raw.items(), mistakes):
        if _word(_part(word, "word"), word, known, here) is None:
            here[:] = [Mistake(message=mistake.message, at_key=True) for mistake in here]
        elif (weight := _number(_part(word, "number"), each, known, here)) is not None:
            weights[word] = weight
    return weights


_words = _list(_word, once=True)
_names = _list(_name, once=True)
_bodies = _list(_body, once=True)

_READERS: Mapping[str, Callable[[Key, Any, Known, list[Mistake]], Any]] = {
    "text": _text,
    "texts": _list(_text, once=False),
    "word": _word,
    "words": _words,
    "word or words": _word_or_words,
    "id": _text,  # its form, and that it is free, is seen to where ids are collected
    "name": _name,
    "names": _names,
    "one of": _one_of,
    "flag": _flag,
    "integer": _integer,
    "number": _number,
    "day": _day,
    "day or month": _day_or_month,
    "condition": _condition,
    "holds": _holds,
    "likelihood": _likelihood,
    "by day": _amounts_by_day,
    "called": _called,
    "amount": _amount,
    "consents": _consents,
    "caveats": _caveats,
    "weights": _weights,
    "assume": _assume,
    "changes": _changes,
}


def _part(name: str, kind: Kind) -> Key:
    """A key of a table whose keys the user chooses."""
    return Key(name=clipped(name), kind=kind, doc="", least=0)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:  # the 30th of February
        return None


def wrong_word(key: str, text: str) -> Message | None:
    """Why conditions could not quote a word."""
    if not text or text != text.strip():
        return Message("word-with-blanks", key=key)
    if "'" in text:
        return Message("word-unquotable", key=key)
    strange = None if text.isprintable() else next(letter for letter in text if not letter.isprintable())
    return None if strange is None else Message("word-with-character", key=key, character=character_name(strange))


def character_name(letter: str) -> str:
    """A character as people look it up: ``U+202E RIGHT-TO-LEFT OVERRIDE``."""
    import unicodedata

    return f"U+{ord(letter):04X} {unicodedata.name(letter, '')}".rstrip()


# -- ids --------------------------------------------------------------------------------------------------------------


def wrong_id(name: str) -> Message:
    """Why ``name`` cannot be an id (§1)."""
    if name in KEYWORDS:
        return Message("id-reserved", id=name)
    return Message("id-malformed", id=clipped(name))


def taken(name: str, known: Known) -> Message:
    """Why ``name``, a good id, cannot be given again (§1)."""
    kind = "ask" if name in known.asks else known.kinds[name]
    return Message("id-taken", id=clipped(name), kind=Message(f"a.{kind}"))
