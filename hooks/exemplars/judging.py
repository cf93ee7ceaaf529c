"""Judge a stories folder, or only what changed in it since a git ref."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from .changes import changes_since
from .checking import check
from .folder import Folder, StoryFile
from .library import Library
from .problem import Problem, ProblemsError
from .progress import Progress
from .reading import read
from .touching import Choose, Look, everything, touched
from .wording import text
from .workers import cores

BETWEEN = frozenset({"alias-taken", "link-heading", "link-story", "slug-erased", "slug-twice"})
"""Problems of a story that a change in another one may cause."""
PROPOSING = "link-story"
"""The problem whose message names the nearest of all stories."""


def library_of(root: Path, today: date) -> Library:
    """Return what is below ``root``, where nothing has to be mended.

    Args:
        root: the stories folder.
        today: the latest day that a date may name.

    Raises:
        ProblemsError: every problem of every file.
        FaultError: the folder cannot be read.
    """
    library, problems = _judged(root, today, everything)
    if any(not problem.warning for problem in problems):
        raise ProblemsError(problems)
    return library


def judge(root: Path, today: date) -> list[Problem]:
    """Return every problem below ``root``, sorted.

    Args:
        root: the stories folder.
        today: the latest day that a date may name.

    Raises:
        FaultError: the folder cannot be read.
    """
    return _judged(root, today, everything)[1]


def judge_changed(root: Path, today: date, ref: str) -> list[Problem]:
    """Return the problems of what changed since ``ref``, and those it causes elsewhere, sorted.

    Where all was in order before, these are all the problems that there are.

    Args:
        root: the stories folder.
        today: the latest day that a date may name.
        ref: a branch, a tag or a commit of git.

    Raises:
        FaultError: the folder cannot be read, or git cannot say what changed.
    """
    changes = changes_since(root, ref)
    if changes.whole:
        return judge(root, today)
    chosen: set[str] = set()

    def choose(folder: Folder, look: Look) -> Sequence[StoryFile]:
        files = touched(changes, folder, look)
        chosen.update(f"{folder.shown}/{file.file}" for file in files)
        return files

    _, problems = _judged(root, today, choose)
    if any(problem.code == PROPOSING for problem in problems):
        problems = judge(root, today)
    shown = root.as_posix()
    return [
        problem
        for problem in problems
        if changes.holds(problem.path.removeprefix(f"{shown}/"))
        or (problem.code in BETWEEN and problem.path in chosen)
        or problem.code == "slug-twice"
    ]


def _judged(root: Path, today: date, choose: Choose) -> tuple[Library, list[Problem]]:
    """Return the files that ``choose`` picks and their problems; tell how far the reading is."""
    with Progress(label=text("progress", "check")) as progress:
        shown = root.as_posix()
        library, problems = read(
            root, shown, today, choose, workers=cores(), report=progress.report
        )
    return library, sorted({*problems, *check(library)})
