"""The rules of stances: an ordered table over cues (``rules.toml``), of which the first that fits a clause holds."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import cast

from willing.reports.suggest.cues import Row
from willing.reports.suggest.suggestion import Stance, Sure


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When a clause tells how those who act stand: ``when`` all of its cues are there, ``unless`` one of those is.

    Each of ``when`` is one cue of several alternatives. ``then`` None: nothing is told. ``cite``: the cues whose words
    are shown. ``readings``: what an open stance may be. ``only``: without its condition they will not. ``anything``: it
    holds whatever is promised, so that what is given need not be known. ``examples``: sentences by language that it is
    the rule of, those of one report told apart by `` // ``.
    """

    name: str
    when: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...] = ()
    then: Stance | None
    sure: Sure = "medium"
    cite: tuple[str, ...] = ()
    readings: tuple[Stance, ...] = ()
    only: bool = False
    anything: bool = False
    examples: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def fits(self, row: Row) -> bool:
        """Whether the rule is that of a clause, if none before it is."""
        for one in self.when:
            if not row.has(*one):
                return False
        return not row.has(*self.unless)


@cache
def rules() -> tuple[Rule, ...]:
    """The table, in its order."""
    text = files("willing.reports.suggest").joinpath("rules.toml").read_text("utf-8")
    return tuple(_rule(entry) for entry in tomllib.loads(text)["rule"])


def _rule(entry: Mapping[str, object]) -> Rule:
    def words(key: str) -> tuple[str, ...]:
        return tuple(str(entry.get(key, "")).split())

    stance = str(entry["then"])
    return Rule(
        name=str(entry["name"]),
        when=tuple(tuple(one.split("|")) for one in words("when")),
        unless=words("unless"),
        then=None if stance == "nothing" else cast(Stance, stance),
        sure=cast(Sure, entry.get("sure", "medium")),
        cite=words("cite"),
        readings=cast(tuple[Stance, ...], words("readings")),
        only=bool(entry.get("only")),
        anything=bool(entry.get("anything")),
        examples=cast(Mapping[str, Sequence[str]], entry.get("examples", {})),
    )


def rule_of(row: Row) -> Rule | None:
    """The rule of a clause; None if none tells anything of it."""
    found = next((rule for rule in rules() if rule.fits(row)), None)
    return found if found is not None and found.then is not None else None
