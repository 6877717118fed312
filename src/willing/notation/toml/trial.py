"""Changes tried on a plan without touching its file, and the text that keeps them: a scenario, or a plan of its own.

A trial changes keys of pledges that are there and adds pledges. What comes of it is text again, so that a plan that was
tried is read and checked like any other; comments, and all that is not changed, stay as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from willing.notation.toml.layout import canonical_layout

#: What a trial may say of a pledge: keys of :mod:`willing.notation.keys`, with plain values as JSON has them.
TRIED_KEYS = ("id", "partner", "provides", "amount", "up_to", "if", "only_if", "stage", "ready", "stays")

_CONDITIONS = {"if": "only_if", "only_if": "if"}


class TrialError(Exception):
    """A trial that cannot be made of this plan, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """``changes``: by id of a pledge the keys that are set, None to leave one out; ``added``: pledges by their keys."""

    changes: Mapping[str, Mapping[str, str | int | None]] = field(default_factory=dict)
    added: tuple[Mapping[str, str | int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes or self.added)


def trial_from(value: Any) -> Trial:
    """A trial from plain values, ``{"changes": {"de-troops": {"if": "always"}}, "added": [{"partner": "SE"}]}``.

    Raises :class:`TrialError` for anything else.
    """
    if not isinstance(value, dict) or not value.keys() <= {"changes", "added"}:
        raise TrialError("a trial has 'changes' and 'added', and nothing else")
    changes, added = value.get("changes", {}), value.get("added", [])
    if not isinstance(changes, dict) or not isinstance(added, list):
        raise TrialError("'changes' are by the id of a pledge, 'added' is a list of pledges")
    for keys in (*changes.values(), *added):
        if not isinstance(keys, dict) or not keys:
            raise TrialError("a change, and a pledge that is added, says at least one key")
        for key, told in keys.items():
            if key not in TRIED_KEYS:
                raise TrialError(f"'{key}' cannot be tried; what can: {', '.join(TRIED_KEYS)}")
            if isinstance(told, bool) or not isinstance(told, (str, int, type(None))):
                raise TrialError(f"'{key}' is a word or a whole number")
    if any(told is None for keys in added for told in keys.values()):
        raise TrialError("a pledge that is added leaves out a key by not naming it")
    return Trial(changes=changes, added=tuple(added))


def with_trial(text: str, trial: Trial, pledges: list[str]) -> str:
    """The text of the plan with the trial made in it; ``pledges``: the ids of the plan's pledges, in their order.

    Raises :class:`TrialError` where a pledge that is changed stands in a table beside the plan, or nowhere.
    """
    import tomlkit
    from tomlkit.items import Array

    document = tomlkit.parse(text)
    listed = document.get("pledges", ())
    for id_, keys in trial.changes.items():
        if id_ not in pledges:
            raise TrialError(f"the plan has no pledge '{id_}'")
        number = pledges.index(id_)
        if number >= len(listed):
            raise TrialError(
                f"'{id_}' stands in a table beside the plan; what is tried of it can be kept as a scenario"
            )
        for key, value in _whole(keys).items():
            if value is None:
                listed[number].pop(key, None)
            else:
                listed[number][key] = value
    if not isinstance(listed, Array):
        added = tomlkit.aot()
        for keys in trial.added:
            added.append(tomlkit.item(dict(keys)))
        return _with(document, "pledges", added if trial.added else None)
    for keys in trial.added:
        listed.append(_inline(keys))
    return _with(document)


def with_scenario(text: str, name: str, trial: Trial, assume: Mapping[str, bool]) -> str:
    """The text of the plan with one scenario more: what is assumed, and the changes of the trial.

    Raises :class:`TrialError` where the trial adds a pledge, which no scenario can, or the name is taken.
    """
    import tomlkit
    from tomlkit.items import InlineTable

    if trial.added:
        raise TrialError("a scenario cannot add a pledge: save it as a file of its own")
    if not trial.changes and not assume:
        raise TrialError("there is nothing to save: nothing is switched or tried")
    document = tomlkit.parse(text)
    if name in document.get("scenarios", {}):
        raise TrialError(f"the plan has a scenario '{name}' already")
    told: dict[str, Any] = {"assume": _inline(assume)} if assume else {}
    for id_, keys in trial.changes.items():
        changed = {key: value for key, value in keys.items() if value is not None}
        if not changed:
            raise TrialError(f"a scenario cannot leave a key of '{id_}' out: save it as a file of its own")
        told.setdefault("pledges", {})[id_] = _inline(changed)
    listed = document.get("scenarios")
    if isinstance(listed, InlineTable):
        listed.append(name, _inline(told))
        return _with(document)
    scenario = tomlkit.table()
    for key, value in told.items():
        if key == "assume":
            scenario.append(key, value)
        for id_, changed in value.items() if key == "pledges" else ():
            scenario.append(tomlkit.key(["pledges", id_]), changed)
    scenarios = tomlkit.table(is_super_table=True)
    scenarios.append(name, scenario)
    return _with(document, "scenarios", scenarios)


def _with(document: Any, name: str = "", more: Any = None) -> str:
    """The text of a document, with one table more at its end: no comment comes to stand above what it is not about."""
    import tomlkit

    text: str = tomlkit.dumps(document)
    if more is not None:
        end = tomlkit.document()
        end.append(name, more)
        text = text.rstrip("\n") + "\n\n" + tomlkit.dumps(end)
    return canonical_layout(text)


def _whole(keys: Mapping[str, str | int | None]) -> Mapping[str, str | int | None]:
    """The keys with what they drive out: of ``if`` and ``only_if`` a pledge has one."""
    driven = {_CONDITIONS[key]: None for key, value in keys.items() if key in _CONDITIONS and value is not None}
    return {**{key: None for key in driven if key not in keys}, **keys}


def _inline(values: Mapping[str, Any]) -> Any:
    import tomlkit

    table = tomlkit.inline_table()
    table.update(values)
    return table
