"""Tests for syllables.py: however a word is typed, it is found."""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exemplars.syllables import LENGTH_LIMIT, cut, digest, syllable, syllables

CASES: Sequence[Mapping[str, Any]] = json.loads(
    (Path(__file__).parent / "folding.json").read_text("utf-8")
)
"""The cases that docs/assets/search.js must agree on as well."""
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
ODD = "a1_.²½\u00b7\u0130\u0307\u0345\u00ad\u200d\ufeff"
"""What may or may not be part of a word."""
SECONDS = 5
"""What a hostile text may take, many times what it does."""


def folded(text: str) -> list[str]:
    """Return the folded forms alone."""
    return [found.folded for found in syllables(text)]


def words() -> st.SearchStrategy[str]:
    """Make words of Vietnamese letters, each with any tone."""
    letter = st.builds(str.__add__, st.sampled_from(LETTERS), st.sampled_from(TONES))
    return st.lists(letter, min_size=1, max_size=8).map("".join)


def texts() -> st.SearchStrategy[str]:
    """Make texts of such words, of numbers, and of what stands between."""
    between = st.sampled_from([" ", ", ", "-", ". ", "/", "\u00a0", "”", "."])
    word = words() | st.integers(0, 10**7).map("{:,}".format) | st.just("1.078")
    return st.lists(st.tuples(word, between), max_size=6).map(
        lambda pairs: "".join(one + other for one, other in pairs)
    )


# --- the table ---


@pytest.mark.parametrize("case", CASES, ids=[ascii(case["text"])[:40] for case in CASES])
def test_a_text_is_folded_as_the_table_says(case: Mapping[str, Any]) -> None:
    assert folded(case["text"]) == case["folded"]
    if "same" in case:
        assert syllables(case["same"]) == syllables(case["text"])
    if "other" in case:
        assert folded(case["other"]) == case["folded"]
        assert syllables(case["other"]) != syllables(case["text"])


def test_the_table_is_large_and_names_no_text_twice() -> None:
    assert len(CASES) >= 100
    assert len({json.dumps(case) for case in CASES}) == len(CASES)
    for case in CASES:
        assert {"text", "folded"} <= set(case) <= {"text", "folded", "same", "other"}


def test_every_vietnamese_letter_is_in_the_table_in_both_cases() -> None:
    vowels = [letter for letter in LETTERS if letter.lower() in "aăâeêioôơuưy"]
    whole = {unicodedata.normalize("NFC", one + tone) for one in vowels for tone in TONES}
    assert len(whole) == 12 * 6 * 2
    assert whole | set(LETTERS) <= set(
        "".join(case["text"] + case.get("same", "") for case in CASES)
    )


@pytest.mark.parametrize("letter", ["\u0b94", "\u1026", "\u1b06", "\u1b12"])
def test_a_mark_of_no_combining_class_is_dropped_as_the_browser_does(letter: str) -> None:
    assert folded(letter) == [unicodedata.normalize("NFD", letter)[0]]


# --- laws ---


@settings(deadline=None)
@given(texts())
def test_all_ways_to_store_a_text_give_the_same_syllables(text: str) -> None:
    found = syllables(text)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        same = unicodedata.normalize(form, text)
        assert syllables(same) == found
    assert syllables(unicodedata.normalize("NFC", text).upper()) == found
    assert syllables(unicodedata.normalize("NFD", text).lower()) == found


@settings(deadline=None)
@given(st.text())
def test_a_folded_form_is_its_own(text: str) -> None:
    for form in folded(text):
        assert folded(form) == [form]


@settings(deadline=None)
@given(st.text())
def test_a_syllable_is_short_not_empty_and_its_mark_is_a_byte(text: str) -> None:
    for form, mark in syllables(text):
        assert 0 < len(form) <= LENGTH_LIMIT
        assert 0 <= mark <= 255


