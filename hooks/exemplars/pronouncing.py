"""Replace in a text what is not spoken as it is written: a short pass for each kind of sign.

Every pattern scans forward only, so that the time grows with the length of the text. The passes
stand in the order in which they must run: each finds the text as those before have left it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache

from .numerals import integer, ordinal
from .reckoning import NUMBER, Voice, reckon
from .spelling import is_readable, numeral, spell
from .tidying import clean
from .wording import table
from .wording import text as wording

_PER = (
    "kg|km2|km|m2|m3|ml|m|l|h|ha|tấn|công|lít|giờ|phút|ngày|tuần|tháng|quý|năm|vụ|lần|người|hộ"
    "|con|cây|suất|bữa|buổi|đợt|em|phần"
)
"""What may stand below a stroke after a number: 14,6 con/kg, 2 triệu đồng/năm."""
_LETTER = r"[^\W\d_]"
_CAPITALS = rf"[A-ZĐ]{{1,8}}[a-z]?(?!{_LETTER})"
_DOMAIN = re.compile(r"(?<![\w.-])(?:[a-z0-9-]+\.)+(?:vn|com|org|net|edu|gov|info)(?![\w-])")
_AND_SO_ON = re.compile(r"(?<!\w)v\.\.?v(?!\w)(?:\.{1,3}(?= ?[,;)a-zà-ỹđ]))?")
_DOCUMENT = re.compile(rf"(?<![\w/.,-])\d{{1,6}}(?:/\d{{4}})?(?:[/-]{_CAPITALS})+")
_CLOCK = re.compile(r"(?<![\w.,/:])(\d\d?) ?[hg](\d\d)(?!\w)(?: ?phút)?")
_HOUR = re.compile(r"(?<![\w.,/:])(\d\d?) ?[hg](?= (?:sáng|trưa|chiều|tối|đêm|ngày)(?!\w))")
_DAY_MONTH = re.compile(r"(?<=gày )(\d\d?) tháng (\d\d?)(?![\d.,/:]\d|\d)")
_TELEPHONE = re.compile(r"(?<![\w.,/:])0\d{2,4}(?: \d{2,4}){1,3}(?!\d)")
_QUARTER = re.compile(r"(?<=[IVX])/(?=\d{4}(?!\d))")
_UNTIL_NOW = re.compile(r"(?<=\d) ?[-–—] ?nay(?!\w)")
_FROM_TO = re.compile(r"(\d ?(?:h|g|kg|km|m|m2|ha|%|đ|giờ|tấn|triệu|tỷ)) ?[-–—] ?(?=\d)")
_FESTIVAL = re.compile(
    rf"(Ngày (?=[A-ZÀ-ÝĐ])(?:{_LETTER}{{1,8}} ){{0,7}}{_LETTER}{{1,8}}) (?=\d\d?/\d)"
)
_RATE = re.compile(
    r"(\d ?(?:%|(?:[^\W\d_]{1,8} ){0,2}[^\W\d_]{1,8}[23]?))((?:/(?:" + _PER + r")(?!\w))+)"
)
_MINUS = re.compile(r"(?<![^\s(])(?<!\d )[-−](?=\d)")
_TIMES = re.compile(r"(?<=[\dm]) ?[x×] ?(?=\d)")
_BETWEEN_CAPITALS = re.compile(r"(?<=[A-ZĐ]{2})[/-](?=[A-ZĐ]{2})")
_LETTER_DIGIT = re.compile(r"(?<=[^\W\d_])-(?=\d)|(?<=\d)-(?=[^\W\d_])")
_BEFORE = re.compile(r"([^\W\d_]+) ?\Z")
_WINDOW = 12
"""Characters in which the word before is looked for; those that matter have five at most."""
_SHORT = 2
"""Abbreviations of so many letters take a full stop that ends no sentence: "TP. Bến Tre"."""


def pronounce(text: str, abbreviations: Mapping[str, str], thousand: str) -> str:
    """Return a clean text (see ``tidying.clean``) in which all is words, letters and pauses."""
    for pattern, new in _marks():
        text = pattern.sub(new, text)
    text = _DOCUMENT.sub(lambda match: _document(match[0], abbreviations), text)
    text = _BETWEEN_CAPITALS.sub(", ", text)
    text = _expand(text, {**abbreviations, **table()["speech-words"]})
    text = _MINUS.sub(f"{wording('speech', 'minus')} ", _LETTER_DIGIT.sub(" ", text))
    text = _token_pattern().sub(lambda match: _token(match, thousand), text)
    for sign, said in table()["speech-signs"].items():
        text = text.replace(sign, f" {said} ")
    return text


def _marks() -> Iterator[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]]:
    """Yield what is said before abbreviations are looked for."""
    yield _DOMAIN, lambda match: match[0].replace(".", f" {wording('speech', 'dot')} ")
    yield _AND_SO_ON, wording("speech", "and-so-on")
    yield _CLOCK, r"\1:\2"
    yield _HOUR, rf"\1 {wording('speech', 'hour')}"
    yield _FROM_TO, rf"\1 {wording('speech', 'to')} "
    yield _FESTIVAL, rf"\1, {wording('speech', 'day')} "
    yield _DAY_MONTH, r"\1/\2"
    yield _TELEPHONE, lambda match: match[0].replace(" ", ".")
    yield _QUARTER, f" {wording('speech', 'year')} "
    yield _UNTIL_NOW, f" {wording('speech', 'until-now')}"
    yield _RATE, _rate
    yield _TIMES, f" {wording('speech', 'times')} "


def _rate(match: re.Match[str]) -> str:
    """Say each stroke as "mỗi", and the units below it in full."""
    units, each = table()["speech-units"], wording("speech", "each")
    below = [f"{each} {units.get(unit, unit)}" for unit in match[2].split("/")[1:]]
    return " ".join([match[1], *below])


def _document(text: str, abbreviations: Mapping[str, str]) -> str:
    """Turn the strokes of a document's number into pauses: "05-CT/TW" → "05, CT, TW".

    What the letters stand for is not guessed: "chỉ thị" stands before them anyway, and an
    announcer names them (xê tê, tê vê kép). Those in the table are said in full.
    """
    parts = re.split("[/-]", text)
    known = (
        part if part in abbreviations or not part.isalpha() else _named(part) for part in parts
    )
    return ", ".join(known)


def _named(part: str) -> str:
    """Return letters with their names, "TTg" too; what reads as a word stays."""
    return part if part.isupper() and is_readable(part) else spell(part.upper())


def _expand(text: str, abbreviations: Mapping[str, str]) -> str:
    """Say known abbreviations in full, whole words only, the longest first."""
    keys = tuple(filter(None, abbreviations))
    if not keys:
        return text

    def full(match: re.Match[str]) -> str:
        """Say the match in full, with the stop that ends its sentence."""
        key, stop = match[1], match[2] or ""
        return clean(abbreviations[key]) + (" " if stop and len(key) <= _SHORT else stop)

    return _any_of(keys).sub(full, text)


@lru_cache(maxsize=16)
def _any_of(keys: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of abbreviations, the longest first, with a full stop behind them."""
    ordered = sorted(keys, key=lambda key: (-len(key), key))
    any_key = "|".join(map(re.escape, ordered))
    return re.compile(rf"(?<!{_LETTER})({any_key})(?!{_LETTER})(\. ?(?=\w))?")


