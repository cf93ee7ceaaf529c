"""Tests for commands/stats.py: the numbers of the site, on a terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EXAMPLE, ROOT
from factories import story
from test_check_command import Today

from exemplars.command import main
from exemplars.counting import count
from exemplars.judging import library_of

Write = Callable[[str, str], Path]


@pytest.fixture
def stats(
    stories: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., str]:
    """Run ``exemplars stats`` beside the stories folder; return what is printed."""
    monkeypatch.setattr("exemplars.commands.stats.date", Today)
    monkeypatch.setenv("STORIES_DIR", str(stories))

    def run(*arguments: str, code: int = 0) -> str:
        assert main(["stats", *arguments]) == code
        output, errors = capsys.readouterr()
        return str(errors if code else output)

    return run


def test_numbers_stand_in_columns_and_reports_beside_them(
    stats: Callable[..., str], write: Write, stories: Path
) -> None:
    write("ca-nhan/a.md", story(recognitions=[{"title": "Giấy khen", "year": 2019}]))
    write("tap-the/b.md", story(kind="tap-the", basis="chi-thi-05", locality="ben-tre"))
    write("ca-nhan/c.md", story(locality="2025/vinh-long"))
    (stories / "programme.yml").write_text(
        "reported:\n"
        "  - id: binh-xet\n    place: ben-tre\n    label: gương được bình xét\n    value: 1355\n"
        "    unit: gương\n    as_of: 2020-04-06\n    counts_exemplars: true\n"
        "    source: {title: x, publisher: y}\n"
        "  - id: hop\n    place: ben-tre/ba-tri\n    label: hội nghị\n    value: 3\n    unit: cuộc\n"
        "    source: {title: x, publisher: y}\n",
        "utf-8",
    )
    told = stats()
    assert told.startswith(
        "3 câu chuyện đã đăng\n\nCá nhân và tập thể\n  Cá nhân  2\n  Tập thể  1\n\nLĩnh vực "
    )
    assert (
        "\nNăm khen thưởng (một câu chuyện có thể được khen nhiều năm)\n  2019     1\n  Chưa rõ  2\n"
        "\nHuyện lúc việc diễn ra\n"
        "  huyện Ba Tri, tỉnh Bến Tre          1\n"
        "  Không thuộc huyện nào hoặc chưa rõ  2\n"
        "\nCon số đã được báo cáo\n"
        "  Số đã đăng đặt bên cạnh để đối chiếu; chưa ai biết câu chuyện nào nằm trong số đã báo cáo.\n"
        "  gương được bình xét  1.355  gương · tỉnh Bến Tre, 6/4/2020 · đã đăng theo Chỉ thị 05 ở đây: 1\n"
        "  hội nghị                 3  cuộc · huyện Ba Tri\n"
    ) in told
    assert "%" not in told


def test_an_empty_collection_says_so(stats: Callable[..., str]) -> None:
    assert stats().startswith("Chưa có câu chuyện nào được đăng.\n")


def test_what_is_not_in_order_is_not_counted(stats: Callable[..., str], write: Write) -> None:
    write("ca-nhan/a.md", "x")
    assert "/ca-nhan/a.md:1:1: tệp thiếu phần đầu" in stats(code=1)


def test_json_holds_the_numbers_of_the_site(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORIES_DIR", str(EXAMPLE))
    assert main(["stats", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    library = library_of(EXAMPLE, Today.today())
    counts = count(library)
    assert found["total"] == counts.total
    assert found["date"] == str(library.date)
    for name in ("kind", "field", "basis", "recognition_year"):
        assert found["dimensions"][name] == [
            {"id": cell.id, "label": cell.label, "count": cell.count}
            for cell in counts.dimensions[name]
        ]
    assert [row["published"] for row in found["reported"]] == [
        None if each.slugs is None else len(each.slugs) for each in counts.reported
    ]


def test_districts_and_what_lies_in_none_are_all_stories(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for root in (EXAMPLE, ROOT / "stories"):
        monkeypatch.setenv("STORIES_DIR", str(root))
        assert main(["stats", "--format", "json"]) == 0
        found = json.loads(capsys.readouterr().out)
        districts = found["dimensions"]["district"]
        assert sum(row["count"] for row in districts) == found["total"]
        assert all(row["id"].count("/") == 1 for row in districts if row["id"] != "chua-ro")
