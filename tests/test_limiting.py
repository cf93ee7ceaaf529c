"""The hard stop on the time of one file."""

from __future__ import annotations

import signal
import threading
import time

import pytest

from exemplars.limiting import PATIENCE, OutOfTimeError, deadline


def test_what_takes_too_long_is_stopped() -> None:
    def run_for_ever() -> None:
        with deadline(0.05):
            while True:
                pass

    with pytest.raises(OutOfTimeError):
        run_for_ever()


def test_what_is_done_in_time_goes_on_and_leaves_no_timer() -> None:
    numbers = (signal.SIGALRM, signal.SIGPROF)
    before = [signal.getsignal(number) for number in numbers]
    with deadline(5):
        done = sum(range(10))
    assert done == 45
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    assert [signal.getsignal(number) for number in numbers] == before


def test_each_part_of_the_work_may_take_the_whole_time() -> None:
    def spin(seconds: float) -> None:
        end = time.process_time() + seconds
        while time.process_time() < end:
            pass

    with deadline(0.2) as begin:
        for _ in range(5):
            begin()
            spin(0.1)
            left, _ = signal.getitimer(signal.ITIMER_PROF)
            assert 0 < left < 0.2


def test_waiting_is_not_computing() -> None:
    with deadline(0.1):
        time.sleep(0.3)


def test_what_waits_for_ever_is_stopped_by_the_clock() -> None:
    start = time.monotonic()
    with pytest.raises(OutOfTimeError), deadline(0.01):
        time.sleep(60)
    assert PATIENCE == 12
    assert 0.1 < time.monotonic() - start < 30


def test_outside_the_main_thread_there_is_no_timer_and_no_error() -> None:
    seen: list[bool] = []

    def run() -> None:
        with deadline(0.001) as begin:
            begin()
            seen.append(True)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen == [True]
