"""Draw a card of 1200 × 630 pixels: a few words beside a woven mat, the craft of An Hiệp.

It is PNG, which Facebook and Zalo both show. Words are laid out without shaping and in NFC, colours
and figures come from ids alone, so that the same card gives the same bytes everywhere.
"""

from __future__ import annotations

import colorsys
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from .weaving import DYES, MOTIF, dye, rings

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

SIZE = (1200, 630)
SHADES = 16
"""Colours between that of letters and the paper, for their edges."""

Colour = tuple[int, int, int]
PAPER, INK, ACCENT = (0xFD, 0xFA, 0xF4), (0x2A, 0x25, 0x21), (0x8C, 0x2F, 0x1D)
SUN, LEAF = (0xDF, 0xA0, 0x3F), (0x3F, 0x6B, 0x4A)
"""The tokens of docs/assets/site.css."""
BAND = ((ACCENT, 56), (SUN, 16), (LEAF, 40), (SUN, 16))
"""The edge of the mat above, four times as large as on the site."""
BAND_HEIGHT = 20
MARGIN, TEXT_WIDTH = 72, 640
MAT_LEFT, CELL = 792, 34
"""Where the mat begins, and its squares."""
TITLE_SIZES = (88, 72, 60, 48)
TITLE_LINES = 4
SMALL = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is drawn."""

    field: str
    """Id that gives the colour; empty for the site's own."""
    kind: str
    """Id that gives, with the field, the figure of the mat."""
    above: str
    title: str
    below: str


def draw(card: Card) -> bytes:
    """Return the picture as PNG."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - costs start-up; drawn once, then kept

    image = Image.new("RGB", SIZE, PAPER)
    canvas = ImageDraw.Draw(image)
    main, light = _colours(card.field)
    _mat(canvas, card, main, light)
    _band(canvas)
    _words(canvas, card, main)
    buffer = io.BytesIO()
    # All colours are known: to look for them takes longer than all the rest, as does "optimize".
    known = Image.new("P", (1, 1))
    known.putpalette([part for colour in _palette(main, light) for part in colour])
    image.quantize(palette=known, dither=Image.Dither.NONE).save(buffer, "PNG")
    return buffer.getvalue()


@cache
def font_file() -> bytes:
    """Return the typeface, which holds Vietnamese and little else."""
    return files(__package__).joinpath("fonts/NotoSerif-Bold.ttf").read_bytes()


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415 - as above

    engine = ImageFont.Layout.BASIC
    return ImageFont.truetype(io.BytesIO(font_file()), size, layout_engine=engine)


def _colours(field: str) -> tuple[Colour, Colour]:
    """Return a calm colour of a field, dark enough for words on paper, and its light sister."""
    if not field:
        return ACCENT, SUN
    hue = DYES[dye(field)] / 360
    return _colour(hue, 0.31, 0.42), _colour(hue, 0.74, 0.38)


def _colour(hue: float, lightness: float, saturation: float) -> Colour:
    red, green, blue = (
        round(255 * part) for part in colorsys.hls_to_rgb(hue, lightness, saturation)
    )
    return red, green, blue


def _palette(main: Colour, light: Colour) -> list[Colour]:
    """Return every colour of a picture; letters are of three, and their edges of those between."""
    return [
        *(PAPER, light, *(colour for colour, _ in BAND)),
        *(_between(colour, step) for colour in (main, INK, ACCENT) for step in range(SHADES)),
    ]


def _between(colour: Colour, step: int) -> Colour:
    """Return a colour of letters, ``step`` shades nearer to the paper."""
    red, green, blue = (
        round(part + (paper - part) * step / SHADES)
        for part, paper in zip(colour, PAPER, strict=True)
    )
    return red, green, blue


def _mat(canvas: ImageDraw.ImageDraw, card: Card, main: Colour, light: Colour) -> None:
    """Weave the mat: rhombs within each other, in widths of the field's and kind's own."""
    bits = rings(card.field, card.kind)
    for row in range(-(-SIZE[1] // CELL)):
        for column in range(-(-(SIZE[0] - MAT_LEFT) // CELL)):
            over = bits >> (_mirrored(row) + _mirrored(column)) & 1
            for strand in _strands(MAT_LEFT + column * CELL, row * CELL, across=bool(over)):
                canvas.rectangle(strand, fill=main if over else light)


def _mirrored(place: int) -> int:
    """Return how far ``place`` is from the middle of a rhomb, or from its corner."""
    place %= 2 * MOTIF
    return min(place, 2 * MOTIF - 1 - place)


def _strands(left: int, top: int, *, across: bool) -> Iterator[tuple[int, int, int, int]]:
    """Yield the three strands of a square: across where the weft lies over, else down."""
    third = CELL // 3
    for start in range(1, CELL - 1, third):
        if across:
            yield left, top + start, left + CELL - 2, top + start + third - 2
        else:
            yield left + start, top, left + start + third - 2, top + CELL - 2


def _band(canvas: ImageDraw.ImageDraw) -> None:
    left = 0
    while left < SIZE[0]:
        for colour, width in BAND:
            canvas.rectangle((left, 0, left + width - 1, BAND_HEIGHT - 1), fill=colour)
            left += width


def _words(canvas: ImageDraw.ImageDraw, card: Card, main: Colour) -> None:
    """Write the kind above, the field in large letters, the site's name at the foot."""
    canvas.text((MARGIN, 84), _fitting(card.above, SMALL), fill=main, font=_font(SMALL))
    size, lines = set_title(card.title)
    for number, line in enumerate(lines):
        canvas.text((MARGIN, 150 + number * size * 1.3), line, fill=INK, font=_font(size))
    below = _fitting(card.below, SMALL)
    canvas.text((MARGIN, 528), below, fill=ACCENT, font=_font(SMALL))


def set_title(title: str) -> tuple[int, list[str]]:
    """Return the largest size in which a title has room, and its lines; the last may be cut."""
    for size in TITLE_SIZES:
        lines = list(_lines(title, size))
        room = len(lines) * size * 1.3 <= 360  # noqa: PLR2004 - between the kind and the foot
        if room and all(_font(size).getlength(line) <= TEXT_WIDTH for line in lines):
            return size, lines
    lines = list(_lines(title, TITLE_SIZES[-1]))
    kept = [*lines[: TITLE_LINES - 1], " ".join(lines[TITLE_LINES - 1 :])]
    return TITLE_SIZES[-1], [_fitting(line, TITLE_SIZES[-1]) for line in kept if line]


def _lines(words: str, size: int) -> Iterator[str]:
    """Break a title between words; a dash stays with the word before it."""
    line = ""
    for word in _nfc(words).replace(" – ", "\u00a0– ").split(" "):
        longer = f"{line} {word}".strip(" ")
        if line and _font(size).getlength(longer) > TEXT_WIDTH:
            yield line
            longer = word
        line = longer
    yield line


def _fitting(words: str, size: int) -> str:
    """Return one line, cut where there is no room."""
    line = kept = _nfc(words)
    while _font(size).getlength(line) > TEXT_WIDTH:
        kept = kept[:-1]
        line = f"{kept.rstrip()}…"
    return line


def _nfc(words: str) -> str:
    return unicodedata.normalize("NFC", words)
