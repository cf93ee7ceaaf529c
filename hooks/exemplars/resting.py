"""Let Python's collector rest where a great many things are made that all stay.

The collector looks for things that hold each other and nothing else holds. Nothing of the kind
comes of reading and arranging stories; yet the more there are, the longer each look takes.
"""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache


@contextmanager
def resting() -> Iterator[None]:
    """Let the collector rest inside; what was made there counts as old, and is seldom looked at.

    Nothing that makes much garbage in circles (parsers, errors) should run inside.
    """
    _no_look_at_the_end()
    awake = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if awake:
            gc.freeze()  # away from the young, without a look
            gc.unfreeze()  # and to the oldest
            gc.enable()


@cache
def _no_look_at_the_end() -> None:
    """Spare the collector the looks that it takes when the process ends: all goes then anyway."""
    atexit.register(gc.freeze)
