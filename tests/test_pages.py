"""Tests for pages.py and templating.py: what a reader meets."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from posixpath import normpath
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import pytest
import zxingcpp
from factories import BODY, story
from jinja2 import UndefinedError
from PIL import Image, ImageOps

from exemplars.checking import check
from exemplars.counting import count
from exemplars.desk import Desk
from exemplars.library import Library
from exemplars.model import Figure
from exemplars.naming import amount
from exemplars.pages import featured, list_sheets, other_sheets, write_home
from exemplars.picturing import FIGURES
from exemplars.reading import read
from exemplars.site import Page, Settings
from exemplars.speaking import minutes as spoken_minutes
from exemplars.speaking import reading_copies
from exemplars.stages import together
from exemplars.telling import reading_minutes, story_sheets
from exemplars.templating import environment

Write = Callable[[str, str], Path]

TODAY = date(2026, 6, 1)
SETTINGS = Settings(
    name="Gương", url="https://x.vn/", contact="gop-y@x.vn", edit="https://git.vn/edit/stories/"
)
PHOTO = {"file": "anh.png", "alt": "Bếp", "credit": "Lê A", "licence": "CC", "consent": True}


def a_library(root: Path) -> Library:
    """Return the library of a folder without faults."""
    library, problems = read(root, "stories", TODAY)
    assert problems + check(library) == []
    return library


def a_desk(library: Library, settings: Settings = SETTINGS) -> Desk:
    """Return what pages are written from."""
    env = environment(library, settings)
    return Desk(library=library, counts=count(library), env=env, settings=settings)


def written(library: Library, settings: Settings = SETTINGS) -> list[Page]:
    """Return every generated page except the home page."""
    desk = a_desk(library, settings)
    sheets = [*story_sheets(desk, Path("photos")), *list_sheets(desk), *other_sheets(desk)]
    return together(sheet.write(sheet.page, "") for sheet in sheets)


def pages(root: Path, settings: Settings = SETTINGS) -> dict[str, Page]:
    """Return address → page of a folder without faults."""
    library = a_library(root)
    found = written(library, settings)
    assert len({page.address for page in found}) == len(found)
    return {page.address: page for page in found}


def home(root: Path) -> str:
    """Return the generated part of the home page."""
    library = a_library(root)
    return write_home(a_desk(library))


def words(html: str) -> str:
    """Return the text that is seen, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


