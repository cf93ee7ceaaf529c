"""Withdrawing a story, and erasing it together with its address."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT
from factories import story
from test_build_site import build

from exemplars import FaultError, ProblemsError, Settings, publish
from exemplars.checking import check
from exemplars.command import main
from exemplars.erasing import FILE, Erased, erase, parse_erased
from exemplars.reading import read

Write = Callable[[str, str], Path]

SETTINGS = Settings(name="Gương", url="https://x.vn/")
NAME = "Trịnh Thị Ngọc Quế"
TRACES = ("Trịnh Thị Ngọc Quế", "Ngọc Quế", "trinh-thi-ngoc-que", "Bảy Quế", "bánh phồng Sơn Đốc")


def portrait(**changes: object) -> str:
    """Return a story whose person, nickname and craft appear nowhere else."""
    return story(
        body="Bà Bảy Quế làm bánh phồng Sơn Đốc.\n",
        name=NAME,
        title="Bà Bảy Quế và chiếc bánh phồng Sơn Đốc",
        summary="Bà Ngọc Quế giữ nghề bánh phồng Sơn Đốc.",
        other_names=["Bảy Quế"],
        tags=["bánh phồng Sơn Đốc"],
        recognitions=[{"title": "Nghệ nhân bánh phồng Sơn Đốc", "year": 2020}],
        **changes,
    )


def erased(root: Path) -> Erased:
    """Return the erased addresses of a stories folder."""
    return parse_erased((root / FILE).read_text("utf-8"), f"stories/{FILE}")


def texts(site: Path) -> dict[str, str]:
    """Return every text file of a built site, by its path."""
    kinds = {".html", ".xml", ".json", ".txt", ".csv", ".svg"}
    return {
        path.relative_to(site).as_posix(): path.read_text("utf-8")
        for path in site.rglob("*")
        if path.suffix in kinds
    }


def test_a_withdrawn_person_is_nowhere_outside_the_tombstones_own_address(
    write: Write, stories: Path, tmp_path: Path
) -> None:
    write("ca-nhan/ba-an.md", story(tags=["bánh phồng Sơn Đốc".replace("bánh", "BÁNH")]))
    write("ca-nhan/trinh-thi-ngoc-que.md", portrait())
    assert build(stories, tmp_path / "before").returncode == 0
    shown = texts(tmp_path / "before")
    assert sum(NAME in text for text in shown.values()) > 5

    write("ca-nhan/ba-an.md", story())
    write("ca-nhan/trinh-thi-ngoc-que.md", "---\nstatus: withdrawn\ndate: 2026-01-05\n---\n")
    assert build(stories, tmp_path / "after").returncode == 0
    own = "guong/trinh-thi-ngoc-que/index.html"
    for path, text in texts(tmp_path / "after").items():
        found = [trace for trace in TRACES if trace in text]
        assert found in ([], ["trinh-thi-ngoc-que"] if path == own else []), path
    assert not list((tmp_path / "after").rglob("*ngoc-que*/*.webp"))


def test_a_story_that_links_to_a_withdrawn_one_is_told(write: Write, stories: Path) -> None:
    write("ca-nhan/ba-an.md", story(body="Xem [bà Quế](trinh-thi-ngoc-que.md).\n"))
    write("ca-nhan/trinh-thi-ngoc-que.md", "---\nstatus: withdrawn\ndate: 2026-01-05\n---\n")
    library, problems = read(stories, "stories", date(2026, 11, 24))
    assert [p.code for p in (*problems, *check(library))] == ["link-story"]


def test_an_erased_story_leaves_a_hash_and_nothing_else(write: Write, stories: Path) -> None:
    write("ca-nhan/trinh-thi-ngoc-que.md", portrait())
    assert erase(stories, "stories", "trinh-thi-ngoc-que") == "ca-nhan/trinh-thi-ngoc-que.md"
    assert not (stories / "ca-nhan/trinh-thi-ngoc-que.md").exists()
    content = (stories / FILE).read_text("utf-8")
    assert not any(trace in content for trace in TRACES)
    assert "trinh-thi-ngoc-que" in erased(stories)
    assert "ba-an" not in erased(stories)


def test_the_reading_copy_goes_with_the_story(write: Write, stories: Path, tmp_path: Path) -> None:
    write("ca-nhan/ba-an.md", story())
    write("ca-nhan/trinh-thi-ngoc-que.md", portrait())

    def copies() -> set[str]:
        site = publish(stories, "stories", date(2026, 11, 24), SETTINGS, tmp_path / "cache")
        return {address for address in site.files if address.endswith("/loa.txt")}

    assert copies() == {"/guong/ba-an/loa.txt", "/guong/trinh-thi-ngoc-que/loa.txt"}
    erase(stories, "stories", "trinh-thi-ngoc-que")
    assert copies() == {"/guong/ba-an/loa.txt"}


def test_a_story_with_photos_is_erased_with_its_folder(write: Write, stories: Path) -> None:
    write("ca-nhan/ba-an/index.md", story())
    write("ca-nhan/ba-an/anh.jpg", "x")
    erase(stories, "stories", "ba-an")
    assert not (stories / "ca-nhan/ba-an").exists()


def test_erasing_one_more_keeps_those_before(write: Write, stories: Path) -> None:
    for slug in ("ba-an", "ba-be"):
        write(f"ca-nhan/{slug}.md", story())
        erase(stories, "stories", slug)
    assert "ba-an" in erased(stories)
    assert "ba-be" in erased(stories)


def test_the_same_slug_has_another_hash_in_another_repository(
    write: Write, stories: Path, tmp_path: Path
) -> None:
    write("ca-nhan/ba-an.md", story())
    other = tmp_path / "other"
    (other / "ca-nhan").mkdir(parents=True)
    (other / "ca-nhan/ba-an.md").write_text(story(), "utf-8")
    erase(stories, "stories", "ba-an")
    erase(other, "other", "ba-an")
    assert erased(stories).hashes.isdisjoint(erased(other).hashes)


def test_an_erased_address_is_not_given_again(write: Write, stories: Path) -> None:
    write("ca-nhan/ba-an.md", story())
    erase(stories, "stories", "ba-an")
    write("ca-nhan/ba-an.md", story())
    library, problems = read(stories, "stories", date(2026, 11, 24))
    assert [str(p) for p in (*problems, *check(library))] == [
        "stories/ca-nhan/ba-an.md:2:1: địa chỉ “ba-an” đã bị xóa hẳn theo yêu cầu; hãy đặt tên tệp khác"
    ]


def test_a_story_that_is_not_there_cannot_be_erased(stories: Path) -> None:
    with pytest.raises(FaultError, match="không có câu chuyện nào ở địa chỉ “ba-an”"):
        erase(stories, "stories", "ba-an")


def test_the_command_erases_and_says_what_to_do_next(
    write: Write,
    stories: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("ca-nhan/ba-an.md", story())
    monkeypatch.chdir(stories.parent)
    assert main(["erase", "ba-an"]) == 0
    said = "đã xóa stories/ca-nhan/ba-an.md; hãy ghi nhận (commit) cùng stories/erased.txt\n"
    assert capsys.readouterr().out == said
    assert main(["erase", "ba-an"]) == 1
    assert main(["check"]) == 0


SALT = "# salt: " + "0" * 32
HASH = "a" * 64
RESTORE = "không phải mã băm; hãy khôi phục tệp này từ lịch sử, đừng sửa tay"


@pytest.mark.parametrize(
    ("content", "hashes"),
    [
        # nothing was erased yet
        ("", 0),
        ("# lời ghi\n", 0),
        (f"{SALT}\n", 0),
        # comments and empty lines between
        (f"# lời ghi\n{SALT}\n\n{HASH}\n{'b' * 64}\n", 2),
    ],
)
def test_a_list_of_erased_addresses_is_read(content: str, hashes: int) -> None:
    assert len(parse_erased(content, FILE).hashes) == hashes


@pytest.mark.parametrize(
    ("content", "found"),
    [
        # a name, a hash cut short, in capitals, or with a space: the address might come back
        (f"{SALT}\n{HASH}\nba-an\n", [f"3:1: dòng “ba-an” {RESTORE}"]),
        (f"{SALT}\n{HASH[1:]}\n", [f"2:1: dòng “{HASH[:59]}…” {RESTORE}"]),
        (f"{SALT}\n{HASH.upper()}\n", [f"2:1: dòng “{HASH[:59].upper()}…” {RESTORE}"]),
        (f"{SALT}\n {HASH}\n", [f"2:1: dòng “ {HASH[:58]}…” {RESTORE}"]),
        # each line
        (f"x\n{SALT}\ny\n", [f"1:1: dòng “x” {RESTORE}", f"3:1: dòng “y” {RESTORE}"]),
        # without its salt no hash means anything
        (f"{HASH}\n", [f"1:1: dòng “# salt:” {RESTORE}"]),
        (f"# salt: 12\n{HASH}\n", [f"1:1: dòng “# salt:” {RESTORE}"]),
    ],
)
def test_a_list_of_erased_addresses_that_cannot_be_read_is_told(
    content: str, found: list[str], write: Write, stories: Path
) -> None:
    write("ca-nhan/ba-an.md", story())
    write(FILE, content)
    _, problems = read(stories, "stories", date(2026, 11, 24))
    assert [str(problem) for problem in problems] == [f"stories/{FILE}:{line}" for line in found]


def test_an_erased_list_in_another_encoding_is_told(write: Write, stories: Path) -> None:
    write("ca-nhan/ba-an.md", story())
    (stories / FILE).write_bytes(b"\xff\xfe" + SALT.encode("utf-16-le"))
    _, problems = read(stories, "stories", date(2026, 11, 24))
    assert [(p.path, p.code) for p in problems] == [(f"stories/{FILE}", "encoding-known")]


def test_nothing_is_erased_beside_a_list_that_cannot_be_read(write: Write, stories: Path) -> None:
    path = write("ca-nhan/ba-an.md", story())
    write(FILE, "x\n")
    with pytest.raises(ProblemsError):
        erase(stories, "stories", "ba-an")
    assert path.is_file()
    assert (stories / FILE).read_text("utf-8") == "x\n"


# --- addresses for ever ---


def slugs_of_history(repository: Path) -> set[str]:
    """Return every slug that a story file ever had on the present branch."""
    command = ["git", "log", "--format=", "--name-only", "--diff-filter=ACR", "--", "stories"]
    listed = subprocess.run(
        command, cwd=repository, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    paths = [Path(line) for line in listed if line.endswith(".md") and line.count("/") > 1]
    return {path.parent.name if path.name == "index.md" else path.stem for path in paths}


def test_every_address_that_ever_was_still_answers() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("no history here: not a git checkout")
    library, problems = read(ROOT / "stories", "stories", date.max)
    assert problems == []
    answers = {document.slug for document in library.documents} | set(library.by_alias)
    lost = {slug for slug in slugs_of_history(ROOT) - answers if slug not in library.erased}
    assert lost == set(), "mỗi địa chỉ cũ cần một bí danh (aliases), một trang báo gỡ, hoặc erase"


def test_the_history_is_read_with_its_renames(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        options = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", *options, *arguments], cwd=tmp_path, check=True, capture_output=True)

    (tmp_path / "stories/ca-nhan").mkdir(parents=True)
    (tmp_path / "stories/ca-nhan/cu.md").write_text(story(), "utf-8")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    git("mv", "stories/ca-nhan/cu.md", "stories/ca-nhan/moi.md")
    git("commit", "-qm", "two")
    assert slugs_of_history(tmp_path) == {"cu", "moi"}