@settings(deadline=None)
@given(texts())
def test_vietnamese_folds_to_small_ascii(text: str) -> None:
    assert set("".join(folded(text))) <= set("abcdeghijklmnopqrstuvxyz0123456789")


@settings(deadline=None)
@given(st.text(), st.text())
def test_a_text_is_folded_word_by_word(one: str, other: str) -> None:
    # a line break belongs to no number, and the end of a word is seen before it
    assert syllables(f"{one}\n{other}") == [*syllables(one), *syllables(other)]


@settings(deadline=None)
@given(words(), st.sampled_from("\u00ad\u200b\u200d\u2060\ufeff\u202e"), st.integers(0, 8))
def test_what_cannot_be_seen_changes_nothing(word: str, hidden: str, at: int) -> None:
    whole = unicodedata.normalize("NFC", word)
    assert syllables(whole[:at] + hidden + whole[at:]) == syllables(whole)


@settings(deadline=None)
@given(st.integers(0, 10**15))
def test_a_number_is_found_with_its_thousands_apart_or_not(number: int) -> None:
    assert syllables(f"{number:,}".replace(",", ".")) == syllables(str(number))


# --- the hash ---


@pytest.mark.parametrize(
    ("text", "value"),
    # the test vectors of its authors: http://www.isthe.com/chongo/tech/comp/fnv/
    [("", 0x811C9DC5), ("a", 0xE40C292C), ("b", 0xE70C2DE5), ("foobar", 0xBF9CF968)],
)
def test_the_hash_is_fnv_1a(text: str, value: int) -> None:
    assert digest(text) == value


@settings(deadline=None)
@given(st.text())
def test_the_hash_has_32_bits(text: str) -> None:
    assert 0 <= digest(text) < 2**32


# --- hostile texts ---


@pytest.mark.parametrize(
    "piece",
    [
        "a", "ạ", "1", "1.", "1.000.", "1..", ".", "1.0781.", "\u0301", "a\u0301", "a\u0301\u0323\u0300",
        "\u200b", "1\u200b.", "y", "ng", "Σ", "\u0130", "ß", "\ufdfa", "\uac00", "\U0001f468\u200d", "\U00020000",
        "\u17d2\u1798", " ", "\n", "-", "_", "\u2163", "\u00bd", "đ ",
    ],
)  # fmt: skip
def test_a_hostile_text_is_folded_within_seconds(piece: str) -> None:
    text = piece * (200_000 // len(piece.encode()))
    start = time.process_time()
    for whole in (text, f"1{text}x", f"x{text}1"):
        syllables(whole)
    assert time.process_time() - start < SECONDS


def test_a_text_of_different_words_is_folded_within_seconds() -> None:
    text = " ".join(f"ạ{number}" for number in range(25_000))
    start = time.process_time()
    assert len(syllables(text)) == 25_000
    assert time.process_time() - start < SECONDS


# --- fast ways and plain ones ---


@settings(deadline=None)
@given(st.text() | words() | st.text(ODD, max_size=4))
def test_a_single_word_is_cut_as_among_others(text: str) -> None:
    assert cut(f"{text} -") == cut(text)


@settings(deadline=None)
@given(st.text(max_size=40) | words() | st.text("ayđðɖ\u0302\u0306\u031b\u0300\u0323\u0903\u20dd"))
def test_a_word_is_folded_as_if_letter_by_letter(word: str) -> None:
    letters = spelled = tone = ""
    for char in unicodedata.normalize("NFD", word):
        if char in TONES:
            tone = str(TONES.index(char))
        elif char in "\u0302\u0306\u031b":
            spelled += char
        elif unicodedata.category(char)[0] != "M":
            letters += "d" if char in "đðɖ" else char
            spelled += "đ" if char in "đðɖ" else char
    found = syllable(word)
    short = letters[:LENGTH_LIMIT]
    one_sound = short.endswith("y") and found.folded.endswith("i")
    assert found.folded == (f"{short[:-1]}i" if one_sound else short)
    assert found.mark == digest(spelled + tone) & 255
