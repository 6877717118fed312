"""Suggestions from sentences: who, how, on what, how much; and what must not be one."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentences import WORDS, report
from willing.app.packs import named_packs
from willing.reports.formats import read_report
from willing.reports.report import Report, Sentence, Span
from willing.reports.suggest.actors import Named
from willing.reports.suggest.suggest import suggest
from willing.reports.suggest.suggestion import Findings
from willing.reports.text.places import raw_spans

DATA = Path(__file__).parents[1] / "data"
PACK = named_packs(["ukraine"])


def read(language: str, *sentences: str) -> Findings:
    return suggest(report(language, *sentences), pack=PACK)


def told(language: str, *sentences: str) -> list[str]:
    """Each suggestion in short: "FR GB firm 5000 troops if ceasefire"."""
    lines = []
    for s in read(language, *sentences).pledges:
        who = " ".join(s.partners) or f"({s.group})"
        amount = " ".join(str(n) for n in (s.amount, s.up_to and f"up to {s.up_to}") if n)
        what = " ".join(filter(None, (amount, s.capability)))
        hangs = ",".join(hang.words if hang.topic == "partner" else hang.topic for hang in s.conditions)
        lines.append(" ".join(filter(None, (who, s.stance, what, hangs and f"if {hangs}"))))
    return lines


SENTENCES = [
    # -- English --
    ("en", "France and Britain are ready to send troops to Ukraine.", ["FR GB firm troops"]),
    ("en", "Denmark will contribute 800 soldiers and two frigates to the force.",
     ["DK firm 800 troops", "DK firm 2 frigates"]),
    ("en", "Poland has ruled out sending soldiers.", ["PL refuses troops"]),
    ("en", "Poland has not ruled out sending soldiers.", ["PL undecided troops"]),
    ("en", "The Dutch government will not take part in the mission.", ["NL refuses troops"]),
    ("en", "Sweden would only send troops if the United States provided a backstop.",
     ["SE conditional troops if us-guarantee"]),
    ("en", "Spain will send soldiers provided there is a UN mandate.", ["ES conditional troops if mandate"]),
    ("en", "Italy has not yet decided whether it will join the mission.", ["IT undecided troops"]),
    ("en", "Canada could send up to 1,500 troops.", ["CA open up to 1500 troops"]),
    ("en", "Norway is considering sending ships.", ["NO undecided ships"]),
    ("en", "Participation of Greece depends on a ceasefire.", ["GR conditional troops if ceasefire"]),
    ("en", "Most other countries make their participation conditional on American guarantees.",
     ["(Most other countries) conditional troops if us-guarantee"]),
    ("en", "Finland will not send troops without American guarantees.", ["FI conditional troops if us-guarantee"]),
    ("en", "Macron said 26 countries would take part in the force.", ["(26 countries) firm troops"]),
    ("en", "Germany said it would send 200 soldiers.", ["DE firm 200 troops"]),
    ("en", "Poland will not send troops but is ready to help with logistics.",
     ["PL refuses troops", "PL firm logistics"]),
    ("en", "The Baltic states are prepared to send soldiers.", ["EE LV LT firm troops"]),
    ("en", "Belgium would join only if Germany and Poland took part in the mission.",
     ["BE conditional troops if DE,PL"]),
    # -- German --
    ("de", "Frankreich und Großbritannien sind bereit, Soldaten zu entsenden.", ["FR GB firm troops"]),
    ("de", "Die Teilnahme Dänemarks an der Mission steht fest.", ["DK firm troops"]),
    ("de", "Polen lehnt einen Einsatz eigener Soldaten ab.", ["PL refuses troops"]),
    ("de", "Polen schließt die Entsendung von Soldaten nicht aus.", ["PL undecided troops"]),
    ("de", "Die niederländische Regierung macht ihre Teilnahme von amerikanischen Garantien abhängig.",
     ["NL conditional troops if us-guarantee"]),
    ("de", "Schweden würde 500 Soldaten schicken, falls es einen Waffenstillstand gibt.",
     ["SE conditional 500 troops if ceasefire"]),
    ("de", "Italien hat noch nicht entschieden, ob es sich an der Truppe beteiligt.", ["IT undecided troops"]),
    ("de", "Spanien prüft eine Beteiligung an der Mission.", ["ES undecided troops"]),
    ("de", "Ohne ein Mandat des Bundestags wird Deutschland keine Soldaten schicken.",
     ["DE conditional troops if mandate,parliament"]),
    ("de", "Kanada könnte bis zu 1.500 Soldaten stellen.", ["CA open up to 1500 troops"]),
    ("de", "Norwegen will sich mit zwei Fregatten beteiligen.", ["NO firm 2 frigates"]),
    ("de", "Die baltischen Staaten wollen Truppen stellen.", ["EE LV LT firm troops"]),
    ("de", "Macron sagte, 26 Länder würden sich an der Truppe beteiligen.", ["(26 Länder) firm troops"]),
    # -- French --
    ("fr", "La France et le Royaume-Uni sont prêts à envoyer des soldats.", ["FR GB firm troops"]),
    ("fr", "La participation du Danemark à la mission est acquise.", ["DK firm troops"]),
    ("fr", "La Pologne exclut d'envoyer des troupes.", ["PL refuses troops"]),
    ("fr", "La Pologne n'exclut pas d'envoyer des troupes.", ["PL undecided troops"]),
    ("fr", "Les Pays-Bas ne participeront pas à la mission.", ["NL refuses troops"]),
    ("fr", "La Suède enverra 500 soldats à condition qu'il y ait un cessez-le-feu.",
     ["SE conditional 500 troops if ceasefire"]),
    ("fr", "L'Italie n'a pas encore décidé si elle participera à la force.", ["IT undecided troops"]),
    ("fr", "L'Espagne étudie une participation à la mission.", ["ES undecided troops"]),
    ("fr", "Le Canada pourrait envoyer jusqu'à 1 500 soldats.", ["CA open up to 1500 troops"]),
    ("fr", "La plupart des autres pays conditionnent leur participation à des garanties américaines.",
     ["(La plupart des autres pays) conditional troops if us-guarantee"]),
    ("fr", "Emmanuel Macron a annoncé que 26 pays participeraient à la force.", ["(26 pays) firm troops"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "said", "expected"), SENTENCES, ids=[s[1][:50] for s in SENTENCES])
def test_sentences(language: str, said: str, expected: list[str]) -> None:
    assert told(language, said) == expected


LISTS = [
    ("en", "The U.S. (600 soldiers) and France (300) will contribute to the mission.",
     ["US firm 600 troops", "FR firm 300 troops"]),
    ("en", "The following countries will contribute troops: France, Italy and the Netherlands.",
     ["FR IT NL firm troops"]),
    ("en", "Twenty-six countries, including France, Germany and Italy, have pledged troops.", ["FR DE IT firm troops"]),
    ("en", "France, joined by Italy and Spain, will send troops.", ["FR IT ES firm troops"]),
    ("en", "France will send 800 soldiers, Italy 300 and Spain 200.",
     ["IT firm 300 troops", "ES firm 200 troops", "FR firm 800 troops"]),
    ("en", "The U.K., which leads the force, and France will send soldiers.", ["GB FR firm troops"]),
    ("en", "Nine countries pledged troops. // Among them are Italy, Spain and Norway.",
     ["(Nine countries) firm troops", "IT ES NO firm troops"]),
    ("en", "Many pledged money. // Norway – $100 million // Japan: $20 million",
     ["NO firm 100000000 USD", "JP firm 20000000 USD"]),
    ("en", "The force is being staffed by Norway, Sweden and Denmark.", ["NO SE DK firm troops"]),
    ("en", "Norway will send one battalion.", ["NO firm troops"]),
    ("de", "Zehn Länder erteilten der Entsendung von Soldaten eine Absage: Italien, Polen und Ungarn.",
     ["IT PL HU refuses troops"]),
    ("de", "Mehrere Staaten, darunter Dänemark und Schweden, wollen Soldaten schicken.", ["DK SE firm troops"]),
    ("de", "Norwegen (100 Soldaten) und Schweden (50) werden sich beteiligen.",
     ["NO firm 100 troops", "SE firm 50 troops"]),
    ("fr", "Plusieurs pays, dont l'Irlande et le Luxembourg, enverront des soldats.", ["IE LU firm troops"]),
    ("fr", "La France enverra 800 soldats, l'Italie 300 et l'Espagne 200.",
     ["IT firm 300 troops", "ES firm 200 troops", "FR firm 800 troops"]),
    ("fr", "Neuf pays enverront des soldats. // Parmi eux, la Norvège et la Suède.",
     ["(Neuf pays) firm troops", "NO SE firm troops"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "said", "expected"), LISTS, ids=[s[1][:50] for s in LISTS])
def test_enumerations(language: str, said: str, expected: list[str]) -> None:
    assert told(language, *said.split(" // ")) == expected


LEFT_OPEN = [
    ("en", "Will France send troops to the force?"),
    ("en", "Spain announced the withdrawal of its troops."),
    ("de", "Wird Frankreich Soldaten schicken?"),
    ("de", "Spanien hat den Abzug seiner Soldaten angekündigt."),
    ("fr", "La France enverra-t-elle des soldats ?"),
    ("fr", "L'Espagne a annoncé le retrait de ses soldats."),
]


@pytest.mark.parametrize(("language", "said"), LEFT_OPEN, ids=[s[1][:50] for s in LEFT_OPEN])
def test_questions_and_cuts_are_left_open(language: str, said: str) -> None:
    assert {line.split()[1] for line in told(language, said)} <= {"open"}


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_many_sentences(language: str, golden: Callable[[str, str], None]) -> None:
    """Sentences in the manner of the news, invented: what is read in each, in the context of the others."""
    lines = []
    for block in (DATA / f"pledges-{language}.txt").read_text("utf-8").strip().split("\n\n"):
        said = block.split("\n")
        found = read(language, *said)
        for number, sentence in enumerate(said):
            lines.append(sentence)
            for s in found.pledges:
                if s.passage.sentence == number:
                    who = " ".join(s.partners) or f"({s.group})"
                    hangs = ", ".join(hang.words for hang in s.conditions)
                    what = [
                        who,
                        s.stance,
                        s.amount,
                        s.up_to and f"up to {s.up_to}",
                        s.capability,
                        hangs and f"if {hangs}",
                    ]
                    what += [f"says {s.speaker}" if s.speaker else None, "(opposition)" if s.opposition else None]
                    lines.append("    " + " · ".join(str(w) for w in what if w) + f" · {s.sure} · [{s.passage.cue}]")
            lines += [f"    {c.topic}: {c.holds}" for c in found.claims if c.passage.sentence == number]
        lines.append("")
    golden(f"suggestions-{language}.txt", "\n".join(lines))


NOTHING = [
    ("en", "France must be ready to send troops."),
    ("en", "Zelensky urged Germany to send troops."),
    ("en", "Russia rejects the deployment of French troops."),
    ("en", "The ministers met in Paris to discuss the force."),
    ("en", "Ukraine will need 20,000 troops on the border."),
    ("de", "Der Kontinent müsse in der Lage sein, eine Waffenruhe zu sichern."),
    ("de", "Deutschland soll endlich Soldaten schicken, forderte Selenskyj."),
    ("de", "Eine britische Abordnung solle nächste Woche nach Kiew fahren."),
    ("de", "In Brüssel zogen die Minister am Abend Bilanz."),
    ("de", "Unklar bleibt, ob Kanada zur nächsten Sitzung kommt."),
    ("de", "Polen befürchtet, ein Einsatz in der Ukraine könnte die eigene Verteidigung schwächen."),
    ("en", "Germany's economy depends on exports."),
    ("en", "Sending soldiers would overstretch the German army."),
    ("fr", "L'Europe doit être prête à envoyer des troupes."),
    ("fr", "Les ministres se sont réunis à Paris."),
]


@pytest.mark.parametrize(("language", "said"), NOTHING, ids=[s[1][:50] for s in NOTHING])
def test_no_pledge_is_read(language: str, said: str) -> None:
    assert told(language, said) == []


def test_the_united_states_give_a_guarantee_or_not_and_pledge_nothing() -> None:
    found = read(
        "en",
        "Most other countries make their participation conditional on American guarantees.",
        "President Donald Trump is not ready to give them.",
    )
    assert [(c.topic, c.holds, c.against) for c in found.claims] == [("us-guarantee", False, True)]
    assert len(found.pledges) == 1


def test_seems_is_less_than_is() -> None:
    (sure,) = read("en", "The participation of France is certain.", "It is about the force.").pledges or [None]
    (seems,) = read("en", "The participation of France seems certain.", "It is about the force.").pledges or [None]
    assert sure is not None
    assert seems is not None
    assert (sure.sure, seems.sure) == ("high", "medium")


def test_the_speaker_is_told_and_does_not_act() -> None:
    (pledge,) = read("en", "Emmanuel Macron said 26 countries would take part in the force.").pledges
    assert (pledge.speaker, pledge.partners) == ("Emmanuel Macron", ())


SPEAKERS = [
    (
        "en",
        "The Norlandic president, Anna Muster, said Norway would send troops.",
        "The Norlandic president, Anna Muster",
    ),
    ("en", "Norway's foreign minister Anna Muster promised 300 soldiers.", "Anna Muster"),
    ("de", "Norwegens Ministerpräsidentin Anna Muster hat 500 Soldaten zugesagt.", "Anna Muster"),
    ("fr", "Le ministre norvégien Jean Exemple a refusé d'envoyer des troupes.", "Jean Exemple"),
]


@pytest.mark.parametrize(("language", "said", "who"), SPEAKERS)
def test_who_is_in_office_and_acts_says_so(language: str, said: str, who: str) -> None:
    assert [pledge.speaker for pledge in read(language, said).pledges] == [who]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "According to AFP, Norway will send 500 soldiers."),
        ("de", "Norwegen werde 500 Soldaten schicken, berichtete AFP."),
        ("fr", "Selon l'AFP, la Norvège enverra 500 soldats."),
    ],
)
def test_an_agency_is_where_it_comes_from_and_says_nothing(language: str, said: str) -> None:
    (pledge,) = read(language, said).pledges
    assert (pledge.partners, pledge.agency, pledge.speaker) == (("NO",), "AFP", None)


def test_an_opposition_is_marked() -> None:
    found = read("en", "Germany will never send troops, opposition leader Anna Muster said.")
    assert all(pledge.opposition for pledge in found.pledges)


def test_a_name_that_a_report_teaches() -> None:
    first = "The Danish prime minister, Karla Nygaard, came to Paris to talk about the force."
    assert told("en", first, "Nygaard is ready to send 200 soldiers.") == ["DK firm 200 troops"]


def test_what_is_first_and_what_is_next() -> None:
    (order,) = read("de", "Die erste Priorität der Mission sei der Luftraum, danach komme die See.").orders
    assert order.domains == ("air", "sea")
    (order,) = read("en", "The first priority is the sky, then the sea, and finally the ground.").orders
    assert order.domains == ("air", "sea", "land")
    (order,) = read("fr", "La première priorité est l'espace aérien, puis la mer.").orders
    assert order.domains == ("air", "sea")


def test_instead_of_is_not_the_size() -> None:
    (size,) = read("de", "Statt 200.000 Soldaten sollen es nun 20.000 sein.").sizes
    assert (size.amount, size.instead_of, size.capability) == (20000, 200000, "troops")
    (size,) = read("en", "The force would now have 20,000 troops instead of 200,000 soldiers.").sizes
    assert (size.amount, size.instead_of) == (20000, 200000)


def test_partners_of_a_plan_are_known_by_their_names() -> None:
    also = (Named(id="norland", names=("Norland",), adjectives=("Norlandic",)),)
    (pledge,) = suggest(report("en", "Norland will send two frigates to the escort."), also).pledges
    assert (pledge.partners, pledge.amount, pledge.capability) == (("norland",), 2, "frigates")


def test_cues_stand_where_the_file_has_them() -> None:
    text = "| Die Teil… | |\n| nahme Frankreichs steht fest. | |"
    spans = (Span(start=2, end=10), Span(start=18, end=47))
    sentence = Sentence(said="Die Teilnahme Frankreichs steht fest.", spans=spans)
    barred = Report(file="x", format="bars", text=text, language="de", sentences=(sentence,))
    at = sentence.said.index("steht")
    (span,) = raw_spans(barred, sentence, at, at + len("steht fest"))
    assert text[span.start : span.end] == "steht fest"
    whole = raw_spans(barred, sentence, 4, 13)
    assert "".join(text[s.start : s.end] for s in whole).replace("…", "") == "Teilnahme"


@settings(max_examples=150, deadline=None)
@given(
    language=st.sampled_from(["de", "en", "fr", None, "xx"]),
    sentences=st.lists(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=25).map(" ".join)), max_size=4),
)
def test_whatever_is_written_is_read(language: str | None, sentences: list[str]) -> None:
    given_ = report(language, *sentences)
    found = suggest(given_, pack=PACK)
    for each in (*found.pledges, *found.claims, *found.orders, *found.sizes):
        passage = each.passage
        assert passage.text in given_.sentences[passage.sentence].said
        assert 0 <= passage.place.start <= passage.place.end <= len(given_.text)
        assert all(0 <= span.start <= span.end <= len(given_.text) for span in passage.cues)


def stances(path: Path) -> list[tuple[str, list[str], list[str]]]:
    """Language, what is expected of each sentence, the sentences."""
    lines = [line.split(" | ", 2) for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]
    return [(language.strip(), want.split(" // "), said.split(" // ")) for language, want, said in lines]


def test_stances_on_whatever_it_is() -> None:
    """Treaties, loans, radars, climate: nearly all is read, and hardly anything that is not said."""
    right = wrong = told_ = 0
    for language, wants, said in stances(DATA / "stances.txt"):
        found = [s for s in read(language, *said).pledges if s.stance != "open" and not s.opposition]
        for number, want in enumerate(wants):
            who = {(w, stance) for w in want.split() if w.isupper() for stance in want.split() if stance.islower()}
            here = [s for s in found if s.passage.sentence == number]
            got = {(partner, s.stance) for s in here for partner in s.partners}
            told_, right, wrong = told_ + len(who), right + len(who & got), wrong + len(got - who)
            if who and who == got and (counts := [int(w) for w in want.split() if w.isdigit()]):
                assert {s.amount for s in here} >= set(counts), said
    assert right / told_ >= 0.95
    assert right / (right + wrong) >= 0.95


def test_every_lexicon_has_every_class_and_no_other() -> None:
    from willing.reports.suggest.lexicon import LANGUAGES, Lexicon, lexicon

    classes = set(Lexicon.__annotations__)
    for language in LANGUAGES:
        words = lexicon(language)
        assert all(getattr(words, name) for name in classes)
        assert words.classes == {name.rstrip("_") for name in classes} - {"language"}
        for table in (words.topics, words.capabilities, words.domains):
            assert all(table[name].flags & re.IGNORECASE for name in table)
    for table in ("topics", "capabilities", "domains"):
        assert len({tuple(getattr(lexicon(language), table)) for language in LANGUAGES}) == 1


PAGE = """<html lang="en"><head><title>Who gives what</title></head><body><article><h1>Who gives what</h1>
<p>Several countries have pledged soldiers for the new force, officials said on Tuesday.</p>
<table><tr><th>Country</th><th>Contribution</th></tr><tr><td>Norway</td><td>300 soldiers</td></tr>
<tr><td>Denmark</td><td>2 frigates</td></tr><tr><td>Spain</td><td>none</td></tr></table>
<p>The headquarters have more figures, which were told to reporters on Tuesday in the capital.</p>
<table><tr><th>Country</th><th>Troops</th><th>Police</th></tr><tr><td>Kenya</td><td>1,000</td><td>200</td></tr>
<tr><td>Chad</td><td>500</td><td>0</td></tr></table></article></body></html>"""


def test_tables_of_a_page() -> None:
    (page,) = read_report(PAGE.encode(), "page.html")
    assert [(s.partners, s.amount, s.capability) for s in suggest(page).pledges if s.partners] == [
        (("NO",), 300, "troops"),
        (("DK",), 2, "frigates"),
        (("KE",), 1000, "troops"),
        (("KE",), 200, "police"),
        (("TD",), 500, "troops"),
    ]


@pytest.mark.parametrize(
    ("language", "said", "capability", "amount"),
    [
        ("en", "Kenya will send 1,000 police officers to the mission.", "police", 1000),
        ("en", "Kenya is ready to send police to the force.", "police", None),
        ("en", "Norway will send 21 medical personnel to the mission.", "medics", 21),
        ("en", "Norway will send 40 instructors to train soldiers.", "instructors", 40),
        ("en", "Norway will train 500 soldiers.", "instructors", None),
        ("de", "Norwegen will sich mit Militärpolizisten an der Mission beteiligen.", "police", None),
        ("de", "Norwegen wird 20 Sanitäter für die Mission schicken.", "medics", 20),
        ("de", "Norwegen wird 500 Soldaten ausbilden.", "instructors", None),
        ("fr", "La Norvège participera à la mission avec des policiers.", "police", None),
        ("fr", "La Norvège enverra 20 médecins à la force.", "medics", 20),
        ("fr", "La Norvège formera 500 soldats.", "instructors", None),
    ],
)
def test_police_medics_and_trainers_are_no_troops(
    language: str, said: str, capability: str, amount: int | None
) -> None:
    (pledge,) = read(language, said).pledges
    assert (pledge.capability, pledge.amount) == (capability, amount)
