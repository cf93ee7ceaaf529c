"""The table of faults: one wrong example for each check, and each line that is told, whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from miniature import STORY, lay, told

from exemplars import photos, validating
from exemplars.explaining import explain, groups

BELONGS_TO_COMMANDS = {"gop", "dung-trang", "lenh"}
"""Groups of checks that no story, table, photo or place can break."""
BY_HAND = {
    "sanitized": "no text is known that passes the renderer and not the sanitiser",
    "type-other": "every difference that the models can find has a code of its own",
}
"""Nets below the other checks; they are driven by hand, below."""
ELSEWHERE = {"slug-lost": "lies between two commits of git"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of faults.yml."""

    code: str
    place: str
    text: str
    lines: tuple[str, ...]


def rows() -> list[Row]:
    """Return the table."""
    table: list[dict[str, Any]] = yaml.safe_load(
        Path(__file__).with_name("faults.yml").read_text("utf-8")
    )
    return [
        Row(code=row["code"], place=row["in"], text=row["text"], lines=tuple(row["told"]))
        for row in table
    ]


ROWS = rows()


@pytest.mark.parametrize("row", [pytest.param(row, id=row.code) for row in ROWS])
def test_a_wrong_example_is_told_with_its_place_the_fault_and_the_mend(
    row: Row, stories: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(stories, row.place, row.text, monkeypatch)
    found = told(stories)
    assert [str(problem) for problem in found] == list(row.lines)
    assert {problem.code for problem in found} == {row.code}


@pytest.mark.parametrize("row", [pytest.param(row, id=row.code) for row in ROWS])
def test_a_line_that_is_told_leads_to_its_explanation(row: Row) -> None:
    for line in row.lines:
        assert explain(line).startswith(f"{row.code}\n")


def test_every_check_that_a_story_can_break_is_in_the_table() -> None:
    of_stories = {
        found.code
        for group in groups()
        if group.id not in BELONGS_TO_COMMANDS
        for found in group.explanations
    }
    assert sorted({row.code for row in ROWS} | {*BY_HAND, *ELSEWHERE}) == sorted(of_stories)


def test_every_check_that_a_story_can_break_shows_an_example() -> None:
    for group in groups():
        for found in group.explanations:
            bare = group.id in BELONGS_TO_COMMANDS or found.code in {*BY_HAND, *ELSEWHERE}
            assert bool(found.place) is not bare, found.code


def test_what_only_the_sanitiser_would_find_is_told(
    stories: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page of a photo is made unsafe by hand: our own renderer makes none."""
    monkeypatch.setattr(photos.PhotoFile, "figure", '<figure onclick="x"></figure>')
    lay(stories, "body", "Một.\n\n![hai](anh-1.jpg)", monkeypatch)
    assert [str(problem) for problem in told(stories)] == [
        'stories/ca-nhan/ong-mau/index.md:14:1: chỗ này sinh ra <figure onclick="x">, không an toàn '
        "nên câu chuyện bị từ chối; hãy viết lại thành chữ thường"
    ]


def test_a_difference_that_has_no_words_of_its_own_is_still_told(
    stories: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One kind of difference is forgotten by hand: the table of kinds is complete."""
    monkeypatch.delitem(validating._TYPES, "int_type")
    lay(stories, "front", "since: hai nghìn", monkeypatch)
    assert [str(problem) for problem in told(stories)] == [
        f"stories/{STORY}:10:8: “since” không đúng dạng (“hai nghìn”); ghi năm, như 2012"
    ]
