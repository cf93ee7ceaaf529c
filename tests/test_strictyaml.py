"""The safe part of YAML is read with a place for every value; the rest is refused by name."""

from __future__ import annotations

import contextlib
import json
import unicodedata

import pytest
import yaml
from factories import story
from hypothesis import given, settings
from hypothesis import strategies as st

from exemplars.decoding import refused
from exemplars.problem import Place, ProblemsError
from exemplars.strictyaml import DEPTH_LIMIT, Value, parse
from exemplars.yaml_usual import read_usual

SOURCE = "stories/ca-nhan/an.md"


def messages(text: str, first_line: int = 2) -> list[str]:
    """Return the problems of ``text``, which must have some; line 2 is where front matter begins."""
    with pytest.raises(ProblemsError) as caught:
        parse(text, SOURCE, first_line)
    return [str(problem).removeprefix(f"{SOURCE}:") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        # whole numbers
        ("0", 0),
        ("1078", 1078),
        ("-5", -5),
        ("+5", 5),
        # decimals
        ("22.36", 22.36),
        ("0.125", 0.125),
        ("1.0780", 1.078),
        # 1.078 is a thousand to one reader and one to another
        ("1.078", "1.078"),
        ("1.234.567", "1.234.567"),
        ("22,36", "22,36"),
        # numbers of other bases and spellings
        ("0123", "0123"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1e5", "1e5"),
        (".5", ".5"),
        (".nan", ".nan"),
        (".inf", ".inf"),
        ("12:30", "12:30"),
        ("1:20:30", "1:20:30"),
        # too long to be a number that somebody counted
        ("1" * 19, "1" * 19),
        # dates
        ("2020", 2020),
        ("2020-04", "2020-04"),
        ("2020-04-06", "2020-04-06"),
        # truth
        ("true", True),
        ("false", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("True", "True"),
        # nothing
        ("null", None),
        ("~", None),
        ("", None),
        ("NULL", "NULL"),
        # quoted is always text
        ('"1078"', "1078"),
        ("'true'", "true"),
        ('""', ""),
        ('"a\\tb\\u1ea1"', "a\tbạ"),
        # a remark is no value
        ("1078 # suất", 1078),
        ("true # ghi", True),
        ("# ghi", None),
        ('"Trần Thị Xem" # tên', "Trần Thị Xem"),
        ("Trần Thị Xem\n# tên", "Trần Thị Xem"),
        ("[a, b] # ghi", ("a", "b")),
        (">-\n  a # b", "a # b"),
        ("ấp 3#4", "ấp 3#4"),
        # blocks
        ("|\n  a\n  b", "a\nb\n"),
        (">-\n  a\n  b", "a b"),
        # lists and mappings
        ("[a, 1, true]", ("a", 1, True)),
        ("\n- a\n- b", ("a", "b")),
        ("{b: 1}", {"b": 1}),
        ("[]", ()),
        ("{}", {}),
    ],
)
def test_a_plain_word_is_what_it_plainly_is(written: str, value: Value) -> None:
    data = parse(f"a: {written}\n", SOURCE).data
    assert data == {"a": value}
    assert isinstance(data, dict)
    assert type(data["a"]) is type(value)


@pytest.mark.parametrize(
    ("written", "key"),
    [("2020", "2020"), ("true", "true"), ('"a b"', "a b"), ("null", "null"), ("? a\n", "a")],
)
def test_a_key_is_always_text(written: str, key: str) -> None:
    assert parse(f"{written}: 1\n", SOURCE).data == {key: 1}


@pytest.mark.parametrize("text", ["", "\n\n", "# chỉ có lời ghi\n"])
def test_an_empty_text_is_nothing(text: str) -> None:
    assert parse(text, SOURCE).data is None


def test_every_value_and_key_has_its_line_and_column() -> None:
    text = "name: Ân\nsources:\n  - title: A\n    date: 2020\n  - {title: B}\ntags: [x, 'ờ', y]\n"
    parsed = parse(text, SOURCE, first_line=2)
    assert dict(parsed.values) == {
        (): Place(2, 1),
        ("name",): Place(2, 7),
        ("sources",): Place(4, 3),
        ("sources", 0): Place(4, 5),
        ("sources", 0, "title"): Place(4, 12),
        ("sources", 0, "date"): Place(5, 11),
        ("sources", 1): Place(6, 5),
        ("sources", 1, "title"): Place(6, 13),
        ("tags",): Place(7, 7),
        ("tags", 0): Place(7, 8),
        ("tags", 1): Place(7, 11),
        ("tags", 2): Place(7, 16),
    }
    assert dict(parsed.keys) == {
        ("name",): Place(2, 1),
        ("sources",): Place(3, 1),
        ("sources", 0, "title"): Place(4, 5),
        ("sources", 0, "date"): Place(5, 5),
        ("sources", 1, "title"): Place(6, 6),
        ("tags",): Place(7, 1),
    }


QUOTE = "hãy đặt giá trị trong ngoặc kép"
SYNTAX = "mỗi dòng phải có dạng “tên mục: giá trị”, các dòng cùng cấp thụt vào bằng nhau"
COMMENT = (
    "bị coi là ghi chú và mất đi;"
    " hãy đặt cả giá trị trong ngoặc kép, hoặc đưa ghi chú lên dòng riêng"
)
RETYPE = "hãy xóa đi rồi gõ lại chỗ này"
COLON = 'hãy đặt cả giá trị trong ngoặc kép, ví dụ title: "Cô giáo: người lái đò"'  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # one text that means another
        ("a: &x 1\n", [f"2:4: không dùng dấu & đứng đầu giá trị (“&x”); {QUOTE}"]),
        (
            "a: &x 1\nb: *x\n",
            [
                f"2:4: không dùng dấu & đứng đầu giá trị (“&x”); {QUOTE}",
                f"3:4: không dùng dấu * đứng đầu giá trị (“*x”); {QUOTE}",
            ],
        ),
        ("a: [*x]\n", [f"2:5: không dùng dấu * đứng đầu giá trị (“*x”); {QUOTE}"]),
        ("a: !x 1\n", [f"2:4: không dùng dấu ! đứng đầu giá trị (“!x”); {QUOTE}"]),
        ("!x a: 1\n", [f"2:1: không dùng dấu ! đứng đầu giá trị (“!x”); {QUOTE}"]),
        ("a: !x [1]\n", [f"2:4: không dùng dấu ! đứng đầu giá trị (“!x”); {QUOTE}"]),
        ("<<: {a: 1}\n", ["2:1: không dùng khóa <<; hãy viết đủ từng mục"]),
        # keys
        ("a: 1\nb: 2\na: 3\n", ["4:1: mục “a” đã có ở dòng 2; hãy giữ lại một"]),
        ("s: {b: 1, b: 2}\n", ["2:11: mục “b” đã có ở dòng 2; hãy giữ lại một"]),
        ("a: 1\n\"a\": 1\n'a': 1\n", [
            "3:1: mục “a” đã có ở dòng 2; hãy giữ lại một",
            "4:1: mục “a” đã có ở dòng 3; hãy giữ lại một",
        ]),
        # a second document
        ("a: 1\n--- b\n", ["3:1: phần đầu có thêm một dòng ---; chỉ để một dòng mở và một dòng đóng"]),
        (
            "a: 1\n...\n",
            ["3:1: dòng ... kết thúc phần đầu quá sớm; hãy xóa dòng này"],
        ),
        # depth
        ("a: [[[[[[1]]]]]]\n", ["2:9: các mục lồng nhau quá 6 tầng; hãy viết thẳng ra"]),
        # slips of syntax
        ("a: 1\n\tb: 2\n", ["3:1: có dấu tab trong “b: 2”; hãy thay bằng dấu cách"]),
        (
            "name: Cô giáo: người\n",
            [f"2:14: dấu hai chấm làm giá trị bị hiểu sai trong “name: Cô giáo: người”; {COLON}"],
        ),
        (
            'name: "abc\n',
            ['2:7: ngoặc kép mở mà chưa đóng trong “name: "abc”; hãy thêm dấu " ở cuối giá trị'],
        ),
        (
            "kind: x\nname:Trần\n",
            [
                "3:5: thiếu dấu cách sau dấu hai chấm trong “name:Trần”;"
                " hãy viết như name: Nguyễn Văn Mẫu"
            ],
        ),
        # the slip itself is told, though the parser stops below it
        (
            "kind: x\nsources:\n  - title:A\n    date: 2020\n",
            [
                "4:10: thiếu dấu cách sau dấu hai chấm trong “- title:A”;"
                " hãy viết như name: Nguyễn Văn Mẫu"
            ],
        ),
        (
            'a: 1\nb: "abc\nc: d\n',
            ['3:4: ngoặc kép mở mà chưa đóng trong “b: "abc”; hãy thêm dấu " ở cuối giá trị'],
        ),
        (
            "a: 1\nb: 'abc\nc: d\n",
            ["3:4: ngoặc kép mở mà chưa đóng trong “b: 'abc”; hãy thêm dấu \" ở cuối giá trị"],
        ),
        # the rest of a line that would be lost
        ("a: Trần Thị Xem # tên\n", [f"2:4: từ dấu # trở đi (“# tên”) {COMMENT}"]),
        ("a: x\t#y\n", [f"2:4: từ dấu # trở đi (“#y”) {COMMENT}"]),
        ("a: 2020-04-06 # y\n", [f"2:4: từ dấu # trở đi (“# y”) {COMMENT}"]),
        ("a: x\n  y # z\n", [f"2:4: từ dấu # trở đi (“# z”) {COMMENT}"]),
        ("a: [x # y\n]\n", [f"2:5: từ dấu # trở đi (“# y”) {COMMENT}"]),
        ("- x # y\n", [f"2:3: từ dấu # trở đi (“# y”) {COMMENT}"]),
        # characters that the file itself may not hold, brought in by an escape
        ('a: "b\\u200bc"\n', [f"2:4: có ký tự không nhìn thấy U+200B; {RETYPE}"]),
        ('a: "b\\0"\n', [f"2:4: có ký tự không nhìn thấy U+0000; {RETYPE}"]),
        (
            'a: "\\xd0"\n',
            [
                "2:4: chữ này (U+00D0) trông giống “Đ” nhưng là chữ của tiếng khác;"
                " hãy xóa đi rồi gõ lại “Đ”"
            ],
        ),
        ("a: @x\n", [f"2:4: không đọc được “a: @x”; {SYNTAX}"]),
        ("a: - b\n", [f"2:4: không đọc được “a: - b”; {SYNTAX}"]),
        ("a: 1\n- b\n", [f"3:1: không đọc được “- b”; {SYNTAX}"]),
        ('name: "Bà "Tư""\n', [f'2:12: không đọc được “name: "Bà "Tư""”; {SYNTAX}']),
        # signs that mean something else to libyaml, before words with marks
        ("a: *bé\n", [f"2:4: không dùng dấu * đứng đầu giá trị (“*bé”); {QUOTE}"]),
        ("a: [x, *bé Tư]\n", [f"2:8: không dùng dấu * đứng đầu giá trị (“*bé”); {QUOTE}"]),
        ("a: {b: &bé, c: d}\n", [f"2:8: không dùng dấu & đứng đầu giá trị (“&bé”); {QUOTE}"]),
        ("a:\n  - !bé\n", [f"3:5: không dùng dấu ! đứng đầu giá trị (“!bé”); {QUOTE}"]),
        ("a:\n  *bé Tư\n", [f"3:3: không dùng dấu * đứng đầu giá trị (“*bé”); {QUOTE}"]),
        ("a: |\n  *bé\nb: *bé\n", [f"4:4: không dùng dấu * đứng đầu giá trị (“*bé”); {QUOTE}"]),
        ("a: **Ba**\n", [f"2:4: không dùng dấu * đứng đầu giá trị (“**Ba**”); {QUOTE}"]),
        ("a: !x!y\n", [f"2:4: không dùng dấu ! đứng đầu giá trị (“!x!y”); {QUOTE}"]),
        ("a: !5%\n", [f"2:4: không dùng dấu ! đứng đầu giá trị (“!5%”); {QUOTE}"]),
        # the slip above is told, not the sign that it let out
        (
            'a: "b\nc: "*bé"\n',
            ['2:4: ngoặc kép mở mà chưa đóng trong “a: "b”; hãy thêm dấu " ở cuối giá trị'],
        ),
        # a sentence, a bullet, and a sign in the midst begin no value
        ("**Bé** Tư\n", [f"2:2: không đọc được “**Bé** Tư”; {SYNTAX}"]),
        ("a:\n  * bé\n", [f"3:4: không đọc được “* bé”; {SYNTAX}"]),
        ('a: "b" *bé\n', [f'2:10: không đọc được “a: "b" *bé”; {SYNTAX}']),
        # what was found before the fault of syntax is told as well
        (
            "a: &x 1\nb: @y\n",
            [
                f"2:4: không dùng dấu & đứng đầu giá trị (“&x”); {QUOTE}",
                f"3:4: không đọc được “b: @y”; {SYNTAX}",
            ],
        ),
    ],
)  # fmt: skip
def test_what_is_not_plain_is_refused_with_its_place(text: str, found: list[str]) -> None:
    assert messages(text) == found


