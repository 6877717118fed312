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

from willing.languages.po import Message, messages_of  # noqa: E402

RULES = ROOT / "docs" / "sentences.toml"
PAGE = ROOT / "docs" / "sentences.md"

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

This page is made from the messages and from `docs/sentences.toml`, by `python tools/brief_sentences.py`.
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
    return "\n".join(told)


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
