"""A small library to search in: invented people and groups, each there for a rule of the search."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from attacks import ATTACKS, Attack
from browser import Served, wait_until
from conftest import EXAMPLE, ROOT, TODAY_TABLES
from factories import story
from playwright.sync_api import Locator, Page

from exemplars.checking import check
from exemplars.counting import count
from exemplars.indexing import write_index
from exemplars.reading import read

TOWN = "ben-tre/ba-tri/tiem-tom"
"""A town that was the commune An Thủy, and lies in the commune Tân Thủy today."""
FILLERS = 24
"""Stories that share the words "mẫu gộp": more than two pages of results."""

OPEN = """async base => {
  window.search = await import(base + 'assets/search.js')
  window.engine = new search.Engine(base + 'tim-kiem/')
}"""
"""Makes ``search``, the module, and ``engine`` in a blank page."""

_SHARED = "Mẫu gộp"


def _one(name: str, body: str = "Không có gì thêm.", **changes: Any) -> str:
    kind = "tap-the" if changes.pop("group", False) else "ca-nhan"
    return story(f"{body}\n", **{"name": name, "kind": kind, "summary": "Tóm tắt thử.", **changes})


def _fillers() -> dict[str, str]:
    """Return stories that differ in field, year of honours and day of publication."""
    fields = ("y-te", "giao-duc", "nong-nghiep", "van-hoa")
    return {
        f"gop-{at:02}": _one(
            f"{_SHARED} {'ABCĐEGHKLMNOPQRSTUVXYIJF'[at]}",
            fields=[fields[at % 4]],
            date=f"2026-02-{at + 1:02}",
            recognitions=[{"title": "Bằng thử", "year": 2018 + at % 3, "level": "tinh"}],
            locality=TOWN if at % 5 == 0 else "ben-tre/ba-tri/an-duc",
        )
        for at in range(FILLERS)
    }


STORIES = {
    # Spelling
    "thuy-hoa": _one("Đặng Thị Thúy Hòa"),
    "dung-nga": _one("Phan Văn Dũng"),
    "dung-ngang": _one("Phan Văn Dung"),
    "dung-sac": _one("Phan Văn Đúng"),
    "ly-quy": _one("Lý Quý Mỹ"),
    "luu-huu": _one("Lưu Hữu Rượu"),
    "nghieng": _one("Huỳnh Khương Trạch", title="Người đóng thuyền chở học trò"),
    "hai-xoi": _one("Trần Thị Thử", other_names=["Hai Xôi"]),
    # Where a word stands
    "ten-sen": _one("Võ Thị Sen"),
    "nhan-de-sen": _one("Bùi Văn Một", title="Người giữ đầm sen"),
    "than-bai-sen": _one("Ngô Văn Hai", "Bà con hái sen vào mùa nước nổi."),
    "cum-tu": _one("Đoàn Văn Ba", "Ông nuôi tôm càng xanh trong ruộng lúa."),
    "rai-rac": _one("Đỗ Văn Bốn", "Con tôm nhỏ bơi. Nước càng lên thì lúa càng nặng, trời xanh."),
    "cap-doi": _one(
        "Hồ Văn Năm",
        "Trưa có bóng mát. Cây mát sân sau nhà. Ở đó có sân trường mới.",
    ),
    "nguyen-cum": _one("Mai Văn Sáu", "Hàng phượng cho bóng mát sân trường suốt mùa hạ."),
    # Numbers
    "con-so": _one(
        "Cao Thị Bảy",
        "Chị may 2.345 chiếc áo.",
        figures=[{"label": "phần quà", "value": 1078}],
        since=1987,
    ),
    "nam-khen": _one("Tạ Thị Tám", recognitions=[{"title": "Giấy thử nghiệm", "year": 2009}]),
    # Places
    "o-tiem-tom": _one("Kiều Văn Chín", locality=TOWN),
    "o-an-duc": _one("Lâm Văn Mười"),
    # Abbreviations
    "clb-don-ca": _one("CLB Đờn ca Thử", group=True),
    "cau-lac-bo": _one("Câu lạc bộ Bóng chuyền Thử", group=True),
    "htx": _one("HTX Chổi dừa Thử", group=True),
    # Text that must stay text
    "ky-tu-la": _one("A & B <i>nghiêng</i>", "Bài nói a < b && c > d &amp; {count} $& nhé.", title='Dấu "nháy" & <b>đậm</b>'),
    **_fillers(),
}  # fmt: skip


BAIT = "Mồi thử"
"""Words by which hostile stories are found."""
_HOSTILE = (
    "script",
    "script-after-end-of-article",
    "noscript",
    "img-onerror",
    "share-elsewhere",
    "math-style",
)


def hostile() -> tuple[dict[str, str], list[Attack]]:
    """Return stories that are hostile in name, title, summary and text, and what they hold."""
    attacks = [attack for attack in ATTACKS if attack.name in _HOSTILE]
    stories = {
        attack.name: _one(
            f"{BAIT} {attack.html}"[:100], attack.html, title=attack.html, summary=attack.html
        )
        for attack in attacks
    }
    return stories, attacks


def write_stories(root: Path, stories: dict[str, str]) -> Path:
    """Write stories and the example's tables into a folder."""
    for kind in ("ca-nhan", "tap-the"):
        (root / kind).mkdir(parents=True)
    for name in TODAY_TABLES:
        shutil.copy(EXAMPLE / name, root)
    taxonomy = (EXAMPLE / "taxonomy.yml").read_text("utf-8")
    taxonomy = taxonomy.replace("{CLB: câu lạc bộ}", "{CLB: câu lạc bộ, HTX: hợp tác xã}")
    (root / "taxonomy.yml").write_text(taxonomy, "utf-8")
    for slug, content in stories.items():
        kind = "tap-the" if "\nkind: tap-the\n" in content else "ca-nhan"
        (root / kind / f"{slug}.md").write_text(content, "utf-8")
    return root


