"""What an answer says a figure is: its role (cap, rate, budget …) and the conditions under which it holds."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from eval.items import ExpectedFigure
from eval.statements import StatedFigure
from eval.values import same
from ingest.conditions import Vocabulary
from ingest.fold import squeeze
from ingest.lexicon import Lexicon
from ingest.quantities import parse_fiscal_years

_STRICT = ("money", "rate")
"""Kinds of attributes that must be named: an amount or a share alone may be anything."""
_UPPER = frozenset(["最大", "最高", "上限", "以内", "まで", "限度", "最長"])
_ELSE = ("それ以外", "その他", "以外")
_OPEN, _CLOSE = "(〔［[【", ")〕］]】"
_BEHIND = re.compile(
    rf"[^0-9{re.escape(_OPEN)}、。]{{0,4}}[{re.escape(_OPEN)}]([^0-9{re.escape(_CLOSE)}]*)[{re.escape(_CLOSE)}]"
)
_UNMET = r"(?:要件|計画)?(?:の適用)?[をもは]?(?:-|×|無|なし|ない|満たさない|行わない|使わない|しない)"
_DIGIT = re.compile(r"[0-9]")
_FIGURE_END = re.compile(r"[0-9](?:[万億兆千円%社者件人名回年月日か箇所間]|以内|以上|以下|程度|まで)*$")
# 「500万円ではなく」, 「500万円という記載はありません」
_DENIED = re.compile(
    r"^[^。、]{0,12}?(?:では(?:なく|ない|ありません|ございません)|とは異な|は誤り|記載は?(?:なく|ない|ありません|見つかり))"
)


@dataclass(frozen=True)
class Attachment:
    """Reads the words around figures with the wording knowledge of a corpus."""

    lexicon: Lexicon
    vocabulary: Vocabulary

    def fault(self, wanted: ExpectedFigure, figures: Sequence[StatedFigure], about: Sequence[str]) -> str:
        """Why ``figures`` do not state ``wanted``, in Japanese; empty where one does.

        ``about`` are the names of the item's programme: their own words say nothing of a figure.
        """
        held = [figure for figure in figures if same(wanted.value, figure.value)]
        if not held:
            return f"{wanted.value} がありません"
        roled = [figure for figure in held if self.has_role(wanted.role, figure, figures, about)]
        if not roled:
            return f"{wanted.value} が「{wanted.role}」として述べられていません"
        for condition in wanted.conditions:
            roled = [figure for figure in roled if self.has_condition(condition, figure, about)]
            if not roled:
                return f"{wanted.value} に条件「{condition}」が添えられていません"
        return ""

    def has_role(self, role: str, figure: StatedFigure, figures: Sequence[StatedFigure], about: Sequence[str]) -> bool:
        """Whether ``figure`` is said to be ``role``: by the nearest words before it in its line or what leads to it.

        A rival's words (予算 where a cap is meant) take the figure away only where the role's own words stand
        further off and another figure of the kind between has used them up.
        """
        own = self._role_words(role)
        attribute = next((one for one in self.lexicon.attributes if one.name == role), None)
        if not own or attribute is None:
            return True
        rivals = tuple(word for name in self._rivals(role, attribute.kind) for word in self._role_words(name))
        whole = _without(figure.statement.whole, about)
        before = _without(figure.statement.line + figure.statement.text[: figure.start], about)
        at, against = _last(before, own), _last(before, rivals)
        if against > at:
            used = at < 0 or any(
                other.kind == figure.kind and squeeze(other.text) in before[at:against] for other in figures
            )
            return not used
        if at >= 0 or _last(whole, own) >= 0:
            return True
        bounded = bool(_UPPER & set(figure.qualifiers)) and _last(whole, rivals) < 0
        return bounded if attribute.kind in _STRICT else _last(whole, rivals) < 0

    def has_condition(self, condition: str, figure: StatedFigure, about: Sequence[str]) -> bool:
        """Whether ``condition`` is attached to ``figure``.

        It is where its words stand in what introduces the statement, before the figure with nothing between that
        ends them, or in the bracket right behind it.
        """
        years = parse_fiscal_years(condition)
        if years:  # the year is said once for a line, often in a bracket: 「事業名（令和2年度の資料）」
            return years[0].canonical in {year.canonical for year in parse_fiscal_years(figure.statement.whole)}
        words, enders = self._condition_words(condition)
        if _last(_met(_without(figure.statement.context, about), words), words) >= 0:
            return True
        line = _without(figure.statement.line, about)
        text = _without(figure.statement.text[: figure.start], about)
        before = _met(_open_part(line + text), words)
        if _last(before, words) > _last(before, enders, words):
            return True
        return _last(_behind(_without(figure.statement.text[figure.end :], about)), words) >= 0

    def _role_words(self, role: str) -> tuple[str, ...]:
        named = (word for one in self.lexicon.attributes if one.name == role for word in (*one.keys, *one.words))
        return tuple(dict.fromkeys([squeeze(role), *named, *self.vocabulary.cues.get(role, ())]))

    def _rivals(self, role: str, kind: str) -> list[str]:
        return [one.name for one in self.lexicon.attributes if one.kind == kind and one.name != role]

    def _condition_words(self, condition: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The wordings of a condition, and those that end it."""
        known = self._conditions.get(condition)
        if known is None:
            division, colon, name = condition.partition(":")
            key = squeeze(name if colon else condition)
            short = key.removesuffix(squeeze(division)) if colon else key
            return (short or key,), ()
        enders = [word for one in self.vocabulary.conditions if condition in one.excludes for word in one.wordings]
        return known, (*enders, *_ELSE)

    @cached_property
    def _conditions(self) -> dict[str, tuple[str, ...]]:
        return {one.name: (squeeze(one.name), *one.wordings) for one in self.vocabulary.conditions}


