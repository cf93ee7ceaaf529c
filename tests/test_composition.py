"""Stories of the extremes still look composed: boxes are checked here, screenshots are for people.

Pixels are not compared, for each machine draws them otherwise. The screenshots lie in
``.cache/screenshots/``, to be looked at and kept by whoever runs the tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from browser import PAGES, SCHEMES, Scheme, Served, built, lonely_chromium, wait_until, watching
from conftest import EXAMPLE, ROOT
from factories import story
from finding import write_stories
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page

SCREENSHOTS = ROOT / ".cache/screenshots"
TALLEST = 2600
"""Pixels of a page that a screenshot shows at most."""
WIDTHS = (360, 1280)
FOLD = 700
"""Pixels from above within which the words of a story begin on a phone."""

_SENTENCE = "Mỗi sáng bà Ân nhóm bếp từ bốn giờ, nấu nồi cháo lớn cho người bệnh nghèo ở xã. "
_LONG_TITLE = (
    "Người phụ nữ xứ dừa bền bỉ hai mươi năm nấu cháo nghĩa tình, dạy chữ cho trẻ em nghèo ven biển,"
    " vận động bà con hiến đất mở đường liên ấp và giữ nghề dệt chiếu truyền thống của quê hương An Hiệp"
)


def _long(words: int) -> str:
    """Return a text of so many words, with headings, a list, a quotation and a table."""
    paragraph = _SENTENCE * 6
    part = f"{paragraph}\n\n> {_SENTENCE}\n\n- {_SENTENCE}\n- {_SENTENCE}\n\n"
    parts = words // len((paragraph + _SENTENCE * 3).split()) + 1
    table = "| Năm | Số suất cháo |\n|---|--:|\n| 2019 | 12.000 |\n\n"
    return table + "".join(f"## Chặng thứ {at + 1}\n\n{part}" for at in range(parts))


def _photo(name: str) -> dict[str, Any]:
    return {
        "file": name,
        "alt": "Bà Ân bên nồi cháo",
        "credit": "Minh Họa",
        "licence": "CC0",
        "consent": True,
        "caption": "Bà Ân bên nồi cháo của mình",
    }


_FIGURES = [
    {"label": "suất cháo cho người bệnh", "value": 1234567, "about": "hơn", "unit": "suất"},
    {"label": "năm nấu cháo", "value": 20, "unit": "năm"},
    {
        "label": "mét đường liên ấp được hiến đất để mở rộng trong ba năm liền",
        "value": 2.5,
        "unit": "km",
    },
]
_RECOGNITIONS = [
    {
        "title": f"Bằng khen về thành tích thứ {at + 1} trong học tập và làm theo tấm gương Bác",
        "year": 1986 + at,
        "level": "tinh",
        "body": "UBND tỉnh Bến Tre",
    }
    for at in range(40)
]

EXTREMES: Mapping[str, str] = {
    "thuong": story(_long(300), title="Người nấu cháo nghĩa tình", figures=_FIGURES[:2], recognitions=_RECOGNITIONS[:3]),
    "tieu-de-dai": story(title=_LONG_TITLE[:200], summary=(_SENTENCE * 4)[:300]),
    "ten-dai": story(name="Nguyễn Thị Hoàng Ánh Nguyệt Ngọc và Nguyễn Thị Hoàng Ánh Nguyệt Minh ở hai bờ sông Ba Lai"),
    "hai-muoi-chu": story("Bà Ân nấu cháo cho người bệnh nghèo ở xã An Đức suốt mười năm, sáng nào cũng vậy.\n", name="Ân"),
    "sau-ngan-chu": story(_long(6000), name="Lê Văn Sáu Ngàn", figures=_FIGURES),
    "khong-khen": story(_long(200), name="Phan Thị Lặng"),
    "bon-muoi-khen": story(_long(200), name="Trần Văn Khen", recognitions=_RECOGNITIONS, fields=["giao-duc"]),
    "anh-dung": story(f"{_SENTENCE}\n\n![x](anh.jpg)\n\n{_SENTENCE}\n", name="Võ Thị Đứng", photos=[_photo("anh.jpg")]),
    "anh-ngang": story(f"{_SENTENCE}\n\n![x](anh.jpg)\n\n{_SENTENCE}\n", name="Hồ Văn Ngang", photos=[_photo("anh.jpg")]),
    "mot-chu": story(name="Út", title="Chị Út", fields=["nong-nghiep"]),
    "nhieu-con-so": story(name="Đoàn Thị Số", figures=[{**_FIGURES[at % 3], "label": f"việc thứ {at}"} for at in range(12)], fields=["y-te", "giao-duc", "nong-nghiep", "van-hoa"]),
}  # fmt: skip
"""A story for each extreme, and an ordinary one."""
PHOTOS = {"anh-dung": (700, 2100), "anh-ngang": (3200, 500)}

LISTS = {"home": "", "list": "guong/", "field": "linh-vuc/y-te/", "statistics": "thong-ke/"}

HELPERS = """
window.seen = element => element.checkVisibility() && !element.closest('svg, .visually-hidden')
window.named = element => `${element.tagName.toLowerCase()}.${element.className}: ${element.textContent.trim().slice(0, 40)}`
window.whole = [...document.querySelectorAll('main, main *, .site-header, .site-header *, .site-footer, .site-footer *')]
  .filter(e => seen(e) && !e.closest('.search-box ul'))
