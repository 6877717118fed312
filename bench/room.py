"""The room, asked by strangers: what is told and not told, over many more requests than a test has time for.

``python bench/room.py rights [REQUESTS]``: every cell of §R8 by HTTP, for pairs of partners, releases and rounds.
``python bench/room.py histories [HISTORIES]``: random ones, against the room by definition (tests/room_oracle.py).
``python bench/room.py hidden [PAIRS]``: two rooms that agree on what somebody reads, by HTTP on every route.
"""

import sys
from itertools import cycle, permutations, product
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "room"))

from matrix import PLAN, Asked, targets, targets_of_host
from served import serving
from test_by_definition import play
from test_hidden import pair

PARTNERS = ("DE", "FR", "LT", "PL", "SE", "NO")


def rights(requests: int = 50_000) -> None:
    """Servers of new rooms are asked until there were so many requests."""
    asked = wrong = 0
    for both, round_ in cycle(product(permutations(PARTNERS, 2), ("", "open", "blind"))):
        with TemporaryDirectory() as folder, serving(Path(folder), PLAN, writes=0) as served:
            its = Asked(served, both, round_=round_)
            its.room()
            its.records([*targets(*both), *targets_of_host()])
        asked += its.asked
        wrong += len(its.wrong)
        print(f"{both[0]} and {both[1]}, {round_ or 'no'} round: {its.asked:,} requests", *its.wrong, sep="\n  ")
        if asked >= requests:
            break
    print(f"{asked:,} requests, {wrong} wrong")


def histories(number: int = 10_000) -> None:
    """Each is told the same by the room and by the oracle, or the first that is not is shown."""
    for seed in range(number):
        play(seed, steps=40)
    print(f"{number:,} histories of 40 steps, none told otherwise")


def hidden(number: int = 100) -> None:
    """The first pair of rooms that answers with other bytes is shown."""
    compared = 0
    for seed in range(number):
        with TemporaryDirectory() as folder:
            compared += pair(seed, Path(folder))
    print(f"{number:,} pairs of rooms, {compared:,} answers compared, none differs")


if __name__ == "__main__":
    {"rights": rights, "histories": histories, "hidden": hidden}[sys.argv[1]](*map(int, sys.argv[2:]))
