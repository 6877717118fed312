"""Every mistake of §1.1 gets a sentence that says what to do, at the very place (§9)."""
# ruff: noqa: E501  # a case a line: what stands there, the sentence, the mark

import pytest

from plans import said
from willing.answers.problems import problem_sentence
from willing.model.problem import Message, Problem
from willing.notation.read import Reading, read_plan
from willing.notation.toml.tables import not_toml


def read(text: str, **tables: str) -> Reading:
    return read_plan(text.encode(), file="plan.toml", load=lambda name: tables[name.removesuffix(".csv")].encode())


def told(problem: Problem) -> str:
    return f"{problem.place.file}:{problem.place.line}: {problem_sentence(problem)}"


def marked(problem: Problem) -> str:
    """What the mark beneath the line stands under."""
    start = problem.place.column - 1
    return problem.excerpt[start : start + problem.place.length]


def test_ten_mistakes_in_one_run():
    reading = read(
        """\
[plan]
name = "Ten"
premise = ["ceasfire"]
[assumptions.ceasefire]
holds = "true"
[assumptions.us-guarantee]
likelihood = 20
[[pledges]]
id = "de-troops"
partner = "DE"
if = "ceasefire and us-garantee"
ammount = 5
[[pledges]]
id = "gb-troops"
partner = "UK"
amount = -3
said = "2025-04-10"
[[pledges]]
id = "gb-troops"
partner = "GB"
amount = 5
up_to = 3
if = "ceasefire"
only_if = "us-guarantee"
[[pledge]]
partner = "PL"
"""
    )
    assert reading.plan is None
    assert [told(problem) for problem in reading.errors] == [
        "plan.toml:3: [plan]: unknown assumption 'ceasfire'; did you mean 'ceasefire'?",
        "plan.toml:5: assumption 'ceasefire': 'holds' must be true, false or values by day such as"
        ' {2025-04-10 = true}, not "true"; leave out the quotes',
        "plan.toml:7: assumption 'us-guarantee': 'likelihood' must be from 0 to 1, not 20; for 20% write 0.2",
        "plan.toml:11: pledge 'de-troops': unknown name 'us-garantee'; did you mean 'us-guarantee'?",
        "plan.toml:12: pledge 'de-troops': unknown key 'ammount'; did you mean 'amount'?",
        "plan.toml:15: pledge 'gb-troops': unknown partner 'UK'; did you mean 'GB'?",
        "plan.toml:16: pledge 'gb-troops': 'amount' must be at least 0, not -3",
        "plan.toml:17: pledge 'gb-troops': 'said' must be a day such as 2025-04-10, not \"2025-04-10\";"
        " leave out the quotes",
        "plan.toml:19: pledge 'gb-troops': the id 'gb-troops' is taken: a pledge has it already",
        "plan.toml:22: pledge 'gb-troops': 'up_to' is 3, less than the amount of 5",
        "plan.toml:24: pledge 'gb-troops': both 'if' and 'only_if': 'if' says when they will, 'only_if' when they may;"
        " keep one",
        "plan.toml:25: unknown table 'pledge'; did you mean 'pledges'?",
    ]
    assert [marked(problem) for problem in reading.errors] == [
        '"ceasfire"',
        '"true"',
        "20",
        "us-garantee",
        "ammount",
        '"UK"',
        "-3",
        '"2025-04-10"',
        '"gb-troops"',
        "3",
        "only_if",
        "pledge",
    ]


