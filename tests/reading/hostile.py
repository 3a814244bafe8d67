"""A folder of hostile files, made by rule: formats cut off and with wrong bits, bombs, depths, loops, odd names."""

import base64
import bz2
import gzip
import io
import json
import lzma
import os
import random
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from tests.reading.docs import write_doc
from tests.reading.pdfs import write_pdf
from tests.reading.word_files import pack, paragraph, word_file

PLAN = "青山小学工会工作计划\n一、指导思想\n1、认真学习。\n（1）读书；\n二、主要工作\n1、徒步 < 歌咏。\n"
_MEGA = 1 << 20
_N_CUT, _N_FLIPPED = 6, 8


def good_files() -> dict[str, bytes]:
    """Return a small good file of every format, by name."""
    table = io.BytesIO()
    parquet.write_table(pa.table({"text": [PLAN, PLAN], "year": [2023, 2024]}), table)
    page = f"<html><head><title>计划</title></head><body><ol><li>{PLAN.replace('<', '&lt;')}</ol></body></html>"
    rows = "".join(json.dumps({"text": PLAN, "year": year}, ensure_ascii=False) + "\n" for year in range(3))
    quoted = PLAN.replace('"', '""')
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        member = tarfile.TarInfo("a.txt")
        member.size = len(PLAN.encode())
        archive.addfile(member, io.BytesIO(PLAN.encode()))
    return {
        "plain.txt": PLAN.encode(),
        "gbk.txt": PLAN.encode("gb18030"),
        "big5.txt": "工會工作計劃\n一、讀書\n".encode("big5"),
        "utf16.txt": PLAN.encode("utf-16"),
        "page.html": page.encode(),
        "page.mht": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n"
        b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(page.encode()) + b"--b--\n",
        "word.docx": word_file("".join(paragraph(line, {}) for line in PLAN.replace("<", "、").splitlines())),
        "old.doc": write_doc(PLAN),
        "print.pdf": write_pdf([[(72, 700 - 20 * n, 12, line) for n, line in enumerate(PLAN.splitlines())]]),
        "rows.jsonl": rows.encode(),
        "rows.csv": f'text,year\n"{quoted}",2024\n"{quoted}",2023\n'.encode(),
        "rows.parquet": table.getvalue(),
        "files.zip": pack({"a.txt": PLAN, "b.html": page, "c.jsonl": rows}),
        "files.tar": tar.getvalue(),
        "files.tgz": gzip.compress(tar.getvalue()),
        "plan.txt.gz": gzip.compress(PLAN.encode()),
        "plan.txt.bz2": bz2.compress(PLAN.encode()),
        "plan.txt.xz": lzma.compress(PLAN.encode()),
    }