@given(
    st.sampled_from("*&!"),
    st.lists(st.text("aăâbcdđeêốộưỹBĐ", min_size=1, max_size=9), min_size=1, max_size=4),
    st.sampled_from(["role: {}\n", "a: [{}]\n", "a: {{b: {}}}\n", "a:\n  - {}\n"]),
)
def test_a_value_that_begins_with_a_sign_is_told_with_the_sign(
    sign: str, words: list[str], frame: str
) -> None:
    text = frame.format(f"{sign}{' '.join(words)}")
    above, _, line = text[: text.index(sign)].rpartition("\n")
    place = f"{3 if above else 2}:{len(line) + 1}"
    assert set(messages(text)) == {
        f"{place}: không dùng dấu {sign} đứng đầu giá trị (“{sign}{words[0]}”); {QUOTE}"
    }


def test_lines_are_counted_from_the_first_line_of_the_text() -> None:
    assert messages("a: &x 1\n", first_line=40)[0].startswith("40:4: ")
    assert messages("a: 1\nb: @\n", first_line=40)[0].startswith("41:4: ")


def test_nesting_up_to_the_limit_is_read() -> None:
    text = "[" * DEPTH_LIMIT + "]" * DEPTH_LIMIT
    assert parse(text, SOURCE).data == ((((((),),),),),)


