"""Whatever was built before and whatever became of it, a build gives the site of what is there now."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLE, ROOT, TODAY_TABLES
from factories import story
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from test_build_site import SITE_URL, build, snapshot
from test_integrity import start
from test_pressing import SETTINGS, PlainFrame, Yard
from test_workers import gone

from exemplars import ProblemsError
from exemplars.caching import FILE, Cache
from exemplars.cutting import cut
from exemplars.folder import explore
from exemplars.gathering import SIZE

PLACES = (
    "ben-tre/ba-tri/an-duc",
    "ben-tre/ba-tri/tiem-tom",
    "2025/vinh-long/ba-tri",
    "ben-tre/ba-tri",
)
FIELDS = (["y-te"], ["giao-duc", "y-te"], ["van-hoa"], ["nong-nghiep"])
NAMES = ("Nguyễn Văn Mẫu", "Trần Thị Thử", "Đỗ Văn Ví", "Lê Thị Dụ", "Ân", "Đặng & Đỏ")


@dataclass(slots=True)
class Draft:
    """A story as it is at the moment."""

    slug: str
    front: dict[str, Any]
    body: str = "Ông Mẫu trồng 1.500 cây dừa.\n"
    photo: int = 0
    """Which photo lies beside it; none is 0."""
    state: str = "published"
    linked: Draft | None = None
    """Another story that its text links to."""

    def write(self, root: Path) -> None:
        """Write its file, and its photo."""
        if self.state == "withdrawn":
            tombstone = "---\nstatus: withdrawn\ndate: 2026-03-04\n---\n"
            (root / "ca-nhan" / f"{self.slug}.md").write_text(tombstone, "utf-8")
            return
        changes: dict[str, Any] = {"status": "draft"} if self.state == "draft" else {}
        body = self.body
        if self.linked and self.linked.state == "published":
            body += f"\nXem [bạn của ông]({self.linked.slug}.md).\n"
        path = root / "ca-nhan" / f"{self.slug}.md"
        if self.photo:
            path = root / "ca-nhan" / self.slug / "index.md"
            path.parent.mkdir()
            color = (self.photo * 40 % 256, 90, 90)
            Image.new("RGB", (20 + self.photo, 10), color).save(path.with_name("anh.png"))
            changes["photos"] = [
                {
                    "file": "anh.png",
                    "alt": "Ảnh",
                    "credit": "Mẫu",
                    "licence": "CC0",
                    "consent": True,
                }
            ]
        path.write_text(story(body=body, **self.front, **changes), "utf-8")


@dataclass(slots=True)
class Desk:
    """All that a site is made of, as it is at the moment."""

    drafts: list[Draft] = field(default_factory=list)
    tables: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    footer: str = ""

    def write(self, root: Path) -> None:
        """Write the whole stories folder anew."""
        shutil.rmtree(root, ignore_errors=True)
        (root / "ca-nhan").mkdir(parents=True)
        for name, content in self.tables.items():
            (root / name).write_text(content, "utf-8")
        for draft in self.drafts:
            draft.write(root)


def desk_of(count: int) -> Desk:
    """Return a desk with a few stories."""
    desk = Desk(tables={name: (EXAMPLE / name).read_text("utf-8") for name in TODAY_TABLES})
    for number in range(count):
        add(desk, number, number)
    desk.drafts[0].photo = 1
    return desk


def add(desk: Desk, which: int, value: int) -> None:
    """A story comes."""
    number = len(desk.drafts)
    front = {
        "name": NAMES[value % len(NAMES)],
        "fields": FIELDS[which % len(FIELDS)],
        "locality": PLACES[value % len(PLACES)],
        "tags": [f"nhãn {which % 3}"],
    }
    desk.drafts.append(Draft(slug=f"mau-{number}", front=front))


def rename(desk: Desk, which: int, value: int) -> None:
    """A story gets another address, and keeps the former one as an alias."""
    draft = desk.drafts[which]
    draft.front["aliases"] = [*draft.front.get("aliases", []), draft.slug]
    draft.slug = f"ten-moi-{value}-{len(draft.front['aliases'])}-{which}"


def swap(desk: Desk, which: int, value: int) -> None:
    """Two stories change places."""
    one, other = desk.drafts[which], desk.drafts[value % len(desk.drafts)]
    one.body, other.body = other.body, one.body
    one.front["name"], other.front["name"] = other.front["name"], one.front["name"]


def link(desk: Desk, which: int, value: int) -> None:
    """A story links to another one."""
    desk.drafts[which].linked = desk.drafts[value % len(desk.drafts)]


def front(key: str, values: tuple[Any, ...]) -> Callable[[Desk, int, int], None]:
    """Return an edit of one line of a story's front matter."""

    def change(desk: Desk, which: int, value: int) -> None:
        desk.drafts[which].front[key] = values[value % len(values)]

    return change


