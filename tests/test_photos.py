"""Tests for photos.py and writing.py: what is looked at, refused, and published."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from exemplars import photos
from exemplars.model import Photo
from exemplars.photos import PhotoError, PhotoFile, encode, inspect, publish_photos
from exemplars.problem import FaultError
from exemplars.writing import write_whole

PHOTO = Photo(file="anh.jpg", alt="Bà Ân", credit="Lê A", licence="CC BY 4.0", consent=True)
ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def image(width: int = 1200, height: int = 800, mode: str = "RGB") -> Image.Image:
    """Return a picture whose left half is red and whose right half is blue."""
    made = Image.new("RGB", (width, height), "blue")
    made.paste("red", (0, 0, width // 2, height))
    return made.convert(mode)


def save(path: Path, made: Image.Image, kind: str, **options: Any) -> PhotoFile:
    """Write a picture and return what inspect says of it."""
    made.save(path, kind, **options)
    return inspect(path, PHOTO)


def opened(content: bytes) -> Image.Image:
    """Return encoded bytes as a picture."""
    made = Image.open(io.BytesIO(content))
    made.load()
    return made


def exif(orientation: int = 1) -> bytes:
    """Return EXIF as a telephone writes it: how it was held, its maker, where it was."""
    data = Image.Exif()
    data[ORIENTATION] = orientation
    data[MAKE] = "TELEPHONE"
    data.get_ifd(GPS).update({1: "N", 2: (10.0, 2.0, 30.0), 3: "E", 4: (106.0, 35.0, 0.0)})
    return data.tobytes()


# --- what is looked at ---


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_of_each_kind_is_measured(kind: str, tmp_path: Path) -> None:
    file = save(tmp_path / "anh", image(1200, 800), kind)
    assert (file.width, file.height) == (1200, 800)
    assert len(file.digest) == 16


@pytest.mark.parametrize(
    ("orientation", "size"),
    [
        # upright or upside down
        (1, (1200, 800)),
        (2, (1200, 800)),
        (3, (1200, 800)),
        (4, (1200, 800)),
        # lying on its side
        (5, (800, 1200)),
        (6, (800, 1200)),
        (7, (800, 1200)),
        (8, (800, 1200)),
    ],
)
def test_a_photo_is_measured_and_published_upright(
    orientation: int, size: tuple[int, int], tmp_path: Path
) -> None:
    file = save(tmp_path / "anh.jpg", image(1200, 800), "JPEG", exif=exif(orientation))
    assert (file.width, file.height) == size
    *_, (_, content) = encode(file)
    assert opened(content).size == size


def test_a_photo_taken_on_its_side_shows_its_top_above(tmp_path: Path) -> None:
    # orientation 6: turn clockwise, so that the left of the file becomes the top
    file = save(tmp_path / "anh.jpg", image(1200, 800), "JPEG", exif=exif(6))
    *_, (_, content) = encode(file)
    made = opened(content).convert("RGB")
    top, bottom = made.getpixel((400, 100)), made.getpixel((400, 1100))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert (top[0] > 200, top[2] < 60) == (True, True)
    assert (bottom[2] > 200, bottom[0] < 60) == (True, True)


# --- widths ---


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        # never enlarged
        (100, (100,)),
        (480, (480,)),
        (481, (480, 481)),
        (960, (480, 960)),
        (1600, (480, 960, 1600)),
        # never beyond the largest
        (1601, (480, 960, 1600)),
        (6000, (480, 960, 1600)),
    ],
)
def test_a_photo_is_published_in_the_widths_it_has(width: int, widths: tuple[int, ...]) -> None:
    file = PhotoFile(photo=PHOTO, source=Path("x"), width=width, height=10, digest="abc")
    assert file.widths == widths


def test_each_width_keeps_the_proportions_and_says_its_width_in_its_name(tmp_path: Path) -> None:
    file = save(tmp_path / "anh.jpg", image(1000, 600), "JPEG")
    found = {name: opened(content).size for name, content in encode(file)}
    assert found == {
        f"{file.digest}-480.webp": (480, 288),
        f"{file.digest}-960.webp": (960, 576),
        f"{file.digest}-1000.webp": (1000, 600),
    }


def test_a_very_wide_photo_is_at_least_one_pixel_high(tmp_path: Path) -> None:
    file = save(tmp_path / "anh.png", image(4000, 1), "PNG")
    assert [opened(content).size for _, content in encode(file)] == [(480, 1), (960, 1), (1600, 1)]


# --- what is published ---


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_no_metadata_is_published(kind: str, tmp_path: Path) -> None:
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">TELEPHONE</x:xmpmeta>'
    options: dict[str, Any] = {"exif": exif(), "icc_profile": b"PROFILE" * 30}
    if kind != "PNG":
        options["xmp"] = xmp
    file = save(tmp_path / "anh", image(700, 500), kind, **options)
    with Image.open(tmp_path / "anh") as original:
        assert original.getexif().get_ifd(GPS)
    for _, content in encode(file):
        made = opened(content)
        assert made.format == "WEBP"
        assert dict(made.getexif()) == {}
        assert {"exif", "icc_profile", "xmp", "photoshop"} & set(made.info) == set()
        assert not any(mark in content for mark in (b"EXIF", b"ICCP", b"XMP ", b"TELEPHONE"))


def test_the_same_photo_gives_the_same_bytes(tmp_path: Path) -> None:
    first = save(tmp_path / "a.jpg", image(), "JPEG", exif=exif(6))
    (tmp_path / "b.jpg").write_bytes((tmp_path / "a.jpg").read_bytes())
    second = inspect(tmp_path / "b.jpg", PHOTO)
    assert list(encode(first)) == list(encode(second)) == list(encode(first))


def test_another_photo_gets_other_names(tmp_path: Path) -> None:
    first = save(tmp_path / "a.png", image(700, 500), "PNG")
    second = save(tmp_path / "b.png", image(700, 500).rotate(180), "PNG")
    assert {name for name, _ in encode(first)} & {name for name, _ in encode(second)} == set()


@pytest.mark.parametrize(
    ("mode", "kind", "published"),
    [
        ("RGBA", "PNG", "RGBA"),
        ("LA", "PNG", "RGBA"),
        ("L", "PNG", "RGB"),
        ("1", "PNG", "RGB"),
        ("P", "PNG", "RGB"),
        ("CMYK", "JPEG", "RGB"),
        ("L", "JPEG", "RGB"),
    ],
)
def test_every_colour_mode_is_published(
    mode: str, kind: str, published: str, tmp_path: Path
) -> None:
    made = image(500, 20, "L" if mode == "LA" else mode)
    if mode in {"LA", "RGBA"}:
        made = made.convert("RGBA")
        made.putalpha(100)
        made = made.convert(mode)
    file = save(tmp_path / "anh", made, kind)
    assert {opened(content).mode for _, content in encode(file)} == {published}


def test_a_grey_photo_of_sixteen_bits_keeps_its_brightness(tmp_path: Path) -> None:
    file = save(tmp_path / "anh.png", Image.new("I;16", (500, 20), 32768), "PNG")
    *_, (_, content) = encode(file)
    pixel = opened(content).convert("RGB").getpixel((10, 10))
    assert isinstance(pixel, tuple)
    assert pixel[0] == pytest.approx(128, abs=4)


def test_the_figure_names_every_width_and_escapes_what_people_wrote() -> None:
    photo = Photo(
        file="x.jpg", alt='Bà "Ân" & <con>', credit="A & B", licence="<CC>", consent=True,
        caption="Bếp cơm",
    )  # fmt: skip
    file = PhotoFile(photo=photo, source=Path("x"), width=1000, height=500, digest="abc")
    assert file.figure == (
        '<figure class="photo"><img src="abc-1000.webp" '
        'srcset="abc-480.webp 480w, abc-960.webp 960w, abc-1000.webp 1000w" '
        'sizes="(min-width: 48em) 40em, 100vw" width="1000" height="500" '
        'alt="Bà &quot;Ân&quot; &amp; &lt;con&gt;" loading="lazy">'
        "<figcaption>Bếp cơm. Ảnh: A &amp; B (&lt;CC&gt;)</figcaption></figure>"
    )


def test_a_figure_without_a_caption_still_names_who_took_it() -> None:
    file = PhotoFile(photo=PHOTO, source=Path("x"), width=10, height=5, digest="abc")
    assert "<figcaption>Ảnh: Lê A (CC BY 4.0)</figcaption>" in file.figure


def test_a_caption_that_is_a_sentence_ends_in_one_full_stop() -> None:
    photo = PHOTO.model_copy(update={"caption": "Bà Ân nấu cơm."})
    file = PhotoFile(photo=photo, source=Path("x"), width=10, height=5, digest="abc")
    assert "Bà Ân nấu cơm. Ảnh: Lê A" in file.figure


# --- what is refused ---


def refused(path: Path) -> tuple[str, dict[str, object]]:
    """Return the code and values with which a photo is refused."""
    with pytest.raises(PhotoError) as caught:
        inspect(path, PHOTO)
    return caught.value.code, caught.value.values


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        b"GIF89a" + b"\x00" * 40,
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\xff\xd8\xff\xe0" + b"garbage" * 100,
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
        b"RIFF\x10\x00\x00\x00WEBPVP8 ",
        b"%PDF-1.7",
    ],
)
def test_garbage_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "anh.jpg").write_bytes(content)
    assert refused(tmp_path / "anh.jpg") == ("photo-format", {})


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO", "PPM"])
def test_other_kinds_are_refused_whatever_their_name(kind: str, tmp_path: Path) -> None:
    image(40, 40).save(tmp_path / "anh.jpg", kind)
    assert refused(tmp_path / "anh.jpg") == ("photo-format", {})


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_an_animation_is_refused(kind: str, tmp_path: Path) -> None:
    made = image(40, 40)
    made.save(tmp_path / "anh", kind, save_all=True, append_images=[made.rotate(90)])
    assert refused(tmp_path / "anh") == ("photo-frames", {})


def test_a_jpeg_with_a_second_picture_inside_is_a_photo(tmp_path: Path) -> None:
    """Telephones append a depth map or a small copy (MPO); it is no animation."""
    made = image(40, 40)
    file = save(tmp_path / "anh.jpg", made, "MPO", save_all=True, append_images=[made])
    assert (file.width, file.height) == (40, 40)


def test_a_file_of_too_many_bytes_is_refused_unopened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "BYTES_LIMIT", 2 * 2**20)
    (tmp_path / "anh.jpg").write_bytes(b"x" * (2 * 2**20 + 1))
    monkeypatch.setattr(Path, "read_bytes", None)
    assert refused(tmp_path / "anh.jpg") == ("photo-size", {"found": "2,1", "limit": 2})


@given(st.integers(1, 64), st.integers(1, 10**9), st.sampled_from([2**20, 10**6]))
def test_what_is_told_of_a_photo_above_a_limit_is_above_it_and_right_to_a_tenth(
    limit: int, more: int, unit: int
) -> None:
    found = Fraction(limit * unit + more, unit)
    told = Fraction(photos._above(limit * unit + more, unit).replace(".", "").replace(",", "."))
    assert told > limit
    assert 0 <= told - found < Fraction(1, 10)


def test_a_file_of_just_the_limit_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    image(40, 40).save(tmp_path / "anh.png")
    monkeypatch.setattr(photos, "BYTES_LIMIT", (tmp_path / "anh.png").stat().st_size)
    assert inspect(tmp_path / "anh.png", PHOTO).width == 40


def test_a_photo_of_too_many_pixels_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(photos.PIXELS_LIMIT, "PNG", 10**6)
    image(1000, 1000).save(tmp_path / "anh.png")
    assert inspect(tmp_path / "anh.png", PHOTO).width == 1000
    image(3000, 1000).save(tmp_path / "anh.png")
    assert refused(tmp_path / "anh.png") == ("photo-pixels", {"found": "3", "limit": 1})


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_has_a_limit_of_its_own(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "PIXELS_LIMIT", {**photos.PIXELS_LIMIT, kind: 2 * 10**6})
    image(2000, 1000).save(tmp_path / "anh", kind)
    assert inspect(tmp_path / "anh", PHOTO).width == 2000
    image(3000, 1000).save(tmp_path / "anh", kind)
    assert refused(tmp_path / "anh") == ("photo-pixels", {"found": "3", "limit": 2})


def test_a_jpeg_may_have_more_pixels_than_what_is_decoded_whole() -> None:
    assert photos.PIXELS_LIMIT == {
        "JPEG": 64_000_000, "MPO": 64_000_000, "PNG": 16_000_000, "WEBP": 16_000_000,
    }  # fmt: skip


def test_a_jpeg_of_more_pixels_than_a_png_may_have_is_published(tmp_path: Path) -> None:
    file = save(tmp_path / "anh.jpg", image(6000, 4000), "JPEG")
    assert (file.width, file.height) == (6000, 4000)
    assert [opened(content).size for _, content in encode(file)] == [
        (480, 320), (960, 640), (1600, 1067),
    ]  # fmt: skip


@pytest.mark.parametrize("size", [(photos.SIDE_LIMIT + 1, 1), (1, photos.SIDE_LIMIT + 1)])
def test_a_photo_of_too_long_a_side_is_refused(size: tuple[int, int], tmp_path: Path) -> None:
    image(*size).save(tmp_path / "anh.png")
    assert refused(tmp_path / "anh.png") == ("photo-side", {"found": 12_001, "limit": 12_000})


def test_a_photo_whose_side_is_just_the_limit_is_taken(tmp_path: Path) -> None:
    assert save(tmp_path / "anh.png", image(photos.SIDE_LIMIT, 1), "PNG").width == 12_000


def test_a_decompression_bomb_is_refused(tmp_path: Path) -> None:
    """By our own limit, told in Vietnamese: Pillow's check would only call it unreadable."""
    Image.new("1", (11_000, 11_000)).save(tmp_path / "anh.png")
    assert (tmp_path / "anh.png").stat().st_size < 10**5
    assert refused(tmp_path / "anh.png") == ("photo-pixels", {"found": "121", "limit": 16})


