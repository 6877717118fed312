"""The pages of a room (§R1a): rendered here, with the words and the style of the board, kept up by `room.js`."""

import json
import re
from base64 import b64encode
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from starlette.responses import HTMLResponse, Response

from willing.languages.messages import Catalogue
from willing.languages.names import state_names
from willing.model.plan import Stage
from willing.present.page.page import stylesheet
from willing.room.answers import Asked
from willing.room.digest import digest
from willing.room.entered import Entered
from willing.room.events import Release
from willing.room.fold import Round
from willing.room.problems import RefusedError
from willing.room.reading import KINDS, MOST_EVENTS, DraftJson, MemberJson, RecordJson, to_json
from willing.room.rights import OF_DELEGATION, ROLES, can_act, may, reads
from willing.room.services import Provider
from willing.room.writing import RESPONSES
from willing.web.script import joined

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup


#: What works something out: its status, and its body.
Ask = Callable[[Asked], Awaitable[tuple[int, bytes]]]

#: The languages of the pages.
LANGUAGES = ("en", "de", "fr")

_SCRIPT = re.compile(r'<script type="module">(.*?)</script>', re.DOTALL)

_DOOR = (
    "script", "sign.in", "sign.out", "mail", "password", "name", "join", "join.hint", "as", "wrong", "away", "nowhere",
    "elsewhere",
)  # fmt: skip


#: The pages, and what a role must at least read for each (§R8); "" is for all, of partners or of the host alone.
_PAGES: Mapping[str, str] = {
    "today": "",
    "offers": "own pledge, pool, alternatives: draft",
    "plan": "",
    "ways": "answer and its like",
    "needs": "on behalf: write, release",
    "round": "head, round",
    "proposals": "proposal: make",
    "people": "members: own",
    "journal": "journal: readable",
    "access": "digest, own sessions and tokens",
}
#: The scripts of pages that have one of their own.
_SCRIPTS = {"access": ("page/access.js",), "ways": ("page/ways.js",)}

#: Of these, those for who may do it, not only read it.
_FOR_WRITERS = ("offers", "needs")

_STAGES = tuple(Stage.__members__)

#: The keys that are edited as in a sheet, by kind, and what is typed into their cells.
_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "pledge": {
        "provides": "text",
        "amount": "number",
        "if": "condition",
        "only_if": "condition",
        "stage": "stage",
        "until": "day",
    },
    "requirement": {"name": "text", "of": "list", "needs": "number", "priority": "number"},
    "assumption": {"name": "text", "holds": "holds"},
}

_TEXTS = (
    "kept", "stale", "yours", "theirs", "was", "take", "keep", "sure", "by", "ref", "sign", "sent", "away", "link",
    "left", "aside", "leans", "behind", "history", "text", "until", "propose", "token", "end", "since", "ends", "news",
)  # fmt: skip


