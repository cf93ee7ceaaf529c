"""Tests for publishing.py: the whole way from files to a site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from unittest.mock import Mock

import pytest
from factories import story
from PIL import Image

from exemplars import FaultError, ProblemsError, Settings, Site, publish, publishing
from exemplars.counting import DIMENSIONS
from exemplars.publishing import _shares
from exemplars.site import Page, Sheet
from exemplars.stages import Staged

Write = Callable[[str, str], Path]

TODAY = date(2026, 6, 1)
SETTINGS = Settings(name="Gương", url="https://x.vn/")
PHOTO = {"file": "anh.png", "alt": "B", "credit": "L", "licence": "CC", "consent": True}


def published(stories: Path, today: date = TODAY) -> Site:
    """Return the site of a folder."""
    return publish(stories, "stories", today, SETTINGS, stories.parent / "cache")


def test_a_site_is_pages_a_home_and_files(stories: Path, write: Write) -> None:
    write("ca-nhan/a/index.md", story(photos=[PHOTO]))
    Image.new("RGB", (500, 20)).save(stories / "ca-nhan/a/anh.png")
    site = published(stories)
    assert [story.slug for story in site.library.stories] == ["a"]
    assert site.counts.total == 1
    assert "/guong/a/" in {page.address for page in site.pages}
    assert "Nguyễn Thị Ân" in site.home
    copied = {address: data for address, data in site.files.items() if isinstance(data, Path)}
    photos = {address: path for address, path in copied.items() if path.suffix == ".webp"}
    assert sorted(address.rpartition("-")[2] for address in photos) == ["480.webp", "500.webp"]
    assert set(copied) - set(photos) == {
        "/assets/xem-truoc/trang.png",
        "/assets/xem-truoc/y-te-ca-nhan.png",
    }
    for address, path in photos.items():
        assert address == f"/guong/a/{path.name}"
    for path in copied.values():
        assert path.is_relative_to(stories.parent / "cache")
        assert path.is_file()
    index = {address for address in site.files if address.startswith("/tim-kiem/")}
    assert {address.count("/") for address in index - {"/tim-kiem/index.json"}} == {3}
    assert {address.rpartition("/")[2] for address in index} == {
        "index.json", "s0.bin", "c0.json", "days.bin", *(f"{name}.json" for name in DIMENSIONS),
    }  # fmt: skip
    assert {address for address in site.files if address not in copied} - index == {
        "/assets/hoa-van.svg",
        "/dia-ban/2025/vinh-long/ba-tri/feed.xml",
        "/dia-ban/2025/vinh-long/feed.xml",
        "/dia-ban/ben-tre/ba-tri/an-duc/feed.xml",
        "/dia-ban/ben-tre/ba-tri/feed.xml",
        "/dia-ban/ben-tre/feed.xml",
        "/du-lieu/datapackage.json",
        "/du-lieu/recognitions.csv",
        "/du-lieu/statistics.json",
        "/du-lieu/stories.csv",
        "/du-lieu/stories.json",
        "/du-lieu/story.schema.json",
        "/feed.xml",
        "/guong/a/loa.txt",
        "/linh-vuc/y-te/feed.xml",
        "/robots.txt",
    }


def test_photos_of_drafts_are_not_published(stories: Path, write: Write) -> None:
    write("ca-nhan/a/index.md", story(photos=[PHOTO], status="draft"))
    Image.new("RGB", (500, 20)).save(stories / "ca-nhan/a/anh.png")
    assert not any("webp" in address for address in published(stories).files)
    assert [path.suffix for path in (stories.parent / "cache").glob("*.*g")] == [".png"]
    assert list((stories.parent / "cache").rglob("*.webp")) == []


def test_all_problems_of_reading_and_checking_come_together_and_sorted(
    stories: Path, write: Write
) -> None:
    write("tap-the/b.md", "x")
    write("ca-nhan/a.md", story(until=2030))
    with pytest.raises(ProblemsError) as caught:
        published(stories)
    assert str(caught.value) == (
        "stories/ca-nhan/a.md:10:8: until là năm 2030, sau năm nay (2026); hãy sửa lại năm\n"
        "stories/tap-the/b.md:1:1: tệp thiếu phần đầu; dòng thứ nhất phải là --- (ba gạch nối), "
        "tiếp theo là các mục như name: Nguyễn Văn Mẫu"
    )
    assert [p.code for p in caught.value.problems] == ["year-future", "front-missing"]


def test_a_story_with_problems_publishes_nothing(stories: Path, write: Write) -> None:
    write("ca-nhan/a/index.md", story(photos=[PHOTO]))
    Image.new("RGB", (500, 20)).save(stories / "ca-nhan/a/anh.png")
    write("ca-nhan/b.md", "x")
    with pytest.raises(ProblemsError):
        published(stories)
    assert not (stories.parent / "cache").exists()


def test_a_missing_folder_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(FaultError):
        publish(tmp_path / "x", "x", TODAY, SETTINGS, tmp_path / "cache")


def test_the_site_does_not_depend_on_the_day_it_is_built(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story())
    first, second = published(stories), published(stories, date(2030, 1, 1))
    assert (first.pages, first.home, first.files) == (second.pages, second.home, second.files)


def test_the_titles_of_a_site_are_named_by_its_lists_not_by_its_texts(
    stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story())
    first = published(stories).titles
    write("ca-nhan/a.md", story(body="Một câu khác.\n"))
    assert published(stories).titles == first
    write("ca-nhan/b.md", story(fields=["van-hoa"]))
    assert published(stories).titles != first


def test_an_empty_folder_is_an_empty_site(stories: Path) -> None:
    site = published(stories)
    assert site.counts.total == 0
    assert "/guong/" in {page.address for page in site.pages}


# --- reading copies for the loudspeaker ---


def copies(site: Site) -> dict[str, str]:
    """Return address → text of every reading copy of a site."""
    return {
        address: data.decode()
        for address, data in site.files.items()
        if isinstance(data, bytes) and address.endswith("/loa.txt")
    }


def test_each_published_story_has_one_reading_copy_and_nothing_else_has(
    stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story(aliases=["cu"]))
    write("tap-the/b.md", story(name="Đội Hai", kind="tap-the"))
    write("ca-nhan/nhap.md", story(name="Lê Nháp", status="draft"))
    write("ca-nhan/go.md", "---\nstatus: withdrawn\ndate: 2026-01-02\n---\n")
    found = copies(published(stories))
    assert set(found) == {"/guong/a/loa.txt", "/guong/b/loa.txt"}
    assert "Đội Hai" in found["/guong/b/loa.txt"]
    assert not any("Nháp" in text for text in found.values())


def test_a_story_of_another_site_has_its_reading_copy_there(stories: Path, write: Write) -> None:
    other = stories.parent / "other"
    data = other / "du-lieu"
    data.mkdir(parents=True)
    write("ca-nhan/b.md", story(name="Lê Khác"))
    there = Settings(name="Khác", url="https://khac.vn/")
    site = publish(stories, "stories", TODAY, there, stories.parent / "cache")
    for address, content in site.files.items():
        if address.startswith("/du-lieu/") and isinstance(content, bytes):
            (data / address.rpartition("/")[2]).write_bytes(content)
    (stories / "ca-nhan/b.md").unlink()
    write("ca-nhan/a.md", story())
    both = publish(stories, "stories", TODAY, SETTINGS, stories.parent / "cache", combined=[other])
    assert [story.slug for story in both.library.stories] == ["a", "b"]
    assert set(copies(both)) == {"/guong/a/loa.txt"}


def test_a_reading_copy_is_said_as_the_place_speaks(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(body="Bà nấu 2.500 suất cơm.\n"))
    cache = stories.parent / "cache"
    for word in ("nghìn", "ngàn"):
        settings = Settings(name="G", url="", thousand=word)
        (text,) = copies(publish(stories, "stories", TODAY, settings, cache)).values()
        assert f"hai {word} năm trăm suất cơm" in text
        assert {"nghìn", "ngàn"} & set(text.split()) == {word}


def test_the_copy_of_a_minors_story_says_the_name_only_as_it_is_shown(
    stories: Path, write: Write
) -> None:
    write(
        "ca-nhan/tra-lai-cua-roi.md",
        story(
            body="Em nhặt được chiếc ví trên đường đi học về.\n",
            name="em Dương",
            summary="Em Dương trả lại của rơi.",
            minor=True,
            locality="ben-tre/ba-tri",
            consent={"kind": "giam-ho", "date": "2026-01-01"},
        ),
    )
    (text,) = copies(published(stories)).values()
    assert text.startswith("Kính mời bà con nghe câu chuyện về em Dương, ở huyện Ba Tri, ")
    assert "giam-ho" not in text
    assert "giám hộ" not in text


def test_an_empty_library_has_no_reading_copy(stories: Path) -> None:
    assert copies(published(stories)) == {}


def named(site: Site) -> dict[str, object]:
    """Return what names each page, and each bundle of files, that is kept for the next build."""
    sheets = (sheet for job in site.jobs for sheet in job.sheets)
    pages = {sheet.page.address: sheet.name() for sheet in sheets if sheet.name}
    return pages | {
        f"{job.kind} {number}": bundle.name()
        for job in site.jobs
        for number, bundle in enumerate(job.bundles)
    }


def changed(before: Site, after: Site) -> set[str]:
    """Return what has another name than before."""
    old, new = named(before), named(after)
    assert old.keys() == new.keys()
    return {key for key in old if old[key] != new[key]}


def test_an_edited_text_changes_its_page_the_feeds_and_the_index_alone(
    stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story("Bà nấu cơm.\n"))
    write("ca-nhan/b.md", story("Ông xây cầu.\n"))
    before = published(stories)
    write("ca-nhan/a.md", story("Bà nấu cháo.\n"))
    told = changed(before, published(stories))
    assert {key for key in told if not key.startswith("feeds ")} == {"/guong/a/", "index 0"}
    assert len(told) > 2


@pytest.mark.parametrize("edit", ["head", "photo"])
def test_what_other_pages_show_of_a_story_changes_them_too(
    edit: str, stories: Path, write: Write
) -> None:
    write("ca-nhan/a/index.md", story(photos=[PHOTO]))
    write("ca-nhan/b.md", story("Ông xây cầu.\n"))
    picture = stories / "ca-nhan/a/anh.png"
    Image.new("RGB", (500, 20)).save(picture)
    before = published(stories)
    if edit == "head":
        write("ca-nhan/a/index.md", story(photos=[PHOTO], title="Bếp cơm"))
    else:
        Image.new("RGB", (500, 20), "red").save(picture)
    assert changed(before, published(stories)) >= {"/guong/a/", "/guong/b/", "/guong/", "data 0"}


def unwritten(page: Page, head: str) -> Staged[Page]:
    """Be a page that nobody asks for."""
    raise AssertionError(page, head)


@pytest.mark.parametrize(
    ("count", "jobs"), [(0, 0), (1, 1), (64, 1), (65, 2), (768, 12), (3550, 12), (10_000, 20)]
)
def test_pages_of_a_kind_are_shared_among_some_jobs(count: int, jobs: int) -> None:
    pages = [Page(address=f"/{n}/", title="", description="") for n in range(count)]
    sheets = [Sheet(page, unwritten) for page in pages]
    shares = [*_shares("kind", sheets)]
    assert len(shares) == jobs
    assert [sheet for job in shares for sheet in job.sheets] == sheets


def test_data_files_are_made_once_for_page_and_files_and_then_let_go(
    stories: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are as large as all front matter, and a process that writes lives on for long."""
    write("ca-nhan/a.md", story())
    made = Mock(wraps=getattr(publishing, "write_data"))  # noqa: B009 - a name the module only imports
    monkeypatch.setattr(publishing, "write_data", made)
    site = published(stories)
    (job,) = (job for job in site.jobs if job.kind == "data")
    site.write_all(job.sheets)
    first = job.files()
    assert made.call_count == 1
    assert job.files() == first
    assert made.call_count == 2
