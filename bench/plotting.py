"""Draw how long builds take, as an SVG file: a panel a case, a line a tool, both axes logarithmic.

A page shows the file as a picture, so it brings its colours along: those of the light scheme as
attributes, those of the dark one in a style sheet of its own. Lines differ by dashes and marks
as well as by colour, and the description tells the figures of the largest site in words.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from exemplars.vietnamese import number

from .results import Middle

WIDTH, LEFT, RIGHT = 480, 58, 14
"""Narrow, so that its letters can still be read on a telephone."""
PANEL, TOP, BOTTOM = 270, 32, 46
"""Height of a panel, and what it leaves above and below its field."""
ROW = 24
"""Height of a line of the legend."""
INKS = ("#8c2f1d", "#1f5fa8", "#6b4aa0", "#3f6b4a")
DARK_INKS = ("#f0a58d", "#8fbdf0", "#c3a8ee", "#8cc79b")
DASHES = ("none", "7 4", "2 4", "11 3 2 3")
MARKS = (
    "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    "M-4.500-4.500h9v9h-9z",
    "M0-6 6 5H-6z",
    "M0-6.500 6.500 0 0 6.500-6.500 0z",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The times of one tool in one panel."""

    tool: int
    """Its place in the legend."""
    points: tuple[tuple[int, Middle], ...]
    """Stories, and seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One case."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Everything that is drawn, and its words."""

    title: str
    description: str
    tools: tuple[str, ...]
    """Names in the legend."""
    panels: tuple[Panel, ...]
    seconds: str
    stories: str


@dataclass(frozen=True, slots=True)
class Axis:
    """A logarithmic axis from one value to another, on pixels."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the place of a value."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        part = math.log(value / self.low) / math.log(self.high / self.low)
        return round(self.start + part * (self.end - self.start), 1)


def draw(plot: Plot) -> str:
    """Return the picture."""
    legend = 34 + ROW * len(plot.tools)
    height = legend + PANEL * len(plot.panels)
    middles = [
        (stories, middle)
        for panel in plot.panels
        for line in panel.lines
        for stories, middle in line.points
    ]
    sizes = sorted({stories for stories, _ in middles})
    across = Axis(sizes[0], sizes[-1], LEFT + 16, WIDTH - RIGHT - 16)
    ends = decades([value for _, middle in middles for value in (middle.least, middle.most)])
    parts = [*_legend(plot.tools)]
    for place, panel in enumerate(plot.panels):
        top = legend + PANEL * place
        up = Axis(*ends, top + PANEL - BOTTOM, top + TOP)
        parts += [*_field(plot, panel.title, top), *_across(sizes, across, top), *_up(up)]
        parts += [_line(line, across, up) for line in reversed(panel.lines)]  # the first on top
    return _frame(plot, height, parts)


def decades(values: Sequence[float]) -> tuple[float, float]:
    """Return the powers of ten around ``values``."""
    low = math.floor(math.log10(min(values)))
    high = math.ceil(math.log10(max(values)))
    return 10.0**low, 10.0 ** max(high, low + 1)


def _frame(plot: Plot, height: int, parts: Sequence[str]) -> str:
    drawn = "\n".join(parts)
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" \
height="{height}" role="img" aria-labelledby="title description" \
font-family="system-ui, sans-serif" font-size="15">
<title id="title">{escape(plot.title)}</title>
<desc id="description">{escape(plot.description)}</desc>
<style>{_dark()}</style>
<rect class="ground" width="{WIDTH}" height="{height}" fill="#fdfaf4"/>
{drawn}
</svg>
"""


def _dark() -> str:
    rules = [f".tool-{tool}{{stroke:{ink};fill:{ink}}}" for tool, ink in enumerate(DARK_INKS)]
    rules += [".ground{fill:#1d1a17}", ".words{fill:#ece4d9}", ".grid{stroke:#4a423a}"]
    return f"@media (prefers-color-scheme:dark){{{''.join(rules)}}}"


def _legend(tools: Sequence[str]) -> Iterator[str]:
    for tool, name in enumerate(tools):
        y = 26 + ROW * tool
        yield _inked(tool, f'<path d="M{LEFT} {y}h44"/>', [(LEFT + 22, y)])
        yield _words(LEFT + 56, y + 5, name)


def _inked(tool: int, drawn: str, marks: Sequence[tuple[float, float]]) -> str:
    """Return lines and marks in the ink of a tool; only the line is dashed."""
    ink, dash = INKS[tool], DASHES[tool]
    shapes = "".join(f'<path transform="translate({x} {y})" d="{MARKS[tool]}"/>' for x, y in marks)
    return (
        f'<g class="tool-{tool}" stroke="{ink}" fill="{ink}" stroke-width="2">'
        f'<g fill="none" stroke-dasharray="{dash}">{drawn}</g><g stroke="none">{shapes}</g></g>'
    )


def _words(x: float, y: float, text: str, anchor: str = "start") -> str:
    return (
        f'<text class="words" x="{x}" y="{y}" fill="#2a2521" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )


def _field(plot: Plot, title: str, top: int) -> Iterator[str]:
    heading = f"{title}, {plot.seconds}"
    yield f'<g font-weight="700">{_words(LEFT, top + 16, heading)}</g>'
    yield _words(WIDTH - RIGHT, top + PANEL - 6, plot.stories, "end")


def _across(sizes: Sequence[int], across: Axis, top: int) -> Iterator[str]:
    bottom = top + PANEL - BOTTOM
    for stories in sizes:
        x = across.at(stories)
        yield f'<path class="grid" d="M{x} {top + TOP}V{bottom}" stroke="#e4dacb"/>'
        yield _words(x, bottom + 18, number(stories), "middle")


def _up(up: Axis) -> Iterator[str]:
    for power in range(round(math.log10(up.low)), round(math.log10(up.high)) + 1):
        y = up.at(10.0**power)
        yield f'<path class="grid" d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="#e4dacb"/>'
        yield _words(LEFT - 8, y + 5, number(10.0**power), "end")


def _line(line: Line, across: Axis, up: Axis) -> str:
    places = [(across.at(stories), up.at(middle.median)) for stories, middle in line.points]
    path = "M" + "L".join(f"{x} {y}" for x, y in places)
    ranges = "".join(
        f'<path stroke-dasharray="none" d="M{across.at(stories)} {up.at(middle.least)}'
        f'V{up.at(middle.most)}"/>'
        for stories, middle in line.points
    )
    return _inked(line.tool, f'<path d="{path}"/>{ranges}', places)
