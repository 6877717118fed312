"""Whether the tests notice a wrong engine: one thing is changed in a copy of its source, and the oracle's tests run.

    python tools/mutate.py [--mutants 300] [--seed 1] [--at-once 2] [--files resolve.py worlds.py …]

A mutant has one comparison turned round, one ``and`` for ``or``, one ``not`` less, one number off by one, one ``min``
for ``max``, or one statement of a body left out. Each that survives is told with its place; the last line counts.
``tools/mutants.toml`` lists those that change no answer, each with the reason. What was seen of a mutant is kept in
``.mutants.json``: as long as its function is the same, and of those that survived as long as the tests are, a run goes
on where the last one was broken off.
"""

import argparse
import ast
import hashlib
import json
import math
import os
import resource
import shutil
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import clingo  # noqa: F401  # loaded once, and not by every run
import numba  # noqa: F401
import pytest
from coverage import Coverage, CoverageData
from hypothesis import HealthCheck, Phase, settings

ROOT = Path(__file__).parents[1]
ENGINE = ROOT / "src" / "willing" / "engine"

#: What decides who is in; solvers and diagrams have oracles of their own.
FILES = (
    "worlds.py", "resolve.py", "following.py", "kernel.py", "network.py", "gates.py", "graph.py", "picture.py",
    "parts.py", "free.py", "lattice.py", "table.py",
)  # fmt: skip

#: Tests that compare with the oracle, the quickest first.
TESTS = tuple(
    f"tests/engine/test_{name}.py"
    for name in (
        "small_plans",
        "graph",
        "picture",
        "oracle",
        "quick_conditions",
        "following",
        "parts",
        "explain",
        "starters",
        "kernel",
        "engine",
    )
)

#: Seconds of processor time that a test has with a change, beside ten times what it takes without: then it is noticed.
SECONDS = 2

#: Seconds of tests that every mutant is given before any is given the rest.
FIRST = 3

KEPT = ROOT / "tools" / "mutants.toml"
SEEN = ROOT / ".mutants.json"

