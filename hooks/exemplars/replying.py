"""Say to a sender what is to be mended, and to an editor what to look at.

Once for a terminal or a mail, once in Markdown for a public comment: there, whatever a stranger
wrote stands in code spans, so that it is no mention, no markup and no link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .privacy import find, mask
from .questions import Question
from .trouble import Note, Trouble
from .wording import FOUND_LIMIT, printable, table, text

TROUBLES_SHOWN = 40
OFFERS_SHOWN = 15
LENGTH_LIMIT = 20_000
"""Characters of a reply at most."""


def refusal(
    troubles: Sequence[Trouble],
    asked: Sequence[Question],
    notes: Sequence[Note] = (),
    *,
    markdown: bool,
) -> str:
    """Return a polite answer that says, question by question, what is to be mended."""
    lines = [text("replies", "thanks", count=len(troubles)), ""]
    shown = list(troubles[:TROUBLES_SHOWN])
    for id_, heading in _headings(asked):
        own = [trouble for trouble in shown if trouble.question == id_]
        if own:
            lines += [_strong(heading, markdown=markdown), ""]
            for trouble in own:
                lines += _trouble(trouble, markdown=markdown)
            lines.append("")
    if len(troubles) > len(shown):
        lines += [text("replies", "more", count=len(troubles) - len(shown)), ""]
    if any(note.code == "personal" for note in notes):
        lines += [text("replies", "public"), ""]
    lines.append(text("replies", "again"))
    return _cut("\n".join(lines) + "\n")


def acceptance(path: str, notes: Sequence[Note], *, markdown: bool) -> str:
    """Return what an editor should look at in a story that was made."""
    shown = f"`{path}`" if markdown else path
    lines = [text("replies", "made", path=shown)]
    if notes:
        lines += ["", text("replies", "look"), ""]
        lines += [f"- {_note(note, markdown=markdown)}" for note in notes[:TROUBLES_SHOWN]]
    return _cut("\n".join(lines) + "\n")


def plain(troubles: Sequence[Trouble]) -> str:
    """Return troubles for a terminal, without a heading."""
    return "\n".join(line for trouble in troubles for line in _trouble(trouble, markdown=False))


def _headings(asked: Sequence[Question]) -> Iterator[tuple[str, str]]:
    """Yield the letter as a whole, then each question, with its heading."""
    yield "", text("replies", "whole")
    for question in asked:
        yield question.id, question.heading


def _strong(heading: str, *, markdown: bool) -> str:
    return f"**{_escaped(heading)}**" if markdown else heading


def _escaped(words: str) -> str:
    """Return words of our own tables as Markdown that shows them."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", words)


def _trouble(trouble: Trouble, *, markdown: bool) -> Iterator[str]:
    if trouble.code in table()["troubles"]:
        words = _filled("troubles", trouble.code, trouble.values, markdown=markdown)
    else:
        words = _quoted(trouble.words, markdown=markdown, limit=10 * FOUND_LIMIT, plain=True)
    yield f"- {words}"
    for offer in trouble.offers[:OFFERS_SHOWN]:
        yield f"  - {_quoted(offer, markdown=markdown, limit=10 * FOUND_LIMIT, plain=True)}"


def _note(note: Note, *, markdown: bool) -> str:
    return _filled("notes", note.code, note.values, markdown=markdown)


def _filled(section: str, code: str, values: object, *, markdown: bool) -> str:
    """Return a text of ours with what was found in it quoted."""
    pairs = dict(values) if isinstance(values, dict) else {}
    shown = {
        key: _quoted(value, markdown=markdown) if isinstance(value, str) else value
        for key, value in pairs.items()
    }
    return table()[section][code].format_map(shown)


def _quoted(words: str, *, markdown: bool, limit: int = FOUND_LIMIT, plain: bool = False) -> str:
    """Return what somebody wrote on one line, cut, without personal data, and harmless."""
    line = " ".join(printable(words[: 4 * limit].replace("\n", " ")).split())
    for _, found, _ in find(line):
        line = line.replace(found, mask(found))
    line = f"{line[: limit - 1]}…" if len(line) > limit else line
    if markdown:
        return f"`{line.replace('`', 'ˋ') or ' '}`"
    return line if plain else f"“{line}”"


def _cut(reply: str) -> str:
    """Return whole lines of a reply, no more than anybody reads."""
    if len(reply) <= LENGTH_LIMIT:
        return reply
    return f"{reply[:LENGTH_LIMIT].rpartition(chr(10))[0]}\n…\n"
