"""Measuring the desk on the sample mails: questions found, right answers, figures, style."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from desk.drafting.draft import TONES, Answered, Draft
from desk.drafting.writing import Drafter
from desk.mail.reading import inquiry_of
from eval.engines import Told
from eval.given import Given
from eval.judging import judge
from eval.mails import ExpectedQuestion, SampleMail
from eval.reference import Reference
from ingest.fold import squeeze
from ingest.quantities import parse_quantities
from rag.types import Answer

Lint = Callable[[Draft], Sequence[object]]


@dataclass(frozen=True, slots=True)
class MeasuredQuestion:
    """One expected question: the question of the draft that matched it ("" for none), whether its answer is that
    of the chat for the question alone (``is_same``), whether it is right by the ground truth, and whether the chat's is
    (``alone``)."""

    mail: str
    keys: tuple[str, ...]
    found: str
    same: bool
    right: bool
    alone: bool
    reasons: tuple[str, ...] = ()

    @property
    def worse(self) -> bool:
        """Whether the chat answers rightly and the draft does not."""
        return self.alone and not self.right


@dataclass(frozen=True, slots=True)
class MeasuredMails:
    """The measures over some mails. ``extra``: questions of drafts that nobody expected. ``withheld``, ``ungrounded``
    and ``findings`` are counted in every tone."""

    mails: int
    questions: tuple[MeasuredQuestion, ...]
    extra: tuple[tuple[str, str], ...]
    withheld: int
    ungrounded: int
    findings: int

    def share(self, name: str) -> float:
        """The share of the expected questions that are "found", "same", "right", "alone" or "worse"."""
        whole = len(self.questions)
        return sum(bool(getattr(one, name)) for one in self.questions) / whole if whole else 0.0


def measure_mails(
    drafter: Drafter, mails: Sequence[SampleMail], reference: Reference, told: Told, lint: Lint
) -> MeasuredMails:
    """Draft a reply to each mail and compare it with what is expected of it. Ordinary, deterministic, no network."""
    questions: list[MeasuredQuestion] = []
    extra: list[tuple[str, str]] = []
    withheld = ungrounded = findings = 0
    for mail in mails:
        draft = drafter.draft(inquiry_of(mail.text, mail.subject, mail.sender))
        pairs, left = matched(mail.questions, draft.answers)
        extra += [(mail.id, one.question) for one in left]
        for expected, answered in pairs:
            alone = drafter.ask(expected.alone)
            questions.append(_measured(mail, expected, answered, alone, drafter, reference, told))
        for tone in TONES:
            letter = in_tone(drafter, draft, tone)
            withheld += len(letter.withheld)
            ungrounded += len(list(unproved(letter)))
            findings += len(lint(letter))
    return MeasuredMails(len(mails), tuple(questions), tuple(extra), withheld, ungrounded, findings)


def in_tone(drafter: Drafter, draft: Draft, tone: str) -> Draft:
    """``draft`` with every part in ``tone``; nothing is asked again."""
    if tone != draft.tone:
        for part in draft.parts:
            draft = drafter.regenerate(draft, part.name, tone)
    return draft


def matched(
    expected: Sequence[ExpectedQuestion], answers: Sequence[Answered]
) -> tuple[list[tuple[ExpectedQuestion, Answered | None]], list[Answered]]:
    """Each expected question with the first answer not taken yet whose question has all its keys; and the rest."""
    left = list(answers)
    pairs: list[tuple[ExpectedQuestion, Answered | None]] = []
    for one in expected:
        said = (a for a in left if all(squeeze(key) in squeeze(a.question) for key in one.keys))
        found = next(said, None)
        if found:
            left.remove(found)
        pairs.append((one, found))
    return pairs, left


def unproved(draft: Draft) -> Iterator[str]:
    """Figures of the answers in a draft that neither a citation, a working nor the asker has; checked from outside
    the drafter, on the text that is sent."""
    asked = {quantity.canonical for quantity in parse_quantities(f"{draft.inquiry.subject}\n{draft.inquiry.text}")}
    for part in draft.parts:
        for sentence in part.sentences:
            if sentence.kind != "answer":
                continue
            answer = draft.answers[sentence.question - 1].answer
            known = asked | {q.canonical for c in answer.citations for q in parse_quantities(c.quote)}
            known |= {f"fy:{c.fiscal_year}" for c in answer.citations} | {one.result for one in answer.workings}
            known |= {end for one in known for end in _ends(one)}
            if answer.status == "not_found":
                known |= {q.canonical for q in parse_quantities(sentence.text) if q.kind == "fiscal_year"}
            yield from (q.text for q in parse_quantities(sentence.text) if q.canonical not in known)


def _ends(value: str) -> Iterator[str]:
    """The two ends of a canonical range of money, each a figure that its source prints."""
    name, _, ends = value.partition(":")
    if name == "yen" and "-" in ends:
        yield from (f"{name}:{end}" for end in ends.split("-"))


def figures_of(answer: Answer) -> frozenset[str]:
    """The figures that an answer states, canonical."""
    return frozenset(quantity.canonical for quantity in parse_quantities(answer.text) if quantity.kind != "number")


def is_same(one: Answer, other: Answer) -> bool:
    """Whether two answers say the same: the same figures, or the same refusal, whatever each names as near to it."""
    if one.status == "not_found":
        return other.status == one.status and other.reason == one.reason
    return one.status == other.status and figures_of(one) == figures_of(other)


def _measured(
    mail: SampleMail,
    expected: ExpectedQuestion,
    answered: Answered | None,
    alone: Answer,
    drafter: Drafter,
    reference: Reference,
    told: Told,
) -> MeasuredQuestion:
    in_chat = _judged(expected, alone, drafter, reference, told)[0]
    if answered is None:
        return MeasuredQuestion(mail.id, expected.keys, "", False, False, in_chat, ("見つかりませんでした",))
    right, reasons = _judged(expected, answered.answer, drafter, reference, told)
    same = is_same(answered.answer, alone)
    return MeasuredQuestion(mail.id, expected.keys, answered.question, same, right, in_chat, reasons)


def _judged(
    expected: ExpectedQuestion, answer: Answer, drafter: Drafter, reference: Reference, told: Told
) -> tuple[bool, tuple[str, ...]]:
    given = Given(told(answer, drafter.chain.index.store, 0.0))
    verdict = judge(expected.item, given, reference)
    return verdict.passed, verdict.reasons