def own(name: str, values: tuple[Any, ...]) -> Callable[[Desk, int, int], None]:
    """Return an edit of a story's body, photo or state."""

    def change(desk: Desk, which: int, value: int) -> None:
        setattr(desk.drafts[which], name, values[value % len(values)])

    return change


def table(name: str, *words: tuple[str, str]) -> Callable[[Desk, int, int], None]:
    """Return an edit of a table: a word becomes another one, or that one again the first."""

    def change(desk: Desk, _: int, value: int) -> None:
        old, new = words[value % len(words)]
        whole = desk.tables[name]
        desk.tables[name] = whole.replace(new, old) if new in whole else whole.replace(old, new)

    return change


def setting(key: str, values: tuple[Any, ...]) -> Callable[[Desk, int, int], None]:
    """Return an edit of the owner's settings."""

    def change(desk: Desk, _: int, value: int) -> None:
        desk.settings[key] = values[value % len(values)]

    return change


def reframe(desk: Desk, _: int, value: int) -> None:
    """The frame of all pages changes: a title in the navigation, say."""
    desk.footer = f"<footer>{value}</footer>"


DAYS = ("2026-01-02", "2026-05-06", "2019-12-31")
ADDRESSES = ("https://example.org/a/", "https://example.org/b/", "")
EDITS: Mapping[str, Callable[[Desk, int, int], None]] = {
    "add": add,
    "rename": rename,
    "swap": swap,
    "link": link,
    "name": front("name", NAMES),
    "title": front("title", (None, "Người giữ rừng", "Một “tựa” & hai")),
    "summary": front("summary", ("Ông Mẫu trồng dừa.", "Bà Thử nấu cơm cho người bệnh.")),
    "role": front("role", (None, "Giáo viên")),
    "place": front("locality", PLACES),
    "field": front("fields", FIELDS),
    "basis": front("basis", ("bao-chi", "chi-thi-05", "thi-dua")),
    "tags": front("tags", ([], ["nhãn 0"], ["nhãn 1", "nhãn 2"])),
    "date": front("date", DAYS),
    "updated": front("updated", (None, "2026-07-08")),
    "since": front("since", (None, 2001, 2017)),
    "minor": front("minor", (None, False)),
    "body": own("body", ("Một câu.\n", "Câu khác của CLB, 28,8 tỷ.\n", "## Mục\n\nMột câu.\n")),
    "photo": own("photo", (0, 1, 2, 3)),
    "state": own("state", ("published", "withdrawn", "published", "draft")),
    "taxonomy": table(
        "taxonomy.yml",
        ("label: Y tế", "label: Sức khỏe"),
        ("câu lạc bộ", "câu lạc bộ hưu trí"),
        ("Khám chữa bệnh.", "Chữa bệnh cho dân."),
    ),
    "localities": table(
        "localities.yml",
        ("name: An Đức", "name: An Phước"),
        ("successor: 2025/vinh-long/ba-tri", "successor: 2025/vinh-long/tan-thuy"),
    ),
    "programme": table("programme.yml", ("value: 8", "value: 9"), ("kế hoạch đã", "đề án đã")),
    "site name": setting("name", ("Gương mẫu", "Gương sáng")),
    "site url": setting("url", ADDRESSES),
    "contact": setting("contact", ("thu@example.org", "")),
    "publisher": setting("publisher", ("", "Xã Mẫu")),
    "thousand": setting("thousand", ("nghìn", "ngàn")),
    "issues": setting("issues", ("", "https://example.org/issues/new")),
    "day": setting("date", (None, date(2026, 11, 12))),
    "frame": reframe,
}


def outcome(yard: Yard, workers: int = 1) -> Mapping[str, bytes] | str:
    """Return every file of the site, or what is wrong with the stories."""
    try:
        return yard.build(workers)
    except ProblemsError as error:
        return str(error)


