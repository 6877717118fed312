"""Text of a given width for a terminal: paragraphs, hanging lists, a few signs and colours."""

from dataclasses import dataclass, field

from willing.present.escape import columns, shown
from willing.present.statuses import Ink

# Told apart without colour by their signs; these inks are also told apart by colour-blind people.
_CODES: dict[Ink, str] = {
    "plain": "",
    "strong": "1",
    "faint": "2",
    "firm": "1;34",
    "together": "36",
    "rival": "35",
    "open": "33",
    "blocked": "2",
}

_PLAIN_SIGNS = dict(zip("●◐◑◌✕○–·›’█▓▒", "*&/?xo-.>'#=-", strict=True)) | {"…": "..."}


@dataclass(slots=True)
class Paper:
    """Lines under way. ``width`` in columns; ``ascii``: nothing else is written; ``colour``: with terminal codes.

    Whatever is written is shown as :func:`shown` does, so nothing in it steers the terminal.
    """

    width: int = 80
    ascii: bool = False
    colour: bool = False
    lines: list[str] = field(default_factory=list)

    def text(self) -> str:
        """All lines, each with its end."""
        return "\n".join(self.lines) + "\n" if self.lines else ""

    def gap(self) -> None:
        """One empty line, never two, and none at the top."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def paragraph(
        self, text: str, *, indent: int = 0, hang: int | None = None, ink: Ink = "plain", whole: bool = False
    ) -> None:
        """A paragraph; lines after the first start at ``hang`` (default: as the first).

        ``whole``: a line of a table, blanks and all, as long as it fits.
        """
        hang = indent if hang is None else hang
        if whole and columns(self.clean(text)) <= self.width:
            self.lines.append(self._inked(self.clean(text.rstrip()), ink))
            return
        for i, line in enumerate(self._wrapped(text.split(" "), indent, hang)):
            self.lines.append(" " * (hang if i else indent) + self._inked(line, ink))

    def ends(self, left: str, right: str, *, ink: Ink = "plain") -> None:
        """One line with something at either end; two lines where it does not fit."""
        left, right = self.clean(left), self.clean(right)
        room = self.width - columns(left) - columns(right)
        if right and room >= 2:
            self.lines.append(self._inked(left, ink) + " " * room + right)
            return
        self.paragraph(left, ink=ink)
        if right:
            self.paragraph(right)

    def row(
        self,
        label: str,
        items: list[str],
        *,
        column: int,
        count: int | None = None,
        ink: Ink = "plain",
        flow: bool = False,
    ) -> None:
        """A labelled list: items stay whole where they fit on a line, and hang under each other at ``column``.

        A label that takes more pushes the first line on, up to half of the width; else it has a line of its own.
        ``count`` stands behind the last line. ``flow``: the items are long, and follow each other as the words of a
        sentence do.
        """
        label = self.clean(label)
        begin = max(column, columns(label) + 1)
        told = "" if count is None else f" {count:>4}"
        over = "strong" if ink == "plain" else ink
        if begin > max(column, self.width // 2):
            self.lines.append(self._inked(label, over))
            label, begin = "", column

        def wrapped(less: int) -> list[str]:
            if flow:
                return self._wrapped(_words_of(items), begin, column, less=less)
            return self._wrapped(items, begin, column, less=less, between="  ")

        lines = wrapped(0)
        if column + columns(lines[-1]) + len(told) > self.width or len(lines) == 1:
            lines = wrapped(len(told))
        start = self._inked(label, over) + " " * (begin - columns(label))
        for line in lines[:-1]:
            self.lines.append(start + self._inked(line, ink))
            start, begin = " " * column, column
        end = " " * (self.width - begin - columns(lines[-1]) - len(told)) + told if told else ""
        self.lines.append((start + self._inked(lines[-1], ink) + end).rstrip(" "))

    def clean(self, text: str) -> str:
        """``text`` with the signs this paper can show."""
        if self.ascii:
            text = "".join(_PLAIN_SIGNS.get(c, c) for c in text.replace(" · ", " | "))
        return shown(text, ascii=self.ascii)

    def _inked(self, text: str, ink: Ink) -> str:
        code = _CODES[ink] if self.colour else ""
        return f"\x1b[{code}m{text}\x1b[0m" if code and text else text

    def _wrapped(self, pieces: list[str], indent: int, hang: int, *, less: int = 0, between: str = " ") -> list[str]:
        """Pieces joined into lines; one that is too long for a line is broken at its blanks, then anywhere."""
        lines: list[str] = []
        room = max(16, self.width - indent - less)
        line = ""
        for piece in pieces:
            piece = self.clean(piece)
            joined = line + between + piece if line else piece
            if columns(joined) <= room:
                line = joined
                continue
            if line:
                lines.append(line)
                room = max(16, self.width - hang - less)
            line = piece
            while columns(line) > room and "://" not in line:  # an address is of use only whole
                fits = _fitting(line, room)
                cut = line.rfind(" ", 1, fits + 1)
                cut = cut if cut > 0 else fits
                lines.append(line[:cut].rstrip())
                line = line[cut:].lstrip(" ")
                room = max(16, self.width - hang - less)
        if line or not lines:
            lines.append(line)
        return lines


def _words_of(items: list[str]) -> list[str]:
    """The words of items that each begin with a sign, which stays with the word behind it; a dot between items."""
    words: list[str] = []
    for item in items:
        if words:
            words[-1] += " ·"
        sign, *rest = item.split(" ")
        words += [" ".join([sign, *rest[:1]]), *rest[1:]]
    return words


def _fitting(text: str, room: int) -> int:
    """How many characters of ``text`` fit into so many columns; at least one."""
    taken = 0
    for i, each in enumerate(text):
        taken += columns(each)
        if taken > room:
            return max(1, i)
    return len(text)
