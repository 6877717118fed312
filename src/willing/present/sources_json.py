"""Origins and sources as JSON: ids and indices, not names."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from willing.questions.sources import Alike, Sources, Voice
from willing.reports.report import Span
from willing.reports.sameness.same_origin import Link, SameOrigin

if TYPE_CHECKING:
    from willing.app.report_files import ReadFiles


def origins_json(read: "ReadFiles", found: SameOrigin) -> dict[str, Any]:
    """What ``willing origins --json`` answers: reports by their places in ``reports``; passages by code points."""
    reports = read.reports
    grouped = sum(map(len, found.groups))
    return {
        "reports": [
            {
                "file": report.file,
                "part": report.part,
                "title": report.title,
                "outlet": report.outlet,
                "agency": report.agency,
                "published": report.published.isoformat() if report.published else None,
                "language": report.language,
            }
            for report in reports
        ],
        "origins": len(reports) - grouped + len(found.groups),
        "groups": [list(group) for group in found.groups],
        "links": [{"a": link.a, "b": link.b, **_link(link)} for link in found.links],
        "carries": [{"report": i, "of": list(others)} for i, others in found.carries.items()],
        "complete": found.complete,
        "unread": [{"file": each.file, "why": each.why, "what": each.what} for each in read.unread],
    }


def _link(link: Link) -> dict[str, Any]:
    return {
        "answer": link.answer,
        "share": _rounded(link.share),
        "of_longer": _rounded(link.of_longer),
        "agency": link.agency,
        "alike": _rounded(link.alike),
        "passages": [
            {"words": p.words, "text": p.text, "a": _span(p.a), "b": _span(p.b), "quoted": p.quoted}
            for p in link.passages
        ],
        "changes": [{"a": change.a, "b": change.b} for change in link.changes],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def sources_json(sources: Sources) -> dict[str, Any]:
    """What ``willing sources --json`` answers."""
    picture = sources.picture
    return {
        "plan": picture.plan.name,
        "as_of": None if picture.day is None else picture.day.isoformat(),
        "marking": picture.plan.marking,
        "origins": sources.origins,
        **{
            f"{kind}s": {s.id: _voices(s.supporting, s.contradicting) for s in sources.subjects if s.kind == kind}
            for kind in ("pledge", "assumption", "requirement", "partner")
        },
        "single": list(sources.single),
        "unsourced": list(sources.unheard),
        "passages": {"sought": sources.sought, "found": sources.found, "without_file": sources.no_file},
        "orphans": [
            {
                "about": orphan.statement.about,
                "source": orphan.statement.source,
                "says": orphan.statement.says,
                "file": orphan.file,
                "lost": orphan.lost,
                "left_out": orphan.why or None,
                "line": orphan.statement.place.line if orphan.statement.place else None,
            }
            for orphan in sources.orphans
        ],
        "unread": [
            {"source": id_, "file": file.path, "why": file.why, "what": file.what} for id_, file in sources.unread
        ],
        "alike": [_alike(pair) for pair in sources.alike],
        "carries": {id_: list(others) for id_, others in sources.carries.items()},
        "complete": sources.complete,
    }


def _voices(supporting: Sequence[Voice], contradicting: Sequence[Voice]) -> Mapping[str, Any]:
    return {"for": [_voice(voice) for voice in supporting], "against": [_voice(voice) for voice in contradicting]}


def _voice(voice: Voice) -> Mapping[str, Any]:
    return {
        "origin": voice.origin,
        "sources": list(voice.sources),
        "repeats": dict(voice.repeats),
        "statements": len(voice.statements),
    }


def _alike(pair: Alike) -> Mapping[str, Any]:
    return {
        "a": pair.a,
        "b": pair.b,
        "about": list(pair.about),
        "elsewhere": list(pair.elsewhere),
        "passage": pair.passage or None,
        **(_link(pair.link) if pair.link is not None else {"answer": "passage"}),
    }
