"""Hold data against a model and say every difference in Vietnamese, with its place."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from .problem import Place, Problem, ProblemsError, problem
from .strictyaml import Parsed, Path
from .wording import table

Model = TypeVar("Model", bound=BaseModel)

_TYPES = {
    "string_type": "type-text",
    "int_type": "type-integer",
    "int_from_float": "type-integer",
    "float_type": "type-number",
    "bool_type": "type-boolean",
    "tuple_type": "type-list",
    "dict_type": "type-mapping",
    "model_type": "type-mapping",
    "model_attributes_type": "type-mapping",
    "missing": "key-missing",
    "literal_error": "choice",
    "string_too_short": "value-empty",
    "string_too_long": "text-long",
    "too_long": "list-long",
    "string_pattern_mismatch": "pattern",
    "greater_than_equal": "year-range",
    "less_than_equal": "year-range",
}
"""pydantic's error types → our codes; custom errors bear our code already."""


COMPARED = 500
"""Known words that a wrong one is compared with at most."""


def validate(model: type[Model], parsed: Parsed, source: str) -> Model:
    """Return ``parsed`` as an instance of ``model``.

    Args:
        model: one of the models of model.py.
        parsed: data with the place of each value.
        source: path shown in messages.

    Raises:
        ProblemsError: every difference, each at its own line and column.
    """
    try:
        return model.model_validate(parsed.data)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        problems = {_problem(model, fault, parsed, source): None for fault in faults}
        raise ProblemsError(list(problems)) from None


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word most like ``word``, else all of them, joined by commas."""
    words = list(known)
    if len(words) > COMPARED:  # a whole province: those that begin alike
        words = [other for other in words if other[:2] == word[:2]][:COMPARED]
    close = get_close_matches(word, words, n=1, cutoff=0.6)
    return close[0] if close else ", ".join(words[:20])


def _problem(model: type[BaseModel], fault: Any, parsed: Parsed, source: str) -> Problem:  # noqa: ANN401 - pydantic's ErrorDetails
    path: Path = tuple(fault["loc"])
    kind = fault["type"]
    found, context = fault["input"], fault.get("ctx", {})
    name = _name(path)
    if kind == "extra_forbidden":
        known = nearest(str(path[-1]), _keys(model, path))
        return problem(source, _key_place(parsed, path), "key-unknown", found=path[-1], known=known)
    if kind == "missing":
        return problem(
            source, _place(parsed, path[:-1]), "key-missing", name=name, hint=_hint(name)
        )
    place = _place(parsed, path)
    if found is None:
        return problem(source, place, "value-empty", name=name, hint=_hint(name))
    code = _TYPES.get(kind, kind)
    if code not in table()["problems"]:
        code = "type-other"
    details = {**_details(context), "name": name, "hint": _hint(name), "found": _written(found)}
    return problem(source, place, code, **details)


def _details(context: dict[str, Any]) -> dict[str, object]:
    """Return the values of pydantic's context that our messages use."""
    expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
    limit = context.get("max_length", context.get("le", context.get("ge", "")))
    return {**context, "expected": expected, "limit": limit}


def _written(value: object) -> str:
    """Return a found value as its writer wrote it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[…]" if value else "[]"
    return "{…}" if isinstance(value, dict) else str(value)


def _name(path: Path) -> str:
    """Return the path as a person reads it: ``sources → 2 → title``."""
    return " → ".join(str(part + 1) if isinstance(part, int) else part for part in path)


def _hint(name: str) -> str:
    """Return what the field table says of a key, as an example of what to write."""
    return table()["hints"].get(name.rpartition(" → ")[2], "")


def _keys(model: type[BaseModel], path: Path) -> list[str]:
    """Return the keys that are known where ``path`` ends."""
    current: Any = model
    for part in path[:-1]:
        key = "root" if isinstance(part, int) else part
        if key in getattr(current, "model_fields", {}):
            current = current.model_fields[key].annotation
        current = _inner_model(current)
    return list(current.model_fields) if hasattr(current, "model_fields") else []


def _inner_model(annotation: Any) -> Any:  # noqa: ANN401 - annotations have no type
    """Return the model inside ``tuple[Model, ...]`` or ``Model | None``, else the annotation."""
    for argument in getattr(annotation, "__args__", ()):
        if isinstance(argument, type) and issubclass(argument, BaseModel):
            return argument
    return annotation


def _place(parsed: Parsed, path: Path) -> Place:
    """Return the place of the value at ``path``, or of the nearest value around it."""
    while path not in parsed.values and path:
        path = path[:-1]
    return parsed.values.get(path, Place())


def _key_place(parsed: Parsed, path: Path) -> Place:
    return parsed.keys.get(path) or _place(parsed, path)
