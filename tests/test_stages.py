"""Tests for stages.py: works advance side by side, and each gives its own result."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exemplars.stages import Staged, together


def work(number: int, pauses: int, seen: list[tuple[int, int]]) -> Staged[int]:
    """Pause some times, and return the number."""
    for stage in range(pauses + 1):
        if stage:
            yield
        seen.append((stage, number))
    return number


@given(st.lists(st.integers(0, 4), max_size=6))
def test_all_do_a_stage_before_any_does_the_next(pauses: list[int]) -> None:
    seen: list[tuple[int, int]] = []
    found = together(work(number, count, seen) for number, count in enumerate(pauses))
    assert found == [*range(len(pauses))]
    assert seen == sorted(seen)
    assert len(seen) == sum(pauses) + len(pauses)


def test_a_fault_of_one_work_arrives() -> None:
    def fail() -> Staged[int]:
        yield
        raise ValueError("a fault")

    with pytest.raises(ValueError, match="a fault"):
        together([work(0, 3, []), fail()])
