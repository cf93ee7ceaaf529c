"""The places of a text are found again from the text alone."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exemplars.freezing import freeze, thaw
from exemplars.marks import Marks, Path
from exemplars.problem import Place
from exemplars.strictyaml import parse

WORD = st.text("abcờ", min_size=1, max_size=4)
DATA = st.dictionaries(
    WORD,
    st.recursive(WORD, lambda inner: st.lists(inner) | st.dictionaries(WORD, inner), max_leaves=8),
)


def paths(data: object, path: Path = ()) -> Iterator[Path]:
    """Yield the way to each value."""
    yield path
    inside: Iterator[tuple[str | int, object]] = iter(())
    if isinstance(data, dict):
        inside = iter(data.items())
    elif isinstance(data, tuple):
        inside = iter(enumerate(data))
    for step, value in inside:
        yield from paths(value, (*path, step))


@given(DATA.filter(lambda data: json.dumps(data).count("[") + json.dumps(data).count("{") <= 6))
def test_each_value_and_each_key_has_the_place_where_it_is_written(data: dict[str, object]) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=1)
    parsed = parse(text, "x", 5)
    assert set(parsed.values) == set(paths(parsed.data))
    lines = text.split("\n")
    for path, place in parsed.keys.items():
        assert lines[place.line - 5][place.col - 1 :].startswith(f'"{path[-1]}": ')
    assert set(parsed.keys) == {
        path for path in parsed.values if path and isinstance(path[-1], str)
    }


def test_places_survive_being_kept() -> None:
    values = Marks(b"a: 1\nb: [x, {c: 2}]\n", 2)
    kept = thaw(freeze(values))
    assert kept == values
    assert isinstance(kept, Marks)
    assert kept["b", 1, "c"] == Place(3, 12)


@pytest.mark.parametrize("state", [[], ["a: 1"], ["a: 1", 2, False, "more"]])
def test_what_was_kept_with_other_fields_does_not_come_back(
    state: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Marks, "__getstate__", lambda _: state)
    kept = freeze(Marks(b"a: 1"))
    with pytest.raises(pickle.UnpicklingError):
        thaw(kept)


def test_a_path_that_leads_nowhere_has_no_place() -> None:
    with pytest.raises(KeyError):
        Marks(b"a: 1")["b",]
