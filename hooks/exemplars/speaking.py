"""Write a text as it is spoken, and a story as the commune's loudspeaker reads it.

Most people hear these stories from the loudspeaker, read by an announcer who has no time to
prepare. The copy therefore holds no digit, bracket, sign or abbreviation, only words and pauses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import islice, pairwise, takewhile
from math import ceil

from .figures import untold
from .library import Library, Story
from .model import Recognition
from .naming import place_label, place_path
from .pronouncing import pronounce
from .skimming import plain_looking, skim
from .tidying import CAPITALS, clean, tidy
from .vietnamese import fold, sentence
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
_BLANKED = bytes.maketrans(b",;:.!?'-", b" " * 8)
"""Puts blanks in the place of all that a spoken text holds besides letters, but for "…"."""
_OPENING = re.compile(rf"[\n.!?…] ?[^\W\d_{CAPITALS}]")
"""The end of a sentence or line with the first letter of the next, where it is no capital."""
_ENDS = (".", "!", "?", "…", ":")


def speak(text: str, abbreviations: Mapping[str, str], thousand: str) -> str:
    """Return ``text`` as it is spoken; no digit remains, and speaking it again changes nothing.

    Args:
        text: any text; its lines stay lines.
        abbreviations: what is said in full, as in taxonomy.yml.
        thousand: "nghìn", or "ngàn" as Bến Tre says.
    """
    return _say(text, abbreviations, thousand, plain_looking(abbreviations))


def _say(
    text: str, abbreviations: Mapping[str, str], thousand: str, looking_plain: Sequence[str]
) -> str:
    """Return ``text`` as it is spoken; a line without what looks plain is only skimmed."""
    if "\n" in text:
        lines = text.split("\n")
        return "\n".join([_say(line, abbreviations, thousand, looking_plain) for line in lines])
    if not (looking_plain and any(map(text.__contains__, looking_plain))):
        said = skim(text, abbreviations, thousand)
        if said is not None:
            return said
    return tidy(pronounce(clean(text), abbreviations, thousand))


def reading_copy(story: Story, library: Library, *, thousand: str) -> str:
    """Return all that the announcer reads of one story, a blank line between paragraphs."""
    speak_once, say = _voice(tuple(library.taxonomy.abbreviations.items()), thousand)
    text = story.body.text
    body = _spoken([text], speak_once)
    who = _who(story, library, say, _addressed(story, text))
    before = _spoken(_before(story, who, say, " ".join(body)), say)
    spoken = "\n".join([*before, *body, *_spoken(_after(story, library, say), say)])
    raised = _OPENING.sub(lambda match: match[0].upper(), f"\n{spoken}")
    return raised[1:].replace("\n", "\n\n") + "\n"


def _spoken(parts: Iterable[str], say: Callable[[str], str]) -> list[str]:
    """Return the lines of these paragraphs as they are spoken."""
    return [say(_finish(line)) for line in "\n".join(parts).split("\n") if line]


@lru_cache(maxsize=4)
def _voice(
    abbreviations: tuple[tuple[str, str], ...], thousand: str
) -> tuple[Callable[[str], str], Callable[[str], str]]:
    """Return ``speak``, and the same with a memory: places, publishers and the like come again."""
    known = dict(abbreviations)
    looking_plain = plain_looking(known)
    say = partial(_say, abbreviations=known, thousand=thousand, looking_plain=looking_plain)
    return say, lru_cache(maxsize=LINES_KEPT)(say)


def reading_copies(library: Library, thousand: str) -> Mapping[str, str]:
    """Return slug → reading copy of each story that lives here."""
    return {story.slug: reading_copy(story, library, thousand=thousand) for story in library.here}


def syllables(text: str) -> int:
    """Return how many syllables a spoken text has; Vietnamese writes each as a word."""
    return len(_apart(text))


def _apart(text: str) -> list[bytes]:
    """Return the syllables of a spoken text, in UTF-8, which is cut apart in half of the time."""
    return text.replace("…", " ").encode().translate(_BLANKED).split()


def minutes(text: str) -> int:
    """Return the minutes that a spoken text takes, rounded up."""
    return -(-syllables(text) // SYLLABLES_A_MINUTE)


def _before(story: Story, who: str, say: Callable[[str], str], told: str) -> Iterator[str]:
    """Yield the paragraphs before the body, still as they are written; ``told`` is the body."""
    front = story.front
    yield wording("speech", "opening", who=who)
    yield front.title or ""
    yield "" if _repeats(say(front.summary), told) else front.summary


def _after(story: Story, library: Library, say: Callable[[str], str]) -> Iterator[str]:
    """Yield the paragraphs behind the body, still as they are written."""
    yield _listed("figures", list(untold(story, say)))
    honours = [_honour(item) for item in story.front.recognitions if not item.revoked]
    yield _listed("recognitions", honours)
    yield _sources(story)
    yield _now(story, library)
    yield wording("speech", "closing")


def _who(story: Story, library: Library, say: Callable[[str], str], name: str) -> str:
    """Return who the story is about: by the name as the text addresses it, what they are, where."""
    role = (story.front.role or "").partition(";")[0].strip()
    if role and _opening(role) in {_opening(name), _opening(story.front.name)}:
        role = ""  # "bác sĩ Tạ Thị Chung, bác sĩ": the name has just said it
    named = ", ".join(filter(None, [name, role]))
    heard = say(named)
    where = _where(story, library, lambda place: say(place) in heard)
    return ", ".join(filter(None, [named, where]))


def _opening(text: str) -> str:
    """Return the first two words, folded."""
    return fold(" ".join(text.split()[:2]))


def _addressed(story: Story, text: str) -> str:
    """Return the name as summary and text first address it: "bà Trần Thị Xem"."""
    name, said = story.front.name, f"{story.front.summary}\n{text}\n"
    if name not in said:
        return name
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
    body = b" %s " % b" ".join(_apart(told.lower()))
    pairs = {b" %s %s " % pair for pair in pairwise(_apart(summary.lower()))}
    allowed = len(pairs) - ceil(REPEATED * len(pairs))
    missing = (pair for pair in pairs if pair not in body)
    return next(islice(missing, allowed, None), None) is None


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
