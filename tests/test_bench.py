"""The parts of the comparisons that are not a matter of time: figures, page, plot, fair sources."""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(ROOT))
from bench import metering
from bench.compare import _measure, _turns
from bench.corpus import write_corpus
from bench.hugo import write_pages
from bench.material import write_plain
from bench.plotting import DARK_INKS, INKS, Axis, decades
from bench.report import PAGE, PICTURE, figure, page, picture
from bench.results import (
    FIGURES,
    OURS,
    Cost,
    Measurement,
    Middle,
    Results,
    Size,
    load,
    middle,
    ratio,
    store,
)
from bench.source import sources
from bench.tool import Tool, edit, run, set_aside

SVG = "{http://www.w3.org/2000/svg}"
WALL, CPU, MEMORY = FIGURES


def cost(wall: float, cpu: float = 1.0, memory: float = 100.0) -> Cost:
    return Cost(wall, cpu, memory)


def measurement(stories: int = 3550) -> Measurement:
    """Return two rounds of two tools; the second round ran on a busier machine."""
    runs = {OURS: [cost(10.0, 8.0), cost(40.0, 9.0)], "hugo": [cost(5.0, 4.0), cost(10.0, 4.5)]}
    return Measurement(
        stories=stories,
        date="2026-11-24",
        machine={
            "processor": "Z80",
            "cores": "2",
            "memory": "8",
            "system": "Linux 6.1",
            "python": "3.11.7",
        },
        versions={OURS: "exemplars 0.1.0", "hugo": "Hugo 0.168.0"},
        costs={"cold": runs, "edit": runs},
        sizes={OURS: Size(4000, 9000, 30.0, 18.3, 6.0), "hugo": Size(3623, 3630, 9.0, 2.3, 1.26)},
    )


def tool(folder: Path, *command: str) -> Tool:
    return Tool(
        command=command,
        home=folder,
        stories=folder / "stories",
        output=folder / "site",
        caches=(folder / "cache",),
        version="1",
    )


# --- figures ---


def test_a_ratio_is_taken_within_each_round_before_the_median() -> None:
    ours, theirs = [cost(1.0), cost(20.0), cost(3.0)], [cost(1.0), cost(10.0), cost(1.0)]
    assert ratio(ours, theirs, WALL) == 2.0  # of the medians it would be 3


def test_tools_that_ran_in_other_rounds_are_not_compared() -> None:
    with pytest.raises(ValueError, match="shorter"):
        ratio([cost(1.0), cost(1.0)], [cost(1.0)], WALL)


def test_median_least_and_most_are_of_the_figure_that_is_asked_for() -> None:
    runs = [cost(3.0, 6.0, 9.0), cost(1.0, 5.0, 8.0), cost(2.0, 4.0, 9.5)]
    assert middle(runs, WALL) == Middle(2.0, 1.0, 3.0)
    assert middle(runs, CPU) == Middle(5.0, 4.0, 6.0)
    assert middle(runs, MEMORY) == Middle(9.0, 8.0, 9.5)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.066, "0,07"), (9.994, "9,99"), (12.34, "12,3"), (123.4, "123"), (12345.6, "12.346")],
)
def test_a_figure_has_as_many_digits_as_the_clock_deserves(value: float, shown: str) -> None:
    assert figure(value) == shown


def test_each_round_begins_with_another_tool_and_runs_every_tool_in_every_case() -> None:
    rounds = [[*_turns(number, ["cold", "warm"], ["a", "b", "c"])] for number in range(3)]
    assert rounds[1] == [
        ("cold", "b"),
        ("cold", "c"),
        ("cold", "a"),
        ("warm", "b"),
        ("warm", "c"),
        ("warm", "a"),
    ]
    assert {turns[0] for turns in rounds} == {("cold", "a"), ("cold", "b"), ("cold", "c")}
    assert len({frozenset(turns) for turns in rounds}) == 1


# --- the file of results ---


def test_what_was_stored_is_loaded_again(tmp_path: Path) -> None:
    results = Results().put(measurement(), by_hand=False).put(measurement(355), by_hand=True)
    store(results, tmp_path / "results.json")
    assert load(tmp_path / "results.json") == results
    assert load(tmp_path / "nothing.json") == Results()


