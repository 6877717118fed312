"""What a good plan is read as (§1), and where everything in it stands."""

from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from plans import said
from willing.model.condition import ALWAYS, And, CountGroup, CountOf, Name, Never, Not, Or, Share
from willing.model.evidence import PartialDate
from willing.model.place import Place
from willing.model.plan import Chance, Consent, Follows, Plan, Stage
from willing.notation.keys import TABLES
from willing.notation.read import read_plan
from willing.notation.toml.tables import Tables, read_tables

DATA = Path(__file__).parents[1] / "data"


def plan_of(text: str, **tables: str) -> Plan:
    reading = read_plan(text.encode(), file="plan.toml", load=lambda name: tables[name.removesuffix(".csv")].encode())
    assert reading.errors == ()
    assert reading.plan is not None
    return reading.plan


@pytest.fixture(scope="module")
def full() -> Plan:
    text = (DATA / "full.toml").read_text(encoding="utf-8")
    return plan_of(text, full=(DATA / "full.csv").read_text(encoding="utf-8"))


# -- every table and key ------------------------------------------------------------------------------------------


def test_the_full_plan_has_every_key():
    """So that the tests below leave none out."""
    tables = read_tables((DATA / "full.toml").read_bytes(), "full.toml")
    for table in TABLES.values():
        raw = tables.root[table.name]
        entries = raw if isinstance(raw, list) else [raw] if table.shape == "one" else raw.values()
        if table.name not in ("asks", "scenarios"):
            assert {key for entry in entries for key in entry} | {"id"} >= set(table.keys), table.name
    header = (DATA / "full.csv").read_text(encoding="utf-8").split("\n")[0].split(",")
    assert {*header, "delivered", "received"} == set(TABLES["pledges"].keys)


def test_every_key_has_its_field_and_the_default_of_the_model():
    for table in TABLES.values():
        known = {each.name: each for each in fields(table.record)}
        for key in table.keys.values():
            default = known[key.field].default
            assert key.beside in ("", *known)
            if default is MISSING:
                assert key.required or key.kind in ("id", "assume", "changes", "weights"), (table.name, key.name)
            elif default == ALWAYS:
                assert key.default == ("always" if key.name == "if" else None)
            elif isinstance(default, Stage):
                assert key.default == default.name
            else:
                assert (default or None) == (key.default or None), (table.name, key.name)


def test_plan(full):
    assert full.name == "Reassurance force"
    assert full.as_of == date(2025, 4, 10)
    assert full.goal == And((Share("usable", "priority", "1"), Not(Never())))
    assert full.premise == ("ceasefire",)
    assert full.counts is Stage.signalled
    assert full.switches == ("us-guarantee", "fr-troops", "de-troops.the government")
    assert (full.starts, full.stale_after, full.lasts, full.aside) == (
        date(2031, 6, 1), 90, True, ("de-troops-march",),
    )  # fmt: skip
    assert (full.about, full.author, full.contact, full.method) == (
        "Who may send whom.", "A. Planner", "Desk 3", "Read by two.",
    )  # fmt: skip
    assert full.marking == "DRAFT"
    assert full.tables == ("full.csv",)
    assert full.packs == ("ukraine",)


def test_assumptions(full):
    guarantee = full.assumptions["us-guarantee"]
    assert guarantee.name == "The United States guarantee the mission"
    assert guarantee.holds == ((date(2025, 3, 1), False), (date(2025, 8, 18), True))
    assert guarantee.decided_by == ("US",)
    assert guarantee.askable is False
    assert guarantee.effort == 3
    assert guarantee.likelihood == (
        Chance(chance=Decimal("0.6"), condition=Name("ceasefire")),
        Chance(chance=Decimal("0.1")),
    )
    assert guarantee.judged_by == "staff, 9 April"
    assert guarantee.implies == ("ceasefire",)
    assert full.assumptions["ceasefire"].holds == ((None, True),)
    assert full.assumptions["ceasefire"].likelihood == (Chance(chance=Decimal("0.2")),)


