"""Tests for explaining.py, explanations.yml and docs/kiem-tra.md, which is made from them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from miniature import lay, told

from exemplars.command import main
from exemplars.explaining import WIDTH, explain, explanations, groups, listing, page
from exemplars.problem import FaultError
from exemplars.wording import table

PROBLEMS = table()["problems"]
EXPLAINED = explanations()
SHOWN = sorted(code for code, found in EXPLAINED.items() if found.place)
PAGE = ROOT / "docs" / "kiem-tra.md"


# --- every check is explained ---


def test_every_code_has_an_explanation_and_every_explanation_a_code() -> None:
    assert sorted(EXPLAINED) == sorted(PROBLEMS)
    assert len(EXPLAINED) == sum(len(group.explanations) for group in groups())


@pytest.mark.parametrize("code", sorted(EXPLAINED))
def test_an_explanation_is_finished_sentences_that_begin_briefly(code: str) -> None:
    found = EXPLAINED[code]
    assert found.why.endswith((".", "!"))
    assert found.gist
    assert len(found.gist) <= 120
    assert not re.search(r"  |\n| ,|\.\.", found.why)


@pytest.mark.parametrize("code", SHOWN)
def test_an_example_is_shown_wrong_and_right_in_a_few_lines(code: str) -> None:
    found = EXPLAINED[code]
    assert found.place in table()["explain-places"]
    assert found.wrong != found.right
    for example in (found.wrong, found.right):
        assert example
        assert len(example.split("\n")) <= 12
        assert "`" not in example
        assert example.isprintable() or "\n" in example


@pytest.mark.parametrize("code", SHOWN)
def test_the_wrong_example_causes_just_its_code(
    code: str, stories: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(stories, EXPLAINED[code].place, EXPLAINED[code].wrong, monkeypatch)
    assert {problem.code for problem in told(stories)} == {code}


@pytest.mark.parametrize("code", SHOWN)
def test_the_right_example_has_nothing_to_mend(
    code: str, stories: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(stories, EXPLAINED[code].place, EXPLAINED[code].right, monkeypatch)
    assert [str(problem) for problem in told(stories)] == []


# --- the command ---


def test_a_code_is_explained_with_its_message_and_both_examples() -> None:
    assert explain("yaml-space") == (
        "yaml-space\n\n"
        "Sau dấu hai chấm phải có một dấu cách. Viết liền thì máy không thấy đâu là tên\n"
        "mục, đâu là giá trị.\n\n"
        "Lời báo: thiếu dấu cách sau dấu hai chấm trong “…”; hãy viết như name: Nguyễn\n"
        "Văn Mẫu\n\n"
        "Chưa đúng (ở phần đầu):\n\n"
        "    since:2014\n\n"
        "Đúng:\n\n"
        "    since: 2014"
    )


def test_a_code_of_a_command_is_explained_without_an_example() -> None:
    assert explain("erase-missing") == (
        "erase-missing\n\n"
        "Lệnh erase cần địa chỉ của một câu chuyện đang có. Địa chỉ là tên tệp không có\n"
        ".md.\n\n"
        "Lời báo: không có câu chuyện nào ở địa chỉ “…”; hãy kiểm lại tên tệp"
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        # as check prints it, on a terminal and for GitHub
        ("stories/a.md:4:7: mục “name” để trống; ghi họ tên", "value-empty"),
        ("stories/a.md:4:7: lỗi mục “name” để trống; ghi họ tên", "value-empty"),
        ("::error file=a.md,line=4,col=7::mục “name” để trống; ghi họ tên", "value-empty"),
        # the message alone, also where there is nothing after its semicolon
        ("mục “label” để trống", "value-empty"),
        ("  thiếu mục   “x”; y ", "key-missing"),
        # braces that are the message's own
        (
            "thiếu lời thuận của người giám hộ; ghi consent: {kind: giam-ho, date: năm-tháng-ngày}",
            "minor-consent",
        ),
        # signs that mean something in a pattern
        ("dòng ... kết thúc phần đầu quá sớm; hãy xóa dòng này", "yaml-end"),
    ],
)
def test_a_message_is_asked_for_whole(line: str, code: str) -> None:
    assert explain(line).startswith(f"{code}\n")


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("yaml-colons", "yaml-colon"),
        ("YAML_COLON", "yaml-colon"),
        ("photo", "photo-size"),
        ("minor-schol", "minor-school"),
    ],
)
def test_an_unknown_code_has_the_nearest_proposed(asked: str, near: str) -> None:
    with pytest.raises(FaultError) as caught:
        explain(asked)
    head, _, codes = str(caught.value).partition("; gần nhất: ")
    assert head == f"không có mã hay lời báo “{asked}”"
    assert len(codes.split(", ")) == 3
    assert near in codes.split(", ")


@given(st.text())
def test_whatever_is_asked_for_is_explained_or_has_codes_proposed(asked: str) -> None:
    try:
        assert explain(asked).partition("\n")[0] in EXPLAINED
    except FaultError as error:
        assert set(str(error).rpartition("gần nhất: ")[2].split(", ")) <= set(EXPLAINED)  # noqa: PT017 - either is right


def test_the_words_of_the_explanations_fit_on_a_terminal() -> None:
    lines = [line for code in EXPLAINED for line in explain(code).split("\n")]
    assert [line for line in lines if len(line) > WIDTH and not line.startswith("    ")] == []
    assert [line for line in listing().split("\n") if len(line) > WIDTH] == []


def test_without_a_code_every_code_is_listed_in_its_group_in_the_order_of_the_file() -> None:
    listed = re.findall(r"^  ([a-z0-9-]+)  +\S", listing(), re.MULTILINE)
    assert listed == list(EXPLAINED)
    assert "\n\nẢnh\n  photo-missing         Ảnh đã kê thì phải nằm cạnh câu chuyện\n" in listing()
    assert "`" not in listing()


def test_the_command_prints_the_explanation(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "photo-size"]) == 0
    assert capsys.readouterr() == (f"{explain('photo-size')}\n", "")


def test_the_command_lists_all_codes_where_none_is_given(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["explain"]) == 0
    assert capsys.readouterr() == (f"{listing()}\n", "")


def test_the_command_takes_a_message_without_quotes_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert (
        main(
            [
                "explain",
                "stories/a.md:1:1:",
                "tệp",
                "trống;",
                "hãy",
                "viết",
                "câu",
                "chuyện",
                "hoặc",
                "xóa",
                "tệp",
            ]
        )
        == 0
    )
    assert capsys.readouterr().out.startswith("file-empty\n")


def test_an_unknown_code_is_one_sentence_and_exit_code_1(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["explain", "yaml-colum"]) == 1
    out, told_ = capsys.readouterr()
    assert out == ""
    assert told_.startswith("không có mã hay lời báo “yaml-colum”; gần nhất: yaml-colon, ")
    assert told_.count("\n") == 1


# --- the page ---


def test_the_page_is_what_the_explanations_say(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--bless"):
        PAGE.write_text(page(), "utf-8")
    assert PAGE.read_text("utf-8") == page()


def test_the_page_has_a_heading_and_an_anchor_for_each_code() -> None:
    headings = re.findall(r"^### `([a-z0-9-]+)` \{#([a-z0-9-]+)\}$", page(), re.MULTILINE)
    assert headings == [(code, code) for code in EXPLAINED]
    anchors = re.findall(r"\{#([a-z0-9-]+)\}", page())
    assert len(anchors) == len(set(anchors))


def test_the_list_on_the_page_leads_to_every_group() -> None:
    linked = re.findall(r"^- \[.*\]\(#(.*)\)$", page(), re.MULTILINE)
    assert linked == [f"nhom-{group.id}" for group in groups()]
    for group in groups():
        assert f"\n## {group.title} {{#nhom-{group.id}}}\n" in page()


def test_the_page_shows_every_example_as_it_is_run() -> None:
    blocks = re.findall(r"```text\n(.*?)\n```", page(), re.DOTALL)
    expected = [
        example
        for found in EXPLAINED.values()
        if found.place
        for example in (found.wrong, found.right)
    ]
    assert blocks == expected
