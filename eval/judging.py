"""Judging: an item and what was given for it -> a verdict, by exact rules and without a language model."""

from dataclasses import dataclass, replace
from functools import cached_property

from eval.attachment import Attachment, denied
from eval.dating import Dated, allowed_years, dated, of_another_year
from eval.evidence import citation_measures, gold_pages, unresolved
from eval.given import Given, GivenCitation
from eval.grounds import ungrounded_figures
from eval.items import ANSWERING, Item
from eval.owning import TOLD_OF, Owning
from eval.ranking import retrieval_measures
from eval.reference import Reference
from eval.statements import StatedFigure, bare, stated_figures, statements
from eval.telling import Telling
from eval.values import key_of, kind_of, same
from eval.verdict import CHECKS, MEASURES, Verdict
from ingest.fold import squeeze
from ingest.quantities import parse_quantities


def judge(item: Item, given: Given, reference: Reference) -> Verdict:
    """The verdict on ``given``; never raises for what a program gave."""
    if given.error is not None:
        return _failed(item, given, given.error)
    try:
        citations = given.citations
    except (KeyError, TypeError, ValueError) as error:
        return _failed(item, given, f"引用の形が取り決めと違います（{type(error).__name__}: {error}）")
    return _Case(item, given, citations, reference).verdict()


def _failed(item: Item, given: Given, error: str) -> Verdict:
    checks: dict[str, bool | None] = {**dict.fromkeys(CHECKS), "status": False}
    measures = {**dict.fromkeys(MEASURES), "elapsed_ms": given.elapsed_ms}
    return replace(
        _blank(item), checks=checks, reasons=(f"エラー: {error}",), measures=measures, status=given.status, error=error
    )


def _blank(item: Item) -> Verdict:
    expect = item.expect
    must = True if expect.must_abstain else False if expect.must_answer else None
    return Verdict(
        item.id, item.kind, item.split, False, {}, must_abstain=must,
        expected_reason=expect.reason[0] if expect.reason else "",
    )  # fmt: skip


