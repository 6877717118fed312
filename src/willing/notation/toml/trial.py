"""Changes tried on a plan without touching its file, and the text that keeps them: a scenario, or a plan of its own.

A trial changes keys of pledges that are there and adds pledges. What comes of it is text again, so that a plan that was
tried is read and checked like any other; comments, and all that is not changed, stay as they are.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from willing.answers.problems import MessageError
from willing.notation.toml.edit import Edit, EditError
from willing.notation.toml.literals import toml_inline, toml_key, toml_string

#: What a trial may say of a pledge: keys of :mod:`willing.notation.keys`, with plain values as JSON has them.
TRIED_KEYS = ("id", "partner", "provides", "amount", "up_to", "if", "only_if", "stage", "ready", "stays")

_CONDITIONS = {"if": "only_if", "only_if": "if"}


class TrialError(MessageError):
    """A trial that cannot be made of this plan; ``message`` says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """``changes``: by id of a pledge the keys that are set, None to leave one out; ``added``: pledges by their keys."""

    changes: Mapping[str, Mapping[str, str | int | None]] = field(default_factory=dict)
    added: tuple[Mapping[str, str | int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes or self.added)


def trial_from(value: object) -> Trial:
    """A trial from plain values, ``{"changes": {"de-troops": {"if": "always"}}, "added": [{"partner": "SE"}]}``.

    Raises :class:`TrialError` for anything else.
    """
    if not isinstance(value, dict) or not value.keys() <= {"changes", "added"}:
        raise TrialError("trial-of-other-keys")
    changes, added = value.get("changes", {}), value.get("added", [])
    if not isinstance(changes, dict) or not isinstance(added, list):
        raise TrialError("trial-malformed")
    for keys in (*changes.values(), *added):
        if not isinstance(keys, dict) or not keys:
            raise TrialError("trial-without-key")
        for key, told in keys.items():
            if key not in TRIED_KEYS:
                raise TrialError("trial-of-this-key", key=key, keys=TRIED_KEYS)
            if isinstance(told, bool) or not isinstance(told, (str, int, type(None))):
                raise TrialError("trial-of-this-value", key=key)
    if any(told is None for keys in added for told in keys.values()):
        raise TrialError("trial-leaves-out")
    return Trial(changes=changes, added=tuple(added))


@contextmanager
def _told() -> Iterator[None]:
    """What cannot be changed in a text cannot be tried on it."""
    try:
        yield
    except EditError as error:
        raise TrialError(error.message) from None


@_told()
def with_trial(text: str, trial: Trial, pledges: list[str]) -> str:
    """The text of the plan with the trial made in it; ``pledges``: the ids of the plan's pledges, in their order.

    Raises :class:`TrialError` where a pledge that is changed stands in a table beside the plan, or nowhere.
    """
    edit = Edit(text)
    for id_, keys in trial.changes.items():
        if id_ not in pledges:
            raise TrialError("trial-of-no-pledge", pledge=id_)
        path = ("pledges", pledges.index(id_))
        if not edit.document.find(path)[1]:
            raise TrialError("trial-of-row", pledge=id_)
        edit.change(path, {key: None if value is None else _toml(value) for key, value in _whole(keys).items()})
    for added in trial.added:
        edit.append(("pledges",), [(key, _toml(value)) for key, value in added.items()])
    return edit.unread()


@_told()
def with_scenario(text: str, name: str, trial: Trial, assume: Mapping[str, bool]) -> str:
    """The text of the plan with one scenario more: what is assumed, and the changes of the trial.

    Raises :class:`TrialError` where the trial adds a pledge, which no scenario can, or the name is taken.
    """
    if trial.added:
        raise TrialError("scenario-adds-pledge")
    if not trial.changes and not assume:
        raise TrialError("nothing-to-save")
    edit = Edit(text)
    if edit.document.find(("scenarios", name))[1]:
        raise TrialError("scenario-taken", scenario=name)
    rows = [("assume", toml_inline((toml_key(id_), _toml(value)) for id_, value in assume.items()))] if assume else []
    for id_, keys in trial.changes.items():
        changed = [(key, _toml(value)) for key, value in keys.items() if value is not None]
        if not changed:
            raise TrialError("scenario-leaves-out", pledge=id_)
        rows.append((f"pledges.{toml_key(id_)}", toml_inline(changed)))
    edit.add(("scenarios", name), rows)
    return edit.unread()


def _toml(value: str | int) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else toml_string(value)


def _whole(keys: Mapping[str, str | int | None]) -> Mapping[str, str | int | None]:
    """The keys with what they drive out: of ``if`` and ``only_if`` a pledge has one."""
    driven = {_CONDITIONS[key]: None for key, value in keys.items() if key in _CONDITIONS and value is not None}
    return {**{key: None for key in driven if key not in keys}, **keys}
