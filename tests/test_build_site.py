"""Real, strict MkDocs builds: what readers get, and what a failed build leaves alone."""

from __future__ import annotations

import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from conftest import EXAMPLE, ROOT
from factories import story
from mkdocs.config import load_config

from exemplars.verifying import read_index
from list_files import leave_out

SITE_URL = "https://example.org/guong-mau/"


def build(stories: Path, output: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``mkdocs build --strict`` on another stories folder."""
    variables = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "SITE_URL": SITE_URL,
        "STORIES_DIR": str(stories),
        **environment,
    }
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(output)]
    return subprocess.run(
        command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )


class Links(HTMLParser):
    """Collects what a page links to and the ids it has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take href, src and srcset."""
        pairs = dict(attrs)
        if tag != "meta":
            self.links += [pairs[name] or "" for name in ("href", "src") if pairs.get(name)]
        if srcset := pairs.get("srcset"):
            self.links += [part.split()[0] for part in srcset.split(",")]
        if id_ := pairs.get("id"):
            self.ids.append(id_)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, built once."""
    output = tmp_path_factory.mktemp("built") / "site"
    result = build(EXAMPLE, output, REPO_URL="https://example.org/repo")
    assert result.returncode == 0, result.stderr
    return output


def pages(site: Path) -> Mapping[str, Links]:
    """Return address → links of every page of a built site."""
    return {
        f"/{path.relative_to(site).as_posix().removesuffix('index.html')}": Links(
            path.read_text("utf-8")
        )
        for path in site.rglob("*.html")
    }


def test_every_internal_link_leads_to_a_file_and_an_id_that_exist(site: Path) -> None:
    built = pages(site)
    broken = []
    for address, page in built.items():
        base = SITE_URL.rstrip("/") + address
        for link in page.links:
            target, fragment = urldefrag(urljoin(base, link))
            if not target.startswith(SITE_URL):
                continue
            path = "/" + urlsplit(target).path.removeprefix(urlsplit(SITE_URL).path)
            file = site / (path[1:] + "index.html" if path.endswith("/") else path[1:])
            if not file.is_file() or (
                fragment and fragment not in (built.get(path) or Links(file.read_text("utf-8"))).ids
            ):
                broken.append((address, link))
    assert broken == []


def test_ids_are_unique_on_every_page(site: Path) -> None:
    for address, page in pages(site).items():
        assert len(page.ids) == len(set(page.ids)), address


def test_pages_load_nothing_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        html = path.read_text("utf-8")
        loaded = re.findall(r'<(?:script|img|iframe|source)[^>]*\ssrc="(https?:[^"]*)"', html)
        loaded += re.findall(
            r'<link[^>]*rel="(?:stylesheet|preload|icon)"[^>]*href="(https?:[^"]*)"', html
        )
        assert loaded == [], path


def test_a_story_page_has_its_own_title_description_and_canonical_address(site: Path) -> None:
    html = (site / "guong/dang-van-do/index.html").read_text("utf-8")
    assert "<title>Đặng Văn Đỏ – " in html
    assert '<meta name="description" content="Ông Đỏ giữ đình.">' in html
    assert f'<link rel="canonical" href="{SITE_URL}guong/dang-van-do/">' in html


def test_the_frame_is_the_sites_own_and_nothing_of_the_themes_is_published(site: Path) -> None:
    assert not [*site.glob("assets/javascripts"), *site.glob("assets/stylesheets")]
    assert not [*site.glob("assets/images")]
    for path in site.rglob("*.html"):
        html = path.read_text("utf-8")
        styles = re.findall(r'<link rel="stylesheet" href="([^"]*)"', html)
        assert [style.rpartition("/")[2] for style in styles] == ["site.css"], path
        scripts = [src.rpartition("/")[2] for src in re.findall(r'<script[^>]*src="([^"]*)"', html)]
        search = path.relative_to(site).as_posix() == "tim-kiem/index.html"
        assert scripts == (["site.js", "results.js"] if search else ["site.js"]), path
        assert 'class="md-' not in html, path
        assert (html.count("<h1"), html.count("<main"), html.count('id="vao-bai"')) == (1, 1, 1), (
            path
        )


def test_of_the_theme_only_what_lies_in_overrides_is_published(tmp_path: Path) -> None:
    """To list Material's 14,000 icons, and leave them out, takes longer than a frame."""
    shutil.copytree(ROOT / "overrides", tmp_path / "overrides")
    (tmp_path / "overrides/giay-phep.txt").write_text("Giấy phép", "utf-8")
    theme = {"name": "material", "custom_dir": str(tmp_path / "overrides")}
    config = load_config(str(ROOT / "mkdocs.yml"), hooks=[], theme=theme)
    leave_out(config)
    env = config.theme.get_env()
    assert env.list_templates() == ["404.html", "giay-phep.txt", "main.html"]
    assert env.get_template("partials/footer.html").filename  # and yet all can be used


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        ("", ("page", "Trang chủ")),
        ("guong/", ("page", "Câu chuyện")),
        ("guong/dang-van-do/", ("true", "Câu chuyện")),
        ("thong-ke/field/", ("true", "Thống kê")),
        ("ve-du-lieu/", ("page", "Về dữ liệu")),
        ("linh-vuc/y-te/", None),
        ("tro-nang/", None),
    ],
)
def test_the_navigation_marks_where_a_reader_is(
    address: str, marked: tuple[str, str] | None, site: Path
) -> None:
    html = (site / address / "index.html").read_text("utf-8")
    nav = html[html.index('<nav class="site-nav"') : html.index("</header>")]
    found = re.findall(r'aria-current="(\w+)">([^<]*)</a>', nav)
    assert found == ([marked] if marked else [])


