"""Tests for .ci/nominate.py, with real git repositories and a ``gh`` that notes its calls."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLE, ROOT
from factories import story

NAME = "stories/ca-nhan/ong-mau.md"
STORY = story(name="Nguyễn Văn Mẫu", summary="Ông Mẫu ở xã An Đức đắp đường.")
BODY = "### Tên\n\nNguyễn Văn Mẫu\n"
HOSTILE = (
    "$(touch hit)", "`touch hit`", '"; touch hit; "', "'; touch hit; '", "\n::error::x\n::add-mask::a",
    "::set-output name=x::y", "##[add-mask]a", "--body-file=/etc/passwd", "${{ github.token }}", "\r\n::stop-commands::x",
)  # fmt: skip

GH = """\
import json, os, sys
words, said = sys.argv[1:], ""
if "--body-file" in words:
    file = words[words.index("--body-file") + 1]
    said = sys.stdin.read() if file == "-" else open(file, encoding="utf-8").read()
with open(os.environ["GH_CALLS"], "a", encoding="utf-8") as stream:
    stream.write(json.dumps([words, said]) + "\\n")
if words[0] == "api":
    print(os.environ["GH_ISSUE"])
if words[:2] == ["pr", "create"] and os.environ.get("GH_REFUSES"):
    print("::error::GitHub Actions is not permitted to create pull requests", file=sys.stderr)
    sys.exit(1)
"""
# All words of the command line but those of REAL are played: what they do is tested elsewhere.
EXEMPLARS = f"""\
import os, subprocess, sys
from pathlib import Path
words = sys.argv[1:]
if words[0] in os.environ["REAL"].split():
    sys.exit(subprocess.run([{sys.executable!r}, "-m", "exemplars", *words]).returncode)
if words[0] == "check":
    sys.exit()
if words[0] == "review":
    Path(words[words.index("--summary") + 1]).write_text("tóm tắt", encoding="utf-8")
    sys.exit()
report = Path(words[words.index("--report") + 1])
if answer := os.environ.get("ANSWER"):
    report.write_text(answer, encoding="utf-8")
    sys.exit(1)
for name in os.environ["WRITES"].split():
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(os.environ["STORY"], encoding="utf-8")
print(os.environ["SAYS"])
"""


def event(**changes: Any) -> dict[str, Any]:
    """Return what GitHub says of a label that was set."""
    issue = {
        "number": 7, "title": "Đề cử", "body": BODY,
        "user": {"login": "nguoi-gui", "id": 42}, **changes,
    }  # fmt: skip
    return {"issue": issue, "repository": {"default_branch": "main"}, "label": {"name": "duyet"}}


@dataclass(slots=True)
class Place:
    """A clone of a bare remote, and what the script is told by its environment."""

    root: Path
    env: dict[str, str]
    present: dict[str, Any] | None = field(default=None)
    """The issue as it is now, where it is not as in the event."""

    def step(self, name: str, **changes: Any) -> subprocess.CompletedProcess[str]:
        """Run one of the two steps."""
        told = event(**changes)
        Path(self.env["GITHUB_EVENT_PATH"]).write_text(json.dumps(told), "utf-8")
        env = {**self.env, "GH_ISSUE": json.dumps(self.present or told["issue"])}
        return subprocess.run(
            [sys.executable, ROOT / ".ci/nominate.py", name, self.root / "out"],
            cwd=self.root / "clone", env=env, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip

    def both(self, **changes: Any) -> str:
        """Run both steps, each in a clean clone, and return what they printed."""
        first = self.step("write", **changes)
        assert first.returncode == 0, first.stdout + first.stderr
        self.git("clean", "-qfd", "stories")
        second = self.step("send", **changes)
        assert second.returncode == 0, second.stdout + second.stderr
        assert (first.stderr, second.stderr) == ("", "")
        return first.stdout + second.stdout

    def calls(self) -> list[tuple[list[str], str]]:
        """Return the calls of gh that change something, and what it was given to say."""
        path = Path(self.env["GH_CALLS"])
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        return [(words, said) for words, said in map(json.loads, lines) if words[0] != "api"]

    def git(self, *words: str) -> str:
        """Run git in the clone."""
        options = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        return subprocess.run(
            ["git", *options, *words], cwd=self.root / "clone", check=True, capture_output=True, text=True
        ).stdout.strip()  # fmt: skip

    def remote(self, *words: str) -> str:
        """Run git in the remote."""
        return subprocess.run(
            ["git", *words], cwd=self.root / "remote", check=True, capture_output=True, text=True
        ).stdout.strip()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A clone of a remote with the example's tables and one story."""
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", tmp_path / "remote"], check=True)
    subprocess.run(
        ["git", "clone", "-q", tmp_path / "remote", tmp_path / "clone"],
        check=True,
        capture_output=True,
    )
    clone, bin_ = tmp_path / "clone", tmp_path / "bin"
    for name in ("taxonomy.yml", "localities.yml", "programme.yml"):
        (clone / "stories/ca-nhan").mkdir(parents=True, exist_ok=True)
        (clone / "stories" / name).write_bytes((EXAMPLE / name).read_bytes())
    (clone / "stories/ca-nhan/ba-an.md").write_text(story(), "utf-8")
    (clone / ".gitignore").write_text(".venv/\n")
    for path, code in ((bin_ / "gh", GH), (clone / ".venv/bin/exemplars", EXEMPLARS)):
        path.parent.mkdir(parents=True)
        path.write_text(f"#!{sys.executable}\n{code}", "utf-8")
        path.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    made = Place(
        tmp_path,
        {
            **kept,
            "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "hooks"),
            "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
            "GITHUB_REPOSITORY": "nhom/trang",
            "GITHUB_RUN_ID": "99",
            "GH_CALLS": str(tmp_path / "calls"),
            "REAL": "",
            "WRITES": NAME,
            "SAYS": NAME,
            "STORY": STORY,
        },
    )
    made.git("add", ".")
    made.git("commit", "-qm", "one")
    made.git("branch", "-M", "main")
    made.git("push", "-q", "origin", "main")
    return made