class Tags(HTMLParser):
    """Every tag and attribute of a page, as a browser reads them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.names.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def all(self, name: str) -> list[str]:
        """Return every value of an attribute."""
        return [value for key, value in self.attributes if key == name]


# --- a story's page ---


@pytest.fixture
def full(stories: Path, write: Write) -> Page:
    """The page of a story that says everything."""
    write(
        "ca-nhan/ba-an.md",
        story(
            "Mỗi sáng bà nhóm bếp.\n\n## Cách làm\n\nLửa nhỏ.\n",
            title="Bếp lửa bốn giờ sáng",
            other_names=["Tư Ân", "Ân bếp"],
            role="Hội viên Hội Chữ thập đỏ",
            fields=["y-te", "van-hoa"],
            themes=["chuan-muc-dao-duc"],
            since=2012,
            recognitions=[
                {"title": "Giấy khen"},
                {"title": "Bằng khen", "year": 2020, "level": "tinh", "body": "UBND tỉnh"},
                {"title": "Kỷ niệm chương", "year": 2018},
            ],
            figures=[
                {"label": "suất cơm mỗi ngày", "value": 1078, "about": "hơn", "as_of": "2020-04"},
                {"label": "góp được", "value": 28800000000, "unit": "đồng"},
            ],
            sources=[
                {
                    "title": "Bếp cơm của bà Ân",
                    "publisher": "Báo Mẫu",
                    "date": "2020-04-06",
                    "url": "https://bao.vn/an",
                    "archived": "https://luu.vn/an",
                },
                {"title": "Sổ vàng", "publisher": "Xã An Đức", "date": 2019},
            ],
            authors=["Lê Viết"],
            updated="2026-03-04",
        ),
    )
    return pages(stories)["/guong/ba-an/"]


@pytest.mark.parametrize(
    "shown",
    [
        # who
        "Nguyễn Thị Ân",
        "Bếp lửa bốn giờ sáng",
        "Bà Ân ở xã An Đức nấu cơm cho người bệnh suốt mười năm.",
        "Cá nhân · Y tế · Văn hóa & nghệ thuật",
        "Tên gọi khác Tư Ân, Ân bếp",
        "Hội viên Hội Chữ thập đỏ",
        # where, then and now; when
        "Nơi việc được làm xã An Đức, huyện Ba Tri, tỉnh Bến Tre",
        "Nay là xã Ba Tri, tỉnh Vĩnh Long",
        "từ 2012",
        "đăng ngày 2/1/2026",
        "sửa ngày 4/3/2026",
        # the deed
        "Mỗi sáng bà nhóm bếp. Cách làm Lửa nhỏ.",
        "hơn 1.078 suất cơm mỗi ngày (4/2020)",
        "28,8 tỷ đồng góp được",
        # why it is here
        "Việc tốt do báo chí nêu",
        "Chưa thấy tư liệu khen thưởng theo Chỉ thị 05.",
        "Chuẩn mực đạo đức",
        # honours by year, an unknown one last
        "2018 Kỷ niệm chương 2020 Bằng khen UBND tỉnh · Cấp tỉnh chưa rõ năm Giấy khen",
        # sources
        "Bếp cơm của bà Ân , Báo Mẫu, 6/4/2020 ( bản lưu )",
        "Sổ vàng , Xã An Đức, 2019",
        "Lê Viết",
    ],
)
def test_a_storys_page_shows_what_its_file_says(shown: str, full: Page) -> None:
    assert shown in words(full.html)


def test_a_storys_page_knows_its_frame(full: Page) -> None:
    assert full.title == "Nguyễn Thị Ân: Bếp lửa bốn giờ sáng"
    assert full.description == "Bà Ân ở xã An Đức nấu cơm cho người bệnh suốt mười năm."
    assert full.source == "ca-nhan/ba-an.md"
    assert full.changed == date(2026, 3, 4)
    assert full.root == "../../"
    assert (full.listed, full.moved_to) == (True, "")


def test_a_storys_page_links_to_its_lists_its_sources_and_a_way_to_answer(full: Page) -> None:
    assert set(Tags(full.html).all("href")) >= {
        "../../ca-nhan/",
        "../../linh-vuc/y-te/",
        "../../dia-ban/ben-tre/ba-tri/an-duc/",
        "../../dia-ban/2025/vinh-long/ba-tri/",
        "../../can-cu/bao-chi/",
        "../../chu-de/chuan-muc-dao-duc/",
        "../../nam/2020/",
        "../../danh-hieu/bang-khen/",
        "https://bao.vn/an",
        "https://luu.vn/an",
        "https://git.vn/edit/stories/ca-nhan/ba-an.md",
        "loa.txt",
    }


def test_what_a_story_does_not_say_is_not_on_its_page(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(basis="thi-dua"))
    page = pages(stories, Settings(name="G", url=""))["/guong/a/"]
    shown = words(page.html)
    for absent in ("Chưa thấy tư liệu", "Ghi nhận", "Thời gian", "Tên gọi khác", "Chủ đề",
                   "sửa ngày", "Sửa trang", "Góp ý", "Đọc tiếp", "Người viết", "None"):  # fmt: skip
        assert absent not in shown
    assert page.title == "Nguyễn Thị Ân"


def test_a_place_of_today_is_named_once(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(locality="2025/vinh-long/ba-tri"))
    page = pages(stories)["/guong/a/"]
    assert "Nay là" not in words(page.html)
    assert "../../dia-ban/2025/vinh-long/ba-tri/#ghi-theo-ten-nay" in Tags(page.html).all("href")


@pytest.mark.parametrize(
    ("years", "shown"),
    [
        ({"since": 2012}, "Thời gian từ 2012"),
        ({"until": 2015}, "Thời gian đến 2015"),
        ({"since": 2012, "until": 2015}, "Thời gian 2012 – 2015"),
        ({"since": 2012, "until": 2012}, "Thời gian 2012 Căn cứ"),
    ],
)
def test_the_years_of_a_deed_are_said_in_words(
    years: dict[str, Any], shown: str, stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story(**years))
    assert shown in words(pages(stories)["/guong/a/"].html)


def test_a_revoked_honour_is_told_as_revoked_and_leads_nowhere(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(recognitions=[{"title": "Cờ", "revoked": True}]))
    page = pages(stories)["/guong/a/"]
    assert "chưa rõ năm Cờ (đã bị hủy)" in words(page.html)
    assert not any("danh-hieu" in href for href in Tags(page.html).all("href"))


def test_related_stories_stand_below(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story())
    write("ca-nhan/b.md", story(name="Lê Bé"))
    write("ca-nhan/c.md", story(name="Trần Xa", fields=["van-hoa"], locality="vinh-long/tra-on"))
    shown = words(pages(stories)["/guong/a/"].html)
    assert "Đọc tiếp" in shown
    assert "Lê Bé" in shown
    assert "Trần Xa" not in shown


@pytest.mark.parametrize("body", ["Lời.\n", "![Bếp](anh.png)\n\nLời.\n"])
def test_a_listed_photo_is_shown_once_in_the_text_or_below(
    body: str, stories: Path, write: Write
) -> None:
    write("ca-nhan/a/index.md", story(body, photos=[PHOTO]))
    Image.new("RGB", (8, 6)).save(stories / "ca-nhan/a/anh.png")
    page = pages(stories)["/guong/a/"]
    assert Tags(page.html).all("alt") == ["Bếp", ""]  # the last is the code to scan
    assert "Ảnh: Lê A (CC)" in words(page.html)
    assert "anh.png" not in page.html


@pytest.mark.parametrize(
    ("syllables", "minutes"), [(1, 1), (299, 1), (301, 2), (500, 2), (501, 3), (2000, 10)]
)
def test_the_reading_time_is_counted_in_syllables(
    syllables: int, minutes: int, stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story("lời " * syllables))
    (found,) = a_library(stories).stories
    assert reading_minutes(found) == minutes
    assert f"{minutes} phút đọc" in words(pages(stories)["/guong/a/"].html)


# --- passing a story on ---

HOSTILE = (
    'A&B="?"#%41+ /\\',
    "Lê <Bé> 'x'",
    "Nguyễn Thị Ân & đồng đội: 100 % vì nghĩa",
    "Bà ‘…’ 😀",
)
BARE = Settings(name="G", url="")


def hrefs(page: Page, start: str) -> list[str]:
    """Return every address of a page that begins so."""
    return [href for href in Tags(page.html).all("href") if href.startswith(start)]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_link_to_share_holds_exactly_the_address(name: str, stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(name=name))
    settings = Settings(name="G", url="https://x.vn/a&b=c/")
    page = pages(stories, settings)["/guong/a/"]
    url = "https://x.vn/a&b=c/guong/a/"
    (zalo,) = hrefs(page, "https://zalo.me/share?")
    (facebook,) = hrefs(page, "https://www.facebook.com/sharer/sharer.php?")
    assert parse_qs(urlsplit(zalo).query, strict_parsing=True) == {"url": [url]}
    assert parse_qs(urlsplit(facebook).query, strict_parsing=True) == {"u": [url]}
    assert Tags(page.html).all("data-url") == [url]
    assert Tags(page.html).all("data-title") == [name]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_letter_is_filled_with_exactly_what_a_story_says(
    name: str, stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story(name=name, summary=f"{name}&body=x?y#z"))
    settings = replace(SETTINGS, issues="https://git.vn/issues/new")
    page = pages(stories, settings)["/guong/a/"]
    (share,) = hrefs(page, "mailto:?")
    (answer,) = hrefs(page, "mailto:gop-y@x.vn?")
    (issue,) = hrefs(page, "https://git.vn/issues/new?")
    for href in (share, answer, issue):
        assert re.fullmatch(r"[!-~]*", href), href  # no letter, blank or line outside ASCII
        assert "#" not in href
    assert letter(share) == {
        "subject": name,
        "body": "https://x.vn/guong/a/",
    }
    note = letter(answer)
    assert note["subject"] == f"Góp ý: {name}"
    assert note["body"] == "https://x.vn/guong/a/"
    fields = parse_qs(urlsplit(issue).query, strict_parsing=True)
    assert fields == {
        "template": ["sua.yml"],
        "story": ["https://x.vn/guong/a/"],
    }


def letter(href: str) -> dict[str, str]:
    """Return the fields of a mailto address, whose plus signs are plus signs (RFC 6068)."""
    pairs = (part.partition("=") for part in href.partition("?")[2].split("&"))
    return {key: unquote(value) for key, _, value in pairs}


def test_a_site_without_an_address_is_not_shared_but_read_aloud(
    stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story())
    page = pages(stories, BARE)["/guong/a/"]
    tags = Tags(page.html)
    assert hrefs(page, "https://zalo") + hrefs(page, "https://www.facebook") == []
    assert hrefs(page, "mailto:") == []
    assert "button" not in tags.names
    assert tags.all("data-url") == []
    assert "Quét" not in words(page.html)
    assert hrefs(page, "loa.txt") == ["loa.txt"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (BARE, set()),
        (replace(BARE, contact="a@x.vn"), {"Góp ý cho bài này"}),
        (replace(BARE, issues="https://g.vn/issues/new"), {"Góp ý qua GitHub"}),
        (replace(BARE, edit="https://g.vn/edit/"), {"Sửa trang này"}),
    ],
)
def test_each_way_to_answer_is_there_where_it_leads_somewhere(
    settings: Settings, said: set[str], stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story())
    shown = words(pages(stories, settings)["/guong/a/"].html)
    ways = {"Góp ý cho bài này", "Góp ý qua GitHub", "Sửa trang này"}
    assert {way for way in ways if way in shown} == said


def test_where_there_is_no_way_to_answer_no_empty_paragraph_stands(
    stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story())
    html = pages(stories, BARE)["/guong/a/"].html
    assert not re.search(r"<(p|ul|div|li)\b[^>]*>\s*</\1>", html)


def test_the_code_to_scan_is_of_the_storys_address_and_small(stories: Path, write: Write) -> None:
    slug = "nguyen-van-a-" + "x" * 47
    write(f"ca-nhan/{slug}.md", story())
    settings = Settings(name="G", url="https://nhom-tinh-nguyen.github.io/guong-sang/")
    page = pages(stories, settings)[f"/guong/{slug}/"]
    ((source, side),) = re.findall(
        r'<img src="data:image/png;base64,([^"]*)" width="(\d+)"', page.html
    )
    with Image.open(io.BytesIO(base64.b64decode(source))) as picture:
        assert picture.width == picture.height == int(side)
        assert picture.width <= 49  # version 8
        large = ImageOps.expand(picture.convert("L").resize((picture.width * 4,) * 2, 0), 16, 255)
    (scanned,) = zxingcpp.read_barcodes(large)
    assert scanned.text == f"https://nhom-tinh-nguyen.github.io/guong-sang/guong/{slug}/"
    assert scanned.text in words(page.html)
    assert len(source) < 800


def test_the_time_of_the_reading_copy_is_its_own(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story("Bà nấu 1.234.567 suất cơm.\n" * 40))
    library = a_library(stories)
    copy = reading_copies(library, "nghìn")["a"]
    shown = words(pages(stories)["/guong/a/"].html)
    assert f"Bản đọc cho loa ({spoken_minutes(copy)} phút)" in shown
    assert f"{reading_minutes(library.stories[0])} phút đọc" in shown
    assert spoken_minutes(copy) > reading_minutes(library.stories[0])


def test_before_and_after_lead_to_the_neighbours_of_the_field(stories: Path, write: Write) -> None:
    for slug, name in (("a", "Lê Anh"), ("b", "Lê Bé"), ("c", "Lê Chi")):
        write(f"ca-nhan/{slug}.md", story(name=name))
    write("ca-nhan/d.md", story(name="Lê Dư", fields=["van-hoa"]))
    found = pages(stories)
    turns = {
        slug: re.findall(r'<a rel="(\w+)" href="([^"]*)">', found[f"/guong/{slug}/"].html)
        for slug in "abcd"
    }
    assert turns == {
        "a": [("next", "../../guong/b/")],
        "b": [("prev", "../../guong/a/"), ("next", "../../guong/c/")],
        "c": [("prev", "../../guong/b/")],
        "d": [],
    }
    assert 'class="turn"' not in found["/guong/d/"].html
    assert "Câu chuyện khác trong lĩnh vực Y tế" in found["/guong/b/"].html


# --- what strangers write ---

EVIL = """<u x="1">&amp;' "<q onclick='x'>"""


