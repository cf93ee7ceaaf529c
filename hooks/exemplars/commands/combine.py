"""``exemplars combine``: build the pages of many sites together."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from ..wording import text


def declare(binding: argparse.ArgumentParser) -> None:
    """Add the options."""
    binding.add_argument("folders", nargs="+", metavar="FOLDER", help=text("command", "folders"))
    binding.add_argument("-o", "--output", metavar="OUT", help=text("command", "output"))


def run(options: argparse.Namespace) -> int:
    """Run the ordinary build, with the folders of other sites."""
    output = ["-d", options.output] if options.output else []
    folders = os.pathsep.join(options.folders)
    return subprocess.run(  # noqa: S603 - our own words; what was given stands after -d or in COMBINE
        [sys.executable, "-m", "mkdocs", "build", "--strict", *output],
        env={**os.environ, "COMBINE": folders},
        check=False,
    ).returncode
