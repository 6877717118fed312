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
import resource
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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
    for name in ("small_plans", "graph", "oracle", "quick_conditions", "parts", "kernel", "engine")
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
    """One change: in ``file``, from ``start`` to ``end`` (places in its text), ``to`` another text."""

    file: Path
    line: int
    start: int
    end: int
    to: str

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

    def span(node: ast.expr | ast.stmt) -> tuple[int, int]:
        return place(node.lineno, node.col_offset), place(node.end_lineno or 0, node.end_col_offset or 0)

    def between(left: ast.expr, right: ast.expr, old: str, new: str) -> Iterator[Mutant]:
        start, end = span(left)[1], span(right)[0]
        if source[start:end].count(old) == 1:
            yield Mutant(file, left.end_lineno or 0, start, end, source[start:end].replace(old, new))

    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _SIGNS:
                sign = _SIGNS[type(op)]
                yield from between(left, right, sign, _TURNED[sign])
            case ast.BoolOp(op=op, values=[first, second, *_]):
                old, new = ("and", "or") if isinstance(op, ast.And) else ("or", "and")
                yield from between(first, second, old, new)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                yield Mutant(file, node.lineno, span(node)[0], span(operand)[0], "")
            case ast.Constant(value=int() as value) if not isinstance(value, bool) and value < 100:
                yield Mutant(file, node.lineno, *span(node), str(value + 1))
            case ast.Name(id="min" | "max" as name):
                yield Mutant(file, node.lineno, *span(node), "max" if name == "min" else "min")
            case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Continue():
                yield Mutant(file, node.lineno, *span(node), "pass")


def noticed(mutant: Mutant | None) -> bool:
    """Whether any test fails, or none comes to an end, with the change; None: without any."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "src"
        shutil.copytree(ROOT / "src", copy, ignore=shutil.ignore_patterns("__pycache__"))
        if mutant is not None:
            changed = copy / mutant.file.relative_to(ROOT / "src")
            changed.write_text(mutant.text(mutant.file.read_text("utf-8")), "utf-8")
        where = f"pythonpath={copy} {ROOT / 'tests'}"  # before the source itself
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", "-o", where, *TESTS]
        environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}

        def bounded() -> None:  # by processor time: on a busy machine nothing is noticed for being slow
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False, preexec_fn=bounded)
        return done.returncode != 0


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
    if noticed(None):
        parser.error("the tests fail without any change")
    counted = {"noticed": 0, "kept": 0, "survived": 0}
    for number, mutant in enumerate(drawn, 1):
        source = mutant.file.read_text("utf-8")
        told = mutant.told(source)
        key = f"{stamp(mutant.file)} {mutant.start} {told}"
        if told not in kept and seen.get(key) not in ("noticed", tests):
            seen[key] = "noticed" if noticed(mutant) else tests
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
