"""Files that are written whole, or not at all; and what is never written over."""

import errno
import os
import stat
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Literal

#: Seconds that another writer may take with a file of the same folder.
_PATIENCE = 10.0

#: How files end in which people keep plans and tables, and how such files begin.
_KEPT = (".toml", ".csv", ".tsv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".fods")
_BEGIN = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_HEADS = ("[plan]", "[[pledges]]", "[[requirements]]", "[partners.", "[assumptions.", "[scenarios.")
#: How a database of SQLite begins, and what it writes first elsewhere.
_DATABASE = b"SQLite format 3\0"
_ITS_LOGS = ("-wal", "-shm", "-journal")


class ChangedError(Exception):
    """A file does not hold what a change of it was made from; ``data``: what it holds, None: it is gone."""

    def __init__(self, path: str, was: bytes, data: bytes | None) -> None:
        super().__init__(path)
        self.path = path
        self.was = was
        self.data = data

    @property
    def difference(self) -> str:
        """The lines that are others, as ``diff`` writes them, without those before and after."""
        old, new = (each.decode("utf-8", "replace").splitlines() for each in (self.was, self.data or b""))
        first, shorter = 0, min(len(old), len(new))
        while first < shorter and old[first] == new[first]:
            first += 1
        last = 0
        while last < shorter - first and old[-1 - last] == new[-1 - last]:
            last += 1
        gone, come = old[first : len(old) - last], new[first : len(new) - last]
        head = f"@@ -{first + 1},{len(gone)} +{first + 1},{len(come)} @@"
        return "\n".join([head, *(f"-{line}" for line in gone), *(f"+{line}" for line in come)])


def replace(path: str, data: bytes, *, was: bytes | None = None) -> str | None:
    """Put ``data`` into a file that is there, all of it or nothing; it keeps its mode, and a link stays a link.

    ``was``: what the change was made from; raises :class:`ChangedError` where the file holds anything else, right
    before it is replaced. Others who write so wait meanwhile. What somebody else, an editor, wrote in that very instant
    is kept beside it: returns where. Raises OSError, which names the path as it was given.
    """
    target = os.path.realpath(path)
    with _named(path):
        mode = os.stat(target).st_mode
        if not os.access(target, os.W_OK):  # a file can be replaced that must not be written
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        if not stat.S_ISREG(mode):  # nothing takes the place of a pipe, which somebody else reads
            raise OSError(errno.ENXIO, "not a file")
        with _beside(target, data, mode & 0o7777) as beside, _alone(target):
            if was is None:
                os.replace(beside, target)
                return None
            there = _held(target)
            if there != was:
                raise ChangedError(path, was, there)
            _swap(beside, target)
            return None if _held(beside) == was else _kept(beside, target)


def create(path: str, data: bytes) -> None:
    """Write a new file, all of it or nothing. Raises OSError, FileExistsError where something has its name."""
    with appearing(path) as beside:
        _write(beside, data, 0o666)


@contextmanager
def appearing(path: str) -> Iterator[str]:
    """The name of a file beside, to be made, that has the name ``path`` once that was done; nothing has it otherwise.

    Raises OSError, FileExistsError where something has the name already.
    """
    beside = _unheard_of(path)
    with _named(path):
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        try:
            yield beside
            with _alone(path):
                try:
                    os.link(beside, path)  # which never writes over what somebody else made meanwhile
                except FileExistsError:
                    raise
                except OSError:  # a file system without links
                    if os.path.lexists(path):
                        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
                    os.replace(beside, path)
        finally:
            with suppress(OSError):
                os.unlink(beside)


def create_folder(path: str, files: Mapping[str, bytes]) -> None:
    """Write files, by their names, into a folder that is made, or has nothing in it: all of them or none."""
    import shutil

    target = os.path.realpath(path)
    with _named(path):
        os.makedirs(os.path.dirname(target), exist_ok=True)
        beside = _unheard_of(target)
        os.mkdir(beside)
        try:
            for name, data in files.items():
                _write(os.path.join(beside, name), data, 0o666)
            if os.name == "nt" and os.path.isdir(target):
                os.rmdir(target)  # nothing takes the place of a folder there
            os.replace(beside, target)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise


def put(path: str, data: bytes) -> None:
    """Write a file, or write over it, whole or not at all; what is no file (a pipe, a device) is written to."""
    target = os.path.realpath(path)  # a link may name what is not there yet
    with _named(path):
        if os.path.exists(path) and not os.path.isfile(path):
            with open(path, "wb", opener=_read_by_somebody) as file:  # by this name: /dev/stdout leads to none
                file.write(data)
        elif os.path.lexists(target):
            replace(target, data)
        else:
            create(target, data)


def _read_by_somebody(path: str, flags: int) -> int:
    """Open what is no file; a pipe that nobody reads is not waited for. Raises OSError."""
    opened = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    os.set_blocking(opened, True)
    return opened


def work_in(path: str) -> Literal["plan", "archive"] | None:
    """What somebody keeps in a file that is there: a plan or its tables, or an archive; None where it is neither."""
    try:
        if not os.path.isfile(path) or not os.path.getsize(path):
            return None
        with open(path, "rb") as file:
            begin = file.read(2**20)
    except OSError:
        return None  # writing to it will say why
    of_database = next((path.removesuffix(each) for each in _ITS_LOGS if path.endswith(each)), None)
    if begin.startswith(_DATABASE) or (of_database is not None and os.path.isfile(of_database)):
        return "archive"
    if path.lower().endswith(_KEPT) or begin.startswith(_BEGIN):
        return "plan"
    lines = begin.decode("utf-8", "replace").splitlines()
    return "plan" if any(line.lstrip("\ufeff \t").startswith(_HEADS) for line in lines) else None


@contextmanager
def _named(path: str) -> Iterator[None]:
    """What the system complains of, told of the path as it was given."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), path) from error


@contextmanager
def _beside(path: str, data: bytes, mode: int) -> Iterator[str]:
    """A file in the same folder that holds ``data``, with these permissions, and has reached the disk; it is gone again
    after that."""
    beside = _unheard_of(path)
    try:
        _write(beside, data, 0o600)
        os.chmod(beside, mode)
        yield beside
    finally:
        with suppress(OSError):
            os.unlink(beside)


def _unheard_of(path: str) -> str:
    """A name in the same folder that nothing has."""
    return os.path.join(os.path.dirname(path), f".willing-{os.urandom(8).hex()}")


def _write(path: str, data: bytes, mode: int) -> None:
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _held(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def _swap(beside: str, target: str) -> None:
    """Let two files change places, in one step where the system can; else what was there is linked first."""
    if sys.platform == "linux":
        import ctypes

        exchange = getattr(ctypes.CDLL(None), "renameat2", None)
        if exchange is not None and exchange(-100, os.fsencode(beside), -100, os.fsencode(target), 2) == 0:
            return
    old = _unheard_of(target)
    try:
        os.link(target, old)
    except OSError:  # a file system without links
        old = ""
    os.replace(beside, target)
    if old:
        os.replace(old, beside)


def _kept(beside: str, target: str) -> str:
    """Give what somebody else wrote a name of its own."""
    number = 1
    while True:
        try:
            os.link(beside, f"{target}.kept-{number}")
        except FileExistsError:
            number += 1
        else:
            return f"{target}.kept-{number}"


def text_like(text: str, was: bytes) -> bytes:
    """A text with the ends of lines, and the mark of UTF-8, that the bytes have in whose place it is to be put."""
    lines = "\r\n" if 2 * was.count(b"\r\n") > was.count(b"\n") else "\n"
    mark = b"\xef\xbb\xbf" if was.startswith(b"\xef\xbb\xbf") else b""
    return mark + text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\n", lines).encode()


@contextmanager
def _alone(path: str) -> Iterator[None]:
    """Alone among those who replace files of a folder by this module, in this process or another.

    A lock on the folder itself leaves nothing behind, however its holder ends. Raises TimeoutError.
    """
    folder = os.path.dirname(path) or "."
    end = time.monotonic() + _PATIENCE
    while (lock := _locked(folder)) is None:
        if time.monotonic() > end:
            raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
        time.sleep(0.005)
    try:
        yield
    finally:
        if lock >= 0:
            os.close(lock)


if sys.platform == "win32":

    def _locked(folder: str) -> int | None:
        """A file that only one can make, and that goes with its handle; None while another has it."""
        try:
            flags = os.O_CREAT | os.O_EXCL | os.O_TEMPORARY
            return os.open(os.path.join(folder, ".willing-lock"), flags)
        except (FileExistsError, PermissionError):
            return None

else:

    def _locked(folder: str) -> int | None:
        """The locked folder; None while another has it, -1 on a file system without locks."""
        import fcntl

        lock = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return None
        except OSError:
            os.close(lock)
            return -1
        return lock
