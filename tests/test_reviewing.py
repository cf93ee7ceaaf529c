"""Tests for reviewing.py, presenting.py and ``exemplars review``."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import EXAMPLE, ROOT
from factories import story
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from exemplars import Settings
from exemplars.command import main
from exemplars.erasing import erase
from exemplars.presenting import ROWS_LIMIT, _plain, write_page, write_summary
from exemplars.problem import Place, Problem
from exemplars.reviewing import Change, Review, Row, _take_out, review

Write = Callable[[str, str], Path]

TODAY = date(2026, 6, 1)
SETTINGS = Settings(name="Gương", url="https://x.vn/")
STYLE = (ROOT / "docs/assets/site.css").read_text("utf-8")
OTHER = story(name="Nguyễn Văn Mẫu", summary="Ông Mẫu ở xã An Đức đắp đường.")


@pytest.fixture
def former(stories: Path, write: Write) -> Path:
    """Two stories; return a copy of the folder, from before the test changes it."""
    write("ca-nhan/ba-an.md", story())
    write("ca-nhan/ong-mau.md", OTHER)
    return shutil.copytree(stories, stories.with_name("former"))


def reviewed(stories: Path, former: Path) -> Review:
    """Review the stories folder."""
    return review(stories, former, TODAY, SETTINGS)


def told(found: Review) -> list[tuple[str, str, str]]:
    """Return what happened to which story."""
    return [(change.what, change.file, change.name) for change in found.changes]


def rows(found: Review) -> list[tuple[str, str, int, int]]:
    """Return the numbers that moved."""
    assert found.rows is not None
    return [(row.dimension, row.label, row.before, row.after) for row in found.rows]


# --- what differs ---


def test_the_same_stories_are_no_change(stories: Path, former: Path) -> None:
    found = reviewed(stories, former)
    assert (found.changes, found.tables, found.problems, found.rows) == ((), (), (), ())
    assert found.pages == {}


def test_a_new_story_is_told_with_its_numbers_and_its_page(
    stories: Path, former: Path, write: Write
) -> None:
    write("tap-the/to-mau.md", story(name="Tổ Mẫu", kind="tap-the", fields=["giao-duc"]))
    found = reviewed(stories, former)
    assert told(found) == [("added", "tap-the/to-mau.md", "Tổ Mẫu")]
    assert rows(found) == [
        ("total", "Tất cả câu chuyện", 2, 3),
        ("kind", "Tập thể", 0, 1),
        ("field", "Giáo dục", 0, 1),
        ("locality", "tỉnh Bến Tre", 2, 3),
        ("locality", "huyện Ba Tri, tỉnh Bến Tre", 2, 3),
        ("locality", "xã An Đức, huyện Ba Tri, tỉnh Bến Tre", 2, 3),
    ]
    assert list(found.pages) == ["/guong/to-mau/"]
    assert "<h1>Tổ Mẫu</h1>" in found.pages["/guong/to-mau/"]


def test_a_changed_word_is_a_change_without_numbers(
    stories: Path, former: Path, write: Write
) -> None:
    write("ca-nhan/ba-an.md", story(body="Lời khác.\n"))
    found = reviewed(stories, former)
    assert told(found) == [("changed", "ca-nhan/ba-an.md", "Nguyễn Thị Ân")]
    assert rows(found) == []
    assert "Lời khác." in found.pages["/guong/ba-an/"]


def test_a_story_under_another_address_is_told_once(
    stories: Path, former: Path, write: Write
) -> None:
    (stories / "ca-nhan/ba-an.md").unlink()
    write("ca-nhan/nguyen-thi-an.md", story(aliases=["ba-an"]))
    found = reviewed(stories, former)
    assert told(found) == [("moved", "ca-nhan/nguyen-thi-an.md", "Nguyễn Thị Ân")]
    assert found.problems == ()


def test_an_alias_of_something_else_is_no_move(stories: Path, former: Path, write: Write) -> None:
    write("ca-nhan/moi.md", story(name="Trần Văn Mẫu", aliases=["chua-he-co"]))
    assert told(reviewed(stories, former))[0][0] == "added"


def test_a_draft_is_told_and_not_shown(stories: Path, former: Path, write: Write) -> None:
    write("ca-nhan/moi.md", story(status="draft"))
    found = reviewed(stories, former)
    assert told(found) == [("draft", "ca-nhan/moi.md", "Nguyễn Thị Ân")]
    assert found.pages == {}


def test_a_withdrawn_story_is_told_without_its_name(
    stories: Path, former: Path, write: Write
) -> None:
    write("ca-nhan/ba-an.md", "---\nstatus: withdrawn\ndate: 2026-02-03\n---\n")
    found = reviewed(stories, former)
    assert told(found) == [("withdrawn", "ca-nhan/ba-an.md", "")]
    assert rows(found)[0] == ("total", "Tất cả câu chuyện", 2, 1)
    assert "Ân" not in write_summary(found)
    assert "Nguyễn Thị Ân" not in write_page(found, STYLE, SETTINGS)


def test_an_erased_story_is_told_without_its_name(stories: Path, former: Path) -> None:
    erase(stories, "stories", "ba-an")
    found = reviewed(stories, former)
    assert told(found) == [("erased", "ca-nhan/ba-an.md", "")]
    assert (found.problems, found.tables) == ((), ("erased.txt",))


def test_an_address_that_would_stop_answering_has_to_be_mended(stories: Path, former: Path) -> None:
    (stories / "ca-nhan/ba-an.md").unlink()
    found = reviewed(stories, former)
    assert told(found) == [("lost", "ca-nhan/ba-an.md", "")]
    assert list(map(str, found.problems)) == [
        f"{stories}/ca-nhan/ba-an.md:1:1: tệp này đã bị xóa nên địa chỉ “ba-an” không còn trả lời; "
        "nếu chỉ đổi tên tệp, hãy thêm ba-an vào mục aliases của tệp mới; nếu gỡ bài, hãy để lại "
        "tệp với hai mục status: withdrawn và date; nếu phải xóa hẳn, hãy chạy "
        "exemplars erase ba-an"
    ]
    assert rows(found)[0] == ("total", "Tất cả câu chuyện", 2, 1)


def test_a_changed_photo_is_a_change_of_its_story(
    stories: Path, former: Path, write: Write
) -> None:
    for root in (stories, former):
        (root / "ca-nhan/ba-an.md").unlink()
        (root / "ca-nhan/ba-an").mkdir()
    write("ca-nhan/ba-an/index.md", photographed())
    shutil.copy(stories / "ca-nhan/ba-an/index.md", former / "ca-nhan/ba-an/index.md")
    draw(stories / "ca-nhan/ba-an/bep.png", "red")
    draw(former / "ca-nhan/ba-an/bep.png", "red")
    assert told(reviewed(stories, former)) == []
    draw(stories / "ca-nhan/ba-an/bep.png", "blue")
    assert told(reviewed(stories, former)) == [
        ("changed", "ca-nhan/ba-an/index.md", "Nguyễn Thị Ân")
    ]


def test_a_review_encodes_no_photo(
    stories: Path, former: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("ca-nhan/ba/index.md", photographed())
    draw(stories / "ca-nhan/ba/bep.png", "red")
    monkeypatch.setattr("exemplars.photos.encode", None)
    assert list(reviewed(stories, former).pages) == ["/guong/ba/"]


def test_a_changed_table_is_named_and_its_labels_are_the_new_ones(
    stories: Path, former: Path
) -> None:
    table = stories / "taxonomy.yml"
    table.write_text(table.read_text("utf-8").replace("label: Y tế", "label: Sức khỏe"), "utf-8")
    (stories / "README.md").write_text("x")
    found = reviewed(stories, former)
    assert found.tables == ("taxonomy.yml", "README.md")
    assert rows(found) == []


def test_everything_is_new_where_there_was_nothing(
    stories: Path, former: Path, tmp_path: Path
) -> None:
    assert former.is_dir()
    (tmp_path / "empty").mkdir()
    found = reviewed(stories, tmp_path / "empty")
    assert [what for what, _, _ in told(found)] == ["added", "added"]
    assert rows(found)[0] == ("total", "Tất cả câu chuyện", 0, 2)


# --- what is at fault ---


def test_a_story_at_fault_is_told_and_the_others_are_shown(
    stories: Path, former: Path, write: Write
) -> None:
    write("ca-nhan/ba-an.md", story(until=2027))
    write("ca-nhan/moi.md", story(name="Trần Văn Mẫu"))
    write("ca-nhan/hong.md", "x")
    found = reviewed(stories, former)
    assert [problem.code for problem in found.problems] == ["year-future", "front-missing"]
    assert list(found.pages) == ["/guong/moi/"]
    assert found.rows is None
    assert (stories / "ca-nhan/hong.md").is_file()


def test_a_photo_is_shown_also_where_another_story_is_at_fault(
    stories: Path, former: Path, write: Write
) -> None:
    write("ca-nhan/ba-an.md", "x")
    write("ca-nhan/ba/index.md", photographed())
    draw(stories / "ca-nhan/ba/bep.png", "red")
    page = write_page(reviewed(stories, former), STYLE, SETTINGS)
    assert len(Links(page).loads) == 1


def test_a_story_that_links_to_one_at_fault_is_left_out_with_it(
    stories: Path, former: Path, write: Write
) -> None:
    write("ca-nhan/ba-an.md", story(until=2027))
    write("ca-nhan/ong-mau.md", OTHER + "\nNhư [bà Ân](ba-an.md).\n")
    write("ca-nhan/moi.md", story(name="Trần Văn Mẫu"))
    assert list(reviewed(stories, former).pages) == ["/guong/moi/"]


def test_a_table_at_fault_leaves_nothing_to_show(stories: Path, former: Path, write: Write) -> None:
    write("ca-nhan/moi.md", story(name="Trần Văn Mẫu"))
    write("taxonomy.yml", "x: [\n")
    found = reviewed(stories, former)
    assert (found.pages, found.rows) == ({}, None)
    assert found.problems


def test_numbers_are_not_compared_with_what_was_at_fault(
    stories: Path, former: Path, write: Write
) -> None:
    (former / "ca-nhan/ba-an.md").write_text("x")
    write("ca-nhan/moi.md", story(name="Trần Văn Mẫu"))
    found = reviewed(stories, former)
    assert (found.rows, found.problems) == (None, ())
    assert list(found.pages) == ["/guong/ba-an/", "/guong/moi/"]


def test_a_folder_behind_a_link_is_never_touched(
    stories: Path, former: Path, tmp_path: Path, write: Write
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.md").write_text("x")
    write("tap-the/hong.md", "x")
    shutil.rmtree(stories / "ca-nhan")
    (stories / "ca-nhan").symlink_to(outside)
    (stories / "tap-the/y").symlink_to(outside)
    assert reviewed(stories, former).pages == {}
    faults = [Problem(f"stories/{kind}/x.md", Place(), "x", "x") for kind in ("ca-nhan", "tap-the")]
    assert not _take_out(stories, "stories", faults)
    assert (outside / "x.md").read_text() == "x"


def test_warnings_are_told_of_changed_stories_only(
    stories: Path, former: Path, write: Write
) -> None:
    for root in (stories, former):
        (root / "ca-nhan/cu.md").write_text(story(body="Gọi 0912 345 678.\n"), "utf-8")
    write("ca-nhan/moi.md", story(body="Gọi 0912 345 678.\n"))
    found = reviewed(stories, former)
    assert [Path(warning.path).name for warning in found.warnings] == ["moi.md"]
    assert found.problems == ()


# --- the page ---


def photographed() -> str:
    """Return a story with a photo."""
    photo = {"file": "bep.png", "alt": "Bếp", "credit": "Lê Mẫu", "licence": "CC BY 4.0"}
    return story(photos=[{**photo, "consent": True}])


def draw(path: Path, colour: str) -> None:
    """Write a photo of 1,200 pixels."""
    Image.new("RGB", (1200, 300), colour).save(path)


class Links(HTMLParser):
    """Collects ids, and what a page would load or lead to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.loads: list[str] = []
        self.hrefs: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect."""
        self.tags.add(tag)
        for name, value in attrs:
            found = {"id": self.ids, "src": self.loads, "srcset": self.loads, "href": self.hrefs}
            if name in found:
                found[name].append(value or "")


@pytest.fixture
def page(stories: Path, former: Path, write: Write) -> str:
    """The page of a change of three stories, one with a photo, one that links to another."""
    write(
        "ca-nhan/ba-an.md",
        story(body="Như [tổ Mẫu](../tap-the/to-mau/index.md).\n\n## Việc\n\nx\n"),
    )
    write("ca-nhan/ong-mau.md", OTHER + "\n## Việc\n\nx\n")
    write("tap-the/to-mau/index.md", photographed().replace("ca-nhan", "tap-the"))
    draw(stories / "tap-the/to-mau/bep.png", "red")
    return write_page(reviewed(stories, former), STYLE, SETTINGS)


def test_the_page_needs_nothing_but_itself(page: str) -> None:
    links = Links(page)
    assert links.loads
    assert all(load.startswith("data:image/webp;base64,") for load in links.loads)
    assert not {"script", "link", "iframe", "base", "form", "object"} & links.tags
    assert not re.search(r"""url\((?!["']data:)|@import""", page)


def test_the_policy_admits_exactly_the_style_of_the_page(page: str) -> None:
    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    assert re.findall(r'http-equiv="Content-Security-Policy" content="(.*?)"', page) == [
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    ]
    assert len(style) == 1
    assert "prefers-color-scheme: dark" in style[0]
    assert '<meta name="viewport" content="width=device-width,initial-scale=1">' in page


def test_a_photo_is_put_in_no_broader_than_a_page_needs(page: str) -> None:
    pictures = Links(page).loads
    sizes = set()
    for picture in pictures:
        content = base64.b64decode(picture.removeprefix("data:image/webp;base64,"))
        with Image.open(io.BytesIO(content)) as image:
            sizes.add(image.size)
    assert sizes == {(960, 240), (480, 120)}


def test_every_id_is_there_once_and_every_link_within_leads_to_one(page: str) -> None:
    links = Links(page)
    assert len(links.ids) == len(set(links.ids))
    within = {href[1:] for href in links.hrefs if href.startswith("#")}
    assert {"ba-an", "ong-mau", "to-mau"} <= within <= set(links.ids)
    assert {"ba-an--muc-viec", "ong-mau--muc-viec"} <= set(links.ids)


def test_other_links_lead_to_the_published_site(page: str) -> None:
    others = [href for href in Links(page).hrefs if not href.startswith("#")]
    assert others
    assert all(href.startswith("https://") for href in others)
    assert "https://x.vn/ca-nhan/" in others


def test_a_style_loads_nothing_from_beside_it(stories: Path, former: Path) -> None:
    style = 'a { b: url(x.svg) c; d: URL("https://y.vn/z"); e: url("data:f)") }\r\n'
    page = write_page(reviewed(stories, former), style, SETTINGS)
    assert '<style>a { b: none c; d: none; e: url("data:f)") }\n</style>' in page


def test_a_style_cannot_end_its_element(stories: Path, former: Path) -> None:
    page = write_page(reviewed(stories, former), "a</style><script>b", SETTINGS)
    assert "<style>a<\\/style><script>b</style>" in page


def test_the_page_says_what_is_to_be_mended_and_escapes_it(
    stories: Path, former: Path, write: Write
) -> None:
    write("ca-nhan/ba-an.md", story(name="<script>x</script>", until="<b>"))
    page = write_page(reviewed(stories, former), STYLE, SETTINGS)
    assert "<h2>Cần sửa</h2>" in page
    assert "không phải “&lt;b&gt;”" in page
    assert "<script" not in page
    assert "Chưa so được số liệu trước và sau" in page


def test_nothing_changed_is_said(stories: Path, former: Path) -> None:
    page = write_page(reviewed(stories, former), STYLE, SETTINGS)
    assert "<p>Không câu chuyện nào thay đổi.</p>" in page
    assert "<p>Số liệu thống kê không đổi.</p>" in page


# --- the lines of Markdown ---


def some(**changes: object) -> Review:
    """Return a review."""
    values: dict[str, object] = {
        "changes": (), "tables": (), "problems": (), "warnings": (), "rows": (),
        "library": None, "pages": {},
    }  # fmt: skip
    return Review(**(values | changes))  # type: ignore[arg-type]


def test_the_summary_says_everything_in_lines() -> None:
    problem = Problem("stories/ca-nhan/a.md", Place(3, 2), "x", "sai")
    found = some(
        changes=(Change(what="added", file="ca-nhan/a.md", slug="a", name="Nguyễn Văn Mẫu"),),
        tables=("taxonomy.yml",),
        problems=(problem,),
        warnings=(problem,),
        rows=(
            Row(dimension="total", label="Tất cả câu chuyện", before=999, after=1000),
            Row(dimension="field", label="Y tế", before=1, after=0),
        ),
    )
    assert write_summary(found) == (
        "### Xem trước\n\n"
        "**1 chỗ cần sửa:**\n\n    stories/ca-nhan/a.md:3:2: sai\n\n"
        "**1 chỗ nên xem lại:**\n\n    stories/ca-nhan/a.md:3:2: sai\n\n"
        "- Câu chuyện mới: Nguyễn Văn Mẫu (`ca-nhan/a.md`)\n\n"
        "Bảng có thay đổi: taxonomy.yml.\n\n"
        "**Số liệu trước và sau:**\n"
        "- Tất cả câu chuyện: 999 → 1.000\n"
        "- Lĩnh vực: Y tế: 1 → 0\n"
    )


def test_the_summary_of_nothing_says_so() -> None:
    assert write_summary(some()) == (
        "### Xem trước\n\nKhông câu chuyện nào thay đổi.\n\nSố liệu thống kê không đổi.\n"
    )


def test_a_long_list_of_numbers_ends_with_how_many_more() -> None:
    row = Row(dimension="field", label="Y tế", before=1, after=0)
    lines = write_summary(some(rows=(row,) * (ROWS_LIMIT + 2))).splitlines()
    assert lines.count("- Lĩnh vực: Y tế: 1 → 0") == ROWS_LIMIT
    assert lines[-1] == "- … và 2 con số nữa, ghi trong bản xem trước"


@pytest.mark.parametrize(
    "name",
    ["<img src=x>", "[a](javascript:x)", "`a`", "*a*", "@nguoi-quen", "::error::x", "a\n# b", "![x](y)"],
)  # fmt: skip
def test_a_name_is_neither_a_mark_nor_a_call_nor_a_command(name: str) -> None:
    change = Change(what="added", file="ca-nhan/`a`\n.md", slug="a", name=name)
    lines = write_summary(some(changes=(change,))).splitlines()
    assert len(lines) == 5
    assert lines[2].startswith("- Câu chuyện mới: ")
    assert lines[2].endswith(" (`ca-nhan/?a??.md`)")
    words = lines[2].removeprefix("- Câu chuyện mới: ").removesuffix(" (`ca-nhan/?a??.md`)")
    assert not re.search(r"(?<!\\)[<\[`*@!]", words)
    assert not re.search(r"@\w", words)


@given(st.text())
def test_a_plain_word_reads_back_as_it_was(words: str) -> None:
    shown = _plain(words)
    back = re.sub(r"\\(.)", r"\1", shown.replace("@\u2060", "@"))
    assert back == "".join(char if char.isprintable() else "?" for char in words)


# --- the command ---


@pytest.fixture
def repository(tmp_path: Path, former: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git repository with the two stories on ``main``, as the working folder."""
    shutil.rmtree(former)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("STORIES_DIR", raising=False)
    for words in (
        ["init", "-q", "-b", "main"],
        ["add", "."],
        ["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "one"],
    ):
        subprocess.run(["git", *words], check=True)
    return tmp_path


def test_the_command_writes_page_and_summary(
    repository: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("ca-nhan/moi.md", story(name="Trần Văn Mẫu"))
    (repository / "s.md").write_text("before\n")
    words = ["review", "--changed-from", "main", "-o", "x.html", "--summary", "s.md"]
    assert main(words) == 0
    assert capsys.readouterr().out == "đã ghi bản xem trước vào x.html\n"
    assert "<h1>Trần Văn Mẫu</h1>" in (repository / "x.html").read_text("utf-8")
    summary = (repository / "s.md").read_text("utf-8")
    assert summary.startswith("before\n### Xem trước\n\n- Câu chuyện mới: Trần Văn Mẫu")


def test_without_files_the_summary_is_printed(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert repository.is_dir()
    assert main(["review", "--changed-from", "HEAD"]) == 0
    assert capsys.readouterr().out == write_summary(some())


def test_something_to_mend_is_one_and_the_page_is_written(repository: Path, write: Write) -> None:
    write("ca-nhan/moi.md", "x")
    assert main(["review", "--changed-from", "main", "-o", "x.html"]) == 1
    assert "tệp thiếu phần đầu" in (repository / "x.html").read_text("utf-8")


def test_the_sites_own_style_is_put_in(repository: Path) -> None:
    (repository / "docs/assets").mkdir(parents=True)
    (repository / "docs/assets/site.css").write_text(".a { color: red; }\n")
    assert main(["review", "--changed-from", "main", "-o", "x.html"]) == 0
    assert "<style>.a { color: red; }\n</style>" in (repository / "x.html").read_text("utf-8")


def test_an_unknown_commit_is_one_line_and_one(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert repository.is_dir()
    assert main(["review", "--changed-from", "nowhere", "-o", "x.html"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "“nowhere”" in captured.err
    assert not (repository / "x.html").exists()


def test_a_folder_that_cannot_be_written_is_one_line(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert repository.is_dir()
    assert main(["review", "--changed-from", "main", "-o", "nowhere/x.html"]) == 1
    assert capsys.readouterr().err.startswith("không ghi được vào “nowhere/x.html”: ")


def test_without_a_commit_it_is_a_wrong_call() -> None:
    with pytest.raises(SystemExit) as caught:
        main(["review"])
    assert caught.value.code == 2


def test_the_hard_cases_of_the_example_can_all_be_shown(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = review(EXAMPLE, tmp_path / "empty", date(2026, 12, 31), SETTINGS)
    links = Links(write_page(found, STYLE, SETTINGS))
    shown = {change.slug for change in found.changes if change.what in {"added", "moved"}}
    assert shown <= set(links.ids)
    assert len(links.ids) == len(set(links.ids))
    assert {href[1:] for href in links.hrefs if href.startswith("#")} <= set(links.ids)
