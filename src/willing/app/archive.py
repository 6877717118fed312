"""Reports that were read once, kept in one SQLite file: searched, and never read twice.

The file is safe against being killed at any moment: what was told as kept is kept, and half a report never is. Each
file is one transaction, in a write-ahead log that is flushed before the transaction counts.
"""

import errno
import os
import sqlite3
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal, Self

from willing.answers.reports import Hit, Hits, Kept, SentenceFound
from willing.app.report_files import reports_in
from willing.reports.formats import MOST_BYTES
from willing.reports.report import Report

#: Marks the file as ours, and tells which shape its tables have: 2 since it is known when feeds were asked.
_APPLICATION, _SHAPE = 0x57696C6C, 2

#: So many seconds another process may take to write.
_PATIENCE = 10.0

#: What a report that is kept may unpack to: its sentences, and where each stands.
_MOST_UNPACKED = 3 * MOST_BYTES

_TABLES = """
create table files (
    sha256 blob primary key, data blob not null, size integer not null, added text not null
);
create table names (sha256 blob not null references files, name text not null, unique (sha256, name));
create table reports (
    id integer primary key, sha256 blob not null references files, part integer not null,
    title text, outlet text, author text, published text, agency text, language text, url text, format text not null,
    sentences integer not null, report blob not null, unique (sha256, part)
);
create virtual table words using fts5 (said, title, outlet, author, tokenize = 'unicode61 remove_diacritics 2');
"""

_ASKED = """create table asked (
    address text primary key, etag text, modified text, failures integer not null, again real not null
)"""

_STATEMENTS = tuple(each.strip() for each in _TABLES.split(";") if each.strip())

_OPEN, _CLOSE = "\x02", "\x03"  # around a word that was found; no sentence holds them


class ArchiveError(Exception):
    """The archive cannot be used, or has no such report.

    ``why``: its file is none of an archive ("foreign"), of a later Willing ("newer") or broken ("damaged"), somebody
    else writes to it ("busy"), the system refuses ("os"); no report, or more than one, has an id that begins so
    ("unknown", "several"). ``what``: the reason of the system, or the id.
    """

    def __init__(self, why: Literal["foreign", "newer", "damaged", "busy", "os", "unknown", "several"], what: str = ""):
        super().__init__(f"{why}: {what}" if what else why)
        self.why = why
        self.what = what