def evil(write: Write) -> None:
    """Write a story that tries to break out wherever it can."""
    write(
        "tap-the/a.md",
        story(
            f"{EVIL}\n\n## {EVIL}\n",
            kind="tap-the",
            name=EVIL,
            title=EVIL,
            other_names=[EVIL],
            summary=EVIL,
            role=EVIL,
            tags=[EVIL],
            authors=[EVIL],
            recognitions=[{"title": EVIL, "body": EVIL, "year": 2020}],
            figures=[{"label": EVIL, "value": 1, "unit": EVIL}],
            sources=[{"title": EVIL, "publisher": EVIL, "url": 'https://x.vn/?a=1&b="><q>'}],
            aliases=["cu"],
        ),
    )
    write("ca-nhan/b.md", story(name=f"B {EVIL}", summary=EVIL, fields=["van-hoa", "y-te"]))


def test_nothing_that_strangers_write_becomes_markup(stories: Path, write: Write) -> None:
    evil(write)
    found = {address: page.html for address, page in pages(stories).items()}
    found["/"] = home(stories)
    for address, html in found.items():
        tags = Tags(html)
        assert tags.names & {"u", "q", "script"} == set(), address
        assert {name for name, _ in tags.attributes} & {"x", "onclick"} == set(), address
        assert "&amp;amp;amp;" not in html
    shown = words(found["/guong/a/"])
    assert shown.count(" ".join(EVIL.split())) >= 12
    assert 'https://x.vn/?a=1&b="><q>' in Tags(found["/guong/a/"]).all("href")
    for address in ("/guong/", "/tap-the/", "/linh-vuc/y-te/", "/guong/cu/", "/"):
        assert EVIL in words(found[address]), address


