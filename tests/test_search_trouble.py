"""The page /tim-kiem/ where something is wrong: the stories, the words, the network, the browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from browser import (
    LOST,
    SCHEMES,
    SCROLLS_SIDEWAYS,
    Answer,
    Served,
    Watched,
    built,
    lonely_chromium,
    watching,
)
from finding import (
    BAIT,
    FILLERS,
    STORIES,
    address,
    box,
    hostile,
    slugs,
    stands,
    status,
    type_in,
    write_stories,
)
from playwright.sync_api import Browser, Page, expect

OWN_WORDS = re.compile(r"error: (Failed to load resource|Access to|Failed to fetch).*", re.DOTALL)
"""What Chromium itself says where the network fails."""
FAILED = re.compile("^Chưa tải được phần tìm kiếm.")


Shown = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all."""
    with lonely_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The site of the small library and of some hostile stories."""
    folder = tmp_path_factory.mktemp("site")
    write_stories(folder / "stories", {**STORIES, **hostile()[0]})
    with built(folder / "stories", folder / "site") as server:
        yield server


@pytest.fixture(scope="module")
def reader(browser: Browser, site: Served) -> Iterator[Watched]:
    """A reader of many pages; the console must stay silent."""
    with watching(browser, site) as reader:
        yield reader
        assert reader.console + reader.foreign + reader.left_for == []


@pytest.fixture
def shown(reader: Watched, site: Served) -> Iterator[Shown]:
    """Open the page of results at ``?query`` and wait until it stands."""
    pages: list[Page] = []

    def open_page(query: str = "", **facets: str) -> Page:
        pages.append(reader.open())
        given = {"q": query, **facets} if query else facets
        pages[-1].goto(address(site, **given))
        stands(pages[-1])
        return pages[-1]

    yield open_page
    for page in pages:
        page.close()


@pytest.fixture
def fresh(browser: Browser, site: Served) -> Iterator[Page]:
    """The page of results as a fresh reader has it, whose network may fail."""
    with watching(browser, site) as reader:
        page = reader.open()
        yield page
        said = [line for line in reader.console if not OWN_WORDS.fullmatch(line)]
        assert said + reader.foreign + reader.left_for == []


# Hostile stories


def test_hostile_stories_stay_text_in_results(shown: Shown) -> None:
    _, attacks = hostile()
    page = shown(BAIT)
    text = re.sub(r"\s", "", page.locator(".search-results").inner_text())
    titles = [attack for attack in attacks if re.sub(r"\s", "", attack.html) in text]
    assert len(titles) >= 5
    tags = page.evaluate(
        "[...new Set([...document.querySelectorAll('.search-results *')].map(e => e.localName))].sort()"
    )
    assert tags == ["a", "h2", "li", "mark", "p"]
    assert page.evaluate("window.__pwned ?? ''") == ""
    strange = shown("nghiêng đậm")
    assert strange.locator(".search-result h2").first.inner_text() == "A & B <i>nghiêng</i>"
    assert (
        "a < b && c > d &amp; {count} $& nhé."
        in strange.locator(".search-excerpt").first.inner_text()
    )


# Bad input

NONSENSE = {
    "script": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "pattern": "(.*)+$[a-z]{9}\\",
    "right to left": "مرحبا \u202eabc",
    "template": "{query} {count} $&",
    "long": "xyzzyq " * 1428,
    "one long word": "q" * 10_000,
}
WORDLESS = {"emoji": "😀👨‍👩‍👧🇻🇳", "spaces": "   ", "marks": "\u0301\u0323", "quotes": '""”“'}


@pytest.mark.parametrize("words", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_answered_with_a_sentence(words: str, shown: Shown) -> None:
    page = shown(words)
    expect(status(page)).to_have_text(re.compile("."))
    assert len(status(page).inner_text()) < 500
    type_in(page, "sen")
    expect(status(page)).to_have_text("3 câu chuyện hợp với “sen”.")


@pytest.mark.parametrize("words", WORDLESS.values(), ids=WORDLESS)
def test_without_a_word_the_page_tells_how_to_search(words: str, shown: Shown) -> None:
    page = shown(words)
    expect(page.locator(".search-hint")).to_be_visible()
    assert page.locator(".search-result").count() == 0
    type_in(page, "sen")
    expect(status(page)).to_have_text("3 câu chuyện hợp với “sen”.")


def test_a_query_that_was_cut_says_so(shown: Shown) -> None:
    expect(status(shown("từ " * 100))).to_contain_text("chỉ 200 ký tự đầu được dùng")


@pytest.mark.parametrize("escape", ["%00", "%", "%FF%FE", "%ED%A0%80", "a+%2B+b", "%E1%BB"])
def test_broken_escapes_in_the_address_do_no_harm(
    escape: str, reader: Watched, site: Served
) -> None:
    page = reader.open()
    page.goto(f"{site.url}tim-kiem/?q={escape}")
    stands(page)
    type_in(page, "sen")
    expect(status(page)).to_have_text("3 câu chuyện hợp với “sen”.")
    page.close()


# A bad network

WEB_PAGE = Answer(content=b"<!doctype html><title>Captive portal</title><p>Welcome</p>")
GONE = Answer(status=404, content=b"x")


@pytest.mark.parametrize(
    ("pattern", "wrong"),
    [
        (r"/tim-kiem/index\.json", GONE),
        (r"/tim-kiem/index\.json", WEB_PAGE),
        (r"/tim-kiem/index\.json", Answer(content=b'{"format": 1, "starts": [')),
        (r"/tim-kiem/index\.json", Answer(content=b'{"format": 2}')),
        (r"/tim-kiem/index\.json", LOST),
        (r"/s\d+\.bin", GONE),
        (r"/s\d+\.bin", WEB_PAGE),
        pytest.param(
            r"/s\d+\.bin",
            Answer(content=bytes(range(256)) * 4),
        ),
        (r"/s\d+\.bin", LOST),
        (r"/c\d+\.json", GONE),
        (r"/c\d+\.json", WEB_PAGE),
        (r"/assets/search\.js", LOST),
    ],
)
def test_where_files_fail_it_is_said_and_typing_on_works(
    pattern: str, wrong: Answer, fresh: Page, site: Served
) -> None:
    with site.answering(pattern, wrong):
        fresh.goto(address(site, q="sen"))
        expect(status(fresh)).to_have_text(FAILED)
        expect(fresh.locator(".search-intro")).to_be_visible()
    type_in(fresh, "dung")
    expect(status(fresh)).to_have_text("3 câu chuyện hợp với “dung”.")


def test_a_facet_that_fails_says_so_and_leaves_the_results(fresh: Page, site: Served) -> None:
    with site.answering(r"/basis\.json", GONE):
        fresh.goto(address(site, q="sen"))
        stands(fresh)
        facet = fresh.locator(".search-facets details details", has_text="Căn cứ")
        facet.locator("summary").click()
        expect(facet.locator("li")).to_have_text(FAILED)
    assert len(slugs(fresh)) == 3


def test_a_story_that_fails_leaves_its_result_without_a_quotation(
    fresh: Page, site: Served
) -> None:
    with site.answering(r"/guong/", LOST):
        fresh.goto(address(site, q="sen"))
        stands(fresh)
    assert len(slugs(fresh)) == 3


def test_without_a_worker_the_page_works_too(browser: Browser, site: Served) -> None:
    with watching(browser, site) as reader:
        reader.context.add_init_script("delete window.Worker")
        page = reader.open()
        page.goto(address(site, q="sen"))
        expect(status(page)).to_have_text("3 câu chuyện hợp với “sen”.")
        assert page.workers == []
        assert reader.console == []


def test_a_new_publication_between_two_queries_is_not_noticed(fresh: Page, site: Served) -> None:
    fresh.goto(address(site, q="sen"))
    stands(fresh)
    index = json.loads((site.folder / "tim-kiem/index.json").read_text("utf-8"))
    old, new = (site.folder / "tim-kiem" / name for name in (index["version"], "another-day"))
    old.rename(new)
    changed = Answer(content=json.dumps({**index, "version": "another-day"}).encode())
    try:
        with site.answering(r"/tim-kiem/index\.json", changed):
            fresh.locator(".search-facets summary", has_text="Căn cứ").click()
            expect(fresh.locator(".search-facets li", has_text="Việc tốt")).to_have_count(1)
            type_in(fresh, "mẫu gộp")
            expect(status(fresh)).to_have_text(f"{FILLERS} câu chuyện hợp với “mẫu gộp”.")
    finally:
        new.rename(old)


def test_on_a_slow_network_the_last_words_win(fresh: Page, site: Served) -> None:
    with site.answering(r"/tim-kiem/.*\.(bin|json)", Answer(delay=0.2)):
        fresh.goto(address(site, q="dung"))
        box(fresh).fill("mẫu")
        fresh.wait_for_timeout(200)
        box(fresh).fill("sen")
        expect(status(fresh)).to_have_text("3 câu chuyện hợp với “sen”.")
    stands(fresh)
    assert slugs(fresh)[0] == "ten-sen"


# Everywhere


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_results_fit_any_width(width: int, shown: Shown) -> None:
    for words in (BAIT, "vĩnh long", "tiệm tôm", "q" * 400):
        page = shown(words)
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert not page.evaluate(SCROLLS_SIDEWAYS), (words[:20], scheme)


def test_without_scripts_the_page_leads_to_lists(browser: Browser, site: Served) -> None:
    with watching(browser, site, javascript=False) as reader:
        page = reader.open()
        page.goto(address(site, q="sen"))
        expect(page.locator("noscript p")).to_contain_text("không chạy tập lệnh")
        links = page.locator(".search-intro a").evaluate_all("all => all.map(link => link.href)")
        for href in links:
            answer = page.goto(href)
            assert answer
            assert answer.ok, href
