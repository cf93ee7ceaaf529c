"""``exemplars check``: tell every problem of every story."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from ..checking import check
from ..problem import Problem
from ..reading import read
from ..roots import default_root, root_of
from ..wording import text

ANNOTATIONS_SHOWN = 10
"""Annotations of one kind that GitHub shows for a step."""


def declare(binding: argparse.ArgumentParser) -> None:
    """Add the options."""
    binding.add_argument("paths", nargs="*", metavar="PATH", help=text("command", "paths"))
    binding.add_argument(
        "--format", choices=FORMATS, default="text", help=text("command", "format")
    )
    binding.add_argument(
        "--strict-privacy", action="store_true", help=text("command", "strict-privacy")
    )


def run(options: argparse.Namespace) -> int:
    """Check, and print what was found."""
    problems = check_paths([Path(path) for path in options.paths])
    FORMATS[options.format](problems)
    return 1 if any(options.strict_privacy or not problem.warning for problem in problems) else 0


def check_paths(paths: Sequence[Path]) -> list[Problem]:
    """Return the problems of the stories folders, or parts of them, that ``paths`` name.

    Args:
        paths: folders with the layout of ``stories/``, or folders and files in one; none means
            STORIES_DIR, else ``stories``. A file is judged together with all others.

    Raises:
        FaultError: a path does not exist.
    """
    wanted: dict[Path, list[Path]] = {}
    for path in paths or [default_root()]:
        wanted.setdefault(root_of(path), []).append(Path(os.path.abspath(path)))  # noqa: PTH100 - links stay as given
    found: set[Problem] = set()
    for root, parts in wanted.items():
        library, problems = read(root, root.as_posix(), date.today())  # noqa: DTZ011 - a day of the writer's calendar
        for problem in (*problems, *check(library)):
            place = Path(os.path.abspath(problem.path))  # noqa: PTH100 - as above
            if any(place.is_relative_to(part) for part in parts):
                found.add(problem)
    return sorted(found)


def _print_text(problems: Iterable[Problem]) -> None:
    for problem in problems:
        print(problem)


def _print_json(problems: Iterable[Problem]) -> None:
    rows = [
        {
            "path": problem.path,
            "line": problem.place.line,
            "col": problem.place.col,
            "code": problem.code,
            "message": problem.message,
            "warning": problem.warning,
        }
        for problem in problems
    ]
    print(json.dumps(rows, ensure_ascii=False, indent=1))


def _print_github(problems: list[Problem]) -> None:
    """Print annotations, one a file first; all problems go to the step's summary."""
    ranked = [
        (rank, problem)
        for _, group in groupby(problems, key=lambda problem: problem.path)
        for rank, problem in enumerate(group)
    ]
    ordered = [problem for _, problem in sorted(ranked, key=lambda item: item[0])]
    for problem in ordered[:ANNOTATIONS_SHOWN]:
        print(_annotation(problem))
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        lines = "".join(f"    {problem}\n" for problem in problems)
        title = text("command", "summary", count=len(problems))
        with Path(summary).open("a", encoding="utf-8") as stream:
            stream.write(f"{title}\n\n{lines}\n")
    else:
        _print_text(sorted(ordered[ANNOTATIONS_SHOWN:]))


def _annotation(problem: Problem) -> str:
    """Return a workflow command; its message cannot begin another one."""
    level = "warning" if problem.warning else "error"
    place = f"line={problem.place.line},col={problem.place.col}"
    path = _escaped(problem.path).replace(":", "%3A").replace(",", "%2C")
    return f"::{level} file={path},{place}::{_escaped(problem.message)}"


def _escaped(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


FORMATS: dict[str, Callable[[list[Problem]], None]] = {
    "text": _print_text,
    "github": _print_github,
    "json": _print_json,
}
