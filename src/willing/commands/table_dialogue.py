"""What a table leaves open, asked on a terminal: a sheet's columns in one question, then what only somebody can say."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from willing.commands.output import message_here, shown, tell, tell_message
from willing.model.problem import Message, Problem

if TYPE_CHECKING:
    from willing.notation.sheets.choices import Kinds
    from willing.notation.sheets.columns import Column, Guess

# A cell of a column that is shown beside it has so many characters at most.
_SHOWN = 28


def _prompt(message: Message, default: str) -> str:
    text = shown(message_here(message))
    colon = message_here(Message("sign.colon"))
    return str(click.prompt(text, default=default, show_default=bool(default), prompt_suffix=colon, err=True)).strip()


class TerminalDialogue:
    """Asks on the terminal (:class:`willing.app.exchange.Dialogue`). ``progress``: what shows how far it is."""

    def __init__(self, progress: Callable[[int, int], None] = lambda done, of: None) -> None:
        self._progress = progress

    def progress(self, done: int, of: int) -> None:
        """A bar."""
        self._progress(done, of)

    def columns(self, guess: "Guess") -> "Guess":
        """What a sheet holds: everything proposed is shown, and taken or changed column by column."""
        from willing.notation.keys import TABLES
        from willing.notation.sheets.columns import LEFT_OUT
        from willing.notation.sheets.heads import head_of
        from willing.notation.sheets.sheet import letters

        known = head_of(TABLES[guess.table])
        columns = [replace(column, key=column.key or column.proposed) for column in guess.columns]
        tell_message(Message("ask.sheet", sheet=guess.sheet.name, table=guess.table, row=guess.head + 1))
        for column in columns:
            tell(
                shown(
                    f"  {letters(column.number):3}{column.head[:_SHOWN]:30}{_meant(column):20}{_example(guess, column)}"
                )
            )
        while answer := _prompt(Message("ask.columns"), ""):
            place = next((n for n, c in enumerate(columns) if answer.upper() == letters(c.number)), None)
            if answer == "?" or place is None:
                tell("  " + ", ".join((*known, LEFT_OUT)))
                continue
            key = _prompt(Message("ask.column", column=columns[place].head), columns[place].key or LEFT_OUT)
            taken = next((n for n, c in enumerate(columns) if c.key == key and not c.wide and n != place), None)
            if key != LEFT_OUT and key not in known:
                tell("  " + ", ".join((*known, LEFT_OUT)))
            else:
                columns[place] = replace(columns[place], key=key, wide="")
                if taken is not None and key != LEFT_OUT:
                    tell("  " + shown(message_here(Message("ask.taken", column=columns[taken].head))))
                    columns[taken] = replace(columns[taken], key=LEFT_OUT)
        return replace(guess, columns=tuple(columns), asked=True)

    def settle(self, problem: Problem) -> tuple[str, str] | None:
        """An option of the command line that settles a problem, and its value; None for one that none does."""
        parts = dict(problem.message.parts)
        column = str(parts.get("column", ""))
        match problem.code:
            case "status-unknown":
                given = str(parts["given"])
                stage = _prompt(Message("ask.status", given=given, partner=str(parts["partner"])), "declined")
                return ("value", f"{given}={stage}")
            case "refusal-not-read" | "days-not-read":
                key = "stage" if problem.code == "refusal-not-read" else "said"
                return ("map", f"{column}={_prompt(Message('ask.column', column=column), key)}")
            case "periods-differ":
                return ("where", f"{column}={_prompt(Message('ask.period', column=column), 'latest')}")
            case "years-unsaid":
                return ("map", f"{_prompt(Message('ask.year'), str(parts['last']))}=amount")
            case "mark-unsure":
                return ("decimal", _prompt(Message("ask.mark", given=str(parts["given"])), "."))
            case "days-unsure":
                return ("days", _prompt(Message("ask.days", given=str(parts["given"]), days=parts["days"]), "dmy"))
        return None

    def kinds(self, kinds: "Kinds") -> Sequence[str]:
        """Which of the kinds of rows in a column are meant; none: all of them."""
        tell_message(Message("ask.kinds", column=kinds.column))
        for number, (kind, rows) in enumerate(kinds.rows, start=1):
            tell(shown(f"  {number:3} {kind[:_SHOWN]:30}{rows:6}"))
        said = _prompt(Message("ask.kinds.kept"), "")
        wanted = {int(number) for number in re.findall("[0-9]{1,3}", said)}
        kept = [kind for number, (kind, _) in enumerate(kinds.rows, start=1) if number in wanted]
        return kept if len(kept) < len(kinds.rows) else ()

    def added_up(self, groups: Sequence[Sequence[Mapping[str, Any]]]) -> bool:
        """Whether pledges that say the same but for their amounts are one pledge, group by group."""
        from willing.languages.answers import flag_of
        from willing.notation.sheets.choices import MOST_SHOWN

        tell_message(Message("ask.rows", count=len(groups)))
        for its in groups[:MOST_SHOWN]:
            amounts = " + ".join(str(each["amount"]) for each in its)
            tell(shown(f"  {its[0].get('partner', '')}, {its[0]['provides']}: {amounts}"))
        return flag_of(_prompt(Message("ask.rows.added"), "")) is True

    def needs(self, needs: Sequence[str], offered: Sequence[str]) -> Sequence[tuple[str, str]]:
        """Which of what is offered serves which of the needs that nothing offered has the name of."""
        from willing.notation.sheets.sheet import letters

        tell_message(Message("ask.needs"))
        for number, need in enumerate(needs, start=1):
            tell(shown(f"  {number:3} {need}"))
        for place, capability in enumerate(offered):
            tell(shown(f"  {letters(place):>3} {capability}"))
        by_letter = {letters(place): capability for place, capability in enumerate(offered)}
        by_number = {str(number): need for number, need in enumerate(needs, start=1)}
        said = _prompt(Message("ask.pairs"), "")
        pairs = re.findall(r"([0-9]+)\s*=\s*([A-Za-z]+(?:\s*,\s*[A-Za-z]+)*)", said)
        return [
            (by_letter[letter], by_number[number])
            for number, chosen in pairs
            for letter in chosen.replace(" ", "").upper().split(",")
            if number in by_number and letter in by_letter
        ]


def _meant(column: "Column") -> str:
    return f"{column.key}: {column.wide}" if column.wide else column.key or "-"


def _example(guess: "Guess", column: "Column") -> str:
    from willing.notation.sheets.columns import texts_below

    return next(iter(texts_below(guess.sheet, guess.head, column.number)), "")[:_SHOWN]
