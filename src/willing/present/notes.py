"""What a reader of an answer must be told beside it."""

from willing.analyses.brief import Note


def note_text(note: Note) -> str:
    """One sentence."""
    match note.kind:
        case "unchecked":
            return "Time ran out before it was certain that every world of the plan has an outcome."
        case "undecided":
            return f"Not everything could be decided in the time given: pledges concerned: {note.subject}."
