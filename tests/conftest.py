"""Golden files: what a text looked like when somebody last looked at it. `pytest --update` writes them anew."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes is the machine's business: speed is measured in bench/, and is no test.
settings.register_profile("willing", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("willing")

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the golden files anew, to be looked at in the diff")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """``golden(name, text)`` holds a text to the file of that name in tests/golden."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert path.exists(), f"no tests/golden/{name}; `pytest --update` writes it"
        assert text == path.read_bytes().decode()

    return compare
