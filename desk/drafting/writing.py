"""The drafter: an inquiry to a reply draft, by the chain that answers in the chat and without a language model."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from desk.drafting.addressing import company_of, title_of
from desk.drafting.checking import Checker
from desk.drafting.context import Context
from desk.drafting.draft import Answered, Draft, Part, PartName, Sentence
from desk.drafting.frame import Frame, frame_of
from desk.drafting.office import Office
from desk.drafting.parts import Writer
from desk.drafting.questions import QuestionFinder
from desk.drafting.telling import Word
from desk.errors import InquiryError, PartError
from desk.inquiry import Inquiry
from desk.mail.parts import MailParts, mail_parts
from desk.mail.wording import MailWording
from ingest.conditions import Vocabulary
from rag.chain import AnswerChain
from rag.describing import Describer
from rag.errors import LIMIT
from rag.types import Answer, Message, Question

log = logging.getLogger("sodan.desk")


def unchanged(answer: Answer) -> Answer:
    """The wording of every tone that has none of its own."""
    return answer


@dataclass(frozen=True)
class Drafter:
    """Writes drafts over one chain. ``words`` gives a tone its own wording of the answers."""

    chain: AnswerChain
    wording: MailWording
    frames: Mapping[str, Frame]
    vocabulary: Vocabulary
    words: Mapping[str, Word]

    def draft(self, inquiry: Inquiry, tone: str = "standard", office: Office | None = None) -> Draft:
        """The reply to ``inquiry``; the same for the same inquiry, corpus and tone.

        Raises InquiryError where nothing is asked, ToneError for an unknown tone.
        """
        frame = frame_of(self.frames, tone)
        parts = mail_parts(inquiry.text, self.wording)
        answers = self._answers(inquiry, parts)
        if not answers:
            raise InquiryError("質問が見つかりません。知りたいことを文章で入れてください。")
        company = company_of(parts.signature)
        draft = Draft(inquiry, answers, (), frame.tone, office or Office(), company)  # type: ignore[arg-type]
        names: tuple[PartName, ...] = frame.parts  # type: ignore[assignment]
        for name in names:
            part, withheld = self._part(draft, name, frame)
            draft = replace(draft, parts=(*draft.parts, part), withheld=(*draft.withheld, *withheld))
        return draft

    def regenerate(self, draft: Draft, part: str, tone: str) -> Draft:
        """``draft`` with one part written anew in ``tone``; the others stay as they are.

        Raises PartError where the draft has no such part, ToneError for an unknown tone.
        """
        if part not in [one.name for one in draft.parts]:
            names = "、".join(one.name for one in draft.parts)
            raise PartError(f"「{part}」という部分はありません。{names} のいずれかにしてください。")
        frame = frame_of(self.frames, tone)
        new, withheld = self._part(draft, part, frame)
        parts = tuple(new if one.name == part else one for one in draft.parts)
        return replace(draft, parts=parts, withheld=tuple(dict.fromkeys((*draft.withheld, *withheld))))

    def questions(self, inquiry: Inquiry) -> tuple[tuple[str, tuple[str, ...], str], ...]:
        """(as written, the turns that the chain is asked, the programme added) of each question."""
        parts = mail_parts(inquiry.text, self.wording)
        found = QuestionFinder(self.wording, self._understand).find(parts)
        describer = Describer(self.chain.index.store.ledger)
        title = title_of(inquiry.subject)
        context = Context(
            self.wording, self._understand, describer, self.vocabulary, self._is_unclear, title, found.situation,
            parts.quoted,
        )  # fmt: skip
        told = []
        for asked in found.questions:
            given = context.of(asked)
            told.append((asked.text, given.turns, given.about))
        return tuple(told)

    def _answers(self, inquiry: Inquiry, parts: MailParts) -> tuple[Answered, ...]:
        return tuple(Answered(text, turns, self.ask(turns), about) for text, turns, about in self.questions(inquiry))

    def ask(self, turns: tuple[str, ...]) -> Answer:
        """The chain's answer to the last of ``turns``, its own answers standing between them."""
        messages: list[Message] = []
        for turn in turns[:-1]:
            messages.append(Message("user", turn[:LIMIT]))
            messages.append(Message("assistant", self.chain.answer(messages).text))
        return self.chain.answer([*messages, Message("user", turns[-1][:LIMIT])])

    def _is_unclear(self, text: str) -> bool:
        return self.ask((text,)).status == "clarify"

    def _part(self, draft: Draft, name: PartName, frame: Frame) -> tuple[Part, tuple[str, ...]]:
        """The part that passes the check, and the text of what did not; that a sentence is missing is said."""
        writer = Writer(draft, frame, self.words.get(frame.tone, unchanged), self._publishers, self._years[-1])
        part, withheld = self._checker(draft).checked(writer.part(name))
        if withheld:
            texts = [sentence.text for sentence in withheld]
            log.warning("withheld: %s", json.dumps(texts, ensure_ascii=False))
            note = Sentence(frame.line("withheld"), "frame")
            part = replace(part, sentences=(*part.sentences, note)) if name == "conclusion" else part
        return part, tuple(sentence.text for sentence in withheld)

    def _checker(self, draft: Draft) -> Checker:
        inquiry = draft.inquiry
        asked = "\n".join([inquiry.subject, inquiry.text, inquiry.sender_name, draft.company])
        return Checker(draft.answers, asked, draft.office, tuple(self._years))

    @cached_property
    def _publishers(self) -> Mapping[str, str]:
        return {document.id: document.publisher for document in self.chain.index.store.documents()}

    @cached_property
    def _years(self) -> list[int]:
        return sorted({document.fiscal_year for document in self.chain.index.store.documents()})

    @cached_property
    def _understand(self) -> "Understood":
        return Understood(self.chain)


class Understood:
    """What the chain understands of a text alone, remembered: one mail has the same sentences looked at often."""

    def __init__(self, chain: AnswerChain) -> None:
        self._known = lru_cache(maxsize=512)(chain.understand)

    def __call__(self, text: str) -> Question:
        return self._known(text[:LIMIT])
