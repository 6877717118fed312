"""Whether all that a page says follows from the plan inside it (`willing verify`)."""

from collections.abc import Mapping

from willing.answers.answer import Answer


class Difference(Answer, frozen=True, kw_only=True):
    """A place where the page says otherwise than the plan inside it: what it says, and what the plan gives.

    ``setting``: what the switches are set to there (yes, no, unknown), by id; None: in what the page shows at first.
    """

    setting: Mapping[str, str] | None
    page: str
    plan: str


class Verification(Answer, frozen=True, kw_only=True):
    """``answers``: how many settings of the switches the page answers; ``wrong``: of these, which the plan answers
    otherwise; ``follows``: whether all of the page, to the last sign, follows from the plan; ``first``: where it does
    not.

    ``made_by``: the version of Willing that made it, which may have said the same in other words; ``digest``: the
    SHA-256 of the plan inside. ``found`` of ``sought`` passages stand in the files that their sources name;
    ``no_file``: passages of sources whose file is not there.
    """

    plan: str
    made_by: str
    digest: str
    answers: int
    wrong: int
    follows: bool
    first: Difference | None
    sought: int
    found: int
    no_file: int
