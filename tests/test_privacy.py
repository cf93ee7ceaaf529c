"""Personal data is found, masked, and never repeated in full."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from factories import story

from exemplars.checking import check
from exemplars.command import main
from exemplars.privacy import check_personal_data, find, mask, personal_data
from exemplars.reading import read


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        # telephones, as people write them
        ("gọi 0912345678 nhé", "personal-phone", "0912345678"),
        ("gọi 0912 345 678", "personal-phone", "0912 345 678"),
        ("gọi 091.234.5678", "personal-phone", "091.234.5678"),
        ("gọi +84 912-345-678", "personal-phone", "+84 912-345-678"),
        ("máy bàn (0275) 3822 123", "personal-phone", "(0275) 3822 123"),
        # cards
        ("CCCD: 083088001234", "personal-card", "083088001234"),
        ("số 083088001234 cấp tại", "personal-card", "083088001234"),
        ("CMND số 320 123 456", "personal-card", "320 123 456"),
        # mailboxes
        ("thư ba.an@example.com.", "personal-mail", "ba.an@example.com"),
        # accounts
        ("STK 0071 0012 3456 7", "personal-account", "0071 0012 3456 7"),
        ("số tài khoản Vietcombank: 1234567890", "personal-account", "1234567890"),
        # Zalo
        ("Zalo 912345678", "personal-zalo", "912345678"),
        # houses
        ("ở số nhà 12B", "personal-address", "số nhà 12B"),
        ("số 15/3 đường Nguyễn Huệ", "personal-address", "số 15/3 đường"),
        ("hẻm 23, khu phố 1", "personal-address", "hẻm 23"),
        ("Hẻm 23", "personal-address", "Hẻm 23"),
        ("ngõ 5", "personal-address", "ngõ 5"),
        ("Ngõ 5", "personal-address", "Ngõ 5"),
        ("ngách  7", "personal-address", "ngách  7"),
        ("Ngách 7", "personal-address", "Ngách 7"),
        ("kiệt 9", "personal-address", "kiệt 9"),
        ("Kiệt 9", "personal-address", "Kiệt 9"),
        ("Số 4 đường Lê Lợi", "personal-address", "Số 4 đường"),
        ("hẻm ２３", "personal-address", "hẻm ２３"),
    ],
)
def test_personal_data_is_found(text: str, code: str, found: str) -> None:
    assert [(c, f) for c, f, _ in find(text)] == [(code, found)]


@pytest.mark.parametrize(
    "text",
    [
        # sums of money and other large numbers
        "7.071.500.000 đồng",
        "703.915.000 đồng",
        "28,8 tỷ đồng",
        "0,912345678 phần",
        # years, dates, decisions
        "giai đoạn 2016 – 2020 và 2021 – 2025",
        "ngày 06/04/2020",
        "Quyết định số 09/QĐ-UBND ngày 4/1/2023",
        # numbers of things
        "xã có 23 chi hội, 411 hội viên",
        "đường dài 4 km, số hộ tăng",
        "tài khoản Facebook của câu lạc bộ",
        # words without a number
        "nhóm Zalo của ấp, số nhà chưa gắn, căn cước làm lưu động",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert find(text) == []


def test_a_masked_value_keeps_only_its_ends() -> None:
    assert mask("0912 345 678") == "09•• ••• ••8"


def warn(write: Callable[[str, str], Path], stories: Path, text: str) -> list[str]:
    """Return what is told about a story file."""
    write("ca-nhan/a.md", text)
    library, problems = read(stories, "stories", date(2026, 11, 24))
    return [str(problem) for problem in (*problems, *check(library))]


def test_a_warning_names_line_and_column_in_the_body(
    write: Callable[[str, str], Path], stories: Path
) -> None:
    told = warn(write, stories, story(body="Bà Ân nấu cơm.\n\nXin gọi 0912345678.\n"))
    assert told == [
        "stories/ca-nhan/a.md:13:9: có vẻ là số điện thoại (09•••••••8); nên bỏ đi, trừ khi người ấy muốn công khai"
    ]


def test_front_matter_is_looked_at_and_addresses_of_sources_are_not(
    write: Callable[[str, str], Path], stories: Path
) -> None:
    source = {"title": "A", "publisher": "B", "url": "https://example.org/0912345678"}
    told = warn(write, stories, story(role="Nấu bếp, 0912345678", sources=[source]))
    assert [line.split(":")[1:3] for line in told] == [["10", "7"]]


def test_personal_data_is_a_warning_unless_privacy_is_strict(
    write: Callable[[str, str], Path], stories: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("ca-nhan/a.md", story(body="Xin gọi 0912345678.\n"))
    assert main(["check", str(stories)]) == 0
    assert main(["check", str(stories), "--strict-privacy"]) == 1
    said = capsys.readouterr().out
    assert "0912345678" not in said
    assert said.count("09•••••••8") == 2


def test_what_was_found_when_a_story_was_read_is_what_a_look_finds(
    stories: Path, write: Callable[[str, str], Path]
) -> None:
    body = "Gọi 0912345678 nhé.\n"
    write("ca-nhan/a.md", story(body=body))
    library, _ = read(stories, "stories", date(2026, 6, 1))
    (one,) = library.stories
    assert one.personal is not None
    assert one.personal == tuple(
        personal_data(replace(one, source=body), one.front.model_dump_json())
    )
    assert [found.code for found in one.personal] == ["personal-phone"]


def test_a_story_that_nobody_has_looked_at_is_looked_at_by_the_rule(
    stories: Path, write: Callable[[str, str], Path]
) -> None:
    body = "Gọi 0912345678 nhé.\n"
    write("ca-nhan/a.md", story(body=body))
    library, _ = read(stories, "stories", date(2026, 6, 1))
    one = replace(library.stories[0], personal=None, source=body)
    unseen = replace(library, stories=(one,))
    assert list(check_personal_data(unseen)) == list(check_personal_data(library)) != []


@pytest.mark.parametrize("word", ["hẻm", "ngõ", "ngách", "kiệt"])
@pytest.mark.parametrize("first", [str.lower, str.upper])
@pytest.mark.parametrize("space", [" ", "  ", "\t"])
def test_a_house_is_found_by_each_word_for_its_street(
    word: str, first: Callable[[str], str], space: str
) -> None:
    written = f"{first(word[0])}{word[1:]}{space}5"
    assert find(f"ở {written} nhé") == [("personal-address", written, 2)]


@pytest.mark.parametrize("written", ["số 5 ấp", "Số 5 đường", "Nhà số 5 hẻm", "Số nhà 5"])
def test_a_house_is_found_by_its_number(written: str) -> None:
    assert [code for code, *_ in find(f"ở {written} nhé")] == ["personal-address"]
