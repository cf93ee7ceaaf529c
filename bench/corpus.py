"""Write a synthetic stories folder: ``python -m bench.corpus 1000 FOLDER``.

The same number gives the same bytes. Places and vocabulary are the real ones; names, words and
numbers are drawn at random from Vietnamese syllables, so that no two stories read alike.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import unicodedata
from collections.abc import Sequence
from itertools import product
from pathlib import Path

from exemplars.strictyaml import parse
from exemplars.vietnamese import slug

ROOT = Path(__file__).parent.parent
TABLES = ("taxonomy.yml", "localities.yml", "programme.yml")
ONSETS = [
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "gi",
    "h",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "ph",
    "qu",
    "r",
    "s",
    "t",
    "th",
    "tr",
    "v",
    "x",
]
RIMES = [
    "a",
    "ai",
    "am",
    "an",
    "ang",
    "anh",
    "ao",
    "au",
    "ay",
    "ăm",
    "ăn",
    "ăng",
    "âm",
    "ân",
    "âng",
    "âu",
    "ây",
    "e",
    "em",
    "en",
    "eo",
    "ê",
    "êm",
    "ên",
    "êu",
    "i",
    "iên",
    "iêu",
    "inh",
    "o",
    "oa",
    "oai",
    "oan",
    "on",
    "ong",
    "oi",
    "ô",
    "ôi",
    "ôn",
    "ông",
    "ơ",
    "ơi",
    "ơn",
    "u",
    "ui",
    "un",
    "ung",
    "ưa",
    "ươi",
    "ương",
    "uôn",
    "uông",
    "uy",
]
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
SURNAMES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Phan",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Trương",
    "Lâm",
]
MIDDLES = [
    "Văn",
    "Thị",
    "Minh",
    "Thanh",
    "Hồng",
    "Ngọc",
    "Quốc",
    "Hữu",
    "Thúy",
    "Kim",
    "Công",
    "Xuân",
]
VOWELS = "aăâeêioôơuưy"


def write_corpus(count: int, folder: Path) -> None:
    """Write ``count`` stories and the real tables into ``folder``, which must not exist yet."""
    draw = random.Random(count)  # noqa: S311 - a reproducible sample, no secret
    places, fields = _ids("localities.yml"), _ids("taxonomy.yml")
    words = _syllables(draw)
    for kind in ("ca-nhan", "tap-the"):
        (folder / kind).mkdir(parents=True)
    for name in TABLES:
        shutil.copy(ROOT / "stories" / name, folder / name)
    for number in range(count):
        kind = "tap-the" if number % 7 == 0 else "ca-nhan"
        name, text = _story(draw, kind, places, fields, words)
        path = folder / kind / f"{slug(name)[:48].strip('-')}-{number}.md"
        path.write_text(text, encoding="utf-8")


def _story(
    draw: random.Random,
    kind: str,
    places: Sequence[str],
    fields: Sequence[str],
    words: Sequence[str],
) -> tuple[str, str]:
    """Return the name and the file of one story."""
    given = [draw.choice(words).capitalize() for _ in range(draw.randint(1, 2))]
    person = " ".join([draw.choice(SURNAMES), draw.choice(MIDDLES), *given])
    name = person if kind == "ca-nhan" else f"Hợp tác xã {' '.join(given)}"
    year = draw.randint(2016, 2025)
    front = {
        "name": name,
        "kind": kind,
        "title": _sentence(draw, words, 9).rstrip("."),
        "summary": _sentence(draw, words, 28),
        "locality": draw.choice(places),
        "fields": draw.sample(fields, draw.randint(1, 3)),
        "basis": draw.choice(("chi-thi-05", "thi-dua", "bao-chi")),
        "since": year - draw.randint(1, 9),
        "recognitions": _honours(draw, year),
        "figures": [
            {"label": _phrase(draw, words, 3), "value": draw.randint(3, 5000), "unit": "phần"}
            for _ in range(draw.randint(0, 3))
        ],
        "sources": [
            {"title": _phrase(draw, words, 8), "publisher": "Báo Đồng Khởi", "date": str(year)}
        ],
        "tags": [_phrase(draw, words[:60], 2)],
        "date": f"2026-{draw.randint(1, 10):02}-{draw.randint(1, 28):02}",
    }
    head = "\n".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items() if value
    )
    body = "\n\n".join(
        " ".join(_sentence(draw, words, draw.randint(8, 22)) for _ in range(3)) for _ in range(3)
    )
    return name, f"---\n{head}\n---\n{body}\n"


def _honours(draw: random.Random, year: int) -> list[dict[str, object]]:
    titles = (
        ("Bằng khen của Thủ tướng Chính phủ", "trung-uong"),
        ("Bằng khen của UBND tỉnh", "tinh"),
        ("Giấy khen của UBND huyện", "huyen"),
        ("Nông dân Việt Nam xuất sắc", "trung-uong"),
    )
    chosen = draw.sample(titles, draw.randint(0, 2))
    return [{"title": title, "year": year, "level": level} for title, level in chosen]


def _sentence(draw: random.Random, words: Sequence[str], length: int) -> str:
    return _phrase(draw, words, length).capitalize() + "."


def _phrase(draw: random.Random, words: Sequence[str], length: int) -> str:
    """Return words as a language uses them: few very often, most seldom."""
    return " ".join(words[int(len(words) * draw.random() ** 3)] for _ in range(length))


def _syllables(draw: random.Random) -> list[str]:
    """Return some 3,000 syllables in a random order of frequency."""
    found = [onset + _toned(rime, tone) for onset, rime, tone in product(ONSETS, RIMES, TONES)]
    return draw.sample(found, 3000)


def _toned(rime: str, tone: str) -> str:
    """Return a rime with its tone on the vowel that bears it."""
    marked = next((i for i, char in enumerate(rime) if char in "ăâêôơư"), None)
    position = (
        next(i for i, char in enumerate(rime) if char in VOWELS) if marked is None else marked
    )
    return unicodedata.normalize("NFC", rime[: position + 1] + tone + rime[position + 1 :])


def _ids(table: str) -> list[str]:
    """Return the ids of places, or of fields, in a real table."""
    data = parse((ROOT / "stories" / table).read_text("utf-8"), table).data
    entries = data["fields"] if isinstance(data, dict) else data
    assert isinstance(entries, tuple)  # noqa: S101 - the real tables are checked
    return [str(entry["id"]) for entry in entries]


if __name__ == "__main__":
    write_corpus(int(sys.argv[1]), Path(sys.argv[2]))
