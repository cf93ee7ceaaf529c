"""Measure ``make serve``: ``python -m bench.serving_live 355 3550 [--rounds 7]``.

The server runs over a copy of synthetic stories, a page of one of them is open in Chromium, and a
word is added to that story's file again and again. What is told is the time from the end of the
writing until the word stands in the page, with nobody touching the browser, and its ratio to the
aim. It is not like a build: nothing is written to the disk.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from .corpus import ROOT, write_corpus
from .serving import chromium

AIMS = {355: 1.0, 3550: 2.0}
"""Stories → seconds within which an edited story should be seen."""
PATIENCE = 120
"""Seconds that the first site may take."""


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[*AIMS], metavar="STORIES")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as name, chromium() as browser:
            stories = Path(name) / "stories"
            write_corpus(size, stories)
            with _served(stories, Path(name) / "cache") as url:
                seconds = _measure(browser.new_page(), url, stories, options.rounds)
        middle = statistics.median(seconds)
        aim = f", {middle / AIMS[size]:.2f} of the aim" if size in AIMS else ""
        print(f"{size} stories: {middle:.2f} s (longest {max(seconds):.2f} s){aim}", flush=True)


@contextmanager
def _served(stories: Path, cache: Path) -> Iterator[str]:
    """Run the server; give its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "hooks/serve_site.py", "--port", str(port)]
    variables = {**os.environ, "STORIES_DIR": str(stories), "EXEMPLARS_CACHE": str(cache)}
    with subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=ROOT, env=variables, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            if server.stderr is None or not any("127.0.0.1" in line for line in server.stderr):
                sys.exit("the server did not start")
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.communicate()


def _measure(page: Page, url: str, stories: Path, rounds: int) -> list[float]:
    """Return the seconds from each edit until it is seen."""
    file = min((stories / "ca-nhan").glob("*.md"))
    before = file.read_text("utf-8")
    page.goto(f"{url}guong/{file.stem}/")
    seconds = []
    for number in range(rounds):
        word = f"chữ-mới-{number}-x"
        file.write_text(f"{before}\nThêm {word}.\n", "utf-8")
        start = time.perf_counter()
        expect(page.get_by_text(f"Thêm {word}.")).to_be_attached(timeout=PATIENCE * 1000)
        seconds.append(time.perf_counter() - start)
        page.wait_for_timeout(300)
    return seconds


if __name__ == "__main__":
    main()
