"""The verdict on an answer: what passes, and which check each fault fails."""

from dataclasses import replace

import pytest

from eval.given import FoundPassage, Given, given_from, given_object
from eval.items import Expectation, ExpectedFigure
from eval.judging import judge
from eval.verdict import Verdict, verdict_from, verdict_object
from tests.eval.fixtures import (
    CAP,
    NEW,
    NOT_FOUND,
    OLD,
    OTHER,
    REFERENCE,
    RIGHT,
    UNKNOWN,
    cite,
    gave,
)


def failed(verdict: Verdict) -> set[str]:
    return {name for name, outcome in verdict.checks.items() if outcome is False}


def test_a_right_answer_passes_every_check_that_applies():
    verdict = judge(CAP, RIGHT, REFERENCE)

    assert verdict.passed
    assert verdict.reasons == ()
    assert {name for name, outcome in verdict.checks.items() if outcome is None} == {"reason", "abstained"}
    assert (verdict.wrong_programme, verdict.wrong_year) == (False, False)


def test_another_programmes_cap_under_the_right_name_and_its_own_citation_is_a_wrong_programme():
    swapped = gave(
        "設備更新支援事業（令和7年度の資料）の助成限度額は、300万円です。[1][2]",
        cite(1, OTHER, "助成限度額 ３００万円"),
        cite(2, NEW, "設備更新支援事業"),
    )
    verdict = judge(CAP, swapped, REFERENCE)

    assert verdict.wrong_programme
    assert failed(verdict) >= {"figures", "programme"}


def test_another_programmes_cap_under_the_right_citation_is_ungrounded_and_a_wrong_programme():
    swapped = gave(
        "設備更新支援事業の助成限度額は、300万円です。[1]", cite(1, NEW, "設備更新支援事業\n助成限度額 １００万円")
    )
    verdict = judge(CAP, swapped, REFERENCE)

    assert verdict.ungrounded == ("300万円",)
    assert verdict.wrong_programme
    assert failed(verdict) == {"figures", "programme", "grounded"}


def test_another_programme_told_apart_beside_the_right_one_is_no_wrong_programme():
    both = gave(
        "設備更新支援事業の助成限度額は、100万円です。[1]\n設備更新促進事業の助成限度額は、300万円です。[2]",
        cite(1, NEW, "助成限度額 １００万円"),
        cite(2, OTHER, "助成限度額 ３００万円"),
    )
    verdict = judge(CAP, both, REFERENCE)

    assert verdict.passed
    assert verdict.wrong_programme is False


def test_an_older_years_cap_is_a_wrong_year():
    old = gave(
        "設備更新支援事業（令和2年度の資料）の助成限度額は、50万円です。[1]", cite(1, OLD, "助成限度額 ５０万円")
    )
    verdict = judge(CAP, old, REFERENCE)

    assert verdict.wrong_year
    assert failed(verdict) == {"figures", "year", "cited_page"}


def test_a_right_cap_under_a_shifted_year_is_a_wrong_year_and_ungrounded():
    shifted = gave(
        "設備更新支援事業（令和6年度の資料）の助成限度額は、100万円です。[1]", cite(1, NEW, "助成限度額 １００万円")
    )
    verdict = judge(CAP, shifted, REFERENCE)

    assert verdict.wrong_year
    assert failed(verdict) == {"year", "grounded"}


def test_the_older_year_named_beside_the_right_one_is_no_wrong_year():
    both = gave(
        "設備更新支援事業（令和7年度の資料）の助成限度額は、100万円です。[1]\n"
        "令和2年度の資料では、助成限度額は50万円です。[2]",
        cite(1, NEW, "助成限度額 １００万円"),
        cite(2, OLD, "助成限度額 ５０万円"),
    )
    assert judge(CAP, both, REFERENCE).wrong_year is False


def test_a_figure_of_a_year_that_nobody_has_is_told_instead_of_refusing():
    item = replace(
        UNKNOWN, turns=("令和5年度の設備の更新はいくらまで？",), expect=Expectation(("not_found",), ("other_year",))
    )
    verdict = judge(item, RIGHT, REFERENCE)

    assert verdict.wrong_year
    assert failed(verdict) == {"status", "year", "abstained"}


def test_a_dropped_condition_fails_the_figures():
    rate = replace(
        CAP, expect=Expectation(("answered",), figures=(ExpectedFigure("rate:2/3", "助成率", ("小規模企業",)),))
    )
    quote = cite(1, NEW, "助成率 1/2（小規模企業2/3）")

    assert judge(rate, gave("設備更新支援事業の助成率（小規模企業）は2/3です。[1]", quote), REFERENCE).passed
    assert failed(judge(rate, gave("設備更新支援事業の助成率は2/3です。[1]", quote), REFERENCE)) == {"figures"}


