"""Two more generators, which come from elsewhere and are measured by hand: see README.md."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from .hugo import CSS, write_pages
from .material import write_plain
from .tool import Tool

ELEVENTY_CONFIG = """\
export default function (config) {
  config.addPassthroughCopy('site.css')
  return { dir: { includes: '_layouts' }, markdownTemplateEngine: false }
}
"""
ELEVENTY_LAYOUT = """\
<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }} – Plain</title>
<meta name="description" content="{{ params.summary }}">
<link rel="stylesheet" href="/site.css">
</head>
<body>
<header><nav><a href="/">Plain</a></nav></header>
<main>
<article>
<h1>{{ title }}</h1>
<p><b>{{ params.title }}</b></p>
<p>{{ params.summary }}</p>
<dl>
<dt>Place</dt><dd>{{ params.locality }}</dd>
<dt>Fields</dt><dd>{{ params.fields | join: ", " }}</dd>
<dt>Basis</dt><dd>{{ params.basis }}</dd>
<dt>Since</dt><dd>{{ params.since }}</dd>
{% for figure in params.figures %}<dt>{{ figure.label }}</dt><dd>{{ figure.value }}</dd>
{% endfor %}</dl>
{{ content }}
<h2>Sources</h2>
<ul>{% for source in params.sources %}<li>{{ source.title }}, {{ source.publisher }}</li>
{% endfor %}</ul>
</article>
</main>
<footer><p>CC BY 4.0</p></footer>
</body>
</html>
"""
ELEVENTY_FILES = {
    "eleventy.config.mjs": ELEVENTY_CONFIG,
    "site.css": CSS,
    "_layouts/story.liquid": ELEVENTY_LAYOUT,
    "guong/guong.json": '{"layout": "story.liquid"}\n',
}


def eleventy(stories: Path, work: Path) -> Tool:
    """Return Eleventy with one layout for the stories and nothing else.

    Raises:
        LookupError: it is not installed.
    """
    program = _found("eleventy")
    write_pages(stories, work / "guong")
    for name, text in ELEVENTY_FILES.items():
        path = work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    output = work / "site"
    return Tool(
        command=(program, "--quiet", f"--output={output.name}"),
        home=work,
        stories=work / "guong",
        output=output,
        version=f"Eleventy {_version(program)}",
    )


def zensical(stories: Path, work: Path) -> Tool:
    """Return Zensical on the sources of plain Material without a search.

    Raises:
        LookupError: it is not installed.
    """
    program = _found("zensical")
    write_plain(stories, work, "")
    return Tool(
        command=(program, "build"),
        home=work,
        stories=work / "docs" / "guong",
        output=work / "site",
        caches=(work / ".cache",),
        version=f"Zensical {_version(program)}",
    )


def _found(program: str) -> str:
    if found := shutil.which(program):
        return found
    raise LookupError(f"{program} is missing: bench/README.md tells how it is installed")


def _version(program: str) -> str:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    found = re.search(r"\d+\.\d+\.\d+", said.stdout)
    return found[0] if found else said.stdout.strip()
