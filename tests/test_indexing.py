"""Tests for indexing.py, by a reader of its files that shares no code with their writer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLE, ROOT
from factories import story
from hypothesis import given, settings
from hypothesis import strategies as st
from test_counting import libraries, library
from test_start_up import imported

from exemplars import Settings, indexing, merging, publish, sharing
from exemplars.checking import check
from exemplars.counting import CROSSED, DIMENSIONS, count
from exemplars.indexing import write_index
from exemplars.library import Library, Story
from exemplars.model import Locality
from exemplars.naming import place_label, place_path, predecessors, successors
from exemplars.reading import read
from exemplars.sharing import Shares
from exemplars.syllables import digest, syllables
from exemplars.verifying import read_index

Write = Callable[[str, str], Path]

TODAY = date(2030, 1, 1)
UNKNOWN = "chua-ro"
BASE = 65536
NAME, HEAD, TEXT = 0, 1, 2


@dataclass(frozen=True)
class Reader:
    """The search as a browser does it: from the written files alone."""

    files: Mapping[str, bytes]

    @cached_property
    def index(self) -> dict[str, Any]:
        """What index.json says."""
        found: dict[str, Any] = json.loads(self.files["/tim-kiem/index.json"])
        return found

    def file(self, name: str) -> bytes:
        """Return a file of this version."""
        return self.files[f"/tim-kiem/{self.index['version']}/{name}"]

    def json(self, name: str) -> list[Any]:
        """Return what a file of this version says."""
        found: list[Any] = json.loads(self.file(name))
        return found

    @cached_property
    def cards(self) -> list[list[str | int]]:
        """The card of each document."""
        files = range(-(-self.index["documents"] // self.index["cards"]))
        return [card for at in files for card in self.json(f"c{at}.json")]

    @cached_property
    def terms(self) -> dict[int, set[int]]:
        """Key → documents, of all files."""
        found: dict[int, set[int]] = {}
        for at, start in enumerate(accumulate(self.index["starts"])):
            terms = list(_terms(self.file(f"s{at}.bin")[:-4]))  # the checksum
            assert terms[0][0] == start
            found |= terms
        return found

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Syllable → number."""
        return {word: number for number, word in enumerate(self.index["words"].split(), 2)}

    def number(self, word: str) -> int:
        """Return the number of a folded syllable, 0 where no document has it."""
        if word in self.numbers:
            return self.numbers[word]
        return 8192 + digest(word) % (BASE - 8192) if self.index["rare"] else 0

    def words(self, zone: int, text: str) -> set[int]:
        """Return the documents that hold every word of a text, marks and all."""
        keys = [
            (zone * 2 * BASE + self.number(word)) * BASE + mark for word, mark in syllables(text)
        ]
        return set.intersection(*(self.terms.get(key, set()) for key in keys))

    def phrase(self, zone: int, text: str) -> set[int]:
        """Return the documents that hold each word of a text after the one before it."""
        numbers = [self.number(word) for word, _ in syllables(text)]
        keys = [((zone * 2 + 1) * BASE + one) * BASE + other for one, other in pairwise(numbers)]
        return set.intersection(*(self.terms.get(key, set()) for key in keys))

    def slugs(self, documents: set[int]) -> set[str]:
        """Return the slugs of the stories among documents."""
        stories = sorted(number for number in documents if number < self.index["stories"])
        return {str(self.cards[number][0]).split("/")[-2] for number in stories}

    def lists(self, documents: set[int]) -> set[str]:
        """Return the addresses of the lists among documents."""
        return {
            str(self.cards[number][0]) for number in documents if number >= self.index["stories"]
        }

    def facet(self, name: str) -> dict[str, set[int]]:
        """Return id → stories of a facet."""
        return {id_: set(accumulate(steps)) for id_, _, steps in self.json(f"{name}.json")}