# --- the way through ---


def test_a_nomination_becomes_a_branch_with_one_file_by_its_sender(place: Place) -> None:
    assert place.both() == "Đã soạn một tệp câu chuyện.\nĐã mở đề nghị gộp từ nhánh de-cu/7.\n"
    assert place.remote("diff", "--name-status", "main", "de-cu/7") == f"A\t{NAME}"
    assert place.remote("show", f"de-cu/7:{NAME}") == STORY.strip()
    assert place.remote("log", "-1", "--format=%an <%ae>%n%B", "de-cu/7") == (
        "github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>\n"
        "Add the nominated story ong-mau (#7)\n\n"
        "Co-authored-by: nguoi-gui <42+nguoi-gui@users.noreply.github.com>"
    )


def test_the_pull_request_closes_the_nomination_and_says_what_was_found(place: Place) -> None:
    place.env["REAL"] = "check review"
    place.both()
    (opening, body), (telling, findings) = place.calls()
    assert opening == [
        "pr", "create", "--repo", "nhom/trang", "--base", "main", "--head", "de-cu/7",
        "--title", "Đề cử #7: ong-mau", "--body-file", "-",
    ]  # fmt: skip
    assert body.startswith("Closes #7\n")
    assert telling == ["pr", "comment", "de-cu/7", "--repo", "nhom/trang", "--body-file", "-"]
    assert findings.startswith("### Kiểm: không có chỗ nào phải sửa\n")
    assert "- Câu chuyện mới: Nguyễn Văn Mẫu (`ca-nhan/ong-mau.md`)" in findings
    assert "- Tất cả câu chuyện: 1 → 2" in findings
    assert "https://github.com/nhom/trang/actions/runs/99" in findings


def test_a_page_to_look_at_is_left_for_the_editor(place: Place) -> None:
    place.env["REAL"] = "review"
    place.step("write")
    assert "<h1>Nguyễn Văn Mẫu</h1>" in (place.root / "out/xem-truoc.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "heading", "line"),
    [
        (story(until=2999), "### Kiểm: có chỗ phải sửa", f"    {NAME}:10:8: until là năm 2999"),
        (
            story(body="Gọi 0912 345 678.\n"),
            "### Kiểm: không có chỗ nào phải sửa, có chỗ nên xem lại",
            f"    {NAME}:11:5: có vẻ là số điện thoại",
        ),
    ],
)
def test_what_the_check_says_is_posted(place: Place, text: str, heading: str, line: str) -> None:
    place.env |= {"STORY": text, "REAL": "check"}
    place.both()
    findings = place.calls()[1][1]
    assert findings.startswith(f"{heading}\n{line}")


def test_findings_that_are_too_long_are_cut_at_a_line(place: Place) -> None:
    place.step("write")
    place.git("clean", "-qfd", "stories")
    (place.root / "out/findings.md").write_text("dòng\n" * 20_000, "utf-8")
    assert place.step("send").returncode == 0
    findings = place.calls()[1][1]
    assert len(findings) < 65_536
    assert set(findings.splitlines()[:-4]) == {"dòng"}
    assert "*(còn nữa; xem bản đầy đủ trong bản xem trước)*" in findings


def test_a_name_that_github_never_gives_is_no_author(place: Place) -> None:
    place.both(user={"login": "x>\nSigned-off-by: y", "id": 42})
    message = place.remote("log", "-1", "--format=%B", "de-cu/7")
    assert message == "Add the nominated story ong-mau (#7)"


