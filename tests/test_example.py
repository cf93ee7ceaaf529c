"""The miniature repository tests/example/ and all that the core makes of it, as golden files."""

from __future__ import annotations

import difflib
import hashlib
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from conftest import EXAMPLE, EXPECTED

from exemplars import Settings, publish

SETTINGS = Settings(
    name="Gương mẫu",
    url="https://example.org/guong-mau/",
    contact="thu@example.org",
    edit="https://example.org/edit/main/stories/",
    issues="https://example.org/issues/new",
)

VERSION = re.compile(r"^(tim-kiem/)[0-9a-f]{12}/")
"""The folder of the search index, named by its content: golden files keep one name."""


def output(cache: Path) -> dict[str, str]:
    """Return relative path → text of everything that the core writes for the example."""
    site = publish(EXAMPLE, "stories", date(2026, 11, 24), SETTINGS, cache)
    files = {
        f"{page.address[1:]}index.html": f"<!-- {page.title} | {page.description} -->\n{page.head}\n{page.html}\n"
        for page in site.pages
    }
    files["index.html"] = site.home + "\n"
    for address, content in site.files.items():
        name = VERSION.sub(r"\1phien-ban/", address[1:])
        if isinstance(content, bytes) and not name.endswith(".bin"):
            files[name] = content.decode()
        else:
            data = content if isinstance(content, bytes) else content.read_bytes()
            files[f"{name}.sha256"] = hashlib.sha256(data).hexdigest() + "\n"
    return files


def test_the_example_gives_exactly_the_expected_output(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    found = output(tmp_path)
    if request.config.getoption("--bless"):
        shutil.rmtree(EXPECTED, ignore_errors=True)
        for name, content in found.items():
            (EXPECTED / name).parent.mkdir(parents=True, exist_ok=True)
            (EXPECTED / name).write_text(content, "utf-8")
    expected = {
        path.relative_to(EXPECTED).as_posix(): path.read_bytes().decode()  # CRLF stays CRLF
        for path in EXPECTED.rglob("*")
        if path.is_file()
    }
    assert sorted(found) == sorted(expected)
    for name, content in found.items():
        diff = difflib.unified_diff(
            expected[name].splitlines(), content.splitlines(), f"expected/{name}", name, lineterm=""
        )
        assert content == expected[name], "\n".join(diff)


def test_publishing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    assert output(tmp_path / "one") == output(tmp_path / "two")


def test_the_site_does_not_depend_on_the_day_it_is_built(tmp_path: Path) -> None:
    later = publish(EXAMPLE, "stories", date(2031, 5, 6), SETTINGS, tmp_path)
    now = publish(EXAMPLE, "stories", date(2026, 11, 24), SETTINGS, tmp_path)
    assert later.pages == now.pages
    assert later.home == now.home
    assert later.files == now.files
