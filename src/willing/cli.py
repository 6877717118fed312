"""The command line: which commands there are. Each is loaded when it is asked for, and imports what it needs when it
runs: that is most of what a small plan takes (§9)."""

import atexit
import gc
import os
import sys
from importlib import import_module
from typing import Any

import click

from willing.commands.language import look_ahead
from willing.commands.options import STOPPED, WRONG
from willing.commands.output import (
    Refused,
    drop_output,
    tell_errors,
    tell_fault,
    tell_message,
    tell_misuse,
    tell_unwritable,
    write,
)
from willing.engine.budget import one_command
from willing.model.problem import Message

_READER_GONE = 141  # 128 + SIGPIPE
_OUR_FAULT = 70  # EX_SOFTWARE

#: The commands in the order in which they are needed, and the module of ``willing.commands`` each is in.
_ROOMS = {
    "new": "plan_file",
    "check": "plan_file",
    "brief": "brief",
    "why": "brief",
    "risk": "risk",
    "asks": "asks",
    "offer": "asks",
    "power": "power",
    "sweep": "sweep",
    "backtest": "backtest",
    "timeline": "time",
    "compare": "time",
    "deliveries": "time",
    "record": "record",
    "report": "report",
    "verify": "verify",
    "serve": "serve",
    "room": "room",
    "read": "reports",
    "diff": "reports",
    "origins": "sources",
    "draft": "draft",
    "review": "review",
    "archive": "archive",
    "follow": "follow",
    "sources": "sources",
    "export": "tables",
    "import": "tables",
    "fmt": "plan_file",
    "schema": "plan_file",
}


class _Commands(click.Group):
    """A group whose commands end with a sentence and a status whatever happens, and return that status."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which they are needed."""
        return list(_ROOMS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command; only its module is loaded."""
        if cmd_name not in _ROOMS:
            return None
        room = import_module(f"willing.commands.{_ROOMS[cmd_name]}")
        # A command whose name Python keeps for itself has a dash beneath the last letter.
        found: click.Command = getattr(room, cmd_name, None) or getattr(room, f"{cmd_name}_")
        return found

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Without arguments, beside a plan: its brief."""
        if not args and os.path.isfile("plan.toml"):
            args = ["brief", "plan.toml"]
        return super().parse_args(ctx, args)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Answer the command line, or ``args``.

        A process that was started for one command is short: looking for garbage, in it and at its end, is a sixth of
        what a small plan takes, and seconds of a large one.
        """
        if not args and extra.get("args") is None:
            gc.disable()
            atexit.register(gc.freeze)
        try:
            return super().main(*args, **extra)
        except OSError as error:  # of what is said without a command: the help, the version
            tell_unwritable(error)
            sys.exit(WRONG)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        status = WRONG
        look_ahead(ctx)
        try:
            with one_command():
                answered = super().invoke(ctx) or 0
            if sys.stdout is not None:
                sys.stdout.flush()
            status = answered  # only now: what cannot be written out was not answered
        except click.ClickException as error:
            status = error.exit_code
            tell_misuse(error)
        except Refused as error:
            tell_message(error.message, error.about)
        except BrokenPipeError:  # `willing brief … | head -1` has what it wanted
            status = _READER_GONE
            drop_output()
        except KeyboardInterrupt:
            status = STOPPED
            drop_output()
            tell_message(Message("stopped"))
        except OSError as error:
            tell_unwritable(error)
        except ImportError as error:
            from willing.app.extras import how_to_install

            said = how_to_install(error)
            if said is None:
                status = _OUR_FAULT
                tell_fault(error)
            else:
                tell_message(said)
        except MemoryError:
            tell_message(Message("no-memory"))
        except (click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            from willing.app.errors import PlanError

            if isinstance(error, PlanError):
                tell_errors(error)
            else:
                status = _OUR_FAULT
                tell_fault(error)
        ctx.exit(status)


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("willing")
        except PackageNotFoundError:
            number = "(not installed)"
        write(f"willing {number}\n")
        if sys.stdout is not None:
            sys.stdout.flush()
        ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Say the version.")
def main() -> None:
    """Planning for coalitions of the willing: who is in, if; what it adds up to; what is missing."""
