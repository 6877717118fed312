"""What is said: one file a language, keyed alike, and how each writes numbers, days and lists."""

import ast
import gettext
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from willing.cli import main
from willing.languages import DATA, LANGUAGES
from willing.languages.messages import Catalogue
from willing.languages.po import Message, PluralRule, PoError, faults, messages_of, parsed, python_expression, written
from willing.model.evidence import PartialDate

SRC = Path(__file__).parents[2] / "src"
WILLING = SRC / "willing"
EXAMPLE = Path(__file__).parents[2] / "examples" / "bonn-1978" / "plan.toml"

#: Languages that say all there is to say; another may lack texts, which are then said in English.
COMPLETE = ("en", "de", "fr")


# -- the files of the languages ---------------------------------------------------------------------------------------


def test_complete_languages_come_first() -> None:
    assert LANGUAGES[:3] == COMPLETE
    assert list(LANGUAGES[3:]) == sorted(LANGUAGES[3:])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_languages_say_the_same_things(lang: str) -> None:
    english, messages = messages_of("en"), messages_of(lang)
    by_form = messages.rule.numbers()
    assert f"Language: {lang}\n" in messages.header
    if lang in COMPLETE:  # another follows when its translators want: what it lacks is said in English
        assert list(messages.by_key) == list(english.by_key), "run: python tools/messages.py"
    for key, message in messages.by_key.items():
        original = english.by_key.get(key, message)
        if lang in COMPLETE:
            assert (message.english, message.plural) == (original.english, original.plural), "see tools/messages.py"
        if lang != "en" and message.done:
            assert not list(faults(message, by_form))
        assert message.done or lang == "en" or lang not in COMPLETE, f"{lang} does not say {key}"
    say = Catalogue(lang)
    assert len(say("day.months").split()) == 12
    assert len(say("number.words").split(",")) == 13
    assert not say.partial or lang not in COMPLETE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_files_are_written_as_they_are_read(lang: str) -> None:
    assert written(messages_of(lang)) == Path(DATA, lang, "messages.po").read_text("utf-8")


def test_no_language_is_a_module() -> None:
    tracked = [path for path in WILLING.rglob("*.py") if path.stem in LANGUAGES]
    assert not [path for path in tracked if "TEXTS" in path.read_text("utf-8")]


