"""Draw the code that a telephone reads an address from."""

from __future__ import annotations

import base64
import math
import struct
from typing import Any, cast
from zlib import adler32, crc32

_BITS = bytes([*b"0", *b"1" * 255])
"""The bit of a module, black or white, as it is written in a number."""
_STORED = b"\x78\x01\x01"
"""Begins zlib's form (RFC 1950): the usual window, one block and the last, not compressed."""
MASK = 2
"""The pattern that is laid over a code so that it is even. Whoever reads codes knows all eight; to
look for the best of them takes longer than all the rest, and this one is by the penalty of
ISO/IEC 18004 a thirtieth worse in the mean of a thousand addresses."""


def qr_code(address: str) -> tuple[str, int]:
    """Return a QR code without its quiet zone as a ``data:`` address, and its side in modules.

    The lowest level of correction makes the largest modules, which a poster that is read from a
    step away needs more. A picture of one pixel a module is a fifth of the bytes of a drawing.
    """
    import zxingcpp  # noqa: PLC0415 - costs start-up; only stories of a site with an address need it

    form = zxingcpp.BarcodeFormat.QRCode
    code = zxingcpp.create_barcode(address, form, ec_level="L", data_mask=MASK)
    modules = bytes(cast("Any", code.to_image(add_quiet_zones=False)))  # its stub forgets it
    side = math.isqrt(len(modules))
    return f"data:image/png;base64,{base64.b64encode(_png(modules, side)).decode()}", side


def _png(modules: bytes, side: int) -> bytes:
    """Return the picture; a library for pictures takes three times as long for these few bytes."""
    bits, rest = modules.translate(_BITS), b"0" * (-side % 8)
    # Each row begins with a byte that says it is plain.
    rows = (rest + b"0" * 8).join([bits[at : at + side] for at in range(0, len(bits), side)])
    pixels = int(rows + rest, 2).to_bytes(side * (side // 8 + 1 + bool(rest)))
    parts = {
        b"IHDR": struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0),
        b"IDAT": _stored(pixels),
        b"IEND": b"",
    }
    chunks = [struct.pack(">I", len(data)) + _sealed(kind + data) for kind, data in parts.items()]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _sealed(part: bytes) -> bytes:
    return part + struct.pack(">I", crc32(part))


def _stored(data: bytes) -> bytes:
    """Return ``data`` in zlib's form but not compressed: a code is as good as chance."""
    size = struct.pack("<HH", len(data), len(data) ^ 0xFFFF)
    return _STORED + size + data + struct.pack(">I", adler32(data))
