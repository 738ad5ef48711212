"""Across years: one figure of a subject in two years, with the difference, the ratio and the change in per cent."""

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from ingest.eras import year_label
from ingest.facts import Fact
from ingest.fold import narrow, squeeze
from ingest.ledger_store import Subject
from ingest.types import Block
from ingest.wording import render_money, render_months, render_rate
from rag.arithmetic import ratio, value
from rag.draft import ORDER_NOTE, Draft, unmarked, year_of
from rag.lookup import LookUp
from rag.sides import is_paired
from rag.stating import Stater
from rag.surveys import Surveys
from rag.types import Question, Working

COMPARED = ("予算額", "助成限度額", "下限額", "助成率", "規模", "費用", "期間", "目標")
"""What is compared, the likeliest first."""
_MONEY = COMPARED[:3]
_UNITS = {"yen": "額", "rate": "率", "percent": "割合", "months": "期間", "count": "数"}


@dataclass(frozen=True, slots=True)
class _Pair:
    """One figure in two years; ``after`` or ``before`` is None where its year has none."""

    years: tuple[int, int]
    before: Fact | None
    after: Fact | None
    attribute: str


@dataclass(frozen=True)
class YearComparer:
    """Compares the years of one index."""

    look_up: LookUp
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """The comparison that the question asks for; None where it asks for none, or no year has one figure.

        Where one of the two years has none the draft says so, and is partial.
        """
        # 「令和4年と5年」 of what is told by fiscal years means these.
        named = sorted(set(question.fiscal_years or question.calendar_years[:2]))
        if len(named) > 2 or (len(named) < 2 and "change" not in question.intents):
            return None
        if len(named) == 1 and "last_year" in question.intents:
            named = [named[0] - 1, named[0]]
        pair = self._surveyed(question, named)
        if pair is None and not _has_each_its_year(question):
            pair = self._stated(question, named)
        return self._written(question, pair) if pair else None

    def _surveyed(self, question: Question, named: list[int]) -> _Pair | None:
        """The share of one item of a survey in two years."""
        found = self._surveys.item(question)
        if found is None:
            return None
        years = named if len(named) == 2 else sorted({fact.fiscal_year for fact in self._surveys.of(found)})[-2:]
        if len(years) < 2:
            return None
        facts = {fact.fiscal_year: fact for fact in found}
        before, after = (facts.get(year) for year in years)
        return _Pair((years[0], years[1]), before, after, "割合") if before or after else None

    @cached_property
    def _surveys(self) -> Surveys:
        return Surveys(self.look_up.ledger)

    def _stated(self, question: Question, named: list[int]) -> _Pair | None:
        if not question.subjects or question.subjects[0].kind == "strategy":
            return None
        asked = [name for name in COMPARED if name in question.attributes]
        if question.attributes and not asked:
            return None
        for attribute in asked or COMPARED:
            if pair := self._pair(question, question.subjects[0], attribute, named):
                return pair
        return None

    def _pair(self, question: Question, subject: Subject, attribute: str, named: list[int]) -> _Pair | None:
        """The figure of the earlier and of the later year: those named, else the two newest that state it."""
        family = self._family(subject)
        own = [fact for one in family for fact in self.look_up.ledger.facts(one.id) if fact.attribute == attribute]
        stated = {fact.fiscal_year for fact in own if fact.is_figure}
        years = named if len(named) == 2 else sorted(stated)[-2:]
        if len(years) < 2 or not set(years) & stated:
            return None
        facts: list[Fact | None] = []
        for year in years:
            asked = replace(question, fiscal_years=(year,))
            told = (self.look_up.facts(asked, one, attribute, strict=False) for one in family)
            found = next((facts for facts in told if facts), [])
            if len({fact.value for fact in found}) > 1 or any("-" in fact.value for fact in found):
                return None
            facts.append(found[0] if found else None)
        before, after = facts
        if before and after and _kind(before) != _kind(after):
            return None
        return _Pair((years[0], years[1]), before, after, attribute) if before or after else None

    def _family(self, subject: Subject) -> list[Subject]:
        """The subject, and what other years' documents have before and after it in the same line of work."""
        others = self.look_up.ledger.subjects()
        related = (one for one in others if one.id in subject.predecessors or subject.id in one.predecessors)
        return [subject, *related]

    def _written(self, question: Question, pair: _Pair) -> Draft:
        draft = Draft()
        lines = [
            self._line(draft, fact, pair, year) if fact else self._missing(draft, question, pair, year)
            for year, fact in zip(pair.years, (pair.before, pair.after), strict=True)
        ]
        if pair.before and pair.after:
            names = {squeeze(_called(fact)) for fact in (pair.before, pair.after)}
            tail = ["年度によって名称が異なるため、同じ内容とは限りません。"] if len(names) > 1 else []
            draft.finish("\n".join([_difference(draft, pair.before, pair.after), *lines, *tail]))
        else:
            draft.status = "partial"
            lead = "一方の年度の数字しか資料で確かめられないため、比べられません。"
            draft.finish("\n".join([lead, *lines]))
        return draft

    def _line(self, draft: Draft, fact: Fact, pair: _Pair, year: int) -> str:
        document = next(d for d in self.stater.index.store.documents() if d.id == fact.document_id)
        told = self.stater.told(draft, fact, document, "")
        owner = self.stater.owner(draft, fact, document)
        draft.names.append(fact.name)
        marks = told.marks + owner * (owner not in told.marks)
        of = f"「{unmarked(narrow(fact.item))}」" if pair.attribute == "割合" else ""
        label = year_label(year) if year != document.fiscal_year else year_of(document)
        dated = self.stater.dating(draft, fact) if year != document.fiscal_year else ""
        note = ORDER_NOTE * (fact.tied == "order")
        return f"・{label}：{unmarked(narrow(fact.name))}{of}の{pair.attribute}は、{told.value}{note}{marks}{dated}"

    def _missing(self, draft: Draft, question: Question, pair: _Pair, year: int) -> str:
        """That ``year`` has no figure; where its document names the subject, with the place."""
        known = pair.before or pair.after
        assert known is not None
        # A year that nobody has named and no document has cannot be proved.
        label = year_label(year) if year in question.fiscal_years else "その前の年度"
        if pair.attribute == "割合":
            return f"・{label}：同じ項目は、資料の上位の項目にありません。"
        place = self._place(draft, known.programme, year)
        if place is None:
            return f"・{label}：{pair.attribute}の記載は、資料に見つかりません。"
        untied, marks = place
        if untied:
            return (
                f"・{label}：事業の名前はありますが、金額は事業名から離れて並んでいて、"
                f"どれがその{pair.attribute}か確かめられません。{marks}"
            )
        return f"・{label}：事業の名前はありますが、{pair.attribute}の記載はありません。{marks}"

    def _place(self, draft: Draft, subject_id: str, year: int) -> tuple[bool, str] | None:
        """Whether figures stand there that cannot be tied, and marks, of the line of ``year`` that names a subject."""
        subject = self.look_up.ledger.subject(subject_id)
        names = {squeeze(name) for name in subject.names} if subject else set()
        store = self.stater.index.store
        for document in store.documents():
            for number in range(1, document.pages + 1 if document.fiscal_year == year else 0):
                blocks = store.page_blocks(document.id, number)
                line = next((block for block in blocks if squeeze(block.text) in names and block.spans), None)
                page = store.page(document.id, number)
                if line and page:
                    marks = "".join(draft.cite(document, page.text, number, span) for span in line.spans)
                    return any(_is_loose(block) for block in blocks), marks
        return None