#: What stands below [plan] with a name, the sentence about it, and what is marked.
ONE_BY_ONE = [
    # tables and keys
    ("[pledges]\npartner = 'DE'", "write [[pledges]] in double brackets: there may be several", "pledges"),
    ("[[groups]]\nof = ['DE']", "write [groups.ID] in single brackets, with an id", "groups"),
    (
        "[choices]\noptions = ['a']",
        "'options' belongs to a choice, and [choices] says none: write [choices.ID], with an id",
        "options",
    ),
    ("[partners]\nXX = 'x'", "partner 'XX' must be a table: write [partners.XX]", "XX"),
    ("[partners.XX]\ncolour = 3", "unknown key 'colour'", "colour"),
    ("[pools.p]", "the key 'size' is missing", "p"),
    ("[[requirements]]\nof = 'x'", "the key 'id' is missing", "requirements"),
    ("[[pledges]]\namount = 5", "the key 'partner' is missing", "pledges"),
    # types
    ("marking = 5", "'marking' must be text in \"quotes\", not 5", "5"),
    ("[[pledges]]\npartner='DE'\namount = true", "'amount' must be a whole number, not true", "true"),
    ("[[pledges]]\npartner='DE'\namount = 1.5", "'amount' must be a whole number, not 1.5", "1.5"),
    (
        "[[pledges]]\npartner='DE'\namount = '5'",
        "'amount' must be a whole number, not \"5\"; leave out the quotes",
        "'5'",
    ),
    ("[[pledges]]\npartner='DE'\nwhole = 'yes'", "'whole' must be true or false, not \"yes\"", "'yes'"),
    (
        "as_of = 2025-04-10T10:00:00",
        "'as_of' must be a day such as 2025-04-10, not 2025-04-10 10:00:00; leave out the time",
        "2025-04-10T10:00:00",
    ),
    ("[[pledges]]\npartner='DE'\nonly = 'air'", "'only' must be a list such as [\"one\", \"two\"], not \"air\"", "'air'"),
    (
        "[[pledges]]\npartner='DE'\neffort = 1e999999999",
        "'effort' must be a number of at most 18 digits",
        "1e999999999",
    ),
    ("[[pledges]]\npartner='DE'\neffort = inf", "'effort' must be a number of at most 18 digits", "inf"),
    (
        "[[pledges]]\npartner='DE'\namount = 1_000_000_000_000_000_000",
        "'amount': a number has at most 18 digits",
        "1_000_000_000_000_000_000",
    ),
    ("[[pledges]]\npartner='DE'\nreliability = 1.01", "'reliability' must be from 0 to 1, not 1.01; for 1.01% write 0.0101", "1.01"),
    ("[[pledges]]\npartner='DE'\nstays = 0", "'stays' must be at least 1, not 0", "0"),
    ("[[pledges]]\npartner='DE'\ndelivered = {2025-01-01 = -1}", "'2025-01-01' must be at least 0, not -1", "-1"),
    ("[[pledges]]\npartner='DE'\ndelivered = {2025-02-30 = 1}", "'2025-02-30' is no day such as 2025-04-10", "2025-02-30"),
    ("[[requirements]]\nid='r'\nneeds = 0", "'needs' must be at least 1, not 0", "0"),
    (
        "counts = 'offerd'",
        "'counts' must be one of mentioned, signalled, offered, assigned, deployed, not 'offerd'; did you mean 'offered'?",
        "'offerd'",
    ),
    ("[[pledges]]\npartner='DE'\nprovides = \"it's\"", "'provides' must be on one line and without ', so that conditions can quote it", '"it\'s"'),
    ("[[pledges]]\npartner='DE'\nprovides = ' x'", "'provides' must be a word, without blanks before or behind it", "' x'"),
    ("[sources.s]\npublished = '2025-13'", "'published' must be a day such as 2025-04-10, or a month such as \"2025-04\", not \"2025-13\"", "'2025-13'"),
    # names
    ("[assumptions.all]", "'all' is a word of the language of conditions, so it cannot be an id", "all"),
    ("[units.least]\nequals=1\nof='x'", "'least' is a word of the language of conditions, so it cannot be an id", "least"),
    ("[assumptions.'a b']", "'a b' is no id: a letter first, then letters, digits, '-' or '_'", "'a b'"),
    ("[assumptions.a]\n[groups.a]\nof=['DE']", "the id 'a' is taken: an assumption has it already", "a"),
    ("[[asks]]\nid='a'\npartner='DE'\n[assumptions.a]", "the id 'a' is taken: an assumption has it already", "'a'"),
    (
        "[[pledges]]\npartner='DE'\n[assumptions.DE]",
        "the id 'DE' is taken: it is the code of a state that is a partner here",
        "DE",
    ),
    ("[groups.g]\nof = ['EU']", "unknown partner 'EU'; a partner without an ISO code is declared under [partners]", "'EU'"),
    ("[groups.g]\nof = ['de']", "unknown partner 'de'; did you mean 'DE'?", "'de'"),
    ("[groups.g]\nof = ['DE', 'DE']", "'DE' stands twice in 'of'", "'DE'"),
    ("[groups.g]\nof = []", "'of' must name at least 1", "[]"),
    ("[assumptions.a]\nimplies = ['DE']", "'DE' is a partner, not an assumption", "'DE'"),
    ("switches = ['p']\n[[pledges]]\nid='p'\npartner='DE'", "pledge 'p' has no 'only_if', so there is no decision to take", "'p'"),
    ("[[pledges]]\npartner='DE'\npool = 'brigade'\n[pools.brigades]\nsize=3", "unknown pool 'brigade'; did you mean 'brigades'?", "'brigade'"),
    ("[[pledges]]\npartner='DE'\nonly = ['airr']\n[[requirements]]\nid='r'\ndomain='air'", "unknown requirement or domain 'airr'; did you mean 'air'?", "'airr'"),
    ("[[statements]]\nabout='x'\nsource='s'\n[sources.s]", "unknown pledge, assumption, requirement or partner 'x'; a partner without an ISO code is declared under [partners]", "'x'"),
    ("[[pledges]]\npartner='DE'\nif = 'uk'", "unknown name 'uk'; did you mean 'GB'?", "uk"),
    ("[[pledges]]\npartner='DE'\nif = 'DE AND FR'", "keywords are lower case: 'and'", "AND"),
    ("[[pledges]]\npartner='DE'\nif = 'Not FR'", "keywords are lower case: 'not'", "Not"),
    ("[[pledges]]\npartner='DE'\nif = 'priority'", "unexpected 'priority': a name, 'not', '(' or a count is expected here", "priority"),
    ("[[pledges]]\npartner='DE'\nif = 'police >= 2500'", "unknown name 'police'; write total(police) >= 2500", "police"),
    ("[[pledges]]\npartner='DE'\ncapability = 'police'", "unknown key 'capability'; did you mean 'provides'?", "capability"),
    ("[[requirements]]\nid='r'\ncapability = 'police'", "unknown key 'capability'; did you mean 'of'?", "capability"),
    ("[[statements]]\nabout='a'\nsource='s'\ndate = 2031-05-01\n[assumptions.a]\n[sources.s]", "unknown key 'date'; did you mean 'on'?", "date"),
    ("[[pledges]]\npartner='DE'\ndate = 2031-05-01", "unknown key 'date'; did you mean 'said'?", "date"),
    ("[[requirements]]\nid='r'\nof='police'\nneeds = 1,000", "not TOML: expected newline or end of document after a statement; write 1_000", ","),
    ("pledges = [{ partner = 'DE', amount = 12,500,000 }]", "not TOML: expected '=' after a key in a key/value pair; write 12_500_000", ","),
    ("[[pledges]]\npartner='DE'\nif = 'se-1'\n[[asks]]\nid='se-1'\npartner='SE'", "'se-1' is an ask: it is not in the plan, so nothing can depend on it", "se-1"),
    ("tables = ['../a.csv']", "'../a.csv' must lie beside the plan or below it: no absolute path, no '..'", "'../a.csv'"),
    ("tables = ['/a.csv']", "'/a.csv' must lie beside the plan or below it: no absolute path, no '..'", "'/a.csv'"),
    ("tables = ['C:\\a.csv']", "'C:\\a.csv' must lie beside the plan or below it: no absolute path, no '..'", "'C:\\a.csv'"),
    # across keys and entries
    ("[[pledges]]\npartner='DE'\nwhole=true\npool='p'\n[pools.p]\nsize=3", "'whole' does not go with a pool, which is shared; leave out one of them", "true"),
    ("[[pledges]]\npartner='DE'\nsaid=2025-02-01\nended=2025-01-31", "ended on 2025-01-31, before it was said on 2025-02-01", "2025-01-31"),
    ("[[requirements]]\nid='r'\nfrom_day=5\nuntil_day=5", "'until_day' must be later than 'from_day', which is 5", "5"),
    (
        "[[pledges]]\nid='a'\npartner='DE'\npool='p'\nprovides='x'\n[[pledges]]\nid='b'\npartner='DE'\npool=\"p\"\nprovides='y'\n[pools.p]\nsize=3",
        "pool 'p' has one unit: 'a' draws 'x' from it, this pledge 'y'",
        '"p"',
    ),
    ("[[requirements]]\nid='r'\nof=['GBP', 'jets']\n[units.GBP]\nequals=1.1\nof='EUR'", "'of' mixes units: 'GBP', 'jets' do not convert into one of them", "['GBP', 'jets']"),
    ("[units.A]\nequals=0\nof='B'", "'equals' must be more than 0, not 0", "0"),
    (
        "[units.A]\nequals=1\nof='B'\n[units.B]\nequals=1\nof='C'",
        "a unit of 'B', which is told in another unit too: 'of' must be a capability that is not listed under [units]",
        "'B'",
    ),
    (
        "[choices.c]\noptions=['a','b']\n[assumptions.a]\nlikelihood=0.6\n[assumptions.b]\nlikelihood=0.5",
        "at most one option is true, but their likelihoods add up to 1.1; at most 1 is possible",
        "options",
    ),
    ("[assumptions.a]\nlikelihood=[{if='b', is=0.1}]\n[assumptions.b]", "the last line has no 'if': it says the chance in every other case; add {is = …}", "if"),
    ("[assumptions.a]\nlikelihood=[{is=0.1}, {is=0.2}]", "only the last line may be without 'if'; what follows it would never count", "{is=0.1}"),
    ("[assumptions.a]\nlikelihood=[{if='DE', is=0.1}, {is=0.2}]", "the condition of a likelihood may speak of other assumptions only", "DE"),
    # circles, each told once
    ("[[requirements]]\nid='a'\nenablers=['b']\n[[requirements]]\nid='b'\nenablers=['c']\n[[requirements]]\nid='c'\nenablers=['a']", "enablers go round in a circle: a → b → c → a", "'b'"),
    ("[[requirements]]\nid='a'\nenablers=['a']", "enablers go round in a circle: a → a", "'a'"),
    ("[[pledges]]\nid='a'\npartner='DE'\nreplaces=['b']\n[[pledges]]\nid='b'\npartner='DE'\nreplaces=['a']", "pledges replace or refine each other in a circle: a → b → a", "'b'"),
    ("[sources.a]\norigin='b'\n[sources.b]\norigin='a'", "sources repeat each other in a circle: a → b → a", "'b'"),
    ("[[statements]]\nabout='x'\nsource='s'\norigin=\"s\"\n[sources.s]\n[assumptions.x]", "'origin' is the source itself, 's'; leave it out", '"s"'),
    (
        "[assumptions.a]\nlikelihood=[{if='b', is=0.1}, {is=0.2}]\n[assumptions.b]\nlikelihood=[{if='not a', is=0.1}, {is=0.2}]",
        "likelihoods depend on each other in a circle: a → b → a",
        "likelihood",
    ),
    # consents, limitations, alternatives, amounts that follow, names and weights
    (
        "[[pledges]]\npartner='DE'\nsubject_to='Bundestag'",
        "'subject_to' must be a list of bodies such as [\"Bundestag\"], or what is known of each such as"
        " {Bundestag = {granted = 2026-01-20}}, not \"Bundestag\"",
        "'Bundestag'",
    ),
    (
        "[[pledges]]\npartner='DE'\nsubject_to={Bundestag=true}",
        "'Bundestag' must be what is known of it such as {granted = 2026-01-20}, or {} for nothing yet, not true",
        "true",
    ),
    ("[[pledges]]\npartner='DE'\nsubject_to={Bundestag={grated=2026-01-20}}", "unknown key 'grated'; did you mean 'granted'?", "grated"),
    ("[[pledges]]\npartner='DE'\nsubject_to={Bundestag={likelihood=2}}", "'likelihood' must be from 0 to 1, not 2; for 2% write 0.02", "2"),
    ("[[pledges]]\npartner='DE'\nsubject_to=['']", "'subject_to' must be a word, without blanks before or behind it", "''"),
    ("[[pledges]]\npartner='DE'\nnot_in={sea={lifted_by=''}}", "'lifted_by' must be a word, without blanks before or behind it", "''"),
    ("[[pledges]]\npartner='DE'\nnot_in={sea='X'}", "'sea' must be {lifted_by = \"…\"}, or {} where nobody may lift it, not \"X\"", "'X'"),
    ("[[pledges]]\npartner='DE'\nonly={airr={}}\n[[requirements]]\nid='air'", "unknown requirement or domain 'airr'; did you mean 'air'?", "airr"),
    ("switches=['p.Bundesrat']\n[[pledges]]\nid='p'\npartner='DE'\nsubject_to=['Bundestag']", "unknown assumption 'p.Bundesrat'; did you mean 'p.Bundestag'?", "'p.Bundesrat'"),
    ("aside=['x']", "unknown pledge 'x'", "'x'"),
    ("[[pledges]]\nid='a'\npartner='DE'\n[alternatives.x]\nof=['a']", "'of' must name at least 2", "['a']"),
    ("[partners.XX]\nname={}", "'name' must be text in \"quotes\", or one for each language such as {en = \"…\", de = \"…\"}, not a table", "{}"),
    ("[partners.XX]\nweight={people=-1}", "'people' must be at least 0, not -1", "-1"),
    ("[partners.XX]\nweight={people=1_000_000_000_000_000_000}", "'people' must be a number of at most 18 digits", "1_000_000_000_000_000_000"),
    ("[capabilities.\"it's\"]\nname='x'", "'id' must be on one line and without ', so that conditions can quote it", '"it\'s"'),
    ("[[pledges]]\npartner='DE'\namount={share=0, of='total(EUR)'}", "'share' must be more than 0, not 0", "0"),
    ("[[pledges]]\npartner='DE'\namount={share=1, of='total(EUR) of groop', up_to=5}\n[groups.group]\nof=['DE']", "unknown group 'groop'; did you mean 'group'?", "groop"),
    ("[[pledges]]\npartner='DE'\namount={share=1}", "the key 'of' is missing", "amount"),
    ("[scenarios.s]\npledges.p={amount={share=0.5, of='others(EUR)'}}\n[[pledges]]\nid='p'\npartner='DE'\npool='f'\n[pools.f]\nsize=3", "pledge 'p': 'pool' does not go with an amount that follows a sum; leave out one of them", "{amount={share=0.5, of='others(EUR)'}}"),
    # what implications and choices do not allow
    ("premise=['a', 'b']\n[assumptions.a]\n[assumptions.b]\n[choices.c]\noptions=['a', 'b']", "'b' cannot be true: by 'implies' or [choices] that contradicts 'a'", "'b'"),
    ("[assumptions.a]\nholds=true\nimplies=['b']\n[assumptions.b]\nholds=false", "'b' cannot be false: by 'implies' or [choices] that contradicts 'a'", "false"),
    ("[assumptions.a]\nimplies=['b']\n[assumptions.b]\n[scenarios.s]\nassume={a=true, b=false}", "'b' cannot be false: by 'implies' or [choices] that contradicts 'a'", "b"),
    # scenarios
    ("[scenarios.s]\nassume = {foo = true}", "unknown assumption 'foo'", "foo"),
    ("[assumptions.a]\n[scenarios.s]\nassume = {a = 1}", "'a' must be true or false, not 1", "1"),
    ("[scenarios.s]\npledges.de-trops = {amount=3}\n[[pledges]]\nid='de-troops'\npartner='DE'", "unknown pledge 'de-trops'; did you mean 'de-troops'?", "de-trops"),
    ("[scenarios.s]\npledges.p = {id='x'}\n[[pledges]]\nid='p'\npartner='DE'", "unknown key 'id'", "id"),
    ("[scenarios.s]\npledges.p = {amount=5, up_to=3}\n[[pledges]]\nid='p'\npartner='DE'", "pledge 'p': 'up_to' is 3, less than the amount of 5", "3"),
    ("[scenarios.s]\nrequirements.a = {enablers=['b']}\n[[requirements]]\nid='a'\n[[requirements]]\nid='b'\nenablers=['a']", "requirement 'a': enablers go round in a circle: a → b → a", "'b'"),
    (
        "[scenarios.s]\nassume={p=true}\npledges.p={if='always'}\n[[pledges]]\nid='p'\npartner='DE'\nonly_if='always'",
        "pledge 'p' has no 'only_if' in this scenario, so there is no decision to take",
        "p",
    ),
]  # fmt: skip


