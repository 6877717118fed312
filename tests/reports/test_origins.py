"""Reports of one origin: what is found in the corpus, what must not be, and whatever is thrown at it."""

import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_reports import labels, path_of
from growth import PART, grows_in_proportion
from willing.reports.formats import read_report
from willing.reports.report import Report, Sentence, Span
from willing.reports.sameness.facts import in_order
from willing.reports.sameness.fingerprints import OWN, fingerprints, in_quotations, words_of
from willing.reports.sameness.pairs import FLOOR, THRESHOLD
from willing.reports.sameness.same_origin import LEAST_ALIKE, SameOrigin, same_origin
from willing.reports.sameness.same_text import SameText, same_text


def report(text: str, file: str = "a.txt", **known: Any) -> Report:
    """A report of one sentence."""
    return Report(
        file=file,
        format="text",
        text=text,
        sentences=(Sentence(said=text, spans=(Span(start=0, end=len(text)),)),) if text else (),
        **known,
    )


def words(number: int, seed: int = 1) -> str:
    rng = random.Random(seed)
    return " ".join("".join(rng.choices("abcdefghijklmnop", k=rng.randint(2, 9))) for _ in range(number))


def grouped(texts: Sequence[str], published: Sequence[date | None] | None = None) -> SameText:
    return same_text(fingerprints(texts), published)


# -- words, fingerprints and quotations -------------------------------------------------------------------------------


def plain_fingerprints(text: str) -> set[tuple[str, ...]]:
    """Three words in a row, as a definition."""
    runs = "".join(c.lower() if c.isalnum() else " " for c in text).split()
    return {tuple(runs[i : i + 3]) for i in range(len(runs) - 2)}


@given(st.text(alphabet="abcÄß éœ.,-'\n12", max_size=80), st.text(alphabet="abcÄß éœ.,-'\n12", max_size=80))
@settings(max_examples=150, deadline=None)
def test_shared_fingerprints_are_shared_words_in_a_row(a: str, b: str) -> None:
    prints = fingerprints([a, b])
    assert len(set((prints.of(0) >> OWN).tolist()) & set((prints.of(1) >> OWN).tolist())) == len(
        plain_fingerprints(a) & plain_fingerprints(b)
    )
    assert prints.starts.tolist() == [0, len(plain_fingerprints(a)), len(plain_fingerprints(a) | set()) + len(
        plain_fingerprints(b)
    )]  # fmt: skip


def test_a_text_is_the_same_in_any_company() -> None:
    alone = fingerprints([words(50)]).of(0)
    among = fingerprints([words(9, 2), words(50), "", words(500, 3)]).of(1)
    assert alone.tolist() == among.tolist()
    long = words(60_000, 4)
    assert set(fingerprints([words(50), long + " " + words(50), words(9)]).of(1).tolist()) >= set(alone.tolist())


def test_fingerprints_are_the_same_in_any_process() -> None:
    said = "Bestmögliche Abschreckung für 😀 alle"
    code = f"from willing.reports.sameness.fingerprints import fingerprints; print(fingerprints([{said!r}]).values)"
    told = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
    assert len(fingerprints([said]).values) == 3


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("„Wir müssen bereit sein, es zu gewinnen“, sagte er.", "Wir müssen bereit sein es zu gewinnen"),
        ("« On ne sait pas ce que fera la mer », dit-il.", "On ne sait pas ce que fera la mer"),
        ('She said: "We have waited long enough for it." Then left.', "We have waited long enough for it"),
        ("“We have waited,” she said, “long enough for all of it.”", "long enough for all of it"),
        ("‘We don’t go there at all, he said’ and left", "We don t go there at all he said"),
        ("»Das ist nun wirklich zu viel«, rief er", "Das ist nun wirklich zu viel"),
        ("Die „Koalition der Willigen“ tagt", ""),
        ('a screen of 27" and one of 32" are on the table for all to see', ""),
        ('He said: "It never ends and so it goes on and on', ""),
    ],
)  # fmt: skip
def test_quotations(text: str, quoted: str) -> None:
    found = words_of(text)
    flags = in_quotations(text, found)
    assert " ".join(text[a:b] for a, b, flag in zip(found.start, found.end, flags, strict=True) if flag) == quoted