def _has_each_its_year(question: Question) -> bool:
    """Whether the years are those of two programmes, and not of one over the years."""
    several = len(question.subjects) > 1
    return several and ("compare" in question.intents or is_paired(question, question.subjects))


def _difference(draft: Draft, before: Fact, after: Fact) -> str:
    """How the later figure differs from the earlier one: by how much, how many times, by how many per cent."""
    kind = _kind(before)
    if before.value == after.value:
        return f"両年度の{_UNITS.get(kind, '数字')}は同じで、変わっていません。"
    high, low = sorted((before.value, after.value), key=value, reverse=True)
    more = value(after.value) > value(before.value)
    gap = value(high) - value(low)
    result, said = difference_of(before.value, gap)
    draft.workings.append(Working(high, "−", low, result))
    way = (
        ("増えています" if more else "減っています")
        if kind != "rate"
        else ("上がっています" if more else "下がっています")
    )
    if kind in ("rate", "months") or not value(before.value):
        return f"{said}{way}。"
    times = ratio(after.value, before.value, 2)
    if times == "1":  # a small change is still one
        times = ratio(after.value, before.value, 3)
    draft.workings.append(Working(after.value, "/", before.value, f"count:{times}倍"))
    exact = "" if Fraction(times) * value(before.value) == value(after.value) else "約"
    if kind == "percent":
        return f"{said}{way}（{exact}{times}倍）。"
    change = ratio(result, before.value, 1, percent=True)
    draft.workings.append(Working(result, "/", before.value, f"percent:{change}"))
    return f"{said}{way}（{exact}{times}倍、{change}％{'増' if more else '減'}）。"


def difference_of(like: str, gap: Fraction) -> tuple[str, str]:
    """A difference between two values of the kind of ``like``: canonical, and as it is said."""
    kind, _, rest = like.partition(":")
    if kind == "yen":
        return f"yen:{gap}", render_money(int(gap))
    if kind == "months":
        return f"months:{gap}", render_months(int(gap))
    if kind == "rate":
        return f"rate:{gap.numerator}/{gap.denominator}", render_rate(gap)
    if kind == "percent":
        return f"number:{_plain(gap)}", f"{_plain(gap)}ポイント"
    unit = rest.lstrip("0123456789.")
    return f"{kind}:{_plain(gap)}{unit}", f"{_plain(gap)}{unit}"


def _called(fact: Fact) -> str:
    """What the figure is of, without the remark that it stands elsewhere too."""
    return (
        fact.item if fact.attribute == "調査結果" else narrow(fact.name).replace("（再掲）", "").replace("(再掲)", "")
    )


def _kind(fact: Fact) -> str:
    return fact.value.partition(":")[0]


def _plain(number: Fraction) -> str:
    """A fraction as it is said: 「19」, 「1.5」."""
    return str(number.numerator) if number.denominator == 1 else f"{float(number):g}"


def _is_loose(block: Block) -> bool:
    return block.tied == "untied" and any(character.isdigit() for character in block.text)
