"""Select stories by field, place, year and kind, and say how they were selected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from .counting import DIMENSIONS
from .library import Library, Story
from .model import KINDS
from .naming import place_path
from .problem import FaultError
from .validating import nearest
from .wording import text

Wish = Mapping[str, tuple[str, ...]]
"""Name of an option → the ids that are wanted; an option without ids wants everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to select."""

    ids: Callable[[Library, Story], Iterable[str]]
    """The ids under which a story is found."""
    known: Callable[[Library], Iterable[str]]
    """Every id that there is."""
    label: Callable[[Library, str], str]


def select(library: Library, wish: Wish) -> tuple[Story, ...]:
    """Return the published stories of this site that fit, each once, in the library's order.

    One id of an option is enough, but every option must fit.

    Raises:
        FaultError: an id is not known, or no story fits.
    """
    wanted = {name: ids for name, ids in wish.items() if ids}
    for name, ids in wanted.items():
        _check_known(library, name, ids)
    found = tuple(story for story in library.here if _fits(library, story, wanted))
    if not found:
        raise _nothing(library, wanted)
    return found


def describe(library: Library, wish: Wish) -> list[dict[str, object]]:
    """Return the options in use with the labels of their ids, in words."""
    return [
        {
            "name": text("booklet", name),
            "labels": [OPTIONS[name].label(library, id_) for id_ in dict.fromkeys(ids)],
        }
        for name, ids in wish.items()
        if ids
    ]


def _check_known(library: Library, name: str, ids: Iterable[str]) -> None:
    known = [*OPTIONS[name].known(library)]
    for id_ in ids:
        if id_ not in known:
            close = nearest(id_, known) or text("booklet", "none")
            raise FaultError("booklet-unknown", option=f"--{name}", found=id_, known=close)


def _fits(library: Library, story: Story, wanted: Wish) -> bool:
    return all(
        not set(ids).isdisjoint(OPTIONS[name].ids(library, story)) for name, ids in wanted.items()
    )


def _nothing(library: Library, wanted: Wish) -> FaultError:
    """Return the fault that says which ids would have found a story."""
    if not library.here:
        return FaultError("booklet-stories", path=library.root)
    asked = " ".join(f"--{name} {' '.join(ids)}" for name, ids in wanted.items())
    known = "; ".join(filter(None, (_instead(library, wanted, name) for name in wanted)))
    return FaultError("booklet-empty", asked=asked, known=known or text("booklet", "none"))


def _instead(library: Library, wanted: Wish, name: str) -> str:
    """Return the ids of an option that are nearest to the wanted and fit all other options."""
    others = {other: ids for other, ids in wanted.items() if other != name}
    fitting = (story for story in library.here if _fits(library, story, others))
    ids = {id_ for story in fitting for id_ in OPTIONS[name].ids(library, story)}
    return f"--{name} {nearest(wanted[name][0], sorted(ids))}" if ids else ""


def _places(library: Library, story: Story) -> Iterable[str]:
    """Return where a story lies, as it was named then and as it is today, at every level."""
    then = story.front.locality
    return (*library.levels(then), *library.levels(library.now(then)))


def _years(library: Library) -> list[str]:
    """Return the years in which a story of this site was honoured."""
    ids = partial(DIMENSIONS["recognition_year"].ids, library)
    return sorted({year for story in library.here for year in ids(story)})


OPTIONS: Mapping[str, Option] = {
    "field": Option(
        ids=DIMENSIONS["field"].ids,
        known=lambda library: library.fields,
        label=lambda library, id_: library.fields[id_].label,
    ),
    "locality": Option(
        ids=_places, known=lambda library: library.localities, label=place_path
    ),
    "year": Option(
        ids=DIMENSIONS["recognition_year"].ids, known=_years, label=lambda _, id_: id_
    ),
    "kind": Option(
        ids=DIMENSIONS["kind"].ids,
        known=lambda _: KINDS,
        label=lambda _, id_: text("kinds", id_),
    ),
}  # fmt: skip
"""Every way to select by its name on the command line."""
