"""Which extra each module that may be missing belongs to. An extra is a door, never an answer: where one is needed and
not there, nothing is answered otherwise; it is said how to install it."""

from willing.model.problem import Message

EXTRAS = {
    "feedparser": "press",
    "lxml": "press",
    "lxml_html_clean": "press",
    "pypdf": "press",
    "rapidfuzz": "press",
    "trafilatura": "press",
    "python_calamine": "excel",
    "xlsxwriter": "excel",
    "httpx2": "follow",
    "starlette": "serve",
    "uvicorn": "serve",
    "websockets": "serve",
    "alembic": "room",
    "argon2": "room",
    "psycopg": "room",
    "sqlalchemy": "room",
    "narwhals": "frames",
    "distributed": "scale",
    "pyarrow": "scale",
}


def how_to_install(error: ImportError) -> Message | None:
    """The message that says which command installs what is missing; None for what belongs to no extra."""
    root = (error.name or "").split(".")[0]
    module = root if root in EXTRAS else next((name for name in EXTRAS if name in str(error)), None)
    if module is None:
        return None
    return Message("extra-missing", module=module, extra=EXTRAS[module])