def test_a_reading_copy_lies_beside_its_page_as_plain_text(site: Path) -> None:
    copies = {path.parent for path in site.rglob("loa.txt")}
    pages_ = {
        path.parent
        for path in site.glob("guong/*/index.html")
        if 'class="story"' in path.read_text("utf-8")
    }
    assert copies == pages_
    text = (site / "guong/dang-van-do/loa.txt").read_text("utf-8")
    assert "Đặng Văn Đỏ" in text
    assert not re.search(r"[0-9<>()]", text)


def test_every_page_names_the_feed_and_can_be_shared(site: Path) -> None:
    for path in site.rglob("index.html"):
        html = path.read_text("utf-8")
        assert html.count('type="application/atom+xml" title="Gương sáng quê dừa"') == 1, path
        assert ('"og:title"' in html) != ('content="noindex"' in html), path
    assert (site / "feed.xml").is_file()
    assert (site / "assets/xem-truoc/trang.png").is_file()
    assert f"Sitemap: {SITE_URL}sitemap.xml" in (site / "robots.txt").read_text("utf-8")


def test_a_story_can_be_edited_in_its_own_file(site: Path) -> None:
    html = (site / "guong/doi-hat-sac-bua/index.html").read_text("utf-8")
    assert "https://example.org/repo/edit/main/stories/tap-the/doi-hat-sac-bua/index.md" in html


def test_without_a_repository_there_are_no_edit_links(tmp_path: Path) -> None:
    assert build(EXAMPLE, tmp_path / "site", REPO_URL="").returncode == 0
    for path in (tmp_path / "site").rglob("*.html"):
        assert "/edit/" not in path.read_text("utf-8"), path


def test_hostile_text_stays_text_in_every_file(site: Path) -> None:
    for path in site.rglob("*.html"):
        html = path.read_text("utf-8")
        assert "<xứ dừa>" not in html, path
        assert "<b>thẻ</b>" not in html, path
        assert "<x>" not in html, path


def test_a_withdrawn_story_answers_without_name_and_is_gone_elsewhere(site: Path) -> None:
    own = site / "guong/da-go/index.html"
    html = own.read_text("utf-8")
    assert "Câu chuyện đã được gỡ" in html
    assert '<meta name="robots" content="noindex">' in html
    for path in site.rglob("*"):
        if path.is_file() and path != own and path.suffix in {".html", ".xml", ".json", ".bin"}:
            assert b"da-go" not in path.read_bytes(), path


def test_drafts_are_not_published(site: Path) -> None:
    assert not (site / "guong/ban-nhap").exists()
    for path in site.rglob("*"):
        if path.suffix in {".html", ".xml", ".json"}:
            assert "Người Nháp" not in path.read_text("utf-8"), path


def test_a_former_address_leads_to_the_story(site: Path) -> None:
    html = (site / "guong/chi-nga-hoa-kieng/index.html").read_text("utf-8")
    assert 'content="0; url=../nguyen-thi-nga-vinh-thanh/"' in html
    assert '<meta name="robots" content="noindex">' in html


def test_the_sitemap_holds_every_page_that_may_be_found(site: Path) -> None:
    listed = set(re.findall(r"<loc>([^<]*)</loc>", (site / "sitemap.xml").read_text("utf-8")))
    hidden = {"/404.html", "/guong/da-go/", "/guong/chi-nga-hoa-kieng/", "/ngoai-tuyen/"}
    assert listed == {SITE_URL + address[1:] for address in pages(site) if address not in hidden}


def test_photos_are_published_without_their_originals(site: Path) -> None:
    names = {path.suffix for path in (site / "guong/doi-hat-sac-bua").iterdir()}
    assert names == {".html", ".txt", ".webp"}
    assert all(b"EXIF" not in path.read_bytes() for path in site.rglob("*.webp"))


