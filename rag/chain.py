"""The answer chain: messages -> question -> passages -> units -> draft -> checked answer, as a LangChain Runnable."""

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ingest.eras import year_label
from ingest.index import Index
from ingest.lexicon import Lexicon
from rag.analysis import QuestionAnalyser
from rag.composition import Composer, Draft
from rag.conversation import standalone
from rag.grounding import ungrounded, unresolved
from rag.retrieval import Retriever
from rag.subjects import SubjectFinder
from rag.types import Answer, Message, Passage, Question, Reason, Status
from rag.units import Unit, UnitRanker

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

log = logging.getLogger("sodan.chain")


@dataclass(frozen=True, slots=True)
class Found:
    """What retrieval gives to composition."""

    question: Question
    passages: tuple[Passage, ...]
    units: tuple[Unit, ...]


class AnswerChain:
    """Answers over one index; ``runnable`` is the same as a LangChain Runnable that others can compose."""

    def __init__(self, index: Index, lexicon: Lexicon) -> None:
        self.index = index
        self.lexicon = lexicon
        self._analyser = QuestionAnalyser(lexicon, SubjectFinder(tuple(index.store.ledger.subjects())))
        self.retriever = Retriever(index)
        self._ranker = UnitRanker(index, lexicon)
        self._composer = Composer(index, lexicon)
        self._years = tuple(sorted({document.fiscal_year for document in index.store.documents()}))

    @property
    def runnable(self) -> "Runnable[Sequence[Message] | str, Answer]":
        """The chain for others to compose: understand | find | compose | name.

        ``answer`` takes the same steps without it, since importing LangChain would double the time
        to a first answer on the command line.
        """
        from langchain_core.runnables import RunnableLambda, RunnablePassthrough

        answered = RunnableLambda(self.understand) | RunnableLambda(self.find) | RunnableLambda(self.compose)
        named = RunnablePassthrough.assign(answer=lambda given: answered.invoke(given["messages"]))
        start: Runnable[Sequence[Message] | str, dict[str, Any]] = RunnableLambda(lambda m: {"messages": m})
        return start | named | RunnableLambda(lambda given: self._named(given["answer"], given["messages"]))

    def answer(self, messages: Sequence[Message] | str) -> Answer:
        """The answer to the last of ``messages``; raises QuestionError for what cannot be read."""
        return self._named(self.compose(self.find(self.understand(messages))), messages)

    def understand(self, messages: Sequence[Message] | str) -> Question:
        turns = [Message("user", messages)] if isinstance(messages, str) else messages
        return standalone(turns, self._analyser)

    def search(self, text: str, k: int, fiscal_years: tuple[int, ...] = ()) -> list[Passage]:
        """The passages that a question that stands alone finds; ``fiscal_years`` limits them."""
        question = self.understand(text)
        return self.retriever.search(question, fiscal_years or question.fiscal_years, k)[:k]

    def find(self, question: Question) -> Found:
        passages = self.retriever.retrieve(question)
        return Found(question, tuple(passages), tuple(self._ranker.rank(question, passages)))

    def compose(self, found: Found) -> Answer:
        question = found.question
        if not question.topic:
            return _answer(
                "clarify",
                "no_topic",
                "どの事業や支援についてのご質問でしょうか。事業の名前や、したいことを教えてください。",
            )
        units = self._composer.choose(question, found.units)
        draft = self._proved(units)
        unknown = [year for year in question.fiscal_years if year not in self._years]
        if draft is None and unknown:
            return self._no_such_year(unknown[0])
        if draft is None:
            return self._nearest(found, "not_grounded" if units else "not_in_documents")
        answer = _answer("answered", None, draft.text, draft)
        return replace(answer, suggestions=self._composer.suggestions(units))

    def _proved(self, units: list[Unit]) -> Draft | None:
        """A draft of ``units`` that passes the grounding check; units that fail are left out, best kept first."""
        kept: list[Unit] = []
        for unit in units:
            draft = self._composer.write([unit])
            missing = ungrounded(draft.text, draft.names, draft.citations)
            page = self.index.store.page(unit.block.document_id, unit.block.page)
            if missing or page is None or unresolved(draft.citations, page.text):
                log.warning("withheld: %s", json.dumps({"text": draft.text, "missing": missing}, ensure_ascii=False))
                continue
            kept.append(unit)
        return self._composer.write(kept) if kept else None

    def _no_such_year(self, year: int) -> Answer:
        known = "、".join(year_label(one) for one in self._years)
        return _answer(
            "not_found",
            "other_year",
            f"{year_label(year)}の資料はありません。お答えできるのは、{known}の資料に書かれていることです。",
        )

    def _nearest(self, found: Found, reason: Reason) -> Answer:
        text = "ご質問にお答えできる記載は、資料の中に見つかりませんでした。"
        near = next((unit for unit in found.units if unit.coverage > 0 and unit.block.headings), None)
        draft = self._proved([near]) if near else None
        if draft is None:
            return _answer("not_found", reason, text)
        return _answer("not_found", reason, f"{text}近い記載は次のとおりです。\n・{draft.text}", draft)

    def _named(self, answer: Answer, messages: Sequence[Message] | str) -> Answer:
        return replace(answer, answer_id=self._answer_id(messages))

    def _answer_id(self, messages: Sequence[Message] | str) -> str:
        turns = [["user", messages]] if isinstance(messages, str) else [[m.role, m.content] for m in messages]
        recipe = self.index.manifest.recipe
        key = json.dumps([recipe.corpus, recipe.embedder, recipe.dictionary, turns], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _answer(status: Status, reason: Reason | None, text: str, draft: Draft | None = None) -> Answer:
    return Answer(text, status, reason, tuple(draft.citations) if draft else (), (), "")
