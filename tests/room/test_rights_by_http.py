"""Rows of §R8 by HTTP, for two partners and everybody else: nothing is told but what the table says.

Here a part of the cells; all of them, of many pairs: ``python bench/room.py rights``.
"""

from pathlib import Path

import pytest
from matrix import PLAN, Asked, targets, targets_of_host
from postgres import Place
from served import serving


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_what_is_no_record(tmp_path: Path, place: Place) -> None:
    with serving(place(tmp_path), PLAN, writes=0) as served:
        asked = Asked(served, ("DE", "FR"))
        asked.room()
        assert asked.wrong == []


@pytest.mark.parametrize(("place", "round_"), [("sqlite", ""), ("postgresql", "blind")], indirect=["place"])
def test_records(tmp_path: Path, place: Place, round_: str) -> None:
    with serving(place(tmp_path), PLAN, writes=0) as served:
        asked = Asked(served, ("DE", "FR"), round_=round_)
        asked.records([*list(targets("DE", "FR"))[int(bool(round_)) :: 8], *list(targets_of_host())[::13]])
        assert asked.wrong == []
        assert asked.asked > 300
