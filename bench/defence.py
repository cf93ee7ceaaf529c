"""Measure what the defence costs: ``python -m bench.defence``.

The same clean stories are built with and without it, in turns: without the sanitiser, the search
for refused characters and personal data, the time limit a file, and the content policy.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from .compare import cpu_seconds
from .corpus import ROOT, write_corpus

UNDEFENDED = """
import contextlib, sys
sys.path.insert(0, "hooks")
from exemplars import decoding, loading, policy, prose, rendering
prose.removed = rendering.removed = lambda html: None
decoding._REFUSED.clear()
loading.personal_data = lambda story: ()
loading.deadline = lambda: contextlib.nullcontext(lambda: None)
policy.guard = lambda html: html
from mkdocs.__main__ import cli
cli()
"""


def main() -> None:
    """Print the median CPU seconds with and without the defence, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        write_corpus(options.stories, work / "stories")
        commands = {"with": ["-m", "mkdocs"], "without": ["-c", UNDEFENDED]}
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(options.rounds):
            for tool, command in commands.items():
                output = work / f"{tool}-{number}"
                seconds[tool].append(cpu_seconds(partial(_build, command, work, output)))
        medians = {name: statistics.median(runs) for name, runs in seconds.items()}
    print(f"{options.stories} stories, medians of {options.rounds} rounds in turns")
    print(f"with {medians['with']:.2f} s, without {medians['without']:.2f} s of CPU")
    print(f"ratio {medians['with'] / medians['without']:.3f}")


def _build(command: list[str], work: Path, output: Path) -> None:
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "STORIES_DIR": str(work / "stories"),
        "EXEMPLARS_CACHE": str(output.with_suffix(".cache")),  # a new one each time
    }
    arguments = [sys.executable, *command, "build", "-q", "-d", str(output)]
    subprocess.run(arguments, cwd=ROOT, env=environment, check=True)  # noqa: S603 - our own words


if __name__ == "__main__":
    main()