def said_keys() -> Iterator[re.Pattern[str]]:
    """What the code asks a catalogue for, as patterns: parts that vary match anything."""
    for template in (WILLING / "present").rglob("*.html"):
        for key, more in re.findall(r"\bsay\('([^']*)'( ~)?", template.read_text("utf-8")):
            yield re.compile(re.escape(key) + (".+" if more else ""))
    rooms = ("present", "board", "room", "commands", "languages", "app")
    for path in (p for room in rooms for p in (WILLING / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.compile(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr) and any(isinstance(v, ast.Constant) for v in node.values):
                pattern = [re.escape(str(v.value)) if isinstance(v, ast.Constant) else ".+" for v in node.values]
                if re.search(r"[a-z]{2}", "".join(pattern)):
                    yield re.compile("".join(pattern))


def test_every_text_is_said() -> None:  # those of problems: tests/answers/test_problems.py
    patterns = list(said_keys())
    built = re.compile(r"problem\..*|said(\.on)?(\.by(\.its)?)?|list\.(and|or)|how\..*|offer.*|group.*")
    for key in messages_of("en").by_key:
        assert built.fullmatch(key) or any(p.fullmatch(key) for p in patterns), f"nobody says {key}"


# -- numbers, days and lists ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "number", "share", "day", "first", "month", "three"),
    [
        ("en", "20,000.5", "80%", "9 May 2031", "1 May 2031", "March 2031", "a, b and c"),
        ("de", "20.000,5", "80\u00a0%", "9.\u00a0Mai 2031", "1.\u00a0Mai 2031", "März 2031", "a, b und c"),
        (
            "uk",
            "20\u00a0000,5",
            "80%",
            "9\u00a0травня 2031\u00a0р.",
            "1\u00a0травня 2031\u00a0р.",
            "березень 2031\u00a0р.",
            "a, b та c",
        ),
        ("fr", "20\u202f000,5", "80\u202f%", "9\u00a0mai 2031", "1er\u00a0mai 2031", "mars 2031", "a, b et c"),
    ],
)
def test_numbers_days_and_lists(
    lang: str, number: str, share: str, day: str, first: str, month: str, three: str
) -> None:
    say = Catalogue(lang)
    assert say.number(Decimal("20000.50")) == number
    assert say.number(None) == ""
    assert say.percent(Fraction(796, 1000)) == share
    assert say.percent(Decimal("0.8")) == share
    assert say.day(date(2031, 5, 9)) == day
    assert say.day(date(2031, 5, 1)) == first
    assert say.day(PartialDate(first=date(2031, 3, 1), month_only=True)) == month
    assert say.listed(["a", "b", "c"]) == three
    assert say.listed([]) == ""
    assert say.listed(["a"]) == "a"


def test_plurals() -> None:
    def told(lang: str) -> list[str]:
        return [Catalogue(lang).many("statements", count) for count in (0, 1, 2)]

    def single(count: int) -> str:
        return Catalogue("uk").many("single", count)

    assert told("en") == ["0 statements", "1 statement", "2 statements"]
    assert told("de") == ["0 Aussagen", "1 Aussage", "2 Aussagen"]
    assert told("fr") == ["0 déclaration", "1 déclaration", "2 déclarations"]
    assert Catalogue("fr").many("statements", Decimal("1.5")) == "1,5 déclarations"
    assert single(1) == "1 обіцянка спирається лише на одне"
    assert single(21) == "21 обіцянка спирається лише на одне"
    assert single(3) == "3 обіцянки спираються лише на одне"
    assert single(11) == "11 обіцянок спираються лише на одне"
    assert single(12) == "12 обіцянок спираються лише на одне"
    assert single(0) == "0 обіцянок спираються лише на одне"


@pytest.mark.parametrize(
    "rule",
    [
        "0",
        "n != 1",
        "(n > 1)",
        "n==1 ? 0 : n==2 ? 1 : 2",
        "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)",
        "n==1 ? 0 : (n==0 || (n%100>0 && n%100<20)) ? 1 : 2",
        "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5",
        "!(n == 1)",
    ],
)
def test_plural_rules_are_those_of_gettext(rule: str) -> None:
    theirs = gettext.c2py(rule)
    by_form = PluralRule(count=9, python=python_expression(rule)).numbers()
    assert by_form == [[n for n in range(1001) if theirs(n) == form] for form in range(9)]


@pytest.mark.parametrize("rule", ["", "n ==", "n ? 1", "(n", "n)", "m", "__import__('os')", "n = 1", "n ? : 2", "1 2"])
def test_what_is_no_plural_rule(rule: str) -> None:
    with pytest.raises(PoError, match="no plural rule"):
        python_expression(rule)


@pytest.mark.parametrize("rule", ["n", "n / (n - 7)", "n / 0"])
def test_a_rule_without_a_form_for_a_number(rule: str) -> None:
    with pytest.raises(PoError, match="no form for"):
        PluralRule(count=2, python=python_expression(rule)).numbers()


# -- a language that lacks texts ---------------------------------------------------------------------------------------


def test_what_a_language_lacks_is_said_in_english() -> None:
    say = Catalogue("uk")
    assert say("board.skip") == "To the answer"
    assert say.many("diff.both", 2000) == "2\u00a0000 sentences are in both"
    assert "board.skip" in say
    assert say.partial.startswith("Текстів українською: ")
    assert not Catalogue("de").partial


@pytest.mark.parametrize(
    ("arguments", "environment", "times"),
    [
        (["--lang", "uk"], {}, 1),
        ([], {"LC_ALL": "uk_UA.UTF-8"}, 1),
        (["--lang", "uk", "--json"], {}, 0),
        (["--lang", "de"], {"LC_ALL": "uk_UA.UTF-8"}, 0),
        (["--lang", "en"], {}, 0),
    ],
)
def test_that_a_language_lacks_texts_is_told_once(
    arguments: list[str], environment: dict[str, str], times: int
) -> None:
    done = CliRunner().invoke(main, ["brief", str(EXAMPLE), *arguments], env={"LC_ALL": None, **environment})
    assert done.exit_code == 0
    assert done.stderr.count("решта – англійською") == times
    assert "решта – англійською" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "times"),
    [
        (["brief", str(EXAMPLE), "--lang", "pl"], {}, 1),
        (["brief", str(EXAMPLE)], {"LC_ALL": "pl_PL.UTF-8"}, 1),
        (["check", str(EXAMPLE), "--lang", "pl"], {}, 1),
        (["brief", str(EXAMPLE), "--lang", "pl", "--json"], {}, 0),
        (["brief", str(EXAMPLE)], {"LC_ALL": "C"}, 0),
    ],
)
def test_a_language_without_a_folder_is_english_and_told_so(
    arguments: list[str], environment: dict[str, str], times: int
) -> None:
    done = CliRunner().invoke(main, arguments, env={"LC_ALL": None, "LC_MESSAGES": None, "LANG": None, **environment})
    assert done.exit_code == 0
    assert done.stderr.count("There is no folder for the language 'pl' yet; this is in English.") == times


