"""Tests for feeds.py: what programs that follow the site are given."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import feedparser  # type: ignore[import-untyped]
import pytest
from conftest import EXAMPLE
from factories import story
from hypothesis import example as also
from hypothesis import given
from hypothesis import strategies as st

from exemplars import Settings, Site, publish
from exemplars.feeds import FEED_SIZE, _element, absolute

SETTINGS = Settings(name="Gương mẫu", url="https://x.vn/g/", publisher="Hội Mẫu")
ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
HOSTILE = """</title><script>alert(1)</script> ]]> "A" & 'B' علي <!-- &amp;"""

Write = Callable[[str, str], Path]


def published(root: Path, settings: Settings = SETTINGS) -> Site:
    """Return the site of a stories folder."""
    return publish(root, "stories", date(2026, 11, 24), settings, root.parent / "cache")


def feed(root: Path, address: str = "/feed.xml") -> ET.Element:
    """Return a feed as the standard library reads it."""
    content = published(root).files[address]
    assert isinstance(content, bytes)
    return ET.fromstring(content)  # noqa: S314 - our own bytes


def titles(parsed: ET.Element) -> list[str | None]:
    """Return the titles of a feed's entries."""
    return [entry.findtext(f"{ATOM}title") for entry in parsed.iter(f"{ATOM}entry")]


def test_a_feed_is_exactly_this(write: Write, stories: Path) -> None:
    write(
        "ca-nhan/an.md",
        story(title="Bếp", updated="2026-03-04", authors=["Lê A"], fields=["y-te", "van-hoa"]),
    )
    assert published(stories).files["/linh-vuc/y-te/feed.xml"] == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">\n'
        "<title>Y tế – Gương mẫu</title>\n"
        "<id>https://x.vn/g/linh-vuc/y-te/</id>\n"
        "<updated>2026-03-04T00:00:00+07:00</updated>\n"
        "<author>\n<name>Hội Mẫu</name>\n</author>\n"
        '<link rel="alternate" type="text/html" href="https://x.vn/g/linh-vuc/y-te/" />\n'
        '<link rel="self" type="application/atom+xml" href="https://x.vn/g/linh-vuc/y-te/feed.xml" />\n'
        "<entry>\n"
        "<title>Nguyễn Thị Ân: Bếp</title>\n"
        "<id>https://x.vn/g/guong/an/</id>\n"
        "<published>2026-01-02T00:00:00+07:00</published>\n"
        "<updated>2026-03-04T00:00:00+07:00</updated>\n"
        "<author>\n<name>Lê A</name>\n</author>\n"
        '<link rel="alternate" type="text/html" href="https://x.vn/g/guong/an/" />\n'
        '<category term="y-te" scheme="https://x.vn/g/linh-vuc/" label="Y tế" />\n'
        '<category term="van-hoa" scheme="https://x.vn/g/linh-vuc/" label="Văn hóa &amp; nghệ thuật" />\n'
        '<summary type="text">Bà Ân ở xã An Đức nấu cơm cho người bệnh suốt mười năm.</summary>\n'
        '<content type="html">&lt;p&gt;Mỗi sáng bà Ân nhóm bếp từ bốn giờ.&lt;/p&gt;\n</content>\n'
        "</entry>\n"
        "</feed>\n"
    ).encode()  # fmt: skip


def one(parent: ET.Element, name: str) -> ET.Element:
    """Return the only child of that name."""
    (child,) = parent.findall(ATOM + name)
    return child


def check_common(element: ET.Element) -> None:
    """What RFC 4287 requires of feeds (4.1.1) and of entries (4.1.2) alike."""
    id_ = one(element, "id").text or ""
    assert id_.startswith(SETTINGS.url)
    assert one(element, "title").text
    assert RFC_3339.fullmatch(one(element, "updated").text or "")
    links = element.findall(f"{ATOM}link")
    assert all(link.get("href", "").startswith(SETTINGS.url) for link in links)
    alternates = [
        (link.get("type"), link.get("hreflang")) for link in links if link.get("rel") == "alternate"
    ]
    assert len(alternates) == len(set(alternates)) == 1
    assert all(author.findtext(f"{ATOM}name") for author in element.findall(f"{ATOM}author"))


