"""Tests for combining.py, receiving.py and the command: a province out of its districts' data."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLE, ROOT, TODAY_TABLES
from factories import story

from exemplars import ProblemsError, Settings, Site, publish
from exemplars.command import main
from exemplars.receiving import SHOWN
from exemplars.tabular import read_table

TODAY = date(2026, 6, 1)
PROVINCE = Settings(name="Gương cả tỉnh", url="https://tinh.vn/")
HOSTILE = """<img src=x onerror=alert(1)>"'&{{ 7*7 }}]]></script>"""
MINOR = {
    "name": "em Dương",
    "summary": "Em Dương nhặt được của rơi và trả lại.",
    "minor": True,
    "locality": "ben-tre/ba-tri",
    "consent": {"kind": "giam-ho", "date": "2026-01-01"},
}

DISTRICTS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "a": {
        "an": {"name": "Nguyễn Thị Ân"},
        "binh": {"name": "Trần Văn Bình", "fields": ["giao-duc"], "aliases": ["binh-cu"]},
    },
    "b": {"an": {"name": "Lê Văn An", "basis": "chi-thi-05"}, "tra-tien": dict(MINOR)},
    "c": {"tap": {"name": "Tổ Chín", "kind": "tap-the", "recognitions": [{"title": HOSTILE}]}},
}
ADDRESSES = {
    "https://a.vn/guong/an/",
    "https://a.vn/guong/binh/",
    "https://b.vn/guong/an/",
    "https://b.vn/guong/tra-tien/",
    "https://c.vn/guong/tap/",
}
TAKE_AGAIN = "hãy chép lại nguyên thư mục du-lieu"
REBUILD = "hãy dựng lại trang ấy rồi chép nguyên thư mục du-lieu"


def tables(root: Path) -> Path:
    """Make a stories folder with the example's tables."""
    root.mkdir(parents=True)
    for name in TODAY_TABLES:
        (root / name).write_bytes((EXAMPLE / name).read_bytes())
    return root


def district(
    tmp_path: Path, name: str, stories: Mapping[str, Mapping[str, Any]], url: str = ""
) -> Path:
    """Build a district and write its data; return the folder of its site."""
    root = tables(tmp_path / "stories" / name)
    for slug, changes in stories.items():
        path = root / str(changes.get("kind", "ca-nhan")) / f"{slug}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(story(**changes), "utf-8")
    settings = Settings(name=name, url=f"https://{name}.vn/" if url == "" else url.strip())
    site = publish(root, "stories", TODAY, settings, tmp_path / "cache")
    folder = Path(name)
    for address, content in site.files.items():
        if address.startswith("/du-lieu/") and isinstance(content, bytes):
            (folder / address[1:]).parent.mkdir(parents=True, exist_ok=True)
            (folder / address[1:]).write_bytes(content)
    return folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder that holds the province's tables in ``stories``."""
    monkeypatch.chdir(tmp_path)
    tables(tmp_path / "tinh")
    return tmp_path


@pytest.fixture
def folders(here: Path) -> list[Path]:
    """Three districts with one slug in common."""
    return [district(here, name, stories) for name, stories in DISTRICTS.items()]


def combined(folders: Iterable[Path], settings: Settings = PROVINCE) -> Site:
    """Return the province's site of these folders."""
    cache = Path("cache").absolute()
    return publish(Path("tinh"), "tinh", TODAY, settings, cache, combined=tuple(folders))


def problems(*folders: Path) -> list[str]:
    """Return what stops the province."""
    with pytest.raises(ProblemsError) as caught:
        combined(folders)
    return str(caught.value).split("\n")


def change(folder: Path, edit: Callable[[list[dict[str, Any]]], object]) -> None:
    """Change a district's stories as a stranger would who also mends the package."""
    entries = json.loads((folder / "du-lieu/stories.json").read_text("utf-8"))
    edit(entries)
    lines = ",\n".join(json.dumps(entry) for entry in entries)
    put(folder, f"[\n{lines}\n]\n".encode())


def put(folder: Path, content: bytes) -> None:
    """Write stories.json, and what the package says of it."""
    (folder / "du-lieu/stories.json").write_bytes(content)

    def describe(package: dict[str, Any]) -> None:
        resource = next(r for r in package["resources"] if r["path"] == "stories.json")
        resource["bytes"] = len(content)
        resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"

    repack(folder, describe)


