"""What an answer says a figure is: its role (cap, rate, budget …) and the conditions under which it holds."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from eval.divisions import Divisions, divisions_of
from eval.items import ExpectedFigure
from eval.statements import StatedFigure
from eval.values import same
from ingest.conditions import Vocabulary
from ingest.fold import squeeze
from ingest.lexicon import Lexicon
from ingest.quantities import parse_fiscal_years, parse_quantities

_BURDEN = re.compile(r"(?:自己|自社|ご)負担|負担(?:割合|率|分|額)")
"""What the applicant pays; any other share is the one that is granted, whatever its name."""
_GRANTED = re.compile("助成|補助|支給")
_BURDEN_BEHIND = re.compile(rf"[^、。0-9]{{0,8}}?(?:{_BURDEN.pattern})")
_MEASURES = frozenset(["割合", "比率", "金額"])
"""Words of what is measured and of no role: 「黒字企業の割合を50%超に」 tells the goal that was asked for."""
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
    pages: Sequence[str] = ()
    """The item's pages, which number its divisions."""
    turns: Sequence[str] = ()
    """What was asked: a question that names a role need not hear it again."""

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
        further off and another figure of the kind between has used them up. An amount that nothing names is what
        the question names; a rate is what is granted, unless it is said to be the applicant's burden.
        """
        attribute = next((one for one in self.lexicon.attributes if one.name == role), None)
        own = self._role_words(role)
        if not own or attribute is None:
            return True
        if attribute.kind == "rate":
            return not _is_burden(figure)
        rivals = tuple(word for name in self._rivals(role, attribute.kind) for word in self._role_words(name))
        asked = self._is_asked(own, rivals, about)
        if asked:
            rivals = tuple(word for word in rivals if word not in _MEASURES)
        whole = _without(figure.statement.whole, about)
        before = _without(figure.statement.line + figure.statement.text[: figure.start], about)
        at, against = _last(before, own), _last(before, rivals, own)
        if against > at:
            used = at < 0 or any(
                other.kind == figure.kind and squeeze(other.text) in before[at:against] for other in figures
            )
            return not used or _is_predicated(_without(figure.statement.text[figure.end :], about), own, attribute.kind)
        if at >= 0 or _last(whole, own) >= 0:
            return True
        if _last(whole, rivals) >= 0:
            return False
        bounded = bool(_UPPER & set(figure.qualifiers))
        return bounded or asked or attribute.kind != "money"

    def _is_asked(self, own: tuple[str, ...], rivals: tuple[str, ...], about: Sequence[str]) -> bool:
        """Whether the question names the role and no other of its kind; the last one that names any counts."""
        for turn in reversed(self.turns):
            said = _without(turn, about)
            named, other = _last(said, own), _last(said, rivals, own)
            if named >= 0 or other >= 0:
                return other < 0
        return False

    def has_condition(self, condition: str, figure: StatedFigure, about: Sequence[str]) -> bool:
        """Whether ``condition`` is attached to ``figure``.

        It is where its words stand in what introduces the statement, before the figure with nothing between that
        ends them, or in the bracket right behind it.
        """
        years = parse_fiscal_years(condition)
        if years:  # the year is said once for a line, often in a bracket: 「事業名（令和2年度の資料）」
            return years[0].canonical in {year.canonical for year in parse_fiscal_years(figure.statement.whole)}
        words, enders = self._condition_words(condition)

        def plain(text: str) -> str:
            return self._divisions.named(_without(text, about))

        if _last(_met(plain(figure.statement.context), words), words) >= 0:
            return True
        before = _met(_open_part(plain(figure.statement.line + figure.statement.text[: figure.start])), words)
        if _last(before, words) > _last(before, enders, words):
            return True
        return _last(_behind(plain(figure.statement.text[figure.end :])), words) >= 0

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
            return (short or key,), self._divisions.beside(short)
        enders = [word for one in self.vocabulary.conditions if condition in one.excludes for word in one.wordings]
        return known, (*enders, *_ELSE)

    @cached_property
    def _divisions(self) -> Divisions:
        return divisions_of(self.pages)

    @cached_property
    def _conditions(self) -> dict[str, tuple[str, ...]]:
        return {one.name: (squeeze(one.name), *one.wordings) for one in self.vocabulary.conditions}


def _is_burden(figure: StatedFigure) -> bool:
    """Whether a share is said to be the applicant's: 「自己負担は1/3」, 「1/3が自己負担」."""
    before = squeeze(figure.statement.line + figure.statement.text[: figure.start])
    said = [match.end() for match in _BURDEN.finditer(before)]
    between = parse_quantities(before[said[-1] :]) if said else ()
    if said and not any(q.kind in ("rate", "percent") for q in between) and not _GRANTED.search(before, said[-1]):
        return True
    return _BURDEN_BEHIND.match(squeeze(figure.statement.text[figure.end :])) is not None


def _is_predicated(behind: str, own: Iterable[str], kind: str) -> bool:
    """Whether the words behind a figure say that it is one of ``own``: 「…の割合を50%超に引き上げる目標です」."""
    named = "|".join(map(re.escape, own))
    match = re.search(rf"(?:{named})(?:です|でし|である|であり|と(?:して|され|しま|定|掲)|を掲|に掲|。|$)", behind)
    return match is not None and not any(q.kind == kind for q in parse_quantities(behind[: match.end()]))


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
