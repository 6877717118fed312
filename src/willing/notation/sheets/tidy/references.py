"""What cells name as sources (§T14)."""

import re

from willing.model.condition import KEYWORDS
from willing.model.condition_text import is_id
from willing.model.problem import Message
from willing.notation.sheets.cells import Cell
from willing.notation.sheets.likeness import slug, text_in
from willing.notation.sheets.tidy.table import Table


def references(table: Table) -> None:
    """What cells name as sources, and references that are no ids, are declared as sources (§T14)."""
    ids = [text_in(entry["id"][0]) for _, entry in table.entries if "id" in entry]
    if any(not is_id(each) or each in KEYWORDS for each in ids) or len(set(ids)) < len(ids):
        numbers = all(re.fullmatch(r"[\W_]*[0-9.]+[\W_]*", each) for each in ids)  # of rows, and no references
        if numbers and "id" in table.at:
            message = Message("column-not-read", column=table.heads[table.at["id"]], hint=None)
            table.note(message, table.guess.head, table.at["id"])
        for _, entry in table.entries:
            if "id" in entry and "sources" not in entry and not numbers:
                entry["sources"] = entry.pop("id")
            entry.pop("id", None)
    known: dict[str, str] = {}
    twins: dict[str, int] = {}
    read: dict[tuple[Cell, int], tuple[Cell, int]] = {}
    for number, entry in table.entries:
        if (said := entry.get("sources")) is None:
            continue
        if said not in read:
            cell, column = said
            text = " ".join(text_in(cell).split())
            urls = re.findall(r"https?://[^\s,;]+(?:;[^\s,;]+)*", text)
            several = urls if len(urls) > 1 else [text]
            for each in several:
                if each not in known:
                    known[each] = _declared(table, each, twins)
                    table.saw("sources-declared", column, number, column, known[each])
            read[said] = ("; ".join(known[each] for each in several), column)
        entry["sources"] = read[said]


def _declared(table: Table, text: str, twins: dict[str, int]) -> str:
    """The id of a source that is declared for what a cell says: an address, or a title.

    ``twins``: by id that several would have, the number of the last one.
    """
    base = slug(re.sub(r"^https?://(?:www\.)?", "", text)) or "source"
    twin = twins.get(base, 1)
    id_ = base if twin == 1 else f"{base}-{twin}"
    while id_ in table.sources:
        twin += 1
        id_ = f"{base}-{twin}"
    twins[base] = twin
    url = re.match(r"https?://\S+$", text)
    table.sources[id_] = {"url": text} if url else {"title": text}
    return id_
