"""Check a built site against what it was built from, before it replaces the last one."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from html import unescape
from pathlib import Path
from typing import Any

from .feeds import FEED_SIZE
from .library import Library
from .site import Settings, Site
from .tabular import read_table

_ENTRY = re.compile(r"<entry>.*?<id>([^<]*)</id>", re.DOTALL)
_LOCATION = re.compile(r"<loc>([^<]*)</loc>")
PARTITIONS = ("kind", "basis", "month")
"""Dimensions in which each story counts exactly once."""


def verify(folder: Path, site: Site, settings: Settings, searchable: AbstractSet[str]) -> list[str]:
    """Return every difference between the built ``folder`` and the library, in words.

    Args:
        folder: the built site.
        site: what was to be built.
        settings: what the owner of the site set.
        searchable: addresses of stories in the site's search.
    """
    return list(_differences(folder, site, settings, searchable))


def _differences(
    folder: Path, site: Site, settings: Settings, searchable: AbstractSet[str]
) -> Iterator[str]:
    expected = {story.slug for story in site.library.stories}
    here = {story.slug for story in site.library.here}
    gone = {page.address.split("/")[2] for page in site.pages if not page.listed}
    built = {page.parent.name for page in folder.glob("guong/*/index.html")} - gone
    yield from _compare("trang câu chuyện", here, built)
    yield from _compare("mục tìm kiếm", here, {_slug(address) for address in searchable})
    sitemap = _LOCATION.findall((folder / "sitemap.xml").read_text("utf-8"))
    for url in sitemap:
        if not url.startswith(settings.url):
            yield f"sơ đồ trang có địa chỉ lạ {url}"
    addresses = [url.removeprefix(settings.url) for url in sitemap]
    stories = {_slug(address) for address in addresses if address.startswith("guong/")}
    yield from _compare("sơ đồ trang", here, stories - {"", "trang"})
    yield from _statistics(folder, expected)
    yield from _tables(folder / "du-lieu", site.library)
    yield from _feeds(folder, site.library, settings)


def _statistics(folder: Path, expected: set[str]) -> Iterator[str]:
    """The numbers that were written add up to the stories that were written."""
    content = json.loads((folder / "du-lieu/statistics.json").read_text("utf-8"))
    listed = json.loads((folder / "du-lieu/stories.json").read_text("utf-8"))
    yield from _compare("stories.json", expected, {story["slug"] for story in listed})
    if content["total"] != len(expected):
        yield f"statistics.json ghi {content['total']} câu chuyện, phải là {len(expected)}"
    for name, cells in content["dimensions"].items():
        counted = {slug for cell in cells for slug in cell["slugs"]}
        yield from _compare(f"thống kê {name}", expected, counted)
        yield from _counts(name, cells)
        total = sum(cell["count"] for cell in cells)
        if name in PARTITIONS and total != len(expected):
            yield f"thống kê {name} cộng lại là {total}, phải là {len(expected)}"


def _feeds(folder: Path, library: Library, settings: Settings) -> Iterator[str]:
    """Every feed names published stories only, and the feed of all names its newest."""
    if not settings.url:
        return
    known = {story.url or f"{settings.url}guong/{story.slug}/" for story in library.stories}
    for path in sorted(folder.rglob("feed.xml")):
        found = {unescape(id_) for id_ in _ENTRY.findall(path.read_text("utf-8"))}
        yield from _compare(path.relative_to(folder).as_posix(), found & known, found)
        if path.parent == folder and len(found) != min(FEED_SIZE, len(known)):
            yield f"feed.xml có {len(found)} câu chuyện, phải là {min(FEED_SIZE, len(known))}"


def _tables(folder: Path, library: Library) -> Iterator[str]:
    """The tables hold each story once, and each of its recognitions."""
    recognitions = {story.slug: len(story.front.recognitions) for story in library.stories}
    expected = {"stories.csv": dict.fromkeys(recognitions, 1), "recognitions.csv": recognitions}
    for name, rows in expected.items():
        found = Counter(row["slug"] for row in read_table((folder / name).read_bytes()))
        yield from _compare(name, {slug for slug, count in rows.items() if count}, set(found))
        if found.total() != sum(rows.values()):
            yield f"{name} có {found.total()} dòng, phải là {sum(rows.values())}"


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


def _slug(address: str) -> str:
    """Return the slug in ``guong/<slug>/``; empty for the list itself."""
    return address.removeprefix("guong/").partition("/")[0]
