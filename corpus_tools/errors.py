"""The exceptions of the package: each says what went wrong, where, and what to do.

CorpusError
├── UsageError          the call is wrong; nothing was done
├── ReadingError        one input cannot be read: a row in ``failures``, the others go on
├── NothingReadError    inputs were there, none could be read
├── WorkerDiedError     a process that was at work for this one died; nothing is lost but the time
├── PipeClosedError     the reader of standard output has gone
└── OutputError         a result could not be written

A message is a template with named fields, so that the command line can translate it without knowing the errors. It is
for whoever calls, in Python too; what to type on the command line is a hint that only ``output.messages`` adds.
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

_MOST_REASONS = 3


def N_(message: str) -> str:  # noqa: N802 (gettext's own name for "marked, translated later")
    """Mark a message for translation and return it unchanged."""
    return message


class Reason:
    """Why an error came about, as a message of its own with named fields: it is translated with the error.

    Attributes
    ----------
    template, fields
        As those of ``CorpusError``.
    """

    def __init__(self, template: str, **fields: object) -> None:
        self.template = template
        self.fields = fields

    def __str__(self) -> str:
        """Return the message in English."""
        return self.template.format(**self.fields)


class CorpusError(Exception):
    """Base of all errors of the package.

    Attributes
    ----------
    template
        The message with its fields in braces, in English.
    hint
        What to type on the command line, with fields too; empty where the message says all.
    fields
        The values of the fields.
    """

    template: ClassVar[str] = N_("something went wrong")
    hint: ClassVar[str] = ""

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(self.template.format(**fields))

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error cross process borders with its fields."""
        return _rebuild, (type(self), {name: _portable(value) for name, value in self.fields.items()})


def pack_error(error: CorpusError | Reason) -> dict[str, object]:
    """Return an error, or a reason in it, as what JSON can print: its kind or its template, and its fields."""
    fields = {
        name: pack_error(value) if isinstance(value, CorpusError | Reason) else _portable(value)
        for name, value in error.fields.items()
    }
    named = {"template": error.template} if isinstance(error, Reason) else {"kind": type(error).__name__}
    return {**named, "fields": fields}


def unpack_error(packed: Mapping[str, Any]) -> CorpusError | Reason:
    """Return what was packed; KeyError where it is of no kind that is known here."""
    fields = {
        name: unpack_error(value) if isinstance(value, Mapping) else value for name, value in packed["fields"].items()
    }
    if "template" in packed:
        return Reason(packed["template"], **fields)
    return {kind.__name__: kind for kind in _kinds_of(CorpusError)}[packed["kind"]](**fields)


def _kinds_of(error: type[CorpusError]) -> Iterator[type[CorpusError]]:
    yield error
    for kind in error.__subclasses__():
        yield from _kinds_of(kind)


def _rebuild(kind: type[CorpusError], fields: dict[str, object]) -> CorpusError:
    return kind(**fields)


def _portable(value: object) -> object:
    """Return what is no plain value, such as an error of a library, as its text."""
    return value if isinstance(value, str | int | float | list | None) else str(value)


class UsageError(CorpusError):
    """The call is wrong; nothing was done."""


class OptionError(UsageError):
    """An option with a value that it cannot have."""

    template = N_("{name} cannot be {value}; it may be {allowed}")


class NoSuchPathError(UsageError):
    """A path that does not exist."""

    template = N_("{path}: no such file or folder; check the spelling")
    hint = N_("quote names that hold blanks")


class TextAsPathError(UsageError):
    """A text where paths are wanted."""

    template = N_("{text}: is a text, no path; write texts into files, or one a row into a table")


class NoInputError(UsageError):
    """The paths given hold no file."""

    template = N_("no file found in {paths}; give a folder that holds plans, or files")


class OnePlanOfFolderError(UsageError):
    """``PATH#n`` where PATH is a folder."""

    template = N_("{path}: #n asks for one plan of a file, and this is a folder")


class CodebookError(UsageError):
    """A codebook that cannot be used."""

    template = N_("codebook {path}: {reason}")


class WordListError(UsageError):
    """A user dictionary or a list of stop words that cannot be used."""

    template = N_("word list {path}: {reason}")


class NoSuchThemeError(UsageError):
    """A theme that the codebook does not have."""

    template = N_("no theme {theme} in the codebook {codebook}; it has: {themes}")


class SheetError(UsageError):
    """A file of coded clauses that cannot be used."""

    template = N_("coded clauses {path}: {reason}")


class MetaError(UsageError):
    """A meta table that cannot be used."""

    template = N_("meta table {path}: {reason}")


class ReviewError(UsageError):
    """A review file that cannot be used."""

    template = N_("review file {path}: {reason}")


