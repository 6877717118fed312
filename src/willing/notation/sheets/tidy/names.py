"""Partners and capabilities, each in one spelling (§T6, §T15, §T16)."""

import re
from collections.abc import Sequence

from willing.languages.names import state_called
from willing.languages.states import STATE_CODES
from willing.model.problem import Listed, Message
from willing.notation.sheets.cells import Cell
from willing.notation.sheets.likeness import plain, plain_words, said_behind, text_in, tidy_name
from willing.notation.sheets.partners import is_nobody, name_in, several_in, state_of_code
from willing.notation.sheets.tidy.table import AMOUNTS, MOST_EXAMPLES, Entry, Table, partner_of
from willing.notation.sheets.wide import capability_in, capability_of_sum


def partners(table: Table) -> None:
    """One spelling for each partner; codes are states only where the whole column is codes (§T15, §T16)."""
    column = table.at.get("partner", table.wide[0].number if table.wide else None)
    if column is None:
        return
    _whom(table, column)
    called: dict[str, str] = {}
    cells = {entry["partner"][0] for _, entry in table.entries if "partner" in entry}
    names = {plain(name_in(text_in(cell))[0]) for cell in cells}
    read: dict[tuple[Cell, int], tuple[tuple[Cell, int], bool, str, tuple[str, str, str] | None]] = {}
    for number, entry in table.entries:
        if "partner" not in entry:
            continue
        said = entry["partner"]
        if said not in read:
            given = text_in(said[0])
            name, refuses = name_in(given)
            name, behind = said_behind(name)
            name = called.setdefault(plain(name), name)
            marked = re.fullmatch(r"(.*[^\W\d_]{3})(?:( ?)([0-9]{1,2})(?:, ?[0-9]{1,2})*| ([a-z]))", name)
            if marked and (
                (marked[3] or marked[4]) in table.marks
                or (marked[3] and ((not marked[2] and plain(marked[1]) in names) or state_called(marked[1])))
            ):
                name = called.setdefault(plain(marked[1]), marked[1])
            read[said] = ((name, said[1]), refuses, "" if name == given else f"'{given}': {name}", behind)
        entry["partner"], refuses, told, behind = read[said]
        if behind is not None:
            _said_behind(table, number, entry, column, behind)
        if refuses:
            table.refuse(number, entry, column, str(entry["partner"][0]))
        elif told:
            table.saw("cells-taken", column, number, column, told)
    _codes(table, column, list(dict.fromkeys(called.values())))


def _whom(table: Table, column: int) -> None:
    """Rows of nobody in particular, and of several partners who give something together, are left out; what several
    say, each of them says (§T1)."""
    cells = dict.fromkeys(entry["partner"][0] for _, entry in table.entries if "partner" in entry)
    names = {plain(name_in(text_in(cell))[0]) for cell in cells}
    nobody = {cell for cell in cells if is_nobody(name_in(text_in(cell))[0])}
    several = {cell: its for cell in cells if (its := several_in(str(cell).strip(), names))}
    if not nobody and not several:
        return
    kept: list[tuple[int, Entry]] = []
    left_out: set[int] = set()
    for number, entry in table.entries:
        cell, at = entry.get("partner", (None, column))
        its = several.get(cell, ())
        together = len(its) > 1 and bool(entry.keys() & {"provides", *AMOUNTS})
        if (cell in nobody or together) and number not in left_out:
            left_out.add(number)
            table.saw("rows-of-nobody" if cell in nobody else "rows-of-several", column, number, at, text_in(cell))
        if cell in nobody or together:
            continue
        if its:
            table.saw("cells-taken", column, number, at, f"'{text_in(cell)}': {'; '.join(its)}")
            kept += [(number, {**entry, "partner": (name, at)}) for name in its]
        else:
            kept.append((number, entry))
    table.entries = kept


