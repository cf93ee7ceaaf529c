"""A table of hostile stories: what strangers may send, and what must become of it."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from factories import story
from PIL import Image

from exemplars.vietnamese import slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One hostile input and the right behaviour."""

    name: str
    content: str | bytes = ""
    file: str = ""
    """Path below stories/; else made from the name."""
    more: Mapping[str, bytes] = field(default_factory=dict)
    """Other files, by path below stories/."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Symbolic links: path below stories/ → target."""
    refused: bool = False
    said: tuple[str, ...] = ()
    """Messages in order; those of the case's own file without its path."""
    visible: tuple[str, ...] = ()
    """What a reader sees on the story's page."""
    forbidden: tuple[str, ...] = ()
    """What stands in no page, index or sitemap."""
    fault: str = ""
    """What once went wrong here; ``said`` then holds the beginnings of right messages."""

    @property
    def path(self) -> str:
        """The path below stories/."""
        return self.file or f"ca-nhan/{slug(self.name)}.md"

    @property
    def warned(self) -> bool:
        """Accepted with a word of warning."""
        return bool(self.said) and not self.refused


def _shown(name: str, text: str, *visible: str, forbidden: tuple[str, ...] = ()) -> Case:
    """Return a case whose body is published as the text that it is."""
    return Case(
        name=name, content=story(f"{text}\n"), visible=visible or (text,), forbidden=forbidden
    )


def _front(label: str, /, *visible: str, forbidden: tuple[str, ...] = (), **changes: Any) -> Case:
    """Return a case with other front matter, shown as it is."""
    return Case(name=label, content=story(**changes), visible=visible, forbidden=forbidden)


def _refused(name: str, content: str | bytes, *said: str, **others: Any) -> Case:
    return Case(name=name, content=content, refused=True, said=said, **others)


def _fault(name: str, fault: str, content: str | bytes, *said: str, **others: Any) -> Case:
    """Return a case that once was not refused, or not with these words."""
    return Case(name=name, content=content, refused=True, said=said, fault=fault, **others)


def _head(line: str, key: str = "name") -> str:
    """Return a story with one line of its front matter replaced by ``line`` as it stands."""
    lines = [line if old.startswith(f"{key}:") else old for old in story().split("\n")]
    return "\n".join(lines)


def _link(name: str, text: str, found: str, line: int = 11) -> Case:
    """Return a case whose link leads nowhere it may."""
    return _refused(
        name,
        story(f"{text}\n"),
        f"{line}:{_column(text, found, line)}: liên kết “{found}” không dùng được; chỉ nhận https://, http://, mailto:, tel:, tệp của câu chuyện khác như ../tap-the/ten-cau-chuyen.md hoặc một tiêu đề như #cach-lam",
    )


def _column(text: str, found: str, line: int) -> int:
    """Return the column in which a link is found; entities and escapes hide it."""
    written = text.split("\n")[line - 11]
    return max(written.find(found), written.find(found.replace("?", "\t"))) + 1 or 1


