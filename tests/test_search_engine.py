"""docs/assets/search.js in a real Chromium, over a real index of a small library."""

from __future__ import annotations

import random
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import LOST, Answer, Served, lonely_chromium, running, watching
from conftest import ROOT
from finding import FILLERS, OPEN, STORIES, TOWN, shards, write_site, write_stories
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

sys.path.insert(0, str(ROOT))
from bench.keystrokes import Order, bare, other_placement, telex, vni

FIND = """async ([query, options]) => {
  const found = await engine.find(query, options)
  const [cards, ways] = [await engine.cards(found.stories, found.version), await engine.cards(found.ways, found.version)]
  const { partial, strong, cut } = found
  return { partial, strong, cut, slugs: cards.map(card => card[0].split('/')[1]), ways: ways.map(way => way[0]) }
}"""

Find = Callable[..., list[str]]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all."""
    with lonely_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The index of the small library, served without a site around it."""
    folder = tmp_path_factory.mktemp("library")
    write_site(write_stories(folder / "stories", STORIES), folder / "site")
    server = Served(folder / "site")
    with running(server):
        yield server


@pytest.fixture(scope="module")
def page(browser: Browser, library: Served) -> Iterator[Page]:
    """A page with ``search``, the module, and ``engine``."""
    with watching(browser, library) as reader:
        page = reader.open()
        page.goto(library.url)
        page.evaluate(OPEN, library.url)
        yield page
        assert reader.console == []


@pytest.fixture(scope="module")
def find(page: Page) -> Find:
    """Return the slugs of the stories that answer a query, best first."""

    def slugs(query: str, *, full: bool = True, **options: Any) -> list[str]:
        found: list[str] = answer(page, query, full=full, **options)["slugs"]
        return found

    return slugs


def answer(page: Page, query: str, **options: Any) -> dict[str, Any]:
    """Return all that the engine says to a query."""
    found: dict[str, Any] = page.evaluate(FIND, [query, options])
    return found


# What is found, rule by rule


@pytest.mark.parametrize(
    "query",
    [
        "Đặng Thị Thúy Hòa",
        unicodedata.normalize("NFD", "Đặng Thị Thúy Hòa"),
        "ĐẶNG THỊ THÚY HÒA",
        other_placement("Đặng Thị Thúy Hòa"),
        bare("Đặng Thị Thúy Hòa"),
        "dặng thi thuy hoa",
        "Hòa Đặng",
        "  thúy,   hòa!  ",
    ],
)
def test_a_name_is_found_however_it_is_written(query: str, find: Find) -> None:
    assert find(query)[0] == "thuy-hoa"


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("keys", [telex, vni])
@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Đặng Thị Thúy Hòa", "thuy-hoa"),
        ("Huỳnh Khương Trạch", "nghieng"),
        ("Lưu Hữu Rượu", "luu-huu"),
        ("Võ Thị Sen", "ten-sen"),
    ],
)
def test_a_name_is_found_by_its_raw_keystrokes(
    name: str, slug: str, keys: Callable[[str, Order], str], order: Order, find: Find
) -> None:
    assert find(keys(name, order), full=False)[0] == slug


@pytest.mark.parametrize(
    ("query", "first"), [("Dũng", "dung-nga"), ("dung", "dung-ngang"), ("Đúng", "dung-sac")]
)
def test_exact_marks_come_before_others(query: str, first: str, find: Find) -> None:
    found = find(query)
    assert found[0] == first
    assert sorted(found[:3]) == ["dung-nga", "dung-ngang", "dung-sac"]


def test_names_come_before_heads_and_these_before_the_text(find: Find) -> None:
    assert find("sen") == ["ten-sen", "nhan-de-sen", "than-bai-sen"]
    assert find("sen", full=False) == ["ten-sen"]  # the names suffice while typing


def test_a_whole_phrase_comes_before_scattered_words(find: Find) -> None:
    assert find("tôm càng xanh")[:2] == ["cum-tu", "rai-rac"]


@pytest.mark.parametrize("query", ["huynh kh", "Huỳnh Khươ", "huỳnh khương t", "huynh khuong trac"])
def test_the_last_word_completes(query: str, find: Find) -> None:
    assert find(query, full=False)[0] == "nghieng"


def test_a_word_that_is_finished_does_not_complete(page: Page) -> None:
    assert answer(page, "huỳnh kh ", full=True)["partial"] is True


