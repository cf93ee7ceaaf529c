"""Say in JSON-LD (schema.org) what a page is about, for search engines and other readers.

Only what the page itself shows is said: nothing of ``consent``, and of someone under 18 no more
than the name as it is shown. What is empty is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from pydantic_core import to_json

from .datapackage import FOLDER, LICENCE
from .library import Library, Story
from .model import Recognition, Source
from .naming import place_key, place_path
from .site import Page, Settings
from .telling import story_title

FORMATS = {".csv": "text/csv", ".json": "application/json"}
_ABOUT_DATA = frozenset({"datapackage.json", "story.schema.json"})
"""Files that describe the data and are none."""

Thing = dict[str, Any]
Crumb = tuple[str, str]
"""Address and title of a page on the way to another."""


def script(things: Iterable[Thing]) -> str:
    """Return the script element that holds ``things``; nothing in it can end it."""
    graph = {"@context": "https://schema.org", "@graph": list(things)}
    content = to_json(graph).decode().replace("<", "\\u003c")
    return f'<script type="application/ld+json">{content}</script>'


def article(story: Story, page: Page, image: str, settings: Settings) -> Thing:
    """Return a story's page as an Article about a person or a collective."""
    url, front = settings.address(page.address), story.front
    authors = [_named("Person", name) for name in front.authors]
    return _filled(
        {
            "@type": "Article",
            "@id": url,
            "headline": story_title(story),
            "datePublished": front.date.isoformat(),
            "dateModified": story.changed.isoformat(),
            "inLanguage": "vi",
            "image": image,
            "author": authors or _publisher(settings),
            "publisher": _publisher(settings),
            "license": LICENCE,
            "about": _about(story),
            "citation": [_citation(source) for source in front.sources],
        }
    )


def web_page(page: Page, settings: Settings) -> Thing:
    """Return any other page as what ``Page.schema`` calls it."""
    url = settings.address(page.address)
    return _filled(
        {
            "@type": page.schema,
            "@id": url,
            "url": url,
            "name": page.title,
            "description": page.description,
            "inLanguage": "vi",
            "dateModified": page.changed.isoformat() if page.changed else "",
            "publisher": _publisher(settings),
        }
    )


def breadcrumbs(trail: Sequence[Crumb], settings: Settings) -> Thing:
    """Return the way to a page, from the home page to itself."""
    items = [
        {"@type": "ListItem", "position": place, "name": title, "item": settings.address(address)}
        for place, (address, title) in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def dataset(page: Page, library: Library, files: Iterable[str], settings: Settings) -> Thing:
    """Return the data that may be downloaded, as the Dataset that ``page`` describes."""
    url = settings.address(page.address)
    return _filled(
        {
            "@type": "Dataset",
            "@id": f"{url}#dataset",
            "url": url,
            "name": f"{page.title} – {settings.name}",
            "description": page.description,
            "license": LICENCE,
            "inLanguage": "vi",
            "isAccessibleForFree": True,
            "dateModified": library.date.isoformat() if library.date else "",
            "creator": _publisher(settings),
            "temporalCoverage": _years(library),
            "spatialCoverage": [_named("Place", name) for name in _places(library)],
            "distribution": [_download(address, settings) for address in sorted(_data(files))],
        }
    )


def _about(story: Story) -> Thing:
    """Return whom a story is about; of a minor nothing but the name."""
    front = story.front
    if front.minor:
        return _named("Person", front.name)
    person = front.kind == "ca-nhan"
    return _filled(
        {
            "@type": "Person" if person else "Organization",
            "name": front.name,
            "alternateName": list(front.other_names),
            "jobTitle": front.role if person else "",
            "award": [_award(honour) for honour in front.recognitions if not honour.revoked],
        }
    )


def _award(honour: Recognition) -> str:
    return f"{honour.title} ({honour.year})" if honour.year else honour.title


def _citation(source: Source) -> Thing:
    return _filled(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "publisher": _named("Organization", source.publisher),
            "url": source.url,
            "archivedAt": source.archived,
            "datePublished": source.date,
        }
    )


def _publisher(settings: Settings) -> Thing:
    return {**_named("Organization", settings.owner), "url": settings.address("/")}


def _years(library: Library) -> str:
    """Return the years of all deeds and honours as ISO 8601 writes a span: ``2004/2025``."""
    years = [year for story in library.stories for year in _years_of(story)]
    return f"{min(years)}/{max(years)}" if years else ""


def _years_of(story: Story) -> Iterator[int]:
    front = story.front
    yield from filter(None, (front.since, front.until))
    yield from (honour.year for honour in front.recognitions if honour.year)


def _places(library: Library) -> list[str]:
    """Return the provinces of all stories, as they were."""
    widest = {library.levels(story.front.locality)[0] for story in library.stories}
    return [place_path(library, id_) for id_ in sorted(widest, key=partial(place_key, library))]


def _data(files: Iterable[str]) -> Iterator[str]:
    for address in files:
        path = PurePosixPath(address)
        if address.startswith(FOLDER) and path.suffix in FORMATS and path.name not in _ABOUT_DATA:
            yield address


def _download(address: str, settings: Settings) -> Thing:
    path = PurePosixPath(address)
    return {
        "@type": "DataDownload",
        "name": path.name,
        "encodingFormat": FORMATS[path.suffix],
        "contentUrl": settings.address(address),
    }


def _named(kind: str, name: str) -> Thing:
    return {"@type": kind, "name": name}


def _filled(thing: Mapping[str, Any]) -> Thing:
    """Return a thing without its empty properties."""
    return {name: value for name, value in thing.items() if value}
