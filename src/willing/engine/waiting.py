"""Who waits for whom: groups of pledges that are in only if all of them move at once (§3.6)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations, compress
from operator import gt

from willing.answers.waiting import WaitingGroup
from willing.engine.budget import Budget
from willing.engine.graph import components
from willing.engine.kernel import Arrays, Ints, Lists, Rising
from willing.engine.network import eligible, requirements_of
from willing.engine.resolve import Resolution, standing_if
from willing.model.condition import (
    And,
    Condition,
    CountGroup,
    CountOf,
    CountPartners,
    Name,
    Or,
    Share,
    Total,
    Weight,
)
from willing.model.picture import Picture
from willing.model.plan import Pledge

#: Starters are looked for among sets of so many partners at most.
LARGEST_START = 3
#: "What if these were unconditional" is asked as long as no more edges are walked for it in all (a trial counts as some
#: at least), or (where it takes the solver) so many times; what is open then is undecided.
MOST_EDGES = 6_000_000
MOST_EDGES_COMPILED = 400_000_000
EDGES_A_TRIAL = 200
MOST_SOLVED = 100

#: Partners that stand anyway are looked for after a trial that failed, in groups of so many pledges at most.
MOST_FOLLOWED = 2_000

#: After so many trials it is clear what one takes.
_FEW = 5

_SEVERAL = (And, Or, CountOf)


def waiting_groups(picture: Picture, resolution: Resolution) -> tuple[WaitingGroup, ...]:
    """The waiting groups of a resolved picture, in the order of their first pledge."""
    together = {id_: picture.counted[id_] for id_, s in resolution.pledges.items() if s.status == "together"}
    if not together:
        return ()
    telling = _Telling(picture, resolution)
    return tuple(telling.told(group) for group in _groups(_Needs(picture, together)))


class _Telling:
    """What is told of each group. Pledges go by their position in the file."""

    def __init__(self, picture: Picture, resolution: Resolution) -> None:
        self.picture = picture
        self.resolution = resolution
        self.position = {id_: i for i, id_ in enumerate(picture.counted)}
        self.stands_now = bytes(s.status == "stands" for s in resolution.pledges.values())
        walks = resolution.walks if resolution.walks is not None and resolution.walks.monotone else None
        self.walks = walks
        self.left = MOST_SOLVED
        self.budget = Budget.of("groups")
        self.rising: list[Rising] | None = None
        self.wanted: tuple[list[int], Ints] | None = None
        if walks is not None:
            self.left = MOST_EDGES_COMPILED if walks.wiring.compiled else MOST_EDGES

    def standing_if(self, unconditional: frozenset[str]) -> bytes | None:
        """As :func:`~willing.engine.resolve.standing_if`, while there is anything left of what may be spent."""
        self.left -= 1 if self.walks is None else len(self.walks.wiring.edges.out_to) * len(self.walks.cases.cases)
        if self.left < 0 or not self.budget.left:
            return None
        return standing_if(self.picture, self.resolution, unconditional, self.budget)

    def told(self, group: tuple[str, ...]) -> WaitingGroup:
        members = frozenset(group)
        by_partner: dict[str, list[str]] = {}
        for id_ in group:
            by_partner.setdefault(self.picture.counted[id_].partner, []).append(id_)
        stands_then = self.standing_if(members)
        unlocks = None
        if stands_then is not None:
            news = compress(self.picture.counted, map(gt, stands_then, self.stands_now))
            unlocks = tuple(id_ for id_ in news if id_ not in members)
        return WaitingGroup(
            pledges=group,
            partners=tuple(by_partner),
            starters=self.starters(group, by_partner),
            unlocks=unlocks,
        )

    def starters(
        self, group: tuple[str, ...], by_partner: Mapping[str, list[str]]
    ) -> tuple[tuple[str, ...], ...] | None:
        members = [self.position[id_] for id_ in group]
        follows = len(group) <= MOST_FOLLOWED
        closed: list[frozenset[str]] = []  # partners that do not make it stand, even together
        for size in range(1, min(LARGEST_START, len(by_partner)) + 1):
            found = []
            before = self.left
            for tried, partners in enumerate(combinations(by_partner, size)):
                if size == 1 and tried == _FEW and (before - self.left) // _FEW * (len(by_partner) - _FEW) > self.left:
                    return None  # it would not be enough for the others
                if size > 1 and any(all(partner in its for partner in partners) for its in closed):
                    continue
                stands = self.start(partners, by_partner, members, closed if follows else None)
                if stands is None:
                    return None
                if stands:
                    found.append(partners)
            if found:
                return tuple(found)
        return ()

    def start(
        self,
        partners: tuple[str, ...],
        by_partner: Mapping[str, list[str]],
        members: list[int],
        closed: list[frozenset[str]] | None,
    ) -> bool | None:
        """Whether these make the whole group stand; where not, ``closed`` is told who stands then, which is no more."""
        forced = [id_ for partner in partners for id_ in by_partner[partner]]
        if self.walks is None or self.walks.network.followers:
            stands_then = self.standing_if(frozenset(forced))
            return None if stands_then is None else all(map(stands_then.__getitem__, members))
        if self.left <= 0:
            return None
        if self.rising is None:
            self.rising = [Rising(self.walks.wiring, case.worst) for case in self.walks.cases.cases]
        node = self.walks.network.pledges
        for rising in self.rising:
            before = rising.work
            stands = rising.brings([node[id_] for id_ in forced], self.nodes(members), follow=closed is not None)
            self.left -= rising.work - before + EDGES_A_TRIAL
            if not stands:
                if closed is not None:
                    self.left -= len(members)
                    stand = rising.followed
                    its = {p for p, ids in by_partner.items() if all(node[id_] in stand for id_ in ids)}
                    if len(its) > len(partners):
                        closed.append(frozenset(its))
                return False
        return True

    def nodes(self, members: list[int]) -> Ints:
        """Their nodes, as a walk takes them; the same for all trials of a group."""
        if self.wanted is None or self.wanted[0] is not members:
            assert self.walks is not None
            make = Arrays() if self.walks.wiring.compiled else Lists()
            self.wanted = members, make.places([member + 2 for member in members])
        return self.wanted[1]


class _Needs:
    """Who needs whom among some pledges, as a graph: pledges by number, and hubs for what many conditions count.

    Pledges that count the same have one hub between them, so the graph stays as small as the plan. "All but one
    owner" is two chains of hubs along the owners: those before it and those after it.
    """

    def __init__(self, picture: Picture, pledges: Mapping[str, Pledge]) -> None:
        self.picture = picture
        self.pledges = pledges
        self.ids = list(pledges)
        self.number = {id_: i for i, id_ in enumerate(self.ids)}
        self.of_partner: dict[str, list[int]] = {}
        for id_, pledge in pledges.items():
            self.of_partner.setdefault(pledge.partner, []).append(self.number[id_])
        self.kids: list[list[int]] = [[] for _ in self.ids]
        self.hubs: dict[tuple[str | None, ...], int] = {}
        self.chains: dict[tuple[str | None, ...], tuple[dict[str, int], list[int], list[int]]] = {}
        for id_, pledge in pledges.items():
            self.kids[self.number[id_]] = self.needed_by(pledge)

    def needed_by(self, pledge: Pledge) -> list[int]:
        """What its condition mentions, not under a ``not``; the frequent kinds first, as a million may pass here."""
        number = self.number
        needed: list[int] = []
        stack: list[Condition] = [pledge.condition]
        while stack:
            part = stack.pop()
            if isinstance(part, Name):
                if part.id in number:
                    needed.append(number[part.id])
                else:
                    needed.extend(self.named(part))
            elif isinstance(part, _SEVERAL):
                stack.extend(part.of)
            elif isinstance(part, CountGroup):
                key = "group", part.group, part.capability
                needed.extend(self.counted(key, pledge, others=part.others))
            elif isinstance(part, CountPartners):
                needed.extend(self.counted(("partners", part.capability), pledge, others=part.others))
            elif isinstance(part, Total):
                key = "total", part.capability, part.whose
                needed.extend(self.counted(key, pledge, others=part.others))
            elif isinstance(part, Weight):
                needed.append(self.hub(("group", part.group, None)))
            elif isinstance(part, Share):
                needed.extend(self.hub(("offered", r.id)) for r in requirements_of(self.picture, part))
        return needed

    def named(self, name: Name) -> Iterator[int]:
        """What a name that is not that of a together pledge mentions."""
        plan = self.picture.plan
        if name.id in plan.pledges:
            yield from (self.number[id_] for id_ in self.picture.meaning(name.id) if id_ in self.number)
        elif name.id not in plan.assumptions and name.id in self.of_partner:
            yield self.hub(("partner", name.id, name.capability))

    def counted(self, key: tuple[str | None, ...], pledge: Pledge, *, others: bool) -> Iterator[int]:
        if not others:
            yield self.hub(key)
            return
        position, before, after = self.chain(key)
        if pledge.partner not in position:
            yield self.hub(key)
            return
        at = position[pledge.partner]
        if at > 0:
            yield before[at - 1]
        if at + 1 < len(after):
            yield after[at + 1]

    def hub(self, key: tuple[str | None, ...]) -> int:
        if key not in self.hubs:
            self.hubs[key] = self.node([i for its in self.members(key).values() for i in its])
        return self.hubs[key]

    def chain(self, key: tuple[str | None, ...]) -> tuple[dict[str, int], list[int], list[int]]:
        if key not in self.chains:
            members = self.members(key)
            owners = list(members)
            before: list[int] = []
            for owner in owners:
                before.append(self.node([*members[owner], *before[-1:]]))
            after: list[int] = []
            for owner in reversed(owners):
                after.append(self.node([*members[owner], *after[-1:]]))
            self.chains[key] = {owner: i for i, owner in enumerate(owners)}, before, after[::-1]
        return self.chains[key]

    def node(self, kids: list[int]) -> int:
        self.kids.append(kids)
        return len(self.kids) - 1

    def members(self, key: tuple[str | None, ...]) -> dict[str, list[int]]:
        """The pledges that a count matches, by owner."""
        plan = self.picture.plan
        match key:
            case ("partner", str(name), capability):
                owners: Iterable[str] = (name,)
            case ("group", str(group), capability):
                owners = plan.groups[group].of
            case ("offered", str(id_)):
                requirement = plan.requirements[id_]
                return self.where(self.of_partner, lambda p: eligible(self.picture, p, requirement))
            case ("total", str(capability), str(whose)):
                owners = plan.members(whose)
            case (_, capability, *_):
                owners = self.of_partner
            case _:
                raise AssertionError(key)
        return self.where(owners, lambda p: capability is None or plan.provides(p, capability))

    def where(self, owners: Iterable[str], matches: Callable[[Pledge], bool]) -> dict[str, list[int]]:
        found = {o: [i for i in self.of_partner.get(o, ()) if matches(self.pledges[self.ids[i]])] for o in owners}
        return {owner: its for owner, its in found.items() if its}


def _groups(needs: _Needs) -> list[tuple[str, ...]]:
    """Strongly connected components with a pledge that needs itself, over others or by itself."""
    number_of, _ = components(needs.kids)
    sizes = Counter(number_of)
    members: dict[int, list[str]] = {}
    for node, (id_, number) in enumerate(zip(needs.ids, number_of, strict=False)):
        if sizes[number] > 1 or node in needs.kids[node]:
            members.setdefault(number, []).append(id_)
    return [tuple(group) for group in members.values()]
