"""Look at photos, and write them anew in the sizes that pages need, without their metadata."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache as remember
from pathlib import Path
from typing import TYPE_CHECKING

from .escaping import attributes, text
from .model import Photo
from .problem import FaultError
from .vietnamese import number
from .writing import is_kept, keep

if TYPE_CHECKING:
    from PIL import Image

BYTES_LIMIT = 12 * 1024 * 1024
"""Bytes at most in a photo."""
PIXELS_LIMIT = {"JPEG": 64_000_000, "MPO": 64_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}
"""Width times height at most; a JPEG is decoded small, the others whole."""
SIDE_LIMIT = 12_000
"""Pixels of the longer side at most; WebP itself ends at 16,383."""
WIDTHS = (480, 960, 1600)
"""Widths in pixels in which a photo is published."""
QUALITY = 80

FORMATS = ("JPEG", "PNG", "WEBP")
_TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
"""EXIF orientation → Pillow's Transpose that sets the photo upright."""
_SIDEWAYS = frozenset({5, 6, 7, 8})


class PhotoError(Exception):
    """A photo that cannot be used; ``code`` is its problem in wording.yml."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFile:
    """A photo of a story as it lies beside it."""

    photo: Photo
    source: Path
    """The original, to be read once more when it is re-encoded."""
    width: int
    """Pixels, as the photo is seen (upright)."""
    height: int
    digest: str
    """Hash of the original's bytes, part of the published names."""

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths in which it is published, smallest first."""
        largest = min(self.width, WIDTHS[-1])
        return (*(width for width in WIDTHS if width < largest), largest)

    def name(self, width: int) -> str:
        """Return the published file name for ``width``."""
        return f"{self.digest}-{width}.webp"

    @property
    def figure(self) -> str:
        """The photo as a finished ``<figure>`` for the story's page."""
        largest = self.widths[-1]
        image = attributes(
            {
                "src": self.name(largest),
                "srcset": ", ".join(f"{self.name(width)} {width}w" for width in self.widths),
                "sizes": "(min-width: 48em) 40em, 100vw",
                "width": largest,
                "height": round(self.height * largest / self.width),
                "alt": self.photo.alt,
                "loading": "lazy",
            }
        )
        told = (self.photo.caption or "").rstrip(".")
        words = ". ".join(filter(None, [told, f"Ảnh: {self.photo.credit}"]))
        caption = f"{words} ({self.photo.licence})"
        return (
            f'<figure class="photo"><img{image}><figcaption>{text(caption)}</figcaption></figure>'
        )


def inspect(path: Path, photo: Photo) -> PhotoFile:
    """Return what is to be known of a photo before it is published.

    Raises:
        PhotoError: too large, or no JPEG, PNG or WebP of one frame.
        OSError: it cannot be read.
    """
    size = path.stat().st_size
    if size > BYTES_LIMIT:
        raise PhotoError("photo-size", found=_above(size, 2**20), limit=BYTES_LIMIT // 2**20)
    raw = path.read_bytes()
    width, height = _dimensions(raw)
    return PhotoFile(photo=photo, source=path, width=width, height=height, digest=_digest(raw))


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:16]


def encode(file: PhotoFile) -> Iterable[tuple[str, bytes]]:
    """Yield (published name, WebP bytes) for each width, smallest first.

    Pixels only: no EXIF, no profile, no thumbnail survives. The same photo gives the same bytes.
    """
    from PIL import Image  # noqa: PLC0415 - costs start-up; only photos need it

    Image.MAX_IMAGE_PIXELS = None  # our own limits were checked when the photo was read
    raw = file.source.read_bytes()
    if _digest(raw) != file.digest:
        raise FaultError("photo-changed", path=str(file.source))
    with Image.open(io.BytesIO(raw), formats=FORMATS) as original:
        original.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
        turn = _TURNS.get(_orientation(original))
        upright = _eight_bits(original)
        pixels = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    if turn is not None:
        pixels = pixels.transpose(Image.Transpose(turn))
    for width in file.widths:
        height = max(1, round(pixels.height * width / pixels.width))
        small = pixels.resize((width, height), Image.Resampling.LANCZOS)
        buffer = io.BytesIO()
        small.save(buffer, "WEBP", quality=QUALITY, method=4, exif=b"", icc_profile=b"", xmp=b"")
        yield file.name(width), buffer.getvalue()


def _above(count: int, unit: int) -> str:
    """Return ``count`` in units, to the next tenth up: above a limit, it is shown above it."""
    return number(-(-count * 10 // unit) / 10)


def _dimensions(raw: bytes) -> tuple[int, int]:
    """Return width and height of a photo as it is seen, after a look at its header only."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - as above

    Image.MAX_IMAGE_PIXELS = None  # the limits are ours, and told in Vietnamese

    try:
        with Image.open(io.BytesIO(raw), formats=FORMATS) as image:
            # A telephone's JPEG may carry a second picture (MPO); it is no animation.
            if image.format != "MPO" and getattr(image, "n_frames", 1) != 1:
                raise PhotoError("photo-frames")
            width, height = image.size
            _check_pixels(width, height, image.format or "")
            turned = _orientation(image) in _SIDEWAYS
            image.draft("RGB", (WIDTHS[0], WIDTHS[0]))
            image.load()  # half a photo is found out here, not when the site is built
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise PhotoError("photo-format") from None
    return (height, width) if turned else (width, height)


def _check_pixels(width: int, height: int, kind: str) -> None:
    """A photo is decoded only after its header has said how large it is."""
    limit = PIXELS_LIMIT.get(kind, 0)
    if width * height > limit:
        found = _above(width * height, 10**6)
        raise PhotoError("photo-pixels", found=found, limit=limit // 10**6)
    if max(width, height) > SIDE_LIMIT:
        raise PhotoError("photo-side", found=max(width, height), limit=SIDE_LIMIT)


def _orientation(image: Image.Image) -> int:
    """Return how the camera was held, 1 for upright; metadata of strangers may be broken."""
    try:
        return int(image.getexif().get(0x0112, 1))
    except Exception:  # noqa: BLE001 - Pillow raises many kinds on broken EXIF
        return 1


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return a picture of 16 bits a channel in 8, which Pillow would otherwise clip to white."""
    if not image.mode.startswith("I"):
        return image
    return image.point(lambda value: value * (1 / 256)).convert("L")


def publish_photos(file: PhotoFile, cache: Path) -> list[Path]:
    """Return the re-encoded files of a photo, made now or kept in ``cache`` from before.

    Raises:
        FaultError: the photo was changed after it was looked at.
    """
    folder = cache / _recipe()
    paths = [folder / file.name(width) for width in file.widths]
    if not all(map(is_kept, paths)):
        for name, content in encode(file):
            keep(folder / name, content)
    return paths


@remember
def _recipe() -> str:
    """Return a hash of all but the photo that its published bytes depend on."""
    from PIL import __version__  # noqa: PLC0415 - as above

    recipe = f"{__version__} {WIDTHS} {QUALITY} {Path(__file__).read_bytes()!r}"
    return hashlib.sha256(recipe.encode()).hexdigest()[:8]
