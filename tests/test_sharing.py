"""Tests for sharing.py: what is made of a share of stories is made again only where it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_relating import AN_DUC, made

from exemplars.caching import FILE, Cache
from exemplars.cutting import cut
from exemplars.library import Story
from exemplars.markup import Body
from exemplars.sharing import SIZE, Shares

STORIES = tuple(made(f"g-{n}", "Ân", AN_DUC, ("y-te",), ()) for n in range(8 * SIZE))


class Writer:
    """Writes the slugs of a share, and counts the shares that it was asked for."""

    def __init__(self) -> None:
        self.shares = 0

    def __call__(self, share: Sequence[Story]) -> bytes:
        """Write one share."""
        self.shares += 1
        return b"".join(f"{story.slug} {story.body.text}\n".encode() for story in share)


def write(
    stories: Sequence[Story], folder: Path | None, kind: str = "slugs", basis: bytes = b""
) -> tuple[bytes, int]:
    """Return what is made of the stories, and how many shares were made for it."""
    writer = Writer()
    parts = Shares(stories=stories, folder=folder, basis=basis).make(kind, writer)
    return b"".join(parts), writer.shares


def changed(stories: Sequence[Story], at: int) -> tuple[Story, ...]:
    """Return the stories, one with another text."""
    other = replace(stories[at], body=Body.of("", "khác"))
    return (*stories[:at], other, *stories[at + 1 :])


def all_of(stories: Sequence[Story]) -> bytes:
    """Return what must come of the stories, whatever is kept."""
    return Writer()(stories)


def test_shares_are_of_some_size_and_hold_every_story_once_in_order() -> None:
    shares = [*cut(STORIES, SIZE)]
    assert [story for share in shares for story in share] == [*STORIES]
    assert len(shares) in range(4, 17)


def test_without_stories_there_is_no_share(tmp_path: Path) -> None:
    assert write((), tmp_path) == (b"", 0)


def test_what_was_made_once_is_not_made_again(tmp_path: Path) -> None:
    _, shares = write(STORIES, tmp_path)
    assert shares == len([*cut(STORIES, SIZE)])
    assert write(STORIES, tmp_path) == (all_of(STORIES), 0)


def test_without_a_cache_all_is_made() -> None:
    assert write(STORIES, None) == (all_of(STORIES), len([*cut(STORIES, SIZE)]))


def test_of_one_changed_story_its_share_alone_is_made_again(tmp_path: Path) -> None:
    write(STORIES, tmp_path)
    stories = changed(STORIES, 100)
    assert write(stories, tmp_path) == (all_of(stories), 1)


@pytest.mark.parametrize("at", [0, 100, len(STORIES) - 1])
def test_a_story_more_or_less_changes_two_shares_at_most(at: int, tmp_path: Path) -> None:
    """The last of a share leaves its share to the next one."""
    write(STORIES, tmp_path)
    fewer = (*STORIES[:at], *STORIES[at + 1 :])
    content, shares = write(fewer, tmp_path)
    assert content == all_of(fewer)
    assert shares <= 1
    more = (*STORIES[:at], made("moi", "Ân", AN_DUC, ("y-te",), ()), *STORIES[at:])
    content, shares = write(more, tmp_path)
    assert content == all_of(more)
    assert shares in {1, 2}


def test_what_was_made_of_another_kind_or_on_another_basis_is_not_taken(tmp_path: Path) -> None:
    for kind, basis in (("slugs", b""), ("rows", b""), ("slugs", b"settings")):
        assert write(STORIES, tmp_path, kind, basis)[1] == len([*cut(STORIES, SIZE)])


@given(st.lists(st.tuples(st.sampled_from("acr"), st.integers(0, 10_000)), max_size=6))
def test_whatever_changes_the_whole_is_that_of_the_stories(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, int]]
) -> None:
    folder, stories = tmp_path_factory.mktemp("cache"), STORIES[: 2 * SIZE]
    for edit, number in edits:
        at = number % len(stories)
        match edit:
            case "a":
                new = made(f"moi-{number}-{len(stories)}", "Ân", AN_DUC, ("y-te",), ())
                stories = (*stories[:at], new, *stories[at:])
            case "c":
                stories = changed(stories, at)
            case _:
                stories = (*stories[:at], *stories[at + 1 :])
        assert write(stories, folder)[0] == all_of(stories)


def test_a_damaged_cache_is_made_again(tmp_path: Path) -> None:
    write(STORIES, tmp_path)
    Cache(tmp_path).close()
    file = tmp_path / FILE
    file.write_bytes(file.read_bytes().replace(b"g-100 ", b"g-999 "))
    assert write(STORIES, tmp_path)[0] == all_of(STORIES)
    assert write(STORIES, tmp_path)[0] == all_of(STORIES)


@pytest.mark.parametrize("content", [b"", b"\xff" * 99])
def test_what_was_not_kept_here_is_made_again(content: bytes, tmp_path: Path) -> None:
    """The names are ours and the seals are right, but the values are not."""
    write(STORIES, tmp_path)
    kept = Cache(tmp_path)
    for name in kept.names():
        kept.put(name, content)
    kept.close()
    assert write(STORIES, tmp_path)[0] == all_of(STORIES)
