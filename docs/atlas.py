"""What of the docs site is made while it is built, as a hook of mkdocs: the atlas, and the list of public names.

Nothing of it is committed. For each example in ``atlas.toml`` there is the live page of ``willing report``, and a card
on the first page: the headline, a picture.
"""

import html
import io
import re
import tomllib
from base64 import b64encode
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mkdocs.structure.files import File

import willing
from willing.cli import main

DOCS = Path(__file__).parent
EXAMPLES = DOCS.parent / "examples"
MARKER = "<!-- atlas -->"
NAMES = "<!-- names -->"

#: A link out of the docs: to an example, which has its live page here, or to what is read in the repository alone.
_OUTSIDE = re.compile(r"\[([^\]]*)\]\((?:\.\./examples/([\w-]+)/README\.md|\.\./[^)]*|[^):]*\.py)\)")

_ROLE = re.compile(r":(?:attr|class|data|func|meth|mod):<code>([^<]*)</code>")


def examples() -> list[dict[str, Any]]:
    """What ``atlas.toml`` says of each example, in its order."""
    listed: list[dict[str, Any]] = tomllib.loads((DOCS / "atlas.toml").read_text("utf-8"))["examples"]
    return listed


def plan_of(folder: str) -> Path:
    """The plan file of an example."""
    return EXAMPLES / folder / "plan.toml"


def on_files(files: Any, config: Any) -> Any:
    """Add the live page of every example to the site."""
    with TemporaryDirectory() as folder:
        for example in examples():
            page = Path(folder) / "page.html"
            _willing("report", str(plan_of(example["folder"])), "-o", str(page))
            uri = f"atlas/{example['folder']}.html"
            files.append(File.generated(config, uri, content=page.read_text("utf-8")))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Put the cards, and the public names, where a page has the marker for them; what is not on the site is no link."""
    markdown = _OUTSIDE.sub(lambda link: f"[{link[1]}](atlas/{link[2]}.html)" if link[2] else link[1], markdown)
    for marker, made in ((MARKER, cards), (NAMES, names)):
        if marker in markdown:
            markdown = markdown.replace(marker, made())
    return markdown


def names() -> str:
    """What docs are made of the public names, wherever they live."""
    public = [getattr(willing, name) for name in willing.__all__ if not name.startswith("__")]
    return "\n\n".join(f"::: {each.__module__}.{each.__qualname__}" for each in public)


def on_page_content(content: str, **_: Any) -> str:
    """Docstrings name things by their roles, which mean nothing on a page."""
    return _ROLE.sub(lambda match: f"<code>{match[1].lstrip('~').rpartition('.')[2]}</code>", content)


def cards() -> str:
    """The cards of all examples, as HTML; the first is large and has its live page in it."""
    first, *others = examples()
    live = f"atlas/{first['folder']}.html"
    lead = (
        f'<section class="first"><h2><a href="{live}">{html.escape(first["headline"])}</a></h2>'
        f"<p>{html.escape(_name(first['folder']))}. This is the page itself: under “What if …” "
        "switch “An American backstop” to yes, or "
        f'<a href="{live}">open it by itself</a>.</p>'
        f'<iframe src="{live}" title="{html.escape(_name(first["folder"]))}"></iframe></section>'
    )
    return f'{lead}\n<div class="atlas">{"".join(map(_card, others))}</div>'


def _card(example: dict[str, Any]) -> str:
    live = f"atlas/{example['folder']}.html"
    return (
        f'<a class="card" href="{live}"><h3>{html.escape(example["headline"])}</h3>'
        f'<div class="picture">{_picture(example["folder"], example["picture"])}</div>'
        f"<p>{html.escape(_name(example['folder']))}</p></a>"
    )


def _name(folder: str) -> str:
    name: str | dict[str, str] = tomllib.loads(plan_of(folder).read_text("utf-8"))["plan"]["name"]
    return name if isinstance(name, str) else name["en"]


def _picture(folder: str, kind: str) -> str:
    """One picture of the live page, as an image of its own: its ids and styles are its alone."""
    svg = _willing("report", str(plan_of(folder)), "--svg", kind, "-o", "-")
    label = re.search(r'aria-label="([^"]*)"', svg)
    data = b64encode(svg.encode()).decode()
    return f'<img alt="{label[1] if label else ""}" loading="lazy" src="data:image/svg+xml;base64,{data}">'


def _willing(*arguments: str) -> str:
    """What the command prints."""
    written = io.BytesIO()
    with io.TextIOWrapper(written, "utf-8") as stream, redirect_stdout(stream):
        main(list(arguments), standalone_mode=False)
        stream.flush()
        return written.getvalue().decode()
