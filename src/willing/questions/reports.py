"""What is in reports, what they suggest, how two editions differ, and which are of one origin, as answers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from willing.answers.draft import (
    AssumptionSaid,
    BySurname,
    ConditionSaid,
    Draft,
    EditionsDiffer,
    OrderSaid,
    PassedOverSaid,
    PledgeSaid,
    PremiseSaid,
    ReportDrafted,
    SizeSaid,
)
from willing.answers.origins import Carrier, OriginLink, OriginReport, Origins, SharedPassage, Update
from willing.answers.reports import (
    Diff,
    Edition,
    EditionDifference,
    EditionSentence,
    Kept,
    PartLeftOut,
    ReportHead,
    ReportKept,
    ReportRead,
    SentencePair,
    SentenceRead,
    UnreadFile,
    WordsChanged,
)
from willing.questions.draft import Drafted
from willing.reports.report import Report, Span
from willing.reports.sameness.align import Alignment
from willing.reports.sameness.same_origin import Link, SameOrigin
from willing.reports.suggest.suggestion import Findings, Passage, Suggestion


def report_read(report: Report) -> ReportRead:
    """One report with all its sentences."""
    return ReportRead(**_read(report))


def report_kept(report: Report, kept: Kept) -> ReportKept:
    """One report of an archive."""
    return ReportKept(**_read(report), id=kept.id, sha256=kept.sha256, name=kept.name)


def diff(alignment: Alignment) -> Diff:
    """Two editions of a report, their sentences beside each other."""
    a, b = alignment.a, alignment.b
    return Diff(
        a=_edition(a),
        b=_edition(b),
        pairs=tuple(
            SentencePair(a=pair.a, b=pair.b, likeness=round(pair.likeness, 4), moved=pair.moved)
            for pair in alignment.pairs
        ),
        alone={"a": alignment.alone_a, "b": alignment.alone_b},
        differences=tuple(
            EditionDifference(
                kind=difference.kind,
                a=difference.a,
                b=difference.b,
                changes=tuple(
                    WordsChanged(
                        a=a.sentences[difference.a].said[slice(*change.a)],
                        b=b.sentences[difference.b].said[slice(*change.b)],
                        a_span=change.a,
                        b_span=change.b,
                    )
                    for change in difference.changes
                    if difference.a is not None and difference.b is not None
                ),
            )
            for difference in alignment.differences
        ),
    )


def origins(reports: Sequence[Report], found: SameOrigin, unread: Iterable[UnreadFile] = ()) -> Origins:
    """Which of the reports are of one origin."""
    return Origins(
        reports=tuple(OriginReport(**_named(report, OriginReport)) for report in reports),
        origins=len(reports) - sum(map(len, found.groups)) + len(found.groups),
        groups=found.groups,
        links=tuple(OriginLink(a=link.a, b=link.b, **likeness(link)) for link in found.links),
        carries=tuple(Carrier(report=i, of=others) for i, others in found.carries.items()),
        complete=found.complete,
        unread=tuple(unread),
    )


def draft(drafted: Drafted) -> Draft:
    """Every suggestion of the reports that a plan was drafted from."""
    sources = drafted.plan.sources.values()
    return Draft(
        reports=tuple(
            ReportDrafted(
                source=source.id,
                file=report.file,
                part=report.part,
                language=found.language,
                origin=source.origin,
                **_suggested(found),
            )
            for source, report, found in zip(sources, drafted.reports, drafted.findings, strict=True)
        ),
        editions=tuple(
            EditionsDiffer(
                first=each.first,
                second=each.second,
                passages=(each.difference.first, each.difference.second),
                words=each.difference.words,
            )
            for each in drafted.editions
        ),
        twice=drafted.twice,
        packs=drafted.plan.packs,
    )


def likeness(link: Link) -> Mapping[str, Any]:
    """The fields of a :class:`~willing.answers.origins.Likeness`."""
    told = {name: getattr(link, name) for name in ("answer", "share", "of_longer", "agency", "alike", "facts")}
    passages = tuple(
        SharedPassage(words=p.words, text=p.text, a=_place(p.a), b=_place(p.b), quoted=p.quoted) for p in link.passages
    )
    changes = tuple(Update(a=change.a, b=change.b) for change in link.changes)
    return {**told, "passages": passages, "changes": changes}


def _suggested(found: Findings) -> Mapping[str, Any]:
    return {
        "suggestions": tuple(map(_pledge, found.pledges)),
        "assumptions": tuple(
            AssumptionSaid(
                about=claim.topic,
                holds=claim.holds,
                against=claim.against,
                speaker=claim.speaker,
                confidence=claim.sure,
                **_passage(claim.passage),
            )
            for claim in found.claims
        ),
        "orders": tuple(
            OrderSaid(domains=order.domains, speaker=order.speaker, **_passage(order.passage)) for order in found.orders
        ),
        "sizes": tuple(
            SizeSaid(
                of=size.capability,
                amount=size.amount,
                up_to=size.up_to,
                instead_of=size.instead_of,
                **_passage(size.passage),
            )
            for size in found.sizes
        ),
        "premise": tuple(PremiseSaid(about=topic, **_passage(passage)) for topic, passage in found.settings),
        "passed_over": tuple(
            PassedOverSaid(partner=passed.state, pack=passed.pack, **_passage(passed.passage))
            for passed in found.passed
        ),
    }


def _pledge(said: Suggestion) -> PledgeSaid:
    return PledgeSaid(
        partners=said.partners,
        group=said.group,
        stance=said.stance,
        readings=said.readings,
        conditions=tuple(ConditionSaid(about=hang.topic, words=hang.words) for hang in said.conditions),
        either=said.either,
        promise=said.promise,
        provides=said.capability,
        amount=said.amount,
        up_to=said.up_to,
        on=said.said,
        speaker=said.speaker,
        opposition=said.opposition,
        by_surname=tuple(BySurname(surname=s.words, partner=s.state, pack=s.pack) for s in said.surnames),
        confidence=said.sure,
        second=said.second,
        **_passage(said.passage),
    )


def _passage(passage: Passage) -> Mapping[str, Any]:
    """The fields of a :class:`~willing.answers.draft.Said`."""
    return {
        "passage": passage.text,
        "start": passage.place.start,
        "end": passage.place.end,
        "cue": passage.cue,
        "cues": tuple(map(_place, passage.cues)),
    }


def _read(report: Report) -> Mapping[str, Any]:
    return {
        **_named(report, ReportHead),
        "sentences": tuple(
            SentenceRead(
                said=sentence.said,
                start=sentence.place.start,
                end=sentence.place.end,
                spans=tuple(map(_place, sentence.spans)),
                heading=sentence.heading,
            )
            for sentence in report.sentences
        ),
        "left_out": tuple(PartLeftOut(start=o.span.start, end=o.span.end, why=o.why) for o in report.left_out),
        "text": report.text if report.format == "pdf" else None,
    }


def _edition(report: Report) -> Edition:
    sentences = tuple(
        EditionSentence(said=s.said, start=s.place.start, end=s.place.end, heading=s.heading) for s in report.sentences
    )
    return Edition(**_named(report, ReportHead), sentences=sentences)


def _named(report: Report, answer: type[ReportHead | OriginReport]) -> Mapping[str, Any]:
    """Of a report, what the answer has under the same name."""
    return {name: getattr(report, name) for name in answer.__struct_fields__}


def _place(span: Span) -> tuple[int, int]:
    return span.start, span.end
