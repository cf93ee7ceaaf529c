"""The second layer in the browser: a content security policy in each page.

Its meta element stands right after the charset, so that it governs all that follows. Scripts run
only from the site itself, or inline where their hash is named; the hashes are those of the
frame's own inline script, taken from it before any story's text is put into it.
"""

from __future__ import annotations

import base64
import hashlib
import re

_CHARSET = re.compile(r'<meta charset="?utf-8"?\s*/?>', re.IGNORECASE)
_SCRIPT = re.compile(r"<script(\s[^>]*)?>(.*?)</script>", re.IGNORECASE | re.DOTALL)
_RUNS = re.compile(r"\btype\s*=\s*\"?(?:text/javascript|module)\b", re.IGNORECASE)
_TYPE = re.compile(r"\btype\s*=", re.IGNORECASE)

REFERRER = '<meta name="referrer" content="strict-origin-when-cross-origin">'


def guard(html: str) -> str:
    """Return a page with its policy.

    Args:
        html: the page, still without text that strangers wrote, or with text that is known to be
            safe; each inline script in it will be allowed to run.

    Raises:
        ValueError: the page names no charset, so that there is no place for the policy.
    """
    match = _CHARSET.search(html)
    if match is None:
        raise ValueError("a page without <meta charset> cannot carry a policy")
    meta = f'\n<meta http-equiv="Content-Security-Policy" content="{policy(html)}">\n{REFERRER}'
    return html[: match.end()] + meta + html[match.end() :]


def policy(html: str) -> str:
    """Return the policy for a page with these inline scripts."""
    hashes = sorted({f"'sha256-{digest}'" for digest in _digests(html)})
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *hashes]),
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
        ]
    )


def _digests(html: str) -> list[str]:
    """Return the SHA-256 of each inline script that a browser would run."""
    return [
        base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        for attributes, body in _SCRIPT.findall(html)
        if "src=" not in attributes and (_RUNS.search(attributes) or not _TYPE.search(attributes))
    ]
