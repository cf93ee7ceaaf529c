"""``exemplars init DIR``: found the repository of another district."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from ..adapting import Wish
from ..founding import found, refuse
from ..library import Library
from ..model import Locality
from ..problem import FaultError
from ..reading import read
from ..territory import belonging, find, path, sketch
from ..wording import text

ASKED = ("name", "district", "province", "now", "publisher", "contact")
"""What a new owner says, in this order."""


def declare(binding: argparse.ArgumentParser) -> None:
    """Add the options."""
    binding.add_argument("folder", metavar="DIR", help=text("command", "init-folder"))
    for name in ASKED:
        binding.add_argument(f"--{name}", metavar="…", help=text("command", f"init-{name}"))
    binding.add_argument("--agency", action="store_true", help=text("command", "init-agency"))


def run(options: argparse.Namespace) -> int:
    """Found it."""
    checkout, output = Path(), Path(options.folder)
    refuse(checkout, output)
    today = date.today()  # noqa: DTZ011 - a day of the writer's calendar
    library, _ = read(checkout / "stories", "stories", today)
    wish = _wish(options, library)
    found(checkout, wish, library.taxonomy, output)
    where = path(wish.places, wish.place)
    print(text("founding", "done", path=output.as_posix(), place=where, count=len(wish.places)))
    return 0


def _wish(options: argparse.Namespace, library: Library) -> Wish:
    """Return what the owner said, by options or when asked."""
    name = _answer(options, "name")
    place, places = _place(options, library)
    return Wish(
        name=name,
        place=place,
        places=places,
        publisher=_answer(options, "publisher"),
        contact=_answer(options, "contact", optional=True),
        agency=options.agency,
    )


def _place(options: argparse.Namespace, library: Library) -> tuple[str, tuple[Locality, ...]]:
    """Return the place of the site and its table; a place that is not known is sketched."""
    district = _answer(options, "district")
    if id_ := find(library.places, district, options.province or ""):
        return id_, belonging(library.places, id_)
    province = _answer(options, "province")
    if id_ := find(library.places, district, province):
        return id_, belonging(library.places, id_)
    places = sketch(district, province, _answer(options, "now", optional=True))
    return places[-1].id, places


def _answer(options: argparse.Namespace, name: str, *, optional: bool = False) -> str:
    """Return an option, else what is typed when asked.

    Raises:
        FaultError: it is needed, and nobody sits there to be asked; or it is no single line.
    """
    given = getattr(options, name)
    if given is None and sys.stdin.isatty():
        given = input(f"{text('founding', name)} ")
    words = str(given or "").strip()
    if not words.isprintable():
        raise FaultError("init-line", name=name)
    if not words and not optional:
        raise FaultError("init-missing", name=name)
    return words