def test_a_share_without_bound_of_what_it_replaced_is_no_circle():
    share = "[[pledges]]\nid='%s'\npartner='DE'\nprovides='EUR'\namount={share=0.3, of='total(EUR)'}\n"
    assert [problem.code for problem in read("[plan]\nname='x'\n" + share % "a" + share % "b").errors] == [
        "share-without-bound"
    ] * 2
    assert read("[plan]\nname='x'\n" + share % "a" + share % "b" + "replaces=['a']").errors == ()


@pytest.mark.parametrize(("text", "message", "mark"), ONE_BY_ONE, ids=[message for _, message, _ in ONE_BY_ONE])
def test_one_mistake_one_sentence(text, message, mark):
    reading = read('[plan]\nname = "x"\n' + text)
    assert [(said(problem), marked(problem)) for problem in reading.errors] == [(message, mark)]


def test_what_a_scenario_does_not_make_worse_is_told_once():
    reading = read(
        "[plan]\nname='x'\n[[pledges]]\nid='p'\npartner='DE'\namount=5\nup_to=3\n[scenarios.s]\npledges.p={ready=3}"
    )
    assert [told(problem) for problem in reading.errors] == [
        "plan.toml:7: pledge 'p': 'up_to' is 3, less than the amount of 5"
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[plan", "bracket"),
        ("[[plan]", "brackets"),
        ("a b", "equals"),
        ("a = 1 b", "line-end"),
        ("a = 2025-02-30", "day"),
        (r'a = "\uzzzz"', "hex"),
        (r'a = "\ud800"', "scalar"),
        (r'a = "\q"', "backslash"),
        ("[ö]", "key"),
        ("= 1", "statement"),
        ("a = [1", "list-open"),
        ("a = {b = 1", "table-open"),
        ('a = "x', "string-open"),
        ("a = {b = 1}\na.c = 2", "closed"),
        ("[a.b]\nc = 1\n[a]\nb.d = 1", "redefined"),
        ("a = 1 # \x01", "found"),
        ('a = "\x01"', "character"),
    ],
)
def test_what_tomllib_says_is_said_in_every_language(text, code):
    (problem,) = read(text).errors
    what = dict(problem.message.parts)["what"]
    assert isinstance(what, Message)
    assert what.code == f"toml.{code}"


