"""Which extra each module that may be missing belongs to. An extra is a door, never an answer: where one is needed and
not there, nothing is answered otherwise; it is said how to install it."""

EXTRAS = {
    "feedparser": "press",
    "lxml": "press",
    "lxml_html_clean": "press",
    "pypdf": "press",
    "rapidfuzz": "press",
    "trafilatura": "press",
    "python_calamine": "excel",
    "xlsxwriter": "excel",
    "starlette": "serve",
    "uvicorn": "serve",
    "websockets": "serve",
    "narwhals": "frames",
}


def how_to_install(error: ImportError) -> str | None:
    """The sentence that says which command installs what is missing; None for what belongs to no extra."""
    root = (error.name or "").split(".")[0]
    module = root if root in EXTRAS else next((name for name in EXTRAS if name in str(error)), None)
    if module is None:
        return None
    return f"this needs {module}, which is not installed: pip install 'willing[{EXTRAS[module]}]'"
