"""Tests for swapping.py: the old site or the new one, never half of either."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from exemplars import swapping
from exemplars.problem import FaultError
from exemplars.swapping import Staging, discard, exchange, stage

Tree = dict[str, bytes]


def tree(folder: Path) -> Tree:
    """Return every file below a folder with its bytes, and every empty folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b"<folder>"
        for path in sorted(folder.rglob("*"))
    }


def fill(folder: Path, **files: str) -> None:
    """Write files; two underscores stand for a dot."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(content)


def beside(output: Path) -> list[str]:
    """Return what lies beside the output folder."""
    return sorted(path.name for path in output.parent.iterdir() if path != output)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder with a site, alone in its parent."""
    folder = tmp_path / "public" / "site"
    fill(folder, index__html="old", gone__html="old")
    (folder / "sub").mkdir()
    fill(folder / "sub", index__html="old below")
    return folder


@pytest.fixture(params=["one step", "no such call", "refused by the file system"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each way to exchange two folders."""
    if request.param == "no such call":
        monkeypatch.setattr("exemplars.swapping.ctypes.CDLL", lambda *_, **__: object())
    if request.param == "refused by the file system":
        monkeypatch.setattr(swapping, "_RENAME_EXCHANGE", 1 << 20)
    return str(request.param)


@pytest.fixture
def staged(output: Path) -> Iterator[Staging]:
    """A finished new site beside the old one."""
    staging = stage(output)
    fill(staging.path, index__html="new")
    yield staging
    discard(staging)


# --- the exchange ---


@pytest.mark.usefixtures("way")
def test_the_new_site_takes_the_place_of_the_old_one_whole(output: Path) -> None:
    staging = stage(output)
    fill(staging.path, index__html="new", more__html="new")
    exchange(staging)
    assert tree(output) == {"index.html": b"new", "more.html": b"new"}
    assert beside(output) == []


@pytest.mark.usefixtures("way")
def test_hidden_files_beside_the_site_stay(output: Path) -> None:
    fill(output, __nojekyll="old")
    fill(output / ".git", HEAD="ref")
    staging = stage(output)
    fill(staging.path, index__html="new", __nojekyll="new")
    exchange(staging)
    # where both sites have one, the new one counts
    assert tree(output) == {
        ".git": b"<folder>", ".git/HEAD": b"ref", ".nojekyll": b"new", "index.html": b"new",
    }  # fmt: skip
    assert beside(output) == []


def test_a_first_site_needs_no_exchange(tmp_path: Path) -> None:
    output = tmp_path / "a" / "b" / "site"
    staging = stage(output)
    fill(staging.path, index__html="new")
    exchange(staging)
    assert tree(output) == {"index.html": b"new"}
    assert beside(output) == []


def test_the_exchange_in_one_step_really_is_one(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system has renameat2, no moment passes without a site."""
    staging = stage(output)
    fill(staging.path, index__html="new")

    def refuse(*_: object) -> Path:
        pytest.fail("two renames")

    monkeypatch.setattr(Path, "rename", refuse)
    exchange(staging)
    assert tree(output) == {"index.html": b"new"}


def test_a_link_to_the_output_stays_a_link(output: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(output)
    staging = stage(link)
    assert staging.output == output
    fill(staging.path, index__html="new")
    exchange(staging)
    assert link.is_symlink()
    assert tree(output) == {"index.html": b"new"}


def test_the_site_can_be_read_by_all_that_the_umask_lets_in(output: Path) -> None:
    before = os.umask(0o022)
    try:
        staging = stage(output)
        exchange(staging)
    finally:
        os.umask(before)
    assert output.stat().st_mode & 0o777 == 0o755


def test_two_builds_one_after_the_other_leave_nothing_behind(output: Path) -> None:
    for content in ("first", "second"):
        staging = stage(output)
        fill(staging.path, index__html=content)
        exchange(staging)
    assert tree(output) == {"index.html": b"second"}
    assert beside(output) == []


# --- a build that fails ---


def test_a_failed_build_leaves_the_output_byte_for_byte(output: Path) -> None:
    before, inode = tree(output), output.stat().st_ino
    staging = stage(output)
    fill(staging.path, index__html="half")
    discard(staging)
    assert tree(output) == before
    assert output.stat().st_ino == inode
    assert beside(output) == []


def test_a_failed_first_build_leaves_no_output(tmp_path: Path) -> None:
    output = tmp_path / "site"
    discard(stage(output))
    assert list(tmp_path.iterdir()) == []


def test_while_a_build_runs_the_old_site_is_whole(output: Path, staged: Staging) -> None:
    assert tree(output)["index.html"] == b"old"
    assert staged.path.parent == output.parent
    assert staged.path.name.startswith(".site.new-")


def test_an_exchange_that_the_system_refuses_leaves_the_output(
    output: Path, staged: Staging, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(output)

    def refuse(*_: object) -> bool:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(swapping, "_exchange_paths", refuse)
    with pytest.raises(FaultError) as caught:
        exchange(staged)
    assert str(caught.value) == f"không ghi được vào “{output}”: Operation not permitted"
    discard(staged)
    assert tree(output) == before
    assert beside(output) == []


def test_a_real_error_of_the_call_is_no_reason_for_two_renames(output: Path) -> None:
    missing = output.with_name("missing")
    with pytest.raises(FileNotFoundError):
        swapping._exchange_paths(missing, output)
    assert output.is_dir()


def test_a_second_rename_that_fails_leaves_the_output(
    output: Path, staged: Staging, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, rename = tree(output), Path.rename

    def refuse_second(path: Path, target: Path) -> Path:
        if path == staged.path:
            raise OSError(5, "Input/output error")
        return rename(path, target)

    monkeypatch.setattr(swapping, "_exchange_paths", lambda *_: False)
    monkeypatch.setattr(Path, "rename", refuse_second)
    with pytest.raises(FaultError, match="Input/output error"):
        exchange(staged)
    discard(staged)
    assert tree(output) == before


# --- what killed builds leave ---


def test_leftovers_of_a_killed_build_are_swept(output: Path) -> None:
    fill(output.parent / ".site.new-abc", half__html="x")
    fill(output.parent / ".site.old-abc", half__html="x")
    before = tree(output)
    discard(stage(output))
    assert beside(output) == []
    assert tree(output) == before


def test_a_process_that_was_really_killed_leaves_nothing_for_long(output: Path) -> None:
    script = (
        "import os, pathlib, sys\n"
        "from exemplars.swapping import stage\n"
        "staging = stage(pathlib.Path(sys.argv[1]))\n"
        "(staging.path / 'half.html').write_text('x')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(output)], check=False)
    assert done.returncode == -9
    assert len(beside(output)) == 1
    discard(stage(output))
    assert beside(output) == []


def test_the_folder_of_a_living_build_is_not_swept(output: Path) -> None:
    script = (
        "import pathlib, sys\n"
        "from exemplars.swapping import exchange, stage\n"
        "staging = stage(pathlib.Path(sys.argv[1]))\n"
        "(staging.path / 'index.html').write_text('theirs')\n"
        "print(staging.path.name, flush=True)\n"
        "sys.stdin.readline()\n"
        "exchange(staging)\n"
    )
    command = [sys.executable, "-c", script, str(output)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        theirs = other.stdout.readline().strip()
        ours = stage(output)
        assert beside(output) == sorted([theirs, ours.path.name])
        fill(ours.path, index__html="ours")
        exchange(ours)
        assert tree(output) == {"index.html": b"ours"}
        assert beside(output) == [theirs]
        other.stdin.write("go\n")
        other.stdin.flush()
        assert other.wait(20) == 0
    assert tree(output) == {"index.html": b"theirs"}
    assert beside(output) == []


def test_a_second_build_does_not_sweep_the_first(output: Path) -> None:
    first = stage(output)
    fill(first.path, index__html="first")
    second = stage(output)
    assert beside(output) == sorted([first.path.name, second.path.name])
    discard(second)
    exchange(first)
    assert tree(output) == {"index.html": b"first"}
    assert beside(output) == []


def test_a_locked_leftover_stays_until_its_lock_is_free(output: Path) -> None:
    living = output.parent / ".site.new-abc"
    living.mkdir()
    lock = os.open(living, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    discard(stage(output))
    assert beside(output) == [".site.new-abc"]
    os.close(lock)
    discard(stage(output))
    assert beside(output) == []


def test_a_gap_between_two_renames_is_mended(output: Path) -> None:
    before = tree(output)
    output.rename(output.parent / ".site.old-abc")
    fill(output.parent / ".site.new-abc", index__html="new")
    discard(stage(output))
    assert tree(output) == before
    assert beside(output) == []


def test_hidden_files_of_a_swept_old_site_come_back(output: Path) -> None:
    """A build that was killed after the exchange had not yet moved them."""
    fill(output.parent / ".site.new-abc" / ".git", HEAD="ref")
    discard(stage(output))
    assert (output / ".git" / "HEAD").read_text() == "ref"
    assert beside(output) == []


def test_folders_of_other_outputs_and_links_are_not_swept(output: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    fill(other, precious="x", __git="x")
    fill(output.parent / ".site2.new-abc", x="x")
    fill(output.parent / "site.new-abc", x="x")
    (output.parent / ".site.new-link").symlink_to(other)
    fill(output.parent, __site__new_file="x")
    discard(stage(output))
    assert {".site2.new-abc", "site.new-abc", ".site.new-link"} <= set(beside(output))
    assert tree(other) == {".git": b"x", "precious": b"x"}


def test_an_output_with_brackets_in_its_name_is_mended_too(tmp_path: Path) -> None:
    output = tmp_path / "site [1]"
    fill(tmp_path / ".site [1].old-abc", index__html="old")
    discard(stage(output))
    assert tree(output) == {"index.html": b"old"}


# --- places that cannot be written ---


def test_a_file_in_place_of_the_output_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("precious")
    with pytest.raises(FaultError) as caught:
        stage(tmp_path / "site")
    assert str(caught.value) == (
        f"“{tmp_path / 'site'}” là một tệp, không phải thư mục; hãy chọn nơi khác"
    )
    assert tree(tmp_path) == {"site": b"precious"}


def test_a_mount_point_is_a_fault(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "ismount", lambda path: str(path) == str(output))
    with pytest.raises(FaultError) as caught:
        stage(output)
    assert str(caught.value) == (
        f"không thay được thư mục “{output}” vì đó là điểm gắn ổ đĩa; hãy dựng vào một thư mục con"
    )
    assert beside(output) == []


def test_the_root_of_the_system_is_a_fault() -> None:
    with pytest.raises(FaultError, match="vì đó là điểm gắn ổ đĩa"):
        stage(Path("/"))


def test_a_parent_that_is_a_file_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("precious")
    with pytest.raises(FaultError, match=r"^không ghi được vào “.*”: File exists$"):
        stage(tmp_path / "file" / "site")
    assert tree(tmp_path) == {"file": b"precious"}


def test_a_parent_that_cannot_be_written_is_a_fault(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(output)

    def refuse(**_: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("exemplars.swapping.tempfile.mkdtemp", refuse)
    with pytest.raises(FaultError) as caught:
        stage(output)
    assert str(caught.value) == f"không ghi được vào “{output}”: Permission denied"
    assert tree(output) == before


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs /proc")
def test_a_file_system_that_takes_no_folders_is_a_fault() -> None:
    with pytest.raises(FaultError, match=r"^không ghi được vào “/proc/\d+/site”: "):
        stage(Path("/proc/self/site"))


def test_a_fault_names_the_whole_path(tmp_path: Path) -> None:
    output = tmp_path / ("x" * 60) / "site"
    fill(output.parent, site="precious")
    with pytest.raises(FaultError) as caught:
        stage(output)
    assert str(output) in str(caught.value)


def test_a_name_that_is_too_long_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match="không ghi được vào"):
        stage(tmp_path / ("x" * 255))
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_during_the_build_is_no_loss(
    output: Path, write_fails: Callable[[Path], None]
) -> None:
    before = tree(output)
    staging = stage(output)
    with pytest.raises(OSError, match="No space left"):
        write_fails(staging.path / "index.html")
    discard(staging)
    assert tree(output) == before


@pytest.fixture
def write_fails(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Write a file on a full disk."""

    def write(path: Path) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(Path, "write_text", _no_space)
            path.write_text("x")

    return write


def _no_space(*_: object) -> int:
    raise OSError(28, "No space left on device")
