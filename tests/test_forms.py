"""Tests for the forms: GitHub takes them, people can fill them in, and they equal the questions."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from browser import lonely_chromium
from conftest import EXAMPLE, ROOT
from pypdf import PdfReader

from exemplars import forms
from exemplars.command import main
from exemplars.forms import NOWHERE, private_address, write_forms
from exemplars.issue_forms import signposted, write_correction, write_nomination, write_signpost
from exemplars.letters import take_apart
from exemplars.library import Library
from exemplars.model import Group, Taxonomy, Term
from exemplars.nominating import nominate
from exemplars.paper_forms import write_page, write_text
from exemplars.questions import contract
from exemplars.site import Settings
from exemplars.transcribing import cleaned
from exemplars.vetting import read_tables
from exemplars.vietnamese import slug

TODAY = date(2026, 11, 24)
LIBRARY: Library = read_tables(ROOT / "stories", TODAY)[1]
TAXONOMY = LIBRARY.taxonomy
ASKED = contract(TAXONOMY)
NOMINATION: dict[str, Any] = yaml.safe_load(write_nomination(TAXONOMY))
CORRECTION: dict[str, Any] = yaml.safe_load(write_correction())
MADE = write_forms(LIBRARY, NOWHERE)


# --- what GitHub takes: its documentation of issue forms, and of errors in them ---

TOP = {"name", "description", "title", "labels", "assignees", "projects", "type", "body"}
ATTRIBUTES = {
    "markdown": {"value"},
    "input": {"label", "description", "placeholder", "value"},
    "textarea": {"label", "description", "placeholder", "value", "render"},
    "dropdown": {"label", "description", "multiple", "options", "default"},
    "checkboxes": {"label", "description", "options"},
}
WORDS_OF_ATTACKERS = re.compile(
    r"password|passcode|credential|secret|api.?key|token", re.IGNORECASE
)
FORBIDDEN = {"y", "yes", "n", "no", "true", "false", "on", "off"}


def faults(form: Mapping[str, Any]) -> Iterator[str]:
    """Yield what GitHub would refuse in a form."""
    for key in ("name", "description", "body"):
        if not form.get(key):
            yield f"{key} is missing"
    yield from (f"{key} is not a permitted key" for key in form if key not in TOP)
    body = form.get("body") or []
    if all(element.get("type") == "markdown" for element in body):
        yield "body must contain at least one non-markdown field"
    for number, element in enumerate(body):
        yield from (f"body[{number}]: {fault}" for fault in element_faults(element))
    fields = [element for element in body if element.get("type") != "markdown"]
    yield from doubles("ids", [field["id"] for field in fields if "id" in field])
    labels = [str(field.get("attributes", {}).get("label")) for field in fields]
    ticks = [
        option["label"]
        for field in fields
        if field.get("type") == "checkboxes"
        for option in field["attributes"]["options"]
    ]
    yield from doubles("labels", [slug(label) for label in labels + ticks])


def doubles(what: str, values: list[str]) -> Iterator[str]:
    """Yield what stands twice."""
    if len(set(values)) < len(values):
        yield f"body must have unique {what}"


def element_faults(element: Mapping[str, Any]) -> Iterator[str]:
    """Yield what GitHub would refuse in one element."""
    type_, attributes = str(element.get("type")), element.get("attributes") or {}
    if type_ not in ATTRIBUTES:
        yield f"{type_} is not a valid input type"
        return
    known = {"type", "attributes"} | (set() if type_ == "markdown" else {"id"})
    known |= {"validations"} if type_ in {"input", "textarea", "dropdown"} else set()
    yield from (f"{key} is not a permitted key" for key in element if key not in known)
    yield from (
        f"{key} is not a permitted attribute" for key in attributes if key not in ATTRIBUTES[type_]
    )
    main_ = "value" if type_ == "markdown" else "label"
    for key in {main_, "description", "placeholder"} & (set(attributes) | {main_}):
        value = attributes.get(key)
        if not isinstance(value, str) or not value.strip():
            yield f"{key} must be a string"
    if not re.fullmatch(r"[A-Za-z0-9_-]+", element.get("id", "x")):
        yield "id can only contain numbers, letters, -, _"
    if WORDS_OF_ATTACKERS.search(str(attributes.get("label"))):
        yield "label contains forbidden word"
    yield from option_faults(type_, attributes.get("options"))


def option_faults(type_: str, options: list[Any] | None) -> Iterator[str]:
    """Yield what GitHub would refuse in what there is to choose from."""
    if type_ not in {"dropdown", "checkboxes"}:
        return
    if not options:
        yield "options is missing"
        return
    words = [option["label"] if type_ == "checkboxes" else option for option in options]
    if not all(isinstance(word, str) and word.strip() for word in words):
        yield "options must be strings"
        return
    if len(set(words)) < len(words):
        yield "options must be unique"
    if any(word.casefold() == "none" for word in words):
        yield "options must not include the reserved word, none"
    if any(word.casefold() in FORBIDDEN for word in words):
        yield "options must not include booleans"


@pytest.mark.parametrize("form", [NOMINATION, CORRECTION], ids=["de-cu", "sua"])
def test_github_takes_the_form(form: Mapping[str, Any]) -> None:
    assert [*faults(form)] == []
    assert all(isinstance(form[key], str) for key in ("name", "description", "title"))


def spoilt(path: str, value: object) -> dict[str, Any]:
    """Return the nomination with one thing changed, or taken away where ``value`` is None."""
    form = deepcopy(NOMINATION)
    *above, last = [int(part) if part.isdigit() else part for part in path.split("/")]
    place: Any = form
    for part in above:
        place = place[part]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return form


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("name", None, "name is missing"),
        ("colour", "red", "colour is not a permitted key"),
        ("body", NOMINATION["body"][:1], "body must contain at least one non-markdown field"),
        ("body/1/id", "kind", "body must have unique ids"),
        ("body/1/id", "họ tên", "body[1]: id can only contain numbers, letters, -, _"),
        ("body/1/type", "text", "body[1]: text is not a valid input type"),
        ("body/1/attributes/label", True, "body[1]: label must be a string"),
        ("body/1/attributes/label", "2. Cá nhân hay tập thể?", "body must have unique labels"),
        ("body/1/attributes/label", "Password", "body[1]: label contains forbidden word"),
        ("body/1/attributes/placeholder", " ", "body[1]: placeholder must be a string"),
        ("body/1/attributes/options", [], "body[1]: options is not a permitted attribute"),
        ("body/0/id", "x", "body[0]: id is not a permitted key"),
        ("body/2/attributes/options", ["A", "A"], "body[2]: options must be unique"),
        ("body/2/attributes/options", ["A", "None"], "body[2]: options must not include the reserved word, none"),
        ("body/2/attributes/options", ["A", "Yes"], "body[2]: options must not include booleans"),
        ("body/2/attributes/options", [True, "A"], "body[2]: options must be strings"),
    ],
)  # fmt: skip
def test_what_github_refuses_is_noticed(path: str, value: object, fault: str) -> None:
    assert fault in [*faults(spoilt(path, value))]


def test_the_signpost_leads_to_a_page_and_there_is_no_blank_issue() -> None:
    found = yaml.safe_load(write_signpost("https://x.vn/dinh-chinh/"))
    assert set(found) == {"blank_issues_enabled", "contact_links"}
    assert found["blank_issues_enabled"] is False
    (link,) = found["contact_links"]
    assert set(link) == {"name", "url", "about"}
    assert link["name"] == "Xin gỡ hoặc ẩn danh"
    assert link["url"] == "https://x.vn/dinh-chinh/"


def fields(form: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what is filled in."""
    return (element for element in form["body"] if element["type"] != "markdown")


