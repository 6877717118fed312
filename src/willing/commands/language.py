"""In which language a command answers, and says what is wrong."""

import os
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any, TypeVar

import click

from willing.commands.misuse import MisuseError
from willing.languages import LANGUAGES
from willing.model.problem import Message

_F = TypeVar("_F", bound=Callable[..., Any])

_ASKED = "willing.language"

# ISO 639: what a language can be called.
_CODE = re.compile("[a-z]{2,3}")


def _remember(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Any code of a language will do: where there is no folder for it, the answer is in English and says so.

    What is wrong is said where a command has ended already: the language asked for is kept for that.
    """
    if value is not None and not _CODE.fullmatch(value):
        raise MisuseError(Message("not-one-of", key="--lang", words=", ".join(LANGUAGES), given=value), ctx)
    ctx.meta[_ASKED] = value
    return value


def look_ahead(ctx: click.Context) -> None:
    """Keep the language that a command line asks for before it is understood: what is wrong in it is said in that."""
    for option, value in pairwise([*ctx.args, ""]):
        name, equals, beside = option.partition("=")
        if name == "--lang" and _CODE.fullmatch(said := beside if equals else value):
            ctx.meta[_ASKED] = said


def _lang(*, expose: bool) -> "Callable[[_F], _F]":
    return click.option(
        "--lang",
        metavar=f"[{'|'.join(LANGUAGES)}]",
        is_eager=True,
        callback=_remember,
        expose_value=expose,
        help="Language of the text; default: as LC_ALL, LC_MESSAGES or LANG say, or en.",
    )


#: The language of the answer, and of what is wrong; :data:`SAID_IN` where the answer is no text.
LANG = _lang(expose=True)
SAID_IN = _lang(expose=False)


def code_asked(lang: str | None) -> str | None:
    """The code of the language asked for, or that of the environment; None where neither names one."""
    if lang is None:
        named = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
        lang = re.split("[_.@-]", named)[0].lower()
    return lang if _CODE.fullmatch(lang) else None  # not C, POSIX


def language_of(lang: str | None) -> str:
    """The language asked for, or that of the environment, or English."""
    code = code_asked(lang)
    return code if code in LANGUAGES else "en"


def lang_asked() -> str | None:
    """What the command that is being answered was given as ``--lang``."""
    ctx = click.get_current_context(silent=True)
    return ctx.meta.get(_ASKED) if ctx is not None else None


def language_here() -> str:
    """The language of the command that is being answered."""
    return language_of(lang_asked())
