"""Tests for heads.py: what stands in the head of each page, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import EXAMPLE
from factories import story

from exemplars import Page, Settings, Site, publish

SETTINGS = Settings(name="Gương mẫu", url="https://x.vn/g/", publisher="Hội Mẫu")
HOSTILE = """</title></head><script>alert(1)</script> ]]> "A" onload='B' & علي"""

Write = Callable[[str, str], Path]


class Head(HTMLParser):
    """Reads a head as a browser does."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.metas: list[tuple[str, str]] = []
        self.feeds: list[tuple[str, str]] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the name and content of metas, the title and address of feeds."""
        pairs = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        if tag == "meta":
            name = pairs.get("property") or pairs.get("name") or pairs["http-equiv"]
            self.metas.append((name, pairs["content"]))
        if tag == "link":
            assert pairs["rel"] == "alternate"
            assert pairs["type"] == "application/atom+xml"
            self.feeds.append((pairs["title"], pairs["href"]))


def published(root: Path, settings: Settings = SETTINGS) -> Site:
    """Return the site of a stories folder."""
    return publish(root, "stories", date(2026, 11, 24), settings, root.parent / "cache")


def head(root: Path, address: str, settings: Settings = SETTINGS) -> Head:
    """Return the head of a page."""
    pages = {page.address: page for page in published(root, settings).pages}
    return Head(pages[address].head)


def test_a_story_is_shared_with_its_own_words_and_picture(write: Write, stories: Path) -> None:
    write("ca-nhan/an.md", story(title="Bếp", updated="2026-03-04", fields=["y-te", "van-hoa"]))
    assert head(stories, "/guong/an/").metas == [
        ("og:type", "article"),
        ("og:site_name", "Gương mẫu"),
        ("og:locale", "vi_VN"),
        ("og:title", "Nguyễn Thị Ân: Bếp"),
        ("og:description", "Bà Ân ở xã An Đức nấu cơm cho người bệnh suốt mười năm."),
        ("og:url", "https://x.vn/g/guong/an/"),
        ("og:image", "https://x.vn/g/assets/xem-truoc/y-te-ca-nhan.png"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        (
            "og:image:alt",
            "Hình dệt như mặt chiếu, bên cạnh là dòng chữ: Cá nhân – Y tế – Gương mẫu",
        ),
        ("article:published_time", "2026-01-02"),
        ("article:modified_time", "2026-03-04"),
        ("twitter:card", "summary_large_image"),
    ]


def test_a_list_is_shared_with_the_picture_of_the_site(stories: Path) -> None:
    metas = dict(head(stories, "/guong/").metas)
    assert metas["og:type"] == "website"
    assert metas["og:url"] == "https://x.vn/g/guong/"
    assert metas["og:image"] == "https://x.vn/g/assets/xem-truoc/trang.png"
    assert "article:published_time" not in metas


def test_a_list_names_its_feed_beside_that_of_all(write: Write, stories: Path) -> None:
    write("ca-nhan/an.md", story())
    everything = ("Gương mẫu", "../../feed.xml")
    assert head(stories, "/linh-vuc/y-te/").feeds == [
        everything,
        ("Y tế – Gương mẫu", "../../linh-vuc/y-te/feed.xml"),
    ]
    assert head(stories, "/guong/an/").feeds == [everything]
    assert head(stories, "/thong-ke/field/").feeds == [everything]


def test_the_further_pages_of_a_list_name_the_same_feed(write: Write, stories: Path) -> None:
    for number in range(51):
        write(f"ca-nhan/x{number}.md", story(name=f"Bà {number}"))
    assert head(stories, "/linh-vuc/y-te/trang/2/").feeds == [
        ("Gương mẫu", "../../../../feed.xml"),
        ("Y tế – Gương mẫu", "../../../../linh-vuc/y-te/feed.xml"),
    ]


def test_what_a_head_names_is_published(tmp_path: Path) -> None:
    """Every picture and feed that any page names is a file of the site."""
    site = publish(EXAMPLE, "stories", date(2026, 11, 24), SETTINGS, tmp_path)
    for page in site.pages:
        found = Head(page.head)
        image = dict(found.metas).get("og:image")
        assert image is None or "/" + image.removeprefix(SETTINGS.url) in site.files
        for _, href in found.feeds:
            assert "/" + href.removeprefix(page.root) in site.files


def test_hostile_words_stay_words(write: Write, stories: Path) -> None:
    write("ca-nhan/an.md", story(name="Ân", title=HOSTILE, summary=HOSTILE))
    found = head(stories, "/guong/an/", replace(SETTINGS, name=HOSTILE))
    metas = dict(found.metas)
    assert metas["og:title"] == f"Ân: {HOSTILE}"
    assert metas["og:description"] == HOSTILE
    assert metas["og:site_name"] == HOSTILE
    assert found.feeds == [(HOSTILE, "../../feed.xml")]
    assert found.tags == {"meta", "link", "script"}
    assert len(found.metas) == 13


def test_what_is_gone_or_moved_is_not_shared(write: Write, stories: Path) -> None:
    write("ca-nhan/an.md", story(aliases=["ba-an"]))
    write("ca-nhan/binh.md", "---\nstatus: withdrawn\ndate: 2026-01-02\n---\n")
    gone, moved = head(stories, "/guong/binh/"), head(stories, "/guong/ba-an/")
    assert gone.metas == [("robots", "noindex")]
    assert moved.metas == [("robots", "noindex"), ("refresh", "0; url=../an/")]
    assert gone.tags == moved.tags == {"meta", "link"}


def test_without_the_address_of_the_site_nothing_points_to_it(write: Write, stories: Path) -> None:
    write("ca-nhan/an.md", story())
    found = head(stories, "/guong/an/", replace(SETTINGS, url=""))
    metas = dict(found.metas)
    assert metas["og:title"] == "Nguyễn Thị Ân"
    assert not {"og:url", "og:image", "og:image:alt"} & set(metas)
    assert metas["twitter:card"] == "summary"
    assert found.feeds == []


@pytest.mark.parametrize(("address", "href"), [("/", "feed.xml"), ("/gioi-thieu/", "../feed.xml")])
def test_a_hand_written_page_has_a_head_too(stories: Path, address: str, href: str) -> None:
    page = Page(address=address, title='Giới "thiệu" <x>', description="Ai & vì sao", html="")
    found = Head(published(stories).head(page))
    metas = dict(found.metas)
    assert metas["og:title"] == 'Giới "thiệu" <x>'
    assert metas["og:description"] == "Ai & vì sao"
    assert metas["og:url"] == SETTINGS.url + address[1:]
    assert metas["og:type"] == "website"
    assert found.feeds == [("Gương mẫu", href)]


def test_the_same_page_gives_the_same_head(write: Write, stories: Path) -> None:
    write("ca-nhan/an.md", story())
    site = published(stories)
    assert [site.head(page) for page in site.pages] == [page.head for page in site.pages]
    assert [site.head(page) for page in site.outline] == [page.head for page in site.pages]


def test_every_page_of_a_list_has_the_newest_day_of_the_whole_list(
    write: Write, stories: Path
) -> None:
    write("ca-nhan/a.md", story(name="Bà Ân", updated="2026-05-06"))
    for number in range(51):
        write(f"ca-nhan/x{number}.md", story(name=f"Bà Út {number}"))
    changed = {page.address: page.changed for page in published(stories).pages}
    assert changed["/guong/"] == changed["/guong/trang/2/"] == date(2026, 5, 6)
