"""Let argparse speak Vietnamese, in the words of wording.yml.

argparse asks two functions of its own module for each of its phrases. They are exchanged for
ours only while a command line is declared and read, so that nothing else in the process changes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import NoReturn

from .wording import printable, table, text

WRONG_CALL = 2
"""Exit code of a call that cannot be understood."""
_ENGLISH = "argument "
"""What Python 3.11 puts before the name of an argument without asking for its translation."""


@contextmanager
def vietnamese() -> Iterator[None]:
    """Have argparse speak Vietnamese in the code inside."""
    names = vars(argparse)
    before = {name: names[name] for name in ("_", "ngettext")}
    names.update(_=_phrase, ngettext=_plural)
    try:
        yield
    finally:
        names.update(before)


class Parser(argparse.ArgumentParser):
    """A parser whose faults are one sentence, and say where to read on."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the call, and end with the code of a wrong call."""
        said = printable(message.removeprefix(_ENGLISH))
        self.exit(
            WRONG_CALL,
            f"{self.format_usage()}{text('command', 'wrong', prog=self.prog, message=said)}\n",
        )


def proposal(word: str, known: Sequence[str]) -> str:
    """Return the question whether the nearest of ``known`` was meant, else nothing."""
    near = get_close_matches(word, known, n=1)
    return text("command", "meant", known=near[0]) if near else ""


def _phrase(english: str) -> str:
    return table()["argparse"].get(english, english)


def _plural(one: str, many: str, count: int) -> str:  # noqa: ARG001 - as ngettext
    """Return a phrase with a number: Vietnamese has one form for all."""
    return _phrase(many)
