"""What to ask for: Willing's search beside a plain clingo model of the same question.

300 pledges of 60 partners, each "at least k of four others, and x", 30 assumptions, and in all some 350 things that
could be asked for. The plain model says the same in rules: what is asked for, who is in if those they wait for are, the
goal, and the least effort. Both look for the cheapest set and prove it.
"""

import random
from collections.abc import Sequence
from decimal import Decimal

import clingo

from measuring import table, timed
from willing.engine.interventions import possible_changes
from willing.engine.picture import picture_of
from willing.engine.resolve import resolve
from willing.model.condition import And, CountOf, CountPartners, Name, Never
from willing.model.picture import Picture
from willing.model.plan import Assumption, Partner, Plan, Pledge
from willing.questions.asks import asks

_PARTNERS = 60
_ASSUMPTIONS = 30
_SECONDS = 20.0


def random_plan(n: int, share: float, seed: int) -> Plan:
    """The goal is that so many of the partners are in."""
    rng = random.Random(seed)
    values = [((None, False),), (), ((None, True),)]
    assumptions = {
        f"x{i}": Assumption(id=f"x{i}", holds=rng.choice(values), effort=Decimal(rng.randint(1, 5)))
        for i in range(_ASSUMPTIONS)
    }
    ids = [f"p{i}" for i in range(n)]
    pledges = {}
    for i, id_ in enumerate(ids):
        others = tuple(Name(other) for other in rng.sample(ids, 4))
        waits = And((CountOf(rng.choice((1, 2, 2, 3)), others), Name(f"x{rng.randrange(_ASSUMPTIONS)}")))
        pledges[id_] = Pledge(
            id=id_,
            partner=f"P{i % _PARTNERS}",
            condition=Never() if rng.random() < 0.1 else waits,
            own_decision=rng.random() < 0.1,
            effort=Decimal(rng.randint(1, 4)),
        )
    partners = {f"P{i}": Partner(id=f"P{i}") for i in range(_PARTNERS)}
    goal = CountPartners(int(_PARTNERS * share))
    return Plan(name="Many", goal=goal, assumptions=assumptions, partners=partners, pledges=pledges)


def plain(picture: Picture) -> str:
    """The same as a program for clingo, as one would write it."""
    parts = {CountOf: "count", Name: "name"}  # of a condition: others to come, and an assumption
    lines = [
        f'could({parts.get(type(change.part), change.kind)},"{change.id}",{change.effort}).'
        for change in possible_changes(picture, {})
    ]
    lines += [f'holds("{id_}").' for id_ in picture.plan.assumptions if picture.decided.get(id_)]
    for pledge in picture.counted.values():
        lines.append(f'pledge("{pledge.id}","{pledge.partner}").')
        if pledge.own_decision:
            lines.append(f'decides("{pledge.id}").')
        match pledge.condition:
            case And(of=(CountOf(count=count, of=others), Name(id=assumption))):
                lines.append(f'waits("{pledge.id}",{count},"{assumption}").')
                lines += [f'other("{pledge.id}","{o.id}").' for o in others if isinstance(o, Name)]
    assert isinstance(picture.goal, CountPartners)
    lines.append(f"goal({picture.goal.count}).")
    return (
        "\n".join(lines)
        + """
{ ask(K,I) : could(K,I,_) }.
true(A) :- holds(A).
true(A) :- ask(assumption,A).
{ in(P) : pledge(P,_) }.
come(P) :- waits(P,K,_), K #count { O : other(P,O), in(O) }.
come(P) :- ask(count,P).
so(P) :- waits(P,_,A), true(A).
so(P) :- ask(name,P).
met(P) :- come(P), so(P).
:- in(P), not met(P).
:- in(P), decides(P), not ask(decision,P).
there(Q) :- in(P), pledge(P,Q).
:- goal(N), #count { Q : there(Q) } < N.
#minimize { E@2,K,I : ask(K,I), could(K,I,E) }.
#minimize { 1@1,K,I : ask(K,I) }.
"""
    )


def by_clingo(text: str) -> tuple[int | None, bool]:
    """The least effort found, and whether it is proven."""
    control = clingo.Control(["--warn=none"])
    control.add("base", [], text)
    control.ground([("base", [])])
    best: Sequence[int] = ()

    def keep(model: clingo.Model) -> None:
        nonlocal best
        best = list(model.cost)

    with control.solve(on_model=keep, async_=True) as handle:
        finished = handle.wait(_SECONDS)
        handle.cancel()
        proven = finished and bool(handle.get().exhausted)
    return (best[0] if best else None), proven


def run(n: int, runs: int) -> None:
    """Print the table."""
    rows = []
    for share in (0.05, 0.15, 0.25):
        for seed in range(runs):
            picture, _ = picture_of(random_plan(n, share, seed))
            assert picture.goal is not None
            resolution = resolve(picture)
            goal = picture.goal
            ours, found = timed(lambda p=picture, r=resolution, g=goal: asks(p, r, g, what_if={}, most=1, single=False))
            theirs, (effort, proven) = timed(lambda p=picture: by_clingo(plain(p)))
            mine = found.sets[0].effort if found.sets else None
            ours_proven = found.reached or found.complete or (found.bound is not None and (mine or 0) <= found.bound)
            if proven and ours_proven and not found.reached and effort != mine:
                raise SystemExit("they do not agree")
            rows.append((
                f"{share:.0%} of {_PARTNERS} partners",
                str(len(found.changes)),
                f"{ours:.2f}, {'proven' if ours_proven else 'not proven'}: {'reached' if found.reached else mine}",
                f"{theirs:.2f}, {'proven' if proven else 'not proven'}: {effort}",
            ))  # fmt: skip
    table(
        f"The least effort of asks in plans of {n} pledges and {_ASSUMPTIONS} assumptions: seconds, whether it is "
        "proven, and the effort",
        ("goal", "could be asked for", "Willing", f"plain clingo, at most {_SECONDS:.0f} s"),
        rows,
    )
