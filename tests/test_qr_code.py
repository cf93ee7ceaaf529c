"""Tests for qr_code.py: the picture holds exactly the modules of the code."""

from __future__ import annotations

import base64
import io
from typing import Any, cast

import pytest
import zxingcpp
from PIL import Image

from exemplars.qr_code import qr_code

PREFIX = "data:image/png;base64,"


@pytest.mark.parametrize("length", [1, 20, 50, 80, 110, 150, 200, 270, 350, 2000])
def test_the_picture_is_of_one_pixel_a_module(length: int) -> None:
    address = f"https://x.vn/{'a' * length}/"
    source, side = qr_code(address)
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="L")
    modules = bytes(cast("Any", code.to_image(add_quiet_zones=False)))
    with Image.open(io.BytesIO(base64.b64decode(source.removeprefix(PREFIX)))) as picture:
        picture.load()  # to the end, checksums and all
        assert (picture.format, picture.mode, picture.size) == ("PNG", "1", (side, side))
        assert picture.convert("L").tobytes() == modules
