"""Tests for merging.py: which syllables and pairs of which zone lead to which documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exemplars import merging as module
from exemplars.merging import Merged, merge
from exemplars.packing import DOCUMENT_BITS
from exemplars.parts import Part, read_part, write_part
from exemplars.syllables import syllables
from exemplars.terms import HEAD_FULL, NAMES_END, TEXT_FULL, WORDS_LIMIT, Texts, Zone, rare_number

Zones = tuple[Sequence[str], Sequence[str], Sequence[str]]

BASE = 65536
BOUNDARY = 1
"""The number of what stands before and after a name."""
FIRST_WORD, FIRST_RARE = 2, 8192
"""As docs/assets/search.js has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Terms as they are looked up: by words, not by numbers."""

    vocabulary: list[str]
    entries: Mapping[int, list[int]]

    def number(self, word: str) -> int:
        """Return the number of a syllable, as the browser finds it; "" is the boundary."""
        if not word:
            return BOUNDARY
        if word in self.vocabulary:
            return FIRST_WORD + self.vocabulary.index(word)
        return rare_number(word)

    def single(self, zone: Zone, text: str) -> list[int]:
        """Return the documents with a syllable in its exact spelling."""
        ((word, mark),) = syllables(text)
        key = (zone * 2 * BASE + self.number(word)) * BASE + mark
        return self.entries.get(key, [])

    def any_mark(self, zone: Zone, word: str) -> list[int]:
        """Return the documents with a syllable in any spelling."""
        start = (zone * 2 * BASE + self.number(word)) * BASE
        found = (self.entries.get(start + mark, []) for mark in range(256))
        return sorted({document for documents in found for document in documents})

    def pair(self, zone: Zone, first: str, second: str) -> list[int]:
        """Return the documents in which one folded form follows another."""
        start = ((zone * 2 + 1) * BASE + self.number(first)) * BASE
        return self.entries.get(start + self.number(second), [])


def merged(documents: Sequence[Zones]) -> Merged:
    """Return the terms of some documents."""
    texts = Texts()
    return merge([part(texts, documents)])


def part(texts: Texts, documents: Sequence[Zones]) -> Part:
    """Return the part of some documents."""
    return read_part(write_part(texts.gather(documents), [*texts.pieces.forms]))


def entries(terms: Merged) -> Iterator[tuple[int, list[int], int]]:
    """Yield key, documents, and the bytes at which a file is full for the term."""
    for postings, full in terms.runs(terms.vocabulary()):
        for key, group in groupby(postings.tolist(), lambda posting: posting >> DOCUMENT_BITS):
            yield key, [posting & (1 << DOCUMENT_BITS) - 1 for posting in group], full


def read(*documents: Zones) -> Read:
    """Return the terms of some documents, to look them up."""
    terms = merged(documents)
    found = list(entries(terms))
    assert len({key for key, _, _ in found}) == len(found)
    return Read(
        vocabulary=terms.vocabulary(), entries={key: documents for key, documents, _ in found}
    )


def name(*names: str) -> Zones:
    """Return a document that has only names."""
    return names, (), ()


# --- zones ---


def test_a_syllable_is_found_in_the_zone_it_stands_in() -> None:
    found = read((["Ân"], ["Bình"], ["Cường"]), (["Cường"], ["Ân"], ["Bình"]))
    assert [found.single(zone, "ân") for zone in Zone] == [[0], [1], []]
    assert [found.single(zone, "bình") for zone in Zone] == [[], [0], [1]]
    assert [found.single(zone, "cường") for zone in Zone] == [[1], [], [0]]


def test_all_spellings_of_a_syllable_stand_side_by_side() -> None:
    found = read(name("Dũng"), name("Dung"), name("Đúng"), name("DŨNG"))
    assert found.vocabulary == ["dung"]
    assert found.single(Zone.NAME, "Dũng") == [0, 3]
    assert found.single(Zone.NAME, "dung") == [1]
    assert found.any_mark(Zone.NAME, "dung") == [0, 1, 2, 3]


def test_a_document_is_named_once_however_often_a_word_stands_in_it() -> None:
    found = read(([], [], ["ân ân ân", "Ân ân"]))
    assert found.single(Zone.TEXT, "ân") == [0]
    assert found.pair(Zone.TEXT, "an", "an") == [0]


# --- pairs ---


def test_a_pair_follows_the_order_of_the_words() -> None:
    found = read(([], ["Ba Tri"], ["Bến Tre"]))
    assert found.pair(Zone.HEAD, "ba", "tri") == [0]
    assert found.pair(Zone.HEAD, "tri", "ba") == []
    assert found.pair(Zone.TEXT, "ben", "tre") == [0]
    assert found.pair(Zone.HEAD, "ben", "tre") == []


def test_a_pair_does_not_reach_from_one_text_to_the_next() -> None:
    found = read((["An Bình", "Cường"], ["An Bình", "Cường"], ["An Bình", "Cường"]))
    for zone in Zone:
        assert found.pair(zone, "an", "binh") == [0]
        assert found.pair(zone, "binh", "cuong") == []


def test_a_pair_knows_no_marks() -> None:
    found = read(([], [], ["bến tre"]), ([], [], ["BỀN TRẺ"]))
    assert found.pair(Zone.TEXT, "ben", "tre") == [0, 1]


# --- names ---


def test_a_name_is_framed_by_boundaries() -> None:
    found = read(name("An"), name("Nguyễn Thị An"), name("An Bình"))
    assert found.pair(Zone.NAME, "", "an") == [0, 2]
    assert found.pair(Zone.NAME, "an", "") == [0, 1]
    assert found.pair(Zone.NAME, "", "nguyen") == [1]


def test_each_of_several_names_is_framed() -> None:
    found = read(name("An Bình", "Cường"))
    assert found.pair(Zone.NAME, "binh", "") == [0]
    assert found.pair(Zone.NAME, "", "cuong") == [0]


def test_only_names_are_framed() -> None:
    found = read(([], ["An"], ["An"]))
    for zone in (Zone.HEAD, Zone.TEXT):
        assert found.pair(zone, "", "an") == found.pair(zone, "an", "") == []


def test_single_syllables_of_names_come_before_all_other_keys() -> None:
    found = read((["An Bình"], ["Cường"], ["Dũng"]))
    assert sum(key < NAMES_END for key in found.entries) == 2


# --- numbers of syllables ---


def test_the_vocabulary_is_in_alphabetical_order_without_the_boundary() -> None:
    assert read(name("Bé An"), ([], ["Cường 2020"], [])).vocabulary == ["2020", "an", "be", "cuong"]


def test_syllables_with_one_beginning_stand_side_by_side() -> None:
    found = read(name("Thanh Than"), name("Thảo"), name("Tha"), name("Tua"), name("Ta"))
    numbers = [found.number(word) for word in ("tha", "than", "thanh", "thao")]
    assert numbers == list(range(numbers[0], numbers[0] + 4))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A vocabulary of two syllables; the numbers of rare ones begin where they did."""
    monkeypatch.setattr(module, "WORDS_LIMIT", 2)


