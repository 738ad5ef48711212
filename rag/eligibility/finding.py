"""Finding: for every programme of the newest documents, whether it is for a situation, and by which printed words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.facts import Fact, Tied
from ingest.fold import narrow
from ingest.index import Index
from ingest.ledger_store import Subject
from ingest.store import DocumentSummary
from rag.analysis import QuestionAnalyser
from rag.describing import Describer
from rag.draft import Draft
from rag.eligibility.audience import Audience, AudienceReader
from rag.eligibility.grants import Grants
from rag.eligibility.judging import Judge
from rag.eligibility.situation import Situation, State, all_of
from rag.eligibility.vocabulary import Eligibility
from rag.types import Citation

KINDS = ("programme", "event")
ABOUT = {"row": "対象者", "sentence": "対象", "requirement": "要件", "part": "一部の支援の対象"}
_NEAR = 0.4  # of the best one's share of what is wanted
_ENOUGH = 0.12  # share of what is wanted that a programme must hold to be near it
_UNSTATED = "対象となる方の要件は、この資料には書かれていません。対象になるかを窓口にお確かめください。"
_PARTLY = "対象となる方は、一部の支援についてだけ書かれています。受けたい支援の対象になるかを窓口にお確かめください。"
_OUTSIDE = "所在地の要件は、この資料には書かれていません。東京都外の事業者が対象になりますか。"


@dataclass(frozen=True, slots=True)
class Clause:
    """Printed words that speak for or against; ``quote`` is the fact's text, ``phrase`` what of it was judged.

    ``of`` names the part or the larger programme that it speaks of; the ``numbers`` are those of the fit's citations;
    ``tied`` says how the words belong to the programme.
    """

    state: State
    about: str
    phrase: str
    quote: str
    of: str
    decides: bool
    asks: tuple[str, ...]
    numbers: tuple[int, ...]
    tied: Tied


@dataclass(frozen=True, slots=True)
class Fit:
    """One programme: the verdict, the clauses behind it, what to ask, and what a cost could be granted."""

    subject: Subject
    state: State
    share: float
    is_near: bool
    clauses: tuple[Clause, ...]
    asks: tuple[str, ...]
    citations: tuple[Citation, ...]
    grant: Draft | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Every programme of ``fiscal_year``, the fitting ones first; ``older`` counts those of older documents alone."""

    fiscal_year: int
    fits: tuple[Fit, ...]
    older: int

    def of(self, state: State) -> list[Fit]:
        """The programmes of one verdict, in order."""
        return [fit for fit in self.fits if fit.state == state]


