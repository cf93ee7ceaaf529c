"""Rules for the tables that stories refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from .library import CURRENT, Library
from .model import UNKNOWN, Basis, Level, Locality
from .problem import Place, Problem, problem
from .strictyaml import Path
from .validating import nearest

COMMUNES = ("xa", "phuong", "thi-tran")


def check_localities(library: Library) -> Iterator[Problem]:
    """A place is listed once, below a place that is listed too."""
    seen: set[str] = set()
    for index, place in enumerate(library.places):
        if place.id in seen:
            yield _problem(library, "localities.yml", (index, "id"), "id-twice", found=place.id)
        seen.add(place.id)
        above = library.levels(place.id)[:-1]
        if above and above[-1] not in library.localities:
            yield _problem(
                library,
                "localities.yml",
                (index, "id"),
                "locality-orphan",
                found=place.id,
                above=above[-1],
            )


def check_successors(library: Library) -> Iterator[Problem]:
    """Every chain of successors ends at a unit that exists today."""
    for index, place in enumerate(library.places):
        successor = place.successor
        if successor and successor not in library.localities:
            others = (id_ for id_ in library.localities if id_ != place.id)
            known = nearest(successor, others) or "–"
            code, path = "successor-unknown", (index, "successor")
            yield _problem(library, "localities.yml", path, code, found=successor, known=known)
        elif successor and _circles(library, place):
            yield _problem(
                library, "localities.yml", (index, "successor"), "successor-circle", found=place.id
            )
        elif not successor and place.type in COMMUNES and not place.id.startswith(CURRENT):
            yield _problem(
                library, "localities.yml", (index, "id"), "successor-missing", found=place.id
            )


def check_taxonomy(library: Library) -> Iterator[Problem]:
    """Ids of the vocabulary are used once, and levels and bases are those the model knows."""
    taxonomy = library.taxonomy
    for section in ("fields", "groups", "themes", "levels", "basis"):
        seen: set[str] = set()
        for index, term in enumerate(getattr(taxonomy, section)):
            if term.id in seen or term.id == UNKNOWN:
                yield _problem(
                    library, "taxonomy.yml", (section, index, "id"), "id-twice", found=term.id
                )
            seen.add(term.id)
    yield from _closed(library, "levels", get_args(Level))
    yield from _closed(library, "basis", get_args(Basis))


def check_groups(library: Library) -> Iterator[Problem]:
    """Every field is in exactly one group."""
    grouped: set[str] = set()
    for index, group in enumerate(library.taxonomy.groups):
        for position, field in enumerate(group.fields):
            path: Path = ("groups", index, "fields", position)
            if field not in library.fields:
                known = nearest(field, library.fields)
                yield _problem(
                    library, "taxonomy.yml", path, "group-field", found=field, known=known
                )
            elif field in grouped:
                yield _problem(library, "taxonomy.yml", path, "group-twice", found=field)
            grouped.add(field)
    for index, term in enumerate(library.taxonomy.fields):
        if term.id not in grouped:
            yield _problem(
                library, "taxonomy.yml", ("fields", index, "id"), "group-missing", found=term.id
            )


def check_reports(library: Library) -> Iterator[Problem]:
    """What was reported names a place that is listed, once under each id."""
    seen: set[str] = set()
    for index, report in enumerate(library.programme.reported):
        if "localities.yml" in library.tables and report.place not in library.localities:
            known = nearest(report.place, library.localities)
            path: Path = ("reported", index, "place")
            yield _problem(
                library, "programme.yml", path, "locality-unknown", found=report.place, known=known
            )
        if report.id in seen:
            yield _problem(
                library, "programme.yml", ("reported", index, "id"), "id-twice", found=report.id
            )
        seen.add(report.id)


def _circles(library: Library, place: Locality) -> bool:
    """Tell whether the chain of successors from ``place`` comes back to itself."""
    seen: set[str] = set()
    current: Locality | None = place
    while current and current.id not in seen:
        seen.add(current.id)
        current = library.localities.get(current.successor or "")
    return current is not None


def _closed(library: Library, section: str, expected: Iterable[str]) -> Iterator[Problem]:
    """A section whose ids the model fixes lists exactly those."""
    found = [term.id for term in getattr(library.taxonomy, section)]
    wanted = "taxonomy.yml" in library.tables and bool(found or library.documents)
    if wanted and set(found) != set(expected):
        yield _problem(
            library, "taxonomy.yml", (section,), "taxonomy-closed",
            name=section, found=", ".join(found), expected=", ".join(expected),
        )  # fmt: skip


def _problem(library: Library, table: str, path: Path, code: str, **values: object) -> Problem:
    place = library.tables.get(table, {}).get(path, Place())
    return problem(f"{library.root}/{table}", place, code, **values)
