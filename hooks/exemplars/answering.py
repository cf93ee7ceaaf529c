"""Turn the answers of a letter into the values of a story, or into what is to be mended.

All troubles are told at once. Nothing is guessed: what can be read two ways is asked back, and
what an editor has to judge is noted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from . import picking, portrait
from .amounts import read_figure
from .citations import join_addresses, read_source
from .honours import read_honour
from .letters import Letter, lines_of
from .library import Library
from .moments import YEAR
from .outcome import Outcome, Reading, fits
from .privacy import find, mask
from .questions import Question
from .transcribing import markdown, one_line
from .trouble import Trouble, TroubleError
from .values import FIRST_YEAR
from .wording import table

LINE_LIMIT = 4000
"""Characters of a line that is a list's item, or that is looked through for personal data."""
_PICTURE = re.compile(
    r"!\[[^\]\n]{0,300}\]\(|<img\b|https?://\S{1,400}\.(?:jpe?g|png|webp|gif|heic|bmp)\b"
    r"|https?://(?:github\.com/user-attachments|user-images\.githubusercontent\.com"
    r"|photos\.(?:app\.goo\.gl|google\.com))/",
    re.IGNORECASE,
)
_UNTIL_NOW = re.compile(r"\bnay\b|hiện tại|bây giờ", re.IGNORECASE)
_UNTIL = re.compile(r"^\s*(?:đến|tới|den|toi)\b", re.IGNORECASE)


def answer(letter: Letter, asked: Sequence[Question], library: Library) -> Outcome:
    """Return the values of the story that a letter tells, with every trouble and every note."""
    answers = {id_: _none_is_nothing(id_, words) for id_, words in letter.answers.items()}
    reading = Reading(library=library, asked={question.id: question for question in asked})
    reading.answers.update(answers)
    outcome = reading.outcome
    if not any(answers.values()):
        outcome.troubles.append(Trouble(question="", code="no-answers"))
        return outcome
    # Two names say it all: the rest of the second person's answers is no trouble of its own.
    repeated = ("name",) if "name" in letter.repeated else letter.repeated
    for question in asked:
        _take(reading, question, repeated=question.id in repeated)
    _basis(reading)
    outcome.values["date"] = reading.today
    _look_around(reading, letter)
    return outcome


def take(reading: Reading, id_: str, words: str) -> list[Trouble]:
    """Read the answer to one question into ``reading`` and return what is wrong with it."""
    before = len(reading.outcome.troubles)
    reading.answers[id_] = words
    _take(reading, reading.asked[id_], repeated=False)
    troubles = reading.outcome.troubles[before:]
    del reading.outcome.troubles[before:]
    return troubles


def _none_is_nothing(id_: str, words: str) -> str:
    """Return an answer; to most questions "không có" says as much as nothing."""
    may_be_none = id_ in {"years", "figures", "recognitions", "sources", "consent"}
    plain = one_line(words).strip(" .-–—_*…").casefold()
    is_none = plain in table()["answers"]["nothing"].split("; ")
    return "" if not plain or (may_be_none and is_none) else words


def _take(reading: Reading, question: Question, *, repeated: bool) -> None:
    """Read one answer."""
    words = reading.answers.get(question.id, "")
    troubles = reading.outcome.troubles
    if repeated:
        code = "two-people" if question.id == "name" else "answered-twice"
        troubles.append(Trouble(question=question.id, code=code))
        return
    if "\ufffd" in words:
        troubles.append(Trouble(question=question.id, code="broken-letters"))
    if question.id != "sources" and _PICTURE.search(words):
        troubles.append(Trouble(question=question.id, code="picture"))
    if not words and question.id not in {"age", "licence", "consent"}:
        if question.required:
            troubles.append(Trouble(question=question.id, code=f"missing-{question.id}"))
        return
    try:
        _READERS[question.id](reading, question, words)
    except TroubleError as error:
        troubles.append(error.at(question.id))


def _place(reading: Reading, question: Question, words: str) -> None:
    del question
    reading.outcome.values["locality"] = picking.place(reading.library.places, one_line(words))


def _fields(reading: Reading, question: Question, words: str) -> None:
    reading.outcome.values["fields"] = picking.several(question, words)


