"""Choose the places of a new site: those of the table that belong to it, or a first sketch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import yaml

from .library import CURRENT
from .model import Locality
from .problem import FaultError
from .validating import nearest
from .vietnamese import fold, slug
from .wording import table, text

LAST_DAY = date(2025, 6, 30)
"""The last day of the districts and of the former provinces."""
_TYPES = {"thành phố": "thanh-pho", "tp.": "thanh-pho", "tp": "thanh-pho"}
"""How people write types otherwise than wording.yml has them."""
_UNIT: Mapping[bool, tuple[str, ...]] = {
    True: ("huyen", "thi-xa", "thanh-pho"),
    False: ("tinh", "thanh-pho"),
}
"""Types of a district, and of a province; the first is meant where none is named."""


def find(places: Sequence[Locality], district: str, province: str = "") -> str | None:
    """Return the id of the place that an owner named; None where the table does not have it.

    Args:
        places: the table.
        district: an id, or a name with or without its type: "huyện Chợ Lách", "chợ lách".
        province: the name of its province, where that is needed to tell places apart.

    Raises:
        FaultError: the name is that of several places, or looks like an id and is none.
    """
    by_id = {place.id: place for place in places}
    if district in by_id:
        return district
    if "/" in district:
        raise FaultError("locality-unknown", found=district, known=nearest(district, by_id))
    found = [place.id for place in places if _is_named(place, district)]
    if province:
        found = [id_ for id_ in found if _name_of(by_id, id_) == fold(_split(province)[1])]
    if len(found) > 1:
        raise FaultError("init-places", found=district, known=", ".join(found))
    return found[0] if found else None


def belonging(places: Sequence[Locality], id_: str) -> tuple[Locality, ...]:
    """Return the place and all below it, what they became, and all above these; in table order.

    A unit of today brings what it was made of: its stories are told of places as they were.
    """
    by_id = {place.id: place for place in places}
    wanted = {place.id for place in places if _is_below(place.id, id_)}
    if id_.startswith(CURRENT):
        wanted |= {place.id for place in places if place.successor in wanted}
    waiting = list(wanted)
    while waiting:
        place = by_id[waiting.pop()]
        near = {id_ for id_ in (place.successor, _above(place.id)) if id_ in by_id} - wanted
        wanted |= near
        waiting += near
    return tuple(place for place in places if place.id in wanted)


def sketch(district: str, province: str, now: str = "") -> tuple[Locality, ...]:
    """Return a district that the table does not have, its province, and that of today.

    Codes are left open, for only the official list knows them.

    Raises:
        FaultError: a name has no letter that an id could be made of.
    """
    units = [_unit(province, "", district=False)]
    units.append(_unit(district, f"{units[0].id}/", district=True))
    if not now:
        return tuple(units)
    today = _unit(now, CURRENT, district=False)
    heirs = [unit.model_copy(update={"successor": today.id}) for unit in units]
    return (today.model_copy(update={"until": None}), *heirs)


def written(places: Sequence[Locality], *, current: bool) -> str:
    """Return the lines of localities.yml for the units of today, or for the former ones."""
    chosen = [place for place in places if place.id.startswith(CURRENT) is current]
    return "".join(f"- {_line(place)}\n" for place in chosen)


def label(places: Sequence[Locality], id_: str) -> str:
    """Return a place's name with its type: "huyện Chợ Lách"."""
    place = {place.id: place for place in places}[id_]
    return f"{text('place-types', place.type)} {place.name}"


def path(places: Sequence[Locality], id_: str) -> str:
    """Return a place with all above it: "huyện Chợ Lách, tỉnh Bến Tre"."""
    return ", ".join(label(places, level) for level in _upwards(id_))


def _is_named(place: Locality, asked: str) -> bool:
    """Tell whether a district, or a commune or province of today, has the name asked for."""
    type_, name = _split(asked)
    chosen = (
        place.id.startswith(CURRENT) if type_ in {"xa", "phuong", "tinh"} else _is_district(place)
    )
    return chosen and fold(place.name) == fold(name) and type_ in {"", place.type}


def _is_district(place: Locality) -> bool:
    return place.id.count("/") == 1 and not place.id.startswith(CURRENT)


def _name_of(by_id: Mapping[str, Locality], id_: str) -> str:
    """Return the folded name of the province of a place."""
    return fold(by_id[[*_upwards(id_)][-1]].name)


def _split(asked: str) -> tuple[str, str]:
    """Return the type that a name begins with, and the name: "Thị xã Gò Công"."""
    types = {label: type_ for type_, label in table()["place-types"].items()} | _TYPES
    for words in sorted(types, key=len, reverse=True):
        if asked.casefold().startswith(f"{words.casefold()} "):
            return types[words], asked[len(words) :].strip()
    return "", asked.strip()


def _unit(asked: str, above: str, *, district: bool) -> Locality:
    """Return a former unit whose code is not known."""
    type_, name = _split(asked)
    if not slug(name):
        raise FaultError("init-name", found=asked)
    type_ = type_ if type_ in _UNIT[district] else _UNIT[district][0]
    unit = {"id": above + slug(name), "name": name, "type": type_, "code": None, "until": LAST_DAY}
    return Locality.model_validate(unit)


def _is_below(id_: str, above: str) -> bool:
    return id_ == above or id_.startswith(f"{above}/")


def _above(id_: str) -> str:
    """Return the id of the unit that holds this one; a province has none."""
    above = id_.rpartition("/")[0]
    return "" if above == CURRENT.strip("/") else above


def _upwards(id_: str) -> Iterator[str]:
    while id_:
        yield id_
        id_ = _above(id_)


def _line(place: Locality) -> str:
    """Return a place as one line of YAML."""
    values = {key: getattr(place, key) for key in Locality.model_fields}
    values = {key: value for key, value in values.items() if value is not None or key == "code"}
    line = yaml.safe_dump(
        values, default_flow_style=True, sort_keys=False, allow_unicode=True, width=float("inf")
    )
    return line.strip()
