"""Run one command and print what it cost, as JSON: ``python -I metering.py COMMAND …``.

This is a process of its own, without any package, for two reasons: what the kernel counts of its
children is then of this command alone, and the peak memory of a child begins with that of the
process which started it, so that must be small. Written for Linux.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

INTERVAL = 0.5
"""Seconds between two looks at the memory of several processes."""
_PR_SET_CHILD_SUBREAPER = 36


def main() -> None:
    """Print seconds on the clock, CPU seconds and peak MB; fail as the command does."""
    # A process whose parent ends first comes to us, so that its CPU time is counted as well.
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    start = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - the comparison's own words
        sys.argv[1:], stdout=subprocess.DEVNULL, start_new_session=True
    )
    watch = Watch(process.pid)
    watch.start()
    code = process.wait()
    wall = time.perf_counter() - start
    watch.end()
    with suppress(ChildProcessError):
        while os.wait():
            continue
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    memory = max(used.ru_maxrss * 1024, watch.peak) / 1e6
    cost = {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "memory": memory}
    print(json.dumps({name: round(value, 3) for name, value in cost.items()}))
    sys.exit(code)


class Watch(threading.Thread):
    """Looks at the memory of a command while it runs as several processes.

    The kernel itself knows the peak of each process (``ru_maxrss``), so a command of one process
    is left alone. Where there are more, their shares (PSS: a page that three processes share
    counts a third for each) are added up.
    """

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        """Bytes."""
        self._session = session
        self._strangers: set[str] = set()
        self._ended = threading.Event()

    def run(self) -> None:
        """Look again and again."""
        while not self._ended.wait(INTERVAL):
            pids = self._pids()
            if len(pids) > 1:
                self.peak = max(self.peak, sum(map(_share, pids)))

    def end(self) -> None:
        """Stop looking."""
        self._ended.set()
        self.join()

    def _pids(self) -> list[str]:
        """Return the processes of the command; what is known to be foreign is not read again."""
        pids = {name for name in os.listdir("/proc") if name.isdigit()} - self._strangers  # noqa: PTH208 - a path object each would cost what is measured
        own = [pid for pid in pids if _session(pid) == self._session]
        self._strangers |= pids - {*own}
        return own


def _session(pid: str) -> int:
    """Return the session of a process; 0 where it has ended."""
    try:
        return int(Path("/proc", pid, "stat").read_text("utf-8").rpartition(")")[2].split()[3])
    except (OSError, IndexError):
        return 0


def _share(pid: str) -> int:
    """Return the proportional set size of a process in bytes; 0 where it has ended."""
    with suppress(OSError):
        for line in Path("/proc", pid, "smaps_rollup").read_text("utf-8").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    main()
