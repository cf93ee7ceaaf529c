"""Write the page /du-lieu/: what each file to download is, column by column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .datapackage import FOLDER, LICENCE, TABLES
from .desk import Desk
from .site import Page, Sheet
from .tabular import Column
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


def downloads_sheet(
    desk: Desk, files: Callable[[], Mapping[str, bytes]], name: Callable[[], bytes]
) -> Sheet:
    """Return the page of the data, which ``files`` gives by address and ``name`` names."""
    page = Page(
        address=FOLDER,
        title=text("data", "title"),
        description=text("data", "description"),
        changed=desk.library.date,
    )

    def values() -> Mapping[str, Any]:
        return {
            "downloads": [_download(address, content) for address, content in files().items()],
            "here": desk.settings.address(FOLDER),
            "licence": f"{LICENCE}deed.vi",
        }

    return replace(desk.sheet("data", values, page), name=name)


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
