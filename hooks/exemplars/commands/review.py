"""``exemplars review``: show how changed stories will look, and what else changes."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from ..owner import read_owner
from ..presenting import write_page, write_summary
from ..problem import FaultError
from ..recalling import recall
from ..reviewing import review
from ..roots import default_root
from ..wording import text
from ..writing import write_whole

STYLE = Path("docs/assets/site.css")
"""The look of the site; without it the page still reads."""


def declare(binding: argparse.ArgumentParser) -> None:
    """Add the options."""
    binding.add_argument(
        "--changed-from", required=True, metavar="REF", help=text("command", "review-from")
    )
    binding.add_argument("-o", "--output", metavar="FILE", help=text("command", "review-output"))
    binding.add_argument("--summary", metavar="FILE", help=text("command", "review-summary"))


def run(options: argparse.Namespace) -> int:
    """Write the page and the summary that were asked for; with neither, print the summary."""
    root, settings = default_root(), read_owner(Path("mkdocs.yml")).settings
    with recall(root, options.changed_from) as former:
        found = review(root, former, date.today(), settings)  # noqa: DTZ011 - a day of the writer's calendar
    if options.output:
        style = STYLE.read_text("utf-8") if STYLE.is_file() else ""
        _write(Path(options.output), write_page(found, style, settings))
        print(text("review", "done", path=options.output))
    if options.summary:
        # At the end, as the summary of a step on GitHub is written.
        with Path(options.summary).open("a", encoding="utf-8") as stream:
            stream.write(write_summary(found))
    if not options.output and not options.summary:
        print(write_summary(found), end="")
    return 1 if found.problems else 0


def _write(path: Path, page: str) -> None:
    try:
        write_whole(path, page.encode())
    except OSError as error:
        reason = error.strerror or str(error)
        raise FaultError("output-write", path=path.as_posix(), reason=reason) from None
