"""The door for MkDocs: it hands the core's finished pages over and has no rules of its own."""

from __future__ import annotations

import gc
import io
import logging
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from count_warnings import Warnings
from exemplars import FaultError, ProblemsError, Settings, Site, publish
from exemplars.caching import Cache
from exemplars.policy import guard
from exemplars.pressing import Order, Press
from exemplars.progress import Progress
from exemplars.site import Sheet
from exemplars.sitemap import write_sitemap
from exemplars.swapping import Staging, discard, exchange, stage
from exemplars.timing import begin, end, step
from exemplars.verifying import CHECKS
from exemplars.wording import message, text
from exemplars.workers import cores
from frame_pages import HIDDEN, HOME_MARK, FrameMaker, page_meta, written_page
from keep_pages import KeptPages
from list_files import SiteFiles, leave_out, listed_addresses, navigation_sources, source_of
from read_settings import (
    cache_folder,
    combined_folders,
    read_settings,
    refuse_sources,
    shown_path,
    stories_folder,
)

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

log = logging.getLogger("mkdocs.hooks.exemplars")

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
    press: Press
    frames: FrameMaker | None = None
    sheets: Mapping[str, Sheet]
    """Generated pages by MkDocs' name for their source."""
    written: KeptPages | None = None
    """Hand-written pages, from the moment on at which all sources are known."""
    in_navigation: set[str]
    """Names of the sources in the navigation, which MkDocs itself puts into their frames."""


_running: dict[str, Build] = {}
"""The build under way: MkDocs tells ``on_build_error`` nothing but the error."""


@event_priority(FIRST)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check all stories; build beside the output folder."""
    begin()
    gc.freeze()  # modules stay: the collector need not look through them all meanwhile
    settings, root = read_settings(config), stories_folder(config)
    folder = cache_folder(config)
    kept = Cache(folder, _complain)
    try:
        for source in (root, *(combined := combined_folders())):
            refuse_sources(Path(config.site_dir), source)
        with _progress("read") as progress:
            site = publish(
                root,
                shown_path(root),
                date.today(),  # noqa: DTZ011 - a day of the writer's calendar
                settings,
                folder / "photos",
                combined=combined,
                kept=kept,
                workers=cores(),
                report=progress.report,
            )
        staging = stage(Path(config.site_dir))
    except (ProblemsError, FaultError) as error:
        raise PluginError(str(error)) from None
    finally:
        kept.close()
    for warning in site.warnings:
        log.info("%s", warning)  # not a warning of MkDocs: a strict build goes on
    config.site_dir = str(staging.path)
    leave_out(config)
    sheets = {source_of(sheet.page): sheet for job in site.jobs for sheet in job.sheets}
    in_navigation = navigation_sources(config.nav) & sheets.keys()
    left_out = {sheets[source].page.address for source in in_navigation}
    order = Order(site=site, folder=staging.path, cache=folder, left_out=left_out)
    _running["build"] = Build(
        settings=settings,
        site=site,
        staging=staging,
        warnings=Warnings(),
        press=Press(order, cores(), _complain),
        sheets=sheets,
        in_navigation=in_navigation,
    )
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages, data files and the sitemap of them all."""
    build = _running["build"]
    with step("press"):
        build.press.begin()
    others = listed_addresses(files)
    for source in sorted(build.in_navigation):
        files.append(File.generated(config, source, content=""))
    sitemap = write_sitemap(build.site.outline, others, build.settings)
    files.append(File.generated(config, "sitemap.xml", content=sitemap))
    sources = [file.src_uri for file in files] + [page.address for page in build.site.outline]
    build.written = KeptPages(cache_folder(config), sources, config)
    return SiteFiles(files, build.site.outline, config)


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG001 - MkDocs' signature
    """Keep the navigation for the frames."""
    _running["build"].nav = nav
    return nav


def on_pre_page(page: MkDocsPage, config: MkDocsConfig, files: Files) -> MkDocsPage:  # noqa: ARG001 - MkDocs' signature
    """Let hand-written pages be kept from build to build."""
    build = _running["build"]
    if build.written and page.file.src_uri not in build.sheets:
        build.written.adopt(page)
    return page


def on_page_markdown(markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 - MkDocs' signature
    """Give a generated page of the navigation its title and description."""
    build = _running["build"]
    if sheet := build.sheets.get(page.file.src_uri):
        page.meta = {**page_meta(build.site.write(sheet)), "hide": HIDDEN}
    return markdown


def on_page_content(html: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 - MkDocs' signature
    """Give a generated page its content, and the home page its generated part."""
    build = _running["build"]
    if sheet := build.sheets.get(page.file.src_uri):
        return build.site.write(sheet).html
    page.meta["head"] = build.site.head(written_page(page, config))
    return html.replace(HOME_MARK, build.site.home) if page.is_homepage else html


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:  # noqa: ARG001 - MkDocs' signature
    """Make the frames ready."""
    build = _running["build"]
    if build.nav is None or build.written is None:
        raise PluginError("MkDocs made no navigation")
    build.written.close()
    build.frames = FrameMaker(env, build.nav, config)
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
    with step("press"):
        _press(build)
    with step("verify"):
        differences = build.press.end(CHECKS, build.settings)
    build.press.close()
    if differences:
        raise PluginError("\n".join(message("self-check", found=found) for found in differences))
    if config.strict and build.warnings.count:
        raise PluginError(message("build-warnings", found=build.warnings.count))
    try:
        with step("exchange"):
            exchange(build.staging)
        end()
    except FaultError as error:
        raise PluginError(str(error)) from None
    config.site_dir = str(build.staging.output)
    _running.pop("build").warnings.end()


def _press(build: Build) -> None:
    """Write all pages but those of the navigation, and all files."""
    if build.frames is None:
        raise PluginError("MkDocs made no templates")
    with _progress("press") as progress:
        progress.total = len(build.site.outline)
        build.press.run(build.frames, progress.step)


def _complain(path: str) -> None:
    """Say that a damaged cache was thrown away; it stops no strict build."""
    log.info("%s", message("cache-damaged", path=path))


def _progress(work: str) -> Progress:
    """Return what tells how far ``work`` is; ``mkdocs --quiet`` is heeded."""
    quiet = not log.isEnabledFor(logging.INFO)
    return Progress(label=text("progress", work), stream=io.StringIO() if quiet else sys.stderr)


def on_build_error(error: Exception) -> None:
    """Remove what was begun; say a fault of the system in one line."""
    if build := _running.pop("build", None):
        build.press.close()
        if build.written:
            build.written.close()
        build.warnings.end()
        discard(build.staging)
    if isinstance(error, FaultError):
        raise Abort(str(error)) from None
    if isinstance(error, OSError):
        reason = error.strerror or str(error)
        raise Abort(message("output-write", path=error.filename or "", reason=reason)) from None
