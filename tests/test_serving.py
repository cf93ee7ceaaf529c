"""``make serve``: what is saved is seen, what is wrong is told in its place, and nothing else."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import pytest
from browser import Watched, lonely_chromium, wait_until
from factories import story
from playwright.sync_api import Browser, Locator, Page, expect
from test_build_site import snapshot
from watchdog.events import FileClosedEvent, FileModifiedEvent, FileMovedEvent, FileOpenedEvent
from writing import SCRIPT, Writing, free_port, repository, start, writing

import serve_site
from exemplars import publish
from exemplars.policy import policy
from exemplars.wording import text
from serve_changes import Changes, overlooks, watching
from serve_requests import Board, Server, State
from serve_site import STORIES, Workshop

STORY = "guong/dang-van-do/"
FILE = "ca-nhan/dang-van-do.md"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A small repository."""
    return repository(tmp_path / "kho")


@pytest.fixture
def writer(home: Path) -> Iterator[Writing]:
    """Somebody who writes."""
    with writing(home) as writer:
        yield writer


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all."""
    with lonely_chromium() as browser:
        yield browser


def add(writer: Writing, words: str) -> None:
    """Add a paragraph to the story."""
    before = (writer.home / "stories" / FILE).read_text("utf-8")
    writer.write(FILE, f"{before}\n{words}\n")


def test_every_page_and_file_is_as_a_build_publishes_it(writer: Writing, tmp_path: Path) -> None:
    """Only the script that waits for the next page is more, and the service worker is another."""
    variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": writer.url}
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "-q",
        "--strict",
        "-d",
        str(tmp_path / "site"),
    ]
    subprocess.run(command, cwd=writer.home, env=variables, check=True)
    built = snapshot(tmp_path / "site")
    assert len(built) > 100
    for name, content in built.items():
        status, body = writer.get(f"/{quote(name)}")
        plain, scripts = SCRIPT.subn(b"", body)
        assert status == 200, name
        assert (plain == content) is (name != "sw.js"), name
        assert scripts == name.endswith(".html"), name
        assert b"/-/" not in content, name
        if name.endswith("/index.html"):
            assert writer.get(f"/{name.removesuffix('index.html')}") == (200, body), name
    assert not [name for name in built if "reload" in name]


def test_an_edited_story_shows_without_a_reload_by_hand(writer: Writing, browser: Browser) -> None:
    with reading(browser, writer) as reader:
        page = reader.open()
        page.goto(writer.url + STORY)
        add(writer, "Ông vừa trồng thêm một cây mù u.")
        expect(page.get_by_text("Ông vừa trồng thêm một cây mù u.")).to_be_visible(timeout=60_000)
        assert panel(page).count() == 0
        assert reader.console + reader.foreign + reader.left_for == []


def test_a_fault_is_told_over_the_last_good_page_until_it_is_mended(
    writer: Writing, browser: Browser
) -> None:
    with reading(browser, writer) as reader:
        page = reader.open()
        page.goto(writer.url + STORY)
        good = (writer.home / "stories" / FILE).read_text("utf-8")
        writer.write(FILE, good.replace("name: ", "name: [", 1))
        writer.write("ca-nhan/x.md", story(name=None, date="hôm qua"))
        expect(panel(page).get_by_role("listitem")).to_have_count(3, timeout=60_000)
        lines = panel(page).get_by_role("listitem").all_inner_texts()
        assert [line.partition(": ")[0] for line in lines] == [
            f"stories/{FILE}:3:1",
            "stories/ca-nhan/x.md:2:1",
            "stories/ca-nhan/x.md:8:7",
        ]
        assert all(line in writer.said for line in lines), writer.said
        expect(panel(page).get_by_role("alert")).to_contain_text(text("serve", "panel"))
        assert panel(page).locator("a").count() == 0
        assert page.locator("h1").inner_text() == "Đặng Văn Đỏ"
        page.goto(f"{writer.url}guong/")  # other pages stay, and tell of it too
        expect(panel(page)).to_have_count(1)
        page.goto(writer.url + STORY)
        expect(panel(page)).to_have_count(1)
        (writer.home / "stories/ca-nhan/x.md").unlink()
        writer.write(FILE, good)
        expect(panel(page)).to_have_count(0, timeout=60_000)
        assert reader.console + reader.foreign + reader.left_for == []


def test_the_panel_can_be_hidden_by_keyboard(writer: Writing, browser: Browser) -> None:
    writer.write(FILE, "---\n")
    writer.wait_for_line(FILE)
    with reading(browser, writer) as reader:
        page = reader.open()
        page.goto(writer.url + STORY)
        panel(page).get_by_role("button", name=text("serve", "hide")).press("Enter")
        expect(panel(page)).to_have_count(0)


def test_a_fault_at_the_start_is_told_and_mended(home: Path, browser: Browser) -> None:
    path = home / "stories" / FILE
    good = path.read_text("utf-8")
    path.write_text(good.replace("name: ", "name: [", 1), "utf-8")
    with writing(home) as writer, reading(browser, writer) as reader:
        assert [writer.get(address)[0] for address in ("/", f"/{STORY}", "/no")] == [503] * 3
        assert text("serve", "panel-first").encode() in writer.get("/")[1]
        page = reader.open()
        page.goto(writer.url + STORY)
        expect(panel(page).get_by_role("listitem")).to_contain_text([f"stories/{FILE}:3:1: "])
        writer.write(FILE, good)
        expect(page.get_by_role("heading", name="Đặng Văn Đỏ", level=1)).to_be_visible(
            timeout=60_000
        )
        assert panel(page).count() == 0


def test_what_mkdocs_complains_of_is_told_while_stories_go_on(
    writer: Writing, browser: Browser
) -> None:
    about = writer.home / "docs/gioi-thieu.md"
    good = about.read_text("utf-8")
    with reading(browser, writer) as reader:
        page = reader.open()
        page.goto(f"{writer.url}gioi-thieu/")
        about.write_text(f"{good}\nMột dòng mới.\n\n[không có](khong-co.md)\n", "utf-8")
        expect(panel(page).get_by_role("listitem")).to_contain_text(["khong-co.md"], timeout=60_000)
        assert "Một dòng mới." not in page.content()
        add(writer, "Câu mới trong chuyện.")
        writer.wait_for(f"/{STORY}", "Câu mới trong chuyện.")
        expect(panel(page)).to_have_count(1)
        about.write_text(f"{good}\nMột dòng mới.\n", "utf-8")
        expect(page.get_by_text("Một dòng mới.")).to_be_visible(timeout=60_000)
        expect(panel(page)).to_have_count(0)


def test_a_page_that_a_hand_written_one_leads_to_may_come_and_go(writer: Writing) -> None:
    about = writer.home / "docs/gioi-thieu.md"
    about.write_text(f"{about.read_text('utf-8')}\n[mới](guong/moi/index.html)\n", "utf-8")
    told = text("serve", "fault-pages", time="").strip()
    writer.wait_for_line(told)
    writer.write("ca-nhan/moi.md", story())
    writer.wait_for("/gioi-thieu/", 'href="../guong/moi/"')
    (writer.home / "stories/ca-nhan/moi.md").unlink()
    writer.wait(lambda: len([line for line in writer.said if told in line]) > 1)
    assert writer.get("/guong/moi/")[0] == 404


def test_looks_settings_and_the_home_page_follow(writer: Writing) -> None:
    (writer.home / "docs/assets/site.css").write_text("/* mới */\n", "utf-8")
    writer.wait_for("/assets/site.css", "/* mới */")
    settings = writer.home / "mkdocs.yml"
    settings.write_text(
        settings.read_text("utf-8").replace("Gương sáng quê dừa", "Trang mới"), "utf-8"
    )
    writer.wait_for(f"/{STORY}", "– Trang mới</title>")
    writer.write("ca-nhan/moi.md", story(name="Nguyễn Văn Mới", date="2026-05-31"))
    writer.wait_for("/", "Nguyễn Văn Mới")
    writer.wait_for("/feed.xml", "Nguyễn Văn Mới")
    assert f"{writer.url}guong/moi/".encode() in writer.get("/sitemap.xml")[1]
    assert writer.get("/guong/moi")[0] == 302


def test_settings_that_cannot_be_read_are_told_and_mended(writer: Writing) -> None:
    settings = writer.home / "mkdocs.yml"
    good = settings.read_text("utf-8")
    settings.write_text(f"{good}\nsite_name: [\n", "utf-8")
    writer.wait_for_line(text("serve", "fault-pages", time="").strip())
    assert writer.get(f"/{STORY}")[0] == 200
    settings.write_text(good.replace("Gương sáng quê dừa", "Trang mới"), "utf-8")
    writer.wait_for(f"/{STORY}", "– Trang mới</title>")


@pytest.mark.parametrize(
    "path",
    [
        "/../mkdocs.yml",
        "/assets/../../mkdocs.yml",
        "/%2e%2e/mkdocs.yml",
        "/..%2f..%2fetc/passwd",
        "/..\\mkdocs.yml",
        "//etc/passwd",
        "/stories/ca-nhan/dang-van-do.md",
        "/guong/ban-nhap/",
        "/index.md",
        "/-/",
        "/-/../hooks/serve_site.py",
        "/guong/dang-van-do/%00",
        "/guong/" + "a" * 5000,
    ],
)
def test_only_what_the_site_has_is_answered(path: str, shared: Writing) -> None:
    status, body = shared.get(path)
    assert status == 404
    assert SCRIPT.sub(b"", body) == SCRIPT.sub(b"", shared.get("/404.html")[1])


def test_a_link_that_is_laid_into_the_site_leads_nowhere(shared: Writing) -> None:
    """Stories refuse links; what lies elsewhere is no part of the site."""
    (shared.home / "stories/ca-nhan/lien-ket.md").symlink_to("/etc/passwd")
    shared.wait_for_line("stories/ca-nhan/lien-ket.md:1:1: ")
    assert shared.get("/guong/lien-ket/")[0] == 404
    (shared.home / "stories/ca-nhan/lien-ket.md").unlink()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writing]:
    """Somebody who writes, for tests that leave things as they are."""
    with writing(repository(tmp_path_factory.mktemp("chung") / "kho")) as writer:
        yield writer


def test_the_policy_is_that_of_a_published_page(shared: Writing) -> None:
    html = shared.get(f"/{STORY}")[1].decode()
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert found
    assert found[1] == policy(SCRIPT.sub(b"", html.encode()).decode())
    assert (
        html.index("Content-Security-Policy") < html.index("/-/reload.js") < html.index("site.js")
    )


def test_no_service_worker_keeps_what_is_about_to_change(shared: Writing, browser: Browser) -> None:
    with reading(browser, shared, worker=True) as reader:
        page = reader.open()
        page.goto(f"{shared.url}robots.txt")
        page.evaluate("navigator.serviceWorker.register('/sw.js')")  # as a site of another day did
        page.evaluate("caches.open('kept-1').then(cache => cache.put('/x', new Response('cũ')))")
        page.goto(shared.url + STORY)
        wait_until(page, "navigator.serviceWorker.getRegistrations().then(all => all.length === 0)")
        wait_until(page, "caches.keys().then(keys => keys.length === 0)")
        assert reader.console == []


def test_editors_own_files_are_overlooked(writer: Writing) -> None:
    folder = writer.home / "stories/ca-nhan"
    for name in (".dang-van-do.md.swp", "dang-van-do.md~", "#dang-van-do.md#", "4913", "x.tmp"):
        (folder / name).write_text("…", "utf-8")
    (folder / ".#dang-van-do.md").symlink_to("nobody@nowhere.1")
    add(writer, "Câu cuối cùng.")
    writer.wait_for(f"/{STORY}", "Câu cuối cùng.")
    assert [line for line in writer.said if "stories/" in line] == []


@pytest.mark.parametrize("name", ["dang-van-do.md", "index.md", "taxonomy.yml", "a.jpg", "x.html"])
def test_nothing_else_is_overlooked(name: str) -> None:
    assert not overlooks(name)


def test_many_quick_changes_are_handled_once(tmp_path: Path) -> None:
    changes = Changes({tmp_path / "stories": STORIES, tmp_path / "docs": "pages"})
    for number in range(50):
        changes.on_any_event(FileModifiedEvent(str(tmp_path / f"stories/ca-nhan/{number}.md")))
    changes.on_any_event(FileClosedEvent(str(tmp_path / "docs/index.md")))
    assert changes.wait() == {STORIES, "pages"}
    assert changes._queue.empty()


def test_a_file_that_is_renamed_into_its_place_is_a_change_and_reading_is_none(
    tmp_path: Path,
) -> None:
    changes = Changes({tmp_path / "mkdocs.yml": "pages"})
    changes.on_any_event(FileOpenedEvent(str(tmp_path / "mkdocs.yml")))
    changes.on_any_event(FileModifiedEvent(str(tmp_path / "mkdocs.yml.orig")))
    assert changes._queue.empty()
    changes.on_any_event(FileMovedEvent(str(tmp_path / ".x"), str(tmp_path / "mkdocs.yml")))
    assert changes.wait() == {"pages"}


@pytest.mark.parametrize("poll", [False, True])
def test_a_change_anywhere_below_a_folder_is_seen(tmp_path: Path, *, poll: bool) -> None:
    (tmp_path / "stories/ca-nhan").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("", "utf-8")
    places = {tmp_path / "stories": STORIES, tmp_path / "mkdocs.yml": "pages"}
    with watching(places, poll=poll) as changes:
        (tmp_path / "khac.yml").write_text("", "utf-8")
        (tmp_path / "stories/ca-nhan/moi").mkdir()
        assert changes.wait() == {STORIES}
        (tmp_path / "mkdocs.yml").write_text("a: 1", "utf-8")
        assert "pages" in changes.wait()


def test_what_changed_before_anybody_watched_is_not_missed(tmp_path: Path) -> None:
    path = tmp_path / "stories/ca-nhan/x.md"
    path.parent.mkdir(parents=True)
    path.write_text("", "utf-8")
    for place in (tmp_path / "stories", path.parent, path):
        os.utime(place, (1000, 1000))
    changes = Changes({tmp_path / "stories": STORIES})
    changes.since(1001)
    assert changes._queue.empty()
    changes.since(1000)
    assert changes.wait() == {STORIES}


def test_while_the_next_site_is_made_the_last_one_answers(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    for name in ("STORIES_DIR", "SITE_URL"):
        monkeypatch.delenv(name, raising=False)
    board, begun, go_on = Board(), threading.Event(), threading.Event()
    workshop = Workshop("http://127.0.0.1/", 1)
    serve_site._update(workshop, board, {serve_site.PAGES})

    def slow(*args: object, **more: object) -> object:
        begun.set()
        go_on.wait()
        return publish(*args, **more)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(serve_site, "publish", slow)
    before = board.state
    update = threading.Thread(target=serve_site._update, args=(workshop, board, {STORIES}))
    update.start()
    try:
        begun.wait()
        assert board.state is before
        assert before.stock
        answer = before.stock.answer(f"/{STORY}")
        assert answer
        assert "Đặng Văn Đỏ" in answer.content.decode()
    finally:
        go_on.set()
        update.join()
    assert board.state.number == before.number + 1


@pytest.mark.parametrize("port", ["0", "65536", "-1", "x"])
def test_a_port_that_there_is_not_is_a_wrong_call(
    port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        serve_site.main([f"--port={port}"])
    assert caught.value.code == 2
    assert f"--port: không nhận “{port}”" in capsys.readouterr().err


def test_a_port_that_is_taken_is_one_clear_line(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with start(home, port) as process:
            said = process.communicate()[1]
    assert process.returncode == 1
    assert said == (
        f"cổng {port} đang có chương trình khác dùng; hãy tắt chương trình ấy, "
        f"hoặc chọn cổng khác: make serve PORT={port + 1}\n"
    )


def test_ctrl_c_ends_at_any_time_quietly(home: Path) -> None:
    with start(home, free_port()) as process:
        assert process.stderr
        assert "Đã cập nhật" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert process.returncode == 0
    assert "Traceback" not in said
    assert not [*Path(os.environ.get("TMPDIR", "/tmp")).glob(f"exemplars-{process.pid}*")]  # noqa: S108 - where it would be


def test_who_waits_is_told_of_each_state_at_once() -> None:
    board = Board()
    first = board.after(None)
    heard: list[State] = []
    waiting = threading.Thread(target=lambda: heard.append(board.after(first)))
    waiting.start()
    board.show(State(number=1))
    waiting.join(10)
    assert heard == [board.state]
    assert board.version(first) != board.version(board.state)


def test_the_address_of_a_server_for_all_is_one_that_can_be_opened() -> None:
    server = Server(("0.0.0.0", 0), Board())  # noqa: S104 - as asked for
    assert server.url == f"http://127.0.0.1:{server.server_port}/"
    server.server_close()


def panel(page: Page) -> Locator:
    """Return the panel of faults."""
    return page.locator("exemplars-faults")


@contextmanager
def reading(browser: Browser, writer: Writing, *, worker: bool = False) -> Iterator[Watched]:
    """Give a fresh browser that notes what goes wrong."""
    workers: Literal["allow", "block"] = "allow" if worker else "block"
    context = browser.new_context(locale="vi-VN", service_workers=workers)
    context.set_default_timeout(30_000)
    watched = Watched(context=context)
    watched.begin(writer.url)
    try:
        yield watched
    finally:
        context.close()
