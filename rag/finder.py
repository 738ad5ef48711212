"""Finder: programmes that fit a situation told in the asker's own words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.fold import narrow, squeeze
from ingest.ledger_store import Subject
from ingest.lexicon import Attribute, Lexicon, Need
from ingest.store import DocumentSummary
from rag.answer_type import AnswerTypes
from rag.draft import ORDER_NOTE, Draft, unmarked, year_of
from rag.headings import heading_spans
from rag.needs import needs_of
from rag.offers import Fit, Offers
from rag.sentences import asking, last_sentence
from rag.stating import Stater
from rag.types import Question

AT_MOST = 3
LEAD = "次の支援が当てはまる可能性があります。"
TAIL = "対象になるかどうかは、それぞれの要件を窓口でお確かめください。"
_NEAR = 0.75  # share of the best programme's score that a further one must reach,
_AS_MUCH = 0.9  # or of what the needs alone give it
_ASIDE = ("費用", "時間", "日付", "期間")  # 「費用も見てくれる支援」 seeks a programme all the same
_MEASURE = "measure"  # the intent of one who wants a figure and no programme
_SEEK = "seek"  # the intent of one who asks, in so many words, for support
_DEFINITE = "definite"  # that of one who asks who, where or how of what is described
_PARTICULAR = "particular"  # that of one who wants another thing of what is known


_WISH = re.compile(r"たい(?:です|のです|んです|のだ|んだ|と思|けど|けれど|が|ん|。|!|、|$)|(?:困って|悩んで)")


@dataclass(frozen=True)
class Finder:
    """Finds programmes by the lines that speak of what a situation needs."""

    offers: Offers
    lexicon: Lexicon
    stater: Stater

    def write(self, question: Question, sure: bool = False) -> Draft | None:
        """Up to three programmes with why each fits; None where the question seeks none or none fits.

        ``sure``: also where the question does not say that it seeks something, if it tells of a need.
        """
        if not question.topic or question.subjects:
            return None
        needs = needs_of(self.lexicon, question.text)
        if not self._seeks(question, needs, sure) and not (sure and needs and self._tells(question)):
            return None
        fits = self._near(question, needs)
        return self._written(fits) if fits else None

    def fitting(self, question: Question) -> list[Fit]:
        """Up to three programmes that fit what the question tells of, the best first; none where it tells no need."""
        needs = needs_of(self.lexicon, question.text)
        return self._near(question, needs) if needs else []

    def fitting_at_all(self, question: Question) -> list[Subject]:
        """Every subject that a line offers for what the question tells of."""
        needs = needs_of(self.lexicon, question.text)
        return [fit.offer.subject for fit in self.offers.fits(question, needs)] if needs else []

    def is_of_a_situation(self, question: Question) -> bool:
        """Whether a wish is told, and support for it or an attribute of whatever fits asked for."""
        text = squeeze(question.text).lower()
        told = bool(_WISH.search(text)) and "specific" not in question.intents
        return told and ("seek" in question.intents or self.asks_of_what_fits(question))

    def knows(self, question: Question) -> bool:
        """Whether the question tells of a need that the documents' words are known for."""
        return "list" not in question.intents and bool(needs_of(self.lexicon, question.text))

    def seeks(self, question: Question) -> bool:
        """Whether the question, in so many words, asks which support there is."""
        return "seek" in question.intents and self._seeks(question, needs_of(self.lexicon, question.text))

    def _tells(self, question: Question) -> bool:
        """Whether a situation is told, and nothing is asked of anything known and no figure."""
        attributes = set(question.attributes) - set(_ASIDE)
        wanted = self._types.expected(_end(question))
        figure = _MEASURE in question.intents or (wanted is not None and bool(wanted.kinds))
        return not _is_specific(question) and not attributes and not figure

    def asks_of_what_fits(self, question: Question) -> bool:
        """Whether the end asks for a figure or another attribute, of whatever fits."""
        part = _end(question)
        asked = {name for name, word in self._asked_words(question) if word in part} - set(_ASIDE)
        return bool(asked) and not any(word in part for word in self.lexicon.intents.get("seek", ()))

    def _seeks(self, question: Question, needs: Sequence[Need], sure: bool = False) -> bool:
        """Whether a programme is sought, and no figure or attribute of a known one.

        What is asked stands at the end: what leads up to it (「いくらで売ればいいか…」) asks nothing. ``sure``: no line
        states one thing that is asked for (how one applies), and who can tell it may be named.
        """
        part = _end(question)
        if not sure and (self._asks(part, _PARTICULAR) or self._is_definite(part)):
            return False
        finds = any(word in part for word in self.lexicon.intents.get("find", ()))
        wished = bool(needs) and (finds or bool(self.lexicon.wish.search(part)))
        if not wished and not {"find", "seek"} & set(question.intents):
            return False
        if self._asks(part, _MEASURE) or self._types.expected(part) is not None:
            return False
        asked = {name for name, word in self._asked_words(question) if word in part}
        if asked - set(_ASIDE) and not (needs and "seek" in question.intents):
            return False
        return wished or not _is_specific(question)

    def _asks(self, part: str, intent: str) -> bool:
        return any(word in part for word in self.lexicon.intents.get(intent, ()))

    def _is_definite(self, part: str) -> bool:
        """Whether the clause that asks asks for one thing (「…始めたいけど、どんな人が入れる」), not for support."""
        clause = part[asking(part)[0] :]
        return self._asks(clause, _DEFINITE) and not self._asks(clause, _SEEK)

    @cached_property
    def _types(self) -> AnswerTypes:
        return AnswerTypes(self.lexicon.answer_types, self.lexicon.same_counters)

    def _asked_words(self, question: Question) -> list[tuple[str, str]]:
        """The attributes asked for with the wordings that ask for them."""
        attributes = [one for one in self.lexicon.attributes if one.name in question.attributes]
        return [(one.name, word) for one in attributes for word in question.wordings if _asks_for(one, word)]

    def _written(self, fits: Sequence[Fit]) -> Draft:
        documents = {document.id: document for document in self.stater.index.store.documents()}
        draft = Draft()
        lines = [self._line(draft, fit, documents[fit.offer.block.document_id]) for fit in fits]
        draft.finish("\n".join([LEAD, *lines, TAIL]))
        return draft

    def _near(self, question: Question, needs: Sequence[Need]) -> list[Fit]:
        """The programmes that fit, the best first, with those that fit nearly as well."""
        fits = [fit for fit in self.offers.fits(question, needs) if not _is_said(fit.offer.subject, question.said)]
        apart = _apart(fits)
        near = (fit for fit in apart if fit.score >= _NEAR * apart[0].score or 0 < _AS_MUCH * apart[0].met <= fit.met)
        return list(near)[:AT_MOST]

    def _line(self, draft: Draft, fit: Fit, document: DocumentSummary) -> str:
        block, name = fit.offer.block, fit.offer.name
        page = self.stater.index.store.page(block.document_id, block.page)
        assert page is not None
        inner = block.headings[block.headings.index(name) + 1 :][-1:]
        blocks = self.stater.index.store.page_blocks(block.document_id, block.page)
        above = (span for heading in (name, *inner) for span in heading_spans(blocks, block, heading))
        spans = [*block.spans, *above]
        marks = "".join(dict.fromkeys(draft.cite(document, page.text, block.page, span) for span in spans))
        said = "：".join(unmarked(narrow(text)) for text in (*inner, block.text))
        note = ORDER_NOTE * (block.tied == "order")
        return f"・{unmarked(narrow(name))}（{year_of(document)}の資料）：{said}{note}{marks}"


def _asks_for(attribute: Attribute, word: str) -> bool:
    otherwise = attribute.asked is not None and attribute.asked.fullmatch(word) is not None
    return word in (*attribute.words, *attribute.keys) or otherwise


def _end(question: Question) -> str:
    """The last sentence that asks and what follows it, or the last of all where none asks."""
    text = squeeze(question.text).lower()
    end = asking(text)[1]
    return last_sentence(text[:end]) + text[end:]


def _is_said(subject: Subject, answers: Sequence[str]) -> bool:
    """Whether an answer named the subject already, where others are wanted."""
    return any(squeeze(name) in answer for name in subject.names for answer in answers)


def _is_specific(question: Question) -> bool:
    """Whether one thing is asked of what is known, and no programme is sought."""
    return bool({"specific", "list"} & set(question.intents)) and "seek" not in question.intents


def _apart(fits: list[Fit]) -> list[Fit]:
    """Without parts of a subject that is said already, or a whole of which a part is."""
    kept: list[Fit] = []
    for fit in fits:
        own = fit.offer.subject
        related = (own.id in other.offer.subject.parts or other.offer.subject.id in own.parts for other in kept)
        if not any(related):
            kept.append(fit)
    return kept
