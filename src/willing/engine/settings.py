"""Who is in, in many settings of a picture at once: 64 of them in a word of a row (§3.4).

Only where four outcomes decide every setting by themselves, as they do without a ``not`` before a pledge, partner or
amount, without choices and alternatives, and where what stands under a ``not`` is known in each of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from numpy.typing import NDArray

from willing.answers.standing import Status
from willing.engine.budget import Budget, OutOfBounds
from willing.engine.diagrams.symbolic import Shape
from willing.engine.network import Variable, compile_picture
from willing.engine.rows import CircuitBuilder, Settling, Wire, circuit_of
from willing.model.condition import Condition
from willing.model.picture import Picture

#: Statuses by their number in the arrays of :meth:`Settings.standings`; of a best, 0 is none.
WORDS_OF_STATUS: tuple[Status, ...] = ("blocked", "open", "together", "stands")


class Settings:
    """A picture whose assumptions, decisions and consents named ``free`` differ between settings.

    Raises :class:`OutOfBounds` where a setting takes more than four outcomes. ``opposed``: those that stand under a
    ``not``; each must be known in every setting. ``together``: so many settings are worked out together.
    """

    def __init__(self, picture: Picture, free: frozenset[str], goal: Condition | None, *, together: int) -> None:
        decided = {id_: value for id_, value in picture.decided.items() if id_ not in free}
        unknown = tuple(id_ for id_ in picture.plan.assumptions if id_ not in decided)
        network = compile_picture(replace(picture, decided=decided, unknown=unknown), goal=goal)
        if network.loose or network.either or network.followers or picture.plan.choices:
            raise OutOfBounds
        self.variables = network.variables
        self.opposed = frozenset(v.id for v in network.variables if v.node in network.opposites)
        self.subjects = {("pledge", id_): node for id_, node in network.pledges.items()}
        self.subjects |= {("partner", id_): node for id_, node in network.partners.items()}
        if network.goal is not None:
            self.subjects["goal", ""] = network.goal
        others = [node for (kind, _), node in self.subjects.items() if kind != "pledge"]
        rows: dict[int, int] = {}

        def given(circuit: CircuitBuilder) -> tuple[Mapping[int, Wire], Mapping[int, Wire]]:
            return {v.node: circuit.wire(2 + number) for number, v in enumerate(network.variables)}, {}

        def said(circuit: CircuitBuilder, of: Callable[[int], Wire]) -> Sequence[int]:
            rows.update((node, of(node).row) for node in others)
            return list(rows.values())

        circuit = circuit_of(Shape(network), len(network.variables), given, said, Budget.of("chances"))
        rows |= circuit.pledges
        self.rows = [rows[node] for node in self.subjects.values()]
        self.settling = Settling(circuit, -(-together // 64), fast=False)  # to compile it takes longer than most sweeps

    def standings(self, values: Callable[[Variable], NDArray[Any]], count: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Statuses and bests of the ``subjects``, each an array of (subjects, count) numbers of
        :data:`WORDS_OF_STATUS`, as §3.3 has them.

        ``values``: of each variable, by setting: 1 where it is so, 0 where it is not, -1 where it is not known.
        ``count``: of settings, at most ``together``.
        """
        import numpy as np

        told = [values(variable) for variable in self.variables]
        ends = []
        for worst in (True, False):
            for number, value in enumerate(told):
                so = value == 1 if worst else value != 0
                bits = np.packbits(so, bitorder="little")
                self.settling.draws[number].view(np.uint8)[: len(bits)] = bits
            worlds = self.settling.worlds()
            ends += [worlds.least[self.rows], worlds.greatest[self.rows]]
        least_worst, greatest_worst, least_best, greatest_best = (
            np.unpackbits(rows.view(np.uint8), axis=1, count=count, bitorder="little") for rows in ends
        )
        status = greatest_best * (1 + greatest_worst + least_worst)
        return status, greatest_best * (2 + least_best)
