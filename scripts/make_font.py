"""Make the font of the figures: a subset of Noto Sans CJK SC under a name of its own.

Run: python scripts/make_font.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc

It keeps all characters of GB2312, ASCII, and the punctuation of print: about 1.5 MB. The family has its own name, so
that it never stands in for an installed Noto; the records of copyright and licence stay in the file, and the licence
lies beside it.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

FAMILY = "Corpus Tools Sans SC"
TARGET = Path(__file__).parent.parent / "corpus_tools" / "output" / "fonts" / "CorpusToolsSansSC.otf"
_SOURCE_FAMILY = "Noto Sans CJK SC"
_KEPT_NAMES = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14)  # among them copyright, trademark, licence


def characters() -> str:
    """Return the characters to keep."""
    rows = (bytes((lead, trail)) for lead in range(0xA1, 0xF8) for trail in range(0xA1, 0xFF))
    gb2312 = "".join(row.decode("gb2312", "ignore") for row in rows)
    return "".join(map(chr, range(0x20, 0x7F))) + gb2312 + "—…–“”‘’·•−×％"


def face(path: str) -> TTFont:
    """Return the simplified Chinese face of a font file or collection."""
    fonts = TTCollection(path).fonts if path.endswith(".ttc") else [TTFont(path)]
    return next(font for font in fonts if font["name"].getDebugName(1) == _SOURCE_FAMILY)


def rename(font: TTFont) -> None:
    """Give the font its own family name; the other records stay."""
    new = {1: FAMILY, 2: "Regular", 3: f"{FAMILY} Regular", 4: FAMILY, 6: FAMILY.replace(" ", "") + "-Regular"}
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in _KEPT_NAMES and record.langID == 0x409]
    for name_id, text in new.items():
        names.setName(text, name_id, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames = [new[6]]
    top.topDictIndex[0].FamilyName = FAMILY
    top.topDictIndex[0].FullName = FAMILY


def main(path: str) -> None:
    """Write the font."""
    font = face(path)
    options = Options(name_IDs=list(_KEPT_NAMES), layout_features=[], hinting=False, desubroutinize=False)
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GSUB", "GPOS", "DSIG"]
    subsetter = Subsetter(options)
    subsetter.populate(text=characters())
    subsetter.subset(font)
    rename(font)
    TARGET.parent.mkdir(exist_ok=True)
    font.save(TARGET)


if __name__ == "__main__":
    main(sys.argv[1])
