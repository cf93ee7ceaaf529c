"""Read from MkDocs' configuration and the environment what the core needs to know."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig

from exemplars import FaultError, Settings


def read_settings(config: MkDocsConfig) -> Settings:
    """Return what the owner of the site set."""
    url = config.site_url or ""
    edit = urljoin(f"{config.repo_url}/", f"{config.edit_uri or ''}../stories/")
    return Settings(
        name=config.site_name,
        url=url if url.endswith("/") or not url else f"{url}/",
        contact=config.extra.get("contact") or "",
        edit=edit if config.repo_url else "",
        publisher=config.extra.get("publisher") or "",
    )


def stories_folder(config: MkDocsConfig) -> Path:
    """Return the stories folder: STORIES_DIR, else ``stories`` beside mkdocs.yml."""
    beside = Path(config.config_file_path or ".").parent / "stories"
    return Path(os.environ.get("STORIES_DIR") or beside)


def combined_folders() -> tuple[Path, ...]:
    """Return the folders of other sites that are built in: COMBINE, separated as in PATH."""
    return tuple(
        Path(folder) for folder in os.environ.get("COMBINE", "").split(os.pathsep) if folder
    )


def shown_path(path: Path) -> str:
    """Return a path as messages show it: from the working folder where it lies below it."""
    absolute, here = Path(os.path.abspath(path)), Path.cwd()  # noqa: PTH100 - links stay as given
    return absolute.relative_to(here).as_posix() if absolute.is_relative_to(here) else str(path)


def refuse_sources(output: Path, root: Path) -> None:
    """The output folder must not hold the stories that it is built from."""
    if Path(os.path.realpath(root)).is_relative_to(os.path.realpath(output)):
        raise FaultError("output-inside", path=str(output))