def test_each_feed_of_the_example_has_all_that_rfc_4287_requires(example: Site) -> None:
    feeds = {a: c for a, c in example.files.items() if a.endswith("feed.xml")}
    assert len(feeds) > 10
    for address, content in feeds.items():
        assert isinstance(content, bytes)
        parsed = ET.fromstring(content)  # noqa: S314 - our own bytes
        assert parsed.tag == f"{ATOM}feed"
        check_common(parsed)
        assert one(parsed, "author") is not None
        selves = [
            link.get("href") for link in parsed.findall(f"{ATOM}link") if link.get("rel") == "self"
        ]
        assert selves == [SETTINGS.url + address[1:]]
        entries = parsed.findall(f"{ATOM}entry")
        ids = [one(entry, "id").text for entry in entries]
        assert len(ids) == len(set(ids)) <= FEED_SIZE
        for entry in entries:
            check_common(entry)
            assert one(entry, "summary").get("type") == "text"
            assert one(entry, "content").get("type") == "html"
            assert all(c.get("term") for c in entry.findall(f"{ATOM}category"))
        newest = max((one(entry, "updated").text or "" for entry in entries), default="")
        assert one(parsed, "updated").text == newest


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The example's site."""
    return publish(
        EXAMPLE, "stories", date(2026, 11, 24), SETTINGS, tmp_path_factory.mktemp("cache")
    )


def parsed_by_a_reader(content: object) -> Any:
    """Return a feed as feedparser gives it to its users."""
    parsed = feedparser.parse(content)
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    return parsed


def test_a_feed_reader_understands_it(write: Write, stories: Path) -> None:
    write("ca-nhan/an.md", story())
    parsed = parsed_by_a_reader(published(stories).files["/feed.xml"])
    assert parsed.feed.title == "Gương mẫu"
    assert parsed.feed.author == "Hội Mẫu"
    (entry,) = parsed.entries
    assert (entry.id, entry.link) == ("https://x.vn/g/guong/an/",) * 2
    assert entry.tags[0].label == "Y tế"
    assert entry.content[0].value == "<p>Mỗi sáng bà Ân nhóm bếp từ bốn giờ.</p>"


def test_a_hostile_title_stays_a_title(write: Write, stories: Path) -> None:
    write("ca-nhan/an.md", story(name="Ân", title=HOSTILE, authors=[HOSTILE], summary=HOSTILE))
    parsed = feed(stories)
    assert titles(parsed) == [f"Ân: {HOSTILE}"]
    entry = one(parsed, "entry")
    assert one(entry, "summary").text == HOSTILE
    assert one(entry, "author").findtext(f"{ATOM}name") == HOSTILE
    assert [child.tag for child in one(entry, "title")] == []
    parsed_by_a_reader(published(stories).files["/feed.xml"])


def test_what_xml_cannot_hold_is_left_out(write: Write, stories: Path) -> None:
    write("ca-nhan/an.md", story())
    site = published(stories, replace(SETTINGS, name="Gương\x07 \x00mẫu\ufffe"))
    content = site.files["/feed.xml"]
    assert ET.fromstring(content).findtext(f"{ATOM}title") == "Gương mẫu"  # type: ignore[arg-type]  # noqa: S314


def test_the_newest_come_first_and_equals_in_vietnamese_order(write: Write, stories: Path) -> None:
    for slug, name, changes in [
        ("a", "Trần Văn Út", {}),
        ("b", "Trần Thị Ánh", {}),
        ("c", "Lê Văn Đỏ", {"updated": "2026-02-01"}),
        ("d", "Lê Văn Dũng", {"date": "2026-01-31"}),
    ]:
        write(f"ca-nhan/{slug}.md", story(name=name, **changes))
    assert titles(feed(stories)) == ["Lê Văn Đỏ", "Lê Văn Dũng", "Trần Thị Ánh", "Trần Văn Út"]


def test_a_feed_holds_no_more_than_twenty(write: Write, stories: Path) -> None:
    for day in range(1, 26):
        write(f"ca-nhan/x{day}.md", story(name=f"Bà {day:02}", date=f"2026-01-{day:02}"))
    assert titles(feed(stories)) == [f"Bà {day:02}" for day in range(25, 5, -1)]


def test_each_field_and_each_place_has_its_own(write: Write, stories: Path) -> None:
    write("ca-nhan/an.md", story(locality="ben-tre/ba-tri/an-duc"))
    write("ca-nhan/binh.md", story(name="Lê Bình", locality="ben-tre", fields=["van-hoa"]))
    feeds = {address for address in published(stories).files if address.endswith("feed.xml")}
    assert feeds >= {
        "/feed.xml",
        "/linh-vuc/y-te/feed.xml",
        "/linh-vuc/van-hoa/feed.xml",
        "/dia-ban/ben-tre/feed.xml",
        "/dia-ban/ben-tre/ba-tri/an-duc/feed.xml",
        "/dia-ban/2025/vinh-long/feed.xml",
    }
    assert "/linh-vuc/giao-duc/feed.xml" not in feeds
    assert titles(feed(stories, "/dia-ban/ben-tre/ba-tri/feed.xml")) == ["Nguyễn Thị Ân"]
    assert titles(feed(stories, "/dia-ban/2025/vinh-long/feed.xml")) == ["Nguyễn Thị Ân", "Lê Bình"]


