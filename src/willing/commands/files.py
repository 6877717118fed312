"""Files that commands read and write: whole, or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def read(path: str) -> bytes:
    with readable(path), open(path, "rb") as file:
        return file.read()


@contextmanager
def readable(path: str) -> Iterator[None]:
    """A plan that cannot be read is a mistake in the plan, told of the path as it was typed."""
    try:
        yield
    except OSError as error:
        from willing.model.place import Place
        from willing.model.problem import PlanError, Problem

        message = f"cannot be read: {error.strerror or error}"
        raise PlanError((Problem(place=Place(file=path, line=0), message=message),)) from None


def laid_out(file: str, data: bytes) -> str:
    """The text of a plan file in canonical layout; raises PlanError for what is not TOML."""
    from willing.model.place import Place
    from willing.model.problem import PlanError, Problem
    from willing.notation.layout import LayoutError, canonical_layout
    from willing.notation.source import SourceError, read_tables

    try:
        return canonical_layout(read_tables(data, file).lines.text)
    except SourceError as error:
        raise PlanError((error.problem,)) from None
    except LayoutError as error:
        raise PlanError((Problem(place=Place(file=file, line=0), message=str(error)),)) from None


def replace(path: str, data: bytes) -> None:
    """Put ``data`` into a file, all of it or nothing; it keeps its mode, and a link stays a link."""
    import errno
    import tempfile

    target = os.path.realpath(path)
    if not os.access(target, os.W_OK):  # a file can be replaced that must not be written
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
    try:
        handle, beside = tempfile.mkstemp(prefix=".plan-", dir=os.path.dirname(target))
        with _or_no_file(beside):
            with open(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(handle)
            os.chmod(beside, os.stat(target).st_mode & 0o7777)
            os.replace(beside, target)
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from error


def create(path: str, data: bytes) -> None:
    with open(path, "xb") as file, _or_no_file(path):
        file.write(data)
        file.flush()


@contextmanager
def _or_no_file(path: str) -> Iterator[None]:
    """Half a file is worse than none."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            os.unlink(path)
        raise
