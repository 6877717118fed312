"""Files to reports: one reader a format, and which of them a file needs.

``read_report(data, file)`` is all that others need. It touches no file and no clock.
"""

from pathlib import PurePath

from willing.reports.formats.bars import is_barred, read_bars
from willing.reports.formats.block import Draft, UnreadableError
from willing.reports.formats.decode import decode
from willing.reports.formats.finish import finish
from willing.reports.formats.plain import read_plain
from willing.reports.report import Report

#: A file larger than this is refused, and a text larger than that: no report comes near it.
MOST_BYTES, MOST_BYTES_OF_TEXT = 50_000_000, 10_000_000

#: What the names of the files say, where what is in them does not.
_MARKDOWN = frozenset((".md", ".markdown", ".mkd", ".mdown"))
_HTML = frozenset((".html", ".htm", ".xhtml"))
_FEED = frozenset((".rss", ".atom", ".rdf"))


def read_report(data: bytes, file: str) -> tuple[Report, ...]:
    """The reports in a file: one, or those of a feed. ``file`` is only its name; what is in it decides.

    Raises :class:`UnreadableError` where there is nothing to read.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableError("large", str(len(data)))
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-") or data[:1024].find(b"%PDF-1.") >= 0:
        from willing.reports.formats.pdf import read_pdf

        drafts, encoding = [read_pdf(data)], "utf-8"
    else:
        if len(data) > MOST_BYTES_OF_TEXT:
            raise UnreadableError("large", str(len(data)))
        text, encoding, doubts = decode(data)
        if not text.strip("\ufeff \t\r\n\f\v\u00a0"):
            raise UnreadableError("empty")
        drafts = _drafts(text, PurePath(file).suffix.lower())
        for draft in drafts:
            draft.doubts = (*doubts, *draft.doubts)
    reports = tuple(finish(draft, file=file, encoding=encoding) for draft in drafts)
    if not any(report.sentences for report in reports):
        raise UnreadableError("no-report")
    return reports


def _drafts(text: str, suffix: str) -> list[Draft]:
    if is_barred(text):
        return [read_bars(text)]
    marked = "<" in text
    if marked:
        from willing.reports.formats.feed import is_feed, read_feed

        if is_feed(text) or suffix in _FEED:
            return read_feed(text)
        from willing.reports.formats.html import is_html, read_html

        if suffix in _HTML or (suffix not in _MARKDOWN and is_html(text)):
            return [read_html(text)]
    from willing.reports.formats.markdown import is_markdown, read_markdown

    if suffix in _MARKDOWN or is_markdown(text):
        return [read_markdown(text)]
    return [read_plain(text)]
