"""What the documents say is compared with what the code does."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from conftest import ROOT

from exemplars.checking import check
from exemplars.command import WORDS, parser
from exemplars.model import UNKNOWN, Basis, Consent, Kind, Level
from exemplars.phrasing import vietnamese
from exemplars.reading import read
from exemplars.wording import table

DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / name for name in ("CONTRIBUTING.md", "CODE_OF_CONDUCT.md")),
    )
)
GUIDE = [name for name in DOCUMENTS if name.startswith("docs/huong-dan/")]
GUIDE += ["docs/dong-gop.md", "docs/dinh-chinh.md", "CONTRIBUTING.md", "CODE_OF_CONDUCT.md"]
LONG = {"docs/huong-dan/tham-chieu.md", "docs/huong-dan/may-khac.md"}
"""Tables to look things up, and a report on other tools for those who keep the site."""
TODAY = date(2026, 11, 24)

FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"(?:[A-Z_]+=\S+ )?((?:\.venv/bin/)?exemplars [^…\[|]+)")
PATH = re.compile(r"\.?[\w-][\w.-]*(?:/[\w.-]+)*(?:/|\.(?:md|ya?ml|py|txt|json|js|css|toml|lock))")
SLUG = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
BOLD = re.compile(r"\*\*([^*]+)\*\*")

MADE_UP = {"nau-com-cho-nguoi-benh.md", "index.md", "_index.md", "properdocs.yml", "2025/"}
"""Files that an example names, and that no folder holds."""
MADE_BY_MACHINE = {"site/", ".venv/", "du-lieu/", "stories/erased.txt", *table()["files"]}
"""Files and folders that a command writes."""
FAULTS = "docs/kiem-tra.md"
"""A page of wrong examples, which has tests of its own."""
FOLDERS = ("", "docs/", "stories/", "hooks/exemplars/", "docs/assets/")
"""From where a document may name a file."""
OTHER_SLUGS = {"xem-truoc", "de-cu", "ban-xuat", "search-box", *table()}
"""Words in code that look like ids and are none."""
SCREENS = ("overrides", "hooks/exemplars/templates")
"""Where the words stand that readers see around a story."""


@cache
def content(document: str) -> str:
    """Return a document's text."""
    return (ROOT / document).read_text("utf-8")


def blocks(document: str, language: str) -> list[str]:
    """Return the fenced blocks of a language, without their indent."""
    found = FENCE.findall(content(document))
    return [
        re.sub(rf"^{indent}", "", text, flags=re.MULTILINE)
        for indent, name, text in found
        if name == language
    ]


def inline(document: str) -> list[str]:
    """Return what stands between single backticks."""
    return CODE.findall(FENCE.sub("", content(document)))


def commands() -> Iterator[tuple[str, str]]:
    """Yield (document, command) for each command that a document shows."""
    for document in DOCUMENTS:
        lines = [line for block in blocks(document, "sh") for line in block.splitlines()]
        for line in (*lines, *inline(document)):
            if call := COMMAND.fullmatch(line.strip()):
                yield document, call[1]


def is_call(words: list[str]) -> bool:
    """Tell whether the command line takes ``words``."""
    try:
        with vietnamese():
            parser(words[:1])[0].parse_args(words)
    except SystemExit:
        return False
    return True


@pytest.mark.parametrize(("document", "command"), sorted(set(commands())))
def test_a_command_that_is_shown_can_be_typed(document: str, command: str) -> None:
    words = shlex.split(command, comments=True)[1:]
    assert words[0] in WORDS, document
    if len(words) > 1 or command.startswith(".venv"):
        assert is_call(words), document


def test_a_call_with_an_unknown_option_or_too_few_words_is_none() -> None:
    assert is_call(["check", "--format", "json"])
    assert not is_call(["check", "--khong-co"])
    assert not is_call(["erase"])


def test_commands_are_found() -> None:
    shown = {command for _, command in commands()}
    assert ".venv/bin/exemplars check --strict-privacy" in shown
    assert ".venv/bin/exemplars combine huyen/ba-tri huyen/binh-dai -o site" in shown


@pytest.mark.parametrize("document", ["README.md", *DOCUMENTS])
def test_every_word_of_make_that_is_named_exists(document: str) -> None:
    targets = set(re.findall(r"^(\w+):", content("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make (\w+)", content(document), re.MULTILINE)) <= targets


def test_the_readme_names_the_two_main_words_of_make() -> None:
    assert {"site", "test"} <= set(re.findall(r"^make (\w+)", content("README.md"), re.MULTILINE))


def is_there(name: str) -> bool:
    """Tell whether a file or folder is in the repository, seen from any of ``FOLDERS``."""
    return any((ROOT / folder / name).exists() for folder in FOLDERS)


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if name != FAULTS])
def test_every_file_that_is_named_exists(document: str) -> None:
    named = {code for code in inline(document) if PATH.fullmatch(code)}
    named = {name.removeprefix("du-lieu/") or name for name in named} - MADE_UP - MADE_BY_MACHINE
    assert {name for name in named if not is_there(name)} == set()


def test_files_are_looked_for_in_words_that_look_like_files() -> None:
    named = {code for code in inline("docs/huong-dan/developers.md") if PATH.fullmatch(code)}
    assert len(named) > 20
    assert not is_there("hooks/exemplars/khong-co.py")


