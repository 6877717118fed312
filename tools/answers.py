"""docs/answers.md, made from the types of the answers.

python tools/answers.py            write it
python tools/answers.py --check    change nothing; status 1 if it is not what would be written
"""

import argparse
import re
import sys
from inspect import cleandoc
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from willing.answers.answer import Answer, Keys, fields_of  # noqa: E402
from willing.answers.contract import ANSWERS  # noqa: E402
from willing.answers.schema import answers_schema, parts_of  # noqa: E402

#: What Python and JSON call them.
NAMES = {"None": "null", "True": "true", "False": "false"}
PAGE = ROOT / "docs" / "answers.md"

HEAD = """\
# Answers as JSON

What `--json` gives, command by command. Keys are stable, in this order; ids stand for partners, pledges and all else
of the plan, and null for what is not known. `willing schema --answers` prints the same as a JSON Schema, for those who
check an answer or make types of it.

This page is made from the types of the answers, by `python tools/answers.py`.
"""


def page() -> str:
    """The whole page."""
    schema = answers_schema(ANSWERS.values())["$defs"]
    classes = {part.__name__: part for part in parts_of(ANSWERS.values())}
    commands = {answer.__name__: command for command, answer in ANSWERS.items()}
    told = [HEAD]
    for name in [*commands, *sorted(set(schema) - set(commands))]:
        heading = f"`willing {commands[name]}`" if name in commands else name
        told.append(f"## {heading}\n\n{about(classes[name])}\n\n{table(schema[name])}")
    return "\n".join(told)


def about(part: type) -> str:
    """What its docstring says of its keys, by their names in JSON; what it says of other fields is left out."""
    keys: dict[str, str] = {}
    beside = set()
    for name, key, kind, _ in fields_of(part) if issubclass(part, Answer) else ():
        keys[name] = key
        if any(isinstance(mark, Keys) and not mark.names for mark in getattr(kind, "__metadata__", ())):
            beside.add(name)
    told = []
    for paragraph in cleandoc(part.__doc__ or "").split("\n\n"):
        first = re.match(r"``(\w+)``", paragraph)
        if first is None or first[1] not in beside:
            plain = re.sub(r"``(\w+)``", lambda match: f"`{keys.get(match[1], match[1])}`", paragraph)
            told.append(re.sub(r"\b(None|True|False)\b", lambda match: NAMES[match[1]], plain.replace("``", "`")))
    return "\n\n".join(told)


def table(schema: dict[str, Any]) -> str:
    """The keys of one object, with what each holds."""
    rows = ["| key | |", "|---|---|"]
    for key, kind in schema["properties"].items():
        sometimes = "" if key in schema["required"] else "; not always there"
        rows.append(f"| `{key}` | {said(kind)}{sometimes} |")
    return "\n".join(rows) + "\n"


def said(kind: dict[str, Any]) -> str:
    """What a value is, in words."""
    if "$ref" in kind:
        name = kind["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "enum" in kind:
        return " or ".join("null" if each is None else f'`"{each}"`' for each in kind["enum"])
    if "anyOf" in kind:
        return " or ".join(said(each) for each in kind["anyOf"])
    if isinstance(kind.get("type"), list):
        return " or ".join(kind["type"])
    if "prefixItems" in kind:
        return f"a list of {len(kind['prefixItems'])}: {', '.join(said(each) for each in kind['prefixItems'])}"
    if kind.get("type") == "array":
        return f"a list: {said(kind['items'])}"
    if kind.get("type") == "object":
        return f"by id: {said(kind['additionalProperties'])}"
    return "a day" if kind.get("format") == "date" else str(kind["type"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    text = page()
    if check:
        return int(not PAGE.exists() or PAGE.read_text("utf-8") != text)
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
