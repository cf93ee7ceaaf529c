"""Tests for workers.py: the same work by one process or many, and no process left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from multiprocessing import active_children
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from exemplars.problem import FaultError, Place, ProblemsError, problem
from exemplars.workers import MOST, VARIABLE, Team, ahead, cores, each

PROGRAM = """
import os, sys, time
from pathlib import Path
from exemplars.problem import FaultError
from exemplars.workers import each

here = os.getpid()
{before}

def task(number):
    {task}

try:
    for number, result in each({count}, task, {workers}):
        print(number, result, flush=True)
        {after}
except FaultError as fault:
    print(fault)
"""
"""A program whose main process and workers do what a test asks for."""


class TwoPartsError(Exception):
    """An exception that cannot be copied from one process to another."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} {two}")


def start(
    task: str = "return number",
    after: str = "pass",
    *,
    count: int = 8,
    workers: int = 2,
    before: str = "",
) -> subprocess.Popen[str]:
    """Start the program."""
    return run(PROGRAM.format(task=task, after=after, count=count, workers=workers, before=before))


def run(program: str) -> subprocess.Popen[str]:
    """Start a program in a group of its own, as a shell does."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")},
        text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def in_group(leader: int) -> Iterator[int]:
    """Yield the processes of a group that have not ended."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, group = path.read_text("utf-8").rpartition(") ")[2].split()[:3]
        except (OSError, ValueError):
            continue  # it has just ended
        if int(group) == leader and state not in "ZX":
            yield int(path.parent.name)


def gone(leader: int, seconds: float = 5) -> bool:
    """Tell whether all processes of a group end within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not [*in_group(leader)]:
            return True
        time.sleep(0.02)
    return False


def ends_quietly(process: subprocess.Popen[str], code: int, says: str = "") -> None:
    """Ask that a process ends soon, tells no more than that of Ctrl-C, and leaves no other."""
    begun = time.monotonic()
    out, err = process.communicate(timeout=20)
    assert time.monotonic() - begun < 5
    assert out == says
    assert err == "" or (err.count("Traceback") == 1 and err.endswith("KeyboardInterrupt\n"))
    assert process.returncode == code
    assert gone(process.pid)


def comes(path: Path, seconds: float = 5) -> bool:
    """Tell whether a file is there within some seconds."""
    end = time.monotonic() + seconds
    while not path.exists():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


@given(count=st.integers(0, 30), workers=st.integers(-1, 1))
def test_one_process_does_each_task_once_in_order(count: int, workers: int) -> None:
    assert [*each(count, lambda number: number**2, workers)] == [(n, n**2) for n in range(count)]


@pytest.mark.parametrize("workers", [2, 3, 5])
@pytest.mark.parametrize("count", [1, 2, 5, 40])
def test_many_processes_do_each_task_once(count: int, workers: int) -> None:
    done = [*each(count, lambda number: (number**2, os.getpid()), workers)]
    assert sorted((number, square) for number, (square, _) in done) == [
        (number, number**2) for number in range(count)
    ]
    aside = {process for _, (_, process) in done} - {os.getpid()}
    assert (len(aside) > 0) == (count > 1)
    assert len(aside) <= min(count, workers)


def test_more_processes_than_cores_do_the_work_too() -> None:
    before = "os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})"
    out, err = start(before=before, workers=2).communicate(timeout=20)
    assert (sorted(out.split("\n")[:-1]), err) == ([f"{n} {n}" for n in range(8)], "")


def test_few_tasks_are_handed_out_ahead(tmp_path: Path) -> None:
    """Whoever stops waiting leaves few of them to be done."""

    def task(number: int) -> int:
        (tmp_path / str(number)).touch()
        return number

    running = each(1000, task, 2)
    next(running)
    time.sleep(0.2)
    assert len([*tmp_path.iterdir()]) <= 6
    running.close()
    assert len([*tmp_path.iterdir()]) <= 6


@pytest.mark.parametrize("workers", [2, 3])
def test_a_team_begins_at_once_and_takes_more_while_it_works(workers: int) -> None:

    def rest(seconds: float) -> float:
        time.sleep(seconds)
        return seconds

    began = time.monotonic()
    with closing(Team(rest, workers)) as team:
        team.hand(0.3)
        team.hand(0.3)
        time.sleep(0.3)  # what this process does meanwhile
        team.hand(0.0)
        assert sorted(result for _, result in team.results()) == [0.0, 0.3, 0.3]
        assert time.monotonic() - began < 0.55
        team.hand(0.1)
        assert [*team.results()] == [((0.1,), 0.1)]


def test_a_team_knows_what_was_known_when_it_began() -> None:
    known = {"a": 1}
    with closing(Team(lambda name: known.get(name), 2)) as team:  # noqa: PLW0108 - as it is then
        team.hand("a")
        known["a"] = 2
        team.hand("a")
        assert [result for _, result in team.results()] == [1, 1]


def test_a_team_that_is_closed_leaves_what_it_has_not_begun(tmp_path: Path) -> None:
    team = Team(lambda number: (tmp_path / str(number)).touch(), 2)
    for number in range(1000):
        team.hand(number)
    team.close()
    assert len([*tmp_path.iterdir()]) <= 6
    assert [*team.results()] == []
    team.close()


def test_a_ctrl_c_that_has_killed_the_processes_is_told_alone() -> None:
    """It meets this process while that finds the others dead, which nobody needs to hear."""
    program = """
