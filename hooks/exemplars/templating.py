"""Fill the templates: autoescape on, every name that a template may use in one place."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from contextlib import suppress
from functools import cache, partial
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from markupsafe import Markup, escape

from .caching import salt
from .counting import DIMENSIONS
from .library import Library, Story
from .listing import reported_address
from .model import KINDS, UNKNOWN
from .naming import amount, place_label, place_path, title_id
from .picturing import FIGURES, picture
from .site import Settings
from .vietnamese import day, number, partial_date
from .weaving import dye
from .wording import text


class _Compiled(FileSystemBytecodeCache):
    """Keeps compiled templates where Python keeps compiled modules, and trusts them as much."""

    def __init__(self) -> None:
        super().__init__(str(Path(cache_from_source(__file__)).parent), "template-%s.cache")

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 - the folder may move
        """Return what tells one template from the others."""
        return super().get_cache_key(name)

    def get_source_checksum(self, source: str) -> str:
        """Return what tells a template from another, and how it is compiled."""
        return f"{salt()} {super().get_source_checksum(source)}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill ``bucket``; where the file is damaged, or there is none, it stays empty."""
        with suppress(Exception):  # damaged bytes raise of every kind
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, if that is wanted and there is room."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                Path(self.directory).mkdir(parents=True, exist_ok=True)
                super().dump_bytecode(bucket)


def shown(value: object) -> str:
    """Return what stands for ``value`` in HTML: what ``escape`` returns, in half of the time.

    Pieces of a page are only joined, so none needs to be a ``Markup``; and few hold such a sign.
    """
    if type(value) is Markup:
        return value
    if type(value) is str and not (
        "<" in value or "&" in value or '"' in value or "'" in value or ">" in value
    ):
        return value
    return escape(value)


class _Generator(CodeGenerator):
    """Compiles templates that escape with ``shown`` what they show."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - Jinja's type is private
        """Write what stands before an expression in the compiled template."""
        if finalize.src is not None or frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


class _Context(Context):
    """Calls what a template calls as it is: nothing here asks for the context."""

    def call(
        self,
        called: Callable[..., object],
        *args: object,
        _block_vars: object = None,
        _loop_vars: object = None,
        **more: object,
    ) -> object:
        """Return what the function returns; Jinja would look what else it takes each time."""
        return called(*args, **more)


class _Environment(Environment):
    """Gives all templates the same names: to copy a chain of mappings takes as long as a card."""

    code_generator_class = _Generator
    context_class = _Context
    shown = staticmethod(shown)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:  # noqa: ARG002 - nobody gives any
        """Return the names that a template finds besides its values."""
        return self.globals


def environment(library: Library, settings: Settings) -> Environment:
    """Return the templates with the filters and functions they use."""
    env = _Environment(
        loader=PackageLoader(__package__),
        bytecode_cache=_Compiled(),
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
    }
    # Imported once here instead of by each template at each of its pages.
    env.globals["pictures"] = env.get_template("picture.html.jinja").module
    env.globals["macros"] = env.get_template("macros.html.jinja").module
    return env


def _card_writer(env: Environment) -> Callable[[Iterable[Story], str, int, str], Markup]:
    """Return a function that writes cards, a line each; one that many lists show only once."""
    # No text that was read holds these three, so they can stand for what differs.
    marks = {"root": "\0", "level": "\1", "cut": "\2"}
    # By form and slug, in UTF-8: each process that writes keeps them all, in half of the memory.
    written: Mapping[str, dict[str, bytes]] = {"row": {}, "brief": {}, "whole": {}}
    template = env.get_template("card.html.jinja")

    def write(story: Story) -> None:
        """Write the card of a story in all its forms."""
        card = template.render(story=story, **marks)
        row, top, field, name, summary, end = card.split(marks["cut"])
        written["row"][story.slug] = row.strip().encode()
        written["brief"][story.slug] = f"{top}{name}{end}".strip().encode()
        written["whole"][story.slug] = f"{top}{field}{name}{summary}{end}".strip().encode()

    def cards(stories: Iterable[Story], root: str, level: int, form: str) -> Markup:
        kept, lines = written[form], []
        for story in stories:
            if story.slug not in kept:
                write(story)
            lines.append(kept[story.slug])
        html = b"\n".join(lines).decode().replace("\0", root).replace("\1", str(level))
        return Markup(html)  # noqa: S704 - escaped by the template

    return cards


def fill(env: Environment, template: str, values: Mapping[str, Any]) -> str:
    """Return the HTML of a template."""
    return env.get_template(f"{template}.html.jinja").render(values).strip()
