"""What must not grow with the number of stories, shown on synthetic ones."""

from __future__ import annotations

import gzip
import re
import statistics
import sys
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT
from test_build_site import build

from exemplars import Settings, Site, publish
from exemplars.listing import PAGE_SIZE, REGISTER_SIZE
from exemplars.terms import TEXT_FULL

sys.path.insert(0, str(ROOT))
from bench.corpus import write_corpus

SETTINGS = Settings(name="Gương mẫu", url="https://example.org/")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Site]:
    """Return the sites of 100 and of 800 synthetic stories."""
    folder = tmp_path_factory.mktemp("corpus")
    built = []
    for count in (100, 800):
        write_corpus(count, folder / str(count))
        built.append(
            publish(folder / str(count), "stories", date(2026, 11, 24), SETTINGS, folder / "cache")
        )
    return built[0], built[1]


def largest(site: Site, *parts: str) -> int:
    """Return the characters of the largest page below one of these addresses."""
    return max(len(page.html) for page in site.pages if page.address.split("/")[1] in parts)


def test_a_story_page_does_not_grow_with_the_number_of_stories(sites: tuple[Site, Site]) -> None:
    small, large = sites
    assert largest(large, "guong") < 1.5 * largest(small, "guong")


def test_the_home_page_and_the_overview_do_not_grow(sites: tuple[Site, Site]) -> None:
    small, large = sites
    overview = [
        next(len(page.html) for page in site.pages if page.address == "/thong-ke/")
        for site in sites
    ]
    assert overview[1] < 1.2 * overview[0]
    assert len(large.home) < 1.2 * len(small.home)


def test_no_list_page_shows_more_than_one_page_of_cards(sites: tuple[Site, Site]) -> None:
    for site in sites:
        cards = [page.html.count('<li class="card">') for page in site.pages]
        assert max(cards) == PAGE_SIZE


def test_a_long_list_shows_cards_first_and_then_names(sites: tuple[Site, Site]) -> None:
    pages = {page.address: page.html for page in sites[1].pages}
    first, second = pages["/guong/"], pages["/guong/trang/2/"]
    assert (first.count('<li class="card">'), first.count('<ul class="rows">')) == (PAGE_SIZE, 0)
    assert (second.count('<li class="card">'), second.count("<li><a ")) == (0, REGISTER_SIZE)
    short = pages["/linh-vuc/y-te/trang/2/"]
    assert short.count('<li class="card">') > 0


def test_every_story_is_on_exactly_one_page_of_the_whole_list(sites: tuple[Site, Site]) -> None:
    site = sites[1]
    whole = [
        page.html
        for page in site.pages
        if page.address == "/guong/" or page.address.startswith("/guong/trang/")
    ]
    html = "".join(whole)
    assert len(whole) == 1 + (800 - PAGE_SIZE) // REGISTER_SIZE
    for story in site.library.stories:
        assert html.count(f'guong/{story.slug}/"') == 1


def sizes(site: Site, pattern: str) -> list[int]:
    """Return the bytes of the files of the search that a pattern names."""
    return [
        len(content)
        for address, content in site.files.items()
        if re.fullmatch(rf"/tim-kiem/[0-9a-f]{{12}}/{pattern}", address)
        if isinstance(content, bytes)
    ]


def test_no_file_that_a_query_reads_grows_with_the_number_of_stories(
    sites: tuple[Site, Site],
) -> None:
    small, large = sites
    assert max(sizes(large, r"c\d+\.json")) < 1.5 * max(sizes(small, r"c\d+\.json"))
    # a file is full with the term that fills it; one in all stories takes a bit of each
    largest_term = large.counts.total // 8 + 8
    for site in sites:
        assert max(sizes(site, r"s\d+\.bin")) < TEXT_FULL + 2 * largest_term
    assert len(sizes(large, r"s\d+\.bin")) > len(sizes(small, r"s\d+\.bin"))


def test_the_page_of_a_real_story_is_five_kilobytes_on_the_wire(tmp_path: Path) -> None:
    assert build(ROOT / "stories", tmp_path / "site").returncode == 0
    pages = [path.read_bytes() for path in (tmp_path / "site/guong").glob("*/index.html")]
    told = [page for page in pages if b'<div class="story">' in page]
    assert len(told) >= 52
    assert statistics.median(len(gzip.compress(page, 9, mtime=0)) for page in told) < 5000
