"""Write docs/toc-do.md and its picture from ``bench/results.json``: ``python -m bench.report``."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from exemplars.vietnamese import number, partial_date

from .corpus import ROOT
from .plotting import Line, Panel, Plot, draw
from .results import CASES, FIGURES, OURS, Cost, Measurement, Middle, Results, load, middle, ratio

PAGE = ROOT / "docs" / "toc-do.md"
PICTURE = ROOT / "docs" / "assets" / "toc-do.svg"
PROVINCE = 3550
"""The number of stories that the first sentences speak of, where it was measured."""


def main() -> None:
    """Write both files."""
    results = load()
    if not results.measured:
        sys.exit("nothing was measured yet: make bench")
    PAGE.write_text(page(results), encoding="utf-8")
    PICTURE.write_text(picture(results), encoding="utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}, {PICTURE.relative_to(ROOT)}")


def page(results: Results) -> str:
    """Return the page, in Markdown."""
    env = Environment(  # noqa: S701 - it writes Markdown, of words and figures that are our own
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters |= {"number": number, "partial_date": partial_date, "figure": figure}
    functions = {
        function.__name__.lstrip("_"): function
        for function in (_middle, _pair, _ratios, _cell, _row, _settings, _steps)
    }
    return env.get_template(f"{PAGE.name}.jinja").render(
        functions,
        words=_words(),
        main=_main(results),
        measured=results.measured,
        by_hand=results.by_hand,
        cases=_cases(results),
        others=[tool for tool in _tools(results) if tool != OURS],
    )


def figure(value: float) -> str:
    """Return a measured value with three digits that count, or more: 12345 → "12.345", "0,07"."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2  # noqa: PLR2004 - as it says
    return f"{value:,.{digits}f}".translate({ord(","): ".", ord("."): ","})


def _words() -> Any:  # noqa: ANN401 - a tree of words
    return yaml.safe_load((Path(__file__).parent / "wording.yml").read_text("utf-8"))


def _main(results: Results) -> Measurement:
    """Return what the first sentences speak of: a province, or else the largest."""
    measured = results.measured
    return next((one for one in measured if one.stories == PROVINCE), measured[-1])


def _cases(results: Results) -> list[str]:
    return [case for case in CASES if any(case in one.costs for one in results.measured)]


def _tools(results: Results) -> list[str]:
    """Return every tool that was measured, each once, in the order of the first."""
    return [*dict.fromkeys(tool for one in results.measured for tool in one.versions)]


def _middle(runs: Sequence[Cost], what: int) -> Middle:
    return middle(runs, FIGURES[what])


def _pair(ours: Sequence[Cost], theirs: Sequence[Cost], what: int) -> float:
    return ratio(ours, theirs, FIGURES[what])


def _ratios(costs: Mapping[str, Sequence[Cost]], tool: str, ours: str = OURS) -> str:
    """Return the ratios of wall and CPU against a tool: "0,82 / 0,91"."""
    if tool not in costs:
        return "–"
    return " / ".join(figure(_pair(costs[ours], costs[tool], what)) for what in (0, 1))


def _cell(runs: Sequence[Cost], what: int) -> str:
    """Return a median with the least and the most: "12,3 (12,0–12,9)"."""
    found = _middle(runs, what)
    return f"{figure(found.median)} ({figure(found.least)}–{figure(found.most)})"


def _row(one: Measurement, tool: str, runs: Sequence[Cost]) -> str:
    wall, cpu, memory = (_cell(runs, what) for what in range(3))
    each = figure(1000 * _middle(runs, 1).median / one.stories)
    cells = [number(one.stories), _words()["tools"][tool], wall, cpu, each, memory]
    return f"| {' | '.join(cells)} |"


def _steps(profile: str) -> str:
    """Return what ``EXEMPLARS_PROFILE`` wrote, columns two blanks apart, as a table."""
    heads, *rows = (re.split(" {2,}", line.strip()) for line in profile.strip().splitlines())
    head, *below = (f"| {' | '.join(row)} |" for row in (heads, *rows))
    return "\n".join([head, f"|{'---|' * len(heads)}", *below])


def _settings(measured: Sequence[Measurement]) -> list[str]:
    """Say when and on what was measured, once for all sizes that share it."""
    words = _words()
    sizes: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for one in measured:
        shared = {
            "date": partial_date(one.date),
            "rounds": number(one.rounds),
            "machine": words["machine"].format(**one.machine),
            "versions": ", ".join(dict.fromkeys(one.versions.values())),
        }
        sizes.setdefault(tuple(shared.items()), []).append(number(one.stories))
    return [
        words["setting"].format(stories=", ".join(stories), **dict(shared))
        for shared, stories in sizes.items()
    ]


def picture(results: Results) -> str:
    """Return the plot, as SVG."""
    words, tools = _words(), _tools(results)
    plot = words["plot"]
    return draw(
        Plot(
            title=plot["title"],
            description=" ".join(_told(words, case, results) for case in _cases(results)),
            tools=tuple(words["tools"][tool] for tool in tools),
            panels=tuple(_panel(words, case, tools, results) for case in _cases(results)),
            seconds=plot["seconds"],
            stories=plot["stories"],
        )
    )


def _told(words: Any, case: str, results: Results) -> str:  # noqa: ANN401 - a tree of words
    """Return what a panel shows at its right end, in words."""
    last = [one for one in results.measured if case in one.costs][-1]
    points = ", ".join(
        words["plot"]["point"].format(
            tool=words["tools"][tool], seconds=figure(_middle(runs, 0).median)
        )
        for tool, runs in last.costs[case].items()
    )
    stories = number(last.stories)
    text: str = words["plot"]["panel"].format(
        case=words["cases"][case], stories=stories, points=points
    )
    return text


def _panel(words: Any, case: str, tools: Sequence[str], results: Results) -> Panel:  # noqa: ANN401 - a tree of words
    lines = []
    for place, tool in enumerate(tools):
        points = tuple(
            (one.stories, _middle(one.costs[case][tool], 0))
            for one in results.measured
            if tool in one.costs.get(case, {})
        )
        if points:
            lines.append(Line(tool=place, points=points))
    return Panel(title=words["cases"][case], lines=tuple(lines))


if __name__ == "__main__":
    main()
