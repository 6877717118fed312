"""Sentences as translators keep them: gettext's ``.po`` files, and the module that one is compiled to.

``msgctxt`` is the key by which the code asks for a text, ``msgid`` the English text (with ``msgid_plural`` where a
number decides), ``msgstr`` the translation. The English file is the template of the others; its ``msgstr`` are empty.
"""

import re
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from willing.languages import DATA

_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


class PoError(ValueError):
    """A ``.po`` file that cannot be read; the message names the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One text: its key, its English, and its translation in as many forms as the language has (or one, or none)."""

    key: str
    english: str
    plural: str | None = None
    forms: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()  # the lines that start with "#", as they stand
    fuzzy: bool = False

    @property
    def done(self) -> bool:
        """Whether there is a translation, and nobody doubts it."""
        return bool(self.forms) and all(self.forms) and not self.fuzzy


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """A ``.po`` file: what stands above it, its header and its texts by key."""

    comments: tuple[str, ...]
    header: str
    by_key: Mapping[str, Message]

    @property
    def rule(self) -> "PluralRule":
        """The plural rule of the header; raises :class:`PoError` where it has none that can be read."""
        match = re.search(
            r"^Plural-Forms: *nplurals *= *([0-9]+) *; *plural *= *([^;\n]+);?", self.header, re.MULTILINE
        )
        if match is None:
            raise PoError("the header has no Plural-Forms")
        return PluralRule(count=int(match[1]), python=python_expression(match[2]))


# -- reading and writing ----------------------------------------------------------------------------------------------


def messages_of(language: str) -> Messages:
    """The texts of one language; raises OSError, and :class:`PoError` for a file that is none."""
    path = Path(DATA, language, "messages.po")
    try:
        return parsed(path.read_text("utf-8"))
    except PoError as error:
        raise PoError(f"{path}: {error}") from None


def parsed(text: str) -> Messages:
    """A ``.po`` file, read. Obsolete entries (``#~``) are passed over. Raises :class:`PoError`."""
    head, by_key = Message(key="", english=""), dict[str, Message]()
    for start, lines in _blocks(text):
        message = _message(start, lines)
        if message.key == "" and message.english == "":
            head = message
        elif message.key in by_key:
            raise PoError(f"line {start}: {message.key} stands here twice")
        else:
            by_key[message.key] = message
    return Messages(comments=head.comments, header="".join(head.forms), by_key=by_key)


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """The entries of a file, each with the number of its first line."""
    block: list[str] = []
    lines = text.splitlines()
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            block.append(line.strip())
        elif block:
            if not all(line.startswith("#") for line in block):
                yield number - len(block), block
            block = []


def _message(start: int, lines: Sequence[str]) -> Message:
    fields: dict[str, str] = {}
    comments: list[str] = []
    field = ""
    for number, line in enumerate(lines, start):
        if line.startswith("#"):
            comments.append(line)
            continue
        match = re.fullmatch(r'(?:(msgctxt|msgid|msgid_plural|msgstr(?:\[[0-9]+\])?)[ \t]+)?"((?:[^"\\]|\\.)*)"', line)
        if match is None or (match[1] is None and not field) or match[1] in fields:
            raise PoError(f"line {number}: not understood: {line}")
        field = match[1] or field
        fields[field] = fields.get(field, "") + re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[0]), match[2])
    if "msgid" not in fields:
        raise PoError(f"line {start}: an entry without msgid")
    forms = tuple(text for field, text in sorted(fields.items(), key=_form) if field.startswith("msgstr"))
    flags = {flag.strip() for line in comments if line.startswith("#,") for flag in line[2:].split(",")}
    return Message(
        key=fields.get("msgctxt", ""),
        english=fields["msgid"],
        plural=fields.get("msgid_plural"),
        forms=forms if any(forms) else (),
        comments=tuple(line for line in comments if not line.startswith(("#,", "#|", "#~"))),
        fuzzy="fuzzy" in flags,
    )


def _form(field: tuple[str, str]) -> int:
    return int("".join(filter(str.isdigit, field[0])) or 0)


