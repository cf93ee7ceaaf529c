"""The sentence above a statistic, for none, one, many and equals."""

from __future__ import annotations

import pytest

from exemplars.counting import Cell
from exemplars.describing import describe
from exemplars.model import UNKNOWN


def cells(**counts: int) -> list[Cell]:
    """Return rows with these numbers; ``unknown`` is the row of what is not known."""
    return [
        Cell(
            id=UNKNOWN if label == "unknown" else label,
            label="Chưa rõ" if label == "unknown" else label.replace("_", " "),
            slugs=tuple(map(str, range(count))),
        )
        for label, count in counts.items()
    ]


@pytest.mark.parametrize(
    ("counts", "total", "said"),
    [
        # nothing at all
        ({}, 0, "Chưa có câu chuyện nào."),
        ({"Y_tế": 0, "Văn_hóa": 0}, 0, "Chưa có câu chuyện nào."),
        # one row
        ({"Y_tế": 1}, 1, "Chỉ có Y tế: 1 câu chuyện."),
        ({"Y_tế": 5, "Văn_hóa": 0}, 5, "Chỉ có Y tế: 5 câu chuyện. Chưa có câu chuyện nào: Văn hóa."),
        # a first and a second
        ({"A": 3, "B": 7}, 9, "Nhiều nhất là B (7 câu chuyện), tiếp theo là A (3 câu chuyện)."),
        ({"A": 1234, "B": 2}, 1236, "Nhiều nhất là A (1.234 câu chuyện), tiếp theo là B (2 câu chuyện)."),
        # several seconds, few and many
        ({"A": 3, "B": 2, "C": 2}, 7, "Nhiều nhất là A (3 câu chuyện), tiếp theo là B và C (mỗi mục 2 câu chuyện)."),
        ({"A": 3, "B": 1, "C": 1, "D": 1, "E": 1}, 7, "Nhiều nhất là A (3 câu chuyện)."),
        # equals at the top: two, three, many, all
        ({"A": 2, "B": 2, "C": 1}, 5, "Nhiều nhất là A và B, mỗi mục 2 câu chuyện."),
        ({"A": 2, "B": 2, "C": 2, "D": 1}, 7, "Nhiều nhất là A, B và C, mỗi mục 2 câu chuyện."),
        ({"A": 2, "B": 2, "C": 2, "D": 2, "E": 1}, 9, "4 mục cùng nhiều nhất, mỗi mục 2 câu chuyện."),
        ({"A": 26, "B": 26}, 52, "A và B bằng nhau, mỗi mục 26 câu chuyện."),
        ({"A": 1, "B": 1, "C": 1, "D": 1}, 4, "Cả 4 mục bằng nhau, mỗi mục 1 câu chuyện."),
        # what is unknown, and what is empty
        ({"A": 2, "unknown": 3}, 5, "Chỉ có A: 2 câu chuyện. 3 câu chuyện chưa rõ."),
        ({"A": 0, "unknown": 5}, 5, "Cả 5 câu chuyện đều chưa rõ."),
        ({"A": 2, "B": 0, "C": 0, "D": 0, "E": 0}, 2, "Chỉ có A: 2 câu chuyện. 4 mục chưa có câu chuyện nào."),
    ],
)  # fmt: skip
def test_the_sentence_is_right(counts: dict[str, int], total: int, said: str) -> None:
    assert describe(cells(**counts), total) == said