def test_a_new_measurement_replaces_that_of_the_same_size_only() -> None:
    old, new = measurement(1000), replace(measurement(1000), date="2027-01-01")
    results = Results()
    for one in (measurement(3550), old, measurement(355), new):
        results = results.put(one, by_hand=False)
    assert [one.stories for one in results.measured] == [355, 1000, 3550]
    assert results.measured[1] == new
    assert results.by_hand == ()


# --- what is measured ---


def metered(*command: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-I", metering.__file__, *command], capture_output=True, check=True
    )
    cost: dict[str, float] = json.loads(done.stdout)
    return cost


def test_the_memory_of_one_process_is_its_peak_even_where_that_was_short() -> None:
    assert metered("true")["memory"] < 20
    assert metered(sys.executable, "-c", "x = bytearray(99_000_000)")["memory"] > 99


TWO = """
import subprocess, sys, time
held = "x = bytearray(60_000_000); print(flush=True); input()"
start = lambda: subprocess.Popen([sys.executable, "-c", held], stdin=-1, stdout=-1)
both = [start(), start()]
for one in both: one.stdout.readline()
time.sleep(0.5)
for one in both: one.communicate(b"\\n")
"""


def test_the_memory_of_several_processes_is_added_up() -> None:
    assert 120 < metered(sys.executable, "-c", TWO)["memory"] < 170


def test_the_time_of_a_process_that_outlives_its_parent_is_counted() -> None:
    busy = "import time; [None for _ in iter(lambda: time.process_time() < 0.3, False)]"
    assert metered("sh", "-c", f'{sys.executable} -c "{busy}" &')["cpu"] >= 0.3


def test_a_tool_that_fails_ends_the_comparison(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="the command failed, with 3: sh -c exit 3"):
        run(tool(tmp_path, "sh", "-c", "exit 3"))


@pytest.mark.parametrize("left", [["stories"], ["cache", "stories"]])
def test_each_build_finds_a_fresh_folder_and_a_cold_one_no_cache(
    left: list[str], tmp_path: Path
) -> None:
    one = tool(tmp_path / "tool", "true")
    for folder in ("stories", "site", "cache"):
        (tmp_path / "tool" / folder).mkdir(parents=True)
    for _ in range(2):
        one.output.mkdir(exist_ok=True)
        (one.output / "index.html").write_text("a", "utf-8")
        set_aside(one, caches="cache" not in left)
    assert sorted(path.name for path in (tmp_path / "tool").iterdir()) == left
    # What was built is removed only when all is measured.
    assert len([*tmp_path.glob("aside/*/site/index.html")]) == 2


@given(st.lists(st.sampled_from(["một", "hai", "ba"]), min_size=2, max_size=9))
def test_an_edit_changes_one_word_of_one_story_each_time(
    tmp_path_factory: pytest.TempPathFactory, words: list[str]
) -> None:
    one = tool(tmp_path_factory.mktemp("edit"), "true")
    story, other = (one.stories / "ca-nhan" / f"{slug}.md" for slug in ("an", "an-1"))
    story.parent.mkdir(parents=True)
    for path in (story, other):
        path.write_text(f"---\nname: An\n---\n{' '.join(words)}.\n", encoding="utf-8")
    for word in ("sua0", "sua1"):
        edit(one, "an", word)
        body = " ".join([*words[:-1], word])
        assert story.read_text("utf-8") == f"---\nname: An\n---\n{body}.\n"
    assert other.read_text("utf-8").endswith(f"{words[-1]}.\n")


def test_every_tool_gets_the_same_names_and_bodies(tmp_path: Path) -> None:
    write_corpus(9, tmp_path / "stories")
    write_plain(tmp_path / "stories", tmp_path / "plain", "")
    write_pages(tmp_path / "stories", tmp_path / "hugo")
    stories = [*sources(tmp_path / "stories")]
    assert len(stories) == 9
    for story in stories:
        original = next((tmp_path / "stories").glob(f"*/{story.slug}.md")).read_text("utf-8")
        assert original == f"---\n{story.head}---\n{story.body}"
        page = (tmp_path / "plain/docs/guong" / f"{story.slug}.md").read_text("utf-8")
        assert page == f"# {story.name}\n\n{story.body}"
        _, head, body = (
            (tmp_path / "hugo" / f"{story.slug}.md").read_text("utf-8").split("---\n", 2)
        )
        front = yaml.load(head, yaml.CSafeLoader)
        assert (front["title"], front["params"], body) == (story.name, story.front, story.body)


