"""Every message that the code names is in wording.yml, used, and filled from what callers pass."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from exemplars.model import (
    Consent,
    Figure,
    FrontMatter,
    Photo,
    Recognition,
    Source,
    Withdrawn,
)
from exemplars.problem import FaultError, Place, Problem, ProblemsError, problem
from exemplars.wording import FOUND_LIMIT, message, table, text

HOOKS = ROOT / "hooks"
PROBLEMS = table()["problems"]

POSITIONS = {
    "problem": 2, ".problem": 0, ".complain": 1, "_complain": 2, "_problem": 2, "_at": 2,
    "FaultError": 0, "PhotoError": 0, "message": 0, "PydanticCustomError": 0,
}  # fmt: skip
"""Callables that take a code, and the place of the code among their arguments."""
EXCEPTIONS = {("table_rules.py", "_problem"): 3}
ADDED = {"PhotoError": {"name"}, "PydanticCustomError": {"name", "hint", "found"}}
"""Values that are added on the way from the callable to the message."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call in the code that names a code, and what it passes."""

    module: str
    line: int
    code: str
    keywords: frozenset[str]
    open: bool
    """Passes on values that are not seen here."""

    def __str__(self) -> str:
        return f"{self.module}:{self.line}:{self.code}"


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Yield every module below hooks/."""
    for path in sorted(HOOKS.rglob("*.py")):
        yield path.name, ast.parse(path.read_text("utf-8"))


def callable_name(function: ast.expr) -> str:
    """Return ``name`` of a function, ``.name`` of a method."""
    if isinstance(function, ast.Attribute):
        return f".{function.attr}"
    return function.id if isinstance(function, ast.Name) else ""


def calls() -> Iterator[Call]:
    """Yield each call that names a code in so many letters."""
    for module, tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = callable_name(node.func)
            position = EXCEPTIONS.get((module, name), POSITIONS.get(name))
            if position is None or len(node.args) <= position:
                continue
            code = node.args[position]
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                yield Call(
                    module,
                    node.lineno,
                    code.value,
                    frozenset(_passed(name, node)),
                    any(keyword.arg is None for keyword in node.keywords),
                )


def _passed(name: str, node: ast.Call) -> Iterator[str]:
    """Yield the names of the values that a call passes to its message."""
    yield from ADDED.get(name, ())
    yield from (keyword.arg for keyword in node.keywords if keyword.arg)
    if name == "PydanticCustomError" and len(node.args) > 2 and isinstance(node.args[2], ast.Dict):
        yield from (str(key.value) for key in node.args[2].keys if isinstance(key, ast.Constant))


def strings(module: str) -> set[str]:
    """Return every string that is written in a module."""
    tree = dict(trees())[module]
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {node.value for node in constants if isinstance(node.value, str)}


def fields(template: str) -> set[str]:
    """Return the names between the braces of ``template``."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


CALLS = sorted(calls(), key=str)
INDIRECT = {
    "validating.py": {
        "type-text", "type-integer", "type-number", "type-boolean", "type-list", "type-mapping",
        "type-other", "key-missing", "choice", "value-empty", "text-long", "pattern", "year-range",
        "list-long",
    },
    "markdown_rules.py": {
        "body-brackets", "footnote-missing", "footnote-twice", "footnote-unused", "table-cells",
        "emphasis-digits", "image-syntax", "link-empty", "list-number",
    },
    "decoding.py": {"character", "character-eth", "character-marks"},
    "loading.py": {"front-dashes", "front-missing"},
    "slips.py": {"yaml-smart-quotes", "yaml-tab", "yaml-colon", "yaml-end", "yaml-escape", "yaml-quote", "yaml-space", "yaml-syntax"},
    "table_rules.py": {"successor-unknown"},
    "people_rules.py": {"minor-full-name", "minor-near", "minor-school"},
    "privacy.py": {
        "personal-account", "personal-address", "personal-card", "personal-mail",
        "personal-phone", "personal-zalo",
    },
}  # fmt: skip
"""Codes that reach their message through a table or a variable, by the module that holds them."""


