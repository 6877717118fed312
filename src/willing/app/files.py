"""Files that are written whole, or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress


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


def put(path: str, data: bytes) -> None:
    """Write a file, or write over it, whole or not at all; what is no file (a pipe, a device) is written to."""
    if not os.path.lexists(path):
        create(path, data)
    elif os.path.isfile(path) or not os.path.exists(path):
        replace(path, data)
    else:
        with open(path, "wb") as file:
            file.write(data)


@contextmanager
def _or_no_file(path: str) -> Iterator[None]:
    """Half a file is worse than none."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            os.unlink(path)
        raise
