"""A build tells how far it is; ``mkdocs build --quiet`` does not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import EXAMPLE, ROOT

IMPATIENT = """
import sys
from exemplars import progress
progress.REPEATED = 0
from mkdocs.__main__ import cli
cli(sys.argv[1:])
"""
"""Runs MkDocs where every step is told of."""


def said(tmp_path: Path, *options: str) -> str:
    """Return what a build says that has read nothing before."""
    command = [sys.executable, "-c", IMPATIENT, "build", "--strict", "-d", str(tmp_path / "site")]
    variables = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "STORIES_DIR": str(EXAMPLE),
        "EXEMPLARS_CACHE": str(tmp_path / "cache"),
    }
    result = subprocess.run(
        [*command, *options], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return result.stderr


def test_reading_and_writing_are_told_of_until_all_is_done(tmp_path: Path) -> None:
    lines = said(tmp_path).splitlines()
    read = [line for line in lines if line.startswith("Đang đọc câu chuyện: ")]
    pressed = [line for line in lines if line.startswith("Đang viết trang: ")]
    stories = len([*EXAMPLE.glob("*/*.md"), *EXAMPLE.glob("*/*/index.md")])
    assert read[-1].startswith(f"Đang đọc câu chuyện: {stories}/{stories}, ")
    done, whole = pressed[-1].removeprefix("Đang viết trang: ").partition(",")[0].split("/")
    pages = sum(1 for path in (tmp_path / "site").rglob("index.html"))
    assert done == whole
    assert stories < int(whole) <= pages


@pytest.mark.parametrize("option", ["-q", "--quiet"])
def test_a_quiet_build_says_nothing(tmp_path: Path, option: str) -> None:
    assert said(tmp_path, option) == ""
