"""The door for MkDocs: it hands the core's finished pages over and has no rules of its own."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from exemplars import FaultError, Page, ProblemsError, Settings, Site, publish
from exemplars.heads import head_of_other
from exemplars.policy import guard
from exemplars.sitemap import write_sitemap
from exemplars.swapping import Staging, discard, exchange, stage
from exemplars.verifying import verify
from exemplars.wording import message
from frame_pages import HIDDEN, FramedFile, FrameMaker, page_meta
from read_settings import (
    combined_folders,
    read_settings,
    refuse_sources,
    shown_path,
    stories_folder,
)

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

log = logging.getLogger("mkdocs.hooks.exemplars")

HOME_MARK = "<!-- câu chuyện -->"
"""Where docs/index.md takes up the generated part of the home page."""
THEMES_OWN = ("assets/javascripts/", "assets/stylesheets/", "assets/images/")
"""Styles and scripts of the theme, 60 kB on the wire, of which this site's frame uses none."""
UNLISTED = {"/ngoai-tuyen/"}
"""Hand-written pages that nobody should find by a search."""
FIRST, LAST = 100, -100
"""Priorities: before, and after, the hooks and plugins of others."""


@dataclass(slots=True, kw_only=True)
class Build:
    """One build, from ``on_config`` to its end."""

    settings: Settings
    site: Site
    staging: Staging
    warnings: Warnings
    nav: Navigation | None = None
    pages: Mapping[str, Page] = field(init=False)
    """Generated pages by MkDocs' name for their source."""

    def __post_init__(self) -> None:
        self.pages = {_source(page): page for page in self.site.pages}


class Warnings(logging.Handler):
    """Counts the warnings of a build: MkDocs looks at them only after its last event."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0
        logging.getLogger("mkdocs").addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002 - logging's signature
        """Count."""
        self.count += 1

    def end(self) -> None:
        """Stop counting."""
        logging.getLogger("mkdocs").removeHandler(self)


_running: dict[str, Build] = {}
"""The build under way: MkDocs tells ``on_build_error`` nothing but the error."""


@event_priority(FIRST)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check all stories; build beside the output folder."""
    settings, root = read_settings(config), stories_folder(config)
    cache = Path(config.config_file_path or ".").parent / ".cache" / "photos"
    try:
        for source in (root, *(combined := combined_folders())):
            refuse_sources(Path(config.site_dir), source)
        today = date.today()  # noqa: DTZ011 - a day of the writer's calendar
        site = publish(root, shown_path(root), today, settings, cache, combined=combined)
        staging = stage(Path(config.site_dir))
    except (ProblemsError, FaultError) as error:
        raise PluginError(str(error)) from None
    for warning in site.warnings:
        log.info("%s", warning)  # not a warning of MkDocs: a strict build goes on
    config.site_dir = str(staging.path)
    config.theme.static_templates.discard("sitemap.xml")
    if not config.repo_url:
        config.edit_uri = None
    _running["build"] = Build(settings=settings, site=site, staging=staging, warnings=Warnings())
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages, data files and the sitemap of them all."""
    build = _running["build"]
    addresses = (f"/{file.url.removeprefix('./')}" for file in files.documentation_pages())
    others = [address for address in addresses if address not in UNLISTED]
    in_navigation = _navigation(config.nav)
    for source, page in build.pages.items():
        framed = source not in in_navigation
        files.append(
            FramedFile(page, config) if framed else File.generated(config, source, content="")
        )
    sitemap = write_sitemap(build.site.pages, others, build.settings)
    for file in [*files]:
        if file.src_uri == "sitemap.xml" or file.src_uri.startswith(THEMES_OWN):
            files.remove(file)
    for address, content in {**build.site.files, "/sitemap.xml": sitemap}.items():
        files.append(_plain_file(config, address, content))
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG001 - MkDocs' signature
    """Keep the navigation for the frames."""
    _running["build"].nav = nav
    return nav


def on_page_markdown(markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 - MkDocs' signature
    """Give a generated page of the navigation its title and description."""
    if generated := _running["build"].pages.get(page.file.src_uri):
        page.meta = {**page_meta(generated), "hide": HIDDEN}
    return markdown


def on_page_content(html: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 - MkDocs' signature
    """Give a generated page its content, and the home page its generated part."""
    build = _running["build"]
    if generated := build.pages.get(page.file.src_uri):
        return generated.html
    page.meta["head"] = head_of_other(build.site, _written(page, config), build.settings)
    return html.replace(HOME_MARK, build.site.home) if page.is_homepage else html


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    """Make the frames ready."""
    build = _running["build"]
    if build.nav is None:
        raise PluginError("MkDocs made no navigation")
    maker = FrameMaker(env, build.nav, config)
    for file in files:
        if isinstance(file, FramedFile):
            file.maker = maker
    return env


@event_priority(LAST)
def on_post_page(output: str, page: MkDocsPage, config: MkDocsConfig) -> str:  # noqa: ARG001 - MkDocs' signature
    """Give every page of MkDocs its content security policy."""
    return guard(output)


@event_priority(LAST)
def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG001 - MkDocs' signature
    """Give the pages that are no source of MkDocs, 404.html above all, theirs."""
    return guard(output_content) if template_name.endswith(".html") else output_content


@event_priority(LAST)
def on_post_build(config: MkDocsConfig) -> None:
    """Verify what was built; only then let it replace the last site."""
    build = _running["build"]
    folder = build.staging.path
    differences = verify(folder, build.site, build.settings)
    if differences:
        raise PluginError("\n".join(message("self-check", found=found) for found in differences))
    if config.strict and build.warnings.count:
        raise PluginError(message("build-warnings", found=build.warnings.count))
    try:
        exchange(build.staging)
    except FaultError as error:
        raise PluginError(str(error)) from None
    config.site_dir = str(build.staging.output)
    _running.pop("build").warnings.end()


def on_build_error(error: Exception) -> None:
    """Remove what was begun; say a fault of the system in one line."""
    if build := _running.pop("build", None):
        build.warnings.end()
        discard(build.staging)
    if isinstance(error, OSError):
        reason = error.strerror or str(error)
        raise Abort(message("output-write", path=error.filename or "", reason=reason)) from None


def _written(page: MkDocsPage, config: MkDocsConfig) -> Page:
    """Return what the head of a hand-written page says of it."""
    return Page(
        address=f"/{page.url.removeprefix('./')}",
        title=config.site_name if page.is_homepage else str(page.title),
        description=page.meta.get("description") or config.site_description or "",
        html="",
    )


def _source(page: Page) -> str:
    """Return MkDocs' name for a page's source: ``guong/x/index.md``."""
    return f"{page.address[1:]}index.md"


def _plain_file(config: MkDocsConfig, address: str, content: bytes | Path) -> File:
    """Return a file that MkDocs copies as it is."""
    if isinstance(content, Path):
        return File.generated(config, address[1:], abs_src_path=str(content))
    return File.generated(config, address[1:], content=content)


def _navigation(nav: object) -> set[str]:
    """Return every source that the navigation names."""
    if isinstance(nav, Mapping):
        nav = list(nav.values())
    if isinstance(nav, list):
        return {source for item in nav for source in _navigation(item)}
    return {nav} if isinstance(nav, str) else set()
