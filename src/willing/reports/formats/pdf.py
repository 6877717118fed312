"""PDF: the text that its pages hold. Positions are those in the text that was taken out."""

import io
import logging
from collections.abc import Mapping
from typing import Any

from willing.languages.days import day_in
from willing.reports.formats.block import Draft, UnreadableError
from willing.reports.formats.boilerplate import Paragraph, classify, limited
from willing.reports.formats.mapped_text import mapped
from willing.reports.formats.plain import paragraphs
from willing.reports.report import Doubt

#: No more pages are read; a report has few.
MOST_PAGES = 500


#: What a file that is no sound PDF makes its reader raise.
_BROKEN = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    OSError,
    RecursionError,
    NotImplementedError,
    ImportError,
)


def read_pdf(data: bytes) -> Draft:
    """A PDF as one report; pages end with a form feed. Raises :class:`UnreadableError` where it holds no text."""
    import warnings

    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pages: list[str] = []
    told: Mapping[str, Any] = {}
    count = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = PdfReader(io.BytesIO(data), strict=False)
            locked = reader.is_encrypted and not reader.decrypt("")
            if not locked:
                pages = [page.extract_text() or "" for page in reader.pages[:MOST_PAGES]]
                count = len(reader.pages)
                told = reader.metadata or {}
    except FileNotDecryptedError:
        locked = True
    except (*_BROKEN, PyPdfError, DependencyError):
        raise UnreadableError("pdf") from None
    if locked:
        raise UnreadableError("locked")
    if not any(page.strip() for page in pages):
        raise UnreadableError("no-text", str(len(pages)))
    text = "\f".join(pages)
    doubts: list[Doubt] = [] if all(page.strip() for page in pages) else ["pages"]
    if count > MOST_PAGES:
        doubts.append("cut")
    draft = Draft(format="pdf", text=text, doubts=doubts)
    draft.published = day_in(str(told.get("/CreationDate", "")).removeprefix("D:")[:8])
    title, author = (str(told.get(key) or "").strip() for key in ("/Title", "/Author"))
    taken = (mapped(text, _pieces(text, span)) for span in limited(paragraphs(text)))
    classify(draft, [Paragraph(each) for each in taken if each.said])
    draft.title = draft.title or title or None
    draft.author = draft.author or author or None
    return draft


def _pieces(text: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    """A paragraph without the hyphens that part words at the ends of lines."""
    start, end = span
    pieces = []
    at = start
    mark = text.find("-\n", start, end)
    while mark >= 0:
        if mark > start and text[mark - 1].islower() and text[mark + 2 : mark + 3].islower():
            pieces.append((at, mark))
            at = mark + 2
        mark = text.find("-\n", mark + 2, end)
    return [*pieces, (at, end)]
