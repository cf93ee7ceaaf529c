"""Tests for terms.py: texts are kept as syllables, of which nothing is lost that is searched."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exemplars.syllables import Syllable, syllables
from exemplars.terms import SHORT, Stream, Texts, Zone


def read(texts: Texts, stream: Stream) -> list[list[Syllable]]:
    """Return the syllables of each text of a zone."""
    forms = [*texts.pieces.forms]
    found: list[list[Syllable]] = [[]]
    for at in range(0, len(stream.syllables), 4):
        number, mark = divmod(int.from_bytes(stream.syllables[at : at + 4], "little"), 256)
        if number:
            found[-1].append(Syllable(forms[number], mark))
        else:
            assert mark == 0
            found.append([])
    assert found.pop() == []
    return found


def cut(*texts: str) -> list[list[Syllable]]:
    """Return the syllables of texts."""
    return [syllables(text) for text in texts]


def test_each_text_is_kept_in_its_zone() -> None:
    texts = Texts()
    streams = texts.gather(
        [
            (["Lê Ân"], ["Bếp lửa", ""], ["Một, hai."]),
            (["Ân"], [], ["hai. Ba-bốn"]),
        ]
    )
    assert read(texts, streams[Zone.NAME]) == cut("Lê Ân", "Ân")
    assert read(texts, streams[Zone.HEAD]) == cut("Bếp lửa", "")
    assert read(texts, streams[Zone.TEXT]) == cut("Một hai", "hai Ba bốn")
    assert [stream.sizes for stream in streams] == [[3, 2], [4, 0], [3, 4]]


def test_documents_are_gathered_apart_from_those_before() -> None:
    texts = Texts()
    texts.gather([(["Lê Ân"], ["Bếp"], ["Một"])])
    streams = texts.gather([(["Ân Bé"], [], ["Hai"])])
    assert [read(texts, stream) for stream in streams] == [cut("Ân Bé"), [], cut("Hai")]
    assert [stream.sizes for stream in streams] == [[3], [0], [2]]


def test_all_spellings_of_a_text_are_kept() -> None:
    texts = Texts(lambda text: (text, f"{text} {text}"))
    stream, *_ = texts.gather([(["an", "bé tư"], [], [])])
    assert read(texts, stream) == cut("an", "an an", "bé tư", "bé tư bé tư")


@pytest.mark.parametrize(("size", "asked"), [(SHORT, 1), (SHORT + 1, 2)])
def test_only_a_short_text_is_remembered(size: int, asked: int) -> None:
    seen: list[str] = []

    def spellings(text: str) -> list[str]:
        seen.append(text)
        return [text]

    texts = Texts(spellings)
    for _ in range(2):
        streams = texts.gather([([], ["x" * size], [])])
        assert read(texts, streams[Zone.HEAD]) == cut("x" * size)
    assert len(seen) == asked


@settings(deadline=None)
@given(st.text(), st.text(), st.text(" \t\n\u00a0\u2028\u3000\x1c\x85", min_size=1))
def test_a_text_is_cut_as_its_pieces_are(one: str, other: str, space: str) -> None:
    text = f"{one}{space}{other}"
    texts = Texts()
    streams = texts.gather([([], [], [text])])
    assert read(texts, streams[Zone.TEXT]) == [syllables(text)]
