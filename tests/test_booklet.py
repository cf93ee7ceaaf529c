"""Tests for booklet.py, selecting.py, register.py, tree.py and owner.py: a PDF out of stories."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
import typst
from conftest import EXAMPLE, ROOT
from factories import story
from hostile import CASES
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from exemplars.booklet import booklet, write_booklet
from exemplars.checking import check
from exemplars.command import main
from exemplars.library import Library
from exemplars.owner import Owner, read_owner
from exemplars.problem import FaultError
from exemplars.reading import read
from exemplars.register import index_names, index_places
from exemplars.selecting import describe, select
from exemplars.site import Settings
from exemplars.tree import RUN_LIMIT, Tree, breakable, parse

Write = Callable[[str, str], Path]

TODAY = date(2026, 11, 24)
OWNER = Owner(settings=Settings(name="Gương mẫu", url="https://example.org/", publisher="Nhóm Mẫu"))
DISCLAIMER = "Đây không phải là ấn phẩm hay trang của cơ quan Đảng hay Nhà nước."
TYPST = r"""#eval("1") #panic() $x^2$ @nhan <nhan> \ // het /* het */ `ma` = De *dam* _nghieng_ "q" ~ -- ... #"""
NO_LINK: Callable[[str], Mapping[str, str]] = lambda _: {}  # noqa: E731 - typed in one line


def library(root: Path) -> Library:
    """Read and check a stories folder in which nothing is to be mended."""
    found, problems = read(root, "stories", TODAY)
    assert [str(p) for p in (*problems, *check(found)) if not p.warning] == []
    return found


def pdf_of(root: Path, output: Path, owner: Owner = OWNER, **wish: tuple[str, ...]) -> PdfReader:
    """Make the booklet and open it."""
    write_booklet(library(root), wish, owner, output)
    return PdfReader(output)


def squeezed(text: str) -> str:
    """Return ``text`` without white space and places to break, which differ by layout."""
    return re.sub(r"[\s\u200b\u00ad]+", "", text)


def words(pdf: PdfReader) -> str:
    """Return all words of a PDF, squeezed."""
    return squeezed("".join(page.extract_text() for page in pdf.pages))


def slugs(root: Path, **wish: tuple[str, ...]) -> list[str]:
    """Return the slugs of the selected stories."""
    return [found.slug for found in select(library(root), wish)]


@pytest.fixture
def four(stories: Path, write: Write) -> Path:
    """Four stories that differ in field, place, year and kind."""
    honour = {"title": "Bằng khen", "year": 2019}
    write("ca-nhan/an.md", story(fields=["y-te", "giao-duc"], recognitions=[honour]))
    write("ca-nhan/binh.md", story(name="Trần Văn Bình", locality="ben-tre/ba-tri/tiem-tom"))
    write("ca-nhan/cuc.md", story(name="Lê Thị Cúc", fields=["giao-duc"]))
    revoked = {"title": "Giấy khen", "year": 2020, "revoked": True}
    write("tap-the/to.md", story(name="Tổ Chín", kind="tap-the", recognitions=[revoked]))
    return stories


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    """The booklet of tests/example."""
    return pdf_of(EXAMPLE, tmp_path_factory.mktemp("booklet") / "a.pdf")


# --- the whole ---


def test_the_example_has_cover_contents_stories_and_indexes(example: PdfReader) -> None:
    pages = [squeezed(page.extract_text()) for page in example.pages]
    assert pages[0].startswith(squeezed("Gương mẫu Kỷ yếu Gương điển hình 9 câu chuyện Nhóm Mẫu"))
    assert "Mụclục" in pages[2]
    assert any(page.startswith("Chỉmụctên") for page in pages)
    assert "Chỉmụcđịadanh" in pages[-1]


def test_every_story_is_there_with_all_it_says(example: PdfReader) -> None:
    text = words(example)
    for told in library(EXAMPLE).here:
        front = told.front
        for said in (front.name, front.title or "", front.summary, front.sources[0].title):
            assert squeezed(said) in text
        for honour in front.recognitions:
            assert squeezed(honour.title) in text


