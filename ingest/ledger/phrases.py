"""Figures that no key heads: 「講座 〔年20回〕」, 「専門家派遣 年間700社程度」, 「（予算256百万円）」.

A figure counts only where the wording makes it a measure of what is named: in brackets, at the end of a
phrase, or before the noun that it measures; never inside a sentence.
"""

import re
from fractions import Fraction
from typing import Literal

from ingest.fold import narrow, squeeze
from ingest.ledger.clauses import Figure
from ingest.ledger.page import Detail, PageLedger, Tie
from ingest.ledger.scope import Scope
from ingest.ledger.words import Words
from ingest.quantities import parse_quantities
from ingest.quantity import decimal

LineKind = Literal["sentence", "bullet", "title", "cell"]
"""Running text, a list's entry, a heading or note, or a row's cell; only the first two are read for dates."""

_ENDS = re.compile(
    r"[\s\u3000]*(?:程度|以内|以下|以上|まで|ほど|前後|超)?(?:まで)?(?:(?:に|が)?(?:所在|設置|配置|派遣|開催|募集|実施))?"
    r"[\s\u3000]*(?:$|[（(〔【）)〕】、，,・／/×xX].*$|※.*$)",
    re.DOTALL,
)
_OF = re.compile(r"[\s\u3000]*(?:程度|以上|以内)?の([^\s、。（）()〔〕をにがは]{2,20})")
_PLACED = re.compile(r"に([^\s、。（）()]{2,12}?)を(?:整備|設置|開設|配置)")
_THERE_ARE = re.compile(r"以上ある([^\s、。（）()をにがは等]{2,12})")
_CRITERION = ("以上", "以下", "未満", "超")
_FREE = re.compile(r"(?<!一部)無料(?!化)")
_TOPIC = re.compile(r"([^\s、。はが]{2,14})は")
_TRIMMED = (
    "年間",
    "月間",
    "毎年",
    "毎月",
    "最大",
    "最長",
    "上限",
    "合計",
    "総計",
    "延べ",
    "約",
    "全",
    "計",
    "年",
    "週",
    "月",
    "最高",
    "およそ",
    "程度",
    "以上",
    "以内",
)
_COMMA = re.compile(r"[、。](?![^（(]*[）)])")
_PARTICLE = re.compile(r"(?<=.{2})(?:は|を|が|に|も|では|には)$")
_PARTICLES = ("は", "を", "が", "に", "も", "で")
_NOUN = re.compile(r"[一-鿿ァ-ヴー]+$")
_EVENT = re.compile(r"([^\s、。（）()〔〕～~]{2,8})")
_TELEPHONE = re.compile(r"(?i)[\s\u3000]*(?:電話(?:番号)?|tel|℡)[\s\u3000.:：]*$")  # behind the name of who answers
_SHARED = re.compile(r"[0-9０-９](?:割|分)")


def add_figures(
    page: PageLedger, scope: Scope, words: Words, tie: Tie, kind: LineKind, key: Words | None = None
) -> bool:
    """The facts of the figures of a line; whether it has one that measures something."""
    figures = page.figures(words)
    before: Figure | None = None
    item: tuple[str, ...] = ()
    chosen = _chosen(page, figures, kind)
    for figure in chosen:
        attribute, value = _attribute(page, scope, words, figure, figures)
        item = item if _goes_on(figure, before) else _item(page, words, figure, kind)
        before = figure
        if attribute:
            detail = Detail(key, item, figure.conditions, figure.year)
            page.add(scope, attribute, value, words.part(figure.start, figure.end), tie, detail)
    add_free(page, scope, words, tie)
    return bool(chosen)


def _chosen(page: PageLedger, figures: list[Figure], kind: LineKind) -> list[Figure]:
    if page.layout.read_by == "automatic":  # a line that may belong anywhere: only what stands in brackets
        chosen = [figure for figure in figures if _measures(figure, sentence=True, dates=False)]
        return [figure for figure in chosen if figure.bracket >= 0 and figure.kind not in ("percent", "rate")]
    return [figure for figure in figures if _measures(figure, kind == "sentence", kind in ("sentence", "bullet"))]


def add_free(page: PageLedger, scope: Scope, words: Words, tie: Tie, key: Words | None = None) -> None:
    """無料 is what something costs; 「一部無料化」 is not."""
    if free := _FREE.search(words.text):
        found = words.part(*free.span())
        before = narrow(re.split(r"[、。]", words.text[: free.start()])[-1]).strip("（(はがを・ ")
        item = before if key is None and not parse_quantities(before) else ""
        page.add(scope, "費用", found.value, found, tie, Detail(key, (item,)))


def _measures(figure: Figure, sentence: bool, dates: bool) -> bool:
    if figure.kind in ("percent", "rate") and figure.quantity.is_range:
        return False
    if figure.kind in ("date", "fiscal_year"):
        return dates and (figure.bracket >= 0 or _ENDS.match(figure.after) is not None or "予定" in figure.after)
    if figure.kind == "number":
        return _THERE_ARE.match(figure.after) is not None
    if figure.kind in ("percent", "rate"):
        return figure.kind == "percent" or figure.bracket >= 0 or _SHARED.search(figure.quantity.text) is not None
    if figure.value.endswith(("位", "歳")) or figure.before.endswith("上位"):
        return False
    if figure.bracket >= 0:
        return not any(word in figure.quantity.qualifiers for word in _CRITERION)
    if sentence:
        return False
    ends, placed = _ENDS.match(figure.after), _PLACED.match(figure.after)
    return bool(ends or placed or _OF.match(figure.after))


