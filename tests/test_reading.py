"""Tests for reading.py and library.py: from files to a library."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLE
from factories import BODY, FRONT, story
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from exemplars import caching, gathering, loading, photos
from exemplars.checking import check
from exemplars.freezing import thaw
from exemplars.library import Library, Story
from exemplars.limiting import OutOfTimeError, deadline
from exemplars.markup import Body
from exemplars.model import FrontMatter, Locality
from exemplars.problem import FaultError, Place
from exemplars.reading import read

Write = Callable[[str, str], Path]

TODAY = date(2026, 6, 1)
PHOTO = {"file": "anh.png", "alt": "Bà Ân", "credit": "Lê A", "licence": "CC", "consent": True}


def told(root: Path) -> list[str]:
    """Return the messages of reading ``root``."""
    return [str(problem) for problem in sorted(read(root, "stories", TODAY)[1])]


def picture(path: Path) -> None:
    """Write a small photo."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (8, 6), "teal").save(path)


# --- what is read ---


def test_a_story_is_read_with_its_front_matter_body_and_places(stories: Path, write: Write) -> None:
    write("ca-nhan/ba-an.md", story("Một **câu**.\n\n## Cách làm\n", since=2012))
    library, problems = read(stories, "stories", TODAY)
    assert problems == []
    (found,) = library.stories
    assert found.path == "stories/ca-nhan/ba-an.md"
    assert (found.file, found.folder, found.slug) == ("ca-nhan/ba-an.md", "ca-nhan", "ba-an")
    assert found.front.name == "Nguyễn Thị Ân"
    assert found.front.since == 2012
    assert found.front.date == date(2026, 1, 2)
    assert found.body.text == "Một câu.\nCách làm"
    assert found.body_line == 12
    assert found.values["kind",] == Place(3, 7)
    assert found.keys["since",] == Place(10, 1)


@pytest.mark.parametrize("minor", [True, False])
def test_the_markdown_of_a_body_is_remembered_of_a_minor_alone(
    minor: Any, stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story("Một **câu**.\n", minor=minor))
    library, _ = read(stories, "stories", TODAY)
    assert library.stories[0].source == ("Một **câu**.\n" if minor else "")


def test_the_tables_are_read_whole(stories: Path) -> None:
    library, problems = read(stories, "stories", TODAY)
    assert problems == []
    assert list(library.fields) == ["y-te", "giao-duc", "nong-nghiep", "van-hoa"]
    assert [level.id for level in library.taxonomy.levels] == ["xa", "huyen", "tinh", "trung-uong"]
    assert library.taxonomy.abbreviations == {"CLB": "câu lạc bộ"}
    assert len(library.places) == 10
    assert [report.id for report in library.programme.reported] == [
        "ba-tri-guong",
        "ba-tri-ke-hoach",
    ]
    assert library.tables["localities.yml"][4, "id"] == Place(5, 8)
    assert library.today == TODAY


def test_stories_are_sorted_into_published_drafts_and_withdrawn(
    stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story())
    write("ca-nhan/b.md", story(status="draft"))
    write("ca-nhan/c.md", "---\nstatus: withdrawn\ndate: 2026-01-02\n---\n")
    library, problems = read(stories, "stories", TODAY)
    assert problems == []
    assert [s.slug for s in library.stories] == ["a"]
    assert [s.slug for s in library.drafts] == ["b"]
    assert [(t.slug, t.date) for t in library.tombstones] == [("c", date(2026, 1, 2))]
    assert [d.slug for d in library.documents] == ["a", "b", "c"]
    assert library.slugs == {"a", "b", "c"}


