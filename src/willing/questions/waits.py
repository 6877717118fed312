"""Who waits for what, as boxes and arrows (§3.6).

Made once for all settings: whoever can hang on each other in a circle is one box, those who wait for the same are one
box, and a count over many is a box of its own.
"""

from collections.abc import Collection, Iterator

from willing.answers.brief import Brief
from willing.answers.waits import Arrow, Box, How, Wait, Waits
from willing.engine.explain import Certain
from willing.engine.graph import components
from willing.engine.network import eligible, requirements_of, summed
from willing.engine.resolve import Resolution
from willing.model.condition import (
    Always,
    And,
    Atom,
    Condition,
    CountGroup,
    CountOf,
    CountPartners,
    Name,
    Never,
    Not,
    Or,
    Share,
    Total,
    Weight,
    is_consent,
)  # fmt: skip
from willing.model.picture import Picture
from willing.model.plan import Pledge

#: More boxes than this are not shown.
MOST_BOXES = 60


def waits(picture: Picture, given: frozenset[str]) -> Waits:
    """Who waits for what; ``given``: assumptions that nobody need be shown to wait for."""
    return _Waiting(picture, given).answer()


def pledges_meant(picture: Picture, atom: Atom, owner: str, table: Collection[Pledge]) -> list[str]:
    """Those of the pledges of a table that an atom of a condition of ``owner`` is about; none of an assumption."""
    plan = picture.plan

    def provides(pledge: Pledge, capability: str | None) -> bool:
        return capability is None or plan.provides(pledge, capability)

    match atom:
        case Name(id=name) if name in plan.assumptions or is_consent(name):
            return []
        case Name(id=name) if name in plan.pledges:
            named = picture.means.get(name, (name,))
            return [p.id for p in table if p.id in named]
        case Name(id=name, capability=capability):
            return [p.id for p in table if p.partner == name and provides(p, capability)]
        case CountGroup(group=group, others=others, capability=capability):
            its = [p for p in table if p.partner in plan.groups[group].of and provides(p, capability)]
        case CountPartners(others=others, capability=capability):
            its = [p for p in table if provides(p, capability)]
        case Total(capability=capability, others=others, whose=whose):
            its = list(summed(plan, table, capability, whose))
        case Weight(group=group):
            return [p.id for p in table if p.partner in plan.groups[group].of]
        case Share():
            needs = requirements_of(picture, atom)
            return [p.id for p in table if any(eligible(picture, p, r) for r in needs)]
        case _:
            return []
    return [p.id for p in its if not (others and p.partner == owner)]


def met(waiting: Waits, brief: Brief) -> Iterator[tuple[int, bool | None]]:
    """For each arrow but those to assumptions, whether what it waits for is so in a world; None: not certain."""
    resolution = Resolution(
        pledges={id_: line.standing for id_, line in brief.pledges.items() if line.standing is not None},
        partners={id_: line.standing for id_, line in brief.partners.items() if line.standing is not None},
    )
    certain = Certain(picture=brief.picture, resolution=resolution)
    for number, arrow in enumerate(waiting.arrows):
        if waiting.boxes[arrow.end].assumption is None:
            value = certain.atom(arrow.wait.atom, arrow.owner)
            yield number, (None if value is None else not value) if arrow.wait.how == "unless" else value


