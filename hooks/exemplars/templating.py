"""Fill the templates: autoescape on, every name that a template may use in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from .counting import DIMENSIONS
from .library import Library, Story
from .listing import reported_address
from .model import UNKNOWN
from .naming import amount, place_label, place_path, title_id
from .picturing import picture
from .site import Settings
from .vietnamese import day, number, partial_date
from .weaving import dye
from .wording import text


def environment(library: Library, settings: Settings) -> Environment:
    """Return the templates with the filters and functions they use."""
    env = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    env.filters |= {"number": number, "day": day, "partial_date": partial_date, "amount": amount}
    env.globals |= {
        "card": _card_writer(env),
        "picture": partial(picture, library=library),
        "dye": dye,
        "reported_address": reported_address,
        "library": library,
        "settings": settings,
        "text": text,
        "title_id": title_id,
        "DIMENSIONS": DIMENSIONS,
        "UNKNOWN": UNKNOWN,
        "levels": {term.id: term.label for term in library.taxonomy.levels},
        "bases": {term.id: term for term in library.taxonomy.basis},
        "themes": {term.id: term.label for term in library.taxonomy.themes},
        "place_label": cache(partial(place_label, library)),
        "place_path": cache(partial(place_path, library)),
        "safe": Markup,
        "qr": qr,
    }
    return env


def _card_writer(env: Environment) -> Callable[[Story, str, int], Markup]:
    """Return a function that writes a story's card, which many lists show, only once."""
    template = env.get_template("card.html.jinja")
    written: dict[tuple[str, int], str] = {}

    def card(story: Story, root: str, level: int) -> Markup:
        key = story.slug, level
        if key not in written:
            # No text that was read holds a NUL, so it can stand for the way to the root.
            written[key] = template.render(story=story, root="\0", level=level)
        return Markup(written[key].replace("\0", root))  # noqa: S704 - escaped by the template

    return card


def fill(env: Environment, template: str, values: Mapping[str, Any]) -> str:
    """Return the HTML of a template."""
    return env.get_template(f"{template}.html.jinja").render(values).strip()


def qr(address: str) -> str:
    """Return the code that a telephone reads an address from, as SVG in a page."""
    import segno  # noqa: PLC0415 - costs start-up; only stories of a site with an address need it

    code = segno.make_qr(address, error="m")
    return code.svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None)
