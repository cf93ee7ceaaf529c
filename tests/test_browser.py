"""The built site in a real Chromium: what readers see and do, and what attackers cannot."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from attacks import ATTACKS, MARKDOWN, RUN, Attack, Harm
from browser import Served, Stranger, Watched, built, chromium, running, watching
from conftest import EXAMPLE, ROOT, TODAY_TABLES
from factories import story
from playwright.sync_api import Browser, Page

from exemplars import ProblemsError, Settings, publish

PAGES = {
    "home": "",
    "list": "guong/",
    "list of a kind": "tap-the/",
    "list of a place": "dia-ban/ben-tre/ba-tri/",
    "story": "guong/day-du-dau-thanh/",
    "story with photos": "guong/doi-hat-sac-bua/",
    "statistics": "thong-ke/",
    "dimension": "thong-ke/locality/",
    "reported number": "thong-ke/bao-cao/ba-tri-guong/",
    "tombstone": "guong/da-go/",
    "former address": "guong/chi-nga-hoa-kieng/",
    "not found": "khong/co/trang/nay/",
    "how to contribute": "dong-gop/",
    "about": "gioi-thieu/",
    "about the data": "ve-du-lieu/",
    "corrections": "dinh-chinh/",
}
"""A page of each kind of the example."""

WIDTHS = (320, 360, 1280)

ALLOWED = {
    # The page that is not there is answered with 404, as it should be.
    "not found": re.compile(
        r"error: Failed to load resource: the server responded with a status of 404 .*"
    ),
}
"""What the console may say on a page, and why."""
ALLOWED_ANYWHERE = re.compile(
    # lunr, in the theme, loads its index without telling lunr the Vietnamese functions first.
    r"warning: Function is not registered with pipeline\. This may cause problems when .*",
    re.DOTALL,
)

WATCH_POLICY = """
window.__violations = []
addEventListener('securitypolicyviolation', event =>
  __violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`))
"""
SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
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
    with watching(browser, example, width=WIDTHS[0], scheme=scheme) as reader:
        reader.context.add_init_script(WATCH_POLICY)
        page = reader.open()
        page.goto(example.url + PAGES[kind])
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
        said = [line for line in reader.console if not ALLOWED_ANYWHERE.fullmatch(line)]
        assert [s for s in said if not (kind in ALLOWED and ALLOWED[kind].fullmatch(s))] == []
        assert reader.foreign + reader.left_for == []
    policies = [index for index, tag in enumerate(head) if "http-equiv" in tag.lower()]
    assert head[0] == '<meta charset="utf-8">'
    assert policies == [1]
    assert "content=\"default-src 'none'; script-src 'self' 'sha256-" in head[1]


def test_the_policy_of_a_page_is_in_force(browser: Browser, example: Served) -> None:
    with watching(browser, example) as reader:
        reader.context.add_init_script(WATCH_POLICY)
        page = reader.open()
        page.goto(example.url)
        page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=window.__pwned=1>')"
        )
        page.wait_for_function("__violations.length > 0")
        assert not page.evaluate("'__pwned' in window")


def test_searching_is_quiet_and_finds_the_story(browser: Browser, example: Served) -> None:
    with watching(browser, example) as reader:
        reader.context.add_init_script(WATCH_POLICY)
        page = reader.open()
        page.goto(example.url)
        search(page, "sắc bùa")
        page.locator(".md-search-result__link").first.click()
        page.wait_for_url(re.compile(r"/guong/doi-hat-sac-bua/"))
        assert [line for line in reader.console if not ALLOWED_ANYWHERE.fullmatch(line)] == []
        assert page.evaluate("__violations") == []
        assert reader.foreign + reader.left_for == []


# What attackers can do where only one layer stands

BAIT = "Mồi thử"
"""Words of every hostile story, by which the site's search finds it."""


def hostile_stories(folder: Path, *, in_front: bool) -> Path:
    """Write a story for each attack; with ``in_front`` its summary is hostile, too."""
    root = folder / "stories"
    (root / "ca-nhan").mkdir(parents=True)
    for name in TODAY_TABLES:
        shutil.copy(EXAMPLE / name, root)
    for attack in ATTACKS:
        changes = {"summary": attack.html, "title": attack.html[:200]} if in_front else {}
        text = story(f"{BAIT}.\n\n{attack.html}\n", **changes)
        (root / f"ca-nhan/{attack.name}.md").write_text(text, "utf-8")
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


Suffer = Callable[..., set[Harm]]


@pytest.fixture
def suffer(browser: Browser, stranger: Stranger) -> Suffer:
    """Read a hostile story as a careless reader does; return the harm that came of it."""

    def harms(reader: Watched, page: Page, attack: Attack, address: str) -> set[Harm]:
        found: set[Harm] = set()
        heard = any(attack.host.encode() in words for words in stranger.heard)
        if reader.foreign or heard:
            found.add("foreign")
        if reader.left_for or page.url.partition("#")[0] not in {address, address + "?"}:
            found.add("leave")
        if page.evaluate("'__pwned' in window || 'pwned' in localStorage || !!document.cookie"):
            found.add("script")
        if attack.sign and page.evaluate(attack.sign):
            found.add("frame")
        return found

    def read(attack: Attack, server: Served, *, seconds: float, until: Harm | None) -> set[Harm]:
        address = f"{server.url}guong/{attack.name}/"
        with watching(browser, server) as reader:
            page = reader.open()
            page.goto(address, wait_until="load")
            page.evaluate("document.querySelector('[data-bam]')?.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))")
            end = time.monotonic() + seconds
            while True:
                page.wait_for_timeout(30)
                found = harms(reader, page, attack, address)
                if (until and until in found) or time.monotonic() > end:
                    return found

    return read


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_does_harm_where_no_layer_stands(
    attack: Attack, defenceless: Served, suffer: Suffer
) -> None:
    """Were it not so, that it does none behind a layer would show nothing."""
    assert attack.harm in suffer(attack, defenceless, seconds=3, until=attack.harm)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_the_policy_alone_stops_an_attack_unless_it_is_listed(
    attack: Attack, policy_alone: Served, suffer: Suffer
) -> None:
    expected = {attack.harm} if attack.left_by_policy else set()
    assert suffer(attack, policy_alone, seconds=0.2, until=None) == expected


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_renderer_and_sanitiser_alone_stop_an_attack_and_show_it_as_text(
    attack: Attack, sanitiser_alone: Served, suffer: Suffer, browser: Browser
) -> None:
    assert suffer(attack, sanitiser_alone, seconds=0.2, until=None) == set()
    with watching(browser, sanitiser_alone, javascript=False) as reader:
        page = reader.open()
        page.goto(f"{sanitiser_alone.url}guong/{attack.name}/")
        for part in (".story-body", ".story-summary"):
            assert squeeze(attack.html) in squeeze(page.locator(part).inner_text())


def squeeze(text: str) -> str:
    """Return text without spaces: they may be broken over lines."""
    return "".join(text.split())


def search(page: Page, words: str) -> None:
    """Type into the site's search and wait for what it finds."""
    page.locator(".md-search__input").fill(words)
    page.locator(".md-search-result__link").first.wait_for()
