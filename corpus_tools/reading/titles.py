"""The title that a page gives itself, and which printed line it repeats."""

_SEPARATORS = "-_|—–·>»,， （("


def repeats_page_title(printed: str, page_title: str) -> bool:
    """Tell whether a printed line is what a page's title begins with, up to the end or a separator.

    >>> repeats_page_title("工会工作计划", "工会工作计划 - 青山小学")
    True
    >>> repeats_page_title("青山小学", "青山小学工会工作计划")
    False
    """
    printed, page_title = " ".join(printed.split()), " ".join(page_title.split())
    rest = page_title[len(printed) :]
    return len(printed) >= 4 and page_title.startswith(printed) and (not rest or rest[0] in _SEPARATORS)
