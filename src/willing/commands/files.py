"""Files that commands read and write: whole, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from willing.app.files import ChangedError, create, create_folder, replace
from willing.commands.output import Refused

__all__ = ["create", "create_folder", "laid_out", "read", "readable", "replace", "rewrite"]


def rewrite(path: str, text: str, before: bytes) -> None:
    """Write a plan that was changed, if it still is as it was ``before``; else raises :class:`Refused`."""
    try:
        replace(path, text.encode(), was=before)
    except ChangedError:
        raise Refused("changed-meanwhile", about=path) from None


def read(path: str) -> bytes:
    """What a plan file holds, or standard input ("-"). Raises PlanError for what cannot be read or is too large."""
    import errno
    import os
    import sys

    from willing.app.open import MOST_OF_TEXT, read_file

    with readable(path):
        if path != "-":
            return read_file(path, pipe=True, most=MOST_OF_TEXT)
        if sys.stdin is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        data = sys.stdin.buffer.read(MOST_OF_TEXT + 1)
        if len(data) > MOST_OF_TEXT:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return data


@contextmanager
def readable(path: str) -> Iterator[None]:
    """A plan that cannot be read is a mistake in the plan, told of the path as it was typed."""
    try:
        yield
    except OSError as error:
        from willing.app.errors import PlanError
        from willing.model.place import Place
        from willing.model.problem import Message, Problem, reason_of

        message = Message("file-unreadable", reason=reason_of(error))
        file = error.filename if isinstance(error.filename, str) else path
        raise PlanError((Problem(place=Place(file=file, line=0), message=message),)) from None


def laid_out(file: str, data: bytes) -> str:
    """The text of a plan file in canonical layout; raises PlanError for what is not TOML."""
    from willing.app.errors import PlanError
    from willing.model.place import Place
    from willing.model.problem import Message, Problem
    from willing.notation.toml.layout import LayoutError, canonical_layout
    from willing.notation.toml.tables import SourceError, read_tables

    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        message = Message("layout-of-book")
        raise PlanError((Problem(place=Place(file=file, line=0), message=message),))
    try:
        return canonical_layout(read_tables(data, file).lines.text)
    except SourceError as error:
        raise PlanError((error.problem,)) from None
    except LayoutError as error:
        raise PlanError((Problem(place=Place(file=file, line=0), message=error.message),)) from None
