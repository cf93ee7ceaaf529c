"""Build the same stories with this project and with plain Material, in turns: ``make bench``.

Plain Material gets each story as a bare Markdown page outside its navigation. What is compared is
the CPU time of whole commands, user and system, on fresh output folders.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from .corpus import ROOT, write_corpus

PLAIN = """\
site_name: Plain
site_url: https://example.org/
theme: {name: material, language: vi, font: false}
nav: [{Home: index.md}]
not_in_nav: /guong/**
plugins: [%s]
"""


def main() -> None:
    """Print a table: each tool's median CPU seconds, kB a story page, and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        write_corpus(options.stories, work / "stories")
        tools = {
            "this project": _this_project(work),
            "Material, search on": plain(work, "search"),
            "Material, search off": plain(work, ""),
        }
        seconds: dict[str, list[float]] = {tool: [] for tool in tools}
        for _ in range(options.rounds):
            for tool, run in tools.items():
                seconds[tool].append(cpu_seconds(run))
        _print_table(options.stories, seconds, work)


def _this_project(work: Path) -> Callable[[], None]:
    variables = {"STORIES_DIR": str(work / "stories")}
    return lambda: build(ROOT, work / "this project", variables)


def plain(work: Path, plugins: str) -> Callable[[], None]:
    """Return a build of bare pages: a title, and the body of each story."""
    tool = f"Material, search {'on' if plugins else 'off'}"
    home = work / f"{tool} source"
    pages = home / "docs" / "guong"
    pages.mkdir(parents=True)
    (home / "mkdocs.yml").write_text(PLAIN % plugins, encoding="utf-8")
    (home / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    for path in (work / "stories").glob("*/*.md"):
        body = path.read_text("utf-8").split("---\n", 2)[2]
        (pages / path.name).write_text(f"# {path.stem}\n\n{body}", encoding="utf-8")
    return lambda: build(home, work / tool, {})


def build(home: Path, output: Path, variables: Mapping[str, str]) -> None:
    """Build a site from nothing; ``home`` holds mkdocs.yml, ``variables`` are set for it."""
    shutil.rmtree(output, ignore_errors=True)
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(output)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **variables}
    subprocess.run(command, cwd=home, env=environment, check=True)  # noqa: S603 - our own words


def cpu_seconds(run: Callable[[], None]) -> float:
    """Return the CPU seconds of the processes that ``run`` starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _print_table(count: int, seconds: Mapping[str, list[float]], work: Path) -> None:
    ours = statistics.median(seconds["this project"])
    print(f"{count} stories, medians of {len(seconds['this project'])} rounds in turns\n")
    print("| tool | CPU ms a story | kB a story page | this project / tool |")
    print("|---|--:|--:|--:|")
    for tool, runs in seconds.items():
        median = statistics.median(runs)
        sizes = [path.stat().st_size for path in (work / tool / "guong").glob("*/index.html")]
        page = statistics.median(sizes) / 1000
        print(f"| {tool} | {1000 * median / count:.2f} | {page:.1f} | {ours / median:.2f} |")


if __name__ == "__main__":
    main()