BUILD = """
test -d cache && echo kept >> log || echo fresh >> log
tail -n 1 stories/an.md >> log
mkdir -p cache site/guong/an && echo 1234567 > site/guong/an/index.html
"""


def test_a_round_builds_from_nothing_then_without_a_change_then_with_one(tmp_path: Path) -> None:
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "an.md").write_text("---\nname: An\n---\nmột hai.\n", encoding="utf-8")
    options = Namespace(rounds=2, cases=["cold", "warm", "edit"])
    measured = _measure(1, {"one": tool(tmp_path, "sh", "-ec", BUILD)}, options)
    first = ["fresh", "một hai."]  # without the clock
    rounds = [
        ["fresh", "một hai.", "kept", "một hai.", "kept", "một sua0."],
        ["fresh", "một sua0.", "kept", "một sua0.", "kept", "một sua1."],
    ]
    assert (tmp_path / "log").read_text("utf-8").split("\n") == [*first, *rounds[0], *rounds[1], ""]
    assert {case: len(runs["one"]) for case, runs in measured.costs.items()} == {
        "cold": 2,
        "warm": 2,
        "edit": 2,
    }
    assert (measured.sizes["one"].pages, measured.sizes["one"].story) == (1, 0.01)


# --- the page and its picture ---


def test_the_page_and_the_picture_in_docs_are_those_of_the_results() -> None:
    results = load()
    assert PAGE.read_text("utf-8") == page(results)
    assert PICTURE.read_text("utf-8") == picture(results)


def test_the_page_tells_medians_ranges_and_ratios() -> None:
    text = page(Results().put(measurement(), by_hand=False))
    assert (
        "- Dựng từ đầu, 3.550 câu chuyện: 25,0 giây; bằng 3,00 lần Hugo (giao diện tối thiểu).\n"
    ) in text
    assert "| Dựng từ đầu | 3.550 | 3,00 / 2,00 |\n" in text
    assert (
        "| 3.550 | trang này | 25,0 (10,0–40,0) | 8,50 (8,00–9,00) | 2,39 | 100 (100–100) |\n"
    ) in text
    assert ("| 3.550 | Hugo (giao diện tối thiểu) | 3.623 | 3.630 | 9,00 | 2,30 | 1,26 |\n") in text
    assert (
        "- 3.550 câu chuyện: đo ngày 24/11/2026, 2 vòng, trên Z80, 2 nhân, 8 GB bộ nhớ, Linux 6.1, "
        "Python 3.11.7; exemplars 0.1.0, Hugo 0.168.0.\n"
    ) in text


def test_the_page_says_where_the_time_went_where_that_was_measured() -> None:
    profile = "Việc              Đồng hồ (ms)  CPU (ms)\nđọc câu chuyện           1.234       987\n"
    text = page(Results().put(replace(measurement(), profiles={"edit": profile}), by_hand=False))
    table = "| Việc | Đồng hồ (ms) | CPU (ms) |\n|---|---|---|\n| đọc câu chuyện | 1.234 | 987 |\n"
    heading = "Dựng lại sau khi sửa một chữ:\n\n<div "
    assert table in text.partition(heading)[2]
    assert "thời gian đi đâu" not in page(Results().put(measurement(), by_hand=False))


def test_the_page_has_a_part_for_each_case_that_was_measured_and_no_other() -> None:
    text = page(Results().put(measurement(), by_hand=False))
    assert "## Dựng từ đầu\n" in text
    assert "## Dựng lại sau khi sửa một chữ\n" in text
    assert "## Dựng lại khi không có gì đổi\n" not in text
    assert "## Công cụ khác, đo tay\n" not in text


def test_sizes_measured_alike_share_one_line() -> None:
    results = Results()
    for stories in (355, 3550):
        results = results.put(measurement(stories), by_hand=False)
    assert "- 355, 3.550 câu chuyện: đo ngày 24/11/2026, 2 vòng" in page(results)


