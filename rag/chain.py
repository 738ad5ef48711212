"""The answer chain: messages -> question -> passages -> units -> draft -> checked answer, as a LangChain Runnable."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ingest.conditions import Vocabulary
from ingest.fold import squeeze
from ingest.index import Index
from ingest.lexicon import Lexicon
from ingest.quantities import parse_quantities
from rag.across import YearComparer
from rag.analysis import ANYHOW, QuestionAnalyser
from rag.asked import AskedFor
from rag.befitting import Befitting
from rag.branches import BranchChecker
from rag.calculating import Calculation, calculate
from rag.calculation import Calculator
from rag.claims import ClaimReader
from rag.clarifying import Clarifier
from rag.composition import Composer
from rag.conversation import Conversation
from rag.courtesy import CourtesyReader
from rag.describing import Describer
from rag.differences import SubjectComparer
from rag.entries import EntryWriter
from rag.enumerating import Enumerator
from rag.errors import LIMIT
from rag.finder import Finder
from rag.goals import GoalTeller
from rag.groups import Grouper
from rag.itemising import Itemiser
from rag.leaving import RestTeller
from rag.links import LinkTeller
from rag.listing import Lister
from rag.lookup import LookUp
from rag.matching import holds
from rag.mixups import MixUps
from rag.namesakes import Namesakes
from rag.offers import Offers
from rag.opinions import OpinionTeller
from rag.parts import joined, questions
from rag.people import PersonTeller
from rag.places import PlaceTeller
from rag.premises import PremiseChecker
from rag.prices import Pricer
from rag.proportions import ProportionTeller
from rag.proposing import Proposer
from rag.proving import Prover, answer_of
from rag.rankings import RankingTeller
from rag.refusals import UNCLEAR, Refuser
from rag.remainders import RemainderTeller
from rag.renaming import NameTeller
from rag.required import RequirementTeller
from rag.retrieval import Retriever
from rag.rivals import Rivals
from rag.sections import Sections
from rag.sentences import asking
from rag.shares import ShareTeller
from rag.stating import Stater
from rag.strangers import is_of_a_stranger
from rag.subjects import SubjectFinder
from rag.summing import Summer
from rag.tables import TableFinder
from rag.tagging import Tagger
from rag.tallying import Tallier
from rag.trace import Trace, note, note_found, note_resolved, noting
from rag.types import Answer, Message, Passage, Question, Reason
from rag.unanswered import Unanswered
from rag.units import Unit, UnitRanker
from rag.wholes import Wholes
from rag.wordstock import WordStock

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

_DESCRIBED = 0.85  # share of the topic that a sheet must hold to be taken for the one described
_MENTIONED: tuple[Reason, ...] = ("out_of_scope", "national_programme")
"""Limits that one who tells of a known need may only mention."""


@dataclass(frozen=True, slots=True)
class Found:
    """What retrieval gives to composition."""

    question: Question
    passages: tuple[Passage, ...]
    units: tuple[Unit, ...]


class AnswerChain:
    """Answers over one index; ``runnable`` is the same as a LangChain Runnable that others can compose."""

    def __init__(self, index: Index, lexicon: Lexicon, vocabulary: Vocabulary | None = None) -> None:
        self.index = index
        self.lexicon = lexicon
        stock = WordStock(page.text for page in index.store.pages())
        self._analyser = QuestionAnalyser(lexicon, SubjectFinder(tuple(index.store.ledger.subjects())), stock)
        self.retriever = Retriever(index)
        self._ranker = UnitRanker(index, lexicon)
        self._composer = Composer(index, lexicon, self._ranker)
        self._look_up = LookUp(index.store.ledger, vocabulary or Vocabulary(), self._is_known)
        self._stater = Stater(index)
        self._calculator = Calculator(self._look_up, self._stater)
        self._year_comparer = YearComparer(self._look_up, self._stater)
        self._describer = Describer(index.store.ledger, vocabulary or Vocabulary())
        self._wholes, self._namesakes = Wholes(index.store.ledger), Namesakes(index.store.ledger)
        self._subject_comparer = SubjectComparer(self._look_up, self._stater)
        self._premises = PremiseChecker(
            self._look_up, self._stater, ClaimReader(self._look_up, lexicon), MixUps(index.store.ledger)
        )
        grouper, entries = Grouper(index), EntryWriter(self._stater)
        summer = Summer(grouper, entries, self._look_up, self._stater)
        lister = Lister(grouper, entries)
        enumerator = Enumerator(Sections(index, vocabulary or Vocabulary(), self._ranker), self._look_up, self._stater)
        self._finder = Finder(Offers(index, lexicon), lexicon, self._stater)
        self._proposer = Proposer(self._finder, self._look_up, self._stater)
        self._befitting = Befitting(self._finder, self._look_up)
        self._clarifier = Clarifier(index.store.ledger, lexicon, self._stater)
        self._asked_for = AskedFor(lexicon)
        self._refuser = Refuser(index, self._stater)
        self._writers = (
            BranchChecker(self._look_up, self._stater), self._premises,
            RankingTeller(TableFinder(index.store.ledger, lexicon.intents), self._stater),
            NameTeller(index.store.ledger, self._stater), ShareTeller(index.store.ledger, self._stater),
            ProportionTeller(index.store.ledger, self._stater), PlaceTeller(index.store.ledger, self._stater),
            RequirementTeller(index.store.ledger, self._stater),
            Tallier(index.store.ledger, self._stater), PersonTeller(index.store.ledger, self._stater),
            LinkTeller(index), OpinionTeller(index, self._ranker), self._calculator,
            RemainderTeller(self._look_up, self._stater), Pricer(self._look_up, self._stater),
            self._year_comparer, summer,
            Tagger(grouper, entries, self._look_up), GoalTeller(index.store.ledger, self._stater),
            self._subject_comparer, RestTeller(self._look_up, self._stater),
        )  # fmt: skip
        self._rivals = Rivals(
            (lister, enumerator, Itemiser(self._look_up, self._stater)), self._finder, self._look_up, self._stater,
            self._composer, self._asked_for, self._proposer,
        )  # fmt: skip
        documents = index.store.documents()
        self._courtesy = CourtesyReader(lexicon.courtesies, stock)
        self._years = tuple(sorted({document.fiscal_year for document in documents}))
        stated = {fact.fiscal_year for fact in index.store.ledger.all_facts()}
        self._prover = Prover(index.store, self._composer)
        self._unanswered = Unanswered(
            lexicon, self._refuser, self._proposer, self._finder, self._prover,
            self._years, stated | set(self._years),
        )  # fmt: skip
        self._conversation = Conversation(
            self._analyser, index.store.ledger, vocabulary or Vocabulary(), max(self._years, default=0)
        )

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
        turns = self._plain(messages)
        answer = self._of_parts(turns) or self.compose(self.find(self._conversation.question(turns)))
        return self._named(answer, messages)

    def explain(self, messages: Sequence[Message] | str) -> tuple[Answer, Trace]:
        """The same answer, and what was understood, found and decided on the way."""
        from rag.explaining import Explainer

        with noting() as notes:
            answer = self.answer(messages)
        return answer, Explainer(self._look_up, self._ranker, self.lexicon).trace(answer, notes)

    def _plain(self, messages: Sequence[Message] | str) -> list[Message]:
        """The messages, what is asked without what only frames it."""
        turns = [Message("user", messages)] if isinstance(messages, str) else messages
        return [replace(one, content=self._without_frame(one.content)) if one.role == "user" else one for one in turns]

    def _without_frame(self, text: str) -> str:
        """``text`` without its courtesies; as it is where the full stop that is set would make it too long."""
        plain = self._courtesy.plain(text)
        return plain if len(plain) <= max(LIMIT, len(text) - 1) else text

    def _of_parts(self, turns: Sequence[Message]) -> Answer | None:
        """The answer to a message of several questions, one of which at least is not answered; None for any other."""
        if not turns or not (asked := questions(turns, self._conversation)):
            return None
        answers = [self.compose(self.find(question)) for question in asked]
        whole = joined(answers)
        return whole if whole and whole.status == "partial" else None

    def calculate(self, programme: str, yen: int | None, chosen: Sequence[str] = ()) -> Calculation | None:
        """What ``yen`` of cost is granted under the ``chosen`` conditions; see ``rag.calculating``."""
        subject = self.index.store.ledger.subject(programme)
        made = calculate(self._calculator, subject, yen, frozenset(chosen)) if subject else None
        given = [f"yen:{yen}"] if yen is not None else []
        return made if made and self._prover.holds(made.draft, given) else None

    def understand(self, messages: Sequence[Message] | str) -> Question:
        return self._conversation.question(self._plain(messages))

    def search(self, text: str, k: int, fiscal_years: tuple[int, ...] = ()) -> list[Passage]:
        """The passages that a question that stands alone finds; ``fiscal_years`` limits them."""
        question = self.understand(text)
        return self.retriever.search(question, fiscal_years or question.fiscal_years, k)[:k]

    def find(self, question: Question) -> Found:
        passages = tuple(self.retriever.retrieve(question))
        units = tuple(self._ranker.rank(question, passages))
        note_found(question, passages, units)
        return Found(question, passages, units)

    def compose(self, found: Found) -> Answer:
        limit = self._refuser.limit(found.question)
        if limit and not self._is_for_a_need(limit[0], found.question) and self._prover.holds(limit[1]):
            return answer_of("not_found", limit[0], limit[1].text, limit[1], by=self._refuser)
        loose = None if self._spends(found.question) else self._refuser.of_nobody(found.question)
        if loose and self._prover.holds(loose):
            return answer_of("not_found", "untied", loose.text, loose, by=self._refuser)
        if (back := self._clarifier.write(found.question)) and self._prover.holds(back):
            return answer_of("clarify", "ambiguous", back.text, back, by=self._clarifier)
        asked = found.question
        found = replace(found, question=self._with_subject(found))
        answer = self._composed(found, asked)
        told = answer.reason in (None, "not_in_documents", "untied") and answer.citations
        if told and is_of_a_stranger(found.question, answer):
            note("strangers", "rejected", answer.text)
            return self._unanswered.of_a_stranger(asked)
        return answer

    def _composed(self, found: Found, asked: Question) -> Answer:
        """The answer as it is composed; ``asked``: the question with the subjects that it names itself."""
        question = found.question
        note_resolved(self._describer, question)
        lines = self._composer.choose(asked, found.units)
        if stated := self._stated(found, asked, lines):
            return stated
        if not question.topic:
            return answer_of("clarify", "no_topic", UNCLEAR)
        units = list(lines)
        draft = self._prover.of_units(units)
        if not units:
            note(self._composer, "rejected", found.units[0].block.text if found.units else "", ("probability",))
        befits = draft is not None and self._befitting.allows(asked, draft)
        befits = befits and draft is not None and (bool(asked.subjects) or self._asked_for.is_of_them(question, draft))
        if draft is None or not befits or not self._asked_for.is_met_by(question, draft):
            reason: Reason = "not_grounded" if units and draft is None else "not_in_documents"
            return self._unanswered.write(question, found.units, reason)
        answer = answer_of("answered", None, draft.text, draft, by=self._composer)
        return replace(answer, suggestions=self._composer.suggestions(units))

    def _spends(self, question: Question) -> bool:
        """Whether the sum that is named is what the asker spends, and not one of the documents' that she asks about."""
        return self._calculator.asks(question) or self._finder.seeks(question)

    def _is_for_a_need(self, reason: Reason, question: Question) -> bool:
        """Whether what is no topic here is only the trade of one who needs support (「ラーメン屋を開業したい。…」).

        So with what others run and she only mentions (「社会保険料の手当を設けたい」).
        """
        text = squeeze(question.text)
        asked = self._analyser.analyse(text[asking(text)[0] :])
        only_told = reason == "national_programme" or reason not in asked.intents
        anyhow = f"{ANYHOW}{reason}" in question.intents
        return reason in _MENTIONED and only_told and not anyhow and self._finder.knows(question)

    def _stated(self, found: Found, asked: Question, lines: Sequence[Unit]) -> Answer | None:
        """The answer by look-up in the ledger, where the question names a subject and an attribute of it.

        ``asked``: the question with the subjects that it names, and none that it only describes; ``lines``: what
        would be said otherwise.
        """
        question = found.question
        writers = self._writers
        by: object
        by, draft = next(((one, written) for one in writers if (written := one.write(question))), (None, None))
        if draft is None:
            by, draft = self._rivals.best(question, asked, found.units, lines)
            if draft and by not in (self._finder, self._proposer) and not self._befitting.allows(asked, draft):
                return None
        given = [f"yen:{amount}" for amount in question.amounts] + [f"fy:{year}" for year in question.fiscal_years]
        if draft:  # a number of things that the asker stated is an operand, and nothing else
            said = {quantity.canonical for quantity in parse_quantities(question.text) if quantity.kind == "count"}
            given += [working.right for working in draft.workings if working.operator == "×" and working.right in said]
        if draft is None or not self._prover.holds(draft, given):
            return None
        answer = replace(answer_of(draft.status, draft.reason, draft.text, draft, by=by), given=tuple(given))
        return replace(answer, suggestions=self._composer.suggestions(found.units[:1]))

    def _with_subject(self, found: Found) -> Question:
        """The question; where it names nobody but describes one, with the subject that it describes."""
        question = found.question
        fewest = 0 if {"compare", "each"} & set(question.intents) else 2
        if fewest <= len(question.subjects) <= 1:
            question = replace(question, subjects=self._describer.both(question))
        if whole := self._wholes.of(question):
            return replace(question, subjects=(whole,))
        if question.subjects:
            sake = self._namesakes.of(question)
            return replace(question, subjects=(sake,)) if sake else question
        if described := self._describer.best(question):
            return replace(question, subjects=(described,))
        if not found.units or found.units[0].coverage < _DESCRIBED:
            return question
        headings = found.units[0].block.headings[:1]
        subjects = self._analyser.subjects.find("".join(headings))
        nouns = [term for term in question.topic if term.is_noun]
        described_by_page = any(holds(term, "".join(headings)) for term in nouns)
        return replace(question, subjects=subjects[:1]) if described_by_page else question

    def _named(self, answer: Answer, messages: Sequence[Message] | str) -> Answer:
        return replace(answer, answer_id=self._answer_id(messages))

    def _is_known(self, lemma: str) -> bool:
        return self.index.keywords.document_frequency("lemmas", lemma) > 0

    def _answer_id(self, messages: Sequence[Message] | str) -> str:
        turns = [["user", messages]] if isinstance(messages, str) else [[m.role, m.content] for m in messages]
        recipe = self.index.manifest.recipe
        key = json.dumps([recipe.corpus, recipe.embedder, recipe.dictionary, turns], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:20]
