"""Bytes to characters, with the reasons: byte order mark, strict UTF-8, else the likeliest of a few encodings.

Chinese plans come in very few encodings, and a decoder that is wrong gives characters that nobody uses. So the
candidates are tried and scored by how common the characters are; that beats detectors trained on many languages on
short or damaged text. A detector (chardet) is asked only where the scores do not decide, and what it says is kept.
"""

import codecs
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import chardet
import numpy as np
from numpy.typing import NDArray

from corpus_tools.errors import NotTextError
from corpus_tools.folding import to_codes

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as that of UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# GB2312 and GBK are parts of GB18030, so one candidate stands for the three.
_CANDIDATES = ("utf-8", "gb18030", "big5", "big5hkscs", "utf-16-le", "utf-16-be")
_DOUBLE_BYTE = frozenset({"gb18030", "big5", "big5hkscs"})
_FAMILIES = {"gb2312": "gb18030", "gbk": "gb18030", "big5hkscs": "big5", "cp950": "big5"}

_SAMPLE_BYTES = 1 << 16
_DETECTOR_BYTES = 1 << 14  # chardet reads 0.4 MB a second
_REALIGNED_BYTES = 1 << 12  # and realigning a megabyte
_CERTAIN_MARGIN = 0.25
_CERTAIN = 0.5  # the confidence of a margin so wide
_LOWEST_TEXT_SCORE = 0.35
_CLEAR_SCORE = 0.9
# By how much a reading with stray bytes must outweigh one without: within a text, and where it begins and ends.
_CLEAR_GAIN, _EDGE_GAIN = 10.0, 1.0

# What one character says about the encoding that gave it.
_WEIGHT_FREQUENT = 1.5
_WEIGHT_COMMON = 1.0
_WEIGHT_ASCII = 0.8
_WEIGHT_OTHER = -0.3
_WEIGHT_CONTROL = -2.0
_WEIGHT_REPLACEMENT = -2.0
_WEIGHT_STRAY = -3.0  # a byte that belongs to no character
_WEIGHT_CUT = -1.0  # the same where the text begins or ends: it is often cut there

_REPLACEMENT = "\ufffd"
_CHARACTER_LENGTHS = (1, 2, 4)  # of GB18030 and Big5, in bytes
# Bytes up to a blank, punctuation or line end of ASCII, which is never the second byte of two.
_STRETCH = re.compile(rb"[\x00-\x2f]+|[^\x00-\x2f]+")

# The commonest characters of modern Chinese, in simplified and traditional forms, and the punctuation of print.
_FREQUENT = (
    "的一是不了在有人我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去"
    "法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业"
    "外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声"
    "提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金"
    "指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格"
    "望觉术领共确传师观清今切院让识候带导争运校园组织职织责任劳动党委群众服务安全培训管理制度措施目标精神"
    "這個們來為國說時會對後過發經麼當沒動還進種實現學從將應與業關兩間問戰長機無體話報給門員條東聲聽總電數變處義認論題氣結點開產書務師"
    "張權讓識該據規計設請課調導觀領統級維組織職護議題環衛醫療區鄉縣長單親節勞團隊辦費廣場園圖畫習辦黨"
    "，。、；：？！“”‘’《》（）—…·　"
)


class Decoded(NamedTuple):
    """Characters made of bytes, and how.

    Attributes
    ----------
    text
        The characters as the bytes give them; nothing is repaired. A byte order mark is not part of it.
    encoding
        Python's canonical name: ``utf-8``, ``gb18030`` (for GB2312 and GBK too), ``big5``, ``big5hkscs``,
        ``utf-16-le``, ``utf-16-be``, and by their byte order mark ``utf-32-le``, ``utf-32-be``.
    confidence
        0 to 1; 1 for a byte order mark or strict UTF-8.
    how
        ``byte order mark``, ``strict``, ``scored`` or ``detector``.
    n_bad
        How many U+FFFD stand where bytes were no character.
    """

    text: str
    encoding: str
    confidence: float
    how: str
    n_bad: int


