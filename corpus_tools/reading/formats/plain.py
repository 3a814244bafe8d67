"""Plain text: the decoded characters are the text."""

from corpus_tools.reading.repairs import repair


def read_plain(decoded: str) -> tuple[str, dict[str, str]]:
    """Return the repaired text and what the file says about itself (nothing but the repairs made)."""
    text, repairs = repair(decoded)
    return text, {"repairs": ", ".join(repairs)} if repairs else {}