def test_the_tables_are_escaped_as_well(stories: Path, write: Write) -> None:
    for name in ("taxonomy.yml", "localities.yml", "programme.yml"):
        path = stories / name
        text = path.read_text("utf-8").replace("Y tế", '"<u>Y & tế</u>"')
        text = text.replace("name: An Đức", 'name: "<u>An & Đức</u>"')
        path.write_text(text.replace("label: kế hoạch", "label: <u>&</u> kế hoạch"), "utf-8")
    write("ca-nhan/a.md", story())
    found = pages(stories)
    assert all("u" not in Tags(page.html).names for page in found.values())
    assert "<u>Y & tế</u>" in words(found["/thong-ke/field/"].html)
    assert "xã <u>An & Đức</u>" in words(found["/guong/a/"].html)
    assert "<u>&</u> kế hoạch" in words(found["/thong-ke/"].html)


def test_a_mail_address_cannot_leave_its_attribute(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(name='A&B="?"'))
    settings = Settings(name="G", url="", contact='a"b@x.vn', edit='https://x/"')
    html = pages(stories, settings)["/guong/a/"].html
    hrefs = Tags(html).all("href")
    subject = 'mailto:a"b@x.vn?subject=G%C3%B3p%20%C3%BD%3A%20A%26B%3D%22%3F%22&body='
    assert [href for href in hrefs if href.startswith(subject)]
    assert 'https://x/"ca-nhan/a.md' in hrefs


# --- what is left of others ---


def test_a_withdrawn_story_answers_without_name_or_text(stories: Path, write: Write) -> None:
    write("ca-nhan/ba-an.md", "---\nstatus: withdrawn\ndate: 2026-01-02\n---\n")
    page = pages(stories)["/guong/ba-an/"]
    assert words(page.html) == (
        "Câu chuyện đã được gỡ Câu chuyện từng ở địa chỉ này đã được gỡ khỏi trang. "
        "Đọc những câu chuyện khác"
    )
    assert page.title == "Câu chuyện đã được gỡ"
    assert page.description == "Câu chuyện ở địa chỉ này đã được gỡ khỏi trang."
    assert (page.listed, page.source, page.changed) == (False, None, None)
    assert "ba-an" not in page.html


def test_a_former_address_leads_to_the_present_one(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(aliases=["cu", "cu-hon"]))
    found = pages(stories)
    for alias in ("cu", "cu-hon"):
        page = found[f"/guong/{alias}/"]
        assert (page.listed, page.moved_to) == (False, "../a/")
        assert Tags(page.html).all("href") == ["../../guong/a/"]
        assert "Nguyễn Thị Ân" in words(page.html)