@pytest.mark.parametrize(
    "query",
    [
        "hunh khuong trach",
        "huyynh khuong trach",
        "hunyh khuong trach",
        "huymh khuong trach",
        "huynh khuon trach",
        "huynh khuong trahc",
        "nguoi dong thuyn cho hoc tro",
        "nguoi dong thuyeen cho hocj tro",
    ],
)
def test_one_slip_is_forgiven_in_names_and_heads(query: str, find: Find) -> None:
    assert find(query)[0] == "nghieng"


@pytest.mark.parametrize("query", ["lý quý mỹ", "lí quí mĩ", "li qui my", "Lí Quý Mĩ", "mĩ"])
def test_i_and_y_are_one_sound(query: str, find: Find) -> None:
    assert find(query)[0] == "ly-quy"


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("2.345 chiếc áo", "con-so"),
        ("2345", "con-so"),
        ("1078", "con-so"),
        ("1.078 phần quà", "con-so"),
        ("1987", "con-so"),
        ("2009", "nam-khen"),
        ("giấy thử nghiệm 2009", "nam-khen"),
    ],
)
def test_numbers_and_years_are_found(query: str, slug: str, find: Find) -> None:
    assert find(query)[0] == slug


@pytest.mark.parametrize(
    "query",
    ["Tiệm Tôm", "An Thủy", "an thuy ba tri", "xã Tân Thủy", "thị trấn Tiệm Tôm", "kiều văn chín an thủy"],
)  # fmt: skip
def test_places_are_found_by_old_and_new_names(query: str, find: Find) -> None:
    found = find(query, full=False)
    assert "o-tiem-tom" in found
    assert "o-an-duc" not in found


def test_a_province_of_today_finds_what_lies_in_it_now(page: Page, find: Find) -> None:
    assert len(find("Vĩnh Long")) == len(STORIES)
    assert answer(page, "Vĩnh Long")["ways"] == ["dia-ban/2025/vinh-long/"]


@pytest.mark.parametrize(
    ("query", "way"),
    [
        ("Y tế", "linh-vuc/y-te/"),
        ("y te", "linh-vuc/y-te/"),
        ("Tiệm Tôm", f"dia-ban/{TOWN}/"),
        ("2009", "nam/2009/"),
        ("bằng thử", "danh-hieu/bang-thu/"),
    ],
)
def test_lists_of_places_fields_years_and_honours_are_ways(
    query: str, way: str, page: Page
) -> None:
    assert way in answer(page, query, full=True)["ways"]


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("CLB đờn ca", "clb-don-ca"),
        ("câu lạc bộ đờn ca", "clb-don-ca"),
        ("cau lac bo don ca", "clb-don-ca"),
        ("CLB bóng chuyền", "cau-lac-bo"),
        ("hợp tác xã chổi dừa", "htx"),
        ("htx chổi dừa", "htx"),
    ],
)
def test_abbreviations_are_read_both_ways(query: str, slug: str, find: Find) -> None:
    assert find(query, full=False)[0] == slug


def test_other_names_find_their_story(find: Find) -> None:
    assert find("hai xôi", full=False)[0] == "hai-xoi"


def test_quotes_ask_for_neighbouring_words(find: Find) -> None:
    assert set(find('"tôm càng xanh"')) == {"cum-tu"}
    assert set(find("“tôm càng xanh”")) == {"cum-tu"}
    assert find('"xanh càng tôm"') == []
    assert find('"tôm càng" "trong ruộng"') == ["cum-tu"]


def test_words_that_no_story_has_together_give_the_nearest_and_say_so(page: Page) -> None:
    found = answer(page, "huỳnh khương voi", full=True)
    assert (found["slugs"][0], found["partial"]) == ("nghieng", True)


@pytest.mark.parametrize(
    ("query", "near"),
    [("huyynnh xyzzyq", "huynh xyzzyq"), ("khuognn", "khuong"), ("huỳnh", ""), ("", "")],
)
def test_the_nearest_spelling(query: str, near: str, page: Page) -> None:
    assert page.evaluate("query => engine.near(query)", query) == near


# Sorting and facets


def test_the_order_by_day_and_by_name(find: Find) -> None:
    newest = find("mẫu gộp", sort="newest")
    assert newest[:3] == ["gop-23", "gop-22", "gop-21"]
    names = find("mẫu gộp", sort="name")
    assert names[:6] == ["gop-00", "gop-01", "gop-02", "gop-03", "gop-04", "gop-23"]  # A B C Đ E F
    assert sorted(names) == sorted(newest) == sorted(find("mẫu gộp"))
    assert len(names) == FILLERS


