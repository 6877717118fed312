"""``willing follow``."""

import gc
import sys
from typing import TYPE_CHECKING

import click

from willing.commands.archive import opened
from willing.commands.files import readable
from willing.commands.options import SOME_UNREAD, WRONG, Form, answers
from willing.commands.output import tell, write, write_json
from willing.commands.progress import bar

if TYPE_CHECKING:
    from willing.app.follow import Follower, Pledges


@click.command()
@click.argument("feeds", metavar="FEEDS")
@click.option("--once", is_flag=True, help="Ask those that are due once, and end: for cron.")
@click.option("--archive", "path", metavar="PATH", help="The archive; default: what FEEDS says, or as for 'archive'.")
@click.option("--plan", metavar="PLAN", help="The plan whose pledges are looked for; default: what FEEDS says.")
@answers
def follow(feeds: str, once: bool, path: str | None, plan: str | None, form: Form) -> int:
    """Keep what is new in feeds and folders, and tell it.

    FEEDS is a file that names them. Of each new report it is told whose copy it is, and which pledges of a plan it
    speaks of. Stays until Ctrl-C, asking each feed every so many minutes, but with --once. Ends with status 1 where
    some feeds could not be read, and 2 where none could.
    """
    from willing.app.feeds import open_feeds
    from willing.app.follow import Follower, pledges_of

    with readable(feeds):
        asked = open_feeds(feeds)
    plan = plan or asked.plan
    pledges: Pledges | None = None
    if plan is not None:
        with readable(plan):
            pledges = pledges_of(plan)
    with opened(path or asked.archive, read=False) as archive, Follower(asked, archive, pledges=pledges) as follower:
        if once:
            return _told(follower, form)
        gc.enable()  # a command is short and does without (cli.py); this is not
        news = False  # from the second time on, only that is told
        try:
            while True:
                _told(follower, form, news=news)
                news = True
                follower.rest()
        except KeyboardInterrupt:
            return 0  # it has ended as it should


def _told(follower: "Follower", form: Form, *, news: bool = False) -> int:
    """Ask once, and tell what came of it, or with ``news`` only where there are some; the status of that."""
    from willing.present.terminal.follow import failures_text, followed_text

    with bar() as progress:
        followed = follower.round(progress)
    if news and not followed.reports:
        pass
    elif form.as_json:
        write_json(followed)
    else:
        write(followed_text(followed, **form.look))
    sys.stdout.flush()
    tell(failures_text(followed, form.language))
    unread = sum(each.state == "unread" for each in followed.feeds)
    return 0 if not unread else SOME_UNREAD if unread < len(followed.feeds) else WRONG
