"""What readers with a keyboard, a magnifier, forced colours or a screen reader meet in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
from browser import (
    PAGES,
    SCHEMES,
    SCROLLS_SIDEWAYS,
    Served,
    built,
    lonely_chromium,
    wait_until,
    watching,
)
from conftest import EXAMPLE
from playwright.sync_api import Browser, Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
EVERYWHERE = ("color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable")
"""Rules whose outcome hangs on scheme or width; the others read the page's structure alone."""
VIEWS = {
    # (width in CSS pixels, pixels of the device for each): whether all rules are asked
    (320, 1): True,
    (1280, 1): True,
    (640, 2): False,  # 1280 px at 200 % zoom
}
KINDS = {kind: address for kind, address in PAGES.items() if kind != "former address"}
"""What can be looked at; a former address leads on at once."""

STANDS = "!document.querySelector('.search-page[data-state=busy]')"
WHAT_AXE_FINDS = """async which => {
  const { violations, passes } = await axe.run(document, { runOnly: which, resultTypes: ['violations'] })
  const found = violations.flatMap(({ id, nodes }) => nodes.map(node =>
    `${id}: ${node.html.slice(0, 200)} ${node.failureSummary.replace(/\\s+/g, ' ')}`))
  return { found, passed: passes.length }
}"""
FOCUSABLE = """
[...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')]
  .filter(element => element.checkVisibility() && !element.disabled)
"""
MEET = """() => {
  const at = document.activeElement
  if (at === document.body || window.met?.[0] === at) return null // once around
  const drawn = (element, part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element, part)
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
  }
  const around = at.closest('.search-box')
  const seen = drawn(at) || drawn(at, '::after') || at.type === 'search' && around && drawn(around)
  const { left, right, top, bottom } = at.getBoundingClientRect()
  const within = left >= 0 && right <= innerWidth && bottom > 0 && top < innerHeight
  window.met ??= []
  met.push(at)
  return { name: at.outerHTML.slice(0, 120), faults: [!seen && 'no mark', !within && 'out of view'].filter(Boolean) }
}"""
BACKWARDS = """
met.filter((e, at) => at && !(met[at - 1].compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING))
  .map(e => `${met[met.indexOf(e) - 1]?.outerHTML.slice(0, 120)} → ${e.outerHTML.slice(0, 120)}`)
"""
MOVING = """
[...document.querySelectorAll('*')].flatMap(element => [null, '::before', '::after'].map(part => {
  const style = getComputedStyle(element, part)
  const moves = style.animationName !== 'none' || style.transitionDuration !== '0s' && style.transitionProperty !== 'none'
    || style.scrollBehavior !== 'auto'
  return moves && element.outerHTML.slice(0, 80)
})).filter(Boolean)
"""
OUTLINE = """() => ({
  levels: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(h => h.checkVisibility()).map(h => +h.tagName[1]),
  first: document.querySelector('main :is(h1, h2, h3)')?.tagName,
  language: document.documentElement.lang,
  title: document.title,
  main: document.querySelectorAll('main').length,
  banner: document.querySelectorAll('body > header').length,
  foot: document.querySelectorAll('body > footer').length,
  search: document.querySelectorAll('[role=search]').length,
  named: [...document.querySelectorAll('nav')].map(nav => nav.getAttribute('aria-label')),
  skip: document.querySelector('.skip').hash,
})"""


@cache
def axe() -> str:
    """Return the script of axe-core, as the package has it."""
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


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