def _terms(content: bytes) -> Iterator[tuple[int, set[int]]]:
    """Yield key and documents of a file, as postings.py describes them."""
    numbers = iter(content)

    def varint() -> int:
        value = 0
        for at, byte in enumerate(numbers):
            value += (byte & 127) << (7 * at)
            if byte < 128:
                return value
        raise AssertionError("a file ends within a number")

    key = 0
    rest = len(content)
    while rest:
        key += varint()
        size, bitmap = divmod(varint(), 2)
        if bitmap:
            held = [next(numbers) for _ in range(varint())]
            found = {
                8 * at + bit for at, byte in enumerate(held) for bit in range(8) if byte >> bit & 1
            }
        else:
            found = {at + left for at, left in enumerate(accumulate(varint() for _ in range(size)))}
        assert len(found) == size
        yield key, found
        rest = numbers.__length_hint__()  # type: ignore[attr-defined]


def found(root: Path) -> Library:
    """Return the stories of a folder without faults."""
    library, problems = read(root, "stories", TODAY)
    problems += check(library)
    assert [problem for problem in problems if not problem.warning] == []
    return library


def written(library: Library) -> Reader:
    """Return the index of a library."""
    return Reader(write_index(library, count(library)))


HONOURS = [
    {"title": "Bằng khen", "year": 2018, "level": "tinh", "body": "UBND tỉnh Bến Tre"},
    {"title": "Huân chương Lao động hạng Ba"},
    {"title": "Cờ thi đua", "year": 2017, "body": "Chính phủ", "revoked": True},
]


@pytest.fixture
def root(stories: Path, write: Write) -> Path:
    """Stories of four places, one of a child; a draft and a withdrawn one."""
    write(
        "ca-nhan/an.md",
        story(
            "Mỗi sáng bà nhóm bếp.\n\n## Cách làm\n\nLửa *nhỏ*, gió lớn.\n",
            name="Nguyễn Thị Ân",
            title="Bếp lửa bốn giờ",
            other_names=["Tư Hiền"],
            role="Chi hội trưởng",
            locality="ben-tre/ba-tri/tiem-tom",
            fields=["y-te", "giao-duc"],
            themes=["chuan-muc-dao-duc"],
            tags=["nồi cháo"],
            since=1996,
            until=2019,
            recognitions=HONOURS,
            figures=[{"label": "người được giúp", "value": 1078, "unit": "lượt"}],
            authors=["Lê Viết"],
            consent={"kind": "van-ban", "date": "2019-12-31"},
        ),
    )
    write(
        "tap-the/clb.md",
        story(name="CLB Sắc bùa", kind="tap-the", fields=["van-hoa"], date="2026-02-01"),
    )
    write("ca-nhan/lua.md", story(name="Lê Lúa", locality="2025/vinh-long/tan-thuy"))
    write(
        "ca-nhan/tra-lai.md",
        story(
            "Chiều ấy em nhặt được chiếc ví.\n",
            name="em Dương",
            summary="Em Dương nhặt được của rơi và trả lại.",
            locality="ben-tre/ba-tri",
            minor=True,
            consent={"kind": "giam-ho", "date": "2026-01-01"},
        ),
    )
    write(
        "ca-nhan/zzslugnhap.md",
        story("Zzthânnháp.\n", name="Zztênnháp", status="draft", tags=["zznhãn"], since=1903),
    )
    write("ca-nhan/zzsluggo.md", "---\nstatus: withdrawn\ndate: 2026-01-02\n---\n")
    return stories


@pytest.fixture
def reader(root: Path) -> Reader:
    """Their index."""
    return written(found(root))


ALL = "an clb lua tra-lai"


