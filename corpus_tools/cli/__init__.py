"""The command line: one small module a verb, imported when it is called."""

import gc
import sys
from itertools import pairwise

from corpus_tools.output.messages import LANGUAGES, language_of, lend_catalogue, use_language

_COLLECTED = 100_000  # values made between two searches for circular garbage; plans are many, and last


def main() -> None:
    """Run ``corpus-tools`` with the arguments of the process and exit with its code.

    The language is settled before any command is imported, so that help texts are in it.
    """
    gc.set_threshold(_COLLECTED)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # text streams have it
    use_language(_asked_language(sys.argv[1:]) or language_of())
    lend_catalogue()

    from corpus_tools.cli.app import run

    sys.exit(run(sys.argv[1:]))


def _asked_language(arguments: list[str]) -> str | None:
    for argument, following in pairwise([*arguments, ""]):
        value = following if argument == "--lang" else argument.removeprefix("--lang=")
        if argument.startswith("--lang") and value in LANGUAGES:
            return value
    return None
