"""In which language a command answers, and says what is wrong."""

import os
import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from willing.languages import LANGUAGES

_F = TypeVar("_F", bound=Callable[..., Any])

_ASKED = "willing.language"


def _remember(ctx: click.Context, _: click.Parameter, value: str | None) -> str | None:
    """What is wrong is said where a command has ended already: the language asked for is kept for that."""
    ctx.meta[_ASKED] = value
    return value


def _lang(*, expose: bool) -> "Callable[[_F], _F]":
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        is_eager=True,
        callback=_remember,
        expose_value=expose,
        help="Language of the text; default: as LC_ALL, LC_MESSAGES or LANG say, or en.",
    )


#: The language of the answer, and of what is wrong; :data:`SAID_IN` where the answer is no text.
LANG = _lang(expose=True)
SAID_IN = _lang(expose=False)


def language_of(lang: str | None) -> str:
    """The language asked for, or that of the environment, or English."""
    if lang is None:
        told = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
        lang = re.split("[_.@-]", told)[0].lower()
    return lang if lang in LANGUAGES else "en"


def language_here() -> str:
    """The language of the command that is being answered."""
    ctx = click.get_current_context(silent=True)
    return language_of(ctx.meta.get(_ASKED) if ctx is not None else None)
