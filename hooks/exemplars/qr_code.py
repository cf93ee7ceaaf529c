"""Draw the code that a telephone reads an address from."""

from __future__ import annotations

import base64
import io
from typing import Any, cast


def qr_code(address: str) -> tuple[str, int]:
    """Return a QR code without its quiet zone as a ``data:`` address, and its side in modules.

    The lowest level of correction makes the largest modules, which a poster that is read from a
    step away needs more. A picture of one pixel a module is a fifth of the bytes of a drawing.
    """
    import zxingcpp  # noqa: PLC0415 - costs start-up; only stories of a site with an address need it
    from PIL import Image  # noqa: PLC0415 - as above

    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="L")
    modules = memoryview(cast("Any", code.to_image(add_quiet_zones=False)))  # its stub forgets it
    side = int(modules.nbytes**0.5)
    picture = Image.frombytes("L", (side, side), modules.tobytes()).convert("1", dither=None)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}", side
