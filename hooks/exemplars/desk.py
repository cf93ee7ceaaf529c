"""What every page is written from, and the one way to fill a template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from jinja2 import Environment

from .counting import Counts
from .library import Library
from .site import Page, Settings, Sheet
from .templating import fill


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every page is written from."""

    library: Library
    counts: Counts
    env: Environment
    settings: Settings

    def sheet(self, template: str, values: Callable[[], Mapping[str, Any]], page: Page) -> Sheet:
        """Return ``page`` still to be written: ``template`` filled with ``values`` of that time."""

        def write() -> Page:
            filled = {"root": page.root, **values()}
            return replace(page, html=fill(self.env, template, filled))

        return Sheet(page, write)
