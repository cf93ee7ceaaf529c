"""Stories of exemplary people and collectives: read, checked, counted and written as a site.

What is named here is imported when it is first asked for: a word of the command line must not
pay for the whole of the site (PEP 562).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .problem import FaultError, Problem, ProblemsError
    from .publishing import publish
    from .site import Page, Settings, Site

__all__ = ["FaultError", "Page", "Problem", "ProblemsError", "Settings", "Site", "publish"]

_HOMES = {
    "FaultError": "problem",
    "Page": "site",
    "Problem": "problem",
    "ProblemsError": "problem",
    "Settings": "site",
    "Site": "site",
    "publish": "publishing",
}
"""The module of each name."""


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .resting import resting  # noqa: PLC0415 - the package alone loads nothing

    with resting():  # modules stay, and nothing looks through them meanwhile
        module = import_module(f".{_HOMES[name]}", __name__)
    found: object = getattr(module, name)
    globals()[name] = found
    return found
