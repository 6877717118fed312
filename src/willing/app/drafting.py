"""A plan out of reports, each suggestion marked to be reviewed."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from willing.app.open import open_plan
from willing.app.packs import ENDING, named_packs
from willing.app.report_files import ReadFiles, read_files
from willing.languages.data import languages_with
from willing.languages.messages import Catalogue
from willing.languages.names import organisation_names, state_names
from willing.languages.states import STATE_CODES
from willing.questions.draft import Drafted, draft, one_line

if TYPE_CHECKING:
    from willing.app.second_reader import SecondReader


class DraftWords:
    """What a draft calls things, in one language."""

    def __init__(self, language: str = "en", names: Mapping[str, str] | None = None) -> None:
        self.say = Catalogue(language)
        self.language = self.say.language
        self.names = dict(names or {})

    def __call__(self, key: str, /, **parts: object) -> str:
        """The text of a key of drafts; numbers are written as the language does."""
        told = {name: self.say.number(part) if isinstance(part, int) else part for name, part in parts.items()}
        return self.say(f"draft.{key}", **told)

    def partner(self, code: str) -> str:
        """What a partner is called."""
        if code in self.names:
            return self.names[code]
        if (organisation := organisation_names(self.say.language).get(code)) is not None:
            return organisation
        if code in STATE_CODES:
            named_in = self.say.language if self.say.language in languages_with("territories") else "en"
            return state_names(named_in).get(code, code)
        return code


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What came of reports.

    ``drafted``: the plan, its suggestions and what rests on which passage; ``packs``: those they were read with, files
    as the working folder sees them.
    """

    drafted: Drafted
    words: DraftWords
    packs: tuple[str, ...] = ()

    def text(self, folder: str | os.PathLike[str] = ".") -> str:
        """The plan file, its suggestions marked; ``folder``: where it will lie, from which files are named.

        A comment above it says what was passed over, and which packs lie where a plan cannot name them.
        """
        from willing.notation.toml.layout import canonical_layout
        from willing.notation.toml.marks import mark
        from willing.notation.write import write_plan

        plan = self.drafted.plan
        sources = {id_: replace(source, file=_beside(source.file, folder)) for id_, source in plan.sources.items()}
        packs = dict.fromkeys(_beside(each, folder) if each.endswith(ENDING) else each for each in self.packs)
        elsewhere = [each for each in packs if each and (os.path.isabs(each) or each.startswith(".."))]
        named = tuple(each for each in packs if each and each not in elsewhere)
        lines = [self.words("pack.elsewhere", file=each) for each in elsewhere]
        lines += passed_lines(self.drafted, self.words)
        comment = "".join(f"# {one_line(line)}\n" for line in lines) + ("\n" if lines else "")
        text = write_plan(replace(plan, sources=sources, packs=named))
        return comment + canonical_layout(mark(text, self.drafted.marks))


def draft_plan(
    reports: Iterable[str] | ReadFiles,
    *,
    name: str | None = None,
    packs: Iterable[str] = (),
    partners: str | os.PathLike[str] | None = None,
    language: str = "en",
    second: "SecondReader | None" = None,
) -> Draft | None:
    """A plan from reports: files and folders, or what was read of them; None where there is no report among them.

    ``name``: what the plan is called; ``packs``: facts to read the reports with, by name or file; ``partners``: a plan
    whose own partners are looked for and whose packs are used as well; ``language``: of the names that the plan gives;
    ``second``: a reader beside ours.
    Raises :class:`PlanError` for packs that cannot be read, and with OSError for such a plan of ``partners``.
    """
    from willing.reports.suggest.actors import Named

    own, packs = {}, tuple(packs)
    if partners is not None:
        plan = open_plan(partners).plan
        own = {partner.id: partner.name for partner in plan.partners.values() if partner.declared and partner.name}
        folder = os.path.dirname(partners)
        packs += tuple(os.path.join(folder, each) if each.endswith(ENDING) else each for each in plan.packs)
    pack = named_packs(packs)
    read = reports if isinstance(reports, ReadFiles) else read_files(reports)
    if not read.reports:
        return None
    words = DraftWords(language, own)
    also = tuple(Named(id=id_, names=(called,)) for id_, called in own.items())
    drafted = draft(read.reports, words, name=name, also=lambda _: also, pack=pack, second=second)
    return Draft(drafted=drafted, words=words, packs=packs)


def passed_lines(drafted: Drafted, words: DraftWords) -> list[str]:
    """What was passed over, in a line for each state."""
    return [
        words.say.many(
            "draft.passed", each.count, partner=words.partner(each.state), pack=each.pack, first=one_line(each.first)
        )
        for each in drafted.passed
    ]


def _beside(file: str | None, folder: str | os.PathLike[str]) -> str | None:
    """The path of a report as the plan's folder sees it."""
    if file is None:
        return None
    try:
        return os.path.relpath(os.path.abspath(file), os.path.abspath(folder))
    except ValueError:  # on another drive
        return file
