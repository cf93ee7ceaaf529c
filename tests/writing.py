"""A repository of one's own, and ``make serve`` running over it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from conftest import EXAMPLE, ROOT

PATIENCE = 60.0
"""Seconds after which something that should have happened has not."""
SCRIPT = re.compile(rb'<script type="module" src="/-/reload\.js\?v=[0-9a-f]{8}-\d+"></script>\n')
"""What a page has more under ``make serve``."""


@dataclass(kw_only=True)
class Writing:
    """Somebody who writes, and sees what he writes."""

    home: Path
    """A repository with the example's stories."""
    port: int
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    """Every line on the terminal."""

    @property
    def url(self) -> str:
        """The address of the site."""
        return f"http://127.0.0.1:{self.port}/"

    def get(self, path: str) -> tuple[int, bytes]:
        """Return status and body of what is answered for a path, sent as it is."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path)
        answer: HTTPResponse = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, body

    def write(self, name: str, content: str) -> Path:
        """Write a file below the stories folder, as an editor does: beside it, then renamed."""
        path = self.home / "stories" / name
        beside = path.with_name(f".{path.name}.swp")
        beside.write_text(content, "utf-8")
        beside.replace(path)
        return path

    def wait(self, true: Callable[[], bool]) -> None:
        """Wait until something has happened."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, "\n".join(self.said)
            assert self.process.poll() is None, "\n".join(self.said)
            time.sleep(0.02)

    def wait_for(self, path: str, found: str) -> None:
        """Wait until something stands in a page."""
        self.wait(lambda: found.encode() in self.get(path)[1])

    def wait_for_line(self, found: str) -> None:
        """Wait until something is told on the terminal."""
        self.wait(lambda: any(found in line for line in self.said))


def repository(home: Path) -> Path:
    """Make a small repository: this one's pages, looks and code, and the example's stories."""
    home.mkdir()
    for name in ("docs", "overrides", "hooks"):
        shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", home)
    shutil.copytree(EXAMPLE, home / "stories")
    return home


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def start(home: Path, port: int) -> subprocess.Popen[str]:
    """Start the server as ``make serve`` does."""
    variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "EXEMPLARS_CACHE": str(home / "cache")}
    command = [sys.executable, "hooks/serve_site.py", "--port", str(port)]
    for name in ("STORIES_DIR", "SITE_URL", "REPO_URL", "CONTACT", "COMBINE"):
        variables.pop(name, None)
    return subprocess.Popen(
        command,
        cwd=home,
        env=variables,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )


@contextmanager
def writing(home: Path) -> Iterator[Writing]:
    """Run the server over a repository until the end of the block; it must end quietly."""
    port = free_port()
    with start(home, port) as process:
        writer = Writing(home=home, port=port, process=process)
        listener = threading.Thread(target=_listen, args=(writer,), daemon=True)
        listener.start()
        try:
            writer.wait_for_line(f"Trang đang mở ở {writer.url}")
            yield writer
        finally:
            process.send_signal(signal.SIGINT)
            code = process.wait(PATIENCE)
            listener.join()
    assert code == 0
    assert not [line for line in writer.said if "Traceback" in line], writer.said


def _listen(writer: Writing) -> None:
    for line in writer.process.stderr or ():
        writer.said.append(line.rstrip("\n"))
