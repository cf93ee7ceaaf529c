"""Tests for freeing.py: what a large piece of work needed goes back to the system."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from typing import Never

import pytest
from conftest import ROOT

from exemplars.freeing import free

MEGABYTE = 1 << 20
PROGRAM = """
import re, sys
sys.path.insert(0, "hooks")
from pathlib import Path
from exemplars.freeing import free

def held():
    return int(re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024

pieces = [bytes(1000) for _ in range(100_000)]
del pieces[:-1]
before = held()
free()
print(before - held())
"""
"""Makes a hundred megabytes of small things, the last of which stays, and tells what is freed."""


@pytest.mark.skipif(
    not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="the C library gives nothing back"
)
def test_what_is_free_before_something_in_use_goes_back_to_the_system() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert int(done.stdout) > 90 * MEGABYTE


@pytest.mark.parametrize("error", [AttributeError, OSError, TypeError])
def test_where_the_c_library_gives_nothing_back_nothing_happens(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def library(_: None) -> Never:
        raise error

    monkeypatch.setattr(ctypes, "CDLL", library)
    free()
