"""Read one story's file: its front matter, its body, the photos beside it."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pydantic_core import to_json

from . import photos
from .decoding import FILE_LIMIT, decode
from .folder import Folder, StoryFile
from .library import Story, Tombstone
from .limiting import SECONDS, OutOfTimeError, deadline
from .markup import render
from .model import FrontMatter, Withdrawn
from .privacy import personal_data
from .problem import Place, Problem, ProblemsError, problem
from .stages import Staged, together
from .strictyaml import Parsed, parse
from .validating import validate

FRONT_LIMIT = 16 * 1024
"""Bytes at most in the front matter of a story."""
FACE = 16
"""Bytes of the hash of what other pages show of a story."""
BLOCK = 64 * 1024
"""Bytes read in one go: to ask for the limit at once would make room for all of it."""
QUICK = 0.1
"""Seconds of computing in which all files that are read together are read, unless one is slow."""
_PLAIN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""Read the bytes of a file as they are, and never what a link leads to."""
FENCE = "---"
_DASHES = re.compile(r"[-‐‑‒–—―−]{1,6}")
"""What telephones make of three hyphens."""

Documents = list[Story | Tombstone | None]
"""One for each file; None for one that cannot be read."""


def load(folder: Folder, files: Sequence[StoryFile]) -> tuple[Documents, list[Problem]]:
    """Return the document of each file, or None for one that cannot be read, and what is wrong.

    However hostile a file is, this ends.
    """
    documents: Documents | None = None
    if not any(file.photos for file in files):  # to look at pictures takes its time
        parts = [replace(folder, problems=[]) for _ in files]
        with suppress(OutOfTimeError), deadline(QUICK):
            documents = together(map(_read_story, parts, files))
    if documents is None:
        parts = [replace(folder, problems=[]) for _ in files]
        documents = _one_by_one(parts, files)
    return documents, [problem for part in parts for problem in part.problems]


def _one_by_one(parts: Iterable[Folder], files: Iterable[StoryFile]) -> Documents:
    """Return the document of each file, each with the time that a file may take."""
    documents: Documents = []
    with deadline() as begin:
        for part, file in zip(parts, files, strict=True):
            begin()
            try:
                documents += together([_read_story(part, file)])
            except OutOfTimeError:
                part.complain(file.file, "file-slow", limit=int(SECONDS))
                documents.append(None)
    return documents


def digest(folder: Folder, file: StoryFile, content: bytes | None = None) -> bytes:
    """Return a hash of a story's file and of its photos; empty where one is unreadable.

    Args:
        folder: where they lie.
        file: the story's file.
        content: what is written in it, where it was read already.
    """
    whole = hashlib.sha256(os.fsencode(file.file))
    beside = [f"{file.file.rpartition('/')[0]}/{photo}" for photo in file.photos]
    try:
        for part in (file.file, *beside):
            if content is None:
                content = plain_bytes(f"{folder.root}/{part}", part, photos.BYTES_LIMIT)
            whole.update(os.fsencode(f"\n{part} {len(content)}\n") + content)
            content = None
    except ProblemsError:
        return b""
    return whole.digest()


def _read_story(folder: Folder, file: StoryFile) -> Staged[Story | Tombstone | None]:
    """Return one story, or None after noting all that is wrong with its file, stage by stage."""
    path = f"{folder.shown}/{file.file}"
    try:
        raw = plain_bytes(f"{folder.root}/{file.file}", path, FILE_LIMIT)
        text = decode(raw, path)
        head, body, body_line = split(text, path)
        yield
        parsed = parse(head, path, first_line=2)
    except ProblemsError as error:
        folder.problems += error.problems
        return None
    yield
    if isinstance(parsed.data, dict) and parsed.data.get("status") == "withdrawn":
        tombstone = _tombstone(folder, file, parsed, body, body_line)
        return tombstone and replace(tombstone, digest=digest(folder, file, raw))
    front = _front(folder, parsed, path)
    yield
    pictures = _photos(folder, file, front, parsed) if front else ()
    figures = {picture.photo.file: picture.figure for picture in pictures}
    if front is None:
        figures = dict.fromkeys(file.photos, "")
    rendered, problems = render(body, path, body_line, figures)
    folder.problems += problems
    if front is None or problems:
        return None
    story = Story(
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
        digest=digest(folder, file, raw),
        face=_face(file, head, pictures),
    )
    yield
    personal = tuple(personal_data(story, to_json(parsed.data).decode()))
    return replace(story, personal=personal, source=body if front.minor else "")


def _face(file: StoryFile, head: str, pictures: Iterable[photos.PhotoFile]) -> bytes:
    """Return a hash of what can be shown of a story without its text."""
    parts = (file.file, head, *(picture.digest for picture in pictures))
    return hashlib.sha256(os.fsencode("\0".join(parts))).digest()[:FACE]


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


def split(text: str, path: str) -> tuple[str, str, int]:
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


def plain_bytes(path: str | Path, shown: str, limit: int) -> bytes:
    """Return at most ``limit`` + 1 bytes of a plain file; a link is not followed."""
    parts: list[bytes] = []
    room = limit + 1
    try:
        descriptor = os.open(path, _PLAIN)
        try:
            while part := os.read(descriptor, min(room, BLOCK)):
                parts.append(part)
                room -= len(part)
        finally:
            os.close(descriptor)
        return b"".join(parts)
    except OSError:
        raise ProblemsError([problem(shown, Place(), "file-unreadable")]) from None
