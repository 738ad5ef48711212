"""The words beside a quantity that bound it, repeat it or order it: 最大, 約, 以内, 年, 第, 程度 …"""

import re

from ingest.quantity import Found

# One kanji is a qualifier only where no word ends in it: 「年4回」, not 「昨年4回」.
_BEFORE = re.compile(
    r"(最大|最長|最短|最低|最高|最小|最多|上限|下限|およそ|おおむね|概ね|ほぼ|延べ|のべ|合計|総計|総額|少なくとも"
    r"|年間|月間|毎年|毎月|毎週|▲|△|マイナス|プラス|(?<![一-鿿0-9])[年月週約全各計第総](?! )|(?<=[^次])第"
    r"|(?<=[^契予節要規制条誓婚解成特公倹集])約) ?$"
)
_BEHIND = re.compile(
    r" ?(以内|以上|以下|以降|以前|未満|程度|前後|当たり|あたり|まで|ほど|ずつ|ごろ|くらい|ぐらい|頃"
    r"|超(?!過)|を(?:超|上回)|を下回|弱(?![い点])|強(?![化力調い])|余り|目(?![標的指途次])|末(?!端))"
)
_SPELLED = {
    "を超": "超",
    "を上回": "超",
    "を下回": "未満",
    "概ね": "おおむね",
    "のべ": "延べ",
    "あたり": "当たり",
}
_LASTING = re.compile(r"(前|後)(?![一-鿿ァ-ヴ])")
_WINDOW, _MOST = 8, 3
_UNIT_BEFORE = re.compile(r"[(\[<【〔]$|単位[:は ]{0,2}$")


def read_qualifier(text: str, start: int, found: Found, floor: int) -> str:
    """What qualifies ``text[start:found.end]``, joined by 「・」; looks back no further than ``floor``."""
    if _is_unit(text[start : found.end], text[max(floor, start - _WINDOW) : start], found):
        return "単位"
    words, at = list[str](), start
    while len(words) < _MOST and (before := _BEFORE.search(text, max(floor, at - _WINDOW), at)):
        words.insert(0, before[1])
        at -= len(before[0])
    at = found.end
    if found.kind in ("duration", "date") and (lasting := _LASTING.match(text, at)):
        return "・".join((*words, lasting[1]))
    while len(words) < 2 * _MOST and (behind := _BEHIND.match(text, at)):
        words.append(behind[1])
        at = behind.end()
    return "・".join(_SPELLED.get(word, word) for word in words)


def _is_unit(written: str, before: str, found: Found) -> bool:
    """「（百万円）」 or 「単位：千円」: the unit of a table, not an amount."""
    bare = found.kind == "money" and written in ("円", "百円", "千円", "十万円", "百万円", "千万円", "十億円")
    return bare and _UNIT_BEFORE.search(before) is not None
