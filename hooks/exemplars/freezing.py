"""Turn what was read into bytes that can be kept, and back; nothing foreign can come of them."""

from __future__ import annotations

import io
import pickle
from dataclasses import fields
from typing import TypeVar

_OWN = frozenset(
    f"{__package__}.{module}"
    for module in ("library", "linking", "marks", "markup", "model", "photos", "problem")
)
"""Modules whose types may stand in a kept value."""
_PLAIN = {("datetime", "date"), ("pathlib", "PosixPath"), ("pathlib", "WindowsPath")}
"""Further types that may."""
_found: dict[tuple[str, str], type] = {}
"""Types that were met: to find one anew in each value takes a quarter of the time."""

Kind = TypeVar("Kind")


def freezable(kind: type[Kind]) -> type[Kind]:
    """Let a frozen, slotted dataclass thaw fast: its own way looks for the fields each time."""
    setters = [getattr(kind, field.name).__set__ for field in fields(kind)]  # type: ignore[arg-type]

    def restore(self: Kind, state: list[object]) -> None:
        for setter, value in zip(setters, state, strict=True):
            setter(self, value)

    setattr(kind, "__setstate__", restore)  # noqa: B010 - dataclasses adds it, unseen by mypy
    return kind


def freeze(value: object) -> bytes:
    """Return a value as bytes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def thaw(content: bytes) -> object:
    """Return the value of ``freeze``; nothing but plain values and our own types can come of it.

    Raises:
        pickle.UnpicklingError: it holds something else.
    """
    try:
        return _Thawing(io.BytesIO(content)).load()
    except Exception as error:  # damaged bytes raise of every kind
        raise pickle.UnpicklingError(str(error)) from error


class _Thawing(pickle.Unpickler):
    """An unpickler that makes nothing but our own types: a cache may come from anywhere."""

    def find_class(self, module: str, name: str) -> object:
        """Return one of the types that may stand in a kept value."""
        if known := _found.get((module, name)):
            return known
        own = module in _OWN
        found = super().find_class(module, name) if own or (module, name) in _PLAIN else None
        if isinstance(found, type) and (not own or found.__module__ == module):
            _found[module, name] = found
            return found
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a cache")
