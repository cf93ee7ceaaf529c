"""The contract: what a story's front matter, the vocabulary, the places and the reports hold.

Strict pydantic models; the checks, the JSON Schema and the documentation come from them.
Sequences are tuples: what is read never changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from .values import (
    Day,
    Line,
    Name,
    NonEmpty,
    Number,
    PartialDate,
    Slug,
    Summary,
    Text,
    WebAddress,
    Year,
)

PROGRAMME_YEAR = 2016
"""Directive 05-CT/TW was signed on 15 May 2016."""
UNKNOWN = "chua-ro"
"""Id under which a statistic counts what a story does not say."""

Kind = Literal["ca-nhan", "tap-the"]
Basis = Literal["chi-thi-05", "thi-dua", "bao-chi"]
Level = Literal["xa", "huyen", "tinh", "trung-uong"]
About = Literal["hơn", "gần", "khoảng"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Strict(BaseModel):
    """Nothing is guessed and nothing is ignored."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    def __getstate__(self) -> dict[str, Any]:
        """Be frozen as what was written; pydantic's own way takes all that was left out as well."""
        written = self.__pydantic_fields_set__
        return {name: value for name, value in self.__dict__.items() if name in written}

    def __setstate__(self, written: dict[str, Any]) -> None:
        """Thaw: what was left out is as the model says."""
        self.__dict__.update(_defaults(type(self)), **written)
        _set_written(self, _names(tuple(written)))
        _set_extra(self, None)
        _set_private(self, None)


_set_written, _set_extra, _set_private = (
    BaseModel.__dict__[f"__pydantic_{slot}__"].__set__
    for slot in ("fields_set", "extra", "private")
)
"""Set what pydantic knows of a model, past that nothing of a frozen one can be set."""


@cache
def _names(written: tuple[str, ...]) -> set[str]:
    """Return the names of fields as pydantic keeps them; frozen models can share them."""
    return {*written}


@cache
def _defaults(model: type[BaseModel]) -> Mapping[str, object]:
    """Return the value of each field that was left out, in the order of the fields."""
    fields = model.model_fields.items()
    return {name: field.get_default(call_default_factory=True) for name, field in fields}


class Source(Strict):
    """Where the facts come from."""

    title: Text
    publisher: Line
    url: WebAddress | None = None
    date: PartialDate | None = None
    archived: WebAddress | None = None


class Recognition(Strict):
    """An honour, as its source names it."""

    title: Line
    year: Year | None = None
    level: Level | None = None
    body: Line | None = None
    revoked: bool = False


class Figure(Strict):
    """A number of the deed."""

    label: Line
    value: Number
    about: About | None = None
    unit: Line | None = None
    as_of: PartialDate | None = None


class Photo(Strict):
    """A photo beside the story's file."""

    file: Line
    alt: Text
    credit: Line
    licence: Line
    consent: bool
    caption: Text | None = None


class Consent(Strict):
    """Who agreed to the publication, and when; never published."""

    kind: Literal["bao-chi", "van-ban", "giam-ho", "than-nhan"]
    date: Day


class FrontMatter(Strict):
    """The head of a story that is published or drafted."""

    name: Name
    kind: Kind
    title: Name | None = None
    other_names: Annotated[tuple[Line, ...], Field(max_length=20)] = ()
    summary: Summary
    role: Line | None = None
    locality: Line
    fields: Annotated[tuple[Line, ...], Field(max_length=10), NonEmpty]
    basis: Basis
    since: Year | None = None
    until: Year | None = None
    recognitions: Annotated[tuple[Recognition, ...], Field(max_length=60)] = ()
    figures: Annotated[tuple[Figure, ...], Field(max_length=40)] = ()
    sources: Annotated[tuple[Source, ...], Field(max_length=60), NonEmpty]
    photos: Annotated[tuple[Photo, ...], Field(max_length=40)] = ()
    themes: Annotated[tuple[Line, ...], Field(max_length=10)] = ()
    tags: Annotated[tuple[Line, ...], Field(max_length=20)] = ()
    authors: Annotated[tuple[Line, ...], Field(max_length=20)] = ()
    date: Day
    updated: Day | None = None
    aliases: Annotated[tuple[Slug, ...], Field(max_length=20)] = ()
    consent: Consent | None = None
    minor: bool = False
    status: Literal["published", "draft"] = "published"


class Withdrawn(Strict):
    """All that is left of a story that was taken down."""

    status: Literal["withdrawn"]
    date: Day


class Term(Strict):
    """A word of the vocabulary."""

    id: Slug
    label: Line
    description: Text


class Group(Term):
    """Several fields together."""

    fields: tuple[Slug, ...]


class Taxonomy(Strict):
    """stories/taxonomy.yml."""

    fields: tuple[Term, ...] = ()
    groups: tuple[Group, ...] = ()
    themes: tuple[Term, ...] = ()
    levels: tuple[Term, ...] = ()
    basis: tuple[Term, ...] = ()
    abbreviations: dict[str, Line] = Field(default_factory=dict)


class Locality(Strict):
    """An administrative unit, old or of today."""

    id: Annotated[str, StringConstraints(pattern=r"^(2025/)?[a-z0-9-]+(/[a-z0-9-]+){0,2}$")]
    name: Line
    type: Literal["tinh", "huyen", "thanh-pho", "thi-xa", "xa", "phuong", "thi-tran"]
    code: Annotated[str, StringConstraints(pattern=r"^\d{2,5}$")] | None
    until: Day | None = None
    successor: Line | None = None
    note: Text | None = None


class Part(Strict):
    """A part of a reported total."""

    label: Line
    value: int
    kind: Kind | None = None


class Report(Strict):
    """A number that was officially reported."""

    id: Slug
    place: Line
    label: Line
    value: int
    unit: Line
    parts: tuple[Part, ...] = ()
    period: Line | None = None
    as_of: PartialDate | None = None
    by: Line | None = None
    counts_exemplars: bool = False
    contradiction: Text | None = None
    source: Source

    @model_validator(mode="after")
    def parts_add_up(self) -> Self:
        """A total equals the sum of its parts, unless the contradiction is the source's own."""
        total = sum(part.value for part in self.parts)
        if self.parts and total != self.value and not self.contradiction:
            raise PydanticCustomError(
                "parts-sum", "parts differ", {"total": self.value, "parts": total}
            )
        return self


class Document(Strict):
    """A directive or decision that the programme rests on."""

    id: Slug
    name: Text
    date: Day | None = None
    body: Line | None = None
    sources: Annotated[tuple[Source, ...], NonEmpty]


class Programme(Strict):
    """stories/programme.yml."""

    documents: tuple[Document, ...] = ()
    reported: tuple[Report, ...] = ()