def repack(folder: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    """Change a district's package."""
    path = folder / "du-lieu/datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    edit(package)
    path.write_text(json.dumps(package), "utf-8")


def page(site: Site, address: str) -> str:
    """Return the HTML of a page."""
    return next(page.html for page in site.pages if page.address == address)


def links(html: str) -> set[str]:
    """Return where the names on the cards lead."""
    return set(re.findall(r'class="card-name"><a href="([^"]*)"', html))


# --- what a province gets ---


def test_totals_are_the_sum_and_every_number_leads_to_where_the_stories_live(
    folders: list[Path],
) -> None:
    site = combined(folders)
    assert site.counts.total == 5
    addresses = {story.slug: story.url for story in site.library.stories}
    assert set(addresses.values()) == ADDRESSES
    assert links(page(site, "/guong/")) == ADDRESSES
    for name, prefix in (("kind", ""), ("field", "linh-vuc/"), ("basis", "can-cu/")):
        cells = [cell for cell in site.counts.dimensions[name] if cell.count]
        assert name == "field" or sum(cell.count for cell in cells) == 5
        for cell in cells:
            expected = {addresses[slug] for slug in cell.slugs}
            assert links(page(site, f"/{prefix}{cell.id}/")) == expected
    assert links(site.home) == ADDRESSES


def test_the_data_of_a_province_name_where_the_stories_live(folders: list[Path]) -> None:
    files = combined(folders).files
    stories = json.loads(bytes_of(files, "/du-lieu/stories.json"))
    rows = read_table(bytes_of(files, "/du-lieu/stories.csv"))
    assert {entry["url"] for entry in stories} == {row["url"] for row in rows} == ADDRESSES
    assert len({row["slug"] for row in rows}) == 5
    feed = bytes_of(files, "/feed.xml").decode()
    assert set(re.findall(r"<entry>\n<title>[^<]*</title>\n<id>([^<]*)", feed)) == ADDRESSES
    assert "<content" not in feed


def bytes_of(files: Mapping[str, bytes | Path], address: str) -> bytes:
    """Return a file that was written, not copied."""
    content = files[address]
    assert isinstance(content, bytes)
    return content


def test_no_page_is_written_for_a_story_that_lives_elsewhere(folders: list[Path]) -> None:
    site = combined(folders)
    pages = [page.address for page in site.pages if page.address.startswith("/guong/")]
    assert pages == ["/guong/"]
    assert not any("/guong/an" in file or "xem-truoc/y-te" in file for file in site.files)


def test_own_stories_stand_beside_and_keep_their_addresses(folders: list[Path]) -> None:
    Path("tinh/ca-nhan").mkdir()
    Path("tinh/ca-nhan/an.md").write_text(story(name="Phạm An", aliases=["tap"]), "utf-8")
    site = combined(folders)
    assert site.counts.total == 6
    assert "../guong/an/" in links(page(site, "/guong/"))
    assert {a for a in links(page(site, "/guong/an/")) if a.startswith("https://")}
    assert site.library.by_slug["an"].url == ""
    assert site.library.by_slug["an--2"].url == "https://a.vn/guong/an/"
    assert site.library.by_slug["an--3"].url == "https://b.vn/guong/an/"
    assert site.library.by_slug["tap--2"].url == "https://c.vn/guong/tap/"
    assert "https://tinh.vn/guong/an/ và https://a.vn/guong/an/" in str(site.warnings[0])


def test_one_slug_of_two_sites_is_told_apart_and_named(folders: list[Path]) -> None:
    site = combined(folders)
    assert {s.slug: s.url for s in site.library.stories if "/an/" in s.url} == {
        "an": "https://a.vn/guong/an/",
        "an--2": "https://b.vn/guong/an/",
    }
    assert [str(warning) for warning in site.warnings] == [
        "b/du-lieu/stories.json:2:1: “an” có ở hai nơi, https://a.vn/guong/an/ và "
        "https://b.vn/guong/an/; câu chuyện ở nơi sau mang mã “an--2” trên trang này"
    ]


def test_a_long_slug_stays_within_its_limit(here: Path) -> None:
    slug = "x" * 60
    found = [district(here, name, {slug: {}}) for name in "ab"]
    slugs = {story.slug for story in combined(found).library.stories}
    assert slugs == {slug, f"{slug[:57]}--2"}


def test_cards_say_on_which_site_a_story_lives(folders: list[Path]) -> None:
    html = page(combined(folders), "/tap-the/")
    assert '<p class="card-place">Đọc ở c.vn</p>' in html


def test_the_order_of_the_folders_changes_nothing(folders: list[Path]) -> None:
    first, second = combined(folders), combined(reversed(folders))
    assert first.pages == second.pages
    assert first.files == second.files
    assert first.warnings == second.warnings


def test_a_data_folder_is_as_good_as_its_site(folders: list[Path]) -> None:
    first, second = combined(folders), combined(folder / "du-lieu" for folder in folders)
    assert first.pages == second.pages
    assert first.files == second.files


def test_a_province_can_be_combined_again(folders: list[Path], here: Path) -> None:
    site = combined(folders)
    for address, content in site.files.items():
        if address.startswith("/du-lieu/") and isinstance(content, bytes):
            (here / "p" / address[1:]).parent.mkdir(parents=True, exist_ok=True)
            (here / "p" / address[1:]).write_bytes(content)
    nation = combined([Path("p")], Settings(name="Cả nước", url="https://nuoc.vn/"))
    assert {story.url for story in nation.library.stories} == ADDRESSES
    assert nation.counts.dimensions == site.counts.dimensions
    assert nation.warnings == ()


def test_photos_stay_where_they_are(folders: list[Path]) -> None:
    photo = {"file": "ab-480.webp", "alt": "B", "credit": "L", "licence": "CC"}
    change(folders[2], lambda entries: entries[0].update(photos=[photo]))
    site = combined(folders)
    (entry,) = [
        e for e in json.loads(bytes_of(site.files, "/du-lieu/stories.json")) if "photos" in e
    ]
    assert entry["photos"] == [photo]
    assert links(page(site, "/thong-ke/chat-luong/co-anh/")) == {"https://c.vn/guong/tap/"}


@pytest.mark.usefixtures("here")
def test_without_folders_nothing_is_combined() -> None:
    assert combined([]).counts.total == 0


# --- what a stranger may send ---


def test_hostile_texts_are_escaped_everywhere(folders: list[Path]) -> None:
    def edit(entries: list[dict[str, Any]]) -> None:
        keys = ("name", "title", "summary", "role")
        entries[0].update(dict.fromkeys(keys, f"Tổ {HOSTILE}"))
        entries[0].update(url=f"https://c.vn/{HOSTILE.replace(' ', '')}")

    change(folders[2], edit)
    site = combined(folders)
    for written in [*(page.html + page.head for page in site.pages), site.home]:
        assert "<img" not in written
        assert "]]></script>" not in written
        assert "javascript:" not in written
    assert escape(f"Tổ {HOSTILE}", quote=False).split("onerror")[0] in page(site, "/guong/")
    assert "&lt;img" in bytes_of(site.files, "/feed.xml").decode()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "/guong/tap/",
        "//c.vn/",
        "https://a@c.vn/",
        "https://[x/",
        "",
        None,
        5,
    ],
)
def test_an_address_that_is_none_is_refused(folders: list[Path], url: object) -> None:
    change(folders[2], lambda entries: entries[0].update(url=url))
    (told,) = problems(*folders)
    assert told.startswith("c/du-lieu/stories.json:2:1: ")
    assert "“url”" in told


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        # unknown ids, with the nearest
        (
            {"locality": "ben-tre/ba-tri/an-duk"},
            "không có địa bàn “ben-tre/ba-tri/an-duk” trong localities.yml; gần nhất: ben-tre/ba-tri/an-duc",
        ),
        (
            {"fields": ["y-tee"]},
            "“y-tee” không có trong mục fields của taxonomy.yml; gần nhất: y-te",
        ),
        # the model
        ({"nam": "x"}, "không có mục “nam”; có phải bạn muốn viết: name?"),
        ({"kind": "nhom"}, "“kind” không nhận “nhom”; chọn một trong: ca-nhan, tap-the"),
        ({"status": "draft"}, "“status” không nhận “draft”; chọn một trong: published"),
        (
            {"consent": {"kind": "bao-chi", "date": "2026-01-01"}},
            "mục “consent” không bao giờ được đăng nên không nhận ở đây; hãy dựng lại trang ấy",
        ),
        # the rules
        ({"date": "2026-06-02"}, "date là 2/6/2026, sau hôm nay (1/6/2026); hãy sửa lại ngày"),
        # what shows nothing, brought in by an escape
        (
            {"name": "a\u202eb"},
            "có ký tự không nhìn thấy U+202E; hãy xóa đi rồi gõ lại chỗ này",
        ),
        (
            {"name": "a\ud800b"},
            "có ký tự không nhìn thấy U+D800; hãy xóa đi rồi gõ lại chỗ này",
        ),
        # too deep
        (
            {"name": [[[[[[[[1]]]]]]]]},
            "các mục lồng nhau quá 6 tầng; hãy viết thẳng ra",
        ),
    ],
)  # fmt: skip
def test_what_no_story_may_hold_is_refused_with_its_place(
    folders: list[Path], changes: dict[str, Any], told: str
) -> None:
    change(folders[2], lambda entries: entries[0].update(changes))
    assert problems(*folders) == [f"c/du-lieu/stories.json:2:1: {told}"]


