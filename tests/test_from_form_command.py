"""``exemplars from-form``: one file inside stories/ or none, one path on standard output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT
from letterbox import form, mail

from exemplars.command import main

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_place(stories: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand beside a stories folder, as somebody who types the command does."""
    monkeypatch.chdir(stories.parent)
    monkeypatch.delenv("STORIES_DIR", raising=False)


def sent(content: str, name: str = "thu.txt") -> str:
    Path(name).write_text(content, encoding="utf-8")
    return name


def event(body: object, **changes: object) -> str:
    issue = {"number": 12, "title": "Đề cử", "body": body, "user": {"login": "mau", "id": 7}}
    Path("event.json").write_text(json.dumps({"issue": {**issue, **changes}}), encoding="utf-8")
    return "event.json"


def files() -> list[str]:
    """Return every file below the folder that the command stands in."""
    return sorted(path.as_posix() for path in Path().rglob("*") if path.is_file())


TABLES = ["stories/localities.yml", "stories/programme.yml", "stories/taxonomy.yml"]
STORY = "stories/ca-nhan/nguyen-van-mau.md"


def test_a_letter_becomes_a_story_that_passes_the_checks(capsys: Capture) -> None:
    assert main(["from-form", sent(mail())]) == 0
    output, errors = capsys.readouterr()
    assert output == f"{STORY}\n"
    assert errors.startswith(f"Đã soạn câu chuyện: {STORY}\n\nBiên tập viên xin xem lại:\n\n- ")
    assert main(["check"]) == 0
    assert main(["fmt", "--check"]) == 0


def test_an_event_is_read_as_data(capsys: Capture) -> None:
    body = form().replace("\n", "\r\n")
    title = "$(touch x) ${{ github.token }} ::error::"
    assert main(["from-form", "--event", event(body, title=title), "--report", "report.md"]) == 0
    assert capsys.readouterr().out == f"{STORY}\n"
    assert files() == ["event.json", "report.md", STORY, *TABLES]
    report = Path("report.md").read_text("utf-8")
    assert report.startswith(f"Đã soạn câu chuyện: `{STORY}`\n")
    assert "touch" not in report


def test_trouble_is_told_politely_and_nothing_is_written(capsys: Capture) -> None:
    name = sent(form(place="tỉnh Vĩnh Long", name="@ai <b>"))
    assert main(["from-form", name, "--report", "report.md"]) == 1
    output, errors = capsys.readouterr()
    assert output == ""
    assert errors.startswith("Cảm ơn bạn đã gửi câu chuyện. Còn 2 chỗ cần sửa")
    assert files() == ["report.md", *TABLES, "thu.txt"]
    report = Path("report.md").read_text("utf-8")
    assert "**3. Nơi làm việc ấy**" in report
    assert "- `@ai <b>` không giống tên người" in report


def test_a_dry_run_prints_the_path_and_writes_no_story(capsys: Capture) -> None:
    assert main(["from-form", "--dry-run", sent(form())]) == 0
    output, errors = capsys.readouterr()
    assert output == f"{STORY}\n"
    assert errors.endswith("Chỉ thử, chưa ghi gì.\n")
    assert files() == [*TABLES, "thu.txt"]


def test_what_is_there_is_never_overwritten(capsys: Capture) -> None:
    paths = []
    for _ in range(4):
        assert main(["from-form", sent(form())]) == 0
        paths.append(capsys.readouterr().out.strip())
    assert paths == [
        STORY,
        "stories/ca-nhan/nguyen-van-mau-an-duc.md",
        "stories/ca-nhan/nguyen-van-mau-2.md",
        "stories/ca-nhan/nguyen-van-mau-3.md",
    ]


def test_a_story_of_the_same_name_is_pointed_out(capsys: Capture) -> None:
    main(["from-form", sent(form())])
    capsys.readouterr()
    main(["from-form", sent(form())])
    assert "Đã có câu chuyện cùng tên: “ca-nhan/nguyen-van-mau.md”" in capsys.readouterr().err


def test_an_erased_address_does_not_come_back(capsys: Capture) -> None:
    main(["from-form", sent(form())])
    main(["erase", "nguyen-van-mau"])
    capsys.readouterr()
    assert main(["from-form", sent(form())]) == 0
    assert capsys.readouterr().out == "stories/ca-nhan/nguyen-van-mau-an-duc.md\n"


