"""Tests for data.py: what people and programs download."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import story
from PIL import Image

from exemplars.checking import check
from exemplars.counting import CROSSED, DIMENSIONS, count
from exemplars.data import write_data
from exemplars.library import Library
from exemplars.reading import read
from exemplars.site import Settings
from exemplars.wording import text

Write = Callable[[str, str], Path]

TODAY = date(2026, 6, 1)
SETTINGS = Settings(name="Gương", url="https://x.vn/guong-sang/")


def a_library(root: Path) -> Library:
    """Return the library of a folder without faults."""
    library, problems = read(root, "stories", TODAY)
    assert problems + check(library) == []
    return library


def files(root: Path, settings: Settings = SETTINGS) -> dict[str, bytes]:
    """Return the data files of a folder."""
    library = a_library(root)
    return write_data(library, count(library), settings)


def listed(root: Path, settings: Settings = SETTINGS) -> list[dict[str, Any]]:
    """Return stories.json."""
    found: list[dict[str, Any]] = json.loads(files(root, settings)["/du-lieu/stories.json"])
    return found


def statistics(root: Path) -> dict[str, Any]:
    """Return statistics.json."""
    found: dict[str, Any] = json.loads(files(root)["/du-lieu/statistics.json"])
    return found


def three(write: Write) -> None:
    """Write three stories, a draft and a withdrawn one."""
    honour = {"title": "Bằng khen", "year": 2020, "level": "tinh"}
    write("ca-nhan/a.md", story(fields=["y-te", "van-hoa"], recognitions=[honour]))
    write("tap-the/b.md", story(kind="tap-the", name="Đội B", basis="chi-thi-05"))
    write("tap-the/c.md", story(kind="tap-the", name="Đội C", updated="2026-03-04"))
    write("ca-nhan/nhap.md", story(status="draft"))
    write("ca-nhan/go.md", "---\nstatus: withdrawn\ndate: 2026-01-02\n---\n")


# --- stories.json ---


def test_a_story_is_published_as_its_front_matter_says(stories: Path, write: Write) -> None:
    write(
        "ca-nhan/a.md", story(since=2012, figures=[{"label": "cây", "value": 2.5, "about": "hơn"}])
    )
    assert listed(stories) == [
        {
            "name": "Nguyễn Thị Ân",
            "kind": "ca-nhan",
            "summary": "Bà Ân ở xã An Đức nấu cơm cho người bệnh suốt mười năm.",
            "locality": "ben-tre/ba-tri/an-duc",
            "fields": ["y-te"],
            "basis": "bao-chi",
            "since": 2012,
            "figures": [{"label": "cây", "value": 2.5, "about": "hơn"}],
            "sources": [{"title": "Bếp cơm của bà Ân", "publisher": "Báo Mẫu"}],
            "date": "2026-01-02",
            "slug": "a",
            "url": "https://x.vn/guong-sang/guong/a/",
        }
    ]


def test_consent_and_status_stay_here(stories: Path, write: Write) -> None:
    consent = {"kind": "than-nhan", "date": "2019-12-31"}
    write("ca-nhan/a.md", story(consent=consent, status="published"))
    (found,) = listed(stories)
    assert {"consent", "status"} & set(found) == set()
    for address, content in files(stories).items():
        # the schema names every kind of consent that a story may have
        assert b"than-nhan" not in content or address.endswith("schema.json")
        assert b"2019-12-31" not in content


def test_drafts_and_withdrawn_stories_are_in_no_file(stories: Path, write: Write) -> None:
    three(write)
    assert [one["slug"] for one in listed(stories)] == ["a", "b", "c"]
    for content in files(stories).values():
        assert b"nhap" not in content
        assert b'"go"' not in content


def test_a_child_is_published_by_its_given_name(stories: Path, write: Write) -> None:
    write(
        "ca-nhan/vot-ban.md",
        story(
            name="em Dương",
            summary="Em nhặt được chiếc ví và trả lại.",
            locality="ben-tre/ba-tri",
            minor=True,
            consent={"kind": "giam-ho", "date": "2026-01-01"},
        ),
    )
    (found,) = listed(stories)
    assert (found["name"], found["minor"], found["locality"]) == (
        "em Dương",
        True,
        "ben-tre/ba-tri",
    )
    assert "consent" not in found


def test_a_photo_is_named_as_it_is_published(stories: Path, write: Write) -> None:
    photo = {"file": "IMG_1.png", "alt": "B", "credit": "L", "licence": "CC", "consent": True}
    write("ca-nhan/a/index.md", story(photos=[photo]))
    Image.new("RGB", (8, 6)).save(stories / "ca-nhan/a/IMG_1.png")
    (found,) = listed(stories)
    name = found["photos"][0]["file"]
    assert name.endswith("-8.webp")
    assert name in a_library(stories).stories[0].photos[0].figure
    assert b"IMG_1" not in files(stories)["/du-lieu/stories.json"]


def test_without_an_address_of_the_site_a_story_has_a_path(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story())
    assert listed(stories, Settings(name="G", url=""))[0]["url"] == "/guong/a/"


def test_each_story_stands_on_a_line_of_its_own_in_plain_vietnamese(
    stories: Path, write: Write
) -> None:
    three(write)
    lines = files(stories)["/du-lieu/stories.json"].decode().splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("[", "]", 5)
    assert '"name":"Nguyễn Thị Ân"' in lines[1]


def test_an_empty_library_has_valid_files(stories: Path) -> None:
    assert listed(stories) == []
    found = statistics(stories)
    assert (found["date"], found["total"]) == (None, 0)


# --- statistics.json ---


def test_the_statistics_hold_every_dimension_with_its_definition(
    stories: Path, write: Write
) -> None:
    three(write)
    found = statistics(stories)
    assert list(found) == ["date", "total", "definitions", "dimensions", "cross", "reported"]
    assert (found["date"], found["total"]) == ("2026-03-04", 3)
    assert list(found["dimensions"]) == list(found["definitions"]) == list(DIMENSIONS)
    assert found["definitions"]["kind"] == text("definitions", "kind")
    assert list(found["cross"]) == ["*".join(pair) for pair in CROSSED]
    assert found["dimensions"]["kind"] == [
        {"id": "ca-nhan", "label": "Cá nhân", "count": 1, "slugs": ["a"]},
        {"id": "tap-the", "label": "Tập thể", "count": 2, "slugs": ["b", "c"]},
    ]
    assert found["cross"]["field*kind"] == [
        {"ids": ["van-hoa", "ca-nhan"], "count": 1, "slugs": ["a"]},
        {"ids": ["y-te", "ca-nhan"], "count": 1, "slugs": ["a"]},
        {"ids": ["y-te", "tap-the"], "count": 2, "slugs": ["b", "c"]},
    ]


def test_the_statistics_add_up(stories: Path, write: Write) -> None:
    three(write)
    found = statistics(stories)
    everyone = {one["slug"] for one in listed(stories)}
    for name in ("kind", "basis", "month"):
        assert sum(cell["count"] for cell in found["dimensions"][name]) == 3
    for cells in (*found["dimensions"].values(), *found["cross"].values()):
        assert {slug for cell in cells for slug in cell["slugs"]} == everyone
        assert all(cell["count"] == len(set(cell["slugs"])) for cell in cells)


def test_what_was_reported_stands_beside_what_is_published(stories: Path, write: Write) -> None:
    three(write)
    guong, plans = statistics(stories)["reported"]
    assert guong["value"] == 355
    assert [part["value"] for part in guong["parts"]] == [53, 302]
    assert guong["published"] == {"count": 1, "slugs": ["b"]}
    assert plans == {
        "id": "ba-tri-ke-hoach",
        "place": "ben-tre/ba-tri",
        "label": "kế hoạch đã ban hành",
        "value": 8,
        "unit": "kế hoạch",
        "source": {"title": "Kết quả 4 năm", "publisher": "Báo Mẫu"},
        "published": None,
    }


@pytest.mark.parametrize(
    "address",
    [
        "/du-lieu/stories.csv",
        "/du-lieu/recognitions.csv",
        "/du-lieu/stories.json",
        "/du-lieu/statistics.json",
        "/du-lieu/story.schema.json",
        "/du-lieu/datapackage.json",
    ],
)
def test_the_same_stories_give_the_same_bytes_on_any_day(
    address: str, stories: Path, write: Write
) -> None:
    three(write)
    later, _ = read(stories, "elsewhere", date(2030, 1, 1))
    assert files(stories)[address] == write_data(later, count(later), SETTINGS)[address]
    assert files(stories)[address].endswith(b"\n")
