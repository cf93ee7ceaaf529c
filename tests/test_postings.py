"""Tests for postings.py: what was written is what is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from zlib import adler32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exemplars.postings import Shard, read_shard, shards

Terms = Sequence[tuple[int, Sequence[int], int]]

LARGEST = 2**35


def terms() -> st.SearchStrategy[list[tuple[int, list[int], int]]]:
    """Make terms in rising order, some in few documents, some in nearly all."""
    few = st.sets(st.integers(0, 5000), min_size=1, max_size=20)
    many = st.builds(range, st.integers(0, 20), st.integers(21, 300), st.integers(1, 3)).map(set)
    documents = (few | many).map(sorted)
    limits = st.integers(1, 300)
    return st.dictionaries(st.integers(0, LARGEST), st.tuples(documents, limits), max_size=40).map(
        lambda found: [(key, *value) for key, value in sorted(found.items())]
    )


def read_all(written: Sequence[Shard]) -> list[tuple[int, list[int]]]:
    """Return what all files hold."""
    return [term for shard in written for term in read_shard(shard.content)]


@settings(deadline=None)
@given(terms())
def test_what_was_written_is_read_whatever_the_limits(given_terms: Terms) -> None:
    written = list(shards(given_terms))
    assert read_all(written) == [(key, list(documents)) for key, documents, _ in given_terms]


@settings(deadline=None)
@given(terms())
def test_each_file_begins_with_its_first_key_and_the_files_rise(given_terms: Terms) -> None:
    written = list(shards(given_terms))
    for shard in written:
        assert shard.start == next(read_shard(shard.content))[0]
    assert all(one.start < other.start for one, other in pairwise(written))


@settings(deadline=None)
@given(terms(), st.integers(1, 500))
def test_a_file_is_full_only_with_its_last_term(given_terms: Terms, limit: int) -> None:
    written = list(shards((key, documents, limit) for key, documents, _ in given_terms))
    for shard in written[:-1]:
        assert len(shard.content) - 4 >= limit
    for shard in written:
        *rest, _ = read_shard(shard.content)
        before = (
            next(shards((key, documents, 10**6) for key, documents in rest), None) if rest else None
        )
        assert before is None or len(before.content) - 4 < limit


def test_the_limit_is_that_of_the_term_to_come() -> None:
    written = list(shards([(1, [0], 1), (2, [0], 1000), (3, [0], 1000), (4, [0], 1)]))
    assert [shard.start for shard in written] == [1, 4]


def test_nothing_is_no_file() -> None:
    assert list(shards([])) == []


def checked(content: str) -> bytes:
    """Return bytes with their checksum behind them."""
    whole = bytes.fromhex(content)
    return whole + adler32(whole).to_bytes(4, "big")


@pytest.mark.parametrize("spoil", [lambda c: c[:-1], lambda _: b"", lambda c: b"x" + c[1:]])
def test_a_damaged_file_is_an_error(spoil: Callable[[bytes], bytes]) -> None:
    (shard,) = shards([(5, [0, 20], 1)])
    with pytest.raises(ValueError, match="checksum"):
        list(read_shard(spoil(shard.content)))


# --- the bytes, as the browser counts on them ---


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
    written = list(shards([(key, documents, 1)]))
    assert written == [Shard(key, checked(content))]
    assert list(read_shard(written[0].content)) == [(key, documents)]


def test_within_a_file_keys_are_told_by_their_distance() -> None:
    written = list(shards([(1000, [0], 99), (1001, [0], 99), (1130, [0], 99)]))
    assert written == [Shard(1000, checked("e8 07 02 00 01 02 00 81 01 02 00"))]


def test_a_new_file_begins_at_zero_again() -> None:
    first, second = shards([(1000, [0], 1), (1001, [0], 1)])
    assert second == Shard(1001, checked("e9 07 02 00"))
    assert first.content[:2] == bytes.fromhex("e8 07")


@settings(deadline=None)
@given(st.sets(st.integers(0, 400), min_size=1, max_size=300).map(sorted))
def test_the_shorter_of_list_and_bitmap_is_taken(documents: list[int]) -> None:
    (shard,) = shards([(0, documents, 1)])
    list_size = sum(1 + (after - before - 1 > 127) for before, after in pairwise([-1, *documents]))
    bitmap_size = documents[-1] // 8 + 1
    assert bool(shard.content[1] & 1) == (bitmap_size < list_size)
    assert len(shard.content) <= 1 + 2 + 2 + min(list_size, bitmap_size) + 4


def test_a_word_that_all_stories_hold_takes_a_bit_a_story() -> None:
    (shard,) = shards([(0, range(3550), 1)])
    assert len(shard.content) == 1 + 2 + 2 + 444 + 4
    assert list(read_shard(shard.content)) == [(0, list(range(3550)))]
