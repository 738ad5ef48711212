"""The sentences of a message: which of them asks, and which only lead up to it."""

import re

from ingest.types import Span

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?\n]*")
_ASKS = re.compile(r"[？?]|(?:か|かな|かしら|の|かね|下さい|ください|教えて|知りたい|お願いします|頼む|は)[。！\s]*$")


def asking(text: str) -> Span:
    """Where the asking part of ``text`` stands: from the first sentence that asks to the last; else all of it."""
    spans = [match.span() for match in _SENTENCE.finditer(text)]
    asks = [span for span in spans if _ASKS.search(text[span[0] : span[1]])]
    return (asks[0][0], asks[-1][1]) if asks else (0, len(text))
