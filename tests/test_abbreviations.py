"""Tests for abbreviations.py: a text in short is also one in full, and back."""

from __future__ import annotations

import time

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from exemplars.abbreviations import Abbreviations
from exemplars.strictyaml import parse

TABLE = {
    "CLB": "câu lạc bộ",
    "LHPN": "Liên hiệp Phụ nữ",
    "TT": "thị trấn",
    "UBND": "Ủy ban nhân dân",
    "UBMTTQ": "Ủy ban Mặt trận Tổ quốc",
    "MTTQ": "Mặt trận Tổ quốc",
}


def spellings(text: str) -> list[str]:
    """Return all spellings of a text."""
    return list(Abbreviations(TABLE).spellings(text))


@pytest.mark.parametrize(
    ("text", "others"),
    [
        # in short, in full, in both
        ("CLB A", ["câu lạc bộ A"]),
        ("Câu lạc bộ A", ["CLB A"]),
        ("CÂU LẠC BỘ A", ["CLB A"]),
        ("CLB của câu lạc bộ", ["câu lạc bộ của câu lạc bộ", "CLB của CLB"]),
        ("UBND TT Ba Tri", ["Ủy ban nhân dân thị trấn Ba Tri"]),
        ("Hội LHPN thị trấn", ["Hội Liên hiệp Phụ nữ thị trấn", "Hội LHPN TT"]),
        # the longest of those that begin alike, and one within another
        ("UBMTTQ xã", ["Ủy ban Mặt trận Tổ quốc xã"]),
        ("Mặt trận Tổ quốc xã", ["MTTQ xã"]),
        # at the edges, and beside signs
        ("CLB", ["câu lạc bộ"]),
        ("(CLB),", ["(câu lạc bộ),"]),
        ("CLB-A", ["câu lạc bộ-A"]),
        # not within words, not in small letters
        ("CLBA", []),
        ("ACLB", []),
        ("CLB1", []),
        ("clb", []),
        ("Clb", []),
        ("tt", []),
        ("câu lạc bộn", []),
        ("", []),
        ("Không có gì", []),
    ],
)
def test_a_text_has_these_other_spellings(text: str, others: list[str]) -> None:
    assert spellings(text) == [text, *others]


def test_an_empty_table_leaves_every_text_alone() -> None:
    assert list(Abbreviations({}).spellings("CLB")) == ["CLB"]


def test_what_stands_in_a_pattern_is_taken_as_it_is() -> None:
    found = Abbreviations({"A.B": "a (b)", "C+": "c|d"})
    assert list(found.spellings("AxB A.B")) == ["AxB A.B", "AxB a (b)"]
    assert list(found.spellings("d")) == ["d"]


@settings(deadline=None)
@given(st.lists(st.sampled_from([*TABLE, *TABLE.values(), "xã", "A"]), max_size=6).map(" ".join))
def test_every_spelling_of_a_text_leads_to_the_same_ones(text: str) -> None:
    found = spellings(text)
    assert found[0] == text
    assert len(set(found)) == len(found) <= 3
    for other in found:
        assert set(spellings(other)) <= {other, *found}


@settings(deadline=None)
@given(st.text())
def test_a_text_is_always_its_own_first_spelling(text: str) -> None:
    assert spellings(text)[0] == text


@pytest.mark.parametrize("text", ["Hội Lıên hiệp Phụ nữ", "HỘI LİÊN HIỆP PHỤ NỮ"])
def test_a_foreign_i_is_no_fault(text: str) -> None:
    assert spellings(text)[0] == text


def test_each_abbreviation_of_the_project_works_both_ways() -> None:
    data = parse((ROOT / "stories/taxonomy.yml").read_text("utf-8"), "taxonomy.yml").data
    assert isinstance(data, dict)
    table = data["abbreviations"]
    found = Abbreviations(table)
    for short, long in table.items():
        assert list(found.spellings(f"Có {short}.")) == [f"Có {short}.", f"Có {long}."]
        assert list(found.spellings(f"Có {long}.")) == [f"Có {long}.", f"Có {short}."]


@pytest.mark.parametrize("piece", ["CLB", "CLB ", "câu lạc ", "câu lạc bộ ", "U", "Ủy ban ", " "])
def test_a_hostile_text_is_rewritten_within_seconds(piece: str) -> None:
    start = time.process_time()
    spellings(piece * (200_000 // len(piece.encode())))
    assert time.process_time() - start < 5
