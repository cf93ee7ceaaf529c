"""Write the tables of the reference page from the code, so that the page cannot drift.

On the page a table stands between two comments, ``<!-- bảng limits -->`` and ``<!-- hết -->``;
``pytest tests/test_reference.py --bless`` writes there what the code says now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from pydantic import TypeAdapter

from .counting import DIMENSIONS
from .decoding import FILE_LIMIT, TABLE_LIMIT
from .feeds import FEED_SIZE
from .limiting import SECONDS
from .listing import CARDS_LIMIT, PAGE_SIZE, REGISTER_SIZE
from .loading import FRONT_LIMIT
from .markdown_rules import BRACKETS_LIMIT
from .model import KINDS, FrontMatter, Taxonomy, Term
from .photos import BYTES_LIMIT, PIXELS_LIMIT, SIDE_LIMIT, WIDTHS
from .receiving import DATA_LIMIT
from .rendering import NESTING_LIMIT
from .story_rules import FIRST_RECOGNITION
from .strictyaml import DEPTH_LIMIT
from .values import FIRST_YEAR, NAME_LIMIT, SUMMARY_LIMIT, TEXT_LIMIT
from .vietnamese import SLUG_LIMIT, number
from .wording import table, text

Row = tuple[str, ...]
Rows = Iterable[Row]

KILOBYTE, MEGABYTE, MILLION = 1024, 1024**2, 10**6

ADDRESSES: tuple[tuple[str, str], ...] = (
    ("/", "home"),
    ("/guong/", "stories"),
    ("/guong/<mã>/", "story"),
    ("/guong/<mã>/loa.txt", "loudspeaker"),
    *((f"/{kind}/", f"kind:{kind}") for kind in KINDS),
    *(
        (f"/{dimension.prefix}<mã>/", f"list:{name}")
        for name, dimension in DIMENSIONS.items()
        if dimension.prefix and name != "locality_now"  # old places and new share their addresses
    ),
    ("/guong/trang/2/", "page"),
    ("/thong-ke/", "statistics"),
    ("/thong-ke/<cách xếp>/", "dimension"),
    ("/thong-ke/chat-luong/", "quality"),
    ("/thong-ke/chat-luong/<mã>/", "property"),
    ("/thong-ke/bao-cao/<mã>/", "reported"),
    ("/tim-kiem/", "search"),
    ("/du-lieu/", "data"),
    ("/du-lieu/<tệp>", "data-file"),
    ("/feed.xml", "feed"),
    (f"/{DIMENSIONS['field'].prefix}<mã>/feed.xml", "field-feed"),
    (f"/{DIMENSIONS['locality'].prefix}<mã>/feed.xml", "place-feed"),
)
"""Every kind of address that people meet, and its key in wording.yml."""

LIMITS: tuple[tuple[str, str, float], ...] = (
    ("name", "characters", NAME_LIMIT),
    ("summary", "characters", SUMMARY_LIMIT),
    ("text", "characters", TEXT_LIMIT),
    ("slug", "characters", SLUG_LIMIT),
    ("file", "kilobytes", FILE_LIMIT / KILOBYTE),
    ("front", "kilobytes", FRONT_LIMIT / KILOBYTE),
    ("table", "megabytes", TABLE_LIMIT / MEGABYTE),
    ("seconds", "seconds", SECONDS),
    ("depth", "levels", DEPTH_LIMIT),
    ("nesting", "levels", NESTING_LIMIT),
    ("brackets", "pieces", BRACKETS_LIMIT),
    ("photo", "megabytes", BYTES_LIMIT / MEGABYTE),
    ("photo-pixels", "pixels", PIXELS_LIMIT["JPEG"] / MILLION),
    ("photo-pixels-other", "pixels", PIXELS_LIMIT["PNG"] / MILLION),
    ("photo-side", "side", SIDE_LIMIT),
    ("photo-width", "side", WIDTHS[-1]),
    ("page", "pieces", PAGE_SIZE),
    ("register", "pieces", CARDS_LIMIT),
    ("register-page", "pieces", REGISTER_SIZE),
    ("feed", "pieces", FEED_SIZE),
    ("data", "megabytes", DATA_LIMIT / MEGABYTE),
)
"""What is limited, the unit in which it is said, and the limit."""

_PART = re.compile(r"(?<=<!-- bảng )([a-z]+) -->\n.*?(?=<!-- hết -->)", re.DOTALL)


def fill_tables(page: str, taxonomy: Taxonomy) -> str:
    """Return ``page`` with every marked table as the code has it now.

    Raises:
        KeyError: there is no table of that name.
    """
    tables = _tables(taxonomy)
    return _PART.sub(lambda part: f"{part[1]} -->\n\n{tables[part[1]]()}\n", page)


def _tables(taxonomy: Taxonomy) -> Mapping[str, Callable[[], str]]:
    """Return name → what writes the table of that name."""
    models = ("Source", "Recognition", "Figure", "Photo", "Consent")
    return {
        "keys": partial(_keys, FrontMatter.__name__),
        **{model.lower(): partial(_keys, model) for model in models},
        "fields": partial(_terms, taxonomy.fields),
        "themes": partial(_terms, taxonomy.themes),
        "basis": partial(_terms, taxonomy.basis),
        "levels": partial(_terms, taxonomy.levels),
        "dimensions": _dimensions,
        "addresses": _addresses,
        "files": partial(_listed, "files", "file"),
        "settings": partial(_listed, "reference-settings", "setting"),
        "variables": partial(_listed, "reference-variables", "variable"),
        "limits": _limits,
    }


def _keys(model: str) -> str:
    """Return the keys of a model, each with its form and meaning."""
    definition = TypeAdapter(FrontMatter).json_schema()
    definition = definition if model == FrontMatter.__name__ else definition["$defs"][model]
    prefix = "" if model == FrontMatter.__name__ else f"{model}."
    rows = []
    for key, value in definition["properties"].items():
        form = _form(value)
        if key in definition["required"]:
            form = text("reference", "required", form=form)
        meaning = text("fields", prefix + key)
        rows.append((f"`{key}`", text("reference", "meant", meaning=meaning, form=form)))
    return _table(("key", "meaning"), rows)


def _form(schema: Mapping[str, Any]) -> str:
    """Return in words what the JSON Schema of a value asks for."""
    if "anyOf" in schema:
        return _form(schema["anyOf"][0])
    ids = ", ".join(f"`{value}`" for value in schema.get("enum", ()))
    limit = number(schema.get("maxItems", schema.get("maxLength", 0)))
    first = schema.get("minimum")
    return text("reference", _kind(schema), ids=ids, limit=limit, first=first)


def _kind(schema: Mapping[str, Any]) -> str:
    """Return the word of wording.yml for a kind of value."""
    if "$ref" in schema:
        return "group"
    if "enum" in schema:
        return "one-of"
    kind = schema["type"]
    if isinstance(kind, list):
        return "partial-date"
    if kind != "string":
        return {"array": "list", "integer": "year"}.get(kind, str(kind))
    if "minLength" in schema:
        return "text"
    return "day" if "format" in schema else "web"


def _terms(terms: Iterable[Term]) -> str:
    return _table(
        ("id", "label", "meaning"), ((f"`{t.id}`", t.label, t.description) for t in terms)
    )


def _dimensions() -> str:
    rows = (
        (
            f"`{name}`",
            text("reference", "listed", name=text("dimensions", name), prefix=dimension.prefix),
        )
        for name, dimension in DIMENSIONS.items()
    )
    return _table(("id", "name"), rows)


def _addresses() -> str:
    return _table(("address", "there"), ((f"`{form}`", _place(key)) for form, key in ADDRESSES))


def _place(key: str) -> str:
    """Return what is found at a kind of address."""
    key, _, id_ = key.partition(":")
    sections = {"kind": "kinds", "list": "dimensions"}
    label = text(sections[key], id_) if id_ else ""
    return text("reference-addresses", key, label=label)


def _listed(section: str, heading: str) -> str:
    """Return a section of wording.yml as it stands."""
    return _table((heading, "meaning"), ((f"`{k}`", v) for k, v in table()[section].items()))


def _limits() -> str:
    """Return the limits, and the two first years."""
    rows = [(_limited(key), _amount(unit, value)) for key, unit, value in LIMITS]
    years = {"first-year": FIRST_YEAR, "first-recognition": FIRST_RECOGNITION}
    rows += [(_limited(key), str(year)) for key, year in years.items()]
    return _table(("what", "limit"), rows)


def _limited(key: str) -> str:
    return text("reference-limits", key)


def _amount(unit: str, value: float) -> str:
    return text("reference", unit, count=number(value))


def _table(columns: Row, rows: Rows) -> str:
    """Return a Markdown table; no cell can end its row."""
    heads = tuple(text("reference", column) for column in columns)
    return "".join(f"{line}\n" for line in _lines(heads, rows))


def _lines(heads: Row, rows: Rows) -> Iterator[str]:
    yield _line(heads)
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield _line(cell.replace("|", r"\|") for cell in row)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
