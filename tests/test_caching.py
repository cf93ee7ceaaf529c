"""Tests for caching.py: what is kept comes back as it was, or not at all."""

from __future__ import annotations

import os
import pickle
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLE, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from exemplars import caching
from exemplars.caching import FILE, Cache, name, salt
from exemplars.freezing import freeze, thaw
from exemplars.library import Story
from exemplars.problem import Place
from exemplars.reading import read
from exemplars.workers import each

NAMES = [name(number) for number in range(60)]
VALUES = [bytes([number]) * (50 * number + 1) for number in range(60)]


def look(cache: Cache, key: bytes) -> bytes | None:
    """Return what is kept under one name."""
    return dict(cache.get_many([key])).get(key)


def filled(folder: Path) -> Path:
    """Fill the cache in ``folder`` and return its file."""
    cache = Cache(folder)
    for key, value in zip(NAMES, VALUES, strict=True):
        cache.put(key, value)
    cache.close()
    return folder / FILE


def found(folder: Path, said: list[str] | None = None) -> list[bytes | None]:
    """Return what a cache has under ``NAMES``, as a build asks for it: reading, then writing."""
    cache = Cache(folder, (said if said is not None else []).append)
    values = [look(cache, key) for key in NAMES]
    cache.put(b"new", b"value")
    cache.close()
    cache = Cache(folder, (said if said is not None else []).append)
    cache.prune()
    cache.close()
    return values


def right(values: list[bytes | None]) -> bool:
    """Tell whether each value is what was kept, or missing."""
    return all(value in {None, kept} for value, kept in zip(values, VALUES, strict=True))


