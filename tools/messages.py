"""What translators need: every ``messages.po`` brought up to date with the English one, and what is still to say.

python tools/messages.py            update all files, tell what each language lacks and what is wrong
python tools/messages.py --check    change nothing; status 1 if something would change or is wrong
python tools/messages.py --new pl   begin a language: a folder of its own, with the plural rule of the CLDR

A text whose English has changed is marked as fuzzy, with the English it was made from: until somebody has looked at it
and taken the mark away, it is said in English. See docs/languages.md.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from willing.languages import DATA, LANGUAGES
from willing.languages.po import Messages, PoError, faults, messages_of, written


def updated(messages: Messages, english: Messages) -> Messages:
    """The texts of a language in the order of English, with those that are new, without those that are gone."""
    by_key = {}
    for key, original in english.by_key.items():
        message = messages.by_key.get(key, replace(original, forms=()))
        fuzzy, comments = message.fuzzy, original.comments
        if (message.english, message.plural) != (original.english, original.plural) and message.forms:
            fuzzy, comments = True, (*comments, f"# was: {message.english}")
        elif fuzzy:
            comments = (*comments, *(line for line in message.comments if line.startswith("# was: ")))
        notes = (line for line in message.comments if line.startswith("# ") and not line.startswith("# was: "))
        forms = message.forms if (message.plural is None) == (original.plural is None) else ()
        comments = (*dict.fromkeys((*notes, *comments)),)
        by_key[key] = replace(original, forms=forms, fuzzy=fuzzy and bool(forms), comments=comments)
    return replace(messages, by_key=by_key)


def begin(language: str) -> None:
    """A folder for a language, with a file that has all texts and no translation."""
    from babel import Locale
    from babel.messages.plurals import get_plural

    name = Locale.parse(language).get_language_name("en")
    rule = get_plural(language).plural_forms.rstrip(";")
    english = messages_of("en")
    header = english.header.replace("Language: en\n", f"Language: {language}\n")
    header = "".join(
        f"Plural-Forms: {rule};\n" if line.startswith("Plural-Forms") else line for line in header.splitlines(True)
    )
    path = Path(DATA, language, "messages.po")
    path.parent.mkdir(parents=True, exist_ok=True)
    empty = Messages(comments=(f"# What Willing says, in {name}.",), header=header, by_key={})
    path.write_text(written(updated(empty, english)), "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; status 1 if something is wrong")
    parser.add_argument("--new", metavar="LANGUAGE", help="begin a language: its ISO 639 code, such as pl")
    arguments = parser.parse_args()
    if arguments.new and arguments.new not in LANGUAGES:
        begin(arguments.new)
    english, wrong = messages_of("en"), False
    for language in sorted({*LANGUAGES, *filter(None, [arguments.new])} - {"en"}):
        path = Path(DATA, language, "messages.po")
        try:
            messages = updated(messages_of(language), english)
            by_form = messages.rule.numbers()
        except PoError as error:
            print(error)
            wrong = True
            continue
        if written(messages) != path.read_text("utf-8"):
            wrong = wrong or arguments.check
            print(f"{path}: {'not up to date' if arguments.check else 'brought up to date'}")
            if not arguments.check:
                path.write_text(written(messages), "utf-8")
        done = [message for message in messages.by_key.values() if message.done]
        fuzzy = sum(message.fuzzy for message in messages.by_key.values())
        print(f"{language}: {len(done)} of {len(english.by_key)} texts" + (f", {fuzzy} to look at" if fuzzy else ""))
        for fault in (fault for message in done for fault in faults(message, by_form)):
            print(f"  {fault}")
            wrong = True
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
