"""A story's Markdown becomes safe HTML without losing a word, or a problem with its line."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from types import FrameType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exemplars import commonmark, markup, prose, rendering
from exemplars.markdown_rules import BRACKETS_LIMIT
from exemplars.markup import Body, render
from exemplars.problem import Place
from exemplars.prose import plain_paragraphs, single_spaced
from exemplars.sanitizing import removed

PATH = "stories/ca-nhan/an.md"
FIGURE = '<figure class="photo"><img src="a.webp" alt="Bà Ân"></figure>'
PICTURES = {"a.jpg": FIGURE, "ảnh 1.jpg": FIGURE}


def body(text: str) -> Body:
    """Return the body of ``text``, which must be without problems."""
    rendered, problems = render(text, PATH, 1, PICTURES)
    assert problems == []
    return rendered


def messages(text: str, first_line: int = 1) -> list[str]:
    """Return the problems of ``text`` without their path."""
    _, problems = render(text, PATH, first_line, PICTURES)
    return [str(problem).removeprefix(f"{PATH}:") for problem in problems]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        # paragraphs and lines
        ("Một.\n\nHai.", "<p>Một.</p>\n<p>Hai.</p>\n"),
        ("a\nb  \nc\\\nd", "<p>a\nb<br>\nc<br>\nd</p>\n"),
        # headings
        ("## Cách làm", '<h2 id="muc-cach-lam">Cách làm</h2>\n'),
        ("### A\n#### B", '<h3 id="muc-a">A</h3>\n<h4 id="muc-b">B</h4>\n'),
        # emphasis
        ("**a** *b* _c_ ***d***",
         "<p><strong>a</strong> <em>b</em> <em>c</em> <em><strong>d</strong></em></p>\n"),
        # lists and quotes
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("> a\n> b", "<blockquote>\n<p>a\nb</p>\n</blockquote>\n"),
        # tables
        ("| a | b |\n|---|--:|\n| 1 | 2 |",
         '<table>\n<thead>\n<tr>\n<th>a</th>\n<th data-align="right">b</th>\n</tr>\n</thead>\n'
         '<tbody>\n<tr>\n<td>1</td>\n<td data-align="right">2</td>\n</tr>\n</tbody>\n</table>\n'),
        # links
        ("[a](https://example.vn/?a&b)",
         '<p><a href="https://example.vn/?a&amp;b" rel="nofollow noopener">a</a></p>\n'),
        ('[a](tel:113 "Gọi")', '<p><a href="tel:113" title="Gọi" rel="nofollow noopener">a</a></p>\n'),
        ("[a](../tap-the/bep-com.md)", '<p><a href="../bep-com/">a</a></p>\n'),
        # photos
        ("![x](a.jpg)", FIGURE),
        ("- ![x](a.jpg)", f"<ul>\n<li>{FIGURE}</li>\n</ul>\n"),
        # everything else is the text it is
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("<b>a</b> &amp; &copy;", "<p>&lt;b&gt;a&lt;/b&gt; &amp;amp; &amp;copy;</p>\n"),
        ("`a` ~~b~~", "<p>`a` ~~b~~</p>\n"),
        ("```\na\n```", "<p>```\na\n```</p>\n"),
        ("    a", "<p>a</p>\n"),
        ("---", "<p>---</p>\n"),
        ("a\n===", "<p>a\n===</p>\n"),
        ("https://example.vn", "<p>https://example.vn</p>\n"),
        ("\\*a\\*", "<p>*a*</p>\n"),
        ("a\u00a0b", "<p>a&nbsp;b</p>\n"),
    ],
)  # fmt: skip
def test_the_closed_list_of_syntax_is_rendered(text: str, html: str) -> None:
    assert body(text).html == html


def test_a_footnote_stands_at_the_end_with_a_way_back() -> None:
    rendered = body("a[^n] b[^n]\n\n[^n]: Báo *Mẫu*.\n\nc")
    assert rendered.html == (
        '<p>a<sup class="footnote-ref"><a href="#fn1" id="fnref1">[1]</a></sup>'
        ' b<sup class="footnote-ref"><a href="#fn1" id="fnref1:1">[1:1]</a></sup></p>\n<p>c</p>\n'
        '<hr class="footnotes-sep">\n<div class="footnotes">\n<ol class="footnotes-list">\n'
        '<li id="fn1" class="footnote-item"><p>Báo <em>Mẫu</em>.'
        ' <a href="#fnref1" class="footnote-backref">↩\ufe0e</a>'
        ' <a href="#fnref1:1" class="footnote-backref">↩\ufe0e</a></p>\n</li>\n</ol>\n</div>\n'
    )
    assert rendered.text == "a b\nc\nBáo Mẫu."


def test_the_text_has_a_line_for_each_block() -> None:
    rendered = body("## A *b*\n\nc [d](tel:113)\ne\n\n- f\n- g\n\n| h |\n|---|\n| **i** |\n")
    assert rendered.text == "A b\nc d e\nf\ng\nh\ni"


def test_headings_of_the_same_words_get_ids_of_their_own() -> None:
    rendered = body("## A\n\n## A\n\n## A 2\n\n### *Á*\n\n## 你\n\n## 好")
    assert rendered.headings == (
        ("muc-a", "A"), ("muc-a--2", "A"), ("muc-a-2", "A 2"), ("muc-a--3", "Á"),
        ("muc-khac", "你"), ("muc-khac--2", "好"),
    )  # fmt: skip
    assert re.findall(r'id="([^"]*)"', rendered.html) == [id_ for id_, _ in rendered.headings]


def test_links_to_stories_are_kept_with_their_places_for_later() -> None:
    text = "a\n[b](bep-com.md#cach-lam)\n\n- [c](#x)\n- [d](https://example.vn)"
    found = [(link.slug, link.heading, link.place) for link in body(text).links]
    assert found == [("bep-com", "muc-cach-lam", Place(2, 5)), (None, "muc-x", Place(4, 7))]


LINK = (
    "chỉ nhận https://, http://, mailto:, tel:, tệp của câu chuyện khác như"
    " ../tap-the/ten-cau-chuyen.md hoặc một tiêu đề như #cach-lam"
)
HEADING = "hãy dùng ##, ### hoặc #### (tên bài đã là tiêu đề lớn nhất)"
NESTING = "danh sách, trích dẫn hay chữ nghiêng đậm lồng nhau quá 10 tầng; hãy viết thẳng ra"
INLINE = "ảnh phải đứng riêng một đoạn, không chen giữa câu hay trong chú thích; hãy để một dòng trống trước và sau"
EMPTY = "chưa có chữ; hãy viết tiêu đề hoặc xóa dòng này"
NUMBER = (
    "bị hiểu là mục của danh sách và sẽ đổi số;"
    " hãy viết “năm 1986” hoặc thêm dấu \\ trước dấu chấm (1986\\.)"
)
DIGITS = (
    "giữa các chữ số bị hiểu là chữ nghiêng đậm và mất đi; hãy viết × hoặc thêm dấu \\ phía trước"
)
NOT_CLICKABLE = "chưa có chữ để bấm; hãy viết chữ vào giữa hai ngoặc vuông"
SYNTAX = "chưa đúng; viết ![tả ảnh](ten-anh.jpg), tên có dấu cách thì đặt trong < >"
NESTED = "chú thích không được nằm trong chú thích khác; hãy viết thẳng ra"
UNLISTED = "chưa được kê ở mục photos của câu chuyện, hoặc không nằm cạnh tệp"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # no words
        ("", ["1:1: câu chuyện chưa có lời văn; hãy viết ít nhất một câu sau phần đầu"]),
        (" \n\n", ["1:1: câu chuyện chưa có lời văn; hãy viết ít nhất một câu sau phần đầu"]),
        # headings
        ("a\n\n# b", [f"3:1: tiêu đề bắt đầu bằng “#”; {HEADING}"]),
        ("##### a", [f"1:1: tiêu đề bắt đầu bằng “#####”; {HEADING}"]),
        ("a\n\n##", [f"3:1: tiêu đề “##” {EMPTY}"]),
        ("> ###  \n\na", [f"1:3: tiêu đề “###” {EMPTY}"]),
        # numbers at the beginning of a line that are no items
        ("1986. a\n1990. b", [f"2:1: dòng bắt đầu bằng “1990.” {NUMBER}"]),
        ("a\n\n> 1. b\n> 3. c", [f"4:3: dòng bắt đầu bằng “3.” {NUMBER}"]),
        ("3. a\n3. b", [f"2:1: dòng bắt đầu bằng “3.” {NUMBER}"]),
        ("1. a\n2. b\n1. c", [f"3:1: dòng bắt đầu bằng “1.” {NUMBER}"]),
        # links without a word
        ("a [](tel:113)", [f"1:6: liên kết tới “tel:113” {NOT_CLICKABLE}"]),
        # pictures that are none
        ("a\n\n![b](ảnh 1.jpg)", [f"3:1: chỗ chèn ảnh “![b](ảnh 1.jpg)” {SYNTAX}"]),
        ("a ![b](c", [f"1:3: chỗ chèn ảnh “![b](c” {SYNTAX}"]),
        # links, on their own line of the paragraph
        ("a\n[b](javascript:c)\n", [f"2:5: liên kết “javascript:c” không dùng được; {LINK}"]),
        ("a  \n**[b](http://u@x.vn)**", [f"2:7: liên kết “http://u@x.vn” không dùng được; {LINK}"]),
        ("[a]()", [f"1:1: liên kết “” không dùng được; {LINK}"]),
        ("> - a\n> - [b](x)", [f"2:9: liên kết “x” không dùng được; {LINK}"]),
        ("|a|\n|-|\n|[b](x)|", [f"3:6: liên kết “x” không dùng được; {LINK}"]),
        # photos
        ("a\n\n![b](b.jpg)", [f"3:6: ảnh “b.jpg” {UNLISTED}"]),
        ("![b](https://example.vn/b.jpg)", [f"1:6: ảnh “https://example.vn/b.jpg” {UNLISTED}"]),
        ("a ![b](a.jpg)", [f"1:1: {INLINE}"]),
        ("![b](a.jpg)\nc", [f"1:1: {INLINE}"]),
        ("[![b](a.jpg)](tel:113)", [f"1:1: {INLINE}"]),
        ("## ![b](a.jpg)", [f"1:1: tiêu đề “##” {EMPTY}", f"1:1: {INLINE}"]),
        ("## a ![b](a.jpg)", [f"1:1: {INLINE}"]),
        ("|![b](a.jpg)|\n|-|", [f"1:1: {INLINE}"]),
        # footnotes
        ("a\n\nb[^n]", ["3:4: chú thích [^n] chưa có lời giải; hãy thêm dòng “[^n]: …” ở cuối bài"]),
        (
            "a\n\n[^n]: b",
            ["3:3: lời giải của chú thích [^n] không được dùng;"
             " hãy đặt [^n] trong bài hoặc xóa dòng này"],
        ),
        (
            "a[^n]\n\n[^n]: b\n[^n]: c",
            ["4:3: chú thích [^n] có hai lời giải; hãy đổi tên một chú thích"],
        ),
        ("a[^1]\n\n[^1]: b[^2]\n\n[^2]: c", [f"3:10: {NESTED}"]),
        ("a[^1][^2]\n\n[^1]: b[^2]\n\n[^2]: c", [f"3:10: {NESTED}"]),
        # each at its own place, not where the footnote itself is called so
        ("a[^1]\n\n[^1]: b[^1] c[^1]", [f"3:10: {NESTED}", f"3:16: {NESTED}"]),
        ("a[^1]\n\n[^1]: b\n    c[^1]\n    \\[^1] d[^1]",
         [f"4:8: {NESTED}", f"5:14: {NESTED}"]),
        ("a[^1]\n\n[^1]: bbbbbbb[^1]\n    c[^1]", [f"3:16: {NESTED}", f"4:8: {NESTED}"]),
        ("a[^1]\n\n> [^1]: b[^1]", [f"3:12: {NESTED}"]),
        # attacks on the parser
        ("> " * 20 + "a", [f"1:1: {NESTING}"]),
        ("a\n\n" + "- " * 20 + "a", [f"3:1: {NESTING}"]),
        ("a\n" + "*" * 30 + "b" + "*" * 30, [f"2:1: {NESTING}"]),
        (
            "a\n\n" + "[" * (BRACKETS_LIMIT + 1),
            ["3:1: đoạn này có quá 60 dấu ngoặc vuông mở; hãy tách đoạn hoặc bỏ bớt"],
        ),
        # several at once
        (
            "# a\n\n[b](x)\n\n![c](d.jpg)",
            [
                f"1:1: tiêu đề bắt đầu bằng “#”; {HEADING}",
                f"3:5: liên kết “x” không dùng được; {LINK}",
                f"5:6: ảnh “d.jpg” {UNLISTED}",
            ],
        ),
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_reported_with_its_line(text: str, found: list[str]) -> None:
    assert messages(text) == found


def test_a_sign_between_digits_is_refused_once_a_line_at_its_own_column() -> None:
    assert messages("a 2*3*4") == [f"1:4: dấu “*” {DIGITS}"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a\nb\n2**3**4", "3:2: "),
        ("a\n[](tel:113)", "2:4: "),
        ("a\n![b](c d.jpg) e", "2:1: "),
    ],
)
def test_a_fault_in_a_paragraph_is_told_on_its_own_line(text: str, place: str) -> None:
    assert messages(text)[0].startswith(place)


@pytest.mark.parametrize(
    ("text", "place"),
    [("xa [b](x)", "1:8: "), ("bn[^n]", "1:5: "), ("[b](tel:113) [c](l)", "1:18: ")],
)
def test_a_column_is_that_of_the_fault_not_of_an_equal_letter_before(text: str, place: str) -> None:
    assert messages(text)[0].startswith(place)


def test_a_link_of_a_blank_is_empty_too() -> None:
    assert messages("a [ ](tel:113)") == [f"1:7: liên kết tới “tel:113” {NOT_CLICKABLE}"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2\\*3\\*4", "2*3*4"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a *2* b", "a 2 b"),
        ("năm **2018** và *2*", "năm 2018 và 2"),
        ("1986\\. Một.\n1990\\. Hai.", "1986. Một. 1990. Hai."),
        ("1. a\n1. b\n1. c", "a\nb\nc"),
        ("0. a\n1. b", "a\nb"),
        ("3) a\n4) b", "a\nb"),
        ("1. a\n   - b\n2. c", "a\nb\nc"),
        ("!\\[a](tel:113)", "![a](tel:113)"),
    ],
)
def test_the_right_neighbours_of_what_would_lose_a_sign_are_text(text: str, shown: str) -> None:
    assert body(text).text == shown


def test_lines_are_counted_from_the_first_line_of_the_body() -> None:
    assert messages("a\n\n# b", first_line=12) == [f"14:1: tiêu đề bắt đầu bằng “#”; {HEADING}"]


def test_a_story_with_a_problem_has_no_html() -> None:
    rendered, _ = render("a\n\n# b", PATH, 1, {})
    assert rendered.html == ""


def test_brackets_up_to_the_limit_are_text() -> None:
    text = "[" * BRACKETS_LIMIT
    assert body(f"{text}\n\n{text}").text == f"{text}\n{text}"


def test_what_the_sanitiser_would_remove_refuses_the_story_with_its_line() -> None:
    bad = {"a.jpg": '<figure class="photo"><img src="a.webp" onerror="x"></figure>'}
    _, problems = render("a\n\n![b](a.jpg)\n", PATH, 5, bad)
    assert [str(problem) for problem in problems] == [
        f'{PATH}:7:1: chỗ này sinh ra <img src="a.webp" onerror="x">, không an toàn'
        " nên câu chuyện bị từ chối; hãy viết lại thành chữ thường"
    ]  # fmt: skip


def test_rendering_leaves_nothing_behind_for_the_next_story() -> None:
    text = "## A\n\na[^1] [b](#a)\n\n[^1]: c\n"
    assert body(text) == body(text)


# --- Faults known today ---


@pytest.mark.parametrize(
    "text",
    ["a\\[^1]\n\n[^1]: Mất.", '[a](tel:113 "[^1]")\n\n[^1]: Mất.', "[a](http://x.vn/[^1])\n\n[^1]: Mất."],
)  # fmt: skip
def test_no_footnote_is_lost_in_silence(text: str) -> None:
    rendered, problems = render(text, PATH, 1, {})
    assert problems or "Mất." in rendered.html


def test_no_cell_is_lost_in_silence() -> None:
    rendered, problems = render("| a |\n|---|\n| b | Mất. |\n", PATH, 1, {})
    assert problems or "Mất." in rendered.html


def test_a_photo_with_marks_and_spaces_in_its_name_is_found() -> None:
    assert body("![x](<ảnh 1.jpg>)").html == FIGURE


def test_a_link_is_told_as_it_was_written() -> None:
    assert "“đường.md”" in messages("[a](đường.md)")[0]


def test_a_photo_in_a_footnote_is_shown_or_refused_for_what_it_is() -> None:
    assert not any("không an toàn" in message for message in messages("a[^1]\n\n[^1]: ![b](a.jpg)"))


def test_a_footnote_within_itself_is_not_called_unsafe() -> None:
    found = messages("[^a]:- [^a]:")
    assert found
    assert not any("không an toàn" in message for message in found)


def test_brackets_after_blank_lines_are_reported_on_their_line() -> None:
    assert messages("a\n\n\n" + "[" * 61)[0].startswith("4:1: ")


@pytest.mark.parametrize("marker", ["> ", "- "])
def test_ten_levels_are_within_the_limit_of_ten(marker: str) -> None:
    assert messages(marker * 10 + "a") == []


def test_a_footnote_mark_leaves_no_gap_in_the_text() -> None:
    assert body("a [^1] b\n\n[^1]: c").text == "a b\nc"


@contextmanager
def counting_lines() -> Iterator[list[int]]:
    """Count the lines of the three modules that run: a measure of time without a clock."""
    count, files = [0], {module.__file__ for module in (markup, prose, rendering)}

    def local(_frame: FrameType, event: str, _arg: Any) -> Any:
        count[0] += event == "line"
        return local

    def start(frame: FrameType, _event: str, _arg: Any) -> Any:
        return local if frame.f_code.co_filename in files else None

    before = sys.gettrace()
    sys.settrace(start)
    try:
        yield count
    finally:
        sys.settrace(before)


def steps(text: str) -> int:
    """Return how many lines of them run for ``text``."""
    with counting_lines() as count:
        render(text, PATH, 1, PICTURES)
    return count[0]


@pytest.mark.parametrize(
    "piece",
    [
        "a\n\n", "- a\n", "> a\n\n", "**a** ", "[a](tel:113)\n\n", "![a](a.jpg)\n\n", "[^a]\n\n",
        "a  \n", "| a |\n|---|\n\n",
        "## a\n\n",
    ],
)  # fmt: skip
def test_work_grows_with_the_length_of_the_text_not_with_its_square(piece: str) -> None:
    assert steps(piece * 200) < 2.5 * steps(piece * 100)


# --- Laws ---

words = st.from_regex(r"[a-zđệ]{1,4}\d", fullmatch=True)
pieces = st.lists(
    st.sampled_from(
        ["\n", "\n\n", "# ", "## ", "- ", "+ ", "1. ", "> ", "|", "\n|-|:-:|\n", "*", "**", "_",
         "(", ")", "\\", " ", "  \n", "[", "]", "![", "](", "<b>", "<script>", "&amp;", "    ",
         "\t", "<!--", "---\n", "`", "```\n", "~~", "[^a]", "\n[^a]: ", "[a](http://x.vn)", '"',
         "![x](a.jpg)", "javascript:x", "#a", "a", "đ", "\u00a0"]
    ),
    max_size=20,
).map("".join)  # fmt: skip
texts = st.one_of(
    pieces,
    st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=60).map(
        lambda text: unicodedata.normalize("NFC", text)
    ),
)

TAGS = {
    "a", "blockquote", "br", "em", "figure", "h2", "h3", "h4", "hr", "img", "li", "ol", "p",
    "div", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


class Tags(HTMLParser):
    """Checks each tag by rules of its own, apart from the sanitiser's."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """No tag, attribute or address is unexpected."""
        assert tag in TAGS
        for name, value in attrs:
            assert name in {
                "href",
                "rel",
                "title",
                "id",
                "class",
                "start",
                "data-align",
                "src",
                "alt",
            }
            if name == "href":
                assert re.match(r"https?://|mailto:|tel:|#|\.\./[a-z]", value or "", re.IGNORECASE)


