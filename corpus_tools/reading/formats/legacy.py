"""DOC and WPS: the old binary Word format, converted by a program that is installed, within a time limit."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from corpus_tools.errors import DamagedFileError, MissingProgramError
from corpus_tools.reading.formats.word import read_docx
from corpus_tools.reading.limits import stopped_clock
from corpus_tools.reading.repairs import repair

_SECONDS = 120
_INPUT = "input.doc"
Text = tuple[str, dict[str, str]]


class _Converter(NamedTuple):
    """A program that reads the format.

    Attributes
    ----------
    program
        As it is called on the search path.
    arguments
        For the file ``input.doc`` in the folder where it runs, with ``{folder}`` in place of that folder.
    read
        Makes the text of the folder and of what the program printed.
    """

    program: str
    arguments: Sequence[str]
    read: Callable[[Path, bytes, str], Text]


def _read_docx(folder: Path, printed: bytes, path: str) -> Text:
    try:
        return read_docx((folder / "input.docx").read_bytes(), path)
    except FileNotFoundError as error:
        raise DamagedFileError(path=path, reason="gave no file") from error


def _read_printed(folder: Path, printed: bytes, path: str) -> Text:
    return repair(printed.decode("utf-8", "replace"))[0], {}


_LIBREOFFICE = ("--headless", "-env:UserInstallation=file://{folder}/profile", "--convert-to", "docx", _INPUT)
# The best first: LibreOffice keeps automatic numbers, antiword leaves them out.
_CONVERTERS = (
    _Converter("soffice", _LIBREOFFICE, _read_docx),
    _Converter("libreoffice", _LIBREOFFICE, _read_docx),
    _Converter("antiword", ("-m", "UTF-8.txt", "-w", "0", _INPUT), _read_printed),
)


def read_doc(raw: bytes, path: str) -> Text:
    """Return the text of an old Word file, by the first program that is installed and can read it.

    Raises
    ------
    MissingProgramError
        When none is installed.
    DamagedFileError
        When none can read the file.
    """
    installed = installed_converters()
    if not installed:
        raise MissingProgramError(path=path, programs="LibreOffice, antiword")
    reasons = []
    for converter in _CONVERTERS:
        if converter.program not in installed:
            continue
        try:
            text, meta = _convert(converter, raw, path)
            return text, meta | {"converter": converter.program}
        except (OSError, subprocess.SubprocessError, DamagedFileError) as error:
            reasons.append(f"{converter.program}: {_reason(error)}")
    raise DamagedFileError(path=path, reason="; ".join(reasons))


def installed_converters() -> list[str]:
    """Return the programs at hand that read the format, the best first."""
    return [converter.program for converter in _CONVERTERS if shutil.which(converter.program)]


def _convert(converter: _Converter, raw: bytes, path: str) -> Text:
    with tempfile.TemporaryDirectory(prefix="corpus-tools-") as name:
        folder = Path(name)
        (folder / _INPUT).write_bytes(raw)
        command = [converter.program, *(argument.format(folder=folder) for argument in converter.arguments)]
        return converter.read(folder, _run(command, folder), path)


def _run(command: Sequence[str], folder: Path) -> bytes:
    """Return what a program prints; with the time it goes, and all that it started."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder)},  # no settings, no printer, no display
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    with process, stopped_clock():
        try:
            printed, said = process.communicate(timeout=_SECONDS)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, printed, said)
    return printed


def _reason(error: Exception) -> str:
    if isinstance(error, subprocess.TimeoutExpired):
        return f"not done in {error.timeout:g} seconds"
    if isinstance(error, subprocess.CalledProcessError):
        said: str = error.stderr.decode("utf-8", "replace").strip()
        return said.split("\n")[0] or f"ended with {error.returncode}"
    return str(error.fields["reason"] if isinstance(error, DamagedFileError) else error)
