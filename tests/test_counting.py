"""Tests for counting.py: every number, and the stories behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml
from factories import FRONT, story
from hypothesis import given, settings
from hypothesis import strategies as st

from exemplars.checking import check
from exemplars.counting import CROSSED, DIMENSIONS, Counts, count
from exemplars.library import Library, Story
from exemplars.markup import Body
from exemplars.model import FrontMatter, Locality, Recognition, Source, Taxonomy
from exemplars.naming import place_label, place_path, title_id
from exemplars.reading import read
from exemplars.strictyaml import parse

Write = Callable[[str, str], Path]

EXAMPLE = Path(__file__).parent / "example"
TODAY = date(2026, 6, 1)
UNKNOWN = "chua-ro"
PARTITIONS = ("kind", "basis", "month")


def counted(root: Path) -> Counts:
    """Return the numbers of a folder without faults."""
    library, problems = read(root, "stories", TODAY)
    assert problems + check(library) == []
    return count(library)


def numbers(counts: Counts, name: str) -> dict[str, str]:
    """Return id → slugs of the cells of a dimension that are not zero."""
    return {cell.id: " ".join(cell.slugs) for cell in counts.dimensions[name] if cell.count}


@pytest.fixture
def counts(stories: Path, write: Write) -> Counts:
    """The numbers of five stories, small enough to be counted by hand."""
    write(
        "ca-nhan/an.md",
        story(
            name="Nguyễn Thị Ân",
            fields=["y-te", "giao-duc"],
            basis="chi-thi-05",
            recognitions=[
                {"title": "Bằng khen", "year": 2018, "level": "tinh"},
                {"title": "bằng khen", "year": 2020, "level": "tinh"},
                {"title": "Giấy khen"},
            ],
        ),
    )
    write(
        "ca-nhan/be.md",
        story(
            name="Lê Bé",
            locality="ben-tre/ba-tri/an-thuy",
            fields=["nong-nghiep"],
            themes=["doi-moi-giao-duc"],
            basis="thi-dua",
            date="2026-02-01",
            recognitions=[{"title": "Chiến sĩ thi đua", "year": 2019, "revoked": True}],
        ),
    )
    write(
        "tap-the/cau-lac-bo.md",
        story(
            name="Câu lạc bộ A",
            kind="tap-the",
            locality="2025/vinh-long/tan-thuy",
            basis="chi-thi-05",
            recognitions=[{"title": "Giấy khen", "year": 2020}, {"title": "Cờ", "revoked": True}],
        ),
    )
    write("tap-the/doi.md", story(name="Đội B", kind="tap-the", locality="ben-tre/ba-tri"))
    write("tap-the/e.md", story(name="E", kind="tap-the", locality="vinh-long", fields=["van-hoa"]))
    # neither of these counts
    write("ca-nhan/nhap.md", story(status="draft"))
    write("ca-nhan/go.md", "---\nstatus: withdrawn\ndate: 2026-01-02\n---\n")
    return counted(stories)


ALL = "an be cau-lac-bo doi e"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("kind", {"ca-nhan": "an be", "tap-the": "cau-lac-bo doi e"}),
        # a story with two fields counts in each
        (
            "field",
            {
                "y-te": "an cau-lac-bo doi",
                "giao-duc": "an",
                "nong-nghiep": "be",
                "van-hoa": "e",
            },
        ),
        # but once in a group that holds both
        ("group", {"van-hoa-xa-hoi": "an cau-lac-bo doi e", "kinh-te-nhom": "be"}),
        ("theme", {"doi-moi-giao-duc": "be", UNKNOWN: "an cau-lac-bo doi e"}),
        ("basis", {"chi-thi-05": "an cau-lac-bo", "thi-dua": "be", "bao-chi": "doi e"}),
        # as it was then, on every level
        (
            "locality",
            {
                "2025/vinh-long": "cau-lac-bo",
                "2025/vinh-long/tan-thuy": "cau-lac-bo",
                "ben-tre": "an be doi",
                "ben-tre/ba-tri": "an be doi",
                "ben-tre/ba-tri/an-duc": "an",
                "ben-tre/ba-tri/an-thuy": "be",
                "vinh-long": "e",
            },
        ),
        # today, through the whole chain of successors
        (
            "locality_now",
            {
                "2025/vinh-long": ALL,
                "2025/vinh-long/ba-tri": "an",
                "2025/vinh-long/tan-thuy": "be cau-lac-bo",
            },
        ),
        # an honour without a year beside others with one adds no unknown; a revoked one counts not
        ("recognition_year", {"2018": "an", "2020": "an cau-lac-bo", UNKNOWN: "be doi e"}),
        ("recognition_level", {"tinh": "an", UNKNOWN: "be cau-lac-bo doi e"}),
        # one title in two spellings is one; a revoked one is none
        (
            "recognition_title",
            {"bang-khen": "an", "giay-khen": "an cau-lac-bo", UNKNOWN: "be doi e"},
        ),
        ("month", {"2026-01": "an cau-lac-bo doi e", "2026-02": "be"}),
    ],
)
def test_a_small_library_is_counted_as_by_hand(
    name: str, expected: dict[str, str], counts: Counts
) -> None:
    assert counts.total == 5
    assert numbers(counts, name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "field*recognition_year",
            {
                ("y-te", "2018"): "an",
                ("y-te", "2020"): "an cau-lac-bo",
                ("y-te", UNKNOWN): "doi",
                ("giao-duc", "2018"): "an",
                ("giao-duc", "2020"): "an",
                ("nong-nghiep", UNKNOWN): "be",
                ("van-hoa", UNKNOWN): "e",
            },
        ),
        (
            "field*kind",
            {
                ("y-te", "ca-nhan"): "an",
                ("y-te", "tap-the"): "cau-lac-bo doi",
                ("giao-duc", "ca-nhan"): "an",
                ("nong-nghiep", "ca-nhan"): "be",
                ("van-hoa", "tap-the"): "e",
            },
        ),
        # by district: a province alone and a unit of today have none
        (
            "field*locality",
            {
                ("y-te", "ben-tre/ba-tri"): "an doi",
                ("y-te", UNKNOWN): "cau-lac-bo",
                ("giao-duc", "ben-tre/ba-tri"): "an",
                ("nong-nghiep", "ben-tre/ba-tri"): "be",
                ("van-hoa", UNKNOWN): "e",
            },
        ),
    ],
)
def test_the_cross_tables_are_counted_as_by_hand(
    name: str, expected: dict[tuple[str, str], str], counts: Counts
) -> None:
    assert {cell.ids: " ".join(cell.slugs) for cell in counts.cross[name]} == expected
    assert [cell.ids for cell in counts.cross[name]] == sorted(expected)


@pytest.mark.parametrize(
    ("name", "id_", "label"),
    [
        ("kind", "ca-nhan", "Cá nhân"),
        ("field", "van-hoa", "Văn hóa & nghệ thuật"),
        ("locality", "ben-tre/ba-tri/an-thuy", "xã An Thủy, huyện Ba Tri, tỉnh Bến Tre"),
        ("locality_now", "2025/vinh-long/ba-tri", "xã Ba Tri, tỉnh Vĩnh Long"),
        ("recognition_year", "2020", "2020"),
        ("recognition_level", "tinh", "Cấp tỉnh"),
        ("recognition_title", "bang-khen", "Bằng khen"),
        ("month", "2026-02", "Tháng 2/2026"),
        ("theme", UNKNOWN, "Chưa rõ"),
    ],
)
def test_each_number_has_a_label_in_words(name: str, id_: str, label: str, counts: Counts) -> None:
    cell = counts.cell(name, id_)
    assert cell is not None
    assert cell.label == label


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        # a closed vocabulary is shown whole, in its own order, its zeros too
        ("kind", "ca-nhan tap-the"),
        ("field", "y-te giao-duc nong-nghiep van-hoa"),
        ("theme", "doi-moi-giao-duc chuan-muc-dao-duc chua-ro"),
        ("basis", "chi-thi-05 thi-dua bao-chi"),
        ("recognition_level", "xa huyen tinh trung-uong chua-ro"),
        # what is unknown comes last; a title only revoked is not there
        ("recognition_year", "2018 2020 chua-ro"),
        ("recognition_title", "bang-khen giay-khen chua-ro"),
    ],
)
def test_the_numbers_stand_in_the_order_of_the_vocabulary(
    name: str, ids: str, counts: Counts
) -> None:
    assert " ".join(cell.id for cell in counts.dimensions[name]) == ids


def test_a_number_that_is_not_there_is_none(counts: Counts) -> None:
    assert counts.cell("field", "x") is None


def test_beside_a_report_stand_only_stories_of_its_place_and_of_directive_05(
    counts: Counts,
) -> None:
    guong, plans = counts.reported
    # not e, be and doi for their basis; not cau-lac-bo for its place, which is of today
    assert (guong.report.value, guong.slugs) == (355, ("an",))
    assert (plans.report.value, plans.slugs) == (8, None)


def test_an_empty_library_has_zeros_where_the_vocabulary_is_closed(stories: Path) -> None:
    counts = counted(stories)
    assert counts.total == 0
    assert {cell.count for cells in counts.dimensions.values() for cell in cells} == {0}
    assert counts.dimensions["month"] == ()
    assert [reported.slugs for reported in counts.reported] == [(), None]


# --- title_id ---


@pytest.mark.parametrize(
    ("title", "id_"),
    [
        ("Bằng khen của Thủ tướng", "bang-khen-cua-thu-tuong"),
        ("BẰNG KHEN của  Thủ tướng!", "bang-khen-cua-thu-tuong"),
        ("a" * 60, "a" * 60),
    ],
)
def test_the_id_of_an_honour_is_its_title_in_ascii(title: str, id_: str) -> None:
    assert title_id(title) == id_


@pytest.mark.parametrize(
    ("title", "start"),
    [
        # too long, taken for an address of its own, or nothing left
        ("a" * 61, f"{'a' * 60}-"),
        ("Trang", "trang-"),
        ("Chưa rõ", "chua-ro-"),
        ("☆", ""),
    ],
)
def test_an_id_that_might_clash_ends_in_a_hash(title: str, start: str) -> None:
    found = title_id(title)
    assert found.startswith(start)
    assert len(found.removeprefix(start)) == 8
    assert found == title_id(title)


def test_long_titles_with_one_beginning_keep_apart() -> None:
    assert title_id("a" * 60 + "b") != title_id("a" * 60 + "c")
    assert title_id("☆") != title_id("★")
    assert title_id("Khen " * 20) == title_id("KHEN " * 20)


@given(st.text(min_size=1))
def test_every_title_has_an_id_that_can_stand_in_an_address(title: str) -> None:
    id_ = title_id(title)
    assert id_
    assert set(id_) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not id_.startswith("-")
    assert not id_.endswith("-")
    assert len(id_) <= 69
    assert id_ not in {UNKNOWN, "trang"}


# --- laws ---

FIELDS = ("y-te", "giao-duc", "nong-nghiep", "van-hoa")
TITLES = ("Bằng khen", "bằng khen", "Cờ", "Chưa rõ", "Trang", "Đ" * 70)


@cache
def tables() -> Library:
    """Return an empty library with the example's tables."""
    taxonomy = parse((EXAMPLE / "taxonomy.yml").read_text("utf-8"), "t").data
    places = yaml.safe_load((EXAMPLE / "localities.yml").read_text("utf-8"))
    return Library(
        root="stories",
        stories=(),
        taxonomy=Taxonomy.model_validate(taxonomy),
        places=tuple(Locality.model_validate(place) for place in places),
    )


