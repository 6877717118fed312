"""Who is there: accounts, their passwords, and the sessions they have (§R10). What they may do is :mod:`rights`'.

The tables lie beside a room's events. Of several rooms that one server has, the first keeps sessions and failures, and
an account's password is that of the first room which knows it.
"""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from msgspec import Struct
from msgspec.structs import asdict, replace
from sqlalchemy import delete, func, insert, select, update

from willing.room.stores import Store
from willing.room.tables import ACCOUNTS, FAILURES, IDENTITIES, SESSIONS

#: How long a session lasts, and how long unused (§R10.2).
LASTS, IDLE = timedelta(hours=12), timedelta(minutes=60)
#: So many sign-ins may fail, of an account from an address, in this time (§R10.1).
MOST_FAILURES, FAILURES_IN = 10, timedelta(minutes=15)
SHORTEST, LONGEST = 12, 1_024

#: What nobody else writes meanwhile.
_ACCOUNTS = "accounts"

#: A session is written as seen so often at most.
_SEEN = timedelta(minutes=1)
_MAIL = re.compile(r"[^\s@\x00-\x1f]+@[^\s@\x00-\x1f]+")
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

#: What an unknown account is checked against, so that it takes as long.
_NOBODY = _HASHER.hash(secrets.token_urlsafe(32))


class Session(Struct, frozen=True, kw_only=True):
    """A session: ``hash`` is the SHA-256 of what its holder has, ``id`` what it is called to its account. Of a token
    ``acting`` (``room/DE/officer``) and ``basis`` are what it is for."""

    hash: str
    id: str
    account: str
    begun: datetime
    seen: datetime
    ends: datetime
    acting: str = ""
    basis: str = ""

    @property
    def by_token(self) -> bool:
        """Whether a program has it."""
        return bool(self.acting)

    def lives(self, now: datetime) -> bool:
        """Whether it is neither over nor, of a person, left alone too long."""
        return now < self.ends and (self.by_token or now < self.seen + IDLE)


