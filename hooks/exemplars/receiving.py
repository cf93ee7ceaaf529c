"""Read the data folder (``du-lieu/``) of another site; nothing is taken from a damaged one.

What stands there was written elsewhere: it is limited, decoded and held against the model like a
story's file. ``datapackage.json`` says which files there are, how large, and with which SHA-256.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from .datapackage import PROFILE, TABLES
from .decoding import decode
from .library import Story
from .markup import Body
from .model import FrontMatter, Photo
from .problem import Place, Problem, ProblemsError, problem
from .strictjson import parse_entries, parse_object
from .strictyaml import Parsed
from .validating import validate
from .values import Slug, WebAddress

PACKAGE, STORIES = "datapackage.json", "stories.json"
DATA_LIMIT = 64 * 1024 * 1024
"""Bytes at most in a data file of another site."""
PACKAGE_LIMIT = 1024 * 1024
"""Bytes at most in the description of the data files."""
SHOWN = 1000
"""Problems of a folder after which the rest of its stories is not looked at."""
_PLAIN = re.compile(r"[a-z][a-z0-9.-]{0,99}")
"""Name of a data file: no path, so that nothing outside the folder is read."""


def _unpublished(value: object) -> object:
    """Who agreed to what never leaves the site where it was said."""
    raise PydanticCustomError("combine-private", "not published", {"given": type(value).__name__})


def _web_host(value: str) -> str:
    """A web address has a host that programs can read."""
    try:
        found = urlsplit(value).hostname
    except ValueError:
        found = None
    if not found:
        raise PydanticCustomError("url", "not a web address")
    return value


class _Photo(Photo):
    """A photo as it is published: without what was agreed."""

    consent: Annotated[bool, BeforeValidator(_unpublished)] = True


class Published(FrontMatter):
    """A story as ``stories.json`` has it: all but its text, and where it lives."""

    photos: Annotated[tuple[_Photo, ...], Field(max_length=40)] = ()
    consent: Annotated[None, BeforeValidator(_unpublished)] = None
    status: Literal["published"] = "published"
    slug: Slug
    url: Annotated[WebAddress, AfterValidator(_web_host)]


@dataclass(slots=True, kw_only=True)
class Received:
    """What a folder holds: its stories, or what is wrong with it."""

    path: str
    """Its ``stories.json`` as shown to people."""
    stories: list[Story] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def receive(folder: Path) -> Received:
    """Return the stories of a built site, or of its ``du-lieu/`` folder, and every problem."""
    inside = folder / "du-lieu"
    root = inside if os.path.lexists(inside / PACKAGE) else folder
    received = Received(path=f"{root.as_posix()}/{STORIES}")
    try:
        _take(root, received)
    except ProblemsError as error:
        received.problems += error.problems
    return received


def _take(root: Path, received: Received) -> None:
    path = f"{root.as_posix()}/{PACKAGE}"
    if not os.path.lexists(root / PACKAGE):
        raise ProblemsError([problem(path, Place(), "combine-missing")])
    text = decode(_content(root / PACKAGE, path, PACKAGE_LIMIT), path, PACKAGE_LIMIT)
    content = _verified(root, _resources(parse_object(text, path), path))
    for parsed in parse_entries(
        decode(content, received.path, DATA_LIMIT), received.path, received.problems
    ):
        if len(received.problems) >= SHOWN:
            return
        try:
            received.stories.append(_story(parsed, received.path))
        except ProblemsError as error:
            received.problems += error.problems


def _resources(package: dict[str, Any], path: str) -> dict[str, dict[str, Any]]:
    """Return the data files that a package of this version lists, by name."""
    listed = package.get("resources")
    resources = {
        resource["path"]: resource
        for resource in (listed if isinstance(listed, list) else ())
        if isinstance(resource, dict) and isinstance(resource.get("path"), str)
    }
    if package.get("$schema") != PROFILE or not _same_columns(resources):
        raise ProblemsError([problem(path, Place(), "combine-version")])
    if not package.get("homepage"):
        raise ProblemsError([problem(path, Place(), "combine-url")])
    if odd := sorted(name for name in resources if not _PLAIN.fullmatch(name)):
        raise ProblemsError([problem(path, Place(), "combine-name", found=odd[0])])
    return resources


def _same_columns(resources: dict[str, dict[str, Any]]) -> bool:
    """Another version of the program has other columns, and may mean other things by them."""
    return STORIES in resources and all(
        _columns(resources.get(name, {})) == [column.name for column in columns]
        for name, columns in TABLES.items()
    )


def _columns(resource: dict[str, Any]) -> list[object]:
    schema = resource.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    return [item.get("name") for item in fields or () if isinstance(item, dict)]


def _verified(root: Path, resources: dict[str, dict[str, Any]]) -> bytes:
    """Return the bytes of ``stories.json`` after each file was found as it was described."""
    problems: list[Problem] = []
    stories = b""
    for name, resource in sorted(resources.items()):
        path = f"{root.as_posix()}/{name}"
        try:
            content = _content(root / name, path, DATA_LIMIT)
        except ProblemsError as error:
            problems += error.problems
            continue
        problems += _differences(content, resource, path)
        stories = content if name == STORIES else stories
    if problems:
        raise ProblemsError(problems)
    return stories


def _differences(content: bytes, resource: dict[str, Any], path: str) -> Iterator[Problem]:
    """A file has the size and the SHA-256 that its package says."""
    size, digest = resource.get("bytes"), hashlib.sha256(content).hexdigest()
    if len(content) > DATA_LIMIT:
        limit = DATA_LIMIT // 1024
        yield problem(path, Place(), "file-size", found=-(-len(content) // 1024), limit=limit)
    elif size != len(content):
        yield problem(path, Place(), "combine-size", found=len(content), expected=str(size))
    elif resource.get("hash") != f"sha256:{digest}":
        yield problem(path, Place(), "combine-hash")


def _content(path: Path, shown: str, limit: int) -> bytes:
    """Return at most ``limit`` + 1 bytes of a plain file; a link is not followed."""
    if not os.path.lexists(path):
        raise ProblemsError([problem(shown, Place(), "combine-file")])
    if path.is_symlink():
        raise ProblemsError([problem(shown, Place(), "file-link")])
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise ProblemsError([problem(shown, Place(), "file-special")])
            return stream.read(limit + 1)
    except OSError:
        raise ProblemsError([problem(shown, Place(), "file-unreadable")]) from None


def _story(parsed: Parsed, path: str) -> Story:
    """Return an entry as a story that lives elsewhere; its text is there, too."""
    front = validate(Published, parsed, path)
    return Story(
        path=path,
        file=f"{front.kind}/{front.slug}.md",
        slug=front.slug,
        values=parsed.values,
        keys=parsed.keys,
        front=front,
        body=Body.of("", ""),
        source="",
        body_line=1,
        url=front.url,
    )