def test_drafts_and_withdrawn_stories_are_never_in_it(example: PdfReader) -> None:
    found = library(EXAMPLE)
    text = words(example)
    assert found.drafts
    assert found.tombstones
    for draft in found.drafts:
        assert squeezed(draft.front.summary) not in text
    destinations = set(example.named_destinations)
    assert not {gone.slug for gone in (*found.drafts, *found.tombstones)} & destinations


def test_a_page_number_in_the_contents_is_the_page_of_the_story(example: PdfReader) -> None:
    contents = squeezed(example.pages[2].extract_text())
    for told in library(EXAMPLE).here:
        heads = [squeezed(told.front.name + (told.front.title or "") + told.front.summary)]
        found = [n for n, page in enumerate(example.pages, 1)
                 if heads[0] in squeezed(page.extract_text())]  # fmt: skip
        assert len(found) == 1
        assert re.search(rf"{re.escape(squeezed(told.front.name))}\.*{found[0]}(?!\d)", contents)


def test_each_page_but_the_cover_has_its_number_the_site_and_the_publisher(
    example: PdfReader,
) -> None:
    for number, page in enumerate(example.pages, 1):
        text = squeezed(page.extract_text())
        foot = "Gươngmẫu·NhómMẫu"
        assert number == 1 or text.endswith((f"{foot}{number}", f"{number}{foot}"))


def test_the_pages_are_a5_and_the_file_says_what_it_is(example: PdfReader) -> None:
    assert [round(float(side) / 72 * 25.4) for side in example.pages[0].mediabox[2:]] == [148, 210]
    assert example.metadata is not None
    assert example.metadata.title == "Kỷ yếu – Gương mẫu"
    assert example.metadata.author == "Nhóm Mẫu"


def test_photos_are_in_it_with_their_credit_and_without_metadata(example: PdfReader) -> None:
    images = [image for page in example.pages for image in page.images]
    assert len(images) == 2
    assert all(image.image is not None and not image.image.getexif() for image in images)
    assert squeezed("Buổi tập. Ảnh: Minh Họa (CC0)") in words(example)
    assert squeezed("Ảnh: Minh Họa (CC BY 4.0)") in words(example)


def test_only_faces_with_every_vietnamese_letter_are_used(
    stories: Path, write: Write, tmp_path: Path
) -> None:
    body = (
        "***nửa*** **nửa** *nửa*\n\n## Mục **nửa**\n\n#### Mục ***nửa***\n\n|**a**|\n|---|\n|b|\n"
    )
    write("ca-nhan/a.md", story(body=body, title="Tựa", other_names=["Ba"]))
    faces = set()
    for page in pdf_of(stories, tmp_path / "a.pdf").pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            faces.add(font.get_object()["/BaseFont"].partition("+")[2].removesuffix("-Identity-H"))
    assert faces == {
        "LibertinusSerif-Regular",
        "LibertinusSerif-Italic",
        "LibertinusSerif-Semibold",
        "LibertinusSerif-SemiboldItalic",
    }


def test_two_runs_give_the_same_bytes_and_none_of_the_clock(tmp_path: Path) -> None:
    pdf_of(EXAMPLE, tmp_path / "a.pdf")
    pdf_of(EXAMPLE, tmp_path / "b.pdf")
    content = (tmp_path / "a.pdf").read_bytes()
    assert content == (tmp_path / "b.pdf").read_bytes()
    newest = library(EXAMPLE).date
    assert newest is not None
    dates = set(re.findall(rb"D:(\d{8})", content))
    assert dates == {f"{newest:%Y%m%d}".encode()}


def test_without_an_agency_it_says_that_it_is_not_the_states(four: Path, tmp_path: Path) -> None:
    assert squeezed(DISCLAIMER) in words(pdf_of(four, tmp_path / "a.pdf"))
    agency = Owner(settings=OWNER.settings, agency=True)
    assert "khôngphảilàấnphẩm" not in words(pdf_of(four, tmp_path / "a.pdf", agency))


