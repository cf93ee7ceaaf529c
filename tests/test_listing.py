"""Tests for listing.py: which lists there are, and how they run over pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from factories import story
from hypothesis import given
from hypothesis import strategies as st

from exemplars.checking import check
from exemplars.counting import Cell, count
from exemplars.listing import (
    CARDS_LIMIT,
    PAGE_SIZE,
    REGISTER_SIZE,
    Listing,
    Section,
    cell_address,
    chunks,
    listings,
)
from exemplars.reading import read

Write = Callable[[str, str], Path]

TODAY = date(2026, 6, 1)


def lists(root: Path) -> dict[str, Listing]:
    """Return address → list for a folder without faults."""
    library, problems = read(root, "stories", TODAY)
    assert problems + check(library) == []
    found = list(listings(library, count(library)))
    assert len({listing.address for listing in found}) == len(found)
    return {listing.address: listing for listing in found}


def slugs(listing: Listing) -> list[str]:
    """Return the slugs of each section, joined."""
    return [" ".join(section.slugs) for section in listing.sections]


def listing(*lengths: int) -> Listing:
    """Return a list whose sections have these lengths."""
    sections = tuple(
        Section(
            slugs=tuple(f"s{number}-{n}" for n in range(length)),
            total=length,
            title=f"Phần {number}",
            anchor=f"phan-{number}",
        )
        for number, length in enumerate(lengths)
    )
    return Listing(address="/x/", title="X", intro="", sections=sections)


# --- which lists there are ---


def test_a_story_is_in_a_list_of_everything_it_is_about(stories: Path, write: Write) -> None:
    write(
        "ca-nhan/a.md",
        story(
            themes=["doi-moi-giao-duc"],
            recognitions=[{"title": "Bằng khen", "year": 2020, "level": "tinh"}],
        ),
    )
    found = lists(stories)
    assert set(found) == {
        "/guong/",
        "/ca-nhan/",
        "/tap-the/",
        "/linh-vuc/y-te/",
        "/nhom/van-hoa-xa-hoi/",
        "/chu-de/doi-moi-giao-duc/",
        "/can-cu/bao-chi/",
        "/dia-ban/ben-tre/",
        "/dia-ban/ben-tre/ba-tri/",
        "/dia-ban/ben-tre/ba-tri/an-duc/",
        "/dia-ban/2025/vinh-long/",
        "/dia-ban/2025/vinh-long/ba-tri/",
        "/nam/2020/",
        "/cap/tinh/",
        "/danh-hieu/bang-khen/",
        "/thang/2026-01/",
        "/thong-ke/chat-luong/co-khen-thuong/",
        "/thong-ke/chat-luong/den-cap-xa/",
    }
    assert {address for address in found if slugs(found[address]) != ["a"]} == {"/tap-the/"}
    assert found["/tap-the/"].count == 0


def test_what_a_story_does_not_say_has_a_list_too(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story())
    found = lists(stories)
    assert {
        address: listing.title for address, listing in found.items() if "chua-ro" in address
    } == {
        "/chu-de/chua-ro/": "Chưa gắn chủ đề",
        "/nam/chua-ro/": "Chưa rõ năm khen thưởng",
        "/cap/chua-ro/": "Chưa rõ cấp khen thưởng",
        "/danh-hieu/chua-ro/": "Chưa thấy danh hiệu, khen thưởng",
    }


def test_an_empty_library_has_the_list_of_all_and_of_both_kinds(stories: Path) -> None:
    assert list(lists(stories)) == ["/guong/", "/ca-nhan/", "/tap-the/"]


@pytest.mark.parametrize(
    ("address", "title", "intro"),
    [
        ("/guong/", "Tất cả câu chuyện", "Xếp theo tên gọi; tập thể xếp theo tên đầy đủ."),
        ("/ca-nhan/", "Cá nhân", ""),
        ("/linh-vuc/y-te/", "Y tế", "Khám chữa bệnh."),
        ("/nhom/van-hoa-xa-hoi/", "Văn hóa – xã hội", "Ba lĩnh vực."),
        ("/can-cu/bao-chi/", "Việc tốt do báo chí nêu", "Báo kể."),
        ("/cap/tinh/", "Cấp tỉnh", "Do tỉnh trao."),
        # a place begins with a capital, a year says what it is the year of
        ("/dia-ban/ben-tre/ba-tri/", "Huyện Ba Tri, tỉnh Bến Tre", ""),
        ("/dia-ban/2025/vinh-long/", "Tỉnh Vĩnh Long", ""),
        ("/nam/2020/", "Khen thưởng năm 2020", ""),
        ("/thang/2026-01/", "Tháng 1/2026", ""),
        ("/danh-hieu/bang-khen/", "Bằng khen", ""),
    ],
)
def test_each_list_has_a_title_and_what_the_vocabulary_says(
    address: str, title: str, intro: str, stories: Path, write: Write
) -> None:
    recognition = {"title": "Bằng khen", "year": 2020, "level": "tinh"}
    write("ca-nhan/a.md", story(recognitions=[recognition]))
    found = lists(stories)[address]
    assert (found.title, found.intro) == (title, intro)


# --- units of today ---


def test_a_unit_of_today_shows_its_own_name_and_the_former_units_apart(
    stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story(locality="2025/vinh-long/ba-tri"))
    write("ca-nhan/b.md", story(locality="ben-tre/ba-tri/an-duc"))
    write("ca-nhan/c.md", story(locality="ben-tre/ba-tri/an-thuy"))
    found = lists(stories)
    commune = found["/dia-ban/2025/vinh-long/ba-tri/"]
    assert [(s.title, s.anchor, s.total) for s in commune.sections] == [
        ("Ghi theo tên đơn vị này", "ghi-theo-ten-nay", 1),
        ("Ghi theo tên đơn vị cũ, nay thuộc đơn vị này", "", 1),
    ]
    assert slugs(commune) == ["a", "b"]
    assert commune.count == 2
    assert slugs(found["/dia-ban/2025/vinh-long/"]) == ["a", "b c"]
    # only former units: one list without sections
    assert slugs(found["/dia-ban/2025/vinh-long/tan-thuy/"]) == ["c"]
    assert found["/dia-ban/2025/vinh-long/tan-thuy/"].sections[0].title == ""


def test_a_unit_of_today_without_former_ones_has_one_section(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(locality="2025/vinh-long/ba-tri"))
    (section,) = lists(stories)["/dia-ban/2025/vinh-long/ba-tri/"].sections
    assert (section.title, section.anchor) == ("Ghi theo tên đơn vị này", "ghi-theo-ten-nay")


def test_a_number_leads_to_exactly_the_stories_it_counts(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(locality="2025/vinh-long/ba-tri", fields=["y-te", "van-hoa"]))
    write("ca-nhan/b.md", story(recognitions=[{"title": "Ơ", "year": 2020, "revoked": True}]))
    write("tap-the/c.md", story(kind="tap-the", recognitions=[{"title": "Chưa rõ", "year": 2019}]))
    library, _ = read(stories, "stories", TODAY)
    found = {one.address: one for one in listings(library, count(library))}
    checked = 0
    for name, cells in count(library).dimensions.items():
        for cell in cells:
            address, _, anchor = cell_address(name, cell).partition("#")
            if cell.count:
                sections = [s for s in found[address].sections if not anchor or s.anchor == anchor]
                shown = [slug for section in sections for slug in section.slugs]
                assert sorted(shown) == sorted(cell.slugs), (name, cell.id)
                checked += 1
    assert checked == 20


def test_a_unit_of_today_that_was_merged_later_still_has_a_list(
    stories: Path, write: Write
) -> None:
    path = stories / "localities.yml"
    path.write_text(
        path.read_text("utf-8").replace(
            'type: xa, code: "29110"}',
            'type: xa, code: "29110", until: 2026-03-01, successor: 2025/vinh-long/tan-thuy}',
        ),
        "utf-8",
    )
    write("ca-nhan/a.md", story(locality="2025/vinh-long/ba-tri"))
    library, problems = read(stories, "stories", TODAY)
    assert problems + check(library) == []
    cell = count(library).cell("locality", "2025/vinh-long/ba-tri")
    assert cell is not None
    assert cell_address("locality", cell).partition("#")[0] in lists(stories)


@pytest.mark.parametrize(
    ("name", "id_", "address"),
    [
        ("kind", "ca-nhan", "/ca-nhan/"),
        ("field", "chua-ro", "/linh-vuc/chua-ro/"),
        ("locality", "ben-tre/ba-tri", "/dia-ban/ben-tre/ba-tri/"),
        # the stories that name a unit of today are a part of its list
        ("locality", "2025/vinh-long", "/dia-ban/2025/vinh-long/#ghi-theo-ten-nay"),
        ("locality_now", "2025/vinh-long", "/dia-ban/2025/vinh-long/"),
        ("month", "2026-01", "/thang/2026-01/"),
    ],
)
def test_each_number_has_an_address(name: str, id_: str, address: str) -> None:
    assert cell_address(name, Cell(id=id_, label="L", slugs=())) == address


def test_the_stories_beside_a_report_have_a_list(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(basis="chi-thi-05"))
    write("ca-nhan/b.md", story())
    write("ca-nhan/c.md", story(basis="chi-thi-05", locality="vinh-long/tra-on"))
    assert slugs(lists(stories)["/thong-ke/bao-cao/ba-tri-guong/"]) == ["a"]


def test_a_report_without_stories_beside_it_has_no_list(stories: Path, write: Write) -> None:
    write("ca-nhan/b.md", story())
    assert not [address for address in lists(stories) if "bao-cao" in address]


# --- pages of a list ---


@pytest.mark.parametrize(
    ("lengths", "pages"),
    [
        # one section
        ((0,), [[0]]),
        ((1,), [[1]]),
        ((49,), [[49]]),
        ((50,), [[50]]),
        ((51,), [[50], [1]]),
        ((100,), [[50], [50]]),
        ((101,), [[50], [50], [1]]),
        # two sections, with a break before, in and after the second
        ((10, 20), [[10, 20]]),
        ((30, 20), [[30, 20]]),
        ((30, 21), [[30, 20], [1]]),
        ((50, 1), [[50], [1]]),
        ((49, 2), [[49, 1], [1]]),
        ((60, 60), [[50], [10, 40], [20]]),
        ((100, 50), [[50], [50], [50]]),
        ((1, 150), [[1, 49], [50], [50], [1]]),
    ],
)
def test_a_page_holds_fifty_stories_and_sections_run_on(
    lengths: tuple[int, ...], pages: list[list[int]]
) -> None:
    found = chunks(listing(*lengths))
    assert [[len(section.slugs) for section in page] for page in found] == pages


@pytest.mark.parametrize(
    ("lengths", "pages"),
    [
        # at the limit cards go on; one more, and names follow
        ((500,), [[50]] * 10),
        ((501,), [[50], [150], [150], [150], [1]]),
        ((650,), [[50], [150], [150], [150], [150]]),
        # the second section begins on the first page, at its end, and later
        ((20, 500), [[20, 30], [150], [150], [150], [20]]),
        ((50, 500), [[50], [150], [150], [150], [50]]),
        ((100, 450), [[50], [50, 100], [150], [150], [50]]),
        ((200, 450), [[50], [150], [150], [150], [150]]),
    ],
)
def test_a_register_holds_three_times_as_many_names_on_later_pages(
    lengths: tuple[int, ...], pages: list[list[int]]
) -> None:
    found = chunks(listing(*lengths))
    assert [[len(section.slugs) for section in page] for page in found] == pages


def test_a_section_that_runs_on_keeps_its_title_but_not_its_anchor() -> None:
    first, second, third = chunks(listing(60, 60))
    assert [(s.title, s.anchor, s.total) for s in (*first, *second, *third)] == [
        ("Phần 0", "phan-0", 60),
        ("Phần 0", "", 60),
        ("Phần 1", "phan-1", 60),
        ("Phần 1", "", 60),
    ]


@given(st.lists(st.integers(1, 300), min_size=1, max_size=4))
def test_paging_loses_no_story_and_fills_each_page(lengths: list[int]) -> None:
    whole = listing(*lengths)
    pages = chunks(whole)
    shown = [slug for page in pages for section in page for slug in section.slugs]
    assert shown == [slug for section in whole.sections for slug in section.slugs]
    assert whole.count == len(shown) == sum(lengths)
    sizes = [sum(len(section.slugs) for section in page) for page in pages]
    later = REGISTER_SIZE if whole.count > CARDS_LIMIT else PAGE_SIZE
    rooms = [PAGE_SIZE, *[later] * (len(sizes) - 1)]
    assert sizes[:-1] == rooms[:-1]
    assert 0 < sizes[-1] <= rooms[-1]
    anchors = [s.anchor for page in pages for s in page if s.anchor]
    assert anchors == [section.anchor for section in whole.sections]
