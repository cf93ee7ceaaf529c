"""Judge a library: one function a rule, every fault at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from . import people_rules, privacy, story_rules, table_rules
from .library import Library
from .problem import Problem

Rule = Callable[[Library], Iterator[Problem]]

CHECKS: tuple[Rule, ...] = (
    table_rules.check_localities,
    table_rules.check_successors,
    table_rules.check_taxonomy,
    table_rules.check_groups,
    table_rules.check_reports,
    story_rules.check_erased,
    story_rules.check_kinds,
    story_rules.check_quotes,
    story_rules.check_places,
    story_rules.check_terms,
    story_rules.check_dates,
    story_rules.check_years,
    story_rules.check_recognitions,
    story_rules.check_basis,
    story_rules.check_aliases,
    story_rules.check_links,
    story_rules.check_photos,
    people_rules.check_minors,
    privacy.check_personal_data,
)


def check(library: Library) -> list[Problem]:
    """Return every problem that shows only when files are seen together, in reading order."""
    return sorted({problem for rule in CHECKS for problem in rule(library)})
