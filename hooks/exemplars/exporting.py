"""Write the finished site as a folder of Markdown, so that any other generator can build it.

Each generated page becomes ``<address>/index.md``: front matter that says what the page is, and
its finished HTML on one single line. A line that begins with ``<div`` and has no blank line in it
is raw HTML to CommonMark and to Python-Markdown alike; nothing in it is read as Markdown.
Hand-written pages and all other files lie beside them, as they are.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

import yaml

from .problem import FaultError
from .site import Page, Settings, Site
from .sitemap import write_sitemap
from .swapping import Staging, discard, exchange, stage

MARKER = ".exemplars-export"
"""Names every file of an export, so that the next one knows what it may replace."""
HOME_MARK = "<!-- câu chuyện -->"
"""Where docs/index.md takes up the generated part of the home page."""
UNLISTED = ("ngoai-tuyen.md",)
"""Hand-written pages that nobody should find by a search."""

_KEPT = re.compile(r"<(pre|textarea)\b.*?</\1>", re.DOTALL)
"""Elements in which white space counts."""
_TAG = re.compile(r"<[a-zA-Z][^>]*>")
_LINK = re.compile(r"(\]\()((?:[\w.-]+/)+)index\.html([)#])")
_SPACES = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_BLANKS = dict.fromkeys(map(ord, _SPACES), " ")
_QUOTES = str.maketrans({"<": "‹", ">": "›", '"': "”", "'": "’"})
"""Signs that break out of a theme which does not escape, and what may stand for them."""

Content = bytes | Path


def export(site: Site, docs: Path, settings: Settings, output: Path) -> int:
    """Write the site into the folder ``output`` and return the number of its files.

    Args:
        site: the finished site.
        docs: the folder of hand-written pages; need not exist.
        settings: what the owner of the site set.
        output: a folder that is new, empty, or an earlier export; it is exchanged whole.

    Raises:
        FaultError: ``output`` holds something else, or cannot be written.
    """
    refuse_foreign(output)
    files = {path.removeprefix("/"): content for path, content in _files(site, docs, settings)}
    files[MARKER] = "".join(f"{name}\n" for name in sorted({*files, MARKER})).encode()
    staging = stage(output)
    try:
        _write(files, staging)
        exchange(staging)
    except BaseException:
        discard(staging)
        raise
    return len(files) - 1


def refuse_sources(output: Path, sources: Iterable[Path]) -> None:
    """An export neither replaces a folder that it is made from nor lies in one.

    Raises:
        FaultError: it would.
    """
    real = Path(os.path.realpath(output))
    for source in sources:
        if Path(os.path.realpath(source)).is_relative_to(real):
            raise FaultError("output-inside", path=str(output))
        if real.is_relative_to(os.path.realpath(source)):
            raise FaultError("export-within", path=str(output), source=str(source))


def refuse_foreign(output: Path) -> None:
    """Only what an earlier export wrote is ever replaced.

    Raises:
        FaultError: there is something else in ``output``.
    """
    if not output.is_dir() or not (found := sorted(_below(output, hidden=True))):
        return
    if MARKER not in found:
        raise FaultError("export-foreign", path=str(output))
    known = (output / MARKER).read_text("utf-8", errors="replace").splitlines()
    if extra := sorted({*_below(output, hidden=False)} - {*known}):
        raise FaultError("export-extra", path=str(output), found=extra[0])


def write_page(page: Page) -> bytes:
    """Return a generated page as Markdown that consists of front matter and one line of HTML."""
    front = {
        "title": page.title.translate(_QUOTES),
        "description": page.description.translate(_QUOTES),
        "hide": ["navigation", "toc"],
        **({} if page.listed else {"search": {"exclude": True}}),
        "head": page.head.translate(_BLANKS).strip(),
    }
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=float("inf"))
    return f"---\n{head}---\n{pack(page.html)}\n".encode()


def pack(html: str) -> str:
    """Return HTML as one line that no reader of Markdown and no template language changes.

    Line ends become spaces, or references where white space counts; a brace, with which Liquid,
    Nunjucks, Jinja and Hugo's shortcodes begin, becomes a reference too.
    """
    line = _KEPT.sub(lambda found: _refer(found[0]), html)
    line = _TAG.sub(lambda found: _pack_tag(found[0]), line)
    return f'<div class="exported">{line.translate(_BLANKS).replace("{", "&#123;")}</div>'


def _pack_tag(tag: str) -> str:
    """Return a start tag whose values keep their line ends as references."""
    return re.sub(r'"[^"]*"', lambda value: _refer(value[0]), tag)


def _refer(text: str) -> str:
    """Return ``text`` with its white space, other than spaces, as character references."""
    for char, reference in _SPACES.items():
        text = text.replace(char, reference)
    return text


def _files(site: Site, docs: Path, settings: Settings) -> Iterator[tuple[str, Content]]:
    """Yield every file by its address: what is generated comes last, and wins."""
    generated = {page.address: page for page in site.pages}
    yield from _handwritten(site, docs, generated)
    yield from site.files.items()
    if settings.url:
        pages = (path for path in _below(docs, hidden=False) if path.endswith(".md"))
        others = [_address(path) for path in pages if path not in UNLISTED]
        yield "sitemap.xml", write_sitemap(site.pages, others, settings)
    for address, page in generated.items():
        yield f"{address}index.md", write_page(page)


def _handwritten(
    site: Site, docs: Path, generated: Mapping[str, Page]
) -> Iterator[tuple[str, Content]]:
    """Yield the files of docs/; the home page with its generated part, links mended."""
    if not (docs / "index.md").is_file():
        yield "index.md", f"{pack(site.home)}\n".encode()
    for path in _below(docs, hidden=False):
        if not path.endswith(".md"):
            yield path, docs / path
            continue
        text = _mend_links((docs / path).read_text("utf-8-sig"), path, generated)
        if path == "index.md":
            text = text.replace(HOME_MARK, pack(site.home))
        yield path, text.encode()


def _mend_links(text: str, path: str, generated: Mapping[str, Page]) -> str:
    """Point links at the sources of generated pages, which now lie beside the page."""

    def mend(found: re.Match[str]) -> str:
        target = os.path.normpath(PurePosixPath(path).parent / found[2])
        kind = "md" if f"/{target}/" in generated else "html"
        return f"{found[1]}{found[2]}index.{kind}{found[3]}"

    return _LINK.sub(mend, text)


def _address(path: str) -> str:
    """Return the address of a hand-written page."""
    return f"/{path.removesuffix('.md')}/".removesuffix("index/")


def _below(folder: Path, *, hidden: bool) -> Iterator[str]:
    """Yield the path of each file below ``folder``; hidden ones at the top only if asked."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_dir() and (hidden or not name.startswith(".")):
            yield name


def _write(files: Mapping[str, Content], staging: Staging) -> None:
    for name, content in files.items():
        path = staging.path / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                path.write_bytes(content)
            else:
                shutil.copyfile(content, path)
        except OSError as error:
            reason = error.strerror or str(error)
            raise FaultError("output-write", path=str(staging.output), reason=reason) from None
