"""Tests for annotating.py: what GitHub shows is what was found, and nothing else."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from exemplars.annotating import SUMMARY_LIMIT, annotated, summary
from exemplars.problem import Place, Problem
from exemplars.wording import message

SHOWN = {"h3", "h4", "p", "table", "thead", "tbody", "tr", "th", "td", "code"}
JOINER = "\u2060"


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run outside GitHub and without an address of the site."""
    for name in ("SITE_URL", "GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA"):
        monkeypatch.delenv(name, raising=False)


def problem(
    path: str = "a.md", line: int = 1, message: str = "sai; sửa", *, warning: bool = False
) -> Problem:
    """Return a problem."""
    return Problem(path, Place(line, 2), "link-story", message, warning)


class Reader(HTMLParser):
    """Collects the elements of a page, and the words of its files and rows."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.cells: list[str] = []
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        assert not attrs
        self.tags.add(tag)
        self.inside = tag in {"td", "h4"} or (tag == "code" and self.inside)
        if tag in {"td", "h4"}:
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        self.inside = self.inside and tag == "code"

    def handle_data(self, data: str) -> None:
        """Note words."""
        if self.inside:
            self.cells[-1] += data


def shown(text: str) -> Reader:
    """Return what a reader of Markdown, with HTML and tables on, makes of a summary."""
    return Reader(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))


def test_a_summary_tells_each_problem_under_its_file() -> None:
    found = [
        problem("b.md", 4, "“since” phải là số; ghi năm, như 2012"),
        problem("a.md", 3, "có vẻ là số điện thoại", warning=True),
        problem("b.md", 2),
    ]
    assert html.unescape(summary(found)) == (
        "### 2 chỗ phải sửa, 1 chỗ nên xem lại\n\n"
        "Mỗi dòng dưới đây nói sai ở đâu và nên viết thế nào. "
        "Sửa xong, lưu lại tệp thì máy tự kiểm lần nữa.\n\n"
        "#### a.md\n\n"
        "| Dòng | Sai gì | Viết thế nào | Mã |\n|---|---|---|---|\n"
        "| 3 | có vẻ là số điện thoại |  | `link-story` |\n\n"
        "#### b.md\n\n"
        "| Dòng | Sai gì | Viết thế nào | Mã |\n|---|---|---|---|\n"
        "| 2 | sai | sửa | `link-story` |\n"
        "| 4 | “since” phải là số | ghi năm, như 2012 | `link-story` |\n\n"
    )


@pytest.mark.parametrize(
    ("found", "title"),
    [
        ([problem()], "### 1 chỗ phải sửa\n"),
        ([problem(warning=True)] * 2, "### Không có gì phải sửa, 2 chỗ nên xem lại\n"),
        ([problem(line=n) for n in range(1078)], "### 1.078 chỗ phải sửa\n"),
        ([], "### Không có gì phải sửa\n"),
    ],
)
def test_the_title_says_how_many(found: list[Problem], title: str) -> None:
    assert summary(found).startswith(title)


@pytest.mark.parametrize(
    "evil",
    [
        "<img src=x onerror=alert(1)>", "</td></table><script>x</script>", "[x](https://evil)",
        "![x](https://evil/x.png)", "a | b", "`code`", "**x** _y_ ~~z~~", "https://evil.example",
        "www.evil.example", "&lt;b&gt;", "$x$", "<!-- x", "# x", "a\\|b", ":tada:", "| --- |",
        "x\n\n# y", "<details>", "[^1]", "a@b.example", "1. x", "- x", "\\",
    ],
)  # fmt: skip
def test_what_a_stranger_wrote_shows_as_it_is(evil: str) -> None:
    line = " ".join(evil.split())
    reader = shown(summary([problem(f"{line}.md", message=f"{evil}; {evil}")]))
    assert reader.tags <= SHOWN
    assert [cell.replace(JOINER, "") for cell in reader.cells] == [
        f"{line}.md", "1", line, line, "link-story",
    ]  # fmt: skip


@given(st.text(), st.text())
def test_no_text_brings_an_element_or_another_row(found: str, path: str) -> None:
    told = problem(path, message=message("file-kind", found=found))
    reader = shown(summary([told]))
    assert reader.tags <= SHOWN
    assert len(reader.cells) == 5


@pytest.mark.parametrize(("words", "parted"), [("@ban", "@⁠ban"), ("#12", "#⁠12"), ("# x", "# x")])
def test_nobody_is_called_and_no_issue_is_linked(words: str, parted: str) -> None:
    assert parted in html.unescape(summary([problem(message=words)]))


def test_a_code_leads_to_its_explanation_in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "mau/guong")
    assert "| `link-story` |" in summary([problem()])
    monkeypatch.setenv("GITHUB_SHA", "abc")
    assert (
        "| [`link-story`](https://github.com/mau/guong/blob/abc/docs/kiem-tra.md"
        "#link-story-link-story) |"
    ) in summary([problem()])
    page = (ROOT / "docs" / "kiem-tra.md").read_text("utf-8")
    assert "\n### `link-story` {#link-story}\n" in page  # of which GitHub makes that id


def test_a_code_leads_to_its_explanation_on_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/guong/")
    assert ("| [`link-story`](https://example.org/guong/kiem-tra/#link-story) |") in summary(
        [problem()]
    )


def test_a_summary_too_long_for_github_is_cut_and_says_so() -> None:
    found = [problem(f"{n:05}.md", 1, "x" * 200) for n in range(5000)]
    told = summary(found)
    assert len(told.encode()) < 1024**2 - 50_000
    rows = len(re.findall(r"^\| \d", told, flags=re.MULTILINE))
    left = f"{5000 - rows:,}".replace(",", ".")
    assert told.endswith(
        f"Còn {left} chỗ nữa không ghi hết ở đây; chạy exemplars check để xem đủ.\n\n"
    )
    assert len(told.encode()) > SUMMARY_LIMIT - 1000


def test_annotations_and_what_is_left_are_everything_once() -> None:
    found = [problem(path, line) for path in ("a.md", "b.md") for line in range(1, 9)]
    lines, left = annotated(found)
    assert len(lines) == 10
    assert [(each.path, each.place.line) for each in left] == [
        (path, line) for path in ("a.md", "b.md") for line in (6, 7, 8)
    ]
