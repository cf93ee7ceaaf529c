"""Front matter and tables are what the contract says, or every difference is told in its place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factories import FRONT, story
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, RootModel, ValidationError

from exemplars.freezing import freeze, thaw
from exemplars.model import FrontMatter, Locality, Programme, Source, Taxonomy, Withdrawn
from exemplars.problem import ProblemsError
from exemplars.strictyaml import parse
from exemplars.validating import nearest, validate
from exemplars.values import NAME_LIMIT, RESERVED_SLUGS, SUMMARY_LIMIT, is_slug
from exemplars.vietnamese import slug

PATH = "stories/ca-nhan/an.md"
SOURCE = {"title": "Bếp cơm", "publisher": "Báo Mẫu"}
PHOTO = {
    "file": "a.jpg",
    "alt": "Bà Ân",
    "credit": "Báo Mẫu",
    "licence": "CC BY 4.0",
    "consent": True,
}


class Places(RootModel[tuple[Locality, ...]]):
    """localities.yml."""

    model_config = ConfigDict(strict=True)


def front(**changes: Any) -> FrontMatter:
    """Return the valid front matter with ``changes``."""
    return validate(FrontMatter, parse(story(**changes).split("---\n")[1], PATH, 2), PATH)


def messages(**changes: Any) -> list[str]:
    """Return the problems of a story with ``changes``; a new key stands on line 10."""
    with pytest.raises(ProblemsError) as caught:
        front(**changes)
    return [str(problem).removeprefix(f"{PATH}:") for problem in caught.value.problems]


def table_messages(model: type[BaseModel], text: str) -> list[str]:
    """Return the problems of a table."""
    with pytest.raises(ProblemsError) as caught:
        validate(model, parse(text, "t.yml"), "t.yml")
    return [str(problem) for problem in caught.value.problems]


def test_a_story_with_the_required_keys_is_valid_and_the_rest_has_defaults() -> None:
    read = front()
    assert (read.name, read.kind, read.basis) == ("Nguyễn Thị Ân", "ca-nhan", "bao-chi")
    assert read.date == date(2026, 1, 2)
    assert (read.fields, read.recognitions, read.aliases) == (("y-te",), (), ())
    assert (read.status, read.minor, read.consent, read.title) == ("published", False, None, None)


def test_every_key_of_the_contract_is_read() -> None:
    read = front(
        kind="tap-the",
        title="Bếp cơm",
        other_names=["Bà Tư"],
        role="Tổ trưởng",
        since=2012,
        until=2024,
        recognitions=[
            {"title": "Bằng khen", "year": 2018, "level": "tinh", "body": "UBND", "revoked": True}
        ],
        figures=[{"label": "suất", "value": 22.36, "about": "hơn", "unit": "nghìn", "as_of": 2020}],
        sources=[{**SOURCE, "url": "https://example.vn/a", "date": "2020-04", "archived": None}],
        photos=[{**PHOTO, "caption": "Bếp"}],
        themes=["nhan-ai"],
        tags=["cơm"],
        authors=["Lê Văn Bảy"],
        updated="2026-02-03",
        aliases=["ba-tu"],
        consent={"kind": "van-ban", "date": "2025-12-31"},
        minor=False,
        status="draft",
    )
    assert read.recognitions[0].revoked is True
    assert (read.figures[0].value, read.figures[0].as_of) == (22.36, "2020")
    assert read.sources[0].date == "2020-04"
    assert read.consent is not None
    assert read.consent.date == date(2025, 12, 31)
    assert FrontMatter.model_validate(read.model_dump()) == read


def test_what_was_read_never_changes() -> None:
    with pytest.raises(ValidationError):
        setattr(front(), "name", "x")  # noqa: B010 - mypy knows that it is frozen


@pytest.mark.parametrize("key", sorted(FRONT))
def test_each_required_key_is_missed(key: str) -> None:
    (message,) = messages(**{key: None})
    assert message.startswith(f"2:1: thiếu mục “{key}”; ghi ")


NAME = "ghi họ tên hoặc tên tập thể, không kèm chức danh"
LIST = "mỗi giá trị một dòng bắt đầu bằng gạch nối và dấu cách"
YEAR = "ngoài khoảng cho phép; viết năm có bốn chữ số, từ 1900"
DATE = "phải là ngày có thật, viết năm-tháng-ngày như 2020-04-06, không phải"
PARTIAL = "phải là năm, tháng hoặc ngày có thật, viết 2020, 2020-04 hoặc 2020-04-06, không phải"
WEB = (
    "phải là địa chỉ đầy đủ bắt đầu bằng https:// hoặc http://, không có tên đăng nhập, không phải"
)
SLUG = "chỉ dùng chữ thường không dấu, số và gạch nối, bắt đầu bằng chữ, tối đa 60 ký tự"
MAPPING = "phải gồm các dòng “tên mục: giá trị”, không phải"


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        # keys
        ({"nam": "x"}, "10:1: không có mục “nam”; có phải bạn muốn viết: name?"),
        ({"Title": "x"}, "10:1: không có mục “Title”; có phải bạn muốn viết: title?"),
        (
            {"sources": [{**SOURCE, "ulr": "x"}]},
            "8:56: không có mục “ulr”; có phải bạn muốn viết: url?",
        ),
        (
            {"consent": {"kind": "van-ban", "date": "2020-01-01", "zzz": 1}},
            "10:52: không có mục “zzz”; có phải bạn muốn viết: kind, date?",
        ),
        (
            {"sources": [{"title": "a"}]},
            "8:11: thiếu mục “sources → 1 → publisher”; ghi tên báo hoặc cơ quan",
        ),
        # text
        ({"name": 5}, f"2:7: “name” phải là chữ, không phải “5”; {NAME}"),
        ({"name": True}, f"2:7: “name” phải là chữ, không phải “true”; {NAME}"),
        ({"name": ["a"]}, f"2:7: “name” phải là chữ, không phải “[…]”; {NAME}"),
        # text without a letter or a digit
        ({"name": "–"}, f"2:7: “name” không có chữ hay số nào (“–”); {NAME}"),
        (
            {"summary": "..."},
            "4:10: “summary” không có chữ hay số nào (“...”); "
            "ghi một hai câu: ai, ở đâu, làm gì, bao lâu",
        ),
        (
            {"title": "!!!"},
            "10:8: “title” không có chữ hay số nào (“!!!”); "
            "ghi tên bài, tên nguồn hoặc tên danh hiệu",
        ),
        # lists of too many
        ({"fields": [f"f{n}" for n in range(11)]}, "6:9: “fields” có quá 10 mục; hãy bớt đi"),
        ({"sources": [SOURCE] * 61}, "8:10: “sources” có quá 60 mục; hãy bớt đi"),
        ({"themes": ["a"] * 11}, "10:9: “themes” có quá 10 mục; hãy bớt đi"),
        ({"tags": ["a"] * 21}, "10:7: “tags” có quá 20 mục; hãy bớt đi"),
        ({"authors": ["a"] * 21}, "10:10: “authors” có quá 20 mục; hãy bớt đi"),
        ({"other_names": ["a"] * 21}, "10:14: “other_names” có quá 20 mục; hãy bớt đi"),
        ({"aliases": ["a"] * 21}, "10:10: “aliases” có quá 20 mục; hãy bớt đi"),
        ({"photos": [PHOTO] * 41}, "10:9: “photos” có quá 40 mục; hãy bớt đi"),
        (
            {"figures": [{"label": "a", "value": 1}] * 41},
            "10:10: “figures” có quá 40 mục; hãy bớt đi",
        ),
        (
            {"recognitions": [{"title": "a"}] * 61},
            "10:15: “recognitions” có quá 60 mục; hãy bớt đi",
        ),
        # numbers that would not be kept
        (
            {"figures": [{"label": "a", "value": 0.1234567891}]},
            "10:35: “figures → 1 → value” có quá nhiều chữ số (“0.1234567891”) "
            "nên không giữ được đúng; hãy làm tròn hoặc đổi đơn vị",
        ),
        (
            {"figures": [{"label": "a", "value": 10**18}]},
            "10:35: “figures → 1 → value” có quá nhiều chữ số (“1000000000000000000”) "
            "nên không giữ được đúng; hãy làm tròn hoặc đổi đơn vị",
        ),
        ({"name": {"a": 1}}, f"2:7: “name” phải là chữ, không phải “{{…}}”; {NAME}"),
        ({"name": ""}, f"2:7: mục “name” để trống; {NAME}"),
        ({"name": "   "}, f"2:7: mục “name” để trống; {NAME}"),
        ({"name": "a\nb"}, "2:7: “name” phải nằm trên một dòng; hãy bỏ chỗ xuống dòng"),
        ({"name": "x" * 201}, "2:7: “name” dài quá 200 ký tự; hãy rút ngắn"),
        ({"title": "x" * 201}, "10:8: “title” dài quá 200 ký tự; hãy rút ngắn"),
        ({"summary": "x" * 301}, "4:10: “summary” dài quá 300 ký tự; hãy rút ngắn"),
        # lists and mappings
        ({"fields": "y-te"}, f"6:9: “fields” phải là danh sách, không phải “y-te”; {LIST}"),
        (
            {"fields": []},
            "6:9: mục “fields” cần ít nhất một giá trị; ghi một hay nhiều lĩnh vực, như y-te",
        ),
        (
            {"sources": []},
            "8:10: mục “sources” cần ít nhất một giá trị;"
            " ghi ít nhất một nguồn có title và publisher",
        ),
        ({"sources": SOURCE}, f"8:10: “sources” phải là danh sách, không phải “{{…}}”; {LIST}"),
        ({"sources": ["x"]}, f"8:11: “sources → 1” {MAPPING} “x”"),
        ({"consent": True}, f"10:10: “consent” {MAPPING} “true”"),
        # truth
        ({"minor": "yes"}, "10:8: “minor” chỉ nhận true hoặc false, không phải “yes”"),
        ({"minor": 1}, "10:8: “minor” chỉ nhận true hoặc false, không phải “1”"),
        # years
        ({"since": 1899}, f"10:8: “since” là năm 1899, {YEAR}"),
        ({"until": 20201}, f"10:8: “until” là năm 20201, {YEAR}"),
        ({"since": "hai"}, "10:8: “since” phải là số nguyên, không phải “hai”; ghi năm, như 2012"),
        (
            {"since": 2020.5},
            "10:8: “since” phải là số nguyên, không phải “2020.5”; ghi năm, như 2012",
        ),
        (
            {"recognitions": [{"title": "a", "year": 1}]},
            f"10:39: “recognitions → 1 → year” là năm 1, {YEAR}",
        ),
        # days
        ({"date": "2020-02-30"}, f"9:7: “date” {DATE} “2020-02-30”"),
        ({"date": "2020-1-2"}, f"9:7: “date” {DATE} “2020-1-2”"),
        ({"date": "2/1/2020"}, f"9:7: “date” {DATE} “2/1/2020”"),
        ({"date": 2020}, f"9:7: “date” {DATE} “2020”"),
        ({"updated": "20200102"}, f"10:10: “updated” {DATE} “20200102”"),
        # years, months or days
        *(
            ({"sources": [{"date": value, **SOURCE}]}, f"8:20: “sources → 1 → date” {PARTIAL} “{value}”")
            for value in ("2020-13", "2020-00", "2020-02-30", "20", "6/4/2020", "2020-4", 20.5)
        ),
        # numbers
        (
            {"figures": [{"value": "1.078", "label": "a"}]},
            "10:21: “figures → 1 → value” có thể hiểu hai cách (“1.078”);"
            " viết liền 1078 nếu là số nguyên, thêm số 0 ở cuối nếu là số thập phân",
        ),
        (
            {"figures": [{"value": "1,078", "label": "a"}]},
            "10:21: “figures → 1 → value” có thể hiểu hai cách (“1,078”);"
            " viết liền 1078 nếu là số nguyên, thêm số 0 ở cuối nếu là số thập phân",
        ),
        (
            {"figures": [{"value": "22,36", "label": "a"}]},
            "10:21: “figures → 1 → value” dùng dấu phẩy (“22,36”);"
            " trong tệp hãy viết dấu chấm: 22.36",
        ),
        (
            {"figures": [{"label": "a", "value": None}]},
            "10:35: mục “figures → 1 → value” để trống; ghi số, như 1078 hoặc 22.36",
        ),
        # web addresses
        *(
            ({"sources": [{"url": value, **SOURCE}]}, f"8:19: “sources → 1 → url” {WEB} “{value}”")
            for value in ("example.vn", "ftp://x.vn", "javascript:x", "https://u@x.vn", "https://",
                          "https://x.vn/a b", "https:/x.vn")
        ),
        (
            {"sources": [{"url": f"https://x.vn/{'a' * 2000}", **SOURCE}]},
            "8:19: “sources → 1 → url” dài quá 2000 ký tự; hãy rút ngắn",
        ),
        # addresses of stories
        ({"aliases": ["Bà Tư"]}, f"10:11: “aliases → 1” không dùng làm địa chỉ được (“Bà Tư”); {SLUG}"),
        ({"aliases": ["a", "con"]}, f"10:16: “aliases → 2” không dùng làm địa chỉ được (“con”); {SLUG}"),
    ],
)  # fmt: skip
def test_a_difference_is_told_with_its_place(changes: dict[str, Any], found: str) -> None:
    assert messages(**changes) == [found]


def test_all_differences_are_told_at_once_in_their_order() -> None:
    found = messages(name="", date="x", since=1, zzzz=1, summary=None)
    assert [message.split(" ")[0] for message in found] == ["2:1:", "2:7:", "8:7:", "9:8:", "10:1:"]


def test_a_found_text_is_cut_and_kept_on_one_line() -> None:
    (message,) = messages(date="x\n" * 100)
    assert message == f"9:7: “date” {DATE} “{('x?' * 30)[:59]}…”"


def test_texts_up_to_their_limits_are_valid() -> None:
    read = front(name="x" * NAME_LIMIT, summary="y" * SUMMARY_LIMIT, since=1900, until=9999)
    assert (len(read.name), len(read.summary)) == (200, 300)


def test_space_around_a_line_is_not_part_of_it() -> None:
    assert front(name="  Nguyễn Thị Ân ").name == "Nguyễn Thị Ân"


@pytest.mark.parametrize("value", [0, -3, 1078, 22.36])
def test_a_figure_is_a_number_as_it_was_written(value: float) -> None:
    read = front(figures=[{"label": "a", "value": value}]).figures[0].value
    assert (read, type(read)) == (value, type(value))


@given(st.dates(min_value=date(1900, 1, 1)), st.sampled_from([4, 7, 10]))
def test_every_year_month_and_day_is_a_partial_date(value: date, length: int) -> None:
    text = value.isoformat()[:length]
    written = int(text) if length == 4 else text
    assert front(sources=[{**SOURCE, "date": written}]).sources[0].date == text
    assert front(date=value.isoformat()).date == value


@pytest.mark.parametrize(
    "url",
    ["https://x.vn", "http://x.vn/a?b=c&d#e", "HTTPS://X.VN/", "https://x.vn?a", "https://báo.vn/ấp",
     "https://x.vn/@bao-mau"],
)  # fmt: skip
def test_a_web_address_is_kept_as_it_was_written(url: str) -> None:
    assert front(sources=[{**SOURCE, "url": url}]).sources[0].url == url


@pytest.mark.parametrize("text", ["a", "ba-tu", "a1", "a" * 60, "con-duong"])
def test_an_address_of_letters_digits_and_hyphens_is_a_slug(text: str) -> None:
    assert is_slug(text)


@pytest.mark.parametrize(
    "text", ["", "1a", "-a", "Ba", "bà", "a b", "a_b", "a/b", "a.md", "a" * 61, "a\n", *sorted(RESERVED_SLUGS)]
)  # fmt: skip
def test_other_texts_are_no_slug(text: str) -> None:
    assert not is_slug(text)


@given(st.text(max_size=60))
def test_a_slug_made_from_words_is_a_slug_unless_it_is_reserved_or_begins_otherwise(
    text: str,
) -> None:
    made = slug(text)
    fits = made[:1].isalpha() and len(made) <= 60 and made not in RESERVED_SLUGS
    assert is_slug(made) == fits


def test_a_withdrawn_story_holds_its_status_and_date_only() -> None:
    text = "status: withdrawn\ndate: 2026-01-02\n"
    assert validate(Withdrawn, parse(text, PATH), PATH).date == date(2026, 1, 2)
    assert table_messages(Withdrawn, f"{text}name: Ân\n") == [
        "t.yml:3:1: không có mục “name”; có phải bạn muốn viết: status, date?"
    ]


PLACE = "- id: ben-tre/ba-tri\n  name: Ba Tri\n  type: huyen\n"


@pytest.mark.parametrize("code", ['"836"', "null", ""])
def test_a_place_has_a_code_or_says_that_it_has_none(code: str) -> None:
    parsed = parse(f"{PLACE}  code: {code}\n", "t.yml")
    assert validate(Places, parsed, "t.yml").root[0].id == "ben-tre/ba-tri"


@pytest.mark.parametrize(
    "id_", ["ben-tre", "ben-tre/ba-tri/an-duc", "2025/vinh-long", "2025/vinh-long/tan-thuy"]
)
def test_ids_of_places_are_paths(id_: str) -> None:
    text = f'- id: {id_}\n  name: A\n  type: xa\n  code: "1234"\n'
    assert validate(Places, parse(text, "t.yml"), "t.yml").root[0].id == id_


@pytest.mark.parametrize(
    "id_", ["Ben-Tre", "a/b/c/d", "/a", "a/", "2025/a/b/c/d", "bến-tre", "a b"]
)
def test_other_ids_of_places_are_refused(id_: str) -> None:
    text = f'- id: {id_}\n  name: A\n  type: xa\n  code: "1234"\n'
    assert table_messages(Places, text) == [
        f"t.yml:1:7: “1 → id” không đúng dạng (“{id_}”); ghi mã bằng chữ thường không dấu"
    ]


def report(parts: str, more: str = "") -> str:
    """Return a table of one reported total of 355."""
    return (
        "reported:\n- id: a\n  place: ben-tre\n  label: Gương\n  value: 355\n  unit: gương\n"
        f"  source: {{title: A, publisher: B}}\n  parts: [{parts}]\n{more}"
    )


def test_a_total_is_the_sum_of_its_parts() -> None:
    text = report("{label: a, value: 53}, {label: b, value: 302}")
    assert validate(Programme, parse(text, "t.yml"), "t.yml").reported[0].value == 355


def test_a_total_that_is_not_the_sum_of_its_parts_is_refused() -> None:
    assert table_messages(Programme, report("{label: a, value: 53}, {label: b, value: 300}")) == [
        "t.yml:2:3: tổng ghi 355 nhưng các phần cộng lại là 353; hãy kiểm lại nguồn,"
        " hoặc ghi rõ ở mục contradiction nếu chính nguồn mâu thuẫn"
    ]


@pytest.mark.parametrize(
    ("parts", "more"), [("", ""), ("{label: a, value: 1}", "  contradiction: Nguồn ghi lệch.\n")]
)
def test_a_total_without_parts_or_with_its_contradiction_told_stands(parts: str, more: str) -> None:
    assert validate(Programme, parse(report(parts, more), "t.yml"), "t.yml").reported


def test_an_abbreviation_that_is_no_line_is_told() -> None:
    assert table_messages(Taxonomy, "abbreviations:\n  HTX: [a]\n")[0].startswith(
        "t.yml:2:8: “abbreviations → HTX” phải là chữ, không phải “[…]”"
    )


@pytest.mark.parametrize(
    ("word", "known", "found"),
    [
        ("summry", ["name", "summary"], "summary"),
        # nothing is like it: all are shown
        ("zzz", ["name", "summary"], "name, summary"),
        ("zzz", [], ""),
        # of many, the first twenty
        ("zzz", [str(n) for n in range(30)], ", ".join(map(str, range(20)))),
    ],
)
def test_the_nearest_known_word_is_proposed(word: str, known: list[str], found: str) -> None:
    assert nearest(word, known) == found


# --- Faults known today ---


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"kind": "x"}, "3:7: “kind” không nhận “x”; chọn một trong: ca-nhan, tap-the"),
        ({"status": "x"}, "10:9: “status” không nhận “x”; chọn một trong: published, draft"),
    ],
)
def test_a_choice_is_told_in_vietnamese(changes: dict[str, Any], found: str) -> None:
    assert messages(**changes) == [found]


@pytest.mark.parametrize("value", ["hai nghìn", True, [1]])
def test_a_figure_that_is_no_number_is_told_once(value: object) -> None:
    assert len(messages(figures=[{"label": "a", "value": value}])) == 1


def test_an_unknown_key_of_a_place_proposes_a_key_of_places() -> None:
    assert table_messages(Places, f'{PLACE}  code: "836"\n  nmae: x\n') == [
        "t.yml:5:3: không có mục “nmae”; có phải bạn muốn viết: name?"
    ]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"date": "0202-01-02"}, "9:7: “date” là 0202-01-02"),
        ({"updated": "1899-12-31"}, "10:10: “updated” là 1899-12-31"),
        ({"sources": [{**SOURCE, "date": "0202"}]}, "8:64: “sources → 1 → date” là 0202"),
        ({"sources": [{**SOURCE, "date": 1899}]}, "8:64: “sources → 1 → date” là 1899"),
        ({"sources": [{**SOURCE, "date": "1026-04"}]}, "8:64: “sources → 1 → date” là 1026-04"),
    ],
)
def test_a_date_before_1900_is_told_as_too_early(changes: dict[str, Any], found: str) -> None:
    assert messages(**changes) == [f"{found}, trước năm 1900; hãy kiểm lại năm"]


@pytest.mark.parametrize("value", ["0000-01-01", "1899-02-30"])
def test_a_day_that_never_was_is_no_early_day(value: str) -> None:
    assert "ngày có thật" in messages(date=value)[0]
    assert "ngày có thật" in messages(sources=[{**SOURCE, "date": value}])[0]


@pytest.mark.parametrize("value", ["٢٠٢٠", "２０２０-０４"])
def test_a_partial_date_has_plain_digits(value: str) -> None:
    assert messages(sources=[{**SOURCE, "date": value}])


@pytest.mark.parametrize("value", ["https://?a", "https://#a"])
def test_a_web_address_has_a_host(value: str) -> None:
    assert messages(sources=[{**SOURCE, "url": value}])


@pytest.mark.parametrize("changes", [{"fields": [1]}, {"role": 5}, {"tags": [""]}])
def test_no_message_ends_in_the_middle(changes: dict[str, Any]) -> None:
    assert not messages(**changes)[0].endswith("; ")


def test_an_unknown_key_like_none_other_shows_whole_words() -> None:
    assert "fi…" not in messages(zzz=1)[0]


def test_lists_up_to_their_limits_are_read() -> None:
    read = front(
        fields=[f"f{n}" for n in range(10)],
        sources=[SOURCE] * 60,
        themes=["a"] * 10,
        tags=["a"] * 20,
        authors=["a"] * 20,
        other_names=["a"] * 20,
        aliases=["a"] * 20,
        photos=[PHOTO] * 40,
        figures=[{"label": "a", "value": 1}] * 40,
        recognitions=[{"title": "a"}] * 60,
    )
    assert (len(read.sources), len(read.recognitions), len(read.tags)) == (60, 60, 20)


@pytest.mark.parametrize("name", ["7", "你", "– A"])
def test_a_name_of_one_letter_or_digit_is_a_name(name: str) -> None:
    assert front(title=f"{name}!").title == f"{name}!"


# --- kept for the next build ---


@pytest.mark.parametrize(
    "model",
    [
        front(since=2012, tags=["bếp"], sources=[{**SOURCE, "date": "2016"}], photos=[PHOTO]),
        front(minor=False, updated="2026-02-03"),
        Source(title="Bếp cơm", publisher="Báo Mẫu", url=None),
        Taxonomy(),
        Taxonomy(abbreviations={"UBND": "Ủy ban nhân dân"}),
    ],
)
def test_what_is_kept_comes_back_with_what_was_written_and_what_was_left_out(
    model: BaseModel,
) -> None:
    thawed = thaw(freeze(model))
    assert thawed == model
    assert isinstance(thawed, type(model))
    assert list(thawed) == list(model)
    assert repr(thawed) == repr(model)
    assert thawed.model_fields_set == model.model_fields_set
    assert thawed.model_copy(deep=True) == model
    for unset in (False, True):
        written = model.model_dump_json(exclude_unset=unset)
        assert thawed.model_dump_json(exclude_unset=unset) == written


def test_a_changed_copy_of_what_was_kept_leaves_the_others_as_they_are() -> None:
    kept = freeze(front())
    one, other = thaw(kept), thaw(kept)
    assert isinstance(one, FrontMatter)
    assert isinstance(other, FrontMatter)
    changed = one.model_copy(update={"since": 2012})
    assert "since" in changed.model_fields_set
    assert "since" not in other.model_fields_set
    assert "since" not in one.model_fields_set


def test_what_was_left_out_is_not_kept() -> None:
    kept = freeze(front())
    assert b"locality" in kept
    assert b"recognitions" not in kept
