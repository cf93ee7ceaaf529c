# ruff: noqa: INP001 - a script's own module, no package
"""Run commands for nominate.py, and print no word that a stranger wrote unguarded."""

from __future__ import annotations

import secrets
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

WORDS = tomllib.loads(Path(__file__).with_name("nominate.toml").read_text("utf-8"))
"""What is said, in Vietnamese."""


def run(
    *command: str, words: str = "", good: Sequence[int] | None = (0,)
) -> subprocess.CompletedProcess[str]:
    """Run a command without a shell; what it prints is kept, and shown only where it failed.

    Args:
        command: the command and its words.
        words: what it reads.
        good: exit codes that are no failure; None where each is for the caller to judge.
    """
    done = subprocess.run(  # noqa: S603 - our own words, paths and numbers that were looked at
        command,
        input=words,
        capture_output=True,
        check=False,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode and (good is None or done.returncode not in good):
        _show(done.stderr)
    if good is not None and done.returncode not in good:
        fail("command", command=" ".join(Path(word).name for word in command[:2]))
    return done


def _show(text: str) -> None:
    """Print what a command complained of; between the marks nothing in it is a command."""
    mark = secrets.token_hex(16)
    print(  # noqa: T201 - the log of a run is where it is read
        f"::stop-commands::{mark}\n{text}\n::{mark}::"
    )


def say(key: str, **values: object) -> None:
    """Print a sentence of our own."""
    print(WORDS["log"][key].format_map(values))  # noqa: T201 - as above


def fail(key: str, **values: object) -> NoReturn:
    """End with a sentence of our own."""
    print(f"::error::{WORDS['log'][key].format_map(values)}")  # noqa: T201 - as above
    sys.exit(1)


def status() -> list[str]:
    """Return what differs in the working tree, as git tells it: ``?? stories/ca-nhan/x.md``."""
    told = run("git", "status", "--porcelain", "-z", "--untracked-files=all").stdout
    return told.split("\0")[:-1]