def test_a_real_form_becomes_a_real_story(place: Place) -> None:
    for name in ("taxonomy.yml", "localities.yml", "programme.yml"):
        table = (ROOT / "stories" / name).read_bytes()
        (place.root / "clone/stories" / name).write_bytes(table)
    (place.root / "clone/stories/ca-nhan/ba-an.md").unlink()
    place.git("commit", "-qam", "two")
    place.git("push", "-q", "origin", "main")
    place.env["REAL"] = "from-form check review"
    place.both(body=(ROOT / "tests/forms/phieu.md").read_text("utf-8"))
    (path,) = place.remote("diff", "--name-only", "main", "de-cu/7").splitlines()
    assert path.startswith("stories/ca-nhan/")
    assert "name: Nguyễn Văn Mẫu\n" in place.remote("show", f"de-cu/7:{path}")
    findings = place.calls()[1][1]
    assert findings.startswith("### Kiểm: không có chỗ nào phải sửa")
    assert f"`{path}`" in findings
    assert "- Tất cả câu chuyện: 0 → 1" in findings


def test_a_real_form_without_answers_gets_its_answer(place: Place) -> None:
    place.env["REAL"] = "from-form check review"
    place.both(body="### Tên\n\n_No response_\n")
    ((words, said),) = place.calls()
    assert words[:3] == ["issue", "comment", "7"]
    assert said.startswith("Cảm ơn")
    assert place.remote("branch", "--list") == "* main"


# --- answers ---


def test_a_form_that_makes_no_story_gets_its_answer_and_nothing_else(place: Place) -> None:
    place.env["ANSWER"] = "Cảm ơn bạn. Xin ghi thêm nguồn.\n"
    assert place.both() == (
        "Phiếu chưa thành câu chuyện; đã có lời đáp gửi người đề cử.\nĐã trả lời trên phiếu.\n"
    )
    assert place.calls() == [
        (
            ["issue", "comment", "7", "--repo", "nhom/trang", "--body-file", "-"],
            "Cảm ơn bạn. Xin ghi thêm nguồn.\n",
        )
    ]
    assert place.remote("branch", "--list") == "* main"


@pytest.mark.parametrize("change", [{"body": "khác"}, {"body": None}, {"title": "khác"}])
def test_a_nomination_edited_after_the_label_is_answered_and_nothing_else(
    place: Place, change: dict[str, str | None]
) -> None:
    place.present = {**event()["issue"], **change}
    place.both()
    ((words, said),) = place.calls()
    assert words[:3] == ["issue", "comment", "7"]
    assert "đã được sửa sau khi người biên tập gắn nhãn" in said
    assert place.remote("branch", "--list") == "* main"
    assert not (place.root / "clone" / NAME).exists()


def test_an_empty_nomination_that_stays_empty_is_not_edited(place: Place) -> None:
    place.both(body=None)
    assert place.calls()[0][0][:2] == ["pr", "create"]


def test_a_branch_that_is_there_already_is_left_as_it_is(place: Place) -> None:
    place.git("push", "-q", "origin", "main:refs/heads/de-cu/7")
    before = place.remote("rev-parse", "de-cu/7")
    place.both()
    ((words, said),) = place.calls()
    assert words[:3] == ["issue", "comment", "7"]
    assert "đã có nhánh `de-cu/7` từ trước" in said
    assert place.remote("rev-parse", "de-cu/7") == before


def test_a_branch_of_a_like_name_is_another(place: Place) -> None:
    place.git("push", "-q", "origin", "main:refs/heads/x/de-cu/7", "main:refs/heads/de-cu/70")
    place.both()
    assert place.remote("rev-parse", "--verify", "de-cu/7") != place.remote("rev-parse", "main")


def test_where_the_repository_permits_no_pull_request_the_setting_is_named(place: Place) -> None:
    place.env["GH_REFUSES"] = "yes"
    place.step("write")
    place.git("clean", "-qfd", "stories")
    done = place.step("send")
    assert done.returncode == 1
    _, (words, said) = place.calls()
    assert words[:3] == ["issue", "comment", "7"]
    assert "*Allow GitHub Actions to create and approve pull requests*" in said
    assert "https://github.com/nhom/trang/compare/main...de-cu/7?expand=1" in said
    lines = done.stdout.splitlines()
    assert lines[0].startswith("::stop-commands::")
    assert lines[1].startswith("::error::GitHub Actions is not permitted")
    assert f"::{lines[0].removeprefix('::stop-commands::')}::" in lines


