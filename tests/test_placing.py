"""Places and terms are found from free words, and what could be two is never settled."""

from __future__ import annotations

import time
import unicodedata

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from letterbox import TODAY, library

from exemplars.model import Locality
from exemplars.placing import Found, find_places, find_terms, place_name, settled
from exemplars.vetting import read_tables
from exemplars.vietnamese import fold

PLACES = read_tables(ROOT / "stories", TODAY)[1].places
FIELDS = read_tables(ROOT / "stories", TODAY)[1].taxonomy.fields
AN_DUC = "ben-tre/ba-tri/an-duc"


def ids(words: str) -> list[str]:
    return [found.id for found in find_places(PLACES, words)]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        # with and without marks, types and the levels above
        ("xã An Đức, huyện Ba Tri, tỉnh Bến Tre", AN_DUC),
        ("xã An Đức, Ba Tri", AN_DUC),
        ("An Đức", AN_DUC),
        ("an duc ba tri ben tre", AN_DUC),
        ("AN ĐỨC - BA TRI", AN_DUC),
        ("ở xã An Đức (Ba Tri)", AN_DUC),
        ("An Đức, Bến Tre", AN_DUC),
        # the widest first; what is smaller; what it is called today; an id
        ("Bến Tre, Ba Tri, An Đức", AN_DUC),
        ("ấp Giồng Mẫu, xã An Đức, Ba Tri", AN_DUC),
        ("xã An Đức (nay là xã Ba Tri), huyện Ba Tri", AN_DUC),
        (AN_DUC, AN_DUC),
        # both places of the tone mark, one letter in two parts
        ("Tân Thuỷ, huyện Ba Tri", "ben-tre/ba-tri/tan-thuy"),
        (unicodedata.normalize("NFD", "xã Tân Thủy, Ba Tri"), "ben-tre/ba-tri/tan-thuy"),
        # the type, or the level above, says which
        ("huyện Ba Tri", "ben-tre/ba-tri"),
        ("Ba Tri, Bến Tre", "ben-tre/ba-tri"),
        ("thị trấn Ba Tri", "ben-tre/ba-tri/ba-tri"),
        ("xã Ba Tri", "2025/vinh-long/ba-tri"),
        ("Tân Thủy, Vĩnh Long", "2025/vinh-long/tan-thuy"),
        ("TP. Bến Tre", "ben-tre/ben-tre"),
        ("P.8 TP Bến Tre", "ben-tre/ben-tre/phuong-8"),
        ("xã Mỹ Thạnh, huyện Giồng Trôm", "ben-tre/giong-trom/my-thanh"),
        # old or new
        ("tỉnh Vĩnh Long (cũ)", "vinh-long"),
        ("Vĩnh Long từ 1/7/2025", "2025/vinh-long"),
        ("Tân Thủy mới", "2025/vinh-long/tan-thuy"),
    ],
)
def test_a_place_is_found(words: str, place: str) -> None:
    assert settled(find_places(PLACES, words)) == place


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("Tân Thủy", ["2025/vinh-long/tan-thuy", "ben-tre/ba-tri/tan-thuy"]),
        ("xã Tân Thủy", ["2025/vinh-long/tan-thuy", "ben-tre/ba-tri/tan-thuy"]),
        ("Ba Tri", ["2025/vinh-long/ba-tri", "ben-tre/ba-tri", "ben-tre/ba-tri/ba-tri"]),
        ("tỉnh Vĩnh Long", ["2025/vinh-long", "vinh-long"]),
        ("Mỹ Thạnh", ["ben-tre/ba-tri/my-thanh", "ben-tre/giong-trom/my-thanh"]),
        ("my thanh, ben tre", ["ben-tre/ba-tri/my-thanh", "ben-tre/giong-trom/my-thanh"]),
    ],
)
def test_a_place_that_exists_twice_stays_two(words: str, places: list[str]) -> None:
    assert settled(find_places(PLACES, words)) is None
    assert ids(words)[: len(places)] == places


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        ("An Đứk, Ba Tri", AN_DUC),  # a slip
        ("xã An Đức, Giồng Trôm", AN_DUC),  # not in that district
        ("xã An Đức, tỉnh Vĩnh Long", AN_DUC),  # an old commune in the new province
        ("Mỹ Thành, Ba Tri", "ben-tre/ba-tri/my-thanh"),  # another mark
        ("xã An Hội", "2025/vinh-long/an-hoi"),  # another type
    ],
)
def test_what_is_only_near_is_proposed_but_not_settled(words: str, nearest: str) -> None:
    assert settled(find_places(PLACES, words)) is None
    assert ids(words)[0] == nearest