def test_no_form_has_a_field_for_who_asks_for_anonymity() -> None:
    for path in (ROOT / ".github/ISSUE_TEMPLATE").iterdir():
        if path.name == "config.yml":
            continue
        form = yaml.safe_load(path.read_bytes())
        asked = yaml.dump([*fields(form)], allow_unicode=True)
        assert not re.search(r"gỡ|ẩn danh|giấu tên|xóa tên", asked + form["name"], re.IGNORECASE)


@pytest.mark.parametrize("form", [NOMINATION, CORRECTION], ids=["de-cu", "sua"])
def test_a_form_first_warns_that_it_is_public(form: Mapping[str, Any]) -> None:
    first, *_, last = form["body"]
    assert first["type"] == "markdown"
    warning = first["attributes"]["value"]
    assert warning.startswith("**Phiếu này công khai")
    for private in ("số điện thoại", "địa chỉ nhà", "bệnh tật", "xin gỡ hoặc ẩn danh"):
        assert private in warning
    assert last["type"] == "checkboxes"
    assert all(option["required"] is True for option in last["attributes"]["options"])
    assert "bệnh tật" in last["attributes"]["options"][-1]["label"]


# --- the questions ---


def test_the_nomination_asks_the_questions_in_their_order() -> None:
    asked = [
        (field["id"], field["attributes"]["label"], field["attributes"]["description"])
        for field in fields(NOMINATION)
    ]
    assert asked == [(question.id, question.heading, question.help) for question in ASKED]
    assert [label[:3] for _, label, _ in asked[:3]] == ["1. ", "2. ", "3. "]


