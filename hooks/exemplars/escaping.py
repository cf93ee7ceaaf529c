"""Escape text for HTML exactly as html5ever serialises it, so that nh3's output can be compared."""

from __future__ import annotations


def text(value: str) -> str:
    """Return ``value`` as it stands between tags."""
    return (
        value.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\u00a0", "&nbsp;")
    )


def attribute(value: str) -> str:
    """Return ``value`` as it stands between the double quotes of an attribute."""
    return text(value).replace('"', "&quot;")


def attributes(pairs: dict[str, object]) -> str:
    """Return `` name="value"`` for each pair."""
    return "".join(f' {name}="{attribute(str(value))}"' for name, value in pairs.items())
