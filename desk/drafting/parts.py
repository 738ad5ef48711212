"""The parts of a reply, each written from the answers, the frame and the office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk.drafting.addressing import is_company, person_of, title_of
from desk.drafting.draft import Answered, Draft, Part, PartName, Sentence
from desk.drafting.frame import Frame
from desk.drafting.telling import Word, told
from ingest.eras import year_label
from ingest.fold import narrow
from rag.types import Citation

_ANSWERS = ("answered", "partial")
_BLANK = Sentence("", "frame")
_QUESTION = 200  # letters of a question that the reply repeats


@dataclass(frozen=True)
class Writer:
    """Writes the parts of one draft in one tone. ``publishers`` by document id; ``newest``: the latest fiscal year."""

    draft: Draft
    frame: Frame
    word: Word
    publishers: Mapping[str, str]
    newest: int

    def part(self, name: PartName) -> Part:
        written = {
            "subject": self._subject,
            "addressee": self._addressee,
            "thanks": self._thanks,
            "conclusion": self._conclusion,
            "grounds": self._grounds,
            "conditions": self._conditions,
            "window": self._window,
            "signature": self._signature,
        }[name]()
        return Part(name, tuple(written))

    def _subject(self) -> list[Sentence]:
        title = title_of(self.draft.inquiry.subject) or self.frame.line("no_title")
        return [Sentence(self.frame.line("subject", title=title), "asked")]

    def _addressee(self) -> list[Sentence]:
        company, name = self.draft.company, person_of(self.draft.inquiry.sender_name)
        if not name and not company:
            return [Sentence(self.frame.line("nobody"), "frame")]
        if not name or is_company(name):
            return [Sentence(self.frame.line("company", name=name or company), "asked")]
        above = [Sentence(company, "asked")] if company else []
        return [*above, Sentence(self.frame.line("addressee", name=name), "asked")]

    def _thanks(self) -> list[Sentence]:
        return [Sentence(text, "office") for text in self.frame.block("thanks", office=self.draft.office.name)]

    def _conclusion(self) -> list[Sentence]:
        many = len(self.draft.answers) > 1
        sentences = [Sentence(self.frame.line("lead_many" if many else "lead_one"), "frame")]
        for n, one in enumerate(self.draft.answers, 1):
            sentences.append(_BLANK)
            sentences += self._heading(n, one) if many else []
            if one.about and one.answer.status in _ANSWERS:
                sentences.append(Sentence(self.frame.line("about", name=narrow(one.about)), "answer", (), "", n))
            sentences += told(one.answer, n, self.word)
        return sentences

    def _heading(self, n: int, one: Answered) -> list[Sentence]:
        question = narrow(one.question)
        if len(question) > _QUESTION:
            question = f"{question[:_QUESTION]}…"
        # The number is the reply's own count, not a figure of the documents.
        mark = self.frame.line("heading", n=str(n), question=question)
        return [Sentence(mark, "asked", (), "", n)]

    def _grounds(self) -> list[Sentence]:
        cited = _documents(self._evidence())
        if not cited:
            return [Sentence(self.frame.line("grounds_none"), "frame")]
        lines = [Sentence(self.frame.line("grounds_lead"), "frame")]
        for citations in cited:
            first = citations[0]
            pages = "・".join(str(page) for page in sorted({one.page for one in citations}))
            text = self.frame.line(
                "grounds_line",
                title=first.title,
                year=year_label(first.fiscal_year),
                publisher=self.publishers.get(first.document_id, ""),
                pages=f"{pages}ページ",
            )
            lines.append(Sentence(text, "source", tuple(citations)))
        return lines

    def _conditions(self) -> list[Sentence]:
        answered = any(one.answer.status in _ANSWERS for one in self.draft.answers)
        refused = any(one.answer.status not in _ANSWERS for one in self.draft.answers)
        sentences: list[Sentence] = []
        if answered:
            sentences += self._old_years()
            sentences += [Sentence(text, "frame") for text in self.frame.block("conditions")]
        if refused:
            sentences += [Sentence(text, "frame") for text in self.frame.block("conditions_none")]
        return sentences

    def _old_years(self) -> list[Sentence]:
        """That some of the reply rests on documents of earlier years than others."""
        evidence = self._evidence()
        old = [one for one in evidence if one.fiscal_year < self.newest]
        if not old:
            return []
        years = "、".join(year_label(year) for year in sorted({one.fiscal_year for one in old}))
        text = self.frame.line("old_years", years=years)
        return [Sentence(one, "source", tuple(old)) for one in _full_stops(text)]

    def _window(self) -> list[Sentence]:
        office = self.draft.office
        lines = [Sentence(text, "office") for text in self.frame.block("window", office=office.name)]
        if office.telephone:
            hours = f"（受付時間 {office.hours}）" if office.hours else ""
            lines.append(Sentence(f"電話 {office.telephone}{hours}", "office"))
        return lines

    def _signature(self) -> list[Sentence]:
        return [Sentence(text, "office") for text in self.draft.office.signature]

    def _evidence(self) -> list[Citation]:
        answers = (one.answer for one in self.draft.answers)
        return [citation for answer in answers for citation in answer.citations]


def _documents(citations: Sequence[Citation]) -> list[list[Citation]]:
    """The citations by document, in the order of first mention."""
    by_id: dict[str, list[Citation]] = {}
    for one in citations:
        by_id.setdefault(one.document_id, []).append(one)
    return list(by_id.values())


def _full_stops(text: str) -> list[str]:
    return [f"{one}。" for one in text.split("。") if one]
