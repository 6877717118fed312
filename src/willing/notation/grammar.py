"""Condition text to one frozen tree, and back (§2).

One recursive descent over the tokens of one text. Names are looked up while reading, so that every error knows
its place in the text; a text gets at most one error.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from willing.languages.states import STATE_CODES
from willing.model.condition import (
    KEYWORDS,
    Always,
    And,
    Condition,
    CountGroup,
    CountOf,
    CountPartners,
    Name,
    Never,
    Not,
    Or,
    Share,
    Total,
    Weight,
)
from willing.model.problem import Listed, Message, Part
from willing.notation.nearest import nearest

Kind = Literal["assumption", "partner", "pledge", "group", "choice"]

#: How deep parentheses and ``not`` may nest, and how many digits a number may have (§2).
DEEPEST = 100
MOST_DIGITS = 18

_TOKEN = re.compile(r"'[^'\n]*'|>=|[0-9](?:[0-9_]*[0-9])?(?:\.[0-9](?:[0-9_]*[0-9])?)?|[^\W\d_][\w-]*|[^\s]")
_INT = re.compile(r"[0-9]+")
_WORD = r"[^\W\d_][\w-]*"
_COUNT = re.compile(rf"at least ([0-9]{{1,18}}) of \(({_WORD}(?:, ?{_WORD})*)\)(?: and ({_WORD}))?")


class ConditionError(Exception):
    """What is wrong with a condition text: ``message``, at ``offset`` (from 0, code points), ``length`` long."""

    def __init__(self, message: Message, offset: int, length: int) -> None:
        super().__init__(message.code)
        self.message = message
        self.offset = offset
        self.length = length


@dataclass(slots=True, kw_only=True)
class Scope:
    """What a condition may speak of.

    ``role``: "pledge" (``others`` and ``offered`` allowed), "goal" (no ``others``, but ``filled`` and ``usable``),
    "likelihood" (assumptions only, §6.3). ``requirements`` maps an id to whether its need is known (§4.3).
    """

    kinds: Mapping[str, Kind]
    role: Literal["pledge", "goal", "likelihood"] = "pledge"
    requirements: Mapping[str, bool] = field(default_factory=dict)
    domains: Iterable[str] = ()
    priorities: Iterable[int] = ()
    names: dict[str, Name] = field(default_factory=dict, repr=False)

    def kind(self, name: str) -> Kind | None:
        """What ``name`` stands for; a state's code is a partner unless the plan calls something else so."""
        found = self.kinds.get(name)
        return found if found or name not in STATE_CODES else "partner"


def parse_condition(text: str, scope: Scope) -> Condition:
    """The tree of a condition text.

    Raises :class:`ConditionError` at the first thing that is wrong with it.
    """
    found = _COUNT.fullmatch(text)
    return (_count_of(found, scope) if found else None) or _Parser(text, scope).parse()


def _count_of(found: re.Match[str], scope: Scope) -> Condition | None:
    """The quick way for what large tables are full of, ``at least 2 of (a, b, c) and d``; None: better read in full."""
    count, words, also = found.groups()
    parts = []
    for word in words.replace(" ", "").split(","):
        name = _name(word, scope)
        if name is None:
            return None
        parts.append(name)
    counted = CountOf(int(count), tuple(parts))
    if also is None:
        return counted
    name = _name(also, scope)
    return And((counted, name)) if name is not None else None


def _name(word: str, scope: Scope) -> Name | None:
    """A name that needs no second look, where it stands alone."""
    name = scope.names.get(word)
    if name is None and word not in KEYWORDS and scope.kind(word) in ("pledge", "assumption", "partner"):
        name = scope.names[word] = Name(word)
    return name if scope.role != "likelihood" else None


