"""Counters (件, 社, か所 …): which characters behind a numeral are one, and its one spelling.

A counter is a word's first character as often as not: 「2人手不足」, 「1団体交渉」, 「3分野」. So each
counter names the characters that must not follow, and counters that are words of their own (事業, 拠点)
must not run on into another kanji or katakana word, but for a few endings.
"""

import re

# What may follow a word-like counter although it is written in kanji.
_ENDINGS = "程度|以上|以内|以下|未満|超|前後|等|あたり|当たり|目|分|採択|選定|支援|参加|出展|実施|派遣|対象|限定|規模"
_FREE = rf"(?![一-鿿ァ-ヴー])|(?={_ENDINGS})"
_WORDS = (
    "事業者 事業所 事業 商店街 組合 機関 拠点 業種 講座 施設 部門 分野 項目 コース 区分 "
    "プロジェクト グループ チーム テーマ トン コマ 年目 年連続"
)

# Counter -> characters that, following it, make another word.
_STOPS = {
    "企業": "名数価再統間内経年庁局変",
    "団体": "職交客信用名旅競",
    "自治体": "間名",
    "小間": "物使切",
    "店舗": "",
    "世帯": "主数",
    "世代": "間交",
    "種類": "",
    "市町村": "長民",
    "ページ": "",
    "ドル": "",
    "ユーロ": "",
    "件": "名数",
    "社": "会長員内外宅債屋風団是",
    "回": "答線収復転路避帰覧顧",
    "人": "材口手事員数気格権工間柄参件物文々脈類一ひ",
    "名": "称前刺義簿物所古",
    "者": "間",
    "店": "頭長員街内主",
    "校": "正長内舎庭則閲友",
    "館": "長内員",
    "日": "本程時常系曜刊付用商立光々",
    "泊": "",
    "時間": "帯割外",
    "週間": "",
    "分": "野類析散割担岐け子配布解離の",
    "秒": "",
    "台": "東帳風湾数頭本",
    "枚": "挙",
    "個": "人別性々社室",
    "種": "別目",
    "期": "間待限中末首日",
    "位": "置相",
    "倍": "増率",
    "歳": "入出",
    "級": "",
    "条": "件例約",
    "章": "",
    "項": "目",
    "号": "",
    "階": "級層段",
    "代": "表理替金わ行",
    "点": "検数字在灯",
    "㎡": "",
    "室": "長内外町温料",
    "部屋": "",
    "席": "上次順",
    "冊": "子",
    "区": "市役部画民長別域間",
    "市": "場民区町内役長販",
    "頁": "",
}
# 所 alone is a counter only where the word ends: 「５所」, but not 「1所得」.
_SPELLINGS = (
    r"(?:か|カ|ヵ|ヶ|ケ|箇|個)所",
    r"(?:か|カ|ヵ|ヶ|ケ|箇)国語",
    r"(?:か|カ|ヵ|ヶ|ケ|箇)国(?!語)",
    r"(?:か|カ|ヵ|ヶ|ケ|箇)条(?!件)",
    r"日間(?!隔)",
    rf"所(?:{_FREE})",
)
_PLACES = {"所": "か所", "日間": "日", "頁": "ページ"}

# The counters that keep their meaning across a space (「60 名」) ...
_SPACED = frozenset("件社回人名") | {"か所", "小間"}
# ... behind Latin letters (「OB60名」) ...
_PLAIN = _SPACED | {"団体", "企業"}
# ... and behind a kanji numeral; others make words with one (三次, 一部, 第三者).
_WITH_KANJI = _PLAIN | {"か国", "店舗", "校", "枚", "台", "倍", "時間", "週間", "自治体", "歳"}


def _pattern() -> str:
    words = sorted(_WORDS.split(), key=len, reverse=True)
    singles = sorted(_STOPS, key=len, reverse=True)
    free = rf"(?:{'|'.join(words)})(?:{_FREE})"
    stopped = "|".join(f"{counter}(?![{_STOPS[counter]}])" if _STOPS[counter] else counter for counter in singles)
    return "|".join((*_SPELLINGS, free, stopped))


_COUNTER = re.compile(_pattern())
_ENDING = re.compile(_ENDINGS)
_WORD_FOLLOWS = re.compile(r"(?![をにがはのでとへ])[一-鿿ぁ-んァ-ヴー]")


def read_counter(text: str, at: int) -> tuple[str, int] | None:
    """The counter at ``at`` in its one spelling, and its end; ``None`` when no counter stands there."""
    if (matched := _COUNTER.match(text, at)) is None:
        return None
    written = matched[0]
    if written in _PLACES:
        return _PLACES[written], matched.end()
    if written[0] in "カヵヶケ箇" or written == "個所":
        written = "か" + written[1:]
    return written, matched.end()


def read_spaced_counter(text: str, at: int) -> tuple[str, int] | None:
    """A plain counter behind one space, as slides print 「60 名」; only a particle may run on from it."""
    if text[at : at + 1] != " " or (found := read_counter(text, at + 1)) is None:
        return None
    counter, end = found
    runs_on = _WORD_FOLLOWS.match(text, end) and not _ENDING.match(text, end)
    return found if counter in _SPACED and not runs_on else None


def keeps_meaning(counter: str) -> bool:
    """Whether a count stays one behind Latin letters: 「OB60名」, but not 「Web3事業」."""
    return counter in _PLAIN


def takes_kanji(counter: str) -> bool:
    """Whether a kanji numeral before it is a number: 「三社」, but not 「三次」."""
    return counter in _WITH_KANJI