@given(texts)
@settings(max_examples=300, deadline=None)
def test_any_text_is_safe_html_or_problems_on_lines_that_are_there(text: str) -> None:
    rendered, problems = render(text, PATH, 1, PICTURES)
    assert all(1 <= problem.place.line <= text.count("\n") + 1 for problem in problems)
    if not problems:
        assert removed(rendered.html) is None
        Tags().feed(rendered.html)


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_no_text_whatever_ends_in_an_exception(text: str) -> None:
    rendered, problems = render(text, PATH, 1, {})
    assert problems or rendered.html


marks = st.sampled_from(
    ["", " ", "\n", "\n\n", "\n\n## ", "\n- ", "\n1. ", "\n> ", "*", "**", "_",
     "  \n", "\\", "<b>", "`", "~~", "(", ")", " ! ", "---\n", "\t", "[a](tel:113)"]
)  # fmt: skip


@given(st.lists(st.tuples(marks, words, marks), min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_no_word_is_lost_between_the_marks(parts: list[tuple[str, str, str]]) -> None:
    rendered, problems = render("".join(map("".join, parts)), PATH, 1, {})
    if not problems:
        shown = re.sub(r"<[^>]*>", "", rendered.html)
        for _, word, _ in parts:
            assert word in rendered.text
            assert word in shown


@given(st.lists(words, min_size=1, max_size=30).map(" ".join))
@settings(deadline=None)
def test_plain_words_are_one_paragraph(text: str) -> None:
    assert body(text) == Body.of(f"<p>{text}</p>\n", text)


def test_the_parser_knows_no_rule_beyond_the_closed_list() -> None:
    rules = commonmark.PARSER.get_active_rules()
    assert not {
        "html_block",
        "html_inline",
        "autolink",
        "linkify",
        "fence",
        "code",
        "reference",
    } & {rule for chain in rules.values() for rule in chain}


SIGNED = st.text(st.sampled_from("aờ1 \n\\*_[]()!^:|-#>.<&`~"), max_size=60)


LINES = st.lists(st.text(st.sampled_from("aờ1 \t\xa0\u2003*[|-:>#"), max_size=8), max_size=8).map(
    "\n".join
)
LETTERED = st.lists(LINES.map(lambda text: f"ờ{text}"), max_size=4).map("\n\n".join)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Một.\nHai.\n\n\nBa.\n", "<p>Một.\nHai.</p>\n<p>Ba.</p>\n"),
        ("\nMột.  \u2003\n\nHai.", "<p>Một.</p>\n<p>Hai.</p>\n"),
        ("Một.\n- Hai.\n", "<p>Một.</p>\n<ul>\n<li>Hai.</li>\n</ul>\n"),
        ("Một.\n \nHai.\n", "<p>Một.</p>\n<p>Hai.</p>\n"),
    ],
)
def test_an_empty_line_parts_paragraphs(text: str, html: str) -> None:
    assert body(text).html == html


