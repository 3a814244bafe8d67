"""``python -m fuzz [TARGET] [SECONDS]``: fuzz one target, or each in a process of its own; 0 where nothing is found."""

import importlib.util
import subprocess
import sys
from pathlib import Path

_FOLDER = Path(__file__).parent
_BUILD = _FOLDER.parent / "build" / "fuzz"
_SECONDS = 60
_MEGABYTES = 2048
_LONGEST_INPUT = 1 << 14


def main(arguments: list[str]) -> int:
    """Run what the arguments name and return the exit code."""
    if importlib.util.find_spec("atheris") is None:
        print("skipped: atheris is not installed (it has wheels for Linux only): pip install atheris")
        return 0
    if arguments[:1] == ["--here"]:
        _fuzz(arguments[1], int(arguments[2]))
    from fuzz.targets import TARGETS

    names = [name for name in arguments if name in TARGETS] or list(TARGETS)
    seconds = next((int(word) for word in arguments if word.isdecimal()), _SECONDS)
    calls = [[sys.executable, "-m", "fuzz", "--here", name, str(seconds)] for name in names]
    failed = [name for name, call in zip(names, calls, strict=True) if subprocess.run(call).returncode]
    print(f"found something in: {', '.join(failed)}; see {_BUILD}" if failed else "nothing found")
    return 1 if failed else 0


def _fuzz(name: str, seconds: int) -> None:
    """Fuzz one target in this process, which ends with it."""
    import atheris

    with atheris.instrument_imports(include=["corpus_tools"]):
        from fuzz.targets import run_target

    corpus = _BUILD / name
    corpus.mkdir(parents=True, exist_ok=True)
    for seed, raw in _seeds(name).items():
        (corpus / seed).write_bytes(raw)
    options = [f"-max_total_time={seconds}", f"-rss_limit_mb={_MEGABYTES}", "-timeout=10", "-print_final_stats=1"]
    paths = [f"-max_len={_LONGEST_INPUT}", f"-artifact_prefix={_BUILD}/{name}-", str(corpus)]
    atheris.Setup([f"fuzz-{name}", *options, *paths], lambda raw: run_target(name, raw))
    atheris.Fuzz()


def _seeds(name: str) -> dict[str, bytes]:
    """Return good files to begin with."""
    from tests.reading.hostile import good_files

    suffixes = {
        "plain": ("txt",),
        "sniff": ("txt", "html", "docx", "pdf"),
        "archive": ("zip", "tar", "tgz"),
        "packed": ("gz", "bz2", "xz"),
        "parse": ("plain.txt",),
    }.get(name, (name,))
    return {file: raw for file, raw in good_files().items() if file.endswith(suffixes)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
