"""Read stories/ into a library. Only this module and ``loading`` open what lies there."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, RootModel

from .caching import Cache, name
from .decoding import FILE_LIMIT, TABLE_LIMIT, decode
from .erasing import FILE as ERASED
from .erasing import Erased, parse_erased
from .folder import TABLES, Folder, StoryFile, explore
from .freezing import freeze, thaw
from .library import Library, Story, Tombstone
from .loading import digest, load, plain_bytes
from .model import Locality, Programme, Taxonomy
from .problem import Place, Problem, ProblemsError
from .remembering import Memory
from .resting import resting
from .strictyaml import parse
from .touching import Choose, everything
from .validating import validate
from .wording import printable
from .workers import each

Report = Callable[[int, int], None]

SHARE = 100
"""Files that a worker reads in one go."""

Document = Story | Tombstone


@dataclass(slots=True)
class _Loaded:
    """What was read of one file; it goes from process to process frozen, as it will be kept."""

    document: Document | None
    frozen: bytes = b""

    def __reduce__(self) -> tuple[type[_Loaded], tuple[None, bytes]]:
        return _Loaded, (None, freeze(self.document))

    def thawed(self) -> Document | None:
        """Return the document."""
        document = thaw(self.frozen) if self.frozen else self.document
        return document if isinstance(document, Story | Tombstone) else None


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
    documents = _documents(folder, tuple(files), cache or Cache(None), memory, (workers, report))
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


def _documents(
    folder: Folder,
    files: Sequence[StoryFile],
    cache: Cache,
    memory: Memory | None,
    how: tuple[int, Report],
) -> list[Document]:
    """Return the documents that can be read, in the order of their files."""
    workers, report = how
    found: dict[StoryFile, Document] = memory.recall(folder.root, files) if memory else {}
    unknown = [file for file in files if file not in found] if cache.kept else []
    digests = {file: digest(folder, file) for file in unknown}
    names = {name(folder.shown, whole): file for file, whole in digests.items() if whole}
    with resting():
        for known, content in cache.get_many([*names]):
            if document := _thawed(folder, names[known], content):
                found[names[known]] = document
    cache.save()
    missing = [file for file in files if file not in found]
    whole_ones = dict(found)
    shares = [missing[at : at + SHARE] for at in range(0, len(missing), SHARE)]
    report(len(missing), 0)
    for number, (loaded, problems) in each(len(shares), partial(_load, folder, shares), workers):
        report(0, len(loaded))
        folder.problems += problems
        faulty = {problem.path for problem in problems}
        with resting():
            documents = [one.thawed() for one in loaded]
        for file, one, document in zip(shares[number], loaded, documents, strict=True):
            if document:
                found[file] = document
            # A story without its photo is read, yet not kept: its problem must be told again.
            if document and printable(document.path) not in faulty:
                whole_ones[file] = document
                # A file that changed while it was read is not kept under its former hash.
                if isinstance(document, Story) and document.digest == digests.get(file):
                    cache.put(name(folder.shown, document.digest), one.frozen or freeze(document))
        cache.save()
    if memory:
        memory.note(whole_ones)
    return [found[file] for file in files if file in found]


def _load(
    folder: Folder, shares: Sequence[Sequence[StoryFile]], number: int
) -> tuple[list[_Loaded], list[Problem]]:
    """Read some files."""
    part = replace(folder, problems=[])
    return [_Loaded(load(part, file)) for file in shares[number]], part.problems


def _thawed(folder: Folder, file: StoryFile, content: bytes | None) -> Document | None:
    """Return a document that was frozen; the folder may have moved meanwhile."""
    document = None
    with suppress(pickle.UnpicklingError, AttributeError, EOFError, TypeError, ValueError):
        document = thaw(content) if content else None
    if not isinstance(document, Story | Tombstone):
        return None
    if isinstance(document, Story) and document.photos:
        beside = (folder.root / file.file).parent
        moved = (replace(p, source=beside / p.source.name) for p in document.photos)
        return replace(document, photos=tuple(moved))
    return document


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
