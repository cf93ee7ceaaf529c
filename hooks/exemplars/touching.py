"""Choose the stories that a change can touch: few of them have to be read, and none is missed.

A changed story may break a link in another one, want its address, or lead to it. Which stories
these are is told by their bytes: a name can be written in no other way than in the letters a-z,
digits and hyphens, but for escapes and character references, and those are looked for too.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from .folder import Folder, StoryFile
from .problem import ProblemsError

if TYPE_CHECKING:  # it starts processes, which a build has no need of
    from .changes import Changes

Look = Callable[[StoryFile], bytes]
"""Shows the bytes of a story's file."""
Choose = Callable[[Folder, Look], Iterable[StoryFile]]
"""Says which of the stories are read."""

_LINK = re.compile(rb"(?<![a-z0-9-])([a-z0-9-]+)(?:/index)?\.md|guong/([a-z0-9-]+)")
_WORD = re.compile(r"[a-z0-9-]+")
_HIDDEN = re.compile(r"\\[xuU\n]")
"""Escapes of YAML by which a name may be written without its letters."""


def everything(folder: Folder, look: Look) -> Sequence[StoryFile]:  # noqa: ARG001 - as every choice
    """Return all stories."""
    return folder.stories


def touched(changes: Changes, folder: Folder, look: Look) -> Sequence[StoryFile]:
    """Return the stories to be read so that all is found that ``changes`` may have broken.

    Args:
        changes: what changed.
        folder: all stories.
        look: shows the bytes of a story's file.
    """
    own = {file for file in folder.stories if changes.holds(file.file)}
    texts = [_seen(look, file).decode("utf-8", "replace") for file in own]
    if changes.whole or any(map(_HIDDEN.search, texts)):
        return folder.stories
    words = {word for text in texts for word in _words(text)}
    slugs = {file.slug for file in folder.stories}
    changed = {file.slug for file in own}
    return [
        file
        for file in folder.stories
        if file in own or file.slug in words or (own and _leads(_seen(look, file), changed, slugs))
    ]


def _seen(look: Look, file: StoryFile) -> bytes:
    """Return a file's bytes; one that cannot be read leads nowhere, and is told elsewhere."""
    try:
        return look(file)
    except ProblemsError:
        return b""


def _words(text: str) -> Iterator[str]:
    """Yield everything in a text that could be the slug of a story."""
    yield from _WORD.findall(text)
    yield from _WORD.findall(html.unescape(text).replace("\\", ""))


def _leads(raw: bytes, changed: Collection[str], slugs: Collection[str]) -> bool:
    """Tell whether a story has former addresses, or links to a changed or to no present one."""
    if b"aliases" in raw or b"\\" in raw:
        return True
    if b"&" in raw:
        raw = html.unescape(raw.decode("utf-8", "replace")).encode()
    if b".md" not in raw and b"guong/" not in raw:
        return False
    found = (first or second for first, second in _LINK.findall(raw))
    return any(slug in changed or slug not in slugs for slug in map(bytes.decode, found))
