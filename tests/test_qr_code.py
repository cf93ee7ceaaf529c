"""Tests for qr_code.py: the picture holds exactly the modules of the code."""

from __future__ import annotations

import base64
import io
from typing import Any, cast

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from exemplars.qr_code import MASK, qr_code

PREFIX = "data:image/png;base64,"


@pytest.mark.parametrize("length", [1, 20, 50, 80, 110, 150, 200, 270, 350, 2000])
def test_the_picture_is_of_one_pixel_a_module(length: int) -> None:
    address = f"https://x.vn/{'a' * length}/"
    source, side = qr_code(address)
    form = zxingcpp.BarcodeFormat.QRCode
    code = zxingcpp.create_barcode(address, form, ec_level="L", data_mask=MASK)
    modules = bytes(cast("Any", code.to_image(add_quiet_zones=False)))
    with Image.open(io.BytesIO(base64.b64decode(source.removeprefix(PREFIX)))) as picture:
        picture.load()  # to the end, checksums and all
        assert (picture.format, picture.mode, picture.size) == ("PNG", "1", (side, side))
        assert picture.convert("L").tobytes() == modules


@given(st.from_regex(r"[a-z0-9]{1,20}(-[a-z0-9]{1,12}){0,8}", fullmatch=True))
def test_a_reader_of_codes_reads_the_address(slug: str) -> None:
    address = f"https://example.org/guong-mau/guong/{slug}/"
    source, side = qr_code(address)
    with Image.open(io.BytesIO(base64.b64decode(source.removeprefix(PREFIX)))) as picture:
        printed = ImageOps.expand(picture.convert("L").resize((side * 4, side * 4)), 16, 255)
    assert [found.text for found in zxingcpp.read_barcodes(printed)] == [address]
