"""The scripts of served pages, put together of plain modules."""

from functools import cache
from importlib.resources import files


@cache
def joined(package: str, *names: str) -> str:
    """Files of a package, such as ``willing.board``, as one module, after what every page makes elements with."""
    own = (files(package).joinpath(name) for name in names)
    return "\n".join(each.read_text("utf-8") for each in (files("willing.web").joinpath("element.js"), *own))
