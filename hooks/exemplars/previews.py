"""Make the pictures that other sites show beside a link: one for each field and kind, one for all.

A stock face would be a lie, and few stories have a photo of their own; so the picture says the
field and the kind in words (drawing.py), and all their stories share it.
"""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

from . import drawing
from .drawing import Card, draw
from .library import Library, Story
from .model import Kind
from .site import Settings
from .wording import text
from .writing import is_kept, keep

FOLDER = "/assets/xem-truoc/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A picture, and where it is published."""

    name: str
    """File name without its ending."""
    card: Card

    @property
    def address(self) -> str:
        """Where it is published."""
        return f"{FOLDER}{self.name}.png"

    @property
    def alt(self) -> str:
        """What it shows, for those who do not see it."""
        words = (self.card.above, self.card.title, self.card.below)
        return text("preview", "alt", words=" – ".join(filter(None, words)))


def site_preview(settings: Settings) -> Preview:
    """Return the picture of every page that is no story."""
    card = Card(field="", kind="", above=text("preview", "above"), title=settings.name, below="")
    return Preview(name="trang", card=card)


def story_preview(story: Story, library: Library, settings: Settings) -> Preview:
    """Return the picture that a story shares with those of its main field and kind."""
    field = story.front.fields[0]
    return _preview(field, story.front.kind, library.fields[field].label, settings.name)


def publish_previews(library: Library, settings: Settings, cache: Path) -> dict[str, Path]:
    """Return address → file of the pictures in use, drawn now or kept in ``cache`` from before.

    Their addresses on other sites are absolute: without ``site_url`` none is in use.
    """
    if not settings.url:
        return {}
    used = sorted({(story.front.fields[0], story.front.kind) for story in library.here})
    previews = [
        _preview(field, kind, library.fields[field].label, settings.name) for field, kind in used
    ]
    return {
        preview.address: _kept(preview, cache) for preview in [site_preview(settings), *previews]
    }


def are_drawn(settings: Settings, cache: Path) -> bool:
    """Tell whether pictures were drawn before: that of the site is always among them."""
    return not settings.url or is_kept(_path(site_preview(settings), cache))


@lru_cache(maxsize=1024)
def _preview(field: str, kind: Kind, label: str, site: str) -> Preview:
    card = Card(field=field, kind=kind, above=text("kinds", kind), title=label, below=site)
    return Preview(name=f"{field}-{kind}", card=card)


def _kept(preview: Preview, cache: Path) -> Path:
    path = _path(preview, cache)
    if not is_kept(path):
        keep(path, draw(preview.card))
    return path


def _path(preview: Preview, cache: Path) -> Path:
    """Return where a picture is kept."""
    digest = hashlib.sha256(f"{_salt()} {astuple(preview)}".encode()).hexdigest()[:16]
    return cache / f"{preview.name}-{digest}.png"


@cache
def _salt() -> str:
    """Return a hash of everything but the words that a picture depends on."""
    parts = version("pillow").encode(), drawing.font_file(), Path(drawing.__file__).read_bytes()
    return hashlib.sha256(b"".join(parts)).hexdigest()
