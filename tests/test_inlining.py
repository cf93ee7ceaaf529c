"""Tests for inlining.py: pages that come to stand together on one page."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exemplars.inlining import Spot, inline

SPOT = Spot(
    address="/guong/ba-an/",
    name="ba-an",
    beside={"/guong/ba-an/": "ba-an", "/guong/ong-mau/": "ong-mau"},
    site="https://x.vn/trang/",
    picture=lambda address: "data:x" if address == "/guong/ba-an/a.webp" else None,
)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # ids that each story has
        ('<h2 id="nguon">x</h2>', '<h2 id="ba-an--nguon">x</h2>'),
        (
            '<section aria-labelledby="a b">x</section>',
            '<section aria-labelledby="ba-an--a ba-an--b">x</section>',
        ),
        ('<a href="#nguon">x</a>', '<a href="#ba-an--nguon">x</a>'),
        # a story beside this one, a page of the site, a page elsewhere
        ('<a href="../ong-mau/">x</a>', '<a href="#ong-mau">x</a>'),
        ('<a href="../ong-mau/#nguon">x</a>', '<a href="#ong-mau--nguon">x</a>'),
        ('<a href="../../nam/2020/">x</a>', '<a href="https://x.vn/trang/nam/2020/">x</a>'),
        ('<a href="loa.txt">x</a>', '<a href="https://x.vn/trang/guong/ba-an/loa.txt">x</a>'),
        ('<a href="../../tim-kiem/?a=1&amp;b">x</a>', '<a href="https://x.vn/trang/tim-kiem/?a=1&amp;b">x</a>'),
        ('<a href="https://y.vn/?a&amp;b">x</a>', '<a href="https://y.vn/?a&amp;b">x</a>'),
        ('<a href="mailto:a@y.vn">x</a>', '<a href="mailto:a@y.vn">x</a>'),
        # pictures
        (
            '<img src="a.webp" srcset="b.webp 480w" sizes="100vw" alt="">',
            '<img src="data:x" alt="">',
        ),
        ('<img src="c.webp" alt="Bếp">', '<img alt="Bếp">'),
        # everything else
        ("<p hidden>&lt;b&gt; &#39;a&#39; “x”<br></p>", "<p hidden>&lt;b&gt; &#39;a&#39; “x”<br></p>"),
        ('<p class="a" title="&quot;&lt;">x</p>', '<p class="a" title="&quot;&lt;">x</p>'),
        ('<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>', '<svg viewbox="0 0 1 1"><path d="M0 0"/></svg>'),
    ],
)  # fmt: skip
def test_a_page_is_fitted_to_its_place(html: str, expected: str) -> None:
    assert inline(html, SPOT) == expected


def test_without_an_address_of_the_site_its_pages_are_no_links() -> None:
    spot = replace(SPOT, site="")
    assert (
        inline('<a rel="prev" class="x" href="../../nam/2020/">2020</a>', spot)
        == '<a class="x">2020</a>'
    )
    assert inline('<a href="../ong-mau/">x</a>', spot) == '<a href="#ong-mau">x</a>'


@given(st.text(), st.text())
def test_words_and_other_attributes_pass_unchanged(words: str, title: str) -> None:
    html = f'<p title="{escape(title)}">{escape(words)}</p>'
    once = inline(html, SPOT)
    assert once.endswith(f">{escape(words)}</p>")
    assert inline(once, SPOT) == once
