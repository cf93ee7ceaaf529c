"""Tests for postings.py: what was written is what is read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from plain_postings import shards
from test_packing import Terms, terms

from exemplars.postings import read_shard


@settings(deadline=None)
@given(terms())
def test_what_was_written_is_read_whatever_the_limits(given_: Terms) -> None:
    read = [term for shard in shards(given_) for term in read_shard(shard.content)]
    assert read == [(key, documents) for key, documents, _ in given_]


@pytest.mark.parametrize("spoil", [lambda c: c[:-1], lambda _: b"", lambda c: b"x" + c[1:]])
def test_a_damaged_file_is_an_error(spoil: Callable[[bytes], bytes]) -> None:
    (shard,) = shards([(5, [0, 20], 1)])
    with pytest.raises(ValueError, match="checksum"):
        list(read_shard(spoil(shard.content)))