def library(stories: Iterable[Story]) -> Library:
    """Return a library of ``stories``."""
    empty = tables()
    ordered = tuple(sorted(stories, key=lambda s: s.order))
    return Library(root="s", stories=ordered, taxonomy=empty.taxonomy, places=empty.places)


def _recognitions() -> st.SearchStrategy[Recognition]:
    return st.builds(
        Recognition,
        title=st.sampled_from(TITLES),
        year=st.none() | st.integers(2016, 2019),
        level=st.sampled_from((None, "xa", "tinh")),
        body=st.none(),
        revoked=st.booleans(),
    )


def _fronts() -> st.SearchStrategy[FrontMatter]:
    def some(values: Iterable[str], least: int) -> st.SearchStrategy[tuple[str, ...]]:
        return st.lists(st.sampled_from(tuple(values)), min_size=least, max_size=3).map(tuple)

    return st.builds(
        FrontMatter,
        name=st.sampled_from(("Ân", "Lê Bé", "Đội B")),
        kind=st.sampled_from(("ca-nhan", "tap-the")),
        summary=st.just("S."),
        locality=st.sampled_from([place.id for place in tables().places]),
        # named twice is refused by the checks; counting must not count twice nevertheless
        fields=some(FIELDS, 1),
        themes=some(("doi-moi-giao-duc", "chuan-muc-dao-duc"), 0),
        basis=st.sampled_from(("chi-thi-05", "thi-dua", "bao-chi")),
        recognitions=st.lists(_recognitions(), max_size=3).map(tuple),
        sources=st.just((Source(title="T", publisher="P"),)),
        date=st.dates(date(2026, 1, 1), date(2026, 4, 1)),
        **{
            name: st.just(field.default)
            for name, field in FrontMatter.model_fields.items()
            if not field.is_required() and name not in {"themes", "recognitions"}
        },
    )


