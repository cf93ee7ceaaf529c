"""Turn this repository's settings, Makefile and pages into those of another district's site."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from .model import Locality
from .problem import FaultError
from .territory import label, path
from .wording import text

OUR_NAME, OUR_PLACE, OUR_COMMUNE = "Gương sáng quê dừa", "ben-tre/ba-tri", "ben-tre/ba-tri/an-duc"
"""What the examples in our pages name by address."""
OUR_DISTRICT, OUR_VILLAGE = "huyện Ba Tri", "xã An Đức"
"""The same, as people write it."""
DROPPED = ("bench", "bless", "lock")
"""Words of make that need what is not copied, besides those that set up the tests."""
TEST = (
    "test: ## check the stories, and build the site as it will be published\n"
    "\t@sh .ci/setup site\n"
    "\t$(BIN)/exemplars check\n"
    "\t$(BIN)/mkdocs build --strict"
)
"""What is tested where the tests of the program are not."""

_TARGET = re.compile(r"([a-z-]+):")
_SETTING = (
    r"(?m)^(?P<key> *{key}: )(?P<open>!ENV \[\w+, )?"
    r'(?:"[^"\n]*"|[^\]#\n]*?)(?P<close>\])?(?P<comment> *#.*)?$'
)
"""A line of the owner's block: what stands around the value is kept."""
_LINK = re.compile(r"\[([^\]\n]*)\]\(([^)#\s]+)(#[^)\s]*)?\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a new owner said."""

    name: str
    """Of the site."""
    place: str
    """Id of the district, or whatever unit the site is about."""
    places: tuple[Locality, ...]
    """All places of its table."""
    publisher: str
    contact: str = ""
    agency: bool = False

    @property
    def description(self) -> str:
        """What the site is about."""
        return text("founding", "description", place=path(self.places, self.place))

    @property
    def example(self) -> str:
        """Id of a commune for examples; the site's own place where it has none yet."""
        below = (place.id for place in self.places if place.id.startswith(f"{self.place}/"))
        return next(below, self.place)


def adapt_settings(ours: str, wish: Wish) -> str:
    """Return mkdocs.yml with the new owner's values; everything else stays, comments included.

    Raises:
        FaultError: a line of the owner's block is not there.
    """
    for key, value in _values(wish).items():
        found = re.search(_SETTING.format(key=key), ours)
        if found is None:
            raise FaultError("init-setting", found=key)
        around = found.groupdict("")
        line = f"{around['key']}{around['open']}{value}{around['close']}{around['comment']}"
        ours = ours[: found.start()] + line + ours[found.end() :]
    return ours


def adapt_makefile(ours: str) -> str:
    """Return our Makefile without the words that need what is not copied."""
    kept, gone = [], set()
    for block in ours.strip().split("\n\n"):
        target = _TARGET.match(block)
        if target and target[1] == "test":
            kept.append(TEST)
        elif target and (target[1] in DROPPED or ".ci/setup test" in block):
            gone.add(target[1])
        else:
            kept.append(block)
    kept = [_without(block, gone) if block.startswith(".PHONY:") else block for block in kept]
    return "\n\n".join(kept) + "\n"


def adapt_page(ours: str, name: str, wish: Wish, left: Collection[str]) -> str:
    """Return a page whose examples name the new site, and whose links lead to what is there.

    Args:
        ours: our page.
        name: its path in the repository.
        wish: what the new owner said.
        left: paths of the pages that the new site does not have.
    """

    def unlink(link: re.Match[str]) -> str:
        target = os.path.normpath(PurePosixPath(name).parent / link[2])
        return link[1] if target in left else link[0]

    return (
        _LINK.sub(unlink, ours)
        .replace(OUR_NAME, wish.name)
        .replace(OUR_COMMUNE, wish.example)
        .replace(OUR_PLACE, wish.place)
        .replace(OUR_VILLAGE, label(wish.places, wish.example))
        .replace(OUR_DISTRICT, label(wish.places, wish.place))
    )


def quoted(words: str) -> str:
    """Return words as YAML on one line; JSON is a subset of it."""
    return json.dumps(words, ensure_ascii=False)


def _values(wish: Wish) -> Mapping[str, str]:
    """Return what the owner's block is to say, as YAML."""
    nearby = wish.place.partition("/")[0] == OUR_PLACE.partition("/")[0]
    return {
        "site_name": quoted(wish.name),
        "site_description": quoted(wish.description),
        "publisher": quoted(wish.publisher),
        "agency": str(wish.agency).lower(),
        "thousand": "ngàn" if nearby else "nghìn",
        "contact": quoted(wish.contact),
    }


def _without(line: str, words: Collection[str]) -> str:
    return " ".join(word for word in line.split(" ") if word not in words)
