"""Courtesy: what frames a question and says nothing of it is taken off before the question is read.

Greetings, apologies, thanks, signatures and fillers go; polite, spoken and dialect endings are put plainly. What
is left is what is understood; where nothing is left, the message was small talk and stays as it is.
"""

import re
from dataclasses import dataclass, field

from ingest.courtesies import Courtesies
from rag.errors import LIMIT
from rag.wordstock import WordStock

_SENTENCE = re.compile(r"[^。！？!?\n｡]+[。！？!?\n｡]*")
_MARKS = "。！？!?\n｡ 　\t\r、､,…・"
_ASKS = re.compile(r"[？?]|か[。\s]*$|教えて|知りたい|ください|下さい")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u2775\u2794-\u27bf\ufe0f\u200d]+")
_FACE = re.compile(
    r"[(（][^()（）\n]{0,4}[_＿´｀^＾∀ω][^()（）\n一-鿿]{0,8}[)）]"
    r"|(?<![a-zA-Z])m(?=[(（])|(?<=[)）])m(?![a-zA-Z])"
)
_DRAWN = re.compile(r"(?<=[ぁ-ん])[ー〜～~]{2,}|(?<=[ぁ-ん])[〜～](?=[？?。！!\s]|$)")
_TRAILING = re.compile(r"[…‥]+|・{2,}")
_AGAIN = re.compile(r"([？?！!。、])[？?！!。、]+")
_SPACED = re.compile(r"(?<=[^\x00-\x7f])[ 　](?=[^\x00-\x7f])")
_OPENINGS = 8  # clauses before a question
_SIGNED = 120  # letters of a signature


@dataclass(frozen=True, slots=True)
class CourtesyReader:
    """Takes courtesies off messages; a character that the documents have is never old to them."""

    courtesies: Courtesies
    stock: WordStock = field(default_factory=WordStock)
    longest: int = LIMIT

    def plain(self, text: str) -> str:
        """``text`` as one asks who says no more than what is asked; one too long to be read stays as it is."""
        if len(text) > self.longest:
            return text
        said = self._drawn(text)
        kept: list[str] = []
        closed = False
        for match in _SENTENCE.finditer(said):
            sentence, framed = self._sentence(match[0])
            if framed:
                closed = closed or bool(kept)
            elif sentence and not (closed and _is_signature(sentence, said)):
                kept.append(sentence)
                closed = False
        plain = "".join(kept).strip().rstrip("。｡、")
        if not any(character.isalnum() for character in plain):
            return text
        return plain if plain.endswith(tuple("？！?!")) else f"{plain}。"

    def _drawn(self, text: str) -> str:
        """``text`` without pictures, drawn-out sounds, repeated marks and old characters."""
        text = _FACE.sub("", _EMOJI.sub("", text))
        text = _AGAIN.sub(r"\1", _TRAILING.sub("、", _DRAWN.sub("", text)))
        if old := {ord(letter) for letter in text} & self.courtesies.characters.keys():
            text = text.translate(
                {code: self.courtesies.characters[code] for code in old if chr(code) not in self.stock.characters}
            )
        letters = text.split()
        if len(letters) > _OPENINGS and sum(len(one) == 1 for one in letters) > len(letters) / 2:
            text = _SPACED.sub("", text)
        return text

    def _sentence(self, sentence: str) -> tuple[str, bool]:
        """The sentence without what opens it and with a plain end, and whether it was nothing but a frame."""
        mark = sentence[len(sentence.rstrip(_MARKS)) :]
        body = sentence.strip(_MARKS)
        for _ in range(_OPENINGS):
            opened = self.courtesies.opening.match(body)
            if not opened or not opened.end():
                break
            body = body[opened.end() :].lstrip(_MARKS)
        if not body or self.courtesies.frame.fullmatch(body):
            return "", True
        for pattern, plain in self.courtesies.said:
            body = pattern.sub(plain, body)
        for pattern, plain in self.courtesies.endings:
            ended = _at_end(pattern, body)
            if ended:
                body = body[: ended.start()] + ended.expand(plain)
                break
        return body + mark, False


def _at_end(pattern: re.Pattern[str], body: str) -> re.Match[str] | None:
    """The match of ``pattern`` that ends ``body``; looked for near its end alone."""
    start = max(0, len(body) - _SIGNED)
    return next((m for m in pattern.finditer(body, start) if m.end() == len(body)), None)


def _is_signature(sentence: str, text: str) -> bool:
    """Whether a sentence behind the closing words is no question any more, but who wrote it."""
    return len(sentence) <= _SIGNED and not _ASKS.search(sentence) and "\n" in text
