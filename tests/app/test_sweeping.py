"""Sweeps: every row of the table is the brief of its variant, wherever it was worked out, whatever died meanwhile."""

import os
import random
import signal
import subprocess
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from plans import random_text
from willing import open_plan
from willing.answers.brief import Brief
from willing.app import sweeping as rooms
from willing.app.errors import PlanError
from willing.app.executors import ExecutorError, OtherVersionError, executor_at
from willing.app.open import check_plan
from willing.app.query import ImpossibleError
from willing.app.sweeping import Sweeping, Task, sweep_to, swept, work_out
from willing.model.plan import Plan
from willing.questions.sweep import FIGURES, places_of

ROOT = Path(__file__).parents[2]
REAL = ROOT / "examples" / "ukraine-2025-04" / "plan.toml"
SMALL = (
    'seed = 7\nsample = 400\n[assumptions]\n"us-backstop" = [true, false, "unknown"]\n"peace-deal" = [true, false]\n'
)


def row_of(brief: Brief | None, plan: Plan) -> dict[str, object]:
    """What the table must say of a variant with this brief."""
    told: dict[str, object] = {"possible": brief is not None}
    if brief is None:
        return told
    goal = brief.goal.standing if brief.goal else None
    told |= {"goal": goal and goal.status, "goal.best": goal and goal.best}
    lines = {line.requirement.id: line for line in brief.requirements}
    for id_ in plan.requirements:
        told |= {f"requirements.{id_}.{what}": getattr(lines.get(id_), what, None) for what in FIGURES}
    told |= {f"partners.{id_}": line.standing and line.standing.status for id_, line in brief.partners.items()}
    told |= {f"pledges.{id_}": line.standing and line.standing.status for id_, line in brief.pledges.items()}
    told["firm"] = sum(bool(line.standing and line.standing.firm) for line in brief.partners.values())
    return told


def random_sweep(rng: random.Random, plan: Plan) -> str:
    """A sweep of some assumptions, decisions, consents, partners, days and scenarios of a plan."""
    decisions = [p.id for p in plan.pledges.values() if p.own_decision]
    consents = [id_ for p in plan.pledges.values() for id_ in p.consents]
    ids = [id_ for id_ in (*plan.assumptions, *decisions, *consents) if rng.random() < 0.8]
    lines = ["days = [2025-03-15, 2025-04-10]"] if rng.random() < 0.3 else []
    if plan.scenarios and rng.random() < 0.5:
        lines.append(f'scenarios = ["", "{rng.choice(list(plan.scenarios))}"]')
    lines.append("[assumptions]")
    values = ["true", "false", '"unknown"']
    lines += [f'"{id_}" = [{", ".join(rng.sample(values, rng.randint(1, 3)))}]' for id_ in ids[:4]]
    if rng.random() < 0.4 or not ids:
        lines += ["[partners]", f'"{rng.choice([*plan.partners, *plan.pledges])}" = ["in", "out", "firm"]']
    return "\n".join(lines)


@pytest.mark.parametrize("kind", ["monotone", "mixed", "free"])
@pytest.mark.parametrize("seed", range(40))
def test_every_row_is_the_brief_of_its_variant(tmp_path: Path, kind: Any, seed: int) -> None:
    rng = random.Random(f"{kind} {seed}")
    size = {"coverage": True, "ahead": rng.random() < 0.5, "either": rng.random() < 0.2, "follows": rng.random() < 0.2}
    path, file = tmp_path / "plan.toml", tmp_path / "sweep.toml"
    path.write_text(random_text(rng, nots=kind, **size), "utf-8")
    plan = check_plan(path).plan
    assert plan is not None
    file.write_text(random_sweep(rng, plan), "utf-8")
    sweeping = Sweeping(str(path), str(file))
    dimensions = sweeping.sweep.dimensions
    table = pa.concat_tables(map(sweeping.table, range(sweeping.blocks)))
    assert table.num_rows == sweeping.sweep.count
    variants = list(product(*(dimension.values for dimension in dimensions)))
    for number in rng.sample(range(len(variants)), min(60, len(variants))):
        asked: dict[str, Any] = {"what_if": {}, "without": [], "firm": []}
        for dimension, value in zip(dimensions, variants[number], strict=True):
            if dimension.kind == "assumptions":
                asked["what_if"][dimension.id] = value
            elif dimension.kind == "partners":
                asked[{"out": "without", "firm": "firm"}.get(value, "in")] = [dimension.id]
            else:
                asked[{"days": "as_of", "scenarios": "scenarios"}[dimension.kind]] = value
        asked.pop("in", None)
        try:
            brief = open_plan(path, **asked).brief(reasons=False)
        except ImpossibleError:
            brief = None
        wanted = row_of(brief, plan)
        assert {name: table[name][number].as_py() for name in wanted} == wanted