def run(code: str, folder: Path, before: Callable[[], None] | None = None) -> Any:
    """Start a program that uses the cache in ``folder``."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code, str(folder)],
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'hooks'}{os.pathsep}{ROOT / 'tests'}"},
        text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=before,  # noqa: PLW1509 - a limit must be set in the child
    )  # fmt: skip


def test_what_is_kept_comes_back_in_the_next_process(tmp_path: Path) -> None:
    filled(tmp_path)
    code = "import sys; from pathlib import Path; from test_caching import *\nprint(found(Path(sys.argv[1])) == VALUES)"
    assert run(code, tmp_path).communicate() == ("True\n", "")


@given(st.dictionaries(st.binary(max_size=16), st.binary(max_size=300), max_size=8))
def test_any_name_gives_its_own_value(entries: dict[bytes, bytes]) -> None:
    folder = Path(os.environ["EXEMPLARS_CACHE"]) / "any"
    shutil.rmtree(folder, ignore_errors=True)
    cache = Cache(folder)
    for key, value in entries.items():
        cache.put(key, value)
    cache.close()
    cache = Cache(folder)
    assert {key: look(cache, key) for key in entries} == entries
    assert look(cache, b"another name than all") is None
    cache.close()


def test_a_changed_value_replaces_the_former(tmp_path: Path) -> None:
    for value in (b"one", b"two"):
        cache = Cache(tmp_path)
        cache.put(b"name", value)
        cache.close()
    cache = Cache(tmp_path)
    assert look(cache, b"name") == b"two"
    cache.close()


def test_without_a_folder_nothing_is_kept() -> None:
    cache = Cache(None)
    cache.put(b"name", b"value")
    cache.save()
    cache.prune()
    assert (cache.kept, look(cache, b"name")) == (False, None)
    cache.close()


def test_a_name_tells_apart_whatever_differs() -> None:
    parts = [
        (),
        ("a",),
        ("a", "b"),
        ("ab",),
        (b"a",),
        (["a", "b"],),
        (1,),
        ("1",),
        (None,),
        (date.min,),
    ]
    assert len({name(*part) for part in parts}) == len(parts)
    assert name("a", 1) == name("a", 1)


def test_a_name_is_another_with_other_code_or_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    before = name("a")
    monkeypatch.setattr(caching, "salt", lambda: "another")
    assert name("a") != before


@pytest.mark.parametrize("package", caching._PACKAGES)
def test_another_version_of_a_package_is_another_salt(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = salt.__wrapped__()
    monkeypatch.setattr(caching, "version", lambda name: version(name) + "x" * (name == package))
    assert salt.__wrapped__() != before


def test_every_package_that_the_project_needs_is_in_the_salt() -> None:
    told = (ROOT / "pyproject.toml").read_text("utf-8")
    needed = told.partition("dependencies = [\n")[2].partition("\n]")[0].splitlines()
    names = {line.strip().strip('"').partition(">=")[0] for line in needed}
    assert names <= {*caching._PACKAGES}


@pytest.mark.parametrize(
    "file", ["telling.py", "commands/check.py", "wording.yml", "templates/story.html.jinja"]
)
def test_a_changed_file_of_the_package_is_another_salt(file: str, tmp_path: Path) -> None:
    package = tmp_path / "exemplars"
    package.mkdir()
    for path in (ROOT / "hooks/exemplars").rglob("*"):
        if path.suffix in {".py", ".yml", ".jinja"}:
            (package / path.relative_to(ROOT / "hooks/exemplars")).parent.mkdir(exist_ok=True)
            shutil.copy(path, package / path.relative_to(ROOT / "hooks/exemplars"))
    patch = pytest.MonkeyPatch()
    patch.setattr(caching, "__file__", str(package / "caching.py"))
    try:
        assert salt.__wrapped__() == salt()
        changed = package / file
        changed.write_text(changed.read_text("utf-8") + "\n", "utf-8")
        assert salt.__wrapped__() != salt()
        shutil.copy(ROOT / "hooks/exemplars" / file, changed)
        assert salt.__wrapped__() == salt()
        changed.rename(changed.with_name(f"z{changed.name}"))
        assert salt.__wrapped__() != salt()
    finally:
        patch.undo()


@given(seed=st.integers(0, 2**32), flips=st.integers(1, 40))
@settings(max_examples=100)
def test_bytes_damaged_anywhere_give_the_right_value_or_none(seed: int, flips: int) -> None:
    folder = Path(os.environ["EXEMPLARS_CACHE"]) / "damaged"
    shutil.rmtree(folder, ignore_errors=True)
    file = filled(folder)
    raw, chance = bytearray(file.read_bytes()), random.Random(seed)  # noqa: S311 - not for secrets
    for _ in range(flips):
        # Half of them strike where SQLite keeps its own books: heads of pages.
        place = chance.randrange(len(raw))
        raw[place - place % 4096 + place % 120 if chance.random() < 0.5 else place] = (
            chance.randrange(256)
        )
    file.write_bytes(raw)
    said: list[str] = []
    assert right(found(folder, said))
    assert said in ([], [str(file)])
    assert right(found(folder))


def test_entries_that_damage_has_mixed_up_are_not_found(tmp_path: Path) -> None:
    """A flipped bit in the index of names would lead to another story's page."""
    file = filled(tmp_path)
    connection = sqlite3.connect(file)
    with connection:
        connection.execute("UPDATE kept SET name = ? WHERE name = ?", (b"spare", NAMES[0]))
        connection.execute("UPDATE kept SET name = ? WHERE name = ?", (NAMES[0], NAMES[1]))
    connection.close()
    said: list[str] = []
    assert found(tmp_path, said)[0] is None
    assert said == [str(file)]


@pytest.mark.parametrize("share", [0, 1, 50, 512, 4096, 5000, 12288])
def test_a_file_that_was_cut_off_gives_the_right_value_or_none(share: int, tmp_path: Path) -> None:
    file = filled(tmp_path)
    os.truncate(file, share)
    said: list[str] = []
    assert right(found(tmp_path, said))
    assert said == [str(file)] * (share > 1)


def of_another_program(file: Path) -> None:
    """Write a database that is not ours, with a table of the same name."""
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE kept (key TEXT, what TEXT)")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()


