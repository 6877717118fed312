"""One page of one plan that a server stands behind: rendered once, then asked for other worlds."""

import threading
from collections.abc import Mapping
from functools import cached_property

from willing.answers.answer import to_builtins
from willing.answers.problems import message_text
from willing.app.query import ImpossibleError
from willing.app.study import Study
from willing.engine.budget import one_command
from willing.present.page.page import Live, Page
from willing.questions.memo import Shared
from willing.questions.switchboard import told_of, with_lever
from willing.web.pieces import pieces_of


class Open:
    """One page of one version: its study, its HTML, and what its worlds have in common."""

    def __init__(self, study: Study, language: str, script: str) -> None:
        self.study = study
        # a decision of a pledge's own can be switched too, but there may be thousands: by address, not on the page
        self.page = Page(study, language, live=Live(switches=tuple(study.plan.assumptions), script=script))
        with one_command():
            self.html = self.page.html()
        self.pieces = pieces_of(self.html)
        self._shared = Shared(study.picture)
        self._lock = threading.Lock()  # of what is shared

    @cached_property
    def extras(self) -> str:
        """The sections that no switch changes, which the page asks for once it is there."""
        return "".join(extra.html for extra in self.page.extras())

    def answer(self, switched: Mapping[str, bool | None], *, briefly: bool = False) -> dict[str, object]:
        """The answer in one world: parts of the page, the brief (§10), and why it cannot be so if it cannot.

        ``briefly``: without the brief, whose lever takes longer than all that a page shows.

        Raises :class:`PlanError` for what nobody can switch.
        """
        with self._lock, one_command():
            try:
                there = self.study.switched(switched)
                resolution = self._shared.resolution(there.picture.decided) or there.resolution
                told = told_of(there.picture, resolution, self._shared)
                brief = None if briefly else to_builtins(with_lever(told, *there.lever).brief)
            except ImpossibleError as error:
                return {
                    "impossible": message_text(error.problems[0].message, self.page.language),
                    "parts": self.page.answer(None, self.study.picture.decided, switched),
                    "brief": None,
                }
            return {
                "impossible": None,
                "parts": self.page.answer(told, there.picture.decided, switched),
                "brief": brief,
            }
