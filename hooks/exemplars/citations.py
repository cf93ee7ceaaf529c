"""Read the lines that name sources: "Bếp cơm của ông Mẫu; Báo Mẫu; 15/3/2024; https://…"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import urlsplit

from .linking import resolve
from .moments import whole_moment
from .problem import Place
from .trouble import TroubleError
from .values import NAME_LIMIT, TEXT_LIMIT
from .wording import table

ADDRESS_LIMIT = 2000
_ADDRESS = re.compile(r"https?://[^\s<>\"“”|]+", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]]*)\]\(\s*<?([^\s<>()]+(?:\([^\s()]*\))?[^\s<>()]*)>?\s*\)")
_BARE = re.compile(
    r"(?<![@\w.])(?:www\.|[\w-]+\.)(?:[\w-]+\.)*(?:vn|com|org|net|gov|info)(?:/\S*)?",
    re.ASCII | re.IGNORECASE,
)
_DASH = re.compile(r"\s+[–—-]\s+|\s+\|\s+")
_EDGE = ' \t:;,–—-()<>"“”'


def join_addresses(lines: Iterable[str]) -> list[str]:
    """Return the lines with an address that stands alone put behind the source above it."""
    joined: list[str] = []
    for line in lines:
        alone = _ADDRESS.fullmatch(line.strip(_EDGE))
        if alone and joined and not _ADDRESS.search(joined[-1]):
            joined[-1] = f"{joined[-1].rstrip('; ')}; {line.strip()}"
        else:
            joined.append(line)
    return joined


def read_source(line: str, today: date) -> dict[str, object]:
    """Return title, publisher, date and address of a source.

    Raises:
        TroubleError: a part is missing, too long, or no web address or day.
    """
    url, rest = _address(line)
    parts, glue = _parts(rest)
    when, parts = _when(parts, today)
    if not parts:
        raise TroubleError("source-title", found=line)
    title = parts[0] if len(parts) == 1 else glue.join(parts[:-1])
    publisher = parts[-1] if len(parts) > 1 else _host(url)
    if not publisher:
        raise TroubleError("source-publisher", found=title)
    for part, limit in ((title, TEXT_LIMIT), (publisher, NAME_LIMIT)):
        if len(part) > limit:
            raise TroubleError("part-long", found=part, limit=limit)
    values = {"title": title, "publisher": publisher, "url": url, "date": when}
    return {key: part for key, part in values.items() if part}


def _address(line: str) -> tuple[str | None, str]:
    """Return the web address in a line, and the line without it."""
    line = _LINK.sub(r"\1 ; \2 ", line)
    match = _ADDRESS.search(line)
    if match is None:
        if bare := _BARE.search(line):
            raise TroubleError("source-bare", found=bare[0])
        return None, line
    url = match[0].rstrip(".,;:!?'*_")
    url = url.rstrip(")") if url.count("(") < url.count(")") else url
    fits = len(url) <= ADDRESS_LIMIT and isinstance(resolve(url, Place()), str)
    if not fits or "\\" in url:
        raise TroubleError("source-url", found=url)
    rest = f"{line[: match.start()]} ; {line[match.start() + len(url) :]}"
    if _ADDRESS.search(rest):
        raise TroubleError("source-two", found=line)
    return url, rest


def _parts(rest: str) -> tuple[list[str], str]:
    """Return the parts of a source and the sign that parted them: semicolons, dashes, commas."""
    plain = rest.replace(";", " ")
    pieces = {"; ": rest.split(";"), " – ": _DASH.split(plain), ", ": plain.split(",")}
    for glue, split in pieces.items():
        parts = [part.strip(_EDGE) for part in split]
        parts = [part for part in parts if _has_word(part) and not _is_remark(part)]
        if len(parts) > 1:
            return parts, glue
    return parts, glue


def _has_word(part: str) -> bool:
    return any(char.isalnum() for char in part)


def _is_remark(part: str) -> bool:
    """Tell whether a part only says what the next one is: "đường dẫn", "link"."""
    return part.casefold() in table()["sources-read"]["remarks"].split("; ")


def _when(parts: Sequence[str], today: date) -> tuple[str | None, list[str]]:
    """Return the first part that is a moment, from the end, and the others."""
    for number in range(len(parts) - 1, 0, -1):
        if moment := whole_moment(parts[number], today):
            return moment, [*parts[:number], *parts[number + 1 :]]
    return None, list(parts)


def _host(url: str | None) -> str:
    """Return the name of the site that an address leads to; it stands for a publisher unnamed."""
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
