"""Tests for packing.py: many numbers at once give the bytes that one after the other gives."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from zlib import adler32

import numpy as np
import plain_postings
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exemplars import packing
from exemplars.packing import DOCUMENT_BITS, Run, distinct, posting, shards
from exemplars.postings import Shard, read_shard

Terms = Sequence[tuple[int, Sequence[int], int]]

LARGEST = 2**35


def packed(terms: Terms) -> list[Shard]:
    """Return the files of terms, those of one size of files in one run."""
    runs = []
    for full, group in groupby(terms, lambda term: term[2]):
        postings = [key << DOCUMENT_BITS | one for key, documents, _ in group for one in documents]
        runs.append(Run(np.array(postings, np.int64), full))
    return list(shards(runs))


def terms() -> st.SearchStrategy[list[tuple[int, list[int], int]]]:
    """Make terms in rising order, some in few documents, some in nearly all."""
    few = st.sets(st.integers(0, 5000), min_size=1, max_size=20)
    many = st.builds(range, st.integers(0, 20), st.integers(21, 300), st.integers(1, 3)).map(set)
    far = st.sets(st.integers(0, 2**DOCUMENT_BITS - 1), min_size=1, max_size=3)
    documents = (few | many | far).map(sorted)
    limits = st.sampled_from([1, 30, 300])
    return st.dictionaries(st.integers(0, LARGEST), st.tuples(documents, limits), max_size=40).map(
        lambda found: [(key, *value) for key, value in sorted(found.items())]
    )


@settings(deadline=None)
@given(terms(), st.sampled_from([1, 50, packing.PORTION]))
def test_terms_are_packed_as_if_one_after_the_other(given_: Terms, portion: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "PORTION", portion)
        written = packed(given_)
    assert written == list(plain_postings.shards(given_))
    read = [term for shard in written for term in read_shard(shard.content)]
    assert read == [(key, documents) for key, documents, _ in given_]


@settings(deadline=None)
@given(terms())
def test_each_file_begins_with_its_first_key_and_the_files_rise(given_: Terms) -> None:
    written = packed(given_)
    for shard in written:
        assert shard.start == next(read_shard(shard.content))[0]
    assert all(one.start < other.start for one, other in pairwise(written))


@settings(deadline=None)
@given(terms(), st.integers(1, 500))
def test_a_file_is_full_only_with_its_last_term(given_: Terms, limit: int) -> None:
    written = packed([(key, documents, limit) for key, documents, _ in given_])
    for shard in written[:-1]:
        assert len(shard.content) - 4 >= limit
    for shard in written:
        *rest, _ = read_shard(shard.content)
        for before in packed([(key, documents, 10**6) for key, documents in rest]):
            assert len(before.content) - 4 < limit


def test_the_limit_is_that_of_the_term_to_come() -> None:
    written = packed([(1, [0], 1), (2, [0], 1000), (3, [0], 1000), (4, [0], 1)])
    assert [shard.start for shard in written] == [1, 4]


def test_a_run_without_terms_changes_nothing() -> None:
    nothing = Run(np.array([], np.int64), 1)
    some = Run(np.array([5 << DOCUMENT_BITS]), 1000)
    assert list(shards([])) == list(shards([nothing])) == []
    assert list(shards([nothing, some, nothing])) == list(shards([some]))


@settings(deadline=None)
@given(st.sets(st.integers(0, 400), min_size=1, max_size=300).map(sorted))
def test_the_shorter_of_list_and_bitmap_is_taken(documents: list[int]) -> None:
    (shard,) = packed([(0, documents, 1)])
    list_size = sum(1 + (after - before - 1 > 127) for before, after in pairwise([-1, *documents]))
    bitmap_size = documents[-1] // 8 + 1
    assert bool(shard.content[1] & 1) == (bitmap_size < list_size)
    assert len(shard.content) <= 1 + 2 + 2 + min(list_size, bitmap_size) + 4


def test_a_word_that_all_stories_hold_takes_a_bit_a_story() -> None:
    (shard,) = packed([(0, range(3550), 1)])
    assert len(shard.content) == 1 + 2 + 2 + 444 + 4
    assert list(read_shard(shard.content)) == [(0, list(range(3550)))]


# --- the bytes, as the browser counts on them ---


def checked(content: str) -> bytes:
    """Return bytes with their checksum behind them."""
    whole = bytes.fromhex(content)
    return whole + adler32(whole).to_bytes(4, "big")


@pytest.mark.parametrize(
    ("key", "documents", "content"),
    [
        # step of the key, number × 2, then how many documents are left out
        (5, [0], "05 02 00"),
        (5, [0, 20], "05 04 00 13"),
        (127, [127], "7f 02 7f"),
        # seven bits a byte, the lowest first
        (128, [128], "80 01 02 80 01"),
        (300, [16_384], "ac 02 02 80 80 01"),
        (LARGEST, [0], "80 80 80 80 80 01 02 00"),
        (LARGEST - 1, [0], "ff ff ff ff 7f 02 00"),
        # a bitmap where it is shorter: number × 2 + 1, its length, its bytes
        (5, list(range(9)), "05 13 02 ff 01"),
        (5, [0, 2, 7], "05 07 01 85"),
        (5, [1, 8, 9], "05 07 02 02 03"),
        # of one length the list is taken
        (5, [0, 15], "05 04 00 0e"),
    ],
)
def test_a_term_is_written_as_these_bytes(key: int, documents: list[int], content: str) -> None:
    written = packed([(key, documents, 1)])
    assert written == [Shard(key, checked(content))]
    assert list(read_shard(written[0].content)) == [(key, documents)]


def test_within_a_file_keys_are_told_by_their_distance() -> None:
    written = packed([(1000, [0], 99), (1001, [0], 99), (1130, [0], 99)])
    assert written == [Shard(1000, checked("e8 07 02 00 01 02 00 81 01 02 00"))]


def test_a_new_file_begins_at_zero_again() -> None:
    first, second = packed([(1000, [0], 1), (1001, [0], 1)])
    assert second == Shard(1001, checked("e9 07 02 00"))
    assert first.content[:2] == bytes.fromhex("e8 07")


# --- postings ---


def test_a_posting_is_key_and_document_in_one_number() -> None:
    first, second = 5 * 65536 + 65535, 65535
    found = posting(*map(np.array, ([0, first], [7, second], [1, 2**DOCUMENT_BITS - 1])))
    key = first << 16 | second
    assert found.tolist() == [7 << DOCUMENT_BITS | 1, (key + 1 << DOCUMENT_BITS) - 1]


@settings(deadline=None)
@given(st.lists(st.integers(0, 2**59)))
def test_postings_are_sorted_and_each_is_kept_once(numbers: list[int]) -> None:
    assert distinct(np.array(numbers, np.int64)).tolist() == sorted({*numbers})
