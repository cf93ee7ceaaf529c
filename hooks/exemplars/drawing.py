"""Draw a card of 1200 × 630 pixels: a few words beside a woven mat, the craft of An Hiệp.

It is PNG, which Facebook and Zalo both show. Words are laid out without shaping and in NFC, colours
and figures come from ids alone, so that the same card gives the same bytes everywhere.
"""

from __future__ import annotations

import colorsys
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from .weaving import DYES, MOTIF, dye, rings

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

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
KIND_TOP, TITLE_TOP, FOOT_TOP = 84, 150, 528
"""The rows in which the words above the title, the title, and those at the foot begin."""
TITLE_HEIGHT, LEADING = 360, 1.3
"""Room for the title, and the height of a line in its letters' size."""
COMPRESSION = 3
"""zlib's level: 6, as usual, takes twice as long, and all these pictures wait for it."""


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
    """Return the picture as PNG.

    Its colours are all known, so each pixel is from the beginning the number of one of them.
    """
    from PIL import Image, ImageDraw  # noqa: PLC0415 - costs start-up; drawn once, then kept

    main, light = _colours(card.field)
    colours = _palette(main, light)
    image = Image.new("P", SIZE, colours.index(PAPER))
    image.putpalette([part for colour in colours for part in colour])
    canvas = ImageDraw.Draw(image)
    _mat(canvas, card, colours.index(main), colours.index(light))
    _band(canvas, colours)
    _words(image, card, colours, (main, INK, ACCENT))
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=COMPRESSION)
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


def _mat(canvas: ImageDraw.ImageDraw, card: Card, main: int, light: int) -> None:
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


def _band(canvas: ImageDraw.ImageDraw, colours: Sequence[Colour]) -> None:
    left = 0
    while left < SIZE[0]:
        for colour, width in BAND:
            place = (left, 0, left + width - 1, BAND_HEIGHT - 1)
            canvas.rectangle(place, fill=colours.index(colour))
            left += width


def _words(
    image: Image.Image, card: Card, colours: Sequence[Colour], inks: Sequence[Colour]
) -> None:
    """Write the kind above, the field in large letters, the site's name at the foot."""
    size, title = set_title(card.title)
    above, below = _fitting(card.above, SMALL), _fitting(card.below, SMALL)
    parts = (
        (KIND_TOP, TITLE_TOP, SMALL, [above]),
        (TITLE_TOP, FOOT_TOP, size, title),
        (FOOT_TOP, SIZE[1], SMALL, [below]),
    )
    for (top, bottom, letters, lines), ink in zip(parts, inks, strict=True):
        strip = _strip(bottom - top, letters, lines)
        image.paste(strip.point(_shades(colours, ink)), (0, top))


def _strip(height: int, size: int, lines: Sequence[str]) -> Image.Image:
    """Return lines in white on black, as wide as the paper beside the mat."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - as above

    strip = Image.new("L", (MAT_LEFT, height))
    pen = ImageDraw.Draw(strip)
    for number, line in enumerate(lines):
        pen.text((MARGIN, number * size * LEADING), line, fill=0xFF, font=_font(size))
    return strip


def _shades(colours: Sequence[Colour], ink: Colour) -> list[int]:
    """Return the number of the colour that each grey between black, paper, and white, ink, is."""
    shades = [PAPER, *(_between(ink, step) for step in reversed(range(SHADES)))]
    numbers = [colours.index(shade) for shade in shades]
    return [numbers[round(grey * SHADES / 0xFF)] for grey in range(0x100)]


def set_title(title: str) -> tuple[int, list[str]]:
    """Return the largest size in which a title has room, and its lines; the last may be cut."""
    for size in TITLE_SIZES:
        lines = list(_lines(title, size))
        room = len(lines) * size * LEADING <= TITLE_HEIGHT
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