def test_the_frequent_syllables_have_their_own_numbers(small: None) -> None:  # noqa: ARG001
    found = read(name("An Bình"), name("An"), ([], ["an cường"], ["an cường"]), name("Dũng"))
    # in three documents, one, one, one: of equals the first of the alphabet
    assert found.vocabulary == ["an", "binh"]
    assert found.number("cuong") >= FIRST_RARE


@pytest.mark.parametrize("limit", [0, 1, 2, 3, 100])
def test_rare_syllables_are_found_as_well(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WORDS_LIMIT", limit)
    found = read(name("An Bình"), name("An Cường"), ([], ["An Dũng"], ["Cường Dũng"]))
    assert len(found.vocabulary) == min(limit, 4)
    assert found.single(Zone.NAME, "cường") == [1]
    assert found.single(Zone.TEXT, "dũng") == [2]
    assert found.pair(Zone.NAME, "an", "binh") == [0]
    assert found.pair(Zone.NAME, "cuong", "") == [1]
    assert found.pair(Zone.TEXT, "cuong", "dung") == [2]


def test_rare_syllables_of_one_number_share_their_documents(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "WORDS_LIMIT", 0)
    monkeypatch.setattr(module, "rare_number", lambda _: FIRST_RARE)
    terms = merged([name(text) for text in ("a b", "b a", "c")])
    keys = {key: documents for key, documents, _ in entries(terms)}
    pairs = ((1 * BASE) + FIRST_RARE) * BASE
    assert keys[pairs + FIRST_RARE] == [0, 1]
    assert keys[pairs + BOUNDARY] == [0, 1, 2]
    assert keys[(BASE + BOUNDARY) * BASE + FIRST_RARE] == [0, 1, 2]


@settings(deadline=None)
@given(st.text(min_size=1))
def test_a_rare_number_follows_those_of_the_vocabulary(word: str) -> None:
    assert FIRST_RARE <= rare_number(word) < BASE
    assert FIRST_RARE == FIRST_WORD + WORDS_LIMIT


# --- order ---

WORDS = ("an", "Ân", "bé", "Bê", "cường", "2020", "đông", "dong", "ly", "lí", "漢", "x" * 40)


def documents() -> st.SearchStrategy[list[Zones]]:
    """Make up to six documents of few words."""
    text = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
    zone = st.lists(text, max_size=2)
    return st.lists(st.tuples(zone, zone, zone), max_size=6)


@settings(deadline=None)
@given(documents(), st.sampled_from([0, 1, 3, WORDS_LIMIT]), st.sampled_from([1, module.SHARE]))
def test_keys_and_documents_rise_and_each_is_named_once(
    given_: list[Zones], limit: int, share: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "WORDS_LIMIT", limit)
        patch.setattr(module, "SHARE", share)
        found = list(entries(merged(given_)))
    assert all(one[0] < other[0] for one, other in pairwise(found))
    for key, numbers, full in found:
        assert 0 <= key < 6 * BASE**2
        assert numbers
        assert all(one < other for one, other in pairwise(numbers))
        assert full == (TEXT_FULL if key // BASE**2 == 5 else HEAD_FULL)


@settings(deadline=None)
@given(documents(), st.sampled_from([1, 3, module.SHARE]))
def test_exactly_what_stands_in_the_documents_is_found(given_: list[Zones], share: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "SHARE", share)
        found = read(*given_)
    expected: dict[tuple[Zone, str, str], set[int]] = {}
    spelled: dict[tuple[Zone, str, int], set[int]] = {}
    for document, zones in enumerate(given_):
        for zone, texts in zip(Zone, zones, strict=True):
            for text in texts:
                chain = [word for word, _ in syllables(text)]
                framed = ["", *chain, ""] if zone is Zone.NAME else chain
                for first, second in pairwise(framed):
                    expected.setdefault((zone, first, second), set()).add(document)
                for word, mark in syllables(text):
                    spelled.setdefault((zone, word, mark), set()).add(document)
    numbers: dict[int, list[int]] = {}
    for (zone, first, second), held in expected.items():
        key = ((zone * 2 + 1) * BASE + found.number(first)) * BASE + found.number(second)
        numbers[key] = sorted(held)
    for (zone, word, mark), held in spelled.items():
        numbers[(zone * 2 * BASE + found.number(word)) * BASE + mark] = sorted(held)
    assert found.entries == numbers
    everything = {word for _, word, _ in spelled}
    assert found.vocabulary == sorted(everything)


@settings(deadline=None)
@given(documents())
def test_a_word_is_weighed_by_the_documents_that_hold_it(given_: list[Zones]) -> None:
    terms = merged(given_)
    for word in terms.vocabulary():
        held = sum(
            any(word == form for texts in zones for text in texts for form, _ in syllables(text))
            for zones in given_
        )
        assert terms.documents[word] == held


@settings(deadline=None)
@given(st.lists(documents(), min_size=1, max_size=4), st.sampled_from([1, 3, WORDS_LIMIT]))
def test_parts_together_have_the_terms_of_all_documents(
    given_: list[list[Zones]], limit: int
) -> None:
    one, each = Texts(), [Texts() for _ in given_]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "WORDS_LIMIT", limit)
        whole = merged([zones for documents in given_ for zones in documents])
        for texts in ([one] * len(given_), each):
            parts = merge([part(*pair) for pair in zip(texts, given_, strict=True)])
            assert parts.documents == whole.documents
            assert parts.vocabulary() == whole.vocabulary()
            assert list(entries(parts)) == list(entries(whole))


def test_nothing_has_no_terms() -> None:
    assert read().entries == {}
    assert read(([], [], [])).entries == {}
    assert read().vocabulary == []
