"""Tests for storing.py: a kept file comes back as it was, or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_pressing import Yard, yard  # noqa: F401 - a fixture

from exemplars.caching import FILE, Cache
from exemplars.storing import FOLDER, Store, write

NAME = b"sixteen bytes..."
FILES = {"index.html": "Gương mẫu".encode() * 99, "loa.txt": b"", "a/b/c.xml": b"<a/>"}


def put(files: Mapping[str, bytes], target: Path) -> None:
    """Write files as a build does."""
    for address, content in files.items():
        write(f"{target}/{address}", content)


def keep(cache: Path, target: Path, files: Mapping[str, bytes] = FILES) -> None:
    """Keep what lies below ``target``."""
    with closing(Cache(cache)) as kept:
        Store(cache, kept).keep(NAME, f"{target}/", files)


def place(cache: Path, target: Path) -> bool:
    """Put below ``target`` what was kept."""
    with closing(Cache(cache)) as kept:
        store = Store(cache, kept)
        store.look_up([NAME])
        return store.place(NAME, f"{target}/")


def read(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A cache in which ``FILES`` are kept, whose site is gone."""
    put(FILES, tmp_path / "first")
    keep(tmp_path / "cache", tmp_path / "first")
    shutil.rmtree(tmp_path / "first")
    return tmp_path / "cache"


def kept_files(cache: Path) -> list[Path]:
    """Return the kept files."""
    return sorted(path for path in (cache / FOLDER).rglob("*") if path.is_file())


names = st.text("abc", min_size=1, max_size=3)


@given(st.dictionaries(st.tuples(names, names), st.binary(max_size=99), min_size=1, max_size=5))
def test_whatever_was_kept_comes_back(entries: dict[tuple[str, str], bytes]) -> None:
    folder = Path(tempfile.mkdtemp(dir=os.environ["EXEMPLARS_CACHE"]))
    files = {f"{first}/x{second}": content for (first, second), content in entries.items()}
    put(files, folder / "first")
    keep(folder / "cache", folder / "first", files)
    assert place(folder / "cache", folder / "second")
    assert read(folder / "second") == files


def test_a_kept_file_is_the_one_in_the_site_under_a_second_name(
    filled: Path, tmp_path: Path
) -> None:
    assert place(filled, tmp_path / "site")
    inodes = {path.stat().st_ino for path in (tmp_path / "site").rglob("*.*")}
    assert inodes == {path.stat().st_ino for path in kept_files(filled)}


def test_a_file_that_was_changed_in_the_site_is_not_used_again(
    filled: Path, tmp_path: Path
) -> None:
    place(filled, tmp_path / "site")
    with (tmp_path / "site/index.html").open("ab") as stream:
        stream.write(b"<p>changed by hand</p>")
    assert not place(filled, tmp_path / "next")
    assert not (tmp_path / "next").exists()
    put(FILES, tmp_path / "next")
    keep(filled, tmp_path / "next")
    assert place(filled, tmp_path / "last")
    assert read(tmp_path / "last") == FILES
    assert (tmp_path / "site/index.html").read_bytes().endswith(b"<p>changed by hand</p>")


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize("change", ["gone", "cut", "link", "folder", "rights"])
def test_a_kept_file_that_is_not_as_it_was_is_not_used(
    change: str, number: int, filled: Path, tmp_path: Path
) -> None:
    path = next(path for path in kept_files(filled) if path.name.endswith(f"-{number}"))
    content = path.read_bytes()
    if change == "rights":
        path.chmod(0o600)
    else:
        path.unlink()
    if change == "cut":
        path.write_bytes(content[:-1] or b"more")
    elif change == "link":
        path.with_name("beside").write_bytes(content)
        path.symlink_to("beside")
    elif change == "folder":
        path.mkdir()
    assert not place(filled, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_where_files_cannot_have_two_names_they_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: str, target: str) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), source, None, target)

    monkeypatch.setattr(os, "link", refuse)
    put(FILES, tmp_path / "first")
    keep(tmp_path / "cache", tmp_path / "first")
    assert place(tmp_path / "cache", tmp_path / "site")
    assert read(tmp_path / "site") == FILES
    assert {path.stat().st_nlink for path in (tmp_path / "site").rglob("*.*")} == {1}


