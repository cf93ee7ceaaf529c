"""A reader's ways through the site in a real Chromium: sharing, schemes, paper, and no scripts."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from browser import PREFIX, SCHEMES, Scheme, Served, built, lonely_chromium, wait_until, watching
from conftest import EXAMPLE
from playwright.sync_api import Browser, Locator, Page, expect

STORY = "guong/day-du-dau-thanh/"
FIRST_VISIT = 30_000
"""Bytes at most, compressed, that a reader's first story costs."""
SCHEME = "getComputedStyle(document.documentElement).colorScheme"

SHARING = """
window.shared = []
navigator.share = async what => { shared.push(what) }
Object.defineProperty(navigator, 'clipboard', { value: { writeText: async text => { shared.push(text) } } })
"""
NO_SHARING = """
Object.defineProperty(Navigator.prototype, 'share', { value: undefined })
Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all."""
    with lonely_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The example, built and served."""
    with built(EXAMPLE, tmp_path_factory.mktemp("example") / "site") as server:
        yield server


def test_a_link_to_a_story_leads_on_to_related_field_search_and_paper(
    browser: Browser, example: Served
) -> None:
    with watching(browser, example, width=360, worker=True) as reader:
        page = reader.open()
        page.goto(example.url + STORY)
        name = page.locator(".related .card-name a").first.inner_text()
        page.locator(".related .card-name a").first.click()
        expect(page.locator("h1")).to_have_text(name)
        field = page.locator(".story-kind a").nth(1)
        label = field.inner_text()
        field.click()
        expect(page.locator("h1")).to_contain_text(label)
        page.locator(".search-box input").fill("giáo dục")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/tim-kiem/\?q="))
        result = page.locator(".search-result h2 a").first
        found = result.inner_text()
        result.click()
        expect(page.locator("h1")).to_have_text(found)
        page.emulate_media(media="print")
        assert page.locator("h1").is_visible()
        assert not page.locator(".site-header").is_visible()
        assert page.pdf()[:5] == b"%PDF-"
        assert reader.console + reader.foreign + reader.left_for == []


def test_previous_and_next_lead_through_the_field(browser: Browser, example: Served) -> None:
    with watching(browser, example) as reader:
        page = reader.open()
        page.goto(example.url + STORY)
        turn = page.locator(".turn a").first
        way = turn.get_attribute("rel")
        turn.click()
        page.wait_for_url(lambda url: not url.endswith(STORY))
        back = "next" if way == "prev" else "prev"
        page.locator(f".turn a[rel={back}]").click()
        page.wait_for_url(example.url + STORY)


# Light and dark


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_scheme_follows_the_device_until_a_reader_chooses_and_then_stays(
    scheme: Scheme, browser: Browser, example: Served
) -> None:
    other: Scheme = "dark" if scheme == "light" else "light"
    with watching(browser, example, scheme=scheme) as reader:
        page = reader.open()
        page.goto(example.url)
        assert page.evaluate(SCHEME) == scheme
        page.emulate_media(color_scheme=other)
        assert page.evaluate(SCHEME) == other
        page.emulate_media(color_scheme=scheme)
        page.locator(".scheme").click()
        assert page.evaluate(SCHEME) == other
        page.goto(example.url + STORY)
        assert page.evaluate(SCHEME) == other
        page = reader.open()
        page.goto(example.url)
        assert page.evaluate(SCHEME) == other
        page.locator(".scheme").focus()
        page.keyboard.press("Enter")
        assert page.evaluate(SCHEME) == scheme
        assert page.evaluate("document.documentElement.dataset.scheme") == scheme
        assert reader.console == []


def test_a_browser_that_keeps_nothing_still_changes_the_scheme(
    browser: Browser, example: Served
) -> None:
    with watching(browser, example) as reader:
        reader.context.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })"
        )
        page = reader.open()
        page.goto(example.url)
        page.locator(".scheme").click()
        assert page.evaluate(SCHEME) == "dark"
        assert reader.console == []


# Sharing


def sharing(page: Page) -> Locator:
    """Return the ways to share a story."""
    return page.locator(".passing .share")


def test_a_story_is_handed_to_the_devices_own_sheet_and_to_the_clipboard(
    browser: Browser, example: Served
) -> None:
    with watching(browser, example) as reader:
        reader.context.add_init_script(SHARING)
        page = reader.open()
        page.goto(example.url + STORY)
        name = page.locator("h1").inner_text()
        sharing(page).locator("[name=share]").click()
        sharing(page).locator("[name=copy]").click()
        expect(sharing(page).locator("[name=copy]")).to_have_text("Đã chép liên kết")
        expect(page.locator(".passing [role=status]")).to_have_text("Đã chép liên kết")
        address = example.url + STORY
        assert page.evaluate("shared") == [{"url": address, "title": name}, address]
        assert reader.console == []


def test_a_device_that_cannot_share_shows_no_button_for_it(
    browser: Browser, example: Served
) -> None:
    with watching(browser, example) as reader:
        reader.context.add_init_script(NO_SHARING)
        page = reader.open()
        page.goto(example.url + STORY)
        wait_until(page, "document.querySelector('.scheme').checkVisibility()")
        assert sharing(page).locator("button:visible").count() == 0
        assert reader.console == []


def test_the_links_to_share_by_carry_the_storys_address(browser: Browser, example: Served) -> None:
    with watching(browser, example, javascript=False) as reader:
        page = reader.open()
        page.goto(example.url + STORY)
        address = example.url + STORY
        hrefs = [link.get_attribute("href") or "" for link in sharing(page).locator("a").all()]
        zalo, facebook, mail, loud = map(urlsplit, hrefs)
        assert (zalo.hostname, parse_qs(zalo.query)) == ("zalo.me", {"url": [address]})
        assert facebook.hostname == "www.facebook.com"
        assert parse_qs(facebook.query) == {"u": [address]}
        assert mail.scheme == "mailto"
        assert parse_qs(mail.query)["subject"] == [page.locator("h1").inner_text()]
        assert address in parse_qs(mail.query)["body"][0]
        assert sharing(page).locator("button:visible").count() == 0
        spoken = page.request.get(address + loud.path)
        assert (spoken.status, len(spoken.text()) > 50) == (200, True)


# Paper


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("chosen", [False, True], ids=["as the device", "chosen"])
def test_paper_is_black_on_white_without_ways_around_and_with_a_way_back(
    scheme: Scheme,
    chosen: bool,  # noqa: FBT001 - a parameter of the test
    browser: Browser,
    example: Served,
) -> None:
    with watching(browser, example, scheme=scheme) as reader:
        page = reader.open()
        page.goto(example.url + STORY)
        if chosen:
            page.locator(".scheme").click()
        assert not page.locator(".qr").is_visible()
        page.emulate_media(media="print")
        for gone in (
            ".site-header",
            ".site-footer",
            ".share",
            ".turn",
            ".related",
            ".story-actions",
        ):
            assert not page.locator(gone).first.is_visible(), gone
        for there in (
            "h1",
            ".story-summary",
            ".story-body",
            ".facts",
            ".timeline",
            ".sources",
            ".qr img",
        ):
            assert page.locator(there).first.is_visible(), there
        style = page.evaluate(
            "(s => [s.color, s.backgroundColor])(getComputedStyle(document.body))"
        )
        assert style == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
        assert page.locator(".qr img").evaluate("image => image.naturalWidth") > 20
        qr = page.locator(".qr img").bounding_box()
        assert qr
        assert qr["width"] > 100
        assert example.url + STORY in page.locator(".qr").inner_text()


def test_no_heading_stands_alone_on_paper(browser: Browser, example: Served) -> None:
    with watching(browser, example) as reader:
        page = reader.open()
        page.goto(example.url + STORY)
        page.emulate_media(media="print")
        heading = page.locator("#chuyen-tay")
        assert not heading.is_visible()


# Without scripts


def test_without_scripts_stories_and_lists_are_whole_and_the_search_leads_to_the_lists(
    browser: Browser, example: Served
) -> None:
    with watching(browser, example, javascript=False, width=320) as reader:
        page = reader.open()
        page.goto(example.url + STORY)
        for there in (
            "h1",
            ".story-summary",
            ".art",
            ".story-body",
            ".facts",
            ".timeline",
            ".related",
        ):
            assert page.locator(there).first.is_visible(), there
        assert not page.locator(".scheme").is_visible()
        page.goto(example.url + "guong/")
        assert page.locator(".cards .card").count() > 3
        page.locator(".search-box input").fill("nga")
        page.locator(".search-box button").click()
        page.wait_for_url(re.compile(r"/tim-kiem/\?q=nga"))
        ways = page.locator("main a[href]")
        hrefs = [href for link in ways.all() if (href := link.get_attribute("href"))]
        assert any(href.endswith("guong/") for href in hrefs), hrefs
        ways.first.click()
        assert page.locator("h1").is_visible()
        assert reader.console + reader.foreign + reader.left_for == []


# What it costs


def test_the_first_visit_to_a_story_is_small(browser: Browser, example: Served) -> None:
    context = browser.new_context()  # not watched: where requests are caught, Chromium caches none
    page = context.new_page()
    example.requests.clear()
    page.goto(example.url + STORY)
    page.wait_for_load_state("networkidle")
    wait_until(page, f"(async () => !!(await caches.match('{example.url}{STORY}')))()")
    context.close()
    sizes: dict[str, int] = {}
    for path in example.requests:
        file = example.folder / path.removeprefix(PREFIX)
        content = (file / "index.html" if file.is_dir() else file).read_bytes()
        sizes[path] = sizes.get(path, 0) + len(gzip.compress(content, 9))
    print(sizes, sum(sizes.values()))  # noqa: T201 - shown where the test fails
    assert not [path for path in sizes if "xem-truoc" in path or "search" in path]
    assert sum(sizes.values()) <= FIRST_VISIT
