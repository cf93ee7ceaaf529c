"""The search box in the header, as a reader's hands meet it in a real Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import parse_qs, urlsplit

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
from finding import BAIT, STORIES, hostile, write_stories
from playwright.sync_api import Browser, Locator, Page, expect

NO_WORKER = "delete window.Worker"
FAILED = "Chưa tải được phần tìm kiếm. Hãy kiểm tra mạng rồi gõ tiếp."
OWN_WORDS = re.compile(r"error: (Failed to load resource|Access to|Failed to fetch).*", re.DOTALL)
"""What Chromium itself says where the network fails."""

Opened = Callable[..., tuple[Watched, Page]]


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


@pytest.fixture
def opened(browser: Browser, site: Served) -> Iterator[Opened]:
    """Open a page as a fresh reader; the console must stay silent."""
    readers: list[Watched] = []
    with ExitStack() as stack:

        def open_page(address: str = "", script: str = "", **reader: Any) -> tuple[Watched, Page]:
            watched = stack.enter_context(watching(browser, site, **reader))
            readers.append(watched)
            if script:
                watched.context.add_init_script(script)
            page = watched.open()
            page.goto(site.url + address)
            return watched, page

        yield open_page
        for watched in readers:
            said = [line for line in watched.console if not OWN_WORDS.fullmatch(line)]
            assert said + watched.foreign + watched.left_for == []


@pytest.fixture(scope="module")
def reader(browser: Browser, site: Served) -> Iterator[Watched]:
    """A reader of many pages; the console must stay silent."""
    with watching(browser, site) as reader:
        yield reader
        assert reader.console + reader.foreign + reader.left_for == []


@pytest.fixture
def page(reader: Watched, site: Served) -> Iterator[Page]:
    """The home page."""
    page = reader.open()
    page.goto(site.url)
    yield page
    page.close()


def box(page: Page) -> Locator:
    """Return the field."""
    return page.locator(".search-box input")


def options(page: Page) -> Locator:
    """Return the suggestions that are open; the last leads to all results."""
    return page.locator("#search-options:not([hidden]) [role=option]")


def type_in(page: Page, words: str) -> Locator:
    """Type into the box and wait for the suggestions for these words."""
    box(page).click()
    page.keyboard.type(words)
    shown = words if len(words) <= 60 else f"{words[:60]}…"
    expect(options(page).last).to_have_text(f"Xem mọi kết quả cho “{shown}”")
    return options(page)


def state(page: Page) -> dict[str, Any]:
    """Return what assistive technology hears of the box."""
    found: dict[str, Any] = page.evaluate("""() => {
      const input = document.querySelector('.search-box input')
      const list = document.getElementById(input.getAttribute('aria-controls'))
      return {
        role: input.role, expanded: input.ariaExpanded, autocomplete: input.ariaAutoComplete,
        list: list?.role, open: list?.checkVisibility(), focus: document.activeElement === input,
        active: input.getAttribute('aria-activedescendant'),
        selected: [...list.children].filter(one => one.ariaSelected === 'true').map(one => one.id),
        roles: [...new Set([...list.children].map(one => one.role))],
        ids: new Set([...list.children].map(one => one.id)).size === list.children.length,
      }
    }""")
    return found


# The combobox pattern


def test_the_closed_box_is_a_combobox_with_a_name(page: Page) -> None:
    assert state(page) == {
        "role": "combobox",
        "expanded": "false",
        "autocomplete": "list",
        "list": "listbox",
        "open": False,
        "focus": False,
        "active": None,
        "selected": [],
        "roles": [],
        "ids": True,
    }
    assert page.get_by_role("combobox", name="Tìm câu chuyện").count() == 1
    assert page.get_by_role("search").count() == 1


@pytest.mark.parametrize("script", ["", NO_WORKER], ids=["worker", "no worker"])
def test_typing_opens_suggestions_and_says_how_many(script: str, opened: Opened) -> None:
    _, page = opened(script=script)
    shown = type_in(page, "dung")
    assert re.match("Phan Văn Dung", shown.first.inner_text())
    assert state(page) == {
        "role": "combobox",
        "expanded": "true",
        "autocomplete": "list",
        "list": "listbox",
        "open": True,
        "focus": True,
        "active": None,
        "selected": [],
        "roles": ["option"],
        "ids": True,
    }
    said = page.locator(".search-box [role=status]").inner_text()
    assert said == f"Có {shown.count() - 1} gợi ý. Dùng phím mũi tên để chọn."
    assert len(page.workers) == (not script)


def test_suggestions_are_stories_places_and_fields(page: Page) -> None:
    texts = type_in(page, "tiệm tôm").all_inner_texts()
    assert texts[0].startswith("thị trấn Tiệm Tôm, huyện Ba Tri, tỉnh Bến Tre")
    assert any("Kiều Văn Chín" in text or "Mẫu gộp" in text for text in texts)
    box(page).fill("")
    assert type_in(page, "y tế").first.inner_text().startswith("Y tế\nLĩnh vực · ")
    address = options(page).first.get_attribute("data-href")
    assert address
    assert address.endswith("/linh-vuc/y-te/")


def test_arrows_walk_round_through_all_options_and_the_box(page: Page) -> None:
    count = type_in(page, "dung").count()
    ids = [f"search-option-{at}" for at in range(count)]
    walked = []
    for _ in range(count + 2):
        page.keyboard.press("ArrowDown")
        now = state(page)
        assert now["focus"]
        assert now["selected"] == ([now["active"]] if now["active"] else [])
        walked.append(now["active"])
    assert walked == [*ids, None, ids[0]]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert state(page)["active"] == ids[-1]


def test_typing_on_takes_the_choice_back(page: Page) -> None:
    type_in(page, "dun")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("g")
    expect(options(page).last).to_have_text("Xem mọi kết quả cho “dung”")
    assert (state(page)["active"], state(page)["selected"]) == (None, [])


def test_escape_closes_and_then_clears(page: Page) -> None:
    type_in(page, "dung")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    now = state(page)
    assert (now["open"], now["expanded"], now["active"], now["focus"]) == (
        False,
        "false",
        None,
        True,
    )
    assert box(page).input_value() == "dung"
    page.keyboard.press("Escape")
    assert box(page).input_value() == ""
    page.keyboard.type("sen")
    expect(options(page).first).to_contain_text("Võ Thị Sen")


@pytest.mark.parametrize("key", ["ArrowDown", "ArrowUp"])
def test_an_arrow_opens_the_suggestions_again(key: str, page: Page) -> None:
    type_in(page, "dung")
    page.keyboard.press("Escape")
    page.keyboard.press(key)
    expect(options(page).first).to_be_visible()
    assert state(page)["expanded"] == "true"


def test_enter_without_a_choice_leads_to_all_results(page: Page) -> None:
    type_in(page, "bùi văn một")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/tim-kiem/\?q="))
    assert parse_qs(urlsplit(page.url).query) == {"q": ["bùi văn một"]}
    expect(page.locator(".search-result").first).to_contain_text("Bùi Văn Một")
    assert box(page).input_value() == "bùi văn một"


def test_enter_on_a_choice_leads_there(page: Page, site: Served) -> None:
    type_in(page, "bùi văn một")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(site.url + "guong/nhan-de-sen/")


def test_the_last_option_leads_to_all_results(page: Page) -> None:
    type_in(page, "sen & <b>")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/tim-kiem/\?q="))
    assert parse_qs(urlsplit(page.url).query) == {"q": ["sen & <b>"]}


def test_the_mouse_chooses_and_leaves(page: Page, site: Served) -> None:
    type_in(page, "bùi văn một")
    page.mouse.click(5, 700)
    assert state(page)["open"] is False
    box(page).click()
    options(page).first.click()
    page.wait_for_url(site.url + "guong/nhan-de-sen/")


def test_the_focus_opens_suggestions_for_what_stands_in_the_box(page: Page) -> None:
    type_in(page, "dung")
    page.mouse.click(5, 700)
    page.keyboard.press("/")
    expect(options(page).first).to_be_visible()


def test_leaving_with_tab_closes(page: Page) -> None:
    type_in(page, "dung")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "submit"
    page.keyboard.press("Tab")
    assert state(page)["open"] is False


def test_options_are_no_stops_of_the_tab_key(page: Page) -> None:
    type_in(page, "dung")
    assert page.locator("#search-options :is(a, button, [tabindex])").count() == 0


def test_slash_leads_into_the_box_and_is_a_letter_there(page: Page) -> None:
    page.keyboard.press("/")
    assert (state(page)["focus"], box(page).input_value()) == (True, "")
    page.keyboard.type("2/9")
    assert box(page).input_value() == "2/9"


@pytest.mark.parametrize("keys", ["Control+/", "Alt+/", "Meta+/"])
def test_slash_with_another_key_is_left_to_the_browser(keys: str, page: Page) -> None:
    page.keyboard.press(keys)
    assert state(page)["focus"] is False


def test_emptying_the_box_closes(page: Page) -> None:
    type_in(page, "dung")
    box(page).fill("")
    expect(options(page).first).to_be_hidden()
    assert state(page)["expanded"] == "false"


def test_where_nothing_is_found_it_is_said_and_all_results_are_offered(page: Page) -> None:
    shown = type_in(page, "xyzzyq")
    assert shown.count() == 1
    assert page.locator(".search-box [role=status]").inner_text() == "Không có gợi ý."


def test_the_page_of_results_has_no_suggestions(opened: Opened) -> None:
    _, page = opened("tim-kiem/")
    assert box(page).get_attribute("role") is None
    assert page.locator("#search-options").count() == 0


def test_found_words_are_marked(page: Page) -> None:
    assert type_in(page, "dung").first.locator("mark").all_inner_texts() == ["Dung"]


# Hostile stories


def test_hostile_stories_stay_text_in_suggestions(page: Page) -> None:
    first = type_in(page, BAIT).first
    assert "<" in first.inner_text()
    tags = page.evaluate(
        "[...new Set([...document.querySelectorAll('#search-options *')].map(e => e.localName))].sort()"
    )
    assert tags == ["li", "mark", "small"]
    assert page.evaluate("window.__pwned ?? ''") == ""


# Bad input

NONSENSE = {
    "long": "từ " * 3334,
    "emoji": "😀👨‍👩‍👧🇻🇳",
    "spaces": "   ",
    "marks": "\u0301\u0323",
    "script": "<script>alert(1)</script>",
    "pattern": "(.*)+$[a-z]{9}\\",
    "right to left": "مرحبا \u202eabc",
    "template": "{query} {count} $&",
}


@pytest.mark.parametrize("words", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_leaves_the_box_useful(words: str, page: Page) -> None:
    box(page).focus()
    page.keyboard.insert_text(words)
    page.wait_for_timeout(150)
    if re.search(r"\w", words):
        expect(options(page).last).to_contain_text("Xem mọi kết quả")
    else:
        assert state(page)["open"] is False
    box(page).fill("")
    assert type_in(page, "dung").count() > 1


@pytest.mark.parametrize(
    "letter",
    [
        "a",
        pytest.param(
            "ễ",
        ),
    ],
)
def test_a_very_long_query_leads_to_the_page_of_results(letter: str, opened: Opened) -> None:
    _, page = opened()
    box(page).focus()
    page.keyboard.insert_text(letter * 10_000)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/tim-kiem/\?q="))
    expect(page.locator(".search-status")).to_contain_text("Không tìm thấy", timeout=3000)


# A bad network


@pytest.mark.parametrize(
    ("pattern", "wrong"),
    [
        (r"/tim-kiem/index\.json", Answer(status=404, content=b"x")),
        (r"/tim-kiem/index\.json", Answer(content=b"<!doctype html><p>Welcome")),
        (r"/tim-kiem/index\.json", Answer(content=b'{"format": 2}')),
        (r"/tim-kiem/index\.json", LOST),
        (r"/s\d+\.bin", Answer(status=404, content=b"x")),
        (r"/s\d+\.bin", Answer(content=b"<!doctype html><p>Welcome</p>")),
        (r"/s\d+\.bin", LOST),
        (r"/c\d+\.json", LOST),
        (r"/assets/search\.js", LOST),
        (r"/tim-kiem/", LOST),
    ],
)
def test_where_files_fail_it_is_said_and_typing_on_works(
    pattern: str, wrong: Answer, opened: Opened, site: Served
) -> None:
    _, page = opened()
    status = page.locator(".search-box [role=status]")
    with site.answering(pattern, wrong):
        box(page).click()
        page.keyboard.type("dun")
        expect(status).to_have_text(FAILED)
        assert state(page)["expanded"] == "false"
        page.keyboard.type("g")
        page.wait_for_timeout(100)
        assert box(page).input_value() == "dung"
    box(page).fill("")
    assert type_in(page, "dung").count() > 1


def test_the_failure_is_seen_too(opened: Opened, site: Served) -> None:
    _, page = opened()
    with site.answering(r"/tim-kiem/", LOST):
        box(page).click()
        page.keyboard.type("dung")
        expect(page.get_by_text(FAILED)).to_have_text(FAILED)
        seen = page.get_by_text(FAILED).bounding_box()
        assert seen
        assert seen["width"] > 10


def test_a_worker_that_does_not_start_is_replaced(opened: Opened) -> None:
    _, page = opened(
        script="const W = Worker; Worker = function () { return new W('/khong-co.js') }"
    )
    assert type_in(page, "dung").count() > 1


def test_late_answers_do_not_open_what_was_left(opened: Opened, site: Served) -> None:
    _, page = opened()
    with site.answering(r"/tim-kiem/.*\.(bin|json)", Answer(delay=0.4)):
        box(page).click()
        page.keyboard.type("dung")
        page.keyboard.press("Escape")
        page.wait_for_timeout(2000)
        assert (box(page).input_value(), state(page)["open"]) == ("", False)


def test_on_a_slow_network_the_last_words_win(opened: Opened, site: Served) -> None:
    _, page = opened()
    with site.answering(r"/tim-kiem/.*\.(bin|json)", Answer(delay=0.3)):
        type_in(page, "bùi văn một")
    assert "Bùi Văn Một" in options(page).first.inner_text()


# Everywhere


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_open_suggestions_fit_any_width(width: int, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for words in (BAIT, "vĩnh long", "tiệm tôm", "a" * 600):
        box(page).fill("")
        type_in(page, words)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert not page.evaluate(SCROLLS_SIDEWAYS), (words[:20], scheme)
            inside = page.locator("#search-options").bounding_box()
            assert inside
            assert inside["x"] >= 0
            assert inside["x"] + inside["width"] <= width


def test_without_scripts_the_box_is_a_form_that_leads_to_lists(
    opened: Opened, site: Served
) -> None:
    _, page = opened(javascript=False)
    assert box(page).get_attribute("role") is None
    box(page).fill("dũng & <b>")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/tim-kiem/\?q="))
    expect(page.locator("noscript p")).to_contain_text("không chạy tập lệnh")
    links = page.locator(".search-intro a").evaluate_all("links => links.map(link => link.href)")
    assert {
        f"{site.url}{end}"
        for end in ("guong/", "ca-nhan/", "linh-vuc/y-te/", "dia-ban/ben-tre/ba-tri/")
    } <= {*links}
    page.locator(".search-intro a").first.click()
    page.wait_for_url(site.url + "guong/")
