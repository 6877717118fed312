"""A command line that is not understood, or asks for what cannot be: what is wrong with it."""

import re
from decimal import Decimal

import click

from willing.model.problem import Message


class MisuseError(click.UsageError):
    """A command line that asks for what cannot be, as a message."""

    def __init__(self, message: Message, ctx: click.Context | None = None) -> None:
        super().__init__(message.code, ctx)
        self.said = message


def misuse_of(error: click.ClickException) -> Message | None:
    """What is wrong with a command line, to be said in any language; None for what only click has words for."""
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    match error:
        case MisuseError():
            return error.said
        case click.NoSuchOption():
            meant = next(iter(error.possibilities or ()), None)
            return Message("option-unknown", option=error.option_name, meant=meant)
        case click.BadOptionUsage():
            code = "option-with-value" if "not take a value" in error.message else "option-without-value"
            return Message(code, option=error.option_name)
        case click.MissingParameter(param=click.Parameter() as param):
            return Message("parameter-missing", name=param.get_error_hint(ctx).strip("'"))
        case click.BadParameter(param=click.Parameter() as param):
            return _unlike(param, error.message)
    if match := re.fullmatch(r"No such command '(.*)'\.", error.message, re.DOTALL):
        from willing.notation.nearest import nearest

        known = ctx.command.list_commands(ctx) if ctx and isinstance(ctx.command, click.Group) else ()
        return Message("command-unknown", name=match[1], meant=nearest(match[1], known))
    if match := re.fullmatch(r"Got unexpected extra arguments? \((.*)\)", error.message, re.DOTALL):
        return Message("arguments-too-many", given=match[1])
    return None


def _unlike(param: click.Parameter, said: str) -> Message | None:
    """What is wrong with the value of an option, ``said`` by click: that it is none of its type."""
    key, given, takes = param.opts[0], said.partition(" is not ")[0].strip("'"), param.type
    if isinstance(takes, click.Choice):
        return Message("not-one-of", key=key, words=", ".join(map(str, takes.choices)), given=given)
    if isinstance(takes, click.IntRange | click.FloatRange) and takes.min is not None and "not in the range" in said:
        least, number = _exact(takes.min), _exact(given)
        if takes.min_open and number <= least:
            return Message("number-not-above", key=key, above=least, given=number)
        if takes.max is None:
            return Message("number-too-small", key=key, least=least, given=number)
        return Message("number-not-between", key=key, least=least, most=_exact(takes.max), given=number)
    if isinstance(takes, click.types.IntParamType | click.types.FloatParamType):
        wanted = "integer" if isinstance(takes, click.types.IntParamType) else "number"
        return Message("wrong-type", key=key, wanted=Message(f"wanted.{wanted}"), given=f'"{given}"')
    return None


def _exact(written: object) -> Decimal:
    """A number as it is told: without a point where it is whole."""
    number = Decimal(str(written))
    whole = number.is_finite() and number == number.to_integral_value()
    return number.to_integral_value() if whole else number
