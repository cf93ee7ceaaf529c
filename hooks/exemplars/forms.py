"""Every file that is made from the questions, the models and the taxonomy, and kept equal to them.

The schema and the frames for editors are of this kind too, so that one command writes them all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from .issue_forms import signposted, write_correction, write_nomination, write_signpost
from .library import Library
from .paper_forms import write_page, write_text
from .schema import write_schema
from .site import Settings
from .snippets import write_snippets

NOMINATION = ".github/ISSUE_TEMPLATE/de-cu.yml"
CORRECTION = ".github/ISSUE_TEMPLATE/sua.yml"
SIGNPOST = ".github/ISSUE_TEMPLATE/config.yml"
PAGE = "docs/phieu.md"
TEXT = "docs/assets/phieu.txt"
SNIPPETS = ".vscode/story.code-snippets"
SCHEMA = ".vscode/story.schema.json"

PRIVATE = "dinh-chinh/"
"""The page that says how to write privately."""
NOWHERE = f"https://example.org/{PRIVATE}"
"""Where the signpost leads while nobody has said where the site lives."""


def write_forms(library: Library, address: str) -> Mapping[str, bytes]:
    """Return the content of every such file, by its path in the repository.

    Args:
        library: whose vocabulary and places are offered.
        address: the page that says how to write privately.
    """
    taxonomy = library.taxonomy
    return {
        NOMINATION: write_nomination(taxonomy),
        CORRECTION: write_correction(),
        SIGNPOST: write_signpost(address),
        PAGE: write_page(taxonomy),
        TEXT: write_text(taxonomy),
        SNIPPETS: write_snippets(taxonomy),
        SCHEMA: _schema(library),
    }


def private_address(settings: Settings, root: Path) -> str:
    """Return the address of the page about private mail.

    What the owner set counts; else what was written before, since many set it only where the
    site is published.
    """
    if settings.url:
        return f"{settings.url}{PRIVATE}"
    written = root / SIGNPOST
    return (signposted(written.read_bytes()) if written.is_file() else "") or NOWHERE


def _schema(library: Library) -> bytes:
    """Return the schema that the site publishes, without the address of a site."""
    schema = json.loads(write_schema(library, Settings(name="", url="")))
    del schema["$id"]
    return (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()
