"""Tests for desk.py: what a page is named by changes with all that it shows, and only with that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from conftest import EXAMPLE

from exemplars.desk import told
from exemplars.library import Story
from exemplars.markup import render
from exemplars.reading import read


@pytest.fixture(scope="module")
def stories() -> tuple[Story, ...]:
    """The stories of the example."""
    library, _ = read(EXAMPLE, "stories", date(2026, 6, 1))
    return library.stories[:3]


def test_other_stories_or_others_in_order_have_another_name(stories: tuple[Story, ...]) -> None:
    one, other, third = stories
    shown = [[], [one], [other], [one, other], [other, one], [one, other, third], [one, None], one]
    assert all(told(a) != told(b) for a, b in combinations(shown, 2))


def test_what_is_shown_of_one_among_others_changes_the_name(stories: tuple[Story, ...]) -> None:
    one, other, third = stories
    changed = replace(other, face=bytes(len(other.face)))
    assert told([one, changed, third]) != told([*stories])
    assert told([one, replace(other, digest=b"else"), third]) == told([*stories])


def test_a_story_of_another_site_is_named_by_its_content(stories: tuple[Story, ...]) -> None:
    one, other, third = stories
    elsewhere = replace(other, face=b"", url="https://y.vn/guong/a/")
    body, _ = render("Khác.\n", "a.md", 1, {})
    changed = replace(elsewhere, body=body)
    assert told([one, elsewhere, third]) != told([one, changed, third]) != told([*stories])
