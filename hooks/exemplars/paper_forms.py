"""The ten questions without GitHub: a page that prints as a form, and plain text for a letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from .model import Taxonomy
from .questions import Question, contract
from .wording import text

ROOM: Mapping[str, int] = {
    "summary": 2,
    "story": 12,
    "figures": 3,
    "recognitions": 3,
    "sources": 3,
    "sender": 1,
}
"""Lines to write on, so many that the form fills both sides of a sheet; else one."""


def write_page(taxonomy: Taxonomy) -> bytes:
    """Return docs/phieu.md: how to send, the text to copy, and the form to print."""
    parts = (
        "---",
        f"title: {text('forms', 'paper')}",
        f"description: {text('forms', 'paper-description')}",
        "hide: [navigation, toc]",
        "---",
        "",
        f"<!-- {text('forms', 'generated')} -->",
        "",
        '<div class="form-screen" markdown>',
        "",
        f"# {text('forms', 'paper')}",
        "",
        text("forms", "paper-intro"),
        f"## {text('forms', 'paper-copy')}",
        "",
        text("forms", "paper-copy-help"),
        "",
        "```text",
        write_text(taxonomy).decode().rstrip("\n"),
        "```",
        "",
        f"## {text('forms', 'paper-print')}",
        "",
        text("forms", "paper-print-help"),
        "",
        "</div>",
        "",
        *_paper(taxonomy),
    )
    return ("\n".join(parts) + "\n").encode()


def write_text(taxonomy: Taxonomy) -> bytes:
    """Return docs/assets/phieu.txt: what is filled in a mail or a message.

    A hint stands in brackets before the colon, where ``letters.py`` takes it for no answer.
    """
    lines = [text("forms", "text-title"), text("forms", "text-intro")]
    for question in contract(taxonomy):
        lines += ["", f"{question.heading} ({_hint(question)}):"]
    return ("\n".join(lines) + "\n").encode()


def _hint(question: Question) -> str:
    """Return what to write and whether it must be, without round brackets inside."""
    words = [f"{text('forms', 'required').capitalize()}."] if question.required else []
    words.append(question.help)
    if labels := _labels(question):
        words.append(text("forms", "offers", choices="; ".join(labels)))
    else:
        words.append(text("forms", "example", example=question.example))
    return " ".join(words).translate({ord("("): "[", ord(")"): "]"})


def _paper(taxonomy: Taxonomy) -> Iterator[str]:
    """Yield the form to print; on the screen it shows what will be asked."""
    yield '<div class="form-paper">'
    yield f"<h2>{escape(text('forms', 'paper-form'))}</h2>"
    for question in contract(taxonomy):
        yield from _block(question.id, question.heading, question.help, _mark(question))
        labels = _labels(question)
        yield _boxes(labels) if labels else _room(question.id)
        yield "</section>"
    help_ = text("forms", "paper-sender-help")
    yield from _block("sender", text("forms", "paper-sender"), help_, "")
    yield f"{_room('sender')}</section>"
    yield from _block("return", text("forms", "paper-return"), "", "")
    yield f"{_room('return')}</section>"
    yield "</div>"


def _mark(question: Question) -> str:
    return f" <small>({escape(text('forms', 'required'))})</small>" if question.required else ""


def _block(id_: str, heading: str, help_: str, mark: str) -> Iterator[str]:
    yield f'<section class="form-question form-{id_}">'
    yield f"<h3>{escape(heading)}{mark}</h3>"
    if help_:
        yield f"<p>{escape(help_)}</p>"


def _labels(question: Question) -> tuple[str, ...]:
    """Return what there is to choose from, or to say yes with."""
    if question.kind == "tick":
        return (question.example,)
    return tuple(choice.label for choice in question.choices)


def _boxes(labels: tuple[str, ...]) -> str:
    """Return the choices as boxes to tick."""
    items = "".join(f"<li>{escape(label)}</li>" for label in labels)
    return f'<ul class="form-choices">{items}</ul>'


def _room(id_: str) -> str:
    """Return lines to write on, which only paper shows."""
    return f'<div class="form-lines" aria-hidden="true">{"<i></i>" * ROOM.get(id_, 1)}</div>'