def decode(raw: bytes) -> Decoded:
    """Decode bytes of unknown encoding.

    Parameters
    ----------
    raw
        Any bytes; none is valid and gives an empty text.

    Raises
    ------
    NotTextError
        When no candidate gives characters that a text would hold.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return _decoded(raw[len(mark) :], encoding, 1.0, "byte order mark")
    if b"\0" not in raw:  # UTF-16 of Latin letters is valid UTF-8, full of NULs
        try:
            return Decoded(raw.decode("utf-8"), "utf-8", 1.0, "strict", 0)
        except UnicodeDecodeError:
            pass
    return _decode_by_score(raw)


def _decode_by_score(raw: bytes) -> Decoded:
    sample = raw[:_SAMPLE_BYTES]
    scores = {encoding: score_text(sample.decode(encoding, "replace")) for encoding in _CANDIDATES}
    if max(scores.values()) < _CLEAR_SCORE:  # lost bytes may hide the right one
        scores |= {name: score_text(_decode_double_bytes(sample[:_REALIGNED_BYTES], name)) for name in _DOUBLE_BYTE}
    encoding = max(scores, key=lambda name: scores[name])  # the first of equals
    best = scores[encoding]
    if best < _LOWEST_TEXT_SCORE:
        raise NotTextError(path="-", n_bytes=len(raw))
    second = max(score for name, score in scores.items() if _family(name) != _family(encoding))
    confidence = min(1.0, (best - second) / (2 * _CERTAIN_MARGIN))
    if best - second >= _CERTAIN_MARGIN:
        return _decoded(raw, encoding, confidence, "scored")
    detected = _detect(sample)
    if detected is None or detected == _family(encoding):
        return _decoded(raw, encoding, confidence, "scored")
    if scores.get(detected, -np.inf) >= best - _CERTAIN_MARGIN / 2:
        return _decoded(raw, detected, confidence, "detector")
    return _decoded(raw, encoding, confidence, "scored")


def find_second_opinion(raw: bytes, decoded: Decoded) -> str | None:
    """Return what chardet names where the scores were not certain and it thinks otherwise; else None."""
    if decoded.how != "scored" or decoded.confidence >= _CERTAIN:
        return None
    detected = _detect(raw[:_SAMPLE_BYTES])
    return detected if detected != _family(decoded.encoding) else None


def _detect(sample: bytes) -> str | None:
    """Return the encoding or family that chardet names for the first bytes."""
    name = chardet.detect(sample[:_DETECTOR_BYTES])["encoding"]
    try:
        return _family(codecs.lookup(name or "").name)
    except LookupError:
        return name


def _family(encoding: str) -> str:
    return _FAMILIES.get(encoding, encoding)


def _decoded(raw: bytes, encoding: str, confidence: float, how: str) -> Decoded:
    text = _decode_double_bytes(raw, encoding) if encoding in _DOUBLE_BYTE else raw.decode(encoding, "replace")
    return Decoded(text, encoding, confidence, how, text.count(_REPLACEMENT))


def _decode_double_bytes(raw: bytes, encoding: str) -> str:
    """Decode stretch by stretch, so that a lost byte, which shifts all pairs behind it, harms only its own."""
    stretches = _STRETCH.findall(raw)
    texts = [_decode_strictly(stretch, encoding) for stretch in stretches]
    last = len(stretches) - 1
    for number, score in enumerate(_score_each(texts)):
        stretch = stretches[number]
        if score >= _CLEAR_SCORE or stretch.isascii():
            continue
        is_first, is_last = number == 0, number == last
        weight, realigned = _realigned(stretch, encoding, is_first, is_last)
        gain = weight - score * len(stretch)
        if not texts[number] or gain >= (_EDGE_GAIN if is_first or is_last else _CLEAR_GAIN):
            texts[number] = realigned
    return "".join(texts)


def _decode_strictly(raw: bytes, encoding: str) -> str:
    """Return the characters, or none where some bytes are no character."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _score_each(texts: Sequence[str]) -> list[float]:
    """Return the mean weight of the characters of each text; 0 where there are none."""
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    sums = np.concatenate(([0.0], np.cumsum(_weights_of("".join(texts)), dtype=np.float64)))
    ends = np.cumsum(lengths)
    means: list[float] = ((sums[ends] - sums[ends - lengths]) / np.maximum(lengths, 1)).tolist()
    return means