def test_drafts_and_consent_are_on_no_page(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(consent={"kind": "than-nhan", "date": "2019-12-31"}))
    write("ca-nhan/nhap.md", story(name="Lê Nháp", status="draft", aliases=["nhap-cu"]))
    everything = home(stories) + "".join(
        f"{page.address} {page.title} {page.html}" for page in pages(stories).values()
    )
    for hidden in ("nhap", "Nháp", "than-nhan", "2019"):
        assert hidden not in everything


# --- lists ---


def many(write: Write, number: int) -> None:
    """Write ``number`` stories."""
    for n in range(number):
        write(f"ca-nhan/s{n:03}.md", story(name=f"Lê Thị {n:03}"))


def cards(page: Page) -> int:
    """Return how many stories a list page shows."""
    return len(re.findall(r'<h[23][^>]*><a [^>]*href="[./]*guong/[a-z0-9-]+/"', page.html))


def test_a_long_list_is_paged_and_its_pages_lead_to_each_other(stories: Path, write: Write) -> None:
    many(write, 101)
    found = pages(stories)
    first, second, third = (found[f"/guong/{address}"] for address in ("", "trang/2/", "trang/3/"))
    assert [cards(page) for page in (first, second, third)] == [50, 50, 1]
    assert [page.title for page in (first, second, third)] == [
        "Tất cả câu chuyện",
        "Tất cả câu chuyện – trang 2",
        "Tất cả câu chuyện – trang 3",
    ]
    assert all("101 câu chuyện" in words(page.html) for page in (first, second, third))
    assert "Trang 2 / 3" in words(second.html)
    assert re.findall(r'rel="(\w+)" href="([^"]*)"', second.html) == [
        ("prev", "../../../guong/"),
        ("next", "../../../guong/trang/3/"),
    ]
    assert re.findall(r'rel="(\w+)" href="([^"]*)"', third.html) == [
        ("prev", "../../../guong/trang/2/")
    ]
    assert "/guong/trang/4/" not in found


def test_the_count_above_a_list_is_the_number_of_its_cards(stories: Path, write: Write) -> None:
    many(write, 52)
    write("ca-nhan/x.md", story(locality="2025/vinh-long/ba-tri"))
    write("tap-the/y.md", story(kind="tap-the", fields=["y-te", "van-hoa"]))
    totals: dict[str, int] = {}
    shown: dict[str, int] = {}
    for address, page in pages(stories).items():
        if match := re.search(r"<h1[^>]*>(.*?)</h1>", page.html):
            number = re.search(r"([\d.]+) câu chuyện$", words(match[1]))
            base = re.sub(r"trang/\d+/$", "", address)
            if number:
                totals[base] = int(number[1])
                shown[base] = shown.get(base, 0) + cards(page)
    assert totals == shown
    assert totals["/guong/"] == 54
    assert totals["/dia-ban/2025/vinh-long/"] == 54
    assert len(totals) > 15


def test_an_empty_list_invites_to_write(stories: Path) -> None:
    found = pages(stories)
    assert "Chưa có câu chuyện nào ở đây." in words(found["/tap-the/"].html)


def test_the_list_of_a_place_names_what_became_of_it(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(locality="ben-tre/ba-tri/an-thuy"))
    found = pages(stories)
    shown = words(found["/dia-ban/ben-tre/ba-tri/an-thuy/"].html)
    assert "Nay là xã Tân Thủy, tỉnh Vĩnh Long" in shown
    assert "Thành thị trấn Tiệm Tôm." in shown
    # and what lies one level below, with its number
    assert "xã An Thủy 1" in words(found["/dia-ban/ben-tre/ba-tri/"].html)
    assert "huyện Ba Tri 1" in words(found["/dia-ban/ben-tre/"].html)
    assert "../../../dia-ban/ben-tre/ba-tri/an-thuy/" not in Tags(
        found["/dia-ban/ben-tre/"].html
    ).all("href")


def test_a_unit_of_today_shows_two_sections(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(name="Lê Nay", locality="2025/vinh-long/ba-tri"))
    write("ca-nhan/b.md", story(name="Lê Xưa"))
    page = pages(stories)["/dia-ban/2025/vinh-long/ba-tri/"]
    shown = words(page.html)
    order = ["Ghi theo tên đơn vị này", "Lê Nay", "Ghi theo tên đơn vị cũ", "Lê Xưa"]
    assert sorted(order, key=shown.index) == order
    assert "ghi-theo-ten-nay" in Tags(page.html).all("id")


def siblings(page: Page) -> list[tuple[str, str]]:
    """Return words and address of each list named beside a list."""
    found = re.search(r'<details class="siblings">(.*?)</details>', page.html, re.DOTALL)
    links = re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', found[1], re.DOTALL) if found else []
    return [(words(text), href) for href, text in links]


def test_beside_a_list_stand_the_others_that_hold_stories(stories: Path, write: Write) -> None:
    honours = [{"title": "Cờ", "year": 2019}, {"title": "Cờ", "year": 2021}]
    write("ca-nhan/a.md", story(fields=["y-te", "van-hoa"], recognitions=honours))
    write("tap-the/b.md", story(name="Đội Hai", kind="tap-the"))
    found = pages(stories)
    kinds = [("Cá nhân 1", "../ca-nhan/"), ("Tập thể 1", "../tap-the/")]
    fields = [
        ("Y tế 2", "../linh-vuc/y-te/"),
        ("Văn hóa & nghệ thuật 1", "../linh-vuc/van-hoa/"),
    ]
    for address in ("/guong/", "/ca-nhan/", "/tap-the/"):
        assert sorted(siblings(found[address])) == sorted([*kinds, *fields])
    assert sorted(siblings(found["/linh-vuc/y-te/"])) == sorted(
        (text, f"../{href}") for text, href in fields
    )
    years = siblings(found["/nam/2019/"])
    assert ("2021 1", "../../nam/2021/") in years
    for address in ("/dia-ban/ben-tre/", "/can-cu/bao-chi/", "/thang/2026-01/"):
        assert siblings(found[address]) == []