"""
WIDER_THAN_ITS_COLUMN = """
whole.filter(element => {
  if (element.closest('thead') && getComputedStyle(element.closest('thead')).position === 'absolute') return false
  if (element.parentElement.closest('.wide, .story-body table, .search-box')) return false
  const own = element.getBoundingClientRect(), column = element.parentElement.getBoundingClientRect()
  const flow = getComputedStyle(element)
  return !['absolute', 'fixed'].includes(flow.position) && flow.display !== 'inline' && getComputedStyle(element.parentElement).display !== 'inline'
    && (own.right > column.right + 1 || own.left < column.left - 1)
}).map(named)
"""
OVERLAPPING = """
[...new Set(whole.map(e => e.parentElement))].flatMap(parent => {
  const boxes = [...parent.children].filter(e => seen(e) && !['absolute', 'fixed', 'sticky'].includes(getComputedStyle(e).position)
    && getComputedStyle(e).display !== 'inline' && getComputedStyle(e).float === 'none')
  return boxes.slice(1).flatMap((after, at) => boxes.slice(Math.max(0, at - 6), at + 1).filter(before => {
    const a = before.getBoundingClientRect(), b = after.getBoundingClientRect()
    return Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1
  }).map(before => `${named(before)} / ${named(after)}`))
})
"""
EMPTY_ART = """
[...document.querySelectorAll('.art')].filter(art => {
  const drawn = [...art.querySelectorAll('svg use')].some(path => path.getBBox().width > 5)
  const photo = [...art.querySelectorAll('img')].some(image => image.getBoundingClientRect().height > 20)
  const words = art.textContent.trim()
  const { width, height } = art.getBoundingClientRect()
  return width < 100 || height < 40 || !(photo || drawn && words)
}).map(art => art.outerHTML.slice(0, 200))
"""
UNEVEN_ROWS = """
[...document.querySelectorAll('ul.cards')].flatMap(list => {
  const rows = Map.groupBy(list.children, card => Math.round(card.getBoundingClientRect().top))
  return [...rows.values()].map(row => row.map(card => Math.round(card.getBoundingClientRect().height)))
    .filter(heights => Math.max(...heights) - Math.min(...heights) > 1)
})
"""
TOPS = """names => names.map(name => {
  const found = document.querySelector(name)
  if (!found?.checkVisibility()) return null
  const { left, right, top, bottom } = found.getBoundingClientRect()
  return { name, left, right, top: top + scrollY, bottom: bottom + scrollY }
}).filter(Boolean)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all."""
    with lonely_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def extremes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The site of the extremes."""
    folder = tmp_path_factory.mktemp("extremes")
    texts = {slug: text for slug, text in EXTREMES.items() if slug not in PHOTOS}
    root = write_stories(folder / "stories", texts)
    for slug, size in PHOTOS.items():
        own = root / "ca-nhan" / slug
        own.mkdir()
        (own / "index.md").write_text(EXTREMES[slug], "utf-8")
        picture(size).save(own / "anh.jpg", "JPEG", quality=80)
    with built(root, folder / "site") as server:
        yield server


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The example, built and served."""
    with built(EXAMPLE, tmp_path_factory.mktemp("example") / "site") as server:
        yield server


def picture(size: tuple[int, int]) -> Image.Image:
    """Return a drawn landscape: sky, water, a sun in the middle."""
    width, height = size
    made = Image.linear_gradient("L").resize(size).convert("RGB")
    brush = ImageDraw.Draw(made)
    brush.rectangle((0, height * 2 // 3, width, height), fill="#3f6b4a")
    radius = min(size) // 5
    brush.ellipse(
        (width // 2 - radius, height // 2 - radius, width // 2 + radius, height // 2 + radius),
        fill="#dfa03f",
    )
    return made


def load(page: Page, address: str) -> None:
    """Open a page with all its photos."""
    page.goto(address)
    page.evaluate("document.querySelectorAll('img').forEach(image => { image.loading = 'eager' })")
    wait_until(page, "[...document.images].every(image => image.complete)")
    wait_until(page, "!document.querySelector('.search-page[data-state=busy]')")
    page.evaluate(HELPERS)


def keep(page: Page, name: str) -> None:
    """Keep a screenshot of a page, cut off below."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    size = page.evaluate(
        "[document.documentElement.clientWidth, document.documentElement.scrollHeight]"
    )
    clip = {"x": 0, "y": 0, "width": size[0], "height": min(size[1], TALLEST)}
    content = page.screenshot(clip=clip, full_page=True)  # type: ignore[arg-type]  # a plain dict
    Path(SCREENSHOTS / f"{name}.png").write_bytes(content)


