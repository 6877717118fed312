"""Chances: exact ones of published fault trees beside SCRAM and CUDD; worlds drawn beside numpy and plain loops."""

import random
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from measuring import spread, table
from willing.engine.budget import Budget
from willing.engine.diagrams.bdd import MOST_NODES
from willing.engine.diagrams.symbolic import Shape
from willing.engine.picture import picture_of
from willing.model import condition as c
from willing.model.plan import Assumption, Chance, Partner, Plan, Pledge
from willing.questions.risk.effort import Effort
from willing.questions.risk.events import events_of
from willing.questions.risk.exact import exact_risk
from willing.questions.risk.goals import GoalModel

#: Seconds that each way gets for one tree.
SECONDS = 20.0

Tree = dict[str, tuple[str, int, list[tuple[str, bool]]]]


def read_tree(path: Path) -> tuple[str, Tree, dict[str, Decimal]]:
    """A fault tree of the Open-PSA format: its top, gates (kind, least number, parts and whether they are negated), and
    chances."""
    from xml.etree import ElementTree

    root = ElementTree.parse(path).getroot()
    gates: Tree = {}
    chances: dict[str, Decimal] = {}
    for node in root.iter():
        name = node.get("name", "")
        if node.tag == "define-gate":
            gates[name] = _gate(node[-1], name, gates)
        elif node.tag == "define-basic-event":
            value = node.find("float")
            chances[name] = Decimal(value.get("value", "0")) if value is not None else Decimal(0)
    used = {part for _, _, parts in gates.values() for part, _ in parts}
    return next(name for name in gates if name not in used), gates, chances


def _gate(node: Any, name: str, gates: Tree) -> tuple[str, int, list[tuple[str, bool]]]:
    parts = []
    for i, kid in enumerate(node):
        negated = kid.tag == "not"
        inner = kid[0] if negated else kid
        if inner.tag in ("gate", "basic-event", "event"):
            parts.append((inner.get("name", ""), negated))
        else:
            gates[f"{name}/{i}"] = _gate(inner, f"{name}/{i}", gates)
            parts.append((f"{name}/{i}", negated))
    if node.tag in ("gate", "basic-event"):
        return "and", 0, [(node.get("name", ""), False)]
    return node.tag, int(node.get("min", "0")), parts


def plan_of(top: str, gates: Tree, chances: dict[str, Decimal]) -> Plan:
    """The tree as a plan: a gate is a pledge of a partner of its own, a basic event an assumption."""

    def word(name: str) -> str:
        return ("e-" if name in chances else "g-") + re.sub(r"[^\w-]", "_", name)

    def condition(kind: str, least: int, parts: list[tuple[str, bool]]) -> c.Condition:
        told = tuple(c.Not(c.Name(word(name))) if negated else c.Name(word(name)) for name, negated in parts)
        if len(told) == 1:
            return c.Not(told[0]) if kind in ("not", "nand", "nor") else told[0]
        match kind:
            case "and":
                return c.And(told)
            case "or":
                return c.Or(told)
            case "atleast":
                return c.CountOf(least, told)
            case "xor":
                one, other = told
                return c.Or((c.And((one, c.Not(other))), c.And((c.Not(one), other))))
        raise ValueError(kind)

    return Plan(
        name="tree",
        goal=c.Name(word(top)),
        assumptions={
            word(n): Assumption(id=word(n), likelihood=(Chance(chance=chance),)) for n, chance in chances.items()
        },
        partners={f"p-{word(n)}": Partner(id=f"p-{word(n)}") for n in gates},
        pledges={
            word(n): Pledge(id=word(n), partner=f"p-{word(n)}", condition=condition(*gate)) for n, gate in gates.items()
        },
    )


def ours(plan: Plan) -> float | None:
    """The chance that the goal is met, or None where the diagrams are out of bounds."""
    picture, _ = picture_of(plan)
    assert plan.goal is not None
    odds = events_of(picture, {})
    goals = GoalModel(replace(picture, goal=plan.goal))
    budget = Budget.of("chances")
    exact = exact_risk(goals, Shape(goals.network), odds, MOST_NODES, budget, lambda what, share: None)
    return None if exact is None else exact.span([(1.0, "together")]).low


def scram(path: Path) -> tuple[float, float] | None:
    """Seconds of the processor for SCRAM's whole process, and the probability; None where it takes too long."""
    command = ["scram", "--bdd", "--probability", "1", "--limit-order", "1", "--verbosity", "0", str(path)]
    start = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return None
    found = re.search(r'probability="([^"]+)"', done.stdout)
    seconds = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]) - start
    return (seconds, float(found.group(1))) if found else None