@pytest.mark.parametrize(
    ("zone", "text", "slugs"),
    [
        # names
        (NAME, "Nguyễn", "an"),
        (NAME, "Thị", "an"),
        (NAME, "Ân", "an"),
        (NAME, "ÂN", "an"),
        (NAME, "Tư Hiền", "an"),
        (NAME, "Dương", "tra-lai"),
        # in full and in short
        (NAME, "CLB", "clb"),
        (NAME, "câu lạc bộ", "clb"),
        (NAME, "Sắc bùa", "clb"),
        # headline, office, free words
        (HEAD, "bếp lửa bốn giờ", "an"),
        (HEAD, "chi hội trưởng", "an"),
        (HEAD, "nồi cháo", "an"),
        # the place as it was, all above it, what it became, and what became it
        # (a unit of today was made from many: their names are only text)
        (HEAD, "Tiệm Tôm", "an"),
        (TEXT, "Tiệm Tôm", "lua"),
        (HEAD, "thị trấn", "an"),
        (TEXT, "thị trấn", "lua"),
        (HEAD, "huyện", "an clb tra-lai"),
        (HEAD, "Ba Tri", "an clb tra-lai"),
        (HEAD, "Bến Tre", "an clb tra-lai"),
        (HEAD, "Tân Thủy", "an lua"),
        (HEAD, "Vĩnh Long", ALL),
        (HEAD, "An Thủy", "an"),
        (TEXT, "An Thủy", "lua"),
        (HEAD, "An Thuỷ", "an"),
        (TEXT, "An Thuỷ", "lua"),
        # field, theme, kind, years
        (HEAD, "Y tế", "an lua tra-lai"),
        (HEAD, "Giáo dục", "an"),
        (HEAD, "văn hóa nghệ thuật", "clb"),
        (HEAD, "chuẩn mực đạo đức", "an"),
        (HEAD, "tập thể", "clb"),
        (HEAD, "cá nhân", "an lua tra-lai"),
        (HEAD, "1996", "an"),
        (HEAD, "2019", "an"),
        # honours, not those that were taken back
        (HEAD, "bằng khen 2018", "an"),
        (HEAD, "UBND", "an"),
        (HEAD, "Huân chương Lao động", "an"),
        (HEAD, "cờ", ""),
        (HEAD, "2017", ""),
        (HEAD, "chính phủ", ""),
        # summary, text, headings, figures
        (TEXT, "nấu cơm", "an clb lua"),
        (TEXT, "nhóm bếp", "an clb lua"),
        (TEXT, "cách làm", "an"),
        (TEXT, "lửa nhỏ", "an"),
        (TEXT, "chiếc ví", "tra-lai"),
        (TEXT, "1.078", "an"),
        (TEXT, "1078 lượt người được giúp", "an"),
        # consent is nobody's business
        (HEAD, "giám hộ", ""),
        (TEXT, "2019", ""),
    ],
)
def test_a_story_is_found_by_what_it_is_known_for(
    zone: int, text: str, slugs: str, reader: Reader
) -> None:
    assert reader.slugs(reader.words(zone, text)) == set(slugs.split())


@pytest.mark.parametrize(
    ("zone", "text", "slugs"),
    [
        (NAME, "nguyen thi an", "an"),
        (NAME, "thi tu", ""),
        (HEAD, "tiem tom huyen", ""),
        # as people type it
        (HEAD, "tiem tom ba tri ben tre", "an"),
        (HEAD, "an thuy ba tri", "an"),
        (TEXT, "an thuy ba tri", "lua"),
        (HEAD, "bang khen ubnd tinh ben tre 2018", "an"),
        (HEAD, "xa an duc", "clb"),
        (HEAD, "bang khen ubnd", "an"),
        (TEXT, "moi sang ba nhom bep", "an"),
        (TEXT, "lua nho gio lon", "an"),
        (TEXT, "em nhat duoc chiec vi", "tra-lai"),
    ],
)
def test_words_that_stand_together_are_found_together(
    zone: int, text: str, slugs: str, reader: Reader
) -> None:
    assert reader.slugs(reader.phrase(zone, text)) == set(slugs.split())


@pytest.mark.parametrize("folder", [EXAMPLE, ROOT / "stories"])
def test_every_word_and_every_pair_of_every_story_is_found(folder: Path) -> None:
    library = found(folder)
    reader = written(library)
    for number, one in enumerate(library.stories):
        front = one.front
        places = [*successors(library, front.locality)]
        texts = {
            NAME: [front.name, *front.other_names],
            HEAD: [
                *filter(None, (front.title, front.role)),
                *(
                    place_label(library, level)
                    for place in places
                    for level in library.levels(place)
                ),
                *(library.fields[field].label for field in front.fields),
                *front.tags,
                *(honour.title for honour in front.recognitions if not honour.revoked),
            ],
            TEXT: [front.summary, *one.body.text.split("\n")],
        }
        for zone, listed in texts.items():
            for text in listed:
                for word in text.split():
                    assert not syllables(word) or number in reader.words(zone, word), word
                for pair in pairwise(text.split()):
                    joined = " ".join(pair)
                    # two numbers may join across a space, never across what syllables() cuts
                    if len(syllables(joined)) > 1:
                        assert number in reader.phrase(zone, joined), joined


