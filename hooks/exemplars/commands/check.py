"""``exemplars check``: tell every problem of every story, or of those that changed."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from ..annotating import annotated, summary
from ..judging import judge, judge_changed
from ..problem import Problem
from ..roots import default_root, root_of
from ..vietnamese import number
from ..wording import text

_DIM, _RED, _YELLOW, _PLAIN = "\x1b[2m", "\x1b[31m", "\x1b[33m", "\x1b[0m"


def declare(binding: argparse.ArgumentParser) -> None:
    """Add the options."""
    binding.add_argument(
        "paths", nargs="*", metavar=text("command", "path"), help=text("command", "paths")
    )
    binding.add_argument(
        "--format", choices=FORMATS, default="text", help=text("command", "format")
    )
    binding.add_argument(
        "--changed-from", metavar=text("command", "ref"), help=text("command", "changed-from")
    )
    binding.add_argument(
        "--strict-privacy", action="store_true", help=text("command", "strict-privacy")
    )


def run(options: argparse.Namespace) -> int:
    """Check, and print what was found."""
    problems = check_paths([Path(path) for path in options.paths], options.changed_from)
    FORMATS[options.format](problems)
    return 1 if any(options.strict_privacy or not problem.warning for problem in problems) else 0


def check_paths(paths: Sequence[Path], since: str | None = None) -> list[Problem]:
    """Return the problems of the stories folders, or parts of them, that ``paths`` name.

    Args:
        paths: folders with the layout of ``stories/``, or folders and files in one; none means
            STORIES_DIR, else ``stories``. A file is judged together with all others.
        since: a ref of git; only what changed since is judged, and what it breaks elsewhere.

    Raises:
        FaultError: a path does not exist, or git cannot say what changed.
    """
    wanted: dict[Path, list[Path]] = {}
    for path in paths or [default_root()]:
        wanted.setdefault(root_of(path), []).append(Path(os.path.abspath(path)))  # noqa: PTH100 - links stay as given
    today = date.today()  # noqa: DTZ011 - a day of the writer's calendar
    found: set[Problem] = set()
    for root, parts in wanted.items():
        problems = judge(root, today) if since is None else judge_changed(root, today, since)
        for problem in problems:
            place = Path(os.path.abspath(problem.path))  # noqa: PTH100 - as above
            if any(place.is_relative_to(part) for part in parts):
                found.add(problem)
    return sorted(found)


def _print_text(problems: Sequence[Problem]) -> None:
    """Print a line for each problem; on a terminal in colours, and with a word at the end."""
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    show = _coloured if coloured and os.environ.get("TERM") != "dumb" else str
    for problem in problems:
        print(show(problem))
    if sys.stdout.isatty():
        print(_verdict(problems))


def _coloured(problem: Problem) -> str:
    """Return a problem with its place dim, and what it is in red or yellow."""
    kind, colour = ("warning", _YELLOW) if problem.warning else ("error", _RED)
    place = f"{problem.path}:{problem.place.line}:{problem.place.col}:"
    return f"{_DIM}{place}{_PLAIN} {colour}{text('verdict', kind)}{_PLAIN} {problem.message}"


def _verdict(problems: Sequence[Problem]) -> str:
    warnings = sum(problem.warning for problem in problems)
    errors = len(problems) - warnings
    key = "found" if problems else "fine"
    return text("verdict", key, errors=number(errors), warnings=number(warnings))


def _print_json(problems: Sequence[Problem]) -> None:
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


def _print_github(problems: Sequence[Problem]) -> None:
    """Print the annotations that GitHub shows; everything goes to the summary of the step."""
    lines, left = annotated(problems)
    for line in lines:
        print(line)
    if path := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(path).open("a", encoding="utf-8") as stream:
            stream.write(summary(problems))
        return
    for problem in left:
        print(problem)
    if not problems:
        print(text("verdict", "fine"))


FORMATS: dict[str, Callable[[Sequence[Problem]], None]] = {
    "text": _print_text,
    "github": _print_github,
    "json": _print_json,
}