def test_partners_in_order_of_mention(full):
    assert [(p.id, p.declared) for p in full.partners.values()] == [
        ("DE", True), ("EU", True), ("FR", False), ("GB", False), ("PL", False), ("SE", False),
    ]  # fmt: skip
    assert full.partners["DE"].name == "Germany"
    assert full.partners["DE"].names == {"de": "Deutschland", "en": "Germany"}
    assert full.partners["DE"].weight == {"people": 83_166_711, "votes cast": Decimal("0.5")}


def test_partners_named_in_conditions_only():
    plan = plan_of("[plan]\nname='x'\n[[pledges]]\npartner='DE'\nif='FR with jets or not PL'")
    assert list(plan.partners) == ["DE", "PL", "FR"]


def test_the_small_tables(full):
    assert full.choices["command"].options == ("command-fr", "command-gb")
    assert full.groups["members"].of == ("FR", "GB", "DE", "PL")
    assert full.groups["members"].name == "the members"
    tankers = full.capabilities["big tankers"]
    assert (tankers.name, tankers.unit) == ("gros ravitailleurs", "aircraft")  # no English name: the first there is
    assert full.alternatives["pl-offer"].of == ("pl-fund", "pl-other")
    assert full.pools["de-brigade"].size == 4000
    assert (full.units["GBP"].equals, full.units["GBP"].of) == (Decimal("1.16"), "EUR")


def test_requirements(full):
    air = full.requirements["air"]
    assert (air.name, air.domain, air.priority, air.needs, air.of) == ("Air policing", "air", 1, 48, ("fighters",))
    assert (air.in_place, air.enablers, air.from_day, air.until_day) == ("ukraine", ("tankers",), 10, 360)
    assert full.requirements["tankers"].needs is None
    assert full.requirements["money"].of == ("EUR", "GBP")


def test_pledges(full):
    assert list(full.pledges) == [
        "de-troops-march", "de-troops", "fr-troops", "GB-1", "pl-fund", "pl-other", "GB-2", "eu-1", "PL-3",
    ]  # fmt: skip
    pledge = full.pledges["de-troops"]
    assert (pledge.partner, pledge.provides, pledge.amount, pledge.up_to) == ("DE", "fighters", 2000, 5000)
    assert pledge.condition == Or((And((Name("ceasefire"), CountGroup(2, "members"))), Name("command-fr")))
    assert (pledge.own_decision, pledge.stage) == (False, Stage.assigned)
    assert pledge.subject_to == (
        Consent(body="Bundestag", granted=date(2025, 4, 1)),
        Consent(
            body="the government",
            denied=date(2025, 4, 2),
            likelihood=(Chance(chance=Decimal("0.5"), condition=Name("ceasefire")), Chance(chance=Decimal("0.1"))),
            effort=Decimal(2),
        ),
        Consent(body="Bundesrat"),
    )
    assert pledge.fixed is True
    assert (pledge.not_in, pledge.not_in_lifted) == (("ukraine", "poland"), {"ukraine": "Bundestag"})
    assert (pledge.only, pledge.only_lifted) == (("air", "support"), {"air": "the government"})
    assert (pledge.pool, pledge.ready, pledge.stays) == ("de-brigade", 30, 180)
    assert (pledge.reliability, pledge.effort) == (Decimal("0.9"), 2)
    assert (pledge.said, pledge.until, pledge.ended) == (date(2025, 3, 27), date(2025, 6, 30), date(2025, 5, 1))
    assert (pledge.by, pledge.note) == ("Federal Chancellor", "…")
    assert pledge.replaces == ("de-troops-march",)
    assert (pledge.refines, pledge.ends) == (("GB-1",), ("de-troops-march", "GB-1"))
    assert pledge.delivered == ((date(2025, 5, 1), 100), (date(2025, 6, 1), 500))
    assert pledge.received == ((date(2025, 6, 1), 450),)
    assert pledge.sources == ("taz-2025-04-10",)
    french = full.pledges["fr-troops"]
    assert french.condition == Or((Name("us-guarantee"), Name("command-gb")))
    assert [consent.body for consent in full.pledges["GB-1"].subject_to] == ["Parliament", "l'Assemblée"]
    fund = full.pledges["pl-fund"]
    assert (fund.amount, fund.unsized) == (None, False)
    assert fund.follows == Follows(share=Decimal("0.3"), capability="EUR", others=True, up_to=3000)
    assert (french.own_decision, french.whole, french.likelihood) == (True, True, (Chance(chance=Decimal("0.5")),))


