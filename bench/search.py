"""Measure the search: ``python -m bench.search 355 3550 [35500] [--peers] [--table FILE]``.

The index of synthetic stories is served as GitHub Pages would, and asked in headless Chromium.
kB are bodies as they are transferred, without headers, the engine's script among them. "Quick" is
what comes while one types (names and heads), "full" also reads the running text. A keystroke's
time runs from the letter to the cards of the first ten, with all files loaded.
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser

from exemplars.library import Library
from exemplars.reading import read

from .corpus import write_corpus
from .measuring import (
    THROTTLE,
    Answer,
    Indexed,
    Measured,
    index,
    measure,
    middle_and_high,
    share,
)
from .peers import MISSING, compare, peers_missing
from .queries import QuerySet, query_sets
from .serving import chromium

TODAY = date(2026, 12, 31)


def main() -> None:
    """Print the tables of each size; write them to a file where one is named."""
    options = _options()
    if options.peers and peers_missing():
        sys.exit(MISSING)
    lines: list[str] = []
    held = nullcontext(options.work) if options.work else tempfile.TemporaryDirectory()
    with held as work, chromium() as browser:
        for line in _report(browser, Path(work), options):
            print(line, flush=True)
            lines.append(line)
            if options.table:
                Path(options.table).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="+", help="numbers of stories")
    parser.add_argument("--queries", type=int, default=100, help="queries a set")
    parser.add_argument("--typed", type=int, default=5, help="queries a set that are typed out")
    parser.add_argument("--peers", action="store_true", help="measure Material and Pagefind, too")
    parser.add_argument("--sample", type=int, default=30, help="queries a set for the peers")
    parser.add_argument("--failures", type=int, default=0, help="failing queries a set to print")
    parser.add_argument("--only", default="", help="only sets whose name holds this")
    parser.add_argument("--table", help="a file for the tables")
    parser.add_argument("--work", help="a folder for stories and sites, kept for the next run")
    return parser.parse_args()


def _report(browser: Browser, work: Path, options: argparse.Namespace) -> Iterator[str]:
    yield f"{os.cpu_count()} cores, Python {platform.python_version()}, Chromium {browser.version}"
    for size in options.sizes:
        library = _library(size, work / str(size))
        sets = [
            queries
            for queries in query_sets(library, options.queries)
            if options.only in queries.name and queries.queries
        ]
        indexed = index(library)
        yield from _cost(indexed)
        measured = []
        for one in measure(browser, indexed, sets, options.typed):
            measured.append(one)
            print(f"{len(measured)}/{len(sets)} {one.queries.name}", file=sys.stderr)
        yield from _tables(measured)
        yield from _failures(measured, options.failures)
        if options.peers:
            yield from _peers(browser, library, sets, work / str(size), options.sample)


def _library(size: int, home: Path) -> Library:
    if not (home / "stories").is_dir():
        home.mkdir(parents=True, exist_ok=True)
        write_corpus(size, home / "stories")
    library, _ = read(home / "stories", "stories", TODAY)
    return library


def _cost(indexed: Indexed) -> Iterator[str]:
    manifest = next(
        content for path, content in indexed.files.items() if path.endswith("index.json")
    )
    yield f"\n## {indexed.stories} stories\n"
    yield "| index: CPU ms a story | kB a story | files | kB of index.json, gzipped |"
    yield "|--:|--:|--:|--:|"
    yield (
        f"| {indexed.cpu_ms:.2f} | {indexed.size / indexed.stories / 1000:.2f} "
        f"| {len(indexed.files)} | {len(gzip.compress(manifest)) / 1000:.1f} |"
    )


def _tables(measured: Sequence[Measured]) -> Iterator[str]:
    cells = " | ".join(["first %", "three %", "kB", "p95"] * 2)
    yield f"\n| queries: quick, then full | number | {cells} |"
    yield "|---" + "|--:" * 9 + "|"
    for one in measured:
        cells = " | ".join(_found(one.quick) + _found(one.full))
        yield f"| {one.queries.name} | {len(one.quick)} | {cells} |"
    columns = [
        f"{what}{speed}" for speed in ("", f", CPU ÷ {THROTTLE}") for what in ("key", "full")
    ]
    yield "\n| warm, ms: median / p95 | " + " | ".join(columns) + " |"
    yield "|---" + "|--:" * len(columns) + "|"
    for one in measured:
        yield f"| {one.queries.name} | {' | '.join(_times(one))} |"
    everything = [ms for one in measured for ms in one.keystrokes[1]]
    slowed = [ms for one in measured for ms in one.keystrokes[THROTTLE]]
    slowest = f"{max(everything):.0f} ms, with CPU ÷ {THROTTLE} {max(slowed):.0f} ms"
    yield f"\nslowest keystroke {slowest}"


def _found(answers: Sequence[Answer]) -> list[str]:
    middle, high = middle_and_high([answer.size / 1000 for answer in answers])
    return [f"{share(answers, 1):.0f}", f"{share(answers, 3):.0f}", f"{middle:.0f}", f"{high:.0f}"]


def _times(one: Measured) -> Iterator[str]:
    for rate in (1, THROTTLE):
        for times in (one.keystrokes[rate], one.whole[rate]):
            middle, high = middle_and_high(times)
            yield f"{middle:.1f} / {high:.1f}"


def _failures(measured: Sequence[Measured], limit: int) -> Iterator[str]:
    """Yield what was asked where nothing right came first, who was meant, and what came."""
    for one in measured:
        answers = one.full if one.queries.aim == "phrase" else one.quick
        for answer in [answer for answer in answers if answer.rank != 1][:limit]:
            meant = ", ".join(sorted(answer.query.right)[:2])
            came = "; ".join(name for _, name in answer.found[:3]) or "nothing"
            yield f"- {one.queries.name}: {answer.query.text!r} ({meant}), at {answer.rank}: {came}"


def _peers(
    browser: Browser, library: Library, sets: Sequence[QuerySet], home: Path, sample: int
) -> Iterator[str]:
    """Yield a table of what the others find in the same stories."""
    cells = " | ".join(["first %", "three %", "kB", "ms", "p95"] * 2)
    yield f"\n| queries: Material, then Pagefind | number | {cells} |"
    yield "|---" + "|--:" * 11 + "|"
    for queries, answers in compare(browser, library, sets, home, sample):
        found = [cell for one in answers for cell in _peer_cells(one)]
        yield f"| {queries.name} | {len(answers[0])} | {' | '.join(found)} |"


def _peer_cells(answers: Sequence[Answer]) -> list[str]:
    kilobytes, _ = middle_and_high([answer.size / 1000 for answer in answers])
    middle, high = middle_and_high([answer.ms for answer in answers])
    shares = [f"{share(answers, within):.0f}" for within in (1, 3)]
    return [*shares, f"{kilobytes:.0f}", f"{middle:.0f}", f"{high:.0f}"]


if __name__ == "__main__":
    main()
