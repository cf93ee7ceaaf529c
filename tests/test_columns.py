"""Tests for columns.py: the tables say what the stories say, counted again from the raw files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import EXAMPLE, ROOT
from factories import story

from exemplars.counting import DIMENSIONS, count
from exemplars.data import write_data
from exemplars.datapackage import TABLES
from exemplars.model import UNKNOWN
from exemplars.reading import read
from exemplars.site import Settings
from exemplars.tabular import read_table, split
from exemplars.wording import table

Write = Callable[[str, str], Path]
Row = dict[str, str]

TODAY = date(2027, 1, 1)
SETTINGS = Settings(name="Gương", url="https://x.vn/")


def written(root: Path) -> dict[str, bytes]:
    """Return the data files of a folder by name."""
    library, _ = read(root, "stories", TODAY)
    files = write_data(library, count(library), SETTINGS)
    return {address.removeprefix("/du-lieu/"): content for address, content in files.items()}


def stories_of(root: Path) -> list[Row]:
    """Return the rows of stories.csv."""
    return read_table(written(root)["stories.csv"])


def raw(root: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield slug and front matter of each published story, by YAML alone."""
    for path in sorted([*root.glob("*/*.md"), *root.glob("*/*/index.md")]):
        front = yaml.safe_load(path.read_text("utf-8-sig").split("---\n")[1])
        if front.get("status", "published") == "published":
            yield (path.parent.name if path.stem == "index" else path.stem), front


# --- one story ---


def test_a_full_story_fills_its_row(stories: Path, write: Write) -> None:
    write(
        "ca-nhan/a.md",
        story(
            title="Bếp lửa",
            role="Tổ trưởng",
            fields=["y-te", "van-hoa"],
            themes=["doi-moi-giao-duc"],
            tags=["cơm; cháo", "=bếp"],
            since=2012,
            until=2020,
            recognitions=[
                {"title": "Bằng khen", "year": 2019, "level": "tinh", "body": "UBND tỉnh"},
                {"title": "Cờ", "revoked": True},
            ],
            figures=[{"label": "suất", "value": 5}],
            updated="2026-03-04",
        ),
    )
    files = written(stories)
    (row,) = read_table(files["stories.csv"])
    assert split(row.pop("tags")) == ("cơm; cháo", "=bếp")
    assert row == {
        "slug": "a",
        "url": "https://x.vn/guong/a/",
        "name": "Nguyễn Thị Ân",
        "kind": "ca-nhan",
        "title": "Bếp lửa",
        "summary": "Bà Ân ở xã An Đức nấu cơm cho người bệnh suốt mười năm.",
        "role": "Tổ trưởng",
        "minor": "false",
        "locality": "ben-tre/ba-tri/an-duc",
        "locality_name": "xã An Đức, huyện Ba Tri, tỉnh Bến Tre",
        "locality_code": "29173",
        "locality_now": "2025/vinh-long/ba-tri",
        "locality_now_name": "xã Ba Tri, tỉnh Vĩnh Long",
        "locality_now_code": row["locality_now_code"],
        "main_field": "y-te",
        "fields": "y-te;van-hoa",
        "groups": "van-hoa-xa-hoi",
        "themes": "doi-moi-giao-duc",
        "basis": "bao-chi",
        "since": "2012",
        "until": "2020",
        "recognitions": "2",
        "recognitions_standing": "1",
        "figures": "1",
        "photos": "0",
        "sources": "1",
        "date": "2026-01-02",
        "updated": "2026-03-04",
    }
    first, second = read_table(files["recognitions.csv"])
    assert first == {
        "slug": "a",
        "number": "1",
        "name": "Nguyễn Thị Ân",
        "title": "Bằng khen",
        "title_id": "bang-khen",
        "year": "2019",
        "level": "tinh",
        "body": "UBND tỉnh",
        "revoked": "false",
    }
    assert (second["number"], second["year"], second["revoked"]) == ("2", "", "true")


def test_what_a_story_does_not_say_is_empty(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story())
    (row,) = stories_of(stories)
    empty = {name for name, cell in row.items() if not cell}
    assert empty >= {"title", "role", "themes", "tags", "since", "until", "updated"}
    assert read_table(written(stories)["recognitions.csv"]) == []


def test_drafts_and_withdrawn_stories_are_in_no_table(stories: Path, write: Write) -> None:
    write("ca-nhan/nhap.md", story(status="draft"))
    write("ca-nhan/go.md", "---\nstatus: withdrawn\ndate: 2026-01-02\n---\n")
    assert stories_of(stories) == []