# -- reading .po ------------------------------------------------------------------------------------------------------

HEAD = 'msgid ""\nmsgstr "Plural-Forms: nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;\\n"\n\n'


def test_a_file_as_an_editor_writes_it() -> None:
    text = (
        HEAD + '# a note\n#. to whom\n#: x.py:3\n#, fuzzy, python-brace-format\n#| msgid "old"\nmsgctxt "a.b"\n'
        'msgid ""\n"one \\"line\\" "\n"and\\n"\n"another"\nmsgstr "x\\\\y"\n\n'
        'msgctxt "c"\nmsgid "{count} ship"\nmsgid_plural "{count} ships"\n'
        'msgstr[0] "0"\nmsgstr[1] "1"\nmsgstr[2] "2"\n\n#~ msgid "gone"\n#~ msgstr "weg"\n'
    )
    first, second = parsed(text).by_key.values()
    assert first == Message(
        key="a.b",
        english='one "line" and\nanother',
        forms=("x\\y",),
        comments=("# a note", "#. to whom", "#: x.py:3"),
        fuzzy=True,
    )
    assert not first.done
    assert second.forms == ("0", "1", "2")
    assert parsed(written(parsed(text))) == parsed(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('msgctxt "a"\nmsgstr "x"\n', "line 4: an entry without msgid"),
        ('msgctxt "a"\nmsgid "x\nmsgstr "x"\n', 'line 5: not understood: msgid "x'),
        ('msgctxt "a"\nmsgid "x"\nmsgid "y"\nmsgstr ""\n', "line 6: not understood"),
        ('"x"\n', "line 4: not understood"),
        ('msgctxt "a"\nmsgid "x"\nmsgstr ""\n\nmsgctxt "a"\nmsgid "x"\nmsgstr ""\n', "line 8: a stands here twice"),
    ],
)
def test_a_file_that_is_none(text: str, message: str) -> None:
    with pytest.raises(PoError, match=re.escape(message)):
        parsed(HEAD + text)


@pytest.mark.parametrize(
    ("forms", "fault"),
    [
        (("1", "2 {count}", "{count}"), None),
        (("{count}", "2"), "a: 2 forms where the language has 3"),
        (("{count", "{count}", "{count}"), "a: a brace that is not closed, or not opened"),
        (("{count}", "{count}", "x"), "a: form 2 lacks {count}"),
        (("{count}", "{number}{count}", "{count}"), "a: the code does not give {number}"),
    ],
)
def test_faults_of_a_translation(forms: tuple[str, ...], fault: str | None) -> None:
    message = Message(key="a", english="{count} ship", plural="{count} ships", forms=forms)
    assert list(faults(message, parsed(HEAD).rule.numbers())) == ([fault] if fault else [])


# -- what translators use ---------------------------------------------------------------------------------------------


