"""The brief: who is in, if (§3), and what that adds up to (§4, §10)."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from msgspec import field

from willing.answers.answer import UNUSUAL, Answer, As, Beside, Keys
from willing.answers.asks import Lever
from willing.answers.coverage import GoalPart, OnOffer, RequirementLine
from willing.answers.reason import Reason
from willing.answers.standing import Listing, Standing, Stands, State
from willing.answers.steps import Voice
from willing.answers.voices import Voices
from willing.answers.waiting import WaitingGroup
from willing.model.condition import Condition, Never
from willing.model.picture import Picture
from willing.model.plan import Partner, Pledge, Requirement

NoteKind = Literal["unchecked", "undecided", "needless"]


class PledgeLine(Answer, frozen=True, kw_only=True):
    """A pledge in the picture. ``standing`` None, and not ``counted``: below the stage that counts, or aside (§1.4).

    ``contested``: a source speaks against it, or against one of the assumptions that it rests on (``disputed``, §8.5).
    ``support``: in, but no requirement of the plan asks for it (§4.6). ``consents``: of each body whether it has given
    its own; None: it is open. ``least``, ``greatest``: of an amount that follows others what it is in the least and in
    the greatest outcome of any world, 0 where it is out (§3.8); ``waits_for``: the partners of those it follows.
    ``alternatives``: the id of those of which it is one (§3.1).
    """

    pledge: Annotated[Pledge, Keys("partner", "provides", "amount", "up_to")]
    standing: Stands
    counted: bool
    voices: Annotated[Voices, Keys("origins")]
    contested: bool
    disputed: Beside[tuple[str, ...]]
    support: bool
    consents: Mapping[str, bool | None] = {}
    least: Annotated[int | None, UNUSUAL] = None
    greatest: Annotated[int | None, UNUSUAL] = None
    waits_for: Beside[tuple[str, ...]] = ()
    alternatives: Annotated[str | None, UNUSUAL] = None

    @property
    def refusal(self) -> bool:
        """Its whole condition is ``never``."""
        return isinstance(self.pledge.condition, Never)

    @property
    def may_be_in(self) -> bool:
        """It is in some outcome of some world, or may be."""
        return self.standing is not None and self.standing.status != "blocked"

    @property
    def state(self) -> State:
        """What a reader is told of it."""
        if self.standing is None:
            return "uncounted"
        if self.refusal:
            return "refuses"
        if self.standing.firm and self.least == 0:
            return "nothing"
        return "support" if self.support else self.standing.status


def _name(partner: Partner) -> str:
    from willing.languages.names import state_names  # read where a partner needs it

    return partner.name or state_names("en").get(partner.id, partner.id)


class PartnerLine(Answer, frozen=True, kw_only=True):
    """A partner, by its ``name``, else that of the state in English. ``standing`` None: no counted pledge.

    ``support``: in, but not with anything that a requirement of the plan asks for (§4.6).
    """

    partner: Annotated[Partner, As(_name)] = field(name="name")
    standing: Stands
    support: bool
    pledges: Beside[tuple[PledgeLine, ...]]

    @property
    def id(self) -> str:
        """The id of the partner."""
        return self.partner.id

    @property
    def state(self) -> State:
        """What a reader is told of it, where it is told once."""
        if self.standing is None:
            return "uncounted" if self.pledges else "none"
        if self.support:
            return "support"
        told = [line.state for line in self.pledges if line.standing is not None]
        if self.standing.firm and "nothing" in told and not {"stands", "together"} & set(told):
            return "nothing"
        return "refuses" if set(told) == {"refuses"} else self.standing.status


class GoalLine(Answer, frozen=True, kw_only=True):
    """The goal.

    ``lacks``: a smallest set of leaves that would reach it, where it is not (None: nothing would); empty where it asks
    for ``filled`` or ``usable``: what is lacking then is in its ``parts``, by the atoms of its condition.
    ``lasting``: it would not be reached today, but was before and lasts (§8.2), ``since`` that day (None: from the
    start).
    """

    condition: Condition = field(name="text")
    standing: Annotated[Standing, Keys("status", "best")]
    parts: Beside[Mapping[Condition, tuple[GoalPart, ...]]] = field(default_factory=dict)
    lacks: Beside[tuple[Reason, ...] | None] = ()
    lasting: Annotated[bool, UNUSUAL] = False
    since: Annotated[date | None, UNUSUAL] = None


class Withdrawn(Answer, frozen=True, kw_only=True):
    """A pledge that was withdrawn, or has lapsed, on a day; ``voice``: on whose word (§8.1)."""

    partner: str
    pledge: Pledge
    day: date
    how: Literal["ended", "lapsed"]
    voice: Beside[Voice]


def _ids(stale: Mapping[str, date]) -> list[str]:
    return list(stale)


class Note(Answer, frozen=True, kw_only=True):
    """Something the reader of an answer must know; ``kind`` names the sentence, ``subject`` what it is about."""

    kind: NoteKind
    subject: str = ""
    text: str


def _texts(notes: tuple[Note, ...]) -> list[str]:
    return [note.text for note in notes]


class ScenarioLine(Answer, frozen=True, kw_only=True):
    """What another scenario, on top of those asked for, would change.

    ``firm``, ``together``: partners that are firm, or in if all move at once, and here not even so; ``lost``: those no
    longer in; ``possible``: those that are out here and may be in there; ``counted``: those of whom nothing counts
    here, and may be in there; ``gone``: those that may be in here, or of whom nothing counts, and are out there.
    ``same``: every partner has the standing it has here. ``goal``: its standing there, None where there is no goal.
    ``missing``: (requirement, missing there, missing here), in units, of those that differ. ``impossible``: no world or
    no outcome is left. ``compared`` False: there was too much to compare, and nothing else is known.
    """

    scenario: str
    compared: bool = True
    firm: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    same: bool = False
    goal: Standing | None = None
    missing: tuple[tuple[Requirement, int, int], ...] = ()
    impossible: bool = False


class WhatIf(Answer, frozen=True, kw_only=True):
    """What was asked for over the plan and its scenarios (§7.4, §9): ids of assumptions, decisions and consents taken
    as true, false, and not known; partners and pledges that are out, and firm."""

    if_: tuple[str, ...] = field(name="if")
    if_not: tuple[str, ...]
    if_unknown: tuple[str, ...]
    without: tuple[str, ...]
    firm: tuple[str, ...]

    @classmethod
    def of(cls, picture: Picture) -> "WhatIf":
        """That of a picture."""
        if_, if_not, if_unknown = (
            tuple(sorted(id_ for id_, value in picture.what_if.items() if value is wanted))
            for wanted in (True, False, None)
        )
        return cls(if_=if_, if_not=if_not, if_unknown=if_unknown, without=picture.without, firm=picture.firm)


class Brief(Answer, frozen=True, kw_only=True):
    """All that a brief says, by id in file order.

    ``assumptions``: their values, None for unknown. ``premise``: as in the plan.
    ``withdrawn``: pledges withdrawn or lapsed by the day; ``stale``: those that are in or may be, and were last said
    long ago, with that day; ``later``: pledges and requirements that rest only on reports after the day (§8.5).
    ``lever``: the single change that would change most where the goal is not reached or there is none;
    ``lever_sought``: whether it was looked for, so that there is none where it is None.
    ``offered``: of a plan without requirements what there is of each capability, the most first.
    ``listing``: maximal outcomes, where something stands under a ``not``.

    ``picture``: what it is the brief of. ``lacks``: per pledge that is not certainly in, a smallest set of leaves that
    would bring it in (None: nothing would); empty where reasons were not asked for.
    """

    plan: str
    as_of: date | None
    marking: str | None
    scenarios: tuple[str, ...] = field(name="scenario")
    what_if: WhatIf
    premise: tuple[str, ...]
    assumptions: Mapping[str, bool | None]
    pledges: Mapping[str, PledgeLine]
    partners: Mapping[str, PartnerLine]
    requirements: tuple[RequirementLine, ...]
    offered: Annotated[tuple[OnOffer, ...], UNUSUAL] = ()
    goal: GoalLine | None
    withdrawn: tuple[Withdrawn, ...]
    stale: Annotated[Mapping[str, date], As(_ids)]
    later: tuple[str, ...]
    lever: Lever | None = None
    lever_sought: Beside[bool] = False
    waiting: tuple[WaitingGroup, ...]
    listing: Listing | None = field(name="outcomes")
    notes: Annotated[tuple[Note, ...], As(_texts)] = field(name="warnings")
    picture: Beside[Picture]
    lacks: Beside[Mapping[str, tuple[Reason, ...] | None]]
    other_scenarios: Beside[tuple[ScenarioLine, ...]]
    statements: Beside[int]
    origins: Beside[int]
