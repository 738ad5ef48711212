"""Names over the years: whether a programme goes on under its name, what it came from, and what only sounds like it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.eras import year_label
from ingest.fold import narrow, squeeze
from ingest.ledger_store import Ledger, Subject
from ingest.store import DocumentSummary
from ingest.types import Block
from rag.draft import Draft, unmarked, year_of
from rag.stating import Stater
from rag.types import Question

_INTENT = "renamed"
_KINDS = ("programme", "event", "facility", "organisation")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a document prints a subject's name."""

    document: DocumentSummary
    page: int
    block: Block
    name: str


@dataclass(frozen=True)
class NameTeller:
    """Tells the names of one index."""

    ledger: Ledger
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """The names of the one subject that the question names, by year; None where it asks for none."""
        subjects = [one for one in question.subjects if one.kind in _KINDS]
        if _INTENT not in question.intents or not subjects or question.attributes:
            return None
        subject = subjects[0]
        places = list(self._places(subject))
        if not places:
            return None
        draft = Draft()
        asked = [year for year in question.fiscal_years if year not in {one.document.fiscal_year for one in places}]
        lines = [self._line(draft, place) for place in places]
        lead = self._lead(question, subject, places, asked)
        draft.finish("\n".join([lead, *lines, *self._related(draft, subject)]))
        return draft

    def _lead(self, question: Question, subject: Subject, places: Sequence[_Place], missing: Sequence[int]) -> str:
        name = unmarked(narrow(subject.name))
        if missing:
            years = "・".join(year_label(year) for year in missing)
            return f"{years}の資料に「{name}」という名前はありません。名前が載っているのは、次の年度の資料です。"
        names = {squeeze(one.name) for one in places}
        if len(places) == 1:
            return f"「{name}」の名前が載っているのは、次の年度の資料だけです。"
        if len(names) == 1:
            return f"「{name}」は、次の年度の資料に同じ名前で載っています。"
        return f"「{name}」の名前は、資料によって次のように違います。"

    def _related(self, draft: Draft, subject: Subject) -> Iterator[str]:
        """What came before or after it, and what only has a similar name."""
        others = self.ledger.subjects()
        before = [one for one in others if one.id in subject.predecessors]
        after = [one for one in others if subject.id in one.predecessors]
        alike = [one for one in others if one.id in subject.look_alikes and one not in (*before, *after)]
        for lead, related in (
            ("前の年度の資料で、同じ流れの取組とみられるもの：", before),
            ("後の年度の資料で、同じ流れの取組とみられるもの：", after),
            ("名前が似たもの（名前が異なり、同じ事業かどうかは資料に書かれていません）：", alike),
        ):
            lines = [self._line(draft, place) for one in related for place in list(self._places(one))[:1]]
            if lines:
                yield "\n".join([lead, *lines])

    def _line(self, draft: Draft, place: _Place) -> str:
        page = self.stater.index.store.page(place.document.id, place.page)
        assert page is not None
        marks = "".join(draft.cite(place.document, page.text, place.page, span) for span in place.block.spans)
        draft.names.append(place.name)
        return f"・{year_of(place.document)}の資料：{unmarked(place.name)}{marks}"

    def _places(self, subject: Subject) -> Iterator[_Place]:
        """The first line of each document that prints a name of the subject, newest first."""
        names = sorted(subject.names, key=len, reverse=True)
        store = self.stater.index.store
        for document in sorted(store.documents(), key=lambda one: -one.fiscal_year):
            found = (
                _Place(document, number, block, narrow(name))
                for number in range(1, document.pages + 1)
                for block in store.page_blocks(document.id, number)
                for name in names
                if block.spans and squeeze(block.text.partition("：")[0]).startswith(squeeze(name))
            )
            if place := next(found, None):
                yield place
