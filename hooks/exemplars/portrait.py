"""Read who is told about: the name, whether a child, and who agreed."""

from __future__ import annotations

import re

from . import picking
from .outcome import Reading, fits
from .questions import Question
from .transcribing import one_line
from .trouble import Trouble, TroubleError
from .wording import table

NAME_WORDS = 6
"""Words of a full name at most."""
_SIGNS = re.compile(r"[<>{}\\]|\]\]|\.\./|/\.\.|^[./]|https?://")
"""What no name holds, but markup and paths do."""
_AND = re.compile(r"\s+(?:và|va|&|\+|cùng|với)\s+|\s*[,;/|\n]\s*|\s+[-–—]\s+", re.IGNORECASE)
_EDGE = ' ;,*_"“”'
_NICKNAME = re.compile(r"\s*[(\[]([^()\[\]]{1,100})[)\]]\s*$")


def name(reading: Reading, question: Question, words: str) -> None:
    """One person or one collective; a nickname in brackets is another name."""
    called = one_line(words).strip(_EDGE)
    fits(called, question.limit)
    kind = picking.kind(reading.asked["kind"], reading.answers.get("kind", ""))
    if kind != "tap-the" and sum(map(_is_person, _AND.split(words))) > 1:
        raise TroubleError("two-people")
    values: dict[str, object] = {}
    if match := _NICKNAME.search(called):
        values["other_names"] = [match[1].strip()]
        called = called[: match.start()].strip(_EDGE)
    if kind != "tap-the":
        called = _without_honorific(reading, called)
    if not any(char.isalpha() for char in called) or _SIGNS.search(called):
        raise TroubleError("name-signs", found=called)
    reading.outcome.values.update(values, name=called)


def _without_honorific(reading: Reading, name: str) -> str:
    """Return a name without "ông" or "bà"; how a child is called stays."""
    first, _, rest = name.partition(" ")
    if _is_honorific(first) and rest:
        reading.note("honorific", found=first)
        return rest
    return name


def _is_honorific(word: str) -> bool:
    return word.casefold().rstrip(".") in table()["answers"]["honorifics"].split("; ")


def _is_person(piece: str) -> bool:
    """Tell whether a piece is a full name: some words, all with or all without capitals."""
    words = _NICKNAME.sub("", piece).strip(_EDGE).split()
    words = words[1:] if words and _is_honorific(words[0]) else words
    capitals = sum(word[0].isupper() for word in words)
    return 1 < len(words) <= NAME_WORDS and capitals in {0, len(words)} and all(
        word.replace("'", "").isalpha() for word in words
    )  # fmt: skip


def kind(reading: Reading, question: Question, words: str) -> None:
    """A person or a collective."""
    kind = picking.kind(question, words)
    if kind is None:
        raise TroubleError("choose-one", found=words, offers=_labels(question))
    reading.outcome.values["kind"] = kind


def _labels(question: Question) -> tuple[str, ...]:
    return tuple(choice.label for choice in question.choices)


def age(reading: Reading, question: Question, words: str) -> None:
    """A child is protected: its given name only, no near place, with a guardian's word."""
    values = reading.outcome.values
    age = picking.age(question, words)
    collective = values.get("kind") == "tap-the"
    if age == "collective" and values.get("kind") == "ca-nhan":
        raise TroubleError("age-collective")
    if collective and age == "minor":
        reading.note("minors-inside")
    if age is None and not collective:
        code = "choose-one" if words else "missing-age"
        raise TroubleError(code, found=words, offers=_labels(question))
    if age != "minor" or collective:
        return
    values["minor"] = True
    values.pop("other_names", None)
    if "locality" in values:
        _widen(reading)
    given = str(values.get("name", "")).split()
    called = given[0].casefold() in table()["answers"]["called"].split("; ") if given else False
    if len(given) > 1 + called:
        reading.outcome.troubles.append(Trouble(question="name", code="minor-name"))


def _widen(reading: Reading) -> None:
    """Take the district, of today's units the province: both are the first two parts of an id."""
    near = str(reading.outcome.values["locality"])
    wide = "/".join(near.split("/")[:2])
    if wide != near:
        reading.outcome.values["locality"] = wide
        reading.note("minor-place")


def consent(reading: Reading, question: Question, words: str) -> None:
    """Who agreed; a child needs a guardian's word."""
    values = reading.outcome.values
    consent = picking.consent(question, words)
    if values.get("minor") and consent != "giam-ho":
        raise TroubleError("minor-consent", offers=(question.choices[2].label,))
    if consent:
        values["consent"] = {"kind": consent, "date": reading.today}
    elif values.get("kind") != "tap-the":
        reading.note("consent-unknown")
