"""Write the page /du-lieu/: what each file to download is, column by column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .datapackage import FOLDER, LICENCE, TABLES
from .library import Library
from .site import Page, Settings
from .tabular import Column
from .templating import environment, fill
from .vietnamese import number
from .wording import text

KILOBYTE, MEGABYTE = 1000, 1000 * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """One file as the page shows it."""

    name: str
    size: str
    columns: tuple[Column[Any], ...]
    """Empty where the file is not a table."""

    @property
    def table(self) -> str:
        """The part before the columns' names in wording.yml."""
        return self.name.removesuffix(".csv")


def write_downloads(
    library: Library, files: Mapping[str, bytes | Path], settings: Settings
) -> Page:
    """Return the page of the data among ``files``."""
    values = {
        "root": "../",
        "downloads": [
            _download(address, content)
            for address, content in files.items()
            if address.startswith(FOLDER) and isinstance(content, bytes)
        ],
        "here": settings.address(FOLDER),
        "licence": f"{LICENCE}deed.vi",
    }
    return Page(
        address=FOLDER,
        title=text("data", "title"),
        description=text("data", "description"),
        html=fill(environment(library, settings), "data", values),
        changed=library.date,
    )


def size(count: int) -> str:
    """Return a number of bytes as it is read: "812 byte", "15,2 KB", "1,5 MB"."""
    if count < KILOBYTE:
        return f"{count} byte"
    if count < MEGABYTE:
        return f"{number(round(count / KILOBYTE, 1))} KB"
    return f"{number(round(count / MEGABYTE, 1))} MB"


def _download(address: str, content: bytes) -> Download:
    name = address.removeprefix(FOLDER)
    return Download(name=name, size=size(len(content)), columns=TABLES.get(name, ()))
