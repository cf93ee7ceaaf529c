"""Make a miniature stories folder out of the few lines that an example shows.

Shared by the table of faults (faults.yml) and the explanations of the checks. Beside the name of
a file an example may say, in brackets, what the file is like: ``anh-1.jpg (14 MB)``.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import yaml
from factories import BODY, story
from PIL import Image

from exemplars import loading
from exemplars.charsets import _TCVN3
from exemplars.checking import check
from exemplars.erasing import _digest
from exemplars.limiting import deadline
from exemplars.model import KINDS
from exemplars.problem import Problem
from exemplars.reading import read

TODAY = date(2026, 6, 1)
STORY = "ca-nhan/ong-mau.md"
NEIGHBOUR = "tap-the/to-nau-com.md"
PUPIL: Mapping[str, Any] = {
    "name": "em Dương",
    "summary": "Em nhặt được chiếc ví và trả lại.",
    "locality": "ben-tre/ba-tri",
    "minor": True,
    "consent": {"kind": "giam-ho", "date": "2026-01-01"},
}
SALT = "0123456789abcdef" * 2
_LINE = re.compile(r"(?P<path>.*?)(?: \((?P<note>.*)\))?")
_KEY = re.compile(r"^([a-z_]+)\s*:", re.MULTILINE)


def told(root: Path) -> list[Problem]:
    """Return what reading and checking ``root`` tells, as messages name it: ``stories``.

    A fault that both libyaml and our reader have met is told once, as by ``exemplars check``.
    """
    library, problems = read(root, "stories", TODAY)
    return sorted({*problems, *check(library)})


def lay(root: Path, place: str, example: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put an example into its frame below ``root``, which holds the tables of tests/example/."""
    text = spelled(example).rstrip("\n")
    if place == "tree":
        for line in text.split("\n"):
            _file(root, line, monkeypatch)
    elif place == "body":
        _body(root, text)
    elif place in FRAMES:
        _write(root / STORY, FRAMES[place](text))
    else:
        _table(root / place, text)


def spelled(example: str) -> str:
    """Return an example with what it could only name, as ``⟨tab⟩`` or ``⟨thêm 300 ký tự⟩``."""
    text = re.sub(r"⟨U\+([0-9A-F]{4})⟩", lambda match: chr(int(match[1], 16)), example)
    text = re.sub(r"⟨thêm (\d+) ký tự⟩", lambda match: "a" * int(match[1]), text)
    text = re.sub(r"⟨thêm (\d+) dấu \[⟩", lambda match: "[" * int(match[1]), text)
    text = re.sub(r"⟨thêm (\d+) mục⟩", lambda match: ", mục" * int(match[1]), text)
    return text.replace("⟨tab⟩", "\t")


def _head(text: str) -> str:
    """Return the keys that a valid story has beside those that ``text`` shows."""
    base = PUPIL if "minor: true" in text else {}
    shown = dict.fromkeys(_KEY.findall(text))
    return story("", **{**base, **shown}).removeprefix("---\n").removesuffix("---\n")


FRAMES: Mapping[str, Callable[[str], str]] = {
    "file": lambda text: f"{text}\n",
    "front": lambda text: f"---\n{_head(text)}{text}\n---\n{BODY}",
    "opening": lambda text: f"{text}\n{_head(text)}---\n{BODY}",
    "closing": lambda text: f"---\n{_head(text)}{text}\n",
}
"""Where an example stands in a story's file → the whole file."""


def _body(root: Path, text: str) -> None:
    """Write a story with this text beside another one; where it shows photos, it has one."""
    _write(root / NEIGHBOUR, story(kind="tap-the"))
    if "![" not in text:
        _write(root / STORY, story(f"{text}\n"))
        return
    _write(root / "ca-nhan/ong-mau/index.md", story(f"{text}\n", photos=_listed("anh-1.jpg")))
    (root / "ca-nhan/ong-mau/anh-1.jpg").write_bytes(picture("JPEG"))


def _table(path: Path, text: str) -> None:
    """Add entries to the list of places; put sections in the place of those of other tables."""
    old = path.read_text("utf-8") if path.exists() else ""
    if path.name == "localities.yml":
        text = f"{old}{text}"
    elif path.suffix == ".yml":
        for section in _KEY.findall(text):
            old = re.sub(rf"^{section}:.*\n(?: .*\n)*", "", old, flags=re.MULTILINE)
        text = f"{old}{text}"
    path.write_text(f"{text}\n", "utf-8")