class Pages:
    """What a server of rooms shows in a browser."""

    def __init__(self, clock: Callable[[], datetime], elsewhere: Provider | None = None) -> None:
        self._clock = clock
        self._elsewhere = elsewhere

    def door(self, status: int = 200, told: str = "") -> Response:
        """Where somebody signs in, or takes up an invitation: the same for all, and nothing of any room (§R10.1);
        ``told``: why he was sent back there."""
        return _page(_door(self._elsewhere, told), status)

    async def answer(self, entered: Entered, path: list[str], ask: Ask) -> Response:
        """A page of a room, or what it asks for: rendered of what its reader may read, and of nothing else."""
        frame = _Frame(entered, self._clock)
        match path:
            case ["plan"]:
                status, html = await ask(entered.asked("page"))
                return _page(frame.around(html.decode())) if status == 200 else _json(html, status)
            case ["plan", "world" | "extras" as part]:
                status, told = await ask(entered.asked(part))
                return _json(told, status)
            case ["ways", "part"]:
                partner = "" if entered.actor.delegation in OF_DELEGATION else entered.actor.delegation
                status, told = await ask(entered.asked("ways", partner))
                return _html(told.decode()) if status == 200 else _json(told, status)
            case ["said"]:
                own = "own" if entered.param("own") else ""
                asked = Asked(
                    delegation=entered.actor.delegation,
                    which="drafts",
                    what="said",
                    more=(entered.text("condition")[:10_000], own),
                    language=frame.language,
                )
                status, told = await ask(asked)
                return _json(told, status)
            case ["record", kind, id_]:
                return _page(frame.record(kind, id_))
            case ["reveal", id_, *part] if part in ([], ["part"]):
                brought, status = await self._brought(entered, id_, ask)
                if status != 200:
                    return _json(brought, status)
                page = frame.reveal(id_, brought.decode(), part=bool(part))
                return _html(page) if part else _page(page)
            case ["compared", *rounds] if len(rounds) in (1, 2):
                closed = [entered.reader.state.rounds.get(id_) for id_ in rounds]
                names = [its.name for its in closed if its is not None and its.closed]
                if len(names) < len(rounds):
                    raise RefusedError("unknown")
                status, html = await ask(self._of_rounds(entered, "compared", *rounds))
                return _page(frame.compared(names, html.decode())) if status == 200 else _json(html, status)
            case [name] if name in frame.pages:
                return _page(frame.page(name))
        raise RefusedError("unknown")

    async def _brought(self, entered: Entered, id_: str, ask: Ask) -> tuple[bytes, int]:
        """What a round brought on a basis, as HTML; nothing of one that never opened."""
        its = entered.reader.state.rounds.get(id_)
        if its is None:
            raise RefusedError("unknown")
        if not its.opened:
            return b"", 200
        status, body = await ask(self._of_rounds(entered, "reveal", id_))
        return body, status

    def _of_rounds(self, entered: Entered, what: str, *rounds: str) -> Asked:
        """A question that many ask at once; on ``room`` all ask the same."""
        whose = "" if entered.which == "room" else entered.actor.delegation
        return Asked(delegation=whose, which=entered.which, what=what, more=rounds, language=entered.language)


