"""``exemplars fmt``: write story files in their canonical form."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..decoding import FILE_LIMIT
from ..folder import explore
from ..formatting import format_story
from ..loading import plain_bytes
from ..problem import Place, ProblemsError, problem
from ..roots import default_root, root_of
from ..wording import printable, text
from ..writing import write_whole

_MARKS = str.maketrans({"\r": "␍", "\ufeff": "[BOM]"})
"""Signs for what a difference would not show."""


def declare(binding: argparse.ArgumentParser) -> None:
    """Add the options."""
    binding.add_argument("paths", nargs="*", metavar="PATH", help=text("command", "paths"))
    binding.add_argument("--check", action="store_true", help=text("command", "fmt-check"))
    binding.add_argument("--diff", action="store_true", help=text("command", "fmt-diff"))


def run(options: argparse.Namespace) -> int:
    """Format; with ``--check`` or ``--diff`` only say what would change."""
    dry = options.check or options.diff
    changed = same = failed = 0
    for path in story_files([Path(path) for path in options.paths]):
        try:
            before, after = _formatted(path)
        except ProblemsError as error:
            print(error, file=sys.stderr)
            failed += 1
            continue
        if before == after:
            same += 1
            continue
        changed += 1
        if options.diff:
            print(*_difference(before, after, path), sep="\n")
        if not dry:
            _write(path, after)
        print(text("fmt", "would" if dry else "done", path=printable(path.as_posix())))
    print(text("fmt", "dry" if dry else "summary", changed=changed, same=same), file=sys.stderr)
    return 1 if failed or (dry and changed) else 0


def story_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield each story file that ``paths`` name, once; a file that is named counts as a story.

    Args:
        paths: stories folders, or folders and files in one; none means the usual one.

    Raises:
        FaultError: a path does not exist or cannot be read.
    """
    found: dict[Path, None] = {}
    for path in [*paths] or [default_root()]:
        root = root_of(path)
        if not path.is_dir():
            found[path] = None
            continue
        files = (root / file.file for file in explore(root, root.as_posix()).stories)
        found.update(
            (file, None) for file in files if file.absolute().is_relative_to(path.absolute())
        )
    yield from found


def _formatted(path: Path) -> tuple[bytes, bytes]:
    """Return a story file's bytes, and those of its canonical form."""
    shown = path.as_posix()
    if path.is_symlink():  # to write would replace the link
        raise ProblemsError([problem(shown, Place(), "file-link")])
    raw = plain_bytes(path, shown, FILE_LIMIT)
    return raw, format_story(raw, shown).encode()


def _write(path: Path, content: bytes) -> None:
    """Write a file whole; who may read and write it stays as it was."""
    mode = path.stat().st_mode & 0o7777
    write_whole(path, content)
    path.chmod(mode)


def _difference(before: bytes, after: bytes, path: Path) -> Iterator[str]:
    """Yield the lines of a unified difference, in which every change can be seen."""
    shown = printable(path.as_posix())
    old, new = (
        content.decode().translate(_MARKS).splitlines(keepends=True) for content in (before, after)
    )
    for line in difflib.unified_diff(old, new, shown, shown, n=1):
        yield line[:-1] if line.endswith("\n") else f"{line} {text('fmt', 'no-newline')}"