@pytest.mark.parametrize(
    ("text", "written"),
    [("[partners.Österreich]", "Österreich"), ("[partners.sunдd]", "sunдd"), ("größe = 3", "größe")],
)
def test_a_key_that_has_other_letters_is_told_to_be_quoted(text, written):
    (problem,) = read(text).errors
    assert told(problem).endswith(f'; write "{written}"')


def test_implications_may_go_round():
    assert read("[plan]\nname='x'\n[assumptions.a]\nimplies=['b']\n[assumptions.b]\nimplies=['a']").plan


def test_a_plan_without_its_table():
    (problem,) = read("").errors
    assert told(problem) == 'plan.toml:1: no table [plan]: it gives the plan its name, [plan] name = "…"'


def test_a_key_outside_of_any_table():
    assert [said(p) for p in read('name = "x"\nfoo = 1\n[plan]\nname = "x"').errors] == [
        "'name' stands outside of any table; put it below [plan]",
        "unknown key 'foo', outside of any table",
    ]


#: The rows of a CSV table, the sentence, its line and what is marked.
IN_CSV = [
    ("id,amount", "no column 'partner': the first row names the columns, and every pledge has a partner", 1, "i"),
    ("partner,amout\nDE,5", "unknown column 'amout'; did you mean 'amount'?", 1, "amout"),
    ("partner,id, partner \nDE,a,DE", "the column 'partner' stands here a second time", 1, "partner"),
    ("partner,delivered\nDE,500", "'delivered': '500' is no day and an amount, such as 2025-04-10: 500", 2, "500"),
    ("partner,id\nDE,a,b", "3 cells where the first row has 2; is a comma amiss?", 2, "D"),
    ("partner,id\nDE", "1 cell where the first row has 2; is a comma amiss?", 2, "D"),
    ("partner,id\n\nDE,a\n,,\n", "3 cells where the first row has 2; is a comma amiss?", 4, ","),
    ("partner,amount\nDE,1\nDE,-1", "'amount' must be at least 0, not -1", 3, "-1"),
    ("partner,amount\nDE,5 men", "'amount' must be a whole number, not \"5 men\"", 2, "5 men"),
    ("partner,amount\nDE,12345678901234567890123456789012345678901234", "'amount': a number has at most 18 digits", 2, "12345678901234567890123456789012345678901234"),
    ("partner,said\nDE,30.2.2025", "'said' must be a day such as 2025-04-10, not \"30.2.2025\"", 2, "30.2.2025"),
    ("partner,said\nDE,3/4/2025", "'said': '3/4/2025' may be 2025-04-03 or 2025-03-04: write the one that is meant", 2, "3/4/2025"),
    ("partner,whole\nDE,perhaps", "'whole' must be true or false, not \"perhaps\"", 2, "perhaps"),
    ("partner,reliability\nDE,1.200", "", 2, None),
    ("partner,\nDE,5", "unknown column ''", 1, ""),
    ("partner,id,amount\n,a,5", "the cell 'partner' is empty", 2, ","),
    ("partner,id\nEL,a", "unknown partner 'EL'; did you mean 'GR'?", 2, "EL"),
    ("partner,id\nDE,a\nFR,a", "the id 'a' is taken: a pledge has it already", 3, "a"),
    ("partner,id\nDE,5a", "'5a' is no id: a letter first, then letters, digits, '-' or '_'", 2, "5a"),
    ("partner,if\nDE,x and nott y", "unexpected 'nott' after the end of the condition; join with 'and' or 'or'", 2, None),
    ("partner,if\nDE,\"at least 1 of (x, yy)\"", "unknown name 'yy'", 2, "yy"),
    ("partner,note,if\nDE,\"a \"\"b\"\"\",\"x or 'é\"\"' and yy\"", "unexpected ''é\"'': a name, 'not', '(' or a count is expected here", 2, "'é\"\"'"),
    ("partner,replaces\nDE,DE-1x; DE-2x", "unknown pledge 'DE-1x'; did you mean 'DE-1'?", 2, "DE-1x"),
    ("partner,if,only_if\nDE,x,x", "both 'if' and 'only_if': 'if' says when they will, 'only_if' when they may; keep one", 2, "x"),
    ("partner,note\nDE,\"two\nFR,\"x\"", "a quote ends inside a cell: a comma must follow it; a quote in the text is written \"\"", 2, "D"),
    ("partner,note,if\nDE,\"two\nlines\",yy", "unknown name 'yy'", 3, "yy"),
    ("partner,note,if\nDE,,\"x and\nyy\"", "unknown name 'yy'", 3, "yy"),
    ("partner,note\nDE,\"two", "a quote does not end", 2, "D"),
    ("partner,note\nDE,\"two\"x", "a quote ends inside a cell: a comma must follow it; a quote in the text is written \"\"", 2, "D"),
    ("partner,note\nDE,two \"x\"", "a quote inside a cell: put the whole cell in quotes, and write \"\" for it", 2, "two \"x\""),
    ("partner,note\nDE,a\0", "a NUL character stands here: this is no text, or it was damaged", 2, "\0"),
    ("partner,amount,up_to\nDE,5,3", "'up_to' is 3, less than the amount of 5", 2, "3"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "message", "line", "mark"), IN_CSV, ids=[case[1] for case in IN_CSV])
