"""Tests for exporting.py: the finished site as a folder that any generator builds."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import markdown  # type: ignore[import-untyped] # MkDocs brings it, without types
import pytest
import yaml
from conftest import EXAMPLE, ROOT
from factories import story
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from exemplars import FaultError, Page, Settings, Site, publish
from exemplars.command import main
from exemplars.escaping import attribute, text
from exemplars.exporting import MARKER, export, pack, refuse_sources, write_page

Write = Callable[[str, str], Path]

SETTINGS = Settings(name="Gương mẫu", url="https://x.vn/g/", publisher="Nhóm Mẫu")
TODAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The example, published once."""
    return publish(EXAMPLE, "stories", TODAY, SETTINGS, tmp_path_factory.mktemp("cache"))


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder of hand-written pages."""
    folder = tmp_path / "docs"
    (folder / "assets").mkdir(parents=True)
    (folder / "assets/site.css").write_bytes(b"p{}\n")
    (folder / ".nháp").write_text("x", "utf-8")
    (folder / "index.md").write_text("# Chào\n\n<!-- câu chuyện -->\n\nMời bạn.\n", "utf-8")
    (folder / "ngoai-tuyen.md").write_text("# Chưa có mạng\n", "utf-8")
    (folder / "gioi-thieu.md").write_text(
        "# Giới thiệu\n\n[Tải](du-lieu/index.html), [kê](../docs/thong-ke/index.html#theo-kind), "
        "[khác](khac/index.html), [số](thong-ke/index.md)\n",
        "utf-8",
    )
    return folder


def parts(file: bytes) -> tuple[dict[str, object], str]:
    """Return the front matter of an exported page, and what follows it."""
    opening, front, body = file.decode().split("---\n", 2)
    assert opening == ""
    return yaml.safe_load(front), body


def plain(title: str) -> str:
    """Return a title with the signs that stand for those of HTML."""
    for sign, other in zip("<>\"'", "‹›”’", strict=True):
        title = title.replace(sign, other)
    return title


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


# --- what is written ---


def test_every_page_is_a_file_at_its_address_with_its_title_and_its_html(
    site: Site, docs: Path, tmp_path: Path
) -> None:
    export(site, docs, SETTINGS, tmp_path / "out")
    for page in site.pages:
        front, body = parts((tmp_path / "out" / page.address[1:] / "index.md").read_bytes())
        assert body == f"{pack(page.html)}\n"
        assert (front["title"], front["description"]) == tuple(
            map(plain, (page.title, page.description))
        )
        assert front["hide"] == ["navigation", "toc"]


def test_every_other_file_is_there_byte_for_byte(site: Site, docs: Path, tmp_path: Path) -> None:
    export(site, docs, SETTINGS, tmp_path / "out")
    written = tree(tmp_path / "out")
    for address, content in site.files.items():
        expected = content if isinstance(content, bytes) else content.read_bytes()
        assert written[address[1:]] == expected
    assert {path.suffix for path in map(Path, written)} >= {
        ".json",
        ".csv",
        ".xml",
        ".txt",
        ".webp",
        ".png",
        ".bin",
    }
    assert written["assets/site.css"] == b"p{}\n"


def test_the_home_page_takes_up_its_generated_part(site: Site, docs: Path, tmp_path: Path) -> None:
    export(site, docs, SETTINGS, tmp_path / "out")
    home = (tmp_path / "out/index.md").read_text("utf-8")
    assert home == f"# Chào\n\n{pack(site.home)}\n\nMời bạn.\n"


def test_without_hand_written_pages_there_is_a_home_page_all_the_same(
    site: Site, tmp_path: Path
) -> None:
    export(site, tmp_path / "docs", SETTINGS, tmp_path / "out")
    assert (tmp_path / "out/index.md").read_text("utf-8") == f"{pack(site.home)}\n"


def test_links_to_generated_pages_lead_to_their_sources_and_others_stay(
    site: Site, docs: Path, tmp_path: Path
) -> None:
    export(site, docs, SETTINGS, tmp_path / "out")
    assert (tmp_path / "out/gioi-thieu.md").read_text("utf-8") == (
        "# Giới thiệu\n\n[Tải](du-lieu/index.md), [kê](../docs/thong-ke/index.html#theo-kind), "
        "[khác](khac/index.html), [số](thong-ke/index.md)\n"
    )


def test_hidden_files_of_the_editor_stay_at_home(site: Site, docs: Path, tmp_path: Path) -> None:
    export(site, docs, SETTINGS, tmp_path / "out")
    assert [name for name in tree(tmp_path / "out") if name.startswith(".")] == [MARKER]


def test_the_number_of_files_is_told_without_the_marker(
    site: Site, docs: Path, tmp_path: Path
) -> None:
    count = export(site, docs, SETTINGS, tmp_path / "out")
    assert count == len(tree(tmp_path / "out")) - 1


def test_the_sitemap_names_pages_of_both_kinds_and_no_refuge(
    site: Site, docs: Path, tmp_path: Path
) -> None:
    export(site, docs, SETTINGS, tmp_path / "out")
    sitemap = (tmp_path / "out/sitemap.xml").read_text("utf-8")
    for address in ("", "gioi-thieu/", "guong/", "guong/dang-van-do/"):
        assert f"<loc>https://x.vn/g/{address}</loc>" in sitemap
    assert "ngoai-tuyen" not in sitemap


def test_a_site_without_an_address_has_no_sitemap(docs: Path, tmp_path: Path) -> None:
    nowhere = Settings(name="Gương mẫu", url="")
    export(
        publish(EXAMPLE, "stories", TODAY, nowhere, tmp_path / "cache"),
        docs,
        nowhere,
        tmp_path / "out",
    )
    assert not (tmp_path / "out/sitemap.xml").exists()


def test_the_same_site_gives_the_same_bytes(site: Site, docs: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        export(site, docs, SETTINGS, tmp_path / name)
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


# --- one page ---


def page(title: str = "T", html: str = "<h1>T</h1>", *, listed: bool = True) -> Page:
    """Return a page."""
    return Page(
        address="/x/", title=title, description=title, html=html, listed=listed, head="<meta\n>\n"
    )


def test_a_page_is_front_matter_and_one_line() -> None:
    assert write_page(page("Bà Ân: “bếp cơm” & bạn bè")).decode() == (
        "---\n"
        "title: 'Bà Ân: “bếp cơm” & bạn bè'\n"
        "description: 'Bà Ân: “bếp cơm” & bạn bè'\n"
        "hide:\n- navigation\n- toc\n"
        "head: <meta >\n"
        "---\n"
        '<div class="exported"><h1>T</h1></div>\n'
    )


@given(st.text(min_size=1))
def test_no_title_breaks_out_of_a_theme_that_does_not_escape(title: str) -> None:
    front, _ = parts(write_page(page(title.replace("---", ""))))
    for key in ("title", "description"):
        assert not set(str(front[key])) & {"<", ">", '"', "'"}


def test_what_must_not_be_found_is_kept_out_of_searches() -> None:
    assert parts(write_page(page(listed=False)))[0]["search"] == {"exclude": True}
    assert "search" not in parts(write_page(page()))[0]


class Read(HTMLParser):
    """What a browser makes of HTML: elements, their values, and words with single spaces."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.kept = 0
        self.seen: list[object] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.kept += tag in {"pre", "textarea"}
        self.seen.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        """Note its end."""
        self.kept -= tag in {"pre", "textarea"}
        self.seen.append(tag)

    def handle_data(self, data: str) -> None:
        """Note words; their white space only where it counts."""
        if not self.kept:
            for blank in "\n\r\t":
                data = data.replace(blank, " ")
        if self.seen and isinstance(self.seen[-1], list):
            data = self.seen.pop()[0] + data  # type: ignore[index]
        self.seen.append([data])