_TURNED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "in": "not in", "not in": "in"}
_SIGNS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.In: "in",
    ast.NotIn: "not in",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: in ``file``, from ``start`` to ``end`` (places in its text), ``to`` another text. ``lines``: of the
    statement that it is in, without those in its body. ``within``: where its function starts and ends, or the file."""

    file: Path
    line: int
    start: int
    end: int
    to: str
    lines: range
    within: tuple[int, int]

    @property
    def place(self) -> Path:
        """The file in a copy of the source."""
        return self.file.relative_to(ROOT)

    def text(self, source: str) -> str:
        """The source with the change."""
        return source[: self.start] + self.to + source[self.end :]

    def told(self, source: str) -> str:
        """The change as it is listed: the line, what stands in it and what instead; wherever in the file it is."""
        line = source.splitlines()[self.line - 1].strip()
        return f"{self.file.name}: {line}: {source[self.start : self.end].strip()} → {self.to.strip()}"

    def key(self, source: str) -> str:
        """The change, its place in its function, and what that is, in short."""
        start, end = self.within
        return f"{digest(source[start:end])} {self.start - start} {self.told(source)}"


def mutants(file: Path) -> Iterator[Mutant]:
    """Every mutant of a file."""
    source = file.read_text("utf-8")
    lines = [0]
    for line in source.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))

    def place(line: int, column: int) -> int:
        text = source[lines[line - 1] : lines[line]]
        return lines[line - 1] + len(text.encode()[:column].decode())

    home: dict[int, range] = {}  # the innermost one comes last
    function: dict[int, tuple[int, int]] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            its = range(node.lineno, (node.end_lineno or 0) + 1)
            function |= dict.fromkeys(its, (lines[its.start - 1], lines[its.stop - 1]))
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            its = range(node.lineno, body[0].lineno if body else (node.end_lineno or 0) + 1)
            home |= dict.fromkeys(its, its)

    def made(line: int, start: int, end: int, to: str) -> Mutant:
        its = home.get(line, range(line, line + 1))
        return Mutant(file, line, start, end, to, its, function.get(line, (0, len(source))))

    def span(node: ast.expr | ast.stmt) -> tuple[int, int]:
        return place(node.lineno, node.col_offset), place(node.end_lineno or 0, node.end_col_offset or 0)

    def between(left: ast.expr, right: ast.expr, old: str, new: str) -> Iterator[Mutant]:
        start, end = span(left)[1], span(right)[0]
        if source[start:end].count(old) == 1:
            yield made(left.end_lineno or 0, start, end, source[start:end].replace(old, new))

    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _SIGNS:
                sign = _SIGNS[type(op)]
                yield from between(left, right, sign, _TURNED[sign])
            case ast.BoolOp(op=op, values=[first, second, *_]):
                old, new = ("and", "or") if isinstance(op, ast.And) else ("or", "and")
                yield from between(first, second, old, new)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                yield made(node.lineno, span(node)[0], span(operand)[0], "")
            case ast.Constant(value=int() as value) if not isinstance(value, bool) and value < 100:
                yield made(node.lineno, *span(node), str(value + 1))
            case ast.Name(id="min" | "max" as name):
                yield made(node.lineno, *span(node), "max" if name == "min" else "min")
            case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Continue():
                yield made(node.lineno, *span(node), "pass")


class _Watch:
    """In the process of a run: writes down which test begins and what it took, and bounds it by processor time, so that
    on a busy machine nothing is noticed for being slow."""

    def __init__(self, told: Path, seconds: dict[str, float], shard: tuple[int, int], lines: Coverage | None) -> None:
        self.told = told.open("w", encoding="utf-8", buffering=1)
        self.seconds = seconds
        self.shard = shard
        self.lines = lines

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        first, step = self.shard
        items[:] = items[first::step]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        began = time.process_time()
        if item.nodeid in self.seconds:
            bound = began + SECONDS + 10 * self.seconds[item.nodeid]
            resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(bound), resource.RLIM_INFINITY))
        if self.lines:
            self.lines.switch_context(item.nodeid)
        print("begins", item.nodeid, file=self.told)
        yield
        print(time.process_time() - began, item.nodeid, file=self.told)


class Tests:
    """The tests, run on copies of the source, as many at once: for a mutant only those that come by its line, first
    those that most often notice something in least time."""

    def __init__(self, folder: Path, at_once: int) -> None:
        self.copies = [folder / str(number) for number in range(at_once)]
        self.seconds: dict[str, float] = {}
        self.noticing: Counter[str] = Counter()
        self.lines: dict[str, dict[int, list[str]]] = {}
        self.given: dict[Mutant, set[str]] = {}
        for copy in self.copies:
            shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__"))
        settings.register_profile(  # an example that fails is enough, and is none for the next mutant
            "mutants",
            deadline=None,
            database=None,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=[HealthCheck.too_slow],
        )

    def start(self, copy: Path, tests: Sequence[str], shard: tuple[int, int] = (0, 1), *, lines: bool = False) -> int:
        """A process that runs the tests on a copy, and ends with a status other than 0 where one fails.

        It starts with everything loaded but the source and the tests. ``lines``: which of them each comes by is noted,
        and bytecode is kept for later runs; they keep none, as a change may look like the source by size and time.
        """
        if pid := os.fork():
            return pid
        status = 1
        try:
            os.chdir(ROOT)
            with (copy / "said").open("wb") as said:
                os.dup2(said.fileno(), 1)
                os.dup2(said.fileno(), 2)
            os.environ["PYTHONPATH"] = str(copy / "src")
            sys.dont_write_bytecode = not lines
            noted = None
            if lines:
                where = [str(copy / "src" / "willing" / "engine")]
                noted = Coverage(data_file=str(copy / "coverage"), config_file=False, source=where)
                noted.start()
            path = f"pythonpath={copy / 'src'} {ROOT / 'tests'}"  # before the source itself
            options = ["-x", "--tb=short", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov", "-o", path]
            options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
            options += ["--hypothesis-seed=0", "--hypothesis-profile=mutants"]
            status = int(pytest.main([*options, *tests], [_Watch(copy / "told", self.seconds, shard, noted)]))
            if noted:
                noted.stop()
                noted.save()
        finally:
            os._exit(status)

    def unchanged(self) -> str | None:
        """None where all pass without any change: what each takes, and which lines it comes by, is noted."""
        at_once = len(self.copies)
        running = {self.start(copy, TESTS, (i, at_once), lines=True): copy for i, copy in enumerate(self.copies)}
        while running:
            pid, status = os.wait()
            copy = running.pop(pid)
            if status:
                return (copy / "said").read_text("utf-8")
            for line in (copy / "told").read_text("utf-8").splitlines():
                took, _, test = line.partition(" ")
                if took != "begins":
                    self.seconds[test] = float(took)
            data = CoverageData(str(copy / "coverage"))
            data.read()
            for file in data.measured_files():
                its = self.lines.setdefault(Path(file).name, {})
                for number, tests in data.contexts_by_lineno(file).items():
                    its.setdefault(number, []).extend(tests)
        self.start(self.copies[0], [*self.seconds, "--collect-only"])  # as they are asked for below
        return (self.copies[0] / "said").read_text("utf-8") if os.wait()[1] else None

    def noticed(self, mutants: Iterable[Mutant], *, first: bool) -> Iterator[tuple[Mutant, bool]]:
        """Whether any test fails with the change, or does not come to an end; ``first``: of the first ones."""
        waiting, idle = iter(mutants), list(self.copies)
        running: dict[int, tuple[Mutant, Path]] = {}
        while True:
            while idle and (mutant := next(waiting, None)):
                tests = self._order(mutant, first=first)
                if not tests:
                    yield mutant, False
                    continue
                copy = idle.pop()
                (copy / mutant.place).write_text(mutant.text(mutant.file.read_text("utf-8")), "utf-8")
                running[self.start(copy, tests)] = mutant, copy
            if not running:
                return
            pid, status = os.wait()
            mutant, copy = running.pop(pid)
            shutil.copy2(mutant.file, copy / mutant.place)
            idle.append(copy)
            if status and (begun := (copy / "told").read_text("utf-8").rpartition("begins ")[2].split("\n")[0]):
                self.noticing[begun] += 1
            yield mutant, status != 0

    def _order(self, mutant: Mutant, *, first: bool) -> list[str]:
        """The tests that a mutant was not given yet. All are run where it is not seen who comes by the line: when the
        module is loaded, or where it is compiled."""
        lines = self.lines.get(mutant.file.name, {})
        those = {test for line in mutant.lines for test in lines.get(line, ()) if test in self.seconds}
        given = self.given.setdefault(mutant, set())
        order, whole = [], 0.0
        for test in sorted(
            (those or self.seconds.keys()) - given,
            key=lambda test: (self.seconds[test] + 0.1) / (1 + self.noticing[test]),
        ):
            whole += self.seconds[test]
            if first and order and whole > FIRST:
                break
            order.append(test)
        given.update(order)
        return order


def digest(text: str) -> str:
    """A text, in short."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def lot(seed: int, told: str) -> str:
    """What a mutant draws: the same, whatever becomes of the others."""
    return digest(f"{seed} {told}")