# -- which texts are one ----------------------------------------------------------------------------------------------


def plain_pairs(texts: Sequence[str]) -> set[tuple[int, int]]:
    """Pairs of long texts without quotations that are one, as a definition."""
    sets = [plain_fingerprints(text) for text in texts]
    return {
        (i, j)
        for i in range(len(texts))
        for j in range(i + 1, len(texts))
        if min(len(sets[i]), len(sets[j])) >= FLOOR - 2
        and len(sets[i] & sets[j]) >= THRESHOLD * min(len(sets[i]), len(sets[j]))
    }


@pytest.mark.parametrize("seed", range(40))
def test_pairs_are_those_of_the_definition(seed: int) -> None:
    rng = random.Random(seed)
    base = [words(rng.randint(62, 300), seed * 10 + k).split() for k in range(3)]
    texts = []
    for _ in range(12):
        own = list(rng.choice(base))
        how = rng.random()
        if how < 0.3:
            own = [w if rng.random() < 0.9 else "x" + w for w in own]
        elif how < 0.6:
            own = own[: max(60, int(len(own) * rng.random()))]
        elif how < 0.8:
            own += rng.choice(base)[: rng.randint(0, 80)]
        texts.append(" ".join(own))
    sets = [frozenset(plain_fingerprints(text)) for text in texts]
    first = {s: i for i, s in reversed(list(enumerate(sets)))}
    found = {(p.a, p.b) for p in grouped(texts).pairs}
    # Equal texts are compared as one, so their pairs are told of the first alone.
    expected = {
        (min(first[sets[a]], first[sets[b]]), max(first[sets[a]], first[sets[b]]))
        for a, b in plain_pairs(texts)
        if sets[a] != sets[b]
    }
    expected |= {(first[s], i) for i, s in enumerate(sets) if first[s] != i}
    assert found == expected


def test_the_order_of_the_texts_changes_nothing() -> None:
    texts = [path_of(r["id"]).read_text("utf-8") for r in labels() if r["split"] == "tune"]
    rng = random.Random(3)
    expected = {frozenset(texts[i] for i in group) for group in grouped(texts).groups}
    assert expected
    for _ in range(10):
        mixed = rng.sample(texts, len(texts))
        answer = grouped(mixed)
        assert {frozenset(mixed[i] for i in group) for group in answer.groups} == expected
        assert list(answer.groups) == sorted(answer.groups)


def test_chains_do_not_run_away() -> None:
    first, second, own = words(200, 1), words(200, 2), words(50, 3)
    page = f"{first} {own} {second}"
    answer = grouped([first, page, second, first + " " + words(9, 4)])
    assert answer.groups == ((0, 3),)
    assert answer.carries == {1: (0, 2, 3)}
    # Alone with one of them, the page is that report and something more.
    assert grouped([first, page]).groups == ((0, 1),)
    # Where everything else is younger, it is the page that was taken apart.
    days = [date(2031, 5, 3), date(2031, 5, 1), date(2031, 5, 2), date(2031, 5, 2)]
    assert grouped([first, page, second, first + " " + words(9, 4)], days).groups == ((0, 1, 2, 3),)


def test_a_note_in_two_long_reports_does_not_make_them_one() -> None:
    note = words(80, 1)
    one, other = f"{note} {words(500, 2)}", f"{words(500, 3)} {note}"
    answer = grouped([one, note, other])
    assert answer.groups == ()
    assert set(answer.carries) == {0, 2}
    assert grouped([one, note]).groups == ((0, 1),)


def test_copies_of_a_page_of_several_are_one() -> None:
    first, second = words(200, 1), words(200, 2)
    page = f"{first} {words(50, 3)} {second}"
    answer = grouped([first, page, second, page + " end"])
    assert answer.groups == ((1, 3),)


def test_rewrites_that_kept_different_sentences_are_still_one() -> None:
    parts = [words(40, seed) for seed in range(6)]
    original = " ".join(parts)
    early, late = " ".join([*parts[:3], words(60, 7)]), " ".join([words(60, 8), *parts[2:5]])
    assert grouped([original, early, late]).groups == ((0, 1, 2),)