def test_facets_narrow_what_is_found(find: Find) -> None:
    field = [slug for at, slug in enumerate(sorted(find("mẫu gộp"))) if at % 4 == 1]
    assert sorted(find("mẫu gộp", facets={"field": "giao-duc"})) == field
    both = find("", facets={"field": "giao-duc", "recognition_year": "2019"})
    assert sorted(both) == [f"gop-{at:02}" for at in range(FILLERS) if at % 4 == 1 and at % 3 == 1]
    assert find("mẫu gộp", facets={"field": "khong-co"}) == []
    assert find("sen", facets={"locality": TOWN}) == []


def test_each_value_of_a_facet_counts_what_the_other_facets_allow(page: Page) -> None:
    counts = page.evaluate("""async () => {
      const found = await engine.find('mẫu gộp', {full: true})
      return engine.facet('field', found.all, {field: 'y-te', recognition_year: '2018'})
    }""")
    expected = {"y-te": 2, "giao-duc": 2, "nong-nghiep": 2, "van-hoa": 2}
    assert {id_: count for id_, _, count in counts} == expected


# Queries that mean nothing

NONSENSE = {
    "long": "từ " * 3334,
    "one long word": "a" * 10_000,
    "emoji": "😀👨‍👩‍👧🇻🇳",
    "spaces": " \t\u00a0\u3000 ",
    "marks": "\u0301\u0323\u031b",
    "script": "<script>alert(1)</script>",
    "pattern": "(.*)+$[a-z]{9}\\",
    "right to left": "مرحبا \u202eabc",
    "half of a pair": "\ud83d",
    "template": "{query} {count} $& $1 %00 %",
    "names of JavaScript": "constructor __proto__ toString",
    "quotes": '""""""“”«»"',
    "nul": "\x00",
    "numbers": "9" * 400,
    "dots": "1.1.1.1.1.",
}


