"""Read from MkDocs' configuration and the environment what the core needs to know."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from mkdocs.config.defaults import MkDocsConfig

from exemplars import FaultError, Settings

VIETNAM = timezone(timedelta(hours=7))


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
        issues=_new_issue(config.repo_url or ""),
        thousand=config.extra.get("thousand") or "nghìn",
        date=_build_date(),
    )


def _new_issue(repository: str) -> str:
    """Return where an issue is written; only GitHub takes its text from the address like this."""
    on_github = urlsplit(repository).hostname == "github.com"
    return f"{repository.rstrip('/')}/issues/new" if on_github else ""


def _build_date() -> date | None:
    """Return the day that SOURCE_DATE_EPOCH names, in Việt Nam."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    with suppress(ValueError, OverflowError, OSError):  # no number, or none that is a day
        return datetime.fromtimestamp(int(seconds), VIETNAM).date()
    return None


def stories_folder(config: MkDocsConfig) -> Path:
    """Return the stories folder: STORIES_DIR, else ``stories`` beside mkdocs.yml."""
    beside = Path(config.config_file_path or ".").parent / "stories"
    return Path(os.environ.get("STORIES_DIR") or beside)


def cache_folder(config: MkDocsConfig) -> Path:
    """Return where things are kept for the next build: EXEMPLARS_CACHE, else beside mkdocs.yml."""
    beside = Path(config.config_file_path or ".").parent / ".cache"
    return Path(os.environ.get("EXEMPLARS_CACHE") or beside)


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
