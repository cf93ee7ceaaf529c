"""The page /tim-kiem/ in a real Chromium: results, facets, and the address that holds them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from browser import (
    Served,
    Watched,
    built,
    lonely_chromium,
    wait_until,
    watching,
)
from finding import (
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

NONE = re.compile("^Không tìm thấy câu chuyện nào hợp với")

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


def given(page: Page) -> dict[str, str]:
    """Return what the address asks for."""
    return dict(parse_qsl(urlsplit(page.url).query))


# The address holds everything


def test_the_address_fills_the_page(shown: Shown) -> None:
    page = shown("mẫu gộp", field="giao-duc", recognition_year="2019", sort="name")
    assert box(page).input_value() == "mẫu gộp"
    assert status(page).inner_text() == "2 câu chuyện hợp với “mẫu gộp”."
    assert slugs(page) == ["gop-01", "gop-13"]
    chosen = page.locator(".search-chosen li").all_inner_texts()
    assert chosen == ["Lĩnh vực: Giáo dục", "Năm khen thưởng: 2019"]
    assert page.locator(".search-sort [aria-current]").inner_text() == "Theo tên"
    current = page.locator(".search-facets [aria-current]")
    assert current.all_inner_texts() == ["Giáo dục 2", "2019 2"]


def test_choosing_changes_the_address(shown: Shown) -> None:
    page = shown("mẫu gộp")
    page.locator(".search-facets a", has_text="Nông nghiệp").click()
    expect(page.locator(".search-chosen")).to_have_text("Lĩnh vực: Nông nghiệp")
    assert given(page) == {"q": "mẫu gộp", "field": "nong-nghiep"}
    page.locator(".search-sort a", has_text="Theo tên").click()
    expect(page.locator(".search-sort [aria-current]")).to_have_text("Theo tên")
    assert given(page) == {"q": "mẫu gộp", "field": "nong-nghiep", "sort": "name"}
    page.locator(".search-chosen a").click()
    expect(page.locator(".search-chosen li")).to_have_count(0)
    assert given(page) == {"q": "mẫu gộp", "sort": "name"}


def test_choosing_a_value_again_takes_it_away(shown: Shown) -> None:
    page = shown("mẫu gộp", field="giao-duc")
    page.locator(".search-facets [aria-current]").click()
    expect(page.locator(".search-chosen li")).to_have_count(0)
    assert given(page) == {"q": "mẫu gộp"}


def test_back_and_forward_lead_through_what_was_chosen(shown: Shown) -> None:
    page = shown("mẫu gộp")
    page.locator(".search-facets a", has_text="Y tế").click()
    expect(status(page)).to_have_text("6 câu chuyện hợp với “mẫu gộp”.")
    page.locator(".search-sort a", has_text="Mới đăng trước").click()
    expect(page.locator(".search-sort [aria-current]")).to_have_text("Mới đăng trước")
    page.go_back()
    expect(page.locator(".search-sort [aria-current]")).to_have_text("Hợp nhất trước")
    page.go_back()
    expect(status(page)).to_have_text(f"{FILLERS} câu chuyện hợp với “mẫu gộp”.")
    page.go_forward()
    expect(status(page)).to_have_text("6 câu chuyện hợp với “mẫu gộp”.")


def test_back_from_a_story_leads_to_the_same_results(shown: Shown) -> None:
    page = shown("mẫu gộp", sort="name", page="2")
    before = slugs(page)
    page.locator(".search-result a").first.click()
    page.wait_for_url(re.compile("/guong/"))
    page.go_back()
    expect(page.locator(".search-result")).to_have_count(10)
    assert slugs(page) == before


def test_typing_replaces_the_address_and_enter_remembers_it(shown: Shown) -> None:
    page = shown("dung")
    before = page.evaluate("history.length")
    type_in(page, "sen")
    assert page.evaluate("history.length") == before
    box(page).fill("mẫu gộp")
    page.keyboard.press("Enter")
    expect(status(page)).to_contain_text(f"{FILLERS} câu chuyện")
    assert page.evaluate("history.length") == before + 1


def test_back_also_leads_the_box_back(shown: Shown) -> None:
    page = shown("dung")
    # In one go: whoever pauses before Enter has replaced the address by then.
    box(page).evaluate("input => { input.value = 'sen'; input.form.requestSubmit() }")
    expect(status(page)).to_have_text("3 câu chuyện hợp với “sen”.")
    page.go_back()
    expect(status(page)).to_have_text("3 câu chuyện hợp với “dung”.")
    assert box(page).input_value() == "dung"


def test_escape_empties_the_box_and_the_page(shown: Shown) -> None:
    page = shown("sen")
    box(page).press("Escape")
    expect(page.locator(".search-result")).to_have_count(0)
    assert (box(page).input_value(), given(page)) == ("", {})
    expect(page.locator(".search-intro")).to_be_visible()


def test_slash_leads_into_the_box(shown: Shown) -> None:
    page = shown("sen")
    page.keyboard.press("/")
    page.keyboard.type("dung")
    expect(status(page)).to_have_text("3 câu chuyện hợp với “dung”.")


@pytest.mark.parametrize(
    ("key", "query"),
    [
        ("utm_source", "sen"),
        pytest.param("fbclid", ""),
        pytest.param("toString", "sen"),
        pytest.param("constructor", ""),
    ],
)
def test_what_is_no_facet_is_ignored(key: str, query: str, shown: Shown) -> None:
    page = shown(query, **{key: "x"})
    assert len(slugs(page)) == (3 if query else 0)
    assert page.locator(".search-chosen li").count() == 0
    assert status(page).inner_text() == ("3 câu chuyện hợp với “sen”." if query else "")


@pytest.mark.parametrize(
    ("number", "at"), [("2", 2), ("99", 3), ("0", 1), ("-3", 1), ("abc", 1), ("1e9", 1), ("", 1)]
)
def test_a_page_that_is_not_there_is_the_nearest(number: str, at: int, shown: Shown) -> None:
    page = shown("mẫu gộp", page=number)
    assert page.locator(".search-pager span").inner_text() == f"Trang {at} / 3"
    assert page.locator(".search-results").get_attribute("start") == str(at * 10 - 9)


@pytest.mark.parametrize("sort", ["khong-co", "toString", "<b>"])
def test_an_unknown_order_is_the_usual_one(sort: str, shown: Shown) -> None:
    page = shown("sen", sort=sort)
    assert slugs(page) == ["ten-sen", "nhan-de-sen", "than-bai-sen"]


def test_an_unknown_value_finds_nothing_and_can_be_taken_away(shown: Shown) -> None:
    page = shown("sen", field="<b>khong</b>")
    expect(status(page)).to_have_text(NONE)
    assert page.locator(".search-chosen li").inner_text() == "Lĩnh vực: <b>khong</b>"
    page.locator(".search-chosen a").click()
    expect(page.locator(".search-result")).to_have_count(3)


# Facets and numbers


def statistics(site: Served) -> Any:
    """Return the published statistics."""
    return json.loads((site.folder / "du-lieu/statistics.json").read_text("utf-8"))


def test_facets_count_as_the_statistics_do(shown: Shown, site: Served) -> None:
    page = shown("vĩnh long")
    numbers = statistics(site)
    assert status(page).inner_text() == f"{numbers['total']} câu chuyện hợp với “vĩnh long”."
    for at, name in enumerate(("kind", "field", "locality", "recognition_year", "basis")):
        facet = page.locator(".search-facets details details").nth(at)
        if facet.get_attribute("open") is None:
            facet.locator("summary").click()
        expect(facet.locator("a").first).to_be_visible()
        if facet.locator("button").count():
            facet.locator("button").click()
        labels = dict(text.rsplit(" ", 1) for text in facet.locator("li").all_inner_texts())
        cells = numbers["dimensions"][name]
        assert labels == {c["label"]: str(c["count"]) for c in cells if c["count"]}, name


@pytest.mark.parametrize("table", ["field*kind", "field*recognition_year", "field*locality"])
def test_each_cell_of_a_cross_table_leads_to_its_stories(
    table: str, reader: Watched, site: Served
) -> None:
    first, _, second = table.partition("*")
    page = reader.open()
    page.goto(f"{site.url}thong-ke/field/")
    links = page.locator(f"a[href*='tim-kiem/?'][href*='{second}=']")
    cells = links.evaluate_all("all => all.map(link => [link.href, link.textContent])")
    expected = {tuple(cell["ids"]): cell["slugs"] for cell in statistics(site)["cross"][table]}
    assert len(cells) == len([slugs for slugs in expected.values() if slugs])
    for href, number in cells:
        asked = {key: values[0] for key, values in parse_qs(urlsplit(href).query).items()}
        stories = expected[asked[first], asked[second]]
        page.goto(href)
        stands(page)
        assert status(page).inner_text() == f"{len(stories)} câu chuyện"
        assert number == str(len(stories))
        assert {*slugs(page)} <= {*stories}
        assert len(slugs(page)) == min(10, len(stories))
    page.close()


def test_a_facet_opens_and_shows_more(shown: Shown) -> None:
    page = shown("mẫu gộp")
    facet = page.locator(".search-facets details details", has_text="Năm khen thưởng")
    assert facet.get_attribute("open") is None
    facet.locator("summary").press("Enter")
    expect(facet.locator("li")).to_have_count(3)
    assert facet.locator("li").all_inner_texts() == ["2020 8", "2019 8", "2018 8"]


# Order and pages


def test_the_orders(shown: Shown) -> None:
    assert slugs(shown("mẫu gộp", sort="newest"))[:3] == ["gop-23", "gop-22", "gop-21"]
    assert slugs(shown("mẫu gộp", sort="name"))[:5] == [
        "gop-00",
        "gop-01",
        "gop-02",
        "gop-03",
        "gop-04",
    ]
    assert slugs(shown("sen"))[0] == "ten-sen"


def test_the_pages_show_every_story_once(shown: Shown) -> None:
    page = shown("mẫu gộp")
    seen = slugs(page)
    assert page.locator("[rel=prev]").count() == 0
    for at in (2, 3):
        page.locator("[rel=next]").click()
        expect(page.locator(".search-pager span")).to_have_text(f"Trang {at} / 3")
        stands(page)
        assert given(page) == {"q": "mẫu gộp", "page": str(at)}
        seen += slugs(page)
    assert page.locator("[rel=next]").count() == 0
    assert sorted(seen) == [f"gop-{at:02}" for at in range(FILLERS)]
    assert page.evaluate("scrollY") < 200


def test_a_facet_leads_back_to_the_first_page(shown: Shown) -> None:
    page = shown("vĩnh long", page="3")
    page.locator(".search-facets a", has_text="Cá nhân").click()
    expect(page.locator(".search-chosen li")).to_have_count(1)
    assert "page" not in given(page)


# Results


def test_a_result_names_its_story_and_quotes_what_answers(shown: Shown) -> None:
    page = shown("tôm càng xanh")
    result = page.locator(".search-result").first
    assert result.locator("h2").inner_text() == "Đoàn Văn Ba"
    assert result.locator(".search-meta").inner_text() == (
        "Cá nhân · Y tế · xã An Đức, huyện Ba Tri, tỉnh Bến Tre"
    )
    excerpt = result.locator(".search-excerpt")
    assert "Ông nuôi tôm càng xanh trong ruộng lúa." in excerpt.inner_text()
    assert "tôm càng xanh" in excerpt.locator("mark").all_inner_texts()


def test_lists_are_offered_as_ways(shown: Shown, site: Served) -> None:
    page = shown("tiệm tôm")
    way = page.locator(".search-ways a").first
    assert way.inner_text().startswith("thị trấn Tiệm Tôm, huyện Ba Tri, tỉnh Bến Tre")
    way.click()
    page.wait_for_url(site.url + "dia-ban/ben-tre/ba-tri/tiem-tom/")


def test_a_story_that_has_the_pairs_but_not_the_phrase_disappears(shown: Shown) -> None:
    page = shown('"bóng mát sân trường"')
    expect(page.locator(".search-result")).to_have_count(1)
    assert slugs(page) == ["nguyen-cum"]


def test_the_sentence_counts_the_stories_that_stay(shown: Shown) -> None:
    page = shown('"bóng mát sân trường"')
    assert status(page).inner_text().startswith("1 câu chuyện")


@pytest.mark.parametrize(
    ("query", "slug"), [('"An Thủy"', "o-tiem-tom"), ('"câu lạc bộ đờn ca"', "clb-don-ca")]
)
def test_a_phrase_finds_what_the_index_knows(query: str, slug: str, shown: Shown) -> None:
    assert slug in slugs(shown(query))


def test_where_nothing_is_found_the_nearest_words_and_lists_are_offered(shown: Shown) -> None:
    page = shown("huyynnh xyzzyq")
    assert status(page).inner_text() == (
        "Không tìm thấy câu chuyện nào hợp với “huyynnh xyzzyq”. Hãy thử ít từ hơn; gõ không dấu cũng "
        "tìm được. Có phải bạn muốn tìm “huynh xyzzyq”?"
    )
    expect(page.locator(".search-intro")).to_be_visible()
    assert page.locator(".search-facets details").count() == 0
    status(page).locator("a").click()
    wait_until(page, "location.search.includes('huynh')")
    stands(page)
    assert box(page).input_value() == "huynh xyzzyq"


def test_where_no_story_has_all_words_it_is_said(shown: Shown) -> None:
    page = shown("huỳnh khương voi")
    assert status(page).inner_text().startswith("Không có câu chuyện nào chứa đủ các từ ấy.")
    assert slugs(page)[0] == "nghieng"


def test_the_sentence_is_a_status_that_screen_readers_say(shown: Shown) -> None:
    assert status(shown("sen")).get_attribute("role") == "status"
