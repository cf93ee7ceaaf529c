"""Tests for ``exemplars fmt``: what it writes, what it only tells, and what it leaves alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from factories import story

from exemplars.command import main
from exemplars.commands import fmt

Write = Callable[[str, str], Path]
Run = Callable[..., tuple[int, str, str]]

MESSY = "---\nkind:   ca-nhan\nname: A\n---\nLời.  \n\n"
NEAT = "---\nname: A\nkind: ca-nhan\n---\nLời.\n"
BROKEN = "---\nname: A\nname: B\n---\nLời.  \n"
TOLD = "mục “name” đã có ở dòng 2; hãy giữ lại một\n"
ASIDE = "stories/ca-nhan/a.md"


@pytest.fixture
def run(stories: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command beside the stories folder; return exit code, output and errors."""
    monkeypatch.chdir(stories.parent)
    monkeypatch.delenv("STORIES_DIR", raising=False)

    def run_it(*arguments: str) -> tuple[int, str, str]:
        code = main(["fmt", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run_it


# --- writing ---


def test_every_story_is_written_in_its_canonical_form(run: Run, write: Write) -> None:
    one, two = write("ca-nhan/a.md", MESSY), write("tap-the/b/index.md", MESSY)
    neat = write("ca-nhan/c.md", NEAT)
    unchanged = neat.stat().st_mtime_ns
    assert run() == (
        0,
        f"đã xếp lại {ASIDE}\nđã xếp lại stories/tap-the/b/index.md\n",
        "đã xếp lại 2 tệp; 1 tệp vốn đã đúng dạng chuẩn\n",
    )
    assert one.read_text("utf-8") == two.read_text("utf-8") == neat.read_text("utf-8") == NEAT
    assert neat.stat().st_mtime_ns == unchanged


def test_a_second_run_has_nothing_to_do(run: Run, write: Write) -> None:
    write("ca-nhan/a.md", MESSY)
    run()
    assert run() == (0, "", "đã xếp lại 0 tệp; 1 tệp vốn đã đúng dạng chuẩn\n")


@pytest.mark.parametrize(
    ("arguments", "changed"),
    [
        ([ASIDE], {"ca-nhan/a.md"}),
        (["stories/ca-nhan"], {"ca-nhan/a.md", "ca-nhan/b.md"}),
        (["stories/tap-the/c", ASIDE, ASIDE], {"tap-the/c/index.md", "ca-nhan/a.md"}),
        (["stories"], {"ca-nhan/a.md", "ca-nhan/b.md", "tap-the/c/index.md"}),
    ],
)
def test_only_what_is_named_is_written(
    arguments: list[str], changed: set[str], run: Run, write: Write
) -> None:
    files = ("ca-nhan/a.md", "ca-nhan/b.md", "tap-the/c/index.md")
    paths = {file: write(file, MESSY) for file in files}
    assert run(*arguments)[0] == 0
    assert {file for file, path in paths.items() if path.read_text("utf-8") == NEAT} == changed


def test_a_file_anywhere_may_be_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "nhap.md"
    path.write_text(MESSY, "utf-8")
    assert run(str(path))[:2] == (0, f"đã xếp lại {path}\n")
    assert path.read_text("utf-8") == NEAT


def test_the_tables_and_other_files_are_left_alone(run: Run, write: Write, stories: Path) -> None:
    write("README.md", "Đọc tôi  \n")
    write("ca-nhan/a.md", MESSY)
    before = {path: path.read_bytes() for path in stories.glob("*.*")}
    assert run()[0] == 0
    assert {path: path.read_bytes() for path in stories.glob("*.*")} == before


@pytest.mark.parametrize("mode", [0o600, 0o664, 0o444])
def test_the_mode_of_a_file_is_kept(mode: int, run: Run, write: Write) -> None:
    path = write("ca-nhan/a.md", MESSY)
    path.chmod(mode)
    assert run()[0] == 0
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.read_text("utf-8") == NEAT


def test_a_file_is_written_whole_and_nothing_is_left_beside_it(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("ca-nhan/a.md", MESSY)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "replace", full)
    code, _, errors = run()
    assert (code, errors) == (1, f"không ghi được vào “{path}”: No space left on device\n")
    assert [other.name for other in path.parent.iterdir()] == ["a.md"]
    assert path.read_text("utf-8") == MESSY


# --- only telling ---


def test_check_writes_nothing_and_names_the_files(run: Run, write: Write) -> None:
    path = write("ca-nhan/a.md", MESSY)
    write("ca-nhan/b.md", NEAT)
    assert run("--check") == (
        1,
        f"chưa đúng dạng chuẩn: {ASIDE}\n",
        "1 tệp chưa đúng dạng chuẩn; 1 tệp đã đúng\n",
    )
    assert path.read_text("utf-8") == MESSY


def test_check_is_zero_where_nothing_would_change(run: Run, write: Write) -> None:
    write("ca-nhan/b.md", NEAT)
    assert run("--check")[0] == 0
    assert run("--diff")[0] == 0


def test_diff_writes_nothing_and_shows_every_change(run: Run, write: Write) -> None:
    path = write("ca-nhan/a.md", MESSY)
    code, output, _ = run("--diff")
    assert code == 1
    assert output.splitlines() == [
        f"--- {ASIDE}",
        f"+++ {ASIDE}",
        "@@ -1,6 +1,5 @@",
        " ---",
        "-kind:   ca-nhan",
        " name: A",
        "+kind: ca-nhan",
        " ---",
        "-Lời.  ",
        "-",
        "+Lời.",
        f"chưa đúng dạng chuẩn: {ASIDE}",
    ]
    assert path.read_text("utf-8") == MESSY


def test_diff_shows_what_cannot_be_seen(run: Run, stories: Path) -> None:
    (stories / "ca-nhan").mkdir()
    raw = "\ufeff" + NEAT.replace("kind: ca-nhan\n", "kind: ca-nhan\r\n").removesuffix("\n")
    (stories / "ca-nhan/a.md").write_bytes(raw.encode())
    lines = run("--diff")[1].splitlines()
    assert [line for line in lines if line[0] == "-"][1:] == [
        "-[BOM]---",
        "-kind: ca-nhan␍",
        "-Lời. (thiếu dấu xuống dòng ở cuối tệp)",
    ]


# --- what is left alone ---


def test_a_file_that_cannot_be_read_stays_and_its_problems_are_told(run: Run, write: Write) -> None:
    broken, other = write("ca-nhan/a.md", BROKEN), write("ca-nhan/b.md", MESSY)
    assert run() == (
        1,
        "đã xếp lại stories/ca-nhan/b.md\n",
        f"{ASIDE}:3:1: {TOLD}đã xếp lại 1 tệp; 0 tệp vốn đã đúng dạng chuẩn\n",
    )
    assert broken.read_text("utf-8") == BROKEN
    assert other.read_text("utf-8") == NEAT


def test_a_file_of_another_encoding_stays(run: Run, write: Write) -> None:
    path = write("ca-nhan/a.md", "")
    path.write_bytes(MESSY.encode("utf-16"))
    code, _, errors = run()
    assert code == 1
    assert f"{ASIDE}:1:1: tệp viết bằng bảng mã UTF-16" in errors
    assert path.read_bytes() == MESSY.encode("utf-16")


def test_a_story_with_other_faults_is_formatted_all_the_same(run: Run, write: Write) -> None:
    path = write("ca-nhan/a.md", story(since="x", nick="y", basis=None) + "\n\n")
    assert run()[0] == 0
    assert path.read_text("utf-8").endswith("bốn giờ.\n")


def test_a_link_is_neither_followed_nor_replaced(run: Run, write: Write, tmp_path: Path) -> None:
    target = tmp_path / "that.md"
    target.write_text(MESSY, "utf-8")
    link = write("ca-nhan/b.md", NEAT).with_name("a.md")
    link.symlink_to(target)
    assert run() == (0, "", "đã xếp lại 0 tệp; 1 tệp vốn đã đúng dạng chuẩn\n")
    code, _, errors = run(ASIDE)
    assert code == 1
    assert errors.startswith(f"{ASIDE}:1:1: đây là liên kết tượng trưng")
    assert link.is_symlink()
    assert target.read_text("utf-8") == MESSY


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(run: Run, write: Write) -> None:
    write("ca-nhan/a.md", MESSY).chmod(0)
    assert run()[0] == 1


def test_a_path_that_is_not_there_is_a_fault(run: Run) -> None:
    code, output, errors = run("stories/khong-co.md")
    assert (code, output) == (1, "")
    assert errors == "không thấy “stories/khong-co.md”; hãy kiểm lại đường dẫn\n"


def test_a_name_cannot_forge_a_line(run: Run, write: Write) -> None:
    write("ca-nhan/a\nb.md", MESSY)
    assert run()[1] == "đã xếp lại stories/ca-nhan/a?b.md\n"


def test_a_file_is_yielded_once(stories: Path, write: Write) -> None:
    path = write("ca-nhan/a.md", MESSY)
    assert [*fmt.story_files([path, stories, path.parent])] == [path]