class _Parser:
    __slots__ = ("at", "depth", "names", "scope", "text", "tokens")

    def __init__(self, text: str, scope: Scope) -> None:
        self.text = text
        self.scope = scope
        # What was read as a name once is one wherever it stands; but a likelihood may not speak of all of them.
        self.names: Mapping[str, Name] = scope.names if scope.role != "likelihood" else {}
        self.tokens: list[str] = _TOKEN.findall(text)
        self.tokens.append("")
        self.at = 0
        self.depth = 0

    # -- the grammar, rule by rule ------------------------------------------------------------------------------

    def parse(self) -> Condition:
        condition = self.condition()
        token = self.tokens[self.at]
        if token.lower() in KEYWORDS and token not in KEYWORDS:
            raise self.error("keyword-in-capitals", word=token.lower())
        if token:
            raise self.error("parenthesis-unopened" if token == ")" else "condition-goes-on", token=token)
        return condition

    def condition(self) -> Condition:
        first = self.conjunct()
        if self.tokens[self.at] != "or":
            return first
        parts = [first]
        while self.accept("or"):
            parts.append(self.conjunct())
        return Or(tuple(parts))

    def conjunct(self) -> Condition:
        first = self.factor()
        if self.tokens[self.at] != "and":
            return first
        parts = [first]
        while self.accept("and"):
            parts.append(self.factor())
        return And(tuple(parts))

    def factor(self) -> Condition:
        token = self.tokens[self.at]
        name = self.names.get(token)
        if name is not None and self.tokens[self.at + 1] not in ("with", "("):
            self.at += 1
            return name
        if token == "not":
            self.descend()
            self.at += 1
            inner = self.factor()
            self.depth -= 1
            return Not(inner)
        if token == "(":
            self.descend()
            self.at += 1
            inner = self.condition()
            self.expect(")")
            self.depth -= 1
            return inner
        return self.atom()

    def atom(self) -> Condition:
        token = self.tokens[self.at]
        match token:
            case "always":
                self.at += 1
                return Always()
            case "never":
                self.at += 1
                return Never()
            case "at":
                self.at += 1
                self.expect("least")
                return self.at_least()
            case "all":
                self.at += 1
                others = self.accept("others")
                self.expect("of")
                return self.group(None, others=True) if others else self.set(None)
            case "total" | "others" if self.tokens[self.at + 1] == "(":
                return self.total(others=token == "others")
            case "weight" if self.tokens[self.at + 1] == "(":
                return self.weight()
            case "offered" | "filled" | "usable":
                return self.share(token)
        if token in KEYWORDS or not token[:1].isalpha():
            raise self.unexpected(token)
        return self.name()

    def at_least(self) -> Condition:
        count = self.integer("count")
        token = self.tokens[self.at]
        if token == "of":
            self.at += 1
            return self.set(count)
        if token == "partners":
            self.at += 1
            return CountPartners(count, False, self.with_capability())
        if token == "others":
            self.refuse_others()
            self.at += 1
            if self.accept("of"):
                return self.group(count, others=True)
            return CountPartners(count, True, self.with_capability())
        raise self.error("at-least-of-what")

    def set(self, count: int | None) -> Condition:
        if self.tokens[self.at] != "(":
            return self.group(count, others=False)
        self.descend()
        parts: list[Condition] = []
        names, tokens = self.names, self.tokens
        while not parts or tokens[self.at] == ",":
            at = self.at + 1
            name = names.get(tokens[at])
            if name is not None and tokens[at + 1] in (",", ")"):  # what most members of most sets are
                parts.append(name)
                self.at = at + 1
            else:
                self.at = at
                parts.append(self.condition())
        self.expect(")", or_comma=True)
        self.depth -= 1
        return CountOf(count, tuple(parts))

    def group(self, count: int | None, *, others: bool) -> Condition:
        if others:
            self.refuse_others()
        group = self.group_name("group-expected" if others else "group-or-list-expected")
        return CountGroup(count, group, others, self.with_capability())

    def group_name(self, otherwise: str) -> str:
        """The name of a group; ``otherwise``: what is wrong where there is no name."""
        token = self.tokens[self.at]
        kind = self.scope.kind(token)
        if kind != "group":
            if not token[:1].isalpha() or token in KEYWORDS:
                raise self.error(otherwise)
            if kind is not None:
                raise self.error("not-a-group", name=token, kind=Message(f"a.{kind}"))
            known = [name for name, its in self.scope.kinds.items() if its == "group"]
            raise self.error("unknown-group", name=token, meant=nearest(token, known))
        self.refuse_in_likelihood()
        self.at += 1
        return token

    def total(self, *, others: bool) -> Condition:
        if others:
            self.refuse_others()
        capability = self.word_in_brackets("capability")
        whose = self.whose() if self.accept("of") else None
        if whose is not None and self.tokens[self.at] in (",", "and", "or"):
            raise self.error("sum-of-one", whose=whose)
        self.expect(">=")
        return Total(capability, self.number("amount"), others, whose)

    def whose(self) -> str:
        token = self.tokens[self.at]
        if self.scope.kind(token) == "partner":
            self.at += 1
            return token
        return self.group_name("group-or-partner-expected")

    def weight(self) -> Condition:
        word = self.word_in_brackets("weight")
        self.expect("of")
        group = self.group_name("group-expected")
        self.expect(">=")
        return Weight(word, group, self.percent())

    def word_in_brackets(self, what: Literal["capability", "weight"]) -> str:
        """The word of ``total(WORD)``, ``others(WORD)`` or ``weight(WORD)``."""
        self.refuse_in_likelihood()
        self.at += 1
        self.expect("(")
        word = self.capability(what)
        self.expect(")")
        return word

    def share(self, measure: str) -> Condition:
        self.refuse_in_likelihood()
        if measure != "offered" and self.scope.role != "goal":
            raise self.error("only-in-goals", measure=measure)
        self.at += 1
        self.expect("(")
        token = self.tokens[self.at]
        scope: Literal["requirement", "domain", "priority", "all"] = "requirement"
        which = ""
        if token == "all":
            self.at += 1
            scope = "all"
        elif token == "domain":
            self.at += 1
            scope, which = "domain", self.capability("domain")
            if which not in self.scope.domains:
                self.at -= 1
                raise self.error("no-such-domain", domain=which, meant=nearest(which, self.scope.domains))
        elif token == "priority":
            self.at += 1
            number = self.integer("priority")
            scope, which = "priority", str(number)
            if number not in self.scope.priorities:
                self.at -= 1
                raise self.error("no-such-priority", priority=number)
        else:
            which = self.requirement(token)
        self.expect(")")
        at_least = Decimal(1)
        if self.accept(">="):
            at_least = self.percent()
        return Share(measure, scope, which, at_least)  # type: ignore[arg-type]  # one of the three words above

    def percent(self) -> Decimal:
        share = self.number("share")
        if not self.accept("%"):
            raise self.error("percent-missing")
        return share / 100

    def requirement(self, token: str) -> str:
        needs_known = self.scope.requirements.get(token)
        if needs_known is None:
            if not token[:1].isalpha():
                raise self.error("requirement-expected")
            raise self.error("unknown-requirement", name=token, meant=nearest(token, self.scope.requirements))
        if not needs_known:
            raise self.error("requirement-without-needs", id=token)
        self.at += 1
        return token

    def name(self) -> Condition:
        token = self.tokens[self.at]
        kind = self.scope.kind(token)
        if kind is None and token.lower() in KEYWORDS:
            raise self.error("keyword-in-capitals", word=token.lower())
        if kind is None:
            raise self.error("unknown-name", name=token, **self.name_meant(token))
        if kind == "group":
            raise self.error("group-as-name", name=token)
        if kind == "choice":
            raise self.error("choice-as-name", name=token)
        if kind != "assumption":
            self.refuse_in_likelihood()
        self.at += 1
        if self.tokens[self.at] == "with":
            if kind != "partner":
                raise self.error("with-of-no-partner", name=token, kind=Message(f"a.{kind}"))
            return Name(token, self.with_capability())
        known = self.scope.names
        if token not in known:
            known[token] = Name(token)
        return known[token]

    def name_meant(self, token: str) -> dict[str, Part]:
        """The parts of a message that say what may be meant by a name nobody knows: a sum, where ``>=`` follows it."""
        following = self.tokens[self.at + 1 : self.at + 3]
        if following[:1] == [">="] and self.scope.role != "likelihood":
            return {"hint": Message("hint.write", text=" ".join([f"total({token})", *following]))}
        return {"meant": nearest(token, self.scope.kinds)}

    # -- the words and numbers in it ----------------------------------------------------------------------------

    def with_capability(self) -> str | None:
        if not self.accept("with"):
            return None
        self.refuse_in_likelihood(back=1)
        return self.capability()

    def capability(self, what: Literal["capability", "domain", "weight"] = "capability") -> str:
        token = self.tokens[self.at]
        if token[:1] == "'" and len(token) > 2:
            self.at += 1
            return token[1:-1]
        if not token[:1].isalpha():
            raise self.error("word-expected", what=Message(f"a.{what}"))
        if token in KEYWORDS:
            raise self.error("word-reserved", word=token, what=Message(f"a.{what}"))
        self.at += 1
        return token

    def integer(self, what: Literal["count", "priority"]) -> int:
        token = self.tokens[self.at]
        if not _INT.fullmatch(token):
            raise self.error("digits-expected", what=Message(f"number.{what}"))
        return int(self.number(what))

    def number(self, what: Literal["count", "priority", "amount", "share"]) -> Decimal:
        token = self.tokens[self.at]
        if not token[:1].isdecimal() or not token.isascii():
            raise self.error("number-expected", what=Message(f"number.{what}"))
        if sum(c.isdecimal() for c in token) > MOST_DIGITS:
            raise self.error("digits-too-many", most=MOST_DIGITS)
        self.at += 1
        return Decimal(token.replace("_", ""))

    # -- moving on, and complaining -----------------------------------------------------------------------------

    def accept(self, token: str) -> bool:
        if self.tokens[self.at] == token:
            self.at += 1
            return True
        return False

    def expect(self, token: str, *, or_comma: bool = False) -> None:
        if not self.accept(token):
            here = self.tokens[self.at]
            instead = Message("instead.token", token=here) if here else Message("instead.end")
            wanted = Listed((",", token), "or") if or_comma else f"'{token}'"
            raise self.error("sign-expected", wanted=wanted, instead=instead)

    def descend(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error("nested-too-deep", most=DEEPEST)

    def refuse_others(self) -> None:
        if self.scope.role == "goal":
            back = 1 if self.tokens[self.at - 1] == "others" or self.tokens[self.at - 1] == "of" else 0
            self.at -= back
            raise self.error("others-in-goal")
        self.refuse_in_likelihood()

    def refuse_in_likelihood(self, back: int = 0) -> None:
        if self.scope.role == "likelihood":
            self.at -= back
            raise self.error("likelihood-of-assumptions")

    def unexpected(self, token: str) -> ConditionError:
        if not token:
            return self.error("condition-breaks-off" if self.at else "condition-empty")
        if token.lower() in KEYWORDS and token not in KEYWORDS:
            return self.error("keyword-in-capitals", word=token.lower())
        if token == "'":
            return self.error("quote-without-end")
        return self.error("unexpected-sign", sign=token)

    def error(self, code: str, /, **parts: Part) -> ConditionError:
        """The error at the present token; the text is searched again for its place, which good texts never pay for."""
        message = Message(code, **parts)
        for index, match in enumerate(_TOKEN.finditer(self.text)):
            if index == self.at:
                return ConditionError(message, match.start(), len(match.group()))
        return ConditionError(message, len(self.text.rstrip()), 1)


# -- back to text ---------------------------------------------------------------------------------------------------
