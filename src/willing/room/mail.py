"""The digest as mail (§R12.4): once a day to each member whose delegation has news. Off unless somebody sets it.

A mail server that refuses or hangs is told in the log and asked again a few times, later each time; then that day's
mail is given up. Nothing of a room waits for it.
"""

import smtplib
import ssl
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import quote, urlencode

from sqlalchemy import delete, insert, select

from willing.languages.messages import Catalogue
from willing.room.digest import Digest, digest
from willing.room.fold import Member
from willing.room.reading import ProposalJson, Reader
from willing.room.rights import Actor
from willing.room.room import Room
from willing.room.services import Mail
from willing.room.tables import META
from willing.room.watching import note, warn

#: How long a mail server has for each of its answers, in seconds.
ANSWERS = 20.0
#: How long until it is asked again, time after time; then no more that day.
AGAIN = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
#: Lines of a kind that one mail has.
_MOST = 20


class Post:
    """What is to be sent, and when. Its methods wait for the mail server: not for the loop of a server."""

    def __init__(self, mail: Mail, rooms: Mapping[str, Room], clock: Callable[[], datetime]) -> None:
        self._mail = mail
        self._rooms = rooms
        self._clock = clock
        self._failed = 0
        self._not_before: datetime | None = None

    def look(self) -> int:
        """Send what is due; how many were sent."""
        now = self._clock()
        if now.hour < self._mail.hour or (self._not_before is not None and now < self._not_before):
            return 0
        sent = 0
        for room in self._rooms.values():
            for member in list(room.state.members.values()):
                if not member.current:
                    continue
                before = self._claim(room, member, now)
                if before is None:
                    continue
                letter = self._letter(room, member, before.partition(" ")[2], now)
                if letter is None:
                    continue
                if not self._sent(letter, now):
                    self._set(room, member, before)
                    return sent
                sent += 1
        return sent

    def _sent(self, letter: EmailMessage, now: datetime) -> bool:
        try:
            self._send(letter)
        except (OSError, smtplib.SMTPException) as error:
            steps = len(AGAIN)
            refused = isinstance(error, smtplib.SMTPRecipientsRefused)
            warn("mail_refused" if refused else "mail_failed", error=type(error).__name__, tried=self._failed + 1)
            if refused:  # this address is; the others wait for nothing
                return True
            given_up = self._failed >= steps
            tomorrow = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), now.tzinfo)
            self._not_before = tomorrow if given_up else now + AGAIN[self._failed]
            self._failed = 0 if given_up else self._failed + 1
            if given_up:
                warn("mail_given_up", until=tomorrow)
            return False
        self._failed, self._not_before = 0, None
        note("mail_sent")
        return True

    def _send(self, letter: EmailMessage) -> None:
        """Hand it to the mail server. Raises OSError and SMTPException."""
        mail, safe = self._mail, ssl.create_default_context()
        if mail.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=ANSWERS, context=safe)
        else:
            server = smtplib.SMTP(mail.host, mail.port, timeout=ANSWERS)
        with server:
            if mail.security == "starttls":
                server.starttls(context=safe)
            if mail.user:
                server.login(mail.user, mail.password)
            server.send_message(letter)

    # -- who was told what --------------------------------------------------------------------------------------------

    def _claim(self, room: Room, member: Member, now: datetime) -> str | None:
        """Take the mail of a member for today; what was kept of the last one, None where today's is taken, by this
        server or another. A member who never had one is told of what comes from now on."""
        today, cursor = now.date().isoformat(), room.state.cursor(member.delegation)
        with room.ledger.store.writing(room.id) as connection:
            its = (META.c.room == room.id) & (META.c.name == f"mailed {member.id}")
            kept = connection.execute(select(META.c.value).where(its)).scalar()
            if kept is not None and str(kept).partition(" ")[0] >= today:
                return None
            connection.execute(delete(META).where(its))
            connection.execute(insert(META).values(room=room.id, name=f"mailed {member.id}", value=f"{today} {cursor}"))
        return str(kept) if kept is not None else f"- {cursor}"

    def _set(self, room: Room, member: Member, value: str) -> None:
        with room.ledger.store.writing(room.id) as connection:
            its = (META.c.room == room.id) & (META.c.name == f"mailed {member.id}")
            connection.execute(META.update().where(its).values(value=value))

    # -- what it says -------------------------------------------------------------------------------------------------

    def _letter(self, room: Room, member: Member, after: str, now: datetime) -> EmailMessage | None:
        """The mail to a member; None where there is nothing to say."""
        reader = Reader(room.state, Actor(member.account, member.delegation, member.role))
        say = Catalogue(self._mail.language)
        told = lines_of(digest(reader, int(after)), say)
        if not told:
            return None
        plan = reader.record("plan", "plan")
        name = plan.body.get("name") if plan else None
        words = urlencode({"acting": f"{member.delegation}/{member.role}", "lang": self._mail.language})
        letter = EmailMessage()
        letter["Subject"] = say("room.mail.subject", plan=name if isinstance(name, str) else room.id).replace("\n", " ")
        letter["From"], letter["To"] = self._mail.sender, member.account
        letter["Date"] = format_datetime(now)
        letter["Message-ID"] = make_msgid(domain=self._mail.sender.rpartition("@")[2])
        letter["Auto-Submitted"] = "auto-generated"
        address = f"{self._mail.link.rstrip('/')}/rooms/{quote(room.id, safe='')}/page/today?{words}"
        letter.set_content("\n".join([*told, address, "", say("room.mail.why")]) + "\n")
        return letter


def lines_of(news: Digest, say: Catalogue) -> list[str]:
    """A digest in lines, each kind under its heading; empty where nothing of it is new or due."""

    def until(its: ProposalJson) -> str:
        return f"{its.text} ({say('room.proposal.open')} {say.day(its.deadline.date())})"

    answers = news.responses
    kinds = {
        "room.today.round": [news.round.name] if news.round else [],
        "room.page.proposals": [until(its) for its in news.proposals],
        "room.today.asked": [its.id for its in news.asked],
        "room.today.responses": [f"{its.record}: {say(f'room.response.{its.response.what}')}" for its in answers],
        "room.today.lapses": [f"{its.record}: {say.day(its.until)}" for its in news.lapses],
        "room.today.moved": [f"{its.record}: {say(f'room.event.{its.event}')}" for its in news.changed],
    }
    lines = []
    for heading, found in kinds.items():
        if found:
            lines += [say(heading), *(f"  - {' '.join(each.split())}" for each in say.shortened(found, _MOST)), ""]
    waiting = kinds["room.today.asked"] or kinds["room.today.lapses"] or kinds["room.page.proposals"]
    return lines if waiting or news.changed else []
