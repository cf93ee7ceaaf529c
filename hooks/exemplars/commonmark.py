"""The Markdown parser with our closed list of syntax, and a renderer whose HTML nh3 can check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from . import escaping

_RULES = (
    "paragraph", "heading", "list", "blockquote", "table", "text", "newline", "escape",
    "emphasis", "link", "image", "balance_pairs", "fragments_join",
)  # fmt: skip


class _Renderer(RendererHTML):
    """Writes HTML exactly as html5ever serialises it, so that nh3 can be compared."""

    def text(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:  # noqa: ANN401, ARG002 - markdown-it's signature
        return escaping.text(tokens[idx].content)

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:  # noqa: ANN401, ARG002 - markdown-it's signature
        return str(tokens[idx].meta["figure"])

    @staticmethod
    def renderAttrs(token: Token) -> str:  # noqa: N802 - markdown-it's name
        if not token.attrs:
            return ""
        pairs: dict[str, object] = dict(token.attrs)
        if style := str(pairs.pop("style", "")):
            pairs["data-align"] = style.removeprefix("text-align:")
        return escaping.attributes(pairs)


def _notes_open(*_: object) -> str:
    """A plain box: the plugin's section would need a heading."""
    return '<hr class="footnotes-sep">\n<div class="footnotes">\n<ol class="footnotes-list">\n'


def _notes_close(*_: object) -> str:
    return "</ol>\n</div>\n"


def _any_link(url: str) -> bool:  # noqa: ARG001 - markdown-it's signature
    return True


def _as_written(url: str) -> str:
    return url


def _build_parser() -> MarkdownIt:
    parser = MarkdownIt(
        "zero",
        {"html": False, "linkify": False, "xhtmlOut": False, "maxNesting": 100},
        renderer_cls=_Renderer,
    )
    parser.use(footnote_plugin, inline=False)
    parser.enable(_RULES)
    parser.add_render_rule("footnote_block_open", _notes_open)
    parser.add_render_rule("footnote_block_close", _notes_close)
    # What a link may be is decided, and told with its line, after parsing.
    parser.validateLink = _any_link  # type: ignore[method-assign]
    parser.normalizeLink = _as_written  # type: ignore[method-assign]
    return parser


PARSER = _build_parser()
"""The one parser; parsing and rendering leave no state in it."""