def test_a_list_marks_its_own_name_among_the_others(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(fields=["y-te", "van-hoa"]))
    write("tap-the/b.md", story(name="Đội Hai", kind="tap-the"))
    found = pages(stories)
    for address, own in (
        ("/guong/", []),
        ("/ca-nhan/", ["../ca-nhan/"]),
        ("/linh-vuc/y-te/", ["../../linh-vuc/y-te/"]),
    ):
        html = found[address].html
        assert re.findall(r'<a href="([^"]*)" aria-current="page">', html) == own


def test_a_list_beside_a_report_is_not_the_list_of_all(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(basis="chi-thi-05"))
    write("tap-the/b.md", story(name="Đội Hai", kind="tap-the"))
    assert siblings(pages(stories)["/thong-ke/bao-cao/ba-tri-guong/"]) == []


def test_a_list_without_another_beside_it_names_none(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story())
    assert siblings(pages(stories)["/linh-vuc/y-te/"]) == []


# --- statistics ---


def test_the_statistics_stand_beside_what_was_reported(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(basis="chi-thi-05"))
    write("ca-nhan/b.md", story(name="Lê Bé"))
    page = pages(stories)["/thong-ke/"]
    shown = words(page.html)
    assert "2 câu chuyện đã đăng , tính đến 2/1/2026" in shown.replace("đăng,", "đăng ,")
    assert "355 gương 53 tập thể + 302 cá nhân 1 câu chuyện" in shown
    assert "8 kế hoạch –" in shown
    # two numbers that stand side by side are no share of each other
    reported = re.search(r'<table class="reported">.*?</table>', page.html, re.DOTALL)
    assert reported
    assert "%" not in reported[0]
    # the number beside the report leads to the stories it counts
    assert "../thong-ke/bao-cao/ba-tri-guong/" in Tags(page.html).all("href")
    beside = pages(stories)["/thong-ke/bao-cao/ba-tri-guong/"]
    assert cards(beside) == 1
    assert "Nguyễn Thị Ân" in words(beside.html)
    assert "Lê Bé" not in words(beside.html)


@pytest.mark.parametrize("name", ["kind", "field", "locality", "recognition_year", "month"])
def test_each_statistic_has_a_page_with_its_definition(
    name: str, stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story())
    page = pages(stories)[f"/thong-ke/{name}/"]
    assert page.description in words(page.html)
    assert "Tổng số câu chuyện đã đăng: 1" in words(page.html)
    assert page.changed == date(2026, 1, 2)


def test_a_number_above_zero_is_a_link_and_a_zero_is_none(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story())
    html = pages(stories)["/thong-ke/kind/"].html
    assert re.search(
        r'Cá nhân</th>\s*<td[^>]*><a href="../../ca-nhan/">1</a><small>100%</small></td>', html
    )
    assert re.search(r"Tập thể</th>\s*<td[^>]*>0<small>0%</small></td>", html)


# --- the home page ---


def test_the_home_page_shows_the_newest_stories_and_the_numbers(
    stories: Path, write: Write
) -> None:
    for n in range(1, 9):
        write(f"ca-nhan/s{n}.md", story(name=f"Lê {n}", date=f"2026-01-0{n}"))
    shown = words(home(stories))
    assert shown.startswith("8 câu chuyện 8 cá nhân 0 tập thể 1 địa bàn")
    assert re.findall(r"Lê (\d)", shown) == list("876543")
    assert "Y tế 8" in shown
    assert "huyện Ba Tri, tỉnh Bến Tre 8" in shown


def test_the_home_page_of_an_empty_library_counts_zero(stories: Path) -> None:
    assert words(home(stories)).startswith("0 câu chuyện 0 cá nhân 0 tập thể 0 địa bàn")


def on_day(root: Path, day: date | None) -> str:
    """Return the slug of the story that is told large on a day."""
    found = featured(a_library(root), replace(SETTINGS, date=day))
    return found.slug if found else ""


def test_each_day_another_story_is_told_large_and_all_have_their_turn(
    stories: Path, write: Write
) -> None:
    for slug, name in (("z", "Lê Anh"), ("y", "Lê Bé"), ("x", "Lê Chi")):
        write(f"ca-nhan/{slug}.md", story(name=name, title=f"Chuyện của {name}"))
    days = [date(2026, 12, 30) + timedelta(days=n) for n in range(6)]
    told = [on_day(stories, day) for day in days]
    assert set(told[:3]) == {"x", "y", "z"}
    assert told[3:] == told[:3]
    # in Vietnamese order, which is not the order of the files here
    turn = told.index("z")
    assert [told[turn], told[turn + 1], told[turn + 2]] == ["z", "y", "x"]
    assert told == [on_day(stories, day) for day in days]


def test_without_a_day_the_newest_change_chooses(stories: Path, write: Write) -> None:
    for slug in "abc":
        write(f"ca-nhan/{slug}.md", story(title="Chuyện", updated="2026-03-04"))
    assert on_day(stories, None) == on_day(stories, date(2026, 3, 4)) != ""


