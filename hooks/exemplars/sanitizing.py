"""The second layer behind the renderer: nh3 must find nothing to remove."""

from __future__ import annotations

import re

import nh3

_TAGS = {
    "a", "blockquote", "br", "div", "em", "figcaption", "figure", "h2", "h3", "h4", "hr", "img",
    "li", "ol", "p", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "id", "title", "rel"},
    "img": {"src", "srcset", "sizes", "alt", "title", "width", "height", "loading"},
    "ol": {"start"},
    "td": {"data-align"},
    "th": {"data-align"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "li": {"id"},
}
_CLASSES = {
    "a": {"footnote-backref"},
    "div": {"footnotes"},
    "figure": {"photo"},
    "hr": {"footnotes-sep"},
    "li": {"footnote-item"},
    "ol": {"footnotes-list"},
    "sup": {"footnote-ref"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_ID = re.compile(r"(?:muc-[a-z0-9-]+|fn\d+|fnref\d+(?::\d+)?)")
_TAG = re.compile(r"<[^>]*>")
_PROSE = re.compile(r"(?:<p>[^<>&\xa0\r\0]*</p>\n)*")
"""Paragraphs of words alone, as most bodies are: no tag that could be removed, and no sign that the
sanitiser would write otherwise."""

_cleaner = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    allowed_classes=_CLASSES,
    url_schemes=_SCHEMES,
    link_rel=None,
    attribute_filter=lambda _tag, name, value: (
        None if name == "id" and not _ID.fullmatch(value) else value
    ),
)


def removed(html: str) -> str | None:
    """Return the first tag of ``html`` that the sanitiser would remove or change, else None.

    ``html`` must be serialised as html5ever does (see markup.py), so that equal text means
    that nothing was changed.
    """
    if _PROSE.fullmatch(html):
        return None
    clean = _cleaner.clean(html)
    if clean == html:
        return None
    kept: list[str] = _TAG.findall(clean)
    written: list[str] = _TAG.findall(html)
    for index, tag in enumerate(written):
        if index >= len(kept) or kept[index] != tag:
            return tag
    return html[:80]
