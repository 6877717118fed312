"""Reading is linear: four times as much of whatever is repeated takes no longer than in proportion."""

from contextlib import suppress

import pytest

from growth import grows_in_proportion
from willing.reports.formats import read_report
from willing.reports.formats.block import UnreadableError

TOKENS = (
    *("Dr. ", "1. ", "U.S. ", "A. ", "no. ", "... ", "…", ".", "!", "?) ", "10. April ", "By ", "(AP) ", "10:30 "),
    *("- ", "—", '"', "“", "« ", "(", "[", "](", "[](", "![", "*", "_", "`", "~~~\n", "# \n", "> ", "a: \n", "| a "),
    *("<", "<a", "<a ", '<p a="', "</p>", "<p>", "<!--", "<![CDATA[", "<?", "&", "&#", "]]>", "<item>", "<script>"),
    *("<!DOCTYPE", "<!DOCTYPE [", "<!DOCTYPE>", "<!doctype[]", " ", "\u00a0", "\f", "\n", "\r", "a", "a.", "a@"),
)
FRAMES = {
    "txt": "Norland said this. {} Norland will send 500 troops.",
    "md": "# Norland\n\nNorland said this. {}\n\nNorland will send 500 troops.",
    "html": "<html><body><article><p>Norland said this. {}</p><p>Norland will send 500 troops.</p></article></html>",
    "rss": "<rss><channel><item><title>t</title><description>Norland said. {}</description></item></channel></rss>",
}


#: What is repeated within a title.
HEADED = (
    "---\ntitle: a{}b\n---\n\nNorland will send 500 troops.",
    "# a{}b\n\nNorland will send 500 troops.",
)


def read(text: str, suffix: str) -> None:
    with suppress(UnreadableError):  # which is an answer too
        read_report(text.encode(), f"report.{suffix}")


@pytest.mark.parametrize("suffix", FRAMES)
def test_what_is_repeated_is_read_in_proportion(suffix: str) -> None:
    for token in TOKENS:
        few, many = (FRAMES[suffix].format(token * (size // len(token))) for size in (8_000, 32_000))
        grows_in_proportion(lambda text: read(text, suffix), few, many)


@pytest.mark.parametrize("frame", HEADED)
def test_what_is_repeated_in_a_title_is_read_in_proportion(frame: str) -> None:
    for token in (" ", "\t", "#", " #", "-", ":"):
        few, many = (frame.format(token * (size // len(token))) for size in (8_000, 32_000))
        grows_in_proportion(lambda text: read(text, "md"), few, many)
