"""A hook of hatch: a wheel has every ``messages.po`` compiled beside it, so that none is read at run time.

An editable install needs none of this: there the files are compiled when they are first asked for.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SRC = Path(__file__).parents[1] / "src"


class CompileMessages(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        sys.path.insert(0, str(SRC))
        from willing.languages import LANGUAGES
        from willing.languages.po import module_text

        self.made = Path(tempfile.mkdtemp())
        for language in LANGUAGES:
            module = self.made / f"{language}.py"
            module.write_text(module_text(language), "utf-8")
            build_data["force_include"][str(module)] = f"willing/languages/data/{language}/messages.py"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            shutil.rmtree(self.made)
