"""Passages: found where they stand, and orphans where they do not; never a lookalike."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from willing.reports.formats import read_report
from willing.reports.passage import Anchor, find, passage
from willing.reports.report import Report

TEXT = """Ministers met in Veldham on Friday.

Norland will send four ships to the strait once a ceasefire holds. That is wrong. Estmark is not ready yet.
The council meets again in May. That is wrong. Nobody asked for a vote on the text of the mandate."""


def report(text: str = TEXT) -> Report:
    return read_report(text.encode(), "a.txt")[0]


def at(found: Report, said: str, nth: int = 0) -> Anchor:
    index = [i for i, sentence in enumerate(found.sentences) if sentence.said == said][nth]
    return passage(found, index)


def test_every_sentence_is_found_in_the_untouched_file() -> None:
    now = report()
    for index, sentence in enumerate(now.sentences):
        wanted = passage(now, index)
        found = find(now, wanted)
        assert found is not None
        if sentence.said != "That is wrong.":
            assert found.place == sentence.place
    for nth in range(2):
        wanted = at(now, "That is wrong.", nth)
        found = find(now, wanted)
        assert found is not None
        assert found.place.start == wanted.start


def test_an_anchor_has_what_stands_around_it() -> None:
    wanted = at(report(), "Estmark is not ready yet.")
    start = TEXT.index("Estmark")
    assert (wanted.start, wanted.end) == (start, start + 25)
    assert wanted.exact == "Estmark is not ready yet."
    assert wanted.prefix == "ceasefire holds. That is wrong. "
    assert wanted.suffix == " The council meets again in May."


def test_it_is_found_where_the_file_was_wrapped_anew_and_began_with_more() -> None:
    wanted = at(report(), "Norland will send four ships to the strait once a ceasefire holds.")
    now = report(
        "A new first paragraph was put before all that.\n\n"
        + TEXT.replace("once a\n", "once a ").replace("four ships", "four\nships")
    )
    found = find(now, wanted)
    assert found is not None
    assert found.sentences[0].said == wanted.exact


@pytest.mark.parametrize(
    "changed",
    [
        "Norland will send five ships to the strait once a ceasefire holds.",
        "Norland will not send four ships to the strait once a ceasefire holds.",
        "It is untrue that Norland will send four ships to the strait once a ceasefire holds.",
        "Norland will send four ships to the strait once a ceasefire holds, or so it was said.",
        "Norland will send four ships to the strait.",
        "",
    ],
)
def test_a_lookalike_is_an_orphan(changed: str) -> None:
    said = "Norland will send four ships to the strait once a ceasefire holds."
    assert find(report(TEXT.replace(said, changed)), at(report(), said)) is None


def test_a_short_sentence_is_not_taken_for_its_double() -> None:
    first = at(report(), "That is wrong.", 0)
    without = TEXT.replace("holds. That is wrong. Estmark", "holds. Estmark")
    assert find(report(without), first) is None
    second = find(report(without), at(report(), "That is wrong.", 1))
    assert second is not None
    assert second.place.start == without.index("That is wrong.")


def test_a_passage_that_only_a_comment_repeats_is_an_orphan() -> None:
    said = "Norland will send four ships to the strait once a ceasefire holds."
    now = report(TEXT.replace(said, "") + f"\n\nComments (1)\n\n{said}")
    assert find(now, at(report(), said)) is None


def test_a_quotation_without_surroundings() -> None:
    now = report()
    assert find(now, Anchor(exact="four ships")) is not None
    assert find(now, Anchor(exact="our ships")) is None
    assert find(now, Anchor(exact="That is wrong.")) is None  # which of the two?
    assert find(now, Anchor(exact="")) is None


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_removed_sentences_are_orphans_and_the_others_are_found(data: st.DataObject) -> None:
    words = st.sampled_from("Norland Estmark ships troops waits comes may not four the mandate".split())
    lines = data.draw(
        st.lists(
            st.lists(words, min_size=2, max_size=9).map(lambda w: "So " + " ".join(w) + " ended."),
            min_size=2,
            max_size=8,
        )
    )
    before = report("\n\n".join(lines))
    gone = data.draw(st.integers(0, len(before.sentences) - 1))
    kept = [s.said for i, s in enumerate(before.sentences) if i != gone]
    after = report("\n\n".join(kept))
    wanted = passage(before, gone)
    if wanted.exact not in kept:
        assert find(after, wanted) is None
    for i, sentence in enumerate(before.sentences):
        found = find(after, passage(before, i))
        if found is not None:
            assert [s.said for s in found.sentences] == [sentence.said]