def written(messages: Messages) -> str:
    """The file that :func:`parsed` reads as ``messages``."""
    count = messages.rule.count
    header = [f'"{_escaped(line)}"' for line in messages.header.splitlines(keepends=True)]
    blocks = ["\n".join([*messages.comments, 'msgid ""', 'msgstr ""', *header])]
    for message in messages.by_key.values():
        lines = [*message.comments, *(["#, fuzzy"] if message.fuzzy else [])]
        lines += [f'msgctxt "{_escaped(message.key)}"', f'msgid "{_escaped(message.english)}"']
        if message.plural is None:
            lines.append(f'msgstr "{_escaped("".join(message.forms))}"')
        else:
            lines.append(f'msgid_plural "{_escaped(message.plural)}"')
            forms = message.forms or ("",) * count
            lines += [f'msgstr[{number}] "{_escaped(form)}"' for number, form in enumerate(forms)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")


# -- plural rules -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PluralRule:
    """How many forms a language has, and which of them a whole number takes: an expression of Python in ``n``."""

    count: int
    python: str

    def numbers(self) -> list[list[int]]:
        """By form, the numbers up to 1,000 that take it. Raises :class:`PoError` where there is no such form."""
        by_form: list[list[int]] = [[] for _ in range(self.count)]
        form = eval(f"lambda n: int({self.python})", {"int": int})  # made by python_expression: numbers and operators
        try:
            for n in range(1001):
                by_form[form(n)].append(n)
        except (IndexError, ZeroDivisionError):
            raise PoError(f"the plural rule has no form for {n}") from None
        return by_form


#: The operators of C that a plural rule has, by what Python calls them, the ones that bind least first.
_OPERATORS = (
    {"||": "or"},
    {"&&": "and"},
    {"==": "==", "!=": "!="},
    {"<": "<", ">": ">", "<=": "<=", ">=": ">="},
    {"+": "+", "-": "-"},
    {"*": "*", "/": "//", "%": "%"},
)


def python_expression(rule: str) -> str:
    """A plural rule, which is written as in C, in Python. Raises :class:`PoError` for anything else."""
    tokens = re.findall(r"[0-9]+|n|[|]{2}|&&|[=!<>]=|\S", rule)[::-1]
    python = _choice(tokens, rule)
    if tokens:
        raise PoError(f"no plural rule: {rule}")
    return python


def _choice(tokens: list[str], rule: str) -> str:
    """``a ? b : c``, or what binds more. ``tokens``: what is still to read, the next one last."""
    test = _binary(tokens, rule, 0)
    if not _taken(tokens, "?"):
        return test
    yes = _choice(tokens, rule)
    if not _taken(tokens, ":"):
        raise PoError(f"no plural rule: {rule}")
    return f"({yes} if {test} else {_choice(tokens, rule)})"


def _binary(tokens: list[str], rule: str, level: int) -> str:
    if level == len(_OPERATORS):
        return _operand(tokens, rule)
    left = _binary(tokens, rule, level + 1)
    while tokens and tokens[-1] in _OPERATORS[level]:
        operator = _OPERATORS[level][tokens.pop()]
        left = f"({left} {operator} {_binary(tokens, rule, level + 1)})"
        left = f"(not not {left})" if level < 2 else left  # in C, 2 && 3 is 1
    return left


def _operand(tokens: list[str], rule: str) -> str:
    token = tokens.pop() if tokens else ""
    if token == "!":
        return f"(not {_operand(tokens, rule)})"
    if token == "(":
        inner = _choice(tokens, rule)
        if _taken(tokens, ")"):
            return inner
    elif token == "n" or token.isdecimal():
        return token
    raise PoError(f"no plural rule: {rule}")


def _taken(tokens: list[str], token: str) -> bool:
    if tokens and tokens[-1] == token:
        tokens.pop()
        return True
    return False


# -- what must hold of a translation, and the module that is made of it -----------------------------------------------


def faults(message: Message, by_form: Sequence[Sequence[int]]) -> Iterator[str]:
    """What is wrong with a translation that is done: each as a sentence in English.

    ``by_form``: the numbers that take each form (:meth:`PluralRule.numbers`).
    """
    count = 1 if message.plural is None else len(by_form)
    if len(message.forms) != count:
        yield f"{message.key}: {len(message.forms)} forms where the language has {count}"
        return
    one, many = _parts(message.english), _parts(message.plural or message.english)
    for form, (text, numbers) in enumerate(zip(message.forms, by_form, strict=False)):
        try:
            parts = _parts(text)
        except ValueError:
            yield f"{message.key}: a brace that is not closed, or not opened"
            continue
        # "a single one" is a number too, but only of a form that no larger number takes
        wanted = one - {"count"} if message.plural is not None and max(numbers, default=0) <= 1 else many
        if wanted - parts:
            yield f"{message.key}: form {form} lacks {{{'}, {'.join(sorted(wanted - parts))}}}"
        if parts - one - many:
            yield f"{message.key}: the code does not give {{{'}, {'.join(sorted(parts - one - many))}}}"


def _parts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def translated(messages: Messages, english: Messages) -> Iterator[Message]:
    """The texts of a language that can be said: translated, not in doubt, and without a fault."""
    by_form = messages.rule.numbers()
    for key, original in english.by_key.items():
        if messages is english:
            yield replace(original, forms=tuple(filter(None, (original.english, original.plural))))
        elif key in messages.by_key:
            message = replace(messages.by_key[key], english=original.english, plural=original.plural)
            if message.done and not any(faults(message, by_form)):
                yield message


def module_text(language: str) -> str:
    """The module that the texts of a language are compiled to.

    It has ``TEXTS``: by key the text, or a tuple of its forms; ``form(n)``: which of them a whole number takes; and
    ``COMPLETE``: whether it has all that English has.
    """
    english = messages_of("en")
    messages = english if language == "en" else messages_of(language)
    texts = {m.key: m.forms[0] if m.plural is None else m.forms for m in translated(messages, english)}
    lines: Iterable[str] = (f"    {key!r}: {text!r},\n" for key, text in texts.items())
    return (
        f'"""Made from messages.po, which is the place to change."""\n\nTEXTS = {{\n{"".join(lines)}}}\n'
        f"COMPLETE = {len(texts) == len(english.by_key)}\n\n\n"
        f"def form(n):\n    return int({messages.rule.python})\n"
    )
