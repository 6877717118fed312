"""Which assumptions are decided, and how: holds, premise, scenario, what-if; the later wins (§3.2).

Implications (a true only together with b) and choices (at most one true) are clauses of two literals, so what a
decision brings with it is found by passing it on, and no more is ever needed: where nothing is contradicted, the
rest can always be completed, with everything undecided false.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from willing.model.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """The decision ``id = value`` of layer ``layer`` cannot stand: ``against`` it stand these decided assumptions."""

    layer: int
    id: str
    value: bool
    against: tuple[str, ...]


def decide(plan: Plan, layers: Sequence[Mapping[str, bool]]) -> tuple[dict[str, bool], tuple[Contradiction, ...]]:
    """Every decided assumption with its value, from layers of decisions, the one that wins first.

    A weaker layer's decision that a stronger one has settled otherwise is passed over; two of one layer that cannot
    both be are a :class:`Contradiction`. Ids that are no assumption are kept as they are (a pledge's own decision).
    """
    clauses = _Clauses(plan)
    value: dict[str, bool] = {}
    layer_of: dict[str, int] = {}
    contradictions = []
    for depth, layer in enumerate(layers):
        for id_, wanted in layer.items():
            if id_ in value:
                if value[id_] != wanted and layer_of[id_] == depth:
                    against = tuple(
                        dict.fromkeys(o for o, must in clauses.follow(id_, wanted) if value.get(o, must) != must)
                    )
                    contradictions.append(Contradiction(layer=depth, id=id_, value=wanted, against=against))
                continue
            brought, clash = clauses.closure(value, id_, wanted)
            if clash:
                contradictions.append(Contradiction(layer=depth, id=id_, value=wanted, against=clash))
                continue
            value |= brought
            layer_of |= dict.fromkeys(brought, depth)
    for id_ in clauses.implies:  # only what implies something can be impossible by itself
        if id_ not in value and clauses.closure(value, id_, True)[1]:
            value |= clauses.closure(value, id_, False)[0]
    return value, tuple(contradictions)


class _Clauses:
    """Implications and choices, ready to be asked what follows from one decision."""

    def __init__(self, plan: Plan) -> None:
        self.implies = {a.id: a.implies for a in plan.assumptions.values() if a.implies}
        self.implied_by: dict[str, list[str]] = {}
        for id_, others in self.implies.items():
            for other in others:
                self.implied_by.setdefault(other, []).append(id_)
        self.rivals: dict[str, list[str]] = {}
        for choice in plan.choices.values():
            for option in choice.options:
                self.rivals.setdefault(option, []).extend(o for o in choice.options if o != option)

    def follow(self, id_: str, value: bool) -> Iterator[tuple[str, bool]]:
        """What follows at once from ``id_`` having ``value``."""
        if value:
            yield from ((other, True) for other in self.implies.get(id_, ()))
            yield from ((other, False) for other in self.rivals.get(id_, ()))
        else:
            yield from ((other, False) for other in self.implied_by.get(id_, ()))

    def closure(self, value: Mapping[str, bool], id_: str, wanted: bool) -> tuple[dict[str, bool], tuple[str, ...]]:
        """All that ``id_ = wanted`` brings, beside what is decided; or the assumption that would have to be both."""
        brought = {id_: wanted}
        stack = [(id_, wanted)]
        while stack:
            for other, must in self.follow(*stack.pop()):
                held = brought.get(other, value.get(other))
                if held is None:
                    brought[other] = must
                    stack.append((other, must))
                elif held != must:
                    return {}, (other,)
        return brought, ()
