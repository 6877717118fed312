"""Which coalitions win, as one diagram over who is in them, and how often each player is decisive (§7.2)."""

from collections.abc import Sequence
from contextlib import suppress

from willing.engine.budget import Budget, OutOfBounds
from willing.engine.diagrams.bdd import Diagrams, Function, Nodes, nodes_of
from willing.engine.diagrams.symbolic import Given, Outcomes, Shape, node_order
from willing.engine.games import Counts
from willing.engine.network import FALSE
from willing.engine.relaxation import Relaxation

#: Nodes of the diagram of all coalitions; beyond it they are looked at, or drawn.
MOST_NODES = 2**19


def by_diagrams(relaxation: Relaxation, players: int, budget: Budget) -> Counts | None:
    """How often each of so many players, the levers of a relaxation, is decisive; None where diagrams do not fit.

    A coalition wins if it does in the best world of some case.
    """
    with suppress(OutOfBounds):
        shape = Shape(relaxation.network)
        for first in (1, 0, -1):
            with suppress(OutOfBounds):
                return _counts(relaxation, shape, players, first, budget.part(3))
    return None


def _counts(relaxation: Relaxation, shape: Shape, players: int, first: int, budget: Budget) -> Counts:
    network = relaxation.network
    player = {node: number for number, node in relaxation.lever.items()}
    met = node_order(shape, [network.goal or FALSE, *network.pledges.values()], first=first)
    place = {player[node]: i for i, node in enumerate(node for node in met if node in player)}
    diagrams = Diagrams(len(place), budget, nodes=MOST_NODES)

    def wins() -> Function:
        found = diagrams.false
        for case in relaxation.best or ():
            true = set(case)
            variables = {
                v.node: diagrams.var(place[player[v.node]])
                if player.get(v.node) in place
                else diagrams.given(v.node in true)
                for v in network.variables
            }
            outcomes = Outcomes(diagrams, shape, Given(variables=variables, alive={}))
            found = found | outcomes.together(lambda value: value(network.goal or FALSE))
        return found

    def decisive(won: Function) -> Nodes:
        swings = []
        for i in range(len(place)):
            budget.spend(len(place))
            its = diagrams.var(i)
            swings.append((won & its).exists(its) & ~(won & ~its).exists(its))
        return nodes_of(swings).plain

    nodes = diagrams.guarded(lambda: decisive(wins()))
    sizes = _by_size(nodes, len(place), players - len(place))
    return [sizes[place[i]] if i in place else [0] * players for i in range(players)]


def _by_size(nodes: Nodes, variables: int, idle: int) -> list[list[int]]:
    """Of each root, which does not depend on the variable of its own number: how many sets of others make it true.

    By how many are in the set; ``idle``: so many more may be in it, to no effect. A polynomial is one number, with room
    for a coefficient in every so many bits.
    """
    digit = variables + idle + 2
    either = [1]
    for _ in range(variables + idle):
        either.append(either[-1] + (either[-1] << digit))
    ways = [0, 1]
    level = [variables, variables, *nodes.variable[2:]]
    for node in range(2, len(level)):
        low, high = nodes.low[node], nodes.high[node]
        below = [ways[kid] * either[level[kid] - level[node] - 1] for kid in (low, high)]
        ways.append(below[0] + (below[1] << digit))
    found = []
    for root in nodes.roots:
        whole = ways[root] * either[level[root] + idle]
        coefficients = [whole >> digit * k & (1 << digit) - 1 for k in range(variables + idle)]
        found.append(_without_own(coefficients))
    return found


def _without_own(counts: Sequence[int]) -> list[int]:
    """Counts by size, of which half has a player in it that bears on nothing: those without it."""
    left: list[int] = []
    for count in counts:
        left.append(count - (left[-1] if left else 0))
    return left