def test_pledges_of_a_table(full):
    pledge = full.pledges["GB-2"]
    assert (pledge.provides, pledge.amount, pledge.up_to, pledge.stage) == ("GBP", 5, None, Stage.deployed)
    assert pledge.condition == CountOf(1, (Name("DE"), Name("FR", "fighters")))
    assert (pledge.not_in, pledge.not_in_lifted) == (("ukraine", "poland"), {"ukraine": "Parliament"})
    assert (pledge.only, pledge.only_lifted) == (("money", "support"), {})
    assert (pledge.subject_to, pledge.fixed) == ((Consent(body="Parliament", granted=date(2025, 1, 5)),), True)
    assert [consent.body for consent in full.pledges["eu-1"].subject_to] == ["Council", "the people"]
    assert (pledge.whole, pledge.ready, pledge.stays) == (True, 3, 4)
    assert (pledge.reliability, pledge.effort) == (Decimal("0.25"), Decimal("0.5"))
    assert (pledge.said, pledge.by, pledge.until) == (date(2025, 1, 1), 'Smith, "PM"', date(2026, 1, 1))
    assert pledge.sources == ("taz-2025-04-10", "tageblatt")
    assert pledge.place == Place(file="full.csv", line=2)
    decision = full.pledges["eu-1"]
    assert (decision.condition, decision.own_decision) == (Name("ceasefire"), True)
    assert full.pledges["PL-3"].condition == ALWAYS


def test_evidence(full):
    statement, other = full.statements
    assert (statement.about, statement.source, statement.origin) == ("de-troops", "taz-2025-04-10", "afp")
    assert (statement.says, statement.on, statement.who) == (
        "We will.", PartialDate(first=date(2025, 4, 9)), "Minister of Defence",
    )  # fmt: skip
    assert (statement.named, statement.confidence, statement.against) == (False, "high", True)
    assert statement.verbatim is True
    assert (other.about, str(other.on)) == ("DE", "2025-04")
    assert full.requirements["air"].sources == ("tageblatt",)
    source = full.sources["taz-2025-04-10"]
    assert (source.title, source.outlet, source.author, source.url, source.file, source.origin) == (
        "Reports", "taz", "A. Writer", "https://example.org/a", "reports/taz.txt", "tageblatt",
    )  # fmt: skip
    assert source.published == PartialDate(first=date(2025, 4, 10))
    assert full.sources["tageblatt"].published == PartialDate(first=date(2025, 3, 1), month_only=True)


def test_scenarios(full):
    scenario = full.scenarios["us-in"]
    assert scenario.assume == {"us-guarantee": True, "fr-troops": False, "GB-1.Parliament": True}
    changed = full.in_scenario("us-in")
    assert (changed.pledges["de-troops"].amount, changed.pledges["de-troops"].own_decision) == (5, True)
    assert changed.pledges["de-troops"].condition == Name("us-guarantee")
    assert (changed.requirements["air"].needs, changed.requirements["air"].in_place) == (10, "poland")


def test_an_if_in_a_scenario_takes_the_decision_away():
    plan = plan_of(
        "[plan]\nname='x'\n[[pledges]]\nid='p'\npartner='DE'\nonly_if='FR'\n[scenarios.s]\npledges.p.if='always'\n"
        "[[pledges]]\npartner='FR'"
    )
    assert plan.in_scenario("s").pledges["p"].own_decision is False


