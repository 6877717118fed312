"""``willing review``: suggestions accepted, edited or dropped one by one; every decision is in the file at once."""

import sys
from typing import TYPE_CHECKING

import click

from willing.commands.files import readable
from willing.commands.language import LANG
from willing.commands.options import PLAN, look_of
from willing.commands.output import shown, told_in, write
from willing.model.problem import Message

if TYPE_CHECKING:
    from willing.app.reviewing import By
    from willing.notation.toml.marks import Marked
    from willing.present.terminal.sheet import Look

#: What may be answered, in full or by its first letter: another reading of a pledge; one of the statements, by number.
_READINGS = ("yes", "if", "open", "refuses")
_STATEMENT = "statement"
_ANSWERS = ("accept", "mentioned", *_READINGS, "edit", _STATEMENT, "drop", "next", "undo", "quit")


@click.command()
@PLAN
@click.option(
    "--by",
    type=click.Choice(["file", "partner", "report"]),
    default="file",
    show_default=True,
    help="In which order: those of a partner, or of a report, together.",
)
@click.option("--page", is_flag=True, help="On a page in the browser, the report beside each suggestion.")
@click.option("--port", type=click.IntRange(0, 65_535), help="Port of the page; default: 8750, or a free one.")
@click.option("--open", "open_", is_flag=True, help="Open the page in the browser.")
@click.option("--width", type=click.IntRange(40, 1000), help="Columns; default: the terminal's, or 80.")
@click.option("--ascii", "ascii_", is_flag=True, help="Only ASCII signs.")
@LANG
def review(
    plan: str,
    by: "By",
    page: bool,
    port: int | None,
    open_: bool,
    width: int | None,
    ascii_: bool,
    lang: str | None,
) -> None:
    """Walk through what a draft suggests, one by one.

    Answers may come from a file or a pipe, one a line; where they end, the rest stays as it is.
    """
    if page or port is not None or open_:
        _on_a_page(plan, by, port, open_, told_in(lang))
        return
    _Review(plan, by, look_of(width, ascii_, "auto", told_in(lang))).run()


def _on_a_page(path: str, by: "By", port: int | None, open_: bool, language: str) -> None:
    from willing.app.reviewing import Review
    from willing.board.review import application
    from willing.commands.serve import serve_here
    from willing.languages.messages import Catalogue

    with readable(path):
        its = Review(path)
    say = Catalogue(language)
    serve_here(
        lambda hosts: application(its, by, hosts=hosts, language=language),
        lambda address: say("review.page.serving", path=path, address=address),
        port,
        open_=open_,
    )