def test_it_says_how_the_stories_were_selected(four: Path, tmp_path: Path) -> None:
    pdf = pdf_of(four, tmp_path / "a.pdf", field=("y-te", "giao-duc"), kind=("ca-nhan",))
    text = squeezed(pdf.pages[1].extract_text())
    fields = library(four).fields
    said = f"{fields['y-te'].label}; {fields['giao-duc'].label}"
    assert squeezed(f"3 câu chuyện đã đăng, chọn theo: Lĩnh vực: {said} Đối tượng: Cá nhân") in text


# --- what strangers wrote ---


def test_typsts_language_in_a_story_stays_text(stories: Path, write: Write, tmp_path: Path) -> None:
    write(
        "ca-nhan/la.md",
        story(
            body=f"{TYPST.replace('*', '').replace('_', '').replace('<', '')}\n",
            name=f"Tên {TYPST}", title=TYPST, summary=TYPST, role=TYPST,
            other_names=[f"Khác {TYPST}"], authors=[TYPST],
            recognitions=[{"title": TYPST, "body": TYPST}],
            figures=[{"label": TYPST, "value": 1, "unit": TYPST}],
            sources=[{"title": TYPST, "publisher": TYPST}],
        ),
    )  # fmt: skip
    owner = Owner(settings=Settings(name=TYPST, url="", publisher=TYPST, contact=TYPST))
    text = words(pdf_of(stories, tmp_path / "a.pdf", owner))
    assert text.count(squeezed(TYPST)) > 12


def test_every_hostile_story_that_is_published_is_laid_out_as_the_text_that_it_is(
    stories: Path, write: Write, tmp_path: Path
) -> None:
    cases = [case for case in CASES if not case.refused and not case.fault]
    for case in cases:
        write(case.path, "")
        raw = case.content if isinstance(case.content, bytes) else case.content.encode()
        for name, content in {**case.more, case.path: raw}.items():
            (stories / name).write_bytes(content)
    text = words(pdf_of(stories, tmp_path / "a.pdf"))
    missing = {c.name for c in cases for said in c.visible if squeezed(said) not in text}
    assert missing == {
        "withdrawn",
        "text very long word",  # goes on over the foot of a page
        # signs that the face has not got
        "front emoji in name", "front recognition without a letter", "text emoji and joiners",
        "text look-alike brackets", "text zalgo of a few marks",
    }  # fmt: skip


def test_long_words_titles_and_tables_stay_on_the_page(stories: Path, write: Write) -> None:
    def table(columns: int) -> str:
        row = "|".join(["số liệu dài"] * columns)
        return f"|{row}|\n|{'---|' * columns}\n" + f"|{row}|\n" * 60

    body = f"{'ă' * 500}\n\n{table(3)}\n{table(12)}\n" + "".join(
        f"{'  ' * depth}- tầng {depth}\n" for depth in range(10)
    )
    write("ca-nhan/dai.md", story(body=body, name="N" * 200, title="W" * 200))
    found = library(stories)
    pages = typst.compile(
        (ROOT / "hooks/exemplars/templates/booklet.typ").read_bytes(),
        format="png",
        ppi=25.4,  # a pixel is a millimetre
        ignore_system_fonts=True,
        sys_inputs={"booklet": json.dumps(booklet(found, found.here, {}, OWNER))},
    )
    assert len(pages) > 6
    for page in pages[1:]:
        image = Image.open(io.BytesIO(cast("bytes", page))).convert("L")
        for left, right in ((0, 14), (136, 148)):
            assert image.crop((left, 0, right, 210)).getextrema() == (255, 255)


# --- which stories ---