PROSE = st.lists(
    st.sampled_from(
        [
            "Bà Ân",
            "a",
            "ế",
            "日",
            "½",
            " ",
            "  ",
            "\t",
            "\u3000",
            "\n",
            "\n\n",
            "\n\n",
            "&",
            "<b>",
            "1. ",
            "- ",
            "> ",
            "# ",
            '"',
            "\xa0",
            "\u2028",
            "!",
            "\\",
            "*",
            "_",
            "[",
            "\r",
        ]
    ),
    min_size=1,
    max_size=12,
).map("".join)


@settings(max_examples=1000)
@given(PROSE | SIGNED | LINES | LETTERED)
@example("ờ _a_ ờ")
@example("ờ \n\nờ\u2003")
@example("ờ *a* ờ")
@example("ờ \\! ờ")
@example("ờ [a](https://example.org)")
def test_plain_paragraphs_are_what_the_parser_finds(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "prose", lambda _: None)
        parsed = render(text, PATH, 1, {})
    assert render(text, PATH, 1, {}) == parsed


def test_a_text_of_plain_paragraphs_needs_no_parser() -> None:
    assert plain_paragraphs("\nBà Ân nấu cơm. \n\n\nÔng") is None
    assert plain_paragraphs("\nBà Ân nấu cơm.\n\nÔng.\n") == ["Bà Ân nấu cơm.", "Ông."]
    assert plain_paragraphs("Bà Ân nấu cơm. \n\nÔng.\n") is None
    assert plain_paragraphs("Bà\rÂn") is None