def test_a_text_in_pieces_becomes_whole(folders: list[Path]) -> None:
    change(folders[2], lambda entries: entries[0].update(name="To\u0302\u0309 Chín"))
    assert "Tổ Chín" in page(combined(folders), "/guong/")


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b'{"a": 1}', "1:1"),
        (b"[\n{,}\n]", "2:2"),
        (b'[\n{"name": NaN}\n]', "2:1"),
        (b'[\n{"name": 1, "name": 2}\n]', "2:1"),
        (b"[\n" + b"9" * 5000 + b"\n]", "2:1"),
        (b"[1e999]", "1:2"),
        (b"[] []", "1:1"),
        (b"[", "1:2"),
    ],
)
def test_what_is_no_json_is_told_with_its_place(
    folders: list[Path], content: bytes, place: str
) -> None:
    put(folders[0], content)
    told = f"a/du-lieu/stories.json:{place}: không phải JSON đọc được ở chỗ này; {REBUILD}"
    assert problems(*folders) == [told]


def test_a_flood_of_brackets_is_refused(folders: list[Path]) -> None:
    put(folders[0], b"[" * 1_000_000)
    (told,) = problems(*folders)
    assert told.endswith("các mục lồng nhau quá 6 tầng; hãy viết thẳng ra")


def test_a_flood_of_faults_ends(folders: list[Path]) -> None:
    put(folders[0], b"[" + b"{},\n" * 5000 + b"{}]")
    assert SHOWN <= len(problems(*folders)) < SHOWN + 20