def test_mistakes_in_csv(rows, message, line, mark):
    reading = read('[plan]\nname = "x"\ntables = ["t.csv"]\n[assumptions.x]', t=rows)
    if mark is None:
        assert reading.errors
        return
    problem = reading.errors[0]
    assert (said(problem), problem.place.file, problem.place.line, marked(problem)) == (message, "t.csv", line, mark)
    assert problem.excerpt == rows.split("\n")[line - 1]


def test_a_table_that_cannot_be_read():
    def load(name: str) -> bytes:
        raise FileNotFoundError(2, "No such file or directory")

    reading = read_plan(b'[plan]\nname="x"\ntables = ["a.csv"]', file="plan.toml", load=load)
    assert [told(p) for p in reading.errors] == [
        "plan.toml:3: [plan]: cannot read the table 'a.csv': No such file or directory"
    ]


def test_problems_of_several_files_stand_in_their_order():
    reading = read(
        '[plan]\nname="x"\ntables = ["b.csv", "a.csv"]\nfoo = 1\n', a="partner\nXX\n", b="partner,amount\nDE,x\nDE,y\n"
    )
    assert [(p.place.file, p.place.line) for p in reading.errors] == [
        ("plan.toml", 4), ("b.csv", 2), ("b.csv", 3), ("a.csv", 2)
    ]  # fmt: skip


