"""The lines of a mail put back into sentences and items: mailers break lines anywhere, lists have none to end them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_ITEM = re.compile(
    r"^\s*(?:[①-⑳]|[(（](?:\d{1,2}|[一二三四五六七八九十ア-オ])[)）]|\d{1,2}[.．)）](?!\d)|\d{1,2}、|"
    r"\d{1,2}[.．](?=\d{4}年)|"
    r"[・●○■◆◇□▪•*＊※]|[-－–](?=\s)|Q\s?\d*[.．:：]?(?=\s|[^\w])|Q\d+|質問\s?(?:\d+|[①-⑳])?[.．:：)）、]|"
    r"[一二三四五六七八九十][、.．])\s*"
)
_HEADING = re.compile(r"^(?:【[^】]+】|■[^。？]{1,30}|◆[^。？]{1,30}|<[^>]{1,30}>|＜[^＞]{1,30}＞)$")
_ENDS = re.compile(
    r"(?:[。！？!?：:」）)】]|か|かな|ます|です|ました|でした|ません|ください|下さい|たい|ない|ん|ね|た|ので|の|円)$"
)
_CARRIES = re.compile(r"^(?:が|けど|けれど|ので|から|と|を|に|は|も|で|の|ね)(?=、|[^\w]|[ぁ-んァ-ヶ一-龠])")
_PARTICLE = re.compile(r"[、,をにはがでとものや・]$")
_WRAPPED = 18  # letters; a line as long as that was broken by the mailer, not ended by the writer
_MARKS = "。！？!?"
_OPEN, _CLOSE = "「『（(【", "」』）)】"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, an item's text or a heading. ``paragraph`` and ``item`` number what it belongs to, ``item`` 0 for
    none; ``kind`` is "sentence", "item" or "heading"."""

    text: str
    kind: str
    paragraph: int
    item: int = 0


def lines_of(lines: Sequence[str]) -> list[Line]:
    """Sentences, items and headings of a mail's own lines, in order.

    A mark that heads one line after another (「■…」「■…」) makes a list, and no headings.
    """
    out: list[Line] = []
    paragraph, item = 0, 0
    blocks = _blocks(lines)
    bullets = {one[0] for one, after in pairwise(blocks) if one and after and one[0] == after[0]}
    for block in blocks:
        if not block:
            paragraph += 1
            continue
        mark = _ITEM.match(block)
        if _HEADING.match(block) and not (mark and block[0] in bullets):
            out.append(Line(block.strip("【】■◆<>＜＞ "), "heading", paragraph))
        elif mark and len(block) > mark.end():
            item += 1
            out += [Line(one, "item", paragraph, item) for one in sentences(block[mark.end() :])]
        else:
            out += [Line(one, "sentence", paragraph) for one in sentences(block)]
    return out


def sentences(text: str) -> list[str]:
    """``text`` cut after its full stops and question marks, but not inside brackets."""
    out, begin, depth = [], 0, 0
    for at, character in enumerate(text):
        depth += character in _OPEN
        depth = max(0, depth - (character in _CLOSE))
        ends = character in _MARKS and text[at + 1 : at + 2] not in tuple(_MARKS)
        if ends and depth == 0:
            out.append(text[begin : at + 1])
            begin = at + 1
    out.append(text[begin:])
    return [one.strip() for one in out if any(character not in f" 　{_MARKS}" for character in one)]


def _blocks(lines: Sequence[str]) -> list[str]:
    """Lines that the mailer broke, joined again; "" between paragraphs."""
    blocks: list[str] = []
    for line in lines:
        if line and blocks and blocks[-1] and _continues(blocks[-1], line):
            blocks[-1] += line
        elif line or (blocks and blocks[-1]):
            blocks.append(line)
    return blocks


def _continues(before: str, line: str) -> bool:
    if _ITEM.match(line) or _HEADING.match(line) or _HEADING.match(before):
        return False
    if before.endswith(tuple(_MARKS)):
        return False
    if _PARTICLE.search(before) or _CARRIES.match(line):
        return True
    return len(before) >= _WRAPPED and not _ENDS.search(before)
