"""What the tests share: paths, ``--bless``, and small repositories of stories."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no fault of the code: properties have no time limit of their own.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "tests" / "example"
EXPECTED = ROOT / "tests" / "expected"
TODAY_TABLES = ("taxonomy.yml", "localities.yml", "programme.yml")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--bless`` accepts the present output as the expected one."""
    parser.addoption("--bless", action="store_true", help="rewrite tests/expected/")


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Builds of the tests keep what they can reuse by themselves, not in the developer's cache."""
    os.environ["EXEMPLARS_CACHE"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session", autouse=True)
def heed_interrupts() -> None:
    """A test run in the background ignores Ctrl-C, and so would every command that it starts."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    """A stories folder with the example's tables and no story."""
    root = tmp_path / "stories"
    root.mkdir()
    for name in TODAY_TABLES:
        shutil.copy(EXAMPLE / name, root / name)
    return root


@pytest.fixture
def write(stories: Path) -> Callable[[str, str], Path]:
    """Write one file below ``stories`` and return its path."""

    def write_file(name: str, content: str) -> Path:
        path = stories / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return path

    return write_file
