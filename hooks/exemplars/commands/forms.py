"""``exemplars forms``: write the forms, the frames for editors and the schema anew."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from ..forms import NOWHERE, SIGNPOST, private_address, write_forms
from ..owner import read_owner
from ..roots import default_root
from ..vetting import read_tables
from ..wording import text
from ..writing import write_whole


def declare(binding: argparse.ArgumentParser) -> None:
    """Add the options."""
    binding.add_argument("--check", action="store_true", help=text("command", "forms-check"))


def run(options: argparse.Namespace) -> int:
    """Write what differs; with ``--check`` only say it."""
    root = default_root()
    _, library = read_tables(root, date.today())  # noqa: DTZ011 - a day of the writer's calendar
    address = private_address(read_owner(Path("mkdocs.yml")).settings, Path())
    stale = [
        (Path(path), content)
        for path, content in write_forms(library, address).items()
        if not Path(path).is_file() or Path(path).read_bytes() != content
    ]
    for path, content in stale:
        if not options.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, content)
        print(text("forms", "stale" if options.check else "done", path=path.as_posix()))
    if not stale:
        print(text("forms", "fresh"))
    if address == NOWHERE:
        print(text("forms", "no-address", path=SIGNPOST), file=sys.stderr)
    return 1 if options.check and stale else 0