def test_a_wrong_page_is_noticed():
    wrong = gave("設備更新支援事業の助成限度額は、100万円です。[1]", cite(1, OTHER, "設備更新促進事業"))
    assert failed(judge(CAP, wrong, REFERENCE)) >= {"cited_page", "grounded"}


def test_a_citation_that_does_not_lead_to_its_quote_proves_nothing():
    moved = {**cite(1, NEW, "助成限度額 １００万円"), "start": 0, "end": 5}
    verdict = judge(CAP, gave("設備更新支援事業の助成限度額は、100万円です。[1]", moved), REFERENCE)

    assert verdict.unresolved == (1,)
    assert failed(verdict) == {"grounded", "resolves"}


def test_a_mark_without_a_citation_is_unresolved():
    forged = gave("設備更新支援事業の助成限度額は、100万円です。[1][7]", cite(1, NEW, "助成限度額 １００万円"))
    assert judge(CAP, forged, REFERENCE).unresolved == (7,)


def test_forbidden_figures_count_typed_and_not_where_they_are_denied():
    quote = cite(1, NEW, "助成限度額 １００万円\n助成率 1/2（小規模企業2/3）\n予算額 500百万円")
    told = gave("設備更新支援事業の助成限度額は100万円、予算額は5億円です。[1]", quote)
    denied = gave("設備更新支援事業の助成限度額は5億円ではなく、100万円です。[1]", quote)

    assert failed(judge(CAP, told, REFERENCE)) == {"forbidden"}
    assert judge(CAP, denied, REFERENCE).passed


def test_one_of_the_alternatives_of_a_name_must_be_said_whatever_its_width():
    item = replace(CAP, expect=replace(CAP.expect, strings=(("デジタル", "設備の入替"), ("更新",))))
    text = "ﾃﾞｼﾞﾀﾙ設備更新支援事業の助成限度額は、100万円です。[1]"

    assert judge(item, gave(text, cite(1, NEW, "助成限度額 １００万円")), REFERENCE).passed
    assert failed(judge(item, RIGHT, REFERENCE)) == {"strings"}


@pytest.mark.parametrize(
    ("status", "reason", "fails"),
    [
        ("not_found", "deadline", set()),
        ("not_found", "not_in_documents", {"reason"}),
        ("clarify", "deadline", {"status"}),
    ],
)
def test_a_refusal_needs_the_right_status_and_reason(status: str, reason: str, fails: set[str]):
    verdict = judge(UNKNOWN, gave(NOT_FOUND, status=status, reason=reason), REFERENCE)

    assert failed(verdict) == fails
    assert verdict.abstained


def test_an_answer_to_what_cannot_be_answered_is_no_abstention():
    verdict = judge(UNKNOWN, RIGHT, REFERENCE)

    assert failed(verdict) == {"status", "abstained"}
    assert (verdict.must_abstain, verdict.abstained) == (True, False)


def test_a_part_of_an_answer_abstains_only_where_no_more_is_allowed():
    partial = replace(RIGHT, answer={**RIGHT.answer, "status": "partial"})
    lenient = replace(UNKNOWN, expect=Expectation(("not_found", "partial")))

    assert judge(lenient, partial, REFERENCE).abstained
    assert judge(lenient, partial, REFERENCE).passed
    assert not judge(UNKNOWN, partial, REFERENCE).abstained


def test_refusing_what_has_an_answer_fails_its_content_and_claims_nothing():
    verdict = judge(CAP, gave(NOT_FOUND, status="not_found", reason="not_in_documents"), REFERENCE)

    assert failed(verdict) == {"status", "figures", "strings", "cited_page"}
    assert verdict.wrong_programme is None
    assert verdict.measures["citation_recall_page"] == 0


def test_a_refusal_may_name_the_years_that_there_are_and_repeat_the_asker():
    item = replace(UNKNOWN, turns=("令和5年度は300万円でしたか？",), expect=Expectation(("not_found",)))
    text = "令和5年度の資料はありません。お答えできるのは、令和2年度、令和7年度の資料に書かれていることです。"

    assert judge(item, gave(text, status="not_found"), REFERENCE).passed
    assert judge(item, gave(text + "400万円です。", status="not_found"), REFERENCE).ungrounded == ("400万円",)


def test_a_calculation_is_proved_by_what_it_is_worked_out_from():
    item = replace(
        CAP, turns=("経費が150万円なら？",), expect=Expectation(("answered",), figures=(ExpectedFigure("yen:750000"),))
    )
    quote = cite(1, NEW, "助成率 1/2（小規模企業2/3）")
    right = gave("設備更新支援事業では、150万円×1/2＝75万円です。自己負担は75万円です。[1]", quote)
    wrong = gave("設備更新支援事業では、150万円×1/2＝80万円です。[1]", quote)

    assert judge(item, right, REFERENCE).passed
    assert judge(item, wrong, REFERENCE).ungrounded == ("80万円",)