def made(slug: str, front: FrontMatter) -> Story:
    """Return a story without text."""
    return Story(
        path=slug, file=f"{front.kind}/{slug}.md", slug=slug, values={}, keys={}, front=front,
        body=Body.of("", ""), source="", body_line=1,
    )  # fmt: skip


def libraries() -> st.SearchStrategy[tuple[Story, ...]]:
    """Make up to seven stories."""
    return st.lists(_fronts(), max_size=7).map(
        lambda fronts: tuple(made(f"s{n}", front) for n, front in enumerate(fronts))
    )


@settings(max_examples=60, deadline=None)
@given(libraries())
def test_every_partition_sums_to_the_total(stories: tuple[Story, ...]) -> None:
    counts = count(library(stories))
    assert counts.total == len(stories)
    for name in PARTITIONS:
        assert sum(cell.count for cell in counts.dimensions[name]) == len(stories)
    # the widest level of places is a partition too, then and now
    for name in ("locality", "locality_now"):
        widest = [
            cell for cell in counts.dimensions[name] if "/" not in cell.id.removeprefix("2025/")
        ]
        assert sum(cell.count for cell in widest) == len(stories)
    assert sum(cell.count for cell in counts.cross["field*kind"]) == sum(
        cell.count for cell in counts.dimensions["field"]
    )


