"""Judge the text of a story before it is a file, by the same reading and checks as all others."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from .checking import check
from .folder import TABLES, Folder, explore
from .library import Library
from .problem import Problem, ProblemsError
from .reading import read


def read_tables(root: Path, today: date) -> tuple[Folder, Library]:
    """Return what lies in a stories folder, and a library of its tables without any story.

    Raises:
        FaultError: there is no such folder.
        ProblemsError: a table is missing or has faults.
    """
    shown = root.as_posix()
    folder = explore(root, shown)
    with _empty(root, folder.tables) as place:
        library, problems = read(place, shown, today)
    if missing := [name for name in TABLES[:2] if name not in folder.tables]:
        for name in missing:
            folder.complain(name, "table-missing")
        problems += folder.problems[-len(missing) :]
    problems += [problem for problem in check(library) if not problem.warning]
    if problems:
        raise ProblemsError(problems)
    return folder, library


def vet(library: Library, file: str, text: str) -> list[Problem]:
    """Return the problems of a story that is not in the library yet.

    Args:
        library: of tables, as ``read_tables`` returns it.
        file: where it would lie, such as ``ca-nhan/nguyen-van-mau.md``.
        text: what would stand there.
    """
    with _empty(Path(), ()) as place:
        path = place / file
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8", newline="\n")
        alone, problems = read(place, library.root, library.today)
    whole = replace(
        library,
        stories=alone.stories,
        drafts=alone.drafts,
        tombstones=alone.tombstones,
        slugs=alone.slugs,
    )
    problems = [problem for problem in problems if problem.code != "table-missing"]
    return sorted({*problems, *check(whole)})


@contextmanager
def _empty(root: Path, tables: tuple[str, ...] | list[str]) -> Iterator[Path]:
    """Make a stories folder with some of the tables for a while."""
    with tempfile.TemporaryDirectory(prefix="exemplars-") as folder:
        for name in tables:
            shutil.copyfile(root / name, Path(folder) / name)
        yield Path(folder)