class _Frame:
    """The frame of the pages of one member, and what stands in it."""

    def __init__(self, entered: Entered, clock: Callable[[], datetime]) -> None:
        self.entered = entered
        self.reader = entered.reader
        self.actor = entered.actor
        self.language = entered.language
        self.say = Catalogue(entered.language)
        self._now = clock()
        self.pages = [name for name in _PAGES if self._has(name)]

    def _has(self, name: str) -> bool:
        needed = _PAGES[name]
        if not needed:
            return True
        return may(self.actor, needed) if name in _FOR_WRITERS else reads(self.actor, needed)

    # -- frames -------------------------------------------------------------------------------------------------------

    def around(self, html: str) -> str:
        """The page of the board, with the pages of the room above it."""
        top = _template("nav.html").render(**self._context("plan"))
        choice = _template("basis.html").render(**self._context("plan"))
        script = f"const ROOM = {self._config('plan')};\n{joined('willing.room', 'page/room.js', 'page/plan.js')}"
        html = html.replace("</style>", f"{_asset('room.css')}</style>", 1)
        html = html.replace("</body>", f'<script type="module">{script}</script></body>', 1)
        return html.replace('<header class="top">', f'{top}{choice}<header class="top">', 1)

    def page(self, name: str) -> str:
        """One of the pages."""
        rendered: Mapping[str, Callable[[], dict[str, Any]]] = {
            "today": self._today,
            "offers": self._offers,
            "needs": self._needs,
            "round": self._round,
            "ways": dict,
            "proposals": self._proposals,
            "people": self._people,
            "journal": self._journal,
            "access": self._access,
        }
        told = rendered[name]()
        return self._render(name, name, self.say(f"room.page.{name}"), told, *_SCRIPTS.get(name, ()))

    def record(self, kind: str, id_: str) -> str:
        """A record, and how it came to be so (§R11)."""
        record = self.reader.record(kind, id_)
        if record is None:
            raise RefusedError("unknown")
        confirms = record.on_behalf and record.owner == self.actor.delegation and may(self.actor, "on behalf: confirm")
        told = {"record": record, "history": self.reader.history(kind, id_), "confirms": confirms}
        return self._render("", "record", id_, told)

    def reveal(self, id_: str, brought: str, *, part: bool) -> str:
        """A round as a hall watches it: the clock, the moment, and what it brought; or the part of it that changes."""
        its = self.reader.state.rounds[id_]
        told = {"round": its, "brought": _markup(brought), "waiting": self.reader.waiting()}
        if part:
            return _template("brought.html").render(**self._words(), **told)
        return self._render("reveal", "reveal", its.name, told, "page/reveal.js")

    def compared(self, names: list[str], brought: str) -> str:
        """What is otherwise than when a round closed: when another did, or now (§R4.1)."""
        which, sides = (
            ("now", {"first": names[0]}) if len(names) == 1 else ("rounds", {"first": names[0], "last": names[1]})
        )
        told = {"hint": self.say(f"room.compared.hint.{which}", **sides), "brought": _markup(brought)}
        return self._render("compared", "compared", self.say(f"room.compared.{which}", **sides), told)

    def _render(self, here: str, content: str, title: str, told: Mapping[str, Any], *scripts: str) -> str:
        return _template("page.html").render(
            **self._context(here),
            **told,
            content=content,
            title=title,
            script=_markup(joined("willing.room", "page/room.js", *scripts)),
        )

    def _context(self, here: str) -> dict[str, Any]:
        others = [
            f"{its.delegation}/{its.role}"
            for its in self.reader.state.members.values()
            if its.account == self.actor.account and its.current
        ]
        plan = self.reader.record("plan", "plan")
        return {
            **self._words(),
            "lang": self.language,
            "languages": LANGUAGES,
            "css": _markup(_style()),
            "config": _markup(self._config(here)),
            "room_name": self._plain(plan.body.get("name", "")) if plan else self.entered.room.id,
            "acting": self.actor.acting,
            "others": [who for who in others if who != self.actor.acting],
            "pages": [(name, self.say(f"room.page.{name}")) for name in self.pages],
            "here": here,
            "which": self.entered.which,
            "as": lambda who: self._link("today", acting=who),
            "in_language": lambda lang: self._link(self.entered.address.partition("/")[2], lang=lang),
            "bases": ("room", "mine") if here in ("reveal", "compared") else ("room", "mine", "drafts"),
            "on": lambda basis: self._link(self.entered.address.partition("/")[2], basis=basis),
            "released": self._released,
            "delegation": self.actor.delegation,
        }

    def _words(self) -> dict[str, Any]:
        """What the macros need."""
        return {
            "say": self.say,
            "link": self._link,
            "quote": lambda text: quote(text, safe=""),
            "iso": lambda moment: to_json(moment).decode().strip('"'),
            "when": lambda moment: f"{self.say.day(moment.date())} {moment:%H:%M} UTC",
            "plain": self._plain,
            "called": self._called,
            "listed": self._listed,
        }

    def _called(self, delegation: str) -> str:
        """The name of a partner, as its record or else its state has it; of another delegation its id."""
        record = self.reader.record("partner", delegation)
        if record is not None and "name" in record.body:
            return self._plain(record.body["name"])
        return state_names(self.language).get(delegation, delegation)

    def _listed(self, delegations: Iterable[str]) -> str:
        return self.say.listed([*map(self._called, delegations)])

    def _link(self, path: str, **more: str) -> str:
        words = {"acting": self.actor.acting, "lang": self.language, **more}
        return f"/rooms/{quote(self.entered.room.id, safe='')}/page/{path}?{urlencode(words)}"

    def _config(self, here: str) -> str:
        config = {
            "address": f"/rooms/{quote(self.entered.room.id, safe='')}",
            "room": self.entered.room.id,
            "acting": self.actor.acting,
            "lang": self.language,
            "basis": self.entered.which if here in ("plan", "reveal", "compared", "ways") else "mine",
            "cursor": self.reader.cursor,
            "page": here,
            "about": self.entered.address.rpartition("/")[2],
            "now": self._now.timestamp(),
            "texts": {name: self.say(f"room.script.{name}") for name in _TEXTS},
        }
        return json.dumps(config, ensure_ascii=False).replace("<", "\\u003c")

    def _plain(self, value: object) -> str:
        """A value of a record in a line."""
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return self.say(f"room.{'yes' if value else 'no'}")
        if isinstance(value, list):
            return self.say("clauses").join(self._plain(each) for each in value)
        if isinstance(value, int | Decimal):
            return self.say.number(value)
        if isinstance(value, dict) and value.keys() & {*LANGUAGES}:  # a name by language
            return self._plain(value.get(self.language) or next(iter(value.values())))
        return to_json(value).decode()

    def _released(self, release: Release) -> str:
        """Who sees a version, in words."""
        if isinstance(release, str):
            return self.say("room.released.room")
        return self.say("room.released.to", names=self._listed(release)) if release else self.say("room.released.own")

    # -- what stands in them ------------------------------------------------------------------------------------------

    def _today(self) -> dict[str, Any]:
        return {"digest": digest(self.reader, used=self.entered.used()), "over": self._over()[-1:]}

    def _offers(self) -> dict[str, Any]:
        own = [its for its in self.reader.records("pledge") if its.owner == self.actor.delegation]
        signed = _STAGES[_STAGES.index(self.reader.settings().signed_from) :]
        names = [its.id for kind in ("assumption", "partner", "pledge", "group") for its in self.reader.records(kind)]
        partners = self._partners()
        releases = [("[]", self.say("room.released.own")), ('["host"]', self._released(("host",)))]
        releases += [
            (f'["{id_}","host"]', self._released((id_, "host"))) for id_ in partners if id_ != self.actor.delegation
        ]
        return {
            **self._sheets("pledge", rows={"pledge": own}),
            "releases": [*releases, ('"room"', self.say("room.released.room"))],
            "prefix": f"{self.actor.delegation.casefold()}-",
            "signed": signed,
            "names": dict.fromkeys([*names, *partners]),
        }

    def _needs(self) -> dict[str, Any]:
        rows = {kind: self.reader.records(kind) for kind in ("requirement", "assumption")}
        pledges = self.reader.records("pledge")
        provided = [its.body.get("provides") for its in pledges]
        return {
            **self._sheets("requirement", "assumption", rows=rows),
            "releases": [("[]", self.say("room.released.own")), ('"room"', self.say("room.released.room"))],
            "offers": [its for its in pledges if its.state != "withdrawn"],
            "responses": RESPONSES,
            "partners": self._partners(),
            "capabilities": sorted({its for its in provided if isinstance(its, str)}),
        }

    def _partners(self) -> list[str]:
        """The partners that its reader may know of: those declared, and those that pledge."""
        declared = {its.id for its in self.reader.records("partner")}
        return sorted(declared | {its.owner for its in self.reader.records("pledge")})

    def _sheets(self, *kinds: str, rows: Mapping[str, list[RecordJson]]) -> dict[str, Any]:
        """What a sheet of each kind is drawn from."""
        choices = {
            "stage": [(stage, self.say(f"stage.{stage}")) for stage in _STAGES],
            "holds": [("true", self.say("room.yes")), ("false", self.say("room.no"))],
        }
        columns = {
            kind: [
                {"key": key, "type": type_, "name": self.say(f"room.column.{key}"), "options": choices.get(type_)}
                for key, type_ in _COLUMNS[kind].items()
            ]
            for kind in kinds
        }
        return {
            "columns": columns,
            "rows": rows,
            "cell": self._cell,
            "release_value": lambda its: to_json(its).decode(),
        }

    def _cell(self, row: RecordJson | None, key: str) -> tuple[str, str]:
        """What stands in a cell of a sheet, of the draft where there is one; and all of a name that has several
        languages, as JSON."""
        if row is None:
            return "", ""
        value = (row.draft.body if isinstance(row.draft, DraftJson) else row.body).get(key)
        if value is None:
            return "", ""
        if isinstance(value, list):
            return ", ".join(str(each) for each in value), ""
        if isinstance(value, dict):
            return self._plain(value), to_json(value).decode()
        return value if isinstance(value, str) else to_json(value).decode(), ""

    def _over(self) -> list[Round]:
        """The rounds that left something behind, in the order in which they closed."""
        its = (each for each in self.reader.state.rounds.values() if each.closed)
        return sorted(its, key=lambda each: each.closed)

    def _round(self) -> dict[str, Any]:
        over = self._over()
        return {
            "rounds": self.reader.rounds(),
            "last": {last.id: first for first, last in pairwise(over)},
            "latest": over[-1].id if over else None,
            "settings": self.reader.settings(),
            "chairs": may(self.actor, "head, round"),
            "kinds": lambda kinds: self.say.listed([self.say(f"room.kind.{kind}") for kind in kinds]),
            "stages": [(stage, self.say(f"stage.{stage}")) for stage in _STAGES],
        }

    def _proposals(self) -> dict[str, Any]:
        return {
            "proposals": self.reader.proposals(),
            "changes": lambda its: [self._change(change) for change in its.changes],
            "makes": may(self.actor, "proposal: make"),
            "extends": may(self.actor, "proposal: extend, withdraw"),
            "breaks": may(self.actor, "proposal: break, assent"),
        }

    def _change(self, change: Mapping[str, Any]) -> dict[str, Any]:
        """A proposed change of a record: of each key what it says now, and what it is to say."""
        kind, id_ = str(change.get("kind")), str(change.get("record"))
        record = self.reader.record(kind, id_)
        was = record.body if record else {}
        now = change.get("body") or {**was, **(change.get("patch") or {})}
        keys = [key for key in dict.fromkeys((*now, *was)) if was.get(key) != now.get(key)]
        told = [tuple("" if side.get(key) is None else self._plain(side[key]) for side in (was, now)) for key in keys]
        names = [self.say(name) if (name := f"room.column.{key}") in self.say else key for key in keys]
        lines = [(name, *sides) for name, sides in zip(names, told, strict=True)]
        return {"kind": kind, "id": id_, "new": record is None, "lines": lines}

    def _people(self) -> dict[str, Any]:
        members = self.reader.members(self._now)
        own = may(self.actor, "invite, revoke: own officers")
        all_ = may(self.actor, "invite, revoke: all but partners' officers")
        invites = [f"{self.actor.delegation}/officer"] if own else []
        if all_:
            invites = [f"{whose}/{role}" for whose, roles in OF_DELEGATION.items() for role in roles]
            invites += [f"{partner}/signatory" for partner in self._partners()]

        def revokes(its: MemberJson) -> bool:
            officers = its.role == "officer"
            return (own and officers and its.delegation == self.actor.delegation) or (all_ and not officers)

        return {"members": members, "invites": invites, "revokes": revokes}

    def _access(self) -> dict[str, Any]:
        return {"roles": [role for role in ROLES if can_act(self.actor.role, role)]}

    def _journal(self) -> dict[str, Any]:
        return {"events": self.reader.told()[-MOST_EVENTS:], "kinds": KINDS}


