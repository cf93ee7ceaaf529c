"""Rules that protect the people portrayed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .library import Library, Story
from .privacy import texts
from .problem import Place, Problem, problem
from .vietnamese import fold

_CALLED = frozenset({"em", "bé", "cháu", "bạn"})
"""How a child is called before its given name."""
_SURNAMES = (
    "Nguyễn|Trần|Lê|Phạm|Huỳnh|Hoàng|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Lí|Trương|Lâm|Đinh|"
    "Đoàn|Trịnh|Mai|Tô|Tạ|Châu|Cao|Hà|Lưu|Lương|Thái|Tăng|Quách|Phùng|Vương|Triệu|Kiều|Nghiêm|"
    "Chu|Diệp|Đào|Tống|Thạch|Hứa|Khổng|Bạch"
)
"""Frequent surnames that are no words by which a sentence begins."""
_CAPITAL = "[A-ZÀ-ÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]"
"""Any capital of the Vietnamese alphabet."""
_FULL_NAME = rf"\b(?:{_SURNAMES})\s+(?:{_CAPITAL}\w*\s+){{0,3}}?"
_SCHOOL = re.compile(
    r"\b(?:[Tt]rường\s+(?:[Tt]iểu học|[Tt]rung học|[Pp]hổ thông|[Mm]ầm non|[Mm]ẫu giáo)"
    r"|(?:[Tt]rường\s+)?(?:TH|THCS|THPT|TH\s*[-–&]\s*THCS|[Tt]iểu học|[Tt]rung học cơ sở"
    rf"|[Tt]rung học phổ thông|[Mm]ầm non)\s+(?={_CAPITAL}))"
)
_PLACE = re.compile(
    rf"\b(?:[Ấấ]p|[Tt]hôn|[Kk]hóm|[Kk]hu phố|[Xx]ã|[Pp]hường|[Tt]hị trấn)\s+(?={_CAPITAL}|\d)"
)
"""A place below the district, by name or number."""


def check_minors(library: Library) -> Iterator[Problem]:
    """A child is shown by its given name, no nearer than the district, with a guardian's word."""
    for story in (*library.stories, *library.drafts):
        if story.front.minor:
            yield from _name(story)
            yield from _keys(story)
            yield from _traces(story)
            yield from _consent(story)


def _consent(story: Story) -> Iterator[Problem]:
    """A guardian agreed; another site does not publish who did, and has checked it."""
    consent = story.front.consent
    if not story.url and (consent is None or consent.kind != "giam-ho"):
        yield story.problem("minor-consent", "consent" if consent else "minor")


def _given(story: Story) -> list[str]:
    """Return the words of the name without what a child is called."""
    words = story.front.name.split()
    return words[1:] if words[0].lower() in _CALLED else words


def _name(story: Story) -> Iterator[Problem]:
    """Only the given name stands in the file, and not in an address."""
    given = _given(story)
    if len(given) != 1:
        yield story.problem("minor-name", "name", found=story.front.name)
        return
    syllable = fold(given[0])
    if syllable in story.slug.split("-"):
        yield story.problem("minor-slug", "name", found=story.slug)
    for index, alias in enumerate(story.front.aliases):
        if syllable in alias.split("-"):
            yield story.problem("minor-slug", "aliases", index, found=alias)


def _keys(story: Story) -> Iterator[Problem]:
    """No other name, office or photo tells who the child is, and the place is not near."""
    for key in ("role", "other_names", "photos"):
        if getattr(story.front, key):
            yield story.problem("minor-key", key, name=key)
    # Both ``ben-tre/ba-tri`` (district) and ``2025/vinh-long`` (province) have one slash.
    if story.front.locality.count("/") > 1:
        yield story.problem("minor-place", "locality", found=story.front.locality)


def _traces(story: Story) -> Iterator[Problem]:
    """No text names the child's school, its commune, or the child in full."""
    given = re.escape(_given(story)[-1]) if _given(story) else "(?!)"
    patterns = {
        "minor-full-name": re.compile(
            rf"\b(?:{_SURNAMES})\s+(?:{_CAPITAL}\w*\s+){{0,3}}?{given}\b"
        ),
        "minor-school": _SCHOOL,
        "minor-near": _PLACE,
    }
    for code, pattern in patterns.items():
        for path, value in texts(story.front):
            if path != ("name",) and path[0] != "sources" and pattern.search(value):
                yield story.problem(code, *path)
        if match := pattern.search(story.source):
            line = story.body_line + story.source.count("\n", 0, match.start())
            yield problem(story.path, Place(line), code)