import os, signal, time
from concurrent.futures.process import BrokenProcessPool
from exemplars.workers import Team

def submit(*_):
    os.kill(os.getpid(), signal.SIGINT)
    raise BrokenProcessPool

team = Team(time.sleep, 2)
team.hand(0)
team._pool.submit = submit
team.hand(0)
"""
    ends_quietly(run(program), -signal.SIGINT)


def test_a_ctrl_c_waits_until_no_lock_is_held() -> None:
    """Between two of a future's locks it would leave one closed, and the pool could not end."""
    program = """
import os, signal, time
from concurrent.futures import Future
from exemplars.workers import Team

class Held(Future):
    def exception(self):
        os.kill(os.getpid(), signal.SIGINT)
        print("let go")
        return super().exception()

team = Team(time.sleep, 2)
team.hand(0)
team._futures[held := Held()] = ()
held.set_result((None, {}))
team._done.put(held)
print(*team.results())
"""
    ends_quietly(run(program), -signal.SIGINT, "let go\n")


@pytest.mark.parametrize("end", ["raise SystemExit(3)", "os.killpg(0, signal.SIGINT)"])
def test_a_team_that_nobody_closed_ends_quietly_with_its_process(end: str) -> None:
    program = (
        "import os, signal, time\n"
        "from exemplars.workers import Team\n"
        "team = signal.team = Team(time.sleep, 3)\n"  # somewhere that is cleared late
        "for _ in range(100): team.hand(0.2)\n"
        f"{end}\n"
        "time.sleep(9)\n"
    )
    ends_quietly(run(program), 3 if "Exit" in end else -signal.SIGINT)


def test_what_is_done_ahead_is_done_by_another_process_while_this_one_goes_on(
    tmp_path: Path,
) -> None:
    go, done = tmp_path / "go", tmp_path / "done"

    def task() -> None:
        if comes(go):
            (tmp_path / "new").write_text(str(os.getpid()))
            (tmp_path / "new").rename(done)

    ahead(task)
    go.touch()  # a task that were done here would still wait for it
    assert comes(done)
    assert done.read_text() != str(os.getpid())


def test_nothing_is_done_ahead_where_no_process_can_be_forked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = active_children()
    monkeypatch.setattr(sys, "platform", "darwin")
    ahead(lambda: time.sleep(5))
    assert active_children() == before