@dataclass(frozen=True)
class EligibilityFinder:
    """Finds over one index."""

    index: Index
    vocabulary: Eligibility
    analyser: QuestionAnalyser
    grants: Grants

    def find(self, situation: Situation) -> Finding:
        """The verdict for every programme; nothing is left out."""
        shares = self._shares(situation)
        best = max(shares.values(), default=0.0)
        fits = []
        for subject, facts in self._programmes.items():
            share = shares.get(subject.id, 0.0)
            near = share >= max(_ENOUGH, _NEAR * best) if shares else True
            fits.append(self._fit(subject, facts, situation, share, near))
        order = ("met", "unknown", "unmet")
        fits.sort(key=lambda fit: (order.index(fit.state), not fit.is_near, -round(fit.share, 9)))
        return Finding(self._newest, tuple(fits), self._older)

    @cached_property
    def asks_capital(self) -> bool:
        """Whether any clause of the newest documents names a limit on capital."""
        read = [audience for facts in self._programmes.values() for audience in self._reader.read(facts)]
        return any(name == "capital" for one in read for name, _ in self._judge.read(one.phrase).limits)

    def _fit(self, subject: Subject, facts: list[Fact], situation: Situation, share: float, near: bool) -> Fit:
        draft = Draft()
        clauses = [self._clause(draft, one, situation) for one in self._reader.read(facts)]
        if not any(clause.decides and clause.about != ABOUT["requirement"] for clause in clauses):
            clauses += self._inherited(draft, subject, situation)
        if situation.cost is not None:
            clauses += [self._floor(draft, fact) for fact in self.grants.floors(facts, situation.cost)]
        state, asks = self._verdict(clauses, situation)
        grant = self.grants.calculated(subject, situation) if state != "unmet" else None
        return Fit(subject, state, share, near, tuple(clauses), asks, tuple(draft.citations), grant)

    def _verdict(self, clauses: Sequence[Clause], situation: Situation) -> tuple[State, tuple[str, ...]]:
        deciding = [clause for clause in clauses if clause.decides]
        asks = [ask for clause in deciding for ask in clause.asks]
        states = [clause.state for clause in deciding]
        if not any(clause.about != ABOUT["requirement"] for clause in deciding):
            states.append("unknown")
            asks.insert(0, _PARTLY if len(clauses) > len(deciding) else _UNSTATED)
        if self._is_outside(situation) and not any(self._speaks_of_region(clause) for clause in deciding):
            states.append("unknown")
            asks.append(_OUTSIDE)
        state = all_of(states)
        return state, tuple(dict.fromkeys(asks)) if state == "unknown" else ()

    def _clause(self, draft: Draft, one: Audience, situation: Situation, of: str = "") -> Clause:
        if one.role == "requirement":
            state: State = "unknown"
            asks: tuple[str, ...] = (f"資料の要件「{one.phrase}」を満たせますか。",)
        else:
            judged = self._judge.judge(one.phrase, situation)
            state, asks = judged.state, judged.asks
        part = "・".join(
            filter(None, [one.fact.item.split("›")[-1], *(c.partition(":")[2] for c in one.fact.conditions)])
        )
        return Clause(
            state, ABOUT[one.role], one.phrase, narrow(one.fact.text), of or part * (one.role == "part"),
            one.role != "part", asks, self._cite(draft, one.fact), one.fact.tied,
        )  # fmt: skip

    def _inherited(self, draft: Draft, subject: Subject, situation: Situation) -> list[Clause]:
        """The audience of the larger programme of which this one is a part."""
        for whole, facts in self._programmes.items():
            if subject.id in whole.parts:
                read = [one for one in self._reader.read(facts) if one.role in ("row", "sentence")]
                return [self._clause(draft, one, situation, f"全体の事業「{narrow(whole.name)}」") for one in read]
        return []

    def _floor(self, draft: Draft, fact: Fact) -> Clause:
        of = "・".join(condition.partition(":")[2] or condition for condition in fact.conditions)
        return Clause("unmet", "助成額の下限", fact.text, fact.text, of, True, (), self._cite(draft, fact), fact.tied)

    def _cite(self, draft: Draft, fact: Fact) -> tuple[int, ...]:
        """The numbers of the citations of the fact's own characters."""
        document = self._documents[fact.document_id]
        page = self.index.store.page(fact.document_id, fact.page)
        assert page is not None
        marks = [draft.cite(document, page.text, fact.page, span) for span in fact.spans]
        return tuple(int(mark[1:-1]) for mark in dict.fromkeys(marks))

    def _is_outside(self, situation: Situation) -> bool:
        chosen = self.vocabulary.choice("region", situation.region)
        return chosen is not None and not chosen.home

    def _speaks_of_region(self, clause: Clause) -> bool:
        return any(term.field == "region" for term, _ in self._judge.read(clause.phrase).terms)

    def _shares(self, situation: Situation) -> Mapping[str, float]:
        """Programme -> share of what is wanted that it holds; empty where nothing is wanted."""
        purpose = self.vocabulary.choice("purpose", situation.purpose)
        wanted = " ".join(filter(None, [situation.wish, purpose.words if purpose else ""]))
        if not wanted.strip():
            return {}
        question = self.analyser.analyse(wanted)
        topic = tuple(replace(term, aside=False) for term in question.topic)
        ranked = self._describer.ranked(replace(question, attributes=(), fiscal_years=(), topic=topic), families=True)
        return {subject.id: share for share, subject in ranked} or {"": 0.0}

    @cached_property
    def _programmes(self) -> dict[Subject, list[Fact]]:
        """The programmes of the newest year with what it states of them, in the registry's order."""
        facts: dict[str, list[Fact]] = {}
        for fact in self.index.store.ledger.all_facts():
            if fact.fiscal_year == self._newest:
                facts.setdefault(fact.programme, []).append(fact)
        return {one: facts[one.id] for one in self._subjects if one.id in facts}

    @cached_property
    def _subjects(self) -> list[Subject]:
        return [subject for subject in self.index.store.ledger.subjects() if subject.kind in KINDS]

    @property
    def _older(self) -> int:
        return len(self._subjects) - len(self._programmes)

    @cached_property
    def _newest(self) -> int:
        return max((fact.fiscal_year for fact in self.index.store.ledger.all_facts()), default=0)

    @cached_property
    def _documents(self) -> dict[str, DocumentSummary]:
        return {document.id: document for document in self.index.store.documents()}

    @cached_property
    def _judge(self) -> Judge:
        return Judge(self.vocabulary)

    @cached_property
    def _reader(self) -> AudienceReader:
        return AudienceReader(self._judge)

    @cached_property
    def _describer(self) -> Describer:
        return Describer(self.index.store.ledger)