def test_files_are_brought_up_to_date_with_english(house: Path) -> None:
    shutil.copytree(SRC.parent / "tools", house.parent / "tools")
    german, english = (house / "willing" / "languages" / "data" / lang / "messages.po" for lang in ("de", "en"))
    tool = [sys.executable, str(house.parent / "tools" / "messages.py")]

    def told(*arguments: str, status: int) -> str:
        done = subprocess.run([*tool, *arguments], capture_output=True, encoding="utf-8", check=False, timeout=60)
        assert done.returncode == status, done.stderr
        return done.stdout

    told(status=0)
    told("--check", status=0)
    text = english.read_text("utf-8")
    text = text.replace('msgid "FIRM"', 'msgid "CERTAIN"').replace('msgctxt "heading.none"', 'msgctxt "heading.nobody"')
    english.write_text(text, "utf-8")
    before = german.read_text("utf-8")
    assert "not up to date" in told("--check", status=1)
    assert german.read_text("utf-8") == before
    assert "1 to look at" in told(status=0)
    assert "not up to date" not in told("--check", status=0)
    messages = parsed(german.read_text("utf-8")).by_key
    assert messages["heading.stands"].fuzzy
    assert messages["heading.stands"].forms == ("STEHT FEST",)
    assert messages["heading.stands"].comments[-1] == "# was: FIRM"
    assert not messages["heading.nobody"].done
    assert "heading.none" not in messages
    german.write_text(german.read_text("utf-8").replace('"{count} weiterer"', '"{zahl} weiterer"'), "utf-8")
    assert "more: the code does not give {zahl}" in told("--check", status=1)


# -- what is loaded ---------------------------------------------------------------------------------------------------


def run(src: Path, code: str, *arguments: str) -> str:
    """What Python prints for ``code``, with Willing in ``src``."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={"PYTHONPATH": str(src), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("lang", COMPLETE)
def test_only_one_language_is_loaded(lang: str) -> None:
    code = (
        "import sys; from willing import open_plan; from willing.present.terminal.brief import brief_text\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None)\n"
        f"brief_text(open_plan(sys.argv[1]).brief(), lang={lang!r})\n"
        "print(*{path.split('data/')[1][:2] for path in opened if 'messages.' in path and 'data/' in path})\n"
        "print('willing.languages.po' in sys.modules)"
    )
    run(SRC, code, str(EXAMPLE))  # compiled now, if not before
    assert run(SRC, code, str(EXAMPLE)).split() == [lang, "False"]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the program, to change its files."""
    shutil.copytree(WILLING, tmp_path / "src" / "willing", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "src"


def test_a_text_that_is_changed_is_said_so_at_once(house: Path) -> None:
    code = "from willing.languages.messages import Catalogue; print(Catalogue('de')('yes'), Catalogue('en')('yes'))"
    assert run(house, code) == "ja yes\n"
    german, english = (house / "willing" / "languages" / "data" / lang / "messages.po" for lang in ("de", "en"))
    german.write_text(german.read_text("utf-8").replace('msgstr "ja"', 'msgstr "jawohl"'), "utf-8")
    assert run(house, code) == "jawohl yes\n"
    english.write_text(english.read_text("utf-8").replace('msgid "yes"', 'msgid "yes, indeed"'), "utf-8")
    assert run(house, code) == "jawohl yes, indeed\n"


def test_a_language_is_one_folder(house: Path) -> None:
    folder = house / "willing" / "languages" / "data" / "pl"
    folder.mkdir()
    (folder / "messages.po").write_text(
        'msgid ""\nmsgstr "Language: pl\\nPlural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && '
        '(n%100<12 || n%100>14) ? 1 : 2);\\n"\n\nmsgctxt "statements"\nmsgid "{count} statement"\n'
        'msgid_plural "{count} statements"\nmsgstr[0] "{count} wypowiedź"\nmsgstr[1] "{count} wypowiedzi"\n'
        'msgstr[2] "{count} wypowiedzi"\n\nmsgctxt "heading.stands"\nmsgid "FIRM"\nmsgstr "PEWNE"\n\n'
        '#, fuzzy\nmsgctxt "heading.refuses"\nmsgid "REFUSES"\nmsgstr "MOŻE"\n\n'
        'msgctxt "semicolon"\nmsgid "; "\nmsgstr "; {nic}"\n',
        "utf-8",
    )
    code = "import sys; from willing.cli import main; main(sys.argv[1:], prog_name='willing')"
    text = run(house, code, "brief", str(EXAMPLE), "--lang", "pl")
    assert "PEWNE" in text
    assert "13 wypowiedzi" in text
    assert text.replace("PEWNE", "FIRM ").replace("wypowiedzi", "statements") == run(
        house, code, "brief", str(EXAMPLE), "--lang", "en"
    )
    assert "pl" in run(house, code, "brief", "--help")
