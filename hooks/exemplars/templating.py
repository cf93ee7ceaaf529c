"""Fill the templates: autoescape on, every name that a template may use in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from functools import cache, partial
from typing import Any

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from .counting import DIMENSIONS
from .library import Library, Story
from .listing import reported_address
from .model import KINDS, UNKNOWN
from .naming import amount, place_label, place_path, title_id
from .picturing import FIGURES, picture
from .qr_code import qr_code
from .site import Settings
from .vietnamese import day, number, partial_date
from .weaving import dye
from .wording import text


class _Compiled(BytecodeCache):
    """Keeps compiled templates for the next environment of this process."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill ``bucket``; one whose template was changed meanwhile stays empty."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class _Environment(Environment):
    """Gives all templates the same names: to copy a chain of mappings takes as long as a card."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:  # noqa: ARG002 - nobody gives any
        """Return the names that a template finds besides its values."""
        return self.globals


def environment(library: Library, settings: Settings) -> Environment:
    """Return the templates with the filters and functions they use."""
    env = _Environment(
        loader=PackageLoader(__package__),
        bytecode_cache=_COMPILED,
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    env.filters |= {"number": number, "day": day, "partial_date": partial_date, "amount": amount}
    env.globals |= {
        "written_cards": _card_writer(env),
        "picture": partial(picture, library=library),
        "dye": dye,
        "reported_address": reported_address,
        "FIGURES": FIGURES[1:],
        "library": library,
        "settings": settings,
        "text": text,
        "title_id": title_id,
        "DIMENSIONS": DIMENSIONS,
        "UNKNOWN": UNKNOWN,
        "kinds": {kind: text("kinds", kind) for kind in KINDS},
        "levels": {term.id: term.label for term in library.taxonomy.levels},
        "bases": {term.id: term for term in library.taxonomy.basis},
        "themes": {term.id: term.label for term in library.taxonomy.themes},
        "place_label": cache(partial(place_label, library)),
        "place_path": cache(partial(place_path, library)),
        "safe": Markup,
        "qr": qr_code,
    }
    # Imported once here instead of by each template at each of its pages.
    env.globals["pictures"] = env.get_template("picture.html.jinja").module
    env.globals["macros"] = env.get_template("macros.html.jinja").module
    return env


def _card_writer(env: Environment) -> Callable[[Iterable[Story], str, int, str], Markup]:
    """Return a function that writes cards, a line each; one that many lists show only once."""
    written: dict[tuple[str, str], str] = {}

    def card(story: Story, form: str) -> str:
        key = story.slug, form
        if key not in written:
            # No text that was read holds these two, so they can stand for what differs.
            template = env.get_template("card.html.jinja")
            html = template.render(story=story, root="\0", level="\1", form=form)
            written[key] = html.strip()
        return written[key]

    def cards(stories: Iterable[Story], root: str, level: int, form: str) -> Markup:
        html = "\n".join([card(story, form) for story in stories])
        return Markup(html.replace("\0", root).replace("\1", str(level)))  # noqa: S704 - escaped by the template

    return cards


def fill(env: Environment, template: str, values: Mapping[str, Any]) -> str:
    """Return the HTML of a template."""
    return env.get_template(f"{template}.html.jinja").render(values).strip()