def test_what_must_be_answered_is_required() -> None:
    required = {
        field["id"]
        for field in fields(NOMINATION)
        if field.get("validations") == {"required": True} or field["type"] == "checkboxes"
    }
    assert required == {question.id for question in ASKED if question.required}
    ticked = [field for field in fields(NOMINATION) if field["type"] == "checkboxes"]
    assert [field["attributes"]["label"] for field in ticked] == [
        "Tôi tự viết lời kể này và cho dùng theo giấy phép CC BY 4.0"
    ]


def test_an_example_shows_what_is_meant() -> None:
    asked = {question.id: question for question in ASKED}
    shown = {f["id"]: f["attributes"].get("placeholder") for f in fields(NOMINATION)}
    assert shown["name"] == "Ví dụ: Nguyễn Văn Mẫu"
    assert {id_ for id_, words in shown.items() if words} == {
        id_ for id_, question in asked.items() if question.kind in {"line", "text"}
    }


def test_what_is_chosen_comes_from_the_taxonomy() -> None:
    term = Term(id="nghe-bien", label="Nghề biển", description="Đi biển.")
    taxonomy = Taxonomy(fields=(term,), groups=(Group(**term.model_dump(), fields=("nghe-bien",)),))
    form = yaml.safe_load(write_nomination(taxonomy))
    options = {f["id"]: f["attributes"].get("options") for f in fields(form)}
    assert options["fields"] == ["Nghề biển"]
    assert "Nghề biển" in write_text(taxonomy).decode()
    assert "<li>Nghề biển</li>" in write_page(taxonomy).decode()


def test_nothing_that_matters_is_chosen_beforehand() -> None:
    # GitHub has the first option of a required dropdown already chosen.
    chosen = [
        (field["id"], field["attributes"]["options"][0])
        for field in fields(NOMINATION)
        if field["type"] == "dropdown"
        and field.get("validations")
        and not field["attributes"]["multiple"]
    ]
    assert chosen == [("kind", "— Hãy chọn —"), ("age", "— Hãy chọn —")]
    left = nominate(issue(ANSWERS | dict(chosen)), ROOT / "stories", TODAY)
    assert [trouble.question for trouble in left.troubles] == ["kind", "age"]


def test_the_correction_asks_what_where_and_from_which_source() -> None:
    required = {field["id"]: "validations" in field for field in fields(CORRECTION)}
    assert required == {
        "story": True, "wrong": True, "right": True, "source": False, "public": False,
    }  # fmt: skip


