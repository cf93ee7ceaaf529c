"""A generator as it is compared: its command, what it reads, what it writes and keeps."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from . import metering
from .results import Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A command that builds a site."""

    command: tuple[str, ...]
    home: Path
    """Where the command is started."""
    stories: Path
    """Where its Markdown files are, at any depth."""
    output: Path
    caches: tuple[Path, ...] = ()
    """Folders that it keeps from one build to the next."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """Set for the command."""
    version: str


def run(tool: Tool) -> Cost:
    """Build, and return what it cost.

    Raises:
        SystemExit: the command failed; it has said why.
    """
    os.sync()  # what the last tool wrote is not written to the disk on this one's time
    command = [sys.executable, "-I", metering.__file__, *tool.command]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **tool.variables}
    # As nearly everywhere, Python keeps what it has compiled, whoever set this machine up.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(  # noqa: S603 - our own words
        command, cwd=tool.home, env=environment, stdout=subprocess.PIPE, check=False
    )
    if done.returncode:
        sys.exit(f"the command failed, with {done.returncode}: {' '.join(tool.command)}")
    return Cost(**json.loads(done.stdout))


def set_aside(tool: Tool, *, caches: bool) -> None:
    """Put the site away, so that the next build has a fresh folder, and the caches where asked.

    Nothing is removed before all sizes are measured: ext4 is slow to make files for five minutes
    after many were removed, and whoever makes most files would pay most for it.
    """
    aside = tool.output.parent.with_name("aside")
    aside.mkdir(exist_ok=True)
    for folder in (tool.output, *(tool.caches if caches else ())):
        if folder.exists():
            folder.rename(Path(tempfile.mkdtemp(dir=aside), folder.name))


def edit(tool: Tool, slug: str, word: str) -> None:
    """Put ``word`` in the place of the last word of a story."""
    (path,) = tool.stories.rglob(f"{slug}.md")
    kept = path.read_text("utf-8").rstrip().rpartition(" ")[0]
    path.write_text(f"{kept} {word}.\n", encoding="utf-8")