@pytest.mark.parametrize(
    "piece",
    ["[", "{a: ", "- ", "[[],", "? ", "{"],
)
def test_deep_nesting_ends_in_a_problem_not_in_the_process(piece: str) -> None:
    assert messages(piece * 100_000)


@pytest.mark.parametrize("text", ['name: "abc\nkind: ca-nhan\n', "name: 'abc\nkind: ca-nhan\n"])
def test_a_quote_left_open_above_other_lines_is_named(text: str) -> None:
    assert "2:" in messages(text)[0]
    assert "ngoặc kép mở mà chưa đóng" in messages(text)[0]


@pytest.mark.parametrize(
    ("text", "alien"),
    [("[a]: b\n", "('a',)"), ("*a : b\n", "None"), ("a: !!str 1\n", "tag:yaml.org")],
)
def test_a_message_shows_what_was_written(text: str, alien: str) -> None:
    assert alien not in "\n".join(messages(text))


def test_a_wrong_escape_is_not_called_an_open_quote() -> None:
    assert "chưa đóng" not in messages('a: "C:\\q"\n')[0]


# A text as it comes out of decoding: no control characters but line ends and tabs.
texts = st.one_of(
    st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=40),
    st.text(st.sampled_from("ab:-[]{}\"'|>&*!%@#,? \n\t~<0.1ệ"), max_size=60),
    st.lists(
        st.sampled_from(
            ["a: ", "- ", "\n", "  ", "{", "}", "[", "]", "? ", "&a ", "*a", "!t ", "<<: ", "x",
             "---\n", "...\n", '"', "'", "|\n", ": ", ",", "%YAML 1.1\n", "đ", "#"]
        ),
        max_size=20,
    ).map("".join),
)  # fmt: skip


