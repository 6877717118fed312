"""What a reader of an answer must be told beside it."""

from willing.answers.brief import NoteKind
from willing.languages.messages import Catalogue


def note_text(kind: NoteKind, subject: str, say: Catalogue | None = None) -> str:
    """One sentence; in English where no language is given."""
    say = say or Catalogue()
    return say("note.undecided", count=subject) if kind == "undecided" else say(f"note.{kind}")
