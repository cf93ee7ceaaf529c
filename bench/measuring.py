"""Measure this project's search in Chromium: what it finds, what it loads, how long it takes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page

from exemplars.counting import count
from exemplars.indexing import write_index
from exemplars.library import Library

from .corpus import ROOT
from .queries import Query, QuerySet
from .serving import Shelf, in_memory, serving

SCRIPT = "/assets/search.js"
SHOWN = 10
"""Results whose cards are read before a list can stand."""
THROTTLE = 4
START = """async ([script, base, shown]) => {
  const { Engine } = await import(script)
  const answer = async (engine, text, full) => {
    const { stories } = await engine.find(text, { full })
    return (await engine.cards(stories.slice(0, shown))).map(([href, name]) => [href, name])
  }
  window.fresh = async (text, full) => {
    const engine = new Engine(base)
    await engine.open()
    return answer(engine, text, full)
  }
  const engine = new Engine(base)
  window.warm = async (texts, full) => {
    await engine.open()
    const times = []
    for (const text of [...texts, ...texts]) {
      const start = performance.now()
      await answer(engine, text, full)
      times.push(performance.now() - start)
    }
    return times.slice(texts.length)
  }
}"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came for a query."""

    query: Query
    found: list[tuple[str, str]]
    """Slug and name of the first results."""
    size: int = 0
    """Bytes that were loaded for it."""
    ms: float = 0.0

    @property
    def rank(self) -> int:
        """The place of the first right story, from 1; 0 where there is none."""
        places = (at for at, (slug, _) in enumerate(self.found, 1) if slug in self.query.right)
        return next(places, 0)


@dataclass(frozen=True, slots=True)
class Measured:
    """One set of queries, measured."""

    queries: QuerySet
    quick: list[Answer]
    """As one types: names and heads."""
    full: list[Answer]
    """With the running text."""
    keystrokes: dict[int, list[float]] = field(default_factory=dict)
    """Milliseconds a keystroke by how far the CPU is throttled."""
    whole: dict[int, list[float]] = field(default_factory=dict)
    """Milliseconds of the whole query with the running text."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the index costs."""

    stories: int
    cpu_ms: float
    files: Mapping[str, bytes]

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(map(len, self.files.values()))


def index(library: Library) -> Indexed:
    """Write the index of a library into memory."""
    counts = count(library)
    start = time.process_time()
    files = write_index(library, counts)
    seconds = time.process_time() - start
    stories = len(library.stories)
    return Indexed(stories, 1000 * seconds / stories, files)


def measure(
    browser: Browser, indexed: Indexed, sets: Sequence[QuerySet], typed: int
) -> Iterator[Measured]:
    """Yield each set with its answers; the first ``typed`` of its queries are also typed."""
    page_files = {"/": b"<!doctype html><title>Bench</title>", SCRIPT: _script()}
    with serving(in_memory({**page_files, **indexed.files})) as shelf:
        page = browser.new_page()
        page.goto(shelf.url)
        address = next(path for path in indexed.files if path.endswith("/index.json"))
        base = f"{shelf.url}{address.removesuffix('index.json').lstrip('/')}"
        page.evaluate(START, [SCRIPT, base, SHOWN])
        for queries in sets:
            yield _measure_set(page, shelf, queries, typed)
        page.close()


def _script() -> bytes:
    return (ROOT / "docs" / SCRIPT.lstrip("/")).read_bytes()


def _measure_set(page: Page, shelf: Shelf, queries: QuerySet, typed: int) -> Measured:
    quick, full = (
        [_fresh(page, shelf, query, full) for query in queries.queries] for full in (False, True)
    )
    measured = Measured(queries, quick, full)
    for rate in (1, THROTTLE):
        with throttled(page, rate):
            texts = [query.text for query in queries.queries[:typed]]
            measured.keystrokes[rate] = [ms for text in texts for ms in _typed(page, text)]
            measured.whole[rate] = page.evaluate("texts => warm(texts, true)", texts)
    return measured


def _fresh(page: Page, shelf: Shelf, query: Query, full: bool) -> Answer:  # noqa: FBT001 - private
    """Ask an engine that knows nothing yet; the engine's own script counts as well."""
    before = len(shelf.sent)
    found = page.evaluate("([text, full]) => fresh(text, full)", [query.text, full])
    script = len(shelf.body(SCRIPT)[0] or b"")
    return Answer(
        query, [(slug_of(href), name) for href, name in found], script + shelf.count(before)
    )


def slug_of(href: str) -> str:
    """Return the slug in the address of a story: ``…guong/slug/…``."""
    return href.partition("guong/")[2].partition("/")[0]


def _typed(page: Page, text: str) -> list[float]:
    """Type a query letter by letter, twice; return the times of the second turn."""
    prefixes = [text[:end] for end in range(1, len(text) + 1)]
    times: list[float] = page.evaluate("texts => warm(texts, false)", prefixes)
    return times


@contextmanager
def throttled(page: Page, rate: int) -> Iterator[None]:
    """Slow the CPU down for the page."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    yield
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    session.detach()


def share(answers: Sequence[Answer], within: int) -> float:
    """Return the percentage of answers with a right story among the first ``within``."""
    return 100 * sum(0 < answer.rank <= within for answer in answers) / max(1, len(answers))


def middle_and_high(values: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    ordered = sorted(values) or [0.0]
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