def test_an_error_fails_the_item_with_its_text():
    verdict = judge(CAP, Given({}, elapsed_ms=9.0, error="時間切れ"), REFERENCE)

    assert not verdict.passed
    assert failed(verdict) == {"status"}
    assert (verdict.error, verdict.reasons) == ("時間切れ", ("エラー: 時間切れ",))


@pytest.mark.parametrize("citations", [[{}], ["x"], [{**cite(1, NEW, "助成"), "page": "最後"}], 3])
def test_citations_of_another_form_are_an_error_and_no_crash(citations: object):
    given = Given({"answer": "", "status": "answered", "citations": citations})
    assert judge(CAP, given, REFERENCE).error is not None


def test_citations_of_pages_that_are_not_there_resolve_to_nothing():
    nowhere = {**cite(1, NEW, "助成"), "page": 99}
    assert judge(CAP, gave("助成限度額は100万円です。[1]", nowhere), REFERENCE).unresolved == (1,)


def test_citation_measures_by_hand():
    # Cited: 「助成限度額 １００万円」 (5 + 5 = 10 characters) and 「設備更新支援事業」 (8), both on the gold page, and
    # 「助成率 3/4」 (3 + 3 = 6) on another. Gold: the first quote (10). By page: 2 of 3 citations, 1 of 1 page.
    # By characters: 10 of 24 cited, 10 of 10 gold.
    given = gave(
        "…[1][2][3]",
        cite(1, NEW, "助成限度額 １００万円"),
        cite(2, NEW, "設備更新支援事業"),
        cite(3, OTHER, "助成率 3/4"),
    )
    measures = judge(CAP, given, REFERENCE).measures

    assert measures["citation_precision_page"] == pytest.approx(2 / 3)
    assert measures["citation_recall_page"] == 1
    assert measures["citation_precision_quote"] == pytest.approx(10 / 24)
    assert measures["citation_recall_quote"] == 1


def test_a_whole_page_cited_lowers_the_precision_by_quote_alone():
    # The page has 8 + 10 + 16 + 9 = 43 characters that are no white space, 10 of them gold.
    page = REFERENCE.pages[NEW]
    assert len("".join(page.split())) == 43
    measures = judge(CAP, gave("…[1]", cite(1, NEW, page)), REFERENCE).measures

    assert measures["citation_precision_page"] == 1
    assert measures["citation_precision_quote"] == pytest.approx(10 / 43)


def test_figure_measures_by_hand():
    # Told as amounts: 100万円, 5億円 and 300万円; wanted: 100万円 and 200万円. Precision 1/3, recall 1/2.
    wanted = (ExpectedFigure("yen:1000000", "助成限度額"), ExpectedFigure("yen:2000000", "助成限度額"))
    item = replace(CAP, expect=Expectation(("answered",), figures=wanted))
    measures = judge(item, gave("限度額は100万円、予算額は500百万円、5億円、300万円、1/2です。"), REFERENCE).measures

    assert (measures["figure_precision"], measures["figure_recall"]) == (pytest.approx(1 / 3), 0.5)


def test_a_quote_that_stands_twice_counts_where_it_is_cited():
    pages = {**REFERENCE.pages, NEW: "上限 １００万円\n上限 １００万円"}
    item = replace(CAP, quotes=("上限 １００万円",))
    citation = {**cite(1, NEW, "助成"), "start": 9, "end": 17, "quote": "上限 １００万円"}

    measures = judge(item, gave("…[1]", citation), replace(REFERENCE, pages=pages, facts=())).measures

    assert measures["citation_recall_quote"] == 1
    assert measures["citation_precision_quote"] == 1


def test_retrieval_is_measured_where_passages_were_given():
    passages = (FoundPassage("new", 2, {"dense": 1}), FoundPassage("new", 1, {"lemmas": 1, "dense": None}))
    measures = judge(CAP, replace(RIGHT, passages=passages), REFERENCE).measures

    assert measures["fused.hit@1"] == 0
    assert measures["fused.mrr@10"] == 0.5
    assert measures["lemmas.hit@1"] == 1
    assert measures["dense.hit@10"] == 0


def test_answers_and_verdicts_survive_the_file_of_a_run():
    given = replace(RIGHT, passages=(FoundPassage("new", 1, {"dense": 2}),))
    verdict = judge(CAP, given, REFERENCE)

    assert given_from(given_object(given)) == given
    assert verdict_from(verdict_object(verdict)) == verdict
