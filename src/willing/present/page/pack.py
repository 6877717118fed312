"""The answers to every setting, packed: what a page of its own needs to answer with nobody to ask.

Of each part of the page the states it can be in are kept once, and which one it is in by setting of those switches
alone that it depends on; parts that change alike share that table. Numbers are written in digits to the base 64, as
many to a number as the largest needs. The page's script reads this (`page.js`).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from willing.present.page.answer import VALUE_WORDS, Part, Teller
from willing.questions.switchboard import VALUES, Switchboard

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def packed(board: Switchboard, teller: Teller) -> dict[str, Any]:
    """The table of a switchboard as plain values for JSON."""
    told = [teller.about(each) for each in board.briefs]
    plain = board.answers[board.plain]
    answers = [plain if answer < 0 else answer for answer in board.answers]
    parts: list[tuple[list[Part], list[int]]] = []
    for name in told[0]:
        its, by_answer = _numbered(answer[name] for answer in told)
        parts.append((its, [by_answer[answer] for answer in answers]))
    worlds = [teller.world(decided) for decided in board.decided]
    parts += [_numbered(world[name] for world in worlds) for name in worlds[0]]
    settings = [board.of(setting) for setting in range(len(answers))]
    for place, id_ in enumerate(board.switches):
        there_is = [(answer >= 0, there.get(id_)) for answer, there in zip(board.answers, board.decided, strict=True)]
        parts.append(
            _numbered(
                teller.follows(id_, value, otherwise=possible and value is not values[place])
                for (possible, value), values in zip(there_is, settings, strict=True)
            )
        )
    if -1 in board.answers:
        parts.append(_numbered(teller.impossible(answer < 0) for answer in board.answers))
    tables: dict[tuple[tuple[int, ...], str], int] = {}
    told_parts = []
    for its, by_setting in parts:
        axes, fewer = _without_idle(by_setting, len(board.switches))
        table = (axes, _written(fewer, len(its)))
        told_parts.append([tables.setdefault(table, len(tables)), its])
    return {
        "switches": list(board.switches),
        "plain": [VALUE_WORDS[value] for value in board.of(board.plain)],
        "tables": [[list(axes), text] for axes, text in tables],
        "parts": told_parts,
    }


def by_setting(told: Mapping[str, Any]) -> list[list[Part]]:
    """Of each part of a packed table the state it is in, by the number of the setting.

    Raises KeyError, IndexError, TypeError or ValueError for what :func:`packed` has not made.
    """
    base, switches = len(VALUES), len(told["switches"])
    result = []
    for number, its in told["parts"]:
        axes, text = told["tables"][number]
        width = len(text) // base ** len(axes)
        numbers = [
            sum(DIGITS.index(digit) * len(DIGITS) ** i for i, digit in enumerate(reversed(text[at : at + width])))
            for at in range(0, len(text), width)
        ]
        states = []
        for setting in range(base**switches):
            place = 0
            for axis in axes:
                place = place * base + setting // base ** (switches - 1 - axis) % base
            states.append(its[numbers[place]])
        result.append(states)
    return result


def _numbered(parts: Iterable[Part]) -> tuple[list[Part], list[int]]:
    """The different values among parts, and for each part the number of its own."""
    numbers: dict[int, int] = {}
    different: list[Part] = []
    told = []
    for part in parts:
        if id(part) not in numbers:
            numbers[id(part)] = len(different)
            different.append(part)
        told.append(numbers[id(part)])
    return different, told


def _without_idle(by_setting: Sequence[int], switches: int) -> tuple[tuple[int, ...], list[int]]:
    """The switches on which these numbers depend, and the numbers by setting of those."""
    numbers = list(by_setting)
    axes = list(range(switches))
    base = len(VALUES)
    for axis in reversed(range(switches)):
        step = base ** (len(axes) - 1 - axes.index(axis))
        block = step * base
        firsts: list[int] = []
        for at in range(0, len(numbers), block):
            first = numbers[at : at + step]
            if any(numbers[at + i * step : at + (i + 1) * step] != first for i in range(1, base)):
                break
            firsts += first
        else:
            numbers = firsts
            axes.remove(axis)
    return tuple(axes), numbers


def _written(numbers: Sequence[int], states: int) -> str:
    width = 1
    while len(DIGITS) ** width < states:
        width += 1
    base = len(DIGITS)
    return "".join("".join(DIGITS[number // base**i % base] for i in reversed(range(width))) for number in numbers)