def test_a_story_at_a_place_is_found_by_all_that_became_it(reader: Reader) -> None:
    assert reader.slugs(reader.phrase(HEAD, "thi tran tiem tom")) == {"an"}
    assert reader.slugs(reader.phrase(TEXT, "thi tran tiem tom")) == {"lua"}
    assert reader.slugs(reader.phrase(HEAD, "xa tan thuy")) == {"an", "lua"}
    assert reader.slugs(reader.phrase(HEAD, "xa an duc")) == {"clb"}


# --- what must not be found ---


def test_drafts_and_withdrawn_stories_leave_no_trace(root: Path, reader: Reader) -> None:
    whole = b"\n".join(f"{name}\n".encode() + data for name, data in reader.files.items())
    for trace in ("zz", "thannhap", "1903"):
        assert trace not in whole.decode("utf-8", "replace").lower()
    assert not any(word.startswith("zz") for word in reader.index["words"].split())
    for gone in ("zzslugnhap", "zzsluggo"):
        (root / f"ca-nhan/{gone}.md").unlink()
    assert written(found(root)).files == reader.files


def test_nothing_of_consent_is_written(root: Path, reader: Reader, write: Write) -> None:
    consent = {"kind": "than-nhan", "date": "2020-02-02"}
    front = {"name": "Lê Lúa", "locality": "2025/vinh-long/tan-thuy"}
    write("ca-nhan/lua.md", story(**front, consent=consent))
    assert written(found(root)).files == reader.files


def test_a_child_is_found_only_as_published(reader: Reader) -> None:
    (number,) = reader.words(NAME, "Dương")
    assert reader.cards[number] == [
        "guong/tra-lai/", "em Dương", "", "huyện Ba Tri, tỉnh Bến Tre", "Y tế", "Cá nhân",
    ]  # fmt: skip
    words = reader.index["words"].split()
    held = {
        words[key // BASE % BASE - 2]
        for key, documents in reader.terms.items()
        if number in documents and not key // BASE**2 % 2
    }
    shown = (
        "em Dương huyện Ba Tri tỉnh Bến Tre Vĩnh Long Y tế Cá nhân "
        "Em Dương nhặt được của rơi và trả lại. Chiều ấy em nhặt được chiếc ví."
    )
    assert held == {word for word, _ in syllables(shown)}


# --- cards and lists ---


def test_a_card_shows_who_what_and_where(reader: Reader) -> None:
    assert reader.cards[: reader.index["stories"]] == [
        ["guong/an/", "Nguyễn Thị Ân", "Bếp lửa bốn giờ", "thị trấn Tiệm Tôm, huyện Ba Tri, tỉnh Bến Tre", "Y tế", "Cá nhân"],
        ["guong/clb/", "CLB Sắc bùa", "", "xã An Đức, huyện Ba Tri, tỉnh Bến Tre", "Văn hóa & nghệ thuật", "Tập thể"],
        ["guong/tra-lai/", "em Dương", "", "huyện Ba Tri, tỉnh Bến Tre", "Y tế", "Cá nhân"],
        ["guong/lua/", "Lê Lúa", "", "xã Tân Thủy, tỉnh Vĩnh Long", "Y tế", "Cá nhân"],
    ]  # fmt: skip


def test_the_lists_follow_the_stories_each_with_its_number(root: Path, reader: Reader) -> None:
    counts = count(found(root))
    ways = reader.cards[reader.index["stories"] :]
    assert len({way[0] for way in ways}) == len(ways)
    for address, label, number, dimension in ways:
        cell = next(
            cell
            for cell in counts.dimensions[str(dimension)]
            if f"{DIMENSIONS[str(dimension)].prefix}{cell.id}/" == address
        )
        assert (label, number) == (cell.label, cell.count)
        assert number
        assert UNKNOWN not in str(address)
    assert {way[3] for way in ways} == {
        "kind", "field", "theme", "locality", "locality_now", "recognition_title", "recognition_year",
    }  # fmt: skip


def test_every_card_leads_to_a_page(root: Path, reader: Reader, tmp_path: Path) -> None:
    site = publish(root, "stories", TODAY, Settings(name="G", url="https://x.vn/"), tmp_path)
    pages = {page.address for page in site.pages}
    assert {f"/{card[0]}" for card in reader.cards} <= pages
    assert dict(reader.files).items() <= dict(site.files).items()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("An Đức", "dia-ban/ben-tre/ba-tri/an-duc/"),
        ("xã An Đức", "dia-ban/ben-tre/ba-tri/an-duc/"),
        # a former commune that became one with stories
        ("An Thủy", "dia-ban/ben-tre/ba-tri/tiem-tom/"),
        ("An Thủy", "dia-ban/2025/vinh-long/tan-thuy/"),
        ("Tiệm Tôm", "dia-ban/2025/vinh-long/tan-thuy/"),
        ("Tân Thủy", "dia-ban/2025/vinh-long/tan-thuy/"),
        ("Y tế", "linh-vuc/y-te/"),
        ("Tập thể", "tap-the/"),
        ("Chuẩn mực đạo đức", "chu-de/chuan-muc-dao-duc/"),
        ("Bằng khen", "danh-hieu/bang-khen/"),
        ("2018", "nam/2018/"),
    ],
)
def test_a_list_is_found_by_its_name(text: str, address: str, reader: Reader) -> None:
    assert address in reader.lists(reader.words(NAME, text))


