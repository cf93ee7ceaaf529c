"""Tests for folder.py: what may lie below stories/."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from factories import story

from exemplars.folder import Folder, StoryFile, explore
from exemplars.problem import FaultError

Write = Callable[[str, str], Path]


def told(root: Path) -> list[str]:
    """Return the messages about what lies below ``root``."""
    return [str(problem) for problem in explore(root, "stories").problems]


def test_a_story_is_a_file_or_a_folder_with_photos(stories: Path, write: Write) -> None:
    write("tap-the/to-nuoi-bo.md", story(kind="tap-the"))
    write("ca-nhan/ba-an/index.md", story())
    write("ca-nhan/ba-an/hai.JPG", "")
    write("ca-nhan/ba-an/anh-1.webp", "")
    folder = explore(stories, "stories")
    assert folder.problems == []
    assert folder.stories == [
        StoryFile("ca-nhan/ba-an/index.md", "ba-an", ("anh-1.webp", "hai.JPG")),
        StoryFile("tap-the/to-nuoi-bo.md", "to-nuoi-bo"),
    ]
    assert folder.tables == ["localities.yml", "programme.yml", "taxonomy.yml"]


def test_a_readme_and_the_list_of_erased_stories_may_lie_at_the_top(
    stories: Path, write: Write
) -> None:
    write("README.md", "Đọc tôi")
    write("erased.txt", "")
    assert told(stories) == []


def test_a_folder_of_stories_may_be_empty_or_missing(stories: Path) -> None:
    (stories / "ca-nhan").mkdir()
    assert explore(stories, "stories").stories == []
    assert told(stories) == []


PLACE = "tệp hay thư mục này không thuộc về đây; câu chuyện nằm trong ca-nhan/ hoặc tap-the/"
HIDDEN = "tệp ẩn không được nằm trong thư mục câu chuyện; hãy xóa nó"


def kind(found: str) -> str:
    """Return the message about a file of the wrong kind."""
    return (
        f"không nhận loại tệp “{found}” ở đây; câu chuyện là tệp .md, ảnh là .jpg, .png hoặc "
        ".webp nằm cạnh index.md trong thư mục riêng của câu chuyện"
    )


@pytest.mark.parametrize(
    ("file", "shown", "message"),
    [
        # at the top: only the tables, the readme and the two folders
        ("chuyen.md", "chuyen.md", PLACE),
        ("taxonomy.yaml", "taxonomy.yaml", PLACE),
        ("index.html", "index.html", PLACE),
        ("nhom/chuyen.md", "nhom", PLACE),
        ("README.md/chuyen.md", "README.md", PLACE),
        # in a folder of stories: only Markdown
        ("ca-nhan/chuyen.html", "ca-nhan/chuyen.html", kind(".html")),
        ("ca-nhan/hinh.svg", "ca-nhan/hinh.svg", kind(".svg")),
        ("ca-nhan/ma.js", "ca-nhan/ma.js", kind(".js")),
        ("ca-nhan/anh.jpg", "ca-nhan/anh.jpg", kind(".jpg")),
        ("ca-nhan/chuyen.MD", "ca-nhan/chuyen.MD", kind(".MD")),
        ("ca-nhan/chuyen", "ca-nhan/chuyen", kind("chuyen")),
        # hidden files, wherever they are
        (".DS_Store", ".DS_Store", HIDDEN),
        ("ca-nhan/.htaccess", "ca-nhan/.htaccess", HIDDEN),
        ("tap-the/.git/config", "tap-the/.git", HIDDEN),
    ],
)
def test_what_has_no_business_below_stories_is_refused(
    file: str, shown: str, message: str, stories: Path, write: Write
) -> None:
    write(file, "x")
    assert told(stories) == [f"stories/{shown}:1:1: {message}"]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("note.txt", kind(".txt")),
        ("other.md", kind(".md")),
        ("hinh.gif", kind(".gif")),
        (".anh.jpg", HIDDEN),
        (
            "them/anh.jpg",
            "không đặt thư mục trong thư mục của câu chuyện; hãy đưa các tệp ra ngoài",
        ),
    ],
)
def test_beside_a_story_lie_only_photos(
    file: str, message: str, stories: Path, write: Write
) -> None:
    write("ca-nhan/ba-an/index.md", story())
    write(f"ca-nhan/ba-an/{file}", "x")
    shown = file.partition("/")[0]
    assert told(stories) == [f"stories/ca-nhan/ba-an/{shown}:1:1: {message}"]


def test_a_folder_without_a_story_is_refused(stories: Path, write: Write) -> None:
    write("ca-nhan/ba-an/anh.jpg", "x")
    assert told(stories) == [
        "stories/ca-nhan/ba-an:1:1: thư mục này thiếu tệp index.md; "
        "hãy thêm câu chuyện hoặc xóa thư mục"
    ]
    assert explore(stories, "stories").stories == []


INDEX = "hãy đổi tên “{found}” thành index.md (chữ thường)"


@pytest.mark.parametrize("name", ["Index.md", "INDEX.MD"])
@pytest.mark.parametrize("photo", ["", "anh.jpg"])
def test_a_story_with_a_capital_in_its_name_is_told_once_not_missed_as_well(
    name: str, photo: str, stories: Path, write: Write
) -> None:
    for file in filter(None, (name, photo)):
        write(f"ca-nhan/ba-an/{file}", "x")
    assert told(stories) == [f"stories/ca-nhan/ba-an/{name}:1:1: {INDEX.format(found=name)}"]


LINK = "đây là liên kết tượng trưng; hãy thay bằng chính tệp mà nó trỏ tới"


@pytest.mark.parametrize(
    "link", ["taxonomy2.yml", "ca-nhan/x.md", "ca-nhan/ba-an/anh.jpg", "tap-the"]
)
def test_a_symbolic_link_is_refused_not_followed(
    link: str, stories: Path, write: Write, tmp_path: Path
) -> None:
    write("ca-nhan/ba-an/index.md", story())
    outside = tmp_path / "secret"
    outside.mkdir()
    (stories / link).symlink_to(outside)
    folder = explore(stories, "stories")
    assert [str(problem) for problem in folder.problems] == [f"stories/{link}:1:1: {LINK}"]
    assert folder.stories == [StoryFile("ca-nhan/ba-an/index.md", "ba-an")]


def test_a_dangling_link_is_named_as_a_link(stories: Path) -> None:
    (stories / "taxonomy.yml").unlink()
    (stories / "taxonomy.yml").symlink_to("/nowhere")
    folder = explore(stories, "stories")
    assert [str(problem) for problem in folder.problems] == [f"stories/taxonomy.yml:1:1: {LINK}"]
    assert folder.tables == ["localities.yml", "programme.yml"]


def test_a_pipe_is_refused_without_waiting_for_it(stories: Path) -> None:
    (stories / "ca-nhan").mkdir()
    os.mkfifo(stories / "ca-nhan/x.md")
    assert told(stories) == ["stories/ca-nhan/x.md:1:1: đây không phải tệp thường; hãy xóa nó"]


def slug_problem(name: str, proposal: str, file: str) -> str:
    """Return the message about a file name that is no address."""
    return (
        f"stories/ca-nhan/{file}:1:1: tên tệp “{name}” không dùng làm địa chỉ được; chỉ dùng chữ "
        "thường không dấu, số và gạch nối, bắt đầu bằng chữ, tối đa 60 ký tự, "
        f"ví dụ {proposal}"
    )


@pytest.mark.parametrize(
    ("name", "proposal"),
    [
        # marks, capitals, spaces, underscores
        ("Trần Thị Xem", "tran-thi-xem"),
        ("Đặng-văn", "dang-van"),
        ("ba_an", "ba-an"),
        # nothing that could be proposed
        ("桜", "ten-nhan-vat"),
        # too long: cut, without a hyphen at the end
        ("a" * 61, "a" * 60),
        (f"{'a' * 59}-b", "a" * 59),
    ],
)
def test_a_name_that_is_no_address_is_refused_with_a_proposal(
    name: str, proposal: str, stories: Path, write: Write
) -> None:
    write(f"ca-nhan/{name}.md", story())
    shown = name if len(name) <= 60 else f"{name[:59]}…"
    assert told(stories) == [slug_problem(shown, proposal, f"{name}.md")]


@pytest.mark.parametrize("name", ["a", "a" * 60, "ba-an-2", "com", "trang-2", "conn"])
def test_a_name_that_is_an_address_is_taken(name: str, stories: Path, write: Write) -> None:
    write(f"ca-nhan/{name}.md", story())
    assert told(stories) == []


@pytest.mark.parametrize("name", ["trang", "con", "aux", "nul", "com1", "lpt9", "2020", "-an"])
def test_a_reserved_name_or_one_that_begins_with_no_letter_is_refused(
    name: str, stories: Path, write: Write
) -> None:
    write(f"ca-nhan/{name}/index.md", story())
    problems = explore(stories, "stories").problems
    assert [(p.path, p.code) for p in problems] == [
        (f"stories/ca-nhan/{name}/index.md", "slug-name")
    ]


@pytest.mark.parametrize("name", ["trang", "con", "2020"])
def test_the_proposed_name_is_one_that_would_be_taken(
    name: str, stories: Path, write: Write
) -> None:
    write(f"ca-nhan/{name}.md", story())
    assert not told(stories)[0].endswith(f"ví dụ {name}")


def test_a_problem_with_a_file_is_shown_below_the_folder_as_it_was_named() -> None:
    folder = Folder(Path("/x/y"), "y")
    folder.complain("ca-nhan/a", "file-hidden")
    assert str(folder.problems[0]) == f"y/ca-nhan/a:1:1: {HIDDEN}"


def test_a_missing_folder_is_a_fault_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FaultError) as caught:
        explore(tmp_path / "no", "no")
    assert str(caught.value) == (
        "không thấy thư mục câu chuyện “no”; hãy tạo thư mục ấy hoặc sửa STORIES_DIR"
    )


def test_a_file_in_place_of_the_folder_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "stories").write_text("x")
    with pytest.raises(FaultError, match="không thấy thư mục câu chuyện “stories”"):
        explore(tmp_path / "stories", "stories")


def test_a_folder_that_cannot_be_read_is_a_fault(
    stories: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("os.scandir", refuse)
    with pytest.raises(FaultError) as caught:
        explore(stories, "stories")
    assert str(caught.value).startswith("không đọc được “")
    assert str(caught.value).endswith("”; hãy kiểm tra quyền đọc")