AWKWARD = [
    "\n\n", "\n    ", "\t", "\n- ", "\n# ", "\n> ", "\n```\n", "\n1. ", "\n| a | b |\n|---|---|\n",
    "**đậm**", "_nghiêng_", "`mã`", "[chữ](x)", "![ảnh](x)", "[^1]: ", "{{ 7*7 }}", "{% raw %}", "{{< x >}}",
    '--8<-- "x"', "[TOC]", "&", "<", ">", '"', "\\", ":::", "***\n", "===\n", "<!-- ", "-->", "<?php", "]]>", "  \n", "\r",
]  # fmt: skip
"""What readers of Markdown and template languages look for."""
words = st.lists(st.sampled_from([*AWKWARD, "Ân", " ", "đ"]), max_size=6).map("".join)


def element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Some elements around ``inner``."""
    tags = st.sampled_from(
        ["p", "div", "ul", "pre", "section", "a", "em", "h2", "textarea", "table"]
    )
    return st.builds(
        lambda tag, value, children: (
            f'<{tag} title="{attribute(value)}">{"".join(children)}</{tag}>'
        ),
        tags,
        words,
        st.lists(inner, max_size=3),
    )


html = st.recursive(words.map(text), element, max_leaves=8)


@given(html)
def test_packed_html_is_one_line_without_braces(source: str) -> None:
    packed = pack(source)
    assert not set(packed) & set("\n\r\t{")


@given(words, words)
def test_packed_html_means_the_same(value: str, inside: str) -> None:
    parts_ = (
        f'<{tag} title="{attribute(value)}">a{text(inside)}</{tag}>'
        for tag in ("p", "pre", "textarea")
    )
    source = "\n".join(parts_)
    assert Read(pack(source)).seen == Read(f'<div class="exported">{source}</div>').seen


@given(html)
def test_python_markdown_leaves_packed_html_alone(source: str) -> None:
    packed = pack(source)
    extensions = ["attr_list", "md_in_html", "tables", "footnotes", "toc"]
    assert markdown.markdown(f"{packed}\n", extensions=extensions) == packed


@given(html)
def test_commonmark_leaves_packed_html_alone(source: str) -> None:
    packed = pack(source)
    assert MarkdownIt("commonmark").render(f"{packed}\n") == f"{packed}\n"


# --- where it may be written ---


def test_a_later_export_replaces_an_earlier_one_whole(
    stories: Path, write: Write, docs: Path, tmp_path: Path
) -> None:
    gone = write("ca-nhan/ba-an.md", story())
    for left in (True, False):
        if not left:
            gone.unlink()
        site = publish(stories, "stories", TODAY, SETTINGS, tmp_path / "cache")
        export(site, docs, SETTINGS, tmp_path / "out")
        assert (tmp_path / "out/guong/ba-an/index.md").exists() is left
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".out")]


def test_an_empty_folder_is_filled(site: Site, docs: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    export(site, docs, SETTINGS, tmp_path / "out")
    assert (tmp_path / "out/guong/index.md").is_file()


@pytest.mark.parametrize("name", ["x.txt", ".git", "a/b.md"])
def test_a_folder_with_something_else_is_left_alone(
    name: str, site: Site, docs: Path, tmp_path: Path
) -> None:
    path = tmp_path / "out" / name
    path.parent.mkdir(parents=True)
    path.write_text("của tôi", "utf-8")
    with pytest.raises(FaultError) as caught:
        export(site, docs, SETTINGS, tmp_path / "out")
    assert str(caught.value) == (
        f"thư mục “{tmp_path}/out” đã có thứ khác, không phải một bản xuất trước đây; "
        "hãy chọn một thư mục trống hoặc chưa có"
    )
    assert tree(tmp_path / "out") == {name: "của tôi".encode()}


def test_a_file_that_somebody_put_into_an_export_is_not_lost(
    site: Site, docs: Path, tmp_path: Path
) -> None:
    export(site, docs, SETTINGS, tmp_path / "out")
    (tmp_path / "out/guong/toi-viet.md").write_text("x")
    before = tree(tmp_path / "out")
    with pytest.raises(FaultError) as caught:
        export(site, docs, SETTINGS, tmp_path / "out")
    assert str(caught.value) == (
        f"trong “{tmp_path}/out” có tệp không do lần xuất trước ghi ra (“guong/toi-viet.md”); "
        "hãy dời tệp ấy đi nơi khác, vì lần xuất này thay cả thư mục"
    )
    assert tree(tmp_path / "out") == before


def test_a_history_kept_in_the_export_stays(site: Site, docs: Path, tmp_path: Path) -> None:
    export(site, docs, SETTINGS, tmp_path / "out")
    (tmp_path / "out/.git").mkdir()
    (tmp_path / "out/.git/HEAD").write_text("x")
    export(site, docs, SETTINGS, tmp_path / "out")
    assert (tmp_path / "out/.git/HEAD").read_text() == "x"


def test_a_full_disk_leaves_the_earlier_export_as_it_was(
    site: Site, docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(site, docs, SETTINGS, tmp_path / "out")
    before = tree(tmp_path)
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(FaultError) as caught:
        export(site, docs, SETTINGS, tmp_path / "out")
    monkeypatch.undo()
    assert str(caught.value) == f"không ghi được vào “{tmp_path}/out”: No space left on device"
    assert tree(tmp_path) == before


def full(path: Path, content: bytes) -> int:
    """Write as a full disk does."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), f"{path} {len(content)}")


