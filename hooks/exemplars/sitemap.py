"""Write sitemap.xml, every page that search engines may show with its true date, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape  # not that of xml.sax, which brings half of the network along

from .site import Page, Settings

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def write_sitemap(pages: Iterable[Page], others: Iterable[str], settings: Settings) -> bytes:
    """Return the sitemap of the generated pages and of ``others``, sorted by address.

    Args:
        pages: generated pages; those not listed are left out.
        others: addresses of hand-written pages, from the root: ``/gioi-thieu/``.
        settings: what the owner of the site set.
    """
    dates = dict.fromkeys(others, "")
    dates |= {p.address: p.changed.isoformat() if p.changed else "" for p in pages if p.listed}
    lines = "\n".join(_urls(dates, settings))
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}\n<urlset xmlns="{_NAMESPACE}">\n{lines}\n</urlset>\n'.encode()


def write_robots(settings: Settings) -> bytes:
    """Return robots.txt: everything may be read; where the sitemap is, if the site knows."""
    sitemap = f"\nSitemap: {settings.url}sitemap.xml\n" if settings.url else ""
    return f"User-agent: *\nAllow: /\n{sitemap}".encode()


def _urls(dates: dict[str, str], settings: Settings) -> Iterator[str]:
    for address, changed in sorted(dates.items()):
        location = escape(f"{settings.url}{address.removeprefix('/')}", quote=False)
        lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
        yield f"<url><loc>{location}</loc>{lastmod}</url>"
