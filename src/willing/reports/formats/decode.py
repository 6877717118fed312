"""Bytes to text: which encoding a file is in, and which files are no text at all."""

import codecs
import re

from willing.reports.formats.block import UnreadableError
from willing.reports.report import Doubt

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KINDS = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"PK\x03\x04", "ZIP, DOCX, ODT"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\xd0\xcf\x11\xe0", "DOC, XLS"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90", "EXE"),
    (b"SQLite format 3", "SQLite"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
    (b"{\\rtf", "RTF"),
)
_DECLARED = re.compile(
    rb"""(?i)(?:<\?xml[^>]{0,80}\bencoding\s*=\s*["']|<meta[^>]{0,200}\bcharset\s*=\s*["']?)([a-z0-9_:.-]{2,40})"""
)
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27, 26})
_HIGH = re.compile(rb"[\x80-\xff]+")
_GOOD = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LETTERS = re.compile(r"[A-Za-zäöüÄÖÜßàâæçéèêëîïôœùûÿÀÂÆÇÉÈÊËÎÏÔŒÙÛŸ„“”‘’‚«»–—…€§°\s]")


def decode(data: bytes) -> tuple[str, str, tuple[Doubt, ...]]:
    """The text, code point by code point as it stands in the file, its encoding, and what is doubtful about that.

    Raises :class:`UnreadableError` for what is no text. A byte order mark stays in the text, as its first code point.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(name), name, ()
            except UnicodeDecodeError:
                return data.decode(name, "replace"), name, ("damaged",)
    kind = next((kind for magic, kind in _KINDS if data.startswith(magic)), None)
    if kind is not None:
        raise UnreadableError("binary", kind)
    wide = _utf16_without_mark(data)
    if wide is not None:
        return data.decode(wide), wide, ("encoding",)
    head = data[:65536]
    if b"\0" in data or len(head.translate(None, _CONTROLS)) < 0.98 * len(head):
        raise UnreadableError("binary")
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(data[:4096])
    if declared is not None:
        try:
            name = codecs.lookup(declared.group(1).decode("ascii")).name
            name = "cp1252" if name in ("iso8859-1", "ascii") else name  # as browsers read it
            if name != "utf-8":
                return data.decode(name), name, ()
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    good = sum(map(len, _GOOD.findall(data)))
    bad = sum(map(len, _HIGH.findall(data))) - good
    if good > bad:
        return data.decode("utf-8", "replace"), "utf-8", ("damaged",)
    text = data.decode("cp1252", "replace")
    odd = [letter for letter in text if letter > "\x7f"]
    if "\ufffd" not in text and sum(bool(_LETTERS.match(letter)) for letter in odd) >= 0.9 * len(odd):
        return text, "cp1252", ("encoding",)
    return _guessed(data)


def _guessed(data: bytes) -> tuple[str, str, tuple[Doubt, ...]]:
    """What an encoding that is none of ours most likely is; what cannot be told is said."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    if best is None or best.percent_chaos > 10:
        raise UnreadableError("encoding")
    try:
        return data.decode(best.encoding), best.encoding, ("encoding",)
    except UnicodeDecodeError:
        raise UnreadableError("encoding") from None


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 is told by its zeros: of Latin text, every other byte is one."""
    head = data[:4000]
    if len(head) < 8 or len(data) % 2 or b"\0" not in head:
        return None
    half = len(head) // 2
    low, high = head[0::2].count(0), head[1::2].count(0)
    name = (
        "utf-16-le"
        if high > 0.7 * half and low < 0.05 * half
        else "utf-16-be"
        if low > 0.7 * half and high < 0.05 * half
        else None
    )
    if name is None:
        return None
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return None
    return name
