"""Statuses, refusals and conditions, wherever they stand (§T8, §T11, §T12)."""

from willing.languages import answers
from willing.model.problem import Listed, Message
from willing.notation.keys import STAGES
from willing.notation.sheets.cells import Cell
from willing.notation.sheets.columns import meant
from willing.notation.sheets.likeness import (
    begins_refusing,
    begins_with_condition,
    condition_behind,
    meant_by_status,
    plain,
    plain_words,
    speaks_of_refusing,
    text_in,
)
from willing.notation.sheets.tidy.table import Entry, Table, cell_at, partner_of


def _says_no_day(text: str) -> bool:
    """Whether what stands below a head of days says that nothing was said yet."""
    return not text or meant_by_status(text) in ("never", "mentioned") or plain(text) in plain_words("not_yet")


def statuses(table: Table) -> None:
    """Words of a status as stages, and as refusals (§T8, §T12), wherever they stand."""
    strange: dict[str, tuple[int, int, str]] = {}
    stages: dict[tuple[Cell, int], tuple[str | None, str]] = {}
    kept = []
    for number, entry in table.entries:
        if "if" in entry:
            cell, column = entry["if"]
            flag = answers.flag_of(text_in(cell)) if column not in table.counted else text_in(cell) == "1"
            if flag is not None:
                entry["if"] = ("always" if flag else "never", column)
            elif begins_refusing(text_in(cell)):
                table.refuse(number, entry, column, partner_of(entry))
        if "stage" in entry and not _status(table, number, entry, stages, strange):
            continue
        if "ended" in entry and (flag := answers.flag_of(text_in(entry["ended"][0]))) is not None:
            _, column = entry.pop("ended")
            if flag:
                table.refuse(number, entry, column, partner_of(entry))
        if not ("note" in entry or "only" in entry) or _remarks(table, number, entry):
            kept.append((number, entry))
    table.entries = kept
    for text, (number, column, partner) in strange.items():
        message = Message("status-unknown", given=text, partner=partner, stages=Listed(STAGES, "or"))
        table.fail(message, number, column)


def _status(
    table: Table,
    number: int,
    entry: Entry,
    stages: dict[tuple[Cell, int], tuple[str | None, str]],
    strange: dict[str, tuple[int, int, str]],
) -> bool:
    """The word of a row's status; False where the row is left out: it says that this is not done yet."""
    said = entry["stage"]
    column, partner = said[1], partner_of(entry)
    first, condition = condition_behind(text_in(said[0]))
    if condition:  # Yes, if Norland does
        entry.setdefault("if", (condition, column))
    text = first or text_in(said[0])
    if said not in stages:
        meaning = meant_by_status(text)
        stages[said] = (meaning, "" if meaning == plain(text) else f"'{text}': {meaning}")
    meaning, told = stages[said]
    if meaning is None and plain(text) in plain_words("not_yet") and meant(table.heads[column], "pledges") == "said":
        table.saw("rows-not-yet", column, number, column, partner)
        table.silent[partner] = None
        return False
    if meaning == "never":
        table.refuse(number, entry, column, partner)
    elif meaning is None and begins_with_condition(text):  # Subject to approval
        entry.setdefault("if", entry.pop("stage"))
    elif meaning is None:
        strange.setdefault(text_in(said[0]), (number, column, partner))
        del entry["stage"]
    else:
        entry["stage"] = (meaning, column)
        if told:
            table.saw("cells-taken", column, number, column, told)
    return True


def _remarks(table: Table, number: int, entry: Entry) -> bool:
    """Refusals and conditions that stand in a remark or a caveat (§T12); False where the row is left out for it."""
    if "only" in entry and begins_refusing(text_in(entry["only"][0])):
        entry.setdefault("note", entry.pop("only"))
    if "note" not in entry:
        return True
    remark, at = text_in(entry["note"][0]), entry["note"][1]
    if begins_refusing(remark):
        table.refuse(number, entry, at, partner_of(entry))
    elif entry.get("if", ("", 0))[0] != "never" and speaks_of_refusing(remark):
        partner = partner_of(entry)
        table.saw("rows-perhaps-refused", at, number, at, f"{partner}: {remark}")
        table.silent[partner] = None
        return False
    elif "if" not in entry and begins_with_condition(remark):
        entry["if"] = (remark, at)
    return True


def nothing_said(table: Table) -> None:
    """Who is named, and says nothing where others do, pledges nothing: ``Norland, –, n/a``; in a mere list of partners
    each of them is in."""
    if not (table.wide or _SAYS & table.at.keys()):
        return
    kept = []
    for number, entry in table.entries:
        if "partner" not in entry or not (_SAYS | {"if", "only_if"}).isdisjoint(entry):
            kept.append((number, entry))
            continue
        (_, column), name = entry["partner"], partner_of(entry)
        remark = f": {text_in(entry['note'][0])}" if "note" in entry else ""
        table.saw("rows-nothing", 0, number, column, f"{name}{remark}")
        table.silent[name] = None
    table.entries = kept


#: What somebody pledges, and whether they do.
_SAYS = frozenset(("provides", "amount", "up_to", "stage", "said", "ended", "delivered", "received", "only", "not_in"))


def not_said(table: Table) -> None:
    """In a column of days that others have filled in, or that is all there is to be said, no day is no promise
    (§T11)."""
    column = table.at.get("said")
    if column is None:
        return
    below = table.source.rows[table.guess.head + 1 :]  # rows that are left out say too that the others have not
    alone = not ({"provides", "amount"} & table.at.keys() or table.wide or table.guess.sums)
    wished = any(each.key == "said" and not each.proposed for each in table.columns)
    if not (alone or wished or any(text_in(cell_at(row, column)) for row in below)):
        return  # nobody filled it in
    cells = {entry["said"][0] for _, entry in table.entries if "said" in entry}
    no_day = {cell for cell in cells if _says_no_day(text_in(cell))}
    kept = []
    for number, entry in table.entries:
        if "said" in entry and entry["said"][0] not in no_day:
            kept.append((number, entry))
        else:
            name = partner_of(entry)
            table.saw("rows-not-said", column, number, column, name)
            table.silent[name] = None
    table.entries = kept