def test_short_texts_must_be_the_same_as_a_whole() -> None:
    short = words(30, 1)
    assert grouped([short, words(9, 3) + " " + short]).groups == ((0, 1),)
    half = " ".join([*short.split()[:15], words(15, 2)])
    assert grouped([short, half]).groups == ()
    assert grouped([short, words(300, 4) + " " + short]).groups == ((0, 1),)  # a note within a report
    assert grouped(["a b c", "a b c"]).groups == ()  # too short for anything
    said = " ".join(words(40, 5).split())
    assert grouped([f'{words(12, 6)} "{said}"', f'{words(12, 7)} "{said}"']).groups == ()  # a quotation alone


# -- the answers ------------------------------------------------------------------------------------------------------


def corpus(split: str) -> tuple[list[dict[str, Any]], list[Report]]:
    told = [each for each in labels() if each["split"] == split]
    return told, [
        replace(
            read_report(path_of(each["id"]).read_bytes(), each["id"])[0],
            agency=each.get("agency"),
            published=each["published"],
        )
        for each in told
    ]


def by_answer(told: Sequence[dict[str, Any]], found: SameOrigin, answer: str) -> set[tuple[str, str]]:
    return {(told[link.a]["id"], told[link.b]["id"]) for link in found.links if link.answer == answer}


def test_the_part_that_was_tuned_on() -> None:
    told, reports = corpus("tune")
    found = same_origin(reports)
    assert [[told[i]["id"] for i in group] for group in found.groups] == [
        ["halm-1", "halm-2", "halm-3", "halm-4"],
        ["zelin-1", "zelin-2", "zelin-3"],
        ["fonds-1", "fonds-2", "fonds-3"],
        ["flash-1", "flash-2"],
        ["kanzel-1", "kanzel-2"],
    ]
    assert by_answer(told, found, "possible") == {("zelin-1", "zelin-4"), ("fonds-1", "fonds-5")}
    assert by_answer(told, found, "passages") == {
        ("halm-1", "halm-5"), ("halm-1", "quay-1"), ("halm-1", "runde-1"), ("runde-1", "quay-3"),
        ("zelin-1", "zelin-5"), ("fonds-1", "fonds-4"),
    }  # fmt: skip
    assert {told[i]["id"] for i in found.carries} == {"runde-1"}
    kinds = {told[link.b]["id"]: link.passages[0].quoted for link in found.links if link.answer == "passages"}
    assert kinds["halm-5"]
    assert kinds["fonds-4"]
    assert not kinds["quay-1"]


def test_an_update_is_the_same_origin_and_told_apart() -> None:
    told, reports = corpus("tune")
    found = same_origin(reports)
    changes = {
        (told[link.a]["id"], told[link.b]["id"]): [(c.a, c.b) for c in link.changes]
        for link in found.links
        if link.answer == "same"
    }
    assert changes["halm-1", "halm-3"] == [("two", "three")]
    assert ("300", "350") in changes["fonds-1", "fonds-3"]
    assert changes["halm-1", "halm-2"] == []
    assert changes["zelin-1", "zelin-2"] == []


def test_passages_stand_where_they_are_said_to() -> None:
    _, reports = corpus("tune")
    found = same_origin(reports)

    def plain(text: str) -> list[str]:
        return "".join(c.lower() if c.isalnum() else " " for c in text).split()

    checked = 0
    for link in found.links:
        for passage in link.passages:
            a, b = reports[link.a], reports[link.b]
            assert plain(a.text[passage.a.start : passage.a.end]) == plain(passage.text)
            assert plain(b.text[passage.b.start : passage.b.end]) == plain(passage.text)
            checked += 1
    assert checked > 15


def test_no_report_is_in_two_groups_or_beside_itself() -> None:
    for split in ("tune", "held"):
        _, reports = corpus(split)
        found = same_origin([*reports, *reports])
        members = [i for group in found.groups for i in group]
        assert len(members) == len(set(members))
        # Whatever is given twice is one, whatever else it is.
        assert all(found.first[i] == found.first[i + len(reports)] for i in range(len(reports)))