def test_a_thousand_are_kept_and_the_rest_counted():
    reading = read('[plan]\nname="x"\ntables = ["a.csv"]\nfoo = 1\n', a="partner,amount\n" + "DE,x\n" * 5_000)
    assert (len(reading.errors), reading.omitted) == (1_000, 4_001)
    assert reading.errors[0].place.file == "plan.toml"
    assert [p.place.line for p in reading.errors[1:]] == list(range(2, 1_001))


WELL = "[plan]\nname = 'x'\n[sources.s]\n[assumptions.x]\n"

#: What is doubtful, and the sentence about it.
DOUBTS = [
    ("[assumptions.y]\n", "assumption 'y': no condition names it, so it changes nothing", "y"),
    ("[[pledges]]\nid='b'\npartner='DE'", "pledge 'b': no source speaks for it", "pledges"),
    ("[[requirements]]\nid='r'\nof='jets'", "requirement 'r': no pledge provides 'jets'", "'jets'"),
    ("[[requirements]]\nid='r'\nof='men'\nplace='ua'\n[[pledges]]\nid='b'\nsources=['s']\npartner='DE'\nprovides='men'\nnot_in=['ua']", "requirement 'r': no pledge may serve it: those that could are kept out by 'not_in' or 'only'", "'men'"),
    ("[[requirements]]\nid='r'\nof=['men', 'jets']\n[[pledges]]\nid='b'\nsources=['s']\npartner='DE'\nprovides='men'", "requirement 'r': no pledge provides 'jets'", "'jets'"),
    ("[[pledges]]\nid='b'\nsources=['s']\npartner='DE'\nif='never'\n[[pledges]]\nid='c'\nsources=['s']\npartner='DE'\nif='x and b'", "pledge 'c': this can never be met: 'b' can never be in", "b"),
    ("[[pledges]]\nid='b'\nsources=['s']\npartner='DE'\nif='FR or never'", "pledge 'b': this can never be met: partner 'FR' pledges nothing that could be in", "FR"),
    ("[[pledges]]\nid='b'\nsources=['s']\npartner='DE'\nif='at least 3 of (x, a)'", "pledge 'b': this can never be met", "'at least 3 of (x, a)'"),
    ("[[pledges]]\nid='b'\nsources=['s']\npartner='DE'\nif='at least 2 others'", "pledge 'b': this can never be met", "'at least 2 others'"),
    ("[[pledges]]\nid='b'\nsources=['s']\npartner='DE'\nif='total(jets) >= 3'", "pledge 'b': this can never be met: no pledge provides 'jets'", "jets"),
    ("[[pledges]]\nid='b'\nsources=['s']\npartner='PL'\n[[pledges]]\nid='c'\nsources=['s']\npartner='DE'\nif='PL'", "pledge 'c': partner 'PL' has 2 pledges, and any of them counts here", "PL"),
    ("[[pledges]]\nid='b'\nsources=['s']\npartner='DE'\nlikelihood=0.5", "pledge 'b': 'likelihood' is that of an own decision, and there is no 'only_if'; is 'reliability' meant?", "0.5"),
    ("[[pledges]]\nid='b'\nsources=['s']\npartner='DE'\nnot_in=['mars']", "pledge 'b': no requirement has the place 'mars', so this keeps it out of nothing", "'mars'"),
    ("[[pledges]]\nid='b'\nsources=['s']\npartner='DE'\nsaid=2025-01-02\nuntil=2025-01-02", "pledge 'b': it lapses on 2025-01-02, and was said on 2025-01-02: it never counts", "2025-01-02"),
    ("[[pledges]]\nid='b'\nsources=['s']\npartner='DE'\nreplaces=['a']", "pledge 'b': it replaces 'a', a pledge of another partner, PL", "'a'"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message", "mark"), DOUBTS, ids=[message for _, message, _ in DOUBTS])
def test_doubts(text, message, mark):
    reading = read(WELL + "[[pledges]]\nid='a'\nsources=['s']\npartner='PL'\nif='x'\n" + text)
    assert reading.plan is not None
    assert [(problem_sentence(p), marked(p)) for p in reading.warnings] == [(message, mark)]


@pytest.mark.parametrize(("goal", "doubts"), [
    ("filled(sea) and x", ["goal-never-filled"]),
    ("usable(land)", ["goal-never-filled"]),  # by its enabler
    ("filled(land) or filled(sea)", []),
    ("filled(sea) >= 50%", []),
    ("usable(all)", ["goal-never-filled"]),  # told once, though it enables another
    ("x and total(ships) >= 3", ["goal-parts-never-met"]),
])  # fmt: skip
def test_parts_of_a_goal_that_are_met_in_no_case(goal: str, doubts: list[str]) -> None:
    needs = "".join(
        f"[[requirements]]\nid='{id_}'\nneeds=4\nof='{of}'\nenablers={enablers}\n"
        for id_, of, enablers in (("land", "men", ["sea"]), ("sea", "ships", []))
    )
    pledges = "".join(
        f"[[pledges]]\npartner='PL'\nprovides='{of}'\namount={n}\nsources=['s']\n"
        for of, n in (("men", 4), ("ships", 2))
    )
    reading = read(f"[plan]\nname='x'\ngoal='{goal}'\n[assumptions.x]\n[sources.s]\n{needs}{pledges}")
    assert [p.code for p in reading.warnings if p.code != "assumption-unused"] == doubts


@pytest.mark.parametrize("others", ["", "stage='mentioned'", "amount=1"])
def test_a_number_that_is_not_known_may_do(others: str) -> None:
    plan = "[plan]\nname='x'\ngoal='filled(sea)'\n[sources.s]\n[[requirements]]\nid='sea'\nneeds=3\nof='ships'\n"
    reading = read(plan + f"[[pledges]]\npartner='PL'\nprovides='ships'\nsources=['s']\n{others}")
    assert [p.code for p in reading.warnings] == (["goal-never-filled"] if others else [])


@pytest.mark.parametrize(("note", "doubted"), [
    ("or the submarine", True), ("Entweder das oder U-Boote: submarines", True), ("oder ein submarine", True),
    ("for weeks or months", False), ("either submarines", True), ("the submarines come later", False),
])  # fmt: skip
def test_a_note_that_offers_one_or_the_other(note: str, doubted: bool) -> None:
    plan = "[plan]\nname='x'\n[sources.s]\n"
    plan += f"[[pledges]]\nid='a'\npartner='PL'\nprovides='ships'\nsources=['s']\nnote='{note}'\n"
    plan += "[[pledges]]\nid='b'\npartner='PL'\nprovides='submarines'\nsources=['s']\n"
    assert [p.code for p in read(plan).warnings] == ["alternatives-meant"] * doubted
    assert not read(plan + "[alternatives.one]\nof=['a', 'b']\n").warnings


def test_a_partner_that_is_met_by_a_hospital() -> None:
    plan = "[plan]\nname='x'\n[sources.s]\n[[requirements]]\nid='r'\nneeds=2\nof='men'\n"
    plan += "[[pledges]]\nid='de'\npartner='DE'\nprovides='hospital'\nsources=['s']\n"
    named = "[[pledges]]\npartner='PL'\nprovides='men'\namount=2\nsources=['s']\nif='{}'\n"
    assert [p.code for p in read(plan + named.format("DE")).warnings] == ["partner-met-by-support"]
    assert not read(plan + named.format("DE with hospital")).warnings
    assert not read(plan + named.format("de")).warnings


def test_many_pledges_without_source_are_one_doubt():
    rows = "partner\n" + "DE\n" * 30
    reading = read('[plan]\nname="x"\ntables=["t.csv"]', t=rows)
    assert [said(p) for p in reading.warnings] == [
        "none of the 30 pledges has a source: say under 'sources' where it can be read"
    ]


def test_a_replaced_refusal_is_no_reason_for_doubt():
    reading = read(
        WELL + "[[pledges]]\nid='no'\npartner='PL'\nif='never'\nsources=['s']\n"
        "[[pledges]]\nid='yes'\npartner='PL'\nreplaces=['no']\nsources=['s']\nif='x'\n"
        "[[pledges]]\nid='de'\npartner='DE'\nif='no'\nsources=['s']"
    )
    assert reading.warnings == ()


def test_names_that_look_alike_are_doubted() -> None:
    def doubts(text: str) -> dict[str, str]:
        return {problem.code: problem_sentence(problem) for problem in read(text).warnings}

    plan = "[plan]\nname='x'\n"
    found = doubts(plan + "[partners.norland]\n[partners.'n\u043erland']\n")
    assert "U+043E CYRILLIC SMALL LETTER O" in found["looks-like-another"]
    provides = plan + "[[pledges]]\nid='p'\npartner='DE'\nprovides='{}'\namount=1\n"
    assert "alphabets-mixed" in doubts(provides.format("tr\u043eops"))
    whole = doubts(provides.format("\u0432\u0456\u0439\u0441\u044c\u043a\u043e"))  # one alphabet, no other name
    assert not {"alphabets-mixed", "looks-like-another"} & whole.keys()


def test_what_tomllib_says_is_said_without_its_place() -> None:
    assert not_toml("Invalid value (at line 1, column 3)") == Message("toml.value")
    assert not_toml("Something new (at end of document)") == "something new"
