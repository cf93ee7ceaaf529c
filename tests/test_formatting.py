"""Tests for formatting.py: one layout, and nothing said differently."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import pytest
from conftest import EXAMPLE, ROOT
from factories import story
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exemplars import formatting
from exemplars.formatting import format_body, format_story
from exemplars.markup import render
from exemplars.model import FrontMatter, Recognition, Source, Withdrawn
from exemplars.problem import ProblemsError
from exemplars.reading import read
from exemplars.strictyaml import parse
from exemplars.yaml_layout import lay_out

STORIES = [
    path
    for folder in (EXAMPLE, ROOT / "stories")
    for kind in ("ca-nhan", "tap-the")
    for path in sorted((folder / kind).rglob("*.md"))
]
ORDERS = formatting._orders(FrontMatter)
PICTURES = {"c.jpg": "<figure></figure>"}


def formatted(content: str) -> str:
    """Return the canonical form of a story."""
    return format_story(content.encode(), "a.md")


def head(content: str) -> str:
    """Return the head of the canonical form of a story with the given head."""
    return formatted(f"---\n{content}---\nLời.\n").removeprefix("---\n").removesuffix("---\nLời.\n")


# --- keys and their order ---


def test_keys_stand_in_the_order_of_the_model_and_unknown_ones_last() -> None:
    content = "zzz: 1\ndate: 2026-01-02\nstatus: draft\nname: A\naaa: 2\nsummary: B\n"
    assert head(content) == (
        "name: A\nsummary: B\ndate: 2026-01-02\nstatus: draft\nzzz: 1\naaa: 2\n"
    )


def test_every_key_of_the_model_has_its_place() -> None:
    keys = list(FrontMatter.model_fields)
    assert head("".join(f"{key}: x\n" for key in reversed(keys))) == "".join(
        f"{key}: x\n" for key in keys
    )


def test_keys_of_sources_and_honours_have_an_order_too() -> None:
    sources = "".join(f"    {key}: x\n" for key in [*reversed(Source.model_fields)])
    honour = ", ".join(f"{key}: x" for key in [*reversed(Recognition.model_fields)])
    content = f"sources:\n  -\n{sources}recognitions: [{{{honour}}}]\n"
    first, *rest = Source.model_fields
    assert head(content) == (
        f"recognitions: [{{{', '.join(f'{key}: x' for key in Recognition.model_fields)}}}]\n"
        f"sources:\n  - {first}: x\n" + "".join(f"    {key}: x\n" for key in rest)
    )


def test_a_withdrawn_story_has_the_order_of_its_own_model() -> None:
    assert tuple(Withdrawn.model_fields) == ("status", "date")
    content = "---\ndate: 2026-01-02\nstatus: withdrawn\n---\n"
    assert formatted(content) == "---\nstatus: withdrawn\ndate: 2026-01-02\n---\n"


# --- spacing ---


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        # after colons and dashes, at the ends of lines
        ("name:    A  B  \nkind:\tca-nhan\t\n", "name: A  B\nkind: ca-nhan\n"),
        ("fields:\n-   y-te\n-   giao-duc\n", "fields:\n  - y-te\n  - giao-duc\n"),
        ("sources:\n      -    title: A\n           publisher: B\n", "sources:\n  - title: A\n    publisher: B\n"),
        ("sources:\n  -\n    title: A\n    publisher: B\n", "sources:\n  - title: A\n    publisher: B\n"),
        ("  name: A\n  kind: x\n", "name: A\nkind: x\n"),
        # a value below its key
        ("name:\n    A\nfields:\n  [a]\n", "name: A\nfields: [a]\n"),
        # flow collections
        ("fields: [ a,b ,  c ]\n", "fields: [a, b, c]\n"),
        ("sources: [{ title:   A,publisher: B }]\n", "sources: [{title: A, publisher: B}]\n"),
        ('sources: [{"publisher":"B","title":"A"}]\n', 'sources: [{"title": "A", "publisher": "B"}]\n'),
        ("fields: [ ]\n", "fields: []\n"),
        # of several lines: as they stand
        ("fields: [\n  a,   \n  b\n]\n", "fields: [\n  a,\n  b\n]\n"),
        # empty values
        ("name:   \nfields:\n- \n- a\n", "name:\nfields:\n  -\n  - a\n"),
        ("sources: [{title: , x: 1}]\n", "sources: [{title: , x: 1}]\n"),
        # empty lines: one between keys, none at the ends or below a key
        ("\n\nname: A\n\n\n\nkind: x\n\n", "name: A\n\nkind: x\n"),
        ("sources:\n\n  - title: A\n\n\n  - title: B\n", "sources:\n  - title: A\n\n  - title: B\n"),
        # texts of several lines
        ("name: A\n      B\n   C  \nkind: x\n", "name: A\n  B\n  C\nkind: x\n"),
        ("summary: |\n      A\n        B\n\n\nkind: x\n", "kind: x\nsummary: |\n      A\n        B\n"),
        ("sources:\n-   title: >-\n      A\n      B\n", "sources:\n  - title: >-\n      A\n      B\n"),
    ],
)  # fmt: skip
def test_spacing_is_even(written: str, canonical: str) -> None:
    assert head(written) == canonical


@pytest.mark.parametrize(
    "value",
    [
        "'đơn ''nháy'' # : '",
        '"kép \\" \\n # : {"',
        "a#b",
        "https://x.vn/a:b",
        "2012",
        "true",
        "“A”",
    ],
)
def test_quotes_stay_as_they_are(value: str) -> None:
    assert head(f"name:  {value}\n") == f"name: {value}\n"


@pytest.mark.parametrize(
    "content",
    [
        "{name: A,   kind: x}\n",
        "? name\n: A\n",
        "summary: |+\n   A\n\n\nkind:  x\n",
        "summary: |2\n     A\nkind:  x\n",
    ],
)
def test_rare_forms_of_yaml_stay_as_they_are(content: str) -> None:
    assert head(content) == content


# --- comments ---


def test_a_comment_stays_with_the_key_below_it() -> None:
    content = "kind: x # loại\n# tên thật\n# theo giấy khai sinh\nname: A\n"
    with pytest.raises(ProblemsError, match="bị coi là ghi chú và mất đi"):
        head(content)  # behind a plain word nobody can tell a comment from a value
    assert head(content.replace("x #", "'x' #")) == (
        "# tên thật\n# theo giấy khai sinh\nname: A\nkind: 'x' # loại\n"
    )


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        # at the end of a line
        ("since: 2012   #    năm\nname: 'A'   # tên\n", "name: 'A' # tên\nsince: 2012 #    năm\n"),
        ("sources:   # nguồn\n- title: A\n", "sources: # nguồn\n  - title: A\n"),
        ("role:   # chưa rõ\n", "role: # chưa rõ\n"),
        # behind a key whose value stands below: above the key, where no value swallows it
        ("name: # tên\n  # thật\n  A\n", "# tên\n# thật\nname: A\n"),
        # above the first key, parted by an empty line: of the whole
        ("# cả tệp\n\n# loại\nkind: x\nname: A\n", "# cả tệp\n\nname: A\n# loại\nkind: x\n"),
        # below the last key: at the end
        ("kind: x\nname: A\n# hết\n", "name: A\nkind: x\n# hết\n"),
        # indented: of what stands above
        (
            "sources:\n- title: A\n  # ghi chú của A\n# tên\nname: B\n",
            "# tên\nname: B\nsources:\n  - title: A\n    # ghi chú của A\n",
        ),
        ("kind: x\n    # của kind\nname: A\n", "name: A\nkind: x\n# của kind\n"),
        # above an item, and above a key that becomes an item's first
        (
            "sources:\n- publisher: B\n  # tựa\n  title: A\n# hai\n- title: C\n",
            "sources:\n  # tựa\n  - title: A\n    publisher: B\n  # hai\n  - title: C\n",
        ),
        ("sources:\n- # một\n  title: A\n", "sources:\n  # một\n  - title: A\n"),
        # a number sign inside a value is none
        ("summary: |\n  # chữ\n  'x' # chữ\n", "summary: |\n  # chữ\n  'x' # chữ\n"),
        ("fields: [ 'a # b' ] # c\n", "fields: ['a # b'] # c\n"),
    ],
)  # fmt: skip
def test_comments_are_kept_in_their_place(written: str, canonical: str) -> None:
    assert head(written) == canonical


# --- the text itself ---


def test_line_ends_byte_order_mark_and_composition_are_made_even() -> None:
    content = unicodedata.normalize("NFD", story(name="Nguyễn Thị Ân", body="Ân ở ấp.\n\n"))
    raw = ("\ufeff" + content.replace("\n", "\r\n")).encode()
    expected = formatted(story(name="Nguyễn Thị Ân", body="Ân ở ấp.\n"))
    assert format_story(raw, "a.md") == expected
    assert unicodedata.is_normalized("NFC", expected)
    assert "\r" not in expected


def test_the_place_of_a_tone_is_the_writers() -> None:
    assert head("name: Hòa\nrole: Hoà\n") == "name: Hòa\nrole: Hoà\n"


def test_fences_lose_their_blanks() -> None:
    assert formatted("---  \nname: A\n--- \nLời.\n") == "---\nname: A\n---\nLời.\n"


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        # one newline at the end, none at the beginning
        ("Lời.", "Lời.\n"),
        ("\n\nLời.\n\n\n", "Lời.\n"),
        ("   \n", ""),
        # blanks at the ends of lines
        ("Một \nhai\t\n\n   \nba  \n", "Một\nhai\n\n\nba\n"),
        ("## Đầu  \n\n- mục  \n  con \n", "## Đầu\n\n- mục\\\n  con\n"),
        ("| a | b |  \n|---|---|  \n| c | d |  \n", "| a | b |\n|---|---|\n| c | d |\n"),
        # two blanks break a line: a backslash says the same and can be seen
        ("Một  \nhai     \nba", "Một\\\nhai\\\nba\n"),
        ("> Một  \n> hai", "> Một\\\n> hai\n"),
        # no break: at the end of a paragraph, behind a tab
        ("Một  \n\nhai  \n\n", "Một\n\nhai\n"),
        ("Một  \t\nhai\n", "Một\nhai\n"),
        # a backslash behind which blanks stood would break the line, or escape the next one
        ("Một\\ \nhai\n", "Một\\ \nhai\n"),
        ("Một\\  \nhai\n", "Một\\  \nhai\n"),
        ("Một\\ \nhai  \nba\t\n", "Một\\ \nhai\\\nba\n"),
        # where blanks belong to a title or a description, they stay
        ('[a](https://x.vn "tựa  \nhai")  \nba', '[a](https://x.vn "tựa  \nhai")  \nba\n'),
        # where a backslash would make other stars begin the emphasis
        ("x **  \nđậm** y", "x **  \nđậm** y\n"),
        # indentation and empty lines inside are the writer's
        ("    lời\n\n\n\nba\n", "    lời\n\n\n\nba\n"),
    ],
)
def test_a_body_is_trimmed_where_it_means_the_same(written: str, canonical: str) -> None:
    assert format_body(written) == canonical


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("không có phần đầu", "a.md:1:1: tệp thiếu phần đầu; dòng thứ nhất phải là --- (ba gạch nối), tiếp theo là các mục như name: Nguyễn Văn Mẫu"),
        ("---\nname: A\nname: B\n---\nLời.\n", "a.md:3:1: mục “name” đã có ở dòng 2; hãy giữ lại một"),
        ("---\n- A\n---\nLời.\n", "a.md:2:1: phần đầu phải gồm các dòng “tên mục: giá trị”, ví dụ name: Nguyễn Văn Mẫu"),
        ("---\n---\nLời.\n", "a.md:2:1: phần đầu phải gồm các dòng “tên mục: giá trị”, ví dụ name: Nguyễn Văn Mẫu"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_place(content: str, message: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        formatted(content)
    assert str(caught.value) == message


@pytest.mark.parametrize("wrong", ["name: B\n", "name: A\n", "name: [\n"])
def test_a_layout_that_lost_something_is_not_taken(
    wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formatting, "lay_out", lambda *_: wrong)
    assert head("name:   'A' # chú\n") == "name:   'A' # chú\n"


# --- laws ---


def library(root: Path) -> object:
    """Return what a reader sees of a folder of stories, and what is wrong with it."""
    found, problems = read(root, "s", date(2027, 1, 1))
    seen = [
        (story.file, story.front, story.body.html, story.body.text)
        for story in (*found.stories, *found.drafts)
    ]
    return seen, [(stone.file, stone.date) for stone in found.tombstones], problems


@pytest.mark.parametrize("name", ["tests/example", "stories"])
def test_a_formatted_library_reads_the_same(
    name: str, stories: Path, write: Callable[[str, str], Path]
) -> None:
    for path in sorted((ROOT / name).rglob("*")):
        if path.is_file() and path.name != "README.md":
            target = stories / path.relative_to(ROOT / name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    before = library(stories)
    for path in [*stories.glob("*/*.md"), *stories.glob("*/*/index.md")]:
        file = path.relative_to(stories).as_posix()
        write(file, format_story(path.read_bytes(), file))
    assert library(stories) == before


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_formatted_story_is_canonical(path: Path) -> None:
    once = format_story(path.read_bytes(), "a.md")
    assert formatted(once) == once
    keys = re.findall(r"^(\w+):", once.split("\n---\n")[0], re.MULTILINE)
    order = [*FrontMatter.model_fields] if "name" in keys else [*Withdrawn.model_fields]
    assert keys == [key for key in order if key in keys]


WORDS = ("Nguyễn Văn Mẫu", "2012", "true", "null", "", "14.6", "😀 mặt", "https://x.vn/#b", "l'a")
FLOWS = (
    "[a,b]", '[ "a" , 2 ]', "{publisher: B,title:   A}", "[]", "{}", "[{value: 1, label: 'x,y'}]",
    "{title: }", "[a: b]", '{title: A, "x":1}', "[a, # trong\n  b]", "{label: A,\n      value: 2}",
)  # fmt: skip
TOP = ("name", "title", "summary", "role", "fields", "sources", "date", "figures", "la", "'until'")
BELOW = ("title", "publisher", "url", "date", "label", "value", "x", '"unit"')


def scalar(random: Random, indent: int) -> list[str]:
    """Return a value in one of the ways to write it, the first line without its margin."""
    pad = " " * (indent + random.randrange(1, 5))
    tail = random.choice(["", "  ", " # chú"])
    return random.choice(
        [
            [random.choice(WORDS) + random.choice(["", "  ", "\t"])],
            ["'đơn ''x'' # y'" + tail],
            ['"kép \\" : {x} # y"' + tail],
            ["một ", f"{pad}- hai", "", f"{pad}ba"],
            ['"một\\', f"{pad}hai  ", "", f" {' ' * indent}# ba\\   ", f'{pad}bốn"{tail}'],
            [
                random.choice(["|", ">", "|-", ">-", "|+", ">2"]) + random.choice(["  ", " # đầu"]),
                *(
                    pad + random.choice(["", "", "  "]) + word
                    for word in random.choices(["chữ", "# chữ", "- y: z  "], k=3)
                ),
                *random.choice([[], [""], [f"{pad}  ", ""]]),
            ],
            (random.choice(FLOWS) + tail).split("\n"),
        ]
    )


def between(random: Random, indent: int) -> list[str]:
    """Return empty lines and comments."""
    columns = [0, indent, indent + 2, indent + 4]
    return [
        random.choice(["", "  ", f"{' ' * random.choice(columns)}# chú {number} "])
        for number in range(random.choice([0, 0, 0, 1, 2, 3]))
    ]


def entry(random: Random, indent: int, depth: int, start: str) -> list[str]:
    """Return a key or a dash with what stands behind or below it."""
    if depth > 2 or random.random() < 0.6:
        first, *rest = scalar(random, indent)
        if random.random() < 0.15 and first.strip() and first[0] not in "|>":
            below = [*between(random, indent + 1), f"{' ' * (indent + 2)}{first}"]
            return [start + random.choice(["", " # kề"]), *below, *rest]
        return [f"{start}{' ' * random.randrange(1, 4)}{first}", *rest]
    if start.endswith("-") and random.random() < 0.7:
        gap = random.randrange(1, 4)
        lines = block(random, indent + 1 + gap, depth)
        while not lines[0].strip() or lines[0].strip().startswith("#"):
            lines.pop(0)
        return [f"{start}{' ' * gap}{lines[0].lstrip(' ')}", *lines[1:]]
    return [start + random.choice(["", "  ", " # kèm"]), *block(random, indent + 2, depth)]


def block(random: Random, indent: int, depth: int) -> list[str]:
    """Return a mapping or, below the top, a sequence."""
    names = random.sample(TOP if depth == 0 else BELOW, random.randrange(1, 5))
    if depth and random.random() < 0.5:
        starts = ["-"] * len(names)
    else:
        starts = [f"{name}:" for name in names]
    lines = []
    for start in starts:
        lines += between(random, indent)
        lines += entry(random, indent, depth + 1, " " * indent + start)
    return lines


@settings(max_examples=400)
@given(st.randoms(use_true_random=False))
def test_whatever_way_a_head_is_written_values_and_comments_stay(random: Random) -> None:
    lines = [*block(random, random.choice([0, 0, 2]), 0), *between(random, 0)]
    text = "".join(f"{line}\n" for line in lines)
    try:
        data = parse(text, "a.md").data
    except ProblemsError:
        assume(False)  # noqa: FBT003 - hypothesis' signature
    laid = lay_out(text, ORDERS)
    assert parse(laid, "a.md").data == data
    assert formatting._comments(laid) == formatting._comments(text)
    assert lay_out(laid, ORDERS) == laid


PIECES = (
    "chữ", "*đậm", "nghiêng*", '[a](https://x.vn "tựa', 'b")', "- mục", "  - con", "> trích",
    "## Đầu", "| a | b |", "| - | - |", "1. một", "\\", "", "[^1]", "[^1]: chú", "    lời", "![a",
    "b](c.jpg)", "**", "a\\*",
)  # fmt: skip
ENDS = ("", " ", "  ", "   ", "\t", " \t", "\t  ", "\\", "\\ ", "\\  ", "  \\")
BLANKS = re.compile(r"[ \t]+(?=\n|<|$)", re.MULTILINE)


@settings(max_examples=400)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(ENDS)), max_size=8))
def test_whatever_a_body_holds_it_reads_the_same(lines: list[tuple[str, str]]) -> None:
    body = "\n".join(map("".join, lines))
    trimmed = format_body(body)
    assert format_body(trimmed) == trimmed
    before, faults = render(body, "a.md", 1, PICTURES)
    after, others = render(trimmed, "a.md", 1, PICTURES)
    assert BLANKS.sub("", after.html) == BLANKS.sub("", before.html)
    assert BLANKS.sub("", after.text) == BLANKS.sub("", before.text)
    assert [fault.code for fault in others] == [fault.code for fault in faults]


LINES = story().split("\n---\n")[0].split("\n")[1:]


@given(st.permutations(LINES))
def test_the_order_in_which_keys_were_written_does_not_show(lines: list[str]) -> None:
    assert formatted(story().replace("\n".join(LINES), "\n".join(lines))) == formatted(story())
