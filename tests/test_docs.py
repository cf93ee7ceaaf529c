"""What the documents say is compared with what the code does."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT

from exemplars.checking import check
from exemplars.model import FrontMatter
from exemplars.reading import read
from exemplars.wording import text

TABLE_ROW = re.compile(r"^\| `(\w+)` \| (có)? *\|", re.MULTILINE)
FIELD_ROW = re.compile(r"^\| `(\w+)` \|[^|]*\| (.+) \|$", re.MULTILINE)


def test_the_field_table_lists_exactly_the_keys_of_the_model() -> None:
    rows = TABLE_ROW.findall((ROOT / "docs/dong-gop.md").read_text("utf-8"))
    described = {key: bool(required) for key, required in rows}
    fields = FrontMatter.model_fields
    assert described == {key: field.is_required() for key, field in fields.items()}


def test_the_field_table_says_what_the_schema_says() -> None:
    rows = FIELD_ROW.findall((ROOT / "docs/dong-gop.md").read_text("utf-8"))
    assert dict(rows) == {key: text("fields", key) for key in FrontMatter.model_fields}


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "docs/dong-gop.md"])
def test_the_sample_story_has_nothing_to_mend(
    document: str, write: Callable[[str, str], Path], stories: Path
) -> None:
    for name in ("taxonomy.yml", "localities.yml"):
        write(name, (ROOT / "stories" / name).read_text("utf-8"))
    write("programme.yml", "reported: []\n")
    sample = (ROOT / document).read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    write("ca-nhan/nau-com-cho-nguoi-benh.md", sample)
    library, problems = read(stories, "stories", date(2026, 11, 24))
    assert [str(problem) for problem in (*problems, *check(library))] == []


def test_every_word_of_make_that_the_readme_names_exists() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    readme = (ROOT / "README.md").read_text("utf-8")
    named = set(re.findall(r"(?:^|`)make (\w+)", readme, re.MULTILINE))
    assert {"site", "test"} <= named <= targets


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert "make test" in (ROOT / ".ci/run").read_text("utf-8")


@pytest.mark.parametrize("workflow", ["check.yml", "publish.yml"])
def test_actions_are_pinned_and_nothing_is_permitted_that_is_not_needed(workflow: str) -> None:
    content = (ROOT / ".github/workflows" / workflow).read_text("utf-8")
    uses = re.findall(r"uses: (\S+)(?: # (v\S+))?", content)
    assert uses
    for action, version in uses:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action), action
        assert version, action
    assert "\npermissions: {}\n" in content
    assert "pull_request_target" not in content
    assert "secrets." not in content