def test_the_story_told_large_stands_first_on_the_home_page(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(title="Bếp lửa bốn giờ sáng"))
    html = home(stories)
    assert html.startswith('<article class="featured card"')
    assert "Bếp lửa bốn giờ sáng" in html.partition("</article>")[0]


def test_no_minor_draft_or_story_without_a_headline_is_told_large(
    stories: Path, write: Write
) -> None:
    write("ca-nhan/khong-tua.md", story())
    write("ca-nhan/nhap.md", story(name="Lê Nháp", title="Nháp", status="draft"))
    write("ca-nhan/go.md", "---\nstatus: withdrawn\ndate: 2026-01-02\n---\n")
    write(
        "ca-nhan/tra-lai-cua-roi.md",
        story(
            name="em Dương",
            title="Chiếc ví trên đường",
            summary="Em trả lại của rơi.",
            minor=True,
            locality="ben-tre/ba-tri",
            consent={"kind": "giam-ho", "date": "2026-01-01"},
        ),
    )
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(8)]
    assert {on_day(stories, day) for day in days} == {""}
    write("ca-nhan/a.md", story(name="Lê Anh", title="Chuyện"))
    assert {on_day(stories, day) for day in days} == {"a"}


def test_a_story_of_another_site_is_never_told_large(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(title="Ở đây"))
    write("ca-nhan/b.md", story(name="Lê Bé", title="Ở kia"))
    own, other = a_library(stories).stories
    whole = a_library(stories)
    mixed = replace(whole, stories=(own, replace(other, url="https://khac.vn/guong/b/")))
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(4)]
    found = [featured(mixed, replace(SETTINGS, date=day)) for day in days]
    assert {one.slug for one in found if one} == {own.slug}
    alone = replace(whole, stories=(replace(other, url="https://khac.vn/guong/b/"),))
    assert featured(alone, replace(SETTINGS, date=days[0])) is None


def test_an_empty_library_tells_no_story_large(stories: Path) -> None:
    assert on_day(stories, date(2026, 1, 1)) == on_day(stories, None) == ""
    assert "<article" not in home(stories)
    assert 'class="mat"' not in home(stories)


# --- laws ---

HAND_WRITTEN = {"/", "/dong-gop/", "/ve-du-lieu/", "/gioi-thieu/"}


def dead_links(root: Path) -> set[str]:
    """Return every inner link of every page that leads nowhere."""
    found = {address: page.html for address, page in pages(root).items()}
    found["/"] = home(root)
    ids = {address: set(Tags(html).all("id")) for address, html in found.items()}
    dead = set()
    for address, html in found.items():
        for href in Tags(html).all("href"):
            if re.match(r"[a-z]+:", href):
                continue
            path, _, anchor = href.partition("#")
            path = path.partition("?")[0]
            target = normpath(address + path).replace("//", "/")
            target = target if target == "/" or not (address + path).endswith("/") else f"{target}/"
            if target.startswith("/du-lieu/") or target in HAND_WRITTEN:
                continue
            if target == FIGURES:
                continue  # test_picturing.py: it has every figure
            if target.endswith("/loa.txt"):
                assert f"{address}loa.txt" == target  # test_publishing.py: one beside each story
                continue
            if target not in found or (anchor and anchor not in ids[target]):
                dead.add(f"{address} → {href}")
    return dead


def test_every_link_leads_to_a_page_that_is_there(stories: Path, write: Write) -> None:
    many(write, 51)
    write(
        "ca-nhan/a.md",
        story(
            "## Cách làm\n\n[Trên](#cach-lam), [kia](../tap-the/b.md#mo-dau), [cũ](/guong/cu/).\n",
            fields=["y-te", "van-hoa"],
            themes=["doi-moi-giao-duc"],
            recognitions=[
                {"title": "Bằng khen", "year": 2020, "level": "tinh"},
                {"title": "Chưa rõ"},
                {"title": "Trang", "revoked": True},
                {"title": "Khen " * 20},
            ],
        ),
    )
    write(
        "tap-the/b.md",
        story("## Mở đầu\n", kind="tap-the", locality="2025/vinh-long/tan-thuy", aliases=["cu"]),
    )
    write("tap-the/c.md", story(kind="tap-the", locality="vinh-long", basis="chi-thi-05"))
    write("tap-the/d.md", story(kind="tap-the", locality="ben-tre/ba-tri/an-thuy"))
    write("ca-nhan/go.md", "---\nstatus: withdrawn\ndate: 2026-01-02\n---\n")
    assert dead_links(stories) == set()


def test_the_year_of_a_revoked_honour_is_no_dead_link(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(recognitions=[{"title": "Cờ", "year": 2019, "revoked": True}]))
    assert dead_links(stories) == set()


def test_a_district_whose_communes_went_elsewhere_has_no_dead_link(
    stories: Path, write: Write
) -> None:
    path = stories / "localities.yml"
    district = 'type: huyen, code: "836", until: 2025-06-30, successor: 2025/'
    content = path.read_text("utf-8")
    assert content.count(f"{district}vinh-long") == 1
    path.write_text(
        content.replace(f"{district}vinh-long", f"{district}dong-thap")
        + "- {id: 2025/dong-thap, name: Đồng Tháp, type: tinh, code: null}\n",
        "utf-8",
    )
    write("ca-nhan/a.md", story())
    assert dead_links(stories) == set()


