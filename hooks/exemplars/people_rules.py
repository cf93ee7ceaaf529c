"""Rules that protect the people portrayed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .library import Library, Story
from .problem import Place, Problem, problem
from .vietnamese import fold

_CALLED = frozenset({"em", "bé", "cháu", "bạn"})
"""How a child is called before its given name."""
_SCHOOL = re.compile(
    r"\btrường\s+(?:tiểu học|trung học|phổ thông|mầm non|mẫu giáo|th\b|thcs|thpt|th-thcs)",
    re.IGNORECASE,
)


def check_minors(library: Library) -> Iterator[Problem]:
    """A child is shown by its given name, no nearer than the district, with a guardian's word."""
    for story in (*library.stories, *library.drafts):
        if story.front.minor:
            yield from _name(story)
            yield from _traces(story)
            yield from _place(story)
            if story.front.consent is None or story.front.consent.kind != "giam-ho":
                yield story.problem("minor-consent", "consent" if story.front.consent else "minor")


def _name(story: Story) -> Iterator[Problem]:
    """Only the given name stands in the file, and not in the address."""
    words = story.front.name.split()
    given = words[1:] if words[0].lower() in _CALLED else words
    if len(given) != 1:
        yield story.problem("minor-name", "name", found=story.front.name)
    elif fold(given[0]) in story.slug.split("-"):
        yield story.problem("minor-slug", "name", found=story.slug)


def _traces(story: Story) -> Iterator[Problem]:
    """No other name, office or school tells who the child is."""
    for key in ("role", "other_names", "photos"):
        if getattr(story.front, key):
            yield story.problem("minor-key", key, name=key)
    for key in ("title", "summary"):
        if _SCHOOL.search(getattr(story.front, key) or ""):
            yield story.problem("minor-school", key)
    if match := _SCHOOL.search(story.source):
        line = story.body_line + story.source.count("\n", 0, match.start())
        yield problem(story.path, Place(line), "minor-school")


def _place(story: Story) -> Iterator[Problem]:
    """The place is no finer than the district, or than the province of today's units."""
    place = story.front.locality
    # Both ``ben-tre/ba-tri`` (district) and ``2025/vinh-long`` (province) have one slash.
    if place.count("/") > 1:
        yield story.problem("minor-place", "locality", found=place)