@cache
def ids() -> frozenset[str]:
    """Return every id that a story may use."""
    library, _ = read(ROOT / "stories", "stories", TODAY)
    taxonomy = library.taxonomy
    sections = (taxonomy.fields, taxonomy.groups, taxonomy.themes, taxonomy.levels, taxonomy.basis)
    terms = {term.id for section in sections for term in section}
    literals = {*get_args(Kind), *get_args(Basis), *get_args(Level)}
    consents = get_args(Consent.model_fields["kind"].annotation)
    return frozenset(terms | literals | {*consents, UNKNOWN})


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if name != FAULTS])
def test_every_id_that_is_named_exists(document: str) -> None:
    named = {code for code in inline(document) if SLUG.fullmatch(code)}
    codes = set(table()["problems"])
    assert named - ids() - OTHER_SLUGS - codes - set(WORDS) == set()


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if name != FAULTS])
def test_every_field_and_place_in_an_address_exists(document: str) -> None:
    library, _ = read(ROOT / "stories", "stories", TODAY)
    for code in inline(document):
        if field := re.fullmatch(r"/linh-vuc/([a-z-]+)/(?:feed\.xml)?", code):
            assert field[1] in library.fields, code
        if place := re.fullmatch(
            r"(?:/dia-ban/)?((?:2025|ben-tre)/[a-z/-]+?)/?(?:feed\.xml)?", code
        ):
            assert place[1] in library.localities, code


def samples() -> Iterator[tuple[str, int]]:
    """Yield (document, number) of each story that a document shows."""
    for document in set(DOCUMENTS) - {FAULTS}:
        for number, block in enumerate(blocks(document, "yaml")):
            if block.startswith("---\n"):
                yield document, number


@pytest.mark.parametrize(("document", "number"), sorted(samples()))
def test_a_sample_story_has_nothing_to_mend(
    document: str, number: int, write: Callable[[str, str], Path], stories: Path
) -> None:
    for name in ("taxonomy.yml", "localities.yml"):
        write(name, content(f"stories/{name}"))
    write("programme.yml", "reported: []\n")
    write("ca-nhan/nau-com-cho-nguoi-benh.md", blocks(document, "yaml")[number])
    library, problems = read(stories, "stories", TODAY)
    assert [str(problem) for problem in (*problems, *check(library))] == []


def test_samples_are_found() -> None:
    shown = {document for document, _ in samples()}
    guide = {"docs/huong-dan/nguoi-viet.md", "docs/huong-dan/go-bai.md", "CONTRIBUTING.md"}
    assert shown >= guide


def test_a_sample_person_is_obviously_made_up() -> None:
    for document, number in samples():
        names = re.findall(r"^name: (.+)$", blocks(document, "yaml")[number], re.MULTILINE)
        assert all("Mẫu" in name for name in names), document


def test_the_words_of_the_screen_are_those_that_readers_see() -> None:
    """What the readers' page prints in bold stands on the screen just so."""
    shown = "".join(
        path.read_text("utf-8")
        for folder in SCREENS
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    )
    named = BOLD.findall(content("docs/huong-dan/doc-gia.md"))
    assert len(named) > 5
    assert [words for words in named if words not in shown] == []


@pytest.mark.parametrize("document", [name for name in GUIDE if name not in LONG])
def test_a_page_is_short_enough_for_a_telephone(document: str) -> None:
    assert len(content(document).split()) < 1200


@pytest.mark.parametrize("document", [name for name in GUIDE if name.startswith("docs/")])
def test_a_page_of_the_guide_says_what_it_is_about(document: str) -> None:
    head = content(document).split("---\n")[1]
    assert re.search(r"^description: .{40,160}$", head, re.MULTILINE)


@pytest.mark.parametrize("document", GUIDE)
def test_the_guide_asks_nothing_of_inline_styles(document: str) -> None:
    assert not re.search(
        r"<(?!https?://|!-- |[A-Za-zạ-ỹđ ]+>)\w", FENCE.sub("", CODE.sub("", content(document)))
    )
    assert not re.search(r"^\|(?:.*:-|.*-:)", content(document), re.MULTILINE)


def test_settings_of_the_repository_are_those_that_workflows_use() -> None:
    page = content("docs/huong-dan/chu-trang.md")
    workflows = {p.name: p.read_text("utf-8") for p in (ROOT / ".github/workflows").glob("*.yml")}
    together = "".join(workflows.values())
    assert set(re.findall(r"vars\.(\w+)", together)) == {"CONTACT"}
    assert "`CONTACT`" in page
    assert "name: Đạt\n" in workflows["check.yml"]
    assert "**Đạt**" in page
    label = re.findall(r"github\.event\.label\.name == '(.+)'", together)
    assert len(label) == 1
    forms = "".join(p.read_text("utf-8") for p in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))
    for name in re.findall(r"^labels:\n- (\S+)$", forms, re.MULTILINE):
        assert f"`{name}`" in page
    for document in ("bien-tap", "chu-trang", "nguoi-viet"):
        assert f"`{label[0]}`" in content(f"docs/huong-dan/{document}.md")
    assert ("pull-requests: write" in together) is ("create and approve pull requests" in page)


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
