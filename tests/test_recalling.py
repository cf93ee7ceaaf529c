"""Tests for recalling.py, in real git repositories."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from exemplars.problem import FaultError
from exemplars.recalling import recall

Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Run git in a repository whose only commit, ``main``, has one file."""

    def run(*words: str) -> str:
        options = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        done = subprocess.run(
            ["git", *options, *words], cwd=tmp_path, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    (tmp_path / "stories/ca-nhan").mkdir(parents=True)
    (tmp_path / "stories/ca-nhan/a.md").write_bytes(b"\xff first\r\n")
    run("init", "-q", "-b", "main")
    run("add", ".")
    run("commit", "-qm", "one")
    return run


def files(root: Path, reference: str) -> dict[str, bytes]:
    """Return what ``recall`` finds, by path."""
    with recall(root, reference) as folder:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }


def test_the_stories_are_as_they_were_and_nothing_else_changes(git: Git, tmp_path: Path) -> None:
    (tmp_path / "stories/ca-nhan/a.md").write_text("second")
    (tmp_path / "stories/ca-nhan/b.md").write_text("new")
    before = git("status", "--porcelain")
    assert files(tmp_path / "stories", "main") == {"ca-nhan/a.md": b"\xff first\r\n"}
    assert git("status", "--porcelain") == before


def test_the_folder_is_gone_afterwards(git: Git, tmp_path: Path) -> None:
    with recall(tmp_path / "stories", "main") as folder:
        assert folder.is_dir()
    assert not folder.exists()
    assert git("stash", "list") == ""


def test_what_others_did_since_is_no_difference(git: Git, tmp_path: Path) -> None:
    git("switch", "-qc", "mine")
    (tmp_path / "stories/ca-nhan/b.md").write_text("mine")
    git("add", ".")
    git("commit", "-qm", "mine")
    git("switch", "-q", "main")
    (tmp_path / "stories/ca-nhan/c.md").write_text("theirs")
    git("add", ".")
    git("commit", "-qm", "theirs")
    git("switch", "-q", "mine")
    assert set(files(tmp_path / "stories", "main")) == {"ca-nhan/a.md"}


def test_a_folder_that_was_not_there_is_empty(git: Git, tmp_path: Path) -> None:
    shutil.move(tmp_path / "stories", tmp_path / "khac")
    assert files(tmp_path / "khac", "main") == {}
    assert git("rev-parse", "main")


def test_the_whole_repository_can_be_the_stories_folder(git: Git, tmp_path: Path) -> None:
    assert set(files(tmp_path, git("rev-parse", "HEAD"))) == {"stories/ca-nhan/a.md"}


def test_a_link_is_not_taken(git: Git, tmp_path: Path) -> None:
    (tmp_path / "stories/ca-nhan/x.md").symlink_to("/etc/passwd")
    (tmp_path / "stories/y").symlink_to("/etc")
    git("add", ".")
    git("commit", "-qm", "links")
    assert set(files(tmp_path / "stories", "main")) == {"ca-nhan/a.md"}


@pytest.mark.parametrize("reference", ["nowhere", "", "-x", "--all", "main:stories", "a b"])
def test_an_unknown_commit_is_one_sentence(reference: str, git: Git, tmp_path: Path) -> None:
    assert git("rev-parse", "main")
    with pytest.raises(FaultError) as caught, recall(tmp_path / "stories", reference):
        pass
    assert str(caught.value).startswith(f"kho git không có nhánh, nhãn hay mã commit “{reference}”")


def test_a_branch_without_a_common_past_is_one_sentence(git: Git, tmp_path: Path) -> None:
    git("switch", "-q", "--orphan", "other")
    git("commit", "-qm", "other", "--allow-empty")
    (tmp_path / "stories").mkdir(exist_ok=True)
    with pytest.raises(FaultError, match="“main” và bản đang làm không có điểm chung"):
        recall(tmp_path / "stories", "main").__enter__()


def test_a_folder_outside_of_git_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match="không nằm trong kho git nào"):
        recall(tmp_path, "main").__enter__()


def test_a_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match="không thấy thư mục câu chuyện"):
        recall(tmp_path / "x", "main").__enter__()


def test_a_damaged_repository_is_one_sentence(git: Git, tmp_path: Path) -> None:
    blob = git("rev-parse", "main:stories/ca-nhan/a.md")
    path = tmp_path / ".git/objects" / blob[:2] / blob[2:]
    path.chmod(0o644)
    path.unlink()
    with pytest.raises(FaultError) as caught, recall(tmp_path / "stories", "main"):
        pass
    assert str(caught.value).startswith("không lấy được các câu chuyện ở lần ghi nhận ")