def _attribute(page: PageLedger, scope: Scope, words: Words, figure: Figure, figures: list[Figure]) -> tuple[str, str]:
    """The attribute and canonical value, "" for a figure that cannot be named."""
    labelled = page.lexicon.attribute_by_key.get(squeeze(figure.label or figure.before))
    if labelled and labelled.kind in (figure.kind, "text"):
        return labelled.name, figure.value
    if figure.kind in ("percent", "rate"):
        return _share(page, scope, words, figure, figures)
    if figure.kind == "money":
        return _amount(page, words, figure, figures), figure.value
    if figure.kind in ("date", "fiscal_year"):
        opens = page.vocabulary.cue(words.text) == "開設" or _open_since(scope, figure)
        return "開設" if opens else "日付" if figure.kind == "date" else "内容", figure.value
    count = "調査結果" if scope.survey else "規模"
    plain = {"count": count, "duration": "期間", "time": "時間", "telephone": "電話", "number": count}
    return plain.get(figure.kind, ""), figure.value.replace("number:", "count:")


def _open_since(scope: Scope, figure: Figure) -> bool:
    """「DX推進センター（令和２年度～）」: since when there is a facility, behind its name."""
    facility = scope.owner if scope.owner and scope.owner.programme.kind == "facility" else None
    lead = squeeze(figure.lead)
    named = facility is not None and lead != "" and squeeze(facility.name.text).startswith(lead)
    return named and squeeze(figure.after).startswith("~")


def _share(page: PageLedger, scope: Scope, words: Words, figure: Figure, figures: list[Figure]) -> tuple[str, str]:
    if figure.kind == "rate" and not _SHARED.search(figure.quantity.text):
        beside = any(other.kind == "money" and other.bracket == figure.bracket for other in figures)
        return ("助成率" if beside and not figure.quantity.is_range else ""), figure.value
    share = Fraction(figure.quantity.fraction) * 100 if figure.kind == "rate" else None
    value = f"percent:{decimal(share)}" if share is not None else figure.value
    aimed = page.vocabulary.cue(words.text[figure.end :]) == "目標"
    return "目標" if aimed else "調査結果", value


def _amount(page: PageLedger, words: Words, figure: Figure, figures: list[Figure]) -> str:
    cue = page.vocabulary.cue(figure.before) or page.vocabulary.cue(figure.label)
    if cue in ("予算額", "費用"):
        return cue
    return "助成限度額" if any(other.kind == "rate" and other.bracket == figure.bracket for other in figures) else ""


def _goes_on(figure: Figure, before: Figure | None) -> bool:
    """Whether the figure is a further one of the same thing: 「100社、上限12回/社」."""
    if before is None or before.bracket != figure.bracket or figure.conditions != before.conditions:
        return False
    return not trimmed(figure.before) or figure.kind == before.kind == "percent"


def _item(page: PageLedger, words: Words, figure: Figure, kind: LineKind) -> tuple[str, ...]:
    """What the figure measures: the words before it or its bracket, or the noun behind it."""
    own = "" if (figure.conditions and figure.bracket >= 0) or figure.label else trimmed(figure.before)
    if figure.kind == "telephone":
        own = _TELEPHONE.sub("", own)
    if page.vocabulary.cue(own) == "予算額" or page.lexicon.attribute_by_key.get(squeeze(own)):
        own = ""
    lead = _lead(page, figure)
    if figure.value.endswith("㎡"):
        noun = _NOUN.search(own)
        return (lead, noun[0] if noun else own)
    for pattern in (_OF, _PLACED, _THERE_ARE):
        if behind := pattern.match(figure.after):
            return (lead, behind[1]) if not _ENDS.match(figure.after) else (lead, own or behind[1])
    if topic := _TOPIC.match(words.text) if figure.kind in ("percent", "rate") else None:
        return (narrow(topic[1]), own)
    event = (
        _EVENT.match(figure.after) if figure.kind in ("date", "fiscal_year") or (kind == "cell" and not own) else None
    )
    return (lead, own, narrow(event[1]) if event and event[1] not in _TRIMMED else "")


def _lead(page: PageLedger, figure: Figure) -> str:
    """The words before the bracket that holds the figure, unless they name a condition of it."""
    if figure.bracket < 0:
        return ""
    lead = narrow(Words(figure.lead, (0,) * len(figure.lead)).bare.text)
    return "" if page.vocabulary.division_named(lead) in figure.conditions else lead


def trimmed(before: str) -> str:
    """The last clause of ``before``, without the words that only bound the figure."""
    text = _PARTICLE.sub("", _COMMA.split(before)[-1].strip())
    while word := next((word for word in _TRIMMED if text.endswith(word)), ""):
        text = text[: -len(word)].rstrip(" 、・")
    return "" if text in _PARTICLES else text
