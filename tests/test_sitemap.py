"""Tests for sitemap.py: what search engines are shown."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

import pytest

from exemplars.site import Page, Settings
from exemplars.sitemap import write_robots, write_sitemap

SETTINGS = Settings(name="Gương", url="https://x.vn/g/")


def page(address: str, changed: date | None = None, *, listed: bool = True) -> Page:
    """Return a page without content."""
    return Page(
        address=address, title="T", description="D", html="", changed=changed, listed=listed
    )


def test_pages_are_sorted_by_address_with_their_true_dates() -> None:
    pages = [page("/guong/b/", date(2026, 3, 4)), page("/guong/a/"), page("/guong/")]
    assert write_sitemap(pages, ["/", "/gioi-thieu/"], SETTINGS).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<url><loc>https://x.vn/g/</loc></url>\n"
        "<url><loc>https://x.vn/g/gioi-thieu/</loc></url>\n"
        "<url><loc>https://x.vn/g/guong/</loc></url>\n"
        "<url><loc>https://x.vn/g/guong/a/</loc></url>\n"
        "<url><loc>https://x.vn/g/guong/b/</loc><lastmod>2026-03-04</lastmod></url>\n"
        "</urlset>\n"
    )


def test_what_answers_for_withdrawn_and_moved_stories_is_left_out() -> None:
    pages = [page("/guong/a/"), page("/guong/cu/", listed=False)]
    assert b"cu" not in write_sitemap(pages, [], SETTINGS)


def test_a_page_that_is_also_hand_written_is_there_once_with_its_date() -> None:
    content = write_sitemap([page("/guong/", date(2026, 1, 2))], ["/guong/"], SETTINGS)
    assert content.count(b"<url>") == 1
    assert b"2026-01-02" in content


def test_the_order_does_not_depend_on_that_of_the_pages() -> None:
    pages = [page("/b/"), page("/a/"), page("/c/")]
    assert write_sitemap(pages, ["/d/"], SETTINGS) == write_sitemap(pages[::-1], ["/d/"], SETTINGS)


@pytest.mark.parametrize("url", ["https://x.vn/?a=1&b=<2>", "https://x.vn/"])
def test_it_is_well_formed_whatever_the_address_of_the_site(url: str) -> None:
    content = write_sitemap([page("/a/")], [], Settings(name="G", url=url)).decode()
    (entry,) = ET.fromstring(content)  # noqa: S314 - our own bytes
    assert entry[0].text == f"{url}a/"


def test_robots_may_read_everything_and_are_told_of_the_sitemap() -> None:
    assert write_robots(SETTINGS) == (
        b"User-agent: *\nAllow: /\n\nSitemap: https://x.vn/g/sitemap.xml\n"
    )
    assert write_robots(Settings(name="G", url="")) == b"User-agent: *\nAllow: /\n"


def test_an_empty_site_has_an_empty_sitemap() -> None:
    content = write_sitemap([], [], SETTINGS).decode()
    assert len(ET.fromstring(content)) == 0  # noqa: S314 - our own bytes
