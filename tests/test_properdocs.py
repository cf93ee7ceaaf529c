"""The door can be exchanged: ProperDocs runs this repository, and builds what was exported."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import EXAMPLE, ROOT
from test_build_site import SITE_URL, Links, build
from test_exporting import tree

from exemplars import Settings, Site, publish
from exemplars.exporting import export, pack
from exemplars.policy import policy

PROPERDOCS = [os.environ["PROPERDOCS"]] if "PROPERDOCS" in os.environ else [sys.executable, "-m", "properdocs"]  # fmt: skip
MKDOCS = [sys.executable, "-m", "mkdocs"]
PAGE = ROOT / "docs/huong-dan/may-khac.md"
FOLDER = "ban-xuat"
CONFIGURATIONS = {"properdocs.yml": PROPERDOCS, "mkdocs.yml": MKDOCS}
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


def blocks(language: str) -> list[str]:
    """Return what the page on other generators shows in one language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


class Words(HTMLParser):
    """The words of a page, with single spaces."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        """Take words."""
        self.found.append(data)

    def __str__(self) -> str:
        return " ".join("".join(self.found).split())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The example, published once."""
    settings = Settings(name="Gương mẫu", url=SITE_URL)
    return publish(EXAMPLE, "stories", date(2026, 6, 1), settings, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module", params=CONFIGURATIONS)
def built(
    request: pytest.FixtureRequest, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The exported example, built as the page on other generators says, without Material."""
    folder = tmp_path_factory.mktemp("xuat")
    export(site, ROOT / "docs", Settings(name="Gương mẫu", url=SITE_URL), folder / FOLDER)
    (folder / "khung").mkdir()
    (folder / "khung/main.html").write_text(blocks("html")[0], "utf-8")
    (folder / request.param).write_text(
        blocks("yaml")[0].replace("https://example.org/", SITE_URL), "utf-8"
    )
    command = [*CONFIGURATIONS[request.param], "build", "--strict"]
    done = subprocess.run(
        command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder / "site"


def test_every_generated_page_comes_through_unchanged(site: Site, built: Path) -> None:
    for page in site.pages:
        html = (built / page.address[1:] / "index.html").read_text("utf-8")
        assert f'<main class="site-width">{pack(page.html)}</main>' in html
        assert str(Words(page.html)) == str(Words(html.partition("<main")[2].partition(">")[2]))
        assert " ".join(page.head.split()) in " ".join(html.split())


def test_the_home_page_has_both_its_parts(site: Site, built: Path) -> None:
    html = (built / "index.html").read_text("utf-8")
    assert pack(site.home) in html
    assert 'class="opening"' in html


def test_every_other_file_is_published(site: Site, built: Path) -> None:
    for address, content in site.files.items():
        expected = content if isinstance(content, bytes) else content.read_bytes()
        assert (built / address[1:]).read_bytes() == expected
    for path in (ROOT / "docs/assets").iterdir():
        assert (built / "assets" / path.name).read_bytes() == path.read_bytes()


def test_every_link_leads_to_a_file(built: Path) -> None:
    broken = []
    for path in built.rglob("index.html"):
        for link in Links(path.read_text("utf-8")).links:
            target = re.split("[?#]", link)[0]
            if ":" in target or not target:
                continue
            file = Path(os.path.normpath(path.parent / target))
            if not (file / "index.html" if file.is_dir() else file).is_file():
                broken.append((path.relative_to(built).as_posix(), link))
    assert broken == []


def test_the_frame_on_the_page_carries_our_policy() -> None:
    assert (
        f'<meta http-equiv="Content-Security-Policy" content="{policy("")}">' in blocks("html")[0]
    )


def test_properdocs_runs_this_repository_unchanged_to_the_same_bytes(tmp_path: Path) -> None:
    done = build(EXAMPLE, tmp_path / "mkdocs")
    assert done.returncode == 0, done.stderr
    command = [
        *PROPERDOCS,
        "build",
        "--strict",
        "-f",
        "mkdocs.yml",
        "-d",
        str(tmp_path / "properdocs"),
    ]
    environment = {**ENVIRONMENT, "SITE_URL": SITE_URL, "STORIES_DIR": str(EXAMPLE)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "properdocs") == tree(tmp_path / "mkdocs")