@pytest.mark.parametrize(
    "text",
    ["Nông nghiệp", "Đổi mới giáo dục", "Cờ thi đua", "2017", "Chưa rõ", "Trà Ôn huyện An Đức"],
)
def test_an_empty_list_is_no_document(text: str, reader: Reader) -> None:
    assert reader.lists(reader.words(NAME, text)) == set()


def test_cards_lie_in_files_of_a_fixed_number(stories: Path, write: Write) -> None:
    for number in range(70):
        write(f"ca-nhan/s{number:02}.md", story(name=f"Lê {number:02}"))
    reader = written(found(stories))
    sizes = [len(reader.json(f"c{at}.json")) for at in range(3)]
    assert sizes[:2] == [reader.index["cards"]] * 2 == [32, 32]
    assert sum(sizes) == reader.index["documents"] == len(reader.cards)
    assert [card[1] for card in reader.cards[:70]] == [f"Lê {number:02}" for number in range(70)]


def test_the_card_of_a_story_of_another_site_carries_its_whole_address(root: Path) -> None:
    library = found(root)
    url = "https://b.vn/trang/guong/lua/"
    stories = tuple(replace(s, url=url) if s.slug == "lua" else s for s in library.stories)
    reader = written(replace(library, stories=stories))
    assert [card[0] for card in reader.cards[:4]] == [
        "guong/an/", "guong/clb/", "guong/tra-lai/", url,
    ]  # fmt: skip


def test_each_story_has_its_day(root: Path, reader: Reader) -> None:
    days = reader.file("days.bin")
    assert len(days) == 2 * reader.index["stories"]
    read_days = [int.from_bytes(days[at : at + 2], "little") for at in range(0, len(days), 2)]
    assert read_days == [(one.front.date - date(2000, 1, 1)).days for one in found(root).stories]


def test_a_day_before_2000_is_the_first(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(date="1999-12-31"))
    assert written(found(stories)).file("days.bin") == b"\0\0"


# --- facets ---


