"""Tests for resting.py: the collector rests inside, and is as it was outside."""

from __future__ import annotations

import gc

import pytest

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
