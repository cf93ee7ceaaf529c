"""``python weaken.py LAYER… -- ARGUMENTS``: run MkDocs with some layers of the defence taken away.

Only so can a test show what each layer does on its own; nothing but tests may call this.

Layers:
    sanitiser: a story's text goes into its page as it is, neither parsed nor sanitised.
    policy: pages get no content security policy.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping

from mkdocs.__main__ import cli

import exemplars.loading
import exemplars.policy
from exemplars.markup import Body
from exemplars.problem import Problem


def _as_written(
    text: str,
    path: str,  # noqa: ARG001 - render's signature
    first_line: int,  # noqa: ARG001
    pictures: Mapping[str, str],  # noqa: ARG001
) -> tuple[Body, list[Problem]]:
    return Body.of(text, text), []


def _unguarded(html: str) -> str:
    return html


if __name__ == "__main__":
    # What is kept of a weakened build must never reach a sound one.
    os.environ["EXEMPLARS_CACHE"] = tempfile.mkdtemp()
    border = sys.argv.index("--")
    layers, arguments = sys.argv[1:border], sys.argv[border + 1 :]
    if "sanitiser" in layers:
        exemplars.loading.render = _as_written  # type: ignore[attr-defined]  # not for other modules
    if "policy" in layers:
        exemplars.policy.guard = _unguarded
    cli(arguments)
