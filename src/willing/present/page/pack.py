"""The answers to every setting, packed: what a page of its own needs to answer with nobody to ask.

Of each part of the page the states it can be in are kept once, and which one it is in by setting of those switches
alone that it depends on; parts that change alike share that table. Numbers are written in digits to the base 64, as
many to a number as the largest needs. The page's script reads this (`page.js`).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from willing.present.page.answer import VALUE_WORDS, Part, Teller
from willing.questions.switchboard import VALUES, Subject, Switchboard

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def packed(board: Switchboard, teller: Teller) -> dict[str, Any]:
    """The table of a switchboard as plain values for JSON."""
    plain = board.answer(board.plain)
    assert plain is not None  # else there is no page
    about: dict[int, Mapping[str, Part]] = {}
    told: dict[Subject, list[Mapping[str, Part]]] = {}

    def answers(subject: Subject, numbers: Iterable[int]) -> Iterable[Mapping[str, Part]]:
        for number in numbers:
            answer = board.told(subject, number) or plain
            if id(answer) not in about:
                about[id(answer)] = teller.about(answer)
            yield about[id(answer)]

    parts: list[tuple[tuple[int, ...], list[Part]]] = []
    for name, subject in teller.subjects(board).items():
        axes = board.axes(subject.hangs_on)
        if subject not in told:
            told[subject] = list(answers(subject, board.along(axes)))
        parts.append((axes, [answer[name] for answer in told[subject]]))
    worlds: dict[int, Mapping[str, Part]] = {}
    for name, assumption in teller.decided_by().items():
        axes = board.axes(frozenset([assumption]))
        numbers = board.along(axes)
        for number in numbers:
            worlds.setdefault(number, teller.world(board.settings[number].decided))
        parts.append((axes, [worlds[number][name] for number in numbers]))
    for id_ in board.switches:
        axes = board.axes(frozenset([id_]))
        parts.append((axes, [_follows(board, teller, id_, number) for number in board.along(axes)]))
    axes = board.axes(board.everything.hangs_on)
    impossible = [board.impossible(number) for number in board.along(axes)]
    if any(impossible):
        parts.append((axes, [*map(teller.impossible, impossible)]))
    tables: dict[tuple[tuple[int, ...], str], int] = {}
    told_parts = []
    for axes, its in parts:
        states, numbers = _numbered(its)
        axes, numbers = _without_idle(axes, numbers)
        table = (axes, _written(numbers, len(states)))
        told_parts.append([tables.setdefault(table, len(tables)), states])
    return {
        "switches": list(board.switches),
        "plain": [VALUE_WORDS[value] for value in board.values(board.plain)],
        "tables": [[list(axes), text] for axes, text in tables],
        "parts": told_parts,
    }


def _follows(board: Switchboard, teller: Teller, switch: str, number: int) -> Part:
    """What a switch says of itself in a setting."""
    setting, asked = board.settings[number], board.values(number)[board.switches.index(switch)]
    value = setting.decided.get(switch)
    return teller.follows(switch, value, otherwise=not setting.impossible and value is not asked)


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


def _without_idle(axes: Sequence[int], numbers: Sequence[int]) -> tuple[tuple[int, ...], list[int]]:
    """The switches among these on which these numbers depend, and the numbers by setting of those."""
    left, numbers = list(axes), list(numbers)
    base = len(VALUES)
    for axis in reversed(axes):
        step = base ** (len(left) - 1 - left.index(axis))
        block = step * base
        firsts: list[int] = []
        for at in range(0, len(numbers), block):
            first = numbers[at : at + step]
            if any(numbers[at + i * step : at + (i + 1) * step] != first for i in range(1, base)):
                break
            firsts += first
        else:
            numbers = firsts
            left.remove(axis)
    return tuple(left), numbers


def _written(numbers: Sequence[int], states: int) -> str:
    width = 1
    while len(DIGITS) ** width < states:
        width += 1
    base = len(DIGITS)
    return "".join("".join(DIGITS[number // base**i % base] for i in reversed(range(width))) for number in numbers)
