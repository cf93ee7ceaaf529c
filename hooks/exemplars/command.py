"""The command line: ``exemplars WORD …``; each word is a module of ``commands``.

Only the module of the word that was given is imported, so that a word costs what it needs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from .problem import FaultError, ProblemsError
from .wording import message, text

WORDS = ("check", "booklet", "combine", "erase")
"""Every word, in the order in which ``--help`` lists them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a word and return its exit code: 0 nothing to mend, 1 something is, 2 a wrong call."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = parser(given[:1]).parse_args(given)
    try:
        return int(options.run(options))
    except (FaultError, ProblemsError) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        reason = error.strerror or str(error)
        print(message("output-write", path=error.filename, reason=reason), file=sys.stderr)
    return 1


def parser(wanted: Sequence[str] = WORDS) -> argparse.ArgumentParser:
    """Return the parser of the command line; only the ``wanted`` words know their options."""
    made = argparse.ArgumentParser(prog="exemplars", description=text("command", "description"))
    words = made.add_subparsers(required=True, metavar=text("command", "command"))
    for word in WORDS:
        binding = words.add_parser(word, help=text("command", word))
        if word in wanted:
            module = import_module(f".commands.{word.replace('-', '_')}", __package__)
            module.declare(binding)
            binding.set_defaults(run=module.run)
    return made