@settings(max_examples=60, deadline=None)
@given(libraries())
def test_every_number_counts_stories_of_the_library_each_once(stories: tuple[Story, ...]) -> None:
    counts = count(library(stories))
    everyone = {story.slug for story in stories}
    assert list(counts.dimensions) == list(DIMENSIONS)
    assert list(counts.cross) == ["*".join(pair) for pair in CROSSED]
    for cells in counts.dimensions.values():
        assert len({cell.id for cell in cells}) == len(cells)
        assert set().union(*(cell.slugs for cell in cells)) == everyone
        for cell in cells:
            assert len(set(cell.slugs)) == len(cell.slugs) == cell.count
    for crossed in counts.cross.values():
        for pair in crossed:
            assert len(set(pair.slugs)) == len(pair.slugs) == pair.count > 0
            assert set(pair.slugs) <= everyone


@settings(max_examples=60, deadline=None)
@given(libraries(), _fronts())
def test_a_new_story_changes_exactly_its_own_numbers(
    stories: tuple[Story, ...], front: FrontMatter
) -> None:
    new = made("moi", front)
    before, after = count(library(stories)), count(library((*stories, new)))
    for name, dimension in DIMENSIONS.items():
        own = set(dimension.ids(library((new,)), new)) or {UNKNOWN}
        old = {cell.id: set(cell.slugs) for cell in before.dimensions[name]}
        for cell in after.dimensions[name]:
            gained = set(cell.slugs) - old.get(cell.id, set())
            assert gained == ({"moi"} if cell.id in own else set())
        assert set(old) | own == {cell.id for cell in after.dimensions[name]} | own
        assert own <= {cell.id for cell in after.dimensions[name]}


@settings(max_examples=30, deadline=None)
@given(libraries().flatmap(lambda made: st.tuples(st.just(made), st.permutations(made))))
def test_the_numbers_do_not_depend_on_the_order_of_the_files(
    orders: tuple[tuple[Story, ...], list[Story]],
) -> None:
    first, second = orders
    assert count(library(first)) == count(library(second))


@settings(max_examples=60, deadline=None)
@given(libraries())
def test_revoked_honours_count_nowhere(stories: tuple[Story, ...]) -> None:
    stripped = [
        made(
            one.slug,
            one.front.model_copy(
                update={"recognitions": tuple(r for r in one.front.recognitions if not r.revoked)}
            ),
        )
        for one in stories
    ]
    with_them, without = count(library(stories)), count(library(stripped))
    assert with_them.cross == without.cross
    for name in DIMENSIONS:
        assert numbers(with_them, name) == numbers(without, name)


@settings(max_examples=60, deadline=None)
@given(libraries())
def test_an_unknown_year_is_counted_only_without_any_known_one(
    stories: tuple[Story, ...],
) -> None:
    unknown = numbers(count(library(stories)), "recognition_year").get(UNKNOWN, "").split()
    assert set(unknown) == {
        one.slug
        for one in stories
        if not any(r.year and not r.revoked for r in one.front.recognitions)
    }


# --- names of places ---


def test_places_of_one_level_stand_in_vietnamese_order() -> None:
    places = tuple(
        Locality(id=id_, name=name, type="tinh", code=None)
        for id_, name in (("da", "Đa"), ("dua", "Dừa"))
    )
    stories = tuple(made(place.id, _front(place.id)) for place in places)
    found = count(Library(root="s", stories=stories, places=places)).dimensions["locality"]
    assert [cell.label for cell in found] == ["tỉnh Dừa", "tỉnh Đa"]


def _front(locality: str) -> FrontMatter:
    source = {"title": "T", "publisher": "P"}
    return FrontMatter.model_validate(
        {**FRONT, "locality": locality, "fields": ("y-te",), "sources": (source,)}
    )


def test_places_are_named_with_their_type_and_all_above_them() -> None:
    assert place_label(tables(), "ben-tre/ba-tri/tiem-tom") == "thị trấn Tiệm Tôm"
    assert place_path(tables(), "2025/vinh-long/tan-thuy") == "xã Tân Thủy, tỉnh Vĩnh Long"
    assert place_path(tables(), "ben-tre") == "tỉnh Bến Tre"
