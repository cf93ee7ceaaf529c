"""Found the repository of another district: this program, its own words, and no story of ours.

What a new owner gets is lean: the program, the hand-written pages that speak of no place, the
workflows, and tables for their own places. Tests, benchmarks and our history stay here. They
judge the program, which a new owner does not change; its stories and pages are judged there by
``make test``, which checks them and builds the site strictly.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from string import Template

from .adapting import Wish, adapt_makefile, adapt_page, adapt_settings, quoted
from .exporting import refuse_sources
from .forms import NOWHERE, write_forms
from .library import CURRENT, Library
from .model import Taxonomy
from .problem import FaultError
from .reference import fill_tables
from .swapping import discard, exchange, stage
from .territory import label, path, written
from .wording import text

TAKEN = (
    ".ci", ".editorconfig", ".gitattributes", ".github", ".gitignore", ".vscode",
    "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "LICENSE", "LICENSE-CONTENT.md", "SECURITY.md",
    "docs", "hooks", "overrides", "pyproject.toml", "requirements.txt", "stories/README.md",
)  # fmt: skip
"""What is copied, where it is there."""
LEFT = (
    ".ci/java.txt", "docs/assets/screenshot.png", "docs/assets/toc-do.svg", "docs/so-do.md",
    "docs/toc-do.md",
)  # fmt: skip
"""Of that, what speaks of our own site, or serves the tests only."""
NEEDED = ("Makefile", "hooks/exemplars", "mkdocs.yml", "requirements.txt", "stories/taxonomy.yml")
"""Without these a folder is no checkout of this program."""
OWN = ("README.md", "docs/index.md", "docs/gioi-thieu.md", "docs/ve-du-lieu.md")
"""Pages that every site writes for itself; the new one gets a first draft."""
REFERENCE = ("docs/kiem-tra.md", "docs/lenh.md")
"""Pages that the program writes about itself, its examples included."""

_JUNK = shutil.ignore_patterns("__pycache__", "*.egg-info", ".DS_Store")
_THEMES = re.compile(r"^themes:.*?(?=^[a-z])", re.MULTILINE | re.DOTALL)


def found(checkout: Path, wish: Wish, taxonomy: Taxonomy, output: Path) -> None:
    """Write the repository of a new site into ``output``.

    Args:
        checkout: a working copy of this repository.
        wish: what the new owner said.
        taxonomy: the vocabulary of the checkout.
        output: a folder that does not exist or is empty.

    Raises:
        FaultError: ``checkout`` is none, or ``output`` is not free or cannot be written.
    """
    refuse(checkout, output)
    staging = stage(output)
    try:
        _copy(checkout, staging.path)
        _write(staging.path, {**_tables(checkout, wish), **_settings(checkout, wish)})
        _write(staging.path, _pages(staging.path, wish, taxonomy))
        exchange(staging)
    except BaseException:
        discard(staging)
        raise


def refuse(checkout: Path, output: Path) -> None:
    """A new site is made from a checkout, lies outside it, and takes nobody's place.

    Raises:
        FaultError: a part of the checkout is missing, or ``output`` is in it or not empty.
    """
    for part in NEEDED:
        if not (checkout / part).exists():
            raise FaultError("init-checkout", found=part)
    if output.is_dir() and any(output.iterdir()):
        raise FaultError("init-taken", path=str(output))
    refuse_sources(output, (checkout,))


def _copy(checkout: Path, folder: Path) -> None:
    """Copy what speaks of no place."""
    for part in TAKEN:
        source, target = checkout / part, folder / part
        if source.is_dir():
            shutil.copytree(source, target, ignore=_JUNK)
        elif source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            shutil.copymode(source, target)
    for part in LEFT:
        (folder / part).unlink(missing_ok=True)
    for kind in ("ca-nhan", "tap-the"):
        (folder / "stories" / kind).mkdir(parents=True)


def _write(folder: Path, content: Mapping[str, str]) -> None:
    for name, words in content.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(words, "utf-8")


def _tables(checkout: Path, wish: Wish) -> dict[str, str]:
    """Return the tables of the new site."""
    taxonomy = (checkout / "stories/taxonomy.yml").read_text("utf-8")
    themes = f"{_template('themes.yml', wish)}\n"
    return {
        "stories/taxonomy.yml": _THEMES.sub(lambda _: themes, taxonomy),
        "stories/localities.yml": _template("localities.yml", wish),
        "stories/programme.yml": _template("programme.yml", wish),
    }


def _settings(checkout: Path, wish: Wish) -> dict[str, str]:
    """Return what builds and names the site."""
    return {
        "mkdocs.yml": adapt_settings((checkout / "mkdocs.yml").read_text("utf-8"), wish),
        "Makefile": adapt_makefile((checkout / "Makefile").read_text("utf-8")),
    }


def _pages(folder: Path, wish: Wish, taxonomy: Taxonomy) -> dict[str, str]:
    """Return the pages of the site, and its forms as its own program will write them."""
    vocabulary = taxonomy.model_copy(update={"themes": ()})
    library = Library(root="stories", stories=(), taxonomy=vocabulary, places=wish.places)
    forms = {name: made.decode() for name, made in write_forms(library, NOWHERE).items()}
    copied = {}
    for page in sorted((*folder.glob("*.md"), *folder.glob("docs/**/*.md"))):
        name = page.relative_to(folder).as_posix()
        if name not in (*OWN, *REFERENCE):
            ours = fill_tables(page.read_text("utf-8"), vocabulary)
            copied[name] = adapt_page(ours, name, wish, LEFT)
    return {**copied, **{name: _template(name, wish) for name in OWN}, **forms}


def _template(name: str, wish: Wish) -> str:
    """Return a text of the new site, filled."""
    source = files(__package__).joinpath("templates", "founding", name).read_text("utf-8")
    return Template(source).substitute(_words(wish))


def _words(wish: Wish) -> Mapping[str, str]:
    """Return what the templates may name."""
    now = next((place.id for place in wish.places if place.id.startswith(CURRENT)), "2025/tinh-mau")
    return {
        "site": wish.name,
        "description_yaml": quoted(wish.description),
        "label": label(wish.places, wish.place),
        "path": path(wish.places, wish.place),
        "place": wish.place,
        "now": "/".join(now.split("/")[:2]),
        "current": written(wish.places, current=True),
        "former": written(wish.places, current=False).rstrip("\n"),
        "standing": text("founding", "agency" if wish.agency else "volunteers"),
    }