def denied(figure: StatedFigure) -> bool:
    """Whether the answer says that ``figure`` is not so: 「500万円ではなく」."""
    return bool(_DENIED.match(figure.statement.text[figure.end :]))


def _without(text: str, names: Iterable[str]) -> str:
    squeezed = squeeze(text)
    for name in names:
        squeezed = squeezed.replace(name, "＿")
    return squeezed


def _last(text: str, words: Iterable[str], hiding: tuple[str, ...] = ()) -> int:
    """Where the last of ``words`` ends in ``text``, -1 without one; one inside a longer word of ``hiding`` is none."""
    ends = [-1]
    for word in words:
        at = text.rfind(word)
        while at >= 0 and any(word != other and word in other and _covers(text, other, at, word) for other in hiding):
            at = text.rfind(word, 0, at)
        if at >= 0:
            ends.append(at + len(word))
    return max(ends)


def _covers(text: str, other: str, at: int, word: str) -> bool:
    return any(text.startswith(other, at - shift) for shift in range(len(other) - len(word) + 1) if at >= shift)


def _met(text: str, words: Iterable[str]) -> str:
    """``text`` without the ``words`` that it says are not met: 「賃上げ要件 -」, 「賃上げなし」."""
    longest = sorted(words, key=len, reverse=True)
    return re.sub(rf"(?:{'|'.join(map(re.escape, longest))}){_UNMET}", "＿", text)


def _open_part(text: str) -> str:
    """``text`` without the closed brackets that belong to another figure: they hold one, or stand right behind one.

    「助成率（小規模企業）は」 is kept, 「1/2（小規模企業2/3）」 and 「2/3（小規模企業）、」 lose theirs.
    """
    kept = ""
    opened: list[int] = []
    for character in text:
        kept += character
        if character in _OPEN:
            opened.append(len(kept) - 1)
        elif character in _CLOSE and opened:
            start = opened.pop()
            if _DIGIT.search(kept[start:]) or _FIGURE_END.search(kept[:start]):
                kept = kept[:start]
    return kept


def _behind(text: str) -> str:
    """The bracket right behind a figure, up to the next figure: 「2/3以内（小規模企業）」."""
    match = _BEHIND.match(text)
    return match[1] if match else ""