def _file(root: Path, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the file that a line names, as its note says."""
    match = _LINE.fullmatch(line)
    assert match
    name, note = match["path"], match["note"] or ""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    word, _, rest = note.partition(" ")
    if note in ACTS:
        ACTS[note](path, monkeypatch)
    elif word in MAKERS:
        MAKERS[word](path, rest)
    elif path.suffix == ".md":
        path.write_bytes(_story(name, note))
    elif not path.exists():  # the tables are there
        form = Image.registered_extensions().get(path.suffix, "")
        path.write_bytes(_photo(form, note) if form else b"x")


def _story(name: str, note: str) -> bytes:
    """Return a valid story for a path, but for what the note changes."""
    kind = name.partition("/")[0]
    if note.endswith(" KB"):
        return story(kind=kind).encode().ljust(int(note[:-3]) * 1024, b"a")
    if photos := note.removeprefix("kê ảnh ") if note.startswith("kê ảnh ") else "":
        return story(kind=kind, photos=_listed(*photos.split(", "))).encode()
    changes: dict[str, Any] = yaml.safe_load(f"{{{note}}}")
    if changes.get("status") == "withdrawn":
        return b"---\nstatus: withdrawn\ndate: 2026-01-02\n---\n"
    base = PUPIL if changes.get("minor") else {}
    return story(**{"kind": kind, **base, **changes}).encode()


def _plain(path: Path) -> str:
    """Return a valid story that may lie at ``path``."""
    return story(kind=next(part for part in path.parts if part in KINDS))


def _photo(form: str, note: str) -> bytes:
    """Return a picture of the size, in bytes or in pixels, that the note says."""
    if note.endswith(" MB"):
        return picture(form).ljust(int(note[:-3]) * 1024 * 1024, b"\0")
    if match := re.fullmatch(r"(\d+) × (\d+) điểm ảnh", note):
        return picture(form, int(match[1]), int(match[2]))
    more = [Image.new("L", (8, 6), 200)] if note == "ảnh động" else []
    return picture(form, more=more)


def picture(
    form: str, width: int = 8, height: int = 6, more: list[Image.Image] | None = None
) -> bytes:
    """Return a grey picture."""
    buffer = io.BytesIO()
    frames = {"save_all": True, "append_images": more} if more else {}
    Image.new("L", (width, height)).save(buffer, form, **frames)
    return buffer.getvalue()


def _listed(*names: str) -> list[Mapping[str, Any]]:
    rest = {"alt": "Ông Mẫu", "credit": "Lê A", "licence": "CC BY 4.0", "consent": True}
    return [{"file": name, **rest} for name in names]


def _encoded(path: Path, charset: str) -> None:
    """Write a story in a character set by its name."""
    text = _plain(path)
    if charset == "mã TCVN3":
        letters = {ord(letter): 0xA1 + offset for offset, letter in enumerate(_TCVN3)}
        path.write_bytes(text.translate(letters).encode("latin-1"))
    else:
        path.write_text(text, encoding=charset.removeprefix("mã "))


def _erased(path: Path, _: str) -> None:
    """Write a story at an address that was erased before."""
    path.write_text(_plain(path), "utf-8")
    digest = _digest(SALT, path.stem)
    (path.parent.parent / "erased.txt").write_text(f"# salt: {SALT}\n{digest}\n", "utf-8")


MAGIC = {"là tệp PDF": b"%PDF-1.7\n", "là tệp Word": b"PK\x03\x04\x14\0\0\0\x08\0\xff\xfe"}
MAKERS: Mapping[str, Callable[[Path, str], object]] = {
    "liên": lambda path, rest: path.symlink_to(rest.removeprefix("kết tới ")),
    "ống": lambda path, _: os.mkfifo(path),
    "trống": lambda path, _: path.write_bytes(b""),
    "thiếu": lambda path, _: path.unlink(),
    "thật": lambda path, rest: path.write_bytes(MAGIC[rest.removeprefix("ra ")]),
    "bảng": _encoded,
    "địa": _erased,
    "có": lambda path, _: path.write_bytes(_plain(path).encode() + b"\xff\n"),
}
"""First word of a note → what makes such a file."""


def _unreadable(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to open a story, by hand: nothing is forbidden to root, who may run the tests."""
    path.write_text(_plain(path), "utf-8")
    usual = os.open

    def refuse(opened: Any, *rest: Any, **more: Any) -> int:
        if Path(opened) == path:
            raise PermissionError(13, "Permission denied")
        return usual(opened, *rest, **more)

    monkeypatch.setattr(os, "open", refuse)


def _slow(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read a story for longer than a limit that is short: nobody waits five seconds for a test."""
    path.write_text(_plain(path), "utf-8")

    def never(*_: Any) -> Any:
        end = process_time() + 2
        while process_time() < end:
            pass

    monkeypatch.setattr(loading, "render", never)
    monkeypatch.setattr(loading, "deadline", lambda seconds=0.05: deadline(seconds))


ACTS: Mapping[str, Callable[[Path, pytest.MonkeyPatch], None]] = {
    "không có quyền đọc": _unreadable,
    "đọc mất quá lâu": _slow,
}
"""Notes on situations that are hard to bring about, and what acts them out."""


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
