"""The reference page says what the code does, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from conftest import EXAMPLE, ROOT
from hypothesis import given
from hypothesis import strategies as st

from exemplars import Settings, publish
from exemplars.datapackage import FOLDER as DATA
from exemplars.model import FrontMatter, Taxonomy, Term
from exemplars.reading import read
from exemplars.reference import ADDRESSES, LIMITS, fill_tables
from exemplars.wording import table, text

PAGE = ROOT / "docs/huong-dan/tham-chieu.md"
HOOKS = ROOT / "hooks"
TODAY = date(2026, 11, 24)

NOT_MET = re.compile(
    r"/assets/.*|/robots\.txt|/tim-kiem/(?:index\.json|[0-9a-f]{12}/.*)"  # what machines fetch
    r"|/guong/[^/]+/[0-9a-f]{16}-\d+\.webp"  # pictures of a story's page
)
"""Addresses that no person types, which the page leaves out."""


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return read(ROOT / "stories", "stories", TODAY)[0].taxonomy


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every address of the example's site."""
    settings = Settings(name="Gương mẫu", url="https://example.org/guong-mau/")
    site = publish(EXAMPLE, "stories", TODAY, settings, tmp_path_factory.mktemp("cache"))
    return ["/", *(page.address for page in site.pages), *site.files]


def rows(name: str, taxonomy: Taxonomy) -> list[list[str]]:
    """Return the cells of a table, its head left out."""
    filled = fill_tables(f"<!-- bảng {name} -->\n<!-- hết -->\n", taxonomy)
    lines = [line for line in filled.splitlines() if line.startswith("|")]
    return [re.split(r" (?<!\\)\| ", line[2:-2]) for line in lines[2:]]


def test_the_page_says_what_the_code_says(
    taxonomy: Taxonomy, request: pytest.FixtureRequest
) -> None:
    filled = fill_tables(PAGE.read_text("utf-8"), taxonomy)
    if request.config.getoption("--bless"):
        PAGE.write_text(filled, "utf-8")
    assert PAGE.read_text("utf-8") == filled


def test_the_page_has_every_table_and_each_once(taxonomy: Taxonomy) -> None:
    named = re.findall(r"<!-- bảng (\w+) -->", PAGE.read_text("utf-8"))
    with pytest.raises(KeyError):
        fill_tables("<!-- bảng khac -->\n<!-- hết -->\n", taxonomy)
    assert len(named) == len(set(named)) == 16
    assert PAGE.read_text("utf-8").count("<!-- hết -->") == len(named)


def test_what_stands_outside_the_marks_stays(taxonomy: Taxonomy) -> None:
    page = "Trước\n<!-- bảng limits -->\ncũ\n<!-- hết -->\nGiữa | giữa\n<!-- hết -->\n"
    filled = fill_tables(page, taxonomy)
    assert filled.startswith("Trước\n<!-- bảng limits -->\n\n| Điều giới hạn | Mức |\n|---|---|\n")
    assert filled.endswith("|\n\n<!-- hết -->\nGiữa | giữa\n<!-- hết -->\n")
    assert "cũ" not in filled


def test_filling_a_filled_page_changes_nothing(taxonomy: Taxonomy) -> None:
    once = fill_tables(PAGE.read_text("utf-8"), taxonomy)
    assert fill_tables(once, taxonomy) == once


def test_the_keys_are_those_of_the_model_with_their_form(taxonomy: Taxonomy) -> None:
    found = {cells[0].strip("`"): cells[1:] for cells in rows("keys", taxonomy)}
    assert list(found) == list(FrontMatter.model_fields)
    for key, info in FrontMatter.model_fields.items():
        assert found[key][0].startswith(f"{text('fields', key)} (")
        assert ("(**bắt buộc**; " in found[key][0]) is info.is_required()
    assert found["name"][0].endswith(" (**bắt buộc**; chữ, tối đa 200 ký tự)")
    assert found["since"][0] == "Năm bắt đầu việc làm (năm, từ 1900)"
    assert found["minor"][0].endswith(" (`true` hoặc `false`)")
    assert found["updated"][0] == "Ngày sửa gần nhất (ngày, như `2026-11-24`)"
    assert found["consent"][0].endswith(" (các mục con)")
    assert found["aliases"][0] == "Địa chỉ cũ cần giữ (danh sách, tối đa 20 mục)"
    assert found["status"][0].endswith(" (một trong: `published`, `draft`)")


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("source", ["`url`", "Địa chỉ đầy đủ của bài (địa chỉ web đầy đủ)"]),
        ("source", ["`date`", "Năm, tháng hoặc ngày công bố (năm, tháng hoặc ngày, như `2024`, `2024-03`, `2024-03-15`)"]),
        ("source", ["`title`", "Tên bài báo hay văn bản (**bắt buộc**; chữ, tối đa 1.000 ký tự)"]),
        ("figure", ["`value`", "Con số, như 1078 hoặc 22.36 (**bắt buộc**; số)"]),
        ("recognition", ["`level`", "Cấp trao, chỉ khi cơ quan trao cho thấy rõ (một trong: `xa`, `huyen`, `tinh`, `trung-uong`)"]),
        ("photo", ["`consent`", "`true` khi người trong ảnh đã đồng ý (**bắt buộc**; `true` hoặc `false`)"]),
        ("consent", ["`date`", "Ngày đồng ý (**bắt buộc**; ngày, như `2026-11-24`)"]),
        ("dimensions", ["`recognition_year`", "Năm khen thưởng; danh sách ở `/nam/…/`"]),
        ("addresses", ["`/guong/<mã>/loa.txt`", text("reference-addresses", "loudspeaker")]),
        ("addresses", ["`/tap-the/`", "Danh sách câu chuyện: Tập thể"]),
        ("addresses", ["`/nam/<mã>/`", "Danh sách câu chuyện theo mục “Năm khen thưởng”"]),
        ("limits", ["Một tệp câu chuyện", "256 KB"]),
        ("limits", ["Phần đầu của một câu chuyện", "16 KB"]),
        ("limits", ["Thời gian tính toán cho một tệp", "5 giây"]),
        ("limits", ["Cạnh dài của ảnh", "12.000 điểm ảnh"]),
        ("limits", ["Năm sớm nhất của một khen thưởng", "1945"]),
    ],
)  # fmt: skip
def test_a_table_holds_a_row(name: str, row: list[str], taxonomy: Taxonomy) -> None:
    assert row in rows(name, taxonomy)


