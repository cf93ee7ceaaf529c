"""Answers become values, or a polite word on what to mend; a wrong number is never taken."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from letterbox import ANSWERS, TODAY, asked, form, mail

from exemplars.amounts import read_figure
from exemplars.citations import join_addresses, read_source
from exemplars.honours import read_honour
from exemplars.letters import take_apart
from exemplars.nominating import LETTER_LIMIT, Nomination, nominate
from exemplars.replying import acceptance, refusal
from exemplars.strictyaml import parse
from exemplars.transcribing import cleaned
from exemplars.trouble import TroubleError
from exemplars.wording import table

FORMS = ROOT / "tests" / "forms"


def values(made: Nomination) -> Any:
    """Return the front matter of the story that was made."""
    assert made.troubles == ()
    return parse(made.text.split("---\n")[1], "x.md").data


def codes(made: Nomination) -> list[tuple[str, str]]:
    """Return the questions and codes of what is to be mended."""
    return [(trouble.question, trouble.code) for trouble in made.troubles]


def notes(made: Nomination) -> list[str]:
    return [note.code for note in made.notes]


# --- letters ---


def test_a_form_and_a_mail_make_the_same_story(stories: Path) -> None:
    made = nominate(form(), stories, TODAY)
    assert made.text == nominate(mail(), stories, TODAY).text
    assert (made.kind, made.slug) == ("ca-nhan", "nguyen-van-mau")
    assert values(made) == {
        "name": "Nguyễn Văn Mẫu",
        "kind": "ca-nhan",
        "summary": "Ông Mẫu nấu cơm cho người bệnh nghèo suốt mười năm.",
        "locality": "ben-tre/ba-tri/an-duc",
        "fields": ("y-te",),
        "basis": "bao-chi",
        "since": 2012,
        "recognitions": (
            {"title": "Giấy khen", "year": 2019, "level": "huyen", "body": "UBND huyện Ba Tri"},
        ),
        "figures": ({"label": "Suất cơm đã nấu", "value": 12000, "about": "hơn", "unit": "suất"},),
        "sources": (
            {
                "title": "Bếp cơm của ông Mẫu",
                "publisher": "Báo Mẫu",
                "url": "https://example.org/bep-com",
                "date": "2024-03-15",
            },
        ),
        "date": "2026-11-24",
        "consent": {"kind": "van-ban", "date": "2026-11-24"},
    }
    assert made.text.endswith("---\nMỗi sáng thứ Bảy, ông Mẫu nhóm bếp từ bốn giờ.\n")


@pytest.mark.parametrize("name", sorted(path.name for path in FORMS.iterdir()))
def test_a_letter_as_people_send_them_makes_a_story(name: str) -> None:
    made = nominate((FORMS / name).read_text("utf-8"), ROOT / "stories", TODAY)
    data = values(made)
    assert data["name"] in {"Nguyễn Văn Mẫu", "Tổ nấu cơm xóm Mẫu"}
    assert data["locality"] == "ben-tre/ba-tri/an-duc"
    assert "bốn giờ" in made.text
    assert "Trân trọng" not in made.text
    assert "iPhone" not in made.text


def answers(text: str) -> dict[str, str]:
    return dict(take_apart(cleaned(text)[0], asked()).answers)


@pytest.mark.parametrize(
    "line",
    [
        "1. Tên người hoặc tập thể: Mẫu",
        "1) Tên: Mẫu",
        "Câu 1: Tên: Mẫu",
        "1. Mẫu",
        "1/ Tên Mẫu",
        "Tên: Mẫu",
        "tên người hoặc tập thể : Mẫu",
        "TEN NGUOI HOAC TAP THE: Mẫu",
        "*Tên*: Mẫu",
        "**1. Tên:** Mẫu",
        "*1. Tên người hoặc tập thể:* Mẫu",
        "- Họ và tên: Mẫu",
        "1. Tên (không kèm chức danh): Mẫu",
        "1. Tên\nMẫu",
        "> 1. Tên\nMẫu",
        "> > 1. Tên\n\nMẫu\n",
        "> 1. Tên: Mẫu",
        "Chào anh,\n\n1. Tên: Mẫu\n\nThân ái,\nBạn đọc",
        "1. Tên: Mẫu\r\n\r\nGửi từ iPhone của tôi\r\n",
        "1. Tên: Mẫu\n\nVào Th 3, 24 thg 11, 2026 Ban biên tập đã viết:\n> 1. Tên:\n> 2. Nơi:\n",
    ],
)
def test_a_question_is_known_by_its_label_or_its_number(line: str) -> None:
    assert answers(line)["name"] == "Mẫu"


def test_questions_may_come_in_any_order() -> None:
    found = answers("10. Nguồn: A; B\n3. Nơi: C\n1. Tên: D\n")
    assert found == {"sources": "A; B", "place": "C", "name": "D"}


def test_a_numbered_list_in_a_story_is_no_question() -> None:
    story = "Ông làm:\n1. Nấu cơm\n2. Chở cơm\n8. Rửa nồi\nNăm: hai buổi"
    text = f"1. Tên: Mẫu\n2. Cá nhân hay tập thể: cá nhân\n7. Kể việc đã làm:\n{story}\n8. Con số: 5 nồi"
    assert answers(text)["story"] == story
    assert answers(text)["figures"] == "5 nồi"


def test_numbers_alone_name_questions_in_their_order_and_items_of_lists_not() -> None:
    found = answers("1. Mẫu\n2. cá nhân\n7. Ông làm:\n1. Nấu\n2. Chở\n3. Rửa\n8. 5 nồi cơm")
    assert found["story"] == "Ông làm:\n1. Nấu\n2. Chở\n3. Rửa"
    assert found["figures"] == "5 nồi cơm"


def test_a_heading_in_an_answer_of_a_form_is_part_of_the_answer() -> None:
    letter = take_apart(form(story="Một.\n\n### Cách làm\n\nHai."), asked())
    assert letter.answers["story"] == "Một.\n\n### Cách làm\n\nHai."
    assert letter.is_form


def test_what_belongs_to_no_question_is_kept() -> None:
    letter = take_apart("Chào ban biên tập\n1. Tên: Mẫu\nTrân trọng,\nBạn đọc", asked())
    assert letter.unused == ("Chào ban biên tập", "Trân trọng,", "Bạn đọc")


def test_a_quoted_question_is_no_second_answer() -> None:
    question = asked()[0]
    text = f"1. Tên: Mẫu\n\n> 1. Tên: {question.example}\n> {question.help}\n"
    letter = take_apart(text.replace("Mẫu\n\n", "Trần Thị Mẫu\n\n"), asked())
    assert letter.answers["name"] == "Trần Thị Mẫu"
    assert letter.repeated == ()


def test_two_people_in_one_letter_are_asked_for_one_by_one(stories: Path) -> None:
    made = nominate(mail(name="Lê Văn Mẫu") + mail(name="Trần Thị Mẫu"), stories, TODAY)
    assert codes(made) == [("name", "two-people")]


def test_a_question_that_is_answered_twice_is_asked_back(stories: Path) -> None:
    made = nominate(f"{mail()}\n3. Nơi làm việc ấy: Luân Đôn\n2. Loại: tập thể\n", stories, TODAY)
    assert ("kind", "answered-twice") in codes(made)
    again = nominate(f"{mail()}\n1. Tên người hoặc tập thể: Nguyễn Văn Mẫu\n", stories, TODAY)
    assert codes(again) == []


@pytest.mark.parametrize(
    "name",
    ["Nguyễn Văn A và Trần Thị B", "Nguyễn Văn A, Trần Thị B", "nguyen van a va tran thi b",
     "Nguyễn Văn A\nTrần Thị B", "ông Nguyễn Văn A (Ba A) - bà Trần Thị B"],
)  # fmt: skip
def test_two_names_are_two_people(name: str, stories: Path) -> None:
    assert codes(nominate(form(name=name), stories, TODAY)) == [("name", "two-people")]


@pytest.mark.parametrize("name", ["Tổ nấu cơm và chở cơm", "CLB Đờn ca & Múa hát, xã An Đức"])
def test_a_collective_may_have_an_and_in_its_name(name: str, stories: Path) -> None:
    made = nominate(form(name=name, kind="Tập thể", age=""), stories, TODAY)
    assert values(made)["name"] == name


def test_a_nickname_is_another_name_and_no_rank_is_part_of_it(stories: Path) -> None:
    made = nominate(form(name="Ông Nguyễn Văn Mẫu (Ba Mẫu)"), stories, TODAY)
    assert values(made)["name"] == "Nguyễn Văn Mẫu"
    assert values(made)["other_names"] == ("Ba Mẫu",)
    assert "honorific" in notes(made)


# --- what is to be mended ---


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (dict.fromkeys(ANSWERS, ""), [("", "no-answers")]),
        ({"name": ""}, [("name", "missing-name")]),
        ({"sources": ""}, [("sources", "missing-sources")]),
        ({"sources": "không có"}, [("sources", "missing-sources")]),
        ({"age": ""}, [("age", "missing-age")]),
        ({"licence": "- [ ] Tôi tự viết"}, [("licence", "licence")]),
        ({"licence": ""}, [("licence", "licence")]),
        ({"licence": "- [ ] Đồng ý\n- [x] Tôi đã đọc lại"}, [("licence", "licence")]),
        ({"licence": "không"}, [("licence", "licence")]),
        ({"kind": "— Hãy chọn —"}, [("kind", "choose-one")]),
        ({"kind": "Cả hai"}, [("kind", "choose-one")]),
        ({"place": "Vĩnh Long"}, [("place", "place-which")]),
        ({"place": "xã An Đứk"}, [("place", "place-near")]),
        ({"place": "Luân Đôn"}, [("place", "place-unknown")]),
        ({"fields": "thể thao"}, [("fields", "field-unknown")]),
        ({"years": "10 năm nay"}, [("years", "years-unclear")]),
        ({"years": "2012 - 2031"}, [("years", "in-future")]),
        ({"years": "2020 - 2012"}, [("years", "years-order")]),
        ({"years": "1812"}, [("years", "year-early")]),
        ({"summary": "a" * 301}, [("summary", "too-long")]),
        ({"name": "A" * 201}, [("name", "too-long")]),
        ({"summary": "!!!"}, [("summary", "no-words")]),
        ({"name": "../../x"}, [("name", "name-signs")]),
        ({"name": "<b>Mẫu</b>"}, [("name", "name-signs")]),
        ({"story": "Xem ![ảnh](https://example.org/a)"}, [("story", "picture")]),
        ({"story": "Xem https://example.org/a.JPG nhé"}, [("story", "picture")]),
        ({"story": "Ch\ufffdyện"}, [("story", "broken-letters")]),
        ({"figures": "nhiều lắm"}, [("figures", "no-number")]),
        ({"figures": "Số: 5 cái\n" * 41}, [("figures", "too-many")]),
        ({"recognitions": "Giấy khen; 2031"}, [("recognitions", "in-future")]),
        ({"age": "Đây là tập thể"}, [("age", "age-collective")]),
        (
            {"years": "2005 - 2010", "recognitions": "Giấy khen; 2009; theo Chỉ thị 05"},
            [("recognitions", "check-basis-years")],
        ),
        ({"story": "a " + "[" * 61}, [("story", "check-body-brackets")]),
        ({"sources": "a; b; https://example.org/\n" * 61}, [("sources", "too-many")]),
        # all at once
        (
            {"name": "", "place": "Luân Đôn", "sources": "Bếp; Báo; 31/2/2024\nBếp"},
            [
                ("name", "missing-name"),
                ("place", "place-unknown"),
                ("sources", "no-such-day"),
                ("sources", "source-publisher"),
            ],
        ),
    ],
)
def test_what_is_to_be_mended_is_said_by_its_question(
    changes: dict[str, str], expected: list[tuple[str, str]], stories: Path
) -> None:
    made = nominate(form(**changes), stories, TODAY)
    assert codes(made) == expected
    assert made.text == ""


def test_an_overlong_letter_is_refused_as_a_whole(stories: Path) -> None:
    made = nominate("a" * (LETTER_LIMIT + 1), stories, TODAY)
    assert codes(made) == [("", "too-long")]


def test_a_place_that_exists_twice_is_asked_for_and_each_offer_is_understood(stories: Path) -> None:
    made = nominate(form(place="tỉnh Vĩnh Long"), stories, TODAY)
    (trouble,) = made.troubles
    assert trouble.offers == ("tỉnh Vĩnh Long (tên từ 1/7/2025)", "tỉnh Vĩnh Long (tên cũ)")
    found = [values(nominate(form(place=place), stories, TODAY)) for place in trouble.offers]
    assert [data["locality"] for data in found] == ["2025/vinh-long", "vinh-long"]


def test_the_answer_is_polite_and_says_what_to_write(stories: Path) -> None:
    made = nominate(form(place="tỉnh Vĩnh Long", years="2031"), stories, TODAY)
    assert refusal(made.troubles, made.asked, made.notes, markdown=False) == (
        "Cảm ơn bạn đã gửi câu chuyện. Còn 2 chỗ cần sửa trước khi đăng được; những câu khác giữ nguyên.\n\n"
        "3. Nơi làm việc ấy\n\n"
        "- Có 2 nơi hợp với “tỉnh Vĩnh Long”. Xin ghi lại đúng một trong các dòng sau:\n"
        "  - tỉnh Vĩnh Long (tên từ 1/7/2025)\n"
        "  - tỉnh Vĩnh Long (tên cũ)\n\n"
        "5. Từ năm nào đến năm nào\n\n"
        "- “2031” là thời điểm chưa tới. Xin xem lại.\n\n"
        "Sửa xong, xin cập nhật phiếu này hoặc gửi lại thư. Cần giúp thì cứ hỏi; địa chỉ ở cuối mỗi trang.\n"
    )


HOSTILE = (
    "0912345678 `@moi-nguoi <img src=x onerror=alert(1)>` ]]> [b](javascript:c) \u202e "
    + "d" * 9999
)


@pytest.mark.parametrize("question", [id_ for id_ in ANSWERS if id_ != "story"])
def test_nothing_a_stranger_wrote_leaves_its_code_span(question: str, stories: Path) -> None:
    made = nominate(form(**{question: HOSTILE}), stories, TODAY)
    reply = refusal(made.troubles, made.asked, made.notes, markdown=True)
    outside = "".join(reply.split("`")[::2])
    assert made.troubles
    assert not set("@<>[]") & set(outside)
    assert reply.count("`") % 2 == 0
    assert "0912345678" not in reply
    assert "\u202e" not in reply
    assert len(reply) < 3000


def test_a_reply_has_a_limit_whatever_there_is_to_mend(stories: Path) -> None:
    made = nominate(form(sources="\n".join(f"Bếp {n}" for n in range(60))), stories, TODAY)
    assert len(made.troubles) == 60
    reply = refusal(made.troubles, made.asked, markdown=True)
    assert "Và 20 chỗ nữa." in reply


def test_a_sender_is_told_to_take_a_telephone_number_out_of_a_public_form(stories: Path) -> None:
    made = nominate(form(place="Vĩnh Long", story="Gọi 0912 345 678 nhé."), stories, TODAY)
    reply = refusal(made.troubles, made.asked, made.notes, markdown=True)
    assert table()["replies"]["public"] in reply
    assert "345 678" not in reply


def test_personal_data_is_noted_with_its_value_masked(stories: Path) -> None:
    made = nominate(form(story="Gọi 0912345678 nhé."), stories, TODAY)
    assert made.troubles == ()
    said = acceptance("x.md", made.notes, markdown=True)
    assert "Câu `Kể việc đã làm` có vẻ có dữ liệu cá nhân: `09•••••••8`; nên bỏ đi." in said
    assert "0912345678" not in said


# --- basis, children, addresses ---


@pytest.mark.parametrize(
    ("changes", "basis"),
    [
        ({}, "bao-chi"),
        ({"recognitions": "Giấy khen; 2019; UBND xã An Đức; theo Chỉ thị 05"}, "chi-thi-05"),
        ({"recognitions": "Giấy khen; 2019\nTheo Chỉ thị 05: có"}, "chi-thi-05"),
        ({"recognitions": "Giấy khen; 2019; không theo Chỉ thị 05"}, "bao-chi"),
        ({"recognitions": "Giấy khen; 2019\nTheo Chỉ thị 05: không"}, "bao-chi"),
        ({"story": "Ông làm theo Chỉ thị 05."}, "bao-chi"),
        ({"sources": "Quyết định 12; UBND huyện; 2019"}, "thi-dua"),
        ({"sources": "Báo cáo; UBND huyện; 2019", "recognitions": ""}, "bao-chi"),
    ],
)
def test_the_directive_is_the_basis_only_where_the_sender_says_so(
    changes: dict[str, str], basis: str, stories: Path
) -> None:
    made = nominate(form(**changes), stories, TODAY)
    assert values(made)["basis"] == basis
    assert f"basis-{basis}" in notes(made)


CHILD = {
    "name": "em Mẫu",
    "age": "Chưa đủ 18 tuổi",
    "consent": "Cha mẹ hoặc người giám hộ đã thuận",
    "summary": "Em Mẫu nhặt được của rơi, tìm trả người mất.",
    "story": "Em Mẫu nhặt được ví và trả lại.",
}


def test_a_child_is_not_to_be_found_by_its_story(stories: Path) -> None:
    made = nominate(form(**CHILD), stories, TODAY)
    data = values(made)
    assert made.slug == "guong-nho-y-te"
    assert (data["name"], data["minor"]) == ("em Mẫu", True)
    assert data["locality"] == "ben-tre/ba-tri"
    assert data["consent"] == {"kind": "giam-ho", "date": "2026-11-24"}
    assert "minor-place" in notes(made)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": "Nguyễn Văn Mẫu"}, [("name", "minor-name")]),
        ({"consent": ""}, [("consent", "minor-consent")]),
        ({"consent": "Chưa hỏi"}, [("consent", "minor-consent")]),
        ({"summary": "Em Mẫu ở xã An Đức."}, [("summary", "check-minor-near")]),
        ({"story": "Em học trường THCS An Đức."}, [("story", "check-minor-school")]),
        ({"story": "Em Nguyễn Văn Mẫu trả ví."}, [("story", "check-minor-full-name")]),
    ],
)
def test_what_shows_who_a_child_is_has_to_go(
    changes: dict[str, str], expected: list[tuple[str, str]], stories: Path
) -> None:
    made = nominate(form(**{**CHILD, **changes}), stories, TODAY)
    assert codes(made) == expected
    assert "Nguyễn Văn Mẫu" not in refusal(made.troubles, made.asked, markdown=True)


# --- lines with a number, an honour, a source ---


@pytest.mark.parametrize(
    ("line", "figure"),
    [
        ("Suất cơm đã nấu: hơn 12.000 suất", ("Suất cơm đã nấu", 12000, "hơn", "suất")),
        ("hơn 12000 suất cơm", ("suất cơm", 12000, "hơn", None)),
        ("Nấu hơn 1200 suất", ("Nấu", 1200, "hơn", "suất")),
        ("Tiền: 28,8 tỷ đồng", ("Tiền", 28_800_000_000, None, "đồng")),
        ("Tiền: trên 1,5 triệu đồng", ("Tiền", 1_500_000, "hơn", "đồng")),
        ("Tiền: 28.500.000đ", ("Tiền", 28_500_000, None, "đ")),
        ("Diện tích: 3,5ha", ("Diện tích", 3.5, None, "ha")),
        ("Diện tích: 3.5 ha", ("Diện tích", 3.5, None, "ha")),
        ("15,2% hộ nghèo", ("hộ nghèo", 15.2, None, "%")),
        ("Năm 2019 thu 45 tấn", ("Năm 2019 thu", 45, None, "tấn")),
        ("Năm 2019: 45 tấn", ("Năm 2019", 45, None, "tấn")),
        ("Chi hội 1/5: 20 người", ("Chi hội 1/5", 20, None, "người")),
        ("Khoảng 20 người đã học", ("người đã học", 20, "khoảng", None)),
    ],
)
def test_a_number_is_read_as_vietnamese_writes_it(line: str, figure: tuple[Any, ...]) -> None:
    read = read_figure(line, TODAY)
    assert (read["label"], read["value"], read.get("about"), read.get("unit")) == figure


def test_a_number_may_say_until_when_it_is_true() -> None:
    read = read_figure("Hội viên: 411 người (tính đến 4/2020)", TODAY)
    assert (read["value"], read["as_of"]) == (411, "2020-04")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("12,500 con", "number-comma"),
        ("10-15 suất", "number-range"),
        ("từ 10 đến 15 suất", "number-range"),
        ("1 triệu 200 nghìn đồng", "number-unclear"),
        ("2 triệu rưỡi", "number-unclear"),
        ("1.5.2020.7 con", "number-unclear"),
        ("1.20.000 con", "number-unclear"),
        ("-5 độ", "no-number"),
        ("Covid-19", "no-number"),
        ("15/3/2019", "no-number"),
        ("năm 2019", "no-number"),
        ("hai trăm suất", "no-number"),
        ("Diện tích: 3,5hecta", "no-number"),
        ("5", "number-of-what"),
        ("28,8 tỷ đồng", "number-of-what"),
        ("Nấu 5 nồi trong 10 năm", "number-two"),
        ("Số: 12345678901234567", "number-long"),
        ("a" * 201 + ": 5", "part-long"),
    ],
)
def test_what_can_be_read_two_ways_is_asked_back(line: str, code: str) -> None:
    with pytest.raises(TroubleError) as caught:
        read_figure(line, TODAY)
    assert caught.value.code == code


@given(st.integers(1, 10**12))
def test_any_number_with_dots_is_the_number(number: int) -> None:
    dotted = f"{number:,}".replace(",", ".")
    assert read_figure(f"Con cá: {dotted} con", TODAY)["value"] == number


@pytest.mark.parametrize(
    ("line", "honour", "programme"),
    [
        ("Giấy khen; 2019; UBND huyện Ba Tri", ("Giấy khen", 2019, "huyen", "UBND huyện Ba Tri"), None),
        ("Giấy khen, năm 2020, Hội Nông dân", ("Giấy khen", 2020, None, "Hội Nông dân"), None),
        ("Bằng khen năm 2019", ("Bằng khen", 2019, None, None), None),
        ("Bằng khen; 15/3/2019; Thủ tướng Chính phủ", ("Bằng khen", 2019, "trung-uong", "Thủ tướng Chính phủ"), None),
        ("Chiến sĩ thi đua", ("Chiến sĩ thi đua", None, None, None), None),
        ("Giấy khen (theo Chỉ thị 05); UBND xã An Đức", ("Giấy khen", None, "xa", "UBND xã An Đức"), True),
        ("Gương học tập và làm theo Bác theo Chỉ thị 05; 2018", ("Gương học tập và làm theo Bác theo Chỉ thị 05", 2018, None, None), True),
        ("Giấy khen; không theo Chỉ thị 05", ("Giấy khen", None, None, None), False),
        ("theo Chỉ thị 05: có", (None, None, None, None), True),
        ("Chưa theo chỉ thị 05-CT/TW", (None, None, None, None), False),
    ],
)  # fmt: skip
def test_an_honour_is_read(line: str, honour: tuple[Any, ...], programme: object) -> None:
    read = read_honour(line, TODAY)
    assert tuple(read.values.get(key) for key in ("title", "year", "level", "body")) == honour
    assert read.programme is programme


@pytest.mark.parametrize(
    ("line", "code"),
    [("2019", "honour-title"), ("Giấy khen; 2031", "in-future"), ("Giấy khen; 1930", "year-early"),
     ("Giấy khen; 31/2/2019", "no-such-day"), ("a" * 201, "part-long")],
)  # fmt: skip
def test_an_honour_that_cannot_be_is_asked_back(line: str, code: str) -> None:
    with pytest.raises(TroubleError) as caught:
        read_honour(line, TODAY)
    assert caught.value.code == code


URL = "https://example.org/a?b=c_d"


@pytest.mark.parametrize(
    ("line", "source"),
    [
        (f"Bếp cơm; Báo Mẫu; 15/3/2024; {URL}", ("Bếp cơm", "Báo Mẫu", "2024-03-15", URL)),
        (f"Bếp cơm - Báo Mẫu - {URL}.", ("Bếp cơm", "Báo Mẫu", None, URL)),
        ("Bếp cơm, của ông Mẫu, Báo Mẫu, 2024", ("Bếp cơm, của ông Mẫu", "Báo Mẫu", "2024", None)),
        ("Bếp cơm; Báo Mẫu; ngày 15 tháng 3 năm 2024", ("Bếp cơm", "Báo Mẫu", "2024-03-15", None)),
        ("Bếp cơm; Báo Mẫu; tháng 3/2024", ("Bếp cơm", "Báo Mẫu", "2024-03", None)),
        (f"[Bếp cơm]({URL})", ("Bếp cơm", "example.org", None, URL)),
        (
            "Báo cáo số 12 năm 2020; UBND huyện",
            ("Báo cáo số 12 năm 2020", "UBND huyện", None, None),
        ),
        (f"Bếp; Báo; link: {URL}", ("Bếp", "Báo", None, URL)),
    ],
)
def test_a_source_is_read(line: str, source: tuple[Any, ...]) -> None:
    read = read_source(line, TODAY)
    assert tuple(read.get(key) for key in ("title", "publisher", "date", "url")) == source


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Bếp cơm", "source-publisher"),
        (URL, "source-title"),
        ("Bếp; www.example.org/a", "source-bare"),
        ("Bếp; Báo; https://ai@example.org/", "source-url"),
        ("Bếp; Báo; http://[::1", "source-url"),
        (f"Bếp; Báo; {URL}; https://example.org/hai", "source-two"),
        ("Bếp; Báo; 2030", "in-future"),
        ("Bếp; Báo; 1812", "year-early"),
        ("a" * 1001 + "; Báo", "part-long"),
    ],
)
def test_a_source_that_cannot_be_is_asked_back(line: str, code: str) -> None:
    with pytest.raises(TroubleError) as caught:
        read_source(line, TODAY)
    assert caught.value.code == code


def test_an_address_on_a_line_of_its_own_belongs_to_the_source_above() -> None:
    assert join_addresses(["A; B", URL, "C; D", "E; F", URL]) == [
        f"A; B; {URL}",
        "C; D",
        f"E; F; {URL}",
    ]


# --- whatever comes ---


@settings(max_examples=60)
@given(st.sampled_from(sorted(ANSWERS)), st.text(max_size=300))
def test_whatever_is_answered_ends_in_a_sound_story_or_in_a_word(id_: str, words: str) -> None:
    made = nominate(form(**{id_: words}), ROOT / "tests" / "example", TODAY)
    assert bool(made.text) != bool(made.troubles)
    assert refusal(made.troubles, made.asked, made.notes, markdown=True)
    assert acceptance("x.md", made.notes, markdown=True)


@settings(max_examples=40)
@given(st.text(max_size=400))
def test_whatever_is_sent_is_answered(words: str) -> None:
    made = nominate(words, ROOT / "tests" / "example", TODAY)
    assert made.troubles


@pytest.mark.parametrize(
    "unit", ["1. a\n", "> ", "Tên: x\n", "https://", "((", "y tế,", "ớ\u0323", "[", "năm 2012 "]
)
def test_a_flood_is_answered_soon(unit: str, stories: Path) -> None:
    start = time.monotonic()
    nominate(unit * (LETTER_LIMIT // len(unit)), stories, TODAY)
    nominate(form(story=unit * (50_000 // len(unit)), sources=unit * 400), stories, TODAY)
    assert time.monotonic() - start < 8