def test_a_flood_of_unknown_places_ends(folders: list[Path]) -> None:
    def edit(entries: list[dict[str, Any]]) -> None:
        for number in range(3 * SHOWN):
            changes = {"slug": f"x{number}", "url": f"https://c.vn/{number}", "locality": "ben-xa"}
            entries.append({**entries[0], **changes})

    change(folders[2], edit)
    assert SHOWN - 1 <= len(problems(*folders)) < 2 * SHOWN


# --- damaged, missing, strange ---


def test_every_problem_of_every_folder_is_told_in_one_run(folders: list[Path]) -> None:
    (folders[0] / "du-lieu/stories.csv").unlink()
    with (folders[0] / "du-lieu/statistics.json").open("ab") as stream:
        stream.write(b" ")
    path = folders[1] / "du-lieu/stories.json"
    path.write_bytes(path.read_bytes().replace("Lê".encode(), "Lý".encode()))
    size = (folders[0] / "du-lieu/statistics.json").stat().st_size
    assert problems(*folders, Path("khong-co")) == [
        f"a/du-lieu/statistics.json:1:1: tệp có {size} byte, mà datapackage.json ghi {size - 1}; {TAKE_AGAIN}",
        f"a/du-lieu/stories.csv:1:1: thiếu tệp này, dù datapackage.json có kê; {TAKE_AGAIN}",
        f"b/du-lieu/stories.json:1:1: nội dung tệp không khớp mã SHA-256 trong datapackage.json; {TAKE_AGAIN}",
        "khong-co/datapackage.json:1:1: không thấy datapackage.json ở đây hay trong du-lieu/; hãy chỉ "
        "tới thư mục của trang đã dựng hoặc thư mục du-lieu của nó",
    ]


@pytest.mark.parametrize(
    "edit",
    [
        lambda package: package.update({"$schema": "https://x.vn/"}),
        lambda package: package.update(resources=[]),
        lambda package: package.update(resources=5),
        lambda package: package["resources"][0]["schema"]["fields"].pop(),
        lambda package: package["resources"][0].update(schema=[]),
    ],
)
def test_another_version_is_refused(
    folders: list[Path], edit: Callable[[dict[str, Any]], object]
) -> None:
    repack(folders[1], edit)
    assert problems(*folders) == [
        "b/du-lieu/datapackage.json:1:1: dữ liệu này do phiên bản khác của chương trình viết ra; "
        "hãy dựng lại trang ấy bằng cùng phiên bản với trang này"
    ]


def test_a_package_that_is_no_json_is_refused(folders: list[Path]) -> None:
    (folders[1] / "du-lieu/datapackage.json").write_text("{\nx", "utf-8")
    told = f"b/du-lieu/datapackage.json:2:1: không phải JSON đọc được ở chỗ này; {REBUILD}"
    assert problems(*folders) == [told]


def test_no_file_outside_the_folder_is_read(folders: list[Path]) -> None:
    repack(folders[1], lambda package: package["resources"][3].update(path="../../a/du-lieu/x"))
    told = f"“../../a/du-lieu/x” không phải tên tệp dữ liệu; {REBUILD}"
    (found,) = problems(*folders)
    assert found == f"b/du-lieu/datapackage.json:1:1: {told}"


