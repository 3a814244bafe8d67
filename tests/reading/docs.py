"""Old Word files for the tests: the least that Word 97 calls a document, in the container that Windows calls OLE."""

import struct

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_LEAST = 4096  # shorter streams would lie elsewhere
_TEXT_AT = 0x600


def write_doc(text: str) -> bytes:
    """Return a file with these paragraphs."""
    characters = text.replace("\n", "\r") + "\r"
    piece = struct.pack("<IIHIH", 0, len(characters), 0, _TEXT_AT, 0)
    table = struct.pack("<BI", 2, len(piece)) + piece
    head = bytearray(_TEXT_AT)
    struct.pack_into("<HHHHHH", head, 0, 0xA5EC, 0xC1, 0, 0x0804, 0, 0x0200)
    struct.pack_into("<II", head, 0x18, _TEXT_AT, _TEXT_AT + 2 * len(characters))
    struct.pack_into("<H", head, 0x20, 14)
    struct.pack_into("<H", head, 0x3E, 22)
    struct.pack_into("<I", head, 0x40, _TEXT_AT + 2 * len(characters))
    struct.pack_into("<I", head, 0x4C, len(characters))
    struct.pack_into("<H", head, 0x98, 93)
    struct.pack_into("<II", head, 0x1A2, 0, len(table))
    return _container({"WordDocument": bytes(head) + characters.encode("utf-16-le"), "1Table": table})


def _container(streams: dict[str, bytes]) -> bytes:
    contents = [
        content.ljust(max(_LEAST, -(-len(content) // _SECTOR) * _SECTOR), b"\0") for content in streams.values()
    ]
    chain, starts = [_FAT, _END], []  # sector 0 is this table, sector 1 the directory
    for content in contents:
        starts.append(len(chain))
        n_sectors = len(content) // _SECTOR
        chain += [*range(len(chain) + 1, len(chain) + n_sectors), _END]
    assert len(chain) <= _SECTOR // 4
    table = struct.pack(f"<{_SECTOR // 4}I", *chain, *[_FREE] * (_SECTOR // 4 - len(chain)))
    entries = [_entry("Root Entry", 5, 1, _END, 0)]
    for number, (name, content) in enumerate(zip(streams, contents, strict=True), 1):
        sibling = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, _FREE, starts[number - 1], len(content), sibling))
    directory = b"".join(entries).ljust(_SECTOR, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6sIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, 1, 1, 0, _LEAST, _END, 0, _END, 0, 0)
    return head.ljust(_SECTOR, b"\xff") + table + directory + b"".join(contents)


def _entry(name: str, kind: int, child: int, start: int, size: int, sibling: int = _FREE) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    entry = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, _FREE, sibling, child)
    return entry + bytes(36) + struct.pack("<III", start, size, 0)
