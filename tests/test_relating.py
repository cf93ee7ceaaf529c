"""Tests for relating.py: what to read next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from factories import FRONT, story
from hypothesis import given, settings
from hypothesis import strategies as st

from exemplars import relating
from exemplars.library import Library, Story
from exemplars.markup import Body
from exemplars.model import FrontMatter
from exemplars.reading import read
from exemplars.relating import NEIGHBOURS, RELATED_LIMIT, _properties, neighbours, relate

Write = Callable[[str, str], Path]

TODAY = date(2026, 6, 1)
AN_DUC, TIEM_TOM, TRA_ON = "ben-tre/ba-tri/an-duc", "ben-tre/ba-tri/tiem-tom", "vinh-long/tra-on"


def related(root: Path, slug: str) -> str:
    """Return the slugs proposed below a story, joined."""
    library, problems = read(root, "stories", TODAY)
    assert problems == []
    return " ".join(relate(library)[slug])


def made(slug: str, name: str, place: str, fields: tuple[str, ...], tags: tuple[str, ...]) -> Story:
    """Return a story without text."""
    front = FrontMatter.model_validate(
        {
            **FRONT,
            "name": name,
            "locality": place,
            "fields": fields,
            "tags": tags,
            "sources": ({"title": "T", "publisher": "P"},),
        }
    )
    return Story(
        path=slug, file=f"ca-nhan/{slug}.md", slug=slug, values={}, keys={}, front=front,
        body=Body.of("", ""), source="", body_line=1,
    )  # fmt: skip


def library(stories: list[Story]) -> Library:
    """Return a library of ``stories`` in their order."""
    return Library(root="s", stories=tuple(sorted(stories, key=lambda s: s.order)))


def test_a_story_alone_has_nothing_to_read_next(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story())
    assert related(stories, "a") == ""


def test_stories_with_nothing_in_common_are_not_proposed(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(fields=["y-te"], locality=AN_DUC))
    write("ca-nhan/b.md", story(fields=["van-hoa"], locality=TRA_ON))
    assert related(stories, "a") == ""


def test_a_shared_tag_weighs_more_than_a_place_or_a_field(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(fields=["y-te"], locality=AN_DUC, tags=["Bếp cơm"]))
    # one shared property each: a field, a place, a tag in another case
    write("ca-nhan/b.md", story(fields=["y-te"], locality=TRA_ON))
    write("ca-nhan/c.md", story(fields=["van-hoa"], locality=AN_DUC))
    write("ca-nhan/d.md", story(fields=["van-hoa"], locality=TRA_ON, tags=["bếp CƠM"]))
    assert related(stories, "a").split()[0] == "d"
    assert sorted(related(stories, "a").split()) == ["b", "c", "d"]


def test_the_nearer_place_and_the_main_field_come_first(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(fields=["y-te", "van-hoa"], locality=AN_DUC))
    # 6: place, district and field, field; 4: district and field, field; 2: field; 1: second field
    write("ca-nhan/e.md", story(fields=["van-hoa"], locality=TRA_ON))
    write("ca-nhan/d.md", story(fields=["y-te"], locality=TRA_ON))
    write("ca-nhan/c.md", story(fields=["y-te"], locality=TIEM_TOM))
    write("ca-nhan/b.md", story(fields=["y-te"], locality=AN_DUC))
    assert related(stories, "a") == "b c d e"


def test_of_equals_the_next_in_order_come_first_and_round_again(
    stories: Path, write: Write
) -> None:
    for slug in "abcdefgh":
        write(f"ca-nhan/{slug}.md", story())
    assert related(stories, "a") == "b c d e"
    assert related(stories, "g") == "h a b c"


def test_drafts_are_not_proposed(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story())
    write("ca-nhan/b.md", story(status="draft"))
    assert related(stories, "a") == ""


def test_all_stories_are_proposed_alike() -> None:
    many = [made(f"s{n:02}", "Ân", AN_DUC, ("y-te",), ()) for n in range(30)]
    proposed = [slug for slugs in relate(library(many)).values() for slug in slugs]
    assert {proposed.count(one.slug) for one in many} == {RELATED_LIMIT}


def _stories() -> st.SearchStrategy[list[Story]]:
    one = st.tuples(
        st.sampled_from(("Ân", "Lê Bé")),
        st.sampled_from((AN_DUC, TIEM_TOM, TRA_ON, "2025/vinh-long/ba-tri", "ben-tre")),
        st.lists(st.sampled_from(("y-te", "van-hoa", "giao-duc")), min_size=1, max_size=3),
        st.lists(st.sampled_from(("x", "y", "z")), max_size=3),
    )
    return st.lists(one, max_size=12).map(
        lambda rows: [
            made(f"s{n}", name, place, tuple(fields), tuple(tags))
            for n, (name, place, fields, tags) in enumerate(rows)
        ]
    )


@settings(max_examples=80, deadline=None)
@given(_stories())
def test_at_most_four_others_are_proposed_each_once(many: list[Story]) -> None:
    found = relate(library(many))
    assert set(found) == {one.slug for one in many}
    for slug, others in found.items():
        assert slug not in others
        assert len(set(others)) == len(others) <= RELATED_LIMIT
        assert set(others) <= set(found)


def plainly(library: Library, one: Story) -> tuple[str, ...]:
    """Return what is proposed below a story, as ``relate`` says it, property by property."""
    order = [story.slug for story in library.stories]
    votes: Counter[str] = Counter()
    for key, weight in _properties(library, one):
        shelf = [s.slug for s in library.stories if key in dict(_properties(library, s))]
        at = shelf.index(one.slug)
        for slug in [*shelf[at + 1 :], *shelf[:at]][: relating.NEIGHBOURS]:
            votes[slug] += weight

    def rank(slug: str) -> tuple[int, int]:
        return -votes[slug], (order.index(slug) - order.index(one.slug)) % len(order)

    return tuple(sorted(votes, key=rank)[:RELATED_LIMIT])


@settings(max_examples=80, deadline=None)
@given(_stories(), st.integers(1, 4))
def test_what_is_proposed_is_what_each_shared_property_proposes(
    many: list[Story], limit: int
) -> None:
    with patch.object(relating, "NEIGHBOURS", limit):
        shelved = library(many)
        assert dict(relate(shelved)) == {one.slug: plainly(shelved, one) for one in many}


@pytest.mark.parametrize("name", ["Lê A", "Lê Y"])
def test_the_first_and_the_last_of_many_are_proposed_as_many_as_any_other(name: str) -> None:
    many = [
        made(f"s{n}", f"Lê {chr(66 + n)}", f"ben-tre/h{n}", ("y-te",), ())
        for n in range(1, NEIGHBOURS)
    ]
    near = made("near", "Lê B", "ben-tre/h-near", ("y-te", "van-hoa"), ())
    far = made("far", "Lê T", "ben-tre/h-far", ("y-te",), ("Cầu",))
    one = made("one", name, "ben-tre/h-one", ("y-te", "van-hoa"), ("cầu",))
    # 3: field and second field; 3: a tag, and the field would be 2 more; 2: field
    assert relate(library([*many, near, far, one]))["one"] == ("near", "far", "s1", "s2")


@settings(max_examples=40, deadline=None)
@given(_stories())
def test_what_is_proposed_does_not_depend_on_the_order_of_files(many: list[Story]) -> None:
    assert relate(library(many)) == relate(library(many[::-1]))


def test_a_story_with_a_tag_in_two_spellings_is_not_proposed_to_itself() -> None:
    twice = made("a", "Ân", AN_DUC, ("y-te",), ("Bếp", "bếp"))
    assert relate(library([twice])) == {"a": ()}


# --- before and after ---


def test_before_and_after_lie_in_the_main_field_in_vietnamese_order(
    stories: Path, write: Write
) -> None:
    write("ca-nhan/z.md", story(name="Lê Dung"))
    write("ca-nhan/a.md", story(name="Lê Đặng"))
    write("ca-nhan/m.md", story(name="Lê Em"))
    # a second field is no main one, and a draft is nobody's neighbour
    write("ca-nhan/khac.md", story(name="Lê Đô", fields=["van-hoa", "y-te"]))
    write("ca-nhan/nhap.md", story(name="Lê Đủ", status="draft"))
    found, problems = read(stories, "stories", TODAY)
    assert problems == []
    slugs = {
        slug: tuple(other and other.slug for other in beside)
        for slug, beside in neighbours(found).items()
    }
    assert slugs == {
        "z": (None, "a"), "a": ("z", "m"), "m": ("a", None), "khac": (None, None),
    }  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(_stories())
def test_after_the_one_before_a_story_comes_the_story_itself(many: list[Story]) -> None:
    whole = library(many)
    beside = neighbours(whole)
    assert set(beside) == {one.slug for one in many}
    for one in many:
        before, after = beside[one.slug]
        for other in filter(None, (before, after)):
            assert other.front.fields[0] == one.front.fields[0]
        if before:
            assert beside[before.slug][1] == one
            assert before.order < one.order
        if after:
            assert beside[after.slug][0] == one
            assert one.order < after.order


@settings(max_examples=40, deadline=None)
@given(_stories())
def test_a_field_has_one_beginning_and_one_end(many: list[Story]) -> None:
    beside = neighbours(library(many))
    fields = sorted({one.front.fields[0] for one in many})
    for end in (0, 1):
        found = [one.front.fields[0] for one in many if beside[one.slug][end] is None]
        assert sorted(found) == fields