def main() -> int:
    """Draw mutants, and tell those that nothing notices; status 1 where there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=1, help="how many are run at the same time")
    parser.add_argument("--files", nargs="+", default=FILES)
    asked = parser.parse_args()
    kept = {each["mutant"] for each in tomllib.loads(KEPT.read_text("utf-8"))["kept"]}
    every = [mutant for name in asked.files for mutant in mutants(ENGINE / name)]
    told = {mutant: mutant.told(mutant.file.read_text("utf-8")) for mutant in every}
    drawn = sorted(every, key=lambda mutant: lot(asked.seed, told[mutant]))[: asked.mutants]
    seen: dict[str, str] = json.loads(SEEN.read_text("utf-8")) if SEEN.exists() else {}
    tests = digest("".join((ROOT / file).read_text("utf-8") for file in (*TESTS, "tests/plans.py", "tests/oracle.py")))
    keys = {mutant: mutant.key(mutant.file.read_text("utf-8")) for mutant in drawn}
    open_ = [m for m in drawn if told[m] not in kept and seen.get(keys[m]) not in ("noticed", tests)]
    if open_:
        with tempfile.TemporaryDirectory() as folder:
            run = Tests(Path(folder), asked.at_once)
            if (said := run.unchanged()) is not None:
                parser.error(f"the tests fail without any change:\n{said}")
            for first in (True, False):
                left = []
                for number, (mutant, noticed) in enumerate(run.noticed(open_, first=first), 1):
                    if noticed or not first:
                        seen[keys[mutant]] = "noticed" if noticed else tests
                        SEEN.write_text(json.dumps(seen, ensure_ascii=False, indent=0), "utf-8")
                    if not noticed:
                        left.append(mutant)
                        so_far = " so far" if first else ""
                        print(f"line {mutant.line} survives{so_far}: {told[mutant]}", file=sys.stderr, flush=True)
                    if not number % 10:
                        print(f"{number} of {len(open_)}: {len(left)} survive", file=sys.stderr, flush=True)
                open_ = left
    counted = {"noticed": 0, "kept": 0, "survived": 0}
    for mutant in drawn:
        what = "kept" if told[mutant] in kept else "noticed" if seen[keys[mutant]] == "noticed" else "survived"
        counted[what] += 1
        if what == "survived":
            print(f"line {mutant.line} survives: {told[mutant]}")
    gone = {mutant for mutant in kept - set(told.values()) if mutant.partition(":")[0] in asked.files}
    for mutant in sorted(gone):
        print(f"{KEPT.name} lists what is no mutant any more: {mutant}")
    print(f"{len(drawn)} of {len(every)} drawn by seed {asked.seed}: {counted}")
    return int(counted["survived"] > 0 or bool(gone))


if __name__ == "__main__":
    sys.exit(main())
