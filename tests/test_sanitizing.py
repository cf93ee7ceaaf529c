"""The sanitiser finds every tag that a story must not hold, and nothing in what one may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exemplars import escaping
from exemplars.sanitizing import _cleaner, removed

FIGURE = (
    '<figure class="photo"><img src="a-480.webp" srcset="a-480.webp 480w, a-960.webp 960w"'
    ' sizes="100vw" width="960" height="640" alt="Bà Ân" loading="lazy">'
    "<figcaption>Ảnh: Báo Mẫu</figcaption></figure>"
)


@pytest.mark.parametrize(
    "html",
    [
        # text
        "",
        "<p>Bà Ân &amp; &lt;em&gt; a&nbsp;b “c” 'd' \"e\"</p>\n",
        '<h2 id="muc-cach-lam">Cách làm</h2>\n<h3 id="muc-a">A</h3>\n<h4 id="muc-b">B</h4>',
        '<ul>\n<li>a</li>\n</ul>\n<ol start="3">\n<li>b</li>\n</ol>',
        "<blockquote>\n<p><em>a</em><br>\n<strong>b</strong></p>\n</blockquote>",
        # links
        '<a href="https://example.vn/?a=1&amp;b=2" title="t" rel="nofollow noopener">a</a>',
        '<a href="mailto:a@b.vn">a</a> <a href="tel:113">b</a>',
        '<a href="../bep-com/#muc-a">a</a>',
        # tables
        '<table>\n<thead>\n<tr>\n<th data-align="right">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n'
        '<td data-align="center">b</td>\n</tr>\n</tbody>\n</table>',
        # footnotes
        '<sup class="footnote-ref"><a href="#fn1" id="fnref1:1">[1:1]</a></sup>',
        '<hr class="footnotes-sep">\n<div class="footnotes">\n<ol class="footnotes-list">\n'
        '<li id="fn1" class="footnote-item"><p>a'
        '<a href="#fnref1" class="footnote-backref">↩</a></p>\n</li>\n</ol>\n</div>',
        # photos
        FIGURE,
    ],
)  # fmt: skip
def test_what_a_story_may_hold_is_left_as_it_is(html: str) -> None:
    assert removed(html) is None


@pytest.mark.parametrize(
    ("html", "tag"),
    [
        # elements
        ("<p>a</p><script>x</script>", "<script>"),
        ("<style>p{}</style>", "<style>"),
        ('<iframe src="https://example.vn"></iframe>', '<iframe src="https://example.vn">'),
        ("<svg></svg>", "<svg>"),
        ("<form><input></form>", "<form>"),
        ('<meta http-equiv="refresh" content="0">', '<meta http-equiv="refresh" content="0">'),
        ('<base href="https://example.vn/">', '<base href="https://example.vn/">'),
        ("<h1>a</h1>", "<h1>"),
        ("<section>a</section>", "<section>"),
        ("<!-- a -->", "<!-- a -->"),
        # attributes
        ('<p onclick="x">a</p>', '<p onclick="x">'),
        ('<p style="color:red">a</p>', '<p style="color:red">'),
        ('<img src="a.webp" onerror="x">', '<img src="a.webp" onerror="x">'),
        ('<a href="https://example.vn" target="_blank">a</a>',
         '<a href="https://example.vn" target="_blank">'),
        # classes and ids of the theme
        ('<div class="md-banner">a</div>', '<div class="md-banner">'),
        ('<div id="content">a</div>', '<div id="content">'),
        ('<p class="md-banner">a</p>', '<p class="md-banner">'),
        ('<figure class="photo md-nav"></figure>', '<figure class="photo md-nav">'),
        ('<h2 id="__search">a</h2>', '<h2 id="__search">'),
        ('<a id="content">a</a>', '<a id="content">'),
        # addresses
        ('<a href="javascript:alert(1)">a</a>', '<a href="javascript:alert(1)">'),
        ('<a href="JaVaScript:alert(1)">a</a>', '<a href="JaVaScript:alert(1)">'),
        ('<img src="data:image/svg+xml,x">', '<img src="data:image/svg+xml,x">'),
        # the first of several
        ("<p>a</p><i>b</i><b>c</b>", "<i>"),
        # nesting that a browser would mend
        ("<p>a<p>b</p></p>", "<p>"),
        ("<p>a", "<p>a"),
    ],
)  # fmt: skip
def test_what_it_must_not_hold_is_named(html: str, tag: str) -> None:
    assert removed(html) == tag


@pytest.mark.parametrize("sign", ["\0", "\r", "\xa0", "&", ">"])
def test_a_paragraph_of_words_holds_no_sign_that_is_written_otherwise(sign: str) -> None:
    assert removed("<p>Một câu.</p>\n<p>Hai.</p>\n") is None
    html = f"<p>Một câu.</p>\n<p>Hai{sign} ba.</p>\n"
    assert removed(html) == html


prose = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\0\r\n\xa0&<>p/ "))


@given(st.lists(prose, max_size=3))
def test_nothing_is_left_that_the_sanitiser_would_change(paragraphs: list[str]) -> None:
    html = "".join(f"<p>{words}</p>\n" for words in paragraphs)
    assert (removed(html) is None) == (_cleaner.clean(html) == html)


def test_a_difference_outside_of_tags_shows_the_beginning() -> None:
    assert removed("a & b") == "a & b"
    assert removed("&" + "a" * 100) == "&" + "a" * 79


texts = st.text(st.characters(exclude_categories=["C"]), max_size=40)


@given(texts)
def test_escaped_text_stands_as_the_sanitiser_writes_it(value: str) -> None:
    assert removed(f"<p>{escaping.text(value)}</p>") is None


@given(texts)
def test_an_escaped_attribute_stands_as_the_sanitiser_writes_it(value: str) -> None:
    assert removed(f"<img{escaping.attributes({'src': 'a.webp', 'alt': value})}>") is None


@pytest.mark.parametrize(
    ("value", "escaped"),
    [
        ("<b> & \"x\" 'y'", "&lt;b&gt; &amp; \"x\" 'y'"),
        ("a\u00a0b", "a&nbsp;b"),
        ("&amp;", "&amp;amp;"),
    ],
)
def test_text_is_escaped_once(value: str, escaped: str) -> None:
    assert escaping.text(value) == escaped


def test_attributes_are_quoted_in_their_order() -> None:
    pairs: dict[str, object] = {"width": 960, "alt": 'Bà "Tư" & <em>'}
    assert escaping.attribute('"') == "&quot;"
    assert escaping.attributes(pairs) == ' width="960" alt="Bà &quot;Tư&quot; &amp; &lt;em&gt;"'
    assert escaping.attributes({}) == ""
