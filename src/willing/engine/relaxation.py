"""Many changes of one plan in one network: each change is a lever, a leaf that is true where the change is made (§7.1).

A pledge that may drop its condition, or a part of it, is one with ``condition or lever``; one that may decide yes, be
consented to, count or be made at all is ``condition and lever``; an assumption that may become true is ``assumption or
lever``. One that may give its size, or be freed of a limitation, is two pledges, of which the lever picks one. So a set
of changes costs a walk or two instead of a plan of its own, and sets between two others are answered at once: what is
not met with every lever that may be on is met with none of the sets between.

Changes that reach further are *entangled*: an assumption that makes others false or frees them, a pledge that takes
the place of another. They are settled before there is a network.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import NamedTuple

from willing.answers.asks import Change, ChangeKind
from willing.engine.budget import Budget
from willing.engine.graph import reachable
from willing.engine.interventions import as_pledged, granting, redecided
from willing.engine.kernel import Outcome, Walk, Wiring, greatest, least, wire
from willing.engine.network import FALSE, TRUE, Network, compile_picture
from willing.engine.worlds import MOST_CASES, Mixed, bounded, implied, mixed_variables, settings
from willing.model.condition import And, Atom, Condition, Name, Not, Or, conjuncts, is_consent, rebuilt
from willing.model.picture import Picture
from willing.model.plan import Assumption, Pledge


def entangled(picture: Picture, changes: Sequence[Change]) -> frozenset[int]:
    """The numbers of the changes that reach further than their own subject."""
    plan = picture.plan
    options = {option for choice in plan.choices.values() for option in choice.options}
    follow = {other for a in plan.assumptions.values() for other in a.implies}
    found = set()
    for number, change in enumerate(changes):
        if change.kind == "assumption":
            frees = change.id in follow and picture.decided.get(change.id) is False
            if frees or not options.isdisjoint(implied(plan, [change.id])):
                found.add(number)
        elif change.kind == "pledge" and plan.asks[change.id].ends:
            found.add(number)
    return frozenset(found)


#: Walks of a case where something is open under a ``not``.
LOOSE = 4


class Ends(NamedTuple):
    """The least and the greatest outcome of the worst world of a case, and the greatest of its best."""

    lower: Outcome
    upper: Outcome
    most: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """The network with its levers, and the worlds that are the worst for it.

    ``lever``: by number of the change, its node (some bear on nothing and have none); ``assumptions``: the numbers of
    those that have a lever. ``cases``: what is true among variables and opposites in the worst world of each case, and
    ``best`` in its best; None: there are too many cases. ``unsettled``: variables that may be the worse for being true,
    and opposites of variables.
    """

    picture: Picture
    network: Network
    wiring: Wiring = field(repr=False)
    lever: Mapping[int, int]
    assumptions: Mapping[str, int]
    cases: tuple[tuple[int, ...], ...] | None
    unsettled: tuple[int, ...]
    best: tuple[tuple[int, ...], ...] | None

    @property
    def steps(self) -> int:
        """Steps that bounds take (:mod:`willing.engine.budget`): walks through the network, more where it is loose."""
        walks = len(self.cases or ((),)) * (LOOSE if self.network.loose else 1)
        return self.network.size * walks

    def goal_of(self, goal: Condition) -> Condition:
        """A goal as it reads on this relaxation."""
        return _levered(goal, self.assumptions)

    def bounds(self, on: Iterable[int], maybe: Iterable[int] = ()) -> list[tuple[Outcome, bool]]:
        """Case by case, an outcome that holds every maximal one, in its worst world, of all sets between two.

        ``on``: changes made, ``maybe``: those that may be. With it whether it is itself the one maximal outcome; of
        several sets, it never is.
        """
        on, maybe = set(on), set(maybe)
        opposites = self.network.opposites
        sure = self._sure(on, maybe)
        could = [node for number, node in self.lever.items() if number in maybe]
        could += [opposites[node] for node in could if node in opposites]
        cases: Iterable[tuple[int, ...]] = self.cases if self.cases is not None else ((),)
        if self.cases is None:
            could += self.unsettled
        return [self._bound([*case, *sure], could, exact=self.cases is not None and not maybe) for case in cases]

    def at_best(self, on: Iterable[int], budget: Budget) -> list[tuple[Outcome, bool]]:
        """The same of the best world of each case, after exactly these changes; whose cases are few.

        Each node of a walk is a step. Raises :class:`OutOfBounds`.
        """
        assert self.best is not None
        sure = self._sure(set(on))
        return [self._bound([*case, *sure], [], exact=True, budget=budget) for case in self.best]

    def _sure(self, on: Collection[int], maybe: Collection[int] = ()) -> list[int]:
        """The leaves that are true with these changes made, all but those that may be."""
        opposites = self.network.opposites
        sure = [node for number, node in self.lever.items() if number in on]
        return sure + [opposites[n] for i, n in self.lever.items() if n in opposites and i not in on and i not in maybe]

    def outcomes(self, on: Iterable[int], before: "Sequence[Ends] | None" = None, through: int = FALSE) -> list[Ends]:
        """Case by case the ends between which all outcomes lie, after exactly these changes; of a network in which
        nothing is ``loose``, and whose cases are few.

        ``through``: the node of the pledge through which alone these changes bear on anything; then ``before`` are the
        ends without them, and those are returned themselves where nothing changes.
        """
        assert self.cases is not None
        assert self.best is not None
        assert not self.network.loose
        sure = self._sure(set(on))
        found = []
        for place, (case, best) in enumerate(zip(self.cases, self.best, strict=True)):
            was = before[place] if before is not None and through > TRUE else None
            worst = [*case, *sure]
            most = was.most if was and was.most.in_[through] else greatest(self.wiring, [*best, *sure])
            if was and not most.in_[through]:
                found.append(was)
                continue
            upper = was.upper if was and was.upper.in_[through] else greatest(self.wiring, worst)
            if was and not upper.in_[through]:
                lower = was.lower
            else:
                lower = was.lower if was and was.lower.in_[through] else least(self.wiring, worst)
            ends = Ends(lower, upper, most)
            found.append(was if was == ends else ends)
        return found

    def _bound(
        self, sure: list[int], could: list[int], *, exact: bool, budget: Budget | None = None
    ) -> tuple[Outcome, bool]:
        loose = self.network.loose
        if not loose:
            if budget is not None:
                budget.spend(self.network.size)
            return greatest(self.wiring, [*sure, *could]), exact
        surely: list[int] = []
        possibly = list(loose.values())
        rising, falling = Walk(self.wiring, rising=True), Walk(self.wiring, rising=False)
        while True:
            if budget is not None:
                budget.spend(2 * self.network.size)
            lower = rising.on([*sure, *surely])
            upper = falling.on([*sure, *could, *possibly])
            now_surely = [opposite for node, opposite in loose.items() if not upper.in_[node]]
            now_possibly = [opposite for node, opposite in loose.items() if not lower.in_[node]]
            if now_surely == surely and now_possibly == possibly:
                return upper, exact and surely == possibly
            surely, possibly = now_surely, now_possibly


def relax(
    picture: Picture,
    what_if: Mapping[str, bool | None],
    changes: Sequence[Change],
    goal: Condition,
    settled: frozenset[int],
    on: frozenset[int],
) -> Relaxation | None:
    """The relaxation of the changes that are not ``settled`` before; of those that are, these are ``on``.

    ``goal`` must not need an allocation. None: implications or choices do not allow these together.
    """
    asked = {changes[n].id: True for n in on if changes[n].kind == "assumption"}
    pledges = {**picture.plan.pledges}
    for n in sorted(on):
        if changes[n].kind == "pledge":
            pledges[changes[n].id] = as_pledged(picture, picture.plan.asks[changes[n].id])
    base = redecided(picture, pledges, {**what_if, **asked})
    if base is None:
        return None
    return _relaxation_of(base, changes, [n for n in range(len(changes)) if n not in settled], goal)


def _relaxation_of(base: Picture, changes: Sequence[Change], numbers: Sequence[int], goal: Condition) -> Relaxation:
    rigged = _rigged(base, changes, numbers)
    assumptions = {changes[n].id: n for n in numbers if changes[n].kind == "assumption"}
    return _wired(rigged, _levered(goal, assumptions), numbers, assumptions)


def _wired(rigged: Picture, goal: Condition, numbers: Iterable[int], assumptions: Mapping[str, int]) -> Relaxation:
    network = compile_picture(rigged, goal=goal)
    nodes = {variable.id: variable.node for variable in network.variables if variable.kind == "assumption"}
    lever = {n: nodes[_name(n)] for n in numbers if _name(n) in nodes}
    levers = frozenset(lever.values())
    wiring = wire(network)
    mixed = mixed_variables(rigged, network, bounded(network, wiring))
    mixed = Mixed(
        assumptions=tuple(id_ for id_ in mixed.assumptions if nodes.get(id_) not in levers),
        others=tuple(node for node in mixed.others if node not in levers),
    )
    ways = list(islice(settings(rigged, network, mixed), MOST_CASES + 1))
    unsettled = [nodes[id_] for id_ in mixed.assumptions if id_ in nodes] + list(mixed.others)
    helping = dict.fromkeys((v.node for v in network.variables if v.node not in {*levers, *unsettled}), True)
    return Relaxation(
        picture=rigged,
        network=network,
        wiring=wiring,
        lever=lever,
        assumptions=assumptions,
        cases=None if len(ways) > MOST_CASES else tuple(_true(network, values) for values in ways),
        best=None if len(ways) > MOST_CASES else tuple(_true(network, {**helping, **values}) for values in ways),
        unsettled=tuple(unsettled + [network.opposites[node] for node in unsettled if node in network.opposites]),
    )


def relax_partners(picture: Picture, goal: Condition, partners: Sequence[str]) -> Relaxation:
    """A relaxation on which each partner is a lever: its pledges are there only where it is on (§7.2)."""
    number = {partner: Name(_name(i)) for i, partner in enumerate(partners)}
    levers = {_name(i): Assumption(id=_name(i)) for i in range(len(partners))}
    pledges = {
        id_: replace(p, condition=And((p.condition, number[p.partner]))) if p.partner in number else p
        for id_, p in picture.counted.items()
    }
    plan = picture.plan
    rigged = replace(
        picture,
        plan=replace(plan, assumptions={**plan.assumptions, **levers}, pledges={**plan.pledges, **pledges}),
        pledges=pledges,
        counted=pledges,
        unknown=(*picture.unknown, *levers),
    )
    return _wired(rigged, goal, range(len(partners)), {})


def relax_further(
    picture: Picture, changes: Sequence[Change], goal: Condition, settled: frozenset[int]
) -> tuple[Relaxation, frozenset[str]] | None:
    """A relaxation on which more is possible than in the plan, and the assumptions it leaves free beside the changes.

    Those are what the settled changes may reach. None: these replace pledges, which no relaxation can leave free.
    """
    plan = picture.plan
    if any(changes[n].kind == "pledge" for n in settled):
        return None
    near: dict[str, set[str]] = {a.id: set(a.implies) for a in plan.assumptions.values()}
    for a in plan.assumptions.values():
        for other in a.implies:
            near[other].add(a.id)
    for choice in plan.choices.values():
        for option in choice.options:
            near[option].update(choice.options)
    reached = frozenset(reachable([changes[n].id for n in sorted(settled)], near.__getitem__))
    free = replace(
        picture,
        decided={id_: value for id_, value in picture.decided.items() if id_ not in reached},
        unknown=(*picture.unknown, *(id_ for id_ in picture.decided if id_ in reached)),
    )
    made = _relaxation_of(free, changes, [n for n in range(len(changes)) if n not in settled], goal)
    return made, reached


def _true(network: Network, values: Mapping[int, bool]) -> tuple[int, ...]:
    leaves = (node if value else network.opposites.get(node, FALSE) for node, value in values.items())
    return tuple(leaf for leaf in leaves if leaf > TRUE)


def _name(number: int) -> str:
    return f"lever {number}"  # no id has a blank


def _rigged(base: Picture, changes: Sequence[Change], numbers: Sequence[int]) -> Picture:
    """The picture with a lever for each of these changes; all pledges that may count do."""
    plan = base.plan
    of_pledge: dict[str, list[int]] = {}
    for n in numbers:
        if changes[n].kind != "assumption":
            of_pledge.setdefault(changes[n].pledge, []).append(n)
    assumption_of = {changes[n].id: n for n in numbers if changes[n].kind == "assumption"}
    asks = {changes[n].id: as_pledged(base, plan.asks[changes[n].id]) for n in numbers if changes[n].kind == "pledge"}
    consents = [consent for ask in asks.values() for consent in ask.consents.items()]
    decisions: dict[str, bool | None] = {name: consent.given_on(base.day) for name, consent in consents}
    decisions = {name: value for name, value in decisions.items() if value is not None and name not in base.decided}
    pledges: dict[str, Pledge] = {}
    means: dict[str, tuple[str, ...]] = {}
    for id_, pledge in {**base.pledges, **asks}.items():
        its = {n: changes[n] for n in of_pledge.get(id_, ())}
        if id_ not in base.counted and not any(change.kind in ("stage", "pledge") for change in its.values()):
            continue
        if pledge.own_decision:
            decisions[_decision(id_)] = base.decided.get(id_)
        condition = _rigged_condition(pledge, its, assumption_of)
        readings = _readings(base, replace(pledge, own_decision=False, subject_to=()), its, condition)
        pledges |= readings
        if len(readings) > 1:
            means[id_] = tuple(readings)
    added = {name: Assumption(id=name) for name in (*decisions, *map(_name, numbers)) if not is_consent(name)}
    return replace(
        base,
        plan=replace(plan, assumptions={**plan.assumptions, **added}, pledges={**plan.pledges, **asks, **pledges}),
        pledges=pledges,
        counted=pledges,
        means={**{name: _through(ids, means) for name, ids in base.means.items()}, **means},
        decided={**base.decided, **{name: value for name, value in decisions.items() if value is not None}},
        unknown=tuple(id_ for id_ in (*base.unknown, *added) if decisions.get(id_) is None),
    )


def _decision(pledge: str) -> str:
    return f"decision {pledge}"  # no id has a blank


def _rigged_condition(pledge: Pledge, its: Mapping[int, Change], assumption_of: Mapping[str, int]) -> Condition:
    """The condition of a pledge, its decision and its consents, as its levers have it."""
    lever = {(change.kind, change.id, change.part): Name(_name(n)) for n, change in its.items()}

    def or_lever(condition: Condition, kind: ChangeKind, id_: str, part: Condition | None = None) -> Condition:
        return Or((condition, lever[kind, id_, part])) if (kind, id_, part) in lever else condition

    parts = conjuncts(pledge.condition)
    needs = [or_lever(_levered(part, assumption_of), "part", pledge.id, part) for part in parts]
    if not parts:
        needs = [or_lever(_levered(pledge.condition, assumption_of), "condition", pledge.id)]
    if pledge.own_decision:
        needs.append(or_lever(Name(_decision(pledge.id)), "decision", pledge.id))
    needs += [or_lever(Name(name), "consent", name) for name in pledge.consents]
    needs += [on for (kind, _, _), on in lever.items() if kind in ("stage", "pledge")]
    return needs[0] if len(needs) == 1 else And(tuple(needs))


def _readings(picture: Picture, pledge: Pledge, its: Mapping[int, Change], condition: Condition) -> dict[str, Pledge]:
    """The pledge by id: one for each way its size and limitations may have been changed, never two at once."""
    found: dict[str, tuple[Pledge, tuple[Condition, ...]]] = {pledge.id: (pledge, (condition,))}
    for n, change in its.items():
        if change.kind in ("size", "caveat"):
            lever = Name(_name(n))
            found = {
                f"{id_}{sign}": (granting(picture, reading, change) if asked is lever else reading, (*needs, asked))
                for id_, (reading, needs) in found.items()
                for sign, asked in ((" as it is", Not(lever)), (f" {n}", lever))
            }
    return {
        id_: replace(reading, id=id_, condition=needs[0] if len(needs) == 1 else And(needs))
        for id_, (reading, needs) in found.items()
    }


def _through(ids: Iterable[str], means: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(reading for id_ in ids for reading in means.get(id_, (id_,)))


def _levered(condition: Condition, assumption_of: Mapping[str, int]) -> Condition:
    """The condition with each of these assumptions true where its lever is on."""
    if not assumption_of:
        return condition

    def levered(atom: Atom, _: bool) -> Condition:
        if isinstance(atom, Name) and atom.capability is None and atom.id in assumption_of:
            return Or((atom, Name(_name(assumption_of[atom.id]))))
        return atom

    return rebuilt(condition, levered)


__all__ = ["Ends", "Relaxation", "entangled", "relax", "relax_further", "relax_partners"]
