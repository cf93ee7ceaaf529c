"""Write docs/lenh.md, the page of all commands, from what the parser knows."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from .command import parser, sentence
from .phrasing import vietnamese
from .wording import table, text


def manual() -> str:
    """Return the page: each word, what can be given to it, examples, and the exit codes."""
    with vietnamese():
        _, bindings = parser()
        parts = [*_opening(), *(part for word in bindings.items() for part in _word(*word))]
    return "\n\n".join(parts) + "\n"


def _opening() -> Iterator[str]:
    title = text("manual", "title")
    yield f"---\ntitle: {title}\ndescription: {text('manual', 'description')}\n---"
    yield f"# {title}"
    yield text("manual", "intro")
    yield f"## {text('manual', 'codes')}"
    codes = text("command", "codes").partition("\n\n")[0].split("\n")[1:]
    yield _table(("code", "meaning"), [line.split(maxsplit=1) for line in codes])


def _word(word: str, binding: argparse.ArgumentParser) -> Iterator[str]:
    """Yield the part of the page that tells of one word."""
    yield f"## `exemplars {word}` {{#{word}}}"
    yield sentence(word)
    rows = [(f"`{_form(action)}`", _help(action)) for action in _given(binding)]
    if rows:
        yield _table(("written", "does"), rows)
    if examples := table()["examples"].get(word):
        yield f"```sh\n{examples}\n```"


def _given(binding: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield what can be given to a word, but for its help."""
    for action in binding._actions:  # noqa: SLF001 - argparse lists them nowhere else
        if action.dest != "help" and action.help != argparse.SUPPRESS:
            yield action


def _form(action: argparse.Action) -> str:
    """Return how an argument is written: ``-o, --output OUT``, ``[PATH …]``."""
    choices = ",".join(map(str, action.choices)) if action.choices else ""
    name = str(action.metavar or (f"{{{choices}}}" if choices else action.dest.upper()))
    value = {0: "", "*": f"[{name} …]", "+": f"{name} …", "?": f"[{name}]"}.get(
        action.nargs if action.nargs is not None else name, name
    )
    return " ".join(filter(None, [", ".join(action.option_strings), value]))


def _help(action: argparse.Action) -> str:
    """Return what an argument is for; what must be given is marked."""
    told = (action.help or "").replace("%%", "%")
    needed = action.required and action.option_strings
    return text("manual", "required", help=told) if needed else told


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = f"| {' | '.join(text('manual', column) for column in columns)} |"
    lines = [f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |" for row in rows]
    return "\n".join([head, "|---|---|", *lines])
