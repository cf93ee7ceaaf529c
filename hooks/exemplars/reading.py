"""Read stories/ into a library. No other module of the core opens a story's file."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, RootModel

from . import photos
from .decoding import FILE_LIMIT, TABLE_LIMIT, decode
from .erasing import FILE as ERASED
from .erasing import Erased, parse_erased
from .folder import Folder, StoryFile, explore
from .library import Library, Story, Tombstone
from .limiting import SECONDS, OutOfTimeError, deadline
from .markup import render
from .model import FrontMatter, Locality, Programme, Taxonomy, Withdrawn
from .problem import Place, Problem, ProblemsError, problem
from .strictyaml import Parsed, parse
from .validating import validate

FRONT_LIMIT = 16 * 1024
"""Bytes at most in the front matter of a story."""
FENCE = "---"
_DASHES = re.compile(r"[-‐‑‒–—―−]{1,6}")
"""What telephones make of three hyphens."""

Model = TypeVar("Model", bound=BaseModel)


class _Places(RootModel[tuple[Locality, ...]]):
    model_config = ConfigDict(strict=True)


def read(root: Path, shown: str, today: date) -> tuple[Library, list[Problem]]:
    """Return everything below ``root`` that could be read, and a problem for all that could not.

    Args:
        root: the stories folder.
        shown: how messages name it.
        today: the latest day that a date may name.

    Raises:
        FaultError: there is no such folder, or it cannot be opened.
    """
    folder = explore(root, shown)
    documents = [document for file in folder.stories if (document := _read_in_time(folder, file))]
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
    )
    return library, folder.problems


def _read_table(
    folder: Folder,
    name: str,
    model: type[Model],
    tables: dict[str, Mapping[tuple[str | int, ...], Place]],
) -> Model | None:
    """Return a table; one that is missing matters only where there are stories."""
    if name not in folder.tables:
        if folder.stories and name != "programme.yml":
            folder.complain(name, "table-missing")
        return None
    path = f"{folder.shown}/{name}"
    try:
        parsed = parse(
            decode(_bytes(folder.root / name, path, TABLE_LIMIT), path, TABLE_LIMIT), path
        )
        table = validate(model, parsed, path)
    except ProblemsError as error:
        folder.problems += error.problems
        return None
    tables[name] = parsed.values
    return table


def _read_erased(folder: Folder) -> Erased:
    """Return the erased addresses; a list that cannot be read must not free them in silence."""
    if ERASED not in folder.tables:
        return Erased()
    path = f"{folder.shown}/{ERASED}"
    try:
        raw = _bytes(folder.root / ERASED, path, TABLE_LIMIT)
        return parse_erased(decode(raw, path, TABLE_LIMIT), path)
    except ProblemsError as error:
        folder.problems += error.problems
        return Erased()


def _read_in_time(folder: Folder, file: StoryFile) -> Story | Tombstone | None:
    """Return one story, or None; however hostile its file is, this ends."""
    try:
        with deadline():
            return _read_story(folder, file)
    except OutOfTimeError:
        folder.complain(file.file, "file-slow", limit=int(SECONDS))
        return None


def _read_story(folder: Folder, file: StoryFile) -> Story | Tombstone | None:
    """Return one story, or None after noting all that is wrong with its file."""
    path = f"{folder.shown}/{file.file}"
    try:
        text = decode(_bytes(folder.root / file.file, path, FILE_LIMIT), path)
        head, body, body_line = _split(text, path)
        parsed = parse(head, path, first_line=2)
    except ProblemsError as error:
        folder.problems += error.problems
        return None
    if isinstance(parsed.data, dict) and parsed.data.get("status") == "withdrawn":
        return _tombstone(folder, file, parsed, body, body_line)
    front = _front(folder, parsed, path)
    pictures = _photos(folder, file, front, parsed) if front else ()
    figures = {picture.photo.file: picture.figure for picture in pictures}
    if front is None:
        figures = dict.fromkeys(file.photos, "")
    rendered, problems = render(body, path, body_line, figures)
    folder.problems += problems
    if front is None or problems:
        return None
    return Story(
        path=path,
        file=file.file,
        slug=file.slug,
        values=parsed.values,
        keys=parsed.keys,
        front=front,
        body=rendered,
        source=body,
        body_line=body_line,
        photos=pictures,
    )


def _front(folder: Folder, parsed: Parsed, path: str) -> FrontMatter | None:
    try:
        if not isinstance(parsed.data, dict):
            raise ProblemsError([problem(path, Place(2), "front-mapping")])
        return validate(FrontMatter, parsed, path)
    except ProblemsError as error:
        folder.problems += error.problems
        return None


def _tombstone(
    folder: Folder, file: StoryFile, parsed: Parsed, body: str, body_line: int
) -> Tombstone | None:
    """A withdrawn file holds its status and its date, and nothing else."""
    path = f"{folder.shown}/{file.file}"
    problems = [problem(path, Place(body_line), "withdrawn-body")] if body.strip() else []
    problems += [problem(path, Place(2), "withdrawn-photo", found=name) for name in file.photos]
    try:
        front = validate(Withdrawn, parsed, path)
    except ProblemsError as error:
        problems += error.problems
    if problems:
        folder.problems += problems
        return None
    return Tombstone(
        path=path,
        file=file.file,
        slug=file.slug,
        values=parsed.values,
        keys=parsed.keys,
        date=front.date,
    )


def _photos(
    folder: Folder, file: StoryFile, front: FrontMatter, parsed: Parsed
) -> tuple[photos.PhotoFile, ...]:
    """Return the photos that the front matter lists, each looked at."""
    path = f"{folder.shown}/{file.file}"
    # A Mac stores names decomposed; front matter is composed.
    names = {unicodedata.normalize("NFC", name): name for name in file.photos}
    listed = {photo.file for photo in front.photos}
    for name in names:
        if name not in listed:
            folder.problems.append(problem(path, Place(2), "photo-unlisted", found=name))
    found = []
    for index, photo in enumerate(front.photos):
        place = parsed.values.get(("photos", index, "file"), Place())
        if photo.file not in names:
            folder.problems.append(problem(path, place, "photo-missing", found=photo.file))
            continue
        try:
            source = folder.root / file.file
            found.append(photos.inspect(source.with_name(names[photo.file]), photo))
        except photos.PhotoError as error:
            values = {"name": photo.file, **error.values}
            folder.problems.append(problem(path, place, error.code, **values))
        except OSError:
            folder.problems.append(problem(path, place, "file-unreadable"))
    return tuple(found)


def _split(text: str, path: str) -> tuple[str, str, int]:
    """Return front matter, body, and the line on which the body begins."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        code = "front-dashes" if _DASHES.fullmatch(lines[0].strip()) else "front-missing"
        raise ProblemsError([problem(path, Place(), code, found=lines[0].strip())])
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        dashes = (n for n, line in enumerate(lines[1:], 1) if _DASHES.fullmatch(line.strip()))
        if (number := next(dashes, None)) is None:
            raise ProblemsError([problem(path, Place(len(lines)), "front-unclosed")])
        found = lines[number].strip()
        raise ProblemsError([problem(path, Place(number + 1), "front-dashes", found=found)])
    head = "\n".join(lines[1:end]) + "\n"
    if (size := len(head.encode())) > FRONT_LIMIT:
        limit = FRONT_LIMIT // 1024
        raise ProblemsError(
            [problem(path, Place(2), "front-size", found=-(-size // 1024), limit=limit)]
        )
    return head, "\n".join(lines[end + 1 :]), end + 2


def _bytes(path: Path, shown: str, limit: int) -> bytes:
    """Return at most ``limit`` + 1 bytes of a plain file; a link is not followed."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(descriptor, "rb") as stream:
            return stream.read(limit + 1)
    except OSError:
        raise ProblemsError([problem(shown, Place(), "file-unreadable")]) from None
