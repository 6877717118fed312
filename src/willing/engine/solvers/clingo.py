"""A network as a logic program for clingo, under a bound on steps.

Only what needs it comes here: many mixed variables, or a ``not`` before a pledge (§3.4, §3.5).
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from willing.engine.budget import Budget, OutOfBounds
from willing.engine.gates import threshold
from willing.engine.network import TRUE, Network
from willing.model.picture import Picture

if TYPE_CHECKING:
    from clingo import SolveHandle

#: clingo counts in 32 bits; sums beyond are spelled out bit by bit.
_LARGEST_SUM = 2**31 - 1

#: Seconds after which a wait looks whether somebody wants it stopped.
_A_MOMENT = 0.1

#: Steps of telling a threshold, but for what it is of; of a question, and of a conflict in it, in a program of no size;
#: these grow with it.
_TOLD, _ASKED, _CONFLICT = 10, 1_000, 20

#: Conflicts that a question is given at first. Counting them takes longer than so few: they are taken as a quarter.
_FEW = 400


class Program:
    """A clingo program under construction, and questions to it. One thread, so that answers are always the same."""

    def __init__(self, budget: Budget, *options: str) -> None:
        import clingo

        self.control = clingo.Control(["--warn=none", "--sat-prepro=no", *options], logger=lambda *_: None)
        self.budget = budget
        self.tick: Callable[[], None] | None = None  # called now and then while :meth:`best` looks
        self._atoms = 0
        self._literals = 0  # in sums beyond 32 bits
        self._pending: list[tuple[list[int], list[int] | tuple[int, list[tuple[int, int]]], bool]] = []
        self._least: list[tuple[int, list[tuple[int, int]]]] = []

    # -- writing --------------------------------------------------------------------------------------------------

    def atom(self) -> int:
        """A new atom, false unless a rule makes it true."""
        self._atoms += 1
        return self._atoms

    def free_atom(self) -> int:
        """A new atom that may be true or false."""
        atom = self.atom()
        self._pending.append(([atom], [], True))
        return atom

    def rule(self, head: int, body: Iterable[int]) -> None:
        """``head`` is true if all of ``body`` is."""
        self._pending.append(([head], list(body), False))

    def forbid(self, body: Iterable[int]) -> None:
        """Not all of ``body``."""
        self._pending.append(([], list(body), False))

    def threshold(self, head: int, need: int, kids: Iterable[tuple[int, int]]) -> None:
        """``head`` is true if the weights of its true literals reach ``need``."""
        asked = threshold(kids, need)
        if isinstance(asked, bool):
            if asked:
                self.rule(head, [])
            return
        self.budget.count(_TOLD + 2 * len(asked.kids))
        if sum(weight for _, weight in asked.kids) <= _LARGEST_SUM:
            self._pending.append(([head], (asked.need, list(asked.kids)), False))
        else:
            self._bitwise(head, asked.need, asked.kids)

    def _bitwise(self, head: int, need: int, weights: Sequence[tuple[int, int]]) -> None:
        """A sum beyond 32 bits, column by column with carries, all of them monotone.

        ``need`` is topped up to a power of two, so that the last carry alone decides (the watchdog of Bailleux,
        Boufkhad and Roussel 2009).
        """
        bits = (need - 1).bit_length()
        top_up = 2**bits - need
        carries: list[int] = []
        for bit in range(bits + 1):
            column = [lit for lit, weight in weights if weight >> bit & 1] + carries
            given = top_up >> bit & 1
            ones = [(lit, 1) for lit in column]
            self._literals += len(ones) * (1 + len(ones) // 2)
            self.budget.count((_TOLD + len(ones)) * (1 + len(ones) // 2))
            if bit == bits:
                self._pending.append(([head], (1, ones), False))
                return
            carries = []
            for pairs in range(1, (len(column) + given) // 2 + 1):
                carry = self.atom()
                self._pending.append(([carry], (2 * pairs - given, ones), False))
                carries.append(carry)

    def minimize(self, weights: Iterable[tuple[int, int]], *, priority: int = 0) -> None:
        """Of all models :meth:`best` wants one in which the weights of true literals add up to the least."""
        self._least.append((priority, list(weights)))

    def _flush(self) -> None:
        if not self._pending:
            return
        with self.control.backend() as backend:
            taken = getattr(self, "_taken", 0)
            for _ in range(taken, self._atoms):
                backend.add_atom()
            self._taken = self._atoms
            for head, body, choice in self._pending:
                if isinstance(body, tuple):
                    backend.add_weight_rule(head, body[0], body[1], choice)
                else:
                    backend.add_rule(head, body, choice)
            for priority, weights in self._least:
                backend.add_minimize(priority, weights)
        self._pending.clear()
        self._least.clear()

    # -- asking ---------------------------------------------------------------------------------------------------

    def solve(self, assumptions: Sequence[int], ask: Iterable[int]) -> "frozenset[int] | None":
        """Which of the atoms ``ask`` are true in some model under the assumptions; None where there is no model.

        Raises :class:`OutOfBounds` when the steps are used up.
        """
        self._flush()
        self.budget.spend(_ASKED + (self._atoms + self._literals) // 10)
        few = True
        while True:
            self._limit(_FEW if few else self._conflicts_left())
            with self.control.solve(assumptions=list(assumptions), yield_=True, async_=True) as handle:
                self._wait(handle)
                model = handle.model()
                found = None if model is None else frozenset(atom for atom in ask if model.is_true(atom))
                result = handle.get() if model is None else None
                if result is not None:
                    self.core = tuple(handle.core()) if result.unsatisfiable else ()
            self._count(_FEW // 4 if few else None)
            if result is None or result.unsatisfiable:
                return found
            few = False
            self.budget.spend()

    def best(self, ask: Sequence[int]) -> "tuple[frozenset[int], bool] | None":
        """As :meth:`solve`, in a model that :meth:`minimize` likes best; and whether that is proven.

        None where there is no model. Raises :class:`OutOfBounds` when the steps are used up before there is any.
        """
        self._flush()
        self.budget.spend(_ASKED + (self._atoms + self._literals) // 10)
        self._limit(self._conflicts_left())
        found: frozenset[int] | None = None
        with self.control.solve(yield_=True, async_=True) as handle:
            while True:
                self._wait(handle)
                model = handle.model()
                if model is None:
                    proven = bool(handle.get().exhausted)
                    break
                found = frozenset(atom for atom in ask if model.is_true(atom))
        self._count(None)
        if found is None:
            if proven:
                return None
            raise OutOfBounds
        return found, proven

    def _wait(self, handle: "SolveHandle") -> None:
        """Until there is a model, or none. Raises :class:`OutOfBounds` when it is time to brake."""
        handle.resume()
        while not handle.wait(min(self.budget.seconds, _A_MOMENT)):
            self.budget.spend()
            if self.tick is not None:
                self.tick()

    @property
    def _conflict(self) -> int:
        return _CONFLICT + self._atoms // 100

    def _conflicts_left(self) -> int:
        return max(1, self.budget.left // self._conflict)

    def _limit(self, conflicts: int) -> None:
        self.control.configuration.solve.solve_limit = f"{conflicts},umax"  # type: ignore[union-attr]

    def _count(self, conflicts: int | None) -> None:
        """Spend what conflicts took; None: ask how many there were."""
        if conflicts is None:
            conflicts = int(self.control.statistics["solving"]["solvers"]["conflicts"])
        with suppress(OutOfBounds):  # what is found is found
            self.budget.spend(conflicts * self._conflict)


def encode_variables(program: Program, picture: Picture, network: Network) -> dict[int, int]:
    """Free atoms for all that a world decides, tied by implications and choices; variables and opposites by node."""
    atoms = {id_: program.free_atom() for id_ in picture.unknown}
    plan = picture.plan
    for id_, atom in atoms.items():
        for implied in plan.assumptions[id_].implies:
            if implied in atoms:
                program.forbid([atom, -atoms[implied]])
    for choice in plan.choices.values():
        options = [atoms[option] for option in choice.options if option in atoms]
        for i, one in enumerate(options):
            for other in options[:i]:
                program.forbid([one, other])
    literals = {}
    for variable in network.variables:
        literals[variable.node] = atoms[variable.id] if variable.kind == "assumption" else program.free_atom()
    truth = program.atom()
    program.rule(truth, [])
    literals[TRUE] = truth
    literals[1 - TRUE] = -truth
    return literals
