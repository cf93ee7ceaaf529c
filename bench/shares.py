"""Measure what statistics and data cost: ``python -m bench.shares``.

The parts are timed inside one process, the whole build as a command; both in CPU seconds.
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import tempfile
import time
from datetime import date
from functools import partial
from pathlib import Path

from exemplars import Settings
from exemplars.counting import count
from exemplars.data import write_data
from exemplars.desk import Desk
from exemplars.reading import read
from exemplars.reporting import statistics_sheets
from exemplars.stages import together
from exemplars.templating import environment

from .compare import build, cpu_seconds
from .corpus import ROOT, write_corpus

SETTINGS = Settings(name="Bench", url="https://example.org/")


def main() -> None:
    """Print the share of the build, and the largest statistics page gzipped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=3550)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        write_corpus(options.stories, work / "stories")
        variables = {"STORIES_DIR": str(work / "stories")}
        whole, part = [], []
        for number in range(options.rounds):
            whole.append(cpu_seconds(partial(build, ROOT, work / str(number), variables)))
            seconds, largest = _parts(work / "stories")
            part.append(seconds)
    share = statistics.median(part) / statistics.median(whole)
    print(f"{options.stories} stories, medians of {options.rounds} rounds in turns")
    print(f"statistics and data: {100 * share:.1f} % of the CPU of a build")
    print(f"largest statistics page: {largest / 1000:.1f} kB gzipped, without the frame")


def _parts(stories: Path) -> tuple[float, int]:
    """Return CPU seconds of counting, pages and data, and bytes of the largest page gzipped."""
    library, _ = read(stories, "stories", date.max)
    start = time.process_time()
    counts = count(library)
    desk = Desk(
        library=library,
        counts=counts,
        env=environment(library, SETTINGS),
        settings=SETTINGS,
    )
    pages = together(sheet.write(sheet.page, "") for sheet in statistics_sheets(desk))
    write_data(library, counts, SETTINGS)
    seconds = time.process_time() - start
    return seconds, max(len(gzip.compress(page.html.encode())) for page in pages)


if __name__ == "__main__":
    main()