REAL = Path(__file__).parents[3] / "shared" / "reports"


@pytest.mark.skipif(not REAL.is_dir(), reason="the two reports are not here")
def test_the_two_editions_are_one_origin() -> None:
    reports = [read_report(path.read_bytes(), path.name)[0] for path in sorted(REAL.iterdir())]
    found = same_origin(reports)
    assert found.groups == ((0, 1),)
    (link,) = found.links
    assert link.share is not None
    assert 0.6 < link.share < 0.7


# -- whatever comes ---------------------------------------------------------------------------------------------------


def hostile(part: int = 1) -> dict[str, Callable[[], list[str]]]:
    def n(number: int) -> int:
        return number // part

    return {
        "nothing": list,
        "empty": lambda: ["", " ", "\n", "."],
        "one word a million times": lambda: [
            "wort " * n(1_000_000), "wort " * n(1_000_000), "wort " * n(999_999) + "ende",
        ],
        "the same report": lambda: [words(200)] * n(10_000),
        "the same report but for a word": lambda: [f"{words(200)} {i}" for i in range(n(10_000))],
        "one background": lambda: [f"{words(80, i)} {words(30, -1)}" for i in range(n(3_000))],
        "letters": lambda: ["a b " * n(500), "b a " * n(500), "a " * n(1_000), "ab" * n(100_000)],
        "marks": lambda: ['"' * n(50_000), "„" * n(50_000) + words(70), "« " * n(9_999), "’" * n(20_000)],
        "other scripts": lambda: ["我们必须准备好。" * 40, "我们必须准备好。" * 40, "😀 " * 300, "ﷺ \u202e \x00 " * 90],
        "no text": lambda: ["\ud800 \udfff " * 90, "\ud800 \udfff " * 90, "\x00" * n(9_000)],
    }  # fmt: skip


@pytest.mark.parametrize("kind", hostile())
def test_whatever_comes_takes_time_in_proportion(kind: str) -> None:
    found = grows_in_proportion(grouped, hostile(PART)[kind](), hostile()[kind]())
    members = [i for group in found.groups for i in group]
    assert len(members) == len(set(members))
    if kind.startswith("the same report"):
        assert found.groups == (tuple(range(10_000)),)
    if kind == "one background":
        assert found.groups == ()


def test_reports_of_all_kinds_are_answered() -> None:
    reports = [
        report(text[:200_000], f"{i}.txt") for i, kind in enumerate(hostile()) for text in hostile()[kind]()[:30]
    ]
    found = same_origin(reports)
    assert found.complete
    empty = [i for i, each in enumerate(reports) if not each.text.strip()]
    assert not {i for group in found.groups for i in group} & set(empty)


