"""``exemplars booklet``: make a printed booklet of the stories."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from ..booklet import write_booklet
from ..checking import check
from ..owner import read_owner
from ..problem import ProblemsError
from ..reading import read
from ..roots import default_root
from ..selecting import OPTIONS
from ..wording import text


def declare(binding: argparse.ArgumentParser) -> None:
    """Add the options."""
    for name, form in {"field": "ID", "locality": "ID", "year": "YYYY", "kind": "ID"}.items():
        binding.add_argument(
            f"--{name}",
            action="extend",
            nargs="+",
            default=[],
            metavar=form,
            help=text("command", f"booklet-{name}"),
        )
    binding.add_argument(
        "-o",
        "--output",
        default="ky-yeu.pdf",
        metavar="FILE.pdf",
        help=text("command", "booklet-output"),
    )


def run(options: argparse.Namespace) -> int:
    """Write the booklet."""
    root, output = default_root(), Path(options.output)
    library, problems = read(root, root.as_posix(), date.today())  # noqa: DTZ011 - a day of the writer's calendar
    problems += check(library)
    if any(not problem.warning for problem in problems):
        raise ProblemsError(problems)
    wish = {name: tuple(getattr(options, name)) for name in OPTIONS}
    count = write_booklet(library, wish, read_owner(Path("mkdocs.yml")), output)
    print(text("booklet", "done", path=output.as_posix(), count=count))
    return 0
