"""Tests for templating.py: what a template shows is escaped, and it is compiled once."""

from __future__ import annotations

import sys
from collections import UserString
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup, escape

from exemplars import templating
from exemplars.library import Library
from exemplars.site import Settings
from exemplars.templating import _Compiled, environment, shown

COMPILE = Environment.compile


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder, still empty, where Python keeps what it compiles."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "kept"


def compiled(monkeypatch: pytest.MonkeyPatch, **options: object) -> list[str]:
    """Return the names of the templates that an environment has to compile."""
    names: list[str] = []

    def noted(self: Environment, source: str, name: str, *rest: Any) -> Any:
        names.append(name)
        return COMPILE(self, source, name, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(Environment, "compile", noted)
        for name, value in options.items():
            patch.setattr(templating, name, value)
        env = environment(Library(root="s", stories=()), Settings(name="Gương", url=""))
        env.get_template("home.html.jinja")
    return sorted(names)


def files(folder: Path) -> list[Path]:
    """Return the compiled templates below a folder; Python may put its modules there as well."""
    return sorted(folder.rglob("*.cache"))


def test_a_template_is_compiled_once(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = compiled(monkeypatch)
    assert "macros.html.jinja" in first
    assert len(files(kept)) == len(first)
    assert compiled(monkeypatch) == []


def test_it_is_compiled_anew_when_our_code_is_another(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How templates are compiled stands in the code, and so does what they say."""
    first = compiled(monkeypatch)
    assert compiled(monkeypatch, salt=lambda: "another") == first
    assert len(files(kept)) == len(first)


def test_it_is_found_again_after_the_folder_has_moved() -> None:
    known = _Compiled()
    assert known.get_cache_key("a.jinja", "/x/a.jinja") == known.get_cache_key("a.jinja", "/y")
    assert known.get_cache_key("a.jinja") != known.get_cache_key("b.jinja")


@pytest.mark.parametrize("content", [b"", b"j2", b"\x80\x04.", bytes(range(256))])
def test_what_is_damaged_is_compiled_anew(
    content: bytes, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = compiled(monkeypatch)
    whole = [path.read_bytes() for path in files(kept)]
    for path, known in zip(files(kept), whole, strict=True):
        path.write_bytes(content or known[:-9])
    assert compiled(monkeypatch) == first
    assert [path.read_bytes() for path in files(kept)] == whole


def test_nothing_is_kept_where_python_is_to_keep_nothing(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert compiled(monkeypatch) == compiled(monkeypatch) != []
    assert files(kept) == []


def test_nothing_is_kept_where_nothing_can_be_written(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.write_bytes(b"a file, not a folder")
    assert compiled(monkeypatch) == compiled(monkeypatch) != []


class Safe:
    """Something that says itself what it is in HTML."""

    def __html__(self) -> str:
        return "<i>"


@given(st.one_of(st.text(), st.text("<>&\"'a\u1ea1"), st.integers(), st.builds(Markup, st.text())))
@example(Safe())
@example(None)
@example(UserString("<b>"))
def test_what_a_page_shows_is_what_escaping_gives(value: object) -> None:
    assert str(shown(value)) == str(escape(value))


def test_a_template_escapes_all_that_it_shows() -> None:
    env = environment(Library(root="s", stories=()), Settings(name="", url=""))
    source = (
        "{{ a }}{% for b in a %}{{ b }}{% endfor %}{% macro c(x) %}{{ x }}{% endmacro %}{{ c(a) }}"
    )
    assert env.from_string(source).render(a="<&'\"") == escape("<&'\"") * 3
