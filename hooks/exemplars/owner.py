"""Read from mkdocs.yml what the owner of the site set, for commands that run without MkDocs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from .problem import FaultError
from .site import Settings
from .wording import text


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who runs the site, and what it is called."""

    settings: Settings
    agency: bool = False
    """An agency of the Party or of the State runs the site."""


def read_owner(path: Path) -> Owner:
    """Return what ``path`` sets; where there is no such file, a site without an owner.

    Raises:
        FaultError: it is no YAML, or holds something else.
    """
    set_ = _load(path) if path.is_file() else {}
    extra = _mapping(set_.get("extra") or {}, path)
    url = _address(str(set_.get("site_url") or ""))
    settings = Settings(
        name=str(set_.get("site_name") or text("booklet", "site")),
        url=url,
        contact=str(extra.get("contact") or ""),
        publisher=str(extra.get("publisher") or ""),
        thousand=str(extra.get("thousand") or "nghìn"),
    )
    return Owner(settings=settings, agency=extra.get("agency") is True)


def _load(path: Path) -> dict[str, Any]:
    try:
        return _mapping(yaml.load(path.read_bytes(), Loader=_Loader), path)  # noqa: S506 - a safe one
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        raise FaultError("settings-syntax", path=str(path)) from None


def _mapping(found: object, path: Path) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise FaultError("settings-syntax", path=str(path))
    return found


def _address(url: str) -> str:
    """Return the address of the site; one that only this machine knows is none."""
    if not url or urlsplit(url).hostname in {"127.0.0.1", "localhost"}:
        return ""
    return url if url.endswith("/") else f"{url}/"


class _Loader(yaml.SafeLoader):
    """Safe YAML that knows MkDocs' own tags: ``!ENV`` is read, whatever runs Python is nothing."""


def _from_environment(loader: _Loader, node: yaml.Node) -> object:
    """``!ENV NAME`` or ``!ENV [NAME, …, default]``."""
    if isinstance(node, yaml.SequenceNode):
        *names, default = loader.construct_sequence(node) or [None]
    else:
        names, default = [loader.construct_scalar(node)], None  # type: ignore[arg-type]
    return next((os.environ[name] for name in names if name in os.environ), default)


_Loader.add_constructor("!ENV", _from_environment)
_Loader.add_multi_constructor("", lambda *_: None)
