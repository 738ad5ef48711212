"""The summary of a run, worked by hand."""

from dataclasses import replace

import pytest

from eval.statistics import wilson
from eval.summary import Rate, Spread, summarise, summary_object
from eval.verdict import Verdict

OK = Verdict(
    "a-1", "cap", "dev", True, {"status": True, "figures": True, "reason": None}, status="answered",
    must_abstain=False, wrong_programme=False, wrong_year=False, citations=2,
    measures={"elapsed_ms": 10.0, "answer_length": 20.0, "fused.hit@1": 1.0, "fused.mrr@10": 1.0},
)  # fmt: skip
WRONG = replace(
    OK, item_id="a-2", passed=False, checks={"status": True, "figures": False, "reason": None}, wrong_programme=True,
    ungrounded=("300万円", "3/4"), unresolved=(1,), split="frozen",
    measures={"elapsed_ms": 30.0, "answer_length": 40.0, "fused.hit@1": 0.0, "fused.mrr@10": 0.5},
)  # fmt: skip
TIMID = replace(OK, item_id="a-3", passed=False, status="not_found", abstained=True, citations=0, wrong_programme=None)
REFUSED = Verdict(
    "u-1", "unanswerable", "dev", True, {"abstained": True}, status="not_found", must_abstain=True, abstained=True,
    expected_reason="deadline",
)  # fmt: skip
FALSE = replace(REFUSED, item_id="u-2", passed=False, abstained=False, status="answered", expected_reason="other_year")
EITHER = replace(REFUSED, item_id="u-3", must_abstain=None)
BROKEN = replace(REFUSED, item_id="u-4", passed=False, status="", abstained=False, error="時間切れ")
RUN = [OK, WRONG, TIMID, REFUSED, FALSE, EITHER, BROKEN]


def test_rates_are_counted_over_the_items_to_which_they_apply():
    summary = summarise(RUN)

    assert summary.overall.passed == Rate(3, 7, 3 / 7, *wilson(3, 7))
    assert (summary.items, summary.errors) == (7, 1)
    assert summary.overall.checks["figures"] == Rate(2, 3, 2 / 3, *wilson(2, 3))
    assert summary.overall.checks["reason"] == Rate(0, 0, None, 0.0, 1.0)
    assert summary.overall.wrong_programme == Rate(1, 2, 0.5, *wilson(1, 2))
    assert summary.overall.wrong_year == Rate(0, 3, 0.0, *wilson(0, 3))
    assert {kind: group.passed.n for kind, group in summary.kinds.items()} == {"cap": 3, "unanswerable": 4}
    assert {half: group.passed.n for half, group in summary.splits.items()} == {"dev": 6, "frozen": 1}


def test_abstention_by_hand():
    # Refused: TIMID (wrongly), REFUSED (rightly): precision 1/2. To be refused: REFUSED, FALSE, BROKEN: recall 1/3,
    # false answers 1/3. F1 is 2 × 1/2 × 1/3 / (1/2 + 1/3) = 1/3 / 5/6 = 0.4. EITHER may do as it likes.
    abstention = summarise(RUN).abstention

    assert (abstention.precision.successes, abstention.precision.n) == (1, 2)
    assert (abstention.recall.successes, abstention.recall.n) == (1, 3)
    assert abstention.f1 == pytest.approx(0.4)
    assert (abstention.false_answers.successes, abstention.false_answers.n) == (1, 3)
    reasons = {name: (r.successes, r.n) for name, r in abstention.false_answers_by_reason.items()}
    assert reasons == {"deadline": (0, 2), "other_year": (1, 1)}


def test_evidence_is_counted_by_figure_and_by_citation():
    summary = summarise(RUN)

    assert (summary.ungrounded_figures, summary.unresolved_citations) == (2, 1)
    assert (summary.grounded.successes, summary.grounded.n) == (5, 6)  # items without an error
    assert (summary.resolving.successes, summary.resolving.n) == (3, 4)  # citations


def test_retrieval_latency_and_length():
    summary = summarise([OK, WRONG])

    assert summary.retrieval["fused.hit@1"] == Rate(1, 2, 0.5, *wilson(1, 2))
    assert summary.retrieval["fused.mrr@10"] == Spread(2, 0.75, 0.5, 1.0, 1.0)
    assert summary.latency_ms == Spread(2, 20.0, 10.0, 30.0, 30.0)
    assert summary.answer_length.mean == 30.0


def test_variants_count_for_robustness_alone():
    # Of the variants of OK, which passed, one passes and one does not; those of WRONG say nothing.
    variants = [
        replace(OK, item_id="a-1~kana"),
        replace(OK, item_id="a-1~polite", passed=False),
        replace(WRONG, item_id="a-2~kana"),
    ]
    summary = summarise([OK, WRONG, *variants])

    assert summary.items == 2
    assert {rule: (r.successes, r.n) for rule, r in summary.robustness.items()} == {"kana": (1, 1), "polite": (0, 1)}


def test_a_run_without_items_has_no_figures_and_does_not_fail():
    summary = summarise([])

    assert summary.overall.passed.value is None
    assert summary.abstention.f1 is None
    assert summary_object(summary)["latency_ms"]["p95"] is None
