"""What is written becomes what is spoken, and nothing is lost on the way."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT
from factories import story
from hypothesis import example, given
from hypothesis import strategies as st

from exemplars.library import Library, Story
from exemplars.reading import read
from exemplars.speaking import SYLLABLES_A_MINUTE, minutes, reading_copy, speak, syllables

TODAY = date(2026, 11, 24)
ABBREVIATIONS = {
    "CLB": "câu lạc bộ",
    "HTX": "hợp tác xã",
    "HĐND": "Hội đồng nhân dân",
    "TP": "thành phố",
    "TT": "thị trấn",
    "UBND": "Ủy ban nhân dân",
}
YEAR = "năm hai nghìn không trăm hai mươi"
"""2020."""


def spoken(text: str) -> str:
    """Speak ``text`` with the abbreviations of this test."""
    return speak(text, ABBREVIATIONS, "nghìn")


@cache
def library() -> Library:
    """Return the real stories."""
    found, problems = read(ROOT / "stories", "stories", date.today())  # noqa: DTZ011 - as the command does
    assert problems == []
    return found


def story_copy(
    stories: Path, write: Callable[[str, str], Path], body: str, **changes: object
) -> str:
    """Return the reading copy of one story."""
    write("ca-nhan/nguyen-thi-an.md", story(body, **changes))
    found, problems = read(stories, "stories", TODAY)
    assert problems == []
    return reading_copy(found.stories[0], found, thousand="nghìn")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0 hộ", "không hộ"),
        ("1.078 hộ", "một nghìn không trăm bảy mươi tám hộ"),
        ("1078 hộ", "một nghìn không trăm bảy mươi tám hộ"),
        ("năm 2020", YEAR),
        ("24 hộ, 15 tổ, 21 người", "hai mươi tư hộ, mười lăm tổ, hai mươi mốt người"),
        ("703.915.000 đồng", "bảy trăm lẻ ba triệu chín trăm mười lăm nghìn đồng"),
        ("Có 5.", "Có năm."),
        ("1,078,000 đồng", "một triệu không trăm bảy mươi tám nghìn đồng"),
        # decimals, with a comma or a point
        ("22,36 ha", "hai mươi hai phẩy ba mươi sáu héc-ta"),
        ("2,5", "hai phẩy năm"),
        ("0,05", "không phẩy không năm"),
        ("1.078,5", "một nghìn không trăm bảy mươi tám phẩy năm"),
        ("3.5 điểm", "ba phẩy năm điểm"),
        ("0.500", "không phẩy năm không không"),
        # negative, only at the beginning of a number
        ("-5 độ", "âm năm độ"),
        ("từ -5 lên 3", "từ âm năm lên ba"),
        # other scripts and signs of one number
        ("１２ hộ", "mười hai hộ"),
        ("½ số hộ", "một phần hai số hộ"),
        # lists
        ("1, 2 và 3", "một, hai và ba"),
        ("1,2,3", "một, hai, ba"),
        ("6.4.4", "sáu, bốn, bốn"),
    ],
)
def test_a_count_is_read_as_a_number(text: str, words: str) -> None:
    assert spoken(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("15,2%", "mười lăm phẩy hai phần trăm"),
        ("30 %", "ba mươi phần trăm"),
        ("120 kg gạo", "một trăm hai mươi ki-lô-gam gạo"),
        ("40km", "bốn mươi ki-lô-mét"),
        ("55 m, 3,3 m", "năm mươi lăm mét, ba phẩy ba mét"),
        ("3.000 m²", "ba nghìn mét vuông"),
        ("500m2 đất", "năm trăm mét vuông đất"),
        ("2 km², 5 m³", "hai ki-lô-mét vuông, năm mét khối"),
        ("4 ha", "bốn héc-ta"),
        ("7 cm và 5 mm", "bảy xăng-ti-mét và năm mi-li-mét"),
        ("500 g đường, 2 l sữa, 100 ml nước",
         "năm trăm gam đường, hai lít sữa, một trăm mi-li-lít nước"),
        ("60 km/h", "sáu mươi ki-lô-mét mỗi giờ"),
        ("14,6 con/kg", "mười bốn phẩy sáu con mỗi ki-lô-gam"),
        ("2 triệu đồng/người/năm", "hai triệu đồng mỗi người mỗi năm"),
        ("7 tấn/ha", "bảy tấn mỗi héc-ta"),
        ("500.000đ", "năm trăm nghìn đồng"),
        ("120.000đ/kg", "một trăm hai mươi nghìn đồng mỗi ki-lô-gam"),
        ("28,8 tỷ đồng", "hai mươi tám phẩy tám tỷ đồng"),
        ("10tr, 500k", "mười triệu, năm trăm nghìn"),
        ("37°C và -2 ºC", "ba mươi bảy độ xê và âm hai độ xê"),
        ("3 m x 4 m", "ba mét nhân bốn mét"),
        # a unit alone, only where it can be no word
        ("Mỗi kg tôm", "Mỗi ki-lô-gam tôm"),
        ("chị Hà và m", "chị Hà và m"),
        # signs
        ("văn hóa & xã hội", "văn hóa và xã hội"),
        ("2 + 3 = 5", "hai cộng ba bằng năm"),
        ("5 mét", "năm mét"),
        ("5 gia đình", "năm gia đình"),
        ("5 lít", "năm lít"),
        ("cao 1m65", "cao một mét sáu mươi lăm"),
    ],
)  # fmt: skip
def test_a_unit_is_said_in_full(text: str, words: str) -> None:
    assert spoken(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ngày 6/4/2020", f"ngày mùng sáu tháng tư {YEAR}"),
        ("Ngày 06/04/2020", f"Ngày mùng sáu tháng tư {YEAR}"),
        ("6/4/2020", f"ngày mùng sáu tháng tư {YEAR}"),
        ("mùng 6/4/2020", f"mùng sáu tháng tư {YEAR}"),
        ("sáng 16/4/2020", f"sáng ngày mười sáu tháng tư {YEAR}"),
        ("2020-04-06", f"ngày mùng sáu tháng tư {YEAR}"),
        ("6-4-2020", f"ngày mùng sáu tháng tư {YEAR}"),
        ("tháng 4/2020", f"tháng tư {YEAR}"),
        ("4/2020", f"tháng tư {YEAR}"),
        ("tháng 1/2020", f"tháng một {YEAR}"),
        ("tháng 12", "tháng mười hai"),
        ("tháng 04", "tháng tư"),
        ("4 tháng", "bốn tháng"),
        ("ngày 15 tháng 4", "ngày mười lăm tháng tư"),
        ("ngày 6 tháng 4 năm 2020", f"ngày mùng sáu tháng tư {YEAR}"),
        ("3 ngày 2 đêm", "ba ngày hai đêm"),
        ("ngày 2/3", "ngày mùng hai tháng ba"),
        ("Quốc khánh 2/9", "Quốc khánh ngày mùng hai tháng chín"),
        ("Ngày Hợp tác xã 11/4", "Ngày Hợp tác xã, ngày mười một tháng tư"),
        ("Ngày Quốc khánh 2/9", "Ngày Quốc khánh, ngày mùng hai tháng chín"),
        ("Ngày nay 2/3 số hộ", "Ngày nay hai phần ba số hộ"),
        ("01/5", "ngày mùng một tháng năm"),
        ("mùng 3 Tết", "mùng ba Tết"),
        ("quý I/2020", f"quý một {YEAR}"),
        ("quý 2/2020", f"quý hai {YEAR}"),
        # what is no day stays a number
        ("ngày 31/13/2020", "ngày ba mươi mốt, mười ba, hai nghìn không trăm hai mươi"),
    ],
)
def test_a_date_is_read_as_a_date(text: str, words: str) -> None:
    assert spoken(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2/3 số hộ", "hai phần ba số hộ"),
        ("hơn 1/2", "hơn một phần hai"),
        ("15/19 tiêu chí", "mười lăm trên mười chín tiêu chí"),
        ("19/19 tiêu chí", "mười chín trên mười chín tiêu chí"),
        ("4/4 ấp", "bốn trên bốn ấp"),
        ("trực 24/7", "trực hai mươi tư trên bảy"),
        ("24/24 giờ", "hai mươi tư trên hai mươi tư giờ"),
        ("tỷ lệ 1:3", "tỷ lệ một trên ba"),
        # ranges
        ("2017 – 2021", "hai nghìn không trăm mười bảy đến hai nghìn không trăm hai mươi mốt"),
        ("5-7 người", "năm đến bảy người"),
        ("5 - 7 kg", "năm đến bảy ki-lô-gam"),
        ("1,5–2 tấn", "một phẩy năm đến hai tấn"),
        ("tháng 3-4", "tháng ba đến tháng tư"),
        ("tháng 3-4/2020", f"tháng ba đến tháng tư {YEAR}"),
        ("ngày 5-7/4/2020", f"ngày mùng năm đến mùng bảy tháng tư {YEAR}"),
        ("thứ 2-6", "thứ hai đến thứ sáu"),
        ("7h-9h", "bảy giờ đến chín giờ"),
        ("7h30 – 9h", "bảy giờ ba mươi phút đến chín giờ"),
        ("2 tỷ – 5 tỷ", "hai tỷ đến năm tỷ"),
        ("1.078 – 1.100 hộ", "một nghìn không trăm bảy mươi tám đến một nghìn một trăm hộ"),
        ("6/4 – 10/4", "ngày mùng sáu tháng tư đến ngày mùng mười tháng tư"),
        ("hòa 2-2", "hòa hai, hai"),
        ("thắng 2-1", "thắng hai, một"),
        ("1997 – nay", "một nghìn chín trăm chín mươi bảy đến nay"),
        ("3-5-7", "ba, năm, bảy"),
        # times
        ("7h30", "bảy giờ ba mươi phút"),
        ("7g30 phút", "bảy giờ ba mươi phút"),
        ("7:30", "bảy giờ ba mươi phút"),
        ("7 giờ 30", "bảy giờ ba mươi"),
        ("17h00", "mười bảy giờ"),
        ("4g sáng", "bốn giờ sáng"),
        ("lúc 7h", "lúc bảy giờ"),
        # telephones and other codes
        ("0913123456", "không chín một ba một hai ba bốn năm sáu"),
        ("0913 123 456", "không chín một ba, một hai ba, bốn năm sáu"),
        ("0275.3850.123", "không hai bảy năm, ba tám năm không, một hai ba"),
        ("12345678", "một hai ba bốn năm sáu bảy tám"),
        ("số 007", "số không không bảy"),
    ],
)
def test_strokes_dashes_and_colons_are_read_by_what_they_join(text: str, words: str) -> None:
    assert spoken(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("thế kỷ XI", "thế kỷ mười một"),
        ("khóa V", "khóa năm"),
        ("Đại hội XIII", "Đại hội mười ba"),
        ("Trung ương 4 khóa XII", "Trung ương bốn khóa mười hai"),
        ("Quân khu IX", "Quân khu chín"),
        ("nhiệm kỳ IV", "nhiệm kỳ bốn"),
        ("lần thứ I", "lần thứ nhất"),
        ("lần thứ VI", "lần thứ sáu"),
        ("thứ 4", "thứ tư"),
        ("thứ 1", "thứ nhất"),
        ("lần thứ 5", "lần thứ năm"),
        ("thứ 51 và 52", "thứ năm mươi mốt và năm mươi hai"),
        ("mục III", "mục ba"),
        ("Văn kiện XII", "Văn kiện mười hai"),
        # no numerals
        ("ấp A, vitamin C", "ấp A, vitamin C"),
        ("VI PHẠM", "VI PHẠM"),
    ],
)
def test_an_order_and_a_roman_numeral_are_said_as_such(text: str, words: str) -> None:
    assert spoken(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CLB của UBND", "câu lạc bộ của Ủy ban nhân dân"),
        ("UBND-HĐND", "Ủy ban nhân dân, Hội đồng nhân dân"),
        ("UBND/HĐND", "Ủy ban nhân dân, Hội đồng nhân dân"),
        ("clb, CLBX", "clb, xê e-lờ bê ích-xì"),
        ("TP. Bến Tre", "thành phố Bến Tre"),
        ("TP Bến Tre", "thành phố Bến Tre"),
        ("TP.HCM", "Thành phố Hồ Chí Minh"),
        ("của UBND. Bà Nga", "của Ủy ban nhân dân. Bà Nga"),
        ("HTX2", "hợp tác xã hai"),
        # numbers of documents are read as they stand, no meaning is invented
        ("Chỉ thị 05-CT/TW", "Chỉ thị không năm, xê tê, tê vê kép"),
        ("Quyết định 09/QĐ-UBND", "Quyết định không chín, quy đê, Ủy ban nhân dân"),
        ("số 12/2020/NĐ-CP", "số mười hai, hai nghìn không trăm hai mươi, en-nờ đê, xê pê"),
        ("123/QĐ-TTg", "một trăm hai mươi ba, quy đê, tê tê giê"),
        ("Quyết định 2159", "Quyết định hai nghìn một trăm năm mươi chín"),
        # capitals that nobody reads as a word are spelled, others stay
        ("chứng nhận MSC", "chứng nhận em-mờ ét-sì xê"),
        ("Đài NHK, HIV, IUU", "Đài en-nờ hát ca, hát i vê, i u u"),
        ("OCOP, UNESCO, ICAFIS", "OCOP, UNESCO, ICAFIS"),
        ("NGHỆ AN, TRƯỜNG QUỐC HỌC", "NGHỆ AN, TRƯỜNG QUỐC HỌC"),
        ("ЖЖ", "ЖЖ"),
        # letters and digits
        ("Covid-19", "Covid mười chín"),
        ("A1", "a một"),
        ("ấp 3", "ấp ba"),
        ("C06", "xê không sáu"),
        ("4G", "bốn giê"),
        ("lúa ST25", "lúa ét-sì tê hai mươi lăm"),
        ("la34", "la ba mươi tư"),
    ],
)
def test_abbreviations_and_letters_are_said(text: str, words: str) -> None:
    assert spoken(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sản phẩm (OCOP) tốt", "Sản phẩm, OCOP, tốt"),
        ("Sản phẩm (OCOP).", "Sản phẩm, OCOP."),
        ("(mở đầu) rồi", "mở đầu, rồi"),
        ("“Chia sẻ”, 'Yêu' và \"Thương\"", "Chia sẻ, Yêu và Thương"),
        ("Y'Blim", "Y'Blim"),
        ("da cam/dioxin", "da cam dioxin"),
        ("Xã / Huyện", "Xã, Huyện"),
        ("châu Á – Thái Bình Dương", "châu Á, Thái Bình Dương"),
        ("ki-lô-gam", "ki-lô-gam"),
        ("- gạo\n- mì", "gạo\nmì"),
        ("Xem https://a.vn/b?c=1.", "Xem."),
        ("Hay lắm [1], thật [^2].", "Hay lắm, thật."),
        ("Hay lắm¹.", "Hay lắm."),
        ("trang baodongkhoi.vn", "trang baodongkhoi chấm vn"),
        ("gạo, mì, v.v.", "gạo, mì, vân vân."),
        ("Gạo... rồi mì", "Gạo. rồi mì"),
        ("Thật sao?!", "Thật sao?"),
        ("Gồm (một): hai", "Gồm, một: hai"),
        ("a  b\t c", "a b c"),
        ("một\n\nhai", "một\n\nhai"),
        ("★ *đậm* → nhạt", "đậm nhạt"),
        ("", ""),
        (unicodedata.normalize("NFD", "Đặng Hồng Nhựt"), "Đặng Hồng Nhựt"),
    ],
)
def test_signs_become_pauses_or_vanish(text: str, words: str) -> None:
    assert spoken(text) == words


def test_ben_tre_may_say_ngan() -> None:
    assert (
        speak("1.078 hộ, 500k", {}, "ngàn") == "một ngàn không trăm bảy mươi tám hộ, năm trăm ngàn"
    )


@given(st.text())
@example("thứ ' V")
@example("1\u200b2")
@example("A\u00ad1")
@example("①②⑩ ⅷ ⒈")
@example("- 5/-")
@example("quý \n!?XI")
@example("5km0 km0 5m25")
@example("5\u0301 4\u0301")
def test_nothing_but_words_and_pauses_remains(text: str) -> None:
    words = spoken(text)
    assert not any(char.isdecimal() or char in '()[]{}/“”"%&+=@' for char in words)
    assert words == unicodedata.normalize("NFC", words)
    assert spoken(words) == words


@given(st.text())
def test_between_the_syllables_of_a_spoken_text_stand_only_marks_and_blanks(text: str) -> None:
    others = {char for char in spoken(text) if unicodedata.category(char)[0] not in "LMN"}
    assert others <= set("\n ,;:.!?…'-")


@given(st.text(alphabet="0123456789.,/:-– %đkgmhxIVXABthứ ()'v\n²½", max_size=60))
def test_what_was_spoken_is_spoken_the_same_again(text: str) -> None:
    words = spoken(text)
    assert not re.search(r"[0-9]", words)
    assert spoken(words) == words


@pytest.mark.parametrize("known", ["tx", "tX", "T P", "T", "TX.", "đ/c"])
def test_an_abbreviation_is_said_in_full_between_plain_words(known: str) -> None:
    said = speak(f"Ra {known} rồi về.", {"UBND": "ủy ban", known: "nơi ấy"}, "nghìn")
    assert said == "Ra nơi ấy rồi về."


@given(
    st.text(alphabet="AB.1 /²x", max_size=30),
    st.dictionaries(
        st.text(alphabet="AB.1²", max_size=3), st.text(alphabet="aB1². ★/", max_size=6)
    ),
)
def test_any_table_of_abbreviations_leaves_words_and_pauses(
    text: str, known: dict[str, str]
) -> None:
    assert not re.search(r"[^\w .,-]|\d", speak(text, known, "nghìn"))


@given(st.integers(0, 9_999_999))
def test_a_number_loses_no_digit(value: int) -> None:
    assert spoken(str(value)) == spoken(f"{value:,}".replace(",", "."))


@pytest.mark.parametrize(
    "piece",
    [
        "1", "1.", "111.", "1/", "1,", "0 ", "01 234 ", "1-", "- ", "(", "5 a/", "A", "AN", "AI1",
        "a.", "a-", "-1", "5h3", "1 – ", "05-CT/", "http://", "'", " /", "1:1", "x ", ".", " ,",
        "m²", "[1", "v.v", "½", "ngày 1 tháng ",
    ],
)  # fmt: skip
def test_hostile_text_is_spoken_in_time(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    start = time.process_time()
    words = spoken(text)
    assert time.process_time() - start < 10
    assert not re.search(r"[0-9]", words)


def test_syllables_are_counted_as_they_are_spoken() -> None:
    assert syllables("Mười lăm ki-lô-gam, gạo.") == 6
    assert syllables("") == 0


@given(st.text())
@example("“A”, (b) – c’d; e-f…\n\ng")
def test_as_many_syllables_are_counted_as_stand_between_the_marks(text: str) -> None:
    words = spoken(text)
    assert syllables(words) == len(re.findall(r"[^\s,;:.!?…'-]+", words))


@pytest.mark.parametrize(
    ("count", "expected"), [(0, 0), (1, 1), (180, 1), (181, 2), (360, 2), (1000, 6)]
)
def test_minutes_are_rounded_up(count: int, expected: int) -> None:
    assert SYLLABLES_A_MINUTE == 180
    assert minutes("bà " * count) == expected


def test_a_copy_reads_from_the_opening_to_the_closing(
    stories: Path, write: Callable[[str, str], Path]
) -> None:
    copy = story_copy(
        stories,
        write,
        "Sáng nào bà Nguyễn Thị Ân cũng nhóm bếp lúc 4h30.\n\n## Bếp cơm\n\nBếp có 5 người.\n",
        title="Bếp cơm 10 năm",
        role="Chủ bếp ăn; hội viên",
        figures=[
            {"label": "người nấu", "value": 5, "unit": "người"},
            {"label": "suất cơm", "value": 300, "about": "hơn", "unit": "suất", "as_of": "2020-04"},
            {"label": "năm nấu cơm", "value": 10, "unit": "năm", "as_of": "2020"},
            {"label": "tiền góp", "value": 28800000, "unit": "đồng", "as_of": "2020-04-06"},
        ],
        recognitions=[
            {"title": "Bằng khen của Thủ tướng", "year": 2020, "body": "Thủ tướng"},
            {"title": "Giấy khen", "body": "huyện Ba Tri"},
            {"title": "Giấy khen đã hủy", "revoked": True},
        ],
        sources=[
            {"title": "Một", "publisher": "Báo Mẫu (đăng lại)"},
            {"title": "Hai", "publisher": "Báo Mẫu"},
            {"title": "Ba", "publisher": "Đài Mẫu"},
        ],
    )
    assert copy.split("\n\n") == [
        "Kính mời bà con nghe câu chuyện về bà Nguyễn Thị Ân, Chủ bếp ăn, "
        "ở xã An Đức, huyện Ba Tri, tỉnh Bến Tre.",
        "Bếp cơm mười năm.",
        "Bà Ân ở xã An Đức nấu cơm cho người bệnh suốt mười năm.",
        "Sáng nào bà Nguyễn Thị Ân cũng nhóm bếp lúc bốn giờ ba mươi phút.",
        "Bếp cơm.",
        "Bếp có năm người.",
        "Tư liệu còn ghi: hơn ba trăm suất cơm, "
        f"tính đến tháng tư {YEAR}; "
        "tiền góp là hai mươi tám phẩy tám triệu đồng, "
        f"tính đến ngày mùng sáu tháng tư {YEAR}.",
        f"Ghi nhận đã được trao: Bằng khen của Thủ tướng, {YEAR}; Giấy khen, do huyện Ba Tri trao.",
        "Theo Báo Mẫu và Đài Mẫu.",
        "Xã An Đức nay thuộc xã Ba Tri, tỉnh Vĩnh Long.",
        "Câu chuyện đến đây là hết. Xin cảm ơn bà con đã lắng nghe.\n",
    ]


def test_a_summary_that_the_body_repeats_is_read_once(
    stories: Path, write: Callable[[str, str], Path]
) -> None:
    body = "Bà Ân ở xã An Đức nấu cơm cho người bệnh suốt mười năm. Ai cũng quý bà.\n"
    copy = story_copy(stories, write, body)
    assert copy.count("nấu cơm cho người bệnh") == 1


@pytest.mark.parametrize(("told", "times"), [("bếp", 1), ("bếp cơm", 0), ("bếp: CƠM… của", 0)])
def test_a_summary_is_left_out_where_the_body_tells_six_tenths_of_it(
    told: str, times: int, stories: Path, write: Callable[[str, str], Path]
) -> None:
    """Five, six and seven of its ten pairs of syllables."""
    summary = "Bà Ân chăm lo cho bếp cơm của người bệnh nghèo."
    copy = story_copy(stories, write, f"Bà Ân chăm, lo cho {told}. Ai cũng quý.\n", summary=summary)
    assert copy.count("người bệnh nghèo") == times


def test_the_role_says_the_place_once(stories: Path, write: Callable[[str, str], Path]) -> None:
    copy = story_copy(stories, write, "Bà nấu cơm.\n", role="Hội viên Hội Phụ nữ xã An Đức")
    assert "Hội Phụ nữ xã An Đức, huyện Ba Tri, tỉnh Bến Tre." in copy


def test_a_place_is_named_as_far_as_the_role_leaves_it_open(
    stories: Path, write: Callable[[str, str], Path]
) -> None:
    copy = story_copy(stories, write, "Bà nấu cơm.\n", role="Hội viên Hội Phụ nữ huyện Ba Tri")
    assert "Hội Phụ nữ huyện Ba Tri, ở xã An Đức." in copy


def test_many_publishers_are_not_all_named(
    stories: Path, write: Callable[[str, str], Path]
) -> None:
    names = ["Báo A", "Báo B", "Báo C", "Báo D"]
    sources = [{"title": "Bài", "publisher": name} for name in names]
    copy = story_copy(stories, write, "Bà nấu cơm.\n", sources=sources)
    assert "Theo Báo A, Báo B, Báo C và các nguồn khác." in copy


def test_a_sentence_that_begins_with_a_number_begins_with_a_capital(
    stories: Path, write: Callable[[str, str], Path]
) -> None:
    copy = story_copy(stories, write, "5 người nấu. 3 người bưng.\n")
    assert "\n\nNăm người nấu. Ba người bưng.\n\n" in copy


def test_a_name_that_says_the_office_is_not_followed_by_it(
    stories: Path, write: Callable[[str, str], Path]
) -> None:
    copy = story_copy(stories, write, "Bác sĩ Nguyễn Thị Ân khám bệnh.\n", role="Bác sĩ")
    assert "câu chuyện về bác sĩ Nguyễn Thị Ân, ở xã An Đức, huyện Ba Tri, tỉnh Bến Tre." in copy


@pytest.mark.parametrize(
    ("body", "figure", "heard"),
    [
        # in digits, in words, in millions
        ("Bếp nấu 300 suất.\n", {"label": "cơm", "value": 300, "unit": "suất"}, False),
        ("Bếp nấu ba trăm suất.\n", {"label": "cơm", "value": 300, "unit": "suất"}, False),
        ("Bếp tốn hơn 28,8 triệu.\n", {"label": "tiền", "value": 28800000, "unit": "đồng"}, False),
        ("Bếp tốn 28.800.000 đồng.\n", {"label": "tiền", "value": 28800000, "unit": "đồng"}, False),
        # part of another number
        ("Bếp nấu 1.300 suất.\n", {"label": "cơm", "value": 300, "unit": "suất"}, True),
        ("Bếp nấu 300,5 suất.\n", {"label": "cơm", "value": 300, "unit": "suất"}, True),
    ],
)
def test_only_numbers_that_the_text_leaves_out_are_added(
    stories: Path,
    write: Callable[[str, str], Path],
    body: str,
    figure: dict[str, object],
    heard: bool,  # noqa: FBT001 - a row of the table
) -> None:
    assert ("Tư liệu còn ghi" in story_copy(stories, write, body, figures=[figure])) is heard


def test_a_place_of_today_is_not_said_to_belong_elsewhere(
    stories: Path, write: Callable[[str, str], Path]
) -> None:
    copy = story_copy(stories, write, "Bà nấu cơm.\n", locality="2025/vinh-long")
    assert "nay thuộc" not in copy


@pytest.mark.parametrize("told", library().stories, ids=lambda told: told.slug)
def test_a_real_story_is_ready_for_the_announcer(told: Story) -> None:
    copy = reading_copy(told, library(), thousand="nghìn")
    assert not re.search(r"[^\w\s.,;:!?…'-]|\d|_", copy)
    assert not re.search(r"\b[A-ZĐ]{2,}\b(?<!OCOP)(?<!ITOGA)(?<!ICAFIS)", copy)
    assert all(part[0].isupper() and part[-1] in ".!?:…" for part in copy.strip().split("\n\n"))
    assert speak(copy, library().taxonomy.abbreviations, "nghìn") == copy
    assert 0 < minutes(copy) < 10
