"""The sentences of a message: which of them asks, and which only lead up to it."""

import re

from ingest.types import Span

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?\n]*")
# 「継ぐことになり…検討中ですが、」, 「書類を送りたいんだけど、」
_LEADS = re.compile(r"(?:けど|けれど|けれども|ですが|ますが|たいが|ましたが|ですけど|んで|なので|ますので|ですので)、")
_OF_A_YEAR = re.compile("年度?の|おととしの")
_PAST = re.compile(r"[ただ](?:。|ところ|ばかり|んです|のです|が、|けど|ので|から、)")
_SHORTEST = 6  # letters of a clause that asks
_ASKS = re.compile(r"[？?]|(?:か|かな|かしら|の|かね|下さい|ください|教えて|知りたい|お願いします|頼む|は)[。！\s]*$")


def asking(text: str) -> Span:
    """Where the asking part of ``text`` stands: from the first sentence that asks to the last; else all of it.

    Of one sentence that asks, what stands before 「…のですが、」 only leads up to it.
    """
    spans = [match.span() for match in _SENTENCE.finditer(text)]
    asks = [span for span in spans if _ASKS.search(text[span[0] : span[1]])]
    if not asks:
        return (0, len(text))
    start, end = asks[0][0], asks[-1][1]
    led = [match.end() for match in _LEADS.finditer(text, start, end)] if len(asks) == 1 else []
    return (led[-1] if led and end - led[-1] >= _SHORTEST else start, end)


def without_story(text: str) -> str:
    """``text`` without what leads up to its question and only tells (「去年、父から会社を継ぎました。」).

    What names the year of a thing leads up to a question about it (「去年の展示会のことです。」).
    """
    start, _ = asking(text)
    lead = (match[0] for match in _SENTENCE.finditer(text[:start]))
    return "".join(one for one in lead if _OF_A_YEAR.search(one) and not _PAST.search(one)) + text[start:]


def last_sentence(text: str) -> str:
    """The last sentence of ``text`` that says anything."""
    return next((match[0] for match in reversed(list(_SENTENCE.finditer(text)))), text)