def _years(reading: Reading, question: Question, words: str) -> None:
    """The first and the last year; one year alone is when it began."""
    del question
    years = [int(year) for year in YEAR.findall(words)]
    if not 1 <= len(years) <= len(("since", "until")):
        raise TroubleError("years-unclear", found=words)
    for year in years:
        if year > reading.today.year:
            raise TroubleError("in-future", found=str(year))
        if year < FIRST_YEAR:
            raise TroubleError("year-early", found=str(year), limit=FIRST_YEAR)
    if years != sorted(years):
        raise TroubleError("years-order", since=years[0], until=years[1])
    alone = len(years) == 1 and _UNTIL.match(words) and not _UNTIL_NOW.search(words)
    keys = ("until",) if alone else ("since", "until")
    reading.outcome.values.update(zip(keys, years, strict=False))


def _summary(reading: Reading, question: Question, words: str) -> None:
    summary = one_line(words)
    if not any(char.isalpha() for char in summary):
        raise TroubleError("no-words", found=summary)
    fits(summary, question.limit)
    reading.outcome.values["summary"] = summary


def _story(reading: Reading, question: Question, words: str) -> None:
    del question
    if not any(char.isalpha() for char in words):
        raise TroubleError("no-words", found=words)
    reading.outcome.body = markdown(words)


def _each(
    reading: Reading,
    question: Question,
    lines: Sequence[str],
    read: Callable[[str, date], dict[str, object]],
) -> None:
    """Read an answer line by line; each line that cannot be read is a trouble of its own."""
    if question.items and len(lines) > question.items:
        raise TroubleError("too-many", count=len(lines), limit=question.items)
    found = []
    for line in lines:
        try:
            fits(line, LINE_LIMIT)
            if part := read(line, reading.today):
                found.append(part)
        except TroubleError as error:
            reading.outcome.troubles.append(error.at(question.id))
    if found:
        reading.outcome.values[question.keys[0]] = found


def _figures(reading: Reading, question: Question, words: str) -> None:
    lines = list(lines_of(words))
    _each(reading, question, lines, read_figure)
    for line in lines:
        if re.search(r"\d\.\d{3}(?!\d)", line):
            reading.note("thousands", found=line)


def _recognitions(reading: Reading, question: Question, words: str) -> None:
    """Honours, and whether the sender says that they belong to the programme."""
    said: list[bool] = []

    def read(line: str, today: date) -> dict[str, object]:
        honour = read_honour(line, today)
        said.extend([] if honour.programme is None else [honour.programme])
        return honour.values

    _each(reading, question, list(lines_of(words)), read)
    if any(said):
        reading.outcome.values["basis"] = "chi-thi-05"


def _sources(reading: Reading, question: Question, words: str) -> None:
    _each(reading, question, join_addresses(lines_of(words)), read_source)


def _licence(reading: Reading, question: Question, words: str) -> None:
    del reading
    if not picking.is_yes(words):
        raise TroubleError("licence", words=question.label)


_READERS: dict[str, Callable[[Reading, Question, str], None]] = {
    "name": portrait.name,
    "kind": portrait.kind,
    "place": _place,
    "fields": _fields,
    "years": _years,
    "summary": _summary,
    "story": _story,
    "figures": _figures,
    "recognitions": _recognitions,
    "sources": _sources,
    "age": portrait.age,
    "consent": portrait.consent,
    "licence": _licence,
}


def _basis(reading: Reading) -> None:
    """The directive only where the sender says so; an editor judges in any case."""
    values = reading.outcome.values
    sources = values.get("sources")
    with_address = isinstance(sources, list) and any("url" in source for source in sources)
    if "basis" not in values:
        honoured = not with_address and "recognitions" in values
        values["basis"] = "thi-dua" if honoured else "bao-chi"
    reading.note(f"basis-{values['basis']}")


def _look_around(reading: Reading, letter: Letter) -> None:
    """Note personal data, masked, and what of the letter was not used."""
    for id_, words in reading.answers.items():
        for line in words.split("\n") if id_ != "sources" else ():
            for _, found, _ in find(line[:LINE_LIMIT]):
                reading.note("personal", label=reading.asked[id_].label, found=mask(found))
    if letter.unused:
        unused = " / ".join(letter.unused)[:LINE_LIMIT]
        reading.note("unused", count=len(letter.unused), found=unused)
