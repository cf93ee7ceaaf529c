"""The words of the search in a real Chromium: folded, read from keystrokes, misspelt, quoted."""

from __future__ import annotations

import gzip
import json
import random
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from browser import Served, lonely_chromium, running, watching
from conftest import ROOT
from finding import OPEN, write_blank
from playwright.sync_api import Page

from exemplars.syllables import digest, syllable, syllables

SYLLABLES = "texts => texts.map(text => search.syllables(text).map(one => [one.folded, one.mark]))"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page with ``search``, the module."""
    server = Served(tmp_path_factory.mktemp("site"))
    write_blank(server.folder)
    with running(server), lonely_chromium() as browser, watching(browser, server) as reader:
        page = reader.open()
        page.goto(server.url)
        page.evaluate(OPEN, server.url)
        yield page
        assert reader.console == []


def spelled(text: str) -> list[list[Any]]:
    """Return the syllables of a text as Python cuts them."""
    return [list(syllable) for syllable in syllables(text)]


# Text: both sides cut and fold alike


def test_both_sides_fold_every_case_of_the_table_alike(page: Page) -> None:
    cases = json.loads((ROOT / "tests/folding.json").read_text("utf-8"))
    texts = [case["text"] for case in cases]
    found = page.evaluate(SYLLABLES, texts)
    assert [[one[0] for one in syllables] for syllables in found] == [
        case["folded"] for case in cases
    ]
    for key, alike in (("same", True), ("other", False)):
        chosen = [(at, case[key]) for at, case in enumerate(cases) if key in case]
        others = page.evaluate(SYLLABLES, [text for _, text in chosen])
        for (at, text), other in zip(chosen, others, strict=True):
            assert [one[0] for one in other] == [one[0] for one in found[at]], text
            assert (other == found[at]) is alike, (texts[at], text)
    assert cases


def random_words(count: int) -> list[str]:
    """Return words of random Vietnamese syllables, in ways of writing that differ."""
    draw = random.Random(7)  # noqa: S311 - no secret
    starts = (
        "",
        *"bcdđghklmnpqrstvx",
        *("ch", "gi", "kh", "ng", "ngh", "nh", "ph", "qu", "th", "tr"),
    )
    vowels = (
        "a",
        "ă",
        "â",
        "e",
        "ê",
        "i",
        "o",
        "ô",
        "ơ",
        "u",
        "ư",
        "y",
        "oa",
        "uy",
        "uyê",
        "ươ",
        "iê",
        "oă",
    )
    ends = ("", "", *"cimnptuy", "ch", "ng", "nh")
    forms = (str, str.upper, str.title, lambda text: unicodedata.normalize("NFD", text))
    words = []
    for _ in range(count):
        vowel = draw.choice(vowels)
        at = draw.randint(1, len(vowel))
        tone = draw.choice(["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"])
        word = draw.choice(starts) + vowel[:at] + tone + vowel[at:] + draw.choice(ends)
        words.append(draw.choice(forms)(unicodedata.normalize("NFC", word)))
    return words  # fmt: skip


def test_both_sides_agree_on_random_words(page: Page) -> None:
    words = random_words(600)
    assert page.evaluate(SYLLABLES, words) == [spelled(word) for word in words]
    assert page.evaluate("words => words.map(search.digest)", words) == [*map(digest, words)]


def test_both_sides_agree_on_all_sorts_of_characters(page: Page) -> None:
    draw = random.Random(11)  # noqa: S311 - no secret
    kinds = (
        "aáàđĐðÐ",
        "0123.,",
        "\u0301\u0323\u031b\u0302",
        " -'’“\u00ad\u200b",
        "²½ⅫﬁＡ",
        "مرحبا",
        "😀👨‍👩‍👧",
        "Iİıß",
        "中文",
        "_\t\n",
    )
    texts = ["".join(draw.choice(draw.choice(kinds)) for _ in range(9)) for _ in range(600)]  # fmt: skip
    found = page.evaluate(SYLLABLES, texts)
    wrong = [text for text, cut in zip(texts, found, strict=True) if cut != spelled(text)]
    assert wrong == []


# Keystrokes of an input method that was off

TELEX = """
as:á af:à ar:ả ax:ã aj:ạ aa:â aw:ă ee:ê oo:ô ow:ơ uw:ư w:ư dd:đ
aas:ấ aaf:ầ aar:ẩ aax:ẫ aaj:ậ aws:ắ awf:ằ awr:ẳ awx:ẵ awj:ặ
ees:ế eef:ề eer:ể eex:ễ eej:ệ oos:ố oof:ồ oor:ổ oox:ỗ ooj:ộ
ows:ớ owf:ờ owr:ở owx:ỡ owj:ợ uws:ứ uwf:ừ uwr:ử uwx:ữ uwj:ự
yf:ỳ ys:ý ix:ĩ us:ú es:é os:ó
beejnh:bệnh beenhj:bệnh benhej:bệnh bejnhe:bệnh
dduowngf:đường dduwowngf:đường duongdwf:đường dduongwf:đường tw:tư nhw:như
nguowif:người nguwowif:người thuyr:thủy thury:thủy hoaf:hòa hofa:hòa
tuaw:tưa muaws:mứa giuwax:giữa giuawx:giữa quawn:quăn quows:quớ hoawcj:hoặc khuyeens:khuyến
huwowngz:hương asz:a quees:quế gif:gì xoong:xông
"""
VNI = """
a1:á a2:à a3:ả a4:ã a5:ạ a6:â a8:ă e6:ê o6:ô o7:ơ u7:ư d9:đ
be65nh:bệnh be6nh5:bệnh benh65:bệnh be5nh6:bệnh vie65n:viện
d9uo7ng2:đường d9u7o7ng2:đường duong972:đường nguoi72:người
thuy3:thủy hoa2:hòa qua8n:quăn giua74:giữa mua71:mứa a10:a
"""
UNTOUCHED = (
    "an thanh nguyen hoa xem trang phong thuy yen bac sang rung son xa tre ninh kha clb htx "
    "2020 05 b52 f1 covid19 đường thủy á naïve"
)
AT_THE_END = """
chaua:châu caya:cây toio:tôi neue:nêu hieuej:hiệu trieuej:triệu mauax:mẫu dayda:đây dieudef:điều
"""
DOUBLE_U = "luuw:lưu huuwx:hữu cuuws:cứu ruouwj:rượu luu7:lưu huu74:hữu ruou75:rượu"


def pairs(table: str) -> list[tuple[str, str]]:
    """Return keys and what they mean."""
    return [(keys, word) for keys, _, word in (one.partition(":") for one in table.split())]


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(TELEX, id="telex"),
        pytest.param(VNI, id="vni"),
        pytest.param(
            AT_THE_END,
            id="a circumflex after another vowel",
        ),
        pytest.param(
            DOUBLE_U,
            id="ưu and ươu",
        ),
    ],
)
def test_keystrokes_mean_their_word(table: str, page: Page) -> None:
    cases = pairs(table)
    found = page.evaluate("all => all.map(search.typed)", [keys for keys, _ in cases])
    meant = [(keys, word and syllable(word)) for (keys, _), word in zip(cases, found, strict=True)]
    assert meant == [(keys, syllable(word)) for keys, word in cases]


def test_words_that_are_no_keystrokes_stay_untouched(page: Page) -> None:
    words = UNTOUCHED.split()
    found = page.evaluate("all => all.map(search.typed)", words)
    assert {word: meant for word, meant in zip(words, found, strict=True) if meant} == {}


def test_the_tables_of_keystrokes_are_long_enough() -> None:
    assert len(pairs(TELEX) + pairs(VNI)) >= 60


# Slips and queries


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ("huynh", "hunh", True),
        ("huynh", "huyn", True),
        ("huynh", "uynh", True),
        ("huynh", "huyynh", True),
        ("huynh", "huynhg", True),
        ("huynh", "xhuynh", True),
        ("huynh", "hunyh", True),
        ("huynh", "uhynh", True),
        ("huynh", "huynj", True),
        ("huynh", "huymh", True),
        ("huynh", "juynh", True),
        ("huynh", "huynh", False),
        ("huynh", "huynp", False),
        ("huynh", "hnyuh", False),
        ("huynh", "hyh", False),
        ("huynh", "huynhhh", False),
        ("an", "na", True),
        ("a", "", True),
    ],
)
def test_one_slip_is_a_letter_missing_extra_swapped_or_the_next_key(
    right: str,
    wrong: str,
    expected: bool,  # noqa: FBT001 - a parameter of the test
    page: Page,
) -> None:
    assert page.evaluate("given => search.slipped(...given)", [right, wrong]) is expected


@pytest.mark.parametrize(
    ("query", "words", "phrases", "cut", "unfinished"),
    [
        ("Bà Ân", "ba an", [], False, True),
        ("Bà Ân ", "ba an", [], False, False),
        ('"sắc bùa" hay', "sac bua hay", [[0, 2]], False, True),
        ("“sắc bùa” «ba tri»", "sac bua ba tri", [[0, 2], [2, 4]], False, False),
        ('hay "sắc bùa', "hay sac bua", [[1, 3]], False, True),
        ('"" " "', "", [], False, False),
        ("", "", [], False, False),
        ("😀 ?", "", [], False, False),
        ("1.078", "1078", [], False, True),
        ("từ " * 17, "tu " * 16, [], True, False),
        ("a" * 201, "a" * 32, [], True, True),
    ],
)
def test_parse(  # noqa: PLR0913, PLR0917 - a table
    query: str,
    words: str,
    phrases: list[list[int]],
    cut: bool,  # noqa: FBT001 - a column of the table
    unfinished: bool,  # noqa: FBT001
    page: Page,
) -> None:
    found = page.evaluate("search.parse", query)
    assert [word["folded"] for word in found["words"]] == words.split()
    assert (found["phrases"], found["cut"], found["open"]) == (phrases, cut, unfinished)


# Excerpts

EXCERPT = """([text, query, size]) => search.excerpt(text, search.parse(query), size)"""


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Ông nuôi Tôm càng XANH.", "tom cang xanh", ["Tôm càng XANH"]),
        ("Bà Hòa ở Ba Tri, hoà thuận.", "hoà", ["Hòa", "hoà"]),
        (unicodedata.normalize("NFD", "Bà Thủy"), "thủy", ["Thủy"]),
        ("Quyên được 1.078 phần quà", "1078", ["1.078"]),
        ("bệnh viện", "beejnh", ["bệnh"]),
        ("Nguyễn Thị Ân", "nguy", ["Nguyễn"]),
        ("a < b && <b>c</b>", "b", ["b", "b", "b"]),
        ("không có gì", "voi", []),
    ],
)
def test_an_excerpt_keeps_the_spelling_and_marks_what_was_found(
    text: str, query: str, marked: list[str], page: Page
) -> None:
    parts = page.evaluate(EXCERPT, [text, query, 32])["parts"]
    assert [piece for piece, found in parts if found] == marked
    assert "".join(piece for piece, _ in parts) == unicodedata.normalize("NFC", text)


def test_an_excerpt_of_a_long_text_shows_the_place_that_answers(page: Page) -> None:
    text = f"{'Đoạn mở đầu dài. ' * 60}Bà hái bông sen trắng. {'Đoạn kết dài. ' * 60}"
    parts = page.evaluate(EXCERPT, [text, "bông sen", 32])["parts"]
    shown = "".join(piece for piece, _ in parts)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "Bà hái bông sen trắng." in shown
    assert [piece for piece, found in parts if found] == ["bông sen"]
    assert len(shown.split()) < 40


@pytest.mark.parametrize(
    ("text", "query", "whole"),
    [
        ("bóng mát sân trường", '"bóng mát sân trường"', True),
        ("bóng mát. Cây mát sân. Cái sân trường.", '"bóng mát sân trường"', False),
        ("bong mat", '"bóng mát"', False),
        ("Bóng Mát", '"bong mat"', True),
    ],
)
def test_an_excerpt_tells_whether_a_quoted_phrase_stands_in_the_text(
    text: str,
    query: str,
    whole: bool,  # noqa: FBT001 - a column of the table
    page: Page,
) -> None:
    assert page.evaluate(EXCERPT, [text, query, 32])["whole"] is whole


def test_the_engine_weighs_less_than_ten_kilobytes() -> None:
    script = (ROOT / "docs/assets/search.js").read_bytes()
    assert len(gzip.compress(script, 9)) < 10 * 1024
