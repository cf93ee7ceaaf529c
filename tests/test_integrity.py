"""The output folder under hard conditions: killed builds, a full disk, two builds at once."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EXAMPLE, ROOT
from factories import story
from test_build_site import SITE_URL, build, snapshot

COMMAND = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d"]


def start(
    stories: Path, output: Path, before: Callable[[], None] | None = None
) -> subprocess.Popen[str]:
    """Start a build and return at once."""
    variables = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "SITE_URL": SITE_URL,
        "STORIES_DIR": str(stories),
    }
    return subprocess.Popen(
        [*COMMAND, str(output)],
        cwd=ROOT,
        env=variables,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=before,  # noqa: PLW1509 - a limit must be set in the child
    )


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A site that is already published."""
    folder = tmp_path / "site"
    assert build(EXAMPLE, folder).returncode == 0
    return folder


def pages_begun(beside: Path) -> int:
    """Count the pages that a build has written; folders may come and go meanwhile."""
    # os.walk passes over a folder that has just gone, where Path.rglob raises.
    walked = [files for new in beside.glob(".site.new-*") for _, _, files in os.walk(new)]
    return sum(name.endswith(".html") for files in walked for name in files)


@pytest.mark.parametrize("begun", [0, 10, 60])
def test_a_killed_build_leaves_the_last_site_and_the_next_one_sweeps_up(
    output: Path, begun: int
) -> None:
    before = snapshot(output)
    process = start(EXAMPLE, output)
    beside = output.parent
    while process.poll() is None:
        if any(beside.glob(".site.new-*")) and pages_begun(beside) >= begun:
            break
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert snapshot(output) == before
    assert build(EXAMPLE, output).returncode == 0
    assert [path.name for path in beside.iterdir()] == ["site"]
    assert snapshot(output) == before


def test_a_full_disk_is_one_line_and_leaves_the_last_site(output: Path) -> None:
    """A limit on the size of files stands for a disk that is full: writing fails in the same way."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    before = snapshot(output)
    process = start(EXAMPLE, output, limit)
    said = "".join(process.communicate())
    assert process.returncode == 1
    assert "không ghi được vào" in said
    assert "Traceback" not in said
    assert snapshot(output) == before
    assert [path.name for path in output.parent.iterdir()] == ["site"]


def test_two_builds_at_once_give_one_whole_site(output: Path) -> None:
    before = snapshot(output)
    processes = [start(EXAMPLE, output) for _ in range(2)]
    for process in processes:
        said = "".join(process.communicate())
        assert process.returncode == 0, said
    assert snapshot(output) == before
    assert [path.name for path in output.parent.iterdir()] == ["site"]


def test_a_reader_never_sees_a_missing_page_while_sites_are_exchanged(output: Path) -> None:
    """With renameat2 there is no moment without a site; elsewhere a gap of two renames is told."""
    missing: list[Path] = []
    done = threading.Event()
    page = output / "guong/index.html"

    def look() -> None:
        while not done.is_set():
            if not page.exists():
                missing.append(page)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        assert build(EXAMPLE, output).returncode == 0
    finally:
        done.set()
        thread.join()
    assert missing == []


def test_hidden_files_beside_the_site_survive_an_exchange(output: Path) -> None:
    (output / ".git").mkdir()
    (output / ".git" / "HEAD").write_text("ref: refs/heads/gh-pages\n", "utf-8")
    assert build(EXAMPLE, output).returncode == 0
    assert (output / ".git" / "HEAD").read_text("utf-8") == "ref: refs/heads/gh-pages\n"


def test_personal_data_is_told_and_masked_but_stops_no_strict_build(
    write: Callable[[str, str], Path], stories: Path, tmp_path: Path
) -> None:
    write("ca-nhan/a.md", story(body="Xin gọi 0912345678.\n"))
    result = build(stories, tmp_path / "site")
    assert result.returncode == 0, result.stderr
    assert "ca-nhan/a.md:11:9: có vẻ là số điện thoại (09•••••••8)" in result.stderr
    assert "0912345678" not in result.stderr