def test_people_stand_by_given_name_and_collectives_by_their_whole_name(
    stories: Path, write: Write
) -> None:
    for slug, name, kind in [
        # Đ comes after D; a tone decides only between equal letters
        ("a", "Trần Văn Đông", "ca-nhan"),
        ("b", "Lê Thị Dung", "ca-nhan"),
        ("c", "Lê Thị Dũng", "ca-nhan"),
        # one given name: the surname decides, then the middle name
        ("d", "Nguyễn Thị Ân", "ca-nhan"),
        ("e", "Nguyễn Hồng Ân", "ca-nhan"),
        ("f", "Bùi Văn Ân", "ca-nhan"),
        # a collective stands where its first word puts it
        ("g", "Câu lạc bộ Zumba", "tap-the"),
        # two of one name stand by their slugs
        ("i", "Lê Thị Dung", "ca-nhan"),
    ]:
        write(f"{kind}/{slug}.md", story(name=name, kind=kind))
    library, _ = read(stories, "stories", TODAY)
    assert "".join(s.slug for s in library.stories) == "fedgbica"


@given(st.permutations(["ân", "an", "ấn", "đa", "da", "Đỗ", "dô", "Ân Đỗ", "ZA", "ă"]))
def test_the_order_of_stories_does_not_depend_on_the_order_of_files(names: list[str]) -> None:
    made = [_story(name, f"s{sorted(names).index(name)}") for name in names]
    ordered = [s.front.name for s in sorted(made, key=lambda s: s.order)]
    assert ordered == ["an", "ă", "ân", "ấn", "da", "dô", "đa", "Ân Đỗ", "Đỗ", "ZA"]


def _story(name: str, slug: str) -> Story:
    front = FrontMatter.model_validate(
        {**FRONT, "name": name, "fields": ("y-te",), "sources": ({"title": "T", "publisher": "P"},)}
    )
    return Story(
        path=slug, file=f"ca-nhan/{slug}.md", slug=slug, values={}, keys={}, front=front,
        body=Body.of("", ""), source="", body_line=1,
    )  # fmt: skip


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(
    stories: Path, write: Write
) -> None:
    plain = write("ca-nhan/a.md", story())
    (stories / "ca-nhan/b.md").write_bytes(
        b"\xef\xbb\xbf" + plain.read_bytes().replace(b"\n", b"\r\n")
    )
    library, problems = read(stories, "stories", TODAY)
    assert problems == []
    first, second = library.stories
    assert (first.front, first.body, first.source) == (second.front, second.body, second.source)


def test_the_closing_fence_may_be_followed_by_spaces(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story().replace("---", "---  "))
    assert told(stories) == []


def test_a_line_of_hyphens_in_the_body_is_the_bodys(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story("Một.\n\n---\n\nHai.\n"))
    library, problems = read(stories, "stories", TODAY)
    assert problems == []
    assert library.stories[0].body.text == "Một.\n---\nHai."


# --- what is refused ---

