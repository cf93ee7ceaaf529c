"""Bytes become clean text, or a message says what is wrong with them."""

from __future__ import annotations

import unicodedata

import pytest
from factories import story
from hypothesis import given
from hypothesis import strategies as st
from test_charsets import by_table, windows_1258

from exemplars.charsets import _TCVN3, _VISCII
from exemplars.decoding import FILE_LIMIT, decode
from exemplars.problem import ProblemsError

PATH = "stories/ca-nhan/an.md"
SAVE = "không phải UTF-8; hãy mở bằng chương trình đã viết ra nó rồi lưu lại với bảng mã UTF-8"


def messages(raw: bytes, limit: int = FILE_LIMIT) -> list[str]:
    """Return the problems of ``raw``, which must have some."""
    with pytest.raises(ProblemsError) as caught:
        decode(raw, PATH, limit)
    return [str(problem).removeprefix(f"{PATH}:") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Bà Ân\n".encode(), "Bà Ân\n"),
        # byte order mark
        ("\ufeffBà Ân".encode(), "Bà Ân"),
        # line ends of Windows and of old Macs
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        # decomposed letters
        (unicodedata.normalize("NFD", "Đặng Hồng Nhựt").encode(), "Đặng Hồng Nhựt"),
        # tabs and hard spaces are seen by their writer
        ("a\tb\u00a0c".encode(), "a\tb\u00a0c"),
        # emoji with joiners
        ("👩\u200d🏫".encode(), "👩\u200d🏫"),
    ],
)
def test_utf_8_is_read_as_clean_text(raw: bytes, text: str) -> None:
    assert decode(raw, PATH) == text


@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_a_problem(raw: bytes) -> None:
    try:
        text = decode(raw, PATH)
    except ProblemsError:
        return
    assert decode(text.encode(), PATH) == text
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text


@pytest.mark.parametrize("raw", [b"", b" \n\t\n", b"\xef\xbb\xbf", b"\r\n"])
def test_an_empty_file_is_reported(raw: bytes) -> None:
    assert messages(raw) == ["1:1: tệp trống; hãy viết câu chuyện hoặc xóa tệp"]


def test_a_file_of_the_limit_is_read_and_one_byte_more_is_not() -> None:
    assert len(decode(b"a" * FILE_LIMIT, PATH)) == FILE_LIMIT
    assert messages(b"a" * (FILE_LIMIT + 1)) == [
        "1:1: tệp nặng 257 KB, quá mức 256 KB; hãy rút ngắn hoặc tách ảnh ra tệp riêng"
    ]


def test_the_caller_sets_the_limit() -> None:
    assert messages(b"a" * 3000, limit=2048) == [
        "1:1: tệp nặng 3 KB, quá mức 2 KB; hãy rút ngắn hoặc tách ảnh ra tệp riêng"
    ]


@pytest.mark.parametrize(
    ("raw", "place", "name"),
    [
        # the first line that cannot be UTF-8
        (by_table(story(), 0xA1, _TCVN3), "2:12", "TCVN3 (ABC)"),
        (by_table(story(), 0x80, _VISCII), "2:12", "VISCII"),
        (windows_1258(story()), "2:12", "Windows-1258"),
        # the same with the line ends of Windows
        (by_table(story(), 0xA1, _TCVN3).replace(b"\n", b"\r\n"), "2:12", "TCVN3 (ABC)"),
        # two bytes a letter, with and without a mark
        (story().encode("utf-16"), "1:1", "UTF-16"),
        (story().encode("utf-16-le"), "1:1", "UTF-16"),
        (story().encode("utf-16-be"), "1:1", "UTF-16"),
    ],
)
def test_an_old_character_set_is_named_with_its_line(raw: bytes, place: str, name: str) -> None:
    assert messages(raw) == [f"{place}: tệp viết bằng bảng mã {name}, {SAVE}"]


def test_a_byte_of_no_known_set_is_shown() -> None:
    assert messages(b"ab\n\xfdxx") == [
        "2:1: tệp không phải UTF-8 (gặp byte 0xFD); hãy lưu lại với bảng mã UTF-8"
    ]


def test_a_broken_byte_in_a_utf_8_story_does_not_name_another_set() -> None:
    raw = story().encode() + b"\xff"
    assert messages(raw) == [
        "12:1: tệp không phải UTF-8 (gặp byte 0xFF); hãy lưu lại với bảng mã UTF-8"
    ]


@pytest.mark.parametrize(
    ("raw", "place"),
    [("Nguyễn Thị ".encode() + b"\x81", "1:12"), (b"\xef\xbb\xbfab\x81", "1:3")],
)
def test_the_column_of_a_wrong_byte_counts_characters(raw: bytes, place: str) -> None:
    assert messages(raw)[0].startswith(f"{place}: ")


@pytest.mark.parametrize(
    "char",
    [
        # control characters
        "\x01", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9f",
        # soft hyphen, zero width space, marks of direction, word joiner
        "\u00ad", "\u200b", "\u200e", "\u200f", "\u202e", "\u2066", "\u2060",
        # line and paragraph separators
        "\u2028", "\u2029",
        # a byte order mark within, letters that show nothing
        "\ufeff", "\u3164", "\u115f",
        # no characters, private use, tags
        "\ufffe", "\ue000", "\U000e0041", "\U00100000",
    ],
)  # fmt: skip
def test_a_character_that_shows_nothing_is_reported_with_its_place(char: str) -> None:
    raw = f"Bà\nÂn {char}ơi".encode()
    assert messages(raw) == [
        f"2:4: có ký tự không nhìn thấy U+{ord(char):04X}; hãy xóa đi rồi gõ lại chỗ này"
    ]


def test_all_hidden_characters_are_reported_at_once() -> None:
    found = messages("a\u200bb\nc\u200e\n\u202ed".encode())
    assert [message.split(": ")[0] for message in found] == ["1:2", "2:2", "3:1"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # letters of other languages that look like đ
        ("Ðặng Hồng Nhựt", "1:1: chữ này (U+00D0) trông giống “Đ” nhưng là chữ của tiếng khác; hãy xóa đi rồi gõ lại “Đ”"),
        ("a\nbà ðỏ", "2:4: chữ này (U+00F0) trông giống “đ” nhưng là chữ của tiếng khác; hãy xóa đi rồi gõ lại “đ”"),
        # more marks than any letter wears
        ("z" + "\u0310" * 8, "1:2: quá nhiều dấu chồng lên một chữ (U+0310 …); hãy xóa đi rồi gõ lại"),
    ],
)  # fmt: skip
def test_letters_that_only_look_right_are_named_with_the_mend(text: str, told: str) -> None:
    assert messages(text.encode()) == [told]


def test_of_many_refused_characters_the_first_twenty_are_told() -> None:
    assert len(messages("\u200b".join("x" * 100).encode())) == 20


def test_decomposed_vietnamese_is_no_flood_of_marks() -> None:
    text = unicodedata.normalize("NFD", "Những người nghệ sĩ ở Bến Tre: ế ộ ữ ẵ ậ")
    assert decode(text.encode(), PATH) == unicodedata.normalize("NFC", text)
