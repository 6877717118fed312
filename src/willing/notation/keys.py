"""Every table of the plan file and its keys, in canonical order (§1): the one place that lists them.

Reading, the check for unknown keys, CSV columns, the order in which a plan is written and the JSON Schema are all
made from :data:`TABLES`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from willing.model.evidence import Source, Statement
from willing.model.plan import (
    Alternatives,
    Assumption,
    Capability,
    Choice,
    Group,
    Partner,
    Plan,
    Pledge,
    Pool,
    Requirement,
    Scenario,
    Stage,
    Unit,
)

Kind = Literal[
    "text",  # a string, anything in it
    "called",  # a string, or a table {language = string}
    "texts",  # a list of them
    "word",  # a string that conditions can quote: not empty, one line, without "'"
    "words",  # a list of them, none twice
    "word or words",  # one, or a list
    "id",  # the id this entry gives itself
    "name",  # the id of something else, see Key.names
    "names",  # a list of them, none twice
    "one of",  # one of the strings in Key.words
    "flag",  # true or false
    "integer",  # bounded by Key.least
    "amount",  # an integer, or a table with the keys of FOLLOWS (§3.8)
    "number",  # integer or float, exact, bounded by Key.least, Key.most, Key.above
    "day",  # a TOML date (in CSV 2025-04-10)
    "day or month",  # a TOML date, or a string "2025-04"
    "condition",  # a string in the language of §2
    "holds",  # true, false, or a table {day = flag} (§1.2)
    "likelihood",  # a chance, or a list of tables with the keys of LIKELIHOOD (§6.3)
    "by day",  # a table {day = amount} (§8.4)
    "consents",  # a list of bodies, or a table {body = {…}} with the keys of CONSENT (§3.2)
    "caveats",  # a list of words, or of Key.names; or a table {word = {…}} with the keys of LIMITATION (§4.1)
    "weights",  # a table {word = number} (§2)
    "assume",  # a table {assumption or only_if pledge = flag}
    "changes",  # a table {id = {key = value}}: keys of the table Key.names[0] but its id
]

#: What a key may name: an entry of one of these tables. "decisions" are the pledges with ``only_if``, "consents" what
#: pledges are ``subject_to``, as ``pledge.body``.
Named = Literal[
    "assumptions",
    "partners",
    "pools",
    "requirements",
    "domains",
    "pledges",
    "decisions",
    "consents",
    "sources",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key of a table.

    ``default`` is written as in the file (None: none; left out means "not known" or what ``doc`` says).
    ``field`` is the field of the dataclass it is read into; of what may say two things, a pair is read, into ``field``
    and ``beside``. ``least``, ``most``: bounds, included; ``above``: excluded.
    ``entries``: how few and how many a list may have.
    ``role``: what a condition here may speak of (see ``grammar.Scope``).
    """

    name: str
    kind: Kind
    doc: str
    required: bool = False
    default: str | int | bool | None = None
    field: str = ""
    beside: str = ""
    words: tuple[str, ...] = ()
    names: tuple[Named, ...] = ()
    least: int | None = None
    most: int | None = None
    above: int | None = None
    entries: tuple[int, int | None] = (0, None)
    role: Literal["pledge", "goal", "likelihood"] = "pledge"

    @property
    def prose(self) -> bool:
        """Whether it is said in words, so that blanks and signs are part of it."""
        return self.kind in ("text", "called")

    def of(self, record: object) -> object:
        """What a record says under this key: the value of its field, or a pair."""
        value: object = getattr(record, self.field)
        return (value, getattr(record, self.beside)) if self.beside else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of the plan file.

    ``shape``: "one" is ``[plan]``, "named" is ``[assumptions.ID]``, "listed" is ``[[pledges]]``.
    ``noun`` is what one entry is called; ``record`` the dataclass it is read into. ``keys`` are in canonical order;
    ``required``: those that every entry has to have.
    """

    name: str
    noun: str
    shape: Literal["one", "named", "listed"]
    doc: str
    record: type
    keys: Mapping[str, Key]
    required: tuple[str, ...]


def _key(name: str, kind: Kind, doc: str, **more: object) -> Key:
    return Key(**{"name": name, "kind": kind, "doc": doc, "field": name} | more)  # type: ignore[arg-type]


def _table(
    name: str,
    noun: str,
    shape: Literal["one", "named", "listed"],
    record: type,
    doc: str,
    *keys: Key,
) -> Table:
    required = tuple(key.name for key in keys if key.required)
    by_name = {key.name: key for key in keys}
    return Table(name=name, noun=noun, shape=shape, record=record, doc=doc, keys=by_name, required=required)


#: The words for how far a pledge has come, weakest first.
STAGES = tuple(stage.name for stage in Stage)

#: How many assumptions and decisions a board may switch (§1).
MOST_SWITCHES = 8

#: One line of a conditional likelihood (§6.3).
LIKELIHOOD: Mapping[str, Key] = {
    "if": _key(
        "if", "condition", "over other assumptions; only the last line is without", field="condition", role="likelihood"
    ),
    "is": _key("is", "number", "the chance in this case", required=True, least=0, most=1, field="chance"),
}

#: An amount that follows a sum (§3.8).
FOLLOWS: Mapping[str, Key] = {
    "share": _key("share", "number", "of that sum, rounded down", required=True, above=0),
    "of": _key("of", "text", "the sum: total(C) or others(C), of a group or partner if need be", required=True),
    "up_to": _key("up_to", "integer", "the most it comes to", least=0),
}

#: What is known of one consent (§3.2).
CONSENT: Mapping[str, Key] = {
    "granted": _key("granted", "day", "the day it was given"),
    "denied": _key("denied", "day", "the day it was refused"),
    "likelihood": _key(
        "likelihood", "likelihood", "the chance that it is given, or one for each case", least=0, most=1
    ),
    "effort": _key("effort", "number", "of asking for it", default=1, least=0),
}

#: What makes a caveat a limitation (§4.1).
LIMITATION: Mapping[str, Key] = {
    "lifted_by": _key("lifted_by", "text", "the body that may lift it; left out: nobody"),
}

_NAME = _key("name", "called", "in words, or in those of several languages", beside="names")

_PLEDGE = (
    _key("id", "id", "default: the partner, a dash and a running number among the partner's pledges"),
    _key("partner", "name", "who pledges", required=True, names=("partners",)),
    _key("provides", "word", "the capability; left out: political support"),
    _key(
        "amount",
        "amount",
        "how much is sure if the pledge holds, or a share of a sum; left out: the size is not known",
        beside="follows",
        least=0,
    ),
    _key("up_to", "integer", "the most that is spoken of", least=0),
    _key("if", "condition", "'we will, if': what must be so for it to hold", default="always", field="condition"),
    _key("only_if", "condition", "'not without': whether they then will stays their own decision", field="condition"),
    _key("subject_to", "consents", "bodies whose consent it still needs, and what is known of each"),
    _key("fixed", "flag", "its condition is not to be asked away", default=False),
    _key("stage", "one of", "how far the pledge has come", words=STAGES, default=Stage.offered.name),
    _key("not_in", "caveats", "caveat: places where it may not serve, and who may lift that", beside="not_in_lifted"),
    _key(
        "only",
        "caveats",
        "caveat: the requirements or domains it may serve, and who may lift that",
        beside="only_lifted",
        names=("requirements", "domains"),
    ),
    _key("whole", "flag", "cannot be divided; not together with a pool", default=False),
    _key("pool", "name", "the forces it draws on, shared with other pledges", names=("pools",)),
    _key("ready", "integer", "the day of the mission from which it is there", default=0, least=0),
    _key("stays", "integer", "for how many days; left out: without end", least=1),
    _key("likelihood", "likelihood", "with only_if: the chance that they decide yes", least=0, most=1),
    _key("reliability", "number", "the chance that it is delivered though it holds", least=0, most=1),
    _key("effort", "number", "of asking the partner to change it", default=1, least=0),
    _key("said", "day", "the day it was said"),
    _key("by", "text", "who said it"),
    _key("until", "day", "the day it lapses"),
    _key("ended", "day", "the day it was withdrawn"),
    _key("replaces", "names", "pledges that end on the day this one is said", names=("pledges",)),
    _key("refines", "names", "pledges that this one says more exactly", names=("pledges",)),
    _key("delivered", "by day", "the amount in place since each day", least=0),
    _key("received", "by day", "the same, as the receiver says it", least=0),
    _key("sources", "names", "the sources that say so and no more", names=("sources",)),
    _key("note", "text", "anything worth remembering"),
)

#: Every table of the plan file, in canonical order.
TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        _table(
            "plan",
            "plan",
            "one",
            Plan,
            "what the plan is called, asks and takes as given",
            replace(_NAME, doc="what the plan is called", required=True),
            _key("as_of", "day", "the day of the picture; default: the latest day the plan tells of"),
            _key("starts", "day", "day 0 of the mission"),
            _key(
                "goal", "condition", "what is to be reached; default: the first priority there is, usable", role="goal"
            ),
            _key("premise", "names", "assumptions taken as given unless a scenario differs", names=("assumptions",)),
            _key("counts", "one of", "the weakest stage that counts", words=STAGES, default=Stage.offered.name),
            _key(
                "switches",
                "names",
                "what the board lets people switch",
                names=("assumptions", "decisions", "consents"),
                entries=(0, MOST_SWITCHES),
            ),
            _key("marking", "text", "printed on every page and answer"),
            _key("about", "text", "what this is, for whoever opens the page"),
            _key("author", "text", "who keeps the plan"),
            _key("contact", "text", "whom to ask about it"),
            _key("method", "text", "how the statements were read"),
            _key(
                "stale_after",
                "integer",
                "days after which an unrepeated pledge is stale; 0: never",
                default=180,
                least=0,
            ),
            _key("lasts", "flag", "a goal once reached stays reached", default=False),
            _key("aside", "names", "pledges left out of every outcome", names=("pledges",)),
            _key("tables", "texts", "CSV files beside or below the plan, one pledge a row"),
            _key(
                "packs", "texts", "facts that reports for it are read with: packs by name, or files beside or below it"
            ),
        ),
        _table(
            "assumptions",
            "assumption",
            "named",
            Assumption,
            "something outside the pledges that may be so or not",
            _NAME,
            _key("holds", "holds", "whether it is so, now or since certain days; left out: not known"),
            _key("decided_by", "texts", "who could make it so"),
            _key("askable", "flag", "whether anybody can be asked for it", default=True),
            _key("effort", "number", "of asking for it", default=1, least=0),
            _key("likelihood", "likelihood", "the chance of it, or one for each case", least=0, most=1),
            _key("judged_by", "text", "whose estimate the likelihood is"),
            _key("implies", "names", "it is so only together with these", names=("assumptions",)),
        ),
        _table(
            "choices",
            "choice",
            "named",
            Choice,
            "assumptions of which at most one is so",
            _key("options", "names", "those assumptions", required=True, names=("assumptions",), entries=(1, None)),
        ),
        _table(
            "partners",
            "partner",
            "named",
            Partner,
            "who may pledge; an ISO 3166-1 alpha-2 code needs no table",
            _NAME,
            _key("weight", "weights", "how much it weighs, by free words", least=0),
        ),
        _table(
            "groups",
            "group",
            "named",
            Group,
            "partners that conditions count together",
            _key("of", "names", "its partners", required=True, names=("partners",), entries=(1, None)),
            _NAME,
        ),
        _table(
            "capabilities",
            "capability",
            "named",
            Capability,
            "how a capability is said",
            _NAME,
            _key("unit", "called", "what stands after its figures; left out: the name", beside="units"),
        ),
        _table(
            "pools",
            "pool",
            "named",
            Pool,
            "forces that several pledges draw on, counted once",
            _key("size", "integer", "how many there are, in the unit of the pledges", required=True, least=0),
        ),
        _table(
            "requirements",
            "requirement",
            "listed",
            Requirement,
            "what is needed; file order breaks ties of priority",
            _key("id", "id", "how conditions and answers call it", required=True),
            _NAME,
            _key("domain", "word", "what kind of thing it is, to be spoken of together"),
            _key("priority", "integer", "1 is served first", default=1, least=1),
            _key("needs", "integer", "how much; left out: needed, but how much is not known", least=1),
            _key("of", "word or words", "the capability, or those acceptable, of one unit", entries=(1, None)),
            _key("place", "word", "where", field="in_place"),
            _key("enablers", "names", "requirements without which it is not usable", names=("requirements",)),
            _key("sources", "names", "the sources that say so and no more", names=("sources",)),
            _key("from_day", "integer", "the day of the mission from which it is needed", default=0, least=0),
            _key("until_day", "integer", "the day from which it no longer is; left out: no window", least=1),
        ),
        _table(
            "pledges",
            "pledge",
            "listed",
            Pledge,
            "a 'yes, if'",
            *_PLEDGE,
        ),
        _table(
            "alternatives",
            "alternatives",
            "named",
            Alternatives,
            "pledges of one partner of which it gives one",
            _key("of", "names", "those pledges", required=True, names=("pledges",), entries=(2, None)),
        ),
        _table(
            "statements",
            "statement",
            "listed",
            Statement,
            "what supports, or speaks against, a pledge, an assumption, a requirement or a partner",
            _key(
                "about",
                "name",
                "the pledge, assumption, requirement or partner",
                required=True,
                names=("pledges", "assumptions", "requirements", "partners"),
            ),
            _key("source", "name", "the report that says so", required=True, names=("sources",)),
            _key("origin", "text", "whose report it is, if not the source's own: equal origins count once"),
            _key("says", "text", "a short passage"),
            _key("on", "day or month", "when it was said"),
            _key("who", "text", "who said it"),
            _key("named", "flag", "false: somebody who is not named", default=True),
            _key("confidence", "one of", "how sure this is", words=("high", "medium", "low")),
            _key("against", "flag", "true: it contradicts", default=False),
            _key("verbatim", "flag", "true: the passage is word for word", default=False),
        ),
        _table(
            "sources",
            "source",
            "named",
            Source,
            "one report",
            _key("title", "text", "its headline"),
            _key("outlet", "text", "where it appeared"),
            _key("author", "text", "who wrote it"),
            _key("published", "day or month", "when it appeared"),
            _key("url", "text", "where it can be read"),
            _key("file", "text", "where a copy is kept"),
            _key("origin", "name", "the source whose report it repeats", names=("sources",)),
        ),
        _table(
            "units",
            "unit",
            "named",
            Unit,
            "one capability as a multiple of another",
            _key("equals", "number", "how many of the other one makes", required=True, above=0),
            _key("of", "word", "the other capability", required=True),
        ),
        _table(
            "scenarios",
            "scenario",
            "named",
            Scenario,
            "a named world, or another reading of what was said",
            _key("assume", "assume", "what is so, and what is not", names=("assumptions", "decisions", "consents")),
            _key("pledges", "changes", "keys that some pledges read otherwise", names=("pledges",)),
            _key("requirements", "changes", "keys that some requirements read otherwise", names=("requirements",)),
        ),
        _table(
            "asks",
            "ask",
            "listed",
            Pledge,
            "a pledge that could be asked for",
            *_PLEDGE,
        ),
    )
}
