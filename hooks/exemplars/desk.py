"""What every page is written from, and the one way to fill a template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment

from .counting import Counts
from .library import Library
from .site import Page, Settings
from .templating import fill


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every page is written from."""

    library: Library
    counts: Counts
    env: Environment
    settings: Settings
    copies: Mapping[str, str]
    """Slug → what a loudspeaker reads of the story."""

    def page(self, template: str, values: Mapping[str, Any], **attributes: Any) -> Page:  # noqa: ANN401 - a page's own attributes
        """Return a page whose template is filled with ``values`` and its way to the root."""
        page = Page(html="", **attributes)
        html = fill(self.env, template, {"root": page.root, **values})
        return Page(html=html, **attributes)
