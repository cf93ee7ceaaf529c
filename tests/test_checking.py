"""Tests for checking.py and the rules for stories, people and tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from factories import BODY, story
from PIL import Image

from exemplars.checking import CHECKS, check
from exemplars.reading import read

Write = Callable[[str, str], Path]

TODAY = date(2026, 6, 1)
A = "stories/ca-nhan/a.md"
PUPIL: Mapping[str, Any] = {
    "name": "em Dương",
    "summary": "Em nhặt được chiếc ví và trả lại.",
    "locality": "ben-tre/ba-tri",
    "minor": True,
    "consent": {"kind": "giam-ho", "date": "2026-01-01"},
}


def told(root: Path) -> list[str]:
    """Return the messages of reading and checking ``root``."""
    library, problems = read(root, "stories", TODAY)
    return [str(problem) for problem in sorted(problems + check(library))]


def test_the_example_tables_and_a_plain_story_are_right(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story())
    assert told(stories) == []


def test_every_rule_says_what_it_asks() -> None:
    assert [rule.__name__ for rule in CHECKS if not rule.__doc__] == []
    assert len(set(CHECKS)) == len(CHECKS)


# Rules that one story alone can break: (body and front matter, message).

WRONG: list[tuple[str, str, str]] = [
    # kind
    (
        "kind-folder",
        story(kind="tap-the"),
        "3:7: kind là tap-the nhưng tệp nằm trong ca-nhan/; "
        "hãy chuyển tệp sang tap-the/ hoặc sửa kind",
    ),
    # place
    (
        "locality-unknown",
        story(locality="ben-tre/ba-tri/an-duk"),
        "5:11: không có địa bàn “ben-tre/ba-tri/an-duk” trong localities.yml; "
        "gần nhất: ben-tre/ba-tri/an-duc",
    ),
    # terms
    (
        "field-unknown",
        story(fields=["y-te", "giao-duk"]),
        "6:18: “giao-duk” không có trong mục fields của taxonomy.yml; gần nhất: giao-duc",
    ),
    (
        "theme-unknown",
        story(themes=["doi-moi"]),
        "10:10: “doi-moi” không có trong mục themes của taxonomy.yml; gần nhất: doi-moi-giao-duc",
    ),
    (
        "field-twice",
        story(fields=["y-te", "y-te"]),
        "6:18: “y-te” được ghi hai lần trong fields; hãy giữ lại một",
    ),
    # dates; today is 1/6/2026
    (
        "date-future",
        story(date="2026-06-02"),
        "9:7: date là 2/6/2026, sau hôm nay (1/6/2026); hãy sửa lại ngày",
    ),
    (
        "updated-future",
        story(updated="2027-01-01"),
        "10:10: updated là 1/1/2027, sau hôm nay (1/6/2026); hãy sửa lại ngày",
    ),
    (
        "updated-before",
        story(updated="2026-01-01"),
        "10:10: updated (1/1/2026) trước date; hãy sửa một trong hai",
    ),
    (
        "source-future",
        story(sources=[{"title": "T", "publisher": "P", "date": "2026-07"}]),
        "8:52: date là 2026-07, sau hôm nay (1/6/2026); hãy sửa lại ngày",
    ),
    (
        "figure-future",
        story(figures=[{"label": "suất cơm", "value": 5, "as_of": "2027"}]),
        "10:54: as_of là 2027, sau hôm nay (1/6/2026); hãy sửa lại ngày",
    ),
    # years
    (
        "since-future",
        story(since=2027),
        "10:8: since là năm 2027, sau năm nay (2026); hãy sửa lại năm",
    ),
    (
        "until-future",
        story(until=2027),
        "10:8: until là năm 2027, sau năm nay (2026); hãy sửa lại năm",
    ),
    (
        "years-order",
        story(since=2020, until=2019),
        "11:8: việc làm bắt đầu năm 2020 mà kết thúc năm 2019; hãy sửa since hoặc until",
    ),
    # honours
    (
        "recognition-early",
        story(recognitions=[{"title": "Bằng khen", "year": 1944}]),
        "10:47: năm khen thưởng 1944 phải từ 1945 đến 2026 (năm đăng câu chuyện); "
        "hãy sửa, hoặc bỏ nếu chỉ là năm suy ra",
    ),
    (
        "recognition-late",
        story(date="2025-01-02", recognitions=[{"title": "A"}, {"title": "B", "year": 2026}]),
        "10:55: năm khen thưởng 2026 phải từ 1945 đến 2025 (năm đăng câu chuyện); "
        "hãy sửa, hoặc bỏ nếu chỉ là năm suy ra",
    ),
    # basis
    (
        "basis-years",
        story(basis="chi-thi-05", until=2015, recognitions=[{"title": "Giấy khen", "year": 2015}]),
        "7:8: việc làm kết thúc năm 2015 và không có khen thưởng nào từ 2016, nên không thể "
        "thuộc Chỉ thị 05 (năm 2016); hãy ghi basis: thi-dua hoặc bao-chi",
    ),
    (
        "basis-no-honour",
        story(basis="chi-thi-05", until=2015),
        "7:8: việc làm kết thúc năm 2015 và không có khen thưởng nào từ 2016, nên không thể "
        "thuộc Chỉ thị 05 (năm 2016); hãy ghi basis: thi-dua hoặc bao-chi",
    ),
    # former addresses
    (
        "alias-own",
        story(aliases=["a"]),
        "10:11: địa chỉ cũ “a” đã thuộc về ca-nhan/a.md; hãy bỏ ở một nơi",
    ),
    (
        "alias-twice",
        story(aliases=["cu", "cu"]),
        "10:17: địa chỉ cũ “cu” đã thuộc về ca-nhan/a.md (aliases); hãy bỏ ở một nơi",
    ),
    # links
    (
        "link-story",
        story("Đọc [bài](../tap-the/ba-an.md).\n"),
        "11:11: liên kết “../tap-the/ba-an.md” dẫn tới câu chuyện không có ở đây; có phải: a?",
    ),
    (
        "link-address",
        story("Một.\n\nVà [kia](/guong/aa/).\n"),
        "13:10: liên kết “/guong/aa/” dẫn tới câu chuyện không có ở đây; có phải: a?",
    ),
    (
        "link-heading",
        story("## Cách làm\n\nXem\n[trên](#cach-lam-hay).\n"),
        "14:8: liên kết “#cach-lam-hay” dẫn tới tiêu đề không có; các tiêu đề là: #cach-lam",
    ),
    (
        "link-no-heading",
        story("Xem [trên](#x).\n"),
        "11:12: liên kết “#x” dẫn tới tiêu đề không có; các tiêu đề là: –",
    ),
    # children
    (
        "minor-name",
        story(**{**PUPIL, "name": "Nguyễn Thùy Dương"}),
        "2:7: người chưa đủ 18 tuổi chỉ ghi tên gọi, như em Dương, không phải “Nguyễn Thùy Dương”",
    ),
    (
        "minor-called-only",
        story(**{**PUPIL, "name": "Em"}),
        "2:7: người chưa đủ 18 tuổi chỉ ghi tên gọi, như em Dương, không phải “Em”",
    ),
    (
        "minor-slug",
        story(**{**PUPIL, "name": "em Ạ"}),
        "2:7: địa chỉ “a” mang tên của em; hãy đặt tên tệp theo việc làm",
    ),
    (
        "minor-role",
        story(**PUPIL, role="lớp trưởng"),
        "12:7: bỏ mục role: không để lộ em là ai",
    ),
    (
        "minor-other-names",
        story(**PUPIL, other_names=["Bống"]),
        "12:14: bỏ mục other_names: không để lộ em là ai",
    ),
    (
        "minor-school-summary",
        story(**{**PUPIL, "summary": "Em học Trường THCS An Đức."}),
        "4:10: có tên trường học; hãy bỏ đi để không lộ em là ai",
    ),
    (
        "minor-school-title",
        story(**PUPIL, title="Bông hoa trường tiểu học An Đức"),
        "12:8: có tên trường học; hãy bỏ đi để không lộ em là ai",
    ),
    (
        "minor-school-body",
        story("Một.\n\nEm học trường\nTiểu học An Đức.\n", **PUPIL),
        "15:1: có tên trường học; hãy bỏ đi để không lộ em là ai",
    ),
    (
        "minor-school-short",
        story("Em học THPT Phan Thanh Giản.\n", **PUPIL),
        "13:1: có tên trường học; hãy bỏ đi để không lộ em là ai",
    ),
    (
        "minor-school-tag",
        story(**PUPIL, tags=["vớt bạn", "Mầm non Hoa Mai"]),
        "12:19: có tên trường học; hãy bỏ đi để không lộ em là ai",
    ),
    (
        "minor-full-name-summary",
        story(**{**PUPIL, "summary": "Em Nguyễn Thùy Dương trả của rơi."}),
        "4:10: có họ tên đầy đủ của em; chỉ giữ tên gọi",
    ),
    (
        "minor-full-name-body",
        story("Một.\n\nEm Nguyễn\nThị Thùy Dương.\n", **PUPIL),
        "15:1: có họ tên đầy đủ của em; chỉ giữ tên gọi",
    ),
    (
        "minor-near-summary",
        story(**{**PUPIL, "summary": "Em Dương ở xã An Đức trả của rơi."}),
        "4:10: có tên ấp, xã, phường hay thị trấn; chỉ nói đến huyện để không lộ em ở đâu",
    ),
    (
        "minor-near-figure",
        story(**PUPIL, figures=[{"label": "bạn ở ấp 3", "value": 2}]),
        "12:21: có tên ấp, xã, phường hay thị trấn; chỉ nói đến huyện để không lộ em ở đâu",
    ),
    (
        "minor-near-body",
        story("Một.\n\nEm ở xã\nAn Đức.\n", **PUPIL),
        "15:1: có tên ấp, xã, phường hay thị trấn; chỉ nói đến huyện để không lộ em ở đâu",
    ),
    (
        "minor-alias",
        story(**PUPIL, aliases=["vot-ban", "em-duong"]),
        "12:22: địa chỉ “em-duong” mang tên của em; hãy đặt tên tệp theo việc làm",
    ),
    (
        "minor-place",
        story(**{**PUPIL, "locality": "ben-tre/ba-tri/an-duc"}),
        "5:11: địa bàn “ben-tre/ba-tri/an-duc” quá cụ thể; "
        "chỉ ghi đến huyện (đơn vị từ 2025: đến tỉnh)",
    ),
    (
        "minor-place-now",
        story(**{**PUPIL, "locality": "2025/vinh-long/ba-tri"}),
        "5:11: địa bàn “2025/vinh-long/ba-tri” quá cụ thể; "
        "chỉ ghi đến huyện (đơn vị từ 2025: đến tỉnh)",
    ),
    (
        "minor-consent-missing",
        story(**{**PUPIL, "consent": None}),
        "10:8: thiếu lời thuận của người giám hộ; "
        "ghi consent: {kind: giam-ho, date: năm-tháng-ngày}",
    ),
    (
        "minor-consent-other",
        story(**{**PUPIL, "consent": {"kind": "bao-chi", "date": "2026-01-01"}}),
        "11:10: thiếu lời thuận của người giám hộ; "
        "ghi consent: {kind: giam-ho, date: năm-tháng-ngày}",
    ),
]


@pytest.mark.parametrize(("content", "message"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_a_wrong_story_is_reported_at_the_wrong_value(
    content: str, message: str, stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", content)
    assert told(stories) == [f"{A}:{message}"]


@pytest.mark.parametrize("change", [{"kind": "tap-the"}, {"until": 2027}, {"aliases": ["a"]}])
def test_a_draft_is_judged_like_a_published_story(
    change: dict[str, Any], stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story(**change))
    published = told(stories)
    write("ca-nhan/a.md", story(**change, status="draft"))
    assert told(stories) == published
    assert len(published) == 1


def test_a_child_in_a_draft_is_protected_too(stories: Path, write: Write) -> None:
    write("ca-nhan/vot-ban.md", story(**PUPIL, role="lớp trưởng", status="draft"))
    assert told(stories) == ["stories/ca-nhan/vot-ban.md:12:7: bỏ mục role: không để lộ em là ai"]


@pytest.mark.parametrize(
    "content",
    [
        # the kind of the other folder is wrong only there; a place of today; two fields
        story(locality="2025/vinh-long/ba-tri"),
        story(fields=["y-te", "giao-duc"], themes=["doi-moi-giao-duc"]),
        # today itself, the same day twice, the present year and month
        story(date="2026-06-01", updated="2026-06-01"),
        story(
            sources=[{"title": "T", "publisher": "P", "date": 2026}],
            figures=[{"label": "L", "value": 5, "as_of": "2026-06"}],
        ),
        story(since=2026, until=2026),
        # honours from 1945 to the year of the last change, or of no known year
        story(
            date="2025-01-02",
            updated="2026-01-02",
            recognitions=[
                {"title": "A", "year": 1945},
                {"title": "B", "year": 2026},
                {"title": "C"},
            ],
        ),
        # Directive 05: something lies in 2016 or later, or may
        story(basis="chi-thi-05", until=2016),
        story(basis="chi-thi-05", since=2000),
        story(basis="chi-thi-05", until=2015, recognitions=[{"title": "A", "year": 2016}]),
        story(basis="chi-thi-05", until=2015, recognitions=[{"title": "A"}]),
        story(basis="thi-dua", until=2015),
        # a former address; links to itself and to a heading
        story(aliases=["cu", "cu-hon"]),
        story("## Cách làm\n\n[Trên](#cach-lam), [đây](a.md#cach-lam), [này](/guong/a/).\n"),
        story("[Cũ](/guong/cu/)\n", aliases=["cu"]),
        # a child, with and without "em"; a school that is not named
        story("Em học giỏi nhất trường.\n", **PUPIL),
        story(**{**PUPIL, "name": "Dương"}),
        story(**{**PUPIL, "locality": "2025/vinh-long"}),
        # a district, a commune without a name, a word that only looks like one
        story("Em Dương ở huyện Ba Tri, tỉnh Bến Tre. Cả xã hội khen em.\n", **PUPIL),
        story("Bà con trong xã đều quý em.\n", **PUPIL),
        story("Em ấp ủ ước mơ làm thầy thuốc.\n", **PUPIL),
        story("Học xong tiểu học ở quê, em lên phố huyện.\n", **PUPIL),
        # what others call the child, and words that are surnames too
        story("Ông khen Dương ngoan. Từ đó em Dương chăm học hơn.\n", **PUPIL),
        # what a source is called is not ours to change
        story(
            **{
                **PUPIL,
                "sources": [{"title": "Em Nguyễn Thùy Dương ở xã An Đức", "publisher": "Báo Mẫu"}],
            }
        ),
        # a grown-up may have an office, a school, a commune
        story("Bà dạy ở Trường THCS An Đức.\n", role="Giáo viên"),
    ],
)
def test_its_right_neighbour_is_not(content: str, stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", content)
    assert told(stories) == []


# Rules that need two files.


def test_an_address_belongs_to_one_story_whatever_its_folder(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story())
    write("tap-the/a.md", story(kind="tap-the"))
    assert told(stories) == [
        "stories/tap-the/a.md:1:1: địa chỉ “a” đã thuộc về ca-nhan/a.md; "
        "hãy đổi tên một trong hai tệp"
    ]


def test_an_address_of_a_withdrawn_story_is_not_given_again(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", "---\nstatus: withdrawn\ndate: 2026-01-02\n---\n")
    write("ca-nhan/a/index.md", story())
    assert told(stories) == [
        "stories/ca-nhan/a/index.md:1:1: địa chỉ “a” đã thuộc về ca-nhan/a.md; "
        "hãy đổi tên một trong hai tệp"
    ]


@pytest.mark.parametrize(
    ("other", "owner"),
    [
        (story(kind="tap-the"), "tap-the/b.md"),
        (story(kind="tap-the", status="draft"), "tap-the/b.md"),
        ("---\nstatus: withdrawn\ndate: 2026-01-02\n---\n", "tap-the/b.md"),
    ],
)
def test_a_former_address_is_nobodys_present_one(
    other: str, owner: str, stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story(aliases=["cu", "b"]))
    write("tap-the/b.md", other)
    assert told(stories) == [f"{A}:10:17: địa chỉ cũ “b” đã thuộc về {owner}; hãy bỏ ở một nơi"]


def test_a_former_address_leads_to_one_story(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(aliases=["cu"]))
    write("ca-nhan/b.md", story(aliases=["cu"]))
    assert told(stories) == [
        "stories/ca-nhan/b.md:10:11: địa chỉ cũ “cu” đã thuộc về ca-nhan/a.md (aliases); "
        "hãy bỏ ở một nơi"
    ]


@pytest.mark.parametrize(
    "other",
    [
        story(status="draft"),
        "---\nstatus: withdrawn\ndate: 2026-01-02\n---\n",
    ],
)
def test_a_link_to_a_story_that_is_not_published_is_wrong(
    other: str, stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story("Xem [kia](b.md).\n"))
    write("ca-nhan/b.md", other)
    assert told(stories) == [
        f"{A}:11:11: liên kết “b.md” dẫn tới câu chuyện không có ở đây; có phải: a?"
    ]


def test_a_link_to_a_heading_of_another_story_is_followed(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story("Xem [kia](../tap-the/b.md#mo-dau) và\n[đó](/guong/b/#ket)."))
    write("tap-the/b.md", story("## Mở đầu\n\nLời.\n", kind="tap-the"))
    assert told(stories) == [
        f"{A}:12:6: liên kết “/guong/b/#ket” dẫn tới tiêu đề không có; các tiêu đề là: #mo-dau"
    ]


def test_a_link_to_a_story_with_faults_of_its_own_is_not_blamed(
    stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story("Xem [kia](b.md) và [đó](b.md#x).\n"))
    write("ca-nhan/b.md", story(since="x"))
    assert [line.partition(":")[0] for line in told(stories)] == ["stories/ca-nhan/b.md"]


def test_a_photo_is_listed_once(stories: Path, write: Write) -> None:
    photo = {"file": "x.png", "alt": "A", "credit": "C", "licence": "L", "consent": True}
    write("ca-nhan/a/index.md", story(photos=[photo, photo, photo]))
    (stories / "ca-nhan/a/x.png").write_bytes(_png())
    assert told(stories) == [
        f"stories/ca-nhan/a/index.md:10:{column}: ảnh “x.png” được kê hai lần; hãy giữ lại một"
        for column in (98, 177)
    ]


def test_a_child_is_not_shown_in_a_photo(stories: Path, write: Write) -> None:
    photo = {"file": "x.png", "alt": "A", "credit": "C", "licence": "L", "consent": True}
    write("ca-nhan/vot-ban/index.md", story(**PUPIL, photos=[photo]))
    (stories / "ca-nhan/vot-ban/x.png").write_bytes(_png())
    assert told(stories) == [
        "stories/ca-nhan/vot-ban/index.md:12:9: bỏ mục photos: không để lộ em là ai"
    ]


def _png() -> bytes:
    """Return the bytes of a picture of one pixel."""
    stream = BytesIO()
    Image.new("RGB", (1, 1)).save(stream, "PNG")
    return stream.getvalue()


# Rules for tables: (table, what is replaced, by what, message).

TABLES: list[tuple[str, str, str, str, str]] = [
    (
        "locality-twice",
        "localities.yml",
        "{id: vinh-long/tra-on,",
        "{id: ben-tre/ba-tri,",
        "10:8: mã “ben-tre/ba-tri” đã dùng hoặc được dành riêng; hãy đặt mã khác",
    ),
    (
        "locality-orphan",
        "localities.yml",
        "{id: vinh-long/tra-on,",
        "{id: can-tho/o-mon,",
        "10:8: địa bàn “can-tho/o-mon” nằm trong “can-tho” chưa có trong bảng; hãy thêm “can-tho”",
    ),
    (
        "successor-unknown",
        "localities.yml",
        "successor: 2025/vinh-long/tan-thuy",
        "successor: 2025/vinh-long/tan-thui",
        "7:110: đơn vị kế tiếp “2025/vinh-long/tan-thui” không có trong bảng; "
        "gần nhất: 2025/vinh-long/tan-thuy",
    ),
    (
        "successor-circle",
        "localities.yml",
        "successor: 2025/vinh-long/tan-thuy",
        "successor: ben-tre/ba-tri/an-thuy",
        "7:110: chuỗi đơn vị kế tiếp của “ben-tre/ba-tri/tiem-tom” quay lại chính nó; "
        "hãy sửa successor",
    ),
    (
        "successor-missing",
        "localities.yml",
        "until: 2025-06-30, successor: 2025/vinh-long/tan-thuy",
        "until: 2025-06-30",
        "7:8: xã, phường, thị trấn cũ “ben-tre/ba-tri/tiem-tom” chưa có đơn vị kế tiếp; "
        "hãy ghi successor",
    ),
    (
        "term-twice",
        "taxonomy.yml",
        "{id: chuan-muc-dao-duc,",
        "{id: doi-moi-giao-duc,",
        "11:10: mã “doi-moi-giao-duc” đã dùng hoặc được dành riêng; hãy đặt mã khác",
    ),
    (
        "term-reserved",
        "taxonomy.yml",
        "{id: chuan-muc-dao-duc,",
        "{id: chua-ro,",
        "11:10: mã “chua-ro” đã dùng hoặc được dành riêng; hãy đặt mã khác",
    ),
    (
        "levels-closed",
        "taxonomy.yml",
        "{id: trung-uong,",
        "{id: quoc-te,",
        "13:3: mục levels phải gồm đúng các mã: xa, huyen, tinh, trung-uong; "
        "đang có: xa, huyen, tinh, quoc-te",
    ),
    (
        "basis-closed",
        "taxonomy.yml",
        "  - {id: bao-chi, label: Việc tốt do báo chí nêu, description: Báo kể.}\n",
        "",
        "18:3: mục basis phải gồm đúng các mã: chi-thi-05, thi-dua, bao-chi; "
        "đang có: chi-thi-05, thi-dua",
    ),
    (
        "group-field",
        "taxonomy.yml",
        "fields: [y-te, giao-duc, van-hoa]",
        "fields: [y-te, giao-duc, van-hoa, y-tee]",
        "7:112: nhóm nhắc tới lĩnh vực “y-tee” không có; gần nhất: y-te",
    ),
    (
        "group-twice",
        "taxonomy.yml",
        "fields: [nong-nghiep]",
        "fields: [nong-nghiep, y-te]",
        "8:90: lĩnh vực “y-te” đã thuộc một nhóm khác; mỗi lĩnh vực chỉ thuộc một nhóm",
    ),
    (
        "group-missing",
        "taxonomy.yml",
        "fields: [y-te, giao-duc, van-hoa]",
        "fields: [y-te, giao-duc]",
        "5:10: lĩnh vực “van-hoa” chưa thuộc nhóm nào; hãy thêm vào mục fields của một nhóm",
    ),
    (
        "report-place",
        "programme.yml",
        "    place: ben-tre/ba-tri\n    label: kế hoạch",
        "    place: ben-tre/ba-try\n    label: kế hoạch",
        "14:12: không có địa bàn “ben-tre/ba-try” trong localities.yml; gần nhất: ben-tre/ba-tri",
    ),
    (
        "report-twice",
        "programme.yml",
        "id: ba-tri-ke-hoach",
        "id: ba-tri-guong",
        "13:9: mã “ba-tri-guong” đã dùng hoặc được dành riêng; hãy đặt mã khác",
    ),
]


@pytest.mark.parametrize(
    ("table", "right", "wrong", "message"), [t[1:] for t in TABLES], ids=[t[0] for t in TABLES]
)
def test_a_wrong_table_is_reported_at_the_wrong_value(
    table: str, right: str, wrong: str, message: str, stories: Path
) -> None:
    path = stories / table
    content = path.read_text("utf-8")
    assert content.count(right) == 1
    path.write_text(content.replace(right, wrong), "utf-8")
    assert f"stories/{table}:{message}" in told(stories)


@pytest.mark.parametrize(
    ("right", "neighbour"),
    [
        # a commune of today has no successor; a district need not have one either
        ("- {id: vinh-long/tra-on,", "- {id: vinh-long/tra-on/tich-thien, name: Tích Thiện, "
         "type: xa, code: null, successor: 2025/vinh-long}\n- {id: vinh-long/tra-on,"),
        ("code: null, until: 2025-06-30, successor: 2025/vinh-long}\n- {id: vinh-long/tra-on",
         "code: null}\n- {id: vinh-long/tra-on"),
    ],
)  # fmt: skip
def test_a_table_with_one_unit_more_or_less_is_right(
    right: str, neighbour: str, stories: Path
) -> None:
    path = stories / "localities.yml"
    content = path.read_text("utf-8")
    assert content.count(right) == 1
    path.write_text(content.replace(right, neighbour), "utf-8")
    assert told(stories) == []


def test_the_only_unit_of_a_table_is_not_proposed_as_its_own_successor(
    stories: Path, write: Write
) -> None:
    write("localities.yml", "- {id: a, name: A, type: tinh, code: null, successor: aa}\n")
    assert told(stories)[0] == (
        "stories/localities.yml:1:55: đơn vị kế tiếp “aa” không có trong bảng; gần nhất: –"
    )


def test_one_circle_is_told_at_each_of_its_units(stories: Path) -> None:
    path = stories / "localities.yml"
    content = path.read_text("utf-8").replace(
        "successor: 2025/vinh-long/tan-thuy", "successor: ben-tre/ba-tri/an-thuy"
    )
    path.write_text(content, "utf-8")
    assert [line.partition(": ")[0] for line in told(stories)] == [
        "stories/localities.yml:7:110",
        "stories/localities.yml:8:99",
    ]


# All together.


def test_problems_come_sorted_each_once_from_every_file(stories: Path, write: Write) -> None:
    write("tap-the/b.md", story(kind="tap-the", since=2030, locality="x", date="2026-07-01"))
    write("ca-nhan/a.md", story(fields=["x"], until=2030))
    found = told(stories)
    assert [line.partition(": ")[0] for line in found] == [
        f"{A}:6:10",
        f"{A}:10:8",
        "stories/tap-the/b.md:5:11",
        "stories/tap-the/b.md:9:7",
        "stories/tap-the/b.md:10:8",
    ]


def test_a_table_that_cannot_be_read_does_not_blame_the_stories(
    stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story())
    write("programme.yml", "reported: []\n")
    for table in ("taxonomy.yml", "localities.yml"):
        write(table, "a: [\n")
    assert {line.partition(":")[0] for line in told(stories)} == {
        "stories/taxonomy.yml",
        "stories/localities.yml",
    }


def test_a_table_of_places_that_cannot_be_read_does_not_blame_the_reports(
    stories: Path, write: Write
) -> None:
    write("localities.yml", "a: [\n")
    assert {line.partition(":")[0] for line in told(stories)} == {"stories/localities.yml"}


@pytest.mark.parametrize(
    ("table", "content"),
    [
        # an empty table of places
        ("localities.yml", "[]\n"),
        # a vocabulary without fields, or without the levels that a story names
        ("taxonomy.yml", "abbreviations: {}\n"),
        (
            "taxonomy.yml",
            "fields: [{id: y-te, label: Y, description: Y.}]\n"
            "groups: [{id: nhom, label: N, description: N., fields: [y-te]}]\n",
        ),
    ],
)
def test_a_table_too_empty_for_its_stories_is_a_problem(
    table: str, content: str, stories: Path, write: Write
) -> None:
    write("programme.yml", "reported: []\n")
    write("ca-nhan/a.md", story(recognitions=[{"title": "A", "level": "xa"}]))
    write(table, content)
    assert told(stories) != []


@pytest.mark.parametrize(
    "content",
    [
        story(date="0900-01-01"),
        story(BODY, sources=[{"title": "T", "publisher": "P", "date": "0012"}]),
    ],
)
def test_a_date_before_1900_is_a_problem(content: str, stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", content)
    assert told(stories) != []
