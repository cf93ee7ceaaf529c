"""Ask Lighthouse about this site and plain Material: ``python -m bench.lighthouse``.

Both sites are built from the same stories and served as GitHub Pages would. Lighthouse comes from
npm (``npm install lighthouse`` in any folder, named by ``--lighthouse``); its mobile profile
throttles network and processor. Medians of the runs are printed as a Markdown table.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from .compare import build, plain
from .corpus import ROOT
from .serving import in_folder, serving

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--headless=new --no-sandbox --disable-gpu"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lighthouse", default="lighthouse", help="the command or its path")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--story", default="dang-hong-nhut", help="slug of the story to look at")
    options = parser.parse_args()
    if not shutil.which(options.lighthouse):
        sys.exit("Lighthouse is missing: npm install lighthouse, then name it with --lighthouse")
    print("| page | " + " | ".join(CATEGORIES) + " | LCP, s | CLS | kB |")
    print("|---|" + "--:|" * 7)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        shutil.copytree(ROOT / "stories", work / "stories")
        pages = {"home": "", "story": f"guong/{options.story}/"}
        for tool, make in {"this project": _ours, "plain Material": _plain}.items():
            with serving(in_folder(work / "site"), "max-age=600") as shelf:
                make(work, work / "site", shelf.url)
                for page, address in pages.items():
                    url = shelf.url + address
                    runs = [_look(options.lighthouse, url) for _ in range(options.runs)]
                    _print_row(f"{tool}, {page}", runs)


def _ours(work: Path, folder: Path, url: str) -> None:
    build(ROOT, folder, {"STORIES_DIR": str(work / "stories"), "SITE_URL": url})


def _plain(work: Path, folder: Path, url: str) -> None:  # noqa: ARG001 - as above
    plain(work, "search")()
    shutil.rmtree(folder)
    shutil.move(work / "Material, search on", folder)


def _look(command: str, url: str) -> Mapping[str, float]:
    """Return the figures of one visit."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        output = ["--output=json", f"--output-path={report.name}", "--quiet"]
        subprocess.run(  # noqa: S603 - our own words
            [command, url, *output, f"--chrome-flags={FLAGS}"],
            env={**os.environ, "CHROME_PATH": shutil.which("chromium") or ""},
            check=True,
        )
        found = json.loads(Path(report.name).read_text("utf-8"))
    audits = found["audits"]
    scores = {name: 100 * found["categories"][name]["score"] for name in CATEGORIES}
    return scores | {
        "lcp": audits["largest-contentful-paint"]["numericValue"] / 1000,
        "cls": audits["cumulative-layout-shift"]["numericValue"],
        "kb": audits["total-byte-weight"]["numericValue"] / 1000,
    }


def _print_row(page: str, runs: Sequence[Mapping[str, float]]) -> None:
    median = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    scores = " | ".join(f"{median[name]:.0f}" for name in CATEGORIES)
    print(f"| {page} | {scores} | {median['lcp']:.1f} | {median['cls']:.2f} | {median['kb']:.0f} |")


if __name__ == "__main__":
    main()
