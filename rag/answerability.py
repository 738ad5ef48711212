"""Answerability: whether the best line that was found answers the question, or is only the nearest."""

import math
from collections.abc import Sequence

from ingest.lexicon import AnswerType, Attribute
from rag.answer_type import satisfied
from rag.types import Question
from rag.units import Unit
from rag.weighing import learned

_STATES = 0.9  # fit from which a line states an attribute outright
_TEXT = "text"  # the kind of an attribute that states no quantity
_TERMS = 8.0  # topic words of a long question


def described(question: Question, ranked: Sequence[tuple[float, Unit]]) -> dict[str, float]:
    """What is weighed, named: the signals of the best of ``ranked`` (score, unit), its lead, the question's kind."""
    score, best = ranked[0]
    page = (best.block.document_id, best.block.page)
    rivals = [other for other, unit in ranked[1:] if (unit.block.document_id, unit.block.page) != page]
    signals = best.signals
    return {
        "score": score / 5,
        "lead": min(2.0, score - max(rivals, default=score - 2.0)),
        "own": signals.own,
        "led": signals.led,
        "beside": signals.beside,
        "sheet": signals.sheet,
        "paged": signals.paged,
        "missing": signals.missing,
        "unled": signals.unled,
        "called": signals.called,
        "focus": signals.focus,
        "older": signals.older,
        "drawn": signals.drawn,
        "called stated": signals.called * float(signals.attribute >= _STATES),
        "called typed": signals.called * signals.typed,
        "named": signals.named,
        "other": signals.other,
        "attribute": signals.attribute,
        "unstated": float(bool(question.attributes) and not signals.attribute),
        "asks": float(bool(question.attributes)),
        "subject": float(bool(question.subjects)),
        "typed": signals.typed,
        "untyped": signals.untyped,
        "heading": signals.heading,
        "figure": signals.figure,
        "new": signals.new,
        "rank": signals.rank,
        "stated": float(signals.attribute >= _STATES),
        "stated led": float(signals.attribute >= _STATES) * signals.led,
        "typed led": signals.typed * signals.beside,
        "near": signals.near,
        "near led": signals.near_led,
        "topic led": signals.topic_led,
        "letters": signals.letters,
        "letters led": signals.letters_led,
        "echo": signals.echo,
        "sure": _share(score, [one for one, _ in ranked]),
        "terms": min(1.0, len(question.topic) / _TERMS),
    }


def _share(score: float, scores: Sequence[float]) -> float:
    """The probability (0-1) of the line with ``score`` among the lines with ``scores`` (softmax)."""
    return 1 / sum(math.exp(max(-60.0, one - score)) for one in scores)


def answers(
    question: Question, units: Sequence[Unit], told: Sequence[Unit], wanted: AnswerType | None, least: float
) -> bool:
    """Whether the first of ``units`` may be given as the answer; what is ``told`` must hold what is ``wanted``.

    ``least``: the probability from which it may; see ``enough``.
    """
    if not units or (wanted is not None and not any(satisfied(wanted, unit.block.text) for unit in told)):
        return False
    return probability(question, units) >= least


def enough(question: Question, wanted: AnswerType | None, attributes: Sequence[Attribute]) -> float:
    """The probability from which ``question`` is answered, which asks for the kind of quantity ``wanted``.

    ``attributes``: all that the lexicon knows.
    """
    least = learned().enough
    return least.figures if wants_figure(question, wanted, attributes) else least.words


def wants_figure(question: Question, wanted: AnswerType | None, attributes: Sequence[Attribute]) -> bool:
    """Whether a figure is asked for, and not only words."""
    figures = {one.name for one in attributes if one.kind != _TEXT}
    return not figures.isdisjoint(question.attributes) or (wanted is not None and bool(wanted.kinds))


def probability(question: Question, units: Sequence[Unit]) -> float:
    """That the first of ``units`` answers ``question``; 0 where there is none."""
    if not units:
        return 0.0
    return learned().probability(described(question, [(unit.score, unit) for unit in units]))
