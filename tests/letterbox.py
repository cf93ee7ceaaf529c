"""Letters as people send them: a form of GitHub, a mail with numbers and labels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from conftest import EXAMPLE

from exemplars.library import Library
from exemplars.questions import Question, contract
from exemplars.vetting import read_tables

TODAY = date(2026, 11, 24)
ANSWERS: Mapping[str, str] = {
    "name": "Nguyễn Văn Mẫu",
    "kind": "Cá nhân",
    "place": "xã An Đức, huyện Ba Tri, tỉnh Bến Tre",
    "fields": "Y tế",
    "years": "từ 2012 đến nay",
    "summary": "Ông Mẫu nấu cơm cho người bệnh nghèo suốt mười năm.",
    "story": "Mỗi sáng thứ Bảy, ông Mẫu nhóm bếp từ bốn giờ.",
    "figures": "Suất cơm đã nấu: hơn 12000 suất",
    "recognitions": "Giấy khen; 2019; UBND huyện Ba Tri",
    "sources": "Bếp cơm của ông Mẫu; Báo Mẫu; 15/3/2024; https://example.org/bep-com",
    "age": "Đã đủ 18 tuổi",
    "consent": "Người ấy đã thuận bằng văn bản hoặc tin nhắn",
    "licence": "- [x] Tôi tự viết lời kể này và cho dùng theo giấy phép CC BY 4.0",
}
"""Good answers to every question."""


def library(root: Path = EXAMPLE) -> Library:
    """Return the tables of the example."""
    return read_tables(root, TODAY)[1]


def asked(root: Path = EXAMPLE) -> tuple[Question, ...]:
    """Return the questions, with the fields of the example."""
    return contract(library(root).taxonomy)


def form(**changes: str) -> str:
    """Return the text of an issue form; an empty answer is as GitHub writes it."""
    answers = {**ANSWERS, **changes}
    parts = (
        f"### {question.heading}\n\n{answers[question.id] or '_No response_'}"
        for question in asked()
    )
    return "\n\n".join(parts) + "\n"


def mail(**changes: str) -> str:
    """Return a mail that answers behind each label."""
    answers = {**ANSWERS, "licence": "đồng ý", **changes}
    parts = (f"{question.heading}: {answers[question.id]}" for question in asked())
    return "Kính gửi ban biên tập,\n\n" + "\n".join(parts) + "\n\nTrân trọng,\nBạn đọc\n"
