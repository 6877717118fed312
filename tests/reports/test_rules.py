"""The table of rules: it names cues that there are, and each example is read by its rule."""

import pytest

from sentences import report
from willing.app.packs import named_packs
from willing.reports.suggest.actors import Named
from willing.reports.suggest.cues import FACTS
from willing.reports.suggest.lexicon import LANGUAGES, Lexicon, words_pattern
from willing.reports.suggest.rules import Rule, rules
from willing.reports.suggest.suggest import suggest

#: Invented states, as each language calls them: name, adjective, people.
NAMES = {
    "en": (("Norland", "Norlandic", "Norlanders"), ("Estmark", "Estmarkian", "Estmarkers")),
    "de": (("Norland", "norländisch", "Norländer"), ("Estmark", "estmärkisch", "Estmärker")),
    "fr": (("Norlande", "norlandais", "Norlandais"), ("Estmarque", "estmarquais", "Estmarquais")),
}
ALSO = {
    language: tuple(
        Named(id=id_, names=(name,), adjectives=(adjective,), peoples=(people,))
        for id_, (name, adjective, people) in zip(("norland", "estmark"), named, strict=True)
    )
    for language, named in NAMES.items()
}
EXAMPLES = [
    (rule, language, said) for rule in rules() for language, several in rule.examples.items() for said in several
]


@pytest.mark.parametrize(
    ("alternatives", "text", "words"),
    [
        ("ab|abc", "abc", "abc"),  # whole words
        ("take part|take", "they take part", "take part"),  # the first of two that begin alike
        ("take|take part", "they take part", "take"),
        ("(?:has |have )?given|has", "Norland HAS given", "HAS given"),
        ("has|(?:has |have )?given", "Norland has given", "has"),
        (r"(?<!not\x20)to do|to", "it is to do", "to do"),
        (r"to|(?<!not\x20)to do", "it is to do", "to"),
        ("[ld]a|la", "la", "la"),
        ("s?end|(?!x)end", "end", "end"),
        ("steuert (?:[^,.;]+ )?bei", "steuert 1,5 Milliarden bei", "steuert 1,5 Milliarden bei"),
        ("nahm (?:[^,.;]+ )?auf", "nahm am 5. Mai zehn auf", "nahm am 5. Mai zehn auf"),
        ("nahm (?:[^,.;]+ )?auf", "nahm ab, und auf", None),
        ("stands", "\u017ftand\u017f", "\u017ftand\u017f"),  # long s, as whatever its case
    ],
)
def test_the_first_alternative_that_fits_is_found(alternatives: str, text: str, words: str | None) -> None:
    found = words_pattern(alternatives).search(text)
    assert (found and found.group()) == words


def test_rules_name_cues_that_there_are() -> None:
    for rule in rules():
        for cue in (*(cue for one in rule.when for cue in one), *rule.unless, *rule.cite):
            assert cue in FACTS or cue in Lexicon.__annotations__, (rule.name, cue)
    assert len({rule.name for rule in rules()}) == len(rules())


@pytest.mark.parametrize(("rule", "language", "said"), EXAMPLES, ids=[f"{r.name}-{la}" for r, la, _ in EXAMPLES])
def test_an_example_is_read_by_its_rule(rule: Rule, language: str, said: str) -> None:
    """Of the last sentence of an example, what is said last of Norland is the rule's; or nothing is."""
    found = suggest(report(language, *said.split(" // ")), ALSO[language], named_packs(["ukraine"]))
    last = said.count(" // ")
    read = [(s.rule, s.stance) for s in found.pledges if s.passage.sentence == last and s.partners == ("norland",)]
    assert read[-1:] == ([(rule.name, rule.then)] if rule.then else [])


#: Rules that a language has no sentence for: it says so with words that another rule is first for.
ELSEWHERE = {
    ("is waited for", "en"),  # "on Norland" is a place
    ("is waited for", "de"),
    ("is due to give so much", "de"),  # soll stellen: "seems to"
    ("gives beside others", "de"),  # wobei Norland gibt: with a verb of its own
    ("gives none", "fr"),  # n'envoie pas: "will not"
    ("talks and visits", "de"),  # verurteilte: "speaks of others' doing"
    ("talks and visits", "fr"),
    ("may not do, unless", "de"),  # kann nicht ratifizieren: the infinitive itself commits
    ("may do, if", "de"),
    ("does not commit yet", "de"),  # noch nicht bereit: "doubts"
}


def test_every_rule_has_an_example_in_each_language() -> None:
    missing = {(rule.name, la) for rule in rules() for la in LANGUAGES if not rule.examples.get(la)}
    assert missing == ELSEWHERE