def test_a_word_of_the_vocabulary_cannot_break_its_table() -> None:
    term = Term(id="a-b", label="A | B", description="`|` và \\|")
    found = fill_tables("<!-- bảng fields -->\n<!-- hết -->", Taxonomy(fields=(term,)))
    assert "| `a-b` | A \\| B | `\\|` và \\\\| |\n" in found


@given(st.text())
def test_a_page_without_marks_is_left_alone(page: str) -> None:
    assert fill_tables(page, Taxonomy()) == page


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield each kind of address, and what all addresses of that kind look like."""
    for form, _ in ADDRESSES:
        deep = ".+" if form.startswith("/dia-ban/") else "[^/]+"
        escaped = re.sub(r"<[^>]+>", "\0", form).replace("/trang/2/", "/trang/\1/")
        pattern = re.escape(escaped).replace("\0", deep).replace("\1", r"\d+")
        yield form, re.compile(pattern)


def test_every_address_of_a_site_is_of_a_kind_that_the_page_names(addresses: list[str]) -> None:
    kinds = [pattern for _, pattern in patterns()]
    unnamed = {
        address
        for address in addresses
        if not NOT_MET.fullmatch(address) and not any(kind.fullmatch(address) for kind in kinds)
    }
    assert unnamed == set()


def test_every_kind_of_address_that_the_page_names_is_there(addresses: list[str]) -> None:
    missing = {
        form
        for form, kind in patterns()
        if not any(kind.fullmatch(address) for address in addresses)
    }
    assert missing == {"/guong/trang/2/"}  # the example has no fifty stories


def test_the_files_are_those_that_are_published(addresses: list[str], taxonomy: Taxonomy) -> None:
    published = {address.removeprefix(DATA) for address in addresses if address.startswith(DATA)}
    assert {cells[0].strip("`") for cells in rows("files", taxonomy)} == published - {""}


def test_the_settings_are_those_of_the_owners_block(taxonomy: Taxonomy) -> None:
    block = (ROOT / "mkdocs.yml").read_text("utf-8").split("\n# ---")[0]
    keys, above = [], ""
    for indent, key, value in re.findall(r"^( *)(\w+):(.*)$", block, re.MULTILINE):
        if not indent and not value.strip():
            above = f"{key}."
        else:
            keys.append(above * bool(indent) + key)
    assert [cells[0].strip("`") for cells in rows("settings", taxonomy)] == keys


def test_the_variables_are_those_that_the_code_reads(taxonomy: Taxonomy) -> None:
    code = "".join(path.read_text("utf-8") for path in HOOKS.rglob("*.py"))
    read_ = set(re.findall(r'environ(?:\.get\(|\[|\.setdefault\()"(\w+)"', code))
    read_ |= set(re.findall(r'^VARIABLE = "(\w+)"', code, re.MULTILINE))
    read_ |= set(re.findall(r"!ENV \[(\w+),", (ROOT / "mkdocs.yml").read_text("utf-8")))
    assert {cells[0].strip("`") for cells in rows("variables", taxonomy)} == read_


def test_each_word_of_the_reference_is_used() -> None:
    used = {key.partition(":")[0] for _, key in ADDRESSES}
    assert set(table()["reference-addresses"]) == used
    limits = {key for key, _, _ in LIMITS} | {"first-year", "first-recognition"}
    assert set(table()["reference-limits"]) == limits


def test_the_page_is_no_longer_than_a_person_can_use() -> None:
    assert len(Path(PAGE).read_bytes()) < 32_000