def test_asks(full):
    assert list(full.asks) == ["SE-ask-1"]
    ask = full.asks["SE-ask-1"]
    assert (ask.partner, ask.provides, ask.amount, ask.effort) == ("SE", "fighters", 8, 2)


def test_names_in_a_language(full):
    german = full.in_language("de")
    assert german.partners["DE"].name == "Deutschland"
    assert (german.capabilities["big tankers"].name, german.capabilities["big tankers"].unit) == (
        "große Tanker", "Flugzeuge",
    )  # fmt: skip
    assert german.name == full.name
    assert full.in_language("uk") == full


# -- defaults -----------------------------------------------------------------------------------------------------


def test_running_numbers_count_explicit_ids_and_go_on_in_tables():
    plan = plan_of(
        "[plan]\nname='x'\ntables=['a.csv', 'b.csv']\n[[pledges]]\npartner='DE'\nid='x'\n[[pledges]]\npartner='DE'\n"
        "[[pledges]]\npartner='FR'\n",
        a="partner,id\nDE,\nFR,y\n",
        b="partner\nFR\nDE\n",
    )
    assert list(plan.pledges) == ["x", "DE-2", "FR-1", "DE-3", "y", "FR-3", "DE-4"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("", None),
        ("[[pledges]]\npartner='DE'\nsaid=2025-01-02\nuntil=2026-01-01", date(2025, 1, 2)),
        ("[[pledges]]\npartner='DE'\nsaid=2025-01-02\nended=2025-02-01", date(2025, 2, 1)),
        ("[sources.s]\npublished='2025-03'", date(2025, 3, 1)),
        ("[sources.s]\n[assumptions.a]\n[[statements]]\nabout='a'\nsource='s'\non=2025-01-05", date(2025, 1, 5)),
        ("[assumptions.a]\nholds={2025-01-01=true, 2025-09-09=false}", date(2025, 9, 9)),
    ],
)
def test_the_day_of_the_picture(text, day):
    assert plan_of("[plan]\nname='x'\n" + text).as_of == day


def test_a_table_further_down_names_its_file_as_the_plan_is_named():
    reading = read_plan(
        b"[plan]\nname='x'\ntables=['t/a.csv']", file="plans/plan.toml", load=lambda name: b"partner\nXX"
    )
    assert [problem.place.file for problem in reading.errors] == ["plans/t/a.csv"]


def test_a_table_from_a_spreadsheet():
    """With a byte order mark, carriage returns, empty lines and rows, and blanks behind commas."""
    plan = plan_of("[plan]\nname='x'\ntables=['a.csv']", a='\ufeffpartner, amount, if\r\n\r\nDE, 5, "FR, "\r\n,,\r\n'
                   .replace('"FR, "', '"at least 1 of (DE, FR)"'))  # fmt: skip
    assert plan.pledges["DE-1"].amount == 5
    assert plan.pledges["DE-1"].place == Place(file="a.csv", line=3)


# -- where things stand ---------------------------------------------------------------------------------------------

FORMS = '''\
[plan]   # "[not a table]"
name = "x" # comment
tables = [ "a.csv", # one
  'b.csv' ]
goal."odd \\u0041" . 'key' = 1
when = 2025-04-10 10:00:00 # a blank within

[assumptions.us]
holds = {2025-03-01 = false, "2025-08-18" = true}

[[pledges]]
[[pledges]]
id = 'p'
if = """
a and \\
   nix"""

[scenarios.s]
pledges.p = {if = 'x', amount = 3}
assume.x = true

[scenarios."t u".pledges]
list = [ {c = 1}, {d = [1, [2, 3], "]"]} , 5]
'''


@pytest.fixture(scope="module")
def forms() -> Tables:
    return read_tables(FORMS.encode(), "plan.toml")


def stretch(tables: Tables, place: Place) -> str:
    return tables.lines.excerpt(place.line)[place.column - 1 : place.column - 1 + place.length]


