"""Build the same stories with this project, plain Material and Hugo, in turns: ``make bench``.

Each tool builds from nothing, again without a change, and again after one word of one story was
changed. What was measured goes to ``bench/results.json``; ``bench.report`` makes the page of it.
Tools that are measured once, by hand, are named with ``--tools`` and kept apart by ``--by-hand``.
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

from exemplars.timing import VARIABLE as PROFILE

from . import others, report
from .corpus import ROOT
from .hugo import hugo
from .material import PLAIN, build, cpu_seconds, material, material_search, mkdocs, plain
from .results import CASES, FIGURES, OURS, Cost, Measurement, Size, load, middle, ratio, store
from .tool import Tool, edit, run, set_aside

__all__ = ["PLAIN", "build", "cpu_seconds", "plain"]  # as other comparisons know them

SIZES = (355, 1000, 3550, 10_000)
USUAL = (OURS, "material", "material-search", "hugo")


def ours(stories: Path, work: Path) -> Tool:
    """Return this project."""
    cache = work / "cache"
    return Tool(
        command=mkdocs(work / "site"),
        home=ROOT,
        stories=stories,
        output=work / "site",
        caches=(cache,),
        variables={"STORIES_DIR": str(stories), "EXEMPLARS_CACHE": str(cache)},
        version=f"exemplars {version('exemplars')}",
    )


TOOLS: Mapping[str, Callable[[Path, Path], Tool]] = {
    OURS: ours,
    "material": material,
    "material-search": material_search,
    "hugo": hugo,
    "eleventy": others.eleventy,
    "zensical": others.zensical,
}


def main() -> None:
    """Measure, keep the figures, print the ratios, and write the page."""
    options = _options()
    with tempfile.TemporaryDirectory() as name:  # removed when all is measured: see set_aside
        for stories in options.sizes:
            tools = _tools(stories, options.tools, Path(name, str(stories)))
            measured = _measure(stories, tools, options)
            _print_ratios(measured)
            store(load().put(measured, by_hand=options.by_hand))
    if not options.by_hand:
        report.main()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="STORIES")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cases", nargs="+", default=CASES, choices=CASES)
    parser.add_argument("--tools", nargs="+", default=USUAL, choices=TOOLS)
    parser.add_argument("--by-hand", action="store_true", help="keep apart from the usual tools")
    return parser.parse_args()


def _tools(stories: int, names: Sequence[str], work: Path) -> dict[str, Tool]:
    """Write the sources of every tool that is installed, and tell of those that are not."""
    work.mkdir()
    corpus = work / "corpus"
    command = [sys.executable, "-m", "bench.corpus", str(stories), str(corpus)]
    subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 - our own words
    tools = {}
    for name in names:
        home = work / name
        home.mkdir()
        try:
            tools[name] = TOOLS[name](corpus, home)
        except LookupError as error:
            print(f"left out: {error.args[0]}", file=sys.stderr)
    return tools


def _measure(stories: int, tools: Mapping[str, Tool], options: argparse.Namespace) -> Measurement:
    costs: dict[str, dict[str, list[Cost]]] = {
        case: defaultdict(list) for case in CASES if case in options.cases
    }
    for tool in tools.values():  # once without the clock, so that all files are in memory
        run(tool)
    slugs = sorted(path.stem for path in next(iter(tools.values())).stories.rglob("*.md"))
    for number in range(options.rounds):
        for case, name in _turns(number, [*costs], [*tools]):
            _prepare(case, tools[name], slugs[len(slugs) // 2], f"sua{number}")
            cost = run(tools[name])
            costs[case][name].append(cost)
            print(f"{stories} {case} {number + 1} {name}: {cost.wall:.2f} s", file=sys.stderr)
    mine = [tool for name, tool in tools.items() if name == OURS]
    return Measurement(
        stories=stories,
        date=date.today().isoformat(),  # noqa: DTZ011 - a day of this machine's calendar
        machine=_machine(),
        versions={name: tool.version for name, tool in tools.items()},
        costs={case: dict(runs) for case, runs in costs.items()},
        sizes={name: _size(tool.output, slugs) for name, tool in tools.items()},
        profiles={case: _profile(case, tool, slugs) for tool in mine for case in costs},
    )


def _turns(number: int, cases: Sequence[str], tools: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what is run in a round; each round begins with another tool."""
    first = number % len(tools)
    for case in cases:
        for tool in (*tools[first:], *tools[:first]):
            yield case, tool


def _profile(case: str, tool: Tool, slugs: Sequence[str]) -> str:
    """Build once more, without the clock, and return where the time went."""
    _prepare(case, tool, slugs[len(slugs) // 2], "xong")
    told = tool.output.with_name("profile.txt")
    run(replace(tool, variables={**tool.variables, PROFILE: str(told)}))
    return told.read_text("utf-8")


def _prepare(case: str, tool: Tool, slug: str, word: str) -> None:
    set_aside(tool, caches=case == "cold")
    if case == "edit":
        edit(tool, slug, word)


def _size(site: Path, slugs: Sequence[str]) -> Size:
    """Weigh a built site."""
    files = [path for path in site.rglob("*") if path.is_file()]
    stories = [(site / "guong" / slug / "index.html").read_bytes() for slug in slugs]
    return Size(
        pages=sum(path.suffix == ".html" for path in files),
        files=len(files),
        megabytes=round(sum(path.stat().st_size for path in files) / 1e6, 2),
        story=round(statistics.median(map(len, stories)) / 1000, 2),
        gzipped=round(statistics.median(len(gzip.compress(page)) for page in stories) / 1000, 2),
    )


def _machine() -> dict[str, str]:
    """Name the machine: its processor, not its place."""
    model = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text("utf-8"))
    kernel = re.match(r"[\d.]+", platform.release())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": model[1] if model else platform.machine(),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{memory / 2**30:.0f}",
        "system": f"{platform.system()} {kernel[0] if kernel else ''}".strip(),
        "python": platform.python_version(),
    }


def _print_ratios(measured: Measurement) -> None:
    print(f"\n{measured.stories} stories, medians of {measured.rounds} rounds in turns")
    for case, runs in measured.costs.items():
        for name, costs in runs.items():
            wall, cpu, memory = (middle(costs, what).median for what in FIGURES)
            text = f"{case} {name}: {wall:.2f} s, CPU {cpu:.2f} s, {memory:.0f} MB"
            if OURS in runs:
                pairs = [ratio(runs[OURS], costs, what) for what in FIGURES]
                text += "; this project / it: {:.2f}, {:.2f}, {:.2f}".format(*pairs)
            print(text)


if __name__ == "__main__":
    main()
