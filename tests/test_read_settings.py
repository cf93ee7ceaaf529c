"""Tests for read_settings.py: what MkDocs and the environment tell the core."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from mkdocs.config.defaults import MkDocsConfig

from read_settings import read_settings


def config(**changes: Any) -> MkDocsConfig:
    """Return a configuration that MkDocs has accepted."""
    made = MkDocsConfig(config_file_path="mkdocs.yml")
    made.load_dict({"site_name": "Gương", **changes})
    errors, _ = made.validate()
    assert errors == []
    return made


@pytest.fixture(autouse=True)
def no_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what the machine's own builds may have set."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def test_what_the_owner_does_not_set_is_empty() -> None:
    found = read_settings(config())
    assert (found.url, found.contact, found.edit, found.issues) == ("", "", "", "")
    assert (found.publisher, found.owner) == ("", "Gương")
    assert found.thousand == "nghìn"
    assert found.date is None


@pytest.mark.parametrize(
    ("extra", "said"),
    [({"thousand": "ngàn"}, "ngàn"), ({"thousand": ""}, "nghìn"), ({"thousand": None}, "nghìn")],
)
def test_the_owner_sets_how_a_thousand_is_said(extra: dict[str, Any], said: str) -> None:
    assert read_settings(config(extra=extra)).thousand == said


@pytest.mark.parametrize(
    ("seconds", "day"),
    [
        ("0", date(1970, 1, 1)),
        # the last second of a day in Việt Nam, and the first of the next; seven hours before UTC
        ("1767200399", date(2025, 12, 31)),
        ("1767200400", date(2026, 1, 1)),
        ("", None),
        ("hôm nay", None),
        ("-1", date(1970, 1, 1)),
        ("1767200400.5", None),
    ],
)
def test_the_day_of_the_build_is_the_day_in_viet_nam(
    seconds: str, day: date | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    assert read_settings(config()).date == day


@pytest.mark.parametrize("seconds", ["9" * 20, "9" * 12])
def test_a_second_that_no_calendar_has_sets_no_day(
    seconds: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    assert read_settings(config()).date is None


@pytest.mark.parametrize("repository", ["https://github.com/a/b", "https://github.com/a/b/"])
def test_a_repository_gives_where_to_edit_and_where_to_write(repository: str) -> None:
    found = read_settings(config(repo_url=repository, edit_uri="edit/main/docs/"))
    assert found.edit == "https://github.com/a/b/edit/main/stories/"
    assert found.issues == "https://github.com/a/b/issues/new"


def test_elsewhere_issues_are_written_in_other_ways() -> None:
    assert read_settings(config(repo_url="https://git.vn/a/b")).issues == ""


@pytest.mark.parametrize("address", ["https://x.vn/guong", "https://x.vn/guong/"])
def test_the_address_of_the_site_ends_in_a_slash(address: str) -> None:
    assert read_settings(config(site_url=address)).url == "https://x.vn/guong/"
