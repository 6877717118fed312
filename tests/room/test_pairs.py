"""Ledgers that agree on what somebody may read are told to him with the same bytes, blind rounds and silence in them.

Twenty thousand pairs: ``python bench/room.py pairs``.
"""

import pytest
from pairs import play


@pytest.mark.parametrize("first", range(0, 24, 8))
def test_pairs_of_ledgers_are_told_alike(first: int) -> None:
    assert sum(play(seed) for seed in range(first, first + 8)) >= 8