@pytest.mark.parametrize(
    ("path", "line", "key", "value"),
    [
        ("plan", 1, "plan", "plan"),
        ("plan name", 2, "name", '"x"'),
        ("plan tables", 3, "tables", '[ "a.csv", # one'),
        ("plan tables 1", 4, "'b.csv'", "'b.csv'"),
        ("plan goal", 5, "goal", "1"),
        ("plan goal odd_A", 5, '"odd \\u0041"', "1"),
        ("plan goal odd_A key", 5, "'key'", "1"),
        ("plan when", 6, "when", "2025-04-10 10:00:00"),
        ("assumptions us", 8, "us", "us"),
        ("assumptions us holds 2025-08-18", 9, '"2025-08-18"', "true"),
        ("pledges 0", 11, "pledges", "pledges"),
        ("pledges 1", 12, "pledges", "pledges"),
        ("pledges 1 id", 13, "id", "'p'"),
        ("scenarios s pledges", 19, "pledges", "{if = 'x', amount = 3}"),
        ("scenarios s pledges p", 19, "p", "{if = 'x', amount = 3}"),
        ("scenarios s pledges p amount", 19, "amount", "3"),
        ("scenarios s assume x", 20, "x", "true"),
        ("scenarios t_u", 22, '"t u"', '"t u"'),
        ("scenarios t_u pledges list 0 c", 23, "c", "1"),
        ("scenarios t_u pledges list 1", 23, "{", '{d = [1, [2, 3], "]"]}'),
        ("scenarios t_u pledges list 1 d 2", 23, '"]"', '"]"'),
        ("scenarios t_u pledges list 2", 23, "5", "5"),
        ("scenarios t_u nothing", 22, '"t u"', None),
    ],
)
def test_keys_and_values(forms, path, line, key, value):
    steps = tuple(int(step) if step.isdigit() else step.replace("_", " ") for step in path.split())
    place = forms.key(steps)
    assert (place.line, stretch(forms, place)) == (line, key)
    if value is not None:
        assert stretch(forms, forms.value(steps)) == value


#: A condition whose name ``nix`` is unknown, in every form a string has, with line and column of the name.
STRINGS = [
    ('if = "x and nix"', 1, 13),
    ("if = 'x and nix'", 1, 13),
    ('if="""x and nix"""', 1, 13),
    ("if='''x and nix'''", 1, 13),
    ('if = """\nx and nix"""', 2, 7),
    ("if = '''\nx and\n  nix'''", 3, 3),
    ('if = """x and \\\n   nix"""', 2, 4),
    ('if = "x \\u0061nd nix"', 1, 18),
    ('if = "\\u0078 and\\tnix"', 1, 19),
    ('if = "x and n\\u0069x"', 1, 13),
    ('"if" = "x and nix"', 1, 15),
    ("  if  =  'x and nix'  # nix", 1, 17),
]


@pytest.mark.parametrize(("text", "line", "column"), STRINGS, ids=[text for text, _, _ in STRINGS])
def test_words_in_strings_of_every_form(text, line, column):
    head = "[plan]\nname='x'\n[assumptions.x]\n[[pledges]]\npartner='DE'\n"
    (problem,) = read_plan((head + text).encode(), file="plan.toml", load=lambda name: b"").errors
    assert said(problem) == "unknown name 'nix'"
    assert (problem.place.line, problem.place.column) == (5 + line, column)
    assert problem.place.length == (8 if "n\\u" in text else 3)


CELLS = [
    ("partner,if\nDE,x and nix\n", 10),
    ('partner,if\nDE,"x and nix"\n', 11),
    ('partner,note,if\nDE,"a, ""b""",x and nix\n', 21),
    ("if,partner\n  x and nix,DE\n", 9),
]


@pytest.mark.parametrize(("rows", "column"), CELLS)
def test_words_in_cells(rows, column):
    plan = b"[plan]\nname='x'\ntables=['t.csv']\n[assumptions.x]\n"
    (problem,) = read_plan(plan, file="plan.toml", load=lambda name: rows.encode()).errors
    assert (said(problem), problem.place) == (
        "unknown name 'nix'", Place(file="t.csv", line=2, column=column, length=3)
    )  # fmt: skip