@pytest.mark.parametrize("words", ["", "  ", ",;/", "xã", "Luân Đôn", "../../etc/passwd", "👍"])
def test_what_is_no_place_finds_none(words: str) -> None:
    assert find_places(PLACES, words) == ()


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.id)
def test_a_place_is_found_by_the_name_that_is_proposed(place: Locality) -> None:
    assert settled(find_places(PLACES, place_name(PLACES, place.id))) == place.id


@given(st.sampled_from([place for place in PLACES if place.id.count("/") > 1]))
def test_without_marks_nothing_else_is_found_than_with_them(place: Locality) -> None:
    name = place_name(PLACES, place.id).rpartition(" (")[0]
    found = settled(find_places(PLACES, fold(name)))
    assert found in {place.id, None}
    assert place.id in ids(fold(name))


def test_old_and_new_say_which_they_are() -> None:
    assert place_name(PLACES, AN_DUC) == "xã An Đức, huyện Ba Tri, tỉnh Bến Tre (tên cũ)"
    assert place_name(PLACES, "2025/vinh-long") == "tỉnh Vĩnh Long (tên từ 1/7/2025)"


@given(st.text())
def test_any_words_are_survived(words: str) -> None:
    places = library().places
    found = find_places(places, words)
    assert list(found) == sorted(found)
    assert {one.id for one in found} <= {place.id for place in places}
    assert settled(found) in {None, *(one.id for one in found[:1])}


@pytest.mark.parametrize("unit", ["xã ", "ba tri ", "a", "thị trấn ", "(", "nay là "])
def test_a_flood_of_words_is_over_soon(unit: str) -> None:
    start = time.monotonic()
    find_places(PLACES, unit * 20_000)
    assert time.monotonic() - start < 3


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("Y tế", "y-te"),
        ("y-te", "y-te"),
        ("Y TE", "y-te"),
        ("Kinh tế", "kinh-te"),
        ("khoa học", "khoa-hoc-cong-nghe"),
        ("nong thon moi", "xay-dung-nong-thon-moi"),
        ("An ninh - quốc phòng", "an-ninh-quoc-phong"),
        ("văn hoá", "van-hoa"),
    ],
)
def test_a_field_is_found_by_its_id_its_label_or_a_part_of_it(words: str, field: str) -> None:
    assert settled(find_terms(FIELDS, words)) == field


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("xây dựng", ["xay-dung-dang", "xay-dung-nong-thon-moi"]),
        ("giáo dụk", ["giao-duc"]),
        ("", []),
        ("thể thao", []),
    ],
)
def test_an_unclear_field_is_not_settled(words: str, near: list[str]) -> None:
    found = find_terms(FIELDS, words)
    assert settled(found) is None
    assert [one.id for one in found][: len(near) or 1] == near


def test_two_that_fit_alike_are_not_settled() -> None:
    assert settled([Found((0, 0), "a", sure=True), Found((0, 0), "b", sure=True)]) is None
    assert settled([Found((0, 0), "a", sure=True), Found((0, 1), "b", sure=True)]) == "a"
    assert settled([Found((0, 0), "a", sure=False)]) is None
    assert settled([]) is None
