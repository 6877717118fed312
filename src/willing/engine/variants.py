"""One picture, whatever is decided in it: compiled once, and four walks a setting, most of them made before (§3.4).

Only where they decide every status by themselves, as they do without a ``not`` before a pledge, partner or amount,
without choices, alternatives and amounts that follow others, and where all that stands under a ``not`` is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from willing.answers.standing import BLOCKED, Standing, Status
from willing.engine.budget import OutOfBounds
from willing.engine.kernel import Outcome, greatest, least, wire
from willing.engine.network import compile_picture
from willing.engine.resolve import Resolution, Walks
from willing.engine.worlds import Case, Cases
from willing.model.condition import Condition
from willing.model.picture import Picture

#: The bits of a node in :attr:`Ends.nodes`: in which of the four outcomes it is.
LEAST_WORST, GREATEST_WORST, LEAST_BEST, GREATEST_BEST = 1, 2, 4, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """How a picture stands in a setting: the four outcomes, and in which of them it is, of every node (``nodes``) and
    by node of the pledges alone (``codes``)."""

    case: Case
    nodes: bytes
    codes: bytes


class Variants:
    """A picture in which anything may be decided, and its goal (which must not need an allocation).

    Raises :class:`OutOfBounds` where a setting takes more than four walks.
    """

    def __init__(self, picture: Picture, goal: Condition | None) -> None:
        undecided = replace(picture, decided={}, unknown=tuple(picture.plan.assumptions))
        self.network = network = compile_picture(undecided, goal=goal)
        if network.loose or network.either or network.followers or picture.plan.choices:
            raise OutOfBounds
        self.wiring = wire(network)
        # the id of each (none of a size: nothing decides it), its node, and that of its opposite, 0 where it has none
        self._variables = [
            ("" if v.kind == "size" else v.id, v.node, network.opposites.get(v.node, 0)) for v in network.variables
        ]
        self._worst: dict[tuple[tuple[int, ...], tuple[int, ...]], bytes] = {}
        self._codes: dict[bytes, bytes] = {}
        self._walked: dict[tuple[int, ...], tuple[Outcome, Outcome]] = {}
        self._ends: dict[tuple[tuple[int, ...], tuple[int, ...]], Ends] = {}

    def worst(self, decided: Mapping[str, bool], inside: tuple[int, ...] = ()) -> bytes:
        """By node of the pledges whether it is in the greatest outcome of the worst world where so much is decided (as
        what stands under a ``not`` must be), and these nodes are in."""
        true = [node if decided.get(id_) else opposite for id_, node, opposite in self._variables]
        key = tuple(sorted(filter(None, true))), inside
        if key not in self._worst:
            self._worst[key] = self._kept(greatest(self.wiring, key[0], inside).in_)
        return self._worst[key]

    def ends(self, decided: Mapping[str, bool]) -> Ends | None:
        """How it stands where so much is decided; None where something under a ``not`` is not known."""
        worst, unknown = [], []
        for id_, node, opposite in self._variables:
            value = decided.get(id_)
            if value:
                worst.append(node)
            elif value is None:
                if opposite:
                    return None
                unknown.append(node)
            elif opposite:
                worst.append(opposite)
        key = tuple(worst), tuple(unknown)
        if key not in self._ends:
            least_worst, greatest_worst = self._walk(key[0])
            least_best, greatest_best = self._walk((*key[0], *key[1]))
            rows = (least_worst, greatest_worst, least_best, greatest_best)
            codes = sum(int.from_bytes(row.in_, "little") << bit for bit, row in enumerate(rows))
            case = Case(
                worst=key[0],
                least_worst=least_worst,
                greatest_worst=greatest_worst,
                least_best=least_best,
                greatest_best=greatest_best,
                settled=True,
            )
            nodes = codes.to_bytes(self.network.size, "little")
            self._ends[key] = Ends(case=case, nodes=nodes, codes=self._kept(nodes))
        return self._ends[key]

    def _kept(self, nodes: bytes) -> bytes:
        """The part of the pledges; equal ones are one, which remembers its hash."""
        told = nodes[: 2 + len(self.network.pledges)]
        return self._codes.setdefault(told, told)

    def _walk(self, true: tuple[int, ...]) -> tuple[Outcome, Outcome]:
        true = tuple(sorted(true))
        if true not in self._walked:
            self._walked[true] = least(self.wiring, true), greatest(self.wiring, true)
        return self._walked[true]

    def resolution(self, ends: Ends) -> Resolution:
        """Every status (§3.3), as the engine decides it of the picture by itself."""
        network, nodes = self.network, ends.nodes
        cases = Cases(cases=(ends.case,))
        return Resolution(
            pledges={id_: STANDINGS[nodes[node]] for id_, node in network.pledges.items()},
            partners={id_: STANDINGS[nodes[node]] for id_, node in network.partners.items()},
            goal=None if network.goal is None else STANDINGS[nodes[network.goal]],
            read_off=Walks(network=network, wiring=self.wiring, cases=cases),
        )


def _standing(code: int) -> Standing:
    """The status of what is in these of the four outcomes (§3.3, by §3.4)."""
    if not code & GREATEST_BEST:
        return BLOCKED
    best: Status = "stands" if code & LEAST_BEST else "together"
    if not code & GREATEST_WORST:
        return Standing(status="open", best=best)
    return Standing(status="stands" if code & LEAST_WORST else "together", best=best)


STANDINGS = tuple(map(_standing, range(16)))

#: The codes of what is in only if several move at once.
TOGETHER = frozenset(code for code, standing in enumerate(STANDINGS) if standing.status == "together")
