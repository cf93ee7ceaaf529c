"""Tests for terms.py: texts are kept as pieces, of which nothing is lost that is searched."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exemplars.syllables import cut
from exemplars.terms import SHORT, Terms, Zone


def texts(terms: Terms, zone: Zone) -> list[list[str]]:
    """Return the pieces of each text in a zone."""
    pieces = ["", *terms.pieces]
    first, *rest = terms.zones[zone].pieces
    assert first == 0
    found: list[list[str]] = [[]]
    for number in rest:
        if number:
            found[-1].append(pieces[number])
        else:
            found.append([])
    assert found.pop() == []
    return found


def test_each_text_is_kept_in_its_zone() -> None:
    terms = Terms()
    terms.add((["Lê Ân"], ["Bếp lửa", ""], ["Một, hai."]))
    terms.add((["Ân"], [], ["hai. Ba"]))
    assert texts(terms, Zone.NAME) == [["Lê", "Ân"], ["Ân"]]
    assert texts(terms, Zone.HEAD) == [["Bếp", "lửa"], []]
    assert texts(terms, Zone.TEXT) == [["Một,", "hai."], ["hai.", "Ba"]]
    assert [stream.edges for stream in terms.zones] == [
        array("q", [1, 4, 6]), array("q", [1, 5, 5]), array("q", [1, 4, 7]),
    ]  # fmt: skip


def test_all_spellings_of_a_text_are_kept() -> None:
    terms = Terms(lambda text: (text, text.upper()))
    terms.add((["an", "bé tư"], [], []))
    assert texts(terms, Zone.NAME) == [["an"], ["AN"], ["bé", "tư"], ["BÉ", "TƯ"]]


@pytest.mark.parametrize(("size", "asked"), [(SHORT, 1), (SHORT + 1, 2)])
def test_only_a_short_text_is_remembered(size: int, asked: int) -> None:
    seen: list[str] = []

    def spellings(text: str) -> list[str]:
        seen.append(text)
        return [text]

    terms = Terms(spellings)
    for _ in range(2):
        terms.add(([], ["x" * size], []))
    assert len(seen) == asked
    assert texts(terms, Zone.HEAD) == [["x" * size]] * 2


@settings(deadline=None)
@given(st.text(), st.text(), st.text(" \t\n\u00a0\u2028\u3000\x1c\x85", min_size=1))
def test_a_text_is_cut_as_its_pieces_are(one: str, other: str, space: str) -> None:
    text = f"{one}{space}{other}"
    terms = Terms()
    terms.add(([], [], [text]))
    (pieces,) = texts(terms, Zone.TEXT)
    assert [word for piece in pieces for word in cut(piece)] == cut(text)
