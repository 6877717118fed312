"""Report files and folders to what is in them; each file that cannot be read is told, and the rest is still read.

from willing import read_reports

read = read_reports(["morning/"])
read.reports, read.unread, read.notes
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from willing.answers.reports import FileNote, Read, UnreadFile
from willing.reports.formats import MOST_BYTES, read_report
from willing.reports.formats.block import UnreadableError
from willing.reports.report import Report

#: More files than this are not read at once.
MOST_FILES = 100_000

# What reading one file may take of the processor: a PDF of all the pages that are read takes the half.
_SECONDS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFiles:
    """The ``reports`` in the order of the files, files in folders by name; of a feed, each of its items.

    ``unread``: files that could not be read, each with the reason; ``notes``: files that may be taken for another.
    """

    reports: tuple[Report, ...]
    unread: tuple[UnreadFile, ...] = ()
    notes: tuple[FileNote, ...] = ()

    def answer(self) -> Read:
        """All of it, as ``willing read --json`` tells it."""
        from willing.questions.reports import report_read

        return Read(reports=tuple(map(report_read, self.reports)), unread=self.unread, notes=self.notes)


def read_files(paths: Iterable[str], *, progress: Callable[[int, int], None] = lambda *_: None) -> ReadFiles:
    """The reports in files and folders (with the folders inside them; what begins with a dot is passed over).

    ``progress`` is told how many files are done, and of how many. A file that is not there, or is no report, is among
    those that are ``unread``. Raises ImportError where a format needs the extra ``press``, which is not installed.
    """
    reports: list[Report] = []
    unread: list[UnreadFile] = []
    notes: list[FileNote] = []
    seen: dict[str, str] = {}  # real paths
    names: dict[str, str] = {}
    same: dict[bytes, str] = {}
    files = list(report_files(paths))
    for done, found in enumerate(files):
        progress(done, len(files))
        if isinstance(found, UnreadFile):
            unread.append(found)
            continue
        real = os.path.realpath(found)
        if real in seen:
            notes.append(FileNote(kind="given-twice", file=found, other=seen[real]))
            continue
        seen[real] = found
        data = file_bytes(found)
        if isinstance(data, UnreadFile):
            unread.append(data)
            continue
        try:
            inside = reports_in(data, found)
        except UnreadableError as error:
            unread.append(UnreadFile(file=found, why=error.why, what=error.what))
            continue
        digest = sha256(data).digest()
        name = os.path.basename(found)
        if digest in same:
            notes.append(FileNote(kind="same-bytes", file=found, other=same[digest]))
        elif name in names:
            notes.append(FileNote(kind="same-name", file=found, other=names[name]))
        same.setdefault(digest, found)
        names.setdefault(name, found)
        reports += inside
    return ReadFiles(reports=tuple(reports), unread=tuple(unread), notes=tuple(notes))


def report_files(paths: Iterable[str], *, most: int | None = MOST_FILES) -> Iterator[str | UnreadFile]:
    """The files to read, folders opened; what is neither is told, and that there are more than ``most``."""
    count = 0
    for path in paths:
        try:
            is_folder = stat.S_ISDIR(os.stat(path).st_mode)
        except FileNotFoundError:
            yield UnreadFile(file=path, why="missing")
            continue
        except (OSError, ValueError) as error:
            yield UnreadFile(file=path, why="os", what=getattr(error, "strerror", None) or str(error))
            continue
        inside: Sequence[str] | Iterator[str] = _inside(path) if is_folder else (path,)
        empty = True
        for each in inside:
            empty = False
            count += 1
            if most is not None and count > most:
                yield UnreadFile(file=each, why="many", what=str(most))
                return
            yield each
        if empty:
            yield UnreadFile(file=path, why="nothing-inside")


def _inside(folder: str) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield os.path.join(place, name)


def reports_of(file: str) -> tuple[Report, ...] | UnreadFile:
    """The reports in a file, or why there are none."""
    data = file_bytes(file)
    if isinstance(data, UnreadFile):
        return data
    try:
        return reports_in(data, file)
    except UnreadableError as error:
        return UnreadFile(file=file, why=error.why, what=error.what)


def reports_in(data: bytes, file: str) -> tuple[Report, ...]:
    """The reports in a file. One in a format that others' code takes apart is read in a process with limits.

    Raises :class:`UnreadableError`.
    """
    if b"<" not in data and b"%PDF-" not in data[:1024]:
        return read_report(data, file)
    from willing.app.apart import ApartError, read_apart

    try:
        return tuple(report for part in read_apart(_parts, data, file) for report in part)
    except ApartError as error:
        raise UnreadableError(error.why) from None


def _parts(data: bytes, file: str) -> Iterator[tuple[Report, ...]]:
    """In that process."""
    from willing.app.apart import MEMORY, limit

    limit(MEMORY, _SECONDS)
    yield read_report(data, file)


def file_bytes(path: str) -> bytes | UnreadFile:
    """What a file holds; nothing is read of one that is too large, or no file (a pipe, a device)."""
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            return UnreadFile(file=path, why="not-a-file")
        if status.st_size > MOST_BYTES:
            return UnreadFile(file=path, why="large", what=str(status.st_size))
        with open(path, "rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return UnreadFile(file=path, why="missing")
    except PermissionError:
        return UnreadFile(file=path, why="denied")
    except OSError as error:
        return UnreadFile(file=path, why="os", what=error.strerror or str(error))