def default_archive(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Where the archive is: what WILLING_ARCHIVE says, else in the place of the system for a user's data."""
    if told := environment.get("WILLING_ARCHIVE"):
        return Path(told)
    home = Path(environment.get("HOME") or os.path.expanduser("~"))
    if platform == "win32":
        folder = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "Willing"
    elif platform == "darwin":
        folder = home / "Library" / "Application Support" / "Willing"
    else:
        data = environment.get("XDG_DATA_HOME", "")
        folder = (Path(data) if os.path.isabs(data) else home / ".local" / "share") / "willing"
    return folder / "archive.sqlite"


def open_archive(path: str | os.PathLike[str] | None = None, *, read: bool = False) -> "Archive":
    """The archive at ``path``, default: :func:`default_archive`; to be closed, or used in ``with``.

    It is made where there is none, unless it is only ``read``. Raises :class:`ArchiveError`.
    """
    return Archive(default_archive() if path is None else path, read=read)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """When a feed was asked last: by what its server knows what it gave, how often in a row it failed, and from when on
    it may be asked ``again`` (seconds since 1970)."""

    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    again: float = 0.0


class Archive:
    """An archive of reports; made where there is none, unless it is only ``read``.

    To be closed, or used in ``with``. Whatever it is asked raises :class:`ArchiveError` where the file cannot be used.
    """

    def __init__(self, path: str | os.PathLike[str], *, read: bool = False) -> None:
        self.path = os.fspath(path)
        with self._told():
            if read and not (os.path.exists(self.path) and os.stat(self.path).st_size):
                self._db = sqlite3.connect(":memory:", isolation_level=None)
            else:
                folder = os.path.dirname(os.path.abspath(self.path))
                if not read:
                    os.makedirs(folder, exist_ok=True)
                if os.path.exists(self.path) and not os.path.isfile(self.path):
                    raise ArchiveError("foreign")
                self._db = sqlite3.connect(self.path, isolation_level=None, timeout=_PATIENCE)
        try:
            with self._told():
                self._prepare(read)
        except BaseException:
            self._db.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _prepare(self, read: bool) -> None:
        if not self._is_ours():
            with self._writing():
                if not self._is_ours():  # another process may have been first
                    for statement in (*_STATEMENTS, _ASKED):
                        self._db.execute(statement)
                    self._db.execute(f"pragma application_id = {_APPLICATION}")
                    self._db.execute(f"pragma user_version = {_SHAPE}")
            self._log_ahead()
        shape = self._number("pragma user_version")
        if shape > _SHAPE:
            raise ArchiveError("newer")
        expected = (*_STATEMENTS, _ASKED) if shape == _SHAPE else _STATEMENTS
        # Anything else (a view that has no end, a table without a column) was put there by somebody else.
        made = self._db.execute("select type, name, sql from sqlite_master where sql is not null").fetchall()
        others = {
            (kind, _plain(sql)) for kind, name, sql in made if not (kind == "table" and name.startswith("words_"))
        }
        if others != {("table", _plain(statement)) for statement in expected}:
            raise ArchiveError("damaged", "sqlite_master")
        if shape < _SHAPE and not read:
            with self._writing():
                if self._number("pragma user_version") < _SHAPE:
                    self._db.execute(_ASKED)
                    self._db.execute(f"pragma user_version = {_SHAPE}")
        self._db.execute("pragma synchronous = full")  # what is told as kept has reached the disk

    def _is_ours(self) -> bool:
        """Whether it is an archive; not if there is nothing in it. Raises :class:`ArchiveError` for any other file."""
        held, ours = self._number("select count(*) from sqlite_master"), self._number("pragma application_id")
        if ours != _APPLICATION and (ours or held):
            raise ArchiveError("foreign")
        return ours == _APPLICATION

    def _number(self, query: str) -> int:
        return int(self._db.execute(query).fetchone()[0])

    def _log_ahead(self) -> None:
        """Write ahead from now on; SQLite does not wait by itself for others who make the same archive."""
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                self._db.execute("pragma journal_mode = wal")
            except sqlite3.OperationalError as error:
                if _primary_code(error) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) or time.monotonic() > end:
                    raise
                time.sleep(0.01)
            else:
                return

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction: all of it or nothing."""
        self._db.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._db.execute("rollback")
            raise
        self._db.execute("commit")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What SQLite and the system complain of, as an :class:`ArchiveError`."""
        from msgspec import MsgspecError

        try:
            yield
        except sqlite3.OperationalError as error:
            code = _primary_code(error)
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise ArchiveError("busy") from None
            if code in (0, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR):  # 0: of the module, as of text that is none
                raise ArchiveError("damaged", str(error)) from None
            raise ArchiveError("os", str(error)) from None
        except sqlite3.DatabaseError as error:
            foreign = _primary_code(error) == sqlite3.SQLITE_NOTADB
            raise ArchiveError("foreign" if foreign else "damaged", "" if foreign else str(error)) from None
        except OSError as error:
            raise ArchiveError("os", error.strerror or os.strerror(error.errno or errno.EIO)) from None
        except (MsgspecError, zlib.error, ValueError, TypeError, RecursionError) as error:
            raise ArchiveError("damaged", str(error)) from None  # what is kept is not what was put there

    # -- adding ---------------------------------------------------------------------------------------------------

    def add(
        self, data: bytes, name: str, wanted: Callable[[Report], bool] = lambda _: True
    ) -> tuple[bool, tuple[Report, ...]]:
        """Keep a file and the reports in it that are ``wanted``, if there is one: whether it is new, and its reports.

        ``data``: its bytes; ``name``: what it is called, which tells some formats. A file that is known is not read
        again. Raises UnreadableError for what is no report; nothing of it is kept.
        """
        digest = sha256(data).digest()
        name = name.encode("utf-8", "backslashreplace").decode()  # a name that is no text
        with self._told():
            known = self._reports(digest)
            if known:
                with self._writing():
                    self._db.execute("insert or ignore into names values (?, ?)", (digest, name))
                return False, known
        reports = tuple(report for report in reports_in(data, name) if wanted(report))
        if not reports:
            return False, ()
        with self._told(), self._writing():
            now = datetime.now(UTC).isoformat(timespec="seconds")
            new = self._db.execute(
                "insert or ignore into files values (?, ?, ?, ?)", (digest, data, len(data), now)
            ).rowcount
            self._db.execute("insert or ignore into names values (?, ?)", (digest, name))
            if new:
                for report in reports:
                    self._insert(digest, report)
        return bool(new), reports

    def _insert(self, digest: bytes, report: Report) -> None:
        import msgspec

        row = self._db.execute(
            "insert into reports (sha256, part, title, outlet, author, published, agency, language, url, format,"
            " sentences, report) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                digest,
                report.part,
                report.title,
                report.outlet,
                report.author,
                report.published.isoformat() if report.published else None,
                report.agency,
                report.language,
                report.url,
                report.format,
                len(report.sentences),
                zlib.compress(msgspec.msgpack.encode(report)),
            ),
        )
        said = _said(report)
        self._db.execute(
            "insert into words (rowid, said, title, outlet, author) values (?, ?, ?, ?, ?)",
            (row.lastrowid, said, report.title, report.outlet, report.author),
        )

    # -- feeds ----------------------------------------------------------------------------------------------------

    def asked(self, address: str) -> Asked:
        """When a feed was asked last."""
        with self._told():
            row = self._db.execute(
                "select etag, modified, failures, again from asked where address = ?", (address,)
            ).fetchone()
            return Asked(etag=row[0], modified=row[1], failures=row[2], again=row[3]) if row else Asked()

    def ask_again(self, address: str, asked: Asked) -> None:
        """Keep when a feed was asked."""
        with self._told(), self._writing():
            self._db.execute("insert or replace into asked values (?, ?, ?, ?, ?)", (address, *astuple(asked)))

    def known(self) -> set[bytes]:
        """A mark (:func:`mark_of`) of every report that is kept."""
        with self._told():
            rows = self._db.execute(
                "select r.url, r.outlet, w.title, w.said from reports r join words w on w.rowid = r.id"
            )
            return {_mark(*row) for row in rows}

    def latest(self, most: int) -> tuple[tuple[Kept, Report], ...]:
        """The reports that were kept last, the latest last."""
        return self._both("where id in (select id from reports order by id desc limit ?) order by id", most)

    def of(self, data: bytes) -> tuple[tuple[Kept, Report], ...]:
        """The reports that are kept of a file."""
        return self._both("where sha256 = ? order by part", sha256(data).digest())

    def _both(self, where: str, value: object) -> tuple[tuple[Kept, Report], ...]:
        with self._told():
            return tuple(zip(self._rows(where, "", value), self._report(where, value), strict=True))

    # -- asking ---------------------------------------------------------------------------------------------------

    def list(self) -> tuple[Kept, ...]:
        """All reports, the latest first; those without a day last."""
        with self._told():
            return tuple(self._rows("", "order by r.published is null, r.published desc, r.id"))

    def files(self) -> int:
        """How many files are kept."""
        with self._told():
            return int(self._db.execute("select count(*) from files").fetchone()[0])

    def find(self, words: Sequence[str], *, most: int = 20) -> Hits:
        """The reports that hold all of the words, best first: how many there are, and the first ``most`` of them.

        A word also finds longer ones that begin with it; several in one string stand next to each other in the text.
        """
        query = " ".join(_phrase(each) for each in words if any(letter.isalnum() for letter in each))
        if not query:
            return Hits(count=0, hits=())
        with self._told():
            count = self._db.execute("select count(*) from words where words match ?", (query,)).fetchone()[0]
            found = self._db.execute(
                "select rowid, highlight(words, 0, ?, ?) from words where words match ?"
                " order by bm25(words, 1, 4, 2, 2), rowid limit ?",
                (_OPEN, _CLOSE, query, most),
            ).fetchall()
            hits = []
            for row, marked in found:
                (kept,) = self._rows("where r.id = ?", "", row)
                report = self._report("where id = ?", row)[0]
                hits.append(Hit(kept=kept, found=tuple(_marked(report, marked))))
        return Hits(count=count, hits=tuple(hits))

    def report(self, id_: str) -> tuple[Kept, Report]:
        """The report whose id begins so; raises ArchiveError where none or several do."""
        with self._told():
            which = [kept for kept in self._rows("", "order by r.id") if kept.id.startswith(id_) or kept.id == id_]
            exact = [kept for kept in which if kept.id == id_]
            if not which or not id_:
                raise ArchiveError("unknown", id_)
            if len(which) > 1 and len(exact) != 1:
                raise ArchiveError("several", ", ".join(kept.id for kept in which[:8]))
            kept = (exact or which)[0]
            (report,) = self._report("where sha256 = ? and part = ?", bytes.fromhex(kept.sha256), kept.part)
        return kept, report

    def data(self, kept: Kept) -> bytes:
        """The untouched bytes of the file a report came in."""
        digest = bytes.fromhex(kept.sha256)
        with self._told():
            row = self._db.execute("select data from files where sha256 = ?", (digest,)).fetchone()
            if row is None or sha256(row[0]).digest() != digest:
                raise ArchiveError("damaged", kept.id)
        return bytes(row[0])

    def _reports(self, digest: bytes) -> tuple[Report, ...]:
        return self._report("where sha256 = ? order by part", digest)

    def _report(self, where: str, *values: object) -> tuple[Report, ...]:
        import msgspec

        rows = self._db.execute(f"select report from reports {where}", values).fetchall()
        reports = []
        for (packed,) in rows:
            unpacking = zlib.decompressobj()
            reports.append(msgspec.msgpack.decode(unpacking.decompress(packed, _MOST_UNPACKED), type=Report))
        return tuple(reports)

    def _rows(self, where: str, order: str, *values: object) -> Iterator[Kept]:
        import msgspec

        rows = self._db.execute(
            "select r.sha256, r.part, (select min(name) from names n where n.sha256 = r.sha256), r.title, r.outlet,"
            " r.author, r.published, r.agency, r.language, r.format, r.sentences,"
            f" (select count(*) from reports o where o.sha256 = r.sha256) from reports r {where} {order}",
            values,
        )
        for digest, part, *told, parts in rows:
            fields = ("name", "title", "outlet", "author", "published", "agency", "language", "format", "sentences")
            id_ = digest.hex()[:10] + (f".{part}" if parts > 1 else "")
            its = {"id": id_, "sha256": digest.hex(), "part": part, **dict(zip(fields, told, strict=True))}
            yield msgspec.convert(its, Kept)