def test_an_address_that_windows_reserves_is_not_given(capsys: Capture) -> None:
    assert main(["from-form", sent(form(name="Tổ Con", kind="Tập thể", age=""))]) == 0
    assert main(["from-form", sent(form(name="Trang"))]) == 0
    assert capsys.readouterr().out.split() == [
        "stories/tap-the/to-con.md",
        "stories/ca-nhan/trang-an-duc.md",
    ]


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "..\\x", "a/../../b", "x\0y/../z"])
def test_no_name_leads_out_of_the_stories_folder(name: str, tmp_path: Path) -> None:
    main(["from-form", sent(form(name=name), "thu.txt")])
    outside = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.relative_to(tmp_path).parts[0] for path in outside} <= {"stories", "thu.txt"}


def test_a_folder_that_is_a_link_is_not_followed(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "ngoai").mkdir()
    Path("stories/ca-nhan").symlink_to(tmp_path / "ngoai", target_is_directory=True)
    assert main(["from-form", sent(form())]) == 1
    assert capsys.readouterr().err.endswith(
        "“stories/ca-nhan/nguyen-van-mau.md” nằm ngoài thư mục câu chuyện; không ghi gì\n"
    )
    assert list((tmp_path / "ngoai").iterdir()) == []


def test_another_stories_folder_may_be_named(tmp_path: Path, capsys: Capture) -> None:
    Path("stories").rename("khac")
    assert main(["from-form", sent(form()), "--output-dir", "khac"]) == 0
    assert capsys.readouterr().out == "khac/ca-nhan/nguyen-van-mau.md\n"
    assert (tmp_path / "khac/ca-nhan/nguyen-van-mau.md").is_file()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Không thấy câu trả lời nào."),
        ("1. Tên: Nguyễn".encode("utf-16"), "thu.txt:1:1: tệp viết bằng bảng mã UTF-16"),
        (
            b"T\xean: M\xe2\xfe\xff",
            "thu.txt:1:2: tệp viết bằng bảng mã TCVN3 (ABC), không phải UTF-8",
        ),
        (b"a" * (256 * 1024 + 1), "thu.txt:1:1: tệp nặng 257 KB"),
        (b"a" * 70_000, "Dài 70000 ký tự, quá mức 65536."),
        ("\ufeff1. Tên: Mẫu\n\0".encode(), "Chưa biết là cá nhân hay tập thể."),
    ],
)
def test_what_is_no_letter_is_named_as_such(content: bytes, said: str, capsys: Capture) -> None:
    Path("thu.txt").write_bytes(content)
    assert main(["from-form", "thu.txt"]) == 1
    output, errors = capsys.readouterr()
    assert output == ""
    assert said in errors


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '{"issue": []}',
        '{"issue": {"body": 1}}',
        '{"issue": {}}',
        "[" * 99999,
    ],
)
def test_what_is_no_event_is_named_as_such(content: str, capsys: Capture) -> None:
    Path("event.json").write_text(content, encoding="utf-8")
    assert main(["from-form", "--event", "event.json"]) == 1
    assert capsys.readouterr().err == (
        "“event.json” không phải sự kiện của một phiếu trên GitHub; cần có issue và body\n"
    )


@pytest.mark.parametrize("body", [None, "", "\ud800", "Chào"])
def test_an_event_without_answers_is_answered(body: str | None, capsys: Capture) -> None:
    assert main(["from-form", "--event", event(body)]) == 1
    assert "Không thấy câu trả lời nào." in capsys.readouterr().err


@pytest.mark.parametrize("name", ["khong-co.txt", "stories"])
def test_a_file_that_cannot_be_read_is_one_line(name: str, capsys: Capture) -> None:
    assert main(["from-form", name]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_tables_with_faults_are_named(capsys: Capture) -> None:
    Path("stories/taxonomy.yml").unlink()
    assert main(["from-form", sent(form())]) == 1
    assert capsys.readouterr().err.startswith("stories/taxonomy.yml:1:1: thiếu bảng này")


def test_a_folder_that_cannot_be_written_is_one_line(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", STORY)

    monkeypatch.setattr(Path, "mkdir", full)
    monkeypatch.setattr("exemplars.vetting.vet", lambda *_: [])
    monkeypatch.setattr("exemplars.nominating.vet", lambda *_: [])
    assert main(["from-form", sent(form())]) == 1
    assert capsys.readouterr().err == (
        f"không ghi được vào “{STORY}”: No space left on device\n"
    )  # fmt: skip


def test_from_a_letter_to_a_story_it_takes_less_than_two_seconds() -> None:
    command = [sys.executable, "-m", "exemplars", "from-form", "-"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    took = []
    for _ in range(3):
        start = time.monotonic()
        done = subprocess.run(
            command, input=form().encode(), env=environment, capture_output=True, check=True
        )
        took.append(time.monotonic() - start)
        assert done.stdout.startswith(b"stories/ca-nhan/nguyen-van-mau")
    assert min(took) < 2
