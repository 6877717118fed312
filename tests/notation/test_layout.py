"""Canonical layout: nothing is lost, nothing means anything else, and once is enough."""

import tomllib
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans import dressed_plans
from willing.notation.starter import starter_plan
from willing.notation.toml.layout import LayoutError, canonical_layout
from willing.notation.write import write_plan

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("**/plan.toml"))

UNTIDY = '''\ufeff\r
# the head of the file

 # about the plan
[ plan ]   # behind the header
counts='offered'#weakest

# said of the name,
#   in two lines
name = "X = [1, # no comment\\"]"\x20\x20
premise = [ 'x' ,"y",]
# at the end of the table


# on its own

# about x
[assumptions."x"]
implies = [
   'y', 'z', # the two
   # to come: w
]
holds = { 2025-03-01=false,2025-08-18 = true }
[assumptions]
w.holds = true

y.holds = false
z.name = """
  two\x20\x20
lines""" # behind
[[pledges]]
if = "never"
unheard_of = [[1, 2], ["a]", 'b"', {c = 1}], []]
partner = "DE"
by = 'Minister "of"'
replaces = ["a-pledge-with-a-long-name", "another-pledge-with-a-long-name", "a-third-pledge-with-a-long-name"]
[scenarios.s]
pledges.b . amount = 1
assume = {}
pledges.a.amount = 2
[scenarios.s.pledges.c]
stage = "offered"
amount = 3
# the end'''

TIDY = '''\
# the head of the file

# about the plan
[plan]  # behind the header
# said of the name,
#   in two lines
name    = "X = [1, # no comment\\"]"
premise = ['x', "y"]
counts  = 'offered'  #weakest
# at the end of the table

# on its own

# about x
[assumptions."x"]
holds   = {2025-03-01 = false, 2025-08-18 = true}
implies = [
    'y',
    'z',  # the two
    # to come: w
]

[assumptions]
w.holds = true

y.holds = false
z.name  = """
  two\x20\x20
lines"""  # behind

[[pledges]]
partner    = "DE"
if         = "never"
by         = 'Minister "of"'
replaces   = [
    "a-pledge-with-a-long-name",
    "another-pledge-with-a-long-name",
    "a-third-pledge-with-a-long-name",
]
unheard_of = [[1, 2], ["a]", 'b"', {c = 1}], []]

[scenarios.s]
assume             = {}
pledges.b . amount = 1
pledges.a.amount   = 2

[scenarios.s.pledges.c]
amount = 3
stage  = "offered"
# the end
'''


def test_an_untidy_file() -> None:
    assert canonical_layout(UNTIDY) == TIDY
    assert canonical_layout(TIDY) == TIDY


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_examples_are_laid_out(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert canonical_layout(text) == text


def test_the_starter_is_laid_out() -> None:
    assert canonical_layout(starter_plan()) == starter_plan()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "# only a comment",
        "plan = {name = 'x', goal = 'y'} # at the top\n# and a comment",
        'plan.name = "x"\n\n\nplan."as_of" = 2025-04-10\n[[pledges]]\n[[pledges]]',
        'x = """"quoted""""\ny = \'\'\'\'quoted\'\'\'\'\nz = """"""',
        "x = [ # first\n 1 # one\n , # after the comma\n 2 ]",
        "x = [\n]\ny = [ # nothing\n]",
        "x = 1979-05-27 07:32:00 # with a blank in it\ny = nan",
        "x = {a = [\n1, # one\n2], b = {c = '''\n}'''}}",
        '"a=b"."c#d" = 1\n[\'#\'."]"]\n',
    ],
)
def test_odd_files(text: str) -> None:
    once = canonical_layout(text)
    assert canonical_layout(once) == once
    assert once.count("#") == text.count("#")
    assert repr(tomllib.loads(once)) == repr(tomllib.loads(text))


def test_what_is_no_toml_is_refused() -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        canonical_layout("[plan")


def test_too_deep_a_nest_is_left_alone() -> None:
    with pytest.raises(LayoutError, match="nested more than 100 deep"):
        canonical_layout("x = " + "[" * 101 + "]" * 101)
    text = "x = " + "[" * 100 + "]" * 100
    assert tomllib.loads(canonical_layout(text)) == tomllib.loads(text)


def untidied(rng: Random, text: str) -> str:
    """The same plan as somebody in a hurry might have it, with a comment now and then."""
    lines = []
    for line in text.splitlines():
        if rng.random() < 0.15:
            lines.append(rng.choice(["", "   ", "# a comment", "  #another = [1", "\t"]))
        if line[:1] not in ("[", " ", "]", "") and rng.random() < 0.5:
            key, _, value = line.partition("=")
            line = f"{key.rstrip()}={' ' * rng.randint(0, 3)}{value.strip()}"
        if line and not line.endswith(("[", "{")) and rng.random() < 0.2:
            line += rng.choice(["  ", " # behind", "#'behind"])
        lines.append(line)
    return "\n".join(lines)


@given(plan=dressed_plans(), seed=st.integers(0))
def test_once_is_enough(plan: object, seed: int) -> None:
    text = untidied(Random(seed), write_plan(plan))  # type: ignore[arg-type]
    once = canonical_layout(text)
    assert canonical_layout(once) == once
    assert tomllib.loads(once) == tomllib.loads(text)
    assert [line for line in once.splitlines() if line != line.rstrip()] == []


@given(plan=dressed_plans())
def test_plans_are_written_in_canonical_layout(plan: object) -> None:
    text = write_plan(plan)  # type: ignore[arg-type]
    assert canonical_layout(text) == text
