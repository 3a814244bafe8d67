"""What corpus_tools is held against: simple rules of other systems, and libraries behind one signature each."""

import io
import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

import chardet
from charset_normalizer import from_bytes
from datasketch import MinHash, MinHashLSH

from benchmarks.corpora import han
from benchmarks.truth import MarkedLine, PlanLines, nest_by_depth

_HAN_DIGITS = "[零〇一二三四五六七八九十百]+"
_HAN_VALUES = {han(n): n for n in range(1, 100)}

# The marks of the official document standard, outermost first; brackets of either width, as its checkers allow.
_GBT_9704 = tuple(
    re.compile(mark)
    for mark in (rf"\s*{_HAN_DIGITS}、", rf"\s*[（(]{_HAN_DIGITS}[）)]", r"\s*\d+[.．、]", r"\s*[（(]\d+[）)]")
)

# Families of numbering of which a file is said to use one, outermost mark first.
_FAMILIES = tuple(
    tuple(re.compile(mark) for mark in family)
    for family in (
        (
            rf"第({_HAN_DIGITS}|\d+)编",
            rf"第({_HAN_DIGITS}|\d+)章",
            rf"第({_HAN_DIGITS}|\d+)节",
            rf"第({_HAN_DIGITS}|\d+)条",
            rf"[（(]{_HAN_DIGITS}[）)]",
        ),
        (r"第\d+章", r"\d{1,2}[.、]", r"\d{1,2}\.\d{1,2}", r"\d{1,2}\.\d{1,2}\.\d{1,2}"),
        (
            rf"第{_HAN_DIGITS}章",
            rf"第{_HAN_DIGITS}节",
            rf"{_HAN_DIGITS}[ 、]",
            rf"[（(]{_HAN_DIGITS}[）)]",
            r"[（(]\d{1,2}[）)]",
        ),
        (r"PART (ONE|TWO|THREE|FOUR|FIVE)", r"Chapter [IVX]+", r"Section \d+", r"Article \d+"),
        (r"#\s", r"##\s", r"###\s", r"####\s", r"#####\s", r"######\s"),
    )
)

_TITLE = re.compile("计划|方案|要点")
_LONGEST_TITLE = 30

_GB_FAMILY = frozenset({"gb2312", "gbk", "cp936", "gb18030", "hz-gb-2312"})

SHINGLE_LENGTH = 5
_N_PERMUTATIONS = 128
_LSH_THRESHOLD = 0.7


def mark_by_gbt_9704(text: str) -> list[MarkedLine]:
    """Find the four marks of GB/T 9704 at line starts; each mark has one depth everywhere."""
    return _mark_by_patterns(text.split("\n"), _GBT_9704)


def mark_by_one_family(text: str) -> list[MarkedLine]:
    """Choose the family that hits most lines of the file, and see no mark of another (the idea of RAGFlow)."""
    lines = [line.strip() for line in text.split("\n")]
    return max((_mark_by_patterns(lines, family) for family in _FAMILIES), key=len)


def _mark_by_patterns(lines: Sequence[str], patterns: Sequence[re.Pattern[str]]) -> list[MarkedLine]:
    hits = ((number, _depth(line, patterns)) for number, line in enumerate(lines, 1))
    return nest_by_depth((number, depth) for number, depth in hits if depth)


def _depth(line: str, patterns: Sequence[re.Pattern[str]]) -> int:
    """Return which pattern, from 1, the line begins with; 0 for none."""
    return next((depth for depth, pattern in enumerate(patterns, 1) if pattern.match(line)), 0)


def count_lists(text: str) -> set[tuple[int, str]]:
    """Find line and code of the numbers that do not follow the one before in the lists of GB/T 9704."""
    lines = text.split("\n")
    last: dict[int | None, int] = {}  # by the parent of the list
    faults = set()
    for marked in mark_by_gbt_9704(text):
        value = _read_value(lines[marked.line - 1])
        before = last.get(marked.parent, 0)
        if value > before + 1:
            faults.add((marked.line, "gap"))
        elif value == before:
            faults.add((marked.line, "repeat"))
        elif value < before:
            faults.add((marked.line, "out_of_order"))
        last[marked.parent] = value
    return faults


