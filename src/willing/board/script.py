"""The script of a served page, with the words of its language."""

import json

from willing.languages.messages import Catalogue
from willing.web.script import joined

_SAID = (
    "away", "mistakes", "change", "drop", "try", "add", "save", "condition", "amount", "partner", "provides",
    "name", "scenario", "file", "saved", "tried", "undo", "build", "plan", "revert", "text", "own", "kind",
    "all", "any", "some", "not", "is", "partners", "others", "members", "total", "number", "what", "with",
    "whatever", "assumptions", "pledges", "one.more", "group", "remove", "step", "missing",
    "editor", "line", "error", "warning", "right", "wrong", "unsaved", "same", "meanwhile", "theirs", "over",
)  # fmt: skip


def script_of(language: str, version: int) -> str:
    """The module for a page in a language, rendered of a version of the plan."""
    say = Catalogue(language)
    texts = json.dumps({name: say(f"serve.{name}") for name in _SAID}, ensure_ascii=False).replace("<", "\\u003c")
    scripts = joined("willing.board", "builder.js", "editor.js", "live.js")
    return f"const TEXTS = {texts};\nconst VERSION = {version};\n{scripts}"
