"""What was read before is read again only where it changed, and gives what a fresh look gives."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from factories import story
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exemplars import gathering
from exemplars.caching import Cache
from exemplars.folder import Folder, StoryFile
from exemplars.library import Library
from exemplars.loading import load
from exemplars.problem import Problem
from exemplars.reading import read
from exemplars.remembering import Memory

TODAY = date(2026, 6, 1)
LONG_AGO = time.time_ns() - 3_600_000_000_000
Write = Callable[[str, str], Path]


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The stories that were parsed, in order."""
    names: list[str] = []

    def load_and_tell(folder: Folder, files: Sequence[StoryFile]) -> object:
        names.extend(file.slug for file in files)
        return load(folder, files)

    monkeypatch.setattr(gathering, "load", load_and_tell)
    monkeypatch.setattr("exemplars.remembering.TRUST", -1)  # the times of these files are ours
    return names


def look(root: Path, memory: Memory) -> tuple[Library, list[Problem]]:
    """Read the folder once more."""
    return read(root, "stories", TODAY, memory=memory)


def set_time(path: Path, time: int) -> None:
    """Give a file a time; that of its change of name and times is the system's."""
    os.utime(path, ns=(time, time))


def test_only_what_changed_is_read_again(stories: Path, write: Write, loaded: list[str]) -> None:
    memory = Memory()
    write("ca-nhan/an.md", story())
    write("ca-nhan/binh.md", story(name="Bình"))
    look(stories, memory)
    assert loaded == ["an", "binh"]
    look(stories, memory)
    assert loaded == ["an", "binh"]
    write("ca-nhan/binh.md", story(name="Bính"))
    library, _ = look(stories, memory)
    assert loaded == ["an", "binh", "binh"]
    assert library.by_slug["binh"].front.name == "Bính"
    (stories / "ca-nhan/an.md").unlink()
    assert [*look(stories, memory)[0].by_slug] == ["binh"]


def test_a_change_that_leaves_size_and_time_as_they_were_is_seen(
    stories: Path, write: Write, loaded: list[str]
) -> None:
    """As by a program that sets a file's time: the system's own note of the change is not its."""
    memory = Memory()
    path = write("ca-nhan/an.md", story(name="Ấn"))
    set_time(path, LONG_AGO)
    look(stories, memory)
    path.write_text(story(name="Ẩn"), "utf-8")
    set_time(path, LONG_AGO)
    assert look(stories, memory)[0].by_slug["an"].front.name == "Ẩn"
    assert loaded == ["an", "an"]


def test_what_has_only_just_changed_is_not_trusted(
    stories: Path, write: Write, loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two changes within one tick of the clock look alike."""
    monkeypatch.setattr("exemplars.remembering.TRUST", 3_600_000_000_000)
    memory = Memory()
    write("ca-nhan/an.md", story())
    look(stories, memory)
    look(stories, memory)
    assert loaded == ["an", "an"]


def test_a_photo_that_changed_is_looked_at_again(
    stories: Path, write: Write, loaded: list[str]
) -> None:
    memory = Memory()
    write("ca-nhan/an/index.md", story())
    (stories / "ca-nhan/an/a.jpg").write_bytes(b"x")
    for _ in range(2):
        assert [problem.code for problem in look(stories, memory)[1]] == ["photo-unlisted"]
    (stories / "ca-nhan/an/a.jpg").unlink()
    assert look(stories, memory)[1] == []
    look(stories, memory)
    assert loaded == ["an", "an", "an"]


@pytest.mark.parametrize("kept", [False, True])
def test_the_problem_of_a_story_that_could_be_read_is_told_each_time(
    stories: Path, write: Write, tmp_path: Path, *, kept: bool
) -> None:
    """A story without its photo is a story, and must not be published for being known."""
    photo = {"file": "a.jpg", "alt": "A", "credit": "B", "licence": "CC0", "consent": True}
    path = write("ca-nhan/an.md", story(photos=[photo]))
    set_time(path, LONG_AGO)
    memory, codes = Memory(), []
    for _ in range(3):
        cache = Cache(tmp_path / "cache" if kept else None)
        problems = read(stories, "stories", TODAY, cache=cache, memory=memory)[1]
        codes.append([problem.code for problem in problems])
        cache.close()
    assert codes == [["photo-missing"]] * 3


def test_names_that_are_overlooked_are_not_there(stories: Path, write: Write) -> None:
    write("ca-nhan/.an.md.swp", "…")
    assert [p.code for p in look(stories, Memory())[1]] == ["file-hidden"]
    assert look(stories, Memory(lambda name: name.startswith(".")))[1] == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    changes=st.lists(
        st.tuples(st.sampled_from(["an", "binh", "chi"]), st.sampled_from(["An", "B", "[", None])),
        max_size=8,
    )
)
def test_a_memory_changes_nothing(
    stories: Path,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    changes: list[tuple[str, str | None]],
) -> None:
    """Whatever is written, broken and removed: it is as if nothing had been read before."""
    monkeypatch.setattr("exemplars.remembering.TRUST", -1)
    memory = Memory()
    for slug, name in changes:
        if name is None:
            (stories / f"ca-nhan/{slug}.md").unlink(missing_ok=True)
        else:
            write(f"ca-nhan/{slug}.md", story(name=name).replace('"["', "["))
        assert look(stories, memory) == look(stories, Memory())
