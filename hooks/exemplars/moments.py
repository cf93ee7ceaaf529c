"""Read days, months and years as people write them: 15/3/2024, tháng 3 năm 2024, 2024."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .trouble import TroubleError
from .values import FIRST_YEAR

_SEP = r"\s*[/.\-–]\s*"
_MONTH = r"th[áa]ng\s+(?P<m>\d{1,2})(?:\s*,?\s*n[ăa]m\s+|\s*[,/-]\s*|\s+)(?P<y>\d{4})(?!\d)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?(?!\d|-)",
        rf"(?<!\d)(?P<d>\d{{1,2}}){_SEP}(?P<m>\d{{1,2}}){_SEP}(?P<y>\d{{4}})(?!\d)",
        rf"(?:ngày\s+|ngay\s+)?(?<!\d)(?P<d>\d{{1,2}})\s+{_MONTH}",
        _MONTH,
        r"(?<![\d/.-])(?P<m>\d{1,2})\s*[/-]\s*(?P<y>\d{4})(?!\d)",
        r"(?:n[ăa]m\s+)?(?<![\d/.-])(?P<y>\d{4})(?![\d/]|[.-]\d)",
    )
)
"""The forms of a moment, the most exact first."""
_LEADING = re.compile(r"(?:(?:ra\s+|đăng\s+)?ngày|ngay)\s*:?\s*$", re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


@dataclass(frozen=True, slots=True)
class Moment:
    """A year, a month or a day found in a text."""

    iso: str
    start: int
    end: int

    @property
    def year(self) -> int:
        """Its year."""
        return int(self.iso[:4])


def find_moment(words: str, today: date) -> Moment | None:
    """Return the most exact moment that ``words`` name.

    Raises:
        TroubleError: it does not exist, lies before 1900 or after today.
    """
    for form in _FORMS:
        if match := form.search(words):
            parts = match.groupdict()
            iso = _iso(parts["y"], parts.get("m"), parts.get("d"), match[0].strip(), today)
            lead = _LEADING.search(words[: match.start()])
            return Moment(iso, lead.start() if lead else match.start(), match.end())
    return None


def whole_moment(words: str, today: date) -> str | None:
    """Return the moment that ``words`` are, and are nothing else besides; None where they are not.

    Raises:
        TroubleError: as ``find_moment``.
    """
    found = find_moment(words, today)
    rest = words[: found.start] + words[found.end :] if found else words
    return found.iso if found and not any(char.isalnum() for char in rest) else None


def _iso(year: str, month: str | None, day: str | None, shown: str, today: date) -> str:
    """Return a moment in ISO form, as exact as it was given."""
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise TroubleError("no-such-day", found=shown) from None
    if first.year < FIRST_YEAR:
        raise TroubleError("year-early", found=shown, limit=FIRST_YEAR)
    if first > today:
        raise TroubleError("in-future", found=shown)
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])