# --- what must not happen ---


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_stranger_is_run_printed_or_committed(place: Place, text: str) -> None:
    printed = place.both(title=text, body=text)
    assert printed == "Đã soạn một tệp câu chuyện.\nĐã mở đề nghị gộp từ nhánh de-cu/7.\n"
    assert not list(place.root.rglob("hit"))
    assert all(text.strip() not in word for words, _ in place.calls() for word in words)
    assert text.strip() not in place.remote("log", "-1", "--format=%B", "de-cu/7")


@pytest.mark.parametrize(
    ("writes", "says"),
    [
        ("stories/../hooks/x.md", "stories/../hooks/x.md"),
        ("hooks/x.py", "hooks/x.py"),
        (".github/workflows/x.yml", ".github/workflows/x.yml"),
        ("stories/taxonomy.yml", "stories/taxonomy.yml"),
        ("stories/ca-nhan/ba-an.md", "stories/ca-nhan/ba-an.md"),
        (f"{NAME} hooks/x.py", NAME),
        (f"{NAME} stories/ca-nhan/khac.md", NAME),
        (NAME, f"{NAME}\nhooks/x.py"),
        (NAME, "stories/ca-nhan/khac.md"),
        (NAME, "/etc/passwd"),
        (NAME, "::error::x"),
        ("stories/ca-nhan/$(touch_hit).md", "stories/ca-nhan/$(touch_hit).md"),
    ],
)
def test_anything_but_one_new_story_stops_everything(place: Place, writes: str, says: str) -> None:
    place.env |= {"WRITES": writes, "SAYS": says}
    done = place.step("write")
    assert (done.returncode, done.stdout) == (
        1,
        "::error::Ngoài đúng một tệp câu chuyện mới trong stories/ còn có thứ khác đổi; "
        "dừng lại, không ghi gì.\n",
    )
    assert place.calls() == []


@pytest.mark.parametrize(
    "name",
    [
        "hooks/x.py", "stories/x.md", "stories/ca-nhan/x/index.md", "stories/ca-nhan/X.md",
        "stories/ca-nhan/ba-an.md", "stories/ca-nhan/.x.md", "stories/khac/x.md",
    ],
)  # fmt: skip
def test_what_the_first_step_left_is_looked_at_again(place: Place, name: str) -> None:
    path = place.root / "out" / name
    path.parent.mkdir(parents=True)
    path.write_text(STORY, "utf-8")
    assert place.step("send").returncode == 1
    assert place.calls() == []
    assert place.remote("branch", "--list") == "* main"


def test_two_files_a_link_or_a_huge_file_are_refused(place: Place) -> None:
    folder = place.root / "out/stories/ca-nhan"
    folder.mkdir(parents=True)
    (folder / "a.md").symlink_to("/etc/passwd")
    assert place.step("send").returncode == 1
    (folder / "a.md").unlink()
    (folder / "a.md").write_bytes(b"x" * (256 * 1024 + 1))
    assert place.step("send").returncode == 1
    (folder / "a.md").write_text(STORY, "utf-8")
    (folder / "b.md").write_text(STORY, "utf-8")
    assert place.step("send").returncode == 1
    assert place.calls() == []


def test_nothing_is_written_through_a_link(place: Place) -> None:
    place.step("write")
    place.git("clean", "-qfd", "stories")
    (place.root / "clone" / NAME).symlink_to(place.root / "outside")
    place.git("add", ".")
    place.git("commit", "-qm", "link")
    assert place.step("send").returncode == 1
    assert not (place.root / "outside").exists()


def test_a_file_that_lies_about_is_not_committed(place: Place) -> None:
    place.step("write")
    place.git("clean", "-qfd", "stories")
    (place.root / "clone/x.txt").write_text("x")
    assert place.step("send").returncode == 1
    assert place.remote("branch", "--list") == "* main"


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "7; touch hit"},
        {"number": True},
        {"number": 0},
        {"number": -1},
        {"user": None},
        {"user": {"login": "x", "id": "1"}},
    ],
)
def test_an_event_that_github_never_sends_is_one_sentence(
    place: Place, changes: dict[str, Any]
) -> None:
    done = place.step("write", **changes)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == (
        "::error::Sự kiện của GitHub không có đủ những gì cần: số phiếu, lời văn, người gửi, kho.\n"
    )


def test_a_command_that_fails_is_named_and_its_words_are_no_commands(place: Place) -> None:
    place.env["SAYS"] = NAME
    (place.root / "clone/.venv/bin/exemplars").write_text(
        "#!/bin/sh\necho '::add-mask::a' >&2\nexit 3\n"
    )
    done = place.step("write")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    mark = lines[0].removeprefix("::stop-commands::")
    assert len(mark) == 32
    assert lines[1:] == [
        "::add-mask::a", "", f"::{mark}::", "::error::Lệnh exemplars from-form không chạy được.",
    ]  # fmt: skip
