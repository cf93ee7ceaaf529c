"""The command line: ``exemplars check``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from .checking import check
from .model import KINDS
from .problem import FaultError, Problem
from .reading import read
from .wording import text

ANNOTATIONS_SHOWN = 10
"""Annotations of one kind that GitHub shows for a step."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 nothing to mend, 1 something is, 2 a wrong call."""
    options = _parser().parse_args(arguments)
    try:
        problems = check_paths([Path(path) for path in options.paths])
    except FaultError as error:
        print(error, file=sys.stderr)
        return 1
    FORMATS[options.format](problems)
    return 1 if any(not problem.warning for problem in problems) else 0


def check_paths(paths: Sequence[Path]) -> list[Problem]:
    """Return the problems of the stories folders, or single files, that ``paths`` name.

    Args:
        paths: folders with the layout of ``stories/``, or story files in such a folder; none
            means STORIES_DIR, else ``stories``.

    Raises:
        FaultError: a path does not exist.
    """
    wanted = paths or [Path(os.environ.get("STORIES_DIR") or "stories")]
    found: list[Problem] = []
    for path in wanted:
        root = _root(path)
        library, problems = read(root, root.as_posix(), date.today())  # noqa: DTZ011 - a day of the writer's calendar
        problems += check(library)
        found += problems if root == path else [p for p in problems if Path(p.path) == path]
    return sorted(set(found))


def _root(path: Path) -> Path:
    """Return the stories folder that a path names or lies in."""
    if path.is_dir() and path.name not in KINDS:
        return path
    if not path.exists():
        raise FaultError("path-missing", found=str(path))
    return next(
        (above.parent for above in (path, *path.parents) if above.name in KINDS), path.parent
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="exemplars", description=text("command", "description"))
    commands = parser.add_subparsers(required=True, metavar=text("command", "command"))
    checking = commands.add_parser("check", help=text("command", "check"))
    checking.add_argument("paths", nargs="*", metavar="PATH", help=text("command", "paths"))
    checking.add_argument(
        "--format", choices=FORMATS, default="text", help=text("command", "format")
    )
    return parser


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
    for _, problem in sorted(ranked, key=lambda item: item[0])[:ANNOTATIONS_SHOWN]:
        print(_annotation(problem))
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        lines = "".join(f"    {problem}\n" for problem in problems)
        title = text("command", "summary", count=len(problems))
        with Path(summary).open("a", encoding="utf-8") as stream:
            stream.write(f"{title}\n\n{lines}\n")
    else:
        _print_text(problems[ANNOTATIONS_SHOWN:])


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
