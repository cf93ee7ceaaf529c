"""A real Chromium, a server that logs each request, and a stranger's host that must stay unheard."""

from __future__ import annotations

import os
import re
import shutil
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from conftest import ROOT
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    Route,
    sync_playwright,
)

PREFIX = "/guong-mau/"
"""The sites lie below a path, as on GitHub Pages."""
STRANGER = "ngoai.example"
"""Hosts below this name are the attackers'; Chromium finds them at ``Stranger``'s door."""

PAGES = {
    "home": "",
    "list": "guong/",
    "list of a kind": "tap-the/",
    "list of a place": "dia-ban/ben-tre/ba-tri/",
    "story": "guong/day-du-dau-thanh/",
    "story with photos": "guong/doi-hat-sac-bua/",
    "place of today": "dia-ban/2025/vinh-long/",
    "statistics": "thong-ke/",
    "dimension": "thong-ke/locality/",
    "reported number": "thong-ke/bao-cao/ba-tri-guong/",
    "tombstone": "guong/da-go/",
    "former address": "guong/chi-nga-hoa-kieng/",
    "not found": "404.html",
    "how to contribute": "dong-gop/",
    "about": "gioi-thieu/",
    "about the data": "ve-du-lieu/",
    "data to download": "du-lieu/",
    "corrections": "dinh-chinh/",
    "accessibility": "tro-nang/",
    "without a network": "ngoai-tuyen/",
    "field": "linh-vuc/y-te/",
    "search": "tim-kiem/",
    "search with results": "tim-kiem/?q=nga",
    "search with facets": "tim-kiem/?field=y-te&sort=newest",
    "search without results": "tim-kiem/?q=kh%C3%B4ng+c%C3%B3+ai+nh%C6%B0+v%E1%BA%ADy",
}
"""A page of each kind of the example."""

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, Scheme] = ("light", "dark")
BLOCKED = "Service Worker registration blocked by Playwright"
"""What Playwright itself says where a reader has no service worker."""
SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a broken server or network answers."""

    status: int = 200
    content: bytes | None = None
    """None stands for what is really there."""
    kind: str = "text/html; charset=utf-8"
    delay: float = 0
    """Seconds to wait first."""


LOST = Answer(status=0)
"""No answer at all: the connection breaks off."""


class _Handler(SimpleHTTPRequestHandler):
    """Serves the folder below ``PREFIX`` as GitHub Pages does; no compression, no caching."""

    server: Served

    def do_GET(self) -> None:
        self.server.requests.append(self.path)
        wrong = self.server.answers
        answer = next((wrong[pattern] for pattern in wrong if re.search(pattern, self.path)), None)
        if answer:
            time.sleep(answer.delay)
        if answer == LOST:
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        elif answer and answer.content is not None:
            self._answer(answer.status, answer.kind, answer.content)
        else:
            super().do_GET()

    def translate_path(self, path: str) -> str:
        """Only what lies below ``PREFIX`` is there."""
        if not path.startswith(PREFIX):
            return str(self.server.folder / "nothing-here")
        return super().translate_path(path.removeprefix(PREFIX[:-1]))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page for what is not there."""
        own = self.server.folder / "404.html"
        if code != 404 or not own.is_file():
            super().send_error(code, message, explain)
            return
        self._answer(code, "text/html; charset=utf-8", own.read_bytes())

    def _answer(self, code: int, kind: str, content: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing: requests are kept, not printed."""


class Served(ThreadingHTTPServer):
    """A folder served on the loopback address; the folder may be filled later."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.requests: list[str] = []
        """The path of every request."""
        self.answers: dict[str, Answer] = {}
        """Pattern of paths → what is answered in place of the file."""
        super().__init__(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))

    @property
    def url(self) -> str:
        """The address of the site, ending in a slash."""
        return f"http://127.0.0.1:{self.server_port}{PREFIX}"

    @contextmanager
    def answering(self, pattern: str, answer: Answer) -> Iterator[None]:
        """Answer wrongly for a while."""
        self.answers[pattern] = answer
        try:
            yield
        finally:
            del self.answers[pattern]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that breaks off a request is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Door(socketserver.BaseRequestHandler):
    server: Stranger

    def handle(self) -> None:
        self.server.heard.append(b"")
        self.request.settimeout(2)
        try:
            self.server.heard.append(self.request.recv(4096))
        except OSError:
            return