@dataclass(frozen=True)
class _Case:
    """One item with what was given for it."""

    item: Item
    given: Given
    citations: tuple[GivenCitation, ...]
    reference: Reference

    def verdict(self) -> Verdict:
        faults = self._faults()
        checks = {name: None if faults[name] is None else not faults[name] for name in CHECKS}
        return replace(
            _blank(self.item),
            passed=all(outcome is not False for outcome in checks.values()),
            checks=checks,
            reasons=tuple(f"{name}: {fault}" for name in CHECKS if (fault := faults[name])),
            measures=self._measures(),
            status=self.given.status,
            abstained=self.abstained,
            wrong_programme=self.wrong_programme,
            wrong_year=self.wrong_year,
            ungrounded=self.ungrounded,
            unresolved=self.unresolved,
            citations=len(self.citations),
        )

    def _faults(self) -> dict[str, str | None]:
        """What is wrong, by check: "" where nothing is, None where the check does not apply."""
        return {
            "status": self._status(),
            "reason": self._reason(),
            "figures": self._figures(),
            "strings": self._strings(),
            "forbidden": self._forbidden(),
            "programme": self._programme(),
            "year": self._year(),
            "grounded": "".join(["根拠の引用にない数字: ", "、".join(self.ungrounded)]) if self.ungrounded else "",
            "resolves": self._resolves(),
            "cited_page": self._cited_page(),
            "abstained": self._abstained(),
        }

    # ---- What was given --------------------------------------------------------------------------------------------

    @cached_property
    def answers(self) -> bool:
        """Whether something is stated."""
        return self.given.status in ANSWERING

    @cached_property
    def abstained(self) -> bool:
        """Whether no answer is given; a part of one is none where the item allows no more than that."""
        partly = self.item.expect.must_abstain and self.given.status == "partial" in self.item.expect.status
        return not self.answers or partly

    @cached_property
    def figures(self) -> tuple[StatedFigure, ...]:
        return stated_figures(statements(self.given.text))

    @cached_property
    def unresolved(self) -> tuple[int, ...]:
        return unresolved(self.given.text, self.citations, self.reference.pages)

    @cached_property
    def real(self) -> tuple[GivenCitation, ...]:
        """The citations that lead to their quotes, with the year that the document really has."""
        years = self.reference.years
        return tuple(
            replace(one, fiscal_year=years.get(one.document_id, one.fiscal_year))
            for one in self.citations
            if one.n not in self.unresolved
        )

    @cached_property
    def ungrounded(self) -> tuple[str, ...]:
        # A refusal may say which years there are, and evidence for what is not there cannot be cited.
        years = () if self.answers else self.reference.years.values()
        wanted = (one.value for one in self.item.expect.figures)
        return ungrounded_figures(self.given.text, self.figures, self.real, self.item.turns, years, wanted)

    @cached_property
    def told(self) -> tuple[tuple[StatedFigure, tuple[GivenCitation, ...]], ...]:
        """The figures told as the answer, each with its citations: of the kinds asked for, said by nobody before."""
        kinds = {kind_of(wanted.value) for wanted in self.item.expect.figures}
        kinds |= {"rate", "percent"} if kinds & {"rate", "percent"} else set()
        wanted = kinds & TOLD_OF if self.item.expect.figures else TOLD_OF
        asked = {q.canonical for turn in self.item.turns for q in parse_quantities(turn)}
        return tuple(
            (figure, tuple(one for one in self.real if one.n in figure.statement.marks))
            for figure in self.figures
            if figure.kind in wanted and figure.value not in asked and not denied(figure)
        )

    @cached_property
    def _tells_figures(self) -> bool:
        """Whether figures are the matter: the item asks for some, or nothing should have been answered at all."""
        asked = bool(self.item.expect.figures) or self.item.expect.must_abstain
        return self.answers and not self.abstained and asked

    @cached_property
    def _owning(self) -> Owning:
        return Owning(self.reference, self.item)

    @cached_property
    def wrong_programme(self) -> bool | None:
        if not self.item.programme or not self._tells_figures:
            return None
        return self._owning.tells_another(self.told)

    @cached_property
    def wrong_year(self) -> bool | None:
        if not self._tells_figures:
            return None
        return of_another_year(self._dated, allowed_years(self.item))

    @cached_property
    def _dated(self) -> list[Dated]:
        return [
            dated(figure, cited, self._owning.proving(figure, cited), self.item, self.reference)
            for figure, cited in self.told
        ]

    # ---- Checks ----------------------------------------------------------------------------------------------------

    @cached_property
    def _due(self) -> bool:
        """Whether the answer's content is to be checked: it states something, or had to."""
        return self.answers or self.item.expect.must_answer

    def _status(self) -> str:
        allowed = self.item.expect.status
        return "" if self.given.status in allowed else f"「{self.given.status}」でした（正しくは {'、'.join(allowed)}）"

    def _reason(self) -> str | None:
        allowed = self.item.expect.reason
        if self.answers or not allowed or self.given.status not in self.item.expect.status:
            return None
        return "" if self.given.reason in allowed else f"「{self.given.reason}」でした（正しくは {'、'.join(allowed)}）"

    def _figures(self) -> str | None:
        if not self.item.expect.figures or not self._due:
            return None
        wanted = self.item.expect.figures
        pages = [self.reference.pages.get(address, "") for address in sorted(gold_pages(self.item))]
        reader = Attachment(self.reference.lexicon, self.reference.vocabulary, pages, self.item.turns)
        figures = Telling(self.given.text, self.item.turns, [one.value for one in wanted]).retold(self.figures)
        return "、".join(filter(None, (reader.fault(one, figures, self._owning.names) for one in wanted)))

    def _strings(self) -> str | None:
        if not self.item.expect.strings or not (self._due or ANSWERING.isdisjoint(self.item.expect.status)):
            return None
        missing = [words for words in self.item.expect.strings if not any(self._says(word) for word in words)]
        return "、".join(f"「{'／'.join(words)}」がありません" for words in missing)

    def _forbidden(self) -> str | None:
        expect = self.item.expect
        if not expect.forbidden_strings and not expect.forbidden_figures:
            return None
        words = [f"「{word}」" for word in expect.forbidden_strings if self._says(word)]
        told = [figure.value for figure in self.figures if not denied(figure)]
        values = [value for value in expect.forbidden_figures if any(same(value, one) for one in told)]
        found = "、".join([*words, *values])
        return f"{found} を述べています" if found else ""

    def _programme(self) -> str | None:
        if not self.item.programme or not self.answers:
            return None
        if self.wrong_programme:
            return "別の事業の数字を述べています"
        said = squeeze("\n".join([self.given.text, *(one.quote for one in self.real)]))
        named = any(name in said for name in self._owning.names)
        cited = bool({one.address for one in self.real} & gold_pages(self.item))
        return "" if named or cited else f"「{self.item.programme}」について述べていません"

    def _year(self) -> str | None:
        years = allowed_years(self.item)
        if not self.answers or not years:
            return None
        if self._tells_figures:
            wrong = self.wrong_year
            return None if wrong is None else "別の年度の数字を述べています" if wrong else ""
        if self.item.expect.figures or not self.real or self.abstained:
            return None
        years |= {self.reference.years.get(self.item.document, 0)}
        return "" if years & {one.fiscal_year for one in self.real} else "別の年度の資料で答えています"

    def _resolves(self) -> str | None:
        if not self.citations and not self.unresolved:
            return None
        marks = "".join(f"[{n}]" for n in self.unresolved)
        return f"{marks} の引用が、示された位置の文字と一致しません" if marks else ""

    def _cited_page(self) -> str | None:
        wanted = gold_pages(self.item)
        if not wanted or not self._due:
            return None
        if wanted & {one.address for one in self.citations}:
            return ""
        shown = "、".join(f"{document} {page}ページ" for document, page in sorted(wanted))
        return f"{shown} を引用していません"

    def _abstained(self) -> str | None:
        if not self.item.expect.must_abstain:
            return None
        return "" if self.abstained else "資料では答えられない質問に答えています"

    def _says(self, word: str) -> bool:
        return squeeze(word) in self._said

    @cached_property
    def _said(self) -> str:
        return squeeze(bare(self.given.text))

    def _measures(self) -> dict[str, float | None]:
        # Without an answer there is nothing to be precise about; recall falls only where an answer was due.
        cited = citation_measures(self.item, self.citations, self.reference.pages)
        cited = cited if self._due else dict.fromkeys(cited)
        return {
            **self._figure_measures(),
            **cited,
            "answer_length": float(len(bare(self.given.text))),
            "elapsed_ms": self.given.elapsed_ms,
            **retrieval_measures(gold_pages(self.item), self.given.passages),
        }

    def _figure_measures(self) -> dict[str, float | None]:
        """Of the different figures told of the kinds asked for, the share that was wanted, and the other way round."""
        wanted = {key_of(one.value) for one in self.item.expect.figures if kind_of(one.value) in TOLD_OF}
        told = {key_of(figure.value) for figure, _ in self.told}
        told |= wanted & {key_of(figure.value) for figure in self.figures}  # the asker may have said it, too
        due = bool(wanted) and self._due
        return {
            "figure_precision": len(told & wanted) / len(told) if due and told else None,
            "figure_recall": len(told & wanted) / len(wanted) if due else None,
        }
