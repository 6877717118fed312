"""Reports made of some sentences, for tests of what is read in them."""

from hypothesis import strategies as st

from willing.reports.report import Report, Sentence, Span

#: Words of which whatever is written may consist.
WORDS = st.sampled_from(
    "France Polen Deutschland will not wird nicht bereit ready troops Soldaten if wenn ceasefire , . 20.000 „ “ said "
    "dass que si la Pologne n'exclut pas d'envoyer instead of statt 5,000 up to bis zu Macron sagte : ; – the die "
    "meisten Länder 26 countries first then air sea US Garantien abhängig von without ohne Paris Trump dazu".split()
)


def report(language: str | None, *sentences: str) -> Report:
    """A report of some sentences, one a line."""
    text, found = "\n".join(sentences), []
    at = 0
    for said in sentences:
        found.append(Sentence(said=said, spans=(Span(start=at, end=at + len(said)),)))
        at += len(said) + 1
    return Report(file="report.txt", format="plain", text=text, language=language, sentences=tuple(found))