def test_a_file_that_the_disk_takes_in_pieces_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, part: whole(descriptor, part[:7]))
    put(FILES, tmp_path / "first")
    assert read(tmp_path / "first") == FILES


@pytest.mark.parametrize("address", ["../out.html", "a/../../out.html", ".."])
def test_a_foreign_note_cannot_lead_out_of_the_site(
    address: str, filled: Path, tmp_path: Path
) -> None:
    with closing(Cache(filled)) as kept:
        ((_, note),) = kept.get_many([NAME])
        kept.put(NAME, note.replace(b"index.html", address.encode()))
    assert not place(filled, tmp_path / "site/guong")
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("note", [b"", b"\0", b"short", b"0123456789abcdef\xff\0", b"a" * 99])
def test_a_note_that_nobody_here_wrote_is_none(note: bytes, filled: Path, tmp_path: Path) -> None:
    with closing(Cache(filled)) as kept:
        kept.put(NAME, note)
    assert not place(filled, tmp_path / "site")


def test_without_room_in_the_cache_nothing_is_kept_and_nothing_is_said(tmp_path: Path) -> None:
    put(FILES, tmp_path / "first")
    Cache(tmp_path / "cache").close()
    (tmp_path / "cache" / FOLDER).write_text("một tệp", "utf-8")
    keep(tmp_path / "cache", tmp_path / "first")
    assert not place(tmp_path / "cache", tmp_path / "site")
    assert read(tmp_path / "first") == FILES


def test_without_a_cache_nothing_is_kept(tmp_path: Path) -> None:
    with closing(Cache(None)) as kept:
        store = Store(None, kept)
        store.keep(NAME, f"{tmp_path}/", FILES)
        assert not store.place(NAME, f"{tmp_path}/")
        store.sweep()
    assert [*tmp_path.iterdir()] == []


def test_what_the_cache_does_not_know_is_swept(filled: Path, tmp_path: Path) -> None:
    known = kept_files(filled)
    (known[0].with_name(f"{'0' * 30}-0")).write_bytes(b"left by a killed build")
    (filled / FOLDER / "other").write_bytes(b"not in a folder")
    with closing(Cache(filled)) as kept:
        Store(filled, kept).sweep()
    assert [path for path in kept_files(filled) if path.name != "other"] == known
    (filled / FILE).unlink()
    with closing(Cache(filled)) as kept:
        Store(filled, kept).sweep()
    assert [path.name for path in kept_files(filled)] == ["other"]
    assert not place(filled, tmp_path / "site")


def test_a_cache_that_cannot_be_asked_is_left_as_it_is(filled: Path) -> None:
    known = kept_files(filled)
    with closing(Cache(None)) as kept:
        Store(filled, kept).sweep()
    assert kept_files(filled) == known


def test_pages_that_nobody_uses_any_more_leave_the_cache(yard: Yard) -> None:  # noqa: F811 - the fixture
    yard.build()
    before = kept_files(yard.cache)
    yard.settings = type(yard.settings)(name="Tên khác", url="https://example.org/khac/")
    for _ in range(4):
        yard.build()
    after = kept_files(yard.cache)
    assert after
    assert {*before}.isdisjoint(after)


def test_a_site_that_was_spoilt_does_not_spoil_the_next(yard: Yard) -> None:  # noqa: F811 - the fixture
    first = yard.build()
    for path in yard.output.rglob("*.*"):
        with path.open("r+b") as stream:
            stream.write(b"\0\0\0\0")
    assert yard.build() == first
    assert yard.build() == first
