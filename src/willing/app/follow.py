"""Feeds and folders that are followed: what is new in them is kept, and told, with what it is a copy of.

from willing.app.feeds import open_feeds
from willing.app.follow import Follower

with open_archive("reports.sqlite") as archive, Follower(open_feeds("FEEDS.toml"), archive) as follower:
    follower.round()
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from willing.answers.follow import FeedAsked, Followed, NewReport, Touched
from willing.answers.reports import Kept, UnreadFile
from willing.app.archive import Archive, Asked, mark_of
from willing.app.feeds import Feed, Feeds
from willing.app.open import open_plan
from willing.app.packs import named_packs
from willing.app.report_files import file_bytes, report_files
from willing.model.plan import Plan, Pledge
from willing.reports.formats.block import UnreadableError
from willing.reports.report import Report
from willing.reports.suggest.actors import Named
from willing.reports.suggest.pack import Pack

if TYPE_CHECKING:
    from willing.app.fetch import Fetcher

#: What is new is compared with so many reports that were kept last.
MOST_COMPARED = 2_000
#: A feed that fails is asked ever more seldom: once a day at the last.
_DAY = 24 * 3600.0


class Follower:
    """Asks feeds and folders, as often as it is told to (:meth:`round`). To be closed, or used in ``with``.

    ``pledges``: those that are looked for; ``now`` in seconds since 1970, and ``wait`` for some.
    """

    def __init__(
        self,
        feeds: Feeds,
        archive: Archive,
        *,
        pledges: "Pledges | None" = None,
        now: Callable[[], float] = time.time,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.feeds, self.archive = feeds, archive
        self._pledges = pledges
        self._now, self._wait = now, wait
        self._fetcher: Fetcher | None = None
        self._known = archive.known()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._fetcher is not None:
            self._fetcher.close()

    def round(self, progress: Callable[[int, int], None] = lambda done, of: None) -> Followed:
        """Ask all that are due once. ``progress`` is told how many are done, and of how many."""
        before = self.archive.latest(MOST_COMPARED)
        told: list[FeedAsked] = []
        new: list[tuple[str, Kept, Report]] = []
        for done, feed in enumerate(self.feeds.feeds):
            progress(done, len(self.feeds.feeds))
            asked, found = self._folder(feed) if feed.folder else self._feed(feed)
            told.append(asked)
            new += [(feed.id, *each) for each in found]
        origins = _origins([*before, *((kept, report) for _, kept, report in new)], len(before)) if new else {}
        reports = tuple(
            NewReport(
                kept=kept,
                feed=feed_id,
                copy_of=origins.get((number, "same")),
                possibly=origins.get((number, "possible")),
                touches=tuple(dict.fromkeys(self._pledges.touched(report))) if self._pledges else (),
            )
            for number, (feed_id, kept, report) in enumerate(new, len(before))
        )
        return Followed(archive=self.archive.path, feeds=tuple(told), reports=reports)

    def due(self) -> float:
        """In how many seconds the next feed is to be asked."""
        addresses = [feed.address for feed in self.feeds.feeds if feed.address]
        at = [self.archive.asked(address).again - self._now() for address in addresses]
        at += [60.0 * feed.minutes for feed in self.feeds.feeds if feed.folder]
        return max(1.0, min(at))

    def rest(self) -> None:
        """Wait until a feed is due."""
        self._wait(self.due())

    # -- one feed -----------------------------------------------------------------------------------------------------

    def _feed(self, feed: Feed) -> tuple[FeedAsked, list[tuple[Kept, Report]]]:
        from willing.app.fetch import Fetcher, FetchError

        address = feed.address or ""
        asked = self.archive.asked(address)
        if self._now() < asked.again:
            return self._told(feed, "early"), []
        if self._fetcher is None:
            self._fetcher = Fetcher(self.feeds.contact, wait=self._wait)
        try:
            fetched = self._fetcher.fetch(address, etag=asked.etag, modified=asked.modified)
        except FetchError as error:
            after = max(60.0 * feed.minutes * 2.0 ** min(asked.failures, 16), error.after or 0.0)
            again = self._now() + min(after, max(_DAY, 60.0 * feed.minutes))
            self.archive.ask_again(address, replace(asked, failures=asked.failures + 1, again=again))
            return self._told(feed, "unread", UnreadFile(file=address, why=error.why, what=error.what)), []
        found: list[tuple[Kept, Report]] = []
        unread = self._keep(fetched.data, address, found) if fetched.data is not None else None
        # Only now: whoever is killed before has lost nothing, and asks once more.
        again = self._now() + 60.0 * feed.minutes
        known = asked if fetched.data is None else Asked(etag=fetched.etag, modified=fetched.modified)
        self.archive.ask_again(address, replace(known, failures=0, again=again))
        state = "unread" if unread else "unchanged" if fetched.data is None else "read"
        return self._told(feed, state, unread, len(found)), found

    def _folder(self, feed: Feed) -> tuple[FeedAsked, list[tuple[Kept, Report]]]:
        found: list[tuple[Kept, Report]] = []
        unread: UnreadFile | None = None
        for path in report_files([feed.folder or ""]):
            data = path if isinstance(path, UnreadFile) else file_bytes(path)
            failed = data if isinstance(data, UnreadFile) else self._keep(data, str(path), found)
            unread = unread or failed
        if unread is not None and unread.why == "nothing-inside":
            unread = None  # an inbox may be empty
        return self._told(feed, "unread" if unread else "read", unread, len(found)), found

    def _keep(self, data: bytes, name: str, found: list[tuple[Kept, Report]]) -> UnreadFile | None:
        """Keep what is new in a file; what of it could not be read."""
        try:
            new, _ = self.archive.add(data, name, self._is_new)
        except UnreadableError as error:
            return UnreadFile(file=name, why=error.why, what=error.what)
        found += self.archive.of(data) if new else ()
        return None

    def _is_new(self, report: Report) -> bool:
        mark = mark_of(report)
        new = mark not in self._known
        self._known.add(mark)
        return new

    def _told(self, feed: Feed, state: str, unread: UnreadFile | None = None, new: int = 0) -> FeedAsked:
        why, what = (unread.why, unread.what) if unread else (None, None)
        return FeedAsked(feed=feed.id, source=feed.source, state=state, new=new, why=why, what=what or None)


def _origins(reports: Sequence[tuple[Kept, Report]], first_new: int) -> dict[tuple[int, str], str]:
    """By the place of a new report and "same" or "possible": the id of the report before it that it is a copy of."""
    from willing.reports.sameness.same_origin import same_origin

    found = same_origin([report for _, report in reports])
    firsts = {(i, "same"): reports[first][0].id for i, first in found.first.items() if i != first and i >= first_new}
    others = {
        (link.b, "possible"): reports[link.a][0].id
        for link in reversed(found.links)
        if link.answer == "possible" and link.b >= first_new
    }
    return firsts | others


@dataclass(frozen=True, slots=True)
class Pledges:
    """The pledges of a plan, to be looked for in reports that are read with the pack."""

    plan: Plan
    pack: Pack

    def touched(self, report: Report) -> Iterator[Touched]:
        """The pledges whose partner a report says something of: of what it speaks of, if there is one of that."""
        from willing.reports.suggest.suggest import suggest

        declared = (each for each in self.plan.partners.values() if each.declared and each.name)
        also = tuple(Named(id=each.id, names=(each.name,)) for each in declared if each.name)
        for said in suggest(report, also, self.pack).pledges:
            for partner in said.partners:
                for pledge in self._of(partner, said.capability):
                    place = said.passage.place
                    yield Touched(
                        pledge=pledge.id,
                        partner=partner,
                        stance=said.stance,
                        said=said.passage.text,
                        start=place.start,
                        end=place.end,
                    )

    def _of(self, partner: str, provides: str | None) -> list[Pledge]:
        its = [pledge for pledge in self.plan.pledges.values() if pledge.partner == partner]
        return [pledge for pledge in its if pledge.provides == provides] or its


def pledges_of(path: str) -> Pledges:
    """The pledges of a plan, with its packs. Raises :class:`PlanError` and OSError."""
    plan = open_plan(path).plan
    return Pledges(plan, named_packs(plan.packs, folder=os.path.dirname(path)))