def test_rows_of_the_real_case_and_of_its_amounts_and_conditions(tmp_path: Path) -> None:
    file = tmp_path / "sweep.toml"
    file.write_text(
        '[pledges.gb-troops]\nif = ["always", "us-backstop"]\n[requirements.land]\nneeds = [10_000, 25_000]\n'
        '[assumptions]\nceasefire = [true, false]\n"us-backstop" = [true, false, "unknown"]\n',
        "utf-8",
    )
    sweeping = Sweeping(str(REAL), str(file))
    table, plan = sweeping.table(0), sweeping.plan
    for number in range(sweeping.sweep.count):
        brief = sweeping.study(number).brief(reasons=False)
        wanted = row_of(brief, plan)
        assert {name: table[name][number].as_py() for name in wanted} == wanted
    first, last = (sweeping.study(number).picture.plan for number in (0, sweeping.sweep.count - 1))
    assert (first.pledges["gb-troops"].condition, first.requirements["land"].needs) != (
        last.pledges["gb-troops"].condition,
        last.requirements["land"].needs,
    )


def test_a_sample_hangs_on_its_seed_alone(tmp_path: Path) -> None:
    file = tmp_path / "sweep.toml"

    def drawn(text: str) -> list[list[int]]:
        file.write_text(text, "utf-8")
        sweep = Sweeping(str(REAL), str(file)).sweep
        blocks = [places_of(sweep, block) for block in range(-(-sweep.count // sweep.block))]
        return [list(row) for row in np.hstack(blocks)]

    few = drawn(SMALL)
    assert [len(row) for row in few] == [400, 400]
    assert drawn(SMALL) == few
    many = drawn(SMALL.replace("400", "4000"))  # in larger blocks
    assert [row[:400] for row in many] == few


def test_the_same_bytes_by_any_number_of_workers(tmp_path: Path) -> None:
    plan, file = str(REAL), tmp_path / "sweep.toml"
    ids = ["us-backstop", "mission-defined", "escalation-plan", "terms-known", "peace-deal", "ukraine-request",
           "peacekeeping", "international-mandate", "parties-agree", "troops-safe", "shared-conditions"]  # fmt: skip
    file.write_text("[assumptions]\n" + "".join(f'{id_} = [true, false, "unknown"]\n' for id_ in ids), "utf-8")
    made = []
    for workers in (1, 2):
        path = tmp_path / f"{workers}.parquet"
        with executor_at(workers) as executor:
            sweep_to(str(path), Sweeping(plan, str(file)), executor=executor)
        made.append(path.read_bytes())
        assert not os.path.exists(f"{path}.blocks")
    assert made[0] == made[1]
    assert pq.ParquetFile(tmp_path / "2.parquet").metadata.num_row_groups == 22
    assert len(pq.read_table(tmp_path / "2.parquet")) == 3**11


def test_what_is_done_is_not_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, out = tmp_path / "sweep.toml", tmp_path / "out.parquet"
    file.write_text(SMALL, "utf-8")
    sweeping = Sweeping(str(REAL), str(file))
    assert sweeping.blocks == 7
    done: list[int] = []

    def until_three(task: Task, block: int) -> bytes:
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(block)
        return work_out(task, block)

    monkeypatch.setattr(rooms, "work_out", until_three)
    with pytest.raises(KeyboardInterrupt):
        sweep_to(str(out), sweeping)
    assert not out.exists()
    done.clear()
    monkeypatch.setattr(rooms, "work_out", lambda task, block: (done.append(block), work_out(task, block))[1])
    sweep_to(str(out), sweeping)
    assert done == [3, 4, 5, 6]
    whole = tmp_path / "whole.parquet"
    sweep_to(str(whole), sweeping)
    assert whole.read_bytes() == out.read_bytes()


def test_blocks_of_another_sweep_are_told(tmp_path: Path) -> None:
    file, out = tmp_path / "sweep.toml", tmp_path / "out.parquet"
    file.write_text(SMALL, "utf-8")
    (tmp_path / "out.parquet.blocks").mkdir()
    (tmp_path / "out.parquet.blocks" / "task.json").write_text("{}")
    with pytest.raises(PlanError) as error:
        sweep_to(str(out), Sweeping(str(REAL), str(file)))
    assert error.value.problems[0].message.code == "blocks-of-another"


def test_a_worker_with_another_version_or_file_says_so(tmp_path: Path) -> None:
    file = tmp_path / "sweep.toml"
    file.write_text(SMALL, "utf-8")
    task = Task.of(Sweeping(str(REAL), str(file)))
    with pytest.raises(OtherVersionError):
        work_out(replace(task, files=replace(task.files, version="0.0.1")), 0)
    file.write_text(SMALL + "# changed\n", "utf-8")
    with pytest.raises(ExecutorError) as error, executor_at(1):
        work_out(task, 0)
    assert error.value.message.code == "worker-other-version"


def test_a_folder_of_tables_is_a_plan_that_may_have_changed(tmp_path: Path) -> None:
    tables, file = tmp_path / "tables", tmp_path / "sweep.toml"
    tables.mkdir()
    (tables / "pledges.csv").write_text("partner,provides,amount,if\nDE,ships,2,mandate\n")
    (tables / "assumptions.csv").write_text("id\nmandate\n")
    file.write_text("[assumptions]\nmandate = [true, false]\n")
    task = Task.of(Sweeping(str(tables), str(file)))
    work_out(task, 0)
    (tables / "pledges.csv").write_text("partner,provides,amount,if\nDE,ships,3,mandate\n")
    with pytest.raises(OtherVersionError):
        task.files.check()


def dying(block: int) -> int:
    os._exit(9)


def test_workers_that_die_are_told() -> None:
    with pytest.raises(ExecutorError) as error, executor_at(2) as executor:
        list(executor.map(dying, [1]))  # type: ignore[union-attr]
    assert error.value.message.code == "worker-died"


@pytest.mark.parametrize("address", ["dask://", "ray://host:1", "host:8786"])
def test_addresses_of_workers(address: str) -> None:
    with pytest.raises(ExecutorError) as error, executor_at(1, address):
        pass
    assert error.value.message.code == "executor-unknown"


def test_a_scheduler_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("willing.app.executors.PATIENCE", 1)
    with pytest.raises(ExecutorError) as error, executor_at(1, "dask://127.0.0.1:9"):
        pass
    assert error.value.message.code == "scheduler-gone"


def test_dask_gives_the_same_bytes_though_a_worker_is_killed(
    tmp_path: Path, cluster: tuple[str, list["subprocess.Popen[bytes]"]]
) -> None:
    address, workers = cluster
    file, here, there = tmp_path / "sweep.toml", tmp_path / "here.parquet", tmp_path / "there.parquet"
    file.write_text(SMALL.replace("400", "400_000"), "utf-8")
    sweeping = Sweeping(str(REAL), str(file))
    sweep_to(str(here), sweeping)

    def kill(done: int, of: int) -> None:
        if done == 2:
            workers[0].send_signal(signal.SIGKILL)

    with executor_at(1, address) as executor:
        sweep_to(str(there), sweeping, executor=executor, progress=kill)
    assert workers[0].wait() == -signal.SIGKILL
    assert here.read_bytes() == there.read_bytes()


# -- what decides -----------------------------------------------------------------------------------------------------


def test_what_decides_by_the_definition(tmp_path: Path) -> None:
    """Shares of variance, recomputed from the table by pandas."""
    file, out = tmp_path / "sweep.toml", tmp_path / "out.parquet"
    file.write_text(
        '[assumptions]\nus-backstop = [true, false, "unknown"]\npeace-deal = [true, false]\n'
        "ukraine-request = [true, false]\nterms-known = [true, false]\n",
        "utf-8",
    )
    sweeping = Sweeping(str(REAL), str(file))
    sweep_to(str(out), sweeping)
    table = pq.read_table(out).to_pandas()
    for of, outcome in (("possible", (table["goal"] != "blocked").astype(float)), ("partners", table["firm"])):
        answer = swept(str(out), sweeping, of)
        assert answer.mean == pytest.approx(outcome.mean())
        whole = ((outcome - outcome.mean()) ** 2).sum()
        shares = {}
        for weight in answer.alone:
            means = outcome.groupby(table[weight.name], observed=True).transform("mean")
            shares[weight.name] = ((means - outcome.mean()) ** 2).sum() / whole
            assert weight.share == pytest.approx(shares[weight.name], abs=1e-8)
            by_value = outcome.groupby(table[weight.name], observed=True).mean()
            assert {v.value: v.mean for v in weight.values} == pytest.approx(by_value.to_dict())
        assert len(answer.pairs) == 6
        for pair in answer.pairs:
            means = outcome.groupby([table[pair.a], table[pair.b]], observed=True).transform("mean")
            share = ((means - outcome.mean()) ** 2).sum() / whole
            assert (pair.share, pair.beyond) == pytest.approx(
                (share, share - shares[pair.a] - shares[pair.b]), abs=1e-8
            )
        leaves = {n for n, node in enumerate(answer.tree) if not any(each.under == n for each in answer.tree)}
        assert sum(answer.tree[n].variants for n in leaves) == len(table)
        for n in leaves:
            rows, node = table, answer.tree[n]
            while node.under is not None:
                rows = rows[rows[answer.tree[node.under].by] == node.value]
                node = answer.tree[node.under]
            assert answer.tree[n].mean == pytest.approx(outcome[rows.index].mean())


def test_what_nothing_decides_is_said(tmp_path: Path) -> None:
    file, out = tmp_path / "sweep.toml", tmp_path / "out.parquet"
    file.write_text("[assumptions]\narticle-5 = [true, false]\n", "utf-8")
    sweeping = Sweeping(str(REAL), str(file))
    sweep_to(str(out), sweeping)
    answer = swept(str(out), sweeping)
    assert (answer.varies, answer.alone, answer.tree) == (False, (), ())
    with pytest.raises(PlanError) as error:
        swept(str(out), sweeping, "partner")
    assert dict(error.value.problems[0].message.parts)["meant"] == "partners"
    out.write_bytes(b"no table")
    with pytest.raises(PlanError) as error:
        swept(str(out), sweeping)
    assert error.value.problems[0].message.code == "sweep-no-table"
