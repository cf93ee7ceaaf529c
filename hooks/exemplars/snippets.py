"""Frames of a story for editors that know VS Code's snippets: the blank story, with places for Tab.

The blank story is that of ``exemplars new``, so that both doors ask for the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import get_args

from .drafting import draft
from .model import Basis, Kind, Taxonomy
from .wording import table, text

PARTS = {"sources": "nguon", "recognitions": "khen", "figures": "so", "photos": "anh"}
"""What is typed to get one more part of a list."""
TODAY = "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE"
END = "$0"
"""Where Tab leads at last; with another number, a place on its way."""

_BLANK = re.compile(r" *(?:- )?\w+:")


def write_snippets(taxonomy: Taxonomy) -> bytes:
    """Return .vscode/story.code-snippets."""
    lines = draft({}, "").rstrip("\n").split("\n")
    about = text("forms", "snippet-about")
    story = [*_filled(lines, _offers(taxonomy)), END]
    snippets = {text("forms", "snippet"): _snippet(["chuyen", "story"], about, story)}
    for key, prefix in PARTS.items():
        title = text("forms", "snippet-part", title=table()["field-titles"][key])
        part = _filled(_part(lines, key), {})
        snippets[title] = _snippet([prefix], text("fields", key), part)
    return (json.dumps(snippets, ensure_ascii=False, indent=2) + "\n").encode()


def _snippet(prefixes: Sequence[str], about: str, body: Iterable[str]) -> dict[str, object]:
    return {"prefix": prefixes, "scope": "markdown", "description": about, "body": [*body]}


def _offers(taxonomy: Taxonomy) -> Mapping[str, str]:
    """Return what is chosen or known already, by key; the rest is typed."""
    fields = [term.id for term in taxonomy.fields]
    return {
        "kind": _choice(get_args(Kind)),
        "fields": f"[{_choice(fields)}]",
        "basis": _choice(get_args(Basis)),
        "date": TODAY,
    }


def _choice(offers: Sequence[str]) -> str:
    """Return a choice; an editor takes the first at once, so the first is none that is accepted."""
    return f"${{0|{','.join((text('forms', 'snippet-unchosen'), *offers))}|}}"


def _filled(lines: Sequence[str], offers: Mapping[str, str]) -> Iterator[str]:
    """Yield lines with a place for Tab behind each blank."""
    stop = 0
    for line, following in pairwise([*lines, ""]):
        if not _BLANK.fullmatch(line) or following.startswith("  - "):
            yield _escaped(line)
            continue
        value = offers.get(line.removesuffix(":"), END)  # of the story's own keys only
        stop += "0" in value
        yield f"{line} {value.replace('0', str(stop), 1)}"


def _part(lines: Sequence[str], key: str) -> list[str]:
    """Return the lines of one item of a list, which the blank story may have commented out."""
    start = next(n for n, line in enumerate(lines) if line.lstrip("#") == f"{key}:") + 1
    bare = [line.removeprefix("#") for line in lines[start:]]
    stop = next(n for n, line in enumerate(bare) if not line.startswith("  "))
    return bare[:stop]


def _escaped(line: str) -> str:
    """Return a line that a snippet shows as it is."""
    return re.sub(r"[\\$}]", r"\\\g<0>", line)
