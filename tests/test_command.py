"""Tests for command.py: how words are found, what is said of wrong calls, and how it ends."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from exemplars import command
from exemplars.command import WORDS, main, parser
from exemplars.phrasing import WRONG_CALL, vietnamese
from exemplars.wording import table

ENGLISH = re.compile(
    r"(?<![\w-])(usage|options?|positional|arguments?|show|this|help|message|and|exit|error|invalid|choice|"
    r"choose|from|required|expected|one|unrecognized|the|following|are|ambiguous|could|match|"
    r"ignored|explicit|allowed|with|value|default|command|subcommands?)(?![\w-])"
)
"""Words of argparse's own phrases."""


def unquoted(said: str) -> str:
    """Return what is said without calls, options, choices and exact names."""
    calls = re.sub(
        r"^ *exemplars .*$|--[a-z-]+|\{[^}]*\}|“[^”]*”|/\S*", "", said, flags=re.MULTILINE
    )
    return re.sub(r"\b(text|json|github|stories|index|export)\b", "", calls)


# --- help ---


def test_alone_it_prints_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    output, errors = capsys.readouterr()
    assert errors == ""
    assert output.startswith("cách gõ: exemplars [-h] LỆNH ...\n")
    assert all(re.search(rf"^    {word}\b", output, flags=re.MULTILINE) for word in WORDS)


def test_the_help_names_every_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    output = capsys.readouterr().out
    codes = (0, 1, WRONG_CALL, command.INTERRUPTED, command.CLOSED)
    assert re.findall(r"^  (\d+)  ", output, flags=re.MULTILINE) == [str(code) for code in codes]


@pytest.mark.parametrize("word", WORDS)
def test_the_help_of_a_word_is_vietnamese_and_ends_in_examples(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main([word, "--help"])
    output = capsys.readouterr().out
    assert caught.value.code == 0
    assert output.startswith(f"cách gõ: exemplars {word} ")
    assert ENGLISH.findall(unquoted(output)) == []
    examples = output.partition("\nví dụ:\n")[2].splitlines()
    assert examples
    assert all(line.startswith(f"  exemplars {word}") for line in examples)


@pytest.mark.parametrize(
    "example",
    [line for listed in table()["examples"].values() for line in listed.splitlines()],
)
def test_an_example_is_a_call_that_is_understood(example: str) -> None:
    given = shlex.split(example, comments=True)[1:]
    with vietnamese():
        options = parser(given[:1])[0].parse_args(given)
    assert callable(options.run)


# --- wrong calls ---


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "exemplars: không có lệnh “chek”; có phải bạn muốn gõ: check?"),
        (["zzz"], f"exemplars: không có lệnh “zzz”; chỉ có: {', '.join(WORDS)}"),
        ([""], f"exemplars: không có lệnh “”; chỉ có: {', '.join(WORDS)}"),
        (["a\x1b[31m\n"], f"exemplars: không có lệnh “a?[31m?”; chỉ có: {', '.join(WORDS)}"),
        (["--x"], "exemplars: thừa “--x”; chỉ có: -h, --help"),
        (["--", "check"], "exemplars: thừa “--”; chỉ có: -h, --help"),
        (["--hlp", "check"], "exemplars: thừa “--hlp”; có phải bạn muốn gõ: --help?"),
        (
            ["check", "--change-from", "x"],
            "exemplars check: thừa “--change-from”; có phải bạn muốn gõ: --changed-from?",
        ),
        (["erase", "a", "b"], "exemplars erase: thừa “b”; chỉ có: -h, --help"),
        (["erase"], "exemplars erase: còn thiếu: SLUG"),
        (["check", "--format"], "exemplars check: --format: cần một giá trị đi kèm"),
        (["check", "--strict-privacy=x"], "exemplars check: --strict-privacy: không nhận giá trị 'x'"),
        (["booklet", "--field"], "exemplars booklet: --field: cần ít nhất một giá trị đi kèm"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_told_in_vietnamese(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    output, errors = capsys.readouterr()
    word = f" {arguments[0]}" if arguments[0] in WORDS else ""
    assert output == ""
    assert errors.startswith(f"cách gõ: exemplars{word} [-h]")
    assert errors.endswith(f"\n{said}\nXem cách gõ: exemplars{word} --help\n")
    assert ENGLISH.findall(unquoted(errors)) == []


def test_a_wrong_choice_names_the_right_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["check", "--format", "xml"])
    said = capsys.readouterr().err.splitlines()[-2].replace("'", "")  # quotes: Python 3.11 alone
    assert said == (
        "exemplars check: --format: không nhận “xml”; chọn một trong: text, github, json"
    )


# --- how it ends ---


def started(
    *arguments: str, folder: Path, output: int = subprocess.PIPE, **environment: str
) -> subprocess.Popen[str]:
    """Start the real command."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.Popen(
        [sys.executable, "-m", "exemplars", *arguments],
        cwd=folder, text=True, encoding="utf-8", env={**kept, **environment},
        stdout=output, stderr=subprocess.PIPE,
    )  # fmt: skip


def closed_pipe() -> int:
    """Return the writing end of a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    return writing


@pytest.mark.parametrize("arguments", [["check"], ["--help"], ["check", "--help"]])
def test_a_closed_pipe_ends_it_quietly(arguments: list[str], stories: Path) -> None:
    (stories / "ca-nhan").mkdir()
    (stories / "ca-nhan" / "a.md").write_text("x")
    process = started(*arguments, folder=stories.parent, output=(pipe := closed_pipe()))
    os.close(pipe)
    assert process.communicate()[1] == ""
    assert process.returncode == 141


def test_ctrl_c_ends_it_quietly(stories: Path, tmp_path: Path) -> None:
    (stories / "ca-nhan").mkdir()
    (stories / "ca-nhan" / "a.md").write_text("x")
    os.mkfifo(summary := tmp_path / "summary")  # nobody reads it: the command waits for ever
    process = started(
        "check", "--format", "github", folder=stories.parent,
        GITHUB_STEP_SUMMARY=str(summary), PYTHONUNBUFFERED="1",
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline().startswith("::error file=stories/ca-nhan/a.md")
    process.send_signal(signal.SIGINT)
    assert process.communicate() == ("", "")
    assert process.returncode == 130


def test_letters_that_the_output_does_not_know_are_no_traceback(stories: Path) -> None:
    (stories / "ca-nhan").mkdir()
    (stories / "ca-nhan" / "a.md").write_text("x")
    done = subprocess.run(
        [sys.executable, "-m", "exemplars", "check"],
        cwd=stories.parent, capture_output=True, check=False,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, b"")
    assert "tệp thiếu phần đầu" in done.stdout.decode("utf-8")


# --- the manual ---


def test_the_page_of_commands_is_what_the_parser_says(request: pytest.FixtureRequest) -> None:
    from exemplars.manual import manual  # noqa: PLC0415 - declares every word

    page = ROOT / "docs" / "lenh.md"
    if request.config.getoption("--bless"):
        page.write_text(manual(), "utf-8")
    assert page.read_text("utf-8") == manual()
