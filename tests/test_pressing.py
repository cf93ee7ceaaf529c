"""Tests for pressing.py: however a site is written, by whom and from what, its bytes are the same."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from conftest import EXAMPLE
from test_build_site import snapshot

from exemplars import Settings, Site, pressing, publish, publishing
from exemplars.caching import BUILDS_KEPT, FILE, Cache
from exemplars.pressing import Frames, Order, Press
from exemplars.publishing import _site
from exemplars.site import Page

SETTINGS = Settings(
    name="Gương mẫu",
    url="https://example.org/guong-mau/",
    contact="thu@example.org",
    edit="https://example.org/sua/",
)


@dataclass(frozen=True)
class PlainFrame:
    """The least frame there is."""

    foot: str = ""

    def fill(self, page: Page) -> bytes:
        """Put a page into it."""
        return f"<title>{page.title}</title>\n{page.head}<body>\n{page.html}\n{self.foot}".encode()

    def name(self, page: Page) -> bytes:  # noqa: ARG002 - all pages have the same
        """Name it."""
        return self.foot.encode()

    def select(self, pages: Iterable[Page]) -> PlainFrame:  # noqa: ARG002 - likewise
        """Return it."""
        return self


FRAME = PlainFrame()


@dataclass
class Yard:
    """A stories folder, the cache of its builds, and what they said."""

    stories: Path
    cache: Path
    output: Path
    settings: Settings = SETTINGS
    frame: Frames = FRAME
    left_out: Collection[str] = ()
    today: date = date(2026, 12, 1)
    said: list[str] = field(default_factory=list)
    read: int = 0
    """Files that the last build had to read."""
    written: int = 0
    """Pages that the last build had to write, not finding them in the cache."""

    def site(self, workers: int = 1) -> Site:
        """Publish, as the door for MkDocs does."""
        self.read = 0
        kept = Cache(self.cache, self.said.append)
        try:
            return publish(
                self.stories, "stories", self.today, self.settings, self.cache / "photos",
                kept=kept, workers=workers, report=self._count,
            )  # fmt: skip
        finally:
            kept.close()

    def build(self, workers: int = 1, site: Site | None = None) -> Mapping[str, bytes]:
        """Return every file of the site, written anew."""
        shutil.rmtree(self.output, ignore_errors=True)
        site = site or self.site(workers)
        pages: list[int] = []
        order = Order(
            site=replace(site, head=self._noted(site)), folder=self.output, cache=self.cache,
            left_out=self.left_out,
        )  # fmt: skip
        self.written = 0
        with closing(Press(order, workers, self.said.append)) as press:
            press.begin()
            press.run(self.frame, pages.append)
            assert press.end((), self.settings) == []
        assert sum(pages) == len(site.outline)
        return snapshot(self.output)

    def fresh(self, folder: Path) -> Mapping[str, bytes]:
        """Return the same site, built with an empty cache."""
        shutil.rmtree(folder, ignore_errors=True)
        yard = replace(self, cache=folder / "cache", output=folder / "out", said=[])
        return yard.build()

    def _count(self, total: int, _: int) -> None:
        self.read += total

    def _noted(self, site: Site) -> Callable[[Page], str]:
        """Count the stories whose heads are written: those that were not found in the cache."""

        def head(page: Page) -> str:
            self.written += page.schema == "Article"
            return site.head(page)

        return head


@pytest.fixture
def yard(tmp_path: Path) -> Yard:
    """The example, with an empty cache."""
    return Yard(stories=EXAMPLE, cache=tmp_path / "cache", output=tmp_path / "out")


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The example's site, built with an empty cache by one process."""
    folder = tmp_path_factory.mktemp("expected")
    return Yard(stories=EXAMPLE, cache=folder / "cache", output=folder / "out").build()


def test_all_pages_and_files_of_the_site_are_written(
    yard: Yard, expected: Mapping[str, bytes]
) -> None:
    site = yard.site()
    pages = {f"{page.address[1:]}index.html": FRAME.fill(page) for page in site.pages}
    files = {
        address[1:]: content.read_bytes() if isinstance(content, Path) else content
        for address, content in site.files.items()
    }
    assert expected == {**pages, **files}
    assert len([name for name in expected if name.endswith(".webp")]) > 1


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_any_number_of_workers_writes_the_same_bytes_with_and_without_a_cache(
    workers: int, yard: Yard, expected: Mapping[str, bytes]
) -> None:
    for _ in range(2):
        assert yard.build(workers) == expected
    assert yard.read == 0


def test_two_workers_on_one_core_write_the_same_bytes(
    yard: Yard, expected: Mapping[str, bytes]
) -> None:
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        assert yard.build(workers=2) == expected
    finally:
        os.sched_setaffinity(0, cores)