def same(first: Mapping[str, bytes] | str, second: Mapping[str, bytes] | str) -> None:
    """Assert that two outcomes are alike, and name the files that are not."""
    if isinstance(first, str) or isinstance(second, str):
        assert first == second
        return
    assert first.keys() == second.keys()
    assert [name for name, content in first.items() if content != second[name]] == []


def follow(steps: list[tuple[str, int, int]], folder: Path, count: int = 6) -> list[str]:
    """Build after each edit, with what is kept and with nothing; return the outcomes' kinds."""
    desk, kinds = desk_of(count), []
    yard = Yard(stories=folder / "stories", cache=folder / "cache", output=folder / "out")
    for number, (edit, which, value) in enumerate([("day", 0, 0), *steps]):
        EDITS[edit](desk, which % len(desk.drafts), value)
        desk.write(yard.stories)
        yard.settings = replace(SETTINGS, **desk.settings)
        yard.frame = PlainFrame(desk.footer)
        kept = outcome(yard, 1 + number % 7 // 6)
        same(
            kept, outcome(replace(yard, cache=folder / f"fresh-{number}", output=folder / "other"))
        )
        kinds.append("problems" if isinstance(kept, str) else "site")
    assert yard.said == []
    return kinds


@given(
    st.lists(
        st.tuples(st.sampled_from([*EDITS]), st.integers(0, 7), st.integers(0, 11)),
        min_size=5, max_size=8,
    )
)  # fmt: skip
@settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow])
def test_after_any_edits_a_build_with_a_cache_gives_the_same_site_as_one_without(
    steps: list[tuple[str, int, int]],
) -> None:
    folder = Path(os.environ["EXEMPLARS_CACHE"]) / "edits"
    shutil.rmtree(folder, ignore_errors=True)
    follow(steps, folder)


