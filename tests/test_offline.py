"""What stays readable without a network, by the service worker in a real Chromium."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from browser import (
    LOST,
    PREFIX,
    Answer,
    Served,
    Watched,
    built,
    lonely_chromium,
    running,
    wait_until,
    watching,
)
from conftest import EXAMPLE
from playwright.sync_api import Browser, Page

STORY = "guong/day-du-dau-thanh/"
NAME = "Quỳnh Ỷ Ỹ Ý Ỵ Nguyễn"
OTHER = "guong/tra-lai-cua-roi/"
PATIENCE = 3.0
"""Seconds that the worker waits for the network, as docs/sw.js has it."""
OWN_WORDS = re.compile(r"error: Failed to load resource: (net::|the server responded).*")
"""What Chromium itself says where the network fails."""
IS_STYLED = "getComputedStyle(document.querySelector('.site-header')).borderBottomStyle === 'solid'"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all."""
    with lonely_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The example's site."""
    folder = tmp_path_factory.mktemp("example") / "site"
    with built(EXAMPLE, folder):
        yield folder


@pytest.fixture
def site(example: Path, tmp_path: Path) -> Iterator[Served]:
    """The example, served, to be changed."""
    server = Served(shutil.copytree(example, tmp_path / "site"))
    with running(server):
        yield server


@pytest.fixture
def reader(browser: Browser, site: Served) -> Iterator[Watched]:
    """A reader whose browser keeps pages; nothing may be said or asked of others meanwhile."""
    with watching(browser, site, worker=True) as watched:
        yield watched
        said = [line for line in watched.console if not OWN_WORDS.fullmatch(line)]
        assert said + watched.foreign + watched.left_for == []


