"""``exemplars new``: asks at a terminal, takes options elsewhere, and never overwrites."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import ROOT
from letterbox import asked

from exemplars.command import main

Capture = pytest.CaptureFixture[str]
STORY = "stories/ca-nhan/nguyen-van-mau.md"
NAMED = ["new", "--name", "Nguyễn Văn Mẫu", "--kind", "ca-nhan"]


@pytest.fixture(autouse=True)
def _in_place(stories: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand beside a stories folder, with nobody at a terminal."""
    monkeypatch.chdir(stories.parent)
    monkeypatch.delenv("STORIES_DIR", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())


def stories_there() -> list[str]:
    return sorted(path.as_posix() for path in Path("stories").rglob("*.md"))


# --- options ---


def test_options_fill_the_file_and_the_rest_stays_blank(capsys: Capture) -> None:
    options = [
        *NAMED, "--locality", "xa an duc, ba tri", "--field", "y te", "giáo dục",
        "--summary", "Ông Mẫu nấu cơm.", "--source", "Bếp cơm; Báo Mẫu; 2024",
        "--since", "2012", "--until", "2020", "--title", "Bếp: cơm", "--role", "Tổ trưởng",
        "--basis", "bao-chi",
    ]  # fmt: skip
    assert main(options) == 0
    output, errors = capsys.readouterr()
    assert output == f"{STORY}\n"
    assert errors.endswith(f"rồi chạy: exemplars check {STORY}\n")
    text = Path(STORY).read_text("utf-8")
    for line in (
        "name: Nguyễn Văn Mẫu", 'title: "Bếp: cơm"', "role: Tổ trưởng", "since: 2012",
        "until: 2020", "locality: ben-tre/ba-tri/an-duc", "fields: [y-te, giao-duc]",
        "  - title: Bếp cơm", "basis: bao-chi",
    ):  # fmt: skip
        assert f"\n{line}\n" in text
    assert main(["check"]) == 1
    assert "chưa có lời văn" in capsys.readouterr().out
    Path(STORY).write_text(text + "Mỗi sáng ông Mẫu nhóm bếp.\n", encoding="utf-8")
    assert main(["check"]) == 0


def test_a_blank_is_named_by_the_check(capsys: Capture) -> None:
    assert main(NAMED) == 0
    assert main(["check", STORY]) == 1
    said = capsys.readouterr().out
    for blank in ("summary", "locality", "fields", "basis", "sources → 1 → title"):
        assert f"mục “{blank}” để trống" in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["new"], 'chưa có tên; hãy thêm --name "Nguyễn Văn Mẫu"\n'),
        (["new", "--name", "Mẫu"], "chưa rõ cá nhân hay tập thể; hãy thêm --kind ca-nhan hoặc --kind tap-the\n"),
        (
            [*NAMED, "--locality", "Vĩnh Long"],
            "Nơi làm việc ấy\n- Có 2 nơi hợp với “Vĩnh Long”. Xin ghi lại đúng một trong các dòng sau:\n"
            "  - tỉnh Vĩnh Long (tên từ 1/7/2025)\n  - tỉnh Vĩnh Long (tên cũ)\n",
        ),
        (
            [*NAMED, "--field", "y tê giáo"],
            "Lĩnh vực\n- “y tê giáo” chưa khớp với lĩnh vực nào. Xin chọn trong các lĩnh vực sau:\n"
            "  - Y tế\n  - Giáo dục\n  - Nông nghiệp\n  - Văn hóa & nghệ thuật\n",
        ),
        ([*NAMED, "--since", "2050"], "Từ năm nào đến năm nào\n- “2050” là thời điểm chưa tới. Xin xem lại.\n"),
        (
            [*NAMED, "--slug", "../x"],
            "không dùng được địa chỉ “../x” (đã có, đã xóa hẳn, hoặc sai dạng); có thể dùng nguyen-van-mau\n",
        ),
    ],
)  # fmt: skip
def test_what_is_unclear_is_a_fault_where_nobody_can_be_asked(
    options: Sequence[str], said: str, capsys: Capture
) -> None:
    assert main(options) == 1
    assert capsys.readouterr().err == said
    assert stories_there() == []


