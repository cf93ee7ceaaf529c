"""Tests for verifying.py: no site goes out that does not agree with its stories."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import story
from plain_postings import shards

from exemplars.postings import read_shard
from exemplars.publishing import publish
from exemplars.site import Settings, Site
from exemplars.sitemap import write_sitemap
from exemplars.terms import NAMES_END
from exemplars.verifying import CHECKS

Write = Callable[[str, str], Path]

TODAY = date(2026, 6, 1)
SETTINGS = Settings(name="Gương", url="https://x.vn/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A site that was built, and what it was built from."""

    site: Site
    folder: Path
    settings: Settings = SETTINGS

    def told(self) -> list[str]:
        """Return the differences."""
        return [line for check in CHECKS for line in check(self.folder, self.site, self.settings)]

    def change(self, file: str, change: Callable[[Any], None]) -> None:
        """Change one of the data files."""
        path = self.folder / "du-lieu" / file
        content = json.loads(path.read_text("utf-8"))
        change(content)
        path.write_text(json.dumps(content), "utf-8")

    @property
    def version(self) -> Path:
        """The folder of the search index."""
        (path,) = (self.folder / "tim-kiem").glob("*/")
        return path

    def search(self, change: Callable[[dict[str, Any], list[Any]], None]) -> None:
        """Change what index.json says, and the cards of its first file."""
        paths = self.folder / "tim-kiem/index.json", self.version / "c0.json"
        index, cards = (json.loads(path.read_text("utf-8")) for path in paths)
        change(index, cards)
        for path, content in zip(paths, (index, cards), strict=True):
            path.write_text(json.dumps(content), "utf-8")


def build(stories: Path, settings: Settings = SETTINGS) -> Built:
    """Write the site of a folder as plain files."""
    site = publish(stories, "stories", TODAY, settings, stories.parent / "cache")
    folder = stories.parent / "site"
    shutil.rmtree(folder, ignore_errors=True)
    content: dict[str, bytes | Path] = {
        f"{page.address}index.html": page.html.encode() for page in site.pages
    }
    content |= site.files
    content["/sitemap.xml"] = write_sitemap(site.pages, ["/", "/gioi-thieu/"], settings)
    for address, data in content.items():
        path = folder / address[1:]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.read_bytes())
    return Built(site=site, folder=folder, settings=settings)


@pytest.fixture
def built(stories: Path, write: Write) -> Built:
    """A site of two stories, with a former address, a draft and a withdrawn story."""
    write("ca-nhan/a.md", story(aliases=["cu"]))
    write("tap-the/b.md", story(kind="tap-the"))
    write("ca-nhan/nhap.md", story(status="draft"))
    write("ca-nhan/go.md", "---\nstatus: withdrawn\ndate: 2026-01-02\n---\n")
    return build(stories)


def test_a_sound_site_shows_no_difference(built: Built) -> None:
    assert built.told() == []


def test_a_sound_site_of_many_pages_shows_no_difference(stories: Path, write: Write) -> None:
    for n in range(101):
        write(f"ca-nhan/s{n}.md", story())
    many = build(stories)
    assert (many.folder / "guong/trang/3/index.html").is_file()
    assert many.told() == []


def test_a_site_without_stories_shows_no_difference(stories: Path) -> None:
    assert build(stories).told() == []


def test_a_page_that_was_not_written_is_told(built: Built) -> None:
    (built.folder / "guong/b/index.html").unlink()
    assert built.told() == ["trang câu chuyện thiếu b"]


def test_a_page_without_a_story_is_told(built: Built) -> None:
    (built.folder / "guong/x").mkdir()
    (built.folder / "guong/x/index.html").write_text("")
    assert built.told() == ["trang câu chuyện thừa x"]


def test_a_page_of_a_draft_is_told(built: Built) -> None:
    (built.folder / "guong/nhap").mkdir()
    (built.folder / "guong/nhap/index.html").write_text("")
    assert built.told() == ["trang câu chuyện thừa nhap"]


# --- the search ---

WAYS = 8
"""Lists that a reader may ask for: two kinds, a field, three places then and two of today."""


def test_a_card_that_is_missing_is_told(built: Built) -> None:
    def lose(index: dict[str, Any], cards: list[Any]) -> None:
        assert cards.pop(1)[0] == "guong/b/"
        index.update(stories=1, documents=index["documents"] - 1)

    built.search(lose)
    assert built.told() == [
        "mục tìm kiếm thiếu guong/b/",
        f"tìm theo tên được {WAYS + 2} mục, phải là {WAYS + 1}",
    ]