def test_our_own_limits_stand_instead_of_those_of_pillow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    image(1000, 1000).save(tmp_path / "anh.png")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    assert inspect(tmp_path / "anh.png", PHOTO).width == 1000


def test_a_missing_photo_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        inspect(tmp_path / "anh.jpg", PHOTO)


@pytest.mark.parametrize(
    "kind",
    [
        "JPEG",
        "PNG",
        "WEBP",
    ],
)
def test_half_a_photo_is_refused(kind: str, tmp_path: Path) -> None:
    Image.effect_noise((300, 200), 80).convert("RGB").save(tmp_path / "anh", kind)
    content = (tmp_path / "anh").read_bytes()
    (tmp_path / "anh").write_bytes(content[: len(content) // 2])
    assert refused(tmp_path / "anh") == ("photo-format", {})


# --- the cache of photos ---


def test_published_photos_are_kept_and_made_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = save(tmp_path / "anh.jpg", image(700, 500), "JPEG")
    cache = tmp_path / "cache" / "photos"
    paths = publish_photos(file, cache)
    assert [path.name for path in paths] == [file.name(480), file.name(700)]
    assert sorted(cache.rglob("*.webp")) == sorted(paths)
    assert [path.read_bytes() for path in paths] == [content for _, content in encode(file)]
    monkeypatch.setattr(photos, "encode", None)
    assert publish_photos(file, cache) == paths


def test_a_photo_that_was_damaged_in_the_cache_is_made_again(tmp_path: Path) -> None:
    file = save(tmp_path / "anh.jpg", image(700, 500), "JPEG")
    before = [path.read_bytes() for path in publish_photos(file, tmp_path / "cache")]
    for path in (tmp_path / "cache").rglob("*.webp"):
        path.write_bytes(b"x")
    assert [path.read_bytes() for path in publish_photos(file, tmp_path / "cache")] == before


def test_a_photo_that_changed_since_it_was_looked_at_is_not_published(tmp_path: Path) -> None:
    path = tmp_path / "anh.jpg"
    file = save(path, image(700, 500), "JPEG")
    save(path, image(700, 501), "JPEG")
    with pytest.raises(FaultError, match="vừa bị đổi trong lúc dựng trang; hãy dựng lại"):
        publish_photos(file, tmp_path / "cache")
    assert list(tmp_path.rglob("*.webp")) == []


def test_a_photo_that_is_missing_from_the_cache_is_made_again(tmp_path: Path) -> None:
    file = save(tmp_path / "anh.jpg", image(700, 500), "JPEG")
    first, second = publish_photos(file, tmp_path / "cache")
    content = first.read_bytes()
    first.unlink()
    assert publish_photos(file, tmp_path / "cache") == [first, second]
    assert first.read_bytes() == content


# --- writing.py ---


def test_a_file_is_written_whole_and_readable_by_all(tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o644
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="No space left on device"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "no" / "x.bin", b"new")