class _Review:
    """One walk through a plan."""

    def __init__(self, path: str, by: "By", look: "Look") -> None:
        from willing.app.reviewing import Review
        from willing.languages.messages import Catalogue

        self.path, self.by = path, by
        self.say = Catalogue(look["lang"])
        self.look = look
        with readable(path):
            self.review = Review(path)
        self.passed: set[tuple[str, str]] = set()
        self.group: str | None = None

    def run(self) -> None:
        """Ask about one suggestion after the other, until all are decided or the answers end."""
        first = [(entry.table, entry.id) for entry in self.review.suggestions(self.by)]
        shown_last = None
        while True:
            waiting = self.review.suggestions(self.by)
            entry = next((e for e in waiting if (e.table, e.id) not in self.passed), None)
            if entry is None:
                break
            key = (entry.table, entry.id)
            if (key, self.review.text) != shown_last:
                self.show(entry, first.index(key) + 1 if key in first else len(first), len(first))
                shown_last = (key, self.review.text)
            answer = self.ask(entry)
            if answer is None or not self.decide(answer, entry):
                break
        self.end()

    def told(self, key: str, **parts: object) -> None:
        from willing.present.terminal.review import told

        self.line_out(told(self.say, key, **parts))

    def line_out(self, text: str) -> None:
        write(shown(text) + "\n")

    def show(self, entry: "Marked", at: int, count: int) -> None:
        from willing.app.reviewing import group_of
        from willing.present.terminal.review import entry_text, group_text
        from willing.questions.names import partner_names

        names, plan = partner_names(self.review.plan, self.say.language), self.review.plan
        group = group_of(entry, self.by)
        if self.by != "file" and group != self.group:
            source = plan.sources.get(group)
            write("\n" + group_text(source.title or group if source else names.get(group, group), **self.look))
        self.group = group
        around = [self.review.neighbours(statement) for statement in entry.statements]
        write("\n" + entry_text(entry, (at, count), names, around, **self.look))

    def ask(self, entry: "Marked") -> str | None:
        from willing.app.reviewing import other_readings

        key = "ask" if entry.table == "pledges" and "stage" in entry.entry else "ask.plain"
        others = other_readings(entry)
        never = {"mentioned"} if key != "ask" else set()
        never |= {*_READINGS} - {*others} | (set() if entry.statements else {_STATEMENT})
        while True:
            self.told(key)
            more = [self.say(f"review.ask.{each}") for each in (*others, *([_STATEMENT] if entry.statements else []))]
            if more:
                write(shown(" · ".join(more)) + "\n")
            write("> ")
            line = self.line()
            if line is None:
                return None
            word = line.strip().lower()
            bare = word.rstrip("0123456789").rstrip()
            found = next((a for a in _ANSWERS if bare and bare in (a, a[0]) and a not in never), None)
            if found == _STATEMENT and 1 <= int(word[len(bare) :] or 1) <= len(entry.statements):
                return f"{found} {word[len(bare) :].strip() or 1}"
            if found is not None and bare == word and found != _STATEMENT:
                return found
            if word:
                self.told("not-understood", answer=line.strip()[:40])

    def line(self) -> str | None:
        """The next line that is typed; None at the end of what there is."""
        sys.stdout.flush()
        line = sys.stdin.readline() if sys.stdin is not None else ""
        if not line:
            write("\n")
            return None
        if not sys.stdin.isatty():
            write(shown(line.rstrip("\n")) + "\n")
        return line

    def decide(self, answer: str, entry: "Marked") -> bool:
        """Do what was answered; False: it is the end."""
        from willing.answers.problems import message_text
        from willing.app.reviewing import ReviewError
        from willing.present.terminal.review import decided_text, refused_text

        answer, _, which = answer.partition(" ")
        try:
            match answer:
                case "quit":
                    return False
                case "next":
                    self.passed.add((entry.table, entry.id))
                case "undo":
                    self.review.undo()
                    self.told("undone")
                case "edit":
                    if changes := self.changes():
                        self.line_out(decided_text(self.say, self.review.decide(entry, answer, changes=changes)))
                case _:
                    done = self.review.decide(entry, answer, which=int(which or 1) - 1)
                    self.line_out(decided_text(self.say, done))
            if self.review.kept is not None:
                self.line_out(message_text(Message("kept-beside", file=self.review.kept), self.say.language))
                self.review.kept = None
        except ReviewError as error:
            self.line_out(refused_text(self.say, error))
        return True

    def changes(self) -> dict[str, str]:
        """The keys that are typed, and their new values; the last word on a key holds."""
        self.told("edit")
        changes: dict[str, str] = {}
        while True:
            write("  ")
            line = self.line()
            if line is None or not line.strip():
                return changes
            key, _, value = line.partition("=") if "=" in line else line.strip().partition(" ")
            key = key.strip()
            if key.replace("_", "").isalnum():
                changes.pop(key, None)
                changes[key] = value.strip()
            else:
                self.told("not-understood", answer=line.strip()[:40])

    def end(self) -> None:
        from shlex import quote

        from willing.present.terminal.review import left_text

        left = len(self.review.suggestions())
        write(shown(left_text(self.say, left, self.path)) + "\n")
        if not left:
            write(shown(self.say("next", commands=f"willing brief {quote(self.path)}")) + "\n")
