"""The door for writing: ``make serve`` shows each saved story at once, and each fault in its place.

MkDocs makes the frame and the hand-written pages; stories are published into memory, and a page
is written when a browser asks for it. What is shown stays until there is something better.
"""

from __future__ import annotations

import argparse
import errno
import gc
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from exemplars import FaultError, ProblemsError, Settings, Site, publish
from exemplars.caching import Cache
from exemplars.phrasing import Parser, vietnamese
from exemplars.progress import Progress
from exemplars.remembering import Memory
from exemplars.roots import default_root
from exemplars.vietnamese import number
from exemplars.wording import text
from exemplars.workers import cores
from read_settings import (
    cache_folder,
    combined_folders,
    read_settings,
    shown_path,
    stories_folder,
)
from serve_changes import overlooks, watching
from serve_frames import WarningsError, configure, frame
from serve_requests import Board, Server, State
from serve_shell import Shell
from serve_stock import Stock

CONFIGURATION = "mkdocs.yml"
ADDRESS, PORT = "127.0.0.1", 8000
LAST_PORT = 65535
STORIES, PAGES = "stories", "pages"
"""What can change: the stories, or what MkDocs makes pages from."""


@dataclass(slots=True)
class Workshop:
    """What is at hand for the next site."""

    url: str
    workers: int
    """Processes that read; once threads answer, nothing may be forked any more."""
    memory: Memory = field(default_factory=partial(Memory, overlooks))
    config: MkDocsConfig | None = None
    shell: Shell | None = None
    """What MkDocs last made without complaining."""
    site: Site | None = None
    complaints: tuple[str, ...] = ()
    """Why MkDocs has made nothing newer."""
    due: bool = True
    """Whether MkDocs has to look again."""

    def make(self, changed: AbstractSet[str]) -> Stock:
        """Return the site as it is now; where MkDocs complains, in the frame it had before.

        Raises:
            ProblemsError: a story is wrong.
            FaultError: the stories cannot be read.
            WarningsError: MkDocs complained, and there is no frame yet.
        """
        self.due |= PAGES in changed
        if self.due:
            self._configure()
        if self.config is None:
            raise WarningsError([*self.complaints])
        settings = read_settings(self.config)
        site = self._publish(self.config, settings)
        if self.due or self._moved(site):
            self._frame(site)
        self.site, self.due = site, self.shell is None
        if self.shell is None:
            raise WarningsError([*self.complaints])
        return Stock(site=site, shell=self.shell, settings=settings)

    def _moved(self, site: Site) -> bool:
        """Tell whether a page that a hand-written one leads to, or may lead to, came or went."""
        if self.site is None or self.shell is None:
            return False
        before, after = ({page.address for page in one.outline} for one in (self.site, site))
        moved = before ^ after
        return bool(moved if self.complaints else moved & self.shell.links())

    def _configure(self) -> None:
        try:
            self.config = configure(CONFIGURATION, self.url)
        except WarningsError as error:
            self.complaints = tuple(error.lines)

    def _frame(self, site: Site) -> None:
        """Have MkDocs make its pages anew; those that it made before stay where it complains."""
        try:
            self.shell = frame(configure(CONFIGURATION, self.url), site)
            self.complaints = ()
        except WarningsError as error:
            self.complaints = tuple(error.lines)

    def _publish(self, config: MkDocsConfig, settings: Settings) -> Site:
        root, folder = stories_folder(config), cache_folder(config)
        kept = Cache(folder)
        workers, self.workers = self.workers, 1
        with Progress(label=text("progress", "read")) as progress, closing(kept):
            return publish(
                root,
                shown_path(root),
                date.today(),  # noqa: DTZ011 - a day of the writer's calendar
                settings,
                folder / "photos",
                combined=combined_folders(),
                kept=kept,
                workers=workers,
                report=progress.report,
                memory=self.memory,
            )


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until Ctrl-C; return the exit code."""
    options = _options(arguments)
    try:
        server = Server((options.address, options.port), Board())
    except OSError as error:
        _say(_refusal(options, error))
        return 1
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with server, suppress(KeyboardInterrupt):
        _serve(server, poll=options.poll)
    return 0


def _serve(server: Server, *, poll: bool) -> None:
    """Show each next site, without end."""
    workshop, began = Workshop(server.url, cores()), time.time()
    _update(workshop, server.board, {PAGES})
    gc.freeze()  # most of what is there stays, and need not be looked through at every change
    with watching(_places(workshop.config), poll=poll) as changes:
        changes.since(began)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        _say(text("serve", "open", url=server.url))
        while True:
            _update(workshop, server.board, changes.wait())


def _update(workshop: Workshop, board: Board, changed: AbstractSet[str]) -> None:
    """Show the site as it is now, or why there is no newer one; say so on the terminal."""
    began, before = time.monotonic(), board.state
    try:
        stock = workshop.make(changed)
    except (ProblemsError, FaultError, WarningsError) as error:
        board.show(replace(before, faults=_lines(error)))
        key = "fault" if before.stock else "fault-first"
        _say(text("serve", key, time=_now()), *board.state.faults)
        return
    board.show(State(stock=stock, number=before.number + 1, faults=workshop.complaints))
    known = before.stock.site.warnings if before.stock else ()
    seconds = number(round(time.monotonic() - began, 1))
    stories = number(len(stock.site.library.stories))
    _say(
        text("serve", "done", time=_now(), stories=stories, seconds=seconds),
        *(str(warning) for warning in stock.site.warnings if warning not in known),
    )
    if workshop.complaints:
        _say(text("serve", "fault-pages", time=_now()), *workshop.complaints)


def _lines(error: Exception) -> tuple[str, ...]:
    """Return each thing that is to be mended; warnings stop nothing."""
    if isinstance(error, ProblemsError):
        return tuple(str(problem) for problem in error.problems if not problem.warning)
    return tuple(error.lines) if isinstance(error, WarningsError) else (str(error),)


def _places(config: MkDocsConfig | None) -> Mapping[Path, str]:
    """Return where changes are looked for, and what lies there."""
    custom = config.theme.custom_dir if config else None
    stories = stories_folder(config) if config else default_root()
    return {
        Path(CONFIGURATION): PAGES,
        Path(config.docs_dir if config else "docs"): PAGES,
        Path(custom or "overrides"): PAGES,
        **dict.fromkeys((stories, *combined_folders()), STORIES),
    }


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    with vietnamese():
        parser = Parser(prog="serve_site.py", description=text("serve", "description"))
        parser.add_argument("--port", type=_port, default=PORT, help=text("serve", "port"))
        parser.add_argument("--address", default=ADDRESS, help=text("serve", "address"))
        parser.add_argument("--poll", action="store_true", help=text("serve", "poll"))
        return parser.parse_args(arguments)


def _port(written: str) -> int:
    """Return a port; argparse says it where there is none."""
    if not 0 < (port := int(written)) <= LAST_PORT:
        raise ValueError
    return port


def _refusal(options: argparse.Namespace, error: OSError) -> str:
    """Return why the server cannot listen."""
    if error.errno == errno.EADDRINUSE:
        return text("serve", "port-taken", port=options.port, other=options.port % LAST_PORT + 1)
    reason = error.strerror or str(error)
    return text("serve", "address-wrong", address=options.address, port=options.port, reason=reason)


def _now() -> str:
    return f"{datetime.now():%H:%M:%S}"  # noqa: DTZ005 - the writer's own clock


def _say(*lines: str) -> None:
    print(*lines, sep="\n", file=sys.stderr, flush=True)  # noqa: T201 - for who writes


if __name__ == "__main__":
    sys.exit(main())
