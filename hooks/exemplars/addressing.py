"""Give a new story its address and its file: never one that exists, was erased or is reserved."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path

from .erasing import Erased
from .folder import Folder
from .trouble import NewStoryError
from .values import is_slug
from .vietnamese import SLUG_LIMIT, fold, slug

CHILD = "guong-nho"
"""How the address of a child's story begins, which may not bear the child's name."""
UNNAMED = "cau-chuyen"
"""Address of what has a name without Latin letters."""


def propose(folder: Folder, erased: Erased, name: str, place: str = "") -> str:
    """Return a free address made of a name, with the place or a number where it is taken.

    Args:
        folder: what lies in the stories folder.
        erased: addresses that were taken away for good.
        name: name of the person or collective, in any letters.
        place: name of the place of the deed.
    """
    return next(one for one in _candidates(name, place) if is_free(folder, erased, one))


def propose_for_child(folder: Folder, erased: Erased, field: str, given: str) -> str:
    """Return a free address that does not bear the child's name."""
    hidden = fold(given)
    candidates = chain(
        map(_cut, _starts(field)),
        (_cut(f"{start}-{number}") for number in count(2) for start in _starts(field)),
    )
    return next(
        one
        for one in candidates
        if hidden not in one.split("-") and is_free(folder, erased, one)
    )  # fmt: skip


def is_free(folder: Folder, erased: Erased, wanted: str) -> bool:
    """Tell whether ``wanted`` may be the address of a new story."""
    taken = {fold(story.slug) for story in folder.stories}
    beside = any(
        os.path.lexists(folder.root / kind / name)
        for kind in ("ca-nhan", "tap-the")
        for name in (wanted, f"{wanted}.md")
    )
    return is_slug(wanted) and wanted not in taken and not beside and wanted not in erased


def write_new(root: Path, kind: str, name: str, text: str) -> Path:
    """Write a story that is not there yet, in the folder of its kind, and return its path.

    Raises:
        NewStoryError: the file exists, or it would lie outside the stories folder.
        OSError: it cannot be written; nothing is left behind.
    """
    folder = root / kind
    path = folder / f"{name}.md"
    inside = root.resolve() / kind
    if not is_slug(name) or folder.resolve() != inside:
        raise NewStoryError("outside", path=path.as_posix())
    folder.mkdir(exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise NewStoryError("exists", path=path.as_posix()) from None
    except BaseException:  # a full disk, or Ctrl-C: no half of a story stays
        path.unlink(missing_ok=True)
        raise
    return path


def _candidates(name: str, place: str) -> Iterator[str]:
    """Yield addresses from the plainest on: the name, with the place, with numbers."""
    plain = slug(name)
    start = plain if is_slug(plain[:1]) else f"{UNNAMED}-{plain}".strip("-")
    yield _cut(start)
    if near := slug(place):
        yield _cut(f"{start}-{near}")
    for number in count(2):
        tail = f"-{number}"
        yield _cut(start, len(tail)) + tail


def _starts(field: str) -> Iterator[str]:
    yield f"{CHILD}-{slug(field)}"
    yield CHILD
    yield UNNAMED


def _cut(words: str, reserve: int = 0) -> str:
    """Return an address cut to the limit, at the end of a word where there is one."""
    limit = SLUG_LIMIT - reserve
    if len(words) <= limit:
        return words
    return words[: limit + 1].rpartition("-")[0] or words[:limit]
