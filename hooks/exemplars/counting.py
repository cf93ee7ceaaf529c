"""Count a library: every statistic in one pass over the stories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

from .library import CURRENT, Library, Story
from .model import KINDS, UNKNOWN, Recognition, Report
from .naming import place_key, place_path, title_id
from .vietnamese import sort_key
from .wording import text

Ids = Callable[[Library, Story], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One way to sort stories: what it reads in a story, and where its lists live."""

    name: str
    """Name in statistics.json, in facets and in the address of its page."""
    prefix: str
    """Address of its lists, before the id."""
    ids: Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One number of a statistic, and exactly the stories it counts."""

    id: str
    label: str
    slugs: tuple[str, ...]
    """In Vietnamese order of the stories."""

    @property
    def count(self) -> int:
        """The number."""
        return len(self.slugs)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossCell:
    """One number of a cross table."""

    ids: tuple[str, str]
    slugs: tuple[str, ...]

    @property
    def count(self) -> int:
        """The number."""
        return len(self.slugs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What was officially reported, beside what is published of the same place and programme."""

    report: Report
    slugs: tuple[str, ...] | None
    """Published stories of that place with basis ``chi-thi-05``; None where the report does not
    count exemplars."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """All statistics of a library."""

    total: int
    dimensions: Mapping[str, tuple[Cell, ...]]
    cross: Mapping[str, tuple[CrossCell, ...]]
    reported: tuple[Reported, ...]

    def cell(self, dimension: str, id_: str) -> Cell | None:
        """Return the number of ``id_`` in ``dimension``, or None."""
        return next((cell for cell in self.dimensions[dimension] if cell.id == id_), None)


def count(library: Library) -> Counts:
    """Return every statistic of the published stories."""
    tallies: dict[str, dict[str, list[str]]] = {name: defaultdict(list) for name in DIMENSIONS}
    crossed: dict[tuple[str, str], dict[tuple[str, str], list[str]]]
    crossed = {pair: defaultdict(list) for pair in CROSSED}
    for story in library.stories:
        ids = {name: _ids(library, story, dimension) for name, dimension in DIMENSIONS.items()}
        for name, found in ids.items():
            for id_ in found:
                tallies[name][id_].append(story.slug)
        ids["locality"] = (_district(library, story),)
        for (first, second), cells in crossed.items():
            for cell in product(ids[first], ids[second]):
                cells[cell].append(story.slug)
    labels = _labels(library)
    return Counts(
        total=len(library.stories),
        dimensions={name: _cells(library, name, tally, labels) for name, tally in tallies.items()},
        cross={"*".join(pair): _cross(cells) for pair, cells in crossed.items()},
        reported=tuple(_reported(library, report) for report in library.programme.reported),
    )


def _ids(library: Library, story: Story, dimension: Dimension) -> Collection[str]:
    """Return the ids under which a story counts in a dimension, each once."""
    ids = dimension.ids(library, story)
    return dict.fromkeys(ids) if len(ids) > 1 else ids or (UNKNOWN,)


def _groups(library: Library, story: Story) -> list[str]:
    fields = frozenset(story.front.fields)
    groups = library.taxonomy.groups
    return [group.id for group in groups if not fields.isdisjoint(group.fields)]


def _honours(story: Story) -> list[Recognition]:
    """Return the honours that still stand; a revoked one counts nowhere."""
    return [honour for honour in story.front.recognitions if not honour.revoked]


def _district(library: Library, story: Story) -> str:
    """Return the district of a story of the units until 2025; today's have none."""
    levels = library.levels(story.front.locality)
    current = story.front.locality.startswith(CURRENT)
    return UNKNOWN if current or len(levels) == 1 else levels[1]


