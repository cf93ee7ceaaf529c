"""Files in the old Vietnamese character sets are recognised by the words they make."""

from __future__ import annotations

import unicodedata

import pytest

from exemplars.charsets import _TCVN3, _VISCII, charset

SENTENCES = [
    "Bà Ân ở xã An Đức nấu cơm cho người bệnh suốt mười năm.",
    "Ông Nguyễn Văn Bảy hiến đất làm đường, xây cầu cho bà con trong ấp.",
    "Mỗi sáng, các cô giáo trẻ chèo đò đưa học trò nghèo tới lớp.",
]
TONES = "\u0300\u0309\u0303\u0301\u0323"


def by_table(text: str, start: int, letters: str) -> bytes:
    """Write ``text`` with a table; a capital that TCVN3 lacks is written small, as its fonts did."""
    codes = {letter: start + place for place, letter in enumerate(letters) if letter != "\0"}
    return bytes(
        codes.get(char, codes.get(char.lower(), 0)) if ord(char) > 127 else ord(char)
        for char in text
    )


def windows_1258(text: str) -> bytes:
    """Write whole letters with their tones after them, as Windows does."""
    written = []
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tones = "".join(mark for mark in parts if mark in TONES)
        letter = "".join(mark for mark in parts if mark not in TONES)
        written.append(unicodedata.normalize("NFC", letter) + tones)
    return "".join(written).encode("cp1258")


@pytest.mark.parametrize("sentence", SENTENCES)
def test_tcvn3_is_recognised(sentence: str) -> None:
    assert charset(by_table(sentence, 0xA1, _TCVN3)) == "TCVN3 (ABC)"


@pytest.mark.parametrize("sentence", SENTENCES)
def test_viscii_is_recognised(sentence: str) -> None:
    assert charset(by_table(sentence, 0x80, _VISCII)) == "VISCII"


@pytest.mark.parametrize(
    "sentence",
    [
        *SENTENCES[:2],
        SENTENCES[2],
    ],
)
def test_windows_1258_is_recognised(sentence: str) -> None:
    assert charset(windows_1258(sentence)) == "Windows-1258"


@pytest.mark.parametrize(
    ("raw", "letters"),
    [
        # bytes as glibc's iconv knows them: TCVN5712-1 and VISCII
        (b"\xa8\xa9\xaa\xab\xac\xad\xae", "ăâêôơưđ"),
        (b"\xb5\xb6\xb7\xb8\xb9", "àảãáạ"),
        (b"\xd0\xd1\xd2\xd3\xd4\xd5\xd6", "éẹềểễếệ"),
    ],
)
def test_the_tcvn3_table_is_the_standards(raw: bytes, letters: str) -> None:
    assert "".join(_TCVN3[code - 0xA1] for code in raw) == letters


@pytest.mark.parametrize(
    ("raw", "letters"),
    [
        (b"\xe5\xe2\xea\xf4\xbd\xdf\xf0", "ăâêôơưđ"),
        (b"\xe0\xe4\xe3\xe1\xd5", "àảãáạ"),
        (b"\xc5\xc2\xca\xd4\xb4\xbf\xd0", "ĂÂÊÔƠƯĐ"),
    ],
)
def test_the_viscii_table_is_the_standards(raw: bytes, letters: str) -> None:
    assert "".join(_VISCII[code - 0x80] for code in raw) == letters


def test_each_table_has_a_place_for_each_byte_and_no_letter_twice() -> None:
    assert len(_TCVN3) == 0x100 - 0xA1
    assert len(_VISCII) == 0x80
    for table in (_TCVN3, _VISCII):
        letters = table.replace("\0", "")
        assert len(set(letters)) == len(letters)


@pytest.mark.parametrize(
    "raw",
    [
        # nothing but ASCII
        b"",
        b"name: Nguyen Thi An",
        # other languages
        "Съешь же ещё этих мягких французских булок".encode("cp1251"),
        # no syllables
        b"\xfdxx",
        # UTF-8, of which a byte may be broken elsewhere
        " ".join(SENTENCES).encode(),
    ],
)
def test_what_makes_no_vietnamese_syllables_is_not_named(raw: bytes) -> None:
    assert charset(raw) is None
