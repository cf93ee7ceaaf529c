"""The one table of words that people read outside the templates: wording.yml."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import cast

import yaml

Table = dict[str, dict[str, str]]

FOUND_LIMIT = 60
"""Characters of a found text that a message repeats."""


@cache
def table() -> Table:
    """Return wording.yml: section → key → Vietnamese text."""
    source = files(__package__).joinpath("wording.yml").read_text("utf-8")
    return cast("Table", yaml.load(source, Loader=yaml.CSafeLoader))


def message(code: str, **values: object) -> str:
    """Return the message of the problem ``code``; what was found is cut and kept on one line."""
    shown = {key: _shown(key, value) for key, value in values.items()}
    return table()["problems"][code].format_map(shown).removesuffix("; ")


def text(section: str, key: str, **values: object) -> str:
    """Return a text of another section, filled from ``values``."""
    return table()[section][key].format_map(values)


def printable(value: str) -> str:
    """Return ``value`` on one line; what does not print is a question mark."""
    if value.isprintable():
        return value
    return "".join(char if char.isprintable() else "?" for char in value)


def _shown(key: str, value: object) -> object:
    """Return a value as it is safe to print; only found texts may be long, and are cut."""
    if not isinstance(value, str):
        return value
    line = printable(value)
    cut = key == "found" and len(line) > FOUND_LIMIT
    return line[: FOUND_LIMIT - 1] + "…" if cut else line