def _read_value(line: str) -> int:
    numeral = re.search(rf"\d+|{_HAN_DIGITS}", line)
    if numeral is None:
        return 0
    digits = numeral.group()
    return int(digits) if digits.isdigit() else _HAN_VALUES.get(digits, 0)


def split_at_titles(text: str) -> list[PlanLines]:
    """Start a plan at every short line with a word for a plan in it; without any, the file is one plan."""
    lines = [line.strip() for line in text.split("\n")]
    filled = [number for number, line in enumerate(lines, 1) if line]
    starts = [n for n in filled if len(lines[n - 1]) <= _LONGEST_TITLE and _TITLE.search(lines[n - 1])]
    if not starts:
        return [PlanLines(None, filled[0], filled[-1])]
    plans = []
    for start, end in zip(starts, [*starts[1:], len(lines) + 1], strict=True):
        plans.append(PlanLines(lines[start - 1], start, max(n for n in filled if n < end)))
    return plans


def decode_by_chardet(raw: bytes) -> str:
    """Decode with the encoding that chardet names; nothing where it names none."""
    return _decode(raw, chardet.detect(raw)["encoding"])


def decode_by_charset_normalizer(raw: bytes) -> str:
    """Decode with the best encoding of charset-normalizer; nothing where it has none."""
    best = from_bytes(raw).best()
    return _decode(raw, best.encoding if best else None)


def _decode(raw: bytes, encoding: str | None) -> str:
    if encoding is None:
        return ""
    return raw.decode("gb18030" if encoding.lower() in _GB_FAMILY else encoding, "replace")


def decode_as_gb18030(raw: bytes) -> str:
    """Decode bytes that are known to be GB18030 with some damage."""
    return raw.decode("gb18030", "replace")


def decode_strictly(raw: bytes) -> str:
    """Decode bytes that are known to be clean UTF-8."""
    return raw.decode("utf-8")


def read_page_by_trafilatura(page: str) -> str:
    """Return the main text of a page."""
    from trafilatura import extract

    return extract(page) or ""


def read_word_by_python_docx(raw: bytes) -> list[str]:
    """Return the paragraphs of a Word file."""
    from docx import Document

    return [paragraph.text for paragraph in Document(io.BytesIO(raw)).paragraphs]


def read_word_by_docx2python(raw: bytes) -> list[str]:
    """Return the lines of a Word file, with the numbers that the library writes out."""
    from docx2python import docx2python

    with warnings.catch_warnings(), docx2python(io.BytesIO(raw)) as document:
        warnings.simplefilter("ignore")  # that a format of numbers is not there
        return str(document.text).split("\n")


def fold_by_nfkc(text: str) -> str:
    """Fold as is usual: NFKC, white space and crawl marks out, lower case; the way back is lost."""
    return re.sub(r"[\s>*_]+", "", unicodedata.normalize("NFKC", text)).lower()


def shingles(text: str) -> set[str]:
    """Return the character 5-grams of a text as it is."""
    return {text[start : start + SHINGLE_LENGTH] for start in range(max(1, len(text) - SHINGLE_LENGTH + 1))}


def jaccard(a: str, b: str) -> float:
    """Return the Jaccard of the shingles of two texts as they are."""
    return len(shingles(a) & shingles(b)) / len(shingles(a) | shingles(b))


def estimate_jaccard(a: str, b: str) -> float:
    """Return datasketch's estimate of the Jaccard from two MinHash signatures."""
    return float(_sign(a).jaccard(_sign(b)))


def find_pairs_by_lsh(texts: Sequence[str]) -> set[tuple[int, int]]:
    """Return the pairs of texts ``(a, b)``, ``a < b``, that datasketch's MinHashLSH puts in one bucket."""
    return _find_pairs_by_lsh(texts, _sign)


def _find_pairs_by_lsh(texts: Sequence[str], sign: Callable[[str], MinHash]) -> set[tuple[int, int]]:
    index = MinHashLSH(threshold=_LSH_THRESHOLD, num_perm=_N_PERMUTATIONS)
    pairs: set[tuple[int, int]] = set()
    for number, signature in enumerate(map(sign, texts)):
        pairs.update((other, number) for other in index.query(signature))
        index.insert(number, signature)
    return pairs


