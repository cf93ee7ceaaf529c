"""Check a built site against what it was built from, before it replaces the last one."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Container, Iterator
from contextlib import suppress
from html import unescape
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from pydantic_core import from_json

from .feeds import FEED, FEED_SIZE, feed_addresses
from .indexing import CARDS, FOLDER, Card
from .library import Library
from .postings import read_shard
from .site import Settings, Site
from .tabular import read_column
from .terms import NAMES_END

_LOCATION = re.compile(r"<loc>([^<]*)</loc>")
PARTITIONS = ("kind", "basis", "month")
"""Dimensions in which each story counts exactly once."""

Check = Callable[[Path, Site, Settings], Iterator[str]]
"""Yields, in words, each difference between the folder of a site, the site, and its settings."""


class Index(NamedTuple):
    """What a written search index holds."""

    stories: list[Card]
    ways: list[Card]
    named: set[int]
    """Documents that are found by a syllable of their names."""


def _pages(folder: Path, site: Site, _: Settings) -> Iterator[str]:
    """Every story that lives here has its page, and no other has."""
    gone = {page.address.split("/")[2] for page in site.outline if not page.listed}
    with os.scandir(folder / "guong") as entries:
        built = {entry.name for entry in entries if os.path.isfile(f"{entry.path}/index.html")}  # noqa: PTH113 - a path object each would cost as much as all other parts
    yield from _compare("trang câu chuyện", _here(site.library), built - gone)


def _sitemap(folder: Path, site: Site, settings: Settings) -> Iterator[str]:
    """The sitemap lists exactly the stories that live here, all at this site's address."""
    sitemap = _LOCATION.findall((folder / "sitemap.xml").read_text("utf-8"))
    for url in sitemap:
        if not url.startswith(settings.url):
            yield f"sơ đồ trang có địa chỉ lạ {url}"
    addresses = [url.removeprefix(settings.url) for url in sitemap]
    stories = {_slug(address) for address in addresses if address.startswith("guong/")}
    yield from _compare("sơ đồ trang", _here(site.library), stories - {"", "trang"})


def _search(folder: Path, site: Site, _: Settings) -> Iterator[str]:
    """The search has a card for each story and no other, and every card can be found by name."""
    index = read_index(folder)
    expected = {story.href("") for story in site.library.stories}
    yield from _compare("mục tìm kiếm", expected, {str(card[0]) for card in index.stories})
    cards = len(index.stories) + len(index.ways)
    if len(index.named) != cards:
        yield f"tìm theo tên được {len(index.named)} mục, phải là {cards}"
    elif index.named != set(range(cards)):
        yield "tìm theo tên dẫn tới mục không có"


