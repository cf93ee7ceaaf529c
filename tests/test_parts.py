"""Tests for parts.py: what is kept of some documents is told by these alone, and read as written."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from exemplars.parts import Part, read_part, write_part
from exemplars.terms import Texts

Zones = tuple[Sequence[str], Sequence[str], Sequence[str]]

DOCUMENTS: list[Zones] = [
    (["Ân"], ["bé Ân"], ["Cường cường"]),
    (["Bé"], [], ["ân"]),
]


def written(documents: Sequence[Zones], texts: Texts | None = None) -> bytes:
    """Return the part of documents."""
    texts = texts or Texts()
    return write_part(texts.gather(documents), [*texts.pieces.forms])


def forms(part: Part) -> list[str]:
    """Return the form of each syllable."""
    return [part.forms[number] for number in (part.syllables >> 8).tolist()]


def test_a_part_is_read_as_it_was_written() -> None:
    part = read_part(written(DOCUMENTS))
    assert part.sizes.tolist() == [[2, 2], [3, 0], [3, 2]]
    names, heads, texts = ["an", "", "be", ""], ["be", "an", ""], ["cuong", "cuong", "", "an", ""]
    assert forms(part) == names + heads + texts
    held = dict(zip(part.forms, part.documents.tolist(), strict=True))
    assert held == {"": 2, "an": 2, "be": 2, "cuong": 1}
    marks = (part.syllables & 255).tolist()
    assert marks[0] == marks[5] == marks[10] != 0
    assert marks[1] == 0


def test_a_part_does_not_depend_on_what_was_cut_before() -> None:
    texts = Texts()
    texts.gather([(["Xuân Yến"], ["Cường"], ["zz"])])
    part, plain = read_part(written(DOCUMENTS, texts)), read_part(written(DOCUMENTS))
    assert {*part.forms} == {*plain.forms}
    assert forms(part) == forms(plain)


def test_a_part_of_no_documents_is_read_too() -> None:
    part = read_part(written([]))
    assert part.forms == []
    assert part.sizes.shape == (3, 0)
    assert len(part.syllables) == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"[]\n",
        b"[[],0]\n\0",
        written(DOCUMENTS)[:-1],
        written(DOCUMENTS)[:-4],
        written(DOCUMENTS) + bytes(4),
        b"\x80" + written(DOCUMENTS),
    ],
)
def test_what_is_no_part_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_part(content)


def test_numbers_are_written_lowest_byte_first() -> None:
    _, _, numbers = written([(["an"], [], [])]).partition(b"\n")
    assert np.frombuffer(numbers, "<u4")[:2].tolist() == [1, 1]
    assert numbers[:8] == bytes([1, 0, 0, 0]) * 2
