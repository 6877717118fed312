"""Who says so (§1): how many independent origins speak for each pledge and assumption, and what to doubt about them.

Counts are those of the plan: equal origins count once. Where the reports themselves are at hand, every passage is
looked up in its own, and reports that look like one origin but are declared as two are told, with the evidence. That is
a suggestion: it changes no count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from willing.answers.sources import (
    Alike,
    Lost,
    Orphan,
    PassagesChecked,
    Sources,
    SourceVoice,
    Subject,
    Subjects,
    UnreadSource,
)
from willing.model.evidence import Source, Statement
from willing.model.picture import Picture
from willing.questions.voices import root
from willing.reports.quoted import FoundQuote, find_said, normal

if TYPE_CHECKING:
    from willing.reports.report import Report

#: A passage of fewer words, said twice, may be chance.
LEAST_SAID = 8
#: Of statements about one thing so many are compared with each other.
_MOST_COMPARED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """What is in the file of a source: its reports; or why there are none (see the catalogue of reports)."""

    path: str
    reports: tuple[Report, ...] = ()
    why: str = ""
    what: str = ""


def sources(picture: Picture, files: Mapping[str, SourceFile]) -> Sources:
    """``files``: by id of source, what is in the file it names; sources without one are missing."""
    plan = picture.plan
    heard = {id_ for id_, source in plan.sources.items() if not _late(picture, source)}
    statements = [s for s in plan.statements if s.source in heard]
    places: dict[int, FoundQuote] = {}
    orphans: list[Orphan] = []
    sought = no_file = 0
    for i, statement in enumerate(statements):
        file = files.get(statement.source)
        if file is None:
            no_file += 1
            continue
        if not file.reports or statement.says is None:
            continue
        sought += 1
        place = find_said(statement.says, file.reports)
        if place is None or place.left_out:
            why = place.left_out if place is not None and place.left_out else ""
            lost: Lost = "left out" if why else "gone"
            orphans.append(
                Orphan(
                    about=statement.about,
                    source=statement.source,
                    says=statement.says,
                    file=file.path,
                    lost=lost,
                    left_out=why or None,
                    line=statement.place.line if statement.place else None,
                )
            )
        else:
            places[i] = place
    alike, carries, complete = _alike(picture, files, heard, statements, places)
    subjects = tuple(_subjects(picture, heard, statements))
    pledges, assumptions, requirements, partners = (
        {subject.id: subject for subject in subjects if subject.kind == kind} for kind in get_args(Subjects)
    )
    return Sources(
        plan=plan.name,
        as_of=picture.day,
        marking=plan.marking,
        origins=len({voice.origin for s in subjects for voice in (*s.supporting, *s.contradicting)}),
        pledges=pledges,
        assumptions=assumptions,
        requirements=requirements,
        partners=partners,
        single=tuple(id_ for id_, pledge in pledges.items() if len(pledge.supporting) == 1),
        unsourced=tuple(id_ for id_, pledge in pledges.items() if not pledge.supporting),
        passages=PassagesChecked(sought=sought, found=len(places), without_file=no_file),
        orphans=tuple(orphans),
        unread=tuple(
            UnreadSource(source=id_, file=file.path, why=file.why, what=file.what)
            for id_, file in files.items()
            if id_ in heard and not file.reports
        ),
        alike=alike,
        carries=carries,
        complete=complete,
        picture=picture,
    )


def _late(picture: Picture, source: Source) -> bool:
    known_by = picture.known_by
    return known_by is not None and source.published is not None and source.published.first > known_by


# -- voices -----------------------------------------------------------------------------------------------------------


def _subjects(picture: Picture, heard: set[str], statements: Sequence[Statement]) -> Iterator[Subject]:
    """Pledges on the table, then assumptions, then requirements and partners that are spoken of, in file order."""
    plan = picture.plan
    said: dict[str, list[tuple[str, Statement | None]]] = {}
    for statement in statements:
        said.setdefault(statement.about, []).append((statement.source, statement))
    for pledge in plan.pledges.values():
        for source in pledge.sources:
            if source in heard:
                said.setdefault(pledge.id, []).append((source, None))
    for requirement in plan.requirements.values():
        for source in requirement.sources:
            if source in heard and requirement.id not in plan.pledges:
                said.setdefault(requirement.id, []).append((source, None))
    kinds: tuple[tuple[Subjects, Iterable[str]], ...] = (
        ("pledge", picture.pledges),
        ("assumption", plan.assumptions),
        ("requirement", [id_ for id_ in plan.requirements if id_ in said and id_ not in plan.pledges]),
        ("partner", [id_ for id_ in plan.partners if id_ in said]),
    )
    for kind, ids in kinds:
        for id_ in ids:
            promise = plan.promise(id_) if kind == "pledge" else (id_,)
            words = [word for each in promise for word in said.get(each, [])]
            yield Subject(
                id=id_,
                kind=kind,
                supporting=tuple(_voices(picture, words, against=False)),
                contradicting=tuple(_voices(picture, words, against=True)),
            )


def _voices(picture: Picture, words: Sequence[tuple[str, Statement | None]], *, against: bool) -> Iterator[SourceVoice]:
    plan = picture.plan
    by_origin: dict[str, list[tuple[str, Statement | None]]] = {}
    for source, statement in words:
        if (statement is not None and statement.against) == against:
            named = statement.origin if statement is not None and statement.origin is not None else source
            by_origin.setdefault(root(plan, named), []).append((source, statement))
    for origin, said in by_origin.items():
        repeats: dict[str, str | None] = {}
        for source, statement in said:
            if source != origin:
                own = statement is None or statement.origin is None
                repeats.setdefault(source, plan.sources[source].origin if own else None)
        yield SourceVoice(
            origin=origin,
            sources=tuple(dict.fromkeys(source for source, _ in said)),
            repeats=repeats,
            statements=sum(statement is not None for _, statement in said),
        )


# -- what looks like one origin ---------------------------------------------------------------------------------------


def _alike(
    picture: Picture,
    files: Mapping[str, SourceFile],
    heard: set[str],
    statements: Sequence[Statement],
    places: Mapping[int, FoundQuote],
) -> tuple[tuple[Alike, ...], dict[str, tuple[str, ...]], bool]:
    plan = picture.plan
    reports = dict(_report_of_each(picture, files, heard, statements, places))
    ids = list(reports)
    told: list[Alike] = []
    carries: dict[str, tuple[str, ...]] = {}
    complete = True
    about = _about(plan.pledges.keys() & picture.pledges.keys() | plan.assumptions.keys(), statements)
    if len(ids) > 1:
        from willing.questions.reports import likeness
        from willing.reports.sameness.same_origin import same_origin

        found = same_origin([reports[id_] for id_ in ids])
        complete = found.complete
        for link in found.links:
            a, b = ids[link.a], ids[link.b]
            if link.answer != "passages" and root(plan, a) != root(plan, b):
                both = tuple(id_ for id_ in about.get(a, {}) if id_ in about.get(b, {}))
                elsewhere = tuple(id_ for id_ in both if _apart(reports, a, b, about[a][id_], about[b][id_]))
                told.append(Alike(a=a, b=b, about=both, elsewhere=elsewhere, **likeness(link)))
        carries = {
            ids[i]: others
            for i, members in found.carries.items()
            if (others := tuple(ids[j] for j in members if root(plan, ids[j]) != root(plan, ids[i])))
        }
    linked = {(alike.a, alike.b) for alike in told}
    for alike in _same_words(picture, statements):
        if (alike.a, alike.b) not in linked:
            linked.add((alike.a, alike.b))
            told.append(alike)
    order = {id_: i for i, id_ in enumerate(plan.sources)}
    return tuple(sorted(told, key=lambda each: (order[each.a], order[each.b]))), carries, complete


def _apart(reports: Mapping[str, Report], a: str, b: str, of_a: Sequence[str], of_b: Sequence[str]) -> bool:
    """Whether something that one of them says, and has in its file, is not in the file of the other."""
    return any(
        find_said(says, [reports[own]]) is not None and find_said(says, [reports[other]]) is None
        for own, other, passages in ((a, b, of_a), (b, a, of_b))
        for says in passages
    )


def _about(known: set[str], statements: Sequence[Statement]) -> dict[str, dict[str, list[str]]]:
    """By source and subject, the passages it has on it."""
    about: dict[str, dict[str, list[str]]] = {}
    for statement in statements:
        if statement.about in known:
            said = about.setdefault(statement.source, {}).setdefault(statement.about, [])
            if statement.says:
                said.append(statement.says)
    return about


def _report_of_each(
    picture: Picture,
    files: Mapping[str, SourceFile],
    heard: set[str],
    statements: Sequence[Statement],
    places: Mapping[int, FoundQuote],
) -> Iterator[tuple[str, Report]]:
    """By source, the report in its file that is meant: the only one, or that of its title or of its passages."""
    from dataclasses import replace

    found: dict[str, Report] = {}
    for i, place in places.items():
        found.setdefault(statements[i].source, place.report)
    for id_, source in picture.plan.sources.items():
        file = files.get(id_)
        if file is None or not file.reports or id_ not in heard:
            continue
        report = file.reports[0] if len(file.reports) == 1 else found.get(id_)
        if report is None and source.title:
            report = next((r for r in file.reports if r.title and normal(r.title) == normal(source.title)), None)
        if report is not None:
            published = source.published
            day = None if published is None or published.month_only else published.first
            # What the planner wrote down wins over what a reader made of the file.
            yield id_, replace(report, published=day or report.published)


def _same_words(picture: Picture, statements: Sequence[Statement]) -> Iterator[Alike]:
    """Sources of different origin that say the very same of one thing, outside of quotations."""
    from willing.reports.sameness.fingerprints import in_quotations, words_of

    plan = picture.plan
    order = {id_: i for i, id_ in enumerate(plan.sources)}
    said: dict[tuple[str, bool, str], list[Statement]] = {}
    count: dict[str, int] = {}
    for statement in statements:
        if not statement.says:
            continue
        count[statement.about] = count.get(statement.about, 0) + 1
        if count[statement.about] > _MOST_COMPARED:
            continue
        words = words_of(statement.says)
        if len(words.start) >= LEAST_SAID and 2 * int(in_quotations(statement.says, words).sum()) < len(words.start):
            key = " ".join(statement.says[a:b].lower() for a, b in zip(words.start, words.end, strict=True))
            said.setdefault((statement.about, statement.against, key), []).append(statement)
    for (about, _, _), same in said.items():
        origins: dict[str, Statement] = {}
        for statement in same:
            origin = root(plan, statement.origin if statement.origin is not None else statement.source)
            origins.setdefault(origin, statement)
        first, *others = origins.values()
        for other in others:
            a, b = sorted((first.source, other.source), key=order.__getitem__)
            if a != b:
                yield Alike(answer="passage", a=a, b=b, passage=first.says, about=(about,))