def test_a_card_too_many_is_told(built: Built) -> None:
    def add(index: dict[str, Any], cards: list[Any]) -> None:
        cards.insert(0, ["guong/nhap/", "Lê Nháp", "", "", "", ""])
        index.update(stories=3, documents=index["documents"] + 1)

    built.search(add)
    assert built.told() == [
        "mục tìm kiếm thừa guong/nhap/",
        f"tìm theo tên được {WAYS + 2} mục, phải là {WAYS + 3}",
    ]


def test_a_card_of_a_former_address_is_told(built: Built) -> None:
    def rename(_: dict[str, Any], cards: list[Any]) -> None:
        cards[0][0] = "guong/cu/"

    built.search(rename)
    assert built.told() == ["mục tìm kiếm thiếu guong/a/", "mục tìm kiếm thừa guong/cu/"]


def test_a_file_of_cards_that_lost_one_is_told(built: Built) -> None:
    def lose(_: dict[str, Any], cards: list[Any]) -> None:
        cards.pop()

    built.search(lose)
    assert built.told() == [f"tìm theo tên được {WAYS + 2} mục, phải là {WAYS + 1}"]


def test_a_file_of_terms_that_lost_a_name_is_told(built: Built) -> None:
    """Both stories have one name; with all that only they hold, neither is found by it."""
    path = built.version / "s0.bin"
    kept = [
        (key, held, 10**6)
        for key, documents in read_shard(path.read_bytes())
        if (held := [document for document in documents if key >= NAMES_END or document != 1])
    ]
    (shard,) = shards(kept)
    path.write_bytes(shard.content)
    assert built.told() == [f"tìm theo tên được {WAYS + 1} mục, phải là {WAYS + 2}"]


def test_a_file_of_terms_that_names_another_document_is_told(built: Built) -> None:
    path = built.version / "s0.bin"
    wrong = [
        (key, sorted({9999 if document == 1 else document for document in documents}), 10**6)
        for key, documents in read_shard(path.read_bytes())
    ]
    (shard,) = shards(wrong)
    path.write_bytes(shard.content)
    assert built.told() == ["tìm theo tên dẫn tới mục không có"]


def test_an_empty_file_of_terms_is_told(built: Built) -> None:
    (built.version / "s0.bin").write_bytes(b"")
    assert built.told() == [f"tìm theo tên được 0 mục, phải là {WAYS + 2}"]


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("/guong/b/", "/gioi-thieu-2/", ["sơ đồ trang thiếu b"]),
        ("/gioi-thieu/", "/guong/go/", ["sơ đồ trang thừa go"]),
        # a page deeper down is no story's, but neither is it missed
        ("/guong/a/", "/guong/trang/2/", ["sơ đồ trang thiếu a"]),
        # another site's address
        ("https://x.vn/guong/b/", "https://y.vn/guong/b/", ["sơ đồ trang có địa chỉ lạ https://y.vn/guong/b/", "sơ đồ trang thiếu b"]),
    ],
)  # fmt: skip
def test_the_sitemap_lists_exactly_the_stories(
    right: str, wrong: str, told: list[str], built: Built
) -> None:
    path = built.folder / "sitemap.xml"
    content = path.read_text("utf-8")
    assert content.count(right) == 1
    path.write_text(content.replace(right, wrong), "utf-8")
    assert built.told() == told


def test_the_list_of_data_holds_exactly_the_stories(built: Built) -> None:
    built.change("stories.json", lambda listed: listed.pop())
    assert built.told() == ["stories.json thiếu b"]
    built.change("stories.json", lambda listed: listed.extend([{"slug": "b"}, {"slug": "x"}]))
    assert built.told() == ["stories.json thừa x"]


@pytest.mark.parametrize(
    ("file", "change", "told"),
    [
        # a row is missing
        ("stories.csv", lambda rows: [*rows[:2], rows[3]], ["stories.csv thiếu b", "stories.csv có 1 dòng, phải là 2"]),
        # a row stands twice
        ("stories.csv", lambda rows: [*rows[:3], *rows[2:]], ["stories.csv có 3 dòng, phải là 2"]),
        # a row of another story
        ("stories.csv", lambda rows: [*rows[:2], f"go{rows[2][1:]}", rows[3]], ["stories.csv thiếu b", "stories.csv thừa go"]),
        # a recognition that no story has
        ("recognitions.csv", lambda rows: [rows[0], "a,1,,,,,,,", rows[1]], ["recognitions.csv thừa a", "recognitions.csv có 1 dòng, phải là 0"]),
    ],
)  # fmt: skip
def test_the_tables_hold_exactly_the_stories(
    file: str, change: Callable[[list[str]], list[str]], told: list[str], built: Built
) -> None:
    path = built.folder / "du-lieu" / file
    rows = path.read_bytes().decode().split("\r\n")
    path.write_bytes("\r\n".join(change(rows)).encode())
    assert built.told() == told


