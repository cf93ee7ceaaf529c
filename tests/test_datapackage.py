"""Tests for datapackage.py: a stranger's program reads the data without asking anybody."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import frictionless
import pytest
from conftest import EXAMPLE, ROOT
from factories import story

from exemplars.counting import count
from exemplars.data import write_data
from exemplars.reading import read
from exemplars.site import Settings

Write = Callable[[str, str], Path]

TODAY = date(2027, 1, 1)
SETTINGS = Settings(name="Gương sáng", url="https://x.vn/guong/", publisher="Nhóm Mẫu")


def written(root: Path, folder: Path, settings: Settings = SETTINGS) -> dict[str, Any]:
    """Write the data files of ``root`` into ``folder`` and return datapackage.json."""
    library, _ = read(root, "stories", TODAY)
    folder.mkdir(exist_ok=True)
    for address, content in write_data(library, count(library), settings).items():
        (folder / address.removeprefix("/du-lieu/")).write_bytes(content)
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return found


def faults(folder: Path) -> set[str]:
    """Return the kinds of faults that frictionless finds."""
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert report.warnings == []
    return {kind for (kind,) in report.flatten(["type"])}


@pytest.mark.parametrize("root", [EXAMPLE, ROOT / "stories"], ids=["example", "real"])
def test_the_data_are_valid(root: Path, tmp_path: Path) -> None:
    written(root, tmp_path)
    assert faults(tmp_path) == set()


def test_the_data_of_hostile_stories_are_valid(stories: Path, write: Write, tmp_path: Path) -> None:
    for n, title in enumerate(['=1+1;"a"', "a,b\t'c", "<b>;-1", "＝x"]):
        honour = {"title": title, "year": 2020}
        write(f"ca-nhan/s{n}.md", story(title=title, tags=[title], recognitions=[honour, honour]))
    written(stories, tmp_path / "out")
    assert faults(tmp_path / "out") == set()


def test_the_data_of_an_empty_library_are_valid(stories: Path, tmp_path: Path) -> None:
    package = written(stories, tmp_path / "out", Settings(name="–", url=""))
    assert faults(tmp_path / "out") == set()
    assert package["name"] == "data"
    assert {"version", "created", "homepage"} & set(package) == set()


@pytest.fixture
def released(stories: Path, write: Write, tmp_path: Path) -> Path:
    """A folder with the data of one story and its recognition."""
    write("ca-nhan/a.md", story(recognitions=[{"title": "Cờ"}]))
    written(stories, tmp_path / "out")
    return tmp_path / "out"


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        # another size
        ("stories.csv", "Nguyễn", "Trần", {"byte-count", "hash-count"}),
        ("stories.json", "Ân", "An", {"byte-count", "hash-count"}),
        # the same size
        ("recognitions.csv", "a,1,", "a,2,", {"hash-count"}),
        # a recognition without its story
        ("recognitions.csv", "\na,", "\nb,", {"hash-count", "foreign-key"}),
    ],
)
def test_a_file_that_was_changed_is_found(
    file: str, old: str, new: str, found: set[str], released: Path
) -> None:
    path = released / file
    path.write_bytes(path.read_bytes().decode().replace(old, new).encode())
    assert faults(released) == found


def test_cells_are_read_as_what_they_are(tmp_path: Path) -> None:
    written(EXAMPLE, tmp_path)
    package = frictionless.Package(str(tmp_path / "datapackage.json"))
    (row,) = (
        row
        for row in package.get_resource("stories").read_rows()  # type: ignore[attr-defined]
        if row["slug"] == "day-du-dau-thanh"
    )
    assert isinstance(row["date"], date)
    assert isinstance(row["fields"], list)
    assert isinstance(row["sources"], int)
    assert row["minor"] is False


def test_the_package_tells_whose_data_they_are_and_how_old(tmp_path: Path) -> None:
    package = written(EXAMPLE, tmp_path)
    day = read(EXAMPLE, "stories", TODAY)[0].date
    assert day
    assert (package["name"], package["homepage"]) == ("guong-sang", "https://x.vn/guong/du-lieu/")
    assert package["created"] == f"{day.isoformat()}T00:00:00Z"
    assert package["version"] == f"{day:%Y.%m.%d}"
    assert package["contributors"] == [{"title": "Nhóm Mẫu", "roles": ["publisher"]}]
    assert [licence["name"] for licence in package["licenses"]] == ["CC-BY-4.0"]


def test_each_file_of_data_is_named_from_here_with_its_size_and_hash(tmp_path: Path) -> None:
    package = written(EXAMPLE, tmp_path)
    resources = {resource["path"]: resource for resource in package["resources"]}
    assert set(resources) == {"stories.csv", "recognitions.csv", "stories.json", "statistics.json"}
    for path, resource in resources.items():
        content = (tmp_path / path).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert str(ROOT) not in json.dumps(package)
