"""Valid stories, so that a test shows only what matters to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

FRONT: Mapping[str, Any] = {
    "name": "Nguyễn Thị Ân",
    "kind": "ca-nhan",
    "summary": "Bà Ân ở xã An Đức nấu cơm cho người bệnh suốt mười năm.",
    "locality": "ben-tre/ba-tri/an-duc",
    "fields": ["y-te"],
    "basis": "bao-chi",
    "sources": [{"title": "Bếp cơm của bà Ân", "publisher": "Báo Mẫu"}],
    "date": "2026-01-02",
}
BODY = "Mỗi sáng bà Ân nhóm bếp từ bốn giờ.\n"


def story(body: str = BODY, **changes: Any) -> str:
    """Return the text of a valid story file with ``changes``; a change to None drops a key.

    Each key stands on a line of its own, in the order of ``FRONT``: ``name`` on line 2,
    ``kind`` 3, ``summary`` 4, ``locality`` 5, ``fields`` 6, ``basis`` 7, ``sources`` 8, ``date`` 9;
    new keys follow.
    """
    front = {key: value for key, value in {**FRONT, **changes}.items() if value is not None}
    lines = [f"{key}: {_flow(value)}" for key, value in front.items()]
    return "\n".join(["---", *lines, "---", body])


def _flow(value: object) -> str:
    """Return a value as one line of YAML; JSON is a subset of it."""
    if isinstance(value, str) and value.replace("-", "").isalnum():
        return value
    return json.dumps(value, ensure_ascii=False)