class _Waiting:
    def __init__(self, picture: Picture, given: frozenset[str]) -> None:
        self.picture = picture
        self.given = given
        self._named: dict[tuple[Atom, str], list[str]] = {}
        pledges = [p for p in picture.pledges.values() if not isinstance(p.condition, Never)]
        self.waits = {p.id: tuple(self._waits(p)) for p in pledges}
        self.boxes: list[Box] = []
        self.box_of: dict[str, int] = {}

    def _waits(self, pledge: Pledge) -> Iterator[Wait]:
        """The atoms of its condition, each once, without what is given or always so."""
        seen = set()
        for atom, negated, one_of in _atoms(pledge.needs):
            if isinstance(atom, Name) and atom.id in self.given and not negated:
                continue
            if not isinstance(atom, Always | Never):
                how: How = "unless" if negated else "or" if one_of else "only" if pledge.own_decision else "if"
                if (atom, how) not in seen:
                    seen.add((atom, how))
                    yield Wait(atom=atom, how=how)

    def _meant(self, atom: Atom, owner: str) -> list[str]:
        """The pledges on the table that an atom is about."""
        key = atom, owner if _others(atom) else ""
        if key not in self._named:
            self._named[key] = pledges_meant(self.picture, atom, owner, self.picture.pledges.values())
        return self._named[key]

    def answer(self) -> Waits:
        """The boxes, and the arrows between them."""
        self._circles()
        self._alike()
        targets: dict[object, int] = {}
        arrows = []
        for start in range(len(self.boxes)):
            box = self.boxes[start]
            done = set()
            for id_ in box.pledges if box.circle else box.pledges[:1]:
                owner = self.picture.pledges[id_].partner
                for wait in self.waits[id_]:
                    for end in self._ends(wait.atom, owner, targets, start):
                        if (end, wait) not in done:
                            done.add((end, wait))
                            arrows.append(Arrow(start=start, end=end, wait=wait, owner=owner))
        return Waits(
            boxes=tuple(self.boxes[:MOST_BOXES]),
            arrows=tuple(a for a in arrows if a.start < MOST_BOXES and a.end < MOST_BOXES),
            given=self.given,
            left_out=max(0, len(self.boxes) - MOST_BOXES),
        )

    def _circles(self) -> None:
        """A box for each set of pledges that wait for each other."""
        ids = sorted(self.waits)
        place = {id_: i for i, id_ in enumerate(ids)}
        order = {id_: i for i, id_ in enumerate(self.picture.pledges)}
        needs = {
            id_: {
                other
                for wait in waits
                if wait.how != "unless"
                for other in self._meant(wait.atom, self.picture.pledges[id_].partner)
                if other in place
            }
            for id_, waits in self.waits.items()
        }
        component, _ = components([sorted(place[other] for other in needs[id_]) for id_ in ids])
        circles: dict[int, list[str]] = {}
        for id_ in self.waits:
            circles.setdefault(component[place[id_]], []).append(id_)
        for circle in circles.values():
            if len(circle) > 1:
                members = tuple(sorted(circle, key=order.__getitem__))
                inner = {
                    id_: tuple(w for w in self.waits[id_] if not set(members).isdisjoint(self._meant(w.atom, "")))
                    for id_ in members
                }
                self._add(Box(pledges=members, circle=True, inner=inner))

    def _alike(self) -> None:
        """A box for all others that wait for the same."""
        alike: dict[tuple[object, ...], list[str]] = {}
        for id_, waits in self.waits.items():
            if waits and id_ not in self.box_of:
                pledge = self.picture.pledges[id_]
                mine = pledge.partner if any(_others(wait.atom) for wait in waits) else None
                alike.setdefault((waits, pledge.own_decision, mine), []).append(id_)
        for ids in alike.values():
            self._add(Box(pledges=tuple(ids)))

    def _add(self, box: Box) -> int:
        self.box_of |= dict.fromkeys(box.pledges, len(self.boxes))
        self.boxes.append(box)
        return len(self.boxes) - 1

    def _ends(self, atom: Atom, owner: str, targets: dict[object, int], start: int) -> list[int]:
        """The boxes that an arrow of this atom ends at; none where it stays within its own circle."""
        if isinstance(atom, Name) and atom.id in self.picture.plan.assumptions:
            return [self._target(("assumption", atom.id), targets, Box(assumption=atom.id))]
        named = self._meant(atom, owner)
        if isinstance(atom, Name):
            ends = [self.box_of[id_] if id_ in self.box_of else self._add(Box(pledges=(id_,))) for id_ in named]
            if not named:
                ends = [self._target(("nobody", atom), targets, Box(atom=atom))]
            return [end for end in dict.fromkeys(ends) if end != start]
        if self.boxes[start].circle and any(self.box_of.get(id_) == start for id_ in named):
            return []  # the box says of each member what it asks of the others
        whose = owner if _others(atom) else None
        return [self._target(("count", atom, whose), targets, Box(atom=atom))]

    def _target(self, key: object, targets: dict[object, int], box: Box) -> int:
        if key not in targets:
            targets[key] = self._add(box)
        return targets[key]


def _atoms(condition: Condition, *, negated: bool = False, one_of: bool = False) -> Iterator[tuple[Atom, bool, bool]]:
    """Every atom, whether it stands under a ``not``, and whether it is one of several that would do."""
    match condition:
        case Not(of=inner):
            yield from _atoms(inner, negated=not negated, one_of=one_of)
        case And(of=parts) | Or(of=parts) | CountOf(of=parts):
            several = isinstance(condition, Or) or (isinstance(condition, CountOf) and condition.count is not None)
            for part in parts:
                yield from _atoms(part, negated=negated, one_of=one_of or several)
        case _:
            yield condition, negated, one_of


def _others(atom: Atom) -> bool:
    return isinstance(atom, CountGroup | CountPartners | Total) and atom.others