@cache
def _token_pattern() -> re.Pattern[str]:
    """Return the pattern of a number with its unit, of a unit by itself, and of any word."""
    units = sorted([*table()["speech-units"], "k"], key=lambda unit: (-len(unit), unit))
    signs = {
        ends: "|".join(re.escape(unit) for unit in units if unit[-1:].isdigit() == ends)
        for ends in (True, False)
    }
    unit = rf"(?:{signs[True]})(?!\w)|(?:{signs[False]})(?!{_LETTER})"
    return re.compile(
        rf"(?P<number>{NUMBER})(?: ?(?P<unit>{unit}))?"
        rf"|(?<!\w)(?P<alone>[kc]?m[23](?!\w)|(?:kg|km|cm|mm|ml|kWh)(?!{_LETTER}))"
        rf"|(?P<word>{_LETTER}+)"
    )


def _token(match: re.Match[str], thousand: str) -> str:
    """Say one number, unit or word, with blanks towards letters and digits that touch it."""
    word = match["word"]
    if word and not word.isupper():
        return word
    said = _capitals(match, thousand) if word else _quantity(match, thousand)
    if said == word:
        return word
    left = " " if match.string[match.start() - 1 : match.start()].isalnum() else ""
    right = " " if match.string[match.end() : match.end() + 1].isalnum() else ""
    return f"{left}{said}{right}"


def _quantity(match: re.Match[str], thousand: str) -> str:
    """Say a number and its unit, or a unit alone."""
    units = {**table()["speech-units"], "k": thousand}
    if match["alone"]:
        return units[match["alone"]]
    said = reckon(match["number"], Voice(thousand, _before(match)))
    return f"{said} {units[match['unit']]}" if match["unit"] else said


def _capitals(match: re.Match[str], thousand: str) -> str:
    """Say capitals: a Roman numeral, letters by their names, or a word as it stands."""
    word, before = match["word"], _before(match)
    if value := numeral(word, before):
        say = ordinal if before == "thứ" else integer
        return say(value, thousand)
    beside = match.string[match.start() - 1 : match.start()] + match.string[match.end() :][:1]
    if (len(word) == 1 and not any(char.isdigit() for char in beside)) or (
        len(word) > 1 and is_readable(word)
    ):
        return word
    return spell(word)


def _before(match: re.Match[str]) -> str:
    """Return the word before a match, in lower case; empty behind any sign."""
    start = match.start()
    found = _BEFORE.search(match.string[max(0, start - _WINDOW) : start])
    return unicodedata.normalize("NFC", found[1]).lower() if found else ""
