"""``exemplars new``: begin a story: ask in Vietnamese, and write a file with blanks to fill."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import get_args

from ..addressing import is_free, propose, write_new
from ..asking import Person, ask
from ..drafting import draft
from ..folder import Folder
from ..library import Library
from ..model import KINDS, Basis
from ..questions import contract
from ..roots import default_root
from ..transcribing import cleaned, one_line
from ..trouble import NewStoryError
from ..vetting import read_tables
from ..wording import text

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""
_TEXTS = ("name", "locality", "summary", "source", "title", "role", "since", "until", "slug")


def declare(binding: argparse.ArgumentParser) -> None:
    """Add the options."""
    binding.add_argument("--kind", choices=KINDS, help=_help("kind"))
    for name in _TEXTS:
        binding.add_argument(f"--{name}", default="", metavar=_help("value"), help=_help(name))
    binding.add_argument(
        "--field",
        nargs="+",
        action="extend",
        default=[],
        metavar=_help("value"),
        help=_help("field"),
    )
    binding.add_argument("--basis", choices=get_args(Basis), help=_help("basis"))


def run(options: argparse.Namespace) -> int:
    """Ask for what was not given, write the file and say what to do next."""
    root = default_root()
    folder, library = read_tables(root, date.today())  # noqa: DTZ011 - a day of the writer's calendar
    person = Person(_say, input) if sys.stdin.isatty() else None
    try:
        path = _begin(options, root, folder, library, person)
    except (EOFError, KeyboardInterrupt) as stop:
        print(f"\n{text('new', 'stopped')}", file=sys.stderr)
        return INTERRUPTED if isinstance(stop, KeyboardInterrupt) else 1
    print(path.as_posix())
    print(text("new", "next", path=path.as_posix()), file=sys.stderr)
    return 0


def _begin(
    options: argparse.Namespace,
    root: Path,
    folder: Folder,
    library: Library,
    person: Person | None,
) -> Path:
    """Ask, and only then write."""
    outcome = ask(library, contract(library.taxonomy), _given(options), person)
    values = {**outcome.values, "date": library.today}
    for name in ("title", "role", "basis"):
        if words := one_line(cleaned(getattr(options, name) or "")[0]):
            values[name] = words
    place = library.localities.get(str(values.get("locality")))
    proposed = propose(folder, library.erased, str(values["name"]), place.name if place else "")
    slug = _slug(options.slug, proposed, folder, library, person)
    return write_new(root, str(values["kind"]), slug, draft(values, outcome.body))


def _given(options: argparse.Namespace) -> dict[str, str]:
    """Return the answers that the options hold, by the id of the question."""
    years = [
        text("new", key, year=year) for key in ("since", "until") if (year := getattr(options, key))
    ]
    return {
        "name": options.name,
        "kind": options.kind or "",
        "place": options.locality,
        "fields": "\n".join(options.field),
        "years": " ".join(years),
        "summary": options.summary,
        "sources": options.source,
    }


def _slug(
    wanted: str, proposed: str, folder: Folder, library: Library, person: Person | None
) -> str:
    """Return the address: the one wanted, else the one that a person confirms or chooses."""
    if wanted and is_free(folder, library.erased, wanted):
        return wanted
    if person is None:
        if wanted:
            raise NewStoryError("slug-taken", found=wanted, proposal=proposed)
        return proposed
    while True:
        key = "slug-taken" if wanted else "slug"
        person.say(f"\n{text('new', key, found=wanted, proposal=proposed)}")
        wanted = person.hear().strip()
        if not wanted or is_free(folder, library.erased, wanted):
            return wanted or proposed


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _help(key: str) -> str:
    return text("command", f"new-{key}")
