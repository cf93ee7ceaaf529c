"""Write a text as it is spoken, and a story as the commune's loudspeaker reads it.

Most people hear these stories from the loudspeaker, read by an announcer who has no time to
prepare. The copy therefore holds no digit, bracket, sign or abbreviation, only words and pauses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import pairwise, takewhile

from .library import Library, Story
from .model import Figure, Recognition
from .naming import amount, place_label, place_path
from .pronouncing import pronounce
from .tidying import CAPITALS, clean, is_spoken, tidy
from .vietnamese import fold, number, partial_date, sentence
from .wording import text as wording

SYLLABLES_A_MINUTE = 180
"""What an announcer reads without haste."""
LINES_KEPT = 2000
"""Spoken lines that are remembered from story to story."""
NAMED_SOURCES = 3
"""Publishers named at the end at most."""
REPEATED = 0.6
"""A summary of whose pairs of syllables the body holds this share says nothing new."""

_TITLES = (
    "bác sĩ|lương y|nghệ nhân|kỹ sư|sư cô|(?:đại|thượng|trung|thiếu) (?:tướng|tá|úy)"
    "|ông|bà|anh|chị|cô|thầy|em|cụ|chú|bác|dì|má|mẹ|bé"
)
"""What a name is addressed with; a bare name is no way to speak of one's elders."""
_TITLE = re.compile(rf"\b({_TITLES}) ", re.IGNORECASE)
_ASIDE = re.compile(r" *\([^()]*\)")
_MARKS = ",;:.!?…'-"
"""All that a spoken text holds besides letters and blanks."""
_OPENING = re.compile(rf"[\n.!?…] ?[^\W\d_{CAPITALS}]")
"""The end of a sentence or line with the first letter of the next, where it is no capital."""
_GOES_BEFORE, _GOES_ON = re.compile(r"[\d.,]"), re.compile(r"[.,]?\d")
"""What makes digits a part of a longer number: before them and after them."""
_ENDS = (".", "!", "?", "…", ":")


def speak(text: str, abbreviations: Mapping[str, str], thousand: str) -> str:
    """Return ``text`` as it is spoken; no digit remains, and speaking it again changes nothing.

    Args:
        text: any text; its lines stay lines.
        abbreviations: what is said in full, as in taxonomy.yml.
        thousand: "nghìn", or "ngàn" as Bến Tre says.
    """
    return "\n".join(_line(line, abbreviations, thousand) for line in text.split("\n"))


def _line(text: str, abbreviations: Mapping[str, str], thousand: str) -> str:
    """Return one line as it is spoken."""
    if is_spoken(text) and not any(map(text.__contains__, _small(tuple(abbreviations)))):
        return text
    return tidy(pronounce(clean(text), abbreviations, thousand))


@lru_cache(maxsize=16)
def _small(abbreviations: tuple[str, ...]) -> tuple[str, ...]:
    """Return those that a line may hold which looks spoken: there no capital follows a letter."""
    return tuple(key for key in abbreviations if not (key.isalpha() and key[1:].isupper()))


def reading_copy(story: Story, library: Library, *, thousand: str) -> str:
    """Return all that the announcer reads of one story, a blank line between paragraphs."""
    say = _voice(tuple(library.taxonomy.abbreviations.items()), thousand)
    parts = (part.split("\n") for part in _parts(story, library, say))
    spoken = "\n".join(say(_finish(line)) for lines in parts for line in lines if line)
    raised = _OPENING.sub(lambda match: match[0].upper(), f"\n{spoken}")
    return raised[1:].replace("\n", "\n\n") + "\n"


@lru_cache(maxsize=4)
def _voice(abbreviations: tuple[tuple[str, str], ...], thousand: str) -> Callable[[str], str]:
    """Return ``speak`` with a memory: places, publishers and the closing words come again."""
    say = partial(speak, abbreviations=dict(abbreviations), thousand=thousand)
    return lru_cache(maxsize=LINES_KEPT)(say)


def reading_copies(library: Library, thousand: str) -> Mapping[str, str]:
    """Return slug → reading copy of each story that lives here."""
    return {story.slug: reading_copy(story, library, thousand=thousand) for story in library.here}


def syllables(text: str) -> int:
    """Return how many syllables a spoken text has; Vietnamese writes each as a word."""
    return len(_cut(text))


def _cut(text: str) -> list[str]:
    """Return the syllables of a spoken text, in a third of the time that a pattern takes."""
    for mark in _MARKS:
        text = text.replace(mark, " ")
    return text.split()