def stands_in(text: str, place: Place) -> bool:
    """Tell whether ``place`` is in ``text`` or just behind a line of it."""
    lines = text.split("\n")
    return place.line <= len(lines) and 1 <= place.col <= len(lines[place.line - 1]) + 1


@given(texts)
def test_any_text_is_data_or_problems_each_with_a_place_inside_the_text(text: str) -> None:
    text += "\n"  # as before the line that closes the front matter
    try:
        parsed = parse(text, SOURCE)
        places = [*parsed.values.values(), *parsed.keys.values()]
    except ProblemsError as error:
        places = [problem.place for problem in error.problems]
    assert all(stands_in(text, place) for place in places)


@given(st.text(max_size=60))
def test_no_text_whatever_ends_in_another_exception(text: str) -> None:
    with contextlib.suppress(ProblemsError):
        parse(text, SOURCE)


plain = (
    st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=12)
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(lambda text: not list(refused(text)))
)
"""A text as it comes out of decoding: in NFC, without the characters that it refuses."""
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**17), 10**17), plain,
    st.integers(-(10**6), 10**6).map(lambda n: n / 100),
)  # fmt: skip
data = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(plain, inner, max_size=3)),
    max_leaves=6,
).filter(lambda value: depth(value) <= DEPTH_LIMIT)


