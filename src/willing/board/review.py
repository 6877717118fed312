"""A draft reviewed on a page of this machine's own (``willing review --page``): nothing of it goes anywhere else."""

import re
from collections.abc import Mapping
from html import escape

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from willing.answers.problems import message_text
from willing.app.reviewing import By, Review, ReviewError
from willing.languages.messages import Catalogue
from willing.model.problem import Message
from willing.notation.toml.marks import Marked
from willing.present.page.review import entry_html, review_html
from willing.present.terminal.review import decided_text, left_text, refused_text, told
from willing.web.answers import ERRORS, AddressError, json_answer, json_sent, page_answer
from willing.web.guard import Guard

_KEY = re.compile(r"(\w+)\s*=\s*(.*)")


class _Reviewed:
    """One walk through a draft: what was passed over comes again once all else is decided."""

    def __init__(self, review: Review, by: By, language: str) -> None:
        self.review = review
        self.by = by
        self.say = Catalogue(language)
        self.passed: set[tuple[str, str]] = set()
        self.count = len(review.suggestions(by))

    def entry(self) -> tuple[Marked | None, int]:
        """The suggestion that is next, and how many wait."""
        waiting = self.review.suggestions(self.by)
        if all((each.table, each.id) in self.passed for each in waiting):
            self.passed.clear()
        return next((each for each in waiting if (each.table, each.id) not in self.passed), None), len(waiting)

    def html(self) -> str:
        """What is decided now; once all is, that."""
        entry, waiting = self.entry()
        if entry is None:
            return f"<h1>{escape(left_text(self.say, 0, self.review.path))}</h1>"
        found = [self.review.found(statement) for statement in entry.statements]
        at = self.count - waiting + 1 + len(self.passed)
        return entry_html(entry, (at, self.count), found, self.review.plan, self.say)

    async def page(self, request: Request) -> Response:
        """The page."""
        html = review_html(self.review.plan.name, self.review.path, self.html(), self.say)
        return page_answer(html, request.headers["host"])

    async def decide(self, request: Request) -> Response:
        """One decision; what is to be decided then, and what was said of this one."""
        sent = await json_sent(request)
        waiting = self.review.suggestions(self.by)
        entry = next((each for each in waiting if [each.table, each.id] == [sent.get("table"), sent.get("id")]), None)
        try:
            key = self.decided(entry, sent)
        except ReviewError as error:
            key = refused_text(self.say, error)
        kept, self.review.kept = self.review.kept, None
        beside = message_text(Message("kept-beside", file=kept), self.say.language) if kept else ""
        left = left_text(self.say, len(self.review.suggestions()), self.review.path)
        return json_answer({"html": self.html(), "said": " ".join(filter(None, (key, beside, left)))})

    def decided(self, entry: Marked | None, sent: Mapping[str, object]) -> str:
        """Do what was decided, and say so; nothing where somebody else decided it meanwhile."""
        answer = sent.get("answer")
        if answer == "undo":
            self.review.undo()
            return told(self.say, "undone")
        if entry is None:
            return ""
        match answer:
            case "next":
                self.passed.add((entry.table, entry.id))
                return ""
            case "statement":
                which = sent.get("which")
                if isinstance(which, int) and 0 <= which < len(entry.statements):
                    return decided_text(self.say, self.review.decide(entry, answer, which=which))
            case "edit":
                return self._edited(entry, str(sent.get("keys", "")))
            case "drop" | "yes" | "if" | "open" | "refuses" | "accept" | "mentioned":
                return decided_text(self.say, self.review.decide(entry, answer))
        raise AddressError("sent-no-object")

    def _edited(self, entry: Marked, text: str) -> str:
        changes = {}
        for line in filter(None, map(str.strip, text.splitlines())):
            found = _KEY.fullmatch(line)
            if found is None:
                return told(self.say, "not-understood", answer=line[:40])
            changes[found[1]] = found[2].strip()
        if not changes:
            return ""
        return decided_text(self.say, self.review.decide(entry, "edit", changes=changes))


def application(review: Review, by: By, *, hosts: tuple[str, ...], language: str) -> Starlette:
    """The page as an ASGI application; ``hosts``: the names and ports it answers to."""
    its = _Reviewed(review, by, language)
    routes = [Route("/", its.page), Route("/decide", its.decide, methods=["POST"])]
    return Starlette(routes=routes, middleware=[Middleware(Guard, hosts=hosts)], exception_handlers=ERRORS)
