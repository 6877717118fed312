"""Text of a plan as it may be shown: nothing that a file says can steer the terminal it is shown on (§9)."""

#: Blanks at which no line is broken.
UNBROKEN = "\u00a0"

_SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def shown(text: str, *, ascii: bool = False) -> str:  # noqa: A002
    """``text`` with all that is no visible character written as an escape; with ``ascii``, whatever is not ASCII too.

    That is control and format characters (terminal escapes, marks that turn the direction of writing around), line
    ends, bytes of a file name that are no text, and what Unicode has not assigned.
    """
    if text.isprintable() and (not ascii or text.isascii()):
        return text
    return "".join(character(each, ascii=ascii) for each in text)


def character(each: str, *, ascii: bool = False) -> str:  # noqa: A002
    """One character as :func:`shown` shows it."""
    if each.isprintable():
        if not ascii or each.isascii():
            return each
    elif not each.isascii() and not ascii:
        from unicodedata import category

        if category(each) == "Zs":  # blanks of other widths, as French puts them within its quotes
            return each
    code = ord(each)
    if each in _SHORT:
        return _SHORT[each]
    if 0xDC80 <= code <= 0xDCFF:  # Python's stand-in for a byte of a file name that is not in UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def columns(text: str) -> int:
    """How many columns of a terminal shown text takes: wide East Asian characters two, combining ones none."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(
        0 if category(each) in ("Mn", "Me") else 2 if east_asian_width(each) in ("W", "F") else 1 for each in text
    )