def cudd(top: str, gates: Tree, chances: dict[str, Decimal]) -> tuple[float, float] | None:
    """dd with CUDD, in the same order of events; building only, as dd's own walk would add to it."""
    from dd import cudd as library

    start = time.process_time()
    bdd = library.BDD()
    bdd.configure(reordering=False)
    order = list(_depth_first(top, gates))
    bdd.declare(*order)
    known = {name: bdd.var(name) for name in order}
    for name in _bottom_up(top, gates):
        kind, least, parts = gates[name]
        told = [~known[part] if negated else known[part] for part, negated in parts]
        if len(told) == 1:
            known[name] = ~told[0] if kind == "not" else told[0]
            continue
        if kind == "xor":
            known[name] = bdd.apply("xor", *told)
            continue
        need = len(told) if kind == "and" else 1 if kind == "or" else least
        levels = [bdd.true, *[bdd.false] * need]
        for each in told:
            for i in range(need, 0, -1):
                levels[i] = levels[i] | (each & levels[i - 1])
        known[name] = levels[need]
        if time.process_time() - start > SECONDS:
            return None
    chance: dict[int, float] = {}

    def walk(node: Any) -> float:
        if node == bdd.true or node == bdd.false:
            return float(node == bdd.true)
        regular = ~node if node.negated else node
        if int(regular) not in chance:
            its = float(chances[regular.var])
            chance[int(regular)] = its * walk(regular.high) + (1 - its) * walk(regular.low)
        return 1 - chance[int(regular)] if node.negated else chance[int(regular)]

    sys.setrecursionlimit(10_000)
    return time.process_time() - start, walk(known[top])


def _depth_first(top: str, gates: Tree) -> Iterator[str]:
    seen: set[str] = set()
    stack = [top]
    while stack:
        name = stack.pop()
        if name not in seen:
            seen.add(name)
            if name in gates:
                stack += [part for part, _ in reversed(gates[name][2])]
            else:
                yield name


def _bottom_up(top: str, gates: Tree) -> Iterator[str]:
    done: set[str] = set()
    stack = [top]
    while stack:
        name = stack[-1]
        waiting = [part for part, _ in gates[name][2] if part in gates and part not in done] if name not in done else []
        if waiting:
            stack += waiting
        else:
            stack.pop()
            if name not in done:
                done.add(name)
                yield name


def trees(folder: Path) -> None:
    """Every fault tree of a folder, such as the Aralia set in the sources of SCRAM (input/Aralia)."""
    rows = []
    totals = {"Willing": 0.0, "SCRAM": 0.0, "CUDD": 0.0}
    solved = {"Willing": 0, "SCRAM": 0, "CUDD": 0}
    with_scram = shutil.which("scram") is not None
    for path in sorted(folder.glob("*.xml")):
        try:
            top, gates, chances = read_tree(path)
        except (StopIteration, ValueError, IndexError) as error:
            print(f"{path.name}: not read ({error})")
            continue
        plan = plan_of(top, gates, chances)
        start = time.process_time()  # of the core, whoever else uses the machine
        chance = ours(plan)
        seconds = time.process_time() - start
        other = scram(path) if with_scram else None
        third = None if chance is None and other is None else cudd(top, gates, chances)  # it may take all memory
        told: dict[str, tuple[float, float] | None] = {
            "Willing": None if chance is None else (seconds, chance), "SCRAM": other, "CUDD": third,
        }  # fmt: skip
        for name, its in told.items():
            solved[name] += its is not None
            totals[name] += SECONDS if its is None else its[0]
        agreed = [its[1] for its in told.values() if its is not None]
        same = bool(agreed) and max(agreed) - min(agreed) <= 1e-5 * max(agreed)
        left_out = {"SCRAM": not with_scram, "CUDD": chance is None and other is None}
        cells = [
            f"{its[0]:.3f}" if its is not None else "not run" if left_out.get(name) else f"not in {SECONDS:.0f} s"
            for name, its in told.items()
        ]
        value = "" if not agreed else f"{agreed[0]:.6g}" + ("" if same else f" (others: {agreed[1:]})")
        rows.append([path.stem, str(len(chances)), str(len(gates)), *cells, value])
        print(".", end="", flush=True)
    rows.append(["all", "", "", *(f"{solved[name]} in {totals[name]:.1f}" for name in told), ""])
    table("Exact chances, seconds of the processor", ["tree", "events", "gates", *told, "chance"], rows)


# -- worlds drawn -----------------------------------------------------------------------------------------------------


