"""Tests for resting.py: the collector rests inside, and is as it was outside."""

from __future__ import annotations

import gc
import os
import subprocess
import sys

import pytest
from conftest import ROOT

from exemplars.resting import resting


def test_the_collector_rests_inside_and_wakes_outside() -> None:
    with resting():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_wakes_after_an_error() -> None:
    with pytest.raises(ValueError, match="broken"), resting():
        raise ValueError("broken")
    assert gc.isenabled()


def test_inside_another_rest_it_goes_on_resting() -> None:
    with resting():
        with resting():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_was_made_inside_is_collected_all_the_same() -> None:
    with resting():
        circle: list[object] = []
        circle.append(circle)
        del circle
    assert gc.get_freeze_count() == 0
    assert gc.collect() > 0


def test_a_process_that_rested_ends_without_a_last_look() -> None:
    """What is caught in a circle is not collected at the end, where it was before."""
    program = (
        "import gc, sys\n"
        "from exemplars.resting import resting\n"
        "class Circle:\n"
        "    def __init__(self): self.self = self\n"
        "    def __del__(self): print('collected')\n"
        "if {rest}:\n"
        "    with resting(): pass\n"
        "gc.disable()\n"
        "Circle()\n"
    )
    assert said(program.format(rest=True)) == ""
    assert said(program.format(rest=False)) == "collected\n"


def said(program: str) -> str:
    """Return what a program of Python says."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")},
        text=True, capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout
