"""Have MkDocs make what is its own of the site: hand-written pages, the frame, looks and scripts.

A plugin takes the place of hooks/build_site.py, and takes everything into memory; the generated
pages are put into their frames when they are asked for.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jinja2
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.yaml import yaml_load

from exemplars import Site
from exemplars.policy import guard
from frame_pages import CONTENT, MARKS, FrameMaker, written_page
from list_files import SiteFiles, leave_out, listed_addresses, navigation_sources, source_of
from serve_shell import HEAD_MARK, Shell, Written

DOOR = "build_site.py"
"""The hook whose place this takes."""
LAST = -100
"""After the plugins of others."""


class WarningsError(Exception):
    """MkDocs complained; holds each complaint."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


class _NoOptions(Config):  # type: ignore[no-untyped-call]  # of MkDocs
    """This plugin stands in no file that could set anything."""


class Framing(BasePlugin[_NoOptions]):  # type: ignore[no-untyped-call]  # of MkDocs
    """What hooks/build_site.py does, as far as it is not the writing of pages."""

    def __init__(self, site: Site) -> None:
        self.shell = Shell()
        self._sheets = {source_of(page): page for page in site.outline}
        self._own: set[str] = set()
        """Generated pages that MkDocs itself puts into their frames: those of the navigation."""
        self._nav: Navigation | None = None

    @event_priority(-LAST)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Leave out what is not needed."""
        leave_out(config)
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the generated pages, so that hand-written ones may link to them."""
        self.shell.listed = listed_addresses(files)
        self._own = navigation_sources(config.nav) & self._sheets.keys()
        for source in sorted(self._own):
            files.append(File.generated(config, source, content=""))
        return SiteFiles(files, self._sheets.values(), config)

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002 - MkDocs' signature
        """Keep the navigation for the frames."""
        self._nav = nav
        return nav

    def on_page_markdown(
        self,
        markdown: str,
        page: MkDocsPage,
        config: MkDocsConfig,  # noqa: ARG002 - MkDocs' signature
        files: Files,  # noqa: ARG002 - the same
    ) -> str:
        """Give a generated page marks in the place of what it says of itself."""
        if page.file.src_uri in self._own:
            page.meta = dict(MARKS)
        return markdown

    def on_page_content(
        self,
        html: str,
        page: MkDocsPage,
        config: MkDocsConfig,
        files: Files,  # noqa: ARG002 - MkDocs' signature
    ) -> str:
        """Give a generated page a mark for its content, and a hand-written one for its head."""
        if page.file.src_uri in self._own:
            return CONTENT
        self.shell.written[_address(page)] = Written(written_page(page, config), "")
        page.meta["head"] = HEAD_MARK
        return html

    def on_env(self, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - MkDocs' signature
        """Make the frames ready."""
        if self._nav is None:
            raise MkDocsException("MkDocs made no navigation")
        self._maker = FrameMaker(env, self._nav, config)
        self.shell.fill = self._maker.fill

    @event_priority(LAST)
    def on_post_page(self, output: str, page: MkDocsPage, config: MkDocsConfig) -> str:  # noqa: ARG002 - MkDocs' signature
        """Take a page into memory, with its content security policy."""
        html, address = guard(output), _address(page)
        if page.file.src_uri in self._own:
            self._maker.adopt(address, html)
        else:
            self.shell.written[address] = Written(self.shell.written[address].page, html)
        return html

    @event_priority(LAST)
    def on_post_template(self, output: str, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG002 - MkDocs' signature
        """Give the pages that are no source of MkDocs, 404.html above all, their policy."""
        return guard(output) if template_name.endswith(".html") else output

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Take the files into memory."""
        folder = Path(config.site_dir)
        pages = {f"{address}index.html" for address in self.shell.written}
        pages |= {f"/{source.removesuffix('md')}html" for source in self._own}
        for path in folder.rglob("*"):
            address = f"/{path.relative_to(folder).as_posix()}"
            if path.is_file() and address not in pages:
                self.shell.files[address] = path.read_bytes()


def configure(path: str, url: str) -> MkDocsConfig:
    """Return MkDocs' configuration for a site at ``url``.

    Raises:
        WarningsError: it cannot be used.
    """
    with complaints():
        source = yaml_load(Path(path).read_text("utf-8"))
        hooks = [hook for hook in source.get("hooks") or () if Path(hook).name != DOOR]
        return load_config(path, site_url=url, strict=False, hooks=hooks)


def frame(config: MkDocsConfig, site: Site) -> Shell:
    """Return all that MkDocs makes; where it complained there is none, as in a strict build.

    Raises:
        WarningsError: it complained.
    """
    with complaints(), tempfile.TemporaryDirectory(prefix="exemplars-") as folder:
        config.site_dir = folder
        framing = Framing(site)
        config.plugins["exemplars"] = framing
        build(config)
    return framing.shell


class _Complaints(logging.Handler):
    """Keeps the warnings and errors that are logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        self.lines.append(record.getMessage())


@contextmanager
def complaints() -> Iterator[None]:
    """Turn whatever MkDocs and its parts complain of inside into one error.

    Raises:
        WarningsError: there was something.
    """
    handler = _Complaints()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield
    except (MkDocsException, jinja2.TemplateError, OSError) as error:
        said = str(error)
        raise WarningsError([*handler.lines, *([said] if said else [])]) from None
    finally:
        logger.removeHandler(handler)
    if handler.lines:
        raise WarningsError(handler.lines)


def _address(page: MkDocsPage) -> str:
    return f"/{page.url.removeprefix('./')}"
