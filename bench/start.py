"""How long a brief of a small plan takes, as a whole process, beside a Python that does nothing."""

import sys
from pathlib import Path

from measuring import process, ratios, spread, table

_PLAN = Path(__file__).parent.parent / "examples" / "bonn-1978" / "plan.toml"


def run(runs: int) -> None:
    """Print the table."""
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "willing brief": [sys.executable, "-m", "willing", "brief", str(_PLAN)],
        "willing brief --json": [sys.executable, "-m", "willing", "brief", str(_PLAN), "--json"],
    }
    if not _has_main():
        start = "import sys; from willing.cli import main; sys.argv[0] = 'willing'; main()"
        for command in commands.values():
            if "-m" in command:
                command[1:3] = ["-c", start]
    for command in commands.values():
        process(command)  # once for the files' sake: what follows finds them in memory, and compiled
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            seconds[name].append(process(command)[0])
    bare = seconds["python -c pass"]
    table(
        f"Whole processes on a small plan, {runs} paired runs (smallest / median / largest)",
        ("", "milliseconds", "times as long as a bare Python"),
        [(name, spread([1000 * s for s in its]), spread(ratios(its, bare))) for name, its in seconds.items()],
    )


def _has_main() -> bool:
    from importlib.util import find_spec

    return find_spec("willing.__main__") is not None