def test_ten_thousand_copies_take_time_in_proportion() -> None:
    day = date(2031, 5, 12)
    copies = [report(words(100), f"{i}.txt", agency="NPA", published=day, language="en") for i in range(10_000)]
    found = grows_in_proportion(same_origin, copies[: len(copies) // PART], copies)
    assert found.groups == (tuple(range(10_000)),)
    assert not found.complete  # not all of them are shown word by word


def test_many_of_one_agency_are_compared_up_to_a_bound() -> None:
    day = date(2031, 5, 12)
    many = [report(words(15, i), f"{i}.txt", agency="NPA, KDA", published=day, language="en") for i in range(2_800)]
    assert not same_origin(many[: len(many) // PART]).complete
    found = grows_in_proportion(same_origin, many[: len(many) // PART], many)
    assert not found.complete
    assert not found.groups


def test_agency_days_and_language_must_fit() -> None:
    first, second = words(120, 1), " ".join(sorted(words(120, 1).split()))
    day = date(2031, 5, 12)

    def answer(**other: Any) -> list[str]:
        known = {"agency": "NPA", "published": day, "language": "en"}
        found = same_origin([report(first, "a", **known), report(second, "b", **(known | other))])
        assert found.groups == ()
        return [link.answer for link in found.links]

    assert answer() == ["possible"]
    assert answer(agency="KDA, npa") == ["possible"]
    assert answer(published=date(2031, 5, 14)) == ["possible"]
    assert answer(published=date(2031, 5, 15)) == []
    assert answer(published=None) == []
    assert answer(agency="KDA") == []
    assert answer(agency=None) == []
    assert answer(language="de") == []


AGENCY = """HAMNES (NPA) - Norland will put 1,200 soldiers and 4 frigates into the strait from July, Defence
Minister Ingrid Sollers said on Monday. "We were asked twice, and a third time nobody should have to ask," Sollers
told the assembly in Hamnes. Estmark lends 16 helicopters, and Corvia pays 35 million crowns. The mission is to end
in 2034."""
REWRITTEN = """Whoever wants herring must first clear the water: so the seafaring nation goes ahead with 1,200
people in boots, plus 4 frigates. Why now? The answer of Sollers was short: "We were asked twice, and a third time
nobody should have to ask." In the chamber at Hamnes some clapped. Others chip in as well. Flying gear comes from
Estmark (16 helicopters), cash from Corvia: 35 million. All of this lasts until 2034, if patience does.
Old hands by the quay shrug; their grandfathers watched similar parades sail past, flags up, bands blaring, bellies
empty."""
ELSEWISE = """Estmark has doubts. Behind closed doors its generals asked what 16 helicopters could do that 35
fishermen could not. The minister of Norland, Ingrid Sollers, was not amused, our correspondent hears. The 4
frigates lie in port, the 1,200 soldiers on the beach. In Hamnes nobody counts on 2029 any more, and Corvia keeps
its crowns together."""
LATER = """Norland has lost 2 of its 4 frigates to rust, Defence Minister Ingrid Sollers conceded. The strait can
wait, the 900 sailors cannot: they have had no pay since 3 May. A commission of 7 is to find out who forgot the
paint, and by when."""


@pytest.mark.parametrize(("other", "answer"), [(REWRITTEN, True), (ELSEWISE, False), (LATER, False)])
def test_an_account_in_other_words_is_known_by_its_facts(other: str, answer: bool) -> None:
    known = {"agency": "NPA", "published": date(2031, 5, 12), "language": "en"}

    def read(text: str, file: str) -> Report:
        return replace(read_report(text.replace("\n", " ").encode(), file)[0], **known)

    found = same_origin([read(AGENCY, "a.txt"), read(other, "b.txt")])
    assert found.groups == ()
    assert any(link.facts for link in found.links) == answer
    for link in found.links:
        if link.facts:
            assert link.answer == "possible"
            assert link.alike is not None
            assert link.alike < LEAST_ALIKE
            assert {"#1200", "#4", "#16", "#35", "#2034"} <= set(link.facts)
    elsewhere = same_origin([read(AGENCY, "a.txt"), replace(read(other, "b.txt"), agency="KDA")])
    assert all(link.answer == "passages" for link in elsewhere.links)


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.lists(st.sampled_from("abcdefgh"), unique=True))
def test_facts_in_order_are_the_longest_there_are(a: list[str], b: list[str]) -> None:
    row = in_order(a, b)
    assert [fact for fact in a if fact in row] == list(row) == [fact for fact in b if fact in row]
    both = [fact for fact in a if fact in b]
    rows = (some for n in range(len(both) + 1) for some in combinations(both, n))
    best = max(len(some) for some in rows if sorted(some, key=b.index) == list(some))
    assert len(row) == best


def test_more_than_can_be_told_apart_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("willing.reports.sameness.pairs.Steps.most", 2)
    assert grouped(["a", "b"]).groups == ()
    with pytest.raises(ValueError, match="3 texts are too many"):
        grouped(["a", "b", "c"])


def test_growth_is_linear() -> None:
    """Four times as many texts have four times as many fingerprints, and no more than a few pairs each."""
    small, large = ([words(100, i // 2) for i in range(n)] for n in (500, 2_000))
    a, b = fingerprints(small), fingerprints(large)
    assert 3.9 < len(b.values) / len(a.values) < 4.1
    assert b.values.dtype == np.uint64
    assert len(same_text(b).pairs) == 4 * len(same_text(a).pairs)
