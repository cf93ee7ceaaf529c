"""Name the old Vietnamese character set a file was written in, for its error message.

Tables: TCVN 5712:1993 VN3 and RFC 1456 (VISCII); windows-1258 is Python's own codec.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from .vietnamese import fold

_VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
"""VISCII from 0x80 to 0xFF."""
_TCVN3 = (
    "ĂÂÊÔƠƯĐăâêôơưđ\0\0\0\0\0\0àảãáạ\0ằẳẵắ\0\0\0\0\0\0\0ặầẩẫấậè\0ẻẽéẹềểễếệìỉ\0\0\0ĩíịò\0"
    "ỏõóọồổỗốộờởỡớợù\0ủũúụừửữứựỳỷỹýỵ\0"
)
"""TCVN3 from 0xA1 to 0xFF; \0 where the standard has no letter."""
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|th|tr|ch|gh|gi|kh|ph|qu|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)
_WORD = re.compile(r"[^\W\d_]+")


def charset(raw: bytes) -> str | None:
    """Return the name of the old character set of ``raw``, or None if none fits well.

    The one wins that makes most of the words that are not ASCII into Vietnamese syllables;
    fewer than half is no answer, and neither is a text that is mostly UTF-8.
    """
    if _mostly_utf8(raw):
        return None
    scores = {name: _score(decode(raw)) for name, decode in _DECODERS.items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 0.5 else None  # noqa: PLR2004 - "fewer than half", above


def _score(text: str) -> float:
    """Return the share of syllables among the words that are not plain ASCII."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    good = sum(_is_written(word) and bool(_SYLLABLE.fullmatch(fold(word))) for word in words)
    return good / len(words) if words else 0.0


def _is_written(word: str) -> bool:
    """Tell whether capitals stand where people put them; a wrong table scatters them."""
    return word[1:].islower() or word.isupper() or len(word) == 1


def _mostly_utf8(raw: bytes) -> bool:
    """Tell whether more characters are good UTF-8 than bytes are not."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(not char.isascii() for char in text) - broken > broken


def _windows_1258(raw: bytes) -> str:
    return unicodedata.normalize("NFC", raw.decode("cp1258", "replace"))


def _viscii(raw: bytes) -> str:
    return _by_table(raw, 0x80, _VISCII)


def _tcvn3(raw: bytes) -> str:
    return _by_table(raw, 0xA1, _TCVN3)


def _by_table(raw: bytes, start: int, letters: str) -> str:
    table = {start + offset: letter for offset, letter in enumerate(letters) if letter != "\0"}
    return raw.decode("latin-1").translate(table)


_DECODERS: dict[str, Callable[[bytes], str]] = {
    "TCVN3 (ABC)": _tcvn3,
    "VISCII": _viscii,
    "Windows-1258": _windows_1258,
}
