"""The script of a served page, with the words of its language."""

import json
from functools import cache
from importlib.resources import files

from willing.languages.messages import Catalogue

_SAID = (
    "away", "mistakes", "change", "drop", "try", "add", "save", "condition", "amount", "partner", "provides",
    "name", "scenario", "file", "saved", "tried", "undo", "build", "plan", "revert", "text", "own", "kind",
    "all", "any", "some", "not", "is", "partners", "others", "members", "total", "number", "what", "with",
    "whatever", "assumptions", "pledges", "one.more", "group", "remove", "step", "missing",
)  # fmt: skip


def script_of(language: str, version: int) -> str:
    """The module for a page in a language, rendered of a version of the plan."""
    say = Catalogue(language)
    texts = json.dumps({name: say(f"serve.{name}") for name in _SAID}, ensure_ascii=False).replace("<", "\\u003c")
    return f"const TEXTS = {texts};\nconst VERSION = {version};\n{_script()}"


@cache
def _script() -> str:
    scripts = (files("willing.board").joinpath(name) for name in ("builder.js", "live.js"))
    return "\n".join(script.read_text("utf-8") for script in scripts)
