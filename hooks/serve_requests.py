"""Answer a browser on this machine: pages of the last good site, and news of the next one."""

from __future__ import annotations

import json
import secrets
import socket
import sys
import threading
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from exemplars.policy import guard
from exemplars.wording import text
from serve_stock import Answer, Stock, kind

OWN = "/-/"
"""Below it lies what only this server has; no address of the site begins so."""
SCRIPT = Path(__file__).with_name("serve_reload.js")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - for who asked for it
"""Addresses that stand for all of this machine's."""
BREATH = 15.0
"""Seconds after which a silent browser is asked whether it is still there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What there is to be shown."""

    stock: Stock | None = None
    """The last good site; None where there was none yet."""
    number: int = 0
    """Rises with each good site."""
    faults: tuple[str, ...] = ()
    """Why there is no newer one, a line each."""


@dataclass(slots=True)
class Board:
    """The present state, and a bell for those who wait for the next."""

    state: State = field(default_factory=State)
    mark: str = field(default_factory=lambda: secrets.token_hex(4))
    """Differs each time that the server starts."""
    _bell: threading.Condition = field(default_factory=threading.Condition)

    def show(self, state: State) -> None:
        """Replace the state, and tell all who wait."""
        with self._bell:
            self.state = state
            self._bell.notify_all()

    def after(self, known: State | None) -> State:
        """Return the state once it is another than ``known``, or after a while in any case."""
        with self._bell:
            self._bell.wait_for(lambda: self.state is not known, BREATH)
            return self.state

    def version(self, state: State) -> str:
        """Return a name of the site that a state shows."""
        return f"{self.mark}-{state.number}"

    def news(self, state: State) -> str:
        """Return what a page is told of a state."""
        told = {
            "version": self.version(state),
            "faults": state.faults,
            "title": text("serve", "panel" if state.stock else "panel-first"),
            "after": text("serve", "panel-after"),
            "hide": text("serve", "hide"),
        }
        return json.dumps(told, ensure_ascii=False)


class Server(ThreadingHTTPServer):
    """Listens on this machine."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], board: Board) -> None:
        self.board = board
        if ":" in address[0]:
            self.address_family = socket.AF_INET6
        super().__init__(address, _Handler)

    @property
    def url(self) -> str:
        """The address of the site."""
        host, port = str(self.server_address[0]), self.server_address[1]
        if host in EVERYWHERE:
            host = "127.0.0.1"
        return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the library's signature
        """A browser that breaks off a request is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave together
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer with a page, a file, or news."""
        path = unquote(urlsplit(self.path).path, errors="replace")
        state = self.server.board.state
        if path == f"{OWN}events":
            self._tell()
        elif path == f"{OWN}reload.js":
            self._send(HTTPStatus.OK, Answer(SCRIPT.read_bytes(), kind(path)))
        elif state.stock is None:
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, Answer(self._alone(state)))
        elif (answer := state.stock.answer(path)) is None:
            self._send(HTTPStatus.NOT_FOUND, self._alive(Answer(state.stock.lost()), state))
        elif answer.moved_to:
            self._send(HTTPStatus.FOUND, answer)
        else:
            self._send(HTTPStatus.OK, self._alive(answer, state))

    do_HEAD = do_GET  # noqa: N815 - the library's name

    def _send(self, status: HTTPStatus, answer: Answer) -> None:
        self.send_response(status)
        if answer.moved_to:
            self.send_header("Location", answer.moved_to)
        self.send_header("Content-Type", answer.type)
        self.send_header("Content-Length", str(len(answer.content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.content)

    def _alive(self, answer: Answer, state: State) -> Answer:
        """Return a page with the script that waits for the next one; a file stays as it is.

        It stands before the site's own, whose service worker it keeps away.
        """
        if not answer.type.startswith("text/html"):
            return answer
        script = f'<script type="module" src="{self._script(state)}"></script>\n<title>'
        return Answer(answer.content.replace(b"<title>", script.encode(), 1))

    def _script(self, state: State) -> str:
        return f"{OWN}reload.js?v={self.server.board.version(state)}"

    def _alone(self, state: State) -> bytes:
        """Return a page that says why there is no site yet."""
        lines = "".join(f"<li><code>{escape(line)}</code></li>\n" for line in state.faults)
        title = escape(text("serve", "panel-first"))
        return guard(
            f'<!doctype html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
            f'<meta name="viewport" content="width=device-width,initial-scale=1">\n'
            f"<title>{title}</title>\n"
            f'<script type="module" src="{self._script(state)}"></script>\n</head>\n'
            f"<body>\n<main>\n<h1>{title}</h1>\n<noscript>\n<ul>\n{lines}</ul>\n</noscript>\n"
            f"</main>\n</body>\n</html>\n"
        ).encode()

    def _tell(self) -> None:
        """Tell a page of each state, the present one first, until it goes away."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        board, known = self.server.board, None
        while self.command != "HEAD":
            state = board.after(known)
            news = f"data: {board.news(state)}\n\n" if state is not known else ":\n\n"
            self.wfile.write(news.encode())
            self.wfile.flush()
            known = state

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing of each request: the terminal is for what is to be mended."""