def test_stories_stay_out_of_the_navigation(site: Path) -> None:
    html = (site / "guong/to-nuoi-bo/index.html").read_text("utf-8")
    navigation = html[html.index("<nav") : html.index("</header>")]
    assert "to-nuoi-bo" not in navigation


def test_links_of_the_404_page_start_at_the_path_of_the_site(site: Path) -> None:
    links = Links((site / "404.html").read_text("utf-8")).links
    internal = [link for link in links if not link.startswith(("http", "#", "mailto"))]
    assert internal
    assert all(link.startswith("/guong-mau") for link in internal), internal


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Adak", "LANG": "vi_VN.UTF-8", "PYTHONHASHSEED": "77"},
    ],
)
def test_the_same_stories_give_the_same_bytes(
    site: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    elsewhere = tmp_path / "kho khác"
    shutil.copytree(EXAMPLE, elsewhere)
    again = tmp_path / "site"
    result = build(elsewhere, again, REPO_URL="https://example.org/repo", **environment)
    assert result.returncode == 0, result.stderr
    assert snapshot(site) == snapshot(again)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return path → bytes of every file in a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_search_is_the_sites_own_and_the_themes_is_not_there(site: Path) -> None:
    names = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert {"tim-kiem/index.html", "tim-kiem/index.json", "assets/search.js"} <= names
    assert not [name for name in names if "lunr" in name or "worker" in name or "search/" in name]
    index = json.loads((site / "tim-kiem/index.json").read_text("utf-8"))
    folders = [path.name for path in (site / "tim-kiem").iterdir() if path.is_dir()]
    assert folders == [index["version"]]
    for path in site.rglob("*.html"):
        assert "search_index" not in path.read_text("utf-8"), path


def test_the_index_of_a_built_site_is_whole(site: Path) -> None:
    index = read_index(site)
    listed = json.loads((site / "du-lieu/stories.json").read_text("utf-8"))
    assert [card[0] for card in index.stories] == [f"guong/{one['slug']}/" for one in listed]
    assert index.named == set(range(len(index.stories) + len(index.ways)))
    for card in [*index.stories, *index.ways]:
        assert (site / str(card[0]) / "index.html").is_file()


def test_an_empty_folder_gives_a_valid_empty_site(tmp_path: Path) -> None:
    (tmp_path / "stories").mkdir()
    result = build(tmp_path / "stories", tmp_path / "site")
    assert result.returncode == 0, result.stderr
    statistics = json.loads((tmp_path / "site/du-lieu/statistics.json").read_text("utf-8"))
    assert statistics["total"] == 0
    assert statistics["date"] is None
    assert (tmp_path / "site/guong/index.html").is_file()
    assert (tmp_path / "site/ca-nhan/index.html").is_file()


FAULTS: Mapping[str, tuple[str, bytes]] = {
    "missing field": ("ca-nhan/x.md", story(summary=None).encode()),
    "unknown field": ("ca-nhan/x.md", story(namee="An").encode()),
    "wrong id": ("ca-nhan/x.md", story(fields=["y-tee"]).encode()),
    "no date": ("ca-nhan/x.md", story(date="2026-02-30").encode()),
    "no front matter": ("ca-nhan/x.md", b"Ch\xe1\xbb\x89 c\xc3\xb3 l\xe1\xbb\x9di.\n"),
    "empty file": ("ca-nhan/x.md", b""),
    "invalid UTF-8": ("ca-nhan/x.md", b"---\nname: \xff\xfe\xfa\n---\nx\n"),
    "missing photo": (
        "ca-nhan/x.md",
        story(photos=[{"file": "a.jpg", "alt": "A", "credit": "B", "licence": "CC0", "consent": True}]).encode(),
    ),
    "unreadable taxonomy": ("taxonomy.yml", b"fields: [\n"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_line_and_leaves_the_last_site_alone(
    fault: str, tmp_path: Path, site: Path
) -> None:
    stories, output = tmp_path / "stories", tmp_path / "site"
    shutil.copytree(EXAMPLE, stories)
    shutil.copytree(site, output)
    name, content = FAULTS[fault]
    (stories / name).write_bytes(content)
    before = snapshot(output)
    result = build(stories, output)
    said = result.stdout + result.stderr
    assert result.returncode == 1
    assert "Traceback" not in said
    assert re.search(rf"{re.escape(name)}:\d+:\d+: \S", said), said
    assert snapshot(output) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "stories"]


def test_all_problems_of_all_files_are_told_in_one_run(
    write: Callable[[str, str], Path], stories: Path, tmp_path: Path
) -> None:
    write("ca-nhan/a.md", story(name=None, date="hôm qua"))
    write("ca-nhan/b.md", story(kind="tap-the"))
    write("tap-the/c.md", story(kind="tap-the", locality="ben-tre/batri"))
    said = build(stories, tmp_path / "site").stderr
    assert [line.partition("stories/")[2] for line in said.splitlines() if ".md:" in line] == [
        "ca-nhan/a.md:2:1: thiếu mục “name”; ghi họ tên hoặc tên tập thể, không kèm chức danh",
        "ca-nhan/a.md:8:7: “date” phải là ngày có thật, viết năm-tháng-ngày như 2020-04-06, không phải “hôm qua”",
        "ca-nhan/b.md:3:7: kind là tap-the nhưng tệp nằm trong ca-nhan/; hãy chuyển tệp sang tap-the/ hoặc sửa kind",
        "tap-the/c.md:5:11: không có địa bàn “ben-tre/batri” trong localities.yml; gần nhất: ben-tre/ba-tri",
    ]


def test_a_report_whose_parts_do_not_add_up_fails_the_build(stories: Path, tmp_path: Path) -> None:
    programme = stories / "programme.yml"
    programme.write_text(programme.read_text("utf-8").replace("value: 53", "value: 54"), "utf-8")
    result = build(stories, tmp_path / "site")
    assert result.returncode == 1
    assert "programme.yml:2:5: tổng ghi 355 nhưng các phần cộng lại là 356" in result.stderr


def test_an_output_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("của tôi", "utf-8")
    result = build(EXAMPLE, tmp_path / "site")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert (tmp_path / "site").read_text("utf-8") == "của tôi"


def test_an_output_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tệp").write_text("", "utf-8")
    result = build(EXAMPLE, tmp_path / "tệp" / "site")
    assert result.returncode == 1
    assert "không ghi được vào" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_output_that_holds_the_stories_is_refused(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "out" / "stories")
    result = build(tmp_path / "out" / "stories", tmp_path / "out")
    assert result.returncode == 1
    assert filecmp.dircmp(EXAMPLE, tmp_path / "out" / "stories").diff_files == []
    assert (tmp_path / "out" / "stories" / "taxonomy.yml").is_file()


def test_a_warning_of_mkdocs_keeps_the_last_site(tmp_path: Path, site: Path) -> None:
    """A broken link in a hand-written page is a warning, which a strict build must not publish."""
    home = tmp_path / "repo"
    for name in ("docs", "overrides", "hooks"):
        shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns("*.egg-info"))
    shutil.copy(ROOT / "mkdocs.yml", home)
    (home / "stories").mkdir()
    shutil.copytree(site, home / "site")
    with (home / "docs/gioi-thieu.md").open("a", encoding="utf-8") as page:
        page.write("\n[không có](khong-co.md)\n")
    before = snapshot(home / "site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    variables = {**os.environ, "STORIES_DIR": str(EXAMPLE), "NO_MKDOCS_2_WARNING": "1"}
    result = subprocess.run(
        command, cwd=home, env=variables, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert "có 1 cảnh báo" in result.stderr
    assert snapshot(home / "site") == before


@pytest.mark.parametrize("workers", ["1", "2"])
def test_what_the_self_check_finds_keeps_the_last_site(
    workers: str, tmp_path: Path, site: Path
) -> None:
    """Here another hook loses a page from the sitemap after it was written."""
    spoil = "from pathlib import Path\n\n\ndef on_post_build(config):\n"
    spoil += "    sitemap = Path(config.site_dir, 'sitemap.xml')\n"
    spoil += "    text = sitemap.read_text('utf-8')\n"
    spoil += "    sitemap.write_text(text.replace('guong/to-nuoi-bo/', 'guong/'), 'utf-8')\n"
    (tmp_path / "spoil.py").write_text(spoil, "utf-8")
    (tmp_path / "stories").mkdir()  # MkDocs watches it
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    for name in ("docs", "overrides"):
        settings = settings.replace(f": {name}\n", f": {ROOT / name}\n")
    hooks = f"hooks: [{ROOT / 'hooks/build_site.py'}, {tmp_path / 'spoil.py'}]"
    settings = settings.replace("hooks: [hooks/build_site.py]", hooks)
    (tmp_path / "mkdocs.yml").write_text(settings, "utf-8")
    shutil.copytree(site, tmp_path / "site")
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=tmp_path,
        env={
            **os.environ,
            "EXEMPLARS_WORKERS": workers,
            "NO_MKDOCS_2_WARNING": "1",
            "STORIES_DIR": str(EXAMPLE),
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 1
    assert "tự kiểm không khớp: sơ đồ trang thiếu to-nuoi-bo\n" in result.stderr
    assert "Traceback" not in result.stderr
    assert snapshot(tmp_path / "site") == snapshot(site)


def test_the_core_imports_no_mkdocs() -> None:
    for path in (ROOT / "hooks/exemplars").glob("*.py"):
        assert not re.search(r"^\s*(?:import|from) mkdocs", path.read_text("utf-8"), re.MULTILINE)
