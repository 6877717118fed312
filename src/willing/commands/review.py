"""``willing review``: suggestions accepted, edited or dropped one by one; every decision is in the file at once."""

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from willing.commands.files import read, replace
from willing.commands.language import LANG
from willing.commands.options import PLAN, Look, look_of
from willing.commands.output import shown, write

if TYPE_CHECKING:
    from willing.notation.toml.marks import Marked

#: What may be answered, in full or by its first letter.
_ANSWERS = ("accept", "mentioned", "edit", "drop", "next", "undo", "quit")


@click.command()
@PLAN
@click.option("--width", type=click.IntRange(40, 1000), help="Columns; default: the terminal's, or 80.")
@click.option("--ascii", "ascii_", is_flag=True, help="Only ASCII signs.")
@LANG
def review(plan: str, width: int | None, ascii_: bool, lang: str | None) -> int:
    """Walk through what a draft suggests: accept, edit or drop it.

    Answers may come from a file or a pipe, one a line; where they end, the rest stays as it is.
    """
    return _Review(plan, look_of(width, ascii_, "auto", lang)).run()


class _Review:
    """One walk through a plan."""

    def __init__(self, path: str, look: Look) -> None:
        from willing.languages.messages import Catalogue

        self.path = path
        self.say = Catalogue(look["lang"])
        self.look = look
        self.data = b""
        self.text = ""
        self.names: Mapping[str, str] = {}
        self.before: list[str] = []  # what the file was before each decision, to be undone
        self.passed: set[tuple[str, str]] = set()

    def run(self) -> int:
        from willing.notation.toml.marks import marked

        self.load()
        first = [(e.table, e.id) for e in marked(self.text)]
        shown_last = None
        while True:
            entries = marked(self.text)
            entry = next((e for e in entries if (e.table, e.id) not in self.passed), None)
            if entry is None:
                break
            key = (entry.table, entry.id)
            if (key, self.text) != shown_last:
                self.show(entry, first.index(key) + 1 if key in first else len(first), len(first))
                shown_last = (key, self.text)
            answer = self.ask(entry)
            if answer is None or not self.decide(answer, entry):
                break
        self.end()
        return 0

    # -- the file -----------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the plan; raises PlanError for one with errors: first things first."""
        from willing.app.errors import PlanError
        from willing.app.open import check_plan
        from willing.questions.names import partner_names

        self.data = read(self.path)
        reading = check_plan(self.path)
        if reading.plan is None:
            raise PlanError(reading.errors, omitted=reading.omitted)
        self.names = partner_names(reading.plan, self.say.language)
        self.text = self.data.decode().removeprefix("\ufeff").replace("\r\n", "\n")

    def put(self, text: str) -> bool:
        """Write a changed plan, if it is one; says what would be wrong with it otherwise."""
        from willing.notation.read import read_plan

        folder = os.path.dirname(self.path)
        reading = read_plan(text.encode(), file=self.path, load=lambda name: read(os.path.join(folder, name)))
        if reading.plan is None:
            from willing.answers.problems import problem_sentence

            self.told("refused", message=problem_sentence(reading.errors[0], self.say.language))
            return False
        if read(self.path) != self.data:
            self.told("changed-beside")
            self.before.clear()
            self.load()
            return False
        data = text.replace("\n", "\r\n").encode() if b"\r\n" in self.data else text.encode()
        replace(self.path, data)
        self.data, self.text = data, text
        return True

    # -- the talk -----------------------------------------------------------------------------------------------------

    def told(self, key: str, **parts: object) -> None:
        from willing.present.terminal.review import told

        write(shown(told(self.say, key, **parts)) + "\n")

    def show(self, entry: "Marked", at: int, count: int) -> None:
        from willing.present.terminal.review import entry_text

        write("\n" + entry_text(entry, at, count, self.names, **self.look))

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
        from willing.notation.toml.marks import accepted, dropped

        key = (entry.table, entry.id)
        if answer == "quit":
            return False
        if answer == "next":
            self.passed.add(key)
        elif answer == "undo":
            self.undo()
        elif answer == "edit":
            self.edit(entry)
        elif answer == "drop":
            if self.change(dropped(self.text, entry)):
                self.told("dropped")
        else:
            counts = answer == "accept" and counts_once_accepted(entry.entry)
            if self.change(accepted(self.text, entry, {"stage": None} if counts else None)):
                if counts:
                    self.told("accepted", stage=self.say("stage.offered"))
                else:
                    self.told("accepted.plain")
        return True

    def change(self, text: str) -> bool:
        before = self.text
        if not self.put(text):
            return False
        self.before.append(before)
        return True

    def undo(self) -> None:
        if not self.before:
            self.told("nothing-to-undo")
        elif self.put(self.before[-1]):
            self.before.pop()
            self.told("undone")

    def edit(self, entry: "Marked") -> None:
        from willing.notation.toml.edit import EditError
        from willing.notation.toml.marks import as_toml, changed

        self.told("edit")
        changes: dict[str, str | None] = {}
        while True:
            write("  ")
            line = self.line()
            if line is None or not line.strip():
                break
            key, _, value = line.partition("=") if "=" in line else line.strip().partition(" ")
            key = key.strip()
            if not key.replace("_", "").isalnum():
                self.told("not-understood", answer=line.strip()[:40])
                continue
            changes[key] = as_toml(value) if value.strip() else None
            if key in ("if", "only_if") and value.strip():
                changes[{"if": "only_if", "only_if": "if"}[key]] = None
        if not changes:
            return
        try:
            text = changed(self.text, entry, changes)
        except EditError as error:
            self.told("refused", message=str(error))
            return
        if self.change(text):
            self.told("edited")

    def end(self) -> None:
        from shlex import quote

        from willing.notation.toml.marks import marked
        from willing.present.terminal.review import left_text

        left = len(marked(self.text))
        write(shown(left_text(self.say, left, self.path)) + "\n")
        if not left:
            self.told("next", commands=f"willing brief {quote(self.path)}")


def counts_once_accepted(entry: Mapping[str, Any]) -> bool:
    """Whether accepting a pledge makes it count.

    A yes, a no or an if does; one whose stance is open stays mentioned.
    """
    return entry.get("stage") == "mentioned" and entry.get("only_if") != "always"
