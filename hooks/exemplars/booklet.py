"""Make a booklet of stories for a meeting: an A5 PDF, laid out by typst from plain data.

typst is no dependency of the site: whoever wants a booklet installs it. What strangers wrote goes
to the template as data, so nothing in it is ever read as typst's language.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from .library import Library, Story
from .model import KINDS, Figure, Source
from .naming import amount, place_path
from .owner import Owner
from .photos import PhotoFile, publish_photos
from .problem import FaultError
from .register import index_names, index_places
from .selecting import Wish, describe, select
from .site import Settings
from .tree import breakable, parse
from .vietnamese import day, partial_date
from .wording import text
from .writing import write_whole

Told = dict[str, Any]
"""Something as the template shows it."""
Lead = Callable[[str, str], Mapping[str, str]]
"""Says where a link leads: the slug of its story, and the link."""

QUALITY = 85
"""Of photos as JPEG, which PDF takes as it is; WebP would be unpacked to ten times its size."""


def write_booklet(library: Library, wish: Wish, owner: Owner, output: Path) -> int:
    """Write the booklet of the stories that fit ``wish`` and return their number.

    Args:
        library: the checked stories; those of other sites are left out.
        wish: which of them are wanted.
        owner: who runs the site.
        output: the PDF, replaced whole or not at all.

    Raises:
        FaultError: nothing fits, there is no typst, or ``output`` is no place for a PDF.
    """
    if output.suffix.lower() != ".pdf" or output.is_dir() or not output.parent.is_dir():
        raise FaultError("booklet-output", path=str(output))
    stories = select(library, wish)
    typst = _typst()
    newest = library.date or date.min
    with TemporaryDirectory() as folder:
        for file in (file for story in stories for file in story.photos):
            _write_jpeg(file, Path(folder))
        pdf = typst.compile(
            files(__package__).joinpath("templates/booklet.typ").read_bytes(),
            root=folder,
            ignore_system_fonts=True,  # the same pages on every machine
            sys_inputs={"booklet": json.dumps(booklet(library, stories, wish, owner))},
            timestamp=datetime(newest.year, newest.month, newest.day, tzinfo=UTC),
        )
    write_whole(output, pdf)
    return len(stories)


def booklet(library: Library, stories: Sequence[Story], wish: Wish, owner: Owner) -> Told:
    """Return everything that the template shows, as data for JSON."""
    newest = library.date or date.min
    ordered = sorted(stories, key=lambda story: KINDS.index(story.front.kind))  # keeps their order
    return {
        "site": breakable(owner.settings.name),
        "publisher": breakable(owner.settings.owner),
        "address": owner.settings.url,
        "contact": owner.settings.contact,
        "agency": owner.agency,
        "date": day(newest),
        "made": [newest.year, newest.month, newest.day],
        "selection": describe(library, wish),
        "parts": _parts(library, ordered, owner.settings),
        "names": index_names(library, ordered),
        "places": index_places(library, ordered),
    }


def _typst() -> ModuleType:
    """Return the compiler, which only this command needs."""
    try:
        import typst  # noqa: PLC0415 - optional, 34 MB
    except ImportError:
        raise FaultError("booklet-typst") from None
    return typst


def _write_jpeg(file: PhotoFile, folder: Path) -> None:
    """Write the largest published size of a photo, whose metadata are gone, as JPEG."""
    from PIL import Image  # noqa: PLC0415 - costs start-up; only photos need it

    largest = publish_photos(file, folder)[-1]
    buffer = io.BytesIO()
    with Image.open(largest) as image:
        pixels = image.convert("RGBA")
    white = Image.new("RGBA", pixels.size, "white")
    Image.alpha_composite(white, pixels).convert("RGB").save(buffer, "JPEG", quality=QUALITY)
    write_whole(folder / f"{largest.stem}.jpg", buffer.getvalue())


def _parts(library: Library, stories: Sequence[Story], settings: Settings) -> list[Told]:
    """Return the stories by kind; a kind without any has no part."""
    lead = partial(_lead, settings, frozenset(story.slug for story in stories))
    parts = []
    for kind in KINDS:
        told = [
            _story(library, story, settings, lead) for story in stories if story.front.kind == kind
        ]
        if told:
            parts.append({"title": text("kinds", kind), "stories": told})
    return parts


def _lead(settings: Settings, slugs: frozenset[str], slug: str, href: str) -> Mapping[str, str]:
    """Say where a link of the story ``slug`` leads: in the booklet, on the site, or elsewhere."""
    if not href.startswith(("#", "../")):
        return {"url": href}
    page, _, heading = href.removeprefix("../").partition("#")
    linked = page.rstrip("/") or slug
    if linked in slugs:
        return {"to": f"{linked}#{heading}" if heading else linked}
    return {"url": settings.address(f"/guong/{linked}/")} if settings.url else {}


def _story(library: Library, story: Story, settings: Settings, lead: Lead) -> Told:
    """Return what the pages of a story show."""
    front = story.front
    target = partial(lead, story.slug)
    body = parse(story.body.html, target)
    loose = (file.figure for file in story.photos if file.figure not in story.body.html)
    return {
        "slug": story.slug,
        "kind": front.kind,
        "fields": [library.fields[field].label for field in front.fields],
        "name": breakable(front.name),
        "title": breakable(front.title or ""),
        "summary": breakable(front.summary),
        "facts": _facts(library, story),
        "figures": [_figure(figure) for figure in front.figures],
        "body": [
            *body.children,
            *(node for html in loose for node in parse(html, target).children),
        ],
        "notes": body.notes,
        "recognitions": _recognitions(library, story),
        "sources": [_source(source) for source in front.sources],
        "authors": [breakable(author) for author in front.authors],
        "date": day(front.date),
        "updated": day(front.updated) if front.updated else "",
        "address": settings.address(f"/guong/{story.slug}/") if settings.url else "",
    }


def _figure(figure: Figure) -> Told:
    return {
        "about": figure.about or "",
        "amount": amount(figure.model_copy(update={"about": None})),
        "unit": breakable(figure.unit or ""),
        "label": breakable(figure.label),
        "as_of": partial_date(figure.as_of or ""),
    }


def _facts(library: Library, story: Story) -> Told:
    front = story.front
    now = library.now(front.locality)
    labels = {term.id: term.label for term in (*library.taxonomy.basis, *library.taxonomy.themes)}
    return {
        "other_names": [breakable(name) for name in front.other_names],
        "role": breakable(front.role or ""),
        "place": place_path(library, front.locality),
        "now": place_path(library, now) if now != front.locality else "",
        "since": str(front.since or ""),
        "until": str(front.until or ""),
        "basis": labels.get(front.basis, front.basis),
        "press": front.basis == "bao-chi",
        "themes": [labels[theme] for theme in front.themes],
    }


def _recognitions(library: Library, story: Story) -> list[Told]:
    """Return the honours from the earliest on, those without a year last, as on the page."""
    levels = {term.id: term.label for term in library.taxonomy.levels}
    honours = sorted(story.front.recognitions, key=lambda honour: honour.year or 9999)
    return [
        {
            "year": str(honour.year or ""),
            "title": breakable(honour.title),
            "body": breakable(honour.body or ""),
            "level": levels[honour.level] if honour.level else "",
            "revoked": honour.revoked,
        }
        for honour in honours
    ]


def _source(source: Source) -> Told:
    return {
        "title": breakable(source.title),
        "publisher": breakable(source.publisher),
        "date": partial_date(source.date or ""),
        "url": source.url or "",
        "archived": source.archived or "",
    }