def keep(page: Page, address: str) -> None:
    """Open a page and wait until it and what it is made of are kept."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    kept = f"!!(await caches.match({json.dumps(address.partition('?')[0])}))"
    looks = [
        f"!!(await caches.match(new URL('{PREFIX}assets/{name}', location)))"
        for name in ("site.css", "site.js", "box.js")
    ]
    wait_until(page, f"(async () => {' && '.join([kept, *looks])})()")


def is_kept(page: Page, address: str) -> bool:
    """Return whether a copy of a page is there."""
    return bool(page.evaluate("async url => !!(await caches.match(url))", address))


@contextmanager
def without_network(site: Served) -> Iterator[None]:
    """Let every request break off."""
    with site.answering("", LOST):
        yield


def test_the_very_first_page_of_a_reader_is_kept_with_its_looks(
    site: Served, reader: Watched
) -> None:
    page = reader.open()
    keep(page, site.url + STORY)
    with without_network(site):
        page.goto(site.url + STORY)
        assert page.locator("h1").inner_text() == NAME
        assert page.evaluate(IS_STYLED)
        page.locator(".scheme").click()  # shown by site.js alone


def test_a_page_read_later_is_kept_too_also_for_another_tab(site: Served, reader: Watched) -> None:
    page = reader.open()
    keep(page, site.url)
    keep(page, site.url + STORY)
    page.close()
    with without_network(site):
        page = reader.open()
        page.goto(site.url + STORY)
        assert page.locator("h1").inner_text() == NAME
        page.locator(".site-name").click()
        page.locator(".featured").wait_for()


def test_the_search_works_without_a_network_once_it_was_used(site: Served, reader: Watched) -> None:
    page = reader.open()
    keep(page, site.url + STORY)
    page.goto(f"{site.url}tim-kiem/?q=nga")
    page.locator(".search-result h2 mark").first.wait_for()
    page.wait_for_load_state("networkidle")
    found = page.locator(".search-result h2").all_inner_texts()
    with without_network(site):
        page.goto(f"{site.url}tim-kiem/?q=nga&sort=name")
        page.locator(".search-result h2 mark").first.wait_for()
        assert sorted(page.locator(".search-result h2").all_inner_texts()) == sorted(found)


@pytest.mark.parametrize("address", ["thong-ke/", OTHER, "guong/khong-co/"])
def test_without_network_and_copy_a_reader_is_offered_the_stories_that_were_kept(
    address: str, site: Served, reader: Watched
) -> None:
    page = reader.open()
    keep(page, site.url + STORY)
    keep(page, site.url + "guong/")
    with without_network(site):
        page.goto(site.url + address)
        assert page.url == f"{site.url}ngoai-tuyen/"
        link = page.locator(".kept-stories a")
        link.wait_for()
        assert link.all_inner_texts() == [NAME]
        assert page.evaluate(IS_STYLED)
        link.click()
        assert page.locator("h1").inner_text() == NAME


def change(site: Served, address: str, old: str, new: str) -> None:
    """Publish a page anew."""
    path = site.folder / address / "index.html"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_changed_page_is_announced_where_the_network_was_slow(
    site: Served, reader: Watched
) -> None:
    page = reader.open()
    keep(page, site.url + STORY)
    change(site, STORY, "Đoạn một", "Đoạn đã sửa")
    with site.answering(STORY, Answer(delay=PATIENCE + 1)):
        page.goto(site.url + STORY)
        assert "Đoạn một" in page.locator(".story-body").inner_text()
        notice = page.locator(".notice[role=status]")
        notice.wait_for()
        assert "Trang này vừa có bản mới." in notice.inner_text()
    notice.locator("button").click()
    page.locator(".story-body", has_text="Đoạn đã sửa").wait_for()
    assert page.locator(".notice").count() == 0


def test_nothing_is_announced_where_a_slow_page_has_not_changed(
    site: Served, reader: Watched
) -> None:
    page = reader.open()
    keep(page, site.url + STORY)
    with site.answering(STORY, Answer(delay=PATIENCE + 0.5)):
        page.goto(site.url + STORY)
        page.wait_for_timeout(1500)
        assert page.locator(".notice").count() == 0


def test_a_changed_page_is_shown_at_once_where_the_network_is_quick(
    site: Served, reader: Watched
) -> None:
    page = reader.open()
    keep(page, site.url + STORY)
    change(site, STORY, "Đoạn một", "Đoạn đã sửa")
    page.goto(site.url + STORY)
    assert "Đoạn đã sửa" in page.locator(".story-body").inner_text()
    with without_network(site):
        page.goto(site.url + STORY)
        assert "Đoạn đã sửa" in page.locator(".story-body").inner_text()


def test_the_tombstone_of_a_withdrawn_story_takes_the_place_of_the_kept_copy(
    site: Served, reader: Watched
) -> None:
    page = reader.open()
    keep(page, site.url + STORY)
    shutil.copy(site.folder / "guong/da-go/index.html", site.folder / STORY)
    page.goto(site.url + STORY)
    with without_network(site):
        page.goto(site.url + STORY)
        assert page.locator("h1").inner_text() == "Câu chuyện đã được gỡ"
        assert NAME not in page.content()


def test_a_page_that_is_gone_is_forgotten(site: Served, reader: Watched) -> None:
    page = reader.open()
    keep(page, site.url + STORY)
    shutil.rmtree(site.folder / STORY)
    page.goto(site.url + STORY)
    assert page.locator("h1").inner_text() == "Không tìm thấy trang này"
    wait_until(page, f"(async () => !(await caches.match('{site.url}{STORY}')))()")
    with without_network(site):
        page.goto(site.url + STORY)
        assert page.url == f"{site.url}ngoai-tuyen/"
        assert page.locator(".kept-stories a").count() == 0


@pytest.mark.parametrize("status", [404, 500, 503])
def test_of_a_failed_answer_nothing_is_kept(status: int, site: Served, reader: Watched) -> None:
    page = reader.open()
    keep(page, site.url)
    with site.answering(STORY, Answer(status=status, content=b"<h1>Kaputt</h1>")):
        page.goto(site.url + STORY)
        assert page.locator("h1").inner_text() == "Kaputt"
    page.goto(site.url)
    assert not is_kept(page, site.url + STORY)


def test_a_failing_server_does_not_take_a_kept_page_away(site: Served, reader: Watched) -> None:
    page = reader.open()
    keep(page, site.url + STORY)
    with site.answering(STORY, Answer(status=503, content=b"<h1>Kaputt</h1>")):
        page.goto(site.url + STORY)
        assert page.locator("h1").inner_text() == NAME


def test_the_refuge_outlives_many_pages(site: Served, reader: Watched) -> None:
    page = reader.open()
    keep(page, site.url + STORY)
    page.evaluate(
        """async base => {
          const cache = await caches.open('kept-1')
          for (let at = 0; at < 205; at++) await cache.put(`${base}guong/x${at}/`, new Response('<h1>x</h1>'))
        }""",
        site.url,
    )
    keep(page, site.url + OTHER)
    wait_until(page, f"(async () => !(await caches.match('{site.url}guong/x0/')))()")
    assert is_kept(page, f"{site.url}ngoai-tuyen/")


def test_that_a_page_is_gone_is_announced_where_the_network_was_slow(
    site: Served, reader: Watched
) -> None:
    page = reader.open()
    keep(page, site.url + STORY)
    shutil.rmtree(site.folder / STORY)
    with site.answering(STORY, Answer(delay=PATIENCE + 0.5)):
        page.goto(site.url + STORY)
        page.locator(".notice").wait_for(timeout=2000)


def test_nothing_is_fetched_that_no_page_asked_for_nor_anything_twice(
    browser: Browser, site: Served
) -> None:
    context = browser.new_context()  # not watched: where requests are caught, Chromium caches none
    keep(context.new_page(), site.url + STORY)
    context.close()
    assert sorted(path.removeprefix(PREFIX) for path in site.requests) == [
        "assets/box.js",
        "assets/favicon.svg",
        "assets/hoa-van.svg",
        "assets/site.css",
        "assets/site.js",
        STORY,
        "ngoai-tuyen/",
        "sw.js",
    ]
