"""Say which files lie below stories/, and refuse every one that has no business there."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .model import KINDS
from .problem import FaultError, Place, Problem, problem
from .values import is_slug
from .vietnamese import SLUG_LIMIT, slug

TABLES = ("taxonomy.yml", "localities.yml", "programme.yml")
OTHERS = ("README.md", "erased.txt")
PHOTO_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")


@dataclass(frozen=True, slots=True, order=True)
class StoryFile:
    """A story's file and the photos beside it."""

    file: str
    """Path below stories/, with forward slashes."""
    slug: str
    photos: tuple[str, ...] = ()
    """Names of the photo files in the story's own folder."""


@dataclass(slots=True)
class Folder:
    """What was found below stories/."""

    root: Path
    shown: str
    """The folder as shown in messages."""
    stories: list[StoryFile] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def complain(self, file: str, code: str, **values: object) -> None:
        """Note a problem with a file as a whole."""
        self.problems.append(problem(f"{self.shown}/{file}", Place(), code, **values))


def explore(root: Path, shown: str) -> Folder:
    """Return the story files, tables and photos below ``root``, and what must not be there.

    Args:
        root: the stories folder.
        shown: how messages name it.

    Raises:
        FaultError: there is no such folder, or it cannot be read.
    """
    folder = Folder(root, shown)
    try:
        if not root.is_dir():
            raise FaultError("stories-missing", found=shown)
        for entry in _entries(folder, ""):
            _top(folder, entry)
    except OSError as error:
        raise FaultError("stories-unreadable", found=error.filename or shown) from None
    folder.stories.sort()
    return folder


def _entries(folder: Folder, below: str) -> Iterator[os.DirEntry[str]]:
    """Yield the plain files and folders below ``below``, by name; refuse links and the like."""
    with os.scandir(folder.root / below) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        mode = entry.stat(follow_symlinks=False).st_mode
        if stat.S_ISLNK(mode):
            folder.complain(below + entry.name, "file-link")
        elif not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            folder.complain(below + entry.name, "file-special")
        elif entry.name.startswith("."):
            folder.complain(below + entry.name, "file-hidden")
        else:
            yield entry


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _top(folder: Folder, entry: os.DirEntry[str]) -> None:
    """At the top lie the two folders of stories and the tables."""
    if _is_folder(entry) and entry.name in KINDS:
        for child in _entries(folder, f"{entry.name}/"):
            _story(folder, entry.name, child)
    elif not _is_folder(entry) and entry.name in TABLES:
        folder.tables.append(entry.name)
    elif _is_folder(entry) or entry.name not in OTHERS:
        folder.complain(entry.name, "file-place")


def _story(folder: Folder, kind: str, entry: os.DirEntry[str]) -> None:
    """In a folder of stories lie ``<slug>.md`` files and ``<slug>/`` folders."""
    file = f"{kind}/{entry.name}"
    if _is_folder(entry):
        photos = tuple(_photos(folder, f"{file}/"))
        file, name = f"{file}/index.md", entry.name
        if not (folder.root / file).is_file():
            folder.complain(f"{kind}/{entry.name}", "folder-without-story")
            return
    else:
        photos = ()
        name, ending = Path(entry.name).stem, Path(entry.name).suffix
        if ending != ".md":
            folder.complain(file, "file-kind", found=ending or entry.name)
            return
    if not is_slug(name):
        proposal = slug(name)[:SLUG_LIMIT].strip("-")
        folder.complain(file, "slug-name", found=name, proposal=proposal or "ten-nhan-vat")
    folder.stories.append(StoryFile(file, name, photos))


def _photos(folder: Folder, below: str) -> Iterator[str]:
    """Yield the names of the photos in a story's folder; beside them lies only index.md."""
    for entry in _entries(folder, below):
        ending = Path(entry.name).suffix.lower()
        if _is_folder(entry):
            folder.complain(below + entry.name, "folder-deep")
        elif ending in PHOTO_ENDINGS:
            yield entry.name
        elif entry.name != "index.md":
            folder.complain(below + entry.name, "file-kind", found=ending or entry.name)
