"""One test a story file: a red line in a pull request already names the file and the rule."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache

import pytest
from conftest import ROOT

from exemplars.checking import check
from exemplars.reading import read

FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "stories").rglob("*")
    if path.is_file() and path.suffix in {".md", ".yml"}
)


@cache
def problems() -> dict[str, list[str]]:
    """Return every problem of the real stories, by file."""
    library, found = read(ROOT / "stories", "stories", date.today())  # noqa: DTZ011 - as the command does
    by_file: dict[str, list[str]] = defaultdict(list)
    for problem in (*found, *check(library)):
        by_file[problem.path].append(str(problem))
    return by_file


@pytest.mark.parametrize("file", FILES)
def test_the_file_has_nothing_to_mend(file: str) -> None:
    assert problems().get(file, []) == []


def test_no_problem_lies_outside_the_tested_files() -> None:
    assert set(problems()) <= set(FILES)
