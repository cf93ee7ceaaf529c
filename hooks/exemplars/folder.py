"""Say which files lie below stories/, and refuse every one that has no business there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path

from .model import KINDS
from .problem import FaultError, Place, Problem, problem
from .values import is_slug
from .vietnamese import SLUG_LIMIT, fold, slug

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
    """Names of the plain files at the top."""
    problems: list[Problem] = field(default_factory=list)
    overlooks: Callable[[str], bool] = field(default=lambda _: False)
    """Says which names are passed over in silence; only who writes at the moment has such."""

    def complain(self, file: str, code: str, **values: object) -> None:
        """Note a problem with a file as a whole."""
        self.problems.append(problem(f"{self.shown}/{file}", Place(), code, **values))


def explore(root: Path, shown: str, overlooks: Callable[[str], bool] | None = None) -> Folder:
    """Return the story files, tables and photos below ``root``, and what must not be there.

    Args:
        root: the stories folder.
        shown: how messages name it.
        overlooks: says which names are passed over in silence.

    Raises:
        FaultError: there is no such folder, or it cannot be read.
    """
    folder = Folder(root, shown, overlooks=overlooks or (lambda _: False))
    try:
        if not root.is_dir():
            raise FaultError("stories-missing", path=shown)
        for entry in _entries(folder, ""):
            _top(folder, entry)
    except OSError as error:
        raise FaultError("stories-unreadable", path=error.filename or shown) from None
    folder.stories.sort(key=attrgetter("file"))
    _check_slugs(folder)
    return folder


def _entries(folder: Folder, below: str) -> Iterator[os.DirEntry[str]]:
    """Yield the plain files and folders below ``below``, by name; refuse links and the like."""
    with os.scandir(folder.root / below) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if folder.overlooks(entry.name):
            continue
        if entry.is_symlink():
            folder.complain(below + entry.name, "file-link")
        elif not (entry.is_file(follow_symlinks=False) or _is_folder(entry)):
            folder.complain(below + entry.name, "file-special")
        elif entry.name.startswith("."):
            folder.complain(below + entry.name, "file-hidden")
        else:
            yield entry


def _check_slugs(folder: Folder) -> None:
    """An address belongs to one file, also when case and marks are ignored."""
    owners: dict[str, str] = {}
    for story in folder.stories:
        owner = owners.setdefault(fold(story.slug), story.file)
        if owner != story.file:
            folder.complain(story.file, "slug-twice", found=story.slug, other=owner)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _top(folder: Folder, entry: os.DirEntry[str]) -> None:
    """At the top lie the two folders of stories and the tables."""
    if _is_folder(entry) and entry.name in KINDS:
        for child in _entries(folder, f"{entry.name}/"):
            _story(folder, entry.name, child)
    elif not _is_folder(entry) and entry.name in (*TABLES, *OTHERS):
        folder.tables.append(entry.name)
    else:
        folder.complain(entry.name, "file-place")


def _story(folder: Folder, kind: str, entry: os.DirEntry[str]) -> None:
    """In a folder of stories lie ``<slug>.md`` files and ``<slug>/`` folders."""
    file = f"{kind}/{entry.name}"
    photos: tuple[str, ...] = ()
    name = entry.name.removesuffix(".md")
    if _is_folder(entry):
        name, inside = entry.name, tuple(_own_folder(folder, f"{file}/"))
        if "index.md" not in inside:
            present = (path.name.lower() for path in (folder.root / file).iterdir())
            if "index.md" not in present:  # nor there as what was refused by another name
                folder.complain(file, "folder-without-story")
            return
        photos = tuple(photo for photo in inside if photo != "index.md")
        file = f"{file}/index.md"
    elif name == entry.name:
        folder.complain(file, "file-kind", found=Path(entry.name).suffix or entry.name)
        return
    if not is_slug(name):
        folder.complain(file, "slug-name", found=name, proposal=_proposal(name))
    folder.stories.append(StoryFile(file, name, photos))


def _proposal(name: str) -> str:
    """Return a name like ``name`` that may be an address."""
    proposal = slug(name)[:SLUG_LIMIT].strip("-")
    if is_slug(proposal):
        return proposal
    return f"chuyen-{proposal}"[:SLUG_LIMIT].strip("-") if proposal else "ten-nhan-vat"


def _own_folder(folder: Folder, below: str) -> Iterator[str]:
    """Yield the names of the photos and of index.md, all that lies in a story's own folder."""
    for entry in _entries(folder, below):
        ending = Path(entry.name).suffix.lower()
        if _is_folder(entry):
            folder.complain(below + entry.name, "folder-deep")
        elif ending in PHOTO_ENDINGS or entry.name == "index.md":
            yield entry.name
        elif entry.name.lower() == "index.md":
            folder.complain(below + entry.name, "file-index", found=entry.name)
        else:
            folder.complain(below + entry.name, "file-kind", found=ending or entry.name)
