"""Whether the tests notice a wrong engine: one thing is changed in a copy of its source, and the oracle's tests run.

    python tools/mutate.py [--mutants 300] [--seed 1] [--part 1/4] [--files resolve.py worlds.py …]

A mutant has one comparison turned round, one ``and`` for ``or``, one ``not`` less, one number off by one, one ``min``
for ``max``, or one statement of a body left out. Each that survives is told with its place; the last line counts.
``tools/mutants.toml`` lists those that change no answer, each with the reason. What was seen of a mutant is kept in
``.mutants.json``: as long as its file is the same, and of those that survived as long as the tests are, a run goes on
where the last one was broken off.
"""

import argparse
import ast
import hashlib
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from coverage import CoverageData

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
    for name in ("small_plans", "graph", "picture", "oracle", "quick_conditions", "parts", "kernel", "engine")
)

#: Seconds of processor time after which a mutant that has not come to an end counts as noticed: several times a run.
SECONDS = 600

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
    statement that it is in, without those in its body."""

    file: Path
    line: int
    start: int
    end: int
    to: str
    lines: range

    def text(self, source: str) -> str:
        """The source with the change."""
        return source[: self.start] + self.to + source[self.end :]

    def told(self, source: str) -> str:
        """The change as it is listed: the line, what stands in it and what instead; wherever in the file it is."""
        line = source.splitlines()[self.line - 1].strip()
        return f"{self.file.name}: {line}: {source[self.start : self.end].strip()} → {self.to.strip()}"


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
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            its = range(node.lineno, body[0].lineno if body else (node.end_lineno or 0) + 1)
            home |= dict.fromkeys(its, its)

    def made(line: int, start: int, end: int, to: str) -> Mutant:
        return Mutant(file, line, start, end, to, home.get(line, range(line, line + 1)))

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


class Tests:
    """The tests, run on a copy of the source: for a mutant only those that come by its line, first those that most
    often notice something in least time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.copy = folder / "src"
        shutil.copytree(ROOT / "src", self.copy, ignore=shutil.ignore_patterns("__pycache__"))
        self.seconds: dict[str, float] = {}
        self.noticing: dict[str, int] = {}
        self.lines: dict[str, dict[int, list[str]]] = {}

    def run(self, *arguments: str) -> str | None:
        """What is said where a test fails, or none comes to an end; None: all went well."""
        where = f"pythonpath={self.copy} {ROOT / 'tests'}"  # before the source itself
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", "-o", where]
        environment = {**os.environ, "PYTHONPATH": str(self.copy), "COVERAGE_FILE": str(self.folder / "coverage")}

        def bounded() -> None:  # by processor time: on a busy machine nothing is noticed for being slow
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

        done = subprocess.run(
            [*command, "--hypothesis-seed=0", *arguments],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False, preexec_fn=bounded,
        )  # fmt: skip
        return done.stdout if done.returncode else None

    def unchanged(self) -> bool:
        """Whether all pass without any change; what each takes, and which lines it comes by, is noted."""
        told = self.folder / "times.xml"
        covered = (
            "--cov",
            str(self.copy / "willing" / "engine"),
            "--cov-context=test",
            "--cov-report=",
            "--cov-fail-under=0",
        )
        if self.run(*TESTS, f"--junitxml={told}", *covered) is not None:
            return False
        for case in ElementTree.parse(told).iter("testcase"):
            name = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}"
            self.seconds[name] = float(case.get("time", "0"))
        data = CoverageData(str(self.folder / "coverage"))
        data.read()
        for file in data.measured_files():
            its = data.contexts_by_lineno(file).items()
            self.lines[Path(file).name] = {line: [test.partition("|")[0] for test in tests] for line, tests in its}
        return True

    def notice(self, mutant: Mutant) -> bool:
        """Whether any of them fails with the change. All are run where it is not seen who comes by the line: when the
        module is loaded, or where it is compiled."""
        lines = self.lines.get(mutant.file.name, {})
        those = {test for line in mutant.lines for test in lines.get(line, ()) if test in self.seconds}
        order = sorted(
            those or self.seconds,
            key=lambda test: (self.seconds[test] + 0.1) / (1 + self.noticing.get(test, 0)),
        )
        changed = self.copy / mutant.file.relative_to(ROOT / "src")
        changed.write_text(mutant.text(mutant.file.read_text("utf-8")), "utf-8")
        said = self.run(*order)
        shutil.copy2(mutant.file, changed)
        failed = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - |$)", said or "", re.MULTILINE)
        if failed:
            self.noticing[failed[1]] = self.noticing.get(failed[1], 0) + 1
        return said is not None


def stamp(*files: Path) -> str:
    """What is in some files, in short."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def main() -> int:
    """Draw mutants, and tell those that nothing notices; status 1 where there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", default="1/1", help="the first of four parts of those drawn: 1/4")
    parser.add_argument("--files", nargs="+", default=FILES)
    asked = parser.parse_args()
    kept = {each["mutant"] for each in tomllib.loads(KEPT.read_text("utf-8"))["kept"]}
    every = [mutant for name in asked.files for mutant in mutants(ENGINE / name)]
    drawn = random.Random(asked.seed).sample(every, min(asked.mutants, len(every)))
    part, parts = map(int, asked.part.split("/"))
    drawn = drawn[part - 1 :: parts]
    seen: dict[str, str] = json.loads(SEEN.read_text("utf-8")) if SEEN.exists() else {}
    tests = stamp(*(ROOT / test for test in (*TESTS, "tests/plans.py", "tests/oracle.py")))
    counted = {"noticed": 0, "kept": 0, "survived": 0}
    with tempfile.TemporaryDirectory() as folder:
        run = Tests(Path(folder))
        if not run.unchanged():
            parser.error("the tests fail without any change")
        for number, mutant in enumerate(drawn, 1):
            source = mutant.file.read_text("utf-8")
            told = mutant.told(source)
            key = f"{stamp(mutant.file)} {mutant.start} {told}"
            if told not in kept and seen.get(key) not in ("noticed", tests):
                seen[key] = "noticed" if run.notice(mutant) else tests
                SEEN.write_text(json.dumps(seen, ensure_ascii=False, indent=0), "utf-8")
            what = "kept" if told in kept else "noticed" if seen[key] == "noticed" else "survived"
            counted[what] += 1
            if what == "survived":
                print(f"line {mutant.line} survives: {told}", flush=True)
            if not number % 10:
                print(f"{number}: {counted}", flush=True)
    print(f"{len(drawn)} of {len(every)} drawn by seed {asked.seed}: {counted}")
    return int(counted["survived"] > 0)


if __name__ == "__main__":
    sys.exit(main())
