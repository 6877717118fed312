"""Who waits for whom (§3.6)."""

from willing.answers.answer import Answer, Beside


class WaitingGroup(Answer, frozen=True, kw_only=True):
    """Pledges (and their partners) that wait for each other, in file order.

    ``starters``: the smallest sets of its partners whose pledges in the group, made unconditional, make all of it
    stand; empty: no set of up to three does; None: undecided. ``unlocks``: the pledges outside that then stand;
    None: undecided.
    """

    pledges: Beside[tuple[str, ...]]
    partners: tuple[str, ...]
    starters: tuple[tuple[str, ...], ...] | None
    unlocks: tuple[str, ...] | None