def test_without_fork_the_same_bytes_are_written(
    yard: Yard, expected: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert yard.build(workers=3) == expected


@pytest.mark.parametrize("abreast", [1, 2, 7])
def test_however_many_pages_are_written_side_by_side_they_are_the_same(
    abreast: int, yard: Yard, expected: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pressing, "ABREAST", abreast)
    assert yard.build() == expected
    for kept in sorted(yard.cache.glob("files/*/*"))[::3]:
        kept.unlink()
    assert yard.build() == expected  # some were kept, some not, side by side
    assert 0 < yard.written < len(yard.site().library.here)


def test_memory_is_given_back_after_each_job_of_all_stories(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[set[str]] = []

    def free() -> None:
        written.append({path.name for path in yard.output.rglob("*") if path.is_file()})

    monkeypatch.setattr(pressing, "free", free)
    yard.build()
    assert len(written) == 3
    for name in ("index.json", "stories.json", "feed.xml"):
        assert any(name in then for then in written)


def test_stories_that_did_not_change_are_taken_from_the_cache(yard: Yard) -> None:
    stories = len(yard.site().library.here)
    yard.build()
    assert yard.written == stories
    yard.build()
    assert yard.written == 0


def test_a_changed_frame_shows_in_every_page(yard: Yard) -> None:
    yard.build()
    yard.frame = PlainFrame("<footer>another</footer>")
    for name, content in yard.build().items():
        if name.endswith(".html"):
            assert content.endswith(b"\n<footer>another</footer>")


def test_lists_whose_heads_name_other_titles_are_written_anew_and_stories_are_not(
    yard: Yard,
) -> None:
    yard.build()
    site = replace(yard.site(), titles=b"others", head=lambda _: "<!-- another head -->")
    written = yard.build(site=site)
    assert b"<!-- another head -->" in written["linh-vuc/y-te/index.html"]
    assert yard.written == 0


def test_pages_that_somebody_else_writes_are_left_to_him(
    yard: Yard, expected: Mapping[str, bytes]
) -> None:
    yard.left_out = {"/guong/", "/guong/dang-van-do/"}
    missing = {*expected} - {*yard.build()}
    assert {"guong/index.html", "guong/dang-van-do/index.html"} <= missing
    assert all(name.rpartition("/")[0] in {"guong", "guong/dang-van-do"} for name in missing)


def test_a_folder_that_was_removed_is_made_again(yard: Yard) -> None:
    site = yard.site()
    assert yard.build(site=site) == yard.build(site=site)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a", b"a\0b\0c"])
def test_what_no_press_has_kept_is_written_anew(
    content: bytes, yard: Yard, expected: Mapping[str, bytes]
) -> None:
    """The names are ours and the seals are right, but the values are not."""
    yard.build()
    kept = Cache(yard.cache)
    for name in kept.names():
        kept.put(name, content)
    kept.close()
    assert yard.build() == expected
    assert yard.said == []


def test_a_site_whose_name_holds_a_zero_byte_is_kept_like_any_other(
    yard: Yard, tmp_path: Path
) -> None:
    yard.settings = replace(SETTINGS, name="Gương\0mẫu")
    fresh = yard.fresh(tmp_path / "fresh")
    for _ in range(2):
        assert yard.build() == fresh
    assert yard.written == 0


def test_a_story_whose_files_could_not_be_hashed_is_not_kept(yard: Yard) -> None:
    """Two of them would have the same name."""
    site = yard.site()
    unhashed = [replace(story, digest=b"") for story in site.library.stories]
    library = replace(site.library, stories=tuple(unhashed))
    yard.build(site=_site(library, site.counts, [], SETTINGS, (yard.cache / "photos", yard.cache)))
    yard.build(site=_site(library, site.counts, [], SETTINGS, (yard.cache / "photos", yard.cache)))
    assert yard.written == len(unhashed)


@pytest.mark.parametrize("workers", [1, 3])
def test_a_damaged_page_gives_the_right_site_and_is_told_once(
    workers: int, yard: Yard, expected: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "FEWEST", 2)  # many jobs
    monkeypatch.setattr(publishing, "MOST", 2)
    yard.build()
    site = yard.site()
    file = yard.cache / FILE
    connection = sqlite3.connect(file)
    with connection:
        connection.execute("UPDATE kept SET value = value || x'00'")
    connection.close()
    assert yard.build(workers, site) == expected
    assert yard.said == [str(file)]
    assert yard.build(workers) == expected
    assert yard.said == [str(file)]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_folder_that_cannot_be_written_is_named(workers: int, yard: Yard) -> None:
    yard.output.write_text("một tệp", "utf-8")
    with pytest.raises(OSError, match="Not a directory") as caught:
        yard.build(workers)
    assert str(caught.value.filename).startswith(str(yard.output))


def test_however_often_nothing_changes_all_that_was_kept_stays(yard: Yard) -> None:
    """What the index and the data are made from as well, though they are taken whole."""

    def kept() -> set[bytes]:
        with closing(Cache(yard.cache)) as cache:
            return cache.names()

    yard.build()
    first = kept()
    for _ in range(BUILDS_KEPT + 2):
        yard.build()
    assert kept() == first


def _first(folder: Path, site: Site, settings: Settings) -> Iterator[str]:
    time.sleep(0.2)
    yield f"{settings.name}: {len(site.outline)}"
    yield f"{(folder / 'robots.txt').is_file()}"


def _second(folder: Path, site: Site, settings: Settings) -> Iterator[str]:  # noqa: ARG001 - a check
    yield "cuối"


@pytest.mark.parametrize("workers", [1, 3])
def test_what_the_checks_find_is_told_in_their_order(workers: int, yard: Yard) -> None:
    site = yard.site()
    order = Order(site=site, folder=yard.output, cache=yard.cache, left_out=())
    with closing(Press(order, workers)) as press:
        press.begin()
        press.run(FRAME, lambda _: None)
        found = press.end((_first, _second), SETTINGS)
    assert found == [f"Gương mẫu: {len(site.outline)}", "True", "cuối"]