def test_a_link_in_a_folder_is_not_followed(folders: list[Path]) -> None:
    path = folders[1] / "du-lieu/stories.json"
    path.rename("that.json")
    path.symlink_to(Path("that.json").absolute())
    assert problems(*folders) == [
        "b/du-lieu/stories.json:1:1: đây là liên kết tượng trưng; hãy thay bằng chính tệp mà nó trỏ tới"
    ]


def test_a_site_that_knows_no_address_is_refused_with_the_mend(here: Path) -> None:
    folder = district(here, "a", {"an": {}}, url=" ")
    assert problems(folder) == [
        "a/du-lieu/datapackage.json:1:1: trang này được dựng khi chưa ghi site_url nên không ai biết "
        "câu chuyện nằm ở đâu; hãy ghi site_url trong mkdocs.yml của nó (hoặc đặt SITE_URL) rồi dựng lại"
    ]


def test_a_site_given_twice_is_refused(folders: list[Path]) -> None:
    assert problems(*folders, folders[0] / "du-lieu") == [
        "a/du-lieu/stories.json:2:1: câu chuyện https://a.vn/guong/an/ đã có ở "
        "a/du-lieu/stories.json; hãy bỏ một trong hai thư mục"
    ]


def test_ones_own_data_are_refused(here: Path) -> None:
    Path("tinh/ca-nhan").mkdir()
    Path("tinh/ca-nhan/an.md").write_text(story(), "utf-8")
    folder = district(here, "a", {"an": {}}, url=PROVINCE.url)
    assert problems(folder) == [
        "a/du-lieu/stories.json:2:1: câu chuyện https://tinh.vn/guong/an/ đã có ở tinh; "
        "hãy bỏ một trong hai thư mục"
    ]


def test_two_stories_of_a_site_with_one_slug_are_refused(folders: list[Path]) -> None:
    def edit(entries: list[dict[str, Any]]) -> None:
        entries.append({**entries[0], "url": "https://c.vn/x/"})

    change(folders[2], edit)
    assert problems(*folders) == [
        "c/du-lieu/stories.json:3:1: địa chỉ “tap” đã thuộc về https://c.vn/guong/tap/; "
        "hãy đổi tên một trong hai tệp"
    ]


def test_the_tables_are_needed_here(folders: list[Path]) -> None:
    Path("tinh/localities.yml").unlink()
    assert problems(*folders) == [
        "tinh/localities.yml:1:1: thiếu bảng này trong khi đã có câu chuyện; hãy chép lại từ kho gốc"
    ]


# --- the command ---


def test_the_command_builds_a_real_strict_site(
    folders: list[Path], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORIES_DIR", str(here / "tinh"))
    monkeypatch.setenv("SITE_URL", PROVINCE.url)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    Path("tinh/ca-nhan").mkdir()
    Path("tinh/ca-nhan/cua-tinh.md").write_text(story(), "utf-8")
    command = [sys.executable, "-m", "exemplars", "combine"]
    command += [*(str(folder.absolute()) for folder in folders), "-o", str(here / "out")]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert json.loads((here / "out/du-lieu/statistics.json").read_text("utf-8"))["total"] == 6
    assert links((here / "out/guong/index.html").read_text("utf-8")) == {
        *ADDRESSES,
        "../guong/cua-tinh/",
    }
    assert "a.vn" not in (here / "out/sitemap.xml").read_text("utf-8")
    assert "“an” có ở hai nơi" in result.stderr


def test_a_failing_combination_leaves_the_last_site_and_its_code_is_not_zero(
    folders: list[Path], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORIES_DIR", str(here / "tinh"))
    monkeypatch.chdir(ROOT)
    (here / "out").mkdir()
    (here / "out/x").write_text("x", "utf-8")
    (here / folders[0] / "du-lieu/stories.csv").unlink()
    assert main(["combine", str(here / folders[0]), "-o", str(here / "out")]) == 1
    assert [path.name for path in (here / "out").iterdir()] == ["x"]
    # The output would take the place of what it is made from.
    assert main(["combine", str(here / folders[1]), "-o", str(here / folders[1])]) == 1
    assert (here / folders[1] / "du-lieu/stories.json").is_file()


def test_the_command_says_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["combine", "--help"])
    assert "thư mục du-lieu của nó" in " ".join(capsys.readouterr().out.split())
    with pytest.raises(SystemExit) as caught:
        main(["combine"])
    assert caught.value.code == 2