@pytest.mark.parametrize("query", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_answered_at_once(query: str, page: Page) -> None:
    for full in (False, True):
        found = page.evaluate("""async ([query, full]) => {
          const start = performance.now()
          const found = await engine.find(query, { full })
          await engine.near(query)
          search.excerpt('Bà Ân nấu cơm.', found)
          return performance.now() - start
        }""", [query, full])  # fmt: skip
        assert found < 1000


# Files that are missing or damaged

FILES = r"/tim-kiem/.*\.(bin|json)"
SHARD = r"/s\d+\.bin"
BROKEN = {
    "missing": Answer(status=404, content=b"x"),
    "server error": Answer(status=500, content=b"x"),
    "lost": LOST,
    "empty": Answer(content=b""),
    "web page": Answer(
        content=b"<!doctype html><html><title>Captive portal</title>Welcome!</html>"
    ),
    "random bytes": Answer(content=random.Random(3).randbytes(3000)),  # noqa: S311 - no secret
}
OTHER_FORMAT = Answer(content=b'{"format": 2, "starts": []}', kind="application/json")


def fails(page: Page, base: str, query: str = "sen") -> str:
    """Ask a fresh engine; return its error, or '' where it finds what it should."""
    found: str = page.evaluate("""async ([base, query]) => {
      window.engine = new search.Engine(base + 'tim-kiem/')
      try {
        const found = await engine.find(query, { full: true })
        return found.stories.length === 3 ? '' : `found ${found.stories.length}`
      } catch (error) { return error instanceof TypeError ? `lost or ${error}` : 'said' }
    }""", [base, query])  # fmt: skip
    return found


@pytest.fixture(scope="module")
def fresh(browser: Browser, library: Served) -> Iterator[Page]:
    """A page of its own with the module, to which files may be broken."""
    with watching(browser, library) as reader:
        page = reader.open()
        page.goto(library.url)
        page.evaluate(OPEN, library.url)
        yield page
        own = ("error: Failed to load resource", "error: Access")
        assert [line for line in reader.console if not line.startswith(own)] == []


@pytest.mark.parametrize(
    ("file", "wrong"),
    [
        pytest.param(file, wrong, id=f"{file}, {name}")
        for file in ("index", "shard")
        for name, wrong in BROKEN.items()
        if (file, name) != ("shard", "empty")
    ]
    + [pytest.param("shard", BROKEN["empty"], id="shard, empty")],
)
def test_a_broken_file_is_an_error_that_the_next_try_forgets(
    file: str, wrong: Answer, fresh: Page, library: Served
) -> None:
    pattern = SHARD if file == "shard" else r"/index\.json"
    with library.answering(pattern, wrong):
        assert fails(fresh, library.url) != ""
        assert not fails(fresh, library.url).startswith("found")
    again = "engine.find('sen', { full: true }).then(found => found.stories.length)"
    assert fresh.evaluate(again) == 3


def test_an_index_of_another_format_is_an_error(fresh: Page, library: Served) -> None:
    with library.answering(r"/index\.json", OTHER_FORMAT):
        assert fails(fresh, library.url) == "said"
    assert fails(fresh, library.url) == ""


@pytest.mark.parametrize(
    "value", ["null", "[]", "{}", '{"format": 1}', '{"format": 1, "starts": 5}']
)
def test_an_index_without_its_parts_is_an_error(value: str, fresh: Page, library: Served) -> None:
    wrong = Answer(content=value.encode(), kind="application/json")
    with library.answering(r"/index\.json", wrong):
        assert fails(fresh, library.url) not in {"", "found 0"}
    assert fails(fresh, library.url) == ""


def test_a_truncated_shard_is_an_error_wherever_it_ends(fresh: Page, library: Served) -> None:
    shard, *_ = shards(library)
    whole = shard.read_bytes()
    silent = []
    for size in range(1, len(whole), 97):
        with library.answering(SHARD, Answer(content=whole[:size])):
            if fails(fresh, library.url) != "said":
                silent.append(size)
    assert silent == []


def test_a_slow_network_is_waited_for(fresh: Page, library: Served) -> None:
    with library.answering(FILES, Answer(delay=0.3)):
        assert fails(fresh, library.url) == ""


# A new publication between two queries


def publish_other(folder: Path, server: Served, *, more: int) -> None:
    """Publish the library anew, with more stories in front of the others."""
    first = {
        f"truoc-{at}": STORIES["hai-xoi"].replace("Trần Thị Thử", f"An A{at}") for at in range(more)
    }
    write_site(write_stories(folder, {**STORIES, **first}), server.folder)
    server.requests.clear()


@pytest.fixture
def republished(tmp_path: Path) -> Iterator[Served]:
    """A library of its own, to be published again."""
    write_site(write_stories(tmp_path / "stories", STORIES), tmp_path / "site")
    server = Served(tmp_path / "site")
    with running(server):
        yield server


@pytest.fixture
def reading(browser: Browser, republished: Served) -> Iterator[Page]:
    """A page that was opened before the new publication."""
    with watching(browser, republished) as reader:
        page = reader.open()
        page.goto(republished.url)
        page.evaluate(OPEN, republished.url)
        yield page


def test_the_marks_that_were_typed_weigh_more_than_where_in_the_name_they_stand(
    tmp_path: Path, reading: Page, republished: Served
) -> None:
    names = {"giua": "Lê Dũng Chí", "cuoi": "Trần Văn Dung"}
    stories = {
        slug: STORIES["dung-nga"].replace("Phan Văn Dũng", name) for slug, name in names.items()
    }
    write_site(write_stories(tmp_path / "names", stories), republished.folder)
    assert answer(reading, "Dũng")["slugs"] == ["giua", "cuoi"]
    assert answer(reading, "dung")["slugs"] == ["cuoi", "giua"]


def test_after_a_new_publication_the_next_query_reads_the_new_index(
    tmp_path: Path, reading: Page, republished: Served
) -> None:
    reading.evaluate("engine.open()")
    publish_other(tmp_path / "second", republished, more=3)
    assert answer(reading, "sen", full=True)["slugs"] == ["ten-sen", "nhan-de-sen", "than-bai-sen"]
    assert "truoc-1" in answer(reading, "an a1", full=True)["slugs"]


def test_after_a_new_publication_the_cards_of_an_old_search_are_refused_and_a_new_one_is_right(
    tmp_path: Path, reading: Page, republished: Served
) -> None:
    reading.evaluate("engine.find('sen', { full: true })")  # all terms are kept, no cards
    publish_other(tmp_path / "second", republished, more=3)
    with pytest.raises(PlaywrightError, match="renewed"):
        answer(reading, "hai xôi")
    assert "hai-xoi" in answer(reading, "hai xôi")["slugs"]
    assert answer(reading, "Lý Quý Mỹ")["slugs"][0] == "ly-quy"
