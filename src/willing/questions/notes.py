"""What a reader of an answer must be told beside it."""

from willing.languages.messages import Catalogue
from willing.questions.brief import Note


def note_text(note: Note, say: Catalogue | None = None) -> str:
    """One sentence; in English where no language is given."""
    say = say or Catalogue()
    match note.kind:
        case "unchecked" | "needless":
            return say(f"note.{note.kind}")
        case "undecided":
            return say("note.undecided", count=note.subject)
