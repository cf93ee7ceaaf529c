"""Write story.schema.json: the front matter as a JSON Schema, for editors that complete and check.

Made from the models, so it can not differ from what a build accepts in form. What needs other
files or the day, the checks alone know: a slug taken twice, a date still to come.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter

from .library import Library
from .model import FrontMatter, Term, Withdrawn
from .naming import place_path
from .site import Settings
from .wording import table, text

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ADDRESS = "/du-lieu/story.schema.json"
PLACES_LIMIT = 500
"""Places that an editor offers one by one; of the whole country's 14,000 it would offer none."""

ONE_LINE = r"^\s*\S[^\n]*\s*$"


def write_schema(library: Library, settings: Settings) -> bytes:
    """Return the schema of a story's front matter, with the library's own vocabulary."""
    models: TypeAdapter[FrontMatter | Withdrawn] = TypeAdapter(FrontMatter | Withdrawn)
    schema = models.json_schema()
    for name, definition in schema["$defs"].items():
        _describe(name, definition)
    _tighten(schema)
    _offer(schema["$defs"], library)
    head = {
        "$schema": DIALECT,
        "$id": settings.address(ADDRESS),
        "title": text("schema", "title"),
        "description": text("schema", "description"),
    }
    return (json.dumps({**head, **schema}, ensure_ascii=False, indent=1) + "\n").encode()


def _describe(model: str, definition: dict[str, Any]) -> None:
    """Say in Vietnamese what a model and its keys mean; a list that must be is not empty."""
    definition["title"] = definition["description"] = text("schema", model)
    for key, value in definition["properties"].items():
        own = key if model == FrontMatter.__name__ else f"{model}.{key}"
        value.pop("title", None)
        if title := table()["field-titles"].get(own):
            value["title"] = title
        value["description"] = text("fields", own)
        if value.get("type") == "array" and key in definition["required"]:
            value["minItems"] = 1


def _tighten(schema: object) -> None:
    """Say what a validator of our own asks for: texts of one line, lists of a limited length."""
    if isinstance(schema, list):
        for part in schema:
            _tighten(part)
    if not isinstance(schema, dict):
        return
    if schema.get("type") == "string" and "minLength" in schema:
        schema["pattern"] = ONE_LINE
    if schema.get("type") == "array" and "maxLength" in schema:
        schema["maxItems"] = schema.pop("maxLength")
    for part in schema.values():
        _tighten(part)


def _offer(definitions: dict[str, Any], library: Library) -> None:
    """Replace what is free text to the models by the ids that the library knows."""
    taxonomy, keys = library.taxonomy, definitions[FrontMatter.__name__]["properties"]
    keys["fields"]["items"] = _choice(_labels(taxonomy.fields))
    keys["themes"]["items"] = _choice(_labels(taxonomy.themes))
    keys["basis"] |= _choice(_labels(taxonomy.basis))
    if len(library.places) <= PLACES_LIMIT:
        keys["locality"] |= _choice((p.id, place_path(library, p.id)) for p in library.places)


def _labels(terms: Iterable[Term]) -> Iterable[tuple[str, str]]:
    return ((term.id, term.label) for term in terms)


def _choice(offers: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the schema of a closed vocabulary; editors show the labels beside the ids."""
    listed = tuple(offers)
    ids, labels = [id_ for id_, _ in listed], [label for _, label in listed]
    return {"type": "string", "enum": ids, "enumDescriptions": labels}
