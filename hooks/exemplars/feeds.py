"""Write the Atom feeds (RFC 4287): one of all stories, one of each field and of each place.

An entry's id is the canonical address of its story, which is permanent; its dates are the story's
own, so that a feed changes only when its stories do. A feed's links are absolute: without
``site_url`` nothing can be subscribed to, and no feed is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, partial
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from .caching import name
from .counting import DIMENSIONS
from .desk import Desk, told_whole
from .library import Library, Story
from .listing import ALL, Listing
from .site import Bundle, Settings
from .telling import story_title

FEED_SIZE = 20
"""Stories in a feed."""
FEED = "feed.xml"
"""Name of a feed below the address of its list."""
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
LISTED = frozenset({"field", "locality", "locality_now"})
"""Dimensions whose lists have a feed."""
_BEGINNING = date(1970, 1, 1)
"""The date of a feed without stories, for a feed must have one."""

_TAG = re.compile(r"<[a-z][^<>]*>")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold, not even escaped."""


def feed_bundles(desk: Desk) -> Iterator[Bundle]:
    """Yield every feed."""
    if not desk.settings.url:
        return
    ranks = {story.slug: rank for rank, story in enumerate(desk.library.stories)}
    entry = cache(lambda slug: _entry(desk, desk.library.by_slug[slug]))
    for address, title, listing in _feeds(desk.listings, desk.settings):
        newest = cache(partial(_newest, desk.library, ranks, listing))
        write = partial(_feed, desk, address, title, newest, entry)
        yield Bundle(write, partial(_name, desk, address, title, newest))


def _feeds(lists: Iterable[Listing], settings: Settings) -> Iterator[tuple[str, str, Listing]]:
    """Yield address and title of each feed, and the list whose newest stories it holds."""
    for listing in lists:
        if listing.address == ALL:
            yield "/", settings.name, listing
        elif listing.dimension in LISTED:
            yield listing.address, f"{listing.title} – {settings.name}", listing


def feed_addresses(lists: Iterable[Listing], settings: Settings) -> Iterator[str]:
    """Yield the address of every feed of some lists."""
    if settings.url:
        for address, _, _ in _feeds(lists, settings):
            yield f"{address}{FEED}"


def absolute(html: str, base: str) -> str:
    """Return finished HTML with each relative address made absolute; text is left alone."""

    def change(attribute: re.Match[str]) -> str:
        name, value = attribute.groups()
        if name == "srcset":
            value = ", ".join(_join(base, part) for part in value.split(", "))
        return f'{name}="{_join(base, value) if name in {"href", "src"} else value}"'

    # Our own HTML: text escapes < and >, and an attribute the quote as well.
    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(change, tag[0]), html)


def _join(base: str, address: str) -> str:
    return address if _SCHEME.match(address) else urljoin(base, address)


def _newest(library: Library, ranks: Mapping[str, int], listing: Listing) -> list[Story]:
    """Return the newest of a list's stories, equals in Vietnamese order."""
    slugs = (slug for section in listing.sections for slug in section.slugs)
    stories = [library.by_slug[slug] for slug in sorted(slugs, key=ranks.__getitem__)]
    return sorted(stories, key=lambda story: story.changed, reverse=True)[:FEED_SIZE]


def _name(desk: Desk, address: str, title: str, newest: Callable[[], list[Story]]) -> bytes:
    """Return the name of all that a feed depends on."""
    return name(desk.name, address, title, told_whole(newest()))


def _feed(
    desk: Desk,
    address: str,
    title: str,
    newest: Callable[[], list[Story]],
    entry: Callable[[str], str],
) -> Mapping[str, bytes]:
    """Return one feed by its address."""
    stories, url = newest(), f"{desk.settings.url}{address[1:]}"
    feed = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "vi"})
    _add(feed, "title", title)
    _add(feed, "id", url)
    _add(feed, "updated", _time(stories[0].changed if stories else _BEGINNING))
    _author(feed, desk.settings.owner)
    _add(feed, "link", rel="alternate", type="text/html", href=url)
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{url}{FEED}")
    entries = "\n".join(["", *(entry(story.slug) for story in stories)])
    head = _written(feed).removesuffix("</feed>")
    content = f"{DECLARATION}\n{head.rstrip()}{entries}\n</feed>\n".encode()
    return {f"{address}{FEED}": content}


def _written(element: ET.Element) -> str:
    """Return an element, each of its children on a line of its own."""
    ET.indent(element, "")
    return ET.tostring(element, encoding="unicode")


def _entry(desk: Desk, story: Story) -> str:
    settings = desk.settings
    front, url = story.front, story.href(settings.url)
    entry = ET.Element("entry")
    _add(entry, "title", story_title(story))
    _add(entry, "id", url)
    _add(entry, "published", _time(front.date))
    _add(entry, "updated", _time(story.changed))
    for author in front.authors:
        _author(entry, author)
    _add(entry, "link", rel="alternate", type="text/html", href=url)
    for term, label in _fields(desk.library, story):
        scheme = f"{settings.url}{DIMENSIONS['field'].prefix}"
        _add(entry, "category", term=term, scheme=scheme, label=label)
    _add(entry, "summary", front.summary, type="text")
    if not story.url:  # else its text stands there
        _add(entry, "content", absolute(story.body.html, url), type="html")
    return _written(entry)


def _fields(library: Library, story: Story) -> Iterator[tuple[str, str]]:
    for id_ in story.front.fields:
        yield id_, library.fields[id_].label


def _author(parent: ET.Element, author: str) -> None:
    _add(ET.SubElement(parent, "author"), "name", author)


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> None:
    """Add a child; ``xml.etree`` escapes, what XML cannot hold is left out."""
    element = ET.SubElement(parent, tag, {k: _NO_XML.sub("", v) for k, v in attributes.items()})
    element.text = _NO_XML.sub("", text) or None


def _time(day: date) -> str:
    """Return a day as Atom writes times: its beginning in Việt Nam."""
    return f"{day.isoformat()}T00:00:00+07:00"