@pytest.mark.parametrize(
    ("folder", "message"),
    [
        ("stories", "thư mục “{root}/stories” chứa nguồn của trang; hãy chọn nơi khác để dựng"),
        ("", "thư mục “{root}” chứa nguồn của trang; hãy chọn nơi khác để dựng"),
        ("a/..", "thư mục “{root}/a/..” chứa nguồn của trang; hãy chọn nơi khác để dựng"),
        ("link", "thư mục “{root}/link” chứa nguồn của trang; hãy chọn nơi khác để dựng"),
        (
            "stories/ra",
            "thư mục “{root}/stories/ra” nằm trong “{root}/stories”, nơi chứa nguồn của trang; hãy chọn nơi khác",
        ),
        (
            "docs/ra",
            "thư mục “{root}/docs/ra” nằm trong “{root}/docs”, nơi chứa nguồn của trang; hãy chọn nơi khác",
        ),
    ],
)
def test_an_export_neither_holds_nor_lies_in_what_it_is_made_from(
    folder: str, message: str, stories: Path, tmp_path: Path
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to(stories)
    output = Path(os.fspath(tmp_path) + (f"/{folder}" if folder else ""))
    with pytest.raises(FaultError) as caught:
        refuse_sources(output, (stories, tmp_path / "docs"))
    assert str(caught.value) == message.format(root=tmp_path)


def test_a_folder_whose_name_only_begins_like_the_sources_is_allowed(tmp_path: Path) -> None:
    refuse_sources(tmp_path / "stories-out", (tmp_path / "stories",))


# --- the command ---


@pytest.fixture
def repository(stories: Path, write: Write, docs: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small repository as the working folder."""
    write("ca-nhan/ba-an.md", story())
    settings = "site_name: Gương Mẫu\nsite_url: https://x.vn/\n"
    (docs.parent / "mkdocs.yml").write_text(settings, "utf-8")
    monkeypatch.chdir(stories.parent)
    monkeypatch.delenv("STORIES_DIR", raising=False)
    return stories.parent


def test_the_command_writes_the_site_and_says_what_it_did(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "ra/ngoai"]) == 0
    written = tree(repository / "ra/ngoai")
    pages = sum(b'\n<div class="exported">' in content for content in written.values()) - 1
    assert capsys.readouterr().out == (
        f"đã xuất {pages} trang, tất cả {len(written) - 1} tệp, vào ra/ngoai\n"
    )
    assert b"https://x.vn/guong/ba-an/" in written["sitemap.xml"]


@pytest.mark.parametrize("folder", [".", "stories", "stories/ra", "docs", "docs/ra", ".."])
def test_the_command_refuses_its_sources_in_one_sentence(
    folder: str, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(repository)
    assert main(["export", folder]) == 1
    assert capsys.readouterr().err.startswith(f"thư mục “{folder}” ")
    assert tree(repository) == before


def test_a_bad_story_is_told_and_nothing_is_written(
    repository: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("ca-nhan/sai.md", "x")
    assert main(["export", "ra"]) == 1
    assert capsys.readouterr().err.startswith("stories/ca-nhan/sai.md:1:1: ")
    assert not (repository / "ra").exists()


def test_a_foreign_folder_is_refused_before_the_stories_are_read(
    repository: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("ca-nhan/sai.md", "x")
    (repository / "ra").mkdir()
    (repository / "ra/x").write_text("x")
    assert main(["export", "ra"]) == 1
    assert capsys.readouterr().err.startswith("thư mục “ra” đã có thứ khác")


def test_exporting_needs_no_mkdocs() -> None:
    code = (
        "import sys; import exemplars.commands.export; "
        "sys.exit(any(name.split('.')[0] in {'mkdocs', 'material'} for name in sys.modules))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=ROOT / "hooks", check=False).returncode
        == 0
    )
