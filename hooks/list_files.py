"""Tell MkDocs which files the site has: those of docs/, and the generated pages, written by us."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from exemplars import Page

_INCLUDED = InclusionLevel.INCLUDED

UNLISTED = {"/ngoai-tuyen/"}
"""Hand-written pages that nobody should find by a search."""


class SiteFiles(Files):
    """All files of the site; a generated page becomes one when somebody asks for it.

    Hand-written pages may link to any of them. MkDocs would look at each some dozen times, and at
    most of them for nothing.
    """

    def __init__(self, files: Files, pages: Iterable[Page], config: MkDocsConfig) -> None:
        super().__init__(files)
        self._pages = {f"{page.address[1:]}index.html" for page in pages}
        self._config = config

    def get_file_from_path(self, path: str) -> File | None:
        """Return the file whose source is ``path``."""
        if path in self._pages:
            return File.generated(self._config, path, content="", inclusion=_INCLUDED)
        return super().get_file_from_path(path)


def source_of(page: Page) -> str:
    """Return MkDocs' name for a page's source: ``guong/x/index.md``."""
    return f"{page.address[1:]}index.md"


def navigation_sources(nav: object) -> set[str]:
    """Return every source that the navigation names."""
    if isinstance(nav, Mapping):
        nav = list(nav.values())
    if isinstance(nav, list):
        return {source for item in nav for source in navigation_sources(item)}
    return {nav} if isinstance(nav, str) else set()


def listed_addresses(files: Files) -> list[str]:
    """Return the address of every hand-written page that may be found."""
    addresses = (f"/{file.url.removeprefix('./')}" for file in files.documentation_pages())
    return [address for address in addresses if address not in UNLISTED]


class _Loader(jinja2.FileSystemLoader):
    """Finds every template, and lists what lies in overrides/ alone.

    MkDocs publishes what is listed. Nothing of Material's styles, scripts and images is used
    here, and to list its 14,000 icons takes longer than to make all frames.
    """

    def __init__(self, config: MkDocsConfig) -> None:
        super().__init__(config.theme.dirs)
        self._own = [folder for folder in [config.theme.custom_dir] if folder]

    def list_templates(self) -> list[str]:
        """Return the files of overrides/."""
        return jinja2.FileSystemLoader(self._own).list_templates()


def leave_out(config: MkDocsConfig) -> None:
    """Have MkDocs leave out what this site does not need, or writes itself."""
    usual = config.theme.get_env

    def get_env() -> jinja2.Environment:
        env = usual()
        env.loader = _Loader(config)
        return env

    config.theme.get_env = get_env  # type: ignore[method-assign]  # MkDocs asks nobody else
    config.theme.static_templates.discard("sitemap.xml")
    if not config.repo_url:
        config.edit_uri = None
