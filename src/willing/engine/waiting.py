"""Who waits for whom: groups of pledges that are in only if all of them move at once (§3.6)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from willing.engine.network import eligible, requirements_of
from willing.engine.picture import Picture
from willing.engine.resolve import Resolution, standing_if
from willing.model.condition import CountGroup, CountPartners, Name, Share, Total, atoms
from willing.model.plan import Pledge

#: Starters are looked for among sets of so many partners at most.
LARGEST_START = 3
#: Sets of partners tried for one group; beyond it (or beyond so many edges walked in all) starters are undecided.
MOST_TRIALS = 20_000
MOST_EDGES = 50_000_000
MOST_SOLVED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingGroup:
    """Pledges (and their partners) that wait for each other, in file order.

    ``starters``: the smallest sets of its partners whose pledges in the group, made unconditional, make all of it
    stand; empty: no set of up to three does; None: undecided. ``unlocks``: the pledges outside that then stand;
    None: undecided.
    """

    pledges: tuple[str, ...]
    partners: tuple[str, ...]
    starters: tuple[tuple[str, ...], ...] | None
    unlocks: tuple[str, ...] | None


def waiting_groups(picture: Picture, resolution: Resolution) -> tuple[WaitingGroup, ...]:
    """The waiting groups of a resolved picture, in the order of their first pledge."""
    together = {id_: picture.counted[id_] for id_, s in resolution.pledges.items() if s.status == "together"}
    return tuple(_told(picture, resolution, group) for group in _groups(_Needs(picture, together)))


def _told(picture: Picture, resolution: Resolution, group: tuple[str, ...]) -> WaitingGroup:
    members = frozenset(group)
    by_partner: dict[str, list[str]] = {}
    for id_ in group:
        by_partner.setdefault(picture.counted[id_].partner, []).append(id_)
    then = standing_if(picture, resolution, members)
    unlocks = None
    if then is not None:
        outside = then - resolution.standing_pledges - members
        unlocks = tuple(id_ for id_ in picture.counted if id_ in outside)
    return WaitingGroup(
        pledges=group,
        partners=tuple(by_partner),
        starters=_starters(picture, resolution, members, by_partner),
        unlocks=unlocks,
    )


def _starters(
    picture: Picture, resolution: Resolution, members: frozenset[str], by_partner: Mapping[str, list[str]]
) -> tuple[tuple[str, ...], ...] | None:
    trials = MOST_SOLVED
    if resolution.walks is not None:
        trials = min(MOST_TRIALS, MOST_EDGES // (1 + len(resolution.walks.wiring.out_to)))
    for size in range(1, min(LARGEST_START, len(by_partner)) + 1):
        found = []
        for partners in combinations(by_partner, size):
            trials -= 1
            if trials < 0:
                return None
            forced = frozenset(id_ for partner in partners for id_ in by_partner[partner])
            then = standing_if(picture, resolution, forced)
            if then is None:
                return None
            if members <= then:
                found.append(partners)
        if found:
            return tuple(found)
    return ()


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
            self.kids[self.number[id_]] = list(self.needed_by(pledge))

    def needed_by(self, pledge: Pledge) -> Iterator[int]:
        plan = self.picture.plan
        for atom, under_not in atoms(pledge.condition):
            if under_not:
                continue
            match atom:
                case Name(id=name, capability=capability):
                    if name in plan.pledges:
                        yield from (self.number[i] for i in self.picture.meaning(name) if i in self.number)
                    elif name not in plan.assumptions and name in self.of_partner:
                        yield self.hub(("partner", name, capability))
                case CountGroup(group=group, others=others, capability=capability):
                    yield from self.counted(("group", group, capability), pledge, others=others)
                case CountPartners(others=others, capability=capability):
                    yield from self.counted(("partners", capability), pledge, others=others)
                case Total(capability=capability, others=others):
                    yield from self.counted(("total", capability), pledge, others=others)
                case Share():
                    for requirement in requirements_of(self.picture, atom):
                        yield self.hub(("offered", requirement.id))
                case _:
                    pass

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
            case (_, capability):
                owners = self.of_partner
            case _:
                raise AssertionError(key)
        return self.where(owners, lambda p: capability is None or plan.provides(p, capability))

    def where(self, owners: Iterable[str], matches: Callable[[Pledge], bool]) -> dict[str, list[int]]:
        found = {o: [i for i in self.of_partner.get(o, ()) if matches(self.pledges[self.ids[i]])] for o in owners}
        return {owner: its for owner, its in found.items() if its}


def _groups(needs: _Needs) -> list[tuple[str, ...]]:
    """Strongly connected components with a pledge that needs itself, over others or by itself (Tarjan 1972)."""
    kids = needs.kids
    count = len(needs.ids)
    index = [-1] * len(kids)
    low = [0] * len(kids)
    on_path = bytearray(len(kids))
    path: list[int] = []
    next_index = 0
    groups = []
    for root in range(count):
        if index[root] >= 0:
            continue
        work = [(root, 0)]
        while work:
            node, at = work.pop()
            if at == 0:
                index[node] = low[node] = next_index
                next_index += 1
                path.append(node)
                on_path[node] = 1
            below = kids[node]
            while at < len(below):
                kid = below[at]
                at += 1
                if index[kid] < 0:
                    work.append((node, at))
                    work.append((kid, 0))
                    break
                if on_path[kid] and index[kid] < low[node]:
                    low[node] = index[kid]
            else:
                if work and low[node] < low[work[-1][0]]:
                    low[work[-1][0]] = low[node]
                if low[node] == index[node]:
                    component = []
                    while True:
                        member = path.pop()
                        on_path[member] = 0
                        component.append(member)
                        if member == node:
                            break
                    if len(component) > 1 or node in below:
                        groups.append(sorted(member for member in component if member < count))
    return [tuple(needs.ids[i] for i in group) for group in sorted(group for group in groups if group)]
