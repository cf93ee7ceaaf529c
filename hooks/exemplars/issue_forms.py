"""The forms on GitHub: a nomination, a correction, and a signpost to private mail.

GitHub's rules for such forms are in its documentation, "Syntax for issue forms"; the tests hold
them against what is written here. Who asks for anonymity must not have to ask in public, so that
no form has a field for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import yaml

from .model import Taxonomy
from .questions import Question, declarations, questions
from .wording import text

Element = dict[str, Any]

CORRECTION = ("story", "wrong", "right", "source")
"""Fields of the correction, by their ids; all but the last must be filled."""
_ONE_LINE = {"story"}


def write_nomination(taxonomy: Taxonomy) -> bytes:
    """Return the form of a nomination."""
    asked = [_question(question) for question in (*questions(taxonomy), *declarations(taxonomy))]
    return _form("nominate", "de-cu", [_warning(), *asked])


def write_correction() -> bytes:
    """Return the form of a correction."""
    fields = [_correction(id_) for id_ in CORRECTION]
    confirm = _ticks("public", text("forms", "correct-confirm"), [text("forms", "confirm-public")])
    return _form("correct", "sua", [_warning(), *fields, confirm])


def write_signpost(address: str) -> bytes:
    """Return what GitHub offers beside the forms: a way to private mail, and no blank issue.

    GitHub shows no link but to a page; ``mailto:`` would make the whole signpost vanish.
    """
    link = {
        "name": text("forms", "remove"),
        "url": address,
        "about": text("forms", "remove-about"),
    }
    return _yaml({"blank_issues_enabled": False, "contact_links": [link]})


def signposted(content: bytes) -> str:
    """Return the address that a signpost written before leads to; empty where there is none."""
    try:
        found = yaml.safe_load(content)
        address = str(found["contact_links"][0]["url"])
    except (yaml.YAMLError, UnicodeDecodeError, LookupError, TypeError):
        return ""
    return address if urlsplit(address).scheme == "https" else ""


def _form(name: str, label: str, body: Sequence[Element]) -> bytes:
    return _yaml(
        {
            "name": text("forms", name),
            "description": text("forms", f"{name}-about"),
            "title": text("forms", f"{name}-title"),
            "labels": [label],
            "body": list(body),
        }
    )


def _warning() -> Element:
    return {"type": "markdown", "attributes": {"value": text("forms", "public")}}


def _question(question: Question) -> Element:
    """Return a question as an element; its label is what ``letters.py`` looks for."""
    if question.kind == "tick":
        return _ticks(
            question.id,
            question.heading,
            [question.example, text("forms", "confirm-public")],
            question.help,
        )
    attributes: Element = {"label": question.heading, "description": question.help}
    if question.kind in {"choice", "choices"}:
        attributes["multiple"] = question.kind == "choices"
        attributes["options"] = [*_offers(question)]
    else:
        attributes["placeholder"] = text("forms", "example", example=question.example)
    return _element(_TYPES[question.kind], question.id, attributes, required=question.required)


_TYPES: Mapping[str, str] = {
    "line": "input",
    "text": "textarea",
    "choice": "dropdown",
    "choices": "dropdown",
}


def _offers(question: Question) -> Iterator[str]:
    """Yield the choices; GitHub chooses the first of a required one itself, so that is none."""
    if question.required and question.kind == "choice":
        yield text("forms", "choose")
    yield from (choice.label for choice in question.choices)


def _correction(id_: str) -> Element:
    attributes = {
        "label": text("forms", f"correct-{id_}"),
        "description": text("forms", f"correct-{id_}-help"),
        "placeholder": text("forms", "example", example=text("forms", f"correct-{id_}-example")),
    }
    type_ = "input" if id_ in _ONE_LINE else "textarea"
    return _element(type_, id_, attributes, required=id_ != CORRECTION[-1])


def _ticks(id_: str, label: str, options: Sequence[str], description: str = "") -> Element:
    """Return boxes that must all be ticked."""
    attributes: Element = {"label": label}
    if description:
        attributes["description"] = description
    attributes["options"] = [{"label": option, "required": True} for option in options]
    return {"type": "checkboxes", "id": id_, "attributes": attributes}


def _element(type_: str, id_: str, attributes: Element, *, required: bool) -> Element:
    validations = {"validations": {"required": True}} if required else {}
    return {"type": type_, "id": id_, "attributes": attributes, **validations}


def _yaml(data: Element) -> bytes:
    dumped = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
    return f"# {text('forms', 'generated')}\n{dumped}".encode()


class _Dumper(yaml.SafeDumper):
    """Writes a text of several lines as a block, as people would."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)
