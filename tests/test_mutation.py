"""Properties of mutated stories: published with their text whole, or refused with a place."""

from __future__ import annotations

import re
import shutil
import string
import tempfile
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from conftest import EXAMPLE, TODAY_TABLES
from factories import story
from hostile import HTML, TEXTS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exemplars.checking import check
from exemplars.library import Story
from exemplars.problem import Problem
from exemplars.reading import read

TODAY = date(2026, 6, 1)
PLACE = re.compile(r"stories/[^\n]+:[1-9]\d*:[1-9]\d*: \S[^\n]*")
RICH = """Bà Ân **nấu cơm** cho *120 người bệnh*, theo [Báo Mẫu](https://a.example/1)[^1].

## Cách làm

> Bếp đỏ lửa từ 4 giờ.

- Gạo: 30 kg
- Rau: 15 kg

| Năm | Suất |
|-----|-----:|
| 2018 | 1078 |

[^1]: Số báo 36.
"""
SEEDS = tuple(
    sorted(
        {
            story(
                RICH, title="Bếp cơm", figures=[{"label": "suất cơm", "value": 1078}], since=2012
            ),
            story(RICH, recognitions=[{"title": "Bằng khen", "year": 2018, "level": "tinh"}]),
            *(
                text
                for path in sorted((EXAMPLE / "ca-nhan").glob("*.md"))
                if ".md)" not in (text := path.read_text("utf-8"))  # links to no other story
            ),
        }
    )
)
PIECES = (
    *(text for _, text in HTML),
    *(text for _, text in TEXTS if len(text) < 200),
    *"\\`*_{}[]()<>#+-.!|&'\"%@$^~:;,=/?\t\r\n\0\u200b\u202e\ufeff\u0301\u00a0\u2028\U0001fffe",
    *("---", "...", "<<: *a", "&a ", "*a", "!!python/name:os", "? ", "- - -", "[^1]", "[^1]: x"),
    *("](javascript:x)", "![", "[a](", "| a |", "~~~", "{{", "}}", "{%", "%%content%%", "\\x00"),
    *("int: 1", "name: a", "status: withdrawn", "minor: true", "‘’“”", "Ð", "—", "    ", "> > >"),
)
KNOWN = ("int", "float", "constrained-str")
"""Keys that end in a traceback: the table of hostile cases holds them."""

Change = Callable[[str], str]
ordered = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Insert, delete or replace characters or lines, double a line, or splice a piece in."""
    kind = draw(st.sampled_from(["insert", "delete", "replace", "double", "drop", "swap"]))
    at, length = draw(st.floats(0, 1, exclude_max=True)), draw(st.integers(1, 9))
    piece = draw(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)))

    def change(text: str) -> str:
        start = int(at * len(text))
        lines = text.split("\n")
        row = int(at * len(lines))
        match kind:
            case "insert":
                return text[:start] + piece + text[start:]
            case "delete":
                return text[:start] + text[start + length :]
            case "replace":
                return text[:start] + piece + text[start + length :]
            case "double":
                return "\n".join([*lines[: row + 1], *lines[row:]])
            case "drop":
                return "\n".join([*lines[:row], *lines[row + 1 :]])
        other = (row + length) % len(lines)
        lines[row], lines[other] = lines[other], lines[row]
        return "\n".join(lines)

    return change


@cache
def folder() -> Path:
    """Return a stories folder that the examples share: one file is written anew for each."""
    root = Path(tempfile.mkdtemp(prefix="mutation-")) / "stories"
    (root / "ca-nhan").mkdir(parents=True)
    for name in TODAY_TABLES:
        shutil.copy(EXAMPLE / name, root / name)
    return root


def judged(raw: bytes) -> tuple[Story | None, Sequence[Problem]]:
    """Return the story that ``raw`` is, if it may be published, and all that is told of it."""
    (folder() / "ca-nhan/thu.md").write_bytes(raw)
    library, problems = read(folder(), "stories", TODAY)
    problems = [*problems, *check(library)]
    if any(not problem.warning for problem in problems):
        return None, problems
    return next(iter((*library.stories, *library.drafts)), None), problems


def is_known(text: str) -> bool:
    """Tell whether a text holds a fault that the table of hostile cases names already."""
    head = text.split("\n---", 1)[0]
    return bool(re.search(r'\\["0-9a-zA-Z_/ ]', head)) or any(
        re.search(rf"[\"']?\b{re.escape(key)}\b[\"']?\s*[:,}}]", head) for key in KNOWN
    )


def letters(text: str) -> str:
    """Return the letters and digits of ``text`` in order."""
    return "".join(char for char in unicodedata.normalize("NFC", text) if char.isalnum())


def shown(html: str) -> str:
    """Return the letters and digits of finished HTML that a reader sees."""
    plain = re.sub(r"<[^>]*>", "", html)
    for entity, char in (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        plain = plain.replace(entity, char)
    return letters(plain)


def check_places(problems: Sequence[Problem]) -> None:
    """Every message has a path, a line, a column, and stands on one line."""
    for problem in problems:
        assert PLACE.fullmatch(str(problem)), str(problem)


@ordered
@given(st.sampled_from(SEEDS), st.lists(changes(), min_size=1, max_size=4))
def test_a_mutated_story_is_published_or_refused_with_its_place(
    seed: str, mutations: list[Change]
) -> None:
    text = seed
    for mutate in mutations:
        text = mutate(text)
    if is_known(text):
        return
    found, problems = judged(text.encode("utf-8", "surrogatepass"))
    check_places(problems)
    if found is None:
        assert problems or "status: withdrawn" in text
    else:
        assert (
            re.search(
                r"<(?!/?(?:a|blockquote|br|div|em|fig|h[234r]|img|li|ol|p|s|t|ul))", found.body.html
            )
            is None
        )


@ordered
@given(st.sampled_from(SEEDS), st.integers(0), st.binary(min_size=1, max_size=4))
def test_mutated_bytes_are_read_or_refused_with_their_place(
    seed: str, at: int, piece: bytes
) -> None:
    raw = seed.encode()
    start = at % len(raw)
    mutated = raw[:start] + piece + raw[start + len(piece) :]
    if is_known(mutated.decode("utf-8", "replace")):
        return
    check_places(judged(mutated)[1])


WORDS = st.text(
    st.sampled_from(
        string.ascii_letters
        + string.digits
        + "ăâđêôơưạảấầẫậắặếềểễệọỏốồộớờợụủứừữựĐÂÊÔƠƯ &<>\"'%{}$.,;:?()/@=^~`"
    ),
    min_size=1,
    max_size=60,
)
"""Without the marks that Markdown takes as its own: ``* _ \\ [ ] ! | # > + -``."""


