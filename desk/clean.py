"""Clean text: without what no letter needs and what harms a screen, a header or a file."""

import unicodedata

_KEPT = "\n\t"
# Letters of other scripts and some emoji need these two; every other format character goes (bidi overrides, BOM).
_JOINERS = "\u200c\u200d"


def clean_text(text: str) -> str:
    """``text`` with ``\\n`` line ends, without control, bidi and private characters and half surrogate pairs."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(character for character in lines if _is_kept(character))


def clean_line(text: str) -> str:
    """``text`` on one line: fit for a header, a file name, a table cell."""
    return " ".join(clean_text(text).split())


def _is_kept(character: str) -> bool:
    if character in _KEPT or character in _JOINERS:
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
