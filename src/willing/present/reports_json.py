"""Reports, differences and finds as JSON."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from willing.reports.report import Report, Span

if TYPE_CHECKING:
    from willing.app.archive import Hit, Kept
    from willing.app.report_files import ReadFiles
    from willing.reports.sameness.align import Alignment


def read_json(read: "ReadFiles") -> Mapping[str, Any]:
    """What ``willing read --json`` answers."""
    return {
        "reports": [report_json(report) for report in read.reports],
        "unread": [{"file": each.file, "why": each.why, "what": each.what} for each in read.unread],
        "notes": [{"kind": each.kind, "file": each.file, "other": each.other} for each in read.notes],
    }


def report_json(report: Report) -> Mapping[str, Any]:
    """One report. Places count the code points of the untouched file, decoded as ``encoding`` says, from 0.

    ``text`` is only there for a PDF: places count in the text that was taken out of it, which nobody else has.
    """
    return {
        **_head(report),
        "sentences": [
            {
                "said": sentence.said,
                "start": sentence.place.start,
                "end": sentence.place.end,
                "spans": [_span(span) for span in sentence.spans],
                "heading": sentence.heading,
            }
            for sentence in report.sentences
        ],
        "left_out": [{"start": o.span.start, "end": o.span.end, "why": o.why} for o in report.left_out],
        **({"text": report.text} if report.format == "pdf" else {}),
    }


def _head(report: Report) -> dict[str, Any]:
    return {
        "file": report.file,
        "part": report.part,
        "format": report.format,
        "encoding": report.encoding,
        "doubts": list(report.doubts),
        "title": report.title,
        "outlet": report.outlet,
        "author": report.author,
        "published": report.published.isoformat() if report.published else None,
        "url": report.url,
        "agency": report.agency,
        "language": report.language,
    }


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def diff_json(alignment: "Alignment") -> Mapping[str, Any]:
    """What ``willing diff --json`` answers: sentences are named by their indices, from 0."""
    a, b = alignment.a, alignment.b

    def side(report: Report) -> Mapping[str, Any]:
        return {
            **_head(report),
            "sentences": [
                {"said": s.said, "start": s.place.start, "end": s.place.end, "heading": s.heading}
                for s in report.sentences
            ],
        }

    return {
        "a": side(a),
        "b": side(b),
        "pairs": [
            {"a": pair.a, "b": pair.b, "likeness": round(pair.likeness, 4), "moved": pair.moved}
            for pair in alignment.pairs
        ],
        "alone": {"a": list(alignment.alone_a), "b": list(alignment.alone_b)},
        "differences": [
            {
                "kind": difference.kind,
                "a": difference.a,
                "b": difference.b,
                "changes": [
                    {
                        "a": a.sentences[difference.a].said[slice(*change.a)],
                        "b": b.sentences[difference.b].said[slice(*change.b)],
                        "a_span": list(change.a),
                        "b_span": list(change.b),
                    }
                    for change in difference.changes
                    if difference.a is not None and difference.b is not None
                ],
            }
            for difference in alignment.differences
        ],
    }


def kept_json(kept: "Kept") -> dict[str, Any]:
    """One report of the archive, without its text."""
    return {
        "id": kept.id,
        "sha256": kept.sha256,
        "part": kept.part,
        "name": kept.name,
        "title": kept.title,
        "outlet": kept.outlet,
        "author": kept.author,
        "published": kept.published.isoformat() if kept.published else None,
        "agency": kept.agency,
        "language": kept.language,
        "format": kept.format,
        "sentences": kept.sentences,
    }


def hits_json(count: int, hits: "tuple[Hit, ...]") -> Mapping[str, Any]:
    """What ``willing archive find --json`` answers."""
    return {
        "count": count,
        "hits": [
            {
                **kept_json(hit.kept),
                "found": [
                    {
                        "sentence": i,
                        "said": sentence.said,
                        "start": sentence.place.start,
                        "end": sentence.place.end,
                        "marks": [list(mark) for mark in marks],
                    }
                    for i, sentence, marks in hit.sentences
                ],
            }
            for hit in hits
        ],
    }
