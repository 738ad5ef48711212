"""Retrieval's contract: years, ranks by leg, and what each leg is surest of."""

import pytest

from ingest.keywords import LEGS
from rag.retrieval import SURE

QUESTIONS = [
    "デジタルツール導入の助成金はいくらまで？",
    "跡継ぎがいません",
    "令和3年度の産業交流展の予算は？",
    "サイバー攻撃に備えたい",
    "外国人を採用したい",
    "多摩地域の産業振興",
]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("year", [2018, 2020, 2021, 2024, 2025])
def test_a_year_filter_lets_no_other_year_through(chain, question, year):
    found = chain.search(question, 10, (year,))
    assert found
    assert {passage.chunk.fiscal_year for passage in found} == {year}


def test_two_years_may_be_asked_for_at_once(chain):
    found = chain.search("事業承継の予算", 20, (2020, 2021))
    assert {passage.chunk.fiscal_year for passage in found} == {2020, 2021}


def test_a_year_without_documents_finds_nothing(chain):
    assert chain.search("産業交流展", 10, (1999,)) == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_ranks_are_given_by_leg_from_one(chain, question):
    found = chain.search(question, 10)
    for passage in found:
        assert {*LEGS, "dense"} <= set(passage.ranks)
        assert all(rank is None or rank >= 1 for rank in passage.ranks.values())
        assert any(rank is not None for rank in passage.ranks.values())


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_two_passages_share_a_rank_in_a_leg(chain, question):
    found = chain.retriever.search(chain.understand(question), (), 10)
    for leg in found[0].ranks:
        ranks = [passage.ranks[leg] for passage in found if passage.ranks[leg] is not None]
        assert len(ranks) == len(set(ranks))


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_firsts_of_every_leg_are_kept_whatever_the_fusion_says(chain, question):
    found = chain.retriever.search(chain.understand(question), (), 3)
    for leg in found[0].ranks:
        best = {passage.ranks[leg] for passage in found if passage.ranks[leg] is not None}
        if best:
            assert set(range(1, SURE + 1)) <= best, leg


@pytest.mark.parametrize("question", QUESTIONS)
def test_passages_come_best_first_and_once(chain, question):
    found = chain.search(question, 10)
    assert [p.score for p in found] == sorted((p.score for p in found), reverse=True)
    assert len({p.ord for p in found}) == len(found)
    assert len(found) <= 10


def test_a_question_that_names_a_year_gets_that_year_before_the_others(chain):
    question = chain.understand("令和2年度の事業承継の予算は？")
    years = [passage.chunk.fiscal_year for passage in chain.retriever.retrieve(question, 5)]
    of_the_year = years.count(2020)
    assert years[0] == 2020
    assert of_the_year < len(years), "other years must follow"
    first_other = next(place for place, year in enumerate(years) if year != 2020)
    assert first_other >= 5


def test_owners_words_find_what_documents_call_otherwise(chain):
    texts = [passage.chunk.text for passage in chain.search("跡継ぎがいません", 5)]
    assert any("事業承継" in text for text in texts)


def test_the_same_search_twice_is_the_same(chain):
    assert chain.search(QUESTIONS[0], 10) == chain.search(QUESTIONS[0], 10)


def test_text_that_no_document_has_raises_nothing(chain):
    assert isinstance(chain.search("ぬぬぬぬ", 10), list)
