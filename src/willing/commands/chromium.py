"""Chromium without a window, for what only a browser can make of a page: a document, a picture."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from willing.commands.output import Refused
from willing.model.problem import Message

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_OPTIONS = (
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--hide-scrollbars",
)  # fmt: skip
_SECONDS = 120
#: The picture of a page, in pixels; higher ones Chromium does not take.
_WIDTH, _HIGHEST = 1280, 16_000


class NoChromium(Refused):
    """There is none, or it did not do what it was asked; the message says what helps."""


def found() -> str:
    """The program: what WILLING_CHROMIUM names, else the first of those that are usual."""
    named = os.environ.get("WILLING_CHROMIUM")
    for name in (named,) if named else _NAMES:
        path = shutil.which(name)
        if path:
            return path
    missing = Message("chromium.wrong", program=named) if named else Message("chromium.none")
    raise NoChromium("chromium-missing", why=missing)


def printed(html: bytes) -> bytes:
    """A page as PDF."""
    with tempfile.TemporaryDirectory(prefix="willing-") as folder:
        target = Path(folder, "page.pdf")
        _run(folder, html, f"--print-to-pdf={target}", "--no-pdf-header-footer")
        return _made(target)


def picture(html: bytes, size: tuple[int, int] | None = None) -> bytes:
    """A page as PNG, of this width and height in pixels, or as high as it is."""
    with tempfile.TemporaryDirectory(prefix="willing-") as folder:
        wide, high = size or (_WIDTH, _height(folder, html))
        target = Path(folder, "page.png")
        _run(folder, html, f"--screenshot={target}", f"--window-size={wide},{high}")
        return _made(target)


def _height(folder: str, html: bytes) -> int:
    measured = html.replace(b"</body>", b"<script>document.title=document.documentElement.scrollHeight</script></body>")
    measured = re.sub(rb'<meta http-equiv="Content-Security-Policy"[^>]*>', b"", measured)
    page = _run(folder, measured, "--dump-dom", f"--window-size={_WIDTH},800")
    height = re.search(rb"<title>(\d+)</title>", page)
    return min(int(height[1]) + 8, _HIGHEST) if height else 4_000


def _run(folder: str, html: bytes, *options: str) -> bytes:
    page = Path(folder, "page.html")
    page.write_bytes(html)
    # As root it has no sandbox of its own, and says so instead of starting.
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    profile = f"--user-data-dir={Path(folder, 'profile')}"
    command = [found(), *_OPTIONS, *root, profile, *options, page.as_uri()]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise NoChromium("chromium-too-slow", program=command[0], seconds=_SECONDS) from None
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [""]
        raise NoChromium("chromium-failed", program=command[0], status=done.returncode, what=last[0])
    return done.stdout


def _made(target: Path) -> bytes:
    if not target.exists():
        raise NoChromium("chromium-made-nothing")
    return target.read_bytes()