class NotCorpusError(UsageError):
    """A folder that is no corpus."""

    template = N_("{path}: is no corpus; build one first")
    hint = "corpus-tools build PATH... -o CORPUS"


class OtherVersionError(UsageError):
    """A corpus of another version of the format."""

    template = N_("{path}: is a corpus of the format {found}, this program reads {wanted}; build it again")


class DamagedCorpusError(UsageError):
    """A corpus of which a table is missing or broken."""

    template = N_("{path}: the table {table} cannot be read ({reason}); build the corpus again")


class NotKeptError(UsageError):
    """A corpus without the codebook or the user dictionary that it was built with."""

    template = N_("{path}: has not kept the {name} it was built with; build it again, or say what to use")
    hint = "{option}"


class UnlikeCorporaError(UsageError):
    """Corpora that were built with different codebooks, or with different user dictionaries."""

    template = N_("{paths}: were built with different ones; say which to use")
    hint = "{option}"


class NoSuchPlanIdError(UsageError):
    """A plan that is not there."""

    template = N_("{plan_id}: no such plan here; they are called like {example}")


class AlignmentError(UsageError):
    """Groups to set side by side that are not there."""

    template = N_("nothing is called {side} here; what can be set side by side is called like {example}")


class SeveralPlansError(UsageError):
    """A path that stands for more than one plan."""

    template = N_("{path} has {n_plans} plans; write PATH#n for one of them: {plans}")


class SamePlanError(UsageError):
    """A comparison of a plan with itself."""

    template = N_("A and B are the same plan, {plan_id}; name two")


class NotTwoPlansError(UsageError):
    """A comparison of two plans that is given more or fewer."""

    template = N_("two plans are compared, and here are {n_plans}: {plans}; write PATH#n for one plan of a file")


class NoSuchTableError(UsageError):
    """A table that no corpus has."""

    template = N_("no table {table}; there are: {tables}")


class NoSuchFamilyError(UsageError):
    """A family that is not there."""

    template = N_("no family {family}; there are: {families}")


class GroupError(UsageError):
    """A column to group by that ``plans`` does not have."""

    template = N_("no column {column} in plans; there are {columns}; others come with a meta table")
    hint = "--meta FILE"


class EmptyColumnError(GroupError):
    """A column to group by in which no plan has a value."""

    template = N_("column {column} is empty for all plans; there are {columns}")
    hint = ""


class ResultColumnError(GroupError):
    """A column to group by that has the name of one of the result's own."""

    template = N_("column {column} has the name of a column of the result; rename it")


class YearError(UsageError):
    """A column for years that prints none."""

    template = N_("column {column} names no year (it has {example}); give a column with years such as 2024 or 2024年")


class NoReferenceError(UsageError):
    """Groups of plans with nothing to hold them against."""

    template = N_("group {name} holds all plans: there are none to hold it against; give a narrower one")


class NoPlanMatchesError(UsageError):
    """A pattern that no plan matches."""

    template = N_("no plan matches {pattern}; the first one is {example}, and * stands for any characters")


class NoGroupsError(UsageError):
    """A comparison of groups that are not named."""

    template = N_("which plans against which? Name a column to group by, or a target")
    hint = "--by COLUMN, --target PATTERN"


class PatternError(UsageError):
    """Words, or a regular expression, that cannot be sought."""

    template = N_("{pattern}: cannot be sought ({reason})")


class QueryError(UsageError):
    """SQL that cannot be run."""

    template = N_("the query cannot be run: {reason}")


class PlanFormatError(UsageError):
    """An object that is no plan as ``extract`` prints it."""

    template = N_(
        "no plan of the format {expected} ({found}); give an object that Plan.to_dict or `corpus-tools extract` made"
    )


class ReadingError(CorpusError):
    """One input cannot be read; the others go on."""


class UnreadableError(ReadingError):
    """The operating system refuses to open or list a path."""

    template = N_("{path}: cannot be opened ({reason}); check its permissions")


class EmptySourceError(ReadingError):
    """A file without a character of text."""

    template = N_("{path}: holds no text")


class NotTextError(ReadingError):
    """Bytes that are no text in any known encoding."""

    template = N_("{path}: these {n_bytes} bytes are no text in any known encoding; remove the file or convert it")


class UnsupportedFormatError(ReadingError):
    """A format that has no reader."""

    template = N_("{path}: no reader for {media_type}; save it as plain text, HTML, DOCX or PDF")


class SpreadsheetError(UnsupportedFormatError):
    """A workbook: sheets of cells, which no reader takes for text."""

    template = N_(
        "{path}: is a spreadsheet ({media_type}); save it as CSV with a plan a row, or its text as DOCX or PDF"
    )


