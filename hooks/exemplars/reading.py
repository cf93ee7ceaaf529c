"""Read stories/ into a library. Only this module and ``loading`` open what lies there."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, RootModel

from .caching import Cache
from .decoding import FILE_LIMIT, TABLE_LIMIT, decode
from .erasing import FILE as ERASED
from .erasing import Erased, parse_erased
from .folder import TABLES, Folder, explore
from .gathering import Report, gather
from .library import Library, Story, Tombstone
from .loading import plain_bytes
from .model import Locality, Programme, Taxonomy
from .problem import Place, Problem, ProblemsError
from .remembering import Memory
from .strictyaml import parse
from .touching import Choose, everything
from .validating import validate


def _silence(total: int, done: int) -> None:
    """Say nothing."""


Model = TypeVar("Model", bound=BaseModel)


class _Places(RootModel[tuple[Locality, ...]]):
    model_config = ConfigDict(strict=True)


def read(  # noqa: PLR0913 - what to read, and how
    root: Path,
    shown: str,
    today: date,
    choose: Choose = everything,
    *,
    cache: Cache | None = None,
    workers: int = 1,
    report: Report = _silence,
    memory: Memory | None = None,
) -> tuple[Library, list[Problem]]:
    """Return everything below ``root`` that could be read, and a problem for all that could not.

    Args:
        root: the stories folder.
        shown: how messages name it.
        today: the latest day that a date may name.
        choose: says which of the files are read.
        cache: where stories are kept that were read before.
        workers: processes that read.
        report: is told of files, first how many there are to read, then each number of them.
        memory: what this process has read before.

    Raises:
        FaultError: there is no such folder, or it cannot be opened.
    """
    folder = explore(root, shown, memory.overlooks if memory else None)
    files = choose(folder, lambda file: plain_bytes(root / file.file, file.file, FILE_LIMIT))
    documents = gather(folder, tuple(files), cache or Cache(None), memory, (workers, report))
    stories = sorted((d for d in documents if isinstance(d, Story)), key=lambda s: s.order)
    tables: dict[str, Mapping[tuple[str | int, ...], Place]] = {}
    library = Library(
        root=shown,
        stories=tuple(story for story in stories if story.front.status == "published"),
        drafts=tuple(story for story in stories if story.front.status == "draft"),
        tombstones=tuple(d for d in documents if isinstance(d, Tombstone)),
        taxonomy=_read_table(folder, "taxonomy.yml", Taxonomy, tables) or Taxonomy(),
        places=getattr(_read_table(folder, "localities.yml", _Places, tables), "root", ()),
        programme=_read_table(folder, "programme.yml", Programme, tables) or Programme(),
        erased=_read_erased(folder),
        slugs=frozenset(file.slug for file in folder.stories),
        today=today,
        tables=tables,
        vocabulary=_vocabulary(folder),
    )
    return library, folder.problems


def _read_table(
    folder: Folder,
    table: str,
    model: type[Model],
    tables: dict[str, Mapping[tuple[str | int, ...], Place]],
) -> Model | None:
    """Return a table; one that is missing matters only where there are stories."""
    if table not in folder.tables:
        if folder.stories and table != "programme.yml":
            folder.complain(table, "table-missing")
        return None
    path = f"{folder.shown}/{table}"
    try:
        parsed = parse(
            decode(plain_bytes(folder.root / table, path, TABLE_LIMIT), path, TABLE_LIMIT), path
        )
        content = validate(model, parsed, path)
    except ProblemsError as error:
        folder.problems += error.problems
        return None
    tables[table] = parsed.values
    return content


def _vocabulary(folder: Folder) -> bytes:
    """Return a hash of the tables."""
    whole = hashlib.sha256()
    for table in TABLES:
        if table in folder.tables:
            with suppress(ProblemsError):
                whole.update(plain_bytes(folder.root / table, table, TABLE_LIMIT) + b"\n")
    return whole.digest()


def _read_erased(folder: Folder) -> Erased:
    """Return the erased addresses; a list that cannot be read must not free them in silence."""
    if ERASED not in folder.tables:
        return Erased()
    path = f"{folder.shown}/{ERASED}"
    try:
        raw = plain_bytes(folder.root / ERASED, path, TABLE_LIMIT)
        return parse_erased(decode(raw, path, TABLE_LIMIT), path)
    except ProblemsError as error:
        folder.problems += error.problems
        return Erased()
