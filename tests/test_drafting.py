"""A draft gives back every value that it was made of, and its blanks are named by the checks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import BODY, FRONT
from hypothesis import given
from hypothesis import strategies as st
from letterbox import library

from exemplars.commonmark import PARSER
from exemplars.decoding import refused
from exemplars.drafting import draft, scalar
from exemplars.formatting import format_story
from exemplars.library import Story
from exemplars.markup import render
from exemplars.model import FrontMatter
from exemplars.problem import Problem
from exemplars.strictyaml import parse
from exemplars.transcribing import cleaned, markdown, one_line
from exemplars.vetting import vet

Write = Callable[[str, str], Path]
HARD = (
    'Nguyễn "Ba" Mẫu', "it's", "Cô giáo: người lái đò", "số 1 # hai", "- gạch", "yes", "no", "on",
    "1:20", "1986", "1.078", "true", "null", "~", "*sao", "&và", "!than", "%phần", "@a còng", "`",
    "{a}", "[b]", "a, b", "a]b", "\\", "\\n", "C:\\x", "👩‍🌾 mùa", "=", "<<", "?", "? a", ": ",
    "a:", "---", "...", "| a", "> b", "2020-04-06", "0x1F", "1e3", ".5", "+1", "Đỗ", "#", "'", '"',
)  # fmt: skip
"""Texts that YAML, or an editor of it, would like to read as something else."""
WORDS = st.text(min_size=1, max_size=40).map(lambda text: one_line(cleaned(text)[0])).filter(bool)
"""Texts as ``cleaned`` leaves them: nothing hidden, one line."""


def read_back(text: str) -> Any:
    """Return the front matter of a draft as data."""
    head = text.split("---\n")[1] if text.count("---\n") == 2 else text[4 : text.rindex("\n---\n")]
    return parse(head, "x.md").data


@pytest.mark.parametrize("words", HARD)
def test_a_hard_text_is_read_as_it_was(words: str) -> None:
    values = {"name": words, "tags": [words, words], "sources": [{"title": words}]}
    data = read_back(draft(values, ""))
    assert data["name"] == words
    assert data["tags"] == (words, words)
    assert data["sources"] == ({"title": words},)


@given(WORDS)
def test_any_text_is_read_as_it_was(words: str) -> None:
    data = read_back(draft({"name": words, "role": words, "authors": [words]}, ""))
    assert (data["name"], data["role"], data["authors"]) == (words, words, (words,))


@given(st.one_of(st.integers(-(10**15), 10**15), st.decimals(-99999, 99999, places=3)))
def test_any_number_is_read_as_it_was(value: Any) -> None:
    number = float(value) if value != int(value) else int(value)
    data = read_back(draft({"figures": [{"label": "a", "value": number}]}, ""))
    assert data["figures"][0]["value"] == number


def test_a_decomposed_name_is_composed() -> None:
    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Ẩn")
    data = read_back(draft({"name": cleaned(decomposed)[0]}, ""))
    assert data["name"] == "Nguyễn Thị Ẩn"


def test_plain_words_days_and_addresses_bear_no_quotes() -> None:
    assert scalar("Bếp cơm của ông Mẫu, xã An Đức") == "Bếp cơm của ông Mẫu, xã An Đức"
    assert scalar("https://example.org/a-b?c=1") == "https://example.org/a-b?c=1"
    assert scalar("https://example.org/#a") == '"https://example.org/#a"'
    assert scalar(date(2026, 1, 2)) == "2026-01-02"
    assert scalar(1.078) == "1.0780"
    assert scalar(value=True) == "true"
    assert scalar("yes") == '"yes"'


def test_a_whole_story_is_canonical_and_has_nothing_to_mend() -> None:
    values = {
        **FRONT,
        "date": date(2026, 1, 2),
        "since": 2012,
        "minor": False,
        "recognitions": [{"title": "Giấy khen", "year": 2019}],
        "consent": {"kind": "van-ban", "date": date(2026, 1, 1)},
        "tags": ["bếp cơm", "Ba Tri"],
    }
    text = draft(values, BODY, commented=False)
    assert vet(library(), "ca-nhan/an.md", text) == []
    assert format_story(text.encode(), "x.md") == text
    assert "#" not in text


def test_keys_stand_in_the_order_of_the_models() -> None:
    text = draft({}, "")
    keys = re.findall(r"^#?([a-z_]+):", text, flags=re.MULTILINE)
    required = [key for key, field in FrontMatter.model_fields.items() if field.is_required()]
    optional = [key for key in FrontMatter.model_fields if key not in required]
    assert keys == required + optional


def test_every_key_is_explained_on_a_line_of_its_own() -> None:
    lines = draft({}, "").split("\n")
    for number, line in enumerate(lines):
        if re.match(r"#?[a-z_]+:", line):
            assert re.match(r"# \S", lines[number - 1])


def test_blanks_are_named_by_the_checks() -> None:
    text = draft({"name": "Nguyễn Văn Mẫu", "kind": "ca-nhan", "date": date(2026, 1, 2)}, "")
    problems = vet(library(), "ca-nhan/mau.md", text)
    assert [(problem.code, text.split("\n")[problem.place.line - 1]) for problem in problems] == [
        ("value-empty", "summary:"),
        ("value-empty", "locality:"),
        ("value-empty", "fields:"),
        ("value-empty", "basis:"),
        ("value-empty", "  - title:"),
        ("value-empty", "    publisher:"),
        ("body-empty", ""),
    ]


FILLED = {
    "summary:": "summary: Ông Mẫu nấu cơm cho người bệnh.",
    "locality:": "locality: ben-tre/ba-tri/an-duc",
    "fields:": "fields: [y-te]",
    "basis:": "basis: bao-chi",
    "  - title:": "  - title: Bếp cơm của ông Mẫu",
    "    publisher:": "    publisher: Báo Mẫu",
}


def test_a_draft_whose_blanks_are_filled_has_nothing_to_mend() -> None:
    text = draft({"name": "Nguyễn Văn Mẫu", "kind": "ca-nhan", "date": date(2026, 1, 2)}, BODY)
    for blank, filled in FILLED.items():
        assert f"\n{blank}\n" in text
        text = text.replace(f"\n{blank}\n", f"\n{filled}\n", 1)
    assert vet(library(), "ca-nhan/mau.md", text) == []


def test_an_optional_key_is_used_by_taking_its_number_signs_away() -> None:
    values = {**FRONT, "date": date(2026, 1, 2)}
    text = re.sub(
        r"^#(?=[a-z_ ]+:|  - )(?! )|^#(?=  )", "", draft(values, BODY), flags=re.MULTILINE
    )
    problems = vet(library(), "ca-nhan/an.md", text)
    assert {problem.code for problem in problems} <= {"value-empty", "photo-missing"}
    named = {key for key in FrontMatter.model_fields if re.search(rf"^{key}:", text, re.MULTILINE)}
    assert named == set(FrontMatter.model_fields)


# --- the body ---


def shown(text: str) -> list[str]:
    """Return the words that readers see of a body, the numbers of its lists among them."""
    _, problems = render(text, "x.md", 1, {})
    assert [problem for problem in problems if not _is_limit(problem)] == []
    seen = ""
    for token in PARSER.parse(text):
        seen += f"{token.info} " if token.type == "list_item_open" else ""
        for child in token.children or ():
            seen += child.content if child.type == "text" else " "
        seen += "\n"
    return re.findall(r"\w+", seen)


def _is_limit(problem: Problem) -> bool:
    return problem.code in {"body-brackets", "body-empty"}


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("1986. Năm ấy ông về.", "1986\\. Năm ấy ông về.\n"),
        ("# Cách làm", "\\# Cách làm\n"),
        ("<b>đậm</b> & 5 < 6", "\\<b\\>đậm\\</b\\> & 5 \\< 6\n"),
        ("*sao* và _gạch_ 2*3*4", "\\*sao\\* và \\_gạch\\_ 2\\*3\\*4\n"),
        ("[chữ](http://x.vn) ![ảnh](a.jpg)", "\\[chữ\\](http://x.vn) !\\[ảnh\\](a.jpg)\n"),
        ("a | b\n--- | ---", "a \\| b\n\\--- \\| ---\n"),
        ("---\nname: x\n---", "\\---\nname: x\n\\---\n"),
        ("===", "\\===\n"),
        ("> trích", "\\> trích\n"),
        ("```\nmã\n```", "\\`\\`\\`\nmã\n\\`\\`\\`\n"),
        ("+ cộng\n- trừ\n• chấm", "- cộng\n- trừ\n- chấm\n"),
        ("1. một\n2) hai", "1. một\n2. hai\n"),
        ("1. một\n3. ba", "1\\. một\n3\\. ba\n"),
        ("1. một\n2. hai\n\n1. một\n2. hai", "1. một\n2. hai\n\n1\\. một\n2\\. hai\n"),
        ("Câu một.\nCâu hai\nnối tiếp.", "Câu một.\n\nCâu hai\nnối tiếp.\n"),
        ("[^1]: chú thích", "\\[^1\\]: chú thích\n"),
        ("a\\b", "a\\\\b\n"),
        ("", ""),
    ],
)
def test_signs_of_markdown_are_words(typed: str, written: str) -> None:
    assert markdown(typed) == written
    assert shown(written) == re.findall(r"\w+", typed)


LINES = st.lists(
    st.text(alphabet="ab1 .*_#-+=~`<>[]()|!&\\:^\"'\tđ…", max_size=14), max_size=6
).map("\n".join)


@given(st.one_of(LINES, st.text()))
def test_every_word_of_a_body_is_read_again(typed: str) -> None:
    text = cleaned(typed)[0]
    assert shown(markdown(text)) == re.findall(r"\w+", text)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_what_is_cleaned_holds_nothing_that_is_refused(typed: str) -> None:
    text, _ = cleaned(typed)
    assert {match[0] for _, match in refused(text)} <= {"\ufffd"}
    assert unicodedata.is_normalized("NFC", text)
    assert cleaned(text)[0] == text


def test_hidden_characters_are_counted_and_letters_that_were_meant_are_put_right() -> None:
    assert cleaned("\ufeffa\u200bb\u202ec\r\nÐức\t d\x0b") == ("abc\nĐức d", 2)
    assert cleaned("a" + "\u0301" * 9)[0] == "á\u0301"
    assert cleaned("a\ud800b") == ("a\ufffdb", 0)


def test_a_story_of_a_draft_is_a_story(write: Write, stories: Path) -> None:
    from exemplars.reading import read  # noqa: PLC0415 - as the site reads it

    write("ca-nhan/an.md", draft({**FRONT, "date": "2026-01-02"}, markdown("1986. # <b>")))
    found, problems = read(stories, "stories", date(2026, 11, 24))
    assert problems == []
    (one,) = found.stories
    assert isinstance(one, Story)
    assert one.body.text == "1986. # <b>"
