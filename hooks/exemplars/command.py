"""The command line: ``exemplars WORD …``; each word is a module of ``commands``.

Only the module of the word that was given is imported, so that a word costs what it needs.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from textwrap import fill, indent

from .phrasing import WRONG_CALL, Parser, proposal, vietnamese
from .problem import FaultError, ProblemsError
from .wording import message, printable, table, text

WORDS = (
    "check",
    "explain",
    "stats",
    "new",
    "from-form",
    "fmt",
    "forms",
    "booklet",
    "combine",
    "erase",
    "export",
    "init",
    "review",
)
"""Every word, in the order in which ``--help`` lists them."""
WIDTH = 78
"""Columns of what stands above the options."""
INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""
CLOSED = 141
"""Exit code where whoever read the output went away, as of programs that the pipe has ended."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a word and return its exit code: 0 nothing to mend, 1 something is, 2 a wrong call."""
    _prepare_streams()
    try:
        try:
            return _run(list(sys.argv[1:] if arguments is None else arguments))
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return CLOSED


def parser(wanted: Sequence[str] = WORDS) -> tuple[Parser, dict[str, Parser]]:
    """Return the parser of the command line and those of its words.

    Only the ``wanted`` words know their options. To be called where argparse is ``vietnamese``.
    """
    made = Parser(
        prog="exemplars",
        description=text("command", "description"),
        epilog=text("command", "codes"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    words = made.add_subparsers(metavar=text("command", "command"), title=text("command", "words"))
    bindings: dict[str, Parser] = {}
    for word in WORDS:
        bindings[word] = words.add_parser(
            word,
            help=text("command", word),
            description=fill(sentence(word), WIDTH),
            epilog=examples(word),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if word in wanted:
            module = import_module(f".commands.{word.replace('-', '_')}", __package__)
            module.declare(bindings[word])
            bindings[word].set_defaults(run=module.run)
    return made, bindings


def sentence(word: str) -> str:
    """Return what a word does as a whole sentence."""
    told = text("command", word)
    return f"{told[:1].upper()}{told[1:].rstrip('.')}."


def examples(word: str) -> str:
    """Return calls of a word that do something useful, under their heading."""
    listed = table()["examples"].get(word, "")
    return f"{text('command', 'examples')}\n{indent(listed, '  ')}" if listed else ""


def _run(given: list[str]) -> int:
    """Read the command line and run its word."""
    with vietnamese():
        made, bindings = parser(given[:1])
        if not given:
            made.print_help()
            return WRONG_CALL
        word = given[0]
        if word not in WORDS and word not in _options(made):
            made.error(_unknown(word, _options(made) if word.startswith("-") else WORDS))
        options, others = made.parse_known_args(given)
        if others:
            bindings[word].error(_unknown(others[0], _options(bindings[word])))
    try:
        return int(options.run(options))
    except (FaultError, ProblemsError) as error:
        print(error, file=sys.stderr)
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        print(message("output-write", path=error.filename, reason=reason), file=sys.stderr)
    return 1


def _options(binding: Parser) -> Sequence[str]:
    """Return the options that a parser knows."""
    return tuple(binding._option_string_actions)  # noqa: SLF001 - argparse lists them nowhere else


def _unknown(found: str, known: Sequence[str]) -> str:
    """Return what is said of a word or option that there is not."""
    key = "unknown-word" if known is WORDS else "unknown-option"
    meant = proposal(found, known) or text("command", "known", known=", ".join(known))
    return text("command", key, found=printable(found), meant=meant)


def _prepare_streams() -> None:
    """Have no letter end in a traceback; what is no terminal's gets UTF-8 on every system."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _drop_output() -> None:
    """Let what is still to be written go nowhere, so that Python has nothing to complain of."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere, stream.fileno())
