"""Ids: who may give which (§R3.3), so that nobody learns of a hidden record by a collision."""

import unicodedata
from collections.abc import Iterator

from willing.languages.states import STATE_CODES
from willing.model.condition import KEYWORDS
from willing.model.condition_text import is_id
from willing.notation.values import wrong_word
from willing.room.fold import HOST, ROOM, State
from willing.room.reading import OF_PARTNERS, OF_WRITERS
from willing.room.rights import OF_DELEGATION


def partners(state: State, delegation: str) -> frozenset[str]:
    """The partners there are, as far as a delegation may read: those that are declared, and all states (§1)."""
    declared = (
        its.id
        for its in state.records.values()
        if its.kind == "partner" and (its.owner == delegation or its.visible(delegation))
    )
    return STATE_CODES | frozenset(declared)


def is_no_id(kind: str, id_: str) -> bool:
    """Whether a record of a kind cannot be called so (``bad_id``)."""
    if unicodedata.normalize("NFC", id_) != id_:
        return True
    if kind == "capability":
        return wrong_word("id", id_) is not None
    return not is_id(id_) or id_ in KEYWORDS or (kind == "partner" and is_reserved(id_))


def is_reserved(partner: str) -> bool:
    """Whether no partner may be called so, for it is a delegation, or begins as what the host records does."""
    name = partner.casefold()
    return name in (*OF_DELEGATION, ROOM) or name.startswith(f"{HOST}-")


def can_give(state: State, delegation: str, kind: str, id_: str, on_behalf: object) -> bool:
    """Whether a delegation may make a record of this kind with this id."""
    partner = _partner_of(state, id_)
    if delegation == HOST:
        if kind in OF_PARTNERS:
            if kind != "pledge" or not isinstance(on_behalf, str) or on_behalf not in partners(state, HOST):
                return False
            return id_.casefold().startswith(f"{HOST}-{on_behalf.casefold()}-")
        if kind == "partner" and (partner is not None or _is_anothers(state, id_)):
            return False
        return kind != "plan" and (partner is None or partner not in {its.casefold() for its in state.active})
    if delegation in OF_DELEGATION:
        return False
    return kind in (*OF_PARTNERS, *OF_WRITERS) and partner == delegation.casefold()


def hidden_of_host(state: State, partner: str) -> bool:
    """Whether something of the host that not all may read is called as a partner's is."""
    prefix = f"{partner.casefold()}-"
    return any(
        its.owner == HOST and its.id.casefold().startswith(prefix) and (its.last is None or its.last.release != ROOM)
        for its in state.records.values()
    )


def _partner_of(state: State, id_: str) -> str | None:
    """The partner that an id begins with and a dash, without case; of several the longest."""
    known = {name.casefold() for name in _known(state)}
    return next((name for name in _beginnings(id_.casefold()) if name in known or name.upper() in STATE_CODES), None)


def _is_anothers(state: State, partner: str) -> bool:
    """Whether a partner is called as another but for case, or as another begins."""
    name = partner.casefold()
    others = _known(state) | STATE_CODES
    return any((its.casefold() == name and its != partner) or its.casefold().startswith(f"{name}-") for its in others)


def _known(state: State) -> frozenset[str]:
    """The partners that are declared, and those that ever had members or pledges."""
    declared = (its.id for its in state.records.values() if its.kind == "partner")
    return (state.active | frozenset(declared)) - OF_DELEGATION.keys()


def _beginnings(id_: str) -> Iterator[str]:
    """What stands before each dash, the longest first."""
    end = id_.rfind("-")
    while end > 0:
        yield id_[:end]
        end = id_.rfind("-", 0, end)