def test_without_a_wish_every_story_is_in_it_once(four: Path) -> None:
    assert slugs(four) == ["an", "binh", "cuc", "to"]


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        # a story of several fields is in once; ids of one option are united
        ({"field": ("y-te", "giao-duc")}, {"an", "binh", "cuc", "to"}),
        ({"field": ("giao-duc",)}, {"an", "cuc"}),
        # options must all fit
        ({"field": ("y-te",), "kind": ("ca-nhan",)}, {"an", "binh"}),
        ({"field": ("y-te", "giao-duc"), "locality": ("ben-tre/ba-tri/tiem-tom",)}, {"binh"}),
        # a place holds what lies in it, by its former and its present name
        ({"locality": ("ben-tre/ba-tri",)}, {"an", "binh", "cuc", "to"}),
        ({"locality": ("2025/vinh-long",)}, {"an", "binh", "cuc", "to"}),
        # a year is that of an honour that stands
        ({"year": ("2019",)}, {"an"}),
        # what is empty wants everything
        ({"field": ()}, {"an", "binh", "cuc", "to"}),
    ],
)
def test_options_intersect_and_their_ids_unite(
    wish: Mapping[str, tuple[str, ...]], found: set[str], four: Path
) -> None:
    selected = slugs(four, **wish)
    assert set(selected) == found
    assert len(selected) == len(found)


@given(
    st.sets(st.sampled_from(["y-te", "giao-duc", "van-hoa", "nong-nghiep"]), min_size=1),
    st.sets(st.sampled_from(["ca-nhan", "tap-the"]), min_size=1),
)
def test_the_selection_is_the_union_of_its_parts(fields: set[str], kinds: set[str]) -> None:
    found = library(EXAMPLE)

    def chosen(**wish: tuple[str, ...]) -> set[str]:
        try:
            return {told.slug for told in select(found, wish)}
        except FaultError:
            return set()

    parts = [chosen(field=(field,), kind=(kind,)) for field in fields for kind in kinds]
    assert chosen(field=tuple(fields), kind=tuple(kinds)) == set().union(*parts)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"field": ("y-t",)}, "--field: không có mã “y-t”; gần nhất: y-te"),
        (
            {"locality": ("ben-tre/ba-tri/an-duk",)},
            "--locality: không có mã “ben-tre/ba-tri/an-duk”; gần nhất: ben-tre/ba-tri/an-duc",
        ),
        ({"year": ("2018",)}, "--year: không có mã “2018”; gần nhất: 2019"),
        # a year in which nothing that stands was given
        ({"year": ("2020",)}, "--year: không có mã “2020”; gần nhất: 2019"),
        ({"kind": ("nguoi",)}, "--kind: không có mã “nguoi”; gần nhất: ca-nhan, tap-the"),
        # known, but without a story, alone or with the others
        (
            {"field": ("van-hoa",)},
            "không có câu chuyện nào hợp với --field van-hoa; gần nhất: --field giao-duc, y-te",
        ),
        (
            {"field": ("giao-duc",), "kind": ("tap-the",)},
            "không có câu chuyện nào hợp với --field giao-duc --kind tap-the; "
            "gần nhất: --field y-te; --kind ca-nhan",
        ),
    ],
)
def test_a_selection_without_a_story_is_one_sentence(
    wish: Mapping[str, tuple[str, ...]], said: str, four: Path, tmp_path: Path
) -> None:
    output = tmp_path / "a.pdf"
    with pytest.raises(FaultError) as caught:
        write_booklet(library(four), wish, OWNER, output)
    assert str(caught.value) == said
    assert not output.exists()


def test_years_without_any_honour_are_told(stories: Path, write: Write) -> None:
    write("ca-nhan/a.md", story())
    with pytest.raises(FaultError, match="gần nhất: không có mã nào"):
        select(library(stories), {"year": ("2019",)})


def test_a_folder_without_stories_is_one_sentence(stories: Path) -> None:
    with pytest.raises(FaultError, match="chưa có câu chuyện nào được đăng trong “stories”"):
        select(library(stories), {})


def test_stories_of_other_sites_are_left_out(four: Path) -> None:
    found = library(four)
    other = type(found.stories[0])
    foreign = [
        other(**{name: getattr(told, name) for name in told.__dataclass_fields__} | {"url": "https://a.vn/"})
        if told.slug == "an" else told
        for told in found.stories
    ]  # fmt: skip
    joined = Library(
        root=found.root, stories=tuple(foreign), taxonomy=found.taxonomy, places=found.places
    )
    assert "an" not in {told.slug for told in select(joined, {})}


