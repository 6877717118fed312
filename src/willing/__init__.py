"""Planning for coalitions that act without a treaty, where every pledge is "yes, if".

What a program may use is listed in ``__all__`` and described in docs/python.md; each is imported when it is first asked
for, as ``willing --version`` needs none of them.
"""

from typing import TYPE_CHECKING

__all__ = [
    "Archive",
    "ArchiveError",
    "Draft",
    "Imported",
    "PlanError",
    "Problem",
    "ReadFiles",
    "Study",
    "__version__",
    "draft_plan",
    "export_tables",
    "import_tables",
    "open_archive",
    "open_plan",
    "read_reports",
]

if TYPE_CHECKING:
    from willing.app.archive import Archive, ArchiveError, open_archive
    from willing.app.drafting import Draft, draft_plan
    from willing.app.errors import PlanError
    from willing.app.exchange import Imported, import_tables
    from willing.app.open import open_plan
    from willing.app.report_files import ReadFiles
    from willing.app.report_files import read_files as read_reports
    from willing.app.study import Study
    from willing.model.problem import Problem
    from willing.model.version import __version__
    from willing.notebook import export_tables
else:
    # A type checker is told the names above and no others.
    _HOMES = {
        "Archive": "app.archive",
        "ArchiveError": "app.archive",
        "Draft": "app.drafting",
        "Imported": "app.exchange",
        "PlanError": "app.errors",
        "Problem": "model.problem",
        "ReadFiles": "app.report_files",
        "Study": "app.study",
        "__version__": "model.version",
        "draft_plan": "app.drafting",
        "export_tables": "notebook",
        "import_tables": "app.exchange",
        "open_archive": "app.archive",
        "open_plan": "app.open",
        "read_reports": "app.report_files:read_files",
    }

    def __getattr__(name):
        if name not in _HOMES:
            raise AttributeError(f"module 'willing' has no attribute {name!r}")
        from importlib import import_module

        home, _, called = _HOMES[name].partition(":")
        found = getattr(import_module(f"willing.{home}"), called or name)
        if name in ("Study", "open_plan"):
            from willing import notebook
            from willing.app.study import Study

            notebook.teach(Study)
        return found

    def __dir__():
        return sorted({*globals(), *__all__})