def judge(page: Page, *, thorough: bool = True) -> list[str]:
    """Return what axe-core finds wrong with a page as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe())
    tags, rules = {"type": "tag", "values": TAGS}, {"type": "rule", "values": EVERYWHERE}
    result: dict[str, Any] = page.evaluate(WHAT_AXE_FINDS, tags if thorough else rules)
    assert result["passed"] > (10 if thorough else 0)
    return list(result["found"])


NESTED = "nested-interactive"
SUGGESTIONS = "open suggestions"


def suggest(page: Page, example: Served) -> None:
    """Open the home page, type, and stand on the first suggestion."""
    page.goto(example.url)
    page.locator(".search-box input").press_sequentially("nga")
    page.locator("#search-options li:last-child:has-text('nga')").wait_for()
    page.keyboard.press("ArrowDown")


@pytest.mark.parametrize(("width", "scale"), VIEWS)
def test_axe_finds_nothing(width: int, scale: int, browser: Browser, example: Served) -> None:
    thorough = VIEWS[width, scale]
    found: list[str] = []
    with watching(
        browser, example, width=width, bypass_csp=True, device_scale_factor=scale
    ) as reader:
        page = reader.open()

        def look(kind: str) -> None:
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                said = judge(page, thorough=thorough and scheme == "light")
                if kind == SUGGESTIONS:
                    said = [fault for fault in said if not fault.startswith(NESTED)]
                found.extend(f"{kind}, {scheme}: {fault}" for fault in said)

        for kind, address in KINDS.items():
            page.goto(example.url + address)
            wait_until(page, STANDS)
            look(kind)
        suggest(page, example)
        look(SUGGESTIONS)
    assert found == []


def test_suggestions_hold_nothing_that_could_take_the_focus(
    browser: Browser, example: Served
) -> None:
    with watching(browser, example, bypass_csp=True) as reader:
        page = reader.open()
        suggest(page, example)
        assert [fault for fault in judge(page) if fault.startswith(NESTED)] == []


def test_axe_finds_nothing_on_paper(browser: Browser, example: Served) -> None:
    found: dict[str, list[str]] = {}
    with watching(browser, example, scheme="dark", bypass_csp=True) as reader:
        page = reader.open()
        page.emulate_media(media="print")
        for kind in ("home", "list", "story", "story with photos", "statistics"):
            page.goto(example.url + KINDS[kind])
            found[kind] = judge(page)
    assert {kind: faults for kind, faults in found.items() if faults} == {}


def test_axe_is_at_work(browser: Browser, example: Served) -> None:
    with watching(browser, example, bypass_csp=True) as reader:
        page = reader.open()
        page.goto(example.url)
        page.evaluate(
            "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x>')"
        )
        assert [fault for fault in judge(page) if fault.startswith("image-alt")] != []


def test_every_page_has_its_regions_its_headings_in_order_and_its_language(
    browser: Browser, example: Served
) -> None:
    with watching(browser, example) as reader:
        page = reader.open()
        for kind, address in KINDS.items():
            page.goto(example.url + address)
            wait_until(page, STANDS)
            made = page.evaluate(OUTLINE)
            levels = made.pop("levels")
            steps = [after - before for before, after in pairwise(levels)]
            assert levels.count(1) == 1, kind
            assert max(steps, default=0) <= 1, f"{kind}: {levels}"
            assert len(made["named"]) == len(set(made["named"])), kind
            assert None not in made.pop("named"), kind
            assert made.pop("title"), kind
            assert made == {
                "first": "H1",
                "language": "vi",
                "main": 1,
                "banner": 1,
                "foot": 1,
                "search": 1,
                "skip": "#vao-bai",
            }, kind


@pytest.mark.parametrize("width", [320, 1280])
def test_the_keyboard_reaches_everything_in_order_and_is_seen_everywhere(
    width: int, browser: Browser, example: Served
) -> None:
    faults: list[tuple[str, str, list[str]]] = []
    with watching(browser, example, width=width) as reader:
        page = reader.open()
        for kind, address in KINDS.items():
            page.goto(example.url + address)
            wait_until(page, STANDS)
            total = page.evaluate(f"{FOCUSABLE}.length")
            for step in range(2 * total + 10):
                page.keyboard.press("Tab")
                met = page.evaluate(MEET)
                if met is None:
                    break
                if step == 0:
                    assert 'class="skip"' in met["name"], kind
                faults += [(kind, met["name"], met["faults"])] if met["faults"] else []
            else:
                pytest.fail(f"{kind}: the keyboard never leaves the page")
            missed = page.evaluate(
                f"{FOCUSABLE}.filter(e => !met.includes(e)).map(e => e.outerHTML.slice(0, 120))"
            )
            assert missed == [], kind
            assert page.evaluate(BACKWARDS) == [], kind
    assert faults == []


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("", ".site-name"),
        ("", ".scheme"),
        ("", ".search-box input"),
        ("", ".site-nav a"),
        ("", ".card-name a"),
        ("", ".ways a"),
        ("guong/day-du-dau-thanh/", ".share a"),
        ("guong/day-du-dau-thanh/", ".share button[name=copy]"),
        ("thong-ke/", ".counts-number a"),
    ],
)
def test_focus_is_seen_in_forced_colours(
    address: str, place: str, browser: Browser, example: Served
) -> None:
    with watching(browser, example, forced_colors="active") as reader:
        page = reader.open()
        page.goto(example.url + address)
        place_ = page.locator(place).first
        place_.scroll_into_view_if_needed()
        before = page.screenshot()
        page.keyboard.press("Tab")  # from now on the keyboard is in use
        page.evaluate("document.activeElement.blur()")
        place_.focus()
        assert page.screenshot() != before
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")


def test_nothing_moves_for_readers_who_ask_for_it(browser: Browser, example: Served) -> None:
    with watching(browser, example, reduced_motion="reduce") as reader:
        page = reader.open()
        for kind in ("home", "story", "statistics", "search with results"):
            page.goto(example.url + KINDS[kind])
            wait_until(page, STANDS)
            page.locator(".scheme").click()
            assert page.evaluate("document.getAnimations().length") == 0, kind
            assert page.evaluate(MOVING) == [], kind


WITH_A_WIDE_TABLE = "how to contribute"
WIDER = """
html { font-size: 200% }
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }
"""
CUT_OFF = """
[...document.querySelectorAll('main :is(h1, h2, h3, p, li, a, dt, dd, th, td, button), .site-header a, .site-footer a')]
  .filter(e => e.checkVisibility() && !e.closest('.visually-hidden') && e.scrollWidth > e.clientWidth + 1
    && !['visible', 'auto', 'scroll'].includes(getComputedStyle(e).overflowX))
  .map(e => e.outerHTML.slice(0, 120))
"""


def test_larger_letters_and_wider_lines_lose_nothing(browser: Browser, example: Served) -> None:
    """WCAG 1.4.4 and 1.4.12 together: text of twice the size, spaced as readers may space it."""
    wide: list[str] = []
    with watching(browser, example, width=640, bypass_csp=True) as reader:
        page = reader.open()
        for kind, address in KINDS.items():
            if kind == WITH_A_WIDE_TABLE:
                continue
            page.goto(example.url + address)
            wait_until(page, STANDS)
            page.add_style_tag(content=WIDER)
            wide += [kind] if page.evaluate(SCROLLS_SIDEWAYS) else []
            wide += [f"{kind}: {cut}" for cut in page.evaluate(CUT_OFF)]
    assert wide == []


def test_larger_letters_keep_the_table_of_how_to_contribute_within_the_page(
    browser: Browser, example: Served
) -> None:
    with watching(browser, example, width=640, bypass_csp=True) as reader:
        page = reader.open()
        page.goto(example.url + KINDS[WITH_A_WIDE_TABLE])
        page.add_style_tag(content=WIDER)
        assert not page.evaluate(SCROLLS_SIDEWAYS)
