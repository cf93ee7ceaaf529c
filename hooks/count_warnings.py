"""Count the warnings of a build: MkDocs looks at them only after its last event."""

from __future__ import annotations

import logging


class Warnings(logging.Handler):
    """Counts the warnings of a build: MkDocs looks at them only after its last event."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0
        logging.getLogger("mkdocs").addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002 - logging's signature
        """Count."""
        self.count += 1

    def end(self) -> None:
        """Stop counting."""
        logging.getLogger("mkdocs").removeHandler(self)
