"""``exemplars from-form``: make a story's file of a form, a mail or a message."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from ..addressing import write_new
from ..decoding import FILE_LIMIT, decode
from ..nominating import Nomination, nominate
from ..problem import ProblemsError
from ..replying import acceptance, refusal
from ..roots import default_root
from ..trouble import NewStoryError
from ..wording import text

EVENT_LIMIT = 4 * 1024 * 1024
"""Bytes at most in the description of a GitHub event."""


def declare(binding: argparse.ArgumentParser) -> None:
    """Add the options."""
    binding.add_argument(
        "file", nargs="?", default="-", metavar=text("command", "path"), help=_help("file")
    )
    binding.add_argument("--event", metavar=text("command", "path"), help=_help("event"))
    binding.add_argument(
        "--output-dir", metavar=text("command", "from-form-folder"), help=_help("output-dir")
    )
    binding.add_argument("--report", metavar=text("command", "path"), help=_help("report"))
    binding.add_argument("--dry-run", action="store_true", help=_help("dry-run"))


def run(options: argparse.Namespace) -> int:
    """Write the story and print its path, or say politely what is to be mended."""
    root = Path(options.output_dir) if options.output_dir else default_root()
    letter = read_event(Path(options.event)) if options.event else read_letter(options.file)
    made = nominate(letter, root, date.today())  # noqa: DTZ011 - a day of the writer's calendar
    if made.troubles:
        _report(options.report, refusal(made.troubles, made.asked, made.notes, markdown=True))
        print(
            refusal(made.troubles, made.asked, made.notes, markdown=False), end="", file=sys.stderr
        )
        return 1
    path = (root / made.kind / f"{made.slug}.md").as_posix()
    if not options.dry_run:
        write_new(root, made.kind, made.slug, made.text)
    _report(options.report, acceptance(path, made.notes, markdown=True))
    _tell(made, path, dry=options.dry_run)
    return 0


def read_letter(name: str) -> str:
    """Return the text of a file, or of standard input.

    Raises:
        ProblemsError: it is too long, or no UTF-8.
        OSError: it cannot be read.
    """
    if name == "-":
        raw = sys.stdin.buffer.read(FILE_LIMIT + 1)
    else:
        with Path(name).open("rb") as stream:
            raw = stream.read(FILE_LIMIT + 1)
    return _letter(raw, name)


def read_event(path: Path) -> str:
    """Return the text of the issue that a GitHub event is about; all of it is data, nothing else.

    Raises:
        NewStoryError: it is no event of an issue.
        OSError: it cannot be read.
    """
    with path.open("rb") as stream:
        raw = stream.read(EVENT_LIMIT + 1)
    try:
        if len(raw) > EVENT_LIMIT:
            raise ValueError
        body = json.loads(raw)["issue"]["body"]
        if not isinstance(body, str | None):
            raise TypeError
    except (KeyError, TypeError, ValueError, RecursionError):
        raise NewStoryError("event", path=path.as_posix()) from None
    return _letter((body or "").encode("utf-8", "surrogatepass"), path.as_posix())


def _letter(raw: bytes, name: str) -> str:
    """Return bytes as text; what is too long or of another character set is named as such."""
    if len(raw) > FILE_LIMIT:
        decode(raw, name)
    try:
        letter = raw.decode("utf-8-sig", "surrogatepass")
        if "\0" not in letter:
            return letter
        decode(raw, name)
    except UnicodeDecodeError:
        decode(raw, name)
    except ProblemsError as error:
        if not any(problem.code.startswith("encoding") for problem in error.problems):
            return letter
        raise
    return letter


def _report(name: str | None, words: str) -> None:
    if name:
        Path(name).write_text(words, encoding="utf-8")


def _tell(made: Nomination, path: str, *, dry: bool) -> None:
    """Print the path, and nothing else, on standard output; the rest goes beside it."""
    print(acceptance(path, made.notes, markdown=False), end="", file=sys.stderr)
    if dry:
        print(text("new", "dry"), file=sys.stderr)
    print(path)


def _help(key: str) -> str:
    return text("command", f"from-form-{key}")
