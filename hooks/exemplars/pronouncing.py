"""Replace in a text what is not spoken as it is written: a short pass for each kind of sign.

Every pattern scans forward only, so that the time grows with the length of the text. The passes
stand in the order in which they must run: each finds the text as those before have left it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from .numerals import integer, ordinal
from .reckoning import NUMBER, Voice, reckon
from .spelling import is_readable, numeral, spell
from .tidying import SMALL, clean
from .wording import table
from .wording import text as wording

_New = str | Callable[[re.Match[str]], str]
_PER = (
    "kg|km2|km|m2|m3|ml|m|l|h|ha|tấn|công|lít|giờ|phút|ngày|tuần|tháng|quý|năm|vụ|lần|người|hộ"
    "|con|cây|suất|bữa|buổi|đợt|em|phần"
)
"""What may stand below a stroke after a number: 14,6 con/kg, 2 triệu đồng/năm."""
_LETTER = r"[^\W\d_]"
_CAPITALS = rf"[A-ZĐ]{{1,8}}[a-z]?(?!{_LETTER})"
_DIGIT = re.compile(r"\d")
"""Many lines have none, and need none of the passes for numbers."""
_FIRST = r"\d(?<![\w.,/:]\d)"
"""The digit that a number begins with. The search is fast for patterns that begin with a
character, so that what may not stand before it is looked at afterwards, here and below."""
_SITE = re.compile(r"\.(?:vn|com|org|net|edu|gov|info)(?![\w-])")
_DOMAIN = re.compile(r"(?<![\w.-])(?:[a-z0-9-]+\.)+(?:vn|com|org|net|edu|gov|info)(?![\w-])")
_AND_SO_ON = re.compile(r"(?<!\w)v\.\.?v(?!\w)(?:\.{1,3}(?= ?[,;)a-zà-ỹđ]))?")
_DOCUMENT = re.compile(rf"\d(?<![\w/.,-]\d)\d{{0,5}}(?:/\d{{4}})?(?:[/-]{_CAPITALS})+")
_CLOCK = re.compile(
    rf"({_FIRST}\d?) ?[hg]"
    r"(?:(\d\d)(?!\w)(?: ?phút)?|(?= (?:sáng|trưa|chiều|tối|đêm|ngày)(?!\w)))"
)
_DAY_MONTH = re.compile(r"(gày \d\d?) tháng (\d\d?)(?![\d.,/:]\d|\d)")
_TELEPHONE = re.compile(r"0(?<![\w.,/:]0)\d{2,4}(?: \d{2,4}){1,3}(?!\d)")
_QUARTER = re.compile(r"(?<=[IVX])/(?=\d{4}(?!\d))")
_UNTIL_NOW = re.compile(r"(?<=\d) ?[-–—] ?nay(?!\w)")
_FROM_TO = re.compile(r"(\d ?(?:h|g|kg|km|m|m2|ha|%|đ|giờ|tấn|triệu|tỷ)) ?[-–—] ?(?=\d)")
_FESTIVAL = re.compile(
    rf"(Ngày (?=[A-ZÀ-ÝĐ])(?:{_LETTER}{{1,8}} ){{0,7}}{_LETTER}{{1,8}}) (?=\d\d?/\d)"
)
_RATE = re.compile(
    r"(\d ?(?:%|(?:[^\W\d_]{1,8} ){0,2}[^\W\d_]{1,8}[23]?))((?:/(?:" + _PER + r")(?!\w))+)"
)
_MINUS = re.compile(r"[-−](?<![^\s(].)(?<!\d .)(?=\d)")
_TIMES = re.compile(r"([\dm]) ?[x×] ?(?=\d)")
_BETWEEN_CAPITALS = re.compile(r"[/-](?<=[A-ZĐ]{2}.)(?=[A-ZĐ]{2})")
_LETTER_DIGIT = re.compile(r"-(?:(?<=[^\W\d_]-)(?=\d)|(?<=\d-)(?=[^\W\d_]))")
_BEFORE = re.compile(r"([^\W\d_]++) ?\Z")
_ALONE = ("km2", "cm2", "cm3", "kWh", "m2", "m3", "kg", "km", "cm", "mm", "ml")
"""Units that are said where no number stands before them: they can be no word."""
WINDOW = 12
"""Characters in which the word before is looked for; those that matter have five at most."""
_SHORT = 2
"""Abbreviations of so many letters take a full stop that ends no sentence: "TP. Bến Tre"."""


def pronounce(text: str, abbreviations: Mapping[str, str], thousand: str) -> str:
    """Return a clean text (see ``tidying.clean``) in which all is words, letters and pauses."""
    if _SITE.search(text):
        text = _DOMAIN.sub(_domain, text)
    if "v." in text:
        text = _AND_SO_ON.sub(wording("speech", "and-so-on"), text)
    if _DIGIT.search(text):
        there = frozenset(text)  # a pass adds nothing that a later one needs
        for needed, pattern, new in _marks():
            if not there.isdisjoint(needed):
                text = pattern.sub(new, text)
        if "/" in text or "-" in text:
            text = _DOCUMENT.sub(lambda match: _document(match[0], abbreviations), text)
    text = _BETWEEN_CAPITALS.sub(", ", text)
    text = expand(text, abbreviations)
    if "-" in text or "−" in text:
        text = _MINUS.sub(f"{wording('speech', 'minus')} ", _LETTER_DIGIT.sub(" ", text))
    text = _token_pattern().sub(lambda match: _token(match, thousand), text)
    return _sign_pattern().sub(_sign, text)


@cache
def _sign_pattern() -> re.Pattern[str]:
    """Return the pattern of any sign that is spoken."""
    return re.compile("|".join(map(re.escape, table()["speech-signs"])))


def _sign(match: re.Match[str]) -> str:
    return f" {table()['speech-signs'][match[0]]} "


def _domain(match: re.Match[str]) -> str:
    """Say the points in the name of a site."""
    return match[0].replace(".", f" {wording('speech', 'dot')} ")


@cache
def _marks() -> tuple[tuple[str, re.Pattern[str], _New], ...]:
    """Return what is said of numbers before abbreviations are looked for.

    Each pass needs one of the signs or letters that stand first; many texts have none of them.
    """
    return (
        ("hg", _CLOCK, _clock),
        ("-–—", _FROM_TO, rf"\1 {wording('speech', 'to')} "),
        ("N", _FESTIVAL, rf"\1, {wording('speech', 'day')} "),
        ("y", _DAY_MONTH, r"\1/\2"),
        ("0", _TELEPHONE, lambda match: match[0].replace(" ", ".")),
        ("/", _QUARTER, f" {wording('speech', 'year')} "),
        ("-–—", _UNTIL_NOW, f" {wording('speech', 'until-now')}"),
        ("/", _RATE, _rate),
        ("x×", _TIMES, lambda match: f"{match[1]} {wording('speech', 'times')} "),
    )


def _clock(match: re.Match[str]) -> str:
    """Write a time with a colon, and a full hour before a word for the time of day in words."""
    hour, minute = match.groups()
    return f"{hour}:{minute}" if minute else f"{hour} {wording('speech', 'hour')}"


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


def expand(text: str, abbreviations: Mapping[str, str]) -> str:
    """Say known abbreviations in full, whole words only, the longest first."""
    full, pattern = _said_in_full(tuple(abbreviations.items()))

    def say(match: re.Match[str]) -> str:
        """Say the match in full, with the stop that ends its sentence."""
        key, stop = match[1], match[2] or ""
        return full[key] + (" " if stop and len(key) <= _SHORT else stop)

    return pattern.sub(say, text)


@lru_cache(maxsize=16)
def _said_in_full(known: tuple[tuple[str, str], ...]) -> tuple[Mapping[str, str], re.Pattern[str]]:
    """Return these words and those that everybody reads alike, and the pattern of any of them.

    The pattern takes the longest first, with a full stop behind it.
    """
    words = {**dict(known), **table()["speech-words"]}
    full = {key: clean(said) for key, said in words.items() if key}
    keys = sorted(full, key=len, reverse=True)
    any_key = "|".join(f"{re.escape(key[0])}(?<!{_LETTER}.){re.escape(key[1:])}" for key in keys)
    return full, re.compile(rf"({any_key})(?!{_LETTER})(\. ?(?=\w))?")


@cache
def _token_pattern() -> re.Pattern[str]:
    """Return the pattern of a number with its unit, of a unit, and of a word in capitals.

    All begin with one class of characters, so that most letters are passed at one look.
    """
    units = sorted([*table()["speech-units"], "k"], key=len, reverse=True)
    unit = "|".join(map(_ending, units))
    alone = "|".join(rf"(?<={unit[0]}){_ending(unit[1:])}" for unit in _ALONE)
    others = "".join(set(SMALL) - {unit[0] for unit in _ALONE})
    capital = rf"[^\W\d_{SMALL}]"
    return re.compile(
        rf"[^\W_{others}](?:{NUMBER}(?: ?({unit}))?|(?<!\w.)(?:{alone})"
        rf"|(?<={capital})(?<!{_LETTER}.){capital}*+(?!{_LETTER}))"
    )


def _ending(unit: str) -> str:
    """Return the pattern of a unit behind which no word goes on; m2 ends before a digit too."""
    return re.escape(unit) + (r"(?!\w)" if unit[-1:].isdigit() else rf"(?!{_LETTER})")


def _token(match: re.Match[str], thousand: str) -> str:
    """Say one number, unit or word, with blanks towards letters and digits that touch it."""
    text = match[0]
    if text[0].isdecimal():
        said = _quantity(match, thousand)
    elif text[0] in "kcm":
        said = _units(thousand)[text]
    else:
        said = _capitals(match, thousand) if text.isupper() else text
    if said == text:
        return text
    left = " " if match.string[match.start() - 1 : match.start()].isalnum() else ""
    right = " " if match.string[match.end() : match.end() + 1].isalnum() else ""
    return f"{left}{said}{right}"


def _quantity(match: re.Match[str], thousand: str) -> str:
    """Say a number and its unit."""
    unit = match[1] or ""
    said = reckon(match[0].removesuffix(unit).rstrip(), Voice(thousand, _before(match)))
    return f"{said} {_units(thousand)[unit]}" if unit else said


@cache
def _units(thousand: str) -> Mapping[str, str]:
    """Return each unit as it is spoken."""
    return {**table()["speech-units"], "k": thousand}


def _capitals(match: re.Match[str], thousand: str) -> str:
    """Say capitals: a Roman numeral, letters by their names, or a word as it stands."""
    word, before = match[0], _before(match)
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
    found = _BEFORE.search(match.string[max(0, start - WINDOW) : start])
    return unicodedata.normalize("NFC", found[1]).lower() if found else ""
