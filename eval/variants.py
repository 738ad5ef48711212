"""Variants of a question by rule: the same question written otherwise, whose answer must not change.

Each rule takes a turn and gives it rewritten, or None where it has nothing to rewrite.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from eval.given import Given
from eval.items import Item
from eval.kana import key_word
from eval.wide import halved, widened
from ingest.eras import era_year, western_year
from ingest.fold import folded
from ingest.quantities import parse_quantities
from ingest.wording import render_money

Rule = Callable[[str], str | None]
SIGN = "~"
"""Between an item's id and the name of the rule, in the id of a variant."""

_ERA = re.compile(r"(令和|平成)([0-9０-９]+|元)年")
_WESTERN = re.compile(r"(?<![0-9０-９])((?:19|20|１９|２０)[0-9０-９]{2})年")
_MYRIAD = 10_000
_COURTEOUS = re.compile("恐れ入|お手数|幸いです|いただけ")
_END = re.compile(r"[？?。！!\s]*$")
# Endings of a polite question, longest first, and how one says it to a colleague.
_BLUNT = (
    ("を教えていただけますか", "教えて"), ("を教えてください", "教えて"), ("教えてください", "教えて"),
    ("はいくらでしょうか", "いくら"), ("はどこでしょうか", "どこ"), ("は何でしょうか", "何"),
    ("ありますでしょうか", "ある"), ("のでしょうか", "の"), ("でしょうか", ""), ("のですか", "の"), ("んですか", "の"),
    ("ありましたか", "あった"), ("ありますか", "ある"), ("なりますか", "なる"), ("かかりますか", "かかる"),
    ("していますか", "してる"), ("いますか", "いる"), ("でしたか", "だった"), ("ですか", ""), ("ですよね", "だよね"),
)  # fmt: skip
# もらえますか, 受けられますか: what stands before ます keeps its form before る.
_ABLE = re.compile(r"(?<=[えけげせてねべめれ])ますか$")


def full_width(text: str) -> str | None:
    """Half-width letters, figures and marks written wide: 1/2 -> １／２."""
    return _changed(text, widened(text))


def half_width(text: str) -> str | None:
    """Wide letters and figures, and katakana, written half-width: デジタル -> ﾃﾞｼﾞﾀﾙ."""
    return _changed(text, halved(text))


def kana(text: str) -> str | None:
    """The longest common noun in kanji written in hiragana: 助成率 -> じょせい率."""
    word = key_word(text)
    return _changed(text, text.replace(*word, 1)) if word else None


def polite(text: str) -> str | None:
    """With the words of a courteous letter around it."""
    if _COURTEOUS.search(text):
        return None
    return f"お手数ですが、{text if text.endswith(('。', '？', '?')) else text + '。'}よろしくお願いいたします。"


def blunt(text: str) -> str | None:
    """As one asks a colleague: 「いくらですか？」 -> 「いくら？」."""
    body = _END.sub("", text)
    for ending, short in _BLUNT:
        if body.endswith(ending) and len(body) > len(ending):
            return f"{body.removesuffix(ending)}{short}{'' if short == '教えて' else '？'}"
    able = _ABLE.sub("る", body)
    return f"{able}？" if able != body else None


def era(text: str) -> str | None:
    """令和7年度 -> 2025年度; where no era is named, 2025年度 -> 令和7年度."""
    if _ERA.search(text):
        return _changed(text, _ERA.sub(_to_western, text))
    return _changed(text, _WESTERN.sub(_to_era, text))


def money(text: str) -> str | None:
    """100万円 -> 1,000,000円, and the other way round."""
    out, end = "", 0
    for quantity in parse_quantities(text):
        if quantity.kind == "money" and not quantity.is_range and quantity.text.endswith("円"):
            out += text[end : quantity.start] + _respelt(quantity.text, int(quantity.number))
            end = quantity.end
    return _changed(text, out + text[end:])


RULES: dict[str, Rule] = {
    "full-width": full_width, "half-width": half_width, "kana": kana, "polite": polite, "blunt": blunt, "era": era,
    "money": money,
}  # fmt: skip


def variants(item: Item) -> dict[str, Item]:
    """The variants of ``item`` by rule: every turn is rewritten that the rule applies to."""
    made = {}
    for name, rule in RULES.items():
        turns = tuple(rule(turn) or turn for turn in item.turns)
        if turns != item.turns:
            made[name] = replace(item, id=f"{item.id}{SIGN}{name}", turns=turns)
    return made


def original_of(id_: str) -> tuple[str, str]:
    """The id of the item and the name of the rule, "" for an item itself."""
    item, _, rule = id_.partition(SIGN)
    return item, rule


def unchanged(before: Given, after: Given) -> bool:
    """Whether two answers are the same: status, reason, text and cited places."""
    if before.error is not None or after.error is not None:
        return False
    keys = ("answer", "status", "reason", "citations")
    return all(before.answer.get(key) == after.answer.get(key) for key in keys)


def _changed(before: str, after: str) -> str | None:
    return after if after != before else None


def _to_western(match: re.Match[str]) -> str:
    year = 1 if match[2] == "元" else int(folded(match[2]))
    try:
        return f"{western_year(match[1], year)}年"
    except ValueError:
        return match[0]


def _to_era(match: re.Match[str]) -> str:
    name, year = era_year(int(folded(match[1])))
    return f"{name}{'元' if year == 1 else year}年"


def _respelt(text: str, yen: int) -> str:
    if any(unit in text for unit in "万億兆千百"):
        return f"{yen:,}円"
    return render_money(yen) if yen % _MYRIAD == 0 and yen else text