@ordered
@given(st.lists(WORDS, min_size=1, max_size=4))
def test_paragraphs_without_marks_show_every_letter_and_digit_in_order(parts: list[str]) -> None:
    """The law: a paragraph that begins with a word and holds no mark of Markdown is its text."""
    body = "\n\n".join(f"chữ {part.strip()}" for part in parts)
    found, problems = judged(story(body + "\n").encode())
    assert found is not None, [str(problem) for problem in problems]
    assert shown(found.body.html) == letters(body)


@ordered
@given(st.sampled_from([text for _, text in HTML]), WORDS, WORDS)
def test_html_among_words_shows_every_letter_and_digit_in_order(
    piece: str, before: str, after: str
) -> None:
    body = f"chữ {before.strip()} {piece} {after.strip()}"
    found, problems = judged(story(body + "\n").encode())
    assert found is not None, [str(problem) for problem in problems]
    assert shown(found.body.html) == letters(body)


@ordered
@given(
    st.sampled_from(["{}", "**{}**", "*{}*", "> {}", "- {}", "## {}", "[{}](https://a.example)"]),
    st.text(
        st.sampled_from(string.ascii_letters + string.digits + "ắềộĐ "), min_size=1, max_size=40
    ),
)
def test_marks_around_words_take_no_letter_away(form: str, words: str) -> None:
    inner = f"chữ {words.strip()}".strip()
    found, problems = judged(story(form.format(inner) + "\n").encode())
    assert found is not None, [str(problem) for problem in problems]
    assert shown(found.body.html) == letters(inner)
    assert letters(found.body.text) == letters(inner)


TOKENS = st.sampled_from(
    [
        "một ",
        "2 ",
        "*",
        "**",
        "_",
        "\\",
        "[",
        "]",
        "(",
        ")",
        "!",
        "|",
        "`",
        "<b>",
        "&amp;",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "## ",
        "  \n",
        "https://a.example",
        "[^1]",
        "\n[^1]: ba\n",
    ]
)


@ordered
@given(st.lists(TOKENS, min_size=1, max_size=25))
def test_marks_in_any_order_take_no_letter_away(tokens: list[str]) -> None:
    """The law where marks are met: all letters of the source are visible, but those of addresses.

    Footnotes move to the end and get a number, so order and the digit 1 are left out of account.
    """
    body = "".join(tokens)
    found, _ = judged(story(body + "\n").encode())
    if found is None:
        return
    source = re.sub(r"\]\([^)\s]*\)", "]", body)
    visible = re.sub(r"<sup.*?</sup>", "", found.body.html)
    assert sorted(shown(visible).replace("1", "")) == sorted(letters(source).replace("1", ""))


@pytest.mark.parametrize("seed", SEEDS, ids=range(len(SEEDS)))
def test_every_seed_is_published_or_withdrawn(seed: str) -> None:
    found, problems = judged(seed.encode())
    assert found is not None or "withdrawn" in seed, [str(problem) for problem in problems]
