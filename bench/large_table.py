"""A large table of pledges: from the file to the brief as JSON, as a whole process; and where the time goes."""

import gc
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measuring import process, spread, table

_PLAN = """[plan]
name = "A large plan"
tables = ["pledges.csv"]

[assumptions.x]
name = "What everybody waits for"
"""


def write_plan(folder: Path, n: int, seed: int) -> list[Path]:
    """Two plans over one table of ``n`` pledges: with the assumption unknown, and with it true."""
    from willing.languages.states import STATE_CODES

    rng = random.Random(seed)
    codes = sorted(STATE_CODES)
    with open(folder / "pledges.csv", "w", encoding="utf-8") as file:
        file.write("id,partner,provides,amount,if\n")
        for i in range(n):
            others = ", ".join(f"p{rng.randrange(n)}" for _ in range(4))
            condition = f"at least {rng.choice((1, 2, 2, 3))} of ({others}) and x"
            file.write(f'p{i},{rng.choice(codes)},troops,{rng.randrange(1, 500)},"{condition}"\n')
    (folder / "plan.toml").write_text(_PLAN, encoding="utf-8")
    (folder / "plan-true.toml").write_text(_PLAN + "holds = true\n", encoding="utf-8")
    return [folder / "plan.toml", folder / "plan-true.toml"]


def run(n: int, runs: int) -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plans = write_plan(folder, n, seed=1)
        size = (folder / "pledges.csv").stat().st_size / 1e6
        start = "import sys; from willing.cli import main; sys.argv[0] = 'willing'; main()"
        rows = []
        for plan, said in zip(plans, ("the assumption is unknown", "the assumption is true"), strict=True):
            measured = [process([sys.executable, "-c", start, "brief", str(plan), "--json"]) for _ in range(runs)]
            rows.append((said, spread([m[0] for m in measured]), f"{max(m[1] for m in measured):.2f}"))
        table(
            f"`willing brief --json` on a table of {n:,} pledges ({size:.0f} MB), the whole process, {runs} runs each "
            "(smallest / median / largest)",
            ("", "seconds", "peak memory, GB"),
            rows,
        )
        stages = [_stages(plan) for plan in plans]
        table(
            "Where the time goes, one run each, in seconds",
            ("", "unknown", "true"),
            [(stage, *(f"{its[stage]:.2f}" for its in stages)) for stage in stages[0]],
        )


def _stages(plan: Path) -> dict[str, float]:
    command = [sys.executable, __file__, str(plan)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(said)  # type: ignore[no-any-return]


def _measure_stages(plan: str) -> dict[str, float]:
    """What the command does, stage by stage, with a watch on the functions that do most of it."""
    import willing.engine.resolve as resolve_module
    import willing.questions.brief as brief_module

    gc.disable()  # as the command does
    spent: dict[str, float] = {}

    def watch(module: Any, name: str, stage: str) -> None:
        function: Callable[..., Any] = getattr(module, name)

        def watched(*args: Any, **keywords: Any) -> Any:
            start = time.perf_counter()
            try:
                return function(*args, **keywords)
            finally:
                spent[stage] = spent.get(stage, 0) + time.perf_counter() - start

        setattr(module, name, watched)

    watch(resolve_module, "compile_picture", "compiling the conditions")
    watch(resolve_module, "wire", "wiring the network (and loading numba)")
    watch(resolve_module, "by_cases", "walking: least and greatest outcomes")
    watch(brief_module, "waiting_groups", "waiting groups and their starters")
    laps: dict[str, float] = {}
    last = time.perf_counter()

    def lap(stage: str) -> None:
        nonlocal last
        now = time.perf_counter()
        laps[stage] = now - last
        last = now

    from willing.app.open import open_plan

    study = open_plan(plan)
    lap("reading the table")
    study.resolution  # noqa: B018  # worked out when first asked for
    lap("resolution")
    answer = study.brief(reasons=False)
    lap("brief")
    from willing.answers.answer import to_builtins
    from willing.answers.json_text import json_chunks

    value = to_builtins(answer)
    with open(os.devnull, "w", encoding="utf-8") as out:
        for chunk in json_chunks(value):
            out.write(chunk)
    lap("writing JSON")
    waiting = spent.pop("waiting groups and their starters", 0.0)
    return {
        "reading the table": laps["reading the table"],
        **spent,
        "statuses, one by one": laps["resolution"] - sum(spent.values()),
        "waiting groups and their starters": waiting,
        "the lines of the brief": laps["brief"] - waiting,
        "writing JSON": laps["writing JSON"],
        "all of it": sum(laps.values()),
    }


if __name__ == "__main__":
    print(json.dumps(_measure_stages(sys.argv[1])))
    sys.stdout.flush()
    os._exit(0)  # the command does not clear up a million pledges one by one either
