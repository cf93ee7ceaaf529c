"""Tests for phrasing.py: argparse in Vietnamese."""

from __future__ import annotations

import argparse
import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from exemplars.phrasing import Parser, vietnamese
from exemplars.wording import table

PROGRAMMERS = (
    "conflicting ", "not callable", ".__call__()", "is an invalid argument for positionals",
    "mutually exclusive arguments must", "cannot merge actions", "invalid option string",
    "dest= is required", "invalid conflict_resolution", "cannot have multiple subparser",
    'argument "-" with mode', "must start with", "kwargs.pop",
)  # fmt: skip
"""Parts of the phrases that only a mistake in our own code could bring up."""
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[sr]")


def phrases() -> Iterator[str]:
    """Yield every phrase for which this Python's argparse asks a translation."""
    for node in ast.walk(ast.parse(Path(argparse.__file__).read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            count = {"_": 1, "ngettext": 2}.get(node.func.id, 0)
            for argument in node.args[:count]:
                if isinstance(argument, ast.Constant):
                    yield str(argument.value)


@pytest.mark.parametrize("phrase", sorted(set(phrases())))
def test_a_phrase_that_people_may_meet_is_translated(phrase: str) -> None:
    assert phrase in table()["argparse"] or any(part in phrase for part in PROGRAMMERS)


@pytest.mark.parametrize(("english", "ours"), table()["argparse"].items())
def test_a_translation_asks_for_no_value_that_there_is_not(english: str, ours: str) -> None:
    assert set(PLACEHOLDER.findall(ours)) <= set(PLACEHOLDER.findall(english))
    assert ours.isascii() is (not ours.translate(str.maketrans("", "", string.printable)))


def test_argparse_speaks_vietnamese_only_inside() -> None:
    with vietnamese():
        assert Parser(prog="x").format_help().startswith("cách gõ: x")
    assert argparse.ArgumentParser(prog="x").format_help().startswith("usage: x")


def test_argparse_speaks_english_again_after_a_fault() -> None:
    with pytest.raises(SystemExit), vietnamese():
        Parser(prog="x").parse_args(["y"])
    assert argparse.ArgumentParser(prog="x").format_help().startswith("usage: x")


def said(parser: argparse.ArgumentParser, *given: str) -> str:
    """Return what is said of a wrong call."""
    with pytest.raises(SystemExit) as caught:
        parser.parse_args(given)
    assert caught.value.code == 2
    return ""


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([], "còn thiếu: N"),
        (["a"], "N: không nhận “a”"),
        (["1", "--two", "a"], "--two: cần 2 giá trị đi kèm"),
        (["1", "--on", "--off"], "--off: không đi cùng --on"),
        (["1", "--o"], "“--o” có thể hiểu là: --on, --off; hãy viết đủ"),
        (["1", "2"], "thừa: 2"),
    ],
)
def test_each_kind_of_wrong_call_is_one_vietnamese_sentence(
    given: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with vietnamese():
        parser = Parser(prog="x")
        parser.add_argument("n", type=int, metavar="N")
        parser.add_argument("--two", nargs=2)
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--on", action="store_true")
        group.add_argument("--off", action="store_true")
        said(parser, *given)
    assert capsys.readouterr().err.splitlines()[-2:] == [
        f"x: {sentence}",
        "Xem cách gõ: x --help",
    ]