def of_another_version(file: Path) -> None:
    """Write a cache as a later version of this program might."""
    filled(file.parent)
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 99")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "make",
    [
        lambda file: file.write_text("Không phải bộ nhớ đệm.\n" * 99, "utf-8"),
        lambda file: file.write_bytes(b"\0" * 9000),
        of_another_program,
        of_another_version,
    ],
    ids=["text", "zeros", "another program", "another version"],
)
def test_a_file_that_is_no_cache_of_ours_is_thrown_away_and_told_once(
    make: Callable[[Path], object], tmp_path: Path
) -> None:
    file = tmp_path / FILE
    make(file)
    said: list[str] = []
    assert found(tmp_path, said) == [None] * 60
    assert said == [str(file)]
    filled(tmp_path)
    assert found(tmp_path, said) == VALUES
    assert said == [str(file)]


def test_what_sqlite_left_beside_a_damaged_file_goes_with_it(tmp_path: Path) -> None:
    """A journal of the former file would be written into the new one."""
    file = filled(tmp_path)
    file.write_bytes(b"x" * 5000)
    for ending in ("-journal", "-wal", "-shm"):
        Path(f"{file}{ending}").write_bytes(b"y" * 5000)
    Cache(tmp_path).close()
    left = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert left.keys() <= {FILE, f"{FILE}-journal"}  # the new file's own journal
    assert not any(b"y" * 100 in content for content in left.values())


def test_the_journal_is_not_removed_and_made_anew_with_each_change(tmp_path: Path) -> None:
    """Else ext4 would look at each former one whenever a file of the site is made."""
    journals = set()
    for key in NAMES[:3]:
        with closing(Cache(tmp_path)) as cache:
            cache.put(key, b"value")
        journals.add((tmp_path / f"{FILE}-journal").stat().st_ino)
    assert len(journals) == 1


def no_folder(path: Path) -> Path:
    """Return a folder that cannot be made, even by root: it lies below a file."""
    path.write_text("một tệp", "utf-8")
    return path / "below"


def folder_for_file(path: Path) -> Path:
    """Return a folder in which a folder stands in the file's place."""
    (path / FILE / "x").mkdir(parents=True)
    return path


@pytest.mark.parametrize("make", [no_folder, folder_for_file])
def test_a_cache_that_cannot_be_written_keeps_nothing_and_says_nothing(
    make: Callable[[Path], Path], tmp_path: Path
) -> None:
    said: list[str] = []
    folder = make(tmp_path / "a")
    assert found(folder, said) == [None] * 60
    assert said == []
    assert not Cache(folder).kept


def test_a_cache_that_may_only_be_read_is_read(tmp_path: Path) -> None:
    """SQLite itself says so of a file whose head forbids writing; as root no permission does."""
    file = filled(tmp_path)
    raw = bytearray(file.read_bytes())
    raw[18] = 3
    file.write_bytes(raw)
    said: list[str] = []
    assert found(tmp_path, said) == VALUES
    assert said == []


def test_a_full_disk_keeps_what_was_there_before(tmp_path: Path) -> None:
    file = filled(tmp_path)

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        size = file.stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    code = """
import sys; from pathlib import Path; from test_caching import *
said = []
cache = Cache(Path(sys.argv[1]), said.append)
for number in range(1000):
    cache.put(name("much", number), b"x" * 5000)
cache.save()
print(look(cache, NAMES[3]) in (None, VALUES[3]), said)
cache.close()
"""
    assert run(code, tmp_path, limit).communicate() == ("True []\n", "")
    assert found(tmp_path) == VALUES


def test_a_disk_that_is_full_from_the_beginning_keeps_nothing(tmp_path: Path) -> None:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    code = "import sys; from pathlib import Path; from test_caching import *\nsaid = []\nprint(found(Path(sys.argv[1]), said) == [None] * 60, said)"
    assert run(code, tmp_path, limit).communicate() == ("True []\n", "")
    filled(tmp_path)
    assert found(tmp_path) == VALUES