class FailedTooOftenError(Exception):
    """Too many sign-ins failed; ``wait`` seconds are to pass."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


def account_of(mail: object) -> str | None:
    """A mail address as an account is called; None for what is none."""
    if not isinstance(mail, str) or len(mail) > 254:
        return None
    told = unicodedata.normalize("NFC", mail).strip().casefold()
    return told if _MAIL.fullmatch(told) else None


def is_password(text: object) -> bool:
    """Whether a text can be a password."""
    return isinstance(text, str) and SHORTEST <= len(text) <= LONGEST


def hashed(token: str) -> str:
    """The SHA-256 of a secret, which is all that is kept of it."""
    return hashlib.sha256(token.encode()).hexdigest()


class Accounts:
    """The accounts of the rooms of a server. Its methods wait for disk and for argon2: not for the loop of a server."""

    def __init__(self, stores: Sequence[Store], clock: Callable[[], datetime]) -> None:
        self._stores = tuple(dict.fromkeys(stores))
        self._home = stores[0]
        self._clock = clock
        self._sessions: dict[str, Session] = {}

    # -- accounts -----------------------------------------------------------------------------------------------------

    def knows(self, account: str) -> bool:
        """Whether there is such an account."""
        return self._password(account) is not None

    def name(self, account: str) -> str:
        """What a person is called."""
        for store in self._stores:
            with store.reading() as connection:
                name = connection.execute(select(ACCOUNTS.c.name).where(ACCOUNTS.c.account == account)).scalar()
            if name is not None:
                return str(name)
        return ""

    def add(self, store: Store, account: str, name: str, password: str) -> None:
        """Keep an account beside a room: a new one, or as another room has it. ``password`` is hashed first."""
        row = self._row(account)
        if row is None:
            kept = _HASHER.hash(password) if password else ""
            row = {"account": account, "name": name, "password": kept, "since": self._clock().isoformat()}
        with store.writing(_ACCOUNTS) as connection:
            if connection.execute(select(ACCOUNTS.c.account).where(ACCOUNTS.c.account == account)).first() is None:
                connection.execute(insert(ACCOUNTS).values(**row))

    def is_right(self, account: str, password: str, address: str) -> bool:
        """Whether it is the password of the account, asked from an address. It takes as long for unknown accounts.

        Raises FailedTooOftenError. Each try counts as a failure until it is known to be none, so that many at once
        are no more than the same one after the other.
        """
        now = self._clock()
        begun = (now - FAILURES_IN).isoformat()
        mine = (FAILURES.c.account == account) & (FAILURES.c.address == address)
        with self._home.writing(_ACCOUNTS) as connection:
            connection.execute(delete(FAILURES).where(FAILURES.c.at < begun))
            failed = connection.execute(select(func.count(), func.min(FAILURES.c.at)).where(mine)).one()
            if failed[0] >= MOST_FAILURES:
                first = datetime.fromisoformat(failed[1])
                raise FailedTooOftenError(max(1, round((first + FAILURES_IN - now).total_seconds())))
            tried = connection.execute(insert(FAILURES).values(account=account, address=address, at=now.isoformat()))
            number = tried.inserted_primary_key
        try:
            _HASHER.verify(self._password(account) or _NOBODY, password)
        except (VerifyMismatchError, InvalidHashError):
            return False
        with self._home.writing(_ACCOUNTS) as connection:
            connection.execute(delete(FAILURES).where(FAILURES.c.id == (number or (0,))[0]))
        return True

    def bound(self, issuer: str, subject: str, account: str) -> str | None:
        """The account of somebody who is known elsewhere, bound to this one where it is the first time; None where
        that is another's already."""
        of_issuer = IDENTITIES.c.issuer == issuer
        with self._home.writing(_ACCOUNTS) as connection:
            asked = select(IDENTITIES.c.account).where(of_issuer, IDENTITIES.c.subject == subject)
            known = connection.execute(asked).scalar()
            if known is not None:
                return str(known)
            taken = select(IDENTITIES.c.subject).where(of_issuer, IDENTITIES.c.account == account)
            if connection.execute(taken).first() is not None:
                return None
            connection.execute(insert(IDENTITIES).values(issuer=issuer, subject=subject, account=account))
        return account

    def _password(self, account: str) -> str | None:
        row = self._row(account)
        return None if row is None else str(row["password"])

    def _row(self, account: str) -> dict[str, object] | None:
        for store in self._stores:
            with store.reading() as connection:
                row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.account == account)).mappings().first()
            if row is not None:
                return {str(key): value for key, value in row.items()}
        return None

    # -- sessions -----------------------------------------------------------------------------------------------------

    def begin(self, account: str, instead_of: str | None = None) -> str:
        """A new session; what its holder has. ``instead_of``: of the session that ends by it."""
        token, _ = self.issue(account, self._clock() + LASTS)
        if instead_of is not None:
            self.end(hashed(instead_of))
        return token

    def issue(self, account: str, ends: datetime, acting: str = "", basis: str = "") -> tuple[str, Session]:
        """A session until then, and what its holder has; a token (§R10.2), where it is said what it is for."""
        now, token = self._clock(), secrets.token_urlsafe(32)
        session = Session(
            hash=hashed(token),
            id=secrets.token_urlsafe(9),
            account=account,
            begun=now,
            seen=now,
            ends=ends,
            acting=acting,
            basis=basis,
        )
        row = {
            name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(session).items()
        }
        with self._home.writing(_ACCOUNTS) as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.ends < now.isoformat()))
            connection.execute(insert(SESSIONS).values(**row, by_token=session.by_token))
        self._sessions[session.hash] = session
        return token, session

    def session(self, token: str) -> Session | None:
        """The session of who has this; None where there is none that lives. It is seen by being asked for."""
        now, hash_ = self._clock(), hashed(token)
        session = self._sessions.get(hash_) or self._read(hash_)
        if session is None or not session.lives(now):
            self._sessions.pop(hash_, None)
            return None
        if now >= session.seen + _SEEN:
            session = replace(session, seen=now)
            with suppress(OSError), self._home.writing(_ACCOUNTS) as connection:  # a full disk stops nobody who reads
                connection.execute(update(SESSIONS).where(SESSIONS.c.hash == hash_).values(seen=now.isoformat()))
        self._sessions[hash_] = session
        return session

    def is_open(self, session: Session) -> bool:
        """Whether a session that was found before is still there. Asking so is no use of it."""
        now = self._sessions.get(session.hash)
        return now is not None and now.lives(self._clock())

    def look(self) -> None:
        """Know which sessions other servers have ended, or seen. Raises OSError."""
        known = tuple(self._sessions)
        if not known or not self._home.shared:
            return
        asked = select(SESSIONS.c.hash, SESSIONS.c.seen).where(SESSIONS.c.hash.in_(known))
        with self._home.reading() as connection:
            seen = {row.hash: datetime.fromisoformat(row.seen) for row in connection.execute(asked)}
        for hash_ in known:
            its = self._sessions.get(hash_)
            if its is not None and hash_ not in seen:
                self._sessions.pop(hash_, None)
            elif its is not None and its.seen < seen[hash_]:
                self._sessions[hash_] = replace(its, seen=seen[hash_])

    def sessions(self, account: str) -> list[Session]:
        """All that an account has, and its tokens."""
        with self._home.reading() as connection:
            rows = connection.execute(
                select(SESSIONS).where(SESSIONS.c.account == account).order_by(SESSIONS.c.begun)
            ).all()
        now = self._clock()
        return [session for row in rows if (session := _session(row)).lives(now)]

    def end(self, hash_: str) -> None:
        """End one session."""
        self._end(SESSIONS.c.hash == hash_, lambda its: its.hash == hash_)

    def end_named(self, account: str, id_: str, by_token: bool) -> bool:
        """End a session of an account, or a token, by its name; whether there was one."""
        found = [each for each in self.sessions(account) if each.id == id_ and each.by_token == by_token]
        for each in found:
            self.end(each.hash)
        return bool(found)

    def end_all(self, account: str) -> None:
        """End all that an account has."""
        self._end(SESSIONS.c.account == account, lambda its: its.account == account)

    def _end(self, which: "object", its: Callable[[Session], bool]) -> None:
        with self._home.writing(_ACCOUNTS) as connection:
            connection.execute(delete(SESSIONS).where(which))  # type: ignore[arg-type]
        self._sessions = {hash_: each for hash_, each in self._sessions.items() if not its(each)}

    def _read(self, hash_: str) -> Session | None:
        with self._home.reading() as connection:
            row = connection.execute(select(SESSIONS).where(SESSIONS.c.hash == hash_)).one_or_none()
        return None if row is None else _session(row)


def _session(row: "object") -> Session:
    told = row._mapping  # type: ignore[attr-defined]
    known = {name: told[name] for name in Session.__struct_fields__}
    return msgspec.convert(known, Session)
