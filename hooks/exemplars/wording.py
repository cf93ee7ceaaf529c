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
    """Return the message of the problem ``code``; found texts are cut and kept on one line."""
    shown = {key: _shown(value) for key, value in values.items()}
    return table()["problems"][code].format_map(shown)


def text(section: str, key: str, **values: object) -> str:
    """Return a text of another section, filled from ``values``."""
    return table()[section][key].format_map(values)


def _shown(value: object) -> object:
    """Return a found text as it is safe to print: one line, no control characters, not long."""
    if not isinstance(value, str):
        return value
    line = "".join(char if char.isprintable() else " " for char in value)
    return line if len(line) <= FOUND_LIMIT else line[: FOUND_LIMIT - 1] + "…"
