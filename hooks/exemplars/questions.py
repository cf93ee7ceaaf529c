"""The ten questions behind every door: forms, mails and the command line ask the same.

What a question fills, how long its answer may be and what there is to choose from come from the
models and the taxonomy; the words stand in wording.yml. So no door can differ from the checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from .model import KINDS, Consent, FrontMatter, Taxonomy
from .wording import table, text

Kind = Literal["line", "text", "choice", "choices", "tick"]
"""One line, several lines, one of the choices, some of them, or a box to tick."""

BODY = "body"
"""What the question fills that asks for the story itself; no key of the front matter."""
NOT_ASKED = "chua"
"""Choice of the question about consent that fills nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the answers that a question offers."""

    id: str
    label: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, and what its answer fills."""

    id: str
    number: int
    """Its place among the ten, from 1; 0 for a declaration."""
    kind: Kind
    keys: tuple[str, ...]
    """Keys of the front matter that it fills, the main one first; ``BODY`` for the story."""
    required: bool
    label: str
    help: str
    example: str
    aliases: tuple[str, ...] = ()
    """Other words by which a mail may name it."""
    choices: tuple[Choice, ...] = ()
    limit: int | None = None
    """Characters of the answer at most; where it is a list, characters of a part of a line."""
    items: int | None = None
    """Lines or choices at most; None where the answer is no list."""

    @property
    def heading(self) -> str:
        """The label with its number, as forms and letters show it: ``1. Tên``."""
        return f"{self.number}. {self.label}" if self.number else self.label


_ASKED: tuple[tuple[str, Kind, tuple[str, ...]], ...] = (
    ("name", "line", ("name",)),
    ("kind", "choice", ("kind",)),
    ("place", "line", ("locality",)),
    ("fields", "choices", ("fields",)),
    ("years", "line", ("since", "until")),
    ("summary", "text", ("summary",)),
    ("story", "text", (BODY,)),
    ("figures", "text", ("figures",)),
    ("recognitions", "text", ("recognitions", "basis")),
    ("sources", "text", ("sources", "basis")),
)
_DECLARED: tuple[tuple[str, Kind, tuple[str, ...]], ...] = (
    ("age", "choice", ("minor",)),
    ("consent", "choice", ("consent",)),
    ("licence", "tick", ()),
)
_DEMANDED = frozenset({"age", "licence"})
"""Declarations without which nothing is taken."""


def questions(taxonomy: Taxonomy) -> tuple[Question, ...]:
    """Return the ten questions, in the order in which they are asked."""
    return tuple(
        _question(number, id_, kind, keys, taxonomy)
        for number, (id_, kind, keys) in enumerate(_ASKED, 1)
    )


def declarations(taxonomy: Taxonomy) -> tuple[Question, ...]:
    """Return what the sender states besides: the age, the consent, the licence."""
    return tuple(_question(0, id_, kind, keys, taxonomy) for id_, kind, keys in _DECLARED)


def contract(taxonomy: Taxonomy) -> tuple[Question, ...]:
    """Return everything that is asked: the ten questions, then the declarations."""
    return questions(taxonomy) + declarations(taxonomy)


def _question(
    number: int, id_: str, kind: Kind, keys: tuple[str, ...], taxonomy: Taxonomy
) -> Question:
    main = keys[0] if keys else ""
    limit, items = _limits(main)
    words = table()["questions"]
    return Question(
        id=id_,
        number=number,
        kind=kind,
        keys=keys,
        required=main == BODY or id_ in _DEMANDED or _is_required(main),
        label=words[id_],
        help=words[f"{id_}-help"].format_map({"limit": limit, "items": items}),
        example=words[f"{id_}-example"],
        aliases=tuple(words.get(f"{id_}-aliases", "").split("; ")),
        choices=tuple(_choices(id_, taxonomy)),
        limit=limit,
        items=items,
    )


def _is_required(key: str) -> bool:
    return key in FrontMatter.model_fields and FrontMatter.model_fields[key].is_required()


def _limits(key: str) -> tuple[int | None, int | None]:
    """Return the most characters and the most items that the model takes for ``key``."""
    if key not in FrontMatter.model_fields:
        return None, None
    found = FrontMatter.model_fields[key]
    most = next((limit for limit in map(_most, found.metadata) if limit), None)
    inner = [argument for argument in get_args(found.annotation) if argument is not Ellipsis]
    if not inner or most is None:
        return most, None
    return next(_characters(inner[0]), None), most


def _characters(annotation: object) -> Iterator[int]:
    """Yield the most characters of a line, or of the texts of a part such as a source."""
    for metadata in getattr(annotation, "__metadata__", ()):
        if limit := _most(metadata):
            yield limit
    parts: Iterable[object] = getattr(annotation, "model_fields", {}).values()
    limits = [
        limit for part in parts for limit in map(_most, getattr(part, "metadata", ())) if limit
    ]
    if limits:
        yield min(limits)


def _most(metadata: object) -> int | None:
    limit = getattr(metadata, "max_length", None)
    return limit if isinstance(limit, int) else None


def _choices(id_: str, taxonomy: Taxonomy) -> Iterator[Choice]:
    if id_ == "kind":
        for kind in KINDS:
            yield Choice(id=kind, label=text("kinds", kind))
    elif id_ == "fields":
        for term in taxonomy.fields:
            yield Choice(id=term.id, label=term.label, description=term.description)
    elif id_ == "age":
        for age in ("adult", "minor", "collective"):
            yield Choice(id=age, label=text("questions", f"age-{age}"))
    elif id_ == "consent":
        kinds = get_args(Consent.model_fields["kind"].annotation)
        for consent in (*kinds, NOT_ASKED):
            yield Choice(id=consent, label=text("questions", f"consent-{consent}"))