@given(st.text(st.sampled_from("aờ \t\n\xa0\u3000\u200b"), max_size=8) | st.text())
def test_words_are_spaced_as_if_cut_and_joined(text: str) -> None:
    assert single_spaced(text) == " ".join(text.split())


@pytest.mark.parametrize("space", ["  ", "\t", "\u00a0", "\u3000", " \u2009"])
def test_the_words_of_a_paragraph_have_single_spaces(space: str) -> None:
    assert body(f"Bà{space}Ân{space}\n").text == "Bà Ân"


def paragraphs(text: str) -> str:
    """Return the HTML of plain paragraphs."""
    return "".join(f"<p>{line}</p>\n" for line in text.split("\n"))


TEXTS = st.lists(st.sampled_from(["a", "đ", " ", "\n", "<p>", "</p>\n<p>", "</p>\n"])).map("".join)


@given(TEXTS, TEXTS | st.none())
def test_a_body_gives_back_its_html_and_its_text(text: str, other: str | None) -> None:
    html = paragraphs(text) if other is None else other
    body = Body.of(html, text)
    assert (body.html, body.text) == (html, text)
    assert body.count_words() == 1 + text.count(" ") + text.count("\n")


def test_the_text_of_plain_paragraphs_is_not_kept_twice() -> None:
    assert Body.of(paragraphs("Một hai.\nBa."), "Một hai.\nBa.").words is None
    assert Body.of("<p>Một <em>hai</em>.</p>\n", "Một hai.").words == "Một hai.".encode()
