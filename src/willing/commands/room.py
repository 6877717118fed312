"""``willing room``: the shared room, for who runs it and who brings a plan to it."""

import gc
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from willing.commands.files import readable
from willing.commands.language import LANG
from willing.commands.misuse import MisuseError
from willing.commands.options import PLAN, day_of
from willing.commands.output import Refused, deliver, shown, told_in, write, write_json
from willing.model.problem import Message

if TYPE_CHECKING:
    import socket
    from contextlib import ExitStack
    from datetime import date

    from willing.languages.messages import Catalogue
    from willing.room.ledger import Ledger
    from willing.room.serving import Wanted

#: Where a room is served unless somebody says otherwise (§R1.1).
HERE = "http://127.0.0.1:8750"

ROOM = click.argument("room", metavar="ROOM")
_AT = click.option("--at", required=True, metavar="URL", help="The room, such as http://127.0.0.1:8750/rooms/plan.")
_AS = click.option("--as", "acting", required=True, metavar="DELEGATION/ROLE", help="For whom you act.")
_ACCOUNT = click.option("--account", required=True, metavar="MAIL", help="Your account; the password is asked for.")
_YES = click.option("--yes", is_flag=True, help="Send it; else it is only shown.")


@contextmanager
def refused() -> Iterator[None]:
    """What a room, or a server, refuses is told like any mistake."""
    from willing.room.client import ServerError
    from willing.room.problems import RefusedError
    from willing.room.stores import RoomError

    try:
        yield
    except (RoomError, ServerError) as error:
        raise Refused(error.message.code, **dict(error.message.parts)) from None  # type: ignore[arg-type]
    except RefusedError as error:
        message = error.detail or Message("room-bad-id")
        raise Refused(message.code, **dict(message.parts)) from None  # type: ignore[arg-type]


@contextmanager
def _ledger(room: str) -> "Iterator[Ledger]":
    from willing.room.ledger import Ledger

    with refused():
        ledger = Ledger.open(room)
        try:
            yield ledger
        finally:
            ledger.close()


def _place(room: str) -> str:
    """Where a room is kept, without a password."""
    from willing.room.stores import Address

    return shown(str(Address(room)))


def _say(lang: str | None) -> "Catalogue":
    from willing.languages.messages import Catalogue

    return Catalogue(told_in(lang))


def _named(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, str]:
    first, sign, second = value.partition("/")
    if not (first and sign and second):
        raise MisuseError(Message("room-no-pair", given=value, wanted=str(param.metavar)), ctx)
    return first, second


@click.group()
def room() -> None:
    """A plan shared by many, each with their own pen."""


@room.command("new")
@PLAN
@click.option(
    "-o", "target", required=True, metavar="ROOM", help="Where it is to be: a file, or postgresql://HOST/DATABASE#ID."
)
@click.option("--id", "id_", metavar="ID", help="The room in addresses; default: what the file is called.")
@LANG
def new(plan: str, target: str, id_: str | None, lang: str | None) -> None:
    """Make a room of a plan, and the first chair's way in."""
    from datetime import UTC, datetime

    from willing.app.errors import PlanError
    from willing.app.store import FilePlan
    from willing.model.condition_text import is_id
    from willing.room.exchange import new_room
    from willing.room.stores import Address

    say = _say(lang)
    address = Address(target)
    id_ = id_ or address.room or _as_id(address.name)
    if not is_id(id_):
        raise Refused("room-no-id", id=id_)
    stored = FilePlan(plan).read()
    if stored.reading.plan is None:
        raise PlanError(stored.reading.errors, omitted=stored.reading.omitted)
    with refused():
        token = new_room(target, id_, stored.reading.plan, stored.text, datetime.now(UTC))
    write(say("room.made", room=_place(target)) + f"\n{HERE}/join#{token}\n")


def _as_id(name: str) -> str:
    """A name with what no id may have as dashes."""
    kept = "".join(letter if letter.isalnum() or letter == "_" else "-" for letter in name).strip("-")
    return kept if kept[:1].isalpha() else f"room-{kept}"


@room.command("invite")
@ROOM
@click.argument("who", metavar="DELEGATION/ROLE", callback=_named)
@LANG
def invite(room: str, who: tuple[str, str], lang: str | None) -> None:
    """One more way in, for a chair who lost it."""
    from datetime import UTC, datetime

    from willing.room.chairing import invited
    from willing.room.fold import folded
    from willing.room.pen import Pen
    from willing.room.room import standing

    say = _say(lang)
    with _ledger(room) as ledger:
        state = standing(ledger)
        with ledger.turn() as turn:
            pen = Pen(folded(turn.events(state.seq), state), datetime.now(UTC))
            token = invited(pen, "host", *who)
            turn.append(pen.events)
    write(say("room.invited", who="/".join(who)) + f"\n{HERE}/join#{token}\n")


