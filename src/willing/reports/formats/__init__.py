"""Files to reports: one module a format, and which of them a file needs.

``read_report(data, file)`` is all that others need. It touches no file and no clock. A format of text is a module here
with one function, ``drafts_of(text, suffix)``: the reports in a text of that format, as far as the format says what is
what; None where the text is none of it. ``suffix`` is that of the file's name, in lower case.
"""

from importlib import import_module
from pathlib import PurePath
from typing import Protocol, cast

from willing.reports.formats.block import Draft, UnreadableError
from willing.reports.formats.decode import decode
from willing.reports.formats.finish import finish
from willing.reports.report import Report

#: The formats of text, in the order in which they are tried: the module of each, which is loaded only for a text that
#: has this sign.
FORMATS = (("bars", "|"), ("feed", "<"), ("html", "<"), ("markdown", ""), ("plain", ""))

#: A file larger than this is refused, and a text larger than that: no report comes near it.
MOST_BYTES, MOST_BYTES_OF_TEXT = 50_000_000, 10_000_000


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


class _Format(Protocol):
    """A module of :data:`FORMATS`."""

    def drafts_of(self, text: str, suffix: str) -> list[Draft] | None: ...


def _drafts(text: str, suffix: str) -> list[Draft]:
    for name, sign in FORMATS:
        if sign in text:
            module = cast(_Format, import_module(f"{__name__}.{name}"))
            drafts = module.drafts_of(text, suffix)
            if drafts is not None:
                return drafts
    raise UnreadableError("no-report")
