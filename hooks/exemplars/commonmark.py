"""The Markdown parser with our closed list of syntax, and a renderer whose HTML nh3 can check."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from . import escaping

_RULES = (
    "paragraph", "heading", "list", "blockquote", "table", "text", "newline", "escape",
    "emphasis", "link", "image", "balance_pairs", "fragments_join",
)  # fmt: skip
_SIGNS = re.compile(r"[\n\\*_\[]")
"""What the rules for the inside of a paragraph look for; a photo's "!" comes with a bracket."""


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


def _block(state: StateCore) -> None:
    """Find the blocks; where every line begins with a letter, as in most, all are paragraphs."""
    lines = state.src.split("\n")
    if not all(line[0].isalpha() for line in lines if line):
        state.md.block.parse(state.src, state.md, state.env, state.tokens)
        return
    start = 0
    for end, line in enumerate([*lines, ""]):
        if not line:
            if start < end:
                state.tokens += _paragraph(mdTrim("\n".join(lines[start:end])), [start, end])
            start = end + 1


def _paragraph(content: str, lines: list[int]) -> tuple[Token, ...]:
    return (
        Token("paragraph_open", "p", 1, map=lines, block=True),
        Token("inline", "", 0, map=lines, level=1, children=[], content=content, block=True),
        Token("paragraph_close", "p", -1, block=True),
    )


def _inline(state: StateCore) -> None:
    """Parse the inside of paragraphs; one without a sign, as most are, is a single text."""
    for token in state.tokens:
        if token.type == "inline":
            token.children = []
            if token.content and not _SIGNS.search(token.content):
                token.children.append(Token("text", "", 0, content=token.content))
            else:
                state.md.inline.parse(token.content, state.md, state.env, token.children)


def _build_parser() -> MarkdownIt:
    parser = MarkdownIt(
        "zero",
        {"html": False, "linkify": False, "xhtmlOut": False, "maxNesting": 100},
        renderer_cls=_Renderer,
    )
    parser.use(footnote_plugin, inline=False)
    parser.enable(_RULES)
    parser.core.ruler.at("block", _block)
    parser.core.ruler.at("inline", _inline)
    parser.add_render_rule("footnote_block_open", _notes_open)
    parser.add_render_rule("footnote_block_close", _notes_close)
    # What a link may be is decided, and told with its line, after parsing.
    parser.validateLink = _any_link  # type: ignore[method-assign]
    parser.normalizeLink = _as_written  # type: ignore[method-assign]
    return parser


PARSER = _build_parser()
"""The one parser; parsing and rendering leave no state in it."""