def test_an_address_that_exists_is_never_overwritten(capsys: Capture) -> None:
    assert main(NAMED) == main(NAMED) == 0
    assert capsys.readouterr().out.split() == [STORY, "stories/ca-nhan/nguyen-van-mau-2.md"]
    assert main([*NAMED, "--slug", "nguyen-van-mau"]) == 1
    assert main([*NAMED, "--slug", "ban-khac"]) == 0
    assert "stories/ca-nhan/ban-khac.md" in stories_there()


def test_a_file_that_appears_meanwhile_is_kept(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    main(NAMED)
    before = Path(STORY).read_text("utf-8")
    monkeypatch.setattr("exemplars.addressing.is_free", lambda *_: True)
    capsys.readouterr()
    assert main([*NAMED, "--summary", "Khác."]) == 1
    assert capsys.readouterr().err == f"“{STORY}” đã có; không ghi đè\n"
    assert Path(STORY).read_text("utf-8") == before


@pytest.mark.parametrize("name", ["Nguyễn " * 20, "Ẩn Đỗ Ủy", "李先生 Lý", "Con", "8 Mẫu"])
def test_any_name_gets_an_address(name: str, capsys: Capture) -> None:
    assert main(["new", "--name", name, "--kind", "tap-the"]) == 0
    slug = Path(capsys.readouterr().out.strip()).stem
    main(["check"])
    assert f"“{slug}” không dùng làm địa chỉ" not in capsys.readouterr().out


# --- a terminal ---


def typed(*lines: str, end: bytes = b"") -> tuple[int, str]:
    """Type lines at a terminal; return the exit code and what the screen showed."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    command = [sys.executable, "-m", "exemplars", "new"]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
    ) as process:
        os.close(theirs)
        os.write(ours, "".join(f"{line}\n" for line in lines).encode() + end)
        shown = b""
        while True:
            try:
                chunk = os.read(ours, 4096)
            except OSError:  # the other side is gone
                break
            if not chunk:
                break
            shown += chunk
    os.close(ours)
    return process.returncode, shown.decode().replace("\r\n", "\n")


def test_a_person_is_asked_and_asked_again_until_all_is_clear() -> None:
    code, screen = typed(
        "", "Nguyễn Văn Mẫu",  # a name is needed
        "1",  # the first kind
        "tỉnh Vĩnh Long", "2",  # which of the two
        "1, 2",  # two fields by number
        "2050", "từ 2012",  # no year to come
        "",  # no summary yet
        "Bếp cơm; Báo Mẫu; 2024",
        "Sai Địa Chỉ", "bep-com",
    )  # fmt: skip
    assert code == 0
    assert "Chưa có tên." in screen
    assert "1. tỉnh Vĩnh Long (tên từ 1/7/2025)" in screen
    assert "“2050” là thời điểm chưa tới." in screen
    assert "không dùng được địa chỉ “Sai Địa Chỉ”" in screen
    text = Path("stories/ca-nhan/bep-com.md").read_text("utf-8")
    for line in ("kind: ca-nhan", "locality: vinh-long", "fields: [y-te, giao-duc]", "since: 2012",
                 "summary:", "  - title: Bếp cơm"):  # fmt: skip
        assert f"\n{line}\n" in text


def test_every_question_is_asked_in_the_words_of_the_contract() -> None:
    _, screen = typed("Mẫu", "1", "", "", "", "", "", "")
    for question in asked():
        shown = question.id in {"name", "kind", "place", "fields", "years", "summary", "sources"}
        assert (f"\n{question.heading}\n" in screen) == shown


def test_enter_takes_the_address_that_is_proposed() -> None:
    code, screen = typed("Nguyễn Văn Mẫu", "1", "An Đức", "", "", "", "", "")
    assert code == 0
    assert "Địa chỉ của câu chuyện sẽ là nguyen-van-mau." in screen
    assert stories_there() == [STORY]


def test_the_end_of_the_input_writes_nothing() -> None:
    code, screen = typed("Nguyễn Văn Mẫu", "1", end=b"\x04")
    assert code == 1
    assert screen.rstrip().endswith("Đã dừng; chưa ghi gì.")
    assert "Traceback" not in screen
    assert stories_there() == []


def test_ctrl_c_writes_nothing(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def interrupt() -> str:
        raise KeyboardInterrupt

    class Terminal:
        """A terminal at which somebody presses Ctrl-C."""

        @staticmethod
        def isatty() -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("builtins.input", interrupt)
    assert main(["new"]) == 130
    assert capsys.readouterr().err.endswith("\nĐã dừng; chưa ghi gì.\n")
    assert stories_there() == []