def read_index(folder: Path) -> Index:
    """Return what the index in a built site holds."""
    root = folder / FOLDER.strip("/")
    manifest = from_json((root / "index.json").read_bytes())
    files = root / manifest["version"]
    cards: list[Card] = []
    for at in range(-(-manifest["documents"] // CARDS)):
        cards += from_json((files / f"c{at}.json").read_bytes())
    named: set[int] = set()
    start = 0
    for at, step in enumerate(manifest["starts"]):
        if (start := start + step) < NAMES_END:
            named |= _named((files / f"s{at}.bin").read_bytes())
    return Index(cards[: manifest["stories"]], cards[manifest["stories"] :], named)


def _named(shard: bytes) -> set[int]:
    """Return the documents of names in a file; a damaged one has none."""
    with suppress(ValueError):
        found = (documents for key, documents in read_shard(shard) if key < NAMES_END)
        return set(chain.from_iterable(found))
    return set()


def _statistics(folder: Path, site: Site, _: Settings) -> Iterator[str]:
    """The numbers that were written add up to the stories that were written."""
    expected = {story.slug for story in site.library.stories}
    content = from_json((folder / "du-lieu/statistics.json").read_bytes())
    # Of each story its slug alone is kept: all that stands there takes ten times its bytes.
    listed = json.loads((folder / "du-lieu/stories.json").read_bytes(), object_hook=_slug_of)
    yield from _compare("stories.json", expected, {*listed})
    if content["total"] != len(expected):
        yield f"statistics.json ghi {content['total']} câu chuyện, phải là {len(expected)}"
    for name, cells in content["dimensions"].items():
        counted = {slug for cell in cells for slug in cell["slugs"]}
        yield from _compare(f"thống kê {name}", expected, counted)
        yield from _counts(name, cells)
        total = sum(cell["count"] for cell in cells)
        if name in PARTITIONS and total != len(expected):
            yield f"thống kê {name} cộng lại là {total}, phải là {len(expected)}"


def _slug_of(thing: dict[str, Any]) -> object:
    """Return the slug of a story, and anything else as it is."""
    return thing.get("slug", thing)


def _feeds(folder: Path, site: Site, settings: Settings) -> Iterator[str]:
    """Every feed is there and no other; each names published stories, that of all its newest."""
    stories = {f"{folder}/guong/{slug}" for slug in _here(site.library)}
    there = sorted(path.removeprefix(str(folder)) for path in _find(str(folder), FEED, stories))
    expected = {*feed_addresses(site.listings, settings)}
    yield from _compare("feed.xml", expected, {*there})
    known = {story.url or f"{settings.url}guong/{story.slug}/" for story in site.library.stories}
    for address in there:
        # To make letters of all bytes would take as long as the rest.
        _, *entries = (folder / address[1:]).read_bytes().split(b"<entry>")
        found = {unescape(_between(entry, b"<id>", b"</id>").decode()) for entry in entries}
        yield from _compare(address[1:], found & known, found)
        if address == f"/{FEED}" and len(found) != min(FEED_SIZE, len(known)):
            yield f"feed.xml có {len(found)} câu chuyện, phải là {min(FEED_SIZE, len(known))}"


def _find(folder: str, name: str, leaves: Container[str]) -> Iterator[str]:
    """Yield the path of each file below ``folder`` with this name.

    Args:
        folder: where to look.
        name: that of the file.
        leaves: folders that hold files alone; to ask for the one takes less than to look at all.
    """
    folders = [folder]
    for path in folders:  # os.walk takes half as long again
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.path in leaves:
                    if os.path.exists(f"{entry.path}/{name}"):  # noqa: PTH110 - as above
                        yield f"{entry.path}/{name}"
                elif entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif entry.name == name:
                    yield entry.path


def _between(text: bytes, start: bytes, end: bytes) -> bytes:
    return text.partition(start)[2].partition(end)[0]


def _tables(folder: Path, site: Site, _: Settings) -> Iterator[str]:
    """The tables hold each story once, and each of its recognitions."""
    stories = site.library.stories
    recognitions = {story.slug: len(story.front.recognitions) for story in stories}
    expected = {"stories.csv": dict.fromkeys(recognitions, 1), "recognitions.csv": recognitions}
    for name, rows in expected.items():
        found = Counter(read_column((folder / "du-lieu" / name).read_bytes(), "slug"))
        yield from _compare(name, {slug for slug, count in rows.items() if count}, set(found))
        if found.total() != sum(rows.values()):
            yield f"{name} có {found.total()} dòng, phải là {sum(rows.values())}"


CHECKS: tuple[Check, ...] = (_pages, _search, _sitemap, _tables, _statistics, _feeds)
"""All there is to check, the longest last; each can be done beside the others."""


def _counts(name: str, cells: list[dict[str, Any]]) -> Iterator[str]:
    """Each number is that of its stories, each of which it names once."""
    for cell in cells:
        if not cell["count"] == len(cell["slugs"]) == len(set(cell["slugs"])):
            right = len(set(cell["slugs"]))
            yield f"thống kê {name}, mục {cell['id']} ghi {cell['count']}, phải là {right}"


def _compare(what: str, expected: set[str], found: set[str]) -> Iterator[str]:
    if missing := sorted(expected - found):
        yield f"{what} thiếu {', '.join(missing[:10])}"
    if extra := sorted(found - expected):
        yield f"{what} thừa {', '.join(extra[:10])}"


def _here(library: Library) -> set[str]:
    return {story.slug for story in library.here}


def _slug(address: str) -> str:
    """Return the slug in ``guong/<slug>/``; empty for the list itself."""
    return address.removeprefix("guong/").partition("/")[0]
