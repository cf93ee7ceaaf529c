"""Serve files as GitHub Pages does, count what goes over the wire, and start Chromium."""

from __future__ import annotations

import gzip
import mimetypes
import shutil
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

Find = Callable[[str], bytes | None]
"""Returns the content at an address, or None."""

GZIPPED = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".wasm")
"""What GitHub Pages compresses; other types, ``.bin`` among them, are sent as they are."""
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class _Handler(BaseHTTPRequestHandler):
    server: Shelf
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave together
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer, and write down how many bytes the body has as it is transferred."""
        path = self.path.partition("?")[0]
        content, packed = self.server.body(path)
        found = content is not None
        body = content or b""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", _type(path))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", self.server.caching)
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.server.sent.append((path, len(body)))
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing: what was sent is kept, not printed."""


class Shelf(ThreadingHTTPServer):
    """Files on the loopback address."""

    daemon_threads = True

    def __init__(self, find: Find, caching: str = "no-store") -> None:
        self.find = find
        self.caching = caching
        """What the browser may keep: nothing, or as long as GitHub Pages lets it."""
        self.sent: list[tuple[str, int]] = []
        """Address and bytes of every body that was sent."""
        self.bodies: dict[str, tuple[bytes | None, bool]] = {}
        super().__init__(("127.0.0.1", 0), _Handler)
        with suppress(OSError):  # one that paces what it sends can stall on the loopback
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, b"reno")

    @property
    def url(self) -> str:
        """The address of the root, ending in a slash."""
        return f"http://127.0.0.1:{self.server_port}/"

    def body(self, path: str) -> tuple[bytes | None, bool]:
        """Return what is sent for ``path``, and whether it is compressed."""
        if path not in self.bodies:
            content = self.find(path)
            packed = content is not None and _name(path).endswith(GZIPPED)
            self.bodies[path] = (gzip.compress(content or b"") if packed else content, packed)
        return self.bodies[path]

    def count(self, since: int) -> int:
        """Return the bytes that were sent after the first ``since`` answers."""
        return sum(size for _, size in self.sent[since:])

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as in the library
        """A browser that breaks off a request is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def _name(path: str) -> str:
    return f"{path}index.html" if path.endswith("/") else path


def _type(path: str) -> str:
    return mimetypes.guess_type(_name(path))[0] or "application/octet-stream"


def in_memory(files: Mapping[str, bytes]) -> Find:
    """Return a shelf's content from address → bytes."""
    return files.get


def in_folder(folder: Path) -> Find:
    """Return a shelf's content from a built site."""
    return partial(_read, folder)


def _read(folder: Path, path: str) -> bytes | None:
    file = folder / _name(path).lstrip("/")
    return file.read_bytes() if file.is_file() else None


@contextmanager
def serving(find: Find, caching: str = "no-store") -> Iterator[Shelf]:
    """Serve in a thread of its own."""
    shelf = Shelf(find, caching)
    thread = threading.Thread(target=partial(shelf.serve_forever, poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield shelf
    finally:
        shelf.shutdown()
        thread.join()
        shelf.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium, or Playwright's own; names lead nowhere."""
    names = ("chromium", "chromium-browser", "google-chrome")
    executable = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*ARGUMENTS])
        try:
            yield browser
        finally:
            browser.close()