@room.command("export")
@ROOM
@click.option("--basis", "which", type=click.Choice(["room", "mine", "drafts"]), default="room", help="Whose picture.")
@click.option("--of", "delegation", default="host", metavar="DELEGATION", help="Of mine and drafts; default: host.")
@click.option("--as-of", callback=day_of, metavar="DAY", help="The picture of this day; default: today.")
@click.option("-o", "target", metavar="FILE", help="Write there.")
def export(room: str, which: str, delegation: str, as_of: "date | None", target: str | None) -> None:
    """The plan file that answers like the room."""
    from datetime import UTC, datetime

    from willing.room.basis import basis_of
    from willing.room.room import standing

    with _ledger(room) as ledger:
        state = standing(ledger)
    basis = basis_of(state, delegation, which, as_of or datetime.now(UTC).date())  # type: ignore[arg-type]
    deliver(basis.export(), target)


@room.command("verify")
@ROOM
@LANG
def verify(room: str, lang: str | None) -> int:
    """Whether the room holds: its chain, its fold, and the rights of every event at its time."""
    from willing.answers.problems import message_text
    from willing.room.verifying import verified

    say = _say(lang)
    with _ledger(room) as ledger:
        found = verified(ledger.events())
    if found.wrong is not None:
        write(f"{message_text(found.wrong, told_in(lang))}\n")
        return 1
    write(say.many("room.verified", found.events) + "\n")
    return 0


@room.command("backup")
@ROOM
@click.option("-o", "target", required=True, metavar="FILE", help="The copy.")
@LANG
def backup(room: str, target: str, lang: str | None) -> None:
    """One consistent copy, while all write."""
    say = _say(lang)
    with _ledger(room) as ledger:
        ledger.copy(target)
    write(say("room.copied", file=_place(target)) + "\n")


@room.command("restore")
@click.argument("copy", metavar="FILE")
@click.option(
    "-o", "target", required=True, metavar="ROOM", help="Where it is to be: a file, or postgresql://HOST/DATABASE#ID."
)
@LANG
def restore(copy: str, target: str, lang: str | None) -> int:
    """A room of a copy, once its chain holds."""
    from willing.answers.problems import message_text
    from willing.room.verifying import verified

    say = _say(lang)
    with _ledger(copy) as ledger:
        found = verified(ledger.events())
        if found.wrong is None:
            ledger.copy(target)
    if found.wrong is not None:
        write(f"{message_text(found.wrong, told_in(lang))}\n")
        return 1
    write(say("room.copied", file=_place(target)) + "\n")
    return 0


@room.command("upgrade")
@ROOM
@LANG
def upgrade(room: str, lang: str | None) -> None:
    """Bring the tables of a room that an earlier version wrote up to date."""
    from datetime import UTC, datetime

    from willing.room.upgrading import upgraded

    say = _say(lang)
    with refused():
        upgraded(room, datetime.now(UTC))
    write(say("room.upgraded", room=_place(room)) + "\n")


@room.command("redact")
@ROOM
@click.argument("record", metavar="KIND/ID", callback=_named)
@click.option("--who", required=True, metavar="NAME", help="Who decided it.")
@click.option("--why", required=True, metavar="TEXT", help="By which law.")
@LANG
def redact(room: str, record: tuple[str, str], who: str, why: str, lang: str | None) -> None:
    """Delete what a record says, and has said, where the law wants it gone; the chain still holds."""
    from datetime import UTC, datetime

    from willing.room.events import Deed
    from willing.room.fold import folded
    from willing.room.pen import Pen
    from willing.room.room import standing

    say = _say(lang)
    with _ledger(room) as ledger:
        state = standing(ledger)
        found = state.record(*record)
        if found is None:
            raise Refused("room-no-record", record="/".join(record))
        with ledger.turn() as turn:
            pen = Pen(folded(turn.events(state.seq), state), datetime.now(UTC))
            deed = Deed(event="redacted", kind=found.kind, record=found.id, owner=found.owner, account=who, reason=why)
            turn.erase(pen.write(deed))
        ledger.store.sweep()
    write(say("room.redacted", record="/".join(record)) + "\n")


@room.command("import")
@PLAN
@_AT
@_AS
@_ACCOUNT
@_YES
@LANG
def import_(plan: str, at: str, acting: str, account: str, yes: bool, lang: str | None) -> None:
    """What of a plan is not so in a room, as changes; with --yes they are sent, each as a draft."""
    from willing.app.open import check_plan, study_of
    from willing.app.query import Query
    from willing.notation.write import write_plan

    _send(write_plan(study_of(check_plan(plan), Query(), file=plan).plan), at, acting, account, yes, lang)


@room.command("submit")
@click.argument("drafts", metavar="FILE")
@_AT
@_AS
@_ACCOUNT
@_YES
@LANG
def submit(drafts: str, at: str, acting: str, account: str, yes: bool, lang: str | None) -> None:
    """Send pledges that were drafted at home, beside a room's export (willing brief room.toml --drafts FILE)."""
    _send(None, at, acting, account, yes, lang, drafts=drafts)


