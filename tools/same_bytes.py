"""Whether commands say the same bytes on a busy machine, on one core and under any seed of hashes (§3.4).

    python tools/same_bytes.py PLAN... [--runs 20]

asks each plan what :data:`COMMANDS` names, so many times on an idle machine and as often beside four busy processes, in
turn on one core and on all, under three seeds of hashes. Exit status 1 where any two answers differ.
"""

import argparse
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

COMMANDS = ("brief", "asks", "risk", "power", "timeline")
SEEDS = ("0", "1", "4321")


@contextmanager
def busy(processes: int) -> Iterator[None]:
    """So many processes that take all the time they get."""
    those = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(processes)]
    try:
        yield
    finally:
        for process in those:
            process.kill()
            process.wait()


def answer(arguments: Sequence[str], run: int) -> str:
    """What one process says, as a digest; ``run`` decides on which cores and under which seed."""
    code = "import sys; from willing.cli import main; main(sys.argv[1:])"
    if run % 2 and hasattr(os, "sched_setaffinity"):
        code = f"import os; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))]); {code}"
    environment = {**os.environ, "PYTHONHASHSEED": SEEDS[run % len(SEEDS)]}
    done = subprocess.run([sys.executable, "-c", code, *arguments], env=environment, capture_output=True, check=False)
    return hashlib.sha256(done.stdout + done.stderr).hexdigest() + f" {done.returncode}"


def answers(arguments: Sequence[str], runs: int) -> set[str]:
    """The different answers of so many runs on the machine as it is, and as many on a busy one; there should be one."""
    found = {answer(arguments, run) for run in range(runs)}
    with busy(4):
        return found | {answer(arguments, run) for run in range(runs)}


def main() -> int:
    """Say of each command and plan in how many ways it was answered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plans", nargs="+", metavar="PLAN")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--commands", nargs="+", default=COMMANDS)
    asked = parser.parse_args()
    worst = 0
    for plan in asked.plans:
        for command in asked.commands:
            ways = len(answers([command, plan, "--json"], asked.runs))
            worst = max(worst, ways)
            print(
                f"{ways} {'answer' if ways == 1 else 'answers'} in {2 * asked.runs} runs: {command} {plan}", flush=True
            )
    return int(worst > 1)


if __name__ == "__main__":
    sys.exit(main())