@pytest.mark.parametrize(
    "title",
    [
        '=HYPERLINK("https://x.vn","a")',
        "+1+cmd|' /C calc'!A0",
        "-2+3 người",
        "@SUM(1;2)",
        "'=1 a",
        "a;=1+1;b",
        'Nói "được, được"; làm',
        "<script>alert(1)</script> & <b>",
        "{{ 7 * 7 }} {found} %s",
        "a\tb",
    ],
)
def test_a_hostile_title_survives_the_round_trip(title: str, stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story(title=title, recognitions=[{"title": title}], tags=[title]))
    files = written(stories)
    (row,) = read_table(files["stories.csv"])
    assert (row["title"], split(row["tags"])) == (title, (title,))
    assert [honour["title"] for honour in read_table(files["recognitions.csv"])] == [title]
    (listed,) = json.loads(files["stories.json"])
    assert listed["title"] == title


# --- all stories, counted again ---


@pytest.fixture(scope="module", params=[EXAMPLE, ROOT / "stories"], ids=["example", "real"])
def root(request: pytest.FixtureRequest) -> Path:
    """A whole folder of stories."""
    found: Path = request.param
    return found


def test_the_tables_agree_with_the_raw_files(root: Path) -> None:
    files = written(root)
    rows = {row["slug"]: row for row in read_table(files["stories.csv"])}
    fronts = dict(raw(root))
    assert set(rows) == set(fronts)
    assert set(rows) == {one["slug"] for one in json.loads(files["stories.json"])}
    for slug, front in fronts.items():
        row = rows[slug]
        for name in ("name", "kind", "title", "summary", "role", "locality", "basis"):
            assert row[name] == front.get(name, "")
        for name in ("since", "until", "date", "updated"):
            assert row[name] == str(front.get(name, ""))
        for name in ("fields", "themes", "tags"):
            assert split(row[name]) == tuple(front.get(name, ()))
        for name in ("recognitions", "figures", "photos", "sources"):
            assert int(row[name]) == len(front.get(name, ()))


def test_each_recognition_of_the_raw_files_is_a_row(root: Path) -> None:
    found = Counter(
        (row["slug"], row["title"], row["year"], row["level"], row["body"], row["revoked"])
        for row in read_table(written(root)["recognitions.csv"])
    )
    assert found == Counter(
        (
            slug,
            honour["title"],
            str(honour.get("year", "")),
            honour.get("level", ""),
            honour.get("body", ""),
            str(honour.get("revoked", False)).lower(),
        )
        for slug, front in raw(root)
        for honour in front.get("recognitions", ())
    )


def counted_again(root: Path) -> dict[str, Counter[str]]:
    """Return dimension → id → number of stories, from the raw files."""
    found: dict[str, Counter[str]] = {}
    for _, front in raw(root):
        honours = [h for h in front.get("recognitions", ()) if not h.get("revoked")]
        place = front["locality"].split("/")
        start = 2 if place[0] == "2025" else 1
        ids = {
            "kind": [front["kind"]],
            "field": front["fields"],
            "theme": front.get("themes", ()),
            "basis": [front["basis"]],
            "locality": ["/".join(place[:end]) for end in range(start, len(place) + 1)],
            "recognition_year": [str(h["year"]) for h in honours if "year" in h],
            "recognition_level": [h["level"] for h in honours if "level" in h],
            "month": [str(front["date"])[:7]],
        }
        for name, values in ids.items():
            found.setdefault(name, Counter()).update(set(values) or {UNKNOWN})
    return found


def test_the_statistics_agree_with_the_raw_files(root: Path) -> None:
    statistics = json.loads(written(root)["statistics.json"])
    assert statistics["total"] == len(list(raw(root)))
    for name, counts in counted_again(root).items():
        cells = statistics["dimensions"][name]
        assert {cell["id"]: cell["count"] for cell in cells if cell["count"]} == dict(counts)


def test_the_statistics_can_be_counted_from_the_tables(root: Path) -> None:
    files = written(root)
    slugs: dict[str, dict[str, set[str]]] = {}
    for file, columns in TABLES.items():
        for row in read_table(files[file]):
            if row.get("revoked") == "true":
                continue
            for column in columns:
                if column.dimension in {"", "locality", "locality_now"}:
                    continue
                cell = row[column.name][:7] if column.kind == "date" else row[column.name]
                for value in filter(None, split(cell)):
                    ids = slugs.setdefault(column.dimension, {})
                    ids.setdefault(value, set()).add(row["slug"])
    for name, cells in json.loads(files["statistics.json"])["dimensions"].items():
        known = {c["id"]: set(c["slugs"]) for c in cells if c["slugs"] and c["id"] != UNKNOWN}
        assert name in {"locality", "locality_now"} or slugs.get(name, {}) == known


# --- words ---


def test_every_column_is_described_and_nothing_else_is() -> None:
    columns = {
        f"{file.removesuffix('.csv')}.{column.name}"
        for file, columns in TABLES.items()
        for column in columns
    }
    assert set(table()["columns"]) == columns
    kinds = {column.kind for columns in TABLES.values() for column in columns}
    assert set(table()["column-types"]) == kinds


def test_every_statistic_is_that_of_a_column() -> None:
    counted = {column.dimension for columns in TABLES.values() for column in columns}
    assert counted - {""} == set(DIMENSIONS)
