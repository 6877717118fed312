"""``willing review``: suggestions accepted, edited or dropped one by one; every decision is in the file at once."""

import sys
from typing import TYPE_CHECKING

import click

from willing.commands.files import readable
from willing.commands.language import LANG
from willing.commands.options import PLAN, Look, look_of
from willing.commands.output import shown, told_in, write
from willing.model.problem import Message

if TYPE_CHECKING:
    from willing.notation.toml.marks import Marked

#: What may be answered, in full or by its first letter.
_ANSWERS = ("accept", "mentioned", "edit", "drop", "next", "undo", "quit")


@click.command()
@PLAN
@click.option("--width", type=click.IntRange(40, 1000), help="Columns; default: the terminal's, or 80.")
@click.option("--ascii", "ascii_", is_flag=True, help="Only ASCII signs.")
@LANG
def review(plan: str, width: int | None, ascii_: bool, lang: str | None) -> None:
    """Walk through what a draft suggests: accept, edit or drop it.

    Answers may come from a file or a pipe, one a line; where they end, the rest stays as it is.
    """
    _Review(plan, look_of(width, ascii_, "auto", told_in(lang))).run()


class _Review:
    """One walk through a plan."""

    def __init__(self, path: str, look: Look) -> None:
        from willing.app.reviewing import Review
        from willing.languages.messages import Catalogue

        self.path = path
        self.say = Catalogue(look["lang"])
        self.look = look
        with readable(path):
            self.review = Review(path)
        self.passed: set[tuple[str, str]] = set()

    def run(self) -> None:
        """Ask about one suggestion after the other, until all are decided or the answers end."""
        first = [(entry.table, entry.id) for entry in self.review.suggestions()]
        shown_last = None
        while True:
            entry = next((e for e in self.review.suggestions() if (e.table, e.id) not in self.passed), None)
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

        write(shown(told(self.say, key, **parts)) + "\n")

    def show(self, entry: "Marked", at: int, count: int) -> None:
        from willing.present.terminal.review import entry_text
        from willing.questions.names import partner_names

        names = partner_names(self.review.plan, self.say.language)

        write("\n" + entry_text(entry, at, count, names, **self.look))

    def ask(self, entry: "Marked") -> str | None:
        key = "ask" if entry.table == "pledges" and "stage" in entry.entry else "ask.plain"
        while True:
            self.told(key)
            write("> ")
            line = self.line()
            if line is None:
                return None
            word = line.strip().lower()
            found = next((a for a in _ANSWERS if word and (word == a or word == a[0])), None)
            if found == "mentioned" and key != "ask":
                found = None
            if found is not None:
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

        try:
            match answer:
                case "quit":
                    return False
                case "next":
                    self.passed.add((entry.table, entry.id))
                case "undo":
                    self.review.undo()
                    self.told("undone")
                case "drop":
                    self.review.drop(entry)
                    self.told("dropped")
                case "edit":
                    changes = self.changes()
                    if changes:
                        self.review.edit(entry, changes)
                        self.told("edited")
                case _:
                    if self.review.accept(entry, as_mentioned=answer == "mentioned"):
                        self.told("accepted", stage=self.say("stage.offered"))
                    else:
                        self.told("accepted.plain")
            if self.review.kept is not None:
                write(shown(message_text(Message("kept-beside", file=self.review.kept), self.say.language)) + "\n")
                self.review.kept = None
        except ReviewError as error:
            message = error.sentence(self.say.language)
            self.told(error.why, **({"message": message} if message else {}))
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