def test_what_was_measured_by_hand_stands_beside_material() -> None:
    runs = {"material": [cost(2.0, 2.0)], "zensical": [cost(5.0, 3.0)]}
    size = Size(9, 9, 1.0, 9.0, 3.0)
    hand = replace(measurement(355), costs={"cold": runs}, sizes=dict.fromkeys(runs, size))
    text = page(Results().put(measurement(), by_hand=False).put(hand, by_hand=True))
    assert (
        "| 355 | Zensical (không tìm kiếm) | 5,00 (5,00–5,00) | 3,00 (3,00–3,00) | 100 (100–100) "
        "| 9,00 | 2,50 / 1,50 |\n"
    ) in text


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    results = Results()
    for stories in (355, 3550):
        results = results.put(measurement(stories), by_hand=False)
    tables = [part for part in page(results).split("\n\n") if part.startswith("|")]
    assert len(tables) == 4
    for table in tables:
        rows = table.strip().split("\n")
        assert len(rows) > 2
        assert len({row.count("|") for row in rows}) == 1


def test_the_picture_is_told_in_words() -> None:
    drawn = picture(Results().put(measurement(), by_hand=False))
    root = ET.fromstring(drawn)  # noqa: S314 - our own bytes
    assert root.get("role") == "img"
    named = (root.get("aria-labelledby") or "").split()
    texts = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert [texts[name] for name in named] == [
        "Thời gian dựng theo số câu chuyện",
        "Dựng từ đầu, 3.550 câu chuyện: trang này 25,0 giây, Hugo (giao diện tối thiểu) 7,50 giây. "
        "Dựng lại sau khi sửa một chữ, 3.550 câu chuyện: trang này 25,0 giây, "
        "Hugo (giao diện tối thiểu) 7,50 giây.",
    ]


def test_the_picture_has_a_mark_for_each_tool_and_size_and_no_inline_style() -> None:
    results = Results()
    for stories in (355, 1000, 3550):
        results = results.put(measurement(stories), by_hand=False)
    drawn = picture(results)
    root = ET.fromstring(drawn)  # noqa: S314 - our own bytes
    for place in range(2):
        groups = root.findall(f".//{SVG}g[@class='tool-{place}']")
        marks = [len(group.findall(f".//{SVG}path[@transform]")) for group in groups]
        assert marks == [1, 3, 3]  # the legend, and a line in each panel
    assert "style=" not in drawn


def test_the_axes_name_every_size_and_every_power_of_ten() -> None:
    results = Results()
    for stories in (355, 3550):
        results = results.put(measurement(stories), by_hand=False)
    root = ET.fromstring(picture(results))  # noqa: S314 - our own bytes
    words = [element.text for element in root.iter(f"{SVG}text")]
    assert words[2:9] == ["Dựng từ đầu, giây", "câu chuyện", "355", "3.550", "1", "10", "100"]


def _light(colour: str) -> float:
    """Return the relative luminance of WCAG."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("inks", "ground"), [(INKS, "#fdfaf4"), (DARK_INKS, "#1d1a17")])
def test_every_line_stands_out_from_its_ground(inks: tuple[str, ...], ground: str) -> None:
    for ink in inks:
        low, high = sorted((_light(ink), _light(ground)))
        assert (high + 0.05) / (low + 0.05) >= 4.5, ink


def test_one_size_alone_can_be_drawn() -> None:
    assert "NaN" not in picture(Results().put(measurement(), by_hand=False))
    assert Axis(355, 355, 0, 100).at(355) == 50


@given(st.lists(st.floats(0.001, 10_000), min_size=1))
def test_an_axis_spans_whole_decades_around_all_values(values: list[float]) -> None:
    low, high = decades(values)
    axis = Axis(low, high, 200, 20)
    assert low < high
    assert all(20 <= axis.at(value) <= 200 for value in values)
    assert axis.at(low) == 200
    assert axis.at(high) == 20


def test_more_is_drawn_higher() -> None:
    axis = Axis(0.1, 10, 200, 20)
    assert axis.at(1.0) == 110
    assert axis.at(2.0) < axis.at(1.0)
