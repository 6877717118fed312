"""docs/sentences.md: every sentence that a brief can say, with what it is read from and the rule behind it.

python tools/brief_sentences.py            write it
python tools/brief_sentences.py --check    change nothing; status 1 if it is not what would be written

The sentences are those of the messages, by what their comments say they belong to; docs/sentences.toml has the rules.
Status 1 as well where a sentence has no rule, or a rule no sentence.
"""

import argparse
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from willing import open_plan  # noqa: E402
from willing.answers.why import Word  # noqa: E402
from willing.languages.messages import Catalogue  # noqa: E402
from willing.languages.po import Message, messages_of  # noqa: E402
from willing.model.condition import Always, Never  # noqa: E402
from willing.model.evidence import Source  # noqa: E402
from willing.model.plan import Pledge  # noqa: E402
from willing.present.words import Words  # noqa: E402
from willing.questions.why import Passages  # noqa: E402

RULES = ROOT / "docs" / "sentences.toml"
PAGE = ROOT / "docs" / "sentences.md"
REAL = ROOT / "examples" / "ukraine-2025-04" / "plan.toml"

#: Which messages a brief is made of: what their comments begin with, and the heading they stand under here.
PARTS = {
    "the brief: its head and its goal": "The head and the goal",
    "the headings of the brief": "Headings",
    "the brief: who": "Who",
    "the brief: what it adds up to": "What it adds up to",
    "brief, what is offered where nothing is asked for": "What is on offer, where nothing is asked for",
    "the brief: other scenarios": "Other scenarios",
    "the brief: its foot": "The foot",
    "names, values and offers": "Names, values and offers",
    "conditions": "Conditions",
}

#: By heading, sentences that asks and why say too.
SHARED = {
    "The head and the goal": {"asks.then.firm", "asks.then.together", "asks.then.lost", "asks.then.possible"},
    "The foot": {"quoted", "unnamed"},
}

HEAD = """\
# Each sentence of a brief, and what it comes from

Nothing in a brief is written by hand or guessed: every sentence is one of these, its gaps filled from the plan by the
rule that is named (the sections of [what it means](semantics.md)). With `willing brief --cite` each name also has the
sources that the plan gives for it, and `willing why` the statements themselves.

This page is made from the messages and from `docs/sentences.toml`, by `python tools/brief_sentences.py`; its last part
from the real case (`examples/ukraine-2025-04/plan.toml`).
"""

REAL_HEAD = """\
## The brief of the real case, line by line

What the brief of April 2025 says of each pledge, need and assumption, and who said what it rests on, when and where.
Statements are told as the plan has them: paraphrased, unless they are in quotation marks.
"""


def page() -> str:
    """The whole page; raises ValueError where sentences and rules do not go together."""
    rules = {key: rule for rule in tomllib.loads(RULES.read_text("utf-8"))["rules"] for key in rule["keys"]}
    used, told = set[str](), [HEAD]
    for heading, messages in parts():
        rows = ["| sentence | read from | rule |", "|---|---|---|"]
        for message in messages:
            key = rule_of(message.key, rules)
            used.add(key)
            rows.append(f"| {said(message)} | {rules[key]['from']} | {rules[key]['rule']} |")
        told.append(f"## {heading}\n\n" + "\n".join(rows) + "\n")
    idle = rules.keys() - used
    if idle:
        raise ValueError(f"rules without a sentence: {', '.join(sorted(idle))}")
    return "\n".join([*told, real_case()])


def real_case() -> str:
    """What is said of each pledge, need and assumption of the real case, with the sources it rests on."""
    study = open_plan(REAL)
    brief, plan, words, passages = study.brief(), study.plan, Words(study.picture, "en"), Passages(study.picture)
    rows = ["| told | as | on whose word |", "|---|---|---|"]
    for line in brief.pledges.values():
        kind = words.say(f"kind.{line.state}") + "*" * line.contested
        sources = [word_text(word, words.say) for word in passages.about(plan.promise(line.pledge.id))]
        rows.append(f"| {cell(offered(line.pledge, words))} | {kind} | {cell('; '.join(sources))} |")
    for need in plan.requirements.values():
        size = "of unknown size" if need.needs is None else words.say.number(need.needs)
        sources = [source_text(plan.sources[id_], words.say) for id_ in need.sources]
        rows.append(f"| {cell(words.requirement(need))} | needed: {size} | {cell('; '.join(sources))} |")
    for id_, value in brief.assumptions.items():
        sources = [word_text(word, words.say) for word in passages.about([id_])]
        rows.append(f"| {cell(words.assumption(id_))} | {words.known(value)} | {cell('; '.join(sources))} |")
    return REAL_HEAD + "\n" + "\n".join(rows) + "\n"


def offered(pledge: Pledge, words: Words) -> str:
    """A pledge, what it gives and on which condition."""
    name = words.pledge(pledge.id)
    if isinstance(pledge.needs, Never):
        return name
    offer = f"{name}: {words.offer(pledge)}"
    return offer if isinstance(pledge.needs, Always) else f"{offer}, if {words.condition(pledge.needs)}"


def word_text(word: Word, say: Catalogue) -> str:
    """Who said what, when and where."""
    statement = word.statement
    if statement is None:
        return source_text(word.source, say)
    says = f"“{statement.says}”" if statement.verbatim else (statement.says or "")
    who = statement.who or ("" if statement.named else say("unnamed"))
    told = ", ".join(filter(None, (who, say.day(statement.on) if statement.on else "")))
    text = ", ".join(filter(None, (told, source_text(word.source, say))))
    return f"{'**against** ' if word.against else ''}{says} ({text})"


def source_text(source: Source, say: Catalogue) -> str:
    """A report with its address."""
    name = source.outlet or source.title or source.id
    day = f", {say.day(source.published)}" if source.published else ""
    return (f"[{name}]({source.url})" if source.url else name) + day


def cell(text: str) -> str:
    """A text as a cell of a table has it."""
    return text.replace("|", "\\|") or "–"


def parts() -> list[tuple[str, list[Message]]]:
    """The messages of a brief, under their headings."""
    messages = [each for each in messages_of("en").by_key.values() if not each.key.startswith("problem.")]
    told = [
        (heading, [each for each in messages if f"#. {comment}" in each.comments]) for comment, heading in PARTS.items()
    ]
    for heading, its in told:
        its.extend(each for each in messages if each.key in SHARED.get(heading, ()))
    return told


def rule_of(key: str, rules: dict[str, dict[str, str]]) -> str:
    """The longest beginning of a key, up to a dot, that has a rule."""
    words = key.split(".")
    for end in range(len(words), 0, -1):
        begin = ".".join(words[:end])
        if begin in rules:
            return begin
    raise ValueError(f"no rule for the sentence {key}")


def said(message: Message) -> str:
    """A sentence as it stands in the messages; with its plural, where that differs."""
    forms = dict.fromkeys(form for form in (message.english, message.plural) if form)
    return " / ".join("`" + form.replace("|", "\\|") + "`" for form in forms)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    try:
        text = page()
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    if check:
        return int(not PAGE.exists() or PAGE.read_text("utf-8") != text)
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