def test_the_calls_are_found() -> None:
    assert len(CALLS) > 50
    assert {call.module for call in CALLS} >= {"reading.py", "story_rules.py", "photos.py"}


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_a_code_that_is_used_has_a_message_that_its_values_fill(call: Call) -> None:
    assert call.code in PROBLEMS
    assert call.open or fields(PROBLEMS[call.code]) <= call.keywords


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_a_message_is_used_somewhere(code: str) -> None:
    indirect = any(code in codes and code in strings(name) for name, codes in INDIRECT.items())
    assert indirect or code in {call.code for call in CALLS}


@pytest.mark.parametrize("code", sorted(set().union(*INDIRECT.values())))
def test_a_code_that_is_used_indirectly_has_a_message(code: str) -> None:
    known = {"found", "name", "hint", "expected", "limit", "known", "letter"}
    assert fields(PROBLEMS[code]) <= known


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_a_message_can_be_filled_and_is_one_finished_line(code: str) -> None:
    filled = message(code, **dict.fromkeys(fields(PROBLEMS[code]), "X"))
    assert filled == filled.strip()
    assert "\n" not in filled
    assert filled.count("“") == filled.count("”")


def test_texts_of_other_sections_exist_and_can_be_filled() -> None:
    found = 0
    for _, tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or callable_name(node.func) not in {"text", ".text"}:
                continue
            names = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            if len(names) == 2 == len(node.args):
                section, key = map(str, names)
                passed = {keyword.arg for keyword in node.keywords}
                assert fields(table()[section][key]) <= passed
                found += 1
    assert found > 5


def test_every_hint_belongs_to_a_key_of_a_model() -> None:
    models = (Consent, Figure, FrontMatter, Photo, Recognition, Source, Withdrawn)
    keys = {key for model in models for key in model.model_fields}
    assert set(table()["hints"]) - keys <= {"id", "description", "source"}


def test_every_required_key_of_a_story_has_a_hint() -> None:
    for model in (FrontMatter, Source, Figure, Photo):
        required = {key for key, info in model.model_fields.items() if info.is_required()}
        assert required <= set(table()["hints"])


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ("ngắn", "ngắn"),
        # one line, nothing that steers a terminal or a log
        ("a\nb\tc\x1b[31m\u202e", "a?b?c?[31m?"),
        # up to the limit whole, then cut
        ("x" * FOUND_LIMIT, "x" * FOUND_LIMIT),
        ("x" * (FOUND_LIMIT + 1), "x" * (FOUND_LIMIT - 1) + "…"),
        # braces and signs of a template are text
        ("{found} %s {0}", "{found} %s {0}"),
        # numbers
        (5, "5"),
    ],
)
def test_a_found_text_is_safe_to_print(found: object, shown: str) -> None:
    assert message("date", name="date", found=found).endswith(f"không phải “{shown}”")


@given(st.text())
def test_any_found_text_gives_one_printable_line(found: str) -> None:
    filled = message("file-kind", found=found)
    assert filled.isprintable()
    assert len(filled) <= len(PROBLEMS["file-kind"]) + FOUND_LIMIT


def test_a_text_of_another_section_is_filled() -> None:
    assert text("labels", "page", page=2) == "trang 2"


def test_an_unknown_code_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        message("khong-co")


def test_a_problem_is_shown_with_its_place() -> None:
    found = problem("stories/a.md", Place(3, 8), "file-empty")
    assert str(found) == "stories/a.md:3:8: tệp trống; hãy viết câu chuyện hoặc xóa tệp"
    assert not found.warning


def test_problems_are_shown_together_in_the_order_of_their_places() -> None:
    places = [("b.md", 1, 1), ("a.md", 10, 1), ("a.md", 2, 5), ("a.md", 2, 1)]
    problems = [Problem(path, Place(line, col), "link", "x") for path, line, col in places]
    error = ProblemsError(problems)
    assert str(error) == "a.md:2:1: x\na.md:2:5: x\na.md:10:1: x\nb.md:1:1: x"
    assert error.problems == sorted(problems)


def test_a_fault_says_its_message() -> None:
    assert str(FaultError("path-missing", path="x")) == "không thấy “x”; hãy kiểm lại đường dẫn"