def depth(value: object) -> int:
    """Return how many lists and mappings stand inside each other."""
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=0)
    return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0


def frozen(value: object) -> object:
    """Return ``value`` with tuples for lists, as it is read."""
    if isinstance(value, dict):
        return {key: frozen(item) for key, item in value.items()}
    return tuple(map(frozen, value)) if isinstance(value, list) else value


def paths(value: object, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    """Return the path of every value within ``value``."""
    items: dict[str | int, object] = {}
    if isinstance(value, dict):
        items = dict(value)
    elif isinstance(value, list):
        items = dict(enumerate(value))
    return {path}.union(*(paths(item, (*path, key)) for key, item in items.items()))


@given(data)
def test_plain_data_that_was_written_as_yaml_is_read_back(value: object) -> None:
    text = json.dumps(value, ensure_ascii=False)
    parsed = parse(text, SOURCE)
    assert parsed.data == frozen(value)
    assert set(parsed.values) == paths(value)
    assert all(stands_in(text, place) for place in parsed.values.values())


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), plain, max_size=4))
def test_words_that_pyyaml_wrote_are_read_back(value: dict[str, str]) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, default_style='"')
    assert parse(text, SOURCE).data == value


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), plain, max_size=4))
def test_words_that_were_escaped_are_read_back(value: dict[str, str]) -> None:
    text = yaml.safe_dump(value, allow_unicode=False, default_style='"', width=1000)
    assert text.isascii()
    assert parse(text, SOURCE).data == value


def test_an_escape_cannot_bring_in_a_letter_that_is_not_whole() -> None:
    assert parse('a: "e\\u0301"\n', SOURCE).data == {"a": "é"}


def test_a_line_of_a_block_is_not_called_a_slip() -> None:
    assert messages("a: |\n  name:x\nb: @y\n")[0].startswith("4:4: ")


