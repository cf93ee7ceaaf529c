"""Plain Material: each story a bare Markdown page outside the navigation."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

from .source import sources
from .tool import Tool

PLAIN = """\
site_name: Plain
site_url: https://example.org/
theme: {name: material, language: vi, font: false}
nav: [{Home: index.md}]
not_in_nav: /guong/**
plugins: [%s]
"""


def material(stories: Path, work: Path) -> Tool:
    """Return Material without a search."""
    return _tool(stories, work, "")


def material_search(stories: Path, work: Path) -> Tool:
    """Return Material with its own search, as it comes."""
    return _tool(stories, work, "search")


def _tool(stories: Path, work: Path, plugins: str) -> Tool:
    write_plain(stories, work, plugins)
    return Tool(
        command=mkdocs(work / "site"),
        home=work,
        stories=work / "docs" / "guong",
        output=work / "site",
        version=f"Material {version('mkdocs-material')}, MkDocs {version('mkdocs')}",
    )


def mkdocs(output: Path) -> tuple[str, ...]:
    """Return the command that builds a site with MkDocs."""
    return (sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(output))


def write_plain(stories: Path, home: Path, plugins: str) -> None:
    """Write the plain site's source: a heading, and the body of each story."""
    pages = home / "docs" / "guong"
    pages.mkdir(parents=True)
    (home / "mkdocs.yml").write_text(PLAIN % plugins, encoding="utf-8")
    (home / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    for story in sources(stories):
        text = f"# {story.name}\n\n{story.body}"
        (pages / f"{story.slug}.md").write_text(text, encoding="utf-8")


def plain(work: Path, plugins: str) -> Callable[[], None]:
    """Return a build of the bare pages of ``work/stories``."""
    tool = f"Material, search {'on' if plugins else 'off'}"
    home = work / f"{tool} source"
    write_plain(work / "stories", home, plugins)
    return lambda: build(home, work / tool, {})


def build(home: Path, output: Path, variables: Mapping[str, str]) -> None:
    """Build a site from nothing; ``home`` holds mkdocs.yml, ``variables`` are set for it."""
    cache = output.with_name(f"{output.name} cache")
    for folder in (output, cache):
        shutil.rmtree(folder, ignore_errors=True)
    names = {"NO_MKDOCS_2_WARNING": "1", "EXEMPLARS_CACHE": str(cache), **variables}
    subprocess.run(mkdocs(output), cwd=home, env={**os.environ, **names}, check=True)  # noqa: S603 - our own words


def cpu_seconds(run: Callable[[], None]) -> float:
    """Return the CPU seconds of the processes that ``run`` starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
