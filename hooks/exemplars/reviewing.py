"""Review a change: which stories differ from before, how they will look, what else moves."""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from .checking import check
from .counting import Counts, count
from .folder import OTHERS, TABLES, StoryFile, explore
from .library import Library
from .model import KINDS
from .problem import Place, Problem, ProblemsError, problem
from .publishing import publish
from .reading import read
from .site import Settings, Site
from .stages import together
from .wording import printable, text

What = Literal["added", "changed", "moved", "draft", "withdrawn", "erased", "lost"]
NAMELESS: frozenset[What] = frozenset({"withdrawn", "erased", "lost"})
"""What happened to stories whose names are not to be told any more."""
DIMENSIONS = ("kind", "field", "locality")
"""Statistics whose numbers are compared, beside the total."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A story that is not as it was."""

    what: What
    file: str
    """Path below stories/, the former one where there is no other."""
    slug: str
    name: str
    """Who it is about; empty where that is not known, or not to be told."""

    @property
    def address(self) -> str:
        """Where its page stands."""
        return f"/guong/{self.slug}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A number that is not as it was."""

    dimension: str
    """Name of the statistic, ``total`` for the number of all stories."""
    label: str
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """All that a change brings."""

    changes: tuple[Change, ...]
    tables: tuple[str, ...]
    """Other files of stories/ that differ."""
    problems: tuple[Problem, ...]
    """What has to be mended."""
    warnings: tuple[Problem, ...]
    """What to look at once more in the changed stories."""
    rows: tuple[Row, ...] | None
    """None while problems, now or before, forbid to count."""
    library: Library
    pages: Mapping[str, str]
    """Address → HTML of the pages of the changed stories that can be shown."""


def review(root: Path, former: Path, today: date, settings: Settings) -> Review:
    """Return what differs between the stories below ``former`` and those below ``root``.

    Args:
        root: the stories folder.
        former: the same folder as it was.
        today: the latest day that a date may name.
        settings: what the owner of the site set.

    Raises:
        FaultError: ``root`` is no folder, or cannot be read.
    """
    shown = root.as_posix()
    library, found = _judge(root, shown, today)
    before, old = _judge(former, shown, today)
    changes = tuple(_changes(root, former, library, before))
    problems = sorted([*(p for p in found if not p.warning), *_lost(changes, shown)])
    addresses = {change.file: change.address for change in changes}
    counts, pages = _finish(root, shown, today, settings, addresses)
    files = {f"{shown}/{change.file}" for change in changes}
    countable = all(p.warning for p in (*found, *old))
    return Review(
        changes=changes,
        tables=tuple(_tables(root, former)),
        problems=tuple(problems),
        warnings=tuple(p for p in found if p.warning and p.path in files),
        rows=tuple(_rows(count(before), counts)) if counts and countable else None,
        library=library,
        pages=pages,
    )


def _judge(root: Path, shown: str, today: date) -> tuple[Library, list[Problem]]:
    """Return the stories below ``root``, and every problem."""
    library, problems = read(root, shown, today)
    return library, sorted({*problems, *check(library)})


def _changes(root: Path, former: Path, library: Library, before: Library) -> Iterator[Change]:
    """Yield the stories that differ, by file; one that only moved is told once."""
    now, then = _stories(root), _stories(former)
    names = _names(before) | _names(library)
    for slug, file in sorted({**then, **now}.items(), key=lambda item: item[1]):
        if slug in now and slug in then and _same(root, former, now[slug], then[slug]):
            continue
        if slug in now or slug not in library.by_alias:
            what = _what(slug, library, set(then) - {slug}, known=slug in then)
            name = "" if what in NAMELESS else names.get(slug, "")
            yield Change(what=what, file=file.file, slug=slug, name=name)


def _what(slug: str, library: Library, others: set[str], *, known: bool) -> What:
    """Return what happened to a story that differs; ``others`` are the former slugs beside it."""
    if slug not in library.slugs:
        return "erased" if slug in library.erased else "lost"
    if any(tombstone.slug == slug for tombstone in library.tombstones):
        return "withdrawn"
    if any(draft.slug == slug for draft in library.drafts):
        return "draft"
    if known:
        return "changed"
    story = library.by_slug.get(slug)
    return "moved" if story and others & set(story.front.aliases) else "added"