def test_each_number_of_a_cross_table_leads_to_a_search_for_both(
    stories: Path, write: Write
) -> None:
    honour = {"title": "Bằng khen", "year": 2020}
    write("ca-nhan/a.md", story(fields=["y-te", "van-hoa"], recognitions=[honour]))
    write("ca-nhan/b.md", story())
    write("tap-the/c.md", story(kind="tap-the", locality="2025/vinh-long/ba-tri"))
    page = pages(stories)["/thong-ke/field/"]
    counts = count(a_library(stories))
    wanted = {
        (
            f"../../tim-kiem/?{urlencode(dict(zip(name.split('*'), cell.ids, strict=True)))}",
            str(cell.count),
        )
        for name, cells in counts.cross.items()
        for cell in cells
    }
    shown = re.findall(r'<td><a href="([^"]*)">([^<]*)</a></td>', page.html)
    assert {(unescape(href), number) for href, number in shown} == wanted
    assert len(shown) == len(wanted) == 9
    # written for HTML, and a place's slashes for a query
    assert "?field=y-te&amp;locality=ben-tre%2Fba-tri" in page.html
    assert "?field=y-te&amp;locality=chua-ro" in page.html


def test_a_zero_of_a_cross_table_leads_nowhere(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(fields=["y-te"]))
    write("tap-the/b.md", story(kind="tap-the", fields=["van-hoa"]))
    page = pages(stories)["/thong-ke/field/"]
    assert "field=y-te&amp;kind=ca-nhan" in page.html
    assert "field=y-te&amp;kind=tap-the" not in page.html
    assert "<td>0</td>" in page.html


def test_the_search_page_leads_to_the_lists_where_it_cannot_search(
    stories: Path, write: Write
) -> None:
    many(write, 3)
    write("tap-the/y.md", story(kind="tap-the", fields=["van-hoa"]))
    page = pages(stories)["/tim-kiem/"]
    assert page.title == "Tìm kiếm"
    assert page.schema == "SearchResultsPage"
    assert page.listed
    shown = words(page.html)
    for way in (
        "Tất cả, theo tên 4",
        "Cá nhân 3",
        "Tập thể 1",
        "Y tế 3",
        "Văn hóa & nghệ thuật 1",
        "huyện Ba Tri, tỉnh Bến Tre 4",
    ):
        assert way in shown
    assert "Giáo dục" not in shown
    assert set(Tags(page.html).all("href")) == {
        "../guong/", "../ca-nhan/", "../tap-the/", "../linh-vuc/y-te/", "../linh-vuc/van-hoa/",
        "../dia-ban/ben-tre/ba-tri/", "../thong-ke/recognition_year/", "../thong-ke/locality/",
    }  # fmt: skip


def test_the_search_page_of_no_story_is_whole(stories: Path) -> None:
    page = pages(stories)["/tim-kiem/"]
    assert "Tất cả, theo tên 0" in words(page.html)
    assert page.changed is None


def test_the_same_stories_give_the_same_pages_on_any_day(stories: Path, write: Write) -> None:
    evil(write)
    many(write, 3)
    first, _ = read(stories, "stories", TODAY)
    second, _ = read(stories, "elsewhere", date(2030, 1, 1))
    assert written(first) == written(second)


def test_every_page_has_one_heading_of_level_one(stories: Path, write: Write) -> None:
    evil(write)
    for address, page in pages(stories).items():
        assert page.html.count("<h1") == 1, address


def test_no_page_brings_scripts_or_styles_of_its_own(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(BODY))
    for page in pages(stories).values():
        tags = Tags(page.html)
        assert tags.names & {"script", "style", "iframe", "link", "meta", "form"} == set()
        assert not [name for name, _ in tags.attributes if name.startswith("on")]


# --- templating.py ---


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        ({"value": 1078}, "1.078"),
        ({"value": 22.36, "unit": "ha"}, "22,36"),
        ({"value": 1000, "about": "hơn"}, "hơn 1.000"),
        # money in millions and billions, where nothing is lost
        ({"value": 28_800_000_000, "unit": "đồng"}, "28,8 tỷ"),
        ({"value": 1_000_000_000, "unit": "đồng mỗi năm", "about": "gần"}, "gần 1 tỷ"),
        ({"value": 1_000_100_000, "unit": "đồng"}, "1,0001 tỷ"),
        ({"value": 1_000_010_000, "unit": "đồng"}, "1.000,01 triệu"),
        ({"value": 1_500_000, "unit": "đồng"}, "1,5 triệu"),
        ({"value": 1_500_500, "unit": "đồng"}, "1.500.500"),
        ({"value": 999_000, "unit": "đồng"}, "999.000"),
        # other things in full
        ({"value": 2_000_000, "unit": "cây"}, "2.000.000"),
    ],
)
def test_an_amount_reads_as_vietnamese_does(figure: dict[str, Any], shown: str) -> None:
    assert amount(Figure(label="L", **figure)) == shown


def test_templates_escape_and_know_no_missing_name(stories: Path) -> None:
    env = environment(a_library(stories), SETTINGS)
    assert env.from_string("{{ x }}").render(x="<&'\">") == "&lt;&amp;&#39;&#34;&gt;"
    with pytest.raises(UndefinedError):
        env.from_string("{{ missing }}").render()
