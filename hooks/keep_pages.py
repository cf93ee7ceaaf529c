"""Keep what MkDocs makes of a hand-written page: Markdown takes a tenth of an edited build."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents, get_toc

from exemplars.caching import Cache, name

PURE = frozenset(
    {"abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html"}
    | {"meta", "nl2br", "sane_lists", "smarty", "tables", "toc"}
)
"""Extensions of Markdown that look at nothing but the page; with others nothing is kept."""

Render = Callable[[MkDocsConfig, Files], None]


class KeptPages:
    """Renders hand-written pages, or takes what was kept of them in an earlier build."""

    def __init__(self, folder: Path, sources: Iterable[str], config: MkDocsConfig) -> None:
        """Open the cache, in no process that will be forked; whoever does must ``close``.

        Args:
            folder: that of the cache.
            sources: every source that a link may lead to.
            config: MkDocs' own.
        """
        self._cache = Cache(folder if PURE.issuperset(config.markdown_extensions) else None)
        self._basis = name(
            _code(),
            [version(package) for package in ("mkdocs", "markdown")],
            (config.markdown_extensions, config.mdx_configs, config.validation),
            (config.use_directory_urls, logging.getLogger("mkdocs").getEffectiveLevel()),
            *sources,
        )

    def close(self) -> None:
        """Keep what is new for the next build."""
        self._cache.close()

    def adopt(self, page: Page) -> None:
        """Let a page be rendered here."""
        usual = page.render

        def render(config: MkDocsConfig, files: Files) -> None:
            self._render(page, usual, config, files)

        page.render = render  # type: ignore[method-assign]  # MkDocs asks nobody else

    def _render(self, page: Page, usual: Render, config: MkDocsConfig, files: Files) -> None:
        key = name(self._basis, page.file.src_uri, page.markdown)
        for _, found in self._cache.get_many([key]):
            with suppress(ValueError, TypeError, KeyError, AttributeError):  # somebody else's
                vars(page).update(_thawed(json.loads(found), files))
                return
        before = dict(vars(page))
        with _Listener() as heard:
            usual(config, files)
        made = {part: value for part, value in vars(page).items() if before.get(part) != value}
        if not heard.told:  # what MkDocs says of a link it must say again
            with suppress(TypeError):
                self._cache.put(key, json.dumps(_frozen(made), ensure_ascii=False).encode())


@cache
def _code() -> bytes:
    """Return what tells this module from another version of it."""
    return Path(__file__).read_bytes()


def _frozen(made: Mapping[str, object]) -> dict[str, object]:
    """Return what rendering gave a page as plain values.

    Raises:
        TypeError: this MkDocs gives it something else than is known here.
    """
    plain: dict[str, object] = {}
    for key, value in made.items():
        match value:
            case str() | None:
                plain[key] = value
            case set():
                plain[key] = sorted(value)
            case TableOfContents():
                plain[key] = [*map(_token, value)]
            case dict():
                plain[key] = {file.src_uri: links for file, links in value.items()}
            case _:
                raise TypeError(key)
    return plain


def _token(link: AnchorLink) -> dict[str, object]:
    """Return an entry of a table of contents as Markdown gives it."""
    children = [*map(_token, link.children)]
    return {"name": link.title, "id": link.id, "level": link.level, "children": children}


def _thawed(plain: Mapping[str, Any], files: Files) -> dict[str, object]:
    """Return what ``_frozen`` was given; other values must be texts.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: this was not kept here.
    """
    made: dict[str, object] = {}
    for key, value in plain.items():
        if key == "toc":
            made[key] = get_toc(value)
        elif key == "present_anchor_ids":
            made[key] = {*value}
        elif key == "links_to_anchors":
            made[key] = {_file(files, source): links for source, links in value.items()}
        elif isinstance(value, str | None):
            made[key] = value
        else:
            raise TypeError(key)
    return made


def _file(files: Files, source: str) -> File:
    if found := files.get_file_from_path(source):
        return found
    raise ValueError(source)


class _Listener(logging.Handler):
    """Hears whether MkDocs has anything to say of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.told = False
        self._log = logging.getLogger("mkdocs")

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002 - logging's signature
        """Note that something was said."""
        self.told = True

    def __enter__(self) -> Self:
        self._log.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._log.removeHandler(self)
