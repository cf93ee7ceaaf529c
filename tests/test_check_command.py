"""Tests for commands/check.py: what is checked, and how it is told."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from factories import story

from exemplars.command import main
from exemplars.commands import check as checking_command
from exemplars.commands.check import check_paths
from exemplars.problem import FaultError, Place, Problem

Write = Callable[[str, str], Path]
Run = Callable[..., tuple[int, str, str]]


class Today(date):
    """A calendar that stands still."""

    @classmethod
    def today(cls) -> Today:
        """Return the day of the tests."""
        return cls(2026, 6, 1)


@pytest.fixture
def run(stories: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command beside the stories folder; return exit code, output and errors."""
    monkeypatch.setattr("exemplars.commands.check.date", Today)
    monkeypatch.chdir(stories.parent)
    monkeypatch.delenv("STORIES_DIR", raising=False)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)

    def run_it(*arguments: str) -> tuple[int, str, str]:
        code = main(["check", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run_it


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Callable[[Sequence[Problem]], None]:
    """Let the check find the given problems."""

    def tell(problems: Sequence[Problem]) -> None:
        monkeypatch.setattr(checking_command, "check_paths", lambda *_: sorted(problems))

    return tell


def problem(path: str, line: int = 1, message: str = "sai", *, warning: bool = False) -> Problem:
    """Return a problem."""
    return Problem(path, Place(line, 2), "code", message, warning)


YEAR = "until là năm 2027, sau năm nay (2026); hãy sửa lại năm"


# --- exit codes and text ---


def test_nothing_to_mend_is_silence_and_zero(run: Run, write: Write) -> None:
    write("ca-nhan/a.md", story())
    assert run() == (0, "", "")


def test_every_problem_of_every_file_is_a_line_and_the_code_is_one(run: Run, write: Write) -> None:
    write("tap-the/b.md", "x")
    write("ca-nhan/a.md", story(until=2027, since="x"))
    write("ca-nhan/c.md", story(until=2027))
    code, output, errors = run()
    assert (code, errors) == (1, "")
    assert output.splitlines() == [
        "stories/ca-nhan/a.md:11:8: “since” phải là số nguyên, không phải “x”; ghi năm, như 2012",
        f"stories/ca-nhan/c.md:10:8: {YEAR}",
        "stories/tap-the/b.md:1:1: tệp thiếu phần đầu; dòng thứ nhất phải là --- (ba gạch nối), "
        "tiếp theo là các mục như name: Nguyễn Văn Mẫu",
    ]


def test_a_warning_alone_is_told_and_stops_nothing(
    run: Run, told: Callable[[Sequence[Problem]], None]
) -> None:
    told([problem("a.md", warning=True)])
    assert run() == (0, "a.md:1:2: sai\n", "")


def test_a_warning_beside_a_problem_stops(
    run: Run, told: Callable[[Sequence[Problem]], None]
) -> None:
    told([problem("a.md", warning=True), problem("b.md")])
    assert run() == (1, "a.md:1:2: sai\nb.md:1:2: sai\n", "")


def test_the_command_starts_as_a_module(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", "x")
    done = subprocess.run(
        [sys.executable, "-m", "exemplars", "check", str(stories)],
        capture_output=True, text=True, encoding="utf-8", check=False, cwd=stories,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout.startswith(f"{stories}/ca-nhan/a.md:1:1: tệp thiếu phần đầu")
    assert done.stderr == ""


# --- on a terminal ---


class Terminal(io.StringIO):
    """Output that people look at."""

    def isatty(self) -> bool:
        """Say that it is a terminal."""
        return True


@pytest.fixture
def seen(
    run: Run, told: Callable[[Sequence[Problem]], None], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., str]:
    """Run the command on a terminal; return what is seen."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")

    def look(*problems: Problem, **environment: str) -> str:
        told(problems)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        with monkeypatch.context() as patch:
            patch.setattr("sys.stdout", terminal := Terminal())
            run()
        return terminal.getvalue()

    return look


def test_a_terminal_shows_places_dim_and_says_what_each_line_is(seen: Callable[..., str]) -> None:
    assert seen(problem("a.md", 3), problem("b.md", warning=True)) == (
        "\x1b[2ma.md:3:2:\x1b[0m \x1b[31mlỗi\x1b[0m sai\n"
        "\x1b[2mb.md:1:2:\x1b[0m \x1b[33mcảnh báo\x1b[0m sai\n"
        "1 chỗ phải sửa, 1 cảnh báo.\n"
    )


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_without_colours_shows_plain_lines(
    environment: dict[str, str], seen: Callable[..., str]
) -> None:
    assert seen(problem("a.md"), **environment) == "a.md:1:2: sai\n1 chỗ phải sửa, 0 cảnh báo.\n"


def test_an_empty_no_color_asks_for_nothing(seen: Callable[..., str]) -> None:
    assert seen(problem("a.md"), NO_COLOR="").startswith("\x1b[2ma.md:1:2:")


def test_a_terminal_is_told_that_nothing_is_wrong(seen: Callable[..., str]) -> None:
    assert seen() == "Không có gì phải sửa.\n"


# --- what is checked ---


def test_without_a_path_the_folder_of_the_environment_is_checked(
    run: Run, stories: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("ca-nhan/a.md", "x")
    stories.rename(stories.with_name("khac"))
    monkeypatch.setenv("STORIES_DIR", "khac")
    code, output, _ = run()
    assert code == 1
    assert output.startswith("khac/ca-nhan/a.md:1:1: ")


def test_an_empty_environment_means_the_folder_stories(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("ca-nhan/a.md", "x")
    monkeypatch.setenv("STORIES_DIR", "")
    assert run()[1].startswith("stories/ca-nhan/a.md:1:1: ")


def test_a_path_counts_more_than_the_environment(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("ca-nhan/a.md", story())
    monkeypatch.setenv("STORIES_DIR", "nowhere")
    assert run("stories") == (0, "", "")


@pytest.mark.parametrize("path", ["stories", "./stories", "stories/"])
def test_a_folder_is_named_as_it_was_given(path: str, run: Run, write: Write) -> None:
    write("ca-nhan/a.md", "x")
    assert run(path)[1].startswith("stories/ca-nhan/a.md:1:1: ")


def test_a_single_file_shows_its_own_problems_only(run: Run, write: Write) -> None:
    write("ca-nhan/a.md", "x")
    write("ca-nhan/b.md", story(until=2027))
    write("ca-nhan/c.md", story())
    code, output, _ = run("stories/ca-nhan/b.md")
    assert (code, output.splitlines()) == (1, [f"stories/ca-nhan/b.md:10:8: {YEAR}"])
    assert run("stories/ca-nhan/c.md") == (0, "", "")
    assert run("./stories/ca-nhan/../ca-nhan/c.md")[0] == 0


def test_a_single_file_is_judged_among_the_others(run: Run, write: Write) -> None:
    write("ca-nhan/a.md", story())
    write("tap-the/a.md", story(kind="tap-the"))
    assert run("stories/ca-nhan/a.md") == (0, "", "")
    assert run("stories/tap-the/a.md") == (
        1,
        "stories/tap-the/a.md:1:1: địa chỉ “a” đã thuộc về ca-nhan/a.md; "
        "hãy đổi tên một trong hai tệp\n",
        "",
    )


def test_a_story_in_a_folder_and_a_table_can_be_checked_alone(run: Run, write: Write) -> None:
    write("ca-nhan/a/index.md", "x")
    write("programme.yml", "x: [\n")
    assert run("stories/ca-nhan/a/index.md")[1].startswith("stories/ca-nhan/a/index.md:1:1: ")
    assert run("stories/programme.yml")[1].startswith("stories/programme.yml:")


def test_an_absolute_path_stays_absolute(run: Run, stories: Path, write: Write) -> None:
    path = write("ca-nhan/a.md", "x")
    assert run(str(path))[1].startswith(f"{stories}/ca-nhan/a.md:1:1: ")


def test_several_paths_are_checked_in_one_run_each_problem_once(run: Run, write: Write) -> None:
    write("ca-nhan/a.md", "x")
    write("ca-nhan/b.md", "x")
    code, output, _ = run("stories/ca-nhan/b.md", "stories/ca-nhan/a.md", "stories")
    assert code == 1
    assert [line.partition(":")[0] for line in output.splitlines()] == [
        "stories/ca-nhan/a.md",
        "stories/ca-nhan/b.md",
    ]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nowhere", "không thấy “nowhere”; hãy kiểm lại đường dẫn\n"),
        (
            "stories/ca-nhan/x.md",
            "không thấy “stories/ca-nhan/x.md”; hãy kiểm lại đường dẫn\n",
        ),
    ],
)
def test_a_path_that_is_not_there_is_one_sentence(path: str, message: str, run: Run) -> None:
    assert run(path) == (1, "", message)


def test_a_missing_stories_folder_is_one_sentence(run: Run, stories: Path) -> None:
    stories.rename(stories.with_name("x"))
    assert run() == (1, "", "không thấy “stories”; hãy kiểm lại đường dẫn\n")


def test_a_path_that_is_not_there_is_a_fault(stories: Path) -> None:
    with pytest.raises(FaultError, match="không thấy"):
        check_paths([stories / "ca-nhan" / "x.md"])


def test_a_folder_of_one_kind_shows_the_problems_in_it(run: Run, write: Write) -> None:
    write("ca-nhan/a.md", "x")
    code, output, _ = run("stories/ca-nhan")
    assert code == 1
    assert output.startswith("stories/ca-nhan/a.md:1:1: ")


def test_the_folder_of_a_story_with_photos_is_that_story(run: Run, write: Write) -> None:
    write("ca-nhan/a/index.md", story())
    assert run("stories/ca-nhan/a") == (0, "", "")


def test_a_file_can_be_checked_from_within_its_folder(
    run: Run, stories: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("ca-nhan/a.md", story())
    monkeypatch.chdir(stories / "ca-nhan")
    assert run("a.md") == (0, "", "")


def test_a_file_can_be_checked_from_within_the_stories_folder(
    run: Run, stories: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("ca-nhan/a.md", "x")
    monkeypatch.chdir(stories)
    code, output, _ = run("ca-nhan/a.md")
    assert code == 1
    assert "ca-nhan/a.md:1:1: tệp thiếu phần đầu" in output


# --- json ---


def test_json_holds_each_problem_with_all_its_parts(
    run: Run, told: Callable[[Sequence[Problem]], None]
) -> None:
    told([problem("b.md", 3, "“sai” %\n"), problem("a.md", warning=True)])
    code, output, _ = run("--format", "json")
    assert code == 1
    assert json.loads(output) == [
        {"path": "a.md", "line": 1, "col": 2, "code": "code", "message": "sai", "warning": True},
        {
            "path": "b.md", "line": 3, "col": 2, "code": "code", "message": "“sai” %\n",
            "warning": False,
        },
    ]  # fmt: skip
    assert "“sai”" in output


def test_json_of_no_problem_is_an_empty_list(run: Run, write: Write) -> None:
    write("ca-nhan/a.md", story())
    assert run("--format", "json") == (0, "[]\n", "")


# --- annotations ---


def test_annotations_name_file_line_and_column(
    run: Run, told: Callable[[Sequence[Problem]], None]
) -> None:
    told([problem("a.md", 3), problem("b.md", 4, "coi chừng", warning=True)])
    assert run("--format", "github") == (
        1,
        "::error file=a.md,line=3,col=2::sai\n::warning file=b.md,line=4,col=2::coi chừng\n",
        "",
    )


@pytest.mark.parametrize(
    ("path", "message", "line"),
    [
        # a message cannot begin another command, nor end its own
        ("a.md", "50%\n::error::x\r", "::error file=a.md,line=1,col=2::50%25%0A::error::x%0D"),
        ("a.md", "a:b,c", "::error file=a.md,line=1,col=2::a:b,c"),
        # a path cannot add properties
        ("a:b,c=%\nd.md", "x", "::error file=a%3Ab%2Cc=%25%0Ad.md,line=1,col=2::x"),
    ],
)
def test_annotations_are_escaped(
    path: str, message: str, line: str, run: Run, told: Callable[[Sequence[Problem]], None]
) -> None:
    told([problem(path, message=message)])
    assert run("--format", "github")[1] == f"{line}\n"


def test_each_file_is_annotated_before_any_file_twice(
    run: Run, told: Callable[[Sequence[Problem]], None]
) -> None:
    told([*(problem("a.md", line) for line in range(1, 5)), problem("b.md"), problem("c.md", 7)])
    output = run("--format", "github")[1]
    assert [line.partition(",col")[0] for line in output.splitlines()] == [
        "::error file=a.md,line=1",
        "::error file=b.md,line=1",
        "::error file=c.md,line=7",
        "::error file=a.md,line=2",
        "::error file=a.md,line=3",
        "::error file=a.md,line=4",
    ]


def test_at_most_ten_are_annotated_and_all_go_to_the_summary(
    run: Run,
    told: Callable[[Sequence[Problem]], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    told([problem("a.md", line) for line in range(1, 13)])
    output = run("--format", "github")[1].splitlines()
    assert len(output) == 10
    assert all(line.startswith("::error file=a.md,") for line in output)
    written = summary.read_text("utf-8")
    assert written.startswith("before\n### 12 chỗ phải sửa\n")
    assert [line.split(" | ")[0] for line in written.splitlines() if line.startswith("| ")][1:] == [
        f"| {line}" for line in range(1, 13)
    ]


def test_a_summary_that_cannot_be_written_is_one_sentence(
    run: Run,
    told: Callable[[Sequence[Problem]], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    told([problem("a.md")])
    code, _, errors = run("--format", "github")
    assert (code, errors) == (1, f"không ghi được vào “{tmp_path}”: Is a directory\n")


def test_where_nothing_is_wrong_one_friendly_line_says_so(
    run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("ca-nhan/a.md", story())
    assert run("--format", "github") == (0, "Không có gì phải sửa.\n", "")
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert run("--format", "github") == (0, "", "")
    assert summary.read_text("utf-8") == (
        "### Không có gì phải sửa\n\nMọi câu chuyện đã kiểm đều ổn. Cảm ơn bạn đã đóng góp!\n\n"
    )


def test_without_a_summary_the_rest_is_printed(
    run: Run, told: Callable[[Sequence[Problem]], None]
) -> None:
    told([problem("a.md", line) for line in range(1, 13)])
    output = run("--format", "github")[1].splitlines()
    assert output[9:] == [
        "::error file=a.md,line=10,col=2::sai",
        "a.md:11:2: sai",
        "a.md:12:2: sai",
    ]


def test_without_a_summary_each_problem_is_printed_once(
    run: Run, told: Callable[[Sequence[Problem]], None]
) -> None:
    told([problem(path, line) for path in ("a.md", "b.md") for line in range(1, 7)])
    output = run("--format", "github")[1].splitlines()
    assert output[10:] == ["a.md:6:2: sai", "b.md:6:2: sai"]


@pytest.mark.parametrize("form", ["text", "github"])
def test_a_file_name_cannot_begin_a_workflow_command(form: str, run: Run, write: Write) -> None:
    for n in range(11):
        write(f"ca-nhan/{n}\n::error::x.txt", "x")
    output = run("--format", form)[1].splitlines()
    assert not [line for line in output if line.startswith("::error::")]


def test_a_file_name_that_is_not_utf_8_is_no_traceback(run: Run, stories: Path) -> None:
    (stories / "ca-nhan").mkdir()
    (stories / "ca-nhan" / b"\xff.md".decode("utf-8", "surrogateescape")).write_text("x")
    assert run()[0] == 1
