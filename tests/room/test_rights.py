"""The table of rights (§R8), by the cell; the contract's own table is asked in test_matrix.py."""

from pathlib import Path

import pytest

from willing.room.rights import RIGHTS, TABLE, Actor, refusal

DOCS = Path(__file__).parent.parent.parent / "docs" / "room.md"


def test_the_docs_have_the_table() -> None:
    assert TABLE.strip() in DOCS.read_text("utf-8")


@pytest.mark.parametrize(
    ("role", "action", "code"),
    [
        ("officer", "own pledge: release, widen, withdraw below", ""),
        ("officer", "own pledge: release, widen, withdraw from", "needs_signatory"),
        ("signatory", "own pledge: release, widen, withdraw from", ""),
        ("chair", "own pledge, pool, alternatives: draft", "not_yours"),
        ("officer", "invite, revoke: own officers", "needs_signatory"),
        ("planner", "head, round", "not_yours"),
        ("auditor", "response", "not_yours"),
    ],
)
def test_a_refusal_says_who_may(role: str, action: str, code: str) -> None:
    assert refusal(Actor("a", "DE", role), action) == code


def test_observers_and_auditors_write_nothing() -> None:
    assert {rights[role] for rights in RIGHTS.values() for role in ("observer", "auditor")} == {"r", "-"}