@pytest.mark.parametrize(
    ("task", "end", "code"),
    [
        ("1 / 0", "time.sleep(0.5)", 0),
        ("time.sleep(60)", "", 0),
        ("time.sleep(60)", "raise SystemExit(3)", 3),
        ("time.sleep(60)", "os.killpg(0, signal.SIGINT); time.sleep(9)", -signal.SIGINT),
        ("time.sleep(60)", "os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL),
    ],
)
def test_what_is_done_ahead_ends_quietly_and_with_its_process(
    task: str, end: str, code: int
) -> None:
    program = (
        "import os, signal, time\n"
        "from exemplars.workers import ahead\n"
        f"ahead(lambda: {task})\n"
        "time.sleep(0.2)\n"
        f"{end}\n"
    )
    ends_quietly(run(program), code)


def test_one_process_alone_does_nothing_before_it_is_asked() -> None:
    done: list[int] = []
    team = Team(done.append, 1)
    team.hand(1)
    assert done == []
    assert [*team.results()] == [((1,), None)]
    team.close()
    assert done == [1]


def test_a_worker_collects_what_is_caught_in_circles_after_each_task() -> None:
    class Circle:
        alive = 0

        def __init__(self) -> None:
            self.itself = self
            Circle.alive += 1

        def __del__(self) -> None:
            Circle.alive -= 1

    def task(_: int) -> int:
        before = Circle.alive
        for _number in range(5000):
            Circle()
        return before

    assert {before for _, before in each(20, task, 2)} == {0}


def test_without_fork_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    for platform in ("win32", "darwin"):
        monkeypatch.setattr(sys, "platform", platform)
        assert [*each(3, lambda _: os.getpid(), 3)] == [(n, os.getpid()) for n in range(3)]


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    "error",
    [
        FaultError("output-mount", path="/mnt/đĩa"),
        ProblemsError([problem("a.md", Place(3, 2), "withdrawn-body")]),
        OSError(28, "No space left on device", "/mnt/a"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
        ValueError("một lỗi"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_exception_arrives_whole(error: Exception, workers: int) -> None:
    def task(number: int) -> int:
        if number == 1:
            raise error
        return number

    with pytest.raises(type(error)) as caught:
        [*each(4, task, workers)]
    assert str(caught.value) == str(error)
    assert caught.value.args == error.args
    kept = ("code", "values", "problems", "filename", "errno")
    assert [getattr(caught.value, name, None) for name in kept] == [
        getattr(error, name, None) for name in kept
    ]


def test_a_bug_in_a_worker_shows_the_line_that_failed() -> None:
    process = start(task="return 1 // (number - 3)")
    _, err = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "ZeroDivisionError: integer division or modulo by zero" in err
    assert 'File "<string>", line 11, in task' in err


def test_an_exception_that_cannot_be_copied_is_told_as_text() -> None:
    def task(number: int) -> int:
        raise TwoPartsError("một", f"số {number // 10}")

    with pytest.raises(RuntimeError, match=r"TwoPartsError: một số 0\n") as caught:
        [*each(4, task, 2)]
    assert "in task" in str(caught.value)


def test_a_worker_that_is_killed_is_one_line() -> None:
    process = start(task="if number == 3: os.kill(os.getpid(), 9)\n    return number")
    out, err = process.communicate(timeout=20)
    assert err == ""
    assert out.split("\n")[-2] == (
        "một tiến trình dựng trang bị tắt giữa chừng, thường vì máy hết bộ nhớ;"
        " hãy chạy lại với EXEMPLARS_WORKERS=1"
    )
    assert gone(process.pid)


@pytest.mark.parametrize(
    ("task", "after"),
    [
        ("time.sleep(0.1)\n    return number", "pass"),
        ("time.sleep(0.1)\n    return number", "time.sleep(30)"),
        ("time.sleep(2 * (number == 0))\n    return number", "pass"),
    ],
    ids=["all work", "the main one works", "one works"],
)
def test_ctrl_c_ends_quietly_and_leaves_no_process(task: str, after: str) -> None:
    """A terminal sends it to all processes, whatever they do at the moment."""
    process = start(task=task, after=after, count=3 if "number ==" in task else 400, workers=3)
    assert process.stdout is not None
    process.stdout.readline()
    begun = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert time.monotonic() - begun < 5
    assert process.returncode == -signal.SIGINT
    assert err.count("Traceback") == 1
    assert err.endswith("KeyboardInterrupt\n")
    assert "Process" not in err
    assert gone(process.pid)


SLOW_TO_BEGIN = """
from exemplars import workers
begin = workers._begin
def slow(*arguments):
    os.write(1, b"forked\\n")  # at one go: two workers may say it at once
    time.sleep(0.5)
    begin(*arguments)
workers._begin = slow
"""


def test_ctrl_c_that_comes_while_a_worker_begins_ends_as_quietly() -> None:
    process = start(task="time.sleep(0.1)\n    return number", count=400, before=SLOW_TO_BEGIN)
    assert process.stdout is not None
    assert process.stdout.readline() == "forked\n"
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == -signal.SIGINT
    assert err.count("Traceback") == 1
    assert "Process" not in err
    assert gone(process.pid)


@pytest.mark.parametrize("deadly", [signal.SIGTERM, signal.SIGKILL])
def test_workers_end_with_the_process_that_is_killed(deadly: signal.Signals) -> None:
    process = start(task="time.sleep(0.05)\n    return number", count=10_000, workers=3)
    assert process.stdout is not None
    process.stdout.readline()
    assert len([*in_group(process.pid)]) == 4
    process.send_signal(deadly)
    process.communicate(timeout=20)
    assert gone(process.pid)


@pytest.mark.parametrize("after", ["pass", "raise SystemExit", "here / 0"])
def test_no_process_is_left_after_the_work_or_after_a_failure(after: str) -> None:
    process = start(after=after)
    process.communicate(timeout=20)
    assert gone(process.pid)


def test_the_workers_have_ended_when_the_work_is_done() -> None:
    [*each(4, lambda number: number, 2)]
    assert active_children() == []
    running = each(4, lambda number: number, 2)
    next(running)
    running.close()
    assert active_children() == []


@pytest.mark.parametrize(
    "wanted", ["", "0", "-3", "hai", "2.5", "1e3", "0x2", "²", "9" * 5000, "\n"]
)
def test_a_number_of_workers_that_is_none_is_passed_over(
    wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    own = cores()
    assert own >= 1
    monkeypatch.setenv(VARIABLE, wanted)
    assert cores() == own


def test_the_number_of_workers_is_heeded_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    for wanted, number in {"1": 1, " 3 ": 3, "64": 64, "1000000": MOST, "9" * 40: MOST}.items():
        monkeypatch.setenv(VARIABLE, wanted)
        assert cores() == number


def test_a_machine_that_does_not_tell_its_cores_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.delattr(os, "sched_getaffinity")
    assert cores() == 1
