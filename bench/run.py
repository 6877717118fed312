"""Every measurement, with the machine named: ``python bench/run.py`` (``--help`` tells how to ask for one alone)."""

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from measuring import machine

#: What can be measured: the module, and what of it is run.
BENCHES: dict[str, tuple[str, Callable[[Any, argparse.Namespace], None]]] = {
    "start": ("start", lambda bench, asked: bench.run(max(asked.runs, 10))),
    "outcomes": ("outcomes", lambda bench, asked: bench.run(asked.size, asked.runs)),
    "allocation": ("allocation", lambda bench, asked: bench.main(asked.runs)),
    "table": ("large_table", lambda bench, asked: bench.run(asked.size, min(asked.runs, 3))),
    "risk": ("risk", lambda bench, asked: bench.run(asked.runs, asked.trees)),
    "asks": ("asks", lambda bench, asked: bench.run(min(asked.size, 300), min(asked.runs, 2))),
    "power": ("power", lambda bench, asked: bench.run(asked.runs)),
    "tables": ("tables", lambda bench, asked: bench.main(runs=asked.runs)),
    "trackers": ("tables", lambda bench, asked: bench.trackers(runs=asked.runs)),
    "reading": ("reading", lambda bench, asked: bench.main(asked.runs)),
    "origins": ("origins", lambda bench, asked: bench.run(asked.reports)),
    "evidence": ("evidence", lambda bench, asked: bench.run()),
    "suggestions": ("suggestions", lambda bench, asked: bench.main(asked.runs, asked.texts)),
    "board": ("board", lambda bench, asked: bench.run(max(asked.runs, 5))),
    "scale": ("scale", lambda bench, asked: bench.run(min(asked.runs, 3))),
    "rims": ("rims", lambda bench, asked: bench.run(asked.hostile)),
    "serve": ("serve", lambda bench, asked: bench.run(asked.runs)),
    "room-speed": ("room_speed", lambda bench, asked: bench.run()),
}

#: What strangers ask of a room, in the sizes of the contract: hours, and so only where it is named.
STRANGERS: dict[str, tuple[str, Callable[[Any, argparse.Namespace], None]]] = {
    f"room-{part}": ("room", lambda bench, asked, part=part: bench.PARTS[part]())  # type: ignore[misc]
    for part in ("rights", "histories", "pairs", "hidden", "kills", "reveal")
}


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "what", nargs="*", metavar="WHAT", help=f"{', '.join(BENCHES)}; default: all; and {', '.join(STRANGERS)}"
    )
    parser.add_argument("--trees", help="a folder of fault trees in the Open-PSA format, such as SCRAM's input/Aralia")
    parser.add_argument("--hostile", help="a folder of files that would stop the machine")
    parser.add_argument(
        "--texts", type=Path, help="a folder with the labelled real reports as NAME.txt, for suggestions"
    )
    parser.add_argument("--size", type=int, default=1_000_000, help="pledges")
    parser.add_argument("--reports", type=int, nargs="+", default=[20_000, 100_000], help="reports, for origins")
    parser.add_argument("--runs", type=int, default=5, help="paired runs")
    asked = parser.parse_args()
    known = BENCHES | STRANGERS
    if not known.keys() >= set(asked.what):
        parser.error(f"there are: {', '.join(known)}")
    print("\n".join(machine()))
    for name in asked.what or BENCHES:
        module, run = known[name]
        run(import_module(module), asked)


if __name__ == "__main__":
    main()