def _realigned(stretch: bytes, encoding: str, is_first: bool, is_last: bool) -> tuple[float, str]:
    """Return the likeliest of all ways to read bytes as characters and strays, with its weight."""
    n = len(stretch)
    best = [(0.0, 0)]  # of the bytes up to here: weight, length of the last character
    for end in range(1, n + 1):
        ways = []
        for length in _CHARACTER_LENGTHS:
            if length <= end:
                weight = _weight_of_bytes(stretch[end - length : end], encoding)
                if weight == _WEIGHT_STRAY and (is_first and end == 1 or is_last and end == n):
                    weight = _WEIGHT_CUT
                ways.append((best[end - length][0] + weight, length))
        best.append(max(ways))
    pieces, end = [], n
    while end:
        pieces.append(stretch[end - best[end][1] : end])
        end -= best[end][1]
    return best[n][0], "".join(piece.decode(encoding, "replace") for piece in reversed(pieces))


@lru_cache(maxsize=1 << 16)
def _weight_of_bytes(raw: bytes, encoding: str) -> float:
    """Return the weight of the one character that the bytes are; a single byte that is none is a stray."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return _WEIGHT_STRAY if len(raw) == 1 else -np.inf
    return len(raw) * score_text(text) if len(text) == 1 else -np.inf


def score_text(text: str) -> float:
    """Return the mean weight of the characters of ``text``: about 1.3 for Chinese, below 0.3 for wrongly decoded bytes.

    A character cut at either end says nothing.
    """
    text = text.strip(_REPLACEMENT)
    if not text:
        return 0.0
    return float(_weights_of(text).mean())


def _weights_of(text: str) -> NDArray[np.float32]:
    return np.take(_weights(), to_codes(text), mode="clip")


@lru_cache(maxsize=1)
def _weights() -> NDArray[np.float32]:
    """Return one weight a code point of the basic plane; the last entry stands for all beyond it."""
    weights = np.full(0x10001, _WEIGHT_OTHER, dtype=np.float32)
    weights[0x00:0x20] = _WEIGHT_CONTROL
    weights[0x20:0x7F] = _WEIGHT_ASCII
    weights[[ord(c) for c in "\t\n\r"]] = _WEIGHT_ASCII
    weights[0x7F:0xA0] = _WEIGHT_CONTROL
    weights[0xD800:0xF900] = _WEIGHT_CONTROL  # surrogates, private use
    weights[[ord(c) for c in _level_one_hanzi() + _print_marks()]] = _WEIGHT_COMMON
    weights[0xFF01:0xFF5F] = _WEIGHT_COMMON  # full-width letters, digits, punctuation
    weights[[ord(c) for c in _FREQUENT]] = _WEIGHT_FREQUENT
    weights[0x2460:0x249C] = _WEIGHT_COMMON  # numbers in circles and brackets
    weights[0xFFFD] = _WEIGHT_REPLACEMENT
    return weights


def _level_one_hanzi() -> str:
    """Return the characters that GB2312 and Big5 put first because they are in everyday use."""
    gb2312 = bytes(b for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF) for b in (lead, trail))
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    big5 = bytes(b for lead in range(0xA4, 0xC6) for trail in trails for b in (lead, trail))
    return gb2312.decode("gb2312", "ignore") + big5.decode("big5", "ignore")


def _print_marks() -> str:
    """Return the punctuation and signs that GB2312 puts before all else, such as ×, which masks names."""
    return bytes(b for trail in range(0xA1, 0xFF) for b in (0xA1, trail)).decode("gb2312")
