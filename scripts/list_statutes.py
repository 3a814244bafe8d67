"""Make the list of statutes and regulations of the PRC by their full names, one a line.

Run: python scripts/list_statutes.py laws.tar.xz corpus_tools/facts/statutes.txt

The origin is LawRefBook/Laws on GitHub, commit 2f4c5c23; each text in it begins with its name. Names of laws are facts.
"""

import re
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

_NAME = re.compile(r"[\u4e00-\u9fff、]+(?:法|法典|条例|修正案(?:（[一二三四五六七八九十]+）)?)")
_FOLDERS = ("案例", "司法解释", "其他")  # no statutes


def read_names(path: Path) -> Iterator[str]:
    """Yield the first line of each text that is the name of a statute."""
    with tarfile.open(path, "r:xz") as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            if stream and not any(folder in Path(member.name).parts for folder in _FOLDERS):
                title = next((line.strip("# ") for line in stream.read().decode().splitlines() if line.strip("# ")), "")
                if _NAME.fullmatch(title) and "关于" not in title:
                    yield title


def main(origin: str, target: str) -> None:
    """Write the names in order."""
    Path(target).write_text("".join(f"{name}\n" for name in sorted(set(read_names(Path(origin))))), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
