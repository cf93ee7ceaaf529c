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
from html import escape
from urllib.parse import urljoin

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
_NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
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
    lines = (
        DECLARATION,
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">',
        _element("title", title),
        _element("id", url),
        _element("updated", _time(stories[0].changed if stories else _BEGINNING)),
        _author(desk.settings.owner),
        _element("link", rel="alternate", type="text/html", href=url),
        _element("link", rel="self", type="application/atom+xml", href=f"{url}{FEED}"),
        *(entry(story.slug) for story in stories),
        "</feed>\n",
    )
    return {f"{address}{FEED}": "\n".join(lines).encode()}


def _entry(desk: Desk, story: Story) -> str:
    settings = desk.settings
    front, url = story.front, story.href(settings.url)
    scheme = f"{settings.url}{DIMENSIONS['field'].prefix}"
    lines = [
        "<entry>",
        _element("title", story_title(story)),
        _element("id", url),
        _element("published", _time(front.date)),
        _element("updated", _time(story.changed)),
        *map(_author, front.authors),
        _element("link", rel="alternate", type="text/html", href=url),
        *(
            _element("category", term=term, scheme=scheme, label=label)
            for term, label in _fields(desk.library, story)
        ),
        _element("summary", front.summary, type="text"),
    ]
    if not story.url:  # else its text stands there
        lines.append(_element("content", absolute(story.body.html, url), type="html"))
    return "\n".join([*lines, "</entry>"])


def _fields(library: Library, story: Story) -> Iterator[tuple[str, str]]:
    for id_ in story.front.fields:
        yield id_, library.fields[id_].label


def _author(author: str) -> str:
    return f"<author>\n{_element('name', author)}\n</author>"


def _element(tag: str, text: str = "", **attributes: str) -> str:
    """Return an element without children; what XML cannot hold is left out."""
    given = [f' {name}="{_quotable(value)}"' for name, value in attributes.items()]
    held = escape(_NO_XML.sub("", text), quote=False)
    return f"<{tag}{''.join(given)}>{held}</{tag}>" if held else f"<{tag}{''.join(given)} />"


def _quotable(value: str) -> str:
    """Return what stands for a text between quotes, where the end of a line would be a blank."""
    held = escape(_NO_XML.sub("", value))
    return held.replace("\r", "&#13;").replace("\n", "&#10;")


def _time(day: date) -> str:
    """Return a day as Atom writes times: its beginning in Việt Nam."""
    return f"{day.isoformat()}T00:00:00+07:00"