def test_after_each_kind_of_edit_and_back_again_the_site_is_right(tmp_path: Path) -> None:
    """One long way through all of them; the first steps of it come again at the end."""
    steps = [(edit, number, number // 2) for number, edit in enumerate(EDITS)]
    kinds = follow([*steps, *steps[4:9]], tmp_path)
    assert kinds.count("site") > len(kinds) * 0.9


@pytest.mark.parametrize(
    ("edit", "value", "least", "most"),
    [
        ("body", 1, 1, 1),
        ("frame", 1, 8, 8),
        ("day", 1, 0, 0),
        ("taxonomy", 0, 8, 8),
        ("localities", 0, 8, 8),
        ("site name", 1, 8, 8),
        ("contact", 1, 8, 8),
    ],
)
def test_as_much_is_written_anew_as_an_edit_touches(
    edit: str, value: int, least: int, most: int, tmp_path: Path
) -> None:
    desk = desk_of(8)
    yard = Yard(stories=tmp_path / "stories", cache=tmp_path / "cache", output=tmp_path / "out")
    desk.write(yard.stories)
    yard.build()
    EDITS[edit](desk, 3, value)
    desk.write(yard.stories)
    yard.settings = replace(SETTINGS, **desk.settings)
    yard.frame = PlainFrame(desk.footer)
    yard.build()
    assert least <= yard.written <= most
    shares = cut(explore(yard.stories, "stories").stories, SIZE)
    (share,) = (share for share in shares if desk.drafts[3].slug in {file.slug for file in share})
    assert yard.read == (len(share) if edit == "body" else 0)


def test_a_change_that_was_taken_back_is_found_again(tmp_path: Path) -> None:
    desk = desk_of(4)
    yard = Yard(stories=tmp_path / "stories", cache=tmp_path / "cache", output=tmp_path / "out")
    desk.write(yard.stories)
    first = yard.build()
    desk.drafts[1].body = "Một câu khác.\n"
    desk.write(yard.stories)
    assert yard.build() != first
    desk.drafts[1].body = desk.drafts[2].body
    desk.write(yard.stories)
    assert yard.build() == first
    assert (yard.read, yard.written) == (0, 0)


def test_a_clock_that_jumps_changes_nothing(tmp_path: Path) -> None:
    yard = Yard(stories=tmp_path / "stories", cache=tmp_path / "cache", output=tmp_path / "out")
    shutil.copytree(EXAMPLE, yard.stories)
    first = yard.build()
    for moment, today in [(0, date(2026, 8, 1)), (2**33, date(2242, 1, 1))]:
        for path in (*yard.stories.rglob("*"), yard.cache / FILE):
            os.utime(path, (moment, moment))
        yard.today = today
        assert yard.build() == first
        assert (yard.read, yard.written) == (0, 0)


def test_a_changed_file_with_its_old_time_and_size_is_seen(tmp_path: Path) -> None:
    desk = desk_of(3)
    yard = Yard(stories=tmp_path / "stories", cache=tmp_path / "cache", output=tmp_path / "out")
    desk.write(yard.stories)
    yard.build()
    path = yard.stories / "ca-nhan/mau-1.md"
    before = path.stat()
    path.write_text(path.read_text("utf-8").replace("1.500 cây", "3.400 cây"), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert "3.400 cây" in yard.build()["guong/mau-1/index.html"].decode()


def test_a_photo_exchanged_under_its_name_is_seen(tmp_path: Path) -> None:
    desk = desk_of(2)
    yard = Yard(stories=tmp_path / "stories", cache=tmp_path / "cache", output=tmp_path / "out")
    desk.write(yard.stories)
    before = {name for name in yard.build() if name.endswith(".webp")}
    color = (1, 2, 3)
    Image.new("RGB", (21, 10), color).save(yard.stories / "ca-nhan/mau-0/anh.png")
    after = yard.build()
    same(after, yard.fresh(tmp_path / "fresh"))
    assert before.isdisjoint(name for name in after if name.endswith(".webp"))


def test_photos_of_a_moved_folder_are_read_where_they_lie_now(tmp_path: Path) -> None:
    yard = Yard(stories=tmp_path / "a/stories", cache=tmp_path / "a/cache", output=tmp_path / "out")
    shutil.copytree(EXAMPLE, yard.stories)
    first = yard.build()
    (tmp_path / "a").rename(tmp_path / "b")
    yard.stories, yard.cache = tmp_path / "b/stories", tmp_path / "b/cache"
    shutil.rmtree(yard.cache / "photos")
    same(yard.build(), first)
    assert (yard.read, yard.written) == (0, 0)


def copy_of_the_code(folder: Path) -> Path:
    """Copy all that a build needs, without stories."""
    for name in ("hooks", "docs", "overrides"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def build_in(folder: Path, output: Path, **environment: str) -> dict[str, bytes]:
    """Build a whole copy of the repository with MkDocs, in its own folder and with its own code."""
    variables = {
        **{key: value for key, value in os.environ.items() if key != "EXEMPLARS_CACHE"},
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONPATH": str(folder / "hooks"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SITE_URL": SITE_URL,
        **environment,
    }
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(output)]
    done = subprocess.run(
        command, cwd=folder, env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return snapshot(output)


def edited(path: Path, old: str, new: str) -> None:
    """Replace a text in a file."""
    whole = path.read_text("utf-8")
    assert old in whole
    path.write_text(whole.replace(old, new), "utf-8")


def test_a_build_takes_the_hand_written_pages_that_were_kept(tmp_path: Path) -> None:
    cache, said = tmp_path / "cache", "Lấy từ bộ nhớ đệm."
    for name in ("first", "again"):
        result = build(EXAMPLE, tmp_path / name, EXEMPLARS_CACHE=str(cache))
        assert result.returncode == 0, result.stderr
        with closing(Cache(cache)) as kept:
            for key, value in [*kept.get_many([*kept.names()])]:
                if value.startswith(b"{") and b'<h1 id=\\"so-o\\"' in value:
                    kept.put(key, json.dumps({**json.loads(value), "content": said}).encode())
    page = "so-do/index.html"
    assert said not in (tmp_path / "first" / page).read_text("utf-8")
    assert said in (tmp_path / "again" / page).read_text("utf-8")


def names(cache: Path) -> set[bytes]:
    """Return the name of all that is kept."""
    with closing(Cache(cache)) as kept:
        return kept.names()


def test_a_copy_elsewhere_gives_the_same_site_from_its_cache_and_code_and_frame_are_heeded(
    tmp_path: Path,
) -> None:
    """Real builds of a whole repository: moved, then with other words, another frame and name."""
    first, second = tmp_path / "noi-cu", tmp_path / "noi-moi"
    shutil.copytree(EXAMPLE, copy_of_the_code(first) / "stories")
    before = build_in(first, first / "site")
    shutil.copytree(first, second, ignore=shutil.ignore_patterns("site"))
    kept = names(second / ".cache")
    shutil.rmtree(first)
    page, photos = "guong/doi-hat-sac-bua/index.html", [n for n in before if n.endswith(".webp")]
    moved = build_in(second, second / "site")
    same(moved, before)
    assert len(photos) == 3
    assert names(second / ".cache") == kept != set()  # nothing was made anew
    assert not [name for name, content in moved.items() if b"noi-cu" in content]
    edited(second / "hooks/exemplars/templates/story.html.jinja", "Đọc tiếp", "Đọc thêm")
    edited(second / "hooks/exemplars/wording.yml", "ca-nhan: Cá nhân", "ca-nhan: Một người")
    edited(second / "mkdocs.yml", "site_name: ", "site_name: Tên khác - ")
    changed = build_in(second, second / "site")
    html = changed["guong/dang-van-do/index.html"].decode()
    assert "Đọc thêm" in html
    assert "Đọc tiếp" not in html
    assert "Một người" in html
    assert "Tên khác - " in changed[page].decode()
    shutil.rmtree(second / ".cache")
    same(build_in(second, second / "site"), changed)


def test_builds_at_once_and_killed_ones_share_a_cache_and_leave_it_whole(tmp_path: Path) -> None:
    os.environ["EXEMPLARS_CACHE"], former = str(tmp_path / "cache"), os.environ["EXEMPLARS_CACHE"]
    try:
        both = [start(EXAMPLE, tmp_path / f"site-{number}") for number in range(2)]
        for process in both:
            said = "".join(process.communicate())
            assert (process.returncode, said) == (0, "")
        first = snapshot(tmp_path / "site-0")
        same(snapshot(tmp_path / "site-1"), first)
        chance = random.Random(8)  # noqa: S311 - not for secrets
        for _ in range(3):
            (tmp_path / "cache" / FILE).unlink(missing_ok=True)
            process = start(EXAMPLE, tmp_path / "site-2")
            time.sleep(chance.uniform(0.4, 1.6))
            process.send_signal(signal.SIGKILL)
            process.communicate()
        result = build(EXAMPLE, tmp_path / "site-2")
        assert result.returncode == 0, result.stderr
        assert "bộ nhớ đệm" not in result.stderr
        same(snapshot(tmp_path / "site-2"), first)
    finally:
        os.environ["EXEMPLARS_CACHE"] = former


def test_a_damaged_cache_is_told_in_one_line_and_the_site_is_right(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    first = build(EXAMPLE, tmp_path / "first", EXEMPLARS_CACHE=str(folder))
    assert first.returncode == 0, first.stderr
    file = folder / FILE
    raw = bytearray(file.read_bytes())
    raw[100:4000] = b"\xa5" * 3900
    file.write_bytes(raw)
    for line in (
        f"INFO    -  bộ nhớ đệm {file} bị hỏng hoặc không phải của chương trình này"
        " nên đã bỏ đi; lần này dựng lại từ đầu",
        None,
    ):
        result = build(EXAMPLE, tmp_path / "second", EXEMPLARS_CACHE=str(folder))
        assert result.returncode == 0, result.stderr
        told = [said for said in result.stderr.splitlines() if "bộ nhớ đệm" in said]
        assert told == ([line] if line else [])
        same(snapshot(tmp_path / "second"), snapshot(tmp_path / "first"))


def test_a_cache_that_cannot_be_written_is_one_line_and_no_site(tmp_path: Path) -> None:
    """Photos have to be written somewhere before they are published."""
    blocked = tmp_path / "tep"
    blocked.write_text("một tệp", "utf-8")
    result = build(EXAMPLE, tmp_path / "site", EXEMPLARS_CACHE=str(blocked / "cache"))
    assert result.returncode == 1
    said = [*result.stdout.splitlines(), *result.stderr.splitlines()]
    told = [line for line in said if line and not line.startswith("INFO ")]
    assert told == [f"không ghi được vào “{blocked / 'cache/photos'}”: Not a directory"]
    assert [path.name for path in tmp_path.iterdir()] == ["tep"]


def test_ctrl_c_ends_a_build_without_a_trace(tmp_path: Path) -> None:
    """A terminal sends it to every process of the build."""
    process = start(EXAMPLE, tmp_path / "site", os.setsid)
    while not [*tmp_path.glob(".site.new-*")] and process.poll() is None:
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGINT)
    said = "".join(process.communicate(timeout=20))
    assert process.returncode == 1
    assert re.fullmatch(r"\s*Aborted!\s*", said), said
    assert gone(process.pid)
    assert not (tmp_path / "site").exists()