def test_the_total_is_the_number_of_stories(built: Built) -> None:
    built.change("statistics.json", lambda content: content.update(total=3))
    assert built.told() == ["statistics.json ghi 3 câu chuyện, phải là 2"]


def test_every_statistic_knows_every_story(built: Built) -> None:
    def forget(content: dict[str, Any]) -> None:
        for cell in content["dimensions"]["locality"]:
            cell["slugs"] = [slug for slug in cell["slugs"] if slug != "b"]
            cell["count"] = len(cell["slugs"])

    built.change("statistics.json", forget)
    assert built.told() == ["thống kê locality thiếu b"]


def test_no_statistic_knows_a_story_that_is_not_there(built: Built) -> None:
    def invent(content: dict[str, Any]) -> None:
        content["dimensions"]["theme"][0]["slugs"].append("go")
        content["dimensions"]["theme"][0]["count"] += 1

    built.change("statistics.json", invent)
    assert built.told() == ["thống kê theme thừa go"]


@pytest.mark.parametrize("name", ["kind", "basis", "month"])
def test_a_statistic_that_counts_each_story_once_adds_up(name: str, built: Built) -> None:
    def add(content: dict[str, Any]) -> None:
        content["dimensions"][name].append({"id": "x", "count": 1, "slugs": ["a"]})

    built.change("statistics.json", add)
    assert built.told() == [f"thống kê {name} cộng lại là 3, phải là 2"]


def test_several_differences_are_told_together(built: Built) -> None:
    shutil.rmtree(built.folder / "guong/a")
    built.change("stories.json", lambda listed: listed.clear())
    built.search(lambda index, _: index.update(stories=0))
    assert built.told() == [
        "trang câu chuyện thiếu a",
        "mục tìm kiếm thiếu guong/a/, guong/b/",
        "stories.json thiếu a, b",
    ]


def test_of_many_missing_pages_the_first_ten_are_named(stories: Path, write: Write) -> None:
    for n in range(12):
        write(f"ca-nhan/s{n:02}.md", story())
    many = build(stories)
    for path in (many.folder / "guong").glob("s*"):
        shutil.rmtree(path)
    assert many.told() == [
        "trang câu chuyện thiếu s00, s01, s02, s03, s04, s05, s06, s07, s08, s09"
    ]


def test_the_site_may_live_below_a_folder_called_guong(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story())
    settings = Settings(name="Gương", url="https://x.github.io/guong/")
    assert build(stories, settings).told() == []


def test_the_address_of_the_site_may_be_unknown(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story())
    settings = Settings(name="Gương", url="")
    assert build(stories, settings).told() == []


def test_a_count_that_is_not_that_of_its_stories_is_told(built: Built) -> None:
    def add(content: dict[str, Any]) -> None:
        content["dimensions"]["field"][0]["count"] += 1

    built.change("statistics.json", add)
    assert built.told() != []


def test_a_feed_that_names_a_story_that_is_not_there_is_told(built: Built) -> None:
    feed = built.folder / "feed.xml"
    content = feed.read_text("utf-8")
    feed.write_text(content.replace("guong/b/</id>", "guong/go/</id>"), "utf-8")
    assert built.told() == ["feed.xml thừa https://x.vn/guong/go/"]


def test_a_feed_of_all_that_forgets_a_story_is_told(built: Built) -> None:
    feed = built.folder / "feed.xml"
    head, *entries = feed.read_text("utf-8").split("<entry>")
    feed.write_text("<entry>".join([head, *entries[:-1]]) + "</feed>", "utf-8")
    assert built.told() == ["feed.xml có 1 câu chuyện, phải là 2"]


def test_a_feed_that_was_not_written_is_told(built: Built) -> None:
    (built.folder / "feed.xml").unlink()
    assert built.told() == ["feed.xml thiếu /feed.xml"]


@pytest.mark.parametrize("folder", ["gioi-thieu", "guong/b"])
def test_a_feed_where_there_should_be_none_is_told_and_read(built: Built, folder: str) -> None:
    content = (built.folder / "feed.xml").read_text("utf-8")
    other = built.folder / folder / "feed.xml"
    other.parent.mkdir(exist_ok=True)
    other.write_text(content.replace("/guong/", "/guong/la-"), "utf-8")
    told = built.told()
    assert told[0] == f"feed.xml thừa /{folder}/feed.xml"
    assert told[1].startswith(f"{folder}/feed.xml thừa ")
