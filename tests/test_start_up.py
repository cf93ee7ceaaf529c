"""A word costs what it needs: what is imported, told by a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from factories import story

import exemplars

HEAVY = {"mkdocs", "PIL", "jinja2", "numpy", "zxingcpp", "xml", "http", "typst", "material"}
BODIES = {"markdown_it", "nh3", "pydantic"}
"""What only words that read stories need."""


def imported(code: str, folder: Path) -> set[str]:
    """Return the modules that are loaded after ``code``, packages whole."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        capture_output=True, text=True, check=True, cwd=folder,
    )  # fmt: skip
    names = done.stdout.splitlines()[-1].split()
    return {name for name in names if name.startswith("exemplars.")} | {
        name.partition(".")[0] for name in names
    }


def called(*arguments: str) -> str:
    """Return code that runs the command line."""
    return f"from exemplars.command import main\ntry:\n    main({list(arguments)})\nexcept SystemExit: pass"


def test_check_on_one_file_loads_nothing_that_only_the_site_needs(
    stories: Path, write: Callable[[str, str], Path]
) -> None:
    write("ca-nhan/a.md", story())
    loaded = imported(called("check", "stories/ca-nhan/a.md"), stories.parent)
    assert loaded >= {"exemplars.reading", "pydantic"}
    assert loaded & (HEAVY | {"markdown_it"}) == set()
    assert not {name for name in loaded if name.startswith("exemplars.commands.")} - {
        "exemplars.commands.check"
    }
    assert loaded & {"exemplars.publishing", "exemplars.pages", "exemplars.counting"} == set()


def test_the_markdown_parser_is_loaded_for_a_body_that_needs_it(
    stories: Path, write: Callable[[str, str], Path]
) -> None:
    write("ca-nhan/a.md", story(body="Bà *Ân* nấu cơm.\n"))
    assert "markdown_it" in imported(called("check", "stories/ca-nhan/a.md"), stories.parent)


@pytest.mark.parametrize("arguments", [[], ["--help"], ["chek"]])
def test_help_and_a_mistyped_word_load_no_word(arguments: list[str], tmp_path: Path) -> None:
    loaded = imported(called(*arguments), tmp_path)
    assert loaded & (HEAVY | BODIES) == set()
    assert not {name for name in loaded if name.startswith("exemplars.commands")}


def test_stats_loads_nothing_that_draws(stories: Path) -> None:
    loaded = imported(called("stats"), stories.parent)
    assert "exemplars.counting" in loaded
    assert loaded & HEAVY == set()


def test_what_publishes_loads_neither_the_network_nor_what_draws(tmp_path: Path) -> None:
    loaded = imported("from exemplars import publish", tmp_path)
    assert "exemplars.publishing" in loaded
    assert loaded & {"ssl", "http", "xml", "numpy", "PIL", "markdown_it"} == set()


def test_the_package_alone_loads_nothing(tmp_path: Path) -> None:
    loaded = imported("import exemplars", tmp_path)
    assert {name for name in loaded if name.startswith("exemplars.")} == set()


def test_every_name_of_the_package_is_there_when_it_is_asked_for() -> None:
    assert [name for name in exemplars.__all__ if not hasattr(exemplars, name)] == []
    assert callable(exemplars.publish)
    assert exemplars.publish.__module__ == "exemplars.publishing"


def test_a_name_that_the_package_has_not_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'exemplars' has no attribute 'khong_co'"):
        _ = exemplars.khong_co


def test_a_star_takes_every_name(tmp_path: Path) -> None:
    code = "from exemplars import *\nassert publish and Settings and FaultError"
    assert "exemplars.publishing" in imported(code, tmp_path)
