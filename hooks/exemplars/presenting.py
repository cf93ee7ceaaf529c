"""Present a review: as one page that needs nothing else, and as lines of Markdown."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from .inlining import Spot, inline
from .library import Library
from .photos import PhotoFile, encode
from .problem import Problem
from .reviewing import Change, Review, Row
from .site import Settings
from .vietnamese import number
from .wording import printable, text

WIDTH = 960
"""Pixels at most of a photo in the page, where it has so few."""
ROWS_LIMIT = 40
"""Numbers at most in the lines of Markdown; the page shows them all."""
_LOADS = re.compile(r"""url\((?!["']?data:)[^)]*\)""", re.IGNORECASE)
"""What a style sheet would load from beside it."""
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#|~&!@$:.+])")
"""All that Markdown might take for a mark."""


def write_page(review: Review, style: str, settings: Settings) -> str:
    """Return the page: the stories as they will look below a list of all that changes.

    Args:
        review: what changes.
        style: the site's own style sheet.
        settings: what the owner of the site set.
    """
    style = _LOADS.sub("none", style.replace("\r\n", "\n")).replace("</", "<\\/")
    values = {
        "review": review,
        "settings": settings,
        "text": text,
        "style": Markup(style),  # noqa: S704 - it cannot end its element
        "digest": base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        "stories": [
            (change, Markup(html))  # noqa: S704 - the core's own safe HTML
            for change, html in _stories(review, settings)
        ],
    }
    return _environment().get_template("review.html.jinja").render(values)


def write_summary(review: Review) -> str:
    """Return the lines of Markdown; what people wrote cannot be taken for marks or for calls."""
    parts = [
        [text("review", "heading")],
        _problems("problems", review.problems),
        _problems("warnings", review.warnings),
        [f"- {_change(change)}" for change in review.changes] or [text("review", "nothing")],
        [text("review", "tables", names=", ".join(review.tables))] if review.tables else [],
        list(_rows(review.rows)),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _stories(review: Review, settings: Settings) -> Iterator[tuple[Change, str]]:
    """Yield each story that can be shown, with the HTML for its place on the page."""
    shown = {c.address: c for c in review.changes if c.address in review.pages}
    photos = _photos(review.library)
    for address, change in shown.items():
        spot = Spot(
            address=address,
            name=change.slug,
            beside={address: change.slug for address, change in shown.items()},
            site=settings.url,
            picture=lambda asked: _picture(photos.get(asked.rpartition("/")[2])),
        )
        yield change, inline(review.pages[address], spot)


def _photos(library: Library) -> dict[str, tuple[PhotoFile, int]]:
    """Return published name → photo and width."""
    return {
        file.name(width): (file, width)
        for story in library.stories
        for file in story.photos
        for width in file.widths
    }


def _picture(asked: tuple[PhotoFile, int] | None) -> str | None:
    """Return a photo as an address that holds it whole, not broader than a page needs."""
    if asked is None:
        return None
    file, wanted = asked
    limit = min(wanted, WIDTH)
    name = file.name(max((w for w in file.widths if w <= limit), default=file.widths[0]))
    content = next(content for made, content in encode(file) if made == name)
    return f"data:image/webp;base64,{base64.b64encode(content).decode()}"


def _environment() -> Environment:
    env = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["number"] = number
    return env


def _problems(key: str, problems: Iterable[Problem]) -> list[str]:
    """Return problems below their heading; set off by four spaces, they are no Markdown."""
    lines = [f"    {problem}" for problem in problems]
    return [text("review", key, count=len(lines)), "", *lines] if lines else []


def _change(change: Change) -> str:
    what = text("review", f"what-{change.what}")
    place = f"`{printable(change.file).replace('`', '?')}`"
    return f"{what}: {_plain(change.name)} ({place})" if change.name else f"{what}: {place}"


def _rows(rows: tuple[Row, ...] | None) -> Iterator[str]:
    if rows is None:
        yield text("review", "uncounted")
        return
    yield text("review", "counts") if rows else text("review", "same-counts")
    for row in rows[:ROWS_LIMIT]:
        label = _plain(row.label)
        label = label if row.dimension == "total" else f"{text('review', row.dimension)} {label}"
        yield f"- {label}: {number(row.before)} → {number(row.after)}"
    if len(rows) > ROWS_LIMIT:
        yield text("review", "more", count=len(rows) - ROWS_LIMIT)


def _plain(words: str) -> str:
    """Return words that Markdown leaves as they are; no name is called (``@name``)."""
    return _MARKS.sub(r"\\\1", printable(words)).replace("@", "@\u2060")