DIMENSIONS: Mapping[str, Dimension] = {
    dimension.name: dimension
    for dimension in (
        Dimension(name="kind", prefix="", ids=lambda _, s: [s.front.kind]),
        Dimension(name="field", prefix="linh-vuc/", ids=lambda _, s: s.front.fields),
        Dimension(name="group", prefix="nhom/", ids=_groups),
        Dimension(name="theme", prefix="chu-de/", ids=lambda _, s: s.front.themes),
        Dimension(name="basis", prefix="can-cu/", ids=lambda _, s: [s.front.basis]),
        Dimension(
            name="locality", prefix="dia-ban/", ids=lambda lib, s: lib.levels(s.front.locality)
        ),
        Dimension(
            name="locality_now",
            prefix="dia-ban/",
            ids=lambda lib, s: lib.levels(lib.now(s.front.locality)),
        ),
        Dimension(
            name="recognition_year",
            prefix="nam/",
            ids=lambda _, s: [str(honour.year) for honour in _honours(s) if honour.year],
        ),
        Dimension(
            name="recognition_level",
            prefix="cap/",
            ids=lambda _, s: [honour.level for honour in _honours(s) if honour.level],
        ),
        Dimension(
            name="recognition_title",
            prefix="danh-hieu/",
            ids=lambda _, s: [title_id(honour.title) for honour in _honours(s)],
        ),
        Dimension(name="month", prefix="thang/", ids=lambda _, s: [s.front.date.isoformat()[:7]]),
    )
}
"""Every dimension by name, in the order in which people meet them."""

CROSSED = (("field", "recognition_year"), ("field", "kind"), ("field", "locality"))
"""The pairs of dimensions in cross tables; places by district."""


def _labels(library: Library) -> Mapping[str, Mapping[str, str]]:
    """Return dimension → id → label, in the order in which the ids are listed."""
    taxonomy = library.taxonomy
    terms = {
        "field": taxonomy.fields,
        "group": taxonomy.groups,
        "theme": taxonomy.themes,
        "basis": taxonomy.basis,
        "recognition_level": taxonomy.levels,
    }
    labels = {name: {term.id: term.label for term in listed} for name, listed in terms.items()}
    labels["kind"] = {kind: text("kinds", kind) for kind in KINDS}
    titles: dict[str, str] = {}
    for story in library.stories:
        for recognition in story.front.recognitions:
            titles.setdefault(title_id(recognition.title), recognition.title)
    labels["recognition_title"] = dict(sorted(titles.items(), key=lambda item: sort_key(item[1])))
    return labels


def _cells(
    library: Library,
    name: str,
    tally: Mapping[str, list[str]],
    labels: Mapping[str, Mapping[str, str]],
) -> tuple[Cell, ...]:
    """Return the numbers of a dimension: a closed vocabulary whole, with its zeros."""
    known = labels.get(name, {})
    others = (id_ for id_ in tally if id_ not in known and id_ != UNKNOWN)
    places = name in {"locality", "locality_now"}
    ids = [*known, *sorted(others, key=partial(place_key, library) if places else None)]
    if name == "recognition_title":
        ids = [id_ for id_ in ids if id_ in tally]
    if UNKNOWN in tally:
        ids.append(UNKNOWN)
    return tuple(
        Cell(id=id_, label=_label(library, name, id_, known), slugs=tuple(tally.get(id_, ())))
        for id_ in ids
    )


def _label(library: Library, name: str, id_: str, known: Mapping[str, str]) -> str:
    if id_ == UNKNOWN:
        return text("labels", UNKNOWN)
    if name in {"locality", "locality_now"}:
        return place_path(library, id_)
    if name == "month":
        return text("labels", "month", month=int(id_[5:]), year=id_[:4])
    return known.get(id_, id_)


def _cross(cells: Mapping[tuple[str, str], list[str]]) -> tuple[CrossCell, ...]:
    return tuple(CrossCell(ids=ids, slugs=tuple(slugs)) for ids, slugs in sorted(cells.items()))


def _reported(library: Library, report: Report) -> Reported:
    if not report.counts_exemplars:
        return Reported(report=report, slugs=None)
    slugs = tuple(
        story.slug
        for story in library.stories
        if story.front.basis == "chi-thi-05"
        and report.place in library.levels(story.front.locality)
    )
    return Reported(report=report, slugs=slugs)