def faults(page: Page) -> dict[str, Any]:
    """Return what is wrong with the boxes of a page."""
    found = {
        "wider": page.evaluate(WIDER_THAN_ITS_COLUMN),
        "overlapping": page.evaluate(OVERLAPPING),
        "empty": page.evaluate(EMPTY_ART),
        "uneven": page.evaluate(UNEVEN_ROWS),
    }
    return {kind: wrong for kind, wrong in found.items() if wrong}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_story_of_an_extreme_is_composed(
    width: int, scheme: Scheme, browser: Browser, extremes: Served
) -> None:
    wrong: dict[str, Any] = {}
    with watching(browser, extremes, width=width, scheme=scheme) as reader:
        page = reader.open()
        for slug in EXTREMES:
            load(page, f"{extremes.url}guong/{slug}/")
            keep(page, f"{slug}-{width}-{scheme}")
            if found := faults(page):
                wrong[slug] = found
    assert wrong == {}


@pytest.mark.parametrize("slug", EXTREMES)
def test_the_parts_of_a_story_stand_in_reading_order(
    slug: str, browser: Browser, extremes: Served
) -> None:
    order = [
        ".story-head",
        "ul.figures",
        ".story-body",
        ".facts",
        ".recognitions",
        ".sources",
        ".passing",
        ".turn",
        ".related",
    ]
    with watching(browser, extremes, width=360) as reader:
        page = reader.open()
        load(page, f"{extremes.url}guong/{slug}/")
        parts = page.evaluate(TOPS, order)
        assert {part["name"] for part in parts} >= {".story-head", ".story-body", ".facts"}
        assert all(a["bottom"] <= b["top"] + 1 for a, b in pairwise(parts))
        (words,) = page.evaluate(TOPS, [".story-summary"])
        assert words["top"] + 20 < FOLD
        page.set_viewport_size({"width": 1280, "height": 800})
        parts = {part["name"]: part for part in page.evaluate(TOPS, order)}
        body, facts = parts[".story-body"], parts[".facts"]
        assert facts["left"] >= body["right"]
        assert abs(facts["top"] - body["top"]) < 60
        above = parts.get("ul.figures", parts[".story-head"])
        assert above["bottom"] <= body["top"]


@pytest.mark.parametrize(
    "slug",
    [
        "thuong",
        "hai-muoi-chu",
        "khong-khen",
        "bon-muoi-khen",
        "anh-dung",
        "anh-ngang",
        "mot-chu",
    ],
)
def test_the_text_of_a_story_begins_on_the_first_screen_of_a_phone(
    slug: str, browser: Browser, extremes: Served
) -> None:
    with watching(browser, extremes, width=360) as reader:
        page = reader.open()
        load(page, f"{extremes.url}guong/{slug}/")
        (words,) = page.evaluate(TOPS, [".story-body > *"])
        assert words["top"] + 28 <= FOLD


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_lists_of_extremes_are_composed(
    width: int, scheme: Scheme, browser: Browser, extremes: Served
) -> None:
    wrong: dict[str, Any] = {}
    with watching(browser, extremes, width=width, scheme=scheme) as reader:
        page = reader.open()
        for kind, address in LISTS.items():
            load(page, extremes.url + address)
            keep(page, f"extremes-{kind}-{width}-{scheme}")
            if found := faults(page):
                wrong[kind] = found
    assert wrong == {}


@pytest.mark.parametrize(
    ("width", "scheme"), [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]
)
def test_a_page_of_each_kind_is_composed(
    width: int, scheme: Scheme, browser: Browser, example: Served
) -> None:
    wrong: dict[str, Any] = {}
    with watching(browser, example, width=width, scheme=scheme) as reader:
        page = reader.open()
        for kind, address in PAGES.items():
            if kind == "former address":
                continue  # it leads on at once
            load(page, example.url + address)
            keep(page, f"{kind.replace(' ', '-')}-{width}-{scheme}")
            if found := faults(page):
                wrong[kind] = found
    assert wrong == {}