def _page(html: str, status: int = 200) -> Response:
    """A page that may load nothing but its own scripts, and answers of this server."""
    scripts = " ".join(
        f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in _SCRIPT.findall(html)
    )
    policy = (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return HTMLResponse(html, status, {"content-security-policy": policy, "cache-control": "no-store"})


def _html(html: str) -> Response:
    """A part of a page."""
    return HTMLResponse(html, headers={"cache-control": "no-store"})


def _json(body: bytes, status: int) -> Response:
    type_ = "application/problem+json" if status >= 400 else "application/json"
    return Response(body, status, {"cache-control": "no-store"}, type_)


def _markup(text: str) -> "Markup":
    from markupsafe import Markup

    return Markup(text)


@lru_cache(maxsize=64)
def _door(elsewhere: Provider | None, told: str) -> str:
    texts = {lang: {name: Catalogue(lang)(f"room.door.{name}") for name in _DOOR} for lang in LANGUAGES}
    return _template("door.html").render(
        css=_markup(_style()),
        languages=LANGUAGES,
        elsewhere=elsewhere,
        told=told,
        texts=texts,
        json=_markup(json.dumps(texts, ensure_ascii=False).replace("<", "\\u003c")),
        script=_markup(_asset("door.js")),
    )


@cache
def _style() -> str:
    return stylesheet() + _asset("room.css")


@cache
def _asset(name: str) -> str:
    return files("willing.room").joinpath("page", name).read_text("utf-8")


@cache
def _template(name: str) -> "Template":
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(_asset),
    )
    return environment.get_template(name)
