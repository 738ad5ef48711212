"""Rankings: which item of a survey stands at a place, the first few, where an item stands, and how places changed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.eras import year_label
from ingest.facts import Fact
from ingest.fold import narrow
from ingest.quantities import parse_quantities
from ingest.store import DocumentSummary
from rag.across import difference_of
from rag.arithmetic import value
from rag.draft import ORDER_NOTE, Draft, unmarked, year_of
from rag.matching import squeezed
from rag.numerals import numbers
from rag.stating import Stater
from rag.surveys import ATTRIBUTE
from rag.tables import Table, TableFinder, rank
from rag.types import Question, Working

_SURVEY = frozenset(["survey"])
_SEEKING = frozenset(["find", "seek", "how_much", "grant", "share", "cost", "sum"])
_SHARES = frozenset([ATTRIBUTE, "助成率"])  # 「何割」 may ask for either
_PLACE = re.compile(r"(?<![\d])(\d{1,2})(?:位|番目|番め|番手)(?!以)")
_FIRST = re.compile(r"一番|1番|いちばん|最も|もっとも|最多|(?<!ス)トップ(?!\d)|首位|筆頭")
_LAST = re.compile(r"最下位|一番(?:低|少な|下)|最も(?:低|少な)|最少|最低")
_TOP = re.compile(r"(?:上位|(?<!ス)トップ|ベスト|上から)(\d{1,2})(?!番|位|項目の)|(\d{1,2})位まで")
_RANGE = re.compile(r"(\d{1,2})位?(?:から|~|〜|-)(\d{1,2})位")
_WHERE = re.compile(r"何位|何番|順位は|順位を|順位が|順位で|どの順位|どのあたり")
_MOVED = re.compile(
    r"順位[がはの]?(?:どう|上が|下が|変|動|入れ替)|順位の(?:変|動|推移)|入れ替わ|新しく(?:入|上位|ランク)|新たに(?:入|上位|ランク)"
    r"|外れ|圏外|ランク(?:イン|アウト|アップ|ダウン)|何位から|順位を(?:上げ|下げ)"
)
_ALL = re.compile(r"ランキング|上位|順位|順に|順番|全部|すべて|全て|一覧")
_DECIMAL = re.compile(r"小数(?:点)?(?:以下)?第?\d+位(?:まで|以下)?")
_GREW = re.compile(
    r"(?:一番|最も|もっとも|いちばん|大きく)(?:割合が|割合の)?(?:増え|伸び|上が|増加|減っ|下が|減少)|(?:増え|伸び|減っ|下が)(?:た|方|幅|率).{0,6}(?:一番|最も|大き)"
)
_FALL = re.compile(r"減|下が")
_ENTERED = re.compile(r"(?:新しく|新たに|初めて|はじめて).{0,24}(?:入|登場|ランクイン)")
_LEFT = re.compile(r"外れ|圏外|消え|落ち")
_VALUE = re.compile(r"何|どれ|どの|どんな")
_RANKED = re.compile(r"位|順位|ランキング|ランク|番目|上位")


@dataclass(frozen=True)
class RankingTeller:
    """Tells the rankings of one index."""

    tables: TableFinder
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """What the ranking says of the places or of the item asked for; None where neither or no ranking is meant."""
        text = _DECIMAL.sub("", squeezed(question.text))
        if not self._is_about_ranking(question, text):
            return None
        table = self.tables.find(question)
        if table is None or not self.tables.surveys.is_asked(question, next(iter(table.years.values()))):
            return None
        item = self.tables.item(question, table)
        draft = Draft()
        if not item and _GREW.search(text):
            lines = self._grown(draft, table, text)
        elif not item and (found := self._valued(question, text, table)):
            lines = self._at(draft, table, *found)
        elif (
            _MOVED.search(text)
            or _ENTERED.search(text)
            or (item and len(self._years(question, table)) > 1 and _WHERE.search(text))
        ):
            lines = self._moved(draft, table, item, text)
        elif item and _WHERE.search(text):
            # Where no year is asked for, each is told.
            lines = self._where(draft, table, item, self._years(question, table, whole=True))
        elif places := _places(text, max(len(facts) for facts in table.years.values())):
            lines = self._at(draft, table, places, self._years(question, table))
        else:
            return None
        draft.finish("\n".join(lines))
        return draft if lines else None

    def _is_about_ranking(self, question: Question, text: str) -> bool:
        asks = any(
            one.search(text)
            for one in (_GREW, _ENTERED, _VALUE, _PLACE, _FIRST, _LAST, _TOP, _RANGE, _WHERE, _MOVED, _ALL)
        )
        tables = {table.subject.id for table in self.tables.tables}
        survey = (
            bool(_SURVEY & set(question.intents))
            or ATTRIBUTE in question.attributes
            or bool(tables & set(question.intents))
            or any(one.kind == "survey" for one in question.subjects)
            or bool(_RANKED.search(text))
        )
        others = [one for one in question.subjects if one.kind in ("programme", "strategy", "company")]
        asked = bool(_SURVEY & set(question.intents)) or (bool(tables & set(question.intents)) and _RANKED.search(text))
        # 「一番困っていることは…。使える支援は」 seeks support, and asks nothing of those who were surveyed.
        free = not others and not _SEEKING & set(question.intents) and set(question.attributes) <= _SHARES
        return asks and survey and bool(asked or free)

    def _years(self, question: Question, table: Table, whole: bool = False) -> list[int]:
        """The years asked for that the table has, else the newest, or all of the ``whole``."""
        asked = [year for year in sorted(table.years) if year in (*question.fiscal_years, *question.calendar_years)]
        return asked or (sorted(table.years) if whole else [max(table.years)])

    def _at(self, draft: Draft, table: Table, places: Sequence[int], years: Sequence[int]) -> list[str]:
        lines = list[str]()
        for year in years:
            facts = {rank(fact): fact for fact in table.years[year]}
            found = [facts[place] for one in places if (place := one if one >= 0 else max(facts)) in facts]
            if not found:
                draft.status, draft.reason = "not_found", "not_in_documents"
                last = facts[max(facts)]
                lead = self._lead(draft, table, last, year)
                return [f"{lead}に載っているのは、{rank(last)}位までです。{self._marks(draft, last)}"]
            lead = self._lead(draft, table, found[0], year)
            if len(found) == 1:
                lines.append(f"{lead}の{rank(found[0])}位は、{self._said(draft, found[0])}")
            else:
                lines += [f"{lead}の順位は、次のとおりです。{self._order(found)}"]
                lines += [f"・{rank(fact)}位：{self._said(draft, fact, end='')}" for fact in found]
        return lines

    def _where(self, draft: Draft, table: Table, item: Sequence[Fact], years: Sequence[int]) -> list[str]:
        by_year = {fact.fiscal_year: fact for fact in item}
        lines = list[str]()
        for year in years:
            if fact := by_year.get(year):
                lead = self._lead(draft, table, fact, year)
                place = f"{rank(fact)}位（{unmarked(narrow(fact.text))}）"
                end = f"{self._order([fact])}{self._marks(draft, fact)}"
                lines.append(f"「{unmarked(narrow(fact.item))}」は、{lead}の{place}です。{end}")
            else:
                dated = self.stater.dating(draft, table.years[year][0])
                lines.append(
                    f"「{unmarked(narrow(item[0].item))}」は、{year_label(year)}の上位の項目にありません。{dated}"
                )
        return lines

    def _moved(self, draft: Draft, table: Table, item: Sequence[Fact] | None, text: str) -> list[str]:
        """Of one item, or of all, the place in the first and in the last year."""
        years = sorted(table.years)
        if len(years) < 2:
            return []
        items = (
            [item] if item else [group for group in self.tables.surveys.items if group[0].programme == table.subject.id]
        )
        if not item and _ENTERED.search(text):
            items = [facts for facts in items if all(fact.fiscal_year != years[0] for fact in facts)] or items
        elif not item and _LEFT.search(text):
            items = [facts for facts in items if all(fact.fiscal_year != years[-1] for fact in facts)] or items
        ranked = sorted(items, key=lambda facts: min(rank(f) + 100 * (f.fiscal_year != years[-1]) for f in facts))
        last = next(fact for fact in ranked[0])
        lines = (
            []
            if item
            else [f"{self._lead(draft, table, last, years[-1])}と{year_label(years[0])}の順位は、次のとおりです。"]
        )
        for facts in ranked:
            by_year = {fact.fiscal_year: fact for fact in facts}
            before, after = by_year.get(years[0]), by_year.get(years[-1])
            told = [self._place(draft, one, year, table) for one, year in ((before, years[0]), (after, years[-1]))]
            name = unmarked(narrow((after or before or facts[0]).item))
            if item:
                of, marks = self._owner(draft, after or before or facts[0])
                lead = f"{of}で、「{name}」の順位は、{_way(before, after)}。{marks}"
                lines += [lead, *(f"・{one}" for one in told)]
            else:
                lines.append(f"・{name}：{'、'.join(told)}")
        return lines

    def _grown(self, draft: Draft, table: Table, text: str) -> list[str]:
        """The item whose share grew or fell most between the first and the last year."""
        years = sorted(table.years)
        both = [
            {f.fiscal_year: f for f in facts}
            for facts in self.tables.surveys.items
            if facts[0].programme == table.subject.id
        ]
        both = [one for one in both if set(one) >= {years[0], years[-1]}]
        if not both or len(years) < 2:
            return []
        sign = -1 if _FALL.search(text) else 1
        gaps = [sign * (value(one[years[-1]].value) - value(one[years[0]].value)) for one in both]
        most = both[gaps.index(max(gaps))]
        if max(gaps) <= 0:
            return []
        before, after = most[years[0]], most[years[-1]]
        high, low = (after, before) if sign > 0 else (before, after)
        result, said = difference_of(high.value, max(gaps))
        draft.workings.append(Working(high.value, "−", low.value, result))
        of, marks = self._owner(draft, after)
        way = "増えた" if sign > 0 else "減った"
        lead = f"{of}で割合が最も{way}のは、{unmarked(narrow(after.item))}（{said}）です。{marks}"
        return [lead, *(f"・{self._place(draft, one, one.fiscal_year, table)}" for one in (before, after))]

    def _valued(self, question: Question, text: str, table: Table) -> tuple[list[int], list[int]] | None:
        """The places and the year of the share that the question says, and asks of what it is."""
        said = {quantity.canonical for quantity in parse_quantities(text) if quantity.kind == "percent"}
        year = self._years(question, table)[-1]
        places = [rank(fact) for fact in table.years[year] if fact.value in said]
        return (places, [year]) if places and _VALUE.search(text) else None

    def _place(self, draft: Draft, fact: Fact | None, year: int, table: Table) -> str:
        if fact is None:
            return f"{year_label(year)}は上位の項目になし{self.stater.dating(draft, table.years[year][0])}"
        marks = self._marks(draft, fact) + self.stater.dating(draft, fact)
        note = ORDER_NOTE * (fact.tied == "order")
        return f"{year_label(year)}は{rank(fact)}位（{unmarked(narrow(fact.text))}）{note}{marks}"

    def _said(self, draft: Draft, fact: Fact, end: str = "です。") -> str:
        note = ORDER_NOTE * (fact.tied == "order" and bool(end))
        return f"{unmarked(narrow(fact.item))}（{unmarked(narrow(fact.text))}）{end}{note}{self._marks(draft, fact)}"

    def _order(self, facts: Sequence[Fact]) -> str:
        return ORDER_NOTE * all(fact.tied == "order" for fact in facts)

    def _lead(self, draft: Draft, table: Table, fact: Fact, year: int) -> str:
        """「経営課題上位5項目（令和6年度の資料）で、令和5年度」 with the marks of the heading that dates it."""
        of, marks = self._owner(draft, fact)
        return f"{of}{marks}{self.stater.dating(draft, fact)}で、{year_label(year)}"

    def _owner(self, draft: Draft, fact: Fact) -> tuple[str, str]:
        document = self._document(fact)
        draft.names.append(fact.name)
        return f"{unmarked(narrow(fact.name))}（{year_of(document)}の資料）", self.stater.owner(draft, fact, document)

    def _marks(self, draft: Draft, fact: Fact) -> str:
        draft.workings.append(Working(fact.item, "位", "", f"count:{rank(fact)}位"))
        return self.stater.told(draft, fact, self._document(fact), "").marks

    def _document(self, fact: Fact) -> DocumentSummary:
        return next(d for d in self.stater.index.store.documents() if d.id == fact.document_id)


def _way(before: Fact | None, after: Fact | None) -> str:
    if before is None or after is None:
        return "一方の年度にしかありません"
    if rank(before) == rank(after):
        return "変わっていません"
    return "上がっています" if rank(after) < rank(before) else "下がっています"


def _places(text: str, last: int) -> list[int]:
    """The places that are asked for; -1 is the last."""
    text = numbers(text)
    if match := _RANGE.search(text):
        return list(range(int(match[1]), int(match[2]) + 1))
    if match := _TOP.search(text):
        return list(range(1, int(match[1] or match[2]) + 1))
    if _LAST.search(text):
        return [-1]
    if named := [int(place) for place in _PLACE.findall(text)]:
        return sorted(set(named))
    if _FIRST.search(text):
        return [1]
    return list(range(1, last + 1)) if _ALL.search(text) else []