def test_the_selection_is_described_with_labels_each_once(four: Path) -> None:
    wish = {"year": ("2019",), "field": (), "locality": ("ben-tre/ba-tri", "ben-tre/ba-tri")}
    assert describe(library(four), wish) == [
        {"name": "Năm khen thưởng", "labels": ["2019"]},
        {"name": "Địa bàn", "labels": ["huyện Ba Tri, tỉnh Bến Tre"]},
    ]


# --- indexes ---


def test_names_are_in_vietnamese_order_and_lead_to_their_story(stories: Path, write: Write) -> None:
    names = {"a": "Lê Thị Ẩn", "b": "Đỗ Văn Đạt", "c": "Đỗ Văn Dũng", "d": "Vũ Thị An"}
    for slug, name in names.items():
        write(f"ca-nhan/{slug}.md", story(name=name, other_names=["Ba Đô"] if slug == "a" else []))
    write("tap-the/e.md", story(name="12 chị nuôi", kind="tap-the"))
    found = library(stories)
    shown = [
        (group["letter"], [(entry["name"], entry["of"], entry["slug"]) for entry in group["entries"]])
        for group in index_names(found, found.here)
    ]  # fmt: skip
    assert shown == [
        ("#", [("12 chị nuôi", "", "e")]),
        ("A", [("Vũ Thị An", "", "d")]),
        ("Â", [("Lê Thị Ẩn", "", "a")]),
        ("D", [("Đỗ Văn Dũng", "", "c")]),
        ("Đ", [("Đỗ Văn Đạt", "", "b"), ("Ba Đô", "Lê Thị Ẩn", "a")]),
    ]


def test_people_of_one_name_are_told_apart_by_their_place() -> None:
    found = library(EXAMPLE)
    entries = [entry for group in index_names(found, found.here) for entry in group["entries"]]
    places = [entry["place"] for entry in entries if entry["name"] == "Nguyễn Thị Nga"]
    assert len(set(places)) == 2
    assert all(places)
    assert not any(entry["place"] for entry in entries if entry["name"] == "Đội hát sắc bùa")


def test_places_stand_below_what_holds_them_then_and_now(four: Path) -> None:
    found = library(four)
    then, now = index_places(found, found.here)
    assert [(row["depth"], row["label"]) for row in then["rows"]] == [
        (0, "tỉnh Bến Tre"), (1, "huyện Ba Tri"), (2, "xã An Đức"), (2, "thị trấn Tiệm Tôm"),
    ]  # fmt: skip
    assert then["rows"][3]["slugs"] == ["binh"]
    assert then["rows"][0]["slugs"] == []
    assert now["current"]
    assert now["rows"][0]["label"] == "tỉnh Vĩnh Long"


# --- the text of a story ---


@pytest.mark.parametrize(
    ("html", "children"),
    [
        ("<p>a\nb &lt;c&gt;</p>\n", [{"tag": "p", "children": ["a b <c>"]}]),
        (
            "<p><strong>a</strong>\n<em>b</em></p>",
            [{"tag": "p", "children": [
                {"tag": "strong", "children": ["a"]}, " ", {"tag": "em", "children": ["b"]},
            ]}],
        ),
        (
            '<ol start="3">\n<li>\n<p>a</p>\n</li>\n</ol>',
            [{"tag": "ol", "start": "3", "children": [
                {"tag": "li", "children": [{"tag": "p", "children": ["a"]}]},
            ]}],
        ),
        (
            '<figure class="photo"><img src="a.webp" srcset="b.webp 9w" width="4" height="3" alt="&quot;"><figcaption>b</figcaption></figure>',
            [{"tag": "figure", "children": [
                {"tag": "img", "src": "a.webp", "width": "4", "height": "3", "alt": '"', "children": []},
                {"tag": "figcaption", "children": ["b"]},
            ]}],
        ),
        # an element that is not known is passed over
        ("<p><u>a</u>b</p>", [{"tag": "p", "children": ["ab"]}]),
    ],
)  # fmt: skip
def test_html_becomes_a_tree(html: str, children: list[Any]) -> None:
    assert parse(html, NO_LINK) == Tree(children=tuple(children))