def coalition(pledges: int = 300, assumptions: int = 30) -> Plan:
    """Pledges of "at least k of four others and an assumption", k of 0 to 3, and a goal of half of them."""
    rng = random.Random(4)
    ids = [f"p{i}" for i in range(pledges)]
    names = [f"a{i}" for i in range(assumptions)]
    made = {}
    for i, id_ in enumerate(ids):
        others = tuple(c.Name(other) for other in rng.sample(ids[:i] + ids[i + 1 :], 4))
        its: c.Condition = c.And((c.CountOf(rng.choice((0, 1, 1, 2, 2, 3)), others), c.Name(rng.choice(names))))
        made[id_] = Pledge(id=id_, partner=f"q{i}", condition=its)
    return Plan(
        name="coalition",
        goal=c.CountOf(pledges // 2, tuple(c.Name(id_) for id_ in ids)),
        assumptions={
            n: Assumption(id=n, likelihood=(Chance(chance=Decimal(rng.choice(("0.9", "0.75", "0.5", "0.6")))),))
            for n in names
        },
        partners={f"q{i}": Partner(id=f"q{i}") for i in range(pledges)},
        pledges=made,
    )


def sampling(runs: int) -> None:
    """Worlds a second, drawing and both outcomes included, of ours, of bytes in numpy, and of a plain loop."""
    from willing.engine import rows as kernel
    from willing.questions.risk.montecarlo import Sampler

    plan = coalition()
    picture, _ = picture_of(plan)
    assert plan.goal is not None
    goals = GoalModel(replace(picture, goal=plan.goal))
    odds = events_of(picture, {})
    shape = Shape(goals.network)
    rates: dict[str, list[float]] = {}
    shares: dict[str, tuple[float, float]] = {}
    for name, samples in (("Willing, compiled", 10**9), ("Willing, numpy alone", 1)):
        sampler = Sampler(goals, odds, shape, Effort(samples=samples, within=1e-9))
        sampler.block(1, 0)  # compiles
        for _ in range(runs):
            blocks = 20 if samples > 1 else 2
            begin = time.process_time()  # of the core, whoever else uses the machine
            for block in range(blocks):
                sampler.take(sampler.block(1, block))
            seconds = time.process_time() - begin
            rates.setdefault(name, []).append(blocks * kernel.WORLDS / seconds)
        counts = sampler.counts[0]
        shares[name] = counts.hits["stands"] / counts.samples, counts.hits["together"] / counts.samples
    for name, how, worlds in (("bytes in numpy", _by_bytes, 16_384), ("plain loop", _by_loop, 100)):
        for run in range(runs):
            begin = time.process_time()
            share = how(plan, worlds, run)
            seconds = time.process_time() - begin
            rates.setdefault(name, []).append(worlds / seconds)
        shares[name] = share
    first = rates["Willing, compiled"]
    rows = [
        [
            name,
            spread([rate / 1e6 for rate in its]),
            spread([a / b for a, b in zip(first, its, strict=True)]),
            f"{shares[name][0]:.3f}, {shares[name][1]:.3f}",
        ]
        for name, its in rates.items()
    ]
    table(
        "300 pledges and 30 assumptions with cyclic conditions: least and greatest outcome, per second of one core",
        ["", "million worlds a second", "compiled is faster by", "firm, if all move"],
        rows,
    )


def _conditions(plan: Plan) -> tuple[list[tuple[int, list[int], int]], list[float]]:
    ids = {id_: i for i, id_ in enumerate(plan.pledges)}
    names = {id_: i for i, id_ in enumerate(plan.assumptions)}
    found = []
    for p in plan.pledges.values():
        assert isinstance(p.condition, c.And)
        count, name = p.condition.of
        assert isinstance(count, c.CountOf)
        assert isinstance(name, c.Name)
        found.append((count.count or 0, [ids[o.id] for o in count.of if isinstance(o, c.Name)], names[name.id]))
    return found, [float(Fraction(a.likelihood[0].chance)) for a in plan.assumptions.values()]


def _by_bytes(plan: Plan, worlds: int, seed: int) -> tuple[float, float]:
    """A byte a world and pledge; passes over all pledges until nothing changes."""
    import numpy as np

    conditions, chances = _conditions(plan)
    rng = np.random.default_rng(seed)
    true = (rng.random((len(chances), worlds)) < np.array(chances)[:, None]).astype(np.uint8)
    shares = []
    for start in (0, 1):
        inside = np.full((len(conditions), worlds), start, np.uint8)
        while True:
            changed = False
            for i, (need, others, name) in enumerate(conditions):
                value = (inside[others].sum(axis=0, dtype=np.uint8) >= need) & true[name]
                if not changed and (value != inside[i]).any():
                    changed = True
                inside[i] = value
            if not changed:
                break
        shares.append(float((inside.sum(axis=0, dtype=np.int32) >= len(conditions) // 2).mean()))
    return shares[0], shares[1]


def _by_loop(plan: Plan, worlds: int, seed: int) -> tuple[float, float]:
    conditions, chances = _conditions(plan)
    rng = random.Random(seed)
    met = [0, 0]
    for _ in range(worlds):
        true = [rng.random() < chance for chance in chances]
        for start in (0, 1):
            inside = [bool(start)] * len(conditions)
            changed = True
            while changed:
                changed = False
                for i, (need, others, name) in enumerate(conditions):
                    value = true[name] and sum(inside[o] for o in others) >= need
                    if value != inside[i]:
                        inside[i], changed = value, True
            met[start] += sum(inside) >= len(conditions) // 2
    return met[0] / worlds, met[1] / worlds


def run(runs: int, folder: str | None) -> None:
    """Both; ``folder``: of fault trees."""
    sampling(runs)
    if folder is None:
        print("\nNo fault trees: give the folder input/Aralia of SCRAM's sources with --trees.")
        return
    trees(Path(folder))


def main(arguments: Sequence[str]) -> None:
    """``python bench/risk.py RUNS [FOLDER]``."""
    run(int(arguments[0]) if arguments else 5, arguments[1] if len(arguments) > 1 else None)


if __name__ == "__main__":
    main(sys.argv[1:])
