"""``exemplars export DIR``: write the finished site as files for any other generator."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from ..exporting import export, refuse_foreign, refuse_sources
from ..owner import read_owner
from ..publishing import publish
from ..roots import default_root
from ..wording import text

SETTINGS, DOCS, CACHE = Path("mkdocs.yml"), Path("docs"), Path(".cache/photos")


def declare(binding: argparse.ArgumentParser) -> None:
    """Add the options."""
    binding.add_argument("folder", metavar="DIR", help=text("command", "export-folder"))


def run(options: argparse.Namespace) -> int:
    """Export."""
    root, output = default_root(), Path(options.folder)
    refuse_sources(output, (root, DOCS))
    refuse_foreign(output)  # before the work is done
    settings = read_owner(SETTINGS).settings
    today = date.today()  # noqa: DTZ011 - a day of the writer's calendar
    site = publish(root, root.as_posix(), today, settings, CACHE)
    for warning in site.warnings:
        print(warning)
    count = export(site, DOCS, settings, output)
    print(text("export", "done", pages=len(site.pages), count=count, path=output.as_posix()))
    return 0
