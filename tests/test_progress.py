"""Tests for progress.py, with a clock that is moved by hand."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exemplars.progress import Progress


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: float = 1000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


class Stream(io.StringIO):
    """An output that is a terminal, or none."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        """Say what it is."""
        return self.terminal


@dataclass
class Work:
    """Some work, its clock and what is told of it."""

    progress: Progress
    clock: Clock
    stream: Stream

    def go(self, *moments: tuple[float, int]) -> str:
        """Do so many steps after so many seconds, and again; return what was told."""
        with self.progress:
            for seconds, steps in moments:
                self.clock.now += seconds
                self.progress.step(steps)
        return self.stream.getvalue()


@pytest.fixture
def work() -> Callable[..., Work]:
    """Make work of 1.000 steps."""

    def make(*, terminal: bool, total: int = 1000) -> Work:
        clock, stream = Clock(), Stream(terminal=terminal)
        return Work(Progress(label="Đọc", total=total, stream=stream, clock=clock), clock, stream)

    return make


def test_short_work_is_not_told_of(work: Callable[..., Work]) -> None:
    for terminal in (True, False):
        assert work(terminal=terminal).go((0.5, 400), (0.4, 600)) == ""


def test_a_terminal_has_one_line_that_renews_itself_and_goes(work: Callable[..., Work]) -> None:
    assert work(terminal=True).go((2, 250), (2, 250)) == (
        "\r\x1b[KĐọc: 250/1.000, 125 mỗi giây, còn khoảng 6 giây"
        "\r\x1b[KĐọc: 500/1.000, 125 mỗi giây, còn khoảng 4 giây"
        "\r\x1b[K"
    )


def test_a_terminal_is_not_flooded(work: Callable[..., Work]) -> None:
    told = work(terminal=True).go((2, 1), *[(0.01, 1)] * 99)
    assert told.count("Đọc") == 10


def test_elsewhere_a_line_comes_every_ten_seconds(work: Callable[..., Work]) -> None:
    assert work(terminal=False).go(*[(1, 10)] * 25) == (
        "Đọc: 100/1.000, 10 mỗi giây, còn khoảng 1 phút 30 giây\n"
        "Đọc: 200/1.000, 10 mỗi giây, còn khoảng 1 phút 20 giây\n"
    )


@pytest.mark.parametrize(
    ("total", "seconds", "line"),
    [
        (100_000, 20, "Đọc: 10/100.000, 0,5 mỗi giây, còn khoảng 55 giờ 33 phút"),
        # more than there should be is still told
        (5, 20, "Đọc: 10/5, 0,5 mỗi giây, còn khoảng 0 giây"),
        # a clock that jumps back says nothing, and nothing breaks
        (100, -20, ""),
    ],
)
def test_a_line_says_how_much_how_fast_and_how_long(
    total: int, seconds: float, line: str, work: Callable[..., Work]
) -> None:
    told = work(terminal=False, total=total).go((seconds, 10))
    assert told == (f"{line}\n" if line else "")


def test_nothing_done_is_no_division_by_zero(work: Callable[..., Work]) -> None:
    told = work(terminal=False).go((10, 0))
    assert told == "Đọc: 0/1.000, 0 mỗi giây, còn khoảng 0 giây\n"


def test_items_come_through_as_they_are_each_a_step(work: Callable[..., Work]) -> None:
    made = work(terminal=True, total=0)
    with made.progress as progress:
        made.clock.now += 5
        assert list(progress.over("ab")) == ["a", "b"]
    assert (progress.done, progress.total) == (2, 2)
    assert "Đọc: 1/2, 0,2 mỗi giây" in made.stream.getvalue()


def test_a_stream_that_is_gone_does_not_stop_the_work(work: Callable[..., Work]) -> None:
    made = work(terminal=False)
    with made.progress as progress:
        made.clock.now += 20
        made.stream.close()
        progress.step(3)
    assert progress.done == 3


def test_a_fault_in_the_work_leaves_a_clean_terminal(work: Callable[..., Work]) -> None:
    made = work(terminal=True)

    def work_on() -> None:
        with made.progress:
            made.clock.now += 5
            made.progress.step()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work_on()
    assert made.stream.getvalue().endswith("\r\x1b[K")


@given(
    st.lists(st.tuples(st.floats(0, 1e6), st.integers(0, 10**6)), max_size=30),
    st.integers(0, 10**7),
    st.booleans(),
)
def test_any_course_of_work_is_told_in_whole_lines(
    moments: list[tuple[float, int]],
    total: int,
    terminal: bool,  # noqa: FBT001 - as hypothesis draws it
) -> None:
    clock, stream = Clock(), Stream(terminal=terminal)
    told = Work(Progress(label="Đọc", total=total, stream=stream, clock=clock), clock, stream).go(
        *moments
    )
    assert told == "" or told.endswith("\r\x1b[K" if terminal else " giây\n") or "phút\n" in told
    assert len(told.splitlines()) <= 1 + 2 * len(moments)