def test_the_link_below_a_story_fills_the_correction() -> None:
    template = (ROOT / "hooks/exemplars/templates/story.html.jinja").read_text("utf-8")
    link = re.search(r"settings\.issues \}\}\?([^\"]*)", template)
    assert link
    parameters = dict(re.findall(r"(\w+)=([^&]*)", link[1]))
    assert parameters.pop("template") == Path(forms.CORRECTION).name
    assert parameters.keys() <= {field["id"] for field in fields(CORRECTION)}
    assert "story" in parameters


# --- what was filled in can be read again ---

ANSWERS = {
    "name": "Trần Văn Thử",
    "kind": "Cá nhân",
    "place": "xã An Đức, huyện Ba Tri, tỉnh Bến Tre",
    "fields": "Y tế, An sinh xã hội",
    "years": "2014 đến nay",
    "summary": "Ông Thử ở xã An Đức nấu cháo cho người bệnh từ năm 2014.",
    "story": "Sáng nào ông Thử cũng nấu cháo.\n\nCháo chín, ông đem tới bệnh viện.",
    "figures": "Tô cháo mỗi sáng: hơn 120 tô\nNgười góp gạo: 8 người",
    "recognitions": "Giấy khen; 2019; UBND huyện Ba Tri",
    "sources": "Nồi cháo của ông Thử; Báo Thử; 3/2024; https://example.org/noi-chao",
    "age": "Đã đủ 18 tuổi",
    "consent": "Người thân đã thuận",
    "licence": "Đồng ý",
}


def issue(answers: Mapping[str, str]) -> str:
    """Return what GitHub makes of the filled nomination."""
    parts = []
    for field in fields(NOMINATION):
        words = answers.get(field["id"]) or "_No response_"
        if field["type"] == "checkboxes":
            words = "\n".join(f"- [X] {o['label']}" for o in field["attributes"]["options"])
        parts.append(f"### {field['attributes']['label']}\n\n{words}")
    return "\n\n".join(parts) + "\n"


def letter(answers: Mapping[str, str], between: str) -> str:
    """Return the plain text with answers behind the colons."""
    text = write_text(TAXONOMY).decode()
    for question in ASKED:
        start = text.index(f"\n{question.heading} (")
        end = text.index("):\n", start) + 2
        text = text[:end] + between + answers.get(question.id, "") + text[end:]
    return text


FILLED = {
    "form": issue(ANSWERS),
    "text, on the line": letter(ANSWERS, " "),
    "text, below": letter(ANSWERS, "\n"),
}


@pytest.mark.parametrize("filled", FILLED.values(), ids=FILLED)
def test_every_answer_is_found(filled: str) -> None:
    found = take_apart(cleaned(filled)[0], ASKED)
    assert {id_: words for id_, words in found.answers.items() if id_ != "licence"} == {
        id_: words for id_, words in ANSWERS.items() if id_ != "licence"
    }
    assert found.repeated == ()


@pytest.mark.parametrize("filled", FILLED.values(), ids=FILLED)
def test_a_filled_form_becomes_a_story(filled: str) -> None:
    found = nominate(filled, ROOT / "stories", TODAY)
    assert found.troubles == ()
    assert (found.kind, found.slug) == ("ca-nhan", "tran-van-thu")
    assert "fields: [y-te, an-sinh-xa-hoi]\n" in found.text
    assert "  - label: Tô cháo mỗi sáng\n" in found.text


def test_the_blank_text_answers_nothing() -> None:
    found = take_apart(cleaned(write_text(TAXONOMY).decode())[0], ASKED)
    assert set(found.answers) == {question.id for question in ASKED}
    assert not any(found.answers.values())
    assert len(found.unused) == 2  # the title and how to fill it in


def test_the_hints_of_the_text_close_their_brackets_only_at_the_end() -> None:
    heads = [line for line in write_text(TAXONOMY).decode().split("\n") if line.endswith("):")]
    assert len(heads) == len(ASKED)
    assert all(head.count("(") == head.count(")") == 1 for head in heads)


