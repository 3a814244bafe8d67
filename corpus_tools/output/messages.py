"""The language of messages: gettext catalogues in ``locale``, chosen once by the shell."""

import gettext
import locale
import os
from collections.abc import Mapping
from importlib.resources import files

from corpus_tools.errors import N_, CorpusError, Reason

LANGUAGES = ("en", "zh")
_DOMAIN = "corpus_tools"
# What the system says of a file that cannot be opened or written.
_SYSTEM_REASONS = frozenset(
    (
        N_("No such file or directory"),
        N_("Permission denied"),
        N_("Is a directory"),
        N_("Not a directory"),
        N_("Read-only file system"),
        N_("No space left on device"),
    )
)
_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def use_language(language: str) -> None:
    """Load the catalogue of ``en`` or ``zh`` for all messages from now on."""
    global _catalogue, _language
    _language = language
    if language == "en":  # the messages in the code are the English ones
        _catalogue = gettext.NullTranslations()
        return
    with (files("corpus_tools.output") / "locale" / language / "LC_MESSAGES" / f"{_DOMAIN}.mo").open("rb") as stream:
        _catalogue = gettext.GNUTranslations(stream)


def lend_catalogue() -> None:
    """Let libraries that ask gettext for their messages, such as click, find them in our catalogue.

    This is for a whole process; they read the language from the environment.
    """
    gettext.bindtextdomain(_DOMAIN, str(files("corpus_tools.output") / "locale"))
    gettext.textdomain(_DOMAIN)
    os.environ["LANGUAGE"] = _language


def used_language() -> str:
    """Return the language in use."""
    return _language


def language_of(environment: Mapping[str, str] = os.environ) -> str:
    """Return the language that the environment asks for, as gettext reads it; English where it names none of ours."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            wanted = environment[name].split(":")[0]
            return "zh" if locale.normalize(wanted).startswith("zh") or wanted.startswith("zh") else "en"
    return "en"


def _(message: str) -> str:
    """Return the message in the language in use."""
    return _catalogue.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form for ``n`` of a message in the language in use."""
    return _catalogue.ngettext(singular, plural, n)


def format_count(singular: str, plural: str, n: int, **fields: object) -> str:
    """Return the form for ``n`` of a message in the language in use, with the number and other fields filled in."""
    return ngettext(singular, plural, n).format(n=n, **fields)


def explain(error: CorpusError | Reason) -> str:
    """Return an error's message in the language in use, and in it the reason if that is a message, too.

    What the error has to say to the command line stands behind it.
    """
    fields = {name: _explain_field(value) for name, value in error.fields.items()}
    hint = error.hint if isinstance(error, CorpusError) else ""
    return with_hint(_(error.template).format(**fields), _(hint).format(**fields) if hint else "")


def with_hint(message: str, hint: str) -> str:
    """Return a message with what to type on the command line, if there is anything, behind it."""
    return _("{message} ({hint})").format(message=message, hint=hint) if hint else message


def _explain_field(value: object) -> object:
    if isinstance(value, Reason):
        return explain(value)
    return _(value) if isinstance(value, str) and value in _SYSTEM_REASONS else value
