"""The quick ways through a condition's text find what reading it in full finds, mistakes included."""

from hypothesis import given, settings
from hypothesis import strategies as st

from willing.notation.grammar import ConditionError, Kind, Scope, _Parser, parse_condition

KINDS: dict[str, Kind] = {
    "p1": "pledge",
    "p2-x": "pledge",
    "über": "assumption",
    "x": "assumption",
    "GB": "partner",
    "members": "group",
    "seat": "choice",
    "all": "pledge",  # a wrong id, told elsewhere, and claimed all the same
}
WORDS = [
    *KINDS,
    "FR",
    "nobody",
    "at",
    "least",
    "of",
    "and",
    "or",
    "not",
    "with",
    "(",
    ")",
    ",",
    "2",
    "0",
    "9" * 19,
    "٣",
]
MEMBERS = st.lists(
    st.sampled_from(["p1", "p2-x", "über", "x", "GB", "FR", "members", "nobody", "all", "of"]), min_size=1
)
COUNTS = st.builds(
    "at least {} of ({}){}".format,
    st.sampled_from(["0", "2", "9" * 18, "9" * 19, "1.5"]),
    st.builds(str.join, st.sampled_from([", ", ",", " , "]), MEMBERS),
    st.sampled_from(["", " and x", " and GB with y", " and members", " and not x", " or x", " and nobody", ")"]),
)
TEXTS = COUNTS | st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


def told(text: str, *, scope: Scope, in_full: bool) -> object:
    try:
        return _Parser(text, scope).parse() if in_full else parse_condition(text, scope)
    except ConditionError as error:
        return error.message, error.offset, error.length


@settings(max_examples=1_000, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from(["pledge", "goal", "likelihood"]))
def test_quick_is_the_same_as_in_full(texts: list[str], role: str) -> None:
    remembering = Scope(kinds=KINDS, role=role)
    for text in texts:  # names met in one text are known in the next
        expected = told(text, scope=Scope(kinds=KINDS, role=role), in_full=True)
        assert told(text, scope=remembering, in_full=False) == expected
        assert told(text, scope=remembering, in_full=True) == expected


@settings(max_examples=300, deadline=None)
@given(COUNTS)
def test_what_was_read_elsewhere_does_not_loosen_a_likelihood(text: str) -> None:
    names = {}
    told(text, scope=Scope(kinds=KINDS, names=names), in_full=False)
    of_likelihood = Scope(kinds=KINDS, role="likelihood", names=names)
    expected = told(text, scope=Scope(kinds=KINDS, role="likelihood"), in_full=True)
    assert told(text, scope=of_likelihood, in_full=False) == expected