def _stories(root: Path) -> dict[str, StoryFile]:
    """Return the story files by slug."""
    return {file.slug: file for file in explore(root, root.as_posix()).stories}


def _names(library: Library) -> dict[str, str]:
    return {story.slug: story.front.name for story in (*library.stories, *library.drafts)}


def _same(root: Path, former: Path, now: StoryFile, then: StoryFile) -> bool:
    """Tell whether a story and its photos are the same, byte for byte."""
    files = [now.file, *(str(Path(now.file).with_name(photo)) for photo in now.photos)]
    return now == then and all(_equal(root / file, former / file) for file in files)


def _equal(first: Path, second: Path) -> bool:
    return second.is_file() and filecmp.cmp(first, second, shallow=False)


def _tables(root: Path, former: Path) -> Iterator[str]:
    """Yield the files beside the stories that differ, are new or are gone."""
    for name in (*TABLES, *OTHERS):
        new, old = root / name, former / name
        if new.is_file() != old.is_file() or (new.is_file() and not _equal(new, old)):
            yield name


def _lost(changes: Sequence[Change], shown: str) -> Iterator[Problem]:
    """An address that was published must go on answering."""
    for change in changes:
        if change.what == "lost":
            path = f"{shown}/{change.file}"
            yield problem(path, Place(), "slug-lost", found=change.slug)


def _rows(before: Counts, after: Counts) -> Iterator[Row]:
    """Yield the numbers that differ, in the order of the statistics."""
    if before.total != after.total:
        label = text("review", "total")
        yield Row(dimension="total", label=label, before=before.total, after=after.total)
    for name in DIMENSIONS:
        old = {cell.id: cell for cell in before.dimensions[name]}
        new = {cell.id: cell for cell in after.dimensions[name]}
        for id_, cell in {**old, **new}.items():
            numbers = [cells[id_].count if id_ in cells else 0 for cells in (old, new)]
            if numbers[0] != numbers[1]:
                yield Row(dimension=name, label=cell.label, before=numbers[0], after=numbers[1])


def _finish(
    root: Path, shown: str, today: date, settings: Settings, addresses: Mapping[str, str]
) -> tuple[Counts | None, dict[str, str]]:
    """Return the counts of a site without the stories at fault, and the pages at ``addresses``.

    Works on a copy once a story has to be left out; None where no site can be made at all.
    """
    # Nothing is shared yet: without an address there is no code, no link to share a story by.
    bare = replace(settings, url="", edit="", issues="")
    with TemporaryDirectory(prefix="exemplars-") as name:
        folder = root
        while True:
            try:
                site = publish(folder, shown, today, bare, Path(name, "photos"))
            except ProblemsError as error:
                if folder == root:
                    folder = shutil.copytree(root, Path(name, "stories"), symlinks=True)
                if not _take_out(folder, shown, error.problems):
                    return None, {}
            else:
                return site.counts, _pages(site, addresses)


def _pages(site: Site, addresses: Mapping[str, str]) -> dict[str, str]:
    """Return address → HTML of the stories whose files are named; no other page is written."""
    sheets = [sheet for job in site.jobs for sheet in job.sheets if sheet.page.source in addresses]
    pages = together(sheet.write(sheet.page, "") for sheet in sheets)
    return {addresses[page.source]: page.html for page in pages if page.source}


def _take_out(folder: Path, shown: str, problems: Sequence[Problem]) -> bool:
    """Remove what is at fault among the stories of a copy; tell whether there was any."""
    faulty = {problem.path for problem in problems if not problem.warning}
    taken = False
    kinds = [folder / kind for kind in KINDS if not (folder / kind).is_symlink()]
    for path in [path for kind in kinds for path in kind.glob("*")]:
        place = printable(f"{shown}/{path.relative_to(folder).as_posix()}")
        if any(fault == place or fault.startswith(f"{place}/") for fault in faulty):
            taken = True
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
    return taken
