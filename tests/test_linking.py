"""A link leads to the web, a mailbox, a telephone, a story or a heading, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exemplars.linking import Link, resolve
from exemplars.problem import Place
from exemplars.values import is_slug

PLACE = Place(7, 3)


@pytest.mark.parametrize(
    "target",
    [
        # the web
        "http://example.vn",
        "https://example.vn/a/b?c=d&e#g",
        "HTTPS://EXAMPLE.VN/",
        "https://example.vn:8080/",
        "https://example.vn/@nguoi-dung",
        # a mailbox, a telephone
        "mailto:lien-he@example.vn",
        "tel:+84-275-3850-000",
        "tel:113",
    ],
)
def test_a_foreign_address_stands_as_it_was_written(target: str) -> None:
    assert resolve(target, PLACE) == target


@pytest.mark.parametrize(
    ("target", "slug", "heading", "href"),
    [
        # a story by its file, as GitHub shows it
        ("bep-com.md", "bep-com", None, "../bep-com/"),
        ("./bep-com.md", "bep-com", None, "../bep-com/"),
        ("../tap-the/bep-com.md", "bep-com", None, "../bep-com/"),
        ("../../ca-nhan/bep-com.md", "bep-com", None, "../bep-com/"),
        ("/stories/tap-the/bep-com.md", "bep-com", None, "../bep-com/"),
        # a story by its address
        ("/guong/bep-com/", "bep-com", None, "../bep-com/"),
        ("/guong/bep-com", "bep-com", None, "../bep-com/"),
        # with a heading
        ("bep-com.md#cach-lam", "bep-com", "muc-cach-lam", "../bep-com/#muc-cach-lam"),
        ("/guong/bep-com/#cach-lam", "bep-com", "muc-cach-lam", "../bep-com/#muc-cach-lam"),
        # an empty heading is none
        ("bep-com.md#", "bep-com", None, "../bep-com/"),
        # a heading of the same story, by its words
        ("#cach-lam", None, "muc-cach-lam", "#muc-cach-lam"),
        ("#Cách làm", None, "muc-cach-lam", "#muc-cach-lam"),
        ("#C%C3%A1ch%20l%C3%A0m", None, "muc-cach-lam", "#muc-cach-lam"),
    ],
)
def test_a_link_inside_the_site_leads_to_a_story_page(
    target: str, slug: str | None, heading: str | None, href: str
) -> None:
    link = resolve(target, PLACE)
    assert link == Link(slug, heading, PLACE, target)
    assert isinstance(link, Link)
    assert link.href == href


@pytest.mark.parametrize(
    "target", ["bep-com/index.md", "../tap-the/bep-com/index.md", "../bep-com/index.md#x"]
)
def test_a_story_in_a_folder_of_its_own_is_linked_by_its_index(target: str) -> None:
    link = resolve(target, PLACE)
    assert isinstance(link, Link)
    assert link.slug == "bep-com"


def test_a_heading_that_begins_with_muc_is_found_by_its_words() -> None:
    link = resolve("#muc-tieu", PLACE)  # ## Mục tiêu has the id muc-muc-tieu
    assert isinstance(link, Link)
    assert link.heading == "muc-muc-tieu"


@pytest.mark.parametrize(
    "target",
    [
        # nothing
        "",
        "#",
        # what runs or hides something
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.vn",
        # user names
        "http://u@example.vn",
        "https://u:p@example.vn/",
        # no host, no port
        "http://",
        "https:///x",
        "http:example.vn",
        "http://example.vn:8x",
        "http://example.vn:99999",
        "http://[::1",
        # the scheme of whoever shows the page
        "//example.vn",
        # what browsers read as something else
        "https://example.vn\\@evil.vn",
        "https://example.vn/a b",
        "https://example.vn/\u00a0",
        'https://example.vn/"',
        "https://example.vn/<b>",
        "java\nscript:x",
        # mail and telephone with more than an address
        "mailto:",
        "mailto:a@b@c",
        "mailto:a@b.vn?subject=x",
        "tel:khong",
        "tel:1",
        # other pages, no story
        "bep-com",
        "/thong-ke/",
        "bep-com.html",
        "bep-com.md?x=1",
        # no slug
        "../tap-the/Bep-Com.md",
        "2024.md",
        "con.md",
        "/guong/trang/",
        f"{'a' * 61}.md",
    ],
)
def test_every_other_link_is_refused(target: str) -> None:
    assert resolve(target, PLACE) is None


@given(st.text(st.sampled_from("abA09:/.#?@%-_ \\<>\"'[]đ\n\tmdhtpsjvcriu"), max_size=40))
def test_whatever_is_written_is_a_story_a_safe_address_or_refused(target: str) -> None:
    resolved = resolve(target, PLACE)
    if isinstance(resolved, str):
        assert resolved == target
        assert resolved.lower().startswith(("http://", "https://", "mailto:", "tel:"))
    elif resolved:
        assert resolved.slug is None or is_slug(resolved.slug)
        assert resolved.href.isascii()
        assert resolved.href.startswith(("../", "#"))
