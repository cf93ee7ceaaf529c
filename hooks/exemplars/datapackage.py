"""Write datapackage.json: what the data files are, for programs (Data Package 2.0)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from .columns import RECOGNITIONS, STORIES
from .library import Library
from .schema import ADDRESS as SCHEMA
from .site import Settings
from .tabular import DELIMITER, LINE_END, LIST_DELIMITER, Column
from .vietnamese import slug
from .wording import text

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
FOLDER = "/du-lieu/"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
TABLES: Mapping[str, tuple[Column[Any], ...]] = {
    "stories.csv": STORIES,
    "recognitions.csv": RECOGNITIONS,
}
"""The columns of each table."""
_KEYS: Mapping[str, Mapping[str, Any]] = {
    "stories.csv": {"primaryKey": ["slug"]},
    "recognitions.csv": {
        "primaryKey": ["slug", "number"],
        "foreignKeys": [
            {"fields": ["slug"], "reference": {"resource": "stories", "fields": ["slug"]}}
        ],
    },
}


def write_datapackage(library: Library, files: Mapping[str, bytes], settings: Settings) -> bytes:
    """Return the description of ``files``, each with its size and its SHA-256.

    The schema of the front matter is left out: it holds no data, and programs would take a file
    of that name for the schema of a table.
    """
    content = {
        "$schema": PROFILE,
        "name": slug(settings.name) or "data",
        "title": text("datapackage", "title", name=settings.name),
        "description": text("datapackage", "description"),
        **_version(library.date),
        **({"homepage": settings.address(FOLDER)} if settings.url else {}),
        "licenses": [
            {"name": "CC-BY-4.0", "path": LICENCE, "title": text("datapackage", "licence")}
        ],
        "contributors": [{"title": settings.owner, "roles": ["publisher"]}],
        "sources": [{"title": text("datapackage", "sources")}],
        "resources": [_resource(*file) for file in files.items() if file[0] != SCHEMA],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _version(day: date | None) -> Mapping[str, str]:
    """Return the version of the data: the day of the newest change, and no clock."""
    if day is None:
        return {}
    return {"version": f"{day:%Y.%m.%d}", "created": f"{day.isoformat()}T00:00:00Z"}


def _resource(address: str, content: bytes) -> Mapping[str, Any]:
    path = address.removeprefix(FOLDER)
    suffix = path.rpartition(".")[2]
    return {
        "name": path.removesuffix(".csv").replace(".", "-"),
        "path": path,
        "title": path,
        "description": text("files", path),
        "format": suffix,
        "mediatype": {"csv": "text/csv", "json": "application/json"}[suffix],
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        **(_table(path) if path in TABLES else {}),
    }


def _table(path: str) -> Mapping[str, Any]:
    """Return how a table is written and what each of its columns holds."""
    return {
        "type": "table",
        "dialect": {
            "delimiter": DELIMITER,
            "lineTerminator": LINE_END,
            "quoteChar": '"',
            "doubleQuote": True,
        },
        "schema": {
            "fields": [_field(path, column) for column in TABLES[path]],
            "missingValues": [""],
            **_KEYS[path],
        },
    }


def _field(path: str, column: Column[Any]) -> Mapping[str, Any]:
    return {
        "name": column.name,
        "type": column.kind,
        **({"delimiter": LIST_DELIMITER} if column.kind == "list" else {}),
        "description": text("columns", f"{path.removesuffix('.csv')}.{column.name}"),
        **({"constraints": dict(column.constraints)} if column.constraints else {}),
    }
