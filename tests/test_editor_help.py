"""Tests for what helps in an editor: the frames, the schema, the settings, the read-me."""

from __future__ import annotations

import configparser
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLE, ROOT

from exemplars.checking import check
from exemplars.command import WORDS, main
from exemplars.drafting import draft
from exemplars.folder import OTHERS, TABLES
from exemplars.formatting import format_story
from exemplars.forms import SCHEMA, SNIPPETS
from exemplars.model import KINDS, FrontMatter
from exemplars.reading import read
from exemplars.schema import write_schema
from exemplars.site import Settings
from exemplars.snippets import PARTS, write_snippets
from exemplars.vetting import read_tables
from exemplars.wording import table

TODAY = date(2026, 11, 24)
LIBRARY = read_tables(ROOT / "stories", TODAY)[1]
CODE = ROOT / ".vscode"
Snippets = dict[str, dict[str, Any]]


def commented(path: Path) -> Any:
    """Return JSON whose comments VS Code allows."""
    return json.loads(
        re.sub(r"^\s*//.*$|(?<=[\s,{\"])// .*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
    )


# --- frames ---

SNIPPET: Snippets = json.loads(write_snippets(LIBRARY.taxonomy))
STORY = "\n".join(SNIPPET["Câu chuyện mới"]["body"])
STOP = re.compile(r"\$(?:(\d+)|\{(\d+)\|([^}]*)\|\})")


def typed(body: str, words: dict[int, str]) -> str:
    """Return a frame in which ``words`` were typed; where nothing was, an editor's own choice."""

    def fill(match: re.Match[str]) -> str:
        number = int(match[1] or match[2])
        return words.get(number, (match[3] or "").split(",")[0])

    filled = STOP.sub(fill, body)
    for variable, value in {"YEAR": "2026", "MONTH": "11", "DATE": "24"}.items():
        filled = filled.replace(f"$CURRENT_{variable}", value)
    return re.sub(r"\\([\\$}])", r"\1", filled)


def told(content: str, stories: Path, write: Callable[[str, str], Path]) -> list[str]:
    """Return what the checks say of a story."""
    write("ca-nhan/chuyen-thu.md", content)
    library, problems = read(stories, "stories", TODAY)
    return [problem.code for problem in (*problems, *check(library))]


def test_the_frame_is_the_blank_story_of_the_command_line() -> None:
    blank = draft({"date": TODAY}, "")
    assert re.sub(r" *(\[…\]|…)?\n", "\n", typed(STORY, {})).rstrip() == blank.rstrip()


def test_every_blank_is_a_place_for_tab_in_order() -> None:
    stops = [int(match[1] or match[2]) for match in STOP.finditer(STORY)]
    assert stops == [*range(1, len(stops)), 0]
    assert len(stops) > sum(field.is_required() for field in FrontMatter.model_fields.values())


def test_a_filled_frame_passes_the_checks(stories: Path, write: Callable[[str, str], Path]) -> None:
    filled = typed(
        STORY,
        {
            1: "Trần Văn Thử",
            2: "ca-nhan",
            3: "Ông Thử nấu cháo cho người bệnh.",
            4: "ben-tre/ba-tri/an-duc",
            5: "y-te",
            6: "bao-chi",
            7: "Nồi cháo của ông Thử",
            8: "Báo Thử",
            9: "https://example.org/noi-chao",
            10: "2024-03",
            0: "Sáng nào ông Thử cũng nấu cháo.",
        },
    )
    assert told(filled, stories, write) == []
    assert format_story(filled.encode(), "a.md") == filled + "\n"


def test_what_an_editor_chooses_by_itself_is_refused(
    stories: Path, write: Callable[[str, str], Path]
) -> None:
    untouched = typed(STORY, {0: "Lời."})
    found = told(untouched, stories, write)
    assert set(found) >= {"choice", "value-empty"}
    filled = typed(STORY, {1: "A", 3: "B", 4: "ben-tre/ba-tri", 7: "C", 8: "D", 9: "https://x.vn", 10: "2024", 0: "Lời."})  # fmt: skip
    assert told(filled, stories, write) == ["choice", "choice"]
    chosen = filled.replace("kind: …", "kind: ca-nhan").replace("basis: …", "basis: bao-chi")
    assert told(chosen, stories, write) == ["term-unknown"]


def test_each_list_has_a_frame_for_one_more() -> None:
    for key, prefix in PARTS.items():
        snippet = SNIPPET[f"{table()['field-titles'][key]}: một mục"]
        assert snippet["prefix"] == [prefix]
        assert snippet["body"][0].startswith("  - ")
        model = FrontMatter.model_fields[key].annotation
        known = set(model.__args__[0].model_fields)  # type: ignore[union-attr]
        keys = {re.sub(r"^ *-? *|:.*$", "", line) for line in snippet["body"]}
        assert keys <= known


def test_snippets_are_offered_in_markdown_only() -> None:
    assert all(snippet["scope"] == "markdown" for snippet in SNIPPET.values())
    prefixes = [prefix for snippet in SNIPPET.values() for prefix in snippet["prefix"]]
    assert len(set(prefixes)) == len(prefixes) > 4
    assert json.loads((ROOT / SNIPPETS).read_bytes()) == SNIPPET


# --- schema ---


def test_the_schema_beside_the_settings_is_the_one_that_the_site_publishes() -> None:
    published = json.loads(write_schema(LIBRARY, Settings(name="", url="https://x.vn/")))
    del published["$id"]  # the address of a site
    assert json.loads((ROOT / SCHEMA).read_bytes()) == published


# --- settings ---


def test_the_settings_name_files_that_are_there() -> None:
    settings = commented(CODE / "settings.json")
    ((schema, globs),) = settings["yaml.schemas"].items()
    assert (ROOT / schema).samefile(ROOT / SCHEMA)
    for pattern in globs:
        assert [*ROOT.glob(pattern)], pattern
    assert {pattern.split("/")[1] for pattern in globs} == set(KINDS)


def test_the_settings_say_what_editorconfig_says() -> None:
    settings, config = commented(CODE / "settings.json"), sections()
    everything = config["*"]
    assert (everything["charset"], settings["files.encoding"]) == ("utf-8", "utf8")
    assert (everything["end_of_line"], settings["files.eol"]) == ("lf", "\n")
    same = {
        "insert_final_newline": "files.insertFinalNewline",
        "trim_trailing_whitespace": "files.trimTrailingWhitespace",
    }
    for ours, theirs in same.items():
        assert everything[ours] == str(settings[theirs]).lower()
    markdown = settings["[markdown]"]
    assert config["*.md"]["trim_trailing_whitespace"] == "false"
    assert markdown["files.trimTrailingWhitespace"] is False


def test_recommended_extensions_are_named_in_full() -> None:
    names = commented(CODE / "extensions.json")["recommendations"]
    assert names
    assert all(re.fullmatch(r"[a-z]+\.[a-z-]+", name) for name in names)


def test_a_task_calls_words_that_there_are() -> None:
    tasks = commented(CODE / "tasks.json")["tasks"]
    words = {task["args"][0] for task in tasks if "args" in task}
    assert words == {"check", "fmt"} <= set(WORDS)
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for task in tasks:
        if task["command"].startswith("make "):
            assert f"\n{task['command'].split()[1]}:" in makefile


def test_an_editor_finds_the_place_of_each_problem(
    stories: Path,
    write: Callable[[str, str], Path],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("ca-nhan/a.md", "---\nname: A\nname: B\n---\nLời.\n")
    monkeypatch.chdir(stories.parent)
    assert main(["check"]) == 1
    matcher = next(
        task["problemMatcher"]
        for task in commented(CODE / "tasks.json")["tasks"]
        if task["problemMatcher"]
    )
    pattern = matcher["pattern"]
    line = capsys.readouterr().out.splitlines()[0]
    match = re.fullmatch(pattern["regexp"].strip("^$"), line)
    assert match
    where = [match[pattern[part]] for part in ("file", "line", "column")]
    assert where == ["stories/ca-nhan/a.md", "3", "1"]
    assert match[pattern["message"]].startswith("mục “name” đã có ở dòng 2")


# --- .editorconfig ---


def sections() -> configparser.ConfigParser:
    """Return .editorconfig."""
    parser = configparser.ConfigParser()
    parser.read_string("[top]\n" + (ROOT / ".editorconfig").read_text("utf-8"))
    return parser


def text_files() -> Iterator[Path]:
    """Yield the files of the repository that an editor opens as text."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "stories", "docs", "hooks", "overrides", ".vscode"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in filter(None, done.stdout.split("\0")):
        path = ROOT / name
        if path.suffix in {".py", ".md", ".yml", ".json", ".css", ".js", ".jinja", ".html"}:
            yield path


def test_the_files_are_as_editorconfig_says() -> None:
    found = [*text_files()]
    assert len(found) > 100
    for path in found:
        if not path.is_file():  # taken away, but not yet in git
            continue
        content = path.read_bytes().decode()
        assert "\r" not in content, path
        assert content.endswith("\n"), path
        if path.suffix != ".md":
            assert not re.search(r"[ \t]$", content, re.MULTILINE), path


def test_expected_files_are_left_alone_by_editors() -> None:
    config = sections()
    assert config["top"]["root"] == "true"
    assert set(config["tests/{example,expected}/**"].values()) == {"unset"}
    assert (ROOT / "tests/expected").is_dir()
    assert EXAMPLE.is_dir()


# --- stories/README.md ---

README = (ROOT / "stories/README.md").read_text("utf-8")


def test_the_readme_names_everything_that_may_lie_there() -> None:
    named = set(re.findall(r"\*\*`([^`]+)`\*\*", README))
    places = {f"{kind}/" for kind in KINDS}
    assert named == places | set(TABLES) | (set(OTHERS) - {"README.md"})


def test_the_readme_names_words_that_there_are() -> None:
    words = set(re.findall(r"`exemplars (\w+)", README))
    assert words
    assert words <= set(WORDS)


def test_the_readme_is_short_and_its_links_lead_somewhere() -> None:
    assert len(README.split()) < 300
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert links
    assert all((ROOT / "stories" / link).is_file() for link in links)
