"""Tests for previews.py and drawing.py: the pictures beside a shared link."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from factories import story
from PIL import Image, ImageChops, ImageDraw, ImageFont

from exemplars import Settings, publish, publishing
from exemplars.drawing import (
    ACCENT,
    BAND_HEIGHT,
    INK,
    LEAF,
    MAT_LEFT,
    PAPER,
    SHADES,
    SIZE,
    SUN,
    TEXT_WIDTH,
    Card,
    _colours,
    draw,
    font_file,
    set_title,
)
from exemplars.previews import publish_previews

SETTINGS = Settings(name="Gương mẫu", url="https://x.vn/g/")
CARD = Card(field="y-te", kind="ca-nhan", above="Cá nhân", title="Y tế", below="Gương mẫu")
VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
    "bcdfghjklmnpqrstvwxz0123456789"
)

Write = Callable[[str, str], Path]


def pictures(root: Path, settings: Settings = SETTINGS) -> dict[str, Path]:
    """Return address → file of the pictures of a stories folder."""
    cache = root.parent / "cache"
    library = publish(root, "stories", date(2026, 11, 24), SETTINGS, root.parent / "other").library
    return publish_previews(library, settings, cache)


def opened(content: bytes) -> Image.Image:
    """Return encoded bytes as a picture."""
    return Image.open(io.BytesIO(content))


def face(size: int) -> ImageFont.FreeTypeFont:
    """Return the typeface in a size."""
    engine = ImageFont.Layout.BASIC
    return ImageFont.truetype(io.BytesIO(font_file()), size, layout_engine=engine)


def test_only_pictures_in_use_are_made(write: Write, stories: Path) -> None:
    write("ca-nhan/an.md", story(fields=["y-te", "van-hoa"]))
    write("ca-nhan/binh.md", story(name="Lê Bình"))
    write("tap-the/to.md", story(name="Tổ nuôi bò", kind="tap-the", fields=["nong-nghiep"]))
    write("ca-nhan/nhap.md", story(name="Người Nháp", fields=["giao-duc"], status="draft"))
    found = pictures(stories)
    assert list(found) == [
        "/assets/xem-truoc/trang.png",
        "/assets/xem-truoc/nong-nghiep-tap-the.png",
        "/assets/xem-truoc/y-te-ca-nhan.png",
    ]
    assert sorted(found.values()) == sorted((stories.parent / "cache").glob("*.png"))


def test_an_empty_library_has_the_picture_of_the_site(stories: Path) -> None:
    assert list(pictures(stories)) == ["/assets/xem-truoc/trang.png"]


def test_without_the_address_of_the_site_no_picture_is_in_use(write: Write, stories: Path) -> None:
    write("ca-nhan/an.md", story())
    assert pictures(stories, replace(SETTINGS, url="")) == {}
    assert not (stories.parent / "cache").exists()


def test_a_picture_is_drawn_once_and_kept(write: Write, stories: Path) -> None:
    write("ca-nhan/an.md", story())
    first = pictures(stories)
    times = {path: path.stat().st_mtime_ns for path in first.values()}
    assert pictures(stories) == first
    assert {path: path.stat().st_mtime_ns for path in first.values()} == times


def test_pictures_are_drawn_ahead_where_there_is_a_core_for_it(
    write: Write, stories: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Callable[[], object]] = []
    monkeypatch.setattr(publishing, "ahead", begun.append)
    write("ca-nhan/an.md", story())
    cache = stories.parent / "cache"

    def build(settings: Settings = SETTINGS, workers: int = 2) -> int:
        begun.clear()
        publish(stories, "stories", date(2026, 11, 24), settings, cache, workers=workers)
        return len(begun)

    assert build(workers=1) == 0
    assert build(replace(SETTINGS, url="")) == 0
    assert build() == 1
    begun[0]()
    drawn = sorted(cache.glob("*.png"))
    assert len(drawn) == 2
    assert build() == 0  # they are there
    assert sorted(pictures(stories).values()) == drawn
    assert build(replace(SETTINGS, name="Tên mới")) == 1


def test_other_words_make_another_picture(write: Write, stories: Path) -> None:
    write("ca-nhan/an.md", story())
    old, new = pictures(stories), pictures(stories, replace(SETTINGS, name="Tên mới"))
    assert old.keys() == new.keys()
    assert not set(old.values()) & set(new.values())


def test_a_picture_is_what_facebook_and_zalo_show() -> None:
    content = draw(CARD)
    picture = opened(content)
    assert (picture.format, picture.size) == ("PNG", SIZE)
    assert len(content) <= 60_000
    assert not picture.info.keys() - {"transparency"}


def test_the_colours_are_those_of_the_site_and_of_the_field() -> None:
    found = {colour for _, colour in opened(draw(CARD)).convert("RGB").getcolors(256) or ()}
    assert {PAPER, INK, ACCENT, SUN, LEAF, *_colours(CARD.field)} <= found


def test_words_stand_as_the_typeface_draws_them_in_their_colour_on_paper() -> None:
    card = replace(CARD, above="Ẵy gọ", title="Ẵy gọ Ẵy gọ Ẵy gọ Ẵy gọ Ẵy gọ Ẵy gọ", below="Ẵy gọ")
    size, lines = set_title(card.title)
    assert len(lines) > 1
    drawn = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(drawn)
    for number, line in enumerate(lines):
        pen.text((72, 150 + number * size * 1.3), line, fill=INK, font=face(size))
    pen.text((72, 84), card.above, fill=_colours(card.field)[0], font=face(36))
    pen.text((72, 528), card.below, fill=ACCENT, font=face(36))
    words = (0, BAND_HEIGHT, MAT_LEFT, SIZE[1])
    found = opened(draw(card)).convert("RGB").crop(words)
    differences = ImageChops.difference(found, drawn.crop(words)).tobytes()
    assert max(differences) <= 0x100 / SHADES  # of one grey to the next


def test_the_same_card_gives_the_same_bytes() -> None:
    assert draw(CARD) == draw(CARD)
    decomposed = replace(CARD, title="Y te\u0302\u0301")
    assert draw(decomposed) == draw(CARD)


def test_fields_and_kinds_can_be_told_apart() -> None:
    cards = [
        CARD,
        replace(CARD, field="van-hoa"),
        replace(CARD, kind="tap-the"),
        replace(CARD, title="Văn hóa"),
    ]
    assert len({draw(card) for card in cards}) == len(cards)


@pytest.mark.parametrize(
    "title",
    [
        "Y tế",
        "Xây dựng, phát triển văn hóa, con người Bến Tre",
        "Dài " * 50,
        "Mộtchữrấtdài" * 20,
        "</svg> ]]> \"A\" & 'B' علي 漢",
        "–",
        "",
    ],
)
def test_whatever_the_title_it_stays_within_its_room(title: str) -> None:
    size, lines = set_title(title)
    assert all(face(size).getlength(line) <= TEXT_WIDTH for line in lines)
    assert len(lines) * size * 1.3 <= 360
    assert len(draw(replace(CARD, title=title, below=title, above=title))) <= 60_000


def test_the_typeface_has_every_vietnamese_letter() -> None:
    face = ImageFont.truetype(io.BytesIO(font_file()), 40)
    missing = bytes(face.getmask("\ufffd"))
    letters = [*VIETNAMESE, *VIETNAMESE.upper(), *"–…“”‘’.,:;!?()&%/-"]
    assert [letter for letter in letters if bytes(face.getmask(letter)) == missing] == []
    assert len(font_file()) <= 120_000
