"""Tests for schema.py: an editor with the schema accepts what a build accepts, in form."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import EXAMPLE, ROOT
from factories import FRONT
from jsonschema import Draft202012Validator, FormatChecker

from exemplars.model import Consent, Figure, FrontMatter, Photo, Recognition, Source, Withdrawn
from exemplars.reading import read
from exemplars.schema import PLACES_LIMIT, write_schema
from exemplars.site import Settings
from exemplars.wording import table

MODELS = (Consent, Figure, FrontMatter, Photo, Recognition, Source, Withdrawn)
FILES = [
    path
    for folder in (EXAMPLE, ROOT / "stories")
    for path in sorted(folder.rglob("*.md"))
    if path.name != "README.md"
]
SOURCE = {"title": "Bài", "publisher": "Báo"}
PHOTO = {"file": "a.jpg", "alt": "B", "credit": "L", "licence": "CC", "consent": True}


@cache
def schema(root: Path, url: str = "https://x.vn/") -> dict[str, Any]:
    """Return the schema of a folder."""
    library, _ = read(root, "stories", date(2027, 1, 1))
    found: dict[str, Any] = json.loads(write_schema(library, Settings(name="G", url=url)))
    return found


def accepts(front: Mapping[str, Any], root: Path = EXAMPLE) -> bool:
    """Tell whether the schema of a folder accepts a front matter."""
    return Draft202012Validator(schema(root), format_checker=FormatChecker(["date"])).is_valid(
        front
    )


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema(EXAMPLE))
    assert schema(EXAMPLE)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema(EXAMPLE)["$id"] == "https://x.vn/du-lieu/story.schema.json"
    assert schema(EXAMPLE, "")["$id"] == "/du-lieu/story.schema.json"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_story_is_accepted(path: Path) -> None:
    front = yaml.safe_load(path.read_text("utf-8-sig").split("---\n")[1])
    as_json = json.loads(json.dumps(front, default=date.isoformat))
    assert accepts(as_json, EXAMPLE if EXAMPLE in path.parents else ROOT / "stories")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"since": 2012, "until": 2020, "minor": False, "status": "draft"},
        {"sources": [{**SOURCE, "url": "HTTPS://báo.vn/tin?a=1", "date": 2020}]},
        {"sources": [{**SOURCE, "date": "2020-04"}, {**SOURCE, "date": "2020-04-06"}]},
        {"recognitions": [{"title": "Bằng khen", "year": 2019, "level": "tinh", "revoked": True}]},
        {"figures": [{"label": "cây", "value": 2.5, "about": "hơn", "as_of": "2020"}]},
        {"photos": [PHOTO]},
        {"summary": "Có dòng trống ở cuối.\n"},
        {"locality": "2025/vinh-long", "themes": ["doi-moi-giao-duc"], "aliases": ["ten-cu"]},
        {"consent": {"kind": "van-ban", "date": "2026-01-01"}},
    ],
)
def test_a_right_front_matter_is_accepted(changes: dict[str, Any]) -> None:
    assert accepts({**FRONT, **changes})
    FrontMatter.model_validate_json(json.dumps({**FRONT, **changes}))


@pytest.mark.parametrize(
    "changes",
    [
        # keys
        {"nick": "Ân"},
        {"sources": [{**SOURCE, "link": "https://x.vn"}]},
        # texts
        {"name": ""},
        {"name": "   "},
        {"name": "Hai\ndòng"},
        {"name": 5},
        {"name": "x" * 201},
        {"summary": "x" * 301},
        # closed vocabularies
        {"kind": "nhom"},
        {"basis": "khac"},
        {"status": "withdrawn"},
        {"fields": ["khong-co"]},
        {"themes": ["khong-co"]},
        {"locality": "ben-tre/khong-co"},
        {"recognitions": [{"title": "Cờ", "level": "quan"}]},
        {"figures": [{"label": "cây", "value": 5, "about": "chừng"}]},
        # lists
        {"fields": []},
        {"fields": "y-te"},
        {"sources": []},
        {"sources": [SOURCE] * 61},
        # numbers
        {"since": "2012"},
        {"since": 1899},
        {"figures": [{"label": "cây", "value": "1.078"}]},
        {"recognitions": [{"title": "Cờ", "revoked": "true"}]},
        # days and addresses
        {"date": "2026-02-30"},
        {"date": "6/4/2020"},
        {"date": "1899-01-01"},
        {"date": 2026},
        {"sources": [{**SOURCE, "date": "4/2020"}]},
        {"sources": [{**SOURCE, "date": 20}]},
        {"sources": [{**SOURCE, "url": "javascript:alert(1)"}]},
        {"sources": [{**SOURCE, "url": "https://a@b.vn/"}]},
        {"sources": [{**SOURCE, "url": "https://x.vn/a b"}]},
        {"aliases": ["Tên cũ"]},
        # what must be there
        {"photos": [{key: value for key, value in PHOTO.items() if key != "consent"}]},
        {"consent": {"kind": "mieng", "date": "2026-01-01"}},
    ],
)
def test_a_wrong_front_matter_is_not_accepted(changes: dict[str, Any]) -> None:
    assert not accepts({**FRONT, **changes})


@pytest.mark.parametrize(
    "key", [key for key, f in FrontMatter.model_fields.items() if f.is_required()]
)
def test_a_front_matter_without_a_required_key_is_not_accepted(key: str) -> None:
    assert not accepts({name: value for name, value in FRONT.items() if name != key})


def test_of_a_withdrawn_story_status_and_date_are_all() -> None:
    left = {"status": "withdrawn", "date": "2026-01-02"}
    assert accepts(left)
    assert not accepts({**left, "name": "Nguyễn Thị Ân"})
    assert not accepts({"status": "withdrawn"})


def test_every_key_has_a_title_and_a_sentence_in_vietnamese() -> None:
    definitions = schema(EXAMPLE)["$defs"]
    assert set(definitions) == {model.__name__ for model in MODELS}
    for key, value in definitions["FrontMatter"]["properties"].items():
        assert value["title"] == table()["field-titles"][key]
        assert value["description"] == table()["fields"][key]
    for definition in definitions.values():
        assert all(value["description"] for value in definition["properties"].values())


def test_every_sentence_belongs_to_a_key() -> None:
    own = set(FrontMatter.model_fields)
    parts = {
        f"{m.__name__}.{key}" for m in MODELS if m is not FrontMatter for key in m.model_fields
    }
    assert set(table()["fields"]) == own | parts
    assert set(table()["field-titles"]) == own


def test_an_editor_sees_names_beside_ids() -> None:
    keys = schema(EXAMPLE)["$defs"]["FrontMatter"]["properties"]
    offered = dict(zip(keys["locality"]["enum"], keys["locality"]["enumDescriptions"], strict=True))
    assert offered["ben-tre/ba-tri/an-duc"] == "xã An Đức, huyện Ba Tri, tỉnh Bến Tre"
    assert "Y tế" in keys["fields"]["items"]["enumDescriptions"]


def test_the_places_of_a_whole_country_are_not_listed(
    stories: Path, write: Callable[[str, str], Path]
) -> None:
    places = "".join(
        f"- {{id: tinh-{n}, name: T, type: tinh, code: null}}\n" for n in range(PLACES_LIMIT + 1)
    )
    write("localities.yml", places)
    keys = schema(stories)["$defs"]["FrontMatter"]["properties"]
    assert "enum" not in keys["locality"]
    assert keys["locality"]["type"] == "string"