# --- paper ---


def test_the_page_holds_the_text_and_every_question_for_paper() -> None:
    page = write_page(TAXONOMY).decode()
    assert write_text(TAXONOMY).decode() in page
    paper = unescape(page.partition('<div class="form-paper">')[2])
    headings = re.findall(r"<h3>(.*?)(?: <small>\(bắt buộc\)</small>)?</h3>", paper)
    assert headings == [
        *(question.heading for question in ASKED),
        "Người gửi phiếu và cách liên hệ",
        "Gửi phiếu về",
    ]
    assert paper.count("(bắt buộc)") == sum(question.required for question in ASKED)
    for question in ASKED:
        assert all(f"<li>{choice.label}</li>" in paper for choice in question.choices)


def test_a_word_of_the_taxonomy_is_text_on_the_page() -> None:
    term = Term(id="r-b", label="R&B <b>", description="Nhạc.")
    page = write_page(Taxonomy(fields=(term,))).decode()
    assert "<li>R&amp;B &lt;b&gt;</li>" in page
    assert "R&B <b>" not in page.partition('<div class="form-paper">')[2]


def test_the_form_fills_both_sides_of_one_sheet(tmp_path: Path) -> None:
    paper = write_page(TAXONOMY).decode().partition('<div class="form-paper">')
    style = (ROOT / "docs/assets/site.css").read_text("utf-8")
    page = tmp_path / "phieu.html"
    page.write_text(
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>Phiếu</title>'
        f'<style>{style}</style><div class="form-screen">Chép</div>{paper[1]}{paper[2]}',
        "utf-8",
    )
    with lonely_chromium() as browser:
        tab = browser.new_page(viewport={"width": 360, "height": 640})
        tab.goto(page.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") == 360
        assert not tab.locator(".form-lines").first.is_visible()
        margins = dict.fromkeys(("top", "right", "bottom", "left"), "15mm")
        pdf = PdfReader(BytesIO(tab.pdf(format="A4", margin=margins)))  # type: ignore[arg-type]
        tab.emulate_media(media="print")
        assert tab.locator(".form-lines").first.is_visible()
        lines = tab.locator(".form-lines i").count()
    assert lines > 25
    assert len(pdf.pages) == 2
    # Where a letter comes from another typeface than its word, the reader takes it for a word.
    first, second = ("".join(side.extract_text().split()) for side in pdf.pages)
    assert "Chép" not in first
    assert "Gửiphiếuvề" in second


# --- the command, and the files in the repository ---


@pytest.mark.parametrize("path", sorted(MADE))
def test_the_file_in_the_repository_is_what_the_command_writes(path: str) -> None:
    address = private_address(Settings(name="", url=""), ROOT)
    assert (ROOT / path).read_bytes() == write_forms(LIBRARY, address)[path], "exemplars forms"


def test_the_signpost_of_the_repository_leads_to_the_page_about_private_mail() -> None:
    address = signposted((ROOT / forms.SIGNPOST).read_bytes())
    assert urlsplit(address).scheme == "https"
    assert address.endswith("/dinh-chinh/")
    assert (ROOT / "docs/dinh-chinh.md").is_file()


def test_no_file_has_blanks_at_the_ends_of_its_lines() -> None:
    for content in MADE.values():
        assert content.endswith(b"\n")
        assert b"\r" not in content
        assert not re.search(rb"[ \t]\n", content)


@pytest.fixture
def project(stories: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with stories and nothing else, where commands run."""
    monkeypatch.chdir(stories.parent)
    for name in ("STORIES_DIR", "SITE_URL"):
        monkeypatch.delenv(name, raising=False)
    return stories.parent


Capture = pytest.CaptureFixture[str]


def test_the_command_writes_every_file_once(project: Path, capsys: Capture) -> None:
    (project / "mkdocs.yml").write_text("site_url: https://x.vn/guong\n", "utf-8")
    assert main(["forms"]) == 0
    assert capsys.readouterr().out.splitlines() == [f"đã viết {path}" for path in MADE]
    for path, content in write_forms(
        read_tables(project / "stories", TODAY)[1], "https://x.vn/guong/dinh-chinh/"
    ).items():
        assert (project / path).read_bytes() == content
    assert main(["forms"]) == 0
    assert capsys.readouterr().out == "mọi phiếu và khung mẫu đã khớp\n"


def test_check_writes_nothing_and_names_what_differs(project: Path, capsys: Capture) -> None:
    (project / "mkdocs.yml").write_text("site_url: https://x.vn/\n", "utf-8")
    main(["forms"])
    (project / forms.TEXT).write_text("sửa tay", "utf-8")
    (project / forms.PAGE).unlink()
    capsys.readouterr()
    assert main(["forms", "--check"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "chưa khớp: docs/phieu.md; hãy chạy exemplars forms",
        "chưa khớp: docs/assets/phieu.txt; hãy chạy exemplars forms",
    ]
    assert (project / forms.TEXT).read_text("utf-8") == "sửa tay"
    assert not (project / forms.PAGE).exists()
    assert main(["forms"]) == 0
    assert main(["forms", "--check"]) == 0


def test_a_site_without_an_address_is_told(project: Path, capsys: Capture) -> None:
    assert main(["forms"]) == 0
    assert capsys.readouterr().err == (
        "chưa rõ địa chỉ thật của trang nên lối “Xin gỡ hoặc ẩn danh” trong "
        ".github/ISSUE_TEMPLATE/config.yml chưa dẫn tới trang thật; "
        "hãy đặt site_url trong mkdocs.yml rồi chạy lại exemplars forms\n"
    )
    assert signposted((project / forms.SIGNPOST).read_bytes()) == NOWHERE


def test_an_address_that_only_the_environment_knows_is_kept(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    settings = 'site_url: !ENV [SITE_URL, "http://127.0.0.1:8000/"]\n'
    (project / "mkdocs.yml").write_text(settings, "utf-8")
    monkeypatch.setenv("SITE_URL", "https://x.vn/")
    assert main(["forms"]) == 0
    monkeypatch.delenv("SITE_URL")
    capsys.readouterr()
    assert main(["forms", "--check"]) == 0
    assert capsys.readouterr().err == ""
    assert b"url: https://x.vn/dinh-chinh/\n" in (project / forms.SIGNPOST).read_bytes()


@pytest.mark.parametrize(
    ("content", "address"),
    [
        (b"contact_links: [{url: 'https://x.vn/a/'}]", "https://x.vn/a/"),
        (b"contact_links: [{url: 'mailto:a@x.vn'}]", ""),
        (b"contact_links: []", ""),
        (b"blank_issues_enabled: true", ""),
        (b"- 1", ""),
        (b"a: [", ""),
        (b"\xff", ""),
        (b"", ""),
    ],
)
def test_a_signpost_written_before_is_read(content: bytes, address: str) -> None:
    assert signposted(content) == address


def test_faulty_tables_stop_the_command(
    project: Path, write: Callable[[str, str], Path], capsys: Capture
) -> None:
    write("taxonomy.yml", "fields: 5\n")
    assert main(["forms"]) == 1
    assert capsys.readouterr().err.startswith("stories/taxonomy.yml:1:9: “fields” phải là danh")
    assert not (project / ".github").exists()


def test_stories_are_not_looked_at(project: Path, write: Callable[[str, str], Path]) -> None:
    write("ca-nhan/hong.md", "hỏng")
    assert main(["forms"]) == 0
    assert (project / forms.NOMINATION).is_file()


def test_the_example_makes_forms_too() -> None:
    made = write_forms(read_tables(EXAMPLE, TODAY)[1], NOWHERE)
    assert [*faults(yaml.safe_load(made[forms.NOMINATION]))] == []


def test_without_tables_there_are_no_forms(project: Path) -> None:
    shutil.rmtree(project / "stories")
    assert main(["forms"]) == 1
