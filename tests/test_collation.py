"""The Vietnamese order against that of ICU, as a real browser brings it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser import Stranger, chromium, running
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from exemplars.vietnamese import sort_key

LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
)
SORT = "words => [...words].sort(new Intl.Collator('vi').compare)"
words = st.lists(st.text(f"{LETTERS} 019", min_size=1, max_size=8).map(str.strip), max_size=30)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """An empty page of a real browser."""
    stranger = Stranger()
    with running(stranger), chromium(stranger) as browser:
        yield browser.new_page()


def test_the_alphabet_with_all_its_tones_stands_as_in_icu(page: Page) -> None:
    assert page.evaluate(SORT, list(reversed(LETTERS))) == list(LETTERS)
    assert sorted(LETTERS, key=sort_key) == list(LETTERS)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words)
def test_any_words_stand_in_the_order_of_icu(page: Page, found: list[str]) -> None:
    unique = sorted(set(found))
    assert page.evaluate(SORT, unique) == sorted(unique, key=sort_key)


@pytest.mark.parametrize(
    "ordered",
    [
        # letters decide over the whole word before any tone does
        ["la", "là", "lả", "lã", "lá", "lạ", "lan", "làn", "lăn", "lân"],
        # đ after all d, ă and â after all a
        ["da", "dy", "đa", "đy", "e"],
        # a space comes before every letter
        ["an đức", "an thủy", "ana"],
        # names of places
        ["An Đức", "An Hiệp", "An Hòa Tây", "An Ngãi Tây", "Ba Tri", "Bảo Thạnh", "Bảo Thuận"],
    ],
)
def test_words_of_the_dictionary_stand_in_its_order(page: Page, ordered: list[str]) -> None:
    assert page.evaluate(SORT, ordered[::-1]) == ordered
    assert sorted(ordered, key=sort_key) == ordered
