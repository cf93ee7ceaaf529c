"""Tests for keep_pages.py: a hand-written page that is kept is as MkDocs would make it now."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import get_files
from mkdocs.structure.pages import Page

from exemplars.caching import FILE, Cache
from keep_pages import KeptPages

DOCS = {
    "index.md": "# Trang chủ & bạn bè\n\n## Một {#mot}\n\n### Hai\n\nXem [bài](bai.md#phan).\n",
    "bai.md": "Bài **không** tên.\n\n## Phần {#phan}\n\n<p id='tho'>Thô</p>\n\n[Về](index.md#mot)\n",
}


@dataclass
class Project:
    """Hand-written pages, rendered as MkDocs does, time after time."""

    folder: Path
    converted: list[str]
    """Every text that Markdown was given."""
    settings: dict[str, Any] = field(default_factory=dict)
    sources: tuple[str, ...] = ()

    def render(self, docs: Mapping[str, str] = DOCS) -> dict[str, tuple[object, ...]]:
        """Return all that MkDocs knows of each page."""
        (self.folder / "docs").mkdir(exist_ok=True)
        for old in (self.folder / "docs").iterdir():
            old.unlink()
        for name, text in docs.items():
            (self.folder / "docs" / name).write_text(text, "utf-8")
        (self.folder / "mkdocs.yml").write_text("site_name: x", "utf-8")
        links = {"links": {"anchors": "warn"}}
        usual = {"markdown_extensions": ["attr_list", "toc"], "validation": links}
        config = load_config(
            str(self.folder / "mkdocs.yml"), **{**usual, **deepcopy(self.settings)}
        )
        files = get_files(config)
        pages = [Page(None, file, config) for file in files.documentation_pages()]
        with closing(KeptPages(self.folder / "cache", [*docs, *self.sources], config)) as kept:
            for page in pages:
                kept.adopt(page)
                page.read_source(config)
                page.render(config, files)
        for page in pages:
            page.validate_anchor_links(files=files, log_level=logging.WARNING)
        return {page.file.src_uri: told(page) for page in pages}

    def count(self, docs: Mapping[str, str] = DOCS) -> int:
        """Return how many pages are given to Markdown."""
        before = len(self.converted)
        self.render(docs)
        return len(self.converted) - before


def told(page: Page) -> tuple[object, ...]:
    """Return what MkDocs knows of a page."""
    links = {to.src_uri: links for to, links in (page.links_to_anchors or {}).items()}
    toc = [*page.toc]
    active = [getattr(item, "active", False) for item in toc]
    return page.content, page.title, str(page.toc), active, page.present_anchor_ids, links


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Pages and a cache; what Markdown is given is noted."""
    converted: list[str] = []
    parser: Any = import_module("markdown").Markdown
    usual = parser.convert

    def convert(self: object, source: str) -> object:
        converted.append(source)
        return usual(self, source)

    monkeypatch.setattr(parser, "convert", convert)
    return Project(tmp_path, converted)


def test_a_kept_page_is_as_it_was_made(project: Project) -> None:
    made = project.render()
    assert len(project.converted) == len(DOCS)
    assert project.render() == made
    assert len(project.converted) == len(DOCS)


def test_only_a_page_that_changed_is_made_anew(project: Project) -> None:
    project.render()
    assert project.count({**DOCS, "bai.md": f"{DOCS['bai.md']}\nThêm.\n"}) == 1


def test_pages_of_one_text_are_told_apart(project: Project) -> None:
    project.render({"a.md": "[x](b.md)", "b.md": "Một."})
    moved = {"a.md": "Một.", "b.md": "[x](b.md)"}
    assert 'href="./"' in str(project.render(moved)["b.md"][0])


def test_where_another_page_comes_or_goes_all_are_made_anew(project: Project) -> None:
    project.render()
    project.sources = ("/guong/x/",)
    assert project.count() == len(DOCS)


@pytest.mark.parametrize(
    "settings",
    [
        {"markdown_extensions": ["attr_list", "toc", "nl2br"]},
        {"markdown_extensions": ["attr_list", {"toc": {"permalink": True}}]},
        {"use_directory_urls": False},
        {"validation": {"links": {"anchors": "info"}}},
    ],
)
def test_with_other_settings_all_are_made_anew(settings: dict[str, Any], project: Project) -> None:
    project.render()
    project.settings = settings
    assert project.count() == len(DOCS)
    assert project.count() == 0


def test_with_an_extension_that_may_look_elsewhere_nothing_is_kept(project: Project) -> None:
    project.settings = {"markdown_extensions": ["attr_list", "toc", "codehilite"]}
    project.render()
    assert project.count() == len(DOCS)


def test_a_link_that_leads_nowhere_is_told_each_time(
    project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    docs = {**DOCS, "bai.md": "[Lạc](khong-co.md)\n"}
    for _ in range(2):
        caplog.clear()
        project.render(docs)
        assert "khong-co.md" in caplog.text


def test_an_anchor_that_is_gone_is_told_though_the_page_with_the_link_is_kept(
    project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    project.render()
    assert "anchor" not in caplog.text
    gone = {**DOCS, "bai.md": "Không còn phần nào.\n"}
    assert project.count(gone) == 1
    assert "bai.md#phan" in caplog.text


@pytest.mark.parametrize(
    "kept",
    [
        b"",
        b"[]",
        b"{",
        b'{"meta": {"title": 1}}',
        b'{"toc": 1}',
        b'{"toc": [{"name": "x"}]}',
        b'{"links_to_anchors": {"la.md": {}}}',
        b'{"links_to_anchors": 5}',
        b'{"present_anchor_ids": 1}',
    ],
)
def test_what_was_not_kept_here_is_not_used(kept: bytes, project: Project) -> None:
    made = project.render()
    with closing(Cache(project.folder / "cache")) as cache:
        for name in cache.names():
            cache.put(name, kept)
    assert project.render() == made
    assert len(project.converted) == 2 * len(DOCS)


def test_a_damaged_cache_keeps_nothing_and_changes_nothing(project: Project) -> None:
    made = project.render()
    (project.folder / "cache" / FILE).write_bytes(b"x" * 5000)
    assert project.render() == made
    assert project.count() == 0
