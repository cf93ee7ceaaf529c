"""Where the time of a build went, for whoever asks."""

from __future__ import annotations

import pstats
import re
import time
from pathlib import Path

import pytest
from conftest import EXAMPLE
from test_build_site import build, snapshot

from exemplars import FaultError, timing
from exemplars.wording import table
from exemplars.workers import each

NUMBER = r"[\d.]+"


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that the steps are to be written to."""
    path = tmp_path / "thoi-gian.txt"
    monkeypatch.setenv(timing.VARIABLE, str(path))
    timing.begin()
    return path


def rows(path: Path) -> dict[str, list[float]]:
    """Return step → clock, other processes, CPU and share, as the table has them."""
    found = {}
    for line in path.read_text("utf-8").splitlines()[1:]:
        *words, wall, aside, cpu, share = re.split(r"  +", line)
        numbers = [text.replace(".", "").replace(",", ".") for text in (wall, aside, cpu, share)]
        found[" ".join(words)] = [float(text.removesuffix("%")) for text in numbers]
    return found


def work(seconds: float) -> None:
    """Compute for a while."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_each_step_is_timed_without_those_inside_it(asked: Path) -> None:
    with timing.step("ngoài"):
        work(0.03)
        with timing.step("trong"):
            work(0.06)
    timing.end()
    found = rows(asked)
    assert 30 <= found["ngoài"][2] < found["trong"][2]
    assert found["trong"][2] >= 60
    assert found["ngoài"][0] + found["trong"][0] <= found["Tất cả"][0] + 2


def test_what_other_processes_did_is_added_up(asked: Path) -> None:
    def task(_: int) -> None:
        with timing.step("việc"):
            work(0.03)

    with timing.step("chờ"):
        assert len([*each(4, task, 2)]) == 4
    timing.end()
    wall, aside, cpu, _ = rows(asked)["việc"]
    assert wall == 0
    assert aside >= 120
    assert cpu >= 120
    assert rows(asked)["chờ"][2] < 120


def test_other_processes_work_on_the_step_that_started_them(asked: Path) -> None:
    with timing.step("chờ"):
        assert len([*each(4, lambda _: work(0.03), 2)]) == 4
    timing.end()
    assert rows(asked)["chờ"][2] >= 120
    assert rows(asked)["chờ"][1] >= 120


def test_a_step_that_fails_is_told_all_the_same(asked: Path) -> None:
    with pytest.raises(ValueError, match="x"), timing.step("hỏng"):
        raise ValueError("x")
    timing.end()
    assert "hỏng" in rows(asked)


def test_nobody_asked_nothing_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(timing.VARIABLE, raising=False)
    timing.begin()
    with timing.step("việc"):
        pass
    assert timing.drain() == {}
    timing.end()
    assert [*tmp_path.iterdir()] == []


def test_a_file_that_cannot_be_written_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(timing.VARIABLE, str(tmp_path / "không có" / "x.txt"))
    timing.begin()
    with pytest.raises(FaultError, match="không ghi được vào"):
        timing.end()


def test_a_build_tells_its_steps_and_is_the_same_site(tmp_path: Path) -> None:
    path = tmp_path / "x.pstats"
    told = build(EXAMPLE, tmp_path / "a", EXEMPLARS_PROFILE=str(path), EXEMPLARS_WORKERS="2")
    assert told.returncode == 0, told.stderr
    assert build(EXAMPLE, tmp_path / "b").returncode == 0
    assert snapshot(tmp_path / "a") == snapshot(tmp_path / "b")
    found = rows(path.with_suffix(".txt"))
    words = table()["timing"]
    assert {*found} == {words[key] for key in words if key.startswith("step-")}
    shares = [row[3] for name, row in found.items() if name != words["step-whole"]]
    assert abs(sum(shares) - 100) < 1
    names = {name for _, _, name in pstats.Stats(str(path)).stats}  # type: ignore[attr-defined]  # of pstats
    assert "publish" in names
