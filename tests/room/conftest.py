"""What tests of several modules share: a browser, and where rooms are kept: in a file, and once more on PostgreSQL."""

from collections.abc import Iterator
from typing import Any

import pytest
from postgres import Place, Postgres, program, running


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from browsing import CHROMIUM, OPTIONS, playwright  # skips where they are not installed

    with playwright.sync_playwright() as running:
        found = running.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of the tests'."""
    if program("postgres") is None or program("initdb") is None:
        pytest.skip("there is no PostgreSQL")
    with running() as found:
        yield found


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> Place:
    """Where a room is made, on either engine."""
    if request.param == "sqlite":
        return lambda folder: str(folder / "norland.room")
    found: Postgres = request.getfixturevalue("postgres")
    return lambda folder: found.database()