def _said_behind(table: Table, number: int, entry: Entry, column: int, behind: tuple[str, str, str]) -> None:
    """What stands behind a name is of its row (§T12): its key, its value, and what is to be told of it."""
    key, value, told = behind
    if value == "never":
        table.refuse(number, entry, column, partner_of(entry))
        return
    entry.setdefault(key, (value, column))
    if told:
        table.saw("cells-taken", column, number, column, told)


def _codes(table: Table, column: int, called: Sequence[str]) -> None:
    """Codes are states where all are that are no organisations; else those among names are left out (§T15)."""
    organisations = {name for name in called if plain(name) in plain_words("organisations")}
    names = [name for name in called if name not in organisations]
    if names and all(re.fullmatch("[a-z]{2,3}", name) and state_of_code(name.upper()) for name in names):
        for _, entry in table.entries:
            entry["partner"] = (str(entry["partner"][0]).upper(), column)
        names = [name.upper() for name in names]
    codes = [name for name in names if re.fullmatch("[A-Z]{2,3}", name)]
    if codes and len(codes) == len(names):
        strange = [code for code in codes if not state_of_code(code)]
        if strange and len(strange) < len(codes):
            first = next(n for n, entry in table.entries if "partner" in entry and entry["partner"][0] in strange)
            states = tuple(code for code in codes if code not in strange)
            table.fail(
                Message(
                    "codes-of-no-states",
                    codes=Listed(tuple(strange[:MOST_EXAMPLES])),
                    states=Listed(states[:MOST_EXAMPLES]),
                    example=states[0],
                ),
                first,
                column,
            )
        elif not strange:
            for number, entry in table.entries:
                if "partner" in entry:
                    code = str(entry["partner"][0])
                    if (state := state_of_code(code)) is None or code in organisations:
                        continue
                    entry["partner"] = (state, column)
                    table.saw("codes-read", column, number, column, Message("state.read", code=code, state=state))
        return
    of_no_state = {name for name in called if name in STATE_CODES and state_called(name) is None}
    if of_no_state:
        kept = []
        for number, entry in table.entries:
            name = text_in(entry["partner"][0]) if "partner" in entry else ""
            if name in of_no_state:
                table.saw("rows-of-code", column, number, column, name)
            else:
                kept.append((number, entry))
        table.entries = kept


def capabilities(table: Table) -> None:
    """One spelling for each capability; what the head says where no column does (§T6, §T16)."""
    called: dict[str, str] = {}
    column = table.at.get("amount")
    given = "" if column is None else capability_in(table.heads[column]) or table.of_all[1] or ""
    if column is None and table.guess.sums:  # Troops / M, Troops / F
        given = capability_of_sum(table.guess.sums[0][0])
        column = next(c.number for c in table.guess.columns if c.head == table.guess.sums[0][0][0])
    told = False
    read: dict[tuple[Cell, int], tuple[tuple[Cell, int], str, tuple[str, str, str] | None]] = {}
    for number, entry in table.entries:
        if "provides" not in entry and given and "amount" in entry and column is not None:
            entry["provides"] = (given, column)
            if not told:
                message = Message("capability-of-head", column=table.heads[column], capability=given)
                table.note(message, number, column)
                told = True
        if "provides" in entry:
            said = entry["provides"]
            if said not in read:
                cell, at = said
                name, behind = said_behind(tidy_name(text_in(cell)).replace("'", "’"))
                name = called.setdefault(plain(name), name)
                read[said] = ((name, at), "" if name == text_in(cell) else f"'{text_in(cell)}': {name}", behind)
            entry["provides"], text, behind = read[said]
            if behind is not None:
                _said_behind(table, number, entry, said[1], behind)
            if text:
                table.saw("cells-taken", said[1], number, said[1], text)


def needs_of(table: Table) -> None:
    """A requirement without a capability takes the one of its name (§T6)."""
    for _, entry in table.entries:
        if "of" not in entry and "name" in entry:
            cell, column = entry["name"]
            entry["of"] = (tidy_name(text_in(cell)).replace("'", "’").replace(";", ","), column)