def minutes(text: str) -> int:
    """Return the minutes that a spoken text takes, rounded up."""
    return -(-syllables(text) // SYLLABLES_A_MINUTE)


def _parts(story: Story, library: Library, say: Callable[[str], str]) -> Iterator[str]:
    """Yield the paragraphs in the order of reading, still as they are written."""
    front = story.front
    # The same lines are said again below, and the voice remembers them.
    told = " ".join(say(_finish(line)) for line in story.body.text.split("\n"))
    yield wording("speech", "opening", who=_who(story, library, say))
    yield front.title or ""
    yield "" if _repeats(say(front.summary), told) else front.summary
    yield from story.body.text.split("\n")
    written = "\n".join([front.title or "", front.summary, story.body.text])
    yield _listed(
        "figures", [_figure(item) for item in front.figures if not _told(item, written, say)]
    )
    honours = [_honour(item) for item in front.recognitions if not item.revoked]
    yield _listed("recognitions", honours)
    yield _sources(story)
    yield _now(story, library)
    yield wording("speech", "closing")


def _who(story: Story, library: Library, say: Callable[[str], str]) -> str:
    """Return who the story is about: as the text addresses them, what they are, where."""
    name = _addressed(story)
    role = (story.front.role or "").partition(";")[0].strip()
    if role and _opening(role) in {_opening(name), _opening(story.front.name)}:
        role = ""  # "bác sĩ Tạ Thị Chung, bác sĩ": the name has just said it
    named = ", ".join(filter(None, [name, role]))
    where = _where(story, library, lambda place: say(place) in say(named))
    return ", ".join(filter(None, [named, where]))


def _opening(text: str) -> str:
    """Return the first two words, folded."""
    return fold(" ".join(text.split()[:2]))


def _addressed(story: Story) -> str:
    """Return the name as the text first addresses it: "bà Trần Thị Xem"."""
    name, said = story.front.name, f"{story.front.summary}\n{story.body.text}\n"
    naming = (line for line in said.splitlines(keepends=True) if name in line)
    for line in naming:
        for title in _TITLE.finditer(line):
            end = title.end() + len(name)
            if line.startswith(name, title.end()) and not line[end].isalnum():
                return f"{title[1].lower()} {name}"
    return name


def _where(story: Story, library: Library, said: Callable[[str], bool]) -> str:
    """Return the place with those above it, as far as they were not said already."""
    levels = [place_label(library, id_) for id_ in reversed(library.levels(story.front.locality))]
    if said(levels[0]):
        return ", ".join(level for level in levels if not said(level))
    unsaid = takewhile(lambda level: not said(level), levels)
    return wording("speech", "at", place=", ".join(unsaid))


def _repeats(summary: str, told: str) -> bool:
    """Tell whether the body says again most of what the summary says."""
    said, body = (pairwise(_cut(text.lower())) for text in (summary, told))
    pairs = set(said)
    return len(pairs.intersection(body)) >= REPEATED * len(pairs)


def _told(figure: Figure, written: str, say: Callable[[str], str]) -> bool:
    """Tell whether a number of the deed stands in the text, in digits or in words."""
    value = amount(figure).removeprefix(figure.about or "").strip()
    if any(_stands(form, written) for form in {number(figure.value), value}):
        return True
    return say(f"{value} {figure.unit or ''}").lower() in written.lower()


def _stands(value: str, written: str) -> bool:
    """Tell whether a number stands somewhere by itself, not as a part of another."""
    start = written.find(value)
    while start >= 0:
        end = start + len(value)
        if not (_GOES_BEFORE.match(written[start - 1 : start]) or _GOES_ON.match(written, end)):
            return True
        start = written.find(value, end)
    return False


def _figure(figure: Figure) -> str:
    """Return a number as part of a sentence, with its day where it has one."""
    label, value, unit = figure.label, amount(figure), figure.unit or ""
    if unit and label.lower().startswith(f"{unit.lower()} "):
        said = f"{value} {label}"
    else:
        said = wording("speech", "figure", label=label, amount=f"{value} {unit}".strip())
    return f"{said}, {_as_of(figure.as_of)}" if figure.as_of else said


def _as_of(when: str) -> str:
    """Return a year, month or day with the word that it needs."""
    key = ("as-of-year", "as-of-month", "as-of-day")[when.count("-")]
    return wording("speech", key, when=partial_date(when))


def _honour(item: Recognition) -> str:
    """Return a recognition with its year and who gave it, unless its title says them."""
    title, body = item.title, item.body or ""
    year = str(item.year or "")
    parts = [
        title,
        wording("speech", "in-year", year=year) if year and year not in title else "",
        wording("speech", "awarded", body=body) if body and fold(body) not in fold(title) else "",
    ]
    return ", ".join(filter(None, parts))


def _listed(key: str, items: list[str]) -> str:
    """Return a sentence that names all ``items``; nothing where there are none."""
    return wording("speech", key, items="; ".join(items)) if items else ""


def _sources(story: Story) -> str:
    """Name the publishers, without what stands in brackets after them."""
    names = dict.fromkeys(_ASIDE.sub("", source.publisher) for source in story.front.sources)
    publishers = [name for name in names if name]
    if len(publishers) > NAMED_SOURCES:
        publishers[NAMED_SOURCES:] = [wording("speech", "others")]
    said = sentence(publishers, wording("words", "and"))
    return wording("speech", "sources", publishers=said) if said else ""


def _now(story: Story, library: Library) -> str:
    """Say what the place belongs to today, where that has changed."""
    then = story.front.locality
    now = library.now(then)
    if now == then:
        return ""
    place, path = place_label(library, then), place_path(library, now)
    if path == place:
        return ""
    return wording("speech", "now", place=place, now=path.removeprefix(f"{place}, "))


def _finish(paragraph: str) -> str:
    """Return a paragraph that ends as a sentence: headings too are read with a pause."""
    text = paragraph.strip()
    return text if text.endswith(_ENDS) else f"{text}."