KEYS = ("name", "a", "b", "null", "true", "http", "x" * 40, "x" * 41, "A", '"a"', "y ")
SCALARS = (
    *("An", "Bà  Ân", "0", "007", "-5", "1.5", "1.50", "1.078", "1.0780", "1e5", "0x1F", "1" * 19),
    *("12345678901.1234", "1234567890.123456", "12:30", "2020-01-02", "null", "true", "False", "~"),
    *('""', '"An: #1, {x} [y]"', '"a', 'a"b', "'An'", "a: b", "a:b", "a :b", "a #b", "a#b", "a, b"),
    *("https://a.vn/b-c?d=e&f", "a - b", "- a", "a -", "a ", "? a", "&a b", "*a", "!a b", "|", ">"),
    *(
        "@a",
        "`a",
        "%a",
        "a % b",
        "…",
        "“An”",
        "a\tb",
        '"a\tb"',
        '"a\\nb"',
        "a\u00a0b",
        '"a\u00a0b"',
    ),
    *("x" * 1100, f'"{"x" * 1100}"', "", "---", "...", "<<", "Ð", "\u200b", "[]", "{}"),
)
flows = st.recursive(
    st.sampled_from(SCALARS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(st.sampled_from(KEYS), inner), max_size=3).map(
            lambda pairs: f"{{{', '.join(f'{key}: {value}' for key, value in pairs)}}}"
        ),
    ),
    max_leaves=5,
)
odd_lines = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "  - ", "    ", "- ", "  ", "      ", "  -  "]),
    st.one_of(st.just(""), st.sampled_from(KEYS).map("{}: ".format), st.just("a:")),
    st.one_of(st.just(""), flows),
)
own_keys = st.sampled_from(("name", "a", "b", "c", "null"))
words = st.one_of(st.sampled_from(("An", "2", "x y", '"q, r"')), st.sampled_from(SCALARS))
pairs = st.tuples(own_keys, words).map(": ".join)
mappings = st.lists(pairs, min_size=1, max_size=2)
values = st.one_of(
    words,
    mappings.map(lambda lines: f"{{{', '.join(lines)}}}"),
    st.lists(words, min_size=1, max_size=3).map(lambda words: f"[{', '.join(words)}]"),
)
items = st.one_of(mappings.map("\n    ".join), values).map("\n  - {}".format)
usual_lines = st.one_of(
    st.tuples(own_keys, values).map(": ".join),
    st.tuples(own_keys, st.lists(items, min_size=1, max_size=3).map("".join)).map(":".join),
)
layouts = st.lists(
    st.one_of(usual_lines, usual_lines, usual_lines, odd_lines), min_size=1, max_size=3
).map(lambda lines: "\n".join([*lines, ""]))


@settings(max_examples=1000)
@given(layouts)
def test_the_usual_layout_is_read_as_any_other(text: str) -> None:
    usual = read_usual(text)
    if usual is not None:
        # A comment is not usual, so that with it libyaml reads the same text.
        assert read_usual(f"{text}# hết\n") is None
        assert repr(parse(f"{text}# hết\n", SOURCE).data) == repr(usual)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('a: "x: #y"\nb: 2.5\nc: z, t\n', {"a": "x: #y", "b": 2.5, "c": "z, t"}),
        ("a: [x y, 2]\nb: {c: null}\n", {"a": ("x y", 2), "b": {"c": None}}),
        ("a:\n  - x\n  - b: 1\n    c: 2020-01-02\n", {"a": ("x", {"b": 1, "c": "2020-01-02"})}),
        ('a: [{"b": "", c: x}, y]\n', {"a": ({"b": "", "c": "x"}, "y")}),
        ("a:\n  - \n  - b:\n    c:\n", {"a": (None, {"b": None, "c": None})}),
        ("a: https://a.vn/b?c=d\n", {"a": "https://a.vn/b?c=d"}),
    ],
)
def test_what_is_laid_out_as_usual_needs_no_libyaml(text: str, value: Value) -> None:
    assert read_usual(text) == value == parse(text, SOURCE).data


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "\n",
            "a:\n",
            "a:\nb: c\n",
            "a: b\na: c\n",
            "a: {b: c, b: d}\n",
            "a:\n  - b: c\n    b: d\n",
        ),
        *(
            "a: b\n  - c\n",
            "a:\n  - b\nc: d\n  - e\n",
            "a:\n  - b: c\n  - d\n    e: f\n",
            "a:\n  - b\n    c: d\n",
            "a:\n    b: c\n",
            "a: b # c\n",
            'a: "\\u0061"\n',
        ),
        *(
            "a: b: c\n",
            "a: 'b'\n",
            "a: |\n",
            "# a\nb: c\n",
            "a: b\n\nc: d\n",
            "a: [b,c]\n",
            "a: [b\n",
        ),
    ],
)
def test_what_is_laid_out_otherwise_is_left_to_libyaml(text: str) -> None:
    assert read_usual(text) is None


def test_the_head_of_a_story_is_laid_out_as_usual() -> None:
    assert read_usual(story().split("---\n")[1]) is not None