def facets_are_the_counts(library: Library) -> None:
    """Assert that every number of every statistic is what the facets give."""
    counts = count(library)
    reader = Reader(write_index(library, counts))
    slugs = [one.slug for one in library.stories]

    def named(numbers: set[int]) -> set[str]:
        return {slugs[number] for number in numbers}

    assert list(reader.index["facets"]) == list(DIMENSIONS)
    facets = {name: reader.facet(name) for name in DIMENSIONS}
    for name, cells in counts.dimensions.items():
        expected = {cell.id: (cell.label, set(cell.slugs)) for cell in cells if cell.count}
        found = {
            id_: (label, named(set(accumulate(steps))))
            for id_, label, steps in reader.json(f"{name}.json")
        }
        # cross tables count stories without a district under "unknown"; the statistic has none
        unknown = found.pop(UNKNOWN, None) if name == "locality" else None
        assert found == expected
        assert list(found) == list(expected)
        assert unknown is None or unknown[0] == "Chưa rõ"
        for _, _, steps in reader.json(f"{name}.json"):
            assert all(step > 0 for step in steps[1:])
    for first, second in CROSSED:
        crossed = {cell.ids: set(cell.slugs) for cell in counts.cross[f"{first}*{second}"]}
        for ids, expected_slugs in crossed.items():
            assert named(facets[first][ids[0]] & facets[second][ids[1]]) == expected_slugs
        if second != "locality":
            for one in facets[first]:
                for other in facets[second]:
                    both = named(facets[first][one] & facets[second][other])
                    assert both == crossed.get((one, other), set())


@pytest.mark.parametrize("folder", [EXAMPLE, ROOT / "stories"])
def test_the_facets_of_real_stories_are_their_statistics(folder: Path) -> None:
    facets_are_the_counts(found(folder))


def test_the_facets_of_small_stories_are_their_statistics(root: Path) -> None:
    facets_are_the_counts(found(root))
    reader = written(found(root))
    # a unit of today has no district; the cell "unknown" of the cross table leads to it
    assert reader.slugs(reader.facet("locality")[UNKNOWN]) == {"lua"}


@settings(max_examples=60, deadline=None)
@given(libraries())
def test_the_facets_of_any_stories_are_their_statistics(stories: tuple[Story, ...]) -> None:
    facets_are_the_counts(library(stories))


# --- the manifest ---


