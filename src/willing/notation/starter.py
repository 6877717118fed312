"""The plan that ``willing new`` writes: small, invented, and with a comment on everything it uses."""

from importlib.resources import files


def starter_plan() -> str:
    """The text of a commented plan to start from, ``starter.toml``; it reads without errors and warnings."""
    return files(__package__).joinpath("starter.toml").read_text("utf-8")