class Stranger(socketserver.ThreadingTCPServer):
    """The attackers' host. It never answers; ``heard`` has what was said to it.

    A TLS greeting names the host, so that even a mere connection is known by its name.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        super().__init__(("127.0.0.1", 0), _Door)


@contextmanager
def running(server: socketserver.BaseServer) -> Iterator[None]:
    """Let a server answer in a thread of its own."""
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def built(stories: Path, folder: Path, without: Sequence[str] = ()) -> Iterator[Served]:
    """Serve the site of some stories, built strictly, with the layers in ``without`` taken away."""
    server = Served(folder)
    command = [sys.executable, str(ROOT / "tests/weaken.py"), *without]
    command += ["--", "build", "--strict", "-d", str(folder)]
    variables = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "SITE_URL": server.url,
        "REPO_URL": "https://example.org/repo",
        "CONTACT": "thu@example.org",
        "STORIES_DIR": str(stories),
    }
    result = subprocess.run(
        command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    with running(server):
        yield server


def executable() -> str | None:
    """Return the Chromium of the system; None stands for Playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


@contextmanager
def chromium(stranger: Stranger) -> Iterator[Browser]:
    """Start Chromium; names lead nowhere, but for those of the attackers."""
    port = stranger.server_address[1]
    rules = f"MAP *.{STRANGER} 127.0.0.1:{port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    playwright: Playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(), args=[*ARGUMENTS, f"--host-resolver-rules={rules}"]
        )
        yield browser
        browser.close()


@contextmanager
def lonely_chromium() -> Iterator[Browser]:
    """Start Chromium where no attacker waits."""
    stranger = Stranger()
    with running(stranger), chromium(stranger) as browser:
        yield browser


def wait_until(page: Page, expression: str, seconds: float = 15) -> None:
    """Wait until script is true; Playwright's own waiting for it needs eval, which pages forbid."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(30)


@dataclass(kw_only=True)  # no slots: Playwright leaves marks on the owner of a handler
class Watched:
    """A reader's browser, and all that it noticed."""

    context: BrowserContext
    foreign: list[str] = field(default_factory=list)
    """Addresses on other hosts that pages asked for; they were not answered."""
    left_for: list[str] = field(default_factory=list)
    """Addresses on other hosts for which a page was to be left."""
    console: list[str] = field(default_factory=list)
    """Errors and warnings, also those that no page caught: ``error: …``."""

    def open(self) -> Page:
        """Open a tab; one that a page opens is watched in the same way."""
        return self.context.new_page()

    def _stop(self, route: Route, request: Request) -> None:
        leaves = request.is_navigation_request() and request.frame.parent_frame is None
        (self.left_for if leaves else self.foreign).append(request.url)
        route.abort()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning", "assert"} and message.text != BLOCKED:
            self.console.append(f"{message.type}: {message.text}")

    def begin(self, own: str) -> None:
        """Stop what goes elsewhere than to the site at ``own``; listen to the console."""
        host = re.escape(urlsplit(own).netloc)
        self.context.route(re.compile(rf"^(?!http://{host}/)[a-z]+://"), self._stop)
        self.context.on("console", self._hear)
        self.context.on(
            "weberror", lambda error: self.console.append(f"uncaught: {error.error.message}")
        )


@contextmanager
def watching(  # noqa: PLR0913 - what readers differ in
    browser: Browser,
    server: Served,
    *,
    width: int = 1280,
    scheme: Scheme = "light",
    javascript: bool = True,
    worker: bool = False,
    **more: Any,
) -> Iterator[Watched]:
    """Give a fresh reader, without a past; one without ``worker`` keeps no page.

    ``more`` is what else Playwright can change in a reader, as ``reduced_motion``.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        java_script_enabled=javascript,
        locale="vi-VN",
        service_workers="allow" if worker else "block",
        **more,
    )
    context.set_default_timeout(10_000)
    watched = Watched(context=context)
    watched.begin(server.url)
    try:
        yield watched
    finally:
        context.close()