def test_the_manifest_says_how_to_read_the_files(root: Path, reader: Reader) -> None:
    index = reader.index
    words = index["words"].split()
    assert words == sorted(set(words))
    assert (index["format"], index["stories"], index["rare"]) == (1, 4, False)
    assert len(index["weights"]) == len(words)
    held: dict[str, set[int]] = {word: set() for word in words}
    for key, documents in reader.terms.items():
        if not key // BASE**2 % 2:
            held[words[key // BASE % BASE - 2]] |= documents
    for word, weight in zip(words, index["weights"], strict=True):
        assert int(weight, 32) == len(held[word]).bit_length()
    assert index["facets"]["field"] == "Lĩnh vực"
    assert set(reader.files) == {
        "/tim-kiem/index.json",
        *(
            f"/tim-kiem/{index['version']}/{name}"
            for name in (
                *(f"s{at}.bin" for at in range(len(index["starts"]))),
                *(f"c{at}.json" for at in range(-(-index["documents"] // index["cards"]))),
                *(f"{name}.json" for name in DIMENSIONS),
                "days.bin",
            )
        ),
    }
    assert "zz" not in str(sorted(path.name for path in root.iterdir()))


def test_rare_words_are_found_beyond_the_vocabulary(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "WORDS_LIMIT", 5)
    reader = written(found(root))
    assert reader.index["rare"] is True
    assert len(reader.index["words"].split()) == 5
    assert reader.slugs(reader.words(NAME, "Sắc bùa")) >= {"clb"}
    assert reader.slugs(reader.phrase(TEXT, "em nhat duoc chiec vi")) >= {"tra-lai"}


def test_an_empty_library_has_an_index_too(stories: Path) -> None:
    reader = written(found(stories))
    assert (reader.index["stories"], reader.index["documents"]) == (0, 0)
    assert (reader.index["words"], reader.index["starts"]) == ("", [])
    assert reader.terms == {}
    assert reader.file("days.bin") == b""
    for name in DIMENSIONS:
        assert reader.json(f"{name}.json") == []


# --- the same stories, the same bytes ---


def test_the_same_library_gives_the_same_bytes(root: Path, reader: Reader) -> None:
    assert written(found(root)).files == reader.files


def test_the_order_of_the_files_changes_nothing(root: Path, reader: Reader, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for path in sorted(root.rglob("*"), reverse=True):
        if path.is_file():
            target = copy / path.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    assert written(found(copy)).files == reader.files


def test_the_seed_of_hashes_changes_nothing() -> None:
    program = (
        "from datetime import date; from pathlib import Path; from exemplars.reading import read;"
        "from exemplars.counting import count; from exemplars.indexing import write_index;"
        f"library, _ = read(Path({str(EXAMPLE)!r}), 's', date(2026, 6, 1));"
        "print(write_index(library, count(library)))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONPATH": str(ROOT / "hooks"), "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1


def test_numpy_is_loaded_only_where_an_index_is_written(tmp_path: Path) -> None:
    everything = "import exemplars.publishing, exemplars.verifying, exemplars.commands.check"
    assert "numpy" not in imported(everything, tmp_path)


# --- from what was kept ---


@settings(max_examples=30, deadline=None)
@given(st.lists(libraries(), min_size=1, max_size=4))
def test_whatever_was_kept_the_index_is_the_one_from_nothing(
    tmp_path_factory: pytest.TempPathFactory, versions: list[tuple[Story, ...]]
) -> None:
    """Stories of one slug differ from version to version; some come and some go."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sharing, "SIZE", 2)
        for stories in versions:
            now = library(stories)
            shares = Shares(stories=now.stories, folder=folder)
            for _ in range(2):  # the second time from what the first has kept
                assert write_index(now, count(now), shares) == written(now).files


def test_of_a_changed_story_the_other_shares_are_not_read_again(
    root: Path, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "SIZE", 1)  # a share each
    read_: list[str] = []
    texts = indexing._zones

    def noted(library: Library, story: Story, *places: Any) -> Any:
        read_.append(story.slug)
        return texts(library, story, *places)

    monkeypatch.setattr(indexing, "_zones", noted)

    def index() -> dict[str, bytes]:
        now = found(root)
        shares = Shares(stories=now.stories, folder=tmp_path / "cache")
        return write_index(now, count(now), shares)

    index()
    assert sorted(read_) == ALL.split()
    read_.clear()
    write("ca-nhan/lua.md", story("Zz.\n", name="Lê Lúa", locality="2025/vinh-long/tan-thuy"))
    after = index()
    assert read_ == ["lua"]
    assert after == written(found(root)).files


LUA = {"name": "Lê Lúa", "locality": "2025/vinh-long/tan-thuy"}


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Lê Lụa"},
        {"other_names": ["Bé"]},
        {"title": "Mùa vàng"},
        {"role": "Thôn trưởng"},
        {"summary": "Bà Lúa trồng lúa."},
        {"locality": "ben-tre/ba-tri/an-thuy"},
        {"fields": ["nong-nghiep"]},
        {"fields": ["y-te", "nong-nghiep"]},
        {"themes": ["doi-moi-giao-duc"]},
        {"basis": "thi-dua"},
        {"tags": ["lúa"]},
        {"since": 2001},
        {"recognitions": [{"title": "Giấy khen"}]},
        {"figures": [{"label": "công", "value": 12}]},
        {"date": "2026-01-03"},
        {"body": "Mỗi sáng bà Ân nhóm bếp từ năm giờ.\n"},
        {"body": "Mỗi sáng bà Ân nhóm bếp từ bốn giơ.\n"},
        {"body": "Mỗi sáng bà Ân nhóm từ bếp bốn giờ.\n"},
    ],
    ids=str,
)
def test_a_change_that_can_be_seen_changes_the_version(
    changes: dict[str, Any], root: Path, reader: Reader, write: Write
) -> None:
    write("ca-nhan/lua.md", story(**{**LUA, **changes}))
    new = written(found(root))
    assert new.index["version"] != reader.index["version"]


def test_a_story_more_or_less_changes_the_version(root: Path, reader: Reader, write: Write) -> None:
    (root / "ca-nhan/lua.md").unlink()
    less = written(found(root)).index["version"]
    write("ca-nhan/lua-khac.md", story(**LUA))
    other = written(found(root)).index["version"]
    assert len({less, other, reader.index["version"]}) == 3


@settings(max_examples=30, deadline=None)
@given(libraries(), libraries())
def test_files_of_one_version_are_the_same(
    one: tuple[Story, ...], other: tuple[Story, ...]
) -> None:
    first, second = written(library(one)), written(library(other))
    same = first.index["version"] == second.index["version"]
    assert same == (
        [data for name, data in first.files.items() if name != "/tim-kiem/index.json"]
        == [data for name, data in second.files.items() if name != "/tim-kiem/index.json"]
    )


# --- read_index ---


def saved(reader: Reader, folder: Path) -> Path:
    """Write the files of an index below a folder."""
    for address, content in reader.files.items():
        path = folder / address[1:]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def test_a_written_index_is_read_for_the_self_check(reader: Reader, tmp_path: Path) -> None:
    index = read_index(saved(reader, tmp_path))
    assert [*index.stories, *index.ways] == reader.cards
    assert len(index.stories) == 4
    assert index.named == set(range(len(reader.cards)))


def test_an_index_of_nothing_is_read(stories: Path, tmp_path: Path) -> None:
    index = read_index(saved(written(found(stories)), tmp_path))
    assert (index.stories, index.ways, index.named) == ([], [], set())


def test_names_over_several_files_are_all_read(stories: Path, write: Write, tmp_path: Path) -> None:
    for number in range(150):
        names = [f"Tên{number}x{n}" for n in range(18)]
        write(f"ca-nhan/s{number}.md", story(name=f"Lê {number}", other_names=names))
    reader = written(found(stories))
    ends = [start for start in accumulate(reader.index["starts"]) if start < BASE**2]
    assert len(ends) > 2
    assert read_index(saved(reader, tmp_path)).named == set(range(len(reader.cards)))


def test_a_list_whose_name_has_no_letter_stops_no_build(
    stories: Path, write: Write, tmp_path: Path
) -> None:
    write("ca-nhan/a.md", story(recognitions=[{"title": "☆"}]))
    reader = written(found(stories))
    assert read_index(saved(reader, tmp_path)).named == set(range(len(reader.cards)))


def test_the_places_of_a_list_are_named_with_their_path(root: Path, reader: Reader) -> None:
    library = found(root)
    labels = {way[0]: way[1] for way in reader.cards[4:]}
    assert labels["dia-ban/ben-tre/ba-tri/tiem-tom/"] == place_path(
        library, "ben-tre/ba-tri/tiem-tom"
    )


# --- naming.py: what became what ---


def chained(**places: str | None) -> Library:
    """Return a library of places and what each became."""
    return Library(
        root="stories",
        stories=(),
        places=tuple(
            Locality(id=id_, name=id_, type="xa", code=None, successor=successor)
            for id_, successor in places.items()
        ),
    )


def test_a_place_is_followed_through_all_that_it_became() -> None:
    chain = chained(c="d", a="b", b="c", d=None, x=None)
    assert list(successors(chain, "a")) == ["a", "b", "c", "d"]
    assert list(successors(chain, "c")) == ["c", "d"]
    assert list(successors(chain, "x")) == ["x"]


def test_a_place_knows_all_that_became_it_in_the_order_of_the_table() -> None:
    chain = chained(c="d", a="b", e="d", b="c", d=None, x=None)
    assert predecessors(chain) == {
        "a": (), "b": ("a",), "c": ("a", "b"), "d": ("c", "a", "e", "b"), "e": (), "x": (),
    }  # fmt: skip


def test_places_that_became_each_other_end_nothing_in_a_circle() -> None:
    circle = chained(a="b", b="a")
    assert list(successors(circle, "a")) == ["a", "b"]
    assert predecessors(circle) == {"a": ("b",), "b": ("a",)}
