"""``exemplars erase SLUG``: take a story away together with its address."""

from __future__ import annotations

import argparse

from ..erasing import erase
from ..roots import default_root
from ..wording import text


def declare(binding: argparse.ArgumentParser) -> None:
    """Add the options."""
    binding.add_argument("slug", metavar="SLUG", help=text("command", "slug"))


def run(options: argparse.Namespace) -> int:
    """Erase."""
    root = default_root()
    file = erase(root, root.as_posix(), options.slug)
    print(text("erase", "done", file=f"{root.as_posix()}/{file}"))
    return 0