A = "stories/ca-nhan/a.md"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        # the frame of the file
        (
            BODY,
            f"{A}:1:1: tệp thiếu phần đầu; dòng thứ nhất phải là --- (ba gạch nối), "
            "tiếp theo là các mục như name: Nguyễn Văn Mẫu",
        ),
        (
            "---\nname: An\nkind: ca-nhan",
            f"{A}:3:1: phần đầu chưa đóng; hãy thêm một dòng --- (ba gạch nối) sau mục cuối cùng",
        ),
        (
            "---\n" + "# dài\n" * 3000 + "---\n",
            f"{A}:2:1: phần đầu dài 21 KB, quá mức 16 KB; hãy rút ngắn",
        ),
        (
            "---\n- một\n- hai\n---\nLời.\n",
            f"{A}:2:1: phần đầu phải gồm các dòng “tên mục: giá trị”, ví dụ name: Nguyễn Văn Mẫu",
        ),
        (
            "---\n---\nLời.\n",
            f"{A}:2:1: phần đầu phải gồm các dòng “tên mục: giá trị”, ví dụ name: Nguyễn Văn Mẫu",
        ),
        ("", f"{A}:1:1: tệp trống; hãy viết câu chuyện hoặc xóa tệp"),
        (
            "a" * (256 * 1024 + 1),
            f"{A}:1:1: tệp nặng 257 KB, quá mức 256 KB; hãy rút ngắn hoặc tách ảnh ra tệp riêng",
        ),
        (
            story(""),
            f"{A}:11:1: câu chuyện chưa có lời văn; hãy viết ít nhất một câu sau phần đầu",
        ),
        # what the model refuses, at the value's own place
        (
            story(since="hai nghìn"),
            f"{A}:10:8: “since” phải là số nguyên, không phải “hai nghìn”; ghi năm, như 2012",
        ),
        (
            story(sources=[{"title": "T"}]),
            f"{A}:8:11: thiếu mục “sources → 1 → publisher”; ghi tên báo hoặc cơ quan",
        ),
        (story(nmae="x"), f"{A}:10:1: không có mục “nmae”; có phải bạn muốn viết: name?"),
        (
            story(date="2026-02-30"),
            f"{A}:9:7: “date” phải là ngày có thật, viết năm-tháng-ngày như 2020-04-06, "
            "không phải “2026-02-30”",
        ),
        (
            story(summary="x" * 301),
            f"{A}:4:10: “summary” dài quá 300 ký tự; hãy rút ngắn",
        ),
        (
            story(name="x" * 201),
            f"{A}:2:7: “name” dài quá 200 ký tự; hãy rút ngắn",
        ),
        (
            story(since=1899),
            f"{A}:10:8: “since” là năm 1899, ngoài khoảng cho phép; "
            "viết năm có bốn chữ số, từ 1900",
        ),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_reported_with_its_line(
    content: str, message: str, stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", content)
    library, problems = read(stories, "stories", TODAY)
    assert [str(p) for p in problems] == [message]
    assert library.stories == ()
    assert library.slugs == {"a"}


@pytest.mark.parametrize(
    "content",
    [
        # exactly at the limits
        story(name="x" * 200, summary="y" * 300, since=1900),
        story("a" * (256 * 1024 - len(story("").encode()))),
    ],
)
def test_a_file_at_the_limits_is_read(content: str, stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", content)
    assert told(stories) == []


def test_every_fault_of_every_file_is_told_at_once(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story("# Một\n", kind="cá nhân", date="hôm qua"))
    write("ca-nhan/b.md", "x")
    write("ca-nhan/c.txt", "x")
    (stories / "taxonomy.yml").write_text("fields: x\n")
    _, problems = read(stories, "stories", TODAY)
    assert [(p.path, p.place, p.code) for p in sorted(problems)] == [
        (A, Place(3, 7), "choice"),
        (A, Place(9, 7), "date"),
        (A, Place(11, 1), "heading-level"),
        ("stories/ca-nhan/b.md", Place(1, 1), "front-missing"),
        ("stories/ca-nhan/c.txt", Place(1, 1), "file-kind"),
        ("stories/taxonomy.yml", Place(1, 9), "type-list"),
    ]


def test_one_bad_file_does_not_hide_the_good_ones(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", "x")
    write("ca-nhan/b.md", story())
    library, problems = read(stories, "stories", TODAY)
    assert [s.slug for s in library.stories] == ["b"]
    assert [p.path for p in problems] == [A]


@pytest.mark.parametrize(
    ("content", "messages"),
    [
        (
            "---\nstatus: withdrawn\ndate: 2026-01-02\n---\n\nBà Ân.\n",
            [
                f"{A}:5:1: câu chuyện đã gỡ không được giữ lại lời văn; "
                "chỉ để hai mục status và date"
            ],
        ),
        (
            "---\nstatus: withdrawn\ndate: 2026-01-02\nname: Bà Ân\n---\n",
            [f"{A}:4:1: không có mục “name”; có phải bạn muốn viết: status, date?"],
        ),
        (
            "---\nstatus: withdrawn\n---\n",
            [f"{A}:2:1: thiếu mục “date”; ghi ngày đăng, như 2020-04-06"],
        ),
    ],
)
def test_a_withdrawn_story_keeps_neither_name_nor_text(
    content: str, messages: list[str], stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", content)
    library, problems = read(stories, "stories", TODAY)
    assert [str(p) for p in problems] == messages
    assert library.tombstones == ()


# --- tables ---


@pytest.mark.parametrize("name", ["taxonomy.yml", "localities.yml"])
def test_a_missing_table_is_reported_where_there_are_stories(
    name: str, stories: Path, write: Write
) -> None:
    (stories / name).unlink()
    assert told(stories) == []
    write("ca-nhan/a.md", story())
    assert told(stories) == [
        f"stories/{name}:1:1: thiếu bảng này trong khi đã có câu chuyện; hãy chép lại từ kho gốc"
    ]


def test_the_programme_may_be_missing(stories: Path, write: Write) -> None:
    (stories / "programme.yml").unlink()
    write("ca-nhan/a.md", story())
    library, problems = read(stories, "stories", TODAY)
    assert problems == []
    assert library.programme.reported == ()


def test_an_empty_folder_is_an_empty_library(tmp_path: Path) -> None:
    library, problems = read(tmp_path, "stories", TODAY)
    assert problems == []
    assert library == Library(root="stories", stories=(), today=TODAY, vocabulary=sha256().digest())
    assert library.date is None


REPORT = """\
reported:
  - id: x
    place: ben-tre
    label: gương
    value: 10
    unit: gương
    parts: [{label: tập thể, value: 4}, {label: cá nhân, value: 5}]
    source: {title: T, publisher: P}
"""


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "localities.yml",
            "- {id: ben-tre, name: '', type: tinh, code: null}\n",
            "stories/localities.yml:1:23: mục “1 → name” để trống; "
            "ghi họ tên hoặc tên tập thể, không kèm chức danh",
        ),
        (
            "taxonomy.yml",
            "fields:\n  - {id: y-te, label: Y tế}\n",
            "stories/taxonomy.yml:2:5: thiếu mục “fields → 1 → description”; "
            "ghi một câu giải nghĩa",
        ),
        # a total that is not the sum of its parts
        (
            "programme.yml",
            REPORT,
            "stories/programme.yml:2:5: tổng ghi 10 nhưng các phần cộng lại là 9; "
            "hãy kiểm lại nguồn, hoặc ghi rõ ở mục contradiction nếu chính nguồn mâu thuẫn",
        ),
    ],
)
def test_a_fault_in_a_table_is_reported_with_its_line(
    name: str, content: str, message: str, stories: Path, write: Write
) -> None:
    write(name, content)
    assert told(stories) == [message]


def test_the_choices_of_a_closed_word_are_listed_with_commas(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(kind="cá nhân"))
    assert told(stories) == [
        f"{A}:3:7: “kind” không nhận “cá nhân”; chọn một trong: ca-nhan, tap-the"
    ]


def test_every_choice_of_a_closed_word_is_listed(stories: Path, write: Write) -> None:
    write("localities.yml", "- {id: ben-tre, name: Bến Tre, type: làng, code: null}\n")
    assert "thi-tran" in told(stories)[0]


def test_a_message_without_a_hint_does_not_end_in_a_semicolon(stories: Path, write: Write) -> None:
    write("localities.yml", "- {id: ben-tre, name: Bến Tre, type: tinh, code: 83}\n")
    assert told(stories)[0].startswith(
        "stories/localities.yml:1:50: “1 → code” phải là chữ, không phải “83”"
    )
    assert not told(stories)[0].endswith("; ")


@pytest.mark.parametrize(
    "content",
    [
        REPORT.replace("value: 10", "value: 9"),
        f"{REPORT}    contradiction: Nguồn ghi hai số.\n",
        "\n".join(line for line in REPORT.splitlines() if "parts" not in line),
    ],
)
def test_a_total_may_add_up_or_be_the_sources_own_contradiction(
    content: str, stories: Path, write: Write
) -> None:
    write("programme.yml", content)
    assert told(stories) == []


# --- photos ---


def test_a_listed_photo_beside_the_story_is_read(stories: Path, write: Write) -> None:
    write("ca-nhan/a/index.md", story("![Bà Ân](anh.png)\n", photos=[PHOTO]))
    picture(stories / "ca-nhan/a/anh.png")
    library, problems = read(stories, "stories", TODAY)
    assert problems == []
    (photo,) = library.stories[0].photos
    assert (photo.width, photo.height, photo.photo.credit) == (8, 6, "Lê A")
    assert photo.figure in library.stories[0].body.html


I = "stories/ca-nhan/a/index.md"  # noqa: E741 - as short as A above


@pytest.mark.parametrize(
    ("listed", "lying", "message"),
    [
        (
            "anh.png",
            "",
            f"{I}:10:19: không thấy ảnh “anh.png” cạnh câu chuyện; "
            "hãy chép ảnh vào cùng thư mục với index.md hoặc sửa tên",
        ),
        # a path is no name
        (
            "../a/anh.png",
            "",
            f"{I}:10:19: không thấy ảnh “../a/anh.png” cạnh câu chuyện; "
            "hãy chép ảnh vào cùng thư mục với index.md hoặc sửa tên",
        ),
        (
            "",
            "anh.png",
            f"{I}:2:1: ảnh “anh.png” nằm cạnh câu chuyện mà không được kê ở mục photos; "
            "hãy kê đủ file, alt, credit, licence, consent hoặc xóa ảnh",
        ),
    ],
)
def test_photos_in_the_list_and_in_the_folder_are_the_same(
    listed: str, lying: str, message: str, stories: Path, write: Write
) -> None:
    write("ca-nhan/a/index.md", story(photos=[{**PHOTO, "file": listed}] if listed else None))
    if lying:
        picture(stories / "ca-nhan/a" / lying)
    assert told(stories) == [message]


def test_a_photo_beside_a_single_file_is_missing_from_its_folder(
    stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story(photos=[PHOTO]))
    assert [p.code for p in read(stories, "stories", TODAY)[1]] == ["photo-missing"]


def test_a_file_that_is_no_photo_is_reported_at_its_entry(stories: Path, write: Write) -> None:
    write("ca-nhan/a/index.md", story(photos=[PHOTO]))
    write("ca-nhan/a/anh.png", "<svg onload=alert(1)>")
    assert told(stories) == [
        f"{I}:10:19: “anh.png” không phải ảnh JPEG, PNG hay WebP đọc được; hãy lưu lại ảnh"
    ]


def test_a_photo_that_cannot_be_read_is_a_problem_not_a_traceback(
    stories: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, _: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    write("ca-nhan/a/index.md", story(photos=[PHOTO]))
    picture(stories / "ca-nhan/a/anh.png")
    monkeypatch.setattr(photos, "inspect", refuse)
    assert told(stories) != []


# --- the outside world ---


def test_a_file_that_vanishes_or_becomes_a_link_is_unreadable(
    stories: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("ca-nhan/a.md", story())

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("exemplars.loading.os.open", refuse)
    unreadable = "không đọc được tệp; hãy kiểm tra quyền đọc"
    assert f"{A}:1:1: {unreadable}" in told(stories)
    assert f"stories/taxonomy.yml:1:1: {unreadable}" in told(stories)


def test_a_story_that_is_a_link_is_told_once(stories: Path, write: Write) -> None:
    write("ca-nhan/b.md", story())
    (stories / "ca-nhan/a").mkdir()
    (stories / "ca-nhan/a/index.md").symlink_to("../b.md")
    assert [p.code for p in read(stories, "stories", TODAY)[1]] == ["file-link"]


def test_a_missing_folder_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match="không thấy thư mục câu chuyện “x”"):
        read(tmp_path / "x", "x", TODAY)


# --- the library ---


@pytest.mark.parametrize(
    ("place", "now"),
    [
        # a chain of two
        ("ben-tre/ba-tri/an-thuy", "2025/vinh-long/tan-thuy"),
        ("ben-tre/ba-tri/an-duc", "2025/vinh-long/ba-tri"),
        # districts and provinces lead to the province
        ("ben-tre/ba-tri", "2025/vinh-long"),
        ("vinh-long", "2025/vinh-long"),
        # a unit of today is itself
        ("2025/vinh-long/ba-tri", "2025/vinh-long/ba-tri"),
    ],
)
def test_each_place_has_a_unit_of_today(place: str, now: str, stories: Path) -> None:
    library, _ = read(stories, "stories", TODAY)
    assert library.now(place) == now


def test_a_circle_of_successors_ends() -> None:
    places = tuple(
        Locality(id=id_, name="X", type="xa", code=None, successor=successor)
        for id_, successor in (("a/b/c", "a/b/d"), ("a/b/d", "a/b/c"))
    )
    assert Library(root="s", stories=(), places=places).now("a/b/c") in {"a/b/c", "a/b/d"}


@pytest.mark.parametrize(
    ("place", "levels"),
    [
        ("ben-tre", ("ben-tre",)),
        ("ben-tre/ba-tri/an-duc", ("ben-tre", "ben-tre/ba-tri", "ben-tre/ba-tri/an-duc")),
        # the prefix 2025/ is no level of its own
        ("2025/vinh-long", ("2025/vinh-long",)),
        ("2025/vinh-long/ba-tri", ("2025/vinh-long", "2025/vinh-long/ba-tri")),
    ],
)
def test_the_levels_of_a_place_go_from_wide_to_narrow(place: str, levels: tuple[str, ...]) -> None:
    assert Library(root="s", stories=()).levels(place) == levels


def test_the_date_of_a_library_is_that_of_the_last_published_change(
    stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story(date="2026-01-02", updated="2026-03-04"))
    write("ca-nhan/b.md", story(date="2026-02-03"))
    write("ca-nhan/c.md", story(date="2026-05-05", status="draft"))
    library, _ = read(stories, "stories", TODAY)
    assert library.date == date(2026, 3, 4)


def test_former_slugs_lead_to_published_stories_only(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(aliases=["cu", "cu-hon"]))
    write("ca-nhan/b.md", story(aliases=["nhap"], status="draft"))
    library, _ = read(stories, "stories", TODAY)
    assert {alias: s.slug for alias, s in library.by_alias.items()} == {"cu": "a", "cu-hon": "a"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # what telephones make of three hyphens
        (story().replace("---", "—", 1), "1:1: dòng này phải là --- (ba dấu gạch nối thường), không phải “—”; điện thoại hay tự đổi gạch nối thành gạch dài"),
        (story().replace("\n---\n", "\n–-\n"), "10:1: dòng này phải là --- (ba dấu gạch nối thường), không phải “–-”; điện thoại hay tự đổi gạch nối thành gạch dài"),
        # curly quotes meant as YAML's
        (story().replace("name: ", "title: “Cô giáo: người lái đò”\nname: "), '2:16: ngoặc kép cong “ ” chỉ là chữ, không giữ được giá trị trong “title: “Cô giáo: người lái đò””; hãy dùng ngoặc kép thẳng " hoặc bỏ ngoặc'),
        (story(name="“Nguyễn Thị Ân”"), '2:7: ngoặc kép cong “ ” chỉ là chữ, không giữ được giá trị trong ““Nguyễn Thị Ân””; hãy dùng ngoặc kép thẳng " hoặc bỏ ngoặc'),
    ],
)  # fmt: skip
def test_usual_slips_of_telephones_are_named_with_the_mend(
    text: str, told: str, stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", text)
    library, problems = read(stories, "stories", TODAY)
    assert [str(p) for p in (*problems, *check(library))] == [f"{A}:{told}"]


def test_a_file_that_takes_too_long_is_refused_and_the_others_are_read(
    stories: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    render: Any = getattr(loading, "render")  # noqa: B009 - a name the module only imports

    def slow(text: str, path: str, *rest: Any) -> Any:
        end = time.process_time() + 2
        while path == A and time.process_time() < end:
            pass
        return render(text, path, *rest)

    monkeypatch.setattr(loading, "render", slow)
    monkeypatch.setattr(loading, "deadline", lambda seconds=0.1: deadline(seconds))
    write("ca-nhan/a.md", story())
    write("ca-nhan/b.md", story())
    library, problems = read(stories, "stories", TODAY)
    assert [str(problem) for problem in problems] == [
        f"{A}:1:1: đọc tệp này mất quá lâu (giới hạn là 5 giây); hãy rút ngắn và bỏ bớt dấu lạ"
    ]
    assert [found.slug for found in library.stories] == ["b"]


def test_each_file_has_the_whole_time(
    stories: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    render: Any = getattr(loading, "render")  # noqa: B009 - as above

    def slow(*given: Any) -> Any:
        end = time.process_time() + 0.2
        while time.process_time() < end:
            pass
        return render(*given)

    monkeypatch.setattr(loading, "render", slow)
    monkeypatch.setattr(loading, "deadline", lambda seconds=0.5: deadline(seconds))
    for name in "abcd":
        write(f"ca-nhan/{name}.md", story())
    assert told(stories) == []


def test_files_that_are_read_together_give_what_each_gives_alone(
    stories: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abcd":
        write(f"ca-nhan/{name}.md", story(name="*"))  # two faults
        write(f"ca-nhan/{name}-hai.md", story(body="[An](javascript:an)\n"))
        write(f"ca-nhan/{name}-ba.md", "---\nname: [An\n---\n")
        write(f"ca-nhan/{name}-bon.md", story())
    together = read(stories, "stories", TODAY)

    @contextmanager
    def over(seconds: float = 0) -> Iterator[Callable[[], object]]:
        with deadline() as begin:
            yield begin
        if seconds:  # at the last moment, when all was found
            raise OutOfTimeError

    monkeypatch.setattr(loading, "deadline", over)
    assert read(stories, "stories", TODAY) == together
    assert len(together[0].stories) == 4
    assert len({problem.code for problem in together[1]}) > 2


def test_a_photo_that_changes_while_it_is_looked_at_is_not_kept_as_it_was(
    stories: Path, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("ca-nhan/a/index.md", story(photos=[PHOTO]))
    picture = stories / "ca-nhan/a/anh.png"
    Image.new("RGB", (500, 20)).save(picture)
    inspect = photos.inspect

    def and_change(*given: Any) -> photos.PhotoFile:
        found = inspect(*given)
        Image.new("RGB", (500, 20), "red").save(picture)
        return found

    with monkeypatch.context() as patch, closing(caching.Cache(tmp_path / "kept")) as cache:
        patch.setattr(photos, "inspect", and_change)
        read(stories, "stories", TODAY, cache=cache)
    with closing(caching.Cache(tmp_path / "kept")) as cache:
        library, _ = read(stories, "stories", TODAY, cache=cache)
    assert library == read(stories, "stories", TODAY)[0]


@pytest.mark.parametrize("workers", [1, 2])
def test_what_several_processes_read_is_what_one_reads_and_is_kept_as_such(
    workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "SIZE", 3)
    monkeypatch.setattr(gathering, "TASK", 4)
    with closing(caching.Cache(tmp_path)) as cache:
        library, problems = read(EXAMPLE, "stories", TODAY, cache=cache, workers=workers)
        kept = [thaw(value) for _, value in cache.get_many([*cache.names()])]
    alone, told = read(EXAMPLE, "stories", TODAY)
    assert library == alone
    assert sorted(problems) == sorted(told)
    assert len(kept) > 1
    documents = [document for share in kept if isinstance(share, list) for document in share]
    assert sorted(documents, key=attrgetter("file")) == [*alone.documents]