def _send(
    plan: str | None, at: str, acting: str, account: str, yes: bool, lang: str | None, *, drafts: str = ""
) -> None:
    from willing.app.open import read_file
    from willing.app.overlay import overlaid
    from willing.room.client import Client

    say = _say(lang)
    password = click.prompt(say("room.password"), hide_input=True, err=True)
    with refused():
        client = Client(at, acting)
        client.sign_in(account, password)
        if plan is None:
            plan = overlaid(client.get("export.toml?basis=mine"), "room.toml", read_file(drafts), drafts)
        changes = client.post("import", {"plan": plan})["changes"]
        if not yes:
            write_json({"changes": changes})
            return
        sent = client.post("changes", {"changes": changes}) if changes else {"results": []}
    write(say.many("room.sent", len(sent["results"])) + "\n")


@room.command("serve")
@click.argument("rooms", metavar="ROOM...", nargs=-1, required=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where it listens.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8750, show_default=True, help="Port; 0: a free one.")
@click.option("--tls", nargs=2, metavar="CERT KEY", help="Certificate and key: what is sent is encrypted.")
@click.option("--proxy", is_flag=True, help="Somebody in front ends TLS, and says whom a request comes from.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="A name it is reached by; several are allowed.")
@click.option(
    "--writes-per-minute", "writes", type=click.IntRange(0), metavar="N", help="Of each delegation; 0: without limit."
)
@click.option(
    "--metrics", type=click.IntRange(0, 65_535), metavar="PORT", help="Numbers for Prometheus, to this machine alone."
)
@click.option("--log", is_flag=True, help="Each request as a line of JSON on standard error.")
@click.option("--services", metavar="FILE", help="Who signs people in and sends mail (TOML; docs/room.md).")
def serve(rooms: tuple[str, ...], services: str | None, **wanted: object) -> None:
    """Serve rooms to browsers and programs."""
    import msgspec
    from msgspec.structs import replace

    from willing.room.services import services_in
    from willing.room.serving import Wanted

    its = msgspec.convert(wanted, Wanted)
    if services is not None:
        with refused(), readable(services):
            its = replace(its, services=services_in(services))
    _serve(rooms, its)


@room.command("demo")
@click.option("--port", type=click.IntRange(0, 65_535), default=8750, show_default=True, help="Port; 0: a free one.")
def demo(port: int) -> None:
    """A room of the real case to look at, with a way in for each role."""
    import tempfile
    from datetime import UTC, datetime

    from willing.room.demo import demo_plan, make_demo
    from willing.room.serving import Wanted

    with tempfile.TemporaryDirectory(prefix="willing-") as folder, refused():
        path = os.path.join(folder, "demo.room")
        _serve((path,), Wanted(port=port), make_demo(path, demo_plan(), datetime.now(UTC)))


def _serve(rooms: tuple[str, ...], wanted: "Wanted", demo: "Mapping[str, str] | None" = None) -> None:
    """Serve until it is ended; ``demo``: who acts, by the token that signs in."""
    from contextlib import ExitStack, suppress

    from willing.room.demo import account_of
    from willing.room.serving import check, opened, server_of
    from willing.room.watching import begin_log

    demo = demo or {}
    with ExitStack() as stack, refused():
        check(wanted)
        begin_log(requests=wanted.log)
        signal.signal(signal.SIGTERM, _end)
        found = opened(rooms, stack, wanted.writes)
        listener = _listening(wanted.host, wanted.port, stack)
        watched = None if wanted.metrics is None else _listening("127.0.0.1", wanted.metrics, stack)
        port = listener.getsockname()[1]
        gc.freeze()  # the rooms as they stand are looked through for garbage no more
        accounts = {token: account_of(*who.split("/")) for token, who in demo.items()}
        server = server_of(found, wanted, port, accounts, watched)
        scheme = "https" if wanted.tls else "http"
        name = next(iter(wanted.names), wanted.host)
        if not wanted.proxy and ":" not in name and (wanted.tls is None or port != 443):
            name = f"{name}:{port}"
        if demo:
            for token, who in demo.items():
                write(f"{who:<20}{scheme}://{name}/sign-in#{token}\n")
        else:
            write("".join(f"{id_}: {scheme}://{name}/\n" for id_ in found))
        if watched is not None:
            write(f"http://127.0.0.1:{watched.getsockname()[1]}/metrics\n")
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):  # it has ended as it should
            server.run(sockets=[listener])


def _listening(host: str, port: int, stack: "ExitStack") -> "socket.socket":
    from willing.room.serving import listening

    try:
        return stack.enter_context(listening(host, port))
    except OSError:
        raise Refused("port-taken", port=port) from None


def _end(*_: object) -> None:
    """Told to end, it ends as by Ctrl-C: what waits is written, and pages are told."""
    raise KeyboardInterrupt
