"""What a type checker knows of the public API; checked by mypy --strict, never run."""

from datetime import date
from pathlib import Path
from typing import assert_type

import willing
from willing.answers.brief import Brief
from willing.answers.why import Why
from willing.app.report_files import ReadFiles
from willing.model.plan import Plan

study = willing.open_plan(Path("plan.toml"), scenarios=["x"], what_if={"y": None}, as_of=date(2025, 4, 10))
assert_type(study, willing.Study)
assert_type(study.plan, Plan)
assert_type(study.brief(), Brief)
assert_type(study.why("goal"), Why)
assert_type(study.switched({"y": True}), willing.Study)

reports = willing.read_reports(["reports/"])
assert_type(reports, ReadFiles)
draft = willing.draft_plan(reports, name="x", partners="plan.toml", language="de")
assert_type(draft, willing.Draft | None)
if draft is not None:
    assert_type(draft.text(), str)

imported = willing.import_tables("book.xlsx", maps=["Country=partner"], take_proposals=True)
assert_type(imported, willing.Imported)
assert_type(imported.plan, Plan)
assert_type(imported.command, str | None)
assert_type(willing.export_tables(study, "book.xlsx", language="fr"), tuple[str, ...])

with willing.open_archive(read=True) as archive:
    assert_type(archive, willing.Archive)
    assert_type(archive.add(b"", "x.txt")[0], bool)

try:
    willing.open_plan("plan.toml")
except willing.PlanError as error:
    assert_type(error.problems, tuple[willing.Problem, ...])
except willing.ArchiveError as fault:
    assert_type(fault.what, str)

assert_type(willing.__version__, str)

willing.nothing  # type: ignore[attr-defined]  # noqa: B018
willing.open_plan("plan.toml", scenario="x")  # type: ignore[call-arg]
willing.open_plan("plan.toml", what_if={"x": "yes"})  # type: ignore[dict-item]
study.brief = None  # type: ignore[method-assign, assignment]
