"""The same bytes on a busy machine, on one core, under another seed of hashes (§3.4); tools/same_bytes.py does more."""

import random
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _plan(partners: int, seed: int) -> str:
    """Many that want others out, so that the solver is needed and its steps run out."""
    rng = random.Random(seed)
    ids = [f"p{i}" for i in range(partners)]
    kinds = ("not {a} or a{n}", "at least {n} others and not {a}", "{a} and not {b}", "{a} or {b} and a{n}")
    pledges = [
        f'    {{partner = "{id_}", provides = "ships", amount = {rng.randint(1, 9)}, if = "'
        + rng.choice(kinds).format(a=rng.choice(ids), b=rng.choice(ids), n=rng.randrange(6))
        + '"},'
        for id_ in ids
    ]
    return "\n".join([
        'plan = {name = "Bounded", goal = "filled(sea)"}',
        "assumptions = {" + ", ".join(f"a{i} = {{}}" for i in range(6)) + "}",
        "partners = {" + ", ".join(f"{id_} = {{}}" for id_ in ids) + "}",
        'requirements = [{id = "sea", needs = 90, of = "ships"}]',
        "pledges = [", *pledges, "]",
    ])  # fmt: skip


def test_an_answer_is_the_same_however_busy_the_machine_is(tmp_path: Path) -> None:
    spec = spec_from_file_location("same_bytes", ROOT / "tools" / "same_bytes.py")
    assert spec is not None
    assert spec.loader is not None
    tool = module_from_spec(spec)
    spec.loader.exec_module(tool)
    (tmp_path / "plan.toml").write_text(_plan(36, 7), "utf-8")
    found = tool.answers(["brief", str(tmp_path / "plan.toml"), "--json"], 3)
    assert len(found) == 1
    assert found.pop().endswith(" 0")