def test_footnotes_are_set_aside_and_called_for_by_name() -> None:
    call = '<sup class="footnote-ref"><a href="#fn1" id="fnref1">[1]</a></sup>'
    note = '<li id="fn1" class="footnote-item"><p>b <a href="#fnref1" class="footnote-backref">↩</a></p>\n</li>'
    notes = f'<hr class="footnotes-sep">\n<div class="footnotes">\n<ol class="footnotes-list">\n{note}\n</ol>\n</div>\n'
    tree = parse(f"<p>a{call}{call}</p>\n{notes}", NO_LINK)
    note_ = {"tag": "note", "id": "fn1", "children": []}
    first, again = {**note_, "first": True}, {**note_, "first": False}
    assert tree.children == ({"tag": "p", "children": ["a", first, again]},)
    assert tree.notes == {"fn1": ({"tag": "p", "children": ["b "]},)}


@given(st.text())
def test_a_breakable_text_has_no_long_run_and_loses_nothing(text: str) -> None:
    plain = text.replace("\u200b", "")
    broken = breakable(plain)
    assert broken.replace("\u200b", "") == plain
    letters = re.sub(r"[^A-Za-zăâđêôơư]", "", plain)
    assert all(len(run) <= RUN_LIMIT for run in breakable(letters).split("\u200b"))


def test_links_lead_into_the_booklet_or_to_the_site(four: Path, write: Write) -> None:
    body = "[a](binh.md) [b](/guong/cuc/) [c](https://a.vn/x) [d](#muc)\n\n## Mục\n"
    write("ca-nhan/an.md", story(body=body))
    found = library(four)
    chosen = [told for told in found.here if told.slug in {"an", "binh"}]
    shown = booklet(found, chosen, {}, OWNER)
    paragraph = shown["parts"][0]["stories"][0]["body"][0]["children"]
    links = [{**node, "tag": "", "children": ""} for node in paragraph if isinstance(node, dict)]
    assert [node.get("to", node.get("url")) for node in links] == [
        "binh", "https://example.org/guong/cuc/", "https://a.vn/x", "an#muc-muc",
    ]  # fmt: skip


def test_without_an_address_of_the_site_none_is_printed(four: Path, write: Write) -> None:
    write("ca-nhan/an.md", story(body="[b](/guong/cuc/)\n"))
    found = library(four)
    chosen = [told for told in found.here if told.slug == "an"]
    told = booklet(found, chosen, {}, Owner(settings=Settings(name="x", url="")))
    told = told["parts"][0]["stories"][0]
    assert told["body"][0]["children"] == [{"tag": "a", "children": ["b"]}]
    assert told["address"] == ""


# --- who runs the site ---


