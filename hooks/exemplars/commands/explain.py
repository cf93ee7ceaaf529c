"""``exemplars explain``: say what a check asks and why, with an example."""

from __future__ import annotations

import argparse

from ..explaining import explain, listing
from ..wording import text


def declare(binding: argparse.ArgumentParser) -> None:
    """Add the options."""
    binding.add_argument(
        "code", nargs="*", metavar=text("explain", "code"), help=text("command", "explain-code")
    )


def run(options: argparse.Namespace) -> int:
    """Explain one code, or a message that was copied whole; list all where none is given."""
    print(explain(" ".join(options.code)) if options.code else listing())
    return 0
