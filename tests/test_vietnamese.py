"""Vietnamese is folded, addressed, ordered and written as its readers expect."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exemplars.vietnamese import (
    _letter_rank,
    _without_tones,
    collective_key,
    day,
    fold,
    number,
    partial_date,
    person_key,
    sentence,
    shorten,
    slug,
    sort_key,
)

_BASES = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LETTERS = [
    unicodedata.normalize("NFC", letter + tone)
    for letter in _BASES
    for tone in (_TONES if letter in "aăâeêioôơuưy" else _TONES[:1])
]
"""Every letter with every tone that it bears, in dictionary order."""
words = st.text(st.sampled_from(LETTERS), min_size=1, max_size=8)
phrases = st.lists(words, min_size=1, max_size=5).map(" ".join)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        # every kind of mark
        ("Đặng Hồng Nhựt", "dang hong nhut"),
        ("ĂÂÊÔƠƯĐ ăâêôơưđ", "aaeooud aaeooud"),
        ("à ả ã á ạ", "a a a a a"),
        # decomposed as some phones send it
        ("Ba\u0300 Tu\u031b\u0301", "ba tu"),
        # both places of a tone
        ("hòa hoà", "hoa hoa"),
        # what is no letter stays
        ("Chỉ thị 05-CT/TW", "chi thi 05-ct/tw"),
        ("", ""),
    ],
)
def test_folding_leaves_letters_without_marks(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folding_does_not_see_how_marks_are_composed(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert fold(composed) == fold(text) == fold(decomposed)


@given(phrases)
def test_folding_does_not_see_case(text: str) -> None:
    assert fold(text.upper()) == fold(text) == fold(text.title())


@given(phrases)
def test_folded_vietnamese_is_plain_ascii(text: str) -> None:
    assert fold(text).isascii()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Nguyễn Thị Ân", "nguyen-thi-an"),
        ("Đỗ Đình Đạt", "do-dinh-dat"),
        # signs and spaces become one hyphen, none at the ends
        ("  “Bếp cơm” & tình người!  ", "bep-com-tinh-nguoi"),
        ("Chỉ thị 05-CT/TW", "chi-thi-05-ct-tw"),
        # a hyphen where two words meet, never two
        ("a -- b", "a-b"),
        # nothing is cut
        ("a" * 80, "a" * 80),
        # no Latin letter at all
        ("你好", ""),
        ("", ""),
    ],
)
def test_a_slug_is_words_joined_by_hyphens(text: str, address: str) -> None:
    assert slug(text) == address


@given(st.text())
def test_a_slug_is_ascii_and_its_own_slug(text: str) -> None:
    address = slug(text)
    assert slug(address) == address
    assert set(address) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert "--" not in address
    assert address == address.strip("-")


ORDERED = [
    # the letters a, ă, â each with ngang, huyền, hỏi, ngã, sắc, nặng
    ["a", "à", "ả", "ã", "á", "ạ", "ă", "ằ", "ẳ", "ẵ", "ắ", "ặ", "â", "ầ", "ẩ", "ẫ", "ấ", "ậ", "b"],
    ["e", "è", "ẻ", "ẽ", "é", "ẹ", "ê", "ề", "ể", "ễ", "ế", "ệ", "f"],
    ["o", "ò", "ỏ", "õ", "ó", "ọ", "ô", "ồ", "ổ", "ỗ", "ố", "ộ", "ơ", "ờ", "ở", "ỡ", "ớ", "ợ", "p"],
    ["u", "ù", "ủ", "ũ", "ú", "ụ", "ư", "ừ", "ử", "ữ", "ứ", "ự", "v"],
    ["i", "ì", "ỉ", "ĩ", "í", "ị", "j", "y", "ỳ", "ỷ", "ỹ", "ý", "ỵ", "z"],
    # đ is a letter after d, not a d with a mark
    ["da", "dạ", "dy", "đa", "đà", "đy", "e"],
    ["Dung", "Dũng", "Dương", "Đặng", "Đoàn", "Em"],
    # a tone decides only between words of the same letters
    ["ba", "bà", "bả", "bã", "bá", "bạ", "bác", "bạc", "bạn", "băn", "bân"],
    ["lan", "làn", "lán", "lạn", "lang", "làng", "lăng"],
    ["toan", "toàn", "toán", "toang"],
    # the first tone that differs decides
    ["bà ban", "bà bạn", "bá ban"],
    # a short word before a longer one that it begins
    ["An", "An Bình", "An Đức", "Anh", "Ân"],
    # signs and digits before letters
    ["05", "9", "a"],
    # letters of other alphabets after ours
    ["z", "я", "你"],
]


@pytest.mark.parametrize("ordered", ORDERED, ids="-".join)
def test_words_stand_in_dictionary_order(ordered: list[str]) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_key) == ordered


def test_all_letters_stand_in_the_order_of_the_alphabet() -> None:
    assert sorted(sorted(LETTERS), key=sort_key) == LETTERS


@given(st.lists(st.one_of(phrases, st.text(max_size=8)), unique=True, max_size=8), st.randoms())
def test_order_is_total_and_does_not_depend_on_the_order_of_input(
    texts: list[str], random: object
) -> None:
    shuffled = list(texts)
    getattr(random, "shuffle")(shuffled)  # noqa: B009 - Hypothesis hands it as an object
    assert sorted(shuffled, key=sort_key) == sorted(texts, key=sort_key)
    assert len({sort_key(text) for text in texts}) == len(texts)


@given(words)
def test_case_and_composition_decide_only_between_equal_words(word: str) -> None:
    decomposed = unicodedata.normalize("NFD", word)
    assert sort_key(word.upper())[:2] == sort_key(word)[:2] == sort_key(decomposed)[:2]


@given(st.text(st.sampled_from(_BASES), min_size=1, max_size=6), words)
def test_words_without_tones_go_by_their_letters_alone(first: str, second: str) -> None:
    bare = "".join(letter for letter in second if letter in _BASES)
    ranks = [[_BASES.index(letter) for letter in word] for word in (first, bare)]
    assert (sort_key(first)[0] < sort_key(bare)[0]) == (ranks[0] < ranks[1])


def test_people_are_ordered_by_given_name_then_surname_then_middle_name() -> None:
    ordered = [
        "An",
        "Nguyễn Văn An",
        "Lê Thị Ân",
        "Nguyễn Thị Ân",
        "Nguyễn Văn Ân",
        "Trần Ân",
        "Dương Dung",
        "Cao Dũng",
        "Bùi Đạt",
    ]
    backwards = ordered[::-1]
    assert sorted(backwards, key=person_key) == ordered


def test_a_collective_is_ordered_by_its_whole_name() -> None:
    mixed = [
        ("Chi bộ ấp 3", collective_key("Chi bộ ấp 3")),
        ("Lê Văn Cẩn", person_key("Lê Văn Cẩn")),
        ("Trường Tiểu học An Đức", collective_key("Trường Tiểu học An Đức")),
        ("Bùi Thị Ba", person_key("Bùi Thị Ba")),
    ]
    assert [name for name, _ in sorted(mixed, key=lambda pair: pair[1])] == [
        "Bùi Thị Ba",
        "Lê Văn Cẩn",
        "Chi bộ ấp 3",
        "Trường Tiểu học An Đức",
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        # whole numbers, grouped by thousands
        (0, "0"),
        (7, "7"),
        (355, "355"),
        (1078, "1.078"),
        (1234567, "1.234.567"),
        (-1078, "-1.078"),
        # decimals after a comma
        (22.36, "22,36"),
        (1078.5, "1.078,5"),
        (15.2, "15,2"),
        # a decimal that is none
        (5.0, "5"),
        (1000.0, "1.000"),
    ],
)
def test_a_number_has_points_between_thousands_and_a_comma_before_decimals(
    value: float, written: str
) -> None:
    assert number(value) == written


@given(st.integers(-(10**18), 10**18))
def test_a_whole_number_can_be_read_back(value: int) -> None:
    assert int(number(value).replace(".", "")) == value


@given(st.integers(-(10**9), 10**9), st.integers(0, 999))
def test_a_decimal_number_can_be_read_back(whole: int, thousandths: int) -> None:
    value = whole + thousandths / 1000
    assert float(number(value).replace(".", "").replace(",", ".")) == value


@pytest.mark.parametrize(("value", "written"), [(0.0000001, "0,0000001"), (0.00001, "0,00001")])
def test_a_small_number_is_written_in_digits(value: float, written: str) -> None:
    assert number(value) == written


def test_a_day_is_written_without_leading_zeros() -> None:
    assert day(date(2020, 4, 6)) == "6/4/2020"
    assert day(date(2025, 12, 31)) == "31/12/2025"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2020", "2020"),
        ("2020-04", "4/2020"),
        ("2020-04-06", "6/4/2020"),
        # zeros within stay
        ("2010-10-20", "20/10/2010"),
    ],
)
def test_a_partial_date_is_written_from_small_to_large(text: str, written: str) -> None:
    assert partial_date(text) == written


@given(st.dates(min_value=date(1900, 1, 1)))
def test_a_whole_partial_date_is_written_as_a_day(value: date) -> None:
    assert partial_date(value.isoformat()) == day(value)
    assert partial_date(value.isoformat()[:7]) == f"{value.month}/{value.year}"


@pytest.mark.parametrize(
    ("items", "joined"),
    [([], ""), (["a"], "a"), (["a", "b"], "a và b"), (["a", "b", "c"], "a, b và c")],
)
def test_a_sentence_joins_with_commas_and_a_last_word(items: list[str], joined: str) -> None:
    assert sentence(items, "và") == joined


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("suất cơm", 8, "suất cơm"),
        ("suất cơm", 20, "suất cơm"),
        ("suất cơm mỗi ngày", 12, "suất cơm…"),
        # no sign is left hanging before the ellipsis
        ("đồng, góp được cho quỹ", 6, "đồng…"),
        ("nghề chiếu – của xã", 14, "nghề chiếu…"),
        # a word longer than all the room is cut
        ("nghiêngngả", 7, "nghiên…"),
        ("", 5, ""),
    ],
)
def test_words_are_cut_so_that_they_fit(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short


@given(phrases, st.integers(2, 60))
def test_what_is_cut_fits_and_is_a_beginning_in_whole_words(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    if len(text) <= limit:
        assert short == text
        return
    kept = short.removesuffix("…")
    assert short == f"{kept}…"
    assert text.startswith(kept)
    whole = kept.split() == text.split()[: len(kept.split())]
    assert whole or (" " not in kept and len(text.split(maxsplit=1)[0]) >= limit)


@given(st.text(), st.integers(1, 60))
def test_whatever_is_cut_fits_and_cutting_again_changes_nothing(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert shorten(short, limit) == short


@given(st.text() | st.text("aăếĐ \u0300\u0302\u0323\u0344ẖ한"))
@example("a\u0301\u0302")
@example("\u0300a")
@example("한")
def test_a_text_is_ordered_by_its_letters_and_tones_however_they_are_put_together(
    text: str,
) -> None:
    tones: list[int] = []
    letters = [*map(_letter_rank, _without_tones(text.casefold(), tones))]
    assert sort_key(text) == (tuple(letters), tuple(tones), text)
