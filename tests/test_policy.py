"""The content security policy of each page."""

from __future__ import annotations

import base64
import hashlib

import pytest

from exemplars.policy import guard, policy

HEAD = '<!doctype html><html><head><meta charset="utf-8"><title>x</title></head></html>'


def test_the_policy_stands_right_after_the_charset() -> None:
    guarded = guard(HEAD)
    assert guarded.startswith(
        '<!doctype html><html><head><meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; script-src'
    )
    assert guarded.endswith("<title>x</title></head></html>")


def test_an_inline_script_of_the_theme_may_run_by_its_hash() -> None:
    digest = base64.b64encode(hashlib.sha256(b"var a=1").digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in policy("<script>var a=1</script>")


@pytest.mark.parametrize(
    "html",
    [
        # loaded from a file
        '<script src="a.js"></script>',
        # data, which no browser runs
        '<script type="application/json">{"a": 1}</script>',
        '<script type="application/ld+json">{}</script>',
    ],
)
def test_other_scripts_need_no_hash(html: str) -> None:
    assert "sha256" not in policy(html)


def test_nothing_is_allowed_that_the_site_does_not_need() -> None:
    assert policy("") == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; "
        "form-action 'self'"
    )


def test_a_page_without_a_charset_is_no_page_to_guard() -> None:
    with pytest.raises(ValueError, match="charset"):
        guard("<html></html>")