def test_what_no_build_has_used_for_two_is_gone_and_what_is_used_stays(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for key in (b"used", b"once", b"sometimes"):
        cache.put(key, b"value")
    cache.close()
    Cache(tmp_path).prune()
    for build in range(1, 6):
        cache = Cache(tmp_path)
        assert look(cache, b"used") == b"value"
        if build % 2:
            assert look(cache, b"sometimes") == b"value"
        cache.close()
        Cache(tmp_path).prune()
        connection = sqlite3.connect(tmp_path / FILE)
        names = {bytes(row[0]) for row in connection.execute("SELECT name FROM kept")}
        connection.close()
        assert names == {b"used", b"sometimes"} | ({b"once"} if build < 2 else set())


def test_a_build_that_failed_makes_nothing_older(tmp_path: Path) -> None:
    filled(tmp_path)
    for _ in range(5):
        Cache(tmp_path).close()
    Cache(tmp_path).prune()
    Cache(tmp_path).prune()
    assert found(tmp_path) == VALUES


def test_a_pruned_file_gives_its_room_back(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for number in range(300):
        cache.put(name("large", number), b"x" * 10_000)
    cache.close()
    before = (tmp_path / FILE).stat().st_size
    for _ in range(3):
        cache = Cache(tmp_path)
        cache.put(b"small", b"x")
        cache.save()
        cache.prune()
        cache.close()
    assert before > 3_000_000
    assert (tmp_path / FILE).stat().st_size < 100_000


def test_a_clock_that_jumps_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = filled(tmp_path)
    for moment in (0, 2**33, 10**6):
        monkeypatch.setattr(time, "time", lambda moment=moment: moment)
        os.utime(file, (moment, moment))
        assert found(tmp_path) == VALUES


def test_many_processes_share_one_file(tmp_path: Path) -> None:
    """They begin at once, with no file yet, and none loses what it or another one keeps."""
    code = """
import sys; from pathlib import Path; from test_caching import *
said = []
for share in range(6):
    cache = Cache(Path(sys.argv[1]), said.append)
    for key, value in [*zip(NAMES, VALUES)][share * 10:][:10]:
        assert look(cache, key) in (None, value)
        cache.put(key, value)
    cache.close()
print(said)
"""
    processes = [run(code, tmp_path) for _ in range(4)]
    assert [process.communicate() for process in processes] == [("[]\n", "")] * 4
    assert found(tmp_path) == VALUES


def test_workers_that_find_one_damaged_file_leave_a_whole_one(tmp_path: Path) -> None:
    file = filled(tmp_path)
    with file.open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\xff" * (file.stat().st_size - 4096))

    def task(_: int) -> tuple[list[str], bool]:
        said: list[str] = []
        return said, right(found(tmp_path, said))

    results = [result for _, result in each(12, task, 3)]
    assert all(good for _, good in results)
    assert 1 <= sum(len(said) for said, _ in results) <= 3
    said: list[str] = []
    assert right(found(tmp_path, said))
    assert said == []


def test_a_damaged_file_that_another_has_replaced_is_not_removed_again(tmp_path: Path) -> None:
    connection = sqlite3.connect(filled(tmp_path))
    with connection:
        connection.execute("UPDATE kept SET value = x'00' WHERE name = ?", (NAMES[0],))
    connection.close()
    said: list[str] = []
    first, second = Cache(tmp_path, said.append), Cache(tmp_path, said.append)
    assert look(first, NAMES[0]) is None
    filled(tmp_path)
    assert look(second, NAMES[0]) is None
    assert said == [str(tmp_path / FILE)]
    assert found(tmp_path, said) == VALUES
    assert len(said) == 1


def test_a_killed_process_leaves_a_whole_file(tmp_path: Path) -> None:
    filled(tmp_path)
    code = """
import sys; from pathlib import Path; from test_caching import *
print("ready", flush=True)
number = 0
while True:
    cache = Cache(Path(sys.argv[1]))
    for _ in range(200):
        number += 1
        cache.put(name("killed", number % 500), b"%d " % number * 2000)
    cache.close()
"""
    chance = random.Random(1)  # noqa: S311 - not for secrets
    for _ in range(4):
        process = run(code, tmp_path)
        process.stdout.readline()
        time.sleep(chance.random() * 0.15)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        said: list[str] = []
        cache = Cache(tmp_path, said.append)
        assert [look(cache, key) for key in NAMES] == VALUES
        for number in range(500):
            value = look(cache, name("killed", number))
            assert value is None or len({*value.split()}) == 1
        cache.close()
        assert said == []


def test_every_story_of_the_example_comes_back_as_it_was(tmp_path: Path) -> None:
    """So no type is missing of those that may be kept."""
    library, _ = read(EXAMPLE, "stories", date(2026, 12, 1))
    stories = [*library.stories, *library.drafts]
    assert len(stories) == 10
    for story in stories:
        thawed = thaw(freeze(story))
        assert isinstance(thawed, Story)
        assert thawed == story
    read(EXAMPLE, "stories", date(2026, 12, 1), cache=(cache := Cache(tmp_path)))
    cache.close()
    told: list[tuple[int, int]] = []
    cache = Cache(tmp_path)
    again, _ = read(
        EXAMPLE, "stories", date(2026, 12, 1), cache=cache,
        report=lambda total, done: told.append((total, done)),
    )  # fmt: skip
    cache.close()
    assert sum(total for total, _ in told) == 0
    assert again == library


class Hostile:
    """Something whose pickle calls a function."""

    def __init__(self, call: Any, *arguments: Any) -> None:
        self.call, self.arguments = call, arguments

    def __reduce__(self) -> tuple[Any, ...]:
        return self.call, self.arguments


@pytest.mark.parametrize(
    "make",
    [
        lambda path: Hostile(os.system, f"touch {path}"),
        lambda path: Hostile(Path.touch, path),
        lambda path: Hostile(subprocess.Popen, ["touch", str(path)]),
        lambda path: Hostile(open, str(path), "w"),
        lambda path: Hostile(eval, f"open({str(path)!r}, 'w')"),
        lambda path: Hostile(Cache, path),
        lambda path: Hostile(shutil.copy, EXAMPLE / "taxonomy.yml", path),
    ],
    ids=["system", "method", "process", "open", "eval", "our own cache", "copy"],
)
def test_a_hostile_value_makes_nothing(make: Callable[[Path], object], tmp_path: Path) -> None:
    with pytest.raises(pickle.UnpicklingError):
        thaw(pickle.dumps(make(tmp_path / "made")))
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    "content",
    [
        b"cexemplars.__main__\nmain\n.",
        b"cexemplars.command\nmain\n.",
        b"cexemplars.library\nreplace\n.",
        b"cexemplars.library\nPath\n.",
        b"\x80\x04\x8c\x11exemplars.library\x8c\x0bdate.max.xx\x93.",
        b"cnowhere\nNothing\n.",
        b"cexemplars.library\nNothing\n.",
        b"cdatetime\ndatetime\n.",
        b"cbuiltins\nlist\n.",
    ],
)
def test_a_value_may_name_our_own_types_of_data_only(content: bytes) -> None:
    with pytest.raises(pickle.UnpicklingError):
        thaw(content)


@given(st.binary(max_size=60))
@settings(max_examples=150)
def test_bytes_that_are_no_value_raise_one_error(content: bytes) -> None:
    frozen = freeze(Place(1, 2))
    for damaged in (content, frozen[: len(content) % len(frozen)] + content):
        try:
            thaw(damaged)
        except pickle.UnpicklingError:
            continue


def test_a_cache_is_empty_until_something_is_kept(tmp_path: Path) -> None:
    assert Cache(None).empty
    with closing(Cache(tmp_path)) as cache:
        assert cache.empty
        cache.put(b"name", b"value")
    with closing(Cache(tmp_path)) as cache:
        assert not cache.empty
