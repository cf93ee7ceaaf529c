"""Tests for downloads.py: the page that explains the data."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import EXAMPLE
from factories import story

from exemplars.datapackage import TABLES
from exemplars.downloads import size
from exemplars.publishing import publish
from exemplars.site import Page, Settings

TODAY = date(2027, 1, 1)
SETTINGS = Settings(name="Gương <b>", url="https://x.vn/guong/")


def data_page(root: Path, cache: Path) -> Page:
    """Return the page of a folder's data."""
    site = publish(root, "stories", TODAY, SETTINGS, cache)
    (page,) = (page for page in site.pages if page.address == "/du-lieu/")
    return page


def test_every_file_is_there_to_download_with_its_size(tmp_path: Path) -> None:
    site = publish(EXAMPLE, "stories", TODAY, SETTINGS, tmp_path)
    html = data_page(EXAMPLE, tmp_path).html
    links = dict(re.findall(r'<a href="([a-z.]+)" download>.*?<small>(.*?)</small>', html))
    assert links == {
        address.removeprefix("/du-lieu/"): size(len(content))
        for address, content in site.files.items()
        if address.startswith("/du-lieu/") and isinstance(content, bytes)
    }
    assert len(links) == 6


def test_every_column_is_explained(tmp_path: Path) -> None:
    html = data_page(EXAMPLE, tmp_path).html
    named = re.findall(r'<th scope="row"><code>(\w+)</code>', html)
    assert named == [column.name for columns in TABLES.values() for column in columns]


def test_the_page_says_how_to_cite_and_counts(tmp_path: Path) -> None:
    html = data_page(EXAMPLE, tmp_path).html
    assert "https://x.vn/guong/du-lieu/. CC BY 4.0." in html
    assert "https://creativecommons.org/licenses/by/4.0/deed.vi" in html
    assert 'href="../thong-ke/field/"' in html
    assert "Gương &lt;b&gt;. <cite>" in html


def test_the_page_is_in_the_sitemap_with_the_day_of_the_data(tmp_path: Path) -> None:
    page = data_page(EXAMPLE, tmp_path)
    assert page.listed
    assert page.changed is not None


def test_without_stories_the_page_names_no_day(
    stories: Path, write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    assert "bản ngày" not in data_page(stories, tmp_path / "cache").html
    write("ca-nhan/a.md", story())
    assert "bản ngày 2/1/2026" in data_page(stories, tmp_path / "cache").html


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 byte"),
        (999, "999 byte"),
        (1000, "1 KB"),
        (15_249, "15,2 KB"),
        (999_999, "1.000 KB"),
        (1_520_000, "1,5 MB"),
    ],
)
def test_a_size_is_read_as_vietnamese_write_numbers(count: int, shown: str) -> None:
    assert size(count) == shown
