"""Characters of symbol fonts as the characters that they look like."""

from collections.abc import Mapping

_AREA = range(0xF000, 0xF100)  # where symbol fonts lie; their codes are given with this area or without
_WINGDINGS: Mapping[int, str] = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x72: "□", 0x74: "◆", 0x75: "◆", 0x76: "❖", 0x77: "◆",
    0x9F: "•", 0xA1: "○", 0xA4: "◎", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xB7: "•", 0xD8: "➢", 0xE0: "→", 0xE8: "➔",
    0xF0: "➪", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_FONTS: Mapping[str, Mapping[int, str]] = {
    "Wingdings": _WINGDINGS,
    "Wingdings 2": {0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA3: "□"},
    "Symbol": {0xA8: "◆", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB4: "×", 0xB7: "•", 0xB8: "÷"},
    "Courier New": {0x6F: "○"},  # its letter o is a usual bullet
}


# By their code points, in texts that no longer say of which font they were.
WITHOUT_FONT: Mapping[str, str] = {chr(_AREA.start + place): look for place, look in _WINGDINGS.items()}


def printed_symbol(code: int, font: str) -> str:
    """Return what a character of a font looks like; nothing for one of a symbol font that is not known.

    >>> printed_symbol(0xF0FE, "Wingdings"), printed_symbol(0x52, "Wingdings 2"), printed_symbol(0x4E59, "SimSun")
    ('☑', '☑', '乙')
    """
    place = code - _AREA.start if code in _AREA else code
    looks = _FONTS.get(font, _WINGDINGS if code in _AREA else {})
    return looks.get(place, "" if code in _AREA else chr(code))


def printed_bullet(text: str, font: str) -> str:
    r"""Return what a bullet looks like; one that is not known is a dot.

    >>> printed_bullet("\uf0d8", "Wingdings"), printed_bullet("\uf001", "")
    ('➢', '•')
    """
    return "".join(printed_symbol(ord(character), font) for character in text) or "•" * bool(text)
