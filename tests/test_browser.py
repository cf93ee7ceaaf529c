"""The built site in a real Chromium: what readers see and do, and what attackers cannot."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from attacks import ATTACKS, MARKDOWN, STAYS_TEXT, STORIES, Attack, Harm
from browser import (
    PAGES,
    SCROLLS_SIDEWAYS,
    Served,
    Stranger,
    Watched,
    built,
    chromium,
    running,
    wait_until,
    watching,
)
from conftest import EXAMPLE, ROOT, TODAY_TABLES
from factories import story
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from exemplars import ProblemsError, Settings, publish

WIDTHS = (360, 1280)

ALLOWED = {
    # The page that is not there is answered with 404, as it should be.
    "not found": re.compile(
        r"error: Failed to load resource: the server responded with a status of 404 .*"
    ),
}
"""What the console may say on a page, and why."""

SETTINGS = Settings(name="Gương mẫu", url="https://example.org/", contact="", edit="")

WATCH_POLICY = """
window.__violations = []
addEventListener('securitypolicyviolation', event =>
  __violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`))
"""
FOCUS_IS_SEEN = """
[null, '::after'].some(part => {
  const style = getComputedStyle(document.activeElement, part)
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
})
"""
HEAD = "[...document.head.children].map(e => e.cloneNode().outerHTML)"


@pytest.fixture(scope="module")
def stranger() -> Iterator[Stranger]:
    """The attackers' host."""
    server = Stranger()
    with running(server):
        yield server


@pytest.fixture(scope="module")
def browser(stranger: Stranger) -> Iterator[Browser]:
    """One Chromium for all."""
    with chromium(stranger) as browser:
        yield browser


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The example, built and served."""
    with built(EXAMPLE, tmp_path_factory.mktemp("example") / "site") as server:
        yield server


# What every page promises


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_quiet_keeps_to_itself_and_fits(
    kind: str, scheme: Literal["light", "dark"], browser: Browser, example: Served
) -> None:
    with watching(browser, example, width=WIDTHS[0], scheme=scheme, worker=True) as reader:
        reader.context.add_init_script(WATCH_POLICY)
        page = reader.open()
        page.goto(example.url + ("khong/co/" if kind == "not found" else PAGES[kind]))
        if kind == "former address":
            page.wait_for_url(example.url + "guong/nguyen-thi-nga-vinh-thanh/")
        page.wait_for_load_state("networkidle")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert not page.evaluate(SCROLLS_SIDEWAYS), f"{kind} is wider than {width} px"
        head = page.evaluate(HEAD)
        assert page.evaluate("__violations") == []
        assert page.evaluate("getComputedStyle(document.body).colorScheme") == scheme
        assert reader.context.cookies() == []
        said = reader.console
        assert [s for s in said if not (kind in ALLOWED and ALLOWED[kind].fullmatch(s))] == []
        assert reader.foreign + reader.left_for == []
    policies = [index for index, tag in enumerate(head) if "http-equiv" in tag.lower()]
    assert head[0] == '<meta charset="utf-8">'
    assert policies == [1]
    assert "content=\"default-src 'none'; script-src 'self' 'sha256-" in head[1]


@pytest.mark.parametrize("width", [320])
def test_every_page_fits_the_narrowest_phone(width: int, browser: Browser, example: Served) -> None:
    with watching(browser, example, width=width) as reader:
        page = reader.open()
        wide = []
        for kind, address in PAGES.items():
            if kind != "former address":  # it leads on at once
                page.goto(example.url + address)
                wide += [kind] if page.evaluate(SCROLLS_SIDEWAYS) else []
        assert wide == []


def test_the_policy_of_a_page_is_in_force(browser: Browser, example: Served) -> None:
    with watching(browser, example) as reader:
        reader.context.add_init_script(WATCH_POLICY)
        page = reader.open()
        page.goto(example.url)
        page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=window.__pwned=1>')"
        )
        wait_until(page, "__violations.length > 0")
        assert not page.evaluate("'__pwned' in window")


def test_searching_finds_the_story_and_keeps_to_the_site(browser: Browser, example: Served) -> None:
    with watching(browser, example) as reader:
        reader.context.add_init_script(WATCH_POLICY)
        page = reader.open()
        page.goto(example.url)
        suggest(page, "sắc bùa")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/tim-kiem/\?q="))
        page.locator(".search-result h2 mark", has_text="sắc bùa").wait_for()
        page.locator(".search-excerpt", has_text="Đội tập ở sân đình.").wait_for()
        assert page.evaluate("__violations") == []
        page.locator(".search-result a").first.click()
        page.wait_for_url(example.url + "guong/doi-hat-sac-bua/")
        assert page.evaluate("__violations") == []
        assert reader.foreign + reader.left_for + reader.console == []


def test_every_page_has_the_search_box_and_nothing_of_materials_own(
    browser: Browser, example: Served
) -> None:
    with watching(browser, example, javascript=False) as reader:
        page = reader.open()
        for kind, address in PAGES.items():
            if kind == "former address":
                continue  # it leads on at once
            page.goto(example.url + address)
            form = page.locator("form.search-box")
            assert form.evaluate("form => form.action") == f"{example.url}tim-kiem/", kind
            assert form.locator("input").get_attribute("name") == "q", kind
            assert page.locator("[class*=md-], [id^=__]").count() == 0, kind
    assert not (example.folder / "search").exists()
    assert [path for path in example.requests if "lunr" in path or "/search/" in path] == []


# What attackers can do where only one layer stands

BAIT = "Mồi thử"
"""Words of every hostile story, by which the site's search finds it."""


def hostile_stories(folder: Path, *, in_front: bool) -> Path:
    """Write the attackers' stories; with ``in_front`` their titles and summaries are hostile, too."""
    root = folder / "stories"
    (root / "ca-nhan").mkdir(parents=True)
    for name in TODAY_TABLES:
        shutil.copy(EXAMPLE / name, root)
    for name, attacks in STORIES.items():
        first = attacks[0].html
        changes = {"summary": first, "title": first} if in_front else {}
        body = "\n\n".join([f"{BAIT}.", *(attack.html for attack in attacks)])
        (root / f"ca-nhan/{name}.md").write_text(story(f"{body}\n", **changes), "utf-8")
    return root


@pytest.fixture(scope="module")
def defenceless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Hostile stories behind no layer at all."""
    folder = tmp_path_factory.mktemp("defenceless")
    stories = hostile_stories(folder, in_front=False)
    with built(stories, folder / "site", ["sanitiser", "policy"]) as server:
        yield server


@pytest.fixture(scope="module")
def policy_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Hostile stories put into their pages as they are, behind the policy."""
    folder = tmp_path_factory.mktemp("policy")
    stories = hostile_stories(folder, in_front=False)
    with built(stories, folder / "site", ["sanitiser"]) as server:
        yield server


@pytest.fixture(scope="module")
def sanitiser_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Hostile stories rendered and sanitised, in pages without a policy."""
    folder = tmp_path_factory.mktemp("sanitiser")
    stories = hostile_stories(folder, in_front=True)
    with built(stories, folder / "site", ["policy"]) as server:
        yield server


LONG, SHORT = 15.0, 0.25
"""Seconds to wait for harm that must come, and for harm that must not."""

Harms = dict[str, set[Harm]]
Suffer = Callable[..., Harms]

CLICK = """
for (const bait of document.querySelectorAll('[data-bam]'))
  bait.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))
"""
SCRIPTS_THAT_RAN = "(window.__pwned ?? '') + (document.cookie && 'script-cookie,')"


def _holds(found: Harms, expected: Harms) -> bool:
    return all(harms <= found.get(name, set()) for name, harms in expected.items())


@pytest.fixture
def suffer(browser: Browser, stranger: Stranger) -> Suffer:
    """Read a hostile story as a careless reader does; return the harm by attack."""

    def harm(attack: Attack, reader: Watched, page: Page, address: str) -> Iterator[Harm]:
        if page.url.partition("#")[0].rstrip("?") != address or reader.left_for:
            yield "leave"
            return
        if any(attack.host in url for url in reader.foreign):
            yield "foreign"
        elif any(attack.host.encode() in words for words in stranger.heard):
            yield "connect"
        if attack.name in page.evaluate(SCRIPTS_THAT_RAN).split(","):
            yield "script"
        if attack.sign and page.evaluate(attack.sign):
            yield "frame"

    def read(name: str, server: Served, *, until: Harms | None = None) -> Harms:
        address = f"{server.url}guong/{name}/"
        found: Harms = {}
        stranger.heard.clear()
        with watching(browser, server) as reader:
            page = reader.open()
            with suppress(PlaywrightError):  # the page leaves before it is whole
                page.goto(address, wait_until="load")
                page.evaluate(CLICK)
            end = time.monotonic() + (LONG if until else SHORT)
            while time.monotonic() < end and not (until and _holds(found, until)):
                page.wait_for_timeout(50)
                with suppress(PlaywrightError):  # the page is just being left
                    found = {a.name: set(harm(a, reader, page, address)) for a in STORIES[name]}
        return found

    return read


@pytest.mark.parametrize("name", STORIES)
def test_each_attack_does_its_harm_where_no_layer_stands(
    name: str, defenceless: Served, suffer: Suffer
) -> None:
    """Were it not so, that it does none behind a layer would show nothing."""
    found = suffer(name, defenceless, until={a.name: {a.harm} for a in STORIES[name]})
    assert [a.name for a in STORIES[name] if a.harm not in found[a.name]] == []


@pytest.mark.parametrize("name", STORIES)
def test_the_policy_alone_stops_each_attack_but_those_it_is_known_to_leave(
    name: str, policy_alone: Served, suffer: Suffer
) -> None:
    left: Harms = {a.name: {a.harm} if a.left_by_policy else set() for a in STORIES[name]}
    found = suffer(name, policy_alone, until=left if any(left.values()) else None)
    for attack in STORIES[name]:
        found[attack.name] -= {"connect"} if attack.connects else set()
    assert found == left


@pytest.mark.parametrize("name", STORIES)
def test_renderer_and_sanitiser_alone_stop_each_attack_and_show_it_as_text(
    name: str, sanitiser_alone: Served, suffer: Suffer, browser: Browser
) -> None:
    assert suffer(name, sanitiser_alone) == {attack.name: set() for attack in STORIES[name]}
    with watching(browser, sanitiser_alone, javascript=False) as reader:
        page = reader.open()
        page.goto(f"{sanitiser_alone.url}guong/{name}/", wait_until="domcontentloaded")
        shown = squeeze(page.locator(".story-body").inner_text())
        assert [a.name for a in STORIES[name] if squeeze(a.html) not in shown] == []
        first = squeeze(STORIES[name][0].html)
        assert squeeze(page.locator(".story-summary").inner_text()) == first
        assert squeeze(page.locator(".story-title").inner_text()) == first


@pytest.mark.parametrize("site", ["defenceless", "policy_alone", "sanitiser_alone"])
def test_no_layer_is_needed_to_keep_the_results_of_a_search_harmless(
    site: str, request: pytest.FixtureRequest, browser: Browser
) -> None:
    """The search never reads text as HTML; what it fetches for its excerpts it parses inertly."""
    server: Served = request.getfixturevalue(site)
    with watching(browser, server) as reader:
        page = reader.open()
        page.goto(f"{server.url}tim-kiem/?q={BAIT}")
        page.locator(".search-excerpt mark").first.wait_for()
        wait_until(page, "document.querySelector('.search-page').dataset.state === 'ready'")
        page.goto(server.url)
        suggest(page, BAIT)
        page.wait_for_timeout(300)
        assert page.evaluate(SCRIPTS_THAT_RAN) == ""
        assert reader.foreign + reader.left_for == []


@pytest.mark.parametrize("name", MARKDOWN)
def test_an_attack_in_markdowns_own_words_is_refused_with_its_line_or_stays_text(
    name: str, stories: Path, tmp_path: Path
) -> None:
    (stories / "ca-nhan").mkdir()
    (stories / "ca-nhan/x.md").write_text(story(f"Một.\n\n{MARKDOWN[name]}\n"), "utf-8")
    if name not in STAYS_TEXT:
        with pytest.raises(ProblemsError) as caught:
            publish(stories, "stories", date(2026, 11, 24), SETTINGS, tmp_path)
        assert {p.place.line for p in caught.value.problems if not p.warning} == {13}
        return
    site = publish(stories, "stories", date(2026, 11, 24), SETTINGS, tmp_path)
    (own,) = [page.html for page in site.pages if page.address == "/guong/x/"]
    assert f"<p>{MARKDOWN[name].splitlines()[0]}</p>" in own


def test_security_md_names_what_the_policy_cannot_stop() -> None:
    table = re.findall(
        r"^\| (.*) \| .*(?:sanitiser only|link schemes only).* \|$",
        (ROOT / "SECURITY.md").read_text("utf-8"),
        re.MULTILINE,
    )
    owned = " ".join(table).replace("`", "")
    words = {a.left_by_policy for a in ATTACKS if a.left_by_policy}
    words |= {"connection" for a in ATTACKS if a.connects}
    missing = {word for word in words if word not in owned}
    wrong = {attack for attack in ("<base>", "forms") if attack in owned}
    assert (missing, wrong) == (set(), set())


def squeeze(text: str) -> str:
    """Return text without spaces: they may be broken over lines."""
    return "".join(text.split())


def suggest(page: Page, words: str) -> None:
    """Type into the search box and wait for what it suggests."""
    page.locator(".search-box input").click()
    page.keyboard.type(words)
    page.locator(f"#search-options li:last-child:has-text('{words}')").wait_for()


# A reader's journey


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_reader_finds_the_way_from_story_to_numbers_and_back(
    javascript: bool,  # noqa: FBT001 - a parameter of the test
    browser: Browser,
    example: Served,
) -> None:
    with watching(browser, example, javascript=javascript) as reader:
        page = reader.open()
        page.goto(example.url)
        card = page.locator(".cards .card-name a").first
        name = card.inner_text()
        card.click()
        assert page.locator("h1").inner_text() == name
        related = page.locator(".related .card-name a").first
        name = related.inner_text()
        related.click()
        assert page.locator("h1").inner_text() == name
        field = page.locator(".story-kind a").nth(1)
        label = field.inner_text()
        field.click()
        assert page.locator("h1").inner_text().startswith(label)
        assert name in page.locator(".cards .card-name").all_inner_texts()
        page.locator(".site-nav a", has_text="Thống kê").click()
        row = page.locator("section[aria-labelledby=theo-field] tr", has_text=label)
        number = row.locator(".counts-number a")
        count = int(number.inner_text())
        number.click()
        assert page.locator("h1").inner_text().startswith(label)
        assert page.locator(".cards .card").count() == count
        assert reader.foreign + reader.left_for == []


@pytest.mark.parametrize("address", ["", "guong/doi-hat-sac-bua/", "gioi-thieu/"])
def test_the_keyboard_skips_to_the_content_and_its_focus_is_seen(
    address: str, browser: Browser, example: Served
) -> None:
    with watching(browser, example) as reader:
        page = reader.open()
        page.goto(example.url + address)
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        assert skip.get_attribute("class") == "skip"
        box = skip.bounding_box()
        assert box
        assert min(box["x"], box["y"]) >= 0
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")
        for _ in range(8):
            assert page.evaluate(FOCUS_IS_SEEN), page.evaluate("document.activeElement.outerHTML")
            page.keyboard.press("Tab")
