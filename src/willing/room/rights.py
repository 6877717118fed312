"""Who may do what (§R8): the one place where that is decided. The table reads like §R8; docs/room.md shows it.

r: reads. w: writes, and reads. s: signs and releases, and reads. -: neither. What a delegation may *read* is not here:
that is its owner's release (:mod:`willing.room.reading`).
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from willing.room.fold import HOST

Role = Literal["officer", "signatory", "planner", "chair", "observer", "auditor"]

ROLES: tuple[Role, ...] = ("officer", "signatory", "planner", "chair", "observer", "auditor")

#: The delegations that are no partners and have these roles (§R2.2); every other has officers and signatories.
OF_DELEGATION: Mapping[str, tuple[str, ...]] = {
    HOST: ("planner", "chair"),
    "observers": ("observer",),
    "audit": ("auditor",),
}
OF_PARTNERS = ("officer", "signatory")

TABLE = """
|                                                | officer | signatory | planner | chair | observer | auditor |
|------------------------------------------------|---------|-----------|---------|-------|----------|---------|
| own pledge, pool, alternatives: draft          |    w    |     w     |    -    |   -   |    -     |    -    |
| own pledge: release, widen, withdraw below     |    s    |     s     |    -    |   -   |    -     |    -    |
| own pledge: release, widen, withdraw from      |    -    |     s     |    -    |   -   |    -     |    -    |
| own pool, alternatives: release, widen, withdraw |  s    |     s     |    -    |   -   |    -     |    -    |
| own draft: drop                                |    w    |     w     |    -    |   -   |    -     |    -    |
| on behalf: drop                                |    -    |     s     |    w    |   w   |    -     |    -    |
| on behalf: write, release                      |    r    |     r     |    w    |   w   |    r     |    r    |
| on behalf: confirm                             |    -    |     s     |    -    |   -   |    -     |    -    |
| another partner's                              |    r    |     r     |    r    |   r   |    r     |    r    |
| response                                       |    r    |     r     |    w    |   w   |    r     |    r    |
| of the host                                    |    r    |     r     |    w    |   w   |    r     |    r    |
| own source, statement                          |    w    |     w     |    w    |   w   |    -     |    -    |
| head, round                                    |    r    |     r     |    r    |   w   |    r     |    r    |
| settings                                       |    r    |     r     |    r    |   w   |    r     |    r    |
| proposal: make                                 |    r    |     r     |    w    |   w   |    r     |    r    |
| proposal: extend, withdraw                     |    -    |     -     |    -    |   w   |    -     |    -    |
| proposal: break, assent                        |    -    |     s     |    -    |   -   |    -     |    -    |
| answer and its like                            |    r    |     r     |    r    |   r   |    r     |    r    |
| digest, own sessions and tokens                |    r    |     r     |    r    |   r   |    r     |    r    |
| import                                         |    w    |     w     |    w    |   w   |    -     |    -    |
| journal: own                                   |    r    |     r     |    r    |   r   |    -     |    -    |
| journal: readable                              |    r    |     r     |    r    |   r   |    -     |    r    |
| members: own                                   |    r    |     r     |    r    |   r   |    -     |    -    |
| members: all                                   |    -    |     -     |    -    |   r   |    -     |    -    |
| invite, revoke: own officers                   |    -    |     w     |    -    |   -   |    -     |    -    |
| invite, revoke: all but partners' officers     |    -    |     -     |    -    |   w   |    -     |    -    |
"""


def _read(table: str) -> Mapping[str, Mapping[str, str]]:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.strip().splitlines()]
    return {row[0]: dict(zip(rows[0][1:], row[1:], strict=True)) for row in rows[2:]}


#: What each role may do, by what is to be done.
RIGHTS = _read(TABLE)


#: The roles that may do all that another may (§R2.2).
ABOVE: Mapping[str, str] = {"officer": "signatory", "planner": "chair"}


def can_act(held: str, role: str) -> bool:
    """Whether who has a role may act in one: in the own, and in the one below it."""
    return held in (role, ABOVE.get(role))


class Actor(Struct, frozen=True):
    """An account, as it acts: for a delegation, in a role (§R2.1); ``basis``: the widest that it may ask (§R10.2)."""

    account: str
    delegation: str
    role: str
    basis: str = "drafts"

    @property
    def acting(self) -> str:
        """As events and addresses have it: ``DE/officer``."""
        return f"{self.delegation}/{self.role}"


def may(actor: Actor, action: str) -> bool:
    """Whether somebody may do what the row ``action`` of the table names, and not only read it."""
    return RIGHTS[action][actor.role] in ("w", "s")


def reads(actor: Actor, action: str) -> bool:
    """Whether somebody may read what the row ``action`` names, as far as it is readable to the delegation at all."""
    return RIGHTS[action][actor.role] != "-"


def refusal(actor: Actor, action: str) -> Literal["", "needs_signatory", "not_yours"]:
    """Why somebody may not do it: the code of the refusal (§R8); empty where he may."""
    if may(actor, action):
        return ""
    own_signatory = actor.role == "officer" and RIGHTS[action]["signatory"] in ("w", "s")
    return "needs_signatory" if own_signatory else "not_yours"