def test_withdrawn_stories_and_drafts_are_gone(write: Write, stories: Path) -> None:
    write("ca-nhan/an.md", story())
    write("ca-nhan/nhap.md", story(name="Người Nháp", status="draft"))
    write("ca-nhan/binh.md", story(name="Lê Bình", fields=["van-hoa"]))
    assert "Lê Bình" in titles(feed(stories))
    write("ca-nhan/binh.md", "---\nstatus: withdrawn\ndate: 2026-01-02\n---\n")
    files = published(stories).files
    assert "/linh-vuc/van-hoa/feed.xml" not in files
    for address, content in files.items():
        if address.endswith("feed.xml") and isinstance(content, bytes):
            assert "binh" not in content.decode(), address
            assert "Nháp" not in content.decode(), address


def test_photos_and_links_are_absolute_in_a_feed(example: Site) -> None:
    content = example.files["/linh-vuc/van-hoa/feed.xml"]
    (html,) = [
        entry.content[0].value
        for entry in feedparser.parse(content, sanitize_html=False).entries
        if entry.link.endswith("/doi-hat-sac-bua/")
    ]
    base = "https://x.vn/g/guong/doi-hat-sac-bua/"
    assert re.search(rf'src="{base}[0-9a-f]+-\d+\.webp"', html)
    (srcset,) = re.findall(r'srcset="([^"]*)"', html)
    assert all(part.startswith(base) for part in srcset.split(", "))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="../b/#x">y</a>', '<a href="https://x.vn/g/guong/b/#x">y</a>'),
        ('<a href="#fn1">1</a>', '<a href="https://x.vn/g/guong/a/#fn1">1</a>'),
        ('<a href="https://b.vn/[?a=&amp;b" rel="nofollow">y</a>',) * 2,
        ('<a href="mailto:a@b.vn">y</a>',) * 2,
        # words that look like an address are words
        ('<p>href="../b/" &lt;a href="../c/"&gt;</p>',) * 2,
        ('<img alt="src=&quot;x.webp&quot;">',) * 2,
    ],
)
def test_only_addresses_are_made_absolute(html: str, expected: str) -> None:
    assert absolute(html, "https://x.vn/g/guong/a/") == expected


def test_an_empty_library_has_one_valid_feed_without_entries(stories: Path) -> None:
    files = published(stories).files
    assert [address for address in files if address.endswith("feed.xml")] == ["/feed.xml"]
    parsed = feed(stories)
    check_common(parsed)
    assert titles(parsed) == []
    parsed_by_a_reader(files["/feed.xml"])


def test_without_the_address_of_the_site_there_is_no_feed(write: Write, stories: Path) -> None:
    write("ca-nhan/an.md", story())
    files = published(stories, replace(SETTINGS, url="")).files
    assert [address for address in files if address.endswith("feed.xml")] == []


def test_nothing_of_consent_is_in_a_feed(write: Write, stories: Path) -> None:
    consent = {"kind": "than-nhan", "date": "2025-12-31"}
    write("ca-nhan/an.md", story(consent=consent))
    content = published(stories).files["/feed.xml"]
    assert isinstance(content, bytes)
    assert b"than-nhan" not in content
    assert b"2025-12-31" not in content


def test_the_same_stories_give_the_same_feeds(example: Site, tmp_path: Path) -> None:
    again = publish(EXAMPLE, "stories", date(2026, 11, 24), SETTINGS, tmp_path)
    feeds, others = (
        {a: c for a, c in site.files.items() if a.endswith("feed.xml")} for site in (example, again)
    )
    assert feeds
    assert feeds == others


@given(st.text() | st.text("<>&\"'a\n\x0b\ufffe\ud800"))
@also("một\r\nhai\n\"ba\"\t'bốn'")
def test_any_text_stands_in_an_element_and_in_its_attributes(text: str) -> None:
    element = ET.fromstring(_element("a", text, b=text))  # noqa: S314 - our own
    held = re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    assert (element.text or "") == re.sub("\r\n?", "\n", held)
    assert element.attrib["b"] == held.replace("\t", " ")