def write_site(stories: Path, site: Path) -> None:
    """Write an empty page, the engine, and the index of stories; an older index is gone."""
    library, problems = read(stories, "stories", date(2026, 11, 24))
    problems += check(library)
    assert [problem for problem in problems if not problem.warning] == []
    write_blank(site)
    write_files(site, write_index(library, count(library)))


def write_blank(site: Path) -> None:
    """Write an empty page and the engine."""
    (site / "assets").mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "docs/assets/search.js", site / "assets")
    (site / "index.html").write_text(
        "<!doctype html><meta charset=utf-8><link rel=icon href=data:,>"
    )


def write_files(site: Path, files: dict[str, bytes]) -> None:
    """Publish an index in place of the one before."""
    shutil.rmtree(site / "tim-kiem", ignore_errors=True)
    for address, content in files.items():
        path = site / address[1:]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def shards(server: Served) -> list[Path]:
    """Return the files of terms."""
    return sorted(server.folder.glob("tim-kiem/*/s*.bin"))


# The page of results


def address(site: Served, **given: str) -> str:
    """Return the address of the page of results."""
    query = "&".join(f"{key}={quote(value)}" for key, value in given.items())
    return f"{site.url}tim-kiem/" + (f"?{query}" if query else "")


def stands(page: Page) -> None:
    """Wait until the page is not busy."""
    wait_until(page, "document.querySelector('.search-page').dataset.state !== 'busy'")


def box(page: Page) -> Locator:
    """Return the field in the header."""
    return page.locator(".search-box input")


def status(page: Page) -> Locator:
    """Return the sentence that says what was found."""
    return page.locator(".search-status")


def slugs(page: Page) -> list[str]:
    """Return the stories that are shown."""
    links = page.locator(".search-result h2 a")
    found: list[str] = links.evaluate_all("all => all.map(link => link.href.split('/').at(-2))")
    return found


def type_in(page: Page, words: str) -> None:
    """Type into the box and wait until the address has it."""
    box(page).fill(words)
    wait_until(
        page, f"new URLSearchParams(location.search).get('q') === {json.dumps(words.strip())}"
    )
    stands(page)
