"""Take a story away with its address: the file goes, a salted hash of the slug remains.

The hash lets the check of old addresses know that this one was taken away on purpose, without
the list of erased stories naming anybody. It does not hide a slug from someone who guesses it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from .folder import StoryFile, explore
from .problem import FaultError, Place, ProblemsError, problem
from .wording import text
from .writing import write_whole

FILE = "erased.txt"
_SALT = re.compile(r"^# salt: ([0-9a-f]{32})$", re.MULTILINE)
_HASH = re.compile(r"^[0-9a-f]{64}$", re.MULTILINE)


def erase(root: Path, shown: str, slug: str) -> str:
    """Remove the story ``slug`` and its photos; return the file that was removed.

    Args:
        root: the stories folder.
        shown: how messages name it.
        slug: address of the story.

    Raises:
        FaultError: there is no such story.
        OSError: a file cannot be written or removed.
    """
    folder = explore(root, shown)
    story = next((file for file in folder.stories if file.slug == slug), None)
    if story is None:
        raise FaultError("erase-missing", found=slug)
    _remember(root, slug)
    _remove(root, story)
    return story.file


def parse_erased(content: str, path: str) -> Erased:
    """Return the erased addresses that a text lists.

    Raises:
        ProblemsError: a line is neither a comment nor a hash, so that an address might come back.
    """
    salt = _SALT.search(content)
    hashes = frozenset(_HASH.findall(content))
    problems = [
        problem(path, Place(number), "erased-line", found=line)
        for number, line in enumerate(content.split("\n"), 1)
        if line.strip() and not line.startswith("#") and not _HASH.fullmatch(line)
    ]
    if problems or (hashes and not salt):
        raise ProblemsError(problems or [problem(path, Place(), "erased-line", found="# salt:")])
    return Erased(salt[1] if salt else "", hashes)


@dataclass(frozen=True, slots=True)
class Erased:
    """The erased addresses, by their salted hashes only."""

    salt: str = ""
    hashes: frozenset[str] = frozenset()

    def __contains__(self, slug: str) -> bool:
        return bool(self.hashes) and _digest(self.salt, slug) in self.hashes


def _remember(root: Path, slug: str) -> None:
    path = root / FILE
    known = parse_erased(path.read_text("utf-8"), FILE) if path.is_file() else Erased()
    salt = known.salt or secrets.token_hex(16)
    hashes = sorted(known.hashes | {_digest(salt, slug)})
    content = "\n".join([text("erase", "head"), f"# salt: {salt}", *hashes, ""])
    write_whole(path, content.encode())


def _remove(root: Path, story: StoryFile) -> None:
    path = root / story.file
    if path.name == "index.md":
        shutil.rmtree(path.parent)
    else:
        path.unlink()


def _digest(salt: str, slug: str) -> str:
    return hashlib.sha256(f"{salt}:{slug}".encode()).hexdigest()
