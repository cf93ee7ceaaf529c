"""The command line: ``exemplars check``, ``erase``, ``combine`` and ``booklet``."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from .booklet import write_booklet
from .checking import check
from .erasing import erase
from .folder import TABLES
from .model import KINDS
from .owner import read_owner
from .problem import FaultError, Problem, ProblemsError
from .reading import read
from .selecting import OPTIONS
from .wording import message, text

ANNOTATIONS_SHOWN = 10
"""Annotations of one kind that GitHub shows for a step."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 nothing to mend, 1 something is, 2 a wrong call."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (FaultError, ProblemsError) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        reason = error.strerror or str(error)
        print(message("output-write", path=error.filename, reason=reason), file=sys.stderr)
    return 1


def _check(options: argparse.Namespace) -> int:
    """``exemplars check``."""
    problems = check_paths([Path(path) for path in options.paths])
    FORMATS[options.format](problems)
    return 1 if any(options.strict_privacy or not problem.warning for problem in problems) else 0


def _erase(options: argparse.Namespace) -> int:
    """``exemplars erase``."""
    root = _default_root()
    file = erase(root, root.as_posix(), options.slug)
    print(text("erase", "done", file=f"{root.as_posix()}/{file}"))
    return 0


def _combine(options: argparse.Namespace) -> int:
    """``exemplars combine``: the ordinary build, with the folders of other sites."""
    output = ["-d", options.output] if options.output else []
    folders = os.pathsep.join(options.folders)
    return subprocess.run(  # noqa: S603 - our own words; what was given stands after -d or in COMBINE
        [sys.executable, "-m", "mkdocs", "build", "--strict", *output],
        env={**os.environ, "COMBINE": folders},
        check=False,
    ).returncode


def _booklet(options: argparse.Namespace) -> int:
    """``exemplars booklet``."""
    root, output = _default_root(), Path(options.output)
    library, problems = read(root, root.as_posix(), date.today())  # noqa: DTZ011 - a day of the writer's calendar
    problems += check(library)
    if any(not problem.warning for problem in problems):
        raise ProblemsError(problems)
    wish = {name: tuple(getattr(options, name)) for name in OPTIONS}
    count = write_booklet(library, wish, read_owner(Path("mkdocs.yml")), output)
    print(text("booklet", "done", path=output.as_posix(), count=count))
    return 0


def _default_root() -> Path:
    return Path(os.environ.get("STORIES_DIR") or "stories")


def check_paths(paths: Sequence[Path]) -> list[Problem]:
    """Return the problems of the stories folders, or parts of them, that ``paths`` name.

    Args:
        paths: folders with the layout of ``stories/``, or folders and files in one; none means
            STORIES_DIR, else ``stories``. A file is judged together with all others.

    Raises:
        FaultError: a path does not exist.
    """
    wanted: dict[Path, list[Path]] = {}
    for path in paths or [_default_root()]:
        wanted.setdefault(_root(path), []).append(Path(os.path.abspath(path)))  # noqa: PTH100 - links stay as given
    found: set[Problem] = set()
    for root, parts in wanted.items():
        library, problems = read(root, root.as_posix(), date.today())  # noqa: DTZ011 - a day of the writer's calendar
        for problem in (*problems, *check(library)):
            place = Path(os.path.abspath(problem.path))  # noqa: PTH100 - as above
            if any(place.is_relative_to(part) for part in parts):
                found.add(problem)
    return sorted(found)


def _root(path: Path) -> Path:
    """Return the stories folder that a path names or lies in, as messages show it."""
    if not path.exists():
        raise FaultError("path-missing", path=str(path))
    if any((path / name).exists() for name in (*KINDS, *TABLES)):
        return path
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - links stay as given
    for above in (absolute, *absolute.parents):
        if above.name in KINDS:
            root = above.parent
            return root if path.is_absolute() else Path(os.path.relpath(root))
    return path if path.is_dir() else path.parent


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="exemplars", description=text("command", "description"))
    commands = parser.add_subparsers(required=True, metavar=text("command", "command"))
    checking = commands.add_parser("check", help=text("command", "check"))
    checking.add_argument("paths", nargs="*", metavar="PATH", help=text("command", "paths"))
    checking.add_argument(
        "--format", choices=FORMATS, default="text", help=text("command", "format")
    )
    checking.add_argument(
        "--strict-privacy", action="store_true", help=text("command", "strict-privacy")
    )
    checking.set_defaults(run=_check)
    erasing = commands.add_parser("erase", help=text("command", "erase"))
    erasing.add_argument("slug", metavar="SLUG", help=text("command", "slug"))
    erasing.set_defaults(run=_erase)
    combining = commands.add_parser("combine", help=text("command", "combine"))
    combining.add_argument("folders", nargs="+", metavar="FOLDER", help=text("command", "folders"))
    combining.add_argument("-o", "--output", metavar="OUT", help=text("command", "output"))
    combining.set_defaults(run=_combine)
    _add_booklet(commands.add_parser("booklet", help=text("command", "booklet")))
    return parser


def _add_booklet(binding: argparse.ArgumentParser) -> None:
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
    binding.set_defaults(run=_booklet)


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
