"""Tell problems to GitHub: annotations on the lines, and a summary of the step.

Both carry what strangers wrote. A message can begin no workflow command, and in the summary each
sign that Markdown or HTML could read is written as a number.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from .problem import Problem
from .vietnamese import number
from .wording import text

SHOWN = 10
"""Annotations of one kind that GitHub shows for a step."""
SUMMARY_LIMIT = 900_000
"""Bytes of a summary at most; GitHub refuses those above 1 MiB whole."""
EXPLAINED = "kiem-tra"
"""The page that explains each code, under a heading of that name."""

_SIGN = re.compile(r"[^\w ,;]|_")
_CALLS = re.compile(r"(?<=@)(?=\w)|(?<=#)(?=\d)")
"""Where GitHub would see a person or an issue; a word joiner parts it."""


def annotated(problems: Sequence[Problem]) -> tuple[list[str], list[Problem]]:
    """Return the annotations that GitHub shows, each file's first ones first, and what is left."""
    ranked = [
        (rank, problem)
        for _, group in groupby(sorted(problems), key=lambda problem: problem.path)
        for rank, problem in enumerate(group)
    ]
    ordered = [problem for _, problem in sorted(ranked, key=lambda item: item[0])]
    return [_annotation(problem) for problem in ordered[:SHOWN]], sorted(ordered[SHOWN:])


def summary(problems: Sequence[Problem]) -> str:
    """Return everything as Markdown, file by file: where, what is wrong, and what to write."""
    warnings = sum(problem.warning for problem in problems)
    errors = len(problems) - warnings
    if not problems:
        return f"{text('verdict', 'fine-title')}\n\n{text('verdict', 'fine-words')}\n\n"
    key = ("both" if warnings else "found") if errors else "warnings"
    title = text("verdict", f"{key}-title", errors=number(errors), warnings=number(warnings))
    return f"{title}\n\n{text('verdict', 'found-words')}\n\n{''.join(_tables(problems))}"


def _annotation(problem: Problem) -> str:
    """Return a workflow command; its message cannot begin another one."""
    level = "warning" if problem.warning else "error"
    place = f"line={problem.place.line},col={problem.place.col}"
    path = _escaped(problem.path).replace(":", "%3A").replace(",", "%2C")
    return f"::{level} file={path},{place}::{_escaped(problem.message)}"


def _escaped(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _tables(problems: Sequence[Problem]) -> Iterator[str]:
    """Yield a heading and a table for each file, as long as there is room."""
    room, told = SUMMARY_LIMIT, 0
    explained = _explained(os.environ)
    for path, group in groupby(sorted(problems), key=lambda problem: problem.path):
        head = f"#### {_plain(path)}\n\n{text('verdict', 'columns')}\n|---|---|---|---|\n"
        for piece in (head, *(_row(problem, explained) for problem in group)):
            room -= len(piece.encode())
            if room < 0:
                count = number(len(problems) - told)
                yield f"\n{text('verdict', 'rest', count=count)}\n\n"
                return
            yield piece
            told += piece is not head
        yield "\n"


def _row(problem: Problem, explained: str) -> str:
    """Return a problem as a row; what to write stands after the last semicolon of its message."""
    wrong, _, mend = problem.message.rpartition("; ")
    cells = (_plain(wrong or mend), _plain(mend) if wrong else "")
    return (
        f"| {problem.place.line} | {cells[0]} | {cells[1]} | {_code(problem.code, explained)} |\n"
    )


def _code(code: str, explained: str) -> str:
    """Return a code, linked to its explanation where an address of that is known."""
    return f"[`{code}`]({explained.format(code=code)})" if explained else f"`{code}`"


def _explained(environment: Mapping[str, str]) -> str:
    """Return the address of an explanation: on the site, else in the repository.

    GitHub knows no ids of our own: it makes one from all that stands in the heading, where the
    code stands twice, the second time as the id for the site.
    """
    if site := environment.get("SITE_URL"):
        return f"{site.rstrip('/')}/{EXPLAINED}/#{{code}}"
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
    server, repository, commit = (environment.get(name, "") for name in names)
    if not (server and repository and commit):
        return ""
    return f"{server}/{repository}/blob/{commit}/docs/{EXPLAINED}.md#{{code}}-{{code}}"


def _plain(words: str) -> str:
    """Return words that show as they are, whatever Markdown, HTML or GitHub could see in them."""
    parted = _CALLS.sub("\u2060", " ".join(words.split()))
    return _SIGN.sub(lambda sign: f"&#{ord(sign[0])};", parted)
