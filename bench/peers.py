"""Ask the searches of other generators the same queries: Material's own (lunr), and Pagefind.

Both index the same plain site, one page a story. Material is asked in its search box, by keys;
Pagefind through its interface for scripts. kB are those before and with the first ten results;
ms are of a query whose files are loaded. A query that takes longer than ``LIMIT`` finds nothing.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from playwright.sync_api import Browser, Page

from exemplars.library import Library, Story
from exemplars.naming import place_label

from .compare import PLAIN, build
from .measuring import Answer, slug_of
from .queries import Query, QuerySet
from .serving import Shelf, in_folder, serving

MISSING = (
    "Pagefind is missing: install the group `bench` of pyproject.toml, `pip install pagefind[bin]`"
)
LIMIT = 20_000
"""Milliseconds after which a query is given up."""
_PARTS_OF_SEARCH = ("search", "lunr", "pagefind")
"""What stands in the addresses of files that only the search needs."""
_MATERIAL = """
const Plain = Worker
window.Worker = class extends Plain {
  constructor(...given) {
    super(...given)
    this.addEventListener('message', ({ data }) => {
      if (data.type === 1) window.ready = true
      if (data.type === 3) window.heard?.(data.data.items)
    })
  }
  postMessage(message, ...given) {
    if (message.type === 2) window.asked = performance.now()
    super.postMessage(message, ...given)
  }
}
window.ask = (text, limit) => new Promise(done => {
  const box = document.querySelector('.md-search__input')
  if (box.value === text) { done(window.last); return }
  const giveUp = setTimeout(() => done(null), limit)
  window.heard = items => {
    clearTimeout(giveUp)
    const ms = performance.now() - window.asked
    done(window.last = [items.slice(0, 10).map(([page]) => page.location), ms])
  }
  box.focus()
  box.value = text
  box.dispatchEvent(new Event('keyup', { bubbles: true }))
})
"""
_PAGEFIND = """async ([text, limit]) => {
  const late = new Promise(done => setTimeout(() => done(null), limit))
  const answer = async () => {
    const start = performance.now()
    window.pagefind ??= await import('/pagefind/pagefind.js')
    const { results } = await window.pagefind.search(text)
    const pages = await Promise.all(results.slice(0, 10).map(result => result.data()))
    return [pages.map(page => page.url), performance.now() - start]
  }
  return Promise.race([answer(), late])
}"""


def peers_missing() -> bool:
    """Tell whether Pagefind is not installed."""
    return find_spec("pagefind") is None


def compare(
    browser: Browser, library: Library, sets: Sequence[QuerySet], home: Path, sample: int
) -> Iterator[tuple[QuerySet, tuple[list[Answer], list[Answer]]]]:
    """Yield each set with the answers of Material and of Pagefind to some of its queries."""
    site = _plain_site(library, home)
    with serving(in_folder(site)) as shelf:
        material = _open_material(browser, shelf)
        loaded = sum(size for path, size in shelf.sent if _of_search(path))
        for queries in sets:
            chosen = queries.queries[:sample]
            ours = [_ask_material(material, query, loaded) for query in chosen]
            theirs = [_ask_pagefind(browser, shelf, query) for query in chosen]
            yield queries, (ours, theirs)
        material.close()


def _of_search(path: str) -> bool:
    return any(part in path for part in _PARTS_OF_SEARCH)


def _plain_site(library: Library, home: Path) -> Path:
    """Build the plain site and both of its indexes, unless they are there."""
    site = home / "plain"
    if not (site / "pagefind").is_dir():
        source = home / "plain source"
        pages = source / "docs" / "guong"
        pages.mkdir(parents=True, exist_ok=True)
        (source / "mkdocs.yml").write_text(PLAIN % "{search: {lang: vi}}", encoding="utf-8")
        (source / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
        for story in library.stories:
            (pages / f"{story.slug}.md").write_text(_page(library, story), encoding="utf-8")
        build(source, site, {})
        _run_pagefind(site)
    return site


def _page(library: Library, story: Story) -> str:
    front = story.front
    parts = [f"# {front.name}", front.title or "", place_label(library, front.locality)]
    return "\n\n".join([*parts, front.summary, story.source])


def _run_pagefind(site: Path) -> None:
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--glob", "guong/**/*.html"]
    command += ["--root-selector", "article"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words


def _open_material(browser: Browser, shelf: Shelf) -> Page:
    page = browser.new_page()
    page.add_init_script(_MATERIAL)
    page.goto(shelf.url)
    page.wait_for_function("window.ready", timeout=120_000)
    return page


def _ask_material(page: Page, query: Query, loaded: int) -> Answer:
    answer = page.evaluate("([text, limit]) => ask(text, limit)", [query.text, LIMIT])
    if answer is None:
        page.reload()
        page.wait_for_function("window.ready", timeout=120_000)
    return _answer(query, answer, loaded)


def _ask_pagefind(browser: Browser, shelf: Shelf, query: Query) -> Answer:
    """Ask on a fresh page, which loads everything, and again for the time without loading."""
    page = browser.new_page()
    page.goto(shelf.url + "404.html")
    before = len(shelf.sent)
    answer = page.evaluate(_PAGEFIND, [query.text, LIMIT])
    loaded = sum(size for path, size in shelf.sent[before:] if _of_search(path))
    if answer is not None:
        answer = page.evaluate(_PAGEFIND, [query.text, LIMIT])
    page.close()
    return _answer(query, answer, loaded)


def _answer(query: Query, answer: tuple[list[str], float] | None, loaded: int) -> Answer:
    """Return an answer; one that did not come took as long as anybody waited."""
    hrefs, ms = answer or ([], LIMIT)
    return Answer(query, [(slug_of(href), href) for href in hrefs], loaded, ms)
