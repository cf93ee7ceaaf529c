"""Explain every check: what it asks and why, with an example wrong and the same one right.

The explanations are data, ``explanations.yml``; what they are called by is the code of a problem.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from .problem import FaultError
from .wording import table, text

WIDTH = 80
"""Columns of a terminal."""
ASKED_LIMIT = 500
"""Characters of a question that are looked at."""
NEAREST = 3
"""Codes that are proposed for one that does not exist."""
_CODE_WIDTH = 22
_VALUE = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What one check asks, and why."""

    code: str
    why: str
    """Plain sentences, the first of them short; Markdown."""
    place: str = ""
    """Where the example stands, a key of ``explain-places`` in wording.yml; empty without one."""
    wrong: str = ""
    right: str = ""

    @property
    def message(self) -> str:
        """Its message, with three dots where a fault shows what was found."""
        words = _VALUE.sub("…", table()["problems"][self.code].replace("{{", "{"))
        return words.replace("}}", "}")

    @property
    def gist(self) -> str:
        """Its first sentence."""
        return re.split(r"(?<=[.;]) ", self.why, maxsplit=1)[0].rstrip(".;")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Checks that belong together."""

    id: str
    title: str
    explanations: tuple[Explanation, ...]


@cache
def groups() -> tuple[Group, ...]:
    """Return all explanations, in the order in which a reader meets their checks."""
    source = files(__package__).joinpath("explanations.yml").read_text("utf-8")
    return tuple(map(_group, yaml.load(source, Loader=yaml.CSafeLoader)))


def explanations() -> Mapping[str, Explanation]:
    """Return code → explanation."""
    return {found.code: found for group in groups() for found in group.explanations}


def explain(asked: str) -> str:
    """Return the explanation of a code, or of a whole message, for a terminal.

    Raises:
        FaultError: there is no such code, and no such message.
    """
    asked = " ".join(asked[:ASKED_LIMIT].split())
    known = explanations()
    code = asked if asked in known else _code_of(asked)
    if code is None:
        near = ", ".join(_nearest(asked, list(known)))
        raise FaultError("explain-unknown", found=asked, known=near)
    return "\n".join(_lines(known[code]))


def listing() -> str:
    """Return every code with the gist of its explanation, for a terminal."""
    parts = [text("explain", "listing")]
    for group in groups():
        rows = (f"  {each.code:{_CODE_WIDTH}}{_gist(each)}" for each in group.explanations)
        parts.append("\n".join([group.title, *rows]))
    return "\n\n".join(parts)


def page() -> str:
    """Return docs/kiem-tra.md: every code as a heading that links can lead to."""
    head = ("---", f"description: {text('explain', 'description')}", "---", "")
    opening = (f"# {text('explain', 'title')}", "", text("explain", "opening"))
    parts = [
        "\n".join([*head, *opening]),
        "\n".join(f"- [{group.title}](#{_anchor(group)})" for group in groups()),
    ]
    for group in groups():
        parts.append(f"## {group.title} {{#{_anchor(group)}}}")
        parts += map(_section, group.explanations)
    return "\n\n".join(parts) + "\n"


def _group(found: Mapping[str, Any]) -> Group:
    return Group(
        id=found["id"],
        title=found["title"],
        explanations=tuple(_explanation(*item) for item in found["codes"].items()),
    )


def _explanation(code: str, found: Mapping[str, str]) -> Explanation:
    return Explanation(
        code=code,
        why=found["why"],
        place=found.get("in", ""),
        wrong=found.get("wrong", "").rstrip("\n"),
        right=found.get("right", "").rstrip("\n"),
    )


def _code_of(line: str) -> str | None:
    """Return the code whose message ends ``line``; before it may stand where the fault is."""
    return next((code for code in explanations() if _pattern(code).fullmatch(line)), None)


@cache
def _pattern(code: str) -> re.Pattern[str]:
    """Return what the messages of a code look like; a missing hint takes its semicolon along."""
    template = table()["problems"][code].replace("{{", "{").replace("}}", "}")
    fixed = [re.escape(part) for part in _VALUE.split(template)]
    return re.compile(".*?" + ".*?".join(fixed).replace(r";\ .*?", r"(?:;\ .*?)?"))


def _nearest(asked: str, known: Sequence[str]) -> list[str]:
    """Return the codes most like what was asked for; there always are some."""
    word = asked.lower().replace("_", "-")[:WIDTH]
    return sorted(known, key=lambda code: -SequenceMatcher(None, word, code).ratio())[:NEAREST]


def _lines(found: Explanation) -> Iterator[str]:
    yield found.code
    yield ""
    yield _wrapped(found.why)
    yield ""
    yield _wrapped(text("explain", "message", message=found.message))
    if found.place:
        where = text("explain-places", found.place)
        yield from ("", text("explain", "wrong", where=where), "", _indented(found.wrong))
        yield from ("", text("explain", "right"), "", _indented(found.right))


def _wrapped(words: str) -> str:
    return textwrap.fill(words.replace("`", ""), WIDTH, break_long_words=False)


def _indented(example: str) -> str:
    return textwrap.indent(example, "    ")


def _gist(found: Explanation) -> str:
    room = WIDTH - _CODE_WIDTH - 2
    return textwrap.shorten(found.gist.replace("`", ""), room, placeholder=" …")


def _anchor(group: Group) -> str:
    """Return the id of a group's heading, which no code has."""
    return f"nhom-{group.id}"


def _section(found: Explanation) -> str:
    """Return the part of the page that explains one code."""
    parts = [
        f"### `{found.code}` {{#{found.code}}}",
        found.why.replace(". ", ".\n"),
        text("explain", "message", message=f"`{found.message}`"),
    ]
    if found.place:
        where = text("explain-places", found.place)
        parts += [text("explain", "wrong", where=where), _fenced(found.wrong)]
        parts += [text("explain", "right"), _fenced(found.right)]
    return "\n\n".join(parts)


def _fenced(example: str) -> str:
    return f"```text\n{example}\n```"
