"""What commands write, on standard output and standard error, whatever those can take."""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal, TextIO

import click

from willing.answers.problems import MessageError
from willing.commands.language import code_asked, language_here, language_of
from willing.commands.misuse import misuse_of
from willing.model.problem import Message, Part, Problem, reason_of

if TYPE_CHECKING:
    from willing.answers.answer import Answer
    from willing.app.errors import PlanError

# Signs that answers use; where one of them cannot be written, the answer is in ASCII.
_SIGNS = "●◐◑◌✕○–…·█▓▒"


#: Names standard output wherever a file may be named.
STDOUT = "-"


class Refused(MessageError):  # noqa: N818
    """What is asked for is not done, and why; ``about``: the file that it is about. The status is 2."""

    def __init__(self, message: Message | str, /, *, about: str = "", **parts: Part) -> None:
        super().__init__(message, **parts)
        self.about = about


def allow(target: str | None, *, inputs: Iterable[str] = (), force: bool | None = None) -> None:
    """Raise :class:`Refused` where a file must not be written.

    It is read here (``inputs``: files, and folders of tables or reports); it is there (``force`` False); or it holds an
    archive, or a plan that nobody said may be written over (``force`` None: the command has no such option).
    """
    if target is None or target == STDOUT:
        return
    from willing.app.files import work_in

    for each in inputs:
        with suppress(OSError, ValueError):
            if os.path.samefile(each, target) or (
                os.path.isdir(each)
                and not target.lower().endswith(".toml")  # a plan may go beside the tables it is made of
                and os.path.samefile(each, os.path.dirname(os.path.realpath(target)))
                and os.path.isfile(target)
            ):
                raise Refused("reads-and-writes", about=target)
    if force is False and os.path.lexists(target):
        raise Refused("file-there", about=target, hint=Message("hint.force"))
    work = work_in(target)
    if work == "archive" or (work and force is None):
        raise Refused(f"holds-{work}", about=target)


def deliver(data: str | bytes, target: str | None) -> bool:
    """Write what was made to a file, whole or not at all, or to standard output (None or "-"); whether to a file.

    A pipe gets the same bytes as a file, text in UTF-8. Raises :class:`Refused` for what no terminal can show.
    """
    binary = data if isinstance(data, bytes) else data.encode("utf-8", "backslashreplace")
    if target is not None and target != STDOUT:
        from willing.app.files import put

        put(target, binary)
        return True
    if sys.stdout is None:
        return False
    if not sys.stdout.isatty():
        sys.stdout.flush()
        sys.stdout.buffer.write(binary)
        sys.stdout.buffer.flush()
    elif isinstance(data, str):
        write(data)
    elif _is_text(data):
        write(data.decode())
    else:
        raise Refused("no-text-for-terminal")
    return False


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return all(letter.isprintable() or letter.isspace() for letter in text)


def write(text: str) -> None:
    """Write to standard output; what its encoding does not have is written as escapes."""
    if sys.stdout is not None:
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))


def write_json(answer: "Answer | Mapping[str, Any]") -> None:
    """Write an answer to standard output, in UTF-8 or, where that is not its encoding, in ASCII."""
    from willing.answers.json_text import json_chunks

    if sys.stdout is not None:
        # A name that is no text (a lone surrogate) has no UTF-8; written as \udc80 it is JSON all the same.
        for chunk in json_chunks(answer, ascii=not is_utf8(sys.stdout)):
            sys.stdout.write(chunk if chunk.isascii() else chunk.encode("utf-8", "backslashreplace").decode())


def tell(text: str) -> None:
    """Write to standard error. Where that cannot be, the exit status has to say it."""
    if text and sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.write(text if text.endswith("\n") else text + "\n")
            sys.stderr.flush()


def tell_errors(error: "PlanError") -> None:
    tell_problems(error.problems, omitted=error.omitted)


def told_in(lang: str | None) -> str:
    """The language of an answer in words, for the option ``--lang``; it is told if it lacks texts, or has none."""
    language, asked = language_of(lang), code_asked(lang)
    if asked not in ("en", None):
        from willing.languages.messages import Catalogue

        catalogue = Catalogue(language)
        tell(catalogue.partial if asked == language else catalogue("language.none", code=asked))
    return language


def tell_problems(
    problems: Sequence["Problem"], *, kind: Literal["error", "warning"] = "error", omitted: int = 0
) -> None:
    """Problems on standard error, in the language of the command."""
    from willing.present.terminal.problems import problems_text

    tell(problems_text(problems, kind=kind, omitted=omitted, ascii=not can_write(sys.stderr), lang=language_here()))


def tell_message(message: Message, about: str = "") -> None:
    """One message on standard error, in the language of the command; ``about``: the file it is about."""
    said = message_here(message)
    tell(shown(f"{about}: {said}" if about else said))


def tell_unwritable(error: OSError) -> None:
    """What could not be written, and why; of an answer that was half written nothing more is."""
    drop_output()
    tell_message(
        Message("file-unwritable", reason=reason_of(error)), error.filename or message_here(Message("the.answer"))
    )


def message_here(message: Message) -> str:
    """The sentence of a message in the language of the command."""
    from willing.answers.problems import message_text

    return message_text(message, language_here())


def tell_misuse(error: click.ClickException) -> None:
    """A command line that is not understood; it is escaped too, for it may have been pasted."""
    path = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "willing"
    misuse = misuse_of(error)
    said = message_here(misuse) if misuse else error.format_message()
    help_ = message_here(Message("hint.help", command=path))
    tell(f"{path}: {shown(said)}\n{help_}")


def tell_fault(error: Exception) -> None:
    """A mistake of the program: it has no traceback unless somebody wants one."""
    import traceback

    if os.environ.get("WILLING_TRACEBACK"):
        tell("\n".join(map(shown, "".join(traceback.format_exception(error)).split("\n"))))
        return
    frames = traceback.extract_tb(error.__traceback__, limit=-1)
    where = f", {os.path.basename(frames[0].filename)}:{frames[0].lineno}" if frames else ""
    tell_message(Message("our-fault", what=f"{type(error).__name__}: {error}"[:200] + where))


def shown(text: str) -> str:
    from willing.present.escape import shown

    return shown(text)


def can_write(stream: TextIO | None) -> bool:
    """Whether its encoding has the signs that answers use."""
    try:
        _SIGNS.encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def is_utf8(stream: TextIO) -> bool:
    return (stream.encoding or "utf-8").lower().replace("_", "-") in ("utf-8", "utf8")


def drop_output() -> None:
    """Forget what is still to be written: the interpreter would try once more at its end, and complain."""
    with suppress(OSError, ValueError, AttributeError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