def _sign(text: str) -> MinHash:
    signature = MinHash(num_perm=_N_PERMUTATIONS)
    signature.update_batch([shingle.encode() for shingle in shingles(text)])
    return signature


def _sign_one_by_one(text: str) -> MinHash:
    signature = MinHash(num_perm=_N_PERMUTATIONS)
    for shingle in shingles(text):
        signature.update(shingle.encode())
    return signature


def find_pairs_by_default(texts: Sequence[str]) -> set[tuple[int, int]]:
    """Return what ``find_pairs_by_lsh`` does, each shingle given by itself, as datasketch's own examples do."""
    return _find_pairs_by_lsh(texts, _sign_one_by_one)


def find_pairs_by_rensa(texts: Sequence[str]) -> set[tuple[int, int]]:
    """Return the pairs of texts that rensa's R-MinHash puts in one bucket: 32 bands of 4, which finds nearly all."""
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=_LSH_THRESHOLD, num_perm=_N_PERMUTATIONS, num_bands=32)
    pairs: set[tuple[int, int]] = set()
    for number, text in enumerate(texts):
        signature = RMinHash(num_perm=_N_PERMUTATIONS, seed=1)
        signature.update(list(shingles(text)))
        pairs.update((other, number) for other in index.query(signature))
        index.insert(number, signature)
    return pairs


def find_pairs_by_gaoya(texts: Sequence[str]) -> set[tuple[int, int]]:
    """Return the pairs of texts that gaoya's index finds alike with its own character n-grams: 25 bands of 5."""
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(32, _LSH_THRESHOLD, 25, 5, None, "char", False, (SHINGLE_LENGTH, SHINGLE_LENGTH))
    pairs: set[tuple[int, int]] = set()
    for number, text in enumerate(texts):
        pairs.update((other, number) for other in index.query(text))
        index.insert_document(number, text)
    return pairs


def find_shared_runs(texts: Sequence[str], length: int = 13) -> dict[tuple[int, int], set[int]]:
    """Return the pairs of texts that share a run of ``length`` characters, with the positions in the first of them.

    The rule of Chinese copy checkers, without a limit on how many texts share a run.
    """
    holders: dict[str, list[tuple[int, int]]] = {}
    for number, text in enumerate(texts):
        for start in range(len(text) - length + 1):
            holders.setdefault(text[start : start + length], []).append((number, start))
    found: dict[tuple[int, int], set[int]] = {}
    for places in holders.values():
        for i, (a, start) in enumerate(places):
            for b, _ in places[i + 1 :]:
                if a != b:
                    found.setdefault((a, b), set()).update(range(start, start + length))
    return found


def swap_lexicon_by_difflib(pairs: Sequence[tuple[str, str]], fewest: int = 2) -> set[tuple[str, str]]:
    """Return the tokens of jieba that difflib says were replaced one by one, at ``fewest`` places or more."""
    import jieba

    jieba.setLogLevel("ERROR")
    counts: Counter[tuple[str, str]] = Counter()
    for source, copy in pairs:
        left, right = jieba.lcut(source), jieba.lcut(copy)
        for tag, a, a_end, b, b_end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
            if tag == "replace" and a_end - a == b_end - b:
                counts.update(zip(left[a:a_end], right[b:b_end], strict=True))
    return {words for words, n in counts.items() if n >= fewest}


CLUSTERINGS = ("TF-IDF + k-means", "NMF", "LDA")


def cluster_clauses(texts: Sequence[str], n_clusters: int, method: str, seed: int) -> list[int]:
    """Return a cluster for each text, of words cut by jieba, by one of ``CLUSTERINGS``."""
    import jieba
    from sklearn.cluster import KMeans
    from sklearn.decomposition import NMF, LatentDirichletAllocation
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

    vectorizer = CountVectorizer if method == "LDA" else TfidfVectorizer
    matrix = vectorizer(analyzer=jieba.lcut).fit_transform(texts)
    if method == "TF-IDF + k-means":
        labels: list[int] = KMeans(n_clusters, n_init=5, random_state=seed).fit_predict(matrix).tolist()
        return labels
    model = LatentDirichletAllocation if method == "LDA" else NMF
    weights: list[int] = model(n_clusters, random_state=seed).fit_transform(matrix).argmax(axis=1).tolist()
    return weights
