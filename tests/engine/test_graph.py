"""Graphs held against the plain definitions; thresholds against every set of their weights."""

from itertools import product
from math import gcd

from hypothesis import given
from hypothesis import strategies as st

from willing.engine.gates import threshold
from willing.engine.graph import components, feedback, knots, reachable

GRAPHS = st.integers(1, 7).flatmap(
    lambda n: st.fixed_dictionaries({node: st.lists(st.integers(0, n - 1), max_size=4) for node in range(n)})
)


@given(GRAPHS)
def test_knots_are_those_that_reach_each_other_and_come_after_what_they_need(graph: dict[int, list[int]]) -> None:
    reach = {node: set(reachable([node], graph.__getitem__)) for node in graph}
    found = knots(graph)
    assert sorted(node for knot in found for node in knot) == sorted(graph)
    place = {node: i for i, knot in enumerate(found) for node in knot}
    for one in graph:
        for other in graph:
            assert (place[one] == place[other]) == (one in reach[other] and other in reach[one])
            assert other not in reach[one] or place[other] <= place[one]


@given(GRAPHS)
def test_components_are_the_knots_in_their_order(graph: dict[int, list[int]]) -> None:
    component, order = components([graph[node] for node in range(len(graph))])
    reach = {node: set(reachable([node], graph.__getitem__)) for node in graph}
    assert sorted(order) == sorted(graph)
    for one in graph:
        for other in graph:
            assert (component[one] == component[other]) == (one in reach[other] and other in reach[one])
            assert (
                other not in reach[one] or component[one] == component[other] or order.index(other) < order.index(one)
            )


@given(GRAPHS)
def test_without_its_feedback_a_graph_can_be_put_in_order(graph: dict[int, list[int]]) -> None:
    loops, order = feedback(graph, graph.__getitem__)
    assert sorted(order) == sorted(graph)
    for i, node in enumerate(order):
        assert all(kid in order[:i] or kid in loops for kid in graph[node])


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 12)), max_size=6), st.integers(-2, 30))
def test_a_normal_form_says_what_the_weights_said(numbered: list[tuple[int, int]], need: int) -> None:
    kids = [(i, weight) for i, (_, weight) in enumerate(numbered)]
    form = threshold(kids, need)
    for chosen in product((False, True), repeat=len(kids)):
        met = sum(weight for i, weight in kids if chosen[i]) >= need
        if isinstance(form, bool):
            assert met is form
            continue
        true = [chosen[i] for i, _ in form.kids]
        assert met == (sum(weight for i, weight in form.kids if chosen[i]) >= form.need)
        assert form.kind == "sum" or met == (all(true) if form.kind == "all" else any(true))
    if not isinstance(form, bool):
        weights = [weight for _, weight in form.kids]
        assert all(0 < weight <= form.need for weight in weights)
        assert gcd(*weights) == 1
        assert (form.kind == "sum") == (min(weights) < form.need <= sum(weights) - min(weights))