def test_the_owner_is_read_from_mkdocs_yml(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SITE_URL", "CONTACT"):
        monkeypatch.delenv(name, raising=False)
    owner = read_owner(ROOT / "mkdocs.yml")
    assert owner.settings.name == "Gương sáng quê dừa"
    assert owner.settings.publisher
    assert owner.settings.url == ""  # the address of this machine is none
    assert owner.agency is False
    monkeypatch.setenv("SITE_URL", "https://a.vn/guong")
    monkeypatch.setenv("CONTACT", "thu@a.vn")
    settings = read_owner(ROOT / "mkdocs.yml").settings
    assert (settings.url, settings.contact) == ("https://a.vn/guong/", "thu@a.vn")


def test_an_agency_is_one_only_where_it_says_so(tmp_path: Path) -> None:
    path = tmp_path / "mkdocs.yml"
    path.write_text("extra: {agency: true}\nx: !!python/name:os.system\ny: !ENV []\nz: !ENV X\n")
    assert read_owner(path).agency
    path.write_text('extra: {agency: "no"}\n')
    assert not read_owner(path).agency


def test_without_mkdocs_yml_there_is_a_name_all_the_same(tmp_path: Path) -> None:
    assert read_owner(tmp_path / "mkdocs.yml").settings.name == "Gương điển hình"


@pytest.mark.parametrize("content", [b"a: [", b"- a", b"extra: 1", b"\xff\xfe\xff", b""])
def test_a_mkdocs_yml_that_cannot_be_read_is_one_sentence(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "mkdocs.yml"
    path.write_bytes(content)
    with pytest.raises(FaultError, match=r"không đọc được “.*mkdocs\.yml”; tệp này phải là YAML"):
        read_owner(path)


# --- the command ---


@pytest.fixture
def run(
    four: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Run ``exemplars booklet`` beside the stories folder; return exit code, output, errors."""
    monkeypatch.chdir(four.parent)
    monkeypatch.delenv("STORIES_DIR", raising=False)

    def run_it(*arguments: str) -> tuple[int, str, str]:
        code = main(["booklet", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run_it


Run = Callable[..., tuple[int, str, str]]


def test_the_command_says_what_it_made(run: Run, four: Path) -> None:
    assert run() == (0, "đã dựng ky-yeu.pdf: 4 câu chuyện\n", "")
    assert (four.parent / "ky-yeu.pdf").read_bytes().startswith(b"%PDF-")
    said = run("--field", "y-te", "--field", "giao-duc", "--kind", "ca-nhan", "-o", "b.pdf")
    assert said == (0, "đã dựng b.pdf: 3 câu chuyện\n", "")
    assert sorted(path.name for path in four.parent.iterdir()) == ["b.pdf", "ky-yeu.pdf", "stories"]


def test_without_typst_one_line_says_how_to_install_it(
    run: Run, four: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    assert run() == (
        1, "", "muốn dựng kỷ yếu cần thêm chương trình typst; hãy chạy: .venv/bin/pip install typst\n",
    )  # fmt: skip
    assert not (four.parent / "ky-yeu.pdf").exists()


def test_nothing_but_the_booklet_imports_typst() -> None:
    for path in (ROOT / "hooks").rglob("*.py"):
        assert path.name == "booklet.py" or "import typst" not in path.read_text("utf-8")


@pytest.mark.parametrize("output", ["x/a.pdf", "a.md", "thu-muc.pdf", "stories/ca-nhan/an.md"])
def test_what_is_no_place_for_a_pdf_is_refused(output: str, run: Run, four: Path) -> None:
    (four.parent / "thu-muc.pdf").mkdir()
    before = (four / "ca-nhan/an.md").read_bytes()
    said = f"không ghi được kỷ yếu vào “{output}”; hãy chọn một tên tệp .pdf trong thư mục đã có\n"
    assert run("-o", output) == (1, "", said)
    assert (four / "ca-nhan/an.md").read_bytes() == before


def test_a_fault_leaves_the_last_booklet_as_it_was(run: Run, four: Path) -> None:
    (four.parent / "ky-yeu.pdf").write_bytes(b"old")
    assert run("--field", "x")[0] == 1
    assert (four.parent / "ky-yeu.pdf").read_bytes() == b"old"


def test_stories_with_something_to_mend_make_no_booklet(run: Run, write: Write, four: Path) -> None:
    write("ca-nhan/d.md", "x")
    code, output, errors = run()
    assert (code, output) == (1, "")
    assert errors.startswith("stories/ca-nhan/d.md:1:1: tệp thiếu phần đầu")
    assert not (four.parent / "ky-yeu.pdf").exists()


def test_a_photo_with_holes_stands_on_white(stories: Path, write: Write, tmp_path: Path) -> None:
    photo = {"file": "a.png", "alt": "x", "credit": "Lê A", "licence": "CC0", "consent": True}
    write("ca-nhan/a/index.md", story(photos=[photo]))
    buffer = io.BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(buffer, "PNG")
    (stories / "ca-nhan/a/a.png").write_bytes(buffer.getvalue())
    pdf = pdf_of(stories, tmp_path / "a.pdf")
    (image,) = [image.image for page in pdf.pages for image in page.images]
    assert image is not None
    assert image.convert("RGB").getpixel((20, 15)) == (255, 255, 255)
