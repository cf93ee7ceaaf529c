"""Rules for stories: what a single field cannot show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .library import Document, Library, Story
from .linking import PREFIX, Link
from .model import PROGRAMME_YEAR
from .problem import Place, Problem, problem
from .strictyaml import Path
from .validating import nearest
from .vietnamese import day

SHOWN = 20
"""Links of a story that are looked at, and headings that a message names."""
FIRST_RECOGNITION = 1945
"""Honours of the State begin with the State."""


def check_kinds(library: Library) -> Iterator[Problem]:
    """A story lies in the folder of its kind."""
    for story in _stories(library):
        if story.front.kind != story.folder:
            yield story.problem("kind-folder", "kind", found=story.front.kind, folder=story.folder)


def check_quotes(library: Library) -> Iterator[Problem]:
    """A name is not wrapped in curly quotes: they were meant as YAML's, and would be shown."""
    for story in _stories(library):
        name = story.front.name
        if name[0] in "“”„‟«" and name[-1] in "“”»" and not any(q in name[1:-1] for q in "“”"):
            yield story.problem("yaml-smart-quotes", "name", found=name)


def check_places(library: Library) -> Iterator[Problem]:
    """A story's place is in localities.yml."""
    for story in _stories(library):
        place = story.front.locality
        if "localities.yml" in library.tables and place not in library.localities:
            known = nearest(place, library.localities)
            yield story.problem("locality-unknown", "locality", found=place, known=known)


def check_terms(library: Library) -> Iterator[Problem]:
    """Fields and themes are in taxonomy.yml, each named once."""
    themes = {term.id for term in library.taxonomy.themes}
    for story in _stories(library):
        for key, known in (("fields", library.fields), ("themes", themes)):
            terms = getattr(story.front, key)
            for index, term in enumerate(terms):
                if "taxonomy.yml" in library.tables and term not in known:
                    proposal = nearest(term, known)
                    yield story.problem(
                        "term-unknown", key, index, name=key, found=term, known=proposal
                    )
                elif term in terms[:index]:
                    yield story.problem("term-twice", key, index, name=key, found=term)


def check_dates(library: Library) -> Iterator[Problem]:
    """No date lies in the future, and nothing is updated before it is published."""
    today = day(library.today)
    for document, key, value in _days(library):
        if value > library.today:
            yield document.problem("date-future", key, name=key, found=day(value), today=today)
    for story in _stories(library):
        updated = story.front.updated
        if updated and updated < story.front.date:
            yield story.problem("updated-before", "updated", found=day(updated))


def check_years(library: Library) -> Iterator[Problem]:
    """Years are not in the future, and a deed does not end before it began."""
    today = library.today.isoformat()
    for story in _stories(library):
        front = story.front
        for key, year in (("since", front.since), ("until", front.until)):
            if year and year > library.today.year:
                yield story.problem(
                    "year-future", key, name=key, found=year, limit=library.today.year
                )
        if front.since and front.until and front.since > front.until:
            yield story.problem("years-order", "until", since=front.since, until=front.until)
        for path, value in _partial_dates(story):
            if value > today:
                yield story.problem(
                    "date-future", *path, name=path[-1], found=value, today=day(library.today)
                )


def check_recognitions(library: Library) -> Iterator[Problem]:
    """An honour lies between 1945 and the day of the story."""
    for story in _stories(library):
        last = story.changed.year
        for index, recognition in enumerate(story.front.recognitions):
            year = recognition.year
            if year and not FIRST_RECOGNITION <= year <= last:
                yield story.problem(
                    "recognition-year", "recognitions", index, "year",
                    found=year, first=FIRST_RECOGNITION, last=last,
                )  # fmt: skip


def check_basis(library: Library) -> Iterator[Problem]:
    """Nothing that was over before 2016 was honoured under Directive 05 of 2016."""
    for story in _stories(library):
        front = story.front
        if front.basis != "chi-thi-05" or front.until is None or front.until >= PROGRAMME_YEAR:
            continue
        years = [recognition.year for recognition in front.recognitions]
        if not any(year is None or year >= PROGRAMME_YEAR for year in years):
            yield story.problem("basis-years", "basis", found=front.until, limit=PROGRAMME_YEAR)


def check_aliases(library: Library) -> Iterator[Problem]:
    """A former address leads to one story and is no story's present address."""
    owners = {document.slug: document.file for document in library.documents}
    for story in _stories(library):
        for index, alias in enumerate(story.front.aliases):
            owner = owners.setdefault(alias, f"{story.file} (aliases)")
            if owner != f"{story.file} (aliases)" or alias in story.front.aliases[:index]:
                yield story.problem("alias-taken", "aliases", index, found=alias, other=owner)


def check_erased(library: Library) -> Iterator[Problem]:
    """An address that was erased is not used again, nor as a former address."""
    for document in library.documents:
        if document.slug in library.erased:
            yield document.problem("slug-erased", found=document.slug)
    for story in _stories(library):
        for index, alias in enumerate(story.front.aliases):
            if alias in library.erased:
                yield story.problem("slug-erased", "aliases", index, found=alias)


def check_links(library: Library) -> Iterator[Problem]:
    """A link in a story leads to a story and a heading that are there."""
    for story in _stories(library):
        seen: set[str] = set()
        for link in story.body.links:
            if link.found not in seen and len(seen) < SHOWN:
                seen.add(link.found)
                yield from _check_link(library, story, link)


def _check_link(library: Library, story: Story, link: Link) -> Iterator[Problem]:
    """A draft may link to drafts; nothing links to a story that was withdrawn."""
    target = link.slug or story.slug
    hidden = {tombstone.slug for tombstone in library.tombstones}
    if story.front.status == "published":
        hidden |= {draft.slug for draft in library.drafts}
    found = library.by_slug.get(target) or library.by_alias.get(target)
    goal = story if link.slug is None else found
    if link.slug and (target in hidden or (not found and target not in library.slugs)):
        known = nearest(target, library.by_slug)
        yield _at(story, link.place, "link-story", found=link.found, known=known)
    elif link.heading and goal and link.heading not in dict(goal.body.headings):
        ids = [f"#{id_.removeprefix(PREFIX)}" for id_, _ in goal.body.headings[:SHOWN]]
        known = ", ".join(ids) or "–"
        yield _at(story, link.place, "link-heading", found=link.found, known=known)


def check_photos(library: Library) -> Iterator[Problem]:
    """A photo is listed once."""
    for story in _stories(library):
        seen: set[str] = set()
        for index, photo in enumerate(story.front.photos):
            if photo.file in seen:
                yield story.problem("photo-twice", "photos", index, "file", found=photo.file)
            seen.add(photo.file)


def _stories(library: Library) -> tuple[Story, ...]:
    return (*library.stories, *library.drafts)


def _days(library: Library) -> Iterator[tuple[Document, str, date]]:
    """Yield every full date of every file, with its key."""
    for tombstone in library.tombstones:
        yield tombstone, "date", tombstone.date
    for story in _stories(library):
        yield story, "date", story.front.date
        if story.front.updated:
            yield story, "updated", story.front.updated


def _partial_dates(story: Story) -> Iterator[tuple[Path, str]]:
    """Yield every date of a source or a figure, with its path."""
    for index, source in enumerate(story.front.sources):
        if source.date:
            yield ("sources", index, "date"), source.date
    for index, figure in enumerate(story.front.figures):
        if figure.as_of:
            yield ("figures", index, "as_of"), figure.as_of


def _at(story: Story, place: Place, code: str, **values: object) -> Problem:
    return problem(story.path, place, code, **values)