def damaged_files() -> Iterator[tuple[str, bytes]]:
    """Yield each good file cut off and with wrong bits, by chance that is always the same."""
    chance = random.Random(5)
    for name, raw in good_files().items():
        for number in range(_N_CUT):
            yield f"cut-{number}-{name}", raw[: chance.randrange(len(raw))]
        for number in range(_N_FLIPPED):
            flipped = bytearray(raw)
            for _ in range(1 + number):
                flipped[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
            yield f"flipped-{number}-{name}", bytes(flipped)


def _zip_of_zeros(name: str, n_bytes: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as member:
        for _ in range(n_bytes // _MEGA):
            member.write(bytes(_MEGA))
    return stream.getvalue()


def _laughs(element: str) -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "哈哈">{entities}]><{element}>&l9;</{element}>'


def _outside(element: str, target: str) -> str:
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{target}">]><{element}>&e;</{element}>'


def _pdf(content: bytes, filters: bytes, n_pages: int = 1) -> bytes:
    pages = b"".join(b"%d 0 R " % (4 + number) for number in range(n_pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (n_pages, pages),
        b"<</Length %d/Filter%s>>stream\n%s\nendstream" % (len(content), filters, content),
        *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R>>"] * n_pages,
    ]
    body = b"".join(b"%d 0 obj%s endobj\n" % (number, part) for number, part in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


def _flate(repeated: bytes, n_bytes: int) -> bytes:
    packer = zlib.compressobj(9)
    block = repeated * (_MEGA // len(repeated))
    return b"".join([*(packer.compress(block) for _ in range(n_bytes // _MEGA)), packer.flush()])


def _part(xml: str) -> bytes:
    return pack({"[Content_Types].xml": "<Types/>", "word/document.xml": xml})


def bombs() -> Mapping[str, Callable[[], bytes]]:
    """Return files that are small and cost much, by name."""
    nested = "<div>" * 100_000 + "一、读书"
    return {
        "bomb.zip": lambda: _zip_of_zeros("a.txt", 300 * _MEGA),
        "bomb.docx": lambda: _zip_of_zeros("word/document.xml", 300 * _MEGA),
        "bomb.txt.gz": lambda: gzip.compress(bytes(300 * _MEGA), 9),
        "bomb.txt.xz": lambda: lzma.compress(bytes(300 * _MEGA), preset=0),
        "bomb.txt.bz2": lambda: bz2.compress(bytes(300 * _MEGA)),
        "bomb.tgz": lambda: gzip.compress(_tar_of_zeros(300 * _MEGA)),
        "zips-in-zip.zip": lambda: pack({f"{n}.zip": _zip_of_zeros("a", 20 * _MEGA) for n in range(10)}),
        "many.zip": lambda: pack({f"{n}.txt": "一、读书" for n in range(500)}),
        "flate.pdf": lambda: _pdf(_flate(b" ", 1000 * _MEGA), b"/FlateDecode"),
        "flate-twice.pdf": lambda: _pdf(_flate(_flate(b" ", 8 * _MEGA), 100 * _MEGA), b"[/FlateDecode/FlateDecode]"),
        "operators.pdf": lambda: _pdf(_flate(b"q Q ", 8 * _MEGA), b"/FlateDecode"),
        "texts.pdf": lambda: _pdf(_flate(b"BT /F 9 Tf (a) Tj ET ", 20 * _MEGA), b"/FlateDecode"),
        "pages.pdf": lambda: _pdf(_flate(b"q Q ", _MEGA), b"/FlateDecode", 20_000),
        "laughs.docx": lambda: _part(_laughs("document")),
        "laughs.html": lambda: _laughs("html").encode(),
        "deep.mht": lambda: (
            b"MIME-Version: 1.0\n"
            + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5_000))
        ),
        "parts.mht": lambda: (
            b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 200_000
        ),
        "laughs.xml": lambda: _laughs("a").encode(),
        "outside.docx": lambda: _part(_outside("document", "file:///etc/passwd")),
        "fetched.docx": lambda: _part(_outside("document", "http://127.0.0.1:9/x")),
        "outside.html": lambda: _outside("html", "file:///etc/passwd").encode(),
        "deep.html": nested.encode,
        "deep-lists.html": lambda: ("<ul><li>" * 20_000 + "一、读书").encode(),
        "deep-tables.html": lambda: ("<table><tr><td>" * 20_000 + "一、读书").encode(),
        "deep.docx": lambda: word_file("<w:p>" * 5_000 + "</w:p>" * 5_000),
        "deep-tables.docx": lambda: word_file("<w:tbl><w:tr><w:tc>" * 60 + "</w:tc></w:tr></w:tbl>" * 60),
        "paragraphs.docx": lambda: word_file("<w:p/>" * 1_900_000),
        "texts.docx": lambda: word_file("<w:p><w:r><w:t>一、读书</w:t></w:r></w:p>" * 60_000),
        "less-than.html": lambda: b"<html>" + b"<" * (2 * _MEGA),
        "tags.html": lambda: b"<html>" + b"<p>" * (_MEGA // 2),
        "comment.html": lambda: b"<html><!--" * 200_000,
        "scripts.html": lambda: b"<html><script>" * 100_000,
        "attribute.html": lambda: b'<html><p title="' + b"a" * (20 * _MEGA) + b'">x',
        "attributes.html": lambda: b"<html><p " + b"".join(b"a%d=1 " % n for n in range(100_000)) + b">x",
        "number.html": lambda: b"<html><ol start=999999999999999999999999><li>x</ol>",
        "span.html": lambda: b"<html><table><tr><td colspan=999999999 rowspan=999999999>x</table>",
        "deep.jsonl": lambda: b'{"text": ' + b"[" * 100_000,
        "number.jsonl": lambda: b'{"text": ' + b"9" * 100_000 + b"}",
        "surrogates.jsonl": lambda: rb'{"text": "\ud800 \udfff \ud83d", "\udc00": 1}',
        "quote.csv": lambda: b'text\n"' + b"a,\n" * _MEGA,
        "columns.csv": lambda: b"text" + b",a" * 500_000 + b"\n" + b"1," * 500_000,
    }


def _tar_of_zeros(n_bytes: int) -> bytes:
    head = tarfile.TarInfo("a.txt")
    head.size = n_bytes
    return head.tobuf() + bytes(n_bytes + 1024)


def long_texts() -> Mapping[str, Callable[[], bytes]]:
    """Return texts of extreme forms, by name."""
    return {
        "line-100-mb.txt": lambda: ("工作计划要点" * (100 * _MEGA // 18)).encode(),
        "line-100-mb-gbk.txt": lambda: ("工作计划要点" * (100 * _MEGA // 12)).encode("gb18030"),
        "ascii-100-mb.txt": lambda: b"a" * (100 * _MEGA),
        "nul.txt": lambda: bytes(10 * _MEGA),
        "nuls-between.txt": lambda: PLAN.encode() + bytes(1000) + PLAN.encode(),
        "marks.txt": lambda: b"\xff\xfe\xef\xbb\xbf\xfe\xff" * 1000,
        "bytes.txt": lambda: random.Random(1).randbytes(2 * _MEGA),
        "odd-gbk.txt": lambda: (PLAN * 200).encode("gb18030").replace(b"\xa1", b""),
        "surrogates.txt": lambda: b"\xed\xa0\x80\xed\xbf\xbf" * 1000 + PLAN.encode(),
        "surrogates-16.txt": lambda: b"\xff\xfe" + b"\x00\xd8" * 5000 + PLAN.encode("utf-16-le"),
        "brackets.txt": lambda: ("（" * 100_000).encode(),
        "pairs.txt": lambda: ("（" * 50_000 + "）" * 50_000).encode(),
        "quotes.txt": lambda: ("“《" * 50_000).encode(),
        "numbers.txt": lambda: "".join(f"{n}、学习\n" for n in range(20_000)).encode(),
        "dates.txt": lambda: ("2024年" * 20_000).encode(),
        "blanks.txt": lambda: b" " * (5 * _MEGA) + "一、读书".encode(),
        "line-ends.txt": lambda: b"\r" * _MEGA + "一、读书".encode(),
        "entities.txt": lambda: b"&nbsp;&#x4e00;&#55296;&#1114112;" * 50_000 + "一、读书".encode(),
        "mojibake.txt": lambda: ("宸ヤ綔璁″垝" * 50_000).encode(),
    }


_NAMES = (
    "new\nline.txt",
    "car\rriage.html",
    "quo'te\".txt",
    "back\\slash.html",
    "tab\tbed.txt",
    "-o",
    "--help.txt",
    "a#1.txt",
    "a!b.html",
    "*.txt",
    "[a].html",
    "%s{path}.txt",
    "$(id).html",
    ";ls.txt",
    "\u202etxt.exe",
    "名" * 80 + ".html",
    "CON",
    "NUL.txt",
    "a.txt ",
    "<b>.html",
)


def write_odd_files(folder: Path) -> None:
    """Write what is no usual file, and good files of odd names."""
    for name in _NAMES:
        (folder / name).write_text(PLAN, "utf-8")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xbc\xc6\xbb\xae.txt")).write_text(PLAN, "utf-8")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe\xfd.html")).write_text(PLAN, "utf-8")
    os.mkfifo(folder / "pipe")
    (folder / "dangling.txt").symlink_to(folder / "nowhere")
    (folder / "itself.txt").symlink_to(folder / "itself.txt")
    (folder / "zero").symlink_to("/dev/zero")
    (folder / "folder.txt").mkdir()
    (folder / "folder.txt" / "up").symlink_to(folder)
    (folder / "folder.txt" / "in.txt").write_text(PLAN, "utf-8")
    (folder / "closed.html").write_text(PLAN, "utf-8")
    (folder / "closed.html").chmod(0)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "empty.docx").write_bytes(b"")


def write_hostile_files(folder: Path) -> None:
    """Write the whole set, some two hundred megabytes of it, into an empty folder."""
    for name, raw in damaged_files():
        (folder / name).write_bytes(raw)
    for name, write in {**bombs(), **long_texts()}.items():
        (folder / name).write_bytes(write())
    write_odd_files(folder)