def _picture(kind: str = "PNG", size: tuple[int, int] = (8, 6), **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.new("1" if kind == "PNG" else "RGB", size).save(buffer, kind, **options)
    return buffer.getvalue()


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = "<script>h-exif()</script>"
    exif[0x8825] = {1: "N", 2: (10.0, 2.0, 3.0)}
    return exif


def _animated() -> bytes:
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (8, 6), colour) for colour in ("red", "blue")]
    frames[0].save(buffer, "WEBP", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def _photo(
    name: str, raw: bytes, *said: str, file: str = "anh.png", fault: str = "", **listed: Any
) -> Case:
    """Return a case of one photo beside a story that lists it."""
    folder = f"ca-nhan/{slug(name)}"
    photo = {"file": file, "alt": "Bà Ân", "credit": "Lê A", "licence": "CC0", "consent": True}
    photo = {key: value for key, value in {**photo, **listed}.items() if value is not None}
    return Case(
        name=name,
        file=f"{folder}/index.md",
        content=story(photos=[photo]),
        more={f"{folder}/{file}": raw} if "/" not in file else {},
        refused=bool(said),
        said=said,
        fault=fault,
        visible=() if said else ("Ảnh: Lê A (CC0)",),
        forbidden=("h-exif", "GPS", "<script>h-alt"),
    )


HTML = (
    ("html script", "<script>h01()</script>"),
    ("html script upper case", "<SCRIPT SRC=//evil.example/h02.js></SCRIPT>"),
    ("html script with slash", "<script/h03>h03()</script>"),
    ("html script in a script", "<scr<script>ipt>h04()</scr</script>ipt>"),
    ("html img onerror", "<img src=x onerror=h05()>"),
    ("html img without spaces", '<img/src="x"/onerror="h06()">'),
    ("html svg onload", "<svg onload=h07()><animate onbegin=h07()></svg>"),
    ("html svg with use", '<svg><use href="data:image/svg+xml,h08"></use></svg>'),
    ("html math", '<math><maction actiontype="statusline" xlink:href="javascript:h09()">x</math>'),
    ("html iframe", '<iframe src="//evil.example/h10" srcdoc="h10"></iframe>'),
    ("html object", '<object data="//evil.example/h11.swf"></object>'),
    ("html embed", '<embed src="//evil.example/h12.swf">'),
    ("html style", "<style>@import '//evil.example/h13.css'</style>"),
    ("html link", '<link rel="stylesheet" href="//evil.example/h14.css">'),
    ("html meta refresh", '<meta http-equiv="refresh" content="0;url=//evil.example/h15">'),
    ("html base", '<base href="//evil.example/h16/">'),
    ("html form", '<form action="//evil.example/h17"><button>h17</button></form>'),
    ("html input", '<input autofocus onfocus="h18()">'),
    ("html template", "<template><script>h19()</script></template>"),
    ("html noscript", '<noscript><p title="</noscript><img src=x onerror=h20()>">'),
    ("html comment", "<!-- h21 --><b>h21</b>"),
    ("html comment that ends oddly", "<!--> <b>h22</b> --!> h22 -->"),
    ("html cdata", "<![CDATA[ <b>h23</b> ]]>"),
    ("html conditional comment", "<!--[if IE]><script>h24()</script><![endif]-->"),
    ("html processing instruction", "<?php h25(); ?><?xml version='1.0'?>"),
    ("html doctype", "<!DOCTYPE html SYSTEM 'h26'>"),
    ("html unclosed tag", "<img src='x' onerror='h27()'"),
    ("html unclosed attribute", '<a href="https://h28.example'),
    ("html entity in an attribute", '<a href="&#106;avascript:h29()">h29</a>'),
    ("html closing tags of the frame", "</p></div></article></main></body></html><b>h30</b>"),
    ("html details", "<details open ontoggle=h31()>h31</details>"),
    ("html video", '<video src="//evil.example/h32" onloadstart="h32()"></video>'),
    ("html event on a custom element", "<x-y onpointerenter=h33() tabindex=1 autofocus>h33</x-y>"),
    ("html textarea and title", "</textarea></title><b>h34</b>"),
    ("html plaintext", "<plaintext><xmp><listing>h35"),
    ("html marquee", "<marquee onstart=h36()>h36</marquee>"),
    ("html portal and popover", "<portal src=//evil.example/h37></portal><p popover id=h37>"),
    ("html declarative shadow root", "<div><template shadowrootmode=open>h38</template></div>"),
    ("html entities stay entities", "&lt;script&gt;h40()&lt;/script&gt; &#60;b&#62; &amp;amp;"),
)  # fmt: skip

TEXTS = (
    ("text look-alike brackets", "＜script＞h39()＜/script＞ ‹script›h39()"),
    ("text jinja", "{{ config.site_url }} {% raw %} {# h41 #} {{ 7 + 7 }}"),
    ("text shell and template literals", "${h42} $(id) `id` #{h42} <%= h42 %>"),
    ("text marks of the frame", "%%content%% %%title%% %%head%% %%address%% %%h43%%"),
    ("text mark of the home page", "<!-- câu chuyện --> h44"),
    ("text attribute lists", 'Chữ {: #__drawer .md-nav onclick="h45()" }'),
    ("text attribute list without colon", "{#__config .md-search} h46"),
    ("text fenced code with html", "``` html <b>h47</b> ```"),
    ("text autolink", "<javascript:h48()> <https://evil.example/h48> <h48>"),
    ("text naked addresses", "https://evil.example/h49 www.evil.example"),
    ("text reference link", "[bấm][h50] [h50] [h50][]\n\n[h50]: javascript:h50()"),
    ("text abbreviation and deflist", "*[HTML]: <b>h51</b>\n\nTừ\n: <b>nghĩa</b>"),
    ("text admonition", '!!! note "<b>h52</b>"'),
    ("text snippet include", '--8<-- "/etc/passwd" h53'),
    ("text thematic breaks", "---\n\nh54\n\n___"),
    ("text setext heading", "h55\n==="),
    ("text indented html", "        <b>h56</b>"),
    ("text right to left letters", "שלום عليكم h57"),
    ("text emoji and joiners", "👩‍🌾 👨‍👩‍👧‍👦 🇻🇳 h58"),
    ("text homoglyphs", "Nguyеn Vаn h59"),
    ("text zalgo of a few marks", "z\u0335\u0321a\u0334\u0322l\u0337 h60"),
    ("text very long word", "h61" + "a" * 20000),
    ("text link split by a tab", "[h62](java\tscript:h62())"),
    ("text link split by a line", "[h63](java\nscript:h63())"),
    ("text link with html as target", "[h64](https://a.example/ <b>)"),
    ("text image of another site by reference", "![h65][x]\n\n[x]: //evil.example/h65.png"),
    ("text wiki and obsidian", "[[h66|<b>]] ![[h66.html]] ==h66=="),
    ("text inline footnote", "h67 ^[<b>x</b>]"),
    ("text math", "$$\\href{javascript:h68}$$ \\(h68\\)".replace("\\(", "(").replace("\\)", ")")),
    ("text task list", "[x] h69 [ ] h69"),
    ("text non-breaking spaces", "h70\u00a0%\u00a0a"),
)

LINKS = (
    _link("link javascript", "[a](javascript:alert(1))", "javascript:alert(1)"),
    _link("link javascript in mixed case", "[a](JaVaScRiPt:alert(1))", "JaVaScRiPt:alert(1)"),
    _link("link javascript by decimal entity", "[a](&#106;avascript:x)", "javascript:x"),
    _link("link javascript by hex entity", "[a](&#x6A;avascript:x)", "javascript:x"),
    _link("link javascript by padded entity", "[a](&#0000106;avascript:x)", "javascript:x"),
    _link("link javascript by named colon", "[a](javascript&colon;x)", "javascript:x"),
    _link("link javascript by tab entity", "[a](java&Tab;script:x)", "java?script:x"),
    _link("link javascript by newline entity", "[a](java&NewLine;script:x)", "java?script:x"),
    _link("link javascript by escaped colon", "[a](javascript\\:x)", "javascript:x"),
    _link("link javascript in angle brackets", "[a](<javascript:x y>)", "javascript:x y"),
    _link("link javascript with a raw tab", "[a](<java\tscript:x>)", "java?script:x"),
    _link("link javascript on the next line", "[a](\njavascript:x)", "javascript:x"),
    _link("link javascript with a title", '[a](javascript:x "b")', "javascript:x"),
    _link("link javascript percent-encoded", "[a](%6Aavascript:x)", "%6Aavascript:x"),
    _link("link javascript with encoded newline", "[a](java%0Ascript:x)", "java%0Ascript:x"),
    _link(
        "link javascript behind a comment",
        "[a](javascript://a.example/%0Ax)",
        "javascript://a.example/%0Ax",
    ),
    _link("link javascript in full width", "[a](ｊavascript:x)", "ｊavascript:x"),
    _link("link javascript without a dot", "[a](javascrıpt:x)", "javascrıpt:x"),
    _link("link javascript with a long s", "[a](javaſcript:x)", "javaſcript:x"),
    _link(
        "link javascript behind a control character", "[a](&#1;javascript:x)", "&#1;javascript:x"
    ),
    _link("link javascript inside emphasis", "**[a](javascript:x)**", "javascript:x"),
    _link("link javascript in a heading", "## [a](javascript:x)", "javascript:x"),
    _link("link javascript in a table", "| a |\n|---|\n| [a](javascript:x) |", "javascript:x", 13),
    _link("link javascript in a footnote", "b[^1]\n\n[^1]: [a](javascript:x)", "javascript:x", 13),
    _link("link javascript in a list in a quote", "> - [a](javascript:x)", "javascript:x"),
    _link(
        "link data", "[a](data:text/html;base64,PHNjcmlwdD4=)", "data:text/html;base64,PHNjcmlwdD4="
    ),
    _link("link data in mixed case", "[a](DaTa:text/html,x)", "DaTa:text/html,x"),
    _link("link vbscript", "[a](vbscript:x)", "vbscript:x"),
    _link("link blob", "[a](blob:https://a.example/x)", "blob:https://a.example/x"),
    _link("link file", "[a](file:///etc/passwd)", "file:///etc/passwd"),
    _link("link ftp", "[a](ftp://a.example/x)", "ftp://a.example/x"),
    _link(
        "link view-source", "[a](view-source:https://a.example)", "view-source:https://a.example"
    ),
    _link("link intent", "[a](intent://x#Intent;end)", "intent://x#Intent;end"),
    _link("link of two slashes", "[a](//evil.example/x)", "//evil.example/x"),
    _link("link of three slashes", "[a](///evil.example)", "///evil.example"),
    _link("link of slash and backslash", "[a](/\\evil.example)", "/\\evil.example"),
    _link("link of two backslashes", "[a](\\\\\\\\evil.example)", "\\\\evil.example"),
    _link("link https with backslash", "[a](https:/\\evil.example)", "https:/\\evil.example"),
    _link("link https without host", "[a](https:evil.example)", "https:evil.example"),
    _link("link https with an empty host", "[a](https:///evil.example)", "https:///evil.example"),
    _link(
        "link with a user name",
        "[a](https://bao.example@evil.example)",
        "https://bao.example@evil.example",
    ),
    _link(
        "link with user and password", "[a](https://u:p@evil.example)", "https://u:p@evil.example"
    ),
    _link(
        "link with a user name by entity",
        "[a](https://u&#64;evil.example)",
        "https://u@evil.example",
    ),
    _link(
        "link with a full width at sign", "[a](https://u＠evil.example)", "https://u＠evil.example"
    ),
    _link("link with a wrong port", "[a](https://a.example:99999)", "https://a.example:99999"),
    _link("link with an open bracket host", "[a](https://[::1)", "https://[::1"),
    _link(
        "link with a double quote",
        '[a](https://a.example/"onclick=x)',
        'https://a.example/"onclick=x',
    ),
    _link("link with a single quote", "[a](https://a.example/'x)", "https://a.example/'x"),
    _link(
        "link with angle brackets", "[a](https://a.example/<script>)", "https://a.example/<script>"
    ),
    _link(
        "link mailto with header",
        "[a](mailto:a@b.example?bcc=c@d.example)",
        "mailto:a@b.example?bcc=c@d.example",
    ),
    _link("link tel with a code", "[a](tel:*21*113#)", "tel:*21*113#"),
    _link("link to a folder above", "[a](../../../mkdocs.yml)", "../../../mkdocs.yml"),
    _link("link to a page of the site", "[a](/du-lieu/)", "/du-lieu/"),
    _link("link to nothing", "[a](#)", "#"),
    _link("link without target", "[a]()", ""),
)

BODIES = (
    _refused(
        "link to a story that is not there",
        story("[a](khong-co.md)\n"),
        "11:5: liên kết “khong-co.md” dẫn tới câu chuyện không có ở đây; có phải: link-to-a-story-that-is-not-there?",
    ),
    _refused(
        "link to a heading that is not there",
        story("## Có\n\n[a](#khong)\n"),
        "13:5: liên kết “#khong” dẫn tới tiêu đề không có; các tiêu đề là: #co",
    ),
    _refused(
        "link to an id of the theme",
        story("[a](#__drawer)\n"),
        "11:5: liên kết “#__drawer” dẫn tới tiêu đề không có; các tiêu đề là: –",
    ),
    _refused(
        "image of another site",
        story("![a](https://evil.example/a.png)\n"),
        "11:6: ảnh “https://evil.example/a.png” chưa được kê ở mục photos của câu chuyện, hoặc không nằm cạnh tệp",
    ),
    _refused(
        "image as data",
        story("![a](data:image/svg+xml,x)\n"),
        "11:6: ảnh “data:image/svg+xml,x” chưa được kê ở mục photos của câu chuyện, hoặc không nằm cạnh tệp",
    ),
    _refused(
        "image by javascript",
        story("![a](javascript:x)\n"),
        "11:6: ảnh “javascript:x” chưa được kê ở mục photos của câu chuyện, hoặc không nằm cạnh tệp",
    ),
    _refused(
        "image above the folder",
        story("![a](../../etc/passwd)\n"),
        "11:6: ảnh “../../etc/passwd” chưa được kê ở mục photos của câu chuyện, hoặc không nằm cạnh tệp",
    ),
    _refused(
        "image in a link",
        story("[![a](x.png)](https://a.example)\n"),
        "11:1: ảnh phải đứng riêng một đoạn, không chen giữa câu hay trong chú thích; hãy để một dòng trống trước và sau",
        "11:7: ảnh “x.png” chưa được kê ở mục photos của câu chuyện, hoặc không nằm cạnh tệp",
    ),
    _refused(
        "footnote without a note",
        story("a[^1]\n"),
        "11:4: chú thích [^1] chưa có lời giải; hãy thêm dòng “[^1]: …” ở cuối bài",
    ),
    _refused(
        "footnote that nobody uses",
        story("a\n\n[^1]: b\n"),
        "13:3: lời giải của chú thích [^1] không được dùng; hãy đặt [^1] trong bài hoặc xóa dòng này",
    ),
    _refused(
        "footnote explained twice",
        story("a[^1]\n\n[^1]: b\n\n[^1]: c\n"),
        "15:3: chú thích [^1] có hai lời giải; hãy đổi tên một chú thích",
    ),
    _refused(
        "footnote in a footnote",
        story("a[^1] b[^2]\n\n[^1]: c[^2]\n\n[^2]: d\n"),
        "13:10: chú thích không được nằm trong chú thích khác; hãy viết thẳng ra",
    ),
    _refused(
        "footnote that names itself",
        story("a[^1]\n\n[^1]: b[^1]\n"),
        "13:10: chú thích không được nằm trong chú thích khác; hãy viết thẳng ra",
    ),
    _refused(
        "heading of level one",
        story("# a\n"),
        "11:1: tiêu đề bắt đầu bằng “#”; hãy dùng ##, ### hoặc #### (tên bài đã là tiêu đề lớn nhất)",
    ),
    _refused(
        "heading of level five and six",
        story("##### a\n\n###### b\n"),
        "11:1: tiêu đề bắt đầu bằng “#####”; hãy dùng ##, ### hoặc #### (tên bài đã là tiêu đề lớn nhất)",
        "13:1: tiêu đề bắt đầu bằng “######”; hãy dùng ##, ### hoặc #### (tên bài đã là tiêu đề lớn nhất)",
    ),
    _refused(
        "table row with too many cells",
        story("| a | b |\n|---|---|\n| c | d | e |\n"),
        "13:1: dòng này của bảng có nhiều ô hơn dòng đầu; hãy bỏ bớt ô hoặc thêm cột",
    ),
    _refused(
        "quotes in quotes without end",
        story(">" * 500 + " a\n"),
        "11:1: danh sách, trích dẫn hay chữ nghiêng đậm lồng nhau quá 10 tầng; hãy viết thẳng ra",
    ),
    _refused(
        "lists in lists without end",
        story("- " * 500 + "a\n"),
        "11:1: danh sách, trích dẫn hay chữ nghiêng đậm lồng nhau quá 10 tầng; hãy viết thẳng ra",
    ),
    _refused(
        "emphasis in emphasis without end",
        story("*" * 41 + "a" + "*" * 41 + "\n"),
        "11:1: danh sách, trích dẫn hay chữ nghiêng đậm lồng nhau quá 10 tầng; hãy viết thẳng ra",
    ),
    _refused(
        "brackets without end",
        story("[" * 500 + "\n"),
        "11:1: đoạn này có quá 60 dấu ngoặc vuông mở; hãy tách đoạn hoặc bỏ bớt",
    ),
    _refused(
        "no body",
        story(""),
        "11:1: câu chuyện chưa có lời văn; hãy viết ít nhất một câu sau phần đầu",
    ),
    _refused(
        "body of spaces",
        story(" \n\t\n\u00a0\n"),
        "11:1: câu chuyện chưa có lời văn; hãy viết ít nhất một câu sau phần đầu",
    ),
)

FRONT = (
    _front("front html in name", "<img src=x onerror=h80()>", name="<img src=x onerror=h80()>", forbidden=("<img src=x",)),
    _front("front end of title in name", "</title><script>h81()</script>", name="</title><script>h81()</script>", forbidden=("<script>h81",)),
    _front("front end of comment and cdata in name", "--> ]]> h82", name="--> ]]> h82", forbidden=("]]> h82",)),
    _front("front quotes in name", "\"onload='h83()' `h83`", name="\"onload='h83()' `h83`", forbidden=("\"onload='h83",)),
    _front("front jinja in name", "{{ 7*7 }}{% include 'x' %} h84", name="{{ 7*7 }}{% include 'x' %} h84", forbidden=("49 h84",)),
    _front("front marks of the frame in name", "%%content%%%%title%% h85", name="%%content%%%%title%% h85"),
    _front("front marks of the frame in summary", "%%title%% %%head%% h86", summary="%%title%% %%head%% h86"),
    _front("front html in title", "<b>h87</b>", title="<b>h87</b>", forbidden=("<b>h87",)),
    _front("front markdown in title", "**đậm** [a](javascript:h88) `x`", title="**đậm** [a](javascript:h88) `x`", forbidden=('="javascript:h88',)),
    _front("front end of an attribute in summary", '"><script>h89()</script>', summary='"><script>h89()</script>', forbidden=("<script>h89", 'content=""')),
    _front("front refresh in summary", '0; url=//evil.example/h90" http-equiv="refresh', summary='0; url=//evil.example/h90" http-equiv="refresh', forbidden=('h90" http-equiv',)),
    _front("front html in role", "<svg/onload=h91()>", role="<svg/onload=h91()>", forbidden=("<svg/onload",)),
    _front("front html in tags", tags=["<script>h92()</script>", "${h92}", "'; h92()//"], forbidden=("<script>h92",)),
    _front("front html in other names", "<u>h93</u>, &lt;h93&gt;", other_names=["<u>h93</u>", "&lt;h93&gt;"], forbidden=("<u>h93",)),
    _front("front html in a recognition", "<h1>h94</h1>", "<i>h94</i>", recognitions=[{"title": "<h1>h94</h1>", "body": "<i>h94</i>"}], forbidden=("<h1>h94", "<i>h94")),
    _front("front recognition without a letter", "🏅", recognitions=[{"title": "🏅"}, {"title": "../../.."}, {"title": "trang"}, {"title": "%2e%2e"}]),
    _front("front html in a source", "<script>h95()</script>, <b>h95</b>", sources=[{"title": "<script>h95()</script>", "publisher": "<b>h95</b>"}], forbidden=("<script>h95", "<b>h95")),
    _front("front quotes in a web address", sources=[{"title": "h96", "publisher": "p", "url": 'https://a.example/"onclick="h96()'}], forbidden=('"onclick="h96',)),
    _front("front html in figures", "7 <b>h97</b>", "<i>h97</i>", figures=[{"label": "<i>h97</i>", "value": 7, "unit": "<b>h97</b>"}], forbidden=("<b>h97", "<i>h97")),
    _front("front html in authors", "<a href=javascript:h98>", authors=["<a href=javascript:h98>"], forbidden=("<a href=javascript:h98",)),
    _front("front very long words", "h99" + "ă" * 190, name="h99" + "ă" * 190),
    _front("front emoji in name", "👵🏽 h100 🇻🇳", name="👵🏽 h100 🇻🇳"),
    _front("front right to left name", "سلام h101", name="سلام h101"),
    _front("front homoglyphs in name", "Nguyễn Vаn h102", name="Nguyễn Vаn h102"),
    _front("front words of yaml as text", "yes, no, on, off, null, ~, true", other_names=["yes", "no", "on", "off", "null", "~", "true"]),
    _front("front sexagesimal and octal as text", "12:30:45, 0777, 0x1F, 1_000, .nan, -.inf", other_names=["12:30:45", "0777", "0x1F", "1_000", ".nan", "-.inf"]),
    Case(name="front plain yes", content=_head("role: yes", "basis").replace("role: yes", "basis: bao-chi\nrole: yes"), visible=("yes",)),
    Case(name="front block scalar", content=_head("summary: >-\n  Câu <b>h103</b>\n  nối.", "summary"), visible=("Câu <b>h103</b> nối.",), forbidden=("<b>h103",)),
    Case(name="front fences with spaces", content=story("h104\n").replace("---\n", "---  \t\n"), visible=("h104",)),
    Case(name="front byte order mark and crlf", content=b"\xef\xbb\xbf" + story("h105\n").replace("\n", "\r\n").encode(), visible=("h105",)),
    Case(name="front carriage returns only", content=story("h106\n").replace("\n", "\r"), visible=("h106",)),
    Case(name="front decomposed letters", content=unicodedata.normalize("NFD", story("Hòa ở Bến Tre h107\n")), visible=("Hòa ở Bến Tre h107",)),
    Case(name="ids of the theme as headings", content=story("## __search\n\n## __drawer\n\n## __config\n\n## __palette\n\n## content\n\n## nguon\n"), visible=("__search", "__palette"), forbidden=('id="__search">', 'id="nguon">__')),
    Case(name="ids that collide", content=story("## A\n\n## a\n\n## A 2\n\n## a--2\n\n## !!!\n\n## khác\n\n## ???\n"), visible=("a--2", "???")),
    Case(name="footnotes used thrice", content=story("a[^x] b[^x] c[^x] h108\n\n[^x]: <b>h108</b>\n"), visible=("<b>h108</b>",), forbidden=("<b>h108",)),
    Case(name="table with hostile cells", content=story('| <i>h109</i> | b |\n|:-:|--:|\n| "onclick=h109 | \\| |\n| c |\n'), visible=("<i>h109</i>", '"onclick=h109'), forbidden=("<i>h109",)),
    Case(name="link title that breaks out", content=story('[h110](https://a.example "x\\" onmouseover=\\"h110() <b>")\n'), visible=("h110",), forbidden=(' onmouseover="h110', "() <b>")),
    Case(name="withdrawn", content="---\nstatus: withdrawn\ndate: 2026-01-02\n---\n", visible=("Câu chuyện đã được gỡ",)),
    Case(name="draft", content=story("Chữ nháp h111\n", status="draft"), forbidden=("h111",)),
    Case(name="warned of a telephone", content=story("Gọi 0912 345 678 nhé.\n"), said=("11:5: có vẻ là số điện thoại (09•• ••• ••8); nên bỏ đi, trừ khi người ấy muốn công khai",), visible=("Gọi 0912 345 678 nhé.",)),
    Case(name="warned of a mailbox in the front", content=story(role="Chủ nhiệm, a.b@c.example"), said=("10:7: có vẻ là địa chỉ thư điện tử (a.•@•.••••••e); nên bỏ đi, trừ khi người ấy muốn công khai",), visible=("Chủ nhiệm, a.b@c.example",)),
    Case(name="minor who is safe", content=story(name="em Dương", summary="Em trả của rơi.", minor=True, locality="ben-tre/ba-tri", consent={"kind": "giam-ho", "date": "2026-01-01"}), visible=("em Dương",), forbidden=("giam-ho",)),
)  # fmt: skip

YAML = (
    _refused("yaml python object", _head("name: !!python/object/apply:os.system [id]"), "2:7: không dùng dấu ! đứng đầu giá trị (“!!python/object/apply:os.system”); hãy đặt giá trị trong ngoặc kép"),
    _refused("yaml include", _head("name: !include /etc/passwd"), "2:7: không dùng dấu ! đứng đầu giá trị (“!include”); hãy đặt giá trị trong ngoặc kép"),
    _refused("yaml env", _head("name: !ENV [HOME]"), "2:7: không dùng dấu ! đứng đầu giá trị (“!ENV”); hãy đặt giá trị trong ngoặc kép"),
    _refused("yaml binary", _head("name: !!binary PHNjcmlwdD4="), "2:7: không dùng dấu ! đứng đầu giá trị (“!!binary”); hãy đặt giá trị trong ngoặc kép"),
    _refused("yaml bare tag", _head("name: ! Ân"), "2:7: không dùng dấu ! đứng đầu giá trị (“!”); hãy đặt giá trị trong ngoặc kép"),
    _refused("yaml anchor and alias", _head("name: &a Ân\nrole: *a"), "2:7: không dùng dấu & đứng đầu giá trị (“&a”); hãy đặt giá trị trong ngoặc kép", "3:7: không dùng dấu * đứng đầu giá trị (“*a”); hãy đặt giá trị trong ngoặc kép"),
    _refused("yaml billion laughs", _head("name: &a [x, x]\ntitle: &b [*a, *a]\nrole: &c [*b, *b]"), "2:7: không dùng dấu & đứng đầu giá trị (“&a”); hãy đặt giá trị trong ngoặc kép", "3:8: không dùng dấu & đứng đầu giá trị (“&b”); hãy đặt giá trị trong ngoặc kép", "3:12: không dùng dấu * đứng đầu giá trị (“*a”); hãy đặt giá trị trong ngoặc kép", "3:16: không dùng dấu * đứng đầu giá trị (“*a”); hãy đặt giá trị trong ngoặc kép", "4:7: không dùng dấu & đứng đầu giá trị (“&c”); hãy đặt giá trị trong ngoặc kép", "4:11: không dùng dấu * đứng đầu giá trị (“*b”); hãy đặt giá trị trong ngoặc kép", "4:15: không dùng dấu * đứng đầu giá trị (“*b”); hãy đặt giá trị trong ngoặc kép"),
    _refused("yaml merge key", _head("<<: {role: a}\nname: Ân"), "2:1: không dùng khóa <<; hãy viết đủ từng mục"),
    _refused("yaml alias as key", _head("*a : Ân"), "2:1: không dùng dấu * đứng đầu giá trị (“*a”); hãy đặt giá trị trong ngoặc kép", "2:1: tên mục phải là một từ, không phải “*a : Ân”"),
    _refused("yaml duplicate key", _head("name: Ân\nname: Ba"), "3:1: mục “name” đã có ở dòng 2; hãy giữ lại một"),
    _refused("yaml list as key", _head("? [a, b]\n: c"), "2:3: tên mục phải là một từ, không phải “? [a, b]”"),
    _refused("yaml deep flow", _head("name: " + "[" * 5000), "2:12: các mục lồng nhau quá 6 tầng; hãy viết thẳng ra"),
    _refused("yaml deep mappings", _head("name: " + "{a: " * 1000), "2:27: các mục lồng nhau quá 6 tầng; hãy viết thẳng ra"),
    _refused("yaml deep blocks", _head("name:\n" + "".join(f"{' ' * n}- \n" for n in range(1, 40))), "8:7: các mục lồng nhau quá 6 tầng; hãy viết thẳng ra"),
    _refused("yaml closing brackets", _head("name: ]}]}"), "2:7: không đọc được “name: ]}]}”; mỗi dòng phải có dạng “tên mục: giá trị”, các dòng cùng cấp thụt vào bằng nhau"),
    _refused("yaml unknown escape", _head(r'name: "C:\qua"'), '2:10: dấu \\ trong ngoặc kép bị hiểu sai trong “name: "C:\\qua"”; hãy viết hai dấu \\\\ hoặc dùng ngoặc đơn'),
    _refused("yaml surrogate escape", _head(r'name: "\ud800"'), '2:10: dấu \\ trong ngoặc kép bị hiểu sai trong “name: "\\ud800"”; hãy viết hai dấu \\\\ hoặc dùng ngoặc đơn'),
    _refused("yaml colon in a title", _head("name: Cô giáo: người lái đò"), '2:14: dấu hai chấm làm giá trị bị hiểu sai trong “name: Cô giáo: người lái đò”; hãy đặt cả giá trị trong ngoặc kép, ví dụ title: "Cô giáo: người lái đò"'),
    _refused("yaml tab", _head("\tname: Ân"), "2:1: có dấu tab trong “name: Ân”; hãy thay bằng dấu cách"),
    _refused("yaml number as name", _head("name: 12345"), "2:7: “name” phải là chữ, không phải “12345”; ghi họ tên hoặc tên tập thể, không kèm chức danh"),
    _refused("yaml true as name", _head("name: true"), "2:7: “name” phải là chữ, không phải “true”; ghi họ tên hoặc tên tập thể, không kèm chức danh"),
    _refused("yaml null as name", _head("name: ~"), "2:7: mục “name” để trống; ghi họ tên hoặc tên tập thể, không kèm chức danh"),
    _refused("yaml block scalar of two lines", _head("name: |\n  Ân\n  Ba"), "2:7: “name” phải nằm trên một dòng; hãy bỏ chỗ xuống dòng"),
    _refused("yaml yes for true", _head("minor: yes\nname: Ân"), "2:8: “minor” chỉ nhận true hoặc false, không phải “yes”"),
    _refused("yaml base sixty as year", _head("since: 20:16\nname: Ân"), "2:8: “since” phải là số nguyên, không phải “20:16”; ghi năm, như 2012"),
    _refused("yaml octal year", _head("since: 02016\nname: Ân"), "2:8: “since” phải là số nguyên, không phải “02016”; ghi năm, như 2012"),
    _refused("yaml hex year", _head("since: 0x7E0\nname: Ân"), "2:8: “since” phải là số nguyên, không phải “0x7E0”; ghi năm, như 2012"),
    _refused("yaml underscores in a year", _head("since: 2_016\nname: Ân"), "2:8: “since” phải là số nguyên, không phải “2_016”; ghi năm, như 2012"),
    _refused("yaml float year", _head("since: 2016.0\nname: Ân"), "2:8: “since” phải là số nguyên, không phải “2016.0”; ghi năm, như 2012"),
    _refused("yaml year zero", _head("since: 0\nname: Ân"), "2:8: “since” là năm 0, ngoài khoảng cho phép; viết năm có bốn chữ số, từ 1900"),
    _refused("yaml not a number", story(figures=[{"label": "a", "value": ".nan"}]), "10:35: “figures → 1 → value” phải là số, không phải “.nan”; viết như 1078 hoặc 22.36"),
    _refused("yaml infinity", _head("figures: [{label: a, value: .inf}]\nname: Ân"), "2:29: “figures → 1 → value” phải là số, không phải “.inf”; viết như 1078 hoặc 22.36"),
    _refused("yaml exponent", _head("figures: [{label: a, value: 1e999}]\nname: Ân"), "2:29: “figures → 1 → value” phải là số, không phải “1e999”; viết như 1078 hoặc 22.36"),
    _refused("yaml ambiguous number", _head("figures: [{label: a, value: 1.078}]\nname: Ân"), "2:29: “figures → 1 → value” có thể hiểu hai cách (“1.078”); viết liền 1078 nếu là số nguyên, thêm số 0 ở cuối nếu là số thập phân"),
    _refused("yaml date that is none", _head("date: 2026-02-30", "date"), "9:7: “date” phải là ngày có thật, viết năm-tháng-ngày như 2020-04-06, không phải “2026-02-30”"),
    _refused("yaml date as time", _head("date: 2026-01-02T00:00:00Z", "date"), "9:7: “date” phải là ngày có thật, viết năm-tháng-ngày như 2020-04-06, không phải “2026-01-02T00:00:00Z”"),
    _refused("yaml date in the future", _head("date: 2999-01-01", "date"), "9:7: date là 1/1/2999, sau hôm nay (1/6/2026); hãy sửa lại ngày"),
    _refused("yaml two documents", _head("name: Ân\n--- a"), "3:1: phần đầu có thêm một dòng ---; chỉ để một dòng mở và một dòng đóng", '4:5: dấu hai chấm làm giá trị bị hiểu sai trong “kind: ca-nhan”; hãy đặt cả giá trị trong ngoặc kép, ví dụ title: "Cô giáo: người lái đò"'),
    _refused("yaml list instead of mapping", "---\n- a\n---\nb\n", "2:1: phần đầu phải gồm các dòng “tên mục: giá trị”, ví dụ name: Nguyễn Văn Mẫu"),
    _refused("yaml scalar instead of mapping", "---\na\n---\nb\n", "2:1: phần đầu phải gồm các dòng “tên mục: giá trị”, ví dụ name: Nguyễn Văn Mẫu"),
    _refused("yaml nothing in the front", "---\n---\nb\n", "2:1: phần đầu phải gồm các dòng “tên mục: giá trị”, ví dụ name: Nguyễn Văn Mẫu"),
    _refused("yaml unclosed fence", story().replace("---\nMỗi", "Mỗi"), "11:1: phần đầu chưa đóng; hãy thêm một dòng --- (ba gạch nối) sau mục cuối cùng"),
    _refused("yaml long fence", "-" + story(), "1:1: dòng này phải là --- (ba dấu gạch nối thường), không phải “----”; điện thoại hay tự đổi gạch nối thành gạch dài"),
    _refused("yaml dash fence", story().replace("---", "—"), "1:1: dòng này phải là --- (ba dấu gạch nối thường), không phải “—”; điện thoại hay tự đổi gạch nối thành gạch dài"),
    _refused("yaml blank first line", "\n" + story(), "1:1: tệp thiếu phần đầu; dòng thứ nhất phải là --- (ba gạch nối), tiếp theo là các mục như name: Nguyễn Văn Mẫu"),
    _refused("yaml indented fence", " " + story(), "1:1: dòng này phải là --- (ba dấu gạch nối thường), không phải “---”; điện thoại hay tự đổi gạch nối thành gạch dài"),
    _refused("yaml smart quotes", _head("name: “Nguyễn Thị Ân”"), '2:7: ngoặc kép cong “ ” chỉ là chữ, không giữ được giá trị trong ““Nguyễn Thị Ân””; hãy dùng ngoặc kép thẳng " hoặc bỏ ngoặc'),
    _refused("yaml eth for d with stroke", story(name="Ðặng Văn Ân"), "2:8: chữ này (U+00D0) trông giống “Đ” nhưng là chữ của tiếng khác; hãy xóa đi rồi gõ lại “Đ”"),
    _refused("yaml unknown keys", story(onload="x", __class__="x", template="x.html"), "10:1: không có mục “onload”; có phải bạn muốn viết: name, kind, title, other_names, summary, role, locality, fields, basis, since, until, recognitions, figures, sources, photos, themes, tags, authors, date, updated?", "11:1: không có mục “__class__”; có phải bạn muốn viết: name, kind, title, other_names, summary, role, locality, fields, basis, since, until, recognitions, figures, sources, photos, themes, tags, authors, date, updated?", "12:1: không có mục “template”; có phải bạn muốn viết: name, kind, title, other_names, summary, role, locality, fields, basis, since, until, recognitions, figures, sources, photos, themes, tags, authors, date, updated?"),
    _refused("yaml status of another kind", story(status="Withdrawn"), "10:9: “status” không nhận “Withdrawn”; chọn một trong: published, draft"),
    _refused("yaml withdrawn with a name", "---\nstatus: withdrawn\ndate: 2026-01-02\nname: Ân\n---\n", "4:1: không có mục “name”; có phải bạn muốn viết: status, date?"),
    _refused("yaml withdrawn with a body", "---\nstatus: withdrawn\ndate: 2026-01-02\n---\nÂn\n", "5:1: câu chuyện đã gỡ không được giữ lại lời văn; chỉ để hai mục status và date"),
    _refused("yaml javascript as source", story(sources=[{"title": "a", "publisher": "b", "url": "javascript:alert(1)"}]), "8:51: “sources → 1 → url” phải là địa chỉ đầy đủ bắt đầu bằng https:// hoặc http://, không có tên đăng nhập, không phải “javascript:alert(1)”"),
    _refused("yaml user name in a source", story(sources=[{"title": "a", "publisher": "b", "url": "https://u@evil.example"}]), "8:51: “sources → 1 → url” phải là địa chỉ đầy đủ bắt đầu bằng https:// hoặc http://, không có tên đăng nhập, không phải “https://u@evil.example”"),
    _refused("yaml name too long", story(name="a" * 201), "2:7: “name” dài quá 200 ký tự; hãy rút ngắn"),
    _refused("yaml locality as path", story(locality="../../etc"), "5:11: không có địa bàn “../../etc” trong localities.yml; gần nhất: 2025/vinh-long, 2025/vinh-long/ba-tri, 2025/vinh-long/tan-thuy, ben-tre, ben-tre/ba-tri, ben-tre/ba-tri/an-duc, ben-tre/ba-tri/tiem-tom, ben-tre/ba-tri/an-thuy, vinh-long, vinh-long/tra-on"),
    _refused("yaml front over sixteen kilobytes", story(other_names=["a" * 190] * 90), "2:1: phần đầu dài 18 KB, quá mức 16 KB; hãy rút ngắn"),
)  # fmt: skip

ENCODINGS = (
    _refused("bytes utf-16 little endian with mark", b"\xff\xfe" + story().encode("utf-16-le"), "1:1: tệp viết bằng bảng mã UTF-16, không phải UTF-8; hãy mở bằng chương trình đã viết ra nó rồi lưu lại với bảng mã UTF-8"),
    _refused("bytes utf-16 big endian with mark", b"\xfe\xff" + story().encode("utf-16-be"), "1:1: tệp viết bằng bảng mã UTF-16, không phải UTF-8; hãy mở bằng chương trình đã viết ra nó rồi lưu lại với bảng mã UTF-8"),
    _refused("bytes utf-16 little endian", story().encode("utf-16-le"), "1:1: tệp viết bằng bảng mã UTF-16, không phải UTF-8; hãy mở bằng chương trình đã viết ra nó rồi lưu lại với bảng mã UTF-8"),
    _refused("bytes utf-16 big endian", story().encode("utf-16-be"), "1:1: tệp viết bằng bảng mã UTF-16, không phải UTF-8; hãy mở bằng chương trình đã viết ra nó rồi lưu lại với bảng mã UTF-8"),
    _refused("bytes windows-1258", "---\nname: Đặng Văn Cường\n---\nÔng ấy đã giúp người nghèo.\n".translate({0x1EB7: "ă\u0323", 0x1EA5: "â\u0301", 0x01B0 + 0xFFFF: None, 0x1EDD: "ơ\u0300", 0x1EBF: "ê\u0301", 0x00F4: "ô", 0x1EA1: "a\u0323"}).encode("cp1258", "ignore"), "2:7: tệp viết bằng bảng mã Windows-1258, không phải UTF-8; hãy mở bằng chương trình đã viết ra nó rồi lưu lại với bảng mã UTF-8"),
    _refused("bytes tcvn3", b"---\nname: \xa7\xc6ng V\xa8n C\xad\xeang\n---\n\xa4ng gi\xf3p ng\xad\xeai.\n", "2:7: tệp viết bằng bảng mã TCVN3 (ABC), không phải UTF-8; hãy mở bằng chương trình đã viết ra nó rồi lưu lại với bảng mã UTF-8"),
    _refused("bytes viscii", b"---\nname: \xd0\xa3ng V\xe5n C\xdf\xb6ng\n---\n\xd4ng gi\xfap ng\xdf\xb6i.\n", "2:12: tệp viết bằng bảng mã VISCII, không phải UTF-8; hãy mở bằng chương trình đã viết ra nó rồi lưu lại với bảng mã UTF-8"),
    _refused("bytes latin-1", "---\nname: Müller Größe Straße\n---\nà\n".encode("latin-1"), "2:8: tệp không phải UTF-8 (gặp byte 0xFC); hãy lưu lại với bảng mã UTF-8"),
    _refused("bytes broken utf-8", story("Chữ đầu.\n").encode() + b"\xe1\xbb", "12:1: tệp không phải UTF-8 (gặp byte 0xE1); hãy lưu lại với bảng mã UTF-8"),
    _refused("bytes overlong slash", story().encode() + b"\xc0\xaf", "12:1: tệp không phải UTF-8 (gặp byte 0xC0); hãy lưu lại với bảng mã UTF-8"),
    _refused("bytes lone surrogate", story().encode() + b"\xed\xa0\x80", "12:1: tệp không phải UTF-8 (gặp byte 0xED); hãy lưu lại với bảng mã UTF-8"),
    _refused("bytes beyond unicode", story().encode() + b"\xf4\x90\x80\x80", "12:1: tệp không phải UTF-8 (gặp byte 0xF4); hãy lưu lại với bảng mã UTF-8"),
    _refused("bytes none", b"", "1:1: tệp trống; hãy viết câu chuyện hoặc xóa tệp"),
    _refused("bytes of spaces", b" \n\t\n", "1:1: tệp trống; hãy viết câu chuyện hoặc xóa tệp"),
    _refused("character nul", story("a\0b\n"), "11:2: có ký tự không nhìn thấy U+0000; hãy xóa đi rồi gõ lại chỗ này"),
    _refused("character bell and escape", story("a\x07\x1b[31mb\n"), "11:2: có ký tự không nhìn thấy U+0007; hãy xóa đi rồi gõ lại chỗ này", "11:3: có ký tự không nhìn thấy U+001B; hãy xóa đi rồi gõ lại chỗ này"),
    _refused("character zero width", story("java\u200bscript\n"), "11:5: có ký tự không nhìn thấy U+200B; hãy xóa đi rồi gõ lại chỗ này"),
    _refused("character bidi override", story("a\u202eb\u2066c\n"), "11:2: có ký tự không nhìn thấy U+202E; hãy xóa đi rồi gõ lại chỗ này", "11:4: có ký tự không nhìn thấy U+2066; hãy xóa đi rồi gõ lại chỗ này"),
    _refused("character byte order mark in the text", story("a\ufeffb\n"), "11:2: có ký tự không nhìn thấy U+FEFF; hãy xóa đi rồi gõ lại chỗ này"),
    _refused("character no character", story("a\uffffb\ufdd0\n"), "11:2: có ký tự không nhìn thấy U+FFFF; hãy xóa đi rồi gõ lại chỗ này", "11:4: có ký tự không nhìn thấy U+FDD0; hãy xóa đi rồi gõ lại chỗ này"),
    _refused("character of tags", story("a\U000e0041b\n"), "11:2: có ký tự không nhìn thấy U+E0041; hãy xóa đi rồi gõ lại chỗ này"),
    _refused("character line separator", story("a\u2028b\n"), "11:2: có ký tự không nhìn thấy U+2028; hãy xóa đi rồi gõ lại chỗ này"),
    _refused("character zalgo", story("a" + "\u0301" * 300 + "\n"), "11:2: quá nhiều dấu chồng lên một chữ (U+0301 …); hãy xóa đi rồi gõ lại"),
    _refused("character soft hyphen in a name", story(name="Â\u00adn"), "2:9: có ký tự không nhìn thấy U+00AD; hãy xóa đi rồi gõ lại chỗ này"),
    _refused("bytes over 256 kilobytes", story("a" * 262144), "1:1: tệp nặng 257 KB, quá mức 256 KB; hãy rút ngắn hoặc tách ảnh ra tệp riêng"),
)  # fmt: skip

FILES = (
    _refused("file symbolic link", story(), "ca-nhan/lien-ket.md:1:1: đây là liên kết tượng trưng; hãy thay bằng chính tệp mà nó trỏ tới", links={"ca-nhan/lien-ket.md": "/etc/passwd"}),
    _refused("file symbolic link to a folder", story(), "ca-nhan/thu-muc:1:1: đây là liên kết tượng trưng; hãy thay bằng chính tệp mà nó trỏ tới", links={"ca-nhan/thu-muc": "/etc"}),
    _refused("file symbolic link as photo", story(), "ca-nhan/anh-la-lien-ket/a.png:1:1: đây là liên kết tượng trưng; hãy thay bằng chính tệp mà nó trỏ tới", file="ca-nhan/anh-la-lien-ket/index.md", links={"ca-nhan/anh-la-lien-ket/a.png": "/etc/passwd"}),
    _refused("file symbolic link as index", story(), "ca-nhan/muc-luc/index.md:1:1: đây là liên kết tượng trưng; hãy thay bằng chính tệp mà nó trỏ tới", links={"ca-nhan/muc-luc/index.md": "/etc/passwd"}),
    _refused("file symbolic link to nothing", story(), "ca-nhan/hong.md:1:1: đây là liên kết tượng trưng; hãy thay bằng chính tệp mà nó trỏ tới", links={"ca-nhan/hong.md": "khong-co"}),
    _refused("file symbolic link as table of erased", story(), "erased.txt:1:1: đây là liên kết tượng trưng; hãy thay bằng chính tệp mà nó trỏ tới", links={"erased.txt": "/etc/hostname"}),
    _refused("file hidden", story(), "ca-nhan/.htaccess:1:1: tệp ẩn không được nằm trong thư mục câu chuyện; hãy xóa nó", more={"ca-nhan/.htaccess": b"x"}),
    _refused("file hidden folder", story(), ".git:1:1: tệp ẩn không được nằm trong thư mục câu chuyện; hãy xóa nó", more={".git/config": b"x"}),
    _refused("file html", story(), "ca-nhan/a.html:1:1: không nhận loại tệp “.html” ở đây; câu chuyện là tệp .md, ảnh là .jpg, .png hoặc .webp nằm cạnh index.md trong thư mục riêng của câu chuyện", more={"ca-nhan/a.html": b"<script>"}),
    _refused("file javascript", story(), "tap-the/a.js:1:1: không nhận loại tệp “.js” ở đây; câu chuyện là tệp .md, ảnh là .jpg, .png hoặc .webp nằm cạnh index.md trong thư mục riêng của câu chuyện", more={"tap-the/a.js": b"x"}),
    _refused("file svg", story(), "ca-nhan/co-svg/a.svg:1:1: không nhận loại tệp “.svg” ở đây; câu chuyện là tệp .md, ảnh là .jpg, .png hoặc .webp nằm cạnh index.md trong thư mục riêng của câu chuyện", more={"ca-nhan/co-svg/a.svg": b"<svg/>", "ca-nhan/co-svg/index.md": story().encode()}),
    _refused("file zip and exe", story(), "ca-nhan/a.zip:1:1: không nhận loại tệp “.zip” ở đây; câu chuyện là tệp .md, ảnh là .jpg, .png hoặc .webp nằm cạnh index.md trong thư mục riêng của câu chuyện", "ca-nhan/b.exe:1:1: không nhận loại tệp “.exe” ở đây; câu chuyện là tệp .md, ảnh là .jpg, .png hoặc .webp nằm cạnh index.md trong thư mục riêng của câu chuyện", more={"ca-nhan/a.zip": b"PK", "ca-nhan/b.exe": b"MZ"}),
    _refused("file at the top", story(), "mkdocs.yml:1:1: tệp hay thư mục này không thuộc về đây; câu chuyện nằm trong ca-nhan/ hoặc tap-the/", more={"mkdocs.yml": b"x"}),
    _refused("file in a folder too deep", story(), "ca-nhan/sau/sau:1:1: không đặt thư mục trong thư mục của câu chuyện; hãy đưa các tệp ra ngoài", more={"ca-nhan/sau/sau/index.md": b"x", "ca-nhan/sau/index.md": story().encode()}),
    _refused("file in a folder without story", story(), "ca-nhan/trong:1:1: thư mục này thiếu tệp index.md; hãy thêm câu chuyện hoặc xóa thư mục", more={"ca-nhan/trong/a.png": _picture()}),
    _refused("file in an unknown folder", story(), "nhom:1:1: tệp hay thư mục này không thuộc về đây; câu chuyện nằm trong ca-nhan/ hoặc tap-the/", more={"nhom/a.md": b"x"}),
    _refused("file name with a newline", story(), "ca-nhan/a?stories:1:1: thư mục này thiếu tệp index.md; hãy thêm câu chuyện hoặc xóa thư mục", "ca-nhan/a?stories/b.md:1:1: gia.md:1:1: không nhận loại tệp “.md” ở đây; câu chuyện là tệp .md, ảnh là .jpg, .png hoặc .webp nằm cạnh index.md trong thư mục riêng của câu chuyện", more={"ca-nhan/a\nstories/b.md:1:1: gia.md": story().encode()}),
    _refused("file name with quotes", story(), 'ca-nhan/a"\'<b>.md:1:1: tên tệp “a"\'<b>” không dùng làm địa chỉ được; chỉ dùng chữ thường không dấu, số và gạch nối, bắt đầu bằng chữ, tối đa 60 ký tự, ví dụ a-b', more={"ca-nhan/a\"'<b>.md": story().encode()}),
    _refused("file name not utf-8", story(), "ca-nhan/a?.md:1:1: tên tệp “a?” không dùng làm địa chỉ được; chỉ dùng chữ thường không dấu, số và gạch nối, bắt đầu bằng chữ, tối đa 60 ký tự, ví dụ a", more={"ca-nhan/a\udcff.md": story().encode()}),
    _refused("file name in upper case", story(), "ca-nhan/Ba-An.md:1:1: tên tệp “Ba-An” không dùng làm địa chỉ được; chỉ dùng chữ thường không dấu, số và gạch nối, bắt đầu bằng chữ, tối đa 60 ký tự, ví dụ ba-an", more={"ca-nhan/Ba-An.md": story().encode()}),
    _refused("file name with vietnamese letters", story(), "ca-nhan/bà Ân.md:1:1: tên tệp “bà Ân” không dùng làm địa chỉ được; chỉ dùng chữ thường không dấu, số và gạch nối, bắt đầu bằng chữ, tối đa 60 ký tự, ví dụ ba-an", more={"ca-nhan/bà Ân.md": story().encode()}),
    _refused("file name of 61 characters", story(), "ca-nhan/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.md:1:1: tên tệp “aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…” không dùng làm địa chỉ được; chỉ dùng chữ thường không dấu, số và gạch nối, bắt đầu bằng chữ, tối đa 60 ký tự, ví dụ aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", more={f"ca-nhan/{'a' * 61}.md": story().encode()}),
    _refused("file name of windows", story(), "ca-nhan/con.md:1:1: tên tệp “con” không dùng làm địa chỉ được; chỉ dùng chữ thường không dấu, số và gạch nối, bắt đầu bằng chữ, tối đa 60 ký tự, ví dụ chuyen-con", more={"ca-nhan/con.md": story().encode()}),
    _refused("file name of list pages", story(), "ca-nhan/trang.md:1:1: tên tệp “trang” không dùng làm địa chỉ được; chỉ dùng chữ thường không dấu, số và gạch nối, bắt đầu bằng chữ, tối đa 60 ký tự, ví dụ chuyen-trang", more={"ca-nhan/trang.md": story().encode()}),
    _refused("file name of digits", story(), "ca-nhan/2020.md:1:1: tên tệp “2020” không dùng làm địa chỉ được; chỉ dùng chữ thường không dấu, số và gạch nối, bắt đầu bằng chữ, tối đa 60 ký tự, ví dụ chuyen-2020", more={"ca-nhan/2020.md": story().encode()}),
    _refused("file name with traversal", story(), "ca-nhan/..%2f.md:1:1: tệp ẩn không được nằm trong thư mục câu chuyện; hãy xóa nó", more={"ca-nhan/..%2f.md": story().encode()}),
    _refused("file names that fold to one", story(), "ca-nhan/Mot.md:1:1: tên tệp “Mot” không dùng làm địa chỉ được; chỉ dùng chữ thường không dấu, số và gạch nối, bắt đầu bằng chữ, tối đa 60 ký tự, ví dụ mot", "ca-nhan/mot.md:1:1: địa chỉ “mot” đã thuộc về ca-nhan/Mot.md; hãy đổi tên một trong hai tệp", more={"ca-nhan/mot.md": story().encode(), "ca-nhan/Mot.md": story().encode()}),
    _refused("file beside its own folder", story(), "ca-nhan/hai/index.md:1:1: địa chỉ “hai” đã thuộc về ca-nhan/hai.md; hãy đổi tên một trong hai tệp", more={"ca-nhan/hai.md": story().encode(), "ca-nhan/hai/index.md": story().encode()}),
    _refused("file in both folders", story(), "tap-the/ba.md:1:1: địa chỉ “ba” đã thuộc về ca-nhan/ba.md; hãy đổi tên một trong hai tệp", more={"ca-nhan/ba.md": story().encode(), "tap-the/ba.md": story(kind="tap-the").encode()}),
    _refused("file in the folder of the other kind", story(kind="tap-the"), "3:7: kind là tap-the nhưng tệp nằm trong ca-nhan/; hãy chuyển tệp sang tap-the/ hoặc sửa kind"),
    _refused("alias of another story", story(aliases=["bon"]), "10:11: địa chỉ cũ “bon” đã thuộc về ca-nhan/bon.md; hãy bỏ ở một nơi", more={"ca-nhan/bon.md": story().encode()}),
    _refused("alias of itself", story(aliases=["nam-cu", "nam-cu"]), "10:21: địa chỉ cũ “nam-cu” đã thuộc về ca-nhan/alias-of-itself.md (aliases); hãy bỏ ở một nơi"),
    _refused("alias of a withdrawn story", story(aliases=["sau-go"]), "10:11: địa chỉ cũ “sau-go” đã thuộc về ca-nhan/sau-go.md; hãy bỏ ở một nơi", more={"ca-nhan/sau-go.md": b"---\nstatus: withdrawn\ndate: 2026-01-02\n---\n"}),
    _refused("alias that is no slug", story(aliases=["../../index", "trang", "A"]), "10:11: “aliases → 1” không dùng làm địa chỉ được (“../../index”); chỉ dùng chữ thường không dấu, số và gạch nối, bắt đầu bằng chữ, tối đa 60 ký tự", "10:26: “aliases → 2” không dùng làm địa chỉ được (“trang”); chỉ dùng chữ thường không dấu, số và gạch nối, bắt đầu bằng chữ, tối đa 60 ký tự", "10:35: “aliases → 3” không dùng làm địa chỉ được (“A”); chỉ dùng chữ thường không dấu, số và gạch nối, bắt đầu bằng chữ, tối đa 60 ký tự"),
    _refused("aliases of two stories", story(aliases=["bay-cu"]), "ca-nhan/bay.md:10:11: địa chỉ cũ “bay-cu” đã thuộc về ca-nhan/aliases-of-two-stories.md (aliases); hãy bỏ ở một nơi", more={"ca-nhan/bay.md": story(aliases=["bay-cu"]).encode()}),
    _refused("link to a withdrawn story", story("[a](tam-go.md)\n"), "11:5: liên kết “tam-go.md” dẫn tới câu chuyện không có ở đây; có phải: link-to-a-withdrawn-story?", more={"ca-nhan/tam-go.md": b"---\nstatus: withdrawn\ndate: 2026-01-02\n---\n"}),
    _refused("link to a draft", story("[a](chin-nhap.md)\n"), "11:5: liên kết “chin-nhap.md” dẫn tới câu chuyện không có ở đây; có phải: link-to-a-draft?", more={"ca-nhan/chin-nhap.md": story(status="draft").encode()}),
)  # fmt: skip

PHOTOS = (
    _photo(
        "photo with metadata",
        _picture("JPEG", exif=_exif(), comment=b"<script>h-exif()"),
        file="anh.jpg",
    ),
    _photo("photo with html behind it", _picture() + b"<script>h-exif()</script>"),
    _photo(
        "photo with html in its words",
        _picture(),
        alt='"><script>h-alt()</script>',
        credit="Lê A",
        caption="<b>",
    ),
    _photo(
        "photo that is svg",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>",
        "10:19: “anh.jpg” không phải ảnh JPEG, PNG hay WebP đọc được; hãy lưu lại ảnh",
        file="anh.jpg",
    ),
    _photo(
        "photo that is html",
        b"<html><script>x</script>",
        "10:19: “anh.png” không phải ảnh JPEG, PNG hay WebP đọc được; hãy lưu lại ảnh",
    ),
    _photo(
        "photo that is a gif",
        _picture("GIF"),
        "10:19: “anh.png” không phải ảnh JPEG, PNG hay WebP đọc được; hãy lưu lại ảnh",
    ),
    _photo(
        "photo cut short",
        _picture("JPEG", size=(99, 99))[:400],
        "10:19: “anh.jpg” không phải ảnh JPEG, PNG hay WebP đọc được; hãy lưu lại ảnh",
        file="anh.jpg",
    ),
    _photo(
        "photo that moves",
        _animated(),
        "10:19: ảnh “anh.webp” là ảnh động; hãy lưu một khung thành ảnh tĩnh",
        file="anh.webp",
    ),
    _photo(
        "photo of many pixels",
        _picture(size=(9000, 9000)),
        "10:19: ảnh “anh.png” có 81 triệu điểm ảnh, quá mức 16 triệu; hãy thu nhỏ",
    ),
    _photo(
        "photo of no bytes",
        b"",
        "10:19: “anh.png” không phải ảnh JPEG, PNG hay WebP đọc được; hãy lưu lại ảnh",
    ),
    _photo(
        "photo above the folder",
        b"",
        "10:19: không thấy ảnh “../anh.png” cạnh câu chuyện; hãy chép ảnh vào cùng thư mục với index.md hoặc sửa tên",
        file="../anh.png",
    ),
    _photo(
        "photo from the root",
        b"",
        "10:19: không thấy ảnh “/etc/passwd” cạnh câu chuyện; hãy chép ảnh vào cùng thư mục với index.md hoặc sửa tên",
        file="/etc/passwd",
    ),
    _photo(
        "photo without consent",
        _picture(),
        "10:10: thiếu mục “photos → 1 → consent”; ghi true nếu người trong ảnh đã đồng ý",
        consent=None,
    ),
    _photo(
        "photo with consent in words",
        _picture(),
        "10:93: “photos → 1 → consent” chỉ nhận true hoặc false, không phải “có”",
        consent="có",
    ),
)

MINOR: Mapping[str, Any] = {
    "name": "em Dương",
    "summary": "Em trả của rơi.",
    "minor": True,
    "locality": "ben-tre/ba-tri",
    "consent": {"kind": "giam-ho", "date": "2026-01-01"},
}
MINORS = (
    _refused(
        "minor with full name",
        story(**{**MINOR, "name": "Nguyễn Thùy Dương"}),
        "2:7: người chưa đủ 18 tuổi chỉ ghi tên gọi, như em Dương, không phải “Nguyễn Thùy Dương”",
    ),
    _refused(
        "minor named em duong by its address",
        story(**MINOR),
        "2:7: địa chỉ “em-duong-tra-cua” mang tên của em; hãy đặt tên tệp theo việc làm",
        file="ca-nhan/em-duong-tra-cua.md",
    ),
    _refused(
        "minor with role and names",
        story(**MINOR, role="Lớp 5A", other_names=["Bé Na"]),
        "12:7: bỏ mục role: không để lộ em là ai",
        "13:14: bỏ mục other_names: không để lộ em là ai",
    ),
    _refused(
        "minor with school",
        story("Em học Trường Tiểu học An Đức.\n", **MINOR),
        "13:1: có tên trường học; hãy bỏ đi để không lộ em là ai",
    ),
    _refused(
        "minor in a fine place",
        story(**{**MINOR, "locality": "ben-tre/ba-tri/an-duc"}),
        "5:11: địa bàn “ben-tre/ba-tri/an-duc” quá cụ thể; chỉ ghi đến huyện (đơn vị từ 2025: đến tỉnh)",
    ),
    _refused(
        "minor without guardian",
        story(**{**MINOR, "consent": None}),
        "10:8: thiếu lời thuận của người giám hộ; ghi consent: {kind: giam-ho, date: năm-tháng-ngày}",
    ),
    _refused(
        "minor as a word",
        story(**MINOR).replace("minor: true", 'minor: "true"'),
        "10:8: “minor” chỉ nhận true hoặc false, không phải “true”",
    ),
)

FAULTS = (
    _fault("key named int", "validating._problem strips 'int' from the path, then takes [-1] of nothing", story(int=5), "10:1: không có mục “int”"),
    _fault("key named float in a source", "validating._problem strips 'float' from the path and names 'sources → 1'", story(sources=[{"title": "a", "publisher": "b", "float": 1}]), "8:44: không có mục “float”"),
    _fault("escape of a separator as name", "a name of U+001C passes decode() as an escape; person_key finds no word", _head(r'name: "\x1c"'), "2:7: "),
    _fault("escape of nul", "YAML escapes are resolved after decode() has looked for hidden characters", _head(r'name: "A\0B"'), "2:7: "),
    _fault("escape of bidi override", "as above", _head(r'summary: "a\u202eb"', "summary"), "4:10: "),
    _fault("escape of zero width", "as above", _head(r'name: "Â\u200bn"'), "2:7: "),
    _fault("escape of a carriage return", "as above, and values._one_line looks for line feeds only", _head(r'name: "A\rB"'), "2:7: "),
    _fault("escape of eth", "as above: Ð is recognised only where it stands as a letter", _head(r'name: "\u00d0ặng"'), "2:7: "),
    _fault("character no character beyond the first plane", "decoding._HIDDEN knows no characters of the first plane only", story("a\U0001fffe\U0002ffff\n"), "11:2: "),
    _fault("character that prints blank", "U+2800 and U+034F show nothing, so a name may be invisible", story(name="\u2800"), "2:"),
    _fault("bytes nul in the head", "decoding._utf8 takes any NUL in 64 bytes for UTF-16", _head("name: A\0B"), "2:8: có ký tự không nhìn thấy U+0000"),
    _fault("bytes utf-32", "its mark begins like that of UTF-16", story().encode("utf-32"), "1:1: tệp viết bằng bảng mã UTF-32"),
    _fault("comment in a value", "YAML takes ' #' for a comment, so the end of the headline is lost in silence", _head("title: Giải #1 toàn huyện\nname: Ân"), "2:"),
    _fault("number with too many digits", "strictyaml._DECIMAL allows 24 digits, a float keeps 15: 123456789.123456789 is published as …,12345679", _head("figures: [{label: a, value: 123456789.123456789}]\nname: Ân"), "2:"),
    _fault("number with too many digits before the point", "as “phải là số, không phải “9999…””: it is one, only too long", _head("figures: [{label: a, value: 9999999999999999999}]\nname: Ân"), "2:29: “figures → 1 → value” có quá nhiều chữ số"),
    _fault("numbered list of years", "markdown numbers on by one: 1986, 1990 is published as 1986, 1987", story("1986. Nhập ngũ.\n1990. Về quê.\n"), "12:1: "),
    _fault("stars between digits", "2*3*4 is published as 234", story("Rộng 2*3*4 m.\n"), "11:"),
    _fault("footnote explained again in a quote", "markup._FOOTNOTE sees definitions at the start of a line only; the first note's text is lost", story("x[^a]\n\n> [^a]: Một\n\n[^a]: Hai\n"), "15:3: chú thích [^a] có hai lời giải"),
    _fault("footnote explained again in a list", "as above", story("x[^a]\n\n- [^a]: Một\n\n[^a]: Hai\n"), "15:3: chú thích [^a] có hai lời giải"),
    _fault("table in a list with too many cells", "markup._check_rows counts cells from the list's mark on, so the head has one too many; a cell is lost", story("- | a | b |\n  |---|---|\n  | c | d | MẤT |\n"), "13:1: dòng này của bảng"),
    _fault("table in a footnote with too many cells", "as above", story("x[^1]\n\n[^1]: | a | b |\n    |---|---|\n    | c | d | MẤT |\n"), "15:1: dòng này của bảng"),
    _fault("link without words", "a link that nobody sees", story("a [](https://a.example) b\n"), "11:"),
    _fault("heading without words", "an empty heading is published", story("##\n\na\n"), "11:1: "),
    _fault("image name with a space", "![…](anh 1.jpg) is no image to Markdown and is published as text", story("![Bà Ân](anh 1.jpg)\n"), "11:1: "),
    _fault("yaml missing space", "libyaml speaks of the next line's colon, and so does the mend: quotes for ca-nhan", _head("name:Ân"), "2:5: thiếu dấu cách"),
    _fault("yaml unclosed quote", "told at the next quote, two lines below, as a matter of indentation", _head('name: "Ân'), "2:7: ngoặc kép mở mà chưa đóng"),
    _fault("yaml directive", "told at the next line, which is right", _head("%TAG ! tag:evil.example:\nname: Ân"), "2:1: "),
    _fault("bytes of a zip file", "any NUL in 64 bytes is called UTF-16, and the mend (save as UTF-8) destroys the file", b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(range(256)), "1:1: tệp này không phải văn bản"),
    _fault("document end in the front", "… then more text: the message speaks of indentation, not of the line ...", _head("...\nname: Ân"), "2:1: dòng ... kết thúc phần đầu quá sớm"),
    _fault("index in upper case", "“không nhận loại tệp “.md””, though .md is asked for; it is the name index.md that is wrong", story(), "ca-nhan/hoa/INDEX.md:1:1: hãy đổi tên", more={"ca-nhan/hoa/INDEX.md": story().encode()}),
    _fault("alias that was erased", "story_rules.check_erased looks at slugs only, so an erased address answers again", story(aliases=["da-xoa"]), "10:11: địa chỉ “da-xoa” đã bị xóa hẳn", more={"erased.txt": b"# salt: 00000000000000000000000000000000\n" + hashlib.sha256(b"00000000000000000000000000000000:da-xoa").hexdigest().encode() + b"\n"}),
    _fault("erased table not utf-8", "erasing.erased returns nothing for a damaged table: erased addresses are free again, in silence", story(), "erased.txt:1:1: ", more={"erased.txt": b"\xff\xfe"}),
    _fault("withdrawn with photos beside it", "reading._tombstone does not look at the folder: the photos of a person who asked to be taken down stay", "---\nstatus: withdrawn\ndate: 2026-01-02\n---\n", "2:1: ảnh “a.png”", file="ca-nhan/go-con-anh/index.md", more={"ca-nhan/go-con-anh/a.png": _picture()}),
    Case(
        name="photo name in decomposed letters",
        file="ca-nhan/anh-nfd/index.md",
        content=story(photos=[{"file": "ảnh.png", "alt": "Bà Ân", "credit": "Lê A", "licence": "CC0", "consent": True}]),
        more={"ca-nhan/anh-nfd/" + unicodedata.normalize("NFD", "ảnh.png"): _picture()},
        fault="a file name from macOS differs from the listed one in NFC only: “không thấy ảnh “ảnh.png”” though it is there",
    ),
    _fault("minor named by an alias", "people_rules._name looks at the slug only; the alias is a public address", story(**MINOR, aliases=["nguyen-thuy-duong"]), "12:11: "),
    _fault("minor named in full in the summary", "people_rules looks for the full name in name only", story(**{**MINOR, "summary": "Nguyễn Thùy Dương trả của rơi."}), "4:10: "),
    _fault("minor with a school by its abbreviation", "people_rules._SCHOOL wants the word trường", story("Em học lớp 5A, THCS Phú Lễ.\n", **MINOR), "13:"),
    _fault("minor with a school in a recognition", "people_rules._traces looks at title, summary and body only", story(**MINOR, recognitions=[{"title": "Học sinh giỏi Trường THCS An Đức"}]), "12:"),
    _fault("minor with a hamlet in the text", "people_rules._place looks at locality only", story("Em ở ấp Giồng Cả, xã An Đức.\n", **MINOR), "13:"),
)  # fmt: skip

CASES: tuple[Case, ...] = (
    *(_shown(name, text, forbidden=(text,)) for name, text in HTML),
    *(_shown(name, text) for name, text in TEXTS),
    *LINKS,
    *BODIES,
    *FRONT,
    *YAML,
    *ENCODINGS,
    *FILES,
    *PHOTOS,
    *MINORS,
    *FAULTS,
)