def mark_of(report: Report) -> bytes:
    """What tells a report from others: its address, outlet, title and text."""
    return _mark(report.url, report.outlet, report.title, _said(report))


def _mark(*parts: str | None) -> bytes:
    return sha256("\0".join(part or "" for part in parts).encode("utf-8", "surrogatepass")).digest()[:16]


def _said(report: Report) -> str:
    return "\n".join(sentence.said for sentence in report.sentences)


def _primary_code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _plain(statement: str) -> str:
    return " ".join(statement.casefold().split())


def _phrase(words: str) -> str:
    """Words as FTS5 wants them: as a phrase, its last word the beginning of a word."""
    bare = words.rstrip("*").replace('"', '""')
    return f'"{bare}"*'


def _marked(report: Report, marked: str) -> Iterator[SentenceFound]:
    """The sentences in which something was found, and where in them."""
    for i, (sentence, line) in enumerate(zip(report.sentences, marked.split("\n"), strict=False)):
        if _OPEN in line:
            places = []
            at = 0
            for n, piece in enumerate(line.replace(_CLOSE, _OPEN).split(_OPEN)):
                if n % 2:
                    places.append((at, at + len(piece)))
                at += len(piece)
            where = sentence.place
            yield SentenceFound(sentence=i, said=sentence.said, start=where.start, end=where.end, marks=tuple(places))
