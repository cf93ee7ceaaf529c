"""Tests for jsonld.py: what programs are told of a page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import story

from exemplars import Page, Settings, Site, publish
from exemplars.jsonld import script
from exemplars.policy import policy

SETTINGS = Settings(name="Gương mẫu", url="https://x.vn/g/", publisher="Hội Mẫu")
PUBLISHER = {"@type": "Organization", "name": "Hội Mẫu", "url": "https://x.vn/g/"}
HOSTILE = """</script><script>alert(1)</script> ]]> <!-- "A" & 'B' علي"""

Write = Callable[[str, str], Path]


def published(root: Path) -> Site:
    """Return the site of a stories folder."""
    return publish(root, "stories", date(2026, 11, 24), SETTINGS, root.parent / "cache")


def page(root: Path, address: str) -> Page:
    """Return a page of the site of a stories folder."""
    return next(page for page in published(root).pages if page.address == address)


def things(root: Path, address: str) -> dict[str, Any]:
    """Return what the head of a page says, by type."""
    scripts = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', page(root, address).head, re.DOTALL
    )
    (content,) = map(json.loads, scripts)
    assert content["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in content["@graph"]}


def trail(root: Path, address: str) -> list[tuple[int, str, str]]:
    """Return position, name and address of each crumb of a page."""
    items = things(root, address)["BreadcrumbList"]["itemListElement"]
    return [(item["position"], item["name"], item["item"]) for item in items]


def test_a_story_is_an_article_about_a_person(write: Write, stories: Path) -> None:
    write(
        "ca-nhan/an.md",
        story(
            title="Bếp cơm",
            other_names=["Hai Ân"],
            role="Hội viên phụ nữ",
            updated="2026-03-04",
            authors=["Lê A"],
            recognitions=[
                {"title": "Bằng khen", "year": 2019},
                {"title": "Giấy khen"},
                {"title": "Huy hiệu", "year": 2020, "revoked": True},
            ],
            sources=[
                {
                    "title": "Bếp cơm của bà Ân",
                    "publisher": "Báo Mẫu",
                    "url": "https://bao.vn/an",
                    "date": "2020-04",
                },
                {"title": "Báo cáo", "publisher": "Xã An Đức"},
            ],
            consent={"kind": "than-nhan", "date": "2025-12-31"},
        ),
    )
    url = "https://x.vn/g/guong/an/"
    assert things(stories, "/guong/an/")["Article"] == {
        "@type": "Article",
        "@id": url,
        "headline": "Nguyễn Thị Ân: Bếp cơm",
        "datePublished": "2026-01-02",
        "dateModified": "2026-03-04",
        "inLanguage": "vi",
        "image": "https://x.vn/g/assets/xem-truoc/y-te-ca-nhan.png",
        "author": [{"@type": "Person", "name": "Lê A"}],
        "publisher": PUBLISHER,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "about": {
            "@type": "Person",
            "name": "Nguyễn Thị Ân",
            "alternateName": ["Hai Ân"],
            "jobTitle": "Hội viên phụ nữ",
            "award": ["Bằng khen (2019)", "Giấy khen"],
        },
        "citation": [
            {
                "@type": "CreativeWork",
                "name": "Bếp cơm của bà Ân",
                "publisher": {"@type": "Organization", "name": "Báo Mẫu"},
                "url": "https://bao.vn/an",
                "datePublished": "2020-04",
            },
            {
                "@type": "CreativeWork",
                "name": "Báo cáo",
                "publisher": {"@type": "Organization", "name": "Xã An Đức"},
            },
        ],
    }


def test_nothing_of_consent_is_told(write: Write, stories: Path) -> None:
    write("ca-nhan/an.md", story(consent={"kind": "than-nhan", "date": "2025-12-31"}))
    head = page(stories, "/guong/an/").head
    assert "than-nhan" not in head
    assert "2025-12-31" not in head


def test_a_collective_is_an_organization_without_a_job(write: Write, stories: Path) -> None:
    write("tap-the/to.md", story(name="Tổ nuôi bò", kind="tap-the", role="Ấp 3"))
    about = things(stories, "/guong/to/")["Article"]["about"]
    assert about == {"@type": "Organization", "name": "Tổ nuôi bò"}


def test_of_a_minor_only_the_name_as_shown_is_told(write: Write, stories: Path) -> None:
    write(
        "ca-nhan/tra-cua-roi.md",
        story(
            name="em Dương",
            summary="Em nhặt được của rơi rồi trả lại.",
            minor=True,
            locality="ben-tre/ba-tri",
            consent={"kind": "giam-ho", "date": "2026-01-01"},
            recognitions=[{"title": "Giấy khen", "year": 2024}],
        ),
    )
    about = things(stories, "/guong/tra-cua-roi/")["Article"]["about"]
    assert about == {"@type": "Person", "name": "em Dương"}


def test_without_authors_the_publisher_is_the_author(write: Write, stories: Path) -> None:
    write("ca-nhan/an.md", story())
    assert things(stories, "/guong/an/")["Article"]["author"] == PUBLISHER


def test_a_list_is_a_collection_with_the_newest_day_of_its_stories(
    write: Write, stories: Path
) -> None:
    write("ca-nhan/an.md", story())
    write("ca-nhan/binh.md", story(name="Lê Bình", updated="2026-05-06"))
    assert things(stories, "/linh-vuc/y-te/")["CollectionPage"] == {
        "@type": "CollectionPage",
        "@id": "https://x.vn/g/linh-vuc/y-te/",
        "url": "https://x.vn/g/linh-vuc/y-te/",
        "name": "Y tế",
        "description": "Khám chữa bệnh.",
        "inLanguage": "vi",
        "dateModified": "2026-05-06",
        "publisher": PUBLISHER,
    }


def test_the_way_to_a_page_follows_its_address(write: Write, stories: Path) -> None:
    write("ca-nhan/an.md", story())
    home, url = (1, "Trang chủ", "https://x.vn/g/"), "https://x.vn/g"
    assert trail(stories, "/guong/an/") == [
        home,
        (2, "Tất cả câu chuyện", f"{url}/guong/"),
        (3, "Nguyễn Thị Ân", f"{url}/guong/an/"),
    ]
    assert trail(stories, "/linh-vuc/y-te/") == [
        home,
        (2, "Thống kê: Lĩnh vực", f"{url}/thong-ke/field/"),
        (3, "Y tế", f"{url}/linh-vuc/y-te/"),
    ]
    assert trail(stories, "/dia-ban/ben-tre/ba-tri/") == [
        home,
        (2, "Thống kê: Địa bàn lúc việc diễn ra", f"{url}/thong-ke/locality/"),
        (3, "Tỉnh Bến Tre", f"{url}/dia-ban/ben-tre/"),
        (4, "Huyện Ba Tri, tỉnh Bến Tre", f"{url}/dia-ban/ben-tre/ba-tri/"),
    ]


def test_the_further_pages_of_a_list_hang_below_the_first(write: Write, stories: Path) -> None:
    for number in range(51):
        write(f"ca-nhan/x{number}.md", story(name=f"Bà {number}"))
    assert [name for _, name, _ in trail(stories, "/guong/trang/2/")] == [
        "Trang chủ",
        "Tất cả câu chuyện",
        "Tất cả câu chuyện – trang 2",
    ]


def test_the_data_are_a_dataset(write: Write, stories: Path) -> None:
    write("ca-nhan/an.md", story(since=2012, recognitions=[{"title": "Bằng khen", "year": 2019}]))
    dataset = things(stories, "/du-lieu/")["Dataset"]
    urls = [download.pop("contentUrl") for download in dataset.pop("distribution")]
    folder = "https://x.vn/g/du-lieu/"
    assert {f"{folder}stories.json", f"{folder}statistics.json"} <= set(urls)
    assert all(url.startswith(folder) for url in urls)
    assert f"{folder}story.schema.json" not in urls
    assert dataset.pop("name").endswith(" – Gương mẫu")
    assert dataset.pop("description")
    assert dataset == {
        "@type": "Dataset",
        "@id": f"{folder}#dataset",
        "url": folder,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "inLanguage": "vi",
        "isAccessibleForFree": True,
        "dateModified": "2026-01-02",
        "creator": PUBLISHER,
        "temporalCoverage": "2012/2019",
        "spatialCoverage": [{"@type": "Place", "name": "tỉnh Bến Tre"}],
    }


def test_an_empty_library_claims_no_time_and_no_place(stories: Path) -> None:
    dataset = things(stories, "/du-lieu/")["Dataset"]
    assert not {"temporalCoverage", "spatialCoverage", "dateModified"} & set(dataset)
    assert "dateModified" not in things(stories, "/guong/")["CollectionPage"]


def test_no_words_end_the_script(write: Write, stories: Path) -> None:
    write("ca-nhan/an.md", story(name="Ân", title=HOSTILE, summary=HOSTILE))
    assert "<script>alert" not in page(stories, "/guong/an/").head
    article = things(stories, "/guong/an/")["Article"]
    assert article["headline"] == f"Ân: {HOSTILE}"


@pytest.mark.parametrize("words", ["</script>", "<!--", "]]>", "\u2028", "\\u003c", '"'])
def test_what_is_written_is_read_again(words: str) -> None:
    written = script([{"@type": "Thing", "name": words}])
    content = written.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert "<" not in content
    assert json.loads(content)["@graph"] == [{"@type": "Thing", "name": words}]


def test_the_script_runs_nothing_and_needs_no_hash() -> None:
    assert "sha256" not in policy(script([{"name": "x"}]))