class MissingExtraError(ReadingError):
    """A format whose reader needs a package that is not installed."""

    template = N_("{path}: to read {media_type}, install the extra {extra}: pip install 'corpus-tools[{extra}]'")


class MissingProgramError(ReadingError):
    """A format that another program has to convert, and none is installed."""

    template = N_(
        "{path}: to read this old Word file, install {programs}; or open it in Word or WPS and save it as .docx"
    )


class DamagedFileError(ReadingError):
    """A file that breaks the rules of its format, or unpacks to more than is allowed."""

    template = N_("{path}: cannot be read as what it is ({reason})")


class ProtectedFileError(ReadingError):
    """A file that opens with a password only."""

    template = N_("{path}: is protected by a password; save it without one")


class NoTextLayerError(ReadingError):
    """A PDF file whose pages are pictures."""

    template = N_("{path}: its {n_pages} pages are pictures without text; run text recognition (OCR) on it first")


class TextColumnError(ReadingError):
    """Rows without a column that holds the text."""

    template = N_("{path}: has no column {wanted}; it has: {columns}; name the one with the text")
    hint = "--text-column NAME"


class SheetIsNoTextError(ReadingError):
    """A sheet of coded clauses among documents."""

    template = N_("{path}: is a sheet of coded clauses, no plan; move it elsewhere, `agreement` reads it")


class SeveralDocumentsError(ReadingError):
    """One document is asked for, and the file holds several."""

    template = N_("{path}: holds several documents; read_plans and the command line read them all")


class NestedArchiveError(ReadingError):
    """An archive in an archive."""

    template = N_("{path}: is an archive in an archive; unpack the outer one")


class NoSuchMemberError(ReadingError):
    """``PATH!MEMBER`` where the file holds no such member or row."""

    template = N_("{path}: holds no {member}")


class TimeLimitError(ReadingError):
    """A document on which a reader works for too long."""

    template = N_("{path}: not done within {seconds} seconds; raise the time limit, or convert it")
    hint = "--time-limit SECONDS"


class MemoryLimitError(ReadingError):
    """A document that unfolds to more than the memory it may take."""

    template = N_("{path}: needs more than {megabytes} MB of memory; raise the memory limit, or split it")
    hint = "--memory-limit MB"


class ReaderDiedError(ReadingError):
    """A document at which the process that read it died."""

    template = N_("{path}: its reader died ({reason}); raise the memory limit, or convert it")
    hint = "--memory-limit MB"


class ReaderFailedError(ReadingError):
    """A document that its reader was not made for."""

    template = N_("{path}: its reader failed ({reason}); convert it, and please report this")


class RecordedError(ReadingError):
    """A failure of the past, as the table ``failures`` of a corpus tells it."""

    template = N_("{reason}")


class NoSuchPlanError(ReadingError):
    """``PATH#n`` where the file holds fewer plans."""

    template = N_("{path}#{ordinal}: the file holds no such plan, only {n_plans}")


class NothingReadError(CorpusError):
    """Inputs were there, and none of them could be read."""

    template = N_("no input could be read ({n_inputs} failed)")

    @property
    def errors(self) -> list[CorpusError]:
        """Why each could not, where this was not told before."""
        errors = self.fields.get("errors")
        return errors if isinstance(errors, list) else []

    def __str__(self) -> str:
        """Return the message with the first reasons; the command line tells all of them before it."""
        lines = [super().__str__(), *map(str, self.errors[:_MOST_REASONS])]
        return "\n  ".join(lines if len(self.errors) <= _MOST_REASONS else [*lines, "..."])


class InputFailedWarning(UserWarning):
    """An input that gave no plan, where a list of plans is all that is returned."""


class SheetWarning(UserWarning):
    """A sheet of coded clauses that is not finished, or that names themes which the codebook does not have."""


class GroupsWarning(UserWarning):
    """More groups asked for than there can be."""


class UngroupedWarning(UserWarning):
    """Plans that are in no group, where plans are grouped by a column: they have no value of it."""


class PipeClosedError(CorpusError):
    """The reader of standard output has gone."""

    template = N_("the reader of the output has gone")


class WorkerDiedError(CorpusError):
    """A process that was at work for this one died, as where the system has no memory left."""

    template = N_("a process at work died, perhaps for want of memory; let fewer work at a time")
    hint = "corpus-tools build --workers N"


class OutputError(CorpusError):
    """A result could not be written."""

    template = N_("{path}: cannot be written ({reason})")


class MissingWriterError(OutputError):
    """A format that is written by a package that is not installed."""

    template = N_("to write {format}, install the extra {extra}: pip install 'corpus-tools[{extra}]'")
