"""Paper on which letters that ASCII does not have are written with those it has."""

from collections.abc import Mapping
from functools import cache
from typing import TypedDict

from willing.languages.messages import Catalogue
from willing.present.escape import UNBROKEN
from willing.present.statuses import Ink
from willing.present.terminal.layout import Paper

_LETTERS = {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
            "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i",
            "„": '"', "“": '"', "”": '"', "«": '"', "»": '"', "‘": "'", "‚": "'", "—": "-"}  # fmt: skip
_BLANKS = ("\u00a0", "\u202f")


class Look(TypedDict, total=False):
    """How text is written: its language (one of :data:`willing.languages.LANGUAGES`), columns, signs and colours."""

    lang: str
    width: int
    ascii: bool
    colour: bool


class Sheet(Paper):
    """Paper for text in one language, of which ``say`` has the sentences; see :class:`Paper`."""

    __slots__ = ("language", "say")

    def __init__(
        self,
        *,
        width: int = 80,
        ascii: bool = False,  # noqa: A002
        colour: bool = False,
        lang: str = "en",
    ) -> None:
        super().__init__(width=width, ascii=ascii, colour=colour)
        self.language = lang
        self.say = Catalogue(lang)

    def paragraph(
        self, text: str, *, indent: int = 0, hang: int | None = None, ink: Ink = "plain", whole: bool = False
    ) -> None:
        """A paragraph, as on any paper."""
        if self.ascii:
            text = text.replace(" · ", " | ")
        Paper.paragraph(self, text, indent=indent, hang=hang, ink=ink, whole=whole)

    def clean(self, text: str) -> str:
        """``text`` as this paper can show it; blanks at which no line is broken are still such."""
        if not self.ascii or text.isascii():
            return Paper.clean(self, text)
        text = plain(text, self.language)
        return UNBROKEN.join(Paper.clean(self, part) for part in text.split(UNBROKEN))

    def text(self) -> str:
        """All lines, each with its end."""
        text = Paper.text(self)
        return text.replace(UNBROKEN, " ") if self.ascii else text


@cache
def _letters(language: str) -> Mapping[str, str]:
    """How a language writes small letters with those of ASCII."""
    pairs = (pair.partition("=") for pair in Catalogue(language)("letters").split())
    return {letter: written for letter, _, written in pairs}


def plain(text: str, language: str) -> str:
    """``text`` with accents taken off and letters written out, as that language does; other signs are kept."""
    from unicodedata import combining, normalize

    text, letters = normalize("NFC", text), _letters(language)
    told = []
    for i, each in enumerate(text):
        if each.isascii():
            told.append(each)
        elif each in _BLANKS:
            told.append(UNBROKEN)
        elif each.lower() in letters:
            written = letters[each.lower()]
            if each.isupper():
                written = written.upper() if text[i + 1 : i + 2].isupper() else written.capitalize()
            told.append(written)
        elif each in _LETTERS:
            told.append(_LETTERS[each])
        else:
            bare = "".join(part for part in normalize("NFD", each) if not combining(part))
            told.append(bare if bare.isascii() and bare.isalpha() else each)  # not = for ≠
    return "".join(told)
